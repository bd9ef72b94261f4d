"""From a public call to a system's arrays and parameters: one function a calling convention."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from nnmath.face.arguments import (
    as_array,
    as_real,
    choice,
    dimension,
    integer,
    pair,
    rank,
    real,
)
from nnmath.face.arrange import Arrange, Array, channels, flattened, last, rows


@dataclass
class Call:
    """A call in the system's terms. `inputs` and `outputs` say how arrays are arranged, where they are."""

    arrays: dict[str, Any]
    parameters: dict[str, Any] = field(default_factory=dict)
    variant: str = ""
    functions: tuple[Callable[..., Array], ...] = ()
    inputs: dict[str, Arrange] = field(default_factory=dict)
    outputs: tuple[Arrange | None, ...] = (None,)


Arguments = Mapping[str, Any]


def direct(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """Arrays and parameters are the system's own."""
    form = entry["variants"][entry["primary"]]
    arrays = {name: _typed(name, kind, arguments[name]) for name, kind in form["inputs"]}
    parameters = {name: arguments[name] for name, *_ in form["parameters"]}
    functions = tuple(_callable(name, arguments[name]) for name in form["functions"])
    return Call(arrays, parameters, entry["primary"], functions, outputs=(None,) * len(form["outputs"]))


def _callable(name: str, value: Any) -> Callable[..., Array]:
    if not callable(value):
        raise TypeError(f"{name} must be a function of (x, order), its derivative of that order, got {value!r}")
    found: Callable[..., Array] = value
    return found


def _typed(name: str, kind: str, value: Any) -> Array:
    return as_array(name, value) if kind == "integer" else as_real(name, value)


def elementwise(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """One array of any shape."""
    return _pointwise(entry, arguments, {"x": as_real("x", arguments["x"])}, entry["primary"])


def _pointwise(
    entry: Mapping[str, Any], arguments: Arguments, arrays: dict[str, Array], variant: str, outputs: int = 1
) -> Call:
    """Arrays of one common shape, each flattened."""
    first, shape = next((name, array.shape) for name, array in arrays.items())
    for name, array in arrays.items():
        if array.shape != shape:
            raise ValueError(f"{name} must have the shape of {first}, {shape}, got {array.shape}")
    arrange = flattened(shape)
    names = [name for name, *_ in entry["variants"][variant]["parameters"]]
    return Call(
        {name: arrange.inward(array) for name, array in arrays.items()},
        {name: arguments[name] for name in names if name in arguments},
        variant,
        inputs=dict.fromkeys(arrays, arrange),
        outputs=(arrange,) * outputs,
    )


def pointwise(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """Several arrays of one shape."""
    form = entry["variants"][entry["primary"]]
    arrays = {name: as_real(name, arguments[name]) for name, _ in form["inputs"]}
    return _pointwise(entry, arguments, arrays, entry["primary"], outputs=len(form["outputs"]))


ANY = (None, None, False, False)
UNIT = (0.0, 1.0, False, False)


def sigmoid(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    variant = "" if real("slope", arguments["slope"], ANY, "") == 1 else "slope"
    return _pointwise(entry, arguments, {"x": as_real("x", arguments["x"])}, variant)


def gelu(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    approximate = choice("approximate", arguments["approximate"], ("none", "tanh"))
    variant = "tanh" if approximate == "tanh" else ""
    return _pointwise(entry, arguments, {"x": as_real("x", arguments["x"])}, variant)


def prelu(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (N, C, ...) and weight (C,), or weight has one entry for all."""
    x, weight = as_real("x", arguments["x"]), as_real("weight", arguments["weight"])
    if weight.size == 1 and weight.ndim <= 1:
        arrange = Arrange(x.shape, tuple(range(x.ndim)), (1, 1, x.size))
    else:
        rank("x", x, 2, "(N, C, ...)")
        arrange = channels(x.shape)
    inner = Arrange(weight.shape, tuple(range(weight.ndim)), (weight.size,))
    if weight.ndim > 1:
        raise ValueError(f"weight must be (C,) or (1,), got {weight.shape}")
    return Call(
        {"x": arrange.inward(x), "weight": inner.inward(weight)},
        inputs={"x": arrange, "weight": inner},
        outputs=(arrange,),
    )


def linear(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (..., I)."""
    x, weight = as_real("x", arguments["x"]), as_real("weight", arguments["weight"])
    rank("x", x, 1, "(..., I)")
    rank("weight", weight, 2, "(O, I)")
    arrange = rows(x.shape)
    out = Arrange((*x.shape[:-1], weight.shape[0]), tuple(range(x.ndim)), (arrange.inner_shape[0], weight.shape[0]))
    call = Call({"x": arrange.inward(x), "weight": weight}, inputs={"x": arrange}, outputs=(out,))
    return _with_bias(call, arguments)


def _with_bias(call: Call, arguments: Arguments) -> Call:
    if arguments["bias"] is None:
        call.variant = "nobias"
    else:
        call.arrays["bias"] = as_real("bias", arguments["bias"])
    return call


def mlp(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """Lists of weights and biases; activations by name, one for every hidden layer or one a layer."""
    weights = _list_of_arrays("weights", arguments["weights"])
    biases = _list_of_arrays("biases", arguments["biases"])
    if not weights:
        raise ValueError("weights must hold at least one (n(l+1), n(l)) array, got none")
    if len(biases) != len(weights):
        raise ValueError(f"biases must hold one (n(l+1),) array a layer, {len(weights)}, got {len(biases)}")
    x = as_real("x", arguments["x"])
    rank("x", x, 1, "(..., n(0))")
    rank("weights[-1]", weights[-1], 2, "(n(L), n(L-1))")
    arrange, width = rows(x.shape), weights[-1].shape[0]
    out = Arrange((*x.shape[:-1], width), tuple(range(x.ndim)), (arrange.inner_shape[0], width))
    return Call(
        {"x": arrange.inward(x), "weights": weights, "biases": biases},
        functions=(layer_activations(arguments["activations"], len(weights)),),
        inputs={"x": arrange},
        outputs=(out,),
    )


def _list_of_arrays(name: str, value: Any) -> list[Array]:
    if not isinstance(value, Sequence):
        raise TypeError(f"{name} must be a list of arrays, one a layer, got {type(value).__name__}")
    return [as_real(f"{name}[{i}]", item) for i, item in enumerate(value)]


def layer_activations(names: Any, count: int) -> Callable[..., Array]:
    """``sigma(x, order, layer)``: the named activation of a layer, or its derivative."""
    from nnmath import formula

    if not isinstance(names, Sequence):
        raise TypeError(f"activations must be a name, or a list of names, one a layer, got {names!r}")
    if isinstance(names, str):
        choice("activations", names, ACTIVATION_NAMES)
    chosen = [names] * (count - 1) + ["identity"] if isinstance(names, str) else list(names)
    if len(chosen) != count:
        raise ValueError(f"activations must name one activation a layer, {count}, got {len(chosen)}: {chosen}")
    found = [formula(choice("activations", name, ACTIVATION_NAMES)) for name in chosen]

    def sigma(x: Array, order: int, layer: int) -> Array:
        f = found[int(layer)]
        value: Array = f(x) if order == 0 else f.derivative(x, order=order)
        return value

    return sigma


ACTIVATION_NAMES = (
    "identity",
    "sigmoid",
    "tanh",
    "relu",
    "leaky_relu",
    "elu",
    "selu",
    "gelu",
    "softplus",
    "silu",
    "perceptron_step",
    "perceptron_sign",
)


def along_dim(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """An array of any rank >= 1, worked on along `dim`."""
    x = as_real("x", arguments["x"])
    rank("x", x, 1, "an array of at least one axis")
    arrange = last(x.shape, dimension(arguments["dim"], x.ndim))
    return Call({"x": arrange.inward(x)}, inputs={"x": arrange}, outputs=(arrange,))


REDUCTIONS = ("mean", "sum", "none")


def pointwise_loss(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x and target of one shape; a number, or with 'none' an array of that shape."""
    reduction = choice("reduction", arguments["reduction"], REDUCTIONS)
    arrays = {name: as_real(name, arguments[name]) for name in ("x", "target")}
    call = _pointwise(entry, arguments, arrays, reduction)
    if reduction != "none":
        call.outputs = (None,)
    return call


def cross_entropy(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """Logits (N, K), (K,) or (N, K, d1, ...); targets as class indices or as probabilities."""
    x, target = as_real("x", arguments["x"]), as_array("target", arguments["target"])
    rank("x", x, 1, "(N, K), (K,) or (N, K, d1, ...)")
    arrange = last(x.shape, 0 if x.ndim == 1 else 1)
    reduction = choice("reduction", arguments["reduction"], REDUCTIONS)
    batch = x.shape[:1] * (x.ndim > 1) + x.shape[2:]
    call = Call({"x": arrange.inward(x)}, {}, reduction, inputs={"x": arrange}, outputs=(None,))
    if target.dtype.kind == "f":
        _probabilities(call, x, target, arrange, arguments)
    else:
        _class_indices(call, x, target, batch, arguments)
    if reduction == "none":
        call.outputs = (flattened(batch),)
    return call


def _class_weight(x: Array, count: int, weight: Any) -> Array:
    return np.ones(count, x.dtype) if weight is None else as_real("weight", weight)


def _probabilities(call: Call, x: Array, target: Array, arrange: Arrange, arguments: Arguments) -> None:
    if target.shape != x.shape:
        raise ValueError(f"target of probabilities must have the shape of x, {x.shape}, got {target.shape}")
    call.variant = f"probabilities_{call.variant}"
    call.arrays["target"] = arrange.inward(target)
    call.arrays["weight"] = _class_weight(x, arrange.inner_shape[1], arguments["weight"])
    call.inputs["target"] = arrange
    call.parameters["label_smoothing"] = arguments["label_smoothing"]


def _class_indices(call: Call, x: Array, target: Array, batch: tuple[int, ...], arguments: Arguments) -> None:
    if target.dtype.kind not in "iu":
        raise TypeError(f"target must hold class indices (integers) or probabilities (floats), got {target.dtype}")
    if target.shape != batch:
        shape = "(N,)" if x.ndim == 2 else "(N, d1, ...)" if x.ndim > 2 else "()"
        raise ValueError(f"target must be {shape} = {batch}, got {target.shape}")
    ignore = arguments["ignore_index"]
    if isinstance(ignore, bool) or not isinstance(ignore, int | np.integer):
        raise TypeError(f"ignore_index must be an integer, got {ignore!r}")
    smoothing = real("label_smoothing", arguments["label_smoothing"], UNIT, "in [0, 1]")
    flat = target.reshape(-1)
    keep = flat != ignore
    _require_weight(call.variant, flat[keep], arguments["weight"])
    plain = arguments["weight"] is None and smoothing == 0 and bool(keep.all())
    call.arrays["target"] = np.where(keep, flat, 0) if not plain else flat
    if not plain:
        call.variant = f"general_{call.variant}"
        call.arrays["weight"] = _class_weight(x, call.arrays["x"].shape[1], arguments["weight"])
        call.arrays["keep"] = keep.astype(x.dtype)
        call.parameters["label_smoothing"] = smoothing


def _require_weight(reduction: str, targets: Array, weight: Any) -> None:
    """A mean divides by the weights of the targets that are not ignored."""
    if reduction == "mean" and not targets.size:
        raise ValueError("cross_entropy averages over the targets that are not ignored, and there are none")
    if reduction == "mean" and weight is not None:
        given = np.asarray(weight).reshape(-1)
        if not np.any(given[targets[(targets >= 0) & (targets < given.size)]]) and np.all(targets < given.size):
            raise ValueError("weight must have an entry that is not 0 for some target, or the mean divides by 0")


def channels_first(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (N, C, ...), the trailing axes taken as one."""
    x = as_real("x", arguments["x"])
    rank("x", x, 2, "(N, C, ...)")
    arrange = channels(x.shape)
    form = entry["variants"][entry["primary"]]
    arrays = {name: as_real(name, arguments[name]) for name, _ in form["inputs"][1:]}
    parameters = {name: arguments[name] for name, *_ in form["parameters"]}
    return Call({"x": arrange.inward(x), **arrays}, parameters, inputs={"x": arrange}, outputs=(arrange,))


def conv2d(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    x, weight = as_real("x", arguments["x"]), as_real("weight", arguments["weight"])
    groups = integer("groups", arguments["groups"], 1)
    if x.ndim != 4:
        raise ValueError(f"x must be (N, C, H, W), got shape {x.shape}")
    if weight.ndim != 4:
        raise ValueError(f"weight must be (K, C, R, S) = (*, {x.shape[1] // groups}, *, *), got {weight.shape}")
    if x.shape[1] % groups or weight.shape[0] % groups:
        raise ValueError(
            f"groups must divide the channels of x and of the result, {x.shape[1]} and {weight.shape[0]}, got {groups}"
        )
    if weight.shape[1] != x.shape[1] // groups:
        raise ValueError(f"weight must be (K, C/groups, R, S) = (*, {x.shape[1] // groups}, *, *), got {weight.shape}")
    stride, dilation = pair("stride", arguments["stride"], 1), pair("dilation", arguments["dilation"], 1)
    before, after = _padding(arguments["padding"], stride, dilation, weight.shape[2:])
    parameters = {"G": groups} | _window(x.shape[2:], weight.shape[2:], stride, before, after, dilation)
    return _with_bias(Call({"x": x, "weight": weight}, parameters), arguments)


def _padding(
    padding: Any, stride: tuple[int, int], dilation: tuple[int, int], kernel: tuple[int, ...]
) -> tuple[tuple[int, int], tuple[int, int]]:
    """Entries of zero before and after each axis; 'same' puts the odd one after."""
    if isinstance(padding, str):
        if choice("padding", padding, ("valid", "same")) == "valid":
            return (0, 0), (0, 0)
        if stride != (1, 1):
            raise ValueError(f"padding 'same' needs stride 1, got stride {stride}")
        total = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
        before = (total[0] // 2, total[1] // 2)
        return before, (total[0] - before[0], total[1] - before[1])
    both = pair("padding", padding, 0)
    return both, both


def _window(
    size: Sequence[int],
    kernel: Sequence[int],
    stride: tuple[int, int],
    before: tuple[int, int],
    after: tuple[int, int],
    dilation: tuple[int, int],
) -> dict[str, int]:
    found: dict[str, int] = {}
    for axis in range(2):
        extent = dilation[axis] * (kernel[axis] - 1) + 1
        padded = size[axis] + before[axis] + after[axis]
        if kernel[axis] < 1:
            raise ValueError(f"the kernel must have at least one entry along axis {axis + 2}, got {tuple(kernel)}")
        if extent > padded:
            raise ValueError(
                f"kernel spans dilation*(R - 1) + 1 = {extent} along axis {axis + 2}, "
                f"but the padded input has only {padded}"
            )
        found |= {f"s{axis}": stride[axis], f"d{axis}": dilation[axis]}
        found |= {f"a{axis}": before[axis], f"b{axis}": after[axis]}
    return found


def max_pool2d(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    x = as_real("x", arguments["x"])
    if x.ndim != 4:
        raise ValueError(f"x must be (N, C, H, W), got shape {x.shape}")
    kernel = pair("kernel_size", arguments["kernel_size"], 1)
    stride = kernel if arguments["stride"] is None else pair("stride", arguments["stride"], 1)
    padding, dilation = pair("padding", arguments["padding"], 0), pair("dilation", arguments["dilation"], 1)
    if not isinstance(arguments["ceil_mode"], bool):
        raise TypeError(f"ceil_mode must be True or False, got {arguments['ceil_mode']!r}")
    if any(2 * p > k for p, k in zip(padding, kernel, strict=True)):
        raise ValueError(f"padding must be at most half of kernel_size {kernel}, got {padding}")
    after = list(padding)
    if arguments["ceil_mode"]:
        after = [
            p + _ceil_extra(n + 2 * p - d * (k - 1) - 1, n + p, s)
            for n, p, d, k, s in zip(x.shape[2:], padding, dilation, kernel, stride, strict=True)
        ]
    window = _window(x.shape[2:], kernel, stride, padding, (after[0], after[1]), dilation)
    for axis, along in enumerate(zip(x.shape[2:], kernel, stride, padding, after, dilation, strict=True)):
        _require_entries(axis, *along)
    return Call({"x": x}, {"R": kernel[0], "S": kernel[1]} | window)


def _require_entries(axis: int, n: int, k: int, s: int, p: int, after: int, d: int) -> None:
    """Every window must hold an entry of the input; with dilation it can step over all of them."""
    first = np.arange(0, n + p + after - d * (k - 1), s) - p
    reached = first + d * np.maximum(0, -(first // d))  # the first tap at or after the input's beginning
    lost = first[(reached >= n) | (reached > first + d * (k - 1))]
    if lost.size:
        raise ValueError(
            f"every window must hold an entry of x, but the one at {lost[0]} along axis {axis + 2} lies in the padding"
        )


def _ceil_extra(span: int, limit: int, stride: int) -> int:
    """Padding that rounds the count of windows up; the last must begin inside the input or its left padding."""
    count = -(-span // stride)
    if count * stride >= limit:
        count -= 1
    return max(0, count * stride - span)


def adam(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    betas = arguments["betas"]
    if not isinstance(betas, Sequence) or len(betas) != 2:
        raise TypeError(f"betas must be a pair of numbers in [0, 1), got {betas!r}")
    flat = {**arguments, "beta1": betas[0], "beta2": betas[1], "t": integer("t", arguments["t"], 1)}
    arrays = {name: as_real(name, arguments[name]) for name in ("w", "grad", "m", "v")}
    return _pointwise(entry, flat, arrays, "", outputs=3)


ADAPTERS: dict[str, Callable[[Mapping[str, Any], Arguments], Call]] = {
    "direct": direct,
    "elementwise": elementwise,
    "pointwise": pointwise,
    "sigmoid": sigmoid,
    "gelu": gelu,
    "prelu": prelu,
    "linear": linear,
    "mlp": mlp,
    "along_dim": along_dim,
    "pointwise_loss": pointwise_loss,
    "cross_entropy": cross_entropy,
    "channels": channels_first,
    "conv2d": conv2d,
    "max_pool2d": max_pool2d,
    "adam": adam,
}
