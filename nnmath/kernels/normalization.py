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
        _2 = np.subtract(x[low:high], mu[:, None], out=rt.empty((high - low, C, S), dtype))
        _3 = np.vecdot(_2, _2)
        _4 = np.sum(_3, axis=0)
        _4 *= rt.ratio(1, (N*S))
        return (_4,)
    (var,) = rt.blocks(block, N, C*S, dtype, S)
    y = rt.empty((N, C, S), dtype)
    _5 = eps + var
    np.sqrt(_5, out=_5)
    np.divide(weight, _5, out=_5)
    def block(low, high):
        np.subtract(x[low:high], mu[:, None], out=y[low:high])
        y[low:high] *= _5[:, None]
        np.add(bias[:, None], y[low:high], out=y[low:high])
    rt.blocks(block, N, C*S, dtype, S)
    return y


def batch_norm_forward(x, weight, bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, C, S = x.shape
    _1 = np.sum(x, axis=(0, 2))
    mu = np.multiply(_1, rt.ratio(1, (N*S)), out=_1)
    def block(low, high):
        _2 = np.subtract(x[low:high], mu[:, None], out=rt.empty((high - low, C, S), dtype))
        _3 = np.vecdot(_2, _2)
        _4 = np.sum(_3, axis=0)
        _4 *= rt.ratio(1, (N*S))
        return (_4,)
    (var,) = rt.blocks(block, N, C*S, dtype, S)
    y = rt.empty((N, C, S), dtype)
    _5 = eps + var
    np.sqrt(_5, out=_5)
    np.divide(weight, _5, out=_5)
    def block(low, high):
        np.subtract(x[low:high], mu[:, None], out=y[low:high])
        y[low:high] *= _5[:, None]
        np.add(bias[:, None], y[low:high], out=y[low:high])
    rt.blocks(block, N, C*S, dtype, S)
    return y, (x, weight, mu, var, eps, N, C, S, dtype)


def batch_norm_backward(saved, bar_y):
    x, weight, mu, var, eps, N, C, S, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, S), dtype)
    def block(low, high):
        _1 = np.subtract(x[low:high], mu[:, None], out=rt.empty((high - low, C, S), dtype))
        _2 = np.vecdot(bar_y[low:high], _1)
        _3 = np.sum(_2, axis=0)
        _4 = np.sum(bar_y[low:high], axis=(0, 2))
        return (_3, _4)
    sum_1, bar_bias = rt.blocks(block, N, C*S, dtype, S)
    bar_weight = rt.empty((C,), dtype)
    bar_mu = rt.empty((C,), dtype)
    bar_var = rt.empty((C,), dtype)
    def block(low, high):
        np.add(eps, var[low:high], out=bar_var[low:high])
        _5 = np.sqrt(bar_var[low:high], out=rt.empty((high - low,), dtype))
        np.divide(sum_1[low:high], _5, out=bar_weight[low:high])
        np.multiply(bar_bias[low:high], weight[low:high], out=bar_mu[low:high])
        bar_mu[low:high] /= _5
        np.negative(bar_mu[low:high], out=bar_mu[low:high])
        np.multiply(bar_var[low:high], _5, out=_5)
        np.multiply(sum_1[low:high], weight[low:high], out=bar_var[low:high])
        bar_var[low:high] /= _5
        bar_var[low:high] *= -0.5
    rt.blocks(block, C, 1, dtype)
    bar_x = rt.empty((N, C, S), dtype)
    _6 = eps + var
    np.sqrt(_6, out=_6)
    np.divide(weight, _6, out=_6)
    bar_mu *= rt.ratio(1, (N*S))
    np.multiply(2, bar_var, out=bar_var)
    bar_var /= (N*S)
    def block(low, high):
        np.multiply(bar_y[low:high], _6[:, None], out=bar_x[low:high])
        _7 = np.subtract(x[low:high], mu[:, None], out=rt.empty((high - low, C, S), dtype))
        _7 *= bar_var[:, None]
        np.add(bar_mu[:, None], bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] += _7
    rt.blocks(block, N, C*S, dtype, S)
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
        _2 = np.subtract(x[low:high], mu[:, None], out=rt.empty((high - low, C, S), dtype))
        _3 = np.vecdot(_2, _2)
        _4 = np.sum(_3, axis=0)
        _4 *= rt.ratio(1, (N*S))
        return (_4,)
    (var,) = rt.blocks(block, N, C*S, dtype, S)
    y = rt.empty((N, C, S), dtype)
    _5 = eps + var
    np.sqrt(_5, out=_5)
    np.divide(weight, _5, out=_5)
    def block(low, high):
        _6 = np.subtract(x[low:high], mu[:, None], out=rt.empty((high - low, C, S), dtype))
        np.multiply(_6, _5[:, None], out=y[low:high])
        np.add(bias[:, None], y[low:high], out=y[low:high])
        _7 = np.sum(dot_x[low:high], axis=(0, 2))
        _7 *= rt.ratio(1, (N*S))
        _8 = np.vecdot(dot_x[low:high], _6)
        _9 = np.sum(_8, axis=0)
        _9 *= rt.ratio(2, (N*S))
        return (_7, _9)
    dot_mu, dot_var = rt.blocks(block, N, C*S, dtype, S)
    dot_y = rt.empty((N, C, S), dtype)
    np.add(eps, var, out=_5)
    _10 = np.sqrt(_5)
    _11 = dot_mu / _10
    _5 *= _10
    _12 = 0.5 * dot_var
    _12 /= _5
    np.divide(1, _10, out=_5)
    np.divide(dot_weight, _10, out=_10)
    def block(low, high):
        np.subtract(x[low:high], mu[:, None], out=dot_y[low:high])
        _13 = np.multiply(dot_y[low:high], _12[:, None], out=rt.empty((high - low, C, S), dtype))
        _14 = np.multiply(dot_x[low:high], _5[:, None], out=rt.empty((high - low, C, S), dtype))
        _14 -= _11[:, None]
        dot_xhat = np.subtract(_14, _13, out=_13)
        dot_y[low:high] *= _10[:, None]
        dot_xhat *= weight[:, None]
        np.add(dot_bias[:, None], dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] += dot_xhat
    rt.blocks(block, N, C*S, dtype, S)
    return y, dot_y


