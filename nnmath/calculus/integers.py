"""Facts about integers: what follows from ranges, guards and sizes, decided by z3.

Monomials are taken as unknowns of their own, with every product of two non-negative facts as a
lemma, so that the questions are linear and decided at once: g*K + k < G*K follows from
(G - 1 - g)*K >= 0. An abstraction can only fail to see a consequence, never invent one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from functools import lru_cache
from typing import Any

from nnmath.calculus.models import modelled
from nnmath.notation.arrays import Axis, Guard, within
from nnmath.notation.index import Floor, Index, Monomial, Width

Facts = tuple[Guard, ...]


def solver_module() -> Any:
    """z3, with a remedy where it is missing."""
    try:
        import z3
    except ImportError as error:
        raise ImportError("proofs ask an SMT solver about indices: pip install z3-solver") from error
    return z3


def range_facts(axes: Iterable[Axis]) -> Facts:
    """``0 <= name < size`` for each axis."""
    return _range_facts(tuple(axes))


@lru_cache(maxsize=1 << 14)
def _range_facts(axes: tuple[Axis, ...]) -> Facts:
    return tuple(g for a in axes for g in within(Index.name(a.name), a.size))


@dataclass(frozen=True)
class Scope:
    """The names a claim speaks of, and what is known of them.

    `sizes` gives the least value of each size or integer parameter, None where there is none;
    `axes` the free indices.
    """

    sizes: Mapping[str, int | None]
    axes: tuple[Axis, ...] = ()
    given: Facts = ()
    bound: Facts = field(default=(), compare=False)

    @property
    def names(self) -> frozenset[str]:
        return frozenset(self.sizes) | {a.name for a in self.axes}

    @property
    def facts(self) -> Facts:
        lows = tuple(Guard(">=", Index.name(n) - low) for n, low in self.sizes.items() if low is not None)
        return lows + range_facts(self.axes) + self.given + self.bound


def implied(facts: Facts, goal: Guard) -> bool:
    """Whether the goal holds wherever the facts do. False means "not seen"."""
    if goal.index.constant is not None:
        return goal.holds({})
    if goal in facts or (goal.relation == ">=" and visible(facts, goal.index)):
        return True
    return _unsatisfiable(facts, (negation(goal),))


def visible(facts: Facts, index: Index) -> bool:
    """Whether one fact alone says that an index is not negative."""
    same = (f.index for f in facts if f.relation == ">=" and f.index.variable == index.variable)
    return any(nonnegative_constant(index - other) for other in same)


def nonnegative_constant(index: Index) -> bool:
    return index.constant is not None and index.constant >= 0


def negation(guard: Guard) -> Guard:
    if guard.relation == ">=":
        return Guard(">=", -guard.index - 1)
    return Guard("!=" if guard.relation == "==" else "==", guard.index)


def contradictory(facts: Facts, guards: Facts) -> bool:
    """Whether the guards can never hold together under the facts."""
    return any(g.index.constant is not None and not g.holds({}) for g in guards) or _unsatisfiable(facts, guards)


def _unsatisfiable(facts: Facts, guards: Facts) -> bool:
    return unsatisfiable(frozenset(_relevant(facts, guards)), frozenset(guards))


def _relevant(facts: Facts, guards: Facts) -> Facts:
    """The facts that share names with the question, directly or through one another."""
    names = {n for g in guards for n in g.index.names}
    kept: dict[Guard, None] = {}
    grown = True
    while grown:
        grown = False
        for fact in facts:
            if fact not in kept and fact.index.names & names:
                kept[fact] = None
                names |= fact.index.names
                grown = True
    return tuple(kept)


@lru_cache(maxsize=20_000)
def unsatisfiable(facts: frozenset[Guard], guards: frozenset[Guard]) -> bool:
    """Whether nothing satisfies all of these at once."""
    everything = tuple(sorted(facts | guards, key=str))
    return not modelled(everything) and Problem(everything).refutes()


def vanishes(facts: Facts, weighted: Sequence[tuple[Fraction, Facts]]) -> bool:
    """Whether the sum of c*[guards] is 0 wherever the facts hold."""
    everything = facts + tuple(g for _, guards in weighted for g in guards)
    problem = Problem(facts, about=everything)
    parts = [f"(ite (and true {' '.join(map(guard_text, guards))}) {_real(c)} 0.0)" for c, guards in weighted]
    return problem.refutes(f"(not (= 0.0 (+ 0.0 {' '.join(parts)})))")


class Problem:
    """A conjunction of guards over integer polynomials, made linear.

    It reaches z3 as text: z3's own objects take ten times as long to make.
    """

    def __init__(self, guards: Facts, about: Facts | None = None):
        self.guards = tuple(dict.fromkeys(guards + _atom_facts(about or guards, guards)))
        self.indices = [g.index for g in (about or ()) + self.guards]

    def refutes(self, question: str = "true") -> bool:
        """Whether the guards exclude the question, a formula in z3's language."""
        z3 = solver_module()
        facts = dict.fromkeys(self.guards + self._lemmas())
        monomials = {m for i in (*self.indices, *(g.index for g in facts)) for m, _ in i.terms}
        names = {n for m in monomials for n in declarations(m)}
        solver = z3.Solver()
        solver.set("timeout", 2000)
        lines = [*sorted(names), *(f"(assert {guard_text(g)})" for g in facts), f"(assert {question})"]
        solver.from_string("\n".join(lines))
        return bool(solver.check() == z3.unsat)

    def _lemmas(self) -> Facts:
        """Products of two facts that speak of a product in question."""
        asked = {m for i in self.indices for m, _ in i.terms if len(m) > 1}
        if not asked:
            return ()
        known = [g.index for g in self.guards if g.relation == ">="]
        equal = [g.index for g in self.guards if g.relation == "=="]
        pairs = [("==", a, b) for a in equal for b in known if b.constant is None]
        pairs += [(">=", a, b) for i, a in enumerate(known) for b in known[i:]]
        products = ((relation, a * b) for relation, a, b in pairs if _meets(a, b, asked))
        return tuple(
            Guard(relation, p)  # type: ignore[arg-type]
            for relation, p in products
            if any(m in asked for m, _ in p.terms)
        )


