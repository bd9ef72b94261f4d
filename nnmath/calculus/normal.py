"""From surface expressions to normal forms, and normal forms rebuilt with atoms replaced."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

import sympy

from nnmath.calculus import algebra
from nnmath.calculus.algebra import Context, build, product
from nnmath.calculus.canonical import collect, key
from nnmath.calculus.guards import index_value, reapply, settled, times
from nnmath.calculus.rewrite import clear_denominators
from nnmath.calculus.terms import (
    ONE,
    ZERO,
    Apply,
    Atom,
    Entry,
    Nest,
    Sum,
    Term,
    atom,
    atoms_of,
    fresh_name,
    number,
)
from nnmath.notation.arrays import Axis, Bracket, Guard, IndexValue, Read, Reduction
from nnmath.notation.functions import ScalarFunction, indicator, opaque
from nnmath.notation.index import Index
from nnmath.notation.system import NotationError

Names = Mapping[str, Index]


def normal(ctx: Context, expression: sympy.Expr, names: Names = {}) -> Sum:  # noqa: B006
    """The normal form of a surface expression; `names` says what its indices are called now."""
    return simplify(ctx, Reader(ctx, names).read(expression))


def simplify(ctx: Context, total: Sum) -> Sum:
    """Deltas contracted, axes counted, denominators cleared, like terms added."""
    before = -1
    for _ in range(50):
        total = clear_denominators(ctx, settled(ctx, total))
        if len(total) == before:
            break
        before = len(total)
    return total


def over_axes(axes: tuple[Axis, ...], total: Sum) -> Sum:
    """``Sigma_axes total``."""
    return Sum(tuple((c, Term(axes + t.bound, t.guards, t.factors)) for c, t in total.terms))


def fresh_axes(axes: tuple[Axis, ...], names: Names) -> tuple[tuple[Axis, ...], dict[str, Index]]:
    """The axes under names that occur nowhere else; later sizes may depend on earlier axes."""
    inner = dict(names)
    made = []
    for axis in axes:
        name = fresh_name()
        made.append(Axis(name, axis.size.substitute(inner)))
        inner[axis.name] = Index.name(name)
    return tuple(made), inner


class Reader:
    """One expression under one renaming of its indices."""

    def __init__(self, ctx: Context, names: Names):
        self.ctx, self.names = ctx, names

    def read(self, body: sympy.Expr) -> Sum:
        if isinstance(body, Read):
            return atom(Entry(body.array, tuple(i.substitute(self.names) for i in body.index)))
        if isinstance(body, IndexValue):
            return index_value(body.index.substitute(self.names))
        if isinstance(body, Bracket):
            return bracket(self.ctx, tuple(g.substitute(self.names) for g in body.guards))
        if isinstance(body, Reduction):
            return self._reduction(body)
        if isinstance(body, sympy.Rational):
            return number(Fraction(int(body.p), int(body.q)))
        if isinstance(body, sympy.Float):
            return number(Fraction(float(body)))
        if isinstance(body, sympy.Pow):
            return self._power(body)
        if isinstance(body, sympy.NumberSymbol):
            return atom(Apply(f"constant:{body}"))
        return self._operation(body)

    def _operation(self, body: sympy.Expr) -> Sum:
        if isinstance(body, sympy.Add):
            return collect(Sum(tuple(t for a in body.args for t in self.read(a).terms)))
        if isinstance(body, sympy.Mul):
            total = number(1)
            for factor in body.args:
                total = product(self.ctx, total, self.read(factor))
            return total
        if isinstance(body, sympy.Piecewise):
            return self._cases(body)
        if isinstance(body, indicator):
            return self._indicator(body)
        if isinstance(body, opaque):
            at = tuple(self._index(a) for a in body.args[2:-1])
            return atom(Apply(f"opaque:{body.name_of}:{body.order}", at, (self.argument(body.argument),)))
        if isinstance(body, sympy.exp | sympy.log | sympy.Abs | ScalarFunction):
            name = "absolute" if isinstance(body, sympy.Abs) else type(body).__name__
            return algebra.function(self.ctx, name, self.argument(body.args[0]))
        raise NotationError(f"no normal form for {body} of type {type(body).__name__}")

    def argument(self, body: sympy.Expr) -> Sum:
        return simplify(self.ctx, self.read(body))

    def _index(self, body: sympy.Expr) -> Index:
        index = body.index if isinstance(body, IndexValue) else Index.of(int(body))
        return index.substitute(self.names)

    def _power(self, body: sympy.Pow) -> Sum:
        base = self.argument(body.base)
        if isinstance(body.exp, sympy.Rational):
            return algebra.power(self.ctx, base, Fraction(int(body.exp.p), int(body.exp.q)))
        return algebra.symbolic_power(self.ctx, base, self.argument(body.exp))

    def _indicator(self, body: sympy.Expr) -> Sum:
        indices = [a for a in body.args if isinstance(a, IndexValue | sympy.Integer)]
        data = [self.argument(a) for a in body.args if a not in indices]
        if not data:
            guard = Guard("==", self._index(indices[0]) - self._index(indices[1]))
            return Sum(((ONE, Term((), (guard,), ())),))
        if indices:
            return atom(Apply("is", (self._index(indices[0]),), tuple(data)))
        return atom(Apply("equal", (), tuple(sorted(data, key=key))))

    def _reduction(self, body: Reduction) -> Sum:
        axes, inner = fresh_axes(body.axes, self.names)
        read = Reader(self.ctx, inner).read
        if body.op == "sum":
            return over_axes(axes, read(body.body))
        if body.op == "logsumexp":
            guards, rest = self._guarded(body.body, inner)
            terms = exponential_terms(self.ctx, rest, guards)
            return algebra.logarithm(self.ctx, simplify(self.ctx, over_axes(axes, terms)))
        guards, rest = self._guarded(body.body, inner)
        return atom(Nest(body.op, axes, guards, rest))

    def _guarded(self, body: sympy.Expr, names: Names) -> tuple[tuple[Guard, ...], Sum]:
        """The brackets, or powers of them, that are factors of a body: its terms are absent where they fail."""
        factors = sympy.Mul.make_args(body)
        bases = [f.base if isinstance(f, sympy.Pow) and f.exp.is_positive else f for f in factors]
        guards = tuple(g.substitute(names) for b in bases if isinstance(b, Bracket) for g in b.guards)
        rest = sympy.Mul(*(f for f, b in zip(factors, bases, strict=True) if not isinstance(b, Bracket)))
        return guards, Reader(self.ctx, names).argument(rest)

    def _cases(self, body: sympy.Piecewise) -> Sum:
        """v1 if c1 else v2 ... = v1*[c1] + v2*[not c1]*[c2] + ..."""
        total, left = ZERO, number(1)
        for value, condition in body.args:
            holds = self._condition(condition)
            here = product(self.ctx, left, holds)
            total = total + product(self.ctx, here, self.read(value))
            left = collect(left - here)
        return collect(total)

    def _condition(self, condition: Any) -> Sum:
        """A comparison as a number, 0 or 1."""
        if condition in (True, False, sympy.true, sympy.false):
            return number(int(bool(condition)))
        if isinstance(condition, sympy.Not):
            return number(1) - self._condition(condition.args[0])
        if isinstance(condition, sympy.And | sympy.Or):
            flip = isinstance(condition, sympy.Or)
            total = number(1)
            for part in condition.args:
                one = self._condition(part)
                total = product(self.ctx, total, number(1) - one if flip else one)
            return number(1) - total if flip else total
        difference = self.argument(condition.lhs) - self.argument(condition.rhs)
        above = algebra.positive(self.ctx, difference)
        below = algebra.positive(self.ctx, -difference)
        equal = number(1) - above - below
        return collect(
            {
                ">": above,
                "<": below,
                ">=": number(1) - below,
                "<=": number(1) - above,
                "==": equal,
                "!=": above + below,
            }[condition.rel_op]
        )


def exponential_terms(ctx: Context, body: Sum, guards: tuple[Guard, ...]) -> Sum:
    """``[guards] exp(body)``: the terms of a logsumexp."""
    return product(ctx, bracket(ctx, guards), algebra.exponential(ctx, body))


def bracket(ctx: Context, guards: tuple[Guard, ...]) -> Sum:
    """A bracket as a number; [a != b] = 1 - [a == b], which a sum can contract."""
    total = Sum(((ONE, Term((), tuple(g for g in guards if g.relation != "!="), ())),))
    for apart in (g for g in guards if g.relation == "!="):
        equal = Sum(((ONE, Term((), (Guard("==", apart.index),), ())),))
        total = product(ctx, total, number(1) - equal)
    return total


def rebuild(ctx: Context, total: Sum, replace: Callable[[Atom], Sum | None]) -> Sum:
    """A sum with some of its atoms replaced, wherever they stand."""
    terms: list[tuple[Fraction, Term]] = []
    for coefficient, term in total.terms:
        changed = [(replaced_atom(ctx, a, replace), a, e) for a, e in term.factors]
        part = build(ctx, coefficient, term.bound, term.guards, [(a, e) for v, a, e in changed if v is None])
        for value, _, exponent in changed:
            if value is not None:
                within_power = exponent < 0 or exponent.denominator != 1
                part = times(ctx, part, simplify(ctx, value) if within_power else value, exponent)
        terms += part.terms
    return simplify(ctx, collect(Sum(tuple(terms))))


def replaced_atom(ctx: Context, content: Atom, replace: Callable[[Atom], Sum | None]) -> Sum | None:
    """What an atom becomes, or None where nothing in it changes."""
    own = replace(content)
    if own is not None:
        return own
    if isinstance(content, Apply) and content.args:
        inner = [_changed(ctx, a, replace) for a in content.args]
        if any(i is not None for i in inner):
            args = [i if i is not None else a for i, a in zip(inner, content.args, strict=True)]
            return reapply(ctx, content, args)
    if isinstance(content, Nest) and (body := _changed(ctx, content.body, replace)) is not None:
        return atom(Nest(content.op, content.axes, content.guards, body))
    return None


def _changed(ctx: Context, total: Sum, replace: Callable[[Atom], Sum | None]) -> Sum | None:
    if any(replace(a) is not None for a in atoms_of(total)):
        return rebuild(ctx, total, replace)
    return None
