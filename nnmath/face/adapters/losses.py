"""Calls of the losses."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath.face.adapters.call import UNIT, Adapters, Arguments, Call, on_flattened, reads_values
from nnmath.face.arguments import as_array, as_real, choice, rank, real
from nnmath.face.arrange import Array, flattened, last

REDUCTIONS = ("mean", "sum", "none")


def pointwise_loss(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x and target of one shape; a number, or with 'none' an array of that shape."""
    return _on_entries(entry, arguments, choice("reduction", arguments["reduction"], REDUCTIONS))


def _on_entries(entry: Mapping[str, Any], arguments: Arguments, variant: str, weights: tuple[str, ...] = ()) -> Call:
    """x and target of one shape, and weights that are broadcast to it."""
    arrays = {name: as_real(name, arguments[name]) for name in ("x", "target")}
    x = arrays["x"]
    arrays |= {name: _broadcast(name, arguments[name], x) for name in weights}
    call = on_flattened(entry, arguments, arrays, variant)
    if not variant.endswith("none"):
        call.outputs = (None,)
    return call


def _broadcast(name: str, value: Any, x: Array) -> Array:
    """A weight for every entry of x."""
    if value is None:
        return np.ones(x.shape, x.dtype)
    weight = as_real(name, value)
    try:
        return np.broadcast_to(weight, x.shape)
    except ValueError:
        raise ValueError(f"{name} must broadcast to the shape of x, {x.shape}, got {weight.shape}") from None


