"""Calls of the poolings."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import Any

import numpy as np

from nnmath.face.adapters.call import Adapters, Arguments, Call
from nnmath.face.adapters.windows import KERNELS, batched, ceil_extra, places, window_parameters, without_batch
from nnmath.face.arguments import as_real, each, flag, rank, real
from nnmath.face.arrange import Array, channels, reshaped


class Pooling:
    """What the poolings share: x, a kernel, a stride, padding, dilation, and how many windows there are."""

    def __init__(self, count: int, arguments: Arguments):
        self.count = count
        self.x: Array = as_real("x", arguments["x"])
        self.batch = batched(self.x, count)
        self.size = self.x.shape[-count:]
        if 0 in self.size:
            raise ValueError(f"x must have at least one entry along each of its last {count} axes, got {self.x.shape}")
        self.kernel = each("kernel_size", arguments["kernel_size"], 1, count)
        stride = arguments["stride"]
        self.stride = self.kernel if stride is None else each("stride", stride, 1, count)
        self.padding = each("padding", arguments.get("padding", 0), 0, count)
        self.dilation = each("dilation", arguments.get("dilation", 1), 1, count)
        if any(2 * p > k for p, k in zip(self.padding, self.kernel, strict=True)):
            raise ValueError(f"padding must be at most half of kernel_size {self.kernel}, got {self.padding}")
        self.ceil_mode = flag("ceil_mode", arguments["ceil_mode"])
        self.after = tuple(map(self._after, range(count)))
        self.window = window_parameters(self.size, self.kernel, self.stride, self.padding, self.after, self.dilation)

    def _after(self, i: int) -> int:
        n, k, s, p, d = self.size[i], self.kernel[i], self.stride[i], self.padding[i], self.dilation[i]
        return p + ceil_extra(n + 2 * p - d * (k - 1) - 1, n + p, s) if self.ceil_mode else p

    def call(self, names: str, more: Mapping[str, Any] = {}, variant: str = "") -> Call:
        """The call with the kernel, those of s, a, b, d that the system names, and `more` parameters."""
        kernel = dict(zip(KERNELS[self.count - 1].split(", "), self.kernel, strict=True))
        window = {name: value for name, value in self.window.items() if name[0] in names}
        call = Call({"x": self.x}, {**kernel, **window, **more}, variant)
        result = (self.x.shape[-self.count - 1], *places(self.size, self.kernel, self.window))
        return call if self.batch else without_batch(call, self.x, result)


def max_pool(count: int, entry: Mapping[str, Any], arguments: Arguments) -> Call:
    pooling = Pooling(count, arguments)
    for i in range(count):
        _require_entries(pooling, i)
    return pooling.call("sabd")


def _require_entries(pooling: Pooling, i: int) -> None:
    """Every window must hold an entry of the input; with dilation it can step over all of them."""
    n, k, s, d = pooling.size[i], pooling.kernel[i], pooling.stride[i], pooling.dilation[i]
    p, after = pooling.padding[i], pooling.after[i]
    first = np.arange(0, n + p + after - d * (k - 1), s) - p
    reached = first + d * np.maximum(0, -(first // d))  # the first tap at or after the input's beginning
    lost = first[(reached >= n) | (reached > first + d * (k - 1))]
    if lost.size:
        raise ValueError(
            f"every window must hold an entry of x, but the one at {lost[0]} along axis {i - pooling.count} lies in "
            "the padding"
        )


def avg_pool(count: int, entry: Mapping[str, Any], arguments: Arguments) -> Call:
    pooling = Pooling(count, arguments)
    included = flag("count_include_pad", arguments["count_include_pad"])
    margin = {f"m{i}": p if included else 0 for i, p in enumerate(pooling.padding)}
    return pooling.call("sab", margin)


def lp_pool(count: int, entry: Mapping[str, Any], arguments: Arguments) -> Call:
    pooling = Pooling(count, arguments)
    norm_type = real("norm_type", arguments["norm_type"], (0.0, None, True, False), "> 0")
    if pooling.ceil_mode:
        return pooling.call("sb", {"norm_type": norm_type}, "ceil")
    return pooling.call("s", {"norm_type": norm_type})


def global_pool(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (N, C, ...), the trailing axes taken as one."""
    x = as_real("x", arguments["x"])
    rank("x", x, 3, "(N, C, ...) with at least one axis more")
    if 0 in x.shape[2:]:
        raise ValueError(f"x must have at least one entry along each axis after (N, C), got shape {x.shape}")
    arrange = channels(x.shape)
    kept = reshaped((*x.shape[:2], *[1] * (x.ndim - 2)), x.shape[:2])
    return Call({"x": arrange.inward(x)}, inputs={"x": arrange}, outputs=(kept,))


ADAPTERS: Adapters = {
    **{f"max_pool{count}d": partial(max_pool, count) for count in (1, 2, 3)},
    **{f"avg_pool{count}d": partial(avg_pool, count) for count in (1, 2, 3)},
    **{f"lp_pool{count}d": partial(lp_pool, count) for count in (1, 2)},
    "global_pool": global_pool,
}
