"""A derivative that is taken with the value waits in the gradient's memory, for the first pullback alone."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import nnmath as nm
from nnmath.codegen import compile_source, emit_forward, emit_jvp, emit_module, emit_vjp
from nnmath.notation import define

JOINT = {
    "sigmoid": {},
    "silu": {},
    "mish": {},
    "gelu": {},
    "softsign": {},
    "logsigmoid": {},
    "softplus": {"beta": 0.7},
}
DTYPES = [np.float32, np.float64]


@pytest.mark.parametrize("name", JOINT)
def test_value_and_derivative_are_taken_at_once(name):
    source = nm.formula(name).source()
    assert f"{name}_and_slope(x[low:high]" in source and "slope_taken(slope, (N,), dtype)" in source


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", JOINT)
def test_value_and_gradients_are_those_of_their_own_calls_every_time(name, dtype):
    rng = np.random.default_rng(2)
    x = np.append(rng.standard_normal((7, 61)).ravel() * 5, [0.0, -0.0, np.inf, -np.inf, np.nan, 100.0]).astype(dtype)
    g = rng.standard_normal(x.shape).astype(dtype)
    formula, params = nm.formula(name), JOINT[name]
    value, pullback = formula.vjp(x, **params)
    np.testing.assert_array_equal(value, formula(x, **params))
    first, second, third = (pullback(c).x for c in (g, g, 2 * g))
    np.testing.assert_array_equal(first, second)
    assert first.dtype == dtype and not np.may_share_memory(first, second)
    finite = np.isfinite(first) & (np.abs(first) > np.finfo(dtype).tiny) & (np.abs(first) < np.finfo(dtype).max / 2)
    np.testing.assert_array_equal(2 * first[finite], third[finite])
    slope = formula.derivative(x, **params)
    at = np.isfinite(slope)
    np.testing.assert_array_equal(first[at], (g * slope)[at])


def test_pullbacks_called_by_several_threads_at_once():
    x, g = np.random.default_rng(3).standard_normal((2, 5000))
    expected = nm.gelu.vjp(x)[1](g).x
    with ThreadPoolExecutor(8) as pool:
        for _ in range(20):
            _, pullback = nm.gelu.vjp(x)
            for found in pool.map(lambda _, p=pullback: p(g).x, range(8)):
                np.testing.assert_array_equal(found, expected)


def test_half_precision_is_rounded_once_more():
    x = np.linspace(-5, 5, 101, dtype=np.float16)
    value, pullback = nm.silu.vjp(x)
    np.testing.assert_array_equal(value, nm.silu(x))
    np.testing.assert_array_equal(pullback(x).x, pullback(x).x)


def test_no_cotangent_is_zero():
    x = np.linspace(-3, 3, 11)
    assert not nm.sigmoid.vjp(x)[1](None).x.any()


def kernels(text, name="f"):
    system = define(text)
    vjp = emit_vjp(system, name, from_output=False)
    return vjp, compile_source(emit_module("", [emit_forward(system, name), vjp, emit_jvp(system, name)]))


def test_part_of_an_array():
    _, space = kernels("f(x[N,K]) -> y\ny[n,k] = sigmoid(x[n,k])\ny[n,K+k] = x[n,k]")
    x, bar = np.random.default_rng(5).standard_normal((2, 3, 4))
    y, saved = space["f_forward"](x)
    np.testing.assert_array_equal(y, np.hstack([nm.sigmoid(x), x]))
    for _ in range(2):
        (dx,) = space["f_backward"](saved, np.hstack([bar, 2 * bar]))
        np.testing.assert_allclose(dx, bar * nm.sigmoid.derivative(x) + 2 * bar, rtol=1e-12)


@pytest.mark.parametrize(
    ("text", "joint"),
    [
        ("f(x[N], w[N]) -> y\ny[n] = sigmoid(x[n])", True),
        ("f(x[N], w[N]) -> y, z\ny[n] = sigmoid(x[n])\nz[n] = w[n]*x[n]", False),
        ("f(x[N], w[N]) -> y\ny[n] = w[n]*sigmoid(x[n])", False),
        ("f(x[N], w[N]) -> y\nu[n] = x[n]*w[n]\ny[n] = sigmoid(u[n])", False),
        ("f(x[N], w[N]) -> y\nu[n] = sigmoid(x[n])\ny[n] = sigmoid(u[n])", False),
        ("f(x[N], w[N]) -> y\ny[n] = sigmoid(x[n]) + w[n]*softplus(x[n])", False),
        ("f(x[N], w[N]) -> y, z\ny[n] = sigmoid(x[n])\nz[n] = sigmoid(w[n])", True),
    ],
)
def test_of_an_input_alone(text, joint):
    source, space = kernels(text)
    assert ("and_slope" in source) == joint
    rng = np.random.default_rng(4)
    x, w, h = rng.standard_normal((3, 9))
    values, saved = space["f_forward"](x, w)
    values = values if isinstance(values, tuple) else (values,)
    bars = rng.standard_normal((len(values), 9))
    for _ in range(2):
        gradients = space["f_backward"](saved, *bars)
        _, dots = space["f_jvp"](x, w, h, 2 * h)
        dots = dots if isinstance(dots, tuple) else (dots,)
        along = sum(np.sum(b * d) for b, d in zip(bars, dots, strict=True))
        dx, dw = gradients
        assert np.sum(dx * h) + (0 if dw is None else np.sum(dw * 2 * h)) == pytest.approx(along, rel=1e-12)
