"""Kernels of nnmath.formulas.activations. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def identity(x):
    y = x.copy()
    return y


def identity_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = x.copy()
    return y, (N, dtype)


def identity_backward(saved, bar_y):
    N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = bar_y.copy()
    return (bar_x,)


def identity_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = x.copy()
    dot_y = dot_x.copy()
    return y, dot_y


def identity_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = np.empty((N,), dtype)
    y[...] = 1
    return y


def identity_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = np.empty((N,), dtype)
    y[...] = 0
    return y


def perceptron_step(x):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less(x, 0)
        y = np.where(_1, dtype.type(0), dtype.type(1))
    return y


def perceptron_step_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less(x, 0)
        y = np.where(_1, dtype.type(0), dtype.type(1))
    return y, (N, dtype)


def perceptron_step_backward(saved, bar_y):
    N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = np.zeros((N,), dtype)
    return (bar_x,)


def perceptron_step_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less(x, 0)
        y = np.where(_1, dtype.type(0), dtype.type(1))
        dot_y = np.zeros((N,), dtype)
    return y, dot_y


def perceptron_step_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = np.empty((N,), dtype)
    y[...] = 0
    return y


def perceptron_step_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = np.empty((N,), dtype)
    y[...] = 0
    return y


def perceptron_sign(x):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less(x, 0)
        y = np.where(_1, dtype.type(-1), dtype.type(1))
    return y


def perceptron_sign_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less(x, 0)
        y = np.where(_1, dtype.type(-1), dtype.type(1))
    return y, (N, dtype)


def perceptron_sign_backward(saved, bar_y):
    N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    bar_x = np.zeros((N,), dtype)
    return (bar_x,)


def perceptron_sign_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less(x, 0)
        y = np.where(_1, dtype.type(-1), dtype.type(1))
        dot_y = np.zeros((N,), dtype)
    return y, dot_y


def perceptron_sign_derivative(x):
    dtype = x.dtype
    N = x.shape[0]
    y = np.empty((N,), dtype)
    y[...] = 0
    return y


def perceptron_sign_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = np.empty((N,), dtype)
    y[...] = 0
    return y


def sigmoid(x):
    y = rt.sigmoid(x)
    return y


def sigmoid_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.sigmoid(x)
    return y, (x, N, dtype)


def sigmoid_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    _1 = rt.dsigmoid(x)
    bar_x = np.multiply(bar_y, _1, out=_1)
    return (bar_x,)


def sigmoid_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.sigmoid(x)
    _1 = rt.dsigmoid(x)
    dot_y = np.multiply(dot_x, _1, out=_1)
    return y, dot_y


def sigmoid_derivative(x):
    y = rt.dsigmoid(x)
    return y


def sigmoid_derivative2(x):
    _1 = x * 0.5
    np.tanh(_1, out=_1)
    _2 = rt.dsigmoid(x)
    _1 *= _2
    y = np.negative(_1, out=_1)
    return y


def sigmoid_slope(x, slope):
    slope = float(slope)
    y = rt.sigmoid_of(x, slope, 1)
    return y


def sigmoid_slope_forward(x, slope):
    slope = float(slope)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.sigmoid_of(x, slope, 1)
    return y, (x, slope, N, dtype)


def sigmoid_slope_backward(saved, bar_y):
    x, slope, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    _1 = rt.dsigmoid_of(x, slope, 1)
    np.multiply(bar_y, _1, out=_1)
    bar_x = np.multiply(_1, slope, out=_1)
    return (bar_x,)


def sigmoid_slope_jvp(x, dot_x, slope):
    slope = float(slope)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.sigmoid_of(x, slope, 1)
    _1 = rt.dsigmoid_of(x, slope, 1)
    np.multiply(dot_x, _1, out=_1)
    dot_y = np.multiply(_1, slope, out=_1)
    return y, dot_y


def sigmoid_slope_derivative(x, slope):
    slope = float(slope)
    _1 = rt.dsigmoid_of(x, slope, 1)
    y = np.multiply(_1, slope, out=_1)
    return y


def sigmoid_slope_derivative2(x, slope):
    slope = float(slope)
    _1 = x * (0.5*slope)
    np.tanh(_1, out=_1)
    _2 = rt.dsigmoid_of(x, slope, 1)
    _1 *= _2
    y = np.multiply(_1, (-slope**2), out=_1)
    return y


def tanh(x):
    y = np.tanh(x)
    return y


def tanh_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = np.tanh(x)
    return y, (x, N, dtype)


def tanh_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    _1 = rt.sech2(x)
    bar_x = np.multiply(bar_y, _1, out=_1)
    return (bar_x,)


def tanh_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = np.tanh(x)
    _1 = rt.sech2(x)
    dot_y = np.multiply(dot_x, _1, out=_1)
    return y, dot_y


def tanh_derivative(x):
    y = rt.sech2(x)
    return y


def tanh_derivative2(x):
    _1 = np.tanh(x)
    _2 = rt.sech2(x)
    _1 *= _2
    y = np.multiply(_1, -2, out=_1)
    return y


def relu(x):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less_equal(x, 0)
        y = np.where(_1, 0, x)
    return y


def relu_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less_equal(x, 0)
        y = np.where(_1, 0, x)
    return y, (x, N, dtype)


def relu_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less_equal(x, 0)
        _2 = np.where(_1, dtype.type(0), dtype.type(1))
        bar_x = bar_y * _2
    return (bar_x,)


def relu_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less_equal(x, 0)
        y = np.where(_1, 0, x)
        _2 = np.less_equal(x, 0)
        _3 = np.where(_2, dtype.type(0), dtype.type(1))
        dot_y = dot_x * _3
    return y, dot_y


def relu_derivative(x):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less_equal(x, 0)
        y = np.where(_1, dtype.type(0), dtype.type(1))
    return y


def relu_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = np.empty((N,), dtype)
    y[...] = 0
    return y


def leaky_relu(x, negative_slope):
    negative_slope = float(negative_slope)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = x * negative_slope
        _2 = np.greater(x, 0)
        y = np.where(_2, x, _1)
    return y


def leaky_relu_forward(x, negative_slope):
    negative_slope = float(negative_slope)
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = x * negative_slope
        _2 = np.greater(x, 0)
        y = np.where(_2, x, _1)
    return y, (x, negative_slope, N, dtype)


def leaky_relu_backward(saved, bar_y):
    x, negative_slope, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.greater(x, 0)
        _2 = np.where(_1, dtype.type(1), dtype.type(negative_slope))
        bar_x = bar_y * _2
    return (bar_x,)


def leaky_relu_jvp(x, dot_x, negative_slope):
    negative_slope = float(negative_slope)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = x * negative_slope
        _2 = np.greater(x, 0)
        y = np.where(_2, x, _1)
        _3 = np.greater(x, 0)
        _4 = np.where(_3, dtype.type(1), dtype.type(negative_slope))
        dot_y = np.multiply(dot_x, _4, out=_1)
    return y, dot_y


def leaky_relu_derivative(x, negative_slope):
    negative_slope = float(negative_slope)
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.greater(x, 0)
        y = np.where(_1, dtype.type(1), dtype.type(negative_slope))
    return y


def leaky_relu_derivative2(x, negative_slope):
    dtype = x.dtype
    N = x.shape[0]
    y = np.empty((N,), dtype)
    y[...] = 0
    return y


def prelu(x, weight):
    dtype = x.dtype
    N, C, S = x.shape
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        y = np.empty((N, C, S), dtype)
        def block(low, high):
            _1 = x[low:high] * weight[:, None]
            _2 = np.greater(x[low:high], 0)
            _3 = np.where(_2, x[low:high], _1)
            y[low:high] = _3
        rt.blocks(block, N, C*S)
    return y


def prelu_forward(x, weight):
    dtype = x.dtype
    N, C, S = x.shape
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        y = np.empty((N, C, S), dtype)
        def block(low, high):
            _1 = x[low:high] * weight[:, None]
            _2 = np.greater(x[low:high], 0)
            _3 = np.where(_2, x[low:high], _1)
            y[low:high] = _3
        rt.blocks(block, N, C*S)
    return y, (x, weight, N, C, S, dtype)


def prelu_backward(saved, bar_y):
    x, weight, N, C, S, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, S), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        bar_x = np.empty((N, C, S), dtype)
        def block(low, high):
            _1 = np.greater(x[low:high], 0)
            _2 = np.where(_1, 0, x[low:high])
            _3 = np.vecdot(bar_y[low:high], _2)
            _4 = np.sum(_3, axis=0)
            _5 = np.greater(x[low:high], 0)
            _6 = np.where(_5, 1, weight[:, None])
            np.multiply(bar_y[low:high], _6, out=bar_x[low:high])
            return (_4,)
        (bar_weight,) = rt.blocks(block, N, C*S)
    return (bar_x, bar_weight)


def prelu_jvp(x, weight, dot_x, dot_weight):
    dtype = x.dtype
    N, C, S = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, C, S), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((C,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        y = np.empty((N, C, S), dtype)
        dot_y = np.empty((N, C, S), dtype)
        def block(low, high):
            _1 = x[low:high] * weight[:, None]
            _2 = np.greater(x[low:high], 0)
            _3 = np.where(_2, x[low:high], _1)
            y[low:high] = _3
            _4 = np.greater(x[low:high], 0)
            _5 = np.where(_4, 0, x[low:high])
            np.multiply(_5, dot_weight[:, None], out=dot_y[low:high])
            _6 = np.greater(x[low:high], 0)
            _7 = np.where(_6, 1, weight[:, None])
            np.multiply(dot_x[low:high], _7, out=_1)
            dot_y[low:high] += _1
        rt.blocks(block, N, C*S)
    return y, dot_y


def elu(x, alpha):
    alpha = float(alpha)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.expm1(x)
        _1 *= alpha
        _2 = np.greater(x, 0)
        y = np.where(_2, x, _1)
    return y


def elu_forward(x, alpha):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.expm1(x)
        _1 *= alpha
        _2 = np.greater(x, 0)
        y = np.where(_2, x, _1)
    return y, (x, alpha, N, dtype)


def elu_backward(saved, bar_y):
    x, alpha, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.exp(x)
        _1 *= alpha
        _2 = np.greater(x, 0)
        _3 = np.where(_2, 1, _1)
        bar_x = np.multiply(bar_y, _3, out=_1)
    return (bar_x,)


def elu_jvp(x, dot_x, alpha):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.expm1(x)
        _1 *= alpha
        _2 = np.greater(x, 0)
        y = np.where(_2, x, _1)
        np.exp(x, out=_1)
        _1 *= alpha
        _3 = np.greater(x, 0)
        _4 = np.where(_3, 1, _1)
        dot_y = np.multiply(dot_x, _4, out=_1)
    return y, dot_y


def elu_derivative(x, alpha):
    alpha = float(alpha)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.exp(x)
        _1 *= alpha
        _2 = np.greater(x, 0)
        y = np.where(_2, 1, _1)
    return y


def elu_derivative2(x, alpha):
    alpha = float(alpha)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.exp(x)
        _1 *= alpha
        _2 = np.greater(x, 0)
        y = np.where(_2, 0, _1)
    return y


def celu(x, alpha):
    alpha = float(alpha)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = x * rt.ratio(1, alpha)
        np.expm1(_1, out=_1)
        _1 *= alpha
        _2 = np.greater(x, 0)
        y = np.where(_2, x, _1)
    return y


def celu_forward(x, alpha):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = x * rt.ratio(1, alpha)
        np.expm1(_1, out=_1)
        _1 *= alpha
        _2 = np.greater(x, 0)
        y = np.where(_2, x, _1)
    return y, (x, alpha, N, dtype)


def celu_backward(saved, bar_y):
    x, alpha, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = rt.exp_of(x, 1, alpha)
        _2 = np.greater(x, 0)
        _3 = np.where(_2, 1, _1)
        bar_x = np.multiply(bar_y, _3, out=_1)
    return (bar_x,)


def celu_jvp(x, dot_x, alpha):
    alpha = float(alpha)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = x * rt.ratio(1, alpha)
        np.expm1(_1, out=_1)
        _1 *= alpha
        _2 = np.greater(x, 0)
        y = np.where(_2, x, _1)
        rt.exp_of(x, 1, alpha, out=_1)
        _3 = np.greater(x, 0)
        _4 = np.where(_3, 1, _1)
        dot_y = np.multiply(dot_x, _4, out=_1)
    return y, dot_y


def celu_derivative(x, alpha):
    alpha = float(alpha)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = rt.exp_of(x, 1, alpha)
        _2 = np.greater(x, 0)
        y = np.where(_2, 1, _1)
    return y


def celu_derivative2(x, alpha):
    alpha = float(alpha)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = rt.exp_of(x, 1, alpha)
        _1 *= rt.ratio(1, alpha)
        _2 = np.greater(x, 0)
        y = np.where(_2, 0, _1)
    return y


def selu(x):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.expm1(x)
        _1 *= 1.7580993408473768
        _2 = np.greater(x, 0)
        _3 = x * 1.0507009873554805
        y = np.where(_2, _3, _1)
    return y


def selu_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.expm1(x)
        _1 *= 1.7580993408473768
        _2 = np.greater(x, 0)
        _3 = x * 1.0507009873554805
        y = np.where(_2, _3, _1)
    return y, (x, N, dtype)


def selu_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.exp(x)
        _1 *= 1.7580993408473768
        _2 = np.greater(x, 0)
        _3 = np.where(_2, 1.0507009873554805, _1)
        bar_x = np.multiply(bar_y, _3, out=_1)
    return (bar_x,)


def selu_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.expm1(x)
        _1 *= 1.7580993408473768
        _2 = np.greater(x, 0)
        _3 = x * 1.0507009873554805
        y = np.where(_2, _3, _1)
        np.exp(x, out=_3)
        _3 *= 1.7580993408473768
        _4 = np.greater(x, 0)
        _5 = np.where(_4, 1.0507009873554805, _3)
        dot_y = np.multiply(dot_x, _5, out=_3)
    return y, dot_y


def selu_derivative(x):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.exp(x)
        _1 *= 1.7580993408473768
        _2 = np.greater(x, 0)
        y = np.where(_2, 1.0507009873554805, _1)
    return y


def selu_derivative2(x):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.exp(x)
        _1 *= 1.7580993408473768
        _2 = np.greater(x, 0)
        y = np.where(_2, 0, _1)
    return y


def gelu(x):
    y = rt.gelu(x)
    return y


def gelu_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.gelu(x)
    return y, (x, N, dtype)


def gelu_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    _1 = rt.dgelu(x)
    bar_x = np.multiply(bar_y, _1, out=_1)
    return (bar_x,)


def gelu_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.gelu(x)
    _1 = rt.dgelu(x)
    dot_y = np.multiply(dot_x, _1, out=_1)
    return y, dot_y


def gelu_derivative(x):
    y = rt.dgelu(x)
    return y


def gelu_derivative2(x):
    y = rt.d2gelu(x)
    return y


def gelu_tanh(x):
    y = rt.gelu_tanh(x)
    return y


def gelu_tanh_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.gelu_tanh(x)
    return y, (x, N, dtype)


def gelu_tanh_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    _1 = rt.dgelu_tanh(x)
    bar_x = np.multiply(bar_y, _1, out=_1)
    return (bar_x,)


def gelu_tanh_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.gelu_tanh(x)
    _1 = rt.dgelu_tanh(x)
    dot_y = np.multiply(dot_x, _1, out=_1)
    return y, dot_y


def gelu_tanh_derivative(x):
    y = rt.dgelu_tanh(x)
    return y


def gelu_tanh_derivative2(x):
    y = rt.d2gelu_tanh(x)
    return y


def mish(x):
    y = rt.mish(x)
    return y


def mish_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.mish(x)
    return y, (x, N, dtype)


def mish_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    _1 = rt.dmish(x)
    bar_x = np.multiply(bar_y, _1, out=_1)
    return (bar_x,)


def mish_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.mish(x)
    _1 = rt.dmish(x)
    dot_y = np.multiply(dot_x, _1, out=_1)
    return y, dot_y


def mish_derivative(x):
    y = rt.dmish(x)
    return y


def mish_derivative2(x):
    y = rt.d2mish(x)
    return y


def softplus(x, beta):
    beta = float(beta)
    y = rt.softplus_over(x, beta)
    return y


def softplus_forward(x, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    y = rt.softplus_over(x, beta)
    return y, (x, beta, N, dtype)


def softplus_backward(saved, bar_y):
    x, beta, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    _1 = rt.sigmoid_of(x, beta, 1)
    bar_x = np.multiply(bar_y, _1, out=_1)
    return (bar_x,)


def softplus_jvp(x, dot_x, beta):
    beta = float(beta)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.softplus_over(x, beta)
    _1 = rt.sigmoid_of(x, beta, 1)
    dot_y = np.multiply(dot_x, _1, out=_1)
    return y, dot_y


def softplus_derivative(x, beta):
    beta = float(beta)
    y = rt.sigmoid_of(x, beta, 1)
    return y


def softplus_derivative2(x, beta):
    beta = float(beta)
    _1 = rt.dsigmoid_of(x, beta, 1)
    y = np.multiply(_1, beta, out=_1)
    return y


def silu(x):
    y = rt.silu(x)
    return y


def silu_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.silu(x)
    return y, (x, N, dtype)


def silu_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    _1 = rt.dsilu(x)
    bar_x = np.multiply(bar_y, _1, out=_1)
    return (bar_x,)


def silu_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.silu(x)
    _1 = rt.dsilu(x)
    dot_y = np.multiply(dot_x, _1, out=_1)
    return y, dot_y


def silu_derivative(x):
    y = rt.dsilu(x)
    return y


def silu_derivative2(x):
    y = rt.d2silu(x)
    return y


def logsigmoid(x):
    y = rt.logsigmoid(x)
    return y


def logsigmoid_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.logsigmoid(x)
    return y, (x, N, dtype)


def logsigmoid_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    _1 = np.negative(x)
    rt.sigmoid(_1, out=_1)
    bar_x = np.multiply(bar_y, _1, out=_1)
    return (bar_x,)


def logsigmoid_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.logsigmoid(x)
    _1 = np.negative(x)
    rt.sigmoid(_1, out=_1)
    dot_y = np.multiply(dot_x, _1, out=_1)
    return y, dot_y


def logsigmoid_derivative(x):
    _1 = np.negative(x)
    y = rt.sigmoid(_1, out=_1)
    return y


def logsigmoid_derivative2(x):
    _1 = np.negative(x)
    rt.dsigmoid(_1, out=_1)
    y = np.negative(_1, out=_1)
    return y


def softsign(x):
    y = rt.softsign(x)
    return y


def softsign_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    y = rt.softsign(x)
    return y, (x, N, dtype)


def softsign_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    _1 = rt.dsoftsign(x)
    bar_x = np.multiply(bar_y, _1, out=_1)
    return (bar_x,)


def softsign_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    y = rt.softsign(x)
    _1 = rt.dsoftsign(x)
    dot_y = np.multiply(dot_x, _1, out=_1)
    return y, dot_y


def softsign_derivative(x):
    y = rt.dsoftsign(x)
    return y


def softsign_derivative2(x):
    _1 = np.abs(x)
    np.add(1, _1, out=_1)
    _2 = rt.dsoftsign(x)
    _3 = np.sign(x)
    _2 *= _3
    np.divide(_2, _1, out=_1)
    y = np.multiply(_1, -2, out=_1)
    return y


def relu6(x):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.greater_equal(x, 6)
        _2 = np.where(_1, 6, x)
        _3 = np.less_equal(x, 0)
        y = np.where(_3, 0, _2)
    return y


def relu6_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.greater_equal(x, 6)
        _2 = np.where(_1, 6, x)
        _3 = np.less_equal(x, 0)
        y = np.where(_3, 0, _2)
    return y, (x, N, dtype)


def relu6_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.greater_equal(x, 6)
        _2 = np.where(_1, dtype.type(0), dtype.type(1))
        _3 = np.less_equal(x, 0)
        _4 = np.where(_3, 0, _2)
        bar_x = bar_y * _4
    return (bar_x,)


def relu6_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.greater_equal(x, 6)
        _2 = np.where(_1, 6, x)
        _3 = np.less_equal(x, 0)
        y = np.where(_3, 0, _2)
        _4 = np.greater_equal(x, 6)
        _5 = np.where(_4, dtype.type(0), dtype.type(1))
        _6 = np.less_equal(x, 0)
        _7 = np.where(_6, 0, _5)
        dot_y = dot_x * _7
    return y, dot_y


def relu6_derivative(x):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.greater_equal(x, 6)
        _2 = np.where(_1, dtype.type(0), dtype.type(1))
        _3 = np.less_equal(x, 0)
        y = np.where(_3, 0, _2)
    return y


def relu6_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = np.empty((N,), dtype)
    y[...] = 0
    return y


def hardtanh(x, min_val, max_val):
    min_val, max_val = float(min_val), float(max_val)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less_equal(max_val, x)
        _2 = np.where(_1, max_val, x)
        _3 = np.greater_equal(min_val, x)
        y = np.where(_3, min_val, _2)
    return y


def hardtanh_forward(x, min_val, max_val):
    min_val, max_val = float(min_val), float(max_val)
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less_equal(max_val, x)
        _2 = np.where(_1, max_val, x)
        _3 = np.greater_equal(min_val, x)
        y = np.where(_3, min_val, _2)
    return y, (x, min_val, max_val, N, dtype)


def hardtanh_backward(saved, bar_y):
    x, min_val, max_val, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less_equal(max_val, x)
        _2 = np.where(_1, dtype.type(0), dtype.type(1))
        _3 = np.greater_equal(min_val, x)
        _4 = np.where(_3, 0, _2)
        bar_x = bar_y * _4
    return (bar_x,)


def hardtanh_jvp(x, dot_x, min_val, max_val):
    min_val, max_val = float(min_val), float(max_val)
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less_equal(max_val, x)
        _2 = np.where(_1, max_val, x)
        _3 = np.greater_equal(min_val, x)
        y = np.where(_3, min_val, _2)
        _4 = np.less_equal(max_val, x)
        _5 = np.where(_4, dtype.type(0), dtype.type(1))
        _6 = np.greater_equal(min_val, x)
        _7 = np.where(_6, 0, _5)
        dot_y = dot_x * _7
    return y, dot_y


def hardtanh_derivative(x, min_val, max_val):
    min_val, max_val = float(min_val), float(max_val)
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.less_equal(max_val, x)
        _2 = np.where(_1, dtype.type(0), dtype.type(1))
        _3 = np.greater_equal(min_val, x)
        y = np.where(_3, 0, _2)
    return y


def hardtanh_derivative2(x, min_val, max_val):
    dtype = x.dtype
    N = x.shape[0]
    y = np.empty((N,), dtype)
    y[...] = 0
    return y


def hardsigmoid(x):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = 3 + x
        _1 *= 0.16666666666666666
        _2 = np.greater_equal(x, 3)
        _3 = np.where(_2, 1, _1)
        _4 = np.less_equal(x, -3)
        y = np.where(_4, 0, _3)
    return y


def hardsigmoid_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = 3 + x
        _1 *= 0.16666666666666666
        _2 = np.greater_equal(x, 3)
        _3 = np.where(_2, 1, _1)
        _4 = np.less_equal(x, -3)
        y = np.where(_4, 0, _3)
    return y, (x, N, dtype)


def hardsigmoid_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.greater_equal(x, 3)
        _2 = np.where(_1, dtype.type(0), dtype.type(0.16666666666666666))
        _3 = np.less_equal(x, -3)
        _4 = np.where(_3, 0, _2)
        bar_x = bar_y * _4
    return (bar_x,)


def hardsigmoid_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = 3 + x
        _1 *= 0.16666666666666666
        _2 = np.greater_equal(x, 3)
        _3 = np.where(_2, 1, _1)
        _4 = np.less_equal(x, -3)
        y = np.where(_4, 0, _3)
        _5 = np.greater_equal(x, 3)
        _6 = np.where(_5, dtype.type(0), dtype.type(0.16666666666666666))
        _7 = np.less_equal(x, -3)
        _8 = np.where(_7, 0, _6)
        dot_y = np.multiply(dot_x, _8, out=_1)
    return y, dot_y


def hardsigmoid_derivative(x):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.greater_equal(x, 3)
        _2 = np.where(_1, dtype.type(0), dtype.type(0.16666666666666666))
        _3 = np.less_equal(x, -3)
        y = np.where(_3, 0, _2)
    return y


def hardsigmoid_derivative2(x):
    dtype = x.dtype
    N = x.shape[0]
    y = np.empty((N,), dtype)
    y[...] = 0
    return y


def hardswish(x):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = 3 + x
        np.multiply(x, _1, out=_1)
        _1 *= 0.16666666666666666
        _2 = np.greater_equal(x, 3)
        _3 = np.where(_2, x, _1)
        _4 = np.less_equal(x, -3)
        y = np.where(_4, 0, _3)
    return y


def hardswish_forward(x):
    dtype = x.dtype
    N = x.shape[0]
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = 3 + x
        np.multiply(x, _1, out=_1)
        _1 *= 0.16666666666666666
        _2 = np.greater_equal(x, 3)
        _3 = np.where(_2, x, _1)
        _4 = np.less_equal(x, -3)
        y = np.where(_4, 0, _3)
    return y, (x, N, dtype)


def hardswish_backward(saved, bar_y):
    x, N, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = x * 2
        np.add(3, _1, out=_1)
        _1 *= 0.16666666666666666
        _2 = np.greater_equal(x, 3)
        _3 = np.where(_2, 1, _1)
        _4 = np.less_equal(x, -3)
        _5 = np.where(_4, 0, _3)
        bar_x = np.multiply(bar_y, _5, out=_1)
    return (bar_x,)


def hardswish_jvp(x, dot_x):
    dtype = x.dtype
    N = x.shape[0]
    if dot_x is None:
        dot_x = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = 3 + x
        np.multiply(x, _1, out=_1)
        _1 *= 0.16666666666666666
        _2 = np.greater_equal(x, 3)
        _3 = np.where(_2, x, _1)
        _4 = np.less_equal(x, -3)
        y = np.where(_4, 0, _3)
        np.multiply(x, 2, out=_1)
        np.add(3, _1, out=_1)
        _1 *= 0.16666666666666666
        _5 = np.greater_equal(x, 3)
        _6 = np.where(_5, 1, _1)
        _7 = np.less_equal(x, -3)
        _8 = np.where(_7, 0, _6)
        dot_y = np.multiply(dot_x, _8, out=_1)
    return y, dot_y


def hardswish_derivative(x):
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = x * 2
        np.add(3, _1, out=_1)
        _1 *= 0.16666666666666666
        _2 = np.greater_equal(x, 3)
        _3 = np.where(_2, 1, _1)
        _4 = np.less_equal(x, -3)
        y = np.where(_4, 0, _3)
    return y


def hardswish_derivative2(x):
    dtype = x.dtype
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.greater_equal(x, 3)
        _2 = np.where(_1, dtype.type(0), dtype.type(0.3333333333333333))
        _3 = np.less_equal(x, -3)
        y = np.where(_3, 0, _2)
    return y
