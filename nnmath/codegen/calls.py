"""Calls of ufuncs on operands, and what they have computed so far."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from typing import Any

import sympy

from nnmath.codegen.scalars import folded
from nnmath.codegen.scope import Operand, Scope, arrange
from nnmath.codegen.text import bracketed


class Calls(ABC):
    """Equal expressions are computed once.

    `order` fixes the order of dimensions; `leaves` gives operands for symbols made by the lowering.
    """

    def __init__(self, scope: Scope, order: Sequence[str], leaves: Mapping[sympy.Expr, Operand] = {}):
        self.scope, self.order = scope, list(order)
        self.memory: dict[Any, Operand] = {**scope.shared, **leaves}
        self.leaves = leaves.keys()

    @abstractmethod
    def compute(self, e: Any) -> Operand:
        """The operand of an expression that is not in memory."""

    def value(self, e: sympy.Expr) -> Operand:
        if e not in self.memory:
            self.memory[e] = self.compute(e)
            if self.scope.before is not None and not e.free_symbols & self.leaves:
                self.scope.shared[e] = self.memory[e]
        return self.memory[e]

    def apply(self, fn: str, args: Sequence[Operand], kind: str = "float") -> Operand:
        """A ufunc of operands, over the axes any of them has."""
        args = self.as_numbers(args) if kind == "float" else args
        axes = [a for a in self.order if any(a in o.axes for o in args)]
        return self.scope.call(fn, [arrange(o, axes) for o in args], axes, kind)

    def as_numbers(self, operands: Sequence[Operand]) -> list[Operand]:
        """Truth values as the numbers 0 and 1, unless an array beside them makes NumPy take them so."""
        if any(o.kind == "float" for o in operands):
            return list(operands)
        return [self.scope.real(o) for o in operands]

    def number(self, text: str) -> Operand:
        return Operand(text, kind="number")

    def combine(self, fn: str, sign: str, a: Operand, b: Operand) -> Operand:
        """A binary operation; of two Python numbers it is Python's."""
        if a.kind == b.kind == "number":
            return self.number(folded(a.text, sign, b.text))
        return self.apply(fn, [a, b])

    def negative(self, operand: Operand) -> Operand:
        if operand.kind == "number":
            return self.number(f"(-{bracketed(operand.text)})")
        return self.apply("np.negative", [operand])
