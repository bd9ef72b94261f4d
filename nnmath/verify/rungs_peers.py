"""L9: the same arrays through PyTorch, where it has the function; value, and gradients by its own autograd.

Each peer takes torch and what a variant's system is given, by name: arrays as tensors, parameters as numbers,
sizes under `env`. Layouts of the public calls are compared by the tests.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnmath.verify.calls import Subject, Variant, drawn, flat
from nnmath.verify.card import Rung

SCALED = 1e-9
SINGLE = 1e-7
ROUNDED_THERE = ("celu", "hardsigmoid", "hardswish")
"""PyTorch keeps their constants in single precision, whatever the input."""
PROBABILITIES = {"binary_cross_entropy": {"target": (0.1, 0.9)}}
"""Inputs of which PyTorch takes fewer numbers than the equations."""
SEEDS = (0, 1, 2)


@dataclass(frozen=True)
class Given:
    """What a peer is called with; ``given.x`` is an array or a parameter by name, or a size."""

    torch: Any
    variant: str
    values: Mapping[str, Any]
    env: Mapping[str, Any]

    def __getattr__(self, name: str) -> Any:
        if name in self.values:
            return self.values[name]
        if name in self.env:
            return self.env[name]
        raise AttributeError(name)

    def get(self, name: str) -> Any:
        return self.values.get(name)

    @property
    def functional(self) -> Any:
        return self.torch.nn.functional

    @property
    def reduction(self) -> str:
        return self.variant.rsplit("_", 1)[-1]

    def sizes(self, letter: str) -> list[int]:
        """``s0, s1, ...`` as far as there are any."""
        found: list[int] = []
        while f"{letter}{len(found)}" in self.env:
            found.append(int(self.env[f"{letter}{len(found)}"]))
        return found


Peer = Callable[[Given], Any]


def against_torch(subject: Subject) -> Rung:
    """Every variant that PyTorch has, at three draws."""
    import torch

    bound = SINGLE if subject.name in ROUNDED_THERE else SCALED
    worst, where, entries, compared, absent = 0.0, "", 0, [], []
    for variant in subject.variants():
        for seed in SEEDS:
            found = _errors(subject, variant, seed, torch)
            if found is None:
                absent.append(variant.name or "plain")
                break
            error, what, count = found
            entries += count
            if not error <= worst:
                worst, where = error, what
        else:
            compared.append(variant.name or "plain")
    if not compared:
        return Rung("L9", "not applicable", {"why": "PyTorch has none of the variants"})
    ran: dict[str, Any] = {"library": "PyTorch", "variants": compared, "entries": entries, "seeds": list(SEEDS)}
    ran |= {"allowed": bound, "worst": f"{worst:.1e}" + (f" at {where}" if worst > bound else "")}
    if absent:
        ran["not there"] = absent
    return Rung("L9", "numeric" if worst <= bound else "failed", ran)


def _errors(subject: Subject, variant: Variant, seed: int, torch: Any) -> tuple[float, str, int] | None:
    intervals = {**variant.intervals, **PROBABILITIES.get(subject.name, {})}
    values = drawn(variant, intervals, seed, "generic")
    arrays, rest = variant.arguments(values)
    tensors = {a.name: _tensor(torch, v, a.differentiable) for a, v in zip(variant.system.inputs, arrays, strict=True)}
    numbers = dict(zip([*variant.system.functions, *(p.name for p in variant.system.parameters)], rest, strict=True))
    given = Given(torch, variant.name, tensors | numbers, variant.env)
    theirs = PEERS[subject.name](given)
    if theirs is None:
        return None
    theirs = theirs if isinstance(theirs, tuple) else (theirs,)
    ours = variant.forward(values)
    found = [(a.name, x, y) for a, x, y in zip(variant.system.outputs, ours, _numbers(theirs), strict=True)]
    bars = variant.bars(variant.directions(seed, variant.results))
    pairs = [(y, b) for y, b in zip(theirs, bars, strict=True) if y.requires_grad]
    moving = [a.name for a in variant.moving]
    if pairs:
        leaves = [t for n in moving for t in _leaves(tensors[n])]
        torch.autograd.backward([y for y, _ in pairs], [torch.tensor(b).reshape(y.shape) for y, b in pairs])
        gradients = variant.pullback(values)(*bars)
        wanted = iter([np.zeros(t.shape) if t.grad is None else t.grad.numpy() for t in leaves])
        for name, gradient in zip(moving, gradients, strict=True):
            theirs_here = np.concatenate([np.ravel(next(wanted)) for _ in _leaves(tensors[name])])
            found.append((f"bar_{name}", flat(gradient), theirs_here))
    worst, where = 0.0, ""
    for name, x, y in found:
        one, two = flat(x), flat(y)
        if one.shape != two.shape:
            return float("inf"), f"{name} of {variant.function}: {one.shape} for {two.shape}", 0
        error = float(np.max(np.abs(one - two), initial=0.0)) / (1 + float(np.max(np.abs(two), initial=0.0)))
        if not error <= worst:
            worst, where = (error if np.isfinite(error) else float("inf")), f"{name} of {variant.function}, seed {seed}"
    return worst, where, sum(flat(x).size for _, x, _ in found)


def _tensor(torch: Any, value: Any, moving: bool) -> Any:
    if isinstance(value, list):
        return [_tensor(torch, v, moving) for v in value]
    return torch.tensor(value, requires_grad=moving and value.dtype.kind == "f")


def _leaves(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _numbers(values: tuple[Any, ...]) -> list[Any]:
    return [v.detach().numpy() for v in values]


def _plain(name: str, *parameters: str) -> Peer:
    """torch.nn.functional's function of that name, of x and these parameters."""
    return lambda g: getattr(g.functional, name)(g.x, *(getattr(g, p) for p in parameters))


