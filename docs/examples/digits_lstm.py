"""Handwritten digits read line by line by an LSTM.

An 8 x 8 image is a sequence of T = 8 rows of 8 numbers. The LSTM reads them from top to bottom, and
what it remembers at the end decides:

    (output, h_n, c_n) = lstm(x, h0, c0, ...),  logits = W h_n + b,  x of shape (T, N, 8)

Only h_n is used, so the backward pass starts from its gradient alone; the other two outputs get
None, which means zero. Backpropagation through time is inside the pullback.
"""

from __future__ import annotations

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

import nnmath as nm

SEED = 0
HIDDEN = 64
EPOCHS, BATCH, LEARNING_RATE = 30, 64, 5e-3

Params = dict[str, np.ndarray]
CELL = ("w_ih", "w_hh", "b_ih", "b_hh")


# The data. Time comes first, (T, N, I): the rows of all images, row by row.


def load() -> list[np.ndarray]:
    """Training images, test images, training labels, test labels; images are (N, 8, 8)."""
    images, labels = load_digits(return_X_y=True)
    images = (images / 16).astype(np.float32).reshape(-1, 8, 8)
    return train_test_split(images, labels, test_size=0.2, stratify=labels, random_state=SEED)


def as_sequence(images: np.ndarray) -> np.ndarray:
    """(N, T, I) to (T, N, I)."""
    return np.ascontiguousarray(images.transpose(1, 0, 2))


# The parameters. The four gates i, f, g, o are stacked, four times HIDDEN rows; every gate is a
# layer of its own and is initialised as one. The forget gate starts open (bias 1), so that what
# was read first is still there at the end.


def glorot(rng: np.random.Generator, outputs: int, inputs: int) -> np.ndarray:
    """A weight matrix (O, I) of variance 2/(I + O)."""
    return rng.normal(0, np.sqrt(2 / (inputs + outputs)), (outputs, inputs))


def init(rng: np.random.Generator) -> Params:
    """The cell's four arrays and the linear layer that reads it."""

    def gates(inputs: int) -> np.ndarray:
        return np.concatenate([glorot(rng, HIDDEN, inputs) for _ in range(4)])

    b_ih = np.zeros(4 * HIDDEN)
    b_ih[HIDDEN : 2 * HIDDEN] = 1
    params = {
        "w_ih": gates(8),
        "w_hh": gates(HIDDEN),
        "b_ih": b_ih,
        "b_hh": np.zeros(4 * HIDDEN),
        "w": glorot(rng, 10, HIDDEN),
        "b": np.zeros(10),
    }
    return {name: value.astype(np.float32) for name, value in params.items()}


# Forwards and backwards. A sequence starts from nothing: h0 = c0 = 0.


def loss_and_gradients(p: Params, x: np.ndarray, labels: np.ndarray) -> tuple[float, Params]:
    """Mean cross-entropy over the batch, and its gradient for every parameter."""
    zero = np.zeros((x.shape[1], HIDDEN), x.dtype)
    (_, h_n, _), back_lstm = nm.lstm.vjp(x, zero, zero, *(p[name] for name in CELL))
    logits, back_logits = nm.linear.vjp(h_n, p["w"], p["b"])
    loss, back_loss = nm.cross_entropy.vjp(logits, labels)

    (dlogits,) = back_loss(1.0)
    dh_n, dw, db = back_logits(dlogits)
    _, _, _, *dcell = back_lstm(None, dh_n, None)
    return float(loss), dict(zip(CELL, dcell, strict=True)) | {"w": dw, "b": db}


def accuracy(p: Params, x: np.ndarray, labels: np.ndarray) -> float:
    """Share of images whose largest logit is the right one."""
    zero = np.zeros((x.shape[1], HIDDEN), x.dtype)
    _, h_n, _ = nm.lstm(x, zero, zero, *(p[name] for name in CELL))
    logits = nm.linear(h_n, p["w"], p["b"])
    return float(np.mean(logits.argmax(axis=1) == labels))


# Training.


def main(seed: int = SEED) -> float:
    """Train, print progress, return the accuracy on the held-out fifth."""
    images, images_test, labels, labels_test = load()
    x, x_test = as_sequence(images), as_sequence(images_test)
    rng = np.random.default_rng(seed)
    params = init(rng)
    state = {name: (np.zeros_like(w), np.zeros_like(w)) for name, w in params.items()}
    t = 0
    for epoch in range(1, EPOCHS + 1):
        losses = []
        for batch in np.array_split(rng.permutation(len(labels)), len(labels) // BATCH):
            t += 1
            loss, grads = loss_and_gradients(params, x[:, batch], labels[batch])
            losses.append(loss)
            for name, grad in grads.items():
                params[name], *state[name] = nm.adam(params[name], grad, *state[name], t, lr=LEARNING_RATE)
        if epoch % 5 == 0:
            score = accuracy(params, x_test, labels_test)
            print(f"epoch {epoch:3d}  loss {np.mean(losses):.4f}  held-out accuracy {score:.4f}")
    score = accuracy(params, x_test, labels_test)
    print(f"final accuracy {score:.4f}")
    return score


if __name__ == "__main__":
    main()
