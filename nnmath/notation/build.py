"""`define`: from the author's text to a System, with ranges and shapes inferred."""

from __future__ import annotations

import ast
import textwrap
from collections.abc import Iterator
from functools import cache

from nnmath.notation.arrays import Array, Axis, index_names
from nnmath.notation.flatten import Flattener
from nnmath.notation.index import Atom, Index, Width, nonnegative
from nnmath.notation.parse import (
    REDUCTIONS,
    Header,
    Line,
    Reader,
    parse_header,
    parse_index,
    parse_lines,
)
from nnmath.notation.system import Equation, NotationError, System, check_scope
from nnmath.notation.validate import check_instances, check_written_once


def define(*text: str) -> System:
    """A system from textbook equations: a signature line, then one equation a line.

    >>> s = define('''
    ...     affine(x[N, I], weight[O, I], bias[O]) -> y
    ...     y[n,o] = sum[i](x[n,i]*weight[o,i]) + bias[o]
    ... ''')
    >>> print(s.outputs[0])
    y[N, O]

    Errors: NotationError (a ValueError) that shows the equation it refuses.
    """
    if not all(isinstance(part, str) for part in text):
        raise TypeError(f"equations are text, got {', '.join(type(part).__name__ for part in text)}")
    whole = "\n".join(textwrap.dedent(part).strip("\n") for part in text)
    first, _, rest = whole.partition("->")
    outputs, _, body = rest.partition("\n")
    header = parse_header(f"{first}->{outputs}")
    lines, ranges = parse_lines(body)
    return Builder(header, lines, ranges).build()


