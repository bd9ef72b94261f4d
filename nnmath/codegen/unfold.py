"""Products with sliding windows as matrix products: the windows are laid out as columns first.

A product that reads ``x[n, c, s*p + d*r - a]`` becomes ``cols[n,c,r,p] = x[...]`` and a product of
``cols``; one that writes there becomes ``cols[n,c,r,p] = sum ...`` and ``x[...] += cols[n,c,r,p]``.
Each runs image by image, so that the columns stay in cache, and products of the same windows share
them: at unit stride both gradients of a convolution read the windows of the output's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

import sympy

from nnmath.codegen.lower import choose_tap, solved
from nnmath.codegen.schedule import Branch, Item, Loop, Placed, placed
from nnmath.codegen.scope import Kernel, Scope, spans_of
from nnmath.codegen.text import Names
from nnmath.codegen.views import radix_order, windows
from nnmath.notation.arrays import Array, Axis, Guard, Read, substitute, within
from nnmath.notation.functions import indicator, opaque
from nnmath.notation.index import Index
from nnmath.notation.system import Statement


@dataclass(frozen=True)
class Same:
    """Columns that are the array itself where each pair of `equal` is: `read` in them, its places full axes."""

    equal: tuple[tuple[Index, Index], ...]
    read: Read
    axes: tuple[Axis, ...]


@dataclass
class Unfolded:
    """A schedule with columns, which of them are filled inside a border of zeros, and which need no filling."""

    items: list[Item]
    bordered: set[Array] = field(default_factory=set)
    same: dict[Array, Same] = field(default_factory=dict)


@dataclass
class Windowed:
    """A product, its one access whose indices slide, the axes that its columns have, and the taps of these."""

    statement: Statement
    read: Read
    axes: list[Axis]
    taps: set[str]

    @property
    def writes(self) -> bool:
        return self.read == self.statement.left

    @property
    def others(self) -> list[Read]:
        return [r for r in self.statement.reads if r != self.read]

    @property
    def batch(self) -> Axis | None:
        """The leading axis, if the kernel, or the kernel's gradient, lacks it."""
        name = self.read.index[0].as_name
        others = self.others if self.writes else [*self.others, self.statement.left]
        if name is None or all(name in _names(r) for r in others):
            return None
        return next((a for a in self.axes if a.name == name), None)


@dataclass
class Gathered:
    """Columns filled from windows, the products that read them, and what follows the loop over the batch."""

    source: Windowed
    fill: Statement
    products: list[Statement] = field(default_factory=list)
    after: list[Statement] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        return [*_looped(self.source.batch, [self.fill, *self.products]), *map(Placed, self.after)]

    def add(self, source: Windowed, names: Names) -> None:
        """A product of these windows. What a loop adds up keeps the product's own order of axes until the end."""
        columns = self.fill.target
        s = source.statement
        at = Read(columns, tuple(Index.name(a.name) for a in columns.axes))
        product = replace(s, body=s.body.xreplace({source.read: at}), guards=())
        order = _order(source)
        if order is None:
            self.products.append(product)
            return
        total = Array(_fresh(f"{s.target.name}_total", names), tuple(order))
        index = tuple(Index.name(a.name) for a in order)
        kept = tuple(a for a in s.axes if a not in s.reduced)
        self.products.append(replace(product, target=total, index=index))
        self.after.append(replace(s, axes=kept, body=Read(total, index), guards=()))

    def has(self, other: Windowed) -> bool:
        """Whether another product's windows are these, entry by entry."""
        mine = self.source
        same = (mine.read, mine.axes, mine.batch) == (other.read, other.axes, other.batch)
        return same and set(mine.statement.guards) == set(other.statement.guards)


@dataclass
class Choice:
    """What `fast` computes where every `unit` is 1, and `general` everywhere."""

    unit: tuple[Index, ...]
    fast: Part
    general: list[Part]


Part = Gathered | Choice | Loop | Branch | Placed


