"""The interpreter with what rounding may do: sums in any order, and branches that hang on a rounding."""

from __future__ import annotations

from math import sqrt
from typing import Any

from nnmath.check.bounded import Bounded, Rounded
from nnmath.notation import Interpreter, Statement
from nnmath.notation.arrays import Array
from nnmath.notation.bodies import compiled
from nnmath.notation.interpret import Cell
from nnmath.notation.loops import Environment


class Evaluator(Interpreter):
    """An interpreter over `Rounded`; `fragile` holds the cells whose branches depend on rounding."""

    field: Rounded

    def __init__(self, *args: Any, **options: Any):
        super().__init__(*args, **options)
        self.fragile: set[Cell] = set()

    def cell(self, array: Array, at: tuple[int, ...]) -> Any:
        """An entry; the mark of a fragile one is passed on to every entry that is computed from it."""
        key = (array.name, at)
        if key in self.memory:
            self.field.fragile |= key in self.fragile
            return self.memory[key]
        before, self.field.fragile = self.field.fragile, False
        found = super().cell(array, at)
        if self.field.fragile:
            self.fragile.add(key)
        self.field.fragile |= before
        return found

    def read(self, array: Array, at: tuple[int, ...]) -> Any:
        return self.cell(array, at)

    def add(self, values: list[Bounded]) -> Bounded:
        return self._added(values)

    def _reduce(self, op: str, terms: list[tuple[Statement, Environment]]) -> Any:
        if op != "sum":
            return super()._reduce(op, terms)
        values = [compiled(statement.body)(self, binding) for statement, binding in terms]
        return self._added(values, bool(terms) and bool(terms[0][0].reduced))

    def _added(self, values: list[Bounded], reduced: bool = False) -> Bounded:
        """A sum, with an error that covers every order of adding; one over an axis is never counted as exact."""
        total = values[0] if values else self.field.rational(0, 1)
        for value in values[1:]:
            total = total + value
        if not reduced and len(values) < 3 and not all(v.error for v in values):
            return total
        any_order = sum((v.error + abs(v.value) * sqrt(len(values)) for v in values), self.field.zero)
        return Bounded(self.field, total.value, max(total.error, any_order))
