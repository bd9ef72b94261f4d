"""Expected values over independent masks: the moments, what is refuted, what is left undecided."""

import itertools
from fractions import Fraction

import pytest

from nnmath.ledger.expectation import Expectation, cumulant
from nnmath.notation import define

TWO_MASKS = define("""
    two(x[N], u[N, M], a[N]: mask, b[M]: mask; p: real in (0,1), q: real in (0,1)) -> y
    y = sum[i](a[i]*x[i])
    w = sum[i,j](a[i]*b[j]*u[i,j])
    e = exp(y)
    k[i] = a[i]*x[i]
""")
CHANCES = {"a": "p", "b": "q"}
OVER = {"i": "N", "j": "M"}


def verdict(left, right):
    return Expectation(left, right, TWO_MASKS, CHANCES, OVER).decide().verdict


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("y", "p*sum[i](x[i])"),
        ("a[i]**3", "p"),
        ("w", "p*q*sum[i,j](u[i,j])"),
        ("y**2", "p**2*sum[i](x[i])**2 + p*(1 - p)*sum[i](x[i]**2)"),
        ("(y - p*sum[i](x[i]))**3", "p*(1 - p)*(1 - 2*p)*sum[i](x[i]**3)"),
        ("(y - p*sum[i](x[i]))**2", "p*(1 - p)*sum[i](x[i]**2)"),
        ("a[i]*y", "p**2*sum[j](x[j]) + p*(1 - p)*x[i]"),
        ("exp(x[i])*a[i]", "p*exp(x[i])"),
    ],
)
def test_moments(left, right):
    over = {"i": "N", "j": "N"} if "x[j]" in right else OVER
    statement = Expectation(left, right, TWO_MASKS, CHANCES, over)
    assert statement.decide().verdict == "proved"
    assert statement.flipped().decide().verdict == "refuted"


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("y**2", "p**2*sum[i](x[i])**2"),
        ("y**2", "p*sum[i](x[i]**2)"),
        ("a[i]**2", "p**2"),
        ("w", "p**2*sum[i,j](u[i,j])"),
        ("e", "exp(p*sum[i](x[i]))"),
        ("a[i]*y", "p**2*sum[i](x[i])"),
    ],
)
def test_false_moments_are_refuted(left, right):
    found = Expectation(left, right, TWO_MASKS, CHANCES, OVER).decide()
    assert found.verdict == "refuted" and found.counterexample


def test_a_function_of_a_mask_is_left_undecided():
    """True for every size, and no polynomial: agreement at small sizes is no proof."""
    assert verdict("exp(k[i])", "p*exp(x[i]) + 1 - p") == "undecided"


@pytest.mark.parametrize("order", [1, 2, 3, 4, 5])
def test_cumulants_give_the_moments(order):
    """E xi**n = q for a 0-or-1 variable: the sum over partitions of products of cumulants."""
    q = Fraction(2, 7)

    def value(n):
        return sum(c * q**k for k, c in enumerate(cumulant(n)))

    total = Fraction(0)
    for labels in itertools.product(range(order), repeat=order):
        if all(label <= max(labels[:i], default=-1) + 1 for i, label in enumerate(labels)):
            product = Fraction(1)
            for block in set(labels):
                product *= value(labels.count(block))
            total += product
    assert total == q