def unfold(items: Sequence[Item], names: Names) -> Unfolded:
    parts: list[Part] = []
    for item in items:
        found = _unfolded(item, names) if isinstance(item, Placed) else None
        parts += found or [item]
    _share(parts, names)
    bordered = {g.fill.target for part in parts for g in _gatherings(part)}
    slow = {g.fill.target for part in parts if isinstance(part, Choice) and part.unit for g in _general(part)}
    views = {g.fill.target: _same(g.source) for part in parts for g in _gatherings(part) if g.fill.target not in slow}
    same = {columns: s for columns, s in views.items() if s is not None}
    return Unfolded([item for part in parts for item in _items(part)], bordered, same)


def _general(choice: Choice) -> list[Gathered]:
    """The columns of larger strides, which are never the array itself."""
    return [g for inner in choice.general for g in _gatherings(inner)]


def _same(source: Windowed) -> Same | None:
    """When columns are a view: a window has one entry, windows follow each other, and nothing is left at the ends."""
    read, by_name = source.read, {a.name: a for a in source.axes}
    axes = [a for a in source.axes if a.name not in source.taps and a != source.batch]
    index, pairs = list(read.index), list[tuple[Index, Index]]()
    windowed = [bool(i.names & source.taps) for i in index]
    start = 0 if source.batch is None else 1
    if windowed != sorted(windowed) or any(not _counts(i, axes, z) for i, z in _plain(read, windowed, start)):
        return None
    for d, size in enumerate(read.array.sizes(read.index)):
        if not windowed[d]:
            continue
        tap, place = sorted(
            (by_name[n] for n in index[d].names & by_name.keys()), key=lambda a: a.name not in source.taps
        )
        step, rest = index[d].coefficient(place.name), index[d].substitute({tap.name: Index.of(0)})
        if step is None:
            return None
        shift = rest - step * place.name
        shift = -shift if str(shift).startswith("-") else shift
        pairs += [(tap.size, Index.of(1)), (step, Index.of(1)), (shift, Index.of(0)), (place.size, size)]
        index[d] = Index.name(place.name)
        axes = [Axis(a.name, size) if a == place else a for a in axes]
    equal = tuple((a, b) for a, b in pairs if a != b)
    if any((a - b).constant is not None for a, b in equal):
        return None
    return Same(equal, Read(read.array, tuple(index)), tuple(axes))


def _plain(read: Read, windowed: Sequence[bool], start: int) -> Iterator[tuple[Index, Index]]:
    positions = zip(read.index, read.array.sizes(read.index), windowed, strict=True)
    return ((i, z) for i, z, w in [*positions][start:] if not w)


def _counts(index: Index, axes: Sequence[Axis], size: Index) -> bool:
    """Whether an index counts, in the order of the axes, through all of an array's."""
    own = [a for a in axes if a.name in index.names]
    order = radix_order(Scope(Kernel(Names()), [], spans_of(own)), index, [a.name for a in own])
    count = Index.of(1)
    for a in own:
        count = count * a.size
    return order == [a.name for a in own] and index.substitute(dict.fromkeys(order, Index.of(0))) == 0 and count == size


def _items(part: Part) -> list[Item]:
    if isinstance(part, Gathered):
        return part.items
    if not isinstance(part, Choice):
        return [part]
    fast, general = _items(part.fast), [item for inner in part.general for item in _items(inner)]
    return [Branch(part.unit, fast, general)] if part.unit else fast


def _gatherings(part: Part) -> Iterator[Gathered]:
    if isinstance(part, Gathered):
        yield part
    elif isinstance(part, Choice):
        for inner in (part.fast, *part.general):
            yield from _gatherings(inner)


def _unfolded(node: Placed, names: Names) -> list[Part] | None:
    source = None if node.bound else _windowed(solved(node).statement)
    if source is None:
        return None
    if not source.writes:
        return [_gathered(source, names)]
    turned = _turned(source)
    if turned is None:
        return [*_scattered(source, names)]
    unit, statement = turned
    gather = _windowed(statement, source.taps)
    fast = Placed(statement) if gather is None else _gathered(gather, names)
    return [Choice(unit, fast, [*_scattered(source, names)] if unit else [])]


