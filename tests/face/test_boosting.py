"""Residuals of boosting against their closed forms, and boosting with them."""

import numpy as np
import pytest

import nnmath as nm

rng = np.random.default_rng(3)
Z, T = rng.normal(size=(5, 3)), rng.normal(size=(5, 3))
P, Q = rng.uniform(0.1, 0.9, (2, 5, 3))
SIGNS, LABELS = np.sign(T), rng.integers(0, 3, 5)
SOFTMAX = np.exp(Z) / np.exp(Z).sum(1, keepdims=True)
RESIDUALS = {
    "half_squared_error": (Z, T, {}, T - Z),
    "mse_loss": (Z, T, {}, 2 * (T - Z)),
    "l1_loss": (Z, T, {}, np.sign(T - Z)),
    "huber_loss": (Z, T, {"delta": 0.7}, np.clip(T - Z, -0.7, 0.7)),
    "smooth_l1_loss": (Z, T, {"beta": 0.7}, np.clip(T - Z, -0.7, 0.7) / 0.7),
    "hinge_loss": (Z, SIGNS, {}, np.where(SIGNS * Z < 1, SIGNS, 0)),
    "binary_cross_entropy": (P, Q, {}, (Q - P) / (P * (1 - P))),
    "binary_cross_entropy_with_logits": (Z, Q, {"weight": P}, P * (Q - 1 / (1 + np.exp(-Z)))),
    "kl_div": (Z, Q, {}, Q),
    "cross_entropy": (Z, LABELS, {}, np.eye(3)[LABELS] - SOFTMAX),
    "nll_loss": (Z, LABELS, {}, np.eye(3)[LABELS]),
}


@pytest.mark.parametrize("name", RESIDUALS)
def test_residual(name):
    z, target, params, wanted = RESIDUALS[name]
    np.testing.assert_allclose(nm.boosting_residual(name, z, target, **params), wanted, rtol=1e-12, atol=1e-14)


def test_every_loss_has_one():
    from nnmath.formulas import load

    losses = {n for n, d in load().items() if d.chapter == "losses" and d.signature.startswith("x, target")}
    assert losses == set(RESIDUALS)


def test_what_is_refused():
    with pytest.raises(ValueError, match=r"name must be one of mse_loss, .*, got 'relu'"):
        nm.boosting_residual("relu", Z, T)
    with pytest.raises(TypeError, match="reduction is not for boosting_residual"):
        nm.boosting_residual("mse_loss", Z, T, reduction="mean")
    with pytest.raises(ValueError, match="target must have the shape of x"):
        nm.boosting_residual("mse_loss", Z, T[:2])


def test_boosting_of_half_the_squared_error_is_least_squares_on_what_is_left():
    """Each model is a line through its residuals; two of them on two features fit a sum of lines."""
    x = rng.normal(size=(40, 2))
    y = 2 * x[:, 0] - x[:, 1]
    a = np.zeros(40)
    for step in range(40):
        feature = x[:, step % 2]
        s = nm.boosting_residual("half_squared_error", a, y)
        a = a + feature * (feature @ s) / (feature @ feature)
    np.testing.assert_allclose(a, y, atol=1e-12)
