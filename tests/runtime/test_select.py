"""Choosing without branches gives what np.where gives, bit for bit."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath.runtime import above, beyond, clip, kinked, saturated, sign, where

SHAPES = [
    ((700,), (700,), (700,)),
    ((30, 40), (30, 1), (40,)),
    ((600,), (), (600,)),
    ((5,), (5,), (5,)),
    ((1,), (900,), (900,)),
    ((), (), ()),
]
ODD = [0.0, -0.0, np.inf, -np.inf, np.nan, 1e-45, -3.5]


def arrays(dtype: Any, shape: tuple[int, ...], seed: int) -> np.ndarray:
    rng = np.random.default_rng(seed)
    return rng.choice(np.array([*ODD, *rng.normal(size=9)], dtype), shape)


@settings(max_examples=120, deadline=None, derandomize=True)
@given(
    dtype=st.sampled_from([np.float16, np.float32, np.float64]),
    shapes=st.sampled_from(SHAPES),
    numbers=st.sampled_from([(None, None), (0, None), (None, 0), (1.5, None), (None, -0.0), (0.0, None)]),
    strided=st.booleans(),
    given_out=st.booleans(),
    share=st.sampled_from([0.0, 0.5, 1.0]),
    seed=st.integers(0, 99),
)
def test_it_is_numpys(dtype, shapes, numbers, strided, given_out, share, seed):
    rng = np.random.default_rng(seed)
    flag = np.asarray(rng.random(shapes[0]) < share)
    yes, no = (n if n is not None else arrays(dtype, s, seed) for n, s in zip(numbers, shapes[1:], strict=True))
    if strided and flag.ndim == 1 and flag.size > 2:
        flag = np.repeat(flag, 2)[::2]
    wanted = np.where(flag, yes, no)
    before = [np.copy(v) for v in (flag, yes, no)]
    out = np.empty(wanted.shape, wanted.dtype) if given_out else None
    found = where(flag, yes, no, out=out)
    assert found.dtype == wanted.dtype and found.shape == wanted.shape
    assert np.asarray(found).tobytes() == np.ascontiguousarray(wanted).tobytes()
    assert out is None or found is out
    for now, then in zip((flag, yes, no), before, strict=True):
        assert np.array_equal(now, then, equal_nan=np.asarray(then).dtype.kind == "f")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize(("yes", "no"), [(1.0, 0.25), (0.0, 3.0), (3.0, 0.0), (-0.0, 0.0), (np.nan, 1.0)])
def test_of_two_numbers(dtype, yes, no):
    flag = np.arange(1000) % 7 < 3
    yes, no = dtype(yes), dtype(no)
    for out in (None, np.empty(1000, dtype)):
        found = where(flag, yes, no, out=out)
        assert found.tobytes() == np.where(flag, yes, no).tobytes() and (out is None or found is out)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize(("yes", "no"), [(1, 0.25), (-0.0, 3), (np.nan, -0.0), (0, 1), (1e-45, np.inf)])
@pytest.mark.parametrize("count", [3, 700])
def test_of_two_numbers_where_they_are_wanted(dtype, yes, no, count):
    """Python's numbers round once, to the dtype of `out`, whose entries need not follow each other."""
    flag = np.arange(count) % 7 < 3
    wanted = np.stack([np.where(flag, dtype(yes), dtype(no))] * 2)
    memory = np.full((2, 2 * count), 7, dtype)
    out = memory[:, ::2]
    assert where(flag, yes, no, out=out) is out
    assert out.tobytes() == wanted.tobytes() and (memory[:, 1::2] == 7).all()


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("count", [8, 1000])
def test_of_two_numbers_by_flags_of_any_kind(dtype, count):
    """Flags in the memory of the result, flags that are numbers, results that are integers."""
    truth = np.arange(count) % 3 == 0
    wanted = np.where(truth, dtype(1), dtype(0.25))
    out = np.empty(count, dtype)
    flag = out.view(bool)[:count]
    flag[...] = truth
    where(flag, 1.0, 0.25, out=out)
    assert np.array_equal(out, wanted)
    assert np.array_equal(where(truth * np.uint8(200), 1.0, 0.25, out=np.empty(count, dtype)), wanted)
    with pytest.raises(TypeError):
        where(truth, 2.7, 1, out=np.empty(count, int))


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("every", [1, 3, 801])
def test_the_result_may_be_an_argument(dtype, every):
    x, y, flag = arrays(dtype, (800,), 1), arrays(dtype, (800,), 2), np.arange(1, 801) % every == 0
    wanted = np.where(flag, x, y)
    for place in (0, 1):
        pair = [x.copy(), y.copy()]
        where(flag, *pair, out=pair[place])
        assert pair[place].tobytes() == wanted.tobytes()


@settings(max_examples=100, deadline=None, derandomize=True)
@given(
    dtype=st.sampled_from([np.float32, np.float64]),
    low=st.sampled_from([-1.0, 0.0, 0.5, -np.inf, np.nan]),
    high=st.sampled_from([-2.0, 0.0, 0.5, 3.0, np.inf, np.nan]),
    first=st.sampled_from([np.less, np.less_equal, np.greater, np.greater_equal]),
    size=st.sampled_from([0, 7, 600]),
    given_out=st.booleans(),
    seed=st.integers(0, 99),
)
def test_clip_is_two_choices(dtype, low, high, first, size, given_out, seed):
    x = arrays(dtype, (size,), seed)
    before = x.copy()
    out = np.empty_like(x) if given_out else None
    found = clip(x, low, high, first, out=out)
    cases = [(low, np.less_equal), (high, np.greater_equal)]
    if first in (np.greater, np.greater_equal):
        cases.reverse()
    (one, _), (two, other) = cases
    expected = np.where(first(x, one), dtype(one), np.where(other(x, two), dtype(two), x))
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(x, before)
    assert found.dtype == dtype and (out is None or found is out)


