"""Kernels of nnmath.formulas.losses. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def mse_loss_mean(x, target):
    N = x.shape[0]
    _1 = x - target
    _2 = np.vecdot(_1, _1)
    _3 = rt.ratio(1, N) * _2
    loss = _3
    return loss


def mse_loss_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    _1 = x - target
    _2 = np.vecdot(_1, _1)
    _3 = rt.ratio(1, N) * _2
    loss = _3
    return loss, (x, target, N, dtype)


def mse_loss_mean_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = target - x
    _2 = 2 * bar_loss
    _3 = _2 / N
    bar_target = np.multiply(_1, _3, out=_1)
    _4 = target - x
    _5 = -2 * bar_loss
    _6 = _5 / N
    bar_x = np.multiply(_4, _6, out=_4)
    return (bar_x, bar_target)


def mse_loss_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = x - target
    _2 = np.vecdot(_1, _1)
    _3 = rt.ratio(1, N) * _2
    loss = _3
    np.subtract(target, x, out=_1)
    _4 = np.vecdot(dot_target, _1)
    _5 = rt.ratio(2, N) * _4
    dot_loss = _5
    np.subtract(target, x, out=_1)
    _6 = np.vecdot(dot_x, _1)
    _7 = rt.ratio(-2, N) * _6
    dot_loss = dot_loss + _7
    return loss, dot_loss


def mse_loss_sum(x, target):
    _1 = x - target
    _2 = np.vecdot(_1, _1)
    loss = _2
    return loss


def mse_loss_sum_forward(x, target):
    dtype = x.dtype
    _1 = x - target
    _2 = np.vecdot(_1, _1)
    loss = _2
    return loss, (x, target, dtype)


def mse_loss_sum_backward(saved, bar_loss):
    x, target, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = target - x
    _2 = 2 * bar_loss
    bar_target = np.multiply(_1, _2, out=_1)
    _3 = target - x
    _4 = -2 * bar_loss
    bar_x = np.multiply(_3, _4, out=_3)
    return (bar_x, bar_target)


def mse_loss_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = x - target
    _2 = np.vecdot(_1, _1)
    loss = _2
    np.subtract(target, x, out=_1)
    _3 = np.vecdot(dot_target, _1)
    _4 = 2 * _3
    dot_loss = _4
    np.subtract(target, x, out=_1)
    _5 = np.vecdot(dot_x, _1)
    _6 = -2 * _5
    dot_loss = dot_loss + _6
    return loss, dot_loss


def mse_loss_none(x, target):
    _1 = x - target
    loss = np.square(_1, out=_1)
    return loss


def mse_loss_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    _1 = x - target
    loss = np.square(_1, out=_1)
    return loss, (x, target, N, dtype)


def mse_loss_none_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    _1 = target - x
    np.multiply(bar_loss, _1, out=_1)
    bar_target = np.multiply(_1, 2, out=_1)
    _2 = target - x
    np.multiply(bar_loss, _2, out=_2)
    bar_x = np.multiply(_2, -2, out=_2)
    return (bar_x, bar_target)


def mse_loss_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = x - target
    loss = np.square(_1, out=_1)
    _2 = target - x
    _3 = dot_target * _2
    _3 *= 2
    np.multiply(dot_x, _2, out=_2)
    _2 *= -2
    dot_loss = np.add(_3, _2, out=_2)
    return loss, dot_loss


def half_squared_error_mean(x, target):
    N = x.shape[0]
    _1 = x - target
    _2 = np.vecdot(_1, _1)
    _3 = rt.ratio(0.5, N) * _2
    loss = _3
    return loss


def half_squared_error_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    _1 = x - target
    _2 = np.vecdot(_1, _1)
    _3 = rt.ratio(0.5, N) * _2
    loss = _3
    return loss, (x, target, N, dtype)


def half_squared_error_mean_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = target - x
    _2 = bar_loss / N
    bar_target = np.multiply(_1, _2, out=_1)
    _3 = target - x
    _4 = -1 * bar_loss
    _5 = _4 / N
    bar_x = np.multiply(_3, _5, out=_3)
    return (bar_x, bar_target)


def half_squared_error_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = x - target
    _2 = np.vecdot(_1, _1)
    _3 = rt.ratio(0.5, N) * _2
    loss = _3
    np.subtract(target, x, out=_1)
    _4 = np.vecdot(dot_target, _1)
    _5 = rt.ratio(1, N) * _4
    dot_loss = _5
    np.subtract(target, x, out=_1)
    _6 = np.vecdot(dot_x, _1)
    _7 = rt.ratio(-1, N) * _6
    dot_loss = dot_loss + _7
    return loss, dot_loss


def half_squared_error_sum(x, target):
    _1 = x - target
    _2 = np.vecdot(_1, _1)
    _3 = 0.5 * _2
    loss = _3
    return loss


def half_squared_error_sum_forward(x, target):
    dtype = x.dtype
    _1 = x - target
    _2 = np.vecdot(_1, _1)
    _3 = 0.5 * _2
    loss = _3
    return loss, (x, target, dtype)


def half_squared_error_sum_backward(saved, bar_loss):
    x, target, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = target - x
    bar_target = np.multiply(_1, bar_loss, out=_1)
    _2 = target - x
    _3 = -1 * bar_loss
    bar_x = np.multiply(_2, _3, out=_2)
    return (bar_x, bar_target)


def half_squared_error_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = x - target
    _2 = np.vecdot(_1, _1)
    _3 = 0.5 * _2
    loss = _3
    np.subtract(target, x, out=_1)
    _4 = np.vecdot(dot_target, _1)
    dot_loss = _4
    np.subtract(target, x, out=_1)
    _5 = np.vecdot(dot_x, _1)
    _6 = -1 * _5
    dot_loss = dot_loss + _6
    return loss, dot_loss


def half_squared_error_none(x, target):
    _1 = x - target
    np.square(_1, out=_1)
    loss = np.multiply(_1, 0.5, out=_1)
    return loss


def half_squared_error_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    _1 = x - target
    np.square(_1, out=_1)
    loss = np.multiply(_1, 0.5, out=_1)
    return loss, (x, target, N, dtype)


def half_squared_error_none_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    _1 = target - x
    bar_target = np.multiply(bar_loss, _1, out=_1)
    _2 = target - x
    np.multiply(bar_loss, _2, out=_2)
    bar_x = np.negative(_2, out=_2)
    return (bar_x, bar_target)


def half_squared_error_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = x - target
    np.square(_1, out=_1)
    loss = np.multiply(_1, 0.5, out=_1)
    _2 = target - x
    _3 = dot_target * _2
    np.multiply(dot_x, _2, out=_2)
    np.negative(_2, out=_2)
    dot_loss = np.add(_3, _2, out=_2)
    return loss, dot_loss


def l1_loss_mean(x, target):
    N = x.shape[0]
    _1 = x - target
    np.abs(_1, out=_1)
    _2 = np.sum(_1)
    _3 = rt.ratio(1, N) * _2
    loss = _3
    return loss


def l1_loss_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    _1 = x - target
    np.abs(_1, out=_1)
    _2 = np.sum(_1)
    _3 = rt.ratio(1, N) * _2
    loss = _3
    return loss, (x, target, N, dtype)


def l1_loss_mean_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = x - target
    np.sign(_1, out=_1)
    _2 = -1 * bar_loss
    _3 = _2 / N
    bar_target = np.multiply(_1, _3, out=_1)
    _4 = x - target
    np.sign(_4, out=_4)
    _5 = bar_loss / N
    bar_x = np.multiply(_4, _5, out=_4)
    return (bar_x, bar_target)


def l1_loss_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = x - target
    np.abs(_1, out=_1)
    _2 = np.sum(_1)
    _3 = rt.ratio(1, N) * _2
    loss = _3
    np.subtract(x, target, out=_1)
    np.sign(_1, out=_1)
    _4 = np.vecdot(dot_target, _1)
    _5 = rt.ratio(-1, N) * _4
    dot_loss = _5
    np.subtract(x, target, out=_1)
    np.sign(_1, out=_1)
    _6 = np.vecdot(dot_x, _1)
    _7 = rt.ratio(1, N) * _6
    dot_loss = dot_loss + _7
    return loss, dot_loss


def l1_loss_sum(x, target):
    _1 = x - target
    np.abs(_1, out=_1)
    _2 = np.sum(_1)
    loss = _2
    return loss


def l1_loss_sum_forward(x, target):
    dtype = x.dtype
    _1 = x - target
    np.abs(_1, out=_1)
    _2 = np.sum(_1)
    loss = _2
    return loss, (x, target, dtype)


def l1_loss_sum_backward(saved, bar_loss):
    x, target, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = x - target
    np.sign(_1, out=_1)
    _2 = -1 * bar_loss
    bar_target = np.multiply(_1, _2, out=_1)
    _3 = x - target
    np.sign(_3, out=_3)
    bar_x = np.multiply(_3, bar_loss, out=_3)
    return (bar_x, bar_target)


def l1_loss_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = x - target
    np.abs(_1, out=_1)
    _2 = np.sum(_1)
    loss = _2
    np.subtract(x, target, out=_1)
    np.sign(_1, out=_1)
    _3 = np.vecdot(dot_target, _1)
    _4 = -1 * _3
    dot_loss = _4
    np.subtract(x, target, out=_1)
    np.sign(_1, out=_1)
    _5 = np.vecdot(dot_x, _1)
    dot_loss = dot_loss + _5
    return loss, dot_loss


def l1_loss_none(x, target):
    _1 = x - target
    loss = np.abs(_1, out=_1)
    return loss


def l1_loss_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    _1 = x - target
    loss = np.abs(_1, out=_1)
    return loss, (x, target, N, dtype)


def l1_loss_none_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    _1 = x - target
    np.sign(_1, out=_1)
    np.multiply(bar_loss, _1, out=_1)
    bar_target = np.negative(_1, out=_1)
    _2 = x - target
    np.sign(_2, out=_2)
    bar_x = np.multiply(bar_loss, _2, out=_2)
    return (bar_x, bar_target)


def l1_loss_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = x - target
    loss = np.abs(_1, out=_1)
    _2 = x - target
    np.sign(_2, out=_2)
    _3 = dot_target * _2
    np.multiply(dot_x, _2, out=_2)
    dot_loss = np.subtract(_2, _3, out=_2)
    return loss, dot_loss


def huber_loss_mean(x, target, delta):
    delta = float(delta)
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= 0.5
        np.abs(d, out=d)
        _2 = np.less(delta, d)
        d *= 2
        d -= delta
        d *= (0.5*delta)
        _3 = np.where(_2, d, _1)
        _4 = np.sum(_3)
        _5 = rt.ratio(1, N) * _4
        loss = _5
    return loss


def huber_loss_mean_forward(x, target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= 0.5
        _2 = np.abs(d)
        _3 = np.less(delta, _2)
        _2 *= 2
        _2 -= delta
        _2 *= (0.5*delta)
        _4 = np.where(_3, _2, _1)
        _5 = np.sum(_4)
        _6 = rt.ratio(1, N) * _5
        loss = _6
    return loss, (d, delta, N, dtype)


def huber_loss_mean_backward(saved, bar_loss):
    d, delta, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.abs(d)
        _2 = np.less(delta, _1)
        np.sign(d, out=_1)
        _1 *= delta
        _3 = np.where(_2, _1, d)
        _4 = bar_loss / N
        bar_d = np.multiply(_3, _4, out=_1)
        bar_target = np.negative(bar_d)
        bar_x = bar_d.copy()
    return (bar_x, bar_target)


def huber_loss_mean_jvp(x, target, dot_x, dot_target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= 0.5
        _2 = np.abs(d)
        _3 = np.less(delta, _2)
        _2 *= 2
        _2 -= delta
        _2 *= (0.5*delta)
        _4 = np.where(_3, _2, _1)
        _5 = np.sum(_4)
        _6 = rt.ratio(1, N) * _5
        loss = _6
        dot_d = np.subtract(dot_x, dot_target, out=_2)
        np.abs(d, out=_1)
        _7 = np.less(delta, _1)
        np.sign(d, out=_1)
        _1 *= delta
        _8 = np.where(_7, _1, d)
        _9 = np.vecdot(dot_d, _8)
        _10 = rt.ratio(1, N) * _9
        dot_loss = _10
    return loss, dot_loss


def huber_loss_sum(x, target, delta):
    delta = float(delta)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= 0.5
        np.abs(d, out=d)
        _2 = np.less(delta, d)
        d *= 2
        d -= delta
        d *= (0.5*delta)
        _3 = np.where(_2, d, _1)
        _4 = np.sum(_3)
        loss = _4
    return loss


def huber_loss_sum_forward(x, target, delta):
    delta = float(delta)
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= 0.5
        _2 = np.abs(d)
        _3 = np.less(delta, _2)
        _2 *= 2
        _2 -= delta
        _2 *= (0.5*delta)
        _4 = np.where(_3, _2, _1)
        _5 = np.sum(_4)
        loss = _5
    return loss, (d, delta, dtype)


def huber_loss_sum_backward(saved, bar_loss):
    d, delta, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.abs(d)
        _2 = np.less(delta, _1)
        np.sign(d, out=_1)
        _1 *= delta
        _3 = np.where(_2, _1, d)
        bar_d = np.multiply(_3, bar_loss, out=_1)
        bar_target = np.negative(bar_d)
        bar_x = bar_d.copy()
    return (bar_x, bar_target)


def huber_loss_sum_jvp(x, target, dot_x, dot_target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= 0.5
        _2 = np.abs(d)
        _3 = np.less(delta, _2)
        _2 *= 2
        _2 -= delta
        _2 *= (0.5*delta)
        _4 = np.where(_3, _2, _1)
        _5 = np.sum(_4)
        loss = _5
        dot_d = np.subtract(dot_x, dot_target, out=_2)
        np.abs(d, out=_1)
        _6 = np.less(delta, _1)
        np.sign(d, out=_1)
        _1 *= delta
        _7 = np.where(_6, _1, d)
        _8 = np.vecdot(dot_d, _7)
        dot_loss = _8
    return loss, dot_loss


def huber_loss_none(x, target, delta):
    delta = float(delta)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= 0.5
        np.abs(d, out=d)
        _2 = np.less(delta, d)
        d *= 2
        d -= delta
        d *= (0.5*delta)
        loss = np.where(_2, d, _1)
    return loss


def huber_loss_none_forward(x, target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= 0.5
        _2 = np.abs(d)
        _3 = np.less(delta, _2)
        _2 *= 2
        _2 -= delta
        _2 *= (0.5*delta)
        loss = np.where(_3, _2, _1)
    return loss, (d, delta, N, dtype)


def huber_loss_none_backward(saved, bar_loss):
    d, delta, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.abs(d)
        _2 = np.less(delta, _1)
        np.sign(d, out=_1)
        _1 *= delta
        _3 = np.where(_2, _1, d)
        bar_d = np.multiply(bar_loss, _3, out=_1)
        bar_target = np.negative(bar_d)
        bar_x = bar_d.copy()
    return (bar_x, bar_target)


def huber_loss_none_jvp(x, target, dot_x, dot_target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= 0.5
        _2 = np.abs(d)
        _3 = np.less(delta, _2)
        _2 *= 2
        _2 -= delta
        _2 *= (0.5*delta)
        loss = np.where(_3, _2, _1)
        dot_d = np.subtract(dot_x, dot_target, out=_2)
        np.abs(d, out=_1)
        _4 = np.less(delta, _1)
        np.sign(d, out=_1)
        _1 *= delta
        _5 = np.where(_4, _1, d)
        dot_loss = np.multiply(dot_d, _5, out=dot_d)
    return loss, dot_loss


def smooth_l1_loss_mean(x, target, beta):
    beta = float(beta)
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= rt.ratio(0.5, beta)
        np.abs(d, out=d)
        _2 = np.less_equal(beta, d)
        d -= (0.5*beta)
        _3 = np.where(_2, d, _1)
        _4 = np.sum(_3)
        _5 = rt.ratio(1, N) * _4
        loss = _5
    return loss


def smooth_l1_loss_mean_forward(x, target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= rt.ratio(0.5, beta)
        _2 = np.abs(d)
        _3 = np.less_equal(beta, _2)
        _2 -= (0.5*beta)
        _4 = np.where(_3, _2, _1)
        _5 = np.sum(_4)
        _6 = rt.ratio(1, N) * _5
        loss = _6
    return loss, (d, beta, N, dtype)


def smooth_l1_loss_mean_backward(saved, bar_loss):
    d, beta, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = d * rt.ratio(1, beta)
        _2 = np.abs(d)
        _3 = np.less_equal(beta, _2)
        np.sign(d, out=_2)
        _4 = np.where(_3, _2, _1)
        _5 = bar_loss / N
        bar_d = np.multiply(_4, _5, out=_2)
        bar_target = np.negative(bar_d, out=_1)
        bar_x = bar_d.copy()
    return (bar_x, bar_target)


def smooth_l1_loss_mean_jvp(x, target, dot_x, dot_target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= rt.ratio(0.5, beta)
        _2 = np.abs(d)
        _3 = np.less_equal(beta, _2)
        _2 -= (0.5*beta)
        _4 = np.where(_3, _2, _1)
        _5 = np.sum(_4)
        _6 = rt.ratio(1, N) * _5
        loss = _6
        dot_d = np.subtract(dot_x, dot_target, out=_2)
        np.multiply(d, rt.ratio(1, beta), out=_1)
        _7 = np.abs(d)
        _8 = np.less_equal(beta, _7)
        np.sign(d, out=d)
        _9 = np.where(_8, d, _1)
        _10 = np.vecdot(dot_d, _9)
        _11 = rt.ratio(1, N) * _10
        dot_loss = _11
    return loss, dot_loss


def smooth_l1_loss_sum(x, target, beta):
    beta = float(beta)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= rt.ratio(0.5, beta)
        np.abs(d, out=d)
        _2 = np.less_equal(beta, d)
        d -= (0.5*beta)
        _3 = np.where(_2, d, _1)
        _4 = np.sum(_3)
        loss = _4
    return loss


def smooth_l1_loss_sum_forward(x, target, beta):
    beta = float(beta)
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= rt.ratio(0.5, beta)
        _2 = np.abs(d)
        _3 = np.less_equal(beta, _2)
        _2 -= (0.5*beta)
        _4 = np.where(_3, _2, _1)
        _5 = np.sum(_4)
        loss = _5
    return loss, (d, beta, dtype)


def smooth_l1_loss_sum_backward(saved, bar_loss):
    d, beta, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = d * rt.ratio(1, beta)
        _2 = np.abs(d)
        _3 = np.less_equal(beta, _2)
        np.sign(d, out=_2)
        _4 = np.where(_3, _2, _1)
        bar_d = np.multiply(_4, bar_loss, out=_2)
        bar_target = np.negative(bar_d, out=_1)
        bar_x = bar_d.copy()
    return (bar_x, bar_target)


def smooth_l1_loss_sum_jvp(x, target, dot_x, dot_target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= rt.ratio(0.5, beta)
        _2 = np.abs(d)
        _3 = np.less_equal(beta, _2)
        _2 -= (0.5*beta)
        _4 = np.where(_3, _2, _1)
        _5 = np.sum(_4)
        loss = _5
        dot_d = np.subtract(dot_x, dot_target, out=_2)
        np.multiply(d, rt.ratio(1, beta), out=_1)
        _6 = np.abs(d)
        _7 = np.less_equal(beta, _6)
        np.sign(d, out=d)
        _8 = np.where(_7, d, _1)
        _9 = np.vecdot(dot_d, _8)
        dot_loss = _9
    return loss, dot_loss


def smooth_l1_loss_none(x, target, beta):
    beta = float(beta)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= rt.ratio(0.5, beta)
        np.abs(d, out=d)
        _2 = np.less_equal(beta, d)
        d -= (0.5*beta)
        loss = np.where(_2, d, _1)
    return loss


def smooth_l1_loss_none_forward(x, target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= rt.ratio(0.5, beta)
        _2 = np.abs(d)
        _3 = np.less_equal(beta, _2)
        _2 -= (0.5*beta)
        loss = np.where(_3, _2, _1)
    return loss, (d, beta, N, dtype)


def smooth_l1_loss_none_backward(saved, bar_loss):
    d, beta, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = d * rt.ratio(1, beta)
        _2 = np.abs(d)
        _3 = np.less_equal(beta, _2)
        np.sign(d, out=_2)
        _4 = np.where(_3, _2, _1)
        bar_d = np.multiply(bar_loss, _4, out=_2)
        bar_target = np.negative(bar_d, out=_1)
        bar_x = bar_d.copy()
    return (bar_x, bar_target)


def smooth_l1_loss_none_jvp(x, target, dot_x, dot_target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        d = x - target
        _1 = np.square(d)
        _1 *= rt.ratio(0.5, beta)
        _2 = np.abs(d)
        _3 = np.less_equal(beta, _2)
        _2 -= (0.5*beta)
        loss = np.where(_3, _2, _1)
        dot_d = np.subtract(dot_x, dot_target, out=_2)
        np.multiply(d, rt.ratio(1, beta), out=_1)
        _4 = np.abs(d)
        _5 = np.less_equal(beta, _4)
        np.sign(d, out=d)
        _6 = np.where(_5, d, _1)
        dot_loss = np.multiply(dot_d, _6, out=dot_d)
    return loss, dot_loss


def hinge_loss_mean(x, target):
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = target * x
        _2 = 1 - _1
        _3 = np.greater_equal(_1, 1)
        _4 = np.where(_3, 0, _2)
        _5 = np.sum(_4)
        _6 = rt.ratio(1, N) * _5
        loss = _6
    return loss


def hinge_loss_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = target * x
        _2 = 1 - _1
        _3 = np.greater_equal(_1, 1)
        _4 = np.where(_3, 0, _2)
        _5 = np.sum(_4)
        _6 = rt.ratio(1, N) * _5
        loss = _6
    return loss, (x, target, N, dtype)


def hinge_loss_mean_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.negative(x)
        _2 = target * x
        _3 = np.greater_equal(_2, 1)
        _4 = np.where(_3, 0, _1)
        _5 = bar_loss / N
        bar_target = np.multiply(_4, _5, out=_1)
        np.negative(target, out=_2)
        _6 = target * x
        _7 = np.greater_equal(_6, 1)
        _8 = np.where(_7, 0, _2)
        _9 = bar_loss / N
        bar_x = np.multiply(_8, _9, out=_2)
    return (bar_x, bar_target)


def hinge_loss_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = target * x
        _2 = 1 - _1
        _3 = np.greater_equal(_1, 1)
        _4 = np.where(_3, 0, _2)
        _5 = np.sum(_4)
        _6 = rt.ratio(1, N) * _5
        loss = _6
        np.negative(x, out=_2)
        np.multiply(target, x, out=_1)
        _7 = np.greater_equal(_1, 1)
        _8 = np.where(_7, 0, _2)
        _9 = np.vecdot(dot_target, _8)
        _10 = rt.ratio(1, N) * _9
        dot_loss = _10
        np.negative(target, out=_2)
        np.multiply(target, x, out=_1)
        _11 = np.greater_equal(_1, 1)
        _12 = np.where(_11, 0, _2)
        _13 = np.vecdot(dot_x, _12)
        _14 = rt.ratio(1, N) * _13
        dot_loss = dot_loss + _14
    return loss, dot_loss


def hinge_loss_sum(x, target):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = target * x
        _2 = 1 - _1
        _3 = np.greater_equal(_1, 1)
        _4 = np.where(_3, 0, _2)
        _5 = np.sum(_4)
        loss = _5
    return loss


def hinge_loss_sum_forward(x, target):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = target * x
        _2 = 1 - _1
        _3 = np.greater_equal(_1, 1)
        _4 = np.where(_3, 0, _2)
        _5 = np.sum(_4)
        loss = _5
    return loss, (x, target, dtype)


def hinge_loss_sum_backward(saved, bar_loss):
    x, target, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.negative(x)
        _2 = target * x
        _3 = np.greater_equal(_2, 1)
        _4 = np.where(_3, 0, _1)
        bar_target = np.multiply(_4, bar_loss, out=_1)
        np.negative(target, out=_2)
        _5 = target * x
        _6 = np.greater_equal(_5, 1)
        _7 = np.where(_6, 0, _2)
        bar_x = np.multiply(_7, bar_loss, out=_2)
    return (bar_x, bar_target)


def hinge_loss_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = target * x
        _2 = 1 - _1
        _3 = np.greater_equal(_1, 1)
        _4 = np.where(_3, 0, _2)
        _5 = np.sum(_4)
        loss = _5
        np.negative(x, out=_2)
        np.multiply(target, x, out=_1)
        _6 = np.greater_equal(_1, 1)
        _7 = np.where(_6, 0, _2)
        _8 = np.vecdot(dot_target, _7)
        dot_loss = _8
        np.negative(target, out=_2)
        np.multiply(target, x, out=_1)
        _9 = np.greater_equal(_1, 1)
        _10 = np.where(_9, 0, _2)
        _11 = np.vecdot(dot_x, _10)
        dot_loss = dot_loss + _11
    return loss, dot_loss


def hinge_loss_none(x, target):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = target * x
        _2 = 1 - _1
        _3 = np.greater_equal(_1, 1)
        loss = np.where(_3, 0, _2)
    return loss


def hinge_loss_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = target * x
        _2 = 1 - _1
        _3 = np.greater_equal(_1, 1)
        loss = np.where(_3, 0, _2)
    return loss, (x, target, N, dtype)


def hinge_loss_none_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.negative(x)
        _2 = target * x
        _3 = np.greater_equal(_2, 1)
        _4 = np.where(_3, 0, _1)
        bar_target = np.multiply(bar_loss, _4, out=_1)
        np.negative(target, out=_2)
        _5 = target * x
        _6 = np.greater_equal(_5, 1)
        _7 = np.where(_6, 0, _2)
        bar_x = np.multiply(bar_loss, _7, out=_2)
    return (bar_x, bar_target)


def hinge_loss_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = target * x
        _2 = 1 - _1
        _3 = np.greater_equal(_1, 1)
        loss = np.where(_3, 0, _2)
        np.negative(x, out=_2)
        np.multiply(target, x, out=_1)
        _4 = np.greater_equal(_1, 1)
        _5 = np.where(_4, 0, _2)
        dot_loss = np.multiply(dot_target, _5, out=_2)
        np.negative(target, out=_1)
        _6 = target * x
        _7 = np.greater_equal(_6, 1)
        _8 = np.where(_7, 0, _1)
        np.multiply(dot_x, _8, out=_1)
        dot_loss += _1
    return loss, dot_loss


def binary_cross_entropy_mean(x, target):
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _4 = target * yes
        _1 += _4
        _5 = np.sum(_1)
        _6 = rt.ratio(-1, N) * _5
        loss = _6
    return loss


def binary_cross_entropy_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _4 = target * yes
        _1 += _4
        _5 = np.sum(_1)
        _6 = rt.ratio(-1, N) * _5
        loss = _6
    return loss, (x, target, yes, no, N, dtype)


def binary_cross_entropy_mean_backward(saved, bar_loss):
    x, target, yes, no, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = target - 1
        _2 = bar_loss / N
        bar_no = np.multiply(_1, _2, out=_1)
        _3 = no - yes
        _4 = bar_loss / N
        bar_target = np.multiply(_3, _4, out=_3)
        _5 = -1 * bar_loss
        _6 = _5 / N
        bar_yes = target * _6
        _7 = 1 - x
        np.divide(-1, _7, out=_7)
        _8 = np.negative(x)
        np.log1p(_8, out=_8)
        _9 = np.less(_8, -100)
        _10 = np.where(_9, 0, _7)
        bar_x = np.multiply(bar_no, _10, out=bar_no)
        np.divide(1, x, out=_7)
        np.log(x, out=_8)
        _11 = np.less(_8, -100)
        _12 = np.where(_11, 0, _7)
        bar_yes *= _12
        bar_x += bar_yes
    return (bar_x, bar_target)


def binary_cross_entropy_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _4 = target * yes
        _1 += _4
        _5 = np.sum(_1)
        _6 = rt.ratio(-1, N) * _5
        loss = _6
        np.divide(1, x, out=_1)
        np.log(x, out=_4)
        _7 = np.less(_4, -100)
        _8 = np.where(_7, 0, _1)
        dot_yes = np.multiply(dot_x, _8, out=_1)
        np.subtract(1, x, out=_4)
        np.divide(-1, _4, out=_4)
        _9 = np.negative(x)
        np.log1p(_9, out=_9)
        _10 = np.less(_9, -100)
        _11 = np.where(_10, 0, _4)
        dot_no = np.multiply(dot_x, _11, out=_4)
        np.subtract(target, 1, out=_9)
        _12 = np.vecdot(dot_no, _9)
        _13 = rt.ratio(1, N) * _12
        dot_loss = _13
        np.subtract(no, yes, out=dot_no)
        _14 = np.vecdot(dot_target, dot_no)
        _15 = rt.ratio(1, N) * _14
        dot_loss = dot_loss + _15
        _16 = np.vecdot(dot_yes, target)
        _17 = rt.ratio(-1, N) * _16
        dot_loss = dot_loss + _17
    return loss, dot_loss


def binary_cross_entropy_sum(x, target):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _4 = target * yes
        _1 += _4
        _5 = np.sum(_1)
        _6 = -1 * _5
        loss = _6
    return loss


def binary_cross_entropy_sum_forward(x, target):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _4 = target * yes
        _1 += _4
        _5 = np.sum(_1)
        _6 = -1 * _5
        loss = _6
    return loss, (x, target, yes, no, dtype)


def binary_cross_entropy_sum_backward(saved, bar_loss):
    x, target, yes, no, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = target - 1
        bar_no = np.multiply(_1, bar_loss, out=_1)
        _2 = no - yes
        bar_target = np.multiply(_2, bar_loss, out=_2)
        _3 = -1 * bar_loss
        bar_yes = target * _3
        _4 = 1 - x
        np.divide(-1, _4, out=_4)
        _5 = np.negative(x)
        np.log1p(_5, out=_5)
        _6 = np.less(_5, -100)
        _7 = np.where(_6, 0, _4)
        bar_x = np.multiply(bar_no, _7, out=bar_no)
        np.divide(1, x, out=_4)
        np.log(x, out=_5)
        _8 = np.less(_5, -100)
        _9 = np.where(_8, 0, _4)
        bar_yes *= _9
        bar_x += bar_yes
    return (bar_x, bar_target)


def binary_cross_entropy_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _4 = target * yes
        _1 += _4
        _5 = np.sum(_1)
        _6 = -1 * _5
        loss = _6
        np.divide(1, x, out=_1)
        np.log(x, out=_4)
        _7 = np.less(_4, -100)
        _8 = np.where(_7, 0, _1)
        dot_yes = np.multiply(dot_x, _8, out=_1)
        np.subtract(1, x, out=_4)
        np.divide(-1, _4, out=_4)
        _9 = np.negative(x)
        np.log1p(_9, out=_9)
        _10 = np.less(_9, -100)
        _11 = np.where(_10, 0, _4)
        dot_no = np.multiply(dot_x, _11, out=_4)
        np.subtract(target, 1, out=_9)
        _12 = np.vecdot(dot_no, _9)
        dot_loss = _12
        np.subtract(no, yes, out=dot_no)
        _13 = np.vecdot(dot_target, dot_no)
        dot_loss = dot_loss + _13
        _14 = np.vecdot(dot_yes, target)
        _15 = -1 * _14
        dot_loss = dot_loss + _15
    return loss, dot_loss


def binary_cross_entropy_none(x, target):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _4 = target * yes
        np.negative(_1, out=_1)
        loss = np.subtract(_1, _4, out=_1)
    return loss


def binary_cross_entropy_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _4 = target * yes
        np.negative(_1, out=_1)
        loss = np.subtract(_1, _4, out=_1)
    return loss, (x, target, yes, no, N, dtype)


def binary_cross_entropy_none_backward(saved, bar_loss):
    x, target, yes, no, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = target - 1
        bar_no = np.multiply(bar_loss, _1, out=_1)
        _2 = no - yes
        bar_target = np.multiply(bar_loss, _2, out=_2)
        _3 = bar_loss * target
        bar_yes = np.negative(_3, out=_3)
        _4 = 1 - x
        np.divide(-1, _4, out=_4)
        _5 = np.negative(x)
        np.log1p(_5, out=_5)
        _6 = np.less(_5, -100)
        _7 = np.where(_6, 0, _4)
        bar_x = np.multiply(bar_no, _7, out=bar_no)
        np.divide(1, x, out=_4)
        np.log(x, out=_5)
        _8 = np.less(_5, -100)
        _9 = np.where(_8, 0, _4)
        bar_yes *= _9
        bar_x += bar_yes
    return (bar_x, bar_target)


def binary_cross_entropy_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _4 = target * yes
        np.negative(_1, out=_1)
        loss = np.subtract(_1, _4, out=_1)
        np.divide(1, x, out=_4)
        _5 = np.log(x)
        _6 = np.less(_5, -100)
        _7 = np.where(_6, 0, _4)
        dot_yes = np.multiply(dot_x, _7, out=_4)
        np.subtract(1, x, out=_5)
        np.divide(-1, _5, out=_5)
        _8 = np.negative(x)
        np.log1p(_8, out=_8)
        _9 = np.less(_8, -100)
        _10 = np.where(_9, 0, _5)
        dot_no = np.multiply(dot_x, _10, out=_5)
        np.subtract(target, 1, out=_8)
        np.multiply(dot_no, _8, out=_8)
        np.subtract(no, yes, out=dot_no)
        np.multiply(dot_target, dot_no, out=dot_no)
        dot_yes *= target
        _8 += dot_no
        dot_loss = np.subtract(_8, dot_yes, out=_8)
    return loss, dot_loss


def binary_cross_entropy_weighted_mean(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        _4 = weight.astype(dtype)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _5 = target * yes
        _1 += _5
        _6 = np.vecdot(_4, _1)
        _7 = rt.ratio(-1, N) * _6
        loss = _7
    return loss


def binary_cross_entropy_weighted_mean_forward(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        _4 = weight.astype(dtype)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _5 = target * yes
        _1 += _5
        _6 = np.vecdot(_4, _1)
        _7 = rt.ratio(-1, N) * _6
        loss = _7
    return loss, (x, target, weight, yes, no, N, dtype)


def binary_cross_entropy_weighted_mean_backward(saved, bar_loss):
    x, target, weight, yes, no, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = weight.astype(dtype)
        _2 = 1 - target
        _3 = -1 * bar_loss
        np.multiply(_1, _2, out=_2)
        _4 = _3 / N
        bar_no = np.multiply(_2, _4, out=_2)
        _5 = weight.astype(dtype)
        _6 = no - yes
        np.multiply(_5, _6, out=_6)
        _7 = bar_loss / N
        bar_target = np.multiply(_6, _7, out=_6)
        _8 = weight.astype(dtype)
        _9 = -1 * bar_loss
        _10 = target * _8
        _11 = _9 / N
        bar_yes = np.multiply(_10, _11, out=_10)
        _12 = 1 - x
        np.divide(-1, _12, out=_12)
        _13 = np.negative(x)
        np.log1p(_13, out=_13)
        _14 = np.less(_13, -100)
        _15 = np.where(_14, 0, _12)
        bar_x = np.multiply(bar_no, _15, out=bar_no)
        np.divide(1, x, out=_12)
        np.log(x, out=_13)
        _16 = np.less(_13, -100)
        _17 = np.where(_16, 0, _12)
        bar_yes *= _17
        bar_x += bar_yes
    return (bar_x, bar_target)


def binary_cross_entropy_weighted_mean_jvp(x, target, weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        _4 = weight.astype(dtype)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _5 = target * yes
        _1 += _5
        _6 = np.vecdot(_4, _1)
        _7 = rt.ratio(-1, N) * _6
        loss = _7
        np.divide(1, x, out=_1)
        np.log(x, out=_5)
        _8 = np.less(_5, -100)
        _9 = np.where(_8, 0, _1)
        dot_yes = np.multiply(dot_x, _9, out=_1)
        np.subtract(1, x, out=_5)
        np.divide(-1, _5, out=_5)
        _10 = np.negative(x)
        np.log1p(_10, out=_10)
        _11 = np.less(_10, -100)
        _12 = np.where(_11, 0, _5)
        dot_no = np.multiply(dot_x, _12, out=_5)
        _13 = weight.astype(dtype)
        np.subtract(1, target, out=_10)
        np.multiply(_13, _10, out=_10)
        _14 = np.vecdot(dot_no, _10)
        _15 = rt.ratio(-1, N) * _14
        dot_loss = _15
        _16 = weight.astype(dtype)
        np.subtract(no, yes, out=dot_no)
        np.multiply(_16, dot_no, out=dot_no)
        _17 = np.vecdot(dot_target, dot_no)
        _18 = rt.ratio(1, N) * _17
        dot_loss = dot_loss + _18
        _19 = weight.astype(dtype)
        np.multiply(target, _19, out=dot_no)
        _20 = np.vecdot(dot_yes, dot_no)
        _21 = rt.ratio(-1, N) * _20
        dot_loss = dot_loss + _21
    return loss, dot_loss


def binary_cross_entropy_weighted_sum(x, target, weight):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        _4 = weight.astype(dtype)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _5 = target * yes
        _1 += _5
        _6 = np.vecdot(_4, _1)
        _7 = -1 * _6
        loss = _7
    return loss


def binary_cross_entropy_weighted_sum_forward(x, target, weight):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        _4 = weight.astype(dtype)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _5 = target * yes
        _1 += _5
        _6 = np.vecdot(_4, _1)
        _7 = -1 * _6
        loss = _7
    return loss, (x, target, weight, yes, no, dtype)


def binary_cross_entropy_weighted_sum_backward(saved, bar_loss):
    x, target, weight, yes, no, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = weight.astype(dtype)
        _2 = 1 - target
        _3 = -1 * bar_loss
        np.multiply(_1, _2, out=_2)
        bar_no = np.multiply(_2, _3, out=_2)
        _4 = weight.astype(dtype)
        _5 = no - yes
        np.multiply(_4, _5, out=_5)
        bar_target = np.multiply(_5, bar_loss, out=_5)
        _6 = weight.astype(dtype)
        _7 = -1 * bar_loss
        _8 = target * _6
        bar_yes = np.multiply(_8, _7, out=_8)
        _9 = 1 - x
        np.divide(-1, _9, out=_9)
        _10 = np.negative(x)
        np.log1p(_10, out=_10)
        _11 = np.less(_10, -100)
        _12 = np.where(_11, 0, _9)
        bar_x = np.multiply(bar_no, _12, out=bar_no)
        np.divide(1, x, out=_9)
        np.log(x, out=_10)
        _13 = np.less(_10, -100)
        _14 = np.where(_13, 0, _9)
        bar_yes *= _14
        bar_x += bar_yes
    return (bar_x, bar_target)


def binary_cross_entropy_weighted_sum_jvp(x, target, weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        _4 = weight.astype(dtype)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _5 = target * yes
        _1 += _5
        _6 = np.vecdot(_4, _1)
        _7 = -1 * _6
        loss = _7
        np.divide(1, x, out=_1)
        np.log(x, out=_5)
        _8 = np.less(_5, -100)
        _9 = np.where(_8, 0, _1)
        dot_yes = np.multiply(dot_x, _9, out=_1)
        np.subtract(1, x, out=_5)
        np.divide(-1, _5, out=_5)
        _10 = np.negative(x)
        np.log1p(_10, out=_10)
        _11 = np.less(_10, -100)
        _12 = np.where(_11, 0, _5)
        dot_no = np.multiply(dot_x, _12, out=_5)
        _13 = weight.astype(dtype)
        np.subtract(1, target, out=_10)
        np.multiply(_13, _10, out=_10)
        _14 = np.vecdot(dot_no, _10)
        _15 = -1 * _14
        dot_loss = _15
        _16 = weight.astype(dtype)
        np.subtract(no, yes, out=dot_no)
        np.multiply(_16, dot_no, out=dot_no)
        _17 = np.vecdot(dot_target, dot_no)
        dot_loss = dot_loss + _17
        _18 = weight.astype(dtype)
        np.multiply(target, _18, out=dot_no)
        _19 = np.vecdot(dot_yes, dot_no)
        _20 = -1 * _19
        dot_loss = dot_loss + _20
    return loss, dot_loss


def binary_cross_entropy_weighted_none(x, target, weight):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        _4 = weight.astype(dtype)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _5 = target * yes
        _1 += _5
        np.multiply(_4, _1, out=_1)
        loss = np.negative(_1, out=_1)
    return loss


def binary_cross_entropy_weighted_none_forward(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        _4 = weight.astype(dtype)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _5 = target * yes
        _1 += _5
        np.multiply(_4, _1, out=_1)
        loss = np.negative(_1, out=_1)
    return loss, (x, target, weight, yes, no, N, dtype)


def binary_cross_entropy_weighted_none_backward(saved, bar_loss):
    x, target, weight, yes, no, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = weight.astype(dtype)
        _2 = 1 - target
        _3 = bar_loss * _1
        np.multiply(_3, _2, out=_2)
        bar_no = np.negative(_2, out=_2)
        _4 = weight.astype(dtype)
        np.subtract(no, yes, out=_3)
        _5 = bar_loss * _4
        bar_target = np.multiply(_5, _3, out=_3)
        _6 = weight.astype(dtype)
        np.multiply(bar_loss, target, out=_5)
        _5 *= _6
        bar_yes = np.negative(_5, out=_5)
        _7 = 1 - x
        np.divide(-1, _7, out=_7)
        _8 = np.negative(x)
        np.log1p(_8, out=_8)
        _9 = np.less(_8, -100)
        _10 = np.where(_9, 0, _7)
        bar_x = np.multiply(bar_no, _10, out=bar_no)
        np.divide(1, x, out=_7)
        np.log(x, out=_8)
        _11 = np.less(_8, -100)
        _12 = np.where(_11, 0, _7)
        bar_yes *= _12
        bar_x += bar_yes
    return (bar_x, bar_target)


def binary_cross_entropy_weighted_none_jvp(x, target, weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(x)
        _2 = np.less(_1, -100)
        yes = np.where(_2, -100, _1)
        np.negative(x, out=_1)
        np.log1p(_1, out=_1)
        _3 = np.less(_1, -100)
        no = np.where(_3, -100, _1)
        _4 = weight.astype(dtype)
        np.subtract(1, target, out=_1)
        np.multiply(no, _1, out=_1)
        _5 = target * yes
        _1 += _5
        np.multiply(_4, _1, out=_1)
        loss = np.negative(_1, out=_1)
        np.divide(1, x, out=_5)
        _6 = np.log(x)
        _7 = np.less(_6, -100)
        _8 = np.where(_7, 0, _5)
        dot_yes = np.multiply(dot_x, _8, out=_5)
        np.subtract(1, x, out=_6)
        np.divide(-1, _6, out=_6)
        _9 = np.negative(x)
        np.log1p(_9, out=_9)
        _10 = np.less(_9, -100)
        _11 = np.where(_10, 0, _6)
        dot_no = np.multiply(dot_x, _11, out=_6)
        _12 = weight.astype(dtype)
        np.subtract(1, target, out=_9)
        dot_no *= _12
        np.multiply(dot_no, _9, out=_9)
        np.subtract(no, yes, out=dot_no)
        _13 = dot_target * _12
        _13 *= dot_no
        np.negative(_13, out=_13)
        dot_yes *= target
        dot_yes *= _12
        np.negative(_9, out=_9)
        _9 -= _13
        dot_loss = np.subtract(_9, dot_yes, out=_9)
    return loss, dot_loss


def binary_cross_entropy_with_logits_mean(x, target):
    N = x.shape[0]
    _1 = np.negative(x)
    rt.softplus(_1, out=_1)
    np.multiply(target, _1, out=_1)
    _2 = 1 - target
    _3 = rt.softplus(x)
    _2 *= _3
    _1 += _2
    _4 = np.sum(_1)
    _5 = rt.ratio(1, N) * _4
    loss = _5
    return loss


def binary_cross_entropy_with_logits_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    _1 = np.negative(x)
    rt.softplus(_1, out=_1)
    np.multiply(target, _1, out=_1)
    _2 = 1 - target
    _3 = rt.softplus(x)
    _2 *= _3
    _1 += _2
    _4 = np.sum(_1)
    _5 = rt.ratio(1, N) * _4
    loss = _5
    return loss, (x, target, N, dtype)


def binary_cross_entropy_with_logits_mean_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = np.negative(x)
    rt.softplus(_1, out=_1)
    _2 = rt.softplus(x)
    _1 -= _2
    _3 = bar_loss / N
    bar_target = np.multiply(_1, _3, out=_1)
    np.negative(x, out=_2)
    rt.sigmoid(_2, out=_2)
    np.multiply(target, _2, out=_2)
    _4 = 1 - target
    _5 = rt.sigmoid(x)
    _4 *= _5
    np.subtract(_2, _4, out=_4)
    _6 = -1 * bar_loss
    _7 = _6 / N
    bar_x = np.multiply(_4, _7, out=_4)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = np.negative(x)
    rt.softplus(_1, out=_1)
    np.multiply(target, _1, out=_1)
    _2 = 1 - target
    _3 = rt.softplus(x)
    _2 *= _3
    _1 += _2
    _4 = np.sum(_1)
    _5 = rt.ratio(1, N) * _4
    loss = _5
    np.negative(x, out=_1)
    rt.softplus(_1, out=_1)
    rt.softplus(x, out=_2)
    _1 -= _2
    _6 = np.vecdot(dot_target, _1)
    _7 = rt.ratio(1, N) * _6
    dot_loss = _7
    np.negative(x, out=_1)
    rt.sigmoid(_1, out=_1)
    np.multiply(target, _1, out=_1)
    np.subtract(1, target, out=_2)
    rt.sigmoid(x, out=_3)
    _2 *= _3
    _1 -= _2
    _8 = np.vecdot(dot_x, _1)
    _9 = rt.ratio(-1, N) * _8
    dot_loss = dot_loss + _9
    return loss, dot_loss


def binary_cross_entropy_with_logits_sum(x, target):
    _1 = np.negative(x)
    rt.softplus(_1, out=_1)
    np.multiply(target, _1, out=_1)
    _2 = 1 - target
    _3 = rt.softplus(x)
    _2 *= _3
    _1 += _2
    _4 = np.sum(_1)
    loss = _4
    return loss


def binary_cross_entropy_with_logits_sum_forward(x, target):
    dtype = x.dtype
    _1 = np.negative(x)
    rt.softplus(_1, out=_1)
    np.multiply(target, _1, out=_1)
    _2 = 1 - target
    _3 = rt.softplus(x)
    _2 *= _3
    _1 += _2
    _4 = np.sum(_1)
    loss = _4
    return loss, (x, target, dtype)


def binary_cross_entropy_with_logits_sum_backward(saved, bar_loss):
    x, target, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = np.negative(x)
    rt.softplus(_1, out=_1)
    _2 = rt.softplus(x)
    _1 -= _2
    bar_target = np.multiply(_1, bar_loss, out=_1)
    np.negative(x, out=_2)
    rt.sigmoid(_2, out=_2)
    np.multiply(target, _2, out=_2)
    _3 = 1 - target
    _4 = rt.sigmoid(x)
    np.multiply(_3, _4, out=_4)
    np.subtract(_2, _4, out=_4)
    _5 = -1 * bar_loss
    bar_x = np.multiply(_4, _5, out=_4)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = np.negative(x)
    rt.softplus(_1, out=_1)
    np.multiply(target, _1, out=_1)
    _2 = 1 - target
    _3 = rt.softplus(x)
    _2 *= _3
    _1 += _2
    _4 = np.sum(_1)
    loss = _4
    np.negative(x, out=_1)
    rt.softplus(_1, out=_1)
    rt.softplus(x, out=_2)
    _1 -= _2
    _5 = np.vecdot(dot_target, _1)
    dot_loss = _5
    np.negative(x, out=_1)
    rt.sigmoid(_1, out=_1)
    np.multiply(target, _1, out=_1)
    np.subtract(1, target, out=_2)
    rt.sigmoid(x, out=_3)
    _2 *= _3
    _1 -= _2
    _6 = np.vecdot(dot_x, _1)
    _7 = -1 * _6
    dot_loss = dot_loss + _7
    return loss, dot_loss


def binary_cross_entropy_with_logits_none(x, target):
    _1 = np.negative(x)
    rt.softplus(_1, out=_1)
    np.multiply(target, _1, out=_1)
    _2 = 1 - target
    _3 = rt.softplus(x)
    _2 *= _3
    loss = np.add(_1, _2, out=_1)
    return loss


def binary_cross_entropy_with_logits_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    _1 = np.negative(x)
    rt.softplus(_1, out=_1)
    np.multiply(target, _1, out=_1)
    _2 = 1 - target
    _3 = rt.softplus(x)
    _2 *= _3
    loss = np.add(_1, _2, out=_1)
    return loss, (x, target, N, dtype)


def binary_cross_entropy_with_logits_none_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    _1 = np.negative(x)
    rt.softplus(_1, out=_1)
    _2 = rt.softplus(x)
    _1 -= _2
    bar_target = np.multiply(bar_loss, _1, out=_1)
    np.negative(x, out=_2)
    rt.sigmoid(_2, out=_2)
    np.multiply(target, _2, out=_2)
    _3 = 1 - target
    _4 = rt.sigmoid(x)
    np.multiply(_3, _4, out=_4)
    np.subtract(_2, _4, out=_4)
    np.multiply(bar_loss, _4, out=_4)
    bar_x = np.negative(_4, out=_4)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = np.negative(x)
    rt.softplus(_1, out=_1)
    np.multiply(target, _1, out=_1)
    _2 = 1 - target
    _3 = rt.softplus(x)
    _2 *= _3
    loss = np.add(_1, _2, out=_1)
    np.negative(x, out=_2)
    rt.softplus(_2, out=_3)
    _4 = rt.softplus(x)
    np.subtract(_3, _4, out=_4)
    np.multiply(dot_target, _4, out=_4)
    rt.sigmoid(_2, out=_2)
    np.multiply(target, _2, out=_2)
    np.subtract(1, target, out=_3)
    _5 = rt.sigmoid(x)
    np.multiply(_3, _5, out=_5)
    np.subtract(_2, _5, out=_5)
    np.multiply(dot_x, _5, out=_5)
    np.negative(_5, out=_5)
    dot_loss = np.add(_4, _5, out=_4)
    return loss, dot_loss


def binary_cross_entropy_with_logits_weighted_mean(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    _1 = weight.astype(dtype)
    _2 = np.negative(x)
    rt.softplus(_2, out=_2)
    np.multiply(target, _2, out=_2)
    _3 = 1 - target
    _4 = rt.softplus(x)
    _3 *= _4
    _2 += _3
    _5 = np.vecdot(_1, _2)
    _6 = rt.ratio(1, N) * _5
    loss = _6
    return loss


def binary_cross_entropy_with_logits_weighted_mean_forward(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    _1 = weight.astype(dtype)
    _2 = np.negative(x)
    rt.softplus(_2, out=_2)
    np.multiply(target, _2, out=_2)
    _3 = 1 - target
    _4 = rt.softplus(x)
    _3 *= _4
    _2 += _3
    _5 = np.vecdot(_1, _2)
    _6 = rt.ratio(1, N) * _5
    loss = _6
    return loss, (x, target, weight, N, dtype)


def binary_cross_entropy_with_logits_weighted_mean_backward(saved, bar_loss):
    x, target, weight, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = weight.astype(dtype)
    _2 = np.negative(x)
    rt.softplus(_2, out=_2)
    _3 = rt.softplus(x)
    _2 -= _3
    np.multiply(_1, _2, out=_2)
    _4 = bar_loss / N
    bar_target = np.multiply(_2, _4, out=_2)
    _5 = weight.astype(dtype)
    np.negative(x, out=_3)
    rt.sigmoid(_3, out=_3)
    np.multiply(target, _3, out=_3)
    _6 = 1 - target
    _7 = rt.sigmoid(x)
    _6 *= _7
    np.subtract(_3, _6, out=_6)
    _8 = -1 * bar_loss
    np.multiply(_5, _6, out=_6)
    _9 = _8 / N
    bar_x = np.multiply(_6, _9, out=_6)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_weighted_mean_jvp(x, target, weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = weight.astype(dtype)
    _2 = np.negative(x)
    rt.softplus(_2, out=_2)
    np.multiply(target, _2, out=_2)
    _3 = 1 - target
    _4 = rt.softplus(x)
    _3 *= _4
    _2 += _3
    _5 = np.vecdot(_1, _2)
    _6 = rt.ratio(1, N) * _5
    loss = _6
    _7 = weight.astype(dtype)
    np.negative(x, out=_2)
    rt.softplus(_2, out=_2)
    rt.softplus(x, out=_3)
    _2 -= _3
    np.multiply(_7, _2, out=_2)
    _8 = np.vecdot(dot_target, _2)
    _9 = rt.ratio(1, N) * _8
    dot_loss = _9
    _10 = weight.astype(dtype)
    np.negative(x, out=_2)
    rt.sigmoid(_2, out=_2)
    np.multiply(target, _2, out=_2)
    np.subtract(1, target, out=_3)
    rt.sigmoid(x, out=_4)
    _3 *= _4
    _2 -= _3
    np.multiply(_10, _2, out=_2)
    _11 = np.vecdot(dot_x, _2)
    _12 = rt.ratio(-1, N) * _11
    dot_loss = dot_loss + _12
    return loss, dot_loss


def binary_cross_entropy_with_logits_weighted_sum(x, target, weight):
    dtype = x.dtype
    _1 = weight.astype(dtype)
    _2 = np.negative(x)
    rt.softplus(_2, out=_2)
    np.multiply(target, _2, out=_2)
    _3 = 1 - target
    _4 = rt.softplus(x)
    _3 *= _4
    _2 += _3
    _5 = np.vecdot(_1, _2)
    loss = _5
    return loss


def binary_cross_entropy_with_logits_weighted_sum_forward(x, target, weight):
    dtype = x.dtype
    _1 = weight.astype(dtype)
    _2 = np.negative(x)
    rt.softplus(_2, out=_2)
    np.multiply(target, _2, out=_2)
    _3 = 1 - target
    _4 = rt.softplus(x)
    _3 *= _4
    _2 += _3
    _5 = np.vecdot(_1, _2)
    loss = _5
    return loss, (x, target, weight, dtype)


def binary_cross_entropy_with_logits_weighted_sum_backward(saved, bar_loss):
    x, target, weight, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = weight.astype(dtype)
    _2 = np.negative(x)
    rt.softplus(_2, out=_2)
    _3 = rt.softplus(x)
    _2 -= _3
    np.multiply(_1, _2, out=_2)
    bar_target = np.multiply(_2, bar_loss, out=_2)
    _4 = weight.astype(dtype)
    np.negative(x, out=_3)
    rt.sigmoid(_3, out=_3)
    np.multiply(target, _3, out=_3)
    _5 = 1 - target
    _6 = rt.sigmoid(x)
    _5 *= _6
    np.subtract(_3, _5, out=_5)
    _7 = -1 * bar_loss
    np.multiply(_4, _5, out=_5)
    bar_x = np.multiply(_5, _7, out=_5)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_weighted_sum_jvp(x, target, weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = weight.astype(dtype)
    _2 = np.negative(x)
    rt.softplus(_2, out=_2)
    np.multiply(target, _2, out=_2)
    _3 = 1 - target
    _4 = rt.softplus(x)
    _3 *= _4
    _2 += _3
    _5 = np.vecdot(_1, _2)
    loss = _5
    _6 = weight.astype(dtype)
    np.negative(x, out=_2)
    rt.softplus(_2, out=_2)
    rt.softplus(x, out=_3)
    _2 -= _3
    np.multiply(_6, _2, out=_2)
    _7 = np.vecdot(dot_target, _2)
    dot_loss = _7
    _8 = weight.astype(dtype)
    np.negative(x, out=_2)
    rt.sigmoid(_2, out=_2)
    np.multiply(target, _2, out=_2)
    np.subtract(1, target, out=_3)
    rt.sigmoid(x, out=_4)
    _3 *= _4
    _2 -= _3
    np.multiply(_8, _2, out=_2)
    _9 = np.vecdot(dot_x, _2)
    _10 = -1 * _9
    dot_loss = dot_loss + _10
    return loss, dot_loss


def binary_cross_entropy_with_logits_weighted_none(x, target, weight):
    dtype = x.dtype
    _1 = weight.astype(dtype)
    _2 = np.negative(x)
    rt.softplus(_2, out=_2)
    np.multiply(target, _2, out=_2)
    _3 = 1 - target
    _4 = rt.softplus(x)
    _3 *= _4
    _2 += _3
    loss = np.multiply(_1, _2, out=_2)
    return loss


def binary_cross_entropy_with_logits_weighted_none_forward(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    _1 = weight.astype(dtype)
    _2 = np.negative(x)
    rt.softplus(_2, out=_2)
    np.multiply(target, _2, out=_2)
    _3 = 1 - target
    _4 = rt.softplus(x)
    _3 *= _4
    _2 += _3
    loss = np.multiply(_1, _2, out=_2)
    return loss, (x, target, weight, N, dtype)


def binary_cross_entropy_with_logits_weighted_none_backward(saved, bar_loss):
    x, target, weight, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    _1 = weight.astype(dtype)
    _2 = np.negative(x)
    rt.softplus(_2, out=_2)
    _3 = rt.softplus(x)
    _2 -= _3
    np.multiply(bar_loss, _1, out=_3)
    bar_target = np.multiply(_3, _2, out=_2)
    _4 = weight.astype(dtype)
    np.negative(x, out=_3)
    rt.sigmoid(_3, out=_3)
    np.multiply(target, _3, out=_3)
    _5 = 1 - target
    _6 = rt.sigmoid(x)
    _5 *= _6
    np.subtract(_3, _5, out=_5)
    np.multiply(bar_loss, _4, out=_3)
    np.multiply(_3, _5, out=_5)
    bar_x = np.negative(_5, out=_5)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_weighted_none_jvp(x, target, weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = weight.astype(dtype)
    _2 = np.negative(x)
    rt.softplus(_2, out=_2)
    np.multiply(target, _2, out=_2)
    _3 = 1 - target
    _4 = rt.softplus(x)
    _3 *= _4
    _2 += _3
    loss = np.multiply(_1, _2, out=_2)
    _5 = weight.astype(dtype)
    np.negative(x, out=_3)
    rt.softplus(_3, out=_4)
    _6 = rt.softplus(x)
    np.subtract(_4, _6, out=_6)
    np.multiply(dot_target, _5, out=_4)
    np.multiply(_4, _6, out=_6)
    rt.sigmoid(_3, out=_3)
    np.multiply(target, _3, out=_3)
    np.subtract(1, target, out=_4)
    _7 = rt.sigmoid(x)
    np.multiply(_4, _7, out=_7)
    np.subtract(_3, _7, out=_7)
    np.multiply(dot_x, _5, out=_3)
    np.multiply(_3, _7, out=_7)
    np.negative(_7, out=_7)
    dot_loss = np.add(_6, _7, out=_6)
    return loss, dot_loss


def binary_cross_entropy_with_logits_pos_weighted_mean(x, target, weight, pos_weight):
    dtype = x.dtype
    N = x.shape[0]
    _1 = weight.astype(dtype)
    _2 = pos_weight.astype(dtype)
    _3 = np.negative(x)
    rt.softplus(_3, out=_3)
    _4 = _2 * target
    np.multiply(_4, _3, out=_3)
    np.subtract(1, target, out=_4)
    _5 = rt.softplus(x)
    _4 *= _5
    _3 += _4
    _6 = np.vecdot(_1, _3)
    _7 = rt.ratio(1, N) * _6
    loss = _7
    return loss


def binary_cross_entropy_with_logits_pos_weighted_mean_forward(x, target, weight, pos_weight):
    dtype = x.dtype
    N = x.shape[0]
    _1 = weight.astype(dtype)
    _2 = pos_weight.astype(dtype)
    _3 = np.negative(x)
    rt.softplus(_3, out=_3)
    _4 = _2 * target
    np.multiply(_4, _3, out=_3)
    np.subtract(1, target, out=_4)
    _5 = rt.softplus(x)
    _4 *= _5
    _3 += _4
    _6 = np.vecdot(_1, _3)
    _7 = rt.ratio(1, N) * _6
    loss = _7
    return loss, (x, target, weight, pos_weight, N, dtype)


def binary_cross_entropy_with_logits_pos_weighted_mean_backward(saved, bar_loss):
    x, target, weight, pos_weight, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = weight.astype(dtype)
    _2 = pos_weight.astype(dtype)
    _3 = np.negative(x)
    rt.softplus(_3, out=_3)
    np.multiply(_2, _3, out=_3)
    _4 = rt.softplus(x)
    _3 -= _4
    np.multiply(_1, _3, out=_3)
    _5 = bar_loss / N
    bar_target = np.multiply(_3, _5, out=_3)
    _6 = weight.astype(dtype)
    _7 = pos_weight.astype(dtype)
    np.negative(x, out=_4)
    rt.sigmoid(_4, out=_4)
    _8 = _7 * target
    _8 *= _4
    np.subtract(1, target, out=_4)
    _9 = rt.sigmoid(x)
    np.multiply(_4, _9, out=_9)
    _8 -= _9
    _10 = -1 * bar_loss
    np.multiply(_6, _8, out=_8)
    _11 = _10 / N
    bar_x = np.multiply(_8, _11, out=_8)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_pos_weighted_mean_jvp(x, target, weight, pos_weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = weight.astype(dtype)
    _2 = pos_weight.astype(dtype)
    _3 = np.negative(x)
    rt.softplus(_3, out=_3)
    _4 = _2 * target
    np.multiply(_4, _3, out=_3)
    np.subtract(1, target, out=_4)
    _5 = rt.softplus(x)
    _4 *= _5
    _3 += _4
    _6 = np.vecdot(_1, _3)
    _7 = rt.ratio(1, N) * _6
    loss = _7
    _8 = weight.astype(dtype)
    _9 = pos_weight.astype(dtype)
    np.negative(x, out=_3)
    rt.softplus(_3, out=_3)
    np.multiply(_9, _3, out=_3)
    rt.softplus(x, out=_4)
    _3 -= _4
    np.multiply(_8, _3, out=_3)
    _10 = np.vecdot(dot_target, _3)
    _11 = rt.ratio(1, N) * _10
    dot_loss = _11
    _12 = weight.astype(dtype)
    _13 = pos_weight.astype(dtype)
    np.negative(x, out=_3)
    rt.sigmoid(_3, out=_3)
    np.multiply(_13, target, out=_4)
    np.multiply(_4, _3, out=_3)
    np.subtract(1, target, out=_4)
    rt.sigmoid(x, out=_5)
    _4 *= _5
    _3 -= _4
    np.multiply(_12, _3, out=_3)
    _14 = np.vecdot(dot_x, _3)
    _15 = rt.ratio(-1, N) * _14
    dot_loss = dot_loss + _15
    return loss, dot_loss


def binary_cross_entropy_with_logits_pos_weighted_sum(x, target, weight, pos_weight):
    dtype = x.dtype
    _1 = weight.astype(dtype)
    _2 = pos_weight.astype(dtype)
    _3 = np.negative(x)
    rt.softplus(_3, out=_3)
    _4 = _2 * target
    np.multiply(_4, _3, out=_3)
    np.subtract(1, target, out=_4)
    _5 = rt.softplus(x)
    _4 *= _5
    _3 += _4
    _6 = np.vecdot(_1, _3)
    loss = _6
    return loss


def binary_cross_entropy_with_logits_pos_weighted_sum_forward(x, target, weight, pos_weight):
    dtype = x.dtype
    _1 = weight.astype(dtype)
    _2 = pos_weight.astype(dtype)
    _3 = np.negative(x)
    rt.softplus(_3, out=_3)
    _4 = _2 * target
    np.multiply(_4, _3, out=_3)
    np.subtract(1, target, out=_4)
    _5 = rt.softplus(x)
    _4 *= _5
    _3 += _4
    _6 = np.vecdot(_1, _3)
    loss = _6
    return loss, (x, target, weight, pos_weight, dtype)


def binary_cross_entropy_with_logits_pos_weighted_sum_backward(saved, bar_loss):
    x, target, weight, pos_weight, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = weight.astype(dtype)
    _2 = pos_weight.astype(dtype)
    _3 = np.negative(x)
    rt.softplus(_3, out=_3)
    np.multiply(_2, _3, out=_3)
    _4 = rt.softplus(x)
    _3 -= _4
    np.multiply(_1, _3, out=_3)
    bar_target = np.multiply(_3, bar_loss, out=_3)
    _5 = weight.astype(dtype)
    _6 = pos_weight.astype(dtype)
    np.negative(x, out=_4)
    rt.sigmoid(_4, out=_4)
    _7 = _6 * target
    _7 *= _4
    np.subtract(1, target, out=_4)
    _8 = rt.sigmoid(x)
    np.multiply(_4, _8, out=_8)
    _7 -= _8
    _9 = -1 * bar_loss
    np.multiply(_5, _7, out=_7)
    bar_x = np.multiply(_7, _9, out=_7)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_pos_weighted_sum_jvp(x, target, weight, pos_weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = weight.astype(dtype)
    _2 = pos_weight.astype(dtype)
    _3 = np.negative(x)
    rt.softplus(_3, out=_3)
    _4 = _2 * target
    np.multiply(_4, _3, out=_3)
    np.subtract(1, target, out=_4)
    _5 = rt.softplus(x)
    _4 *= _5
    _3 += _4
    _6 = np.vecdot(_1, _3)
    loss = _6
    _7 = weight.astype(dtype)
    _8 = pos_weight.astype(dtype)
    np.negative(x, out=_3)
    rt.softplus(_3, out=_3)
    np.multiply(_8, _3, out=_3)
    rt.softplus(x, out=_4)
    _3 -= _4
    np.multiply(_7, _3, out=_3)
    _9 = np.vecdot(dot_target, _3)
    dot_loss = _9
    _10 = weight.astype(dtype)
    _11 = pos_weight.astype(dtype)
    np.negative(x, out=_3)
    rt.sigmoid(_3, out=_3)
    np.multiply(_11, target, out=_4)
    np.multiply(_4, _3, out=_3)
    np.subtract(1, target, out=_4)
    rt.sigmoid(x, out=_5)
    _4 *= _5
    _3 -= _4
    np.multiply(_10, _3, out=_3)
    _12 = np.vecdot(dot_x, _3)
    _13 = -1 * _12
    dot_loss = dot_loss + _13
    return loss, dot_loss


def binary_cross_entropy_with_logits_pos_weighted_none(x, target, weight, pos_weight):
    dtype = x.dtype
    _1 = weight.astype(dtype)
    _2 = pos_weight.astype(dtype)
    _3 = np.negative(x)
    rt.softplus(_3, out=_3)
    _4 = _2 * target
    np.multiply(_4, _3, out=_3)
    np.subtract(1, target, out=_4)
    _5 = rt.softplus(x)
    _4 *= _5
    _3 += _4
    loss = np.multiply(_1, _3, out=_3)
    return loss


def binary_cross_entropy_with_logits_pos_weighted_none_forward(x, target, weight, pos_weight):
    dtype = x.dtype
    N = x.shape[0]
    _1 = weight.astype(dtype)
    _2 = pos_weight.astype(dtype)
    _3 = np.negative(x)
    rt.softplus(_3, out=_3)
    _4 = _2 * target
    np.multiply(_4, _3, out=_3)
    np.subtract(1, target, out=_4)
    _5 = rt.softplus(x)
    _4 *= _5
    _3 += _4
    loss = np.multiply(_1, _3, out=_3)
    return loss, (x, target, weight, pos_weight, N, dtype)


def binary_cross_entropy_with_logits_pos_weighted_none_backward(saved, bar_loss):
    x, target, weight, pos_weight, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    _1 = weight.astype(dtype)
    _2 = pos_weight.astype(dtype)
    _3 = np.negative(x)
    rt.softplus(_3, out=_3)
    np.multiply(_2, _3, out=_3)
    _4 = rt.softplus(x)
    _3 -= _4
    np.multiply(bar_loss, _1, out=_4)
    bar_target = np.multiply(_4, _3, out=_3)
    _5 = weight.astype(dtype)
    _6 = pos_weight.astype(dtype)
    np.negative(x, out=_4)
    rt.sigmoid(_4, out=_4)
    _7 = _6 * target
    _7 *= _4
    np.subtract(1, target, out=_4)
    _8 = rt.sigmoid(x)
    np.multiply(_4, _8, out=_8)
    _7 -= _8
    np.multiply(bar_loss, _5, out=_8)
    np.multiply(_8, _7, out=_7)
    bar_x = np.negative(_7, out=_7)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_pos_weighted_none_jvp(x, target, weight, pos_weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = weight.astype(dtype)
    _2 = pos_weight.astype(dtype)
    _3 = np.negative(x)
    rt.softplus(_3, out=_3)
    _4 = _2 * target
    np.multiply(_4, _3, out=_3)
    np.subtract(1, target, out=_4)
    _5 = rt.softplus(x)
    _4 *= _5
    _3 += _4
    loss = np.multiply(_1, _3, out=_3)
    _6 = weight.astype(dtype)
    _7 = pos_weight.astype(dtype)
    np.negative(x, out=_4)
    rt.softplus(_4, out=_5)
    np.multiply(_7, _5, out=_5)
    _8 = rt.softplus(x)
    np.subtract(_5, _8, out=_8)
    np.multiply(dot_target, _6, out=_5)
    np.multiply(_5, _8, out=_8)
    rt.sigmoid(_4, out=_4)
    np.multiply(_7, target, out=_5)
    np.multiply(_5, _4, out=_4)
    np.subtract(1, target, out=_5)
    _9 = rt.sigmoid(x)
    np.multiply(_5, _9, out=_9)
    np.subtract(_4, _9, out=_9)
    np.multiply(dot_x, _6, out=_4)
    np.multiply(_4, _9, out=_9)
    np.negative(_9, out=_9)
    dot_loss = np.add(_8, _9, out=_8)
    return loss, dot_loss


def kl_div_mean(x, target):
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.subtract(x, _1, out=_1)
        np.multiply(target, _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        _4 = np.sum(_3)
        _5 = rt.ratio(1, N) * _4
        loss = _5
    return loss


def kl_div_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.subtract(x, _1, out=_1)
        np.multiply(target, _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        _4 = np.sum(_3)
        _5 = rt.ratio(1, N) * _4
        loss = _5
    return loss, (x, target, N, dtype)


def kl_div_mean_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.add(1, _1, out=_1)
        _1 -= x
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        _4 = bar_loss / N
        bar_target = np.multiply(_3, _4, out=_1)
        _5 = -1 * bar_loss
        _6 = _5 / N
        bar_x = target * _6
    return (bar_x, bar_target)


def kl_div_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.subtract(x, _1, out=_1)
        np.multiply(target, _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        _4 = np.sum(_3)
        _5 = rt.ratio(1, N) * _4
        loss = _5
        np.log(target, out=_1)
        np.add(1, _1, out=_1)
        _1 -= x
        _6 = np.equal(target, 0)
        _7 = np.where(_6, 0, _1)
        _8 = np.vecdot(dot_target, _7)
        _9 = rt.ratio(1, N) * _8
        dot_loss = _9
        _10 = np.vecdot(dot_x, target)
        _11 = rt.ratio(-1, N) * _10
        dot_loss = dot_loss + _11
    return loss, dot_loss


def kl_div_sum(x, target):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.subtract(x, _1, out=_1)
        np.multiply(target, _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        _4 = np.sum(_3)
        loss = _4
    return loss


def kl_div_sum_forward(x, target):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.subtract(x, _1, out=_1)
        np.multiply(target, _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        _4 = np.sum(_3)
        loss = _4
    return loss, (x, target, dtype)


def kl_div_sum_backward(saved, bar_loss):
    x, target, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.add(1, _1, out=_1)
        _1 -= x
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        bar_target = np.multiply(_3, bar_loss, out=_1)
        _4 = -1 * bar_loss
        bar_x = target * _4
    return (bar_x, bar_target)


def kl_div_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.subtract(x, _1, out=_1)
        np.multiply(target, _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        _4 = np.sum(_3)
        loss = _4
        np.log(target, out=_1)
        np.add(1, _1, out=_1)
        _1 -= x
        _5 = np.equal(target, 0)
        _6 = np.where(_5, 0, _1)
        _7 = np.vecdot(dot_target, _6)
        dot_loss = _7
        _8 = np.vecdot(dot_x, target)
        _9 = -1 * _8
        dot_loss = dot_loss + _9
    return loss, dot_loss


def kl_div_none(x, target):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.subtract(x, _1, out=_1)
        np.multiply(target, _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target, 0)
        loss = np.where(_2, 0, _1)
    return loss


def kl_div_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.subtract(x, _1, out=_1)
        np.multiply(target, _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target, 0)
        loss = np.where(_2, 0, _1)
    return loss, (x, target, N, dtype)


def kl_div_none_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.add(1, _1, out=_1)
        _1 -= x
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        bar_target = np.multiply(bar_loss, _3, out=_1)
        _4 = bar_loss * target
        bar_x = np.negative(_4, out=_4)
    return (bar_x, bar_target)


def kl_div_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.subtract(x, _1, out=_1)
        np.multiply(target, _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target, 0)
        loss = np.where(_2, 0, _1)
        np.log(target, out=_1)
        np.add(1, _1, out=_1)
        _1 -= x
        _3 = np.equal(target, 0)
        _4 = np.where(_3, 0, _1)
        dot_loss = np.multiply(dot_target, _4, out=_1)
        _5 = dot_x * target
        np.negative(_5, out=_5)
        dot_loss += _5
    return loss, dot_loss


def kl_div_batchmean(x, target, batch):
    batch = int(batch)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.subtract(x, _1, out=_1)
        np.multiply(target, _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        _4 = np.sum(_3)
        _5 = rt.ratio(1, batch) * _4
        loss = _5
    return loss


def kl_div_batchmean_forward(x, target, batch):
    batch = int(batch)
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.subtract(x, _1, out=_1)
        np.multiply(target, _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        _4 = np.sum(_3)
        _5 = rt.ratio(1, batch) * _4
        loss = _5
    return loss, (x, target, batch, dtype)


def kl_div_batchmean_backward(saved, bar_loss):
    x, target, batch, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.add(1, _1, out=_1)
        _1 -= x
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        _4 = bar_loss / batch
        bar_target = np.multiply(_3, _4, out=_1)
        _5 = -1 * bar_loss
        _6 = _5 / batch
        bar_x = target * _6
    return (bar_x, bar_target)


def kl_div_batchmean_jvp(x, target, dot_x, dot_target, batch):
    batch = int(batch)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.log(target)
        np.subtract(x, _1, out=_1)
        np.multiply(target, _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target, 0)
        _3 = np.where(_2, 0, _1)
        _4 = np.sum(_3)
        _5 = rt.ratio(1, batch) * _4
        loss = _5
        np.log(target, out=_1)
        np.add(1, _1, out=_1)
        _1 -= x
        _6 = np.equal(target, 0)
        _7 = np.where(_6, 0, _1)
        _8 = np.vecdot(dot_target, _7)
        _9 = rt.ratio(1, batch) * _8
        dot_loss = _9
        _10 = np.vecdot(dot_x, target)
        _11 = rt.ratio(-1, batch) * _10
        dot_loss = dot_loss + _11
    return loss, dot_loss


def kl_div_log_mean(x, target):
    N = x.shape[0]
    _1 = np.exp(target)
    _2 = target - x
    _3 = np.vecdot(_1, _2)
    _4 = rt.ratio(1, N) * _3
    loss = _4
    return loss


def kl_div_log_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    exp_1 = np.exp(target)
    _1 = target - x
    _2 = np.vecdot(exp_1, _1)
    _3 = rt.ratio(1, N) * _2
    loss = _3
    return loss, (x, target, exp_1, N, dtype)


def kl_div_log_mean_backward(saved, bar_loss):
    x, target, exp_1, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = target - x
    np.multiply(exp_1, _1, out=_1)
    _1 *= rt.ratio(1, N)
    _2 = exp_1 * rt.ratio(1, N)
    _1 += _2
    bar_target = np.multiply(_1, bar_loss, out=_1)
    _3 = -1 * bar_loss
    _4 = _3 / N
    bar_x = np.multiply(exp_1, _4, out=_2)
    return (bar_x, bar_target)


def kl_div_log_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = np.exp(target)
    _2 = target - x
    _3 = np.vecdot(_1, _2)
    _4 = rt.ratio(1, N) * _3
    loss = _4
    np.subtract(target, x, out=_2)
    np.exp(target, out=_1)
    _2 *= _1
    _2 *= rt.ratio(1, N)
    _1 *= rt.ratio(1, N)
    np.add(_2, _1, out=_1)
    _5 = np.vecdot(dot_target, _1)
    dot_loss = _5
    np.exp(target, out=_1)
    _6 = np.vecdot(dot_x, _1)
    _7 = rt.ratio(-1, N) * _6
    dot_loss = dot_loss + _7
    return loss, dot_loss


def kl_div_log_sum(x, target):
    _1 = np.exp(target)
    _2 = target - x
    _3 = np.vecdot(_1, _2)
    loss = _3
    return loss


def kl_div_log_sum_forward(x, target):
    dtype = x.dtype
    exp_1 = np.exp(target)
    _1 = target - x
    _2 = np.vecdot(exp_1, _1)
    loss = _2
    return loss, (x, target, exp_1, dtype)


def kl_div_log_sum_backward(saved, bar_loss):
    x, target, exp_1, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = target - x
    np.multiply(exp_1, _1, out=_1)
    _1 += exp_1
    bar_target = np.multiply(_1, bar_loss, out=_1)
    _2 = -1 * bar_loss
    bar_x = exp_1 * _2
    return (bar_x, bar_target)


def kl_div_log_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = np.exp(target)
    _2 = target - x
    _3 = np.vecdot(_1, _2)
    loss = _3
    np.subtract(target, x, out=_2)
    np.exp(target, out=_1)
    _2 *= _1
    np.add(_2, _1, out=_1)
    _4 = np.vecdot(dot_target, _1)
    dot_loss = _4
    np.exp(target, out=_1)
    _5 = np.vecdot(dot_x, _1)
    _6 = -1 * _5
    dot_loss = dot_loss + _6
    return loss, dot_loss


def kl_div_log_none(x, target):
    _1 = target - x
    _2 = np.exp(target)
    loss = np.multiply(_1, _2, out=_1)
    return loss


def kl_div_log_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    exp_1 = np.exp(target)
    _1 = target - x
    loss = np.multiply(exp_1, _1, out=_1)
    return loss, (x, target, exp_1, N, dtype)


def kl_div_log_none_backward(saved, bar_loss):
    x, target, exp_1, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    _1 = target - x
    np.multiply(exp_1, _1, out=_1)
    _1 += exp_1
    bar_target = np.multiply(bar_loss, _1, out=_1)
    _2 = bar_loss * exp_1
    bar_x = np.negative(_2, out=_2)
    return (bar_x, bar_target)


def kl_div_log_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = target - x
    _2 = np.exp(target)
    loss = np.multiply(_1, _2, out=_1)
    np.subtract(target, x, out=_2)
    _3 = np.exp(target)
    _2 *= _3
    _2 += _3
    np.multiply(dot_target, _2, out=_2)
    np.multiply(dot_x, _3, out=_3)
    dot_loss = np.subtract(_2, _3, out=_2)
    return loss, dot_loss


def kl_div_log_batchmean(x, target, batch):
    batch = int(batch)
    _1 = np.exp(target)
    _2 = target - x
    _3 = np.vecdot(_1, _2)
    _4 = rt.ratio(1, batch) * _3
    loss = _4
    return loss


def kl_div_log_batchmean_forward(x, target, batch):
    batch = int(batch)
    dtype = x.dtype
    exp_1 = np.exp(target)
    _1 = target - x
    _2 = np.vecdot(exp_1, _1)
    _3 = rt.ratio(1, batch) * _2
    loss = _3
    return loss, (x, target, exp_1, batch, dtype)


def kl_div_log_batchmean_backward(saved, bar_loss):
    x, target, exp_1, batch, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = target - x
    np.multiply(exp_1, _1, out=_1)
    _1 *= rt.ratio(1, batch)
    _2 = exp_1 * rt.ratio(1, batch)
    _1 += _2
    bar_target = np.multiply(_1, bar_loss, out=_1)
    _3 = -1 * bar_loss
    _4 = _3 / batch
    bar_x = np.multiply(exp_1, _4, out=_2)
    return (bar_x, bar_target)


def kl_div_log_batchmean_jvp(x, target, dot_x, dot_target, batch):
    batch = int(batch)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    _1 = np.exp(target)
    _2 = target - x
    _3 = np.vecdot(_1, _2)
    _4 = rt.ratio(1, batch) * _3
    loss = _4
    np.subtract(target, x, out=_2)
    np.exp(target, out=_1)
    _2 *= _1
    _2 *= rt.ratio(1, batch)
    _1 *= rt.ratio(1, batch)
    np.add(_2, _1, out=_1)
    _5 = np.vecdot(dot_target, _1)
    dot_loss = _5
    np.exp(target, out=_1)
    _6 = np.vecdot(dot_x, _1)
    _7 = rt.ratio(-1, batch) * _6
    dot_loss = dot_loss + _7
    return loss, dot_loss


def gaussian_kl(mu, logvar):
    _1 = np.expm1(logvar)
    _2 = np.square(mu)
    _2 -= logvar
    _1 += _2
    _3 = np.sum(_1)
    _4 = 0.5 * _3
    loss = _4
    return loss


def gaussian_kl_forward(mu, logvar):
    dtype = mu.dtype
    exp_1 = np.exp(logvar)
    _1 = np.square(mu)
    np.add(exp_1, _1, out=_1)
    _1 -= 1
    _1 -= logvar
    _2 = np.sum(_1)
    _3 = 0.5 * _2
    loss = _3
    return loss, (mu, exp_1, dtype)


def gaussian_kl_backward(saved, bar_loss):
    mu, exp_1, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = exp_1 - 1
    _2 = 0.5 * bar_loss
    bar_logvar = np.multiply(_1, _2, out=_1)
    bar_mu = mu * bar_loss
    return (bar_mu, bar_logvar)


def gaussian_kl_jvp(mu, logvar, dot_mu, dot_logvar):
    dtype = mu.dtype
    N = mu.shape[0]
    if dot_mu is None:
        dot_mu = np.zeros((N,), dtype)
    if dot_logvar is None:
        dot_logvar = np.zeros((N,), dtype)
    _1 = np.expm1(logvar)
    _2 = np.square(mu)
    _2 -= logvar
    _1 += _2
    _3 = np.sum(_1)
    _4 = 0.5 * _3
    loss = _4
    np.expm1(logvar, out=_1)
    _5 = np.vecdot(dot_logvar, _1)
    _6 = 0.5 * _5
    dot_loss = _6
    _7 = np.vecdot(dot_mu, mu)
    dot_loss = dot_loss + _7
    return loss, dot_loss


def cross_entropy_mean(x, target):
    N = x.shape[0]
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.sum(_1)
    _3 = rt.ratio(-1, N) * _2
    loss = _3
    _4 = np.sum(lse)
    _5 = rt.ratio(1, N) * _4
    loss = loss + _5
    return loss


def cross_entropy_mean_forward(x, target):
    dtype = x.dtype
    N, K = x.shape
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.sum(_1)
    _3 = rt.ratio(-1, N) * _2
    loss = _3
    _4 = np.sum(lse)
    _5 = rt.ratio(1, N) * _4
    loss = loss + _5
    return loss, (x, target, lse, N, K, dtype)


def cross_entropy_mean_backward(saved, bar_loss):
    x, target, lse, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = bar_loss / N
    bar_lse = np.empty((N,), dtype)
    bar_lse[...] = _1
    bar_x = np.zeros((N, K), dtype)
    _2 = -1 * bar_loss
    _3 = _2 / N
    rt.add_along_axis(bar_x, target[:, None], _3, 1)
    def block(low, high):
        _4 = x[low:high] - lse[low:high][:, None]
        np.exp(_4, out=_4)
        _4 *= bar_lse[low:high][:, None]
        bar_x[low:high] += _4
    rt.blocks(block, N, K)
    return (bar_x,)


def cross_entropy_mean_jvp(x, target, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.sum(_1)
    _3 = rt.ratio(-1, N) * _2
    loss = _3
    _4 = np.sum(lse)
    _5 = rt.ratio(1, N) * _4
    loss = loss + _5
    dot_lse = np.empty((N,), dtype)
    def block(low, high):
        _6 = x[low:high] - lse[low:high][:, None]
        np.exp(_6, out=_6)
        np.vecdot(dot_x[low:high], _6, out=dot_lse[low:high])
    rt.blocks(block, N, K)
    _7 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _8 = np.sum(_7)
    _9 = rt.ratio(-1, N) * _8
    dot_loss = _9
    _10 = np.sum(dot_lse)
    _11 = rt.ratio(1, N) * _10
    dot_loss = dot_loss + _11
    return loss, dot_loss


def cross_entropy_sum(x, target):
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.sum(_1)
    _3 = -1 * _2
    loss = _3
    _4 = np.sum(lse)
    loss = loss + _4
    return loss


def cross_entropy_sum_forward(x, target):
    dtype = x.dtype
    N, K = x.shape
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.sum(_1)
    _3 = -1 * _2
    loss = _3
    _4 = np.sum(lse)
    loss = loss + _4
    return loss, (x, target, lse, N, K, dtype)


def cross_entropy_sum_backward(saved, bar_loss):
    x, target, lse, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_lse = np.empty((N,), dtype)
    bar_lse[...] = bar_loss
    bar_x = np.zeros((N, K), dtype)
    _1 = -1 * bar_loss
    rt.add_along_axis(bar_x, target[:, None], _1, 1)
    def block(low, high):
        _2 = x[low:high] - lse[low:high][:, None]
        np.exp(_2, out=_2)
        _2 *= bar_lse[low:high][:, None]
        bar_x[low:high] += _2
    rt.blocks(block, N, K)
    return (bar_x,)


def cross_entropy_sum_jvp(x, target, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.sum(_1)
    _3 = -1 * _2
    loss = _3
    _4 = np.sum(lse)
    loss = loss + _4
    dot_lse = np.empty((N,), dtype)
    def block(low, high):
        _5 = x[low:high] - lse[low:high][:, None]
        np.exp(_5, out=_5)
        np.vecdot(dot_x[low:high], _5, out=dot_lse[low:high])
    rt.blocks(block, N, K)
    _6 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _7 = np.sum(_6)
    _8 = -1 * _7
    dot_loss = _8
    _9 = np.sum(dot_lse)
    dot_loss = dot_loss + _9
    return loss, dot_loss


def cross_entropy_none(x, target):
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    loss = np.negative(_1)
    loss += lse
    return loss


def cross_entropy_none_forward(x, target):
    dtype = x.dtype
    N, K = x.shape
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    loss = np.negative(_1)
    loss += lse
    return loss, (x, target, lse, N, K, dtype)


def cross_entropy_none_backward(saved, bar_loss):
    x, target, lse, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_lse = bar_loss.copy()
    bar_x = np.zeros((N, K), dtype)
    _1 = np.negative(bar_loss)
    rt.add_along_axis(bar_x, target[:, None], _1[:, None], 1)
    def block(low, high):
        _2 = x[low:high] - lse[low:high][:, None]
        np.exp(_2, out=_2)
        _2 *= bar_lse[low:high][:, None]
        bar_x[low:high] += _2
    rt.blocks(block, N, K)
    return (bar_x,)


def cross_entropy_none_jvp(x, target, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    loss = np.negative(_1)
    loss += lse
    dot_lse = np.empty((N,), dtype)
    def block(low, high):
        _2 = x[low:high] - lse[low:high][:, None]
        np.exp(_2, out=_2)
        np.vecdot(dot_x[low:high], _2, out=dot_lse[low:high])
    rt.blocks(block, N, K)
    _3 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    dot_loss = np.negative(_3)
    dot_loss += dot_lse
    return loss, dot_loss


def cross_entropy_general_mean(x, target, weight, keep, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    K = x.shape[1]
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = lse - _2
    hit = np.multiply(_1, _3, out=_3)
    _4 = weight.astype(dtype)
    _5 = x - lse[:, None]
    _6 = _4 @ _5.T
    all_ = np.multiply(_6, rt.ratio(-1, K), out=_6)
    _7 = keep.astype(dtype)
    all_ *= label_smoothing
    hit *= (1 - label_smoothing)
    all_ += hit
    _8 = np.vecdot(_7, all_)
    sum_1 = _8
    _9 = np.take(weight, target, axis=0)
    _10 = keep.astype(dtype)
    _11 = np.vecdot(_10, _9)
    count = _11
    _12 = sum_1 / count
    loss = _12
    return loss


def cross_entropy_general_mean_forward(x, target, weight, keep, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = lse - _2
    hit = np.multiply(_1, _3, out=_3)
    _4 = weight.astype(dtype)
    _5 = x - lse[:, None]
    _6 = _4 @ _5.T
    all_ = np.multiply(_6, rt.ratio(-1, K), out=_6)
    _7 = keep.astype(dtype)
    all_ *= label_smoothing
    hit *= (1 - label_smoothing)
    all_ += hit
    _8 = np.vecdot(_7, all_)
    sum_1 = _8
    _9 = np.take(weight, target, axis=0)
    _10 = keep.astype(dtype)
    _11 = np.vecdot(_10, _9)
    count = _11
    _12 = sum_1 / count
    loss = _12
    return loss, (x, target, weight, keep, lse, count, label_smoothing, N, K, dtype)


def cross_entropy_general_mean_backward(saved, bar_loss):
    x, target, weight, keep, lse, count, label_smoothing, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = keep.astype(dtype)
    _2 = label_smoothing * bar_loss
    _3 = _2 / count
    bar_all = _1 * _3
    _4 = keep.astype(dtype)
    _5 = (1 - label_smoothing) * bar_loss
    _6 = _5 / count
    bar_hit = _4 * _6
    _7 = weight.astype(dtype)
    _8 = bar_all * rt.ratio(1, K)
    _9 = np.sum(_7)
    bar_lse = np.multiply(_8, _9, out=_8)
    _10 = np.take(weight, target, axis=0)
    _11 = _10 * bar_hit
    bar_lse += _11
    bar_x = np.zeros((N, K), dtype)
    _12 = np.take(weight, target, axis=0)
    np.multiply(_12, bar_hit, out=bar_hit)
    np.negative(bar_hit, out=bar_hit)
    rt.add_along_axis(bar_x, target[:, None], bar_hit[:, None], 1)
    _13 = x - lse[:, None]
    np.exp(_13, out=_13)
    _13 *= bar_lse[:, None]
    _14 = weight.astype(dtype)
    _15 = bar_all[:, None] * _14
    _15 /= K
    _13 -= _15
    bar_x += _13
    return (bar_x,)


def cross_entropy_general_mean_jvp(x, target, weight, keep, dot_x, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = lse - _2
    hit = np.multiply(_1, _3, out=_3)
    _4 = weight.astype(dtype)
    _5 = x - lse[:, None]
    _6 = _4 @ _5.T
    all_ = np.multiply(_6, rt.ratio(-1, K), out=_6)
    _7 = keep.astype(dtype)
    all_ *= label_smoothing
    hit *= (1 - label_smoothing)
    all_ += hit
    _8 = np.vecdot(_7, all_)
    sum_1 = _8
    dot_lse = np.empty((N,), dtype)
    def block(low, high):
        _9 = x[low:high] - lse[low:high][:, None]
        np.exp(_9, out=_9)
        np.vecdot(dot_x[low:high], _9, out=dot_lse[low:high])
    rt.blocks(block, N, K)
    _10 = weight.astype(dtype)
    np.multiply(dot_lse, rt.ratio(1, K), out=all_)
    _11 = np.sum(_10)
    dot_all = np.multiply(all_, _11, out=all_)
    _12 = weight.astype(dtype)
    np.matmul(_12, dot_x.T, out=hit)
    hit *= rt.ratio(-1, K)
    dot_all += hit
    _13 = keep.astype(dtype)
    _14 = np.vecdot(dot_all, _13)
    sum_2 = _14
    _15 = np.take(weight, target, axis=0)
    dot_hit = np.multiply(_15, dot_lse, out=dot_lse)
    _16 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _17 = np.take(weight, target, axis=0)
    np.multiply(_16, _17, out=dot_all)
    np.negative(dot_all, out=dot_all)
    dot_hit += dot_all
    _18 = keep.astype(dtype)
    _19 = np.vecdot(dot_hit, _18)
    sum_3 = _19
    _20 = np.take(weight, target, axis=0)
    _21 = keep.astype(dtype)
    _22 = np.vecdot(_21, _20)
    count = _22
    _23 = sum_1 / count
    loss = _23
    _24 = label_smoothing * sum_2
    _25 = _24 / count
    _26 = (1 - label_smoothing) * sum_3
    _27 = _26 / count
    _28 = _25 + _27
    dot_loss = _28
    return loss, dot_loss


def cross_entropy_general_sum(x, target, weight, keep, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    K = x.shape[1]
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = lse - _2
    hit = np.multiply(_1, _3, out=_3)
    _4 = weight.astype(dtype)
    _5 = x - lse[:, None]
    _6 = _4 @ _5.T
    all_ = np.multiply(_6, rt.ratio(-1, K), out=_6)
    _7 = keep.astype(dtype)
    all_ *= label_smoothing
    hit *= (1 - label_smoothing)
    all_ += hit
    _8 = np.vecdot(_7, all_)
    loss = _8
    return loss


def cross_entropy_general_sum_forward(x, target, weight, keep, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = lse - _2
    hit = np.multiply(_1, _3, out=_3)
    _4 = weight.astype(dtype)
    _5 = x - lse[:, None]
    _6 = _4 @ _5.T
    all_ = np.multiply(_6, rt.ratio(-1, K), out=_6)
    _7 = keep.astype(dtype)
    all_ *= label_smoothing
    hit *= (1 - label_smoothing)
    all_ += hit
    _8 = np.vecdot(_7, all_)
    loss = _8
    return loss, (x, target, weight, keep, lse, label_smoothing, N, K, dtype)


def cross_entropy_general_sum_backward(saved, bar_loss):
    x, target, weight, keep, lse, label_smoothing, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = keep.astype(dtype)
    _2 = label_smoothing * bar_loss
    bar_all = _1 * _2
    _3 = keep.astype(dtype)
    _4 = (1 - label_smoothing) * bar_loss
    bar_hit = _3 * _4
    _5 = weight.astype(dtype)
    _6 = bar_all * rt.ratio(1, K)
    _7 = np.sum(_5)
    bar_lse = np.multiply(_6, _7, out=_6)
    _8 = np.take(weight, target, axis=0)
    _9 = _8 * bar_hit
    bar_lse += _9
    bar_x = np.zeros((N, K), dtype)
    _10 = np.take(weight, target, axis=0)
    np.multiply(_10, bar_hit, out=bar_hit)
    np.negative(bar_hit, out=bar_hit)
    rt.add_along_axis(bar_x, target[:, None], bar_hit[:, None], 1)
    _11 = x - lse[:, None]
    np.exp(_11, out=_11)
    _11 *= bar_lse[:, None]
    _12 = weight.astype(dtype)
    _13 = bar_all[:, None] * _12
    _13 /= K
    _11 -= _13
    bar_x += _11
    return (bar_x,)


def cross_entropy_general_sum_jvp(x, target, weight, keep, dot_x, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    lse = rt.logsumexp(x, axis=-1)
    dot_lse = np.empty((N,), dtype)
    def block(low, high):
        _1 = x[low:high] - lse[low:high][:, None]
        np.exp(_1, out=_1)
        np.vecdot(dot_x[low:high], _1, out=dot_lse[low:high])
    rt.blocks(block, N, K)
    _2 = weight.astype(dtype)
    _3 = dot_lse * rt.ratio(1, K)
    _4 = np.sum(_2)
    dot_all = np.multiply(_3, _4, out=_3)
    _5 = weight.astype(dtype)
    _6 = _5 @ dot_x.T
    _6 *= rt.ratio(-1, K)
    dot_all += _6
    _7 = keep.astype(dtype)
    _8 = np.vecdot(dot_all, _7)
    sum_1 = _8
    _9 = np.take(weight, target, axis=0)
    dot_hit = np.multiply(_9, dot_lse, out=dot_lse)
    _10 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _11 = np.take(weight, target, axis=0)
    np.multiply(_10, _11, out=dot_all)
    np.negative(dot_all, out=dot_all)
    dot_hit += dot_all
    _12 = keep.astype(dtype)
    _13 = np.vecdot(dot_hit, _12)
    sum_2 = _13
    _14 = np.take(weight, target, axis=0)
    _15 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    np.subtract(lse, _15, out=dot_hit)
    hit = np.multiply(_14, dot_hit, out=dot_hit)
    _16 = weight.astype(dtype)
    _17 = x - lse[:, None]
    np.matmul(_16, _17.T, out=dot_all)
    all_ = np.multiply(dot_all, rt.ratio(-1, K), out=dot_all)
    _18 = keep.astype(dtype)
    all_ *= label_smoothing
    hit *= (1 - label_smoothing)
    all_ += hit
    _19 = np.vecdot(_18, all_)
    loss = _19
    _20 = label_smoothing * sum_1
    _21 = (1 - label_smoothing) * sum_2
    _22 = _20 + _21
    dot_loss = _22
    return loss, dot_loss


def cross_entropy_general_none(x, target, weight, keep, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    K = x.shape[1]
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = lse - _2
    hit = np.multiply(_1, _3, out=_3)
    _4 = weight.astype(dtype)
    _5 = x - lse[:, None]
    _6 = _4 @ _5.T
    all_ = np.multiply(_6, rt.ratio(-1, K), out=_6)
    _7 = keep.astype(dtype)
    all_ *= label_smoothing
    hit *= (1 - label_smoothing)
    all_ += hit
    loss = np.multiply(_7, all_, out=all_)
    return loss


def cross_entropy_general_none_forward(x, target, weight, keep, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = lse - _2
    hit = np.multiply(_1, _3, out=_3)
    _4 = weight.astype(dtype)
    _5 = x - lse[:, None]
    _6 = _4 @ _5.T
    all_ = np.multiply(_6, rt.ratio(-1, K), out=_6)
    _7 = keep.astype(dtype)
    all_ *= label_smoothing
    hit *= (1 - label_smoothing)
    all_ += hit
    loss = np.multiply(_7, all_, out=all_)
    return loss, (x, target, weight, keep, lse, label_smoothing, N, K, dtype)


def cross_entropy_general_none_backward(saved, bar_loss):
    x, target, weight, keep, lse, label_smoothing, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    _1 = keep.astype(dtype)
    _2 = bar_loss * _1
    bar_all = np.multiply(_2, label_smoothing, out=_2)
    _3 = keep.astype(dtype)
    _4 = bar_loss * _3
    bar_hit = np.multiply(_4, (1 - label_smoothing), out=_4)
    _5 = weight.astype(dtype)
    _6 = bar_all * rt.ratio(1, K)
    _7 = np.sum(_5)
    bar_lse = np.multiply(_6, _7, out=_6)
    _8 = np.take(weight, target, axis=0)
    _9 = _8 * bar_hit
    bar_lse += _9
    bar_x = np.zeros((N, K), dtype)
    _10 = np.take(weight, target, axis=0)
    np.multiply(_10, bar_hit, out=bar_hit)
    np.negative(bar_hit, out=bar_hit)
    rt.add_along_axis(bar_x, target[:, None], bar_hit[:, None], 1)
    _11 = x - lse[:, None]
    np.exp(_11, out=_11)
    _11 *= bar_lse[:, None]
    _12 = weight.astype(dtype)
    _13 = bar_all[:, None] * _12
    _13 /= K
    _11 -= _13
    bar_x += _11
    return (bar_x,)


def cross_entropy_general_none_jvp(x, target, weight, keep, dot_x, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    lse = rt.logsumexp(x, axis=-1)
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = lse - _2
    hit = np.multiply(_1, _3, out=_3)
    _4 = weight.astype(dtype)
    _5 = x - lse[:, None]
    _6 = _4 @ _5.T
    all_ = np.multiply(_6, rt.ratio(-1, K), out=_6)
    _7 = keep.astype(dtype)
    all_ *= label_smoothing
    hit *= (1 - label_smoothing)
    all_ += hit
    loss = np.multiply(_7, all_, out=all_)
    dot_lse = np.empty((N,), dtype)
    def block(low, high):
        _8 = x[low:high] - lse[low:high][:, None]
        np.exp(_8, out=_8)
        np.vecdot(dot_x[low:high], _8, out=dot_lse[low:high])
    rt.blocks(block, N, K)
    _9 = np.take(weight, target, axis=0)
    dot_hit = np.multiply(_9, dot_lse, out=hit)
    _10 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _11 = np.take(weight, target, axis=0)
    _12 = _10 * _11
    np.negative(_12, out=_12)
    dot_hit += _12
    _13 = weight.astype(dtype)
    dot_lse *= rt.ratio(1, K)
    _14 = np.sum(_13)
    dot_all = np.multiply(dot_lse, _14, out=dot_lse)
    _15 = weight.astype(dtype)
    np.matmul(_15, dot_x.T, out=_12)
    _12 *= rt.ratio(-1, K)
    dot_all += _12
    _16 = keep.astype(dtype)
    dot_all *= _16
    dot_all *= label_smoothing
    dot_hit *= _16
    dot_hit *= (1 - label_smoothing)
    dot_loss = np.add(dot_all, dot_hit, out=dot_all)
    return loss, dot_loss


def cross_entropy_probabilities_mean(x, target, weight, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.logsumexp(x, axis=-1)
    _1 = weight.astype(dtype)
    _2 = x - lse[:, None]
    _3 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _3, out=_3)
    _2 *= _3
    _4 = np.sum(_2, axis=0)
    _5 = np.vecdot(_1, _4)
    _6 = rt.ratio(-1, N) * _5
    loss = _6
    return loss


def cross_entropy_probabilities_mean_forward(x, target, weight, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.logsumexp(x, axis=-1)
    _1 = weight.astype(dtype)
    _2 = x - lse[:, None]
    _3 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _3, out=_3)
    _2 *= _3
    _4 = np.sum(_2, axis=0)
    _5 = np.vecdot(_1, _4)
    _6 = rt.ratio(-1, N) * _5
    loss = _6
    return loss, (x, target, weight, lse, label_smoothing, N, K, dtype)


def cross_entropy_probabilities_mean_backward(saved, bar_loss):
    x, target, weight, lse, label_smoothing, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = weight.astype(dtype)
    _2 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _2, out=_2)
    _3 = bar_loss / N
    _4 = _1 @ _2.T
    bar_lse = np.multiply(_4, _3, out=_4)
    _5 = weight.astype(dtype)
    np.subtract(x, lse[:, None], out=_2)
    _6 = (-(1 - label_smoothing)) * bar_loss
    _7 = _6 * _5
    _7 /= N
    bar_target = np.multiply(_2, _7, out=_2)
    _8 = x - lse[:, None]
    np.exp(_8, out=_8)
    _8 *= bar_lse[:, None]
    _9 = weight.astype(dtype)
    _10 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _10, out=_10)
    np.multiply(bar_loss, _9, out=_7)
    _7 /= N
    _10 *= _7
    bar_x = np.subtract(_8, _10, out=_8)
    return (bar_x, bar_target)


def cross_entropy_probabilities_mean_jvp(x, target, weight, dot_x, dot_target, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    if dot_target is None:
        dot_target = np.zeros((N, K), dtype)
    lse = rt.logsumexp(x, axis=-1)
    _1 = weight.astype(dtype)
    _2 = x - lse[:, None]
    _3 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _3, out=_3)
    _2 *= _3
    _4 = np.sum(_2, axis=0)
    _5 = np.vecdot(_1, _4)
    _6 = rt.ratio(-1, N) * _5
    loss = _6
    dot_lse = np.empty((N,), dtype)
    def block(low, high):
        _7 = x[low:high] - lse[low:high][:, None]
        np.exp(_7, out=_7)
        np.vecdot(dot_x[low:high], _7, out=dot_lse[low:high])
    rt.blocks(block, N, K)
    _8 = weight.astype(dtype)
    np.multiply(target, (1 - label_smoothing), out=_2)
    np.add(rt.ratio(label_smoothing, K), _2, out=_2)
    np.matmul(dot_lse, _2, out=_4)
    _9 = np.vecdot(_8, _4)
    _10 = rt.ratio(1, N) * _9
    dot_loss = _10
    np.subtract(x, lse[:, None], out=_2)
    np.multiply(dot_target, _2, out=_2)
    _11 = weight.astype(dtype)
    np.sum(_2, axis=0, out=_4)
    _12 = np.vecdot(_4, _11)
    _13 = rt.ratio((-(1 - label_smoothing)), N) * _12
    dot_loss = dot_loss + _13
    np.multiply(target, (1 - label_smoothing), out=_2)
    np.add(rt.ratio(label_smoothing, K), _2, out=_2)
    np.multiply(dot_x, _2, out=_2)
    _14 = weight.astype(dtype)
    np.sum(_2, axis=0, out=_4)
    _15 = np.vecdot(_4, _14)
    _16 = rt.ratio(-1, N) * _15
    dot_loss = dot_loss + _16
    return loss, dot_loss


def cross_entropy_probabilities_sum(x, target, weight, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    K = x.shape[1]
    lse = rt.logsumexp(x, axis=-1)
    _1 = weight.astype(dtype)
    _2 = x - lse[:, None]
    _3 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _3, out=_3)
    _2 *= _3
    _4 = np.sum(_2, axis=0)
    _5 = np.vecdot(_1, _4)
    _6 = -1 * _5
    loss = _6
    return loss


def cross_entropy_probabilities_sum_forward(x, target, weight, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    K = x.shape[1]
    lse = rt.logsumexp(x, axis=-1)
    _1 = weight.astype(dtype)
    _2 = x - lse[:, None]
    _3 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _3, out=_3)
    _2 *= _3
    _4 = np.sum(_2, axis=0)
    _5 = np.vecdot(_1, _4)
    _6 = -1 * _5
    loss = _6
    return loss, (x, target, weight, lse, label_smoothing, K, dtype)


def cross_entropy_probabilities_sum_backward(saved, bar_loss):
    x, target, weight, lse, label_smoothing, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = weight.astype(dtype)
    _2 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _2, out=_2)
    _3 = _1 @ _2.T
    bar_lse = np.multiply(_3, bar_loss, out=_3)
    _4 = weight.astype(dtype)
    np.subtract(x, lse[:, None], out=_2)
    _5 = (-(1 - label_smoothing)) * bar_loss
    _6 = _5 * _4
    bar_target = np.multiply(_2, _6, out=_2)
    _7 = weight.astype(dtype)
    _8 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _8, out=_8)
    np.multiply(bar_loss, _7, out=_6)
    _8 *= _6
    _9 = x - lse[:, None]
    np.exp(_9, out=_9)
    _9 *= bar_lse[:, None]
    bar_x = np.subtract(_9, _8, out=_8)
    return (bar_x, bar_target)


def cross_entropy_probabilities_sum_jvp(x, target, weight, dot_x, dot_target, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    if dot_target is None:
        dot_target = np.zeros((N, K), dtype)
    lse = rt.logsumexp(x, axis=-1)
    _1 = weight.astype(dtype)
    _2 = x - lse[:, None]
    _3 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _3, out=_3)
    _2 *= _3
    _4 = np.sum(_2, axis=0)
    _5 = np.vecdot(_1, _4)
    _6 = -1 * _5
    loss = _6
    dot_lse = np.empty((N,), dtype)
    def block(low, high):
        _7 = x[low:high] - lse[low:high][:, None]
        np.exp(_7, out=_7)
        np.vecdot(dot_x[low:high], _7, out=dot_lse[low:high])
    rt.blocks(block, N, K)
    _8 = weight.astype(dtype)
    np.multiply(target, (1 - label_smoothing), out=_2)
    np.add(rt.ratio(label_smoothing, K), _2, out=_2)
    np.matmul(dot_lse, _2, out=_4)
    _9 = np.vecdot(_8, _4)
    dot_loss = _9
    np.subtract(x, lse[:, None], out=_2)
    np.multiply(dot_target, _2, out=_2)
    _10 = weight.astype(dtype)
    np.sum(_2, axis=0, out=_4)
    _11 = np.vecdot(_4, _10)
    _12 = (label_smoothing - 1) * _11
    dot_loss = dot_loss + _12
    np.multiply(target, (1 - label_smoothing), out=_2)
    np.add(rt.ratio(label_smoothing, K), _2, out=_2)
    np.multiply(dot_x, _2, out=_2)
    _13 = weight.astype(dtype)
    np.sum(_2, axis=0, out=_4)
    _14 = np.vecdot(_4, _13)
    _15 = -1 * _14
    dot_loss = dot_loss + _15
    return loss, dot_loss


def cross_entropy_probabilities_none(x, target, weight, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    K = x.shape[1]
    lse = rt.logsumexp(x, axis=-1)
    _1 = weight.astype(dtype)
    _2 = x - lse[:, None]
    _3 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _3, out=_3)
    _2 *= _3
    _4 = _1 @ _2.T
    loss = np.negative(_4, out=_4)
    return loss


def cross_entropy_probabilities_none_forward(x, target, weight, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.logsumexp(x, axis=-1)
    _1 = weight.astype(dtype)
    _2 = x - lse[:, None]
    _3 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _3, out=_3)
    _2 *= _3
    _4 = _1 @ _2.T
    loss = np.negative(_4, out=_4)
    return loss, (x, target, weight, lse, label_smoothing, N, K, dtype)


def cross_entropy_probabilities_none_backward(saved, bar_loss):
    x, target, weight, lse, label_smoothing, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    _1 = weight.astype(dtype)
    _2 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _2, out=_2)
    _3 = _1 @ _2.T
    bar_lse = np.multiply(bar_loss, _3, out=_3)
    _4 = weight.astype(dtype)
    np.subtract(x, lse[:, None], out=_2)
    _5 = (-(1 - label_smoothing)) * bar_loss
    _6 = _5[:, None] * _4
    bar_target = np.multiply(_2, _6, out=_2)
    _7 = weight.astype(dtype)
    np.multiply(target, (1 - label_smoothing), out=_6)
    np.add(rt.ratio(label_smoothing, K), _6, out=_6)
    _8 = bar_loss[:, None] * _7
    np.multiply(_6, _8, out=_8)
    np.subtract(x, lse[:, None], out=_6)
    np.exp(_6, out=_6)
    _6 *= bar_lse[:, None]
    bar_x = np.subtract(_6, _8, out=_8)
    return (bar_x, bar_target)


def cross_entropy_probabilities_none_jvp(x, target, weight, dot_x, dot_target, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    if dot_target is None:
        dot_target = np.zeros((N, K), dtype)
    lse = rt.logsumexp(x, axis=-1)
    _1 = weight.astype(dtype)
    _2 = x - lse[:, None]
    _3 = target * (1 - label_smoothing)
    np.add(rt.ratio(label_smoothing, K), _3, out=_3)
    _2 *= _3
    _4 = _1 @ _2.T
    loss = np.negative(_4, out=_4)
    dot_lse = np.empty((N,), dtype)
    def block(low, high):
        _5 = x[low:high] - lse[low:high][:, None]
        np.exp(_5, out=_5)
        np.vecdot(dot_x[low:high], _5, out=dot_lse[low:high])
    rt.blocks(block, N, K)
    _6 = weight.astype(dtype)
    np.multiply(target, (1 - label_smoothing), out=_2)
    np.add(rt.ratio(label_smoothing, K), _2, out=_2)
    _7 = _6 @ _2.T
    dot_loss = np.multiply(dot_lse, _7, out=_7)
    np.subtract(x, lse[:, None], out=_2)
    np.multiply(dot_target, _2, out=_2)
    _8 = weight.astype(dtype)
    np.matmul(_8, _2.T, out=dot_lse)
    dot_lse *= (label_smoothing - 1)
    dot_loss += dot_lse
    np.multiply(target, (1 - label_smoothing), out=_2)
    np.add(rt.ratio(label_smoothing, K), _2, out=_2)
    np.multiply(dot_x, _2, out=_2)
    _9 = weight.astype(dtype)
    np.matmul(_9, _2.T, out=dot_lse)
    np.negative(dot_lse, out=dot_lse)
    dot_loss += dot_lse
    return loss, dot_loss


def nll_loss_mean(x, target):
    N = x.shape[0]
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.sum(_1)
    _3 = rt.ratio(-1, N) * _2
    loss = _3
    return loss


def nll_loss_mean_forward(x, target):
    dtype = x.dtype
    N, K = x.shape
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.sum(_1)
    _3 = rt.ratio(-1, N) * _2
    loss = _3
    return loss, (target, N, K, dtype)


def nll_loss_mean_backward(saved, bar_loss):
    target, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_x = np.zeros((N, K), dtype)
    _1 = -1 * bar_loss
    _2 = _1 / N
    rt.add_along_axis(bar_x, target[:, None], _2, 1)
    return (bar_x,)


def nll_loss_mean_jvp(x, target, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.sum(_1)
    _3 = rt.ratio(-1, N) * _2
    loss = _3
    _4 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _5 = np.sum(_4)
    _6 = rt.ratio(-1, N) * _5
    dot_loss = _6
    return loss, dot_loss


def nll_loss_sum(x, target):
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.sum(_1)
    _3 = -1 * _2
    loss = _3
    return loss


def nll_loss_sum_forward(x, target):
    dtype = x.dtype
    N, K = x.shape
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.sum(_1)
    _3 = -1 * _2
    loss = _3
    return loss, (target, N, K, dtype)


def nll_loss_sum_backward(saved, bar_loss):
    target, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_x = np.zeros((N, K), dtype)
    _1 = -1 * bar_loss
    rt.add_along_axis(bar_x, target[:, None], _1, 1)
    return (bar_x,)


def nll_loss_sum_jvp(x, target, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.sum(_1)
    _3 = -1 * _2
    loss = _3
    _4 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _5 = np.sum(_4)
    _6 = -1 * _5
    dot_loss = _6
    return loss, dot_loss


def nll_loss_none(x, target):
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    loss = np.negative(_1)
    return loss


def nll_loss_none_forward(x, target):
    dtype = x.dtype
    N, K = x.shape
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    loss = np.negative(_1)
    return loss, (target, N, K, dtype)


def nll_loss_none_backward(saved, bar_loss):
    target, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_x = np.zeros((N, K), dtype)
    _1 = np.negative(bar_loss)
    rt.add_along_axis(bar_x, target[:, None], _1[:, None], 1)
    return (bar_x,)


def nll_loss_none_jvp(x, target, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    loss = np.negative(_1)
    _2 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    dot_loss = np.negative(_2)
    return loss, dot_loss


def nll_loss_general_mean(x, target, weight, keep):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.take(weight, target, axis=0)
        _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
        _3 = _1 * _2
        hit = np.negative(_3, out=_3)
        _4 = np.take(weight, target, axis=0)
        _5 = keep.astype(dtype)
        _6 = np.vecdot(_5, _4)
        count = _6
        _7 = keep.astype(dtype)
        _8 = np.greater(_7, 0)
        _9 = np.where(_8, hit, 0)
        _10 = 1 / count
        _11 = np.sum(_9)
        _12 = _10 * _11
        loss = _12
    return loss


def nll_loss_general_mean_forward(x, target, weight, keep):
    dtype = x.dtype
    N, K = x.shape
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.take(weight, target, axis=0)
        _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
        _3 = _1 * _2
        hit = np.negative(_3, out=_3)
        _4 = np.take(weight, target, axis=0)
        _5 = keep.astype(dtype)
        _6 = np.vecdot(_5, _4)
        count = _6
        _7 = keep.astype(dtype)
        _8 = np.greater(_7, 0)
        _9 = np.where(_8, hit, 0)
        _10 = 1 / count
        _11 = np.sum(_9)
        _12 = _10 * _11
        loss = _12
    return loss, (target, weight, keep, count, N, K, dtype)


def nll_loss_general_mean_backward(saved, bar_loss):
    target, weight, keep, count, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = keep.astype(dtype)
        _2 = np.greater(_1, 0)
        _3 = np.where(_2, dtype.type(1), dtype.type(0))
        _4 = bar_loss / count
        bar_hit = _3 * _4
        bar_x = np.zeros((N, K), dtype)
        _5 = np.take(weight, target, axis=0)
        np.multiply(_5, bar_hit, out=bar_hit)
        np.negative(bar_hit, out=bar_hit)
        rt.add_along_axis(bar_x, target[:, None], bar_hit[:, None], 1)
    return (bar_x,)


def nll_loss_general_mean_jvp(x, target, weight, keep, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.take(weight, target, axis=0)
        _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
        _3 = _1 * _2
        hit = np.negative(_3, out=_3)
        _4 = np.take(weight, target, axis=0)
        _5 = keep.astype(dtype)
        _6 = np.vecdot(_5, _4)
        count = _6
        _7 = keep.astype(dtype)
        _8 = np.greater(_7, 0)
        _9 = np.where(_8, hit, 0)
        _10 = 1 / count
        _11 = np.sum(_9)
        _12 = _10 * _11
        loss = _12
        _13 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
        _14 = np.take(weight, target, axis=0)
        np.multiply(_13, _14, out=hit)
        dot_hit = np.negative(hit, out=hit)
        _15 = keep.astype(dtype)
        _16 = np.greater(_15, 0)
        _17 = np.where(_16, dtype.type(1), dtype.type(0))
        _18 = 1 / count
        _19 = np.vecdot(dot_hit, _17)
        _20 = _18 * _19
        dot_loss = _20
    return loss, dot_loss


def nll_loss_general_sum(x, target, weight, keep):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.take(weight, target, axis=0)
        _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
        _3 = _1 * _2
        hit = np.negative(_3, out=_3)
        _4 = keep.astype(dtype)
        _5 = np.greater(_4, 0)
        _6 = np.where(_5, hit, 0)
        _7 = np.sum(_6)
        loss = _7
    return loss


def nll_loss_general_sum_forward(x, target, weight, keep):
    dtype = x.dtype
    N, K = x.shape
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.take(weight, target, axis=0)
        _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
        _3 = _1 * _2
        hit = np.negative(_3, out=_3)
        _4 = keep.astype(dtype)
        _5 = np.greater(_4, 0)
        _6 = np.where(_5, hit, 0)
        _7 = np.sum(_6)
        loss = _7
    return loss, (target, weight, keep, N, K, dtype)


def nll_loss_general_sum_backward(saved, bar_loss):
    target, weight, keep, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = keep.astype(dtype)
        _2 = np.greater(_1, 0)
        _3 = np.where(_2, dtype.type(1), dtype.type(0))
        bar_hit = _3 * bar_loss
        bar_x = np.zeros((N, K), dtype)
        _4 = np.take(weight, target, axis=0)
        np.multiply(_4, bar_hit, out=bar_hit)
        np.negative(bar_hit, out=bar_hit)
        rt.add_along_axis(bar_x, target[:, None], bar_hit[:, None], 1)
    return (bar_x,)


def nll_loss_general_sum_jvp(x, target, weight, keep, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.take(weight, target, axis=0)
        _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
        _3 = _1 * _2
        hit = np.negative(_3, out=_3)
        _4 = keep.astype(dtype)
        _5 = np.greater(_4, 0)
        _6 = np.where(_5, hit, 0)
        _7 = np.sum(_6)
        loss = _7
        _8 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
        _9 = np.take(weight, target, axis=0)
        np.multiply(_8, _9, out=hit)
        dot_hit = np.negative(hit, out=hit)
        _10 = keep.astype(dtype)
        _11 = np.greater(_10, 0)
        _12 = np.where(_11, dtype.type(1), dtype.type(0))
        _13 = np.vecdot(dot_hit, _12)
        dot_loss = _13
    return loss, dot_loss


def nll_loss_general_none(x, target, weight, keep):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.take(weight, target, axis=0)
        _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
        _3 = _1 * _2
        hit = np.negative(_3, out=_3)
        _4 = keep.astype(dtype)
        _5 = np.greater(_4, 0)
        loss = np.where(_5, hit, 0)
    return loss


def nll_loss_general_none_forward(x, target, weight, keep):
    dtype = x.dtype
    N, K = x.shape
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.take(weight, target, axis=0)
        _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
        _3 = _1 * _2
        hit = np.negative(_3, out=_3)
        _4 = keep.astype(dtype)
        _5 = np.greater(_4, 0)
        loss = np.where(_5, hit, 0)
    return loss, (target, weight, keep, N, K, dtype)


def nll_loss_general_none_backward(saved, bar_loss):
    target, weight, keep, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = keep.astype(dtype)
        _2 = np.greater(_1, 0)
        _3 = np.where(_2, dtype.type(1), dtype.type(0))
        bar_hit = bar_loss * _3
        bar_x = np.zeros((N, K), dtype)
        _4 = np.take(weight, target, axis=0)
        np.multiply(_4, bar_hit, out=bar_hit)
        np.negative(bar_hit, out=bar_hit)
        rt.add_along_axis(bar_x, target[:, None], bar_hit[:, None], 1)
    return (bar_x,)


def nll_loss_general_none_jvp(x, target, weight, keep, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.take(weight, target, axis=0)
        _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
        _3 = _1 * _2
        hit = np.negative(_3, out=_3)
        _4 = keep.astype(dtype)
        _5 = np.greater(_4, 0)
        loss = np.where(_5, hit, 0)
        _6 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
        _7 = np.take(weight, target, axis=0)
        np.multiply(_6, _7, out=hit)
        dot_hit = np.negative(hit, out=hit)
        _8 = keep.astype(dtype)
        _9 = np.greater(_8, 0)
        _10 = np.where(_9, dtype.type(1), dtype.type(0))
        dot_loss = np.multiply(dot_hit, _10, out=dot_hit)
    return loss, dot_loss
