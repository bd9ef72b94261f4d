"""Reads and left sides as views: slices with offset and stride, mixed radix, windows."""

from __future__ import annotations

import string
from dataclasses import dataclass

from nnmath.codegen.scope import Operand, Scope
from nnmath.codegen.text import bracketed
from nnmath.notation.arrays import Array, Read
from nnmath.notation.index import Index, nonnegative
from nnmath.notation.system import NotationError


@dataclass(frozen=True)
class Part:
    """One position of an index: the text in the brackets, the dimensions it leaves, a flip."""

    text: str
    axes: tuple[str, ...] = ()
    flip: bool = False


class NeedsLoop(Exception):
    """Several axes meet in one position in no mixed radix: some of them must be looped over."""

    def __init__(self, axes: list[str]):
        super().__init__(", ".join(axes))
        self.axes = axes


def view(scope: Scope, read: Read) -> Operand:
    """The read as a view whose dimensions are the vector axes in its index, in its order."""
    array, kernel = read.array, scope.kernel
    text = kernel.array(array)
    index, sizes = read.index, array.sizes(read.index)
    kind = "int" if array.kind == "integer" else "float"
    if array.ragged:
        text += f"[{kernel.text(index[0])}]"
        index, sizes = index[1:], sizes[1:]
    dropped = kernel.contracted.get(array, 0)
    index, sizes = index[dropped:], sizes[dropped:]
    parts = [_part(scope, i, size) for i, size in zip(index, sizes, strict=True)]
    if array in kernel.local:
        parts[0] = Part(":", parts[0].axes)
    axes = tuple(a for part in parts for a in part.axes)
    text = _subscripted(scope, text, parts)
    if len(set(axes)) < len(axes):
        return Operand(_diagonal(text, axes), tuple(dict.fromkeys(axes)), kind)
    return Operand(text, axes, kind)


def _diagonal(text: str, axes: tuple[str, ...]) -> str:
    """An index in two positions: the diagonal, as the view that einsum gives where nothing is summed."""
    letters = {a: string.ascii_lowercase[i] for i, a in enumerate(dict.fromkeys(axes))}
    return f'np.einsum("{"".join(letters[a] for a in axes)}->{"".join(letters.values())}", {text})'


def _subscripted(scope: Scope, text: str, parts: list[Part]) -> str:
    subscripts = [p.text for p in parts]
    while subscripts and subscripts[-1] == ":":
        subscripts.pop()
    if subscripts:
        text += f"[{', '.join(subscripts)}]"
    left = [p for p in parts if p.axes]
    if any(p.flip for p in left):
        text += f"[{', '.join('::-1' if p.flip else ':' for p in left)}]"
    if any(len(p.axes) > 1 for p in left):
        shape = [scope.extent(a) for p in left for a in p.axes]
        text += f".reshape({', '.join(shape)})"
    return text


def _part(scope: Scope, index: Index, size: Index) -> Part:
    names = sorted(index.names & scope.vector)
    if not names:
        return Part(scope.kernel.text(index))
    if len(names) == 1:
        return _slice(scope, index, names[0], size)
    return _radix(scope, index, names, size)


def sign(index: Index) -> int:
    """1 or -1 where it is visible; parameters and sizes are at least 1 here (0 makes an empty slice)."""
    low = dict.fromkeys(index.names, 1)
    if nonnegative(index, low):
        return 1
    return -1 if nonnegative(-index, low) else 0


def _slice(scope: Scope, index: Index, axis: str, size: Index) -> Part:
    span, kernel = scope.spans[axis], scope.kernel
    step = index.coefficient(axis)
    if step is None or sign(step) == 0:
        raise NotationError(f"the index {index} is not affine in {axis} with a step of known sign")
    offset = index - step * axis
    if sign(step) < 0:
        return _backward(scope, axis, -step, offset)
    if span.full:
        stop = offset + step * span.size
        return Part(
            _slice_text(kernel.text(offset), "" if stop == size else kernel.text(stop), kernel.text(step)),
            (axis,),
        )
    low, high = (_plus(_times(kernel.text(step), at), kernel.text(offset)) for at in (span.low, span.high))
    return Part(_slice_text(low, high, kernel.text(step)), (axis,))


def _slice_text(low: str, high: str, step: str) -> str:
    return f"{'' if low == '0' else low}:{high}" + ("" if step == "1" else f":{step}")


def _times(step: str, at: str) -> str:
    if at == "0":
        return "0"
    return at if step == "1" else f"{bracketed(step)}*{at}"


def _plus(text: str, offset: str) -> str:
    if offset == "0" or text == "0":
        return text if offset == "0" else offset
    return f"{text} - {offset[1:]}" if offset.startswith("-") and " " not in offset else f"{text} + {offset}"


def _backward(scope: Scope, axis: str, step: Index, offset: Index) -> Part:
    """Values offset - step*axis: a forward slice, flipped."""
    span, kernel = scope.spans[axis], scope.kernel
    if step != 1:
        raise NeedsLoop([axis])
    low = span.low
    high = kernel.text(span.size) if span.full else span.high
    first = (
        kernel.text(offset + 1 - span.size) if span.full else f"{bracketed(kernel.text(offset + 1))} - {high}"
    )
    last = kernel.text(offset + 1) if low == "0" else f"{bracketed(kernel.text(offset + 1))} - {low}"
    return Part(f"{'' if first == '0' else first}:{last}", (axis,), True)


def _radix(scope: Scope, index: Index, names: list[str], size: Index) -> Part:
    """``g*K + k`` with k < K, perhaps with an offset: a slice, then a split of that dimension."""
    order = radix_order(scope, index, names)
    if order is None:
        raise NeedsLoop(names)
    first = order[0]
    step = index.coefficient(first)
    assert step is not None
    offset = index.substitute(dict.fromkeys(names, Index.of(0)))
    stop = offset + step * scope.spans[first].size
    kernel = scope.kernel
    text = _slice_text(kernel.text(offset), "" if stop == size else kernel.text(stop), "1")
    return Part(text, tuple(order))


def radix_order(scope: Scope, index: Index, names: list[str]) -> list[str] | None:
    """The axes from the slowest to the fastest where the index counts them in mixed radix."""
    if any(not scope.spans[n].full for n in names):
        return None
    rest, unit = set(names), Index.of(1)
    order: list[str] = []
    while rest:
        found = next((n for n in sorted(rest) if index.coefficient(n) == unit), None)
        if found is None:
            return None
        order.insert(0, found)
        rest.remove(found)
        unit = unit * scope.spans[found].size
    return order


def windows(scope: Scope, index: tuple[Index, ...], array: Array) -> list[list[str]]:
    """The groups of axes that meet in one position without being a mixed radix."""
    found = []
    for position in index[1:] if array.ragged else index:
        names = sorted(position.names & scope.vector)
        if len(names) > 1 and radix_order(scope, position, names) is None:
            found.append(names)
        elif len(names) == 1:
            step = position.coefficient(names[0])
            if step is None or sign(step) == 0 or (sign(step) < 0 and step != -1):
                found.append(names)
    return found
