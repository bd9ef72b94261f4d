"""Strides, padding and dilation of windows that slide; batches of one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from nnmath.face.adapters.call import Call
from nnmath.face.arguments import choice, each
from nnmath.face.arrange import Array, reshaped

SIZES = ("L", "H, W", "D, H, W")
KERNELS = ("R", "R, S", "T, R, S")


def batched(x: Array, count: int) -> bool:
    """Whether x has its axis N; it may be one example without."""
    if x.ndim not in (count + 1, count + 2):
        sizes = SIZES[count - 1]
        raise ValueError(f"x must be (N, C, {sizes}) or (C, {sizes}), got shape {x.shape}")
    return x.ndim == count + 2


def without_batch(call: Call, x: Array, result: tuple[int, ...]) -> Call:
    """The call of one example: a batch of one inside, none outside."""
    inward = reshaped(x.shape, (1, *x.shape))
    call.arrays["x"] = inward.inward(x)
    call.inputs["x"] = inward
    call.outputs = (reshaped(result, (1, *result)),)
    return call


def padding_around(
    padding: Any, stride: tuple[int, ...], dilation: tuple[int, ...], kernel: tuple[int, ...]
) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """Entries of zero before and after each axis; 'same' puts the odd one after."""
    if isinstance(padding, str):
        if choice("padding", padding, ("valid", "same")) == "valid":
            return (0,) * len(kernel), (0,) * len(kernel)
        if any(s != 1 for s in stride):
            raise ValueError(f"padding 'same' needs stride 1, got stride {stride}")
        total = [d * (k - 1) for d, k in zip(dilation, kernel, strict=True)]
        return tuple(t // 2 for t in total), tuple(t - t // 2 for t in total)
    both = each("padding", padding, 0, len(kernel))
    return both, both


def window_parameters(
    size: Sequence[int],
    kernel: Sequence[int],
    stride: Sequence[int],
    before: Sequence[int],
    after: Sequence[int],
    dilation: Sequence[int],
) -> dict[str, int]:
    """The system's s, a, b, d along each axis, once a window fits along each."""
    found: dict[str, int] = {}
    for i in range(len(kernel)):
        require_kernel(kernel, i)
        extent = dilation[i] * (kernel[i] - 1) + 1
        padded = size[i] + before[i] + after[i]
        if extent > padded:
            raise ValueError(
                f"the kernel spans dilation*({KERNELS[len(kernel) - 1].split(', ')[i]} - 1) + 1 = {extent} along axis "
                f"{i - len(kernel)}, but the padded input has only {padded}"
            )
        found |= {f"s{i}": stride[i], f"a{i}": before[i], f"b{i}": after[i], f"d{i}": dilation[i]}
    return found


def require_kernel(kernel: Sequence[int], axis: int) -> None:
    if kernel[axis] < 1:
        raise ValueError(
            f"the kernel must have at least one entry along axis {axis - len(kernel)}, got {tuple(kernel)}"
        )


def places(size: Sequence[int], kernel: Sequence[int], window: dict[str, int]) -> tuple[int, ...]:
    """How many windows fit along each axis."""
    return tuple(
        (n + window[f"a{i}"] + window[f"b{i}"] - window.get(f"d{i}", 1) * (k - 1) - 1) // window[f"s{i}"] + 1
        for i, (n, k) in enumerate(zip(size, kernel, strict=True))
    )


def ceil_extra(span: int, limit: int, stride: int) -> int:
    """Padding that rounds the count of windows up; the last must begin before `limit`, counted in the padded array."""
    count = -(-span // stride)
    if count * stride >= limit:
        count -= 1
    return max(0, count * stride - span)
