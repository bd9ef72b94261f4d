"""Inputs that tell: special values with both neighbours, and random bit patterns."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from nnmath.verify.ulp import Array, Format

EDGES = (
    0.5, 0.6931471805599453, 0.75, 1.0, 1.2, 1.4142135623730951, 2.0, 2.4, 3.0, 3.95, 5.95, 6.0, 8.3, 9.01, 12.5,
    14.17, 16.6, 17.33, 18.4, 20.0, 26.54, 27.3, 36.05, 36.74, 37.0, 37.5, 38.48, 40.0, 52.0, 80.0, 87.34, 88.73,
    103.98, 110.0, 350.0, 372.5, 700.0, 708.4, 709.79, 745.14, 2000.0, 3e4,
)  # fmt: skip
"""Where formats, kernels or functions change: saturation, the ends of exp's range, thresholds of the runtime."""


def bit_patterns(dtype: Any, count: int, seed: int) -> Array:
    """`count` numbers of the format, every bit pattern equally likely: half of all exponents are far out."""
    form = np.dtype(dtype)
    bits: Array = np.random.default_rng(seed).integers(0, 256**form.itemsize - 1, count, np.uint64, endpoint=True)
    found: Array = bits.astype(f"u{form.itemsize}").view(form)
    return found


def middling(dtype: Any, count: int, seed: int) -> Array:
    """Random significands under exponents from -30 to 10, either sign: where elementwise functions bend."""
    rng = np.random.default_rng(seed)
    low = max(-30, Format(dtype).least)
    size = np.ldexp(1 + rng.random(count), rng.integers(low, 11, count))
    found: Array = (size * rng.choice([-1.0, 1.0], count)).astype(dtype)
    return found


def points(dtype: Any, count: int, seed: int, name: str | None = None, **params: Any) -> Array:
    """The special values and `count` random ones: half bit patterns, half of middling size."""
    half = count // 2
    parts = [special_values(dtype, name, **params), bit_patterns(dtype, half, seed)]
    return np.concatenate([*parts, middling(dtype, count - half, seed + 1)])


def every_float16(dtype: Any = np.float16) -> Array:
    """All 65536 numbers of a format of 16 bits."""
    found: Array = np.arange(1 << 16, dtype=np.uint32).astype(np.uint16).view(np.dtype(dtype))
    return found


def special_values(dtype: Any, name: str | None = None, **params: Any) -> Array:
    """±0, ±inf, nan, ends of the format, powers of two, thresholds, the formula's kinks and roots, all with neighbours.

    >>> import numpy as np
    >>> 0.0 in special_values(np.float16, "relu"), bool(np.isnan(special_values(np.float16)).any())
    (True, True)
    """
    form = Format(dtype)
    ends = [2.0**form.least, 3 * 2.0**form.least, 2.0**form.low, form.max, form.max / 2]
    powers = [2.0**e for e in range(max(form.least, -60), min(form.high, 16) + 1)]
    ranges = [abs(math.log(2.0) * e) for e in (form.high + 1, form.low, form.least, form.least - 1, form.bits)]
    centre = [0.0, *ends, *powers, *EDGES, *ranges, *(r / 2 for r in ranges), *map(math.sqrt, (2 * r for r in ranges))]
    if name is not None:
        centre += [*_own(name, params)]
    with np.errstate(all="ignore"):
        middle = np.array([c for c in centre if abs(c) <= form.max], np.float64).astype(form.dtype)
        both = np.concatenate([middle, -middle])
        near = [_neighbour(both, s) for s in (-1, 1)]
    found = np.concatenate([both, *near, np.array([np.inf, -np.inf, np.nan], form.dtype)])
    bits = np.unique(found.view(f"u{form.dtype.itemsize}"))
    kept: Array = bits.view(form.dtype)
    finite = np.isfinite(kept.astype(np.float64))
    return np.concatenate([kept[finite], np.array([np.inf, -np.inf, np.nan], form.dtype)])


def _own(name: str, params: dict[str, Any]) -> list[float]:
    from nnmath.verify.oracle import Oracle

    found: list[float] = []
    for order in (0, 1, 2):
        oracle = Oracle(name, order=order, **params)
        found += [*oracle.kinks, *oracle.roots]
    return found


def _neighbour(x: Array, side: int) -> Array:
    """The next number of the format above or below, by its bits: formats that NumPy does not know as well."""
    size = 8 * x.dtype.itemsize
    bits = x.view(f"i{x.dtype.itemsize}").astype(np.int64)
    least = -(1 << size - 1)
    order = np.where(bits < 0, least - bits, bits) + side
    back = np.where(order < 0, least - order, order)
    moved: Array = back.astype(np.int64).view(np.uint64).astype(f"u{x.dtype.itemsize}").view(x.dtype)
    finite = np.isfinite(moved.astype(np.float64))
    kept: Array = np.where(finite, moved, x)
    return kept
