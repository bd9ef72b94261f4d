"""Calls of the activations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath.face.adapters.call import ANY, Adapters, Arguments, Call, on_flattened
from nnmath.face.arguments import as_real, choice, rank, real
from nnmath.face.arrange import Arrange, channels


def sigmoid(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    variant = "" if real("slope", arguments["slope"], ANY, "") == 1 else "slope"
    return on_flattened(entry, arguments, {"x": as_real("x", arguments["x"])}, variant)


def gelu(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    approximate = choice("approximate", arguments["approximate"], ("none", "tanh"))
    variant = "tanh" if approximate == "tanh" else ""
    return on_flattened(entry, arguments, {"x": as_real("x", arguments["x"])}, variant)


def hardtanh(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    low, high = (real(name, arguments[name], ANY, "") for name in ("min_val", "max_val"))
    if low > high:
        raise ValueError(f"min_val must not be larger than max_val, got {low} and {high}")
    return on_flattened(entry, arguments, {"x": as_real("x", arguments["x"])}, "")


def prelu(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (N, C, ...) and weight (C,), or weight has one entry for all."""
    x, weight = as_real("x", arguments["x"]), as_real("weight", arguments["weight"])
    if weight.size == 1 and weight.ndim <= 1:
        arrange = Arrange(x.shape, tuple(range(x.ndim)), (x.size, 1, 1))  # rows of one entry, which blocks hold
    else:
        rank("x", x, 2, "(N, C, ...)")
        arrange = channels(x.shape)
    inner = Arrange(weight.shape, tuple(range(weight.ndim)), (weight.size,))
    if weight.ndim > 1:
        raise ValueError(f"weight must be (C,) or (1,), got {weight.shape}")
    return Call(
        {"x": arrange.inward(x), "weight": inner.inward(weight)},
        inputs={"x": arrange, "weight": inner},
        outputs=(arrange,),
    )


ADAPTERS: Adapters = {
    "sigmoid": sigmoid,
    "gelu": gelu,
    "hardtanh": hardtanh,
    "prelu": prelu,
}