def batch_norm_inference(x, running_mean, running_var, weight, bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, C, S = x.shape
    y = rt.empty((N, C, S), dtype)
    _1 = eps + running_var
    np.sqrt(_1, out=_1)
    np.divide(weight, _1, out=_1)
    def block(low, high):
        np.subtract(x[low:high], running_mean[:, None], out=y[low:high])
        y[low:high] *= _1[:, None]
        np.add(bias[:, None], y[low:high], out=y[low:high])
    rt.blocks(block, N, C*S, dtype, S)
    return y


def batch_norm_inference_forward(x, running_mean, running_var, weight, bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, C, S = x.shape
    y = rt.empty((N, C, S), dtype)
    _1 = eps + running_var
    np.sqrt(_1, out=_1)
    np.divide(weight, _1, out=_1)
    def block(low, high):
        np.subtract(x[low:high], running_mean[:, None], out=y[low:high])
        y[low:high] *= _1[:, None]
        np.add(bias[:, None], y[low:high], out=y[low:high])
    rt.blocks(block, N, C*S, dtype, S)
    return y, (x, running_mean, running_var, weight, eps, N, C, S, dtype)


def batch_norm_inference_backward(saved, bar_y):
    x, running_mean, running_var, weight, eps, N, C, S, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, S), dtype)
    def block(low, high):
        _1 = np.subtract(x[low:high], running_mean[:, None], out=rt.empty((high - low, C, S), dtype))
        _2 = np.vecdot(bar_y[low:high], _1)
        _3 = np.sum(_2, axis=0)
        _4 = np.sum(bar_y[low:high], axis=(0, 2))
        return (_3, _4)
    sum_1, bar_bias = rt.blocks(block, N, C*S, dtype, S)
    bar_weight = rt.empty((C,), dtype)
    bar_running_mean = rt.empty((C,), dtype)
    bar_running_var = rt.empty((C,), dtype)
    def block(low, high):
        np.add(eps, running_var[low:high], out=bar_running_var[low:high])
        _5 = np.sqrt(bar_running_var[low:high], out=rt.empty((high - low,), dtype))
        np.divide(sum_1[low:high], _5, out=bar_weight[low:high])
        np.multiply(bar_bias[low:high], weight[low:high], out=bar_running_mean[low:high])
        bar_running_mean[low:high] /= _5
        np.negative(bar_running_mean[low:high], out=bar_running_mean[low:high])
        np.multiply(bar_running_var[low:high], _5, out=_5)
        np.multiply(sum_1[low:high], weight[low:high], out=bar_running_var[low:high])
        bar_running_var[low:high] /= _5
        bar_running_var[low:high] *= -0.5
    rt.blocks(block, C, 1, dtype)
    bar_x = rt.empty((N, C, S), dtype)
    _6 = eps + running_var
    np.sqrt(_6, out=_6)
    np.divide(weight, _6, out=_6)
    def block(low, high):
        np.multiply(bar_y[low:high], _6[:, None], out=bar_x[low:high])
    rt.blocks(block, N, C*S, dtype, S)
    return (bar_x, bar_running_mean, bar_running_var, bar_weight, bar_bias)


