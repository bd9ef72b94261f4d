"""What a formula is to the library: equations, a public signature, a source."""

from __future__ import annotations

import importlib
import textwrap
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from nnmath.notation import System, define

CHAPTERS = (
    "activations",
    "dense",
    "losses",
    "normalization",
    "recurrent",
    "convolution",
    "pooling",
    "optimizers",
    "penalties",
    "along_axis",
    "dropout",
)


@dataclass(frozen=True)
class Definition:
    """One formula. `variants` are systems under names; the first is the one shown.

    `signature` is the public call in Python's words; `adapter` names the function that turns such
    a call into a variant, its arrays and its parameters; `sizes` are small sizes, all different,
    at which the formula is checked; `parameters` are values away from every identity.
    """

    id: str
    chapter: str
    summary: str
    signature: str
    variants: Mapping[str, str]
    reference: str
    adapter: str = "direct"
    elementwise: bool = False
    notes: str = ""
    sizes: Mapping[str, object] = field(default_factory=dict)
    parameters: Mapping[str, float] = field(default_factory=dict)

    @cached_property
    def systems(self) -> dict[str, System]:
        return {name: define(text) for name, text in self.variants.items()}

    @property
    def system(self) -> System:
        return next(iter(self.systems.values()))

    @property
    def primary(self) -> str:
        return next(iter(self.variants))


REGISTRY: dict[str, Definition] = {}


def register(definition: Definition) -> Definition:
    if definition.id in REGISTRY:
        raise ValueError(f"formula {definition.id} is registered twice")
    REGISTRY[definition.id] = definition
    return definition


def elementwise(
    id: str,
    equation: str,
    summary: str,
    reference: str,
    signature: str = "x",
    header: str = "",
    notes: str = "",
    parameters: Mapping[str, float] | None = None,
    variants: Mapping[str, str] | None = None,
    arrays: str = "x[N]",
    adapter: str = "elementwise",
    sizes: Mapping[str, object] | None = None,
) -> Definition:
    """A formula ``y[i] = f(x[i])``, callable on arrays of any shape."""
    text = f"{id}({arrays}{'; ' + header if header else ''}) -> y\n" + textwrap.dedent(equation).strip()
    return register(
        Definition(
            id,
            "activations",
            summary,
            signature,
            {"": text, **(variants or {})},
            reference,
            adapter=adapter,
            elementwise=True,
            notes=notes,
            sizes=sizes or {"N": 7},
            parameters=parameters or {},
        )
    )


def load() -> dict[str, Definition]:
    """Every formula of the library by id."""
    for chapter in CHAPTERS:
        importlib.import_module(f"nnmath.formulas.{chapter}")
    return REGISTRY
