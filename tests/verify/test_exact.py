"""The exact grade: the nearest number, decided at inputs where float64 cannot."""

from __future__ import annotations

import numpy as np
import pytest

pytest.importorskip("flint")

import nnmath as nm
from nnmath.face import symbolic
from nnmath.verify.accuracy import measure
from nnmath.verify.entries import elementwise, evaluate_exact
from nnmath.verify.oracle import Oracle

LEAST = float(np.finfo(np.float32).smallest_subnormal)
TIES = {
    "sigmoid": [k * 2.0**-23 for k in range(1, 40, 2)],  # x^3/48 beside the middle of two numbers
    "silu": [k * LEAST for k in range(1, 40, 2)],  # x/2 is the middle, x^2/4 decides
    "gelu": [k * LEAST for k in range(1, 40, 2)],
    "hardswish": [k * LEAST for k in range(1, 40)],
    "softsign": [2.0**-k for k in (24, 25, 26, 40)],
}


@pytest.mark.parametrize("name", TIES)
def test_inputs_that_float64_leaves_open(name):
    x = np.array([*TIES[name], *(-t for t in TIES[name])], np.float32)
    oracle = Oracle(name)
    found = getattr(nm, name).exact(x)
    assert all(oracle.is_rounded(float(a), float(b), np.float32) for a, b in zip(x, found, strict=True))


def test_rounding_the_float64_kernel_is_not_enough():
    """The same inputs by float64 alone: some go to the wrong side, so the test above can fail."""
    missed = 0
    for name, ties in TIES.items():
        x = np.array([*ties, *(-t for t in ties)], np.float32)
        once = getattr(nm, name)(x.astype(np.float64)).astype(np.float32)
        missed += sum(not Oracle(name).is_rounded(float(a), float(b), np.float32) for a, b in zip(x, once, strict=True))
    assert missed >= 10


@pytest.mark.parametrize("name", elementwise())
@pytest.mark.parametrize(("dtype", "count"), [("float16", 0), ("float32", 20000), ("float64", 600)])
def test_the_grade(name, dtype, count):
    narrow = dtype != "float64"
    found = measure(name, dtype, count, seed=5, function=lambda x: evaluate_exact(name, x), rounded=narrow)
    assert found.worst_ulp <= (0.5 if narrow else 0.5 + 1e-12), found.line()
    assert found.flags == ()


def test_without_flint_the_same_numbers(monkeypatch):
    x = np.array([-30.0, -2.5, -1e-300, 1e-17, 0.7, 41.0, 5e-324])
    x32 = np.array([*TIES["silu"], *TIES["sigmoid"]], np.float32)
    calls = [(name, v) for name in ("gelu", "silu", "elu", "sigmoid", "softsign", "hardswish") for v in (x, x32)]
    with_flint = [getattr(nm, name).exact(v) for name, v in calls]
    kept = symbolic.Rounding.__init__

    def plain(self, *arguments):
        kept(self, *arguments)
        self.flint = None

    monkeypatch.setattr(symbolic.Rounding, "__init__", plain)
    for (name, v), expected in zip(calls, with_flint, strict=True):
        np.testing.assert_array_equal(getattr(nm, name).exact(v), expected, err_msg=name)


def test_a_true_tie_goes_to_the_even_number():
    x = np.array([-1, -3, -5], np.float32) * np.float32(LEAST)
    found = nm.prelu.exact(x, np.array([0.5], np.float32))
    np.testing.assert_array_equal(found, np.array([-0.0, -2, -2], np.float32) * np.float32(LEAST))


def test_weights_of_channels_reach_their_entries():
    x = -np.ones((2, 3, 2))
    np.testing.assert_array_equal(nm.prelu.exact(x, np.array([1.0, 2.0, 4.0]))[1, :, 0], [-1, -2, -4])
