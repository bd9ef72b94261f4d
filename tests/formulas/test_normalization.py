"""A mean much larger than the spread costs the normalisations no digits of the variance."""

import numpy as np
import pytest
import references

import nnmath as nm

AFFINE = {"weight": np.array([1.5, -0.5, 2.0, 0.7]), "bias": np.array([0.2, -1.0, 0.5, 3.0])}
CALLS = {
    "batch_norm": {},
    "layer_norm": {"weight": np.linspace(0.5, 2, 300), "bias": np.linspace(-1, 1, 300)},
    "group_norm": {"num_groups": 2},
    "instance_norm": {},
}


@pytest.mark.parametrize("name", CALLS)
def test_large_mean_in_float32(name):
    """Mean 1e4, spread 1: the mean of squares less the squared mean would keep no digit at all."""
    x = np.random.default_rng(0).normal(1e4, 1, (6, 4, 300)).astype(np.float32)
    params = AFFINE | CALLS[name]
    arrays = {k: v.astype(np.float32) if isinstance(v, np.ndarray) else v for k, v in params.items()}
    found = nm.formula(name)(x, **arrays)
    wanted = references.reference(name)(x.astype(np.float64), **params)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found, wanted, atol=5e-3)


def test_large_mean_in_the_running_variance():
    x = np.random.default_rng(0).normal(1e4, 1, (6, 4, 300)).astype(np.float32)
    zero = np.zeros(4, np.float32)
    _, variance = nm.batch_norm_running(zero, zero, x, momentum=1.0)
    np.testing.assert_allclose(variance, x.astype(np.float64).var(axis=(0, 2), ddof=1), rtol=1e-4)


def test_running_statistics_of_two_values():
    """0 and 2: mean 1, and a variance of 2 by the count less one, where the count would give 1."""
    mean, variance = nm.batch_norm_running(np.array([5.0]), np.array([7.0]), np.array([[0.0], [2.0]]), momentum=0.25)
    assert mean.tolist() == [0.75 * 5 + 0.25 * 1]
    assert variance.tolist() == [0.75 * 7 + 0.25 * 2]
