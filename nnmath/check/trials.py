"""A call and its result, entry by entry beside the exact answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnmath.check.bounded import BITS
from nnmath.check.caller import Outcome
from nnmath.check.draw import Case
from nnmath.check.exact import Answer

Array = np.ndarray[Any, Any]


@dataclass
class Entry:
    """One array of a result, held against its answer; `x` where it is a function of one number."""

    answer: Answer
    found: Array
    ulp: Array
    bad: Array
    x: Array | None = None

    @property
    def judged(self) -> Array:
        """Which entries have an answer and a bound."""
        return np.asarray(np.isfinite(self.answer.allowed))


@dataclass
class Trial:
    """One call, its entries, and what was wrong with the call as a whole."""

    case: Case | None
    entries: list[Entry]
    label: str
    flavor: str
    problem: Outcome | None = None
    args: tuple[Any, ...] = ()

    @property
    def failed(self) -> bool:
        return self.problem is not None or any(np.any(e.bad) for e in self.entries)


def measured(answer: Answer, found: Array, dtype: str, max_ulp: float | None, x: Array | None = None) -> Entry:
    """Errors in units in the last place of the format at the exact value, and which are too large.

    Where an answer has no bound, only a nan or an infinity in place of an ordinary number is an error.
    """
    top = float(np.finfo(dtype).max)
    with np.errstate(all="ignore"):
        exact = answer.exact
        given = found.astype(np.float64)
        error = np.abs((given - exact) - answer.rest)
        unit = np.spacing(np.minimum(np.abs(exact), top).astype(dtype)).astype(np.float64)
        ulp = error / unit
        bound = answer.allowed if max_ulp is None else max_ulp * unit
        bad = ~(error <= bound)
        overflows = np.abs(exact) + np.where(np.isfinite(bound), bound, 0) >= top * (1 - 2.0 ** -BITS[dtype])
        same_infinity = np.isinf(given) & (np.signbit(given) == np.signbit(exact))
        bad &= ~(overflows & (same_infinity | (np.isfinite(given) & (np.abs(given) >= top * (1 - 1e-3)))))
        both = (np.isnan(exact) & np.isnan(given)) | (np.isinf(exact) & same_infinity)
        ulp = np.where(both | (overflows & same_infinity), 0.0, ulp)
        ulp = np.where(np.isnan(ulp), np.inf, ulp)
        unjudged = np.isinf(answer.allowed)
        lost = ~np.isfinite(given) & (np.abs(exact) < 1e-3 * top)
        bad = np.where(both, False, np.where(unjudged, lost, bad))
        ulp = np.where(unjudged & ~lost, 0.0, ulp)
    return Entry(answer, found, np.asarray(ulp), np.asarray(bad), x)


def misshapen(found: Sequence[Any], expected: Sequence[Answer], dtype: str) -> str:
    """What is wrong with the number, the shapes or the dtypes of a result; nothing where they are right."""
    if len(found) != len(expected):
        names = ", ".join(a.name for a in expected)
        return f"{len(expected)} array(s) belong there ({names}), got {len(found)}"
    for value, answer in zip(found, expected, strict=True):
        if value is None:
            return f"{answer.name} is None"
        if value.shape != answer.exact.shape:
            return f"{answer.name} must have shape {answer.exact.shape}, got {value.shape}"
        if str(value.dtype) != dtype:
            return f"{answer.name} must be {dtype}, got {value.dtype}"
    return ""
