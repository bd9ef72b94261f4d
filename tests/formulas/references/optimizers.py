"""The optimizers chapter as plain NumPy."""

import math

import numpy as np


def sgd(w, grad, lr, weight_decay=0.0):
    return w - lr * (grad + weight_decay * w)


def adam(w, grad, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
    g = grad + weight_decay * w
    m = betas[0] * m + (1 - betas[0]) * g
    v = betas[1] * v + (1 - betas[1]) * g * g
    step = lr / (1 - betas[0] ** t)
    return w - step * m / (np.sqrt(v) / math.sqrt(1 - betas[1] ** t) + eps), m, v
