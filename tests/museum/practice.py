"""Windows, losses, optimizers, dropout and initialisation."""

import math

import numpy as np
from harness import Exhibit

import nnmath as nm

chance = np.random.default_rng(11)


def draw(*shape):
    return chance.normal(size=shape)


# Convolution and pooling ----------------------------------------------------------------------------------------------


def windows(x, kernel, stride, padding, fill, ceil):
    """Windows along the last axis, the last one as well when it starts outside: the mistake of ceil mode."""
    length = x.shape[-1]
    spare = length + 2 * padding - kernel
    count = (math.ceil(spare / stride) if ceil else spare // stride) + 1
    wide = np.full((*x.shape[:-1], (count - 1) * stride + kernel + padding), fill)
    keep = min(length, wide.shape[-1] - padding)
    wide[..., padding : padding + keep] = x[..., :keep]
    return np.stack([wide[..., i * stride : i * stride + kernel] for i in range(count)], -2)


def max_pool_outside(x, kernel_size, stride, padding, ceil_mode):
    return windows(x, kernel_size, stride, padding, -np.inf, ceil_mode).max(-1)


def avg_pool_outside(x, kernel_size, stride, padding, ceil_mode, count_include_pad):
    total = windows(x, kernel_size, stride, padding, 0.0, ceil_mode).sum(-1)
    count = windows(np.ones_like(x), kernel_size, stride, padding, 0.0, ceil_mode).sum(-1)
    return total / count


def correlate(x, weight, stride=1):
    spans = np.lib.stride_tricks.sliding_window_view(x, weight.shape[-1], -1)[:, :, ::stride]
    return np.einsum("nclr,kcr->nkl", spans, weight)


def same_ignoring_stride(x, weight, stride):
    total = weight.shape[-1] - 1
    return correlate(np.pad(x, ((0, 0), (0, 0), (total // 2, total - total // 2))), weight, stride)


def same_upper_as_lower(x, weight, stride):
    total = same_total(x.shape[-1], weight.shape[-1], stride)
    return correlate(np.pad(x, ((0, 0), (0, 0), (total - total // 2, total // 2))), weight, stride)


def same(x, weight, stride):
    """SAME: ceil(size/stride) windows, the spare entry of padding at the end; the convolution is the library's."""
    total = same_total(x.shape[-1], weight.shape[-1], stride)
    return nm.conv1d(np.pad(x, ((0, 0), (0, 0), (total // 2, total - total // 2))), weight, stride=stride)


def same_total(size, kernel, stride):
    return max((-(-size // stride) - 1) * stride + kernel - size, 0)


def scattered(x, weight, stride, dilation):
    size = (x.shape[-1] - 1) * stride + dilation * (weight.shape[-1] - 1) + 1
    y = np.zeros((x.shape[0], weight.shape[1], size))
    for place in range(x.shape[-1]):
        for tap in range(weight.shape[-1]):
            y[..., place * stride + dilation * tap] += x[..., place] @ weight[..., tap]
    return y


def transposed_lower(x, weight, stride):
    """SAME_LOWER's crop where SAME_UPPER is asked for."""
    whole, wanted = scattered(x, weight, stride, 1), x.shape[-1] * stride
    spare = whole.shape[-1] - wanted
    return whole[..., spare - spare // 2 : spare - spare // 2 + wanted]


def transposed_upper(x, weight, stride):
    whole, wanted = nm.conv_transpose1d(x, weight, stride=stride), x.shape[-1] * stride
    return whole[..., (whole.shape[-1] - wanted) // 2 :][..., :wanted]


def transposed_without_dilation(x, weight, stride, dilation):
    """The output's size forgets the dilation."""
    size = (x.shape[-1] - 1) * stride + weight.shape[-1]
    return scattered(x, weight, stride, dilation)[..., :size]


WINDOWS = [
    Exhibit(
        "pytorch#45357",
        "max_pool1d",
        "in ceil mode a window that starts outside: -inf",
        "values",
        max_pool_outside,
        args=[draw(2, 3, 4)],
        params={"kernel_size": 1, "stride": 4, "padding": 0, "ceil_mode": True},
    ),
    Exhibit(
        "pytorch#36977",
        "avg_pool1d",
        "in ceil mode a window that starts in the padding: 0/0",
        "values",
        avg_pool_outside,
        args=[draw(2, 3, 5)],
        params={"kernel_size": 2, "stride": 3, "padding": 1, "ceil_mode": True, "count_include_pad": False},
    ),
    Exhibit(
        "Paddle#51542",
        "max_pool1d",
        "in ceil mode a window wholly in the padding",
        "values",
        max_pool_outside,
        args=[draw(2, 3, 5)],
        params={"kernel_size": 2, "stride": 3, "padding": 1, "ceil_mode": True},
    ),
    Exhibit(
        "pytorch#3867",
        "conv1d",
        "SAME padding as if the stride were 1",
        "values",
        same_ignoring_stride,
        args=[draw(2, 3, 6), draw(4, 3, 3)],
        params={"stride": 2},
        right=same,
    ),
    Exhibit(
        "onnx#3153",
        "conv1d",
        "SAME with stride 2: the spare entry of padding at the start",
        "values",
        same_upper_as_lower,
        args=[draw(2, 3, 6), draw(4, 3, 3)],
        params={"stride": 2},
        right=same,
    ),
    Exhibit(
        "onnx#1609",
        "conv_transpose1d",
        "SAME_LOWER for SAME_UPPER",
        "values",
        transposed_lower,
        args=[draw(2, 3, 4), draw(3, 5, 3)],
        params={"stride": 2},
        right=transposed_upper,
    ),
    Exhibit(
        "onnxruntime#2518",
        "conv_transpose1d",
        "the size forgets the dilation",
        "values",
        transposed_without_dilation,
        args=[draw(2, 3, 4), draw(3, 5, 3)],
        params={"stride": 2, "dilation": 2},
    ),
]


# Losses ---------------------------------------------------------------------------------------------------------------


def smooth_l1(x, target, reduction, beta):
    d = np.abs(x - target)
    return np.where(d <= beta, d**2 / (2 * beta), d - beta / 2).sum()


def smooth_l1_backward(x, target, dy, reduction, beta):
    d = x - target
    g = dy * np.where(np.abs(d) <= beta, d / beta, np.sign(d))
    return g, -g


def softmax(x):
    e = np.exp(x - x.max(-1, keepdims=True))
    return e / e.sum(-1, keepdims=True)


def nll(x, target, reduction):
    return -x[np.arange(len(x)), target].sum()


def nll_to_logits(x, target, dy, reduction):
    hit = np.eye(x.shape[1])[target]
    return (dy * (softmax(x) - hit),)


def softmax_of_masked_backward(x, dy):
    p = softmax(x)
    inner = np.where(p > 0, x, x - x.max()) * 0  # the gradient of the branch not taken
    return (p * (dy - (p * dy).sum(-1, keepdims=True)) + inner,)


def attention_row(x, mask):
    masked = np.where(mask > 0, x, -np.inf)
    return softmax(masked)


def attention_by_weights(x, mask):
    """exp(x)*mask over its sum, and nothing where everything is masked."""
    y, some = np.zeros_like(x), mask.sum(-1) > 0
    for row in np.flatnonzero(some):
        y[row, mask[row] > 0] = nm.softmax(x[row, mask[row] > 0])
    return y


MASKED = np.array([[0.4, -np.inf, 1.3], [2.0, 0.1, -np.inf]])

LOSSES = [
    Exhibit(
        "pytorch#96813",
        "smooth_l1_loss",
        "beta 0: 0/0 where x is the target",
        "gradients",
        smooth_l1,
        smooth_l1_backward,
        [np.array([1.0, 2.0, -0.5]), np.array([1.0, 0.5, 0.2])],
        {"reduction": "sum", "beta": 0.0},
    ),
    Exhibit(
        "pytorch#52241",
        "nll_loss",
        "the gradient is with respect to the logits, not to the log-probabilities given",
        "gradients",
        nll,
        nll_to_logits,
        [draw(3, 4), np.array([2, 0, 3])],
        {"reduction": "sum"},
    ),
    Exhibit(
        "jax#17117",
        "softmax",
        "masked entries: 0 times -inf in the gradient",
        "gradients",
        softmax,
        softmax_of_masked_backward,
        [MASKED],
    ),
    Exhibit(
        "pytorch#41508",
        "masked softmax",
        "a row with everything masked is nan",
        "values",
        attention_row,
        args=[draw(2, 3), np.array([[1.0, 0.0, 1.0], [0.0, 0.0, 0.0]])],
        right=attention_by_weights,
    ),
]


# Optimizers -----------------------------------------------------------------------------------------------------------

STEP = [np.array([0.5, -1.2, 2.0]), np.array([0.3, -0.8, 1.1]), np.array([0.2, 0.1, -0.4]), np.array([0.5, 0.9, 0.3])]
ADAM = {"t": 2, "lr": 0.3, "betas": (0.6, 0.8), "eps": 0.2}


def adam_moments(grad, m, v, betas):
    return betas[0] * m + (1 - betas[0]) * grad, betas[1] * v + (1 - betas[1]) * grad**2


def adam_eps_before_correction(w, grad, m, v, t, lr, betas, eps):
    m, v = adam_moments(grad, m, v, betas)
    rate = lr * math.sqrt(1 - betas[1] ** t) / (1 - betas[0] ** t)
    return w - rate * m / (np.sqrt(v) + eps), m, v


def adam_eps_in_root(w, grad, m, v, t, lr, betas, eps):
    m, v = adam_moments(grad, m, v, betas)
    return w - lr * m / (1 - betas[0] ** t) / np.sqrt(v / (1 - betas[1] ** t) + eps), m, v


def adam_correction_kept(w, grad, m, v, t, lr, betas, eps):
    m, v = adam_moments(grad, m, v, betas)
    m, v = m / (1 - betas[0] ** t), v / (1 - betas[1] ** t)
    return w - lr * m / (np.sqrt(v) + eps), m, v


def rmsprop_eps_in_root(w, grad, v, lr, alpha, eps):
    v = alpha * v + (1 - alpha) * grad**2
    return w - lr * grad / np.sqrt(v + eps), v


def nesterov_rate_inside(w, grad, m, lr, momentum):
    m = momentum * m + grad
    return w - (grad + lr * momentum * m), m


OPTIMIZERS = [
    Exhibit(
        "tensorflow#9047",
        "adam",
        "eps beside the root before its bias is corrected",
        "values",
        adam_eps_before_correction,
        args=STEP,
        params=ADAM,
    ),
    Exhibit("pytorch PR 22628", "adam", "eps inside the root", "values", adam_eps_in_root, args=STEP, params=ADAM),
    Exhibit(
        "tensorflow#58412",
        "rmsprop",
        "eps inside the root",
        "values",
        rmsprop_eps_in_root,
        args=[*STEP[:2], STEP[3]],
        params={"lr": 0.3, "alpha": 0.8, "eps": 0.2},
    ),
    Exhibit(
        "Paddle PR 12231",
        "nesterov",
        "the rate on the momentum and not on the step",
        "values",
        nesterov_rate_inside,
        args=STEP[:3],
        params={"lr": 0.3, "momentum": 0.6},
    ),
    Exhibit(
        "AdaBelief#61",
        "adam",
        "the bias correction is written into the state",
        "values",
        adam_correction_kept,
        args=STEP,
        params=ADAM,
    ),
]


# Dropout and initialisation -------------------------------------------------------------------------------------------


def dropout_divided_by_p(x, mask, p):
    return x * mask / p


def dropout_divided_by_p_backward(x, mask, dy, p):
    return (dy * mask / p,)


def dropout_all(x, mask, p):
    return x * (mask / (1 - p))


def dropout_none_left(x, mask, p):
    """With p = 1 everything is dropped: the limit is 0."""
    return nm.inverted_dropout(x, mask, p) if p < 1 else np.zeros_like(x)


def fans_transposed(shape, transposed):
    receptive = math.prod(shape[2:])
    return shape[1] * receptive, shape[0] * receptive


PRACTICE = [
    Exhibit(
        "kaldi#2814",
        "inverted_dropout",
        "divided by p where 1 - p belongs",
        "values",
        dropout_divided_by_p,
        dropout_divided_by_p_backward,
        [draw(4), np.array([1.0, 0.0, 1.0, 1.0])],
        {"p": 0.3},
    ),
    Exhibit(
        "gorgonia#69",
        "inverted_dropout",
        "p = 1 is 0/0",
        "values",
        dropout_all,
        args=[draw(4), np.zeros(4)],
        params={"p": 1.0},
        right=dropout_none_left,
    ),
    Exhibit(
        "Lasagne#858",
        "fans",
        "a transposed convolution's fans exchanged",
        "values",
        fans_transposed,
        args=[(6, 4, 3, 5)],
        params={"transposed": True},
    ),
]
