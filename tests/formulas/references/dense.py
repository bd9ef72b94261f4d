"""The dense chapter as plain NumPy."""

import numpy as np

from references import activations as functions


def neuron(x, weight, bias, activation="sigmoid"):
    return getattr(functions, activation)(x @ weight + bias)


def logistic_regression(x, weight, bias):
    return 1 / (1 + np.exp(-(x @ weight + bias)))


def residual(x, weight, bias, activation="relu"):
    return x + getattr(functions, activation)(x @ weight.T + bias)


def polynomial_features(x, degree):
    """Of each degree the monomials of the last degree times the entries from their last factor on."""
    powers = [[(np.ones(x.shape[:-1]), 0)]]
    for _ in range(degree):
        powers.append([(y * x[..., i], i) for y, first in powers[-1] for i in range(first, x.shape[-1])])
    return np.stack([y for row in powers for y, _ in row], axis=-1)


def linear(x, weight, bias=None):
    return x @ weight.T + (0 if bias is None else bias)


def mlp(x, weights, biases, activations="relu"):
    if isinstance(activations, str):
        activations = [activations] * (len(weights) - 1) + ["identity"]
    for weight, bias, name in zip(weights, biases, activations, strict=True):
        x = getattr(functions, name)(linear(x, weight, bias))
    return x
