"""Cybenko networks: the bound holds where it is measured, is reached, and a wrong weight breaks it."""

from __future__ import annotations

import math
from dataclasses import replace
from fractions import Fraction

import mpmath
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnmath as nm
from nnmath.theory.approximation import SMOOTHING_SHARE
from nnmath.theory.bounds import PI, UNIT, exp_of_minus, least, root_up, round_up, upper_sum
from nnmath.theory.sigmoids import STEEPNESS, THETA, Ridge, mean_distance, side_by_side
from nnmath.theory.waves import (
    COSINE_ERROR,
    coefficient_error,
    cosine_coefficients,
    cosines,
    kernel,
    smoothing_distance,
    waves,
)


def measured(network, f, count):
    """The largest |network - f| over a grid that is no multiple of the network's."""
    axis = np.linspace(0, 1, count)
    at = np.meshgrid(*[axis] * network.dim, indexing="ij")
    return float(np.max(np.abs(network(*at) - np.vectorize(f)(*at))))


def precise(value):
    """A rational number in mpmath's current precision."""
    return mpmath.mpf(value.numerator) / value.denominator


def allowed(network):
    return network.error_bound + network.rounding_bound


@st.composite
def polygons(draw):
    """A continuous piecewise linear function on [0,1] with the Lipschitz constant it was drawn with."""
    lipschitz = draw(st.sampled_from([0.5, 1.0, 3.0, 7.0]))
    slopes = draw(st.lists(st.floats(-1, 1), min_size=2, max_size=9))
    nodes = np.linspace(0, 1, len(slopes) + 1)
    values = np.concatenate([[draw(st.floats(-5, 5))], np.diff(nodes) * np.array(slopes) * lipschitz]).cumsum()
    return (lambda x: float(np.interp(x, nodes, values))), lipschitz


@given(polygons(), st.sampled_from([0.3, 0.05, 0.01]))
def test_random_lipschitz_functions(drawn, eps):
    f, lipschitz = drawn
    network = nm.cybenko_approximate(f, eps, lipschitz=lipschitz)
    assert allowed(network) <= eps
    assert measured(network, f, 2011) <= allowed(network) + 1e-12  # f itself is evaluated in floats


@given(st.lists(st.tuples(*[st.floats(0, 1)] * 2), min_size=1, max_size=4), st.sampled_from([0.6, 0.35]))
def test_random_lipschitz_functions_of_two_variables(centres, eps):
    """Distances to finite sets have the Lipschitz constant 1."""

    def f(x, y):
        return min(math.hypot(x - a, y - b) for a, b in centres)

    network = nm.cybenko_approximate(f, eps, lipschitz=1, dim=2)
    assert allowed(network) <= eps
    assert measured(network, f, 37) <= allowed(network)


def test_one_variable_by_interval_arithmetic():
    """The theorem itself, without a float between: |a(x) - x^2| at fractions."""
    network = nm.cybenko_approximate(lambda x: x * x, 0.05, lipschitz=2)
    for k in range(0, 200, 7):
        x = Fraction(k, 199)
        low, high = network.enclosure(x)
        exact = mpmath.mpf(x.numerator) ** 2 / mpmath.mpf(x.denominator) ** 2
        assert max(abs(high - exact), abs(exact - low)) <= network.error_bound
        assert float(low) - network.rounding_bound <= network(float(x)) <= float(high) + network.rounding_bound


def test_two_variables_by_interval_arithmetic():
    network = nm.cybenko_approximate(lambda x, y: x * y, 0.4, lipschitz=math.sqrt(2), dim=2)
    for x, y in [(0, 0), (1, 1), (0.5, 0.75), (1, 0), (0.125, 1)]:
        low, high = network.enclosure(x, y)
        assert max(abs(high - x * y), abs(x * y - low)) <= network.error_bound
        assert float(low) - network.rounding_bound <= network(x, y) <= float(high) + network.rounding_bound


@pytest.mark.parametrize("dim", [1, 2])
def test_a_modulus_of_continuity(dim):
    """sqrt has no Lipschitz constant; its modulus is sqrt(delta)."""

    def f(*x):
        return math.sqrt(sum(x) / dim)

    network = nm.cybenko_approximate(f, 0.2 if dim == 1 else 1.2, modulus=math.sqrt, dim=dim)
    assert measured(network, f, 3001 if dim == 1 else 31) <= network.error_bound


def test_the_bound_is_reached():
    """Teeth over the grid: all values are 0, the middle of every cell is off by the whole bound."""
    n = nm.cybenko_approximate(lambda x: 0.0, 0.01, lipschitz=1).hidden - 1
    teeth = nm.cybenko_approximate(lambda x: abs(x * n - round(x * n)) / n, 0.01, lipschitz=1)
    error = measured(teeth, lambda x: abs(x * n - round(x * n)) / n, 2 * n + 1)
    assert 0.999 * teeth.error_bound <= error <= teeth.error_bound


