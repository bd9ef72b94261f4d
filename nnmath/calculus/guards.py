"""Guards and axes of a term: deltas contracted, idle axes paid for, guards judged by meaning.

Sigma_{b<n} [b = e] f(b) = [0 <= e < n] f(e)        Sigma_{b<n} f = n*f
Sigma_{k<K} [t = k] = 1 for data 0 <= t < K
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from fractions import Fraction

from nnmath.calculus import algebra
from nnmath.calculus.algebra import Context, build
from nnmath.calculus.canonical import Edge, collect, edges_of, labellings
from nnmath.calculus.integers import Facts, Scope, contradictory, implied, range_facts, vanishes, visible
from nnmath.calculus.terms import (
    ONE,
    ZERO,
    Apply,
    Atom,
    Entry,
    Factor,
    Nest,
    Sum,
    Term,
    atom,
)
from nnmath.notation.arrays import Axis, Guard, within
from nnmath.notation.index import Index

Weighted = tuple[Fraction, Term]
_QUIET = Context(Scope({}))


def settle(ctx: Context, coefficient: Fraction, term: Term) -> Sum:
    """One term with its deltas contracted, its idle axes counted and its guards pruned."""
    for step in (
        squeeze,
        same_digit,
        contract,
        substitute_equal,
        trivial_axis,
        certain_class,
        idle_axis,
        narrow,
        sheltered,
    ):
        changed = step(ctx, coefficient, term)
        if changed is not None:
            return settled(ctx, changed)
    return prune(ctx, coefficient, term)


def sheltered(ctx: Context, coefficient: Fraction, term: Term) -> Sum | None:
    """[g] f([g] a) = [g] f(a): where the whole term's guard fails, its functions do not matter."""
    known = frozenset(term.guards)
    lifted = [(without_guards(ctx, a, known), a, e) for a, e in term.factors] if known else []
    if all(value is None for value, *_ in lifted):
        return None
    total = build(ctx, coefficient, term.bound, term.guards, [(a, e) for value, a, e in lifted if value is None])
    for value, _, exponent in lifted:
        if value is not None:
            total = times(ctx, total, value, exponent)
    return total


def without_guards(ctx: Context, content: Atom, known: frozenset[Guard]) -> Sum | None:
    """A function of arguments from which these guards are dropped; None where there are none."""
    if not isinstance(content, Apply) or not content.args:
        return None
    args = [_free_of(ctx, a, known) for a in content.args]
    if all(a is None for a in args):
        return None
    return reapply(ctx, content, [a if a is not None else b for a, b in zip(args, content.args, strict=True)])


def _free_of(ctx: Context, total: Sum, known: frozenset[Guard]) -> Sum | None:
    changed = False
    terms: list[Weighted] = []
    for coefficient, term in total.terms:
        guards = tuple(g for g in term.guards if g not in known)
        inner = [(without_guards(ctx, a, known), a, e) for a, e in term.factors]
        if len(guards) == len(term.guards) and all(value is None for value, *_ in inner):
            terms.append((coefficient, term))
            continue
        changed = True
        part = build(ctx, coefficient, term.bound, guards, [(a, e) for value, a, e in inner if value is None])
        for value, _, exponent in inner:
            if value is not None:
                part = times(ctx, part, value, exponent)
        terms += part.terms
    return settled(ctx, Sum(tuple(terms))) if changed else None


def settled(ctx: Context, total: Sum) -> Sum:
    terms: list[Weighted] = []
    for coefficient, term in total.terms:
        terms += settle(ctx, coefficient, term).terms
    return collect(Sum(tuple(terms)))


def index_value(index: Index) -> Sum:
    """An index as a number: a polynomial of its names."""
    total: list[Weighted] = []
    for monomial, coefficient in index.terms:
        factors = [(Apply("count", (Index({(a,): 1}),)), ONE) for a in monomial]
        total += build(_QUIET, Fraction(coefficient), (), (), factors).terms
    return Sum(tuple(total))


def solve(guard: Guard, name: str) -> Index | None:
    """The value that an equality gives to a name of coefficient +1 or -1."""
    slope = guard.index.coefficient(name)
    if guard.relation != "==" or slope is None or slope.constant not in (1, -1):
        return None
    return Index.name(name) - guard.index * slope


