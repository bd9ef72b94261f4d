"""From definitions to the checked-in kernels, and from a user's text to kernels in memory."""

from __future__ import annotations

import inspect
import pprint
from collections.abc import Iterable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import sympy

from nnmath.codegen import emit_forward, emit_jvp, emit_module, emit_spec, emit_vjp
from nnmath.formulas.registry import Definition
from nnmath.functions import FUNCTIONS
from nnmath.notation import IndexValue, Parameter, Statement, System

PACKAGE = Path(__file__).resolve().parent.parent


def function_name(formula: str, variant: str) -> str:
    return f"{formula}_{variant}" if variant else formula


def derivative_system(system: System, order: int) -> System:
    """``y[i] = f(x[i])`` differentiated `order` times in x."""
    (statement,) = system.statements
    (read,) = (r for r in statement.reads if r.array in system.inputs)
    body = sympy.diff(statement.body, read, order)
    return replace(system, statements=(replace(statement, body=body),), equations=())


def has_derivatives(system: System) -> bool:
    """Whether the system is one function of one number, entry by entry."""
    if len(system.inputs) != 1 or len(system.statements) != 1 or len(system.outputs) != 1:
        return False
    statement: Statement = system.statements[0]
    here = system.inputs[0]
    plain = not statement.reduced and not statement.guards and all(i.as_name for i in statement.index)
    return plain and [r.index for r in statement.reads if r.array == here] == [statement.index]


def kernels_of(name: str, system: System, into: bool = False) -> list[str]:
    """The source of every kernel of a system; with `into` the value's takes memory for it.

    A function of one number is differentiated from its input, which keeps its relative accuracy in
    the tails; a layer reads what it has named (1 - a**2 for tanh), which saves evaluating it again.
    """
    alone = has_derivatives(system)
    found = [emit_forward(system, name, into), emit_vjp(system, name, from_output=not alone), emit_jvp(system, name)]
    if alone:
        found.append(emit_forward(derivative_system(system, 1), f"{name}_derivative"))
        found.append(emit_forward(derivative_system(system, 2), f"{name}_derivative2"))
    return found


def describe(definition: Definition) -> dict[str, Any]:
    """What the public face must know of a formula, as plain data."""
    systems = definition.systems
    arrays = {a.name for s in systems.values() for a in s.inputs}
    gradients = {a.name for s in systems.values() for a in s.inputs if a.differentiable}
    names = _argument_names(definition.signature)
    return {
        "id": definition.id,
        "chapter": definition.chapter,
        "summary": definition.summary,
        "signature": definition.signature,
        "reference": definition.reference,
        "notes": definition.notes,
        "adapter": definition.adapter,
        "elementwise": definition.elementwise,
        "derivatives": has_derivatives(definition.system),
        "primary": definition.primary,
        "arrays": tuple(n for n in names if n in arrays),
        "gradients": tuple(n for n in names if n in gradients),
        "variants": {v: _form(function_name(definition.id, v), s) for v, s in systems.items()},
    }


def _argument_names(signature: str) -> list[str]:
    return list(inspect.signature(eval(f"lambda {signature}: None")).parameters)


def _form(function: str, system: System) -> dict[str, Any]:
    return {
        "function": function,
        "inputs": tuple((a.name, "integer" if a.kind == "integer" else "real") for a in system.inputs),
        "differentiable": tuple(a.name for a in system.inputs if a.differentiable),
        "functions": system.functions,
        "parameters": tuple(_parameter(p) for p in system.parameters),
        "outputs": tuple(a.name for a in system.outputs),
        "spec": emit_spec(system),
        "nonempty": nonempty_sizes(system),
    }


def _parameter(parameter: Parameter) -> tuple[Any, ...]:
    bounds = (parameter.low, parameter.high, parameter.low_open, parameter.high_open)
    return parameter.name, parameter.kind, bounds, parameter.range_text


def nonempty_sizes(system: System) -> tuple[str, ...]:
    """Sizes that may not be 0: those divided by, and those that a maximum or a logsumexp runs over."""
    found: dict[str, None] = {}
    for statement in system.statements:
        for power in sorted(statement.body.atoms(sympy.Pow), key=str):
            if isinstance(power.base, IndexValue) and power.exp.is_negative:
                found[str(power.base.index)] = None
        if statement.op not in ("sum", "prod"):
            found.update(dict.fromkeys(str(axis.size) for axis in statement.reduced))
    return tuple(found)


