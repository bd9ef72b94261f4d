"""Initialisation: numbers exact, fans counted over real layers, statistics of draws, refusals."""

import inspect
import math
import subprocess
import sys

import numpy as np
import pytest

import nnmath as nm
from nnmath import initialisation

NORMAL = ["xavier_normal", "kaiming_normal", "lecun_normal"]
UNIFORM = ["xavier_uniform", "kaiming_uniform", "lecun_uniform"]


def rng(seed=0):
    return np.random.default_rng(seed)


def test_numbers():
    """Each against its equation, by values whose roots are whole."""
    assert nm.xavier_normal_std(10, 22) == 0.25
    assert nm.xavier_normal_std(22, 10, gain=3) == 0.75
    assert nm.xavier_uniform_bound(1, 5) == 1.0
    assert nm.xavier_uniform_bound(20, 4, gain=3) == 1.5
    assert nm.kaiming_normal_std(32) == nm.kaiming_normal_std(32, "relu") == pytest.approx(0.25, rel=1e-15)
    assert nm.kaiming_normal_std(16, "linear") == 0.25
    assert nm.kaiming_normal_std(4, "leaky_relu", a=1) == 0.5
    assert nm.kaiming_normal_std(9, "tanh") == pytest.approx(5 / 9, rel=1e-15)
    assert nm.kaiming_uniform_bound(24, "relu") == pytest.approx(0.5, rel=1e-15)
    assert nm.kaiming_uniform_bound(12, "leaky_relu", a=7) == pytest.approx(0.1, rel=1e-15)
    assert nm.lecun_normal_std(64) == 0.125
    assert nm.lecun_uniform_bound(48) == 0.25


@pytest.mark.parametrize("fan", [1, 3, 17, 4096])
def test_a_bound_is_the_root_of_three_standard_deviations(fan):
    pairs = [
        (nm.xavier_uniform_bound(fan, 5, 1.3), nm.xavier_normal_std(fan, 5, 1.3)),
        (nm.kaiming_uniform_bound(fan, "relu"), nm.kaiming_normal_std(fan, "relu")),
        (nm.kaiming_uniform_bound(fan, "leaky_relu", 0.3), nm.kaiming_normal_std(fan, "leaky_relu", 0.3)),
        (nm.lecun_uniform_bound(fan), nm.lecun_normal_std(fan)),
    ]
    for bound, std in pairs:
        assert bound == pytest.approx(math.sqrt(3) * std, rel=1e-15)


def test_gains():
    assert [nm.calculate_gain(n) for n in ("linear", "conv2d", "conv_transpose3d", "sigmoid")] == [1, 1, 1, 1]
    assert nm.calculate_gain("tanh") == 5 / 3
    assert nm.calculate_gain("selu") == 0.75
    assert nm.calculate_gain("relu") == math.sqrt(2)
    assert nm.calculate_gain("leaky_relu") == pytest.approx(math.sqrt(2 / 1.0001), rel=1e-15)
    assert nm.calculate_gain("leaky_relu", 0.5) == pytest.approx(math.sqrt(1.6), rel=1e-15)
    assert nm.calculate_gain("leaky_relu", 0) == nm.calculate_gain("relu")


@pytest.mark.parametrize("nonlinearity", ["relu", "leaky_relu"])
def test_the_rectifiers_gains_keep_the_second_moment(nonlinearity):
    """gain**2 * E[f(z)**2] = 1 for z normal, by the trapezoidal rule, which is exact here to rounding."""
    z = np.linspace(-12, 12, 24_001)
    density = np.exp(-(z**2) / 2) / math.sqrt(2 * math.pi)
    f = z * np.where(z > 0, 1, 0 if nonlinearity == "relu" else 0.3)
    moment = np.sum(f**2 * density) * (z[1] - z[0])
    gain = nm.calculate_gain("relu") if nonlinearity == "relu" else nm.calculate_gain("leaky_relu", 0.3)
    assert gain**2 * moment == pytest.approx(1, rel=1e-9)


