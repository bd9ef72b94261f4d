"""A system of index equations: the one noun of the library."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Literal

import sympy

from nnmath.notation.arrays import Array, Axis, Guard, Operation, Read, index_names, reads, substitute
from nnmath.notation.index import Index
from nnmath.notation.once import hashed_once


class NotationError(ValueError):
    """An equation that cannot mean anything; the message shows it."""


@hashed_once
@dataclass(frozen=True)
class Statement:
    """``target[index] op= reduction over the axes that index lacks of [guards] body``.

    Every statement of an array adds to it ("sum"), except that an array defined by another
    reduction has that one statement. Terms whose guards fail are absent from the reduction.
    """

    target: Array
    index: tuple[Index, ...]
    axes: tuple[Axis, ...]
    body: sympy.Expr
    guards: tuple[Guard, ...] = ()
    op: Operation = "sum"

    @cached_property
    def reads(self) -> tuple[Read, ...]:
        return tuple(reads(self.body))

    @cached_property
    def reduced(self) -> tuple[Axis, ...]:
        """The axes that the left side lacks, outermost first."""
        kept = {name for index in self.index for name in index.names}
        return tuple(axis for axis in self.axes if axis.name not in kept)

    @cached_property
    def flat_position(self) -> Index:
        """Where a term stands in the reduction, counted in row-major order: what argmax yields."""
        position = Index({})
        for axis in self.reduced:
            position = position * axis.size + axis.name
        return position

    @cached_property
    def left(self) -> Read:
        return Read(self.target, self.index)

    def rename(self, names: Mapping[str, Index]) -> Statement:
        """The same statement with its axes called otherwise."""
        axes = tuple(
            Axis(names[a.name].as_name or a.name if a.name in names else a.name, a.size.substitute(names))
            for a in self.axes
        )
        return replace(
            self,
            index=tuple(i.substitute(names) for i in self.index),
            axes=axes,
            body=substitute(self.body, names),
            guards=tuple(g.substitute(names) for g in self.guards),
        )

    def __str__(self) -> str:
        sign = "=" if self.op == "sum" and not self.reduced else {"sum": "+="}.get(self.op, "=")
        head = f"{self.op}[{', '.join(a.name for a in self.reduced)}] " if self.reduced else ""
        guards = f"[{' and '.join(map(str, self.guards))}] " if self.guards else ""
        ranges = ", ".join(map(str, self.axes))
        return f"{self.left} {sign} {head}{guards}{self.body}" + (f"    ({ranges})" if ranges else "")


@hashed_once
@dataclass(frozen=True)
class Parameter:
    """A number that is not differentiated: eps, a rate, a stride. Bounds are part of its meaning."""

    name: str
    kind: Literal["real", "integer"]
    low: float | None = None
    high: float | None = None
    low_open: bool = False
    high_open: bool = False

    @property
    def array(self) -> Array:
        positive = self.low is not None and (self.low > 0 or (self.low == 0 and self.low_open))
        return Array(self.name, (), "positive" if positive else "real")

    @property
    def range_text(self) -> str:
        """The bounds in words of the field, ``> 0`` or ``in [0, 1)``; empty where there are none."""
        if self.low is not None and self.high is not None:
            left, right = "(" if self.low_open else "[", ")" if self.high_open else "]"
            return f"in {left}{self.low:g}, {self.high:g}{right}"
        if self.low is not None:
            return f"{'>' if self.low_open else '>='} {self.low:g}"
        return f"{'<' if self.high_open else '<='} {self.high:g}" if self.high is not None else ""


@dataclass(frozen=True)
class Equation:
    """The author's line: text as typed, and the statements it means."""

    text: str
    statements: tuple[Statement, ...]


@dataclass(frozen=True)
class System:
    """Inputs, parameters, statements, outputs. Every verb of the library is a function of it."""

    name: str
    inputs: tuple[Array, ...]
    outputs: tuple[Array, ...]
    statements: tuple[Statement, ...]
    parameters: tuple[Parameter, ...] = ()
    functions: tuple[str, ...] = ()
    equations: tuple[Equation, ...] = field(default=(), compare=False)

    @cached_property
    def arrays(self) -> dict[str, Array]:
        """Every array by name: inputs first, then in the order they are defined."""
        found = {a.name: a for a in self.inputs}
        for statement in self.statements:
            for array in (statement.target, *(r.array for r in statement.reads)):
                if array.rank or not any(p.name == array.name for p in self.parameters):
                    found.setdefault(array.name, array)
        for array in self.outputs:
            found.setdefault(array.name, array)
        return found

    @cached_property
    def writers(self) -> dict[Array, tuple[Statement, ...]]:
        """The statements that define each array."""
        found: dict[Array, tuple[Statement, ...]] = {}
        for statement in self.statements:
            found[statement.target] = (*found.get(statement.target, ()), statement)
        return found

    @cached_property
    def parameter_arrays(self) -> frozenset[Array]:
        return frozenset(p.array for p in self.parameters if p.kind == "real")

    @property
    def integer_parameters(self) -> tuple[Parameter, ...]:
        return tuple(p for p in self.parameters if p.kind == "integer")

    @cached_property
    def size_names(self) -> tuple[str, ...]:
        """Names of sizes that come from the shapes of the inputs, in order of first appearance."""
        known = {p.name for p in self.parameters}
        found: dict[str, None] = {}
        for array in self.inputs:
            local = {a.name for a in array.axes}
            for axis in array.axes:
                found.update(dict.fromkeys(sorted(axis.size.names - known - local)))
        return tuple(found)

    def intermediate(self) -> Iterator[Array]:
        outer = {*self.inputs, *self.outputs}
        yield from (a for a in self.writers if a not in outer)

    def __getitem__(self, name: str) -> Array:
        return self.arrays[name]

    def __str__(self) -> str:
        inputs = ", ".join(map(str, self.inputs))
        parameters = ", ".join(p.name for p in self.parameters)
        head = f"{self.name}({inputs}{'; ' if parameters else ''}{parameters})"
        lines = [f"{head} -> {', '.join(map(str, self.outputs))}"]
        return "\n    ".join(lines + [str(s) for s in self.statements])


def check_scope(system: System) -> None:
    """Refuse names that nothing binds and arrays that nothing defines."""
    defined = {*system.inputs, *system.writers, *system.outputs, *system.parameter_arrays}
    sizes = {*system.size_names, *(p.name for p in system.integer_parameters)}
    for statement in system.statements:
        bound = {axis.name for axis in statement.axes}
        used = index_names(statement.body) | {n for i in statement.index for n in i.names}
        used |= {n for g in statement.guards for n in g.index.names}
        used |= {n for axis in statement.axes for n in axis.size.names}
        if loose := used - bound - sizes:
            raise NotationError(f"unbound index {', '.join(sorted(loose))} in\n    {statement}")
        for read in statement.reads:
            if read.array not in defined:
                raise NotationError(f"{read.array} is read but never defined, in\n    {statement}")
    for array, statements in system.writers.items():
        if array in system.inputs:
            raise NotationError(f"{array} is an input and may not be written, in\n    {statements[0]}")
        if len(statements) > 1 and any(s.op != "sum" for s in statements):
            raise NotationError(f"{array} has several statements; only sums may:\n    {statements[0]}")
