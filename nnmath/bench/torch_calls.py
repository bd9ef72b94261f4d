"""Each formula as a call of PyTorch with the same arrays and parameters; PyTorch is imported by the first call.

Names and order of arguments are the same, so most calls need no more than the function's name; the
others say how PyTorch spells them.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import SimpleNamespace
from typing import Any

from nnmath.bench import composed
from nnmath.kernels._index import FORMULAS

Tensor = Any


class Later:
    """A module that is imported when something of it is asked for."""

    def __init__(self, name: str):
        self._name = name

    def __getattr__(self, item: str) -> Any:
        return getattr(importlib.import_module(self._name), item)


torch, F = Later("torch"), Later("torch.nn.functional")


def identity(x: Tensor) -> Tensor:
    return x.clone()


def sigmoid(x: Tensor, slope: float = 1.0) -> Tensor:
    return torch.sigmoid(x) if slope == 1.0 else torch.sigmoid(slope * x)


def perceptron_step(x: Tensor) -> Tensor:
    return (x >= 0).to(x.dtype)


def perceptron_sign(x: Tensor) -> Tensor:
    return torch.where(x >= 0, 1.0, -1.0).to(x.dtype)


def tanh(x: Tensor) -> Tensor:
    return torch.tanh(x)


def softplus(x: Tensor, beta: float = 1.0) -> Tensor:
    return F.softplus(x, beta, threshold=700.0)


def softmax(x: Tensor, dim: int = -1) -> Tensor:
    return F.softmax(x, dim)


def log_softmax(x: Tensor, dim: int = -1) -> Tensor:
    return F.log_softmax(x, dim)


def glu(x: Tensor, dim: int = -1) -> Tensor:
    return F.glu(x, dim)


def mlp(
    x: Tensor, weights: Sequence[Tensor], biases: Sequence[Tensor], activations: str | Sequence[str] = "relu"
) -> Tensor:
    names = [activations] * (len(weights) - 1) + ["identity"] if isinstance(activations, str) else activations
    for weight, bias, name in zip(weights, biases, names, strict=True):
        z = F.linear(x, weight, bias)
        x = z if name == "identity" else calls()[name](z)
    return x


def residual(x: Tensor, weight: Tensor, bias: Tensor, activation: str = "relu") -> Tensor:
    return x + calls()[activation](F.linear(x, weight, bias))


def logistic_regression(x: Tensor, weight: Tensor, bias: Tensor) -> Tensor:
    return torch.sigmoid(x @ weight.mT + bias) if weight.ndim > 1 else torch.sigmoid(x @ weight + bias)


def neuron(x: Tensor, weight: Tensor, bias: Tensor, activation: str = "sigmoid") -> Tensor:
    return calls()[activation](x @ weight + bias)


def half_squared_error(x: Tensor, target: Tensor, reduction: str = "mean") -> Tensor:
    return F.mse_loss(x, target, reduction=reduction) / 2


def batch_norm(x: Tensor, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    if x.numel() == x.shape[1]:  # PyTorch refuses to train on one value a channel
        return 0 * x + bias.reshape(1, -1, *[1] * (x.ndim - 2))
    return F.batch_norm(x, None, None, weight, bias, training=True, eps=eps)


def batch_norm_inference(
    x: Tensor, running_mean: Tensor, running_var: Tensor, weight: Tensor, bias: Tensor, eps: float = 1e-5
) -> Tensor:
    """PyTorch's own has no gradient of the running statistics."""
    shape = (1, -1, *[1] * (x.ndim - 2))
    mean, var, weight, bias = (v.reshape(shape) for v in (running_mean, running_var, weight, bias))
    return (x - mean) / torch.sqrt(var + eps) * weight + bias


