"""The special functions against ball arithmetic: real errors in ulp, not agreement with a twin."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import nnmath as nm
from nnmath.runtime import special

pytestmark = pytest.mark.usefixtures("way")
flint = pytest.importorskip("flint")
arb = flint.arb

UNBOUNDED = {"expm1", "expm1_below", "expm1mx", "log1p", "erfcx", "log_ndtr", "log_npdf"}
NAMES = sorted(set(special.__all__) - UNBOUNDED)
DTYPES = (np.float32, np.float64)

# Worst error in ulp allowed, float32 and float64: the worst seen over 10^5 times as many points,
# and a little for the exp of another processor.
BOUNDS: dict[str, tuple[float, float]] = {
    "sigmoid": (3.9, 2.8),
    "dsigmoid": (3.8, 3.6),
    "sech2": (3.8, 2.5),
    "softplus": (3.4, 2.0),
    "logsigmoid": (3.4, 2.0),
    "erf": (4.0, 2.3),
    "erfc": (3.3, 3.8),
    "ndtr": (3.4, 3.7),
    "npdf": (0.6, 2.8),
    "gelu": (4.0, 4.0),
    "dgelu": (3.9, 4.5),
    "silu": (3.7, 3.7),
    "dsilu": (4.0, 3.6),
    "mish": (3.0, 3.8),
    "dmish": (4.0, 3.8),
    "softsign": (1.6, 1.6),
    "dsoftsign": (3.2, 3.2),
}


def ref_sigmoid(x: Any) -> Any:
    return 1 / (1 + (-x).exp())


def ref_mish(x: Any) -> Any:
    t = (2 + x.exp()) * x.exp()
    return x * t / (t + 2) if x < 100 else x / (1 + 2 / t)


def ref_npdf(x: Any) -> Any:
    return (-x * x / 2).exp() / (2 * arb.pi()).sqrt()


def ref_ndtr(x: Any) -> Any:
    return (-x / arb(2).sqrt()).erfc() / 2


def ref_dsilu(x: Any) -> Any:
    return ref_sigmoid(x) * (1 + x * ref_sigmoid(-x))


def ref_dmish(x: Any) -> Any:
    t = (2 + x.exp()) * x.exp() / 2
    return t / (1 + t) + x * ref_sigmoid(x) * ((1 + x.exp()) / (1 + t)) ** 2 if x < 100 else arb(1)


def second(f: Callable[[Any], Any], x: Any) -> Any:
    """The slope of f to some twenty digits, from a central difference."""
    step = arb(2) ** -60
    return (f(x + step) - f(x - step)) / (2 * step)


REFERENCES: dict[str, Callable[[Any], Any]] = {
    "sigmoid": ref_sigmoid,
    "dsigmoid": lambda x: ref_sigmoid(x) * ref_sigmoid(-x),
    "sech2": lambda x: 4 * ref_sigmoid(2 * x) * ref_sigmoid(-2 * x),
    "softplus": lambda x: x.exp().log1p(),
    "logsigmoid": lambda x: -(-x).exp().log1p(),
    "erf": lambda x: x.erf(),
    "erfc": lambda x: x.erfc(),
    "ndtr": ref_ndtr,
    "npdf": ref_npdf,
    "gelu": lambda x: x * ref_ndtr(x),
    "dgelu": lambda x: ref_ndtr(x) + x * ref_npdf(x),
    "silu": lambda x: x * ref_sigmoid(x),
    "dsilu": ref_dsilu,
    "mish": ref_mish,
    "dmish": ref_dmish,
    "softsign": lambda x: x / (1 + abs(x)),
    "dsoftsign": lambda x: 1 / (1 + abs(x)) ** 2,
}

# Near its root a derivative is judged by the backward error: |f(x) - y| / |f'(x)| in ulps of x.
ROOTS: dict[str, tuple[float, Callable[[Any], Any]]] = {
    "dgelu": (-0.7517916243494656, lambda x: ref_npdf(x) * (2 - x * x)),
    "dsilu": (
        -1.278464542761074,
        lambda x: ref_sigmoid(x) * ref_sigmoid(-x) * (2 + x * (1 - 2 * ref_sigmoid(x))),
    ),
    "dmish": (-1.1924312145154, lambda x: second(ref_dmish, x)),
}
ROOT_WINDOW = 0.5
"""Of the root's size: as wide as where the count over every float32 takes the lesser error."""

