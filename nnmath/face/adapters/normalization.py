"""Calls of the normalisations."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from nnmath.face.adapters.call import Adapters, Arguments, Call
from nnmath.face.arguments import as_real, integer, rank
from nnmath.face.arrange import Arrange, Array, channels, reshaped


def channels_first(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (N, C, ...), the trailing axes taken as one."""
    x = as_real("x", arguments["x"])
    rank("x", x, 2, "(N, C, ...)")
    return _arranged(entry, arguments, x, channels(x.shape))


def _arranged(entry: Mapping[str, Any], arguments: Arguments, x: Array, arrange: Arrange) -> Call:
    """x and the result in one arrangement, every other array as it is."""
    form = entry["variants"][entry["primary"]]
    others = {name: as_real(name, arguments[name]) for name, _ in form["inputs"] if name != "x"}
    parameters = {name: arguments[name] for name, *_ in form["parameters"]}
    return Call({"x": arrange.inward(x), **others}, parameters, inputs={"x": arrange}, outputs=(arrange,))


def batch_statistics(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    call = channels_first(entry, arguments)
    _require_several(call.inputs["x"], (0, 2), "x must be (N, C, ...) with more than one value for each channel")
    return call


def running_statistics(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    call = batch_statistics(entry, arguments)
    call.outputs = (None, None)
    return call


def instance_statistics(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    call = channels_first(entry, arguments)
    _require_several(call.inputs["x"], (2,), "x must be (N, C, d1, ...) with more than one position for each channel")
    return call


def _require_several(arrange: Arrange, axes: tuple[int, ...], expected: str) -> None:
    """One value is normalised to 0, and says nothing of a variance."""
    if math.prod(arrange.inner_shape[axis] for axis in axes) == 1:
        raise ValueError(f"{expected}, got shape {arrange.outer_shape}")


def trailing(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (..., *weight.shape): the trailing axes that weight has are taken as one, and so are the others."""
    x, weight = as_real("x", arguments["x"]), as_real("weight", arguments["weight"])
    rank("weight", weight, 1, "an array of the trailing axes of x")
    first = x.ndim - weight.ndim
    if first < 0 or x.shape[first:] != weight.shape:
        raise ValueError(f"x must be (..., *weight.shape) = (..., {', '.join(map(str, weight.shape))}), got {x.shape}")
    arrange = reshaped(x.shape, (math.prod(x.shape[:first]), weight.size))
    call = _arranged(entry, arguments, x, arrange)
    for name in call.arrays.keys() - {"x"}:
        _reshape(call, name, weight.shape, "weight.shape", (weight.size,))
    return call


def groups(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (N, C, ...), C channels in num_groups groups, the trailing axes taken as one."""
    x, count = as_real("x", arguments["x"]), integer("num_groups", arguments["num_groups"], 1)
    rank("x", x, 2, "(N, C, ...)")
    channel_count = x.shape[1]
    if channel_count % count:
        raise ValueError(f"num_groups must divide the channels C = {channel_count} of x, got {count}")
    inside = (count, channel_count // count)
    call = _arranged(entry, arguments, x, reshaped(x.shape, (x.shape[0], *inside, math.prod(x.shape[2:]))))
    for name in ("weight", "bias"):
        _reshape(call, name, (channel_count,), "(C,)", inside)
    return call


def _reshape(call: Call, name: str, shape: tuple[int, ...], text: str, inner: tuple[int, ...]) -> None:
    if call.arrays[name].shape != shape:
        raise ValueError(f"{name} must be {text} = {shape}, got {call.arrays[name].shape}")
    call.inputs[name] = reshaped(shape, inner)
    call.arrays[name] = call.inputs[name].inward(call.arrays[name])


ADAPTERS: Adapters = {
    "channels": channels_first,
    "batch_statistics": batch_statistics,
    "running_statistics": running_statistics,
    "instance_statistics": instance_statistics,
    "trailing": trailing,
    "groups": groups,
}
