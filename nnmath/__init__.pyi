"""Public names for editors and type checkers. Generated; do not edit."""

from typing import Any

from nnmath.face.formula import Formula as Formula
from nnmath.output_size import conv_output_size as conv_output_size

__version__: str

def formula(name: str) -> Formula: ...
def formulas() -> dict[str, Formula]: ...
def define(*text: str) -> Formula: ...

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

class _selu(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

selu: _selu

class _gelu(Formula):
    def __call__(self, x: Any, approximate: str = 'none', *, out: Any = ...) -> Any: ...

gelu: _gelu

class _softplus(Formula):
    def __call__(self, x: Any, beta: float = 1.0, *, out: Any = ...) -> Any: ...

softplus: _softplus

class _silu(Formula):
    def __call__(self, x: Any, *, out: Any = ...) -> Any: ...

silu: _silu

class _linear(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any = None) -> Any: ...

linear: _linear

class _mlp(Formula):
    def __call__(self, x: Any, weights: Any, biases: Any, activations: str = 'relu') -> Any: ...

mlp: _mlp

class _softmax(Formula):
    def __call__(self, x: Any, dim: int = -1) -> Any: ...

softmax: _softmax

class _mse_loss(Formula):
    def __call__(self, x: Any, target: Any, reduction: str = 'mean') -> Any: ...

mse_loss: _mse_loss

class _half_squared_error(Formula):
    def __call__(self, x: Any, target: Any, reduction: str = 'mean') -> Any: ...

half_squared_error: _half_squared_error

class _cross_entropy(Formula):
    def __call__(self, x: Any, target: Any, weight: Any = None, ignore_index: int = -100, reduction: str = 'mean', label_smoothing: float = 0.0) -> Any: ...

cross_entropy: _cross_entropy

class _batch_norm(Formula):
    def __call__(self, x: Any, weight: Any, bias: Any, eps: float = 1e-05) -> Any: ...

batch_norm: _batch_norm

class _rnn(Formula):
    def __call__(self, x: Any, h0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any) -> Any: ...

rnn: _rnn

class _lstm(Formula):
    def __call__(self, x: Any, h0: Any, c0: Any, w_ih: Any, w_hh: Any, b_ih: Any, b_hh: Any) -> Any: ...

lstm: _lstm

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

class _adam(Formula):
    def __call__(self, w: Any, grad: Any, m: Any, v: Any, t: Any, lr: float = 0.001, betas: Any = (0.9, 0.999), eps: float = 1e-08, weight_decay: float = 0.0) -> Any: ...

adam: _adam