HARDEST = {
    "sigmoid": "0xc1854862",
    "dsigmoid": "0xc0b13c4b",
    "sech2": "0xc0313c4b",
    "softplus": "0xc0ddcab7",
    "logsigmoid": "0x40ddcab7",
    "gelu": "0xbfea3a51",
    "dgelu": "0xbea870ab 0xbea894c1 0xbf926523",
    "silu": "0xc2359f32",
    "dsilu": "0xbf08342d",
    "mish": "0xc17f26f5",
    "dmish": "0xbe623412",
    "softsign": "0xc4ffebff",
    "dsoftsign": "0xcb806582",
}
"""Where the error over every float32 was largest, at the time that it was counted."""


def truth(name: str, x: float) -> Any:
    """A ball that holds f(x) to 90 bits, or to 2^-1200 where f underflows."""
    # Saturated arguments: beyond them every function equals its limit, or x, to 2^-1400.
    point = arb(x) if "softsign" in name else arb(max(-2000.0, min(x, 2000.0)))
    for precision in (160, 400, 1600, 6400):
        flint.ctx.prec = precision
        ball = REFERENCES[name](point)
        if ball.rel_accuracy_bits() > 90 or abs(ball).upper() < arb(2) ** -1200:
            linear = {"softplus": 1, "gelu": 1, "silu": 1, "mish": 1, "logsigmoid": -1}
            far = abs(x) > 2000.0 and linear.get(name, 0) * x > 0
            return ball + (arb(x) - point) if far else ball
    raise ArithmeticError(f"no precision suffices for {name}({x!r})")


def quantum(value: float, dtype: Any) -> int:
    """The exponent of one ulp at |value|, subnormal range included."""
    info = np.finfo(dtype)
    return max(math.frexp(value)[1] - 1, int(info.minexp)) - int(info.nmant)


def ulps(name: str, x: float, y: float, dtype: Any) -> float:
    """The error of y as f(x), in ulps of the result (at a root, of the argument)."""
    ball = truth(name, x)
    gap = abs(arb(y) - ball)
    error = float((gap * arb(2) ** -quantum(float(ball.mid()), dtype)).upper())
    root, slope = ROOTS.get(name, (math.inf, abs))
    if abs(x - root) < ROOT_WINDOW * abs(root):
        back = gap / abs(slope(arb(x))) * arb(2) ** -quantum(x, dtype)
        error = min(error, float(back.upper()))
    return error


def worst(name: str, x: np.ndarray, f: Callable[..., np.ndarray] | None = None) -> float:
    """The largest error of f over the finite points x."""
    y = (f or getattr(special, name))(x)
    assert y.dtype == x.dtype and np.isfinite(y).all()
    return max(ulps(name, a, b, x.dtype) for a, b in zip(x.tolist(), y.tolist(), strict=True))


def thresholds(dtype: Any) -> np.ndarray:
    """Points where a formula or the result's format changes, with their neighbours."""
    edges = [0.0, 1e-3, 0.5, 0.7518, 1.0, 1.1924, 1.2785, 2.0, 3.95, 5.95, 12.5, 14.17, 20.0, 26.54, 27.3]
    edges += [37.0, 37.5, 38.48, 40.0, 52.0, 80.0, 87.3, 88.72, 103.97, 350.0, 372.0, 700.0]
    edges += [708.4, 709.8, 745.1, 2000.0, float(np.finfo(dtype).max), float(np.finfo(dtype).tiny)]
    edges += [float(np.finfo(dtype).smallest_subnormal), 9.2, 10.05, 110.0, 3e4]
    with np.errstate(over="ignore"):
        middle = np.array(edges).astype(dtype)
        near = [np.nextafter(middle, dtype(s)) for s in (-np.inf, np.inf)]
    points = np.concatenate([middle, *near])
    points = points[np.isfinite(points)]
    return np.concatenate([points, -points])


def samples(dtype: Any, seed: int, count: int) -> np.ndarray:
    """Bit patterns uniform over the format, magnitudes of interest, and the thresholds."""
    rng = np.random.default_rng(seed)
    bits = rng.integers(0, 2 ** (8 * np.dtype(dtype).itemsize), count, np.uint64)
    raw = bits.astype(f"u{np.dtype(dtype).itemsize}").view(dtype)
    powers = np.exp2(rng.uniform(-30, 10.5, count)) * rng.choice([-1.0, 1.0], count)
    flat = rng.uniform(-1.0, 1.0, (3, count)) * np.array([[3.0], [40.0], [110.0]])
    some = np.concatenate([powers, *flat]).astype(dtype)
    return np.concatenate([raw[np.isfinite(raw)], some, thresholds(dtype)])


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", NAMES)
def test_error_is_within_its_bound(name: str, dtype: Any) -> None:
    bound = BOUNDS[name][DTYPES.index(dtype)]
    assert worst(name, samples(dtype, 20, 1500)) <= bound


