"""What a block of rows computes lies in the memory of results that it fills afterwards."""

import inspect

import numpy as np
import pytest

import nnmath as nm
from nnmath.codegen.code import Block, Call, Define, lines
from nnmath.codegen.reuse import reuse
from nnmath.kernels import losses, optimizers

ROWS = ("high - low",)


def call(fn, args, dest):
    return Call(fn, tuple(args), dest, ROWS, fresh="[" not in dest, elementwise=fn != "np.cumsum")


def text(*calls, made=("y", "z"), text="rt.empty((N,), dtype)"):
    block = Block("def block(low, high):", list(calls))
    return "\n".join(lines(reuse([*(Define(name, text, ("N",)) for name in made), block], {"y", "z"})))


def test_a_result_lends_its_memory_until_it_is_filled():
    found = text(
        call("np.exp", ["x[low:high]"], "_1"),
        call("np.add", ["x[low:high]", "_1"], "y[low:high]"),
        call("np.negative", ["y[low:high]"], "z[low:high]"),
    )
    assert "np.exp(x[low:high], out=y[low:high])" in found
    assert "np.add(x[low:high], y[low:high], out=y[low:high])" in found


def test_not_to_what_is_read_after_it_was_filled():
    found = text(
        call("np.exp", ["x[low:high]"], "_1"),
        call("np.negative", ["x[low:high]"], "y[low:high]"),
        call("np.multiply", ["y[low:high]", "_1"], "z[low:high]"),
    )
    assert "np.exp(x[low:high], out=z[low:high])" in found  # z is filled last
    alone = text(
        call("np.exp", ["x[low:high]"], "_1"),
        call("np.negative", ["x[low:high]"], "y[low:high]"),
        call("np.multiply", ["y[low:high]", "_1"], "y[low:high]"),
        made=["y"],
    )
    assert "np.exp(x[low:high], out=rt.empty((high - low,), dtype))" in alone


def test_not_to_a_chain_that_lasts_longer_than_the_loan():
    found = text(
        call("np.exp", ["x[low:high]"], "_1"),
        call("np.square", ["_1"], "_2"),
        call("np.negative", ["x[low:high]"], "y[low:high]"),
        call("np.multiply", ["y[low:high]", "_2"], "y[low:high]"),
        made=["y"],
    )
    assert "np.exp(x[low:high], out=rt.empty((high - low,), dtype))" in found and "np.square(_1, out=_1)" in found


def test_not_to_what_is_computed_while_the_array_holds_something():
    found = text(
        call("np.negative", ["x[low:high]"], "y[low:high]"),
        call("np.exp", ["x[low:high]"], "_1"),
        call("np.multiply", ["y[low:high]", "_1"], "z[low:high]"),
        call("np.abs", ["x[low:high]"], "y[low:high]"),
        made=["y"],
    )
    assert "np.exp(x[low:high], out=rt.empty((high - low,), dtype))" in found


@pytest.mark.parametrize("first", ["_1", "named"])
def test_what_was_lent_is_not_lent_again_for_longer(first):
    found = text(
        call("np.exp", ["x[low:high]"], first),
        call("np.cumsum", [first], "z[low:high]"),
        call("np.cos", ["x[low:high]"], "_2"),
        call("np.negative", ["x[low:high]"], "y[low:high]"),
        call("np.multiply", ["_2", "y[low:high]"], "y[low:high]"),
        made=["y"],
    )
    assert "np.exp(x[low:high], out=y[low:high])" in found
    assert "np.cos(x[low:high], out=rt.empty((high - low,), dtype))" in found


@pytest.mark.parametrize("handed_on", [True, False])
def test_not_to_what_a_view_may_read_later(handed_on):
    found = text(
        call("np.exp", ["x[low:high]"], "_1"),
        call("np.sin" if handed_on else "np.cumsum", ["_1"], "_2" if handed_on else "z[low:high]"),
        *([] if handed_on else [call("np.tan", ["x[low:high]"], "_2")]),
        Define("v", "_2[::-1]"),
        call("np.cos", ["x[low:high]"], "y[low:high]"),
        call("np.multiply", ["y[low:high]", "v"], "y[low:high]"),
        made=["y"],
    )
    assert "v = y" not in found


@pytest.mark.parametrize("made", ["rt.zeros((N,), dtype)", "x.copy()", "rt.empty((N,), dtype)[::-1]"])
def test_only_an_array_that_nothing_is_in_yet_lends(made):
    found = text(
        call("np.exp", ["x[low:high]"], "_1"),
        call("np.add", ["x[low:high]", "_1"], "y[low:high]"),
        made=["y"],
        text=made,
    )
    assert "np.exp(x[low:high], out=rt.empty((high - low,), dtype))" in found


def test_not_where_the_operand_may_not_lie_in_the_result():
    found = text(
        call("np.exp", ["x[low:high]"], "_1"),
        call("rt.sign", ["_1"], "y[low:high]"),
        made=["y"],
    )
    assert "np.exp(x[low:high], out=rt.empty((high - low,), dtype))" in found


def test_formulas_that_need_no_scratch_beside_their_results():
    for kernel in (optimizers.momentum_backward, optimizers.adam_forward, losses.smooth_l1_loss_mean_backward):
        assert "rt.empty((high - low" not in inspect.getsource(kernel), kernel.__name__


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_results_of_many_blocks_are_those_of_their_parts(dtype):
    """A block that wrote beyond its rows, or read what another has put there, would be seen."""
    rng = np.random.default_rng(0)
    w, grad, m, v, *bars = rng.random((7, 700_001)).astype(dtype)
    given = {"lr": 0.1, "betas": (0.8, 0.9), "weight_decay": 0.2}
    values, pullback = nm.adam.vjp(w, grad, m, v, 3, **given)
    found = pullback(*bars)
    for part in (slice(0, 9), slice(262_140, 262_150), slice(699_990, None)):
        few, back = nm.adam.vjp(w[part], grad[part], m[part], v[part], 3, **given)
        for whole, own in zip((*values, *found), (*few, *back(*(b[part] for b in bars))), strict=True):
            np.testing.assert_array_equal(whole[part], own)