def module_source(chapter: str, definitions: Iterable[Definition]) -> str:
    functions: list[str] = []
    for definition in definitions:
        for variant, system in definition.systems.items():
            functions += kernels_of(function_name(definition.id, variant), system, definition.elementwise)
    return emit_module(f"Kernels of nnmath.formulas.{chapter}. Generated; do not edit.", functions)


def index_source(definitions: Iterable[Definition]) -> str:
    entries = {d.id: describe(d) for d in definitions}
    text = pprint.pformat(entries, width=110, sort_dicts=False)
    return f'"""What the public face knows of each formula. Generated; do not edit."""\n\nFORMULAS = {text}\n'


def stub_source(definitions: Iterable[Definition]) -> str:
    """Type stubs of the flat public names, for editors."""
    lines = [
        '"""Public names for editors and type checkers. Generated; do not edit."""',
        "",
        "from typing import Any",
        "",
        "from nnmath.face.formula import Formula as Formula",
        *(f"from {module} import {name} as {name}" for name, module in FUNCTIONS.items()),
        "",
        "__version__: str",
        "",
        "def formula(name: str) -> Formula: ...",
        "def formulas() -> dict[str, Formula]: ...",
        "def define(*text: str) -> Formula: ...",
        "def boosting_residual(name: str, z: Any, target: Any, **params: Any) -> Any: ...",
        "",
    ]
    for definition in definitions:
        out = ", *, out: Any = ..." if definition.elementwise else ""
        lines += [
            f"class _{definition.id}(Formula):",
            f"    def __call__(self, {_annotated(definition.signature)}{out}) -> Any: ...",
            "",
            f"{definition.id}: _{definition.id}",
            "",
        ]
    return "\n".join(lines)


def _annotated(signature: str) -> str:
    """``x: Any, slope: float = 1.0``."""
    parameters = inspect.signature(eval(f"lambda {signature}: None")).parameters.values()
    parts = []
    for parameter in parameters:
        default = parameter.default
        if default is parameter.empty:
            parts.append(f"{parameter.name}: Any")
        else:
            kind = type(default).__name__ if isinstance(default, bool | int | float | str) else "Any"
            parts.append(f"{parameter.name}: {kind} = {default!r}")
    return ", ".join(parts)


def generate(definitions: Mapping[str, Definition], workers: int = 1) -> dict[Path, str]:
    """Every generated file with its text; chapters in so many processes."""
    chapters: dict[str, list[Definition]] = {}
    for definition in definitions.values():
        chapters.setdefault(definition.chapter, []).append(definition)
    around = {
        PACKAGE / "kernels" / "_index.py": index_source,
        PACKAGE / "__init__.pyi": stub_source,
    }
    if workers < 2:
        texts = [module_source(*chapter) for chapter in chapters.items()]
    else:
        longest = sorted(chapters, key=lambda name: -len(chapters[name]))
        with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
            # Without their systems: these are read from the text there, which takes less than to send them.
            made = {name: pool.submit(module_source, name, [replace(d) for d in chapters[name]]) for name in longest}
            texts = [made[name].result() for name in chapters]
    files = {PACKAGE / "kernels" / f"{name}.py": text for name, text in zip(chapters, texts, strict=True)}
    return files | {path: source(definitions.values()) for path, source in around.items()}


def user_definition(text: str, system: System) -> Definition:
    """A user's own system as a definition: arrays, then parameters by name."""
    names = [a.name for a in system.inputs] + list(system.functions) + [p.name for p in system.parameters]
    return Definition(
        id=system.name,
        chapter="user",
        summary=system.equations[-1].text if system.equations else system.name,
        signature=", ".join(names),
        variants={"": text},
        reference="defined by the caller",
        elementwise=False,
    )


def standalone(name: str, systems: Mapping[str, System], entry: Mapping[str, Any]) -> str:
    """All kernels of a formula in one module with the helpers they call; numpy is all it needs."""
    from nnmath.codegen.standalone import inline_runtime

    functions: list[str] = []
    for variant, system in systems.items():
        functions += kernels_of(function_name(name, variant), system)
    doc = f"{name}: {entry['summary']}.\n\nSource: {entry['reference']}.\n"
    return inline_runtime(emit_module(doc, functions))
