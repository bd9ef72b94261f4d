"""A call is checked once: one with other numbers in arrays of the same shapes must still end as if checked anew."""

import math

import cases
import numpy as np
import pytest

import nnmath as nm
from nnmath.face.plan import MOST
from nnmath.formulas import load

CASES = [pytest.param(c, id=str(c)) for name in load() for c in cases.cases(name)]


def turned(array):
    """The same numbers at other places, twice as large and of the other sign."""
    rolled = np.roll(array, 1)
    return rolled * -2 if array.dtype.kind == "f" else rolled


def wild(array):
    return np.full_like(array, np.nan) if array.dtype.kind == "f" else array + 5


def everything(formula, arrays, params):
    try:
        value, pullback = formula.vjp(*arrays, **params)
        values = value if isinstance(value, tuple) else (value,)
        return [formula(*arrays, **params), value, pullback(*(np.ones_like(v) for v in values))]
    except (TypeError, ValueError) as error:
        return str(error)


def leaves(found):
    if isinstance(found, list | tuple):
        return [leaf for item in found for leaf in leaves(item)]
    return [found]


def same(one, other):
    return type(one) is type(other) and np.array_equal(
        one, other, equal_nan=getattr(one, "dtype", np.dtype("i")).kind == "f"
    )


@pytest.mark.parametrize("case", CASES)
@pytest.mark.parametrize("change", [turned, wild])
def test_a_call_like_one_before_ends_as_one_checked_anew(case, change):
    formula = nm.formula(case.formula)
    other = [change(a) if isinstance(a, np.ndarray) and a.dtype.kind in "fiu" else a for a in case.arrays]
    formula._plans.clear()
    fresh = leaves(everything(formula, other, case.params))
    formula._plans.clear()
    everything(formula, case.arrays, case.params)
    known = leaves(everything(formula, other, case.params))
    assert len(fresh) == len(known)
    assert all(same(a, b) for a, b in zip(fresh, known, strict=True))


def test_a_known_call_is_not_checked_again(monkeypatch):
    x = np.linspace(-1, 1, 7)
    nm.leaky_relu(x, 0.1)
    nm.layer_norm(x[None], np.ones(7), np.ones(7))
    for name in ("leaky_relu", "layer_norm"):
        monkeypatch.setattr(nm.formula(name), "_prepare", lambda _: pytest.fail("checked again"))
    nm.leaky_relu(-x, 0.1)
    nm.layer_norm(-x[None], np.ones(7), np.ones(7))


@pytest.mark.parametrize(
    "call",
    [
        lambda x: nm.leaky_relu(x, True),
        lambda x: nm.leaky_relu(x, "0.1"),
        lambda x: nm.leaky_relu(x.astype(int)),
        lambda x: nm.leaky_relu(np.ma.array(x)),
        lambda x: nm.leaky_relu(x, 0.1, 0.1),
        lambda x: nm.leaky_relu(x, slope=0.1),
        lambda x: nm.leaky_relu.vjp(x, 0.1, out=x),
    ],
)
def test_a_call_unlike_those_before_is_refused(call):
    x = np.linspace(-1, 1, 7)
    for slope in (1, 1.0, 0.1):
        nm.leaky_relu(x, slope)
    with pytest.raises(TypeError):
        call(x)


def test_what_a_plan_supposes_of_entries_is_looked_at_each_time(monkeypatch):
    x, target = np.log(np.full((3, 4), 0.25)), np.array([0, 1, 2])
    first = nm.nll_loss(x, target)
    checked = []
    monkeypatch.setattr(type(nm.nll_loss), "_prepare", lambda self, arguments: checked.append(1) or 1 / 0)
    assert nm.nll_loss(x, target[::-1].copy()) == first and not checked
    monkeypatch.undo()
    ignored = np.array([0, -100, 2])
    assert nm.nll_loss(x, ignored, reduction="sum") == pytest.approx(2 * math.log(4))
    assert nm.nll_loss(x, ignored) == pytest.approx(first)
    with pytest.raises(ValueError, match="0 <= target < K = 4, got 4 at target"):
        nm.nll_loss(x, target + 2)
    assert nm.nll_loss(x, target, ignore_index=1, reduction="sum") == pytest.approx(2 * math.log(4))
    assert nm.nll_loss(x, target, ignore_index=3, reduction="sum") == pytest.approx(3 * math.log(4))
    assert nm.nll_loss(x, target + 1, ignore_index=3, reduction="sum") == pytest.approx(2 * math.log(4))
    half = np.array([0.5, 0.5, 0.5])
    nm.binary_cross_entropy(half, half)
    with pytest.raises(ValueError, match="must hold probabilities"):
        nm.binary_cross_entropy(half + 1, half)


def test_a_zero_keeps_its_sign():
    x = np.array([-1.0])
    assert [np.signbit(nm.leaky_relu(x, z)[0]) for z in (0.0, -0.0, 0.0)] == [True, False, True]


def test_arrays_by_name_and_by_place_are_told_apart():
    x, w, b = np.ones((2, 3)), np.arange(12.0).reshape(4, 3), np.arange(4.0)
    y = nm.linear(x, w, b)
    for _ in range(2):
        np.testing.assert_array_equal(nm.linear(bias=b, weight=w, x=x), y)
        np.testing.assert_array_equal(nm.linear(x, bias=b, weight=w), y)
    square = np.arange(9.0).reshape(3, 3)
    assert not np.array_equal(nm.linear(x=square, weight=-square.T), nm.linear(weight=square, x=-square.T))


def test_one_array_twice_does_not_stand_for_two():
    x, other = np.linspace(0, 1, 5), np.linspace(1, 3, 5)
    nm.mse_loss(x, x)
    assert nm.mse_loss(x, other) == np.mean((x - other) ** 2)


def test_few_plans_are_kept():
    for n in range(1, 3 * MOST):
        nm.relu(np.ones(n))
    assert len(nm.relu._plans) <= MOST
