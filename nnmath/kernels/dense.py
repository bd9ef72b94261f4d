"""Kernels of nnmath.formulas.dense. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def neuron(x, weight, bias, sigma):
    h = weight @ x.T
    h += bias
    y = sigma(h, 0)
    return y


def neuron_forward(x, weight, bias, sigma):
    dtype = x.dtype
    N = x.shape[0]
    h = weight @ x.T
    h += bias
    y = sigma(h, 0)
    return y, (x, weight, h, sigma, N, dtype)


def neuron_backward(saved, bar_y):
    x, weight, h, sigma, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    _1 = sigma(h, 1)
    bar_h = bar_y * _1
    _2 = np.sum(bar_h)
    bar_bias = _2
    bar_weight = bar_h @ x
    bar_x = bar_h[:, None] * weight
    return (bar_x, bar_weight, bar_bias)


def neuron_jvp(x, weight, bias, dot_x, dot_weight, dot_bias, sigma):
    dtype = x.dtype
    N, I = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((I,), dtype)
    if dot_bias is None:
        dot_bias = dtype.type(0)
    h = weight @ x.T
    h += bias
    y = sigma(h, 0)
    dot_h = dot_weight @ x.T
    _1 = weight @ dot_x.T
    dot_h += _1
    dot_h += dot_bias
    _2 = sigma(h, 1)
    dot_y = np.multiply(dot_h, _2, out=dot_h)
    return y, dot_y


def logistic_regression(x, weight, bias):
    dtype = x.dtype
    N = x.shape[0]
    z = weight @ x.T
    z += bias
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.sigmoid(z[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def logistic_regression_forward(x, weight, bias):
    dtype = x.dtype
    N, I = x.shape
    z = weight @ x.T
    z += bias
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.sigmoid(z[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (x, weight, y, N, I, dtype)


def logistic_regression_backward(saved, bar_y):
    x, weight, y, N, I, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_z = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.subtract(1, y[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(bar_y[low:high], y[low:high], out=bar_z[low:high])
        bar_z[low:high] *= _1
        _2 = np.sum(bar_z[low:high])
        _3 = np.einsum("ab,a->b", x[low:high], bar_z[low:high])
        return (_2, _3)
    bar_bias, bar_weight = rt.blocks(block, N, I, dtype)
    bar_x = bar_z[:, None] * weight
    return (bar_x, bar_weight, bar_bias)


def logistic_regression_jvp(x, weight, bias, dot_x, dot_weight, dot_bias):
    dtype = x.dtype
    N, I = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((I,), dtype)
    if dot_bias is None:
        dot_bias = dtype.type(0)
    z = weight @ x.T
    z += bias
    y = rt.empty((N,), dtype)
    dot_z = rt.empty((N,), dtype)
    def block(low, high):
        rt.sigmoid(z[low:high], out=y[low:high])
        np.vecdot(x[low:high], dot_weight, out=dot_z[low:high])
        _1 = np.vecdot(dot_x[low:high], weight)
        dot_z[low:high] += _1
    rt.blocks(block, N, I, dtype)
    dot_z += dot_bias
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        rt.dsigmoid(z[low:high], out=dot_y[low:high])
        np.multiply(dot_z[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def polynomial_features(x, factor):
    dtype = x.dtype
    N, I = x.shape
    M, D = factor.shape
    u = rt.empty((N, I + 1), dtype)
    u[:, 0] = 1
    y = rt.empty((N, M), dtype)
    def block(low, high):
        u[low:high, 1:] = x[low:high]
        v = rt.take(u[low:high], factor, 1)
        rt.prod(v, axis=-1, out=y[low:high])
    rt.blocks(block, N, 4*M*D, dtype, 1)
    return y


def polynomial_features_forward(x, factor):
    dtype = x.dtype
    N, I = x.shape
    M, D = factor.shape
    u = rt.empty((N, I + 1), dtype)
    u[:, 0] = 1
    y = rt.empty((N, M), dtype)
    def block(low, high):
        u[low:high, 1:] = x[low:high]
        v = rt.take(u[low:high], factor, 1)
        rt.prod(v, axis=-1, out=y[low:high])
    rt.blocks(block, N, 4*M*D, dtype, 1)
    return y, (factor, u, N, I, M, D, dtype)


def polynomial_features_backward(saved, bar_y):
    factor, u, N, I, M, D, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, M), dtype)
    bar_x = rt.empty((N, I), dtype)
    def block(low, high):
        v = rt.take(u[low:high], factor, 1)
        others_y = rt.prod_of_others(v, 2)
        bar_v = others_y * bar_y[low:high][:, :, None]
        bar_u = rt.zeros((high - low, I + 1), dtype)
        rt.add_at(bar_u.T, factor, bar_v.transpose(1, 2, 0))
        bar_x[low:high] = bar_u[:, 1:]
    rt.blocks(block, N, 4*M*D, dtype, 1)
    return (bar_x,)


def polynomial_features_jvp(x, factor, dot_x):
    dtype = x.dtype
    N, I = x.shape
    M, D = factor.shape
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    u = rt.empty((N, I + 1), dtype)
    u[:, 0] = 1
    y = rt.empty((N, M), dtype)
    dot_y = rt.empty((N, M), dtype)
    def block(low, high):
        u[low:high, 1:] = x[low:high]
        v = rt.take(u[low:high], factor, 1)
        rt.prod(v, axis=-1, out=y[low:high])
        others_y = rt.prod_of_others(v, 2)
        dot_u = rt.zeros((high - low, I + 1), dtype)
        dot_u[:, 1:] += dot_x[low:high]
        dot_v = rt.take(dot_u, factor, 1)
        np.vecdot(dot_v, others_y, out=dot_y[low:high])
    rt.blocks(block, N, 4*M*D, dtype, 1)
    return y, dot_y


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
    a = [rt.empty((N, n[l]), dtype) for l in range(L + 1)]
    a[0][...] = x
    z = [rt.empty((N, n[l + 1]), dtype) for l in range(L)]
    for l in range(L):
        z[l][...] = biases[l]
    for l in range(L):
        _1 = a[l] @ weights[l].T
        z[l][...] += _1
        _2 = sigma(z[l], 0, l)
        a[l + 1][...] = _2
    y = a[L].copy()
    return y


def mlp_forward(x, weights, biases, sigma):
    dtype = x.dtype
    N = x.shape[0]
    L = len(weights)
    n = {0: x.shape[1], **{l + 1: weights[l].shape[0] for l in range(L)}, **{l: weights[l].shape[1] for l in range(L)}, **{l + 1: biases[l].shape[0] for l in range(L)}}
    a = [rt.empty((N, n[l]), dtype) for l in range(L + 1)]
    a[0][...] = x
    z = [rt.empty((N, n[l + 1]), dtype) for l in range(L)]
    for l in range(L):
        z[l][...] = biases[l]
    for l in range(L):
        _1 = a[l] @ weights[l].T
        z[l][...] += _1
        _2 = sigma(z[l], 0, l)
        a[l + 1][...] = _2
    y = a[L].copy()
    return y, (weights, a, z, sigma, N, L, n, dtype)


def mlp_backward(saved, bar_y):
    weights, a, z, sigma, N, L, n, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, n[L]), dtype)
    bar_a = [rt.empty((N, n[l]), dtype) for l in range(L + 1)]
    bar_a[L][...] = bar_y
    bar_z = [rt.empty((N, n[l + 1]), dtype) for l in range(L)]
    for l in reversed(range(L)):
        _1 = sigma(z[l], 1, l)
        np.multiply(bar_a[l + 1], _1, out=bar_z[l][...])
        np.matmul(bar_z[l], weights[l], out=bar_a[l][...])
    bar_biases = [rt.empty((n[l + 1],), dtype) for l in range(L)]
    for l in range(L):
        np.sum(bar_z[l], axis=0, out=bar_biases[l][...])
    bar_weights = [rt.empty((n[l + 1], n[l]), dtype) for l in range(L)]
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
    a = [rt.empty((N, n[l]), dtype) for l in range(L + 1)]
    a[0][...] = x
    z = [rt.empty((N, n[l + 1]), dtype) for l in range(L)]
    for l in range(L):
        z[l][...] = biases[l]
    for l in range(L):
        _1 = a[l] @ weights[l].T
        z[l][...] += _1
        _2 = sigma(z[l], 0, l)
        a[l + 1][...] = _2
    y = a[L].copy()
    dot_a = [rt.empty((N, n[l]), dtype) for l in range(L + 1)]
    dot_a[0][...] = dot_x
    dot_z = [rt.empty((N, n[l + 1]), dtype) for l in range(L)]
    for l in range(L):
        np.matmul(a[l], dot_weights[l].T, out=dot_z[l][...])
    for l in range(L):
        dot_z[l][...] += dot_biases[l]
    for l in range(L):
        _3 = dot_a[l] @ weights[l].T
        dot_z[l][...] += _3
        _4 = sigma(z[l], 1, l)
        np.multiply(dot_z[l], _4, out=dot_a[l + 1][...])
    dot_y = dot_a[L].copy()
    return y, dot_y


def residual(x, weight, bias, sigma):
    z = x @ weight.T
    z += bias
    _1 = sigma(z, 0)
    y = x + _1
    return y


def residual_forward(x, weight, bias, sigma):
    dtype = x.dtype
    N, I = x.shape
    z = x @ weight.T
    z += bias
    _1 = sigma(z, 0)
    y = x + _1
    return y, (x, weight, z, sigma, N, I, dtype)


def residual_backward(saved, bar_y):
    x, weight, z, sigma, N, I, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, I), dtype)
    bar_x = bar_y.copy()
    _1 = sigma(z, 1)
    bar_z = bar_y * _1
    bar_bias = np.sum(bar_z, axis=0)
    bar_weight = bar_z.T @ x
    _2 = bar_z @ weight
    bar_x += _2
    return (bar_x, bar_weight, bar_bias)


def residual_jvp(x, weight, bias, dot_x, dot_weight, dot_bias, sigma):
    dtype = x.dtype
    N, I = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((I, I), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((I,), dtype)
    z = x @ weight.T
    z += bias
    _1 = sigma(z, 0)
    y = x + _1
    dot_z = x @ dot_weight.T
    _2 = dot_x @ weight.T
    dot_z += _2
    dot_z += dot_bias
    dot_y = dot_x.copy()
    _3 = sigma(z, 1)
    dot_z *= _3
    dot_y += dot_z
    return y, dot_y
