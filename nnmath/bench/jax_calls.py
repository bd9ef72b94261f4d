"""Each formula as JAX's users write it, with the same arrays and parameters; imported in JAX's own process."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from functools import partial
from types import SimpleNamespace
from typing import Any

from nnmath.bench import composed

Value = Any


def _load() -> tuple[Any, Any]:
    jax: Any = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    return jax, importlib.import_module("jax.numpy")


class Calls:
    """Functions by the formula's name; methods are those that need more than a line."""

    def __init__(self) -> None:
        self.jax, self.jnp = _load()
        self.nn, self.lax = self.jax.nn, self.jax.lax

    def every(self) -> dict[str, Callable[..., Any]]:
        return composed.table(self._ops()) | self._elementwise() | self._losses() | self._layers()

    def _ops(self) -> SimpleNamespace:
        jnp, nn = self.jnp, self.nn
        return SimpleNamespace(
            exp=jnp.exp, sqrt=jnp.sqrt, tanh=jnp.tanh, sigmoid=nn.sigmoid, relu=nn.relu, stack=jnp.stack,
            linear=self.linear, scan=self.scan,
        )  # fmt: skip

    def scan(self, step: Callable[[Any, Any], Any], states: Any, z: Value) -> tuple[Value, Any]:
        def one(now: Any, at: Value) -> tuple[Any, Value]:
            now = step(now, at)
            return now, now[0]

        last, output = self.lax.scan(one, states, z)
        return output, last

    def linear(self, x: Value, weight: Value, bias: Value) -> Value:
        return x @ weight.T + bias

    def _elementwise(self) -> dict[str, Callable[..., Any]]:
        jnp, nn = self.jnp, self.nn
        names = ("relu", "relu6", "elu", "celu", "selu", "mish", "softplus", "silu", "hard_tanh",
                 "hard_sigmoid", "log_sigmoid", "sigmoid")  # fmt: skip
        found: dict[str, Callable[..., Any]] = {name.replace("_", ""): getattr(nn, name) for name in names}
        return found | {
            "leaky_relu": nn.leaky_relu,
            "softsign": nn.soft_sign,
            "hardswish": nn.hard_swish,
            "identity": jnp.copy,
            "tanh": jnp.tanh,
            "gelu": partial(nn.gelu, approximate=False),
            "perceptron_step": lambda x: (x >= 0).astype(x.dtype),
            "perceptron_sign": lambda x: jnp.where(x >= 0, jnp.ones((), x.dtype), -jnp.ones((), x.dtype)),
            "prelu": lambda x, weight: jnp.where(x > 0, x, _channels(weight, x) * x),
            "softmax": nn.softmax,
            "log_softmax": nn.log_softmax,
            "glu": nn.glu,
            "clip_grad_value": lambda grad, clip_value: jnp.clip(grad, -clip_value, clip_value),
        }

    def _losses(self) -> dict[str, Callable[..., Any]]:
        jnp, nn = self.jnp, self.nn

        def smooth(x: Value, target: Value) -> Value:
            d = jnp.abs(x - target)
            return jnp.where(d < 1, 0.5 * d * d, d - 0.5).mean()

        def entropy(x: Value, target: Value) -> Value:
            return -(target * jnp.log(x) + (1 - target) * jnp.log1p(-x)).mean()

        def logits(x: Value, target: Value) -> Value:
            return (jnp.maximum(x, 0) - x * target + jnp.log1p(jnp.exp(-jnp.abs(x)))).mean()

        def likelihood(x: Value, target: Value) -> Value:
            return -jnp.take_along_axis(x, target[:, None], 1).mean()

        return {
            "mse_loss": lambda x, target: jnp.mean((x - target) ** 2),
            "l1_loss": lambda x, target: jnp.abs(x - target).mean(),
            "huber_loss": smooth,
            "smooth_l1_loss": smooth,
            "binary_cross_entropy": entropy,
            "binary_cross_entropy_with_logits": logits,
            "kl_div": lambda x, target: (target * (jnp.log(target) - x)).mean(),
            "nll_loss": likelihood,
            "cross_entropy": lambda x, target: likelihood(nn.log_softmax(x, 1), target),
        }

    def _layers(self) -> dict[str, Callable[..., Any]]:
        found: dict[str, Callable[..., Any]] = {
            "linear": self.linear,
            "batch_norm": self.batch_norm,
            "batch_norm_inference": self.batch_norm_inference,
            "layer_norm": self.layer_norm,
            "rms_norm": self.rms_norm,
            "group_norm": self.group_norm,
            "instance_norm": lambda x, weight, bias: self.group_norm(x, x.shape[1], weight, bias),
            "global_avg_pool": lambda x: x.mean(tuple(range(2, x.ndim)), keepdims=True),
            "global_max_pool": lambda x: x.max(tuple(range(2, x.ndim)), keepdims=True),
        }
        for n in (1, 2, 3):
            found[f"conv{n}d"], found[f"conv_transpose{n}d"] = self.convolution, self.transposed
            found[f"max_pool{n}d"], found[f"avg_pool{n}d"] = self.max_pool, self.avg_pool
        return found | {f"lp_pool{n}d": self.lp_pool for n in (1, 2)}

    def _normalized(self, x: Value, axes: tuple[int, ...], eps: float = 1e-5) -> Value:
        mean = x.mean(axes, keepdims=True)
        centered = x - mean
        return centered * self.lax.rsqrt((centered * centered).mean(axes, keepdims=True) + eps)

    def batch_norm(self, x: Value, weight: Value, bias: Value) -> Value:
        found = self._normalized(x, (0, *range(2, x.ndim)))
        return found * _channels(weight, x) + _channels(bias, x)

    def batch_norm_inference(self, x: Value, mean: Value, var: Value, weight: Value, bias: Value) -> Value:
        scale = _channels(weight * self.lax.rsqrt(var + 1e-5), x)
        return (x - _channels(mean, x)) * scale + _channels(bias, x)

    def layer_norm(self, x: Value, weight: Value, bias: Value) -> Value:
        return self._normalized(x, (-1,)) * weight + bias

    def rms_norm(self, x: Value, weight: Value) -> Value:
        return x * self.lax.rsqrt((x * x).mean(-1, keepdims=True) + 1e-5) * weight

    def group_norm(self, x: Value, num_groups: int, weight: Value, bias: Value) -> Value:
        grouped = x.reshape(x.shape[0], num_groups, -1)
        return self._normalized(grouped, (2,)).reshape(x.shape) * _channels(weight, x) + _channels(bias, x)

    def convolution(self, x: Value, weight: Value, bias: Value, stride: int = 1, padding: int = 0) -> Value:
        n = x.ndim - 2
        found = self.lax.conv_general_dilated(x, weight, [stride] * n, [(padding, padding)] * n)
        return found + _channels(bias, found)

    def transposed(self, x: Value, weight: Value, bias: Value, stride: int, padding: int) -> Value:
        n = x.ndim - 2
        flipped = self.jnp.flip(weight.swapaxes(0, 1), tuple(range(2, x.ndim)))
        borders = [(k - 1 - padding, k - 1 - padding) for k in weight.shape[2:]]
        found = self.lax.conv_general_dilated(x, flipped, [1] * n, borders, lhs_dilation=[stride] * n)
        return found + _channels(bias, found)

    def _windows(self, x: Value, first: float, join: Callable[..., Any], size: int) -> Value:
        window = (1, 1, *[size] * (x.ndim - 2))
        return self.lax.reduce_window(x, x.dtype.type(first), join, window, window, "VALID")

    def max_pool(self, x: Value, kernel_size: int) -> Value:
        return self._windows(x, -float("inf"), self.lax.max, kernel_size)

    def avg_pool(self, x: Value, kernel_size: int) -> Value:
        return self._windows(x, 0.0, self.lax.add, kernel_size) / kernel_size ** (x.ndim - 2)

    def lp_pool(self, x: Value, norm_type: float, kernel_size: int) -> Value:
        total = self._windows(x**norm_type, 0.0, self.lax.add, kernel_size)
        return total ** (1 / norm_type)


def _channels(v: Value, x: Value) -> Value:
    """Numbers of the channels, shaped to be broadcast over x."""
    return v.reshape(-1, *[1] * (x.ndim - 2))
