"""Calls of the convolutions."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

from nnmath.face.adapters.call import Adapters, Arguments, Call
from nnmath.face.adapters.dense import with_bias
from nnmath.face.adapters.windows import (
    KERNELS,
    SIZES,
    batched,
    padding_around,
    places,
    require_kernel,
    window_parameters,
    without_batch,
)
from nnmath.face.arguments import as_real, each, integer


def convolution(count: int, entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (N, C, ...) or (C, ...), weight (K, C/groups, ...), with `count` axes that windows slide along."""
    x, weight = as_real("x", arguments["x"]), as_real("weight", arguments["weight"])
    groups = integer("groups", arguments["groups"], 1)
    batch = batched(x, count)
    channels, size, kernel = x.shape[-count - 1], x.shape[-count:], weight.shape[2:]
    shape = f"(K, C/groups, {KERNELS[count - 1]}) = (*, {channels // groups}{', *' * count})"
    if weight.ndim != count + 2:
        raise ValueError(f"weight must be {shape}, got {weight.shape}")
    if channels % groups or weight.shape[0] % groups:
        raise ValueError(
            f"groups must divide the channels of x and of the result, {channels} and {weight.shape[0]}, got {groups}"
        )
    if weight.shape[1] != channels // groups:
        raise ValueError(f"weight must be {shape}, got {weight.shape}")
    stride = each("stride", arguments["stride"], 1, count)
    dilation = each("dilation", arguments["dilation"], 1, count)
    before, after = padding_around(arguments["padding"], stride, dilation, kernel)
    window = window_parameters(size, kernel, stride, before, after, dilation)
    call = with_bias(Call({"x": x, "weight": weight}, {"G": groups} | window), arguments)
    return call if batch else without_batch(call, x, (weight.shape[0], *places(size, kernel, window)))


def transposed(count: int, entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (N, C, ...) or (C, ...), weight (C, K/groups, ...), with `count` axes."""
    x, weight = as_real("x", arguments["x"]), as_real("weight", arguments["weight"])
    groups = integer("groups", arguments["groups"], 1)
    batch = batched(x, count)
    channels, size, kernel = x.shape[-count - 1], x.shape[-count:], weight.shape[2:]
    if weight.ndim != count + 2 or weight.shape[0] != channels:
        raise ValueError(
            f"weight must be (C, K/groups, {KERNELS[count - 1]}) = ({channels}, *{', *' * count}), got {weight.shape}"
        )
    if channels % groups:
        raise ValueError(f"groups must divide the channels of x, {channels}, got {groups}")
    stride = each("stride", arguments["stride"], 1, count)
    dilation = each("dilation", arguments["dilation"], 1, count)
    padding = each("padding", arguments["padding"], 0, count)
    extra = each("output_padding", arguments["output_padding"], 0, count)
    parameters, result = {"G": groups}, []
    for i, (n, k, s, p, e, d) in enumerate(zip(size, kernel, stride, padding, extra, dilation, strict=True)):
        require_kernel(kernel, i)
        if e >= max(s, d):
            raise ValueError(f"output_padding must be less than stride {stride} or dilation {dilation}, got {extra}")
        length = (n - 1) * s - 2 * p + d * (k - 1) + e + 1
        if n < 1 or length < 1:
            raise ValueError(
                f"x and the result must have at least one entry along axis {i - count}, got {n} for x and "
                f"(n - 1)*stride - 2*padding + dilation*(k - 1) + output_padding + 1 = {length} for the result"
            )
        name = SIZES[count - 1].split(", ")[i]
        parameters |= {name: length, f"s{i}": s, f"a{i}": p, f"b{i}": p - e, f"d{i}": d}
        result.append(length)
    call = with_bias(Call({"x": x, "weight": weight}, parameters), arguments)
    return call if batch else without_batch(call, x, (weight.shape[1] * groups, *result))


ADAPTERS: Adapters = {
    **{f"conv{count}d": partial(convolution, count) for count in (1, 2, 3)},
    **{f"conv_transpose{count}d": partial(transposed, count) for count in (1, 2, 3)},
}
