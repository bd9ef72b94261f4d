"""Two cases that meet are said without a choice, and where they do not, they are chosen."""

import mpmath
import numpy as np
import pytest

import nnmath as nm
from nnmath.codegen import compile_source, emit_forward, emit_vjp
from nnmath.notation import define

ODD = [-np.inf, -1e30, -90.0, -2.5, -1.25, -0.7, -1e-3, -1e-30, -0.0, 0.0, 1e-30, 1e-3, 0.7, 1.25, 2.5, 90.0, np.nan]
MEET = [
    ("x[n] if x[n] > 0 else a*(exp(x[n]) - 1)", "rt.above"),
    ("x[n] if x[n] >= 0 else c*(exp(x[n]/c) - 1)", "np.fmax(y[low:high], x[low:high]"),
    ("2*x[n] if x[n] > 0 else 5*(exp(x[n]) - 1)", "np.fmax(x[low:high], 0"),
    ("5*(exp(x[n]) - 1) if x[n] <= 0 else 7*x[n]", "np.fmax(y[low:high],"),
    ("x[n] if x[n] > 0 else -x[n]**3", "np.fmax(x[low:high], 0"),
    ("1 if x[n] >= 0 else exp(x[n]/c)", "rt.exp_of(y[low:high]"),
    ("sign(x[n]) if abs(x[n]) >= c else x[n]/c", "rt.saturated(x[low:high], c, 1"),
    ("3*x[n]/c if abs(x[n]) < c else 3*sign(x[n])", "rt.saturated(x[low:high], c, 3"),
    ("1 if x[n] > 0 else a*exp(x[n])", "rt.beyond"),
    ("a if x[n] > 0 else c*exp(x[n])", "rt.beyond"),
    ("c*(abs(x[n]) - c/2) if abs(x[n]) > c else x[n]**2/2", "rt.clip(x[low:high], (-c), c"),
    ("x[n]**2/2 if abs(x[n]) <= c else c*(abs(x[n]) - c/2)", "rt.clip(x[low:high], (-c), c"),
    ("abs(x[n]) - c/2 if abs(x[n]) > c else x[n]**2/(2*c)", "rt.saturated(x[low:high], c, 1"),
    ("3*x[n]**2 if 2 > abs(x[n]) else 12*abs(x[n]) - 12", "np.clip(y[low:high], -12, 12"),
]
APART = [
    "x[n] if x[n] > 0 else exp(a*x[n]) - 1",
    "-x[n] if x[n] > 0 else exp(-2*x[n]) - 1",
    "-x[n] if x[n] > 0 else x[n]**2 - 2*x[n]",
    "a*sign(x[n]) if x[n] > 0 else c*exp(x[n])",
    "a if x[n] >= 0 else c*exp(x[n])",
    "c if x[n] >= 0 else a*exp(x[n])",
    "x[n] if x[n] > 0 else sqrt(x[n]**2 + c**2) - c",
    "0 if x[n] > 0 else log(exp(x[n]) + c) - log(1 + c)",
    "x[n] if x[n] > 0 else log(exp(x[n]) + c) - log(1 + c)",
    "0 if x[n] > 0 else c*x[n]**2",
    "a if x[n] > 0 else a + c*x[n]",
    "2*x[n] if x[n] > 0 else c*x[n]*(exp(x[n]) - 1)",
    "x[n] if x[n] > 0 else a*exp(x[n])",
    "2 if x[n] > 0 else exp(x[n])",
    "exp(x[n]/c) if x[n] < 0 else 1",
    "x[n] if x[n] > 1 else exp(x[n]) - 1",
    "x[n] if t[n] > 0 else exp(x[n]) - 1",
    "x[n] if x[n] > 0 else x[n]*t[n]**2 + exp(x[n]) - 1",
    "1 if x[n] > 0 else exp(a*x[n])",
    "2*x[n] if x[n] > 0 else exp(a*x[n]) - 1",
    "sign(x[n]) if abs(x[n]) >= c else x[n]/c**2",
    "a*sign(x[n]) if abs(x[n]) >= c else a*x[n]/c",
    "x[n]**2 if x[n] > 0 else exp(x[n]) - 1",
    "a*x[n] if x[n] > 0 else exp(x[n]) - 1",
    "exp(x[n]) - 1 if x[n] > 0 else x[n]",
    "c*(abs(x[n]) - c/3) if abs(x[n]) > c else x[n]**2/2",
    "a*(abs(x[n]) - a/2) if abs(x[n]) > c else x[n]**2/2",
    "c*(abs(x[n]) - c/2) if x[n] > c else x[n]**2/2",
    "c*(abs(x[n]) - c/2) if abs(x[n]) > c else x[n]**2",
]


def chosen(body: str, **given: float) -> float:
    functions = {name: getattr(mpmath, name) for name in ("exp", "log", "sqrt", "sign")}
    space = {"abs": abs, **functions, **{name: mpmath.mpf(value) for name, value in given.items()}}
    with mpmath.workdps(90):
        return float(eval(body.replace("[n]", ""), space))


@pytest.mark.parametrize("a", [-0.75, 0.0, 0.75, 1.0, 1.75, np.inf, -np.inf, np.nan])
@pytest.mark.parametrize(("body", "call"), [*MEET, *((body, "rt.where") for body in APART)])
def test_what_meets_is_not_chosen(body: str, call: str, a: float) -> None:
    source = emit_forward(define("f(x[N], t[N]; a: real, c: real > 0) -> y", f"y[n] = {body}"), "f")
    assert call in source and ("rt.where" in source) == (call == "rt.where"), source
    x, t = np.array(ODD), np.array([-1.0, 2.0] * len(ODD))[: len(ODD)]
    found = compile_source(source)["f"](x, t, a, 1.25)
    wanted = [chosen(body, a=a, c=1.25, x=x, t=t) for x, t in zip(x, t, strict=True)]
    cancels = "sqrt" in body or "log(" in body
    told = x > 0 if cancels or not np.isfinite(a) else slice(None)  # what b(x) is then is another question
    np.testing.assert_allclose(found[told], np.array(wanted)[told], rtol=1e-14)


@pytest.mark.parametrize("a", [0.75, 1.0, 1.75])
def test_a_long_array_and_its_slope(a: float) -> None:
    """As many entries as are chosen on bits."""
    source = emit_vjp(define("f(x[N]; a: real) -> y", "y[n] = x[n] if x[n] > 0 else a*(exp(x[n]) - 1)"), "f")
    space, x = compile_source(source), np.random.default_rng(3).standard_normal(70_001)
    y, saved = space["f_forward"](x, a)
    np.testing.assert_allclose(y, np.where(x > 0, x, a * np.expm1(x)), rtol=4e-15)
    (slope,) = space["f_backward"](saved, np.full_like(x, 3.0))
    np.testing.assert_allclose(slope, 3 * np.where(x > 0, 1, a * np.exp(x)), rtol=4e-15)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("alpha", [1e-310, 1e-39, 1e-5, 0.3, 1e5, 1e39, 1e308])
@pytest.mark.parametrize("name", ["elu", "celu"])
def test_what_is_above_does_not_depend_on_a_parameter(name: str, alpha: float, dtype: type) -> None:
    """However small or large, for the dtype as well."""
    x = np.array([3.0, 1e-3, 0.25, 100.0] * 200, dtype)
    y, pullback = nm.formula(name).vjp(x, alpha=alpha)
    assert np.array_equal(y, x) and np.array_equal(pullback(np.full_like(x, 2)).x, np.full_like(x, 2))
