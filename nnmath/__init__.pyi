"""Public names for editors and type checkers. Generated; do not edit."""

from typing import Any

from nnmath.face.formula import Formula as Formula
from nnmath.theory.approximation import cybenko_approximate as cybenko_approximate
from nnmath.theory.halfspaces import polytope_network as polytope_network
from nnmath.theory.halfspaces import polytope_union_network as polytope_union_network
from nnmath.theory.halfspaces import xor_network as xor_network
from nnmath.theory.separability import linear_separability as linear_separability
from nnmath.theory.separability import xor_infeasibility as xor_infeasibility
from nnmath.theory.signs import sign_network as sign_network
from nnmath.theory.superposition import kolmogorov_product as kolmogorov_product
from nnmath.theory.superposition import kolmogorov_polynomial as kolmogorov_polynomial
from nnmath.initialisation import calculate_gain as calculate_gain
from nnmath.initialisation import fans as fans
from nnmath.initialisation import kaiming_normal as kaiming_normal
from nnmath.initialisation import kaiming_normal_std as kaiming_normal_std
from nnmath.initialisation import kaiming_uniform as kaiming_uniform
from nnmath.initialisation import kaiming_uniform_bound as kaiming_uniform_bound
from nnmath.initialisation import lecun_normal as lecun_normal
from nnmath.initialisation import lecun_normal_std as lecun_normal_std
from nnmath.initialisation import lecun_uniform as lecun_uniform
from nnmath.initialisation import lecun_uniform_bound as lecun_uniform_bound
from nnmath.initialisation import xavier_normal as xavier_normal
from nnmath.initialisation import xavier_normal_std as xavier_normal_std
from nnmath.initialisation import xavier_uniform as xavier_uniform
from nnmath.initialisation import xavier_uniform_bound as xavier_uniform_bound
from nnmath.output_size import conv_output_size as conv_output_size
from nnmath.runtime.pages import get_cached_memory as get_cached_memory
from nnmath.runtime.blockwise import get_num_threads as get_num_threads
from nnmath.runtime.pages import set_cached_memory as set_cached_memory
from nnmath.runtime.blockwise import set_num_threads as set_num_threads

__version__: str

def formula(name: str) -> Formula: ...
def formulas() -> dict[str, Formula]: ...
def define(*text: str) -> Formula: ...
def boosting_residual(name: str, z: Any, target: Any, **params: Any) -> Any: ...

