"""Storage for temporaries: a result takes the memory of an operand that dies, loops get scratch outside."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from nnmath.codegen.code import APART, MAKERS, Block, Call, Define, Node, Raw, defined, used, words
from nnmath.codegen.lend import Claim, Lent, lent, unfilled
from nnmath.codegen.text import tuple_text

COPIES = ("np.matmul(", "np.take(", "np.arange(", "np.zeros(", "rt.zeros(", "rt.empty(", "np.full(", "~(")
"""How the text of a definition begins whose result shares memory with nothing."""

TURNED = ("rt.take(", "rt.prod_of_others(")
"""How the text of a definition begins whose result has its axes in another order than C's."""

Key = tuple[str, ...]


@dataclass
class Pool:
    """Free storage by shape, and the scratch that a loop asks for before it begins.

    `packed` names surely lie in C order: a ufunc's own result may not, and has no reshaped view then. `turned` names
    surely do not: what a ufunc makes of them in their own order takes a fraction of the time. `widest` is how many
    axes the results of a block of rows have, 0 where there are no blocks. `unfilled` arrays are made by the function,
    `lent` ones filled later by this block; `until` is by what lent storage is claimed.
    """

    inside: bool
    bound: set[str]
    widest: int = 0
    free: dict[Key, list[str]] = field(default_factory=dict)
    owned: dict[str, Key] = field(default_factory=dict)
    before: list[Node] = field(default_factory=list)
    packed: set[str] = field(default_factory=set)
    turned: set[str] = field(default_factory=set)
    unfilled: set[str] = field(default_factory=set)
    lent: Lent = field(default_factory=dict)
    until: dict[str, Claim] = field(default_factory=dict)

    def lasts(self, host: str, call: Call, end: int | None) -> bool:
        """Whether storage is free up to the line `end` that reads the result for the last time, None if a view may."""
        return host not in self.until or (end is not None and self.until[host].later(call.dest, end))

    def take(self, call: Call, end: int | None) -> str | None:
        """Free storage for a result."""
        names = self.free.get(call.shape, [])
        fitting = (n for n in reversed(names) if self.lasts(n, call, end) and (not call.inner or n in self.packed))
        host = next(fitting, None)
        if host is not None:
            names.remove(host)
        return host

    def borrow(self, call: Call, name: str, end: int) -> str | None:
        """Storage of a result that is filled when `name`, the last to lie there, is out of the way: the first such."""
        if call.inner or self.turned & words(" ".join(call.args)):
            return None
        views = self.lent.get(call.shape, {})
        fitting = [view for view, claim in views.items() if claim.later(name, end)]
        host = min(fitting, key=lambda view: views[view].line, default=None)
        if host is not None:
            self.until[host] = views.pop(host)
        return host


def reuse(nodes: Sequence[Node], kept: set[str]) -> list[Node]:
    """The same computation with fewer allocations; `kept` names leave the function."""
    aliased = _aliased(nodes)
    return _block(list(nodes), Pool(False, set(), unfilled=unfilled(nodes, aliased)), kept | aliased, {})


