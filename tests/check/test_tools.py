"""The decorator and its plugin, strategies, files for other languages, commands, imports."""

import json
import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings

import nnmath as nm
from nnmath import check
from nnmath.cli import main

ROOT = Path(__file__).resolve().parents[2]


def run(*command, cwd=ROOT):
    return subprocess.run(
        [sys.executable, *command], capture_output=True, text=True, cwd=cwd, check=False, env={"PYTHONPATH": str(ROOT)}
    )


def test_importing_the_plugin_brings_nothing_heavy():
    code = "import sys, nnmath.check.plugin, nnmath.check; heavy = 'numpy sympy mpmath torch jax hypothesis'.split();"
    done = run("-c", code + "print([m for m in heavy if m in sys.modules])")
    assert done.stdout.strip() == "[]", done.stderr


MODULE = """
import numpy as np
from nnmath import check

@check.verifies("relu", dtype="float32")
def my_relu(x):
    return np.maximum(x, 0)

@check.verifies("relu", dtype="float32")
def my_leaky(x):
    return np.where(x > 0, x, x.dtype.type(0.01) * x)

def test_other():
    pass
"""


def test_plugin_makes_a_test_of_every_property(tmp_path):
    (tmp_path / "test_mine.py").write_text(MODULE)
    installed = any(entry.value == "nnmath.check.plugin" for entry in entry_points(group="pytest11"))
    plugin = [] if installed else ["-p", "nnmath.check.plugin"]
    done = run("-m", "pytest", *plugin, "-p", "no:cacheprovider", "-v", "test_mine.py", cwd=tmp_path)
    assert "my_relu[formula] PASSED" in done.stdout, done.stdout
    assert "my_relu[shapes] PASSED" in done.stdout
    assert "my_leaky[formula] FAILED" in done.stdout
    assert "my_leaky[domain] PASSED" in done.stdout
    assert "this is leaky_relu" in done.stdout
    assert "test_other PASSED" in done.stdout
    assert "1 failed" in done.stdout


def test_a_verified_function_stays_itself():
    @check.verifies("relu")
    def relu(x):
        return np.maximum(x, 0)

    assert relu(np.array([-1.0])).tolist() == [0.0]


@pytest.mark.parametrize("name", ["conv2d", "softmax", "gru", "adam"])
def test_strategy(name):
    wrong = 0

    @settings(max_examples=6, database=None, derandomize=True)
    @given(check.strategies.case(name, dtype="float32"))
    def matches(case):
        nonlocal wrong
        value = nm.formula(name)(*case.args, **case.params)
        case.assert_matches(value)
        first = value[0] if isinstance(value, tuple) else value
        try:
            bad = first + first.dtype.type(1)
            case.assert_matches(bad, *value[1:]) if isinstance(value, tuple) else case.assert_matches(bad)
        except AssertionError:
            wrong += 1

    matches()
    assert wrong


def answered(inputs, name, gradients=True):
    """What a kernel in another language would write."""
    data = np.load(inputs)
    meta, f, out = json.loads(str(data["meta"])), nm.formula(name), {}
    for i, item in enumerate(meta["cases"]):
        args = {n: data[f"{i}.{n}"] for n in item["arrays"]}
        value, pullback = f.vjp(**args, **item["params"])
        values = value if isinstance(value, tuple) else (value,)
        out |= {f"{i}.{y}": v for y, v in zip(item["outputs"], values, strict=True)}
        if gradients and f"{i}.bar_{item['outputs'][0]}" in data:
            gradient = pullback(*[data[f"{i}.bar_{y}"] for y in item["outputs"]])
            out |= {f"{i}.grad_{n}": g for n, g in zip(gradient._fields, gradient, strict=True) if g is not None}
    return out


@pytest.mark.parametrize("name", ["gelu", "linear", "gru", "conv2d", "cross_entropy"])
def test_vectors_and_judge(name, tmp_path, capsys):
    inputs, outputs = str(tmp_path / "in.npz"), tmp_path / "out.npz"
    assert main(["vectors", name, "--dtype", "float32", "--count", "8", "-o", inputs]) == 0
    found = answered(inputs, name)
    np.savez(outputs, **found)
    assert main(["judge", inputs, str(outputs), "--json", str(tmp_path / "report.json")]) == 0, capsys.readouterr().out
    assert json.loads((tmp_path / "report.json").read_text())["verdict"] == "OK"
    last = next(key for key in found if found[key].size)
    np.savez(outputs, **{**found, last: found[last] + np.float32(1)})
    assert main(["judge", inputs, str(outputs)]) == 1
    np.savez(outputs, **{k: v for k, v in found.items() if not k.startswith("0.")})
    assert main(["judge", inputs, str(outputs)]) == 1
    assert "is not in the file" in capsys.readouterr().out


