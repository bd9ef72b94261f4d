"""What is kept of a sample of times: median, quartiles, and the two modes of a bimodal one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from statistics import median
from typing import Any

APART = 1.25
"""Modes closer than this ratio are one."""
EXPLAINED = 0.85
"""Share of the variance that two modes explain; two halves of a normal sample explain 0.64, of a uniform one 0.75."""
LEAST = 8
SHARE = 0.15


@dataclass(frozen=True)
class Timing:
    """Seconds a call. `modes` are the medians of the faster and the slower mode, or empty."""

    median: float
    low: float
    high: float
    count: int
    modes: tuple[float, ...] = ()

    @property
    def best(self) -> float:
        """The median, of the better mode where there are two."""
        return self.modes[0] if self.modes else self.median

    @property
    def data(self) -> dict[str, Any]:
        return asdict(self)


def from_data(data: dict[str, Any]) -> Timing:
    return Timing(**{**data, "modes": tuple(data["modes"])})


def timing(times: Sequence[float]) -> Timing:
    """Of at least one time.

    >>> timing([3.0, 1.0, 2.0]).median
    2.0
    """
    ordered = sorted(times)
    return Timing(median(ordered), _at(ordered, 0.25), _at(ordered, 0.75), len(ordered), modes(ordered))


def modes(ordered: Sequence[float]) -> tuple[float, ...]:
    """The medians of both halves of the best split of sorted times, where it explains nearly all their variance."""
    logs, count = [math.log(max(t, 1e-12)) for t in ordered], len(ordered)
    least = max(2, math.ceil(SHARE * count))
    if count < LEAST:
        return ()
    mean = sum(logs) / count
    total = sum((v - mean) ** 2 for v in logs)
    explained, at = max((_between(logs, k, mean), k) for k in range(least, count - least + 1))
    fast, slow = median(ordered[:at]), median(ordered[at:])
    return (fast, slow) if slow > APART * fast and explained > EXPLAINED * total else ()


def _between(values: Sequence[float], k: int, mean: float) -> float:
    """The variance between the first k and the rest, times the count."""
    first, rest = sum(values[:k]) / k, sum(values[k:]) / (len(values) - k)
    return k * (first - mean) ** 2 + (len(values) - k) * (rest - mean) ** 2


def _at(ordered: Sequence[float], share: float) -> float:
    """A quantile, between neighbours."""
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    return ordered[low] + (place - low) * (ordered[min(low + 1, len(ordered) - 1)] - ordered[low])
