"""Powers and roots at 0: a case that only the derivative needs costs the value nothing, and stays in the derivative."""

import numpy as np
import pytest

import nnmath as nm
from nnmath.codegen.library import kernels_of
from nnmath.notation import define


def test_a_removable_case_is_removed_from_the_value_alone():
    forward, backward, _ = kernels_of(
        "root", define("root(x[N]; c: real > 0) -> y, z", "y[i] = 0 if x[i] == 0 else sqrt(x[i]/c)", "z[i] = 2*y[i]")
    )
    assert "rt.where" not in forward
    assert "rt.where" in backward


@pytest.mark.parametrize(
    ("equation", "at", "value", "slope"),
    [
        ("y[i] = 0 if x[i] == 0 else sqrt(x[i])", 0.0, 0.0, 0.0),
        ("y[i] = 1 if x[i] == 0 else sqrt(x[i])", 0.0, 1.0, 0.0),
        ("y[i] = 1 if x[i] == 0 else exp(x[i])", 0.0, 1.0, 0.0),
        ("y[i] = 0 if x[i] == 0 else x[i]**c", 0.0, 0.0, 0.0),
        ("y[i] = 0 if x[i] == 0 else abs(x[i])**c", 1e-200, 1e-200**1.5, 1.5e-100),
        ("y[i] = 0 if x[i] == 0 else x[i]*exp(c)", 0.0, 0.0, 0.0),
        ("y[i] = sqrt(x[i]) if x[i] == 4 else 0", 4.0, 2.0, 0.25),
    ],
)
def test_values_and_slopes_are_those_of_the_case_that_holds(equation, at, value, slope):
    f = nm.define("f(x[N]; c: real > 0) -> y", equation)
    y, pullback = f.vjp(np.array([at]), 1.5)
    assert y == pytest.approx(value, rel=1e-14)
    assert pullback(np.ones(1)).x == pytest.approx(slope, rel=1e-14)


def test_a_case_stays_where_the_other_could_be_infinite_times_zero():
    f = nm.define("f(x[N], w[N]) -> y", "y[i] = 0 if x[i] == 0 else x[i]*w[i]")
    assert f(np.zeros(1), np.array([np.inf])).tolist() == [0]


def test_what_is_not_the_case_is_still_refused_by_arithmetic():
    f = nm.define("f(x[N]) -> y", "y[i] = 0 if x[i] == 0 else sqrt(x[i])")
    assert np.isnan(f(np.array([-1.0, np.nan]))).all()


def test_a_slope_does_not_underflow_where_the_power_does():
    """c*x**(c - 1) also within a case: x**c is 0 here."""
    f = nm.define("f(x[N]; c: real > 0) -> y", "y[i] = 0 if x[i] == 0 else abs(x[i])**c")
    y, pullback = f.vjp(np.array([1e-200]), 2.0)
    assert y == 0
    assert pullback(np.ones(1)).x == pytest.approx(2e-200, rel=1e-14)
