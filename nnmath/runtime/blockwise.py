"""Passes over large arrays in blocks of rows that stay in cache, on several threads where that pays."""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
from functools import cache
from typing import Any

BLOCK = 1 << 19
"""Elements of a block: smaller ones lose to the hand-over of the interpreter between threads."""

THREADED = 1 << 21
"""Elements below which one thread does it all."""

Work = Callable[[int, int], Any]


def blocks(work: Work, count: int, row: int) -> tuple[Any, ...]:
    """Call ``work(low, high)`` for blocks of ``range(count)``, `row` elements each; add up its results.

    The blocks and the order of the sums depend on the sizes alone, not on the number of threads.

    >>> blocks(lambda low, high: (high - low, low), 5, 1 << 20)
    (5, 10)
    """
    rows = max(1, BLOCK // max(1, row))
    starts = range(0, max(count, 1), rows)
    workers = min(threads(), len(starts)) if count * row >= THREADED else 1

    def run(low: int) -> Any:
        return work(low, min(low + rows, count))

    if workers > 1:
        # NumPy's errstate belongs to the context, and a pool's threads do not inherit the caller's.
        contexts = [copy_context() for _ in starts]
        found = list(_pool().map(lambda context, low: context.run(run, low), contexts, starts))
    else:
        found = [run(low) for low in starts]
    if found[0] is None:
        return ()
    totals = list(found[0])
    for parts in found[1:]:
        for i, part in enumerate(parts):
            totals[i] = totals[i] + part
    return tuple(totals)


@cache
def threads() -> int:
    """As many as BLAS may use, so that one setting governs both."""
    limit = os.environ.get("OPENBLAS_NUM_THREADS") or os.environ.get("OMP_NUM_THREADS")
    if limit and limit.isdigit():
        return max(1, int(limit))
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


@cache
def _pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads())