def batch_norm_inference_jvp(x, running_mean, running_var, weight, bias, dot_x, dot_running_mean, dot_running_var, dot_weight, dot_bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, C, S = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, C, S), dtype)
    if dot_running_mean is None:
        dot_running_mean = np.zeros((C,), dtype)
    if dot_running_var is None:
        dot_running_var = np.zeros((C,), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((C,), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((C,), dtype)
    y = rt.empty((N, C, S), dtype)
    dot_y = rt.empty((N, C, S), dtype)
    _1 = eps + running_var
    _2 = np.sqrt(_1)
    _3 = weight / _2
    _4 = dot_running_mean / _2
    _1 *= _2
    _5 = 0.5 * dot_running_var
    np.divide(_5, _1, out=_1)
    np.divide(1, _2, out=_5)
    np.divide(dot_weight, _2, out=_2)
    def block(low, high):
        np.subtract(x[low:high], running_mean[:, None], out=dot_y[low:high])
        np.multiply(dot_y[low:high], _3[:, None], out=y[low:high])
        np.add(bias[:, None], y[low:high], out=y[low:high])
        _6 = np.multiply(dot_y[low:high], _1[:, None], out=rt.empty((high - low, C, S), dtype))
        _7 = np.multiply(dot_x[low:high], _5[:, None], out=rt.empty((high - low, C, S), dtype))
        _7 -= _4[:, None]
        dot_xhat = np.subtract(_7, _6, out=_6)
        dot_y[low:high] *= _2[:, None]
        dot_xhat *= weight[:, None]
        np.add(dot_bias[:, None], dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] += dot_xhat
    rt.blocks(block, N, C*S, dtype, S)
    return y, dot_y


def batch_norm_running(running_mean, running_var, x, momentum):
    momentum = float(momentum)
    dtype = running_mean.dtype
    C = running_mean.shape[0]
    N, _, S = x.shape
    _1 = np.sum(x, axis=(0, 2))
    mu = np.multiply(_1, rt.ratio(1, (N*S)), out=_1)
    def block(low, high):
        _2 = np.subtract(x[low:high], mu[:, None], out=rt.empty((high - low, C, S), dtype))
        _3 = np.vecdot(_2, _2)
        _4 = np.sum(_3, axis=0)
        _4 *= rt.ratio(1, ((N*S) - 1))
        return (_4,)
    (var,) = rt.blocks(block, N, C*S, dtype, S)
    mean_next = rt.empty((C,), dtype)
    var_next = rt.empty((C,), dtype)
    def block(low, high):
        np.multiply(mu[low:high], momentum, out=mean_next[low:high])
        np.multiply(running_mean[low:high], (1 - momentum), out=var_next[low:high])
        mean_next[low:high] += var_next[low:high]
        np.multiply(var[low:high], momentum, out=var_next[low:high])
        _5 = np.multiply(running_var[low:high], (1 - momentum), out=rt.empty((high - low,), dtype))
        var_next[low:high] += _5
    rt.blocks(block, C, 1, dtype)
    return mean_next, var_next


def batch_norm_running_forward(running_mean, running_var, x, momentum):
    momentum = float(momentum)
    dtype = running_mean.dtype
    C = running_mean.shape[0]
    N, _, S = x.shape
    _1 = np.sum(x, axis=(0, 2))
    mu = np.multiply(_1, rt.ratio(1, (N*S)), out=_1)
    def block(low, high):
        _2 = np.subtract(x[low:high], mu[:, None], out=rt.empty((high - low, C, S), dtype))
        _3 = np.vecdot(_2, _2)
        _4 = np.sum(_3, axis=0)
        _4 *= rt.ratio(1, ((N*S) - 1))
        return (_4,)
    (var,) = rt.blocks(block, N, C*S, dtype, S)
    mean_next = rt.empty((C,), dtype)
    var_next = rt.empty((C,), dtype)
    def block(low, high):
        np.multiply(mu[low:high], momentum, out=mean_next[low:high])
        np.multiply(running_mean[low:high], (1 - momentum), out=var_next[low:high])
        mean_next[low:high] += var_next[low:high]
        np.multiply(var[low:high], momentum, out=var_next[low:high])
        _5 = np.multiply(running_var[low:high], (1 - momentum), out=rt.empty((high - low,), dtype))
        var_next[low:high] += _5
    rt.blocks(block, C, 1, dtype)
    return (mean_next, var_next), (x, mu, momentum, C, N, S, dtype)


def batch_norm_running_backward(saved, bar_mean_next, bar_var_next):
    x, mu, momentum, C, N, S, dtype = saved
    if bar_mean_next is None:
        bar_mean_next = np.zeros((C,), dtype)
    if bar_var_next is None:
        bar_var_next = np.zeros((C,), dtype)
    bar_running_var = rt.empty((C,), dtype)
    bar_var = rt.empty((C,), dtype)
    bar_mu = rt.empty((C,), dtype)
    bar_running_mean = rt.empty((C,), dtype)
    def block(low, high):
        np.multiply(bar_var_next[low:high], (1 - momentum), out=bar_running_var[low:high])
        np.multiply(bar_var_next[low:high], momentum, out=bar_var[low:high])
        np.multiply(bar_mean_next[low:high], momentum, out=bar_mu[low:high])
        np.multiply(bar_mean_next[low:high], (1 - momentum), out=bar_running_mean[low:high])
    rt.blocks(block, C, 1, dtype)
    bar_x = rt.empty((N, C, S), dtype)
    np.multiply(2, bar_var, out=bar_var)
    bar_var /= ((N*S) - 1)
    bar_mu *= rt.ratio(1, (N*S))
    def block(low, high):
        np.subtract(x[low:high], mu[:, None], out=bar_x[low:high])
        bar_x[low:high] *= bar_var[:, None]
        np.add(bar_mu[:, None], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, C*S, dtype, S)
    return (bar_running_mean, bar_running_var, bar_x)


def batch_norm_running_jvp(running_mean, running_var, x, dot_running_mean, dot_running_var, dot_x, momentum):
    momentum = float(momentum)
    dtype = running_mean.dtype
    C = running_mean.shape[0]
    N, _, S = x.shape
    if dot_running_mean is None:
        dot_running_mean = np.zeros((C,), dtype)
    if dot_running_var is None:
        dot_running_var = np.zeros((C,), dtype)
    if dot_x is None:
        dot_x = np.zeros((N, C, S), dtype)
    _1 = np.sum(x, axis=(0, 2))
    mu = np.multiply(_1, rt.ratio(1, (N*S)), out=_1)
    def block(low, high):
        _2 = np.subtract(x[low:high], mu[:, None], out=rt.empty((high - low, C, S), dtype))
        _3 = np.vecdot(_2, _2)
        _4 = np.sum(_3, axis=0)
        _4 *= rt.ratio(1, ((N*S) - 1))
        return (_4,)
    (var,) = rt.blocks(block, N, C*S, dtype, S)
    mean_next = rt.empty((C,), dtype)
    var_next = rt.empty((C,), dtype)
    def block(low, high):
        np.multiply(mu[low:high], momentum, out=mean_next[low:high])
        np.multiply(running_mean[low:high], (1 - momentum), out=var_next[low:high])
        mean_next[low:high] += var_next[low:high]
        np.multiply(var[low:high], momentum, out=var_next[low:high])
        _5 = np.multiply(running_var[low:high], (1 - momentum), out=rt.empty((high - low,), dtype))
        var_next[low:high] += _5
    rt.blocks(block, C, 1, dtype)
    def block(low, high):
        _6 = np.sum(dot_x[low:high], axis=(0, 2))
        _6 *= rt.ratio(1, (N*S))
        _7 = np.subtract(x[low:high], mu[:, None], out=rt.empty((high - low, C, S), dtype))
        _8 = np.vecdot(dot_x[low:high], _7)
        _9 = np.sum(_8, axis=0)
        _9 *= rt.ratio(2, ((N*S) - 1))
        return (_6, _9)
    dot_mu, dot_var = rt.blocks(block, N, C*S, dtype, S)
    dot_mean_next = rt.empty((C,), dtype)
    dot_var_next = rt.empty((C,), dtype)
    def block(low, high):
        np.multiply(dot_mu[low:high], momentum, out=dot_mean_next[low:high])
        np.multiply(dot_running_mean[low:high], (1 - momentum), out=dot_var_next[low:high])
        dot_mean_next[low:high] += dot_var_next[low:high]
        np.multiply(dot_running_var[low:high], (1 - momentum), out=dot_var_next[low:high])
        _10 = np.multiply(dot_var[low:high], momentum, out=rt.empty((high - low,), dtype))
        dot_var_next[low:high] += _10
    rt.blocks(block, C, 1, dtype)
    return (mean_next, var_next), (dot_mean_next, dot_var_next)


def layer_norm(x, weight, bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, F = x.shape
    y = rt.empty((N, F), dtype)
    def block(low, high):
        _1 = rt.row_sums(x[low:high])
        mu = _1 * rt.ratio(1, F)
        np.subtract(x[low:high], mu[:, None], out=y[low:high])
        np.vecdot(y[low:high], y[low:high], out=mu)
        var = np.multiply(mu, rt.ratio(1, F), out=mu)
        np.add(eps, var, out=var)
        np.sqrt(var, out=var)
        np.divide(1, var, out=var)
        y[low:high] *= var[:, None]
        y[low:high] *= weight
        np.add(bias, y[low:high], out=y[low:high])
    rt.blocks(block, N, F, dtype)
    return y


def layer_norm_forward(x, weight, bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, F = x.shape
    mu = rt.empty((N,), dtype)
    var = rt.empty((N,), dtype)
    y = rt.empty((N, F), dtype)
    def block(low, high):
        _1 = rt.row_sums(x[low:high])
        np.multiply(_1, rt.ratio(1, F), out=mu[low:high])
        np.subtract(x[low:high], mu[low:high][:, None], out=y[low:high])
        np.vecdot(y[low:high], y[low:high], out=var[low:high])
        var[low:high] *= rt.ratio(1, F)
        _2 = eps + var[low:high]
        np.sqrt(_2, out=_2)
        np.divide(1, _2, out=_2)
        y[low:high] *= _2[:, None]
        y[low:high] *= weight
        np.add(bias, y[low:high], out=y[low:high])
    rt.blocks(block, N, F, dtype)
    return y, (x, weight, mu, var, eps, N, F, dtype)


def layer_norm_backward(saved, bar_y):
    x, weight, mu, var, eps, N, F, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, F), dtype)
    bar_x = rt.empty((N, F), dtype)
    def block(low, high):
        _1 = np.sum(bar_y[low:high], axis=0)
        _2 = np.subtract(x[low:high], mu[low:high][:, None], out=rt.empty((high - low, F), dtype))
        np.multiply(bar_y[low:high], _2, out=bar_x[low:high])
        _3 = eps + var[low:high]
        _4 = np.sqrt(_3)
        _5 = 1 / _4
        _6 = np.einsum("ab,a->b", bar_x[low:high], _5)
        np.divide(-1, _4, out=_5)
        _7 = np.vecdot(bar_y[low:high], weight)
        bar_mu = np.multiply(_5, _7, out=_5)
        _3 *= _4
        np.divide(-0.5, _3, out=_3)
        np.vecdot(bar_x[low:high], weight, out=_7)
        bar_var = np.multiply(_3, _7, out=_3)
        np.divide(1, _4, out=_4)
        np.multiply(bar_y[low:high], _4[:, None], out=bar_x[low:high])
        bar_x[low:high] *= weight
        bar_mu *= rt.ratio(1, F)
        np.multiply(2, bar_var, out=bar_var)
        bar_var /= F
        _2 *= bar_var[:, None]
        np.add(bar_mu[:, None], bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] += _2
        return (_1, _6)
    bar_bias, bar_weight = rt.blocks(block, N, F, dtype)
    return (bar_x, bar_weight, bar_bias)


def layer_norm_jvp(x, weight, bias, dot_x, dot_weight, dot_bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, F = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, F), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((F,), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((F,), dtype)
    y = rt.empty((N, F), dtype)
    dot_y = rt.empty((N, F), dtype)
    def block(low, high):
        _1 = rt.row_sums(x[low:high])
        mu = _1 * rt.ratio(1, F)
        np.subtract(x[low:high], mu[:, None], out=dot_y[low:high])
        np.vecdot(dot_y[low:high], dot_y[low:high], out=mu)
        var = np.multiply(mu, rt.ratio(1, F), out=mu)
        np.add(eps, var, out=var)
        _2 = np.sqrt(var)
        _3 = 1 / _2
        np.multiply(dot_y[low:high], _3[:, None], out=y[low:high])
        y[low:high] *= weight
        np.add(bias, y[low:high], out=y[low:high])
        _4 = rt.row_sums(dot_x[low:high])
        dot_mu = np.multiply(_4, rt.ratio(1, F), out=_3)
        _5 = np.vecdot(dot_x[low:high], dot_y[low:high])
        dot_var = np.multiply(_5, rt.ratio(2, F), out=_5)
        dot_mu /= _2
        var *= _2
        np.multiply(0.5, dot_var, out=dot_var)
        dot_var /= var
        _6 = np.multiply(dot_y[low:high], dot_var[:, None], out=rt.empty((high - low, F), dtype))
        np.divide(1, _2, out=dot_var)
        _7 = np.multiply(dot_x[low:high], dot_var[:, None], out=rt.empty((high - low, F), dtype))
        _7 -= dot_mu[:, None]
        dot_xhat = np.subtract(_7, _6, out=_6)
        np.divide(1, _2, out=_2)
        dot_y[low:high] *= _2[:, None]
        dot_y[low:high] *= dot_weight
        dot_xhat *= weight
        np.add(dot_bias, dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] += dot_xhat
    rt.blocks(block, N, F, dtype)
    return y, dot_y


def rms_norm(x, weight, eps):
    eps = float(eps)
    dtype = x.dtype
    N, F = x.shape
    y = rt.empty((N, F), dtype)
    def block(low, high):
        _1 = np.vecdot(x[low:high], x[low:high])
        square = np.multiply(_1, rt.ratio(1, F), out=_1)
        np.add(eps, square, out=square)
        np.sqrt(square, out=square)
        np.divide(1, square, out=square)
        np.multiply(x[low:high], square[:, None], out=y[low:high])
        y[low:high] *= weight
    rt.blocks(block, N, F, dtype)
    return y


def rms_norm_forward(x, weight, eps):
    eps = float(eps)
    dtype = x.dtype
    N, F = x.shape
    square = rt.empty((N,), dtype)
    y = rt.empty((N, F), dtype)
    def block(low, high):
        np.vecdot(x[low:high], x[low:high], out=square[low:high])
        square[low:high] *= rt.ratio(1, F)
        _1 = eps + square[low:high]
        np.sqrt(_1, out=_1)
        np.divide(1, _1, out=_1)
        np.multiply(x[low:high], _1[:, None], out=y[low:high])
        y[low:high] *= weight
    rt.blocks(block, N, F, dtype)
    return y, (x, weight, square, eps, N, F, dtype)


def rms_norm_backward(saved, bar_y):
    x, weight, square, eps, N, F, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, F), dtype)
    bar_x = rt.empty((N, F), dtype)
    def block(low, high):
        np.multiply(bar_y[low:high], x[low:high], out=bar_x[low:high])
        _1 = eps + square[low:high]
        _2 = np.sqrt(_1)
        _3 = 1 / _2
        _4 = np.einsum("ab,a->b", bar_x[low:high], _3)
        _1 *= _2
        np.divide(-0.5, _1, out=_1)
        np.vecdot(bar_x[low:high], weight, out=_3)
        bar_square = np.multiply(_1, _3, out=_1)
        np.divide(1, _2, out=_2)
        np.multiply(bar_y[low:high], _2[:, None], out=bar_x[low:high])
        bar_x[low:high] *= weight
        np.multiply(2, bar_square, out=bar_square)
        bar_square /= F
        _5 = np.multiply(x[low:high], bar_square[:, None], out=rt.empty((high - low, F), dtype))
        bar_x[low:high] += _5
        return (_4,)
    (bar_weight,) = rt.blocks(block, N, F, dtype)
    return (bar_x, bar_weight)


def rms_norm_jvp(x, weight, dot_x, dot_weight, eps):
    eps = float(eps)
    dtype = x.dtype
    N, F = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, F), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((F,), dtype)
    y = rt.empty((N, F), dtype)
    dot_y = rt.empty((N, F), dtype)
    def block(low, high):
        _1 = np.vecdot(x[low:high], x[low:high])
        square = np.multiply(_1, rt.ratio(1, F), out=_1)
        np.add(eps, square, out=square)
        _2 = np.sqrt(square)
        _3 = 1 / _2
        np.multiply(x[low:high], _3[:, None], out=y[low:high])
        y[low:high] *= weight
        np.vecdot(dot_x[low:high], x[low:high], out=_3)
        dot_square = np.multiply(_3, rt.ratio(2, F), out=_3)
        square *= _2
        np.multiply(0.5, dot_square, out=dot_square)
        dot_square /= square
        np.multiply(x[low:high], dot_square[:, None], out=dot_y[low:high])
        np.divide(1, _2, out=dot_square)
        _4 = np.multiply(dot_x[low:high], dot_square[:, None], out=rt.empty((high - low, F), dtype))
        dot_xhat = np.subtract(_4, dot_y[low:high], out=_4)
        np.divide(1, _2, out=_2)
        np.multiply(x[low:high], _2[:, None], out=dot_y[low:high])
        dot_y[low:high] *= dot_weight
        dot_xhat *= weight
        dot_y[low:high] += dot_xhat
    rt.blocks(block, N, F, dtype)
    return y, dot_y


