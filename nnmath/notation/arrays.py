"""Axes, arrays, and the atoms that a scalar body is made of.

A body is an ordinary scalar sympy expression; sympy does the scalar calculus. What it reads are
the atoms below: sympy Symbols whose identity includes everything they mean, because with the name
alone sympy's cache would hand the read of one system to another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

import sympy

from nnmath.notation.index import Index
from nnmath.notation.once import hashed_once

Kind = Literal["real", "positive", "integer", "mask"]


@hashed_once
@dataclass(frozen=True)
class Axis:
    """An index `name` running over ``0 <= name < size``."""

    name: str
    size: Index

    def __str__(self) -> str:
        return f"{self.name} < {self.size}"

    def substitute(self, values: Mapping[str, Index]) -> Axis:
        return replace(self, size=self.size.substitute(values))


@hashed_once
@dataclass(frozen=True)
class Array:
    """A named array.

    A later axis' size may depend on an earlier axis: then the array is a list over that axis. The
    entries of an integer array lie in ``0 <= entry < below``.
    """

    name: str
    axes: tuple[Axis, ...] = ()
    kind: Kind = "real"
    below: Index | None = None

    @property
    def rank(self) -> int:
        return len(self.axes)

    @property
    def ragged(self) -> bool:
        """Whether the first axis is a list, because a later size depends on it."""
        return any(a.name in b.size.names for a in self.axes for b in self.axes)

    @property
    def differentiable(self) -> bool:
        return self.kind in ("real", "positive")

    def sizes(self, at: tuple[Index, ...]) -> tuple[Index, ...]:
        """The size of each axis when the array is read at `at`."""
        earlier: dict[str, Index] = {}
        found = []
        for axis, index in zip(self.axes, at, strict=True):
            found.append(axis.size.substitute(earlier))
            earlier[axis.name] = index
        return tuple(found)

    def __getitem__(self, index: Any) -> Read:
        parts = index if isinstance(index, tuple) else (index,)
        return Read(self, tuple(Index.of(part) for part in parts))

    @property
    def scalar(self) -> Read:
        return Read(self, ())

    def __str__(self) -> str:
        if not self.axes:
            return self.name
        ragged = {a.name for a in self.axes for later in self.axes if a.name in later.size.names}
        sizes = (f"{a.name}:{a.size}" if a.name in ragged else str(a.size) for a in self.axes)
        return f"{self.name}[{', '.join(sizes)}]"


class Atom(sympy.Symbol):
    """A sympy Symbol whose identity is its content, not its name."""

    __slots__ = ("content",)
    content: tuple[Any, ...]

    @classmethod
    def _make(cls, name: str, content: tuple[Any, ...], **assumptions: bool) -> Any:
        atom = sympy.Symbol.__xnew__(cls, name, **assumptions)
        atom.content = content
        return atom

    def _hashable_content(self) -> tuple[Any, ...]:
        return (*super()._hashable_content(), self.content)

    def __getnewargs_ex__(self) -> Any:
        return (self.content, {})


class Read(Atom):
    """``array[index]``: one real number, or a positive one where the array says so."""

    __slots__ = ()

    def __new__(cls, array: Array, index: tuple[Index, ...]) -> Read:
        if len(index) != array.rank:
            raise ValueError(f"{array} has {array.rank} axes, read with {len(index)}: {list(map(str, index))}")
        name = f"{array.name}[{', '.join(map(str, index))}]" if index else array.name
        assumption = {"positive": True} if array.kind == "positive" else {"real": True}
        made: Read = cls._make(name, (array, index), **assumption)
        return made

    @property
    def array(self) -> Array:
        return self.content[0]  # type: ignore[no-any-return]

    @property
    def index(self) -> tuple[Index, ...]:
        return self.content[1]  # type: ignore[no-any-return]

    def substitute(self, values: Mapping[str, Index]) -> Read:
        return Read(self.array, tuple(i.substitute(values) for i in self.index))


class IndexValue(Atom):
    """An index or a size used as a number: the B of ``1/B``."""

    __slots__ = ()

    def __new__(cls, index: Index) -> Any:
        if index.constant is not None:
            return sympy.Integer(index.constant)
        made: IndexValue = cls._make(str(index), (index,), integer=True)
        return made

    @property
    def index(self) -> Index:
        return self.content[0]  # type: ignore[no-any-return]

    def substitute(self, values: Mapping[str, Index]) -> Any:
        return IndexValue(self.index.substitute(values))


@hashed_once
@dataclass(frozen=True)
class Guard:
    """A condition on indices: ``index >= 0``, ``index == 0`` or ``index != 0``."""

    relation: Literal[">=", "==", "!="]
    index: Index

    def holds(self, binding: Mapping[str, Any]) -> bool:
        value = self.index.value(binding)
        if self.relation == ">=":
            return value >= 0
        return (value == 0) == (self.relation == "==")

    def python(self) -> str:
        """The condition as Python has it, on a binding b."""
        return f"{self.index.python()} {self.relation} 0"

    def substitute(self, values: Mapping[str, Index]) -> Guard:
        return Guard(self.relation, self.index.substitute(values))

    def __str__(self) -> str:
        return f"{self.index} {self.relation} 0"


def within(index: Index, size: Index) -> tuple[Guard, Guard]:
    """``0 <= index < size`` as two guards."""
    return Guard(">=", index), Guard(">=", size - 1 - index)


class Bracket(Atom):
    """An Iverson bracket over indices: 1 where every guard holds, else 0."""

    __slots__ = ()

    def __new__(cls, guards: tuple[Guard, ...]) -> Bracket:
        unique = tuple(sorted(set(guards), key=str))
        made: Bracket = cls._make(f"[{' and '.join(map(str, unique))}]", (unique,), real=True)
        return made

    @property
    def guards(self) -> tuple[Guard, ...]:
        return self.content[0]  # type: ignore[no-any-return]

    def substitute(self, values: Mapping[str, Index]) -> Bracket:
        return Bracket(tuple(g.substitute(values) for g in self.guards))


Operation = Literal["sum", "max", "min", "prod", "logsumexp", "argmax", "argmin"]


class Reduction(Atom):
    """``op[axes](body)``: the surface form of a sum, before it is flattened into statements."""

    __slots__ = ()

    def __new__(cls, op: Operation, axes: tuple[Axis, ...], body: sympy.Expr) -> Reduction:
        name = f"{op}[{', '.join(a.name for a in axes)}]({body})"
        made: Reduction = cls._make(name, (op, axes, body), real=True)
        return made

    @property
    def op(self) -> Operation:
        return self.content[0]  # type: ignore[no-any-return]

    @property
    def axes(self) -> tuple[Axis, ...]:
        return self.content[1]  # type: ignore[no-any-return]

    @property
    def body(self) -> sympy.Expr:
        return self.content[2]

    def substitute(self, values: Mapping[str, Index]) -> Reduction:
        captured = {a.name for a in self.axes}
        free = {n: v for n, v in values.items() if n not in captured}
        if any(captured & v.names for v in free.values()):
            raise ValueError(f"substituting {free} would be captured by {self}")
        axes = tuple(a.substitute(free) for a in self.axes)
        return Reduction(self.op, axes, substitute(self.body, free))


def substitute(body: sympy.Expr, values: Mapping[str, Index]) -> sympy.Expr:
    """Replace index names in every atom of a body."""
    atoms = body.atoms(Read, IndexValue, Bracket, Reduction)
    return body.xreplace({atom: atom.substitute(values) for atom in atoms})


def reads(body: sympy.Expr) -> list[Read]:
    """The reads of a body, each once, in a deterministic order; reductions are entered."""
    found = set(body.atoms(Read))
    for reduction in body.atoms(Reduction):
        found |= set(reads(reduction.body))
    return sorted(found, key=lambda r: r.name)


def index_names(body: sympy.Expr) -> set[str]:
    """Every index name that occurs free in a body."""
    names: set[str] = set()
    for atom in body.atoms(Read, IndexValue, Bracket):
        if isinstance(atom, Read):
            names.update(n for i in atom.index for n in i.names)
        elif isinstance(atom, IndexValue):
            names |= atom.index.names
        else:
            names.update(n for g in atom.guards for n in g.index.names)
    for reduction in body.atoms(Reduction):
        inner = index_names(reduction.body)
        names |= {n for a in reduction.axes for n in a.size.names}
        names |= inner - {a.name for a in reduction.axes}
    return names
