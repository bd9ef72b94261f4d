"""The exact value of an elementwise formula and of its derivatives, certified by ball arithmetic.

A formula is evaluated from its own equations with every named function written out by its textbook
definition, never in a stable form; cancellation makes the balls wide, and the precision is raised until
they are narrow. Balls: Johansson (2017), Arb: efficient arbitrary-precision midpoint-radius interval
arithmetic, through python-flint.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
import sympy

from nnmath.notation.pointwise import Balls, Rationals, Scalar, Undecided, compile_entry, definition, evaluator, flint
from nnmath.verify.ulp import Array, Format, split, ulp_errors

BITS = 113  # of float64 and 60 more
FLOOR = 1200  # below 2^-FLOOR a value is as good as 0: the smallest subnormal is 2^-1074
PRECISIONS = (160, 448, 1280, 3584, 10240, 30720, 92160)
FAR = (1500, 1700)  # exponents of the two arguments that tell what happens at infinity


class Oracle:
    """f, f' or f'' of a formula of one entry, exact to 113 bits, at parameters as a call gives them.

    Inputs other than the first (a weight, a mask) are numbers among the parameters.

    >>> float(Oracle("softplus").exact(-40.0))
    4.248354255291589e-18
    >>> float(Oracle("sigmoid", order=1).exact(0.0))
    0.25
    """

    def __init__(self, name: str, variant: str | None = None, order: int = 0, **params: Any):
        from nnmath.verify.entries import constants_of

        self.name, self.order, self.params = name, order, params
        system, constants, self.variant = constants_of(name, variant, params)
        self._system, self._constants = system, constants
        self.expression, (self.variable, *rest) = definition(system, constants, order)
        if rest:
            raise TypeError(f"{name} has several inputs: give a number for {', '.join(map(str, rest))}")
        self._flint = flint()
        self._functions: dict[int, Callable[..., Any]] = {}
        self._start: dict[tuple[int, bool], int] = {}

    @cached_property
    def _scalar(self) -> Scalar:
        return compile_entry(self.expression, [self.variable])

    def _function(self, rung: int) -> Callable[..., Any]:
        if rung not in self._functions:
            self._functions[rung] = evaluator(self._scalar, Balls())
        return self._functions[rung]

    def ball(self, x: Any) -> Any:
        """An enclosure of the value at the finite `x` to 113 bits, or one within 2^-1200 of 0."""
        arb, context = self._flint.arb, self._flint.ctx
        point = arb(x)
        place = (math.frexp(x)[1], x < 0) if isinstance(x, float) else (0, False)
        before = context.prec
        try:
            for rung in range(self._start.get(place, 0), len(PRECISIONS)):
                context.prec = PRECISIONS[rung]
                try:
                    found = arb(self._function(rung)(point))
                except Undecided:
                    continue
                if found.rel_accuracy_bits() >= BITS or _tiny(found):
                    self._start[place] = rung
                    return found
        finally:
            context.prec = before
        raise ArithmeticError(f"no precision suffices for {self.name} of order {self.order} at {x!r}")

    def dyadic(self, x: float) -> tuple[int, int] | float:
        """The value as an integer times a power of two, or its limit where x is infinite, or nan."""
        if math.isnan(x):
            return x
        if math.isinf(x):
            return self._limit(x)
        found = self.ball(x)
        if found.rel_accuracy_bits() < BITS:
            return 0, 0
        man, exp = found.mid().man_exp()
        return int(man), int(exp)

    def _limit(self, x: float) -> tuple[int, int] | float:
        arb = self._flint.arb
        near, far = (self.ball(arb(int(math.copysign(1, x))) * arb(2) ** e) for e in FAR)
        if near.abs_lower() > arb(2) ** 1100 and far.abs_lower() > near.abs_lower():
            return math.copysign(math.inf, float(near.mid() * arb(2) ** -FAR[0]))
        if _tiny(near) and _tiny(far):
            return 0, 0
        if abs(near - far) > abs(near) * arb(2) ** -100:
            raise ArithmeticError(f"no limit of {self.name} of order {self.order} at {x!r} is recognised")
        man, exp = far.mid().man_exp()
        return int(man), int(exp)

    def side(self, x: float, of: Fraction) -> int:
        """The sign of f(x) - `of` for finite x; 0 only where they are equal."""
        arb, context = self._flint.arb, self._flint.ctx
        before = context.prec
        try:
            for rung, precision in enumerate(PRECISIONS):
                context.prec = precision
                try:
                    gap = self._function(rung)(arb(x)) - arb(of.numerator) / of.denominator
                except Undecided:
                    continue
                if gap > 0 or gap < 0 or gap.is_zero():
                    return int(gap > 0) - int(gap < 0)
            value = evaluator(self._scalar, Rationals())(Fraction(x))  # equal, or no precision would tell
            return int(value > of) - int(value < of)
        finally:
            context.prec = before

    def is_rounded(self, x: float, y: float, dtype: Any) -> bool:
        """Whether y is the number of the format nearest to f(x), the even one of two."""
        if math.isinf(x) or math.isinf(y) or math.isnan(y):
            return bool(ulp_errors(np.array(y).astype(dtype), *self.exact_scaled([x])[:2], exponent=0) == 0)
        form = Format(dtype)
        # The numbers of the format beside y, as if its range had no upper end.
        for side in (1, -1):
            place = max(math.frexp(y)[1] - 1, form.low) if y else form.low
            step = Fraction(2) ** (place - form.bits + 1)
            if side * y < 0 and abs(math.frexp(y)[0]) == 0.5 and place > form.low:
                step /= 2
            found = side * self.side(x, Fraction(y) + side * step / 2)
            if found > 0 or (found == 0 and (Fraction(y) / step) % 2):
                return False
        return True

    def exact(self, x: float) -> Any:
        """The value as an mpmath number."""
        import mpmath

        found = self.dyadic(float(x))
        return mpmath.mpf(found) if isinstance(found, tuple) else mpmath.mpf(float(found))

    def exact_scaled(self, xs: Iterable[float] | Array) -> tuple[Array, Array, Array]:
        """The values as (hi + lo)*2^exponent with 1 <= |hi| < 2, which also holds those below the subnormals."""
        points = np.asarray(xs, np.float64)
        rows = [self._scaled(x) for x in points.reshape(-1).tolist()]
        hi, lo, exponent = (
            (np.array(c).reshape(points.shape) for c in zip(*rows, strict=True)) if rows else [points] * 3
        )
        return hi, lo, np.clip(exponent, -100000, 100000).astype(np.int64)

    def _scaled(self, x: float) -> tuple[float, float, int]:
        found = self.dyadic(x)
        if not isinstance(found, tuple):
            return found, 0.0, 0
        hi, lo, e = split(*found)
        return hi, lo, max(min(e, 100000), -100000)

    def exact_array(self, xs: Iterable[float] | Array) -> tuple[Array, Array]:
        """The values as unevaluated sums hi + lo of doubles; what underflows there is lost."""
        hi, lo, e = self.exact_scaled(xs)
        with np.errstate(all="ignore"):
            return np.ldexp(hi, e), np.ldexp(lo, e)

    @cached_property
    def kinks(self) -> tuple[float, ...]:
        """Where the case of the definition changes, as doubles."""
        expression = definition(self._system, self._constants)[0]
        found: set[float] = set()
        for condition in compile_entry(expression, [self.variable]).kinks:
            roots = sympy.solveset(condition, self.variable, sympy.S.Reals)
            if isinstance(roots, sympy.FiniteSet):
                found.update(float(r) for r in roots)
        return tuple(sorted(found))

    @cached_property
    def roots(self) -> tuple[float, ...]:
        """Where the value changes its sign away from 0, to the nearest double below."""
        scale = [2.0**e * (1 + k / 8) for e in range(-12, 9) for k in range(8)]
        found = []
        for side in (-1.0, 1.0):
            signs = [(x, self._sign(x)) for x in (side * s for s in scale)]
            for (_, p), (b, q), (_, r) in zip(signs, signs[1:], signs[2:], strict=False):
                if q == 0 and p * r < 0:
                    found.append(b)
            for (a, p), (b, q) in pairwise(signs):
                if p * q < 0:
                    found.append(self._bisected(a, b, p))
        return tuple(sorted(found))

    def _sign(self, x: float) -> int:
        found = self.dyadic(x)
        value = found[0] if isinstance(found, tuple) else found
        return (value > 0) - (value < 0)

    def _bisected(self, a: float, b: float, sign: int) -> float:
        while True:
            middle = float(Fraction(a) / 2 + Fraction(b) / 2)
            if middle in (a, b):
                return min(a, b)
            if self._sign(middle) == sign:
                a = middle
            else:
                b = middle

    @cached_property
    def slope(self) -> Oracle:
        """The oracle of the derivative of this one."""
        return Oracle(self.name, self.variant, self.order + 1, **self.params)


def _tiny(ball: Any) -> bool:
    return bool(ball.abs_upper() < ball.__class__(2) ** -FLOOR)
