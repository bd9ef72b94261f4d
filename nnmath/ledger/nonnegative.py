"""Statements that an expression in a few numbers is never negative, and three ways to prove them.

`AboveTangent`: a convex function lies above its tangent, by Taylor's theorem.
`Combination`: a sum of others that are never negative, with weights that are not.
`PiecewiseLinear`: sums of absolute values, by an SMT solver over the reals.

A name ranges over one of DOMAINS. `Order` takes such statements as lemmas about the entries of arrays.
"""

from __future__ import annotations

import ast
import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import mpmath
import sympy

from nnmath.calculus.integers import solver_module
from nnmath.ledger.outcome import Outcome, Statement

REAL = {"real": True}
POSITIVE = {"positive": True}
DOMAINS: dict[str, tuple[dict[str, bool], tuple[str, ...]]] = {
    "real": (REAL, ("0", "1", "-1", "3/2", "-7/3", "1/5")),
    "nonnegative": ({"nonnegative": True}, ("0", "1", "1/3", "5/2")),
    "positive": (POSITIVE, ("1", "1/3", "5/2")),
    ">= 1": (POSITIVE, ("1", "3/2", "2", "7/2")),
    "in (0,1)": (POSITIVE, ("1/2", "1/5", "9/10")),
}
"""What sympy is told about a name of each kind, and the points at which a counterexample is sought."""

MOST_POINTS = 4000


@dataclass(frozen=True)
class NonNegative:
    """``text >= 0`` for all values of the names that `over` lists with their domains."""

    text: str
    over: Mapping[str, str]

    def __str__(self) -> str:
        return f"{self.text} >= 0 for {', '.join(f'{n} {domain}' for n, domain in self.over.items())}"

    @cached_property
    def symbols(self) -> dict[str, sympy.Symbol]:
        return {n: sympy.Symbol(n, **DOMAINS[domain][0]) for n, domain in self.over.items()}

    def read(self, text: str) -> sympy.Expr:
        """Text in this statement's names."""
        found = sympy.sympify(text, locals={**self.symbols, "abs": sympy.Abs}, rational=True)
        if unknown := found.free_symbols - set(self.symbols.values()):
            raise ValueError(f"{text} mentions {', '.join(sorted(map(str, unknown)))}, which has no domain")
        return found

    def plain(self, expression: sympy.Expr, strictly: bool = False) -> bool:
        """Whether sympy sees that an expression is never negative; numbers in an interval are parametrised."""
        inner = {
            self.symbols[n]: 1 + sympy.Symbol(f"{n}_above", nonnegative=True)
            if domain == ">= 1"
            else 1 / (1 + sympy.Symbol(f"{n}_below", positive=True))
            for n, domain in self.over.items()
            if domain in (">= 1", "in (0,1)")
        }
        known = expression.subs(inner)
        rewritings: tuple[Any, ...] = (lambda e: e, sympy.factor, lambda e: sympy.factor(sympy.simplify(e)))
        forms = (rewritten(known) for rewritten in rewritings)
        return any(e.is_positive if strictly else e.is_nonnegative for e in forms)

    def decide(self) -> Outcome:
        if found := self._negative_at():
            return Outcome("refuted", "evaluated to 30 digits", found)
        return self._proved()

    def _proved(self) -> Outcome:
        return Outcome("undecided", "nothing shows the sign")

    def flipped(self) -> Statement:
        return NonNegative(f"-({self.text})", self.over)

    def _negative_at(self) -> str:
        """A point at which the expression is negative; empty where none was found."""
        function = sympy.lambdify(list(self.symbols.values()), self.read(self.text), "mpmath")
        values = [[sympy.Rational(v) for v in DOMAINS[domain][1]] for domain in self.over.values()]
        with mpmath.workdps(30):
            for point in itertools.islice(itertools.product(*values), MOST_POINTS):
                try:
                    value = function(*(mpmath.mpf(v.p) / v.q for v in point))
                except ZeroDivisionError:
                    continue
                if mpmath.im(value) == 0 and value < -(mpmath.mpf(10) ** -20):
                    where = ", ".join(f"{n} = {v}" for n, v in zip(self.over, point, strict=True))
                    return f"at {where}: {mpmath.nstr(value, 8)}"
        return ""


