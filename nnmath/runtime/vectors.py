"""Whether NumPy's functions of libm are loops of vector instructions here.

With AVX-512 on Linux NumPy has such loops for ``expm1``, ``log1p`` and others, and one pass of them takes as long as
two to four products. Elsewhere each entry is a call of libm, ten times as long, and sums and products take its place.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

__all__ = ["in_vectors", "the_other_way"]


def _found() -> bool:
    introspect = getattr(np.lib, "introspect", None)  # of NumPy 2.1
    if introspect is None or not sys.platform.startswith("linux"):
        return False
    loop = introspect.opt_func_info(func_name="^expm1$", signature="float64").get("expm1", {}).get("dd", {})
    return not loop.get("current", "baseline").startswith("baseline")


_ways: list[bool] = [_found()]


def in_vectors() -> bool:
    """Whether kernels call ``expm1`` and ``log1p`` of NumPy, which are fast here; else sums and products do.

    >>> with the_other_way():
    ...     other = in_vectors()
    >>> other != in_vectors()
    True
    """
    return _ways[-1]


@contextmanager
def the_other_way() -> Iterator[None]:
    """Kernels compute as they do on processors of the other kind, so that both ways are measured on any.

    All threads of the process do; blocks of it may lie in each other, not overlap.
    """
    _ways.append(not _ways[-1])
    try:
        yield
    finally:
        _ways.pop()
