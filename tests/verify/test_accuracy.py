"""Measures find what is wrong, go on where they stopped, and every kernel keeps its grade on a sample."""

from __future__ import annotations

import ast
import importlib
import inspect
import io
import json
import pkgutil
import subprocess
import sys

import numpy as np
import pytest

pytest.importorskip("flint")

import nnmath as nm
from nnmath import runtime
from nnmath.runtime import blockwise, memory
from nnmath.verify import accuracy as module
from nnmath.verify import digest
from nnmath.verify.accuracy import GRADE, exhaustive, holds, measure
from nnmath.verify.entries import elementwise, evaluate
from nnmath.verify.inputs import bit_patterns, every_float16, special_values
from nnmath.verify.oracle import Oracle
from nnmath.verify.progress import Progress

AWAY = {
    "sigmoid": {"slope": 1.7},
    "softplus": {"beta": 1.6},
    "gelu": {"approximate": "tanh"},
    "elu": {"alpha": 1.3},
    "celu": {"alpha": 1.3},
    "hardtanh": {"min_val": -0.75, "max_val": 1.25},
}
"""Parameters away from the defaults; those at which a formula bends are numbers of every format."""
CALLS = [(name, {}) for name in elementwise()] + list(AWAY.items())
FORMS = {"float16": 0, "float32": 40000, "float64": 1500}


@pytest.mark.parametrize(("name", "params"), CALLS, ids=str)
@pytest.mark.parametrize("dtype", FORMS)
@pytest.mark.parametrize("order", [0, 1])
def test_value_and_derivative_keep_the_default_grade(name, params, dtype, order):
    found = measure(name, dtype, FORMS[dtype], seed=7, order=order, **params)
    assert found.worst_ulp <= (0.55 if dtype == "float16" else GRADE), found.line()
    assert found.flags == (), found.line()


@pytest.mark.parametrize(("name", "params"), CALLS, ids=str)
def test_second_derivatives(name, params):
    if not nm.formula(name)._entry["derivatives"]:
        with pytest.raises(TypeError, match="no second derivative"):
            measure(name, "float32", 10, order=2, **params)
        return
    for dtype, count in (("float32", 20000), ("float64", 800)):
        found = measure(name, dtype, count, seed=3, order=2, **params)
        assert found.worst_ulp <= 16, found.line()


@pytest.mark.parametrize("name", ["gelu", "silu", "mish", "tanh", "softplus"])
def test_the_float64_kernel_can_judge_float32(name):
    """At numbers of float32 the float64 kernel is right to far less than a unit of float32."""
    x = np.concatenate([special_values(np.float32, name), bit_patterns(np.float32, 300, 2)])
    x = x[~np.isnan(x)].astype(np.float64)
    for order in (0, 1):
        hi, lo, e = Oracle(name, order=order).exact_scaled(x)
        error = module.ulp_errors(evaluate(name, x, order), hi, lo, np.float64, e)
        roots = Oracle(name, order=order).roots
        near = np.any([np.abs(x - r) < module.WINDOW * abs(r) for r in roots], axis=0) if roots else x != x
        assert error[~near].max() < 4.5


@pytest.mark.parametrize(
    ("name", "wrong", "least"),
    [
        ("sigmoid", lambda x: (1 + np.tanh(x / 2)) / 2, 1e6),
        ("gelu", lambda x: np.where(x > 0, x, np.float32(0)), 1e6),
        ("silu", lambda x: np.nextafter(nm.silu(x), np.float32(np.inf)), 0.9),
        ("relu", lambda x: np.where(x > 1e30, np.float32(np.inf), nm.relu(x)), np.inf),
    ],
)
def test_a_wrong_function_is_found(name, wrong, least):
    found = measure(name, "float32", 20000, function=wrong)
    assert found.worst_ulp >= least and found.worst_ulp > measure(name, "float32", 20000).worst_ulp
    x = np.array([int(found.worst_hex, 16)], np.uint32).view(np.float32)
    with np.errstate(all="ignore"):
        assert float(wrong(x)[0]) == found.found


def test_near_a_root_the_backward_error_counts_and_both_are_reported():
    found = measure("gelu", "float32", 60000, order=1)
    assert found.root_forward > 1e4 and found.root_backward < 3 and found.worst_ulp < GRADE
    root = Oracle("gelu", order=1).roots[0]
    shifted = measure(
        "gelu", "float32", 60000, order=1, function=lambda x: nm.gelu.derivative(x * np.float32(1 + 3e-6))
    )
    assert shifted.root_backward > 10, root


def test_warnings_are_recorded():
    def noisy(x):
        return np.log(np.abs(x) - np.float32(2)) * 0 + nm.silu(x)

    assert measure("silu", "float32", 100, function=noisy).flags
    assert not holds(measure("silu", "float32", 100, function=noisy))


def test_a_chunk_of_the_exhaustive_run_and_going_on(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 1 << 18)
    state = tmp_path / "state.json"
    first = exhaustive("silu", "float32", chunks=range(4096, 4098), state=state, workers=1)
    assert first.count == 1 << 19 and not first.exhaustive
    monkeypatch.setattr(module, "sweep", lambda chunk, job: pytest.fail("a finished chunk was run again"))
    again = exhaustive("silu", "float32", chunks=range(4096, 4098), state=state, workers=1)
    assert again.as_dict() == first.as_dict()
    monkeypatch.undo()
    monkeypatch.setattr(module, "CHUNK", 1 << 18)
    monkeypatch.setattr(module, "sources", lambda name, orders: "other code")
    swept = []
    kept = module.sweep
    monkeypatch.setattr(module, "sweep", lambda chunk, job: swept.append(chunk) or kept(chunk, job))
    exhaustive("silu", "float32", chunks=range(4096, 4097), state=state, workers=1)
    assert swept == [4096]
    assert json.loads(state.read_text())["key"]["sources"] == "other code"


