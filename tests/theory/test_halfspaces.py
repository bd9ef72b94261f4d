"""Networks of step units against membership in the polyhedra, in fractions, boundary points included."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnmath as nm

rationals = st.fractions(min_value=-3, max_value=3, max_denominator=4)


@st.composite
def polyhedra(draw, dim):
    """(A, b) with right sides on which some of the tested points lie exactly."""
    rows = draw(st.integers(1, 4))
    A = [[draw(rationals) for _ in range(dim)] for _ in range(rows)]
    corner = [draw(rationals) for _ in range(dim)]
    slack = [draw(st.sampled_from([Fraction(0), Fraction(0), Fraction(1, 2), Fraction(2)])) for _ in range(rows)]
    return (A, [dot(row, corner) + s for row, s in zip(A, slack, strict=True)]), corner


def dot(row, x):
    return sum((a * v for a, v in zip(row, x, strict=True)), Fraction(0))


def inside(polyhedron, x):
    A, b = polyhedron
    return all(dot(row, x) <= v for row, v in zip(A, b, strict=True))


@st.composite
def problems(draw):
    dim = draw(st.integers(1, 3))
    drawn = [draw(polyhedra(dim)) for _ in range(draw(st.integers(1, 3)))]
    points = [corner for _, corner in drawn] + [[draw(rationals) for _ in range(dim)] for _ in range(6)]
    return [p for p, _ in drawn], points


@given(problems())
def test_two_layers_mark_a_polyhedron_and_three_a_union(problem):
    polyhedra, points = problem
    for polyhedron in polyhedra:
        network = nm.polytope_network(*polyhedron)
        assert len(network.biases) == 2
        assert [network.exact(x) for x in points] == [inside(polyhedron, x) for x in points]
    union = nm.polytope_union_network(polyhedra)
    assert len(union.biases) == 3
    assert [union.exact(x) for x in points] == [any(inside(p, x) for p in polyhedra) for x in points]


@given(problems(), st.integers(0, 2**32))
def test_floats_agree_away_from_the_boundary(problem, seed):
    polyhedra, _ = problem
    union = nm.polytope_union_network(polyhedra)
    points = np.random.default_rng(seed).normal(size=(40, union.widths[0]))  # on no boundary of small fractions
    assert union(points).tolist() == [union.exact(x) for x in points.tolist()]


@pytest.mark.parametrize("m", range(1, 6))
def test_the_second_unit_is_and_the_third_or(m):
    """On all zeros and ones, which is all that these units ever see."""
    for bits in product((0, 1), repeat=m):
        cube = nm.polytope_network([[-int(i == j) for i in range(m)] for j in range(m)], [-1] * m)
        assert cube.exact(bits) == all(bits)
        corners = [([[-int(i == j) for i in range(m)]], [-1]) for j in range(m)]
        assert nm.polytope_union_network(corners).exact(bits) == any(bits)


def square(x, y):
    return [[-1, 0], [1, 0], [0, -1], [0, 1]], [-x, x + 1, -y, y + 1]


def test_a_region_neither_convex_nor_connected():
    network = nm.polytope_union_network([square(0, 0), square(1, 0), square(0, 1), square(5, 5)])
    marked = {
        (x, y) for x in range(7) for y in range(7) if network.exact((Fraction(2 * x + 1, 2), Fraction(2 * y + 1, 2)))
    }
    assert marked == {(0, 0), (1, 0), (0, 1), (5, 5)}
    assert [network.exact(x) for x in ((2, 1), (1, 2), ("3/2", "3/2"), (2, 2), (3, 3))] == [1, 1, 0, 0, 0]


def test_the_boundary_belongs_to_the_polytope():
    triangle = nm.polytope_network([[-1, 0], [0, -1], [3, 7]], [0, 0, 1])
    edge = [(0, 0), ("1/3", 0), (0, "1/7"), ("1/6", "1/14")]
    assert [triangle.exact(x) for x in edge] == [1] * 4
    beyond = [("1/3", Fraction(1, 10**30)), (Fraction(-1, 10**30), 0)]
    assert [triangle.exact(x) for x in beyond] == [0, 0]


def test_xor_by_two_layers():
    network = nm.xor_network()
    points = [(a, b) for a in (0, 1) for b in (0, 1)]
    assert [network.exact(x) for x in points] == [a ^ b for a, b in points] == network(points).tolist()


def test_a_wrong_threshold_is_noticed():
    network = nm.xor_network()
    for wrong in (-1, -3):
        loose = replace(network, biases=(network.biases[0], (Fraction(wrong),)))
        assert [loose.exact(x) for x in ((0, 0), (0, 1), (1, 0), (1, 1))] != [0, 1, 1, 0]


@pytest.mark.parametrize(
    ("call", "error", "text"),
    [
        (lambda: nm.polytope_network([], []), ValueError, "one row a half-space"),
        (lambda: nm.polytope_network([[1, 2], [1]], [1, 1]), ValueError, "rows of"),
        (lambda: nm.polytope_network([[1, 2]], [1, 1]), ValueError, "b must hold 1"),
        (lambda: nm.polytope_network([["x"]], [1]), TypeError, "rational number"),
        (lambda: nm.polytope_network([[np.nan]], [1]), TypeError, "rational number"),
        (lambda: nm.polytope_union_network([]), ValueError, "at least one"),
        (lambda: nm.polytope_union_network([square(0, 0), ([[1]], [1])]), ValueError, "one dimension"),
        (lambda: nm.xor_network().exact([1]), ValueError, "x must hold 2"),
    ],
)
def test_refusals(call, error, text):
    with pytest.raises(error, match=text):
        call()