@settings(max_examples=150, deadline=None, derandomize=True)
@given(
    dtype=st.sampled_from([np.float32, np.float64]),
    slopes=st.sampled_from(
        [0.3, 1.0, 1.7, 0.0, -0.5, np.inf, np.nan, 5e-324, (0.2, 0.9), (1.5, 3.0), (0.5, 2.0), (0.0, 1.0), (-1.0, 1.0)]
    ),
    size=st.sampled_from([0, 7, 600]),
    place=st.sampled_from(["new", "given", "x", "slope"]),
    seed=st.integers(0, 99),
)
def test_kinked_is_one_choice(dtype, slopes, size, place, seed):
    x = arrays(dtype, (2, size), seed)
    slope = np.array(slopes, dtype)[:, None] if isinstance(slopes, tuple) else slopes
    with np.errstate(all="ignore"):
        expected = np.where(x > 0, x, np.multiply(x, slope, dtype=dtype))
        if place == "slope":  # a kernel may compute the slopes where the result goes
            slope = np.broadcast_to(slope, x.shape).astype(dtype)
        out = {"new": None, "given": np.empty_like(x), "x": x, "slope": slope}[place]
        found = kinked(x, slope, out=out)
    np.testing.assert_array_equal(found, expected)
    np.testing.assert_array_equal(np.signbit(found), np.signbit(expected))
    assert found.dtype == dtype and (out is None or found is out)


@settings(max_examples=60, deadline=None, derandomize=True)
@given(
    dtype=st.sampled_from([np.float16, np.float32, np.float64]),
    size=st.sampled_from([0, 7, 600, 8191, 8192, 20_001]),
    odd=st.lists(st.sampled_from([0.0, -0.0, np.nan, -np.nan, np.inf, -np.inf, 1e-45, -5e-324]), max_size=4),
    place=st.sampled_from(["new", "given", "x", "apart"]),
    seed=st.integers(0, 99),
)
def test_sign_is_that_of_numpy(dtype, size, odd, place, seed):
    x = np.random.default_rng(seed).standard_normal(size).astype(dtype)
    x[: len(odd)] = np.array(odd, dtype)[:size]
    wanted, before = np.sign(x), x.copy()
    if place == "apart":
        x = np.stack([x, x], axis=1)[:, 0]
    out = {"given": np.empty_like(x), "x": x, "apart": np.empty((size, 3), dtype)[:, 1]}.get(place)
    found = sign(x, out=out)
    np.testing.assert_array_equal(found, wanted)
    assert found.dtype == dtype and (out is None or found is out)
    assert place == "x" or np.array_equal(x, before, equal_nan=True)
    assert type(sign(np.float32(-2.0))) is np.float32


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("scale", [-0.5, 0.0, 0.5, 1.0, 1.5])
@pytest.mark.parametrize("size", [7, 700])
@pytest.mark.parametrize("place", ["new", "given", "x", "low"])
def test_above_and_beyond_choose_what_they_say(dtype, scale, size, place):
    """elu and its slope, convex where the scale is positive, at most as steep as x where it is at most 1."""
    x = np.random.default_rng(5).standard_normal(size).astype(dtype)
    x[:3] = np.nan, np.inf, 0
    low = np.minimum(x, 0)
    value, slope = dtype(scale) * np.expm1(low), dtype(scale) * np.exp(low)
    for find, given_low, wanted in [
        (lambda a, b, o: above(a, b, scale, scale, out=o), value, np.where(x > 0, x, value)),
        (lambda a, b, o: beyond(a, 1.0, b, scale, out=o), slope, np.where(x > 0, dtype(1), slope)),
    ]:
        a, b = x.copy(), given_low.copy()
        out = {"given": np.empty_like(x), "x": a, "low": b}.get(place)
        found = find(a, b, out)
        np.testing.assert_array_equal(found, wanted)
        assert found.dtype == dtype and (out is None or found is out)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("bound", [2.5, 0.3, 1e-7, 1e-42, 5e-324, 0.0, -1.0, np.nan])
@pytest.mark.parametrize("value", [1.0, -2.5])
@pytest.mark.parametrize("place", ["new", "given", "x"])
def test_saturated_is_a_line_between_two_constants(dtype, bound, value, place):
    x = np.random.default_rng(6).standard_normal(9000).astype(dtype)
    x[:9] = np.nan, np.inf, -np.inf, 0.0, -0.0, 1e-42, -5e-324, 0.3, -2.5
    with np.errstate(all="ignore"):
        wanted = np.where(np.abs(x) >= bound, dtype(value) * np.sign(x), x / bound * value)
    before, out = x.copy(), {"given": np.empty_like(x), "x": x}.get(place)
    with np.errstate(all="ignore"):
        found = saturated(x, bound, value, out=out)
    np.testing.assert_allclose(found, wanted, rtol=8 * np.finfo(dtype).eps, atol=np.finfo(dtype).smallest_subnormal)
    assert found.dtype == dtype and (out is None or found is out)
    assert place == "x" or np.array_equal(x, before, equal_nan=True)
