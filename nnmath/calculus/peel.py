"""The last term of a sum split off: Sigma_{i<=t+1} = Sigma_{i<=t} + the term i = t+1."""

from __future__ import annotations

from fractions import Fraction

from nnmath.calculus.algebra import Context
from nnmath.calculus.guards import replaced
from nnmath.calculus.integers import implied, range_facts
from nnmath.calculus.normal import simplify
from nnmath.calculus.terms import Sum, Term
from nnmath.notation.arrays import Axis, Guard


def peeled(ctx: Context, total: Sum, name: str) -> Sum:
    """Every sum whose extent speaks of `name`, with its outermost term on its own."""
    terms: list[tuple[Fraction, Term]] = []
    for coefficient, term in total.terms:
        for part in _by_guard(term, name):
            terms += _by_size(ctx, coefficient, part, name).terms
    return simplify(ctx, Sum(tuple(terms)))


def _by_guard(term: Term, name: str) -> list[Term]:
    """[g >= 0] = [g - 1 >= 0] + [g = 0]."""
    for guard in term.guards:
        bound = guard.index.names & term.bound_names
        slope = guard.index.coefficient(name)
        if guard.relation == ">=" and bound and slope is not None and slope.constant in (1, -1):
            others = tuple(g for g in term.guards if g is not guard)
            inner = (Guard(">=", guard.index - 1), Guard("==", guard.index))
            return [Term(term.bound, (*others, g), term.factors) for g in inner]
    return [term]


def _by_size(ctx: Context, coefficient: Fraction, term: Term, name: str) -> Sum:
    """Sigma_{i<n} f(i) = Sigma_{i<n-1} f(i) + f(n-1), where n >= 1."""
    for axis in term.bound:
        facts = ctx.scope.facts + range_facts(a for a in term.bound if a != axis)
        if name in axis.size.names and implied(facts, Guard(">=", axis.size - 1)):
            last = axis.size - 1
            rest = tuple(a for a in term.bound if a != axis)
            if last.names & term.bound_names or any(axis.name in a.size.names for a in rest):
                continue
            shorter = tuple(Axis(a.name, last) if a == axis else a for a in term.bound)
            one = replaced(ctx, coefficient, Term(rest, term.guards, term.factors), {axis.name: last})
            return Sum(((coefficient, Term(shorter, term.guards, term.factors)),)) + one
    return Sum(((coefficient, term),))
