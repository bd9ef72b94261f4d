"""The interpreter: a system evaluated over any number type, by loops, on demand.

It schedules nothing: an array's entry is the sum of the terms that the statements put there,
each evaluated when it is first asked for. It is the oracle that compiled kernels are held
against, so it is short and shares no code with the compiler.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from functools import lru_cache
from itertools import chain
from typing import Any

import sympy

from nnmath.notation.arrays import Array, Axis, Bracket, Guard, IndexValue, Read, Reduction
from nnmath.notation.functions import ScalarFunction, indicator, opaque
from nnmath.notation.index import width_at
from nnmath.notation.numbers import Element
from nnmath.notation.system import NotationError, Statement, System

Cell = tuple[str, tuple[int, ...]]
Environment = dict[str, Any]


ARGUMENT = Array("argument_").scalar

DEEPEST = 16
"""Loops in each other that Python compiles: it takes 20 blocks."""


class CyclicDefinition(NotationError):
    """An entry that is needed to compute itself."""


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
            lines.append(f"{' ' * level}for b[{axis.name!r}] in range({axis.size.python()}):")
        if asked:
            failing = " or ".join(f"not ({guard.python()})" for guard in asked)
            lines.append(f"{' ' * (level + 1)}if {failing}: {'continue' if level else 'return'}")
    lines.append(f"{' ' * (len(axes) + 1)}yield b.copy()")
    made: dict[str, Any] = {"width": width_at}
    exec("\n".join(lines), made)
    loops: Callable[[Environment], Iterator[Environment]] = made["loops"]
    return loops


def cells(array: Array, env: Mapping[str, Any]) -> Iterator[tuple[int, ...]]:
    """Every index of an array."""
    for binding in bindings(array.axes, env):
        yield tuple(binding[axis.name] for axis in array.axes)


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
        self.system, self.field, self.env = system, field, env
        self.values, self.functions = values, functions
        self.memory: dict[Cell, Element] = dict(values)
        self.pending: set[Cell] = set()
        self.outside = 0
        self.terms: dict[Array, dict[tuple[int, ...], list[tuple[Statement, Environment]]]] = {}

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
                for binding in bindings(statement.axes, self.env, statement.guards):
                    at = tuple(i.value(binding) for i in statement.index)
                    found.setdefault(at, []).append((statement, binding))
        return self.terms[array]

    def _check_range(self, array: Array, at: tuple[int, ...]) -> None:
        local = dict(self.env)
        for axis, value in zip(array.axes, at, strict=True):
            if not 0 <= value < axis.size.value(local):
                self.outside += 1
                raise NotationError(f"{array.name}{list(at)} is outside {array}")
            local[axis.name] = value

    def _operation_of(self, array: Array) -> str:
        """How the terms of an array's entries are joined; there may be none."""
        return next((s.op for s in self.system.writers.get(array, ())), "sum")

    def _reduce(self, op: str, terms: list[tuple[Statement, Environment]]) -> Element:
        values = [self.evaluate(statement.body, binding) for statement, binding in terms]
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
        if isinstance(body, Read):
            if body == ARGUMENT:
                return binding[ARGUMENT.array.name]
            return self.cell(body.array, tuple(i.value(binding) for i in body.index))
        if isinstance(body, IndexValue):
            return self.field.rational(body.index.value(binding), 1)
        if isinstance(body, Bracket):
            return self.field.rational(int(all(g.holds(binding) for g in body.guards)), 1)
        if isinstance(body, Reduction):
            return self._nested(body, binding)
        if isinstance(body, sympy.Rational):
            return self.field.rational(int(body.p), int(body.q))
        if isinstance(body, sympy.Float):
            exact = Fraction(float(body))
            return self.field.rational(exact.numerator, exact.denominator)
        if isinstance(body, sympy.NumberSymbol):
            return self.field.constant(body)
        return self._operation(body, binding)

    def _nested(self, body: Reduction, binding: Mapping[str, Any]) -> Element:
        anonymous = Array("")
        statement = Statement(anonymous, (), body.axes, body.body, op=body.op)
        return self._reduce(body.op, [(statement, b) for b in bindings(body.axes, binding)])

    def _operation(self, body: sympy.Expr, binding: Mapping[str, Any]) -> Element:
        if isinstance(body, sympy.Piecewise):
            for value, condition in body.args:
                if self.holds(condition, binding):
                    return self.evaluate(value, binding)
            raise NotationError(f"no case of {body} applies")
        if isinstance(body, opaque):
            *at, x = (self.evaluate(a, binding) for a in body.args[2:])
            return self.functions[body.name_of](body.order, tuple(at), x)
        if isinstance(body, sympy.Pow):
            return self._power(body, binding)
        if isinstance(body, indicator):
            left, right = (self._integer(a, binding) for a in body.args)
            return self.field.rational(int(left == right), 1)
        args = [self.evaluate(a, binding) for a in body.args]
        if isinstance(body, sympy.Add | sympy.Mul):
            result = args[0]
            for arg in args[1:]:
                result = result + arg if isinstance(body, sympy.Add) else result * arg
            return result
        if isinstance(body, sympy.Function):
            return self.call(body.func, args[0])
        raise NotationError(f"cannot evaluate {body} of type {type(body).__name__}")

    def _integer(self, body: sympy.Expr, binding: Mapping[str, Any]) -> int:
        """A class index, a position or a constant: what an indicator compares."""
        if isinstance(body, IndexValue):
            return body.index.value(binding)
        return int(body) if isinstance(body, sympy.Integer) else int(self.evaluate(body, binding))

    def call(self, function: Any, x: Element) -> Element:
        """A scalar function: the field's own where it is primitive, else by its definition."""
        name = "abs" if function.__name__ == "absolute" else function.__name__
        value = self.field.function(name, x)
        if value is not None:
            return value
        if not issubclass(function, ScalarFunction):
            raise NotationError(f"{self.field} does not know {name}")
        return self.evaluate(function.definition(ARGUMENT), {ARGUMENT.array.name: x})

    def _power(self, body: sympy.Pow, binding: Mapping[str, Any]) -> Element:
        base = self.evaluate(body.base, binding)
        if isinstance(body.exp, sympy.Rational):
            return self.field.power(base, Fraction(int(body.exp.p), int(body.exp.q)))
        if isinstance(body.exp, IndexValue):
            return self.field.power(base, Fraction(body.exp.index.value(binding)))
        return self.field.real_power(base, self.evaluate(body.exp, binding))

    def holds(self, condition: Any, binding: Mapping[str, Any]) -> bool:
        """The truth of a comparison between scalar expressions."""
        if condition in (True, False, sympy.true, sympy.false):
            return bool(condition)
        if isinstance(condition, sympy.And):
            return all(self.holds(c, binding) for c in condition.args)
        if isinstance(condition, sympy.Or):
            return any(self.holds(c, binding) for c in condition.args)
        if isinstance(condition, sympy.Not):
            return not self.holds(condition.args[0], binding)
        order: int = self.field.compare(self.evaluate(condition.lhs, binding), self.evaluate(condition.rhs, binding))
        truths = {
            ">": order > 0,
            "<": order < 0,
            ">=": order >= 0,
            "<=": order <= 0,
            "==": order == 0,
            "!=": order != 0,
        }
        return truths[condition.rel_op]


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
