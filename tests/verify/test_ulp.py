"""Errors in ulp, held against rational arithmetic."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from nnmath.verify.ulp import Format, spacing, split, ulp_errors

DTYPES = (np.float16, np.float32, np.float64)


def unit(exact: Fraction, dtype) -> Fraction:
    """The unit in the last place by its definition: the gap between neighbours around |exact|, by search."""
    info = np.finfo(dtype)
    e = int(info.minexp)
    while e < info.maxexp - 1 and abs(exact) >= Fraction(2) ** (e + 1):
        e += 1
    return Fraction(2) ** (e - int(info.nmant))


def pair(exact: Fraction) -> tuple[float, float, int]:
    man = exact.numerator
    assert exact.denominator.bit_count() == 1
    return split(man, 1 - exact.denominator.bit_length())


@pytest.mark.parametrize("dtype", DTYPES)
def test_errors_are_those_of_rational_arithmetic(dtype):
    rng = np.random.default_rng(4)
    info = np.finfo(dtype)
    low = int(info.minexp) - int(info.nmant)
    for _ in range(300):
        exact = Fraction(int(rng.integers(1, 2**62))) * Fraction(2) ** int(
            rng.integers(low - 66, int(info.maxexp) - 64)
        )
        found = dtype(float(exact * (1 + Fraction(int(rng.integers(-9, 10)), 2 ** (int(info.nmant) + 1)))))
        expected = abs(Fraction(float(found)) - exact) / unit(exact, dtype)
        hi, lo, e = pair(exact)
        got = ulp_errors(np.array([found]), [hi], [lo], dtype, [e])[0]
        assert got == pytest.approx(float(expected), rel=1e-12, abs=1e-25)


@pytest.mark.parametrize("dtype", DTYPES)
def test_units_differ_on_both_sides_of_a_power_of_two(dtype):
    eps = float(np.finfo(dtype).eps)
    above = dtype(1 + eps)
    assert ulp_errors([above], [1.0], 0.0, dtype)[0] == 1
    assert ulp_errors([above], [1.0], -(2.0**-120), dtype)[0] == 2  # just below 1 the unit is half as large
    assert ulp_errors([dtype(1)], [1.0], -eps / 4, dtype)[0] == 0.5
    assert spacing(1.0, dtype) == eps
    assert spacing(1 - eps / 4, dtype) == (eps if dtype is np.float64 and 1 - eps / 4 == 1 else eps / 2)


@pytest.mark.parametrize("dtype", DTYPES)
def test_subnormals_and_zero(dtype):
    least = float(np.finfo(dtype).smallest_subnormal)
    assert spacing(0.0, dtype) == least == spacing(3 * least, dtype)
    assert ulp_errors([dtype(3 * least)], [2 * least], 0.0, dtype)[0] == 1
    assert ulp_errors(np.array([-0.0], dtype), [0.0], 0.0, dtype)[0] == 0
    assert ulp_errors(np.array([least], dtype), [0.0], 0.0, dtype)[0] == 1


def test_exact_values_between_subnormals_are_seen():
    """A third of the smallest double, which no pair of doubles can say without an exponent."""
    third = mpmath.mpf(1) / 3 * mpmath.mpf(2) ** -1074
    assert ulp_errors(np.array([0.0]), np.array([third], object))[0] == pytest.approx(1 / 3)
    assert ulp_errors(np.array([5e-324]), np.array([third], object))[0] == pytest.approx(2 / 3)


@pytest.mark.parametrize("dtype", DTYPES)
def test_the_end_of_the_range(dtype):
    top = float(np.finfo(dtype).max)
    unit = float(spacing(top, dtype))
    assert ulp_errors(np.array([top], dtype), [top], 0.0, dtype)[0] == 0
    assert ulp_errors(np.array([top], dtype), [top], unit / 4, dtype)[0] == 0.25
    assert ulp_errors(np.array([np.inf], dtype), [top], 0.0, dtype)[0] == np.inf
    assert ulp_errors(np.array([np.inf], dtype), [top], unit * 0.75, dtype)[0] == 0.25
    assert ulp_errors(np.array([-np.inf], dtype), [top], unit * 0.75, dtype)[0] == np.inf


@pytest.mark.parametrize(
    ("found", "exact", "error"),
    [
        (np.nan, np.nan, 0),
        (np.inf, np.inf, 0),
        (-np.inf, np.inf, np.inf),
        (np.nan, 1.0, np.inf),
        (1.0, np.nan, np.inf),
        (1.0, np.inf, np.inf),
    ],
)
def test_what_is_not_finite(found, exact, error):
    assert ulp_errors(np.array([found]), [exact])[0] == error


def test_mpf_and_pairs_agree():
    with mpmath.workprec(150):
        third = mpmath.mpf(1) / 3
        assert spacing(third, np.float32) == 2.0**-25
        pair = float(third), float(third - float(third))
    a = ulp_errors(np.array([0.33333334], np.float32), np.array([third], object))
    assert a == pytest.approx(ulp_errors(np.array([0.33333334], np.float32), [pair[0]], [pair[1]]), rel=1e-12)


def test_bfloat16():
    bfloat16 = pytest.importorskip("ml_dtypes").bfloat16
    assert Format(bfloat16).bits == 8
    assert spacing(1.0, bfloat16) == 2.0**-7
    assert math.isclose(ulp_errors(np.array([1.0], bfloat16), [1 + 2.0**-9])[0], 0.25)
