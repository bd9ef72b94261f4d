"""A claim about a system: two sides over free indices, and the raw values of both."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy

from nnmath.calculus.instances import (
    GENERIC,
    UNDEFINED,
    Instance,
    Values,
    beside,
    least_sizes,
    make,
    size_choices,
    valid,
)
from nnmath.calculus.integers import Scope
from nnmath.notation.arrays import Array, Axis, Guard, index_names
from nnmath.notation.express import express
from nnmath.notation.flatten import Flattener
from nnmath.notation.functions import absolute, indicator, sign
from nnmath.notation.index import Index
from nnmath.notation.interpret import Interpreter
from nnmath.notation.loops import bindings
from nnmath.notation.parse import _expression, parse_index
from nnmath.notation.system import NotationError, Statement, System

Expression = Any
"""A sympy expression of atoms, or text in the scope of the system."""
LEFT, RIGHT = "left side", "right side"
CASES = (sympy.Piecewise, sympy.Abs, absolute, sign, indicator)
SELECTIONS = ("max", "min", "argmax", "argmin")
PATIENCE = 12
"""At how many sizes assumptions may be found unsatisfiable before the search ends."""


@dataclass(frozen=True)
class Assumption:
    """``left = right`` for every value of the indices in `axes`."""

    text: str
    left: sympy.Expr
    right: sympy.Expr
    axes: tuple[Axis, ...]
    guards: tuple[Guard, ...] = ()


@dataclass(frozen=True)
class Claim:
    """``left = right`` for every value of the indices in `axes`, under conditions and assumptions."""

    system: System
    left: sympy.Expr
    right: sympy.Expr
    axes: tuple[Axis, ...] = ()
    conditions: tuple[Guard, ...] = ()
    assumptions: tuple[Assumption, ...] = ()
    lemmas: tuple[Assumption, ...] = ()

    @cached_property
    def sizes(self) -> dict[str, int | None]:
        """The least value of every size and integer parameter."""
        return least_sizes(self.system)

    @cached_property
    def scope(self) -> Scope:
        return Scope(self.sizes, self.axes, self.conditions)

    @cached_property
    def raw(self) -> System:
        """The system with both sides, and those of the assumptions, as statements of their own."""
        sides = [(LEFT, self.axes, self.left), (RIGHT, self.axes, self.right)]
        for number, a in enumerate(self.assumptions):
            sides += [(f"{LEFT} {number}", a.axes, a.left), (f"{RIGHT} {number}", a.axes, a.right)]
        return with_sides(self.system, sides)

    def instances(self, exact: bool, seed: int, most: int, values: Values = GENERIC) -> Iterator[Instance]:
        """At most `most` instances, inside the conditions and assumptions."""
        made = failed = 0
        for tried, env in enumerate(size_choices(self.raw, seed)):
            if made >= most or tried >= 40 * most or failed > PATIENCE:
                return
            if all(g.holds(env) for g in self._on_sizes) and valid(self.raw, env):
                instance = self.instance(env, exact, seed, values)
                failed += instance is None
                if instance is not None:
                    made += 1
                    yield instance

    @cached_property
    def _on_sizes(self) -> tuple[Guard, ...]:
        names = {a.name for a in self.axes}
        return tuple(g for g in self.conditions if not g.index.names & names)

    def instance(self, env: dict[str, Any], exact: bool, seed: int, values: Values = GENERIC) -> Instance | None:
        """Random values at these sizes that satisfy the assumptions; None where none were found."""
        from nnmath.calculus.assume import satisfy

        for attempt in range(3 if exact else 1):
            drawn = 1000 * seed + attempt
            if not self.assumptions:
                return beside(self.system, self.raw, env, drawn, exact, values)
            solved = satisfy(self, make(self.raw, env, drawn, exact, values))
            if solved is not None:
                return solved
        return None

    @cached_property
    def reached(self) -> list[Statement]:
        """The statements that the value of a side depends on."""
        pending: list[Array] = [a for a in self.raw.outputs if a.name in (LEFT, RIGHT)]
        found: dict[Array, tuple[Statement, ...]] = {}
        while pending:
            array = pending.pop()
            if array not in found:
                found[array] = self.raw.writers.get(array, ())
                pending += [r.array for s in found[array] for r in s.reads]
        return [s for statements in found.values() for s in statements]

    @cached_property
    def has_cases(self) -> bool:
        """Whether the sides are polynomials of their values only piece by piece."""
        return any(s.op in SELECTIONS or s.body.has(*CASES) for s in self.reached)

    @cached_property
    def compared(self) -> tuple[Fraction, ...]:
        """The numbers that conditions of cases mention."""
        conditions = [c for s in self.reached for p in s.body.atoms(sympy.Piecewise) for _, c in p.args]
        found = {n for c in conditions for n in sympy.sympify(c).atoms(sympy.Rational, sympy.Float)}
        return tuple(sorted(Fraction(str(n)) for n in found))

    def points(self, env: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Every value of the free indices inside the conditions."""
        for binding in bindings(self.axes, env):
            if all(g.holds(binding) for g in self.conditions):
                yield binding

    def at(self, point: Mapping[str, Any]) -> tuple[int, ...]:
        return tuple(point[a.name] for a in self.axes)


