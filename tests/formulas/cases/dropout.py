"""Calls of the dropout chapter."""

import numpy as np

from cases.maker import ELEMENTWISE, elementwise


def masked(m, **params):
    for label, shape in ELEMENTWISE:
        yield label, (m.real(*shape), np.asarray(m.real(*shape) > 0)), params
    yield "numbers", (m.real(3, 4), (m.real(3, 4) > 0).astype(float)), params
    yield "integers", (m.real(3, 4), m.index(2, 3, 4)), params
    yield "none kept", (m.real(5), np.zeros(5, bool)), params


CASES = {
    "dropout_train": masked,
    "dropout_inference": lambda m: elementwise(m, p=0.3),
    "inverted_dropout": lambda m: masked(m, p=0.3),
}