def test_fans():
    assert nm.fans((7, 3)) == (3, 7)
    assert nm.fans((7, 3), transposed=True) == (7, 3)
    assert nm.fans((7, 3, 2)) == (6, 14)
    assert nm.fans([7, 3, 2, 5]) == (30, 70)
    assert nm.fans((7, 3, 2, 5), transposed=True) == (70, 30)
    assert nm.fans((7, 3, 2, 5, 4)) == (120, 280)
    assert nm.fans((np.int64(7), np.int64(3))) == (3, 7)


def test_fans_are_what_a_convolution_adds_up():
    """Weights and inputs all 1: an output inside counts its terms; the gradient of an input inside, its outputs."""
    shape = (7, 3, 2, 5)
    x, w = np.ones((1, 3, 9, 11)), np.ones(shape)
    y, pullback = nm.conv2d.vjp(x, w)
    fan_in, fan_out = nm.fans(shape)
    assert y.max() == fan_in
    assert pullback(np.ones_like(y)).x.max() == fan_out


def test_fans_are_what_a_linear_layer_adds_up():
    y, pullback = nm.linear.vjp(np.ones((1, 3)), np.ones((7, 3)), np.zeros(7))
    assert (y.max(), pullback(np.ones_like(y)).x.max()) == nm.fans((7, 3))


SPREAD = [
    ("xavier_normal", {"gain": 1.5}, 1.5 * math.sqrt(2 / (70 + 400))),
    ("xavier_uniform", {"gain": 1.5}, 1.5 * math.sqrt(2 / (70 + 400))),
    ("kaiming_normal", {}, math.sqrt(2 / 70)),
    ("kaiming_uniform", {}, math.sqrt(2 / 70)),
    ("kaiming_normal", {"mode": "fan_out", "nonlinearity": "tanh"}, 5 / 3 / math.sqrt(400)),
    ("kaiming_uniform", {"mode": "fan_out", "nonlinearity": "leaky_relu", "a": 0.5}, math.sqrt(1.6 / 400)),
    ("kaiming_normal", {"transposed": True}, math.sqrt(2 / 400)),
    ("lecun_normal", {}, 1 / math.sqrt(70)),
    ("lecun_uniform", {}, 1 / math.sqrt(70)),
    ("lecun_uniform", {"transposed": True}, 1 / math.sqrt(400)),
]


@pytest.mark.parametrize(("name", "params", "std"), SPREAD, ids=lambda v: v if isinstance(v, str) else "")
def test_statistics(name, params, std):
    """Mean, variance and kurtosis of 70000 draws lie within five standard errors; nothing leaves the bound."""
    draws = np.concatenate([getattr(nm, name)((40, 7, 10), **params, rng=rng(s)).ravel() / std for s in range(25)])
    n, kurtosis = draws.size, 3.0 if name.endswith("normal") else 1.8
    eighth = 105.0 if name.endswith("normal") else 9.0  # E z^8 of unit variance: 7!!, and 3^4/9
    assert n == 70_000
    assert abs(draws.mean()) < 5 / math.sqrt(n)
    assert abs(np.mean(draws**2) - 1) < 5 * math.sqrt((kurtosis - 1) / n)
    assert abs(np.mean(draws**4) - kurtosis) < 5 * math.sqrt((eighth - kurtosis**2) / n)
    if name.endswith("uniform"):
        assert np.max(np.abs(draws)) <= math.sqrt(3)
        assert np.max(np.abs(draws)) > math.sqrt(3) * (1 - 20 / n)
    else:
        assert np.max(np.abs(draws)) > 3.5, "a normal that was cut off"


@pytest.mark.parametrize("name", NORMAL + UNIFORM)
def test_equal_seeds_give_equal_weights(name):
    draw = getattr(nm, name)
    generator = rng(3)
    first, second = draw((5, 4), rng=generator), draw((5, 4), rng=generator)
    np.testing.assert_array_equal(first, draw((5, 4), rng=rng(3)))
    assert not np.array_equal(first, second)
    assert first.dtype == np.float64 and first.shape == (5, 4)


