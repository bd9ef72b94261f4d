"""From an equation's right side to statements: reductions do not nest in a statement."""

from __future__ import annotations

from collections.abc import Callable

import sympy

from nnmath.notation.arrays import Array, Axis, Bracket, Guard, Read, Reduction, index_names
from nnmath.notation.index import Index
from nnmath.notation.system import NotationError, Statement


class Flattener:
    """Collects the statements that one equation ``target[index] = right`` means."""

    def __init__(self, target: Array, index: tuple[Index, ...], axes: tuple[Axis, ...], fresh: Callable[[str], str]):
        self.target, self.index, self.axes, self.fresh = target, index, axes, fresh
        self.statements: list[Statement] = []

    def run(self, right: sympy.Expr) -> tuple[Statement, ...]:
        if isinstance(right, Reduction) and right.op != "sum":
            self._add(right.op, right.axes, right.body)
        else:
            self._sum((), sympy.Integer(1), right)
        return tuple(self.statements)

    def _sum(self, axes: tuple[Axis, ...], factor: sympy.Expr, body: sympy.Expr) -> None:
        """``factor * sum[axes](body)``, a statement for each inner sum, bracket, and the rest."""
        plain = []
        for term in sympy.Add.make_args(_expand_brackets(body)):
            inner = next((f for f in sympy.Mul.make_args(term) if _is_sum(f)), None)
            outside = factor * term / inner if inner is not None else None
            if inner is not None and not _captures(inner, axes, outside):
                self._sum(axes + inner.axes, outside, inner.body)
            elif term.has(Bracket):
                self._add("sum", axes, factor * term)
            else:
                plain.append(term)
        if plain:
            self._add("sum", axes, factor * sympy.Add(*plain))

    def _add(self, op: str, axes: tuple[Axis, ...], body: sympy.Expr) -> None:
        body, guards = _split_guards(body)
        if body.has(Bracket):
            raise NotationError(f"a bracket or a padded read must be a factor of its term, in {body}")
        body = self._name_reductions(body, self.axes + axes)
        self.statements.append(
            Statement(self.target, self.index, self.axes + axes, body, guards, op)  # type: ignore[arg-type]
        )

    def _name_reductions(self, body: sympy.Expr, scope: tuple[Axis, ...]) -> sympy.Expr:
        """Give each reduction inside a scalar function an array of its own."""
        for reduction in sorted(body.atoms(Reduction), key=str):
            free = index_names(reduction)
            axes = tuple(a for a in scope if a.name in free)
            array = Array(self.fresh(self.target.name), axes)
            index = tuple(Index.name(a.name) for a in axes)
            inner = Flattener(array, index, axes, self.fresh)
            self.statements += inner.run(reduction)
            body = body.xreplace({reduction: Read(array, index)})
        return body


def _is_sum(factor: sympy.Expr) -> bool:
    return isinstance(factor, Reduction) and factor.op == "sum"


def _captures(inner: Reduction, axes: tuple[Axis, ...], outside: sympy.Expr) -> bool:
    taken = {a.name for a in axes} | index_names(outside)
    return any(axis.name in taken for axis in inner.axes)


def _expand_brackets(body: sympy.Expr) -> sympy.Expr:
    """Distribute products over sums, where a bracket stands inside a factor."""
    factors = sympy.Mul.make_args(body)
    if len(factors) > 1 and any(isinstance(f, sympy.Add) and f.has(Bracket) for f in factors):
        return sympy.expand_mul(body)
    return body


def _split_guards(body: sympy.Expr) -> tuple[sympy.Expr, tuple[Guard, ...]]:
    """Take the brackets that are factors out of a product; a bracket is its own square."""
    guards: list[Guard] = []
    rest = []
    for factor in sympy.Mul.make_args(body):
        base = factor.base if isinstance(factor, sympy.Pow) and factor.exp.is_positive else factor
        if isinstance(base, Bracket):
            guards += [g for g in base.guards if g not in guards]
        else:
            rest.append(factor)
    return sympy.Mul(*rest), tuple(guards)
