"""Sizes at which kernels run in blocks, on threads, or beyond the range of exp."""

from __future__ import annotations

import math
import warnings
from typing import Any

import numpy as np
import pytest
from codegen_examples import SYSTEMS

from nnmath.codegen import compile_source, emit_forward, emit_vjp
from nnmath.notation import define
from nnmath.runtime import blocks


def kernel(name: str) -> Any:
    return compile_source(emit_forward(SYSTEMS[name], name))[name]


def test_batch_norm_in_blocks() -> None:
    rng = np.random.default_rng(0)
    x, bar = rng.standard_normal((2, 70, 8, 5000))
    weight, bias = rng.standard_normal((2, 8))
    functions = compile_source(emit_vjp(SYSTEMS["batch_norm3"], "bn"))
    y, saved = functions["bn_forward"](x, weight, bias, 0.1)
    mean, var = x.mean((0, 2))[:, None], x.var((0, 2))[:, None]
    scale, hat = weight[:, None] / np.sqrt(var + 0.1), (x - mean) / np.sqrt(var + 0.1)
    np.testing.assert_allclose(y, weight[:, None] * hat + bias[:, None], atol=1e-12)
    bar_x, bar_weight, bar_bias = functions["bn_backward"](saved, bar)
    np.testing.assert_allclose(bar_bias, bar.sum((0, 2)), atol=1e-9)
    np.testing.assert_allclose(bar_weight, (bar * hat).sum((0, 2)), atol=1e-9)
    wanted = scale * (bar - bar.mean((0, 2))[:, None] - hat * (bar * hat).mean((0, 2))[:, None])
    np.testing.assert_allclose(bar_x, wanted, atol=1e-12)


def test_blocks_do_not_depend_on_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    import nnmath.runtime.blockwise as module

    x = np.random.default_rng(1).standard_normal((3000, 1000)).astype(np.float32)

    def work(low: int, high: int) -> tuple[Any, ...]:
        return (x[low:high].sum(0),)

    (threaded,) = blocks(work, *x.shape)
    monkeypatch.setattr(module, "THREADED", 1 << 60)
    (alone,) = blocks(work, *x.shape)
    assert np.array_equal(threaded, alone)


def test_branches_that_overflow_warn_of_nothing() -> None:
    x = np.array([-800.0, -1.0, 0.0, 1.0, 800.0, np.inf, -np.inf, np.nan])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        y = kernel("elu")(x, 0.5)
        r = kernel("relu")(x)
    np.testing.assert_array_equal(y[4:6], [800.0, np.inf])
    np.testing.assert_allclose(y[:2], 0.5 * np.expm1(x[:2]))
    assert y[6] == -0.5 and np.isnan(y[7])
    np.testing.assert_array_equal(r[:7], np.maximum(x[:7], 0))


def test_logsumexp_is_shifted() -> None:
    functions = compile_source(emit_vjp(SYSTEMS["softmax"], "f"))
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        y, saved = functions["f_forward"](np.array([[1000.0, 1000.0, -np.inf], [-2000.0, -1000.0, -1000.0]]))
    np.testing.assert_allclose(y, [[0.5, 0.5, 0.0], [0.0, 0.5, 0.5]])
    (bar,) = functions["f_backward"](saved, np.array([[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]))
    np.testing.assert_allclose(bar, [[0.25, -0.25, 0.0], [0.0, -0.25, 0.25]])


def test_expm1_and_log1p_keep_small_numbers() -> None:
    y = kernel("elu")(np.array([-1e-20]), 1.0)
    assert y[0] == -1e-20


def test_an_exponential_less_its_tangent_keeps_small_numbers() -> None:
    system = define("f(x[N], z[N]) -> y", "y[n] = 3*exp(2*x[n]) - 3 - 6*x[n] + z[n]")
    functions = compile_source(emit_forward(system, "f"))
    x = np.array([1e-9, -1e-5, 3.0])
    y = functions["f"](x, np.array([0.0, 0.0, 1.0]))
    np.testing.assert_allclose(y[:2], 6 * x[:2] ** 2, rtol=2e-5)
    assert y[2] == pytest.approx(3 * math.exp(6) - 3 - 18 + 1)


def test_max_pool_takes_the_first_of_equals() -> None:
    functions = compile_source(emit_vjp(SYSTEMS["max_pool2d"], "pool"))
    x = np.zeros((1, 1, 4, 4))
    _, saved = functions["pool_forward"](x, 2, 2, 2, 2, 0, 0)
    (bar,) = functions["pool_backward"](saved, np.ones((1, 1, 2, 2)))
    np.testing.assert_array_equal(bar[0, 0, ::2, ::2], np.ones((2, 2)))
    assert bar.sum() == 4


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_numpy_parameters_do_not_widen(dtype: Any) -> None:
    x = np.ones((3, 2), dtype)
    y = kernel("batch_norm")(x, x[0], x[0], np.float64(1e-5))
    assert y.dtype == dtype
