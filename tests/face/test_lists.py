"""Arrays given in lists: a pullback keeps those of its own call, whatever is put into the list later."""

import numpy as np
import pytest

import nnmath as nm


def layers(seed=0):
    rng = np.random.default_rng(seed)
    weights = [rng.standard_normal((4, 3)), rng.standard_normal((2, 4))]
    return rng.standard_normal((5, 3)), weights, [rng.standard_normal(4), rng.standard_normal(2)]


@pytest.mark.parametrize("earlier", [0, 1, 3])
def test_a_pullback_keeps_its_arrays(earlier):
    x, weights, biases = layers()
    for _ in range(earlier):
        nm.mlp(x, weights, biases)
    value, pullback = nm.mlp.vjp(x, weights, biases)
    before = pullback(np.ones_like(value))
    weights[1] = 100 * weights[1]
    biases.clear()
    after = pullback(np.ones_like(value))
    assert np.array_equal(before.x, after.x)
    assert all(np.array_equal(a, b) for a, b in zip(before.weights, after.weights, strict=True))


def test_a_call_like_one_before_is_computed_anew():
    x, weights, biases = layers()
    first = nm.mlp(x, weights, biases)
    other = layers(1)
    assert not np.array_equal(first, nm.mlp(*other))
    assert np.array_equal(first, nm.mlp(x, [w.copy() for w in weights], tuple(biases)))
    assert nm.mlp(x, weights, biases, activations=["tanh", "relu"]).min() >= 0 > nm.mlp(x, weights, biases).min()


def test_a_list_in_itself_is_refused_with_its_name():
    inner = []
    inner.append(inner)
    for _ in range(2):
        with pytest.raises((TypeError, ValueError), match="x "):
            nm.relu(inner)
