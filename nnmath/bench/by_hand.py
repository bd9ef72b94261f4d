"""Formulas by hand in NumPy, forward and backward: what a patient author writes, with the tricks that pay.

Every function has the protocol of ``nnmath.<formula>.vjp``: ``value, pullback = f(*arrays, **params)``. Large arrays
are worked on in blocks that stay in cache, on as many threads as BLAS may use.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from nnmath.bench.by_hand_layers import Array, Pullback, batch_norm, conv2d_3x3, like, lstm, pool, threads
from nnmath.runtime.memory import empty

Found = tuple[Any, Pullback]
BLOCK = 1 << 17
"""Elements of a block of a chain of ufuncs: its arrays and scratch stay in the second level of cache."""
THREADED = 1 << 21
Work = Callable[..., None]


def _sweep(work: Work, arrays: Sequence[Array], outs: Sequence[Array], scratch: int = 2) -> None:
    """Call ``work(*blocks of arrays, *blocks of outs, *scratch)`` on all blocks of equally large arrays."""
    flat = [a.reshape(-1) for a in (*arrays, *outs)]
    count, dtype = flat[0].size, outs[0].dtype

    def run(first: int, last: int) -> None:
        spare = empty((scratch, min(BLOCK, last - first)), dtype)
        for low in range(first, last, BLOCK):
            high = min(low + BLOCK, last)
            work(*(a[low:high] for a in flat), *spare[:, : high - low])

    if count < THREADED or threads() < 2:
        run(0, count)
    else:
        shares = np.linspace(0, count, threads() + 1).astype(int).tolist()
        list(pool().map(run, shares[:-1], shares[1:]))


def _elementwise(value: Work, slope: Work) -> Callable[[Array], Found]:
    """``value(x, y, s, t)`` writes y, ``slope(x, y, dy, dx, s, t)`` writes dx, with scratch s and t."""

    def f(x: Array) -> Found:
        y = like(x)
        _sweep(value, (x,), (y,))

        def pullback(dy: Array) -> tuple[Array, ...]:
            dx = like(x)
            _sweep(slope, (x, y, dy), (dx,))
            return (dx,)

        return y, pullback

    return f


def _into(f: Any, *args: Any) -> Work:
    """A ufunc of x alone as a value."""
    return lambda x, y, s, t: f(x, *args, out=y)


def _sigmoid(x: Array, y: Array, s: Array, t: Array) -> None:
    np.negative(x, out=y)
    np.exp(y, out=y)
    y += 1
    np.reciprocal(y, out=y)


def _sigmoid_slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
    np.subtract(1, y, out=dx)
    dx *= y
    dx *= dy


def _tanh_slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
    np.multiply(y, y, out=dx)
    np.subtract(1, dx, out=dx)
    dx *= dy


def _relu_slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
    np.multiply(dy, x > 0, out=dx)


def _leaky(x: Array, y: Array, s: Array, t: Array) -> None:
    np.multiply(x, 0.01, out=y)
    np.maximum(x, y, out=y)


def _leaky_slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
    np.multiply(x > 0, dx.dtype.type(0.99), out=dx)
    dx += 0.01
    dx *= dy


def _elu(x: Array, y: Array, s: Array, t: Array) -> None:
    np.minimum(x, 0, out=y)
    np.expm1(y, out=y)
    np.maximum(x, 0, out=s)
    y += s


def _elu_slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
    np.minimum(y, 0, out=dx)
    dx += 1
    dx *= dy


def _softplus(x: Array, y: Array, s: Array, t: Array) -> None:
    np.abs(x, out=y)
    np.negative(y, out=y)
    np.exp(y, out=y)
    np.log1p(y, out=y)
    np.maximum(x, 0, out=s)
    y += s


def _softplus_slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
    _sigmoid(x, dx, s, t)
    dx *= dy


def _logsigmoid(x: Array, y: Array, s: Array, t: Array) -> None:
    np.negative(x, out=t)
    _softplus(t, y, s, t)
    np.negative(y, out=y)


def _logsigmoid_slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
    np.exp(x, out=dx)
    dx += 1
    np.reciprocal(dx, out=dx)
    dx *= dy


def _silu(x: Array, y: Array, s: Array, t: Array) -> None:
    _sigmoid(x, y, s, t)
    y *= x


def _silu_slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
    """dy (g + y (1 - g)), g = sigmoid(x)."""
    _sigmoid(x, s, s, t)
    np.subtract(1, s, out=dx)
    dx *= y
    dx += s
    dx *= dy


def _mish(x: Array, y: Array, s: Array, t: Array) -> None:
    """x n/(n + 2), n = e (e + 2), e = exp(x); beyond 20 it is x."""
    np.minimum(x, 20, out=s)
    np.exp(s, out=s)
    np.add(s, 2, out=y)
    s *= y
    np.add(s, 2, out=y)
    np.divide(s, y, out=y)
    y *= x


def _mish_slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
    """dy (w + 4 x e (e + 1)/(n + 2)^2), w = n/(n + 2)."""
    np.minimum(x, 20, out=s)
    np.exp(s, out=s)
    np.add(s, 1, out=t)
    np.multiply(s, t, out=dx)
    dx *= x
    dx *= 4
    t += 1
    s *= t
    np.add(s, 2, out=t)
    s /= t
    t *= t
    dx /= t
    dx += s
    dx *= dy


def _softsign(x: Array, y: Array, s: Array, t: Array) -> None:
    np.abs(x, out=s)
    s += 1
    np.divide(x, s, out=y)


def _softsign_slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
    np.abs(x, out=s)
    s += 1
    s *= s
    np.divide(dy, s, out=dx)


def _inside_slope(low: float, high: float, scale: float = 1.0) -> Work:
    def slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
        np.multiply(dy, (x > low) & (x < high), out=dx)
        if scale != 1.0:
            dx *= scale

    return slope


def _hardsigmoid(x: Array, y: Array, s: Array, t: Array) -> None:
    np.multiply(x, 1 / 6, out=y)
    y += 0.5
    np.clip(y, 0, 1, out=y)


def _hardswish(x: Array, y: Array, s: Array, t: Array) -> None:
    _hardsigmoid(x, y, s, t)
    y *= x


def _hardswish_slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
    _hardsigmoid(x, dx, s, t)
    np.multiply(x, 1 / 6, out=s)
    s *= np.abs(x) < 3
    dx += s
    dx *= dy


# losses ------------------------------------------------------------------------------------------------------------


def _pair_loss(term: Work, slope: Work) -> Callable[[Array, Array], Found]:
    """The mean of terms of x and target; ``slope(x, target, dx, dtarget, s, t)`` writes both derivatives."""

    def f(x: Array, target: Array) -> Found:
        terms = like(x)
        _sweep(term, (x, target), (terms,))

        def pullback(dy: Array) -> tuple[Array, ...]:
            dx, dtarget = like(x), like(x)
            scale = dx.dtype.type(dy / x.size)

            def scaled(*blocks: Array) -> None:
                slope(*blocks)
                blocks[2][...] *= scale
                blocks[3][...] *= scale

            _sweep(scaled, (x, target), (dx, dtarget))
            return dx, dtarget

        return terms.mean(), pullback

    return f


def _square(x: Array, target: Array, y: Array, s: Array, t: Array) -> None:
    np.subtract(x, target, out=y)
    y *= y


def _square_slope(x: Array, target: Array, dx: Array, dtarget: Array, s: Array, t: Array) -> None:
    np.subtract(x, target, out=dx)
    dx *= 2
    np.negative(dx, out=dtarget)


def _absolute(x: Array, target: Array, y: Array, s: Array, t: Array) -> None:
    np.subtract(x, target, out=y)
    np.abs(y, out=y)


def _absolute_slope(x: Array, target: Array, dx: Array, dtarget: Array, s: Array, t: Array) -> None:
    np.subtract(x, target, out=dx)
    np.sign(dx, out=dx)
    np.negative(dx, out=dtarget)


def _huber(x: Array, target: Array, y: Array, s: Array, t: Array) -> None:
    """m (|d| - m/2), m = min(|d|, 1)."""
    _absolute(x, target, y, s, t)
    np.minimum(y, 1, out=s)
    np.multiply(s, 0.5, out=t)
    y -= t
    y *= s


def _huber_slope(x: Array, target: Array, dx: Array, dtarget: Array, s: Array, t: Array) -> None:
    np.subtract(x, target, out=dx)
    np.clip(dx, -1, 1, out=dx)
    np.negative(dx, out=dtarget)


def _logits(x: Array, target: Array, y: Array, s: Array, t: Array) -> None:
    _softplus(x, y, s, t)
    np.multiply(x, target, out=s)
    y -= s


def _logits_slope(x: Array, target: Array, dx: Array, dtarget: Array, s: Array, t: Array) -> None:
    _sigmoid(x, dx, s, t)
    dx -= target
    np.negative(x, out=dtarget)


def softmax(x: Array) -> Found:
    y = like(x)

    def value(low: int, high: int) -> None:
        rows = y[low:high]
        np.subtract(x[low:high], x[low:high].max(-1, keepdims=True), out=rows)
        np.exp(rows, out=rows)
        rows /= rows.sum(-1, keepdims=True)

    _rows(value, x)

    def pullback(dy: Array) -> tuple[Array, ...]:
        dx = like(x)

        def slope(low: int, high: int) -> None:
            p, d = y[low:high], dy[low:high]
            np.subtract(d, np.vecdot(p, d)[..., None], out=dx[low:high])
            dx[low:high] *= p

        _rows(slope, x)
        return (dx,)

    return y, pullback


def log_softmax(x: Array) -> Found:
    y = like(x)

    def value(low: int, high: int) -> None:
        rows = y[low:high]
        np.subtract(x[low:high], x[low:high].max(-1, keepdims=True), out=rows)
        rows -= np.log(np.exp(rows).sum(-1, keepdims=True))

    _rows(value, x)

    def pullback(dy: Array) -> tuple[Array, ...]:
        dx = like(x)

        def slope(low: int, high: int) -> None:
            rows = dx[low:high]
            np.exp(y[low:high], out=rows)
            rows *= -dy[low:high].sum(-1, keepdims=True)
            rows += dy[low:high]

        _rows(slope, x)
        return (dx,)

    return y, pullback


def _rows(work: Callable[[int, int], None], x: Array) -> None:
    """Call ``work(low, high)`` for blocks of rows of x."""
    count, step = len(x), max(1, BLOCK // max(1, x[0].size))

    def run(first: int, last: int) -> None:
        for low in range(first, last, step):
            work(low, min(low + step, last))

    if x.size < THREADED or threads() < 2:
        run(0, count)
    else:
        shares = np.linspace(0, count, threads() + 1).astype(int).tolist()
        list(pool().map(run, shares[:-1], shares[1:]))


def cross_entropy(x: Array, target: Array) -> Found:
    """The softmax is kept, and the gradient made of it in place."""
    p, losses = like(x), empty(len(x), x.dtype)

    def value(low: int, high: int) -> None:
        rows = p[low:high]
        np.subtract(x[low:high], x[low:high].max(-1, keepdims=True), out=rows)
        losses[low:high] = -np.take_along_axis(rows, target[low:high, None], 1)[:, 0]
        np.exp(rows, out=rows)
        total = rows.sum(-1, keepdims=True)
        rows /= total
        losses[low:high] += np.log(total[:, 0])

    _rows(value, x)

    def pullback(dy: Array) -> tuple[Array, ...]:
        dx, scale = like(x), x.dtype.type(dy / len(x))

        def slope(low: int, high: int) -> None:
            np.multiply(p[low:high], scale, out=dx[low:high])
            dx[np.arange(low, high), target[low:high]] -= scale

        _rows(slope, x)
        return (dx,)

    return losses.mean(), pullback


# dense -------------------------------------------------------------------------------------------------------------


def linear(x: Array, weight: Array, bias: Array) -> Found:
    y = x @ weight.T
    y += bias
    return y, lambda dy: (dy @ weight, dy.T @ x, dy.sum(0))


def logistic_regression(x: Array, weight: Array, bias: Array) -> Found:
    y = x @ weight
    y += bias
    _sigmoid(y, y, y, y)

    def pullback(dy: Array) -> tuple[Array, ...]:
        dz = dy * y * (1 - y)
        return dz[:, None] * weight, dz @ x, dz.sum()

    return y, pullback


def mlp(x: Array, weights: Sequence[Array], biases: Sequence[Array]) -> Found:
    kept = [x]
    for weight, bias in zip(weights, biases, strict=True):
        z = kept[-1] @ weight.T
        z += bias
        if len(kept) < len(weights):
            np.maximum(z, 0, out=z)
        kept.append(z)

    def pullback(d: Array) -> tuple[Any, ...]:
        dw, db = [], []
        for layer in reversed(range(len(weights))):
            dw.append(d.T @ kept[layer])
            db.append(d.sum(0))
            d = d @ weights[layer]
            if layer:
                d *= kept[layer] > 0
        return d, dw[::-1], db[::-1]

    return kept[-1], pullback


def layer_norm(x: Array, weight: Array, bias: Array, eps: float = 1e-5) -> Found:
    y, xhat = like(x), like(x)
    rstd, features = empty((len(x), 1), x.dtype), x.shape[1]

    def value(low: int, high: int) -> None:
        h = xhat[low:high]
        np.subtract(x[low:high], x[low:high].mean(1, keepdims=True), out=h)
        rstd[low:high] = 1 / np.sqrt(np.vecdot(h, h)[:, None] / features + eps)
        h *= rstd[low:high]
        np.multiply(h, weight, out=y[low:high])
        y[low:high] += bias

    _rows(value, x)

    def pullback(dy: Array) -> tuple[Array, ...]:
        dx = like(x)

        def slope(low: int, high: int) -> None:
            """rstd (g - mean(g) - xhat mean(g xhat)), g = dy weight."""
            d, h = dx[low:high], xhat[low:high]
            np.multiply(dy[low:high], weight, out=d)
            level = d.mean(1, keepdims=True)
            along = np.vecdot(d, h)[:, None] / features
            d -= level
            d -= along * h
            d *= rstd[low:high]

        _rows(slope, x)
        return dx, np.einsum("nd,nd->d", dy, xhat), dy.sum(0)

    return y, pullback


# convolution and pooling -------------------------------------------------------------------------------------------


def conv2d(x: Array, weight: Array, bias: Array, stride: int = 1, padding: int = 0) -> Found:
    """im2col of one image at a time; 1x1 is a product, and 3x3 has a way of its own."""
    if weight.shape[2:] == (3, 3) and stride == padding == 1:
        return conv2d_3x3(x, weight, bias)
    if weight.shape[2:] == (1, 1) and stride == 1 and padding == 0:
        return _conv2d_1x1(x, weight, bias)
    k, c, r, s = weight.shape
    borders = [(0, 0), (0, 0), (padding, padding), (padding, padding)]
    padded = np.pad(x, borders)
    windows = sliding_window_view(padded, (r, s), (2, 3))[:, :, ::stride, ::stride]
    p, q = windows.shape[2:4]
    w = weight.reshape(k, -1)
    y = empty((len(x), k, p * q), x.dtype)
    cols = empty((len(x), c, r, s, p, q), x.dtype)
    for n in range(len(x)):
        cols[n] = windows[n].transpose(0, 3, 4, 1, 2)
        np.matmul(w, cols[n].reshape(-1, p * q), out=y[n])
        y[n] += bias[:, None]

    def pullback(dy: Array) -> tuple[Array, ...]:
        flat = dy.reshape(len(x), k, p * q)
        dpadded, dw = np.zeros_like(padded), np.zeros_like(w)
        for n in range(len(x)):
            dw += flat[n] @ cols[n].reshape(-1, p * q).T
            back = (w.T @ flat[n]).reshape(c, r, s, p, q)
            for i in range(r):
                for j in range(s):
                    dpadded[n, :, i : i + stride * p : stride, j : j + stride * q : stride] += back[:, i, j]
        height, width = x.shape[2:]
        dx = dpadded[:, :, padding : padding + height, padding : padding + width].copy()
        return dx, dw.reshape(weight.shape), flat.sum((0, 2))

    return y.reshape(len(x), k, p, q), pullback


def _conv2d_1x1(x: Array, weight: Array, bias: Array) -> Found:
    w, flat = weight[:, :, 0, 0], x.reshape(*x.shape[:2], -1)
    y = w @ flat
    y += bias[:, None]

    def pullback(dy: Array) -> tuple[Array, ...]:
        d = dy.reshape(y.shape)
        dw = (d @ flat.transpose(0, 2, 1)).sum(0)
        return (w.T @ d).reshape(x.shape), dw.reshape(weight.shape), d.sum((0, 2))

    return y.reshape(len(x), len(w), *x.shape[2:]), pullback


def max_pool2d(x: Array, kernel_size: int) -> Found:
    """Windows side by side; the first of equals gets the gradient."""
    k = kernel_size
    taps = [x[:, :, i::k, j::k] for i in range(k) for j in range(k)]
    y = taps[0].copy()
    for tap in taps[1:]:
        np.maximum(y, tap, out=y)

    def pullback(dy: Array) -> tuple[Array, ...]:
        dx, free = like(x), np.ones(y.shape, bool)
        for place, tap in enumerate(taps):
            hit = tap == y
            hit &= free
            free ^= hit
            np.multiply(dy, hit, out=dx[:, :, place // k :: k, place % k :: k])
        return (dx,)

    return y, pullback


def avg_pool2d(x: Array, kernel_size: int) -> Found:
    k = kernel_size
    taps = [x[:, :, i::k, j::k] for i in range(k) for j in range(k)]
    y = taps[0] + taps[1]
    for tap in taps[2:]:
        y += tap
    y *= 1 / k**2

    def pullback(dy: Array) -> tuple[Array, ...]:
        dx, share = like(x), dy * x.dtype.type(1 / k**2)
        for i in range(k):
            for j in range(k):
                dx[:, :, i::k, j::k] = share
        return (dx,)

    return y, pullback


# recurrent ---------------------------------------------------------------------------------------------------------


def rnn(x: Array, h0: Array, w_ih: Array, w_hh: Array, b_ih: Array, b_hh: Array) -> Found:
    """h' = tanh(W x + b + U h); the products with x, and of the weights' gradients, are one each."""
    steps, batch, _ = x.shape
    h = empty((steps + 1, *h0.shape), x.dtype)
    h[0] = h0
    np.matmul(x.reshape(steps * batch, -1), w_ih.T, out=h[1:].reshape(steps * batch, -1))
    h[1:] += b_ih + b_hh
    for t in range(steps):
        h[t + 1] += h[t] @ w_hh.T
        np.tanh(h[t + 1], out=h[t + 1])

    def pullback(dy: Array | None, dh_n: Array | None) -> tuple[Array, ...]:
        dz = empty((steps, *h0.shape), x.dtype)
        dh = np.zeros_like(h0) if dh_n is None else dh_n.copy()
        for t in reversed(range(steps)):
            if dy is not None:
                dh += dy[t]
            np.multiply(h[t + 1], h[t + 1], out=dz[t])
            np.subtract(1, dz[t], out=dz[t])
            dz[t] *= dh
            np.matmul(dz[t], w_hh, out=dh)
        flat = dz.reshape(steps * batch, -1)
        dx, dw_ih = (flat @ w_ih).reshape(x.shape), flat.T @ x.reshape(steps * batch, -1)
        db = flat.sum(0)
        return dx, dh, dw_ih, flat.T @ h[:-1].reshape(steps * batch, -1), db, db.copy()

    return (h[1:], h[-1].copy()), pullback


def gru_reset_after(x: Array, h0: Array, w_ih: Array, w_hh: Array, b_ih: Array, b_hh: Array) -> Found:
    """r, z = sigmoid(a + b), n = tanh(a + r b), h' = n + z (h - n), a = W x + b_ih, b = U h + b_hh."""
    (steps, batch, _), size = x.shape, h0.shape[1]
    rows = steps * batch
    h = empty((steps + 1, batch, size), x.dtype)
    h[0] = h0
    a = (x.reshape(rows, -1) @ w_ih.T + b_ih).reshape(steps, batch, 3 * size)
    b_n = empty((steps, batch, size), x.dtype)
    for t in range(steps):
        gates, b = a[t], h[t] @ w_hh.T
        b += b_hh
        rz = gates[:, : 2 * size]
        rz += b[:, : 2 * size]
        _sigmoid(rz, rz, rz, rz)
        b_n[t] = b[:, 2 * size :]
        n = gates[:, 2 * size :]
        n += gates[:, :size] * b_n[t]
        np.tanh(n, out=n)
        np.subtract(h[t], n, out=h[t + 1])
        h[t + 1] *= gates[:, size : 2 * size]
        h[t + 1] += n

    def pullback(dy: Array | None, dh_n: Array | None) -> tuple[Array, ...]:
        da, db = like(a), like(a)
        dh = np.zeros_like(h0) if dh_n is None else dh_n.copy()
        for t in reversed(range(steps)):
            if dy is not None:
                dh += dy[t]
            r, z, n = (a[t][:, k * size : (k + 1) * size] for k in range(3))
            dn = dh * (1 - z) * (1 - n * n)
            da[t, :, :size] = dn * b_n[t] * r * (1 - r)
            da[t, :, size : 2 * size] = dh * (h[t] - n) * z * (1 - z)
            da[t, :, 2 * size :] = dn
            db[t, :, : 2 * size] = da[t, :, : 2 * size]
            np.multiply(dn, r, out=db[t, :, 2 * size :])
            dh *= z
            dh += db[t] @ w_hh
        flat_a, flat_b = da.reshape(rows, -1), db.reshape(rows, -1)
        dw_ih, dw_hh = flat_a.T @ x.reshape(rows, -1), flat_b.T @ h[:-1].reshape(rows, -1)
        return (flat_a @ w_ih).reshape(x.shape), dh, dw_ih, dw_hh, flat_a.sum(0), flat_b.sum(0)

    return (h[1:], h[-1].copy()), pullback


