"""Calls of the losses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath.face.adapters.call import UNIT, Adapters, Arguments, Call, on_flattened
from nnmath.face.arguments import as_array, as_real, choice, rank, real
from nnmath.face.arrange import Arrange, Array, flattened, last

REDUCTIONS = ("mean", "sum", "none")


def pointwise_loss(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x and target of one shape; a number, or with 'none' an array of that shape."""
    reduction = choice("reduction", arguments["reduction"], REDUCTIONS)
    arrays = {name: as_real(name, arguments[name]) for name in ("x", "target")}
    call = on_flattened(entry, arguments, arrays, reduction)
    if reduction != "none":
        call.outputs = (None,)
    return call


def cross_entropy(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """Logits (N, K), (K,) or (N, K, d1, ...); targets as class indices or as probabilities."""
    x, target = as_real("x", arguments["x"]), as_array("target", arguments["target"])
    rank("x", x, 1, "(N, K), (K,) or (N, K, d1, ...)")
    arrange = last(x.shape, 0 if x.ndim == 1 else 1)
    reduction = choice("reduction", arguments["reduction"], REDUCTIONS)
    batch = x.shape[:1] * (x.ndim > 1) + x.shape[2:]
    call = Call({"x": arrange.inward(x)}, {}, reduction, inputs={"x": arrange}, outputs=(None,))
    if target.dtype.kind == "f":
        _probabilities(call, x, target, arrange, arguments)
    else:
        _class_indices(call, x, target, batch, arguments)
    if reduction == "none":
        call.outputs = (flattened(batch),)
    return call


def _class_weight(x: Array, count: int, weight: Any) -> Array:
    return np.ones(count, x.dtype) if weight is None else as_real("weight", weight)


def _probabilities(call: Call, x: Array, target: Array, arrange: Arrange, arguments: Arguments) -> None:
    if target.shape != x.shape:
        raise ValueError(f"target of probabilities must have the shape of x, {x.shape}, got {target.shape}")
    call.variant = f"probabilities_{call.variant}"
    call.arrays["target"] = arrange.inward(target)
    call.arrays["weight"] = _class_weight(x, arrange.inner_shape[1], arguments["weight"])
    call.inputs["target"] = arrange
    call.parameters["label_smoothing"] = arguments["label_smoothing"]


def _class_indices(call: Call, x: Array, target: Array, batch: tuple[int, ...], arguments: Arguments) -> None:
    if target.dtype.kind not in "iu":
        raise TypeError(f"target must hold class indices (integers) or probabilities (floats), got {target.dtype}")
    if target.shape != batch:
        shape = "(N,)" if x.ndim == 2 else "(N, d1, ...)" if x.ndim > 2 else "()"
        raise ValueError(f"target must be {shape} = {batch}, got {target.shape}")
    ignore = arguments["ignore_index"]
    if isinstance(ignore, bool) or not isinstance(ignore, int | np.integer):
        raise TypeError(f"ignore_index must be an integer, got {ignore!r}")
    smoothing = real("label_smoothing", arguments["label_smoothing"], UNIT, "in [0, 1]")
    flat = target.reshape(-1)
    keep = flat != ignore
    _require_weight(call.variant, flat[keep], arguments["weight"])
    plain = arguments["weight"] is None and smoothing == 0 and bool(keep.all())
    call.arrays["target"] = np.where(keep, flat, 0) if not plain else flat
    if not plain:
        call.variant = f"general_{call.variant}"
        call.arrays["weight"] = _class_weight(x, call.arrays["x"].shape[1], arguments["weight"])
        call.arrays["keep"] = keep.astype(x.dtype)
        call.parameters["label_smoothing"] = smoothing


def _require_weight(reduction: str, targets: Array, weight: Any) -> None:
    """A mean divides by the weights of the targets that are not ignored."""
    if reduction == "mean" and not targets.size:
        raise ValueError("cross_entropy averages over the targets that are not ignored, and there are none")
    if reduction == "mean" and weight is not None:
        given = np.asarray(weight).reshape(-1)
        if not np.any(given[targets[(targets >= 0) & (targets < given.size)]]) and np.all(targets < given.size):
            raise ValueError("weight must have an entry that is not 0 for some target, or the mean divides by 0")


ADAPTERS: Adapters = {
    "pointwise_loss": pointwise_loss,
    "cross_entropy": cross_entropy,
}