@reads_values
def binary_cross_entropy(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    reduction = choice("reduction", arguments["reduction"], REDUCTIONS)
    weights = () if arguments["weight"] is None else ("weight",)
    call = _on_entries(entry, arguments, f"weighted_{reduction}" if weights else reduction, weights)
    x = call.arrays["x"]
    if not _are_probabilities(x):
        raise ValueError(f"x must hold probabilities, in [0, 1], got values from {np.min(x)} to {np.max(x)}")
    call.premises["x"] = _are_probabilities
    return call


def _are_probabilities(x: Array) -> bool:
    return not np.any((x < 0) | (x > 1))


def binary_cross_entropy_with_logits(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    reduction = choice("reduction", arguments["reduction"], REDUCTIONS)
    if arguments["pos_weight"] is not None:
        return _on_entries(entry, arguments, f"pos_weighted_{reduction}", ("weight", "pos_weight"))
    weights = () if arguments["weight"] is None else ("weight",)
    return _on_entries(entry, arguments, f"weighted_{reduction}" if weights else reduction, weights)


def kl_div(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    reduction = choice("reduction", arguments["reduction"], ("mean", "batchmean", "sum", "none"))
    if not isinstance(arguments["log_target"], bool | np.bool_):
        raise TypeError(f"log_target must be True or False, got {arguments['log_target']!r}")
    variant = f"log_{reduction}" if arguments["log_target"] else reduction
    if reduction != "batchmean":
        return _on_entries(entry, arguments, variant)
    x = as_real("x", arguments["x"])
    rank("x", x, 1, "an array of at least one axis for reduction 'batchmean'")
    if not x.shape[0]:
        raise ValueError(f"x must have an example for reduction 'batchmean', got shape {x.shape}")
    return _on_entries(entry, {**arguments, "batch": x.shape[0]}, variant)


def gaussian_kl(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    arrays = {name: as_real(name, arguments[name]) for name in ("mu", "logvar")}
    call = on_flattened(entry, arguments, arrays, "")
    call.outputs = (None,)
    return call


@reads_values
def cross_entropy(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """Logits (N, K), (K,) or (N, K, d1, ...); targets as class indices or as probabilities."""
    target = as_array("target", arguments["target"])
    call, x, batch = _over_classes(arguments)
    if target.dtype.kind == "f":
        _probabilities(call, x, target, arguments)
    else:
        smoothing = real("label_smoothing", arguments["label_smoothing"], UNIT, "in [0, 1]")
        _class_indices(entry, call, x, target, batch, arguments, plain=smoothing == 0)
        if call.variant.startswith("general"):
            call.parameters["label_smoothing"] = smoothing
    return call


@reads_values
def nll_loss(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """Logarithms of probabilities (N, K), (K,) or (N, K, d1, ...); targets as class indices."""
    call, x, batch = _over_classes(arguments)
    target = as_array("target", arguments["target"])
    if target.dtype.kind not in "iu":
        raise TypeError(f"target must hold class indices (integers), got {target.dtype}")
    _class_indices(entry, call, x, target, batch, arguments)
    return call


def _over_classes(arguments: Arguments) -> tuple[Call, Array, tuple[int, ...]]:
    """The call with x as (N, K), x itself, and the shape of a loss for each example."""
    x = as_real("x", arguments["x"])
    rank("x", x, 1, "(N, K), (K,) or (N, K, d1, ...)")
    arrange = last(x.shape, 0 if x.ndim == 1 else 1)
    reduction = choice("reduction", arguments["reduction"], REDUCTIONS)
    batch = x.shape[:1] * (x.ndim > 1) + x.shape[2:]
    outputs = (flattened(batch) if reduction == "none" else None,)
    return Call({"x": arrange.inward(x)}, {}, reduction, inputs={"x": arrange}, outputs=outputs), x, batch


def _class_weight(x: Array, count: int, weight: Any) -> Array:
    return np.ones(count, x.dtype) if weight is None else as_real("weight", weight)


def _probabilities(call: Call, x: Array, target: Array, arguments: Arguments) -> None:
    if target.shape != x.shape:
        raise ValueError(f"target of probabilities must have the shape of x, {x.shape}, got {target.shape}")
    arrange = call.inputs["x"]
    call.variant = f"probabilities_{call.variant}"
    call.arrays["target"] = arrange.inward(target)
    call.arrays["weight"] = _class_weight(x, arrange.inner_shape[1], arguments["weight"])
    call.inputs["target"] = arrange
    call.parameters["label_smoothing"] = arguments["label_smoothing"]


def _class_indices(
    entry: Mapping[str, Any],
    call: Call,
    x: Array,
    target: Array,
    batch: tuple[int, ...],
    arguments: Arguments,
    plain: bool = True,
) -> None:
    """The targets; where not plain, or some are ignored or weighted, the general variant."""
    if target.dtype.kind not in "iu":
        raise TypeError(f"target must hold class indices (integers) or probabilities (floats), got {target.dtype}")
    if target.shape != batch:
        shape = "(N,)" if x.ndim == 2 else "(N, d1, ...)" if x.ndim > 2 else "()"
        raise ValueError(f"target must be {shape} = {batch}, got {target.shape}")
    ignore = arguments["ignore_index"]
    if isinstance(ignore, bool) or not isinstance(ignore, int | np.integer):
        raise TypeError(f"ignore_index must be an integer, got {ignore!r}")
    flat = target.reshape(-1)
    keep = flat != ignore
    _require_weight(entry["id"], call.variant, flat[keep], arguments["weight"])
    plain = plain and arguments["weight"] is None and bool(keep.all())
    if plain:
        call.arrays["target"], call.inputs["target"] = flat, flattened(batch)
        classes = call.arrays["x"].shape[1]
        if not 0 <= ignore < classes:
            call.premises["target"] = lambda indices: _are_below(indices, classes)
        return
    call.variant = f"general_{call.variant}"
    call.arrays["target"] = np.where(keep, flat, 0)
    call.arrays["weight"] = _class_weight(x, call.arrays["x"].shape[1], arguments["weight"])
    call.arrays["keep"] = keep.astype(x.dtype)


def _are_below(indices: Array, count: int) -> bool:
    return bool(indices.size) and bool(indices.min() >= 0) and bool(indices.max() < count)


def _require_weight(name: str, reduction: str, targets: Array, weight: Any) -> None:
    """A mean divides by the weights of the targets that are not ignored."""
    if reduction == "mean" and not targets.size:
        raise ValueError(f"{name} averages over the targets that are not ignored, and there are none")
    if reduction == "mean" and weight is not None:
        given = np.asarray(weight).reshape(-1)
        if not np.any(given[targets[(targets >= 0) & (targets < given.size)]]) and np.all(targets < given.size):
            raise ValueError("weight must have an entry that is not 0 for some target, or the mean divides by 0")


ADAPTERS: Adapters = {
    "pointwise_loss": pointwise_loss,
    "binary_cross_entropy": binary_cross_entropy,
    "binary_cross_entropy_with_logits": binary_cross_entropy_with_logits,
    "kl_div": kl_div,
    "gaussian_kl": gaussian_kl,
    "nll_loss": nll_loss,
    "cross_entropy": cross_entropy,
}