@dataclass(frozen=True)
class AboveTangent(NonNegative):
    """A function that touches 0 with slope 0 and is convex is never negative (Taylor's theorem).

    In `variable`, at the point `at`, value and derivative are 0, and the second derivative is never
    negative between the domain's ends. An end at 0 that belongs to the domain is looked at by itself.

    >>> AboveTangent("exp(u) - 1 - u", {"u": "real"}, "u", "0").decide().verdict
    'proved'
    >>> AboveTangent("u**3", {"u": "real"}, "u", "0").decide().counterexample
    'at u = -1: -1.0'
    """

    variable: str
    at: str

    def _proved(self) -> Outcome:
        domain = self.over[self.variable]
        if domain not in ("real", "nonnegative", "positive"):
            return Outcome("undecided", f"{self.variable} ranges over no half-line")
        inside = sympy.Symbol(self.variable, **(REAL if domain == "real" else POSITIVE))
        function = self.read(self.text).subs(self.symbols[self.variable], inside)
        at = self.read(self.at)
        if domain != "real" and not self.plain(at, strictly=True):
            return Outcome("undecided", f"{self.at} is not plainly positive")
        if not _smooth(function, inside):
            return Outcome("undecided", f"{self.text} may not have two derivatives in {self.variable}")
        slope = sympy.diff(function, inside)
        if any(sympy.simplify(f.subs(inside, at)) != 0 for f in (function, slope)):
            return Outcome("undecided", f"value and slope at {self.at} are not both 0")
        if not self.plain(sympy.diff(slope, inside)):
            return Outcome("undecided", "the sign of the second derivative is not plain")
        if domain == "nonnegative" and not self.plain(function.subs(inside, 0)):
            return Outcome("undecided", f"the sign at {self.variable} = 0 is not plain")
        return Outcome(
            "proved", f"value and slope are 0 at {self.variable} = {self.at}, the second derivative is never negative"
        )


def _smooth(expression: sympy.Expr, variable: sympy.Symbol) -> bool:
    """Whether an expression has all derivatives wherever its variable lies in the open domain."""
    if not expression.has(variable) or expression == variable:
        return True
    if isinstance(expression, sympy.Add | sympy.Mul | sympy.exp):
        return all(_smooth(a, variable) for a in expression.args)
    if isinstance(expression, sympy.Pow):
        base, exponent = expression.args
        whole = bool(exponent.is_Integer and exponent >= 0)
        return (whole and _smooth(base, variable)) or (
            base == variable and bool(variable.is_positive) and not exponent.has(variable)
        )
    return False


@dataclass(frozen=True)
class Part:
    """A lemma at given arguments, with a weight."""

    weight: str
    lemma: NonNegative
    at: Mapping[str, str]


@dataclass(frozen=True)
class Combination(NonNegative):
    """The expression is a sum of lemmas with weights that are never negative, and a `rest` that is not.

    `split` names numbers of which 0, positive and negative values are looked at apart. Where the sign
    is plain without the parts, they are not needed.

    >>> above = AboveTangent("exp(u) - 1 - u", {"u": "real"}, "u", "0")
    >>> parts = (Part("2", above, {"u": "-x"}),)
    >>> Combination("2*exp(-x) - 2 + 2*x + x**2", {"x": "real"}, parts, rest="x**2").decide().verdict
    'proved'
    """

    parts: Sequence[Part]
    rest: str = "0"
    split: Sequence[str] = ()

    def _proved(self) -> Outcome:
        for lemma in self.lemmas:
            found = lemma.decide()
            if found.verdict != "proved":
                return Outcome("undecided", f"{lemma} is {found.verdict}: {found.counterexample or found.evidence}")
        for case in self._cases():
            if problem := self._problem(case):
                where = ", ".join(f"{n} = {v}" for n, v in case.items())
                return Outcome("undecided", problem + (f" where {where}" if where else ""))
        lemmas = "; ".join(lemma.text for lemma in self.lemmas)
        cases = f", {len(list(self._cases()))} cases of sign apart" if self.split else ""
        return Outcome(
            "proved", f"a sum, with weights never negative, of what is proved never negative: {lemmas}{cases}"
        )

    @property
    def lemmas(self) -> list[NonNegative]:
        """The parts' lemmas, each once."""
        found: list[NonNegative] = []
        for part in self.parts:
            if part.lemma not in found:
                found.append(part.lemma)
        return found

    def _cases(self) -> Iterator[dict[sympy.Symbol, sympy.Expr]]:
        """What the split numbers are replaced by; together these are all their values."""
        values = []
        for name in self.split:
            domain = self.over[name]
            if domain not in ("real", "nonnegative"):
                raise ValueError(f"{name} is {domain}, of one sign")
            size = sympy.Symbol(f"{name}_size", positive=True)
            values.append([sympy.Integer(0), size, *([-size] if domain == "real" else [])])
        for chosen in itertools.product(*values):
            yield {self.symbols[n]: v for n, v in zip(self.split, chosen, strict=True)}

    def _problem(self, case: Mapping[sympy.Symbol, sympy.Expr]) -> str:
        """What is missing in one case; empty if nothing is."""

        def value(text: str) -> sympy.Expr:
            return self.read(text).subs(case)

        whole = value(self.text)
        if self.plain(whole):
            return ""
        rest = value(self.rest)
        if not self.plain(rest):
            return f"the sign of {self.rest} is not plain"
        for part in self.parts:
            if not self.plain(value(part.weight)):
                return f"the sign of the weight {part.weight} is not plain"
            arguments = {n: value(part.at[n]) for n in part.lemma.over}
            for name, argument in arguments.items():
                if not self._inside(argument, part.lemma.over[name]):
                    return f"{part.at[name]} is not plainly {part.lemma.over[name]}"
            instance = part.lemma.read(part.lemma.text).subs(
                {part.lemma.symbols[n]: v for n, v in arguments.items()}, simultaneous=True
            )
            rest = rest + value(part.weight) * instance
        return "" if _identical(whole, rest) else f"the parts do not add up to {self.text}"

    def _inside(self, value: sympy.Expr, domain: str) -> bool:
        if domain == "real":
            return bool(value.is_real)
        if domain == ">= 1":
            return self.plain(value - 1)
        if domain == "in (0,1)":
            return self.plain(value, strictly=True) and self.plain(1 - value, strictly=True)
        return self.plain(value, strictly=domain == "positive")


