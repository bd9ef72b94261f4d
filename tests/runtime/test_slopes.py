"""Functions with their derivatives have the bits of one and of the other."""

import numpy as np
import pytest

from nnmath import runtime as rt
from nnmath.runtime import slopes

pytestmark = pytest.mark.usefixtures("way")


def apart(f, slope):
    return lambda x: (f(x), slope(x))


PAIRS = {
    "sigmoid": apart(rt.sigmoid, rt.dsigmoid),
    "logsigmoid": apart(rt.logsigmoid, lambda x: rt.sigmoid(-x)),
    "silu": apart(rt.silu, rt.dsilu),
    "mish": apart(rt.mish, rt.dmish),
    "softsign": apart(rt.softsign, rt.dsoftsign),
    "gelu": apart(rt.gelu, rt.dgelu),
}


def inputs(dtype, integer):
    rng = np.random.default_rng(3)
    bits = rng.integers(0, np.iinfo(integer).max, 1 << 17, integer, endpoint=True).view(dtype)
    special = np.array([0.0, -0.0, np.inf, -np.inf, np.nan, 13.5, -13.5, 88.0, -745.0], dtype)
    near = [(rng.standard_normal(count) * scale).astype(dtype) for scale, count in ((1, 200_000), (8, 5000), (40, 63))]
    return [bits, special, *near, np.empty(0, dtype)]


def same(a, b):
    integer = np.int32 if a.dtype == np.float32 else np.int64
    nan = np.isnan(a) & np.isnan(b)
    return np.array_equal(np.where(nan, 0, a.view(integer)), np.where(nan, 0, b.view(integer)))


def apart_by(name, way):
    """Units by which a slope may differ: where it is made of an exponential that the sigmoid has not."""
    return 5 if name in ("softplus", "logsigmoid") and way != "in_vectors" else 0


def near(a, b, ulp):
    """Alike to so many units in the last place, which of results beside 0 are those of the least normal number."""
    if not ulp:
        return same(np.asarray(a), np.asarray(b))
    finite = np.isfinite(b)
    unit = np.spacing(np.maximum(np.abs(b[finite]), np.finfo(b.dtype).tiny))
    return same(a[~finite], b[~finite]) and bool((np.abs(a[finite] - b[finite]) <= ulp * unit).all())


@pytest.mark.parametrize(("dtype", "integer"), [(np.float32, np.uint32), (np.float64, np.uint64)])
@pytest.mark.parametrize("name", PAIRS)
def test_both_at_once_are_one_after_the_other(name, dtype, integer, way):
    for x in inputs(dtype, integer):
        y, slope = np.full_like(x, 7), np.full_like(x, 7)
        before = x.copy()
        getattr(slopes, f"{name}_and_slope")(x, y, slope)
        value, derivative = PAIRS[name](x)
        assert same(y, value) and same(x, before)
        assert near(slope, derivative, apart_by(name, way))


@pytest.mark.parametrize("name", PAIRS)
def test_in_whatever_order_the_arrays_lie(name, way):
    x = np.random.default_rng(4).standard_normal((5, 7, 6))
    for source, shape in ((x, (5, 7, 6)), (x.T, (6, 7, 5)), (x[::2, ::-1], (3, 7, 6)), (x[0, 0, 0], ())):
        y, slope = np.full((*shape, 2), np.nan), np.full((*shape, 3), np.nan)
        getattr(slopes, f"{name}_and_slope")(source, y[..., 1], slope[..., 1])
        value, derivative = PAIRS[name](source)
        assert np.array_equal(y[..., 1], value) and near(slope[..., 1], np.asarray(derivative), apart_by(name, way))
        assert np.isnan(y[..., 0]).all() and np.isnan(slope[..., 0]).all()


@pytest.mark.parametrize(("dtype", "integer"), [(np.float32, np.uint32), (np.float64, np.uint64)])
def test_a_sigmoid_and_its_mirror_image(dtype, integer):
    for x in inputs(dtype, integer):
        mirror = np.negative(x)
        y = slopes.sigmoid_and_mirror(x, mirror)
        assert same(y, rt.sigmoid(x)) and near(mirror, rt.sigmoid(-x), 5)
        given = np.empty_like(x)
        assert slopes.sigmoid_and_mirror(x, mirror, given) is given and same(given, y)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_sigmoid_in_one_block_is_that_of_many(dtype):
    x = np.concatenate([np.random.default_rng(5).standard_normal(300_000) * 9, [0.0, -0.0, np.inf, -np.inf, np.nan]])
    x = x.astype(dtype)
    whole, few = rt.sigmoid(x), np.empty_like(x)
    for start in range(0, x.size, 1000):
        rt.sigmoid(x[start : start + 1000], out=few[start : start + 1000])
    np.testing.assert_array_equal(few, whole)


@pytest.mark.parametrize("size", [3, 300_000])
def test_no_flag_is_raised(size):
    x = np.resize([-1000.0, 1000.0, -0.0, np.inf, np.nan], size)
    with np.errstate(all="raise"):
        rt.sigmoid(x, out=np.empty_like(x))
        for name in PAIRS:
            getattr(slopes, f"{name}_and_slope")(x, np.empty_like(x), np.empty_like(x))


@pytest.mark.parametrize("beta", [1.0, 0.7])
@pytest.mark.parametrize(("dtype", "integer"), [(np.float32, np.uint32), (np.float64, np.uint64)])
def test_softplus_has_its_rate(beta, dtype, integer, way):
    for x in inputs(dtype, integer):
        y, slope = np.empty_like(x), np.empty_like(x)
        slopes.softplus_and_slope(x, beta, y, slope)
        assert same(y, rt.softplus_over(x, beta))
        assert near(slope, rt.sigmoid_of(x, beta, 1), apart_by("softplus", way) if beta == 1.0 else 0)


def test_a_slope_is_taken_once():
    kept = [np.ones(3)]
    first, known = slopes.slope_taken(kept, (3,), np.dtype(np.float32))
    other, again = slopes.slope_taken(kept, (3,), np.dtype(np.float32))
    assert known and not again and other.shape == (3,) and other.dtype == np.float32
    assert not np.may_share_memory(first, other)
