"""Kernels of nnmath.formulas.activations. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def identity(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        y[low:high] = x[low:high]
    rt.blocks(block, N, 1, dtype)
    return y


def identity_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        y[low:high] = x[low:high]
    rt.blocks(block, N, 1, dtype)
    return y, (N, dtype)


def identity_backward(saved, bar_y):
    N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        bar_x[low:high] = bar_y[low:high]
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def identity_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        y[low:high] = x[low:high]
        dot_y[low:high] = dot_x[low:high]
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def identity_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = 1
    return y


def identity_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = 0
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def perceptron_step(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        _1 = np.less(x[low:high], 0)
        rt.where(_1, dtype.type(0), dtype.type(1), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def perceptron_step_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less(x[low:high], 0)
        rt.where(_1, dtype.type(0), dtype.type(1), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (N, dtype)


def perceptron_step_backward(saved, bar_y):
    N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.zeros((N,), dtype)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def perceptron_step_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less(x[low:high], 0)
        rt.where(_1, dtype.type(0), dtype.type(1), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    dot_y = rt.zeros((N,), dtype)
    return y, dot_y


def perceptron_step_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = 0
    return y


def perceptron_step_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = 0
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def perceptron_sign(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        _1 = np.less(x[low:high], 0)
        rt.where(_1, dtype.type(-1), dtype.type(1), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def perceptron_sign_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less(x[low:high], 0)
        rt.where(_1, dtype.type(-1), dtype.type(1), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (N, dtype)


def perceptron_sign_backward(saved, bar_y):
    N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.zeros((N,), dtype)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def perceptron_sign_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less(x[low:high], 0)
        rt.where(_1, dtype.type(-1), dtype.type(1), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    dot_y = rt.zeros((N,), dtype)
    return y, dot_y


def perceptron_sign_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = 0
    return y


def perceptron_sign_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = 0
    return y


def sigmoid(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        rt.sigmoid(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def sigmoid_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    slope = rt.empty((N,), dtype)
    def block(low, high):
        rt.sigmoid_and_slope(x[low:high], y[low:high], slope[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, ([slope], x, N, dtype)


def sigmoid_backward(saved, bar_y):
    slope, x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x, known = rt.slope_taken(slope, (N,), dtype)
    def block(low, high):
        if not known:
            rt.dsigmoid(x[low:high], out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def sigmoid_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        rt.sigmoid_and_slope(x[low:high], y[low:high], dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def sigmoid_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.dsigmoid(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def sigmoid_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(x[low:high], 0.5, out=y[low:high])
        np.tanh(y[low:high], out=y[low:high])
        _1 = rt.dsigmoid(x[low:high], out=rt.empty((high - low,), dtype))
        y[low:high] *= _1
        np.negative(y[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def sigmoid_slope(x, slope, out=None):
    slope = float(slope)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        rt.sigmoid_of(x[low:high], slope, 1, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def sigmoid_slope_forward(x, slope):
    slope = float(slope)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.sigmoid_of(x[low:high], slope, 1, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (x, slope, N, dtype)


def sigmoid_slope_backward(saved, bar_y):
    x, slope, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        rt.dsigmoid_of(x[low:high], slope, 1, out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= slope
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def sigmoid_slope_jvp(x, dot_x, slope):
    slope = float(slope)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        rt.sigmoid_of(x[low:high], slope, 1, out=y[low:high])
        rt.dsigmoid_of(x[low:high], slope, 1, out=dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] *= slope
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def sigmoid_slope_derivative(x, slope):
    slope = float(slope)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.dsigmoid_of(x[low:high], slope, 1, out=y[low:high])
        y[low:high] *= slope
    rt.blocks(block, N, 1, dtype)
    return y


def sigmoid_slope_derivative2(x, slope):
    slope = float(slope)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(x[low:high], (0.5*slope), out=y[low:high])
        np.tanh(y[low:high], out=y[low:high])
        _1 = rt.dsigmoid_of(x[low:high], slope, 1, out=rt.empty((high - low,), dtype))
        y[low:high] *= _1
        y[low:high] *= (-slope**2)
    rt.blocks(block, N, 1, dtype)
    return y


def tanh(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        np.tanh(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def tanh_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.tanh(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (x, N, dtype)


def tanh_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        rt.sech2(x[low:high], out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def tanh_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        np.tanh(x[low:high], out=y[low:high])
        rt.sech2(x[low:high], out=dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def tanh_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.sech2(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def tanh_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.tanh(x[low:high], out=y[low:high])
        _1 = rt.sech2(x[low:high], out=rt.empty((high - low,), dtype))
        y[low:high] *= _1
        y[low:high] *= -2
    rt.blocks(block, N, 1, dtype)
    return y


def relu(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        np.maximum(x[low:high], 0, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def relu_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.maximum(x[low:high], 0, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (x, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def relu_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less_equal(x[low:high], 0)
        _2 = np.logical_not(_1)
        np.multiply(bar_y[low:high], _2, out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def relu_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        np.maximum(x[low:high], 0, out=y[low:high])
        _1 = np.less_equal(x[low:high], 0)
        _2 = np.logical_not(_1)
        np.multiply(dot_x[low:high], _2, out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def relu_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less_equal(x[low:high], 0)
        rt.where(_1, dtype.type(0), dtype.type(1), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def relu_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = 0
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def leaky_relu(x, negative_slope, out=None):
    negative_slope = float(negative_slope)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        rt.kinked(x[low:high], negative_slope, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def leaky_relu_forward(x, negative_slope):
    negative_slope = float(negative_slope)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.kinked(x[low:high], negative_slope, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (x, negative_slope, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def leaky_relu_backward(saved, bar_y):
    x, negative_slope, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.greater(x[low:high], 0)
        rt.where(_1, dtype.type(1), dtype.type(negative_slope), out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def leaky_relu_jvp(x, dot_x, negative_slope):
    negative_slope = float(negative_slope)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        rt.kinked(x[low:high], negative_slope, out=y[low:high])
        _1 = np.greater(x[low:high], 0)
        rt.where(_1, dtype.type(1), dtype.type(negative_slope), out=dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def leaky_relu_derivative(x, negative_slope):
    negative_slope = float(negative_slope)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.greater(x[low:high], 0)
        rt.where(_1, dtype.type(1), dtype.type(negative_slope), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def leaky_relu_derivative2(x, negative_slope):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = 0
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def prelu(x, weight, out=None):
    dtype = x.dtype
    N, C, S = x.shape
    y = rt.empty((N, C, S), dtype) if out is None else out
    def block(low, high):
        rt.kinked(x[low:high], weight[:, None], out=y[low:high])
    rt.blocks(block, N, 4*C*S, dtype, S)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def prelu_forward(x, weight):
    dtype = x.dtype
    N, C, S = x.shape
    y = rt.empty((N, C, S), dtype)
    def block(low, high):
        rt.kinked(x[low:high], weight[:, None], out=y[low:high])
    rt.blocks(block, N, 4*C*S, dtype, S)
    return y, (x, weight, N, C, S, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def prelu_backward(saved, bar_y):
    x, weight, N, C, S, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, S), dtype)
    bar_x = rt.empty((N, C, S), dtype)
    def block(low, high):
        np.minimum(x[low:high], 0, out=bar_x[low:high])
        _1 = np.vecdot(bar_y[low:high], bar_x[low:high])
        _2 = np.sum(_1, axis=0)
        _3 = np.greater(x[low:high], 0)
        rt.where(_3, 1, weight[:, None], out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
        return (_2,)
    (bar_weight,) = rt.blocks(block, N, 4*C*S, dtype, S)
    return (bar_x, bar_weight)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def prelu_jvp(x, weight, dot_x, dot_weight):
    dtype = x.dtype
    N, C, S = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, C, S), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((C,), dtype)
    y = rt.empty((N, C, S), dtype)
    dot_y = rt.empty((N, C, S), dtype)
    def block(low, high):
        rt.kinked(x[low:high], weight[:, None], out=y[low:high])
        np.minimum(x[low:high], 0, out=dot_y[low:high])
        dot_y[low:high] *= dot_weight[:, None]
        _1 = np.greater(x[low:high], 0)
        _2 = rt.where(_1, 1, weight[:, None], out=rt.empty((high - low, C, S), dtype))
        np.multiply(dot_x[low:high], _2, out=_2)
        dot_y[low:high] += _2
    rt.blocks(block, N, 4*C*S, dtype, S)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def elu(x, alpha, out=None):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        np.minimum(x[low:high], 0, out=y[low:high])
        rt.expm1_below(y[low:high], out=y[low:high])
        y[low:high] *= alpha
        rt.above(x[low:high], y[low:high], alpha, alpha, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def elu_forward(x, alpha):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.minimum(x[low:high], 0, out=y[low:high])
        rt.expm1_below(y[low:high], out=y[low:high])
        y[low:high] *= alpha
        rt.above(x[low:high], y[low:high], alpha, alpha, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (x, alpha, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def elu_backward(saved, bar_y):
    x, alpha, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.minimum(x[low:high], 0, out=bar_x[low:high])
        np.exp(bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= alpha
        rt.beyond(x[low:high], 1, bar_x[low:high], alpha, out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def elu_jvp(x, dot_x, alpha):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        np.minimum(x[low:high], 0, out=dot_y[low:high])
        rt.expm1_below(dot_y[low:high], out=y[low:high])
        y[low:high] *= alpha
        rt.above(x[low:high], y[low:high], alpha, alpha, out=y[low:high])
        np.exp(dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] *= alpha
        rt.beyond(x[low:high], 1, dot_y[low:high], alpha, out=dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def elu_derivative(x, alpha):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.minimum(x[low:high], 0, out=y[low:high])
        np.exp(y[low:high], out=y[low:high])
        y[low:high] *= alpha
        rt.beyond(x[low:high], 1, y[low:high], alpha, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def elu_derivative2(x, alpha):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.exp(x[low:high], out=y[low:high])
        y[low:high] *= alpha
        _1 = np.greater(x[low:high], 0)
        rt.where(_1, 0, y[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def celu(x, alpha, out=None):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        np.minimum(x[low:high], 0, out=y[low:high])
        y[low:high] *= rt.ratio(1, alpha)
        rt.expm1_below(y[low:high], out=y[low:high])
        y[low:high] *= alpha
        np.fmax(y[low:high], x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def celu_forward(x, alpha):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.minimum(x[low:high], 0, out=y[low:high])
        y[low:high] *= rt.ratio(1, alpha)
        rt.expm1_below(y[low:high], out=y[low:high])
        y[low:high] *= alpha
        np.fmax(y[low:high], x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (x, alpha, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def celu_backward(saved, bar_y):
    x, alpha, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.minimum(x[low:high], 0, out=bar_x[low:high])
        rt.exp_of(bar_x[low:high], 1, alpha, out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def celu_jvp(x, dot_x, alpha):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        np.minimum(x[low:high], 0, out=dot_y[low:high])
        np.multiply(dot_y[low:high], rt.ratio(1, alpha), out=y[low:high])
        rt.expm1_below(y[low:high], out=y[low:high])
        y[low:high] *= alpha
        np.fmax(y[low:high], x[low:high], out=y[low:high])
        rt.exp_of(dot_y[low:high], 1, alpha, out=dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def celu_derivative(x, alpha):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.minimum(x[low:high], 0, out=y[low:high])
        rt.exp_of(y[low:high], 1, alpha, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def celu_derivative2(x, alpha):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.exp_of(x[low:high], 1, alpha, out=y[low:high])
        y[low:high] *= rt.ratio(1, alpha)
        _1 = np.greater(x[low:high], 0)
        rt.where(_1, 0, y[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def selu(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        np.minimum(x[low:high], 0, out=y[low:high])
        rt.expm1_below(y[low:high], out=y[low:high])
        y[low:high] *= 1.7580993408473768
        _1 = np.fmax(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _1 *= 1.0507009873554805
        y[low:high] += _1
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def selu_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.minimum(x[low:high], 0, out=y[low:high])
        rt.expm1_below(y[low:high], out=y[low:high])
        y[low:high] *= 1.7580993408473768
        _1 = np.fmax(x[low:high], 0, out=rt.empty((high - low,), dtype))
        _1 *= 1.0507009873554805
        y[low:high] += _1
    rt.blocks(block, N, 1, dtype)
    return y, (x, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def selu_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.exp(x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= 1.7580993408473768
        _1 = np.greater(x[low:high], 0)
        rt.where(_1, 1.0507009873554805, bar_x[low:high], out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def selu_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        np.minimum(x[low:high], 0, out=y[low:high])
        rt.expm1_below(y[low:high], out=y[low:high])
        y[low:high] *= 1.7580993408473768
        np.fmax(x[low:high], 0, out=dot_y[low:high])
        dot_y[low:high] *= 1.0507009873554805
        y[low:high] += dot_y[low:high]
        np.exp(x[low:high], out=dot_y[low:high])
        dot_y[low:high] *= 1.7580993408473768
        _1 = np.greater(x[low:high], 0)
        rt.where(_1, 1.0507009873554805, dot_y[low:high], out=dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def selu_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.exp(x[low:high], out=y[low:high])
        y[low:high] *= 1.7580993408473768
        _1 = np.greater(x[low:high], 0)
        rt.where(_1, 1.0507009873554805, y[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def selu_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.exp(x[low:high], out=y[low:high])
        y[low:high] *= 1.7580993408473768
        _1 = np.greater(x[low:high], 0)
        rt.where(_1, 0, y[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def gelu(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        rt.gelu(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def gelu_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    slope = rt.empty((N,), dtype)
    def block(low, high):
        rt.gelu_and_slope(x[low:high], y[low:high], slope[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, ([slope], x, N, dtype)


def gelu_backward(saved, bar_y):
    slope, x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x, known = rt.slope_taken(slope, (N,), dtype)
    def block(low, high):
        if not known:
            rt.dgelu(x[low:high], out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def gelu_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        rt.gelu_and_slope(x[low:high], y[low:high], dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def gelu_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.dgelu(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def gelu_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.d2gelu(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def gelu_tanh(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        rt.gelu_tanh(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def gelu_tanh_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.gelu_tanh(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (x, N, dtype)


def gelu_tanh_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        rt.dgelu_tanh(x[low:high], out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def gelu_tanh_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        rt.gelu_tanh(x[low:high], out=y[low:high])
        rt.dgelu_tanh(x[low:high], out=dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def gelu_tanh_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.dgelu_tanh(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def gelu_tanh_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.d2gelu_tanh(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def mish(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        rt.mish(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def mish_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    slope = rt.empty((N,), dtype)
    def block(low, high):
        rt.mish_and_slope(x[low:high], y[low:high], slope[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, ([slope], x, N, dtype)


def mish_backward(saved, bar_y):
    slope, x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x, known = rt.slope_taken(slope, (N,), dtype)
    def block(low, high):
        if not known:
            rt.dmish(x[low:high], out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def mish_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        rt.mish_and_slope(x[low:high], y[low:high], dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def mish_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.dmish(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def mish_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.d2mish(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def softplus(x, beta, out=None):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        rt.softplus_over(x[low:high], beta, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def softplus_forward(x, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    slope = rt.empty((N,), dtype)
    def block(low, high):
        rt.softplus_and_slope(x[low:high], beta, y[low:high], slope[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, ([slope], x, beta, N, dtype)


def softplus_backward(saved, bar_y):
    slope, x, beta, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x, known = rt.slope_taken(slope, (N,), dtype)
    def block(low, high):
        if not known:
            rt.sigmoid_of(x[low:high], beta, 1, out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def softplus_jvp(x, dot_x, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        rt.softplus_and_slope(x[low:high], beta, y[low:high], dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def softplus_derivative(x, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.sigmoid_of(x[low:high], beta, 1, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def softplus_derivative2(x, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.dsigmoid_of(x[low:high], beta, 1, out=y[low:high])
        y[low:high] *= beta
    rt.blocks(block, N, 1, dtype)
    return y


def silu(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        rt.silu(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def silu_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    slope = rt.empty((N,), dtype)
    def block(low, high):
        rt.silu_and_slope(x[low:high], y[low:high], slope[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, ([slope], x, N, dtype)


def silu_backward(saved, bar_y):
    slope, x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x, known = rt.slope_taken(slope, (N,), dtype)
    def block(low, high):
        if not known:
            rt.dsilu(x[low:high], out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def silu_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        rt.silu_and_slope(x[low:high], y[low:high], dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def silu_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.dsilu(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def silu_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.d2silu(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def logsigmoid(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        rt.logsigmoid(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def logsigmoid_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    slope = rt.empty((N,), dtype)
    def block(low, high):
        rt.logsigmoid_and_slope(x[low:high], y[low:high], slope[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, ([slope], x, N, dtype)


def logsigmoid_backward(saved, bar_y):
    slope, x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x, known = rt.slope_taken(slope, (N,), dtype)
    def block(low, high):
        if not known:
            np.negative(x[low:high], out=bar_x[low:high])
            rt.sigmoid(bar_x[low:high], out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def logsigmoid_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        rt.logsigmoid_and_slope(x[low:high], y[low:high], dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def logsigmoid_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.negative(x[low:high], out=y[low:high])
        rt.sigmoid(y[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def logsigmoid_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.negative(x[low:high], out=y[low:high])
        rt.dsigmoid(y[low:high], out=y[low:high])
        np.negative(y[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def softsign(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        rt.softsign(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def softsign_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    slope = rt.empty((N,), dtype)
    def block(low, high):
        rt.softsign_and_slope(x[low:high], y[low:high], slope[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, ([slope], x, N, dtype)


def softsign_backward(saved, bar_y):
    slope, x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x, known = rt.slope_taken(slope, (N,), dtype)
    def block(low, high):
        if not known:
            rt.dsoftsign(x[low:high], out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


def softsign_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        rt.softsign_and_slope(x[low:high], y[low:high], dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


def softsign_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.dsoftsign(x[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def softsign_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.abs(x[low:high], out=rt.empty((high - low,), dtype))
        np.add(1, _1, out=_1)
        rt.dsoftsign(x[low:high], out=y[low:high])
        _2 = rt.sign(x[low:high], out=rt.empty((high - low,), dtype))
        y[low:high] *= _2
        y[low:high] /= _1
        y[low:high] *= -2
    rt.blocks(block, N, 1, dtype)
    return y


def relu6(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        np.clip(x[low:high], 0, 6, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def relu6_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.clip(x[low:high], 0, 6, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (x, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def relu6_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less_equal(x[low:high], 0)
        _2 = np.greater_equal(x[low:high], 6)
        _3 = np.logical_or(_1, _2)
        _4 = np.logical_not(_3)
        np.multiply(bar_y[low:high], _4, out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def relu6_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        np.clip(x[low:high], 0, 6, out=y[low:high])
        _1 = np.less_equal(x[low:high], 0)
        _2 = np.greater_equal(x[low:high], 6)
        _3 = np.logical_or(_1, _2)
        _4 = np.logical_not(_3)
        np.multiply(dot_x[low:high], _4, out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def relu6_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less_equal(x[low:high], 0)
        _2 = np.greater_equal(x[low:high], 6)
        _3 = np.logical_or(_1, _2)
        rt.where(_3, dtype.type(0), dtype.type(1), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def relu6_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = 0
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardtanh(x, min_val, max_val, out=None):
    min_val, max_val = float(min_val), float(max_val)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        rt.clip(x[low:high], min_val, max_val, np.less_equal, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardtanh_forward(x, min_val, max_val):
    min_val, max_val = float(min_val), float(max_val)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        rt.clip(x[low:high], min_val, max_val, np.less_equal, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (x, min_val, max_val, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardtanh_backward(saved, bar_y):
    x, min_val, max_val, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less_equal(max_val, x[low:high])
        _2 = np.greater_equal(min_val, x[low:high])
        _3 = np.logical_or(_1, _2)
        _4 = np.logical_not(_3)
        np.multiply(bar_y[low:high], _4, out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardtanh_jvp(x, dot_x, min_val, max_val):
    min_val, max_val = float(min_val), float(max_val)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        rt.clip(x[low:high], min_val, max_val, np.less_equal, out=y[low:high])
        _1 = np.less_equal(max_val, x[low:high])
        _2 = np.greater_equal(min_val, x[low:high])
        _3 = np.logical_or(_1, _2)
        _4 = np.logical_not(_3)
        np.multiply(dot_x[low:high], _4, out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardtanh_derivative(x, min_val, max_val):
    min_val, max_val = float(min_val), float(max_val)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less_equal(max_val, x[low:high])
        _2 = np.greater_equal(min_val, x[low:high])
        _3 = np.logical_or(_1, _2)
        rt.where(_3, dtype.type(0), dtype.type(1), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def hardtanh_derivative2(x, min_val, max_val):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = 0
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardsigmoid(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        np.add(3, x[low:high], out=y[low:high])
        y[low:high] *= 0.16666666666666666
        np.clip(y[low:high], 0, 1, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardsigmoid_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.add(3, x[low:high], out=y[low:high])
        y[low:high] *= 0.16666666666666666
        np.clip(y[low:high], 0, 1, out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, (x, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardsigmoid_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less_equal(x[low:high], -3)
        _2 = np.greater_equal(x[low:high], 3)
        _3 = np.logical_or(_1, _2)
        rt.where(_3, dtype.type(0), dtype.type(0.16666666666666666), out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardsigmoid_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        np.add(3, x[low:high], out=y[low:high])
        y[low:high] *= 0.16666666666666666
        np.clip(y[low:high], 0, 1, out=y[low:high])
        _1 = np.less_equal(x[low:high], -3)
        _2 = np.greater_equal(x[low:high], 3)
        _3 = np.logical_or(_1, _2)
        rt.where(_3, dtype.type(0), dtype.type(0.16666666666666666), out=dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardsigmoid_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less_equal(x[low:high], -3)
        _2 = np.greater_equal(x[low:high], 3)
        _3 = np.logical_or(_1, _2)
        rt.where(_3, dtype.type(0), dtype.type(0.16666666666666666), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


def hardsigmoid_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    y[...] = 0
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardswish(x, out=None):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype) if out is None else out
    def block(low, high):
        _1 = np.add(3, x[low:high], out=rt.empty((high - low,), dtype))
        _1 *= 0.16666666666666666
        np.clip(_1, 0, 1, out=_1)
        np.maximum(x[low:high], -3, out=y[low:high])
        y[low:high] *= _1
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardswish_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.add(3, x[low:high], out=rt.empty((high - low,), dtype))
        _1 *= 0.16666666666666666
        np.clip(_1, 0, 1, out=_1)
        np.maximum(x[low:high], -3, out=y[low:high])
        y[low:high] *= _1
    rt.blocks(block, N, 1, dtype)
    return y, (x, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardswish_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(x[low:high], 2, out=bar_x[low:high])
        np.add(3, bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= 0.16666666666666666
        _1 = np.greater_equal(x[low:high], 3)
        rt.where(_1, 1, bar_x[low:high], out=bar_x[low:high])
        _2 = np.less_equal(x[low:high], -3)
        rt.where(_2, 0, bar_x[low:high], out=bar_x[low:high])
        np.multiply(bar_y[low:high], bar_x[low:high], out=bar_x[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardswish_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.empty((N,), dtype)
    dot_y = rt.empty((N,), dtype)
    def block(low, high):
        np.add(3, x[low:high], out=dot_y[low:high])
        dot_y[low:high] *= 0.16666666666666666
        np.clip(dot_y[low:high], 0, 1, out=dot_y[low:high])
        np.maximum(x[low:high], -3, out=y[low:high])
        y[low:high] *= dot_y[low:high]
        np.multiply(x[low:high], 2, out=dot_y[low:high])
        np.add(3, dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] *= 0.16666666666666666
        _1 = np.greater_equal(x[low:high], 3)
        rt.where(_1, 1, dot_y[low:high], out=dot_y[low:high])
        _2 = np.less_equal(x[low:high], -3)
        rt.where(_2, 0, dot_y[low:high], out=dot_y[low:high])
        np.multiply(dot_x[low:high], dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardswish_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(x[low:high], 2, out=y[low:high])
        np.add(3, y[low:high], out=y[low:high])
        y[low:high] *= 0.16666666666666666
        _1 = np.greater_equal(x[low:high], 3)
        rt.where(_1, 1, y[low:high], out=y[low:high])
        _2 = np.less_equal(x[low:high], -3)
        rt.where(_2, 0, y[low:high], out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def hardswish_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.less_equal(x[low:high], -3)
        _2 = np.greater_equal(x[low:high], 3)
        _3 = np.logical_or(_1, _2)
        rt.where(_3, dtype.type(0), dtype.type(0.3333333333333333), out=y[low:high])
    rt.blocks(block, N, 1, dtype)
    return y
