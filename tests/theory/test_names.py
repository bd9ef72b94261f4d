"""The public names of the theory: attributes of the package, listed, in the stub, loaded when asked for."""

import subprocess
import sys
from pathlib import Path

import pytest

import nnmath as nm
from nnmath.theory import NAMES

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize("name", NAMES)
def test_each_is_public(name):
    assert callable(getattr(nm, name)) and getattr(nm, name).__name__ == name
    assert getattr(nm, name).__module__ == f"nnmath.theory.{NAMES[name]}"
    assert name in dir(nm) and f" as {name}\n" in (ROOT / "nnmath" / "__init__.pyi").read_text()
    assert "Source: " in getattr(nm, name).__doc__ and ">>> " in getattr(nm, name).__doc__


def test_a_network_needs_no_symbolic_side():
    code = (
        "import sys, nnmath as nm; n = nm.cybenko_approximate(lambda x: x, 0.1, lipschitz=1); n(0.5);"
        "nm.xor_network()([[0, 1]]); nm.linear_separability([[0], [1]], [0, 1]);"
        "print([m for m in ('sympy', 'mpmath', 'z3') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, check=False)
    assert done.stdout.strip() == "[]", done.stderr
