"""The pooling chapter as plain NumPy."""

import math
from functools import partial

import numpy as np

from references.tools import each, padded, window

FAR = 100
"""More than any window sticks out of the padding."""


def counts(size, kernel, stride, padding, dilation, ceil_mode):
    """Windows along each axis; with ceil_mode one may stick out, if it begins inside the array or its left padding."""
    found = []
    for n, k, s, p, d in zip(size, kernel, stride, padding, dilation, strict=True):
        starts = range(0, n + 2 * p, s)
        fits = [i for i in starts if i + d * (k - 1) < n + 2 * p]
        more = [i for i in starts if i not in fits and i < n + p and i - s + d * (k - 1) + 1 < n + 2 * p]
        found.append(len(fits) + (len(more[:1]) if ceil_mode and fits else 0))
    return found


def windows(axes, x, fill, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    """The shape of the result, and every place with what its window sees: `fill` in the padding, nan beyond it."""
    kernel, padding, dilation = each(kernel_size, axes), each(padding, axes), each(dilation, axes)
    stride = kernel if stride is None else each(stride, axes)
    shape = counts(x.shape[-axes:], kernel, stride, padding, dilation, ceil_mode)
    wide = padded(padded(x, padding, padding, fill), (0,) * axes, (FAR,) * axes, np.nan)
    return shape, ((place, window(wide, place, kernel, stride, dilation)) for place in np.ndindex(*shape))


def pooled(axes, x, fill, take, **options):
    """`take` of the entries of each window, those beyond the padding being nan."""
    shape, seen = windows(axes, x, fill, **options)
    y = np.empty((*x.shape[:-axes], *shape))
    for place, entries in seen:
        y[(..., *place)] = take(entries.reshape(*x.shape[:-axes], math.prod(entries.shape[-axes:])))
    return y


def max_pool(axes, x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    options = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "dilation": dilation}
    return pooled(axes, x, -np.inf, lambda e: np.nanmax(e, axis=-1), ceil_mode=ceil_mode, **options)


def avg_pool(axes, x, kernel_size, stride=None, padding=0, ceil_mode=False, count_include_pad=True):
    options = {"kernel_size": kernel_size, "stride": stride, "padding": padding, "ceil_mode": ceil_mode}
    fill = 0.0 if count_include_pad else np.nan
    return pooled(axes, x, fill, lambda e: np.nansum(e, axis=-1) / np.sum(~np.isnan(e), axis=-1), **options)


def lp_pool(axes, x, norm_type, kernel_size, stride=None, ceil_mode=False):
    scale = np.prod(each(kernel_size, axes))
    means = avg_pool(axes, x**norm_type, kernel_size, stride, ceil_mode=ceil_mode)
    return (scale * means) ** (1 / norm_type)


max_pool1d, max_pool2d, max_pool3d = (partial(max_pool, n) for n in (1, 2, 3))
avg_pool1d, avg_pool2d, avg_pool3d = (partial(avg_pool, n) for n in (1, 2, 3))
lp_pool1d, lp_pool2d = (partial(lp_pool, n) for n in (1, 2))


def global_avg_pool(x):
    return x.mean(tuple(range(2, x.ndim)), keepdims=True)


def global_max_pool(x):
    return x.max(tuple(range(2, x.ndim)), keepdims=True)
