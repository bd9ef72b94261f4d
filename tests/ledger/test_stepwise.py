"""Inequalities by induction: what lacks a base, a step or a sign is not proved."""

from dataclasses import replace

import pytest

from nnmath.ledger.stepwise import Stepwise
from nnmath.notation import define

FACTORS = define("""
    factors(e[L]; r: real > 0) -> last
    A[0] = 1
    A[l+1] = A[l]*(r*sigmoid(e[l]))
    last = A[L]
""")
UNFOLDED = {"unfold_base": ("A[0]",), "unfold": ("A[m+1]",)}
POSITIVE = Stepwise("A[m]", ">", "0", "m", "L", FACTORS, base="1", factor="r*sigmoid(e[m])", **UNFOLDED)
DECAY = Stepwise(
    "A[m]",
    "<=",
    "r**m",
    "m",
    "L",
    FACTORS,
    base="0",
    factor="r",
    rest="r*A[m]*sigmoid(-e[m])",
    lemmas=(POSITIVE,),
    **UNFOLDED,
)


def test_a_bound_and_its_denial():
    assert DECAY.decide().verdict == "proved"
    assert DECAY.flipped().decide().verdict == "refuted"


@pytest.mark.parametrize(
    "wrong",
    [
        {"lemmas": ()},
        {"base": "1"},
        {"factor": "2*r"},
        {"rest": "r*A[m]*sigmoid(e[m])"},
        {"rest": "-r*A[m]*(sigmoid(e[m]) - 1)"},
        {"relation": "<"},
    ],
)
def test_a_wrong_certificate_proves_nothing(wrong):
    assert replace(DECAY, **wrong).decide().verdict in ("undecided", "refuted")


def test_what_is_strict_needs_a_positive_part():
    assert replace(POSITIVE, base="0").decide().verdict == "undecided"
    squares = define("squares(e[T]) -> last", "a[0] = 1", "a[t+1] = e[t]**2*a[t]", "last = a[T]")
    weak = Stepwise(
        "a[t]", ">=", "0", "t", "T", squares, base="1", factor="e[t]**2", unfold_base=("a[0]",), unfold=("a[t+1]",)
    )
    assert weak.decide().verdict == "proved" and replace(weak, relation=">").decide().verdict != "proved"


def test_a_false_bound_is_refuted_with_numbers():
    found = replace(DECAY, rhs="r**m/2").decide()
    assert found.verdict == "refuted" and found.counterexample


def test_a_lemma_speaks_of_every_entry():
    with pytest.raises(ValueError, match="sign of every entry"):
        replace(POSITIVE, rhs="1").subject()
    with pytest.raises(ValueError, match="sign of every entry"):
        replace(POSITIVE, hi="L - 1").subject()


def test_a_lemma_that_is_not_proved_is_of_no_use():
    false = replace(POSITIVE, factor="r")
    assert replace(DECAY, lemmas=(false,)).decide().verdict == "undecided"
