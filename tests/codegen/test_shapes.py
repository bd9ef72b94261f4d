"""Arguments are refused with the name, the expectation in index notation, and what came."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from codegen_examples import SYSTEMS

from nnmath.codegen import emit_spec
from nnmath.runtime import bind

ones = np.ones
CONV = emit_spec(SYSTEMS["conv2d"])
MLP = emit_spec(SYSTEMS["mlp"])
LOSS = emit_spec(SYSTEMS["cross_entropy"])


def test_bind_solves_products_by_parameters() -> None:
    sizes = bind(CONV, (ones((2, 6, 5, 4)), ones((4, 3, 3, 2)), ones(4)), {"G": 2})
    assert sizes == {"N": 2, "C": 3, "H": 5, "W": 4, "K": 2, "R": 3, "S": 2}


def test_bind_learns_widths() -> None:
    sizes = bind(MLP, (ones((2, 3)), [ones((4, 3)), ones((5, 4))], [ones(4), ones(5)]))
    assert sizes == {"N": 2, "L": 2, "n": {0: 3, 1: 4, 2: 5}}


BAD: list[tuple[Any, tuple[Any, ...], type[Exception], str]] = [
    (
        CONV,
        (ones((2, 3, 5, 5)), ones((8, 4, 3, 3)), ones(8)),
        ValueError,
        "weight must be (G*K, C, R, S) = (*, 3, *, *), got (8, 4, 3, 3)",
    ),
    (
        CONV,
        (ones((2, 3, 5)), ones((8, 4, 3, 3)), ones(8)),
        ValueError,
        "x must be (N, C*G, H, W), got (2, 3, 5)",
    ),
    (
        CONV,
        (ones((2, 3, 5, 5)), ones((8, 3, 3, 3)), ones(7)),
        ValueError,
        "bias must be (G*K,) = (8,), got (7,)",
    ),
    (
        CONV,
        (ones((2, 3, 5, 5)), ones((8, 3, 3, 3), np.float32), ones(8)),
        TypeError,
        "weight must be float64 as x is, got float32",
    ),
    (CONV, ([1.0], ones((8, 3, 3, 3)), ones(8)), TypeError, "x must be an array, got list"),
    (
        CONV,
        (ones((2, 3, 5, 5), np.int64), ones((8, 3, 3, 3)), ones(8)),
        TypeError,
        "x must be a float16, float32 or float64 array, got int64",
    ),
    (
        MLP,
        (ones((2, 3)), [ones((4, 3)), ones((5, 5))], [ones(4), ones(5)]),
        ValueError,
        "weights[1] must be (n(2), n(1)) = (*, 4), got (5, 5)",
    ),
    (
        MLP,
        (ones((2, 3)), ones((4, 3)), [ones(4)]),
        TypeError,
        "weights must be a list of arrays, one for each l, got ndarray",
    ),
    (LOSS, (ones((2, 3)), ones(2)), TypeError, "target must be an integer array, got float64"),
    (
        LOSS,
        (ones((2, 3)), np.array([0, 3])),
        ValueError,
        "target must have entries in 0 <= target < K = 3, got 3 at target[1]",
    ),
]


@pytest.mark.parametrize(("spec", "arrays", "error", "message"), BAD)
def test_bind_refuses(spec: Any, arrays: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error) as caught:
        bind(spec, arrays, {"G": 1} if spec is CONV else None)
    assert str(caught.value) == message
