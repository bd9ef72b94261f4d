"""Passes over large arrays in blocks of rows that stay in cache, on several threads where that pays."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from contextvars import copy_context
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np

BLOCK = 1 << 19
"""Elements of a block of rows: smaller ones lose to the hand-over of the interpreter between threads."""

ENTRIES = 11 << 16
"""Bytes of a block of single entries: half as many lose to hand-overs, more need more than 8 MiB of scratch."""

ENTRIES_ALONE = 1 << 19
"""The same where one thread does it all: nothing is handed over, and more arrays stay in the second level of cache."""

THREADED = 1 << 20
"""Elements below which one thread does it all."""

RUN = 1 << 9
"""Entries that lie in a row for which NumPy's inner loop needs no help: it is told to gather no longer ones."""

GATHERED = 1 << 13
"""NumPy's own size of a buffer: below it, it copies broadcast operands until it is full."""

FEW = 1 << 16
"""Elements below which all is one block, and setting the size of a buffer costs more than it gains."""

Work = Callable[[int, int], Any]

_limit: list[int] = []


def blocks(work: Work, count: int, row: int, dtype: Any = np.float32, run: int = 0) -> tuple[Any, ...]:
    """Call ``work(low, high)`` for blocks of ``range(count)``, `row` elements of `dtype` each; add up its results.

    The blocks and the order of the sums depend on the sizes alone, not on the number of threads. `run` is the
    length of the last axis where that is not `row`. A ufunc with a broadcast operand, whose inner loop is one such
    run, first copies the operand until NumPy's buffer is full: where runs are long, the copies cost more than
    they save, so that the buffer is made no longer than they are.

    >>> blocks(lambda low, high: (high - low, low), 5, 1 << 20)
    (5, 10)
    """
    if count * row < FEW:
        found = work(0, count)
        return () if found is None else tuple(found)
    if RUN <= (run or row) < GATHERED:
        with np.errstate():  # gives the caller's size back
            np.setbufsize(RUN)
            return _added(work, count, row, dtype)
    return _added(work, count, row, dtype)


def _added(work: Work, count: int, row: int, dtype: Any) -> tuple[Any, ...]:
    rows = _rows(count, np.dtype(dtype).itemsize) if row == 1 else max(1, BLOCK // max(1, row))
    if count <= rows:
        found = [work(0, count)]
    else:
        starts = range(0, count, rows)
        workers = min(get_num_threads(), len(starts)) if count * row >= THREADED else 1
        found = _swept(lambda low: work(low, min(low + rows, count)), starts, workers)
    if found[0] is None:
        return ()
    totals = list(found[0])
    for parts in found[1:]:
        for i, part in enumerate(parts):
            totals[i] = totals[i] + part
    return tuple(totals)


def _rows(count: int, itemsize: int) -> int:
    """Entries of a block: all blocks are of one length, but for lines of the cache."""
    most = (ENTRIES if count >= THREADED else ENTRIES_ALONE) // max(4, itemsize)
    return -(-count // -(-count // most * 16)) * 16 if count > most else most


def _swept(run: Callable[[int], Any], starts: range, workers: int) -> list[Any]:
    """The results in order; the calling thread works along with the others."""
    if workers < 2:
        return [run(low) for low in starts]
    found: list[Any] = [None] * len(starts)
    shares = _shares(list(enumerate(starts)), workers)
    waiting = iter(range(workers))

    def drain() -> None:
        own = next(waiting)
        while any(shares):
            try:
                place, low = shares[own].popleft() if shares[own] else max(shares, key=len).pop()
            except IndexError:  # another thread took the last
                continue
            try:
                found[place] = run(low)
            except BaseException:
                for share in shares:
                    share.clear()
                raise

    pool = _pool(workers - 1, os.getpid())
    # NumPy's errstate belongs to the context, and a pool's threads do not inherit the caller's.
    others = []
    with suppress(RuntimeError):  # an interpreter that is about to end starts no thread any more
        others = [pool.submit(copy_context().run, drain) for _ in range(workers - 1)]
    try:
        drain()
    finally:
        for other in others:
            other.result()
    return found


def _shares(todo: list[Any], workers: int) -> list[deque[Any]]:
    """A run of blocks for each thread, which is faster than every other block: up to 1.3 times for relu."""
    ends = [len(todo) * i // workers for i in range(workers + 1)]
    return [deque(todo[low:high]) for low, high in pairwise(ends)]


def get_num_threads() -> int:
    """How many threads kernels use for large arrays: see `set_num_threads`.

    >>> get_num_threads() >= 1
    True
    """
    return _limit[0] if _limit else _default()


def set_num_threads(count: int) -> None:
    """Let kernels use `count` >= 1 threads of their own for arrays of more than a million entries.

    At first as many as BLAS may use (``OPENBLAS_NUM_THREADS`` or ``OMP_NUM_THREADS``), or else as many as the
    process may use processors. Matrix products run on BLAS's threads, which are set by these variables before
    NumPy is imported, or by the package threadpoolctl: this function does not change them. Results do not
    depend on the number of threads. Errors: TypeError or ValueError where count is not an integer >= 1.

    >>> before = get_num_threads()
    >>> set_num_threads(1)
    >>> get_num_threads()
    1
    >>> set_num_threads(before)
    """
    if isinstance(count, bool) or not isinstance(count, int):
        raise TypeError(f"count must be an integer >= 1, got {count!r}")
    if count < 1:
        raise ValueError(f"count must be an integer >= 1, got {count}")
    _limit[:] = [count]


@cache
def _default() -> int:
    limit = os.environ.get("OPENBLAS_NUM_THREADS") or os.environ.get("OMP_NUM_THREADS")
    if limit and limit.isdigit():
        return max(1, int(limit))
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _pool(workers: int, process: int) -> ThreadPoolExecutor:
    """The pool of a process: a forked child has none of its parent's threads."""
    return ThreadPoolExecutor(workers)
