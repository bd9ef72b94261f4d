"""Calls of the dense chapter."""

from itertools import pairwise

import numpy as np


def neuron(m, activations=True):
    yield "matrix", (m.real(3, 4), m.real(4), m.real()), {}
    yield "vector", (m.real(4), m.real(4), m.real()), {}
    yield "tensor", (m.real(3, 2, 4), m.real(4), m.real()), {"activation": "tanh"} if activations else {}
    for name in ("perceptron_step", "perceptron_sign", "identity") if activations else ():
        yield name, (m.real(5, 3), m.real(3), m.real()), {"activation": name}
    yield "no rows", (m.real(0, 4), m.real(4), m.real()), {}
    yield "no inputs", (m.real(3, 0), m.real(0), m.real()), {}


def residual(m):
    yield "matrix", (m.real(3, 4), m.real(4, 4), m.real(4)), {}
    yield "vector", (m.real(4), m.real(4, 4), m.real(4)), {"activation": "mish"}
    yield "tensor", (m.real(3, 2, 5), m.real(5, 5), m.real(5)), {"activation": "tanh"}
    yield "no rows", (m.real(0, 4), m.real(4, 4), m.real(4)), {}


def polynomial_features(m):
    yield "quadratic", (m.real(5, 3),), {"degree": 2}
    yield "cubic", (m.real(3, 2),), {"degree": 3}
    yield "vector", (m.real(4),), {"degree": 2}
    yield "tensor", (m.real(2, 5, 3),), {"degree": 1}
    yield "one input", (m.real(3, 1),), {"degree": 4}
    yield "constant", (m.real(3, 2),), {"degree": 0}
    yield "at zero", (np.array([[0.0, 2.0], [0.0, 0.0], [-3.0, 0.0]]),), {"degree": 3}
    yield "no rows", (m.real(0, 3),), {"degree": 2}
    yield "no inputs", (m.real(3, 0),), {"degree": 2}


def linear(m):
    yield "matrix", (m.real(3, 4), m.real(2, 4), m.real(2)), {}
    yield "nobias", (m.real(3, 4), m.real(2, 4)), {}
    yield "vector", (m.real(4), m.real(2, 4), m.real(2)), {}
    yield "tensor", (m.real(3, 2, 5, 4), m.real(6, 4), m.real(6)), {}
    yield "ones", (m.real(1, 1), m.real(1, 1), m.real(1)), {}
    yield "no rows", (m.real(0, 4), m.real(2, 4), m.real(2)), {}
    yield "no inputs", (m.real(3, 0), m.real(2, 0), m.real(2)), {}
    yield "no outputs", (m.real(3, 4), m.real(0, 4), m.real(0)), {}


def layers(m, *widths):
    pairs = list(pairwise(widths))
    return [m.real(b, a) for a, b in pairs], [m.real(b) for _, b in pairs]


def mlp(m):
    yield "relu", (m.real(2, 3), *layers(m, 3, 4, 6, 5)), {}
    yield "tanh", (m.real(2, 3), *layers(m, 3, 4, 5)), {"activations": "tanh"}
    yield "mixed", (m.real(6, 3), *layers(m, 3, 4, 2, 5)), {"activations": ["gelu", "sigmoid", "softplus"]}
    yield "one layer", (m.real(2, 3), *layers(m, 3, 4)), {}
    yield "vector", (m.real(3), *layers(m, 3, 4, 2)), {}
    yield "no rows", (m.real(0, 3), *layers(m, 3, 4, 2)), {}


CASES = {
    "neuron": neuron,
    "logistic_regression": lambda m: neuron(m, activations=False),
    "residual": residual,
    "polynomial_features": polynomial_features,
    "linear": linear,
    "mlp": mlp,
}
