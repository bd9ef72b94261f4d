"""Kernels of nnmath.formulas.normalization. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def batch_norm(x, weight, bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, C, S = x.shape
    _1 = np.sum(x, axis=(0, 2))
    mu = np.multiply(_1, rt.ratio(1, (N*S)), out=_1)
    def block(low, high):
        _2 = x[low:high] - mu[:, None]
        _3 = np.einsum("abc,abc->b", _2, _2)
        _3 *= rt.ratio(1, (N*S))
        return (_3,)
    (var,) = rt.blocks(block, N, C*S)
    y = np.empty((N, C, S), dtype)
    _4 = eps + var
    np.sqrt(_4, out=_4)
    np.divide(weight, _4, out=_4)
    def block(low, high):
        np.subtract(x[low:high], mu[:, None], out=y[low:high])
        y[low:high] *= _4[:, None]
        np.add(bias[:, None], y[low:high], out=y[low:high])
    rt.blocks(block, N, C*S)
    return y


def batch_norm_forward(x, weight, bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, C, S = x.shape
    _1 = np.sum(x, axis=(0, 2))
    mu = np.multiply(_1, rt.ratio(1, (N*S)), out=_1)
    def block(low, high):
        _2 = x[low:high] - mu[:, None]
        _3 = np.einsum("abc,abc->b", _2, _2)
        _3 *= rt.ratio(1, (N*S))
        return (_3,)
    (var,) = rt.blocks(block, N, C*S)
    y = np.empty((N, C, S), dtype)
    _4 = eps + var
    np.sqrt(_4, out=_4)
    np.divide(weight, _4, out=_4)
    def block(low, high):
        np.subtract(x[low:high], mu[:, None], out=y[low:high])
        y[low:high] *= _4[:, None]
        np.add(bias[:, None], y[low:high], out=y[low:high])
    rt.blocks(block, N, C*S)
    return y, (x, weight, mu, var, eps, N, C, S, dtype)


def batch_norm_backward(saved, bar_y):
    x, weight, mu, var, eps, N, C, S, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, S), dtype)
    def block(low, high):
        _1 = x[low:high] - mu[:, None]
        _2 = np.einsum("abc,abc->b", bar_y[low:high], _1)
        _3 = np.sum(_1, axis=(0, 2))
        _4 = np.sum(bar_y[low:high], axis=(0, 2))
        return (_2, _3, _4)
    sum_1, sum_2, bar_bias = rt.blocks(block, N, C*S)
    _5 = eps + var
    np.sqrt(_5, out=_5)
    bar_weight = np.divide(sum_1, _5, out=_5)
    _6 = eps + var
    _7 = np.sqrt(_6)
    _6 *= _7
    np.multiply(sum_1, weight, out=_7)
    np.divide(_7, _6, out=_6)
    bar_var = np.multiply(_6, -0.5, out=_6)
    np.add(eps, var, out=_7)
    np.sqrt(_7, out=_7)
    _8 = bar_bias * weight
    _8 /= _7
    np.multiply(bar_var, sum_2, out=_7)
    _7 *= rt.ratio(2, (N*S))
    np.negative(_8, out=_8)
    bar_mu = np.subtract(_8, _7, out=_8)
    bar_x = np.empty((N, C, S), dtype)
    np.add(eps, var, out=_7)
    np.sqrt(_7, out=_7)
    np.divide(weight, _7, out=_7)
    bar_mu *= rt.ratio(1, (N*S))
    np.multiply(2, bar_var, out=bar_var)
    bar_var /= (N*S)
    def block(low, high):
        np.multiply(bar_y[low:high], _7[:, None], out=bar_x[low:high])
        _9 = x[low:high] - mu[:, None]
        _9 *= bar_var[:, None]
        np.add(bar_mu[:, None], bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] += _9
    rt.blocks(block, N, C*S)
    return (bar_x, bar_weight, bar_bias)


def batch_norm_jvp(x, weight, bias, dot_x, dot_weight, dot_bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, C, S = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, C, S), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((C,), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((C,), dtype)
    _1 = np.sum(x, axis=(0, 2))
    mu = np.multiply(_1, rt.ratio(1, (N*S)), out=_1)
    def block(low, high):
        _2 = x[low:high] - mu[:, None]
        _3 = np.sum(_2, axis=(0, 2))
        _4 = np.einsum("abc,abc->b", _2, _2)
        _4 *= rt.ratio(1, (N*S))
        return (_3, _4)
    sum_1, var = rt.blocks(block, N, C*S)
    y = np.empty((N, C, S), dtype)
    _5 = eps + var
    np.sqrt(_5, out=_5)
    np.divide(weight, _5, out=_5)
    def block(low, high):
        np.subtract(x[low:high], mu[:, None], out=y[low:high])
        y[low:high] *= _5[:, None]
        np.add(bias[:, None], y[low:high], out=y[low:high])
        _6 = np.sum(dot_x[low:high], axis=(0, 2))
        _6 *= rt.ratio(1, (N*S))
        return (_6,)
    (dot_mu,) = rt.blocks(block, N, C*S)
    np.multiply(dot_mu, sum_1, out=_5)
    dot_var = np.multiply(_5, rt.ratio(-2, (N*S)), out=_5)
    def block(low, high):
        _7 = x[low:high] - mu[:, None]
        _8 = np.einsum("abc,abc->b", dot_x[low:high], _7)
        _8 *= rt.ratio(2, (N*S))
        return (_8,)
    (_9,) = rt.blocks(block, N, C*S)
    dot_var += _9
    dot_y = np.empty((N, C, S), dtype)
    _10 = eps + var
    _11 = np.sqrt(_10)
    _12 = dot_mu / _11
    _10 *= _11
    np.multiply(0.5, dot_var, out=dot_var)
    np.divide(dot_var, _10, out=_10)
    np.divide(1, _11, out=dot_var)
    np.divide(dot_weight, _11, out=_11)
    def block(low, high):
        np.subtract(x[low:high], mu[:, None], out=dot_y[low:high])
        _13 = dot_y[low:high] * _10[:, None]
        _14 = dot_x[low:high] * dot_var[:, None]
        _14 -= _12[:, None]
        dot_xhat = np.subtract(_14, _13, out=_13)
        dot_y[low:high] *= _11[:, None]
        dot_xhat *= weight[:, None]
        np.add(dot_bias[:, None], dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] += dot_xhat
    rt.blocks(block, N, C*S)
    return y, dot_y
