"""How the results of matrix products lie in memory."""

from __future__ import annotations

from typing import Literal

FEW = 32
"""Rows up to which a product is faster by columns."""

MANY = 128
"""Columns from which it is."""


def order(rows: int, columns: int) -> Literal["C", "F"]:
    """The order of a matrix that a product is written into and that is then added to another.

    BLAS shares a product of few rows and many columns among threads by its columns where the result lies by columns,
    without the threads waiting for each other in between; where it lies by rows, they do. Adding it takes longer.

    >>> order(32, 1024), order(256, 1024)
    ('F', 'C')
    """
    return "F" if 1 < rows <= FEW and columns >= MANY else "C"
