"""Statements that a system can take given values at given places, refuted by a sum that is the same for all inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from nnmath.ledger.equations import Bound, Equal
from nnmath.ledger.outcome import Outcome, Statement
from nnmath.notation import System


@dataclass(frozen=True)
class Reachable:
    """Some inputs of a system, at some sizes, give the expressions of `values` their values all at once.

    `combination` has a number for each of them. Where the expressions weighted by it add up to 0
    for all inputs and sizes, but the values do not, no inputs give them, nor come near.

    >>> from nnmath.notation import define
    >>> s = define("line(a, b) -> y", "p < 3", "y[p] = a*p + b")
    >>> Reachable({"y[0]": 0, "y[1]": 1, "y[2]": 4}, s, (1, -2, 1)).decide().verdict
    'refuted'
    """

    values: Mapping[str, int]
    system: System
    combination: Sequence[int]
    ranges: Mapping[str, Bound] = field(default_factory=dict)
    possible: bool = True

    def __str__(self) -> str:
        wanted = ", ".join(f"{e} = {v}" for e, v in self.values.items())
        return f"{'some' if self.possible else 'no'} inputs give {wanted}"

    def decide(self) -> Outcome:
        weighted = list(zip(self.combination, self.values.items(), strict=True))
        total = " + ".join(f"({c})*({e})" for c, (e, _) in weighted)
        wanted = sum((Fraction(c) * v for c, (_, v) in weighted), Fraction(0))
        always = Equal(total, "0", self.system, self.ranges).decide()
        if always.verdict != "proved" or wanted == 0:
            return Outcome("undecided", f"{total} does not tell the values from what can be reached")
        told = f"{total} is 0 for all inputs and sizes, but {wanted} for these values"
        return Outcome("proved", told) if not self.possible else Outcome("refuted", "a certificate was proved", told)

    def flipped(self) -> Statement:
        return replace(self, possible=not self.possible)
