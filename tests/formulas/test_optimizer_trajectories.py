"""Each optimizer for several steps on a quadratic: equations, kernels and PyTorch against the papers.

The equations are interpreted over fractions, or over 60 digits where a root or a real power occurs.
What they are held against keeps the whole history of gradients and writes each average as the sum
that the paper means, so no recurrence is shared.
"""

import inspect
from fractions import Fraction

import mpmath
import numpy as np
import pytest

import nnmath as nm
from nnmath.formulas import load
from nnmath.notation import Fractions, HighPrecision, interpret

REGISTRY = load()
STEPS = 6
MATRIX = [["2", "1/2", "0"], ["1/2", "1", "0"], ["0", "0", "1"]]
CENTRE = ["1", "-2/3", "1/4"]
START = ["-1/2", "3/4", "1/4"]
"""The last weight starts where its gradient is 0 and stays there, unless weights decay."""

PARAMETERS = {
    "sgd": {"lr": "3/10", "weight_decay": "1/4"},
    "stochastic_gradient": {"lr": "3/10", "smoothing": "1/5"},
    "momentum": {"lr": "3/20", "momentum": "3/5"},
    "nesterov": {"lr": "3/20", "momentum": "3/5"},
    "momentum_averaged": {"lr": "3/10", "momentum": "3/5"},
    "adagrad": {"lr": "3/10", "eps": "1/7"},
    "rmsprop": {"lr": "1/10", "alpha": "4/5", "eps": "1/7"},
    "adadelta": {"lr": "7/10", "rho": "4/5", "eps": "1/7"},
    "adam": {"lr": "3/10", "beta1": "3/5", "beta2": "4/5", "eps": "1/7", "weight_decay": "1/4"},
    "adamw": {"lr": "3/10", "beta1": "3/5", "beta2": "4/5", "eps": "1/7", "weight_decay": "1/4"},
    "nadam": {
        "lr": "3/10",
        "beta1": "3/5",
        "beta2": "4/5",
        "eps": "1/7",
        "weight_decay": "1/4",
        "momentum_decay": "7/10",
    },
}
RATIONAL = ["sgd", "stochastic_gradient", "momentum", "nesterov", "momentum_averaged"]
STATE = {
    "stochastic_gradient": ["q"],
    "momentum": ["m"],
    "nesterov": ["m"],
    "momentum_averaged": ["delta"],
    "adagrad": ["v"],
    "rmsprop": ["v"],
    "adadelta": ["v", "u"],
    "adam": ["m", "v"],
    "adamw": ["m", "v"],
    "nadam": ["m", "v", "mu_product"],
}
CONTEXT = HighPrecision(60)


def numbers(name):
    """From text to the exact numbers of a formula's field."""
    if name in RATIONAL:
        return Fraction
    return lambda text: CONTEXT.rational(Fraction(text).numerator, Fraction(text).denominator)


class Quadratic:
    """(w - c)A(w - c)/2."""

    def __init__(self, number):
        self.matrix = [[number(a) for a in row] for row in MATRIX]
        self.centre = [number(c) for c in CENTRE]

    def gradient(self, w):
        d = [a - b for a, b in zip(w, self.centre, strict=True)]
        return [sum((a * x for a, x in zip(row, d, strict=True)), 0 * d[0]) for row in self.matrix]

    def value(self, w):
        d = [a - b for a, b in zip(w, self.centre, strict=True)]
        return sum(a * b for a, b in zip(self.gradient(w), d, strict=True)) / 2


def root(x):
    return CONTEXT.context.sqrt(x)


def weighted(history, decay, i, square=False):
    """sum over s of decay**(t-s) * history[s][i], or of its square."""
    t = len(history) - 1
    return sum(decay ** (t - s) * (g[i] ** 2 if square else g[i]) for s, g in enumerate(history))


