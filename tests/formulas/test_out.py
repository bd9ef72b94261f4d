"""A value written into an array that is there: the same bits as a new array, wherever that array lies."""

import cases
import numpy as np
import pytest

import nnmath as nm
from nnmath.formulas import load

NAMES = [name for name, d in load().items() if d.elementwise]
CASES = [pytest.param(c, id=str(c)) for name in NAMES for c in cases.cases(name)]
LARGE = 70_001
"""Entries of more than one block."""


def bits(array):
    return array.tobytes()


def singles(case, dtype):
    return [a.astype(dtype) if a.dtype.kind == "f" else a for a in case.arrays]


@pytest.mark.parametrize("dtype", ["float16", "float32", "float64"])
@pytest.mark.parametrize("case", CASES)
def test_out_holds_the_bits_of_the_value(case, dtype):
    formula, arrays = nm.formula(case.formula), singles(case, dtype)
    wanted = formula(*arrays, **case.params)
    there = {
        "new": np.full_like(wanted, 7),
        "every other": np.full((*wanted.shape, 2), 7, wanted.dtype)[..., 0],
        "transposed": np.full(wanted.shape[::-1], 7, wanted.dtype).T,
        "unaligned": np.zeros(wanted.nbytes + 1, np.int8)[1:].view(wanted.dtype).reshape(wanted.shape),
    }
    for _ in range(2):  # checked anew, then not
        for label, out in there.items():
            assert formula(*arrays, **case.params, out=out) is out
            assert bits(out) == bits(wanted), label


@pytest.mark.parametrize("shift", [0, 1, 1000, -1000, LARGE - 1])
@pytest.mark.parametrize("name", NAMES)
def test_out_may_be_the_memory_of_an_input(name, shift):
    case = cases.first_case(name)
    shape = (LARGE,) if case.arrays[0].ndim == 1 else (1, case.arrays[0].shape[1], LARGE)
    rng = np.random.default_rng(3)
    others = [np.resize(a, shape) if a.shape == case.arrays[0].shape else a for a in case.arrays[1:]]
    memory = rng.normal(size=(*shape[:-1], 3 * LARGE)).reshape(-1)
    x, out = (memory[LARGE + s :][: np.prod(shape)].reshape(shape) for s in (0, shift))
    wanted = nm.formula(name)(x.copy(), *others, **case.params)
    assert nm.formula(name)(x, *others, **case.params, out=out) is out
    assert bits(out) == bits(wanted)


@pytest.mark.parametrize("name", NAMES)
def test_a_kernel_writes_there_itself(name, monkeypatch):
    case = cases.first_case(name)
    formula, wanted = nm.formula(name), nm.formula(name)(*case.arrays, **case.params)
    monkeypatch.setattr("nnmath.face.formula._into", lambda *_: pytest.fail("copied"))
    assert bits(formula(*case.arrays, **case.params, out=np.empty_like(wanted))) == bits(wanted)


@pytest.mark.parametrize(
    "out", [np.ones(3), np.ones((4, 1)), np.ones(4, np.float32), [0.0] * 4, np.broadcast_to(1.0, 4)]
)
def test_out_that_does_not_fit_is_refused(out):
    with pytest.raises(ValueError, match="out must be"):
        nm.relu(np.ones(4), out=out)
