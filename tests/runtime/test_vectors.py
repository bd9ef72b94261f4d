"""Two ways to compute: which of them a processor takes, and that both are measured."""

import os
import subprocess
import sys
from contextlib import suppress

import numpy as np
import pytest

from nnmath import runtime as rt
from nnmath.codegen import emit_module
from nnmath.codegen.standalone import inline_runtime
from nnmath.runtime import special
from nnmath.runtime.vectors import in_vectors, the_other_way

ASKED = "from nnmath.runtime.vectors import in_vectors; print(in_vectors())"


def features():
    try:
        from numpy.lib.introspect import opt_func_info
    except ImportError:
        return ""
    told = opt_func_info(func_name="^expm1$", signature="float64")["expm1"]["dd"]["available"]
    return " ".join(t for t in told.split() if not t.startswith("baseline"))


def test_without_vector_instructions_sums_and_products_compute():
    found = subprocess.run(
        [sys.executable, "-c", ASKED],
        env=os.environ | {"NPY_DISABLE_CPU_FEATURES": features()},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout == "False\n"


def test_the_other_way_ends_with_its_block_whatever_happens():
    before = in_vectors()
    with suppress(KeyError), the_other_way():
        assert in_vectors() != before
        raise KeyError
    assert in_vectors() == before


@pytest.mark.parametrize("name", ["expm1", "log1p", "softplus", "logsigmoid", "mish", "dsilu"])
def test_both_ways_are_near_and_not_the_same(name):
    x = np.abs(np.random.default_rng(0).standard_normal(10_000)).astype(np.float32)
    here = getattr(rt, name)(x)
    with the_other_way():
        there = getattr(rt, name)(x)
    apart = np.abs(here.astype(float) - there) / np.spacing(np.abs(here))
    assert 0 < apart.max() <= 8


def test_one_copied_file_has_both_ways():
    text = inline_runtime(emit_module("Softplus.", ["def f(x):\n    return rt.softplus(x)"]))
    assert "nnmath" not in text
    made = {}
    exec(text, made)
    x = np.linspace(-9, 9, 99, dtype=np.float32)
    np.testing.assert_array_equal(made["f"](x), rt.softplus(x))
    made["_ways"].append(not in_vectors())
    with the_other_way():
        np.testing.assert_array_equal(made["f"](x), rt.softplus(x))


def test_a_fault_of_one_way_is_measured_on_any_processor(monkeypatch):
    pytest.importorskip("flint")
    from nnmath.verify.accuracy import exhaustive, measure

    (*rest, last) = special._LOG1P_32[0]
    monkeypatch.setattr(special, "_LOG1P_32", ((*rest, last * 1.001),))
    assert measure("softplus", "float32", 5000).worst_ulp > 100
    assert exhaustive("softplus", "float32", sample=5000, workers=1, progress=False).worst_ulp > 100
    assert measure("sigmoid", "float32", 5000).worst_ulp < 4
