"""Functions of two variables by sums of functions of one linear form each, and from there by sigmoids.

Put g(t) = f(|t_1|/pi, |t_2|/pi) for |t_i| <= pi, continued with period 2 pi: even in both variables.
For real a_0, ..., a_N the kernel

    J(t) = |sum_j a_j exp(i j t)|^2 / sum_j a_j^2 = 1 + 2 sum_{k=1..N} rho_k cos(k t)

is not negative, and rho_k = sum_j a_j a_{j+k} / sum_j a_j^2. On M = 2 m >= N + 2 equidistant points
tau of the circle the mean of J(t - tau) is 1 and that of J(t - tau) (1 - cos(t - tau)) is 1 - rho_1,
since all frequencies are below M. So the mean of g(tau) J(t_1 - tau_1) J(t_2 - tau_2) is a weighted
mean of values of f, at the points (j_1/m, j_2/m). As (t/pi)^2 <= (1 - cos t)/2 on [-pi, pi], the mean
square of their distance from x is at most 1 - rho_1, the mean distance at most

    delta = sqrt(1 - rho_1),

for a_j = sin((j + 1) pi/(N + 2)) very nearly pi/(sqrt(2) (N + 2)): the rate of Jackson's theorem,
here with the kernel of Fejer and Korovkin. The weighted mean is

    sum_{k,l} d_kl cos(k pi x_1) cos(l pi x_2),
    cos(k pi x_1) cos(l pi x_2) = (cos(pi (k x_1 + l x_2)) + cos(pi (k x_1 - l x_2)))/2,

a sum of functions c cos(pi s) of one linear form s each: ridge functions. Sums of steps in s make
them with an error of at most pi |c| theta h (`nnmath.theory.sigmoids`).

Sources: Jackson (1911), Ueber die Genauigkeit der Annaeherung stetiger Funktionen; Korovkin (1959),
Linear operators and approximation theory.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from fractions import Fraction

import numpy as np
import numpy.typing as npt

from nnmath.theory.bounds import PI, UNIT, root_up
from nnmath.theory.sigmoids import THETA, Array, Ridge

MOST_HIDDEN = 1 << 23
COSINE_ERROR = 17  # of c*cos(pi*r/n), in units of u*|c|: argument in [0, pi], numpy's cosine to 4 ulp


def kernel(degree: int, terms: int) -> list[Fraction]:
    """rho_0, ..., rho_terms for the kernel of Fejer and Korovkin, with whole numbers for its a_j."""
    a = [round(2**40 * math.sin((j + 1) * math.pi / (degree + 2))) for j in range(degree + 1)]
    products = [sum(x * y for x, y in zip(a, a[k:], strict=False)) for k in range(terms + 1)]
    return [Fraction(product, products[0]) for product in products]


def smoothing_distance(degree: int) -> Fraction:
    """delta = sqrt(1 - rho_1), and what rounding j/m in both variables may add."""
    return root_up(1 - kernel(degree, 1)[1]) + 2 * UNIT


def cosines(numbers: npt.NDArray[np.int64], n: int) -> Array:
    """cos(pi*r/n) for whole numbers r, reduced to [0, pi] exactly before the cosine is taken."""
    r = np.mod(numbers, 2 * n)
    found: Array = np.cos(np.minimum(r, 2 * n - r) * (math.pi / n))
    return found


def cosine_coefficients(values: Array, degree: int) -> Array:
    """d[k,l] of the weighted mean: sum_kl d[k,l] cos(k pi x_1) cos(l pi x_2); values is (m+1, m+1)."""
    m = len(values) - 1
    scale = np.array([float(rho) * (2 if k else 1) for k, rho in enumerate(kernel(degree, degree))])
    count = np.array([1.0, *[2.0] * (m - 1), 1.0]) / (2 * m)
    table = cosines(np.arange(degree + 1)[:, None] * np.arange(m + 1)[None, :], m)
    analysis = scale[:, None] * table * count[None, :]
    found: Array = analysis @ values @ analysis.T
    return found


def coefficient_error(values: Array, degree: int) -> Fraction:
    """What float64 may do to the sum of all |d[k,l]|.

    A row of the analysis has entries whose sizes add up to 2 at most, each off by less than 25 u of
    its share; the two products are sums of m + 1 terms.
    """
    m = len(values) - 1
    largest = Fraction(float(np.max(np.abs(values))))
    return (degree + 1) ** 2 * largest * UNIT * (10 * (m + 2) + 300)


def waves(coefficients: Array) -> Iterator[tuple[tuple[int, int], float]]:
    """The linear forms (k, l) and amplitudes c of c cos(pi (k x_1 + l x_2)), the constant left out."""
    for k, j in np.ndindex(*coefficients.shape):
        value = float(coefficients[k, j])
        if k and j:
            yield (k, j), value / 2
            yield (k, -j), value / 2
        elif k or j:
            yield (k, j), value


def ridge_sums(found: Sequence[tuple[tuple[int, int], float]], tolerance: Fraction) -> tuple[list[Ridge], Fraction]:
    """Steps for every wave, as few as the tolerance allows, and the error they make.

    With n steps a unit of s, a wave of amplitude c over a range of length k + l costs n (k + l) units
    and an error of pi c theta/n. The sum of units at a given sum of errors is least for n
    proportional to sqrt(c/(k + l)). A wave that is smaller than its share is left out.
    """
    sizes = [math.sqrt(abs(c) * (abs(k) + abs(j))) for (k, j), c in found]
    rate = math.fsum(sizes) * float(PI * THETA) / float(tolerance) if tolerance > 0 else math.inf
    if rate * math.fsum(sizes) > MOST_HIDDEN:
        raise ValueError(f"eps is too small for this f: more than {MOST_HIDDEN} hidden units would be needed")
    ridges, error = [], Fraction(0)
    for (k, j), c in found:
        n = math.ceil(rate * math.sqrt(abs(c) / (abs(k) + abs(j))))
        if n <= PI * THETA:
            error += abs(Fraction(c))
            continue
        start, length = min(j, 0), k + abs(j)
        numbers = start * n + np.arange(n * length + 1)
        ridges.append(Ridge((k, j), start, n, c * cosines(numbers, n)))
        error += abs(Fraction(c)) * (PI * THETA / n + COSINE_ERROR * UNIT)
    return ridges, error
