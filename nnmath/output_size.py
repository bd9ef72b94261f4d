"""How many windows fit."""

from __future__ import annotations

from typing import Any

from nnmath.face.arguments import flag, integer


def conv_output_size(i: int, k: int, s: int = 1, p: int = 0, d: int = 1, ceil_mode: bool = False) -> int:
    """The length of a convolution's or pooling's result: o = floor((i + p - d*(k - 1) - 1)/s) + 1.

    i is the input's length, k the kernel's, s the stride, d the dilation and p the total padding, before
    and after together: p = k - 1 gives o = i ("same"), p = 2*(k - 1) gives o = i + k - 1 ("full"), at
    stride and dilation 1. With ceil_mode the quotient is rounded up, and the last window is dropped if it
    would begin beyond the input and the p//2 entries before it (PyTorch's rule). The theorems about it are
    proved in derivations/output_size.py.

    Errors: TypeError or ValueError that names the argument; ValueError where not even one window fits.

    Source: Dumoulin and Visin (2016), A guide to convolution arithmetic, relationships 1 to 6 and 15.

    >>> conv_output_size(28, 5), conv_output_size(28, 5, p=4), conv_output_size(7, 3, s=2, p=2)
    (24, 28, 4)
    >>> conv_output_size(6, 3, s=2), conv_output_size(6, 3, s=2, ceil_mode=True)
    (2, 3)
    """
    whole: dict[str, Any] = {
        name: integer(name, value, low)
        for name, value, low in (("i", i, 0), ("k", k, 1), ("s", s, 1), ("p", p, 0), ("d", d, 1))
    }
    i, k, s, p, d = whole.values()
    span = i + p - d * (k - 1) - 1
    if span < 0:
        raise ValueError(f"the kernel spans d*(k - 1) + 1 = {d * (k - 1) + 1}, but the padded input has only {i + p}")
    if not flag("ceil_mode", ceil_mode):
        return span // s + 1
    count = -(-span // s) + 1
    return count - 1 if count > 1 and (count - 1) * s >= i + p // 2 else count