def layer_norm(x: Tensor, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    return F.layer_norm(x, weight.shape, weight, bias, eps)


def rms_norm(x: Tensor, weight: Tensor, eps: float = 1e-5) -> Tensor:
    return F.rms_norm(x, weight.shape, weight, eps)


def group_norm(x: Tensor, num_groups: int, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    return F.group_norm(x, num_groups, weight, bias, eps)


def instance_norm(x: Tensor, weight: Tensor, bias: Tensor, eps: float = 1e-5) -> Tensor:
    return F.instance_norm(x, weight=weight, bias=bias, eps=eps)


def global_avg_pool(x: Tensor) -> Tensor:
    return x.mean(tuple(range(2, x.ndim)), keepdim=True)


def global_max_pool(x: Tensor) -> Tensor:
    return x.amax(tuple(range(2, x.ndim)), keepdim=True)


def _layer(name: str, x: Tensor, states: tuple[Tensor, ...], weights: Sequence[Tensor]) -> tuple[Tensor, ...]:
    """One layer of PyTorch's own, called as its modules call it, with these weights."""
    stacked = tuple(s.unsqueeze(0) for s in states)
    given = stacked if len(states) > 1 else stacked[0]
    output, *last = getattr(torch, name)(x, given, list(weights), True, 1, 0.0, False, False, False)
    return (output, *(s.squeeze(0) for s in last))


def rnn(x: Tensor, h0: Tensor, w_ih: Tensor, w_hh: Tensor, b_ih: Tensor, b_hh: Tensor) -> tuple[Tensor, ...]:
    return _layer("rnn_tanh", x, (h0,), (w_ih, w_hh, b_ih, b_hh))


def lstm(
    x: Tensor, h0: Tensor, c0: Tensor, w_ih: Tensor, w_hh: Tensor, b_ih: Tensor, b_hh: Tensor
) -> tuple[Tensor, ...]:
    return _layer("lstm", x, (h0, c0), (w_ih, w_hh, b_ih, b_hh))


def gru_reset_after(
    x: Tensor, h0: Tensor, w_ih: Tensor, w_hh: Tensor, b_ih: Tensor, b_hh: Tensor
) -> tuple[Tensor, ...]:
    return _layer("gru", x, (h0,), (w_ih, w_hh, b_ih, b_hh))


def rnn_cell(x: Tensor, h0: Tensor, w_ih: Tensor, w_hh: Tensor, b_ih: Tensor, b_hh: Tensor) -> Tensor:
    return torch.rnn_tanh_cell(x, h0, w_ih, w_hh, b_ih, b_hh)


def lstm_cell(
    x: Tensor, h0: Tensor, c0: Tensor, w_ih: Tensor, w_hh: Tensor, b_ih: Tensor, b_hh: Tensor
) -> tuple[Tensor, ...]:
    return tuple(torch.lstm_cell(x, (h0, c0), w_ih, w_hh, b_ih, b_hh))


def gru_reset_after_cell(x: Tensor, h0: Tensor, w_ih: Tensor, w_hh: Tensor, b_ih: Tensor, b_hh: Tensor) -> Tensor:
    return torch.gru_cell(x, h0, w_ih, w_hh, b_ih, b_hh)


OWN: Mapping[str, Callable[..., Any]] = {
    f.__name__: f
    for f in (
        identity, sigmoid, perceptron_step, perceptron_sign, tanh, softplus, softmax, log_softmax, glu, mlp, residual,
        logistic_regression, neuron, half_squared_error, batch_norm, batch_norm_inference, layer_norm, rms_norm,
        group_norm, instance_norm, global_avg_pool, global_max_pool, rnn, lstm, gru_reset_after, rnn_cell, lstm_cell,
        gru_reset_after_cell,
    )
}  # fmt: skip


@cache
def same() -> list[str]:
    """Formulas that are the function of that name in torch.nn.functional."""
    return [name for name in FORMULAS if hasattr(F, name) and name not in OWN]


@cache
def calls() -> dict[str, Callable[..., Any]]:
    """Formulas that PyTorch has, whatever their parameters."""
    return {name: getattr(F, name) for name in same()} | dict(OWN)


# for timing ----------------------------------------------------------------------------------------------------------


def _scan(step: Callable[[Any, Any], Any], states: Any, z: Tensor) -> tuple[Tensor, Any]:
    output = []
    for at in z.unbind(0):
        states = step(states, at)
        output.append(states[0])
    return torch.stack(output), states


@cache
def every() -> dict[str, Callable[..., Any]]:
    """Every formula: PyTorch's own where there is one, else written with its operations."""
    ops = SimpleNamespace(scan=_scan, relu=torch.relu, linear=F.linear, stack=torch.stack)
    vars(ops).update({name: getattr(torch, name) for name in ("exp", "sqrt", "tanh", "sigmoid")})
    written = composed.table(ops) | {"p_norm": lambda x, p: torch.linalg.vector_norm(x, p)}
    return written | calls()


def _fused(name: str, decay: float) -> Callable[..., Any]:
    """PyTorch's fused step on copies of the weights and of the state, as ours leaves them alone."""

    def step(w: Tensor, grad: Tensor, m: Tensor, v: Tensor, t: int) -> tuple[Tensor, ...]:
        w, m, v = w.clone(), m.clone(), v.clone()
        at = torch.tensor(float(t))
        given = {"lr": 1e-3, "beta1": 0.9, "beta2": 0.999, "weight_decay": decay, "eps": 1e-8}
        getattr(torch, name)([w], [grad], [m], [v], [], [at], amsgrad=False, maximize=False, **given)
        return w, m, v

    return step


FORWARD = {"adam": _fused("_fused_adam_", 0.0), "adamw": _fused("_fused_adamw_", 0.01)}
"""Faster values that have no gradient."""
INTO = {
    "sigmoid": "sigmoid", "tanh": "tanh", "gelu": "gelu", "silu": "silu", "mish": "mish", "softplus": "softplus",
    "elu": "elu", "leaky_relu": "leaky_relu", "hardtanh": "hardtanh", "hardswish": "hardswish",
    "hardsigmoid": "hardsigmoid", "logsigmoid": "log_sigmoid", "relu": "relu", "celu": "celu",
}  # fmt: skip
"""Operators that write into a given tensor."""


def into(name: str) -> Callable[..., Any] | None:
    """``f(x, out=...)`` of a formula at its default parameters, None where PyTorch has none."""
    if name == "clip_grad_value":
        return lambda x, clip_value, out: torch.clamp(x, -clip_value, clip_value, out=out)
    return getattr(torch.ops.aten, INTO[name]).out if name in INTO else None
