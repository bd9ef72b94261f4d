"""Cybenko's theorem made constructive: a sigmoid network with one hidden layer and a proved error bound.

The networks compute weighted means of values of f at points near x. If the mean distance of these
points from x is at most delta, the mean is off by at most L delta where f has the Lipschitz
constant L; and by at most 2 omega(delta) where omega bounds the modulus of continuity, because f
changes by at most omega(delta) on each of 1 + |x - y|/delta steps from x to y.

**One variable.** The lemma of `nnmath.theory.sigmoids` with t_k = k/n and v_k = f(t_k): delta = theta/n.

**Two variables.** A mean of f's values with a trigonometric kernel is a sum of cosines of linear
forms, each of which the lemma turns into sigmoids: `nnmath.theory.waves`.

Source: Cybenko (1989), Approximation by superpositions of a sigmoidal function, theorem 2, which proves
that such networks exist, by contradiction.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

import numpy as np

from nnmath.face.arguments import real
from nnmath.theory.bounds import UNIT, least, round_up
from nnmath.theory.sigmoids import THETA, Array, Ridge, SigmoidNetwork, side_by_side
from nnmath.theory.waves import (
    MOST_HIDDEN,
    coefficient_error,
    cosine_coefficients,
    ridge_sums,
    smoothing_distance,
    waves,
)

Modulus = Callable[[float], float]
Change = Callable[[Fraction], Fraction]

SMOOTHING_SHARE = Fraction(3, 4)  # about N^3/(eps - delta) units are needed, and N is about 1/delta


def cybenko_approximate(
    f: Callable[..., float],
    eps: float,
    *,
    lipschitz: float | None = None,
    modulus: Modulus | None = None,
    dim: int = 1,
) -> SigmoidNetwork:
    """A sigmoid network with one hidden layer within eps of f on [0,1]^dim, with its bound proved.

    f takes `dim` numbers, 1 or 2, and gives one. What it must satisfy is either a Lipschitz constant,
    |f(x) - f(y)| <= lipschitz*||x - y|| in the Euclidean norm, or a modulus of continuity,
    |f(x) - f(y)| <= modulus(delta) wherever ||x - y|| <= delta. Neither can be checked from finitely
    many values; given it, `error_bound` is a theorem, proved in this module's docstring with
    constants in rational arithmetic. f's values at the grid are taken as they come: what they are off
    adds to the bound. Trusted are Python's integers, IEEE arithmetic and, for dim=2, that NumPy's
    cosine is right to 4 units in the last place.

    The number of hidden units is about lipschitz/(2 eps) for dim=1 and grows like eps^-4 for dim=2.
    Raises ValueError where more than 2^23 would be needed.

    Source: Cybenko (1989), Approximation by superpositions of a sigmoidal function, theorem 2.

    >>> import math
    >>> network = cybenko_approximate(lambda x: math.sin(3*x), 0.01, lipschitz=3)
    >>> network.hidden, network.error_bound <= 0.01
    (152, True)
    >>> bool(abs(network(0.3) - math.sin(0.9)) <= network.error_bound)
    True
    """
    tolerance = Fraction(real("eps", eps, (0, None, True, True), "> 0"))
    change = _change(lipschitz, modulus)
    if isinstance(dim, bool) or dim not in (1, 2):
        raise ValueError(f"dim must be 1 or 2, got {dim!r}")
    network = (_one_variable if dim == 1 else _two_variables)(f, tolerance * Fraction(1023, 1024), change)
    reached = Fraction(network.error_bound) + Fraction(network.rounding_bound)
    if reached > tolerance:
        raise ValueError(f"eps must be at least {float(reached):.3g}, what float64 can hold for this f, got {eps!r}")
    return network


def _change(lipschitz: float | None, modulus: Modulus | None) -> Change:
    """What a mean of f over points at the mean distance delta may be off, by delta."""
    if (lipschitz is None) == (modulus is None):
        raise TypeError("give either lipschitz, a number, or modulus, a function of a distance")
    if lipschitz is not None:
        constant = Fraction(real("lipschitz", lipschitz, (0, None, False, True), ">= 0"))
        return lambda delta: constant * delta
    given = modulus
    assert given is not None

    def twice(delta: Fraction) -> Fraction:
        return 2 * Fraction(real("modulus(delta)", given(round_up(delta)), (0, None, False, True), ">= 0"))

    return twice


def sampled(f: Callable[..., float], points: Sequence[float], dim: int) -> Array:
    """f at every point of the grid with these coordinates."""
    values = np.empty((len(points),) * dim)
    for at in np.ndindex(*values.shape):
        x = tuple(points[i] for i in at)
        values[at] = real(f"f{x}" if dim > 1 else f"f({x[0]})", f(*x), (None, None, False, False), "")
    return values


def _one_variable(f: Callable[..., float], tolerance: Fraction, change: Change) -> SigmoidNetwork:
    def delta(n: int) -> Fraction:
        return THETA / n + UNIT  # k/n is rounded when f is asked for its value there

    n = least(lambda n: change(delta(n)) <= tolerance, 1, MOST_HIDDEN, "hidden units")
    values = sampled(f, [k / n for k in range(n + 1)], 1)
    return side_by_side([Ridge((1,), 0, n, values)], 1, 0.0, {"mean of values at the grid": change(delta(n))})


def _two_variables(f: Callable[..., float], tolerance: Fraction, change: Change) -> SigmoidNetwork:
    def close(degree: int) -> bool:
        return change(smoothing_distance(degree)) <= SMOOTHING_SHARE * tolerance

    degree = least(close, 1, 1 << 10, "frequencies")
    m = (degree + 3) // 2
    values = sampled(f, [j / m for j in range(m + 1)], 2)
    coefficients = cosine_coefficients(values, degree)
    smoothing = change(smoothing_distance(degree))
    rounding = coefficient_error(values, degree)
    ridges, steps = ridge_sums(list(waves(coefficients)), tolerance - smoothing - rounding)
    parts = {"mean of values at the grid": smoothing, "steps for the cosines": steps, "coefficients": rounding}
    return side_by_side(ridges, 2, float(coefficients[0, 0]), parts)
