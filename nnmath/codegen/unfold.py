"""Products with sliding windows as matrix products: the windows are laid out as columns first.

A product that reads ``x[n, c, s*p + d*r - a]`` becomes ``cols[n,c,r,p] = x[...]`` and a product of
``cols``; one that writes there becomes ``cols[n,c,r,p] = sum ...`` and ``x[...] += cols[n,c,r,p]``.
Each runs image by image, so that the columns stay in cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

import sympy

from nnmath.codegen.lower import choose_tap, solved
from nnmath.codegen.schedule import Branch, Item, Loop, Placed
from nnmath.codegen.scope import Kernel, Scope, spans_of
from nnmath.codegen.text import Names
from nnmath.codegen.views import windows
from nnmath.notation.arrays import Array, Axis, Guard, Read, substitute, within
from nnmath.notation.functions import indicator, opaque
from nnmath.notation.index import Index


@dataclass
class Unfolded:
    """A schedule with columns, and which of them are filled inside a border of zeros."""

    items: list[Item]
    bordered: set[Array] = field(default_factory=set)


def unfold(items: Sequence[Item], names: Names) -> Unfolded:
    out = Unfolded([])
    for item in items:
        found = _unfolded(item, names, out) if isinstance(item, Placed) else None
        out.items += found or [item]
    return out


def _unfolded(node: Placed, names: Names, out: Unfolded) -> list[Item] | None:
    node = solved(node)
    s = node.statement
    if node.bound or s.op != "sum" or not node.reduced or not _product(s.body):
        return None
    scope = Scope(Kernel(Names()), [], spans_of(node.vector))
    grouped = [(r, g) for r in (s.left, *s.reads) if (g := windows(scope, r.index, r.array))]
    if len(grouped) != 1 or any(len(g) != 2 for g in grouped[0][1]):
        return None
    read, groups = grouped[0]
    inside = [
        g for i, size in zip(read.index, read.array.sizes(read.index), strict=True) for g in within(i, size)
    ]
    if any(g not in inside for g in s.guards) or read.array.ragged:
        return None
    axes = _column_axes(node, read, groups)
    if read == s.left and not [a for a in node.reduced if a not in axes]:
        return None
    others = [r for r in s.reads if r != read]
    if not any(_contracts(node, r, axes, read == s.left) for r in others):
        return None
    if read == s.left:
        gathered = _as_gather(node, read, groups)
        if gathered is not None:
            unit, gather = gathered
            fast = _unfolded(gather, names, out) or [gather]
            return [Branch(unit, fast, _split(node, read, axes, others, names, out))] if unit else fast
    return _split(node, read, axes, others, names, out)


def _as_gather(node: Placed, left: Read, groups: list[list[str]]) -> tuple[tuple[Index, ...], Placed] | None:
    """At unit stride, ``x[p + d*r - a]`` is written at i by p = i - d*r + a: a product that reads windows.

    Gives the strides that must be 1, other than those that visibly are, and the statement.
    """
    s = node.statement
    values: dict[str, Index] = {}
    places: dict[str, Axis] = {}
    index, unit = list(left.index), []
    for position, size in enumerate(left.array.sizes(left.index)):
        group = next((g for g in groups if set(g) <= left.index[position].names), None)
        if group is None:
            continue
        tap = choose_tap([a for a in s.axes if a.name in group])
        place = next(a for a in s.axes if a.name in group and a.name != tap)
        step = left.index[position].coefficient(place.name)
        if step is None or not (step == 1 or step.as_name) or step.names & {a.name for a in s.axes}:
            return None
        unit += [step] if step != 1 else []
        name = place.name + "_at"
        values[place.name] = Index.name(name) - (left.index[position] - step * place.name)
        places[place.name] = Axis(name, size)
        index[position] = Index.name(name)
    inside = [Guard(">=", v) for v in values.values()]
    inside += [Guard(">=", a.size - 1 - values[a.name]) for a in s.axes if a.name in values]
    statement = replace(
        s,
        index=tuple(index),
        axes=tuple(places.get(a.name, a) for a in s.axes),
        body=substitute(s.body, values),
        guards=tuple(inside),
    )
    return tuple(unit), Placed(statement)


def _product(body: sympy.Expr) -> bool:
    if not isinstance(body, sympy.Mul) or body.has(indicator, opaque):
        return False
    return all(isinstance(f, Read) or not f.atoms(Read) for f in body.args) and len(body.atoms(Read)) > 1


def _contracts(node: Placed, other: Read, axes: list[Axis], writes: bool) -> bool:
    """Whether the sum runs over an axis that this operand shares with the columns."""
    names = {n for i in other.index for n in i.names}
    shared = [a for a in axes if a.name in names]
    if writes:
        return any(a.name in names for a in node.reduced)
    return any(a in shared for a in node.reduced)


def _column_axes(node: Placed, read: Read, groups: list[list[str]]) -> list[Axis]:
    """Plain axes, then the taps, then the positions: a matrix once neighbours are joined."""
    here = {n for i in read.index for n in i.names}
    axes = [a for a in node.vector if a.name in here]
    taps = [choose_tap([a for a in node.statement.axes if a.name in g]) for g in groups]
    places = [next(n for n in g if n != t) for g, t in zip(groups, taps, strict=True)]
    by_name = {a.name: a for a in axes}
    plain = [n for i in read.index for n in _ordered(i, by_name, {*taps, *places})]
    return [by_name[n] for n in (*plain, *taps, *places)]


def _ordered(index: Index, axes: dict[str, Axis], excluded: set[str]) -> list[str]:
    """The axes of one position, slow before fast."""
    names = [n for n in axes if n in index.names and n not in excluded]
    return sorted(names, key=lambda n: index.coefficient(n) == 1)


def _split(
    node: Placed, read: Read, axes: list[Axis], others: list[Read], names: Names, out: Unfolded
) -> list[Item]:
    s = node.statement
    name = f"{read.array.name}_columns"
    while name in names.given:
        name += "_"
    names.give(name)
    columns = Array(name, tuple(axes))
    at = Read(columns, tuple(Index.name(a.name) for a in axes))
    if read == s.left:
        first = replace(s, target=columns, index=at.index, guards=())
        second = replace(s, axes=tuple(axes), body=at)
    else:
        order = tuple(a for a in s.axes if a in axes)
        first = replace(s, target=columns, index=at.index, axes=order, body=read)
        second = replace(s, body=s.body.xreplace({read: at}), guards=())
        out.bordered.add(columns)
    batch = _batch(read, axes, others if read == s.left else [*others, s.left])
    if batch is None:
        return [Placed(first), Placed(second)]
    bound = frozenset({batch.name})
    return [Loop(batch.name, batch.size, body=[Placed(first, bound), Placed(second, bound)])]


def _batch(read: Read, axes: list[Axis], others: list[Read]) -> Axis | None:
    """The leading axis, if the kernel, or the kernel's gradient, lacks it."""
    name = read.index[0].as_name
    if name is None or all(name in {n for i in r.index for n in i.names} for r in others):
        return None
    return next((a for a in axes if a.name == name), None)
