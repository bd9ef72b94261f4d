"""From a flat list of statements to loops: strongly connected components, and their axes.

A statement outside every cycle is one vectorised operation, so what need not be in a loop never
is. Within a cycle some axis runs as a Python loop: its direction is the sign of the dependence
distances (write offset minus read offset); what is left at distance zero is scheduled again with
that axis bound.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from nnmath.notation.arrays import Array, Axis, Guard, Read
from nnmath.notation.index import Index, nonnegative
from nnmath.notation.system import NotationError, Statement, System


@dataclass(frozen=True)
class Placed:
    """A statement whose `bound` axes are loop variables."""

    statement: Statement
    bound: frozenset[str] = frozenset()

    @property
    def vector(self) -> tuple[Axis, ...]:
        return tuple(a for a in self.statement.axes if a.name not in self.bound)

    @property
    def reduced(self) -> tuple[Axis, ...]:
        return tuple(a for a in self.statement.reduced if a.name not in self.bound)

    @property
    def adds_up(self) -> bool:
        """Whether a loop runs over a reduced axis, so that the terms arrive one by one."""
        return any(a.name in self.bound for a in self.statement.reduced)


@dataclass
class Loop:
    """``for name in range(size)``, or backwards."""

    name: str
    size: Index
    reverse: bool = False
    body: list[Item] = field(default_factory=list)


@dataclass(eq=False)
class Branch:
    """Two ways to the same result: `fast` where every `unit` is 1, else `general`."""

    unit: tuple[Index, ...]
    fast: list[Item]
    general: list[Item]


Item = Placed | Loop | Branch


def schedule(system: System) -> list[Item]:
    """The loops and statements that compute the outputs, in an order that respects every read."""
    return _level([Placed(s) for s in needed(system)])


def needed(system: System) -> list[Statement]:
    """The statements that the outputs depend on."""
    waiting = list(system.outputs)
    seen: set[Array] = set()
    while waiting:
        array = waiting.pop()
        if array not in seen:
            seen.add(array)
            waiting += [r.array for s in system.writers.get(array, ()) for r in s.reads]
    return [s for s in system.statements if s.target in seen]


def placed(items: Sequence[Item]) -> Iterator[Placed]:
    """Every statement, in order of execution."""
    for item in items:
        if isinstance(item, Loop):
            yield from placed(item.body)
        elif isinstance(item, Branch):
            yield from placed([*item.fast, *item.general])
        else:
            yield item


def _level(nodes: list[Placed], cut: frozenset[tuple[int, int]] = frozenset()) -> list[Item]:
    """Schedule statements; the edges in `cut` are satisfied by the loops around."""
    writers: dict[Array, list[int]] = {}
    for i, node in enumerate(nodes):
        writers.setdefault(node.statement.target, []).append(i)
    needs = [
        sorted({w for r in node.statement.reads for w in writers.get(r.array, ()) if (w, i) not in cut})
        for i, node in enumerate(nodes)
    ]
    items: list[Item] = []
    for component in components(needs):
        first = component[0]
        if len(component) == 1 and first not in needs[first]:
            items.append(_ragged(nodes[first]))
        else:
            cycle = [nodes[i] for i in component]
            local = {node: i for i, node in enumerate(component)}
            kept = frozenset((local[a], local[b]) for a, b in cut if a in local and b in local)
            items.append(_cycle(cycle, kept))
    return items


def components(needs: list[list[int]]) -> list[list[int]]:
    """Strongly connected components (Tarjan), those needed first; ties in the order written."""
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    stack: list[int] = []
    on_stack: set[int] = set()
    found: list[list[int]] = []

    def enter(i: int) -> tuple[int, Iterator[int]]:
        order[i] = low[i] = len(order)
        stack.append(i)
        on_stack.add(i)
        return i, iter(needs[i])

    for start in range(len(needs)):
        open_: list[tuple[int, Iterator[int]]] = [enter(start)] if start not in order else []
        while open_:  # no recursion: chains may be longer than Python's stack
            i, rest = open_[-1]
            j = next(rest, None)
            if j is None:
                open_.pop()
                if open_:
                    low[open_[-1][0]] = min(low[open_[-1][0]], low[i])
                if low[i] == order[i]:
                    at = stack.index(i)
                    found.append(sorted(stack[at:]))
                    on_stack.difference_update(stack[at:])
                    del stack[at:]
            elif j not in order:
                open_.append(enter(j))
            elif j in on_stack:
                low[i] = min(low[i], order[j])
    return found


def _ragged(node: Placed) -> Item:
    """Loops around a statement for the axes along which one of its arrays is a list."""
    s = node.statement
    names: dict[str, None] = {}
    for read in (s.left, *s.reads):
        if read.array.ragged:
            names.update(dict.fromkeys(sorted(read.index[0].names)))
    names.update(dict.fromkeys(n for a in s.axes for n in sorted(a.size.names)))
    for axis in node.vector:
        if axis.name in names:
            inner = _ragged(Placed(s, node.bound | {axis.name}))
            return Loop(axis.name, axis.size, body=[inner])
    return node


@dataclass
class _Candidate:
    """A choice of loop axis for each statement of a cycle, by the position it has in each array."""

    position: dict[Array, int]
    axis: dict[int, str]


def _cycle(nodes: list[Placed], cut: frozenset[tuple[int, int]]) -> Loop:
    loops = []
    for candidate in _candidates(nodes):
        loop = _loop(nodes, candidate, cut)
        if loop is not None:
            loops.append(loop)
    if not loops:
        raise NotationError(
            "these equations form a recurrence along no single axis in one direction, with constant "
            "steps, so they cannot be compiled:\n    " + "\n    ".join(str(n.statement) for n in nodes)
        )
    return min(loops, key=_cost)


def _cost(loop: Loop, depth: int = 1) -> int:
    """How much work stands how deep."""
    total = 0
    for item in loop.body:
        if isinstance(item, Loop):
            total += _cost(item, depth + 1)
        elif isinstance(item, Placed):
            total += 10**depth * (1 + 3 * bool(item.reduced))
    return total


def _candidates(nodes: list[Placed]) -> Iterator[_Candidate]:
    arrays = {n.statement.target for n in nodes}
    start = nodes[0].statement.target
    for position in range(start.rank):
        candidate = _Candidate({start: position}, {})
        if _propagate(nodes, arrays, candidate, [start]):
            yield candidate


def _propagate(nodes: list[Placed], arrays: set[Array], found: _Candidate, waiting: list[Array]) -> bool:
    """Carry the loop position from the arrays of a cycle to all others through the statements."""
    while waiting:
        array = waiting.pop()
        for i, node in enumerate(nodes):
            if node.statement.target == array and not _propagate_writer(node, i, arrays, found, waiting):
                return False
    return all(i in found.axis for i in range(len(nodes)))


def _propagate_writer(
    node: Placed, number: int, arrays: set[Array], found: _Candidate, waiting: list[Array]
) -> bool:
    s = node.statement
    axis = _unit_axis(s.index[found.position[s.target]], node)
    if axis is None:
        return False
    found.axis[number] = axis
    for read in s.reads:
        if read.array not in arrays:
            continue
        fitting = [d for d, index in enumerate(read.index) if (index - axis).constant is not None]
        known = found.position.get(read.array)
        if not fitting or (known is not None and known not in fitting):
            return False
        if known is None:
            found.position[read.array] = fitting[0]
            waiting.append(read.array)
    return True


def _unit_axis(index: Index, node: Placed) -> str | None:
    """The vector axis a in an index ``a + constant``."""
    for axis in node.vector:
        if (index - axis.name).constant is not None:
            return axis.name
    return None


def _distance(write: Read, read: Read, position: int, writer_axis: str, reader_axis: str) -> int:
    """How many iterations lie between a write and the read of it."""
    offset = write.index[position] - writer_axis - (read.index[position] - reader_axis)
    assert offset.constant is not None
    return offset.constant


def _loop(nodes: list[Placed], found: _Candidate, cut: frozenset[tuple[int, int]]) -> Loop | None:
    distances: dict[tuple[int, int], list[int]] = {}
    for i, reader in enumerate(nodes):
        for read in reader.statement.reads:
            for j, writer in enumerate(nodes):
                if writer.statement.target == read.array and (j, i) not in cut:
                    p = found.position[read.array]
                    step = _distance(writer.statement.left, read, p, found.axis[j], found.axis[i])
                    distances.setdefault((j, i), []).append(step)
    steps = [d for ds in distances.values() for d in ds]
    if not steps or (min(steps) < 0 < max(steps)) or min(steps) == max(steps) == 0:
        return None
    size = _largest([a.size for i, n in enumerate(nodes) for a in n.vector if a.name == found.axis[i]])
    if size is None:
        return None
    name = _loop_name(nodes, found)
    inner = [_bind(node, found.axis[i], name, size) for i, node in enumerate(nodes)]
    carried = frozenset(pair for pair, ds in distances.items() if 0 not in ds)
    try:
        body = _level(inner, cut | carried)
    except NotationError:
        return None
    return Loop(name, size, max(steps) <= 0, body)


def _largest(sizes: list[Index]) -> Index | None:
    """The size that is visibly no smaller than any other."""
    return next((s for s in sizes if all(nonnegative(s - other) for other in sizes)), None)


def _loop_name(nodes: list[Placed], found: _Candidate) -> str:
    """A name for the loop's variable that is no other axis of any statement."""
    name = found.axis[0]
    while any(
        a.name == name and found.axis[i] != name for i, n in enumerate(nodes) for a in n.statement.axes
    ):
        name += "_"
    return name


def _bind(node: Placed, axis: str, name: str, size: Index) -> Placed:
    """The statement with its axis as the loop's variable, guarded where its range is shorter."""
    own = next(a.size for a in node.statement.axes if a.name == axis)
    statement = node.statement.rename({axis: Index.name(name)}) if axis != name else node.statement
    if own != size:
        statement = replace(statement, guards=(*statement.guards, Guard(">=", own - 1 - name)))
    return Placed(statement, node.bound | {name})


def show(items: Sequence[Item], depth: int = 0) -> str:
    """The schedule as text, for reading and for tests."""
    out = ""
    for item in items:
        if isinstance(item, Loop):
            out += "  " * depth + f"for {item.name} < {item.size}{' backwards' if item.reverse else ''}:\n"
            out += show(item.body, depth + 1)
        elif isinstance(item, Placed):
            out += "  " * depth + f"{item.statement}\n"
    return out
