"""Choosing between two arrays entry by entry, without a branch that a processor would mispredict."""

from __future__ import annotations

import math
from threading import local
from typing import Any

import numpy as np
import numpy.typing as npt

from nnmath.runtime.memory import empty

Array = npt.NDArray[Any]

_INTEGERS: dict[Any, np.dtype[Any]] = {
    np.dtype(np.float32): np.dtype(np.int32),
    np.dtype(np.float64): np.dtype(np.int64),
}
_NUMBERS = (int, float, np.generic)
_FEW = 512  # entries below which one call costs more than what it does
_WORTH = 1 << 13  # entries from which several cheap calls beat a dear one
_MANY = 1 << 18  # entries above which scratch is not kept


class _Kept(local):
    """The scratch of each thread: new memory costs as much as several passes over it."""

    def __init__(self) -> None:
        self.space = np.empty(0, np.uint8)


_kept = _Kept()


def _scratch(shape: tuple[int, ...], integer: np.dtype[Any]) -> Array:
    size = math.prod(shape)
    if size > _MANY:
        return empty(shape, integer)
    if _kept.space.size < size * integer.itemsize:
        _kept.space = empty(size * integer.itemsize, np.uint8)
    return _kept.space.view(integer)[:size].reshape(shape)


def where(flag: Any, yes: Any, no: Any, out: Array | None = None) -> Any:
    """``yes[i] if flag[i] else no[i]``, bit for bit, shapes broadcast; numbers take the dtype of the array beside
    them, two numbers that of `out`.

    On bits, as integers: ``no ^ ((yes ^ no) * flag)``. ``np.where`` takes each entry by a jump, several times as
    long where the flags follow no pattern.

    >>> where(np.array([True, False]), np.array([1.0, 2.0]), 0)
    array([1., 0.])
    """
    if out is not None and isinstance(yes, _NUMBERS) and isinstance(no, _NUMBERS) and _plain(flag, out):
        return _of_two(flag, yes, no, out)
    dtype: Any = next((v.dtype for v in (yes, no) if isinstance(v, np.ndarray | np.generic)), None)
    if not isinstance(flag, np.ndarray) or flag.size < _FEW or dtype not in _INTEGERS or not _alike(yes, no, dtype):
        found = np.where(flag, yes, no)
        if out is None:
            return found
        np.copyto(out, found)
        return out
    alone = _alone(flag, yes, no)
    if alone is not None:
        return _given(alone, np.broadcast_shapes(flag.shape, np.shape(yes), np.shape(no)), dtype, out)
    integer = _INTEGERS[dtype]
    a, b = _bits(yes, dtype, integer), _bits(no, dtype, integer)
    target = None if out is None else out.view(integer)
    if not isinstance(no, np.ndarray) and not b:
        chosen = np.multiply(a, flag, out=target)
    elif not isinstance(yes, np.ndarray) and not a:
        chosen = np.multiply(b, np.logical_not(flag), out=target)
    else:
        spare = target if target is not None and not _within(target, b) else None
        if spare is None and flag.shape in (np.shape(a), np.shape(b)) and np.broadcast(a, b).shape == flag.shape:
            spare = _scratch(flag.shape, integer)
        differs = np.bitwise_xor(a, b) if np.ndim(a) == np.ndim(b) == 0 else np.bitwise_xor(a, b, out=spare)
        chosen = np.bitwise_xor(np.multiply(differs, flag, out=spare), b, out=target)
    return chosen.view(dtype) if out is None else out


def clip(x: Array, low: float, high: float, first: np.ufunc = np.less_equal, out: Array | None = None) -> Array:
    """``low if x <= low else (high if x >= high else x)``; `first` is the first test, where `low` is above `high`.

    >>> clip(np.array([-2.0, 0.5, 2.0]), -1.0, 1.0)
    array([-1. ,  0.5,  1. ])
    >>> clip(np.array([-2.0, 1.0, 2.0]), 1.0, -1.0), clip(np.array([-2.0, 1.0, 2.0]), 1.0, -1.0, np.greater)
    (array([ 1.,  1., -1.]), array([ 1., -1., -1.]))
    """
    if low <= high:
        return np.clip(x, low, high, out=out)
    cases = [(low, np.less_equal), (high, np.greater_equal)]
    if first in (np.greater, np.greater_equal):
        cases.reverse()
    (one, _), (two, second) = cases
    return np.asarray(where(first(x, one), one, where(second(x, two), two, x), out=out))


