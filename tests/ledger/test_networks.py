"""Kinds of statement that the entries of Neural networks brought: reach, systems taken together, fixed parameters."""

import pytest

from nnmath.calculus.differentiate import gradient, jacobian
from nnmath.formulas import load
from nnmath.ledger import Definition, Equal
from nnmath.ledger.entry import specialised
from nnmath.ledger.outcome import _named
from nnmath.ledger.reach import Reachable
from nnmath.ledger.together import together
from nnmath.notation import define

LINE = define("line(a, b) -> y", "p < 3", "y[p] = a*p + b")


def test_what_a_certificate_excludes_is_out_of_reach():
    values = {"y[0]": 0, "y[1]": 1, "y[2]": 4}
    assert Reachable(values, LINE, (1, -2, 1)).decide().verdict == "refuted"
    assert Reachable(values, LINE, (1, -2, 1), possible=False).decide().verdict == "proved"


@pytest.mark.parametrize(
    ("values", "combination"),
    [({"y[0]": 0, "y[1]": 1, "y[2]": 2}, (1, -2, 1)), ({"y[0]": 0, "y[1]": 1, "y[2]": 4}, (1, -1, 1))],
    ids=["values on a line", "a combination that is not constant"],
)
def test_a_certificate_that_excludes_nothing_decides_nothing(values, combination):
    assert Reachable(values, LINE, combination).decide().verdict == "undecided"
    assert Reachable(values, LINE, combination, possible=False).decide().verdict == "undecided"


def test_what_systems_share_stands_once():
    whole = define("node(x[I], w[I, J]) -> C", "s[j] = sum[i](w[i,j]*x[i])", "o[j] = s[j]**2", "C = sum[j](o[j])")
    part = define("node(s[J]) -> o", "o[j] = s[j]**2")
    joint = together("both", gradient(whole), jacobian(part))
    assert [a.name for a in joint.inputs] == ["x", "w"]
    assert Equal("o[j]", "s[j]**2", joint, {"j": "J"}).decide().verdict == "proved"
    assert Equal("dC_ds[j]", "do_ds[j,j]", joint, {"j": "J"}).decide().verdict == "proved"


def test_systems_that_disagree_are_not_taken_together():
    first, second = define("f(x[N]) -> y", "y[i] = x[i]"), define("f(x[N]) -> y", "y[i] = 2*x[i]")
    with pytest.raises(ValueError, match="computed in two ways"):
        together("both", first, second)
    with pytest.raises(ValueError, match="elsewhere"):
        together("both", first, define("f(x[N, M]) -> z", "z[i] = sum[j](x[i,j])"))


def test_a_definition_puts_values_in_for_what_the_lecture_lacks():
    printed = define("step(w[N], grad[N]; lr: real) -> w_next", "w_next[i] = w[i] - lr*grad[i]")
    assert Definition(printed, "sgd", at={"weight_decay": 0}).decide().verdict == "definition"
    assert Definition(printed, "sgd", at={"weight_decay": 1}).decide().verdict == "refuted"
    with pytest.raises(ValueError, match="no lambda"):
        specialised(load()["sgd"].system, {"lambda": 0})


def test_summed_indices_in_conditions_have_names_that_do_not_depend_on_what_ran_before():
    assert _named("sum[%31<K](x[%7, %31]) != 0") == "sum[r1<K](x[r2, r1]) != 0"