def _windowed(s: Statement, taps: set[str] | None = None) -> Windowed | None:
    """The product with the windows it reads or writes, if columns make it a matrix product."""
    if s.op != "sum" or not s.reduced or not _product(s.body):
        return None
    scope = Scope(Kernel(Names()), [], spans_of(s.axes))
    grouped = [(r, g) for r in (s.left, *s.reads) if (g := windows(scope, r.index, r.array))]
    if len(grouped) != 1 or any(len(g) != 2 for g in grouped[0][1]):
        return None
    read, groups = grouped[0]
    inside = [g for i, size in zip(read.index, read.array.sizes(read.index), strict=True) for g in within(i, size)]
    if any(g not in inside for g in s.guards) or read.array.ragged:
        return None
    if taps is None:
        taps = {choose_tap([a for a in s.axes if a.name in g]) for g in groups}
    found = Windowed(s, read, _column_axes(s, read, groups, taps), taps)
    if found.writes and not [a for a in s.reduced if a not in found.axes]:
        return None
    return found if any(_contracts(found, r) for r in found.others) else None


def _turned(source: Windowed) -> tuple[tuple[Index, ...], Statement] | None:
    """The same sum counted by the place where the window reads or writes: ``i`` for ``p + d*r - a``.

    So ``p`` becomes ``i - d*r + a``, and it is the other operand that slides. Gives the strides that
    must be 1, other than those that visibly are, and the statement.
    """
    s = source.statement
    values: dict[str, Index] = {}
    places: dict[str, Axis] = {}
    index, unit = list(source.read.index), []
    for position, size in enumerate(source.read.array.sizes(source.read.index)):
        group = [a for a in s.axes if a.name in index[position].names]
        tap = next((a for a in group if a.name in source.taps), None)
        if tap is None:
            continue
        place = next(a for a in group if a != tap)
        step = index[position].coefficient(place.name)
        if step is None or not (step == 1 or step.as_name) or step.names & {a.name for a in s.axes}:
            return None
        unit += [step] if step != 1 else []
        name = place.name + "_at"
        values[place.name] = Index.name(name) - (index[position] - step * place.name)
        places[place.name] = Axis(name, size)
        index[position] = Index.name(name)
    inside = [Guard(">=", v) for v in values.values()]
    inside += [Guard(">=", a.size - 1 - values[a.name]) for a in s.axes if a.name in values]
    body = s.body if source.writes else s.body.xreplace({source.read: Read(source.read.array, tuple(index))})
    statement = replace(
        s,
        index=tuple(index) if source.writes else tuple(i.substitute(values) for i in s.index),
        axes=tuple(places.get(a.name, a) for a in s.axes),
        body=substitute(body, values),
        guards=tuple(inside),
    )
    return tuple(unit), statement


def _share(parts: list[Part], names: Names) -> None:
    """Products of the same windows in one loop, where nothing between them depends on the order."""
    for part in list(parts):
        if not isinstance(part, Gathered):
            continue
        for other in parts:
            if other is not part and _joined(other, part, parts, names):
                parts.remove(part)
                break


def _joined(other: Part, part: Gathered, parts: list[Part], names: Names) -> bool:
    """Let `part` be computed with the columns of `other`, if it can."""
    moved = part.source
    if len(part.products) > 1 or not _independent(moved.statement, other, part, parts):
        return False
    if isinstance(other, Gathered) and parts.index(other) < parts.index(part) and other.has(moved):
        other.add(moved, names)
        return True
    turned = _turned(moved) if isinstance(other, Choice) and isinstance(other.fast, Gathered) else None
    if turned is None:
        return False
    assert isinstance(other, Choice) and isinstance(other.fast, Gathered)
    unit, statement = turned
    source = _windowed(statement, moved.taps)
    if source is None or not set(unit) <= set(other.unit) or not other.fast.has(source):
        return False
    other.fast.add(source, names)
    other.general = [part, *other.general] if other.unit else []
    return True


def _independent(moved: Statement, other: Part, part: Part, parts: list[Part]) -> bool:
    first, last = sorted((parts.index(other), parts.index(part)))
    between = [n.statement for p in parts[first : last + 1] if p is not part for n in placed(_items(p))]
    reads = {r.array for r in moved.reads}
    return not any(
        s.target in reads or s.target == moved.target or any(r.array == moved.target for r in s.reads) for s in between
    )


