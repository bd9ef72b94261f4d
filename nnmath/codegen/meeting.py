"""Choices whose two cases meet: said by the smaller and the larger of two numbers, without choosing.

Choosing entry by entry takes as long as three to six sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy

from nnmath.codegen.minus_one import ExpM1Below, below
from nnmath.notation.arrays import Read, index_names
from nnmath.notation.functions import absolute, sign

ORDERED = (sympy.Lt, sympy.Le, sympy.Gt, sympy.Ge)


class Least(sympy.Function):  # type: ignore[misc]
    """The smaller of two."""


class Largest(sympy.Function):  # type: ignore[misc]
    """The larger of two, or the one of them that is a number."""


class Above(sympy.Function):  # type: ignore[misc]
    """Of x, b, s and t: x where x > 0, else b, which elsewhere is the larger of the two if s <= 1 and t >= 0."""


class Beyond(sympy.Function):  # type: ignore[misc]
    """Of x, k, b and e: k where x > 0, else b, which is e where x > 0; k may be e for some parameters."""


class Straightened(sympy.Function):  # type: ignore[misc]
    """Of s, x and h: s (x - h s)."""


class Saturated(sympy.Function):  # type: ignore[misc]
    """Of x, q and k: k*sign(x) where |x| >= q, else x*k/q."""


def sides(condition: Any) -> list[sympy.Expr]:
    """What a condition compares, without what is one number for all entries."""
    return [side for side in condition.args if index_names(side)] if isinstance(condition, ORDERED) else []


def without_choice(cases: Sequence[tuple[sympy.Expr, Any]]) -> sympy.Expr | None:
    """The same as two cases that meet, None where no form without a choice is known."""
    if len(cases) != 2 or cases[1][1] != sympy.true or len(sides(cases[0][1])) != 1:
        return None
    (first, condition), (second, _) = cases
    (u,) = sides(condition)
    (c,) = (side for side in condition.args if side != u)
    high, low = (first, second) if condition.gts == u else (second, first)
    if isinstance(u, absolute):
        return _saturated(u, c, high, low) or _straightened(u, c, high, low)
    if c != 0 or not isinstance(u, Read) or not u.array.rank:
        return None
    if any(r != u and r.array.rank for r in high.atoms(Read) | low.atoms(Read)) or low.has(sympy.Piecewise):
        return None
    if (line := _line(u, high, low)) is not None or condition.lts == u:  # where x <= 0 is asked, NaN is above
        return line
    return _constant(u, high, low, isinstance(condition, sympy.Gt))


def _saturated(u: absolute, c: sympy.Expr, high: sympy.Expr, low: sympy.Expr) -> sympy.Expr | None:
    """Of ``k*sign(x) if |x| > c else x*k/c``."""
    (x,) = u.args
    k = high / sign(x)
    return Saturated(x, c, k) if k.is_number and k != 0 and sympy.expand(low * c - k * x) == 0 else None


def _straightened(u: absolute, c: sympy.Expr, high: sympy.Expr, low: sympy.Expr) -> sympy.Expr | None:
    """Of ``r c |x| - r c^2/2 if |x| > c else r x^2/2``: s (x - s/(2 r)), s its slope, ``r x`` between -r c and r c."""
    (x,) = u.args
    r = sympy.expand(2 * low / x**2)
    if r == 0 or r.has(x) or index_names(r) or sympy.expand(high - r * c * u + r * c**2 / 2) != 0:
        return None
    slope = sympy.Piecewise((r * c * sign(x), u >= c), (r * x, True))
    return Straightened(slope, x, 1 / (2 * r))


def _line(x: Read, high: sympy.Expr, low: sympy.Expr) -> sympy.Expr | None:
    """``k*x if x > 0 else b(x)``, k > 0; if b is convex and no steeper than that at 0, then b(x) >= k*x for x < 0.

    b is computed at 0 for x > 0: it must be 0 there, and not only without rounding. For a parameter that the dtype
    holds as 0 or infinite it may be NaN, which the larger of two leaves out and a sum does not.
    """
    slope, slack = sympy.diff(high, x), sympy.diff(high - low, x).subs(x, 0)
    bend, shape = sympy.diff(low, x, 2).as_independent(x)
    small = below(low, x)
    if not slope.is_positive or not slope.is_number or high != slope * x or not _vanishes(small, x):
        return None
    small = small.subs(x, Least(x, sympy.S.Zero))
    if shape.is_positive and bend.is_positive and sympy.expand(slack).is_nonnegative:
        return Largest(small, slope * x)
    steep = sympy.expand(slope - slack)
    if shape.is_positive and slope == 1 and low.atoms(Read) == {x} | steep.atoms(Read):
        return Above(x, small, steep, bend)
    return slope * Largest(x, sympy.S.Zero) + small if low.atoms(Read) == {x} else None


def _constant(x: Read, high: sympy.Expr, low: sympy.Expr, strict: bool) -> sympy.Expr | None:
    """``k if x > 0 else e*exp(u(x))``, u(0) = 0, where k is e; or may be, and the condition is `strict`."""
    edge, grown = low.as_independent(x, as_Add=False)
    if index_names(high) or high == 0 or not isinstance(grown, sympy.exp):
        return None
    apart, rate = sympy.expand(high - edge), grown.args[0] / x
    if rate.has(x) or not rate.is_positive or (apart.is_number and apart != 0):
        return None
    small = low.subs(x, Least(x, sympy.S.Zero))
    if apart == 0:
        return small
    return Beyond(x, high, small, edge) if strict else None


def _vanishes(e: sympy.Expr, x: Read) -> bool:
    """Whether every term is 0 at x = 0 because a factor of it is."""
    if isinstance(e, sympy.Add):
        return all(_vanishes(term, x) for term in e.args)
    if isinstance(e, sympy.Mul):
        return any(_vanishes(factor, x) for factor in e.args)
    if isinstance(e, sympy.Pow):
        return bool(e.exp.is_positive) and _vanishes(e.base, x)
    return bool(e == x) or (isinstance(e, ExpM1Below) and _vanishes(e.args[0], x))
