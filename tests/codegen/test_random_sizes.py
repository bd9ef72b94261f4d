"""Convolution, pooling and recurrence at sizes that hypothesis chooses."""

from __future__ import annotations

from typing import Any

from codegen_examples import SYSTEMS
from hypothesis import given, settings
from hypothesis import strategies as st
from test_kernels import _vjp, check, kernels

from nnmath.calculus import adjoint

small = st.integers(1, 3)


@settings(max_examples=25, deadline=None)
@given(
    st.fixed_dictionaries(dict.fromkeys(("N", "C", "G", "K", "R", "S", "s0", "s1", "d0", "d1"), small)),
    st.integers(0, 2),
    st.integers(0, 2),
    st.integers(0, 3),
    st.integers(0, 3),
)
def test_conv2d(env: dict[str, int], p0: int, p1: int, more0: int, more1: int) -> None:
    sizes: dict[str, Any] = {**env, "p0": p0, "p1": p1}
    sizes["H"] = max(1, env["d0"] * (env["R"] - 1) + 1 - 2 * p0 + more0)
    sizes["W"] = max(1, env["d1"] * (env["S"] - 1) + 1 - 2 * p1 + more1)
    check(SYSTEMS["conv2d"], sizes, kernels("conv2d")["conv2d"])
    check(adjoint(SYSTEMS["conv2d"]), sizes, _vjp("conv2d"))


@settings(max_examples=20, deadline=None)
@given(
    st.fixed_dictionaries(dict.fromkeys(("N", "C", "k0", "k1", "s0", "s1"), small)),
    st.integers(0, 3),
    st.integers(0, 3),
    st.integers(0, 1),
    st.integers(0, 1),
)
def test_max_pool(env: dict[str, int], more0: int, more1: int, p0: int, p1: int) -> None:
    p0, p1 = min(p0, env["k0"] // 2), min(p1, env["k1"] // 2)
    sizes = {**env, "p0": p0, "p1": p1, "H": env["k0"] + more0, "W": env["k1"] + more1}
    check(SYSTEMS["max_pool2d"], sizes, kernels("max_pool2d")["max_pool2d"])
    check(adjoint(SYSTEMS["max_pool2d"]), sizes, _vjp("max_pool2d"))


@settings(max_examples=15, deadline=None)
@given(st.fixed_dictionaries({n: st.integers(0, 3) for n in ("T", "N", "I", "H")}))
def test_lstm(env: dict[str, int]) -> None:
    check(SYSTEMS["lstm"], env, kernels("lstm")["lstm"])
    check(adjoint(SYSTEMS["lstm"]), env, _vjp("lstm"))
