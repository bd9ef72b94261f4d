"""What is known of every formula and derivation script, computed once and kept in `verdicts.json`.

formulas:    the steps of its derivation, and whether its adjoint is the transpose of its tangent
derivations: the lines of the text, by verdict
"""

from __future__ import annotations

import importlib.util
import json
import os
from collections.abc import Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).resolve().parent
FOLDER = PACKAGE.parent / "derivations"
FILE = PACKAGE / "verdicts.json"
NO_TEXT = ("special_functions",)
"""Scripts that compute a table."""


def scripts() -> dict[str, Path]:
    """The derivation scripts by name; none where the package was installed without its repository."""
    return {path.stem: path for path in sorted(FOLDER.glob("*.py"))}


def known() -> dict[str, dict[str, Any]]:
    """What was computed last: ``{"formulas": {name: ...}, "derivations": {name: ...}}``."""
    found: dict[str, dict[str, Any]] = json.loads(FILE.read_text(encoding="utf-8"))
    return found


def of_formula(name: str) -> dict[str, Any]:
    """How many steps of its derivation have each verdict, and the verdict on each variant's adjoint."""
    from nnmath.calculus import prove_transpose
    from nnmath.calculus.derivation import derive
    from nnmath.formulas import load

    definition = load()[name]
    steps = dict(sorted(derive(definition.system).verdicts.items()))
    return {"steps": steps, "adjoint": {v: prove_transpose(s).verdict for v, s in definition.systems.items()}}


def of_script(name: str) -> dict[str, int]:
    """How many lines of a derivation script's text have each verdict."""
    path = scripts()[name]
    spec = importlib.util.spec_from_file_location(f"derivation_{name}", path)
    if spec is None or spec.loader is None:
        raise ImportError(f"{path} is no Python module")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    counts: dict[str, int] = module.build().counts()
    return dict(sorted(counts.items()))


def compute() -> Iterator[tuple[str, str, dict[str, Any]]]:
    """``(kind, name, verdicts)`` of everything, in several processes."""
    from nnmath.formulas import load

    formulas = list(load())
    texts = [name for name in scripts() if name not in NO_TEXT]
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=get_context("spawn")) as pool:
        for name, found in zip(formulas, pool.map(of_formula, formulas), strict=True):
            yield "formulas", name, found
        for name, counts in zip(texts, pool.map(of_script, texts), strict=True):
            yield "derivations", name, counts


def text(computed: Mapping[str, Mapping[str, Any]]) -> str:
    """The file's text."""
    return json.dumps(computed, indent=1, sort_keys=True) + "\n"


def phrase(counts: Mapping[str, int]) -> str:
    """``12 proved, 1 exact``."""
    return ", ".join(f"{n} {verdict}" for verdict, n in counts.items())
