"""f, f' and f'' of the functions of one number against a thousand digits, at points chosen to hurt.

The truth is sympy's derivative of the textbook expression on the branch that holds at the point,
evaluated by mpmath; nothing of the library is used for it.
"""

import functools
import math

import mpmath
import numpy as np
import pytest
import sympy as sp

import nnmath as nm
from nnmath.formulas.selu_constants import ALPHA, SCALE

X, P = sp.symbols("x p", real=True)
SIGMOID = 1 / (1 + sp.exp(-X))
ALPHA, SCALE = sp.Rational(str(ALPHA)), sp.Rational(str(SCALE))
C3 = sp.Rational("0.044715")

RAMP = sp.Piecewise((0, X <= -3), ((X + 3) / 6, X < 3), (1, True))

# formula, keywords, the branch below 0, the branch above 0, which of them holds at 0 ("0": f'' is 0 between them)
TEXTBOOK = [
    ("identity", {}, X, X, "+"),
    ("perceptron_step", {}, sp.Integer(0), sp.Integer(1), "+"),
    ("perceptron_sign", {}, sp.Integer(-1), sp.Integer(1), "+"),
    ("sigmoid", {}, SIGMOID, SIGMOID, "+"),
    ("sigmoid", {"slope": 1.7}, SIGMOID.subs(X, P * X), SIGMOID.subs(X, P * X), "+"),
    ("tanh", {}, sp.tanh(X), sp.tanh(X), "+"),
    ("relu", {}, sp.Integer(0), X, "-"),
    ("leaky_relu", {"negative_slope": 0.3}, P * X, X, "-"),
    ("elu", {"alpha": 1.3}, P * (sp.exp(X) - 1), X, "-"),
    ("selu", {}, SCALE * ALPHA * (sp.exp(X) - 1), SCALE * X, "-"),
    ("gelu", {}, X * (1 + sp.erf(X / sp.sqrt(2))) / 2, X * (1 + sp.erf(X / sp.sqrt(2))) / 2, "+"),
    ("gelu", {"approximate": "tanh"}, *[X / 2 * (1 + sp.tanh(sp.sqrt(2 / sp.pi) * (X + C3 * X**3)))] * 2, "+"),
    ("softplus", {"beta": 1.6}, *[sp.log(1 + sp.exp(P * X)) / P] * 2, "+"),
    ("silu", {}, X * SIGMOID, X * SIGMOID, "+"),
    ("celu", {"alpha": 1.3}, P * (sp.exp(X / P) - 1), X, "-"),
    ("mish", {}, *[X * ((1 + sp.exp(X)) ** 2 - 1) / ((1 + sp.exp(X)) ** 2 + 1)] * 2, "+"),
    ("logsigmoid", {}, *[-sp.log(1 + sp.exp(-X))] * 2, "+"),
    ("softsign", {}, X / (1 - X), X / (1 + X), "0"),
    ("relu6", {}, sp.Integer(0), sp.Piecewise((X, X < 6), (6, True)), "-"),
    ("hardtanh", {}, sp.Piecewise((-1, X <= -1), (X, True)), sp.Piecewise((X, X < 1), (1, True)), "+"),
    ("hardsigmoid", {}, RAMP, RAMP, "+"),
    ("hardswish", {}, X * RAMP, X * RAMP, "+"),
]
IDS = [f"{name}-{'-'.join(map(str, params.values()))}" if params else name for name, params, *_ in TEXTBOOK]

NEAR = [math.ulp(0.0), 2.3e-308, 1e-300, 1e-160, 1e-20, 1e-8, 0.01, 0.3, 1.0, 2.5, 5.5, 9.0]
FAR = [18.0, 37.5, 88.7, 104.0, 345.0, 700.0, 709.5, 745.0]
HUGE = [1e5, 1e20, 1e100, 1e150, 1e300, np.finfo(float).max]
# Generated kernels are products, and inf*0 is nan: beyond these magnitudes these give nan or overflow.
REACH = {
    ("gelu", 2): 1e150,
    ("silu", 2): 1e300,
    ("mish", 2): 1e300,
    ("softplus", 0): 1e300,
    ("gelu tanh", 0): 1e300,
    ("gelu tanh", 1): 1e100,
    ("gelu tanh", 2): 1e50,
}
POINTS = [0.0, -0.0, *(s * x for s in (1, -1) for x in (*NEAR, *FAR, *HUGE))]


@functools.cache
def function(expression, order, value):
    parameter = {P: sp.Rational(float(value))} if value is not None else {}
    return sp.lambdify(X, sp.diff(expression, X, order).subs(parameter), "mpmath")


def truth(expression, order, x, value):
    """The derivative at a point, with digits enough for every cancellation there that float64 can show."""
    with mpmath.workdps(1000):
        return float(function(expression, order, value)(mpmath.mpf(x)))


def reach(name, params, order):
    """Up to which magnitude the kernel is held to the truth."""
    return REACH.get((" ".join([name, *(v for v in params.values() if isinstance(v, str))]), order), math.inf)


