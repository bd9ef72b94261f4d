"""Functions of a scaled or polynomial argument, and second derivatives: as accurate as those of x itself.

An argument that was rounded costs an exponential as many ulp as the argument is large: exp(-100.3) is off by
50 ulp when its argument is off by half an ulp. Here the argument is kept as u + du, two numbers of the format,
and f(u + du) = f(u) + f'(u) du; float32 is evaluated in float64 and rounded once.
Arrays are float arrays of any shape; NaN gives NaN, infinities the limit, no warning is raised.
"""

from __future__ import annotations

import math
import sys
from collections.abc import Callable
from fractions import Fraction

import numpy as np

from nnmath.runtime.special import (
    _DOUBLE,
    _NORM,
    _SMALL,
    Array,
    _gauss,
    _run,
    _Work,
    dsigmoid,
    npdf,
    sigmoid,
    softplus,
)

__all__ = [
    "d2gelu",
    "d2gelu_tanh",
    "d2mish",
    "d2silu",
    "dgelu_tanh",
    "dsigmoid_of",
    "exp_of",
    "gelu_tanh",
    "sigmoid_of",
    "softplus_over",
]

_HIGH = np.int64(-(1 << 27))  # keeps the upper 26 bits of a significand
_SATURATED = 4096.0  # every function here has reached its limit at this argument
_HALF_RANGE = 700.0  # beyond it exp(-x) comes near the subnormals

Pair = tuple[Array, Array]


def _wide(f: Callable[[Array], Array]) -> Callable[[Array, Array, _Work], None]:
    """A kernel that evaluates in float64 and rounds once."""

    def kernel(x: Array, out: Array, w: _Work) -> None:
        np.copyto(out, f(x.astype(np.float64)), casting="same_kind")

    return kernel


def _upper(a: Array) -> Array:
    """The upper half of each significand, so that products of halves are exact (Dekker, 1971)."""
    found: Array = np.bitwise_and(np.asarray(a).view(np.int64), _HIGH).view(np.float64)
    return found


def _product(a: Array, b: Array) -> Pair:
    """a b as p + e, exactly but for underflow."""
    p = a * b
    ah, bh = _upper(a), _upper(b)
    al, bl = a - ah, b - bh
    return p, ((ah * bh - p) + ah * bl + al * bh) + al * bl


def _sum(a: Array, b: Array) -> Pair:
    """a + b as s + e, exactly (Knuth, 1969)."""
    s = a + b
    t = s - a
    return s, (a - (s - t)) + (b - t)


def _factor(times: float, over: float) -> tuple[float, float]:
    """times/over as the sum of two doubles."""
    if not (math.isfinite(times) and math.isfinite(over) and over):
        return float(np.divide(times, over)), 0.0
    exact = Fraction(times) / Fraction(over)
    try:
        high = float(exact)
    except OverflowError:  # as large as it may be: infinite, it would make NaN of 0
        return sys.float_info.max * (1 if exact > 0 else -1), 0.0
    return high, float(exact - Fraction(high))


def _argument(x: Array, high: float, low: float) -> Pair:
    """x (high + low) as u + du for float64 x, clipped where every function here is at its limit."""
    bound = min(_SATURATED / abs(high), np.finfo(np.float64).max) if high else np.inf
    x = np.clip(x, -bound, bound)
    if not math.isfinite(bound) or abs(high) > 1e290:
        return x * high, np.zeros_like(x)
    u, du = _product(x, np.full(1, high))
    return u, du + x * low


def _of(
    x: Array,
    times: float,
    over: float,
    out: Array | None,
    f: Callable[..., Array],
    corrected: Callable[[Array, Array], Array],
) -> Array:
    """f of x times/over: with the correction unless the factor is a power of two and the product exact."""
    high, low = _factor(float(times), float(over))
    if math.frexp(high)[0] in (0.5, -0.5, 0.0) and low == 0.0:
        if high == 1.0:
            return f(x, out=out)
        if x.dtype != np.float16:
            with np.errstate(all="ignore"):
                u = np.multiply(x, high, out=out)
            return f(u, out=u)

    def kernel(block: Array, target: Array, w: _Work) -> None:
        u, du = _argument(block, high, low)
        np.copyto(target, corrected(u, du))

    def widened(block: Array, target: Array, w: _Work) -> None:
        np.copyto(w.wide, block)
        np.multiply(w.wide, high, out=w.wide)  # the product's rounding is far below what float32 shows
        np.copyto(target, f(w.wide, out=w.wide), casting="same_kind")

    return _run(kernel, x, out, _SMALL) if x.dtype.itemsize == 8 else _run(widened, x, out)


