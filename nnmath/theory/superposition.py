"""Kolmogorov's form of a function, shown on what can be shown finitely: polynomials of degree 4 at most.

Kolmogorov (1957) proved that every continuous f on [0,1]^n is

    f(x_1, ..., x_n) = sum_{q=0..2n} Phi_q(sum_{p=1..n} psi_{q,p}(x_p))

with continuous psi that do not depend on f. The theorem is about existence; its inner functions are
not differentiable, and no finite computation decides it. What is exact here is an instance of the form for
n = 2, with 2n + 1 = 5 terms: every polynomial of degree d <= 4 is a sum of five polynomials of
x + c_q y, that is psi_{q,1}(x) = x and psi_{q,2}(y) = c_q y.

*Proof.* For different c_0, ..., c_j the powers (x + c_q y)^j span the homogeneous polynomials of degree
j: their coefficients are binomials times a Vandermonde matrix. With l_q(t) = sum_i l_{q,i} t^i, the
Lagrange polynomials of the c_q, sum_i p_i x^(j-i) y^i = sum_q a_q (x + c_q y)^j for
a_q = sum_i l_{q,i} p_i/binomial(j, i).

Not shown: that five terms reach a function that is no such polynomial. With linear inner functions they do not:
degree 5 has six coefficients and only five powers.

Source: Kolmogorov (1957), On the representation of continuous functions of several variables; Arnold (1957).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import product
from math import comb
from typing import TYPE_CHECKING, Any

from nnmath.theory.halfspaces import Vector, rational

if TYPE_CHECKING:
    from nnmath.calculus.theorem import Theorem

Polynomial = dict[tuple[int, int], Fraction]

SLOPES = tuple(map(Fraction, (1, -1, 0, 2, -2)))
"""c_q of the inner functions x + c_q y; the same for every f."""


@dataclass(frozen=True)
class Superposition:
    """f(x, y) = sum_q Phi_q(x + c_q y): `outer[q][j]` is the coefficient of t^j in Phi_q."""

    target: Mapping[tuple[int, int], Fraction]
    slopes: Vector
    outer: tuple[Vector, ...]

    def __call__(self, x: Any, y: Any) -> Any:
        """The sum of the outer functions of the inner ones, in the arithmetic of x and y."""
        return sum(horner(phi, x + c * y) for c, phi in zip(self.slopes, self.outer, strict=True))

    def expanded(self) -> Polynomial:
        """The sum multiplied out: coefficients of x^i y^j that are not 0."""
        found: Polynomial = {}
        for c, phi in zip(self.slopes, self.outer, strict=True):
            for degree, a in enumerate(phi):
                for j in range(degree + 1):
                    at = (degree - j, j)
                    found[at] = found.get(at, Fraction(0)) + a * comb(degree, j) * c**j
        return {at: v for at, v in found.items() if v}

    def holds(self) -> bool:
        """Whether it is the target, coefficient by coefficient."""
        return self.expanded() == {at: v for at, v in self.target.items() if v}

    def equations(self) -> str:
        """The form in the library's notation."""
        lines = ["superposition(x, y) -> f"]
        for q, (c, phi) in enumerate(zip(self.slopes, self.outer, strict=True)):
            lines.append(f"s{q} = x + ({c})*y")
            lines.append(f"u{q} = " + " + ".join(f"({a})*s{q}**{j}" if j else f"({a})" for j, a in enumerate(phi)))
        return "\n".join([*lines, "f = " + " + ".join(f"u{q}" for q in range(len(self.slopes)))])

    def theorem(self) -> Theorem:
        """The prover's own verdict on f = target."""
        from nnmath.calculus.prove import prove
        from nnmath.notation import define

        target = " + ".join(f"({v})*x**{i}*y**{j}" for (i, j), v in self.target.items())
        return prove("f", target or "0", system=define(self.equations()), name="Kolmogorov's form")


def horner(coefficients: Sequence[Fraction], t: Any) -> Any:
    value: Any = Fraction(0)
    for a in reversed(coefficients):
        value = value * t + a
    return value


def lagrange(nodes: Sequence[Fraction]) -> list[list[Fraction]]:
    """The coefficients of the polynomials that are 1 at one node and 0 at the others."""
    found = []
    for node in nodes:
        polynomial = [Fraction(1)]
        for other in nodes:
            if other != node:
                shifted = [Fraction(0), *polynomial]
                lower = [*polynomial, Fraction(0)]
                polynomial = [(a - other * b) / (node - other) for a, b in zip(shifted, lower, strict=True)]
        found.append(polynomial)
    return found


def kolmogorov_polynomial(coefficients: Mapping[tuple[int, int], Any]) -> Superposition:
    """Kolmogorov's form of sum_ij coefficients[i,j] x^i y^j, degree i + j at most 4.

    The five inner functions x + c_q y are the same for every polynomial. See this module's docstring.

    Source: Kolmogorov (1957), On the representation of continuous functions of several variables.

    >>> form = kolmogorov_polynomial({(3, 1): 2, (0, 2): "1/3", (0, 0): 5})
    >>> form.holds(), form(Fraction(1, 2), 3) == 2*Fraction(1, 8)*3 + 3 + 5
    (True, True)
    """
    degree = len(SLOPES) - 1
    target: Polynomial = {}
    for at, value in coefficients.items():
        if len(at) != 2 or min(at) < 0 or sum(at) > degree:
            raise ValueError(f"coefficients must be of x^i y^j with i + j <= {degree}, got {at}")
        target[at] = rational(f"coefficients[{at}]", value)
    outer = [[Fraction(0)] * (degree + 1) for _ in SLOPES]
    for j in range(degree + 1):
        basis = lagrange(SLOPES[: j + 1])
        for q, i in product(range(j + 1), repeat=2):
            outer[q][j] += basis[q][i] * target.get((j - i, i), Fraction(0)) / comb(j, i)
    return Superposition(target, SLOPES, tuple(map(tuple, outer)))


def kolmogorov_product() -> Superposition:
    """x y = (x + y)^2/4 - (x - y)^2/4: five outer functions, of which three are 0.

    Source: Kolmogorov (1957), On the representation of continuous functions of several variables.

    >>> form = kolmogorov_product()
    >>> [form.outer[q][2] for q in range(5)] == [Fraction(1, 4), Fraction(-1, 4), 0, 0, 0]
    True
    """
    return kolmogorov_polynomial({(1, 1): 1})
