"""Loops over the taps of windows: in blocks, overlapping or apart, with ties, infinities and NaN."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

import nnmath as nm
import nnmath.runtime.blockwise as blockwise
from nnmath.codegen import compile_source, emit_jvp, emit_vjp
from nnmath.notation import define
from nnmath.runtime import attained, improve, nowhere

POOL = """
    pool(x[N, C, H, W]; R: int>=1, S: int>=1, s: int>=1, t: int>=1, a: int>=0, d: int>=1) -> y
    r < R
    k < S
    p < (H + 2*a - d*(R - 1) - 1)//s + 1
    q < (W - d*(S - 1) - 1)//t + 1
    y[n,c,p,q] = {op}[r,k](pad(x[n,c,s*p + d*r - a,t*q + d*k]))
"""
CALLS = {
    "apart": (2, 2, 2, 2, 0, 1),
    "gaps": (2, 1, 3, 2, 0, 1),
    "overlapping": (3, 2, 2, 1, 1, 1),
    "one axis overlapping": (3, 2, 2, 2, 1, 1),
    "dilated": (2, 3, 2, 2, 1, 2),
}
ODD = [0.0, -0.0, 1.0, 1.0, 2.0, -3.0, np.inf, -np.inf]


def pool(op: str) -> dict[str, Any]:
    system = define(POOL.format(op=op))
    return compile_source(emit_vjp(system, "f") + "\n\n\n" + emit_jvp(system, "f"))


def by_hand(op: str, x: Any, bar: Any, R: int, S: int, s: int, t: int, a: int, d: int) -> tuple[Any, Any]:
    """One entry after the other; of a maximum, the first term that is it, nan of nan."""
    N, C, H, W = x.shape
    P, Q = (H + 2 * a - d * (R - 1) - 1) // s + 1, (W - d * (S - 1) - 1) // t + 1
    y, grad = np.zeros((N, C, P, Q), x.dtype), np.zeros_like(x)
    for n, c, p, q in product(*map(range, y.shape)):
        taps = [(s * p + d * r - a, t * q + d * k) for r in range(R) for k in range(S)]
        inside = [at for at in taps if 0 <= at[0] < H and at[1] < W]
        values = [x[n, c, i, j] for i, j in inside]
        if op == "sum":
            y[n, c, p, q] = np.sum(values, dtype=x.dtype)
            chosen = inside
        else:
            y[n, c, p, q] = np.max(values) if op == "max" else np.min(values)
            best = y[n, c, p, q]
            chosen = [next(at for value, at in zip(values, inside, strict=True) if str(value + 0.0) == str(best + 0.0))]
        for i, j in chosen:
            grad[n, c, i, j] += bar[n, c, p, q]
    return y, grad


@pytest.mark.parametrize("rows", [1, 2, 99])
@pytest.mark.parametrize("call", CALLS)
@pytest.mark.parametrize("op", ["max", "min", "sum"])
def test_windows_in_blocks_are_windows(op: str, call: str, rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(7)
    x = rng.normal(size=(5, 2, 9, 8)) if op == "sum" else rng.choice(ODD, (5, 2, 9, 8))
    if op != "sum":
        x[3].flat[::5] = np.nan
    functions, parameters = pool(op), CALLS[call]
    shape = functions["f_forward"](x, *parameters)[0].shape
    monkeypatch.setattr(blockwise, "BLOCK", rows * int(np.prod(shape[1:])) * parameters[0] * parameters[1])
    monkeypatch.setattr(blockwise, "THREADED", 0)
    monkeypatch.setattr(blockwise, "_limit", [3])
    bar, before = rng.normal(size=shape), x.copy()
    y, saved = functions["f_forward"](x, *parameters)
    (bar_x,) = functions["f_backward"](saved, bar)
    wanted = by_hand(op, x, bar, *parameters)
    np.testing.assert_allclose(y, wanted[0], rtol=1e-14, atol=1e-14)
    np.testing.assert_allclose(bar_x, wanted[1], rtol=1e-14, atol=1e-14)
    assert np.array_equal(x, before, equal_nan=True)
    dot_x = rng.normal(size=x.shape)
    _, dot_y = functions["f_jvp"](x, dot_x, *parameters)
    np.testing.assert_allclose(np.vdot(dot_y, bar), np.vdot(dot_x, bar_x), rtol=1e-12)


def test_windows_of_many_taps_are_counted() -> None:
    """A place in a window takes as many bytes as it needs."""
    x = np.arange(700.0).reshape(1, 1, 700, 1)
    functions = pool("max")
    y, saved = functions["f_forward"](x, 300, 1, 300, 1, 0, 1)
    (bar_x,) = functions["f_backward"](saved, np.array([5.0, 7.0]).reshape(y.shape))
    assert np.flatnonzero(bar_x).tolist() == [299, 599]
    assert bar_x.sum() == 12


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
@pytest.mark.parametrize("least", [False, True])
def test_the_first_of_the_best(dtype: Any, kind: Any, least: bool) -> None:
    values = np.random.default_rng(3).choice(np.array([*ODD, np.nan], dtype), (6, 40, 9))
    best, place = np.full((40, 9), np.nan, dtype), np.zeros((40, 9), kind)
    wanted, at = best.copy(), place.copy()
    for position, value in enumerate(values):
        spread = np.repeat(value, 2, axis=1)[:, ::2]
        improve(spread if position % 2 else value, best, place, position, least)
        for i in np.ndindex(wanted.shape):
            if not (value[i] >= wanted[i] if least else value[i] <= wanted[i]):
                wanted[i], at[i] = value[i], position
    assert np.array_equal(best, wanted, equal_nan=True)
    assert np.array_equal(place, at)


def test_limits_are_found_where_their_axis_is_looped_over() -> None:
    """The places that a tap reaches along one axis are no matter of the taps along the other."""
    lines = emit_vjp(define(POOL.format(op="max")), "f").splitlines()
    rows, columns = (next(i for i, line in enumerate(lines) if f"{axis}_low = " in line) for axis in "pq")
    loop = next(i for i, line in enumerate(lines) if line.strip() == "for k in range(S):")
    assert rows < loop < columns


@pytest.mark.parametrize("count", [6, 300])
@pytest.mark.parametrize("least", [False, True])
@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_the_first_that_is_the_extremum(dtype: Any, least: bool, count: int) -> None:
    values = np.random.default_rng(4).choice(np.array(ODD, dtype), (count, 40, 9))
    values[-2, :7], values[0, :3] = np.nan, np.nan
    extremum = (np.min if least else np.max)(values, axis=0)
    place = nowhere((40, 9), count)
    assert place.dtype == (np.uint8 if count == 6 else np.uint16)
    for i, value in enumerate(values):
        attained(value[::-1], extremum[::-1], place[::-1], i, least)
    first = (np.argmin if least else np.argmax)(values, axis=0)
    assert np.array_equal(place, first)


def test_places_without_terms_take_no_gradient() -> None:
    y, pullback = nm.max_pool1d.vjp(np.full((1, 1, 4), -np.inf), 2, padding=1)
    assert np.isneginf(y).all()
    assert pullback(np.array([[[1.0, 10.0, 100.0]]])).x.tolist() == [[[1, 10, 0, 100]]]
