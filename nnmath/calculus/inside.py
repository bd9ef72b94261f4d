"""Rewriting inside functions, where a rule says what each entry of an array is."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from nnmath.calculus.algebra import Context
from nnmath.calculus.guards import index_value
from nnmath.calculus.integers import Facts, implied, range_facts
from nnmath.calculus.normal import rebuild
from nnmath.calculus.rewrite import Rule
from nnmath.calculus.terms import Apply, Entry, Sum, Term
from nnmath.notation.arrays import Array, Axis
from nnmath.notation.index import Index


def rewrite_inside(ctx: Context, total: Sum, rules: tuple[Rule, ...]) -> Sum:
    """The arguments of functions with entries replaced where a rule says what each of them is.

    What holds for a term holds for the arguments of its functions; the range of an axis that a sum inside
    them binds holds wherever its name stands, since names of axes are fresh.
    """
    plain = {lead[0].array: rule for rule in rules if (lead := _one_entry(rule))}
    parts: list[tuple[Fraction, Term]] = []
    for coefficient, term in total.terms:
        part = Sum(((coefficient, term),))
        if plain and any(isinstance(a, Apply) for a, _ in term.factors):
            facts = ctx.scope.facts + range_facts((*term.bound, *_bound_inside(term))) + term.guards
            part = rebuild(ctx, part, lambda content, facts=facts: _replaced(content, plain, facts))  # type: ignore[misc]
        parts += part.terms
    return Sum(tuple(parts))


def with_counts(ctx: Context, total: Sum) -> Sum:
    """The same, with a sum of indices that is taken as a number written as a sum of numbers."""

    def replace(content: object) -> Sum | None:
        if not isinstance(content, Apply) or content.head != "count" or content.at[0].as_name:
            return None
        return index_value(content.at[0])

    return rebuild(ctx, total, replace)


def _one_entry(rule: Rule) -> tuple[Entry, ...]:
    """The entry that is all of a rule's lead; a replacement may bind no axes."""
    lead = rule.lead
    if lead.bound or lead.guards or len(lead.factors) != 1 or any(t.bound for _, t in rule.replacement.terms):
        return ()
    ((content, exponent),) = lead.factors
    return (content,) if isinstance(content, Entry) and exponent == 1 else ()


def _bound_inside(term: Term) -> list[Axis]:
    """The axes of the sums in the arguments of a term's functions."""
    found: list[Axis] = []
    for content, _ in term.factors:
        if isinstance(content, Apply):
            for inner in (t for argument in content.args for _, t in argument.terms):
                found += [*inner.bound, *_bound_inside(inner)]
    return found


def _replaced(content: object, rules: Mapping[Array, Rule], facts: Facts) -> Sum | None:
    if not isinstance(content, Entry) or content.array not in rules:
        return None
    rule = rules[content.array]
    (entry,) = _one_entry(rule)
    values: dict[str, Index] = {}
    for index, value in zip(entry.at, content.at, strict=True):
        name = index.as_name
        if name in rule.free and values.setdefault(name, value) == value:
            continue
        if index.substitute(values) != value:
            return None
    known = values.keys() >= set(rule.free) and all(implied(facts, g.substitute(values)) for g in rule.domain)
    return rule.replacement.substitute(values) if known else None
