"""Calls of penalties, norms and clipping."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath.face.adapters.call import Adapters, Arguments, Call, on_flattened, pointwise, reads_values
from nnmath.face.arguments import as_real
from nnmath.face.arrange import Array


def flat(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """One array of any shape, or several of one shape; a number comes out."""
    call = pointwise(entry, arguments)
    call.outputs = (None,)
    return call


@reads_values
def p_norm(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """The largest magnitude is the scale: no power of a ratio exceeds 1, and one of them is 1."""
    x = as_real("x", arguments["x"])
    call = on_flattened(entry, arguments, {"x": x}, entry["primary"])
    call.arrays["scale"] = _usable(_largest(x))
    call.outputs = (None,)
    return call


@reads_values
def clip_grad_norm(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """The scale is a power of two, which rounds nothing, and at least 1, beside which 1e-6 is not lost."""
    grad = as_real("grad", arguments["grad"])
    call = on_flattened(entry, arguments, {"grad": grad}, entry["primary"])
    largest = _usable(_largest(grad))
    _, exponent = np.frexp(largest)
    call.arrays["scale"] = np.asarray(np.ldexp(grad.dtype.type(1), max(int(exponent) - 1, 0)), grad.dtype)
    return call


def _largest(x: Array) -> Array:
    return np.asarray(np.max(np.abs(x), initial=0), x.dtype)


def _usable(scale: Array) -> Array:
    """Zeros, infinities and nan are divided by 1; nothing by a number whose inverse overflows."""
    if not np.isfinite(scale) or scale == 0:
        return np.ones((), scale.dtype)
    return np.asarray(np.maximum(scale, np.finfo(scale.dtype).tiny))


ADAPTERS: Adapters = {
    "flat": flat,
    "p_norm": p_norm,
    "clip_grad_norm": clip_grad_norm,
}