@pytest.mark.parametrize("name", NAMES)
def test_float32_agrees_with_float64_on_a_dense_scan(name: str) -> None:
    f = getattr(special, name)
    x = np.arange(0x33800000, 0x43800000, 1999, np.uint32).view(np.float32)
    x = np.concatenate([x, -x])
    exact = f(x.astype(np.float64))
    _, exponent = np.frexp(exact)
    error = np.abs(f(x) - exact) / np.ldexp(1.0, np.maximum(exponent - 1, -126) - 23)
    root = ROOTS.get(name, (np.inf,))[0]
    error[np.abs(x - root) < ROOT_WINDOW * abs(root)] = 0.0
    assert error.max() <= BOUNDS[name][0]


finite = st.floats(allow_nan=False, allow_infinity=False)


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=25, deadline=None, derandomize=True)
@given(x=finite)
def test_float64_at_any_number(name: str, x: float) -> None:
    assert worst(name, np.array([x])) <= BOUNDS[name][1]


@pytest.mark.parametrize("name", NAMES)
@settings(max_examples=10, deadline=None, derandomize=True)
@given(x=hnp.arrays(st.sampled_from(DTYPES), hnp.array_shapes(min_dims=0, max_dims=3, max_side=5)))
def test_arrays_of_any_shape(name: str, x: np.ndarray) -> None:
    f, before = getattr(special, name), x.copy()
    y = f(x)
    assert y.shape == x.shape and y.dtype == x.dtype
    assert np.array_equal(np.isnan(y), np.isnan(x))
    assert x.tobytes() == before.tobytes()
    each = [f(x[i]) for i in np.ndindex(x.shape)]
    assert np.array_equal(y.ravel(), np.array(each, x.dtype), equal_nan=True)
    assert f(x, out=x) is x
    assert x.tobytes() == y.tobytes()


LIMITS = {  # at -inf, at +inf
    "sigmoid": (0.0, 1.0),
    "dsigmoid": (0.0, 0.0),
    "sech2": (0.0, 0.0),
    "softplus": (0.0, np.inf),
    "logsigmoid": (-np.inf, 0.0),
    "erf": (-1.0, 1.0),
    "erfc": (2.0, 0.0),
    "ndtr": (0.0, 1.0),
    "npdf": (0.0, 0.0),
    "gelu": (0.0, np.inf),
    "dgelu": (0.0, 1.0),
    "silu": (0.0, np.inf),
    "dsilu": (0.0, 1.0),
    "mish": (0.0, np.inf),
    "dmish": (0.0, 1.0),
    "softsign": (-1.0, 1.0),
    "dsoftsign": (0.0, 0.0),
}


@pytest.mark.parametrize("dtype", [np.float16, *DTYPES])
@pytest.mark.parametrize("name", NAMES)
def test_limits_and_nan(name: str, dtype: Any) -> None:
    f = getattr(special, name)
    y = f(np.array([-np.inf, np.inf, np.nan, -np.nan], dtype))
    assert tuple(y[:2]) == LIMITS[name]
    assert np.isnan(y[2:]).all()
    if name in ("gelu", "silu", "mish", "erf", "softsign"):
        zeros = np.array([-0.0, 0.0], dtype)
        assert f(zeros).tobytes() == zeros.tobytes()


@pytest.mark.parametrize("off", range(-4, 5))
def test_the_slope_of_mish_ends_at_1_whatever_exp_rounds_to(off: int) -> None:
    """NumPy's exp in float64 rounds otherwise with AVX-512."""
    x = np.array([np.inf])
    work = special._Work(1, special._DOUBLE)
    near, e = special._rising(x, work)
    e += off * np.spacing(e)
    found = np.empty(1)
    special._dmish_from(near, e, x, found, work)
    assert found[0] == 1.0


