"""Refutation before proof: both sides at small sizes, and the smallest counterexample."""

from __future__ import annotations

import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nnmath.calculus.claims import LEFT, RIGHT, Claim, cell
from nnmath.calculus.instances import Instance, Widths, valid
from nnmath.calculus.theorem import Witness

REAL_INSTANCES = 2


@dataclass
class Evidence:
    """What evaluation found: a counterexample, or at how many points both sides agreed in which numbers."""

    witness: Witness | None = None
    exact: int = 0
    real: int = 0
    undefined: int = 0
    inexact: bool = False
    outside: int = 0
    instances: list[Instance] = field(default_factory=list)


def refute(claim: Claim, seconds: float = 3.0, seed: int = 0) -> Evidence:
    """Look for a counterexample: in the finite field, and in digits wherever that leaves a doubt."""
    evidence = Evidence()
    start = time.perf_counter()
    budget = max(14, 8 + len(claim.sizes))
    for exact, most in ((True, budget), (False, REAL_INSTANCES)):
        for instance in claim.instances(exact, seed, most):
            bad = judge(claim, instance, evidence)
            if bad is not None:
                evidence.witness = smallest(claim, bad, seed)
                return evidence
            if time.perf_counter() - start > seconds * (1 if exact else 2) and evidence.instances:
                break
    return evidence


def judge(claim: Claim, instance: Instance, evidence: Evidence) -> dict[str, Any] | None:
    """The sizes if they refute the claim. A finite field alone may not: digits must confirm."""
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
            return instance.env
    evidence.outside += instance.machine.outside
    if defined:
        evidence.instances.append(instance)
    if not instance.exact:
        evidence.undefined += undefined
        return None
    evidence.inexact |= doubt
    return _in_digits(claim, instance.env, evidence) if doubt or undefined else None


def _in_digits(claim: Claim, env: dict[str, Any], evidence: Evidence) -> dict[str, Any] | None:
    """The same sizes in digits: a finite field has no order, and not every square root."""
    for seed in range(2):
        instance = claim.instance(env, False, seed)
        if instance is not None and judge(claim, instance, evidence) is not None:
            return env
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


def differs_in_digits(claim: Claim, env: dict[str, Any]) -> bool:
    for seed in range(3):
        instance = claim.instance(env, False, seed)
        if instance is not None and difference(claim, instance):
            return True
    return False


def smallest(claim: Claim, env: dict[str, Any], seed: int) -> Witness:
    """Lower one size after another while the claim still fails."""
    shrinking = True
    while shrinking:
        shrinking = False
        for name, size in env.items():
            if isinstance(size, int) and size > (claim.sizes.get(name) or 0):
                smaller = {**env, name: size - 1}
                if _refutes(claim, smaller):
                    env, shrinking = smaller, True
                    break
    return witness(claim, env)


def _refutes(claim: Claim, env: dict[str, Any]) -> bool:
    inside = all(g.holds(env) for g in claim._on_sizes)
    return inside and valid(claim.raw, env) and differs_in_digits(claim, env)


def witness(claim: Claim, env: dict[str, Any]) -> Witness:
    for seed in range(3):
        instance = claim.instance(env, False, seed)
        found = difference(claim, instance) if instance is not None else None
        if instance is not None and found:
            point, left, right = found
            index = {a.name: point[a.name] for a in claim.axes}
            context = instance.machine.field.context
            inputs = {a.name for a in claim.system.inputs} | {p.name for p in claim.system.parameters}
            values = {
                f"{n}{list(at)}" if at else n: v if isinstance(v, int) else context.nstr(v, 12)
                for (n, at), v in instance.machine.memory.items()
                if n in inputs
            }
            sizes = {n: _shown(v) for n, v in env.items()}
            return Witness(sizes, index, context.nstr(left, 12), context.nstr(right, 12), values)
    raise AssertionError("a counterexample was lost while it was made smaller")


def _shown(size: Any) -> Any:
    return [size(at) for at in range(5)] if isinstance(size, Widths) else size
