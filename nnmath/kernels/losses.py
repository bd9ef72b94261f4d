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
