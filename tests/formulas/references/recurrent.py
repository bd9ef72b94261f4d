"""The recurrent chapter as plain NumPy."""

import numpy as np

from references.activations import sigmoid


def rnn(x, h0, w_ih, w_hh, b_ih, b_hh):
    states = [h0]
    for step in x:
        states.append(np.tanh(step @ w_ih.T + b_ih + states[-1] @ w_hh.T + b_hh))
    return np.array(states[1:]).reshape(len(x), *h0.shape), states[-1]


def lstm(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    h, c, output = h0, c0, []
    for step in x:
        i, f, g, o = np.split(step @ w_ih.T + b_ih + h @ w_hh.T + b_hh, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = sigmoid(o) * np.tanh(c)
        output.append(h)
    return np.array(output).reshape(len(x), *h0.shape), h, c
