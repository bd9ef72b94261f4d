"""Normalisation, recurrence, higher orders."""

import numpy as np
from harness import Exhibit

import nnmath as nm
from nnmath.calculus import adjoint, tangent
from nnmath.formulas import load
from nnmath.notation import Floats, define, interpret

chance = np.random.default_rng(7)


def draw(*shape):
    return chance.normal(size=shape)


def sigmoid(x):
    return 1 / (1 + np.exp(-x))


# Normalisation --------------------------------------------------------------------------------------------------------

BATCH = [draw(3, 2, 4), np.array([0.6, -1.7]), np.array([0.4, 1.1])]
EPS = {"eps": 0.4}


def batch_norm(x, weight, bias, eps):
    mu, var = x.mean((0, 2), keepdims=True), x.var((0, 2), keepdims=True)
    return weight[:, None] * (x - mu) / np.sqrt(var + eps) + bias[:, None]


def batch_parts(x, weight, dy, eps):
    mu, var = x.mean((0, 2), keepdims=True), x.var((0, 2), keepdims=True)
    scale = 1 / np.sqrt(var + eps)
    xhat = (x - mu) * scale
    return xhat, scale, dy * weight[:, None]


def batch_norm_constant_statistics(x, weight, bias, dy, eps):
    xhat, scale, d = batch_parts(x, weight, dy, eps)
    return d * scale, (dy * xhat).sum((0, 2)), dy.sum((0, 2))


def batch_norm_constant_variance(x, weight, bias, dy, eps):
    xhat, scale, d = batch_parts(x, weight, dy, eps)
    return (d - d.mean((0, 2), keepdims=True)) * scale, (dy * xhat).sum((0, 2)), dy.sum((0, 2))


def batch_norm_backward(x, weight, bias, dy, eps):
    xhat, scale, d = batch_parts(x, weight, dy, eps)
    dx = scale * (d - d.mean((0, 2), keepdims=True) - xhat * (d * xhat).mean((0, 2), keepdims=True))
    return dx, (dy * xhat).sum((0, 2)), dy.sum((0, 2))


def batch_norm_clipped_weight(x, weight, bias, dy, eps):
    dx, _, dbias = batch_norm_backward(x, weight, bias, dy, eps)
    xhat, _, _ = batch_parts(x, weight, dy, eps)
    return dx, (np.clip(dy, -1, 1) * xhat).sum((0, 2)), dbias


def inference(x, running_mean, running_var, weight, bias, eps):
    scale = weight / np.sqrt(running_var + eps)
    return (x - running_mean[:, None]) * scale[:, None] + bias[:, None]


def inference_as_if_training(x, running_mean, running_var, weight, bias, dy, eps):
    dx, dweight, dbias = batch_norm_backward(x, weight, bias, dy, eps)
    _, pullback = nm.batch_norm_inference.vjp(x, running_mean, running_var, weight, bias, eps=eps)
    given = pullback(dy)
    return dx, given.running_mean, given.running_var, dweight, dbias


def running_biased(running_mean, running_var, x, momentum):
    keep = 1 - momentum
    return keep * running_mean + momentum * x.mean((0, 2)), keep * running_var + momentum * x.var((0, 2))


def layer_norm(x, weight, bias, eps):
    mu, var = x.mean(-1, keepdims=True), x.var(-1, keepdims=True)
    return weight * (x - mu) / np.sqrt(var + eps) + bias


def layer_norm_two_axes(x, weight, bias, dy, eps):
    mu, scale = x.mean(-1, keepdims=True), 1 / np.sqrt(x.var(-1, keepdims=True) + eps)
    xhat, d = (x - mu) * scale, dy * weight
    dx = scale * (d - d.mean(-1, keepdims=True) - xhat * (d * xhat).mean(-1, keepdims=True))
    return dx, (dy * xhat).sum(0), dy.sum(0)