def paper(name, number):
    """The weights after each step, from the whole history of gradients."""
    p = {k: number(v) for k, v in PARAMETERS[name].items()}
    cost, w = Quadratic(number), [number(v) for v in START]
    if name == "nesterov":
        return lookahead(cost, w, p)
    found, gradients, steps, losses = [], [], [], [0 * w[0]]
    for t in range(1, STEPS + 1):
        losses.append(cost.value(w))
        g = cost.gradient(w)
        if name in ("sgd", "adam", "nadam"):  # the gradient of cost + weight_decay/2*|w|**2
            g = [a + p["weight_decay"] * b for a, b in zip(g, w, strict=True)]
        gradients.append(g)
        steps.append([STEP[name](gradients, steps, i, t, p) for i in range(len(w))])
        shrink = 1 - p["lr"] * p["weight_decay"] if name == "adamw" else 1
        rate = p.get("lr") if name != "momentum_averaged" else 1
        w = [shrink * a - rate * d for a, d in zip(w, steps[-1], strict=True)]
        found.append(w)
    if name == "stochastic_gradient":
        keep = 1 - p["smoothing"]
        running = [sum(p["smoothing"] * keep ** (t - s) * losses[s] for s in range(1, t + 1)) for t in range(STEPS + 1)]
        return found, running[1:]
    return found


def lookahead(cost, theta, p):
    """Sutskever et al. (2013), eq. 3-4: the gradient is taken at theta + mu*v, which are the weights here."""
    found, velocity = [], [0 * a for a in theta]
    for _ in range(STEPS):
        g = cost.gradient([a + p["momentum"] * v for a, v in zip(theta, velocity, strict=True)])
        velocity = [p["momentum"] * v - p["lr"] * d for v, d in zip(velocity, g, strict=True)]
        theta = [a + v for a, v in zip(theta, velocity, strict=True)]
        found.append([a + p["momentum"] * v for a, v in zip(theta, velocity, strict=True)])
    return found


def adam_step(gradients, steps, i, t, p):
    m = (1 - p["beta1"]) * weighted(gradients, p["beta1"], i) / (1 - p["beta1"] ** t)
    v = (1 - p["beta2"]) * weighted(gradients, p["beta2"], i, True) / (1 - p["beta2"] ** t)
    return m / (root(v) + p["eps"])


def nadam_step(gradients, steps, i, t, p):
    """Dozat (2016), algorithm 2: g and m each divided by one minus the product of mu up to its own time."""

    def mu(s):
        return p["beta1"] * (1 - CONTEXT.context.mpf("0.96") ** (s * p["momentum_decay"]) / 2)

    product = CONTEXT.context.fprod(mu(s) for s in range(1, t + 1))
    g = gradients[-1][i] / (1 - product)
    m = (1 - p["beta1"]) * weighted(gradients, p["beta1"], i) / (1 - product * mu(t + 1))
    v = (1 - p["beta2"]) * weighted(gradients, p["beta2"], i, True) / (1 - p["beta2"] ** t)
    return ((1 - mu(t)) * g + mu(t + 1) * m) / (root(v) + p["eps"])


def adadelta_step(gradients, steps, i, t, p):
    """Zeiler (2012), algorithm 1: RMS of earlier steps over RMS of gradients, this one among them."""
    before = (1 - p["rho"]) * weighted(steps, p["rho"], i, True) if steps else 0 * p["rho"]
    now = (1 - p["rho"]) * weighted(gradients, p["rho"], i, True)
    return root(before + p["eps"]) / root(now + p["eps"]) * gradients[-1][i]


STEP = {
    "sgd": lambda gs, ds, i, t, p: gs[-1][i],
    "stochastic_gradient": lambda gs, ds, i, t, p: gs[-1][i],
    "momentum": lambda gs, ds, i, t, p: weighted(gs, p["momentum"], i),
    "momentum_averaged": lambda gs, ds, i, t, p: (1 - p["momentum"]) * p["lr"] * weighted(gs, p["momentum"], i),
    "adagrad": lambda gs, ds, i, t, p: gs[-1][i] / (root(weighted(gs, 1, i, True)) + p["eps"]),
    "rmsprop": lambda gs, ds, i, t, p: (
        gs[-1][i] / (root((1 - p["alpha"]) * weighted(gs, p["alpha"], i, True)) + p["eps"])
    ),
    "adadelta": adadelta_step,
    "adam": adam_step,
    "adamw": adam_step,
    "nadam": nadam_step,
}


