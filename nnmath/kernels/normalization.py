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
        _3 = np.vecdot(_2, _2)
        _4 = np.sum(_3, axis=0)
        _4 *= rt.ratio(1, (N*S))
        return (_4,)
    (var,) = rt.blocks(block, N, C*S)
    y = np.empty((N, C, S), dtype)
    _5 = eps + var
    np.sqrt(_5, out=_5)
    np.divide(weight, _5, out=_5)
    def block(low, high):
        np.subtract(x[low:high], mu[:, None], out=y[low:high])
        y[low:high] *= _5[:, None]
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
        _3 = np.vecdot(_2, _2)
        _4 = np.sum(_3, axis=0)
        _4 *= rt.ratio(1, (N*S))
        return (_4,)
    (var,) = rt.blocks(block, N, C*S)
    y = np.empty((N, C, S), dtype)
    _5 = eps + var
    np.sqrt(_5, out=_5)
    np.divide(weight, _5, out=_5)
    def block(low, high):
        np.subtract(x[low:high], mu[:, None], out=y[low:high])
        y[low:high] *= _5[:, None]
        np.add(bias[:, None], y[low:high], out=y[low:high])
    rt.blocks(block, N, C*S)
    return y, (x, weight, mu, var, eps, N, C, S, dtype)


def batch_norm_backward(saved, bar_y):
    x, weight, mu, var, eps, N, C, S, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, S), dtype)
    def block(low, high):
        _1 = x[low:high] - mu[:, None]
        _2 = np.vecdot(bar_y[low:high], _1)
        _3 = np.sum(_2, axis=0)
        _4 = np.sum(_1, axis=(0, 2))
        _5 = np.sum(bar_y[low:high], axis=(0, 2))
        return (_3, _4, _5)
    sum_1, sum_2, bar_bias = rt.blocks(block, N, C*S)
    _6 = eps + var
    np.sqrt(_6, out=_6)
    bar_weight = np.divide(sum_1, _6, out=_6)
    _7 = eps + var
    _8 = np.sqrt(_7)
    np.multiply(_7, _8, out=_8)
    np.multiply(sum_1, weight, out=_7)
    np.divide(_7, _8, out=_8)
    bar_var = np.multiply(_8, -0.5, out=_8)
    np.add(eps, var, out=_7)
    np.sqrt(_7, out=_7)
    _9 = bar_bias * weight
    _9 /= _7
    np.multiply(bar_var, sum_2, out=_7)
    _7 *= rt.ratio(2, (N*S))
    np.negative(_9, out=_9)
    bar_mu = np.subtract(_9, _7, out=_9)
    bar_x = np.empty((N, C, S), dtype)
    np.add(eps, var, out=_7)
    np.sqrt(_7, out=_7)
    np.divide(weight, _7, out=_7)
    bar_mu *= rt.ratio(1, (N*S))
    np.multiply(2, bar_var, out=bar_var)
    bar_var /= (N*S)
    def block(low, high):
        np.multiply(bar_y[low:high], _7[:, None], out=bar_x[low:high])
        _10 = x[low:high] - mu[:, None]
        _10 *= bar_var[:, None]
        np.add(bar_mu[:, None], bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] += _10
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
        _4 = np.vecdot(_2, _2)
        _5 = np.sum(_4, axis=0)
        _5 *= rt.ratio(1, (N*S))
        return (_3, _5)
    sum_1, var = rt.blocks(block, N, C*S)
    y = np.empty((N, C, S), dtype)
    _6 = eps + var
    np.sqrt(_6, out=_6)
    np.divide(weight, _6, out=_6)
    def block(low, high):
        np.subtract(x[low:high], mu[:, None], out=y[low:high])
        y[low:high] *= _6[:, None]
        np.add(bias[:, None], y[low:high], out=y[low:high])
        _7 = np.sum(dot_x[low:high], axis=(0, 2))
        _7 *= rt.ratio(1, (N*S))
        return (_7,)
    (dot_mu,) = rt.blocks(block, N, C*S)
    np.multiply(dot_mu, sum_1, out=_6)
    dot_var = np.multiply(_6, rt.ratio(-2, (N*S)), out=_6)
    def block(low, high):
        _8 = x[low:high] - mu[:, None]
        _9 = np.vecdot(dot_x[low:high], _8)
        _10 = np.sum(_9, axis=0)
        _10 *= rt.ratio(2, (N*S))
        return (_10,)
    (_11,) = rt.blocks(block, N, C*S)
    dot_var += _11
    dot_y = np.empty((N, C, S), dtype)
    _12 = eps + var
    _13 = np.sqrt(_12)
    _14 = dot_mu / _13
    _12 *= _13
    np.multiply(0.5, dot_var, out=dot_var)
    np.divide(dot_var, _12, out=_12)
    np.divide(1, _13, out=dot_var)
    np.divide(dot_weight, _13, out=_13)
    def block(low, high):
        np.subtract(x[low:high], mu[:, None], out=dot_y[low:high])
        _15 = dot_y[low:high] * _12[:, None]
        _16 = dot_x[low:high] * dot_var[:, None]
        _16 -= _14[:, None]
        dot_xhat = np.subtract(_16, _15, out=_15)
        dot_y[low:high] *= _13[:, None]
        dot_xhat *= weight[:, None]
        np.add(dot_bias[:, None], dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] += dot_xhat
    rt.blocks(block, N, C*S)
    return y, dot_y
