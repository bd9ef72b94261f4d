"""Numbers that know how far rounding may have taken them: the interpreter's values with a first-order error.

The textbook equations, evaluated line by line in a format of p bits, err by at most `error` units
of roundoff; that is what the condition of the problem and the length of its sums allow.
"""

from __future__ import annotations

from fractions import Fraction
from math import frexp, isfinite, ldexp
from typing import Any

import mpmath
import numpy as np
import sympy

from nnmath.notation import HighPrecision, Interpreter
from nnmath.notation.functions import NAMED

BITS = {"float16": 11, "float32": 24, "float64": 53}
"""Bits of the significand of each format, the hidden one included."""

FUNCTION_ULPS = 4
"""What an exponential or a hyperbolic tangent may err, in units of roundoff."""

CLOSE = 16
"""Comparisons of computed numbers nearer than this many errors may go either way."""


class Bounded:
    """A value and a bound of its rounding error in units of roundoff; no error means an exact number of the format."""

    __slots__ = ("error", "field", "value")

    def __init__(self, field: Rounded, value: Any, error: Any):
        self.field, self.value, self.error = field, value, error

    def __add__(self, other: Bounded) -> Bounded:
        return self._plus(other.value, other.error)

    def __sub__(self, other: Bounded) -> Bounded:
        return self._plus(-other.value, other.error)

    def _plus(self, value: Any, error: Any) -> Bounded:
        total = self.value + value
        if total - self.value != value or total - value != self.value:  # something was lost
            return Bounded(self.field, total, self.error + error + abs(total))
        return self.field.rounded(total, self.error + error)

    def __neg__(self) -> Bounded:
        return Bounded(self.field, -self.value, self.error)

    def __mul__(self, other: Bounded) -> Bounded:
        error = abs(self.value) * other.error + abs(other.value) * self.error
        error += self.error * other.error * self.field.unit  # all that is left where both have vanished
        return self.field.rounded(self.value * other.value, error)

    def __truediv__(self, other: Bounded) -> Bounded:
        value = self.value / other.value
        return self.field.rounded(value, (self.error + abs(value) * other.error) / abs(other.value))

    def __repr__(self) -> str:
        return f"Bounded({self.value}, {self.error})"


class Extended:
    """Numbers of the platform's long double: enough beside the rounding of any of the formats, and fast."""

    def __init__(self, deep: Deep):
        self.deep = deep

    def of(self, value: Any) -> Any:
        return np.longdouble(value)

    def ratio(self, numerator: int, denominator: int) -> Any:
        return np.longdouble(numerator) / np.longdouble(denominator)

    def taken(self, value: Any) -> Any:
        """A number of many digits, rounded."""
        first = float(value)
        return np.longdouble(first) + np.longdouble(float(value - self.deep.of(first)))

    def given(self, value: Any) -> Any:
        """The same number in many digits."""
        first = float(value)
        return self.deep.of(first) + self.deep.of(float(value - np.longdouble(first)))

    def constant(self, value: sympy.Expr) -> Any:
        return self.taken(self.deep.constant(value))

    def short(self, value: Any, bits: int) -> bool:
        """Whether a number fits into so many bits."""
        near = float(value)
        if near != value or not isfinite(near):
            return False
        return ldexp(frexp(near)[0], min(bits, CERTAIN)) % 1 == 0

    def function(self, name: str, x: Any) -> Any:
        exp = np.exp
        if name == "exp":
            return exp(x)
        if name == "log":
            return np.log(x)
        if name == "tanh":
            return np.tanh(x)
        if name == "softplus":
            return np.log1p(exp(-abs(x))) + max(x, np.longdouble(0))
        if name == "logsigmoid":
            return -(np.log1p(exp(-abs(x))) + max(-x, np.longdouble(0)))
        if name in ("sigmoid", "dsigmoid", "sech2"):
            return _of_exponential(name, exp(-abs(x) * (2 if name == "sech2" else 1)), x)
        return self.taken(self.deep.function(name, self.given(x)))

    def power(self, base: Any, exponent: Fraction) -> Any:
        if exponent.denominator == 1:
            return base**exponent.numerator if exponent >= 0 else 1 / base**-exponent.numerator
        if exponent.denominator == 2:
            return self.power(np.sqrt(base), exponent * 2)
        return np.power(base, self.ratio(exponent.numerator, exponent.denominator))

    def real_power(self, base: Any, exponent: Any) -> Any:
        return np.power(base, exponent)


class Deep:
    """Numbers of many digits."""

    def __init__(self, digits: int = 110):
        self.plain = HighPrecision(digits)
        self.deeper = HighPrecision(450)
        self.context = self.plain.context

    def of(self, value: Any) -> Any:
        return self.context.mpf(value)

    def ratio(self, numerator: int, denominator: int) -> Any:
        return self.context.mpf(numerator) / denominator

    def constant(self, value: sympy.Expr) -> Any:
        return self.plain.constant(value)

    def short(self, value: Any, bits: int) -> bool:
        """Whether a number fits into so many bits."""
        return bool(value._mpf_[3] <= bits)

    def function(self, name: str, x: Any) -> Any:
        """A named function in forms that do not cancel; others by their definition in many digits."""
        mp = self.context
        if name in ("exp", "log", "tanh", "erf"):
            return getattr(mp, name)(x)
        if name == "softplus":
            return mp.log1p(mp.exp(-abs(x))) + max(x, mp.mpf(0))
        if name == "logsigmoid":
            return -(mp.log1p(mp.exp(-abs(x))) + max(-x, mp.mpf(0)))
        if name in ("sigmoid", "dsigmoid", "sech2"):
            return _of_exponential(name, mp.exp(-abs(x) * (2 if name == "sech2" else 1)), x)
        if name == "Phi":
            return mp.erfc(-x / mp.sqrt(2)) / 2
        machine = Interpreter(_NOTHING, self.deeper, {}, {})
        return mp.mpf(machine.call(NAMED[name], self.deeper.context.mpf(x)))

    def power(self, base: Any, exponent: Fraction) -> Any:
        return self.plain.power(base, exponent)

    def real_power(self, base: Any, exponent: Any) -> Any:
        return base**exponent


