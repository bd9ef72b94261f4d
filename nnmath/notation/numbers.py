"""Number types for the interpreter: one protocol, seven fields.

A field makes constants, decides comparisons and evaluates the few primitive functions; all other
functions are evaluated through their definitions. Arithmetic is the elements' own ``+ - * /``.
"""

from __future__ import annotations

import cmath
import hashlib
import math
from collections.abc import Mapping
from fractions import Fraction
from typing import Any, Protocol

import mpmath
import sympy

Element = Any
PRIME = (1 << 61) - 1


class NotRepresentable(ArithmeticError):
    """The field has no such element: a root of a non-residue, exp of a fraction."""


class Field(Protocol):
    """What the interpreter asks of a number type."""

    def rational(self, numerator: int, denominator: int) -> Element: ...
    def constant(self, value: sympy.Expr) -> Element: ...
    def function(self, name: str, x: Element) -> Element | None:
        """A primitive function's value, or None where the definition is to be used."""
        ...

    def power(self, base: Element, exponent: Fraction) -> Element: ...
    def real_power(self, base: Element, exponent: Element) -> Element: ...
    def compare(self, a: Element, b: Element) -> int:
        """-1, 0 or 1."""
        ...


def _sign(a: Any, b: Any) -> int:
    return int(a > b) - int(a < b)


class Floats:
    """Python floats."""

    def rational(self, numerator: int, denominator: int) -> float:
        return numerator / denominator

    def constant(self, value: sympy.Expr) -> float:
        return float(value)

    def function(self, name: str, x: float) -> float | None:
        if name == "exp":
            return math.exp(x) if x < 709.7 else math.inf
        if name in ("log", "erf", "tanh"):
            return float(getattr(math, name)(x))
        if name == "softplus":
            return max(x, 0.0) + math.log1p(math.exp(-abs(x)))
        if name == "Phi":
            return math.erfc(-x / math.sqrt(2)) / 2
        if name in ("sigmoid", "dsigmoid", "sech2"):
            e = math.exp(-abs(x)) if name != "sech2" else math.exp(-2 * abs(x))
            if name == "sigmoid":
                return (1.0 if x >= 0 else e) / (1 + e)
            return e / (1 + e) ** 2 * (4 if name == "sech2" else 1)
        return None

    def power(self, base: float, exponent: Fraction) -> float:
        return float(base ** (int(exponent) if exponent.denominator == 1 else float(exponent)))

    def real_power(self, base: float, exponent: float) -> float:
        return float(base**exponent)

    def compare(self, a: float, b: float) -> int:
        return _sign(a, b)


class Complexes:
    """Python complex numbers, for the complex step; comparisons look at the real part."""

    def rational(self, numerator: int, denominator: int) -> complex:
        return complex(numerator / denominator)

    def constant(self, value: sympy.Expr) -> complex:
        return complex(value)

    def function(self, name: str, x: complex) -> complex | None:
        if name in ("exp", "log", "tanh"):
            return complex(getattr(cmath, name)(x))
        if name == "erf":
            return complex(mpmath.erf(x))
        return None

    def power(self, base: complex, exponent: Fraction) -> complex:
        return complex(base ** (int(exponent) if exponent.denominator == 1 else float(exponent)))

    def real_power(self, base: complex, exponent: complex) -> complex:
        return complex(base**exponent)

    def compare(self, a: complex, b: complex) -> int:
        return _sign(complex(a).real, complex(b).real)


class Fractions:
    """Exact rationals: for systems without transcendental functions."""

    def rational(self, numerator: int, denominator: int) -> Fraction:
        return Fraction(numerator, denominator)

    def constant(self, value: sympy.Expr) -> Fraction:
        raise NotRepresentable(f"{value} is not rational")

    def function(self, name: str, x: Fraction) -> Fraction | None:
        if name in ("exp", "log", "erf"):
            raise NotRepresentable(f"{name}({x}) is not rational")
        return None

    def power(self, base: Fraction, exponent: Fraction) -> Fraction:
        if exponent.denominator == 1:
            return base ** int(exponent)
        roots = [_integer_root(n, exponent.denominator) for n in (base.numerator, base.denominator)]
        return Fraction(*roots) ** exponent.numerator

    def real_power(self, base: Fraction, exponent: Fraction) -> Fraction:
        return self.power(base, exponent)

    def compare(self, a: Fraction, b: Fraction) -> int:
        return _sign(a, b)


def _integer_root(n: int, degree: int) -> int:
    root, whole = sympy.integer_nthroot(abs(n), degree)
    if whole and n >= 0:
        return int(root)
    raise NotRepresentable(f"{n} has no integer root of degree {degree}")