@pytest.mark.parametrize("name", NORMAL + UNIFORM)
@pytest.mark.parametrize("given", [None, 0, np.random.RandomState(0), np.random])
def test_the_generator_is_the_callers(name, given):
    with pytest.raises(TypeError, match=r"rng must be a numpy\.random\.Generator.*got"):
        getattr(nm, name)((5, 4), rng=given)
    with pytest.raises(TypeError, match="rng"):
        getattr(nm, name)((5, 4))


@pytest.mark.parametrize("shape", [(5,), (), 5, "ab", None])
def test_a_shape_has_two_axes(shape):
    with pytest.raises(ValueError, match=r"shape must be \(O, I\) or \(O, I, k1, \.\.\.\), got"):
        nm.fans(shape)
    for name in NORMAL + UNIFORM:
        with pytest.raises(ValueError, match="shape must be"):
            getattr(nm, name)(shape, rng=rng())


def test_refusals_name_the_argument():
    for call, error, text in [
        (lambda: nm.fans((5, 0)), ValueError, r"shape\[1\] must be an integer >= 1, got 0"),
        (lambda: nm.fans((5.0, 3)), TypeError, r"shape\[0\] must be an integer >= 1, got 5\.0"),
        (lambda: nm.xavier_normal_std(0, 3), ValueError, "fan_in must be"),
        (lambda: nm.xavier_uniform_bound(3, -1), ValueError, "fan_out must be"),
        (lambda: nm.xavier_normal((5, 4), gain="relu", rng=rng()), TypeError, "gain must be a number"),
        (lambda: nm.xavier_normal((5, 4), gain=math.nan, rng=rng()), ValueError, "gain must be a finite number"),
        (lambda: nm.kaiming_normal_std(0), ValueError, "fan must be"),
        (lambda: nm.kaiming_normal((5, 4), mode="fan", rng=rng()), ValueError, "mode must be one of 'fan_in'"),
        (lambda: nm.kaiming_uniform((5, 4), nonlinearity="gelu", rng=rng()), ValueError, "nonlinearity must be one of"),
        (lambda: nm.calculate_gain("softplus"), ValueError, "nonlinearity must be one of 'linear'"),
        (lambda: nm.calculate_gain("leaky_relu", "0.1"), TypeError, "param must be a number"),
        (lambda: nm.lecun_normal_std(2.5), TypeError, "fan_in must be an integer"),
    ]:
        with pytest.raises(error, match=text):
            call()


def test_every_function_is_public_documented_and_lazy():
    for name in initialisation.__all__:
        function = getattr(nm, name)
        assert function is getattr(initialisation, name)
        assert name in dir(nm)
        doc = inspect.getdoc(function)
        assert ">>>" in doc and ("Source:" in doc)
    code = (
        "import sys, nnmath as nm; before = 'nnmath.initialisation' in sys.modules; nm.fans((2, 3));"
        "print(before, [m for m in ('sympy', 'mpmath', 'z3') if m in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == ["False", "[]"]


def test_against_torch():
    torch = pytest.importorskip("torch")
    for shape in [(7, 3), (7, 3, 2), (7, 3, 2, 5)]:
        tensor = torch.empty(shape)
        assert nm.fans(shape) == torch.nn.init._calculate_fan_in_and_fan_out(tensor)
        for draw in ("xavier_uniform_", "kaiming_uniform_"):
            getattr(torch.nn.init, draw)(tensor)
            bound = {
                "xavier_uniform_": nm.xavier_uniform_bound(*nm.fans(shape)),
                "kaiming_uniform_": nm.kaiming_uniform_bound(nm.fans(shape)[0]),
            }[draw]
            assert tensor.abs().max() <= bound * (1 + 1e-6)
            assert tensor.abs().max() >= bound / 2
    for name in [*initialisation.GAINS, "leaky_relu"]:
        assert nm.calculate_gain(name) == pytest.approx(torch.nn.init.calculate_gain(name), rel=1e-15)
    assert nm.calculate_gain("leaky_relu", 0.3) == pytest.approx(
        torch.nn.init.calculate_gain("leaky_relu", 0.3), rel=1e-15
    )
