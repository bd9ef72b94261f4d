"""The stable forms are the functions, and a wrong form is refused."""

from __future__ import annotations

from dataclasses import replace

import mpmath
import numpy as np
import pytest

from nnmath.codegen.stable import FORMS, proof
from nnmath.runtime import special

KERNELS = {f.function: getattr(special, {"Phi": "ndtr"}.get(f.function, f.function)) for f in FORMS}
MATHS = {"exp": mpmath.exp, "log": mpmath.log, "erf": mpmath.erf, "sqrt": mpmath.sqrt, "pi": mpmath.pi}


@pytest.mark.parametrize("branch", FORMS, ids=lambda b: f"{b.function} {b.domain}")
def test_form_equals_definition(branch):
    assert proof(branch).verdict == "proved"


@pytest.mark.parametrize("branch", FORMS, ids=lambda b: f"{b.function} {b.domain}")
def test_wrong_form_is_refuted(branch):
    wrong = replace(branch, form=f"({branch.form})*1.001")
    assert proof(wrong).verdict == "refuted"


@pytest.mark.parametrize("branch", FORMS, ids=lambda b: f"{b.function} {b.domain}")
def test_kernel_evaluates_the_form(branch):
    points = [x for x in (-30.0, -3.7, -0.2, 0.0, 0.3, 2.9, 31.0) if eval(branch.domain, {"x": x})]
    with mpmath.workdps(300):
        expected = [float(eval(branch.form, {**MATHS, "x": mpmath.mpf(x)})) for x in points]
    np.testing.assert_allclose(KERNELS[branch.function](np.array(points)), expected, rtol=2e-15)