class HighPrecision:
    """mpmath numbers with a stated number of decimal digits."""

    def __init__(self, digits: int = 60):
        self.context = mpmath.MPContext()
        self.context.dps = digits

    def rational(self, numerator: int, denominator: int) -> Any:
        return self.context.mpf(numerator) / denominator

    def constant(self, value: sympy.Expr) -> Any:
        return self.context.mpf(str(sympy.N(value, self.context.dps + 5)))

    def function(self, name: str, x: Any) -> Any:
        if name in ("exp", "log", "erf", "tanh"):
            return getattr(self.context, name)(x)
        if name == "Phi":
            return self.context.ncdf(x)
        return None

    def power(self, base: Any, exponent: Fraction) -> Any:
        return base ** self.rational(exponent.numerator, exponent.denominator)

    def real_power(self, base: Any, exponent: Any) -> Any:
        return base**exponent

    def compare(self, a: Any, b: Any) -> int:
        return _sign(a, b)


class Symbols:
    """sympy expressions: explicit proofs at small sizes. Comparisons must be decidable."""

    def rational(self, numerator: int, denominator: int) -> sympy.Expr:
        return sympy.Rational(numerator, denominator)

    def constant(self, value: sympy.Expr) -> sympy.Expr:
        return value

    def function(self, name: str, x: sympy.Expr) -> sympy.Expr | None:
        if name in ("exp", "log", "erf"):
            return getattr(sympy, name)(x)
        return None

    def power(self, base: sympy.Expr, exponent: Fraction) -> sympy.Expr:
        return base ** sympy.Rational(exponent.numerator, exponent.denominator)

    def real_power(self, base: sympy.Expr, exponent: sympy.Expr) -> sympy.Expr:
        return base**exponent

    def compare(self, a: sympy.Expr, b: sympy.Expr) -> int:
        for verdict, holds in ((1, a > b), (-1, a < b), (0, sympy.Eq(a, b))):
            if holds == True:  # noqa: E712  sympy's truth is an object
                return verdict
        raise NotRepresentable(f"cannot decide {a} against {b}")


NO_LOGS: Mapping[int, int] = {}


class Modular:
    """An element of GF(2^61 - 1), with the logarithms it contains remembered.

    `logs` maps a to m where the element is ``rest + sum m*log(a)``, so that
    ``exp(x - log(s))`` is ``exp(x)/s`` as it must be.
    """

    __slots__ = ("logs", "value")

    def __init__(self, value: int, logs: Mapping[int, int] | None = None):
        self.value = value % PRIME
        self.logs = {a: m for a, m in logs.items() if m} if logs else NO_LOGS

    def _merge(self, other: Modular, sign: int) -> Mapping[int, int]:
        if not other.logs:
            return self.logs
        merged = dict(self.logs)
        for a, m in other.logs.items():
            merged[a] = merged.get(a, 0) + sign * m
        return merged

    def __add__(self, other: Modular) -> Modular:
        return Modular(self.value + other.value, self._merge(other, 1))

    def __sub__(self, other: Modular) -> Modular:
        return Modular(self.value - other.value, self._merge(other, -1))

    def __neg__(self) -> Modular:
        return Modular(-self.value, {a: -m for a, m in self.logs.items()})

    def __mul__(self, other: Modular) -> Modular:
        if not (self.logs or other.logs):
            return Modular(self.value * other.value)
        for number, scaled in ((self, other), (other, self)):
            small = number.value if number.value < 1000 else number.value - PRIME
            if not number.logs and abs(small) < 1000:
                logs = {a: m * small for a, m in scaled.logs.items()}
                return Modular(self.value * other.value, logs)
        return Modular(self.value * other.value)

    def __truediv__(self, other: Modular) -> Modular:
        if other.value == 0:
            raise NotRepresentable("division by zero in GF(2^61 - 1)")
        return Modular(self.value * pow(other.value, -1, PRIME))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Modular) and self.value == other.value

    def __hash__(self) -> int:
        return hash(self.value)

    def __repr__(self) -> str:
        return f"GF({self.value})"


