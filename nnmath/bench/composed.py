"""What PyTorch and JAX have no function for, written as their users would, over either library's operations.

`ops` has exp, log, sqrt, tanh, sigmoid, where, maximum, stack, concatenate and linear of the library.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from itertools import combinations_with_replacement
from typing import Any

Value = Any


def half_squared_error(ops: Any, x: Value, target: Value) -> Value:
    return ((x - target) ** 2).mean() / 2


def hinge_loss(ops: Any, x: Value, target: Value) -> Value:
    return ops.relu(1 - target * x).mean()


def gaussian_kl(ops: Any, mu: Value, logvar: Value) -> Value:
    return 0.5 * (mu * mu + ops.exp(logvar) - logvar - 1).sum()


def neuron(ops: Any, x: Value, weight: Value, bias: Value) -> Value:
    return ops.sigmoid(x @ weight + bias)


def residual(ops: Any, x: Value, weight: Value, bias: Value) -> Value:
    return x + ops.relu(ops.linear(x, weight, bias))


def mlp(ops: Any, x: Value, weights: Value, biases: Value) -> Value:
    for weight, bias in zip(weights[:-1], biases[:-1], strict=True):
        x = ops.relu(ops.linear(x, weight, bias))
    return ops.linear(x, weights[-1], biases[-1])


def polynomial_features(ops: Any, x: Value, degree: int) -> Value:
    columns = [x[..., i] for i in range(x.shape[-1])]
    monomials: dict[tuple[int, ...], Value] = {(): x[..., 0] * 0 + 1}
    for d in range(1, degree + 1):
        for chosen in combinations_with_replacement(range(len(columns)), d):
            before = monomials[chosen[:-1]]
            monomials[chosen] = before * columns[chosen[-1]] if d > 1 else columns[chosen[0]]
    return ops.stack(list(monomials.values()), -1)


def batch_norm_running(ops: Any, running_mean: Value, running_var: Value, x: Value, momentum: float = 0.1) -> Value:
    axes = (0, *range(2, x.ndim))
    count = 1
    for axis in axes:
        count *= x.shape[axis]
    mean = x.mean(axes)
    centered = x - mean.reshape(1, -1, *[1] * (x.ndim - 2))
    var = (centered * centered).sum(axes) / (count - 1)
    return (1 - momentum) * running_mean + momentum * mean, (1 - momentum) * running_var + momentum * var


# steps of recurrent nets, from the part of the gates that x gives --------------------------------------------------


def split(z: Value, count: int) -> list[Value]:
    size = z.shape[-1] // count
    return [z[..., k * size : (k + 1) * size] for k in range(count)]


def rnn_step(ops: Any, z: Value, states: Value, w_hh: Value, b_hh: Value) -> Value:
    return (ops.tanh(z + ops.linear(states[0], w_hh, b_hh)),)


def lstm_step(ops: Any, z: Value, states: Value, w_hh: Value, b_hh: Value) -> Value:
    h, c = states
    i, f, g, o = split(z + ops.linear(h, w_hh, b_hh), 4)
    c = ops.sigmoid(f) * c + ops.sigmoid(i) * ops.tanh(g)
    return ops.sigmoid(o) * ops.tanh(c), c


def lstm_peephole_step(ops: Any, z: Value, states: Value, w_hh: Value, b_hh: Value, p: Value) -> Value:
    h, c = states
    i, f, g, o = split(z + ops.linear(h, w_hh, b_hh), 4)
    c = ops.sigmoid(f + p[1] * c) * c + ops.sigmoid(i + p[0] * c) * ops.tanh(g)
    return ops.sigmoid(o + p[2] * c) * ops.tanh(c), c


def lstm_peephole_full_step(ops: Any, z: Value, states: Value, w_hh: Value, b_hh: Value, p: Value) -> Value:
    h, c = states
    i, f, g, o = split(z + ops.linear(h, w_hh, b_hh), 4)
    c = ops.sigmoid(f + c @ p[1].T) * c + ops.sigmoid(i + c @ p[0].T) * ops.tanh(g)
    return ops.sigmoid(o + c @ p[2].T) * ops.tanh(c), c


def gru_step(ops: Any, z: Value, states: Value, w_hh: Value, b_hh: Value) -> Value:
    (h,) = states
    size = 2 * h.shape[-1]
    r, update = split(ops.sigmoid(z[..., :size] + ops.linear(h, w_hh[:size], b_hh[:size])), 2)
    new = ops.tanh(z[..., size:] + ops.linear(r * h, w_hh[size:], b_hh[size:]))
    return (h + update * (new - h),)


def gru_reset_after_step(ops: Any, z: Value, states: Value, w_hh: Value, b_hh: Value) -> Value:
    (h,) = states
    from_x, from_h = split(z, 3), split(ops.linear(h, w_hh, b_hh), 3)
    r, update = ops.sigmoid(from_x[0] + from_h[0]), ops.sigmoid(from_x[1] + from_h[1])
    new = ops.tanh(from_x[2] + r * from_h[2])
    return (new + update * (h - new),)


STEPS: dict[str, tuple[Callable[..., Any], int]] = {
    "rnn": (rnn_step, 1),
    "lstm": (lstm_step, 2),
    "lstm_peephole": (lstm_peephole_step, 2),
    "lstm_peephole_full": (lstm_peephole_full_step, 2),
    "gru": (gru_step, 1),
    "gru_reset_after": (gru_reset_after_step, 1),
}
"""Steps, and how many states they have."""


def cell(name: str, ops: Any, x: Value, *rest: Value) -> Value:
    step, count = STEPS[name]
    states, (w_ih, w_hh, b_ih, b_hh, *holes) = rest[:count], rest[count:]
    found = step(ops, ops.linear(x, w_ih, b_ih), states, w_hh, b_hh, *holes)
    return found if count > 1 else found[0]


def layer(name: str, ops: Any, x: Value, *rest: Value) -> Value:
    """All steps, the product with x taken once for all of them."""
    step, count = STEPS[name]
    states, (w_ih, w_hh, b_ih, b_hh, *holes) = rest[:count], rest[count:]
    z = ops.linear(x, w_ih, b_ih)
    output, last = ops.scan(lambda now, at: step(ops, at, now, w_hh, b_hh, *holes), tuple(states), z)
    return output, *last


# optimizers --------------------------------------------------------------------------------------------------------


def sgd(ops: Any, w: Value, grad: Value, lr: float, weight_decay: float = 0.0) -> Value:
    return w - lr * (grad + weight_decay * w)


def stochastic_gradient(ops: Any, w: Value, grad: Value, q: Value, loss: Value, lr: float, smoothing: float) -> Value:
    return w - lr * grad, q + smoothing * (loss - q)


def momentum(ops: Any, w: Value, grad: Value, m: Value, lr: float, momentum: float) -> Value:
    m = momentum * m + grad
    return w - lr * m, m


def nesterov(ops: Any, w: Value, grad: Value, m: Value, lr: float, momentum: float) -> Value:
    m = momentum * m + grad
    return w - lr * (grad + momentum * m), m


def momentum_averaged(ops: Any, w: Value, grad: Value, delta: Value, lr: float, momentum: float) -> Value:
    delta = momentum * delta + (1 - momentum) * lr * grad
    return w - delta, delta


def adagrad(ops: Any, w: Value, grad: Value, v: Value, lr: float = 0.01, eps: float = 1e-10) -> Value:
    v = v + grad * grad
    return w - lr * grad / (ops.sqrt(v) + eps), v


def rmsprop(
    ops: Any, w: Value, grad: Value, v: Value, lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-8
) -> Value:
    v = alpha * v + (1 - alpha) * grad * grad
    return w - lr * grad / (ops.sqrt(v) + eps), v


def adadelta(
    ops: Any, w: Value, grad: Value, v: Value, u: Value, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-6
) -> Value:
    v = rho * v + (1 - rho) * grad * grad
    step = ops.sqrt(u + eps) / ops.sqrt(v + eps) * grad
    return w - lr * step, v, rho * u + (1 - rho) * step * step


Betas = tuple[float, float]
BETAS = (0.9, 0.999)


def adam(
    ops: Any, w: Value, grad: Value, m: Value, v: Value, t: int, lr: float = 1e-3, betas: Betas = BETAS,
    eps: float = 1e-8,
) -> Value:  # fmt: skip
    """Without weight decay, its default."""
    m = betas[0] * m + (1 - betas[0]) * grad
    v = betas[1] * v + (1 - betas[1]) * grad * grad
    denominator = ops.sqrt(v) / (1 - betas[1] ** t) ** 0.5 + eps
    return w - lr / (1 - betas[0] ** t) * m / denominator, m, v


def adamw(
    ops: Any, w: Value, grad: Value, m: Value, v: Value, t: int, lr: float = 1e-3, weight_decay: float = 0.01
) -> Value:
    return adam(ops, w * (1 - lr * weight_decay), grad, m, v, t, lr)


def nadam(
    ops: Any, w: Value, grad: Value, m: Value, v: Value, mu_product: Value, t: int, lr: float = 2e-3,
    betas: Betas = BETAS, eps: float = 1e-8, momentum_decay: float = 4e-3,
) -> Value:  # fmt: skip
    mu, ahead = (betas[0] * (1 - 0.5 * 0.96 ** (s * momentum_decay)) for s in (t, t + 1))
    mu_product = mu_product * mu
    m = betas[0] * m + (1 - betas[0]) * grad
    v = betas[1] * v + (1 - betas[1]) * grad * grad
    denominator = ops.sqrt(v / (1 - betas[1] ** t)) + eps
    step = (1 - mu) / (1 - mu_product) * grad + ahead / (1 - mu_product * ahead) * m
    return w - lr * step / denominator, m, v, mu_product


# penalties and dropout ---------------------------------------------------------------------------------------------


def l1_penalty(ops: Any, w: Value, gamma: float) -> Value:
    return gamma * abs(w).sum()


def l2_penalty(ops: Any, w: Value, gamma: float) -> Value:
    return gamma * (w * w).sum()


def p_norm(ops: Any, x: Value, p: float) -> Value:
    return (abs(x) ** p).sum() ** (1 / p)


def p_metric(ops: Any, x: Value, y: Value, p: float) -> Value:
    return (abs(x - y) ** p).sum()


def clip_grad_norm(ops: Any, grad: Value, max_norm: float) -> Value:
    return grad * (max_norm / (ops.sqrt((grad * grad).sum()) + 1e-6)).clip(None, 1.0)


def clip_grad_value(ops: Any, grad: Value, clip_value: float) -> Value:
    return grad.clip(-clip_value, clip_value)


def dropout_train(ops: Any, x: Value, mask: Value) -> Value:
    return x * mask


def dropout_inference(ops: Any, x: Value, p: float) -> Value:
    return (1 - p) * x


def inverted_dropout(ops: Any, x: Value, mask: Value, p: float) -> Value:
    return x * mask * (1 / (1 - p))


WRITTEN = (
    half_squared_error, hinge_loss, gaussian_kl, neuron, residual, mlp, polynomial_features, batch_norm_running, sgd,
    stochastic_gradient, momentum, nesterov, momentum_averaged, adagrad, rmsprop, adadelta, adam, adamw, nadam,
    l1_penalty, l2_penalty, p_norm, p_metric, clip_grad_norm, clip_grad_value, dropout_train, dropout_inference,
    inverted_dropout,
)  # fmt: skip


def table(ops: Any) -> dict[str, Any]:
    """Every function of this module over one library's operations, by the formula's name."""
    found: dict[str, Any] = {f.__name__: partial(f, ops) for f in WRITTEN}
    found["logistic_regression"] = found["neuron"]
    for name in STEPS:
        found[name], found[f"{name}_cell"] = partial(layer, name, ops), partial(cell, name, ops)
    return found
