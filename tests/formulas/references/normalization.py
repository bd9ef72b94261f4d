"""The normalization chapter as plain NumPy."""

import numpy as np


def standardised(x, axes, eps):
    return (x - x.mean(axis=axes, keepdims=True)) / np.sqrt(x.var(axis=axes, keepdims=True) + eps)


def by_channel(x, *arrays):
    return [a.reshape(1, -1, *[1] * (x.ndim - 2)) for a in arrays]


def batch_norm(x, weight, bias, eps=1e-5):
    weight, bias = by_channel(x, weight, bias)
    return weight * standardised(x, (0, *range(2, x.ndim)), eps) + bias


def batch_norm_inference(x, running_mean, running_var, weight, bias, eps=1e-5):
    mean, var, weight, bias = by_channel(x, running_mean, running_var, weight, bias)
    return (x - mean) * weight / np.sqrt(var + eps) + bias


def batch_norm_running(running_mean, running_var, x, momentum=0.1):
    axes = (0, *range(2, x.ndim))
    mean, var = x.mean(axis=axes), x.var(axis=axes, ddof=1)
    return running_mean + momentum * (mean - running_mean), running_var + momentum * (var - running_var)


def layer_norm(x, weight, bias, eps=1e-5):
    return weight * standardised(x, tuple(range(x.ndim - weight.ndim, x.ndim)), eps) + bias


def rms_norm(x, weight, eps=1e-5):
    axes = tuple(range(x.ndim - weight.ndim, x.ndim))
    return weight * x / np.sqrt(np.mean(np.square(x), axis=axes, keepdims=True) + eps)


def group_norm(x, weight, bias, num_groups, eps=1e-5):
    weight, bias = by_channel(x, weight, bias)
    groups = np.split(x, num_groups, axis=1)
    return weight * np.concatenate([standardised(g, tuple(range(1, x.ndim)), eps) for g in groups], axis=1) + bias


def instance_norm(x, weight, bias, eps=1e-5):
    weight, bias = by_channel(x, weight, bias)
    return weight * standardised(x, tuple(range(2, x.ndim)), eps) + bias
