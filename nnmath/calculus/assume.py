"""Assumptions: values that satisfy them, and the rewriting rules they are.

An assumption that no values satisfy proves anything, so values are found before it is used: one
entry of an input is solved for each instance of the assumption, and all are checked at the end.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from nnmath.calculus.algebra import Context
from nnmath.calculus.claims import LEFT, RIGHT, Assumption, Claim, cell
from nnmath.calculus.instances import UNDEFINED, Instance
from nnmath.calculus.integers import Scope, range_facts
from nnmath.calculus.normal import normal
from nnmath.calculus.rewrite import Rule, as_rule
from nnmath.notation.arrays import reads
from nnmath.notation.interpret import Cell, Interpreter
from nnmath.notation.loops import bindings

SECANTS = 60


def rules(ctx: Context, claim: Claim) -> tuple[Rule, ...]:
    """Each assumption as a rewriting rule, for every value of its own indices."""
    return tuple(rule(ctx, a) for a in claim.assumptions + claim.lemmas)


def rule(ctx: Context, assumption: Assumption) -> Rule:
    """The assumption, with the range of its indices as the rule's domain.

    It is normalised in a scope of its own: what the claim says of an index of the same name is no
    business of a rule that holds for every value.
    """
    free = tuple(a.name for a in assumption.axes)
    own = Context(Scope(ctx.scope.sizes, assumption.axes, assumption.guards), ctx.conditions)
    left, right = (normal(own, side) for side in (assumption.left, assumption.right))
    return as_rule(left, right, free, range_facts(assumption.axes) + assumption.guards, assumption.text)


def satisfy(claim: Claim, instance: Instance) -> Instance | None:
    """The instance with some inputs changed so that every assumption holds, or None."""
    solver = Solver(claim, instance)
    for number, assumption in enumerate(claim.assumptions):
        for point in bindings(assumption.axes, instance.env):
            at = tuple(point[a.name] for a in assumption.axes)
            if not solver.solve(number, assumption, at):
                return None
    return solver.instance() if solver.all_hold() else None


class Solver:
    """Values of inputs, changed one entry at a time."""

    def __init__(self, claim: Claim, instance: Instance):
        self.claim, self.given = claim, instance
        inputs = {a.name for a in claim.system.inputs} | {p.name for p in claim.system.parameters}
        self.values = {c: v for c, v in instance.machine.memory.items() if c[0] in inputs}
        self.used: set[Cell] = set()

    def instance(self) -> Instance:
        old = self.given.machine
        machine = Interpreter(old.system, old.field, old.env, self.values, old.functions)
        return Instance(machine, self.given.env, self.given.exact)

    def gap(self, number: int, at: tuple[int, ...], change: dict[Cell, Any]) -> Any:
        """Left minus right of one assumption at one point."""
        old = self.given.machine
        machine = Interpreter(old.system, old.field, old.env, {**self.values, **change}, old.functions)
        left, right = (cell(machine, f"{side} {number}", at) for side in (LEFT, RIGHT))
        return None if left is None or right is None else left - right

    def _candidates(self, assumption: Assumption) -> Iterator[Cell]:
        system = self.claim.system
        named = [r.array for r in reads(assumption.left) if r.array in system.inputs]
        arrays = named or [a for a in system.inputs if a.differentiable]
        for array in arrays:
            if array.differentiable:
                own = sorted((c for c in self.values if c[0] == array.name), reverse=True)
                yield from (c for c in own if c not in self.used)

    def solve(self, number: int, assumption: Assumption, at: tuple[int, ...]) -> bool:
        zero = self.given.machine.field.rational(0, 1)
        now = self.gap(number, at, {})
        if now is None:
            return False
        if self.given.near(now, zero):
            return True
        return any(self._move(number, at, c) for c in list(self._candidates(assumption)))

    def _move(self, number: int, at: tuple[int, ...], where: Cell) -> bool:
        """Secant steps on one entry: one step where the assumption is linear in it."""
        field = self.given.machine.field
        zero, old = field.rational(0, 1), self.values[where]
        new = old + field.rational(1, 1)
        try:
            low, high = self.gap(number, at, {}), self.gap(number, at, {where: new})
            for _ in range(2 if self.given.exact else SECANTS):
                if low is None or high is None or self.given.near(high - low, zero):
                    return False
                old, new = new, new - high * (new - old) / (high - low)
                low, high = high, self.gap(number, at, {where: new})
                if high is not None and self.given.near(high, zero):
                    self.values[where] = new
                    self.used.add(where)
                    return True
        except UNDEFINED:
            pass
        return False

    def all_hold(self) -> bool:
        zero = self.given.machine.field.rational(0, 1)
        for number, assumption in enumerate(self.claim.assumptions):
            for point in bindings(assumption.axes, self.given.env):
                gap = self.gap(number, tuple(point[a.name] for a in assumption.axes), {})
                if gap is None or not self.given.near(gap, zero):
                    return False
        return True