class PrimeField:
    """GF(2^61 - 1): exact, with transcendental functions as opaque elements.

    exp, log and erf of a value are pseudo-random elements fixed by `seed`, bound by
    exp(-x) = 1/exp(x), exp(log(x)) = x and erf(-x) = -erf(x); square roots are true ones. The
    order behind comparisons is arbitrary but fixed, and odd: x > 0 exactly if -x < 0.
    """

    def __init__(self, seed: int = 0):
        self.seed = seed

    def _opaque(self, name: str, value: int) -> int:
        digest = hashlib.blake2b(f"{self.seed}:{name}:{value}".encode(), digest_size=8).digest()
        return int.from_bytes(digest) % (PRIME - 1) + 1

    def rational(self, numerator: int, denominator: int) -> Modular:
        return Modular(numerator if denominator == 1 else numerator * pow(denominator, -1, PRIME))

    def constant(self, value: sympy.Expr) -> Modular:
        """An irrational constant: pseudo-random, and a square so that its root exists."""
        return Modular(self._opaque("constant", _stable(str(value))) ** 2)

    def function(self, name: str, x: Modular) -> Modular | None:
        if name == "exp":
            return self._exp(x)
        if name == "log":
            if x.value in (0, 1):
                return Modular(0) if x.value else _raise(NotRepresentable("log(0)"))
            return Modular(self._opaque("log", x.value), {x.value: 1})
        if name == "erf":
            return self._odd("erf", x)
        return None

    def unknown(self, name: str, *args: Modular) -> Modular:
        """An opaque function's value."""
        return Modular(self._opaque(f"{name}/{[a.value for a in args[:-1]]}", args[-1].value))

    def _odd(self, name: str, x: Modular) -> Modular:
        if x.value == 0:
            return Modular(0)
        if x.value > PRIME // 2:
            return -self._odd(name, -x)
        return Modular(self._opaque(name, x.value))

    def _exp(self, x: Modular) -> Modular:
        rest = x.value - sum(m * self._opaque("log", a) for a, m in x.logs.items())
        rest %= PRIME
        result = 1
        if rest:
            element = self._opaque("exp", min(rest, PRIME - rest))
            result = element if rest <= PRIME // 2 else pow(element, -1, PRIME)
        for a, m in x.logs.items():
            result = result * pow(a, m, PRIME) % PRIME
        return Modular(result)

    def power(self, base: Modular, exponent: Fraction) -> Modular:
        if exponent.denominator == 2:
            base = Modular(self._root(base.value))
        elif exponent.denominator != 1:
            raise NotRepresentable(f"power {exponent} in GF(2^61 - 1)")
        if base.value == 0 and exponent < 0:
            raise NotRepresentable("division by zero in GF(2^61 - 1)")
        return Modular(pow(base.value, exponent.numerator, PRIME))

    @staticmethod
    def _root(value: int) -> int:
        root = pow(value, (PRIME + 1) // 4, PRIME)
        if root * root % PRIME != value:
            raise NotRepresentable(f"{value} is not a square in GF(2^61 - 1)")
        return root

    def real_power(self, base: Modular, exponent: Modular) -> Modular:
        logarithm = self.function("log", base)
        assert logarithm is not None
        return self._exp(Modular((exponent * logarithm).value))

    def compare(self, a: Modular, b: Modular) -> int:
        difference = (a.value - b.value) % PRIME
        return 0 if difference == 0 else (1 if difference <= PRIME // 2 else -1)


def _stable(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode(), digest_size=8).digest())


def _raise(error: Exception) -> Any:
    raise error


class Dual:
    """``value + tangent*d`` with d**2 = 0, over any elements: exact derivatives."""

    __slots__ = ("tangent", "value")

    def __init__(self, value: Element, tangent: Element):
        self.value = value
        self.tangent = tangent

    def __add__(self, other: Dual) -> Dual:
        return Dual(self.value + other.value, self.tangent + other.tangent)

    def __sub__(self, other: Dual) -> Dual:
        return Dual(self.value - other.value, self.tangent - other.tangent)

    def __neg__(self) -> Dual:
        return Dual(-self.value, -self.tangent)

    def __mul__(self, other: Dual) -> Dual:
        return Dual(self.value * other.value, self.tangent * other.value + self.value * other.tangent)

    def __truediv__(self, other: Dual) -> Dual:
        quotient = self.value / other.value
        return Dual(quotient, (self.tangent - quotient * other.tangent) / other.value)

    def __repr__(self) -> str:
        return f"Dual({self.value!r}, {self.tangent!r})"


class Duals:
    """Dual numbers over `base`. Derivatives of primitive functions are stated here, anew.

    >>> field = Duals(Floats())
    >>> field.function("exp", Dual(0.0, 2.0))
    Dual(1.0, 2.0)
    """

    def __init__(self, base: Any):
        self.base = base

    def rational(self, numerator: int, denominator: int) -> Dual:
        return Dual(self.base.rational(numerator, denominator), self.base.rational(0, 1))

    def constant(self, value: sympy.Expr) -> Dual:
        return Dual(self.base.constant(value), self.base.rational(0, 1))

    def function(self, name: str, x: Dual) -> Dual | None:
        """exp' = exp, log' = 1/x, erf' = 2 exp(-x**2)/sqrt(pi); all else by its definition."""
        if name not in ("exp", "log", "erf"):
            return None
        base = self.base
        value = base.function(name, x.value)
        if name == "exp":
            slope = value
        elif name == "log":
            slope = base.rational(1, 1) / x.value
        else:
            gauss = base.function("exp", -(x.value * x.value))
            slope = base.rational(2, 1) * gauss / base.power(base.constant(sympy.pi), Fraction(1, 2))
        return Dual(value, slope * x.tangent)

    def power(self, base: Dual, exponent: Fraction) -> Dual:
        value = self.base.power(base.value, exponent)
        if exponent == 0:
            return Dual(value, self.base.rational(0, 1))
        factor = self.base.rational(exponent.numerator, exponent.denominator)
        slope = factor * self.base.power(base.value, exponent - 1)
        return Dual(value, slope * base.tangent)

    def real_power(self, base: Dual, exponent: Dual) -> Dual:
        logarithm = self.function("log", base)
        assert logarithm is not None
        value = self.base.real_power(base.value, exponent.value)
        return Dual(value, value * (logarithm * exponent).tangent)

    def compare(self, a: Dual, b: Dual) -> int:
        return int(self.base.compare(a.value, b.value))
