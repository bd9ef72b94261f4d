"""The order of products: which are written by columns, and that this changes no more than rounding."""

from __future__ import annotations

import numpy as np
import pytest

import nnmath as nm
from nnmath.runtime import matrices, order


@pytest.mark.parametrize(
    ("rows", "columns", "found"),
    [(32, 1024, "F"), (2, 128, "F"), (33, 1024, "C"), (1, 1024, "C"), (32, 127, "C"), (0, 0, "C"), (256, 1024, "C")],
)
def test_few_rows_and_many_columns_lie_by_columns(rows, columns, found):
    assert order(rows, columns) == found
    assert np.empty((rows, columns), np.float32, order(rows, columns)).shape == (rows, columns)


@pytest.mark.parametrize("name", ["rnn", "lstm", "gru", "gru_reset_after", "lstm_peephole_full"])
def test_recurrent_layers_do_not_depend_on_it(name, monkeypatch):
    """The layer's value and gradients at a size where products lie by columns, and with every one by rows."""
    gates, steps, batch, inputs, units = {"r": 1, "l": 4, "g": 3}[name[0]], 3, 4, 5, 130
    rng = np.random.default_rng(0)
    states = 2 if name.startswith("lstm") else 1
    shapes = [(steps, batch, inputs), *[(batch, units)] * states, (gates * units, inputs), (gates * units, units)]
    shapes += [(gates * units,)] * 2 + ([(3, units, units)] if "full" in name else [])
    arrays = [rng.standard_normal(s) * 0.1 for s in shapes]
    assert order(batch, units) == "F"

    def everything():
        value, pullback = nm.formula(name).vjp(*arrays)
        return *value, *pullback(*[np.ones_like(v) for v in value])

    found = everything()
    monkeypatch.setattr(matrices, "FEW", 0)
    assert order(batch, units) == "C"
    for a, b in zip(found, everything(), strict=True):
        np.testing.assert_allclose(a, b, rtol=1e-11, atol=1e-13)
