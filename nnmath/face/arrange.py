"""How public arrays map to a system's: an order of axes and a shape. All views where NumPy can."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

Array = NDArray[Any]


@dataclass(frozen=True)
class Arrange:
    """``inner = outer.transpose(order).reshape(inner_shape)``, and back."""

    outer_shape: tuple[int, ...]
    order: tuple[int, ...]
    inner_shape: tuple[int, ...]

    @cached_property
    def ordered(self) -> bool:
        """Whether the axes keep their order."""
        return self.order == tuple(range(len(self.order)))

    @cached_property
    def plain(self) -> bool:
        """Whether there is nothing to do."""
        return self.ordered and self.outer_shape == self.inner_shape

    def inward(self, array: Array) -> Array:
        if self.ordered:
            return array.reshape(self.inner_shape)
        return array.transpose(self.order).reshape(self.inner_shape)

    def outward(self, array: Array) -> Array:
        if self.ordered:
            return array.reshape(self.outer_shape)
        moved = tuple(self.outer_shape[axis] for axis in self.order)
        return array.reshape(moved).transpose(np.argsort(self.order))


def reshaped(shape: tuple[int, ...], inner_shape: tuple[int, ...]) -> Arrange:
    """The same order of axes in another shape."""
    return Arrange(shape, tuple(range(len(shape))), inner_shape)


def flattened(shape: tuple[int, ...]) -> Arrange:
    """All axes as one."""
    return reshaped(shape, (math.prod(shape),))


def rows(shape: tuple[int, ...]) -> Arrange:
    """All axes but the last as one: (..., I) as (N, I)."""
    return reshaped(shape, (math.prod(shape[:-1]), shape[-1]))


def channels(shape: tuple[int, ...]) -> Arrange:
    """(N, C, d1, d2, ...) as (N, C, S)."""
    return reshaped(shape, (shape[0], shape[1], math.prod(shape[2:])))


def last(shape: tuple[int, ...], dim: int) -> Arrange:
    """Axis `dim` last, all others as one: (N, K)."""
    rest = [axis for axis in range(len(shape)) if axis != dim]
    count = math.prod(shape[axis] for axis in rest)
    return Arrange(shape, (*rest, dim), (count, shape[dim]))