class Builder:
    """Resolves equations in the order in which the ranges of their indices become known."""

    def __init__(self, header: Header, lines: list[Line], ranges: dict[str, Index]):
        self.header, self.lines, self.explicit = header, lines, ranges
        self.arrays: dict[str, Array] = {a.name: a for a in header.inputs}
        self.input_names = set(self.arrays)
        self.local: dict[int, dict[str, Index]] = {}
        self.open: set[tuple[str, int]] = set()
        self.size_names = self._size_names()
        self.defined = {line.name for line in lines}
        self.numbers: dict[str, list[int]] = {}
        for number, line in enumerate(lines):
            self.numbers.setdefault(line.name, []).append(number)
        self.elsewhere: dict[str, Index | None] = {}
        self.fresh_names: set[str] = set()
        self._check_names()

    def _check_names(self) -> None:
        known = self.input_names | {p.name for p in self.header.parameters} | self.defined
        for line in self.lines:
            if line.name in self.input_names:
                raise NotationError(f"{line.name} is an input and may not be written, in\n    {line.text}")
            plain = [o for o in self.lines if o.name == line.name and not (o.adds or line.adds)]
            if sum(list(map(ast.dump, o.index)) == list(map(ast.dump, line.index)) for o in plain) > 1:
                raise NotationError(f"{line.name} is defined twice, in\n    {line.text}")
            for name, parts in _subscripts(line):
                _check_indices(parts, line)
                array = self.arrays.get(name)
                if array is not None and len(parts) != array.rank:
                    raise NotationError(
                        f"{array} has {array.rank} axes and is read with {len(parts)}, in\n    {line.text}"
                    )
        for output in self.header.outputs:
            if output not in known:
                raise NotationError(f"output {output} is not defined by any equation of {self.header.name}")

    def build(self) -> System:
        waiting = list(range(len(self.lines)))
        while waiting:
            before = len(waiting)
            for i in tuple(waiting):
                if self._ranges_of(self.lines[i], i):
                    waiting.remove(i)
                    self._learn_shape(self.lines[i].name, waiting)
            if len(waiting) == before:
                self._explain(self.lines[waiting[0]])
        equations = tuple(self._equation(line, i) for i, line in enumerate(self.lines))
        statements = tuple(s for e in equations for s in e.statements)
        outputs = tuple(self.arrays[name] for name in self.header.outputs)
        system = System(
            self.header.name,
            self.header.inputs,
            outputs,
            statements,
            self.header.parameters,
            self.header.functions,
            equations,
        )
        check_scope(system)
        check_instances(system)
        check_written_once(system, [e for e, line in zip(equations, self.lines, strict=True) if not line.adds])
        return system

    def _bound_names(self, line: Line) -> dict[str, None]:
        """The indices a line binds: those of its left side, then those it reduces over."""
        sizes = self.size_names
        names: dict[str, None] = {}
        for part in line.index:
            names.update(dict.fromkeys(n for n in sorted(_names(part)) if n not in sizes))
        names.update(dict.fromkeys(_reduced_names(line)))
        return names

    def _size_names(self) -> set[str]:
        names = {p.name for p in self.header.parameters}
        for array in self.header.inputs:
            local = {a.name for a in array.axes}
            for axis in array.axes:
                names |= axis.size.names - local
            if array.below is not None:
                names |= array.below.names
        return names

    def _ranges_of(self, line: Line, number: int) -> dict[str, Index] | None:
        found: dict[str, Index] = {}
        for name in self._bound_names(line):
            size = self.explicit.get(name) or self._inferred(name, line, number)
            if size is None:
                return None
            found[name] = size
        self.local[number] = found
        return found or {"": Index.of(1)}

    def _inferred(self, name: str, line: Line, number: int) -> Index | None:
        strict = list(self._evidence(name, line, self.input_names))
        for size, where in strict:
            if size != strict[0][0] and not _dependent(size):
                raise NotationError(
                    f"index {name} runs over {strict[0][0]} in {strict[0][1]} but over {size} in {where}, in\n"
                    f"    {line.text}"
                )
        sizes = [size for size, _ in strict[:1]]
        if not strict and (elsewhere := self._meaning_elsewhere(name)) is not None:
            return elsewhere
        sizes += [size for size, _ in self._evidence(name, line, self.arrays.keys() - self.input_names)]
        best: Index | None = None
        for size in sizes:
            if best is None or nonnegative(best - size):
                best = size
            elif not nonnegative(size - best):
                raise NotationError(f"index {name} runs over {best} or over {size}, in\n    {line.text}")
        return best

    def _meaning_elsewhere(self, name: str) -> Index | None:
        """What the inputs say of this index in the other equations, if they say one thing."""
        if name not in self.elsewhere:
            self.elsewhere[name] = self._common_meaning(name)
        return self.elsewhere[name]

    def _common_meaning(self, name: str) -> Index | None:
        said = {
            size
            for line in self.lines
            if name in self._bound_names(line)
            for size, _ in self._evidence(name, line, self.input_names)
        }
        return said.pop() if len(said) == 1 else None

    def _evidence(self, name: str, line: Line, allowed: set[str]) -> Iterator[tuple[Index, str]]:
        """What the arrays read at ``name`` or ``name + constant`` say of its range."""
        for array_name, parts in _subscripts(line):
            array = self.arrays.get(array_name)
            if array is None or array_name not in allowed or len(parts) != array.rank:
                continue
            index = tuple(map(parse_index, parts))
            for position, (part, size) in enumerate(zip(index, array.sizes(index), strict=True)):
                shift = (part - name).constant
                known = (array_name, position) not in self.open
                if known and shift is not None and shift >= 0 and (shift == 0 or array_name not in self.input_names):
                    yield size - shift, f"{array_name}[{', '.join(map(str, index))}]"

    def _explain(self, line: Line) -> None:
        names = [n for n in self._bound_names(line) if n not in self.explicit]
        unknown = [n for n in names if self._inferred(n, line, -1) is None]
        raise NotationError(
            f"nothing tells the range of {', '.join(unknown)} (state it as '{(unknown or ['p'])[0]} < ...'), in\n"
            f"    {line.text}"
        )

    def _learn_shape(self, name: str, waiting: list[int]) -> None:
        """What the resolved equations of an array say of its axes; open positions are remembered."""
        own = self.numbers[name]
        ready = [i for i in own if i not in waiting]
        rank = len(self.lines[own[0]].index)
        for i in own:
            if len(self.lines[i].index) != rank:
                raise NotationError(f"{name} is written with different numbers of axes, in\n    {self.lines[i].text}")
        axes = tuple(Axis(self._label(d, own), self._size(d, own, ready)) for d in range(rank))
        self.arrays[name] = Array(name, axes)
        self.open -= {(name, d) for d in range(rank)}
        if len(ready) < len(own):
            self.open |= {(name, d) for d in range(rank) if not self._plain(d, ready)}

    def _index(self, number: int, position: int) -> Index:
        return parse_index(self.lines[number].index[position])

    def _plain(self, position: int, ready: list[int]) -> bool:
        return all(self._index(i, position).as_name is not None for i in ready)

    def _size(self, position: int, own: list[int], ready: list[int]) -> Index:
        extent: Index | None = None
        for i in ready:
            size = self._extent(i, position, own)
            if extent is None or nonnegative(size - extent) or extent.constant is not None:
                extent = size
            elif not nonnegative(extent - size) and size.constant is None:
                raise NotationError(f"axis {position} has size {extent} or {size}, in\n    {self.lines[i].text}")
        return extent if extent is not None else Index.of(0)

    def _label(self, position: int, own: list[int]) -> str:
        """The axis is called by the index that most plainly runs over it."""
        for i in own:
            part = self._index(i, position)
            for name in sorted(part.names - self.size_names):
                if (part - name).constant is not None:
                    return name
        return f"_{position}"

    def _extent(self, number: int, position: int, own: list[int]) -> Index:
        """One more than the largest value of an index, in terms of the earlier axes of the array."""
        part, ranges = self._index(number, position), self.local[number]
        last = {n: size - 1 for n, size in ranges.items() if n in part.names}
        extent = part.substitute(last) + 1
        for d in range(position):
            extent = _restate(extent, self._index(number, d), self._label(d, own), ranges)
        return extent

    def _equation(self, line: Line, number: int) -> Equation:
        ranges = self.local[number]
        reader = Reader(line.text, self.arrays, self.header, ranges)
        right = reader.read(line.right)
        index = tuple(map(parse_index, line.index))
        left_names = [n for n in self._bound_names(line) if any(n in i.names for i in index)]
        loose = index_names(right) - set(left_names) - self.size_names
        if loose:
            raise NotationError(
                f"{', '.join(sorted(loose))} stands on the right, but the left lacks it and nothing sums it, in\n"
                f"    {line.text}"
            )
        twice = sorted(n for n in left_names if n in _reduced_names(line))
        if twice:
            raise NotationError(
                f"{', '.join(twice)} is an index of the left side and is reduced over as well, in\n    {line.text}"
            )
        axes = _ordered([Axis(n, ranges[n]) for n in left_names])
        flat = Flattener(self.arrays[line.name], index, axes, self._fresh)
        return Equation(line.text, flat.run(right))

    def _fresh(self, base: str) -> str:
        number = 1
        while (name := f"{base}_{number}") in self.arrays or name in self.fresh_names:
            number += 1
        self.fresh_names.add(name)
        return name


