"""Formulas of one entry as the oracle and the measures call them: parameters, other inputs, kernels."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath import formula, formulas
from nnmath.notation import System
from nnmath.verify.ulp import Array

OTHERS = {"weight": 0.25, "mask": 1.0}
"""Inputs beside the first, and the parameters without a default, where none is given."""

REQUIRED = {"clip_value": 0.75, "p": 0.3}


def elementwise() -> list[str]:
    """Every formula whose entries do not mix."""
    return [name for name, f in formulas().items() if f._entry["elementwise"]]


def completed(name: str, params: Mapping[str, Any]) -> dict[str, Any]:
    """`params` with a number for every other input and every parameter without a default."""
    found = formula(name)
    if not found._entry["elementwise"]:
        raise TypeError(
            f"{name} is not elementwise, not a function of one number; those are {', '.join(elementwise())}"
        )
    first = found._entry["arrays"][0]
    needed = [
        p.name
        for p in found.__signature__.parameters.values()
        if p.default is p.empty and p.name != first and p.name not in params
    ]
    return {**{n: {**OTHERS, **REQUIRED}[n] for n in needed}, **params}


def arguments(name: str, x: Array, params: Mapping[str, Any]) -> tuple[tuple[Array, ...], dict[str, Any]]:
    """Arrays and keywords of a call: a number given for another input fills an array as the formula wants it."""
    given = completed(name, params)
    arrays = [x]
    for other in formula(name)._entry["arrays"][1:]:
        value = given.pop(other)
        arrays.append(np.full((1,) if other == "weight" else x.shape, value, x.dtype))
    return tuple(arrays), given


def constants_of(name: str, variant: str | None, params: Mapping[str, Any]) -> tuple[System, dict[str, float], str]:
    """The system that such a call uses, its numbers, and the variant's name."""
    found = formula(name)
    given = completed(name, params)
    arrays, keywords = arguments(name, np.zeros(1), given)
    names = found._entry["arrays"]
    call, _ = found._prepare(found._arguments((), {**dict(zip(names, arrays, strict=True)), **keywords}))
    chosen = call.variant if variant is None else variant
    wanted = {p.name for p in found.systems[chosen].parameters}
    numbers = {n: float(v) for n, v in {**given, **call.parameters}.items() if n in wanted | set(names[1:])}
    return found.systems[chosen], numbers, chosen


def evaluate(name: str, x: Array, order: int = 0, **params: Any) -> Array:
    """The library's value (order 0) or derivative by the first input, entry by entry."""
    found = formula(name)
    arrays, keywords = arguments(name, x, params)
    if order == 0:
        return np.asarray(found(*arrays, **keywords))
    if found._entry["derivatives"]:
        return np.asarray(found.derivative(x, order, **keywords))
    if order > 1:
        raise TypeError(f"{name} has no second derivative as a function of one number")
    value, pullback = found.vjp(*arrays, **keywords)
    return np.asarray(pullback(np.ones_like(value))[0])


def evaluate_exact(name: str, x: Array, **params: Any) -> Array:
    """The library's `exact` value, entry by entry."""
    arrays, keywords = arguments(name, x, params)
    return np.asarray(formula(name).exact(*arrays, **keywords))
