"""Rewriting rules: ``lead -> replacement`` wherever the lead divides a term.

A bound axis of the lead stands for a bound axis of the term that is private to the match: it runs
over the same range, under the same guards, and nothing else in the term mentions it.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction

from nnmath.calculus import algebra
from nnmath.calculus.algebra import Context, build, product
from nnmath.calculus.canonical import collect, guard_text, key
from nnmath.calculus.integers import Facts, implied, range_facts
from nnmath.calculus.terms import ONE, Apply, Entry, Factor, Sum, Term, atom, atoms_of
from nnmath.notation.arrays import Axis, Guard
from nnmath.notation.index import Index

MOST_REWRITES = 400


@dataclass(frozen=True)
class Rule:
    """``lead = replacement`` for every value of the indices in `free` that satisfies `domain`."""

    lead: Term
    replacement: Sum
    free: tuple[str, ...] = ()
    domain: Facts = ()


def as_rule(left: Sum, right: Sum, free: tuple[str, ...] = (), domain: Facts = (), label: str = "") -> Rule:
    """``left = right`` turned to rewrite the leading term of `left`."""
    if left.constant is not None:
        raise ValueError(f"{label or 'the assumption'} has no unknown on its left side")
    coefficient, term = algebra.lead(left)
    rest = Sum(tuple((c, t) for c, t in left.terms if t is not term))
    return Rule(term, (right - rest).scaled(1 / coefficient), free, domain)


def rewrite(ctx: Context, total: Sum, rules: tuple[Rule, ...]) -> Sum:
    """Apply rules until none applies."""
    for _ in range(MOST_REWRITES):
        changed = _rewrite_once(ctx, total, rules)
        if changed is None:
            return total
        total = changed
    return total


def _rewrite_once(ctx: Context, total: Sum, rules: tuple[Rule, ...]) -> Sum | None:
    for position, (coefficient, term) in enumerate(total.terms):
        for rule in rules:
            found = next(matches(ctx, rule, term), None)
            if found is not None:
                rest = Sum(total.terms[:position] + total.terms[position + 1 :])
                new = product_under(ctx, coefficient, found.rest, found.replacement)
                return collect(rest + new)
    return None


@dataclass(frozen=True)
class Match:
    rest: Term
    replacement: Sum


def product_under(ctx: Context, coefficient: Fraction, term: Term, value: Sum) -> Sum:
    """``Sigma_{axes of term} (term * value)``: the value may mention those axes."""
    terms: list[tuple[Fraction, Term]] = []
    for c, t in value.terms:
        new = t.refreshed()
        guards = term.guards + new.guards
        terms += build(ctx, coefficient * c, term.bound + new.bound, guards, term.factors + new.factors).terms
    return Sum(tuple(terms))


def matches(ctx: Context, rule: Rule, term: Term) -> Iterator[Match]:
    """Every way in which the lead divides the term."""
    if len(rule.lead.bound) > len(term.bound):
        return
    for values in _instances(rule, term):
        if not in_domain(ctx, rule, term, values):
            continue
        for chosen in itertools.permutations(term.bound, len(rule.lead.bound)):
            names = {a.name: Index.name(b.name) for a, b in zip(rule.lead.bound, chosen, strict=True)}
            lead = rule.lead._replace_names({**values, **names})
            if same_ranges(lead.bound, chosen):
                rest = remainder(lead, term, chosen)
                if rest is not None:
                    yield Match(rest, rule.replacement.substitute(values))


def same_ranges(axes: tuple[Axis, ...], others: tuple[Axis, ...]) -> bool:
    return all(a.size == b.size for a, b in zip(axes, others, strict=True))


def in_domain(ctx: Context, rule: Rule, term: Term, values: Mapping[str, Index]) -> bool:
    """Whether the rule was stated for these values of its indices."""
    facts = ctx.scope.facts + range_facts(term.bound) + term.guards
    return all(implied(facts, g.substitute(values)) for g in rule.domain)


def _instances(rule: Rule, term: Term) -> Iterator[dict[str, Index]]:
    """Values of the rule's free indices, read off the entries that both have."""
    if not rule.free:
        yield {}
        return
    candidates: dict[str, dict[Index, None]] = {name: {} for name in rule.free}
    theirs = [e for a, _ in term.factors for e in _entries(a)]
    for pattern in (e for a, _ in rule.lead.factors for e in _entries(a)):
        for entry in theirs:
            if entry.array.name == pattern.array.name:
                for index, value in zip(pattern.at, entry.at, strict=True):
                    if index.as_name in candidates:
                        candidates[index.as_name].setdefault(value)
    for values in itertools.islice(itertools.product(*candidates.values()), 200):
        yield dict(zip(candidates, values, strict=True))


def _entries(content: object) -> list[Entry]:
    return [a for a in atoms_of(atom(content)) if isinstance(a, Entry)]  # type: ignore[arg-type]


def remainder(lead: Term, term: Term, chosen: tuple[Axis, ...]) -> Term | None:
    """The term without the lead's factors, guards and axes; None unless the axes are private."""
    private = {a.name for a in chosen}
    left: list[Factor] | None = _divide(lead, term, private)
    guards = _without_guards(lead, term)
    if left is None or guards is None:
        return None
    bound = tuple(a for a in term.bound if a.name not in private)
    rest = Term(bound, guards, tuple(left))
    return rest if is_private(private, rest) else None


