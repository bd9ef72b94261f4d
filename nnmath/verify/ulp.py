"""Errors in units of the last place: against the exact value, not against the rounded one.

The unit at a real value v is the distance of neighbouring numbers of the format in v's binade, the
smallest subnormal below the normal range: right at powers of two, where it differs on both sides.
"""

from __future__ import annotations

import importlib
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

Array: TypeAlias = npt.NDArray[Any]


class Format:
    """Precision in bits, least normal exponent and greatest exponent of a binary format."""

    def __init__(self, dtype: Any):
        self.dtype: np.dtype[Any] = np.dtype(dtype)
        info: Any = _finfo(self.dtype)
        self.bits = int(info.nmant) + 1
        self.low = int(info.minexp)
        self.high = int(info.maxexp) - 1
        self.max = float(info.max)

    @property
    def least(self) -> int:
        """The exponent of the smallest subnormal."""
        return self.low - self.bits + 1


def _finfo(dtype: np.dtype[Any]) -> Any:
    module: Any = np if dtype.kind == "f" else importlib.import_module("ml_dtypes")
    return module.finfo(dtype)


def spacing(value: Any, dtype: Any) -> Any:
    """The unit in the last place of `dtype` at the real `value` (a float, or an mpf for what lies between floats).

    >>> import numpy as np
    >>> spacing(1.0, np.float32) == 2.0**-23, spacing(0.9999999999, np.float32) == 2.0**-24
    (True, True)
    >>> spacing(0.0, np.float64) == 5e-324
    True
    """
    form = Format(dtype)
    if hasattr(value, "man_exp"):
        _, man, exp, bits = value._mpf_
        exponent = int(exp) + int(bits) - 1 if man else form.low
        return 2.0 ** (min(max(exponent, form.low), form.high) - form.bits + 1)
    _, exponents = np.frexp(np.asarray(value, np.float64))
    exponents = np.where(np.asarray(value) == 0, form.low, exponents - 1)
    found = np.ldexp(1.0, np.clip(exponents, form.low, form.high) - form.bits + 1)
    return float(found) if np.ndim(value) == 0 else found


def split(man: int, exp: int) -> tuple[float, float, int]:
    """An integer times a power of two as (hi + lo)*2^e: hi in [1, 2) cut off at 53 bits, lo at 53 more."""
    if not man:
        return 0.0, 0.0, 0
    sign, man = (-1.0, -man) if man < 0 else (1.0, man)
    length = man.bit_length()
    wide = man << 106 - length if length < 106 else man >> length - 106
    hi, lo = wide >> 53, wide & (1 << 53) - 1
    return sign * float(hi) * 2.0**-52, sign * float(lo) * 2.0**-105, exp + length - 1


def from_mpf(values: Any) -> tuple[Array, Array, Array]:
    """mpf numbers as scaled pairs."""
    flat = np.asarray(values, object).reshape(-1)
    rows = []
    for v in flat:
        if isinstance(v, float) or (not v._mpf_[1] and v != 0):
            rows.append((float(v), 0.0, 0))
        else:
            sign, man, exp, _ = v._mpf_
            rows.append(split(-int(man) if sign else int(man), int(exp)))
    table = np.array(rows, np.float64).reshape(-1, 3)
    shape = np.shape(values)
    return table[:, 0].reshape(shape), table[:, 1].reshape(shape), _exponents(table[:, 2]).reshape(shape)


def _exponents(e: Array) -> Array:
    return np.clip(e, -100000, 100000).astype(np.int64)


def ulp_errors(found: Any, exact_hi: Any, exact_lo: Any = 0.0, dtype: Any = None, exponent: Any = None) -> Array:
    """|found - exact| in units of the last place at the exact value, as float64.

    The exact value is hi + lo, or (hi + lo)*2^exponent, which reaches below the subnormals; or hi is an
    array of mpf. Zeros are equal whatever their signs; nan beside nan and like infinities give 0; one
    finite and the other not gives inf, except that an infinity stands for the next power of two where the
    exact value lies beyond the largest finite number.
    """
    found = np.asarray(found)
    form = Format(dtype if dtype is not None else found.dtype)
    y = found.astype(np.float64)
    hi = np.asarray(exact_hi)
    if hi.dtype == object:
        hi, lo, e = from_mpf(hi)
    elif exponent is None:
        hi, lo, e = _normalised(np.asarray(hi, np.float64), np.asarray(exact_lo, np.float64))
    else:
        lo, e = np.asarray(exact_lo, np.float64), np.asarray(exponent, np.int64)
    hi, lo, e, y = np.broadcast_arrays(hi, lo, e, y)
    with np.errstate(all="ignore"):
        unit = np.clip(e, form.low, form.high) - form.bits + 1
        edge = (np.abs(hi) == 1) & (hi * lo < 0)  # just below a power of two
        unit = np.where(edge, np.clip(e - 1, form.low, form.high) - form.bits + 1, unit)
        unit = np.where(hi == 0, form.least, unit)
        beyond = np.isinf(y) & np.isfinite(hi) & _beyond(hi, lo, e, form) & (np.sign(y) == np.sign(hi))
        scaled = np.where(beyond, np.sign(hi) * np.ldexp(1.0, form.high + 1 - e), _ldexp(y, -e))
        gap = (scaled - hi) - lo
        error = np.abs(_ldexp(gap, e - unit))
        error = np.where(beyond & (e > form.high), 0.0, error)
    same = (np.isnan(y) & np.isnan(hi)) | (np.isinf(y) & (y == hi))
    return np.where(same, 0.0, np.where(np.isnan(error), np.inf, error))


def _ldexp(x: Array, e: Array) -> Array:
    """ldexp in two steps: one step's exponent may lie outside what a double scales by."""
    e = np.clip(e, -4400, 4400)
    half = e // 2
    found: Array = np.ldexp(np.ldexp(x, half), e - half)
    return found


def _normalised(hi: Array, lo: Array) -> tuple[Array, Array, Array]:
    m, e = np.frexp(hi)
    e = np.where(np.isfinite(hi) & (hi != 0), e - 1, 0)
    return np.where(np.isfinite(hi), 2 * m, hi), _ldexp(lo, -e), e.astype(np.int64)


def _beyond(hi: Array, lo: Array, e: Array, form: Format) -> Array:
    """Whether the exact value exceeds the largest finite number."""
    top = form.max / 2.0**form.high
    size, rest = np.abs(hi), np.where(hi < 0, -lo, lo)
    found: Array = (e > form.high) | ((e == form.high) & ((size > top) | ((size == top) & (rest > 0))))
    return found
