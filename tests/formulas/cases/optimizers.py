"""Calls of the optimizers chapter."""


def sgd(m):
    yield "matrix", (m.real(3, 4), m.real(3, 4)), {"lr": 0.3, "weight_decay": 0.25}
    yield "plain", (m.real(5), m.real(5)), {"lr": 0.1}
    yield "number", (m.real(), m.real()), {"lr": 0.1}
    yield "empty", (m.real(0), m.real(0)), {"lr": 0.1}


def stochastic_gradient(m):
    params = {"lr": 0.3, "smoothing": 0.2}
    yield "matrix", (m.real(3, 4), m.real(3, 4), m.real(), m.real()), params
    yield "number", (m.real(), m.real(), m.real(), m.real()), params
    yield "empty", (m.real(0), m.real(0), m.real(), m.real()), params


def with_momentum(m):
    params = {"lr": 0.3, "momentum": 0.6}
    yield "matrix", tuple(m.real(3, 4) for _ in "wgm"), params
    yield "tensor", tuple(m.real(2, 5, 3) for _ in "wgm"), params
    yield "empty", tuple(m.real(0) for _ in "wgm"), params


def squares(**params):
    """Weights, gradient and one average of squares."""

    def make(m):
        yield "matrix", (m.real(3, 4), m.real(3, 4), m.positive(3, 4)), {"lr": 0.3, "eps": 0.2, **params}
        yield "default", (m.real(5), m.real(5), m.positive(5)), {}
        yield "empty", (m.real(0), m.real(0), m.positive(0)), {}

    return make


def adadelta(m):
    full = {"lr": 0.7, "rho": 0.8, "eps": 0.2}
    yield "matrix", (m.real(3, 4), m.real(3, 4), m.positive(3, 4), m.positive(3, 4)), full
    yield "default", (m.real(5), m.real(5), m.positive(5), m.positive(5)), {}
    yield "empty", (m.real(0), m.real(0), m.positive(0), m.positive(0)), {}


def adam(m):
    full = {"lr": 0.3, "betas": (0.6, 0.8), "eps": 0.2, "weight_decay": 0.25}
    for t in (1, 2, 3):
        yield f"step {t}", (*(m.real(3, 4) for _ in "wgm"), m.positive(3, 4)), {"t": t, **full}
    yield "default", (*(m.real(5) for _ in "wgm"), m.positive(5)), {"t": 7}
    yield "empty", (*(m.real(0) for _ in "wgm"), m.positive(0)), {"t": 1}


def nadam(m):
    full = {"lr": 0.3, "betas": (0.6, 0.8), "eps": 0.2, "weight_decay": 0.25, "momentum_decay": 0.7}
    for t in (1, 2, 3):
        product = m.rng.uniform(0.1, 0.5, size=())
        yield f"step {t}", (*(m.real(3, 4) for _ in "wgm"), m.positive(3, 4), product), {"t": t, **full}
    yield "default", (*(m.real(5) for _ in "wgm"), m.positive(5), m.rng.uniform(0.1, 0.5, size=())), {"t": 7}
    yield "empty", (*(m.real(0) for _ in "wgm"), m.positive(0), m.rng.uniform(0.1, 0.5, size=())), {"t": 1}


CASES = {
    "sgd": sgd,
    "stochastic_gradient": stochastic_gradient,
    "momentum": with_momentum,
    "nesterov": with_momentum,
    "momentum_averaged": with_momentum,
    "adagrad": squares(),
    "rmsprop": squares(alpha=0.8),
    "adadelta": adadelta,
    "adam": adam,
    "adamw": adam,
    "nadam": nadam,
}
