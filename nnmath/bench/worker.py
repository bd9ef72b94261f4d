"""The process of one library: ``python -m nnmath.bench.worker LIBRARY THREADS``, a request and an answer a line.

What a library prints goes to standard error; the answers go to the descriptor that standard output was.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import json
import os
import signal
import sys
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any, TextIO

import numpy as np

from nnmath.bench import libraries
from nnmath.bench.cases import Cell
from nnmath.bench.hot import hot
from nnmath.runtime.pages import set_cached_memory

SETTLED = 0.005
"""Seconds of calls from which the time of one is estimated."""

KEPT = (32 << 20) - (1 << 16)
"""Bytes: hardly less than the largest threshold of glibc's malloc."""


class Session:
    """What one process holds between requests."""

    def __init__(self, library: str, threads: int):
        self.library, self.threads = library, threads
        self.ready: libraries.Ready | None = None

    def open(self, cell: dict[str, str], folder: str) -> dict[str, Any]:
        """Make a cell ready and write its results; says which parts can be timed."""
        self.close()
        try:
            self.ready = libraries.prepare(self.library, Cell(**cell))
        except libraries.Absent as why:
            return {"absent": str(why)}
        results = self.ready.results()
        for kind, arrays in results.items():
            for i, array in enumerate(arrays):
                np.save(Path(folder) / f"{kind}{i}.npy", np.asarray(array))
        return {"parts": list(self.ready.parts), "results": {kind: len(arrays) for kind, arrays in results.items()}}

    def estimate(self, part: str, clock: str) -> dict[str, Any]:
        """Seconds of a call, roughly; the first is not counted."""
        f, calls = self._part(part), 1
        f()
        while (spent := _spent(f, calls, clock)) < SETTLED:
            calls *= 4
        return {"seconds": spent / calls}

    def time(self, part: str, clock: str, calls: int, samples: int, warm: bool) -> dict[str, Any]:
        """Seconds a call of each sample of `calls` calls, after one that brings caches and threads back if asked."""
        f = self._part(part)
        if warm:
            f()
        return {"times": [_spent(f, calls, clock) / calls for _ in range(samples)]}

    def profile(self, part: str) -> dict[str, Any]:
        """Where the time of a call goes, on one thread."""
        libraries.set_threads(self.library, 1)
        try:
            return {"hot": hot(self._part(part))}
        finally:
            libraries.set_threads(self.library, self.threads)

    def close(self) -> dict[str, Any]:
        self.ready = None
        gc.collect()
        return {"peak": _peak()}

    def _part(self, part: str) -> Callable[[], Any]:
        assert self.ready is not None, "no cell is open"
        return self.ready.parts[part]


CLOCKS = {"wall": time.perf_counter, "cpu": time.process_time}


def _spent(f: Callable[[], Any], calls: int, clock: str) -> float:
    now = CLOCKS[clock]
    start = now()
    for _ in range(calls):
        f()
    return now() - start


def _peak() -> int:
    """Bytes that this process has held at most, 0 where that is not told."""
    try:
        import resource
    except ImportError:
        return 0
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def _end_with_parent() -> None:
    """A stopped process must not outlive the one that would go on with it."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).prctl(1, signal.SIGKILL)


def _confine(threads: int) -> None:
    """To as many processors as threads, for libraries that count processors."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:threads])


def _keep_freed_memory() -> None:
    """What a process that has worked for a while has done: it freed a large array.

    From then on glibc's malloc keeps what is freed up to that size. Before, it gives arrays back to the system or
    not, as their order in memory has it, and takes them anew at several times the cost.
    """
    np.empty(KEPT, np.uint8)


def serve(library: str, threads: int, requests: TextIO, answers: TextIO) -> None:
    """Answer until the requests end."""

    def answer(found: dict[str, Any]) -> None:
        answers.write(json.dumps(found) + "\n")
        answers.flush()

    counted = libraries.set_threads(library, threads)
    if library == "numpy":  # by hand one writes np.empty
        set_cached_memory(0)
    _keep_freed_memory()
    answer({"version": libraries.version(library), "threads": counted})
    session = Session(library, threads)
    gc.disable()
    for line in requests:
        request = json.loads(line)
        try:
            answer(getattr(session, request.pop("do"))(**request))
        except Exception as error:
            answer({"error": f"{type(error).__name__}: {error}"[:300]})


def main() -> None:
    library, threads = sys.argv[1], int(sys.argv[2])
    _end_with_parent()
    _confine(threads)
    warnings.simplefilter("ignore")  # remarks of the libraries on their own
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)
        serve(library, threads, sys.stdin, answers)


if __name__ == "__main__":
    main()
