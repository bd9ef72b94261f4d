"""Neighbouring whole-array passes in one loop over blocks of the leading axis, so that they stay in cache."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

import sympy

from nnmath.codegen.gather import gathers
from nnmath.codegen.lower import taps
from nnmath.codegen.reduce import others
from nnmath.codegen.schedule import Item, Placed, placed
from nnmath.codegen.sums import covered
from nnmath.notation.arrays import Array, IndexValue, Read, index_names
from nnmath.notation.functions import indicator, opaque
from nnmath.notation.index import Index
from nnmath.notation.system import Statement

SLIDING = ("sum", "max", "min", "argmax", "argmin")
"""What a loop over the taps of windows computes, one tap at a time."""

REDUCING = ("sum", "max", "min", "prod", "logsumexp")


@dataclass(eq=False)
class Strip:
    """Statements whose leading axis is cut into blocks of rows.

    `row` are the other axes of the largest statement, `run` the size of its last axis.
    """

    size: Index
    row: tuple[Index, ...]
    run: Index
    body: list[Placed] = field(default_factory=list)
    local: set[Array] = field(default_factory=set)
    writers: dict[Array, list[Placed]] = field(default_factory=dict)

    def lead(self, node: Placed) -> str:
        found = leading(node.statement)
        assert found is not None
        return found

    @property
    def held(self) -> bool:
        """Whether all running choices live within their block."""
        return all(n.statement.target in self.local for n in self.body if n.statement.op.startswith("arg"))

    def leads(self, node: Placed) -> bool:
        """Whether the left side has the leading axis: if not, the statement sums over it."""
        index = node.statement.index
        return bool(index) and index[0].as_name == self.lead(node)


@lru_cache(maxsize=10_000)
def leading(s: Statement) -> str | None:
    """The axis that leads every read that has it, and the left side, of an elementwise or reducing pass."""
    names = {a.name for a in s.axes}
    if s.op in SLIDING and not s.target.ragged and not s.body.has(opaque) and (looped := taps(Placed(s))):
        return _sliding(s, looped)
    if s.op not in REDUCING or not names or s.body.has(opaque):
        return None
    if others(s) or (s.index and gathers(s, s.index[0].as_name or "")):
        return _rows(s, names)
    if s.guards or s.body.has(indicator):
        return None
    if s.target.ragged or any(r.array.ragged or r.array.kind == "integer" for r in s.reads):
        return None
    full = [r for r in s.reads if {n for i in r.index for n in i.names} & names == names]
    lead = full[0].index[0].as_name if full else None
    if lead not in names or not _single_pass(s, names):
        return None
    if s.op != "sum" and not (s.reduced and s.index and s.index[0].as_name == lead):
        return None
    return lead if _leads(lead, s) else None


def _sliding(s: Statement, looped: Sequence[str]) -> str | None:
    """The leading axis of a loop over taps, each of which is an elementwise pass."""
    lead = s.index[0].as_name if s.index else None
    if lead is None or lead in looped or not {a.name for a in s.reduced} <= set(looped):
        return None
    if any(g.relation == "==" or lead in g.index.names for g in s.guards):
        return None
    if any(r.array.ragged or r.array.below is not None for r in s.reads):
        return None
    return lead if _leads(lead, s) else None


def _rows(s: Statement, names: set[str]) -> str | None:
    """The leading axis of a statement that treats each of its values alike."""
    lead = s.index[0].as_name if s.index else None
    if lead not in names or any(lead in g.index.names for g in s.guards) or any(a.name == lead for a in s.reduced):
        return None
    if s.target.ragged or any(r.array.ragged for r in s.reads):
        return None
    return lead if _leads(lead, s) else None


def _leads(lead: str, s: Statement) -> bool:
    """Whether the axis stands first, alone, in every access that has it, and nowhere else."""
    for read in (s.left, *s.reads):
        places = [d for d, i in enumerate(read.index) if lead in i.names]
        if places and (places != [0] or read.index[0].as_name != lead):
            return False
    return not any(lead in a.index.names for a in s.body.atoms(IndexValue))


def _single_pass(s: Statement, names: set[str]) -> bool:
    """No product of matrices: some read has all the axes, so that a sum is one pass over it."""
    return not s.reduced or covered(s.body, names)


def ratios(strip: Strip) -> dict[Placed, Placed]:
    """Statements ``exp(x - L)`` by the ``L = logsumexp(x)`` whose exponentials they are, entry by entry."""
    found = {}
    for node in strip.body:
        if node.statement.op != "logsumexp" or not isinstance(node.statement.body, Read):
            continue
        for other in strip.body:
            if other.statement.target not in strip.local and is_ratio(other.statement, node.statement):
                found[node] = other
    return found


def is_ratio(s: Statement, total: Statement) -> bool:
    """Whether entries of `s` are the exponentials of a logsumexp over trailing axes, divided by their sum."""
    if not isinstance(s.body, sympy.exp) or s.op != "sum" or s.reduced:
        return False
    entry = next((r for r in s.reads if r.array == total.body.array), None)
    if entry is None or entry.index != s.index or len({i.as_name for i in s.index} - {None}) != len(s.axes):
        return False
    names = {i.as_name: j for i, j in zip(total.body.index, entry.index, strict=True)}
    trailing = [i.as_name for i in total.body.index][len(total.index) :]
    if None in names or trailing != [a.name for a in total.axes if a in total.reduced]:
        return False
    return bool(s.body.args[0] == entry - total.left.substitute({str(n): i for n, i in names.items()}))


def _work(s: Statement) -> int:
    """Whole-array results of one statement; a sum of a product of two reads needs none."""
    if others(s) or s.body.has(indicator) or (not s.body.has(opaque) and taps(Placed(s))):
        return 2
    names = {a.name for a in s.axes}
    inner = s.body.args if s.reduced and isinstance(s.body, sympy.Mul) else (s.body,)
    count = 2 * (s.op == "logsumexp") if s.reduced else 1
    for part in inner:
        wide = {
            e for e in sympy.preorder_traversal(part) if not e.is_Atom and index_names(e) & names == names
        }
        count += len(wide)
    return count


def strips(items: Sequence[Item], outputs: set[Array]) -> list[Item | Strip]:
    """Consecutive passes over blocks, where that saves a pass over memory."""
    out: list[Item | Strip] = []
    current: Strip | None = None
    for item in items:
        joined = _joined(current, item)
        if joined is None:
            _close(current, out)
            current = _start(item)
            if current is None:
                out.append(item)
        else:
            current = joined
    _close(current, out)
    users: dict[Array, list[Statement]] = {}
    for node in placed(items):
        for array in {node.statement.target, *(r.array for r in node.statement.reads)}:
            users.setdefault(array, []).append(node.statement)
    for strip in out:
        if isinstance(strip, Strip):
            strip.local = _local(strip, users, outputs)
    return [item for strip in out for item in ([strip] if not isinstance(strip, Strip) or strip.held else strip.body)]


def _start(item: Item) -> Strip | None:
    if not isinstance(item, Placed) or item.bound:
        return None
    lead = leading(item.statement)
    if lead is None:
        return None
    axes = {a.name: a.size for a in item.statement.axes}
    row = tuple(size for name, size in axes.items() if name not in (lead, *_passing(item.statement)))
    return Strip(axes[lead], row, _run(item.statement, axes), [item], writers={item.statement.target: [item]})


def _run(s: Statement, axes: Mapping[str, Index]) -> Index:
    """The size of the fastest axis of a read that has all axes."""
    full = next((r for r in s.reads if {n for i in r.index for n in i.names} >= axes.keys()), None)
    last = [] if full is None else [n for n in axes if full.index[-1].coefficient(n) == 1]
    return axes[last[0]] if last else Index.of(1)


def _joined(strip: Strip | None, item: Item) -> Strip | None:
    other = _start(item)
    if strip is None or other is None or other.size != strip.size:
        return None
    node = other.body[0]
    lead = strip.lead(node)
    for read in (*node.statement.reads, node.statement.left):
        for before in strip.writers.get(read.array, ()):
            first = strip.lead(before)
            whole = before.statement.index and before.statement.index[0].as_name == first
            both_sums = read == node.statement.left and not whole and not other.leads(node)
            if not (whole and read.index[0].as_name == lead) and not both_sums:
                return None
    wider = max(strip, other, key=lambda s: _degree(s.row))
    strip.row, strip.run = wider.row, wider.run
    strip.body.append(node)
    strip.writers.setdefault(node.statement.target, []).append(node)
    return strip


def _passing(s: Statement) -> set[str]:
    """Axes along which nothing is laid out: of a gather or a scatter, which touches one value for each entry."""
    if pair := others(s):
        return {pair[0]}
    if not s.index or not gathers(s, s.index[0].as_name or ""):
        return set()
    return {n for e in s.body.atoms(indicator) for a in e.args if isinstance(a, IndexValue) for n in a.index.names}


def _degree(row: Sequence[Index]) -> int:
    """How many names the product has, counted in every term of it."""
    product = Index.of(1)
    for size in row:
        product = product * size
    return sum(len(names) for names, _ in product.terms)


def _close(strip: Strip | None, out: list[Item | Strip]) -> None:
    if strip is None:
        return
    if not strip.row or _pays(strip):
        out.append(strip)
    else:
        out += strip.body


def _pays(strip: Strip) -> bool:
    """Whether whole-array results stay in cache: two of them, or one that is summed at once."""
    work = [_work(n.statement) for n in strip.body]
    return sum(work) > 1 or any(w and n.statement.reduced for w, n in zip(work, strip.body, strict=True))


def _local(strip: Strip, users: Mapping[Array, Sequence[Statement]], outputs: set[Array]) -> set[Array]:
    """Arrays that are made and read in this strip alone: a block of them is enough."""
    inside = {n.statement for n in strip.body}
    found = set()
    for node in strip.body:
        array = node.statement.target
        writers = [s for s in users[array] if s.target == array]
        alone = array not in outputs and all(u in inside for u in users[array])
        alike = all(s.op == "sum" and s.left == writers[0].left for s in writers[1:])
        if alone and alike and all(map(strip.leads, strip.writers[array])):
            found.add(array)
    return found
