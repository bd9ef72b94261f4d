"""Plain NumPy kernels for the checks: right ones, and wrong ones modelled on bugs that shipped."""

import numpy as np


def sigmoid(x):
    e = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, e) / (1 + e)


def softmax(x, dim=-1):
    e = np.exp(x - x.max(axis=dim, keepdims=True))
    return e / e.sum(axis=dim, keepdims=True)


def log_softmax(x, dim=-1):
    shifted = x - x.max(axis=dim, keepdims=True)
    return shifted - np.log(np.exp(shifted).sum(axis=dim, keepdims=True))


def normalized(x, axes, eps, shape, weight, bias):
    mean = x.mean(axes, keepdims=True)
    variance = ((x - mean) ** 2).mean(axes, keepdims=True)
    return weight.reshape(shape) * (x - mean) / np.sqrt(variance + x.dtype.type(eps)) + bias.reshape(shape)


def over_channels(x):
    return (0, *range(2, x.ndim)), (1, -1, *[1] * (x.ndim - 2))


def batch_norm(x, weight, bias, eps=1e-5):
    axes, shape = over_channels(x)
    return normalized(x, axes, eps, shape, weight, bias)


def layer_norm(x, weight, bias, eps=1e-5):
    return normalized(x, tuple(range(x.ndim - weight.ndim, x.ndim)), eps, weight.shape, weight, bias)


def rms_norm(x, weight, eps=1e-5):
    axes = tuple(range(x.ndim - weight.ndim, x.ndim))
    return weight * x / np.sqrt((x**2).mean(axes, keepdims=True) + x.dtype.type(eps))


def linear(x, weight, bias=None):
    y = x @ weight.T
    return y if bias is None else y + bias


def linear_vjp(x, weight, *rest):
    dy = rest[-1]
    flat, grad = x.reshape(-1, x.shape[-1]), dy.reshape(-1, dy.shape[-1])
    found = dy @ weight, grad.T @ flat
    return found if len(rest) == 1 else (*found, grad.sum(0))


def rnn(x, h0, w_ih, w_hh, b_ih, b_hh):
    h, out = h0, np.zeros((len(x), *h0.shape), x.dtype)
    for t in range(len(x)):
        h = out[t] = np.tanh(x[t] @ w_ih.T + b_ih + h @ w_hh.T + b_hh)
    return out, h.copy()


def lstm(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    h, c, out = h0, c0, np.zeros((len(x), *h0.shape), x.dtype)
    for t in range(len(x)):
        i, f, g, o = np.split(x[t] @ w_ih.T + b_ih + h @ w_hh.T + b_hh, 4, axis=1)
        c = sigmoid(f) * c + sigmoid(i) * np.tanh(g)
        h = out[t] = sigmoid(o) * np.tanh(c)
    return out, h.copy(), c.copy()


def gru_reset_after(x, h0, w_ih, w_hh, b_ih, b_hh):
    h, out = h0, np.zeros((len(x), *h0.shape), x.dtype)
    for t in range(len(x)):
        u, v = np.split(x[t] @ w_ih.T + b_ih, 3, axis=1), np.split(h @ w_hh.T + b_hh, 3, axis=1)
        r, z = sigmoid(u[0] + v[0]), sigmoid(u[1] + v[1])
        n = np.tanh(u[2] + r * v[2])
        h = out[t] = (1 - z) * n + z * h
    return out, h.copy()


def adam(w, grad, m, v, t, lr=0.001, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, hat=False, inside=False):
    kind = w.dtype.type
    a, b = betas
    g = grad + kind(weight_decay) * w
    m, v = kind(a) * m + kind(1 - a) * g, kind(b) * v + kind(1 - b) * g * g
    root = np.sqrt(v / kind(1 - b**t))
    if hat:
        low = root + kind(eps / np.sqrt(1 - b**t))
    else:
        low = np.sqrt(root**2 + kind(eps)) if inside else root + kind(eps)
    return w - kind(lr) * (m / kind(1 - a**t)) / low, m, v


def rmsprop(w, grad, v, lr=0.01, alpha=0.99, eps=1e-8, inside=False):
    kind = w.dtype.type
    v = kind(alpha) * v + kind(1 - alpha) * grad * grad
    low = np.sqrt(v + kind(eps)) if inside else np.sqrt(v) + kind(eps)
    return w - kind(lr) * grad / low, v


def momentum(w, grad, m, lr, momentum):
    m = w.dtype.type(momentum) * m + grad
    return w - w.dtype.type(lr) * m, m


def nesterov(w, grad, m, lr, momentum):
    m = w.dtype.type(momentum) * m + grad
    return w - w.dtype.type(lr) * (grad + w.dtype.type(momentum) * m), m


def reduced(value, reduction):
    return {"mean": np.mean, "sum": np.sum, "none": np.asarray}[reduction](value)


def mse_loss(x, target, reduction="mean"):
    return reduced((x - target) ** 2, reduction)


def elu(x, alpha=1.0):
    return np.where(x > 0, x, x.dtype.type(alpha) * np.expm1(np.minimum(x, 0)))


def conv1d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    n = x.shape[0]
    out, each, r = weight.shape
    if padding == "same":
        total = dilation * (r - 1)
        before, after = total // 2, total - total // 2
    else:
        before = after = 0 if padding == "valid" else padding
    wide = np.pad(x, ((0, 0), (0, 0), (before, after)))
    size = (wide.shape[2] - dilation * (r - 1) - 1) // stride + 1
    y = np.zeros((n, out, size), x.dtype)
    for k in range(out):
        group = k // (out // groups)
        part = wide[:, group * each : (group + 1) * each]
        for p in range(size):
            window = part[:, :, p * stride : p * stride + dilation * (r - 1) + 1 : dilation]
            y[:, k, p] = (window * weight[k]).sum((1, 2))
    return y if bias is None else y + bias[:, None]
