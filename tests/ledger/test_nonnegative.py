"""Lemmas that an expression is never negative: what is false is refuted, what is not shown stays undecided."""

import pytest

from nnmath.ledger.denial import Denial
from nnmath.ledger.equations import Equal, scalars
from nnmath.ledger.nonnegative import AboveTangent, Combination, NonNegative, Part, PiecewiseLinear
from nnmath.ledger.norms import BERNOULLI, BOUNDED, CONCAVE, CONVEX, NORM, OVER, SIDES, SMALLER_POWER, SUBADDITIVE
from nnmath.ledger.order import Order
from nnmath.notation import define

X = {"x": "real"}
EXPONENTIAL = AboveTangent("exp(u) - 1 - u", {"u": "real"}, "u", "0")


@pytest.mark.parametrize("lemma", [SIDES, BERNOULLI, CONCAVE, CONVEX, SUBADDITIVE, SMALLER_POWER, EXPONENTIAL], ids=str)
def test_a_lemma_is_proved_and_its_opposite_refuted(lemma):
    assert lemma.decide().verdict == "proved"
    opposite = lemma.flipped().decide()
    assert opposite.verdict == "refuted" and opposite.counterexample


@pytest.mark.parametrize(
    ("text", "over", "variable", "at"),
    [
        ("t**p - 1 - p*(t - 1)", {"t": "nonnegative", "p": "in (0,1)"}, "t", "1"),  # concave there
        ("t**p - 1 - p*(t - 1)", {"t": "nonnegative", "p": "positive"}, "t", "1"),  # convex for some p only
        ("1 + p*(t - 1) - t**p", {"t": "nonnegative", "p": ">= 1"}, "t", "1"),
        ("(t - 1)**3", {"t": "real"}, "t", "1"),
    ],
)
def test_a_false_tangent_is_refuted(text, over, variable, at):
    assert AboveTangent(text, over, variable, at).decide().verdict == "refuted"


@pytest.mark.parametrize(
    ("text", "over", "at", "why"),
    [
        ("x**2 + 1", X, "0", "not both 0"),
        ("x**2", X, "1", "not both 0"),
        ("x**4 - 2*x**2 + 1", X, "1", "second derivative"),
        ("abs(x)*x**2", X, "0", "two derivatives"),
        ("x**2/(x - 1/7)**2", X, "0", "two derivatives"),
        ("x**2", {"x": "nonnegative"}, "0", "plainly positive"),
        ("(x - 1)**2", {"x": ">= 1"}, "1", "half-line"),
    ],
)
def test_a_tangent_that_shows_nothing_leaves_it_undecided(text, over, at, why):
    found = AboveTangent(text, over, "x", at).decide()
    assert found.verdict == "undecided" and why in found.evidence


@pytest.mark.parametrize(
    ("parts", "rest", "why"),
    [
        ((Part("1", EXPONENTIAL, {"u": "x"}),), "0", "add up"),
        ((Part("x", EXPONENTIAL, {"u": "x"}),), "0", "weight x"),
        ((), "exp(x) - x - 1 + x**2", "not plain"),
        ((Part("1", BERNOULLI, {"t": "x", "p": "2"}),), "0", "not plainly nonnegative"),
        ((Part("1", BERNOULLI, {"t": "x**2", "p": "1/2"}),), "0", "not plainly >= 1"),
        ((Part("1", NonNegative("u**4 - u**3/100", {"u": "real"}), {"u": "x"}),), "0", "undecided"),
        ((Part("1", NonNegative("u", {"u": "real"}), {"u": "x"}),), "0", "refuted"),
    ],
)
def test_parts_that_show_nothing_leave_it_undecided(parts, rest, why):
    found = Combination("exp(x) - x - 1 + x**2", X, parts, rest).decide()
    assert found.verdict == "undecided" and why in found.evidence


def test_every_case_of_sign_is_looked_at():
    """x**3 has a plain sign where x is positive, and not elsewhere."""
    cube = Combination("x**3 + 1000", X, (), split=("x",))
    assert cube.decide().verdict == "undecided"
    assert Combination("x**3", {"x": "nonnegative"}, (), split=("x",)).decide().verdict == "proved"
    with pytest.raises(ValueError, match="one sign"):
        Combination("x", {"x": "positive"}, (), split=("x",)).decide()


