"""Calls of dense layers and networks."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import combinations_with_replacement
from typing import Any

import numpy as np

from nnmath.face.adapters.call import Adapters, Arguments, Call
from nnmath.face.arguments import as_real, choice, integer, rank
from nnmath.face.arrange import Arrange, Array, flattened, reshaped, rows


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


def neuron(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (..., I), weight (I,), bias a number."""
    call = logistic_regression(entry, arguments)
    call.functions = (activation(arguments["activation"]),)
    return call


def logistic_regression(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    arrays = {name: as_real(name, arguments[name]) for name in ("x", "weight", "bias")}
    x = arrays["x"]
    rank("x", x, 1, "(..., I)")
    arrange = rows(x.shape)
    arrays["x"] = arrange.inward(x)
    return Call(arrays, inputs={"x": arrange}, outputs=(flattened(x.shape[:-1]),))


def residual(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (..., I), weight (I, I), bias (I,)."""
    arrays = {name: as_real(name, arguments[name]) for name in ("x", "weight", "bias")}
    x = arrays["x"]
    rank("x", x, 1, "(..., I)")
    arrange = rows(x.shape)
    arrays["x"] = arrange.inward(x)
    return Call(arrays, functions=(activation(arguments["activation"]),), inputs={"x": arrange}, outputs=(arrange,))


MOST_MONOMIALS = 10_000_000


def polynomial_features(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """The table of factors: row m names the entries of x that monomial m multiplies, counted from 1; 0 is no entry."""
    x, degree = as_real("x", arguments["x"]), integer("degree", arguments["degree"], 0)
    rank("x", x, 1, "(..., I)")
    width, arrange = x.shape[-1], rows(x.shape)
    count = math.comb(width + min(degree, MOST_MONOMIALS), width)
    if count > MOST_MONOMIALS:
        raise ValueError(f"degree must give at most {MOST_MONOMIALS} monomials of I = {width} inputs, got {degree}")
    monomials = [m for d in range(degree + 1) for m in combinations_with_replacement(range(1, width + 1), d)]
    factor = np.array([m + (0,) * (degree - len(m)) for m in monomials], np.intp).reshape(len(monomials), degree)
    out = reshaped((*x.shape[:-1], len(monomials)), (arrange.inner_shape[0], len(monomials)))
    return Call({"x": arrange.inward(x), "factor": factor}, inputs={"x": arrange}, outputs=(out,))


def activation(name: Any) -> Callable[..., Array]:
    """``sigma(x, order)``: the named activation, or its derivative."""
    from nnmath import formula

    return formula(choice("activation", name, ACTIVATION_NAMES))._entrywise()


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
    entrywise = {name: formula(choice("activations", name, ACTIVATION_NAMES))._entrywise() for name in {*chosen}}
    found = [entrywise[name] for name in chosen]

    def sigma(x: Array, order: int, layer: int) -> Array:
        return found[int(layer)](x, order)

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
    "neuron": neuron,
    "logistic_regression": logistic_regression,
    "residual": residual,
    "polynomial_features": polynomial_features,
}
