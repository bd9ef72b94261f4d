"""Arrays that wait where a loop puts what it makes of them.

``for t: y[t, k:] = f(d[t])`` lets d lie in ``y[:, k:]`` where nothing else reads it, and nothing there before.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from nnmath.codegen.code import APART, Block, Call, Define, Node, array_of, defined, lines, words

MADE = re.compile(r"rt\.empty\(\((?P<turns>[^,()]+), (?P<entry>[^()]*)\), dtype\)")


class Waiting(Define):
    """A view of an array in which another waits: each entry of the array is assigned once, so that none shares it."""


def in_slots(nodes: Sequence[Node]) -> list[Node]:
    """The same computation with such arrays in such places."""
    out = list(nodes)
    for node in nodes:
        if isinstance(node, Define) and MADE.fullmatch(node.text):
            out = _moved(out, node)
    return out


def _moved(nodes: list[Node], waiting: Define) -> list[Node]:
    """With `waiting` as a view of the array that a loop makes of it, if there is such a loop."""
    start = nodes.index(waiting)
    users = [i for i in range(start + 1, len(nodes)) if waiting.dest in _names(nodes[i])]
    loop = nodes[users[-1]] if users else None
    if not isinstance(loop, Block) or not loop.bound:
        return nodes
    slot = _slot(loop, waiting)
    made = slot and next((n for n in nodes if isinstance(n, Define) and n.dest == array_of(slot)), None)
    if not slot or not made or not _fits(made, waiting) or not _fills(nodes, users[:-1], waiting.dest, slot):
        return nodes
    end = nodes.index(made)
    between = nodes[start:end]
    others = [n for n in nodes[: users[-1]] if n is not made and not isinstance(n, Waiting)]
    if any(made.dest in _names(n) for n in others) or words(made.text) & set().union(*(defined(n) for n in between)):
        return nodes
    whole = re.sub(rf"\[{loop.bound}\b", "[:", slot)
    view = Waiting(waiting.dest, made.dest if whole == f"{made.dest}[:]" else whole)
    rest = [n for n in nodes if n is not waiting and n is not made]
    at = min(start, end)
    return [*rest[:at], made, view, *rest[at:]]


def _slot(loop: Block, waiting: Define) -> str:
    """Where the one step of the loop that reads an entry of the array puts its result; empty where that will not do."""
    name, made = waiting.dest, MADE.fullmatch(waiting.text)
    calls = [n for n in loop.body if name in _names(n)]
    call = calls[0] if len(calls) == 1 else None
    if not isinstance(call, Call) or call.fresh or call.inner or not call.elementwise or call.fn in APART:
        return ""
    if not made or made["entry"] != ", ".join(call.shape):
        return ""
    entry = f"{name}[{loop.bound}]"
    target = array_of(call.dest)
    others = [a for a in call.args if a != entry]
    before = [c for c in loop.body[: loop.body.index(call)] if isinstance(c, Call)]
    if any(call.dest in (c.dest, *c.args) for c in before):  # scratch lies there until then
        return ""
    rows = re.fullmatch(rf"\w+\[{loop.bound}(?P<rest>(, [^\[\]]*)?)\]", call.dest)
    if not rows or loop.bound in words(rows["rest"]) or entry not in call.args:
        return ""
    return "" if {name, target} & words(" ".join(others)) else call.dest


def _fits(made: Define, waiting: Define) -> bool:
    """Whether both have as many turns."""
    first, second = MADE.fullmatch(made.text), MADE.fullmatch(waiting.text)
    return bool(first and second and made is not waiting and first["turns"] == second["turns"])


def _fills(nodes: Sequence[Node], places: Sequence[int], name: str, slot: str) -> bool:
    """Whether what fills the array before the loop writes as fast where it does not lie in one piece."""
    if ":" not in slot:
        return True
    calls = [c for i in places for c in _calls(nodes[i]) if array_of(c.dest) == name or name in words(c.out or "")]
    return all(c.fn.startswith("np.") for c in calls)


def _calls(node: Node) -> list[Call]:
    if isinstance(node, Block):
        return [c for n in node.body for c in _calls(n)]
    return [node] if isinstance(node, Call) else []


def _names(node: Node) -> set[str]:
    """All that is named, memory that a result is put into included."""
    return words("\n".join(lines([node])))
