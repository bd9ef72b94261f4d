"""What a long count is kept for: the code that it ran."""

from __future__ import annotations

import ast
import hashlib
import io
import re
import tokenize
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from nnmath.codegen.standalone import inline_runtime
from nnmath.runtime import blockwise, memory
from nnmath.runtime.vectors import in_vectors

COUNTED = ("", "_derivative", "_derivative2")
"""What is added to a function's name for the kernel of the value, and of each derivative, by order."""


def sources(name: str, orders: Sequence[int] = (0, 1)) -> str:
    """A digest of the code that value (order 0) and derivative (order 1) run: other code is counted anew.

    Without its comments, and without what cuts arrays into blocks and where their memory begins, on which no entry's
    value depends.
    """
    return hashlib.sha256(f"{np.__version__}\n{_code(_run_by(name, orders))}".encode()).hexdigest()[:16]


def has_two_ways(name: str, order: int) -> bool:
    """Whether that code computes otherwise on processors on which NumPy's functions are fast."""
    return re.search(rf"\b{in_vectors.__name__}\(\)", _run_by(name, [order])) is not None


def _run_by(name: str, orders: Sequence[int]) -> str:
    from nnmath import formula

    found = formula(name)
    functions = {str(form["function"]) for form in found._entry["variants"].values()}
    wanted = {f + COUNTED[order] for f in functions for order in orders}
    source = Path(str(found._kernels["__file__"])).read_text(encoding="utf-8")
    own = _without(source, lambda node: isinstance(node, ast.FunctionDef) and node.name not in wanted)
    aside = vars(blockwise).keys() | vars(memory).keys()
    used = _without(inline_runtime(own), lambda node: bool(_bound(node) & aside))
    used = re.sub(r"(?<![\w.])(empty|zeros)\(", r"np.\1(", used)
    read = {n.id for n in ast.walk(ast.parse(used)) if isinstance(n, ast.Name)}
    return _without(used, lambda node: isinstance(node, ast.Import | ast.ImportFrom) and not _imported(node) & read)


def _bound(node: ast.stmt) -> set[str]:
    """The names that a statement of a module gives."""
    if isinstance(node, ast.FunctionDef | ast.ClassDef):
        return {node.name}
    targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AnnAssign) else []
    return {t.id for t in targets if isinstance(t, ast.Name)}


def _imported(node: ast.Import | ast.ImportFrom) -> set[str]:
    return {a.asname or a.name for a in node.names}


def _without(source: str, left_out: Callable[[ast.stmt], bool]) -> str:
    """A module without some of its statements."""
    lines = source.splitlines()
    for node in ast.parse(source).body:
        if left_out(node):
            first = min([node.lineno, *(d.lineno for d in getattr(node, "decorator_list", ()))])
            lines[first - 1 : node.end_lineno] = [""] * (int(node.end_lineno or first) - first + 1)
    return "\n".join(lines) + "\n"


def _code(source: str) -> str:
    """A source without comments, docstrings and empty lines."""
    lines = source.splitlines()
    for token in tokenize.generate_tokens(io.StringIO(source).readline):
        if token.type == tokenize.COMMENT:
            lines[token.start[0] - 1] = lines[token.start[0] - 1][: token.start[1]]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.FunctionDef | ast.ClassDef | ast.Module) and ast.get_docstring(node) is not None:
            told = node.body[0]
            lines[told.lineno - 1 : told.end_lineno] = [""] * (int(told.end_lineno or told.lineno) - told.lineno + 1)
    return "\n".join(line.rstrip() for line in lines if line.strip())
