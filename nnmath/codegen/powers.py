"""Forms of powers and absolute values that keep their meaning at 0 when evaluated.

sympy differentiates ``x**c`` to ``c*x**c/x``, which at x = 0 is 0/0, and ``sqrt(x**2)`` to functions of
its own. `evaluable` writes the first as ``c*x**(c - 1)``, and the second in the library's functions.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import sympy

from nnmath.notation.functions import absolute, sign
from nnmath.notation.system import System

Term = tuple[sympy.Expr, sympy.Expr, sympy.Expr, sympy.Expr]


def evaluable(system: System) -> System:
    """Each quotient ``x**c/x`` with a symbolic c as one power."""
    return _mapped(system, combined)


def native(system: System) -> System:
    """sympy's Abs, sign and DiracDelta as the library's abs, sign and 0."""
    return _mapped(system, _native)


def _mapped(system: System, change: Callable[[sympy.Expr], sympy.Expr]) -> System:
    bodies = [change(s.body) for s in system.statements]
    if all(b == s.body for b, s in zip(bodies, system.statements, strict=True)):
        return system
    statements = tuple(replace(s, body=b) for b, s in zip(bodies, system.statements, strict=True))
    return replace(system, statements=statements, equations=())


def _native(e: sympy.Expr) -> sympy.Expr:
    if not e.has(sympy.Abs, sympy.sign, sympy.DiracDelta):
        return e
    e = e.replace(sympy.DiracDelta, lambda *_: sympy.Integer(0))
    return e.replace(sympy.Abs, absolute).replace(sympy.sign, sign)


def combined(e: sympy.Expr) -> sympy.Expr:
    """``b**e/b**k`` as ``b**(e - k)``; where the coefficient in e is 0, the exponent is 0 and not negative.

    >>> x, c = sympy.symbols("x c")
    >>> combined(x**c / x)
    x**(c - 1)
    >>> combined(c * x**c / x).subs({c: 0, x: 0})
    0
    >>> combined(c**2 * x**c / x**2 - c * x**c / x**2).subs({c: 1, x: 0})
    0
    """
    if not any(_symbolic(p) for p in e.atoms(sympy.Pow)):
        return e
    if not isinstance(e, sympy.Add | sympy.Mul):
        return _inside(e)
    # Terms as wholes come after the sum that they stand in, whose coefficients belong together.
    e = sympy.Add(*(sympy.Mul(*map(_factor, sympy.Mul.make_args(t))) for t in sympy.Add.make_args(e)))
    groups: dict[tuple[sympy.Expr, sympy.Expr, sympy.Expr], sympy.Expr] = {}
    rest = []
    for term in sympy.Add.make_args(e):
        found = _taken_apart(term)
        if found is None:
            rest.append(term)
        else:
            base, exponent, others, own = found
            groups[base, exponent, others] = groups.get((base, exponent, others), sympy.Integer(0)) + own
    if not groups:
        return e
    return sympy.Add(*rest, *(_power(*key, sympy.factor(own)) for key, own in groups.items()))


def _factor(e: sympy.Expr) -> sympy.Expr:
    return combined(e) if isinstance(e, sympy.Add) else _inside(e)


def _inside(e: sympy.Expr) -> sympy.Expr:
    args = tuple(combined(a) if isinstance(a, sympy.Expr) else a for a in e.args)
    return e if args == e.args else e.func(*args)


def _power(base: sympy.Expr, exponent: sympy.Expr, others: sympy.Expr, own: sympy.Expr) -> sympy.Expr:
    above = sympy.fraction(own)[0]
    if not above.is_number:
        exponent = sympy.Piecewise((exponent, sympy.Ne(above, 0)), (0, True))
    return sympy.Mul(own, others, sympy.Pow(base, exponent))


def _symbolic(e: sympy.Expr) -> bool:
    return isinstance(e, sympy.Pow) and e.base != sympy.E and not e.exp.is_number and not e.exp.has(sympy.Piecewise)


def _taken_apart(term: sympy.Expr) -> Term | None:
    """(base, exponent, other factors, factors in the exponent's symbols) of a power divided by its base."""
    factors = list(sympy.Mul.make_args(term))
    for power in filter(_symbolic, factors):
        inside = power.base.as_powers_dict()
        for below in factors:
            base, exponent = below.as_base_exp()
            if not (exponent.is_Integer and exponent.is_negative):
                continue
            times = sympy.Integer(1) if base == power.base else inside.get(base, sympy.Integer(0))
            if not (times.is_Integer and times.is_positive):
                continue
            # base**(times*count) of the power, for the smallest count, outweighs the divisor.
            count = sympy.ceiling(-exponent / times)
            left = sympy.Mul(*(f for f in factors if f is not power and f is not below))
            left *= (power.base / base**times) ** count * base ** (times * count + exponent)
            symbols = power.exp.free_symbols
            own, others = sympy.Integer(1), sympy.Integer(1)
            for f in sympy.Mul.make_args(left):
                if f.free_symbols <= symbols:
                    own *= f
                else:
                    others *= f
            return power.base, power.exp - count, others, own
    return None
