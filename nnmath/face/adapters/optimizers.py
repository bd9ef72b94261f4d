"""Calls of the training methods."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from nnmath.face.adapters.call import Adapters, Arguments, Call, on_flattened
from nnmath.face.arguments import as_real, integer


def adam(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    betas = arguments["betas"]
    if not isinstance(betas, Sequence) or len(betas) != 2:
        raise TypeError(f"betas must be a pair of numbers in [0, 1), got {betas!r}")
    flat = {**arguments, "beta1": betas[0], "beta2": betas[1], "t": integer("t", arguments["t"], 1)}
    arrays = {name: as_real(name, arguments[name]) for name in ("w", "grad", "m", "v")}
    return on_flattened(entry, flat, arrays, "", outputs=3)


ADAPTERS: Adapters = {
    "adam": adam,
}
