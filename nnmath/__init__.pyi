"""Public names for editors and type checkers. Generated; do not edit."""

from typing import Any

from nnmath.face.formula import Formula as Formula

__version__: str

def formula(name: str) -> Formula: ...
def formulas() -> dict[str, Formula]: ...
def define(*text: str) -> Formula: ...

class _identity(Formula):
    def __call__(self, x, *, out: Any = ...) -> Any: ...  # type: ignore[override]

identity: _identity

class _perceptron_step(Formula):
    def __call__(self, x, *, out: Any = ...) -> Any: ...  # type: ignore[override]

perceptron_step: _perceptron_step

class _perceptron_sign(Formula):
    def __call__(self, x, *, out: Any = ...) -> Any: ...  # type: ignore[override]

perceptron_sign: _perceptron_sign

class _sigmoid(Formula):
    def __call__(self, x, slope=1.0, *, out: Any = ...) -> Any: ...  # type: ignore[override]

sigmoid: _sigmoid

class _tanh(Formula):
    def __call__(self, x, *, out: Any = ...) -> Any: ...  # type: ignore[override]

tanh: _tanh

class _relu(Formula):
    def __call__(self, x, *, out: Any = ...) -> Any: ...  # type: ignore[override]

relu: _relu

class _leaky_relu(Formula):
    def __call__(self, x, negative_slope=0.01, *, out: Any = ...) -> Any: ...  # type: ignore[override]

leaky_relu: _leaky_relu

class _prelu(Formula):
    def __call__(self, x, weight, *, out: Any = ...) -> Any: ...  # type: ignore[override]

prelu: _prelu

class _elu(Formula):
    def __call__(self, x, alpha=1.0, *, out: Any = ...) -> Any: ...  # type: ignore[override]

elu: _elu

class _selu(Formula):
    def __call__(self, x, *, out: Any = ...) -> Any: ...  # type: ignore[override]

selu: _selu

class _gelu(Formula):
    def __call__(self, x, approximate='none', *, out: Any = ...) -> Any: ...  # type: ignore[override]

gelu: _gelu

class _softplus(Formula):
    def __call__(self, x, beta=1.0, *, out: Any = ...) -> Any: ...  # type: ignore[override]

softplus: _softplus

class _silu(Formula):
    def __call__(self, x, *, out: Any = ...) -> Any: ...  # type: ignore[override]

silu: _silu

class _linear(Formula):
    def __call__(self, x, weight, bias=None) -> Any: ...  # type: ignore[override]

linear: _linear

class _mlp(Formula):
    def __call__(self, x, weights, biases, activations='relu') -> Any: ...  # type: ignore[override]

mlp: _mlp

class _softmax(Formula):
    def __call__(self, x, dim=-1) -> Any: ...  # type: ignore[override]

softmax: _softmax

class _mse_loss(Formula):
    def __call__(self, x, target, reduction='mean') -> Any: ...  # type: ignore[override]

mse_loss: _mse_loss

class _half_squared_error(Formula):
    def __call__(self, x, target, reduction='mean') -> Any: ...  # type: ignore[override]

half_squared_error: _half_squared_error

class _cross_entropy(Formula):
    def __call__(self, x, target, weight=None, ignore_index=-100, reduction='mean', label_smoothing=0.0) -> Any: ...  # type: ignore[override]

cross_entropy: _cross_entropy

class _batch_norm(Formula):
    def __call__(self, x, weight, bias, eps=1e-05) -> Any: ...  # type: ignore[override]

batch_norm: _batch_norm

class _rnn(Formula):
    def __call__(self, x, h0, w_ih, w_hh, b_ih, b_hh) -> Any: ...  # type: ignore[override]

rnn: _rnn

class _lstm(Formula):
    def __call__(self, x, h0, c0, w_ih, w_hh, b_ih, b_hh) -> Any: ...  # type: ignore[override]

lstm: _lstm

class _conv2d(Formula):
    def __call__(self, x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1) -> Any: ...  # type: ignore[override]

conv2d: _conv2d

class _max_pool2d(Formula):
    def __call__(self, x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False) -> Any: ...  # type: ignore[override]

max_pool2d: _max_pool2d

class _sgd(Formula):
    def __call__(self, w, grad, lr, weight_decay=0.0) -> Any: ...  # type: ignore[override]

sgd: _sgd

class _adam(Formula):
    def __call__(self, w, grad, m, v, t, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.0) -> Any: ...  # type: ignore[override]

adam: _adam
