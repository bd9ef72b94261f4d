"""Functions together with their derivatives: the same bits as from one after the other, what both need taken once.

As accurate, but of other bits, are the sigmoid of -x beside that of x, and the derivatives of softplus and logsigmoid
where log1p is a series in exp(-|x|). The derivative lies in the memory where the gradient will: a pullback multiplies
it by its cotangent in place.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeAlias

import numpy as np

from nnmath.runtime.composite import sigmoid_of, softplus_over
from nnmath.runtime.memory import empty
from nnmath.runtime.special import (
    _DOUBLE,
    _NORM,
    _SINGLE,
    _TAIL_32,
    Array,
    _below,
    _bounded,
    _clamped,
    _decay,
    _dgelu_from,
    _dgelu_single_from,
    _dmish_from,
    _dsigmoid,
    _dsilu_far,
    _dsilu_from,
    _exponential,
    _gauss_parts,
    _gelu_from,
    _gelu_single_from,
    _growth,
    _horner,
    _itself,
    _linear_far,
    _log1pexp,
    _logistic,
    _mills_slope,
    _mish_from,
    _put,
    _rising,
    _share,
    _silu_from,
    _single_gauss,
    _single_tail,
    _softsign_parts,
    _square_plus,
    _sweep,
    _times_norm,
    _Work,
    dsilu,
    silu,
)
from nnmath.runtime.special import _sigmoid as _sigmoid_alone
from nnmath.runtime.vectors import in_vectors

__all__ = [
    "gelu_and_slope",
    "logsigmoid_and_slope",
    "mish_and_slope",
    "sigmoid_and_mirror",
    "sigmoid_and_slope",
    "silu_and_slope",
    "slope_taken",
    "softplus_and_slope",
    "softsign_and_slope",
]

_Joint: TypeAlias = Callable[[Array, Array, Array, _Work], None]


def slope_taken(kept: list[Array], shape: tuple[int, ...], dtype: Any) -> tuple[Array, bool]:
    """The array that the value's call has filled, and True; for a second pullback a new one, and False.

    >>> kept = [np.ones(2)]
    >>> slope_taken(kept, (2,), np.dtype(float))[1], slope_taken(kept, (2,), np.dtype(float))[1]
    (True, False)
    """
    try:
        return kept.pop(), True
    except IndexError:
        return empty(shape, dtype), False


def _run(kernel: _Joint, x: Array, y: Array, slope: Array) -> None:
    """Apply ``kernel`` to arrays of one shape, float32 or float64, in whatever order each lies."""
    form = _DOUBLE if x.dtype.itemsize == 8 else _SINGLE
    outs = tuple(o.reshape(-1) if o.flags.c_contiguous else empty(o.size, form.real) for o in (y, slope))
    _sweep(kernel, np.ascontiguousarray(x).reshape(-1), outs, form)
    for made, out in zip(outs, (y, slope), strict=True):
        if not out.flags.c_contiguous:
            np.copyto(out, made.reshape(out.shape))


def _sigmoid(x: Array, y: Array, slope: Array, w: _Work) -> None:
    if w.form.single:
        _dsigmoid(x, slope, w)
        _sigmoid_alone(x, y, w)
        return
    (e, far), d = _exponential(x, _decay, w), w.real[1]
    _square_plus(e, d)
    np.divide(e, d, out=slope)
    _logistic(e, d, y)
    _put(slope, w.flag, far)


def _mirrored(x: Array, y: Array, mirror: Array, w: _Work) -> None:
    (e, far), d = _exponential(x, _decay, w), w.real[1]
    _logistic(e, d, y)
    np.divide(w.form.k[1.0], d, out=mirror)
    _put(mirror, w.flag, far)


def _log1p_and_share(x: Array, y: Array, slope: Array, w: _Work) -> None:
    """log1p(e) and e/(1 + e), e = exp(x)."""
    (e, far), d = _exponential(x, _itself, w), w.real[1]
    np.log1p(e, out=y)
    _logistic(e, d, slope)
    _put(y, w.flag, far)


def _softplus(x: Array, y: Array, slope: Array, w: _Work) -> None:
    if in_vectors():
        _log1p_and_share(x, y, slope, w)
        return
    rest = _log1pexp(x, w)
    _share(np.greater_equal(x, w.form.k[0.0], out=w.flag), w.real[0], w.real[1], slope)
    np.maximum(x, w.form.k[0.0], out=y)
    np.add(y, rest, out=y)


def _logsigmoid(x: Array, y: Array, slope: Array, w: _Work) -> None:
    if in_vectors():
        _log1p_and_share(np.negative(x, out=w.real[5]), y, slope, w)
        np.subtract(w.form.k[0.0], y, out=y)
        return
    rest = _log1pexp(x, w)
    _share(np.less_equal(x, w.form.k[0.0], out=w.flag), w.real[0], w.real[1], slope)
    np.minimum(x, w.form.k[0.0], out=y)
    np.subtract(y, rest, out=y)


def _silu(x: Array, y: Array, slope: Array, w: _Work) -> None:
    near = _bounded(x, w.form.flat, w)
    far = _below(near, x, _dsilu_far, w)
    left = _below(near, x, _linear_far, w)
    e = _growth(near, w)
    _dsilu_from(e, near, slope, w)
    _silu_from(e, x, y, w)
    _put(slope, w.flag, far)
    _put(y, w.flag, left)


def _mish(x: Array, y: Array, slope: Array, w: _Work) -> None:
    near, e = _rising(x, w)
    _dmish_from(near, e, x, slope, w)
    _mish_from(near, e, x, y, w)


def _softsign(x: Array, y: Array, slope: Array, w: _Work) -> None:
    x, d = _softsign_parts(x, w)
    np.divide(w.form.k[1.0], d, out=slope)
    np.divide(slope, d, out=slope)
    np.divide(x, d, out=y)


def _gelu(x: Array, y: Array, slope: Array, w: _Work) -> None:
    if w.form.single:
        up, a, t, r, s = _single_tail(x, w)
        _single_gauss(t, w, 1.0, y)
        _single_gauss(t, w, _NORM, t)
        _horner(a, _TAIL_32[-1], w.real[3])
        _dgelu_single_from(x, up, a, t, w.real[3], r, s, slope, w)
        _gelu_single_from(x, up, a, y, w.real[3], r, y, w)
        return
    a, g, r, s = w.real.first(4)
    _clamped(x, a)
    _gauss_parts(a, 0.5, w, g, r, s)
    np.multiply(r, g, out=y)
    np.add(g, y, out=y)
    _times_norm(g, r, s, w.real[4], w)
    np.add(g, r, out=g)
    _mills_slope(a, r, s)
    np.copyto(w.real[4], r)
    _dgelu_from(x, a, g, r, s, slope, w)
    _gelu_from(x, 1.0, a, y, w.real[4], s, y, w)


def sigmoid_and_slope(x: Array, y: Array, slope: Array) -> None:
    """`sigmoid` into y and `dsigmoid` into slope."""
    _run(_sigmoid, x, y, slope)


def sigmoid_and_mirror(x: Array, mirror: Array, y: Array | None = None) -> Array:
    """The `sigmoid` of x, and into mirror that of -x, as 1/(1 + exp(x)).

    >>> mirror = np.empty(1)
    >>> sigmoid_and_mirror(np.zeros(1), mirror), mirror
    (array([0.5]), array([0.5]))
    """
    if y is None:
        y = empty(x.shape, x.dtype)
    _run(_mirrored, x, y, mirror)
    return y


def softplus_and_slope(x: Array, beta: float, y: Array, slope: Array) -> None:
    """`softplus_over` into y and the sigmoid of beta x into slope."""
    if float(beta) == 1.0:
        _run(_softplus, x, y, slope)
        return
    softplus_over(x, beta, out=y)
    sigmoid_of(x, beta, 1, out=slope)


def logsigmoid_and_slope(x: Array, y: Array, slope: Array) -> None:
    """`logsigmoid` into y and the sigmoid of -x into slope."""
    _run(_logsigmoid, x, y, slope)


def silu_and_slope(x: Array, y: Array, slope: Array) -> None:
    """`silu` into y and `dsilu` into slope; in float32 their exponentials differ."""
    if x.dtype.itemsize == 8:
        _run(_silu, x, y, slope)
        return
    silu(x, out=y)
    dsilu(x, out=slope)


def mish_and_slope(x: Array, y: Array, slope: Array) -> None:
    """`mish` into y and `dmish` into slope."""
    _run(_mish, x, y, slope)


def softsign_and_slope(x: Array, y: Array, slope: Array) -> None:
    """`softsign` into y and `dsoftsign` into slope."""
    _run(_softsign, x, y, slope)


def gelu_and_slope(x: Array, y: Array, slope: Array) -> None:
    """`gelu` into y and `dgelu` into slope."""
    _run(_gelu, x, y, slope)
