"""`formula.source()`: a module that needs numpy alone and gives the same bits."""

import ast
import re
import subprocess
import sys

import cases
import numpy as np
import pytest

import nnmath as nm

RUN = """
import sys
sys.modules["nnmath"] = None  # importing it is an error now
import numpy as np
space = {}
exec(compile(open(sys.argv[1]).read(), sys.argv[1], "exec"), space)
given = np.load(sys.argv[2], allow_pickle=True)
out = {}
for number in range(int(given["count"])):
    arguments = list(given[f"arguments{number}"])
    value, saved = space[str(given[f"name{number}"]) + "_forward"](*arguments)
    value = value if isinstance(value, tuple) else (value,)
    bars = space[str(given[f"name{number}"]) + "_backward"](saved, *[np.cos(v) for v in value])
    out |= {f"{number} {i}": r for i, r in enumerate((*value, *bars))}
np.savez(sys.argv[3], **out)
"""


def packed(values):
    found = np.empty(len(values), object)
    found[:] = values
    return found


@pytest.mark.parametrize("name", ["gelu", "lstm", "conv2d", "cross_entropy", "sigmoid", "softplus"])
def test_same_bits_where_nnmath_cannot_be_imported(name, tmp_path):
    formula = nm.formula(name)
    (tmp_path / "source.py").write_text(formula.source())
    given, wanted = {"count": 0}, {}
    for number, case in enumerate(cases.cases(name)):
        arguments = formula._arguments(case.arrays, case.params)
        arguments.pop("out", None)
        call, _ = formula._prepare(arguments)
        values = [*call.arrays.values(), *formula._parameters(call)]
        function = formula._function(call)
        value, saved = formula._kernels[f"{function}_forward"](*values)
        value = value if isinstance(value, tuple) else (value,)
        bars = formula._kernels[f"{function}_backward"](saved, *[np.cos(v) for v in value])
        given |= {f"arguments{number}": packed(values), f"name{number}": function, "count": number + 1}
        wanted |= {f"{number} {i}": r for i, r in enumerate((*value, *bars))}
    np.savez(tmp_path / "given.npz", **given)
    files = [str(tmp_path / f) for f in ("source.py", "given.npz", "found.npz")]
    done = subprocess.run([sys.executable, "-c", RUN, *files], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    found = np.load(files[2])
    assert sorted(found.files) == sorted(wanted)
    for key, value in wanted.items():
        assert found[key].tobytes() == np.asarray(value).tobytes(), f"{name}: {key} differs"


@pytest.mark.parametrize("name", list(nm.formulas()))
def test_the_source_stands_alone(name):
    source = nm.formula(name).source()
    assert not re.search(r"\brt\.|nnmath", source)
    tree = ast.parse(source)
    modules = {a.name for n in ast.walk(tree) if isinstance(n, ast.Import) for a in n.names}
    modules |= {str(n.module) for n in ast.walk(tree) if isinstance(n, ast.ImportFrom)}
    assert {m.split(".")[0] for m in modules} <= {"numpy", *sys.stdlib_module_names}
    defined = [n.name for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
    assert len(defined) == len(set(defined)), f"{name} defines a name twice"
    used = {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} | {
        n.attr for n in ast.walk(tree) if isinstance(n, ast.Attribute)
    }
    kernels = set(nm.formula(name)._kernels)
    idle = set(defined) - used - kernels
    assert not idle, f"{name} carries helpers that nothing calls: {idle}"