def _loss(name: str, **keywords: str) -> Peer:
    """A loss with its reduction, and parameters under PyTorch's names."""

    def call(g: Given) -> Any:
        extra = {theirs: getattr(g, ours) for theirs, ours in keywords.items()}
        return getattr(g.functional, name)(g.x, g.target, reduction=g.reduction, **extra)

    return call


def _weighted(name: str) -> Peer:
    def call(g: Given) -> Any:
        extra = {n: g.get(n) for n in ("weight", "pos_weight") if g.get(n) is not None}
        return getattr(g.functional, name)(g.x, g.target, reduction=g.reduction, **extra)

    return call


def _kl_div(g: Given) -> Any:
    if g.reduction == "batchmean":
        total = g.functional.kl_div(g.x, g.target, reduction="sum", log_target=g.variant.startswith("log"))
        return total / g.batch
    return g.functional.kl_div(g.x, g.target, reduction=g.reduction, log_target=g.variant.startswith("log"))


def _cross_entropy(g: Given) -> Any:
    if g.variant.startswith("general"):
        return None  # a mask of rows in place of PyTorch's ignored index; the public call is compared by the tests
    if not g.variant.startswith("probabilities"):
        return g.functional.cross_entropy(g.x, g.target, reduction=g.reduction)
    return g.functional.cross_entropy(
        g.x, g.target, weight=g.weight, reduction=g.reduction, label_smoothing=g.label_smoothing
    )


def _nll_loss(g: Given) -> Any:
    return None if g.variant.startswith("general") else g.functional.nll_loss(g.x, g.target, reduction=g.reduction)


def _activated(g: Given, z: Any, *layer: int) -> Any:
    """The function that stands for an activation."""
    return g.torch.exp(z) / 4 + (1 + sum(layer)) * z**3 / 6


def _mlp(g: Given) -> Any:
    a = g.x
    for layer, (weight, bias) in enumerate(zip(g.weights, g.biases, strict=True)):
        a = _activated(g, g.functional.linear(a, weight, bias), layer)
    return a


def _padded(g: Given, value: float = 0.0) -> Any:
    """x with borders of its own before and after each axis."""
    borders = [n for pair in reversed(list(zip(g.sizes("a"), g.sizes("b"), strict=True))) for n in pair]
    return g.functional.pad(g.x, borders, value=value)


def _convolution(n: int) -> Peer:
    return lambda g: getattr(g.functional, f"conv{n}d")(
        _padded(g), g.weight, g.get("bias"), g.sizes("s"), 0, g.sizes("d"), g.G
    )


def _transposed(n: int) -> Peer:
    """PyTorch's whole result, cropped by what stands before, cut or filled to the size asked for."""

    def call(g: Given) -> Any:
        whole = getattr(g.functional, f"conv_transpose{n}d")(g.x, g.weight, None, g.sizes("s"), 0, 0, g.G, g.sizes("d"))
        wanted = [g.env[name] for name in {1: "L", 2: "HW", 3: "DHW"}[n]]
        for axis, (before, size) in enumerate(zip(g.sizes("a"), wanted, strict=True), 2):
            whole = whole.narrow(axis, before, whole.shape[axis] - before)
            short = max(size - whole.shape[axis], 0)
            filled = [0, 0] * (n + 1 - axis) + [0, short]
            whole = g.functional.pad(whole, filled).narrow(axis, 0, size)
        bias = g.get("bias")
        return whole if bias is None else whole + bias.reshape(-1, *[1] * n)

    return call


KERNELS = {1: "R", 2: "RS", 3: "TRS"}


