"""Statements that two things are equal: expressions over a system, whole systems, numbers, integers."""

from __future__ import annotations

import ast
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import mpmath
import sympy

from nnmath.calculus import Induction, prove, prove_sizes, prove_system_equal
from nnmath.calculus.theorem import Theorem
from nnmath.ledger.outcome import Outcome, Statement, outcome_of
from nnmath.notation import Index, System, define
from nnmath.notation.arrays import Read
from nnmath.notation.system import Statement as Line

Bound = Index | str | int


def _negated(side: str) -> str:
    return "1" if side.strip() == "0" else f"-({side})"


@dataclass(frozen=True)
class Equal:
    """``lhs = rhs`` over a system's arrays, for every size and value; the options are those of `prove`.

    >>> s = define("f(x[N]) -> y", "y[i] = x[i]**2")
    >>> Equal("y[i]", "x[i]*x[i]", s, {"i": "N"}).decide().verdict
    'proved'
    """

    lhs: str
    rhs: str
    system: System
    ranges: Mapping[str, Bound] = field(default_factory=dict)
    unfold: Sequence[str] = ()
    assuming: Sequence[str] = ()
    conditions: Sequence[str] = ()
    using: Sequence[Equal] = ()

    def __str__(self) -> str:
        given = (*self.assuming, *self.conditions)
        return f"{self.lhs} = {self.rhs}" + (f" where {', '.join(given)}" if given else "")

    def theorem(self) -> Theorem:
        """The prover's theorem, its lemmas proved first."""
        return prove(
            self.lhs,
            self.rhs,
            system=self.system,
            ranges=self.ranges,
            unfold=self.unfold,
            assuming=self.assuming,
            conditions=self.conditions,
            using=[lemma.theorem() for lemma in self.using],
        )

    def decide(self) -> Outcome:
        return outcome_of(self.theorem())

    def flipped(self) -> Statement:
        return replace(self, rhs=_negated(self.rhs))


def scalars(*names: str, functions: Sequence[str] = (), lines: Sequence[str] = ()) -> System:
    """A system of numbers alone, for statements such as ``tanh(x) = 2*sigmoid(2*x) - 1``.

    A name ends in ``> 0`` where the number is positive.

    >>> Equal("tanh(x)", "2*sigmoid(2*x) - 1", scalars("x")).decide().verdict
    'proved'
    """
    inputs = [n for n in names if ">" not in n]
    parameters = [n.replace(">", ": real >") for n in names if ">" in n] + [f"{f}: function" for f in functions]
    head = f"numbers({', '.join(inputs)}{'; ' if parameters else ''}{', '.join(parameters)}) -> unit"
    return define("\n".join([head, *lines, "unit = 1"]))


@dataclass(frozen=True)
class Inductive:
    """``lhs = rhs`` for ``lo <= variable <= hi``, by induction; the options are those of `Induction.prove`.

    `lemmas` are proved first, and their equations may then be used.
    """

    lhs: str
    rhs: str
    variable: str
    lo: Bound
    hi: Bound
    system: System
    ranges: Mapping[str, Bound]
    base: Sequence[str] = ()
    step: Sequence[str] = ()
    hypothesis: Sequence[str] = ()
    assuming: Sequence[str] = ()
    conditions: Sequence[str] = ()
    direction: str = "up"
    lemmas: Sequence[Inductive] = ()

    def __str__(self) -> str:
        given = (*self.assuming, *self.conditions)
        where = f" where {', '.join(given)}" if given else ""
        return f"{self.lhs} = {self.rhs} for {self.lo} <= {self.variable} <= {self.hi}{where}"

    def decide(self) -> Outcome:
        direction = "up" if self.direction == "up" else "down"
        for known in self.lemmas:
            if known.system != self.system or not self._assumes(known):
                return Outcome("undecided", f"the lemma {known} speaks of another system or assumes more")
            if (outcome := known.decide()).verdict != "proved":
                return replace(outcome, verdict="undecided")
        found = outcome_of(
            Induction(self.lhs, self.rhs, self.variable, self.lo, self.hi, direction).prove(  # type: ignore[arg-type]
                system=self.system,
                ranges=self.ranges,
                base=self.base,
                step=self.step,
                hypothesis=self.hypothesis,
                assuming=(*self.assuming, *(f"{known.lhs} = {known.rhs}" for known in self.lemmas)),
                conditions=self.conditions,
            )
        )
        return replace(found, evidence=f"by induction over {self.variable}, {found.evidence}")

    def _assumes(self, known: Inductive) -> bool:
        return set(known.assuming) <= set(self.assuming) and set(known.conditions) <= set(self.conditions)

    def flipped(self) -> Statement:
        return replace(self, rhs=_negated(self.rhs))


@dataclass(frozen=True)
class SameSystem:
    """Equations as printed mean what other equations mean: every output equal for all inputs and sizes."""

    printed: System
    other: System

    def __str__(self) -> str:
        return f"{'; '.join(e.text for e in self.printed.equations)} means the same as {self.other.name}"

    def decide(self) -> Outcome:
        return outcome_of(prove_system_equal(self.printed, self.other))

    def flipped(self) -> Statement:
        return replace(self, printed=_with_negative_output(self.printed))


