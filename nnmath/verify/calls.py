"""Inputs drawn for any formula from its definition, and its generated kernels called with them.

Values are drawn as numbers by cell, so that the interpreter and a kernel are given the same. Where a formula
has no value for every real number, the interpreter of its equations says so, never a kernel.
"""

from __future__ import annotations

import copy
import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from typing import Any

import numpy as np

from nnmath.calculus import adjoint, tangent
from nnmath.calculus.differentiate import cotangent_prefix, tangent_prefix
from nnmath.calculus.instances import UNDEFINED, Reals
from nnmath.codegen.library import function_name, has_derivatives
from nnmath.formulas.registry import Definition
from nnmath.notation import Array, Dual, System, cells, interpret
from nnmath.notation.numbers import HighPrecision

Cell = tuple[str, tuple[int, ...]]
Values = dict[Cell, Any]
Functions = Mapping[str, Callable[..., Any]]
Interval = tuple[float, float]

WIDE: Interval = (-1.5, 1.5)
INTERVALS: tuple[Interval, ...] = (WIDE, (0.1, 1.5), (0.1, 0.9))
"""Where values are drawn from: all real numbers, positive ones, probabilities; the first that has a value."""


@dataclass
class Subject:
    """What the rungs look at: a definition, its kernels, and the derivative systems made of it.

    `kernels`, `adjoint` and `tangent` may be replaced by broken ones, to see the rungs fail.
    """

    definition: Definition
    kernels: Mapping[str, Callable[..., Any]]
    adjoint: Callable[[System], System] = adjoint
    tangent: Callable[[System], System] = tangent
    seed: int = 0
    intervals: dict[str, dict[str, Interval]] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.definition.id

    def variants(self) -> Iterator[Variant]:
        for name, system in self.definition.systems.items():
            yield Variant(self, name, system)


@dataclass
class Variant:
    """One system of a formula with its sizes and its generated functions."""

    subject: Subject
    name: str
    system: System

    @cached_property
    def env(self) -> dict[str, Any]:
        return dict(self.subject.definition.sizes)

    @property
    def function(self) -> str:
        return function_name(self.subject.name, self.name)

    @cached_property
    def adjoint(self) -> System:
        return self.subject.adjoint(self.system)

    @cached_property
    def tangent(self) -> System:
        return self.subject.tangent(self.system)

    @cached_property
    def moving(self) -> list[Array]:
        return [a for a in self.system.inputs if a.differentiable]

    @cached_property
    def results(self) -> list[Array]:
        return [a for a in self.system.outputs if a.differentiable]

    @property
    def has_derivatives(self) -> bool:
        return has_derivatives(self.system) and f"{self.function}_derivative" in self.subject.kernels

    @cached_property
    def intervals(self) -> dict[str, Interval]:
        """For each real input the widest interval on which the equations have a value, at the definition's sizes."""
        known = self.subject.intervals
        if self.name not in known:
            known[self.name] = widest(at_sizes(self, self.subject.definition.sizes))
        return known[self.name]

    def values(self, seed: int, flavour: str = "generic") -> Values:
        return drawn(self, self.intervals, seed, flavour)

    def directions(self, seed: int, arrays: Sequence[Array]) -> Values:
        """A number for each cell: a tangent or a cotangent."""
        rng = random.Random(f"{seed} direction")
        return {(a.name, at): _single(rng.uniform(-1.0, 1.0)) for a in arrays for at in cells(a, self.env)}

    # kernels -------------------------------------------------------------------------------------------------

    def arguments(self, values: Values, dtype: Any = np.float64) -> tuple[list[Any], list[Any]]:
        """Arrays in the order of the inputs; functions and parameters in theirs."""
        arrays = [dense(a, self.env, values, dtype) for a in self.system.inputs]
        rest: list[Any] = [smooth] * len(self.system.functions)
        rest += [self.env[p.name] if p.kind == "integer" else values[p.name, ()] for p in self.system.parameters]
        return arrays, rest

    def forward(self, values: Values) -> tuple[Any, ...]:
        arrays, rest = self.arguments(values)
        return self._call(self.function, *arrays, *rest)

    def valued(self, values: Values, dtype: Any) -> Iterator[tuple[str, tuple[Any, ...]]]:
        """The results of every kernel that computes the value, by its name."""
        arrays, rest = self.arguments(values, np.dtype(dtype))
        moved = [dense(a, self.env, self.directions(0, self.moving), np.dtype(dtype)) for a in self.moving]
        yield self.function, self._call(self.function, *arrays, *rest)
        for suffix, more in (("_forward", ()), ("_jvp", tuple(moved))):
            name = f"{self.function}{suffix}"
            if name in self.subject.kernels:
                with np.errstate(all="ignore"):
                    yield name, packed(self.subject.kernels[name](*arrays, *more, *rest)[0])

    def given(self, values: Values) -> Iterator[tuple[str, list[Any], list[Any]]]:
        """What each kernel is given, before and after its call."""
        arrays, rest = self.arguments(values)
        steps = [dense(a, self.env, self.directions(0, self.moving), np.float64) for a in self.moving]
        for suffix, more in (("", ()), ("_forward", ()), ("_jvp", tuple(steps))):
            name = f"{self.function}{suffix}"
            if name in self.subject.kernels:
                before = copy.deepcopy([*arrays, *more])
                with np.errstate(all="ignore"):
                    found = self.subject.kernels[name](*arrays, *more, *rest)
                yield name, before, [*arrays, *more]
                if suffix == "_forward":
                    bars = self.bars(self.directions(1, self.results))
                    kept = copy.deepcopy([*arrays, *bars])
                    self._call(f"{self.function}_backward", found[1], *bars)
                    yield f"{self.function}_backward", kept, [*arrays, *bars]

    def pullback(self, values: Values) -> Callable[..., tuple[Any, ...]]:
        """Gradients by cotangents, one for each output, None for zero."""
        arrays, rest = self.arguments(values)
        with np.errstate(all="ignore"):
            _, saved = self.subject.kernels[f"{self.function}_forward"](*arrays, *rest)
        return partial(self._call, f"{self.function}_backward", saved)

    def jvp(self, values: Values, dots: Values) -> tuple[Any, ...]:
        arrays, rest = self.arguments(values)
        moved = [dense(a, self.env, dots, np.float64) for a in self.moving]
        with np.errstate(all="ignore"):
            _, found = self.subject.kernels[f"{self.function}_jvp"](*arrays, *moved, *rest)
        return packed(found)

    def derivative(self, values: Values, order: int) -> Any:
        arrays, rest = self.arguments(values)
        return self._call(f"{self.function}_derivative{'2' if order == 2 else ''}", *arrays, *rest)[0]

    def bars(self, values: Values) -> list[Any]:
        """Cotangents as the arrays that a pullback takes."""
        return [dense(a, self.env, values, np.float64) for a in self.results]

    def _call(self, name: str, *args: Any) -> tuple[Any, ...]:
        with np.errstate(all="ignore"):
            return packed(self.subject.kernels[name](*args))

    # names of derivatives --------------------------------------------------------------------------------------

    @property
    def bar(self) -> str:
        return cotangent_prefix(self.system)

    @property
    def dot(self) -> str:
        return tangent_prefix(self.system)


