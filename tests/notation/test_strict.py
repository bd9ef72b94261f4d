"""What is typed is what is meant: nothing is dropped, rounded or guessed."""

from __future__ import annotations

import numpy as np
import pytest

import nnmath as nm
from nnmath.calculus import prove
from nnmath.calculus.latex import system_latex
from nnmath.notation import NotationError, define

QUARTER = define("f(x[N]) -> y", "y[i] = 0.25*x[i]")


@pytest.mark.parametrize("space", ["", " ", "   ", "\n  "])
def test_decimals_keep_their_digits_wherever_they_stand(space):
    assert prove("y[i]", f"{space}0.25*x[i]", system=QUARTER, ranges={"i": "N"}).verdict == "proved"
    assert prove("y[i]", f"{space}0.2525*x[i]", system=QUARTER, ranges={"i": "N"}).verdict == "refuted"


def test_decimals_in_an_assumption():
    half = define("f(x[N]) -> y", "y[i] = 0.5*x[i]")
    given = {"system": half, "ranges": {"i": "N"}, "assuming": ["sum[i](x[i]) = 0.5"]}
    assert prove("sum[i](y[i])", "0.25", **given).verdict == "proved"
    assert prove("sum[i](y[i])", "0", **given).verdict == "refuted"


@pytest.mark.parametrize(
    "text",
    [
        "f(x[N]) -> y\ny[i] = x[i]; z[i] = 2*x[i]",
        "f(x[N]) -> y\ny[i] = exp(x[i], base=2)",
        "f(x[N]) -> y\ny = sum[i](x[i], start=5)",
        "f(x[N]; a: real > 0 and < 1) -> y\ny[i] = a*x[i]",
        "f(x[N]: bogus) -> y\ny[i] = x[i]",
        "f(x[N], x[M]) -> y\ny[i] = x[i]",
        "lambda(x[N]) -> y\ny[i] = x[i]",
    ],
)
def test_what_is_not_understood_is_refused(text):
    with pytest.raises(NotationError):
        define(text)


def test_upper_bounds_are_kept():
    f = nm.define("f(x[N]; a: real < 1, k: int <= 3) -> y\ny[i] = a*k*x[i]")
    assert f(np.ones(1), 0.5, 2)[0] == 1.0
    with pytest.raises(ValueError, match="a must be"):
        f(np.ones(1), 7.0, 2)
    with pytest.raises(ValueError, match="k must be"):
        f(np.ones(1), 0.5, 99)


@pytest.mark.parametrize(
    ("equation", "expected"),
    [
        ("y = mean[i](x[i])**2", r"\left(\operatorname{mean}_{i} x_{i}\right)^{2}"),
        ("y = prod[i](x[i])**2*c", r"\left(\prod_{i} x_{i}\right)^{2}\, c"),
        ("y = (x[0]/c)**2", r"\left(\frac{x_{0}}{c}\right)^{2}"),
        ("y = ((x[0] + 1)**2)**c", r"\left(\left(x_{0} + 1\right)^{2}\right)^{c}"),
        ("y = sum[i](x[i])*c", r"\left(\sum_{i} x_{i}\right)\, c"),
    ],
)
def test_latex_keeps_the_brackets(equation, expected):
    assert f"y &= {expected}\n" in system_latex(define(f"f(x[N], c) -> y\n{equation}"))


@pytest.mark.parametrize("equation", ["p < N - 1\ny[p] = x[p+1]*x[p]", "y[i] = x[i]*x[0]", "y[i] = x[N-1-i]*x[i]"])
def test_one_input_read_twice(equation):
    f = nm.define(f"f(x[N]) -> y\n{equation}")
    x = np.array([0.3, -1.2, 2.0])
    y, pullback = f.vjp(x)
    dy, step = np.linspace(1, 2, y.size), 1e-6 * np.array([1.0, -2.0, 0.5])
    assert dy @ (f(x + step) - f(x - step)) / 2 == pytest.approx(pullback(dy).x @ step, rel=1e-6)
    with pytest.raises(TypeError, match="not a function of one number"):
        f.derivative(x)
