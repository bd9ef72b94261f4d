"""The stable forms are the functions, and a wrong form is refused."""

from __future__ import annotations

from dataclasses import replace

import mpmath
import numpy as np
import pytest

from nnmath import runtime
from nnmath.codegen.stable import FORMS, proof

KERNELS = {f.function: getattr(runtime, {"Phi": "ndtr"}.get(f.function, f.function)) for f in FORMS}
MATHS = {name: getattr(mpmath, name) for name in ("exp", "log", "erf", "sqrt", "tanh", "pi")} | {
    "abs": abs,
    "phi": mpmath.npdf,
    "sigmoid": lambda x: 1 / (1 + mpmath.exp(-x)),
    "dsigmoid": lambda x: mpmath.exp(-x) / (1 + mpmath.exp(-x)) ** 2,
}


@pytest.mark.parametrize("branch", FORMS, ids=lambda b: f"{b.function} {b.domain}")
def test_form_equals_definition(branch):
    assert branch.order or branch.form != branch.left  # or there would be nothing to prove
    assert proof(branch).verdict == "proved"


@pytest.mark.parametrize("branch", FORMS, ids=lambda b: f"{b.function} {b.domain}")
def test_wrong_form_is_refuted(branch):
    wrong = replace(branch, form=f"({branch.form})*1.001")
    assert proof(wrong).verdict == "refuted"


@pytest.mark.parametrize("branch", FORMS, ids=lambda b: f"{b.function} {b.domain}")
def test_kernel_evaluates_the_form(branch):
    points = [x for x in (-30.0, -3.7, -0.2, 0.0, 0.3, 2.9, 31.0) if eval(branch.domain, {"x": x})]
    with mpmath.workdps(300):
        expected = [float(value(branch, mpmath.mpf(x))) for x in points]
    found = KERNELS[branch.function](np.array(points))
    np.testing.assert_allclose(found, expected, rtol=2e-15 if branch.order < 2 else 4e-15)


def value(branch, x):
    names = {**MATHS, "x": x}
    for line in branch.where:
        name, text = line.split(" = ")
        names[name] = eval(text, names)
    return eval(branch.form, names)
