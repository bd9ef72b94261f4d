"""Reading arguments as the field writes them; every refusal names the argument and what came."""

from __future__ import annotations

import math
import numbers
from collections.abc import Sequence
from typing import Any

import numpy as np

from nnmath.face.arrange import Array


def as_array(name: str, value: Any) -> Array:
    """A NumPy array in native byte order; numbers and nested lists of numbers are taken as arrays."""
    if type(value) is np.ndarray and value.dtype.isnative:
        return value
    if isinstance(value, np.ma.MaskedArray):
        raise TypeError(f"{name} must be a plain array, got a masked one; its mask would be lost")
    if isinstance(value, np.ndarray | np.generic):
        array = np.asarray(value)
        return array if array.dtype.isnative else array.astype(array.dtype.newbyteorder("="))
    if value is None or isinstance(value, (str, bytes, dict, set)):
        raise TypeError(f"{name} must be an array, got {type(value).__name__}")
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise ValueError(f"{name} must be an array, got a nested list of unequal lengths") from error
    if array.dtype.kind not in "fiub":
        raise TypeError(f"{name} must be an array of numbers, got {type(value).__name__}")
    return array


def as_real(name: str, value: Any) -> Array:
    """A floating-point array."""
    array = as_array(name, value)
    if array.dtype.char in "efd":
        return array
    if not isinstance(value, np.ndarray | np.generic) and array.dtype.kind == "i":
        return array.astype(np.float64)
    raise TypeError(f"{name} must be a floating-point array (float16, float32 or float64), got {array.dtype}")


def rank(name: str, array: Array, least: int, shape: str) -> None:
    if array.ndim < least:
        raise ValueError(f"{name} must be {shape}, got shape {array.shape}")


def integer(name: str, value: Any, low: int) -> int:
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} must be an integer >= {low}, got {value!r}")
    whole = int(value)
    if whole < low:
        raise ValueError(f"{name} must be an integer >= {low}, got {whole}")
    return whole


def whole_number(name: str, value: Any, bounds: tuple[float | None, float | None, bool, bool], text: str) -> int:
    """An integer within bounds."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise TypeError(f"{name} must be an integer{' ' + text if text else ''}, got {value!r}")
    real(name, int(value), bounds, text)
    return int(value)


def each(name: str, value: Any, low: int, count: int) -> tuple[int, ...]:
    """One integer for all of `count` axes, or one for each."""
    if isinstance(value, Sequence) and not isinstance(value, str):
        if len(value) != count:
            several = {1: "a tuple of one", 2: "a pair of them"}.get(count, f"{count} of them")
            raise ValueError(f"{name} must be an integer >= {low} or {several}, got {value!r}")
        return tuple(integer(name, item, low) for item in value)
    return (integer(name, value, low),) * count


def flag(name: str, value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{name} must be True or False, got {value!r}")
    return value


def choice(name: str, value: Any, allowed: Sequence[str]) -> str:
    if not isinstance(value, str) or value not in allowed:
        raise ValueError(f"{name} must be one of {', '.join(map(repr, allowed))}, got {value!r}")
    return str(value)


def dimension(value: Any, count: int) -> int:
    """An axis number, counted from the end where negative."""
    if isinstance(value, bool) or not isinstance(value, numbers.Integral):
        raise TypeError(f"dim must be an integer, got {value!r}")
    whole = int(value)
    if not -count <= whole < count:
        raise ValueError(f"dim must be in [{-count}, {count}) for an array of {count} axes, got {whole}")
    return whole % count


def real(name: str, value: Any, bounds: tuple[float | None, float | None, bool, bool], text: str) -> float:
    """A finite number within bounds."""
    if type(value) is not float and (isinstance(value, bool) or not isinstance(value, numbers.Real | np.floating)):
        raise TypeError(f"{name} must be a number{' ' + text if text else ''}, got {value!r}")
    low, high, low_open, high_open = bounds
    number = float(value)
    outside = (
        not math.isfinite(number)
        or (low is not None and (number < low or (low_open and number == low)))
        or (high is not None and (number > high or (high_open and number == high)))
    )
    if outside:
        raise ValueError(f"{name} must be a finite number{' ' + text if text else ''}, got {value!r}")
    return number
