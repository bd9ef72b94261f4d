"""One statement to calls: guards, loops over taps, then the reduction and the store."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from nnmath.codegen.code import Block, Define, Limit, Node, defined, words
from nnmath.codegen.reduce import lower_selection, start
from nnmath.codegen.schedule import Placed
from nnmath.codegen.scope import Kernel, Operand, Scope, Span, spans_of
from nnmath.codegen.sums import lower_sum
from nnmath.codegen.text import Names, bracketed, guard_text
from nnmath.codegen.views import sign, windows
from nnmath.notation.arrays import Axis, Guard, substitute
from nnmath.notation.index import Index
from nnmath.notation.system import NotationError, Statement


def lower(kernel: Kernel, node: Placed, mode: str) -> list[Node]:
    """The code of a placed statement; `mode` is "define", "assign", "add", or "first": added to nothing but zeros."""
    try:
        return _lower(kernel, solved(node), mode)
    except NotationError as error:
        raise NotationError(f"{error}, in\n    {node.statement}") from None


@dataclass
class Blocks:
    """What the statements of one loop over blocks share; `returned` are a block's terms of sums."""

    span: Span
    before: list[Node]
    varying: set[str]
    made: set[str] = field(default_factory=set)
    shared: dict[object, dict[Any, Operand]] = field(default_factory=dict)
    returned: list[tuple[Placed, Operand, str]] = field(default_factory=list)


def lower_block(kernel: Kernel, node: Placed, mode: str, lead: str, blocks: Blocks) -> list[Node]:
    """The code of a statement for one block of its leading axis; what does not vary goes before."""
    if taps(node):
        return _lower(kernel, node, mode, {lead: blocks.span})
    mode = "add" if mode == "first" else mode
    code: list[Node] = []
    shared = blocks.shared.setdefault((lead, frozenset(node.vector)), {})
    spans = spans_of(node.vector) | {lead: blocks.span}
    scope = Scope(kernel, code, spans, blocks.before, blocks.varying, shared)
    if node.statement.op == "sum":
        lower_sum(scope, node, [], mode)
    else:
        lower_selection(scope, node, list(node.statement.guards), mode, None)
    blocks.returned += [(node, left, text) for left, text in scope.returned]
    blocks.made |= set().union(*(defined(n) for n in (*code, *blocks.before)))
    for e, operand in list(shared.items()):
        if operand.scratch and operand.text not in blocks.made:
            del shared[e]
    return code


def taps(node: Placed) -> list[str]:
    """The axes that a statement loops over because several meet in one position of an index."""
    node = solved(node)
    scope = Scope(Kernel(Names()), [], spans_of(node.vector))
    found: dict[str, None] = {}
    s = node.statement
    while True:
        groups = [g for r in (s.left, *s.reads) for g in windows(scope, r.index, r.array)]
        groups += [g for guard in s.guards if (g := _window_guard(scope, guard, s))]
        if not groups:
            return list(found)
        for group in groups:
            if all(a in scope.spans for a in group):
                tap = choose_tap([a for a in s.axes if a.name in group])
                found[tap] = None
                del scope.spans[tap]


def choose_tap(axes: list[Axis]) -> str:
    """The axis that looks most like a kernel's extent: a plain size rather than a computed one."""

    def weight(pair: tuple[int, Axis]) -> tuple[bool, int, int]:
        position, axis = pair
        return (axis.size.as_name is None and axis.size.constant is None, len(axis.size.terms), -position)

    return min(enumerate(axes), key=weight)[1].name


def _window_guard(scope: Scope, guard: Guard, s: Statement) -> list[str] | None:
    """The axes of a guard that keeps an index inside its array: only exact spans can serve it."""
    names = sorted(guard.index.names & scope.vector)
    if guard.relation != ">=" or len(names) < 2:
        return None
    for read in (s.left, *s.reads):
        for index, size in zip(read.index, read.array.sizes(read.index), strict=True):
            if guard.index in (index, size - 1 - index) and scope.vector & index.names:
                return names
    return None


def solved(node: Placed) -> Placed:
    """Guards ``axis == expression`` taken as what the axis is."""
    s = node.statement
    for guard in s.guards:
        if guard.relation != "==":
            continue
        for axis in sorted(node.vector, key=lambda a: a in s.reduced, reverse=True):
            step = guard.index.coefficient(axis.name)
            if step in (Index.of(1), Index.of(-1)):
                return solved(_without(node, guard, axis, step))
    return node


def _without(node: Placed, guard: Guard, axis: Axis, step: Index | None) -> Placed:
    s = node.statement
    assert step is not None
    value = (guard.index - step * axis.name) * (-step)
    values = {axis.name: value}
    guards = [g.substitute(values) for g in s.guards if g != guard]
    guards += [Guard(">=", value), Guard(">=", axis.size - 1 - value)]
    statement = replace(
        s,
        index=tuple(i.substitute(values) for i in s.index),
        axes=tuple(a for a in s.axes if a != axis),
        body=substitute(s.body, values),
        guards=tuple(g for g in guards if not _trivial(g, s)),
    )
    return Placed(statement, node.bound)


def _trivial(guard: Guard, s: Statement) -> bool:
    """A guard that the range of its only axis implies."""
    name = guard.index.as_name
    if name is not None:
        return any(a.name == name for a in s.axes)
    return any(guard.index == a.size - 1 - a.name for a in s.axes)