def range_guards(value: Index, axis: Axis) -> Facts:
    """What the contracted axis demanded of its value."""
    return within(value, axis.size)


def squeeze(ctx: Context, coefficient: Fraction, term: Term) -> Sum | None:
    """[g >= 0] is [g = 0] where g <= 0 is among the facts."""
    for guard in term.guards:
        if guard.relation == ">=" and guard.index.names & term.bound_names:
            others = tuple(g for g in term.guards if g != guard)
            if visible(range_facts(term.bound) + others, -guard.index):
                equal = Guard("==", guard.index)
                return Sum(((coefficient, Term(term.bound, (*others, equal), term.factors)),))
    return None


def same_digit(ctx: Context, coefficient: Fraction, term: Term) -> Sum | None:
    """From [K*h + j = K*g + k] with 0 <= j, k < K follows h = g: the leading digit of a mixed radix."""
    for guard in term.guards:
        for axis in term.bound if guard.relation == "==" else ():
            slope = guard.index.coefficient(axis.name)
            if slope is None or slope.constant is not None:
                continue
            for other in sorted(guard.index.names - {axis.name}):
                difference = Index.name(axis.name) - other
                equal = Guard("==", difference)
                if {equal, Guard("==", -difference)} & set(term.guards):
                    continue
                if guard.index.coefficient(other) == -slope and _is_zero(ctx, term, difference):
                    return Sum(((coefficient, Term(term.bound, (*term.guards, equal), term.factors)),))
    return None


def _is_zero(ctx: Context, term: Term, index: Index) -> bool:
    facts = ctx.scope.facts + range_facts(term.bound) + term.guards
    return all(implied(facts, Guard(">=", i)) for i in (index, -index))


def contract(ctx: Context, coefficient: Fraction, term: Term) -> Sum | None:
    """Replace a bound axis by the value that a guard gives it; its range becomes a guard."""
    for guard in term.guards:
        for axis in reversed(term.bound) if ctx.last_axis_first else term.bound:
            value = solve(guard, axis.name) if axis.name in guard.index.names else None
            if value is None or axis.name in value.names or axis.name in axis.size.names:
                continue
            rest = tuple(a for a in term.bound if a != axis)
            guards = tuple(g for g in term.guards if g != guard) + range_guards(value, axis)
            return replaced(ctx, coefficient, Term(rest, guards, term.factors), {axis.name: value})
    return None


def replaced(ctx: Context, coefficient: Fraction, term: Term, values: dict[str, Index]) -> Sum:
    """Substitution of names that nothing binds any more; numbers of them become polynomials."""
    axes = tuple(a.substitute(values) for a in term.bound)
    guards = tuple(g.substitute(values) for g in term.guards)
    same = [f for f in term.factors if not f[0].free & values.keys()]
    plain = [(a.substitute(values), e) for a, e in term.factors if a.free & values.keys() and not _composite(a)]
    total = build(ctx, coefficient, axes, guards, same + plain)
    for content, exponent in term.factors:
        if content.free & values.keys() and _composite(content):
            total = times(ctx, total, instance(ctx, content, values), exponent)
    return total


def _composite(content: Atom) -> bool:
    """Whether an atom may become a sum when its indices change."""
    return isinstance(content, Apply) and content.head not in ("is", "equal")


def times(ctx: Context, total: Sum, value: Sum, exponent: Fraction) -> Sum:
    """Multiplication under the binder: the axes of `total` bind names of `value`, so they stay."""
    terms: list[Weighted] = []
    for c2, t2 in algebra.power(ctx, value, exponent).terms:
        fresh = t2.refreshed()
        for c1, t1 in total.terms:
            guards = t1.guards + fresh.guards
            terms += build(ctx, c1 * c2, t1.bound + fresh.bound, guards, t1.factors + fresh.factors).terms
    return Sum(tuple(terms))


def instance(ctx: Context, content: Atom, values: dict[str, Index]) -> Sum:
    """An atom at other indices; an index as a number may become a sum."""
    if isinstance(content, Apply) and content.head == "count":
        return index_value(content.at[0].substitute(values))
    if isinstance(content, Apply) and content.args and (content.head == "base" or _counts(content, values)):
        return reapply(ctx, content.substitute(values), [instance_of(ctx, a, values) for a in content.args])
    return atom(content.substitute(values))


