"""What each formula is timed on: arrays and parameters at three sizes, the same in every process.

tiny has 10 to 100 elements, cache fits the second level of cache, large is 10^7 elements or the shape of a real
layer. Where a formula is worth timing at several shapes of one size, each has a label.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from itertools import pairwise
from typing import Any

import numpy as np

Array = np.ndarray[Any, Any]
Shape = tuple[int, ...]
SIZES = ("tiny", "cache", "large")
FLAT: dict[str, Shape] = {"tiny": (64,), "cache": (100_000,), "large": (10_000_000,)}
ROWS: dict[str, Shape] = {"tiny": (4, 16), "cache": (250, 400), "large": (4096, 4096)}
PAIRS: dict[str, Shape] = {"tiny": (4, 16), "cache": (250, 400), "large": (2500, 4000)}
CHANNELS: dict[str, Shape] = {"tiny": (2, 8, 4), "cache": (10, 100, 100), "large": (100, 100, 1000)}
PLANES: dict[str, Shape] = {"tiny": (2, 3, 2, 4), "cache": (16, 16, 16, 16), "large": (256, 64, 32, 32)}
GROUPED: dict[str, Shape] = {"tiny": (2, 4, 2, 3), "cache": (16, 16, 16, 16), "large": (128, 64, 32, 32)}
TRAILING: dict[str, Shape] = {"tiny": (4, 16), "cache": (100, 1024), "large": (4096, 1024)}
LAYER: dict[str, Shape] = {"tiny": (2, 4, 3), "cache": (64, 128, 128), "large": (256, 512, 1024)}
SQUARE: dict[str, Shape] = {"tiny": (2, 4, 4), "cache": (64, 128, 128), "large": (256, 1024, 1024)}
NEURONS: dict[str, Shape] = {"tiny": (4, 8), "cache": (250, 400), "large": (10_000, 1000)}
MONOMIALS: dict[str, Shape] = {"tiny": (3, 3), "cache": (500, 8), "large": (60_000, 8)}
WIDTHS: dict[str, Shape] = {"tiny": (4, 3, 2), "cache": (100, 64, 32, 10), "large": (784, 512, 256, 10)}
BATCHES = {"tiny": 2, "cache": 32, "large": 128}
SEQUENCES: dict[str, Shape] = {"tiny": (3, 2, 3, 4), "cache": (10, 8, 32, 32), "large": (100, 32, 128, 256)}
CELLS: dict[str, Shape] = {"tiny": (2, 3, 4), "cache": (32, 64, 64), "large": (256, 128, 256)}
IMAGES: dict[int, dict[str, Shape]] = {
    1: {"tiny": (1, 2, 16), "cache": (8, 16, 512), "large": (8, 64, 3136)},
    2: {"tiny": (1, 2, 4, 4), "cache": (4, 16, 32, 32), "large": (8, 64, 56, 56)},
    3: {"tiny": (1, 1, 4, 4, 4), "cache": (2, 8, 16, 16, 16), "large": (4, 16, 32, 28, 28)},
}


@dataclass(frozen=True)
class Convolution:
    """Shapes of one convolution: of x, and of the weight in its own layout."""

    x: Shape
    weight: Shape
    params: Mapping[str, Any] = field(default_factory=dict)
    label: str = ""


TWICE = {"stride": 2, "padding": 1}
PADDED = {"padding": 1}
CONVOLUTIONS: dict[str, dict[str, list[Convolution]]] = {
    "conv1d": {
        "tiny": [Convolution((1, 2, 8), (2, 2, 3), PADDED)],
        "cache": [Convolution((4, 16, 256), (16, 16, 3), PADDED)],
        "large": [Convolution((16, 64, 1024), (64, 64, 5), {"padding": 2})],
    },
    "conv2d": {
        "tiny": [Convolution((1, 2, 4, 4), (2, 2, 3, 3), PADDED)],
        "cache": [Convolution((2, 16, 16, 16), (16, 16, 3, 3), PADDED)],
        "large": [
            Convolution((8, 64, 56, 56), (64, 64, 3, 3), PADDED, "3x3"),
            Convolution((8, 3, 112, 112), (32, 3, 7, 7), {"stride": 2, "padding": 3}, "7x7"),
            Convolution((16, 32, 28, 28), (64, 32, 1, 1), {}, "1x1"),
        ],
    },
    "conv3d": {
        "tiny": [Convolution((1, 1, 3, 3, 3), (2, 1, 2, 2, 2))],
        "cache": [Convolution((1, 8, 8, 8, 8), (8, 8, 3, 3, 3), PADDED)],
        "large": [Convolution((4, 16, 16, 28, 28), (32, 16, 3, 3, 3), PADDED)],
    },
    "conv_transpose1d": {
        "tiny": [Convolution((1, 2, 8), (2, 2, 4), TWICE)],
        "cache": [Convolution((4, 16, 128), (16, 16, 4), TWICE)],
        "large": [Convolution((16, 64, 512), (64, 64, 4), TWICE)],
    },
    "conv_transpose2d": {
        "tiny": [Convolution((1, 2, 3, 3), (2, 2, 4, 4), TWICE)],
        "cache": [Convolution((2, 16, 8, 8), (16, 16, 4, 4), TWICE)],
        "large": [Convolution((8, 64, 28, 28), (64, 32, 4, 4), TWICE)],
    },
    "conv_transpose3d": {
        "tiny": [Convolution((1, 1, 2, 2, 2), (1, 1, 3, 3, 3), TWICE)],
        "cache": [Convolution((1, 8, 4, 4, 4), (8, 8, 4, 4, 4), TWICE)],
        "large": [Convolution((2, 16, 8, 14, 14), (16, 16, 4, 4, 4), TWICE)],
    },
}


class Draw:
    """Arrays of one call; the same for the same seed."""

    def __init__(self, seed: int, dtype: str):
        self.rng, self.dtype = np.random.default_rng(seed), np.dtype(dtype)

    def real(self, *shape: int) -> Array:
        """Never 0, where libraries choose different slopes of a kink."""
        found = np.asarray(self.rng.standard_normal(shape, self.dtype.type))
        found[found == 0] = 0.5
        return found

    def share(self, *shape: int) -> Array:
        """Numbers of (0, 1), away from its ends."""
        return np.asarray(self.rng.random(shape, self.dtype.type) * self.dtype.type(0.9) + self.dtype.type(0.05))

    def weight(self, fan: int, *shape: int) -> Array:
        return np.asarray(self.real(*shape) * self.dtype.type(max(fan, 1) ** -0.5))

    def sign(self, *shape: int) -> Array:
        return np.asarray(np.where(self.rng.random(shape) < 0.5, self.dtype.type(-1), self.dtype.type(1)))

    def mask(self, *shape: int) -> Array:
        return np.asarray(self.rng.random(shape, np.float32) < 0.7)

    def index(self, below: int, *shape: int) -> Array:
        return np.asarray(self.rng.integers(0, below, shape))


Arrays = tuple[Any, ...]
Make = Callable[[Draw, str], Arrays]


@dataclass(frozen=True)
class Recipe:
    """How the arrays of a formula are drawn at a size, and its parameters there."""

    make: Make
    params: Callable[[str], dict[str, Any]]


def _flat(count: int, draw: Draw, size: str) -> Arrays:
    return tuple(draw.real(*FLAT[size]) for _ in range(count))


def _shaped(shapes: Mapping[str, Shape], draw: Draw, size: str) -> Arrays:
    return (draw.real(*shapes[size]),)


def _apart(draw: Draw, size: str) -> Arrays:
    """x and y that are nowhere equal, where a slope of |x - y|^p is not defined."""
    x = draw.real(*FLAT[size])
    return x, x + draw.share(*FLAT[size])


def _prelu(draw: Draw, size: str) -> Arrays:
    shape = CHANNELS[size]
    return draw.real(*shape), draw.share(shape[1])


def _neuron(draw: Draw, size: str) -> Arrays:
    rows, inputs = NEURONS[size]
    return draw.real(rows, inputs), draw.weight(inputs, inputs), draw.real()


def _dense(shapes: Mapping[str, Shape], draw: Draw, size: str) -> Arrays:
    rows, inputs, outputs = shapes[size]
    return draw.real(rows, inputs), draw.weight(inputs, outputs, inputs), draw.real(outputs)


def _mlp(draw: Draw, size: str) -> Arrays:
    widths = WIDTHS[size]
    weights = [draw.weight(i, o, i) for i, o in pairwise(widths)]
    return draw.real(BATCHES[size], widths[0]), weights, [draw.real(o) for o in widths[1:]]


def _with(target: str, draw: Draw, size: str) -> Arrays:
    """A loss of x and a target of its shape."""
    return draw.real(*FLAT[size]), getattr(draw, target)(*FLAT[size])


def _probabilities(draw: Draw, size: str) -> Arrays:
    return draw.share(*FLAT[size]), draw.share(*FLAT[size])


def _classes(draw: Draw, size: str) -> Arrays:
    rows, classes = ROWS[size]
    return draw.real(rows, classes), draw.index(classes, rows)


def _distributions(draw: Draw, size: str) -> Arrays:
    return draw.real(*PAIRS[size]), draw.share(*PAIRS[size])


def _affine(shapes: Mapping[str, Shape], axis: int, draw: Draw, size: str) -> Arrays:
    """x with a weight and a bias along one of its axes."""
    shape = shapes[size]
    return draw.real(*shape), draw.real(shape[axis]), draw.real(shape[axis])


def _scaled(draw: Draw, size: str) -> Arrays:
    return _affine(TRAILING, -1, draw, size)[:2]


def _inference(draw: Draw, size: str) -> Arrays:
    x, weight, bias = _affine(PLANES, 1, draw, size)
    return x, draw.real(len(weight)), draw.share(len(weight)), weight, bias


def _running(draw: Draw, size: str) -> Arrays:
    shape = PLANES[size]
    return draw.real(shape[1]), draw.share(shape[1]), draw.real(*shape)


def _recurrent(gates: int, states: int, holes: int, draw: Draw, size: str) -> Arrays:
    steps, *shape = SEQUENCES[size]
    return draw.real(steps, shape[0], shape[1]), *_step(shape, gates, states, holes, draw)


def _cell(gates: int, states: int, holes: int, draw: Draw, size: str) -> Arrays:
    shape = CELLS[size]
    return draw.real(shape[0], shape[1]), *_step(shape, gates, states, holes, draw)


def _step(shape: Sequence[int], gates: int, states: int, holes: int, draw: Draw) -> Arrays:
    """States, weights, biases, and a peephole with that many axes after the first."""
    batch, inputs, hidden = shape
    arrays = [draw.real(batch, hidden) for _ in range(states)]
    arrays += [draw.weight(inputs, gates * hidden, inputs), draw.weight(hidden, gates * hidden, hidden)]
    arrays += [draw.weight(hidden, gates * hidden) for _ in range(2)]
    return *arrays, *([draw.weight(hidden, 3, *[hidden] * holes)] if holes else [])


def _convolution(shapes: Convolution, transposed: bool, draw: Draw, size: str) -> Arrays:
    fan = int(np.prod(shapes.weight[1:]))
    return draw.real(*shapes.x), draw.weight(fan, *shapes.weight), draw.real(shapes.weight[transposed])


def _optimizer(states: str, draw: Draw, size: str) -> Arrays:
    """Weights, gradient, and states: m is real, v positive, s a number in (0, 1), r a real number."""
    kinds = {"m": (draw.real, FLAT[size]), "v": (draw.share, FLAT[size]), "s": (draw.share, ()), "r": (draw.real, ())}
    return *_flat(2, draw, size), *(kinds[s][0](*kinds[s][1]) for s in states)


def _masked(draw: Draw, size: str) -> Arrays:
    return draw.real(*FLAT[size]), draw.mask(*FLAT[size])


def _fixed(**params: Any) -> Callable[[str], dict[str, Any]]:
    return lambda size: params


def _plain(make: Make, **params: Any) -> Recipe:
    return Recipe(make, _fixed(**params))


def _windows(n: int, **params: Any) -> Recipe:
    return _plain(partial(_shaped, IMAGES[n]), kernel_size=2, **params)


ONE = ("relu", "leaky_relu", "elu", "celu", "selu", "gelu", "mish", "softplus", "silu", "logsigmoid", "softsign",
       "relu6", "hardtanh", "hardsigmoid", "hardswish", "identity", "perceptron_step", "perceptron_sign", "sigmoid",
       "tanh")  # fmt: skip
RECIPES: dict[str, Recipe] = {
    **{name: _plain(partial(_flat, 1)) for name in ONE},
    "prelu": _plain(_prelu),
    "neuron": _plain(_neuron),
    "logistic_regression": _plain(_neuron),
    "polynomial_features": Recipe(partial(_shaped, MONOMIALS), lambda size: {"degree": 2 if size == "tiny" else 3}),
    "linear": _plain(partial(_dense, LAYER)),
    "mlp": _plain(_mlp),
    "residual": _plain(partial(_dense, SQUARE)),
    **{
        name: _plain(partial(_flat, 2))
        for name in ("mse_loss", "half_squared_error", "l1_loss", "huber_loss", "smooth_l1_loss", "gaussian_kl")
    },
    "hinge_loss": _plain(partial(_with, "sign")),
    "binary_cross_entropy": _plain(_probabilities),
    "binary_cross_entropy_with_logits": _plain(partial(_with, "share")),
    "kl_div": _plain(_distributions),
    "cross_entropy": _plain(_classes),
    "nll_loss": _plain(_classes),
    "batch_norm": _plain(partial(_affine, PLANES, 1)),
    "batch_norm_inference": _plain(_inference),
    "batch_norm_running": _plain(_running),
    "layer_norm": _plain(partial(_affine, TRAILING, -1)),
    "rms_norm": _plain(_scaled),
    "group_norm": Recipe(
        partial(_affine, GROUPED, 1), lambda size: {"num_groups": {"tiny": 2, "cache": 4, "large": 8}[size]}
    ),
    "instance_norm": _plain(partial(_affine, GROUPED, 1)),
    **{
        f"{name}{suffix}": _plain(partial(make, gates, states, holes))
        for name, gates, states, holes in (
            ("rnn", 1, 1, 0),
            ("lstm", 4, 2, 0),
            ("lstm_peephole", 4, 2, 1),
            ("lstm_peephole_full", 4, 2, 2),
            ("gru", 3, 1, 0),
            ("gru_reset_after", 3, 1, 0),
        )
        for suffix, make in (("", _recurrent), ("_cell", _cell))
    },
    **{f"{kind}_pool{n}d": _windows(n) for kind in ("max", "avg") for n in (1, 2, 3)},
    **{f"lp_pool{n}d": _windows(n, norm_type=2.0) for n in (1, 2)},
    **{f"global_{kind}_pool": _plain(partial(_shaped, IMAGES[2])) for kind in ("avg", "max")},
    "sgd": _plain(partial(_optimizer, ""), lr=0.1, weight_decay=0.01),
    "stochastic_gradient": _plain(partial(_optimizer, "rr"), lr=0.1, smoothing=0.1),
    **{n: _plain(partial(_optimizer, "m"), lr=0.1, momentum=0.9) for n in ("momentum", "nesterov")},
    "momentum_averaged": _plain(partial(_optimizer, "m"), lr=0.1, momentum=0.9),
    "adagrad": _plain(partial(_optimizer, "v")),
    "rmsprop": _plain(partial(_optimizer, "v")),
    "adadelta": _plain(partial(_optimizer, "vv")),
    "adam": _plain(partial(_optimizer, "mv"), t=7),
    "adamw": _plain(partial(_optimizer, "mv"), t=7),
    "nadam": _plain(partial(_optimizer, "mvs"), t=7),
    "l1_penalty": _plain(partial(_flat, 1), gamma=0.1),
    "l2_penalty": _plain(partial(_flat, 1), gamma=0.1),
    "p_norm": _plain(partial(_flat, 1), p=3.0),
    "p_metric": _plain(_apart, p=0.5),
    "clip_grad_norm": _plain(partial(_flat, 1), max_norm=1.0),
    "clip_grad_value": _plain(partial(_flat, 1), clip_value=0.5),
    "softmax": _plain(partial(_shaped, ROWS)),
    "log_softmax": _plain(partial(_shaped, ROWS)),
    "glu": _plain(partial(_shaped, PAIRS)),
    "dropout_train": _plain(_masked),
    "dropout_inference": _plain(partial(_flat, 1), p=0.3),
    "inverted_dropout": _plain(_masked, p=0.3),
}


@dataclass(frozen=True)
class Cell:
    """One formula at one size, shape and precision."""

    name: str
    size: str
    label: str
    dtype: str

    @property
    def key(self) -> str:
        return " ".join(filter(None, (self.name, self.size, self.label, self.dtype)))

    @property
    def title(self) -> str:
        return f"{self.name} {self.label}" if self.label else self.name


def cells(names: Sequence[str], sizes: Sequence[str], dtypes: Sequence[str]) -> Iterator[Cell]:
    for size in sizes:
        for name in names:
            for dtype in dtypes:
                for label in labels(name, size):
                    yield Cell(name, size, label, dtype)


def labels(name: str, size: str) -> list[str]:
    return [shapes.label for shapes in CONVOLUTIONS[name][size]] if name in CONVOLUTIONS else [""]


def inputs(cell: Cell) -> tuple[Arrays, dict[str, Any]]:
    """Arrays and parameters of a cell."""
    draw = Draw(zlib.crc32(cell.key.encode()), cell.dtype)
    if cell.name in CONVOLUTIONS:
        shapes = next(s for s in CONVOLUTIONS[cell.name][cell.size] if s.label == cell.label)
        return _convolution(shapes, "transpose" in cell.name, draw, cell.size), dict(shapes.params)
    recipe = RECIPES[cell.name]
    return recipe.make(draw, cell.size), recipe.params(cell.size)


def cotangents(cell: Cell, shapes: Sequence[Shape]) -> list[Array]:
    """One for each output, of its shape."""
    draw = Draw(zlib.crc32(f"{cell.key} cotangents".encode()), cell.dtype)
    return [draw.real(*shape) for shape in shapes]
