"""The optimizers chapter as plain NumPy."""

import math

import numpy as np


def sgd(w, grad, lr, weight_decay=0.0):
    return w - lr * (grad + weight_decay * w)


def stochastic_gradient(w, grad, q, loss, lr, smoothing):
    return w - lr * grad, q + smoothing * (loss - q)


def momentum(w, grad, m, lr, momentum):
    """The velocity of the paper, -lr*m here, is added to the weights."""
    velocity = -lr * m * momentum - lr * grad
    return w + velocity, -velocity / lr


def nesterov(w, grad, m, lr, momentum):
    """The paper's two sequences: from theta and v to theta', v', and there the next point to look at."""
    velocity = -lr * m
    theta = w - momentum * velocity
    velocity = momentum * velocity - lr * grad
    theta = theta + velocity
    return theta + momentum * velocity, -velocity / lr


def momentum_averaged(w, grad, delta, lr, momentum):
    delta = np.average([delta, lr * grad], axis=0, weights=[momentum, 1 - momentum])
    return w - delta, delta


def adagrad(w, grad, v, lr=0.01, eps=1e-10):
    v = v + np.abs(grad) ** 2
    return w - lr / (np.sqrt(v) + eps) * grad, v


def rmsprop(w, grad, v, lr=0.01, alpha=0.99, eps=1e-8):
    v = v + (1 - alpha) * (grad**2 - v)
    return w - lr / (np.sqrt(v) + eps) * grad, v


def adadelta(w, grad, v, u, lr=1.0, rho=0.9, eps=1e-6):
    v = v + (1 - rho) * (grad**2 - v)
    step = grad * np.sqrt((u + eps) / (v + eps))
    return w - lr * step, v, u + (1 - rho) * (step**2 - u)


def adam(w, grad, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0):
    g = grad + weight_decay * w
    m = betas[0] * m + (1 - betas[0]) * g
    v = betas[1] * v + (1 - betas[1]) * g * g
    step = lr / (1 - betas[0] ** t)
    return w - step * m / (np.sqrt(v) / math.sqrt(1 - betas[1] ** t) + eps), m, v


def adamw(w, grad, m, v, t, lr=1e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.01):
    """The decay first, then Adam without any, as PyTorch orders it."""
    return adam(w * (1 - lr * weight_decay), grad, m, v, t, lr, betas, eps)


def nadam(w, grad, m, v, mu_product, t, lr=2e-3, betas=(0.9, 0.999), eps=1e-8, weight_decay=0.0, momentum_decay=4e-3):
    g = grad + weight_decay * w
    mu, ahead = (betas[0] * (1 - 0.5 * 0.96 ** (s * momentum_decay)) for s in (t, t + 1))
    mu_product = mu_product * mu
    m = m + (1 - betas[0]) * (g - m)
    v = v + (1 - betas[1]) * (g * g - v)
    denominator = np.sqrt(v / (1 - betas[1] ** t)) + eps
    w = w - lr * (1 - mu) / (1 - mu_product) * g / denominator
    w = w - lr * ahead / (1 - mu_product * ahead) * m / denominator
    return w, m, v, mu_product
