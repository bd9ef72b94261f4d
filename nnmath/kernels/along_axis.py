"""Kernels of nnmath.formulas.along_axis. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def softmax(x):
    dtype = x.dtype
    N, K = x.shape
    y = rt.empty((N, K), dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1, ratios=y[low:high])
    rt.blocks(block, N, K, dtype)
    return y


def softmax_forward(x):
    dtype = x.dtype
    N, K = x.shape
    y = rt.empty((N, K), dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1, ratios=y[low:high])
    rt.blocks(block, N, K, dtype)
    return y, (y, N, K, dtype)


def softmax_backward(saved, bar_y):
    y, N, K, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, K), dtype)
    bar_x = rt.empty((N, K), dtype)
    def block(low, high):
        _1 = np.vecdot(bar_y[low:high], y[low:high])
        bar_lse = np.negative(_1, out=_1)
        np.add(bar_lse[:, None], bar_y[low:high], out=bar_x[low:high])
        np.multiply(y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, K, dtype)
    return (bar_x,)


def softmax_jvp(x, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    y = rt.empty((N, K), dtype)
    dot_y = rt.empty((N, K), dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1, ratios=y[low:high])
        np.subtract(x[low:high], lse[:, None], out=dot_y[low:high])
        np.exp(dot_y[low:high], out=dot_y[low:high])
        dot_lse = np.vecdot(dot_x[low:high], dot_y[low:high])
        _1 = np.multiply(dot_y[low:high], dot_lse[:, None], out=rt.empty((high - low, K), dtype))
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] -= _1
    rt.blocks(block, N, K, dtype)
    return y, dot_y


def log_softmax(x):
    dtype = x.dtype
    N, K = x.shape
    y = rt.empty((N, K), dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1)
        np.subtract(x[low:high], lse[:, None], out=y[low:high])
    rt.blocks(block, N, K, dtype)
    return y


def log_softmax_forward(x):
    dtype = x.dtype
    N, K = x.shape
    softmax_1 = rt.empty((N, K), dtype)
    y = rt.empty((N, K), dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1, ratios=softmax_1[low:high])
        np.subtract(x[low:high], lse[:, None], out=y[low:high])
    rt.blocks(block, N, K, dtype)
    return y, (softmax_1, N, K, dtype)


def log_softmax_backward(saved, bar_y):
    softmax_1, N, K, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, K), dtype)
    bar_x = rt.empty((N, K), dtype)
    def block(low, high):
        _1 = rt.row_sums(bar_y[low:high])
        bar_lse = np.negative(_1)
        np.multiply(softmax_1[low:high], bar_lse[:, None], out=bar_x[low:high])
        bar_x[low:high] += bar_y[low:high]
    rt.blocks(block, N, K, dtype)
    return (bar_x,)


def log_softmax_jvp(x, dot_x):
    dtype = x.dtype
    N, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, K), dtype)
    y = rt.empty((N, K), dtype)
    dot_y = rt.empty((N, K), dtype)
    def block(low, high):
        lse = rt.logsumexp(x[low:high], axis=-1)
        np.subtract(x[low:high], lse[:, None], out=y[low:high])
        np.subtract(x[low:high], lse[:, None], out=dot_y[low:high])
        np.exp(dot_y[low:high], out=dot_y[low:high])
        dot_lse = np.vecdot(dot_x[low:high], dot_y[low:high])
        np.subtract(dot_x[low:high], dot_lse[:, None], out=dot_y[low:high])
    rt.blocks(block, N, K, dtype)
    return y, dot_y


def glu(x):
    dtype = x.dtype
    N, _, K = x.shape
    y = rt.empty((N, K), dtype)
    def block(low, high):
        rt.sigmoid(x[low:high, 1], out=y[low:high])
        np.multiply(x[low:high, 0], y[low:high], out=y[low:high])
    rt.blocks(block, N, K, dtype)
    return y


def glu_forward(x):
    dtype = x.dtype
    N, _, K = x.shape
    sigmoid_1 = rt.empty((N, K), dtype)
    y = rt.empty((N, K), dtype)
    def block(low, high):
        rt.sigmoid(x[low:high, 1], out=sigmoid_1[low:high])
        np.multiply(sigmoid_1[low:high], x[low:high, 0], out=y[low:high])
    rt.blocks(block, N, K, dtype)
    return y, (x, sigmoid_1, N, K, dtype)


def glu_backward(saved, bar_y):
    x, sigmoid_1, N, K, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, K), dtype)
    bar_x = rt.empty((N, 2, K), dtype)
    def block(low, high):
        np.multiply(bar_y[low:high], sigmoid_1[low:high], out=bar_x[low:high, 0])
        _1 = np.subtract(1, sigmoid_1[low:high], out=rt.empty((high - low, K), dtype))
        np.multiply(bar_y[low:high], sigmoid_1[low:high], out=bar_x[low:high, 1])
        bar_x[low:high, 1] *= x[low:high, 0]
        bar_x[low:high, 1] *= _1
    rt.blocks(block, N, K, dtype)
    return (bar_x,)


def glu_jvp(x, dot_x):
    dtype = x.dtype
    N, _, K = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, 2, K), dtype)
    y = rt.empty((N, K), dtype)
    dot_y = rt.empty((N, K), dtype)
    def block(low, high):
        rt.sigmoid(x[low:high, 1], out=dot_y[low:high])
        np.multiply(x[low:high, 0], dot_y[low:high], out=y[low:high])
        np.multiply(dot_x[low:high, 0], dot_y[low:high], out=dot_y[low:high])
        _1 = rt.dsigmoid(x[low:high, 1], out=rt.empty((high - low, K), dtype))
        _2 = np.multiply(dot_x[low:high, 1], x[low:high, 0], out=rt.empty((high - low, K), dtype))
        np.multiply(_2, _1, out=_1)
        dot_y[low:high] += _1
    rt.blocks(block, N, K, dtype)
    return y, dot_y
