"""The convolution chapter as plain NumPy."""

from functools import partial

import numpy as np

from references.tools import each, padded, window


def convolution(axes, x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1):
    if x.ndim == axes + 1:
        return convolution(axes, x[None], weight, bias, stride, padding, dilation, groups)[0]
    stride, dilation, kernel = each(stride, axes), each(dilation, axes), weight.shape[2:]
    if padding == "same":
        total = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
        before = [t // 2 for t in total]
        after = [t - b for t, b in zip(total, before, strict=True)]
    else:
        before = after = each(0 if padding == "valid" else padding, axes)
    return slid(padded(x, before, after, 0), weight, bias, stride, dilation, groups)


def slid(x, weight, bias, stride, dilation, groups):
    """One output number at a time: the window's entries times the kernel's."""
    (count, channels), kernel = weight.shape[:2], weight.shape[2:]
    shape = [(n - d * (k - 1) - 1) // s + 1 for n, k, s, d in zip(x.shape[2:], kernel, stride, dilation, strict=True)]
    y = np.zeros((len(x), count, *shape))
    for place in np.ndindex(*shape):
        seen = window(x, place, kernel, stride, dilation)
        for k in range(count):
            first = k // (count // groups) * channels
            inner = seen[:, first : first + channels] * weight[k]
            y[(slice(None), k, *place)] = inner.sum(tuple(range(1, inner.ndim))) + (0 if bias is None else bias[k])
    return y


def transposed(axes, x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1):
    """Zeros between the entries, a wide border, and a convolution with the kernels turned around (Dumoulin, Visin)."""
    if x.ndim == axes + 1:
        return transposed(axes, x[None], weight, bias, stride, padding, output_padding, groups, dilation)[0]
    stride, dilation, kernel = each(stride, axes), each(dilation, axes), weight.shape[2:]
    padding, extra = each(padding, axes), each(output_padding, axes)
    between = zip(x.shape[2:], stride, extra, strict=True)
    stretched = np.zeros((*x.shape[:2], *((n - 1) * s + 1 + e for n, s, e in between)))
    ends = zip(x.shape[2:], stride, strict=True)
    stretched[(..., *(slice(0, (n - 1) * s + 1, s) for n, s in ends))] = x
    border = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
    turned = np.flip(weight, tuple(range(2, axes + 2))).reshape(groups, len(weight) // groups, *weight.shape[1:])
    turned = turned.swapaxes(1, 2).reshape(weight.shape[1] * groups, len(weight) // groups, *kernel)
    full = slid(padded(stretched, border, border, 0), turned, bias, (1,) * axes, dilation, groups)
    crop = zip(padding, full.shape[2:], strict=True)
    return full[(..., *(slice(p, n - p) for p, n in crop))]


conv1d, conv2d, conv3d = (partial(convolution, n) for n in (1, 2, 3))
conv_transpose1d, conv_transpose2d, conv_transpose3d = (partial(transposed, n) for n in (1, 2, 3))