def _product(body: sympy.Expr) -> bool:
    if not isinstance(body, sympy.Mul) or body.has(indicator, opaque):
        return False
    return all(isinstance(f, Read) or not f.atoms(Read) for f in body.args) and len(body.atoms(Read)) > 1


def _names(read: Read) -> set[str]:
    return {n for i in read.index for n in i.names}


def _contracts(source: Windowed, other: Read) -> bool:
    """Whether the sum runs over an axis that this operand shares with the columns."""
    summed = [a for a in source.statement.reduced if a.name in _names(other)]
    return bool(summed) if source.writes else any(a in source.axes for a in summed)


def _column_axes(s: Statement, read: Read, groups: list[list[str]], taps: set[str]) -> list[Axis]:
    """Plain axes, then the taps, then the positions: a matrix once neighbours are joined."""
    by_name = {a.name: a for a in s.axes if a.name in _names(read)}
    tapped = [n for g in groups for n in g if n in taps]
    places = [n for g in groups for n in g if n not in taps]
    plain = [n for i in read.index for n in _ordered(i, by_name, {*tapped, *places})]
    return [by_name[n] for n in (*plain, *tapped, *places)]


def _ordered(index: Index, axes: dict[str, Axis], excluded: set[str]) -> list[str]:
    """The axes of one position, slow before fast."""
    names = [n for n in axes if n in index.names and n not in excluded]
    return sorted(names, key=lambda n: index.coefficient(n) == 1)


def _order(source: Windowed) -> list[Axis] | None:
    """The axes of a product as a matrix product gives them, where a loop adds it up in another order.

    Columns come first: of a long sum, BLAS takes a tall product in float32 in 0.65 to 0.85 of the time of a wide one.
    """
    s = source.statement
    if source.batch not in s.reduced or len(source.others) != 1:
        return None
    by_name = {a.name: a for a in s.axes if a not in s.reduced}
    left = [by_name[n] for i in s.index for n in _ordered(i, by_name, set())]
    other = source.others[0]
    windowed = [a for a in source.axes if a.name in by_name]
    plain = [by_name[n] for i in other.index for n in _ordered(i, by_name, set())]
    both = [a for a in plain if a in windowed]
    rows, columns = ([a for a in axes if a not in both] for axes in (plain, windowed))
    if {*both, *rows, *columns} != set(left) or left in ([*both, *rows, *columns], [*both, *columns, *rows]):
        return None
    return [*both, *columns, *rows]


def _gathered(source: Windowed, names: Names) -> Gathered:
    """``cols = windows`` and the product of them."""
    columns = _columns(source, names)
    axes = [a for a in source.statement.axes if a in source.axes]
    axes.sort(key=lambda a: a.name in source.taps)
    index = tuple(Index.name(a.name) for a in columns.axes)
    fill = replace(source.statement, target=columns, index=index, axes=tuple(axes), body=source.read)
    found = Gathered(source, fill)
    found.add(source, names)
    return found


def _scattered(source: Windowed, names: Names) -> list[Item]:
    """``cols = product`` and the windows added up."""
    s, columns = source.statement, _columns(source, names)
    index = tuple(Index.name(a.name) for a in columns.axes)
    product = replace(s, target=columns, index=index, guards=())
    return _looped(source.batch, [product, replace(s, axes=columns.axes, body=Read(columns, index))])


def _columns(source: Windowed, names: Names) -> Array:
    return Array(_fresh(f"{source.read.array.name}_columns", names), tuple(source.axes))


def _fresh(name: str, names: Names) -> str:
    while name in names.given:
        name += "_"
    names.give(name)
    return name


def _looped(batch: Axis | None, statements: Sequence[Statement]) -> list[Item]:
    if batch is None:
        return [Placed(s) for s in statements]
    bound = frozenset({batch.name})
    return [Loop(batch.name, batch.size, body=[Placed(s, bound) for s in statements])]
