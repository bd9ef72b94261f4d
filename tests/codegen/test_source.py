"""What the emitted source looks like: hoisted, of constant length, the same under any hash seed."""

from __future__ import annotations

import inspect
import re
import subprocess
import sys

import numpy as np
import pytest
from codegen_examples import SYSTEMS

import nnmath as nm
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
    turned = re.search(r"(\w+) = np.ascontiguousarray\(w_hh.T\)", outside)
    assert products(inside) == 1 and turned and f"np.matmul(h[t], {turned[1]}" in inside
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


def _parts(text: str, names: str = "f") -> tuple[str, str]:
    forward, backward = emit_vjp(define(names, text), "f").split("\n\n\n")
    return forward, backward


ENTROPY = "lse[n] = logsumexp[k](x[n,k])\nloss = sum[n](lse[n] - sum[k]([target[n] == k]*x[n,k]))"


def test_the_backward_reads_the_exponentials_of_a_logsumexp() -> None:
    text = ENTROPY.replace("lse", "total")
    forward, backward = _parts(text, "f(x[N, K], target[N]: int<K) -> loss")
    assert "ratios=softmax_1[low:high]" in forward
    assert "exp" not in backward and "softmax_1" in backward


def test_contributions_with_a_common_factor_are_multiplied_by_it_once() -> None:
    """softmax: ``(bar_y - sum(bar_y*y))*y``, a pass less than a product for each contribution; compared elsewhere."""
    from nnmath import formula

    text = emit_vjp(formula("softmax").system, "softmax")
    backward = text[text.index("softmax_backward") :]
    assert len(re.findall(r"np\.multiply|\*= ", backward)) == 1, backward


def test_what_assigns_a_whole_array_comes_before_what_scatters_into_it() -> None:
    _, backward = _parts(ENTROPY, "f(x[N, K], target[N]: int<K) -> loss")
    assert "zeros((N, K)" not in backward
    assert backward.index("out=bar_x[low:high]") < backward.index("rt.add_along_axis(bar_x")


BOUNDED = [
    ("0 if x[n] <= -3 else (1 if x[n] >= 3 else (x[n] + 3)/6)", "np.clip(y[low:high], 0, 1"),
    ("1 if x[n] > 3 else (0 if x[n] < -3 else (x[n] + 3)/6)", "np.clip(y[low:high], 0, 1"),
    ("a if x[n] <= a else (b if x[n] >= b else x[n])", "rt.clip(x[low:high], a, b, np.less_equal, out"),
    ("b if x[n] > b else (a if x[n] < a else x[n])", "rt.clip(x[low:high], a, b, np.greater, out"),
    ("c*sign(x[n]) if abs(x[n]) > c else x[n]", "rt.clip(x[low:high], (-c), c, np.less"),
    ("a*sign(x[n]) if abs(x[n]) > a else x[n]", "rt.where"),
    ("2 if x[n] >= 2 else x[n]", "np.minimum(x[low:high], 2"),
    ("0 if x[n] <= -3 else (1 if x[n] >= 3 else (x[n] + 2)/6)", "rt.where"),
    ("0 if x[n] <= 3 else (1 if x[n] >= -3 else (3 - x[n])/6)", "rt.where"),
    ("1 if x[n] <= -3 else (0 if x[n] >= 3 else (3 - x[n])/6)", "np.clip(y[low:high], 0, 1"),
    ("0 if x[n] >= 2 else 2 - x[n]", "np.maximum(y[low:high], 0"),
    ("0 if x[n] > -3 else -3 - x[n]", "np.maximum(y[low:high], 0"),
    ("0 if a*x[n] >= 1 else 1 - a*x[n]", "np.maximum(y[low:high], 0"),
    ("-1 if sigmoid(x[n]) < -1 else sigmoid(x[n])", "np.maximum(y[low:high], -1"),
    ("0 if a*x[n] >= 1 else 2 - a*x[n]", "rt.where"),
    ("c*sign(x[n]) if abs(x[n]) > a else x[n]", "rt.where"),
]


@pytest.mark.parametrize(("body", "call"), BOUNDED)
@pytest.mark.parametrize(("a", "b"), [(-0.75, 1.5), (1.5, -0.75), (0.5, 0.5)])
def test_what_is_bounded_is_clipped(body: str, call: str, a: float, b: float) -> None:
    source = emit_forward(define("f(x[N]; a: real, b: real, c: real > 0) -> y", f"y[n] = {body}"), "f")
    assert call in source
    x = np.array([-np.inf, -9, -3, -1.25, -0.75, -0.5, 0.25, 0.5, 1.5, 2, 3, 4, np.inf, np.nan])
    given = {"a": a, "b": b, "c": 1.25}
    space = {"abs": abs, "sign": np.sign, "sigmoid": lambda v: 1 / (1 + np.exp(-v)), **given}
    expected = [eval(body.replace("[n]", ""), space, {"x": v}) for v in x]
    found = compile_source(source)["f"](x, *(given[name] for name in ("a", "b", "c")))
    np.testing.assert_allclose(found, expected, rtol=1e-15)


def test_what_is_copied_is_computed_where_it_goes() -> None:
    text = "d[n] = x[n] - t[n]\nloss = sum[n](d[n]**2)"
    _, backward = _parts(text, "f(x[N], t[N]) -> loss")
    assert not re.search(r"^ +bar_[a-z]+\[low:high\] = ", backward, re.M), backward


@pytest.mark.parametrize(
    ("body", "call"),
    [
        ("x[n] if x[n] > 0 else a*x[n]", "rt.kinked(x[low:high], a"),
        ("x[n] if x[n] > 0 else 2*x[n]", "rt.kinked(x[low:high], 2"),
        ("x[n] if x[n] > 1 else a*x[n]", "rt.where"),
        ("x[n] if x[n] < 0 else a*x[n]", "rt.where"),
        ("x[n] if x[n] > 0 else a", "rt.where"),
    ],
)
def test_lines_through_zero_meet_without_a_choice(body: str, call: str) -> None:
    assert call in emit_forward(define("f(x[N]; a: real) -> y", f"y[n] = {body}"), "f")


def test_functions_of_what_a_recurrence_does_not_change_stand_before_it() -> None:
    text = "h[0,i] = h0[i]\nh[t+1,i] = tanh(x[t,i] + sum[j](w[i,j]*h[t,j]))\ny[t,i] = h[t+1,i]"
    forward, backward = _parts(text, "f(x[T, H], h0[H], w[H, H]) -> y")
    assert "np.tanh" in _halves(forward)[1]
    outside, inside = _halves(backward)
    assert "rt.sech2(" in outside and "rt.sech2(" not in inside


def test_what_is_made_of_gathered_rows_keeps_their_order() -> None:
    """A product of gathered rows, which lie with the rows' axis last, is not written in C's order one by one."""
    source = inspect.getsource(nm.formula("polynomial_features")._kernels["polynomial_features_backward"])
    made = next(line for line in source.splitlines() if "bar_v = " in line)
    assert "others_y" in made and "out=" not in made
