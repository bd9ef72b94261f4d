"""Bounds in rational arithmetic: what is trusted is Python's integers and IEEE's rounding."""

from __future__ import annotations

import math
from collections.abc import Callable
from fractions import Fraction

import numpy as np
import numpy.typing as npt

UNIT = Fraction(1, 2**53)
"""u: a float64 operation is right to within u times its result."""

PI = Fraction(355, 113)  # just above pi


def round_up(value: Fraction) -> float:
    """The least float that is not below a rational number."""
    near = float(value)
    return near if Fraction(near) >= value else math.nextafter(near, math.inf)


def upper_sum(values: npt.NDArray[np.float64]) -> Fraction:
    """A rational number just above the sum of floats that are not negative; fsum rounds once."""
    return Fraction(math.fsum(values)) * (1 + 2 * UNIT)


def exp_of_minus(x: int) -> Fraction:
    """A rational number just above exp(-x), x > 0: every term of the series of exp(x) is positive."""
    term = total = Fraction(1)
    for k in range(1, 4 * x + 30):
        term = term * x / k
        total += term
    return 1 / total


def root_up(value: Fraction) -> Fraction:
    """A rational number just above the square root."""
    scale = 1 << 80
    return Fraction(math.isqrt(math.ceil(value * scale * scale)) + 1, scale)


def least(holds: Callable[[int], bool], start: int, most: int, what: str) -> int:
    """The least n >= start at which a growing condition holds, up to `most`."""
    high = start
    while not holds(high):
        if high >= most:
            raise ValueError(f"eps is too small for this f: more than {most} {what} would be needed")
        high = min(2 * high, most)
    low = max(start, high // 2)
    while low < high:
        middle = (low + high) // 2
        low, high = (low, middle) if holds(middle) else (middle + 1, high)
    return high
