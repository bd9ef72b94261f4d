"""What a statement's expressions are lowered in: its axes, their ranges, and where arrays lie."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from nnmath.codegen.code import Call, Define, Node, words
from nnmath.codegen.text import Names, index_text
from nnmath.notation.arrays import Array, Axis, Read
from nnmath.notation.index import Index
from nnmath.notation.system import Statement


@dataclass(frozen=True)
class Span:
    """The values an axis takes: all of ``range(size)``, or ``range(low, high)`` as text."""

    size: Index
    low: str = "0"
    high: str = ""

    @property
    def full(self) -> bool:
        return not self.high


@dataclass(frozen=True)
class Operand:
    """The text of a value and the vector axes its dimensions stand for.

    Kinds: "float", "int", "bool" arrays; "number", a Python number of the parameters and sizes.
    """

    text: str
    axes: tuple[str, ...] = ()
    kind: str = "float"

    @property
    def scratch(self) -> bool:
        return self.text[:1] == "_" and self.text[1:].isdigit()


@dataclass
class Kernel:
    """State shared by the statements of one function: names, where arrays are stored, dtype."""

    names: Names
    sizes: Mapping[str, str] = field(default_factory=dict)
    named: dict[Index, str] = field(default_factory=dict)
    contracted: dict[Array, int] = field(default_factory=dict)
    sources: set[Array] = field(default_factory=set)
    uses_errstate: bool = False
    local: set[Array] = field(default_factory=set)
    ratios: dict[Statement, Read] = field(default_factory=dict)
    same: dict[Array, Any] = field(default_factory=dict)

    def text(self, index: Index) -> str:
        if index in self.named:
            return self.named[index]
        return index_text(index, self.names.given)

    def array(self, array: Array) -> str:
        return self.names.give(array.name)


@dataclass
class Scope:
    """The vector axes of one statement, with the spans that its guards leave."""

    kernel: Kernel
    code: list[Node]
    spans: dict[str, Span]
    before: list[Node] | None = None
    varying: set[str] = field(default_factory=set)
    shared: dict[Any, Operand] = field(default_factory=dict)
    returned: list[tuple[Operand, str]] = field(default_factory=list)

    def home(self, dest: str, text: str) -> list[Node]:
        """Where a result belongs: before the loop over blocks if nothing in it changes there."""
        if self.before is None or not words(text) & self.varying:
            return self.code if self.before is None else self.before
        self.varying.add(dest)
        return self.code

    @property
    def vector(self) -> set[str]:
        return set(self.spans)

    def extent(self, axis: str) -> str:
        span = self.spans[axis]
        return self.kernel.text(span.size) if span.full else f"{span.high} - {span.low}"

    def extents(self, axes: Sequence[str]) -> tuple[str, ...]:
        return tuple(self.extent(a) for a in axes)

    def call(
        self,
        fn: str,
        args: Sequence[str],
        axes: Sequence[str],
        kind: str = "float",
        elementwise: bool = True,
        takes_out: bool = True,
    ) -> Operand:
        """Emit ``scratch = fn(*args)``."""
        dest = self.kernel.names.scratch()
        shape = self.extents(axes)
        self.home(dest, " ".join(args)).append(
            Call(fn, tuple(args), dest, shape, True, kind, elementwise, takes_out and bool(axes))
        )
        return Operand(dest, tuple(axes), kind)

    def define(self, text: str, axes: Sequence[str], kind: str = "float") -> Operand:
        dest = self.kernel.names.scratch()
        self.home(dest, text).append(Define(dest, text, self.extents(axes)))
        return Operand(dest, tuple(axes), kind)

    def real(self, operand: Operand) -> Operand:
        """Truth values as the numbers 0 and 1: NumPy adds two of them up to a third."""
        if operand.kind != "bool":
            return operand
        return self.define(f"{operand.text}.astype(dtype)", operand.axes)


def spans_of(axes: Sequence[Axis]) -> dict[str, Span]:
    return {a.name: Span(a.size) for a in axes}


def arrange(operand: Operand, axes: Sequence[str]) -> str:
    """The operand as text that broadcasts against dimensions `axes`."""
    text, own = operand.text, operand.axes
    wanted = [a for a in axes if a in own]
    if list(own) != wanted:
        text = transposed(text, own, wanted)
    missing = [a in own for a in axes]
    while missing and not missing[0]:
        missing.pop(0)
    if all(missing):
        return text
    return f"{text}[{', '.join(':' if there else 'None' for there in trimmed(missing))}]"


def trimmed(kept: Sequence[bool]) -> list[bool]:
    """A trailing run of whole dimensions needs no text."""
    listed = list(kept)
    while listed and listed[-1]:
        listed.pop()
    return listed


def transposed(text: str, own: Sequence[str], wanted: Sequence[str]) -> str:
    order = [list(own).index(a) for a in wanted]
    if order == sorted(order):
        return text
    if order == list(range(len(own)))[::-1]:
        return f"{text}.T"
    moved = [i for i, o in enumerate(order) if i != o]
    if len(moved) == 2:
        return f"{text}.swapaxes({moved[0]}, {moved[1]})"
    return f"{text}.transpose({', '.join(map(str, order))})"
