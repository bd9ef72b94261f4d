"""Correct implementations, however they are written, pass: no false alarm."""

import kernels as k
import numpy as np
import pytest
from scipy import special

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


def passes(function, name, dtype, **options):
    report = check.compare(function, name, dtype=dtype, budget=6, **options)
    assert report.ok, str(report)


@pytest.mark.parametrize("label", NUMPY)
def test_numpy_and_scipy(label):
    item = NUMPY[label]
    name, function = item if isinstance(item, tuple) else (label, item)
    passes(function, name, "float32")


@pytest.mark.parametrize("label", ["tanh", "softmax", "batch_norm", "lstm", "adam", "mse_loss", "linear"])
def test_in_double_precision(label):
    passes(NUMPY[label], label, "float64")


def test_value_and_gradient():
    passes(k.linear, "linear", "float32", vjp=k.linear_vjp)


@pytest.mark.parametrize(
    "name", ["relu", "softplus", "gelu", "mlp", "cross_entropy", "gru", "max_pool2d", "group_norm"]
)
def test_the_library_itself(name):
    """Parts that a user writes as one function each: value, cotangents, tangents."""
    import nnmath as nm

    f = nm.formula(name)
    count = len(f._entry["arrays"])

    def vjp(*given, **params):
        outputs = len(next(iter(f._entry["variants"].values()))["outputs"])
        return tuple(g for g in f.vjp(*given[:-outputs], **params)[1](*given[-outputs:]) if g is not None)

    def jvp(*given, **params):
        half = len(given) // 2
        return f.jvp(given[:half], given[half:], **params)[1]

    assert count
    passes(f, name, "float64", vjp=vjp, jvp=jvp)


def torch_functions():
    torch = pytest.importorskip("torch")
    f = torch.nn.functional
    return {
        "relu": f.relu,
        "tanh": torch.tanh,
        "sigmoid": torch.sigmoid,
        "elu": f.elu,
        "softmax": lambda x, dim=-1: f.softmax(x, dim),
        "log_softmax": lambda x, dim=-1: f.log_softmax(x, dim),
        "conv2d": f.conv2d,
        "max_pool2d": f.max_pool2d,
        "linear": f.linear,
        "mse_loss": f.mse_loss,
        "batch_norm": lambda x, weight, bias, eps=1e-5: f.batch_norm(x, None, None, weight, bias, True, 0.1, eps),
        "cross_entropy": f.cross_entropy,
        "group_norm": lambda x, weight, bias, num_groups, eps=1e-5: f.group_norm(x, num_groups, weight, bias, eps),
    }


@pytest.mark.parametrize(
    "name",
    [
        "relu",
        "tanh",
        "sigmoid",
        "elu",
        "softmax",
        "log_softmax",
        "conv2d",
        "max_pool2d",
        "linear",
        "mse_loss",
        "batch_norm",
        "group_norm",
    ],
)
def test_torch(name):
    passes(torch_functions()[name], name, "float32")


@pytest.mark.parametrize("name", ["softmax", "conv2d", "max_pool2d", "linear", "mse_loss"])
def test_torch_differentiates(name):
    report = check.compare(torch_functions()[name], name, dtype="float32", autodiff="torch", budget=8)
    assert report.ok, str(report)
    assert [f.part for f in report.findings] == ["forward", "vjp"]