def broken(network, **changes):
    """The network with one entry of an array moved."""
    arrays = {name: getattr(network, name).copy() for name in changes}
    for name, (at, value) in changes.items():
        arrays[name][at] = value
    return replace(network, **arrays)


@pytest.mark.parametrize("dim", [1, 2])
def test_a_wrong_weight_breaks_the_bound(dim):
    def f(*x):
        return abs(x[0] - 0.375)

    network = nm.cybenko_approximate(f, 0.05 if dim == 1 else 0.3, lipschitz=1, dim=dim)
    count = 1001 if dim == 1 else 41
    assert measured(network, f, count) <= allowed(network)
    alpha = network.output_weights
    largest = 1 + int(np.argmax(np.abs(alpha[1:])))
    for wrong in (
        broken(network, output_weights=(0, alpha[0] + 4 * network.error_bound)),
        broken(network, output_weights=(largest, alpha[largest] + 3 * network.error_bound)),
        replace(network, output_weights=-alpha),
        replace(network, biases=network.biases + 16 * network.hidden / 10),
        replace(network, weights=network.weights / 2),
    ):
        assert measured(wrong, f, count) > allowed(network)


@pytest.mark.parametrize("steepness", [2, 4, 8])
def test_the_lemma_where_the_tails_count(steepness):
    """The mean distance of the grid from s, summed directly, over a fine sweep of s; half a cell is not enough."""
    n, u = 60, np.linspace(20, 21, 401)
    k = np.arange(1, n + 1)
    above = 1 / (1 + np.exp(-steepness * (u[:, None] - k + 0.5)))
    phi = -np.diff(above, axis=1, prepend=1, append=0)
    assert np.all(phi >= 0) and np.allclose(phi.sum(axis=1), 1, rtol=1e-14)
    distance = np.max((phi * np.abs(u[:, None] - np.arange(n + 1))).sum(axis=1))
    assert distance <= float(mean_distance(steepness))
    assert float(mean_distance(steepness)) <= 2.2 * distance
    r = mpmath.exp(-mpmath.mpf(steepness) / 2)
    theta = 0.5 + r * (1 + r**2) / (1 - r**2)
    assert abs(precise(mean_distance(steepness)) - theta) <= 1e-15


def test_half_a_cell_alone_is_no_bound():
    """The tails are needed: without them a soft step exceeds what is claimed."""
    k = np.arange(1, 61)
    above = 1 / (1 + np.exp(-2 * (20.0 - k + 0.5)))
    phi = -np.diff(above, prepend=1, append=0)
    assert (phi * np.abs(20.0 - np.arange(61))).sum() > 0.5 / 2


def test_sums_of_steps_are_weighted_means():
    values = np.array([3.0, -1.0, 4.0, 1.0])
    network = side_by_side([Ridge((1,), 0, 3, values)], 1, 0.0, {})
    at_grid = network(np.arange(4) / 3)
    assert np.allclose(at_grid, values, atol=1e-6)
    assert np.all(network(np.linspace(0, 1, 99)) <= 4) and np.all(network(np.linspace(0, 1, 99)) >= -1)


@pytest.mark.parametrize("degree", [1, 2, 5, 12])
def test_the_kernel_averages_at_the_stated_distance(degree):
    """On the circle's points: not negative, of mass 1, mean square distance at most delta^2 in two variables."""
    m = (degree + 3) // 2
    rho = [float(r) for r in kernel(degree, degree)]
    tau = np.arange(2 * m) * np.pi / m
    for t in np.linspace(0, np.pi, 23):
        weight = (1 + 2 * sum(r * np.cos(k * (t - tau)) for k, r in enumerate(rho) if k)) / (2 * m)
        assert np.min(weight) > -1e-12 and abs(weight.sum() - 1) < 1e-12
        places = np.abs(np.mod(tau + np.pi, 2 * np.pi) - np.pi) / np.pi
        square = (weight * (places - t / np.pi) ** 2).sum()
        assert 2 * square <= float(smoothing_distance(degree)) ** 2 * (1 + 1e-12)
    expected = math.pi / math.sqrt(2) / (degree + 2)
    assert expected * 0.8 <= float(smoothing_distance(degree)) <= expected * (1 + 1e-9)


def test_coefficients_are_those_of_the_weighted_mean():
    """Against the mean written out, in 40 digits; within the stated rounding."""
    degree, m = 4, 3
    values = np.random.default_rng(0).normal(size=(m + 1, m + 1))
    found = cosine_coefficients(values, degree)
    with mpmath.workdps(40):
        rho = [precise(r) for r in kernel(degree, degree)]
        for k in range(degree + 1):
            for j in range(degree + 1):
                total = mpmath.mpf(0)
                for p in range(-m, m):
                    for q in range(-m, m):
                        g = mpmath.mpf(values[abs(p), abs(q)])
                        total += g * mpmath.cos(mpmath.pi * k * p / m) * mpmath.cos(mpmath.pi * j * q / m)
                exact = total * rho[k] * rho[j] * (2 if k else 1) * (2 if j else 1) / (2 * m) ** 2
                assert (
                    abs(exact - mpmath.mpf(found[k, j])) <= float(coefficient_error(values, degree)) / (degree + 1) ** 2
                )


