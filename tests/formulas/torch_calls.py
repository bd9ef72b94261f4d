"""Each formula that PyTorch has, as a call of PyTorch with the same arrays and parameters.

Names and order of arguments are the same, so most calls need no more than the function's name; the
others say how PyTorch spells them.
"""

import torch
import torch.nn.functional as F

from nnmath.formulas import load


def identity(x):
    return x


def sigmoid(x, slope=1.0):
    return torch.sigmoid(slope * x)


def perceptron_step(x):
    return (x >= 0).double()


def perceptron_sign(x):
    return torch.where(x >= 0, 1.0, -1.0).double()


def tanh(x):
    return torch.tanh(x)


def softplus(x, beta=1.0):
    return F.softplus(x, beta, threshold=700.0)


def softmax(x, dim=-1):
    return F.softmax(x, dim)


def log_softmax(x, dim=-1):
    return F.log_softmax(x, dim)


def glu(x, dim=-1):
    return F.glu(x, dim)


def mlp(x, weights, biases, activations="relu"):
    names = [activations] * (len(weights) - 1) + ["identity"] if isinstance(activations, str) else activations
    for weight, bias, name in zip(weights, biases, names, strict=True):
        x = CALLS[name](F.linear(x, weight, bias))
    return x


def residual(x, weight, bias, activation="relu"):
    return x + CALLS[activation](F.linear(x, weight, bias))


def logistic_regression(x, weight, bias):
    return torch.sigmoid(x @ weight.mT + bias) if weight.ndim > 1 else torch.sigmoid(x @ weight + bias)


def neuron(x, weight, bias, activation="sigmoid"):
    return CALLS[activation](x @ weight + bias)


def half_squared_error(x, target, reduction="mean"):
    return F.mse_loss(x, target, reduction=reduction) / 2


def batch_norm(x, weight, bias, eps=1e-5):
    if x.numel() == x.shape[1]:  # PyTorch refuses to train on one value a channel
        return 0 * x + bias.reshape(1, -1, *[1] * (x.ndim - 2))
    return F.batch_norm(x, None, None, weight, bias, training=True, eps=eps)


def batch_norm_inference(x, running_mean, running_var, weight, bias, eps=1e-5):
    shape = (1, -1, *[1] * (x.ndim - 2))
    mean, var, weight, bias = (v.reshape(shape) for v in (running_mean, running_var, weight, bias))
    return (x - mean) / torch.sqrt(var + eps) * weight + bias


def layer_norm(x, weight, bias, eps=1e-5):
    return F.layer_norm(x, weight.shape, weight, bias, eps)


def rms_norm(x, weight, eps=1e-5):
    return F.rms_norm(x, weight.shape, weight, eps)


def group_norm(x, num_groups, weight, bias, eps=1e-5):
    return F.group_norm(x, num_groups, weight, bias, eps)


def instance_norm(x, weight, bias, eps=1e-5):
    return F.instance_norm(x, weight=weight, bias=bias, eps=eps)


def global_avg_pool(x):
    return x.mean(tuple(range(2, x.ndim)), keepdim=True)


def global_max_pool(x):
    return x.amax(tuple(range(2, x.ndim)), keepdim=True)


def _stacked(module, x, states, weights):
    """A recurrent module of one layer, run on these weights."""
    names = ("weight_ih_l0", "weight_hh_l0", "bias_ih_l0", "bias_hh_l0")
    states = tuple(s.unsqueeze(0) for s in states)
    given = dict(zip(names, weights, strict=True))
    output, last = torch.func.functional_call(module, given, (x, states if len(states) > 1 else states[0]))
    return (output, *(s.squeeze(0) for s in (last if isinstance(last, tuple) else (last,))))


def _module(kind, x, h0):
    return kind(x.shape[-1], h0.shape[-1]).double()


def rnn(x, h0, w_ih, w_hh, b_ih, b_hh):
    return _stacked(_module(torch.nn.RNN, x, h0), x, (h0,), (w_ih, w_hh, b_ih, b_hh))


def lstm(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    return _stacked(_module(torch.nn.LSTM, x, h0), x, (h0, c0), (w_ih, w_hh, b_ih, b_hh))


def gru_reset_after(x, h0, w_ih, w_hh, b_ih, b_hh):
    return _stacked(_module(torch.nn.GRU, x, h0), x, (h0,), (w_ih, w_hh, b_ih, b_hh))


def rnn_cell(x, h0, w_ih, w_hh, b_ih, b_hh):
    return torch.rnn_tanh_cell(x, h0, w_ih, w_hh, b_ih, b_hh)


def lstm_cell(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    return torch.lstm_cell(x, (h0, c0), w_ih, w_hh, b_ih, b_hh)


def gru_reset_after_cell(x, h0, w_ih, w_hh, b_ih, b_hh):
    return torch.gru_cell(x, h0, w_ih, w_hh, b_ih, b_hh)


OWN = {n: call for n, call in globals().items() if getattr(call, "__module__", "") == __name__ and n[0] != "_"}
SAME = [name for name in load() if hasattr(F, name) and name not in OWN]
"""Formulas that are the function of that name in torch.nn.functional."""
CALLS = {name: getattr(F, name) for name in SAME} | OWN