def group_norm(x, weight, bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, G, D, S = x.shape
    y = rt.empty((N, G, D, S), dtype)
    def block(low, high):
        _1 = np.sum(x[low:high], axis=(2, 3))
        mu = np.multiply(_1, rt.ratio(1, (D*S)), out=_1)
        np.subtract(x[low:high], mu[:, :, None, None], out=y[low:high])
        _2 = np.vecdot(y[low:high], y[low:high])
        _3 = rt.row_sums(_2)
        var = np.multiply(_3, rt.ratio(1, (D*S)), out=mu)
        np.add(eps, var, out=var)
        np.sqrt(var, out=var)
        np.divide(weight, var[:, :, None], out=_2)
        y[low:high] *= _2[:, :, :, None]
        np.add(bias[:, :, None], y[low:high], out=y[low:high])
    rt.blocks(block, N, G*D*S, dtype, S)
    return y


def group_norm_forward(x, weight, bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, G, D, S = x.shape
    mu = rt.empty((N, G), dtype)
    var = rt.empty((N, G), dtype)
    y = rt.empty((N, G, D, S), dtype)
    def block(low, high):
        np.sum(x[low:high], axis=(2, 3), out=mu[low:high])
        mu[low:high] *= rt.ratio(1, (D*S))
        np.subtract(x[low:high], mu[low:high][:, :, None, None], out=y[low:high])
        _1 = np.vecdot(y[low:high], y[low:high])
        _2 = rt.row_sums(_1)
        np.multiply(_2, rt.ratio(1, (D*S)), out=var[low:high])
        _3 = eps + var[low:high]
        np.sqrt(_3, out=_3)
        np.divide(weight, _3[:, :, None], out=_1)
        y[low:high] *= _1[:, :, :, None]
        np.add(bias[:, :, None], y[low:high], out=y[low:high])
    rt.blocks(block, N, G*D*S, dtype, S)
    return y, (x, weight, mu, var, eps, N, G, D, S, dtype)


def group_norm_backward(saved, bar_y):
    x, weight, mu, var, eps, N, G, D, S, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G, D, S), dtype)
    bar_x = rt.empty((N, G, D, S), dtype)
    def block(low, high):
        _1 = np.sum(bar_y[low:high], axis=(0, 3))
        _2 = np.subtract(x[low:high], mu[low:high][:, :, None, None], out=rt.empty((high - low, G, D, S), dtype))
        np.multiply(bar_y[low:high], _2, out=bar_x[low:high])
        _3 = eps + var[low:high]
        _4 = np.sqrt(_3)
        _5 = 1 / _4
        _6 = rt.row_sums(bar_x[low:high])
        _7 = np.einsum("abc,ab->bc", _6, _5)
        np.divide(-1, _4, out=_5)
        _8 = rt.row_sums(bar_y[low:high])
        _9 = np.vecdot(_8, weight)
        bar_mu = np.multiply(_5, _9, out=_9)
        _3 *= _4
        np.divide(-0.5, _3, out=_3)
        _10 = rt.row_sums(bar_x[low:high])
        np.vecdot(_10, weight, out=_5)
        bar_var = np.multiply(_3, _5, out=_3)
        _11 = weight / _4[:, :, None]
        np.multiply(bar_y[low:high], _11[:, :, :, None], out=bar_x[low:high])
        bar_mu *= rt.ratio(1, (D*S))
        np.multiply(2, bar_var, out=bar_var)
        bar_var /= (D*S)
        _2 *= bar_var[:, :, None, None]
        np.add(bar_mu[:, :, None, None], bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] += _2
        return (_1, _7)
    bar_bias, bar_weight = rt.blocks(block, N, G*D*S, dtype, S)
    return (bar_x, bar_weight, bar_bias)