class _identity(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

identity: _identity

class _perceptron_step(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

perceptron_step: _perceptron_step

class _perceptron_sign(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

perceptron_sign: _perceptron_sign

class _sigmoid(Formula):
    def __call__(self, x: Any, slope: float = 1.0, *, out: Any = ...) -> Any: ...

sigmoid: _sigmoid

class _tanh(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

tanh: _tanh

class _relu(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

relu: _relu

class _leaky_relu(Formula):
    def __call__(self, x: Any, negative_slope: float = 0.01, *, out: Any = ...) -> Any: ...

leaky_relu: _leaky_relu

class _prelu(Formula):
    def __call__(self, x: Any, weight: Any, *, out: Any = ...) -> Any: ...

prelu: _prelu

class _elu(Formula):
    def __call__(self, x: Any, alpha: float = 1.0, *, out: Any = ...) -> Any: ...

elu: _elu

class _celu(Formula):
    def __call__(self, x: Any, alpha: float = 1.0, *, out: Any = ...) -> Any: ...

celu: _celu

class _selu(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

selu: _selu

class _gelu(Formula):
    def __call__(self, x: Any, approximate: str = 'none', *, out: Any = ...) -> Any: ...

gelu: _gelu

class _mish(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

mish: _mish

class _softplus(Formula):
    def __call__(self, x: Any, beta: float = 1.0, *, out: Any = ...) -> Any: ...

softplus: _softplus

class _silu(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

silu: _silu

class _logsigmoid(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

logsigmoid: _logsigmoid

class _softsign(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

softsign: _softsign

class _relu6(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

relu6: _relu6

class _hardtanh(Formula):
    def __call__(self, x: Any, min_val: float = -1.0, max_val: float = 1.0, *, out: Any = ...) -> Any: ...

hardtanh: _hardtanh

class _hardsigmoid(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

hardsigmoid: _hardsigmoid

class _hardswish(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

hardswish: _hardswish

class _neuron(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any, activation: str = 'sigmoid') -> Any: ...

neuron: _neuron

class _logistic_regression(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any) -> Any: ...

logistic_regression: _logistic_regression

class _polynomial_features(Formula):
    def __call__(self, x: Any, degree: Any) -> Any: ...

polynomial_features: _polynomial_features

class _linear(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any = None) -> Any: ...

linear: _linear

class _mlp(Formula):
    def __call__(self, x: Any, weights: Any, biases: Any, activations: str = 'relu') -> Any: ...

mlp: _mlp

class _residual(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any, activation: str = 'relu') -> Any: ...

residual: _residual

class _mse_loss(Formula):
    def __call__(self, x: Any, target: Any, reduction: str = 'mean') -> Any: ...

mse_loss: _mse_loss

class _half_squared_error(Formula):
    def __call__(self, x: Any, target: Any, reduction: str = 'mean') -> Any: ...

half_squared_error: _half_squared_error

class _l1_loss(Formula):
    def __call__(self, x: Any, target: Any, reduction: str = 'mean') -> Any: ...

l1_loss: _l1_loss

class _huber_loss(Formula):
    def __call__(self, x: Any, target: Any, reduction: str = 'mean', delta: float = 1.0) -> Any: ...

huber_loss: _huber_loss

class _smooth_l1_loss(Formula):
    def __call__(self, x: Any, target: Any, reduction: str = 'mean', beta: float = 1.0) -> Any: ...

smooth_l1_loss: _smooth_l1_loss

class _hinge_loss(Formula):
    def __call__(self, x: Any, target: Any, reduction: str = 'mean') -> Any: ...

hinge_loss: _hinge_loss

class _binary_cross_entropy(Formula):
    def __call__(self, x: Any, target: Any, weight: Any = None, reduction: str = 'mean') -> Any: ...

binary_cross_entropy: _binary_cross_entropy

class _binary_cross_entropy_with_logits(Formula):
    def __call__(self, x: Any, target: Any, weight: Any = None, reduction: str = 'mean', pos_weight: Any = None) -> Any: ...

binary_cross_entropy_with_logits: _binary_cross_entropy_with_logits

class _kl_div(Formula):
    def __call__(self, x: Any, target: Any, reduction: str = 'mean', log_target: bool = False) -> Any: ...

kl_div: _kl_div

class _gaussian_kl(Formula):
    def __call__(self, mu: Any, logvar: Any) -> Any: ...

gaussian_kl: _gaussian_kl

class _cross_entropy(Formula):
    def __call__(self, x: Any, target: Any, weight: Any = None, ignore_index: int = -100, reduction: str = 'mean', label_smoothing: float = 0.0) -> Any: ...

cross_entropy: _cross_entropy

class _nll_loss(Formula):
    def __call__(self, x: Any, target: Any, weight: Any = None, ignore_index: int = -100, reduction: str = 'mean') -> Any: ...

nll_loss: _nll_loss

class _batch_norm(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any, eps: float = 1e-05) -> Any: ...

batch_norm: _batch_norm

class _batch_norm_inference(Formula):
    def __call__(self, x: Any, running_mean: Any, running_var: Any, weight: Any, bias: Any, eps: float = 1e-05) -> Any: ...

batch_norm_inference: _batch_norm_inference

class _batch_norm_running(Formula):
    def __call__(self, running_mean: Any, running_var: Any, x: Any, momentum: float = 0.1) -> Any: ...

batch_norm_running: _batch_norm_running

class _layer_norm(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any, eps: float = 1e-05) -> Any: ...

layer_norm: _layer_norm

class _rms_norm(Formula):
    def __call__(self, x: Any, weight: Any, eps: float = 1e-05) -> Any: ...

rms_norm: _rms_norm

class _group_norm(Formula):
    def __call__(self, x: Any, num_groups: Any, weight: Any, bias: Any, eps: float = 1e-05) -> Any: ...

group_norm: _group_norm

class _instance_norm(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any, eps: float = 1e-05) -> Any: ...

instance_norm: _instance_norm

class _rnn(Formula):
    def __call__(self, x: Any, h0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any) -> Any: ...

rnn: _rnn

class _rnn_cell(Formula):
    def __call__(self, x: Any, h0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any) -> Any: ...

rnn_cell: _rnn_cell

class _lstm(Formula):
    def __call__(self, x: Any, h0: Any, c0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any) -> Any: ...

lstm: _lstm

class _lstm_cell(Formula):
    def __call__(self, x: Any, h0: Any, c0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any) -> Any: ...

lstm_cell: _lstm_cell

class _lstm_peephole(Formula):
    def __call__(self, x: Any, h0: Any, c0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any, p: Any) -> Any: ...

lstm_peephole: _lstm_peephole

class _lstm_peephole_cell(Formula):
    def __call__(self, x: Any, h0: Any, c0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any, p: Any) -> Any: ...

lstm_peephole_cell: _lstm_peephole_cell

class _lstm_peephole_full(Formula):
    def __call__(self, x: Any, h0: Any, c0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any, p: Any) -> Any: ...

lstm_peephole_full: _lstm_peephole_full

class _lstm_peephole_full_cell(Formula):
    def __call__(self, x: Any, h0: Any, c0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any, p: Any) -> Any: ...

lstm_peephole_full_cell: _lstm_peephole_full_cell

class _gru(Formula):
    def __call__(self, x: Any, h0: Any, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None) -> Any: ...

gru: _gru

class _gru_cell(Formula):
    def __call__(self, x: Any, h0: Any, w_ih: Any, w_hh: Any, b_ih: Any = None, b_hh: Any = None) -> Any: ...

gru_cell: _gru_cell

class _gru_reset_after(Formula):
    def __call__(self, x: Any, h0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any) -> Any: ...

gru_reset_after: _gru_reset_after

class _gru_reset_after_cell(Formula):
    def __call__(self, x: Any, h0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any) -> Any: ...

gru_reset_after_cell: _gru_reset_after_cell

class _conv1d(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any = None, stride: int = 1, padding: int = 0, dilation: int = 1, groups: int = 1) -> Any: ...

conv1d: _conv1d

class _conv2d(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any = None, stride: int = 1, padding: int = 0, dilation: int = 1, groups: int = 1) -> Any: ...

conv2d: _conv2d

class _conv3d(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any = None, stride: int = 1, padding: int = 0, dilation: int = 1, groups: int = 1) -> Any: ...

conv3d: _conv3d

class _conv_transpose1d(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any = None, stride: int = 1, padding: int = 0, output_padding: int = 0, groups: int = 1, dilation: int = 1) -> Any: ...

conv_transpose1d: _conv_transpose1d

class _conv_transpose2d(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any = None, stride: int = 1, padding: int = 0, output_padding: int = 0, groups: int = 1, dilation: int = 1) -> Any: ...

conv_transpose2d: _conv_transpose2d

class _conv_transpose3d(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any = None, stride: int = 1, padding: int = 0, output_padding: int = 0, groups: int = 1, dilation: int = 1) -> Any: ...

conv_transpose3d: _conv_transpose3d

class _max_pool1d(Formula):
    def __call__(self, x: Any, kernel_size: Any, stride: Any = None, padding: int = 0, dilation: int = 1, ceil_mode: bool = False) -> Any: ...

max_pool1d: _max_pool1d

class _max_pool2d(Formula):
    def __call__(self, x: Any, kernel_size: Any, stride: Any = None, padding: int = 0, dilation: int = 1, ceil_mode: bool = False) -> Any: ...

max_pool2d: _max_pool2d

class _max_pool3d(Formula):
    def __call__(self, x: Any, kernel_size: Any, stride: Any = None, padding: int = 0, dilation: int = 1, ceil_mode: bool = False) -> Any: ...

max_pool3d: _max_pool3d

class _avg_pool1d(Formula):
    def __call__(self, x: Any, kernel_size: Any, stride: Any = None, padding: int = 0, ceil_mode: bool = False, count_include_pad: bool = True) -> Any: ...

avg_pool1d: _avg_pool1d

class _avg_pool2d(Formula):
    def __call__(self, x: Any, kernel_size: Any, stride: Any = None, padding: int = 0, ceil_mode: bool = False, count_include_pad: bool = True) -> Any: ...

avg_pool2d: _avg_pool2d

class _avg_pool3d(Formula):
    def __call__(self, x: Any, kernel_size: Any, stride: Any = None, padding: int = 0, ceil_mode: bool = False, count_include_pad: bool = True) -> Any: ...

avg_pool3d: _avg_pool3d

class _lp_pool1d(Formula):
    def __call__(self, x: Any, norm_type: Any, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> Any: ...

lp_pool1d: _lp_pool1d

class _lp_pool2d(Formula):
    def __call__(self, x: Any, norm_type: Any, kernel_size: Any, stride: Any = None, ceil_mode: bool = False) -> Any: ...

lp_pool2d: _lp_pool2d

class _global_avg_pool(Formula):
    def __call__(self, x: Any) -> Any: ...

global_avg_pool: _global_avg_pool

class _global_max_pool(Formula):
    def __call__(self, x: Any) -> Any: ...

global_max_pool: _global_max_pool

class _sgd(Formula):
    def __call__(self, w: Any, grad: Any, lr: Any, weight_decay: float = 0.0) -> Any: ...

sgd: _sgd

class _stochastic_gradient(Formula):
    def __call__(self, w: Any, grad: Any, q: Any, loss: Any, lr: Any, smoothing: Any) -> Any: ...

stochastic_gradient: _stochastic_gradient

class _momentum(Formula):
    def __call__(self, w: Any, grad: Any, m: Any, lr: Any, momentum: Any) -> Any: ...

momentum: _momentum

class _nesterov(Formula):
    def __call__(self, w: Any, grad: Any, m: Any, lr: Any, momentum: Any) -> Any: ...

nesterov: _nesterov

class _momentum_averaged(Formula):
    def __call__(self, w: Any, grad: Any, delta: Any, lr: Any, momentum: Any) -> Any: ...

momentum_averaged: _momentum_averaged

class _adagrad(Formula):
    def __call__(self, w: Any, grad: Any, v: Any, lr: float = 0.01, eps: float = 1e-10) -> Any: ...

adagrad: _adagrad

class _rmsprop(Formula):
    def __call__(self, w: Any, grad: Any, v: Any, lr: float = 0.01, alpha: float = 0.99, eps: float = 1e-08) -> Any: ...

rmsprop: _rmsprop

class _adadelta(Formula):
    def __call__(self, w: Any, grad: Any, v: Any, u: Any, lr: float = 1.0, rho: float = 0.9, eps: float = 1e-06) -> Any: ...

adadelta: _adadelta

class _adam(Formula):
    def __call__(self, w: Any, grad: Any, m: Any, v: Any, t: Any, lr: float = 0.001, betas: Any = (0.9, 0.999), eps: float = 1e-08, weight_decay: float = 0.0) -> Any: ...

adam: _adam

class _adamw(Formula):
    def __call__(self, w: Any, grad: Any, m: Any, v: Any, t: Any, lr: float = 0.001, betas: Any = (0.9, 0.999), eps: float = 1e-08, weight_decay: float = 0.01) -> Any: ...

adamw: _adamw

class _nadam(Formula):
    def __call__(self, w: Any, grad: Any, m: Any, v: Any, mu_product: Any, t: Any, lr: float = 0.002, betas: Any = (0.9, 0.999), eps: float = 1e-08, weight_decay: float = 0.0, momentum_decay: float = 0.004) -> Any: ...

nadam: _nadam

class _l1_penalty(Formula):
    def __call__(self, w: Any, gamma: Any) -> Any: ...

l1_penalty: _l1_penalty

class _l2_penalty(Formula):
    def __call__(self, w: Any, gamma: Any) -> Any: ...

l2_penalty: _l2_penalty

class _p_norm(Formula):
    def __call__(self, x: Any, p: Any) -> Any: ...

p_norm: _p_norm

class _p_metric(Formula):
    def __call__(self, x: Any, y: Any, p: Any) -> Any: ...

p_metric: _p_metric

class _clip_grad_norm(Formula):
    def __call__(self, grad: Any, max_norm: Any) -> Any: ...

clip_grad_norm: _clip_grad_norm

class _clip_grad_value(Formula):
    def __call__(self, grad: Any, clip_value: Any, *, out: Any = ...) -> Any: ...

clip_grad_value: _clip_grad_value

class _softmax(Formula):
    def __call__(self, x: Any, dim: int = -1) -> Any: ...

softmax: _softmax

class _log_softmax(Formula):
    def __call__(self, x: Any, dim: int = -1) -> Any: ...

log_softmax: _log_softmax

class _glu(Formula):
    def __call__(self, x: Any, dim: int = -1) -> Any: ...

glu: _glu

class _dropout_train(Formula):
    def __call__(self, x: Any, mask: Any, *, out: Any = ...) -> Any: ...

dropout_train: _dropout_train

class _dropout_inference(Formula):
    def __call__(self, x: Any, p: Any, *, out: Any = ...) -> Any: ...

dropout_inference: _dropout_inference

class _inverted_dropout(Formula):
    def __call__(self, x: Any, mask: Any, p: Any, *, out: Any = ...) -> Any: ...

inverted_dropout: _inverted_dropout
