"""Statements that one thing is at most another, proved by a difference that shows its sign."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import sympy

from nnmath.calculus import prove
from nnmath.calculus.claims import LEFT, RIGHT, Claim, cell
from nnmath.calculus.prove import make_claim
from nnmath.ledger.equations import Bound
from nnmath.ledger.nonnegative import NonNegative
from nnmath.ledger.outcome import Outcome, Statement, outcome_of
from nnmath.notation import System
from nnmath.notation.arrays import Bracket, IndexValue, Read, Reduction, reads
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
    multiplying. That it is equal is proved, and that its sign is plain is checked. In it `using` names
    expressions that are proved never negative, called with their numbers in order: ``gap(x[i], y[i])``.

    The statement is made where the arrays named by `positive` are positive. Sides that are never
    negative may be `raised` to a positive power, and `because` is then the difference of the powers.

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
    using: Mapping[str, NonNegative] = field(default_factory=dict)
    positive: Sequence[str] = ()
    raised: str = ""

    def __post_init__(self) -> None:
        if self.relation not in DENIAL:
            raise ValueError(f"relation must be one of {', '.join(DENIAL)}, got {self.relation}")

    def __str__(self) -> str:
        given = (*self.assuming, *self.conditions, *(f"{n} > 0" for n in self.positive))
        return f"{self.lhs} {self.relation} {self.rhs}" + (f" where {', '.join(given)}" if given else "")

    def decide(self) -> Outcome:
        claim = make_claim(self.system, self.lhs, self.rhs, self.ranges, self.assuming, self.conditions)
        if found := self._violated(claim):
            return Outcome("refuted", "both sides evaluated to 50 digits", found)
        if not self.because:
            return Outcome("undecided", "no difference with a plain sign was given")
        for lemma in self.using.values():
            if (found_lemma := lemma.decide()).verdict != "proved":
                return Outcome("undecided", f"{lemma} is {found_lemma.verdict}: {found_lemma.evidence}")
        strict = "=" not in self.relation
        because = self._with_lemmas(self.because, "({})")
        if not self._plain(self._with_lemmas(self.because, "abs({})"), strict):
            return Outcome("undecided", f"the sign of {self.because} is not plain")
        small, large = (self.lhs, self.rhs) if self.relation[0] == "<" else (self.rhs, self.lhs)
        if self.raised and not (self._plain(small) and self._plain(large) and self._plain(self.raised, True)):
            return Outcome("undecided", f"sides or exponent are not plainly as the power {self.raised} needs them")
        power = f"**({self.raised})" if self.raised else ""
        difference = prove(
            f"({large}){power} - ({small}){power}",
            because,
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
        lemmas = "; ".join(f"{n}({', '.join(u.over)}) = {u} by proof" for n, u in self.using.items())
        where = f", with {lemmas}" if lemmas else ""
        what = f"the difference of the powers {self.raised}" if self.raised else "the difference"
        return replace(
            found_equal, evidence=f"{what} is {self.because}, which is {kind}{where}; {found_equal.evidence}"
        )

    def flipped(self) -> Statement:
        return replace(self, relation=DENIAL[self.relation], because="", using={}, raised="")

    def _plain(self, text: str, strictly: bool = False) -> bool:
        """Whether an expression is never negative, or positive, by its form."""
        value = make_claim(self.system, text, "0", self.ranges).left
        known = {
            r: Read(replace(r.array, kind="positive"), r.index) for r in reads(value) if r.array.name in self.positive
        }
        return (is_positive if strictly else is_nonnegative)(value.xreplace(known), self.system)

    def _with_lemmas(self, text: str, form: str) -> str:
        """Every lemma's call by what it stands for; |it| in a sign, which for what is never negative is itself."""
        return ast.unparse(_Lemmas(self, form).visit(ast.parse(text, mode="eval"))) if self.using else text

    def _has(self, argument: str, domain: str) -> bool:
        """Whether an argument is plainly in a lemma's domain."""
        if domain == "real":
            return True
        if domain == ">= 1":
            return self._plain(f"({argument}) - 1")
        if domain == "in (0,1)":
            return self._plain(argument, True) and self._plain(f"1 - ({argument})", True)
        return self._plain(argument, domain == "positive")

    def _violated(self, claim: Claim) -> str:
        for seed in (0, 1):
            for instance in claim.instances(False, seed, INSTANCES // 2):
                if not all(_above_zero(cell(instance.machine, n, ())) for n in self.positive):
                    continue
                for point in claim.points(instance.env):
                    sides = [cell(instance.machine, side, claim.at(point)) for side in (LEFT, RIGHT)]
                    if None not in sides and not _holds(self.relation, *sides):
                        return _shown(instance.env, point, sides)
        return ""


class _Lemmas(ast.NodeTransformer):
    """Calls of an order's lemmas, replaced."""

    def __init__(self, order: Order, form: str):
        self.order, self.form = order, form

    def visit_Call(self, call: ast.Call) -> ast.AST:
        if not (isinstance(call.func, ast.Name) and call.func.id in self.order.using):
            return self.generic_visit(call)
        lemma = self.order.using[call.func.id]
        values = dict(zip(lemma.over, map(ast.unparse, call.args), strict=True))
        for name, value in values.items():
            if not self.order._has(value, lemma.over[name]):
                raise ValueError(f"{value} is not plainly {lemma.over[name]}, as {call.func.id} needs it")
        text = ast.unparse(_Names(values).visit(ast.parse(lemma.text, mode="eval")))
        return ast.parse(self.form.format(text), mode="eval").body


@dataclass
class _Names(ast.NodeTransformer):
    """Names, replaced by text."""

    values: Mapping[str, str]

    def visit_Name(self, name: ast.Name) -> ast.AST:
        return ast.parse(self.values[name.id], mode="eval").body if name.id in self.values else name


def _above_zero(value: Any) -> bool:
    return value is not None and bool(value > 0)


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
    if _is_absence(expression):
        return True
    if isinstance(expression, sympy.Add):
        line, others = _line(expression, system)
        if _least(line, system) is not None and all(is_nonnegative(a, system) for a in others):
            return True
    if isinstance(expression, Read):
        return _least(expression, system) is not None or _defined_nonnegative(expression, system)
    if isinstance(expression, Reduction):
        return expression.op in ("sum", "mean", "prod", "max", "min") and is_nonnegative(expression.body, system)
    if isinstance(expression, sympy.Add | sympy.Mul):
        return all(is_nonnegative(a, system) for a in expression.args)
    if isinstance(expression, sympy.Pow):
        base, exponent = expression.args
        return bool(exponent.is_Integer and exponent % 2 == 0 and exponent >= 0) or (is_nonnegative(base, system))
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
    if isinstance(expression, sympy.Add):
        line, others = _line(expression, system)
        if _least(line, system) and all(is_nonnegative(a, system) for a in others):
            return True
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


def _defined_nonnegative(read: Read, system: System) -> bool:
    """Whether every line that defines an array has a plain sign, without the array itself."""
    written = system.writers.get(read.array, ())
    others = replace(system, statements=tuple(s for s in system.statements if s.target != read.array), equations=())
    return bool(written) and all(s.op != "logsumexp" and is_nonnegative(s.body, others) for s in written)


def _line(expression: sympy.Add, system: System) -> tuple[sympy.Expr, list[sympy.Expr]]:
    """The part of a sum that is linear in the parameters, and its other terms."""
    numbers = {p.array.scalar for p in system.parameters}
    linear = [a for a in expression.args if a.is_Rational or (len(s := a.atoms(sympy.Symbol)) == 1 and s <= numbers)]
    linear = [a for a in linear if a.is_Rational or (a / next(iter(a.atoms(sympy.Symbol)))).is_Rational]
    return sympy.Add(*linear), [a for a in expression.args if a not in linear]


def _least(expression: sympy.Expr, system: System) -> bool | None:
    """Of a linear expression in one parameter with bounds, whether it is positive; None where it may be negative."""
    found = [p for p in system.parameters if expression.has(p.array.scalar)]
    if len(found) != 1 or expression.atoms(sympy.Symbol) != {found[0].array.scalar}:
        return None
    value = found[0].array.scalar
    line, slope = expression, sympy.diff(expression, value)
    if not (slope.is_Rational and slope != 0):
        return None
    end, is_open = (found[0].low, found[0].low_open) if slope > 0 else (found[0].high, found[0].high_open)
    least = None if end is None else line.subs(value, sympy.Rational(str(end)))
    return None if least is None or least < 0 else bool(least > 0 or is_open)


def _is_absence(expression: sympy.Expr) -> bool:
    """Whether an expression is ``1 - [a = b]``."""
    return isinstance(1 - expression, indicator | Bracket)
