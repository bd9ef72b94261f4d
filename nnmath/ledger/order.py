"""Statements that one thing is at most another, proved by a difference that shows its sign."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sympy

from nnmath.calculus import prove
from nnmath.calculus.claims import LEFT, RIGHT, Claim, cell
from nnmath.calculus.prove import make_claim
from nnmath.ledger.equations import Bound
from nnmath.ledger.outcome import Outcome, Statement, outcome_of
from nnmath.notation import System
from nnmath.notation.arrays import Bracket, IndexValue, Read, Reduction
from nnmath.notation.functions import NAMED, absolute, indicator
from nnmath.notation.index import nonnegative

POSITIVE = tuple(NAMED[n] for n in ("sigmoid", "dsigmoid", "sech2", "softplus", "Phi", "phi"))
INSTANCES = 40
DENIAL = {"<=": ">", "<": ">=", ">=": "<", ">": "<="}


@dataclass(frozen=True)
class Order:
    """``lhs relation rhs`` over a system's arrays, for every size and real value.

    `because` is an expression equal to the larger side minus the smaller one whose sign is plain:
    built from squares, absolute values, exponentials, densities and positive numbers by adding and
    multiplying. That it is equal is proved, and that its sign is plain is checked.

    >>> from nnmath.ledger.equations import scalars
    >>> Order("dsigmoid(x)", "<=", "1/4", scalars("x"), because="(sigmoid(x) - 1/2)**2").decide().verdict
    'proved'
    """

    lhs: str
    relation: str
    rhs: str
    system: System
    ranges: Mapping[str, Bound] = field(default_factory=dict)
    because: str = ""
    unfold: Sequence[str] = ()
    assuming: Sequence[str] = ()
    conditions: Sequence[str] = ()

    def __post_init__(self) -> None:
        if self.relation not in DENIAL:
            raise ValueError(f"relation must be one of {', '.join(DENIAL)}, got {self.relation}")

    def __str__(self) -> str:
        return f"{self.lhs} {self.relation} {self.rhs}"

    def decide(self) -> Outcome:
        claim = make_claim(self.system, self.lhs, self.rhs, self.ranges, self.assuming, self.conditions)
        if found := self._violated(claim):
            return Outcome("refuted", "both sides evaluated to 50 digits", found)
        if not self.because:
            return Outcome("undecided", "no difference with a plain sign was given")
        strict = "=" not in self.relation
        sign = make_claim(self.system, self.because, "0", self.ranges)
        plain = is_positive(sign.left, self.system) if strict else is_nonnegative(sign.left, self.system)
        if not plain:
            return Outcome("undecided", f"the sign of {self.because} is not plain")
        small, large = (self.lhs, self.rhs) if self.relation[0] == "<" else (self.rhs, self.lhs)
        difference = prove(
            f"({large}) - ({small})",
            self.because,
            system=self.system,
            ranges=self.ranges,
            unfold=self.unfold,
            assuming=self.assuming,
            conditions=self.conditions,
        )
        found_equal = outcome_of(difference)
        if found_equal.verdict != "proved":
            return Outcome("undecided", f"the difference is not shown to be {self.because}: {difference.verdict}")
        kind = "positive" if strict else "never negative"
        return replace(
            found_equal, evidence=f"the difference is {self.because}, which is {kind}; {found_equal.evidence}"
        )

    def flipped(self) -> Statement:
        return replace(self, relation=DENIAL[self.relation], because="")

    def _violated(self, claim: Claim) -> str:
        for seed in (0, 1):
            for instance in claim.instances(False, seed, INSTANCES // 2):
                for point in claim.points(instance.env):
                    sides = [cell(instance.machine, side, claim.at(point)) for side in (LEFT, RIGHT)]
                    if None not in sides and not _holds(self.relation, *sides):
                        return _shown(instance.env, point, sides)
        return ""


def _holds(relation: str, left: Any, right: Any) -> bool:
    """Sides that agree to 40 digits count as equal."""
    slack = abs(left - right) <= (abs(left) + abs(right)) * 10**-40
    if slack:
        return "=" in relation
    return bool(left < right) if relation[0] == "<" else bool(left > right)


def _shown(env: Mapping[str, Any], point: Mapping[str, Any], sides: Sequence[Any]) -> str:
    sizes = {n: v for n, v in {**env, **point}.items() if isinstance(v, int)}
    where = ", ".join(f"{n} = {v}" for n, v in sizes.items())
    left, right = (f"{float(side):.8g}" for side in sides)
    return f"at {where or 'some values'}: {left} against {right}"


def is_nonnegative(expression: sympy.Expr, system: System) -> bool:
    """Whether an expression is never negative, seen from its form alone."""
    if is_positive(expression, system):
        return True
    if isinstance(expression, Reduction):
        return expression.op in ("sum", "mean", "prod", "max", "min") and is_nonnegative(expression.body, system)
    if isinstance(expression, sympy.Add | sympy.Mul):
        return all(is_nonnegative(a, system) for a in expression.args)
    if isinstance(expression, sympy.Pow):
        base, exponent = expression.args
        return bool(exponent.is_Integer and exponent % 2 == 0 and exponent >= 0) or (
            is_nonnegative(base, system) and bool(exponent.is_Rational)
        )
    if isinstance(expression, absolute | indicator | Bracket):
        return True
    if isinstance(expression, IndexValue):
        return nonnegative(expression.index)
    if isinstance(expression, sympy.Piecewise):
        return all(is_nonnegative(value, system) for value, _ in expression.args)
    return bool(expression.is_number and expression.is_nonnegative)


def is_positive(expression: sympy.Expr, system: System) -> bool:
    """Whether an expression is positive, seen from its form alone."""
    if expression.is_number:
        return bool(expression.is_positive)
    if isinstance(expression, Read):
        return expression.array.kind == "positive"
    if isinstance(expression, (sympy.exp, *POSITIVE)):
        return True
    if isinstance(expression, sympy.Mul):
        return all(is_positive(a, system) for a in expression.args)
    if isinstance(expression, sympy.Add):
        return any(is_positive(a, system) for a in expression.args) and all(
            is_positive(a, system) or is_nonnegative(a, system) for a in expression.args
        )
    if isinstance(expression, sympy.Pow):
        return is_positive(expression.args[0], system)
    if isinstance(expression, sympy.Piecewise):
        return all(is_positive(value, system) for value, _ in expression.args)
    return False