def _check_indices(parts: tuple[ast.expr, ...], line: Line) -> None:
    for part in parts:
        try:
            parse_index(part)
        except NotationError as error:
            raise NotationError(f"{error}, in\n    {line.text}") from None


def _restate(extent: Index, at: Index, label: str, ranges: dict[str, Index]) -> Index:
    """A width seen at index `at` as a width at the axis called `label`: at ``l + 1``, n(l + 1) is n(label)."""
    for name in ranges.keys() & at.names:
        if (at - name).constant is not None:
            return extent.substitute({name: Index.name(label) - (at - name)})
    if at.constant is None:
        return extent
    first = at.constant

    def moved(atom: Atom) -> Index:
        if isinstance(atom, Width) and atom.at.constant is not None:
            return Index.width(atom.name, Index.name(label) + (atom.at.constant - first))
        return Index({(atom,): 1})

    return extent.map_atoms(moved)


def _dependent(size: Index) -> bool:
    return bool(size.width_names)


def _ordered(axes: list[Axis]) -> tuple[Axis, ...]:
    """Axes on which another's size depends come first."""
    done: list[Axis] = []
    rest = list(axes)
    while rest:
        names = {a.name for a in rest}
        ready = [a for a in rest if not (a.size.names & names - {a.name})]
        done.append(ready[0])
        rest.remove(ready[0])
    return tuple(done)


def _names(tree: ast.expr) -> set[str]:
    called = {node.func.id for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - called


@cache
def _reduced_names(line: Line) -> list[str]:
    found: dict[str, None] = {}
    for node in ast.walk(line.right):
        match node:
            case ast.Call(func=ast.Subscript(value=ast.Name(id=op), slice=axes)) if op in (*REDUCTIONS, "mean"):
                found.update(dict.fromkeys(sorted(_names(axes))))
    return list(found)


@cache
def _subscripts(line: Line) -> tuple[tuple[str, tuple[ast.expr, ...]], ...]:
    return tuple(_walk_subscripts(line))


def _walk_subscripts(line: Line) -> Iterator[tuple[str, tuple[ast.expr, ...]]]:
    """Every array occurrence of a line, the left side included."""
    yield line.name, line.index
    for node in ast.walk(line.right):
        if isinstance(node, ast.Subscript) and isinstance(node.value, ast.Name):
            parts = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            if node.value.id not in (*REDUCTIONS, "mean"):
                yield node.value.id, tuple(parts)


__all__ = ["Builder", "define"]