def smooth(x: Any, order: int = 0, *layer: Any) -> Any:
    """The function that stands for an activation: exp(x)/4 + (1 + layer)*x**3/6, or a derivative of it."""
    return np.exp(x) / 4 + (1 + sum(layer)) * _cubic(x, order)


def _cubic(x: Any, order: int) -> Any:
    return (x * x * x / 6, x * x / 2, x, 1.0)[order] if order < 4 else 0.0


def opaque(number: Any) -> Callable[..., Any]:
    """The same function over the elements of a field, for the interpreter."""

    def value(order: int, at: tuple[Any, ...], x: Any) -> Any:
        scale, powers = number.rational(1, 1), [number.rational(1, 1)]
        for layer in at:
            scale = scale + layer
        while len(powers) < 4:
            powers.append(powers[-1] * x)
        cubic = powers[3 - order] * number.rational(1, (6, 2, 1, 1)[order]) if order < 4 else number.rational(0, 1)
        return number.function("exp", x) * number.rational(1, 4) + scale * cubic

    return value


def opaques(system: System, number: Any) -> Functions:
    return {name: opaque(number) for name in system.functions}


def opaque_duals(system: System, number: Any) -> Functions:
    """The same over dual numbers, its derivative stated by its next order."""
    plain = opaque(number)

    def value(order: int, at: tuple[Dual, ...], x: Dual) -> Dual:
        here = tuple(a.value for a in at)
        return Dual(plain(order, here, x.value), plain(order + 1, here, x.value) * x.tangent)

    return dict.fromkeys(system.functions, value)


def widest(variant: Variant) -> dict[str, Interval]:
    """Start where all is defined, then let one input after another be any number, as long as values exist."""
    names = [a.name for a in variant.system.inputs if a.kind != "integer"]
    above = {a.name for a in variant.system.inputs if a.kind == "positive" or (a.kind == "mask" and not a.rank)}
    first = {a.name: INTERVALS[1] if a.name in above else WIDE for a in variant.system.inputs}
    if _defined(variant, first):
        return first
    found = dict.fromkeys(names, INTERVALS[-1])
    for name in names:
        for interval in INTERVALS:
            trial = found | {name: interval}
            if (first[name] == WIDE or interval != WIDE) and _defined(variant, trial):
                found = trial
                break
    return found


