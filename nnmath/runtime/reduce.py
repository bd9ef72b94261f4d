"""Reductions and scatters that NumPy has no single call for."""

from __future__ import annotations

import itertools
import math
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[Any]

FACTORS = 16
"""Terms of a product up to which whole arrays are multiplied one after the other."""

SHORT = 1 << 13
"""Entries of a row up to which a dot with ones rounds little more than a sum in pairs: 2 units at 1000 entries."""


def logsumexp(x: Array, axis: int | tuple[int, ...], ratios: Array | None = None) -> Array:
    """``log(sum(exp(x)))`` over `axis`, shifted by the maximum; -inf where all terms are -inf.

    Into `ratios`, an array like x, go ``exp(x - log(sum(exp(x))))``, whose exponentials are those of the sum.

    >>> logsumexp(np.array([[1000.0, 1000.0], [-np.inf, -np.inf]]), axis=-1)
    array([1000.69314718,          -inf])
    """
    largest = np.maximum.reduce(x, axis=axis, keepdims=True, initial=-np.inf)
    finite = np.isfinite(largest)
    usual = finite.all()
    if not usual:
        np.copyto(largest, 0, where=~finite)
    shifted = np.subtract(x, largest, out=ratios)
    np.exp(shifted, out=shifted)
    total = np.add.reduce(shifted, axis=axis, keepdims=True)
    with np.errstate(divide="ignore"):
        found = largest + np.log(total)
    if ratios is not None and usual:
        np.divide(shifted, total, out=ratios)
    elif ratios is not None:
        np.exp(np.subtract(x, found, out=ratios), out=ratios)
    return np.asarray(np.squeeze(found, axis=axis))[()]


def add_along_axis(target: Array, index: Array, values: Any, axis: int) -> None:
    """``target[..., index, ...] += values`` along `axis`, where the index has one entry there.

    >>> a = np.zeros((2, 3))
    >>> add_along_axis(a, np.array([[2], [0]]), np.array([[1.0], [5.0]]), 1)
    >>> a
    array([[0., 0., 1.],
           [5., 0., 0.]])
    """
    place = tuple(
        index if d == axis else np.arange(n).reshape((-1,) + (1,) * (target.ndim - 1 - d))
        for d, n in enumerate(target.shape)
    )
    target[place] += values


def add_at(target: Array, index: Array, values: Any) -> None:
    """``target[index] += values`` as ``np.add.at`` has it, entries of `index` along the first axis and >= 0.

    Sorted by index, terms of the same place are neighbours, and one pass adds them up row by row.

    >>> a = np.zeros((3, 1))
    >>> add_at(a, np.array([2, 0, 2]), np.array([[1.0], [5.0], [3.0]]))
    >>> a.ravel()
    array([5., 0., 4.])
    """
    if not index.size:
        return
    flat = index.reshape(-1)
    order = np.argsort(flat, kind="stable")
    places = flat[order]
    first = np.flatnonzero(np.concatenate(([True], places[1:] != places[:-1])))
    rows = np.broadcast_to(values, (*index.shape, *target.shape[1:]))[np.unravel_index(order, index.shape)]
    target[places[first]] += np.add.reduceat(rows, first, axis=0)


def counted(terms: int, places: int, dtype: Any, *conditions: tuple[int, int, int]) -> Array:
    """How many r of ``range(terms)`` fulfil ``a*p + b*r + c >= 0`` for all (a, b, c), b = 1 or -1, at each p.

    >>> counted(3, 4, np.float64, (2, 1, -1), (-2, -1, 6))
    array([2., 3., 3., 1.])
    """
    return _counts(terms, places, dtype, conditions).copy()


@lru_cache(maxsize=64)
def _counts(terms: int, places: int, dtype: Any, conditions: tuple[tuple[int, int, int], ...]) -> Array:
    at = np.arange(places)
    low, high = np.zeros_like(at), np.full_like(at, terms)
    for a, b, c in conditions:
        if b > 0:
            np.maximum(low, -(a * at + c), out=low)
        else:
            np.minimum(high, a * at + c + 1, out=high)
    return np.asarray(np.maximum(high - low, 0), dtype)


def take(source: Array, index: Array, axis: int) -> Array:
    """``np.take``, laid out with the axes of `index` before all others: it copies rows, not single entries.

    >>> take(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), np.array([2, 0]), 1)
    array([[3., 1.],
           [6., 4.]])
    """
    order = [axis, *(d for d in range(source.ndim) if d != axis)]
    found = np.take(np.ascontiguousarray(source.transpose(order)), index.T, axis=0)
    kept = range(index.ndim, found.ndim)
    return found.transpose(*kept[:axis], *reversed(range(index.ndim)), *kept[axis:])


