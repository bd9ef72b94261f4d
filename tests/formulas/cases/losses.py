"""Calls of the losses chapter."""

import numpy as np


def pointwise_loss(m):
    for reduction in ("mean", "sum", "none"):
        yield reduction, (m.real(3, 4), m.real(3, 4)), {"reduction": reduction}
    yield "one", (m.real(1), m.real(1)), {}
    yield "empty sum", (m.real(0), m.real(0)), {"reduction": "sum"}


def cross_entropy(m):
    images, ignored = m.index(4, 3, 2, 5), m.index(4, 6)
    images[1], ignored[2] = 1, -100
    soft = m.positive(3, 4)
    for reduction in ("mean", "sum", "none"):
        p = {"reduction": reduction}
        general = p | {"label_smoothing": 0.3, "ignore_index": 1}
        yield f"indices {reduction}", (m.real(3, 4), m.index(4, 3)), p
        yield f"general {reduction}", (m.real(3, 4, 2, 5), images, m.positive(4)), general
        yield f"ignored {reduction}", (m.real(6, 4), ignored), p
        yield f"probabilities {reduction}", (m.real(3, 4), soft, m.positive(4)), p | {"label_smoothing": 0.3}
    yield "vector", (m.real(4), np.array(2)), {}
    yield "images", (m.real(3, 4, 2), m.positive(3, 4, 2)), {}
    yield "one class", (m.real(3, 1), m.index(1, 3)), {}
    yield "small integers", (m.real(3, 4), m.index(4, 3).astype(np.uint8)), {}
    yield "empty sum", (m.real(0, 4), m.index(4, 0)), {"reduction": "sum"}


CASES = {
    "mse_loss": pointwise_loss,
    "half_squared_error": pointwise_loss,
    "cross_entropy": cross_entropy,
}
