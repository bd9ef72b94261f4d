"""Induction and telescoping as objects.

    Induction:    P(lo), and P(v) => P(v+1) for lo <= v < hi, give P(v) for lo <= v <= hi
                  (downwards: P(hi), and P(v+1) => P(v))
    Telescoping:  Q(v+1) - Q(v) = B(v) for lo <= v < hi gives Q(hi) - Q(lo) = Sigma_{lo<=v<hi} B(v)

The hypothesis is a rewriting rule fixed at the variable. Base and step are both required: a
doubled claim passes a homogeneous step and fails at the base.
"""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import sympy

from nnmath.calculus.algebra import Context
from nnmath.calculus.claims import Claim, Expression, free_axes
from nnmath.calculus.integers import Scope, implied, range_facts
from nnmath.calculus.normal import normal
from nnmath.calculus.prove import OUTSIDE, chance, judge, make_claim, without_proof
from nnmath.calculus.refute import Evidence, refute
from nnmath.calculus.rewrite import Rule, as_rule
from nnmath.calculus.theorem import Step, Theorem, Verdict
from nnmath.calculus.unfold import parse_target, unfold
from nnmath.notation.arrays import Axis, Guard, Reduction, substitute
from nnmath.notation.index import Index
from nnmath.notation.parse import _expression, parse_index
from nnmath.notation.system import System

Bound = Index | str | int


def _index(bound: Bound) -> Index:
    return parse_index(_expression(bound, bound)) if isinstance(bound, str) else Index.of(bound)


@dataclass(frozen=True)
class Induction:
    """``lhs = rhs`` for ``lo <= variable <= hi``, upwards from `lo` or downwards from `hi`."""

    lhs: Expression
    rhs: Expression
    variable: str
    lo: Bound
    hi: Bound
    direction: Literal["up", "down"] = "up"

    def __post_init__(self) -> None:
        if self.direction not in ("up", "down"):
            raise ValueError(f"an induction goes up or down, not {self.direction}")

    def prove(
        self,
        *,
        system: System,
        ranges: Mapping[str, Bound],
        base: Sequence[str] = (),
        step: Sequence[str] = (),
        hypothesis: Sequence[str] = (),
        assuming: Sequence[str] = (),
        conditions: Sequence[str] = (),
        name: str = "",
    ) -> Theorem:
        """`base`, `step` and `hypothesis` name what to unfold in each, as ``h[t+1]``."""
        start = time.perf_counter()
        whole = self._whole(system, ranges, assuming, conditions)
        evidence = refute(whole)
        parts = self._parts(whole, base, step, hypothesis) if evidence.witness is None else []
        return _assembled(whole, evidence, parts, name or "induction", start)

    def _whole(
        self, system: System, ranges: Mapping[str, Bound], assuming: Sequence[str], conditions: Sequence[str]
    ) -> Claim:
        over = {self.variable: _index(self.hi) + 1}
        given = {**over, **{n: s for n, s in ranges.items() if n != self.variable}}
        claim = make_claim(system, self.lhs, self.rhs, given, assuming, conditions)
        low = Guard(">=", Index.name(self.variable) - _index(self.lo))
        return replace(claim, conditions=(*claim.conditions, low))

    def _parts(
        self, whole: Claim, base: Sequence[str], step: Sequence[str], hypothesis: Sequence[str]
    ) -> list[Theorem]:
        v, lo, hi = Index.name(self.variable), _index(self.lo), _index(self.hi)
        check_start(whole, lo)
        up = self.direction == "up"
        nonempty = Guard(">=", hi - lo)
        first = at(whole, self.variable, lo if up else hi, (nonempty,))
        goal = at(whole, self.variable, v + 1 if up else v, (), Axis(self.variable, hi))
        known = at(whole, self.variable, v if up else v + 1, (), Axis(self.variable, hi))
        between = (Guard(">=", v - lo),)
        goal = replace(goal, conditions=goal.conditions + between)
        known = replace(known, conditions=known.conditions + between)
        rule = self.hypothesis_rule(known, hypothesis)
        return [
            judge(first, [parse_target(t) for t in base], f"base at {self.variable} = {lo if up else hi}"),
            judge(
                goal,
                [parse_target(t) for t in step],
                f"step from {self.variable} to {self.variable} {'+' if up else '-'} 1",
                [rule],
                self.variable,
            ),
        ]

    def hypothesis_rule(self, known: Claim, unfolding: Sequence[str]) -> Rule:
        """The hypothesis, fixed at the variable, for every value of its other indices."""
        ctx = Context(known.scope)
        left, right = (normal(ctx, side) for side in (known.left, known.right))
        for target in map(parse_target, unfolding):
            left, right = (unfold(ctx, known.system, side, target) for side in (left, right))
        others = tuple(a for a in known.axes if a.name != self.variable)
        names = {a.name for a in others}
        domain = range_facts(others) + tuple(g for g in known.conditions if g.index.names & names)
        return as_rule(left, right, tuple(a.name for a in others), domain, "the induction hypothesis")


