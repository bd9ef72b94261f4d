"""max, min, where they are attained first, products, and logsumexp."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import sympy

from nnmath.codegen.code import Define, Node, Raw, assignable
from nnmath.codegen.elementwise import Evaluator
from nnmath.codegen.schedule import Placed
from nnmath.codegen.scope import Kernel, Operand, Scope, Span, arrange, spans_of
from nnmath.codegen.sums import left_view, mask_operand, store
from nnmath.codegen.text import tuple_text
from nnmath.codegen.views import view
from nnmath.notation.arrays import Guard, Read, index_names, substitute
from nnmath.notation.index import Index
from nnmath.notation.system import NotationError, Statement

FILL = {
    "max": "-np.inf",
    "min": "np.inf",
    "argmax": "-np.inf",
    "argmin": "np.inf",
    "prod": "1.0",
    "logsumexp": "-np.inf",
}
FOLD = {"max": "np.maximum", "min": "np.minimum", "prod": "np.multiply"}
WHOLE = {"max": "np.max", "min": "np.min", "prod": "rt.prod", "logsumexp": "rt.logsumexp"}


def lower_selection(scope: Scope, node: Placed, masks: list[Guard], mode: str, best: str | None) -> None:
    """`best` names the running value where the terms arrive tap by tap, "" for the target itself."""
    s = node.statement
    gone = [a.name for a in node.reduced]
    left = left_view(scope, node)
    if best is None and (pair := others(s)) and set(pair) <= scope.vector:
        store(scope, node, left, _others(scope, s, left, pair), mode)
        return
    evaluator = Evaluator(scope, [*left.axes, *gone])
    test = missing(s) if best is not None else None
    assert test is None or not masks
    value = evaluator.value(s.body if test is None else test.lhs)
    if masks:
        value = evaluator.where(mask_operand(evaluator, masks), value, Operand(FILL[s.op], kind="number"))
    if test is not None:
        _attained(scope, node, left, value, evaluator.value(test.rhs))
        return
    if best is not None:
        _fold(scope, node, left, value, best)
        return
    if scope.before is None and any(not scope.spans[a].full for a in left.axes) and mode == "define":
        raise NotationError(f"{s.op} over an empty set")
    value = _spread(scope, value, [*left.axes, *gone])
    ratios = scope.kernel.ratios.get(s)
    beside = [] if ratios is None else [f"ratios={_beside(scope, ratios, value)}"]
    store(scope, node, left, _whole(scope, value, gone, s.op, beside), mode)


def others(s: Statement) -> tuple[str, str] | None:
    """(k, r) of ``prod[k != r] body(k)``, the product of all factors but one."""
    if s.op != "prod" or len(s.reduced) != 1 or len(s.guards) != 1 or s.guards[0].relation != "!=":
        return None
    (axis,) = s.reduced
    for own in s.axes:
        apart = Index.name(axis.name) - own.name
        alike = own != axis and own.size == axis.size and own.name not in index_names(s.body)
        if alike and s.guards[0].index in (apart, -apart):
            return axis.name, own.name
    return None


def _others(scope: Scope, s: Statement, left: Operand, pair: tuple[str, str]) -> Operand:
    """Products of all but one from the products of those before it and of those after it."""
    axis, own = pair
    value = Evaluator(scope, left.axes).value(substitute(s.body, {axis: Index.name(own)}))
    value = _spread(scope, value, [a for a in left.axes if a in value.axes or a == own])
    return scope.define(f"rt.prod_of_others({value.text}, {value.axes.index(own)})", value.axes)


def _beside(scope: Scope, ratios: Read, value: Operand) -> str:
    """The rows of another array that belong to those of a value."""
    spans = dict(zip([str(i) for i in ratios.index], (scope.spans[a] for a in value.axes), strict=True))
    return view(replace(scope, spans=spans), ratios).text


def _spread(scope: Scope, value: Operand, axes: list[str]) -> Operand:
    """The value with all reduced axes, also those it does not depend on."""
    if set(value.axes) == set(axes) and list(value.axes) == axes:
        return value
    shape = tuple_text(scope.extents(axes))
    text = f"dtype.type({value.text})" if value.kind == "number" else arrange(value, axes)
    return Operand(f"np.broadcast_to({text}, {shape})", tuple(axes))


def _whole(scope: Scope, value: Operand, gone: list[str], op: str, beside: Sequence[str]) -> Operand:
    kept = [a for a in value.axes if a not in gone]
    if not gone:
        if op.startswith("arg"):
            return scope.define(f"np.zeros({tuple_text(scope.extents(kept))}, np.intp)", kept, "int")
        return value
    if op.startswith("arg"):
        text = value.text
        if len(gone) > 1:
            text += f".reshape({', '.join([*scope.extents(kept), '-1'])})"
        return scope.define(f"np.{op}({text}, axis=-1)", kept, "int")
    where = "-1" if len(gone) == 1 else str(tuple(range(-len(gone), 0)))
    return scope.call(
        WHOLE[op], [value.text, f"axis={where}", *beside], kept, elementwise=False, takes_out=op != "logsumexp"
    )


def _fold(scope: Scope, node: Placed, left: Operand, value: Operand, best: str) -> None:
    s = node.statement
    code, text = scope.code, arrange(value, left.axes)
    if s.op in FOLD:
        code.append(Raw(f"{FOLD[s.op]}({left.text}, {text}, out={left.text})"))
        return
    target = scope.kernel.array(s.target)
    running = best + left.text[len(target) :]
    position = scope.kernel.text(s.flat_position)
    least = ", True" if s.op == "argmin" else ""
    code.append(Raw(f"rt.improve({text}, {running}, {left.text}, {position}{least})"))


def missing(s: Statement) -> sympy.core.relational.Relational | None:
    """The test of ``argmin(1 if x < y else 0)``, the first place where nothing is missing of x to the maximum y."""
    cases: Sequence[Any] = s.body.args if s.op == "argmin" and isinstance(s.body, sympy.Piecewise) else ()
    if len(cases) != 2 or [value for value, _ in cases] != [1, 0]:
        return None
    test = cases[0][1]
    return test if isinstance(test, sympy.Lt | sympy.Gt) else None


def _attained(scope: Scope, node: Placed, left: Operand, value: Operand, extremum: Operand) -> None:
    position = scope.kernel.text(node.statement.flat_position)
    least = ", True" if isinstance(missing(node.statement), sympy.Gt) else ""
    texts = [arrange(o, left.axes) for o in (value, extremum)]
    scope.code.append(Raw(f"rt.attained({', '.join([*texts, left.text, position])}{least})"))


def _filled(name: str, shape: str, number: str) -> list[Node]:
    return [Define(name, f"rt.empty({shape}, dtype)"), Raw(f"{name}.fill({number})")]


def _places(s: Statement) -> Index:
    """How many terms a reduction has: the integers that count them need hold no more."""
    found = Index.of(1)
    for axis in s.reduced:
        found = found * axis.size
    return found


def start(kernel: Kernel, node: Placed, mode: str, spans: Mapping[str, Span] = {}) -> tuple[list[Node], str]:
    """Before a loop over taps: the target filled with the neutral value, and the running extremum."""
    s = node.statement
    code: list[Node] = []
    scope = Scope(kernel, code, {**spans_of(node.vector), **spans})
    if s.op == "logsumexp":
        raise NotationError("logsumexp over a sliding window is not supported")
    left = view(scope, s.left)
    target = kernel.array(s.target)
    shape = tuple_text(scope.extents(left.axes))
    fill = FILL[s.op]
    if mode != "define":
        if s.op.startswith("arg"):
            raise NotationError(f"{s.op} over a sliding window within a recurrence is not supported")
        return [Raw(f"{assignable(left.text)} = {fill}")], ""
    if not s.op.startswith("arg"):
        return [*_filled(target, shape, fill)], ""
    count = kernel.text(_places(s))
    if missing(s) is not None:
        return [Define(target, f"rt.nowhere({shape}, {count})")], ""
    best = kernel.names.scratch()
    code.append(Define(target, f"np.zeros({shape}, np.min_scalar_type({count}))"))
    code += _filled(best, shape, "np.nan")
    return code, best