def interpreted(name, number):
    """The weights after each step, and the state after the last, by the library's equations."""
    system, cost = REGISTRY[name].system, Quadratic(number)
    w, zero = [number(v) for v in START], number("0")
    state = {
        s: number("1") if s == "mu_product" else zero if s == "q" else [zero] * len(w) for s in STATE.get(name, ())
    }
    found, running = [], []
    for t in range(1, STEPS + 1):
        arrays = {"w": w, "grad": cost.gradient(w), **state}
        if name == "stochastic_gradient":
            arrays["loss"] = cost.value(w)
        values = {(k, ()): number(v) for k, v in PARAMETERS[name].items()}
        for key, entries in arrays.items():
            many = isinstance(entries, list)
            values |= {(key, (i,)): v for i, v in enumerate(entries)} if many else {(key, ()): entries}
        field = Fractions() if name in RATIONAL else CONTEXT
        after = interpret(system, field, {"N": len(w), "t": t}, values)
        w = [after["w_next"][i,] for i in range(len(w))]
        for s in state:
            entries = after[f"{s}_next"]
            state[s] = entries[()] if () in entries else [entries[i,] for i in range(len(w))]
        found.append(w)
        running.append(state.get("q"))
    return (found, running) if name == "stochastic_gradient" else found


def kernels(name, dtype=np.float64):
    """The weights after each step, by the public functions."""
    f, cost = nm.formula(name), Quadratic(float_of)
    params = {k: float_of(v) for k, v in PARAMETERS[name].items()}
    if "beta1" in params:
        params["betas"] = (params.pop("beta1"), params.pop("beta2"))
    w = np.array([float_of(v) for v in START], dtype)
    state = [1.0 if s == "mu_product" else 0.0 if s == "q" else np.zeros_like(w) for s in STATE.get(name, ())]
    found = []
    for t in range(1, STEPS + 1):
        grad = np.array(cost.gradient(list(w)), dtype)
        extra = {"loss": cost.value(list(w))} if name == "stochastic_gradient" else {}
        given = {"t": t} if "t" in f.__signature__.parameters else {}
        result = f(w, grad, *state, **extra, **given, **params)
        w, *state = result if isinstance(result, tuple) else (result,)
        found.append(w)
    return np.array(found)


def float_of(text):
    return float(Fraction(text))


def test_every_optimizer_is_here():
    assert set(PARAMETERS) == {name for name, d in REGISTRY.items() if d.chapter == "optimizers"}


@pytest.mark.parametrize("name", RATIONAL)
def test_equations_are_the_papers_exactly(name):
    assert interpreted(name, Fraction) == paper(name, Fraction)


@pytest.mark.parametrize("name", [n for n in PARAMETERS if n not in RATIONAL])
def test_equations_are_the_papers_to_fifty_digits(name):
    number = numbers(name)
    for ours, theirs in zip(interpreted(name, number), paper(name, number), strict=True):
        for a, b in zip(ours, theirs, strict=True):
            assert abs(a - b) <= mpmath.mpf(10) ** -50


@pytest.mark.parametrize("name", PARAMETERS)
def test_kernels_follow_the_papers(name):
    exact = paper(name, numbers(name))
    weights = exact[0] if name == "stochastic_gradient" else exact
    wanted = np.array([[float(a) for a in w] for w in weights])
    np.testing.assert_allclose(kernels(name), wanted, rtol=2e-15 * STEPS, atol=1e-15)
    np.testing.assert_allclose(kernels(name, np.float32), wanted, rtol=1e-6 * STEPS, atol=1e-6)


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_wrong_parameter_is_noticed(name):
    """Each parameter moves the trajectory by far more than the tolerances."""
    right = kernels(name)
    for key, text in PARAMETERS[name].items():
        PARAMETERS[name][key] = str(Fraction(text) * Fraction(9, 10))
        try:
            assert np.max(np.abs(kernels(name) - right)) > 1e-5 or key == "smoothing", f"{key} does nothing"
        finally:
            PARAMETERS[name][key] = text


TORCH = {
    "sgd": ("SGD", {}),
    "momentum": ("SGD", {}),
    "nesterov": ("SGD", {"nesterov": True}),
    "adagrad": ("Adagrad", {}),
    "rmsprop": ("RMSprop", {}),
    "adadelta": ("Adadelta", {}),
    "adam": ("Adam", {}),
    "adamw": ("AdamW", {}),
    "nadam": ("NAdam", {}),
}


def torch_options(name):
    options = {k: float_of(v) for k, v in PARAMETERS[name].items()}
    if "beta1" in options:
        options["betas"] = (options.pop("beta1"), options.pop("beta2"))
    return options | TORCH[name][1]


ROOTS = {"adagrad": {}, "rmsprop": {}, "adam": {"t": 1}, "adamw": {"t": 2}, "nadam": {"t": 2}}


