"""What is drawn: parameters away from every identity, and values of many kinds.

Small constants are visible; exponents spread over the format; values tie; every array is rounded to
the format before anything is computed from it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]

SELECTING = r"(log_)?softmax$|cross_entropy$|max_pool[123]d$|global_max_pool$"
"""Formulas that an entry far below the others, or at -inf, does not reach: `below` and `masked` are drawn for them."""

SHAPES = ("distinct", "ones", "single", "empty", "long", "huge")
"""How sizes are drawn: pairwise different, all 1, one of them 1, one 0, two above a vector register, one above a
buffer."""

BENIGN = ("normal", "ties", "scaled", "positive", "negative", "zero")
"""Flavors on which a right formula is accurate however it is written."""

ORDINARY = ("normal", "scaled", "positive", "negative", "zero")
"""Flavors on which the rounding of what lies between inputs and outputs is seen from the inputs."""

CHOICES: dict[str, Sequence[Any]] = {
    "slope": (1.0, 1.7, -0.6),
    "negative_slope": (0.01, 0.3, 1.4),
    "alpha": (1.3, 1.0, 0.4),
    "beta": (1.6, 1.0, 0.3),
    "approximate": ("none", "tanh"),
    "min_val": (-0.5, -1.0, -1.7),
    "max_val": (2.0, 1.0, 0.6),
    "dim": (-1, 0, 1, -2),
    "reduction": ("mean", "sum", "none", "batchmean"),
    "delta": (0.6, 1.0, 1.8),
    "eps": (0.1, 1.0, 1e-5, 1e-3),
    "momentum": (0.3, 0.85, 0.1),
    "activation": ("sigmoid", "tanh", "relu", "softplus"),
    "activations": ("tanh", "relu", "sigmoid"),
    "degree": (2, 3, 0, 1, 4),
    "log_target": (False, True),
    "label_smoothing": (0.3, 0.0, 1.0),
    "ignore_index": (1, -100, 0),
    "lr": (0.3, 0.1, 1.7),
    "weight_decay": (0.25, 0.0, 0.01),
    "smoothing": (0.3,),
    "betas": ((0.6, 0.8), (0.9, 0.999), (0.8, 0.3)),
    "rho": (0.7, 0.9),
    "t": (1, 2, 3, 7, 1000),
    "momentum_decay": (0.004, 0.3),
    "gamma": (0.3, 1.7),
    "p": (0.3, 0.6),
    "max_norm": (0.7, 30.0),
    "clip_value": (0.7, 2.0),
    "norm_type": (2, 3, 1),
    "ceil_mode": (False, True),
    "count_include_pad": (True, False),
}
"""Values of parameters, away from every identity."""

RARE: dict[str | tuple[str, str], Sequence[Any]] = {
    "negative_slope": (0.0, -0.4),
    "min_val": (0.25,),
    "momentum": (0.0,),
    ("rmsprop", "alpha"): (0.0,),
    "rho": (0.0,),
    "betas": ((0.0, 0.9), (0.9, 0.0)),
    "momentum_decay": (0.0,),
    ("inverted_dropout", "p"): (0.0,),
    ("dropout_inference", "p"): (0.0, 1.0),
    "gamma": (0.0,),
    "lr": (0.0,),
}
"""More values of parameters, which say little of a kernel's usual path: identities, and the other sign."""

BY_FORMULA: dict[tuple[str, str], Sequence[Any]] = {
    ("elu", "alpha"): (1.3, 1.0, -0.7),
    ("rmsprop", "alpha"): (0.7, 0.9),
    ("p_norm", "p"): (3.0, 2.0, 1.0, 1.5),
    ("p_metric", "p"): (3.0, 2.0, 1.0, 1.5),
    ("adagrad", "eps"): (0.1, 1.0),
    ("rmsprop", "eps"): (0.1, 1.0),
    ("adadelta", "eps"): (0.1, 1.0),
    ("adam", "eps"): (0.1, 1.0),
    ("adamw", "eps"): (0.1, 1.0),
    ("nadam", "eps"): (0.1, 1.0),
}

KINDS: dict[str, str] = {
    "v": "positive",
    "u": "positive",
    "q": "positive",
    "running_var": "positive",
    "mu_product": "unit",
    "mask": "bits",
    "pos_weight": "positive",
}
"""What the entries of an array are where its name decides that."""

