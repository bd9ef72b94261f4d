"""Contradictory inequalities: a certificate proves, a point refutes, a wrong certificate does neither."""

import pytest

from nnmath.ledger.infeasible import Infeasible

XOR = ("b < 0", "w1 + b >= 0", "w2 + b >= 0", "w1 + w2 + b < 0")


def test_a_certificate_proves_and_its_denial_is_refuted():
    statement = Infeasible(XOR, (1, 1, 1, 1))
    assert statement.decide().verdict == "proved"
    assert statement.flipped().decide().verdict == "refuted"


@pytest.mark.parametrize("weights", [(1, 1, 1, 0), (2, 1, 1, 1), (-1, -1, -1, -1), (0, 0, 0, 0)])
def test_a_wrong_certificate_proves_nothing(weights):
    assert Infeasible(XOR, weights).decide().verdict == "undecided"


@pytest.mark.parametrize(("last", "verdict"), [("x <= 1", "refuted"), ("x < 1", "proved"), ("x <= 1/2", "proved")])
def test_strictness_counts(last, verdict):
    assert Infeasible(["x >= 1", last], (1, 1)).decide().verdict == verdict


def test_one_label_changed_has_a_solution():
    found = Infeasible((*XOR[:3], "w1 + w2 + b >= 0"), (1, 1, 1, 1)).decide()
    assert found.verdict == "refuted" and "b = " in found.counterexample


def test_only_linear_inequalities():
    with pytest.raises(ValueError, match="is not linear"):
        Infeasible(["x*y > 0"], (1,)).decide()
