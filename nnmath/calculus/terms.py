"""The data of the normal form: a sum of rational coefficient times term.

    sum = c1*t1 + c2*t2 + ...        term = Sigma_{bound axes} [guards] * atom1**e1 * atom2**e2 * ...

Sums are flattened: (Sigma_i u[i])**2 is one term with two bound axes. Bound names are globally
fresh, so that no substitution can capture one; what two atoms have in common is told by their
canonical `key`, never by their names.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property

from nnmath.notation.arrays import Array, Axis, Guard, Operation
from nnmath.notation.index import Index

ONE = Fraction(1)
_numbers = itertools.count(1)


class ScopeError(AssertionError):
    """The prover broke its own rule on names: a bug, never a property of the claim."""


def fresh_name() -> str:
    """A bound name that occurs nowhere else."""
    return f"%{next(_numbers)}"


@dataclass(frozen=True, eq=False)
class Entry:
    """``array[at]``."""

    array: Array
    at: tuple[Index, ...]
    renders: dict[object, str] = field(default_factory=dict, repr=False)

    @cached_property
    def free(self) -> frozenset[str]:
        return frozenset(n for i in self.at for n in i.names)

    def substitute(self, values: Mapping[str, Index]) -> Entry:
        return Entry(self.array, tuple(i.substitute(values) for i in self.at))


@dataclass(frozen=True, eq=False)
class Apply:
    """``head[at](args)``.

    Heads beside the names of scalar functions: ``count`` (an index as a number), ``base`` (what a
    negative or fractional power is taken of), ``exp``, ``prime``, ``constant:pi``, ``positive``
    ([arg > 0]), ``is`` ([arg = at]), ``equal`` ([arg = arg]), ``power``, ``opaque:name:order``.
    """

    head: str
    at: tuple[Index, ...] = ()
    args: tuple[Sum, ...] = ()
    renders: dict[object, str] = field(default_factory=dict, repr=False)

    @cached_property
    def free(self) -> frozenset[str]:
        inner = {n for a in self.args for n in a.free}
        return frozenset(inner | {n for i in self.at for n in i.names})

    def substitute(self, values: Mapping[str, Index]) -> Apply:
        at = tuple(i.substitute(values) for i in self.at)
        return Apply(self.head, at, tuple(a.substitute(values) for a in self.args))


@dataclass(frozen=True, eq=False)
class Nest:
    """``op over axes of [guards] body`` for a reduction that is not a sum: taken as it stands."""

    op: Operation
    axes: tuple[Axis, ...]
    guards: tuple[Guard, ...]
    body: Sum
    renders: dict[object, str] = field(default_factory=dict, repr=False)

    @cached_property
    def free(self) -> frozenset[str]:
        names = set(self.body.free) | {n for g in self.guards for n in g.index.names}
        names |= {n for a in self.axes for n in a.size.names}
        return frozenset(names - {a.name for a in self.axes})

    def substitute(self, values: Mapping[str, Index]) -> Nest:
        inner = _without(values, self.axes)
        axes = tuple(a.substitute(inner) for a in self.axes)
        guards = tuple(g.substitute(inner) for g in self.guards)
        return replace(self, axes=axes, guards=guards, body=self.body.substitute(inner), renders={})


Atom = Entry | Apply | Nest
Factor = tuple[Atom, Fraction]


@dataclass(frozen=True, eq=False)
class Term:
    """``Sigma_{bound} [guards] * product of atom**exponent``."""

    bound: tuple[Axis, ...] = ()
    guards: tuple[Guard, ...] = ()
    factors: tuple[Factor, ...] = ()
    renders: dict[object, str] = field(default_factory=dict, repr=False)

    @cached_property
    def mentioned(self) -> frozenset[str]:
        """Names in factors, guards and sizes, bound ones included."""
        names = {n for a, _ in self.factors for n in a.free}
        names |= {n for g in self.guards for n in g.index.names}
        return frozenset(names | {n for a in self.bound for n in a.size.names})

    @cached_property
    def bound_names(self) -> frozenset[str]:
        return frozenset(a.name for a in self.bound)

    @cached_property
    def free(self) -> frozenset[str]:
        return self.mentioned - self.bound_names

    def substitute(self, values: Mapping[str, Index]) -> Term:
        inner = _without(values, self.bound)
        if not inner.keys() & self.mentioned:
            return self
        return self._replace_names(inner)

    def _replace_names(self, values: Mapping[str, Index]) -> Term:
        return Term(
            tuple(a.substitute(values) for a in self.bound),
            tuple(g.substitute(values) for g in self.guards),
            tuple((a.substitute(values) if a.free & values.keys() else a, e) for a, e in self.factors),
        )

    def refreshed(self) -> Term:
        """The same term with bound names that occur nowhere else."""
        if not self.bound:
            return self
        return self.renamed({a.name: fresh_name() for a in self.bound})

    def renamed(self, names: Mapping[str, str]) -> Term:
        """The same term with its bound axes called otherwise."""
        inner = self._replace_names({old: Index.name(new) for old, new in names.items()})
        bound = tuple(Axis(names.get(a.name, a.name), a.size) for a in inner.bound)
        return replace(inner, bound=bound, renders={})

    @property
    def is_monomial(self) -> bool:
        return not self.bound and not self.guards


@dataclass(frozen=True, eq=False)
class Sum:
    """``c1*t1 + c2*t2 + ...``; the empty sum is 0."""

    terms: tuple[tuple[Fraction, Term], ...] = ()
    renders: dict[object, str] = field(default_factory=dict, repr=False)

    @cached_property
    def free(self) -> frozenset[str]:
        return frozenset(n for _, t in self.terms for n in t.free)

    def substitute(self, values: Mapping[str, Index]) -> Sum:
        if not self.free & values.keys():
            return self
        return Sum(tuple((c, t.substitute(values)) for c, t in self.terms))

    def __add__(self, other: Sum) -> Sum:
        return Sum(self.terms + other.terms)

    def scaled(self, factor: Fraction | int) -> Sum:
        return Sum(tuple((c * factor, t) for c, t in self.terms)) if factor else Sum()

    def __neg__(self) -> Sum:
        return self.scaled(-1)

    def __sub__(self, other: Sum) -> Sum:
        return self + -other

    @property
    def constant(self) -> Fraction | None:
        """The rational number this sum visibly is, or None."""
        if all(t.is_monomial and not t.factors for _, t in self.terms):
            return sum((c for c, _ in self.terms), Fraction(0))
        return None

    @property
    def monomial(self) -> tuple[Fraction, Term] | None:
        """The one term this sum consists of, if that has neither axis nor guard."""
        return self.terms[0] if len(self.terms) == 1 and self.terms[0][1].is_monomial else None

    def __len__(self) -> int:
        return len(self.terms)


ZERO = Sum()


def number(value: Fraction | int) -> Sum:
    return Sum(((Fraction(value), Term()),)) if value else ZERO


def atom(content: Atom, exponent: Fraction | int = 1) -> Sum:
    return Sum(((ONE, Term((), (), ((content, Fraction(exponent)),))),))


def _without(values: Mapping[str, Index], axes: Sequence[Axis]) -> dict[str, Index]:
    """`values` as seen under binders; to capture a name would be a bug of the prover."""
    bound = {a.name for a in axes}
    inner = {n: v for n, v in values.items() if n not in bound}
    if captured := {n for v in inner.values() for n in v.names} & bound:
        raise ScopeError(f"substitution would capture {sorted(captured)}")
    return inner


def inner_sums(content: Atom) -> tuple[Sum, ...]:
    if isinstance(content, Apply):
        return content.args
    return (content.body,) if isinstance(content, Nest) else ()


def atoms_of(total: Sum) -> Iterator[Atom]:
    """Every atom of a sum, those inside other atoms included."""
    for _, term in total.terms:
        for content, _ in term.factors:
            yield content
            for inner in inner_sums(content):
                yield from atoms_of(inner)


def entries(total: Sum) -> list[Entry]:
    return [a for a in atoms_of(total) if isinstance(a, Entry)]


def has(total: Sum, test: Callable[[Atom], bool]) -> bool:
    return any(test(a) for a in atoms_of(total))


def check_scope(total: Sum, allowed: Iterable[str]) -> None:
    """Every name declared or bound, no name bound twice on one path."""
    names = frozenset(allowed)
    for _, term in total.terms:
        if len(term.bound_names) != len(term.bound) or term.bound_names & names:
            raise ScopeError(f"a name is bound twice: {[a.name for a in term.bound]}")
        inside = names | term.bound_names
        if loose := term.mentioned - inside:
            raise ScopeError(f"nothing binds {sorted(loose)}")
        for content, _ in term.factors:
            extra = {a.name for a in content.axes} if isinstance(content, Nest) else set()
            for inner in inner_sums(content):
                check_scope(inner, inside | extra)
