r"""How weights begin: random arrays whose spread keeps signals of one size from layer to layer.

A weight array is (O, I, k1, k2, ...) for a linear or convolution layer and (I, O, k1, k2, ...) for a transposed
convolution. With n inputs that are independent of the weights, ``Var(sum_i w_i*x_i) = n*Var(w)*E(x**2)``;
`derivations/initialisation.py` derives from it what each method asks of Var(w).

The random generator is the caller's: equal seeds give equal weights, and nothing is drawn behind one's back.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from nnmath.face.adapters.call import ANY
from nnmath.face.arguments import choice, integer, real

__all__ = [
    "calculate_gain",
    "fans",
    "kaiming_normal",
    "kaiming_normal_std",
    "kaiming_uniform",
    "kaiming_uniform_bound",
    "lecun_normal",
    "lecun_normal_std",
    "lecun_uniform",
    "lecun_uniform_bound",
    "xavier_normal",
    "xavier_normal_std",
    "xavier_uniform",
    "xavier_uniform_bound",
]

Weights = NDArray[np.float64]

GAINS = {
    "linear": 1.0,
    "conv1d": 1.0,
    "conv2d": 1.0,
    "conv3d": 1.0,
    "conv_transpose1d": 1.0,
    "conv_transpose2d": 1.0,
    "conv_transpose3d": 1.0,
    "sigmoid": 1.0,
    "tanh": 5 / 3,
    "relu": math.sqrt(2),
    "selu": 3 / 4,
}


def fans(shape: Sequence[int], transposed: bool = False) -> tuple[int, int]:
    """``(fan_in, fan_out)``: how many inputs an output adds up, and how many outputs an input reaches.

    For weights (O, I, k1, k2, ...) they are I*k1*k2*... and O*k1*k2*...; for those of a transposed
    convolution, (I, O, k1, k2, ...), the first two axes have changed places. Grouping, strides and
    borders are left out of account, as in PyTorch.

    Raises ValueError for fewer than two axes or an axis of no entries.

    Source: Glorot and Bengio (2010), section 4.2, with the receptive field counted as He et al. (2015), section 2.2.

    >>> import nnmath as nm
    >>> nm.fans((5, 3))
    (3, 5)
    >>> nm.fans((16, 8, 3, 3)), nm.fans((16, 8, 3, 3), transposed=True)
    ((72, 144), (144, 72))
    """
    sizes = _sizes(shape)
    receptive = math.prod(sizes[2:])
    outputs, inputs = sizes[0] * receptive, sizes[1] * receptive
    return (outputs, inputs) if transposed else (inputs, outputs)


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """The factor on the standard deviation that makes up for what an activation takes away.

    1 for linear layers, convolutions and sigmoid; 5/3 for tanh; sqrt(2) for relu;
    sqrt(2/(1 + param**2)) for leaky_relu, whose slope is `param`, 0.01 where not given; 3/4 for selu.

    Raises ValueError for another name.

    Source: He et al. (2015), eq. 10 and 15, for relu and leaky_relu; the rest are the values of torch.nn.init.

    >>> import nnmath as nm
    >>> nm.calculate_gain("leaky_relu", 1.0)
    1.0
    """
    choice("nonlinearity", nonlinearity, [*GAINS, "leaky_relu"])
    if nonlinearity != "leaky_relu":
        return GAINS[nonlinearity]
    slope = 0.01 if param is None else real("param", param, ANY, "")
    return math.sqrt(2 / (1 + slope**2))


def xavier_normal_std(fan_in: int, fan_out: int, gain: float = 1.0) -> float:
    """``gain*sqrt(2/(fan_in + fan_out))``.

    Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural networks, eq. 12.

    >>> import nnmath as nm
    >>> nm.xavier_normal_std(3, 5)
    0.5
    """
    return _gain(gain) * math.sqrt(2 / (integer("fan_in", fan_in, 1) + integer("fan_out", fan_out, 1)))


def xavier_uniform_bound(fan_in: int, fan_out: int, gain: float = 1.0) -> float:
    """``gain*sqrt(6/(fan_in + fan_out))``, which is sqrt(3) standard deviations.

    Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural networks, eq. 16.

    >>> import nnmath as nm
    >>> nm.xavier_uniform_bound(2, 4)
    1.0
    """
    return _gain(gain) * math.sqrt(6 / (integer("fan_in", fan_in, 1) + integer("fan_out", fan_out, 1)))


def kaiming_normal_std(fan: int, nonlinearity: str = "leaky_relu", a: float = 0.0) -> float:
    """``gain/sqrt(fan)``, with the gain of the nonlinearity; `a` is the slope of leaky_relu below 0.

    Source: He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, eq. 10 (fan_in), 14 (fan_out) and 15 (slope).

    >>> import nnmath as nm
    >>> nm.kaiming_normal_std(8, "relu")
    0.5
    """
    return calculate_gain(nonlinearity, a) / math.sqrt(integer("fan", fan, 1))


def kaiming_uniform_bound(fan: int, nonlinearity: str = "leaky_relu", a: float = 0.0) -> float:
    """``gain*sqrt(3/fan)``, which is sqrt(3) standard deviations; `a` is the slope of leaky_relu below 0.

    Source: He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, eq. 10 (fan_in), 14 (fan_out) and 15 (slope).

    >>> import nnmath as nm
    >>> nm.kaiming_uniform_bound(12, "linear")
    0.5
    """
    return calculate_gain(nonlinearity, a) * math.sqrt(3 / integer("fan", fan, 1))


def lecun_normal_std(fan_in: int) -> float:
    """``1/sqrt(fan_in)``.

    Source: LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, section 4.6, eq. 16.

    >>> import nnmath as nm
    >>> nm.lecun_normal_std(16)
    0.25
    """
    return 1 / math.sqrt(integer("fan_in", fan_in, 1))


def lecun_uniform_bound(fan_in: int) -> float:
    """``sqrt(3/fan_in)``, which is sqrt(3) standard deviations.

    Source: LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, section 4.6, eq. 16.

    >>> import nnmath as nm
    >>> nm.lecun_uniform_bound(12)
    0.5
    """
    return math.sqrt(3 / integer("fan_in", fan_in, 1))


def xavier_normal(
    shape: Sequence[int], gain: float = 1.0, *, rng: np.random.Generator, transposed: bool = False
) -> Weights:
    """Weights of mean 0 and standard deviation ``gain*sqrt(2/(fan_in + fan_out))``, normal.

    A compromise between keeping the variance of activations (1/fan_in) and of gradients (1/fan_out), for
    activations that are nearly the identity around 0. `shape` is (O, I, k1, ...), or (I, O, k1, ...) where
    `transposed`.

    Raises TypeError where rng is no numpy.random.Generator, ValueError for a shape that is none of weights.

    Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural networks, eq. 12.

    >>> import numpy as np, nnmath as nm
    >>> nm.xavier_normal((4, 3), rng=np.random.default_rng(0)).shape
    (4, 3)
    """
    return _normal(shape, xavier_normal_std(*fans(shape, transposed), gain), rng)


def xavier_uniform(
    shape: Sequence[int], gain: float = 1.0, *, rng: np.random.Generator, transposed: bool = False
) -> Weights:
    """Weights uniform in [-b, b), ``b = gain*sqrt(6/(fan_in + fan_out))``.

    The variance is that of `xavier_normal`. `shape` is (O, I, k1, ...), or (I, O, k1, ...) where `transposed`.

    Raises TypeError where rng is no numpy.random.Generator, ValueError for a shape that is none of weights.

    Source: Glorot and Bengio (2010), Understanding the difficulty of training deep feedforward neural networks, eq. 16.

    >>> import numpy as np, nnmath as nm
    >>> bool(np.max(np.abs(nm.xavier_uniform((4, 2), rng=np.random.default_rng(0)))) <= 1.0)
    True
    """
    return _uniform(shape, xavier_uniform_bound(*fans(shape, transposed), gain), rng)


def kaiming_normal(
    shape: Sequence[int],
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    a: float = 0.0,
    *,
    rng: np.random.Generator,
    transposed: bool = False,
) -> Weights:
    """Weights of mean 0 and standard deviation ``gain/sqrt(fan)``, normal.

    mode "fan_in" keeps the variance of activations through layers, "fan_out" that of gradients. `a` is the
    slope of leaky_relu below 0; with the default 0 that is relu. `shape` is (O, I, k1, ...), or (I, O, k1, ...)
    where `transposed`.

    Raises TypeError where rng is no numpy.random.Generator, ValueError for a shape that is none of weights and
    for an unknown mode or nonlinearity.

    Source: He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, eq. 10 (fan_in), 14 (fan_out) and 15 (slope).

    >>> import numpy as np, nnmath as nm
    >>> nm.kaiming_normal((4, 3, 5, 5), rng=np.random.default_rng(0)).shape
    (4, 3, 5, 5)
    """
    return _normal(shape, kaiming_normal_std(_fan(shape, mode, transposed), nonlinearity, a), rng)


def kaiming_uniform(
    shape: Sequence[int],
    mode: str = "fan_in",
    nonlinearity: str = "leaky_relu",
    a: float = 0.0,
    *,
    rng: np.random.Generator,
    transposed: bool = False,
) -> Weights:
    """Weights uniform in [-b, b), ``b = gain*sqrt(3/fan)``.

    The variance, mode, nonlinearity and `a` are those of `kaiming_normal`. `shape` is (O, I, k1, ...), or
    (I, O, k1, ...) where `transposed`.

    Raises TypeError where rng is no numpy.random.Generator, ValueError for a shape that is none of weights and
    for an unknown mode or nonlinearity.

    Source: He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, eq. 10 (fan_in), 14 (fan_out) and 15 (slope).

    >>> import numpy as np, nnmath as nm
    >>> w = nm.kaiming_uniform((4, 6), nonlinearity="relu", rng=np.random.default_rng(0))
    >>> bool(np.max(np.abs(w)) <= 1.0)
    True
    """
    return _uniform(shape, kaiming_uniform_bound(_fan(shape, mode, transposed), nonlinearity, a), rng)


def lecun_normal(shape: Sequence[int], *, rng: np.random.Generator, transposed: bool = False) -> Weights:
    """Weights of mean 0 and standard deviation ``1/sqrt(fan_in)``, normal (not truncated).

    Sums of fan_in inputs of variance 1 then have variance 1. `shape` is (O, I, k1, ...), or (I, O, k1, ...)
    where `transposed`.

    Raises TypeError where rng is no numpy.random.Generator, ValueError for a shape that is none of weights.

    Source: LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, section 4.6, eq. 16.

    >>> import numpy as np, nnmath as nm
    >>> nm.lecun_normal((4, 3), rng=np.random.default_rng(0)).shape
    (4, 3)
    """
    return _normal(shape, lecun_normal_std(fans(shape, transposed)[0]), rng)


def lecun_uniform(shape: Sequence[int], *, rng: np.random.Generator, transposed: bool = False) -> Weights:
    """Weights uniform in [-b, b), ``b = sqrt(3/fan_in)``.

    The variance is that of `lecun_normal`. `shape` is (O, I, k1, ...), or (I, O, k1, ...) where `transposed`.

    Raises TypeError where rng is no numpy.random.Generator, ValueError for a shape that is none of weights.

    Source: LeCun, Bottou, Orr and Müller (1998), Efficient BackProp, section 4.6, eq. 16.

    >>> import numpy as np, nnmath as nm
    >>> bool(np.max(np.abs(nm.lecun_uniform((4, 3), rng=np.random.default_rng(0)))) <= 1.0)
    True
    """
    return _uniform(shape, lecun_uniform_bound(fans(shape, transposed)[0]), rng)


def _sizes(shape: Any) -> tuple[int, ...]:
    if not isinstance(shape, Sequence) or isinstance(shape, str) or len(shape) < 2:
        raise ValueError(f"shape must be (O, I) or (O, I, k1, ...), got {shape!r}")
    return tuple(integer(f"shape[{axis}]", size, 1) for axis, size in enumerate(shape))


def _fan(shape: Sequence[int], mode: str, transposed: bool) -> int:
    return fans(shape, transposed)[choice("mode", mode, ("fan_in", "fan_out")) == "fan_out"]


def _gain(gain: float) -> float:
    return real("gain", gain, ANY, "")


def _generator(rng: Any) -> np.random.Generator:
    if not isinstance(rng, np.random.Generator):
        came = "None" if rng is None else type(rng).__name__
        raise TypeError(f"rng must be a numpy.random.Generator, such as numpy.random.default_rng(0), got {came}")
    return rng


def _normal(shape: Sequence[int], std: float, rng: Any) -> Weights:
    return _generator(rng).normal(0.0, 1.0, _sizes(shape)) * std


def _uniform(shape: Sequence[int], bound: float, rng: Any) -> Weights:
    return _generator(rng).uniform(-1.0, 1.0, _sizes(shape)) * bound
