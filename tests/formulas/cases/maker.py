"""Drawing the arrays of a call."""

import zlib
from dataclasses import dataclass, field

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
