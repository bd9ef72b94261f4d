"""The recurrent chapter as plain NumPy: cells from their sources, layers as loops over cells."""

import numpy as np

from references.activations import sigmoid


def over_time(cell, states):
    """The layer of a cell: every first state, and the last of all."""

    def layer(x, *rest):
        now, output = rest[:states], []
        for step in x:
            found = cell(step, *now, *rest[states:])
            now = found if states > 1 else (found,)
            output.append(now[0])
        return np.array(output).reshape(len(x), *rest[0].shape), *now

    return layer


def affine(x, h, w_ih, w_hh, b_ih, b_hh):
    return x @ w_ih.T + b_ih + h @ w_hh.T + b_hh


def rnn_cell(x, h0, w_ih, w_hh, b_ih, b_hh):
    return np.tanh(affine(x, h0, w_ih, w_hh, b_ih, b_hh))


def lstm_cell(x, h0, c0, w_ih, w_hh, b_ih, b_hh, sees=(0, 0, 0)):
    """`sees` are the maps through which i, f and o see the cell."""
    seen = [s if callable(s) else lambda c: 0.0 for s in sees]
    i, f, g, o = np.split(affine(x, h0, w_ih, w_hh, b_ih, b_hh), 4, axis=1)
    c = sigmoid(f + seen[1](c0)) * c0 + sigmoid(i + seen[0](c0)) * np.tanh(g)
    return sigmoid(o + seen[2](c)) * np.tanh(c), c


def lstm_peephole_cell(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p):
    return lstm_cell(x, h0, c0, w_ih, w_hh, b_ih, b_hh, [lambda c, row=row: row * c for row in p])


def lstm_peephole_full_cell(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p):
    """As the lecture has it: each gate's matrix acts on [c, h, x]."""
    inner = [np.split(m, 4) for m in (w_hh, w_ih, b_ih + b_hh)]

    def gate(k, *seen):
        """`seen` is the cell and the columns that act on it, where the gate has a peephole."""
        recurrent, from_x, bias = (part[k] for part in inner)
        columns = np.concatenate([*seen[1:], recurrent, from_x], axis=1)
        return np.concatenate([*seen[:1], h0, x], axis=1) @ columns.T + bias

    c = sigmoid(gate(1, c0, p[1])) * c0 + sigmoid(gate(0, c0, p[0])) * np.tanh(gate(2))
    return sigmoid(gate(3, c, p[2])) * np.tanh(c), c


def gru_cell(x, h0, w_ih, w_hh, b_ih=None, b_hh=None):
    """As the lecture has it: each gate's matrix acts on [h, x], or on [r*h, x]."""
    matrices = np.split(np.concatenate([w_hh, w_ih], axis=1), 3)
    biases = np.split(np.zeros(len(w_hh)) if b_ih is None else b_ih + b_hh, 3)

    def through(k, h):
        return np.concatenate([h, x], axis=1) @ matrices[k].T + biases[k]

    r, z = sigmoid(through(0, h0)), sigmoid(through(1, h0))
    return (1 - z) * h0 + z * np.tanh(through(2, r * h0))


def gru_reset_after_cell(x, h0, w_ih, w_hh, b_ih, b_hh):
    from_x, from_h = np.split(x @ w_ih.T + b_ih, 3, axis=1), np.split(h0 @ w_hh.T + b_hh, 3, axis=1)
    r, z = sigmoid(from_x[0] + from_h[0]), sigmoid(from_x[1] + from_h[1])
    new = np.tanh(from_x[2] + r * from_h[2])
    return new + z * (h0 - new)


rnn = over_time(rnn_cell, 1)
lstm = over_time(lstm_cell, 2)
lstm_peephole = over_time(lstm_peephole_cell, 2)
lstm_peephole_full = over_time(lstm_peephole_full_cell, 2)
gru = over_time(gru_cell, 1)
gru_reset_after = over_time(gru_reset_after_cell, 1)
