"""Where the memory of new arrays begins, and that results and scratch lie there."""

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnmath
from nnmath import runtime as rt
from nnmath.runtime import memory, select, special

LARGE = (8, memory.SMALL // 8)
"""A shape of single bytes that is no longer small."""


@given(
    st.sampled_from(["empty", "zeros"]),
    st.lists(st.integers(0, 70), min_size=1, max_size=3),
    st.sampled_from([np.float32, np.float64, np.int64, np.uint8, np.bool_]),
)
def test_shape_and_dtype_are_those_asked_for(maker: str, shape: list[int], dtype: Any) -> None:
    made, wanted = (getattr(where, maker)(tuple(shape), dtype) for where in (rt, np))
    assert made.shape == wanted.shape and made.dtype == wanted.dtype and made.strides == wanted.strides
    assert made.flags.c_contiguous and made.flags.writeable and made.flags.aligned
    if made.nbytes >= memory.SMALL:
        assert made.ctypes.data % memory.LINE == 0
    if maker == "zeros":
        assert not made.any()
    made[...] = 1  # all of it is its own


@pytest.mark.parametrize("make", [rt.empty, rt.zeros])
def test_large_arrays_begin_with_a_line_of_the_cache(make: Any) -> None:
    for kept in range(20):
        other = np.empty(kept * 16, np.uint8)
        made = make(LARGE, np.uint8)
        assert made.ctypes.data % 64 == 0 and not np.may_share_memory(made, other)
    assert make(7).dtype == np.float64 and make(7).shape == (7,)
    assert make((64, np.int16(200), 200), np.float32).shape == (64, 200, 200), "sizes in few bits do not wrap"
    assert aligned(make(np.int64(20_000)))


def aligned(x: Any) -> bool:
    return bool(x.ctypes.data % memory.LINE == 0)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("name", ["relu", "gelu", "elu", "hardswish"])
def test_values_and_gradients_of_functions_lie_there(name: str, dtype: Any) -> None:
    x = np.linspace(-3, 3, 10_007, dtype=dtype)
    y, pullback = getattr(nnmath, name).vjp(x)
    assert aligned(y) and aligned(pullback(np.ones_like(y))[0])


def test_scratch_lies_there() -> None:
    work = special._Work(1 << 15, special._SINGLE)
    assert aligned(work.real[0]) and aligned(work.real[10]) and aligned(work.wide)
    select._kept.space = np.empty(0, np.uint8)
    assert aligned(select._scratch((1 << 13,), np.dtype(np.int32)))


def test_generated_code_makes_its_arrays_so() -> None:
    for path in (Path(nnmath.__file__).parent / "kernels").glob("*.py"):
        assert "np.empty(" not in path.read_text(encoding="utf-8"), path
