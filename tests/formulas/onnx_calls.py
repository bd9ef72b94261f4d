"""Each formula that ONNX has an operator for: the node, its inputs in ONNX's order and layout, and the outputs back.

A call is ``(operator, inputs, attributes, finish)``; `finish` turns the outputs into the formula's.
"""

import numpy as np


def one(outputs):
    return outputs[0]


def unary(operator, **fixed):
    return lambda x, **params: (operator, [x], {**fixed, **params}, one)


def sigmoid(x, slope=1.0):
    return "Sigmoid", [slope * x], {}, one


def leaky_relu(x, negative_slope=0.01):
    return "LeakyRelu", [x], {"alpha": negative_slope}, one


def prelu(x, weight):
    return "PRelu", [x, weight.reshape(-1, *[1] * (x.ndim - 2))], {}, one


def gelu(x, approximate="none"):
    return "Gelu", [x], {"approximate": approximate}, one


def softplus(x, beta=1.0):
    return "Softplus", [beta * x], {}, lambda outputs: outputs[0] / beta


def softmax(x, dim=-1):
    return "Softmax", [x], {"axis": dim}, one


def log_softmax(x, dim=-1):
    return "LogSoftmax", [x], {"axis": dim}, one


def linear(x, weight, bias=None):
    flat = x.reshape(-1, x.shape[-1])
    bias = [] if bias is None else [bias]
    return "Gemm", [flat, weight, *bias], {"transB": 1}, lambda o: o[0].reshape(*x.shape[:-1], len(weight))


def batch_norm_inference(x, running_mean, running_var, weight, bias, eps=1e-5):
    return "BatchNormalization", [x, weight, bias, running_mean, running_var], {"epsilon": eps}, one


def layer_norm(x, weight, bias, eps=1e-5):
    return "LayerNormalization", [x, weight, bias], {"axis": -weight.ndim, "epsilon": eps}, one


def group_norm(x, num_groups, weight, bias, eps=1e-5):
    return "GroupNormalization", [x, weight, bias], {"num_groups": num_groups, "epsilon": eps, "stash_type": 11}, one


def instance_norm(x, weight, bias, eps=1e-5):
    return "InstanceNormalization", [x, weight, bias], {"epsilon": eps}, one


def many(value, count):
    return [value] * count if isinstance(value, int) else list(value)


def convolution(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    rank = x.ndim - 2
    gaps = many(dilation, rank)
    attributes = {"strides": many(stride, rank), "dilations": gaps, "group": groups}
    if padding == "same":
        total = [d * (k - 1) for d, k in zip(gaps, weight.shape[2:], strict=True)]
        attributes["pads"] = [t // 2 for t in total] + [t - t // 2 for t in total]
    else:
        attributes["pads"] = many(0 if padding == "valid" else padding, rank) * 2
    return "Conv", [x, weight] + ([] if bias is None else [bias]), attributes, one


def transposed(x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    rank = x.ndim - 2
    attributes = {
        "strides": many(stride, rank),
        "pads": many(padding, rank) * 2,
        "output_padding": many(output_padding, rank),
        "dilations": many(dilation, rank),
        "group": groups,
    }
    return "ConvTranspose", [x, weight] + ([] if bias is None else [bias]), attributes, one


def _windows(x, kernel_size, stride, padding, ceil_mode):
    rank = x.ndim - 2
    return {
        "kernel_shape": many(kernel_size, rank),
        "strides": many(kernel_size if stride is None else stride, rank),
        "pads": many(padding, rank) * 2,
        "ceil_mode": int(ceil_mode),
    }


def max_pool(x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    attributes = _windows(x, kernel_size, stride, padding, ceil_mode)
    return "MaxPool", [x], attributes | {"dilations": many(dilation, x.ndim - 2)}, one


def avg_pool(x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    attributes = _windows(x, kernel_size, stride, padding, ceil_mode)
    return "AveragePool", [x], attributes | {"count_include_pad": int(count_include_pad)}, one


def global_avg_pool(x):
    return "GlobalAveragePool", [x], {}, one


def global_max_pool(x):
    return "GlobalMaxPool", [x], {}, one


def reordered(stacked, order):
    """Gates in ONNX's order; the leading axis counts directions."""
    gates = np.split(stacked, len(order), axis=0)
    return np.concatenate([gates[i] for i in order], axis=0)[None]


def recurrent(operator, order, x, states, w_ih, w_hh, b_ih, b_hh, peephole=(), **attributes):
    bias = np.concatenate([reordered(b_ih, order), reordered(b_hh, order)], axis=1)
    lengths = np.full(x.shape[1], x.shape[0], np.int32)
    inputs = [x, reordered(w_ih, order), reordered(w_hh, order), bias, lengths, *(s[None] for s in states), *peephole]
    attributes["hidden_size"] = w_hh.shape[1]
    return operator, inputs, attributes, lambda o: (o[0][:, 0], *(s[0] for s in o[1:]))


def rnn(x, h0, w_ih, w_hh, b_ih, b_hh):
    return recurrent("RNN", [0], x, [h0], w_ih, w_hh, b_ih, b_hh)


def lstm(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    return recurrent("LSTM", [0, 3, 1, 2], x, [h0, c0], w_ih, w_hh, b_ih, b_hh)


def lstm_peephole(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p):
    stacked = np.concatenate([p[0], p[2], p[1]])[None]
    return recurrent("LSTM", [0, 3, 1, 2], x, [h0, c0], w_ih, w_hh, b_ih, b_hh, peephole=[stacked])


def gru_reset_after(x, h0, w_ih, w_hh, b_ih, b_hh):
    return recurrent("GRU", [1, 0, 2], x, [h0], w_ih, w_hh, b_ih, b_hh, linear_before_reset=1)


def cross_entropy(x, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    if label_smoothing or target.dtype.kind == "f" or x.ndim == 1:
        return None
    inputs = [x, target.astype(np.int64)] + ([] if weight is None else [weight])
    return "SoftmaxCrossEntropyLoss", inputs, {"reduction": reduction, "ignore_index": ignore_index}, one


def nll_loss(x, target, weight=None, ignore_index=-100, reduction="mean"):
    if x.ndim == 1:
        return None
    inputs = [x, target.astype(np.int64)] + ([] if weight is None else [weight])
    return "NegativeLogLikelihoodLoss", inputs, {"reduction": reduction, "ignore_index": ignore_index}, one


OWN = {n: call for n, call in globals().items() if getattr(call, "__module__", "") == __name__}
CALLS = {
    "identity": unary("Identity"),
    "tanh": unary("Tanh"),
    "relu": unary("Relu"),
    "elu": unary("Elu"),
    "celu": unary("Celu"),
    "selu": unary("Selu", alpha=1.6732632423543772, gamma=1.0507009873554805),
    "softsign": unary("Softsign"),
    "mish": unary("Mish"),
    "hardsigmoid": unary("HardSigmoid", alpha=1 / 6, beta=0.5),
    "hardswish": unary("HardSwish"),
} | {name: OWN[name] for name in OWN if name not in ("one", "unary", "many", "reordered", "recurrent", "_windows")}
for rank in "123":
    CALLS |= {f"conv{rank}d": CALLS["convolution"], f"conv_transpose{rank}d": CALLS["transposed"]}
    CALLS |= {f"max_pool{rank}d": CALLS["max_pool"], f"avg_pool{rank}d": CALLS["avg_pool"]}
for general in ("convolution", "transposed", "max_pool", "avg_pool"):
    del CALLS[general]
