"""What was measured of a cell, its ratios and their mean."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from typing import Any

from nnmath.bench.cases import Cell
from nnmath.bench.timing import Timing, from_data

OURS = "nnmath"
PART_TITLES = {"forward": "forward", "both": "forward+vjp", "out": "out="}


@dataclass
class Measured:
    """What was found of a cell; `notes` say why a library has no times, `hot` where ours goes to."""

    cell: Cell
    times: dict[str, dict[str, Timing]] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    wrong: list[str] = field(default_factory=list)
    hot: dict[str, list[str]] = field(default_factory=dict)

    def ratio(self, part: str, peer: str) -> float | None:
        """Our median over theirs; of a bimodal peer its better mode."""
        found = self.times.get(part, {})
        return found[OURS].median / found[peer].best if OURS in found and peer in found else None

    def blame(self, name: str, why: str) -> None:
        """Note what went wrong with a library, the first thing alone."""
        if name not in self.wrong:
            self.wrong.append(name)
            self.notes[name] = why

    @property
    def data(self) -> dict[str, Any]:
        times = {part: {name: t.data for name, t in found.items()} for part, found in self.times.items()}
        return {"cell": asdict(self.cell), "times": times, "notes": self.notes, "wrong": self.wrong, "hot": self.hot}


def restored(data: dict[str, Any]) -> Measured:
    times = {part: {name: from_data(t) for name, t in found.items()} for part, found in data["times"].items()}
    return Measured(Cell(**data["cell"]), times, dict(data["notes"]), list(data["wrong"]), dict(data["hot"]))


def geomean(ratios: Iterable[float]) -> float | None:
    logs = [math.log(r) for r in ratios]
    return math.exp(sum(logs) / len(logs)) if logs else None


def ratios(cells: Iterable[Measured], peer: str, part: str = "both") -> list[tuple[float, Measured]]:
    """Of the cells where both were timed, the worst first."""
    found = [(r, m) for m in cells if (r := m.ratio(part, peer)) is not None]
    return sorted(found, key=lambda pair: -pair[0])
