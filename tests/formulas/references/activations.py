"""The activations chapter as plain NumPy."""

import math

import numpy as np

erf = np.vectorize(math.erf, otypes=[float])


def identity(x):
    return x


def perceptron_step(x):
    return (x >= 0).astype(float)


def perceptron_sign(x):
    return np.where(x >= 0, 1.0, -1.0)


def sigmoid(x, slope=1.0):
    return 1 / (1 + np.exp(-slope * x))


def tanh(x):
    return np.tanh(x)


def relu(x):
    return np.maximum(x, 0)


def leaky_relu(x, negative_slope=0.01):
    return np.maximum(x, 0) + negative_slope * np.minimum(x, 0)


def prelu(x, weight):
    if weight.size > 1:
        weight = weight.reshape(1, -1, *[1] * (x.ndim - 2))
    return np.maximum(x, 0) + weight * np.minimum(x, 0)


def elu(x, alpha=1.0):
    return np.maximum(x, 0) + alpha * np.expm1(np.minimum(x, 0))


def selu(x):
    return 1.0507009873554804934193349852946 * elu(x, 1.6732632423543772848170429916717)


def gelu(x, approximate="none"):
    if approximate == "tanh":
        return x / 2 * (1 + np.tanh(math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)))
    return x / 2 * (1 + erf(x / math.sqrt(2)))


def softplus(x, beta=1.0):
    return np.logaddexp(0, beta * x) / beta


def silu(x):
    return x / (1 + np.exp(-x))


def mish(x):
    return x * np.tanh(np.log(1 + np.exp(x)))


def logsigmoid(x):
    return np.log(1 / (1 + np.exp(-x)))


def softsign(x):
    return x / (1 + np.abs(x))


def relu6(x):
    return np.clip(x, 0, 6)


def hardtanh(x, min_val=-1.0, max_val=1.0):
    return np.clip(x, min_val, max_val)


def hardsigmoid(x):
    return relu6(x + 3) / 6


def hardswish(x):
    return x * relu6(x + 3) / 6


def celu(x, alpha=1.0):
    return np.maximum(x, 0) + np.minimum(0, alpha * (np.exp(x / alpha) - 1))
