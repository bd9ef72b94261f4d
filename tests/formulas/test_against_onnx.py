"""Every formula that ONNX has an operator for, against ONNX's reference implementation in float64."""

import cases
import numpy as np
import pytest

import nnmath as nm
from nnmath.bench.onnx_calls import CALLS, evaluator
from nnmath.formulas import load

pytest.importorskip("onnx")

SHARED = [name for name in load() if name in CALLS]
CASES = [pytest.param(c, id=str(c)) for name in SHARED for c in cases.cases(name)]
REFERENCE_IS_WRONG = {
    "max_pool2d-overlapping": "7x6 padded by (1, 2) under a 3x4 window gives 7x7 by ONNX's own formula, not 8x6",
    "avg_pool1d-ceil": "the divisor of a window that ceil mode let stick out",
    "global_max_pool-sequences": "the channels are reduced as well",
    "global_max_pool-volumes": "an axis is kept",
    "conv_transpose1d-general": "groups are not reshaped",
    "conv_transpose1d-dilated": "dilation is refused",
    "conv_transpose2d-general": "groups are not reshaped",
    "conv_transpose2d-depthwise": "the first group's bias is added to all",
    "conv_transpose3d-general": "groups are not reshaped",
}
"""Where ONNX's reference departs from ONNX's definition; PyTorch agrees with ours there."""
SINGLE = ("selu", "hardsigmoid", "hardswish", "gelu")
"""gelu's reference is single precision; the constants of the others are attributes, which are float32 in ONNX.

Parameters are rounded to float32 on both sides.
"""


@pytest.mark.parametrize("case", CASES)
def test_value_agrees(case):
    if any(0 in np.shape(a) for a in case.arrays):
        pytest.skip("the reference does not take empty arrays")
    if case.label in ("one example", "number"):
        pytest.skip("ONNX asks for a batch axis, and its reference for an array")
    if str(case) in REFERENCE_IS_WRONG:
        pytest.skip(REFERENCE_IS_WRONG[str(case)])
    params = {n: float(np.float32(v)) if isinstance(v, float) else v for n, v in case.params.items()}
    first, *rest = getattr(nm, case.formula)._arguments(case.arrays, params).items()
    call = CALLS[case.formula](first[1], **{n: v for n, v in rest if n != "out"})
    if call is None:
        pytest.skip("ONNX has no such variant")
    operator, inputs, attributes, finish = call
    found = getattr(nm, case.formula)(*case.arrays, **params)
    found = found if isinstance(found, tuple) else (found,)
    wanted = finish(evaluator(operator, [np.asarray(a) for a in inputs], attributes, len(found))())
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    scaled = 1e-7 if case.formula in SINGLE else 1e-9
    for f, w in zip(found, wanted, strict=True):
        assert np.shape(f) == np.shape(w)
        np.testing.assert_allclose(f, w, rtol=scaled, atol=scaled * (1 + np.abs(w).max(initial=0)))


def test_the_operators_are_of_formulas_we_have():
    assert set(CALLS) <= set(load()), set(CALLS) - set(load())