# optimizers --------------------------------------------------------------------------------------------------------


def sgd(w: Array, grad: Array, lr: float, weight_decay: float = 0.0) -> Found:
    """w (1 - lr decay) - lr grad."""
    found, keep = like(w), 1 - lr * weight_decay

    def value(w: Array, grad: Array, y: Array, s: Array) -> None:
        np.multiply(grad, -lr, out=y)
        np.multiply(w, keep, out=s)
        y += s

    _sweep(value, (w, grad), (found,), 1)

    def pullback(dy: Array) -> tuple[Array, ...]:
        dw, dgrad = like(w), like(w)

        def slope(dy: Array, dw: Array, dgrad: Array) -> None:
            np.multiply(dy, keep, out=dw)
            np.multiply(dy, -lr, out=dgrad)

        _sweep(slope, (dy,), (dw, dgrad), 0)
        return dw, dgrad

    return found, pullback


def momentum(w: Array, grad: Array, m: Array, lr: float, momentum: float) -> Found:
    new_w, new_m = like(w), like(w)

    def value(w: Array, grad: Array, m: Array, new_w: Array, new_m: Array) -> None:
        np.multiply(m, momentum, out=new_m)
        new_m += grad
        np.multiply(new_m, -lr, out=new_w)
        new_w += w

    _sweep(value, (w, grad, m), (new_w, new_m), 0)

    def pullback(dw: Array, dm: Array) -> tuple[Array, ...]:
        before, dgrad = like(w), like(w)

        def slope(dw: Array, dm: Array, dgrad: Array, before: Array) -> None:
            np.multiply(dw, -lr, out=dgrad)
            dgrad += dm
            np.multiply(dgrad, momentum, out=before)

        _sweep(slope, (dw, dm), (dgrad, before), 0)
        return dw.copy(), dgrad, before

    return (new_w, new_m), pullback


