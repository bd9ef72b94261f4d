"""Kernels of nnmath.formulas.penalties. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def l1_penalty(w, gamma):
    gamma = float(gamma)
    dtype = w.dtype
    N = w.shape[0]
    def block(low, high):
        _1 = np.abs(w[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.sum(_1)
        return (_2,)
    (sum_1,) = rt.blocks(block, N, 1, dtype)
    _3 = gamma * sum_1
    y = _3
    return y


def l1_penalty_forward(w, gamma):
    gamma = float(gamma)
    dtype = w.dtype
    N = w.shape[0]
    def block(low, high):
        _1 = np.abs(w[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.sum(_1)
        return (_2,)
    (sum_1,) = rt.blocks(block, N, 1, dtype)
    _3 = gamma * sum_1
    y = _3
    return y, (w, gamma, N, dtype)


def l1_penalty_backward(saved, bar_y):
    w, gamma, N, dtype = saved
    if bar_y is None:
        bar_y = dtype.type(0)
    bar_w = rt.empty((N,), dtype)
    _1 = gamma * bar_y
    def block(low, high):
        rt.sign(w[low:high], out=bar_w[low:high])
        bar_w[low:high] *= _1
    rt.blocks(block, N, 1, dtype)
    return (bar_w,)


def l1_penalty_jvp(w, dot_w, gamma):
    gamma = float(gamma)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.abs(w[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.sum(_1)
        rt.sign(w[low:high], out=_1)
        _3 = np.vecdot(dot_w[low:high], _1)
        return (_2, _3)
    sum_1, sum_2 = rt.blocks(block, N, 1, dtype)
    _4 = gamma * sum_1
    y = _4
    _5 = gamma * sum_2
    dot_y = _5
    return y, dot_y


def l2_penalty(w, gamma):
    gamma = float(gamma)
    dtype = w.dtype
    N = w.shape[0]
    def block(low, high):
        _1 = np.vecdot(w[low:high], w[low:high])
        return (_1,)
    (sum_1,) = rt.blocks(block, N, 1, dtype)
    _2 = gamma * sum_1
    y = _2
    return y


def l2_penalty_forward(w, gamma):
    gamma = float(gamma)
    dtype = w.dtype
    N = w.shape[0]
    def block(low, high):
        _1 = np.vecdot(w[low:high], w[low:high])
        return (_1,)
    (sum_1,) = rt.blocks(block, N, 1, dtype)
    _2 = gamma * sum_1
    y = _2
    return y, (w, gamma, N, dtype)


def l2_penalty_backward(saved, bar_y):
    w, gamma, N, dtype = saved
    if bar_y is None:
        bar_y = dtype.type(0)
    bar_w = rt.empty((N,), dtype)
    _1 = (2*gamma) * bar_y
    def block(low, high):
        np.multiply(w[low:high], _1, out=bar_w[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_w,)


def l2_penalty_jvp(w, dot_w, gamma):
    gamma = float(gamma)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.vecdot(w[low:high], w[low:high])
        _2 = np.vecdot(dot_w[low:high], w[low:high])
        return (_1, _2)
    sum_1, sum_2 = rt.blocks(block, N, 1, dtype)
    _3 = gamma * sum_1
    y = _3
    _4 = (2*gamma) * sum_2
    dot_y = _4
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def p_norm(x, scale, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    _1 = scale.astype(dtype)
    _2 = 1 / _1
    def block(low, high):
        r = np.multiply(x[low:high], _2, out=rt.empty((high - low,), dtype))
        _3 = np.abs(r, out=rt.empty((high - low,), dtype))
        rt.to_power(_3, p, out=_3)
        _4 = np.equal(r, 0)
        rt.where(_4, 0, _3, out=_3)
        _5 = np.sum(_3)
        return (_5,)
    (total,) = rt.blocks(block, N, 1, dtype)
    _6 = scale.astype(dtype)
    _7 = np.power(total, rt.ratio(1, p))
    _8 = _6 * _7
    _9 = np.equal(total, 0)
    _10 = rt.where(_9, 0, _8)
    y = _10
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def p_norm_forward(x, scale, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    r = rt.empty((N,), dtype)
    _1 = scale.astype(dtype)
    _2 = 1 / _1
    def block(low, high):
        np.multiply(x[low:high], _2, out=r[low:high])
        _3 = np.abs(r[low:high], out=rt.empty((high - low,), dtype))
        rt.to_power(_3, p, out=_3)
        _4 = np.equal(r[low:high], 0)
        rt.where(_4, 0, _3, out=_3)
        _5 = np.sum(_3)
        return (_5,)
    (total,) = rt.blocks(block, N, 1, dtype)
    _6 = scale.astype(dtype)
    _7 = np.power(total, rt.ratio(1, p))
    _8 = _6 * _7
    _9 = np.equal(total, 0)
    _10 = rt.where(_9, 0, _8)
    y = _10
    return y, (scale, r, total, p, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def p_norm_backward(saved, bar_y):
    scale, r, total, p, N, dtype = saved
    if bar_y is None:
        bar_y = dtype.type(0)
    _1 = scale.astype(dtype)
    _2 = np.power(total, (rt.ratio(1, p) - 1))
    _3 = _1 * _2
    _4 = _3 / p
    _5 = np.equal(total, 0)
    _6 = rt.where(_5, 0, _4)
    _7 = bar_y * _6
    bar_total = _7
    bar_x = rt.empty((N,), dtype)
    _8 = scale.astype(dtype)
    _9 = 1 / _8
    def block(low, high):
        np.abs(r[low:high], out=bar_x[low:high])
        rt.to_power(bar_x[low:high], (p - 1), out=bar_x[low:high])
        _10 = rt.sign(r[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(bar_x[low:high], _10, out=_10)
        _10 *= p
        _11 = np.equal(r[low:high], 0)
        rt.where(_11, 0, _10, out=_10)
        bar_r = np.multiply(_10, bar_total, out=_10)
        np.multiply(bar_r, _9, out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def p_norm_jvp(x, scale, dot_x, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    r = rt.empty((N,), dtype)
    _1 = scale.astype(dtype)
    _2 = 1 / _1
    def block(low, high):
        np.multiply(x[low:high], _2, out=r[low:high])
        _3 = np.abs(r[low:high], out=rt.empty((high - low,), dtype))
        rt.to_power(_3, p, out=_3)
        _4 = np.equal(r[low:high], 0)
        rt.where(_4, 0, _3, out=_3)
        _5 = np.sum(_3)
        return (_5,)
    (total,) = rt.blocks(block, N, 1, dtype)
    _6 = scale.astype(dtype)
    _7 = np.power(total, rt.ratio(1, p))
    _8 = _6 * _7
    _9 = np.equal(total, 0)
    _10 = rt.where(_9, 0, _8)
    y = _10
    _11 = scale.astype(dtype)
    _12 = 1 / _11
    def block(low, high):
        dot_r = np.multiply(dot_x[low:high], _12, out=rt.empty((high - low,), dtype))
        _13 = np.abs(r[low:high], out=rt.empty((high - low,), dtype))
        rt.to_power(_13, (p - 1), out=_13)
        _14 = rt.sign(r[low:high], out=rt.empty((high - low,), dtype))
        _13 *= _14
        _13 *= p
        _15 = np.equal(r[low:high], 0)
        rt.where(_15, 0, _13, out=_13)
        _16 = np.vecdot(dot_r, _13)
        return (_16,)
    (dot_total,) = rt.blocks(block, N, 1, dtype)
    _17 = scale.astype(dtype)
    _18 = np.power(total, (rt.ratio(1, p) - 1))
    _19 = _17 * _18
    _20 = _19 / p
    _21 = np.equal(total, 0)
    _22 = rt.where(_21, 0, _20)
    _23 = dot_total * _22
    dot_y = _23
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def p_metric(x, y, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], y[low:high], out=rt.empty((high - low,), dtype))
        np.abs(_1, out=_1)
        rt.to_power(_1, p, out=_1)
        _2 = np.equal(x[low:high], y[low:high])
        rt.where(_2, 0, _1, out=_1)
        _3 = np.sum(_1)
        return (_3,)
    (d,) = rt.blocks(block, N, 1, dtype)
    return d


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def p_metric_forward(x, y, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], y[low:high], out=rt.empty((high - low,), dtype))
        np.abs(_1, out=_1)
        rt.to_power(_1, p, out=_1)
        _2 = np.equal(x[low:high], y[low:high])
        rt.where(_2, 0, _1, out=_1)
        _3 = np.sum(_1)
        return (_3,)
    (d,) = rt.blocks(block, N, 1, dtype)
    return d, (x, y, p, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def p_metric_backward(saved, bar_d):
    x, y, p, N, dtype = saved
    if bar_d is None:
        bar_d = dtype.type(0)
    bar_x = rt.empty((N,), dtype)
    bar_y = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], y[low:high], out=bar_x[low:high])
        np.abs(bar_x[low:high], out=bar_y[low:high])
        rt.to_power(bar_y[low:high], (p - 1), out=bar_y[low:high])
        _1 = rt.sign(bar_x[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(bar_y[low:high], _1, out=bar_x[low:high])
        bar_x[low:high] *= p
        _2 = np.equal(x[low:high], y[low:high])
        rt.where(_2, 0, bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= bar_d
        bar_y[low:high] *= _1
        bar_y[low:high] *= (-p)
        _3 = np.equal(x[low:high], y[low:high])
        rt.where(_3, 0, bar_y[low:high], out=bar_y[low:high])
        bar_y[low:high] *= bar_d
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_y)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def p_metric_jvp(x, y, dot_x, dot_y, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_y is None:
        dot_y = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.subtract(x[low:high], y[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.abs(_1, out=rt.empty((high - low,), dtype))
        _3 = rt.to_power(_2, p, out=rt.empty((high - low,), dtype))
        _4 = np.equal(x[low:high], y[low:high])
        rt.where(_4, 0, _3, out=_3)
        _5 = np.sum(_3)
        rt.to_power(_2, (p - 1), out=_2)
        rt.sign(_1, out=_3)
        np.multiply(_2, _3, out=_1)
        _1 *= p
        _6 = np.equal(x[low:high], y[low:high])
        rt.where(_6, 0, _1, out=_1)
        _7 = np.vecdot(dot_x[low:high], _1)
        _2 *= _3
        _2 *= (-p)
        _8 = np.equal(x[low:high], y[low:high])
        rt.where(_8, 0, _2, out=_2)
        _9 = np.vecdot(dot_y[low:high], _2)
        return (_5, _7, _9)
    d, dot_d, _10 = rt.blocks(block, N, 1, dtype)
    dot_d = dot_d + _10
    return d, dot_d


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def clip_grad_norm(grad, scale, max_norm):
    max_norm = float(max_norm)
    dtype = grad.dtype
    N = grad.shape[0]
    _1 = scale.astype(dtype)
    _2 = 1 / _1
    def block(low, high):
        r = np.multiply(grad[low:high], _2, out=rt.empty((high - low,), dtype))
        _3 = np.vecdot(r, r)
        return (_3,)
    (total,) = rt.blocks(block, N, 1, dtype)
    _4 = np.sqrt(total)
    root = _4
    _5 = scale.astype(dtype)
    _6 = 1e-06 / _5
    _7 = root + _6
    _8 = _5 * _7
    _9 = max_norm / _8
    ratio = _9
    _10 = np.greater(ratio, 1)
    _11 = rt.where(_10, 1, ratio)
    factor = _11
    clipped = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(grad[low:high], factor, out=clipped[low:high])
    rt.blocks(block, N, 1, dtype)
    return clipped


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def clip_grad_norm_forward(grad, scale, max_norm):
    max_norm = float(max_norm)
    dtype = grad.dtype
    N = grad.shape[0]
    r = rt.empty((N,), dtype)
    _1 = scale.astype(dtype)
    _2 = 1 / _1
    def block(low, high):
        np.multiply(grad[low:high], _2, out=r[low:high])
        _3 = np.vecdot(r[low:high], r[low:high])
        return (_3,)
    (total,) = rt.blocks(block, N, 1, dtype)
    _4 = np.sqrt(total)
    root = _4
    _5 = scale.astype(dtype)
    _6 = 1e-06 / _5
    _7 = root + _6
    _8 = _5 * _7
    _9 = max_norm / _8
    ratio = _9
    _10 = np.greater(ratio, 1)
    _11 = rt.where(_10, 1, ratio)
    factor = _11
    clipped = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(grad[low:high], factor, out=clipped[low:high])
    rt.blocks(block, N, 1, dtype)
    return clipped, (grad, scale, r, total, root, ratio, factor, max_norm, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def clip_grad_norm_backward(saved, bar_clipped):
    grad, scale, r, total, root, ratio, factor, max_norm, N, dtype = saved
    if bar_clipped is None:
        bar_clipped = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.vecdot(bar_clipped[low:high], grad[low:high])
        return (_1,)
    (bar_factor,) = rt.blocks(block, N, 1, dtype)
    _2 = np.greater(ratio, 1)
    _3 = np.logical_not(_2)
    _4 = bar_factor * _3
    bar_ratio = _4
    _5 = scale.astype(dtype)
    _6 = 1e-06 / _5
    _7 = root + _6
    _8 = np.square(_7)
    _9 = (-max_norm) * bar_ratio
    _10 = _5 * _8
    _11 = _9 / _10
    bar_root = _11
    _12 = 0.5 / root
    _13 = np.equal(total, 0)
    _14 = rt.where(_13, 0, _12)
    _15 = bar_root * _14
    bar_total = _15
    bar_grad = rt.empty((N,), dtype)
    _16 = 2 * bar_total
    _17 = scale.astype(dtype)
    _18 = 1 / _17
    def block(low, high):
        bar_r = np.multiply(r[low:high], _16, out=rt.empty((high - low,), dtype))
        np.multiply(bar_clipped[low:high], factor, out=bar_grad[low:high])
        bar_r *= _18
        bar_grad[low:high] += bar_r
    rt.blocks(block, N, 1, dtype)
    return (bar_grad,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def clip_grad_norm_jvp(grad, scale, dot_grad, max_norm):
    max_norm = float(max_norm)
    dtype = grad.dtype
    N = grad.shape[0]
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    r = rt.empty((N,), dtype)
    _1 = scale.astype(dtype)
    _2 = 1 / _1
    def block(low, high):
        np.multiply(grad[low:high], _2, out=r[low:high])
        _3 = np.vecdot(r[low:high], r[low:high])
        return (_3,)
    (total,) = rt.blocks(block, N, 1, dtype)
    _4 = np.sqrt(total)
    root = _4
    _5 = scale.astype(dtype)
    _6 = 1e-06 / _5
    _7 = root + _6
    _8 = _5 * _7
    _9 = max_norm / _8
    ratio = _9
    _10 = np.greater(ratio, 1)
    _11 = rt.where(_10, 1, ratio)
    factor = _11
    clipped = rt.empty((N,), dtype)
    _12 = scale.astype(dtype)
    _13 = 1 / _12
    def block(low, high):
        np.multiply(grad[low:high], factor, out=clipped[low:high])
        dot_r = np.multiply(dot_grad[low:high], _13, out=rt.empty((high - low,), dtype))
        _14 = np.vecdot(dot_r, r[low:high])
        _15 = 2 * _14
        return (_15,)
    (dot_total,) = rt.blocks(block, N, 1, dtype)
    _16 = np.sqrt(total)
    _17 = 0.5 / _16
    _18 = np.equal(total, 0)
    _19 = rt.where(_18, 0, _17)
    _20 = dot_total * _19
    dot_root = _20
    _21 = scale.astype(dtype)
    _22 = 1e-06 / _21
    _23 = root + _22
    _24 = np.square(_23)
    _25 = (-max_norm) * dot_root
    _26 = _21 * _24
    _27 = _25 / _26
    dot_ratio = _27
    _28 = np.greater(ratio, 1)
    _29 = np.logical_not(_28)
    _30 = dot_ratio * _29
    dot_factor = _30
    dot_clipped = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(grad[low:high], dot_factor, out=dot_clipped[low:high])
        _31 = np.multiply(dot_grad[low:high], factor, out=rt.empty((high - low,), dtype))
        dot_clipped[low:high] += _31
    rt.blocks(block, N, 1, dtype)
    return clipped, dot_clipped


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def clip_grad_value(grad, clip_value, out=None):
    clip_value = float(clip_value)
    dtype = grad.dtype
    N = grad.shape[0]
    clipped = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        rt.clip(grad[low:high], (-clip_value), clip_value, np.greater, out=clipped[low:high])
    rt.blocks(block, N, 1, dtype)
    return clipped


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def clip_grad_value_forward(grad, clip_value):
    clip_value = float(clip_value)
    dtype = grad.dtype
    N = grad.shape[0]
    clipped = rt.empty((N,), dtype)
    def block(low, high):
        rt.clip(grad[low:high], (-clip_value), clip_value, np.greater, out=clipped[low:high])
    rt.blocks(block, N, 1, dtype)
    return clipped, (grad, clip_value, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def clip_grad_value_backward(saved, bar_clipped):
    grad, clip_value, N, dtype = saved
    if bar_clipped is None:
        bar_clipped = np.zeros((N,), dtype)
    bar_grad = rt.empty((N,), dtype)
    def block(low, high):
        np.negative(grad[low:high], out=bar_grad[low:high])
        _1 = np.less(clip_value, bar_grad[low:high])
        _2 = np.less(clip_value, grad[low:high])
        _3 = np.logical_or(_1, _2)
        _4 = np.logical_not(_3)
        np.multiply(bar_clipped[low:high], _4, out=bar_grad[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_grad,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def clip_grad_value_jvp(grad, dot_grad, clip_value):
    clip_value = float(clip_value)
    dtype = grad.dtype
    N = grad.shape[0]
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    clipped = rt.empty((N,), dtype)
    dot_clipped = rt.empty((N,), dtype)
    def block(low, high):
        rt.clip(grad[low:high], (-clip_value), clip_value, np.greater, out=clipped[low:high])
        np.negative(grad[low:high], out=dot_clipped[low:high])
        _1 = np.less(clip_value, dot_clipped[low:high])
        _2 = np.less(clip_value, grad[low:high])
        _3 = np.logical_or(_1, _2)
        _4 = np.logical_not(_3)
        np.multiply(dot_grad[low:high], _4, out=dot_clipped[low:high])
    rt.blocks(block, N, 1, dtype)
    return clipped, dot_clipped


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def clip_grad_value_derivative(grad, clip_value):
    clip_value = float(clip_value)
    dtype = grad.dtype
    N = grad.shape[0]
    clipped = rt.empty((N,), dtype)
    def block(low, high):
        np.negative(grad[low:high], out=clipped[low:high])
        _1 = np.less(clip_value, clipped[low:high])
        _2 = np.less(clip_value, grad[low:high])
        _3 = np.logical_or(_1, _2)
        rt.where(_3, dtype.type(0), dtype.type(1), out=clipped[low:high])
    rt.blocks(block, N, 1, dtype)
    return clipped


def clip_grad_value_derivative2(grad, clip_value):
    dtype = grad.dtype
    N = grad.shape[0]
    clipped = rt.empty((N,), dtype)
    clipped[...] = 0
    return clipped
