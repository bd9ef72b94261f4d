"""Calls of the recurrent chapter."""

import numpy as np

RECURRENT_SIZES = [
    ("general", (3, 2, 5, 4)),
    ("long", (9, 3, 2, 4)),
    ("ones", (1, 1, 1, 1)),
    ("no steps", (0, 2, 5, 4)),
    ("no rows", (3, 0, 5, 4)),
    ("no inputs", (3, 2, 0, 4)),
    ("no units", (3, 2, 5, 0)),
]


CELL_SIZES = [
    ("general", (2, 5, 4)),
    ("ones", (1, 1, 1)),
    ("no rows", (0, 5, 4)),
    ("no inputs", (2, 0, 4)),
    ("no units", (2, 5, 0)),
]


def weights(m, gates, i, h, biases):
    return m.real(gates * h, i), m.real(gates * h, h), *(m.real(gates * h) for _ in range(2 * biases))


def recurrent(m, gates, states, peephole=0, biases=True):
    """A layer; `peephole` counts the axes of p after the first."""
    for label, (t, n, i, h) in RECURRENT_SIZES:
        start = [m.real(n, h) for _ in range(states)]
        holes = [m.real(3, *[h] * peephole)] if peephole else []
        yield label, (m.real(t, n, i), *start, *weights(m, gates, i, h, biases), *holes), {}


def cell(m, gates, states, peephole=0, biases=True):
    for label, (n, i, h) in CELL_SIZES:
        start = [m.real(n, h) for _ in range(states)]
        holes = [m.real(3, *[h] * peephole)] if peephole else []
        yield label, (m.real(n, i), *start, *weights(m, gates, i, h, biases), *holes), {}


def with_and_without_biases(make):
    def calls(m):
        yield from make(m, 3, 1)
        yield from ((f"nobias {label}", *rest) for label, *rest in make(m, 3, 1, biases=False) if label == "general")

    return calls


def seen_by_some(make):
    """Peepholes of all gates, then of the output gate alone."""

    def calls(m, *shape):
        found = list(make(m, *shape))
        yield from found
        *given, p = found[0][1]
        yield "output gate", (*given, np.array([0.0, 0.0, 1.0]).reshape(3, *[1] * (p.ndim - 1)) * p), {}

    return calls


CASES = {
    "rnn": lambda m: recurrent(m, 1, 1),
    "rnn_cell": lambda m: cell(m, 1, 1),
    "lstm": lambda m: recurrent(m, 4, 2),
    "lstm_cell": lambda m: cell(m, 4, 2),
    "lstm_peephole": lambda m: seen_by_some(recurrent)(m, 4, 2, 1),
    "lstm_peephole_cell": lambda m: seen_by_some(cell)(m, 4, 2, 1),
    "lstm_peephole_full": lambda m: seen_by_some(recurrent)(m, 4, 2, 2),
    "lstm_peephole_full_cell": lambda m: seen_by_some(cell)(m, 4, 2, 2),
    "gru": with_and_without_biases(recurrent),
    "gru_cell": with_and_without_biases(cell),
    "gru_reset_after": lambda m: recurrent(m, 3, 1),
    "gru_reset_after_cell": lambda m: cell(m, 3, 1),
}
