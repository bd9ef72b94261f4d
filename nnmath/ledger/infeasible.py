"""Statements that linear inequalities contradict one another, proved by multipliers (Farkas, 1902)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import sympy

from nnmath.calculus.integers import solver_module
from nnmath.ledger.order import DENIAL
from nnmath.ledger.outcome import Outcome, Statement


@dataclass(frozen=True)
class Infeasible:
    """No real numbers satisfy all of these linear inequalities.

    `certificate` has a number >= 0 for each: the inequalities, written as ``... >= 0`` or ``... > 0``
    and added with these weights, give ``0 > 0`` or ``c >= 0`` with a negative c.

    >>> Infeasible(["x > 1", "x < y", "y <= 1"], (1, 1, 1)).decide().verdict
    'proved'
    >>> Infeasible(["x > 1", "x < y"], (1, 1)).decide().counterexample
    'x = 2, y = 3'
    """

    constraints: Sequence[str]
    certificate: Sequence[int]

    def __str__(self) -> str:
        return f"no numbers satisfy {', '.join(self.constraints)}"

    def decide(self) -> Outcome:
        rows = [_row(text) for text in self.constraints]
        if self._contradict(rows):
            weights = ", ".join(map(str, self.certificate))
            return Outcome("proved", f"added with the weights {weights} the inequalities contradict one another")
        point = _solution(rows)
        if point and all(_holds(row, point) for row in rows):
            values = ", ".join(f"{n} = {v}" for n, v in sorted(point.items()))
            return Outcome("refuted", "a solver's point, put into every inequality", values)
        return Outcome("undecided", "the weights do not add up to a contradiction, and no point was found")

    def _contradict(self, rows: Sequence[tuple[sympy.Expr, bool]]) -> bool:
        pairs = list(zip(self.certificate, rows, strict=True))
        total = sympy.expand(sum(weight * expression for weight, (expression, _) in pairs))
        strict = any(weight > 0 and row[1] for weight, row in pairs)
        return all(w >= 0 for w, _ in pairs) and bool(total.is_number and (total < 0 or (total == 0 and strict)))

    def flipped(self) -> Statement:
        """The last inequality denied."""
        *others, last = self.constraints
        relation = next(r for r in ("<=", ">=", "<", ">") if r in last)
        left, _, right = last.partition(relation)
        return replace(self, constraints=(*others, f"{left}{DENIAL[relation]}{right}"))


def _row(text: str) -> tuple[sympy.Expr, bool]:
    """``left < right`` as ``right - left`` and whether that is strictly positive."""
    relation = next(r for r in ("<=", ">=", "<", ">") if r in text)
    unknowns = {n: sympy.Symbol(n) for n in re.findall(r"[A-Za-z_]\w*", text)}
    left, right = (sympy.sympify(side, locals=unknowns, rational=True) for side in text.split(relation))
    difference = sympy.expand(right - left if relation[0] == "<" else left - right)
    if difference.free_symbols and sympy.Poly(difference, *difference.free_symbols).total_degree() > 1:
        raise ValueError(f"{text} is not linear")
    return difference, "=" not in relation


def _solution(rows: Sequence[tuple[sympy.Expr, bool]]) -> dict[str, sympy.Rational]:
    """A point that a solver proposes; empty where it finds none."""
    z3 = solver_module()
    names = sorted({str(s) for expression, _ in rows for s in expression.free_symbols})
    unknowns = {n: z3.Real(n) for n in names}
    solver = z3.Solver()
    for expression, strict in rows:
        value = z3.RealVal(str(expression.as_coefficients_dict()[sympy.S.One]))
        for n in names:
            value = value + z3.RealVal(str(expression.coeff(sympy.Symbol(n)))) * unknowns[n]
        solver.add(value > 0 if strict else value >= 0)
    if str(solver.check()) != "sat":
        return {}
    model = solver.model()
    found = {n: model.eval(u, model_completion=True) for n, u in unknowns.items()}
    return {n: sympy.Rational(v.numerator_as_long(), v.denominator_as_long()) for n, v in found.items()}


def _holds(row: tuple[sympy.Expr, bool], point: Mapping[str, sympy.Rational]) -> bool:
    value = row[0].subs({sympy.Symbol(n): v for n, v in point.items()})
    return bool(value > 0 if row[1] else value >= 0)