def adam(
    w: Array, grad: Array, m: Array, v: Array, t: int, lr: float = 1e-3, betas: tuple[float, float] = (0.9, 0.999),
    eps: float = 1e-8,
) -> Found:  # fmt: skip
    """w' = w - step m'/d, d = sqrt(v')/c + eps."""
    one, two = betas
    step, c = lr / (1 - one**t), (1 - two**t) ** 0.5
    new_w, new_m, new_v = like(w), like(w), like(w)

    def value(w: Array, g: Array, m: Array, v: Array, new_w: Array, new_m: Array, new_v: Array, s: Array) -> None:
        np.multiply(m, one, out=new_m)
        np.multiply(g, 1 - one, out=s)
        new_m += s
        np.multiply(v, two, out=new_v)
        np.multiply(g, g, out=s)
        s *= 1 - two
        new_v += s
        np.sqrt(new_v, out=s)
        s *= 1 / c
        s += eps
        np.divide(new_m, s, out=s)
        s *= step
        np.subtract(w, s, out=new_w)

    _sweep(value, (w, grad, m, v), (new_w, new_m, new_v), 1)

    def pullback(dw: Array, dm: Array, dv: Array) -> tuple[Array, ...]:
        bg, bm, bv = like(w), like(w), like(w)

        def slope(
            g: Array, new_m: Array, new_v: Array, dw: Array, dm: Array, dv: Array,
            bg: Array, bm: Array, bv: Array, root: Array, d: Array, q: Array,
        ) -> None:  # fmt: skip
            np.sqrt(new_v, out=root)
            np.multiply(root, 1 / c, out=d)
            d += eps
            np.divide(dw, d, out=q)
            q *= step
            np.subtract(dm, q, out=bm)  # the cotangent of m'
            q *= new_m
            q /= d
            q /= root
            q *= 0.5 / c
            np.add(dv, q, out=bv)  # the cotangent of v'
            np.multiply(bm, 1 - one, out=bg)
            np.multiply(bv, g, out=q)
            q *= 2 * (1 - two)
            bg += q
            bm *= one
            bv *= two

        _sweep(slope, (grad, new_m, new_v, dw, dm, dv), (bg, bm, bv), 3)
        return dw.copy(), bg, bm, bv

    return (new_w, new_m, new_v), pullback


