"""Networks of step units that mark polyhedra: two layers for a convex one, three for any union of them.

One step unit marks a closed half-space: step(b - <a, x>) = 1 exactly where <a, x> <= b, because step(0) = 1.
A second unit with weights 1 and bias -m joins m of them by "and": m zeros and ones add up to m only
if all are 1. With bias -1 it joins them by "or": they add up to 1 or more if any is 1.

Sources: Minsky and Papert (1969), Perceptrons; Lippmann (1987), An introduction to computing with
neural nets, figure 14; Larin, Neural networks (lecture slides).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from nnmath import formula

Matrix = tuple[tuple[Fraction, ...], ...]
Vector = tuple[Fraction, ...]


@dataclass(frozen=True)
class StepNetwork:
    """Layers ``a[l+1] = step(weights[l] a[l] + biases[l])`` of rational numbers, step(z) = 1 for z >= 0.

    A call evaluates in floats with the library's kernels; `exact` evaluates the same equations in
    fractions, which decides points on the boundary too.
    """

    weights: tuple[Matrix, ...]
    biases: tuple[Vector, ...]

    @cached_property
    def widths(self) -> tuple[int, ...]:
        """The number of inputs, then of units a layer."""
        return (len(self.weights[0][0]), *map(len, self.biases))

    def __call__(self, x: Any) -> Any:
        """0.0 or 1.0 for each point of x, an array (..., p)."""
        matrices = [np.array([[float(v) for v in row] for row in layer]) for layer in self.weights]
        vectors = [np.array([float(v) for v in layer]) for layer in self.biases]
        steps = ["perceptron_step"] * len(vectors)
        return formula("mlp")(np.asarray(x, dtype=np.float64), matrices, vectors, activations=steps)[..., 0]

    def exact(self, x: Sequence[Any]) -> int:
        """0 or 1 at a point of rational coordinates (integers, fractions, floats as the numbers they are)."""
        from nnmath.notation import Fractions, interpret

        point = rational_vector("x", x, self.widths[0])
        values: dict[Any, Fraction] = {("x", (0, i)): v for i, v in enumerate(point)}
        for layer, (matrix, vector) in enumerate(zip(self.weights, self.biases, strict=True)):
            values |= {("biases", (layer, j)): v for j, v in enumerate(vector)}
            values |= {("weights", (layer, j, k)): v for j, row in enumerate(matrix) for k, v in enumerate(row)}
        env = {"N": 1, "L": len(self.biases), "n": self.widths}
        out = interpret(formula("mlp").system, Fractions(), env, values, {"sigma": exact_step})
        return int(out["y"][0, 0])


def exact_step(order: int, at: Sequence[int], z: Fraction) -> Fraction:
    """The library's perceptron_step, in fractions."""
    from nnmath.notation import Fractions, interpret

    found: Fraction = interpret(formula("perceptron_step").system, Fractions(), {"N": 1}, {("x", (0,)): z})["y"][0,]
    return found


def rational(name: str, value: Any) -> Fraction:
    """An integer, a fraction, a finite float or text such as "1/3", as the number it is."""
    try:
        return Fraction(value.item() if isinstance(value, np.generic) else value)
    except (TypeError, ValueError, OverflowError):
        raise TypeError(f"{name} must be a rational number, got {value!r}") from None


def rational_vector(name: str, values: Sequence[Any], length: int | None = None) -> Vector:
    found = tuple(rational(f"{name}[{i}]", v) for i, v in enumerate(values))
    if length is not None and len(found) != length:
        raise ValueError(f"{name} must hold {length} numbers, got {len(found)}")
    return found


def half_spaces(name: str, A: Sequence[Sequence[Any]], b: Sequence[Any]) -> tuple[Matrix, Vector]:
    """A (m, p) and b (m,) in fractions, m and p at least 1."""
    rows = tuple(rational_vector(f"{name}A[{i}]", row) for i, row in enumerate(A))
    if not rows or not rows[0]:
        raise ValueError(f"{name}A must be (m, p), one row a half-space, m and p at least 1")
    if len({len(row) for row in rows}) > 1:
        raise ValueError(f"{name}A must be (m, p), got rows of {sorted({len(r) for r in rows})} numbers")
    return rows, rational_vector(f"{name}b", b, len(rows))


