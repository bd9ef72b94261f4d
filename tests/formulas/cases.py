"""Public calls of every formula: sizes all different, no parameter at its identity, constants visible."""

import zlib
from dataclasses import dataclass, field
from itertools import pairwise

import numpy as np


@dataclass
class Case:
    """`arrays` go first and by position; `params` are keywords."""

    formula: str
    label: str
    arrays: tuple
    params: dict = field(default_factory=dict)

    def __str__(self):
        return f"{self.formula}-{self.label}"


class Maker:
    """Draws arrays; the same for the same formula."""

    def __init__(self, formula):
        self.rng = np.random.default_rng(zlib.crc32(formula.encode()))

    def real(self, *shape):
        return self.rng.normal(size=shape)

    def positive(self, *shape):
        return self.rng.uniform(0.3, 2, size=shape)

    def index(self, below, *shape):
        return self.rng.integers(0, below, size=shape)


ELEMENTWISE = [("vector", (7,)), ("tensor", (2, 5, 3)), ("number", ()), ("one", (1, 1)), ("empty", (4, 0, 3))]


def elementwise(m, **params):
    for label, shape in ELEMENTWISE:
        yield label, (m.real(*shape),), params


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


def softmax(m):
    yield "matrix", (m.real(3, 4),), {}
    yield "first", (m.real(3, 2, 4),), {"dim": 0}
    yield "middle", (m.real(3, 2, 4),), {"dim": -2}
    yield "one", (m.real(3, 1),), {}
    yield "no rows", (m.real(0, 4),), {}


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


def batch_norm(m):
    for label, shape in [("sequences", (3, 2, 4)), ("matrix", (5, 3)), ("images", (2, 3, 4, 5))]:
        yield label, (3 + m.real(*shape), m.real(shape[1]), m.real(shape[1])), {"eps": 0.4}
    yield "default", (m.real(4, 3), m.real(3), m.real(3)), {}
    yield "ones", (m.real(1, 1), m.real(1), m.real(1)), {"eps": 0.4}
    yield "no channels", (m.real(3, 0, 2), m.real(0), m.real(0)), {"eps": 0.4}


RECURRENT_SIZES = [
    ("general", (3, 2, 5, 4)), ("long", (9, 3, 2, 4)), ("ones", (1, 1, 1, 1)), ("no steps", (0, 2, 5, 4)),
    ("no rows", (3, 0, 5, 4)), ("no inputs", (3, 2, 0, 4)), ("no units", (3, 2, 5, 0)),
]


def recurrent(m, gates, states):
    for label, (t, n, i, h) in RECURRENT_SIZES:
        start = [m.real(n, h) for _ in range(states)]
        weights = m.real(gates * h, i), m.real(gates * h, h), m.real(gates * h), m.real(gates * h)
        yield label, (m.real(t, n, i), *start, *weights), {}


def conv2d(m):
    x, weight, bias = m.real(2, 4, 6, 7), m.real(6, 2, 2, 3), m.real(6)
    yield "general", (x, weight, bias), {"stride": (2, 1), "padding": (1, 2), "dilation": (1, 2), "groups": 2}
    yield "plain", (m.real(2, 3, 5, 6), m.real(4, 3, 2, 3), m.real(4)), {}
    yield "nobias", (m.real(2, 3, 5, 6), m.real(4, 3, 2, 3)), {"stride": 3, "padding": 1}
    yield "same", (m.real(2, 3, 5, 6), m.real(4, 3, 2, 4)), {"padding": "same", "dilation": (2, 1)}
    yield "valid", (m.real(1, 1, 4, 3), m.real(2, 1, 4, 2), m.real(2)), {"padding": "valid"}
    yield "depthwise", (m.real(2, 3, 5, 4), m.real(6, 1, 3, 2), m.real(6)), {"groups": 3, "padding": 1, "stride": 2}
    yield "wide padding", (m.real(1, 1, 1, 2), m.real(1, 1, 2, 2)), {"padding": (3, 4), "stride": (3, 2)}
    yield "ones", (m.real(1, 1, 1, 1), m.real(1, 1, 1, 1), m.real(1)), {}
    yield "no rows", (m.real(0, 3, 5, 6), m.real(4, 3, 2, 3), m.real(4)), {}
    yield "no channels", (m.real(2, 0, 5, 6), m.real(4, 0, 2, 3), m.real(4)), {}
    yield "no results", (m.real(2, 3, 5, 6), m.real(0, 3, 2, 3), m.real(0)), {}


def max_pool2d(m):
    x = m.real(2, 3, 7, 6)
    yield "square", (x,), {"kernel_size": 2}
    yield "general", (x,), {"kernel_size": (3, 2), "stride": (2, 1), "padding": (1, 0), "dilation": (1, 2)}
    yield "ceil", (x,), {"kernel_size": 3, "stride": 2, "ceil_mode": True}
    yield "ceil padded", (m.real(1, 2, 5, 8),), {"kernel_size": 2, "stride": 3, "padding": 1, "ceil_mode": True}
    yield "overlapping", (x,), {"kernel_size": (3, 4), "stride": 1, "padding": (1, 2)}
    yield "one", (m.real(1, 1, 1, 1),), {"kernel_size": 1}
    yield "no rows", (m.real(0, 3, 7, 6),), {"kernel_size": 2}


def sgd(m):
    yield "matrix", (m.real(3, 4), m.real(3, 4)), {"lr": 0.3, "weight_decay": 0.25}
    yield "plain", (m.real(5), m.real(5)), {"lr": 0.1}
    yield "number", (m.real(), m.real()), {"lr": 0.1}
    yield "empty", (m.real(0), m.real(0)), {"lr": 0.1}


def adam(m):
    full = {"lr": 0.3, "betas": (0.6, 0.8), "eps": 0.2, "weight_decay": 0.25}
    for t in (1, 2, 3):
        yield f"step {t}", (*(m.real(3, 4) for _ in "wgm"), m.positive(3, 4)), {"t": t, **full}
    yield "default", (*(m.real(5) for _ in "wgm"), m.positive(5)), {"t": 7}
    yield "empty", (*(m.real(0) for _ in "wgm"), m.positive(0)), {"t": 1}


MAKERS = {
    "leaky_relu": lambda m: elementwise(m, negative_slope=0.3),
    "elu": lambda m: elementwise(m, alpha=1.3),
    "softplus": lambda m: elementwise(m, beta=1.6),
    "rnn": lambda m: recurrent(m, 1, 1),
    "lstm": lambda m: recurrent(m, 4, 2),
} | dict.fromkeys(("mse_loss", "half_squared_error"), pointwise_loss)
MAKERS |= dict.fromkeys(
    ("identity", "perceptron_step", "perceptron_sign", "tanh", "relu", "selu", "silu"), elementwise
)
for own in (sigmoid, gelu, prelu, linear, mlp, softmax, cross_entropy, batch_norm, conv2d, max_pool2d, sgd, adam):
    MAKERS[own.__name__] = own


def cases(formula):
    """All calls of a formula; none where nobody has written any (which a test reports)."""
    return [Case(formula, *item) for item in MAKERS.get(formula, lambda m: ())(Maker(formula))]


def first_case(formula):
    return cases(formula)[0]
