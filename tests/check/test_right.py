"""Correct implementations, however they are written, pass: no false alarm.

A part of the table is run here; ``python tests/check/test_right.py [seed]`` runs all of it, in every format.
"""

import sys

import kernels as k
import numpy as np
import pytest
from scipy import special

import nnmath as nm
from nnmath import check

NUMPY = {
    "relu": lambda x: np.maximum(x, 0),
    "relu by where": ("relu", lambda x: np.where(x < 0, x.dtype.type(0), x)),
    "tanh": np.tanh,
    "sigmoid": k.sigmoid,
    "sigmoid by scipy": ("sigmoid", special.expit),
    "softplus": lambda x: np.logaddexp(x.dtype.type(0), x),
    "elu": k.elu,
    "leaky_relu": lambda x, negative_slope=0.01: np.where(x > 0, x, x.dtype.type(negative_slope) * x),
    "softsign": lambda x: np.where(np.isinf(x), np.sign(x), x / (1 + np.abs(x))),
    "hardtanh": lambda x, min_val=-1.0, max_val=1.0: np.clip(x, x.dtype.type(min_val), x.dtype.type(max_val)),
    "softmax": k.softmax,
    "softmax by scipy": ("softmax", lambda x, dim=-1: special.softmax(x, axis=dim)),
    "log_softmax": k.log_softmax,
    "log_softmax by scipy": ("log_softmax", lambda x, dim=-1: special.log_softmax(x, axis=dim)),
    "batch_norm": k.batch_norm,
    "layer_norm": k.layer_norm,
    "rms_norm": k.rms_norm,
    "linear": k.linear,
    "rnn": k.rnn,
    "lstm": k.lstm,
    "gru_reset_after": k.gru_reset_after,
    "adam": k.adam,
    "rmsprop": k.rmsprop,
    "momentum": k.momentum,
    "nesterov": k.nesterov,
    "mse_loss": k.mse_loss,
    "l1_loss": lambda x, target, reduction="mean": k.reduced(np.abs(x - target), reduction),
    "conv1d": k.conv1d,
    "sgd": lambda w, grad, lr, weight_decay=0.0: w - w.dtype.type(lr) * (grad + w.dtype.type(weight_decay) * w),
    "l2_penalty": lambda w, gamma: (w.dtype.type(gamma) * (w * w).sum()).astype(w.dtype),
    "global_avg_pool": lambda x: x.mean(tuple(range(2, x.ndim)), keepdims=True),
    "glu": lambda x, dim=-1: np.split(x, 2, axis=dim)[0] * k.sigmoid(np.split(x, 2, axis=dim)[1]),
    "inverted_dropout": lambda x, mask, p: x * mask / x.dtype.type(1 - p),
}


def passes(function, name, dtype, budget=3.0, **options):
    report = check.compare(function, name, dtype=dtype, budget=budget, **options)
    assert report.ok, str(report)
    assert all(f.entries > f.unjudged for f in report.findings), str(report)


def named(table, label):
    item = table[label]
    return item if isinstance(item, tuple) else (label, item)


@pytest.mark.parametrize("label", list(NUMPY)[::2])
def test_numpy_and_scipy(label):
    name, function = named(NUMPY, label)
    passes(function, name, "float32")


@pytest.mark.parametrize("label", list(NUMPY)[1::4])
def test_in_double_precision(label):
    name, function = named(NUMPY, label)
    passes(function, name, "float64")


def test_value_and_gradient():
    passes(k.linear, "linear", "float32", vjp=k.linear_vjp)


def parts(name):
    """A formula of the library as a user writes it: value, cotangents, tangents."""
    f = nm.formula(name)

    def vjp(*given, **params):
        outputs = len(next(iter(f._entry["variants"].values()))["outputs"])
        return tuple(g for g in f.vjp(*given[:-outputs], **params)[1](*given[-outputs:]) if g is not None)

    def jvp(*given, **params):
        half = len(given) // 2
        return f.jvp(given[:half], given[half:], **params)[1]

    return {"vjp": vjp, "jvp": jvp} if f._entry["gradients"] else {}