@pytest.mark.parametrize("name", ROOTS)
def test_a_weight_that_was_never_used_has_finite_gradients(name):
    """At v = 0 and grad = 0, the derivative by grad is that of the step without its root: -lr*gain/eps."""
    f, zero, one = nm.formula(name), np.zeros(2), np.ones(2)
    state = {"m": zero, "v": zero, "mu_product": 0.7}
    state = {k: v for k, v in state.items() if k in f.__signature__.parameters}
    eps = 1e-4
    _, pullback = f.vjp(one, zero, **state, **ROOTS[name], eps=eps)
    gradient = pullback(one, *[None] * len(state))
    assert all(np.all(np.isfinite(g)) for g in gradient)
    h = 1e-15  # so that the root is far below eps
    moved = [np.asarray(f(zero, s * h * one, **state, **ROOTS[name], eps=eps)[0]) for s in (1, -1)]
    np.testing.assert_allclose(gradient.grad, (moved[0] - moved[1]) / (2 * h), rtol=1e-9)
    _, dots = f.jvp(
        (one, zero, *state.values()),
        (one, one, *[np.ones(np.shape(v)) for v in state.values()]),
        **ROOTS[name],
        eps=eps,
    )
    assert all(np.all(np.isfinite(d)) for d in dots)


def test_a_root_of_nan_is_nan_and_of_a_negative_average_too():
    for v in (-1.0, np.nan):
        assert np.isnan(nm.rmsprop(1.0, 0.0, v)[0])
        assert np.isnan(nm.adam(1.0, 0.0, 0.0, v, 1)[0])


def test_refusals():
    w = np.ones((3, 2))
    for call, error, text in [
        (
            lambda: nm.momentum(w, w, np.ones(2), 0.1, 0.9),
            ValueError,
            r"m must have the shape of w, \(3, 2\), got \(2,\)",
        ),
        (lambda: nm.adam(w, w, w, w, 0), ValueError, "t must be an integer >= 1, got 0"),
        (lambda: nm.adamw(w, w, w, w, 1.0), TypeError, "t must be an integer >= 1"),
        (lambda: nm.nadam(w, w, w, w, 1.0, 1, betas=0.9), TypeError, "betas must be a pair"),
        (lambda: nm.nadam(w, w, w, w, w, 1), ValueError, r"mu_product must be a number, got shape \(3, 2\)"),
        (lambda: nm.adam(w, w, w, w, 1, betas=(0.9, 1.0)), ValueError, "beta2 must be"),
        (lambda: nm.adadelta(w, w, w, w, eps=0.0), ValueError, "eps must be"),
        (lambda: nm.rmsprop(w, w, w, alpha=1.5), ValueError, "alpha must be"),
        (lambda: nm.stochastic_gradient(w, w, "q", 1.0, 0.1, 0.1), TypeError, "q must be"),
    ]:
        with pytest.raises(error, match=text):
            call()


def test_python_numbers_take_the_precision_of_the_weights():
    w = np.ones(3, np.float32)
    assert nm.stochastic_gradient(w, w, 0.0, 1.0, 0.1, 0.5)[0].dtype == np.float32
    assert nm.nadam(w, w, w, w, 1.0, 1)[0].dtype == np.float32


@pytest.mark.parametrize("name", TORCH)
def test_trajectory_is_that_of_torch(name):
    torch = pytest.importorskip("torch")
    cost = Quadratic(float_of)
    w = torch.tensor([float_of(v) for v in START], dtype=torch.float64, requires_grad=True)
    optimizer = getattr(torch.optim, TORCH[name][0])([w], **torch_options(name))
    found, usual = [], torch.get_default_dtype()
    torch.set_default_dtype(torch.float64)  # NAdam keeps its product of momenta in this type
    try:
        for _ in range(STEPS):
            w.grad = torch.tensor(cost.gradient(w.detach().tolist()), dtype=torch.float64)
            optimizer.step()
            found.append(w.detach().numpy().copy())
    finally:
        torch.set_default_dtype(usual)
    np.testing.assert_allclose(kernels(name), np.array(found), rtol=1e-14 * STEPS, atol=1e-14)


@pytest.mark.parametrize("name", TORCH)
def test_defaults_are_those_of_torch(name):
    torch = pytest.importorskip("torch")
    theirs = inspect.signature(getattr(torch.optim, TORCH[name][0])).parameters
    for key, parameter in nm.formula(name).__signature__.parameters.items():
        if parameter.default is not parameter.empty and key != "out":
            assert parameter.default == theirs[key].default, f"{name}: {key}"
