"""Tails, overflow, kinks and constants of functions of one number."""

import math

import numpy as np
from harness import Exhibit

from nnmath.runtime import erf


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


def phi(x):
    return np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)


def gelu_by_erf(x):
    return x / 2 * (1 + erf(x / math.sqrt(2)))


def gelu_by_erf_backward(x, dy):
    return dy * ((1 + erf(x / math.sqrt(2))) / 2 + x * phi(x))


def silu(x):
    return x * sigmoid(x)


def silu_backward(x, dy):
    s = 1 / (1 + np.exp(-x))
    return dy * (s * (1 + x * (1 - s)))


def logsigmoid_by_maximum(x):
    largest = np.maximum(-x, 0)
    return -(largest + np.log(np.exp(-largest) + np.exp(-x - largest)))


def logsigmoid_backward(x, dy):
    return dy * sigmoid(-x)


def softplus_naive(x, beta=1.0):
    return np.log(1 + np.exp(beta * x)) / beta


def softplus_naive_backward(x, dy, beta=1.0):
    e = np.exp(beta * x)
    return dy * e / (1 + e)


def softplus_with_threshold(x, beta=1.0):
    return np.where(beta * x > 20, x, np.log1p(np.exp(beta * x)) / beta)


def softplus_single(x):
    one = np.float32(1)
    return np.log(one + np.exp(x.astype(np.float32)))


def logsigmoid_without_branch(x):
    return np.where(x < -4, x, -np.log1p(np.exp(-x)))


def logsigmoid_without_branch_backward(x, dy):
    return dy * np.where(x < -4, 1, sigmoid(-x))


def hardsigmoid_single(x):
    return np.clip(x / np.float32(6) + np.float32(0.5), 0, 1)


def hardsigmoid_single_backward(x, dy):
    return dy * np.where(np.abs(x) < 3, 1 / 6, 0)


def elu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * (np.exp(x) - 1))


def elu_both_branches(x, dy, alpha=1.0):
    return dy * ((x > 0) * 1.0 + (x <= 0) * (alpha * np.exp(x)))


def celu(x, alpha=1.0):
    return np.where(x > 0, x, alpha * np.expm1(x / alpha))


def celu_both_branches(x, dy, alpha=1.0):
    return dy * ((x > 0) * 1.0 + (x <= 0) * np.exp(x / alpha))


SCALE, ALPHA = 1.0507009873554805, 1.6732632423543772


def selu(x):
    return SCALE * np.where(x > 0, x, ALPHA * np.expm1(x))


def selu_both_branches(x, dy):
    return dy * SCALE * ((x > 0) * 1.0 + (x <= 0) * (ALPHA * np.exp(x)))


def selu_truncated(x):
    return 1.0507 * np.where(x > 0, x, 1.67326 * np.expm1(x))


def selu_truncated_backward(x, dy):
    return dy * 1.0507 * np.where(x > 0, 1, 1.67326 * np.exp(x))


def mish_by_squares(x):
    square = (1 + np.exp(x)) ** 2
    return x * (square - 1) / (square + 1)


def mish_by_squares_backward(x, dy):
    square = (1 + np.exp(x)) ** 2
    slope = 4 * np.exp(x) * (1 + np.exp(x)) / (square + 1) ** 2
    return dy * ((square - 1) / (square + 1) + x * slope)


def sigmoid_by_exp_backward(x, dy):
    e = np.exp(-x)
    return dy * e / (e + 1) ** 2


def softplus_large_backward(x, dy, beta=1.0):
    z = np.exp(beta * x)
    return dy * z / (z + 1)


def relu(x):
    return np.maximum(x, 0)


def relu_half(x, dy):
    return dy * ((x > 0) + (x == 0) / 2)


def relu_as_clamp(x, dy):
    return dy * (x >= 0)


def hardtanh(x, min_val=-1.0, max_val=1.0):
    return np.clip(x, min_val, max_val)


def hardtanh_as_clamp(x, dy, min_val=-1.0, max_val=1.0):
    return dy * ((x >= min_val) & (x <= max_val))


def l1(x, target, reduction="sum"):
    return np.sum(np.abs(x - target))


def l1_without_zero(x, target, dy, reduction="sum"):
    s = np.where(x >= target, 1.0, -1.0) * dy
    return s, -s


def elu_from_result(x, dy, alpha=1.0):
    y = elu(x, alpha)
    return dy * np.where(y > 0, 1, y + alpha)


