"""Each formula that ONNX has an operator for: the node, its inputs in ONNX's order and layout, and the outputs back.

A call is ``(operator, inputs, attributes, finish)``; `finish` turns the outputs into the formula's.
"""

from __future__ import annotations

import importlib
import warnings
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

Call = tuple[str, list[Any], dict[str, Any], Callable[[Any], Any]] | None
OPSET = 22


def one(outputs: Any) -> Any:
    return outputs[0]


def unary(operator: Any, **fixed: Any) -> Callable[..., Call]:
    return lambda x, **params: (operator, [x], {**fixed, **params}, one)


def sigmoid(x: Any, slope: Any = 1.0) -> Call:
    return "Sigmoid", [slope * x], {}, one


def leaky_relu(x: Any, negative_slope: Any = 0.01) -> Call:
    return "LeakyRelu", [x], {"alpha": negative_slope}, one


def prelu(x: Any, weight: Any) -> Call:
    return "PRelu", [x, weight.reshape(-1, *[1] * (x.ndim - 2))], {}, one


def gelu(x: Any, approximate: Any = "none") -> Call:
    return "Gelu", [x], {"approximate": approximate}, one


def softplus(x: Any, beta: Any = 1.0) -> Call:
    return "Softplus", [beta * x], {}, lambda outputs: outputs[0] / beta


def softmax(x: Any, dim: Any = -1) -> Call:
    return "Softmax", [x], {"axis": dim}, one


def log_softmax(x: Any, dim: Any = -1) -> Call:
    return "LogSoftmax", [x], {"axis": dim}, one


def linear(x: Any, weight: Any, bias: Any = None) -> Call:
    flat = x.reshape(-1, x.shape[-1])
    bias = [] if bias is None else [bias]
    return "Gemm", [flat, weight, *bias], {"transB": 1}, lambda o: o[0].reshape(*x.shape[:-1], len(weight))


def batch_norm_inference(x: Any, running_mean: Any, running_var: Any, weight: Any, bias: Any, eps: Any = 1e-5) -> Call:
    return "BatchNormalization", [x, weight, bias, running_mean, running_var], {"epsilon": eps}, one


def layer_norm(x: Any, weight: Any, bias: Any, eps: Any = 1e-5) -> Call:
    return "LayerNormalization", [x, weight, bias], {"axis": -weight.ndim, "epsilon": eps}, one


def group_norm(x: Any, num_groups: Any, weight: Any, bias: Any, eps: Any = 1e-5) -> Call:
    return "GroupNormalization", [x, weight, bias], {"num_groups": num_groups, "epsilon": eps, "stash_type": 11}, one


def instance_norm(x: Any, weight: Any, bias: Any, eps: Any = 1e-5) -> Call:
    return "InstanceNormalization", [x, weight, bias], {"epsilon": eps}, one


def many(value: Any, count: Any) -> list[int]:
    return [value] * count if isinstance(value, int) else list(value)


