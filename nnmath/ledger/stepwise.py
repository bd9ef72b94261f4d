"""Statements that one thing is at most another after any number of steps, proved by induction."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import sympy

from nnmath.calculus import prove
from nnmath.calculus.claims import parse_axes, parse_side
from nnmath.calculus.theorem import Theorem
from nnmath.ledger.equations import Bound
from nnmath.ledger.order import Order, is_nonnegative, is_positive
from nnmath.ledger.outcome import Outcome, Statement
from nnmath.notation import Index, System
from nnmath.notation.arrays import Array, Read, substitute
from nnmath.notation.functions import absolute


@dataclass(frozen=True)
class Stepwise:
    """``lhs relation rhs`` for ``0 <= variable <= hi``, by induction on the difference D of the sides.

    D is the larger side minus the smaller one. Proved are ``D = base`` at 0 and ``D(v+1) = factor*D(v)
    + rest``; checked is that base, factor and rest show their signs, as in `Order`. `lemmas` are
    statements ``array[...] >= 0`` or ``> 0`` about whole arrays, whose entries then show theirs.

    >>> from nnmath.notation import define
    >>> s = define("grow(e[T]) -> last", "a[0] = 1", "a[t+1] = a[t] + e[t]**2", "last = a[T]")
    >>> parts = {"base": "0", "factor": "1", "rest": "e[t]**2"}
    >>> parts |= {"unfold_base": ("a[0]",), "unfold": ("a[t+1]",)}
    >>> Stepwise("a[t]", ">=", "1", "t", "T", s, **parts).decide().verdict
    'proved'
    """

    lhs: str
    relation: str
    rhs: str
    variable: str
    hi: str
    system: System
    ranges: Mapping[str, Bound] = field(default_factory=dict)
    base: str = "0"
    factor: str = "1"
    rest: str = "0"
    unfold_base: Sequence[str] = ()
    unfold: Sequence[str] = ()
    lemmas: Sequence[Stepwise] = ()

    def __str__(self) -> str:
        return f"{self.lhs} {self.relation} {self.rhs} for 0 <= {self.variable} <= {self.hi}"

    def decide(self) -> Outcome:
        found = self._order(self.relation).decide()
        if found.verdict == "refuted":
            return found
        for lemma in self.lemmas:
            if lemma.system != self.system:
                return Outcome("undecided", f"the lemma {lemma} speaks of another system")
            if (outcome := lemma.decide()).verdict != "proved":
                return Outcome("undecided", f"{lemma}: {outcome.evidence}")
        if plain := self._without_sign():
            return Outcome("undecided", f"the sign of {plain} is not plain")
        parts = {"base": self._base(), "step": self._step()}
        for what, theorem in parts.items():
            if theorem.verdict != "proved":
                return Outcome("undecided", f"{what}: {theorem.verdict}: {theorem.note}")
        after = f"{self.factor} times itself plus {self.rest}"
        conditions = dict.fromkeys(c for theorem in parts.values() for c in theorem.conditions)
        where = f", where {', '.join(conditions)}" if conditions else ""
        evidence = f"by induction over {self.variable}: the difference is {self.base}, and then {after}{where}"
        return Outcome("proved", evidence)

    def flipped(self) -> Statement:
        return self._order(self.relation).flipped()

    def _order(self, relation: str) -> Order:
        over = {self.variable: f"{self.hi} + 1", **self.ranges}
        return Order(self.lhs, relation, self.rhs, self.system, over)

    def _difference(self, at: Index) -> sympy.Expr:
        large, small = (self.rhs, self.lhs) if self.relation[0] == "<" else (self.lhs, self.rhs)
        _, sizes = parse_axes({self.variable: f"{self.hi} + 1", **self.ranges})
        return substitute(parse_side(self.system, f"({large}) - ({small})", sizes), {self.variable: at})

    def _part(self, text: str) -> sympy.Expr:
        _, sizes = parse_axes({self.variable: self.hi, **self.ranges})
        return parse_side(self.system, text, sizes)

    def _base(self) -> Theorem:
        return prove(
            self._difference(Index.of(0)),
            self._part(self.base),
            system=self.system,
            ranges=self.ranges,
            unfold=self.unfold_base,
        )

    def _step(self) -> Theorem:
        v = Index.name(self.variable)
        return prove(
            self._difference(v + 1),
            self._part(self.factor) * self._difference(v) + self._part(self.rest),
            system=self.system,
            ranges={self.variable: self.hi, **self.ranges},
            unfold=self.unfold,
        )

    def _without_sign(self) -> str:
        """The text of a part that should show its sign and does not; empty where all do."""
        strict = "=" not in self.relation
        for text in (self.base, self.factor, self.rest):
            if not is_nonnegative(self._signed(text), self.system):
                return text
        if strict and not is_positive(self._signed(self.base), self.system):
            return self.base
        if strict and not any(is_positive(self._signed(t), self.system) for t in (self.factor, self.rest)):
            return f"{self.factor} or {self.rest}"
        return ""

    def _signed(self, text: str) -> sympy.Expr:
        """A part, with the entries that lemmas speak of written so that they show their signs."""
        expression = self._part(text)
        values: dict[sympy.Expr, sympy.Expr] = {}
        for lemma in self.lemmas:
            array, strict = lemma.subject()
            for read in expression.atoms(Read):
                if read.array == array:
                    positive = Read(Array(array.name, array.axes, "positive"), read.index)
                    values[read] = positive if strict else absolute(read)
        return expression.xreplace(values)

    def subject(self) -> tuple[Array, bool]:
        """The array whose every entry is said to be nonnegative, and whether positive."""
        over, sizes = parse_axes({self.variable: f"{self.hi} + 1", **self.ranges})
        read = parse_side(self.system, self.lhs, sizes)
        whole = isinstance(read, Read) and [i.as_name for i in read.index] == [a.name for a in over]
        whole = whole and [a.size for a in read.array.axes] == [a.size for a in over]
        if not whole or self.relation not in (">", ">=") or self.rhs != "0":
            raise ValueError(f"a lemma is about the sign of every entry of an array, not {self}")
        return read.array, self.relation == ">"
