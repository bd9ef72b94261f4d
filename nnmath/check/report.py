"""What a check found, as data and as text."""

from __future__ import annotations

import json
import math
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

VERDICTS = {
    "OK": "every answer is within its bound",
    "RAISES": "the function raises where the formula has an answer",
    "SHAPE_OR_DTYPE": "the result is not an array of the shape and dtype that belong there",
    "NONDETERMINISTIC": "the same call gives different answers",
    "MUTATES_INPUT": "the function writes into its arguments",
    "WRONG_VARIANT": "the function computes another registered formula, or a known other convention of this one",
    "WRONG_FORMULA": "the function computes something else",
    "TIE_CONVENTION": "right everywhere but at ties and kinks",
    "DOMAIN": "inf, nan, overflow or underflow on inputs where the answer is an ordinary number",
    "IMPRECISE": "the right formula with more error than the condition of the problem explains",
    "GRADIENT_WRONG": "the value is right and its gradient is not",
    "GRADIENT_INCONSISTENT": "the value is wrong, and the gradient is not even that of the function's own value",
    "UNDECIDED": "nothing could be judged",
}


class CheckFailed(AssertionError):
    """A kernel that does not hold against its formula."""


@dataclass
class Finding:
    """One part judged: forward, vjp, jvp or derivative."""

    part: str
    verdict: str
    reason: str = ""
    cases: int = 0
    entries: int = 0
    unjudged: int = 0
    skipped: int = 0
    made: int = 0
    max_ulp: float = 0.0
    p99_ulp: float = 0.0
    worst: dict[str, str] = field(default_factory=dict)
    by_exponent: dict[int, float] = field(default_factory=dict)
    intervals: list[str] = field(default_factory=list)
    smallest: str = ""
    reproduce: str = ""
    matches: str = ""

    def lines(self) -> list[str]:
        counts = f"{self.cases} calls, {self.entries} entries"
        counts += f", {self.unjudged} entries not judged" if self.unjudged else ""
        counts += f", {self.skipped} calls too large to judge" if self.skipped else ""
        found = [f"{self.part}: {self.verdict}  ({counts})" + (f": {self.reason}" if self.reason else "")]
        if self.verdict == "OK" and self.made:
            found.append(f"  called {self.made} times: {_chance(self.made)}")
        if self.entries:
            found.append(f"  error: largest {_number(self.max_ulp)} ulp, 99th percentile {_number(self.p99_ulp)} ulp")
        found += [f"  {name}: {text}" for name, text in self.worst.items()]
        if self.intervals:
            found.append("  failing inputs: " + "; ".join(self.intervals))
        if self.smallest:
            found.append(f"  smallest failing call: {self.smallest}")
        if self.verdict != "OK" and self.by_exponent:
            found.append("  largest error by exponent of the " + ("input" if self.intervals else "answer") + ":")
            items = sorted(self.by_exponent.items())
            if len(items) > 12:
                items = sorted(sorted(items, key=lambda item: -item[1])[:12])
            found += [f"    2^{e:<6d} {_number(ulp)} ulp" for e, ulp in items]
        if self.reproduce:
            found.append(f"  reproduce: {self.reproduce}")
        return found


def _chance(calls: int) -> str:
    """The rarest failure by chance that so many calls show with 95 %: of n calls none fails with (1 - p)^n."""
    return (
        f"a failure by chance in 1 call of {max(round(1 / -math.expm1(math.log(0.05) / calls)), 1)} is seen with 95 %"
    )


def _number(value: float) -> str:
    return f"{value:.3g}" if math.isfinite(value) else str(value)


@dataclass
class Report:
    """The verdict on a function held against a formula.

    `verdict` is that of the worst of the `findings`, one for each part that was judged; `matches` names what the
    function is instead, where that is known; `notes` tell what does not count against it.

    >>> import numpy as np
    >>> from nnmath import check
    >>> report = check.compare(lambda x: 2 * np.maximum(x, 0), "relu", dtype="float16")
    >>> report.ok, report.verdict, report.finding("forward").reason
    (False, 'WRONG_FORMULA', '2 times the exact answer')
    """

    name: str
    function: str
    dtype: str
    verdict: str
    findings: list[Finding] = field(default_factory=list)
    seconds: float = 0.0
    seed: int = 0
    notes: list[str] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        return self.verdict == "OK"

    @property
    def matches(self) -> str:
        """What the function computes instead, where that is known."""
        return next((f.matches for f in self.findings if f.matches), "")

    def finding(self, part: str) -> Finding | None:
        """What was found of one part."""
        return next((f for f in self.findings if f.part == part), None)

    def __str__(self) -> str:
        head = f"{self.function} against {self.name}, {self.dtype}: {self.verdict} ({VERDICTS[self.verdict]})"
        lines = [head, *(line for f in self.findings for line in f.lines()), *self.notes]
        return "\n".join([*lines, f"seed {self.seed}, {self.seconds:.1f} s"])

    def to_dict(self) -> dict[str, Any]:
        found: dict[str, Any] = _plain({**asdict(self), "ok": self.ok, "matches": self.matches})
        return found

    def to_json(self, path: str | Path | None = None) -> str:
        """The report as JSON; written to `path` where one is given."""
        text = json.dumps(self.to_dict(), indent=1, allow_nan=False)
        if path is not None:
            Path(path).write_text(f"{text}\n", encoding="utf-8")
        return text

    def raise_for_failure(self) -> None:
        """Raise CheckFailed, an AssertionError with the report as its text, where the verdict is not OK."""
        if not self.ok:
            raise CheckFailed(f"\n{self}")


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(k): _plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(v) for v in value]
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    return value if isinstance(value, str | int | float | bool | None) else str(value)
