"""What lowering produces: calls, plain lines and blocks, later given storage and printed."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

INFIX = {"np.add": "+", "np.subtract": "-", "np.multiply": "*", "np.divide": "/", "np.matmul": "@"}
INDENT = "    "
MAKERS = {"empty": "rt.empty", "zeros": "rt.zeros"}
"""What makes an array, and whether it is filled."""
APART = {"rt.sign"}
"""Functions whose result should not lie in the memory of an argument: NumPy then takes five times as long."""


@dataclass
class Call:
    """``dest = fn(*args)`` where dest is fresh, else ``fn(*args, out=dest)`` into an existing view.

    `inner` is the shape of fn's own result where that of dest splits some of its dimensions.
    """

    fn: str
    args: tuple[str, ...]
    dest: str
    shape: tuple[str, ...]
    fresh: bool = True
    kind: str = "float"
    elementwise: bool = True
    takes_out: bool = True
    out: str | None = None
    inner: tuple[str, ...] = ()

    def text(self) -> str:
        arguments = ", ".join(self.args)
        if not self.fresh:
            return self._stored()
        if self.inner:
            if self.out is not None:
                arguments += f", out={joined(self.out, self.inner)}"
            return f"{self.dest} = {self.fn}({arguments}).reshape({', '.join(self.shape)})"
        if self.out is not None:
            return f"{self.dest} = {self.fn}({arguments}, out={self.out})"
        if self.fn in INFIX and len(self.args) == 2:
            return f"{self.dest} = {self.args[0]} {INFIX[self.fn]} {self.args[1]}"
        return f"{self.dest} = {self.fn}({arguments})"

    def _stored(self) -> str:
        sign = INFIX.get(self.fn)
        if sign not in (None, "@") and self.args[0] == self.dest:
            return f"{augmentable(self.dest)} {sign}= {self.args[1]}"
        dest = joined(self.dest, self.inner) if self.inner else self.dest
        return f"{self.fn}({', '.join(self.args)}, out={dest})"


@dataclass
class Raw:
    """A line as it stands."""

    text: str


class Limit(Raw):
    """``dest = text``: where the values of an axis begin or end, as a number."""

    def __init__(self, dest: str, text: str):
        super().__init__(f"{dest} = {text}")
        self.dest = dest


class Copy(Raw):
    """``dest = source``: a whole array into a view of another."""

    def __init__(self, dest: str, source: str):
        super().__init__(f"{dest} = {source}")
        self.dest, self.source = dest, source


@dataclass
class Define:
    """``dest = text``: an allocation or another fresh array that takes no out."""

    dest: str
    text: str
    shape: tuple[str, ...] = ()
    filled: str = ""


@dataclass
class Block:
    """A loop or a condition; `bound` is the loop's variable and `sizes` what its header depends on."""

    header: str
    body: list[Node] = field(default_factory=list)
    bound: str = ""


Node = Call | Raw | Define | Block


def joined(dest: str, shape: Sequence[str]) -> str:
    """A view of contiguous memory with fewer dimensions."""
    base = re.sub(r"\.reshape\([^()]*\)$", "", dest)
    return f"{base}.reshape({', '.join(shape)})"


def contiguous(dest: str) -> bool:
    """Whether a view is one piece of memory in order: a whole array, or one at leading indices."""
    base = re.sub(r"\.reshape\([^()]*\)$", "", dest)
    return re.fullmatch(r"\w+(\[[^:\[\]]*\])?", base) is not None


def array_of(dest: str) -> str:
    """The name of the array that a view is of."""
    return dest.split("[")[0].split(".")[0]


def assignable(dest: str) -> str:
    """A view that may stand left of ``=``, by which its entries are written."""
    return dest if dest.endswith("]") else f"{dest}[...]"


def augmentable(dest: str) -> str:
    """A view that may stand left of ``+=``."""
    return dest if dest.isidentifier() else assignable(dest)


def lines(nodes: Sequence[Node], depth: int = 1) -> Iterator[str]:
    """Source lines, indented."""
    pad = INDENT * depth
    for node in nodes:
        if isinstance(node, Block):
            yield f"{pad}{node.header}"
            yield from lines(node.body or [Raw("pass")], depth + 1)
        elif isinstance(node, Call):
            yield pad + node.text()
        elif isinstance(node, Define):
            yield f"{pad}{node.dest} = {node.text}"
        else:
            yield pad + node.text


WORD = re.compile(r"(?<![\w.])[A-Za-z_]\w*")


def words(text: str) -> set[str]:
    """The identifiers in a text, attributes left out."""
    return set(WORD.findall(text))


def used(node: Node) -> set[str]:
    """The identifiers that a node reads or writes through."""
    if isinstance(node, Block):
        return words(node.header).union(*(used(n) | defined(n) for n in node.body))
    if isinstance(node, Call):
        found = words(" ".join((*node.args, *node.inner, *(node.shape if node.inner else ()))))
        return found if node.fresh else found | words(node.dest)
    return words(node.text)


def defined(node: Node) -> set[str]:
    return {node.dest} if isinstance(node, Define) or (isinstance(node, Call) and node.fresh) else set()
