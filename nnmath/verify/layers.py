"""Reductions and layers: errors in units of what the rounding of the inputs alone may do to each entry.

For an entry y of a result with inputs a, the measure is

    |found - exact| / (u (|y| + sum_i |dy/da_i| |a_i|)),    u = eps/2.

For a product of matrices the sum is that of |a| |b|, twice; in general it is the componentwise condition of
the problem (Higham (2002), Accuracy and stability of numerical algorithms, sections 1.6 and 3.1), so that
cancellation which the problem itself has is not held against a kernel, and any other is.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from nnmath import formula, runtime
from nnmath.verify.ulp import Array


@dataclass(frozen=True)
class Bound:
    """The stated bounds of the measure, and what is added to the unit where the kernel's form needs it.

    "norm" adds the largest entry of the same result: the small entries behind a saturated gate keep no relative
    accuracy. "terms" adds the largest cotangent: of dy - sum(p dy) nothing is left where p is near 1. "shift"
    multiplies by 1 + max|x|: softmax is exp(x - logsumexp(x)), and the rounding of a large logsumexp is in every
    entry; "shift absolute" adds max|x|.
    """

    value: float
    gradient: float
    value_unit: str = "entry"
    gradient_unit: str = "entry"


BOUNDS: dict[str, Bound] = {
    "linear": Bound(1.0, 1.0),
    "softmax": Bound(1.5, 0.25, "shift", "terms shift"),
    "log_softmax": Bound(1.0, 0.25, "shift absolute", "terms shift"),
    "cross_entropy": Bound(1.5, 0.25, "entry", "terms shift"),
    "batch_norm": Bound(1.5, 2.0),
    "layer_norm": Bound(2.0, 2.0),
    "rms_norm": Bound(1.0, 2.0),
    "conv2d": Bound(1.0, 1.0),
    "avg_pool2d": Bound(1.5, 1.5),
    "mse_loss": Bound(1.0, 1.5),
    "rnn": Bound(1.5, 1.0),
    "lstm": Bound(2.0, 2.0, "entry", "norm"),
    "gru": Bound(1.5, 5.0, "entry", "norm"),
}


def _unit(kind: str, y: Array, scale: Array, first: Array, dy: Sequence[Array] = ()) -> Array:
    """The denominator of the measure but for u."""
    size = np.abs(y) + scale
    if "norm" in kind:
        size = size + np.max(np.abs(y), initial=0.0)
    if "terms" in kind:
        size = size + max(float(np.max(np.abs(c), initial=0.0)) for c in dy)
    largest = float(np.max(np.abs(first), initial=0.0))
    if kind == "shift absolute":
        return np.asarray(size + largest)
    return np.asarray(size * (1.0 + largest) if "shift" in kind else size)


STEP = 2.0**-22  # of the difference quotients in float64


@dataclass
class LayerError:
    """The worst measure of every output and of the gradient by every input, and the largest of each kind."""

    name: str
    dtype: str
    value: float
    gradient: float
    parts: dict[str, float]


def layer_error(
    name: str,
    *arrays: Any,
    dtype: Any = "float32",
    cotangents: Sequence[Any] | None = None,
    seed: int = 0,
    **params: Any,
) -> LayerError:
    """The measure above for a formula's float32 or float16 kernel against its float64 evaluation.

    The exact value is that of the float64 kernel at the rounded inputs, which `reference_error` measures
    in turn against many digits.

    >>> import numpy as np
    >>> rng = np.random.default_rng(0)
    >>> found = layer_error("linear", rng.normal(size=(3, 50)), rng.normal(size=(4, 50)), rng.normal(size=4))
    >>> found.value < 2 and found.gradient < 2
    True
    """
    form = np.dtype(dtype)
    narrow = [_cast(a, form) for a in arrays]
    wide = [_cast(a, np.dtype(np.float64)) for a in narrow]
    if cotangents is None:
        rng = np.random.default_rng(seed)
        values = formula(name)(*narrow, **params)
        outputs = values if isinstance(values, tuple) else (values,)
        cotangents = [np.asarray(rng.standard_normal(np.shape(v))) for v in outputs]
    narrow_dy = [np.asarray(c).astype(form) for c in cotangents]
    wide_dy = [c.astype(np.float64) for c in narrow_dy]
    found = _everything(name, narrow, narrow_dy, params)
    exact = _everything(name, wide, wide_dy, params)
    scale = _condition(name, wide, wide_dy, params, exact)
    unit = float(np.finfo(form).eps) / 2
    bound = BOUNDS.get(name, Bound(np.inf, np.inf))
    parts = {}
    for key, y in exact.items():
        gap = np.abs(found[key].astype(np.float64) - y)
        least = float(np.finfo(form).smallest_subnormal)
        with np.errstate(all="ignore"):
            kind = bound.value_unit if key.startswith("value") else bound.gradient_unit
            measure = np.where(gap <= least, 0.0, gap / (unit * _unit(kind, y, scale[key], wide[0], wide_dy)))
        parts[key] = float(np.max(measure, initial=0.0))
    value = max(v for k, v in parts.items() if k.startswith("value"))
    gradient = max((v for k, v in parts.items() if not k.startswith("value")), default=0.0)
    return LayerError(name, str(form), value, gradient, parts)


def _cast(a: Any, form: np.dtype[Any]) -> Any:
    array = np.asarray(a)
    return array.astype(form) if array.dtype.kind == "f" else array


def _everything(name: str, arrays: Sequence[Any], dy: Sequence[Any], params: Mapping[str, Any]) -> dict[str, Array]:
    """Every output and every gradient."""
    value, pullback = formula(name).vjp(*arrays, **params)
    outputs = value if isinstance(value, tuple) else (value,)
    gradients = pullback(*dy)
    found = {f"value {k}": np.asarray(v) for k, v in enumerate(outputs)}
    for field in gradients._fields:
        g = getattr(gradients, field)
        if g is not None:
            found[field] = np.asarray(g)
    return found


def _condition(
    name: str, arrays: list[Any], dy: list[Any], params: Mapping[str, Any], exact: Mapping[str, Array]
) -> dict[str, Array]:
    """sum_i |dy/da_i| |a_i| over every entry of every real input and cotangent, by central differences."""
    total = {key: np.zeros(y.shape) for key, y in exact.items()}
    for group in (arrays, dy):
        for place, array in enumerate(group):
            if array.dtype.kind != "f":
                continue
            for at in np.ndindex(array.shape):
                ends = []
                for step in (1 + STEP, 1 - STEP):
                    moved = array.copy()
                    moved[at] *= step
                    changed = [moved if k == place else a for k, a in enumerate(group)]
                    given = (changed, dy) if group is arrays else (arrays, changed)
                    ends.append(_everything(name, *given, params))
                for key in total:
                    total[key] += np.abs(ends[0][key] - ends[1][key]) / (2 * STEP)
    return total


def reference_error(name: str, *arrays: Any, digits: int = 40, **params: Any) -> float:
    """The measure of the float64 kernel's first output against the equations in many digits."""
    from nnmath.notation import HighPrecision, Interpreter

    found = formula(name)
    wide = [_cast(a, np.dtype(np.float64)) for a in arrays]
    names = found._entry["arrays"]
    call, _ = found._prepare(found._arguments((), {**dict(zip(names, wide, strict=False)), **params}))
    form, system = found._form(call), found.systems[call.variant]
    whole = {k: v for k, v in call.parameters.items() if isinstance(v, int)}
    sizes = runtime.bind(form["spec"], tuple(call.arrays.values()), whole)
    field = HighPrecision(digits)
    values: dict[Any, Any] = {}
    for key, array in call.arrays.items():
        number = int if array.dtype.kind in "iu" else lambda v: field.context.mpf(float(v))
        values |= {(key, at): number(v) for at, v in np.ndenumerate(array)}
    values |= {(k, ()): field.context.mpf(v) for k, v in call.parameters.items() if not isinstance(v, int)}
    machine = Interpreter(system, field, {**sizes, **whole}, values)
    value = found(*wide, **params)
    first = np.asarray(value[0] if isinstance(value, tuple) else value)
    arrange = call.outputs[0]
    inner = first if arrange is None else arrange.inward(first)
    output = system.outputs[0]
    dy = [np.zeros(np.shape(v)) for v in (value if isinstance(value, tuple) else (value,))]
    exact = _everything(name, wide, dy, params)
    scale = _condition(name, wide, dy, params, exact)["value 0"]
    kind = BOUNDS[name].value_unit if name in BOUNDS else "entry"
    scale = _unit(kind, first, scale, wide[0])
    scale = scale if arrange is None else arrange.inward(scale)
    worst = 0.0
    for at in np.ndindex(np.shape(inner)):
        right = machine.cell(output, at)
        unit = 2.0**-53 * float(np.asarray(scale)[at])
        gap = abs(field.context.mpf(float(np.asarray(inner)[at])) - right)
        worst = max(worst, float(gap / unit) if unit else (0.0 if not gap else np.inf))
    return worst