@pytest.mark.parametrize("name", ["softplus", "mlp", "cross_entropy", "gru", "max_pool2d"])
def test_the_library_itself(name):
    passes(nm.formula(name), name, "float64", budget=6, **parts(name))


NOT_RIGHT = ["gelu", "silu", "mish", "hardswish"]
"""Of PyTorch 2.13: nan at -inf, and more in the tails."""


@pytest.mark.parametrize("name", NOT_RIGHT)
def test_torch_is_not_right_everywhere(name):
    torch = pytest.importorskip("torch")
    report = check.compare(lambda x: getattr(torch.nn.functional, name)(x), name, dtype="float32", budget=3)
    assert report.verdict == "DOMAIN" and "nan" in report.finding("forward").reason, str(report)


def torch_functions():
    torch = pytest.importorskip("torch")
    f = torch.nn.functional

    def recurrent(kind, states):
        def run(x, *given):
            state, weights = given[:states], list(given[states:])
            state = tuple(s[None] for s in state)
            options = True, 1, 0.0, False, False, False
            found = kind(x, state if states > 1 else state[0], weights, *options)
            return (found[0], *(s[0] for s in found[1:]))

        return run

    return {
        "relu": f.relu,
        "tanh": torch.tanh,
        "sigmoid": lambda x: torch.sigmoid(x),
        "elu": f.elu,
        "celu": f.celu,
        "selu": f.selu,
        "logsigmoid": f.logsigmoid,
        "hardsigmoid": f.hardsigmoid,
        "leaky_relu": f.leaky_relu,
        "softmax": lambda x, dim=-1: f.softmax(x, dim),
        "log_softmax": lambda x, dim=-1: f.log_softmax(x, dim),
        "glu": lambda x, dim=-1: f.glu(x, dim),
        "linear": f.linear,
        "mse_loss": lambda x, target, reduction="mean": f.mse_loss(x, target, reduction=reduction),
        "l1_loss": lambda x, target, reduction="mean": f.l1_loss(x, target, reduction=reduction),
        "huber_loss": lambda x, t, reduction="mean", delta=1.0: f.huber_loss(x, t, reduction=reduction, delta=delta),
        "kl_div": lambda x, target, reduction="mean", log_target=False: f.kl_div(
            x, target, reduction=reduction, log_target=log_target
        ),
        "cross_entropy": lambda x, target, weight=None, reduction="mean": f.cross_entropy(
            x, target, weight, reduction=reduction
        ),
        "batch_norm": lambda x, weight, bias, eps=1e-5: f.batch_norm(x, None, None, weight, bias, True, 0.1, eps),
        "group_norm": lambda x, weight, bias, num_groups, eps=1e-5: f.group_norm(x, num_groups, weight, bias, eps),
        "layer_norm": lambda x, weight, bias, eps=1e-5: f.layer_norm(x, weight.shape, weight, bias, eps),
        "conv1d": lambda x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1: f.conv1d(
            x, weight, bias, stride, padding, dilation, groups
        ),
        "conv2d": lambda x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1: f.conv2d(
            x, weight, bias, stride, padding, dilation, groups
        ),
        "conv_transpose2d": f.conv_transpose2d,
        "max_pool2d": f.max_pool2d,
        "avg_pool2d": f.avg_pool2d,
        "rnn": recurrent(torch.rnn_tanh, 1),
        "lstm": recurrent(torch.lstm, 2),
        "gru_reset_after": recurrent(torch.gru, 1),
    }


