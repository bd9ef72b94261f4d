"""A network of two sign units, and exactly what it marks: an open cone of the plane."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import numpy as np

from nnmath import formula
from nnmath.theory.halfspaces import Matrix, Vector, rational, rational_vector
from nnmath.theory.separability import dot


@dataclass(frozen=True)
class Cone:
    """The points apex + r*rays[0] + s*rays[1] with r > 0 and s > 0."""

    apex: Vector
    rays: tuple[Vector, Vector]

    def point(self, r: Any, s: Any) -> Vector:
        """apex + r*rays[0] + s*rays[1]."""
        steps = (rational("r", r), rational("s", s))
        return tuple(a + dot(steps, (u, v)) for a, u, v in zip(self.apex, *self.rays, strict=True))


@dataclass(frozen=True)
class SignNetwork:
    """z = W x + b, a = sign(z_1) + sign(z_2), class [a < 0]; W is (2, 2) and invertible, b is (2,).

    **What it marks.** With sign(0) = +1 the sum a is one of -2, 0, 2, so a < 0 exactly where
    z_1 < 0 and z_2 < 0. Let W apex = -b and W ray_i = -e_i. At x = apex + r ray_1 + s ray_2 we have
    z = W (x - apex) = (-r, -s): the marked region is the open cone r > 0, s > 0. With sign(0) = 0 the
    value -1 is possible as well, and the two edges belong to the region, but not the apex, where a = 0.
    """

    weights: Matrix
    biases: Vector

    def sums(self, x: Sequence[Any]) -> Vector:
        """z = W x + b, exactly."""
        point = rational_vector("x", x, 2)
        return tuple(dot(row, point) + b for row, b in zip(self.weights, self.biases, strict=True))

    def value(self, x: Sequence[Any], sign_of_zero: int = 1) -> int:
        """a = sign(z_1) + sign(z_2), exactly."""
        return sum((z > 0) - (z < 0) if z else sign_of_zero for z in self.sums(x))

    def marks(self, x: Sequence[Any], sign_of_zero: int = 1) -> bool:
        """[a < 0], exactly."""
        return self.value(x, sign_of_zero) < 0

    def __call__(self, x: Any) -> Any:
        """a at each point of x, an array (..., 2), with the library's kernels, where sign(0) = +1."""
        weights = [np.array([[float(v) for v in row] for row in self.weights]), np.ones((1, 2))]
        biases = [np.array([float(v) for v in self.biases]), np.zeros(1)]
        points = np.asarray(x, dtype=np.float64)
        return formula("mlp")(points, weights, biases, activations=["perceptron_sign", "identity"])[..., 0]

    def region(self) -> Cone:
        """The cone of the class docstring, by Cramer's rule."""
        (p, q), (r, s) = self.weights
        determinant = p * s - q * r
        if not determinant:
            raise ValueError("weights must be invertible for the region to be a cone, got determinant 0")
        inverse = ((s / determinant, -q / determinant), (-r / determinant, p / determinant))
        first, second = (tuple(-row[i] for row in inverse) for i in (0, 1))
        return Cone(tuple(-dot(row, self.biases) for row in inverse), (first, second))

    def region_holds(self) -> bool:
        """Whether W apex + b = 0, W ray_1 = -e_1 and W ray_2 = -e_2: all that the proof needs of the numbers."""
        cone = self.region()
        images = [[dot(row, ray) for row in self.weights] for ray in cone.rays]
        return not any(self.sums(cone.apex)) and images == [[Fraction(-1), Fraction(0)], [Fraction(0), Fraction(-1)]]


def sign_network() -> SignNetwork:
    """z_1 = -2 x_1 + x_2 + 5, z_2 = 2 x_1 + x_2 - 5, a = sign(z_1) + sign(z_2), class [a < 0].

    It marks the open cone x_2 < -|2 x_1 - 5| below its apex (5/2, 0).

    Source: Sokolov, Introduction to deep learning (lecture slides).

    >>> network = sign_network()
    >>> network.region().apex, network.region_holds()
    ((Fraction(5, 2), Fraction(0, 1)), True)
    >>> network.marks([3, -2]), network.marks([3, -1]), network.marks([0, 0])
    (True, False, False)
    """
    weights = ((Fraction(-2), Fraction(1)), (Fraction(2), Fraction(1)))
    return SignNetwork(weights, (Fraction(5), Fraction(-5)))
