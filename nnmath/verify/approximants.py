"""Proved bounds on how far the fitted tables of ``nnmath/runtime/special.py`` lie from what they stand for.

The relative error that a table alone, its coefficients rounded as they stand there and everything else exact, makes
in the function that a kernel computes from it, is a smooth function E of one variable. On a piece with the midpoint m
and the half-width h, |E(m + t)| <= sum over k < n of |E_k(m)| h^k + |E_n(piece)| h^n, with E_k the Taylor coefficients
and E_n an enclosure of that of order n over the whole piece (Moore, 1966: Interval Analysis). Every number is a
ball, so that the bound holds for every real number of the piece (Johansson, 2017: Arb). A piece whose bound is not
small enough is halved. What a kernel rounds is not counted here: it is measured.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, TypeAlias

from nnmath.notation.pointwise import flint
from nnmath.runtime import special

Series: TypeAlias = Any  # flint has no types
Table: TypeAlias = Sequence[Sequence[float]]
Error = Callable[[Series, Table], Series]

ORDER = 14
BITS = 200
NEAR = 0.03
LEAST = 2.0**-24
"""Width below which a piece is not halved any more."""


class Unproved(ArithmeticError):
    """A piece whose error is not below the bound, or could not be shown to be."""


@dataclass(frozen=True)
class Approximant:
    """A table, the relative error that it makes, the interval of its variable, and the bound of the error on it."""

    table: str
    error: Error
    low: float
    high: float
    bound: float
    meaning: str

    @property
    def rows(self) -> Table:
        found: Table = getattr(special, self.table)
        return found

    def proved(self, rows: Table | None = None) -> list[tuple[float, float, float]]:
        """Pieces (low, high, bound of |E|) that cover the interval; Unproved where the error may exceed the bound."""
        given = self.rows if rows is None else rows
        with _balls() as arb_series:
            return list(_pieces(lambda x: self.error(x, given), arb_series, self.low, self.high, self.bound))


@contextmanager
def _balls() -> Iterator[Any]:
    """flint.arb_series, with room for the order and its remainder."""
    library = flint()
    before = library.ctx.prec, library.ctx.cap
    library.ctx.prec, library.ctx.cap = BITS, ORDER + 1
    try:
        yield library.arb_series
    finally:
        library.ctx.prec, library.ctx.cap = before


def _pieces(
    error: Callable[[Series], Series], series: Any, low: float, high: float, bound: float
) -> Iterator[tuple[float, float, float]]:
    todo = [(low, high)]
    while todo:
        left, right = todo.pop()
        most = _most(error, series, left, right)
        if most <= bound:
            yield left, right, most
        elif right - left < LEAST:
            raise Unproved(f"between {left:g} and {right:g} the error may be {most:.3g}, above {bound:.3g}")
        else:
            middle = (left + right) / 2
            todo += [(middle, right), (left, middle)]


def _most(error: Callable[[Series], Series], series: Any, low: float, high: float) -> float:
    """An upper bound of |E| on a piece; inf where a ball divides by 0."""
    arb = flint().arb
    middle, half = arb((low + high) / 2), arb((high - low) / 2)
    try:
        at = error(series([middle, 1]))
        over = error(series([arb((low + high) / 2, (high - low) / 2), 1]))
    except (ValueError, ZeroDivisionError):  # a denominator whose ball holds 0
        return math.inf
    total = arb(0)
    for k in range(ORDER):
        total += abs(at[k]) * half**k
    total += abs(over[ORDER]) * half**ORDER
    upper = float(total.upper())
    return upper if upper == upper else math.inf


# the functions, as series ---------------------------------------------------------------------------------------------


def _horner(x: Series, row: Sequence[float]) -> Series:
    """A polynomial, highest power first, its coefficients exactly as they are stored."""
    found = x * 0
    for c in row:
        found = found * x + flint().arb(float(c))
    return found


def _ratio(x: Series, rows: Table) -> Series:
    return _horner(x, rows[-2]) / _horner(x, rows[-1])


def _composed(coefficient: Callable[[Any, int], Any], u: Series) -> Series:
    """f(u) from the Taylor coefficients of f: `coefficient` gives that of order k at a ball."""
    library = flint()
    place, found = u[0], library.arb_series([0])
    step = u - place
    for k in reversed(range(ORDER + 1)):
        found = found * step + coefficient(place, k)
    return found


def _rising(a: Any, k: int) -> Any:
    return flint().arb(a).rising(k)


def _confluent(a: Any, b: Any, u: Series) -> Series:
    """1F1(a; b; u), entire: also where what it stands for is a quotient of zeros."""
    arb = flint().arb

    def coefficient(at: Any, k: int) -> Any:
        return _rising(a, k) / _rising(b, k) / math.factorial(k) * arb(at).hypgeom_1f1(arb(a) + k, arb(b) + k)

    return _composed(coefficient, u)


def _gauss(a: Any, b: Any, c: Any, u: Series) -> Series:
    """2F1(a, b; c; u) for u < 1."""
    arb = flint().arb

    def coefficient(at: Any, k: int) -> Any:
        front = _rising(a, k) * _rising(b, k) / _rising(c, k) / math.factorial(k)
        return front * arb(at).hypgeom_2f1(arb(a) + k, arb(b) + k, arb(c) + k)

    return _composed(coefficient, u)


def _away(u: Series) -> bool:
    """Whether a quotient of zeros at u = 0 may be taken as it stands: quicker, and as narrow."""
    return bool(u[0] > NEAR)


def _erf_over_x(z: Series) -> Series:
    """erf(x)/x at x^2 = z."""
    if _away(z):
        return z.sqrt().erf() / z.sqrt()
    return _confluent(0.5, 1.5, -z) * (2 / flint().arb.pi().sqrt())


def _scaled_tail(a: Series) -> Series:
    """exp(a^2/2) Phi(-a)."""
    return (a * a / 2).exp() * (a / flint().arb(2).sqrt()).erfc() / 2


def _scaled_erfc(a: Series) -> Series:
    return (a * a).exp() * a.erfc()


def _tail(start: int, tail: Callable[[Series], Series]) -> Error:
    """Of start + a (b - U/P), which stands for 1/tail: what is computed with it is right but for this factor."""

    def error(a: Series, rows: Table) -> Series:
        return (start + a * (float(rows[0][0]) - _ratio(a, rows))) * tail(a) - 1

    return error


def _erf_tanh(z: Series, rows: Table) -> Series:
    """Of tanh(x s), s = c + z R/Q, for erf(x), x^2 = z: both divided by x."""
    s = float(rows[0][0]) + z * _ratio(z, rows)
    return s * _tanh_over_x(z * s * s) / _erf_over_x(z) - 1


def _tanh_over_x(u: Series) -> Series:
    """tanh(y)/y at y^2 = u: sinh(y)/y over cosh(y), both entire in u."""
    if _away(u):
        y = u.sqrt()
        return (1 - (-2 * y).exp()) / (1 + (-2 * y).exp()) / y
    confluent = flint().arb

    def part(b: Any) -> Series:
        def coefficient(at: Any, k: int) -> Any:
            # 0F1(; b; u/4), its derivatives by 1/(4^k (b)_k)
            return confluent(at / 4).hypgeom_0f1(confluent(b) + k) / _rising(b, k) / math.factorial(k) / 4**k

        return _composed(coefficient, u)

    return part(1.5) / part(0.5)


def _erf_expm1(a: Series, rows: Table) -> Series:
    """Of 1 - exp(-a s), s = c + a R/Q, for erf(a): both divided by a."""
    s = float(rows[0][0]) + a * _ratio(a, rows)
    return s * _one_less_exp_over(a * s) / _erf_over_x(a * a) - 1


def _one_less_exp_over(v: Series) -> Series:
    """(1 - exp(-v)) / v."""
    return (1 - (-v).exp()) / v if _away(v) else _confluent(1, 2, -v)


def _log1p(q: Series, rows: Table) -> Series:
    """Of s (2 + q R(q)) for log(1 + e) = 2 atanh(s), q = s^2: both divided by s."""
    return (2 + q * _horner(q, rows[0])) / (2 * _gauss(0.5, 1, 1.5, q)) - 1


def _exp(r: Series, rows: Table) -> Series:
    """Of 2 r/(c - r), c = 2 + r^2 R(r^2), for exp(r) - 1: both divided by r. That of exp(r) is less."""
    c = 2 + r * r * _horner(r * r, rows[0])
    return 2 / (c - r) / _one_less_exp_over(-r) - 1


APPROXIMANTS: Mapping[str, Approximant] = {
    a.table: a
    for a in (
        Approximant("_TAIL_32", _tail(2, _scaled_tail), 0.0, 14.5, 0.75 * 2.0**-24, "exp(a^2/2) Phi(-a)"),
        Approximant("_TAIL_64", _tail(2, _scaled_tail), 0.0, 38.7, 0.125 * 2.0**-53, "exp(a^2/2) Phi(-a)"),
        Approximant("_ERFC_32", _tail(1, _scaled_erfc), 0.0, 10.2, 0.75 * 2.0**-24, "exp(a^2) erfc(a)"),
        Approximant("_ERFC_64", _tail(1, _scaled_erfc), 0.0, 27.3, 0.25 * 2.0**-53, "exp(a^2) erfc(a)"),
        Approximant("_ERF_32", _erf_tanh, 0.0, 15.6, 0.5 * 2.0**-24, "erf(x), of z = x^2"),
        Approximant("_ERF_64", _erf_expm1, 0.0, 5.95, 0.125 * 2.0**-53, "erf(a)"),
        Approximant("_EXP_32", _exp, -0.35, 0.35, 0.125 * 2.0**-24, "exp(r) - 1"),
        Approximant("_LOG1P_32", _log1p, 0.0, 1 / 9, 0.03 * 2.0**-24, "log1p(e), of q = (e/(2 + e))^2"),
        Approximant("_LOG1P_64", _log1p, 0.0, 1 / 9, 0.0625 * 2.0**-53, "log1p(e), of q = (e/(2 + e))^2"),
    )
}
