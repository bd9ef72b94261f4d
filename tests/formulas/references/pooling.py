"""The pooling chapter as plain NumPy."""

from itertools import product

import numpy as np

from references.tools import both, padded


def max_pool2d(x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False):
    kernel, pads, gaps = both(kernel_size), both(padding), both(dilation)
    steps = kernel if stride is None else both(stride)
    sizes = []
    for n, k, s, p, d in zip(x.shape[2:], kernel, steps, pads, gaps, strict=True):
        span = n + 2 * p - d * (k - 1) - 1
        count = (-(-span // s) if ceil_mode else span // s) + 1
        sizes.append(count - 1 if ceil_mode and (count - 1) * s >= n + p else count)
    after = [p + 100 for p in pads]
    x = padded(x, pads, after, -np.inf)
    y = np.empty((*x.shape[:2], *sizes))
    for p, q in product(range(sizes[0]), range(sizes[1])):
        window = x[:, :, p * steps[0] :: gaps[0], q * steps[1] :: gaps[1]][:, :, : kernel[0], : kernel[1]]
        y[:, :, p, q] = window.max((2, 3))
    return y
