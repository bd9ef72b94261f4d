"""Statements that add: elementwise bodies, reductions, contractions, gathers and scatters."""

from __future__ import annotations

from dataclasses import replace

import sympy

from nnmath.codegen.code import Block, Call, Copy, Define, Raw, assignable, augmentable, contiguous
from nnmath.codegen.contract import contract
from nnmath.codegen.elementwise import Evaluator
from nnmath.codegen.gather import Scatter, aligned, gathered, scatter_axis, take
from nnmath.codegen.scalars import factors_of
from nnmath.codegen.schedule import Placed
from nnmath.codegen.scope import Operand, Scope, arrange, transposed
from nnmath.codegen.text import tuple_text
from nnmath.codegen.views import view
from nnmath.notation.arrays import Guard, IndexValue, Read, index_names
from nnmath.notation.functions import indicator
from nnmath.notation.index import Index


def axes_of(e: sympy.Expr, vector: set[str]) -> set[str]:
    return index_names(e) & vector


def covered(e: sympy.Expr, vector: set[str]) -> bool:
    """Whether some read has all the axes of the expression, so that evaluating it takes no more room."""
    axes = axes_of(e, vector)
    return len(axes) <= 1 or any(axes_of(r, vector) == axes for r in e.atoms(Read))


def terms(e: sympy.Expr, reduced: set[str], vector: set[str]) -> list[sympy.Expr]:
    """The summands to be lowered each on its own; one where a single pass does."""
    if isinstance(e, sympy.Add):
        if e.has(indicator) or (reduced and not covered(e, vector)):
            return [t for part in e.as_ordered_terms() for t in terms(part, reduced, vector)]
        return [e]
    if isinstance(e, sympy.Mul):
        for factor in e.as_ordered_factors():
            if isinstance(factor, sympy.Add):
                blown = reduced & axes_of(factor, vector) and not covered(factor, vector)
                if factor.has(indicator) or blown:
                    rest = e / factor
                    return [
                        t for part in factor.as_ordered_terms() for t in terms(rest * part, reduced, vector)
                    ]
    return [e]


def lower_sum(scope: Scope, node: Placed, masks: list[Guard], mode: str) -> None:
    """Dense terms first, so that scatters find an array to add to."""
    reduced = {a.name for a in node.reduced}
    scatters = []
    for term in terms(node.statement.body, reduced, scope.vector):
        scattered = None if masks else scatter_axis(scope, node, term, reduced)
        if scattered is not None:
            scatters.append(scattered)
            continue
        left = left_view(scope, node)
        value = _value(scope, term, list(left.axes), masks)
        if mode == "return":
            scope.returned.append((left, arrange(value, left.axes)))
            continue
        store(scope, node, left, value, mode)
        mode = "add"
    if mode in ("define", "assign"):
        _zero(scope, node, mode)
    for scattered in scatters:
        _scatter(scope, node, scattered)


def _zero(scope: Scope, node: Placed, mode: str) -> None:
    target, left = scope.kernel.array(node.statement.target), left_view(scope, node)
    if mode == "define":
        shape = [scope.kernel.text(a.size) for a in node.statement.target.axes]
        if node.statement.target in scope.kernel.local:
            shape[0] = scope.extent(left.axes[0])
        scope.code.append(Define(target, f"rt.zeros({tuple_text(shape)}, dtype)"))
    else:
        scope.code.append(Raw(f"{left.text}[...] = 0"))


def _scatter(scope: Scope, node: Placed, scattered: Scatter) -> None:
    """Add the values at the places that the targets name."""
    target, axis, rest = scattered
    left, chosen = view(scope, node.statement.left), view(scope, target)
    leaves: dict[sympy.Expr, Operand] = {}
    taken = take(scope, rest, target, axis, leaves)
    at = left.axes.index(axis)
    kept = [a for a in left.axes if a != axis]
    inner = Scope(scope.kernel, scope.code, {n: s for n, s in scope.spans.items() if n != axis})
    if set(chosen.axes) <= set(kept):
        value = _value(inner, taken, kept, [], leaves)
        text = arrange(value, [*kept[:at], "", *kept[at:]]) if value.axes else value.text
        scope.code.append(Raw(f"rt.add_along_axis({left.text}, {aligned(chosen, left.axes)}, {text}, {at})"))
        return
    out = [*chosen.axes, *kept]
    value = _value(inner, taken, out, [], leaves)
    moved = transposed(left.text, left.axes, [axis, *kept])
    scope.code.append(Raw(f"rt.add_at({moved}, {chosen.text}, {arrange(value, out)})"))


def left_view(scope: Scope, node: Placed) -> Operand:
    return view(scope, node.statement.left)