def with_sides(system: System, sides: Sequence[tuple[str, tuple[Axis, ...], sympy.Expr]]) -> System:
    """Expressions as arrays, by the same flattening as an author's equations."""
    count = iter(range(10_000))
    statements = list(system.statements)
    arrays = []
    for name, axes, body in sides:
        target = Array(name, axes)
        index = tuple(Index.name(a.name) for a in axes)
        flat = Flattener(target, index, axes, lambda t: f"{t} part {next(count)}")
        statements += flat.run(body)
        arrays.append(target)
    return replace(system, statements=tuple(statements), outputs=(*system.outputs, *arrays))


def cell(machine: Interpreter, name: str, at: tuple[int, ...]) -> Any:
    """The raw value of a side, or None where it has none."""
    array = next(a for a in machine.system.outputs if a.name == name)
    try:
        found = machine.cell(array, at)
    except UNDEFINED:
        machine.pending.clear()
        return None
    return found if found == found else None


def parse_side(system: System, side: Expression, ranges: Mapping[str, Index]) -> sympy.Expr:
    return express(system, side, **ranges) if isinstance(side, str) else sympy.sympify(side)


def parse_axes(ranges: Mapping[str, Index | str | int]) -> tuple[tuple[Axis, ...], dict[str, Index]]:
    """Sizes as indices: ``{"n": "N", "j": "n(l + 1)"}``."""
    sizes = {n: parse_index(_expression(s, s)) if isinstance(s, str) else Index.of(s) for n, s in ranges.items()}
    return tuple(Axis(n, s) for n, s in sizes.items()), sizes


def parse_condition(text: str) -> Guard:
    """``N >= 1``, ``i != j``, ``l < L``."""
    match = re.fullmatch(r"(.+?)\s*(<=|>=|==|!=|<|>)\s*(.+)", text)
    if match is None:
        raise NotationError(f"a condition compares indices, as in 'N >= 1', got {text}")
    a, b = (parse_index(_expression(side, text)) for side in (match[1], match[3]))
    relations = {
        ">=": Guard(">=", a - b),
        "<=": Guard(">=", b - a),
        ">": Guard(">=", a - b - 1),
        "<": Guard(">=", b - a - 1),
        "==": Guard("==", a - b),
        "!=": Guard("!=", a - b),
    }
    return relations[match[2]]


def free_axes(expressions: Sequence[sympy.Expr], axes: Sequence[Axis]) -> tuple[Axis, ...]:
    """The axes whose names occur free in the expressions, with those that their sizes need."""
    names = {n for e in expressions for n in index_names(e)}
    kept: list[Axis] = []
    for axis in reversed(axes):
        if axis.name in names:
            kept.insert(0, axis)
            names |= axis.size.names
    return tuple(kept)


__all__ = ["Assumption", "Claim", "Expression", "cell", "parse_axes", "parse_condition", "parse_side"]