KINDS_BY_FORMULA: dict[tuple[str, str], str] = {
    ("binary_cross_entropy", "x"): "closed",
    ("binary_cross_entropy", "target"): "closed",
    ("binary_cross_entropy_with_logits", "target"): "closed",
    ("binary_cross_entropy", "weight"): "positive",
    ("binary_cross_entropy_with_logits", "weight"): "positive",
    ("kl_div", "target"): "probability",
    ("hinge_loss", "target"): "signs",
    ("cross_entropy", "weight"): "positive",
    ("nll_loss", "weight"): "positive",
    ("cross_entropy", "target"): "probability",
}


def scale(rng: np.random.Generator, dtype: str) -> float:
    """A power of two, now large, now small: of an array, or of a cotangent."""
    reach = 4 if dtype == "float16" else 9
    return float(2.0 ** int(rng.integers(-reach, reach - 1)))


def magnitude(dtype: str) -> float:
    """What counts as large: exponentials of it overflow, its fourth power does not."""
    return {"float16": 14.0, "float32": 1000.0, "float64": 1000.0}[dtype]


def values(rng: np.random.Generator, shape: tuple[int, ...], kind: str, flavor: str, dtype: str) -> Array:
    """Entries of an array."""
    if kind == "bits":
        return np.asarray(rng.integers(0, 2, shape)).astype(dtype)
    if kind == "signs":
        return np.asarray(2.0 * rng.integers(0, 2, shape) - 1, dtype=dtype)
    if kind == "closed" and flavor in ("ties", "constant"):
        return np.asarray(rng.choice([0.0, 0.25, 1.0, 1.0, 0.0], size=shape), dtype=dtype)
    if kind in ("unit", "closed", "probability"):
        found = rng.uniform(0.02, 0.98, shape)
        if kind == "probability":
            found = np.where(rng.uniform(size=shape) < 0.25, 0.0, found)
        return np.asarray(found).astype(dtype)
    found = _real(rng, shape, flavor, dtype)
    if kind == "negative":
        found = -np.abs(found)
    if kind == "positive":
        found = np.abs(found) + (0.1 if flavor in ("normal", "mean") else 0)
    return np.asarray(found).astype(dtype)


def masked(rng: np.random.Generator, a: Array) -> Array:
    """Some entries at -inf, along no axis all of them."""
    mask = rng.uniform(size=a.shape) < 0.3
    for axis in range(a.ndim):
        mask &= ~np.all(mask, axis=axis, keepdims=True)
    return np.where(mask, -np.inf, a).astype(a.dtype)


def _real(rng: np.random.Generator, shape: tuple[int, ...], flavor: str, dtype: str) -> Array:
    """Values plain (normal), about a large mean, with many equals (ties), over many exponents (wide), large, constant,
    tiny, plain with a power of two of its own for every array (scaled), of one sign, or far below 0; `masked` ones are
    plain."""
    large, normal = magnitude(dtype), rng.normal(size=shape)
    if flavor == "mean":
        return np.asarray(large / 4 + normal)
    if flavor == "ties":
        return rng.choice([-1.0, 0.0, 0.0, 1.0, 1.0, 2.0], size=shape)
    if flavor == "wide":
        reach = {"float16": 3.5, "float32": 14.0, "float64": 60.0}[dtype]
        return np.asarray(rng.choice([-1.0, 1.0], size=shape) * np.exp2(rng.uniform(-reach, reach, shape)))
    if flavor == "large":
        return np.asarray(large * normal)
    if flavor == "constant":
        return np.full(shape, float(rng.integers(1, 4)) / 4)
    if flavor == "tiny":
        return np.asarray(normal * np.exp2({"float16": -5.0, "float32": -30.0, "float64": -250.0}[dtype]))
    if flavor == "below":
        reach = int(rng.choice([11, 11] if dtype == "float16" else [20, 110]))
        return np.asarray(-np.exp2(reach) * (1 + rng.uniform(size=shape)))
    if flavor in ("positive", "negative"):
        return np.asarray((np.abs(normal) + 0.1) * (1 if flavor == "positive" else -1))
    if flavor == "scaled":
        return np.asarray(normal * scale(rng, dtype))
    return np.asarray(normal)
