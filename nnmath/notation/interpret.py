"""The interpreter: a system evaluated over any number type, by loops, on demand.

It schedules nothing: an array's entry is the sum of the terms that the statements put there,
each evaluated when it is first asked for. It is the oracle that compiled kernels are held
against, so it is short and shares no code with the compiler.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

import sympy

from nnmath.notation.arrays import Array, Axis, Operation
from nnmath.notation.bodies import ARGUMENT, compiled, definition
from nnmath.notation.functions import ScalarFunction
from nnmath.notation.loops import Environment, Sizes, bindings, cells, placed
from nnmath.notation.numbers import Element
from nnmath.notation.system import NotationError, Statement, System

Cell = tuple[str, tuple[int, ...]]


class CyclicDefinition(NotationError):
    """An entry that is needed to compute itself."""


class Interpreter:
    """Evaluates the entries of a system's arrays.

    `env` gives sizes, integer parameters and width functions; `values` maps every cell of every
    input and real parameter to an element of `field`; `functions` gives the opaque functions as
    ``f(order, index, x)``. `outside` counts the reads outside their arrays that were refused.
    """

    def __init__(
        self,
        system: System,
        field: Any,
        env: Mapping[str, Any],
        values: Mapping[Cell, Element],
        functions: Mapping[str, Callable[..., Element]] = {},
    ):
        self.system, self.field = system, field
        self.sizes = Sizes(env)
        self.env: Mapping[str, Any] = self.sizes.env
        self.values, self.functions = values, functions
        self.memory: dict[Cell, Element] = dict(values)
        self.pending: set[Cell] = set()
        self.outside = 0
        self.terms: dict[Array, dict[tuple[int, ...], list[tuple[Statement, Environment]]]] = {}
        self.constants: dict[sympy.Expr, Element] = {}
        self.shapes: dict[Array, tuple[int, ...]] = {}

    def array(self, array: Array) -> dict[tuple[int, ...], Element]:
        """All entries of an array by index."""
        sys.setrecursionlimit(max(sys.getrecursionlimit(), 100_000))
        return {at: self.cell(array, at) for at in cells(array, self.env)}

    def cell(self, array: Array, at: tuple[int, ...]) -> Element:
        key = (array.name, at)
        if key in self.memory:
            return self.memory[key]
        if key in self.pending:
            raise CyclicDefinition(f"{array.name}{list(at)} is needed to compute itself")
        self._check_range(array, at)
        self.pending.add(key)
        try:
            self.memory[key] = self._reduce(self._operation_of(array), self.terms_of(array).get(at, []))
        finally:
            self.pending.discard(key)
        return self.memory[key]

    def terms_of(self, array: Array) -> dict[tuple[int, ...], list[tuple[Statement, Environment]]]:
        """What the statements put into each entry of an array, gathered when first asked for."""
        if array not in self.terms:
            found = self.terms[array] = {}
            for statement in self.system.writers.get(array, ()):
                for at, binding in placed(statement, self.sizes):
                    found.setdefault(at, []).append((statement, binding))
        return self.terms[array]

    def _check_range(self, array: Array, at: tuple[int, ...]) -> None:
        shape = self.shapes.get(array)
        if shape is None and not array.ragged:
            shape = self.shapes[array] = tuple(axis.size.value(self.env) for axis in array.axes)
        if not all(0 <= i < size for i, size in zip(at, shape or self._shape(array, at), strict=True)):
            self.outside += 1
            raise NotationError(f"{array.name}{list(at)} is outside {array}")

    def _shape(self, array: Array, at: tuple[int, ...]) -> Iterator[int]:
        """The sizes of an array whose later axes depend on where earlier ones are."""
        local = dict(self.env)
        for axis, value in zip(array.axes, at, strict=True):
            yield axis.size.value(local)
            local[axis.name] = value

    def _operation_of(self, array: Array) -> str:
        """How the terms of an array's entries are joined; there may be none."""
        return next((s.op for s in self.system.writers.get(array, ())), "sum")

    def _reduce(self, op: str, terms: list[tuple[Statement, Environment]]) -> Element:
        values = [compiled(statement.body)(self, binding) for statement, binding in terms]
        if op in ("sum", "logsumexp"):
            total = self.field.rational(0, 1)
            for value in values:
                total = total + (self.field.function("exp", value) if op == "logsumexp" else value)
            return self.field.function("log", total) if op == "logsumexp" else total
        if op == "prod":
            product = self.field.rational(1, 1)
            for value in values:
                product = product * value
            return product
        return self._select(op, terms, values)

    def _select(self, op: str, terms: list[tuple[Statement, Environment]], values: list[Element]) -> Element:
        """max, min and where they are attained first."""
        if not values:
            raise NotationError(f"{op} over an empty set")
        wanted, best = (1 if op.endswith("max") else -1), 0
        for i in range(1, len(values)):
            if self.field.compare(values[i], values[best]) == wanted:
                best = i
        if not op.startswith("arg"):
            return values[best]
        statement, binding = terms[best]
        return statement.flat_position.value(binding)

    def evaluate(self, body: sympy.Expr, binding: Mapping[str, Any]) -> Element:
        """The value of a scalar expression."""
        return compiled(body)(self, binding)

    def read(self, array: Array, at: tuple[int, ...]) -> Element:
        """An entry, known or not."""
        known = self.memory.get((array.name, at))
        return self.cell(array, at) if known is None else known

    def add(self, values: list[Element]) -> Element:
        total = values[0]
        for value in values[1:]:
            total = total + value
        return total

    def nested(self, op: Operation, axes: tuple[Axis, ...], body: sympy.Expr, binding: Mapping[str, Any]) -> Element:
        """A reduction inside an expression."""
        statement = Statement(Array(""), (), axes, body, op=op)
        return self._reduce(op, [(statement, b) for b in bindings(axes, binding)])

    def constant(self, number: sympy.Expr) -> Element:
        """A number that an expression states, in the machine's field."""
        known = self.constants.get(number)
        if known is None:
            known = self.constants[number] = self._constant(number)
        return known

    def _constant(self, number: sympy.Expr) -> Element:
        if isinstance(number, sympy.NumberSymbol):
            return self.field.constant(number)
        exact = Fraction(int(number.p), int(number.q)) if number.is_Rational else Fraction(float(number))
        return self.field.rational(exact.numerator, exact.denominator)

    def call(self, function: Any, x: Element) -> Element:
        """A scalar function: the field's own where it is primitive, else by its definition."""
        name = "abs" if function.__name__ == "absolute" else function.__name__
        value = self.field.function(name, x)
        if value is not None:
            return value
        if not issubclass(function, ScalarFunction):
            raise NotationError(f"{self.field} does not know {name}")
        return definition(function)(self, {ARGUMENT.array.name: x})


