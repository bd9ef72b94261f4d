"""Indicators ``[target = axis]`` as gathers (the axis is summed) and scatters (it is on the left)."""

from __future__ import annotations

from typing import Any

import sympy

from nnmath.codegen.schedule import Placed
from nnmath.codegen.scope import Operand, Scope, transposed
from nnmath.codegen.views import view
from nnmath.notation.arrays import IndexValue, Read, index_names
from nnmath.notation.functions import indicator
from nnmath.notation.system import Statement


def gathers(s: Statement, lead: str) -> bool:
    """Whether a sum does no more than gather or scatter rows, the same for each value of the leading axis."""
    if s.op != "sum" or s.guards or not isinstance(s.body, sympy.Mul):
        return False
    chosen: set[str] = set()
    for factor in s.body.args:
        if isinstance(factor, indicator):
            targets = [a for a in factor.args if isinstance(a, Read)]
            if len(targets) != 1 or targets[0].array.below is None or lead in index_names(targets[0]):
                return False
            chosen |= index_names(factor)
        elif not isinstance(factor, Read):
            return False
    return bool(chosen) and {a.name for a in s.reduced} <= chosen


def _selected(scope: Scope, factor: sympy.Expr) -> tuple[Read, str] | None:
    """(target, axis) of ``[target = axis]`` where every target is sure to be a value of the axis."""
    if not isinstance(factor, indicator):
        return None
    for data, at in (factor.args, factor.args[::-1]):
        if isinstance(data, Read) and isinstance(at, IndexValue):
            name = at.index.as_name
            if name in scope.vector and name not in index_names(data) and scope.spans[name].full:
                below = data.array.below
                if below is not None and below == scope.spans[name].size:
                    return data, str(name)
    return None


def _plain(read: Read, axis: str) -> bool:
    """Whether the axis stands alone in one position of the read, and in no other."""
    return sum(axis in i.names for i in read.index) == 1 and any(i.as_name == axis for i in read.index)


def gathered(
    scope: Scope, term: sympy.Expr, gone: set[str], leaves: dict[sympy.Expr, Operand]
) -> tuple[sympy.Expr, set[str]]:
    """The term with each summed ``[target = k]`` carried out: reads at k become reads at the target."""
    done: set[str] = set()
    factors = list(term.as_ordered_factors()) if isinstance(term, sympy.Mul) else [term]
    for factor in factors:
        found = _selected(scope, factor)
        if found is None or found[1] not in gone:
            continue
        rest = sympy.Mul(*[f for f in factors if f is not factor])
        taken = take(scope, rest, found[0], found[1], leaves)
        if taken is not None:
            done.add(found[1])
            more, also = gathered(scope, taken, gone - done, leaves)
            return more, done | also
    return term, done


def take(
    scope: Scope, rest: sympy.Expr, target: Read, axis: str, leaves: dict[sympy.Expr, Operand]
) -> sympy.Expr | None:
    """`rest` with the axis set to the target, or None where that is not simple; `leaves` are those taken before."""
    mine = [r for r in sorted(rest.atoms(Read), key=str) if axis in index_names(r)]
    others = [a for a in rest.atoms(IndexValue) if axis in a.index.names]
    if others or not all(_plain(r, axis) for r in mine):
        return None
    chosen = view(scope, target)
    sources = {r: view(scope, r) for r in mine}
    sources |= {leaf: operand for leaf, operand in leaves.items() if axis in operand.axes and rest.has(leaf)}
    new: dict[sympy.Expr, Operand] = {}
    values: dict[sympy.Expr, Any] = {}
    for old, source in sources.items():
        operand = _taken(scope, source, chosen, axis)
        if operand is None:
            return None
        values[old] = sympy.Dummy("taken", real=True)
        new[values[old]] = operand
    leaves.update(new)
    return rest.xreplace(values)


def _taken(scope: Scope, source: Operand, chosen: Operand, axis: str) -> Operand | None:
    at = source.axes.index(axis)
    if not set(chosen.axes) & set(source.axes):
        axes = (*source.axes[:at], *chosen.axes, *source.axes[at + 1 :])
        if not at:
            return scope.define(f"np.take({source.text}, {chosen.text}, axis=0)", axes)
        return scope.define(f"rt.take({source.text}, {chosen.text}, {at})", axes)
    if not set(chosen.axes) <= set(source.axes):
        return None
    rest = source.axes[:at] + source.axes[at + 1 :]
    index = aligned(chosen, source.axes)
    pick = ", ".join([":"] * at + ["0"])
    return scope.define(f"np.take_along_axis({source.text}, {index}, axis={at})[{pick}]", rest)


def aligned(chosen: Operand, axes: tuple[str, ...]) -> str:
    """The indices with as many dimensions as the array they index."""
    text = transposed(chosen.text, chosen.axes, [a for a in axes if a in chosen.axes])
    if len(chosen.axes) == len(axes):
        return text
    return f"{text}[{', '.join(':' if a in chosen.axes else 'None' for a in axes)}]"


Scatter = tuple[Read, str, sympy.Expr]


def scatter_axis(scope: Scope, node: Placed, term: sympy.Expr, reduced: set[str]) -> Scatter | None:
    """(target, axis, the other factors) where the left side holds the indicator's axis alone."""
    factors = list(term.as_ordered_factors()) if isinstance(term, sympy.Mul) else [term]
    left = node.statement.left
    for factor in factors:
        found = _selected(scope, factor)
        if found is None or found[1] in reduced or not _plain(left, found[1]):
            continue
        target, axis = found
        here = {n for i in left.index for n in i.names} - {axis}
        own = index_names(target) & scope.vector
        rest = sympy.Mul(*[f for f in factors if f is not factor])
        if (own <= here or not own & here) and take(_trial(scope), rest, target, axis, {}) is not None:
            return target, axis, rest
    return None


def _trial(scope: Scope) -> Scope:
    """A scope whose code is thrown away."""
    return Scope(scope.kernel, [], dict(scope.spans))
