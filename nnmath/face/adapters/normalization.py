"""Calls of the normalisations."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath.face.adapters.call import Adapters, Arguments, Call
from nnmath.face.arguments import as_real, rank
from nnmath.face.arrange import channels


def channels_first(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x is (N, C, ...), the trailing axes taken as one."""
    x = as_real("x", arguments["x"])
    rank("x", x, 2, "(N, C, ...)")
    arrange = channels(x.shape)
    form = entry["variants"][entry["primary"]]
    arrays = {name: as_real(name, arguments[name]) for name, _ in form["inputs"][1:]}
    parameters = {name: arguments[name] for name, *_ in form["parameters"]}
    return Call({"x": arrange.inward(x), **arrays}, parameters, inputs={"x": arrange}, outputs=(arrange,))


ADAPTERS: Adapters = {
    "channels": channels_first,
}
