"""Every formula that ONNX has an operator for, against ONNX's reference implementation in float64."""

import warnings

import cases
import numpy as np
import pytest

import nnmath as nm
from nnmath.formulas import load

onnx = pytest.importorskip("onnx")
from onnx.reference import ReferenceEvaluator  # noqa: E402
from onnx_calls import CALLS  # noqa: E402

SHARED = [name for name in load() if name in CALLS]
CASES = [pytest.param(c, id=str(c)) for name in SHARED for c in cases.cases(name)]
OPSET = 22
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


def evaluated(operator, inputs, attributes, count):
    """The outputs of one node."""
    kinds = {np.dtype(np.float64): onnx.TensorProto.DOUBLE, np.dtype(np.int64): onnx.TensorProto.INT64}
    kinds[np.dtype(np.int32)] = onnx.TensorProto.INT32
    names = [f"in{i}" for i in range(len(inputs))]
    results = [f"out{i}" for i in range(count)]
    node = onnx.helper.make_node(operator, names, results, **attributes)
    given = [onnx.helper.make_tensor_value_info(n, kinds[a.dtype], a.shape) for n, a in zip(names, inputs, strict=True)]
    wanted = [onnx.helper.make_tensor_value_info(n, onnx.TensorProto.DOUBLE, None) for n in results]
    graph = onnx.helper.make_graph([node], operator, given, wanted)
    model = onnx.helper.make_model(graph, opset_imports=[onnx.helper.make_opsetid("", OPSET)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the reference's own overflows and divisions
        return ReferenceEvaluator(model).run(None, dict(zip(names, inputs, strict=True)))


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
    wanted = finish(evaluated(operator, [np.asarray(a) for a in inputs], attributes, len(found)))
    wanted = wanted if isinstance(wanted, tuple) else (wanted,)
    scaled = 1e-7 if case.formula in SINGLE else 1e-9
    for f, w in zip(found, wanted, strict=True):
        assert np.shape(f) == np.shape(w)
        np.testing.assert_allclose(f, w, rtol=scaled, atol=scaled * (1 + np.abs(w).max(initial=0)))


def test_the_operators_are_of_formulas_we_have():
    assert set(CALLS) <= set(load()), set(CALLS) - set(load())
