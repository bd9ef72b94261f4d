"""The losses chapter as plain NumPy."""

import numpy as np

from references.along_axis import softmax
from references.tools import reduced


def mse_loss(x, target, reduction="mean"):
    return reduced((x - target) ** 2, reduction)


def half_squared_error(x, target, reduction="mean"):
    return reduced((x - target) ** 2 / 2, reduction)


def l1_loss(x, target, reduction="mean"):
    return reduced(np.abs(x - target), reduction)


def huber_loss(x, target, delta=1.0, reduction="mean"):
    a = np.abs(x - target)
    near = np.minimum(a, delta)
    return reduced(near**2 / 2 + delta * (a - near), reduction)


def smooth_l1_loss(x, target, beta=1.0, reduction="mean"):
    if beta == 0:
        return l1_loss(x, target, reduction)
    return huber_loss(x, target, beta, reduction) / beta


def hinge_loss(x, target, reduction="mean"):
    return reduced(np.maximum(0, 1 - target * x), reduction)


def binary_cross_entropy(x, target, weight=None, reduction="mean"):
    terms = -(target * np.maximum(np.log(x), -100) + (1 - target) * np.maximum(np.log(1 - x), -100))
    return reduced(terms if weight is None else weight * terms, reduction)


def binary_cross_entropy_with_logits(x, target, weight=None, pos_weight=None, reduction="mean"):
    yes = target if pos_weight is None else pos_weight * target
    terms = yes * np.logaddexp(0, -x) + (1 - target) * np.logaddexp(0, x)
    return reduced(terms if weight is None else weight * terms, reduction)


def nll_loss(x, target, weight=None, ignore_index=-100, reduction="mean"):
    axis = 0 if x.ndim == 1 else 1
    weight = np.ones(x.shape[axis]) if weight is None else weight
    keep = target != ignore_index
    index = np.where(keep, target, 0)
    terms = -weight[index] * np.take_along_axis(np.moveaxis(x, axis, -1), index[..., None], -1)[..., 0] * keep
    return terms.sum() / weight[index][keep].sum() if reduction == "mean" else reduced(terms, reduction)


def kl_div(x, target, log_target=False, reduction="mean"):
    p, logp = (np.exp(target), target) if log_target else (target, np.log(target))
    terms = p * (logp - x)
    return terms.sum() / len(x) if reduction == "batchmean" else reduced(terms, reduction)


def gaussian_kl(mu, logvar):
    return np.asarray(0.5 * (mu**2 + np.exp(logvar) - logvar - 1)).sum()


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
