"""Calls of the training methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from nnmath.face.adapters.call import Adapters, Arguments, Call, on_flattened
from nnmath.face.arguments import as_real, integer
from nnmath.face.arrange import Array

NUMBERS = ("q", "loss", "mu_product")
"""Parts of the state that are one number for all weights."""


def optimizer(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """Weights, gradient and state of one shape; single numbers; betas as a pair."""
    form = entry["variants"][entry["primary"]]
    names = [name for name, _ in form["inputs"]]
    arrays = {name: as_real(name, arguments[name]) for name in names if name not in NUMBERS}
    call = on_flattened(entry, _flat(arguments), arrays, entry["primary"])
    for name in names:
        if name in NUMBERS:
            call.arrays[name] = _number(name, arguments[name], arrays["w"])
    single = {f"{name}_next" for name in NUMBERS}
    arrange = call.inputs["w"]
    call.outputs = tuple(None if name in single else arrange for name in form["outputs"])
    return call


def _flat(arguments: Arguments) -> dict[str, Any]:
    """The arguments under the names of the system's parameters."""
    flat = dict(arguments)
    if "t" in flat:
        flat["t"] = integer("t", flat["t"], 1)
    if "betas" in flat:
        betas = flat["betas"]
        if not isinstance(betas, Sequence) or len(betas) != 2:
            raise TypeError(f"betas must be a pair of numbers in [0, 1), got {betas!r}")
        flat["beta1"], flat["beta2"] = betas
    return flat


def _number(name: str, value: Any, like: Array) -> Array:
    """A number; Python's own takes the weights' precision."""
    array = as_real(name, value)
    if array.shape != ():
        raise ValueError(f"{name} must be a number, got shape {array.shape}")
    return array if isinstance(value, np.ndarray | np.generic) else array.astype(like.dtype)


ADAPTERS: Adapters = {
    "optimizer": optimizer,
}