def _identical(left: sympy.Expr, right: sympy.Expr) -> bool:
    """Whether two expressions are one rational function of numbers and powers.

    base**(c + e) is base**c * base**e where the base is positive and c whole; what then is no
    rational function counts as an unknown.
    """
    unknowns: dict[sympy.Expr, sympy.Dummy] = {}

    def power(base: sympy.Expr, exponent: sympy.Expr) -> sympy.Expr:
        exponent = sympy.expand(exponent)
        if exponent.is_Integer:
            return base**exponent
        whole, open_part = exponent.as_coeff_Add()
        if not (base.is_positive and whole.is_Integer):
            return unknowns.setdefault(base**exponent, sympy.Dummy())
        found = base**whole
        for term in sympy.Add.make_args(open_part):
            times, kind = term.as_coeff_Mul()
            if not times.is_Integer:
                times, kind = sympy.Integer(1), term
            found *= unknowns.setdefault(sympy.Pow(base, kind, evaluate=False), sympy.Dummy()) ** times
        return found

    expanded = sympy.expand_power_base(left - right)
    rational = expanded.replace(lambda e: isinstance(e, sympy.Pow), lambda e: power(*e.args))
    rational = rational.replace(
        lambda e: isinstance(e, sympy.Abs | sympy.exp), lambda e: unknowns.setdefault(e, sympy.Dummy())
    )
    return bool(sympy.expand(sympy.together(rational).as_numer_denom()[0]) == 0)


@dataclass(frozen=True)
class PiecewiseLinear(NonNegative):
    """Sums and absolute values of numbers, decided by an SMT solver over the reals.

    >>> PiecewiseLinear("abs(x) + abs(y) - abs(x + y)", {"x": "real", "y": "real"}).decide().verdict
    'proved'
    """

    def _proved(self) -> Outcome:
        z3 = solver_module()
        unknowns = {n: z3.Real(n) for n in self.over}
        solver = z3.Solver()
        for name, domain in self.over.items():
            if domain != "real":
                solver.add({"nonnegative": unknowns[name] >= 0, "positive": unknowns[name] > 0}[domain])
        solver.add(_as_real(ast.parse(self.text, mode="eval").body, unknowns, z3) < 0)
        if str(solver.check()) == "unsat":
            return Outcome("proved", "no real numbers violate it, by an SMT solver")
        return Outcome("undecided", "the solver does not exclude a negative value")


def _as_real(tree: ast.expr, unknowns: Mapping[str, Any], z3: Any) -> Any:
    match tree:
        case ast.Name(id=name):
            return unknowns[name]
        case ast.Constant(value=int(value)):
            return z3.RealVal(value)
        case ast.UnaryOp(op=ast.USub(), operand=inner):
            return -_as_real(inner, unknowns, z3)
        case ast.BinOp(left=left, op=ast.Add() | ast.Sub() | ast.Mult() as op, right=right):
            a, b = _as_real(left, unknowns, z3), _as_real(right, unknowns, z3)
            return a + b if isinstance(op, ast.Add) else a - b if isinstance(op, ast.Sub) else a * b
        case ast.Call(func=ast.Name(id="abs"), args=[inner]):
            value = _as_real(inner, unknowns, z3)
            return z3.If(value >= 0, value, -value)
    raise ValueError(f"{ast.unparse(tree)} is neither a sum nor an absolute value")
