"""Calls of the losses chapter."""

import numpy as np


def pointwise_loss(m):
    for reduction in ("mean", "sum", "none"):
        yield reduction, (m.real(3, 4), m.real(3, 4)), {"reduction": reduction}
    yield "one", (m.real(1), m.real(1)), {}
    yield "empty sum", (m.real(0), m.real(0)), {"reduction": "sum"}


def bounded(name, value):
    def calls(m):
        for reduction in ("mean", "sum", "none"):
            yield reduction, (m.real(3, 4), m.real(3, 4)), {name: value, "reduction": reduction}
        yield "default", (m.real(7), m.real(7)), {}
        yield "vast", (m.real(5), 300 + m.real(5)), {name: 100 * value}

    return calls


def smooth_l1_loss(m):
    yield from bounded("beta", 0.7)(m)
    yield "no bend", (m.real(5), m.real(5)), {"beta": 0}


def hinge_loss(m):
    for reduction in ("mean", "sum", "none"):
        yield reduction, (2 * m.real(3, 4), 2.0 * m.index(2, 3, 4) - 1), {"reduction": reduction}
    yield "one", (m.real(1), np.array([-1.0])), {}
    yield "empty sum", (m.real(0), m.real(0)), {"reduction": "sum"}


def binary_cross_entropy(m):
    def inside(*shape):
        return m.positive(*shape) / 2.5

    for reduction in ("mean", "sum", "none"):
        p = {"reduction": reduction}
        yield reduction, (inside(3, 4), inside(3, 4)), p
        yield f"weighted {reduction}", (inside(3, 4), inside(3, 4), m.positive(4)), p
    yield "full weight", (inside(3, 4), inside(3, 4), m.positive(3, 4)), {}
    yield "hard targets", (inside(6), m.index(2, 6).astype(float)), {}
    yield "empty sum", (m.real(0), m.real(0)), {"reduction": "sum"}


def binary_cross_entropy_with_logits(m):
    for reduction in ("mean", "sum", "none"):
        p = {"reduction": reduction}
        yield reduction, (m.real(3, 4), m.positive(3, 4)), p
        yield f"weighted {reduction}", (m.real(3, 4), m.positive(3, 4), m.positive(3, 1)), p
        yield f"both {reduction}", (m.real(3, 4), m.positive(3, 4), m.positive(4), m.positive(4)), p
    yield "pos_weight", (m.real(3, 4), m.positive(3, 4), None, m.positive(4)), {"reduction": "mean"}
    yield "far", (30 * m.real(5), m.index(2, 5).astype(float)), {}
    yield "empty sum", (m.real(0), m.real(0)), {"reduction": "sum"}


def nll_loss(m):
    images, ignored = m.index(4, 3, 2, 5), m.index(4, 6)
    images[1], ignored[2] = 1, -100
    for reduction in ("mean", "sum", "none"):
        p = {"reduction": reduction}
        yield f"indices {reduction}", (m.real(3, 4), m.index(4, 3)), p
        yield f"general {reduction}", (m.real(3, 4, 2, 5), images, m.positive(4)), p | {"ignore_index": 1}
        yield f"ignored {reduction}", (m.real(6, 4), ignored), p
    yield "vector", (m.real(4), np.array(2)), {}
    yield "one class", (m.real(3, 1), m.index(1, 3)), {}
    yield "empty sum", (m.real(0, 4), m.index(4, 0)), {"reduction": "sum"}


def kl_div(m):
    for reduction in ("mean", "sum", "none", "batchmean"):
        p = {"reduction": reduction}
        yield reduction, (m.real(3, 4), m.positive(3, 4)), p
        yield f"log {reduction}", (m.real(3, 4), m.real(3, 4)), p | {"log_target": True}
    yield "tensor", (m.real(3, 2, 4), m.positive(3, 2, 4)), {"reduction": "batchmean"}
    yield "empty sum", (m.real(0), m.real(0)), {"reduction": "sum"}


def gaussian_kl(m):
    yield "matrix", (m.real(3, 4), m.real(3, 4)), {}
    yield "number", (m.real(), m.real()), {}
    yield "empty", (m.real(0), m.real(0)), {}


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
    "l1_loss": pointwise_loss,
    "huber_loss": bounded("delta", 0.7),
    "smooth_l1_loss": smooth_l1_loss,
    "hinge_loss": hinge_loss,
    "binary_cross_entropy": binary_cross_entropy,
    "binary_cross_entropy_with_logits": binary_cross_entropy_with_logits,
    "kl_div": kl_div,
    "gaussian_kl": gaussian_kl,
    "nll_loss": nll_loss,
    "cross_entropy": cross_entropy,
}