@pytest.mark.parametrize("name", NAMES)
def test_values_at_zero_are_exact(name: str) -> None:
    exact = {"sigmoid": 0.5, "ndtr": 0.5, "dgelu": 0.5, "dsilu": 0.5, "dsigmoid": 0.25}
    exact |= {"erfc": 1.0, "sech2": 1.0, "erf": 0.0, "gelu": 0.0, "silu": 0.0, "mish": 0.0, "dmish": 0.6}
    exact |= {"softsign": 0.0, "dsoftsign": 1.0}
    exact |= {"npdf": 1.0 / math.sqrt(2.0 * math.pi)}
    for dtype in DTYPES if name in exact else ():
        assert getattr(special, name)(np.zeros(1, dtype))[0] == dtype(exact[name])


@pytest.mark.parametrize("dtype", [np.float16, *DTYPES])
@pytest.mark.parametrize("name", NAMES)
def test_no_warning_even_where_every_flag_raises(name: str, dtype: Any) -> None:
    x = np.concatenate([thresholds(dtype), np.array([np.inf, -np.inf, np.nan], dtype)])
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        getattr(special, name)(x)


@pytest.mark.parametrize("name", NAMES)
def test_out_may_be_aliased_shifted_or_strided(name: str) -> None:
    f = getattr(special, name)
    x = np.random.default_rng(3).normal(0.0, 30.0, 100_003).astype(np.float32)
    want = f(x)
    for count in (1, 7, 32_768, 50_000):  # the same bits whatever the neighbours and blocks
        assert np.array_equal(f(x[5 : 5 + count]), want[5 : 5 + count])
    shifted = x.copy()
    f(shifted[:-1], out=shifted[1:])
    assert np.array_equal(shifted[1:], want[:-1])
    wide = np.zeros((x.size, 2), np.float32)
    assert np.array_equal(f(x[::2], out=wide[::2, 1]), want[::2])
    assert np.array_equal(f(np.asfortranarray(x[:99].reshape(9, 11))), want[:99].reshape(9, 11))
    assert np.array_equal(f(x.astype(">f4")), want)
    assert f(x, out=x) is x and np.array_equal(x, want)


@pytest.mark.parametrize("name", NAMES)
def test_float16_is_float32_rounded(name: str) -> None:
    x = np.arange(2**16, dtype=np.uint16).view(np.float16)
    x = x[np.isfinite(x)]
    f = getattr(special, name)
    assert np.array_equal(f(x), f(x.astype(np.float32)).astype(np.float16))
    assert f(x, out=x) is x


def test_arguments_that_are_refused() -> None:
    with pytest.raises(TypeError):
        special.gelu(np.arange(3))
    for out in (np.empty(4), np.empty(3, np.float32)):
        with pytest.raises(ValueError, match="out must have"):
            special.gelu(np.zeros(3), out=out)


def test_empty_and_scalar_arrays() -> None:
    assert special.gelu(np.empty((0, 3))).shape == (0, 3)
    assert special.erf(np.array(0.5)).shape == ()


USERS = {"_TAIL": "gelu", "_ERFC": "erfc", "_ERF": "erf", "_LOG1P": "softplus"}