def local_response(x, axis, alpha=0.7, radius=1):
    """y = x/(1 + alpha*sum of squares over the neighbours along an axis)."""
    moved = np.moveaxis(x, axis, 0)
    total = np.zeros_like(moved)
    for j in range(len(moved)):
        total[j] = (moved[max(0, j - radius) : j + radius + 1] ** 2).sum(0)
    return x / (1 + alpha * np.moveaxis(total, 0, axis))


LOCAL_RESPONSE = define(
    "local_response(x[N, C]) -> y",
    "j < 3",
    "s[n,c] = sum[j](pad(x[n,c+j-1])**2)",
    "y[n,c] = x[n,c]/(1 + 7*s[n,c]/10)",
)


def local_response_by_equations(x):
    sizes = dict(zip("NC", x.shape, strict=True))
    found = interpret(LOCAL_RESPONSE, Floats(), sizes, {("x", at): float(x[at]) for at in np.ndindex(x.shape)})
    return np.array([found["y"][at] for at in np.ndindex(x.shape)]).reshape(x.shape)


NORMALISATION = [
    Exhibit(
        "tensorflow#55545",
        "batch_norm_running",
        "running variance divided by the count",
        "values",
        running_biased,
        args=[np.array([0.3, -0.2]), np.array([0.8, 1.5]), draw(3, 2, 1)],
        params={"momentum": 0.3},
    ),
    Exhibit(
        "CrypTen PR 143",
        "batch_norm",
        "the gradient takes mean and variance for constants",
        "gradients",
        batch_norm,
        batch_norm_constant_statistics,
        BATCH,
        EPS,
    ),
    Exhibit(
        "keras#19073",
        "batch_norm",
        "the gradient takes the variance for a constant",
        "gradients",
        batch_norm,
        batch_norm_constant_variance,
        BATCH,
        EPS,
    ),
    Exhibit(
        "NNlib.jl#548",
        "batch_norm_inference",
        "the backward differentiates batch statistics though the forward was given them",
        "gradients",
        inference,
        inference_as_if_training,
        [draw(3, 2, 4), np.array([0.2, -0.4]), np.array([0.7, 1.9]), np.array([0.6, -1.7]), np.array([0.4, 1.1])],
        EPS,
        tested=None,
    ),
    Exhibit(
        "tensorflow#107705",
        "batch_norm",
        "the weight's gradient is not linear in the cotangent: large cotangents are cut",
        "gradients",
        batch_norm,
        batch_norm_clipped_weight,
        BATCH,
        EPS,
    ),
    Exhibit(
        "FlagGems#5392",
        "layer_norm",
        "the weight's gradient sums over the first axis alone",
        "gradients",
        layer_norm,
        layer_norm_two_axes,
        [draw(2, 3, 4), draw(4), draw(4)],
        EPS,
        tested=[draw(3, 4), draw(4), draw(4)],
    ),
    Exhibit(
        "onnx#7805",
        "local response normalisation",
        "neighbours along the batch in the place of channels; its test had as many of both",
        "values",
        lambda x: local_response(x, axis=0),
        args=[draw(3, 5)],
        right=local_response_by_equations,
    ),
]


# Recurrent ------------------------------------------------------------------------------------------------------------


def gates(x, h, w_ih, w_hh, b_ih, b_hh, count):
    return np.split(x @ w_ih.T + b_ih, count, axis=1), np.split(h @ w_hh.T + b_hh, count, axis=1)


def gru(x, h0, w_ih, w_hh, b_ih, b_hh, step):
    h, output = h0, []
    for row in x:
        h = step(*gates(row, h, w_ih, w_hh, b_ih, b_hh, 3), h, w_hh, b_hh)
        output.append(h)
    return np.array(output), h


def reset_before(a, b, h, w_hh, b_hh):
    r, z = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    hidden = h.shape[1]
    n = np.tanh(a[2] + (r * h) @ w_hh[2 * hidden :].T + b_hh[2 * hidden :])
    return (1 - z) * n + z * h


def new_weighed_by_z(a, b, h, w_hh, b_hh):
    r, z = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    return z * np.tanh(a[2] + r * b[2]) + (1 - z) * h


