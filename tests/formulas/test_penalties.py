"""Penalties, norms and clipping where they are hard: zeros, ends of the format, ends of an interval."""

import mpmath
import numpy as np
import pytest

import nnmath as nm

EXTREMES = [1e-300, 1e-200, 1e-20, 1.0, 1e20, 1e200, 1e300]


@pytest.mark.parametrize("p", [0.5, 1, 1.5, 2, 3, 40.0, 2000.0])
@pytest.mark.parametrize("size", EXTREMES)
def test_p_norm_at_every_magnitude(p, size):
    x = np.array([3.0, -4.0, 0.0, 0.25, 3.999]) * size
    value, pullback = nm.p_norm.vjp(x, p)
    with mpmath.workdps(60):
        entries = [mpmath.mpf(float(a)) for a in x]
        norm = mpmath.fsum(abs(a) ** p for a in entries if a) ** (1 / mpmath.mpf(p))
        slopes = [mpmath.sign(a) * (abs(a) / norm) ** (mpmath.mpf(p) - 1) if a else mpmath.mpf(0) for a in entries]
    assert float(abs(value - norm) / norm) < 1e-14
    found = pullback(np.float64(1)).x
    lost = np.finfo(float).tiny / min(1.0, 4 * size)  # a slope times the largest entry may be subnormal on the way
    for got, wanted in zip(found, slopes, strict=True):
        assert abs(got - wanted) <= 1e-14 * (1 + p) * abs(wanted) + lost


def test_p_norm_of_float32_does_not_overflow():
    assert nm.p_norm(np.array([3e30, 4e30], np.float32), 2) == np.float32(5e30)
    assert nm.p_norm(np.array([3e-30, 4e-30], np.float32), 2) == pytest.approx(5e-30, rel=1e-6)


@pytest.mark.parametrize("p", [0.5, 1, 1.5, 2, 3])
def test_gradients_at_zero_are_zero(p):
    for x in (np.zeros(3), np.zeros((2, 0))):
        value, pullback = nm.p_norm.vjp(x, p)
        assert value == 0
        assert not np.any(pullback(np.float64(1)).x)
    _, pullback = nm.p_norm.vjp(np.array([2.0, 0.0]), p)
    assert pullback(np.float64(1)).x.tolist() == [1, 0]


def test_p_norm_is_euclidean_and_the_sum_and_nearly_the_maximum():
    x = np.array([[3.0, -4.0], [12.0, 0.0]])
    assert nm.p_norm(x, 2) == 13
    assert nm.p_norm(x, 1) == 19
    assert nm.p_norm(x, 1e4) == pytest.approx(12, rel=1e-3)


def test_norms_obey_the_triangle_inequality_for_p_at_least_one_and_the_metric_below():
    """For p < 1 it is the metric that does; the norm's formula fails at two unit vectors."""
    rng = np.random.default_rng(0)
    for _ in range(200):
        x, y, z = rng.standard_t(2, size=(3, 4))
        for p in (1, 1.3, 2, 5):
            assert nm.p_norm(x + y, p) <= (nm.p_norm(x, p) + nm.p_norm(y, p)) * (1 + 1e-14)
        for p in (0.1, 0.5, 0.9, 1):
            assert nm.p_metric(x, z, p) <= (nm.p_metric(x, y, p) + nm.p_metric(y, z, p)) * (1 + 1e-14)
    first, second = np.eye(2)
    assert nm.p_norm(first + second, 0.5) == 4 > nm.p_norm(first, 0.5) + nm.p_norm(second, 0.5)


def test_p_metric_where_entries_are_equal():
    x, y = np.array([1.0, 2.0, np.inf]), np.array([1.0, 6.0, np.inf])
    value, pullback = nm.p_metric.vjp(x, y, 0.5)
    assert value == 2
    gradient = pullback(np.float64(1))
    assert gradient.x.tolist() == [0, -0.25, 0]
    assert gradient.y.tolist() == [0, 0.25, 0]


@pytest.mark.parametrize("p", [0.0, 1.5, -1.0])
def test_p_metric_refuses_what_is_no_metric(p):
    with pytest.raises(ValueError, match="p must be"):
        nm.p_metric(np.ones(2), np.zeros(2), p)


def test_p_norm_refuses():
    for p, error in [(0, ValueError), (-1, ValueError), (np.inf, ValueError), ("2", TypeError)]:
        with pytest.raises(error, match="p must be"):
            nm.p_norm(np.ones(2), p)


