"""Calls of the poolings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath.face.adapters.call import Adapters, Arguments, Call
from nnmath.face.adapters.windows import window_parameters
from nnmath.face.arguments import as_real, pair


def max_pool2d(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    x = as_real("x", arguments["x"])
    if x.ndim != 4:
        raise ValueError(f"x must be (N, C, H, W), got shape {x.shape}")
    kernel = pair("kernel_size", arguments["kernel_size"], 1)
    stride = kernel if arguments["stride"] is None else pair("stride", arguments["stride"], 1)
    padding, dilation = pair("padding", arguments["padding"], 0), pair("dilation", arguments["dilation"], 1)
    if not isinstance(arguments["ceil_mode"], bool):
        raise TypeError(f"ceil_mode must be True or False, got {arguments['ceil_mode']!r}")
    if any(2 * p > k for p, k in zip(padding, kernel, strict=True)):
        raise ValueError(f"padding must be at most half of kernel_size {kernel}, got {padding}")
    after = list(padding)
    if arguments["ceil_mode"]:
        after = [
            p + _ceil_extra(n + 2 * p - d * (k - 1) - 1, n + p, s)
            for n, p, d, k, s in zip(x.shape[2:], padding, dilation, kernel, stride, strict=True)
        ]
    window = window_parameters(x.shape[2:], kernel, stride, padding, (after[0], after[1]), dilation)
    for axis, along in enumerate(zip(x.shape[2:], kernel, stride, padding, after, dilation, strict=True)):
        _require_entries(axis, *along)
    return Call({"x": x}, {"R": kernel[0], "S": kernel[1]} | window)


def _require_entries(axis: int, n: int, k: int, s: int, p: int, after: int, d: int) -> None:
    """Every window must hold an entry of the input; with dilation it can step over all of them."""
    first = np.arange(0, n + p + after - d * (k - 1), s) - p
    reached = first + d * np.maximum(0, -(first // d))  # the first tap at or after the input's beginning
    lost = first[(reached >= n) | (reached > first + d * (k - 1))]
    if lost.size:
        raise ValueError(
            f"every window must hold an entry of x, but the one at {lost[0]} along axis {axis + 2} lies in the padding"
        )


def _ceil_extra(span: int, limit: int, stride: int) -> int:
    """Padding that rounds the count of windows up; the last must begin inside the input or its left padding."""
    count = -(-span // stride)
    if count * stride >= limit:
        count -= 1
    return max(0, count * stride - span)


ADAPTERS: Adapters = {
    "max_pool2d": max_pool2d,
}
