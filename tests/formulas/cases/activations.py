"""Calls of the activations chapter."""

import numpy as np

from cases.maker import elementwise


def sigmoid(m):
    yield from elementwise(m)
    yield "slope", (m.real(2, 3),), {"slope": 1.7}


def gelu(m):
    yield from elementwise(m)
    yield "tanh", (m.real(2, 3),), {"approximate": "tanh"}


def prelu(m):
    yield "channels", (m.real(3, 2, 4), m.real(2)), {}
    yield "images", (m.real(2, 3, 5, 4), m.real(3)), {}
    yield "shared", (m.real(3, 4), m.real(1)), {}
    yield "empty", (m.real(0, 2, 4), m.real(2)), {}


def wide(m, **params):
    """Entries on all pieces of a function that is constant far out."""
    for label, (x,), given in elementwise(m, **params):
        yield label, (np.asarray(4 * x),), given


CASES = {
    "leaky_relu": lambda m: elementwise(m, negative_slope=0.3),
    "elu": lambda m: elementwise(m, alpha=1.3),
    "softplus": lambda m: elementwise(m, beta=1.6),
    "identity": elementwise,
    "perceptron_step": elementwise,
    "perceptron_sign": elementwise,
    "tanh": elementwise,
    "relu": elementwise,
    "selu": elementwise,
    "silu": elementwise,
    "mish": elementwise,
    "logsigmoid": elementwise,
    "softsign": elementwise,
    "hardsigmoid": lambda m: wide(m),
    "hardswish": lambda m: wide(m),
    "relu6": lambda m: wide(m),
    "hardtanh": lambda m: wide(m, min_val=-0.7, max_val=1.2),
    "celu": lambda m: elementwise(m, alpha=1.3),
    "sigmoid": sigmoid,
    "gelu": gelu,
    "prelu": prelu,
}