def _with_negative_output(system: System) -> System:
    """The same system, its first output with the other sign."""
    wanted = system.outputs[0]
    inner = replace(wanted, name=f"plain_{wanted.name}")
    lines = []
    for line in system.statements:
        reads = {r: Read(inner, r.index) for r in line.reads if r.array == wanted}
        target = inner if line.target == wanted else line.target
        lines.append(replace(line, target=target, body=line.body.xreplace(reads)))
    index = tuple(Index.name(a.name) for a in wanted.axes)
    lines.append(Line(wanted, index, wanted.axes, -Read(inner, index)))
    return replace(system, statements=tuple(lines), equations=())


@dataclass(frozen=True)
class Same:
    """``lhs = rhs`` for sympy expressions without arrays: limits, integrals, derivatives, closed forms.

    Free symbols range over what they were declared to be. A limit at a finite point is sympy's, from
    the right unless it says otherwise. Where `simplify` leaves a difference, 50
    digits at random points look for a counterexample; agreement there is no proof.

    >>> x = sympy.Symbol("x", real=True)
    >>> Same(sympy.Limit(1 / (1 + sympy.exp(-x)), x, sympy.oo), sympy.Integer(1)).decide().verdict
    'proved'
    """

    lhs: sympy.Expr
    rhs: sympy.Expr

    def __str__(self) -> str:
        return f"{self.lhs} = {self.rhs}"

    def decide(self) -> Outcome:
        left, right = sympy.sympify(self.lhs).doit(), sympy.sympify(self.rhs).doit()
        difference = (left - right).rewrite(sympy.erf)
        if difference is not sympy.nan and (found := _nonzero_at(difference)):
            return Outcome("refuted", "both sides evaluated to 50 digits", found)
        if sympy.simplify(difference) == 0:
            return Outcome("proved", f"both sides are {sympy.simplify(right)}")
        return Outcome("undecided", f"sympy leaves {sympy.simplify(difference)}")

    def flipped(self) -> Statement:
        right = sympy.sympify(self.rhs).doit()
        return replace(self, rhs=sympy.Integer(1) if right == 0 else -right)


POINTS = ("0.7310585", "1.4142135", "0.3678794", "2.2360679", "0.1353352", "3.1415926")


def _nonzero_at(difference: sympy.Expr) -> str:
    """A point at which a difference is not 0, as text; empty where none was found."""
    symbols = sorted(difference.free_symbols, key=str)
    for shift in range(3):
        point = {s: _member(s, i + shift) for i, s in enumerate(symbols)}
        value = difference.subs(point).evalf(50)
        if value.is_number and value.is_finite and abs(value) > sympy.Float("1e-30"):
            where = ", ".join(f"{s} = {v}" for s, v in point.items())
            return f"at {where or 'once'}: the sides differ by {value.evalf(8)}"
        if not symbols:
            break
    return ""


def _member(symbol: sympy.Symbol, place: int) -> sympy.Expr:
    if symbol.is_integer:
        return sympy.Integer(place + 1)
    value = sympy.Rational(POINTS[place % len(POINTS)])
    return value if symbol.is_positive or place % 2 == 0 else -value


@dataclass(frozen=True)
class Sizes:
    """A statement about integers, for all values from `least` upwards that satisfy `given`.

    >>> Sizes("o == i", given=["o == (i + (k - 1) - k)//1 + 1"], least={"i": 1, "k": 1}).decide().verdict
    'proved'
    """

    goal: str
    least: Mapping[str, int]
    given: Sequence[str] = ()

    def __str__(self) -> str:
        return self.goal + (f" given {', '.join(self.given)}" if self.given else "")

    def decide(self) -> Outcome:
        found = outcome_of(prove_sizes(self.goal, given=self.given, least=self.least))
        if found.verdict == "proved":
            return replace(found, evidence="over all integers, by an SMT solver")
        return found

    def flipped(self) -> Statement:
        """An equation's right side with the other sign; of any other statement the denial."""
        tree = ast.parse(self.goal, mode="eval").body
        if isinstance(tree, ast.Compare) and len(tree.ops) == 1 and isinstance(tree.ops[0], ast.Eq):
            right = ast.unparse(tree.comparators[0])
            return replace(self, goal=f"{ast.unparse(tree.left)} == {'1' if right == '0' else f'-({right})'}")
        return replace(self, goal=f"not ({self.goal})")


@dataclass(frozen=True)
class Rounded:
    """A printed decimal number is the value, rounded to the digits that are printed.

    >>> Rounded("0.15*0.5 + 0.25*0.1", "0.10").decide().verdict
    'proved'
    """

    value: str
    printed: str

    def __str__(self) -> str:
        return f"{self.value} = {self.printed} to {len(self.printed.partition('.')[2])} digits after the point"

    @cached_property
    def exact(self) -> sympy.Expr:
        return sympy.sympify(self.value, rational=True)

    def decide(self) -> Outcome:
        digits = len(self.printed.partition(".")[2])
        with mpmath.workdps(50):
            value = sympy.N(self.exact, 50)
            off = abs(value - sympy.Rational(self.printed))
            if off <= sympy.Rational(1, 2 * 10**digits):
                return Outcome("proved", f"the value is {sympy.N(value, 8)}")
        return Outcome("refuted", "evaluated to 50 digits", f"the value is {sympy.N(value, 8)}")

    def flipped(self) -> Statement:
        return replace(self, printed=self.printed[1:] if self.printed.startswith("-") else f"-{self.printed}")