def check_start(claim: Claim, lo: Index) -> None:
    """Indices count from 0, so a lower start would leave steps unproved."""
    sizes = Scope(claim.sizes, tuple(a for a in claim.axes if lo.names & {a.name}), claim.conditions)
    if not implied(sizes.facts, Guard(">=", lo)):
        raise ValueError(f"the start {lo} may be negative")


def at(claim: Claim, variable: str, value: Index, extra: tuple[Guard, ...], axis: Axis | None = None) -> Claim:
    """The claim at one value of its variable, which stays free where an axis is given for it."""
    values = {variable: value}
    axes = tuple(a.substitute(values) for a in claim.axes if a.name != variable)
    conditions = tuple(g.substitute(values) for g in claim.conditions)
    kept = tuple(g for g in conditions if not (g.index.constant is not None and g.holds({})))
    return replace(
        claim,
        left=substitute(claim.left, values),
        right=substitute(claim.right, values),
        axes=(axis, *axes) if axis else axes,
        conditions=(*kept, *extra),
    )


@dataclass(frozen=True)
class Telescoping:
    """``quantity(hi) - quantity(lo) = Sigma increment`` from one difference."""

    quantity: Expression
    increment: Expression
    variable: str
    lo: Bound
    hi: Bound

    def prove(
        self,
        *,
        system: System,
        ranges: Mapping[str, Bound],
        unfold: Sequence[str] = (),
        assuming: Sequence[str] = (),
        conditions: Sequence[str] = (),
        name: str = "",
    ) -> Theorem:
        start = time.perf_counter()
        v, lo, hi = self.variable, _index(self.lo), _index(self.hi)
        given = {v: hi, **{n: s for n, s in ranges.items() if n != v}}
        base = make_claim(system, self.quantity, self.increment, given, assuming, conditions)
        check_start(base, lo)
        step = self._step(base, v, lo, hi)
        whole = self._whole(base, v, lo, hi)
        evidence = refute(whole)
        parts = [judge(step, [parse_target(t) for t in unfold], "one difference", (), v)]
        return _assembled(whole, evidence, parts if evidence.witness is None else [], name or "telescoping", start)

    @staticmethod
    def _step(base: Claim, v: str, lo: Index, hi: Index) -> Claim:
        later = substitute(base.left, {v: Index.name(v) + 1})
        others = tuple(a for a in base.axes if a.name != v)
        between = Guard(">=", Index.name(v) - lo)
        return replace(
            base, left=later - base.left, axes=(Axis(v, hi), *others), conditions=(*base.conditions, between)
        )

    @staticmethod
    def _whole(base: Claim, v: str, lo: Index, hi: Index) -> Claim:
        ends = substitute(base.left, {v: hi}) - substitute(base.left, {v: lo})
        shifted = substitute(base.right, {v: Index.name(v) + lo})
        total: sympy.Expr = Reduction("sum", (Axis(v, hi - lo),), shifted)
        axes = free_axes([ends, total], [a for a in base.axes if a.name != v])
        conditions = tuple(g for g in base.conditions if v not in g.index.names)
        return replace(base, left=ends, right=total, axes=axes, conditions=(*conditions, Guard(">=", hi - lo)))


def _assembled(whole: Claim, evidence: Evidence, parts: list[Theorem], name: str, start: float) -> Theorem:
    """Proved exactly if every part is."""
    proved = bool(parts) and all(p.verdict == "proved" for p in parts)
    proved = proved and not evidence.outside
    verdict: Verdict = "proved" if proved and evidence.witness is None else without_proof(evidence)
    steps = [
        Step(p.name, p.verdict, f"{p.lhs} = {p.rhs}", "; ".join(str(s).split("\n")[0] for s in p.steps), p.conditions)
        for p in parts
    ]
    conditions = dict.fromkeys(map(str, whole.conditions))
    inner = {c for p in parts for c in p.conditions if not c.endswith(">= 0")}
    return Theorem(
        name,
        verdict,
        str(whole.left),
        str(whole.right),
        {a.name: str(a.size) for a in whole.axes},
        tuple(a.text for a in whole.assumptions),
        (*conditions, *sorted(inner)),
        tuple(steps),
        evidence.witness,
        chance(evidence) if verdict == "exact" else "",
        OUTSIDE if evidence.outside else "" if proved else ", ".join(f"{p.name}: {p.verdict}" for p in parts),
        (time.perf_counter() - start) * 1e3,
        whole,
    )
