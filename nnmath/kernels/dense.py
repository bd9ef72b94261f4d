"""Kernels of nnmath.formulas.dense. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def linear(x, weight, bias):
    y = x @ weight.T
    y += bias
    return y


def linear_forward(x, weight, bias):
    dtype = x.dtype
    N = x.shape[0]
    O = weight.shape[0]
    y = x @ weight.T
    y += bias
    return y, (x, weight, N, O, dtype)


def linear_backward(saved, bar_y):
    x, weight, N, O, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, O), dtype)
    bar_bias = np.sum(bar_y, axis=0)
    bar_weight = bar_y.T @ x
    bar_x = bar_y @ weight
    return (bar_x, bar_weight, bar_bias)


def linear_jvp(x, weight, bias, dot_x, dot_weight, dot_bias):
    dtype = x.dtype
    N, I = x.shape
    O = weight.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((O, I), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((O,), dtype)
    y = x @ weight.T
    y += bias
    dot_y = x @ dot_weight.T
    _1 = dot_x @ weight.T
    dot_y += _1
    dot_y += dot_bias
    return y, dot_y


def linear_nobias(x, weight):
    y = x @ weight.T
    return y


def linear_nobias_forward(x, weight):
    dtype = x.dtype
    N = x.shape[0]
    O = weight.shape[0]
    y = x @ weight.T
    return y, (x, weight, N, O, dtype)


def linear_nobias_backward(saved, bar_y):
    x, weight, N, O, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, O), dtype)
    bar_weight = bar_y.T @ x
    bar_x = bar_y @ weight
    return (bar_x, bar_weight)


def linear_nobias_jvp(x, weight, dot_x, dot_weight):
    dtype = x.dtype
    N, I = x.shape
    O = weight.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((O, I), dtype)
    y = x @ weight.T
    dot_y = x @ dot_weight.T
    _1 = dot_x @ weight.T
    dot_y += _1
    return y, dot_y


def mlp(x, weights, biases, sigma):
    dtype = x.dtype
    N = x.shape[0]
    L = len(weights)
    n = {0: x.shape[1], **{l + 1: weights[l].shape[0] for l in range(L)}, **{l: weights[l].shape[1] for l in range(L)}, **{l + 1: biases[l].shape[0] for l in range(L)}}
    a = [np.zeros((N, n[l]), dtype) for l in range(L + 1)]
    a[0][...] += x
    z = [np.empty((N, n[l + 1]), dtype) for l in range(L)]
    for l in range(L):
        z[l][...] = biases[l]
    for l in range(L):
        _1 = a[l] @ weights[l].T
        z[l][...] += _1
        _2 = sigma(z[l], 0, l)
        a[l + 1][...] += _2
    y = a[L].copy()
    return y


def mlp_forward(x, weights, biases, sigma):
    dtype = x.dtype
    N = x.shape[0]
    L = len(weights)
    n = {0: x.shape[1], **{l + 1: weights[l].shape[0] for l in range(L)}, **{l: weights[l].shape[1] for l in range(L)}, **{l + 1: biases[l].shape[0] for l in range(L)}}
    a = [np.zeros((N, n[l]), dtype) for l in range(L + 1)]
    a[0][...] += x
    z = [np.empty((N, n[l + 1]), dtype) for l in range(L)]
    for l in range(L):
        z[l][...] = biases[l]
    for l in range(L):
        _1 = a[l] @ weights[l].T
        z[l][...] += _1
        _2 = sigma(z[l], 0, l)
        a[l + 1][...] += _2
    y = a[L].copy()
    return y, (weights, a, z, sigma, N, L, n, dtype)


def mlp_backward(saved, bar_y):
    weights, a, z, sigma, N, L, n, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, n[L]), dtype)
    bar_a = [np.zeros((N, n[l]), dtype) for l in range(L + 1)]
    bar_a[L][...] += bar_y
    bar_z = [np.empty((N, n[l + 1]), dtype) for l in range(L)]
    for l in reversed(range(L)):
        _1 = sigma(z[l], 1, l)
        np.multiply(bar_a[l + 1], _1, out=bar_z[l][...])
        _2 = bar_z[l] @ weights[l]
        bar_a[l][...] += _2
    bar_biases = [np.empty((n[l + 1],), dtype) for l in range(L)]
    for l in range(L):
        np.sum(bar_z[l], axis=0, out=bar_biases[l][...])
    bar_weights = [np.empty((n[l + 1], n[l]), dtype) for l in range(L)]
    for l in range(L):
        np.matmul(bar_z[l].T, a[l], out=bar_weights[l][...])
    bar_x = bar_a[0].copy()
    return (bar_x, bar_weights, bar_biases)


def mlp_jvp(x, weights, biases, dot_x, dot_weights, dot_biases, sigma):
    dtype = x.dtype
    N = x.shape[0]
    L = len(weights)
    n = {0: x.shape[1], **{l + 1: weights[l].shape[0] for l in range(L)}, **{l: weights[l].shape[1] for l in range(L)}, **{l + 1: biases[l].shape[0] for l in range(L)}}
    if dot_x is None:
        dot_x = np.zeros((N, n[0]), dtype)
    if dot_weights is None:
        dot_weights = [np.zeros((n[l + 1], n[l]), dtype) for l in range(L)]
    if dot_biases is None:
        dot_biases = [np.zeros((n[l + 1],), dtype) for l in range(L)]
    a = [np.zeros((N, n[l]), dtype) for l in range(L + 1)]
    a[0][...] += x
    z = [np.empty((N, n[l + 1]), dtype) for l in range(L)]
    for l in range(L):
        z[l][...] = biases[l]
    for l in range(L):
        _1 = a[l] @ weights[l].T
        z[l][...] += _1
        _2 = sigma(z[l], 0, l)
        a[l + 1][...] += _2
    y = a[L].copy()
    dot_a = [np.zeros((N, n[l]), dtype) for l in range(L + 1)]
    dot_a[0][...] += dot_x
    dot_z = [np.empty((N, n[l + 1]), dtype) for l in range(L)]
    for l in range(L):
        np.matmul(a[l], dot_weights[l].T, out=dot_z[l][...])
    for l in range(L):
        dot_z[l][...] += dot_biases[l]
    for l in range(L):
        _3 = dot_a[l] @ weights[l].T
        dot_z[l][...] += _3
        _4 = sigma(z[l], 1, l)
        np.multiply(dot_z[l], _4, out=_3)
        dot_a[l + 1][...] += _3
    dot_y = dot_a[L].copy()
    return y, dot_y