def _value(
    scope: Scope,
    term: sympy.Expr,
    out: list[str],
    masks: list[Guard],
    leaves: dict[sympy.Expr, Operand] | None = None,
) -> Operand:
    """The sum of a term over the vector axes that are not in `out`."""
    leaves = {} if leaves is None else leaves
    gone = {a for a in scope.vector if a not in out}
    if not masks:
        term, gathered_axes = gathered(scope, term, gone, leaves)
        gone -= gathered_axes
    vector = {*out, *gone}
    if masks:
        return _masked(scope, term, out, gone, masks, leaves)
    if not gone:
        return Evaluator(scope, out, leaves).value(term)
    return _reduced(scope, term, out, gone, leaves, vector)


def _axes(e: sympy.Expr, vector: set[str], leaves: dict[sympy.Expr, Operand]) -> set[str]:
    found = axes_of(e, vector)
    for symbol in e.free_symbols & leaves.keys():
        found |= set(leaves[symbol].axes) & vector
    return found


def _reduced(
    scope: Scope,
    term: sympy.Expr,
    out: list[str],
    gone: set[str],
    leaves: dict[sympy.Expr, Operand],
    vector: set[str],
) -> Operand:
    outer: list[sympy.Expr] = []
    groups: dict[frozenset[str], list[sympy.Expr]] = {}
    seen: set[str] = set()
    for factor in factors_of(term):
        axes = _axes(factor, vector, leaves)
        if axes & gone:
            groups.setdefault(frozenset(axes), []).append(factor)
            seen |= axes
        else:
            outer.append(factor)
    order = _memory_order(scope, term, out, gone, leaves)
    evaluator = Evaluator(scope, order, leaves)
    inner = [axis for axis in out if axis in seen]
    operands = _operands(evaluator, groups, inner)
    outside = [Evaluator(scope, out, leaves).value(sympy.Mul(*outer))] if outer else []
    for axis in sorted(gone - seen):
        outside.append(Operand(f"({scope.extent(axis)})", kind="number"))
    if not operands:
        return Evaluator(scope, out, leaves).product(outside, [])
    result = contract(scope, operands, inner)
    if not outside:
        return result
    return Evaluator(scope, out, leaves).product([*outside, result], [])


def _operands(
    evaluator: Evaluator, groups: dict[frozenset[str], list[sympy.Expr]], inner: list[str]
) -> list[Operand]:
    """One operand a set of axes; a lone set of several factors is split in two, to be summed as dots."""
    if len(groups) == 1:
        (factors,) = groups.values()
        if len(factors) == 1 and isinstance(factors[0], sympy.Pow) and factors[0].exp == 2:
            return [evaluator.value(factors[0].base)] * 2
        if len(factors) > 1:
            factors = sorted(factors, key=lambda f: (not isinstance(f, Read), str(f)))
            return [evaluator.value(factors[0]), evaluator.value(sympy.Mul(*factors[1:]))]
    return [evaluator.value(sympy.Mul(*factors)) for factors in groups.values()]


def _memory_order(
    scope: Scope, term: sympy.Expr, out: list[str], gone: set[str], leaves: dict[sympy.Expr, Operand]
) -> list[str]:
    """The order of dimensions of the read with the most axes: passes over it are contiguous."""
    operands = [view(scope, r) for r in sorted(term.atoms(Read), key=str)] + list(leaves.values())
    operands.sort(key=lambda o: -len(o.axes))
    order: list[str] = []
    for operand in operands:
        order += [a for a in operand.axes if a not in order]
    return order + [a for a in (*out, *sorted(gone)) if a not in order]


def mask_operand(evaluator: Evaluator, guards: list[Guard]) -> Operand:
    """Where all guards hold, as booleans over their axes."""
    found: Operand | None = None
    names = {">=": "np.greater_equal", "==": "np.equal", "!=": "np.not_equal"}
    for guard in guards:
        value = evaluator.integer(IndexValue(guard.index))
        test = evaluator.apply(names[guard.relation], [value, Operand("0", kind="number")], "bool")
        found = test if found is None else evaluator.apply("np.logical_and", [found, test], "bool")
    assert found is not None
    return found


def _masked(
    scope: Scope,
    term: sympy.Expr,
    out: list[str],
    gone: set[str],
    masks: list[Guard],
    leaves: dict[sympy.Expr, Operand],
) -> Operand:
    """Terms whose guards fail are absent: the factor that has the mask's axes is zero there."""
    count = _counted(scope, term, out, gone, masks)
    if count is not None:
        number = sympy.Dummy("count", real=True)
        return Evaluator(scope, out, {**leaves, number: count}).value(number * term)
    axes = {a for g in masks for a in g.index.names & scope.vector}
    factors = factors_of(term)
    host = next((f for f in factors if not f.is_number and axes <= axes_of(f, scope.vector)), None)
    if host is None and not gone:
        host = term
    rest = sympy.Mul(*[f for f in factors if f is not host]) if host is not term else sympy.Integer(1)
    order = _memory_order(scope, term, out, gone, leaves)
    evaluator = Evaluator(scope, order, leaves)
    value = evaluator.value(host) if host is not None else Operand("1.0", kind="number")
    masked = evaluator.where(mask_operand(evaluator, masks), value, Operand("0.0", kind="number"))
    symbol = sympy.Dummy("masked", real=True)
    leaves = {**leaves, symbol: masked}
    vector = {*out, *gone}
    if not gone:
        return Evaluator(scope, out, leaves).value(symbol * rest)
    return _reduced(scope, symbol * rest, out, gone, leaves, vector)


