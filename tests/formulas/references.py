"""Every formula as plain NumPy, written from its source, not from the library's equations.

Same public call, same result. They are slow, and stable only where plain NumPy is.
"""

import math
from itertools import product

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


def linear(x, weight, bias=None):
    return x @ weight.T + (0 if bias is None else bias)


def mlp(x, weights, biases, activations="relu"):
    if isinstance(activations, str):
        activations = [activations] * (len(weights) - 1) + ["identity"]
    for weight, bias, name in zip(weights, biases, activations, strict=True):
        x = globals()[name](linear(x, weight, bias))
    return x


def softmax(x, dim=-1):
    e = np.exp(x)
    return e / e.sum(axis=dim, keepdims=True)


def reduced(terms, reduction):
    return {"mean": np.mean, "sum": np.sum, "none": np.asarray}[reduction](terms)


def mse_loss(x, target, reduction="mean"):
    return reduced((x - target) ** 2, reduction)


def half_squared_error(x, target, reduction="mean"):
    return reduced((x - target) ** 2 / 2, reduction)


def cross_entropy(x, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    axis = 0 if x.ndim == 1 else 1
    classes = x.shape[axis]
    weight = np.ones(classes) if weight is None else weight
    logp = np.moveaxis(np.log(softmax(x, axis)), axis, -1)
    if target.dtype.kind == "f":
        soft = (1 - label_smoothing) * np.moveaxis(target, axis, -1) + label_smoothing / classes
        terms = -(weight * soft * logp).sum(-1)
        return terms.mean() if reduction == "mean" else reduced(terms, reduction)
    keep = target != ignore_index
    index = np.where(keep, target, 0)
    hit = -weight[index] * np.take_along_axis(logp, index[..., None], -1)[..., 0]
    spread = -(weight * logp).sum(-1) / classes
    terms = keep * ((1 - label_smoothing) * hit + label_smoothing * spread)
    return terms.sum() / weight[index][keep].sum() if reduction == "mean" else reduced(terms, reduction)


def batch_norm(x, weight, bias, eps=1e-5):
    axes = tuple(a for a in range(x.ndim) if a != 1)
    shape = (1, -1, *[1] * (x.ndim - 2))
    centred = x - x.mean(axis=axes, keepdims=True)
    xhat = centred / np.sqrt(x.var(axis=axes, keepdims=True) + eps)
    return weight.reshape(shape) * xhat + bias.reshape(shape)


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


def both(value):
    return (value, value) if isinstance(value, int) else tuple(value)


def padded(x, before, after, fill):
    return np.pad(x, [(0, 0), (0, 0), *zip(before, after, strict=True)], constant_values=fill)


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (s0, s1), (d0, d1) = both(stride), both(dilation)
    count, channels, rows, columns = weight.shape
    if padding == "same":
        total = d0 * (rows - 1), d1 * (columns - 1)
        before = total[0] // 2, total[1] // 2
        after = total[0] - before[0], total[1] - before[1]
    else:
        before = after = both(0 if padding == "valid" else padding)
    x = padded(x, before, after, 0)
    height, width = (x.shape[2] - d0 * (rows - 1) - 1) // s0 + 1, (x.shape[3] - d1 * (columns - 1) - 1) // s1 + 1
    y = np.zeros((len(x), count, height, width))
    for k, p, q in product(range(count), range(height), range(width)):
        first = k // (count // groups) * channels
        window = x[:, first : first + channels, p * s0 :: d0, q * s1 :: d1][:, :, :rows, :columns]
        y[:, k, p, q] = (window * weight[k]).sum((1, 2, 3)) + (0 if bias is None else bias[k])
    return y


def max_pool2d(x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    kernel, pads, gaps = both(kernel_size), both(padding), both(dilation)
    steps = kernel if stride is None else both(stride)
    sizes = []
    for n, k, s, p, d in zip(x.shape[2:], kernel, steps, pads, gaps, strict=True):
        span = n + 2 * p - d * (k - 1) - 1
        count = (-(-span // s) if ceil_mode else span // s) + 1
        sizes.append(count - 1 if ceil_mode and (count - 1) * s >= n + p else count)
    after = [p + 100 for p in pads]
    x = padded(x, pads, after, -np.inf)
    y = np.empty((*x.shape[:2], *sizes))
    for p, q in product(range(sizes[0]), range(sizes[1])):
        window = x[:, :, p * steps[0] :: gaps[0], q * steps[1] :: gaps[1]][:, :, : kernel[0], : kernel[1]]
        y[:, :, p, q] = window.max((2, 3))
    return y


def sgd(w, grad, lr, weight_decay=0.0):
    return w - lr * (grad + weight_decay * w)


def adam(w, grad, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
    g = grad + weight_decay * w
    m = betas[0] * m + (1 - betas[0]) * g
    v = betas[1] * v + (1 - betas[1]) * g * g
    step = lr / (1 - betas[0] ** t)
    return w - step * m / (np.sqrt(v) / math.sqrt(1 - betas[1] ** t) + eps), m, v
