"""Calls of the dense chapter."""

from itertools import pairwise


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
    "linear": linear,
    "mlp": mlp,
}
