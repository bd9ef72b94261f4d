"""The dense chapter as plain NumPy."""

from references import activations as functions


def linear(x, weight, bias=None):
    return x @ weight.T + (0 if bias is None else bias)


def mlp(x, weights, biases, activations="relu"):
    if isinstance(activations, str):
        activations = [activations] * (len(weights) - 1) + ["identity"]
    for weight, bias, name in zip(weights, biases, activations, strict=True):
        x = getattr(functions, name)(linear(x, weight, bias))
    return x