def test_waves_are_the_products_of_cosines():
    coefficients = np.random.default_rng(1).normal(size=(4, 4))
    x, y = 0.3, 0.8
    product = sum(
        coefficients[k, j] * math.cos(k * math.pi * x) * math.cos(j * math.pi * y) for k in range(4) for j in range(4)
    )
    ridge = sum(c * math.cos(math.pi * (k * x + j * y)) for (k, j), c in waves(coefficients))
    assert abs(product - coefficients[0, 0] - ridge) < 1e-12


def test_cosines_are_as_accurate_as_stated():
    for n in (1, 3, 7, 64, 1001):
        r = np.arange(-3 * n, 5 * n, max(1, n // 50))
        for place, value in zip(r, cosines(r, n), strict=True):
            with mpmath.workdps(30):
                exact = mpmath.cos(mpmath.pi * int(place) / n)
                assert abs(exact - mpmath.mpf(value)) <= (COSINE_ERROR - 1) * 2.0**-53


def test_weights_and_biases_are_exact():
    network = nm.cybenko_approximate(lambda x, y: abs(x - y), 0.5, lipschitz=math.sqrt(2), dim=2)
    assert np.all(np.mod(network.weights, STEEPNESS) == 0) and np.all(np.mod(network.biases, STEEPNESS / 2) == 0)


def test_rational_bounds():
    with mpmath.workdps(400):
        for x in (1, 2, 16, 40):
            assert 0 <= precise(exp_of_minus(x)) * mpmath.exp(x) - 1 < 1e-20
        assert 0 < precise(PI) - mpmath.pi < 1e-6
    for value in (Fraction(2), Fraction(1, 3), Fraction(10) ** -12):
        assert value < root_up(value) ** 2 <= value * (1 + Fraction(1, 10**9))
    assert Fraction(round_up(Fraction(1, 3))) >= Fraction(1, 3) > Fraction(math.nextafter(round_up(Fraction(1, 3)), 0))
    assert round_up(Fraction(1, 4)) == 0.25
    values = np.random.default_rng(0).random(1000)
    assert sum(map(Fraction, values.tolist())) <= upper_sum(values)
    assert [least(lambda n, m=m: n >= m, 1, 100, "units") for m in (1, 2, 3, 7, 64, 100)] == [1, 2, 3, 7, 64, 100]
    assert Fraction(1, 2) < THETA < Fraction(1, 2) + Fraction(1, 10**6)
    assert Fraction(2) ** -53 == UNIT and 0 < SMOOTHING_SHARE < 1


def test_parts_add_up_and_the_size_is_the_least():
    network = nm.cybenko_approximate(math.sin, 0.01, lipschitz=1)
    assert network.error_bound == round_up(sum(network.parts.values()))
    assert network.hidden == 52 and nm.cybenko_approximate(math.sin, 0.01, lipschitz=0).hidden == 2


@pytest.mark.parametrize(
    ("arguments", "error", "text"),
    [
        ({"eps": 0, "lipschitz": 1}, ValueError, "eps must be"),
        ({"eps": 0.1}, TypeError, "either lipschitz"),
        ({"eps": 0.1, "lipschitz": 1, "modulus": math.sqrt}, TypeError, "either lipschitz"),
        ({"eps": 0.1, "lipschitz": -1}, ValueError, "lipschitz must be"),
        ({"eps": 0.1, "lipschitz": 1, "dim": 3}, ValueError, "dim must be 1 or 2"),
        ({"eps": 1e-9, "lipschitz": 1}, ValueError, "more than 8388608 hidden units"),
        ({"eps": 1e-3, "lipschitz": 1, "dim": 2}, ValueError, "eps is too small"),
        ({"eps": 0.1, "modulus": lambda delta: math.nan}, ValueError, "modulus"),
    ],
)
def test_refusals(arguments, error, text):
    def f(*x):
        return math.hypot(*x)

    with pytest.raises(error, match=text):
        nm.cybenko_approximate(f, **arguments)


def test_what_float64_cannot_hold_is_refused():
    with pytest.raises(ValueError, match="eps must be at least"):
        nm.cybenko_approximate(lambda x: 1e12, 1e-6, lipschitz=1e-9)
    with pytest.raises(ValueError, match=r"f\(0.0\)"):
        nm.cybenko_approximate(lambda x: math.inf, 0.1, lipschitz=1)
    with pytest.raises(TypeError, match="takes 1 argument"):
        nm.cybenko_approximate(math.sin, 0.1, lipschitz=1)(0.5, 0.5)
