"""Residuals of gradient boosting: what the next model is fitted to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath.face.arrange import Array


def residual(loss: Any, z: Any, target: Any, **params: Any) -> Array:
    """``-dL/dz`` of a loss formula, summed over its entries."""
    if "reduction" in params:
        raise TypeError("reduction is not for boosting_residual: the residual is of every example's own loss")
    value, pullback = loss.vjp(z, target, reduction="sum", **params)
    gradient: Array = pullback(np.ones_like(value)).x
    return np.negative(gradient)


def is_loss(entry: Mapping[str, Any]) -> bool:
    """Whether the formula compares a prediction x with a target."""
    return bool(entry["chapter"] == "losses" and entry["arrays"][:2] == ("x", "target"))