def _max_pool(n: int) -> Peer:
    def call(g: Given) -> Any:
        kernel = [g.env[name] for name in KERNELS[n]]
        return getattr(g.functional, f"max_pool{n}d")(_padded(g, -float("inf")), kernel, g.sizes("s"), 0, g.sizes("d"))

    return call


def _avg_pool(n: int) -> Peer:
    """Totals of windows of 0-padded entries over totals of windows of ones where entries count."""

    def call(g: Given) -> Any:
        kernel, ones = [g.env[name] for name in KERNELS[n]], g.torch.ones(g.x.shape, dtype=g.x.dtype)
        counted = [m for m in reversed(g.sizes("m")) for _ in range(2)]
        rest = [
            k - m
            for a, b, m in reversed(list(zip(g.sizes("a"), g.sizes("b"), g.sizes("m"), strict=True)))
            for k, m in ((a, m), (b, m))
        ]
        ones = g.functional.pad(g.functional.pad(ones, counted, value=1.0), rest)
        pool = getattr(g.functional, f"avg_pool{n}d")
        return pool(_padded(g), kernel, g.sizes("s")) / pool(ones, kernel, g.sizes("s"))

    return call


def _lp_pool(n: int) -> Peer:
    def call(g: Given) -> Any:
        if g.variant:
            return None  # windows beyond the edge: PyTorch's own choice of how many; compared by the tests
        kernel = [g.env[name] for name in KERNELS[n]]
        if n == 1:
            return g.functional.lp_pool1d(g.x, g.norm_type, kernel[0], g.s0)
        return g.functional.lp_pool2d(g.x, g.norm_type, tuple(kernel), g.sizes("s"))

    return call


def _norm(name: str) -> Peer:
    def call(g: Given) -> Any:
        f, shape = g.functional, g.x.shape
        if name == "batch_norm":
            return f.batch_norm(g.x, None, None, g.weight, g.bias, training=True, eps=g.eps)
        if name == "batch_norm_inference":
            return f.batch_norm(g.x, g.running_mean, g.running_var, g.weight, g.bias, eps=g.eps)
        if name == "layer_norm":
            return f.layer_norm(g.x, g.weight.shape, g.weight, g.bias, g.eps)
        if name == "rms_norm":
            return f.rms_norm(g.x, g.weight.shape, g.weight, g.eps)
        if name == "instance_norm":
            return f.instance_norm(g.x, weight=g.weight, bias=g.bias, eps=g.eps)
        joined = g.x.reshape(shape[0], shape[1] * shape[2], -1)
        return f.group_norm(joined, shape[1], g.weight.reshape(-1), g.bias.reshape(-1), g.eps).reshape(shape)

    return call


def _batch_norm_inference(g: Given) -> Any:
    shape = (1, -1, 1)
    mean, var, weight, bias = (v.reshape(shape) for v in (g.running_mean, g.running_var, g.weight, g.bias))
    return (g.x - mean) / g.torch.sqrt(var + g.eps) * weight + bias


def _recurrent(kind: str, states: str) -> Peer:
    """A recurrent module of one layer, run on these weights."""

    def call(g: Given) -> Any:
        module = getattr(g.torch.nn, kind)(g.x.shape[-1], g.h0.shape[-1]).double()
        names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
        weights = dict(zip(names, (g.w_ih, g.w_hh, g.b_ih, g.b_hh), strict=True))
        first = tuple(getattr(g, f"{s}0").unsqueeze(0) for s in states)
        given = (g.x, first if len(first) > 1 else first[0])
        output, last = g.torch.func.functional_call(module, weights, given)
        return (output, *(s.squeeze(0) for s in (last if isinstance(last, tuple) else (last,))))

    return call


def _lstm_cell(g: Given) -> Any:
    return tuple(g.torch.lstm_cell(g.x, (g.h0, g.c0), g.w_ih, g.w_hh, g.b_ih, g.b_hh))


def _optimizer(kind: str, states: Mapping[str, str], **keywords: str) -> Peer:
    """One step of an optimizer of torch.optim, from the state that is given; `states` are its names by ours."""

    def call(g: Given) -> Any:
        weight = g.torch.nn.Parameter(g.w.detach().clone())
        weight.grad = g.grad.detach().clone()
        settings = {theirs: getattr(g, ours) for theirs, ours in keywords.items()}
        if "beta1" in g.values:
            settings["betas"] = (g.beta1, g.beta2)
        optimizer = getattr(g.torch.optim, kind)([weight], foreach=False, **settings)
        state = {theirs: getattr(g, ours).detach().clone() for ours, theirs in states.items()}
        optimizer.state[weight] = state | {"step": g.torch.tensor(float(g.env.get("t", 1) - 1))}
        optimizer.step()
        return (weight.detach(), *(optimizer.state[weight][theirs] for theirs in states.values()))

    return call


