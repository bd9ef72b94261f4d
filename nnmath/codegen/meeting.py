"""Choices whose two cases meet: said by the smaller and the larger of two numbers, without choosing.

Choosing entry by entry takes as long as three to six sums.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import sympy

from nnmath.notation.arrays import Read, index_names
from nnmath.notation.functions import absolute

ORDERED = (sympy.Lt, sympy.Le, sympy.Gt, sympy.Ge)


class Least(sympy.Function):  # type: ignore[misc]
    """The smaller of two."""


class Largest(sympy.Function):  # type: ignore[misc]
    """The larger of two."""


class Beyond(sympy.Function):  # type: ignore[misc]
    """Of x, k, b and e: k where x > 0, else b, which is e where x > 0; k may be e for some parameters."""


class Above(sympy.Function):  # type: ignore[misc]
    """Of x, b, s and t: x where x > 0, else b, which is the larger of the two elsewhere if s >= 0 and t >= 0."""


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
    above, below = (first, second) if condition.gts == u else (second, first)
    if condition.lts == u and not index_names(above):
        return None  # which of the two NaN chooses
    return _capped(u, c, above, below) or _halves(u, c, above, below)


def _capped(u: sympy.Expr, c: sympy.Expr, above: sympy.Expr, below: sympy.Expr) -> sympy.Expr | None:
    """Of ``b(u, c) if u > c else b(u, u)``, u = |x|: b(u, m), m the smaller of u and c."""
    if not isinstance(c, sympy.Symbol) or c not in above.free_symbols or not isinstance(u, absolute):
        return None
    at, least = sympy.symbols("at least", positive=True, cls=sympy.Dummy)
    above, below = (_of_absolute(f, u, at) for f in (above, below))
    if index_names(above) | index_names(below) or sympy.expand(above.subs(c, at) - below) != 0:
        return None
    number, factors = sympy.factor(above.subs(c, least)).as_coeff_mul()
    total = next((f for f in factors if isinstance(f, sympy.Add)), sympy.S.One)
    found = sympy.Mul(sympy.expand(number * total), *(f for f in factors if f != total))
    return found.subs({at: u, least: Least(u, c)})


def _of_absolute(f: sympy.Expr, u: absolute, at: sympy.Symbol) -> sympy.Expr:
    """f of x and u = |x| in terms of |x| alone, where it is the same for -x."""
    (x,) = u.args
    f = f.subs(u, at)
    return f.subs(x, at) if sympy.expand(f - f.subs(x, -x)) == 0 else f


def _halves(x: sympy.Expr, c: sympy.Expr, above: sympy.Expr, below: sympy.Expr) -> sympy.Expr | None:
    """Of ``a(x) if x > 0 else b(x)``, a constant or a multiple of x, and b without a choice."""
    if c != 0 or not isinstance(x, Read) or not x.array.rank or not below.has(x) or below.has(sympy.Piecewise):
        return None
    edge, slope = below.subs(x, 0), sympy.diff(above, x)
    apart = sympy.expand(above.subs(x, 0) - edge)
    if not slope.is_number or any(index_names(e) for e in (edge, apart)) or (apart.is_number and apart != 0):
        return None
    low = below.subs(x, Least(x, sympy.S.Zero))
    found = _on_a_line(x, slope, below, low) if slope != 0 else low if apart == 0 else Beyond(x, above, low, edge)
    # b is computed at 0 too, where it may be NaN for numbers that are infinite: those must tell by the last arguments.
    told = sympy.Tuple(*found.args[2:]).atoms(Read) if isinstance(found, Above | Beyond) else set()
    meets = slope == 0 or (edge == 0 and above == slope * x)
    known = all(r == x or (not r.array.rank and (r.is_positive or r in told)) for r in below.atoms(Read))
    return found if meets and known else None


def _on_a_line(x: Read, slope: sympy.Expr, below: sympy.Expr, low: sympy.Expr) -> sympy.Expr:
    """``slope*x if x > 0 else b(x)``; if b is convex and no steeper than that at 0, then b(x) >= slope*x for x < 0."""
    slack = sympy.expand(slope - sympy.diff(below, x).subs(x, 0))
    bend, shape = sympy.diff(below, x, 2).as_independent(x)
    if shape.is_positive and bend.is_positive and slack.is_nonnegative:
        return Largest(slope * x, low)
    if shape.is_positive and slope == 1 and not slack.is_number:
        return Above(x, low, slack, bend)
    return slope * Largest(x, sympy.S.Zero) + low