def _copy_slope(x: Array, y: Array, dy: Array, dx: Array, s: Array, t: Array) -> None:
    np.copyto(dx, dy)


CALLS: dict[str, Callable[..., Found]] = {
    "identity": _elementwise(_into(np.positive), _copy_slope),
    "sigmoid": _elementwise(_sigmoid, _sigmoid_slope),
    "tanh": _elementwise(_into(np.tanh), _tanh_slope),
    "relu": _elementwise(_into(np.maximum, 0), _relu_slope),
    "leaky_relu": _elementwise(_leaky, _leaky_slope),
    "elu": _elementwise(_elu, _elu_slope),
    "celu": _elementwise(_elu, _elu_slope),
    "softplus": _elementwise(_softplus, _softplus_slope),
    "silu": _elementwise(_silu, _silu_slope),
    "logsigmoid": _elementwise(_logsigmoid, _logsigmoid_slope),
    "mish": _elementwise(_mish, _mish_slope),
    "softsign": _elementwise(_softsign, _softsign_slope),
    "relu6": _elementwise(_into(np.clip, 0, 6), _inside_slope(0, 6)),
    "hardtanh": _elementwise(_into(np.clip, -1, 1), _inside_slope(-1, 1)),
    "hardsigmoid": _elementwise(_hardsigmoid, _inside_slope(-3, 3, 1 / 6)),
    "hardswish": _elementwise(_hardswish, _hardswish_slope),
    "mse_loss": _pair_loss(_square, _square_slope),
    "l1_loss": _pair_loss(_absolute, _absolute_slope),
    "huber_loss": _pair_loss(_huber, _huber_slope),
    "smooth_l1_loss": _pair_loss(_huber, _huber_slope),
    "binary_cross_entropy_with_logits": _pair_loss(_logits, _logits_slope),
    **{
        f.__name__: f
        for f in (
            softmax, log_softmax, cross_entropy, linear, logistic_regression, mlp, layer_norm, batch_norm, conv2d,
            max_pool2d, avg_pool2d, rnn, lstm, gru_reset_after, sgd, momentum, adam,
        )
    },
}  # fmt: skip