def prod(x: Array, axis: int | tuple[int, ...], out: Array | None = None) -> Any:
    """``np.prod``, whose inner loop is over the terms: where these are few, it is mostly overhead.

    >>> prod(np.array([[1.0, 2.0, 3.0], [4.0, 5.0, 6.0]]), -1)
    array([  6., 120.])
    """
    if axis != -1 or x.ndim < 2 or not 2 <= x.shape[-1] <= FACTORS:
        return np.prod(x, axis=axis, out=out)
    total = x[..., 0]
    for i in range(1, x.shape[-1] - 1):
        total = np.multiply(total, x[..., i], out=None if i == 1 else total)
    # In the order in which the factors lie, then as `out` does.
    last = np.multiply(total, x[..., -1], out=total if x.shape[-1] > 2 else None)
    if out is None:
        return np.ascontiguousarray(last)
    np.copyto(out, last)
    return out


def prod_of_others(x: Array, axis: int) -> Array:
    """The product of all entries along `axis` but one, for each.

    That of those before times that of those after, unless a product of some may overflow or underflow where the
    product in order does not: then in order.

    >>> prod_of_others(np.array([[0.0, 2.0, 3.0], [0.0, 5.0, 0.0]]), 1)
    array([[6., 0., 0.],
           [0., 0., 0.]])
    """
    found = np.empty_like(x)
    order = [axis, *(d for d in range(x.ndim) if d != axis)]
    terms, products = x.transpose(order), found.transpose(order)
    products[...] = 1
    if not _mild(terms):
        for i, j in itertools.permutations(range(len(terms)), 2):
            np.multiply(products[i], terms[j], out=products[i, ...])
        return found
    for i in range(1, len(terms)):
        np.multiply(products[i - 1], terms[i - 1], out=products[i, ...])
    after = terms[-1:]
    for i in reversed(range(len(terms) - 1)):
        np.multiply(products[i], after[0], out=products[i, ...])
        after = after * terms[i] if i else after
    return found


def _mild(terms: Array) -> bool:
    """Whether no product of different terms overflows or is subnormal; terms that are 0 apart."""
    sizes, limits = np.abs(terms), np.finfo(terms.dtype)
    most, least = float(np.max(sizes, initial=1)), float(np.min(sizes, initial=1))
    if least == 0:
        least = float(np.min(sizes, initial=1, where=sizes > 0))
    count = len(terms)
    return bool(count * math.log2(most) < limits.maxexp and count * math.log2(least) > limits.minexp)


def ratio(a: float, b: float) -> float:
    """``a/b`` of numbers as IEEE has it: the mean over nothing is nan, not an exception."""
    if b:
        return a / b
    return math.nan if a == 0 or a != a else math.copysign(math.inf, a)


def power(a: float, b: float) -> float:
    """``a**b`` of numbers, nan or inf where Python raises."""
    try:
        found = a**b
    except ZeroDivisionError:
        return math.inf
    except OverflowError:
        return -math.inf if a < 0 and b % 2 == 1 else math.inf
    return math.nan if isinstance(found, complex) else found


def to_power(x: Array, p: float, out: Array | None = None) -> Array:
    """``x**p`` entry by entry; by products and a root where p is one of +-1/2, +-1, 3/2, 2, 3, 4: np.power takes long.

    A root of what is below 0 is nan, also of -inf.

    >>> to_power(np.array([2.0, -3.0]), 3.0)
    array([  8., -27.])
    """
    if p in (0.5, -0.5):
        root = np.add(np.sqrt(x, out=out), 0.0, out=out)  # of -0 it is 0
        return root if p > 0 else np.divide(1, root, out=out)
    if p == 1.5:
        root = np.sqrt(x)
        return np.multiply(x, root, out=root if out is None else out)
    if p in (1.0, -1.0):
        return np.positive(x, out=out) if p > 0 else np.divide(1, x, out=out)
    if p not in (2.0, 3.0, 4.0):
        return np.asarray(np.power(x, p, out=out))
    square = np.square(x, out=out if p != 3.0 else None)
    if p == 2.0:
        return square
    return np.multiply(square, x if p == 3.0 else square, out=square if out is None else out)


def row_sums(x: Array) -> Array:
    """``sum[i](x[..., i])``: short rows as dots with ones, in half the time; others in pairs, which rounds less.

    NumPy's dot is BLAS's, with several sums at once, where entries lie side by side; elsewhere it adds one by one.

    >>> row_sums(np.array([[1.0, 2.0], [3.0, 4.0]]))
    array([3., 7.])
    """
    if x.shape[-1] <= SHORT and x.strides[-1] == x.itemsize:
        return np.asarray(np.vecdot(x, _ones(x.shape[-1], x.dtype)))
    return np.asarray(np.sum(x, axis=-1))


@lru_cache(maxsize=64)
def _ones(count: int, dtype: Any) -> Array:
    found = np.ones(count, dtype)
    found.flags.writeable = False
    return found
