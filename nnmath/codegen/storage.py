"""Where arrays live: fresh memory only where the left sides provably partition them, else zeros."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from nnmath.codegen.lower import solved, taps
from nnmath.codegen.schedule import Branch, Item, Loop, Placed, placed
from nnmath.notation.arrays import Array, Guard
from nnmath.notation.functions import indicator
from nnmath.notation.index import Index, nonnegative
from nnmath.notation.system import Statement

Box = tuple[tuple[Index, Index], ...]


@dataclass
class Plan:
    """How each array is made ("define", "empty" or "zeros") and how each statement writes.

    Arrays that only a branch writes are made on each of its `sides`, as that side needs.
    """

    make: dict[Array, str] = field(default_factory=dict)
    mode: dict[Placed, str] = field(default_factory=dict)
    sides: dict[Branch, tuple[Plan, Plan]] = field(default_factory=dict)


def plan(items: Sequence[Item], bordered: set[Array] = frozenset()) -> Plan:  # type: ignore[assignment]
    """`bordered` arrays are assigned again and again within a border that stays zero."""
    order = list(placed(items))
    top = {item for item in items if isinstance(item, Placed)}
    found = Plan()
    own = {branch: _own_arrays(branch, order) for branch in items if isinstance(branch, Branch)}
    choices = set(placed(list(own)))
    for array, nodes in _writers(order).items():
        if not any(array in arrays for arrays in own.values()):
            _plan_array(array, nodes, top, choices, found)
            _border(array, nodes, bordered, found)
    for branch, arrays in own.items():
        fast, general = (_side(side, arrays, bordered, found) for side in (branch.fast, branch.general))
        found.sides[branch] = fast, general
    return found


def whole_first(items: Sequence[Item]) -> list[Item]:
    """Of the statements that add up to an array, one that assigns all of it before those that scatter into it."""
    out = list(items)
    everywhere = _writers(list(placed(items)))
    for array, nodes in _writers([item for item in items if isinstance(item, Placed)]).items():
        dense = [n for n in nodes if not (n.bound or n.statement.body.has(indicator)) and _groups(array, [n])]
        if not dense or dense[0] is nodes[0] or nodes != everywhere[array]:
            continue
        first, at = out.index(nodes[0]), out.index(dense[0])
        made = {n.statement.target for n in placed(out[first:at])}
        if not made & {r.array for r in dense[0].statement.reads}:
            out.insert(first, out.pop(at))
    return out


def _side(items: Sequence[Item], arrays: set[Array], bordered: set[Array], around: Plan) -> Plan:
    found = Plan(mode=dict(around.mode))
    for array, nodes in _writers(list(placed(items))).items():
        if array in arrays:
            _plan_array(array, nodes, set(), set(), found)
            _border(array, nodes, bordered, found)
    return found


def _writers(nodes: Sequence[Placed]) -> dict[Array, list[Placed]]:
    writers: dict[Array, list[Placed]] = {}
    for node in nodes:
        writers.setdefault(node.statement.target, []).append(node)
    return writers


def _own_arrays(branch: Branch, order: Sequence[Placed]) -> set[Array]:
    inside = set(placed([branch]))
    return {n.statement.target for n in inside} - {n.statement.target for n in order if n not in inside}


def _border(array: Array, nodes: Sequence[Placed], bordered: set[Array], found: Plan) -> None:
    if array in bordered:
        found.make[array], found.mode[nodes[0]] = "zeros", "assign"


def _plan_array(array: Array, nodes: list[Placed], top: set[Placed], choices: set[Placed], found: Plan) -> None:
    """`choices` may not be executed, so that they cannot be what assigns first."""
    groups = _groups(array, nodes)
    if groups is None or any(group[0] in choices for group in groups):
        found.make[array] = "zeros"
        for node in nodes:
            found.mode[node] = "add" if node.statement.op == "sum" else "assign"
        if nodes[0] in top and nodes[0].statement.op == "sum":
            found.mode[nodes[0]] = "first"
        return
    first = nodes[0]
    inside = set(taps(first)) - {a.name for a in solved(first).reduced}
    whole = len(groups) == 1 and first in top and not array.ragged and not inside
    found.make[array] = "define" if whole else "empty"
    for node in nodes:
        found.mode[node] = "add"
    for group in groups:
        found.mode[group[0]] = "define" if whole else "assign"


def _groups(array: Array, nodes: list[Placed]) -> list[list[Placed]] | None:
    """The statements grouped by the region they write, if the regions partition the array."""
    if not array.rank and len(nodes) > 1 and any(n.bound for n in nodes):
        return None
    boxes: dict[Box, list[Placed]] = {}
    for node in nodes:
        box = _box(node)
        if box is None:
            return None
        boxes.setdefault(box, []).append(node)
    if not _partition(array, list(boxes)):
        return None
    groups = list(boxes.values())
    return None if any(_out_of_step(g) or not _complete(g[0]) for g in groups) else groups


def _complete(node: Placed) -> bool:
    """Whether one execution per cell writes it, at once."""
    looped = set(taps(node))
    node = solved(node)
    s = node.statement
    reduced = {a.name for a in s.reduced}
    if node.adds_up or (s.op == "sum" and looped & reduced):
        return False
    return all(_harmless(guard, node, looped, reduced) for guard in s.guards)


def _harmless(guard: Guard, node: Placed, looped: set[str], reduced: set[str]) -> bool:
    """Whether a guard leaves every cell of the left side written: a mask, or a shorter reduction."""
    names = guard.index.names & {a.name for a in node.vector}
    if names & reduced and (looped & reduced or names - looped <= reduced):
        return True
    return len(names - looped) > 1


def _out_of_step(group: list[Placed]) -> bool:
    """Whether a cell may be added to before it is assigned."""
    return any(n.bound and n.statement.index != group[0].statement.index for n in group)


def _box(node: Placed) -> Box | None:
    s = solved(node).statement
    box = []
    seen: set[str] = set()
    for index in s.index:
        names = index.names & {a.name for a in s.axes}
        interval = _interval(index, names, s)
        if interval is None or names & seen:
            return None
        seen |= names
        box.append(interval)
    return tuple(box)


def _interval(index: Index, names: set[str] | frozenset[str], s: Statement) -> tuple[Index, Index] | None:
    """The half-open interval that an index runs through, each value once; None if it does not."""
    sizes = {a.name: a.size for a in s.axes}
    unit, rest = Index.of(1), set(names)
    while rest:
        fast = next((n for n in sorted(rest) if index.coefficient(n) == unit), None)
        if fast is None:
            return None
        rest.remove(fast)
        unit = unit * sizes[fast]
    low = index.substitute(dict.fromkeys(names, Index.of(0)))
    return low, low + unit


def _partition(array: Array, boxes: list[Box]) -> bool:
    """Whether boxes that are cut along one position only follow each other from end to end of it."""
    cut = [d for d, axis in enumerate(array.axes) if not all(_whole(b[d], axis.size) for b in boxes)]
    if len(cut) > 1 or len(set(boxes)) != len(boxes):
        return False
    return all(_chain([b[d] for b in boxes], array.axes[d].size) for d in cut) and bool(cut or len(boxes) == 1)


def _whole(interval: tuple[Index, Index], size: Index) -> bool:
    low, high = interval
    if low == 0 and high == size:
        return True
    # A width that belongs to a list's item: n(l + 1) against the declaration's own name for it.
    return low == 0 and bool(size.width_names) and high.width_names == size.width_names


def _chain(intervals: list[tuple[Index, Index]], size: Index) -> bool:
    at, rest = Index.of(0), list(intervals)
    while rest:
        following = next((i for i in rest if i[0] == at), None)
        if following is None or not nonnegative(following[1] - following[0]):
            return False
        rest.remove(following)
        at = following[1]
    return at == size


def contracted(items: Sequence[Item], found: Plan, kept: set[Array]) -> dict[Array, int]:
    """How many leading axes each array may do without: it lives within one turn of the loops around it."""
    out: dict[Array, int] = {}
    order = list(placed(items))
    for item in items:
        sides = ((item.fast, item.general), found.sides[item]) if isinstance(item, Branch) else (([item],), (found,))
        for parts, own in zip(*sides, strict=True):
            for part in parts:
                if isinstance(part, Loop):
                    _contract_loop(part, order, own, kept, out, 0)
    return out


def _contract_loop(
    loop: Loop, order: list[Placed], found: Plan, kept: set[Array], out: dict[Array, int], depth: int
) -> None:
    inside = set(placed(loop.body))
    for array in sorted({n.statement.target for n in inside} - kept, key=lambda a: a.name):
        assigned = all(found.mode.get(n) == "assign" for n in order if n.statement.target == array)
        if not (found.make.get(array) == "empty" or assigned) or array.ragged or out.get(array, 0) != depth:
            continue
        around = [n for n in order if n.statement.target == array or any(r.array == array for r in n.statement.reads)]
        if all(n in inside for n in around) and depth < array.rank and _in_step(array, around, depth, loop.name):
            out[array] = depth + 1
    for item in loop.body:
        if isinstance(item, Loop):
            _contract_loop(item, order, found, kept, out, depth + 1)


def _in_step(array: Array, nodes: list[Placed], position: int, name: str) -> bool:
    """Whether all accesses of an array are at the same place relative to the loop's variable."""
    shifts = set()
    for node in nodes:
        reads = [r for r in node.statement.reads if r.array == array]
        if node.statement.target == array:
            reads.append(node.statement.left)
        shifts |= {r.index[position] - name for r in reads}
    return len(shifts) == 1 and shifts.pop().constant is not None
