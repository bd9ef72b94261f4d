"""Sums of steps: networks with one hidden layer of sigmoids, and the lemma that bounds their error.

What follows uses the logistic function alone through two properties: it increases from 0 to 1, and
sigma(-z) <= exp(-z).

**Lemma (sums of steps).** Let t_0 < ... < t_n be h apart and K > 0. For values v_0, ..., v_n put

    a(s) = v_0 + sum_{k=1..n} (v_k - v_{k-1}) sigma(K ((s - t_0)/h - k + 1/2)).

Then a(s) = sum_k phi_k(s) v_k with phi_k >= 0 and sum_k phi_k = 1, and for s in [t_0, t_n]

    sum_k phi_k(s) |s - t_k| <= theta h,    theta = 1/2 + r (1 + r^2)/(1 - r^2),    r = exp(-K/2).

*Proof.* phi_k is the difference of the k-th and the (k+1)-st sigmoid, of which the later one is
smaller; the differences telescope. Think of phi as the distribution of a random grid point T, with
P(T >= t_k) = sigma(K ((s - t_0)/h - k + 1/2)). Let s lie between t_j and t_{j+1}, at u h from their
middle, |u| <= 1/2. Splitting E|s - T| at these two neighbours gives

    E|s - T|/h = 1/2 - u (2 sigma(K u) - 1) + sum_{m>=1} (sigma(-K (m - u)) + sigma(-K (m + u)))

where the sums end at the ends of the grid. The second term is not positive. The sums are at most
(exp(K u) + exp(-K u)) q/(1 - q) with q = r^2, largest at |u| = 1/2: r (1 + q)/(1 - q).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import fsum
from typing import Any

import numpy as np
import numpy.typing as npt

from nnmath import formula
from nnmath.face.arguments import as_real
from nnmath.theory.bounds import UNIT, exp_of_minus, round_up, upper_sum

Array = npt.NDArray[np.float64]

STEEPNESS = 32
"""K of the lemma, in units of a cell: weights and biases are then whole multiples of 16, exact floats."""

ENTRIES_AT_ONCE = 1 << 22


def mean_distance(steepness: int) -> Fraction:
    """A rational number just above theta of the lemma, for an even K."""
    r = exp_of_minus(steepness // 2)
    return Fraction(1, 2) + r * (1 + r * r) / (1 - r * r)


THETA = mean_distance(STEEPNESS)


@dataclass(frozen=True)
class SigmoidNetwork:
    """``a(x) = sum_h output_weights[h] * sigmoid(<weights[h], x> + biases[h])``, with what is proved of it.

    `weights` is (H, p), `biases` (H,), `output_weights` (H,). `parts` are the contributions to the
    bound by name, rational numbers; `error_bound` is their sum rounded up: no point of [0,1]^p has
    |a(x) - f(x)| above it, a(x) being the network's value in real arithmetic. `rounding_bound` is
    what evaluation in float64 may add, in whatever order it sums.
    """

    weights: Array
    biases: Array
    output_weights: Array
    parts: Mapping[str, Fraction]

    @property
    def hidden(self) -> int:
        """H, the number of hidden units."""
        return len(self.biases)

    @property
    def dim(self) -> int:
        """p, the number of variables."""
        return int(self.weights.shape[1])

    @cached_property
    def error_bound(self) -> float:
        """A number that |a - f| does not exceed on [0,1]^p."""
        return round_up(sum(self.parts.values(), Fraction(0)))

    @cached_property
    def rounding_bound(self) -> float:
        """What float64 may add: by the sum, by the sigmoids (to 4 ulp) and by their arguments.

        A sum of H products is off by at most H u/(1 - H u) times the sum of their sizes, however it
        is ordered, with u = 2^-53 (Higham, 2002, section 4.2); the sigmoid's slope is at most 1/4.
        """
        largest = float(np.max(np.abs(self.weights).sum(axis=1) + np.abs(self.biases)))
        arguments = (self.dim + 1) * Fraction(largest) / 4
        return round_up(UNIT * Fraction(101, 100) * (self.hidden + 5 + arguments) * self._size)

    @property
    def _size(self) -> Fraction:
        """The sum of |output_weights|, not below it."""
        return upper_sum(np.abs(self.output_weights))

    def __call__(self, *x: Any) -> Any:
        """The network at a point or at arrays of points: one argument a variable, broadcast together."""
        if len(x) != self.dim:
            raise TypeError(
                f"the network takes {self.dim} argument{'s' * (self.dim > 1)}, one a variable, got {len(x)}"
            )
        names = ["x"] if self.dim == 1 else [f"x{i + 1}" for i in range(self.dim)]
        arrays = [as_real(name, value) for name, value in zip(names, x, strict=True)]
        points = np.stack(np.broadcast_arrays(*arrays), axis=-1)
        rows = points.reshape(-1, self.dim).astype(np.float64)
        step = max(1, ENTRIES_AT_ONCE // self.hidden)
        values = [self._evaluate(rows[i : i + step]) for i in range(0, len(rows), step)]
        return np.concatenate([np.empty(0), *values]).reshape(points.shape[:-1])[()]

    def _evaluate(self, rows: Array) -> Array:
        layers = [self.weights, self.output_weights[None, :]], [self.biases, np.zeros(1)]
        out: Array = formula("mlp")(rows, *layers, activations=["sigmoid", "identity"])
        return out[:, 0]

    def enclosure(self, *x: Any, digits: int = 30) -> tuple[Any, Any]:
        """Two numbers, by interval arithmetic, between which a(x) lies; x are floats or fractions."""
        from mpmath.ctx_iv import MPIntervalContext

        iv = MPIntervalContext()
        iv.dps = digits
        at = [Fraction(v) for v in x]
        total = iv.mpf(0)
        for row, bias, alpha in zip(self.weights, self.biases, self.output_weights, strict=True):
            z = sum((Fraction(float(w)) * v for w, v in zip(row, at, strict=True)), Fraction(float(bias)))
            total += iv.mpf(float(alpha)) / (1 + iv.exp(-(iv.mpf(z.numerator) / iv.mpf(z.denominator))))
        return total.a, total.b


@dataclass(frozen=True)
class Ridge:
    """The lemma's sum of steps in s = <form, x>: values v_k at s = start + k/per_unit."""

    form: tuple[int, ...]
    start: int
    per_unit: int
    values: Array

    def layers(self) -> tuple[Array, Array, Array]:
        """Weights, biases and output weights of its units; the constant v_0 is left to the caller."""
        count = len(self.values) - 1
        weights = np.tile(np.array(self.form, dtype=np.float64) * (STEEPNESS * self.per_unit), (count, 1))
        places = 0.5 - np.arange(1, count + 1, dtype=np.float64) - self.start * self.per_unit
        return weights, STEEPNESS * places, np.diff(self.values)


def side_by_side(ridges: Sequence[Ridge], dim: int, constant: float, parts: Mapping[str, Fraction]) -> SigmoidNetwork:
    """All ridges side by side; the constants become one unit with w = 0 and b = 0, where sigma is 1/2."""
    base = 2 * fsum([constant, *(float(r.values[0]) for r in ridges)])
    layers = [(np.zeros((1, dim)), np.zeros(1), np.array([base])), *(r.layers() for r in ridges)]
    weights, biases, outputs = (np.concatenate(part) for part in zip(*layers, strict=True))
    rounded = UNIT * upper_sum(np.abs(outputs))  # each is one rounded difference or sum
    return SigmoidNetwork(weights, biases, outputs, {**parts, "rounding of the output weights": rounded})