@pytest.mark.parametrize("name", ["gelu", "hardswish"])
def test_every_half_is_judged(name, tmp_path, capsys):
    inputs, outputs = str(tmp_path / "in.npz"), tmp_path / "out.npz"
    assert main(["vectors", name, "--dtype", "float16", "--exhaustive", "-o", inputs]) == 0
    x = np.load(inputs)["0.x"]
    params = json.loads(str(np.load(inputs)["meta"]))["cases"][0]["params"]
    y = nm.formula(name)(x, **params)
    np.savez(outputs, **{"0.y": y})
    assert main(["judge", inputs, str(outputs)]) == 0, capsys.readouterr().out
    y[np.flatnonzero(x == np.float16(1.5))] += np.float16(0.1)
    np.savez(outputs, **{"0.y": y})
    assert main(["judge", inputs, str(outputs)]) == 1
    assert "1.5" in capsys.readouterr().out
    np.savez(outputs, **{"0.y": y[:-1]})
    assert main(["judge", inputs, str(outputs)]) == 1
    assert "must have shape (65536,)" in capsys.readouterr().out


def test_exhaustive_vectors(tmp_path, capsys):
    inputs = tmp_path / "in.npz"
    assert main(["vectors", "relu", "--dtype", "float16", "--exhaustive", "-o", str(inputs)]) == 0
    assert np.load(inputs)["0.x"].size == 1 << 16
    assert main(["vectors", "relu", "--dtype", "float32", "--exhaustive", "-o", str(inputs)]) == 2
    assert "shard" in capsys.readouterr().err
    assert main(["vectors", "softmax", "--exhaustive", "-o", str(inputs)]) == 2


def test_check_command(tmp_path, monkeypatch, capsys):
    (tmp_path / "mykernels.py").write_text("import numpy as np\ndef relu(x):\n    return np.maximum(x, 0)\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert main(["check", "mykernels:relu", "--against", "relu", "--dtype", "float32"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == "check: mykernels:relu against relu: OK"
    assert main(["check", "mykernels:relu", "--against", "tanh", "--dtype", "float32"]) == 1
    assert main(["check", "mykernels:nothing", "--against", "tanh"]) == 2
    assert main(["check", "mykernels:relu", "--against", "tahn"]) == 2
    assert main(["check", "no_such_module:relu", "--against", "tanh"]) == 2


@pytest.mark.parametrize("text", ["raise SystemExit(0)", "def relu(x:", "1/0", "raise ValueError('a\\nb')"])
def test_modules_that_cannot_be_imported(text, tmp_path):
    (tmp_path / "broken.py").write_text(text)
    done = run("-m", "nnmath", "check", "broken:relu", "--against", "relu", cwd=tmp_path)
    assert done.returncode == 2
    assert len(done.stderr.splitlines()) == 1 and "importing broken raised" in done.stderr


def test_files_that_are_no_vectors(tmp_path, capsys):
    """One line and the status 2."""
    inputs = tmp_path / "in.npz"
    assert main(["vectors", "relu", "--dtype", "float16", "-o", str(inputs)]) == 0
    (tmp_path / "cut.npz").write_bytes(inputs.read_bytes()[:2000])
    (tmp_path / "text.npz").write_text("nothing")
    (tmp_path / "empty.npz").write_bytes(b"")
    np.save(tmp_path / "one.npy", np.zeros(3))
    np.savez(tmp_path / "unnamed.npz", y=np.zeros(3))
    np.savez(tmp_path / "objects.npz", meta=np.array([None], dtype=object))
    for i, meta in enumerate(["{", "[]", "{}", '{"formula": "relu"}', '{"formula": "rleu"}']):
        np.savez(tmp_path / f"meta{i}.npz", meta=np.array(meta))
    with np.load(inputs) as data:
        np.savez(tmp_path / "lacking.npz", meta=data["meta"])
    capsys.readouterr()
    for path in sorted({*tmp_path.iterdir(), tmp_path / "absent.npz", tmp_path} - {inputs}):
        assert main(["judge", str(path), str(inputs)]) == 2, path
        assert len(capsys.readouterr().err.splitlines()) == 1, path
    for name in ("cut.npz", "text.npz", "empty.npz", "one.npy", "objects.npz"):
        assert main(["judge", str(inputs), str(tmp_path / name)]) == 2, name
        assert len(capsys.readouterr().err.splitlines()) == 1, name


@pytest.mark.parametrize(
    "wrong", [["--count", "x"], ["--count", "0"], ["--count", "-3"], ["--shard", "1"], ["--shard", "a/b"], []]
)
def test_wrong_options_of_vectors(wrong, tmp_path, capsys):
    """A directory in place of a file as well."""
    path = tmp_path / "in.npz" if wrong else tmp_path
    assert main(["vectors", "linear", "-o", str(path), *wrong]) == 2
    assert len(capsys.readouterr().err.splitlines()) == 1
    assert not list(tmp_path.iterdir()) and not tmp_path.with_suffix(".npz").exists()
