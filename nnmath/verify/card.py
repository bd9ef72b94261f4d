"""Trust cards: what was checked of a formula, rung by rung, with a verdict for each. Reading one needs no sympy."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, get_args

Outcome = Literal["definition", "proved", "exact", "exhaustive", "numeric", "not applicable", "undecided", "failed"]
OUTCOMES: tuple[str, ...] = get_args(Outcome)
DECIDED = ("definition", "proved", "exact", "exhaustive", "numeric")
FOLDER = Path(__file__).resolve().parent.parent / "cards"

LEVELS = {
    "L0": "source, variants, domain, ties",
    "L1": "proof for any sizes",
    "L2": "symbols at a small size",
    "L3": "dual numbers over GF(2^61 - 1)",
    "L4": "kernels against 50 digits",
    "L5": "stable forms against definitions",
    "L6": "dot test, differences, linearity",
    "L7": "error in ulp",
    "L8": "every input of a format",
    "L9": "another library",
    "L10": "mutants",
}


@dataclass(frozen=True)
class Rung:
    """One rung: its verdict and what was run, as plain data."""

    level: str
    verdict: str
    ran: Mapping[str, Any] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return LEVELS[self.level]

    @property
    def decided(self) -> bool:
        return self.verdict in DECIDED

    @property
    def applicable(self) -> bool:
        return self.verdict != "not applicable"

    def __str__(self) -> str:
        return f"{self.level:4} {self.name:34} {self.verdict:14} {summary(self.ran)}".rstrip()


def summary(ran: Mapping[str, Any]) -> str:
    """What was run in one line: ``draws 4, worst 2.1e-16``."""
    parts = []
    for key, value in ran.items():
        if isinstance(value, Mapping):
            value = f"({summary(value)})" if value else "none"
        elif isinstance(value, list | tuple):
            value = "; ".join(f"({summary(v)})" if isinstance(v, Mapping) else str(v) for v in value) or "none"
        parts.append(f"{key} {value}" if key else f"{value}")
    return ", ".join(parts)


@dataclass(frozen=True)
class Card:
    """All rungs of a formula, and the versions of the libraries with which they were climbed."""

    formula: str
    rungs: tuple[Rung, ...]
    versions: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, level: str) -> Rung:
        """The rung of a level, such as "L3"."""
        for rung in self.rungs:
            if rung.level == level:
                return rung
        raise KeyError(f"{self.formula} has no rung {level}; its rungs are {', '.join(r.level for r in self.rungs)}")

    @property
    def counts(self) -> dict[str, int]:
        """How many rungs have each verdict."""
        found = {o: sum(r.verdict == o for r in self.rungs) for o in OUTCOMES}
        return {outcome: n for outcome, n in found.items() if n}

    @property
    def decided(self) -> bool:
        """Whether every rung that applies has a verdict."""
        return all(r.decided for r in self.rungs if r.applicable)

    @property
    def failed(self) -> tuple[Rung, ...]:
        return tuple(r for r in self.rungs if r.verdict == "failed")

    @property
    def data(self) -> dict[str, Any]:
        """The card as plain data, as it is kept."""
        rungs = [{"level": r.level, "name": r.name, "verdict": r.verdict, "ran": dict(r.ran)} for r in self.rungs]
        return {"formula": self.formula, "rungs": rungs, "versions": dict(self.versions)}

    def to_json(self) -> str:
        return json.dumps(self.data, indent=1, ensure_ascii=False) + "\n"

    def __str__(self) -> str:
        counts = ", ".join(f"{n} {outcome}" for outcome, n in self.counts.items())
        versions = ", ".join(f"{library} {version}" for library, version in self.versions.items())
        lines = [f"{self.formula}: {counts}", *(f"  {rung}" for rung in self.rungs)]
        return "\n".join([*lines, *([f"  with {versions}"] if versions else [])])


def from_data(data: Mapping[str, Any]) -> Card:
    """The card that `Card.data` was taken of."""
    rungs = tuple(Rung(r["level"], r["verdict"], r["ran"]) for r in data["rungs"])
    return Card(data["formula"], rungs, data["versions"])


def path_of(name: str) -> Path:
    return FOLDER / f"{name}.json"


def known(name: str) -> Card | None:
    """The card that is kept of a formula, if there is one.

    >>> known("softmax")["L1"].verdict
    'proved'
    """
    path = path_of(name)
    return from_data(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else None
