"""Exponentials less one, which must not be taken apart: near 0 they cancel."""

from __future__ import annotations

import sympy


class ExpM1Below(sympy.Function):  # type: ignore[misc]
    """exp(u) - 1 where another case stands for u > 0."""


def less_one(e: sympy.Add) -> tuple[sympy.Expr, sympy.Expr, sympy.Expr, bool] | None:
    """Of ``c*exp(u) - c + rest``: c, u, the rest, and whether the rest holds ``-c*u``."""
    for term in e.args:
        scale, grown = term.as_coeff_Mul()
        if isinstance(grown, sympy.exp) and -scale in e.args:
            u = grown.args[0]
            further = set(e.args) >= set(sympy.Add.make_args(sympy.expand(-scale * u)))
            return scale, u, e - term + scale, further
    return None


def below(value: sympy.Expr, x: sympy.Expr) -> sympy.Expr:
    """A value for x <= 0, where what it is for x > 0 does not matter."""

    def replaced(e: sympy.Add) -> sympy.Expr:
        found = less_one(e)
        if found is None or found[3] or not (found[1] / x).is_positive:
            return e
        scale, u, rest, _ = found
        return scale * ExpM1Below(u) + rest

    return value.replace(lambda e: isinstance(e, sympy.Add), replaced)
