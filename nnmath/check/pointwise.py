"""Functions of one number: the points at which they are judged, and the exact values there."""

from __future__ import annotations

import time
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np
import sympy

import nnmath
from nnmath.check.bounded import BITS, NotDefined
from nnmath.check.exact import prepared
from nnmath.notation import Dual, Duals, HighPrecision, Interpreter, Read
from nnmath.notation.functions import absolute, sign

Array = np.ndarray[Any, Any]

BASE_ULPS = 8
"""What a correct kernel may err beyond the condition of the problem, in units in the last place."""


def is_pointwise(name: str) -> bool:
    return bool(nnmath.formula(name)._entry["derivatives"])


def points(name: str, params: Mapping[str, Any], dtype: str, seed: int, count: int) -> Array:
    """Kinks with both neighbours, thresholds, roots, specials, plain numbers, exponents uniform over the format."""
    rng = np.random.default_rng([seed, 11])
    info = np.finfo(dtype)
    kind = np.dtype(dtype).type
    special = [0.0, -0.0, np.inf, -np.inf, np.nan, info.tiny, -info.tiny, info.max, -info.max]
    special += [info.smallest_subnormal, -info.smallest_subnormal, info.eps, -info.eps, 1.0, -1.0]
    near = [*kinks(name, params), *roots(name, params), *_thresholds(dtype)]
    around = [np.nextafter(kind(k), kind(side)) for k in near for side in (-np.inf, np.inf)]
    if dtype == "float16":
        rest = np.arange(1 << 16, dtype=np.uint16).view(np.float16)
    else:
        whole = np.uint32 if dtype == "float32" else np.uint64
        bits = rng.integers(0, np.iinfo(whole).max, size=count // 2, dtype=whole, endpoint=True)
        rest = np.concatenate(
            [
                (4 * rng.normal(size=count // 4)).astype(dtype),
                bits.view(dtype),
                (rng.choice([-1, 1], size=count // 4) * np.exp2(rng.uniform(-12, 11, count // 4))).astype(dtype),
            ]
        )
        order = rng.permutation(rest.size)
        rest = rest[order]
    with np.errstate(all="ignore"):
        return np.concatenate([np.array([*special, *near, *around], dtype=dtype), rest])


def _thresholds(dtype: str) -> list[float]:
    """Where exponentials overflow, underflow, or are lost beside 1."""
    info = np.finfo(dtype)
    top, low, lost = (float(np.log(float(v))) for v in (info.max, info.smallest_subnormal, info.eps))
    edges = [top, -top, low, -low, lost, -lost, top / 2, low / 2, 20.0, -20.0, 37.0, -37.0, 3.0, -3.0, 6.0, -6.0]
    edges += [float(np.sqrt(-2 * low)), -float(np.sqrt(-2 * low)), -5.5, 5.5]
    return [e for e in edges if abs(e) < float(info.max)]


@lru_cache(maxsize=128)
def _kinks(name: str, variant: str) -> tuple[Any, ...]:
    system = nnmath.formula(name).systems[variant]
    found: list[Any] = []
    x = sympy.Symbol("x_", real=True)
    for statement in system.statements:
        body = statement.body
        inputs = [r for r in body.atoms(Read) if r.array in system.inputs]
        others = {r: sympy.Symbol(r.array.name) for r in body.atoms(Read) if r.array not in system.inputs}
        plain = body.xreplace({**dict.fromkeys(inputs, x), **others})
        edges = [r.lhs - r.rhs for r in plain.atoms(sympy.core.relational.Relational)]
        edges += [f.args[0] for f in plain.atoms(absolute, sign)]
        for edge in edges:
            if edge.is_polynomial(x) and sympy.degree(edge, x) == 1:
                found += sympy.solve(edge, x)
    return tuple(found)


def kinks(name: str, params: Mapping[str, Any]) -> list[float]:
    """Where the formula's branches meet."""
    call = prepared(name, (np.zeros(1),), params)
    values = {sympy.Symbol(k): v for k, v in call.parameters.items()}
    return sorted({float(k.subs(values)) for k in _kinks(name, call.variant)})


@lru_cache(maxsize=64)
def _roots(name: str, key: tuple[tuple[str, Any], ...]) -> tuple[float, ...]:
    grid = np.linspace(-9.03, 9.01, 2000)
    found: list[float] = []
    with np.errstate(all="ignore"):
        for order in (0, 1, 2):
            value = library(name, grid, dict(key), order)
            for i in np.nonzero(value[:-1] * value[1:] < 0)[0][:4]:
                low, high = float(grid[i]), float(grid[i + 1])
                for _ in range(60):
                    middle = (low + high) / 2
                    here, there = library(name, np.array([middle, low]), dict(key), order)
                    low, high = (middle, high) if here * there > 0 else (low, middle)
                found.append(low)
    return tuple(found)


def roots(name: str, params: Mapping[str, Any]) -> list[float]:
    """Roots of the function and of its derivatives, in doubles."""
    return list(_roots(name, tuple(sorted(params.items()))))


def library(name: str, x: Array, params: Mapping[str, Any], order: int) -> Array:
    """The library's value or derivative, in the precision of x."""
    formula = nnmath.formula(name)
    found: Array = formula(x, **params) if order == 0 else formula.derivative(x, order=order, **params)
    return found


def exact(name: str, x: Array, params: Mapping[str, Any], order: int, seconds: float) -> tuple[Array, Array, int]:
    """Doubles hi + lo of the exact values, and for how many points there was time.

    float16 and float32 are answered by the float64 kernels; float64 by the definition in many digits.
    """
    wide = _wide(x)
    plain = library(name, wide, params, order)
    if x.dtype != np.float64:
        return plain, np.zeros_like(plain), x.size
    deadline = time.monotonic() + seconds
    return _by_balls(name, x, params, order, plain, deadline) or _deep(name, x, params, order, plain, deadline)


def _by_balls(
    name: str, x: Array, params: Mapping[str, Any], order: int, plain: Array, deadline: float
) -> tuple[Array, Array, int] | None:
    """By the certified oracle; None where python-flint is not installed."""
    try:
        from nnmath.verify.oracle import Oracle

        oracle = Oracle(name, order=order, **params)
    except (ImportError, TypeError, ValueError):
        return None
    high, low = plain.copy(), np.zeros_like(plain)
    for start in range(0, x.size, 32):
        if time.monotonic() > deadline:
            return high, low, start
        for i in range(start, min(start + 32, x.size)):
            if np.isfinite(x[i]):
                try:
                    (high[i],), (low[i],) = oracle.exact_array(x[i : i + 1])
                except ArithmeticError:
                    high[i], low[i] = plain[i], 0.0
    return high, low, x.size


def _wide(x: Array) -> Array:
    with np.errstate(all="ignore"):  # signalling nan
        return x.astype(np.float64)


DIGITS = 400
"""Enough that nothing of a double is lost beside 1 unless the result underflows."""


def _deep(
    name: str, x: Array, params: Mapping[str, Any], order: int, plain: Array, deadline: float
) -> tuple[Array, Array, int]:
    call = prepared(name, (np.zeros(1),), params)
    system = nnmath.formula(name).systems[call.variant]
    plain_field: Any = HighPrecision(DIGITS)
    field: Any = plain_field
    for _ in range(order):
        field = Duals(field)
    mp = plain_field.context

    def lifted(value: Any, moves: bool) -> Any:
        made, level = mp.mpf(value), plain_field
        slope: Any = mp.mpf(1 if moves else 0)
        for i in range(order):
            zero = slope if i == 0 else _constant(level, 1 if moves else 0)
            made = Dual(made, zero)
            level = Duals(level)
        return made

    high, low = plain.copy(), np.zeros_like(plain)
    env = {axis.name: 1 for axis in system.inputs[0].axes} | {str(a.size): 1 for a in system.inputs[0].axes}
    fixed: dict[Any, Any] = {(k, ()): lifted(v, False) for k, v in call.parameters.items()}
    argument = system.inputs[0].name
    for i, value in enumerate(x):
        if time.monotonic() > deadline:
            return high, low, i
        if not np.isfinite(value):
            continue
        machine = Interpreter(system, field, env, {**fixed, (argument, (0,)): lifted(float(value), True)})
        try:
            found = machine.cell(system.outputs[0], (0,))
            for _ in range(order):
                found = found.tangent
            high[i] = float(found)
            low[i] = float(found - mp.mpf(float(found))) if np.isfinite(high[i]) else 0.0
        except NotDefined:
            pass  # the library's value stands
    return high, low, x.size


def _constant(level: Any, value: int) -> Any:
    return level.rational(value, 1)


def allowed(name: str, x: Array, params: Mapping[str, Any], order: int, high: Array) -> Array:
    """The absolute error of a correct kernel: some units in the last place, and what half a unit of x does."""
    dtype = str(x.dtype)
    wide, h = _wide(x), 1e-6
    unit = 2.0 ** -BITS[dtype]
    with np.errstate(all="ignore"):
        here = library(name, wide, params, order)
        sides = [np.abs(library(name, wide * (1 + s * h), params, order) - here) for s in (1, -1)]
        move = np.fmin(*sides) / h
        move = np.where(np.isfinite(move), move, 0.0)
        scale = np.where(np.isfinite(high), np.abs(high), 0.0)
        if dtype != "float16":  # a subnormal input may be flushed to zero
            move = np.where(np.abs(wide) < float(np.finfo(dtype).tiny), move / (2 * unit), move)
        return np.asarray(BASE_ULPS * 2 * unit * scale + 2 * unit * move + float(np.finfo(dtype).tiny))


def one_sided(name: str, x: Array, params: Mapping[str, Any], order: int) -> tuple[Array, Array]:
    """The values just below and just above each point."""
    wide = _wide(x)
    step = np.maximum(np.abs(wide), 1.0) * 1e-9
    return library(name, wide - step, params, order), library(name, wide + step, params, order)
