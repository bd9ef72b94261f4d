"""Calls of dropout."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from nnmath.face.adapters.call import Adapters, Arguments, Call, on_flattened
from nnmath.face.arguments import as_array, as_real


def dropout(entry: Mapping[str, Any], arguments: Arguments) -> Call:
    """x of any shape, and a mask of that shape: truth values, or numbers."""
    x, mask = as_real("x", arguments["x"]), as_array("mask", arguments["mask"])
    mask = mask.astype(x.dtype) if mask.dtype.kind in "iu" else mask
    return on_flattened(entry, arguments, {"x": x, "mask": mask}, entry["primary"])


ADAPTERS: Adapters = {
    "dropout": dropout,
}
