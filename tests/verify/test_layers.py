"""Componentwise errors of layers stay within their stated bounds; a kernel that cancels does not."""

from __future__ import annotations

import numpy as np
import pytest

from nnmath.verify import layers
from nnmath.verify.layers import BOUNDS, layer_error, reference_error


def calls(rng):
    """Arguments by formula, awkward on purpose: large means, large logits, long sums."""

    def r(*shape):
        return rng.normal(size=shape) * np.exp(rng.normal(size=shape))

    yield "linear", "plain", (r(3, 7), r(4, 7), r(4)), {}
    yield "linear", "long", (r(1, 90), r(2, 90), r(2)), {}
    yield "softmax", "plain", (r(3, 7) * 5,), {}
    yield "softmax", "large", (r(2, 9) * 30 + 80,), {}
    yield "log_softmax", "large", (r(2, 9) * 30 + 80,), {}
    yield "cross_entropy", "plain", (r(4, 6) * 9, rng.integers(0, 6, 4)), {}
    yield "cross_entropy", "smoothed", (r(4, 6) * 9, rng.integers(0, 6, 4)), {"label_smoothing": 0.2}
    yield "batch_norm", "plain", (r(6, 3, 2), r(3), r(3)), {}
    yield "batch_norm", "large mean", (r(6, 3, 2) + 1000, r(3), r(3)), {}
    yield "layer_norm", "plain", (r(3, 9), r(9), r(9)), {}
    yield "layer_norm", "large mean", (r(3, 9) + 300, r(9), r(9)), {}
    yield "rms_norm", "plain", (r(3, 9), r(9)), {}
    yield "conv2d", "plain", (r(1, 2, 5, 4), r(3, 2, 3, 2), r(3)), {"stride": 2, "padding": 1}
    yield "avg_pool2d", "plain", (r(1, 2, 5, 4), 3), {"stride": 2, "padding": 1}
    yield "mse_loss", "plain", (r(3, 5), r(3, 5)), {}
    yield "rnn", "plain", (r(3, 1, 2), r(1, 3), r(3, 2), r(3, 3), r(3), r(3)), {}
    yield "lstm", "plain", (r(3, 1, 2), r(1, 3), r(1, 3), r(12, 2), r(12, 3), r(12), r(12)), {}
    yield "gru", "plain", (r(3, 1, 2), r(1, 3), r(9, 2), r(9, 3), r(9), r(9)), {}


CALLS = list(calls(np.random.default_rng(11)))


@pytest.mark.parametrize(("name", "label", "arrays", "params"), CALLS, ids=[f"{n} {w}" for n, w, *_ in CALLS])
def test_float32_keeps_its_bound(name, label, arrays, params):
    arrays, params = split(name, arrays, params)
    found = layer_error(name, *arrays, **params)
    assert found.value <= BOUNDS[name].value and found.gradient <= BOUNDS[name].gradient, found


def split(name, arrays, params):
    """A number among the arrays is a parameter."""
    if name == "avg_pool2d":
        return arrays[:1], {"kernel_size": arrays[1], **params}
    return arrays, params


@pytest.mark.parametrize(("name", "label", "arrays", "params"), CALLS, ids=[f"{n} {w}" for n, w, *_ in CALLS])
def test_float64_against_many_digits(name, label, arrays, params):
    arrays, params = split(name, arrays, params)
    assert reference_error(name, *arrays, **params) <= BOUNDS[name].value


def test_every_bound_is_tested():
    assert {name for name, *_ in CALLS} == set(BOUNDS)


def test_a_cancelling_variance_is_found(monkeypatch):
    """batch_norm with E[x^2] - E[x]^2 in float32, at a large mean."""
    (arrays,) = (a for n, w, a, _ in CALLS if (n, w) == ("batch_norm", "large mean"))
    kept = layers._everything

    def wrong(name, given, dy, params):
        found = kept(name, given, dy, params)
        if given[0].dtype == np.float32:
            x, weight, bias = given
            mean = x.mean((0, 2), keepdims=True)
            variance = (x * x).mean((0, 2), keepdims=True) - mean * mean
            found["value 0"] = (x - mean) / np.sqrt(variance + np.float32(1e-5)) * weight[:, None] + bias[:, None]
        return found

    monkeypatch.setattr(layers, "_everything", wrong)
    assert layer_error("batch_norm", *arrays).value > 10 * BOUNDS["batch_norm"].value


def test_a_softmax_without_the_maximum_is_found(monkeypatch):
    kept = layers._everything

    def wrong(name, given, dy, params):
        found = kept(name, given, dy, params)
        if given[0].dtype == np.float32:
            with np.errstate(all="ignore"):
                e = np.exp(given[0])
                found["value 0"] = e / e.sum(-1, keepdims=True)
        return found

    monkeypatch.setattr(layers, "_everything", wrong)
    assert not layer_error("softmax", np.array([[100.0, 3.0]])).value < BOUNDS["softmax"].value