def test_all_of_float16():
    assert np.unique(every_float16().view(np.uint16)).size == 1 << 16
    found = exhaustive("gelu", "float16", order=1)
    assert found.exhaustive and found.count == 1 << 16 and found.worst_ulp < 0.51


def test_bfloat16_inputs():
    bfloat16 = pytest.importorskip("ml_dtypes").bfloat16
    x = special_values(bfloat16, "silu")
    assert x.dtype == bfloat16 and 0.0 in x.astype(float)


def test_specials_hold_kinks_roots_and_both_neighbours():
    x = special_values(np.float32, "hardswish")
    for centre in (-3.0, 3.0, -1.5):
        three = [np.nextafter(np.float32(centre), np.float32(s)) for s in (-np.inf, centre, np.inf)]
        assert set(three) <= set(x.tolist())
    assert np.signbit(x[x == 0]).any() and not np.signbit(x[x == 0]).all()
    root = np.float32(Oracle("gelu", order=1).roots[0])
    assert root in special_values(np.float32, "gelu")


@pytest.mark.parametrize(
    ("terminal", "shown", "total", "lines"),
    [(True, None, 4, 1), (False, None, 4, 0), (False, True, 4, 4), (False, True, 995, 10), (True, False, 4, 0)],
)
def test_progress(terminal, shown, total, lines, monkeypatch):
    """A bar on a terminal; elsewhere, where asked for, a line each tenth; nothing where it is not shown."""
    text = io.StringIO()
    monkeypatch.setattr(text, "isatty", lambda: terminal)
    bar = Progress("silu", total, stream=text, shown=shown)
    for _ in range(total):
        bar.step()
    bar.close()
    assert text.getvalue().count("\n") == lines
    assert (f"{total}/{total}" in text.getvalue()) == bool(lines)
    assert ("\r" in text.getvalue()) == (terminal and bool(lines))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--dtype", "float64"], "relu float64, 10000000 random inputs"),
        (["--sample", "70"], "relu float32, 70 random inputs"),
        ([], "relu float32, all 4294967296 inputs"),
        (["--dtype", "float16", "--sample", "70"], "relu float16, all 65536 inputs"),
    ],
)
def test_what_is_measured_is_told_first(arguments, told, capsys, monkeypatch):
    from nnmath import cli

    found = measure("relu", "float32", 10)
    monkeypatch.setattr(module, "exhaustive", lambda *_, progress, **__: progress and found)
    assert cli.main(["exhaustive", "relu", *arguments]) == 0
    assert capsys.readouterr().err == f"exhaustive: {told}\n"


@pytest.mark.parametrize("name", ["relu", "identity", "silu"])
def test_the_99th_percentile_is_at_most_the_worst(name):
    found = measure(name, "float32", 2000)
    assert 0 <= found.p99 <= found.worst_ulp
    assert bool(found.p99) == (name == "silu")


@pytest.mark.parametrize(("arguments", "code"), [(["silu"], 0), (["silu", "--dtype", "float64"], 0)])
def test_the_command(arguments, code):
    done = subprocess.run(
        [sys.executable, "-m", "nnmath", "exhaustive", *arguments, "--sample", "3000", "--workers", "1"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == code, done.stderr
    assert done.stdout.splitlines()[-1].endswith("default grade holds") and "0x" in done.stdout


def test_the_command_fails_where_the_bound_is_broken(monkeypatch, capsys):
    from nnmath import cli

    monkeypatch.setattr(module, "GRADE", 0.6)
    assert cli.main(["exhaustive", "silu", "--sample", "3000", "--workers", "1"]) == 1
    assert capsys.readouterr().out.splitlines()[-1].endswith("BROKEN")


def test_what_a_count_leaves_out_of_its_code_is_defined_nowhere_else_in_the_runtime():
    """Definitions of where memory begins and of how arrays are cut are left out by name."""
    aside = {blockwise.__name__, memory.__name__}
    modules = [f"nnmath.runtime.{m.name}" for m in pkgutil.iter_modules(runtime.__path__)]
    names = {name: own_names(name) for name in modules}
    left_out = set().union(*(names[name] for name in aside))
    assert {"empty", "zeros", "_made", "blocks"} <= left_out
    for name, own in names.items():
        assert name in aside or not own & left_out, name


def own_names(module):
    """What the statements of a module define."""
    tree = ast.parse(inspect.getsource(importlib.import_module(module)))
    return set().union(*(digest._bound(node) for node in tree.body))


def test_a_count_is_of_the_code_that_makes_its_numbers():
    """Another place in memory is the same code; another constant is not."""
    before = digest.sources("elu", [0]), digest.sources("elu", [1])
    real = digest.inline_runtime
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(digest, "inline_runtime", lambda text: real(text).replace("SMALL = 1 << 14", "SMALL = 1 << 20"))
        assert (digest.sources("elu", [0]), digest.sources("elu", [1])) == before
        patch.setattr(digest, "inline_runtime", lambda text: real(text).replace("2.0**-125", "2.0**-124"))
        assert digest.sources("elu", [0]) != before[0] and digest.sources("elu", [1]) == before[1]
