"""Strides, padding and dilation of windows that slide."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnmath.face.arguments import choice, pair


def padding_around(
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


def window_parameters(
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