def _counts(content: Atom, values: dict[str, Index]) -> bool:
    """Whether one of the names occurs as a number somewhere inside."""
    if isinstance(content, Apply) and content.head == "count":
        return bool(content.free & values.keys())
    inner = content.args if isinstance(content, Apply) else (content.body,) if isinstance(content, Nest) else ()
    return any(_counts(a, values) for s in inner for _, t in s.terms for a, _ in t.factors)


def instance_of(ctx: Context, total: Sum, values: dict[str, Index]) -> Sum:
    """A sum at other indices."""
    terms: list[Weighted] = []
    for coefficient, term in total.terms:
        terms += replaced(ctx, coefficient, term, values).terms
    return collect(Sum(tuple(terms)))


def reapply(ctx: Context, content: Apply, args: Sequence[Sum]) -> Sum:
    """The same function of other arguments."""
    if content.head == "base":
        return args[0]
    if content.head == "positive":
        return algebra.positive(ctx, args[0])
    if content.head == "power":
        return algebra.symbolic_power(ctx, *args)
    if content.head in ("is", "equal") or content.head.startswith("opaque:"):
        return atom(Apply(content.head, content.at, tuple(args)))
    return algebra.function(ctx, content.head, args[0])


def substitute_equal(ctx: Context, coefficient: Fraction, term: Term) -> Sum | None:
    """Where [n = e] holds for a free index n, the other parts of the term read e for n."""
    indices = [a.name for a in ctx.scope.axes]
    for guard in term.guards:
        for name in sorted(guard.index.names & set(indices), reverse=True):
            value = solve(guard, name)
            others = tuple(g for g in term.guards if g != guard)
            rest = Term(term.bound, others, term.factors)
            if value is None or name in value.names or value.names & term.bound_names:
                continue
            if name not in rest.mentioned:
                break  # the later name gives way to the earlier, never back
            total = replaced(ctx, coefficient, rest, {name: value})
            return Sum(tuple((c, Term(t.bound, (guard, *t.guards), t.factors)) for c, t in total.terms))
    return None


def trivial_axis(ctx: Context, coefficient: Fraction, term: Term) -> Sum | None:
    """Axes of size 0 and 1."""
    for axis in term.bound:
        if axis.size.constant is not None and axis.size.constant <= 0:
            return ZERO
        if axis.size == 1:
            rest = Term(tuple(a for a in term.bound if a != axis), term.guards, term.factors)
            return replaced(ctx, coefficient, rest, {axis.name: Index.of(0)})
    return None


def _elsewhere(term: Term, axis: Axis, factors: Iterable[Factor]) -> bool:
    """Whether an axis occurs in guards, in sizes of other axes, or in these factors."""
    return (
        any(axis.name in g.index.names for g in term.guards)
        or any(axis.name in a.size.names for a in term.bound)
        or any(axis.name in content.free for content, _ in factors)
    )


def certain_class(ctx: Context, coefficient: Fraction, term: Term) -> Sum | None:
    """Sigma_k [t = k] = 1, where k runs over all that t can be."""
    for content, _ in term.factors:
        if not (isinstance(content, Apply) and content.head == "is"):
            continue
        datum = _entry(content.args[0])
        axis = next((a for a in term.bound if content.at[0] == Index.name(a.name)), None)
        others = [f for f in term.factors if f[0] is not content]
        if datum is None or axis is None or datum.array.below is None or axis.name in datum.free:
            continue
        if datum.array.below == axis.size and not _elsewhere(term, axis, others):
            bound = tuple(a for a in term.bound if a != axis)
            return build(ctx, coefficient, bound, term.guards, others)
    return None


def _entry(total: Sum) -> Entry | None:
    if total.monomial and len(total.monomial[1].factors) == 1:
        content = total.monomial[1].factors[0][0]
        return content if isinstance(content, Entry) else None
    return None