def kinked(x: Array, slope: Any, out: Array | None = None) -> Array:
    """``x if x > 0 else slope*x``: the larger or the smaller of the two where all slopes are on one side of 1.

    >>> kinked(np.array([-2.0, 3.0]), 0.5), kinked(np.array([-2.0, 3.0]), 1.5), kinked(np.array([-2.0, 3.0]), -1.0)
    (array([-1.,  3.]), array([-3.,  3.]), array([2., 3.]))
    """
    if isinstance(slope, np.ndarray):
        low, high = slope.min(initial=1), slope.max(initial=1)
    else:
        low = high = x.dtype.type(slope)
    scaled = np.multiply(x, slope, out=None if out is None or np.may_share_memory(x, out) else out)
    if low > 0 and high <= 1:  # a slope of 0 makes NaN of infinity
        return np.asarray(np.maximum(x, scaled, out=out))
    if low >= 1 and high < math.inf:
        return np.asarray(np.minimum(x, scaled, out=out))
    return np.asarray(where(np.greater(x, 0), x, scaled, out=out))


def above(x: Array, low: Array, steep: float, bend: float, out: Array | None = None) -> Array:
    """``x if x > 0 else low``, of a `low` that is 0, or NaN, where x > 0, and elsewhere at least x if it is convex,
    `bend` >= 0, and no steeper than x at 0, `steep` <= 1: then it is the larger of the two.

    >>> above(np.array([-2.0, 3.0]), np.array([-0.5, 0.0]), 0.6, 0.6)
    array([-0.5,  3. ])
    >>> above(np.array([-2.0, 3.0]), np.array([-4.0, 0.0]), 2.0, 2.0)
    array([-4.,  3.])
    """
    if steep <= 1 and bend >= 0:
        return np.asarray(np.fmax(low, x, out=out))
    return np.asarray(where(np.greater(x, 0), x, low, out=out))


def beyond(x: Array, high: float, low: Array, edge: float, out: Array | None = None) -> Array:
    """``high if x > 0 else low``, of a `low` that is `edge` where x > 0: nothing is chosen where that is `high`.

    >>> beyond(np.array([-2.0, 3.0]), 1.0, np.array([0.25, 1.0]), 1.0)
    array([0.25, 1.  ])
    >>> beyond(np.array([-2.0, 3.0]), 1.0, np.array([0.25, 2.0]), 2.0)
    array([0.25, 1.  ])
    """
    if high != edge:
        return np.asarray(where(np.greater(x, 0), high, low, out=out))
    return low if out is None or out is low else _given(low, low.shape, low.dtype, out)


def saturated(x: Array, bound: float, value: float, out: Array | None = None) -> Array:
    """``value*sign(x) if abs(x) >= bound else x*value/bound``.

    >>> saturated(np.array([-2.0, 0.25, 3.0]), 0.5, 1.0), saturated(np.array([-2.0, 0.0, 3.0]), 0.0, 2.0)
    (array([-1. ,  0.5,  1. ]), array([-2.,  0.,  2.]))
    """
    largest = abs(value)
    if largest < bound * float(np.finfo(x.dtype).max):
        scaled = np.multiply(x, value / bound, out=out)
        return np.asarray(np.clip(scaled, -largest, largest, out=scaled))
    with np.errstate(all="ignore"):  # the line rises so steeply that 0 times its slope is NaN
        return np.asarray(where(np.greater_equal(np.abs(x), bound), value * sign(x), x / bound * value, out=out))


def sign(x: Any, out: Array | None = None) -> Any:
    """1, 0 or -1 with the sign of x, NaN where x is.

    Of many float32 as a difference of truth values, which takes 0.6 of the time of ``np.sign``.

    >>> sign(np.array([-2.5, 0.0, 3.0]))
    array([-1.,  0.,  1.])
    """
    many = isinstance(x, np.ndarray) and x.dtype == np.float32 and x.size >= _WORTH
    if not many or np.isnan(np.minimum.reduce(x, axis=None)):
        return np.sign(x, out=out)
    above, below = (np.asarray(test(x, 0)).view(np.int8) for test in (np.greater, np.less))
    found = empty(x.shape, x.dtype) if out is None else out
    np.copyto(found, np.subtract(above, below, out=above))
    return found


