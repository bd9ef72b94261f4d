"""Forms of powers and absolute values that keep their meaning at 0 when evaluated.

sympy differentiates ``x**c`` to ``c*x**c/x``, which at x = 0 is 0/0, and ``sqrt(x**2)`` to functions of
its own. `evaluable` writes the first as ``c*x**(c - 1)``, and the second in the library's functions.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import replace

import sympy

from nnmath.notation.arrays import IndexValue
from nnmath.notation.functions import absolute, sign
from nnmath.notation.system import System

Term = tuple[sympy.Expr, sympy.Expr, sympy.Expr, sympy.Expr]


def evaluable(system: System) -> System:
    """Each quotient ``x**c/x`` with a symbolic c as one power; no case for what the other gives anyway."""
    finite = {a.scalar for a in system.parameter_arrays}
    return _mapped(system, lambda e: combined(without_removable_cases(e, finite)))


def without_removable_cases(e: sympy.Expr, finite: Set[sympy.Expr] = frozenset()) -> sympy.Expr:
    """``0 if x == 0 else sqrt(x)`` as ``sqrt(x)``: the case is there for its derivative.

    It stays where the other one reads more than x and numbers known to be finite.

    >>> x, y = sympy.symbols("x y")
    >>> without_removable_cases(sympy.Piecewise((0, sympy.Eq(x, 0)), (sympy.sqrt(x) / 3, True)))
    sqrt(x)/3
    >>> without_removable_cases(sympy.Piecewise((0, sympy.Eq(x, 0)), (x * y, True)))
    Piecewise((0, Eq(x, 0)), (x*y, True))
    >>> without_removable_cases(sympy.Piecewise((0, sympy.Eq(x, 0)), (1 / sympy.sqrt(x), True)))
    Piecewise((0, Eq(x, 0)), (1/sqrt(x), True))
    """

    def without(*cases: tuple[sympy.Expr, sympy.Basic]) -> sympy.Expr:
        kept = sympy.Piecewise(*cases, evaluate=False)
        if len(cases) != 2 or not isinstance(cases[0][1], sympy.Eq):
            return kept
        (there, condition), (value, _) = cases
        x, place = condition.args
        read = {a for a in value.free_symbols if not isinstance(a, IndexValue)}
        removable = place.is_number and read <= {x} | finite and value.xreplace({x: place}) == there
        return value if removable else kept

    return e.replace(sympy.Piecewise, without) if e.has(sympy.Piecewise) else e


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
    if isinstance(e, sympy.Piecewise):
        return sympy.Piecewise(*((combined(value), condition) for value, condition in e.args), evaluate=False)
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
