"""A temporary that ends in a view of an array is computed in that view from the start."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nnmath.codegen.code import APART, Block, Call, Copy, Define, Node, Raw, array_of, defined, used, words


def in_place(nodes: Sequence[Node], function: bool = False) -> list[Node]:
    """The same computation with fewer temporaries; what a nested `function` names is not seen outside."""
    out = [replace(n, body=in_place(n.body, n.header.startswith("def "))) if isinstance(n, Block) else n for n in nodes]
    for end in reversed(range(len(out))):
        store = out[end]
        if isinstance(store, Call) and not store.fresh and store.elementwise and not (store.inner or store.fn in APART):
            _through(out, end, store)
    return _copied(out) if function else out


def _through(nodes: list[Node], end: int, store: Call) -> None:
    """An operand of the last call is computed where its result goes."""
    for name in [a for a in store.args if re.fullmatch(r"_\d+", a)]:
        start = _start(nodes, name, end, store.dest)
        if start is None or any(name in used(n) for n in nodes[end + 1 :]) or array_of(store.dest) in _args(store):
            continue
        made = nodes[start]
        if isinstance(made, Call) and made.kind == store.kind and made.shape == store.shape:
            _rename(nodes, start, end + 1, name, store.dest)
            return


def _copied(nodes: list[Node]) -> list[Node]:
    """What is copied is computed where it goes, and read there from then on."""
    out: list[Node] = list(nodes)
    for copy in nodes:
        if not isinstance(copy, Copy) or copy not in out:
            continue
        end = out.index(copy)
        start = _start(out, copy.source, end, copy.dest)
        if start is not None and not any(_disturbs(n, copy) for n in out[end + 1 :]):
            _rename(out, start, len(out), copy.source, copy.dest)
            del out[end]
    return out


def _disturbs(node: Node, copy: Copy) -> bool:
    """Whether what comes after a copy must not find its source in the memory of its destination."""
    returned = isinstance(node, Raw) and node.text.startswith("return ") and copy.source in used(node)
    return returned or isinstance(node, Block) or array_of(copy.dest) in used(node) or _written(node, copy.source)


def _written(node: Node, name: str) -> bool:
    """Whether a call puts its result into a view of what has the name."""
    return isinstance(node, Call) and not node.fresh and name in words(node.dest)


def _start(nodes: list[Node], name: str, end: int, dest: str) -> int | None:
    """Where the temporary is made, if nothing from there to the end can notice that it lies in the view."""
    start = next((i for i in range(end) if name in defined(nodes[i])), None)
    made = nodes[start] if start is not None else None
    if start is None or not isinstance(made, Call) or not made.takes_out or made.inner or made.kind != "float":
        return None
    names = words(dest)
    if any(array_of(dest) in used(n) for n in nodes[start:end]):
        return None
    for node in nodes[start:end]:
        if isinstance(node, Block) or defined(node) & names or _written(node, name):
            return None
        if isinstance(node, Raw) and _bound(node.text) & names:
            return None
    return start


def _bound(line: str) -> set[str]:
    """What an assignment gives another value: names, or the array a part of which it writes."""
    left = line.split(" = ")[0]
    return {array_of(left)} if "[" in left else words(left)


def _args(call: Call) -> set[str]:
    return words(" ".join(call.args))


def _rename(nodes: list[Node], start: int, end: int, name: str, dest: str) -> None:
    made = nodes[start]
    assert isinstance(made, Call)
    nodes[start] = replace(made, dest=dest, fresh=False)
    pattern = re.compile(rf"(?<![\w.]){name}\b")
    for i in range(start + 1, end):
        node = nodes[i]
        if isinstance(node, Call):
            args = tuple(pattern.sub(lambda _: dest, a) for a in node.args)
            nodes[i] = replace(node, args=args)
        elif isinstance(node, Define):
            nodes[i] = replace(node, text=pattern.sub(lambda _: dest, node.text))
        elif isinstance(node, Raw):
            nodes[i] = Raw(pattern.sub(lambda _: dest, node.text))
