"""`prove`: refute first, then normal forms, then honesty about what is left.

proved     the normal forms agree, for all sizes, and each was checked against raw values
exact      no proof; agreement in GF(2^61 - 1) at random sizes and values
numeric    no proof; agreement to 50 digits only
undecided  none of these
refuted    with the smallest counterexample found
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from nnmath.calculus.algebra import Context, show
from nnmath.calculus.assume import rules
from nnmath.calculus.canonical import collect, collected
from nnmath.calculus.claims import (
    LEFT,
    RIGHT,
    Assumption,
    Claim,
    Expression,
    cell,
    free_axes,
    parse_axes,
    parse_condition,
    parse_side,
)
from nnmath.calculus.evaluate import NAMES, value
from nnmath.calculus.guards import Weighted, without_vanishing
from nnmath.calculus.instances import UNDEFINED, Instance, least_sizes
from nnmath.calculus.integers import contradictory
from nnmath.calculus.normal import normal, simplify
from nnmath.calculus.peel import joined, peeled
from nnmath.calculus.refute import Evidence, refute
from nnmath.calculus.rewrite import Rule, multiplied_out, rewrite
from nnmath.calculus.terms import Sum, check_scope
from nnmath.calculus.theorem import Step, Theorem, Verdict
from nnmath.calculus.unfold import (
    EXPANDED_EARLY,
    EXPANDED_LATE,
    Order,
    Target,
    expand_function,
    functions_in,
    parse_target,
    unfold,
)
from nnmath.notation.index import Index
from nnmath.notation.system import System
from nnmath.notation.validate import width_functions

MOST_STEPS = 60
OUTSIDE = "a read lies outside its array at some sizes; state a condition"
POINTS = 4


class UnsoundStep(AssertionError):
    """A normal form has another value than what it stands for: a bug of the prover, no verdict."""


def prove(
    lhs: Expression,
    rhs: Expression,
    *,
    system: System,
    ranges: Mapping[str, Index | str | int] = {},
    unfold: Sequence[str] = (),
    assuming: Sequence[str] = (),
    conditions: Sequence[str] = (),
    using: Sequence[Theorem] = (),
    name: str = "",
) -> Theorem:
    """Decide ``lhs = rhs`` over the arrays of a system, for any size.

    `ranges` gives the size of every index, free or summed. `unfold` names arrays (``delta``,
    ``delta[l]``) or functions (``sigmoid``) to replace by their definitions first; arrays without
    a recurrence follow by themselves, consumers first. `assuming` are equations ``left = right``
    that hold for every value of their free indices, `conditions` comparisons of indices, `using`
    theorems about the same system that are proved.

    >>> from nnmath.notation import define
    >>> s = define("mean(x[N]) -> mu, d", "mu = 1/N*sum[i](x[i])", "d[i] = x[i] - mu")
    >>> prove("sum[i](d[i])", 0, system=s, ranges={"i": "N"}).verdict
    'proved'
    """
    claim = make_claim(system, lhs, rhs, ranges, assuming, conditions)
    claim = replace(claim, lemmas=tuple(lemma(claim, t) for t in using))
    return judge(claim, [parse_target(t) for t in unfold], name=name)


def make_claim(
    system: System,
    lhs: Expression,
    rhs: Expression,
    ranges: Mapping[str, Index | str | int] = {},
    assuming: Sequence[str] = (),
    conditions: Sequence[str] = (),
) -> Claim:
    axes, sizes = parse_axes(ranges)
    for what, side in (("lhs", lhs), ("rhs", rhs)):
        if side is None:
            raise TypeError(f"{what} is an expression or text, not None")
    left, right = (parse_side(system, side, sizes) for side in (lhs, rhs))
    assumptions = []
    for text in assuming:
        a, b = (parse_side(system, side, sizes) for side in _split_equation(text))
        assumptions.append(Assumption(text, a, b, free_axes([a, b], axes)))
    guards = tuple(map(parse_condition, conditions))
    known = {*least_sizes(system), *sizes, *width_functions(system)}
    for text, guard in zip(conditions, guards, strict=True):
        if unknown := (guard.index.names | guard.index.width_names) - known:
            raise ValueError(f"the condition {text} mentions {', '.join(sorted(unknown))}, which nothing defines")
    return Claim(system, left, right, free_axes([left, right], axes), guards, tuple(assumptions))


def lemma(claim: Claim, theorem: Theorem) -> Assumption:
    """A proved theorem as a rewriting rule; it may need no more than the claim itself assumes."""
    known: Claim = theorem.claim
    if theorem.verdict != "proved":
        raise ValueError(f"{theorem.name or theorem.lhs} is {theorem.verdict}, not proved")
    if known.system != claim.system or not set(theorem.assuming) <= {a.text for a in claim.assumptions}:
        raise ValueError(f"{theorem.name or theorem.lhs} speaks of another system or assumes more")
    return Assumption(theorem.name, known.left, known.right, known.axes, known.conditions)


def _split_equation(text: str) -> tuple[str, str]:
    depth = 0
    for place, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if character == "=" and depth == 0:
            return text[:place], text[place + 1 :]
    raise ValueError(f"an assumption reads 'sum[k](y[n,k]) = 1', got {text}")


def judge(
    claim: Claim,
    targets: Sequence[Target] = (),
    name: str = "",
    hypotheses: Sequence[Rule] = (),
    peel: str = "",
) -> Theorem:
    """The verdict on a claim; `hypotheses` are rules that an induction may use."""
    start = time.perf_counter()
    evidence = refute(claim)
    _check_satisfiable(claim, evidence)
    proof = Proof(claim, evidence.instances, Context(claim.scope), tuple(hypotheses), peel)
    other = replace(proof, ctx=Context(claim.scope, last_axis_first=True), steps=[])
    note = ""
    if not evidence.instances and evidence.witness is None:
        verdict: Verdict = "undecided"
        note = "no instance could be evaluated, so no normal form could be checked"
    elif evidence.witness is None and proof.attempt(targets):
        verdict = "proved"
    elif evidence.witness is None and other.attempt(targets):
        proof, verdict = other, "proved"
    else:
        verdict = without_proof(evidence)
    if evidence.outside and verdict != "refuted":
        verdict, note = "undecided", OUTSIDE
    return Theorem(
        name,
        verdict,
        str(claim.left),
        str(claim.right),
        {a.name: str(a.size) for a in claim.axes},
        tuple(a.text for a in claim.assumptions),
        (*map(str, claim.conditions), *(proof.ctx.conditions if verdict == "proved" else ())),
        tuple(proof.steps) if verdict == "proved" else (),
        evidence.witness,
        chance(evidence) if verdict == "exact" else "",
        note,
        (time.perf_counter() - start) * 1e3,
        claim,
    )


def _check_satisfiable(claim: Claim, evidence: Evidence) -> None:
    """A contradiction proves anything."""
    if contradictory(claim.scope.facts, claim.conditions):
        raise ValueError(f"the conditions {', '.join(map(str, claim.conditions))} contradict one another")
    if claim.assumptions and not evidence.instances and not evidence.witness:
        raise ValueError(f"no values satisfy {', '.join(a.text for a in claim.assumptions)} (under the conditions)")


def without_proof(evidence: Evidence) -> Verdict:
    if evidence.witness is not None:
        return "refuted"
    if evidence.outside:
        return "undecided"
    tested = not evidence.cases or evidence.tied >= 5
    if tested and evidence.exact >= 5 and not evidence.inexact and evidence.undefined <= evidence.exact:
        return "exact"
    return "numeric" if tested and evidence.real >= 5 else "undecided"


def chance(evidence: Evidence) -> str:
    """A false identity of degree d passes one random instance with probability at most d/2^61."""
    if evidence.cases:
        return (
            f"agreed at {evidence.exact} random points of GF(2^61 - 1) and {evidence.tied} points with zeros and ties: "
            f"the claim has cases, for which no bound on the probability of an error holds"
        )
    return (
        f"agreed at {evidence.exact} random points of GF(2^61 - 1): at these sizes a false identity of degree d "
        f"would pass each with probability at most d/2^61; nothing is claimed for other sizes"
    )


@dataclass
class Proof:
    """One attempt: both sides, unfolded step by step, each checked against raw values."""

    claim: Claim
    instances: list[Instance]
    ctx: Context
    hypotheses: tuple[Rule, ...] = ()
    peel: str = ""
    steps: list[Step] = field(default_factory=list)

    def attempt(self, targets: Sequence[Target]) -> bool:
        self.given = self.hypotheses + rules(self.ctx, self.claim)
        self.left, self.right = (normal(self.ctx, side) for side in (self.claim.left, self.claim.right))
        self._after("read as", "normal forms", "", 0)
        if self._closed() or self._unfold_given(targets):
            return True
        return (bool(self.peel) and self._peeled()) or self._unfold_rest()

    def _peeled(self) -> bool:
        """The last term split off on either side, or on both: the hypothesis may hide one."""
        before, known, plain = self._shown(), len(self.ctx.conditions), (self.left, self.right)
        for which in ((False, True), (True, False), (True, True)):
            self.left, self.right = (
                peeled(self.ctx, side, self.peel) if split else side for side, split in zip(plain, which, strict=True)
            )
            self._after("split off the last term in", self.peel, before, known)
            if self._closed():
                return True
            self.steps.pop()
        self.left, self.right = plain
        return False

    def _unfold_given(self, targets: Sequence[Target]) -> bool:
        for target in targets:
            self._step(target)
            if self._closed():
                return True
        return False

    def _unfold_rest(self) -> bool:
        """Arrays, consumers first; then functions by their definitions, derivatives first."""
        order = Order(self.claim.system)
        for _ in range(MOST_STEPS):
            target = order.next(self.left, self.right) or self._function()
            if target is None:
                return self._closed_without_denominators()
            self._step(target)
            if self._closed():
                return True
        return False

    def _function(self) -> Target | None:
        present = functions_in(self.left) | functions_in(self.right)
        return next((Target(n) for n in (*EXPANDED_EARLY, *EXPANDED_LATE) if n in present), None)

    def _step(self, target: Target) -> None:
        before, known = self._shown(), len(self.ctx.conditions)
        if target.name in NAMES and target.name not in self.claim.system.arrays:
            self.left, self.right = (expand_function(self.ctx, s, target.name) for s in (self.left, self.right))
            self._after("definition of", str(target), before, known)
        else:
            system = self.claim.system
            self.left, self.right = (unfold(self.ctx, system, s, target) for s in (self.left, self.right))
            self._after("unfold", str(target), before, known)

    def _after(self, rule: str, subject: str, before: str, known: int) -> None:
        """Assumptions applied, names checked, values checked, the step written down."""
        self._check()
        if self.given:
            self.left, self.right = (self._rewritten(s) for s in (self.left, self.right))
            self._check()
        self.steps.append(Step(rule, subject, before, self._shown(), tuple(self.ctx.conditions)[known:]))

    def _rewritten(self, side: Sum) -> Sum:
        return simplify(self.ctx, rewrite(self.ctx, side, self.given))

    def _shown(self) -> str:
        return f"{show(self.left)} = {show(self.right)}"

    def _closed(self) -> bool:
        """Whether the difference vanishes; every group of terms said to cancel is evaluated."""
        difference = self.left - self.right
        self._check_groups([group for _, group in collected(difference)])
        rest = simplify(self.ctx, collect(difference))
        rest, gone = without_vanishing(self.ctx, rest)
        while rest.terms:
            fewer = joined(self.ctx, rest)
            if len(fewer) >= len(rest):
                return False
            rest, more = without_vanishing(self.ctx, fewer)
            gone += more
        self._check_cancelled(gone)
        return True

    def _closed_without_denominators(self) -> bool:
        """Whether the difference vanishes when multiplied by its denominators, none of which may be 0."""
        before, known = self._shown(), len(self.ctx.conditions)
        difference = simplify(self.ctx, collect(self.left - self.right))
        product = multiplied_out(self.ctx, difference)
        if product is None or simplify(self.ctx, product).terms:
            return False
        self._check_cancelled([difference.terms])
        self.steps.append(
            Step("multiply by the denominators of", "both sides", before, "0 = 0", tuple(self.ctx.conditions)[known:])
        )
        return True

    def _check(self) -> None:
        names = self.claim.scope.names
        for side, total in ((LEFT, self.left), (RIGHT, self.right)):
            check_scope(total, names)
            for instance in self.checkable():
                for point in self._points(instance):
                    if instance in self.instances:
                        self._check_value(instance, point, side, total)

    def _points(self, instance: Instance) -> list[dict[str, int]]:
        """At most POINTS of the free indices' values, from the first to the last."""
        points = list(self.claim.points(instance.env))
        return points[-1 :: -max(1, len(points) // POINTS)][:POINTS]

    def checkable(self) -> list[Instance]:
        """The largest instances of each kind of number."""
        by_size = sorted(self.instances, key=Instance.extent)
        exact = [i for i in by_size if i.exact][-2:]
        return exact + [i for i in by_size if not i.exact][-1:]

    def _check_value(self, instance: Instance, point: Mapping[str, int], side: str, total: Sum) -> None:
        raw = cell(instance.machine, side, self.claim.at(point))
        found = attempt_value(instance, total, point)
        if raw is not None and found is not None and not instance.agree(raw, found):
            if instance.exact and self._agrees_in_digits(side, total):
                self.instances = [i for i in self.instances if not i.exact]
                return
            raise UnsoundStep(f"{side} is {raw} at {point}, its normal form {found}:\n    {show(total)}")

    def _agrees_in_digits(self, side: str, total: Sum) -> bool:
        """A finite field knows no order: where it disagrees, digits decide."""
        compared = 0
        for instance in (i for i in self.instances if not i.exact):
            for point in self._points(instance):
                raw, found = cell(instance.machine, side, self.claim.at(point)), attempt_value(instance, total, point)
                if raw is not None and found is not None:
                    compared += 1
                    if not instance.agree(raw, found):
                        return False
        return compared > 0

    def _check_groups(self, groups: Sequence[Sequence[Weighted]]) -> None:
        """Terms of one key have one value."""
        for group in groups:
            self._check_cancelled([[(a / a, s), (-a / a, t)] for (a, s), (_, t) in pairwise(group)])

    def _check_cancelled(self, groups: Sequence[Sequence[Weighted]]) -> None:
        for group in groups:
            for instance in self.checkable()[-1:]:
                for point in self._points(instance):
                    left = attempt_value(instance, Sum(tuple(group)), point)
                    zero = instance.machine.field.rational(0, 1)
                    if left is not None and not instance.agree(left, zero):
                        raise UnsoundStep(f"these terms do not cancel at {point}:\n    {show(Sum(tuple(group)))}")


def attempt_value(instance: Instance, total: Sum, point: Mapping[str, int]) -> object:
    try:
        found = value(instance.machine, total, {**instance.env, **point})
        return found if found == found else None
    except UNDEFINED:
        instance.machine.pending.clear()
        return None


__all__ = ["Claim", "Proof", "Theorem", "UnsoundStep", "judge", "make_claim", "prove"]