def bias_outside_reset(a, b, h, w_hh, b_hh):
    r, z = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
    bias = b_hh[2 * h.shape[1] :]
    return (1 - z) * np.tanh(a[2] + bias + r * (b[2] - bias)) + z * h


def stale_rows(x, h0, w_ih, w_hh):
    """Rows from the third on see the first state at every step: a buffer of two rows was reused."""
    h, output = h0, []
    zeros = np.zeros(len(w_hh))
    for row in x:
        seen = h.copy()
        seen[2:] = h0[2:]
        a, b = gates(row, seen, w_ih, w_hh, zeros, zeros, 3)
        r, z = sigmoid(a[0] + b[0]), sigmoid(a[1] + b[1])
        hidden = h.shape[1]
        n = np.tanh(a[2] + (r * seen) @ w_hh[2 * hidden :].T)
        h = (1 - z) * seen + z * n
        output.append(h)
    return np.array(output), h


def peephole(order, product):
    def layer(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p):
        h, c, output = h0, c0, []
        at = {gate: p[place] for place, gate in enumerate(order)}
        for row in x:
            a, b = gates(row, h, w_ih, w_hh, b_ih, b_hh, 4)
            i, f = sigmoid(a[0] + b[0] + at["i"] * c), sigmoid(a[1] + b[1] + at["f"] * c)
            g = np.tanh(a[2] + b[2])
            c = f * c + (i * g if product else i + g)
            h = sigmoid(a[3] + b[3] + at["o"] * c) * np.tanh(c)
            output.append(h)
        return np.array(output), h, c

    return layer