MOMENTS = {"m": "exp_avg", "v": "exp_avg_sq"}
ADAM = {"lr": "lr", "eps": "eps", "weight_decay": "weight_decay"}
OPTIMIZERS: dict[str, Peer] = {
    "sgd": _optimizer("SGD", {}, lr="lr", weight_decay="weight_decay"),
    "momentum": _optimizer("SGD", {"m": "momentum_buffer"}, lr="lr", momentum="momentum"),
    "adagrad": _optimizer("Adagrad", {"v": "sum"}, lr="lr", eps="eps"),
    "rmsprop": _optimizer("RMSprop", {"v": "square_avg"}, lr="lr", alpha="alpha", eps="eps"),
    "adadelta": _optimizer("Adadelta", {"v": "square_avg", "u": "acc_delta"}, lr="lr", rho="rho", eps="eps"),
    "adam": _optimizer("Adam", MOMENTS, **ADAM),
    "adamw": _optimizer("AdamW", MOMENTS, **ADAM),
    "nadam": _optimizer("NAdam", {**MOMENTS, "mu_product": "mu_product"}, momentum_decay="momentum_decay", **ADAM),
}

PEERS: dict[str, Peer] = {
    **OPTIMIZERS,
    "identity": lambda g: g.x + 0,
    "sigmoid": lambda g: g.torch.sigmoid(g.x * (g.slope if g.variant else 1.0)),
    "tanh": lambda g: g.torch.tanh(g.x),
    "gelu": lambda g: g.functional.gelu(g.x, approximate=g.variant or "none"),
    "softplus": lambda g: g.functional.softplus(g.x, g.beta, threshold=700.0),
    "prelu": lambda g: g.functional.prelu(g.x, g.weight),
    "leaky_relu": _plain("leaky_relu", "negative_slope"),
    "elu": _plain("elu", "alpha"),
    "celu": _plain("celu", "alpha"),
    "hardtanh": _plain("hardtanh", "min_val", "max_val"),
    **{
        n: _plain(n)
        for n in ("relu", "selu", "mish", "silu", "logsigmoid", "softsign", "relu6", "hardsigmoid", "hardswish")
    },
    "neuron": lambda g: _activated(g, g.x @ g.weight + g.bias),
    "logistic_regression": lambda g: g.torch.sigmoid(g.x @ g.weight + g.bias),
    "linear": lambda g: g.functional.linear(g.x, g.weight, g.get("bias")),
    "mlp": _mlp,
    "residual": lambda g: g.x + _activated(g, g.functional.linear(g.x, g.weight, g.bias)),
    "mse_loss": _loss("mse_loss"),
    "l1_loss": _loss("l1_loss"),
    "huber_loss": _loss("huber_loss", delta="delta"),
    "smooth_l1_loss": _loss("smooth_l1_loss", beta="beta"),
    "binary_cross_entropy": _weighted("binary_cross_entropy"),
    "binary_cross_entropy_with_logits": _weighted("binary_cross_entropy_with_logits"),
    "kl_div": _kl_div,
    "cross_entropy": _cross_entropy,
    "nll_loss": _nll_loss,
    **{n: _norm(n) for n in ("batch_norm", "layer_norm", "rms_norm", "group_norm", "instance_norm")},
    "batch_norm_inference": _batch_norm_inference,
    "rnn": _recurrent("RNN", "h"),
    "lstm": _recurrent("LSTM", "hc"),
    "gru_reset_after": _recurrent("GRU", "h"),
    "rnn_cell": lambda g: g.torch.rnn_tanh_cell(g.x, g.h0, g.w_ih, g.w_hh, g.b_ih, g.b_hh),
    "lstm_cell": _lstm_cell,
    "gru_reset_after_cell": lambda g: g.torch.gru_cell(g.x, g.h0, g.w_ih, g.w_hh, g.b_ih, g.b_hh),
    **{f"conv{n}d": _convolution(n) for n in (1, 2, 3)},
    **{f"conv_transpose{n}d": _transposed(n) for n in (1, 2, 3)},
    **{f"max_pool{n}d": _max_pool(n) for n in (1, 2, 3)},
    **{f"avg_pool{n}d": _avg_pool(n) for n in (1, 2, 3)},
    **{f"lp_pool{n}d": _lp_pool(n) for n in (1, 2)},
    "global_avg_pool": lambda g: g.x.mean(-1),
    "global_max_pool": lambda g: g.x.amax(-1),
    "softmax": lambda g: g.functional.softmax(g.x, -1),
    "log_softmax": lambda g: g.functional.log_softmax(g.x, -1),
    "glu": lambda g: g.functional.glu(g.x, 1).squeeze(1),
    "p_norm": lambda g: g.torch.linalg.vector_norm(g.x, g.p),
}