def _meets(a: Index, b: Index, asked: set[Monomial]) -> bool:
    """Whether some term of a product is one of the monomials asked for."""
    return any(joined(m, n) in asked for m, _ in a.terms for n, _ in b.terms)


@lru_cache(maxsize=100_000)
def joined(a: Monomial, b: Monomial) -> Monomial:
    """The product of two monomials."""
    return tuple(sorted(a + b, key=str))


@lru_cache(maxsize=100_000)
def guard_text(guard: Guard) -> str:
    """A guard in z3's language."""
    relation = {">=": "(>= {} 0)", "==": "(= {} 0)", "!=": "(not (= {} 0))"}[guard.relation]
    return relation.format(polynomial_text(guard.index))


def polynomial_text(index: Index) -> str:
    terms = [_term_text(m, c) for m, c in index.terms]
    return terms[0] if len(terms) == 1 else f"(+ {' '.join(terms)})" if terms else "0"


def _term_text(monomial: Monomial, coefficient: int) -> str:
    if not monomial:
        return _integer(coefficient)
    unknown = unknown_text(monomial)
    return unknown if coefficient == 1 else f"(* {_integer(coefficient)} {unknown})"


def _integer(number: int) -> str:
    return str(number) if number >= 0 else f"(- {-number})"


def _real(number: Fraction) -> str:
    return f"(/ (to_real {_integer(number.numerator)}) {number.denominator}.0)"


@lru_cache(maxsize=100_000)
def unknown_text(monomial: Monomial) -> str:
    """A width is a function of its place, so that n(l) = n(L) where l = L."""
    first = monomial[0]
    if len(monomial) == 1 and isinstance(first, Width):
        return f"(|width {first.name}| {polynomial_text(first.at)})"
    return f"|{'*'.join(map(str, monomial))}|"


@lru_cache(maxsize=100_000)
def declarations(monomial: Monomial) -> frozenset[str]:
    """What z3 must be told before it reads an unknown."""
    if not monomial:
        return frozenset()
    first = monomial[0]
    if len(monomial) == 1 and isinstance(first, Width):
        inner = frozenset(d for m, _ in first.at.terms for d in declarations(m))
        return inner | {f"(declare-fun |width {first.name}| (Int) Int)"}
    return frozenset({f"(declare-fun {unknown_text(monomial)} () Int)"})


def _atom_facts(about: Facts, known: Facts) -> Facts:
    """Widths are sizes; q = a//b lies in b*q <= a < b*q + b where b is known to be positive."""
    found: list[Guard] = []
    pending = [a for g in about for a in g.index.atoms()]
    seen: set[object] = set()
    while pending:
        atom = pending.pop()
        if isinstance(atom, str) or atom in seen:
            continue
        seen.add(atom)
        one = Index({(atom,): 1})
        if isinstance(atom, Width):
            found.append(Guard(">=", one))
        elif isinstance(atom, Floor):
            pending += [*atom.numerator.atoms(), *atom.denominator.atoms()]
            if visible(known, atom.denominator - 1) or nonnegative_constant(atom.denominator - 1):
                below = atom.numerator - atom.denominator * one
                found += within(below, atom.denominator)
    return tuple(found)