def _lower(kernel: Kernel, node: Placed, mode: str, spans: Mapping[str, Span] = {}) -> list[Node]:
    """The statement over those parts of its axes that `spans` gives, within loops over its taps."""
    looped = taps(node)
    s = node.statement
    axes = {a.name: a for a in s.axes}
    prelude: list[Node] = []
    best = None
    if looped and s.op != "sum":
        looped += [a.name for a in node.reduced if a.name not in looped]
        looped.sort(key=[a.name for a in s.axes].index)
        prelude, best = start(kernel, Placed(s, node.bound | set(looped)), mode, spans)
    if mode == "first":
        mode = "add"
        if apart := _apart(node, looped):
            mode = kernel.names.give(f"<apart {apart}>", "apart")
            prelude.append(Define(mode, " and ".join(guard_text(g, kernel.names.given) for g in apart)))
    for name in looped:
        kernel.names.give(name)
    body = _guarded(kernel, Placed(s, node.bound | set(looped)), mode, best, spans)
    for name in reversed(looped):
        variable = kernel.names.given[name]
        before, inside = _limits_of_others(body, variable)
        body = [*before, Block(f"for {variable} in range({kernel.text(axes[name].size)}):", inside, variable)]
    return prelude + body


def _limits_of_others(body: list[Node], variable: str) -> tuple[list[Node], list[Node]]:
    """The limits at the beginning of a loop's body that its variable has no say in, and the rest."""
    own, moved = {variable}, []
    for node in body:
        if not isinstance(node, Limit):
            break
        if words(node.text) & own:
            own.add(node.dest)
        else:
            moved.append(node)
    return list(moved), [node for node in body if not any(node is m for m in moved)]


def _apart(node: Placed, looped: list[str]) -> list[Guard]:
    """What must hold for no two terms to meet in one place: each stride as wide as its window. Empty if unknown."""
    s = node.statement
    scope = Scope(Kernel(Names()), [], spans_of(node.vector))
    names = [n for i in s.index for n in i.names & scope.vector]
    if not looped or not set(looped) <= set(names) or len(set(names)) < len(names):
        return []
    found = []
    for index in s.index:
        group = [a for a in s.axes if a.name in index.names & scope.vector]
        tap = next((a for a in group if a.name in looped), None)
        if tap is None:
            continue
        steps = [index.coefficient(a.name) for a in group if a is not tap]
        step = index.coefficient(tap.name)
        if len(steps) != 1 or steps[0] is None or step is None or sign(steps[0]) < 1 or sign(step) < 1:
            return []
        found.append(Guard(">=", steps[0] - step * (tap.size - 1) - 1))
    return found


def _guarded(kernel: Kernel, node: Placed, mode: str, best: str | None, spans: Mapping[str, Span] = {}) -> list[Node]:
    """Conditions on loop variables around the code; those on one axis as its span; the rest as masks."""
    vector = {a.name for a in node.vector}
    conditions, masks = [], []
    limits: dict[str, list[Guard]] = {}
    for guard in node.statement.guards:
        names = guard.index.names & vector
        if not names:
            conditions.append(guard)
        elif len(names) == 1 and guard.relation == ">=":
            limits.setdefault(next(iter(names)), []).append(guard)
        else:
            masks.append(guard)
    code: list[Node] = []
    scope = Scope(kernel, code, {**spans_of(node.vector), **spans})
    for axis in node.vector:
        if axis.name in limits:
            scope.spans[axis.name] = _span(scope, axis, limits[axis.name])
    if node.statement.op == "sum":
        lower_sum(scope, node, masks, mode)
    else:
        lower_selection(scope, node, masks, mode, best)
    if conditions:
        test = " and ".join(guard_text(g, kernel.names.given) for g in conditions)
        return [Block(f"if {test}:", code)]
    return code


def _limit(kernel: Kernel, axis: str, end: str, text: str) -> str:
    """The name of a limit of an axis: one for each text, since shapes that read the same must be the same."""
    return kernel.names.give(f"<{axis} {end} {text}>", f"{kernel.names.give(axis)}_{end}")


def _span(scope: Scope, axis: Axis, guards: list[Guard]) -> Span:
    kernel = scope.kernel
    lows, highs = ["0"], [kernel.text(axis.size)]
    for guard in guards:
        step = guard.index.coefficient(axis.name)
        if step is None or sign(step) == 0:
            raise NotationError(f"the guard {guard} is not affine in {axis.name} with a step of known sign")
        rest = guard.index - step * axis.name
        if sign(step) > 0:
            lows.append(
                kernel.text(-(rest // step))
                if step == 1
                else f"-({bracketed(kernel.text(rest))}//{bracketed(kernel.text(step))})"
            )
        else:
            highs.append(kernel.text(rest // (-step) + 1))
    first = f"max({', '.join(dict.fromkeys(lows))})" if len(set(lows)) > 1 else lows[0]
    last = f"min({', '.join(dict.fromkeys(highs))})" if len(set(highs)) > 1 else highs[0]
    low = _limit(kernel, axis.name, "low", first)
    last = f"max({low}, {last})"
    high = _limit(kernel, axis.name, "high", last)
    scope.code += [Limit(low, first), Limit(high, last)]
    return Span(axis.size, low, high)