def idle_axis(ctx: Context, coefficient: Fraction, term: Term) -> Sum | None:
    """An axis that nothing mentions pays its size, once that is known not to be negative."""
    for axis in term.bound:
        if _elsewhere(term, axis, term.factors):
            continue
        bound = tuple(a for a in term.bound if a != axis)
        rest = Term(bound, term.guards, term.factors)
        facts = ctx.scope.facts + range_facts(bound) + term.guards
        if implied(facts, Guard(">=", axis.size)):
            return times(ctx, Sum(((coefficient, rest),)), index_value(axis.size), ONE)
    return None


def narrow(ctx: Context, coefficient: Fraction, term: Term) -> Sum | None:
    """An axis that only guards mention is cut to where they hold: Sigma_{i<n} [i <= t] = t + 1."""
    for axis in term.bound:
        if any(axis.name in a.free for a, _ in term.factors) or any(axis.name in a.size.names for a in term.bound):
            continue
        own = [g for g in term.guards if axis.name in g.index.names]
        if len(own) == 1 and own[0].relation == ">=":
            shorter = _shorter(ctx, term, axis, own[0])
            if shorter is not None:
                bound = tuple(Axis(a.name, shorter) if a == axis else a for a in term.bound)
                guards = tuple(g for g in term.guards if g is not own[0])
                return Sum(((coefficient, Term(bound, guards, term.factors)),))
    return None


def _shorter(ctx: Context, term: Term, axis: Axis, guard: Guard) -> Index | None:
    """How many values of the axis satisfy the guard, where that is a polynomial."""
    slope = guard.index.coefficient(axis.name)
    if slope is None or slope.constant not in (1, -1):
        return None
    rest = guard.index - slope * axis.name
    count = rest + 1 if slope.constant == -1 else axis.size + rest
    bound = tuple(a for a in term.bound if a != axis)
    facts = ctx.scope.facts + range_facts(bound) + tuple(g for g in term.guards if g is not guard)
    fits = implied(facts, Guard(">=", count)) and implied(facts, Guard(">=", axis.size - count))
    return count if fits else None


def prune(ctx: Context, coefficient: Fraction, term: Term) -> Sum:
    """Guards that the others imply are dropped, a contradiction drops the term."""
    if not term.guards:
        return Sum(((coefficient, term),))
    facts = ctx.scope.facts + range_facts(term.bound)
    if contradictory(facts, term.guards):
        return ZERO
    kept = list(dict.fromkeys(term.guards))
    for guard in sorted(kept, key=lambda g: (g.relation != ">=", str(g))):
        others = tuple(g for g in kept if g is not guard)
        if implied(facts + others, guard):
            kept.remove(guard)
    return Sum(((coefficient, Term(term.bound, tuple(kept), term.factors)),))


def same_but_guards(ctx: Context, total: Sum) -> list[list[Weighted]]:
    """Terms grouped by what they are without their guards."""
    groups: dict[str, list[Weighted]] = {}
    if not any(t.guards for _, t in total.terms):
        return [list(total.terms)]
    for coefficient, term in total.terms:
        text, _ = labellings(term.bound, body_edges(term))
        groups.setdefault(text, []).append((coefficient, term))
    return list(groups.values())


def body_edges(term: Term) -> list[Edge]:
    return edges_of(Term(term.bound, (), term.factors))


def vanishes_by_meaning(ctx: Context, group: Sequence[Weighted]) -> bool:
    """Whether terms that differ in guards alone cancel at every index.

    A body with symmetries fixes its axes only up to them; the mean over all namings has the same
    sum, so it may be judged instead.
    """
    weighted: list[tuple[Fraction, Facts]] = []
    axes: dict[str, Axis] = {}
    for coefficient, term in group:
        _, namings = labellings(term.bound, body_edges(term))
        for naming in namings:
            named = term.renamed(naming)
            axes |= {a.name: a for a in named.bound}
            weighted.append((coefficient / len(namings), named.guards))
    return vanishes(ctx.scope.facts + range_facts(axes.values()), weighted)


def without_vanishing(ctx: Context, total: Sum) -> tuple[Sum, list[list[Weighted]]]:
    """What remains of a sum after the groups that vanish, and those groups."""
    kept: list[Weighted] = []
    gone = []
    for group in same_but_guards(ctx, total):
        if any(t.guards for _, t in group) and vanishes_by_meaning(ctx, group):
            gone.append(group)
        else:
            kept += group
    return Sum(tuple(kept)), gone