def _counted(scope: Scope, term: sympy.Expr, out: list[str], gone: set[str], masks: list[Guard]) -> Operand | None:
    """How many terms there are, where all are the same: the guards leave each place one interval of them."""
    names = {n for g in masks for n in g.index.names & scope.vector}
    places = names - gone
    if len(gone) != 1 or len(places) != 1 or axes_of(term, scope.vector) & gone:
        return None
    (axis,), (place,) = gone, places
    conditions = []
    for guard in masks:
        steps = [guard.index.coefficient(n) for n in (place, axis)]
        if guard.relation != ">=" or None in steps or steps[1] not in (Index.of(1), Index.of(-1)):
            return None
        rest = guard.index.substitute({place: Index.of(0), axis: Index.of(0)})
        conditions.append(tuple_text(scope.kernel.text(i) for i in (*steps, rest) if i is not None))
    if not (scope.spans[axis].full and scope.spans[place].full):
        return None
    sizes = ", ".join(scope.extents([axis, place]))
    return scope.define(f"rt.counted({sizes}, dtype, {', '.join(conditions)})", (place,))


def store(scope: Scope, node: Placed, left: Operand, value: Operand, mode: str) -> None:
    """Put a value where the left side says; the last call writes there itself where it can.

    A `mode` other than "define", "assign" and "add" is the flag that says whether to assign rather than add.
    """
    target = scope.kernel.array(node.statement.target)
    if not left.axes and left.text == target:
        _store_scalar(scope, target, value, mode)
        return
    if mode == "define":
        if len(left.axes) == node.statement.target.rank:
            _define(scope, target, left, value)
        else:
            _define_split(scope, node, target, left, value)
        return
    if node.statement.target.ragged:
        left = replace(left, text=f"{left.text}[...]")
    if mode == "assign" and redirect(scope, left, value):
        return
    text = arrange(value, left.axes)
    put = Raw(f"{assignable(left.text)} = {text}")
    added = Raw(f"{augmentable(left.text)} += {text}")
    if mode == "assign" and left.text.endswith("]") and value.axes == left.axes and value.text.isidentifier():
        scope.code.append(Copy(left.text, value.text))
    elif mode in ("assign", "add"):
        scope.code.append(put if mode == "assign" else added)
    else:
        last = scope.code[-1:]
        if redirect(scope, left, value):  # its place is taken by the call that writes to the left side
            scope.code[-1:] = [Block(f"if {mode}:", scope.code[-1:]), Block("else:", [*last, added])]
        else:
            scope.code += [Block(f"if {mode}:", [put]), Block("else:", [added])]


def _store_scalar(scope: Scope, target: str, value: Operand, mode: str) -> None:
    scalar = f"dtype.type({value.text})" if value.kind == "number" else value.text
    if mode == "add":
        scope.code.append(Raw(f"{target} = {target} + {scalar}"))
    else:
        scope.code.append(Define(target, scalar))


def redirect(scope: Scope, left: Operand, value: Operand) -> bool:
    last = scope.code[-1] if scope.code else None
    if not (isinstance(last, Call) and last.fresh and last.takes_out and last.dest == value.text):
        return False
    if value.axes != left.axes or last.kind != "float" or (last.inner and not contiguous(left.text)):
        return False
    scope.code[-1] = replace(last, dest=left.text, fresh=False)
    return True


def _define_split(scope: Scope, node: Placed, target: str, left: Operand, value: Operand) -> None:
    """An array whose axes the left side counts in mixed radix."""
    shape = [scope.kernel.text(a.size) for a in node.statement.target.axes]
    if value.scratch and value.axes == left.axes:
        scope.code.append(Define(target, f"{value.text}.reshape({', '.join(shape)})"))
        return
    scope.code.append(Define(target, f"rt.empty({tuple_text(shape)}, dtype)"))
    scope.code.append(Raw(f"{left.text}[...] = {arrange(value, left.axes)}"))


def _define(scope: Scope, target: str, left: Operand, value: Operand) -> None:
    """A whole new array: the last call's result itself, or a copy of a view."""
    last = scope.code[-1] if scope.code else None
    if isinstance(last, Call | Define) and last.dest == value.text and value.axes == left.axes:
        last.dest = target
        return
    shape = scope.extents(left.axes)
    if value.axes == left.axes and value.kind == "float":
        scope.code.append(Define(target, f"{value.text}.copy()" if not value.scratch else value.text, shape))
        return
    if value.scratch and set(value.axes) == set(left.axes):
        text = f"np.ascontiguousarray({transposed(value.text, value.axes, left.axes)})"
        scope.code.append(Define(target, text, shape))
        return
    scope.code.append(Define(target, f"rt.empty({tuple_text(shape)}, dtype)", shape))
    scope.code.append(Raw(f"{target}[...] = {arrange(value, left.axes)}"))
