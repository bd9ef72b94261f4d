"""Sums of products as matrix products on views; the transposes are fixed at generation time."""

from __future__ import annotations

import string
from collections.abc import Sequence
from dataclasses import dataclass

from nnmath.codegen.code import Call, joined
from nnmath.codegen.scope import Operand, Scope, arrange, transposed


def contract(scope: Scope, operands: Sequence[Operand], out: Sequence[str]) -> Operand:
    """The sum of the operands' product over the axes that `out` lacks, two operands at a time."""
    rest = [_presummed(scope, o, _others(operands, i), out) for i, o in enumerate(operands)]
    while len(rest) > 1:
        i, j = _best_pair(rest, out)
        others = {a for k, o in enumerate(rest) if k not in (i, j) for a in o.axes} | set(out)
        last = len(rest) == 2
        kept = list(out) if last else _kept(rest[i], rest[j], others)
        kept = [a for a in kept if a in rest[i].axes or a in rest[j].axes]
        pair = _pair(scope, rest[i], rest[j], kept)
        rest = [o for k, o in enumerate(rest) if k not in (i, j)] + [pair]
    return _presummed(scope, rest[0], set(), out)


def _others(operands: Sequence[Operand], i: int) -> set[str]:
    return {a for k, o in enumerate(operands) if k != i for a in o.axes}


def _kept(a: Operand, b: Operand, wanted: set[str]) -> list[str]:
    shared = [x for x in a.axes if x in b.axes and x in wanted]
    only = [x for o, p in ((a, b), (b, a)) for x in o.axes if x not in p.axes and x in wanted]
    return shared + only


def _presummed(scope: Scope, operand: Operand, others: set[str], out: Sequence[str]) -> Operand:
    """Sum over what stands in no other operand and not in the result."""
    gone = [a for a in operand.axes if a not in others and a not in out]
    return total(scope, operand, gone) if gone else operand


def total(scope: Scope, operand: Operand, gone: Sequence[str]) -> Operand:
    operand = scope.real(operand)
    if scope.before is not None and list(gone) == [operand.axes[-1]] and scope.spans[gone[0]].full:
        return scope.call("rt.row_sums", [operand.text], operand.axes[:-1], elementwise=False, takes_out=False)
    axes = [i for i, a in enumerate(operand.axes) if a in gone]
    kept = [a for a in operand.axes if a not in gone]
    where = "" if len(axes) == len(operand.axes) else f", axis={axes[0] if len(axes) == 1 else tuple(axes)}"
    return scope.call("np.sum", [f"{operand.text}{where}"], kept, elementwise=False)


def _best_pair(rest: Sequence[Operand], out: Sequence[str]) -> tuple[int, int]:
    """The pair that leaves the fewest axes, and sums the most."""
    best, found = None, (0, 1)
    for i in range(len(rest)):
        for j in range(i + 1, len(rest)):
            others = {a for k, o in enumerate(rest) if k not in (i, j) for a in o.axes} | set(out)
            union = {*rest[i].axes, *rest[j].axes}
            score = (len(union & others) - max(len(rest[i].axes), len(rest[j].axes)), -len(union - others))
            if best is None or score < best:
                best, found = score, (i, j)
    return found


@dataclass
class Groups:
    """How the axes of a product are grouped: batch, rows (only in a), columns (only in b), summed."""

    batch: list[str]
    rows: list[str]
    columns: list[str]
    summed: list[str]


def _pair(scope: Scope, a: Operand, b: Operand, out: list[str]) -> Operand:
    summed = [x for x in a.axes if x in b.axes and x not in out]
    if a.kind == b.kind:
        a = scope.real(a)
    if not summed:
        axes = out
        return scope.call("np.multiply", [arrange(a, axes), arrange(b, axes)], axes)
    only_a = {x for x in a.axes if x not in b.axes}
    only_b = {x for x in b.axes if x not in a.axes}
    if not only_a and not only_b:
        return _dots(scope, a, b, out, summed)
    if scope.before is not None and not (only_a and only_b):
        return _row_by_row(scope, a, b, out, summed) if only_a else _row_by_row(scope, b, a, out, summed)
    if out and out[-1] in only_a:
        a, b, only_a, only_b = b, a, only_b, only_a
        summed = [x for x in a.axes if x in b.axes and x not in out]
    groups = _by_runs(out, only_a, only_b, summed) or _canonical(a, b, out, only_a, only_b, summed)
    result = _matmul(scope, a, b, groups)
    text = transposed(result.text, result.axes, out)
    return Operand(text, tuple(out))


def _by_runs(out: list[str], only_a: set[str], only_b: set[str], summed: list[str]) -> Groups | None:
    """Columns are the trailing run of b's own axes, rows the run of a's own before them."""
    end = len(out)
    while end and out[end - 1] in only_b:
        end -= 1
    start = end
    while start and out[start - 1] in only_a:
        start -= 1
    if start == end or end == len(out):
        return None
    return Groups(out[:start], out[start:end], out[end:], summed)


