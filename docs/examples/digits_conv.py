"""Handwritten digits with a small convolutional network.

Two rounds of convolution, relu and pooling halve the 8 x 8 image to 4 x 4 and to 2 x 2 while the
channels grow 1 -> 24 -> 48; a linear layer reads the 48 * 2 * 2 numbers that are left:

    (N,1,8,8) -> (N,24,8,8) -> (N,24,4,4) -> (N,48,4,4) -> (N,48,2,2) -> (N,192) -> (N,10)

The backward pass is the forward pass read from the end: every kernel has left a pullback, and the
pullbacks are called in reverse order.
"""

from __future__ import annotations

import numpy as np
from sklearn.datasets import load_digits
from sklearn.model_selection import train_test_split

import nnmath as nm

SEED = 0
EPOCHS, BATCH, LEARNING_RATE = 15, 32, 5e-3

Params = dict[str, np.ndarray]


# The data, as images with one channel: (N, C, H, W).


def load() -> list[np.ndarray]:
    """Training images, test images, training labels, test labels."""
    images, labels = load_digits(return_X_y=True)
    images = (images / 16).astype(np.float32).reshape(-1, 1, 8, 8)
    return train_test_split(images, labels, test_size=0.2, stratify=labels, random_state=SEED)


# The parameters. A filter bank is (K, C, R, S): outputs, inputs, height, width.


def init(rng: np.random.Generator) -> Params:
    """Two filter banks and a linear layer, by He's rule; biases at zero."""

    def weight(*shape: int) -> np.ndarray:
        fan_in = np.prod(shape[1:])
        return rng.normal(0, np.sqrt(2 / fan_in), shape).astype(np.float32)

    def bias(n: int) -> np.ndarray:
        return np.zeros(n, np.float32)

    return {
        "w1": weight(24, 1, 3, 3),
        "b1": bias(24),
        "w2": weight(48, 24, 3, 3),
        "b2": bias(48),
        "w3": weight(10, 192),
        "b3": bias(10),
    }


# A block is convolution, relu, pooling; padding 1 keeps the size of the image under a 3 x 3 filter.
# Its own pullback chains the three of its kernels.


def block(x: np.ndarray, weight: np.ndarray, bias: np.ndarray):
    """y = max_pool(relu(conv(x))), and the pullback dy -> (dx, dweight, dbias)."""
    z, back_conv = nm.conv2d.vjp(x, weight, bias, padding=1)
    a, back_relu = nm.relu.vjp(z)
    y, back_pool = nm.max_pool2d.vjp(a, kernel_size=2)

    def pullback(dy: np.ndarray):
        (da,) = back_pool(dy)
        (dz,) = back_relu(da)
        return back_conv(dz)

    return y, pullback


def loss_and_gradients(p: Params, x: np.ndarray, labels: np.ndarray) -> tuple[float, Params]:
    """Mean cross-entropy over the batch, and its gradient for every parameter."""
    a1, back1 = block(x, p["w1"], p["b1"])
    a2, back2 = block(a1, p["w2"], p["b2"])
    logits, back3 = nm.linear.vjp(a2.reshape(len(x), -1), p["w3"], p["b3"])
    loss, back_loss = nm.cross_entropy.vjp(logits, labels)

    grads: Params = {}
    (dlogits,) = back_loss(1.0)
    da2, grads["w3"], grads["b3"] = back3(dlogits)
    da1, grads["w2"], grads["b2"] = back2(da2.reshape(a2.shape))
    _, grads["w1"], grads["b1"] = back1(da1)
    return float(loss), grads


def accuracy(p: Params, x: np.ndarray, labels: np.ndarray) -> float:
    """Share of images whose largest logit is the right one."""
    for w, b in (("w1", "b1"), ("w2", "b2")):
        x = nm.max_pool2d(nm.relu(nm.conv2d(x, p[w], p[b], padding=1)), kernel_size=2)
    logits = nm.linear(x.reshape(len(x), -1), p["w3"], p["b3"])
    return float(np.mean(logits.argmax(axis=1) == labels))


# Training. The learning rate falls to zero along a line, so that the last epochs only settle.


def main(seed: int = SEED) -> float:
    """Train, print progress, return the accuracy on the held-out fifth."""
    x, x_test, labels, labels_test = load()
    rng = np.random.default_rng(seed)
    params = init(rng)
    state = {name: (np.zeros_like(w), np.zeros_like(w)) for name, w in params.items()}
    t = 0
    for epoch in range(1, EPOCHS + 1):
        losses, lr = [], LEARNING_RATE * (1 - (epoch - 1) / EPOCHS)
        for batch in np.array_split(rng.permutation(len(x)), len(x) // BATCH):
            t += 1
            loss, grads = loss_and_gradients(params, x[batch], labels[batch])
            losses.append(loss)
            for name, grad in grads.items():
                params[name], *state[name] = nm.adam(params[name], grad, *state[name], t, lr=lr)
        if epoch % 3 == 0:
            score = accuracy(params, x_test, labels_test)
            print(f"epoch {epoch:3d}  loss {np.mean(losses):.4f}  held-out accuracy {score:.4f}")
    score = accuracy(params, x_test, labels_test)
    print(f"final accuracy {score:.4f}")
    return score


if __name__ == "__main__":
    main()
