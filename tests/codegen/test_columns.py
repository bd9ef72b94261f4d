"""Columns of windows: laid out once for all products of them, and constant operands once for all turns."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pytest
from codegen_examples import SYSTEMS
from hypothesis import given, settings
from hypothesis import strategies as st
from test_kernels import _jvp, _vjp, check, kernels
from test_reported import _everything

from nnmath.calculus import adjoint, tangent
from nnmath.codegen import emit_forward, emit_jvp, emit_vjp
from nnmath.codegen.code import Block, Call, Define, Node, Raw, lines
from nnmath.codegen.hoist import hoist
from nnmath.codegen.reuse import reuse
from nnmath.codegen.text import Names
from nnmath.notation import System, define

CONV1D = """
    f(x[N,C,W], weight[K,C,R]) -> y
    p < W - R + 1
    y[n,k,p] = sum[c,r](weight[k,c,r]*x[n,c,p+r])
"""
STRIDED = """
    f(x[N,C,W], weight[K,C,R]; s: int>=1, a: int>=0) -> y
    p < (W + 2*a - R)//s + 1
    h[n,c,i] = tanh(x[n,c,i])
    y[n,k,p] = sum[c,r](weight[k,c,r]*pad(h[n,c,s*p+r-a]))
"""
TWO_KERNELS = """
    f(x[N,C,W], u[K,C,R], v[L,C,R]) -> y, z
    p < W - R + 1
    y[n,k,p] = sum[c,r](u[k,c,r]*x[n,c,p+r])
    z[n,l,p] = sum[c,r](v[l,c,r]*x[n,c,p+r])
"""
DEPENDENT = """
    f(x[N,C,W], u[K,C,R], v[L,C,R]) -> y, z
    p < W - R + 1
    y[n,k,p] = sum[c,r](u[k,c,r]*x[n,c,p+r])
    m = sum[n,k,p](y[n,k,p])
    w[l,c,r] = v[l,c,r]*m
    z[n,l,p] = sum[c,r](w[l,c,r]*x[n,c,p+r])
"""
OTHER_WINDOWS = """
    f(x[N,C,W], u[K,C,R], v[L,C,R]) -> y, z
    p < W - R + 1
    q < W - 2*R + 2
    y[n,k,p] = sum[c,r](u[k,c,r]*x[n,c,p+r])
    z[n,l,q] = sum[c,r](v[l,c,r]*x[n,c,q+2*r])
