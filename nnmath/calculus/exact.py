"""Derivative systems against dual numbers over GF(2^61 - 1): equality of numbers, no tolerance.

Dual numbers are run through the primal system alone and state the derivatives of exp, log, erf
and powers anew, so nothing of `adjoint`, `tangent` or the table of named derivatives is shared.
A wrong identity survives one evaluation with a probability of about degree/2^61.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nnmath.calculus.differentiate import adjoint, cotangent_prefix, tangent, tangent_prefix
from nnmath.notation import (
    PRIME,
    Array,
    Dual,
    Duals,
    Modular,
    NotRepresentable,
    PrimeField,
    System,
    cells,
    interpret,
)

Cell = tuple[str, tuple[int, ...]]


class Disagreement(AssertionError):
    """A derivative system that differs from dual numbers, with the entry where it does."""


@dataclass(frozen=True)
class Agreement:
    """What was compared: sizes, the seed that was representable, entries of the tangent."""

    sizes: Mapping[str, Any]
    seed: int
    entries: int


def agrees_with_dual_numbers(
    system: System,
    env: Mapping[str, Any],
    *,
    tangent_system: System | None = None,
    adjoint_system: System | None = None,
    seed: int = 0,
    attempts: int = 5000,
) -> Agreement:
    """Compare `tangent` entry by entry, and `adjoint` through the pairing <bar_y, dot_y> = <bar_x, dot_x>.

    Seeds at which a square root does not exist in the field are passed over. Raises Disagreement.

    >>> from nnmath.notation import define
    >>> s = define("square(x[N]) -> y", "y[i] = x[i]**2")
    >>> agrees_with_dual_numbers(s, {"N": 3}).entries
    3
    """
    forward = tangent_system or tangent(system)
    backward = adjoint_system or adjoint(system)
    for attempt in range(seed, seed + attempts):
        try:
            return _compare(system, forward, backward, env, attempt)
        except NotRepresentable:
            continue
    raise NotRepresentable(f"no seed in {seed}..{seed + attempts} has all the roots that {system.name} takes")


def _compare(system: System, forward: System, backward: System, env: Mapping[str, Any], seed: int) -> Agreement:
    rng, field = random.Random(seed), PrimeField(seed)
    values = random_values(system, env, rng)
    moving = [a for a in system.inputs if a.differentiable]
    steps = {(a.name, at): Modular(rng.randrange(PRIME)) for a in moving for at in cells(a, env)}
    duals = {k: v if isinstance(v, int) else Dual(v, steps.get(k, Modular(0))) for k, v in values.items()}
    unknown = {f: _unknown(field, f) for f in system.functions}
    truth = interpret(system, Duals(field), env, duals, {f: _unknown_dual(field, f) for f in system.functions})
    dot, bar = tangent_prefix(system), cotangent_prefix(system)
    dots = interpret(forward, field, env, values | {(dot + n, at): s for (n, at), s in steps.items()}, unknown)
    outputs = [a for a in system.outputs if a.differentiable]
    _same_tangents(system, outputs, truth, dots, dot)
    bars = {(bar + a.name, at): Modular(rng.randrange(PRIME)) for a in outputs for at in cells(a, env)}
    gradients = interpret(backward, field, env, values | bars, unknown)
    there = sum(
        (truth[a.name][at].tangent * bars[bar + a.name, at] for a in outputs for at in truth[a.name]), Modular(0)
    )
    back = sum((_entry(gradients, bar + n, at) * s for (n, at), s in steps.items()), Modular(0))
    if there != back:
        raise Disagreement(f"adjoint of {system.name} is not the transpose of its derivative at {dict(env)}")
    return Agreement(dict(env), seed, sum(len(truth[a.name]) for a in outputs))


def _same_tangents(
    system: System, outputs: list[Array], truth: dict[str, Any], dots: dict[str, Any], prefix: str
) -> None:
    for array in outputs:
        for at, value in truth[array.name].items():
            if value.tangent != _entry(dots, prefix + array.name, at):
                raise Disagreement(f"tangent of {system.name} differs from dual numbers at {array.name}{list(at)}")


def _entry(arrays: dict[str, Any], name: str, at: tuple[int, ...]) -> Modular:
    """Totals of outputs that are read as well go by a longer name."""
    found: Modular = arrays[name][at] if name in arrays else arrays[name + "_total"][at]
    return found


def random_values(system: System, env: Mapping[str, Any], rng: random.Random) -> dict[Cell, Any]:
    """A random element for every entry of every input and real parameter; class indices in range."""
    values: dict[Cell, Any] = {}
    for array in system.inputs:
        for at in cells(array, env):
            if array.kind == "integer":
                assert array.below is not None
                values[array.name, at] = rng.randrange(array.below.value(env))
            else:
                values[array.name, at] = Modular(rng.randrange(PRIME))
    for parameter in system.parameters:
        if parameter.kind == "real":
            values[parameter.name, ()] = Modular(rng.randrange(PRIME))
    return values


def _unknown(field: PrimeField, name: str) -> Callable[..., Modular]:
    return lambda order, at, x: field.unknown(f"{name}{order}", *at, x)


def _unknown_dual(field: PrimeField, name: str) -> Callable[..., Dual]:
    def value(order: int, at: tuple[Dual, ...], x: Dual) -> Dual:
        here = [a.value for a in at]
        slope = field.unknown(f"{name}{order + 1}", *here, x.value)
        return Dual(field.unknown(f"{name}{order}", *here, x.value), slope * x.tangent)

    return value
