"""Statements that deny another one."""

from __future__ import annotations

from dataclasses import dataclass

from nnmath.ledger.outcome import Outcome, Statement


@dataclass(frozen=True)
class Not:
    """The opposite of a statement: proved where that is refuted, refuted where that is proved.

    >>> from nnmath.ledger.infeasible import Infeasible
    >>> Not(Infeasible(["x > 1", "x < 1"], (1, 1))).decide().verdict
    'refuted'
    """

    statement: Statement

    def __str__(self) -> str:
        return f"it is not so that {self.statement}"

    def decide(self) -> Outcome:
        found = self.statement.decide()
        if found.verdict == "proved":
            return Outcome("refuted", "the opposite is proved", f"{self.statement}: {found.evidence}")
        if found.verdict == "refuted":
            return Outcome("proved", f"the opposite is refuted: {found.counterexample}")
        return found

    def flipped(self) -> Statement:
        return self.statement
