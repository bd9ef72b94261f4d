"""Statements about expected values over independent masks, as in dropout.

For independent 0-or-1 variables with probability q of being 1, the moments factor over the joint cumulants:

    E xi[i1] ... xi[ik] = sum over partitions of {1, ..., k}, product over the blocks B of
                          [the indices in B are equal] * cumulant_|B|(q)

    cumulant_1 = q,  cumulant_(n+1) = q*(1 - q) * d cumulant_n/dq
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import Any

import sympy

from nnmath.calculus import algebra
from nnmath.calculus.algebra import Context
from nnmath.calculus.canonical import collect
from nnmath.calculus.claims import LEFT, RIGHT, Claim, cell, parse_axes, parse_side, with_sides
from nnmath.calculus.instances import Instance
from nnmath.calculus.normal import normal, simplify
from nnmath.calculus.prove import make_claim
from nnmath.calculus.terms import ZERO, Entry, Factor, Sum, Term, entries
from nnmath.calculus.unfold import Order, unfold
from nnmath.ledger.equations import Bound, _negated
from nnmath.ledger.order import _shown
from nnmath.ledger.outcome import Outcome, Statement
from nnmath.notation import Index, System
from nnmath.notation.arrays import Guard, Read, Reduction
from nnmath.notation.express import express
from nnmath.notation.interpret import Interpreter
from nnmath.notation.loops import cells

MOST_MASKS = 6
INSTANCES = 12


def _read_from(system: System, text: str, ranges: Mapping[str, Bound]) -> set[str]:
    """The arrays that an expression depends on, directly or through others."""
    _, sizes = parse_axes(ranges)
    pending = [r.array for r in reads_anywhere(parse_side(system, text, sizes))]
    found: set[str] = set()
    while pending:
        array = pending.pop()
        if array.name not in found:
            found.add(array.name)
            pending += [r.array for line in system.writers.get(array, ()) for r in line.reads]
    return found


def reads_anywhere(expression: sympy.Expr) -> list[Read]:
    """The reads of an expression, those inside sums too."""
    found = list(expression.atoms(Read))
    for total in expression.atoms(Reduction):
        found += reads_anywhere(total.body)
    return found


@dataclass(frozen=True)
class Expectation:
    """``E lhs = rhs``, the entries of the `masks` being 1 independently, with the probabilities given.

    Refuted by going through every value of the masks at small sizes; proved for all sizes where `lhs`
    is a polynomial in the masks.

    >>> from nnmath.notation import define
    >>> s = define("drop(x[N], xi[N]: mask; p: real in [0,1]) -> y", "y = sum[i](xi[i]*x[i])")
    >>> Expectation("y", "(1 - p)*sum[i](x[i])", s, {"xi": "1 - p"}, {"i": "N"}).decide().verdict
    'proved'
    """

    lhs: str
    rhs: str
    system: System
    masks: Mapping[str, str]
    ranges: Mapping[str, Bound] = field(default_factory=dict)
    conditions: Sequence[str] = ()

    def __str__(self) -> str:
        chances = ", ".join(f"P({name} = 1) = {chance}" for name, chance in self.masks.items())
        return f"E {self.lhs} = {self.rhs} where {', '.join((chances, *self.conditions))}"

    def __post_init__(self) -> None:
        """A probability, and an expected value, does not depend on what the masks turn out to be."""
        for text in (*self.masks.values(), self.rhs):
            if self.masks.keys() & _read_from(self.system, text, self.ranges):
                raise ValueError(f"{text} reads a mask, so it is no fixed number")

    @cached_property
    def claim(self) -> Claim:
        chances = [(f"chance of {name}", (), express(self.system, text)) for name, text in self.masks.items()]
        claim = make_claim(self.system, self.lhs, self.rhs, self.ranges, (), self.conditions)
        return replace(claim, system=with_sides(self.system, chances))

    def decide(self) -> Outcome:
        compared = 0
        for instance in self.claim.instances(False, 0, INSTANCES):
            for point in self.claim.points(instance.env):
                left, right = self._expected(instance, point), cell(instance.machine, RIGHT, self.claim.at(point))
                if left is None or right is None:
                    continue
                compared += 1
                if not instance.agree(left, right):
                    shown = _shown(instance.env, point, (left, right))
                    return Outcome("refuted", "every value of the masks, weighed with its probability", shown)
        ctx = Context(self.claim.scope)
        mean = self._mean(ctx)
        if mean is None:
            return Outcome("undecided", "the left side is no polynomial in the masks")
        difference = mean - self._expanded(ctx, normal(ctx, self.claim.right))
        if not compared or simplify(ctx, collect(simplify(ctx, difference))).terms:
            return Outcome("undecided", "the normal forms of both sides differ")
        where = f", where {', '.join(ctx.conditions)}" if ctx.conditions else ""
        return Outcome("proved", f"for all sizes, by the moments of independent masks{where}")

    def flipped(self) -> Statement:
        return replace(self, rhs=_negated(self.rhs))

    def _expected(self, instance: Instance, point: Mapping[str, Any]) -> Any:
        """The left side's mean over every value of the masks; None where there are too many, or no value."""
        places = [(name, at) for name in self.masks for at in cells(self.system[name], instance.env)]
        if len(places) > MOST_MASKS:
            return None
        old = instance.machine
        numbers = {bit: old.field.rational(bit, 1) for bit in (0, 1)}
        chances = {name: cell(old, f"chance of {name}", ()) for name in self.masks}
        given = {a.name for a in old.system.inputs} | {p.name for p in old.system.parameters}
        fixed = {c: v for c, v in old.memory.items() if c[0] in given}
        total = numbers[0]
        for bits in itertools.product((0, 1), repeat=len(places)):
            values = fixed | {place: numbers[bit] for place, bit in zip(places, bits, strict=True)}
            value = cell(Interpreter(old.system, old.field, old.env, values, old.functions), LEFT, self.claim.at(point))
            if value is None:
                return None
            for (name, _), bit in zip(places, bits, strict=True):
                value = value * (chances[name] if bit else numbers[1] - chances[name])
            total = total + value
        return total

    def _mean(self, ctx: Context) -> Sum | None:
        """The expected value of the left side as a normal form."""
        total = ZERO
        for coefficient, term in self._expanded(ctx, normal(ctx, self.claim.left)).terms:
            drawn = [f for f in term.factors if self._is_mask(f)]
            others = tuple(f for f in term.factors if not self._is_mask(f))
            if any(e < 1 or e.denominator != 1 for _, e in drawn) or self._hides_masks(others):
                return None
            for blocks in _partitions([content for content, _ in drawn if isinstance(content, Entry)]):
                if all(len({e.array.name for e in block}) == 1 for block in blocks):
                    equal = [g for block in blocks for g in _equalities(block)]
                    part = Sum(((coefficient, Term(term.bound, (*term.guards, *equal), others)),))
                    for block in blocks:
                        part = algebra.product(ctx, part, self._cumulant(ctx, block))
                    total = total + part
        return total

    def _is_mask(self, factor: Factor) -> bool:
        return isinstance(factor[0], Entry) and factor[0].array.name in self.masks

    def _hides_masks(self, factors: tuple[Factor, ...]) -> bool:
        """Whether a function is applied to a mask: then the moments do not tell the mean."""
        inside = Sum(((Fraction(1), Term((), (), factors)),))
        return any(e.array.name in self.masks for e in entries(inside))

    def _cumulant(self, ctx: Context, block: Sequence[Entry]) -> Sum:
        chance = normal(ctx, express(self.system, self.masks[block[0].array.name]))
        total = ZERO
        for power, coefficient in enumerate(cumulant(len(block))):
            total = total + algebra.power(ctx, chance, Fraction(power)).scaled(coefficient)
        return total

    def _expanded(self, ctx: Context, side: Sum) -> Sum:
        """Every array by its definition, down to what is given."""
        order = Order(self.claim.system)
        while target := order.next(side):
            side = unfold(ctx, self.claim.system, side, target)
        return simplify(ctx, side)


def cumulant(order: int) -> list[int]:
    """The coefficients, by powers of q, of the cumulant of that order.

    >>> cumulant(2), cumulant(3)
    ([0, 1, -1], [0, 1, -3, 2])
    """
    q = sympy.Symbol("q")
    value: sympy.Expr = q
    for _ in range(order - 1):
        value = sympy.expand(q * (1 - q) * sympy.diff(value, q))
    return [int(c) for c in reversed(sympy.Poly(value, q).all_coeffs())]


def _equalities(block: Sequence[Entry]) -> Iterator[Guard]:
    first = block[0]
    for other in block[1:]:
        yield from (Guard("==", Index.of(a) - b) for a, b in zip(first.at, other.at, strict=True))


def _partitions(items: Sequence[Entry]) -> Iterator[list[list[Entry]]]:
    """Every way to divide items into blocks."""
    if not items:
        yield []
        return
    first, *rest = items
    for blocks in _partitions(rest):
        yield [[first], *blocks]
        for place, block in enumerate(blocks):
            yield [*blocks[:place], [first, *block], *blocks[place + 1 :]]
