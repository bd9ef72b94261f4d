"""Products over few terms, products of all terms but one, rows gathered and scattered, terms counted."""

from __future__ import annotations

from itertools import product
from typing import Any

import numpy as np
import pytest

import nnmath.runtime.blockwise as blockwise
from nnmath.codegen import compile_source, emit_forward, emit_jvp, emit_vjp
from nnmath.notation import define
from nnmath.runtime import add_at, counted, prod, prod_of_others, take

MONOMIALS = """
    monomials(x[N, I], factor[M, D]: int<I) -> y
    v[n,m,d] = sum[j]([factor[m,d] == j]*x[n,j])
    y[n,m] = prod[d](v[n,m,d])
"""
COUNTS = """
    counts(x[P]; R: int>=1, s: int>=1, a: int>=0, L: int>=1) -> y
    r < R
    count[p] = sum[r]([0 <= s*p + r - a]*[s*p + r - a < L])
    y[p] = x[p]*count[p]
"""
ODD = [0.0, -0.0, 1.0, -2.0, 0.5, 3.0, np.inf]


def functions(text: str) -> dict[str, Any]:
    system = define(text)
    return compile_source("\n\n\n".join([emit_forward(system, "f"), emit_vjp(system, "f"), emit_jvp(system, "f")]))


@np.errstate(invalid="ignore")
@pytest.mark.parametrize("layout", "CF")
@pytest.mark.parametrize("terms", [0, 1, 2, 3, 5, 16, 17])
@pytest.mark.parametrize("shape", [(), (4,), (3, 5)])
def test_products_of_few_terms(shape: tuple[int, ...], terms: int, layout: Any) -> None:
    x = np.array(np.random.default_rng(terms).choice(ODD, (*shape, terms)), order=layout)
    before, wanted = x.copy(), np.prod(x, axis=-1)
    np.testing.assert_array_equal(prod(x, -1), wanted)
    out = np.empty(shape)
    if shape:
        assert prod(x, -1, out=out) is out
        np.testing.assert_array_equal(out, wanted)
    np.testing.assert_array_equal(x, before)


@np.errstate(invalid="ignore")
@pytest.mark.parametrize("layout", "CF")
@pytest.mark.parametrize("terms", [0, 1, 2, 3, 5, 20])
def test_products_of_the_others(terms: int, layout: Any) -> None:
    x = np.array(np.random.default_rng(terms).choice(ODD, (6, terms, 4)), order=layout)
    before = x.copy()
    for axis in range(3):
        one_less = [np.prod(np.delete(x, i, axis), axis=axis) for i in range(x.shape[axis])]
        wanted = np.stack(one_less, axis) if x.size else x
        np.testing.assert_array_equal(prod_of_others(x, axis), wanted)
    np.testing.assert_array_equal(x, before)


@pytest.mark.parametrize("axis", [0, 1, 2])
@pytest.mark.parametrize("shape", [(5,), (4, 2), (0,)])
def test_take_is_numpys(axis: int, shape: tuple[int, ...]) -> None:
    rng = np.random.default_rng(1)
    source = rng.normal(size=(3, 4, 5))[:, ::-1]
    index = rng.integers(0, 3, shape)
    np.testing.assert_array_equal(take(source, index, axis), np.take(source, index, axis=axis))


@pytest.mark.parametrize("layout", "CF")
def test_rows_are_added_as_numpy_adds_them(layout: Any) -> None:
    rng = np.random.default_rng(2)
    index, values = rng.integers(0, 4, (6, 3)), np.array(rng.normal(size=(6, 3, 5)), order=layout)
    for given in (values, values[:, :1], values[0, 0], 2.0):
        found, wanted = np.ones((4, 5)), np.ones((4, 5))
        add_at(found, index, given)
        np.add.at(wanted, index, given)
        np.testing.assert_allclose(found, wanted, rtol=1e-14)


