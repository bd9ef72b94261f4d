"""What several references share."""

import numpy as np


def reduced(terms, reduction):
    return {"mean": np.mean, "sum": np.sum, "none": np.asarray}[reduction](terms)


def each(value, count):
    return (value,) * count if isinstance(value, int) else tuple(value)


def padded(x, before, after, fill):
    """The last axes with that many entries put before and after."""
    lead = [(0, 0)] * (x.ndim - len(before))
    return np.pad(x, [*lead, *zip(before, after, strict=True)], constant_values=fill)


def window(x, place, kernel, stride, dilation):
    """The entries that the window of that number sees along the last axes."""
    cut = [slice(p * s, p * s + d * (k - 1) + 1, d) for p, k, s, d in zip(place, kernel, stride, dilation, strict=True)]
    return x[(..., *cut)]
