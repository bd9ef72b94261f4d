"""From a public call to a system's arrays and parameters: one function a calling convention, one module a chapter."""

from __future__ import annotations

from nnmath.face.adapters import (
    activations,
    along_axis,
    call,
    convolution,
    dense,
    dropout,
    losses,
    normalization,
    optimizers,
    penalties,
    pooling,
    recurrent,
)
from nnmath.face.adapters.call import Adapters, Call

CHAPTERS = (
    activations,
    along_axis,
    call,
    convolution,
    dense,
    dropout,
    losses,
    normalization,
    optimizers,
    penalties,
    pooling,
    recurrent,
)

ADAPTERS: Adapters = {name: adapter for chapter in CHAPTERS for name, adapter in chapter.ADAPTERS.items()}

__all__ = ["ADAPTERS", "Call"]