@pytest.mark.parametrize("rows", [1, 2, 99])
def test_monomials_in_blocks(rows: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """Their gradients are right where factors are zero, one or several of them."""
    rng = np.random.default_rng(rows)
    x, factor = rng.choice(ODD[:-1], (7, 4)), rng.integers(0, 4, (9, 3))
    monkeypatch.setattr(blockwise, "BLOCK", 4 * rows * factor.size)
    monkeypatch.setattr(blockwise, "THREADED", 0)
    monkeypatch.setattr(blockwise, "_limit", [3])
    found = functions(MONOMIALS)
    y, saved = found["f_forward"](x, factor)
    np.testing.assert_array_equal(y, np.prod(x[:, factor], axis=-1))
    np.testing.assert_array_equal(found["f"](x, factor), y)
    bar = rng.normal(size=y.shape)
    (bar_x,) = found["f_backward"](saved, bar)
    wanted = np.zeros_like(x)
    for n, m, d in product(range(7), range(9), range(3)):
        wanted[n, factor[m, d]] += bar[n, m] * np.prod(np.delete(x[n, factor[m]], d))
    np.testing.assert_allclose(bar_x, wanted, rtol=1e-13, atol=1e-13)
    dot_x = rng.normal(size=x.shape)
    dot_y = found["f_jvp"](x, factor, dot_x)[1]
    np.testing.assert_allclose(np.vdot(dot_y, bar), np.vdot(dot_x, bar_x), rtol=1e-12)


def test_what_is_gathered_is_not_kept() -> None:
    x, factor = np.ones((7, 4)), np.zeros((9, 3), int)
    _, saved = functions(MONOMIALS)["f_forward"](x, factor)
    assert max(np.size(kept) for kept in saved) == x.size


@pytest.mark.parametrize("block", [16, 1000])
def test_a_part_of_an_array_within_a_block(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """The rest of it is zero."""
    monkeypatch.setattr(blockwise, "BLOCK", block)
    found = functions("""
        shifted(x[N, I], factor[M]: int<I+1) -> y
        u[n,i+1] = x[n,i]
        y[n,m] = sum[j]([factor[m] == j]*u[n,j])
    """)
    x, factor = np.arange(1.0, 7.0).reshape(2, 3), np.array([0, 3, 1, 0])
    assert found["f"](x, factor).tolist() == [[0, 3, 1, 0], [0, 6, 4, 0]]
    assert found["f_jvp"](x, factor, x)[1].tolist() == [[0, 3, 1, 0], [0, 6, 4, 0]]
    saved = found["f_forward"](x, factor)[1]
    assert found["f_backward"](saved, np.arange(8.0).reshape(2, 4))[0].tolist() == [[2, 0, 1], [6, 0, 5]]


@pytest.mark.parametrize("step", [(1, 2), (-3, 2), (2, -1), (-1, -1)])
def test_terms_are_counted(step: tuple[int, int]) -> None:
    a, b = step[0], np.sign(step[1])
    for terms, low, high in product((1, 4), (-3, 0, 5), (0, 7)):
        conditions = (a, int(b), low), (-a, -int(b), high)
        wanted = [sum(all(u * p + v * r + c >= 0 for u, v, c in conditions) for r in range(terms)) for p in range(6)]
        found = counted(terms, 6, np.dtype(np.float32), *conditions)
        assert found.tolist() == wanted
        assert found.dtype == np.float32
        found[:] = -1  # a copy of what is kept
        assert counted(terms, 6, np.dtype(np.float32), *conditions).tolist() == wanted


def test_equal_terms_are_not_added_one_by_one() -> None:
    source = emit_forward(define(COUNTS), "f")
    assert "rt.counted(R, P, dtype, " in source
    assert "rt.where" not in source
    f = compile_source(source)["f"]
    assert f(np.full(4, 2.0), 3, 2, 1, 5).tolist() == [4, 6, 4, 0]
