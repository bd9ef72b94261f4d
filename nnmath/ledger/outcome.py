"""What deciding a statement comes to."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal, Protocol

from nnmath.calculus.theorem import Theorem

Verdict = Literal["proved", "refuted", "ambiguous", "illustrated", "definition", "undecided"]
VERDICTS: tuple[Verdict, ...] = ("proved", "refuted", "ambiguous", "illustrated", "definition", "undecided")


@dataclass(frozen=True)
class Outcome:
    """A verdict, how it came about, and for a refuted statement what refutes it."""

    verdict: Verdict
    evidence: str
    counterexample: str = ""


class Statement(Protocol):
    """A definite mathematical statement."""

    def __str__(self) -> str:
        """The statement in the library's notation."""

    def decide(self) -> Outcome:
        """The machine's verdict."""

    def flipped(self) -> Statement:
        """The same with a sign changed; false wherever this is true."""


def outcome_of(theorem: Theorem) -> Outcome:
    """The prover's verdict. Agreement at random points is no proof."""
    if theorem.verdict == "refuted":
        return Outcome("refuted", "both sides evaluated", str(theorem.witness))
    if theorem.verdict != "proved":
        return Outcome("undecided", f"{theorem.verdict}: {theorem.chance or theorem.note}")
    conditions = dict.fromkeys(map(_named, theorem.conditions))
    where = f", where {', '.join(conditions)}" if conditions else ""
    return Outcome("proved", f"for all sizes, in {len(theorem.steps)} steps{where}")


def _named(condition: str) -> str:
    """A condition with its summed indices, which the prover numbers as it goes, called r1, r2, ..."""
    numbers = dict.fromkeys(re.findall(r"%\d+", condition))
    for place, number in enumerate(numbers, 1):
        condition = re.sub(rf"{number}\b", f"r{place}", condition)
    return condition
