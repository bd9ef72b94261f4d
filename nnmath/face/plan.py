"""What is known of a call once one like it was checked: arguments of the same types, shapes and numbers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnmath.face.arrange import Arrange, Array

Key = tuple[Any, ...]
Kernels = Mapping[str, Callable[..., Any]]

NUMBERS = (int, float, bool, str, type(None))
MOST = 64
"""Plans that a formula keeps; a training loop needs one for each shape that it calls with."""


def key(args: tuple[Any, ...], kwargs: Mapping[str, Any]) -> Key | None:
    """Types, shapes and numbers of a call; None where it has others than arrays, numbers, lists of arrays."""
    parts: list[Any] = []
    for value in args:
        kind = type(value)
        if kind is np.ndarray:
            parts += (value.dtype, value.shape)
        elif kind in NUMBERS:
            parts += (kind, value or str(value))  # -0.0 == 0.0
        elif kind is tuple and all(type(v) in (int, float) for v in value):
            parts += (kind, repr(value))
        elif kind is list and all(type(v) in (np.ndarray, str) for v in value):
            inner = key(tuple(value), {})
            if inner is None:
                return None
            parts += (kind, len(value), *inner)
        else:
            return None
    if kwargs:
        inner = key(tuple(kwargs.values()), {})
        return None if inner is None else (*parts, *kwargs, *inner)
    return tuple(parts)


LONG_ROW = 512
LARGE = 1 << 15
BUFFER = 256
"""NumPy copies a row or column that is broadcast along an axis shorter than its buffer: three passes for one.

A buffer that no axis is shorter than turns that off, where rows are so long that calls by row do not tell.
"""


def buffer(arrays: Iterable[Any]) -> int | None:
    """The size of NumPy's buffer for a call, where it should not be the usual one."""
    wide = [a for a in arrays if isinstance(a, np.ndarray) and a.ndim > 1]
    return BUFFER if any(a.size >= LARGE for a in wide) and min(a.shape[-1] for a in wide) >= LONG_ROW else None


@dataclass(slots=True)
class Take:
    """Where a system's array stands among the arguments, and how it is laid out inside, if not as it is."""

    place: int
    arrange: Arrange | None


@dataclass(slots=True)
class Plan:
    """A checked call without its arrays; the kernels of the value, of a value to be pulled back, and of its pullback.

    `takes` is None where another call like it must be checked again; one of whose arrays a premise does not hold
    must be too.
    """

    variant: str
    function: str
    dtype: np.dtype[Any]
    kernels: tuple[Callable[..., Any], ...]
    parameters: tuple[Any, ...]
    outputs: tuple[Arrange | None, ...]
    inputs: dict[str, Arrange]
    buffer: int | None
    takes: list[Take] | None = None
    premises: tuple[tuple[int, Callable[[Array], bool]], ...] = ()

    def inward(self, out: Any) -> Array | None:
        """`out` as a kernel can write its one result there; None where it cannot."""
        (arrange,) = self.outputs
        if type(out) is not np.ndarray or arrange is None or not arrange.ordered:
            return None
        fits = out.shape == arrange.outer_shape and out.dtype == self.dtype and self.dtype.itemsize > 2
        flags = out.flags
        return arrange.inward(out) if fits and flags.c_contiguous and flags.writeable and flags.aligned else None

    def arrays(self, given: tuple[Any, ...]) -> list[Array]:
        """The system's arrays, of a call that agrees with the plan."""
        assert self.takes is not None
        return [_inward(given[t.place], t.arrange) for t in self.takes]

    def holds(self, arrays: list[Array]) -> bool:
        """Whether their entries are such as the plan rests on."""
        return all(premise(arrays[place]) for place, premise in self.premises)


def _inward(value: Any, arrange: Arrange | None) -> Any:
    """An argument as the system has it; a list is the caller's, who may put other arrays into it."""
    if arrange is not None:
        return arrange.inward(value)
    return list(value) if type(value) is list else value


def takes(arguments: Mapping[str, Any], places: Mapping[str, Any], call: Any) -> list[Take] | None:
    """How the arrays of a checked call follow from its arguments, if each is one of them, or one laid out anew.

    `places` has, by name, the place of each argument that was given.
    """
    found = []
    for name, array in call.arrays.items():
        given, arrange, place = arguments.get(name), call.inputs.get(name), places[name]
        if not isinstance(place, Place):
            return None
        if type(given) is list and type(array) is list and arrange is None:
            if len(given) != len(array) or any(a is not b for a, b in zip(given, array, strict=True)):
                return None
            found.append(Take(place.at, None))
            continue
        if type(given) is not np.ndarray or type(array) is not np.ndarray:
            return None
        if arrange is None:
            if array is not given:
                return None
        elif (given.shape, given.dtype, array.shape) != (arrange.outer_shape, array.dtype, arrange.inner_shape):
            return None
        found.append(Take(place.at, None if arrange is None or arrange.plain else arrange))
    return found


def kernels_of(kernels: Kernels, function: str) -> tuple[Callable[..., Any], ...]:
    """Without the decorator that ignores floating-point flags: the caller does."""
    found = (kernels[function + suffix] for suffix in ("", "_forward", "_backward"))
    return tuple(getattr(f, "__wrapped__", f) for f in found)


@dataclass(frozen=True)
class Place:
    """Stands for an argument while arguments are bound to names."""

    at: int
