"""What generated kernels call; imports NumPy alone."""

from nnmath.runtime.blockwise import blocks
from nnmath.runtime.composite import (
    d2gelu,
    d2gelu_tanh,
    d2mish,
    d2silu,
    dgelu_tanh,
    dsigmoid_of,
    exp_of,
    gelu_tanh,
    sigmoid_of,
    softplus_over,
)
from nnmath.runtime.matrices import order
from nnmath.runtime.nonempty import require_nonempty
from nnmath.runtime.reduce import add_along_axis, add_at, logsumexp, power, ratio
from nnmath.runtime.select import where
from nnmath.runtime.shapes import bind
from nnmath.runtime.special import (
    dgelu,
    dmish,
    dsigmoid,
    dsilu,
    dsoftsign,
    erf,
    expm1,
    gelu,
    log1p,
    logsigmoid,
    mish,
    ndtr,
    npdf,
    sech2,
    sigmoid,
    silu,
    softplus,
    softsign,
)

Phi = ndtr
phi = npdf

__all__ = [
    "Phi",
    "add_along_axis",
    "add_at",
    "bind",
    "blocks",
    "d2gelu",
    "d2gelu_tanh",
    "d2mish",
    "d2silu",
    "dgelu",
    "dgelu_tanh",
    "dmish",
    "dsigmoid",
    "dsigmoid_of",
    "dsilu",
    "dsoftsign",
    "erf",
    "exp_of",
    "expm1",
    "gelu",
    "gelu_tanh",
    "log1p",
    "logsigmoid",
    "logsumexp",
    "mish",
    "ndtr",
    "npdf",
    "order",
    "phi",
    "power",
    "ratio",
    "require_nonempty",
    "sech2",
    "sigmoid",
    "sigmoid_of",
    "silu",
    "softplus",
    "softplus_over",
    "softsign",
    "where",
]
