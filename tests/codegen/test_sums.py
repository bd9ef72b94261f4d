"""Sums of the same factors: one pass over them, whatever else each multiplies by and sums over."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from test_reported import _everything

import nnmath as nm
from nnmath.codegen.simplify import simplified
from nnmath.notation import System, define
from nnmath.runtime import row_sums

HEAD = "f(x[N,G,S], b[N,G,S], w[G], v[N], u[S]) -> "
BOTH = f"""{HEAD}a, c
    a[g] = sum[n,s](v[n]*x[n,g,s]*b[n,g,s])
    c[n] = sum[g,s](w[g]*x[n,g,s]*b[n,g,s])
"""
FINER = f"""{HEAD}a, c, d
    a[n,g] = sum[s](x[n,g,s])
    c[g] = sum[n,s](x[n,g,s])
    d[n] = sum[g,s](w[g]*x[n,g,s])
"""
LEADING = f"""{HEAD}a, c
    a[s] = sum[n,g](w[g]*x[n,g,s])
    c[g] = sum[n,s](u[s]*x[n,g,s])
"""
APART = f"""{HEAD}a, c
    a[g] = sum[n,s](u[s]*v[n]*x[n,g,s])
    c[n] = sum[g,s](u[s]*x[n,g,s])
"""
ALONE = f"""{HEAD}a
    a[g] = sum[n,s](v[n]*x[n,g,s]*b[n,g,s])
"""
OTHER_FACTORS = f"""{HEAD}a, c
    a[g] = sum[n,s](v[n]*x[n,g,s]*b[n,g,s])
    c[n] = sum[g,s](w[g]*x[n,g,s])
"""
TURNED = f"""{HEAD}a, c
    a[s,g] = sum[n](x[n,g,s])
    c[g] = sum[n,s](u[s]*x[n,g,s])
"""
WHOLE = f"""{HEAD}a, c
    a = sum[n,g,s](x[n,g,s])
    c[n] = sum[g,s](w[g]*x[n,g,s])
"""
TEXTS = {
    "whole": WHOLE,
    "both": BOTH,
    "finer": FINER,
    "leading": LEADING,
    "apart": APART,
    "alone": ALONE,
    "other factors": OTHER_FACTORS,
    "turned": TURNED,
}


def _passes(system: System) -> int:
    """How many sums read whole arrays."""
    return sum(any(r.array.rank == 3 and r.array.name in "xb" for r in s.reads) for s in simplified(system).statements)


@pytest.mark.parametrize("name", TEXTS)
def test_one_pass_for_all_that_share_factors(name: str) -> None:
    assert _passes(define(TEXTS[name])) == (2 if name in ("apart", "other factors") else 1)


def test_what_nothing_shares_stays_as_it_is() -> None:
    for name in ("alone", "other factors", "apart"):
        system = define(TEXTS[name])
        assert len(simplified(system).statements) == len(system.statements)


@pytest.mark.parametrize("name", TEXTS)
def test_equal_the_interpreter(name: str) -> None:
    system = define(TEXTS[name])
    sizes = [{"N": n, "G": g, "S": s} for n, g, s in [(2, 3, 4), (1, 1, 1), (0, 3, 4), (2, 0, 4), (2, 3, 0)]]
    _everything(system, *sizes)


def test_what_two_gradients_need_is_summed_once() -> None:
    """Of a normalisation, of the weight and of the variance; of the bias and of the mean."""
    source = nm.formula("group_norm").source()
    backward = source.split("def group_norm_backward(")[1].split("\ndef ")[0]
    assert backward.count("row_sums(") == 1
    assert backward.count("np.vecdot(bar_y[low:high], ") == 1


@pytest.mark.parametrize("name", ["batch_norm", "instance_norm"])
def test_a_lone_sum_of_rows_runs_in_blocks(name: str) -> None:
    """A block adds up its rows as dots, and on two threads."""
    assert "np.sum(x, " not in nm.formula(name).source().split(f"def {name}(")[1]


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 3), st.lists(st.integers(0, 4), min_size=3, max_size=4), st.integers(0, 2**32 - 1))
def test_sums_over_several_trailing_axes(axes: int, shape: list[int], seed: int) -> None:
    """Over any number of them, packed or not: those of NumPy to rounding."""
    x = np.random.default_rng(seed).standard_normal([2 * n for n in shape])
    for given_x in (x, x[..., ::2], x[::-1, ::2], x.swapaxes(0, 1)):
        wanted = np.sum(given_x, axis=tuple(range(x.ndim - axes, x.ndim)))
        np.testing.assert_allclose(row_sums(given_x, axes), wanted, rtol=1e-12, atol=1e-12)