"""
SIZES = [
    {"N": 2, "C": 3, "W": 6, "K": 4, "L": 2, "R": 3},
    {"N": 1, "C": 1, "W": 2, "K": 1, "L": 3, "R": 2},
    {"N": 3, "C": 2, "W": 5, "K": 3, "L": 1, "R": 1},
    {"N": 0, "C": 2, "W": 4, "K": 3, "L": 2, "R": 2},
    {"N": 2, "C": 0, "W": 4, "K": 3, "L": 2, "R": 2},
    {"N": 2, "C": 2, "W": 4, "K": 0, "L": 2, "R": 2},
]


def fills(source: str) -> list[str]:
    """The columns that are filled, one entry a loop that fills them."""
    return re.findall(r"^ +(\w+_columns_*)\[.*\] = ", source, re.M)


def backward(system: System) -> str:
    return emit_vjp(system, "f").split("\n\n\n")[1]


def unit_stride_side(source: str) -> str:
    return re.split(r"^    else:$", source.split("if s0 == 1 and s1 == 1:")[1], flags=re.M)[0]


def test_both_gradients_of_a_convolution_read_one_set_of_columns() -> None:
    fast = unit_stride_side(backward(SYSTEMS["conv2d"]))
    assert fills(fast) == ["bar_y_columns"]
    assert fast.count("for n in range(N):") == 1
    (loop,) = fast.split("for n in range(N):")[1:]
    assert loop.count("np.matmul(") == 2
    assert fills(backward(define(CONV1D))) == ["bar_y_columns"]


def test_the_gradient_of_the_input_is_written_by_the_product_itself() -> None:
    fast = unit_stride_side(backward(SYSTEMS["conv2d"]))
    assert "bar_x = rt.empty(" in fast and "out=bar_x[n]" in fast
    assert not re.search(r"bar_x.* \+= ", fast)


def test_a_kernel_of_one_entry_reads_the_array_itself() -> None:
    """At unit stride and without padding: no columns are made, no entry is copied."""
    whole = "R == 1 and s0 == 1 and p0 == 0 and P == H and S == 1 and s1 == 1 and p1 == 0 and Q == W"
    forward = emit_forward(SYSTEMS["conv2d"], "f")
    assert f"if {whole}:\n            x_columns = x[n].reshape(G, C, R, S, P, Q)\n" in forward
    assert "bar_y_columns = bar_y[n].reshape(G, K, R, S, H, W)" in unit_stride_side(backward(SYSTEMS["conv2d"]))
    general = backward(SYSTEMS["conv2d"]).split("\n    else:\n")[1]
    assert "if " not in general, "never where a stride is larger"


@pytest.mark.parametrize("read", ["x[n,c,p+r+1]", "x[n,c,2*p+r]"])
def test_windows_that_leave_entries_out_are_always_copied(read: str) -> None:
    text = f"f(x[N,C,W], v[K,C,R]) -> y\np < W//2 - R - 1\ny[n,k,p] = sum[c,r](v[k,c,r]*{read})"
    assert "if " not in emit_forward(define(text), "f")


def test_columns_that_are_the_array_are_not_written() -> None:
    """A view of an input, and of one that may not be written."""
    rng = np.random.default_rng(0)
    x, weight, bias = rng.standard_normal((2, 4, 3, 5)), rng.standard_normal((6, 2, 1, 1)), np.zeros(6)
    found = kernels("conv2d")["conv2d"]
    x.flags.writeable = False
    y = found(x, weight, bias, 2, 1, 1, 0, 0, 1, 1)
    expected = np.einsum("gkc,ngcpq->ngkpq", weight.reshape(2, 3, 2), x.reshape(2, 2, 2, 3, 5)).reshape(y.shape)
    np.testing.assert_allclose(y, expected, rtol=1e-13, atol=1e-13)
    assert not np.shares_memory(x, y)


def test_the_kernel_is_laid_out_once() -> None:
    for source in (backward(SYSTEMS["conv2d"]), emit_forward(SYSTEMS["conv2d"], "f")):
        assert re.search(r"^ +_\d+ = weight\.reshape", source, re.M)
        for line in source.splitlines():
            assert "weight.reshape" not in line or "bar_weight" in line or "matmul" not in line, line


def test_value_and_tangent_share_columns() -> None:
    assert fills(emit_jvp(SYSTEMS["conv2d"], "f")) == ["x_columns", "dot_x_columns"]


def test_two_kernels_share_columns() -> None:
    assert fills(emit_forward(define(TWO_KERNELS), "f")) == ["x_columns"]


@pytest.mark.parametrize("text", [DEPENDENT, OTHER_WINDOWS])
def test_what_must_not_be_shared_is_not(text: str) -> None:
    assert len(fills(emit_forward(define(text), "f"))) == 2


@pytest.mark.parametrize("text", [CONV1D, TWO_KERNELS, DEPENDENT, OTHER_WINDOWS])
def test_equal_the_interpreter(text: str) -> None:
    system = define(text)
    sizes = [s for s in SIZES if text != OTHER_WINDOWS or s["W"] >= 2 * s["R"] - 1]
    _everything(system, *({n: s[n] for n in system.size_names} for s in sizes), second=False)


def test_what_a_branch_makes_is_there_after_it() -> None:
    sizes = [{"N": 2, "C": 2, "W": 5, "K": 3, "R": 3, "s": s, "a": a} for s in (1, 2, 3) for a in (0, 1, 3)]
    _everything(define(STRIDED), *sizes)


@settings(max_examples=30, deadline=None)
@given(
    st.fixed_dictionaries({n: st.integers(0, 2) for n in ("N", "C", "K", "p0", "p1")}),
    st.fixed_dictionaries({n: st.integers(1, 3) for n in ("G", "R", "S", "d0", "d1")}),
    st.sampled_from([(1, 1), (1, 1), (1, 2), (2, 1)]),
    st.integers(-1, 3),
    st.integers(-1, 3),
)
def test_conv2d_near_unit_stride(
    few: dict[str, int], more: dict[str, int], strides: tuple[int, int], p: int, q: int
) -> None:
    """Also with nothing in a batch, no channels, and no place for the kernel."""
    env: dict[str, Any] = {**few, **more, "s0": strides[0], "s1": strides[1]}
    env["H"] = max(1, env["d0"] * (env["R"] - 1) + 1 - 2 * env["p0"] + p)
    env["W"] = max(1, env["d1"] * (env["S"] - 1) + 1 - 2 * env["p1"] + q)
    check(SYSTEMS["conv2d"], env, kernels("conv2d")["conv2d"])
    check(adjoint(SYSTEMS["conv2d"]), env, _vjp("conv2d"))
    check(tangent(SYSTEMS["conv2d"]), env, _jvp("conv2d"))


def product(a: str, b: str, dest: str = "y[n]") -> Call:
    return Call("np.matmul", (a, b), dest, ("K", "P"), False)


def hoisted(*body: Node, before: tuple[Node, ...] = ()) -> str:
    return "\n".join(lines(hoist([*before, Block("for n in range(N):", list(body), "n")], Names())))


def test_constant_operands_are_laid_out_before_the_loop() -> None:
    text = hoisted(Block("for r in range(R):", [product("w.T.reshape(K, C*R)", "x[n]")], "r"))
    assert text.splitlines()[0] == "    _1 = w.T.reshape(K, C*R)"
    assert "np.matmul(_1, x[n], out=y[n])" in text


@pytest.mark.parametrize("matrix", ["w.T", "w[2*H:].T"])
def test_constant_matrices_are_transposed_before_the_loop(matrix: str) -> None:
    text = hoisted(product("x[n]", matrix))
    assert text.splitlines()[0] == f"    _1 = np.ascontiguousarray({matrix})"
    assert "np.matmul(x[n], _1, out=y[n])" in text
    assert matrix in hoisted(Call("np.add", ("x[n]", matrix), "y[n]", ("K",), False)).splitlines()[-1]


@pytest.mark.parametrize(
    ("operand", "body", "before"),
    [
        ("x[n].reshape(C, P)", (), ()),
        ("w[n].T", (), ()),
        ("w[0].T", (), ()),
        ("w[L - 1, :K].T", (), ()),
        ("w.T", (Raw("w[0] += 1"),), ()),
        ("w[0].reshape(C, P)", (), ()),
        ("w.reshape(C, n)", (), ()),
        ("w.reshape(C, P)", (Raw("w[...] += 1"),), ()),
        ("w.reshape(C, P)", (Raw("w = w + 1"),), ()),
        ("w.reshape(C, P)", (Raw("np.copyto(w, 1)"),), ()),
        ("w.reshape(C, P)", (product("a", "b", "w.reshape(P, C)"),), ()),
        ("w.reshape(C, high)", (Raw("low, high = 0, n"),), ()),
        ("w.reshape(C, P)", (Raw("v[...] += 1"),), (Define("v", "w[:, 0]"),)),
    ],
)
def test_operands_that_change_stay(operand: str, body: tuple[Node, ...], before: tuple[Node, ...]) -> None:
    assert f"np.matmul({operand}, b, out=y[n])" in hoisted(product(operand, "b"), *body, before=before)


def test_memory_made_on_a_side_of_a_branch_is_not_given_away_there() -> None:
    made = Define("h", "rt.empty((N,), dtype)", ("N",), "empty")
    read = Call("np.add", ("y", "h"), "y", ("N",), False)
    side: list[Node] = [made, Call("np.exp", ("x",), "h", ("N",), False), read]
    side += [Call("np.log", ("x",), "_1", ("N",)), Call("np.add", ("y", "_1"), "y", ("N",), False)]
    branch = [Block("if s == 1:", side), Block("else:", list(side))]
    assert "np.log(x, out=h)" in "\n".join(lines(reuse(side, {"y"})))
    assert "np.log(x, out=h)" not in "\n".join(lines(reuse([*branch, read], {"y"})))