def _defined(variant: Variant, intervals: Mapping[str, Interval]) -> bool:
    """Whether the equations have a real value, and a derivative, at five draws."""
    number = Reals(20)
    for seed in range(5):
        values = exact(drawn(variant, intervals, seed, "generic"), number)
        try:
            found = interpret(variant.system, number, variant.env, values, opaques(variant.system, number))
        except UNDEFINED:
            return False
        if not all(number.context.isfinite(v) for entries in found.values() for v in entries.values()):
            return False
    return True


def drawn(variant: Variant, intervals: Mapping[str, Interval], seed: int, flavour: str) -> Values:
    """A float for each cell of each input and each real parameter.

    generic: single precision numbers of the interval; offset: a large common mean; tied: few numbers, so that
    many are equal, zero among them; tiny, large and huge: scaled. Where an input may not be any number, it is generic;
    a mask is 0 or 1, first 1.
    """
    rng = random.Random(f"{seed} {variant.name} {flavour}")
    values: Values = {}
    for array in variant.system.inputs:
        if array.kind == "integer":
            assert array.below is not None
            below = array.below.value(variant.env)
            values |= {(array.name, at): rng.randrange(below) for at in cells(array, variant.env)}
            continue
        interval = intervals[array.name]
        if array.kind == "mask" and array.rank:
            values |= {
                (array.name, at): float(i == 0 or rng.random() < 0.5) for i, at in enumerate(cells(array, variant.env))
            }
            continue
        how = flavour if interval == WIDE and array.kind == "real" else "generic"
        values |= {(array.name, at): _number(rng, interval, how) for at in cells(array, variant.env)}
    given = variant.subject.definition.parameters
    for p in variant.system.parameters:
        if p.kind == "real":
            values[p.name, ()] = float(given[p.name]) if p.name in given else _single(rng.uniform(0.2, 0.8))
    return values


def _number(rng: random.Random, interval: Interval, flavour: str) -> float:
    plain = rng.uniform(*interval)
    scaled = {"offset": 100.0 + plain, "tiny": plain * 2.0**-30, "large": plain * 20.0, "huge": plain * 80.0}
    return rng.choice((-1.0, 0.0, 0.5, 1.0)) if flavour == "tied" else _single(scaled.get(flavour, plain))


def _single(x: float) -> float:
    return float(np.float32(x))


def exact(values: Values, number: HighPrecision) -> Values:
    """The same numbers as elements of a high precision field; class indices stay integers."""
    return {k: v if isinstance(v, int) else number.context.mpf(v) for k, v in values.items()}


def shape(array: Array, env: Mapping[str, Any]) -> tuple[int, ...]:
    sizes, local = [], dict(env)
    for axis in array.axes:
        sizes.append(axis.size.value(local))
        local[axis.name] = 0
    return tuple(sizes)


def dense(array: Array, env: Mapping[str, Any], values: Mapping[Cell, Any], dtype: Any) -> Any:
    """An array, or a list of arrays where its sizes depend on its first axis, from its cells."""
    kind = np.int64 if array.kind == "integer" else dtype
    if array.ragged:
        return [_item(array, {**env, array.axes[0].name: i}, i, values, kind) for i in range(_length(array, env))]
    whole = np.zeros(shape(array, env), kind)
    for at in np.ndindex(whole.shape):
        whole[at] = values[array.name, at]
    return whole


def _length(array: Array, env: Mapping[str, Any]) -> int:
    return array.axes[0].size.value(env)


def _item(array: Array, env: Mapping[str, Any], first: int, values: Mapping[Cell, Any], kind: Any) -> Any:
    item = np.zeros(tuple(a.size.value(env) for a in array.axes[1:]), kind)
    for at in np.ndindex(item.shape):
        item[at] = values[array.name, (first, *at)]
    return item


def packed(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def flat(value: Any) -> np.ndarray[Any, Any]:
    """All numbers of an array or of a list of them."""
    if isinstance(value, list):
        return np.concatenate([np.ravel(v) for v in value]) if value else np.zeros(0)
    return np.ravel(np.asarray(value))


def entry(value: Any, at: tuple[int, ...]) -> float:
    """One entry of an array or of a list of arrays."""
    return float(value[at[0]][at[1:]] if isinstance(value, list) else np.asarray(value)[at])


def sizes_of(variant: Variant) -> dict[str, Any]:
    """The shape of each input, as a card states it."""
    return {a.name: [list(s.shape) for s in v] if isinstance(v, list) else list(v.shape) for a, v in _inputs(variant)}


def _inputs(variant: Variant) -> list[tuple[Array, Any]]:
    values = {(a.name, at): 0 for a in variant.system.inputs for at in cells(a, variant.env)}
    return [(a, dense(a, variant.env, values, np.float64)) for a in variant.system.inputs]


def at_sizes(variant: Variant, env: Mapping[str, Any]) -> Variant:
    """The same variant at other sizes."""
    other = replace(variant)
    other.__dict__["env"] = dict(env)
    return other
