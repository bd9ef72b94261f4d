"""A layer of the user's own: equations in, the same methods out."""

import numpy as np
import pytest

import nnmath as nm
from nnmath.calculus import prove_transpose
from nnmath.calculus.exact import agrees_with_dual_numbers

swiglu = nm.define("""
    swiglu(x[N, I], gate[H, I], up[H, I], down[O, H]) -> y
    g[n,h] = sum[i](gate[h,i]*x[n,i])
    u[n,h] = sum[i](up[h,i]*x[n,i])
    s[n,h] = g[n,h]*sigmoid(g[n,h])*u[n,h]
    y[n,o] = sum[h](down[o,h]*s[n,h])
""")


def by_hand(x, gate, up, down):
    g = x @ gate.T
    return (g / (1 + np.exp(-g)) * (x @ up.T)) @ down.T


@pytest.fixture
def arrays():
    rng = np.random.default_rng(0)
    return [rng.normal(size=s) for s in ((2, 3), (5, 3), (5, 3), (4, 5))]


def test_value_pullback_and_tangent(arrays):
    rng = np.random.default_rng(1)
    v, bar = [rng.normal(size=a.shape) for a in arrays], rng.normal(size=(2, 4))
    y, pullback = swiglu.vjp(*arrays)
    again, dot = swiglu.jvp(arrays, v)
    np.testing.assert_allclose(y, by_hand(*arrays), rtol=1e-13)
    np.testing.assert_allclose(swiglu(*arrays), y, rtol=1e-14)
    np.testing.assert_allclose(again, y, rtol=1e-14)
    step = by_hand(*(a + 1e-6 * d for a, d in zip(arrays, v, strict=True)))
    back = by_hand(*(a - 1e-6 * d for a, d in zip(arrays, v, strict=True)))
    np.testing.assert_allclose(dot, (step - back) / 2e-6, rtol=1e-7, atol=1e-8)
    gradient = pullback(bar)
    assert gradient._fields == ("x", "gate", "up", "down")
    pairs = zip(gradient, v, strict=True)
    assert np.sum(bar * dot) == pytest.approx(sum(np.sum(g * d) for g, d in pairs), rel=1e-12)


def test_text_and_proof():
    assert r"\sum" in swiglu.latex() and r"\sigma" in swiglu.latex()
    derivation = swiglu.derivation()
    assert derivation.failures() == []
    assert {a.name for a, _ in derivation.blocks()} >= {"bar_x", "bar_gate", "bar_up", "bar_down"}
    assert prove_transpose(swiglu.system).verdict == "proved"
    assert agrees_with_dual_numbers(swiglu.system, {"N": 2, "I": 3, "H": 5, "O": 4})


def test_source_and_signature():
    assert str(swiglu.__signature__) == "(x, gate, up, down)"
    assert "def swiglu_backward(" in swiglu.source() and "nnmath" not in swiglu.source()
    assert repr(swiglu) == "<nnmath formula swiglu(x, gate, up, down)>"


def test_it_refuses_as_the_library_does(arrays):
    x, gate, _, down = arrays
    with pytest.raises(ValueError, match=r"up must be \(H, I\) = \(5, 3\), got \(5, 4\)"):
        swiglu(x, gate, np.ones((5, 4)), down)


def test_a_function_of_one_number_has_derivatives_and_parameters_are_keywords():
    cubic = nm.define("cubic(x[N]; a: real > 0) -> y", "y[i] = a*x[i]**3")
    x = np.array([2.0, -1.0])
    assert cubic(x, a=0.5).tolist() == [4.0, -0.5]
    assert cubic.derivative(x, a=0.5).tolist() == [6.0, 1.5]
    assert cubic.derivative(x, order=2, a=0.5).tolist() == [6.0, -3.0]
    with pytest.raises(ValueError, match=r"a must be a finite number > 0, got 0\.0"):
        cubic(x, a=0.0)


def test_a_function_left_open_is_an_argument():
    layer = nm.define("layer(x[N]; f: function) -> y", "y[i] = f(x[i])")
    y, pullback = layer.vjp(np.array([0.5, 1.0]), f=lambda x, order: np.exp(2 * x) * 2**order)
    np.testing.assert_allclose(y, np.exp([1.0, 2.0]))
    np.testing.assert_allclose(pullback(np.ones(2)).x, 2 * np.exp([1.0, 2.0]))
    with pytest.raises(TypeError, match="f must be a function"):
        layer(np.array([0.5]), f="relu")


def test_integers_choose_and_windows_pad():
    pick = nm.define("pick(x[N, K], at[N]: int<K) -> y", "y[n] = sum[k]([at[n] == k]*x[n,k])")
    y, pullback = pick.vjp(np.arange(6.0).reshape(2, 3), np.array([2, 0]))
    assert y.tolist() == [2.0, 3.0]
    assert pullback(np.array([1.0, 5.0])).x.tolist() == [[0, 0, 1], [5, 0, 0]]
    blur = nm.define("blur(x[N], w[R]) -> y", "t < N", "y[t] = sum[r](w[r]*pad(x[t+r-1]))")
    assert blur(np.array([1.0, 2.0, 3.0]), np.array([1.0, 10.0, 100.0])).tolist() == [210.0, 321.0, 32.0]
