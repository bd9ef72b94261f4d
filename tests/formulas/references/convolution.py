"""The convolution chapter as plain NumPy."""

from itertools import product

import numpy as np

from references.tools import both, padded


def conv2d(x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    (s0, s1), (d0, d1) = both(stride), both(dilation)
    count, channels, rows, columns = weight.shape
    if padding == "same":
        total = d0 * (rows - 1), d1 * (columns - 1)
        before = total[0] // 2, total[1] // 2
        after = total[0] - before[0], total[1] - before[1]
    else:
        before = after = both(0 if padding == "valid" else padding)
    x = padded(x, before, after, 0)
    height, width = (x.shape[2] - d0 * (rows - 1) - 1) // s0 + 1, (x.shape[3] - d1 * (columns - 1) - 1) // s1 + 1
    y = np.zeros((len(x), count, height, width))
    for k, p, q in product(range(count), range(height), range(width)):
        first = k // (count // groups) * channels
        window = x[:, first : first + channels, p * s0 :: d0, q * s1 :: d1][:, :, :rows, :columns]
        y[:, k, p, q] = (window * weight[k]).sum((1, 2, 3)) + (0 if bias is None else bias[k])
    return y
