"""LSTM, batch normalisation and 3x3 convolution, forward and backward, by hand.

The bar for generated kernels: what a patient author writes in NumPy for these shapes, with the
tricks that were measured to pay, memory that begins with a line of the cache among them. Every
function has the protocol of ``nnmath.<formula>.vjp``, ``value, pullback = f(*arrays)``, so that
the two can be timed by the same lines.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from functools import cache

import numpy as np

from nnmath.runtime.memory import empty, zeros

Array = np.ndarray
Pullback = Callable[..., tuple[Array, ...]]

BLOCK = 2**19
"""Elements a thread works on between two Python calls: smaller blocks lose to GIL hand-offs."""


def like(x: Array) -> Array:
    """An array of the shape and dtype of another, not filled, which begins with a line of the cache."""
    return empty(x.shape, x.dtype)


def threads() -> int:
    """As many as BLAS may use, so that one setting governs both."""
    return int(os.environ.get("OPENBLAS_NUM_THREADS") or len(os.sched_getaffinity(0)))


@cache
def pool() -> ThreadPoolExecutor:
    return ThreadPoolExecutor(threads())


def _in_blocks(work: Callable[[slice, Array], None], count: int, block: Array) -> None:
    """Call ``work(rows, scratch)`` for blocks of rows, each thread on its own share and scratch."""
    step = len(block)
    shares = np.linspace(0, count, threads() + 1).astype(int)

    def run(first: int, last: int, scratch: Array) -> None:
        for start in range(first, last, step):
            rows = slice(start, min(start + step, last))
            work(rows, scratch[: rows.stop - start])

    if len(shares) == 2:
        run(0, count, block)
    else:
        scratches = [block, *(like(block) for _ in shares[2:])]
        list(pool().map(run, shares[:-1], shares[1:], scratches))


def lstm(
    x: Array, h0: Array, c0: Array, w_ih: Array, w_hh: Array, b_ih: Array, b_hh: Array
) -> tuple[tuple[Array, Array, Array], Pullback]:
    """i, f, o = sigmoid(z), g = tanh(z), c' = f c + i g, h' = o tanh(c'), z = [W U b] [x; h; 1].

    x is (T, N, I), states are (N, H), gates are stacked i, f, g, o. Inside, arrays are (feature, N)
    a step: a gate is then one contiguous block, and the product is (4H, K) @ (K, N), the shape that
    BLAS is fastest at. Input, recurrent and bias parts are one product a step, and one for the
    gradients of all four parameters.
    """
    steps, batch, inputs = x.shape
    state, dtype = (h0.shape[1], batch), x.dtype
    w = _lstm_weight(w_ih, w_hh, b_ih, b_hh)
    rows, k = w.shape
    xh = empty((k, steps + 1, batch), dtype)
    xh[:inputs, :steps] = x.transpose(2, 0, 1)
    xh[inputs:-1, 0] = h0.T
    xh[-1] = 1
    gates = empty((steps, 4, *state), dtype)
    cell = empty((steps + 1, *state), dtype)
    cell[0] = c0.T
    tanh_cell = empty((steps, *state), dtype)
    output = empty((steps, batch, state[0]), dtype)
    h, p = empty((2, *state), dtype)
    with np.errstate(over="ignore"):  # exp(-z) = inf makes the gate 0, as it should be
        for t in range(steps):
            np.matmul(w, xh[:, t], out=gates[t].reshape(rows, batch))
            _lstm_step(gates[t], cell[t], cell[t + 1], tanh_cell[t], h, p)
            xh[inputs:-1, t + 1] = h
            output[t] = h.T

    def pullback(dy: Array | None = None, dh_n: Array | None = None, dc_n: Array | None = None) -> tuple[Array, ...]:
        dh = np.zeros_like(h) if dh_n is None else dh_n.T.copy()
        dc = np.zeros_like(h) if dc_n is None else dc_n.T.copy()
        dz = empty((rows, steps, batch), dtype)
        d, q = empty((4, *state), dtype), empty((3, *state), dtype)
        u_t = np.ascontiguousarray(w_hh.T)
        for t in reversed(range(steps)):
            if dy is not None:
                dh += dy[t].T
            _lstm_step_back(gates[t], cell[t], tanh_cell[t], dh, dc, d, q)
            dz[:, t] = d.reshape(rows, batch)
            np.matmul(u_t, d.reshape(rows, batch), out=dh)
        flat = dz.reshape(rows, steps * batch)
        dx = (flat.T @ w_ih).reshape(x.shape)
        dw = flat @ xh[:, :steps].reshape(k, steps * batch).T
        dw_ih, dw_hh, db = dw[:, :inputs].copy(), dw[:, inputs:-1].copy(), dw[:, -1].copy()
        return dx, dh.T.copy(), dc.T.copy(), dw_ih, dw_hh, db, db.copy()

    return (output, output[-1].copy(), cell[-1].T.copy()), pullback


def _lstm_step(z: Array, c_before: Array, c: Array, tanh_c: Array, h: Array, p: Array) -> None:
    """Turn z into the gates i, f, o, g in place, and write c, tanh(c) and h."""
    ifo, g = z[:3], z[3]
    np.exp(ifo, out=ifo)
    ifo += 1
    np.reciprocal(ifo, out=ifo)
    np.tanh(g, out=g)
    np.multiply(z[1], c_before, out=c)
    np.multiply(z[0], g, out=p)
    c += p
    np.tanh(c, out=tanh_c)
    np.multiply(z[2], tanh_c, out=h)


def _lstm_step_back(gates: Array, c_before: Array, tanh_c: Array, dh: Array, dc: Array, d: Array, q: Array) -> None:
    """Write dz (stacked i, f, g, o) to d and carry dc one step back, with scratch q."""
    i, f, o, g = gates
    di, df, dg, do = d
    np.multiply(gates[:3], gates[:3], out=q)
    np.subtract(gates[:3], q, out=q)  # sigmoid' of three gates at once
    np.multiply(tanh_c, tanh_c, out=do)
    np.subtract(1, do, out=do)
    do *= o
    do *= dh
    dc += do
    np.multiply(dh, tanh_c, out=do)
    do *= q[2]
    np.multiply(dc, g, out=di)
    di *= q[0]
    np.multiply(dc, c_before, out=df)
    df *= q[1]
    np.multiply(g, g, out=dg)
    np.subtract(1, dg, out=dg)
    dg *= i
    dg *= dc
    dc *= f


def _lstm_weight(w_ih: Array, w_hh: Array, b_ih: Array, b_hh: Array) -> Array:
    """[W U b] with rows i, f, o, g: the sigmoids side by side, negated for exp(-z)."""
    w = np.concatenate((w_ih, w_hh, (b_ih + b_hh)[:, None]), axis=1)
    i, f, g, o = np.split(w, 4)
    return np.concatenate((-i, -f, -o, g))


def batch_norm(x: Array, weight: Array, bias: Array, eps: float = 1e-5) -> tuple[Array, Pullback]:
    """``y = weight (x - mean) / sqrt(var + eps) + bias``, mean and var over all axes but 1.

    Two sweeps over memory each way. The first takes both moments of d = x - k, k the mean of the
    first sample: var = E[d^2] - E[d]^2 loses at most a factor N + 1, because var >= E[d]^2 / N.
    """
    batch, channels = x.shape[:2]
    planes = x.reshape(batch, channels, -1)
    plane, dtype = planes.shape[2], x.dtype
    count = batch * plane
    ones = np.ones(plane, dtype)
    block = empty((max(1, BLOCK // (channels * plane)), channels, plane), dtype)
    sums, squares = empty((2, batch, channels), dtype)
    shift = (planes[0] @ ones / plane)[:, None]

    def moments(n: slice, d: Array) -> None:
        np.subtract(planes[n], shift, out=d)
        np.matmul(d, ones, out=sums[n])
        np.vecdot(d, d, out=squares[n])

    _in_blocks(moments, batch, block)
    offset = sums.sum(0, dtype="float64") / count
    var = squares.sum(0, dtype="float64") / count - offset * offset
    rstd = 1 / np.sqrt(var + eps)
    mean = (shift[:, 0] + offset).astype(dtype)[:, None]
    scale = (weight * rstd).astype(dtype)[:, None]
    y = like(planes)

    def normalise(n: slice, d: Array) -> None:
        np.subtract(planes[n], mean, out=d)
        d *= scale
        np.add(d, bias[:, None], out=y[n])

    _in_blocks(normalise, batch, block)

    def pullback(dy: Array) -> tuple[Array, ...]:
        """``dx = scale (dy - mean(dy) - xhat mean(dy xhat))``, with xhat from x once more."""
        dplanes = dy.reshape(planes.shape)
        sums, products = empty((2, batch, channels), dtype)

        def reduce(n: slice, d: Array) -> None:
            np.subtract(planes[n], mean, out=d)
            np.vecdot(dplanes[n], d, out=products[n])
            np.matmul(dplanes[n], ones, out=sums[n])

        _in_blocks(reduce, batch, block)
        dbias = sums.sum(0, dtype="float64")
        dweight = products.sum(0, dtype="float64") * rstd
        slope = (-dweight * rstd / count).astype(dtype)[:, None]
        level = (-dbias / count).astype(dtype)[:, None]
        dx = like(planes)

        def propagate(n: slice, d: Array) -> None:
            np.subtract(planes[n], mean, out=d)
            d *= slope
            d += dplanes[n]
            d += level
            np.multiply(d, scale, out=dx[n])

        _in_blocks(propagate, batch, block)
        return dx.reshape(x.shape), dweight.astype(dtype), dbias.astype(dtype)

    return y.reshape(x.shape), pullback


_TO = (slice(1, None), slice(None), slice(None, -1))
_FROM = (slice(None, -1), slice(None), slice(1, None))


def _columns(x: Array, out: Array) -> None:
    """out[r,s,c,p,q] = x[c,p+r-1,q+s-1]; the border of out is zero already and stays so."""
    for r in range(3):
        for s in range(3):
            out[r, s, :, _TO[r], _TO[s]] = x[:, _FROM[r], _FROM[s]]


def conv2d_3x3(x: Array, weight: Array, bias: Array) -> tuple[Array, Pullback]:
    """y[n,k,p,q] = bias[k] + sum_{c,r,s} weight[k,c,r,s] x[n,c,p+r-1,q+s-1], for 3x3 and padding 1.

    im2col of one image at a time, which stays in cache. Backward, the columns of dy serve both
    gradients, dx = W' cols and dW = x cols', so the forward saves nothing but x.
    """
    batch, c, height, width = x.shape
    k, area = len(weight), height * width
    w = weight.transpose(0, 2, 3, 1).reshape(k, 9 * c)
    cols = zeros((3, 3, c, height, width), x.dtype)
    y = empty((batch, k, area), x.dtype)
    for n in range(batch):
        _columns(x[n], cols)
        np.matmul(w, cols.reshape(9 * c, area), out=y[n])
        y[n] += bias[:, None]

    def pullback(dy: Array) -> tuple[Array, ...]:
        flipped = weight[:, :, ::-1, ::-1].transpose(1, 2, 3, 0).reshape(c, 9 * k)
        cols = zeros((3, 3, k, height, width), x.dtype)
        flat = cols.reshape(9 * k, area)
        dx = empty((batch, c, area), x.dtype)
        dw, part = zeros((2, c, 9 * k), x.dtype)
        for n in range(batch):
            _columns(dy[n], cols)
            np.matmul(flipped, flat, out=dx[n])
            np.matmul(x[n].reshape(c, area), flat.T, out=part)
            dw += part
        dweight = dw.reshape(c, 3, 3, k)[:, ::-1, ::-1].transpose(3, 0, 1, 2)
        dbias = dy.sum(axis=(2, 3)).sum(axis=0)
        return dx.reshape(x.shape), np.ascontiguousarray(dweight), dbias

    return y.reshape(batch, k, height, width), pullback