def _sigmoid_at(u: Array, du: Array) -> Array:
    return np.asarray(sigmoid(u) + dsigmoid(u) * du)


def _dsigmoid_at(u: Array, du: Array) -> Array:
    y = dsigmoid(u)
    return np.asarray(y - y * (np.tanh(0.5 * u) * du))


def _exp_at(u: Array, du: Array) -> Array:
    y = np.exp(u)
    step = y * du
    np.copyto(step, 0.0, where=np.isinf(y))
    return np.asarray(y + step)


def sigmoid_of(x: Array, times: float, over: float = 1.0, out: Array | None = None) -> Array:
    """sigmoid(x times/over).

    Bound: 0.51 ulp in float32 (3.7 where times/over is a power of two), 2.7 in float64.
    """
    return _of(x, times, over, out, sigmoid, _sigmoid_at)


def dsigmoid_of(x: Array, times: float, over: float = 1.0, out: Array | None = None) -> Array:
    """sigmoid'(x times/over).

    Bound: 0.51 ulp in float32 (3.6 where times/over is a power of two), 3.6 in float64.
    """
    return _of(x, times, over, out, dsigmoid, _dsigmoid_at)


def exp_of(x: Array, times: float, over: float = 1.0, out: Array | None = None) -> Array:
    """exp(x times/over).

    Bound: 0.51 ulp in float32 (2.6 where times/over is a power of two), 1.4 in float64.
    """
    return _of(x, times, over, out, np.exp, _exp_at)


def softplus_over(x: Array, beta: float, out: Array | None = None) -> Array:
    """softplus(beta x)/beta = max(x, 0) + log(1 + exp(-|beta x|))/beta, beta > 0.

    Bound: 0.51 ulp in float32 (3.4 where beta is 1), 2.7 in float64.
    """
    beta = float(beta)
    if beta == 1.0:
        return softplus(x, out=out)

    def kernel(block: Array, target: Array, w: _Work) -> None:
        wide = block.astype(np.float64)
        u, du = _argument(-np.abs(wide), beta, 0.0)
        far = u < -_HALF_RANGE  # two factors, or exp would be subnormal before beta divides
        rest = (softplus(u) + sigmoid(u) * du) / beta
        half = np.exp(0.5 * u[far])
        rest[far] = half / beta * (1.0 + du[far]) * half
        np.copyto(target, np.maximum(wide, 0.0) + rest, casting="same_kind")

    return _run(kernel, x, out, _SMALL)


# The tanh form of GELU: x s(g), g = a x + c x^3. Its derivative for x <= 0 is K = s (1 + (1 - s) x g'), and 1 - K(-x)
# for x > 0.

_A = 1.5957691216057308  # sqrt(8/pi), with the rest of it
_A_REST = -9.96930880911092e-17
_C = 0.07135481627260025  # 0.044715 sqrt(8/pi), with the rest of it
_C_REST = -6.175149918155315e-19


def _cubic(x: Array) -> tuple[Pair, Pair]:
    """g and x g' = 3 g - 2 a x as pairs, for |x| <= 40."""
    square, rest = _product(x, x)
    inner, low = _product(square, np.full(1, _C))
    low = low + (rest * _C + square * _C_REST)
    total, carry = _sum(np.full_like(inner, _A), inner)
    low = low + carry + _A_REST
    g, dg = _product(x, total)
    dg = dg + x * low
    linear, dl = _product(x, np.full(1, 2.0 * _A))
    dl = dl + x * (2.0 * _A_REST)
    triple, dt = _product(g, np.full(1, 3.0))
    q, dq = _sum(triple, -linear)
    return (g, dg), (q, dq + (dt + 3.0 * dg - dl))


def _gelu_tanh(x: Array) -> Array:
    near = np.clip(x, -40.0, 40.0)
    (g, dg), _ = _cubic(near)
    y = np.maximum(x, -40.0) * _sigmoid_at(g, dg)
    far = g < -_HALF_RANGE
    half = np.exp(0.5 * g[far])
    y[far] = near[far] * (1.0 + dg[far]) * half * half
    return y