class Extension(Interpreter):
    """Further statements beside those of a machine that is there, whose entries stay computed once."""

    def __init__(self, system: System, base: Interpreter):
        super().__init__(system, base.field, base.env, base.values, base.functions)
        self.base = base

    def cell(self, array: Array, at: tuple[int, ...]) -> Element:
        own = self.base.system.arrays.get(array.name)  # a normal form may name its axes otherwise
        if own is None:
            return super().cell(array, at)
        before = self.base.outside
        try:
            return self.base.cell(own, at)
        finally:
            self.outside += self.base.outside - before
            self.base.pending.clear()

    def read(self, array: Array, at: tuple[int, ...]) -> Element:
        known = self.memory.get((array.name, at))
        if known is None:
            known = self.base.memory.get((array.name, at))
        return self.cell(array, at) if known is None else known


def interpret(
    system: System,
    field: Any,
    env: Mapping[str, Any],
    values: Mapping[Cell, Element],
    functions: Mapping[str, Callable[..., Element]] = {},
) -> dict[str, dict[tuple[int, ...], Element]]:
    """The outputs of a system, by name and index.

    >>> from nnmath.notation import define, Fractions
    >>> from fractions import Fraction
    >>> s = define("square(x[N]) -> y", "y[i] = x[i]**2")
    >>> interpret(s, Fractions(), {"N": 2}, {("x", (0,)): Fraction(3), ("x", (1,)): Fraction(1, 2)})
    {'y': {(0,): Fraction(9, 1), (1,): Fraction(1, 4)}}
    """
    machine = Interpreter(system, field, env, values, functions)
    return {array.name: machine.array(array) for array in system.outputs}
