"""Linear separability decided exactly: separating weights, or a certificate that there are none.

Points x_i of class 1 and z_j of class 0 are separated by (w, b) if <w, x_i> + b >= 0 and
<w, z_j> + b < 0. By Farkas' lemma they are, or there are lambda_i, mu_j >= 0, not all zero, with

    sum_i lambda_i (x_i, 1) = sum_j mu_j (z_j, 1).

The second excludes the first: the inequalities, multiplied and added, read 0 < 0. It says that the
convex hulls of the two classes meet. Then both sums of multipliers are positive, so it does not matter
which of the two inequalities is strict, nor which class is called 1.

Sources: Farkas (1902), Theorie der einfachen Ungleichungen; Minsky and Papert (1969), Perceptrons.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from nnmath.theory.halfspaces import Matrix, Vector, rational_vector

POSITIVE, NEGATIVE = (1,), (0, -1)


@dataclass(frozen=True)
class Separation:
    """weights and bias with <weights, x> + bias > 0 on class 1 and < 0 on class 0."""

    points: Matrix
    labels: tuple[int, ...]
    weights: Vector
    bias: Fraction

    separable = True

    def value(self, x: Sequence[Any]) -> Fraction:
        """<weights, x> + bias."""
        return dot(self.weights, rational_vector("x", x, len(self.weights))) + self.bias

    def holds(self) -> bool:
        """Whether every point is on its side, in exact arithmetic."""
        return all(
            (self.value(x) > 0) if y else (self.value(x) < 0) for x, y in zip(self.points, self.labels, strict=True)
        )


@dataclass(frozen=True)
class Certificate:
    """Multipliers, one a point, that add the inequalities of a perceptron up to 0 < 0."""

    points: Matrix
    labels: tuple[int, ...]
    multipliers: Vector

    separable = False

    def totals(self) -> dict[int, Vector]:
        """For each class, the sum of multiplier times (x, 1)."""
        found = {}
        for label in (1, 0):
            rows = [(m, (*x, Fraction(1))) for x, y, m in self._given() if y == label]
            found[label] = tuple(sum((m * row[i] for m, row in rows), Fraction(0)) for i in range(self._width + 1))
        return found

    def holds(self) -> bool:
        """Whether it proves that no perceptron gives these labels, in exact arithmetic.

        The multipliers are not negative, both classes have the same total, and its last entry, the
        sum of a class's multipliers, is positive.
        """
        totals = self.totals()
        return min(self.multipliers) >= 0 and totals[1] == totals[0] and totals[1][-1] > 0

    def inequalities(self) -> list[str]:
        """What a perceptron with these labels would have to satisfy, each with its multiplier."""
        return [f"{m} * ({affine(x)} {'>= 0' if y else '< 0'})" for x, y, m in self._given()]

    def common_point(self) -> Vector:
        """A point of both convex hulls."""
        *point, total = self.totals()[1]
        return tuple(v / total for v in point)

    def confirmed_by_solver(self) -> bool:
        """Whether z3 too finds no weights, whichever of the two inequalities is strict."""
        from nnmath.calculus.integers import solver_module

        z3 = solver_module()
        *w, b = z3.Reals(" ".join([*(f"w{i + 1}" for i in range(self._width)), "b"]))

        def excluded(strict_label: int) -> bool:
            solver = z3.Solver()
            for x, y, _ in self._given():
                value = sum((z3.Q(v.numerator, v.denominator) * w[i] for i, v in enumerate(x)), b)
                solver.add(
                    (value > 0 if strict_label else value >= 0) if y else (value <= 0 if strict_label else value < 0)
                )
            return bool(solver.check() == z3.unsat)

        return excluded(0) and excluded(1)

    @property
    def _width(self) -> int:
        return len(self.points[0])

    def _given(self) -> list[tuple[Vector, int, Fraction]]:
        return list(zip(self.points, self.labels, self.multipliers, strict=True))


def affine(x: Vector) -> str:
    """``w1 + 2*w2 + b`` for x = (1, 2)."""
    terms = [f"w{i + 1}" if v == 1 else f"{v}*w{i + 1}" for i, v in enumerate(x) if v]
    return " + ".join([*terms, "b"])


def dot(x: Sequence[Fraction], y: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(x, y, strict=True)), Fraction(0))


def linear_separability(points: Sequence[Sequence[Any]], labels: Sequence[Any]) -> Separation | Certificate:
    """Separating weights in fractions, or a certificate that no perceptron gives these labels.

    points are (n, p) rational numbers (floats are taken as the numbers they are); labels are 1 for
    one class and 0 or -1 for the other. Either answer is checked before it is returned, by substitution.

    Source: Farkas (1902), Theorie der einfachen Ungleichungen; solved with Bland's rule (1977).

    >>> found = linear_separability([[0, 0], [0, 1], [1, 0], [1, 1]], [0, 0, 0, 1])
    >>> found.separable, [found.value(x) > 0 for x in found.points]
    (True, [False, False, False, True])
    >>> linear_separability([[0], [1], [2]], [0, 1, 0]).common_point()
    (Fraction(1, 1),)
    """
    rows = tuple(rational_vector(f"points[{i}]", x) for i, x in enumerate(points))
    if not rows or len({len(x) for x in rows}) > 1:
        raise ValueError("points must be (n, p), n at least 1, with rows of one length")
    classes = read_labels(labels, len(rows))
    found = _decide(rows, classes)
    if not found.holds():
        raise AssertionError(f"the exact answer {found} does not hold: a bug in the simplex method")
    return found


def read_labels(labels: Sequence[Any], count: int) -> tuple[int, ...]:
    if len(labels) != count:
        raise ValueError(f"labels must hold {count} numbers, one a point, got {len(labels)}")
    for i, y in enumerate(labels):
        if y not in POSITIVE and y not in NEGATIVE:
            raise ValueError(f"labels[{i}] must be 1, or 0 or -1, got {y!r}")
    return tuple(int(y in POSITIVE) for y in labels)


def _decide(points: Matrix, labels: tuple[int, ...]) -> Separation | Certificate:
    """Seek convex combinations of the two classes that agree; where there are none, the dual separates.

    The dual (w, u, v) has <w, x> + u <= 0 on class 1, v - <w, z> <= 0 on class 0 and u + v > 0.
    """
    width = len(points[0])
    if len(set(labels)) == 1:
        return Separation(points, labels, (Fraction(0),) * width, Fraction(1 if labels[0] else -1))
    columns = [
        (*x, Fraction(1), Fraction(0)) if y else (*(-v for v in x), Fraction(0), Fraction(1))
        for x, y in zip(points, labels, strict=True)
    ]
    goal = (*[Fraction(0)] * width, Fraction(1), Fraction(1))
    multipliers, dual = feasible_point(columns, goal)
    if multipliers is not None:
        return Certificate(points, labels, multipliers)
    *w, u, v = dual
    return Separation(points, labels, tuple(-a for a in w), (v - u) / 2)


def feasible_point(columns: Sequence[Vector], goal: Vector) -> tuple[Vector | None, Vector]:
    """x >= 0 with sum_j x_j columns[j] = goal >= 0; or None, and y with <y, columns[j]> <= 0 < <y, goal>.

    The first phase of the simplex method: artificial variables with cost 1, Bland's rule against cycles.
    """
    m, n = len(goal), len(columns)
    table = [[*(c[i] for c in columns), *(Fraction(i == k) for k in range(m)), goal[i]] for i in range(m)]
    cost = [-sum((row[j] for row in table), Fraction(0)) for j in range(n)] + [Fraction(0)] * m
    cost.append(-sum(goal, Fraction(0)))
    basis = list(range(n, n + m))
    while (enter := next((j for j in range(n + m) if cost[j] < 0), None)) is not None:
        ratios = [(row[-1] / row[enter], basis[i], i) for i, row in enumerate(table) if row[enter] > 0]
        leave = min(ratios)[2]
        _pivot(table, cost, leave, enter)
        basis[leave] = enter
    dual = tuple(1 - cost[n + i] for i in range(m))
    if cost[-1] < 0:
        return None, dual
    found = [Fraction(0)] * (n + m)
    for row, j in zip(table, basis, strict=True):
        found[j] = row[-1]
    return tuple(found[:n]), dual


def _pivot(table: list[list[Fraction]], cost: list[Fraction], leave: int, enter: int) -> None:
    """Make column `enter` a unit vector with its 1 in row `leave`."""
    pivot = table[leave][enter]
    table[leave] = [v / pivot for v in table[leave]]
    for row in [*(r for i, r in enumerate(table) if i != leave), cost]:
        factor = row[enter]
        if factor:
            row[:] = [a - factor * b for a, b in zip(row, table[leave], strict=True)]


def xor_infeasibility() -> Certificate:
    """The certificate that no perceptron computes exclusive or: the four inequalities, simply added.

    (w1 + b >= 0) + (w2 + b >= 0) and (b < 0) + (w1 + w2 + b < 0) have the same left side. It holds for
    the step function (1 for z >= 0) and for the sign (+1 for z >= 0), for either strictness at 0, and
    with the classes exchanged. `xor_network` shows that two layers suffice.

    Source: Minsky and Papert (1969), Perceptrons.

    >>> certificate = xor_infeasibility()
    >>> print(*certificate.inequalities(), sep="\\n")
    1 * (b < 0)
    1 * (w2 + b >= 0)
    1 * (w1 + b >= 0)
    1 * (w1 + w2 + b < 0)
    >>> certificate.holds(), certificate.common_point()
    (True, (Fraction(1, 2), Fraction(1, 2)))
    """
    points = tuple((Fraction(a), Fraction(b)) for a in (0, 1) for b in (0, 1))
    return Certificate(points, (0, 1, 1, 0), (Fraction(1),) * 4)