def test_a_name_without_a_domain_is_told():
    with pytest.raises(ValueError, match="mentions y, which has no domain"):
        NonNegative("x + y", X).decide()


def test_absolute_values():
    over = {"x": "real", "y": "nonnegative"}
    assert PiecewiseLinear("abs(x + y) - x", over).decide().verdict == "proved"
    assert PiecewiseLinear("abs(x) - y", over).decide().verdict == "refuted"
    unseen = PiecewiseLinear("abs(x) + 1000000000 - 999*y", over).decide()
    assert unseen.verdict == "undecided"
    with pytest.raises(ValueError, match="neither"):
        PiecewiseLinear("exp(x)", over).decide()


SQUARES = define("squares(x[N], p; q: real >= 1, r: real) -> unit\nunit = 1")


@pytest.mark.parametrize("argument", ["r", "q - 1", "1/2"])
def test_an_order_calls_a_lemma_inside_its_domain_only(argument):
    order = Order(
        "0", "<=", "sum[i](abs(x[i])**2)", SQUARES, OVER, because=f"gap(2, {argument})", using={"gap": BERNOULLI}
    )
    with pytest.raises(ValueError, match="not plainly >= 1"):
        order.decide()


def test_an_order_needs_its_lemmas_proved_and_its_difference_equal():
    def decided(because, lemma):
        return Order("0", "<=", "exp(x) - x - 1", scalars("x"), because=because, using={"gap": lemma}).decide()

    assert decided("gap(x)", EXPONENTIAL).verdict == "proved"
    assert decided("gap(-x)", EXPONENTIAL).verdict == "undecided"
    assert decided("gap(x) - gap(0)", EXPONENTIAL).verdict == "undecided"
    assert decided("gap(x)", NonNegative("exp(u) - 1 - u", {"u": "real"})).verdict == "undecided"


def test_only_sides_with_a_sign_are_raised():
    system = scalars("x", "y", "c > 0")
    assert Order("x", "<=", "x + c", system, because="c*(2*x + c)", raised="2").decide().verdict == "undecided"
    assert (
        Order("abs(x)", "<=", "abs(x) + c", system, because="c*(2*abs(x) + c)", raised="2").decide().verdict == "proved"
    )
    assert Order("abs(x)", "<=", "abs(x) + c", system, because="0", raised="x").decide().verdict == "undecided"


def test_parameters_have_the_signs_of_their_bounds():
    system = define("bounded(x; p: real in (0,1), q: real >= 1) -> unit\nunit = 1")
    for side, verdict in (("1 - p", "proved"), ("q - 1", "proved"), ("p", "proved"), ("2*q - 2", "proved")):
        assert Order("0", "<=", side, system, because=side).decide().verdict == verdict
    assert Order("0", "<", "1 - p", system, because="1 - p").decide().verdict == "proved"
    assert Order("0", "<", "q - 1", system, because="q - 1").decide().verdict != "proved"
    assert Order("-100", "<=", "p - q", system, because="p - q + 100").decide().verdict == "undecided"


def test_the_triangle_inequality_fails_for_smaller_exponents():
    """The same claim with p below 1 is refuted, so p >= 1 is used."""
    small = define(
        "\n".join(
            [
                "norm(x[N], y[N]; p: real in (0,1)) -> X, Y, Z",
                *(e.text for e in NORM.equations if e.text.startswith(("X", "Y", "Z"))),
            ]
        )
    )
    assert Order("Z", "<=", "X + Y", small, OVER).decide().verdict == "refuted"


def test_a_denial_is_refuted_by_a_proof_and_proved_by_a_counterexample():
    assert Denial(BOUNDED).decide().verdict == "refuted"
    assert Denial(Equal("x", "2*x", scalars("x"))).decide().verdict == "proved"
    assert Denial(Order("x", "<=", "x**2 + 1", scalars("x"))).decide().verdict == "undecided"
