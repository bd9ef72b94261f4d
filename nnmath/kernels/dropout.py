"""Kernels of nnmath.formulas.dropout. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def dropout_train(x, mask, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        _1 = mask[low:high].astype(dtype)
        np.multiply(_1, x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def dropout_train_forward(x, mask):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = mask[low:high].astype(dtype)
        np.multiply(_1, x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (mask, N, dtype)


def dropout_train_backward(saved, bar_y):
    mask, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        _1 = mask[low:high].astype(dtype)
        np.multiply(bar_y[low:high], _1, out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def dropout_train_jvp(x, mask, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = mask[low:high].astype(dtype)
        np.multiply(_1, x[low:high], out=y[low:high])
        np.multiply(dot_x[low:high], _1, out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def dropout_inference(x, p, out=None):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        np.multiply(x[low:high], (1 - p), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def dropout_inference_forward(x, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(x[low:high], (1 - p), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (p, N, dtype)


def dropout_inference_backward(saved, bar_y):
    p, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(bar_y[low:high], (1 - p), out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def dropout_inference_jvp(x, dot_x, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(x[low:high], (1 - p), out=y[low:high])
        np.multiply(dot_x[low:high], (1 - p), out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def dropout_inference_derivative(x, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = (1 - p)
    return y


def dropout_inference_derivative2(x, p):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = 0
    return y


def inverted_dropout(x, mask, p, out=None):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        _1 = mask[low:high].astype(dtype)
        np.multiply(_1, x[low:high], out=y[low:high])
        y[low:high] *= rt.ratio(1, (1 - p))
    rt.blocks(block, N, 1, dtype)
    return y


def inverted_dropout_forward(x, mask, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = mask[low:high].astype(dtype)
        np.multiply(_1, x[low:high], out=y[low:high])
        y[low:high] *= rt.ratio(1, (1 - p))
    rt.blocks(block, N, 1, dtype)
    return y, (mask, p, N, dtype)


def inverted_dropout_backward(saved, bar_y):
    mask, p, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        _1 = mask[low:high].astype(dtype)
        np.multiply(bar_y[low:high], _1, out=bar_x[low:high])
        bar_x[low:high] *= rt.ratio(1, (1 - p))
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def inverted_dropout_jvp(x, mask, dot_x, p):
    p = float(p)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = mask[low:high].astype(dtype)
        np.multiply(_1, x[low:high], out=y[low:high])
        y[low:high] *= rt.ratio(1, (1 - p))
        np.multiply(dot_x[low:high], _1, out=dot_y[low:high])
        dot_y[low:high] *= rt.ratio(1, (1 - p))
    rt.blocks(block, N, 1, dtype)
    return y, dot_y
