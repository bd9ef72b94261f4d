"""What a proof leaves behind: a claim, its verdict, its side conditions, its steps."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

Verdict = Literal["proved", "exact", "numeric", "undecided", "refuted"]


@dataclass(frozen=True)
class Step:
    """One step: the rule, what it was applied to, both sides before and after."""

    rule: str
    subject: str
    before: str
    after: str
    conditions: tuple[str, ...] = ()

    def __str__(self) -> str:
        conditions = f"   (needs {', '.join(self.conditions)})" if self.conditions else ""
        return f"{self.rule} {self.subject}{conditions}\n      {self.after}"


@dataclass(frozen=True)
class Witness:
    """A counterexample: sizes, index, and what both sides come to."""

    sizes: Mapping[str, Any]
    index: Mapping[str, int]
    left: Any
    right: Any
    values: Mapping[str, Any] = field(default_factory=dict)

    def __str__(self) -> str:
        sizes = ", ".join(f"{n} = {v}" for n, v in {**self.sizes, **self.index}.items())
        return f"at {sizes or 'once'}: {self.left} against {self.right}"


@dataclass(frozen=True)
class Theorem:
    """A claim ``lhs = rhs`` with its verdict.

    "proved": for all sizes. "exact": identity of numbers in GF(2^61 - 1) at random sizes and
    values; `chance` bounds the probability that a false claim passed. "numeric": 50 digits agreed.
    "undecided": none of these, which is no pass. "refuted": `witness` is a counterexample.
    """

    name: str
    verdict: Verdict
    lhs: str
    rhs: str
    ranges: Mapping[str, str] = field(default_factory=dict)
    assuming: tuple[str, ...] = ()
    conditions: tuple[str, ...] = ()
    steps: tuple[Step, ...] = ()
    witness: Witness | None = None
    chance: str = ""
    note: str = ""
    milliseconds: float = 0.0
    claim: Any = field(default=None, repr=False, compare=False)

    def __bool__(self) -> bool:
        return self.verdict in ("proved", "exact")

    def __str__(self) -> str:
        ranges = ", ".join(f"{n} < {s}" for n, s in self.ranges.items())
        lines = [f"{self.name or 'claim'}: {self.verdict} ({self.milliseconds:.0f} ms)"]
        lines.append(f"  {self.lhs} = {self.rhs}" + (f"    ({ranges})" if ranges else ""))
        if self.assuming:
            lines.append(f"  assuming {', '.join(self.assuming)}")
        if self.conditions:
            lines.append(f"  where {', '.join(self.conditions)}")
        lines += [f"  {i}. {step}" for i, step in enumerate(self.steps, 1)]
        if self.witness:
            lines.append(f"  counterexample {self.witness}")
        lines += [f"  {extra}" for extra in (self.chance, self.note) if extra]
        return "\n".join(lines)
