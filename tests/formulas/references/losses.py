"""The losses chapter as plain NumPy."""

import numpy as np

from references.along_axis import softmax
from references.tools import reduced


def mse_loss(x, target, reduction="mean"):
    return reduced((x - target) ** 2, reduction)


def half_squared_error(x, target, reduction="mean"):
    return reduced((x - target) ** 2 / 2, reduction)


def cross_entropy(x, target, weight=None, ignore_index=-100, reduction="mean", label_smoothing=0.0):
    axis = 0 if x.ndim == 1 else 1
    classes = x.shape[axis]
    weight = np.ones(classes) if weight is None else weight
    logp = np.moveaxis(np.log(softmax(x, axis)), axis, -1)
    if target.dtype.kind == "f":
        soft = (1 - label_smoothing) * np.moveaxis(target, axis, -1) + label_smoothing / classes
        terms = -(weight * soft * logp).sum(-1)
        return terms.mean() if reduction == "mean" else reduced(terms, reduction)
    keep = target != ignore_index
    index = np.where(keep, target, 0)
    hit = -weight[index] * np.take_along_axis(logp, index[..., None], -1)[..., 0]
    spread = -(weight * logp).sum(-1) / classes
    terms = keep * ((1 - label_smoothing) * hit + label_smoothing * spread)
    return terms.sum() / weight[index][keep].sum() if reduction == "mean" else reduced(terms, reduction)