@pytest.mark.parametrize("size", EXTREMES)
def test_clip_grad_norm_at_every_magnitude(size):
    """The clipped gradient against high precision, and its derivative against the same formula's."""
    g, bar = np.array([3.0, -4.0, 0.0, 0.5]) * size, np.array([0.3, 0.1, -0.7, 0.9])
    value, pullback = nm.clip_grad_norm.vjp(g, 0.7)
    with mpmath.workdps(500):
        entries = [mpmath.mpf(float(a)) for a in g]
        norm = mpmath.sqrt(mpmath.fsum(a * a for a in entries))
        factor = mpmath.mpf(0.7) / (norm + mpmath.mpf("1e-6"))
        clipped = factor < 1
        factor = min(factor, mpmath.mpf(1))
        across = mpmath.fsum(a * mpmath.mpf(float(b)) for a, b in zip(entries, bar, strict=True))
        slope = -factor / (norm + mpmath.mpf("1e-6")) / norm * across if clipped else mpmath.mpf(0)
        wanted = [float(a * factor) for a in entries]
        gradient = [float(factor * mpmath.mpf(float(b)) + slope * a) for a, b in zip(entries, bar, strict=True)]
    np.testing.assert_allclose(value, wanted, rtol=1e-14)
    np.testing.assert_allclose(pullback(bar).grad, gradient, rtol=1e-13, atol=1e-15 * abs(float(factor)))


def test_clip_grad_norm_at_zero():
    for limit in (0.7, 1e-9):
        value, pullback = nm.clip_grad_norm.vjp(np.zeros(3), limit)
        assert not np.any(value)
        assert pullback(np.ones(3)).grad == pytest.approx(np.full(3, min(1.0, limit / 1e-6)), rel=1e-15)


def test_clip_grad_norm_of_what_is_not_finite():
    assert np.isnan(nm.clip_grad_norm(np.array([1.0, np.nan]), 1.0)).all()
    assert nm.clip_grad_norm(np.array([1.0, np.inf]), 1.0)[0] == 0


def test_clip_grad_value_at_both_ends():
    x = np.array([-np.inf, -0.6, -0.6 * (1 + 1e-15), 0.0, 0.6, 0.6 * (1 + 1e-15), np.inf, np.nan])
    value = nm.clip_grad_value(x, 0.6)
    assert value[:-1].tolist() == [-0.6, -0.6, -0.6, 0, 0.6, 0.6, 0.6]
    assert np.isnan(value[-1])
    assert nm.clip_grad_value.derivative(x, clip_value=0.6)[:-1].tolist() == [0, 1, 0, 1, 1, 0, 0]


def test_against_torch():
    torch = pytest.importorskip("torch")
    rng = np.random.default_rng(1)
    x = rng.normal(size=(3, 4))
    x[1, 2] = 0
    for p in (0.5, 1.0, 1.5, 2.0, 3.0):
        for at in (x, np.zeros((2, 3))):
            t = torch.tensor(at, requires_grad=True)
            norm = torch.linalg.vector_norm(t, p)
            norm.backward()
            value, pullback = nm.p_norm.vjp(at, p)
            np.testing.assert_allclose(value, norm.item(), rtol=1e-14)
            np.testing.assert_allclose(pullback(np.float64(1)).x, t.grad.numpy(), rtol=1e-13, atol=1e-15)
    for limit in (0.7, 70.0, 1e-3):
        parameter = torch.nn.Parameter(torch.zeros(3, 4, dtype=torch.float64))
        parameter.grad = torch.tensor(x)
        torch.nn.utils.clip_grad_norm_([parameter], limit)
        np.testing.assert_allclose(nm.clip_grad_norm(x, limit), parameter.grad.numpy(), rtol=1e-14)
        parameter.grad = torch.tensor(x)
        torch.nn.utils.clip_grad_value_([parameter], limit)
        np.testing.assert_array_equal(nm.clip_grad_value(x, limit), parameter.grad.numpy())
    t = torch.tensor([-0.6, 0.6, 0.7, 0.1], dtype=torch.float64, requires_grad=True)
    t.clamp(-0.6, 0.6).sum().backward()
    assert nm.clip_grad_value.derivative(t.detach().numpy(), clip_value=0.6).tolist() == t.grad.tolist()