def convolution(
    x: Any, weight: Any, bias: Any = None, stride: Any = 1, padding: Any = 0, dilation: Any = 1, groups: Any = 1
) -> Call:
    rank = x.ndim - 2
    gaps = many(dilation, rank)
    attributes = {"strides": many(stride, rank), "dilations": gaps, "group": groups}
    if padding == "same":
        total = [d * (k - 1) for d, k in zip(gaps, weight.shape[2:], strict=True)]
        attributes["pads"] = [t // 2 for t in total] + [t - t // 2 for t in total]
    else:
        attributes["pads"] = many(0 if padding == "valid" else padding, rank) * 2
    return "Conv", [x, weight] + ([] if bias is None else [bias]), attributes, one


def transposed(
    x: Any,
    weight: Any,
    bias: Any = None,
    stride: Any = 1,
    padding: Any = 0,
    output_padding: Any = 0,
    groups: Any = 1,
    dilation: Any = 1,
) -> Call:
    rank = x.ndim - 2
    attributes = {
        "strides": many(stride, rank),
        "pads": many(padding, rank) * 2,
        "output_padding": many(output_padding, rank),
        "dilations": many(dilation, rank),
        "group": groups,
    }
    return "ConvTranspose", [x, weight] + ([] if bias is None else [bias]), attributes, one


def _windows(x: Any, kernel_size: Any, stride: Any, padding: Any, ceil_mode: Any) -> dict[str, Any]:
    rank = x.ndim - 2
    return {
        "kernel_shape": many(kernel_size, rank),
        "strides": many(kernel_size if stride is None else stride, rank),
        "pads": many(padding, rank) * 2,
        "ceil_mode": int(ceil_mode),
    }


def max_pool(
    x: Any, kernel_size: Any, stride: Any = None, padding: Any = 0, dilation: Any = 1, ceil_mode: Any = False
) -> Call:
    attributes = _windows(x, kernel_size, stride, padding, ceil_mode)
    return "MaxPool", [x], attributes | {"dilations": many(dilation, x.ndim - 2)}, one


def avg_pool(
    x: Any,
    kernel_size: Any,
    stride: Any = None,
    padding: Any = 0,
    ceil_mode: Any = False,
    count_include_pad: Any = True,
) -> Call:
    attributes = _windows(x, kernel_size, stride, padding, ceil_mode)
    return "AveragePool", [x], attributes | {"count_include_pad": int(count_include_pad)}, one


def global_avg_pool(x: Any) -> Call:
    return "GlobalAveragePool", [x], {}, one


def global_max_pool(x: Any) -> Call:
    return "GlobalMaxPool", [x], {}, one


def reordered(stacked: Any, order: Any) -> Any:
    """Gates in ONNX's order; the leading axis counts directions."""
    gates = np.split(stacked, len(order), axis=0)
    return np.concatenate([gates[i] for i in order], axis=0)[None]


def recurrent(
    operator: Any,
    order: Any,
    x: Any,
    states: Any,
    w_ih: Any,
    w_hh: Any,
    b_ih: Any,
    b_hh: Any,
    peephole: Any = (),
    **attributes: Any,
) -> Call:
    bias = np.concatenate([reordered(b_ih, order), reordered(b_hh, order)], axis=1)
    lengths = np.full(x.shape[1], x.shape[0], np.int32)
    inputs = [x, reordered(w_ih, order), reordered(w_hh, order), bias, lengths, *(s[None] for s in states), *peephole]
    attributes["hidden_size"] = w_hh.shape[1]
    return operator, inputs, attributes, lambda o: (o[0][:, 0], *(s[0] for s in o[1:]))


def rnn(x: Any, h0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any) -> Call:
    return recurrent("RNN", [0], x, [h0], w_ih, w_hh, b_ih, b_hh)


def lstm(x: Any, h0: Any, c0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any) -> Call:
    return recurrent("LSTM", [0, 3, 1, 2], x, [h0, c0], w_ih, w_hh, b_ih, b_hh)


def lstm_peephole(x: Any, h0: Any, c0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any, p: Any) -> Call:
    stacked = np.concatenate([p[0], p[2], p[1]])[None]
    return recurrent("LSTM", [0, 3, 1, 2], x, [h0, c0], w_ih, w_hh, b_ih, b_hh, peephole=[stacked])


def gru_reset_after(x: Any, h0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any) -> Call:
    return recurrent("GRU", [1, 0, 2], x, [h0], w_ih, w_hh, b_ih, b_hh, linear_before_reset=1)


def cross_entropy(
    x: Any,
    target: Any,
    weight: Any = None,
    ignore_index: Any = -100,
    reduction: Any = "mean",
    label_smoothing: Any = 0.0,
) -> Call:
    if label_smoothing or target.dtype.kind == "f" or x.ndim == 1:
        return None
    inputs = [x, target.astype(np.int64)] + ([] if weight is None else [weight])
    return "SoftmaxCrossEntropyLoss", inputs, {"reduction": reduction, "ignore_index": ignore_index}, one


def nll_loss(x: Any, target: Any, weight: Any = None, ignore_index: Any = -100, reduction: Any = "mean") -> Call:
    if x.ndim == 1:
        return None
    inputs = [x, target.astype(np.int64)] + ([] if weight is None else [weight])
    return "NegativeLogLikelihoodLoss", inputs, {"reduction": reduction, "ignore_index": ignore_index}, one


CALLS: dict[str, Callable[..., Call]] = {
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
} | {
    f.__name__: f
    for f in (
        sigmoid, leaky_relu, prelu, gelu, softplus, softmax, log_softmax, linear, batch_norm_inference, layer_norm,
        group_norm, instance_norm, global_avg_pool, global_max_pool, rnn, lstm, lstm_peephole, gru_reset_after,
        cross_entropy, nll_loss,
    )
}  # fmt: skip
for rank in "123":
    CALLS |= {f"conv{rank}d": convolution, f"conv_transpose{rank}d": transposed}
    CALLS |= {f"max_pool{rank}d": max_pool, f"avg_pool{rank}d": avg_pool}


def evaluator(
    operator: str, inputs: Sequence[Any], attributes: Mapping[str, Any], count: int
) -> Callable[[], list[Any]]:
    """The outputs of one node on these inputs, by ONNX's reference implementation."""
    onnx: Any = importlib.import_module("onnx")
    reference: Any = importlib.import_module("onnx.reference")
    form = onnx.TensorProto
    kinds = {"float32": form.FLOAT, "float64": form.DOUBLE, "int64": form.INT64, "int32": form.INT32}
    names, results = [f"in{i}" for i in range(len(inputs))], [f"out{i}" for i in range(count)]
    node = onnx.helper.make_node(operator, names, results, **attributes)
    describe = onnx.helper.make_tensor_value_info
    given = [describe(n, kinds[a.dtype.name], a.shape) for n, a in zip(names, inputs, strict=True)]
    wanted = [describe(n, given[0].type.tensor_type.elem_type, None) for n in results]
    graph = onnx.helper.make_graph([node], operator, given, wanted)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", OPSET)])
    found = reference.ReferenceEvaluator(model)
    values = dict(zip(names, inputs, strict=True))

    def run() -> list[Any]:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # the reference's own overflows and divisions
            return list(found.run(None, values))

    return run
