"""The network of two sign units: its cone by exact points, by the solver and by the library's kernels."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnmath as nm

GRID = [(Fraction(i, 2), Fraction(j, 2)) for i in range(-4, 15) for j in range(-14, 8)]
positive = st.fractions(min_value=Fraction(1, 100), max_value=50)


def test_the_marked_points():
    """x_2 < -|2 x_1 - 5|; with sign(0) = 0 its edges too, without the apex."""
    network = nm.sign_network()
    for x in GRID:
        edge = -abs(2 * x[0] - 5)
        assert network.marks(x) == (x[1] < edge)
        assert network.marks(x, sign_of_zero=0) == (x[1] <= edge and x != (Fraction(5, 2), 0))


def test_kernels_agree():
    network = nm.sign_network()
    points = [[float(v) for v in x] for x in GRID]
    assert network(points).tolist() == [network.value(x) for x in GRID]


@given(positive, positive)
def test_the_cone_is_marked_and_nothing_across_its_edges(r, s):
    network = nm.sign_network()
    cone = network.region()
    assert network.sums(cone.point(r, s)) == (-r, -s)
    assert network.marks(cone.point(r, s))
    for outside in (cone.point(-r, s), cone.point(r, -s), cone.point(-r, -s), cone.point(0, s), cone.point(r, 0)):
        assert not network.marks(outside)


@pytest.mark.parametrize("zero", [1, 0])
def test_the_region_by_the_solver(zero):
    z3 = pytest.importorskip("z3")
    x1, x2 = z3.Reals("x1 x2")

    def sign(z):
        return z3.If(z > 0, 1, z3.If(z < 0, -1, zero))

    a = sign(-2 * x1 + x2 + 5) + sign(2 * x1 + x2 - 5)
    edge = z3.If(2 * x1 >= 5, 5 - 2 * x1, 2 * x1 - 5)
    apex = z3.And(2 * x1 == 5, x2 == 0)
    region = x2 < edge if zero else z3.And(x2 <= edge, z3.Not(apex))
    solver = z3.Solver()
    solver.add((a < 0) != region)
    assert solver.check() == z3.unsat
    wrong = z3.Solver()
    wrong.add((a < 0) != (x2 <= edge))
    assert wrong.check() == z3.sat


def test_a_wrong_cone_is_noticed(monkeypatch):
    network = nm.sign_network()
    assert network.region_holds()
    cone = network.region()
    for wrong in (replace(cone, apex=(Fraction(2), Fraction(0))), replace(cone, rays=cone.rays[::-1])):
        monkeypatch.setattr(type(network), "region", lambda self, wrong=wrong: wrong)
        assert not network.region_holds()


def test_parallel_lines_make_no_cone():
    with pytest.raises(ValueError, match="invertible"):
        replace(nm.sign_network(), weights=((Fraction(1), Fraction(2)), (Fraction(2), Fraction(4)))).region()
