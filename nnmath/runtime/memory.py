"""New arrays, whose memory begins where a line of the cache does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import numpy.typing as npt

LINE = 64
"""Bytes of a line of the cache, and of the longest vector register."""

SMALL = 1 << 14
"""Bytes below which it takes longer to make such an array than it saves."""

lenders: list[tuple[Callable[[int], npt.NDArray[Any] | None], Callable[[], bool]]] = []
"""What has memory for so many bytes that is not filled, and what gives it back to the system if there is any."""


def empty(shape: int | tuple[int, ...], dtype: Any = float) -> npt.NDArray[Any]:
    """An array that is not yet filled; where it is large, it begins at a multiple of 64 bytes.

    NumPy's begin at a multiple of 16, so that most vectors are stored across two lines of the cache: a sum or product
    of two arrays into a third then takes two to three times as long with AVX-512, one in place a little longer.

    >>> a = empty((5, 1 << 14), np.float32)
    >>> a.shape, a.dtype, a.ctypes.data % 64
    ((5, 16384), dtype('float32'), 0)
    """
    return _made(np.empty, shape, dtype)


def zeros(shape: int | tuple[int, ...], dtype: Any = float) -> npt.NDArray[Any]:
    """The same, filled with zeros.

    >>> zeros(2)
    array([0., 0.])
    """
    return _made(np.zeros, shape, dtype)


def _made(make: Callable[..., Any], shape: int | tuple[int, ...], kind: Any) -> npt.NDArray[Any]:
    try:
        made: npt.NDArray[Any] = make(shape, kind)
    except MemoryError:  # only now a call more, where idle memory is given back
        made = _new(make, shape, kind)
    if made.nbytes < SMALL:
        return made
    shape, kind, size = made.shape, made.dtype, made.nbytes
    del made  # where nothing is lent its memory is what the next line takes
    lent = [found for lend, _ in lenders if make is np.empty and (found := lend(size)) is not None]
    memory = lent[0] if lent else _new(make, size + LINE, np.uint8)
    return np.ndarray(shape, kind, memory, -memory.__array_interface__["data"][0] % LINE)


def _new(make: Callable[..., Any], shape: int | tuple[int, ...], kind: Any) -> npt.NDArray[Any]:
    """What NumPy makes; where memory ends, after idle memory has been given back."""
    try:
        made: npt.NDArray[Any] = make(shape, kind)
    except MemoryError:
        if not [back for _, back in lenders if back()]:
            raise
        made = make(shape, kind)
    return made