def _dgelu_tanh(x: Array) -> Array:
    a = -np.minimum(np.abs(x), 40.0)
    (g, dg), (q, dq) = _cubic(a)
    e = _exp_at(g, dg)
    k = e * (((1.0 + q) + e) + dq) / (1.0 + e * (2.0 + e))
    far = g < -_HALF_RANGE
    half = np.exp(0.5 * g[far])
    k[far] = half * (1.0 + q[far]) * (1.0 + dg[far]) * half
    return np.where(x > 0.0, 1.0 - k, k)


def _d2gelu_tanh(x: Array) -> Array:
    a = np.minimum(np.abs(x), 40.0)
    (g, dg), (q, _) = _cubic(a)
    slope = _A + 3.0 * _C * (a * a)
    rest = 2.0 * slope + 6.0 * _C * (a * a) - q * slope * np.tanh(0.5 * g)
    y = _dsigmoid_at(g, dg) * rest
    far = g > _HALF_RANGE
    half = np.exp(-0.5 * g[far])
    y[far] = half * rest[far] * (1.0 - dg[far]) * half
    return y


def _d2gelu(x: Array) -> Array:
    a = np.minimum(np.abs(x), 40.0)
    rest = 2.0 - a * a
    y = rest * npdf(a)
    far = a > 37.0
    if far.any():
        w = _Work(int(far.sum()), _DOUBLE)
        half = _gauss(a[far], 0.25, w, *w.real.first(3, 1))
        y[far] = rest[far] * (_NORM * half) * half
    return y


def _d2silu(x: Array) -> Array:
    a = np.minimum(np.abs(x), 2000.0)
    rest = 2.0 - a * np.tanh(0.5 * a)
    half = np.exp(-0.5 * np.maximum(a, _HALF_RANGE))
    return np.where(a > _HALF_RANGE, half * rest * half, rest * dsigmoid(a))


def _d2mish(x: Array) -> Array:
    """4 w (2 (1 + w) d + x (2 + 2 w - 3 w^2 - 2 w^3))/d^3 in w = exp(x), d = 2 + 2 w + w^2; in exp(-x) for x > 0."""
    a = np.clip(x, -2000.0, 2000.0)
    v = np.exp(-np.abs(a))
    right = a > 0.0
    d = np.where(right, 1.0 + 2.0 * v * (1.0 + v), 2.0 + v * (2.0 + v))
    inner = np.where(right, -(2.0 + v * (3.0 - v * (2.0 + 2.0 * v))), 2.0 + v * (2.0 - v * (3.0 + 2.0 * v)))
    rest = 2.0 * (1.0 + v) * d + a * inner
    half = np.exp(0.5 * np.minimum(a, -_HALF_RANGE))
    y = 4.0 * rest / (d * d * d) * v * np.where(right, v, 1.0)  # v^2 would be subnormal too soon
    return np.asarray(np.where(a < -_HALF_RANGE, half * (2.0 + a) * half, y))


def gelu_tanh(x: Array, out: Array | None = None) -> Array:
    """x (1 + tanh(sqrt(2/pi) (x + 0.044715 x^3)))/2 (Hendrycks and Gimpel, 2016).

    Bound: 0.51 ulp in float32, 3.2 in float64.
    """
    return _run(_wide(_gelu_tanh), x, out, _SMALL)


def dgelu_tanh(x: Array, out: Array | None = None) -> Array:
    """The derivative of `gelu_tanh`, in [-0.13, 1.13].

    Bound: 0.51 ulp in float32, 4.0 in float64; within half of its root -0.7525 backward.
    """
    return _run(_wide(_dgelu_tanh), x, out, _SMALL)


def d2gelu_tanh(x: Array, out: Array | None = None) -> Array:
    """The second derivative of `gelu_tanh`."""
    return _run(_wide(_d2gelu_tanh), x, out, _SMALL)


def d2gelu(x: Array, out: Array | None = None) -> Array:
    """gelu''(x) = (2 - x^2) phi(x)."""
    return _run(_wide(_d2gelu), x, out, _SMALL)


def d2silu(x: Array, out: Array | None = None) -> Array:
    """silu''(x) = s'(x) (2 - x tanh(x/2)), s' the derivative of the sigmoid."""
    return _run(_wide(_d2silu), x, out, _SMALL)


def d2mish(x: Array, out: Array | None = None) -> Array:
    """mish''(x)."""
    return _run(_wide(_d2mish), x, out, _SMALL)
