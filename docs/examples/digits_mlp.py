"""Handwritten digits with a multilayer perceptron.

Images of 8 x 8 grey levels, 64 numbers each, and three layers, 64 -> 128 -> 64 -> 10:

    a1 = relu(W1 x + b1),  a2 = relu(W2 a1 + b2),  logits = W3 a2 + b3

trained by cross-entropy and Adam. Not one derivative is written here: every kernel hands back, next
to its value, the pullback that carries a gradient from its output to its inputs.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

import nnmath as nm

SEED = 0
WIDTHS = (64, 128, 64, 10)
ACTIVATIONS = ("relu", "relu", "identity")
EPOCHS, BATCH, LEARNING_RATE = 30, 64, 2e-3


# The data: grey levels 0 to 16 brought to [0, 1], a fifth held out.


def load() -> list[np.ndarray]:
    """Training images, test images, training labels, test labels."""
    images, labels = load_digits(return_X_y=True)
    images = (images / 16).astype(np.float32)
    return train_test_split(images, labels, test_size=0.2, stratify=labels, random_state=SEED)


# The parameters. He's initialisation keeps the variance of the activations through relu layers;
# weights have PyTorch's layout, (out, in).


def init(rng: np.random.Generator) -> list[np.ndarray]:
    """W1, W2, W3, b1, b2, b3."""
    shapes = [(n, m) for m, n in pairwise(WIDTHS)]
    weights = [rng.normal(0, np.sqrt(2 / shape[1]), shape) for shape in shapes]
    biases = [np.zeros(n) for n in WIDTHS[1:]]
    return [p.astype(np.float32) for p in weights + biases]


# One step: forwards through network and loss, backwards through their pullbacks. The pullback of
# mlp gives the gradient of x, then lists of gradients for weights and biases.


def loss_and_gradients(params: list[np.ndarray], x: np.ndarray, labels: np.ndarray) -> tuple[float, list[np.ndarray]]:
    """Mean cross-entropy over the batch, and its gradient for every parameter."""
    logits, back_logits = nm.mlp.vjp(x, params[:3], params[3:], activations=ACTIVATIONS)
    loss, back_loss = nm.cross_entropy.vjp(logits, labels)
    (dlogits,) = back_loss(1.0)
    _, dweights, dbiases = back_logits(dlogits)
    return float(loss), [*dweights, *dbiases]


def accuracy(params: list[np.ndarray], x: np.ndarray, labels: np.ndarray) -> float:
    """Share of images whose largest logit is the right one."""
    logits = nm.mlp(x, params[:3], params[3:], activations=ACTIVATIONS)
    return float(np.mean(logits.argmax(axis=1) == labels))


# Training. Optimizers are pure functions: state goes in, state comes out, t counts from 1.


def main(seed: int = SEED) -> float:
    """Train, print progress, return the accuracy on the held-out fifth."""
    x, x_test, labels, labels_test = load()
    rng = np.random.default_rng(seed)
    params = init(rng)
    state = [(np.zeros_like(p), np.zeros_like(p)) for p in params]
    t = 0
    for epoch in range(1, EPOCHS + 1):
        losses = []
        for batch in np.array_split(rng.permutation(len(x)), len(x) // BATCH):
            t += 1
            loss, grads = loss_and_gradients(params, x[batch], labels[batch])
            losses.append(loss)
            for i, grad in enumerate(grads):
                params[i], *state[i] = nm.adam(params[i], grad, *state[i], t, lr=LEARNING_RATE)
        if epoch % 5 == 0:
            score = accuracy(params, x_test, labels_test)
            print(f"epoch {epoch:3d}  loss {np.mean(losses):.4f}  held-out accuracy {score:.4f}")
    score = accuracy(params, x_test, labels_test)
    print(f"final accuracy {score:.4f}")
    return score


if __name__ == "__main__":
    main()