def _aliased(nodes: Sequence[Node]) -> set[str]:
    """Names that a definition may be a view of."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Block):
            found |= _aliased(node.body)
        elif isinstance(node, Define) and not node.text.startswith(COPIES):
            found |= words(node.text) | {node.dest}
    return found


def _block(nodes: list[Node], pool: Pool, protected: set[str], renamed: dict[str, str]) -> list[Node]:
    last: dict[str, int] = {}
    for i, node in enumerate(nodes):
        for name in used(node) | defined(node):
            last[name] = i
    out: list[Node] = []
    for i, node in enumerate(nodes):
        node = _rename(node, renamed)
        dying = [n for n in last if last[n] == i]
        current = {renamed.get(n, n) for n in dying} & pool.owned.keys() - protected
        later = {renamed.get(n, n) for n in last if last[n] > i}
        dead = sorted(current - later)
        if isinstance(node, Block):
            out += _loop(node, pool, protected | {n for n in last if last[n] > i}, renamed)
        elif isinstance(node, Call):
            placed = _place(node, pool, protected, renamed, dead, _handed_on(nodes, last, i))
            dead = [d for d in dead if d != placed.dest]
            if placed.fresh and placed.inner and placed.takes_out and not placed.out:
                out.append(Define(placed.dest, _new(placed.shape), placed.shape))
                placed = replace(placed, fresh=False)
            out.append(placed)
        else:
            out.append(node)
            if isinstance(node, Define) and node.text.startswith(TURNED):
                pool.turned.add(node.dest)
            if isinstance(node, Define) and node.shape and node.text.startswith(tuple(MAKERS.values())):
                _own(pool, node.dest, node.shape, protected)
                pool.packed.add(node.dest)
        for name in dead:
            if name in pool.owned:
                pool.free.setdefault(pool.owned[name], []).append(name)
                del pool.owned[name]
    return out


def _own(pool: Pool, name: str, shape: Key, protected: set[str]) -> None:
    if name not in protected:
        pool.owned[name] = shape


def _new(shape: Key) -> str:
    return f"rt.empty({tuple_text(shape)}, dtype)"


def _handed_on(nodes: list[Node], last: dict[str, int], at: int) -> list[tuple[str, int]]:
    """What lies one after the other in the storage of a line's result, with the line that reads it for the last time.

    Where two operands die, the result may lie in either.
    """
    found: list[tuple[str, int]] = []
    node: Node | None = nodes[at]
    while isinstance(node, Call) and node.fresh:
        name, end = node.dest, last.get(node.dest, at)
        found.append((name, end))
        reader = nodes[end]
        if not isinstance(reader, Call) or not reader.elementwise or reader.fn in APART or reader.shape != node.shape:
            break
        node = reader if [a for a in reader.args if last.get(a) == end] == [name] else None
    return found


def _place(
    call: Call,
    pool: Pool,
    protected: set[str],
    renamed: dict[str, str],
    dead: list[str],
    life: list[tuple[str, int]],
) -> Call:
    """Give a fresh result its memory, for its life."""
    if not call.fresh or not call.takes_out or call.kind != "float":
        return call
    scratch = call.dest[:1] == "_" and call.dest[1:].isdigit()
    end = None if call.dest in protected else life[0][1]
    host = None
    if call.elementwise and call.fn not in APART:
        own = (d for d in dead if d in call.args and pool.owned[d] == call.shape)
        host = next((d for d in own if pool.lasts(d, call, end)), None)
    if host is not None:
        del pool.owned[host]
    else:
        host = pool.take(call, end)
    if host is None and end is not None:
        host = pool.borrow(call, *life[-1])
    if host is None and pool.inside and scratch and not words(" ".join(call.shape)) & pool.bound:
        host = call.dest
        pool.packed.add(host)
        pool.before.append(Define(call.dest, _new(call.shape), call.shape))
    if host is None:
        _own(pool, call.dest, call.shape, protected)
        if call.inner:
            pool.packed.add(call.dest)
        elif call.elementwise and len(call.shape) == pool.widest > 0:
            if not pool.turned & words(" ".join(call.args)):
                return replace(call, out=_new(call.shape))
            pool.turned.add(call.dest)
        return call
    if scratch:
        renamed[call.dest] = host
        if call.dest not in protected:  # else a view of it lives on
            _own(pool, host, call.shape, protected)
        return replace(call, dest=host, fresh=False)
    _own(pool, call.dest, call.shape, protected)
    if host in pool.until:
        pool.until[call.dest] = pool.until[host]
    return replace(call, out=host)


def _loop(block: Block, pool: Pool, protected: set[str], renamed: dict[str, str]) -> list[Node]:
    """A loop's body has a pool of its own; what it asks for stands before the outermost loop that can."""
    if block.header.startswith("def "):
        # Blocks run on several threads: a block's scratch is its own.
        outside = protected | {renamed.get(n, n) for n in pool.owned}
        own = Pool(False, set(), _widest(block.body), lent=lent(block.body, pool.unfilled))
        return [replace(block, body=_block(block.body, own, outside, dict(renamed)))]
    local = _assigned(block.body) | ({block.bound} if block.bound else set())
    inner = Pool(pool.inside or bool(block.bound), pool.bound | local)
    body = _block(block.body, inner, protected, dict(renamed))
    before: list[Node] = []
    for node in inner.before:
        assert isinstance(node, Define)
        if pool.inside:
            pool.before.append(node)
        else:
            before.append(node)
    return [*before, replace(block, body=body)]


def _widest(nodes: Sequence[Node]) -> int:
    calls = [n for n in nodes if isinstance(n, Call)]
    inside = [_widest(n.body) for n in nodes if isinstance(n, Block)]
    return max([len(c.shape) for c in calls if c.kind == "float"] + inside, default=0)


def _assigned(nodes: Sequence[Node]) -> set[str]:
    """Names that plain lines of a loop's body assign: sizes that vary from turn to turn."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Raw):
            match = re.match(r"([A-Za-z_]\w*(?:, *[A-Za-z_]\w*)*) = ", node.text)
            if match:
                found |= words(match[1])
        elif isinstance(node, Block):
            found |= _assigned(node.body) | ({node.bound} if node.bound else set())
    return found


def _rename(node: Node, names: dict[str, str]) -> Node:
    if not names:
        return node
    if isinstance(node, Block):
        return replace(node, header=_text(node.header, names), body=[_rename(n, names) for n in node.body])
    if isinstance(node, Call):
        args = tuple(_text(a, names) for a in node.args)
        return replace(node, args=args, dest=node.dest if node.fresh else _text(node.dest, names))
    if isinstance(node, Define):
        return replace(node, text=_text(node.text, names))
    return Raw(_text(node.text, names))


def _text(text: str, names: dict[str, str]) -> str:
    return re.sub(r"(?<![\w.])_\d+\b", lambda m: names.get(m[0], m[0]), text)


def tidy(nodes: Sequence[Node]) -> list[Node]:
    """Scratch names counted from 1 in order of appearance."""
    order: dict[str, str] = {}

    def visit(text: str) -> None:
        for name in re.findall(r"(?<![\w.])_\d+\b", text):
            order.setdefault(name, f"_{len(order) + 1}")

    def walk(node: Node) -> None:
        if isinstance(node, Block):
            visit(node.header)
            for inner in node.body:
                walk(inner)
        else:
            visit(node.text() if isinstance(node, Call) else node.text)
            visit(getattr(node, "dest", ""))

    def apply(node: Node) -> Node:
        if isinstance(node, Block):
            return replace(node, header=_text(node.header, order), body=[apply(n) for n in node.body])
        if isinstance(node, Call):
            out = _text(node.out, order) if node.out else None
            args = tuple(_text(a, order) for a in node.args)
            return replace(node, args=args, dest=_text(node.dest, order), out=out)
        if isinstance(node, Define):
            return replace(node, dest=_text(node.dest, order), text=_text(node.text, order))
        return Raw(_text(node.text, order))

    for node in nodes:
        walk(node)
    return [apply(node) for node in nodes]
