"""Memory of results, lent to what a block of rows computes before it fills them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from nnmath.codegen.code import APART, MAKERS, Call, Define, Node, Raw, array_of, defined, used, words


@dataclass(frozen=True)
class Claim:
    """The line at which an array is first named, which fills a view of it, and what may lie there when it does."""

    line: int
    operands: frozenset[str]

    def later(self, name: str, end: int) -> bool:
        """Whether what has the name, read for the last time in the line `end`, is out of the way."""
        return end < self.line or (end == self.line and name in self.operands)


Lent = dict[tuple[str, ...], dict[str, Claim]]
"""By shape: views and their claims."""


def unfilled(nodes: Sequence[Node], aliased: set[str]) -> set[str]:
    """Arrays that a function makes without filling them, and of which nothing else is a view."""
    made = {n.dest for n in nodes if isinstance(n, Define) and re.fullmatch(_MADE, n.text)}
    return made.difference(aliased, *(used(n) for n in nodes if isinstance(n, Raw)))


_MADE = re.escape(MAKERS["empty"]) + r"\([^\[]*, dtype\)"


def lent(body: Sequence[Node], arrays: set[str]) -> Lent:
    """Of these arrays, the rows that a block fills."""
    first: dict[str, int] = {}
    for i, node in enumerate(body):
        for name in used(node) | defined(node):
            first.setdefault(name, i)
    found: Lent = {}
    for i, node in enumerate(body):
        if not isinstance(node, Call) or node.fresh or node.inner or node.kind != "float":
            continue
        name = array_of(node.dest)
        fills = re.fullmatch(r"\w+\[\w+:\w+\]", node.dest) and name not in words(" ".join(node.args))
        if fills and name in arrays and first[name] == i:
            operands = node.args if node.elementwise and node.fn not in APART else ()
            found.setdefault(node.shape, {})[node.dest] = Claim(i, frozenset(operands))
    return found