def _of_exponential(name: str, e: Any, x: Any) -> Any:
    """The logistic function, its derivative, and that of tanh, from a decaying exponential."""
    if name == "sigmoid":
        return (1 if x >= 0 else e) / (1 + e)
    return e / (1 + e) ** 2 * (4 if name == "sech2" else 1)


CERTAIN = 42
"""A long double of no more bits is what it seems to be, not by chance a rounded number."""

LONG = bool(np.finfo(np.longdouble).eps <= 2.0**-63)
"""Whether the platform's long double has the digits that `Extended` needs."""


INFINITE = float("inf")


class Rounded:
    """A field of `Bounded` numbers for a format; `fragile` once a branch depends on rounding."""

    def __init__(self, dtype: str, quick: bool = False):
        deep = Deep()
        self.numbers: Any = Extended(deep) if quick else deep
        self.step = self.numbers.of(2.0 ** (-20 if quick else -60))
        self.bits = BITS[dtype]
        self.unit = self.numbers.of(2.0**-self.bits)
        self.tiny = self.numbers.of(0 if dtype == "float16" else float(np.finfo(dtype).tiny))
        self.fragile = False
        self.ratios: dict[tuple[int, int], Bounded] = {}
        self.zero, self.one = self.numbers.of(0), self.numbers.of(1)

    def given(self, value: Any) -> Bounded:
        """An input: exactly what it is."""
        return Bounded(self, self.numbers.of(value), self.zero)

    def parameter(self, value: float) -> Bounded:
        """A number that a kernel may hold in the format."""
        return self.rounded(self.numbers.of(value), self.zero)

    def rounded(self, value: Any, error: Any) -> Bounded:
        if error == 0 and self.numbers.short(value, self.bits):
            return Bounded(self, value, self.zero)
        return self.settled(value, error + abs(value))

    def settled(self, value: Any, error: Any) -> Bounded:
        """A computed number; one below the smallest normal number may be flushed to zero."""
        if abs(value) < self.tiny:
            error = error + abs(value) / self.unit
        return Bounded(self, value, error)

    def rational(self, numerator: int, denominator: int) -> Bounded:
        key = (numerator, denominator)
        if key not in self.ratios:
            self.ratios[key] = self.rounded(self.numbers.ratio(numerator, denominator), self.zero)
        return self.ratios[key]

    def constant(self, value: sympy.Expr) -> Bounded:
        return self.rounded(self.numbers.constant(value), self.zero)

    def function(self, name: str, x: Bounded) -> Bounded:
        if name == "abs":
            return Bounded(self, abs(x.value), x.error)
        if name == "sign":
            return Bounded(self, self.numbers.of(self.compare(x, Bounded(self, self.zero, self.zero))), self.zero)
        value = self.numbers.function(name, x.value)
        if x.error == 0 and abs(value) == INFINITE:
            return Bounded(self, value, self.zero)  # log(0)
        slope = self.zero
        if x.error:
            step = (abs(x.value) or self.one) * self.step
            slope = abs(self.numbers.function(name, x.value + step) - value) / step
        if x.error == 0 and x.value in (self.zero, self.one) and self.numbers.short(value, self.bits):
            return Bounded(self, value, self.zero)  # exp(0), log(1), tanh(0)
        scale = abs(value)
        if name == "dsigmoid":
            scale += self.numbers.function("sigmoid", x.value)  # s*(1 - s) from the rounded s
        elif name == "sech2":
            scale += self.numbers.function("tanh", x.value) ** 2  # 1 - t**2 from the rounded t
        return self.settled(value, slope * x.error + FUNCTION_ULPS * scale)

    def power(self, base: Bounded, exponent: Fraction) -> Bounded:
        value = self.numbers.power(base.value, exponent)
        if base.error == 0 and self.numbers.short(value, self.bits):
            return Bounded(self, value, self.zero)
        slope = self.zero
        if base.error:
            slope = abs(self.numbers.power(base.value, exponent - 1)) * abs(exponent.numerator) / exponent.denominator
        return self.settled(value, slope * base.error + 2 * abs(value))

    def real_power(self, base: Bounded, exponent: Bounded) -> Bounded:
        if base.value == 0:
            return Bounded(self, self.numbers.of(0 if exponent.value > 0 else 1), self.zero)
        value = self.numbers.real_power(base.value, exponent.value)
        error = abs(exponent.value / base.value) * base.error
        if exponent.error:
            error += abs(self.numbers.function("log", abs(base.value))) * exponent.error
        return Bounded(self, value, abs(value) * (error + FUNCTION_ULPS + abs(exponent.value)))

    def compare(self, a: Bounded, b: Bounded) -> int:
        difference = a.value - b.value
        error = a.error + b.error
        if error and abs(difference) <= CLOSE * error * self.unit:
            self.fragile = True
        return int(difference > 0) - int(difference < 0)


def _nothing() -> Any:
    from nnmath.notation import define

    return define("nothing(x[N]) -> y", "y[i] = x[i]")


_NOTHING = _nothing()

NotDefined = (ZeroDivisionError, OverflowError, ValueError, TypeError, AttributeError, mpmath.libmp.ComplexResult)
"""What the interpreter meets where the equations have no real value."""
