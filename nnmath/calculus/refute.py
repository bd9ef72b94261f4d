"""Refutation before proof: both sides at small sizes, and the smallest counterexample."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import islice
from typing import Any

from nnmath.calculus.claims import LEFT, RIGHT, Claim, cell
from nnmath.calculus.instances import GENERIC, POSITIVE, Instance, Values, Widths, ties, valid
from nnmath.calculus.theorem import Witness

REAL_INSTANCES = 2
TIED_INSTANCES = 12


@dataclass
class Evidence:
    """What evaluation found: a counterexample, or at how many points both sides agreed in which numbers.

    `tied` counts the points with zeros and ties, which are sought where the claim has `cases`.
    """

    witness: Witness | None = None
    exact: int = 0
    real: int = 0
    undefined: int = 0
    inexact: bool = False
    outside: int = 0
    cases: bool = False
    tied: int = 0
    instances: list[Instance] = field(default_factory=list)


def refute(claim: Claim, seconds: float = 3.0, seed: int = 0) -> Evidence:
    """Look for a counterexample: in the finite field, and in digits wherever that leaves a doubt."""
    evidence = Evidence(cases=claim.has_cases)
    start = time.perf_counter()
    budget = max(14, 8 + len(claim.sizes))
    for exact, most in ((True, budget), (False, REAL_INSTANCES)):
        for instance in claim.instances(exact, seed, most):
            bad = judge(claim, instance, evidence)
            if bad is not None:
                evidence.witness = smallest(claim, bad)
                return evidence
            if time.perf_counter() - start > seconds * (1 if exact else 2) and evidence.instances:
                break
    bad = at_ties(claim, evidence, seconds) if evidence.cases else None
    evidence.witness = None if bad is None else smallest(claim, bad)
    return evidence


def at_ties(claim: Claim, evidence: Evidence, seconds: float) -> Instance | None:
    """Zeros and ties, at which random values never lie. Much is undefined there, which says nothing."""
    start = time.perf_counter()
    for exact in (False, True):
        for number, values in enumerate(islice(ties(claim.compared), TIED_INSTANCES // (1 + exact))):
            for instance in claim.instances(exact, number, 1 + 2 * bool(claim.sizes), values):
                found = Evidence()
                bad = judge(claim, instance, found, values)
                evidence.tied += found.exact + found.real
                if bad is not None:
                    return bad
                if time.perf_counter() - start > seconds:
                    return None
    return None


def judge(claim: Claim, instance: Instance, evidence: Evidence, values: Values = GENERIC) -> Instance | None:
    """The instance if it refutes the claim. A finite field alone may not: digits must confirm."""
    defined = undefined = 0
    doubt = False
    for point in claim.points(instance.env):
        left, right = sides(claim, instance, point)
        if left is None or right is None:
            undefined += 1
        elif instance.agree(left, right):
            defined += 1
            evidence.exact += instance.exact
            evidence.real += not instance.exact and instance.near(left, right)
        elif instance.exact:
            doubt = True
        else:
            return instance
    evidence.outside += instance.machine.outside
    if defined:
        evidence.instances.append(instance)
    if not instance.exact:
        evidence.undefined += undefined
        return _positive(claim, instance, evidence) if undefined and values == GENERIC else None
    evidence.inexact |= doubt
    return _in_digits(claim, instance.env, evidence, values) if doubt or undefined else None


def _positive(claim: Claim, instance: Instance, evidence: Evidence) -> Instance | None:
    """The same sizes with positive values: a logarithm or a root had none."""
    positive = claim.instance(instance.env, False, 0, POSITIVE)
    return None if positive is None else judge(claim, positive, evidence, POSITIVE)


def _in_digits(claim: Claim, env: dict[str, Any], evidence: Evidence, values: Values) -> Instance | None:
    """The same sizes in digits: a finite field has no order, and not every square root."""
    for seed in range(2):
        instance = claim.instance(env, False, seed, values)
        bad = None if instance is None else judge(claim, instance, evidence, values)
        if bad is not None:
            return bad
    return None


def sides(claim: Claim, instance: Instance, point: Mapping[str, Any]) -> tuple[Any, Any]:
    at = claim.at(point)
    return cell(instance.machine, LEFT, at), cell(instance.machine, RIGHT, at)


def difference(claim: Claim, instance: Instance) -> tuple[dict[str, Any], Any, Any] | None:
    """The first point at which the sides differ."""
    for point in claim.points(instance.env):
        left, right = sides(claim, instance, point)
        if left is not None and right is not None and not instance.agree(left, right):
            return point, left, right
    return None


def counterexample(claim: Claim, env: dict[str, Any]) -> Instance | None:
    """An instance at these sizes at which the sides differ."""
    tried = [(seed, GENERIC) for seed in range(3)] + [(0, POSITIVE)]
    if claim.has_cases:
        tried += list(enumerate(islice(ties(claim.compared), TIED_INSTANCES)))
    for seed, values in tried:
        instance = claim.instance(env, False, seed, values)
        if instance is not None and difference(claim, instance):
            return instance
    return None


def smallest(claim: Claim, bad: Instance) -> Witness:
    """Lower one size after another while the claim still fails."""
    shrinking = True
    while shrinking:
        shrinking = False
        for name, size in bad.env.items():
            if isinstance(size, int) and size > (claim.sizes.get(name) or 0):
                smaller = _refutation(claim, {**bad.env, name: size - 1})
                if smaller is not None:
                    bad, shrinking = smaller, True
                    break
    return witness(claim, bad)


def _refutation(claim: Claim, env: dict[str, Any]) -> Instance | None:
    inside = all(g.holds(env) for g in claim._on_sizes)
    return counterexample(claim, env) if inside and valid(claim.raw, env) else None


def witness(claim: Claim, instance: Instance) -> Witness:
    found = difference(claim, instance)
    assert found, "a counterexample was lost while it was made smaller"
    point, left, right = found
    index = {a.name: point[a.name] for a in claim.axes}
    context = instance.machine.field.context
    inputs = {a.name for a in claim.system.inputs} | {p.name for p in claim.system.parameters}
    values = {
        f"{n}{list(at)}" if at else n: v if isinstance(v, int) else context.nstr(v, 12)
        for (n, at), v in instance.machine.memory.items()
        if n in inputs
    }
    sizes = {n: _shown(v) for n, v in instance.env.items()}
    return Witness(sizes, index, context.nstr(left, 12), context.nstr(right, 12), values)


def _shown(size: Any) -> Any:
    return [size(at) for at in range(5)] if isinstance(size, Widths) else size
