"""Powers by products and roots, and sums of rows: those of NumPy, a few roundings apart."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from nnmath.runtime import prod, prod_of_others, row_sums, to_power

EXPONENTS = (-1.0, -0.5, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 0.0, 0.75, 5.0, -2.0)


@given(
    st.sampled_from(EXPONENTS),
    st.lists(st.floats(-100, 100, width=32) | st.sampled_from([0.0, np.inf, np.nan, 1e-30]), min_size=1, max_size=40),
    st.sampled_from([np.float32, np.float64]),
    st.sampled_from(["new", "beside", "same"]),
)
def test_powers(p, entries, dtype, place):
    x = np.array(entries, dtype)
    with np.errstate(all="ignore"):
        expected = np.power(x.astype(np.longdouble), np.longdouble(p)).astype(dtype)
        given_x = x.copy()
        out = {"new": None, "beside": np.empty_like(x), "same": given_x}[place]
        found = to_power(given_x, p, out=out)
    assert found.dtype == dtype and (out is None or found is out)
    assert place == "same" or np.array_equal(given_x, x, equal_nan=True)
    form = np.finfo(dtype)
    np.testing.assert_allclose(found, expected, rtol=3 * form.eps, atol=4 * form.smallest_subnormal)


@pytest.mark.parametrize("p", EXPONENTS)
def test_infinity_and_nan(p):
    with np.errstate(all="ignore"):
        x = np.array([np.inf, np.nan, 0.0, -0.0, 1.0])
        np.testing.assert_array_equal(to_power(x, p), np.power(x, p))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("count", [0, 1, 7, 1000, 8192, 8193, 1 << 20])
def test_sums_of_rows(count, dtype):
    """Within 4 units of the sum of magnitudes, however long the row; also of rows that lie apart."""
    x = np.random.default_rng(3).standard_normal((3, 2, count)).astype(dtype)
    for given_x in (x, x[:, ::-1], np.repeat(x, 2, axis=1)[:, ::2]):
        exact = np.sum(given_x.astype(np.longdouble), axis=-1)
        bound = 4 * np.finfo(dtype).eps / 2 * np.sum(np.abs(given_x.astype(np.longdouble)), axis=-1)
        found = row_sums(given_x)
        assert found.dtype == dtype and found.shape == exact.shape and np.all(np.abs(found - exact) <= bound)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_sums_of_rows_that_do_not_lie_side_by_side(dtype):
    """Broadcast and reversed rows round as little; of transposed ones NumPy adds entry to entry."""
    x = np.random.default_rng(4).random((4000, 30)).astype(dtype)
    for given_x in (np.broadcast_to(x[:30, :1], (30, 8000)), np.ascontiguousarray(x.T)[:, ::-1]):
        exact = np.sum(given_x.astype(np.longdouble), axis=-1)
        assert np.all(np.abs(row_sums(given_x) - exact) <= 4 * np.finfo(dtype).eps * exact)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_products_of_others_overflow_only_in_order(dtype):
    """What is computed from both sides must not be worse than the products one after the other."""
    huge = dtype(np.finfo(dtype).max) ** dtype(0.6)
    rows = [[1 / huge, 1 / huge, huge, huge], [huge, 1 / huge, 1 / huge, 2.0], [0.0, huge, huge, 1 / huge]]
    x = np.array([*rows, [1.0, 2.0, 3.0, 4.0], [0.0, np.inf, 1.0, 2.0], [np.nan, 1.0, 2.0, 3.0]], dtype)
    with np.errstate(all="ignore"):
        for part in (x, x[3:4]):
            wanted = np.stack([np.prod(np.delete(part, k, axis=1), axis=1) for k in range(4)], axis=1)
            np.testing.assert_allclose(prod_of_others(part, 1), wanted, rtol=4 * np.finfo(dtype).eps)
            np.testing.assert_allclose(prod_of_others(part.T, 0), wanted.T, rtol=4 * np.finfo(dtype).eps)


@pytest.mark.parametrize("count", [2, 3, 5])
@pytest.mark.parametrize("order", [(0, 1, 2), (2, 1, 0), (1, 2, 0)])
@pytest.mark.parametrize("given_out", [False, True])
def test_products_of_few_factors_however_they_lie(count, order, given_out):
    x = np.random.default_rng(6).standard_normal((7, 11, count))
    turned = np.ascontiguousarray(x.transpose(order)).transpose(np.argsort(order))
    kept = turned.copy()
    out = np.full((7, 11), np.nan) if given_out else None
    found = prod(turned, axis=-1, out=out)
    assert (found is out) == given_out and found.flags.c_contiguous
    expected = x[..., 0]
    for i in range(1, count):
        expected = expected * x[..., i]
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(turned, kept)


@pytest.mark.parametrize("tiny", [0.0, 1e-300, 1e-200])
def test_a_zero_does_not_hide_a_product_that_underflows(tiny):
    """1e-160 times 1e-160 is subnormal, but not with 1e60 before it: in order, even where another factor is 0."""
    x = np.array([[3.0, 1e60, 1e-160, 1e-160], [tiny, 2.0, 5.0, 7.0]])
    found = prod_of_others(x, 1)
    for row, others in zip(x, found, strict=True):
        for i, other in enumerate(others):
            expected = 1.0
            for j in range(4):
                expected *= row[j] if j != i else 1.0
            assert other == expected
