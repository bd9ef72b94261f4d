"""Calls of the optimizers chapter."""


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


CASES = {
    "sgd": sgd,
    "adam": adam,
}
