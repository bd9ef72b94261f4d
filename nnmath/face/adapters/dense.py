"""Calls of dense layers and networks."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nnmath.face.adapters.call import Adapters, Arguments, Call
from nnmath.face.arguments import as_real, choice, rank
from nnmath.face.arrange import Arrange, Array, rows


def linear(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (..., I)."""
    x, weight = as_real("x", arguments["x"]), as_real("weight", arguments["weight"])
    rank("x", x, 1, "(..., I)")
    rank("weight", weight, 2, "(O, I)")
    arrange = rows(x.shape)
    out = Arrange((*x.shape[:-1], weight.shape[0]), tuple(range(x.ndim)), (arrange.inner_shape[0], weight.shape[0]))
    call = Call({"x": arrange.inward(x), "weight": weight}, inputs={"x": arrange}, outputs=(out,))
    return with_bias(call, arguments)


def with_bias(call: Call, arguments: Arguments) -> Call:
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
    "mish",
    "celu",
    "logsigmoid",
    "softsign",
    "relu6",
    "hardtanh",
    "hardsigmoid",
    "hardswish",
    "perceptron_step",
    "perceptron_sign",
)


ADAPTERS: Adapters = {
    "linear": linear,
    "mlp": mlp,
}
