"""A call in a system's terms, and the conventions that formulas share."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from nnmath.face.arguments import as_array, as_real
from nnmath.face.arrange import Arrange, Array, flattened

Premise = Callable[[Array], bool]


@dataclass
class Call:
    """A call in the system's terms. `inputs` and `outputs` say how arrays are arranged, where they are.

    `premises` say, for arrays of the system by name, what of their entries the call rests on.
    """

    arrays: dict[str, Any]
    parameters: dict[str, Any] = field(default_factory=dict)
    variant: str = ""
    functions: tuple[Callable[..., Array], ...] = ()
    inputs: dict[str, Arrange] = field(default_factory=dict)
    outputs: tuple[Arrange | None, ...] = (None,)
    premises: dict[str, Premise] = field(default_factory=dict)


Arguments = Mapping[str, Any]
Adapter = Callable[[Mapping[str, Any], Arguments], Call]
Adapters = dict[str, Adapter]


def reads_values(adapter: Adapter) -> Adapter:
    """Mark an adapter whose checks or choices depend on more of an array than its type and shape.

    A call of it is checked anew each time, unless its premises say all that it depends on.
    """
    adapter.__dict__["reads_values"] = True
    return adapter


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
    return on_flattened(entry, arguments, {"x": as_real("x", arguments["x"])}, entry["primary"])


def on_flattened(
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
    return on_flattened(entry, arguments, arrays, entry["primary"], outputs=len(form["outputs"]))


ANY = (None, None, False, False)


UNIT = (0.0, 1.0, False, False)


ADAPTERS: Adapters = {
    "direct": direct,
    "elementwise": elementwise,
    "pointwise": pointwise,
}
