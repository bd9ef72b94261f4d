"""Statements that another one fails: what is printed as possible, and is not."""

from __future__ import annotations

from dataclasses import dataclass

from nnmath.ledger.outcome import Outcome, Statement


@dataclass(frozen=True)
class Denial:
    """Somewhere the statement fails: refuted where it is proved, proved by its counterexample.

    >>> from nnmath.ledger.equations import Equal, scalars
    >>> Denial(Equal("(x + 1)**2", "x**2 + 1", scalars("x"))).decide().verdict
    'proved'
    """

    statement: Statement

    def __str__(self) -> str:
        return f"somewhere not: {self.statement}"

    def decide(self) -> Outcome:
        found = self.statement.decide()
        if found.verdict == "proved":
            return Outcome("refuted", found.evidence, f"everywhere {self.statement}")
        if found.verdict == "refuted":
            return Outcome("proved", f"it fails {found.counterexample}")
        return found

    def flipped(self) -> Statement:
        return self.statement
