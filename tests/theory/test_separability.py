"""Separability: exact answers against an independent solver, and certificates that can fail."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnmath as nm
from nnmath.theory.separability import Certificate, Separation, feasible_point

z3 = pytest.importorskip("z3")

CORNERS = [(0, 0), (0, 1), (1, 0), (1, 1)]
NOT_LINEAR = {(0, 1, 1, 0), (1, 0, 0, 1)}


@st.composite
def samples(draw):
    """Points of few values, so that they coincide and lie on lines."""
    dim, count = draw(st.integers(1, 3)), draw(st.integers(1, 8))
    number = st.fractions(min_value=-2, max_value=2, max_denominator=2)
    points = [[draw(number) for _ in range(dim)] for _ in range(count)]
    return points, [draw(st.integers(0, 1)) for _ in range(count)]


def solver_says(points, labels):
    """Whether z3 finds w, b with <w, x> + b >= 0 on class 1 and < 0 on class 0."""
    *w, b = z3.Reals(" ".join([*(f"w{i}" for i in range(len(points[0]))), "b"]))
    solver = z3.Solver()
    for x, y in zip(points, labels, strict=True):
        value = sum((z3.Q(v.numerator, v.denominator) * w[i] for i, v in enumerate(x)), b)
        solver.add(value >= 0 if y else value < 0)
    return solver.check() == z3.sat


@given(samples())
def test_random_samples(drawn):
    points, labels = drawn
    found = nm.linear_separability(points, labels)
    assert found.separable == solver_says(points, labels)
    assert found.holds()
    if not found.separable:
        assert found.confirmed_by_solver()
        assert replace(found, labels=tuple(1 - y for y in labels)).holds()  # the classes exchanged


@pytest.mark.parametrize("truth", [tuple(n >> i & 1 for i in range(4)) for n in range(16)])
def test_of_the_16_functions_of_two_bits_a_perceptron_computes_14(truth):
    found = nm.linear_separability(CORNERS, truth)
    assert found.separable == (truth not in NOT_LINEAR)
    if found.separable:
        for step, high in ((nm.perceptron_step, 1), (nm.perceptron_sign, 1)):
            z = np.array([float(found.value(x)) for x in CORNERS])
            assert [int(v == high) for v in step(z)] == list(truth)


def test_xor():
    certificate = nm.xor_infeasibility()
    assert certificate.labels == tuple(a ^ b for a, b in CORNERS) and certificate.points == tuple(map(tuple, CORNERS))
    assert certificate.holds() and certificate.confirmed_by_solver()
    assert certificate.totals() == {1: (1, 1, 2), 0: (1, 1, 2)}
    assert certificate.common_point() == (Fraction(1, 2), Fraction(1, 2))


@pytest.mark.parametrize(
    "multipliers", [(0, 0, 0, 0), (1, 1, 1, 2), (-1, -1, -1, -1), (1, 1, 0, 1), (1, 0, 0, 0), (0, 1, 1, 0)]
)
def test_wrong_multipliers_prove_nothing(multipliers):
    assert not replace(nm.xor_infeasibility(), multipliers=tuple(map(Fraction, multipliers))).holds()


def test_a_certificate_of_a_separable_task_never_holds():
    labels = (0, 0, 0, 1)
    for n in range(3**4):
        multipliers = tuple(Fraction(n // 3**i % 3) for i in range(4))
        assert not replace(nm.xor_infeasibility(), labels=labels, multipliers=multipliers).holds()
    assert not replace(nm.xor_infeasibility(), labels=labels).confirmed_by_solver()


def test_wrong_weights_do_not_hold():
    found = nm.linear_separability(CORNERS, (0, 0, 0, 1))
    assert isinstance(found, Separation) and found.holds()
    assert not replace(found, bias=-found.bias).holds()
    assert not replace(found, weights=tuple(-w for w in found.weights)).holds()


def test_one_class_and_labels_of_sign():
    assert nm.linear_separability([[1, 2], [3, 4]], [1, 1]).holds()
    assert nm.linear_separability([[1, 2], [3, 4]], [-1, -1]).holds()
    assert isinstance(nm.linear_separability(CORNERS, np.array([-1, 1, 1, -1])), Certificate)
    same = nm.linear_separability([[0.1], [0.1]], [0, 1])
    assert same.common_point() == (Fraction(0.1),)


def test_a_degenerate_program_ends():
    """Many copies of one point: every pivot is degenerate, Bland's rule must not cycle."""
    points = [(0, 0)] * 6 + [(1, 1), (1, -1), (-1, 0)]
    assert not nm.linear_separability(points, [1] * 6 + [0] * 3).separable


def test_the_dual_of_an_infeasible_program():
    columns = [(Fraction(1), Fraction(1)), (Fraction(2), Fraction(1))]
    found, dual = feasible_point(columns, (Fraction(5), Fraction(1)))
    assert found is None
    assert all(sum(a * y for a, y in zip(c, dual, strict=True)) <= 0 for c in columns)
    assert 5 * dual[0] + dual[1] > 0


@pytest.mark.parametrize(
    ("points", "labels", "text"),
    [
        ([], [], "n at least 1"),
        ([[1], [1, 2]], [0, 1], "rows of one length"),
        ([[1], [2]], [0], "labels must hold 2"),
        ([[1], [2]], [0, 3], r"labels\[1\] must be 1"),
    ],
)
def test_refusals(points, labels, text):
    with pytest.raises(ValueError, match=text):
        nm.linear_separability(points, labels)
