"""The last term of a sum split off: Sigma_{i<=t+1} = Sigma_{i<=t} + the term i = t+1."""

from __future__ import annotations

from fractions import Fraction

from nnmath.calculus.algebra import Context
from nnmath.calculus.canonical import labellings
from nnmath.calculus.guards import Weighted, body_edges, replaced, same_but_guards
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


def joined(ctx: Context, total: Sum) -> Sum:
    """Neighbouring extents of one sum: [g + 1 >= 0] - [g >= 0] = [g + 1 = 0]."""
    kept: list[Weighted] = []
    for group in same_but_guards(ctx, total):
        kept += _joined_group(group) if any(t.guards for _, t in group) else group
    return simplify(ctx, Sum(tuple(kept)))


def _joined_group(group: list[Weighted]) -> list[Weighted]:
    terms = [(c, t.renamed(labellings(t.bound, body_edges(t))[1][0])) for c, t in group]
    for i, (c, wide) in enumerate(terms):
        for j, (d, narrow) in enumerate(terms):
            last = _last(wide, narrow) if c == -d else None
            if last is not None:
                return [*(t for k, t in enumerate(group) if k not in (i, j)), (c, last)]
    return group


def _last(wide: Term, narrow: Term) -> Term | None:
    """What the wider of two extents has more, if that is one value of one guard."""
    common = [g for g in wide.guards if g in narrow.guards]
    ours = [g for g in wide.guards if g not in common]
    theirs = [g for g in narrow.guards if g not in common]
    if not len(ours) == len(theirs) == 1:
        return None
    one, other = ours[0], theirs[0]
    if one.relation == other.relation == ">=" and one.index - other.index == 1:
        return Term(wide.bound, (*common, Guard("==", one.index)), wide.factors)
    return None