TORCH = [
    "relu",
    "tanh",
    "sigmoid",
    "elu",
    "celu",
    "selu",
    "logsigmoid",
    "hardsigmoid",
    "leaky_relu",
    "softmax",
    "log_softmax",
    "glu",
    "linear",
    "mse_loss",
    "l1_loss",
    "huber_loss",
    "kl_div",
    "cross_entropy",
    "batch_norm",
    "group_norm",
    "layer_norm",
    "conv1d",
    "conv2d",
    "conv_transpose2d",
    "max_pool2d",
    "avg_pool2d",
    "rnn",
    "lstm",
    "gru_reset_after",
]
DIFFERENTIATED = ["softmax", "conv2d", "max_pool2d", "linear", "mse_loss", "layer_norm", "lstm"]


@pytest.mark.parametrize("name", TORCH[::3])
def test_torch(name):
    passes(torch_functions()[name], name, "float32")


@pytest.mark.parametrize("name", TORCH[1::5])
def test_torch_in_double_precision(name):
    passes(torch_functions()[name], name, "float64")


@pytest.mark.parametrize("name", DIFFERENTIATED[::3])
def test_torch_differentiates(name):
    report = check.compare(torch_functions()[name], name, dtype="float32", autodiff="torch", budget=6)
    assert report.ok, str(report)
    assert [f.part for f in report.findings] == ["forward", "vjp"]


@pytest.mark.parametrize("name", ["relu", "leaky_relu", "elu"])
def test_torch_differentiates_functions_of_one_number(name):
    report = check.compare(torch_functions()[name], name, dtype="float32", autodiff="torch", budget=4)
    assert report.ok, str(report)


def test_parameters_between_the_arrays():
    """The order of arguments is the function's own: a number before arrays, optional arrays behind numbers."""
    functional = pytest.importorskip("torch").nn.functional
    passes(functional.group_norm, "group_norm", "float32", autodiff="torch", budget=4)
    passes(functional.binary_cross_entropy_with_logits, "binary_cross_entropy_with_logits", "float32")


def jax_functions():
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    n = jax.nn
    return {
        "relu": n.relu,
        "sigmoid": lambda x: n.sigmoid(x),
        "softplus": lambda x: n.softplus(x),
        "elu": lambda x, alpha=1.0: n.elu(x, x.dtype.type(alpha)),
        "softmax": lambda x, dim=-1: n.softmax(x, axis=dim),
        "log_softmax": lambda x, dim=-1: n.log_softmax(x, axis=dim),
        "linear": lambda x, weight, bias=None: x @ weight.T + (0 if bias is None else bias),
        "mse_loss": lambda x, target: jax.numpy.mean((x - target) ** 2),
    }


JAX = ["relu", "sigmoid", "softplus", "elu", "softmax", "log_softmax", "linear", "mse_loss"]


@pytest.mark.parametrize("name", JAX[4::2])
def test_jax(name):
    passes(jax_functions()[name], name, "float32", autodiff="jax", budget=6)


def wide_scan(seed, only=""):
    """Every entry of the tables in float32 and float64, with all its time; what fails is printed."""
    tables = {"numpy": {label: named(NUMPY, label) for label in NUMPY}}
    tables["library"] = {n: (n, nm.formula(n)) for n in nm.formulas()}
    for title, made in (("torch", torch_functions), ("jax", jax_functions)):
        try:
            tables[title] = {n: (n, f) for n, f in made().items()}
        except pytest.skip.Exception:
            print(f"{title} is not there")
    count, failed = 0, 0
    for title, table in tables.items():
        for label, (name, function) in table.items():
            if only and only != title:
                continue
            for dtype in ("float32", "float64"):
                report = check.compare(
                    function, name, dtype=dtype, seed=seed, budget=30, **(parts(name) if title == "library" else {})
                )
                count += 1
                failed += not report.ok
                if not report.ok:
                    print(f"{title} {label} {dtype}\n{report}", flush=True)
    print(f"right: {count} comparisons, {failed} false alarms")


if __name__ == "__main__":
    wide_scan(int(sys.argv[1]) if len(sys.argv) > 1 else 0, *sys.argv[2:3])
