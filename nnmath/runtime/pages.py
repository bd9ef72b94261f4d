"""Memory of large arrays that nobody holds any more, for the next arrays of about their size.

The system clears every page that it gives away, which takes longer than most kernels take to fill it. While no array
lies in them the system may take the pages back at any time (MADV_FREE), so that no other program lacks them.

There are no locks: a collector may run `_put_aside` between any two steps of this module, in any thread. Each step on a
list is whole, and what is put aside is counted after it is there. A slice is no such step: it measures the list before
it makes another, for which a collector may run, and then reads past its end; `list` measures afterwards.
"""

from __future__ import annotations

import mmap
import sys
from collections.abc import Callable
from contextlib import suppress
from errno import EINVAL
from typing import NoReturn

import numpy as np
import numpy.typing as npt

from nnmath.runtime import memory

LARGE = 1 << 22
"""Bytes from which an array lies in such memory; what is smaller malloc takes again by itself."""

HUGE = 1 << 21
"""Bytes of a huge page: all sizes are multiples of it."""

SPARE = 4
"""The share of an array's bytes that may lie idle behind it: sizes that vary a little share their memory."""

CAN = sys.platform == "linux" and hasattr(mmap, "MADV_FREE") and hasattr(mmap, "MADV_HUGEPAGE")
"""Whether the system can be told that it may have pages back."""

_most: list[int] = [1 << 30 if CAN else 0]
_idle: list[_Pages] = []


class _Pages:
    """Memory that the system gave."""

    __slots__ = ("address", "map", "size")

    def __init__(self, size: int) -> None:
        self.map = mmap.mmap(-1, size, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
        _advise(self, mmap.MADV_HUGEPAGE)
        self.size = size
        self.address: int = np.frombuffer(self.map, np.uint8).__array_interface__["data"][0]


def _advise(pages: _Pages, advice: int) -> bool:
    """Whether the system takes the advice: it has no huge pages, or these are locked, where it does not."""
    try:
        pages.map.madvise(advice)
    except OSError as error:
        if error.errno != EINVAL:
            raise
        return False
    return True


def _put_aside(pages: _Pages) -> None:
    if pages.size <= _most[0] and _advise(pages, mmap.MADV_FREE):
        _idle.append(pages)
        _shrink(_most[0])


def _shrink(most: int) -> None:
    """What was put aside first goes back to the system first."""
    with suppress(IndexError):  # another thread took the last
        while sum(p.size for p in list(_idle)) > most:
            del _idle[0]


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

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("the memory of an array is held once; copy the array")

    def __del__(
        self, put_aside: Callable[[_Pages], None] = _put_aside, ending: Callable[[], bool] = sys.is_finalizing
    ) -> None:
        if not ending():  # then names of this module may be gone
            put_aside(self.pages)


def leased(size: int) -> npt.NDArray[np.uint8] | None:
    """At least `size` bytes that are not filled; None where that is little, more than is kept, or not to be had."""
    if size < LARGE:
        return None
    size = -(-size // HUGE) * HUGE
    if size > _most[0]:
        return None
    pages = _again(size)
    if pages is None:
        try:
            pages = _Pages(size)
        except OSError:  # no memory: NumPy says so in its own words
            return None
    return np.asarray(_Lease(pages))


def _again(size: int) -> _Pages | None:
    """The fewest idle pages that will do, of those put aside last."""
    fitting = [p for p in reversed(list(_idle)) if size <= p.size <= size + size // SPARE]
    for pages in sorted(fitting, key=lambda p: p.size):
        with suppress(ValueError):  # another thread took them
            _idle.remove(pages)
            return pages
    return None


def given_back() -> bool:
    """Give all idle memory back to the system; whether there was any."""
    had = bool(_idle)
    _idle.clear()
    return had


def get_cached_memory() -> int:
    """How many bytes of idle memory are kept at most: see `set_cached_memory`.

    >>> get_cached_memory() >= 0
    True
    """
    return _most[0]


def set_cached_memory(size: int) -> None:
    """Keep at most `size` >= 0 bytes of large arrays that nobody holds any more, for new ones; 0 keeps none.

    Results and scratch of 4 MiB and more, if no more than the limit, lie in memory that is taken again as soon as no
    array and no view holds it, because the system takes longer to give cleared pages than most kernels take to fill
    them. At first 2^30 bytes are kept at most. While they are idle the system may take them for other programs
    (``MADV_FREE``), although tools go on counting them as the process's until it does; a call for which memory ends
    gives them back first. The module tracemalloc sees nothing of this memory. A file that `Formula.source` gives keeps
    none. Linux alone: elsewhere the limit is 0, whatever is set. Errors: TypeError or ValueError where size is not an
    integer >= 0.

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


memory.lenders[:] = [(leased, given_back)]
