"""Operands that a loop lays out anew every turn, though nothing in them changes: laid out once, before it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from nnmath.codegen.code import Block, Call, Define, Node, Raw, words
from nnmath.codegen.reuse import COPIES
from nnmath.codegen.text import Names

LAID_OUT = re.compile(r"\w+(\.T|\.(swapaxes|transpose|reshape)\([^()]*\))*\.reshape\([^()]*\)")
"""An array with its axes moved or joined: a copy where its memory does not allow a view."""
TURNED = re.compile(r"\w+(\[[^\[\],]*:[^\[\],]*\])?\.T")
"""A matrix that a product takes transposed, which takes BLAS up to half as long again as one that lies so.

Whole, or a slice of it: what an index chooses need not be there where the loop has no turn.
"""


def hoist(nodes: Sequence[Node], names: Names) -> list[Node]:
    """The same computation with such operands named before the outermost loop that leaves them alone."""
    aliases = list(_aliases(nodes))
    return _hoisted(nodes, names, aliases)


def _hoisted(nodes: Sequence[Node], names: Names, aliases: list[set[str]]) -> list[Node]:
    out: list[Node] = []
    for node in nodes:
        if isinstance(node, Block):
            if node.bound:
                changed = _closed(_changed([node]), aliases)
                constant = {t: "" for t in _operands(node.body) if not words(t) & changed}
                for text in constant:
                    constant[text] = names.scratch()
                    laid = f"np.ascontiguousarray({text})" if TURNED.fullmatch(text) else text
                    out.append(Define(constant[text], laid))
                node = replace(node, body=_replaced(node.body, constant))
            node = replace(node, body=_hoisted(node.body, names, aliases))
        out.append(node)
    return out


def _operands(nodes: Sequence[Node]) -> Iterator[str]:
    """Operands laid out for a product, in order of appearance."""
    for node in nodes:
        if isinstance(node, Block):
            yield from _operands(node.body)
        elif isinstance(node, Call):
            product = node.fn == "np.matmul"
            yield from (a for a in node.args if LAID_OUT.fullmatch(a) or (product and TURNED.fullmatch(a)))


def _replaced(nodes: Sequence[Node], new: dict[str, str]) -> list[Node]:
    out: list[Node] = []
    for node in nodes:
        if isinstance(node, Block):
            node = replace(node, body=_replaced(node.body, new))
        elif isinstance(node, Call):
            node = replace(node, args=tuple(new.get(a, a) for a in node.args))
        out.append(node)
    return out


def _changed(nodes: Sequence[Node]) -> set[str]:
    """Names that are bound here, and arrays that are written here."""
    found: set[str] = set()
    for node in nodes:
        if isinstance(node, Block):
            found |= _changed(node.body) | ({node.bound} if node.bound else set())
        elif isinstance(node, Raw):
            found |= _assigned(node.text)
        else:
            found.add(base(node.dest))
    return found


def _assigned(line: str) -> set[str]:
    """The names left of an assignment, or the array that a view of it is; all names of any other line."""
    plain = re.match(r"([A-Za-z_]\w*(?:, *[A-Za-z_]\w*)*) = ", line)
    if plain:
        return words(plain[1])
    view = re.match(r"[A-Za-z_]\w*[\[.].*? [-+*/]?= ", line)
    return {base(line)} if view else words(line)


def base(view: str) -> str:
    """The array that a view is of."""
    return re.split(r"\W", view, maxsplit=1)[0]


def _aliases(nodes: Sequence[Node]) -> Iterator[set[str]]:
    """Names that may share memory: of a definition and of what it may be a view of."""
    for node in nodes:
        if isinstance(node, Block):
            yield from _aliases(node.body)
        elif isinstance(node, Define) and not node.text.startswith(COPIES):
            yield words(re.sub(r"\.reshape\([^()]*\)", "", node.text)) | {node.dest}


def _closed(found: set[str], aliases: Sequence[set[str]]) -> set[str]:
    grown = True
    while grown:
        more = set().union(*(a for a in aliases if a & found)) - found
        found, grown = found | more, bool(more)
    return found
