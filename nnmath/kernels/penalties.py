"""Kernels of nnmath.formulas.penalties. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def l1_penalty(w, gamma):
    gamma = float(gamma)
    _1 = np.abs(w)
    _2 = np.sum(_1)
    sum_1 = _2
    _3 = gamma * sum_1
    y = _3
    return y


def l1_penalty_forward(w, gamma):
    gamma = float(gamma)
    dtype = w.dtype
    _1 = np.abs(w)
    _2 = np.sum(_1)
    sum_1 = _2
    _3 = gamma * sum_1
    y = _3
    return y, (w, gamma, dtype)


def l1_penalty_backward(saved, bar_y):
    w, gamma, dtype = saved
    if bar_y is None:
        bar_y = dtype.type(0)
    _1 = np.sign(w)
    _2 = gamma * bar_y
    bar_w = np.multiply(_1, _2, out=_1)
    return (bar_w,)


def l1_penalty_jvp(w, dot_w, gamma):
    gamma = float(gamma)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    _1 = np.abs(w)
    _2 = np.sum(_1)
    sum_1 = _2
    np.sign(w, out=_1)
    _3 = np.vecdot(dot_w, _1)
    sum_2 = _3
    _4 = gamma * sum_1
    y = _4
    _5 = gamma * sum_2
    dot_y = _5
    return y, dot_y


def l2_penalty(w, gamma):
    gamma = float(gamma)
    _1 = np.vecdot(w, w)
    sum_1 = _1
    _2 = gamma * sum_1
    y = _2
    return y


def l2_penalty_forward(w, gamma):
    gamma = float(gamma)
    dtype = w.dtype
    _1 = np.vecdot(w, w)
    sum_1 = _1
    _2 = gamma * sum_1
    y = _2
    return y, (w, gamma, dtype)


def l2_penalty_backward(saved, bar_y):
    w, gamma, dtype = saved
    if bar_y is None:
        bar_y = dtype.type(0)
    _1 = (2*gamma) * bar_y
    bar_w = w * _1
    return (bar_w,)


def l2_penalty_jvp(w, dot_w, gamma):
    gamma = float(gamma)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    _1 = np.vecdot(w, w)
    sum_1 = _1
    _2 = np.vecdot(dot_w, w)
    sum_2 = _2
    _3 = gamma * sum_1
    y = _3
    _4 = (2*gamma) * sum_2
    dot_y = _4
    return y, dot_y


def p_norm(x, scale, p):
    p = float(p)
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = scale.astype(dtype)
        _2 = 1 / _1
        r = x * _2
        _3 = np.abs(r)
        np.power(_3, p, out=_3)
        _4 = np.equal(r, 0)
        _5 = np.where(_4, 0, _3)
        _6 = np.sum(_5)
        total = _6
        _7 = scale.astype(dtype)
        _8 = np.power(total, rt.ratio(1, p))
        _9 = _7 * _8
        _10 = np.equal(total, 0)
        _11 = np.where(_10, 0, _9)
        y = _11
    return y


def p_norm_forward(x, scale, p):
    p = float(p)
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = scale.astype(dtype)
        _2 = 1 / _1
        r = x * _2
        _3 = np.abs(r)
        np.power(_3, p, out=_3)
        _4 = np.equal(r, 0)
        _5 = np.where(_4, 0, _3)
        _6 = np.sum(_5)
        total = _6
        _7 = scale.astype(dtype)
        _8 = np.power(total, rt.ratio(1, p))
        _9 = _7 * _8
        _10 = np.equal(total, 0)
        _11 = np.where(_10, 0, _9)
        y = _11
    return y, (scale, r, total, p, dtype)


def p_norm_backward(saved, bar_y):
    scale, r, total, p, dtype = saved
    if bar_y is None:
        bar_y = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = scale.astype(dtype)
        _2 = np.power(total, (rt.ratio(1, p) - 1))
        _3 = _1 * _2
        _4 = _3 / p
        _5 = np.equal(total, 0)
        _6 = np.where(_5, 0, _4)
        _7 = bar_y * _6
        bar_total = _7
        _8 = np.abs(r)
        np.power(_8, (p - 1), out=_8)
        _9 = np.sign(r)
        np.multiply(_8, _9, out=_9)
        _9 *= p
        _10 = np.equal(r, 0)
        _11 = np.where(_10, 0, _9)
        bar_r = np.multiply(_11, bar_total, out=_9)
        _12 = scale.astype(dtype)
        _13 = 1 / _12
        bar_x = np.multiply(bar_r, _13, out=bar_r)
    return (bar_x,)


def p_norm_jvp(x, scale, dot_x, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = scale.astype(dtype)
        _2 = 1 / _1
        r = x * _2
        _3 = np.abs(r)
        np.power(_3, p, out=_3)
        _4 = np.equal(r, 0)
        _5 = np.where(_4, 0, _3)
        _6 = np.sum(_5)
        total = _6
        _7 = scale.astype(dtype)
        _8 = np.power(total, rt.ratio(1, p))
        _9 = _7 * _8
        _10 = np.equal(total, 0)
        _11 = np.where(_10, 0, _9)
        y = _11
        _12 = scale.astype(dtype)
        _13 = 1 / _12
        dot_r = np.multiply(dot_x, _13, out=_3)
        _14 = np.abs(r)
        np.power(_14, (p - 1), out=_14)
        _15 = np.sign(r)
        _14 *= _15
        _14 *= p
        _16 = np.equal(r, 0)
        _17 = np.where(_16, 0, _14)
        _18 = np.vecdot(dot_r, _17)
        dot_total = _18
        _19 = scale.astype(dtype)
        _20 = np.power(total, (rt.ratio(1, p) - 1))
        _21 = _19 * _20
        _22 = _21 / p
        _23 = np.equal(total, 0)
        _24 = np.where(_23, 0, _22)
        _25 = dot_total * _24
        dot_y = _25
    return y, dot_y


def p_metric(x, y, p):
    p = float(p)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = x - y
        np.abs(_1, out=_1)
        np.power(_1, p, out=_1)
        _2 = np.equal(x, y)
        _3 = np.where(_2, 0, _1)
        _4 = np.sum(_3)
        d = _4
    return d


def p_metric_forward(x, y, p):
    p = float(p)
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = x - y
        np.abs(_1, out=_1)
        np.power(_1, p, out=_1)
        _2 = np.equal(x, y)
        _3 = np.where(_2, 0, _1)
        _4 = np.sum(_3)
        d = _4
    return d, (x, y, p, dtype)


def p_metric_backward(saved, bar_d):
    x, y, p, dtype = saved
    if bar_d is None:
        bar_d = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = x - y
        _2 = np.abs(_1)
        np.power(_2, (p - 1), out=_2)
        np.sign(_1, out=_1)
        np.multiply(_2, _1, out=_1)
        _1 *= p
        _3 = np.equal(x, y)
        _4 = np.where(_3, 0, _1)
        bar_x = np.multiply(_4, bar_d, out=_1)
        np.subtract(x, y, out=_2)
        _5 = np.abs(_2)
        np.power(_5, (p - 1), out=_5)
        np.sign(_2, out=_2)
        _5 *= _2
        _5 *= (-p)
        _6 = np.equal(x, y)
        _7 = np.where(_6, 0, _5)
        bar_y = np.multiply(_7, bar_d, out=_5)
    return (bar_x, bar_y)


def p_metric_jvp(x, y, dot_x, dot_y, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_y is None:
        dot_y = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = x - y
        np.abs(_1, out=_1)
        np.power(_1, p, out=_1)
        _2 = np.equal(x, y)
        _3 = np.where(_2, 0, _1)
        _4 = np.sum(_3)
        d = _4
        np.subtract(x, y, out=_1)
        _5 = np.abs(_1)
        np.power(_5, (p - 1), out=_5)
        np.sign(_1, out=_1)
        np.multiply(_5, _1, out=_1)
        _1 *= p
        _6 = np.equal(x, y)
        _7 = np.where(_6, 0, _1)
        _8 = np.vecdot(dot_x, _7)
        dot_d = _8
        np.subtract(x, y, out=_1)
        np.abs(_1, out=_5)
        np.power(_5, (p - 1), out=_5)
        np.sign(_1, out=_1)
        np.multiply(_5, _1, out=_1)
        _1 *= (-p)
        _9 = np.equal(x, y)
        _10 = np.where(_9, 0, _1)
        _11 = np.vecdot(dot_y, _10)
        dot_d = dot_d + _11
    return d, dot_d


def clip_grad_norm(grad, scale, max_norm):
    max_norm = float(max_norm)
    dtype = grad.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = scale.astype(dtype)
        _2 = 1 / _1
        r = grad * _2
        _3 = np.vecdot(r, r)
        total = _3
        _4 = np.sqrt(total)
        root = _4
        _5 = scale.astype(dtype)
        _6 = 1e-06 / _5
        _7 = root + _6
        _8 = _5 * _7
        _9 = max_norm / _8
        ratio = _9
        _10 = np.greater(ratio, 1)
        _11 = np.where(_10, 1, ratio)
        factor = _11
        clipped = np.multiply(grad, factor, out=r)
    return clipped


def clip_grad_norm_forward(grad, scale, max_norm):
    max_norm = float(max_norm)
    dtype = grad.dtype
    N = grad.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = scale.astype(dtype)
        _2 = 1 / _1
        r = grad * _2
        _3 = np.vecdot(r, r)
        total = _3
        _4 = np.sqrt(total)
        root = _4
        _5 = scale.astype(dtype)
        _6 = 1e-06 / _5
        _7 = root + _6
        _8 = _5 * _7
        _9 = max_norm / _8
        ratio = _9
        _10 = np.greater(ratio, 1)
        _11 = np.where(_10, 1, ratio)
        factor = _11
        clipped = grad * factor
    return clipped, (grad, scale, r, total, root, ratio, factor, max_norm, N, dtype)


def clip_grad_norm_backward(saved, bar_clipped):
    grad, scale, r, total, root, ratio, factor, max_norm, N, dtype = saved
    if bar_clipped is None:
        bar_clipped = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.vecdot(bar_clipped, grad)
        bar_factor = _1
        _2 = np.greater(ratio, 1)
        _3 = np.where(_2, dtype.type(0), dtype.type(1))
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
        _12 = np.sqrt(total)
        _13 = 0.5 / _12
        _14 = np.equal(total, 0)
        _15 = np.where(_14, 0, _13)
        _16 = bar_root * _15
        bar_total = _16
        _17 = 2 * bar_total
        bar_r = r * _17
        _18 = bar_clipped * factor
        _19 = scale.astype(dtype)
        _20 = 1 / _19
        bar_r *= _20
        bar_grad = np.add(_18, bar_r, out=_18)
    return (bar_grad,)


def clip_grad_norm_jvp(grad, scale, dot_grad, max_norm):
    max_norm = float(max_norm)
    dtype = grad.dtype
    N = grad.shape[0]
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = scale.astype(dtype)
        _2 = 1 / _1
        r = grad * _2
        _3 = np.vecdot(r, r)
        total = _3
        _4 = np.sqrt(total)
        root = _4
        _5 = scale.astype(dtype)
        _6 = 1e-06 / _5
        _7 = root + _6
        _8 = _5 * _7
        _9 = max_norm / _8
        ratio = _9
        _10 = np.greater(ratio, 1)
        _11 = np.where(_10, 1, ratio)
        factor = _11
        clipped = grad * factor
        _12 = scale.astype(dtype)
        _13 = 1 / _12
        dot_r = dot_grad * _13
        _14 = np.vecdot(dot_r, r)
        _15 = 2 * _14
        dot_total = _15
        _16 = np.sqrt(total)
        _17 = 0.5 / _16
        _18 = np.equal(total, 0)
        _19 = np.where(_18, 0, _17)
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
        _29 = np.where(_28, dtype.type(0), dtype.type(1))
        _30 = dot_ratio * _29
        dot_factor = _30
        np.multiply(grad, dot_factor, out=r)
        np.multiply(dot_grad, factor, out=dot_r)
        dot_clipped = np.add(r, dot_r, out=dot_r)
    return clipped, dot_clipped


def clip_grad_value(grad, clip_value):
    clip_value = float(clip_value)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.negative(grad)
        _2 = np.less(clip_value, _1)
        _3 = np.where(_2, (-clip_value), grad)
        _4 = np.less(clip_value, grad)
        clipped = np.where(_4, clip_value, _3)
    return clipped


def clip_grad_value_forward(grad, clip_value):
    clip_value = float(clip_value)
    dtype = grad.dtype
    N = grad.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.negative(grad)
        _2 = np.less(clip_value, _1)
        _3 = np.where(_2, (-clip_value), grad)
        _4 = np.less(clip_value, grad)
        clipped = np.where(_4, clip_value, _3)
    return clipped, (grad, clip_value, N, dtype)


def clip_grad_value_backward(saved, bar_clipped):
    grad, clip_value, N, dtype = saved
    if bar_clipped is None:
        bar_clipped = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.negative(grad)
        _2 = np.less(clip_value, _1)
        _3 = np.where(_2, dtype.type(0), dtype.type(1))
        _4 = np.less(clip_value, grad)
        _5 = np.where(_4, 0, _3)
        bar_grad = np.multiply(bar_clipped, _5, out=_1)
    return (bar_grad,)


def clip_grad_value_jvp(grad, dot_grad, clip_value):
    clip_value = float(clip_value)
    dtype = grad.dtype
    N = grad.shape[0]
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.negative(grad)
        _2 = np.less(clip_value, _1)
        _3 = np.where(_2, (-clip_value), grad)
        _4 = np.less(clip_value, grad)
        clipped = np.where(_4, clip_value, _3)
        np.negative(grad, out=_1)
        _5 = np.less(clip_value, _1)
        _6 = np.where(_5, dtype.type(0), dtype.type(1))
        _7 = np.less(clip_value, grad)
        _8 = np.where(_7, 0, _6)
        dot_clipped = np.multiply(dot_grad, _8, out=_1)
    return clipped, dot_clipped


def clip_grad_value_derivative(grad, clip_value):
    clip_value = float(clip_value)
    dtype = grad.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.negative(grad)
        _2 = np.less(clip_value, _1)
        _3 = np.where(_2, dtype.type(0), dtype.type(1))
        _4 = np.less(clip_value, grad)
        clipped = np.where(_4, 0, _3)
    return clipped


def clip_grad_value_derivative2(grad, clip_value):
    dtype = grad.dtype
    N = grad.shape[0]
    clipped = np.empty((N,), dtype)
    clipped[...] = 0
    return clipped