def group_norm_jvp(x, weight, bias, dot_x, dot_weight, dot_bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, G, D, S = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, G, D, S), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((G, D), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((G, D), dtype)
    y = rt.empty((N, G, D, S), dtype)
    dot_y = rt.empty((N, G, D, S), dtype)
    def block(low, high):
        _1 = np.sum(x[low:high], axis=(2, 3))
        mu = np.multiply(_1, rt.ratio(1, (D*S)), out=_1)
        np.subtract(x[low:high], mu[:, :, None, None], out=dot_y[low:high])
        _2 = np.vecdot(dot_y[low:high], dot_y[low:high])
        _3 = rt.row_sums(_2)
        var = np.multiply(_3, rt.ratio(1, (D*S)), out=mu)
        np.add(eps, var, out=var)
        _4 = np.sqrt(var)
        np.divide(weight, _4[:, :, None], out=_2)
        np.multiply(dot_y[low:high], _2[:, :, :, None], out=y[low:high])
        np.add(bias[:, :, None], y[low:high], out=y[low:high])
        _5 = np.sum(dot_x[low:high], axis=(2, 3))
        dot_mu = np.multiply(_5, rt.ratio(1, (D*S)), out=_5)
        np.vecdot(dot_x[low:high], dot_y[low:high], out=_2)
        _6 = rt.row_sums(_2)
        dot_var = _6 * rt.ratio(2, (D*S))
        dot_mu /= _4
        var *= _4
        np.multiply(0.5, dot_var, out=dot_var)
        dot_var /= var
        _7 = np.multiply(dot_y[low:high], dot_var[:, :, None, None], out=rt.empty((high - low, G, D, S), dtype))
        np.divide(1, _4, out=dot_var)
        _8 = np.multiply(dot_x[low:high], dot_var[:, :, None, None], out=rt.empty((high - low, G, D, S), dtype))
        _8 -= dot_mu[:, :, None, None]
        dot_xhat = np.subtract(_8, _7, out=_7)
        np.divide(dot_weight, _4[:, :, None], out=_2)
        dot_y[low:high] *= _2[:, :, :, None]
        dot_xhat *= weight[:, :, None]
        np.add(dot_bias[:, :, None], dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] += dot_xhat
    rt.blocks(block, N, G*D*S, dtype, S)
    return y, dot_y


def instance_norm(x, weight, bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, C, S = x.shape
    y = rt.empty((N, C, S), dtype)
    def block(low, high):
        _1 = rt.row_sums(x[low:high])
        mu = _1 * rt.ratio(1, S)
        np.subtract(x[low:high], mu[:, :, None], out=y[low:high])
        np.vecdot(y[low:high], y[low:high], out=mu)
        var = np.multiply(mu, rt.ratio(1, S), out=mu)
        np.add(eps, var, out=var)
        np.sqrt(var, out=var)
        np.divide(weight, var, out=var)
        y[low:high] *= var[:, :, None]
        np.add(bias[:, None], y[low:high], out=y[low:high])
    rt.blocks(block, N, C*S, dtype, S)
    return y


def instance_norm_forward(x, weight, bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, C, S = x.shape
    mu = rt.empty((N, C), dtype)
    var = rt.empty((N, C), dtype)
    y = rt.empty((N, C, S), dtype)
    def block(low, high):
        _1 = rt.row_sums(x[low:high])
        np.multiply(_1, rt.ratio(1, S), out=mu[low:high])
        np.subtract(x[low:high], mu[low:high][:, :, None], out=y[low:high])
        np.vecdot(y[low:high], y[low:high], out=var[low:high])
        var[low:high] *= rt.ratio(1, S)
        _2 = eps + var[low:high]
        np.sqrt(_2, out=_2)
        np.divide(weight, _2, out=_2)
        y[low:high] *= _2[:, :, None]
        np.add(bias[:, None], y[low:high], out=y[low:high])
    rt.blocks(block, N, C*S, dtype, S)
    return y, (x, weight, mu, var, eps, N, C, S, dtype)


def instance_norm_backward(saved, bar_y):
    x, weight, mu, var, eps, N, C, S, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, S), dtype)
    bar_x = rt.empty((N, C, S), dtype)
    _1 = -1 * weight
    _2 = -0.5 * weight
    def block(low, high):
        sum_1 = rt.row_sums(bar_y[low:high])
        _3 = np.subtract(x[low:high], mu[low:high][:, :, None], out=rt.empty((high - low, C, S), dtype))
        sum_2 = np.vecdot(bar_y[low:high], _3)
        _4 = np.sum(bar_y[low:high], axis=(0, 2))
        np.multiply(bar_y[low:high], _3, out=bar_x[low:high])
        _5 = eps + var[low:high]
        np.sqrt(_5, out=_5)
        _6 = 1 / _5
        _7 = rt.row_sums(bar_x[low:high])
        _8 = np.einsum("ab,ab->b", _7, _6)
        np.add(eps, var[low:high], out=_6)
        _9 = np.sqrt(_6)
        _10 = sum_1 / _9
        bar_mu = np.multiply(_10, _1, out=_10)
        np.multiply(_6, _9, out=_9)
        np.divide(sum_2, _9, out=_9)
        bar_var = np.multiply(_9, _2, out=_9)
        np.divide(weight, _5, out=_5)
        np.multiply(bar_y[low:high], _5[:, :, None], out=bar_x[low:high])
        bar_mu *= rt.ratio(1, S)
        np.multiply(2, bar_var, out=bar_var)
        bar_var /= S
        _3 *= bar_var[:, :, None]
        np.add(bar_mu[:, :, None], bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] += _3
        return (_4, _8)
    bar_bias, bar_weight = rt.blocks(block, N, C*S, dtype, S)
    return (bar_x, bar_weight, bar_bias)


def instance_norm_jvp(x, weight, bias, dot_x, dot_weight, dot_bias, eps):
    eps = float(eps)
    dtype = x.dtype
    N, C, S = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, C, S), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((C,), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((C,), dtype)
    y = rt.empty((N, C, S), dtype)
    dot_y = rt.empty((N, C, S), dtype)
    def block(low, high):
        _1 = rt.row_sums(x[low:high])
        mu = _1 * rt.ratio(1, S)
        np.subtract(x[low:high], mu[:, :, None], out=dot_y[low:high])
        np.vecdot(dot_y[low:high], dot_y[low:high], out=mu)
        var = np.multiply(mu, rt.ratio(1, S), out=mu)
        np.add(eps, var, out=var)
        _2 = np.sqrt(var)
        _3 = weight / _2
        np.multiply(dot_y[low:high], _3[:, :, None], out=y[low:high])
        np.add(bias[:, None], y[low:high], out=y[low:high])
        _4 = rt.row_sums(dot_x[low:high])
        dot_mu = np.multiply(_4, rt.ratio(1, S), out=_3)
        _5 = np.vecdot(dot_x[low:high], dot_y[low:high])
        dot_var = np.multiply(_5, rt.ratio(2, S), out=_5)
        dot_mu /= _2
        var *= _2
        np.multiply(0.5, dot_var, out=dot_var)
        dot_var /= var
        _6 = np.multiply(dot_y[low:high], dot_var[:, :, None], out=rt.empty((high - low, C, S), dtype))
        np.divide(1, _2, out=dot_var)
        _7 = np.multiply(dot_x[low:high], dot_var[:, :, None], out=rt.empty((high - low, C, S), dtype))
        _7 -= dot_mu[:, :, None]
        dot_xhat = np.subtract(_7, _6, out=_6)
        np.divide(dot_weight, _2, out=_2)
        dot_y[low:high] *= _2[:, :, None]
        dot_xhat *= weight[:, None]
        np.add(dot_bias[:, None], dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] += dot_xhat
    rt.blocks(block, N, C*S, dtype, S)
    return y, dot_y
