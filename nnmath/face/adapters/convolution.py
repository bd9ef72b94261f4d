"""Calls of the convolutions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath.face.adapters.call import Adapters, Arguments, Call
from nnmath.face.adapters.dense import with_bias
from nnmath.face.adapters.windows import padding_around, window_parameters
from nnmath.face.arguments import as_real, integer, pair


def conv2d(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    x, weight = as_real("x", arguments["x"]), as_real("weight", arguments["weight"])
    groups = integer("groups", arguments["groups"], 1)
    if x.ndim != 4:
        raise ValueError(f"x must be (N, C, H, W), got shape {x.shape}")
    if weight.ndim != 4:
        raise ValueError(f"weight must be (K, C, R, S) = (*, {x.shape[1] // groups}, *, *), got {weight.shape}")
    if x.shape[1] % groups or weight.shape[0] % groups:
        raise ValueError(
            f"groups must divide the channels of x and of the result, {x.shape[1]} and {weight.shape[0]}, got {groups}"
        )
    if weight.shape[1] != x.shape[1] // groups:
        raise ValueError(f"weight must be (K, C/groups, R, S) = (*, {x.shape[1] // groups}, *, *), got {weight.shape}")
    stride, dilation = pair("stride", arguments["stride"], 1), pair("dilation", arguments["dilation"], 1)
    before, after = padding_around(arguments["padding"], stride, dilation, weight.shape[2:])
    parameters = {"G": groups} | window_parameters(x.shape[2:], weight.shape[2:], stride, before, after, dilation)
    return with_bias(Call({"x": x, "weight": weight}, parameters), arguments)


ADAPTERS: Adapters = {
    "conv2d": conv2d,
}
