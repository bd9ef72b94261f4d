"""Loops over axes: every assignment of integers at which guards hold, and where the terms of a statement go."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from nnmath.notation.arrays import Array, Axis, Guard
from nnmath.notation.index import Index, place_of, width_at
from nnmath.notation.system import Statement

Environment = dict[str, Any]
_BY_IDENTITY: Any = object.__hash__

DEEPEST = 16
"""Loops in each other that Python compiles: it takes 20 blocks."""


def bindings(axes: Sequence[Axis], env: Mapping[str, Any], guards: Sequence[Guard] = ()) -> Iterator[Environment]:
    """Every assignment of integers to the axes at which the guards hold, in row-major order.

    Sizes may depend on earlier axes. Each guard is asked as soon as all its names are bound.
    """
    return _loops(tuple(axes), tuple(guards))(dict(env))


@lru_cache(maxsize=1 << 14)
def _loops(axes: tuple[Axis, ...], guards: tuple[Guard, ...]) -> Callable[[Environment], Iterator[Environment]]:
    """The loops over the axes as a Python function: they are run far more often than met."""
    if len(axes) > DEEPEST:
        late = tuple(g for g in guards if g.index.names & {axis.name for axis in axes[DEEPEST:]})
        outer = _loops(axes[:DEEPEST], tuple(g for g in guards if g not in late))
        inner = _loops(axes[DEEPEST:], late)
        return lambda b: chain.from_iterable(map(inner, outer(b)))
    place = {axis.name: level for level, axis in enumerate(axes, 1)}
    due: list[list[Guard]] = [[] for _ in range(len(axes) + 1)]
    for guard in guards:
        due[max((place[n] for n in guard.index.names if n in place), default=0)].append(guard)
    lines = ["def loops(b):"]
    for level, asked in enumerate(due):
        if level:
            axis = axes[level - 1]
            known = _solution(axis, asked)
            size = axis.size.python()
            numbers = f"only({known.python()}, {size}) if {size} > 0 else ()" if known else f"range({size})"
            lines.append(f"{' ' * level}for b[{axis.name!r}] in {numbers}:")
        if asked:
            failing = " or ".join(f"not ({guard.python()})" for guard in asked)
            lines.append(f"{' ' * (level + 1)}if {failing}: {'continue' if level else 'return'}")
    lines.append(f"{' ' * (len(axes) + 1)}yield b.copy()")
    made: dict[str, Any] = {"width": width_at, "only": _only}
    exec("\n".join(lines), made)
    loops: Callable[[Environment], Iterator[Environment]] = made["loops"]
    return loops


def _solution(axis: Axis, guards: Sequence[Guard]) -> Index | None:
    """What an equation says the axis is, where it says so in names alone, which have a value at every index."""
    for guard in guards:
        plain = guard.relation == "==" and all(isinstance(atom, str) for atom in guard.index.atoms())
        factor = guard.index.coefficient(axis.name) if plain else None
        if factor is not None and factor.constant in (1, -1):
            return Index.name(axis.name) - guard.index * factor
    return None


def _only(number: int, size: int) -> range:
    return range(number, number + 1) if 0 <= number < size else range(0)


class Sizes:
    """Sizes by name, equal where the numbers are, whatever tells the widths: a function, a sequence or a mapping."""

    def __init__(self, env: Mapping[str, Any]):
        self.env = dict(env)
        self.key = tuple(sorted((name, type(value).__name__, _frozen(value)) for name, value in env.items()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sizes) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)


def _frozen(value: Any) -> Any:
    """What is equal where two values mean the same sizes: nothing is known of a function, so it equals no other."""
    if type(value).__hash__ is _BY_IDENTITY:
        return object()
    if isinstance(value, Hashable):
        return value
    return tuple(sorted(value.items())) if isinstance(value, Mapping) else tuple(value)


Placed = list[tuple[tuple[int, ...], Environment]]
SHORT = 1 << 12
"""Terms of a statement that are remembered: more cost memory, and are not asked for often."""
KEPT = 1 << 9
_known: OrderedDict[tuple[Statement, Sizes], Placed] = OrderedDict()


def placed(statement: Statement, sizes: Sizes) -> Placed:
    """Where the terms of a statement go: asked for again with other values, and in the next claim."""
    key = (statement, sizes)
    found = _known.get(key)
    if found is None:
        place = place_of(statement.index)
        found = [(place(b), b) for b in bindings(statement.axes, sizes.env, statement.guards)]
        if len(found) <= SHORT:
            _known[key] = found
            if len(_known) > KEPT:
                _known.popitem(last=False)
    return found


def cells(array: Array, env: Mapping[str, Any]) -> Iterator[tuple[int, ...]]:
    """Every index of an array."""
    for binding in bindings(array.axes, env):
        yield tuple(binding[axis.name] for axis in array.axes)
