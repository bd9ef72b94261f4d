"""Memory of large arrays that nobody holds any more, for the next arrays of their size.

The system clears every page that it gives away, which takes longer than most kernels take to fill it. While no array
lies in them the system may take the pages back at any time (MADV_FREE), so that no other program lacks them.
"""

from __future__ import annotations

import mmap
import sys
from contextlib import suppress

import numpy as np
import numpy.typing as npt

LARGE = 1 << 22
"""Bytes from which an array lies in such memory; what is smaller malloc takes again by itself."""

HUGE = 1 << 21
"""Bytes of a huge page: all sizes are multiples of it."""

SPARE = 4
"""The share of an array's bytes that may lie idle behind it: sizes that vary a little share their memory."""

CAN = sys.platform == "linux" and hasattr(mmap, "MADV_FREE")
"""Whether the system can be told that it may have pages back."""

_most: list[int] = [1 << 30 if CAN else 0]
_idle: list[_Pages] = []


class _Pages:
    """Memory that the system gave."""

    __slots__ = ("address", "map", "size")

    def __init__(self, size: int) -> None:
        self.map = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        with suppress(OSError):  # a kernel without huge pages
            self.map.madvise(mmap.MADV_HUGEPAGE)
        self.size = size
        self.address: int = np.frombuffer(self.map, np.uint8).__array_interface__["data"][0]


class _Lease:
    """What holds pages while an array or a view of it lies in them, and then puts them aside."""

    __slots__ = ("__array_interface__", "pages")

    def __init__(self, pages: _Pages) -> None:
        self.pages = pages
        self.__array_interface__ = {
            "version": 3,
            "shape": (pages.size,),
            "typestr": "|u1",
            "data": (pages.address, False),
        }

    def __del__(self) -> None:
        _put_aside(self.pages)


def leased(size: int) -> npt.NDArray[np.uint8] | None:
    """At least `size` bytes that are not filled; None where the array is small or nothing is to be cached."""
    if not LARGE <= size <= _most[0]:
        return None
    size = -(-size // HUGE) * HUGE
    try:
        return np.asarray(_Lease(_again(size) or _Pages(size)))
    except OSError:  # no memory: NumPy says so in its own words
        _idle.clear()
        return None


def _again(size: int) -> _Pages | None:
    """The fewest idle pages that will do, of those put aside last; where none do, room for the new ones' return."""
    fitting = [p for p in _idle[::-1] if size <= p.size <= size + size // SPARE]
    for pages in sorted(fitting, key=lambda p: p.size):
        with suppress(ValueError):  # another thread took them
            _idle.remove(pages)
            return pages
    _shrink(_most[0] - size)
    return None


def _put_aside(pages: _Pages) -> None:
    """No lock: a collector may run this between any two steps of this module; steps on lists are whole."""
    with suppress(OSError):
        if pages.size + sum(p.size for p in _idle[:]) <= _most[0]:
            pages.map.madvise(mmap.MADV_FREE)
            _idle.append(pages)


def _shrink(most: int) -> None:
    with suppress(IndexError):  # another thread took the last
        while sum(p.size for p in _idle[:]) > most:
            del _idle[0]


def get_cached_memory() -> int:
    """How many bytes of idle memory are kept at most: see `set_cached_memory`.

    >>> get_cached_memory() >= 0
    True
    """
    return _most[0]


def set_cached_memory(size: int) -> None:
    """Keep at most `size` >= 0 bytes of large arrays that nobody holds any more, for new ones; 0 keeps none.

    Arrays of 4 MiB and more lie in memory that is taken again as soon as no array and no view holds it, because the
    system takes longer to give cleared pages than most kernels take to fill them. At first 2^30 bytes are kept at
    most. While they are idle the system may take them for other programs (``MADV_FREE``), although tools go on
    counting them as the process's until it does. Linux alone: elsewhere the limit is 0 at first, and no other is
    taken. Errors: TypeError or ValueError where size is not an integer >= 0.

    >>> before = get_cached_memory()
    >>> set_cached_memory(0)
    >>> get_cached_memory()
    0
    >>> set_cached_memory(before)
    """
    if isinstance(size, bool) or not isinstance(size, int):
        raise TypeError(f"size must be an integer >= 0, got {size!r}")
    if size < 0:
        raise ValueError(f"size must be an integer >= 0, got {size}")
    if CAN:
        _most[:] = [size]
        _shrink(size)
