"""Small integers at which guards hold: found by trying, they spare a question to the solver.

That guards do not exclude one another is asked far more often than that they do, and nearly always a handful of
small numbers shows it.
"""

from __future__ import annotations

import random
from collections.abc import Sequence

from nnmath.notation.arrays import Guard
from nnmath.notation.index import Floor, Index, Width

STARTS = 12
STEPS = 150
"""Numbers tried from one start: where more are needed, the solver is as fast."""


class _Enough(Exception):
    """Too many numbers were tried."""


def modelled(guards: Sequence[Guard]) -> bool:
    """Whether small integers were found at which all guards hold. False means "not seen".

    >>> n, i = Index.name("N"), Index.name("i")
    >>> modelled([Guard(">=", n - 1), Guard(">=", i), Guard(">=", n - 1 - i), Guard("!=", i)])
    True
    """
    if any(isinstance(a, Width) for g in guards for a in _atoms(g.index)):
        return False
    order = _order(guards)
    due = [[g for g in guards if _last(g, order) == level] for level in range(len(order) + 1)]
    if not all(_holds(g, {}) for g in due[0]):
        return False
    chance = random.Random(0)
    return any(_found(order, due, chance) for _ in range(STARTS))


def _found(order: Sequence[str], due: Sequence[Sequence[Guard]], chance: random.Random) -> bool:
    """Whether one start leads to a model; what a name may be is tried in a random order."""
    binding: dict[str, int] = {}
    left = STEPS

    def bound(level: int) -> bool:
        nonlocal left
        if level == len(order):
            return True
        for number in chance.choice(((1, 0, 2, 3), (2, 1, 0, 3), (0, 1, 2, 4), (3, 1, 2, 0))):
            left -= 1
            if left < 0:
                raise _Enough
            binding[order[level]] = number
            if all(_holds(g, binding) for g in due[level + 1]) and bound(level + 1):
                return True
        return False

    try:
        return bound(0)
    except _Enough:
        return False


def _order(guards: Sequence[Guard]) -> list[str]:
    """The names, so that guards can be asked early: next are always those of the guard that lacks fewest."""
    order: dict[str, None] = {}
    waiting = [g.index.names for g in guards]
    while waiting := [names for names in waiting if names - order.keys()]:
        order |= dict.fromkeys(sorted(min(waiting, key=lambda names: len(names - order.keys())) - order.keys()))
    return list(order)


def _last(guard: Guard, order: Sequence[str]) -> int:
    return max((level for level, name in enumerate(order, 1) if name in guard.index.names), default=0)


def _holds(guard: Guard, binding: dict[str, int]) -> bool:
    try:
        value = _value(guard.index, binding)
    except ZeroDivisionError:
        return False
    return value >= 0 if guard.relation == ">=" else (value == 0) == (guard.relation == "==")


def _value(index: Index, binding: dict[str, int]) -> int:
    """As `Index.value`, without a function made for an index that is met once."""
    total = 0
    for monomial, coefficient in index.terms:
        for atom in monomial:
            if isinstance(atom, Floor):
                coefficient *= _value(atom.numerator, binding) // _value(atom.denominator, binding)
            else:
                coefficient *= binding[atom]  # type: ignore[index]
        total += coefficient
    return total


def _atoms(index: Index) -> list[object]:
    """Atoms, those inside floors too."""
    found: list[object] = []
    for atom in index.atoms():
        found.append(atom)
        if isinstance(atom, Floor):
            found += _atoms(atom.numerator) + _atoms(atom.denominator)
    return found
