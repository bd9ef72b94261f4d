"""What importing costs and brings along, and which way imports run."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "nnmath"
SYMBOLIC = ("sympy", "mpmath", "z3")


def fresh(code):
    """Standard output of a new interpreter."""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_import_and_kernels_leave_sympy_out():
    code = f"""
import sys
import numpy as np, nnmath as nm
x, w = np.ones((2, 3)), np.ones((4, 3))
nm.gelu(x), nm.gelu.derivative(x), nm.gelu.vjp(x)[1](x)
nm.linear.jvp((x, w), (x, w)), nm.mlp.vjp(x, [w], [np.ones(4)])[1](np.ones((2, 4)))
nm.cross_entropy.vjp(x, np.array([0, 2]))[1](np.float64(1))
nm.conv2d(np.ones((1, 1, 3, 3)), np.ones((1, 1, 2, 2))), repr(nm.lstm), nm.formulas()
print([m for m in {SYMBOLIC} if m in sys.modules], [m for m in sys.modules if m.startswith("nnmath.notation")])
"""
    assert fresh(code).strip() == "[] []"


def test_import_costs_little_more_than_numpy():
    """Minimum of processor time over repetitions, interleaved, as a ratio; numpy is loaded either way."""
    code = "import time; t = time.process_time(); import {}; print(time.process_time() - t)"
    fresh(code.format("nnmath"))
    pairs = [(float(fresh(code.format("numpy"))), float(fresh(code.format("nnmath, numpy")))) for _ in range(7)]
    numpy, ours = (min(times) for times in zip(*pairs, strict=True))
    assert ours <= 1.5 * numpy, f"import nnmath takes {ours:.3f} s, import numpy {numpy:.3f} s"


def imported(path):
    """The modules that a file imports, at any depth of its code; type checking aside."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    skipped = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    for node in ast.walk(tree):
        if id(node) in skipped:
            continue
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            yield from (f"{node.module}.{a.name}" for a in node.names) if node.module == "nnmath" else [node.module]


def uses(folder, allowed):
    """Imports of nnmath from a folder's files that are not of the allowed parts."""
    for path in sorted(PACKAGE.glob(f"{folder}/*.py")):
        for name in imported(path):
            top, *rest = name.split(".")
            if top == "nnmath" and (rest[0] if rest else "") not in allowed:
                yield f"{path.relative_to(ROOT)} imports {name}"


@pytest.mark.parametrize(
    ("folder", "allowed"),
    [
        ("runtime", {"runtime"}),
        ("kernels", {"runtime"}),
        ("notation", {"notation"}),
        ("calculus", {"notation", "calculus"}),
        ("formulas", {"notation", "calculus", "formulas"}),
        ("codegen", {"notation", "calculus", "formulas", "codegen", "runtime", "functions"}),
        ("verify", {"notation", "calculus", "formulas", "codegen", "runtime", "formula", "usage", "verify"}),
        ("check", {"", "notation", "calculus", "formulas", "runtime", "face", "usage", "verify", "check"}),
        ("bench", {"kernels", "runtime", "verify", "bench"}),
        ("ledger", {"notation", "calculus", "formulas", "theory", "ledger"}),
        ("theory", {"notation", "calculus", "face", "formula", "theory"}),
    ],
)
def test_imports_run_one_way(folder, allowed):
    assert list(uses(folder, allowed)) == []


@pytest.mark.parametrize("folder", ["kernels", "runtime"])
def test_kernels_need_numpy_alone(folder):
    standard = sys.stdlib_module_names
    for path in PACKAGE.glob(f"{folder}/*.py"):
        foreign = {n.split(".")[0] for n in imported(path)} - {"numpy", "nnmath"} - standard
        assert not foreign, f"{path.name} imports {foreign}"
        if folder == "kernels" and not path.name.startswith("_"):
            assert set(imported(path)) == {"numpy", "nnmath.runtime"}


def test_the_face_imports_the_symbolic_side_only_when_asked():
    for path in [PACKAGE / "__init__.py", *PACKAGE.glob("face/*.py")]:
        if path.name == "symbolic.py":
            continue
        body = ast.parse(path.read_text(encoding="utf-8")).body
        top = [n for n in body if isinstance(n, ast.Import | ast.ImportFrom)]
        for node in top:
            names = [a.name for a in node.names] if isinstance(node, ast.Import) else [str(node.module)]
            assert not [n for n in names if n.startswith((*SYMBOLIC, "nnmath.notation", "nnmath.calculus"))], path.name
