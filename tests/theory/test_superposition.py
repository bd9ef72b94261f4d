"""Kolmogorov's form of polynomials, exactly, and by the prover."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnmath as nm
from nnmath.theory.superposition import SLOPES, Superposition, lagrange

monomials = [(i, j) for i in range(5) for j in range(5 - i)]
small = st.fractions(min_value=-9, max_value=9, max_denominator=7)


@given(st.dictionaries(st.sampled_from(monomials), small), small, small)
def test_polynomials_of_degree_four(coefficients, x, y):
    form = nm.kolmogorov_polynomial(coefficients)
    assert len(form.outer) == 5 and form.holds()
    assert form(x, y) == sum(v * x**i * y**j for (i, j), v in coefficients.items())


@pytest.mark.parametrize("coefficients", [{(1, 1): 1}, {(2, 2): "3/7", (0, 1): -2, (0, 0): 1}, {}])
def test_the_prover_agrees(coefficients):
    pytest.importorskip("z3")
    form = nm.kolmogorov_polynomial(coefficients)
    assert form.theorem().verdict == "proved"
    outer = [list(phi) for phi in form.outer]
    outer[0][1] += 1
    wrong = replace(form, outer=tuple(map(tuple, outer)))
    assert not wrong.holds() and wrong.theorem().verdict == "refuted"


def test_the_product_needs_two_squares():
    form = nm.kolmogorov_product()
    assert form(3, 5) == 15
    assert [phi[2] for phi in form.outer] == [Fraction(1, 4), Fraction(-1, 4), 0, 0, 0]


def test_five_fixed_directions_do_not_reach_degree_five():
    """prod_q (d/dy - c_q d/dx) annihilates every sum of Phi_q(x + c_q y), but not y^5."""
    sympy = pytest.importorskip("sympy")
    x, y, t = sympy.symbols("x y t")

    def annihilate(expression):
        for c in SLOPES:
            c = sympy.Rational(c.numerator, c.denominator)
            expression = sympy.diff(expression, y) - c * sympy.diff(expression, x)
        return sympy.simplify(expression)

    phi = sympy.Function("phi")
    for c in SLOPES:
        assert annihilate(phi(x + sympy.Rational(c.numerator, c.denominator) * y)) == 0
    assert annihilate(y**5) == 120


def test_lagrange_polynomials():
    nodes = [Fraction(n) for n in (1, -1, 0, 2)]
    for node, polynomial in zip(nodes, lagrange(nodes), strict=True):
        assert [sum(a * t**i for i, a in enumerate(polynomial)) for t in nodes] == [int(t == node) for t in nodes]


def test_refusals():
    with pytest.raises(ValueError, match="i \\+ j <= 4"):
        nm.kolmogorov_polynomial({(3, 2): 1})
    with pytest.raises(TypeError, match="rational number"):
        nm.kolmogorov_polynomial({(1, 1): "x"})
    assert not Superposition({(1, 1): Fraction(2)}, SLOPES, nm.kolmogorov_product().outer).holds()
