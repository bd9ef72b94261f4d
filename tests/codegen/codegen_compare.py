"""Holding compiled functions against the interpreter."""

from __future__ import annotations

import random
from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from nnmath.notation import Array, Floats, System, cells, interpret
from nnmath.verify.calls import shape

Values = dict[str, Any]


def sigma(order: int, x: Any) -> Any:
    """An opaque function for tests: tanh(x) + x**2/2, with its derivatives."""
    t = np.tanh(x)
    derivatives = [t + x * x / 2, 1 - t * t + x, -2 * t * (1 - t * t) + 1, (1 - t * t) * (6 * t * t - 2)]
    return derivatives[order]


def averages_squares(system: System, array: Array) -> bool:
    """Whether the array is an optimizer's average of squares, which is never negative."""
    return array.name in ("u", "v") and any(n in system.name for n in ("adagrad", "rmsprop", "adadelta", "adam"))


def interval(system: System, array: Array) -> tuple[float, float]:
    """Where an input's values are drawn from: probabilities for what takes their logarithms."""
    if system.name.split()[-1] in ("binary_cross_entropy", "kl_div") and not array.name.startswith("dot"):
        return 0.1, 0.9
    if array.kind == "positive" or averages_squares(system, array):
        return 0.1, 1.5
    return -1.5, 1.5


def draw(system: System, env: Mapping[str, Any], seed: int = 0) -> dict[tuple[str, tuple[int, ...]], Any]:
    """A number for every cell of every input and every real parameter."""
    rng = random.Random(seed)
    values: dict[tuple[str, tuple[int, ...]], Any] = {}
    for array in system.inputs:
        for at in cells(array, env):
            if array.kind == "integer":
                values[array.name, at] = rng.randrange(array.below.value(env))
            else:
                values[array.name, at] = float(np.float32(rng.uniform(*interval(system, array))))
    for p in system.parameters:
        if p.kind == "real":
            values[p.name, ()] = float(np.float32(rng.uniform(0.2, 0.8)))
    return values


def dense(array: Array, env: Mapping[str, Any], cell: Callable[[tuple[int, ...]], Any], dtype: Any) -> Any:
    """An array, or a list of arrays where it is ragged, from its cells."""
    kind = np.int64 if array.kind == "integer" else dtype
    if array.ragged:
        out = []
        for first in range(array.axes[0].size.value(env)):
            local = {**env, array.axes[0].name: first}
            item = np.zeros(tuple(a.size.value(local) for a in array.axes[1:]), kind)
            for at in np.ndindex(item.shape):
                item[at] = cell((first, *at))
            out.append(item)
        return out
    whole = np.zeros(shape(array, env), kind)
    for at in np.ndindex(whole.shape):
        whole[at] = cell(at)
    return whole


def arguments(system: System, env: Mapping[str, Any], values: Mapping[Any, Any], dtype: Any) -> Values:
    found: Values = {a.name: dense(a, env, lambda at, a=a: values[a.name, at], dtype) for a in system.inputs}
    found |= {f: (lambda x, order, *layer: sigma(order, x)) for f in system.functions}
    for p in system.parameters:
        found[p.name] = env[p.name] if p.kind == "integer" else values[p.name, ()]
    return found


def call_order(system: System) -> list[str]:
    return [a.name for a in system.inputs] + list(system.functions) + [p.name for p in system.parameters]


def expected(system: System, env: Mapping[str, Any], values: Mapping[Any, Any]) -> Values:
    functions = {f: (lambda order, at, x: sigma(order, x)) for f in system.functions}
    found = interpret(system, Floats(), env, values, functions)
    return {a.name: dense(a, env, lambda at, a=a: found[a.name][at], np.float64) for a in system.outputs}


def flat(value: Any) -> Any:
    if isinstance(value, list):
        return np.concatenate([np.ravel(v) for v in value]) if value else np.zeros(0)
    return np.ravel(value)


def close(got: Any, wanted: Any, tolerance: float, what: str) -> None:
    if isinstance(wanted, list):
        assert [np.shape(g) for g in got] == [np.shape(w) for w in wanted], what
    else:
        assert np.shape(got) == np.shape(wanted), f"{what}: {np.shape(got)} for {np.shape(wanted)}"
    got, wanted = flat(got), flat(wanted)
    scale = 1 + np.max(np.abs(wanted), initial=0)
    worst = np.max(np.abs(got - wanted), initial=0)
    assert worst <= tolerance * scale, f"{what}: off by {worst} at scale {scale}\n{got}\n{wanted}"


def dtypes(value: Any) -> set[Any]:
    if isinstance(value, list | tuple):
        return set().union(*(dtypes(v) for v in value)) if value else set()
    return {np.asarray(value).dtype}


def copied(values: Values) -> Values:
    def copy(value: Any) -> Any:
        if isinstance(value, list):
            return [v.copy() for v in value]
        return value.copy() if isinstance(value, np.ndarray) else value

    return {name: copy(value) for name, value in values.items()}


def unchanged(before: Values, after: Values) -> bool:
    return all(
        np.array_equal(flat(before[n]), flat(after[n])) for n in before if isinstance(before[n], np.ndarray | list)
    )
