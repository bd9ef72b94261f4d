"""Output sizes of convolution and pooling."""

import pytest

from nnmath.calculus import prove_sizes

LEAST = {"i": 1, "k": 1, "p": 0, "s": 1}
OUTPUT = "o == (i + p - k)//s + 1"


@pytest.mark.parametrize(
    ("goal", "given"),
    [
        ("s*(o-1) + k <= i + p and i + p < s*o + k", [OUTPUT]),
        ("o == (i - k) + 1", [OUTPUT, "p == 0", "s == 1"]),
        ("o == i", [OUTPUT, "p == k - 1", "s == 1"]),
        ("o == i + (k - 1)", [OUTPUT, "p == 2*(k - 1)", "s == 1"]),
        ("implies(k <= i + p, o >= 1)", [OUTPUT]),
        ("o == (i + p)//s", [OUTPUT, "k == s"]),
    ],
)
def test_proved(goal, given):
    theorem = prove_sizes(goal, given=given, least=LEAST)
    assert theorem.verdict == "proved", theorem


@pytest.mark.parametrize(
    ("goal", "given", "sizes"),
    [
        ("s*(o-1) + k <= i + p", ["o == (i + p - k + s - 1)//s + 1"], {"i": 1, "k": 1, "p": 1, "s": 2, "o": 2}),
        ("o == i", [OUTPUT, "p == k", "s == 1"], {"i": 1, "k": 1, "p": 1, "s": 1, "o": 2}),
        ("s*(o-1) + k == i + p", [OUTPUT], {"i": 1, "k": 1, "p": 1, "s": 2, "o": 1}),
    ],
)
def test_refuted_with_the_smallest_counterexample(goal, given, sizes):
    theorem = prove_sizes(goal, given=given, least=LEAST)
    assert theorem.verdict == "refuted"
    assert theorem.witness.sizes == sizes


def test_largest_output_size():
    least = LEAST | {"t": 1}
    assert prove_sizes("iff(t <= o, s*(t-1) + k <= i + p)", given=[OUTPUT], least=least).verdict == "proved"


def test_contradictions_and_divisors_are_refused():
    with pytest.raises(ValueError, match="nothing satisfies"):
        prove_sizes("i == 0", given=["i < 0"], least={"i": 0})
    with pytest.raises(ValueError, match="divisor"):
        prove_sizes("i//s <= i", least={"i": 0, "s": 0})


def test_the_solver_finds_what_enumeration_cannot_reach():
    theorem = prove_sizes("n*m != 1000000000", given=["n == 1000000"], least={"n": 1, "m": 1})
    assert theorem.verdict == "refuted" and theorem.witness.sizes == {"n": 1000000, "m": 1000}


def test_a_definition_may_use_an_earlier_one():
    given = ["u == m//s", "q == u//t"]
    assert prove_sizes("s*t*q <= m", given=given, least={"m": 0, "s": 1, "t": 1}).verdict == "proved"
    assert prove_sizes("m < s*t*q + s", given=given, least={"m": 0, "s": 1, "t": 1}).verdict == "refuted"


def test_definitions_may_build_on_one_another():
    given = ["o == i + p - k + 1", "p == k - 1"]
    assert prove_sizes("o == i", given=given, least={"i": 1, "k": 1}).verdict == "proved"
    assert prove_sizes("o == i + p", given=given, least={"i": 1, "k": 1}).verdict == "refuted"