def is_private(names: set[str], rest: Term) -> bool:
    """Whether nothing outside the match mentions the matched axes."""
    return not names & rest.mentioned


def _divide(lead: Term, term: Term, private: set[str]) -> list[Factor] | None:
    left = {key(a): (a, e) for a, e in term.factors}
    for content, exponent in lead.factors:
        name = key(content)
        if name not in left:
            return None
        have = left[name][1]
        between = 0 < exponent <= have or have <= exponent < 0
        if have == exponent:
            del left[name]
        elif content.free & private or not between:
            return None
        else:
            left[name] = (left[name][0], have - exponent)
    return list(left.values())


def _without_guards(lead: Term, term: Term) -> tuple[Guard, ...] | None:
    wanted = {guard_text(g) for g in lead.guards}
    have = {guard_text(g) for g in term.guards}
    return tuple(g for g in term.guards if guard_text(g) not in wanted) if wanted <= have else None


def clear_denominators(ctx: Context, total: Sum) -> Sum:
    """Beside D**-r, the leading term m of D = c*m + rest is (D - rest)/c: x/(x + 1) = 1 - 1/(x + 1)."""
    for _ in range(MOST_REWRITES):
        changed = _clear_once(ctx, total)
        if changed is None:
            return total
        total = changed
    return total


def _clear_once(ctx: Context, total: Sum) -> Sum | None:
    for position, (coefficient, term) in enumerate(total.terms):
        for content, exponent in term.factors:
            if isinstance(content, Apply) and content.args and content.args[0].terms:
                new = None
                if content.head == "base" and exponent < 0:
                    new = _cleared(ctx, coefficient, term, (content, exponent))
                elif content.head == "positive":
                    new = _unsigned(ctx, coefficient, term, content)
                if new is not None:
                    return collect(Sum(total.terms[:position] + total.terms[position + 1 :]) + new)
    return None


def _cleared(ctx: Context, coefficient: Fraction, term: Term, base: Factor) -> Sum | None:
    content, exponent = base
    assert isinstance(content, Apply)
    denominator = content.args[0]
    scale, leading = algebra.lead(denominator)
    if not leading.factors:
        return None
    others = Term(term.bound, term.guards, tuple(f for f in term.factors if f[0] is not content))
    found = next(matches(ctx, Rule(leading, Sum()), others), None)
    if found is None:
        return None
    smaller = Sum(tuple((c, t) for c, t in denominator.terms if t is not leading))
    kept = (*found.rest.factors, (content, exponent))
    once = Term(found.rest.bound, found.rest.guards, (*found.rest.factors, (content, exponent + ONE)))
    whole = build(ctx, coefficient / scale, once.bound, once.guards, once.factors)
    rest = Term(found.rest.bound, found.rest.guards, kept)
    if exponent + ONE >= 0:
        ctx.require(f"{algebra.describe(content)} != 0")
    return whole + product_under(ctx, -coefficient / scale, rest, smaller)


def multiplied_out(ctx: Context, total: Sum) -> Sum | None:
    """The sum times its denominators, none of which is 0; None where there are none, or too many."""
    found: dict[str, Factor] = {}
    for _, term in total.terms:
        for content, exponent in filter(_is_denominator, term.factors):
            if content.free & term.bound_names:
                return None
            _, least = found.get(key(content), (content, ONE))
            found[key(content)] = content, min(least, exponent)
    if not found or len(total) * -sum(e for _, e in found.values()) > MOST_REWRITES:
        return None
    product_of_all = Sum()
    for coefficient, term in total.terms:
        own = {key(c): e for c, e in term.factors if _is_denominator((c, e))}
        above = Term(term.bound, term.guards, tuple(f for f in term.factors if not _is_denominator(f)))
        part = Sum(((coefficient, above),))
        for name, (content, least) in found.items():
            assert isinstance(content, Apply)
            part = product(ctx, part, algebra.power(ctx, content.args[0], own.get(name, Fraction(0)) - least))
        product_of_all = product_of_all + part
    for content, _ in found.values():
        ctx.require(f"{algebra.describe(content)} != 0")
    return collect(product_of_all)


def _is_denominator(factor: Factor) -> bool:
    content, exponent = factor
    return isinstance(content, Apply) and content.head == "base" and exponent < 0 and exponent.denominator == 1


def _unsigned(ctx: Context, coefficient: Fraction, term: Term, content: Apply) -> Sum | None:
    """d*[-d > 0] = d - d*[d > 0], applied to the leading term of d; of d and -d, d leads with a plus."""
    minus = content.args[0]
    scale, leading = algebra.lead(minus)
    if scale > 0 or not leading.is_monomial or not leading.factors:
        return None
    others = Term(term.bound, term.guards, tuple(f for f in term.factors if f[0] is not content))
    found = next(matches(ctx, Rule(leading, Sum()), others), None)
    if found is None:
        return None
    above = atom(Apply("positive", (), (-minus,)))
    rest = Sum(tuple((c, t) for c, t in minus.terms if t is not leading))
    whole = collect(minus - product(ctx, minus, above) - product(ctx, rest, atom(content)))
    return product_under(ctx, coefficient / scale, found.rest, whole)


__all__ = ["Match", "Rule", "as_rule", "clear_denominators", "matches", "multiplied_out", "product", "rewrite"]