def _plain(flag: Any, out: Array) -> bool:
    """Whether flags are truth values in memory of their own, and the result is one that bits are chosen for."""
    return isinstance(flag, np.ndarray) and flag.dtype == bool and out.dtype in _INTEGERS and not _within(out, flag)


def _of_two(flag: Array, yes: Any, no: Any, out: Array) -> Array:
    """One of two numbers for each flag, in `out` and without scratch."""
    integer = _INTEGERS[out.dtype]
    a, b, bits = _bits(yes, out.dtype, integer), _bits(no, out.dtype, integer), out.view(integer)
    np.copyto(bits, flag)
    np.multiply(bits, a ^ b, out=bits)
    if b:
        np.bitwise_xor(bits, b, out=bits)
    return out


def _alone(flag: Array, yes: Any, no: Any) -> Any:
    """What every flag chooses, None where they differ: often no entry is the exception that is asked for."""
    count = np.count_nonzero(flag)
    return no if not count else yes if count == flag.size else None


def _given(value: Any, shape: tuple[int, ...], dtype: Any, out: Array | None) -> Array:
    found: Array = empty(shape, dtype) if out is None else out
    if value is not out:
        np.copyto(found, value)
    return found


def _within(target: Array, other: Any) -> bool:
    """Whether an array lies, or may lie, in the memory of the target."""
    return isinstance(other, np.ndarray) and np.may_share_memory(target, other)


def improve(value: Array, best: Array, place: Array, position: int, least: bool = False) -> None:
    """Where `value` is larger than the best so far, or smaller with `least`, it is the best, and at `position`.

    `best` begins as NaN, which everything beats; so does NaN beat everything. Positions come in ascending order,
    0 first, so that no entry is chosen by a jump.

    >>> best, place = np.full(3, np.nan), np.zeros(3, np.uint8)
    >>> for i, value in enumerate(([1.0, 2.0, 3.0], [1.0, 5.0, 2.0])):
    ...     improve(np.array(value), best, place, i)
    >>> best, place
    (array([1., 5., 3.]), array([0, 1, 0], dtype=uint8))
    """
    compare, other, extreme = (np.greater_equal, np.fmin, np.minimum) if least else (np.less_equal, np.fmax, np.maximum)
    value = np.ascontiguousarray(value)
    better = np.asarray(compare(value, best))
    np.logical_not(better, out=better)
    # NaN where value is NaN, value where best is NaN, and else the more extreme of the two.
    other(best, value, out=best)
    extreme(best, value, out=best)
    if position:
        np.maximum(place, better.view(np.uint8) * place.dtype.type(position), out=place)


def nowhere(shape: tuple[int, ...], count: int) -> Array:
    """Positions below `count`, none of them taken yet: each the largest integer that the array holds.

    >>> nowhere((2,), 4)
    array([255, 255], dtype=uint8)
    """
    kind = np.min_scalar_type(count)
    return np.full(shape, np.iinfo(kind).max, kind)


def attained(value: Array, extremum: Array, place: Array, position: int, least: bool = False) -> None:
    """Where `value` is the maximum, or the minimum with `least`, and no earlier one was, the place is `position`.

    `place` comes from `nowhere`. Of an extremum that is NaN, what is NaN attains it.

    >>> place = nowhere((3,), 2)
    >>> for i, value in enumerate(([1.0, 2.0, 3.0], [1.0, 5.0, 2.0])):
    ...     attained(np.array(value), np.array([1.0, 5.0, 3.0]), place, i)
    >>> place
    array([0, 1, 0], dtype=uint8)
    """
    apart = np.asarray((np.greater if least else np.less)(value, extremum))
    if np.isnan(np.maximum.reduce(extremum, axis=None, initial=-np.inf)):
        np.logical_or(apart, np.isnan(extremum) & ~np.isnan(value), out=apart)
    missed = apart.view(np.uint8) if place.dtype == np.uint8 else apart.astype(place.dtype)
    np.negative(missed, out=missed)
    np.bitwise_or(missed, place.dtype.type(position), out=missed)
    np.minimum(place, missed, out=place)


def _bits(value: Any, dtype: np.dtype[Any], integer: np.dtype[Any]) -> Any:
    found = value if isinstance(value, np.ndarray) else dtype.type(value)
    return found.view(integer)


def _alike(yes: Any, no: Any, dtype: Any) -> bool:
    return all(v.dtype == dtype for v in (yes, no) if isinstance(v, np.ndarray))