def _canonical(
    a: Operand, b: Operand, out: list[str], only_a: set[str], only_b: set[str], summed: list[str]
) -> Groups:
    batch = [x for x in out if x in a.axes and x in b.axes]
    return Groups(batch, [x for x in out if x in only_a], [x for x in out if x in only_b], summed)


def _matmul(scope: Scope, a: Operand, b: Operand, g: Groups) -> Operand:
    summed = _summed_order(a, b, g.summed)
    left = _matrix(scope, a, g.batch, g.rows, summed)
    right = _matrix(scope, b, g.batch, summed, g.columns)
    fn_axes = (*g.batch, *g.rows, *g.columns)
    plain = len(g.rows) <= 1 and len(g.columns) <= 1 and (not g.batch or (len(g.rows) == len(g.columns) == 1))
    if plain:
        return scope.call("np.matmul", [left, right], fn_axes, elementwise=False)
    if g.batch and not (g.rows and g.columns):
        text = f"np.matmul({left}, {right})" + ("[..., 0, :]" if not g.rows else "[..., 0]")
        if len(g.rows) > 1 or len(g.columns) > 1:
            text += f".reshape({', '.join(scope.extents(fn_axes))})"
        return scope.define(text, fn_axes)
    found = scope.call("np.matmul", [left, right], fn_axes, elementwise=False)
    parts = [*scope.extents(g.batch), *(product_text(scope.extents(x)) for x in (g.rows, g.columns) if x)]
    last = scope.code[-1]
    assert isinstance(last, Call)
    last.inner = tuple(parts)
    return found


def _summed_order(a: Operand, b: Operand, summed: Sequence[str]) -> list[str]:
    """The order in which both operands lie if they agree, else that of the one with more axes."""
    larger = a if len(a.axes) >= len(b.axes) else b
    return [x for x in larger.axes if x in summed]


def _matrix(
    scope: Scope, o: Operand, batch: Sequence[str], first: Sequence[str], second: Sequence[str]
) -> str:
    """The operand with its dimensions as (batch..., first, second); one missing group is a vector."""
    own = [x for x in batch if x in o.axes]
    order = [*own, *first, *second]
    text = transposed(o.text, o.axes, order)
    lead = list(batch[batch.index(own[0]) :]) if own else []
    broadcast = any(x not in own for x in lead)
    vector = bool(batch) and (not first or not second)
    if len(first) <= 1 and len(second) <= 1 and not broadcast and not vector:
        return text
    if len(first) <= 1 and len(second) <= 1:
        marks = [":" if x in own else "None" for x in lead]
        marks += [":" if first else "None", ":" if second else "None"]
        return f"{text}[{', '.join(marks)}]"
    shape = [scope.extent(x) if x in own else "1" for x in lead]
    for group in (first, second):
        if group or batch:
            shape.append(product_text(scope.extents(group)))
    return joined(text, shape) if text == o.text else f"{text}.reshape({', '.join(shape)})"


def product_text(extents: Sequence[str]) -> str:
    if not extents:
        return "1"
    if len(extents) == 1:
        return extents[0]
    return "*".join(f"({e})" if not e.isidentifier() and not e.isdigit() else e for e in extents)


def _dots(scope: Scope, a: Operand, b: Operand, out: list[str], summed: list[str]) -> Operand:
    """Both operands have the same axes: sums of products, one pass and no temporary."""
    kept = [x for x in a.axes if x not in summed]
    if a.axes == b.axes and a.axes[-1] in summed and kept == out:
        dots = scope.call("np.vecdot", [a.text, b.text], a.axes[:-1], elementwise=False)
        rest = [x for x in summed if x != a.axes[-1]]
        return total(scope, dots, rest) if rest else dots
    return _einsum(scope, a, b, out)


def _row_by_row(scope: Scope, a: Operand, b: Operand, out: list[str], summed: list[str]) -> Operand:
    """A matrix with a vector, in a block of rows: blocks have threads of their own, which those of BLAS would stop."""
    rows = [x for x in a.axes if x not in summed]
    if summed == [a.axes[-1]] and rows == out and b.axes[-1] == summed[0]:
        return scope.call("np.vecdot", [a.text, arrange(b, a.axes)], rows, elementwise=False)
    return _einsum(scope, a, b, out)


def _einsum(scope: Scope, a: Operand, b: Operand, out: Sequence[str]) -> Operand:
    letters = {x: string.ascii_lowercase[i] for i, x in enumerate(dict.fromkeys((*a.axes, *b.axes)))}
    spell = ["".join(letters[x] for x in axes) for axes in (a.axes, b.axes, out)]
    pattern = f"{spell[0]},{spell[1]}->{spell[2]}"
    return scope.call("np.einsum", [f'"{pattern}"', a.text, b.text], out, elementwise=False)
