"""Calls of the recurrent chapter."""

RECURRENT_SIZES = [
    ("general", (3, 2, 5, 4)),
    ("long", (9, 3, 2, 4)),
    ("ones", (1, 1, 1, 1)),
    ("no steps", (0, 2, 5, 4)),
    ("no rows", (3, 0, 5, 4)),
    ("no inputs", (3, 2, 0, 4)),
    ("no units", (3, 2, 5, 0)),
]


def recurrent(m, gates, states):
    for label, (t, n, i, h) in RECURRENT_SIZES:
        start = [m.real(n, h) for _ in range(states)]
        weights = m.real(gates * h, i), m.real(gates * h, h), m.real(gates * h), m.real(gates * h)
        yield label, (m.real(t, n, i), *start, *weights), {}


CASES = {
    "rnn": lambda m: recurrent(m, 1, 1),
    "lstm": lambda m: recurrent(m, 4, 2),
}
