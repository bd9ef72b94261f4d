"""What the emitted source looks like: hoisted, of constant length, the same under any hash seed."""

from __future__ import annotations

import re
import subprocess
import sys

import pytest
from codegen_examples import SYSTEMS

from nnmath.codegen import compile_source, emit_forward, emit_module, emit_vjp
from nnmath.codegen.schedule import Loop, schedule, show
from nnmath.notation import NotationError, define

PROGRAM = """
import sys
sys.path.insert(0, sys.argv[1])
from codegen_examples import SYSTEMS
from nnmath.calculus import adjoint, tangent
from nnmath.codegen import emit_forward, emit_jvp, emit_vjp
for name, s in SYSTEMS.items():
    print(emit_forward(s, name), emit_vjp(s, name), emit_jvp(s, name))
print(emit_forward(tangent(adjoint(SYSTEMS["lstm"])), "second"))
"""


def _emitted(seed: str) -> str:
    from pathlib import Path

    here = Path(__file__).parent
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(here)],
        capture_output=True,
        text=True,
        check=True,
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(here.parents[1]), "PATH": "/usr/bin:/bin"},
    )
    return done.stdout


def test_two_hash_seeds_give_the_same_bytes() -> None:
    first = _emitted("1")
    assert len(first) > 10_000
    assert first == _emitted("2")


def _halves(source: str) -> tuple[str, str]:
    """What stands outside loops, and what stands in them."""
    outside, inside, depth = [], [], 0
    for line in source.splitlines():
        indent = len(line) - len(line.lstrip())
        if depth and indent < depth:
            depth = 0
        (inside if depth else outside).append(line)
        if not depth and line.lstrip().startswith("for "):
            depth = indent + 4
    return "\n".join(outside), "\n".join(inside)


def products(text: str) -> int:
    return len(re.findall(r"np\.matmul\(| @ ", text))


def test_lstm_hoists_all_but_the_recurrent_product() -> None:
    forward, backward = emit_vjp(SYSTEMS["lstm"], "lstm").split("\n\n\n")
    outside, inside = _halves(forward)
    assert products(outside) == 1 and "x.reshape(T*N, I), w_ih.T" in outside
    assert products(inside) == 1 and "w_hh.T" in inside
    assert "b_ih" not in inside and "b_hh" not in inside
    outside, inside = _halves(backward)
    assert products(inside) == 1 and "bar_z[t], w_hh" in inside
    assert products(outside) == 3, "w_ih, w_hh and x, one product each"
    assert "reversed(range(T))" in backward


def test_from_output_reads_what_the_forward_named() -> None:
    _, backward = emit_vjp(SYSTEMS["lstm"], "lstm").split("\n\n\n")
    assert "sigmoid" not in backward and "np.tanh" not in backward
    _, plain = emit_vjp(SYSTEMS["lstm"], "lstm", from_output=False).split("\n\n\n")
    assert "rt.dsigmoid" in plain and "rt.sech2" in plain
    _, softmax = emit_vjp(SYSTEMS["softmax"], "softmax").split("\n\n\n")
    assert "exp" not in softmax


def test_loops_allocate_outside() -> None:
    for half in emit_vjp(SYSTEMS["lstm"], "lstm").split("\n\n\n"):
        _, inside = _halves(half)
        for line in inside.splitlines():
            assert "out=" in line or re.search(r" [-+*]= ", line), f"allocates in the loop: {line}"


def test_stacked_layers_loop_over_layers_then_time() -> None:
    loops = [item for item in schedule(SYSTEMS["stacked"]) if isinstance(item, Loop)]
    assert [loop.name for loop in loops] == ["l"]
    assert any(isinstance(item, Loop) and item.name == "t" for item in loops[0].body)
    assert "for l < L:\n" in show(schedule(SYSTEMS["stacked"]))


def test_module_imports_numpy_and_the_runtime_alone() -> None:
    source = emit_module("Doc.", [emit_forward(SYSTEMS["relu"], "relu")])
    imports = [line for line in source.splitlines() if "import" in line]
    assert imports == ["import numpy as np", "from nnmath import runtime as rt"]
    assert list(compile_source(source)) == ["relu"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("zigzag(x[T]) -> y\na[0] = x[0]\na[t+1] = b[t]\nb[t] = a[t]*x[t]\nt < T\ny = a[T]", None),
        ("double(x[N]) -> y\nh[2*i] = x[i]\nh[2*i+1] = h[2*i]*x[i]\ny[i] = h[2*i+1]\ni < N", "h[2*i + 1]"),
    ],
)
def test_refuses_with_the_equation(text: str, shown: str | None) -> None:
    system = define(text)
    if shown is None:
        emit_forward(system, "f")
        return
    with pytest.raises(NotationError, match=re.escape(shown)):
        emit_forward(system, "f")


def test_products_in_a_loop_that_are_added_lie_as_blas_shares_them() -> None:
    """Their memory is asked for by its sizes; everything else lies by rows."""
    forward, backward = emit_vjp(SYSTEMS["lstm"], "lstm").split("\n\n\n")
    products = r"matmul\(h\[t\], w_hh\.T, out=(_\d+)\)", r"matmul\(bar_z\[t\], w_hh, out=(_\d+)\)"
    for half, product in zip((forward, backward), products, strict=True):
        (name,) = re.findall(product, half)
        assert re.search(rf"^    {name} = np\.empty\(\((\S+), (\S+)\), dtype, rt\.order\(\1, \2\)\)$", half, re.M)
        readers = [line for line in half.splitlines() if re.search(rf"\b{name}\b", line)]
        assert len(readers) == 3 and readers[2].endswith(f" += {name}"), readers
    assert backward.count("rt.order(") == 1
    dense = define("f(x[N,M], w[O,M], b[O]) -> y\ny[n,o] = sum[m](x[n,m]*w[o,m]) + b[o]")
    assert "rt.order(" not in emit_vjp(dense, "f")


def test_blocks_sum_rows_as_dots_with_ones() -> None:
    """One vector of ones for all rows of a length; sums over other axes stay sums."""
    text = "f(x[N,F], w[F]) -> y\nm[n] = sum[f](x[n,f])/F\nv[n] = sum[f](w[f]*(x[n,f] - m[n])**2)\n"
    text += "y[n,f] = (x[n,f] - m[n])*v[n]"
    forward, backward = emit_vjp(define(text), "f").split("\n\n\n")
    (ones,) = re.findall(r"^    (_\d+) = np\.ones\(F, dtype\)$", forward, re.M)
    assert f"np.vecdot(x[low:high], {ones}, out=m[low:high])" in forward
    assert "np.sum(" not in forward
    assert backward.count("np.ones(") == 1
    whole = emit_forward(define("g(x[N,F]) -> y\ny[n] = sum[f](x[n,f])"), "g")
    assert "np.sum(x, axis=1)" in whole and "np.ones" not in whole