@pytest.mark.parametrize("kind", ["_TAIL", "_ERFC", "_ERF", "_LOG1P"])
@pytest.mark.parametrize("bits", [32, 64])
def test_a_wrong_constant_is_caught(kind: str, bits: int, monkeypatch: Any, way: str) -> None:
    """A thousandth of the last but one constant is enough to leave the bound."""
    if way == "in_vectors" and kind == "_LOG1P":
        pytest.skip("NumPy has it")
    rows = getattr(special, f"{kind}_{bits}")
    wrong = (*rows[:-1], (*rows[-1][:-2], rows[-1][-2] * 1.001, rows[-1][-1]))
    monkeypatch.setattr(special, f"{kind}_{bits}", wrong)
    name, dtype = USERS[kind], DTYPES[bits // 64]
    assert worst(name, samples(dtype, 20, 100)) > 2 * BOUNDS[name][bits // 64]


@pytest.mark.parametrize("name", ["silu", "dsilu", "mish", "dmish", "gelu", "dgelu", "expm1"])
def test_a_wrong_constant_of_the_exponential_is_caught(name: str, monkeypatch: Any, way: str) -> None:
    x = np.linspace(-9, -3, 999, dtype=np.float32)
    before = getattr(special, name)(x)
    ((slope, start),) = special._EXP_32
    monkeypatch.setattr(special, "_EXP_32", ((slope, start * 1.001),))
    own = ("gelu", "dgelu") if way == "in_vectors" else ("dsilu", "mish", "dmish", "gelu", "dgelu", "expm1")
    assert (getattr(special, name)(x) != before).any() == (name in own)


def test_the_naive_forms_are_caught() -> None:
    x = samples(np.float64, 20, 100)
    assert worst("silu", x[np.abs(x) < 700], lambda v: v * 0.5 * (1 + np.tanh(v / 2))) > 1e6
    assert worst("npdf", x[np.abs(x) < 37], lambda v: np.exp(-v * v / 2) * special._NORM) > 50


def ref_log_ndtr(x: Any) -> Any:
    return ref_ndtr(x).log() if x < 1 else (-ref_ndtr(-x)).log1p()


GAUSSIAN: dict[str, tuple[Callable[[Any], Any], tuple[float, float], float, float]] = {  # from, to, bounds
    "erfcx": (lambda x: (x * x).exp() * x.erfc(), (-26.6, 1e5), 0.51, 3.0),
    "log_ndtr": (ref_log_ndtr, (-1e5, 37.0), 0.51, 4.0),
    "log_npdf": (lambda x: -x * x / 2 - (2 * arb.pi()).log() / 2, (-1e150, 1e150), 1.5, 1.5),
}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", GAUSSIAN)
def test_scaled_and_logarithmic_gaussians_are_within_their_bounds(name: str, dtype: Any) -> None:
    reference, (low, high), *bounds = GAUSSIAN[name]
    low, high = (low, high) if dtype == np.float64 else (max(low, -9.38 if name == "erfcx" else -1e18), min(high, 1e18))
    high = min(high, 13.0) if dtype == np.float32 and name == "log_ndtr" else high
    edges = np.array([27.3, 27.30001, 38.6, 38.60001, 0.0, 1e-300, 1.0, 1e4], dtype)
    x = np.concatenate([samples(dtype, 22, 800), edges, -edges])
    x = x[(x >= low) & (x <= high)]
    for point, y in zip(x.tolist(), getattr(special, name)(x).tolist(), strict=True):
        for flint.ctx.prec in (300, 4000, 40000):
            ball = reference(arb(point))
            if ball.rel_accuracy_bits() > 90:
                break
        else:
            raise ArithmeticError(f"no precision suffices for {name}({point})")
        error = abs(arb(y) - ball) * arb(2) ** -quantum(float(ball.mid()), dtype)
        assert error.upper() <= bounds[DTYPES.index(dtype)], (point, y)


@pytest.mark.parametrize("dtype", DTYPES)
def test_scaled_and_logarithmic_gaussians_at_the_ends(dtype: Any) -> None:
    x = np.array([-np.inf, -30.0, np.inf, np.nan], dtype)
    most = np.finfo(dtype).max
    with warnings.catch_warnings(), np.errstate(all="raise"):
        warnings.simplefilter("error")
        np.testing.assert_array_equal(special.erfcx(x), np.array([np.inf, np.inf, 0.0, np.nan], dtype))
        assert special.log_ndtr(x)[[0, 2]].tolist() == [-np.inf, 0.0] and np.isnan(special.log_ndtr(x)[3])
        assert special.log_npdf(x)[[0, 2]].tolist() == [-np.inf, -np.inf] and np.isnan(special.log_npdf(x)[3])
        assert special.erfcx(np.array([most]))[0] == dtype(1.0 / math.sqrt(math.pi) / float(most))
    assert all(getattr(special, name)(np.zeros(3, np.float16)).dtype == np.float16 for name in GAUSSIAN)
    x = np.array([-3.0, 0.5], dtype)
    assert special.log_ndtr(x, out=x) is x


NOT_EVERYWHERE: dict[str, tuple[Callable[[Any], Any], float, float, float, float]] = {  # from, to, bounds
    "expm1": (lambda x: x.expm1(), -2000.0, 88.0, 3.0, 1.2),
    "expm1_below": (lambda x: x.expm1(), -2000.0, 0.0, 2.9, 1.2),
    "expm1mx": (lambda x: x.expm1() - x, -2000.0, 88.0, 0.51, 3.0),
    "log1p": (lambda x: x.log1p(), -1.0 + 2.0**-24, 3e38, 2.0, 1.5),
}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", NOT_EVERYWHERE)
def test_less_one_is_within_its_bound(name: str, dtype: Any) -> None:
    reference, low, high, *bounds = NOT_EVERYWHERE[name]
    x = samples(dtype, 21, 1500)
    near = np.exp2(np.linspace(-30, -1e-3, 800)).astype(dtype)
    x = np.concatenate([x, near, -near])
    x = x[(x >= low) & (x <= high)]
    flint.ctx.prec = 1200
    for point, y in zip(x.tolist(), getattr(special, name)(x).tolist(), strict=True):
        ball = reference(arb(point))
        error = abs(arb(y) - ball) * arb(2) ** -quantum(float(ball.mid()), dtype)
        assert error.upper() <= bounds[DTYPES.index(dtype)], (point, y)


@pytest.mark.parametrize("dtype", DTYPES)
def test_less_one_of_the_smallest_numbers_is_the_number(dtype: Any) -> None:
    """Half of an odd subnormal is rounded: a factor behind the function would show it."""
    tiny = np.finfo(dtype).smallest_subnormal * np.arange(1, 4000, dtype=dtype)
    x = -np.concatenate([tiny, np.finfo(dtype).smallest_normal + tiny])
    for y in (special.expm1(x), special.expm1_below(x)):
        np.testing.assert_array_equal(y, x)
    scaled = nm.elu(x[:2], alpha=1e30)
    np.testing.assert_allclose(scaled, 1e30 * x[:2].astype(float), rtol=1e-6)


@pytest.mark.parametrize("dtype", DTYPES)
def test_less_one_at_the_ends(dtype: Any) -> None:
    x = np.array([-np.inf, -0.0, 0.0, np.inf, np.nan], dtype)
    grown, logs = special.expm1(x), special.log1p(x)
    np.testing.assert_array_equal(grown, np.array([-1.0, 0.0, 0.0, np.inf, np.nan], dtype))
    np.testing.assert_array_equal(logs, np.array([np.nan, 0.0, 0.0, np.inf, np.nan], dtype))
    below = special.expm1_below(x)
    np.testing.assert_array_equal(below[[0, 1, 2, 4]], np.array([-1.0, 0.0, 0.0, np.nan], dtype))
    for y in (grown, below, logs):
        assert y.dtype == dtype and np.signbit(y[1]) and not np.signbit(y[2])
    assert special.log1p(np.array([-1.0], dtype))[0] == -np.inf
    np.testing.assert_array_equal(special.expm1mx(x), np.array([np.inf, 0.0, 0.0, np.inf, np.nan], dtype))
    assert special.expm1mx(x).dtype == dtype and special.expm1mx(x, out=x) is x


@pytest.mark.parametrize("name", HARDEST)
def test_the_hardest_numbers(name: str) -> None:
    near = np.add.outer([int(bits, 16) for bits in HARDEST[name].split()], np.arange(-20, 21)).ravel()
    assert worst(name, near.astype(np.uint32).view(np.float32)) <= BOUNDS[name][0]


def test_gelu_where_a_random_count_once_found_more_than_four_units() -> None:
    near = 0xC008282832C0FCA7 + np.arange(-300, 301).astype(np.uint64)
    assert worst("gelu", near.view(np.float64)) <= 3.6


@pytest.mark.parametrize("form", [special._SINGLE, special._DOUBLE])
def test_numbers_are_rounded_as_python_numbers_are(form: Any) -> None:
    """Each that any function has used, as an array: the sum with an array is the same bit for bit."""
    for name in special_names():
        getattr(special, name)(np.linspace(-90, 90, 401, dtype=form.real))
        getattr(special, name)(np.array([np.inf, -np.inf, 0.0, 1e-30, 300.0], form.real))
    assert len(form.k) > 30
    for number, held in form.k.items():
        assert held.dtype == form.real and held.shape == () and not held.flags.writeable
        for other in (np.zeros(3, form.real), np.array([1.7, -3e5], form.real)):
            with np.errstate(all="ignore"):
                expected = np.add(other, float(number)).tobytes(), np.multiply(other + 1, float(number)).tobytes()
            assert (np.add(other, held).tobytes(), np.multiply(other + 1, held).tobytes()) == expected, number
    assert not np.signbit(form.k[0.0])


def special_names() -> list[str]:
    """The functions of one array."""
    return [
        n
        for n, f in vars(special).items()
        if n.islower()
        and n[0] != "_"
        and hasattr(f, "__doc__")
        and getattr(f, "__module__", "") == special.__name__
        and callable(f)
    ]