def evaluated(name, params, order, points):
    f = nm.formula(name)
    return f(points, **params) if order == 0 else f.derivative(points, order=order, **params)


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize(("name", "params", "below", "above", "at_zero"), TEXTBOOK, ids=IDS)
def test_against_high_precision(name, params, below, above, at_zero, order):
    value = next((v for v in params.values() if isinstance(v, float)), None)
    points = [x for x in POINTS if abs(x) <= reach(name, params, order)]
    found = evaluated(name, params, order, np.array(points))
    for x, got in zip(points, found, strict=True):
        branch = above if x > 0 or (x == 0 and at_zero != "-") else below
        wanted = 0.0 if x == 0 and at_zero == "0" and order == 2 else truth(branch, order, x, value)
        error = 0.0 if got == wanted else abs(got - wanted)
        subnormal = 4 * math.ulp(0.0) * min(max(1.0, abs(x)), 1e4)  # a factor of x times what was rounded there
        assert error <= 1e-12 * abs(wanted) + subnormal, f"{name}, order {order}, at {x!r}: {got!r} for {wanted!r}"


@pytest.mark.parametrize("dtype", [np.float32, np.float16])
@pytest.mark.parametrize(("name", "params"), [t[:2] for t in TEXTBOOK], ids=IDS)
def test_narrow_types_agree_with_float64(name, params, dtype):
    """At every exponent of the format, where float64 has digits to spare."""
    info = np.finfo(dtype)
    x = np.ldexp(np.float64(1.37), np.arange(info.minexp - 4, min(info.maxexp, 40) - 1)).astype(dtype)
    points = np.concatenate([x, -x, np.zeros(1, dtype)])
    for order in (0, 1, 2):
        got = evaluated(name, params, order, points)
        wanted = evaluated(name, params, order, points.astype(np.float64))
        assert got.dtype == dtype
        bound = 64 * info.eps * np.abs(wanted) + 8 * float(info.smallest_subnormal)
        off = np.abs(got.astype(np.float64) - wanted) > bound
        assert not off.any(), f"{name}, order {order}: {got[off]} for {wanted[off]} at {points[off]}"


@pytest.mark.parametrize("dtype", [np.float64, np.float32, np.float16])
@pytest.mark.parametrize(("name", "params"), [t[:2] for t in TEXTBOOK], ids=IDS)
def test_nan_gives_nan(name, params, dtype):
    x = np.array([np.nan, 0.5, -np.nan], dtype)
    for order in (1, 2) if "step" in name or "sign" in name else (0, 1, 2):
        got = evaluated(name, params, order, x)
        assert np.isnan(got[[0, 2]]).all() and np.isfinite(got[1]), f"{name}, order {order}: {got}"


@pytest.mark.parametrize("order", [0, 1, 2])
@pytest.mark.parametrize(("name", "params", "below", "above", "at_zero"), TEXTBOOK, ids=IDS)
def test_limits_at_infinity(name, params, below, above, at_zero, order):
    """inf is answered by the limit, never by nan, where the kernel reaches that far."""
    if reach(name, params, order) < math.inf:
        return
    value = next((v for v in params.values() if isinstance(v, float)), None)
    far = np.array([-1e300, 1e300])
    got = evaluated(name, params, order, np.array([-np.inf, np.inf]))
    for x, branch, y in zip(far, (below, above), got, strict=True):
        wanted = truth(branch, order, x, value)
        wanted = math.copysign(math.inf, wanted) if abs(wanted) > 1e299 else wanted
        assert y == pytest.approx(wanted, rel=1e-12), f"{name}, order {order}, at {x}: {y} for {wanted}"


def test_kinks_take_the_stated_branch_on_both_sides():
    tiny = math.ulp(0.0)
    x = np.array([-tiny, -0.0, 0.0, tiny])
    assert nm.relu.derivative(x).tolist() == [0, 0, 0, 1]
    assert nm.leaky_relu.derivative(x, negative_slope=0.3).tolist() == [0.3, 0.3, 0.3, 1]
    assert nm.elu.derivative(x, alpha=1.3).tolist() == [1.3, 1.3, 1.3, 1]
    assert nm.perceptron_step(x).tolist() == [0, 1, 1, 1]
    assert nm.perceptron_sign(x).tolist() == [-1, 1, 1, 1]
    assert nm.perceptron_step.derivative(x).tolist() == [0, 0, 0, 0]
    assert nm.celu.derivative(x, alpha=1.3).tolist() == [1, 1, 1, 1]
    assert nm.softsign.derivative(x, order=2).tolist() == [2, 0, 0, -2]


@pytest.mark.parametrize(
    ("name", "kink", "left", "at", "right"),
    [
        ("relu6", 0, 0, 0, 1),
        ("relu6", 6, 1, 0, 0),
        ("hardtanh", -1, 0, 0, 1),
        ("hardtanh", 1, 1, 0, 0),
        ("hardsigmoid", -3, 0, 0, 1 / 6),
        ("hardsigmoid", 3, 1 / 6, 0, 0),
        ("hardswish", -3, 0, 0, -1 / 2),
        ("hardswish", 3, 3 / 2, 1, 1),
    ],
)
def test_bounded_rectifiers_at_their_kinks(name, kink, left, at, right):
    x = np.array([np.nextafter(kink, -np.inf), kink, np.nextafter(kink, np.inf)], dtype=float)
    np.testing.assert_allclose(nm.formula(name).derivative(x), [left, at, right], rtol=1e-14)


def test_max_pool_gives_ties_to_the_first():
    _, pullback = nm.max_pool2d.vjp(np.zeros((1, 1, 2, 2)), 2)
    assert pullback(np.ones((1, 1, 1, 1))).x.ravel().tolist() == [1, 0, 0, 0]