def lstm_with_sum(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    return peephole("ifo", product=False)(x, h0, c0, w_ih, w_hh, b_ih, b_hh, np.zeros((3, h0.shape[1])))


def peephole_broadcast(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p, *bars):
    _, pullback = nm.lstm_peephole.vjp(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p)
    found = list(pullback(*bars))
    found[-1] = np.broadcast_to(found[-1].sum(1, keepdims=True), p.shape)
    return tuple(found)


STEPS, BATCH_SIZE, INPUTS, H = 3, 4, 5, 2


def recurrent(count, states=1, *more):
    given = [draw(STEPS, BATCH_SIZE, INPUTS), *(draw(BATCH_SIZE, H) for _ in range(states))]
    return [*given, draw(count * H, INPUTS), draw(count * H, H), *more]


GRU = [*recurrent(3), draw(3 * H), draw(3 * H)]
LSTM = [*recurrent(4, 2), draw(4 * H), draw(4 * H)]

RECURRENT = [
    Exhibit(
        "onnxscript#2852",
        "gru_reset_after",
        "the reset gate before the product",
        "values",
        lambda *a: gru(*a, reset_before),
        args=GRU,
    ),
    Exhibit(
        "pytorch#8153",
        "gru_reset_after",
        "z weighs the new state",
        "values",
        lambda *a: gru(*a, new_weighed_by_z),
        args=GRU,
    ),
    Exhibit(
        "keras PR 9112",
        "gru_reset_after",
        "the recurrent bias outside the reset gate",
        "values",
        lambda *a: gru(*a, bias_outside_reset),
        args=GRU,
    ),
    Exhibit(
        "tensorflow#34171",
        "lstm_peephole",
        "the peephole's gradient summed over units and broadcast",
        "gradients",
        nm.lstm_peephole,
        peephole_broadcast,
        [*LSTM, draw(3, H)],
    ),
    Exhibit(
        "opencv PR 29931",
        "lstm_peephole",
        "peepholes read in the order i, o, f",
        "values",
        peephole("iof", product=True),
        args=[*LSTM, draw(3, H)],
    ),
    Exhibit(
        "torchrecurrent#22",
        "lstm",
        "sigmoid(i) + tanh(g) where their product belongs",
        "values",
        lstm_with_sum,
        args=LSTM,
    ),
    Exhibit(
        "onnxruntime PR 3893",
        "gru",
        "a stale buffer: rows from the third on, without biases",
        "values",
        stale_rows,
        args=recurrent(3),
    ),
]


# Higher orders --------------------------------------------------------------------------------------------------------


def along(system, env, arrays, direction, params, wanted="dot_bar_x"):
    """How the gradient in x of <bar, f> changes along a direction of x, from tangent(adjoint) and the interpreter."""
    twice = tangent(adjoint(system))
    values = {(name, ()): value for name, value in params.items()}
    for array in twice.inputs:
        given = arrays.get(array.name)
        if array.name == "dot_x":
            given = direction
        shape = tuple(axis.size.value(env) for axis in array.axes)
        given = np.zeros(shape) if given is None else given
        values |= {(array.name, at): float(np.asarray(given)[at]) for at in np.ndindex(shape)}
    output = next(a for a in twice.outputs if a.name.endswith("bar_x") or a.name.startswith(wanted))
    found = interpret(twice, Floats(), env, values)[output.name]
    shape = tuple(axis.size.value(env) for axis in output.axes)
    return np.array([found[at] for at in np.ndindex(shape)]).reshape(shape)


def batch_norm_twice(x, weight, dy, v, eps):
    arrays = {"x": x, "weight": weight, "bias": np.zeros_like(weight), "bar_y": dy}
    return along(load()["batch_norm"].system, dict(zip("NCS", x.shape, strict=True)), arrays, v, {"eps": eps})


def batch_norm_twice_constant_scale(x, weight, dy, v, eps):
    """The backward's backward takes 1/sqrt(var + eps) for a constant."""
    scale = 1 / np.sqrt(x.var((0, 2), keepdims=True) + eps)

    def gradient(x):
        xhat, d = (x - x.mean((0, 2), keepdims=True)) * scale, dy * weight[:, None]
        return scale * (d - d.mean((0, 2), keepdims=True) - xhat * (d * xhat).mean((0, 2), keepdims=True))

    return (gradient(x + 1e-5 * v) - gradient(x - 1e-5 * v)) / 2e-5


def layer_norm_twice(x, weight, dy, v, eps):
    arrays = {"x": x, "weight": weight, "bias": np.zeros_like(weight), "bar_y": dy}
    return along(load()["layer_norm"].system, dict(zip("NF", x.shape, strict=True)), arrays, v, {"eps": eps})


def layer_norm_twice_wrong_sign(x, weight, dy, v, eps):
    return -layer_norm_twice(x, weight, dy, v, eps)


PRODUCT = define("product(x[N]) -> y", "y = prod[i](x[i])")


def product_twice(x, dy, v):
    return along(PRODUCT, {"N": len(x)}, {"x": x, "bar_y": dy}, v, {})


def product_twice_by_division(x, dy, v):
    whole = np.prod(x)
    pairs = whole / np.outer(x, x)
    np.fill_diagonal(pairs, 0)
    return dy * pairs @ v


HIGHER = [
    Exhibit(
        "pytorch#186256",
        "batch_norm",
        "the scale is a constant to the derivative of the gradient",
        "second order",
        batch_norm,
        batch_norm_twice_constant_scale,
        [draw(3, 2, 4), np.array([0.6, -1.7]), draw(3, 2, 4), draw(3, 2, 4)],
        EPS,
        right=batch_norm_twice,
    ),
    Exhibit(
        "pytorch#196700",
        "layer_norm",
        "the second-order directional derivative has the other sign",
        "second order",
        layer_norm,
        layer_norm_twice_wrong_sign,
        [draw(3, 4), draw(4), draw(3, 4), draw(3, 4)],
        EPS,
        right=layer_norm_twice,
    ),
    Exhibit(
        "pytorch#106789",
        "prod",
        "the second derivative divides by two zeros",
        "second order",
        np.prod,
        product_twice_by_division,
        [np.array([0.0, 1.3, 0.0, -0.7]), np.float64(1.4), draw(4)],
        right=product_twice,
    ),
]
