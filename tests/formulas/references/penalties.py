"""The penalties chapter as plain NumPy."""

import numpy as np


def l1_penalty(w, gamma):
    return gamma * np.linalg.norm(np.ravel(w), 1)


def l2_penalty(w, gamma):
    return gamma * np.linalg.norm(np.ravel(w)) ** 2


def p_norm(x, p):
    return np.sum(np.abs(x) ** p) ** (1 / p)


def p_metric(x, y, p):
    return np.sum(np.abs(x - y) ** p)


def clip_grad_norm(grad, max_norm):
    return grad * min(1.0, max_norm / (np.linalg.norm(np.ravel(grad)) + 1e-6))


def clip_grad_value(grad, clip_value):
    return np.clip(grad, -clip_value, clip_value)
