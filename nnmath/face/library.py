"""Formula objects from the generated index, and from a user's own equations."""

from __future__ import annotations

import importlib
import textwrap
from typing import Any

from nnmath.face.formula import Formula
from nnmath.face.plan import Kernels
from nnmath.kernels._index import FORMULAS


def load_formula(name: str) -> Formula:
    if name not in FORMULAS:
        raise AttributeError(f"nnmath has no formula {name!r}; nnmath.formulas() lists them")
    entry: dict[str, Any] = FORMULAS[name]
    return Formula(entry, lambda: vars(importlib.import_module(f"nnmath.kernels.{entry['chapter']}")))


def define_formula(*text: str) -> Formula:
    """Compiled in memory by the emitter that makes the library's own kernels."""
    from nnmath.codegen import compile_source, emit_module
    from nnmath.codegen.library import describe, kernels_of, user_definition
    from nnmath.notation import define

    whole = "\n".join(textwrap.dedent(part).strip("\n") for part in text)
    system = define(whole)
    definition = user_definition(whole, system)
    entry = describe(definition) | {"text": whole}

    def load() -> Kernels:
        return compile_source(emit_module(f"Kernels of {system.name}.", kernels_of(system.name, system)))

    return Formula(entry, load)
