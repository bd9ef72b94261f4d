"""A temporary that ends in a view of an array is computed in that view from the start."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from nnmath.codegen.code import APART, Block, Call, Node, Raw, defined, used, words


def in_place(nodes: Sequence[Node]) -> list[Node]:
    out = [replace(n, body=in_place(n.body)) if isinstance(n, Block) else n for n in nodes]
    for end in reversed(range(len(out))):
        store = out[end]
        if isinstance(store, Call) and not store.fresh and store.elementwise and not (store.inner or store.fn in APART):
            for name in [a for a in store.args if re.fullmatch(r"_\d+", a)]:
                start = _start(out, name, end, store)
                if start is not None:
                    _rename(out, start, end, name, store.dest)
                    break
    return out


def _start(nodes: list[Node], name: str, end: int, store: Call) -> int | None:
    """Where the temporary is made, if nothing from there on can notice that it lies in the view."""
    start = next((i for i in range(end) if name in defined(nodes[i])), None)
    if start is None or any(name in used(n) for n in nodes[end + 1 :]):
        return None
    made = nodes[start]
    if not isinstance(made, Call) or not made.takes_out or made.inner or made.kind != store.kind:
        return None
    names = words(store.dest)
    array = store.dest.split("[")[0].split(".")[0]
    if made.shape != store.shape or any(array in used(n) for n in nodes[start:end]) or array in _args(store):
        return None
    for node in nodes[start:end]:
        if isinstance(node, Block) or defined(node) & names:
            return None
        if isinstance(node, Raw) and words(node.text.split(" = ")[0]) & names:
            return None
    return start


def _args(call: Call) -> set[str]:
    return words(" ".join(call.args))


def _rename(nodes: list[Node], start: int, end: int, name: str, dest: str) -> None:
    made = nodes[start]
    assert isinstance(made, Call)
    nodes[start] = replace(made, dest=dest, fresh=False)
    pattern = re.compile(rf"(?<![\w.]){name}\b")
    for i in range(start + 1, end + 1):
        node = nodes[i]
        if isinstance(node, Call):
            args = tuple(pattern.sub(lambda _: dest, a) for a in node.args)
            nodes[i] = replace(node, args=args)
        elif not isinstance(node, Block):
            nodes[i] = replace(node, text=pattern.sub(lambda _: dest, node.text))
