"""What a formula needs of the symbolic side; imported only when asked for."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from nnmath.face.adapters import Call
from nnmath.face.arrange import Array
from nnmath.notation import HighPrecision, Interpreter, System, define


def systems(entry: Mapping[str, Any]) -> dict[str, System]:
    """The systems of a formula, by variant: the registered ones, or those of a user's own text."""
    if "text" in entry:
        return {"": define(entry["text"])}
    from nnmath.formulas import load

    return load()[entry["id"]].systems


def high_precision(system: System, call: Call, plain: Array, digits: int = 50) -> Array:
    """Each entry evaluated by the interpreter in many digits and rounded to float64 once.

    Where an input is not finite there is nothing to round; the kernel's `plain` value stands.
    """
    shape = np.shape(next(iter(call.arrays.values())))
    axes = list(zip(system.inputs[0].axes, shape, strict=True))
    env = {axis.name: size for axis, size in axes} | {str(axis.size): size for axis, size in axes}
    field = HighPrecision(digits)
    values: dict[Any, Any] = {}
    for name, array in call.arrays.items():
        values |= {(name, at): field.context.mpf(float(v)) for at, v in np.ndenumerate(array)}
    for name, value in call.parameters.items():
        values[name, ()] = field.context.mpf(value)
    machine = Interpreter(system, field, env, values)
    result = np.array(plain, dtype=np.float64).reshape(shape)
    for at in np.ndindex(*shape):
        inputs = [machine.memory.get((a.name, at[: a.rank])) for a in system.inputs]
        if all(v is None or field.context.isfinite(v) for v in inputs):
            result[at] = float(machine.cell(system.outputs[0], at))
    return result


def standalone_source(entry: Mapping[str, Any]) -> str:
    """Generated kernels with the runtime helpers they call: a module that imports numpy alone."""
    from nnmath.codegen.library import standalone

    return standalone(entry["id"], systems(entry), entry)