TAILS = [
    Exhibit(
        "pytorch#187806",
        "gelu",
        "1 + erf cancels on the left: 57 % off at -5.5",
        "ulp",
        gelu_by_erf,
        gelu_by_erf_backward,
        [[-1.0, -5.5, -8.0]],
    ),
    Exhibit(
        "jax#39798",
        "silu",
        "the derivative is 0 where exp(-x) overflows",
        "ulp of the derivative",
        silu,
        silu_backward,
        [[-5.0, -709.9]],
    ),
    Exhibit(
        "pytorch#20972",
        "logsigmoid",
        "nan at -inf",
        "ulp",
        logsigmoid_by_maximum,
        logsigmoid_backward,
        [[-3.0, -np.inf]],
    ),
    Exhibit(
        "burn#5373",
        "softplus",
        "inf where exp overflows",
        "ulp",
        softplus_naive,
        softplus_naive_backward,
        [[1.0, 800.0]],
        {"beta": 1.0},
    ),
    Exhibit(
        "burn#5373 (gradient)",
        "softplus",
        "inf/inf in the gradient",
        "ulp of the derivative",
        softplus_naive,
        softplus_naive_backward,
        [[1.0, 800.0]],
        {"beta": 1.0},
    ),
    Exhibit(
        "onnxruntime#10491",
        "softplus",
        "log(1 + exp(x)) in single precision: 0.8 % off at -12.34",
        "ulp",
        lambda x, beta=1.0: softplus_single(x),
        args=[[-12.34]],
        params={"beta": 1.0},
        dtype=np.float32,
    ),
    Exhibit(
        "tt-metal#53787",
        "logsigmoid",
        "no term exp(x) below -4",
        "ulp",
        logsigmoid_without_branch,
        logsigmoid_without_branch_backward,
        [[-1.0, -4.5, -6.0]],
    ),
    Exhibit(
        "tt-metal#54897",
        "hardsigmoid",
        "x/6 + 1/2 cancels beside -3",
        "ulp",
        hardsigmoid_single,
        hardsigmoid_single_backward,
        [[-2.999, -2.9999]],
        dtype=np.float32,
    ),
    Exhibit(
        "tinygrad#17852",
        "elu",
        "0 times inf: the other branch's gradient",
        "ulp of the derivative",
        elu,
        elu_both_branches,
        [[1.0, 710.0]],
        {"alpha": 1.0},
    ),
    Exhibit(
        "tinygrad#17852 (celu)",
        "celu",
        "0 times inf: the other branch's gradient",
        "ulp of the derivative",
        celu,
        celu_both_branches,
        [[1.0, 2000.0]],
        {"alpha": 1.3},
    ),
    Exhibit(
        "tinygrad#17852 (selu)",
        "selu",
        "0 times inf: the other branch's gradient",
        "ulp of the derivative",
        selu,
        selu_both_branches,
        [[1.0, 710.0]],
    ),
    Exhibit(
        "tinygrad#17852 (constants)",
        "selu",
        "constants truncated to 1.67326 and 1.0507",
        "ulp",
        selu_truncated,
        selu_truncated_backward,
        [[0.5, -0.5]],
    ),
    Exhibit(
        "mindspore#379",
        "mish",
        "inf/inf on the right",
        "ulp",
        mish_by_squares,
        mish_by_squares_backward,
        [[1.0, 500.0]],
    ),
    Exhibit(
        "snntorch#427",
        "sigmoid",
        "exp(-x)/(exp(-x) + 1)^2 is inf/inf on the left",
        "ulp of the derivative",
        sigmoid,
        sigmoid_by_exp_backward,
        [[-1.0, -500.0]],
    ),
    Exhibit(
        "pytorch#171249",
        "softplus",
        "exp(beta*x) overflows in the gradient for beta 1e30",
        "ulp of the derivative",
        softplus_with_threshold,
        softplus_large_backward,
        [[1.0]],
        {"beta": 1e30},
        tested=[np.zeros(4)],
    ),
]

KINKS = [
    Exhibit(
        "pytorch#184572",
        "relu",
        "maximum(x, 0) halves the gradient at 0, where relu has 0",
        "kinks",
        relu,
        relu_half,
        [np.array([-1.0, 0.0, 2.0])],
    ),
    Exhibit(
        "pytorch#184574",
        "hardtanh",
        "clamp has gradient 1 at its bounds, where hardtanh has 0",
        "kinks",
        hardtanh,
        hardtanh_as_clamp,
        [np.array([-1.0, 0.3, 1.0])],
    ),
    Exhibit(
        "pytorch#184574 (relu)",
        "relu",
        "clamp from below has gradient 1 at 0",
        "kinks",
        relu,
        relu_as_clamp,
        [np.array([-1.0, 0.0, 2.0])],
    ),
    Exhibit(
        "jax#37821",
        "relu",
        "maximum(x, 0) has derivative 1/2 at 0",
        "ulp of the derivative",
        relu,
        relu_half,
        [[-1.0, 0.0]],
    ),
    Exhibit(
        "pytorch#7172",
        "l1_loss",
        "gradient 1 where x is the target, though that of abs is 0",
        "kinks",
        l1,
        l1_without_zero,
        [np.array([1.0, 2.0, -1.0]), np.array([1.0, 0.5, 3.0])],
        {"reduction": "sum"},
    ),
    Exhibit(
        "pytorch#47671",
        "elu",
        "differentiated from its result, which does not tell the branch when alpha is negative",
        "gradients",
        elu,
        elu_from_result,
        [np.array([-1.0, -0.2, 0.7])],
        {"alpha": -1.3},
    ),
]
