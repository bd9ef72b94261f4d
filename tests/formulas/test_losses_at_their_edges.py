"""Losses where logarithms, kinks and overflow are: the value and the gradient that are true there."""

import math

import numpy as np
import pytest

import nnmath as nm


def gradients(name, *arrays, **params):
    value, pullback = nm.formula(name).vjp(*arrays, reduction="none", **params)
    return value.tolist(), *(np.asarray(g).tolist() for g in pullback(np.ones_like(value)) if g is not None)


def test_zero_times_its_logarithm_is_zero():
    value, by_x, by_target = gradients("kl_div", np.array([-1.0, -np.inf, -2.0]), np.array([0.0, 0.0, 0.5]))
    assert value == pytest.approx([0, 0, 0.5 * (math.log(0.5) + 2)])
    assert by_x == [0, 0, -0.5]
    assert by_target == pytest.approx([0, 0, math.log(0.5) + 3])


def test_probabilities_of_zero_and_one_have_finite_losses():
    x, target = np.array([0.0, 0.0, 1.0, 1.0, 0.5]), np.array([0.0, 1.0, 0.0, 1.0, 1.0])
    value, by_x, by_target = gradients("binary_cross_entropy", x, target)
    assert value == pytest.approx([0, 100, 100, 0, math.log(2)])
    assert by_x == [1, 0, 0, -1, -2]
    assert by_target == pytest.approx([100, 100, -100, -100, 0])
    assert np.isnan(nm.binary_cross_entropy(np.array([np.nan]), np.array([1.0])))


@pytest.mark.parametrize("x", [-0.1, 1.1])
def test_what_is_no_probability_is_refused(x):
    with pytest.raises(ValueError, match=r"x must hold probabilities, in \[0, 1\]"):
        nm.binary_cross_entropy(np.array([x]), np.array([1.0]))


def test_logits_far_out_neither_overflow_nor_cancel():
    x, target = np.array([-800.0, 800.0, -50.0, 50.0]), np.array([1.0, 0.0, 0.0, 1.0])
    value, by_x, _ = gradients("binary_cross_entropy_with_logits", x, target)
    assert value == pytest.approx([800, 800, math.exp(-50), math.exp(-50)], rel=1e-12)
    assert by_x == pytest.approx([-1, 1, math.exp(-50), -math.exp(-50)], rel=1e-12)


def test_ignored_examples_may_be_impossible():
    x, target = np.array([[-np.inf, 0.0], [-1.0, -2.0]]), np.array([-100, 1])
    value, by_x = gradients("nll_loss", x, target)
    assert value == [0, 2]
    assert by_x == [[0, 0], [0, -1]]
    assert nm.nll_loss(x, target) == 2


def test_kinks():
    d, zero = np.array([-0.7, 0.0, 0.7]), np.zeros(3)
    assert gradients("l1_loss", zero, zero)[1] == [0, 0, 0]
    assert gradients("huber_loss", d, zero, delta=0.7)[1] == d.tolist()
    assert gradients("smooth_l1_loss", d, zero, beta=0.7)[1] == [-1, 0, 1]
    assert gradients("smooth_l1_loss", d, zero, beta=0)[1] == [-1, 0, 1]
    assert gradients("hinge_loss", np.array([1.0, -1.0, 0.5]), np.array([1.0, -1.0, 1.0]))[1] == [0, 0, -1]


def test_batch_mean_divides_by_the_examples():
    x, target = np.zeros((4, 3)), np.full((4, 3), 0.5)
    assert nm.kl_div(x, target, reduction="batchmean") == pytest.approx(3 * 0.5 * math.log(0.5))
    with pytest.raises(ValueError, match="x must have an example"):
        nm.kl_div(np.zeros((0, 3)), np.zeros((0, 3)), reduction="batchmean")


def test_log_softmax_of_far_logits():
    y = nm.log_softmax(np.array([[0.0, -800.0, 800.0]]))
    assert y.tolist() == [[-800, -1600, 0]]


def test_halves_of_glu():
    with pytest.raises(ValueError, match=r"x must have an even size along dim, 2\*K, got 3"):
        nm.glu(np.zeros((2, 3)))
    with pytest.raises(ValueError, match="min_val must not be larger than max_val"):
        nm.hardtanh(np.zeros(2), 1.0, -1.0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("logvar", [-3.0, -0.7, -1e-3, 1e-9, 1e-4, 0.3, 2.5])
def test_a_divergence_near_zero_keeps_its_digits(logvar, dtype):
    """exp(u) - 1 - u would keep none of them for u = 1e-9: it is u^2/2."""
    mpmath = pytest.importorskip("mpmath")
    at = dtype(logvar)
    with mpmath.workdps(60):
        exact = float((mpmath.exp(float(at)) - 1 - mpmath.mpf(float(at))) / 2)
    found = nm.gaussian_kl(np.zeros(1, dtype), np.array([at]))
    assert float(found) == pytest.approx(exact, rel=4 * float(np.finfo(dtype).eps), abs=0)
