"""Calls of what works along one axis."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath.face.adapters.call import Adapters, Arguments, Call
from nnmath.face.arguments import as_real, dimension, rank
from nnmath.face.arrange import Arrange, last


def along_dim(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """An array of any rank >= 1, worked on along `dim`."""
    x = as_real("x", arguments["x"])
    rank("x", x, 1, "an array of at least one axis")
    arrange = last(x.shape, dimension(arguments["dim"], x.ndim))
    return Call({"x": arrange.inward(x)}, inputs={"x": arrange}, outputs=(arrange,))


def glu(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """The axis `dim` in two halves, worked on as (N, 2, K)."""
    x = as_real("x", arguments["x"])
    rank("x", x, 1, "an array of at least one axis")
    dim = dimension(arguments["dim"], x.ndim)
    half, odd = divmod(x.shape[dim], 2)
    if odd:
        raise ValueError(f"x must have an even size along dim, 2*K, got {x.shape[dim]} in shape {x.shape}")
    whole = last(x.shape, dim)
    inward = Arrange(whole.outer_shape, whole.order, (whole.inner_shape[0], 2, half))
    outward = last((*x.shape[:dim], half, *x.shape[dim + 1 :]), dim)
    return Call({"x": inward.inward(x)}, inputs={"x": inward}, outputs=(outward,))


ADAPTERS: Adapters = {
    "along_dim": along_dim,
    "glu": glu,
}
