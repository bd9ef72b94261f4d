"""Every example system, compiled, equals the interpreter: forward, backward, tangent, second order."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
from codegen_compare import arguments, call_order, close, copied, draw, dtypes, expected, unchanged
from codegen_examples import SIZES, SYSTEMS

from nnmath.calculus import adjoint, tangent
from nnmath.codegen import compile_source, emit_forward, emit_jvp, emit_vjp
from nnmath.notation import System

CASES = [(name, i) for name in SYSTEMS for i in range(len(SIZES[name]))]
SECOND = [name for name in SYSTEMS if name not in ("stacked",)]


@functools.cache
def kernels(name: str) -> dict[str, Any]:
    s = SYSTEMS[name]
    return compile_source("\n\n".join([emit_forward(s, name), emit_vjp(s, name), emit_jvp(s, name)]))


def as_tuple(value: Any) -> tuple[Any, ...]:
    return value if isinstance(value, tuple) else (value,)


def run(function: Any, values: dict[str, Any], order: list[str]) -> tuple[Any, ...]:
    before = copied(values)
    found = as_tuple(function(*(values[n] for n in order)))
    assert unchanged(before, values), "an input was changed"
    return found


def check(system: System, env: dict[str, Any], function: Any, dtype: Any = np.float64) -> None:
    values = draw(system, env)
    got = run(function, arguments(system, env, values, dtype), call_order(system))
    wanted = expected(system, env, values)
    assert len(got) == len(system.outputs)
    for value, array in zip(got, system.outputs, strict=True):
        close(value, wanted[array.name], 1e-10 if dtype == np.float64 else 1e-4, f"{system.name}: {array}")
        if array.kind != "integer":
            assert dtypes(value) <= {np.dtype(dtype)}, array


@pytest.mark.parametrize(("name", "case"), CASES)
def test_forward(name: str, case: int) -> None:
    check(SYSTEMS[name], SIZES[name][case], kernels(name)[name])


@pytest.mark.parametrize("name", SYSTEMS)
def test_float32(name: str) -> None:
    env = SIZES[name][0]
    check(SYSTEMS[name], env, kernels(name)[name], np.float32)
    check(adjoint(SYSTEMS[name]), env, _vjp(name), np.float32)
    check(tangent(SYSTEMS[name]), env, _jvp(name), np.float32)


def _vjp(name: str) -> Any:
    """The two halves as one function with the arguments of the adjoint system."""
    s = SYSTEMS[name]
    primal = len(s.inputs)
    seeds = len(adjoint(s).inputs) - primal

    def whole(*args: Any) -> Any:
        arrays, cotangents, rest = args[:primal], args[primal : primal + seeds], args[primal + seeds :]
        _, saved = kernels(name)[f"{name}_forward"](*arrays, *rest)
        first = kernels(name)[f"{name}_backward"](saved, *cotangents)
        again = kernels(name)[f"{name}_backward"](saved, *cotangents)
        for a, b in zip(first, again, strict=True):
            close(b, a, 0, "called twice")
        return first

    return whole


@pytest.mark.parametrize(("name", "case"), CASES)
def test_vjp(name: str, case: int) -> None:
    check(adjoint(SYSTEMS[name]), SIZES[name][case], _vjp(name))
    s, env = SYSTEMS[name], SIZES[name][case]
    values = draw(s, env)
    given = arguments(s, env, values, np.float64)
    primal, _ = kernels(name)[f"{name}_forward"](*(given[n] for n in call_order(s)))
    wanted = expected(s, env, values)
    for value, array in zip(as_tuple(primal), s.outputs, strict=True):
        close(value, wanted[array.name], 1e-10, str(array))


def _jvp(name: str) -> Any:
    def dots(*args: Any) -> Any:
        return kernels(name)[f"{name}_jvp"](*args)[1]

    return dots


@pytest.mark.parametrize(("name", "case"), CASES)
def test_jvp(name: str, case: int) -> None:
    check(tangent(SYSTEMS[name]), SIZES[name][case], _jvp(name))


@pytest.mark.parametrize("name", SECOND)
def test_second_order(name: str) -> None:
    second = tangent(adjoint(SYSTEMS[name]))
    functions = compile_source(emit_forward(second, "second"))
    check(second, SIZES[name][0], functions["second"])


@pytest.mark.parametrize("name", SYSTEMS)
def test_none_is_zero(name: str) -> None:
    s, env = SYSTEMS[name], SIZES[name][0]
    given = arguments(s, env, draw(s, env), np.float64)
    args = [given[n] for n in call_order(s)]
    _, saved = kernels(name)[f"{name}_forward"](*args)
    seeds = len(adjoint(s).inputs) - len(s.inputs)
    for bar in kernels(name)[f"{name}_backward"](saved, *[None] * seeds):
        for part in bar if isinstance(bar, list) else [bar]:
            assert not np.any(part)
    moving = len(tangent(s).inputs) - len(s.inputs)
    primal = len(s.inputs)
    _, dots = kernels(name)[f"{name}_jvp"](*args[:primal], *[None] * moving, *args[primal:])
    assert not any(np.any(d) for d in as_tuple(dots))
