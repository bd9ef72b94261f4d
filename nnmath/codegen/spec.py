"""The shapes and kinds that a system's inputs must have, as plain data for `runtime.shapes.bind`."""

from __future__ import annotations

from typing import Any

from nnmath.notation.arrays import Array
from nnmath.notation.system import System

Spec = tuple[tuple[str, tuple[str, ...], str, str | None], ...]


def emit_spec(system: System) -> Spec:
    """``(name, sizes, kind, below)`` for each input.

    >>> from nnmath.notation import define
    >>> emit_spec(define("double(x[N]) -> y", "y[i] = 2*x[i]"))
    (('x', ('N',), 'real', None),)
    """
    return tuple(_entry(array) for array in system.inputs)


def _entry(array: Array) -> tuple[str, tuple[str, ...], str, str | None]:
    sizes = [str(axis.size) for axis in array.axes]
    if array.ragged:
        sizes[0] = f"{array.axes[0].name}:{sizes[0]}"
    below: Any = str(array.below) if array.below is not None else None
    return array.name, tuple(sizes), array.kind, below
