"""Scalar expressions as Python functions of a machine and a binding: they are evaluated far more often than met."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from functools import lru_cache
from operator import eq, ge, gt, le, lt, ne
from typing import Any, TypeAlias

import sympy

from nnmath.notation.arrays import Array, Bracket, IndexValue, Read, Reduction
from nnmath.notation.functions import ScalarFunction, indicator, opaque
from nnmath.notation.index import place_of
from nnmath.notation.numbers import Element
from nnmath.notation.system import NotationError

Binding: TypeAlias = Mapping[str, Any]
Body: TypeAlias = Callable[[Any, Binding], Element]
"""Of a machine, which has a `field`, `functions`, and `read`, `add`, `reduce`, `constant` and `call`."""

ARGUMENT = Array("argument_").scalar

TRUTHS: dict[str, Callable[[int, int], bool]] = {">": gt, "<": lt, ">=": ge, "<=": le, "==": eq, "!=": ne}


@lru_cache(maxsize=1 << 15)
def compiled(body: sympy.Expr) -> Body:
    """The value of a scalar expression."""
    if isinstance(body, Read):
        return _reading(body)
    if isinstance(body, IndexValue):
        number = body.index.evaluate
        return lambda m, b: m.field.rational(number(b), 1)
    if isinstance(body, Bracket):
        guards = body.guards
        return lambda m, b: m.field.rational(int(all(g.holds(b) for g in guards)), 1)
    if isinstance(body, Reduction):
        op, axes, inner = body.op, body.axes, body.body
        return lambda m, b: m.nested(op, axes, inner, b)
    if isinstance(body, sympy.Rational | sympy.Float | sympy.NumberSymbol):
        return lambda m, b: m.constant(body)
    return _operation(body)


def _reading(body: Read) -> Body:
    if body == ARGUMENT:
        return lambda m, b: b[ARGUMENT.array.name]
    array, place = body.array, place_of(body.index)
    return lambda m, b: m.read(array, place(b))


def _operation(body: sympy.Expr) -> Body:
    if isinstance(body, sympy.Piecewise):
        return _cases(body)
    if isinstance(body, sympy.Pow):
        return _power(body)
    if isinstance(body, indicator):
        left, right = (_integer(a) for a in body.args)
        return lambda m, b: m.field.rational(int(left(m, b) == right(m, b)), 1)
    if isinstance(body, opaque):
        *at, argument = [compiled(a) for a in body.args[2:]]
        name, order = body.name_of, body.order
        return lambda m, b: m.functions[name](order, tuple(i(m, b) for i in at), argument(m, b))
    if isinstance(body, sympy.Add):
        terms = [compiled(a) for a in body.args]
        return lambda m, b: m.add([term(m, b) for term in terms])
    if isinstance(body, sympy.Mul):
        return _product([compiled(a) for a in body.args])
    if isinstance(body, sympy.Function):
        function, argument = body.func, compiled(body.args[0])
        return lambda m, b: m.call(function, argument(m, b))
    raise NotationError(f"cannot evaluate {body} of type {type(body).__name__}")


def _product(factors: list[Body]) -> Body:
    first, *others = factors

    def product(m: Any, b: Binding) -> Element:
        result = first(m, b)
        for factor in others:
            result = result * factor(m, b)
        return result

    return product


def _cases(body: sympy.Piecewise) -> Body:
    def chosen(m: Any, b: Binding) -> Element:
        for value, condition in body.args:
            if holds(condition)(m, b):
                return compiled(value)(m, b)  # a case that is never asked for need not be computable
        raise NotationError(f"no case of {body} applies")

    return chosen


def _integer(body: sympy.Expr) -> Callable[[Any, Binding], int]:
    """A class index, a position or a constant: what an indicator compares."""
    if isinstance(body, IndexValue):
        number = body.index.evaluate
        return lambda m, b: number(b)
    if isinstance(body, sympy.Integer):
        whole = int(body)
        return lambda m, b: whole
    value = compiled(body)
    return lambda m, b: int(value(m, b))


def _power(body: sympy.Pow) -> Body:
    base = compiled(body.base)
    if isinstance(body.exp, sympy.Rational):
        exponent = Fraction(int(body.exp.p), int(body.exp.q))
        return lambda m, b: m.field.power(base(m, b), exponent)
    if isinstance(body.exp, IndexValue):
        number = body.exp.index.evaluate
        return lambda m, b: m.field.power(base(m, b), Fraction(number(b)))
    real = compiled(body.exp)
    return lambda m, b: m.field.real_power(base(m, b), real(m, b))


@lru_cache(maxsize=1 << 12)
def holds(condition: Any) -> Callable[[Any, Binding], bool]:
    """The truth of a comparison between scalar expressions."""
    if condition in (True, False, sympy.true, sympy.false):
        known = bool(condition)
        return lambda m, b: known
    if isinstance(condition, sympy.And | sympy.Or):
        parts = [holds(c) for c in condition.args]
        every = all if isinstance(condition, sympy.And) else any
        return lambda m, b: every(part(m, b) for part in parts)
    if isinstance(condition, sympy.Not):
        part = holds(condition.args[0])
        return lambda m, b: not part(m, b)
    truth, left, right = TRUTHS[condition.rel_op], compiled(condition.lhs), compiled(condition.rhs)
    return lambda m, b: truth(m.field.compare(left(m, b), right(m, b)), 0)


@lru_cache(maxsize=1 << 10)
def definition(function: type[ScalarFunction]) -> Body:
    """A named function by its textbook definition, of ``ARGUMENT``."""
    return compiled(function.definition(ARGUMENT))