def _facets(A: Matrix, b: Vector) -> tuple[Matrix, Vector]:
    """One unit a half-space: step(b - A x)."""
    return tuple(tuple(-v for v in row) for row in A), b


def polytope_network(A: Sequence[Sequence[Any]], b: Sequence[Any]) -> StepNetwork:
    """A two-layer network that is 1 exactly on {x: A x <= b}, boundary and all; A is (m, p), b is (m,).

    Layer 1 has the m units step(b_i - <a_i, x>), layer 2 the unit step(h_1 + ... + h_m - m).

    Source: Lippmann (1987), An introduction to computing with neural nets, figure 14.

    >>> triangle = polytope_network([[-1, 0], [0, -1], [1, 1]], [0, 0, 1])
    >>> triangle.exact([0, 0]), triangle.exact(["1/3", "2/3"]), triangle.exact([1, 1])
    (1, 1, 0)
    >>> triangle([[0.25, 0.25], [0.75, 0.75]])
    array([1., 0.])
    """
    rows, bounds = half_spaces("", A, b)
    first, m = _facets(rows, bounds), len(bounds)
    conjunction = ((Fraction(1),) * m,), (Fraction(-m),)
    return StepNetwork((first[0], conjunction[0]), (first[1], conjunction[1]))


def polytope_union_network(polytopes: Sequence[tuple[Sequence[Sequence[Any]], Sequence[Any]]]) -> StepNetwork:
    """A three-layer network that is 1 exactly on the union of the {x: A_i x <= b_i}.

    Layer 1 has a unit for every half-space, layer 2 one unit a polyhedron, layer 3 the unit
    step(h_1 + ... + h_k - 1). The union may be neither convex nor connected.

    Source: Lippmann (1987), An introduction to computing with neural nets, figure 14.

    >>> interval = lambda low, high: ([[-1], [1]], [-low, high])
    >>> two = polytope_union_network([interval(0, 1), interval(2, 3)])
    >>> [two.exact([x]) for x in (0, 1, "3/2", 2, 4)]
    [1, 1, 0, 1, 0]
    """
    parts = [half_spaces(f"polytopes[{i}]: ", A, b) for i, (A, b) in enumerate(polytopes)]
    if not parts:
        raise ValueError("polytopes must hold at least one (A, b)")
    if len({len(A[0]) for A, _ in parts}) > 1:
        raise ValueError(f"polytopes must have one dimension p, got {sorted({len(A[0]) for A, _ in parts})}")
    facets = [_facets(A, b) for A, b in parts]
    first = tuple(row for A, _ in facets for row in A), tuple(v for _, b in facets for v in b)
    owner = [i for i, (_, b) in enumerate(parts) for _ in b]
    members = tuple(tuple(Fraction(o == i) for o in owner) for i in range(len(parts)))
    counts = tuple(Fraction(-len(b)) for _, b in parts)
    union = ((Fraction(1),) * len(parts),), (Fraction(-1),)
    return StepNetwork((first[0], members, union[0]), (first[1], counts, union[1]))


def xor_network() -> StepNetwork:
    """A two-layer network that computes exclusive or: it marks the strip 1/2 <= x_1 + x_2 <= 3/2.

    h_1 = step(x_1 + x_2 - 1/2) is "or", h_2 = step(3/2 - x_1 - x_2) is "not both", y = step(h_1 + h_2 - 2).

    Source: Minsky and Papert (1969), Perceptrons; Rumelhart, Hinton and Williams (1986).

    >>> network = xor_network()
    >>> [network.exact(x) for x in ((0, 0), (0, 1), (1, 0), (1, 1))]
    [0, 1, 1, 0]
    """
    half = Fraction(1, 2)
    return polytope_network([[-1, -1], [1, 1]], [-half, 3 * half])
