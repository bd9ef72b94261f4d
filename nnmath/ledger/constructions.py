"""What existence theorems promise, built and verified: each function raises where its network fails."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence
from fractions import Fraction

import mpmath
import numpy as np

from nnmath.theory.approximation import cybenko_approximate
from nnmath.theory.halfspaces import StepNetwork, polytope_network, polytope_union_network

Polytope = tuple[list[list[int]], list[int]]
POINTS = 400


def _polytope(chance: random.Random, dim: int, faces: int, centre: Sequence[int]) -> Polytope:
    """{x: A x <= b} with its centre inside, bounded by a cube and cut by `faces` more half-spaces."""
    rows = [[sign * int(i == j) for i in range(dim)] for j in range(dim) for sign in (1, -1)]
    room = [2] * len(rows)
    while len(rows) < 2 * dim + faces:
        row = [chance.randrange(-3, 4) for _ in range(dim)]
        if any(row):
            rows.append(row)
            room.append(chance.randrange(1, 4))
    return rows, [r + sum(a * c for a, c in zip(row, centre, strict=True)) for row, r in zip(rows, room, strict=True)]


def _inside(polytope: Polytope, x: Sequence[Fraction]) -> bool:
    return all(sum(a * v for a, v in zip(row, x, strict=True)) <= b for row, b in zip(*polytope, strict=True))


def _agreement(network: StepNetwork, parts: Sequence[Polytope], dim: int, chance: random.Random) -> tuple[int, int]:
    """How many of the points lie inside and outside; the network must say so of each.

    Coordinates are multiples of 1/4 and the weights small integers, so floats are exact.
    """
    points = [[Fraction(chance.randrange(-8, 29), 4) for _ in range(dim)] for _ in range(POINTS)]
    points += [[Fraction(chance.randrange(0, 3)) for _ in range(dim)] for _ in range(POINTS)]
    said = network(np.array([[float(v) for v in x] for x in points]))
    for x, found in zip(points, said, strict=True):
        if bool(found) != any(_inside(p, x) for p in parts):
            raise AssertionError(f"the network says {found} at {x}")
    inside = int(sum(said))
    if not 0 < inside < len(points):
        raise AssertionError("all the points lie on one side")
    return inside, len(points) - inside


def convex_polytopes() -> str:
    """Two-layer networks for random polytopes, compared with their inequalities."""
    chance, told = random.Random(1), []
    for dim, faces in ((2, 3), (3, 5), (4, 6)):
        polytope = _polytope(chance, dim, faces, [1] * dim)
        network = polytope_network(*polytope)
        inside, outside = _agreement(network, [polytope], dim, chance)
        told.append(f"p = {dim}: widths {network.widths}, right at {inside} points inside and {outside} outside")
    return "random polytopes; " + "; ".join(told)


def polytope_unions() -> str:
    """Three-layer networks for unions of polytopes that overlap and that are apart."""
    chance, told = random.Random(2), []
    for dim in (2, 3):
        parts = [_polytope(chance, dim, 2, [c] * dim) for c in (0, 1, 6)]
        network = polytope_union_network(parts)
        inside, outside = _agreement(network, parts, dim, chance)
        told.append(f"p = {dim}: widths {network.widths}, right at {inside} points inside and {outside} outside")
    return "two polytopes that meet and a third apart from both; " + "; ".join(told)


def one_variable() -> str:
    """A sigmoid network for sin(3x) with a proved bound, which is compared with what is measured."""
    network = cybenko_approximate(lambda x: math.sin(3 * x), 0.01, lipschitz=3)
    grid = np.linspace(0, 1, 1009)
    measured = float(np.max(np.abs(network(grid) - np.sin(3 * grid))))
    _within(measured, network.error_bound + network.rounding_bound + 1e-15)
    return (
        f"sin(3x) by H = {network.hidden} sigmoids, each with its threshold: proved |a - f| <= "
        f"{network.error_bound:.4f} on [0,1]; at {len(grid)} points it is at most {measured:.4f}"
    )


def two_variables() -> str:
    """A sigmoid network for a function of two variables with a kink."""
    network = cybenko_approximate(lambda x, y: abs(x - y) / 4, 0.125, lipschitz=math.sqrt(2) / 4 + 1e-15, dim=2)
    x, y = np.meshgrid(np.linspace(0, 1, 23), np.linspace(0, 1, 29))
    measured = float(np.max(np.abs(network(x, y) - np.abs(x - y) / 4)))
    _within(measured, network.error_bound + network.rounding_bound + 1e-15)
    return (
        f"|x - y|/4 by H = {network.hidden} sigmoids: proved |a - f| <= {network.error_bound:.3f} on [0,1]^2; "
        f"at {x.size} points it is at most {measured:.3f}"
    )


def shared_bias() -> str:
    """x**2 by three sigmoids that all have the threshold 1: a second difference of the sigmoid.

    With g(u) = sigmoid(u + 1), g(2h) - 2 g(h) + g(0) is h**2 g''(0) up to (8 + 2)/6 h**3 max |g'''|, by
    Taylor's theorem, and |g'''| = |u(1 - 6u)| <= 1/8 where u = sigmoid*(1 - sigmoid) lies in (0, 1/4].
    """
    width = Fraction(1, 1000)
    with mpmath.workdps(40):
        delta = mpmath.mpf(width.numerator) / width.denominator

        def unit(u: mpmath.mpf) -> mpmath.mpf:
            return 1 / (1 + mpmath.exp(-u - 1))

        first = unit(mpmath.mpf(0))
        second = first * (1 - first) * (1 - 2 * first)
        bound = delta * mpmath.mpf(10) / 6 / 8 / abs(second)

        def network(x: mpmath.mpf) -> mpmath.mpf:
            return (unit(2 * delta * x) - 2 * unit(delta * x) + first) / (delta**2 * second)

        measured = max(abs(network(mpmath.mpf(k) / 100) - mpmath.mpf(k * k) / 10000) for k in range(101))
        _within(float(measured), float(bound))
        return (
            f"x^2 by H = 3 sigmoids with w_0 = 1, w = 0, {width}, 2*{width}: |a - f| <= {float(bound):.4f} on [0,1] "
            f"by Taylor's theorem; at 101 points it is at most {float(measured):.4f}"
        )


def _within(measured: float, bound: float) -> None:
    if not measured <= bound:
        raise AssertionError(f"the error {measured} exceeds the bound {bound}")
