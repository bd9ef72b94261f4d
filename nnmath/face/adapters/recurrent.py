"""Calls of the recurrent layers."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath.face.adapters.call import Adapters, Arguments, Call
from nnmath.face.arguments import as_real


def biases(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """Both biases are given, or neither."""
    missing = [name for name in ("b_ih", "b_hh") if arguments[name] is None]
    if len(missing) == 1:
        other = "b_hh" if missing == ["b_ih"] else "b_ih"
        raise TypeError(f"{missing[0]} must be an array (3*H,) where {other} is given, got None; give both or neither")
    variant = "nobias" if missing else ""
    form = entry["variants"][variant]
    arrays = {name: as_real(name, arguments[name]) for name, _ in form["inputs"]}
    return Call(arrays, variant=variant, outputs=(None,) * len(form["outputs"]))


ADAPTERS: Adapters = {
    "recurrent_biases": biases,
}
