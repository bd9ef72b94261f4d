"""Scalar expressions taken apart, and Python numbers as text."""

from __future__ import annotations

import sympy

from nnmath.notation.arrays import Read


def factors_of(term: sympy.Expr) -> list[sympy.Expr]:
    """The factors of a product; numbers common to the terms of a sum are factors of their own."""
    found: list[sympy.Expr] = []
    number = sympy.Integer(1)
    for factor in term.as_ordered_factors() if isinstance(term, sympy.Mul) else [term]:
        if isinstance(factor, sympy.Add):
            content, factor = factor.primitive()
            constant = any(t.is_number for t in factor.args)
            if not constant and _leading(factor).could_extract_minus_sign():
                content, factor = -content, -factor
            number *= content
            found.append(factor)
        elif factor.is_Rational:
            number *= factor
        else:
            found.append(factor)
    return found if number == 1 and found else [number, *found]


def _leading(e: sympy.Add) -> sympy.Expr:
    """The term that reads the largest array, and few besides: sums are written with it positive."""

    def rank(t: sympy.Expr) -> tuple[int, int]:
        found = t.atoms(Read)
        return max((r.array.rank for r in found), default=0), -len(found)

    return max(e.as_ordered_terms(), key=rank)


def negated(term: sympy.Expr) -> tuple[bool, sympy.Expr]:
    """Whether a term carries a minus sign, and the term without it."""
    coefficient, _ = term.as_coeff_Mul()
    return (True, -term) if coefficient.is_negative else (False, term)


def number_text(e: sympy.Expr) -> str:
    if isinstance(e, sympy.Rational) and not isinstance(e, sympy.Integer):
        value = float(e)
        return repr(value)
    if e in (sympy.oo, -sympy.oo):
        return "np.inf" if e == sympy.oo else "(-np.inf)"
    return repr(float(e))


def folded(a: str, sign: str, b: str) -> str:
    """Arithmetic of two Python numbers, as text in brackets."""
    if sign == "*" and a in ("1", "-1", "(-1)"):
        return b if a == "1" else f"(-{b})"
    return f"({a}{sign}{b})" if sign == "*" else f"({a} {sign} {b})"
