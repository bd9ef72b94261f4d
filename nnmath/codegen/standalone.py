"""Emitted kernels with the source of the runtime helpers they call: a module that needs numpy alone."""

from __future__ import annotations

import ast
import builtins
import importlib
import inspect
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

RUNTIME = "nnmath.runtime"
Symbol = tuple[str, str]
"""The module that defines a name, and the name."""


def inline_runtime(source: str) -> str:
    """The same module with the definitions of exactly the helpers it reaches, and no import of nnmath.

    >>> from nnmath.codegen import emit_module
    >>> text = inline_runtime(emit_module("Doc.", ["def f(x):\\n    return rt.ratio(x, 2)"]))
    >>> "rt." in text, "def ratio(" in text
    (False, True)
    """
    tree = ast.parse(source)
    used = [node for node in ast.walk(tree) if _helper(node)]
    inliner = Inliner({n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} | _defined(tree))
    names = {node.attr: inliner.include(_resolve(node.attr)) for node in used if isinstance(node, ast.Attribute)}
    edits = [(_span(node), names[node.attr]) for node in used if isinstance(node, ast.Attribute)]
    edits += [(_span(node), "") for node in tree.body if isinstance(node, ast.ImportFrom)]
    text = _edited(source, edits).replace("import numpy as np\n\n\n", "import numpy as np\n", 1)
    return text.replace("import numpy as np\n", inliner.text(), 1)


def _helper(node: ast.AST) -> bool:
    return isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id == "rt"


def _defined(tree: ast.Module) -> set[str]:
    arguments = {a.arg for node in ast.walk(tree) if isinstance(node, ast.FunctionDef) for a in node.args.args}
    return arguments | {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)}


def _resolve(name: str) -> Symbol:
    """Where the helper that the runtime calls `name` is defined."""
    found = getattr(importlib.import_module(RUNTIME), name)
    return found.__module__, found.__name__


@dataclass
class Source:
    """A runtime module's definitions and imports by the name they bind."""

    name: str

    @cached_property
    def text(self) -> str:
        return inspect.getsource(importlib.import_module(self.name))

    @cached_property
    def definitions(self) -> dict[str, ast.stmt]:
        found: dict[str, ast.stmt] = {}
        for node in ast.parse(self.text).body:
            match node:
                case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                    found[name] = node
                case ast.Assign(targets=[ast.Name(id=name)]) | ast.AnnAssign(target=ast.Name(id=name)):
                    found[name] = node
        return found

    @cached_property
    def imports(self) -> dict[str, tuple[str, str | None]]:
        """``name -> (module, attribute)``; the attribute is None for the module itself."""
        found: dict[str, tuple[str, str | None]] = {}
        for node in ast.parse(self.text).body:
            if isinstance(node, ast.Import):
                found |= {a.asname or a.name: (a.name, None) for a in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module != "__future__":
                found |= {a.asname or a.name: (str(node.module), a.name) for a in node.names}
        return found


@dataclass
class Inliner:
    """Collects definitions, each after those it needs, under names that the kernels leave free."""

    taken: set[str]
    names: dict[Symbol, str] = field(default_factory=dict)
    pieces: list[str] = field(default_factory=list)
    imports: set[str] = field(default_factory=lambda: {"import numpy as np"})
    sources: dict[str, Source] = field(default_factory=dict)

    def include(self, symbol: Symbol) -> str:
        """The name under which a definition is available."""
        if symbol not in self.names:
            self.names[symbol] = self._free(symbol[1])
            self._write(symbol)
        return self.names[symbol]

    def _free(self, name: str) -> str:
        while name in self.taken:
            name = f"rt_{name}"
        self.taken.add(name)
        return name

    def _write(self, symbol: Symbol) -> None:
        module, name = symbol
        source = self.sources.setdefault(module, Source(module))
        node = source.definitions[name]
        edits = []
        for used in _globals_of(node):
            if used.id in source.definitions:
                edits.append((_span(used), self.include((module, used.id))))
            elif used.id in source.imports:
                edits.append((_span(used), self._imported(used.id, *source.imports[used.id])))
            elif not hasattr(builtins, used.id):
                raise ValueError(f"{module}.{name} uses {used.id}, which that module does not define")
        text = _segment(source.text, node, edits)
        if isinstance(node, ast.FunctionDef | ast.ClassDef) and self.names[symbol] != name:
            word = "def" if isinstance(node, ast.FunctionDef) else "class"
            text = text.replace(f"{word} {name}", f"{word} {self.names[symbol]}", 1)
        self.pieces.append(text)

    def _imported(self, name: str, module: str, attribute: str | None) -> str:
        if attribute is not None and module.startswith("nnmath"):
            return self.include((module, attribute))
        if attribute is None:
            self.imports.add(f"import {module}" + (f" as {name}" if name != module else ""))
        else:
            self.imports.add(f"from {module} import {attribute}" + (f" as {name}" if name != attribute else ""))
        return name

    def text(self) -> str:
        """What stands in the place of the imports."""
        future = ["from __future__ import annotations", ""] if self.pieces else []
        numpy = sorted(line for line in self.imports if "numpy" in line)
        standard = sorted(self.imports - set(numpy))
        lines = future + standard + [""] * bool(standard) + numpy
        return "\n".join(lines) + "\n" + "".join(f"\n\n{piece}\n" for piece in self.pieces)


def _globals_of(node: ast.stmt) -> Iterator[ast.Name]:
    """The names of a definition that it does not bind itself."""
    bound = {n.arg for n in ast.walk(node) if isinstance(n, ast.arg)}
    bound |= {n.name for n in ast.walk(node) if isinstance(n, ast.FunctionDef | ast.ClassDef) and n is not node}
    inside = isinstance(node, ast.FunctionDef | ast.ClassDef)
    binding = [node] if inside else [c.target for c in ast.walk(node) if isinstance(c, ast.comprehension)]
    bound |= {n.id for b in binding for n in ast.walk(b) if isinstance(n, ast.Name) and isinstance(n.ctx, ast.Store)}
    for n in ast.walk(node):
        if isinstance(n, ast.Name) and n.id not in bound:
            yield n


Span = tuple[tuple[int, int], tuple[int, int]]


def _span(node: Any) -> Span:
    return (node.lineno, node.col_offset), (node.end_lineno, node.end_col_offset)


def _edited(text: str, edits: list[tuple[Span, str]]) -> str:
    """Replacements at places of the text; columns count bytes, as Python's syntax tree has them."""
    lines = [line.encode() for line in text.splitlines(keepends=True)]
    for ((row, start), (end_row, end)), new in sorted(edits, reverse=True):
        assert row == end_row
        line = lines[row - 1]
        lines[row - 1] = line[:start] + new.encode() + line[end:]
    return b"".join(lines).decode()


def _segment(text: str, node: Any, edits: list[tuple[Span, str]]) -> str:
    decorators = getattr(node, "decorator_list", [])
    first = min([node.lineno, *(d.lineno for d in decorators)])
    return "\n".join(_edited(text, edits).splitlines()[first - 1 : node.end_lineno])
