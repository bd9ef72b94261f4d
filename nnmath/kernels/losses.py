"""Kernels of nnmath.formulas.losses. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def mse_loss_mean(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(_1, _1)
        _3 = rt.ratio(1, N) * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def mse_loss_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(_1, _1)
        _3 = rt.ratio(1, N) * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


def mse_loss_mean_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = 2 * bar_loss
    _2 = _1 / N
    _3 = -2 * bar_loss
    _4 = _3 / N
    def block(low, high):
        np.subtract(target[low:high], x[low:high], out=bar_x[low:high])
        np.multiply(bar_x[low:high], _2, out=bar_target[low:high])
        bar_x[low:high] *= _4
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def mse_loss_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(_1, _1)
        _3 = rt.ratio(1, N) * _2
        np.subtract(target[low:high], x[low:high], out=_1)
        _4 = np.vecdot(dot_target[low:high], _1)
        _5 = rt.ratio(2, N) * _4
        _6 = np.vecdot(dot_x[low:high], _1)
        _7 = rt.ratio(-2, N) * _6
        return (_3, _5, _7)
    loss, dot_loss, _8 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _8
    return loss, dot_loss


def mse_loss_sum(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(_1, _1)
        return (_2,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def mse_loss_sum_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(_1, _1)
        return (_2,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


def mse_loss_sum_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = 2 * bar_loss
    _2 = -2 * bar_loss
    def block(low, high):
        np.subtract(target[low:high], x[low:high], out=bar_x[low:high])
        np.multiply(bar_x[low:high], _1, out=bar_target[low:high])
        bar_x[low:high] *= _2
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def mse_loss_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(_1, _1)
        np.subtract(target[low:high], x[low:high], out=_1)
        _3 = np.vecdot(dot_target[low:high], _1)
        _4 = 2 * _3
        _5 = np.vecdot(dot_x[low:high], _1)
        _6 = -2 * _5
        return (_2, _4, _6)
    loss, dot_loss, _7 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _7
    return loss, dot_loss


def mse_loss_none(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=loss[low:high])
        np.square(loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss


def mse_loss_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=loss[low:high])
        np.square(loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


def mse_loss_none_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(target[low:high], x[low:high], out=bar_x[low:high])
        np.multiply(bar_loss[low:high], bar_x[low:high], out=bar_target[low:high])
        bar_target[low:high] *= 2
        np.multiply(bar_loss[low:high], bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= -2
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def mse_loss_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=loss[low:high])
        np.square(loss[low:high], out=loss[low:high])
        _1 = np.subtract(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(dot_target[low:high], _1, out=dot_loss[low:high])
        dot_loss[low:high] *= 2
        np.multiply(dot_x[low:high], _1, out=_1)
        _1 *= -2
        dot_loss[low:high] += _1
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


def half_squared_error_mean(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(_1, _1)
        _3 = rt.ratio(0.5, N) * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def half_squared_error_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(_1, _1)
        _3 = rt.ratio(0.5, N) * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


def half_squared_error_mean_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = bar_loss / N
    _2 = -1 * bar_loss
    _3 = _2 / N
    def block(low, high):
        np.subtract(target[low:high], x[low:high], out=bar_x[low:high])
        np.multiply(bar_x[low:high], _1, out=bar_target[low:high])
        bar_x[low:high] *= _3
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def half_squared_error_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(_1, _1)
        _3 = rt.ratio(0.5, N) * _2
        np.subtract(target[low:high], x[low:high], out=_1)
        _4 = np.vecdot(dot_target[low:high], _1)
        _5 = rt.ratio(1, N) * _4
        _6 = np.vecdot(dot_x[low:high], _1)
        _7 = rt.ratio(-1, N) * _6
        return (_3, _5, _7)
    loss, dot_loss, _8 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _8
    return loss, dot_loss


def half_squared_error_sum(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(_1, _1)
        _3 = 0.5 * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def half_squared_error_sum_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(_1, _1)
        _3 = 0.5 * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


def half_squared_error_sum_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    def block(low, high):
        np.subtract(target[low:high], x[low:high], out=bar_x[low:high])
        np.multiply(bar_x[low:high], bar_loss, out=bar_target[low:high])
        bar_x[low:high] *= _1
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def half_squared_error_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(_1, _1)
        _3 = 0.5 * _2
        np.subtract(target[low:high], x[low:high], out=_1)
        _4 = np.vecdot(dot_target[low:high], _1)
        _5 = np.vecdot(dot_x[low:high], _1)
        _6 = -1 * _5
        return (_3, _4, _6)
    loss, dot_loss, _7 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _7
    return loss, dot_loss


def half_squared_error_none(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=loss[low:high])
        np.square(loss[low:high], out=loss[low:high])
        loss[low:high] *= 0.5
    rt.blocks(block, N, 1, dtype)
    return loss


def half_squared_error_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=loss[low:high])
        np.square(loss[low:high], out=loss[low:high])
        loss[low:high] *= 0.5
    rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


def half_squared_error_none_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(target[low:high], x[low:high], out=bar_x[low:high])
        np.multiply(bar_loss[low:high], bar_x[low:high], out=bar_target[low:high])
        np.multiply(bar_loss[low:high], bar_x[low:high], out=bar_x[low:high])
        np.negative(bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def half_squared_error_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=loss[low:high])
        np.square(loss[low:high], out=loss[low:high])
        loss[low:high] *= 0.5
        _1 = np.subtract(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(dot_target[low:high], _1, out=dot_loss[low:high])
        np.multiply(dot_x[low:high], _1, out=_1)
        np.negative(_1, out=_1)
        dot_loss[low:high] += _1
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


def l1_loss_mean(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        np.abs(_1, out=_1)
        _2 = np.sum(_1)
        _3 = rt.ratio(1, N) * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def l1_loss_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        np.abs(_1, out=_1)
        _2 = np.sum(_1)
        _3 = rt.ratio(1, N) * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


def l1_loss_mean_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    _2 = _1 / N
    _3 = bar_loss / N
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=bar_target[low:high])
        rt.sign(bar_target[low:high], out=bar_x[low:high])
        np.multiply(bar_x[low:high], _2, out=bar_target[low:high])
        bar_x[low:high] *= _3
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def l1_loss_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.abs(_1, out=rt.empty((high - low,), dtype))
        _3 = np.sum(_2)
        _4 = rt.ratio(1, N) * _3
        rt.sign(_1, out=_2)
        _5 = np.vecdot(dot_target[low:high], _2)
        _6 = rt.ratio(-1, N) * _5
        _7 = np.vecdot(dot_x[low:high], _2)
        _8 = rt.ratio(1, N) * _7
        return (_4, _6, _8)
    loss, dot_loss, _9 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _9
    return loss, dot_loss


def l1_loss_sum(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        np.abs(_1, out=_1)
        _2 = np.sum(_1)
        return (_2,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def l1_loss_sum_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        np.abs(_1, out=_1)
        _2 = np.sum(_1)
        return (_2,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


def l1_loss_sum_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=bar_target[low:high])
        rt.sign(bar_target[low:high], out=bar_x[low:high])
        np.multiply(bar_x[low:high], _1, out=bar_target[low:high])
        bar_x[low:high] *= bar_loss
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def l1_loss_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.abs(_1, out=rt.empty((high - low,), dtype))
        _3 = np.sum(_2)
        rt.sign(_1, out=_2)
        _4 = np.vecdot(dot_target[low:high], _2)
        _5 = -1 * _4
        _6 = np.vecdot(dot_x[low:high], _2)
        return (_3, _5, _6)
    loss, dot_loss, _7 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _7
    return loss, dot_loss


def l1_loss_none(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=loss[low:high])
        np.abs(loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss


def l1_loss_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=loss[low:high])
        np.abs(loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


def l1_loss_none_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=bar_target[low:high])
        rt.sign(bar_target[low:high], out=bar_x[low:high])
        np.multiply(bar_loss[low:high], bar_x[low:high], out=bar_target[low:high])
        np.negative(bar_target[low:high], out=bar_target[low:high])
        np.multiply(bar_loss[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def l1_loss_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        np.abs(_1, out=loss[low:high])
        rt.sign(_1, out=dot_loss[low:high])
        np.multiply(dot_target[low:high], dot_loss[low:high], out=_1)
        np.multiply(dot_x[low:high], dot_loss[low:high], out=dot_loss[low:high])
        dot_loss[low:high] -= _1
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def huber_loss_mean(x, target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        d = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _1 = rt.clip(d, (-delta), delta, np.less_equal, out=rt.empty((high - low,), dtype))
        _2 = np.multiply(_1, 0.5, out=rt.empty((high - low,), dtype))
        np.subtract(d, _2, out=_2)
        _1 *= _2
        _3 = np.sum(_1)
        _4 = rt.ratio(1, N) * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def huber_loss_mean_forward(x, target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    d = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=d[low:high])
        _1 = rt.clip(d[low:high], (-delta), delta, np.less_equal, out=rt.empty((high - low,), dtype))
        _2 = np.multiply(_1, 0.5, out=rt.empty((high - low,), dtype))
        np.subtract(d[low:high], _2, out=_2)
        _1 *= _2
        _3 = np.sum(_1)
        _4 = rt.ratio(1, N) * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (d, delta, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def huber_loss_mean_backward(saved, bar_loss):
    d, delta, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = bar_loss / N
    def block(low, high):
        rt.clip(d[low:high], (-delta), delta, np.less, out=bar_x[low:high])
        bar_x[low:high] *= _1
        np.negative(bar_x[low:high], out=bar_target[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def huber_loss_mean_jvp(x, target, dot_x, dot_target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        d = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _1 = rt.clip(d, (-delta), delta, np.less_equal, out=rt.empty((high - low,), dtype))
        _2 = np.multiply(_1, 0.5, out=rt.empty((high - low,), dtype))
        np.subtract(d, _2, out=_2)
        _1 *= _2
        _3 = np.sum(_1)
        _4 = rt.ratio(1, N) * _3
        dot_d = np.subtract(dot_x[low:high], dot_target[low:high], out=_1)
        rt.clip(d, (-delta), delta, np.less, out=d)
        _5 = np.vecdot(dot_d, d)
        _6 = rt.ratio(1, N) * _5
        return (_4, _6)
    loss, dot_loss = rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def huber_loss_sum(x, target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        d = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _1 = rt.clip(d, (-delta), delta, np.less_equal, out=rt.empty((high - low,), dtype))
        _2 = np.multiply(_1, 0.5, out=rt.empty((high - low,), dtype))
        np.subtract(d, _2, out=_2)
        _1 *= _2
        _3 = np.sum(_1)
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def huber_loss_sum_forward(x, target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    d = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=d[low:high])
        _1 = rt.clip(d[low:high], (-delta), delta, np.less_equal, out=rt.empty((high - low,), dtype))
        _2 = np.multiply(_1, 0.5, out=rt.empty((high - low,), dtype))
        np.subtract(d[low:high], _2, out=_2)
        _1 *= _2
        _3 = np.sum(_1)
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (d, delta, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def huber_loss_sum_backward(saved, bar_loss):
    d, delta, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        rt.clip(d[low:high], (-delta), delta, np.less, out=bar_x[low:high])
        bar_x[low:high] *= bar_loss
        np.negative(bar_x[low:high], out=bar_target[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def huber_loss_sum_jvp(x, target, dot_x, dot_target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        d = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _1 = rt.clip(d, (-delta), delta, np.less_equal, out=rt.empty((high - low,), dtype))
        _2 = np.multiply(_1, 0.5, out=rt.empty((high - low,), dtype))
        np.subtract(d, _2, out=_2)
        _1 *= _2
        _3 = np.sum(_1)
        dot_d = np.subtract(dot_x[low:high], dot_target[low:high], out=_1)
        rt.clip(d, (-delta), delta, np.less, out=d)
        _4 = np.vecdot(dot_d, d)
        return (_3, _4)
    loss, dot_loss = rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def huber_loss_none(x, target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        d = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        rt.clip(d, (-delta), delta, np.less_equal, out=loss[low:high])
        _1 = np.multiply(loss[low:high], 0.5, out=rt.empty((high - low,), dtype))
        np.subtract(d, _1, out=_1)
        loss[low:high] *= _1
    rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def huber_loss_none_forward(x, target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    d = rt.empty((N,), dtype)
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=d[low:high])
        rt.clip(d[low:high], (-delta), delta, np.less_equal, out=loss[low:high])
        _1 = np.multiply(loss[low:high], 0.5, out=rt.empty((high - low,), dtype))
        np.subtract(d[low:high], _1, out=_1)
        loss[low:high] *= _1
    rt.blocks(block, N, 1, dtype)
    return loss, (d, delta, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def huber_loss_none_backward(saved, bar_loss):
    d, delta, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        rt.clip(d[low:high], (-delta), delta, np.less, out=bar_x[low:high])
        np.multiply(bar_loss[low:high], bar_x[low:high], out=bar_x[low:high])
        np.negative(bar_x[low:high], out=bar_target[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def huber_loss_none_jvp(x, target, dot_x, dot_target, delta):
    delta = float(delta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        d = np.subtract(x[low:high], target[low:high], out=dot_loss[low:high])
        rt.clip(d, (-delta), delta, np.less_equal, out=loss[low:high])
        _1 = np.multiply(loss[low:high], 0.5, out=rt.empty((high - low,), dtype))
        np.subtract(d, _1, out=_1)
        loss[low:high] *= _1
        dot_d = np.subtract(dot_x[low:high], dot_target[low:high], out=_1)
        rt.clip(d, (-delta), delta, np.less, out=dot_loss[low:high])
        np.multiply(dot_d, dot_loss[low:high], out=dot_loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def smooth_l1_loss_mean(x, target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        d = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _1 = rt.saturated(d, beta, 1, out=rt.empty((high - low,), dtype))
        _2 = np.multiply(_1, (0.5*beta), out=rt.empty((high - low,), dtype))
        np.subtract(d, _2, out=_2)
        _1 *= _2
        _3 = np.sum(_1)
        _4 = rt.ratio(1, N) * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def smooth_l1_loss_mean_forward(x, target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    d = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=d[low:high])
        _1 = rt.saturated(d[low:high], beta, 1, out=rt.empty((high - low,), dtype))
        _2 = np.multiply(_1, (0.5*beta), out=rt.empty((high - low,), dtype))
        np.subtract(d[low:high], _2, out=_2)
        _1 *= _2
        _3 = np.sum(_1)
        _4 = rt.ratio(1, N) * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (d, beta, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def smooth_l1_loss_mean_backward(saved, bar_loss):
    d, beta, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = bar_loss / N
    def block(low, high):
        rt.saturated(d[low:high], beta, 1, out=bar_x[low:high])
        bar_x[low:high] *= _1
        np.negative(bar_x[low:high], out=bar_target[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def smooth_l1_loss_mean_jvp(x, target, dot_x, dot_target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        d = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _1 = rt.saturated(d, beta, 1, out=rt.empty((high - low,), dtype))
        _2 = np.multiply(_1, (0.5*beta), out=rt.empty((high - low,), dtype))
        np.subtract(d, _2, out=_2)
        np.multiply(_1, _2, out=_2)
        _3 = np.sum(_2)
        _4 = rt.ratio(1, N) * _3
        dot_d = np.subtract(dot_x[low:high], dot_target[low:high], out=_2)
        _5 = np.vecdot(dot_d, _1)
        _6 = rt.ratio(1, N) * _5
        return (_4, _6)
    loss, dot_loss = rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def smooth_l1_loss_sum(x, target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        d = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _1 = rt.saturated(d, beta, 1, out=rt.empty((high - low,), dtype))
        _2 = np.multiply(_1, (0.5*beta), out=rt.empty((high - low,), dtype))
        np.subtract(d, _2, out=_2)
        _1 *= _2
        _3 = np.sum(_1)
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def smooth_l1_loss_sum_forward(x, target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    d = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=d[low:high])
        _1 = rt.saturated(d[low:high], beta, 1, out=rt.empty((high - low,), dtype))
        _2 = np.multiply(_1, (0.5*beta), out=rt.empty((high - low,), dtype))
        np.subtract(d[low:high], _2, out=_2)
        _1 *= _2
        _3 = np.sum(_1)
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (d, beta, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def smooth_l1_loss_sum_backward(saved, bar_loss):
    d, beta, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        rt.saturated(d[low:high], beta, 1, out=bar_x[low:high])
        bar_x[low:high] *= bar_loss
        np.negative(bar_x[low:high], out=bar_target[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def smooth_l1_loss_sum_jvp(x, target, dot_x, dot_target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        d = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        _1 = rt.saturated(d, beta, 1, out=rt.empty((high - low,), dtype))
        _2 = np.multiply(_1, (0.5*beta), out=rt.empty((high - low,), dtype))
        np.subtract(d, _2, out=_2)
        np.multiply(_1, _2, out=_2)
        _3 = np.sum(_2)
        dot_d = np.subtract(dot_x[low:high], dot_target[low:high], out=_2)
        _4 = np.vecdot(dot_d, _1)
        return (_3, _4)
    loss, dot_loss = rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def smooth_l1_loss_none(x, target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        d = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        rt.saturated(d, beta, 1, out=loss[low:high])
        _1 = np.multiply(loss[low:high], (0.5*beta), out=rt.empty((high - low,), dtype))
        np.subtract(d, _1, out=_1)
        loss[low:high] *= _1
    rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def smooth_l1_loss_none_forward(x, target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    d = rt.empty((N,), dtype)
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(x[low:high], target[low:high], out=d[low:high])
        rt.saturated(d[low:high], beta, 1, out=loss[low:high])
        _1 = np.multiply(loss[low:high], (0.5*beta), out=rt.empty((high - low,), dtype))
        np.subtract(d[low:high], _1, out=_1)
        loss[low:high] *= _1
    rt.blocks(block, N, 1, dtype)
    return loss, (d, beta, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def smooth_l1_loss_none_backward(saved, bar_loss):
    d, beta, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        rt.saturated(d[low:high], beta, 1, out=bar_x[low:high])
        np.multiply(bar_loss[low:high], bar_x[low:high], out=bar_x[low:high])
        np.negative(bar_x[low:high], out=bar_target[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def smooth_l1_loss_none_jvp(x, target, dot_x, dot_target, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        d = np.subtract(x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        rt.saturated(d, beta, 1, out=dot_loss[low:high])
        np.multiply(dot_loss[low:high], (0.5*beta), out=loss[low:high])
        np.subtract(d, loss[low:high], out=loss[low:high])
        np.multiply(dot_loss[low:high], loss[low:high], out=loss[low:high])
        dot_d = np.subtract(dot_x[low:high], dot_target[low:high], out=d)
        np.multiply(dot_d, dot_loss[low:high], out=dot_loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hinge_loss_mean(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.multiply(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        np.subtract(1, _1, out=_1)
        np.maximum(_1, 0, out=_1)
        _2 = np.sum(_1)
        _3 = rt.ratio(1, N) * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hinge_loss_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.multiply(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        np.subtract(1, _1, out=_1)
        np.maximum(_1, 0, out=_1)
        _2 = np.sum(_1)
        _3 = rt.ratio(1, N) * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hinge_loss_mean_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = bar_loss / N
    _2 = bar_loss / N
    def block(low, high):
        np.negative(x[low:high], out=bar_target[low:high])
        _3 = np.multiply(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _4 = np.greater_equal(_3, 1)
        rt.where(_4, 0, bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] *= _1
        np.negative(target[low:high], out=bar_x[low:high])
        _5 = np.greater_equal(_3, 1)
        rt.where(_5, 0, bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= _2
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hinge_loss_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.multiply(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.subtract(1, _1, out=rt.empty((high - low,), dtype))
        np.maximum(_2, 0, out=_2)
        _3 = np.sum(_2)
        _4 = rt.ratio(1, N) * _3
        np.negative(x[low:high], out=_2)
        _5 = np.greater_equal(_1, 1)
        rt.where(_5, 0, _2, out=_2)
        _6 = np.vecdot(dot_target[low:high], _2)
        _7 = rt.ratio(1, N) * _6
        np.negative(target[low:high], out=_2)
        _8 = np.greater_equal(_1, 1)
        rt.where(_8, 0, _2, out=_2)
        _9 = np.vecdot(dot_x[low:high], _2)
        _10 = rt.ratio(1, N) * _9
        return (_4, _7, _10)
    loss, dot_loss, _11 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _11
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hinge_loss_sum(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.multiply(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        np.subtract(1, _1, out=_1)
        np.maximum(_1, 0, out=_1)
        _2 = np.sum(_1)
        return (_2,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hinge_loss_sum_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.multiply(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        np.subtract(1, _1, out=_1)
        np.maximum(_1, 0, out=_1)
        _2 = np.sum(_1)
        return (_2,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hinge_loss_sum_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.negative(x[low:high], out=bar_target[low:high])
        _1 = np.multiply(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.greater_equal(_1, 1)
        rt.where(_2, 0, bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] *= bar_loss
        np.negative(target[low:high], out=bar_x[low:high])
        _3 = np.greater_equal(_1, 1)
        rt.where(_3, 0, bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= bar_loss
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hinge_loss_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.multiply(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.subtract(1, _1, out=rt.empty((high - low,), dtype))
        np.maximum(_2, 0, out=_2)
        _3 = np.sum(_2)
        np.negative(x[low:high], out=_2)
        _4 = np.greater_equal(_1, 1)
        rt.where(_4, 0, _2, out=_2)
        _5 = np.vecdot(dot_target[low:high], _2)
        np.negative(target[low:high], out=_2)
        _6 = np.greater_equal(_1, 1)
        rt.where(_6, 0, _2, out=_2)
        _7 = np.vecdot(dot_x[low:high], _2)
        return (_3, _5, _7)
    loss, dot_loss, _8 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _8
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hinge_loss_none(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(target[low:high], x[low:high], out=loss[low:high])
        np.subtract(1, loss[low:high], out=loss[low:high])
        np.maximum(loss[low:high], 0, out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hinge_loss_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(target[low:high], x[low:high], out=loss[low:high])
        np.subtract(1, loss[low:high], out=loss[low:high])
        np.maximum(loss[low:high], 0, out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hinge_loss_none_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.negative(x[low:high], out=bar_target[low:high])
        _1 = np.multiply(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.greater_equal(_1, 1)
        rt.where(_2, 0, bar_target[low:high], out=bar_target[low:high])
        np.multiply(bar_loss[low:high], bar_target[low:high], out=bar_target[low:high])
        np.negative(target[low:high], out=bar_x[low:high])
        _3 = np.greater_equal(_1, 1)
        rt.where(_3, 0, bar_x[low:high], out=bar_x[low:high])
        np.multiply(bar_loss[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hinge_loss_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.multiply(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        np.subtract(1, _1, out=loss[low:high])
        np.maximum(loss[low:high], 0, out=loss[low:high])
        np.negative(x[low:high], out=dot_loss[low:high])
        _2 = np.greater_equal(_1, 1)
        rt.where(_2, 0, dot_loss[low:high], out=dot_loss[low:high])
        np.multiply(dot_target[low:high], dot_loss[low:high], out=dot_loss[low:high])
        np.negative(target[low:high], out=_1)
        rt.where(_2, 0, _1, out=_1)
        np.multiply(dot_x[low:high], _1, out=_1)
        dot_loss[low:high] += _1
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


def binary_cross_entropy_mean(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.log(x[low:high], out=rt.empty((high - low,), dtype))
        yes = np.maximum(_1, -100, out=_1)
        _2 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.log1p(_2, out=_2)
        no = np.maximum(_2, -100, out=_2)
        _3 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(no, _3, out=_3)
        np.multiply(target[low:high], yes, out=yes)
        _3 += yes
        _4 = np.sum(_3)
        _5 = rt.ratio(-1, N) * _4
        return (_5,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    log_1 = rt.empty((N,), dtype)
    yes = rt.empty((N,), dtype)
    log_2 = rt.empty((N,), dtype)
    no = rt.empty((N,), dtype)
    def block(low, high):
        np.log(x[low:high], out=log_1[low:high])
        np.maximum(log_1[low:high], -100, out=yes[low:high])
        np.negative(x[low:high], out=log_2[low:high])
        rt.log1p(log_2[low:high], out=log_2[low:high])
        np.maximum(log_2[low:high], -100, out=no[low:high])
        _1 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(no[low:high], _1, out=_1)
        _2 = np.multiply(target[low:high], yes[low:high], out=rt.empty((high - low,), dtype))
        _1 += _2
        _3 = np.sum(_1)
        _4 = rt.ratio(-1, N) * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, log_1, yes, log_2, no, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def binary_cross_entropy_mean_backward(saved, bar_loss):
    x, target, log_1, yes, log_2, no, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = bar_loss / N
    _2 = bar_loss / N
    _3 = -1 * bar_loss
    _4 = _3 / N
    def block(low, high):
        np.subtract(target[low:high], 1, out=bar_target[low:high])
        bar_no = np.multiply(bar_target[low:high], _1, out=rt.empty((high - low,), dtype))
        np.subtract(no[low:high], yes[low:high], out=bar_target[low:high])
        bar_target[low:high] *= _2
        bar_yes = np.multiply(target[low:high], _4, out=rt.empty((high - low,), dtype))
        np.subtract(1, x[low:high], out=bar_x[low:high])
        np.divide(-1, bar_x[low:high], out=bar_x[low:high])
        _5 = np.less(log_2[low:high], -100)
        rt.where(_5, 0, bar_x[low:high], out=bar_x[low:high])
        np.multiply(bar_no, bar_x[low:high], out=bar_x[low:high])
        np.divide(1, x[low:high], out=bar_no)
        _6 = np.less(log_1[low:high], -100)
        rt.where(_6, 0, bar_no, out=bar_no)
        np.multiply(bar_yes, bar_no, out=bar_no)
        bar_x[low:high] += bar_no
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def binary_cross_entropy_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.log(x[low:high], out=rt.empty((high - low,), dtype))
        yes = np.maximum(_1, -100, out=rt.empty((high - low,), dtype))
        _2 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.log1p(_2, out=_2)
        no = np.maximum(_2, -100, out=rt.empty((high - low,), dtype))
        _3 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(no, _3, out=_3)
        _4 = np.multiply(target[low:high], yes, out=rt.empty((high - low,), dtype))
        _3 += _4
        _5 = np.sum(_3)
        _6 = rt.ratio(-1, N) * _5
        np.divide(1, x[low:high], out=_3)
        _7 = np.less(_1, -100)
        rt.where(_7, 0, _3, out=_3)
        dot_yes = np.multiply(dot_x[low:high], _3, out=_3)
        np.subtract(1, x[low:high], out=_1)
        np.divide(-1, _1, out=_1)
        _8 = np.less(_2, -100)
        rt.where(_8, 0, _1, out=_1)
        dot_no = np.multiply(dot_x[low:high], _1, out=_1)
        np.subtract(target[low:high], 1, out=_2)
        _9 = np.vecdot(dot_no, _2)
        _10 = rt.ratio(1, N) * _9
        no -= yes
        _11 = np.vecdot(dot_target[low:high], no)
        _12 = rt.ratio(1, N) * _11
        _13 = np.vecdot(dot_yes, target[low:high])
        _14 = rt.ratio(-1, N) * _13
        return (_6, _10, _12, _14)
    loss, dot_loss, _15, _16 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _15
    dot_loss = dot_loss + _16
    return loss, dot_loss


def binary_cross_entropy_sum(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.log(x[low:high], out=rt.empty((high - low,), dtype))
        yes = np.maximum(_1, -100, out=_1)
        _2 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.log1p(_2, out=_2)
        no = np.maximum(_2, -100, out=_2)
        _3 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(no, _3, out=_3)
        np.multiply(target[low:high], yes, out=yes)
        _3 += yes
        _4 = np.sum(_3)
        _5 = -1 * _4
        return (_5,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_sum_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    log_1 = rt.empty((N,), dtype)
    yes = rt.empty((N,), dtype)
    log_2 = rt.empty((N,), dtype)
    no = rt.empty((N,), dtype)
    def block(low, high):
        np.log(x[low:high], out=log_1[low:high])
        np.maximum(log_1[low:high], -100, out=yes[low:high])
        np.negative(x[low:high], out=log_2[low:high])
        rt.log1p(log_2[low:high], out=log_2[low:high])
        np.maximum(log_2[low:high], -100, out=no[low:high])
        _1 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(no[low:high], _1, out=_1)
        _2 = np.multiply(target[low:high], yes[low:high], out=rt.empty((high - low,), dtype))
        _1 += _2
        _3 = np.sum(_1)
        _4 = -1 * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, log_1, yes, log_2, no, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def binary_cross_entropy_sum_backward(saved, bar_loss):
    x, target, log_1, yes, log_2, no, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    def block(low, high):
        _2 = np.subtract(target[low:high], 1, out=rt.empty((high - low,), dtype))
        bar_no = np.multiply(_2, bar_loss, out=_2)
        np.subtract(no[low:high], yes[low:high], out=bar_target[low:high])
        bar_target[low:high] *= bar_loss
        bar_yes = np.multiply(target[low:high], _1, out=rt.empty((high - low,), dtype))
        np.subtract(1, x[low:high], out=bar_x[low:high])
        np.divide(-1, bar_x[low:high], out=bar_x[low:high])
        _3 = np.less(log_2[low:high], -100)
        rt.where(_3, 0, bar_x[low:high], out=bar_x[low:high])
        np.multiply(bar_no, bar_x[low:high], out=bar_x[low:high])
        np.divide(1, x[low:high], out=bar_no)
        _4 = np.less(log_1[low:high], -100)
        rt.where(_4, 0, bar_no, out=bar_no)
        np.multiply(bar_yes, bar_no, out=bar_no)
        bar_x[low:high] += bar_no
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def binary_cross_entropy_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.log(x[low:high], out=rt.empty((high - low,), dtype))
        yes = np.maximum(_1, -100, out=rt.empty((high - low,), dtype))
        _2 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.log1p(_2, out=_2)
        no = np.maximum(_2, -100, out=rt.empty((high - low,), dtype))
        _3 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(no, _3, out=_3)
        _4 = np.multiply(target[low:high], yes, out=rt.empty((high - low,), dtype))
        _3 += _4
        _5 = np.sum(_3)
        _6 = -1 * _5
        np.divide(1, x[low:high], out=_3)
        _7 = np.less(_1, -100)
        rt.where(_7, 0, _3, out=_3)
        dot_yes = np.multiply(dot_x[low:high], _3, out=_3)
        np.subtract(1, x[low:high], out=_1)
        np.divide(-1, _1, out=_1)
        _8 = np.less(_2, -100)
        rt.where(_8, 0, _1, out=_1)
        dot_no = np.multiply(dot_x[low:high], _1, out=_1)
        np.subtract(target[low:high], 1, out=_2)
        _9 = np.vecdot(dot_no, _2)
        no -= yes
        _10 = np.vecdot(dot_target[low:high], no)
        _11 = np.vecdot(dot_yes, target[low:high])
        _12 = -1 * _11
        return (_6, _9, _10, _12)
    loss, dot_loss, _13, _14 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _13
    dot_loss = dot_loss + _14
    return loss, dot_loss


def binary_cross_entropy_none(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.log(x[low:high], out=rt.empty((high - low,), dtype))
        yes = np.maximum(_1, -100, out=_1)
        _2 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.log1p(_2, out=_2)
        no = np.maximum(_2, -100, out=_2)
        np.subtract(1, target[low:high], out=loss[low:high])
        np.multiply(no, loss[low:high], out=loss[low:high])
        np.multiply(target[low:high], yes, out=yes)
        np.negative(loss[low:high], out=loss[low:high])
        loss[low:high] -= yes
    rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    log_1 = rt.empty((N,), dtype)
    yes = rt.empty((N,), dtype)
    log_2 = rt.empty((N,), dtype)
    no = rt.empty((N,), dtype)
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.log(x[low:high], out=log_1[low:high])
        np.maximum(log_1[low:high], -100, out=yes[low:high])
        np.negative(x[low:high], out=log_2[low:high])
        rt.log1p(log_2[low:high], out=log_2[low:high])
        np.maximum(log_2[low:high], -100, out=no[low:high])
        np.subtract(1, target[low:high], out=loss[low:high])
        np.multiply(no[low:high], loss[low:high], out=loss[low:high])
        _1 = np.multiply(target[low:high], yes[low:high], out=rt.empty((high - low,), dtype))
        np.negative(loss[low:high], out=loss[low:high])
        loss[low:high] -= _1
    rt.blocks(block, N, 1, dtype)
    return loss, (x, target, log_1, yes, log_2, no, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def binary_cross_entropy_none_backward(saved, bar_loss):
    x, target, log_1, yes, log_2, no, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.subtract(target[low:high], 1, out=rt.empty((high - low,), dtype))
        bar_no = np.multiply(bar_loss[low:high], _1, out=_1)
        np.subtract(no[low:high], yes[low:high], out=bar_target[low:high])
        np.multiply(bar_loss[low:high], bar_target[low:high], out=bar_target[low:high])
        _2 = np.multiply(bar_loss[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        bar_yes = np.negative(_2, out=_2)
        np.subtract(1, x[low:high], out=bar_x[low:high])
        np.divide(-1, bar_x[low:high], out=bar_x[low:high])
        _3 = np.less(log_2[low:high], -100)
        rt.where(_3, 0, bar_x[low:high], out=bar_x[low:high])
        np.multiply(bar_no, bar_x[low:high], out=bar_x[low:high])
        np.divide(1, x[low:high], out=bar_no)
        _4 = np.less(log_1[low:high], -100)
        rt.where(_4, 0, bar_no, out=bar_no)
        np.multiply(bar_yes, bar_no, out=bar_no)
        bar_x[low:high] += bar_no
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def binary_cross_entropy_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        np.log(x[low:high], out=dot_loss[low:high])
        yes = np.maximum(dot_loss[low:high], -100, out=rt.empty((high - low,), dtype))
        _1 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.log1p(_1, out=_1)
        no = np.maximum(_1, -100, out=rt.empty((high - low,), dtype))
        np.subtract(1, target[low:high], out=loss[low:high])
        np.multiply(no, loss[low:high], out=loss[low:high])
        _2 = np.multiply(target[low:high], yes, out=rt.empty((high - low,), dtype))
        np.negative(loss[low:high], out=loss[low:high])
        loss[low:high] -= _2
        np.divide(1, x[low:high], out=_2)
        _3 = np.less(dot_loss[low:high], -100)
        rt.where(_3, 0, _2, out=_2)
        dot_yes = np.multiply(dot_x[low:high], _2, out=_2)
        np.subtract(1, x[low:high], out=dot_loss[low:high])
        np.divide(-1, dot_loss[low:high], out=dot_loss[low:high])
        _4 = np.less(_1, -100)
        rt.where(_4, 0, dot_loss[low:high], out=dot_loss[low:high])
        dot_no = np.multiply(dot_x[low:high], dot_loss[low:high], out=_1)
        np.subtract(target[low:high], 1, out=dot_loss[low:high])
        np.multiply(dot_no, dot_loss[low:high], out=dot_loss[low:high])
        no -= yes
        np.multiply(dot_target[low:high], no, out=no)
        dot_yes *= target[low:high]
        dot_loss[low:high] += no
        dot_loss[low:high] -= dot_yes
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


def binary_cross_entropy_weighted_mean(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.log(x[low:high], out=rt.empty((high - low,), dtype))
        yes = np.maximum(_1, -100, out=_1)
        _2 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.log1p(_2, out=_2)
        no = np.maximum(_2, -100, out=_2)
        _3 = weight[low:high].astype(dtype)
        _4 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(no, _4, out=_4)
        np.multiply(target[low:high], yes, out=yes)
        _4 += yes
        _5 = np.vecdot(_3, _4)
        _6 = rt.ratio(-1, N) * _5
        return (_6,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_weighted_mean_forward(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    log_1 = rt.empty((N,), dtype)
    yes = rt.empty((N,), dtype)
    log_2 = rt.empty((N,), dtype)
    no = rt.empty((N,), dtype)
    def block(low, high):
        np.log(x[low:high], out=log_1[low:high])
        np.maximum(log_1[low:high], -100, out=yes[low:high])
        np.negative(x[low:high], out=log_2[low:high])
        rt.log1p(log_2[low:high], out=log_2[low:high])
        np.maximum(log_2[low:high], -100, out=no[low:high])
        _1 = weight[low:high].astype(dtype)
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(no[low:high], _2, out=_2)
        _3 = np.multiply(target[low:high], yes[low:high], out=rt.empty((high - low,), dtype))
        _2 += _3
        _4 = np.vecdot(_1, _2)
        _5 = rt.ratio(-1, N) * _4
        return (_5,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, weight, log_1, yes, log_2, no, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def binary_cross_entropy_weighted_mean_backward(saved, bar_loss):
    x, target, weight, log_1, yes, log_2, no, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    _2 = _1 / N
    _3 = bar_loss / N
    _4 = -1 * bar_loss
    _5 = _4 / N
    def block(low, high):
        _6 = weight[low:high].astype(dtype)
        np.subtract(1, target[low:high], out=bar_target[low:high])
        np.multiply(_6, bar_target[low:high], out=bar_target[low:high])
        bar_no = np.multiply(bar_target[low:high], _2, out=rt.empty((high - low,), dtype))
        np.subtract(no[low:high], yes[low:high], out=bar_target[low:high])
        np.multiply(_6, bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] *= _3
        np.multiply(target[low:high], _6, out=bar_x[low:high])
        bar_yes = np.multiply(bar_x[low:high], _5, out=rt.empty((high - low,), dtype))
        np.subtract(1, x[low:high], out=bar_x[low:high])
        np.divide(-1, bar_x[low:high], out=bar_x[low:high])
        _7 = np.less(log_2[low:high], -100)
        rt.where(_7, 0, bar_x[low:high], out=bar_x[low:high])
        np.multiply(bar_no, bar_x[low:high], out=bar_x[low:high])
        np.divide(1, x[low:high], out=bar_no)
        _8 = np.less(log_1[low:high], -100)
        rt.where(_8, 0, bar_no, out=bar_no)
        np.multiply(bar_yes, bar_no, out=bar_no)
        bar_x[low:high] += bar_no
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def binary_cross_entropy_weighted_mean_jvp(x, target, weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.log(x[low:high], out=rt.empty((high - low,), dtype))
        yes = np.maximum(_1, -100, out=rt.empty((high - low,), dtype))
        _2 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.log1p(_2, out=_2)
        no = np.maximum(_2, -100, out=rt.empty((high - low,), dtype))
        _3 = weight[low:high].astype(dtype)
        _4 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _5 = np.multiply(no, _4, out=rt.empty((high - low,), dtype))
        _6 = np.multiply(target[low:high], yes, out=rt.empty((high - low,), dtype))
        _5 += _6
        _7 = np.vecdot(_3, _5)
        _8 = rt.ratio(-1, N) * _7
        np.divide(1, x[low:high], out=_5)
        _9 = np.less(_1, -100)
        rt.where(_9, 0, _5, out=_5)
        dot_yes = np.multiply(dot_x[low:high], _5, out=_5)
        np.subtract(1, x[low:high], out=_1)
        np.divide(-1, _1, out=_1)
        _10 = np.less(_2, -100)
        rt.where(_10, 0, _1, out=_1)
        dot_no = np.multiply(dot_x[low:high], _1, out=_1)
        np.multiply(_3, _4, out=_4)
        _11 = np.vecdot(dot_no, _4)
        _12 = rt.ratio(-1, N) * _11
        no -= yes
        np.multiply(_3, no, out=no)
        _13 = np.vecdot(dot_target[low:high], no)
        _14 = rt.ratio(1, N) * _13
        np.multiply(target[low:high], _3, out=no)
        _15 = np.vecdot(dot_yes, no)
        _16 = rt.ratio(-1, N) * _15
        return (_8, _12, _14, _16)
    loss, dot_loss, _17, _18 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _17
    dot_loss = dot_loss + _18
    return loss, dot_loss


def binary_cross_entropy_weighted_sum(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.log(x[low:high], out=rt.empty((high - low,), dtype))
        yes = np.maximum(_1, -100, out=_1)
        _2 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.log1p(_2, out=_2)
        no = np.maximum(_2, -100, out=_2)
        _3 = weight[low:high].astype(dtype)
        _4 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(no, _4, out=_4)
        np.multiply(target[low:high], yes, out=yes)
        _4 += yes
        _5 = np.vecdot(_3, _4)
        _6 = -1 * _5
        return (_6,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_weighted_sum_forward(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    log_1 = rt.empty((N,), dtype)
    yes = rt.empty((N,), dtype)
    log_2 = rt.empty((N,), dtype)
    no = rt.empty((N,), dtype)
    def block(low, high):
        np.log(x[low:high], out=log_1[low:high])
        np.maximum(log_1[low:high], -100, out=yes[low:high])
        np.negative(x[low:high], out=log_2[low:high])
        rt.log1p(log_2[low:high], out=log_2[low:high])
        np.maximum(log_2[low:high], -100, out=no[low:high])
        _1 = weight[low:high].astype(dtype)
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(no[low:high], _2, out=_2)
        _3 = np.multiply(target[low:high], yes[low:high], out=rt.empty((high - low,), dtype))
        _2 += _3
        _4 = np.vecdot(_1, _2)
        _5 = -1 * _4
        return (_5,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, weight, log_1, yes, log_2, no, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def binary_cross_entropy_weighted_sum_backward(saved, bar_loss):
    x, target, weight, log_1, yes, log_2, no, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    _2 = -1 * bar_loss
    def block(low, high):
        _3 = weight[low:high].astype(dtype)
        np.subtract(1, target[low:high], out=bar_target[low:high])
        np.multiply(_3, bar_target[low:high], out=bar_target[low:high])
        bar_no = np.multiply(bar_target[low:high], _1, out=rt.empty((high - low,), dtype))
        np.subtract(no[low:high], yes[low:high], out=bar_target[low:high])
        np.multiply(_3, bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] *= bar_loss
        np.multiply(target[low:high], _3, out=bar_x[low:high])
        bar_yes = np.multiply(bar_x[low:high], _2, out=rt.empty((high - low,), dtype))
        np.subtract(1, x[low:high], out=bar_x[low:high])
        np.divide(-1, bar_x[low:high], out=bar_x[low:high])
        _4 = np.less(log_2[low:high], -100)
        rt.where(_4, 0, bar_x[low:high], out=bar_x[low:high])
        np.multiply(bar_no, bar_x[low:high], out=bar_x[low:high])
        np.divide(1, x[low:high], out=bar_no)
        _5 = np.less(log_1[low:high], -100)
        rt.where(_5, 0, bar_no, out=bar_no)
        np.multiply(bar_yes, bar_no, out=bar_no)
        bar_x[low:high] += bar_no
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def binary_cross_entropy_weighted_sum_jvp(x, target, weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.log(x[low:high], out=rt.empty((high - low,), dtype))
        yes = np.maximum(_1, -100, out=rt.empty((high - low,), dtype))
        _2 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.log1p(_2, out=_2)
        no = np.maximum(_2, -100, out=rt.empty((high - low,), dtype))
        _3 = weight[low:high].astype(dtype)
        _4 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _5 = np.multiply(no, _4, out=rt.empty((high - low,), dtype))
        _6 = np.multiply(target[low:high], yes, out=rt.empty((high - low,), dtype))
        _5 += _6
        _7 = np.vecdot(_3, _5)
        _8 = -1 * _7
        np.divide(1, x[low:high], out=_5)
        _9 = np.less(_1, -100)
        rt.where(_9, 0, _5, out=_5)
        dot_yes = np.multiply(dot_x[low:high], _5, out=_5)
        np.subtract(1, x[low:high], out=_1)
        np.divide(-1, _1, out=_1)
        _10 = np.less(_2, -100)
        rt.where(_10, 0, _1, out=_1)
        dot_no = np.multiply(dot_x[low:high], _1, out=_1)
        np.multiply(_3, _4, out=_4)
        _11 = np.vecdot(dot_no, _4)
        _12 = -1 * _11
        no -= yes
        np.multiply(_3, no, out=no)
        _13 = np.vecdot(dot_target[low:high], no)
        np.multiply(target[low:high], _3, out=no)
        _14 = np.vecdot(dot_yes, no)
        _15 = -1 * _14
        return (_8, _12, _13, _15)
    loss, dot_loss, _16, _17 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _16
    dot_loss = dot_loss + _17
    return loss, dot_loss


def binary_cross_entropy_weighted_none(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.log(x[low:high], out=rt.empty((high - low,), dtype))
        yes = np.maximum(_1, -100, out=_1)
        _2 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.log1p(_2, out=_2)
        no = np.maximum(_2, -100, out=_2)
        _3 = weight[low:high].astype(dtype)
        np.subtract(1, target[low:high], out=loss[low:high])
        np.multiply(no, loss[low:high], out=loss[low:high])
        np.multiply(target[low:high], yes, out=yes)
        loss[low:high] += yes
        np.multiply(_3, loss[low:high], out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_weighted_none_forward(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    log_1 = rt.empty((N,), dtype)
    yes = rt.empty((N,), dtype)
    log_2 = rt.empty((N,), dtype)
    no = rt.empty((N,), dtype)
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.log(x[low:high], out=log_1[low:high])
        np.maximum(log_1[low:high], -100, out=yes[low:high])
        np.negative(x[low:high], out=log_2[low:high])
        rt.log1p(log_2[low:high], out=log_2[low:high])
        np.maximum(log_2[low:high], -100, out=no[low:high])
        _1 = weight[low:high].astype(dtype)
        np.subtract(1, target[low:high], out=loss[low:high])
        np.multiply(no[low:high], loss[low:high], out=loss[low:high])
        _2 = np.multiply(target[low:high], yes[low:high], out=rt.empty((high - low,), dtype))
        loss[low:high] += _2
        np.multiply(_1, loss[low:high], out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, (x, target, weight, log_1, yes, log_2, no, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def binary_cross_entropy_weighted_none_backward(saved, bar_loss):
    x, target, weight, log_1, yes, log_2, no, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        np.subtract(1, target[low:high], out=bar_target[low:high])
        np.multiply(bar_loss[low:high], _1, out=bar_x[low:high])
        np.multiply(bar_x[low:high], bar_target[low:high], out=bar_target[low:high])
        bar_no = np.negative(bar_target[low:high], out=rt.empty((high - low,), dtype))
        np.subtract(no[low:high], yes[low:high], out=bar_x[low:high])
        np.multiply(bar_loss[low:high], _1, out=bar_target[low:high])
        bar_target[low:high] *= bar_x[low:high]
        np.multiply(bar_loss[low:high], target[low:high], out=bar_x[low:high])
        bar_x[low:high] *= _1
        bar_yes = np.negative(bar_x[low:high], out=rt.empty((high - low,), dtype))
        np.subtract(1, x[low:high], out=bar_x[low:high])
        np.divide(-1, bar_x[low:high], out=bar_x[low:high])
        _2 = np.less(log_2[low:high], -100)
        rt.where(_2, 0, bar_x[low:high], out=bar_x[low:high])
        np.multiply(bar_no, bar_x[low:high], out=bar_x[low:high])
        np.divide(1, x[low:high], out=bar_no)
        _3 = np.less(log_1[low:high], -100)
        rt.where(_3, 0, bar_no, out=bar_no)
        np.multiply(bar_yes, bar_no, out=bar_no)
        bar_x[low:high] += bar_no
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def binary_cross_entropy_weighted_none_jvp(x, target, weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.log(x[low:high], out=rt.empty((high - low,), dtype))
        yes = np.maximum(_1, -100, out=rt.empty((high - low,), dtype))
        _2 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.log1p(_2, out=_2)
        no = np.maximum(_2, -100, out=rt.empty((high - low,), dtype))
        _3 = weight[low:high].astype(dtype)
        np.subtract(1, target[low:high], out=dot_loss[low:high])
        np.multiply(no, dot_loss[low:high], out=loss[low:high])
        _4 = np.multiply(target[low:high], yes, out=rt.empty((high - low,), dtype))
        loss[low:high] += _4
        np.multiply(_3, loss[low:high], out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
        np.divide(1, x[low:high], out=_4)
        _5 = np.less(_1, -100)
        rt.where(_5, 0, _4, out=_4)
        dot_yes = np.multiply(dot_x[low:high], _4, out=_4)
        np.subtract(1, x[low:high], out=_1)
        np.divide(-1, _1, out=_1)
        _6 = np.less(_2, -100)
        rt.where(_6, 0, _1, out=_1)
        dot_no = np.multiply(dot_x[low:high], _1, out=_1)
        np.multiply(dot_no, dot_loss[low:high], out=dot_loss[low:high])
        no -= yes
        np.multiply(dot_target[low:high], no, out=no)
        dot_yes *= target[low:high]
        dot_loss[low:high] += dot_yes
        dot_loss[low:high] -= no
        np.multiply(_3, dot_loss[low:high], out=dot_loss[low:high])
        np.negative(dot_loss[low:high], out=dot_loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


def binary_cross_entropy_with_logits_mean(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.negative(_1, out=_1)
        rt.softplus(_1, out=_1)
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _2 *= _3
        np.minimum(x[low:high], 0, out=_3)
        np.multiply(target[low:high], _3, out=_3)
        _1 += _2
        _1 -= _3
        _4 = np.sum(_1)
        _5 = rt.ratio(1, N) * _4
        return (_5,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_with_logits_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.negative(_1, out=_1)
        rt.softplus(_1, out=_1)
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _2 *= _3
        np.minimum(x[low:high], 0, out=_3)
        np.multiply(target[low:high], _3, out=_3)
        _1 += _2
        _1 -= _3
        _4 = np.sum(_1)
        _5 = rt.ratio(1, N) * _4
        return (_5,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


def binary_cross_entropy_with_logits_mean_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = bar_loss / N
    _2 = -1 * bar_loss
    _3 = _2 / N
    def block(low, high):
        np.negative(x[low:high], out=bar_x[low:high])
        np.multiply(bar_x[low:high], _1, out=bar_target[low:high])
        _5 = rt.sigmoid_and_mirror(x[low:high], bar_x[low:high], rt.empty((high - low,), dtype))
        np.multiply(target[low:high], bar_x[low:high], out=bar_x[low:high])
        _4 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _4 *= _5
        bar_x[low:high] -= _4
        bar_x[low:high] *= _3
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.negative(_1, out=_1)
        rt.softplus(_1, out=_1)
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        np.multiply(_2, _3, out=_3)
        _4 = np.minimum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _4, out=_4)
        _1 += _3
        _1 -= _4
        _5 = np.sum(_1)
        _6 = rt.ratio(1, N) * _5
        np.negative(x[low:high], out=_1)
        _7 = np.vecdot(dot_target[low:high], _1)
        _8 = rt.ratio(1, N) * _7
        rt.sigmoid_and_mirror(x[low:high], _1, _4)
        np.multiply(target[low:high], _1, out=_1)
        _2 *= _4
        _1 -= _2
        _9 = np.vecdot(dot_x[low:high], _1)
        _10 = rt.ratio(-1, N) * _9
        return (_6, _8, _10)
    loss, dot_loss, _11 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _11
    return loss, dot_loss


def binary_cross_entropy_with_logits_sum(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.negative(_1, out=_1)
        rt.softplus(_1, out=_1)
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _2 *= _3
        np.minimum(x[low:high], 0, out=_3)
        np.multiply(target[low:high], _3, out=_3)
        _1 += _2
        _1 -= _3
        _4 = np.sum(_1)
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_with_logits_sum_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.negative(_1, out=_1)
        rt.softplus(_1, out=_1)
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _2 *= _3
        np.minimum(x[low:high], 0, out=_3)
        np.multiply(target[low:high], _3, out=_3)
        _1 += _2
        _1 -= _3
        _4 = np.sum(_1)
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


def binary_cross_entropy_with_logits_sum_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    def block(low, high):
        np.negative(x[low:high], out=bar_x[low:high])
        np.multiply(bar_x[low:high], bar_loss, out=bar_target[low:high])
        _3 = rt.sigmoid_and_mirror(x[low:high], bar_x[low:high], rt.empty((high - low,), dtype))
        np.multiply(target[low:high], bar_x[low:high], out=bar_x[low:high])
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _2 *= _3
        bar_x[low:high] -= _2
        bar_x[low:high] *= _1
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.negative(_1, out=_1)
        rt.softplus(_1, out=_1)
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        np.multiply(_2, _3, out=_3)
        _4 = np.minimum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _4, out=_4)
        _1 += _3
        _1 -= _4
        _5 = np.sum(_1)
        np.negative(x[low:high], out=_1)
        _6 = np.vecdot(dot_target[low:high], _1)
        rt.sigmoid_and_mirror(x[low:high], _1, _4)
        np.multiply(target[low:high], _1, out=_1)
        _2 *= _4
        _1 -= _2
        _7 = np.vecdot(dot_x[low:high], _1)
        _8 = -1 * _7
        return (_5, _6, _8)
    loss, dot_loss, _9 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _9
    return loss, dot_loss


def binary_cross_entropy_with_logits_none(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.abs(x[low:high], out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
        rt.softplus(loss[low:high], out=loss[low:high])
        _1 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _1 *= _2
        np.minimum(x[low:high], 0, out=_2)
        np.multiply(target[low:high], _2, out=_2)
        loss[low:high] += _1
        loss[low:high] -= _2
    rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_with_logits_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.abs(x[low:high], out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
        rt.softplus(loss[low:high], out=loss[low:high])
        _1 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _1 *= _2
        np.minimum(x[low:high], 0, out=_2)
        np.multiply(target[low:high], _2, out=_2)
        loss[low:high] += _1
        loss[low:high] -= _2
    rt.blocks(block, N, 1, dtype)
    return loss, (x, target, N, dtype)


def binary_cross_entropy_with_logits_none_backward(saved, bar_loss):
    x, target, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.negative(x[low:high], out=bar_x[low:high])
        np.multiply(bar_loss[low:high], bar_x[low:high], out=bar_target[low:high])
        _2 = rt.sigmoid_and_mirror(x[low:high], bar_x[low:high], rt.empty((high - low,), dtype))
        np.multiply(target[low:high], bar_x[low:high], out=bar_x[low:high])
        _1 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _1 *= _2
        bar_x[low:high] -= _1
        np.multiply(bar_loss[low:high], bar_x[low:high], out=bar_x[low:high])
        np.negative(bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        np.abs(x[low:high], out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
        rt.softplus(loss[low:high], out=loss[low:high])
        _1 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        np.maximum(x[low:high], 0, out=dot_loss[low:high])
        np.multiply(_1, dot_loss[low:high], out=dot_loss[low:high])
        _2 = np.minimum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _2, out=_2)
        loss[low:high] += dot_loss[low:high]
        loss[low:high] -= _2
        np.negative(x[low:high], out=_2)
        np.multiply(dot_target[low:high], _2, out=dot_loss[low:high])
        _3 = rt.sigmoid_and_mirror(x[low:high], _2, rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _2, out=_2)
        np.multiply(_1, _3, out=_3)
        np.subtract(_2, _3, out=_3)
        np.multiply(dot_x[low:high], _3, out=_3)
        np.negative(_3, out=_3)
        dot_loss[low:high] += _3
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


def binary_cross_entropy_with_logits_weighted_mean(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.negative(_2, out=_2)
        rt.softplus(_2, out=_2)
        _3 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _4 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _3 *= _4
        np.minimum(x[low:high], 0, out=_4)
        np.multiply(target[low:high], _4, out=_4)
        _2 += _3
        _2 -= _4
        _5 = np.vecdot(_1, _2)
        _6 = rt.ratio(1, N) * _5
        return (_6,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_with_logits_weighted_mean_forward(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.negative(_2, out=_2)
        rt.softplus(_2, out=_2)
        _3 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _4 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _3 *= _4
        np.minimum(x[low:high], 0, out=_4)
        np.multiply(target[low:high], _4, out=_4)
        _2 += _3
        _2 -= _4
        _5 = np.vecdot(_1, _2)
        _6 = rt.ratio(1, N) * _5
        return (_6,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, weight, N, dtype)


def binary_cross_entropy_with_logits_weighted_mean_backward(saved, bar_loss):
    x, target, weight, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = bar_loss / N
    _2 = -1 * bar_loss
    _3 = _2 / N
    def block(low, high):
        _4 = weight[low:high].astype(dtype)
        np.negative(x[low:high], out=bar_x[low:high])
        np.multiply(_4, bar_x[low:high], out=bar_target[low:high])
        bar_target[low:high] *= _1
        _6 = rt.sigmoid_and_mirror(x[low:high], bar_x[low:high], rt.empty((high - low,), dtype))
        np.multiply(target[low:high], bar_x[low:high], out=bar_x[low:high])
        _5 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _5 *= _6
        bar_x[low:high] -= _5
        np.multiply(_4, bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= _3
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_weighted_mean_jvp(x, target, weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.negative(_2, out=_2)
        rt.softplus(_2, out=_2)
        _3 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _4 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        np.multiply(_3, _4, out=_4)
        _5 = np.minimum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _5, out=_5)
        _2 += _4
        _2 -= _5
        _6 = np.vecdot(_1, _2)
        _7 = rt.ratio(1, N) * _6
        np.negative(x[low:high], out=_2)
        np.multiply(_1, _2, out=_5)
        _8 = np.vecdot(dot_target[low:high], _5)
        _9 = rt.ratio(1, N) * _8
        rt.sigmoid_and_mirror(x[low:high], _2, _5)
        np.multiply(target[low:high], _2, out=_2)
        _3 *= _5
        _2 -= _3
        np.multiply(_1, _2, out=_2)
        _10 = np.vecdot(dot_x[low:high], _2)
        _11 = rt.ratio(-1, N) * _10
        return (_7, _9, _11)
    loss, dot_loss, _12 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _12
    return loss, dot_loss


def binary_cross_entropy_with_logits_weighted_sum(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.negative(_2, out=_2)
        rt.softplus(_2, out=_2)
        _3 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _4 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _3 *= _4
        np.minimum(x[low:high], 0, out=_4)
        np.multiply(target[low:high], _4, out=_4)
        _2 += _3
        _2 -= _4
        _5 = np.vecdot(_1, _2)
        return (_5,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_with_logits_weighted_sum_forward(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.negative(_2, out=_2)
        rt.softplus(_2, out=_2)
        _3 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _4 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _3 *= _4
        np.minimum(x[low:high], 0, out=_4)
        np.multiply(target[low:high], _4, out=_4)
        _2 += _3
        _2 -= _4
        _5 = np.vecdot(_1, _2)
        return (_5,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, weight, N, dtype)


def binary_cross_entropy_with_logits_weighted_sum_backward(saved, bar_loss):
    x, target, weight, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    def block(low, high):
        _2 = weight[low:high].astype(dtype)
        np.negative(x[low:high], out=bar_x[low:high])
        np.multiply(_2, bar_x[low:high], out=bar_target[low:high])
        bar_target[low:high] *= bar_loss
        _4 = rt.sigmoid_and_mirror(x[low:high], bar_x[low:high], rt.empty((high - low,), dtype))
        np.multiply(target[low:high], bar_x[low:high], out=bar_x[low:high])
        _3 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _3 *= _4
        bar_x[low:high] -= _3
        np.multiply(_2, bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= _1
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_weighted_sum_jvp(x, target, weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.negative(_2, out=_2)
        rt.softplus(_2, out=_2)
        _3 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _4 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        np.multiply(_3, _4, out=_4)
        _5 = np.minimum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _5, out=_5)
        _2 += _4
        _2 -= _5
        _6 = np.vecdot(_1, _2)
        np.negative(x[low:high], out=_2)
        np.multiply(_1, _2, out=_5)
        _7 = np.vecdot(dot_target[low:high], _5)
        rt.sigmoid_and_mirror(x[low:high], _2, _5)
        np.multiply(target[low:high], _2, out=_2)
        _3 *= _5
        _2 -= _3
        np.multiply(_1, _2, out=_2)
        _8 = np.vecdot(dot_x[low:high], _2)
        _9 = -1 * _8
        return (_6, _7, _9)
    loss, dot_loss, _10 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _10
    return loss, dot_loss


def binary_cross_entropy_with_logits_weighted_none(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        np.abs(x[low:high], out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
        rt.softplus(loss[low:high], out=loss[low:high])
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _2 *= _3
        np.minimum(x[low:high], 0, out=_3)
        np.multiply(target[low:high], _3, out=_3)
        loss[low:high] += _2
        loss[low:high] -= _3
        np.multiply(_1, loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_with_logits_weighted_none_forward(x, target, weight):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        np.abs(x[low:high], out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
        rt.softplus(loss[low:high], out=loss[low:high])
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.maximum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _2 *= _3
        np.minimum(x[low:high], 0, out=_3)
        np.multiply(target[low:high], _3, out=_3)
        loss[low:high] += _2
        loss[low:high] -= _3
        np.multiply(_1, loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, (x, target, weight, N, dtype)


def binary_cross_entropy_with_logits_weighted_none_backward(saved, bar_loss):
    x, target, weight, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        np.negative(x[low:high], out=bar_x[low:high])
        np.multiply(bar_loss[low:high], _1, out=bar_target[low:high])
        bar_target[low:high] *= bar_x[low:high]
        _3 = rt.sigmoid_and_mirror(x[low:high], bar_x[low:high], rt.empty((high - low,), dtype))
        np.multiply(target[low:high], bar_x[low:high], out=bar_x[low:high])
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _2 *= _3
        np.subtract(bar_x[low:high], _2, out=_2)
        np.multiply(bar_loss[low:high], _1, out=bar_x[low:high])
        bar_x[low:high] *= _2
        np.negative(bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_weighted_none_jvp(x, target, weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        np.abs(x[low:high], out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
        rt.softplus(loss[low:high], out=loss[low:high])
        _2 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        np.maximum(x[low:high], 0, out=dot_loss[low:high])
        np.multiply(_2, dot_loss[low:high], out=dot_loss[low:high])
        _3 = np.minimum(x[low:high], 0, out=rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _3, out=_3)
        loss[low:high] += dot_loss[low:high]
        loss[low:high] -= _3
        np.multiply(_1, loss[low:high], out=loss[low:high])
        np.negative(x[low:high], out=_3)
        np.multiply(dot_target[low:high], _3, out=dot_loss[low:high])
        _4 = rt.sigmoid_and_mirror(x[low:high], _3, rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _3, out=_3)
        np.multiply(_2, _4, out=_4)
        np.subtract(_3, _4, out=_4)
        np.multiply(dot_x[low:high], _4, out=_4)
        dot_loss[low:high] -= _4
        np.multiply(_1, dot_loss[low:high], out=dot_loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


def binary_cross_entropy_with_logits_pos_weighted_mean(x, target, weight, pos_weight):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = pos_weight[low:high].astype(dtype)
        _3 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.softplus(_3, out=_3)
        _4 = np.multiply(_2, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(_4, _3, out=_3)
        np.subtract(1, target[low:high], out=_4)
        _5 = rt.softplus(x[low:high], out=rt.empty((high - low,), dtype))
        _4 *= _5
        _3 += _4
        _6 = np.vecdot(_1, _3)
        _7 = rt.ratio(1, N) * _6
        return (_7,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_with_logits_pos_weighted_mean_forward(x, target, weight, pos_weight):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = pos_weight[low:high].astype(dtype)
        _3 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.softplus(_3, out=_3)
        _4 = np.multiply(_2, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(_4, _3, out=_3)
        np.subtract(1, target[low:high], out=_4)
        _5 = rt.softplus(x[low:high], out=rt.empty((high - low,), dtype))
        _4 *= _5
        _3 += _4
        _6 = np.vecdot(_1, _3)
        _7 = rt.ratio(1, N) * _6
        return (_7,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, weight, pos_weight, N, dtype)


def binary_cross_entropy_with_logits_pos_weighted_mean_backward(saved, bar_loss):
    x, target, weight, pos_weight, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    _2 = _1 / N
    _3 = bar_loss / N
    def block(low, high):
        _4 = weight[low:high].astype(dtype)
        _5 = pos_weight[low:high].astype(dtype)
        np.negative(x[low:high], out=bar_x[low:high])
        _6 = rt.softplus(bar_x[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(_5, _6, out=_6)
        rt.softplus(x[low:high], out=bar_target[low:high])
        bar_target[low:high] -= _6
        np.multiply(_4, bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] *= _2
        _7 = rt.sigmoid_and_mirror(x[low:high], bar_x[low:high], rt.empty((high - low,), dtype))
        np.multiply(_5, target[low:high], out=_6)
        _6 *= bar_x[low:high]
        np.subtract(1, target[low:high], out=bar_x[low:high])
        bar_x[low:high] *= _7
        bar_x[low:high] -= _6
        np.multiply(_4, bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= _3
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_pos_weighted_mean_jvp(x, target, weight, pos_weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = pos_weight[low:high].astype(dtype)
        _3 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        _4 = rt.softplus(_3, out=rt.empty((high - low,), dtype))
        _5 = np.multiply(_2, target[low:high], out=rt.empty((high - low,), dtype))
        _5 *= _4
        _6 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _7 = rt.softplus(x[low:high], out=rt.empty((high - low,), dtype))
        _8 = np.multiply(_6, _7, out=rt.empty((high - low,), dtype))
        _5 += _8
        _9 = np.vecdot(_1, _5)
        _10 = rt.ratio(1, N) * _9
        np.multiply(_2, _4, out=_4)
        np.subtract(_7, _4, out=_4)
        np.multiply(_1, _4, out=_4)
        _11 = np.vecdot(dot_target[low:high], _4)
        _12 = rt.ratio(-1, N) * _11
        rt.sigmoid(_3, out=_3)
        np.multiply(_2, target[low:high], out=_4)
        np.multiply(_4, _3, out=_3)
        rt.sigmoid(x[low:high], out=_4)
        np.multiply(_6, _4, out=_4)
        np.subtract(_4, _3, out=_3)
        np.multiply(_1, _3, out=_3)
        _13 = np.vecdot(dot_x[low:high], _3)
        _14 = rt.ratio(1, N) * _13
        return (_10, _12, _14)
    loss, dot_loss, _15 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _15
    return loss, dot_loss


def binary_cross_entropy_with_logits_pos_weighted_sum(x, target, weight, pos_weight):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = pos_weight[low:high].astype(dtype)
        _3 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.softplus(_3, out=_3)
        _4 = np.multiply(_2, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(_4, _3, out=_3)
        np.subtract(1, target[low:high], out=_4)
        _5 = rt.softplus(x[low:high], out=rt.empty((high - low,), dtype))
        _4 *= _5
        _3 += _4
        _6 = np.vecdot(_1, _3)
        return (_6,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_with_logits_pos_weighted_sum_forward(x, target, weight, pos_weight):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = pos_weight[low:high].astype(dtype)
        _3 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.softplus(_3, out=_3)
        _4 = np.multiply(_2, target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(_4, _3, out=_3)
        np.subtract(1, target[low:high], out=_4)
        _5 = rt.softplus(x[low:high], out=rt.empty((high - low,), dtype))
        _4 *= _5
        _3 += _4
        _6 = np.vecdot(_1, _3)
        return (_6,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, weight, pos_weight, N, dtype)


def binary_cross_entropy_with_logits_pos_weighted_sum_backward(saved, bar_loss):
    x, target, weight, pos_weight, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    def block(low, high):
        _2 = weight[low:high].astype(dtype)
        _3 = pos_weight[low:high].astype(dtype)
        np.negative(x[low:high], out=bar_x[low:high])
        _4 = rt.softplus(bar_x[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(_3, _4, out=_4)
        rt.softplus(x[low:high], out=bar_target[low:high])
        bar_target[low:high] -= _4
        np.multiply(_2, bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] *= _1
        _5 = rt.sigmoid_and_mirror(x[low:high], bar_x[low:high], rt.empty((high - low,), dtype))
        np.multiply(_3, target[low:high], out=_4)
        _4 *= bar_x[low:high]
        np.subtract(1, target[low:high], out=bar_x[low:high])
        bar_x[low:high] *= _5
        bar_x[low:high] -= _4
        np.multiply(_2, bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= bar_loss
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_pos_weighted_sum_jvp(x, target, weight, pos_weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = pos_weight[low:high].astype(dtype)
        _3 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        _4 = rt.softplus(_3, out=rt.empty((high - low,), dtype))
        _5 = np.multiply(_2, target[low:high], out=rt.empty((high - low,), dtype))
        _5 *= _4
        _6 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        _7 = rt.softplus(x[low:high], out=rt.empty((high - low,), dtype))
        _8 = np.multiply(_6, _7, out=rt.empty((high - low,), dtype))
        _5 += _8
        _9 = np.vecdot(_1, _5)
        np.multiply(_2, _4, out=_4)
        np.subtract(_7, _4, out=_4)
        np.multiply(_1, _4, out=_4)
        _10 = np.vecdot(dot_target[low:high], _4)
        _11 = -1 * _10
        rt.sigmoid(_3, out=_3)
        np.multiply(_2, target[low:high], out=_4)
        np.multiply(_4, _3, out=_3)
        rt.sigmoid(x[low:high], out=_4)
        np.multiply(_6, _4, out=_4)
        np.subtract(_4, _3, out=_3)
        np.multiply(_1, _3, out=_3)
        _12 = np.vecdot(dot_x[low:high], _3)
        return (_9, _11, _12)
    loss, dot_loss, _13 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _13
    return loss, dot_loss


def binary_cross_entropy_with_logits_pos_weighted_none(x, target, weight, pos_weight):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = pos_weight[low:high].astype(dtype)
        _3 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.softplus(_3, out=_3)
        np.multiply(_2, target[low:high], out=loss[low:high])
        loss[low:high] *= _3
        np.subtract(1, target[low:high], out=_3)
        _4 = rt.softplus(x[low:high], out=rt.empty((high - low,), dtype))
        _3 *= _4
        loss[low:high] += _3
        np.multiply(_1, loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss


def binary_cross_entropy_with_logits_pos_weighted_none_forward(x, target, weight, pos_weight):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = pos_weight[low:high].astype(dtype)
        _3 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        rt.softplus(_3, out=_3)
        np.multiply(_2, target[low:high], out=loss[low:high])
        loss[low:high] *= _3
        np.subtract(1, target[low:high], out=_3)
        _4 = rt.softplus(x[low:high], out=rt.empty((high - low,), dtype))
        _3 *= _4
        loss[low:high] += _3
        np.multiply(_1, loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, (x, target, weight, pos_weight, N, dtype)


def binary_cross_entropy_with_logits_pos_weighted_none_backward(saved, bar_loss):
    x, target, weight, pos_weight, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = pos_weight[low:high].astype(dtype)
        np.negative(x[low:high], out=bar_x[low:high])
        rt.softplus(bar_x[low:high], out=bar_target[low:high])
        np.multiply(_2, bar_target[low:high], out=bar_target[low:high])
        _3 = rt.softplus(x[low:high], out=rt.empty((high - low,), dtype))
        _3 -= bar_target[low:high]
        np.multiply(bar_loss[low:high], _1, out=bar_target[low:high])
        bar_target[low:high] *= _3
        np.negative(bar_target[low:high], out=bar_target[low:high])
        _4 = rt.sigmoid_and_mirror(x[low:high], bar_x[low:high], rt.empty((high - low,), dtype))
        np.multiply(_2, target[low:high], out=_3)
        _3 *= bar_x[low:high]
        np.subtract(1, target[low:high], out=bar_x[low:high])
        np.multiply(bar_x[low:high], _4, out=_4)
        _4 -= _3
        np.multiply(bar_loss[low:high], _1, out=bar_x[low:high])
        bar_x[low:high] *= _4
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def binary_cross_entropy_with_logits_pos_weighted_none_jvp(x, target, weight, pos_weight, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        _1 = weight[low:high].astype(dtype)
        _2 = pos_weight[low:high].astype(dtype)
        _3 = np.negative(x[low:high], out=rt.empty((high - low,), dtype))
        _4 = rt.softplus(_3, out=rt.empty((high - low,), dtype))
        np.multiply(_2, target[low:high], out=loss[low:high])
        loss[low:high] *= _4
        _5 = np.subtract(1, target[low:high], out=rt.empty((high - low,), dtype))
        rt.softplus(x[low:high], out=dot_loss[low:high])
        _6 = np.multiply(_5, dot_loss[low:high], out=rt.empty((high - low,), dtype))
        loss[low:high] += _6
        np.multiply(_1, loss[low:high], out=loss[low:high])
        np.multiply(_2, _4, out=_4)
        dot_loss[low:high] -= _4
        np.multiply(dot_target[low:high], dot_loss[low:high], out=dot_loss[low:high])
        rt.sigmoid(_3, out=_3)
        np.multiply(_2, target[low:high], out=_4)
        np.multiply(_4, _3, out=_3)
        rt.sigmoid(x[low:high], out=_4)
        np.multiply(_5, _4, out=_4)
        np.subtract(_4, _3, out=_3)
        np.multiply(dot_x[low:high], _3, out=_3)
        dot_loss[low:high] -= _3
        np.multiply(_1, dot_loss[low:high], out=dot_loss[low:high])
        np.negative(dot_loss[low:high], out=dot_loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_mean(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.log(target[low:high], out=rt.empty((high - low,), dtype))
        np.subtract(x[low:high], _1, out=_1)
        np.multiply(target[low:high], _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target[low:high], 0)
        rt.where(_2, 0, _1, out=_1)
        _3 = np.sum(_1)
        _4 = rt.ratio(1, N) * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    log_1 = rt.empty((N,), dtype)
    def block(low, high):
        np.log(target[low:high], out=log_1[low:high])
        _1 = np.subtract(log_1[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _1, out=_1)
        _2 = np.equal(target[low:high], 0)
        rt.where(_2, 0, _1, out=_1)
        _3 = np.sum(_1)
        _4 = rt.ratio(1, N) * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, log_1, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_mean_backward(saved, bar_loss):
    x, target, log_1, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = bar_loss / N
    _2 = -1 * bar_loss
    _3 = _2 / N
    def block(low, high):
        np.add(1, log_1[low:high], out=bar_target[low:high])
        bar_target[low:high] -= x[low:high]
        _4 = np.equal(target[low:high], 0)
        rt.where(_4, 0, bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] *= _1
        np.multiply(target[low:high], _3, out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.log(target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.subtract(x[low:high], _1, out=rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _2, out=_2)
        np.negative(_2, out=_2)
        _3 = np.equal(target[low:high], 0)
        rt.where(_3, 0, _2, out=_2)
        _4 = np.sum(_2)
        _5 = rt.ratio(1, N) * _4
        np.add(1, _1, out=_1)
        _1 -= x[low:high]
        _6 = np.equal(target[low:high], 0)
        rt.where(_6, 0, _1, out=_1)
        _7 = np.vecdot(dot_target[low:high], _1)
        _8 = rt.ratio(1, N) * _7
        _9 = np.vecdot(dot_x[low:high], target[low:high])
        _10 = rt.ratio(-1, N) * _9
        return (_5, _8, _10)
    loss, dot_loss, _11 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _11
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_sum(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.log(target[low:high], out=rt.empty((high - low,), dtype))
        np.subtract(x[low:high], _1, out=_1)
        np.multiply(target[low:high], _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target[low:high], 0)
        rt.where(_2, 0, _1, out=_1)
        _3 = np.sum(_1)
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_sum_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    log_1 = rt.empty((N,), dtype)
    def block(low, high):
        np.log(target[low:high], out=log_1[low:high])
        _1 = np.subtract(log_1[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _1, out=_1)
        _2 = np.equal(target[low:high], 0)
        rt.where(_2, 0, _1, out=_1)
        _3 = np.sum(_1)
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, log_1, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_sum_backward(saved, bar_loss):
    x, target, log_1, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    def block(low, high):
        np.add(1, log_1[low:high], out=bar_target[low:high])
        bar_target[low:high] -= x[low:high]
        _2 = np.equal(target[low:high], 0)
        rt.where(_2, 0, bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] *= bar_loss
        np.multiply(target[low:high], _1, out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.log(target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.subtract(x[low:high], _1, out=rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _2, out=_2)
        np.negative(_2, out=_2)
        _3 = np.equal(target[low:high], 0)
        rt.where(_3, 0, _2, out=_2)
        _4 = np.sum(_2)
        np.add(1, _1, out=_1)
        _1 -= x[low:high]
        _5 = np.equal(target[low:high], 0)
        rt.where(_5, 0, _1, out=_1)
        _6 = np.vecdot(dot_target[low:high], _1)
        _7 = np.vecdot(dot_x[low:high], target[low:high])
        _8 = -1 * _7
        return (_4, _6, _8)
    loss, dot_loss, _9 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _9
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_none(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.log(target[low:high], out=loss[low:high])
        np.subtract(x[low:high], loss[low:high], out=loss[low:high])
        np.multiply(target[low:high], loss[low:high], out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
        _1 = np.equal(target[low:high], 0)
        rt.where(_1, 0, loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    log_1 = rt.empty((N,), dtype)
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.log(target[low:high], out=log_1[low:high])
        np.subtract(log_1[low:high], x[low:high], out=loss[low:high])
        np.multiply(target[low:high], loss[low:high], out=loss[low:high])
        _1 = np.equal(target[low:high], 0)
        rt.where(_1, 0, loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, (x, target, log_1, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_none_backward(saved, bar_loss):
    x, target, log_1, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.add(1, log_1[low:high], out=bar_target[low:high])
        bar_target[low:high] -= x[low:high]
        _1 = np.equal(target[low:high], 0)
        rt.where(_1, 0, bar_target[low:high], out=bar_target[low:high])
        np.multiply(bar_loss[low:high], bar_target[low:high], out=bar_target[low:high])
        np.multiply(bar_loss[low:high], target[low:high], out=bar_x[low:high])
        np.negative(bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        np.log(target[low:high], out=dot_loss[low:high])
        np.subtract(x[low:high], dot_loss[low:high], out=loss[low:high])
        np.multiply(target[low:high], loss[low:high], out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
        _1 = np.equal(target[low:high], 0)
        rt.where(_1, 0, loss[low:high], out=loss[low:high])
        np.add(1, dot_loss[low:high], out=dot_loss[low:high])
        dot_loss[low:high] -= x[low:high]
        _2 = np.equal(target[low:high], 0)
        rt.where(_2, 0, dot_loss[low:high], out=dot_loss[low:high])
        np.multiply(dot_target[low:high], dot_loss[low:high], out=dot_loss[low:high])
        _3 = np.multiply(dot_x[low:high], target[low:high], out=rt.empty((high - low,), dtype))
        dot_loss[low:high] -= _3
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_batchmean(x, target, batch):
    batch = int(batch)
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.log(target[low:high], out=rt.empty((high - low,), dtype))
        np.subtract(x[low:high], _1, out=_1)
        np.multiply(target[low:high], _1, out=_1)
        np.negative(_1, out=_1)
        _2 = np.equal(target[low:high], 0)
        rt.where(_2, 0, _1, out=_1)
        _3 = np.sum(_1)
        _4 = rt.ratio(1, batch) * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_batchmean_forward(x, target, batch):
    batch = int(batch)
    dtype = x.dtype
    N = x.shape[0]
    log_1 = rt.empty((N,), dtype)
    def block(low, high):
        np.log(target[low:high], out=log_1[low:high])
        _1 = np.subtract(log_1[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _1, out=_1)
        _2 = np.equal(target[low:high], 0)
        rt.where(_2, 0, _1, out=_1)
        _3 = np.sum(_1)
        _4 = rt.ratio(1, batch) * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, log_1, batch, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_batchmean_backward(saved, bar_loss):
    x, target, log_1, batch, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = bar_loss / batch
    _2 = -1 * bar_loss
    _3 = _2 / batch
    def block(low, high):
        np.add(1, log_1[low:high], out=bar_target[low:high])
        bar_target[low:high] -= x[low:high]
        _4 = np.equal(target[low:high], 0)
        rt.where(_4, 0, bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] *= _1
        np.multiply(target[low:high], _3, out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def kl_div_batchmean_jvp(x, target, dot_x, dot_target, batch):
    batch = int(batch)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.log(target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.subtract(x[low:high], _1, out=rt.empty((high - low,), dtype))
        np.multiply(target[low:high], _2, out=_2)
        np.negative(_2, out=_2)
        _3 = np.equal(target[low:high], 0)
        rt.where(_3, 0, _2, out=_2)
        _4 = np.sum(_2)
        _5 = rt.ratio(1, batch) * _4
        np.add(1, _1, out=_1)
        _1 -= x[low:high]
        _6 = np.equal(target[low:high], 0)
        rt.where(_6, 0, _1, out=_1)
        _7 = np.vecdot(dot_target[low:high], _1)
        _8 = rt.ratio(1, batch) * _7
        _9 = np.vecdot(dot_x[low:high], target[low:high])
        _10 = rt.ratio(-1, batch) * _9
        return (_5, _8, _10)
    loss, dot_loss, _11 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _11
    return loss, dot_loss


def kl_div_log_mean(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.exp(target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.subtract(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.vecdot(_1, _2)
        _4 = rt.ratio(1, N) * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def kl_div_log_mean_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    exp_1 = rt.empty((N,), dtype)
    def block(low, high):
        np.exp(target[low:high], out=exp_1[low:high])
        _1 = np.subtract(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(exp_1[low:high], _1)
        _3 = rt.ratio(1, N) * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, exp_1, N, dtype)


def kl_div_log_mean_backward(saved, bar_loss):
    x, target, exp_1, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    _2 = _1 / N
    def block(low, high):
        np.subtract(target[low:high], x[low:high], out=bar_target[low:high])
        np.multiply(exp_1[low:high], bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] *= rt.ratio(1, N)
        np.multiply(exp_1[low:high], rt.ratio(1, N), out=bar_x[low:high])
        bar_target[low:high] += bar_x[low:high]
        bar_target[low:high] *= bar_loss
        np.multiply(exp_1[low:high], _2, out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def kl_div_log_mean_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.exp(target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.subtract(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.vecdot(_1, _2)
        _4 = rt.ratio(1, N) * _3
        _2 *= _1
        _2 *= rt.ratio(1, N)
        _5 = np.multiply(_1, rt.ratio(1, N), out=rt.empty((high - low,), dtype))
        _2 += _5
        _6 = np.vecdot(dot_target[low:high], _2)
        _7 = np.vecdot(dot_x[low:high], _1)
        _8 = rt.ratio(-1, N) * _7
        return (_4, _6, _8)
    loss, dot_loss, _9 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _9
    return loss, dot_loss


def kl_div_log_sum(x, target):
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.exp(target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.subtract(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.vecdot(_1, _2)
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def kl_div_log_sum_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    exp_1 = rt.empty((N,), dtype)
    def block(low, high):
        np.exp(target[low:high], out=exp_1[low:high])
        _1 = np.subtract(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(exp_1[low:high], _1)
        return (_2,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, exp_1, N, dtype)


def kl_div_log_sum_backward(saved, bar_loss):
    x, target, exp_1, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    def block(low, high):
        np.subtract(target[low:high], x[low:high], out=bar_target[low:high])
        np.multiply(exp_1[low:high], bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] += exp_1[low:high]
        bar_target[low:high] *= bar_loss
        np.multiply(exp_1[low:high], _1, out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def kl_div_log_sum_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.exp(target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.subtract(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.vecdot(_1, _2)
        _2 *= _1
        _2 += _1
        _4 = np.vecdot(dot_target[low:high], _2)
        _5 = np.vecdot(dot_x[low:high], _1)
        _6 = -1 * _5
        return (_3, _4, _6)
    loss, dot_loss, _7 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _7
    return loss, dot_loss


def kl_div_log_none(x, target):
    dtype = x.dtype
    N = x.shape[0]
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(target[low:high], x[low:high], out=loss[low:high])
        _1 = np.exp(target[low:high], out=rt.empty((high - low,), dtype))
        loss[low:high] *= _1
    rt.blocks(block, N, 1, dtype)
    return loss


def kl_div_log_none_forward(x, target):
    dtype = x.dtype
    N = x.shape[0]
    exp_1 = rt.empty((N,), dtype)
    loss = rt.empty((N,), dtype)
    def block(low, high):
        np.exp(target[low:high], out=exp_1[low:high])
        np.subtract(target[low:high], x[low:high], out=loss[low:high])
        np.multiply(exp_1[low:high], loss[low:high], out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, (x, target, exp_1, N, dtype)


def kl_div_log_none_backward(saved, bar_loss):
    x, target, exp_1, N, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(target[low:high], x[low:high], out=bar_target[low:high])
        np.multiply(exp_1[low:high], bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] += exp_1[low:high]
        np.multiply(bar_loss[low:high], bar_target[low:high], out=bar_target[low:high])
        np.multiply(bar_loss[low:high], exp_1[low:high], out=bar_x[low:high])
        np.negative(bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def kl_div_log_none_jvp(x, target, dot_x, dot_target):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        np.subtract(target[low:high], x[low:high], out=dot_loss[low:high])
        _1 = np.exp(target[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(dot_loss[low:high], _1, out=loss[low:high])
        dot_loss[low:high] *= _1
        dot_loss[low:high] += _1
        np.multiply(dot_target[low:high], dot_loss[low:high], out=dot_loss[low:high])
        np.multiply(dot_x[low:high], _1, out=_1)
        dot_loss[low:high] -= _1
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


def kl_div_log_batchmean(x, target, batch):
    batch = int(batch)
    dtype = x.dtype
    N = x.shape[0]
    def block(low, high):
        _1 = np.exp(target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.subtract(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.vecdot(_1, _2)
        _4 = rt.ratio(1, batch) * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def kl_div_log_batchmean_forward(x, target, batch):
    batch = int(batch)
    dtype = x.dtype
    N = x.shape[0]
    exp_1 = rt.empty((N,), dtype)
    def block(low, high):
        np.exp(target[low:high], out=exp_1[low:high])
        _1 = np.subtract(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.vecdot(exp_1[low:high], _1)
        _3 = rt.ratio(1, batch) * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (x, target, exp_1, batch, N, dtype)


def kl_div_log_batchmean_backward(saved, bar_loss):
    x, target, exp_1, batch, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    _1 = -1 * bar_loss
    _2 = _1 / batch
    def block(low, high):
        np.subtract(target[low:high], x[low:high], out=bar_target[low:high])
        np.multiply(exp_1[low:high], bar_target[low:high], out=bar_target[low:high])
        bar_target[low:high] *= rt.ratio(1, batch)
        np.multiply(exp_1[low:high], rt.ratio(1, batch), out=bar_x[low:high])
        bar_target[low:high] += bar_x[low:high]
        bar_target[low:high] *= bar_loss
        np.multiply(exp_1[low:high], _2, out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x, bar_target)


def kl_div_log_batchmean_jvp(x, target, dot_x, dot_target, batch):
    batch = int(batch)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    if dot_target is None:
        dot_target = np.zeros((N,), dtype)
    def block(low, high):
        _1 = np.exp(target[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.subtract(target[low:high], x[low:high], out=rt.empty((high - low,), dtype))
        _3 = np.vecdot(_1, _2)
        _4 = rt.ratio(1, batch) * _3
        _2 *= _1
        _2 *= rt.ratio(1, batch)
        _5 = np.multiply(_1, rt.ratio(1, batch), out=rt.empty((high - low,), dtype))
        _2 += _5
        _6 = np.vecdot(dot_target[low:high], _2)
        _7 = np.vecdot(dot_x[low:high], _1)
        _8 = rt.ratio(-1, batch) * _7
        return (_4, _6, _8)
    loss, dot_loss, _9 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _9
    return loss, dot_loss


def gaussian_kl(mu, logvar):
    dtype = mu.dtype
    N = mu.shape[0]
    def block(low, high):
        _1 = rt.expm1mx(logvar[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.square(mu[low:high], out=rt.empty((high - low,), dtype))
        _1 += _2
        _3 = np.sum(_1)
        _4 = 0.5 * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


def gaussian_kl_forward(mu, logvar):
    dtype = mu.dtype
    N = mu.shape[0]
    def block(low, high):
        _1 = rt.expm1mx(logvar[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.square(mu[low:high], out=rt.empty((high - low,), dtype))
        _1 += _2
        _3 = np.sum(_1)
        _4 = 0.5 * _3
        return (_4,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (mu, logvar, N, dtype)


def gaussian_kl_backward(saved, bar_loss):
    mu, logvar, N, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_logvar = rt.empty((N,), dtype)
    bar_mu = rt.empty((N,), dtype)
    _1 = 0.5 * bar_loss
    def block(low, high):
        rt.expm1(logvar[low:high], out=bar_logvar[low:high])
        bar_logvar[low:high] *= _1
        np.multiply(mu[low:high], bar_loss, out=bar_mu[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_mu, bar_logvar)


def gaussian_kl_jvp(mu, logvar, dot_mu, dot_logvar):
    dtype = mu.dtype
    N = mu.shape[0]
    if dot_mu is None:
        dot_mu = np.zeros((N,), dtype)
    if dot_logvar is None:
        dot_logvar = np.zeros((N,), dtype)
    def block(low, high):
        _1 = rt.expm1mx(logvar[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.square(mu[low:high], out=rt.empty((high - low,), dtype))
        _1 += _2
        _3 = np.sum(_1)
        _4 = 0.5 * _3
        rt.expm1(logvar[low:high], out=_1)
        _5 = np.vecdot(dot_logvar[low:high], _1)
        _6 = 0.5 * _5
        _7 = np.vecdot(dot_mu[low:high], mu[low:high])
        return (_4, _6, _7)
    loss, dot_loss, _8 = rt.blocks(block, N, 1, dtype)
    dot_loss = dot_loss + _8
    return loss, dot_loss


def cross_entropy_mean(x, target):
    dtype = x.dtype
    N, K = x.shape
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1)
        _1 = np.sum(lse)
        _2 = rt.ratio(1, N) * _1
        return (_2,)
    (loss,) = rt.blocks(block, N, K, dtype)
    _3 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _4 = np.sum(_3)
    _5 = rt.ratio(-1, N) * _4
    loss = loss + _5
    return loss


def cross_entropy_mean_forward(x, target):
    dtype = x.dtype
    N, K = x.shape
    softmax_1 = rt.empty((N, K), dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1, ratios=softmax_1[low:high])
        _1 = np.sum(lse)
        _2 = rt.ratio(1, N) * _1
        return (_2,)
    (loss,) = rt.blocks(block, N, K, dtype)
    _3 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _4 = np.sum(_3)
    _5 = rt.ratio(-1, N) * _4
    loss = loss + _5
    return loss, (target, softmax_1, N, K, dtype)


def cross_entropy_mean_backward(saved, bar_loss):
    target, softmax_1, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    _1 = bar_loss / N
    bar_lse = rt.empty((N,), dtype)
    bar_lse[...] = _1
    bar_x = rt.empty((N, K), dtype)
    def block(low, high):
        np.multiply(softmax_1[low:high], bar_lse[low:high][:, None], out=bar_x[low:high])
    rt.blocks(block, N, K, dtype)
    _2 = -1 * bar_loss
    _3 = _2 / N
    rt.add_along_axis(bar_x, target[:, None], _3, 1)
    return (bar_x,)


def cross_entropy_mean_jvp(x, target, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    lse = rt.empty((N,), dtype)
    def block(low, high):
        _1 = rt.logsumexp(x[low:high], axis=-1)
        lse[low:high] = _1
        _2 = np.sum(lse[low:high])
        _3 = rt.ratio(1, N) * _2
        return (_3,)
    (loss,) = rt.blocks(block, N, K, dtype)
    _4 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _5 = np.sum(_4)
    _6 = rt.ratio(-1, N) * _5
    loss = loss + _6
    def block(low, high):
        _7 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        np.exp(_7, out=_7)
        dot_lse = np.vecdot(dot_x[low:high], _7)
        _8 = np.sum(dot_lse)
        _9 = rt.ratio(1, N) * _8
        return (_9,)
    (dot_loss,) = rt.blocks(block, N, K, dtype)
    _10 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _11 = np.sum(_10)
    _12 = rt.ratio(-1, N) * _11
    dot_loss = dot_loss + _12
    return loss, dot_loss


def cross_entropy_sum(x, target):
    dtype = x.dtype
    N, K = x.shape
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1)
        _1 = np.sum(lse)
        return (_1,)
    (loss,) = rt.blocks(block, N, K, dtype)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = np.sum(_2)
    _4 = -1 * _3
    loss = loss + _4
    return loss


def cross_entropy_sum_forward(x, target):
    dtype = x.dtype
    N, K = x.shape
    softmax_1 = rt.empty((N, K), dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1, ratios=softmax_1[low:high])
        _1 = np.sum(lse)
        return (_1,)
    (loss,) = rt.blocks(block, N, K, dtype)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = np.sum(_2)
    _4 = -1 * _3
    loss = loss + _4
    return loss, (target, softmax_1, N, K, dtype)


def cross_entropy_sum_backward(saved, bar_loss):
    target, softmax_1, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_lse = rt.empty((N,), dtype)
    bar_lse[...] = bar_loss
    bar_x = rt.empty((N, K), dtype)
    def block(low, high):
        np.multiply(softmax_1[low:high], bar_lse[low:high][:, None], out=bar_x[low:high])
    rt.blocks(block, N, K, dtype)
    _1 = -1 * bar_loss
    rt.add_along_axis(bar_x, target[:, None], _1, 1)
    return (bar_x,)


def cross_entropy_sum_jvp(x, target, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    lse = rt.empty((N,), dtype)
    def block(low, high):
        _1 = rt.logsumexp(x[low:high], axis=-1)
        lse[low:high] = _1
        _2 = np.sum(lse[low:high])
        return (_2,)
    (loss,) = rt.blocks(block, N, K, dtype)
    _3 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _4 = np.sum(_3)
    _5 = -1 * _4
    loss = loss + _5
    def block(low, high):
        _6 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        np.exp(_6, out=_6)
        dot_lse = np.vecdot(dot_x[low:high], _6)
        _7 = np.sum(dot_lse)
        return (_7,)
    (dot_loss,) = rt.blocks(block, N, K, dtype)
    _8 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _9 = np.sum(_8)
    _10 = -1 * _9
    dot_loss = dot_loss + _10
    return loss, dot_loss


def cross_entropy_none(x, target):
    dtype = x.dtype
    N, K = x.shape
    loss = rt.empty((N,), dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1)
        loss[low:high] = lse
    rt.blocks(block, N, K, dtype)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.negative(_1)
    loss += _2
    return loss


def cross_entropy_none_forward(x, target):
    dtype = x.dtype
    N, K = x.shape
    softmax_1 = rt.empty((N, K), dtype)
    loss = rt.empty((N,), dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1, ratios=softmax_1[low:high])
        loss[low:high] = lse
    rt.blocks(block, N, K, dtype)
    _1 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _2 = np.negative(_1)
    loss += _2
    return loss, (target, softmax_1, N, K, dtype)


def cross_entropy_none_backward(saved, bar_loss):
    target, softmax_1, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_x = rt.empty((N, K), dtype)
    def block(low, high):
        bar_lse = bar_loss[low:high].copy()
        np.multiply(softmax_1[low:high], bar_lse[:, None], out=bar_x[low:high])
    rt.blocks(block, N, K, dtype)
    _1 = np.negative(bar_loss)
    rt.add_along_axis(bar_x, target[:, None], _1[:, None], 1)
    return (bar_x,)


def cross_entropy_none_jvp(x, target, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    lse = rt.empty((N,), dtype)
    loss = rt.empty((N,), dtype)
    def block(low, high):
        _1 = rt.logsumexp(x[low:high], axis=-1)
        lse[low:high] = _1
        loss[low:high] = lse[low:high]
    rt.blocks(block, N, K, dtype)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = np.negative(_2)
    loss += _3
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        _4 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        np.exp(_4, out=_4)
        np.vecdot(dot_x[low:high], _4, out=dot_loss[low:high])
    rt.blocks(block, N, K, dtype)
    _5 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    np.negative(_5, out=lse)
    dot_loss += lse
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def cross_entropy_general_mean(x, target, weight, keep, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.empty((N,), dtype)
    def block(low, high):
        _1 = rt.logsumexp(x[low:high], axis=-1)
        lse[low:high] = _1
    rt.blocks(block, N, K, dtype)
    _2 = np.take(weight, target, axis=0)
    _3 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _4 = lse - _3
    hit = np.multiply(_2, _4, out=_4)
    all_ = rt.empty((N,), dtype)
    _5 = weight.astype(dtype)
    def block(low, high):
        _6 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        np.vecdot(_6, _5, out=all_[low:high])
        all_[low:high] *= rt.ratio(-1, K)
    rt.blocks(block, N, K, dtype)
    _7 = np.take(weight, target, axis=0)
    _8 = keep.astype(dtype)
    _9 = np.vecdot(_8, _7)
    count = _9
    _10 = 1 / count
    def block(low, high):
        _11 = keep[low:high].astype(dtype)
        _12 = np.greater(_11, 0)
        _13 = np.multiply(hit[low:high], (1 - label_smoothing), out=rt.empty((high - low,), dtype))
        _14 = np.multiply(all_[low:high], label_smoothing, out=rt.empty((high - low,), dtype))
        rt.where((label_smoothing > 0), _14, 0, out=_14)
        _13 += _14
        rt.where(_12, _13, 0, out=_13)
        _15 = np.sum(_13)
        _16 = _10 * _15
        return (_16,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def cross_entropy_general_mean_forward(x, target, weight, keep, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.empty((N,), dtype)
    softmax_1 = rt.empty((N, K), dtype)
    def block(low, high):
        _1 = rt.logsumexp(x[low:high], axis=-1, ratios=softmax_1[low:high])
        lse[low:high] = _1
    rt.blocks(block, N, K, dtype)
    _2 = np.take(weight, target, axis=0)
    _3 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _4 = lse - _3
    hit = np.multiply(_2, _4, out=_4)
    all_ = rt.empty((N,), dtype)
    _5 = weight.astype(dtype)
    def block(low, high):
        _6 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        np.vecdot(_6, _5, out=all_[low:high])
        all_[low:high] *= rt.ratio(-1, K)
    rt.blocks(block, N, K, dtype)
    _7 = np.take(weight, target, axis=0)
    _8 = keep.astype(dtype)
    _9 = np.vecdot(_8, _7)
    count = _9
    _10 = 1 / count
    def block(low, high):
        _11 = keep[low:high].astype(dtype)
        _12 = np.greater(_11, 0)
        _13 = np.multiply(hit[low:high], (1 - label_smoothing), out=rt.empty((high - low,), dtype))
        _14 = np.multiply(all_[low:high], label_smoothing, out=rt.empty((high - low,), dtype))
        rt.where((label_smoothing > 0), _14, 0, out=_14)
        _13 += _14
        rt.where(_12, _13, 0, out=_13)
        _15 = np.sum(_13)
        _16 = _10 * _15
        return (_16,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (target, weight, keep, softmax_1, count, label_smoothing, N, K, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def cross_entropy_general_mean_backward(saved, bar_loss):
    target, weight, keep, softmax_1, count, label_smoothing, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_all = rt.empty((N,), dtype)
    bar_hit = rt.empty((N,), dtype)
    _1 = bar_loss / count
    _2 = bar_loss / count
    def block(low, high):
        _3 = keep[low:high].astype(dtype)
        _4 = np.greater(_3, 0)
        rt.where(_4, dtype.type((label_smoothing if (label_smoothing > 0) else 0)), dtype.type(0), out=bar_all[low:high])
        bar_all[low:high] *= _1
        _5 = np.greater(_3, 0)
        rt.where(_5, dtype.type((1 - label_smoothing)), dtype.type(0), out=bar_hit[low:high])
        bar_hit[low:high] *= _2
    rt.blocks(block, N, 1, dtype)
    _6 = weight.astype(dtype)
    _7 = bar_all * rt.ratio(1, K)
    _8 = np.sum(_6)
    bar_lse = np.multiply(_7, _8, out=_7)
    _9 = np.take(weight, target, axis=0)
    _10 = _9 * bar_hit
    bar_lse += _10
    bar_x = rt.empty((N, K), dtype)
    _11 = weight.astype(dtype)
    def block(low, high):
        np.multiply(softmax_1[low:high], bar_lse[low:high][:, None], out=bar_x[low:high])
        _12 = np.multiply(bar_all[low:high][:, None], _11, out=rt.empty((high - low, K), dtype))
        _12 /= K
        bar_x[low:high] -= _12
    rt.blocks(block, N, K, dtype)
    _13 = np.take(weight, target, axis=0)
    np.multiply(_13, bar_hit, out=bar_hit)
    np.negative(bar_hit, out=bar_hit)
    rt.add_along_axis(bar_x, target[:, None], bar_hit[:, None], 1)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def cross_entropy_general_mean_jvp(x, target, weight, keep, dot_x, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    lse = rt.empty((N,), dtype)
    def block(low, high):
        _1 = rt.logsumexp(x[low:high], axis=-1)
        lse[low:high] = _1
    rt.blocks(block, N, K, dtype)
    _2 = np.take(weight, target, axis=0)
    _3 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _4 = lse - _3
    hit = np.multiply(_2, _4, out=_4)
    all_ = rt.empty((N,), dtype)
    _5 = weight.astype(dtype)
    def block(low, high):
        _6 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        np.vecdot(_6, _5, out=all_[low:high])
        all_[low:high] *= rt.ratio(-1, K)
    rt.blocks(block, N, K, dtype)
    _7 = np.take(weight, target, axis=0)
    _8 = keep.astype(dtype)
    _9 = np.vecdot(_8, _7)
    count = _9
    dot_lse = rt.empty((N,), dtype)
    _10 = 1 / count
    def block(low, high):
        _11 = keep[low:high].astype(dtype)
        _12 = np.greater(_11, 0)
        np.multiply(hit[low:high], (1 - label_smoothing), out=dot_lse[low:high])
        _13 = all_[low:high] * label_smoothing
        rt.where((label_smoothing > 0), _13, 0, out=_13)
        np.add(dot_lse[low:high], _13, out=_13)
        rt.where(_12, _13, 0, out=_13)
        _14 = np.sum(_13)
        _15 = _10 * _14
        _16 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        np.exp(_16, out=_16)
        np.vecdot(dot_x[low:high], _16, out=dot_lse[low:high])
        return (_15,)
    (loss,) = rt.blocks(block, N, 4*K, dtype, K)
    _17 = np.take(weight, target, axis=0)
    dot_hit = np.multiply(_17, dot_lse, out=lse)
    _18 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _19 = np.take(weight, target, axis=0)
    np.multiply(_18, _19, out=hit)
    np.negative(hit, out=hit)
    dot_hit += hit
    _20 = weight.astype(dtype)
    dot_lse *= rt.ratio(1, K)
    _21 = np.sum(_20)
    dot_all = np.multiply(dot_lse, _21, out=dot_lse)
    _22 = weight.astype(dtype)
    _23 = 1 / count
    def block(low, high):
        _24 = np.vecdot(dot_x[low:high], _22)
        _24 *= rt.ratio(-1, K)
        dot_all[low:high] += _24
        _25 = keep[low:high].astype(dtype)
        _26 = np.greater(_25, 0)
        rt.where(_26, dtype.type((label_smoothing if (label_smoothing > 0) else 0)), dtype.type(0), out=_24)
        _27 = np.vecdot(dot_all[low:high], _24)
        _28 = _23 * _27
        _29 = np.greater(_25, 0)
        rt.where(_29, dtype.type((1 - label_smoothing)), dtype.type(0), out=_24)
        _30 = np.vecdot(dot_hit[low:high], _24)
        _31 = _23 * _30
        return (_28, _31)
    dot_loss, _32 = rt.blocks(block, N, 4*K, dtype, K)
    dot_loss = dot_loss + _32
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def cross_entropy_general_sum(x, target, weight, keep, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.empty((N,), dtype)
    def block(low, high):
        _1 = rt.logsumexp(x[low:high], axis=-1)
        lse[low:high] = _1
    rt.blocks(block, N, K, dtype)
    _2 = np.take(weight, target, axis=0)
    _3 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _4 = lse - _3
    hit = np.multiply(_2, _4, out=_4)
    _5 = weight.astype(dtype)
    def block(low, high):
        _6 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        _7 = np.vecdot(_6, _5)
        all_ = np.multiply(_7, rt.ratio(-1, K), out=_7)
        _8 = keep[low:high].astype(dtype)
        _9 = np.greater(_8, 0)
        _10 = hit[low:high] * (1 - label_smoothing)
        all_ *= label_smoothing
        rt.where((label_smoothing > 0), all_, 0, out=all_)
        _10 += all_
        rt.where(_9, _10, 0, out=_10)
        _11 = np.sum(_10)
        return (_11,)
    (loss,) = rt.blocks(block, N, 4*K, dtype, K)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def cross_entropy_general_sum_forward(x, target, weight, keep, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.empty((N,), dtype)
    softmax_1 = rt.empty((N, K), dtype)
    def block(low, high):
        _1 = rt.logsumexp(x[low:high], axis=-1, ratios=softmax_1[low:high])
        lse[low:high] = _1
    rt.blocks(block, N, K, dtype)
    _2 = np.take(weight, target, axis=0)
    _3 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _4 = lse - _3
    hit = np.multiply(_2, _4, out=_4)
    _5 = weight.astype(dtype)
    def block(low, high):
        _6 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        _7 = np.vecdot(_6, _5)
        all_ = np.multiply(_7, rt.ratio(-1, K), out=_7)
        _8 = keep[low:high].astype(dtype)
        _9 = np.greater(_8, 0)
        _10 = hit[low:high] * (1 - label_smoothing)
        all_ *= label_smoothing
        rt.where((label_smoothing > 0), all_, 0, out=all_)
        _10 += all_
        rt.where(_9, _10, 0, out=_10)
        _11 = np.sum(_10)
        return (_11,)
    (loss,) = rt.blocks(block, N, 4*K, dtype, K)
    return loss, (target, weight, keep, softmax_1, label_smoothing, N, K, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def cross_entropy_general_sum_backward(saved, bar_loss):
    target, weight, keep, softmax_1, label_smoothing, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_all = rt.empty((N,), dtype)
    bar_hit = rt.empty((N,), dtype)
    def block(low, high):
        _1 = keep[low:high].astype(dtype)
        _2 = np.greater(_1, 0)
        rt.where(_2, dtype.type((label_smoothing if (label_smoothing > 0) else 0)), dtype.type(0), out=bar_all[low:high])
        bar_all[low:high] *= bar_loss
        _3 = np.greater(_1, 0)
        rt.where(_3, dtype.type((1 - label_smoothing)), dtype.type(0), out=bar_hit[low:high])
        bar_hit[low:high] *= bar_loss
    rt.blocks(block, N, 1, dtype)
    _4 = weight.astype(dtype)
    _5 = bar_all * rt.ratio(1, K)
    _6 = np.sum(_4)
    bar_lse = np.multiply(_5, _6, out=_5)
    _7 = np.take(weight, target, axis=0)
    _8 = _7 * bar_hit
    bar_lse += _8
    bar_x = rt.empty((N, K), dtype)
    _9 = weight.astype(dtype)
    def block(low, high):
        np.multiply(softmax_1[low:high], bar_lse[low:high][:, None], out=bar_x[low:high])
        _10 = np.multiply(bar_all[low:high][:, None], _9, out=rt.empty((high - low, K), dtype))
        _10 /= K
        bar_x[low:high] -= _10
    rt.blocks(block, N, K, dtype)
    _11 = np.take(weight, target, axis=0)
    np.multiply(_11, bar_hit, out=bar_hit)
    np.negative(bar_hit, out=bar_hit)
    rt.add_along_axis(bar_x, target[:, None], bar_hit[:, None], 1)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def cross_entropy_general_sum_jvp(x, target, weight, keep, dot_x, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    lse = rt.empty((N,), dtype)
    def block(low, high):
        _1 = rt.logsumexp(x[low:high], axis=-1)
        lse[low:high] = _1
    rt.blocks(block, N, K, dtype)
    _2 = np.take(weight, target, axis=0)
    _3 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _4 = lse - _3
    hit = np.multiply(_2, _4, out=_4)
    dot_lse = rt.empty((N,), dtype)
    _5 = weight.astype(dtype)
    def block(low, high):
        _6 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        np.vecdot(_6, _5, out=dot_lse[low:high])
        all_ = np.multiply(dot_lse[low:high], rt.ratio(-1, K), out=dot_lse[low:high])
        _7 = keep[low:high].astype(dtype)
        _8 = np.greater(_7, 0)
        _9 = hit[low:high] * (1 - label_smoothing)
        all_ *= label_smoothing
        rt.where((label_smoothing > 0), all_, 0, out=all_)
        _9 += all_
        rt.where(_8, _9, 0, out=_9)
        _10 = np.sum(_9)
        np.exp(_6, out=_6)
        np.vecdot(dot_x[low:high], _6, out=dot_lse[low:high])
        return (_10,)
    (loss,) = rt.blocks(block, N, 4*K, dtype, K)
    _11 = np.take(weight, target, axis=0)
    dot_hit = np.multiply(_11, dot_lse, out=lse)
    _12 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _13 = np.take(weight, target, axis=0)
    np.multiply(_12, _13, out=hit)
    np.negative(hit, out=hit)
    dot_hit += hit
    _14 = weight.astype(dtype)
    dot_lse *= rt.ratio(1, K)
    _15 = np.sum(_14)
    dot_all = np.multiply(dot_lse, _15, out=dot_lse)
    _16 = weight.astype(dtype)
    def block(low, high):
        _17 = np.vecdot(dot_x[low:high], _16)
        _17 *= rt.ratio(-1, K)
        dot_all[low:high] += _17
        _18 = keep[low:high].astype(dtype)
        _19 = np.greater(_18, 0)
        rt.where(_19, dtype.type((label_smoothing if (label_smoothing > 0) else 0)), dtype.type(0), out=_17)
        _20 = np.vecdot(dot_all[low:high], _17)
        _21 = np.greater(_18, 0)
        rt.where(_21, dtype.type((1 - label_smoothing)), dtype.type(0), out=_17)
        _22 = np.vecdot(dot_hit[low:high], _17)
        return (_20, _22)
    dot_loss, _23 = rt.blocks(block, N, 4*K, dtype, K)
    dot_loss = dot_loss + _23
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def cross_entropy_general_none(x, target, weight, keep, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.empty((N,), dtype)
    def block(low, high):
        _1 = rt.logsumexp(x[low:high], axis=-1)
        lse[low:high] = _1
    rt.blocks(block, N, K, dtype)
    _2 = np.take(weight, target, axis=0)
    _3 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _4 = lse - _3
    hit = np.multiply(_2, _4, out=_4)
    loss = rt.empty((N,), dtype)
    _5 = weight.astype(dtype)
    def block(low, high):
        _6 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        _7 = np.vecdot(_6, _5)
        all_ = np.multiply(_7, rt.ratio(-1, K), out=_7)
        _8 = keep[low:high].astype(dtype)
        _9 = np.greater(_8, 0)
        np.multiply(hit[low:high], (1 - label_smoothing), out=loss[low:high])
        all_ *= label_smoothing
        rt.where((label_smoothing > 0), all_, 0, out=all_)
        loss[low:high] += all_
        rt.where(_9, loss[low:high], 0, out=loss[low:high])
    rt.blocks(block, N, 4*K, dtype, K)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def cross_entropy_general_none_forward(x, target, weight, keep, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.empty((N,), dtype)
    softmax_1 = rt.empty((N, K), dtype)
    def block(low, high):
        _1 = rt.logsumexp(x[low:high], axis=-1, ratios=softmax_1[low:high])
        lse[low:high] = _1
    rt.blocks(block, N, K, dtype)
    _2 = np.take(weight, target, axis=0)
    _3 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _4 = lse - _3
    hit = np.multiply(_2, _4, out=_4)
    loss = rt.empty((N,), dtype)
    _5 = weight.astype(dtype)
    def block(low, high):
        _6 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        _7 = np.vecdot(_6, _5)
        all_ = np.multiply(_7, rt.ratio(-1, K), out=_7)
        _8 = keep[low:high].astype(dtype)
        _9 = np.greater(_8, 0)
        np.multiply(hit[low:high], (1 - label_smoothing), out=loss[low:high])
        all_ *= label_smoothing
        rt.where((label_smoothing > 0), all_, 0, out=all_)
        loss[low:high] += all_
        rt.where(_9, loss[low:high], 0, out=loss[low:high])
    rt.blocks(block, N, 4*K, dtype, K)
    return loss, (target, weight, keep, softmax_1, label_smoothing, N, K, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def cross_entropy_general_none_backward(saved, bar_loss):
    target, weight, keep, softmax_1, label_smoothing, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_all = rt.empty((N,), dtype)
    bar_hit = rt.empty((N,), dtype)
    def block(low, high):
        _1 = keep[low:high].astype(dtype)
        _2 = np.greater(_1, 0)
        rt.where(_2, dtype.type((label_smoothing if (label_smoothing > 0) else 0)), dtype.type(0), out=bar_all[low:high])
        np.multiply(bar_loss[low:high], bar_all[low:high], out=bar_all[low:high])
        _3 = np.greater(_1, 0)
        rt.where(_3, dtype.type((1 - label_smoothing)), dtype.type(0), out=bar_hit[low:high])
        np.multiply(bar_loss[low:high], bar_hit[low:high], out=bar_hit[low:high])
    rt.blocks(block, N, 1, dtype)
    _4 = weight.astype(dtype)
    _5 = bar_all * rt.ratio(1, K)
    _6 = np.sum(_4)
    bar_lse = np.multiply(_5, _6, out=_5)
    _7 = np.take(weight, target, axis=0)
    _8 = _7 * bar_hit
    bar_lse += _8
    bar_x = rt.empty((N, K), dtype)
    _9 = weight.astype(dtype)
    def block(low, high):
        np.multiply(softmax_1[low:high], bar_lse[low:high][:, None], out=bar_x[low:high])
        _10 = np.multiply(bar_all[low:high][:, None], _9, out=rt.empty((high - low, K), dtype))
        _10 /= K
        bar_x[low:high] -= _10
    rt.blocks(block, N, K, dtype)
    _11 = np.take(weight, target, axis=0)
    np.multiply(_11, bar_hit, out=bar_hit)
    np.negative(bar_hit, out=bar_hit)
    rt.add_along_axis(bar_x, target[:, None], bar_hit[:, None], 1)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def cross_entropy_general_none_jvp(x, target, weight, keep, dot_x, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    lse = rt.empty((N,), dtype)
    def block(low, high):
        _1 = rt.logsumexp(x[low:high], axis=-1)
        lse[low:high] = _1
    rt.blocks(block, N, K, dtype)
    _2 = np.take(weight, target, axis=0)
    _3 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _4 = lse - _3
    hit = np.multiply(_2, _4, out=_4)
    loss = rt.empty((N,), dtype)
    dot_lse = rt.empty((N,), dtype)
    _5 = weight.astype(dtype)
    def block(low, high):
        _6 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        np.vecdot(_6, _5, out=dot_lse[low:high])
        all_ = np.multiply(dot_lse[low:high], rt.ratio(-1, K), out=dot_lse[low:high])
        _7 = keep[low:high].astype(dtype)
        _8 = np.greater(_7, 0)
        np.multiply(hit[low:high], (1 - label_smoothing), out=loss[low:high])
        all_ *= label_smoothing
        rt.where((label_smoothing > 0), all_, 0, out=all_)
        loss[low:high] += all_
        rt.where(_8, loss[low:high], 0, out=loss[low:high])
        np.exp(_6, out=_6)
        np.vecdot(dot_x[low:high], _6, out=dot_lse[low:high])
    rt.blocks(block, N, 4*K, dtype, K)
    _9 = np.take(weight, target, axis=0)
    dot_hit = np.multiply(_9, dot_lse, out=lse)
    _10 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _11 = np.take(weight, target, axis=0)
    np.multiply(_10, _11, out=hit)
    np.negative(hit, out=hit)
    dot_hit += hit
    _12 = weight.astype(dtype)
    dot_lse *= rt.ratio(1, K)
    _13 = np.sum(_12)
    dot_all = np.multiply(dot_lse, _13, out=dot_lse)
    dot_loss = rt.empty((N,), dtype)
    _14 = weight.astype(dtype)
    def block(low, high):
        np.vecdot(dot_x[low:high], _14, out=dot_loss[low:high])
        dot_loss[low:high] *= rt.ratio(-1, K)
        dot_all[low:high] += dot_loss[low:high]
        _15 = keep[low:high].astype(dtype)
        _16 = np.greater(_15, 0)
        rt.where(_16, dtype.type((label_smoothing if (label_smoothing > 0) else 0)), dtype.type(0), out=dot_loss[low:high])
        np.multiply(dot_all[low:high], dot_loss[low:high], out=dot_loss[low:high])
        _17 = rt.where(_16, dtype.type((1 - label_smoothing)), dtype.type(0), out=rt.empty((high - low,), dtype))
        np.multiply(dot_hit[low:high], _17, out=_17)
        dot_loss[low:high] += _17
    rt.blocks(block, N, 4*K, dtype, K)
    return loss, dot_loss


def cross_entropy_probabilities_mean(x, target, weight, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    _1 = weight.astype(dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1)
        _2 = np.subtract(x[low:high], lse[:, None], out=rt.empty((high - low, K), dtype))
        _3 = np.multiply(target[low:high], (1 - label_smoothing), out=rt.empty((high - low, K), dtype))
        np.add(rt.ratio(label_smoothing, K), _3, out=_3)
        _2 *= _3
        _4 = np.sum(_2, axis=0)
        _5 = np.vecdot(_1, _4)
        _6 = rt.ratio(-1, N) * _5
        return (_6,)
    (loss,) = rt.blocks(block, N, K, dtype)
    return loss


def cross_entropy_probabilities_mean_forward(x, target, weight, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.empty((N,), dtype)
    softmax_1 = rt.empty((N, K), dtype)
    _1 = weight.astype(dtype)
    def block(low, high):
        _2 = rt.logsumexp(x[low:high], axis=-1, ratios=softmax_1[low:high])
        lse[low:high] = _2
        _3 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        _4 = np.multiply(target[low:high], (1 - label_smoothing), out=rt.empty((high - low, K), dtype))
        np.add(rt.ratio(label_smoothing, K), _4, out=_4)
        _3 *= _4
        _5 = np.sum(_3, axis=0)
        _6 = np.vecdot(_1, _5)
        _7 = rt.ratio(-1, N) * _6
        return (_7,)
    (loss,) = rt.blocks(block, N, K, dtype)
    return loss, (x, target, weight, lse, softmax_1, label_smoothing, N, K, dtype)


def cross_entropy_probabilities_mean_backward(saved, bar_loss):
    x, target, weight, lse, softmax_1, label_smoothing, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N, K), dtype)
    bar_x = rt.empty((N, K), dtype)
    _1 = weight.astype(dtype)
    _2 = bar_loss / N
    _3 = (-(1 - label_smoothing)) * bar_loss
    _4 = _3 * _1
    _4 /= N
    _5 = bar_loss * _1
    _5 /= N
    def block(low, high):
        _6 = np.multiply(target[low:high], (1 - label_smoothing), out=rt.empty((high - low, K), dtype))
        np.add(rt.ratio(label_smoothing, K), _6, out=_6)
        _7 = np.vecdot(_6, _1)
        bar_lse = np.multiply(_7, _2, out=_7)
        np.subtract(x[low:high], lse[low:high][:, None], out=bar_target[low:high])
        bar_target[low:high] *= _4
        np.multiply(softmax_1[low:high], bar_lse[:, None], out=bar_x[low:high])
        _6 *= _5
        bar_x[low:high] -= _6
    rt.blocks(block, N, K, dtype)
    return (bar_x, bar_target)


def cross_entropy_probabilities_mean_jvp(x, target, weight, dot_x, dot_target, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    if dot_target is None:
        dot_target = np.zeros((N, K), dtype)
    _1 = weight.astype(dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1)
        _2 = np.subtract(x[low:high], lse[:, None], out=rt.empty((high - low, K), dtype))
        _3 = np.multiply(target[low:high], (1 - label_smoothing), out=rt.empty((high - low, K), dtype))
        np.add(rt.ratio(label_smoothing, K), _3, out=_3)
        _4 = np.multiply(_2, _3, out=rt.empty((high - low, K), dtype))
        _5 = np.sum(_4, axis=0)
        _6 = np.vecdot(_1, _5)
        _7 = rt.ratio(-1, N) * _6
        np.exp(_2, out=_4)
        dot_lse = np.vecdot(dot_x[low:high], _4)
        np.einsum("ab,a->b", _3, dot_lse, out=_5)
        _8 = np.vecdot(_1, _5)
        _9 = rt.ratio(1, N) * _8
        np.multiply(dot_target[low:high], _2, out=_2)
        np.sum(_2, axis=0, out=_5)
        _10 = np.vecdot(_5, _1)
        _11 = rt.ratio((-(1 - label_smoothing)), N) * _10
        np.multiply(dot_x[low:high], _3, out=_3)
        np.sum(_3, axis=0, out=_5)
        _12 = np.vecdot(_5, _1)
        _13 = rt.ratio(-1, N) * _12
        return (_7, _9, _11, _13)
    loss, dot_loss, _14, _15 = rt.blocks(block, N, K, dtype)
    dot_loss = dot_loss + _14
    dot_loss = dot_loss + _15
    return loss, dot_loss


def cross_entropy_probabilities_sum(x, target, weight, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    _1 = weight.astype(dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1)
        _2 = np.subtract(x[low:high], lse[:, None], out=rt.empty((high - low, K), dtype))
        _3 = np.multiply(target[low:high], (1 - label_smoothing), out=rt.empty((high - low, K), dtype))
        np.add(rt.ratio(label_smoothing, K), _3, out=_3)
        _2 *= _3
        _4 = np.sum(_2, axis=0)
        _5 = np.vecdot(_1, _4)
        _6 = -1 * _5
        return (_6,)
    (loss,) = rt.blocks(block, N, K, dtype)
    return loss


def cross_entropy_probabilities_sum_forward(x, target, weight, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.empty((N,), dtype)
    softmax_1 = rt.empty((N, K), dtype)
    _1 = weight.astype(dtype)
    def block(low, high):
        _2 = rt.logsumexp(x[low:high], axis=-1, ratios=softmax_1[low:high])
        lse[low:high] = _2
        _3 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        _4 = np.multiply(target[low:high], (1 - label_smoothing), out=rt.empty((high - low, K), dtype))
        np.add(rt.ratio(label_smoothing, K), _4, out=_4)
        _3 *= _4
        _5 = np.sum(_3, axis=0)
        _6 = np.vecdot(_1, _5)
        _7 = -1 * _6
        return (_7,)
    (loss,) = rt.blocks(block, N, K, dtype)
    return loss, (x, target, weight, lse, softmax_1, label_smoothing, N, K, dtype)


def cross_entropy_probabilities_sum_backward(saved, bar_loss):
    x, target, weight, lse, softmax_1, label_smoothing, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_target = rt.empty((N, K), dtype)
    bar_x = rt.empty((N, K), dtype)
    _1 = weight.astype(dtype)
    _2 = (-(1 - label_smoothing)) * bar_loss
    _3 = _2 * _1
    _4 = bar_loss * _1
    def block(low, high):
        np.multiply(target[low:high], (1 - label_smoothing), out=bar_x[low:high])
        np.add(rt.ratio(label_smoothing, K), bar_x[low:high], out=bar_x[low:high])
        _5 = np.vecdot(bar_x[low:high], _1)
        bar_lse = np.multiply(_5, bar_loss, out=_5)
        np.subtract(x[low:high], lse[low:high][:, None], out=bar_target[low:high])
        bar_target[low:high] *= _3
        _6 = np.multiply(bar_x[low:high], _4, out=rt.empty((high - low, K), dtype))
        np.multiply(softmax_1[low:high], bar_lse[:, None], out=bar_x[low:high])
        bar_x[low:high] -= _6
    rt.blocks(block, N, K, dtype)
    return (bar_x, bar_target)


def cross_entropy_probabilities_sum_jvp(x, target, weight, dot_x, dot_target, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    if dot_target is None:
        dot_target = np.zeros((N, K), dtype)
    _1 = weight.astype(dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1)
        _2 = np.subtract(x[low:high], lse[:, None], out=rt.empty((high - low, K), dtype))
        _3 = np.multiply(target[low:high], (1 - label_smoothing), out=rt.empty((high - low, K), dtype))
        np.add(rt.ratio(label_smoothing, K), _3, out=_3)
        _4 = np.multiply(_2, _3, out=rt.empty((high - low, K), dtype))
        _5 = np.sum(_4, axis=0)
        _6 = np.vecdot(_1, _5)
        _7 = -1 * _6
        np.exp(_2, out=_4)
        dot_lse = np.vecdot(dot_x[low:high], _4)
        np.einsum("ab,a->b", _3, dot_lse, out=_5)
        _8 = np.vecdot(_1, _5)
        np.multiply(dot_target[low:high], _2, out=_2)
        np.sum(_2, axis=0, out=_5)
        _9 = np.vecdot(_5, _1)
        _10 = (label_smoothing - 1) * _9
        np.multiply(dot_x[low:high], _3, out=_3)
        np.sum(_3, axis=0, out=_5)
        _11 = np.vecdot(_5, _1)
        _12 = -1 * _11
        return (_7, _8, _10, _12)
    loss, dot_loss, _13, _14 = rt.blocks(block, N, K, dtype)
    dot_loss = dot_loss + _13
    dot_loss = dot_loss + _14
    return loss, dot_loss


def cross_entropy_probabilities_none(x, target, weight, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    loss = rt.empty((N,), dtype)
    _1 = weight.astype(dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1)
        _2 = np.subtract(x[low:high], lse[:, None], out=rt.empty((high - low, K), dtype))
        _3 = np.multiply(target[low:high], (1 - label_smoothing), out=rt.empty((high - low, K), dtype))
        np.add(rt.ratio(label_smoothing, K), _3, out=_3)
        _2 *= _3
        np.vecdot(_2, _1, out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
    rt.blocks(block, N, K, dtype)
    return loss


def cross_entropy_probabilities_none_forward(x, target, weight, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    lse = rt.empty((N,), dtype)
    softmax_1 = rt.empty((N, K), dtype)
    loss = rt.empty((N,), dtype)
    _1 = weight.astype(dtype)
    def block(low, high):
        _2 = rt.logsumexp(x[low:high], axis=-1, ratios=softmax_1[low:high])
        lse[low:high] = _2
        _3 = np.subtract(x[low:high], lse[low:high][:, None], out=rt.empty((high - low, K), dtype))
        _4 = np.multiply(target[low:high], (1 - label_smoothing), out=rt.empty((high - low, K), dtype))
        np.add(rt.ratio(label_smoothing, K), _4, out=_4)
        _3 *= _4
        np.vecdot(_3, _1, out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
    rt.blocks(block, N, K, dtype)
    return loss, (x, target, weight, lse, softmax_1, label_smoothing, N, K, dtype)


def cross_entropy_probabilities_none_backward(saved, bar_loss):
    x, target, weight, lse, softmax_1, label_smoothing, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_target = rt.empty((N, K), dtype)
    bar_x = rt.empty((N, K), dtype)
    _1 = weight.astype(dtype)
    def block(low, high):
        np.multiply(target[low:high], (1 - label_smoothing), out=bar_x[low:high])
        np.add(rt.ratio(label_smoothing, K), bar_x[low:high], out=bar_x[low:high])
        _2 = np.vecdot(bar_x[low:high], _1)
        bar_lse = np.multiply(bar_loss[low:high], _2, out=_2)
        np.subtract(x[low:high], lse[low:high][:, None], out=bar_target[low:high])
        _3 = (-(1 - label_smoothing)) * bar_loss[low:high]
        _4 = np.multiply(_3[:, None], _1, out=rt.empty((high - low, K), dtype))
        bar_target[low:high] *= _4
        np.multiply(bar_loss[low:high][:, None], _1, out=_4)
        np.multiply(bar_x[low:high], _4, out=_4)
        np.multiply(softmax_1[low:high], bar_lse[:, None], out=bar_x[low:high])
        bar_x[low:high] -= _4
    rt.blocks(block, N, K, dtype)
    return (bar_x, bar_target)


def cross_entropy_probabilities_none_jvp(x, target, weight, dot_x, dot_target, label_smoothing):
    label_smoothing = float(label_smoothing)
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    if dot_target is None:
        dot_target = np.zeros((N, K), dtype)
    loss = rt.empty((N,), dtype)
    dot_loss = rt.empty((N,), dtype)
    _1 = weight.astype(dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1)
        _2 = np.subtract(x[low:high], lse[:, None], out=rt.empty((high - low, K), dtype))
        _3 = np.multiply(target[low:high], (1 - label_smoothing), out=rt.empty((high - low, K), dtype))
        np.add(rt.ratio(label_smoothing, K), _3, out=_3)
        _4 = np.multiply(_2, _3, out=rt.empty((high - low, K), dtype))
        np.vecdot(_4, _1, out=loss[low:high])
        np.negative(loss[low:high], out=loss[low:high])
        np.exp(_2, out=_4)
        dot_lse = np.vecdot(dot_x[low:high], _4)
        np.vecdot(_3, _1, out=dot_loss[low:high])
        np.multiply(dot_lse, dot_loss[low:high], out=dot_loss[low:high])
        np.multiply(dot_target[low:high], _2, out=_2)
        np.vecdot(_2, _1, out=dot_lse)
        dot_lse *= (label_smoothing - 1)
        dot_loss[low:high] += dot_lse
        np.multiply(dot_x[low:high], _3, out=_3)
        np.vecdot(_3, _1, out=dot_lse)
        np.negative(dot_lse, out=dot_lse)
        dot_loss[low:high] += dot_lse
    rt.blocks(block, N, K, dtype)
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
    bar_x = rt.zeros((N, K), dtype)
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
    bar_x = rt.zeros((N, K), dtype)
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
    bar_x = rt.zeros((N, K), dtype)
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


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nll_loss_general_mean(x, target, weight, keep):
    dtype = x.dtype
    N = x.shape[0]
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = _1 * _2
    hit = np.negative(_3, out=_3)
    _4 = np.take(weight, target, axis=0)
    _5 = keep.astype(dtype)
    _6 = np.vecdot(_5, _4)
    count = _6
    _7 = 1 / count
    def block(low, high):
        _8 = keep[low:high].astype(dtype)
        _9 = np.greater(_8, 0)
        _10 = rt.where(_9, hit[low:high], 0, out=rt.empty((high - low,), dtype))
        _11 = np.sum(_10)
        _12 = _7 * _11
        return (_12,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nll_loss_general_mean_forward(x, target, weight, keep):
    dtype = x.dtype
    N, K = x.shape
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = _1 * _2
    hit = np.negative(_3, out=_3)
    _4 = np.take(weight, target, axis=0)
    _5 = keep.astype(dtype)
    _6 = np.vecdot(_5, _4)
    count = _6
    _7 = 1 / count
    def block(low, high):
        _8 = keep[low:high].astype(dtype)
        _9 = np.greater(_8, 0)
        _10 = rt.where(_9, hit[low:high], 0, out=rt.empty((high - low,), dtype))
        _11 = np.sum(_10)
        _12 = _7 * _11
        return (_12,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (target, weight, keep, count, N, K, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nll_loss_general_mean_backward(saved, bar_loss):
    target, weight, keep, count, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_hit = rt.empty((N,), dtype)
    _1 = bar_loss / count
    def block(low, high):
        _2 = keep[low:high].astype(dtype)
        _3 = np.greater(_2, 0)
        rt.where(_3, dtype.type(1), dtype.type(0), out=bar_hit[low:high])
        bar_hit[low:high] *= _1
    rt.blocks(block, N, 1, dtype)
    bar_x = rt.zeros((N, K), dtype)
    _4 = np.take(weight, target, axis=0)
    np.multiply(_4, bar_hit, out=bar_hit)
    np.negative(bar_hit, out=bar_hit)
    rt.add_along_axis(bar_x, target[:, None], bar_hit[:, None], 1)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nll_loss_general_mean_jvp(x, target, weight, keep, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = _1 * _2
    hit = np.negative(_3, out=_3)
    _4 = np.take(weight, target, axis=0)
    _5 = keep.astype(dtype)
    _6 = np.vecdot(_5, _4)
    count = _6
    _7 = 1 / count
    def block(low, high):
        _8 = keep[low:high].astype(dtype)
        _9 = np.greater(_8, 0)
        _10 = rt.where(_9, hit[low:high], 0, out=rt.empty((high - low,), dtype))
        _11 = np.sum(_10)
        _12 = _7 * _11
        return (_12,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    _13 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _14 = np.take(weight, target, axis=0)
    np.multiply(_13, _14, out=hit)
    dot_hit = np.negative(hit, out=hit)
    _15 = 1 / count
    def block(low, high):
        _16 = keep[low:high].astype(dtype)
        _17 = np.greater(_16, 0)
        _18 = rt.where(_17, dtype.type(1), dtype.type(0), out=rt.empty((high - low,), dtype))
        _19 = np.vecdot(dot_hit[low:high], _18)
        _20 = _15 * _19
        return (_20,)
    (dot_loss,) = rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nll_loss_general_sum(x, target, weight, keep):
    dtype = x.dtype
    N = x.shape[0]
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = _1 * _2
    hit = np.negative(_3, out=_3)
    def block(low, high):
        _4 = keep[low:high].astype(dtype)
        _5 = np.greater(_4, 0)
        _6 = rt.where(_5, hit[low:high], 0, out=rt.empty((high - low,), dtype))
        _7 = np.sum(_6)
        return (_7,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nll_loss_general_sum_forward(x, target, weight, keep):
    dtype = x.dtype
    N, K = x.shape
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = _1 * _2
    hit = np.negative(_3, out=_3)
    def block(low, high):
        _4 = keep[low:high].astype(dtype)
        _5 = np.greater(_4, 0)
        _6 = rt.where(_5, hit[low:high], 0, out=rt.empty((high - low,), dtype))
        _7 = np.sum(_6)
        return (_7,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    return loss, (target, weight, keep, N, K, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nll_loss_general_sum_backward(saved, bar_loss):
    target, weight, keep, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = dtype.type(0)
    bar_hit = rt.empty((N,), dtype)
    def block(low, high):
        _1 = keep[low:high].astype(dtype)
        _2 = np.greater(_1, 0)
        rt.where(_2, dtype.type(1), dtype.type(0), out=bar_hit[low:high])
        bar_hit[low:high] *= bar_loss
    rt.blocks(block, N, 1, dtype)
    bar_x = rt.zeros((N, K), dtype)
    _3 = np.take(weight, target, axis=0)
    np.multiply(_3, bar_hit, out=bar_hit)
    np.negative(bar_hit, out=bar_hit)
    rt.add_along_axis(bar_x, target[:, None], bar_hit[:, None], 1)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nll_loss_general_sum_jvp(x, target, weight, keep, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = _1 * _2
    hit = np.negative(_3, out=_3)
    def block(low, high):
        _4 = keep[low:high].astype(dtype)
        _5 = np.greater(_4, 0)
        _6 = rt.where(_5, hit[low:high], 0, out=rt.empty((high - low,), dtype))
        _7 = np.sum(_6)
        return (_7,)
    (loss,) = rt.blocks(block, N, 1, dtype)
    _8 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _9 = np.take(weight, target, axis=0)
    np.multiply(_8, _9, out=hit)
    dot_hit = np.negative(hit, out=hit)
    def block(low, high):
        _10 = keep[low:high].astype(dtype)
        _11 = np.greater(_10, 0)
        _12 = rt.where(_11, dtype.type(1), dtype.type(0), out=rt.empty((high - low,), dtype))
        _13 = np.vecdot(dot_hit[low:high], _12)
        return (_13,)
    (dot_loss,) = rt.blocks(block, N, 1, dtype)
    return loss, dot_loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nll_loss_general_none(x, target, weight, keep):
    dtype = x.dtype
    N = x.shape[0]
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = _1 * _2
    hit = np.negative(_3, out=_3)
    loss = rt.empty((N,), dtype)
    def block(low, high):
        _4 = keep[low:high].astype(dtype)
        _5 = np.greater(_4, 0)
        rt.where(_5, hit[low:high], 0, out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nll_loss_general_none_forward(x, target, weight, keep):
    dtype = x.dtype
    N, K = x.shape
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = _1 * _2
    hit = np.negative(_3, out=_3)
    loss = rt.empty((N,), dtype)
    def block(low, high):
        _4 = keep[low:high].astype(dtype)
        _5 = np.greater(_4, 0)
        rt.where(_5, hit[low:high], 0, out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, (target, weight, keep, N, K, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nll_loss_general_none_backward(saved, bar_loss):
    target, weight, keep, N, K, dtype = saved
    if bar_loss is None:
        bar_loss = np.zeros((N,), dtype)
    bar_hit = rt.empty((N,), dtype)
    def block(low, high):
        _1 = keep[low:high].astype(dtype)
        _2 = np.greater(_1, 0)
        np.multiply(bar_loss[low:high], _2, out=bar_hit[low:high])
    rt.blocks(block, N, 1, dtype)
    bar_x = rt.zeros((N, K), dtype)
    _3 = np.take(weight, target, axis=0)
    np.multiply(_3, bar_hit, out=bar_hit)
    np.negative(bar_hit, out=bar_hit)
    rt.add_along_axis(bar_x, target[:, None], bar_hit[:, None], 1)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nll_loss_general_none_jvp(x, target, weight, keep, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    _1 = np.take(weight, target, axis=0)
    _2 = np.take_along_axis(x, target[:, None], axis=1)[:, 0]
    _3 = _1 * _2
    hit = np.negative(_3, out=_3)
    loss = rt.empty((N,), dtype)
    def block(low, high):
        _4 = keep[low:high].astype(dtype)
        _5 = np.greater(_4, 0)
        rt.where(_5, hit[low:high], 0, out=loss[low:high])
    rt.blocks(block, N, 1, dtype)
    _6 = np.take_along_axis(dot_x, target[:, None], axis=1)[:, 0]
    _7 = np.take(weight, target, axis=0)
    np.multiply(_6, _7, out=hit)
    dot_hit = np.negative(hit, out=hit)
    dot_loss = rt.empty((N,), dtype)
    def block(low, high):
        _8 = keep[low:high].astype(dtype)
        _9 = np.greater(_8, 0)
        np.multiply(dot_hit[low:high], _9, out=dot_loss[low:high])
    rt.blocks(block, N, 1, dtype)
    return loss, dot_loss
