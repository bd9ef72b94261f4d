"""Shapes of calls: sizes pairwise different, sometimes 0, 1 or large, and how arrays lie in memory."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np

if TYPE_CHECKING:
    from nnmath.check.draw import Drawer

Array = np.ndarray[Any, Any]


class Sizes:
    """Sizes by name, pairwise different, drawn when first asked for."""

    POOL = (3, 2, 5, 4, 6, 7, 8, 9)

    def __init__(self, rng: np.random.Generator, shape: str, given: Mapping[str, int]):
        self.rng, self.shape = rng, shape
        self.known: dict[str, int] = {}
        self.given = given
        pool = list(rng.permutation(self.POOL[:5])) + list(self.POOL[5:])
        self.pool = [int(s) for s in (rng.permutation((2, 3, 2, 1, 3)) if shape == "small" else pool)]

    def __call__(self, name: str, least: int = 0) -> int:
        if name not in self.known:
            self.known[name] = max(self.given.get(name, self._drawn()), least)
        return self.known[name]

    def _drawn(self) -> int:
        if self.shape == "ones":
            return 1
        return self.pool[len(self.known) % len(self.pool)]


LONG_ROW, WIDE_MATRIX = 1103, 131
"""Sizes above the buffers that kernels use: of an axis, and of one that costs more than its length."""


def huge(name: str, spec: Any, adapter: str) -> int:
    """The size of the one axis that is huge; smaller where it is squared, is walked along, or is of a window."""
    whole = [axes for _, axes, *_ in spec]
    squared = any(axes.count(name) > 1 or any(f"*{name}" in axis for axis in axes) for axes in whole)
    walked = name == "T" or adapter.endswith(("1d", "2d", "3d"))
    return WIDE_MATRIX if squared or (walked and name != "N") else LONG_ROW


def chosen(shape: str, spec: Any, adapter: str, turn: int) -> dict[str, int]:
    """The axis that is 0, 1 or huge in a call where one is, or the two that are long: each in its turn."""
    names = sorted(axes_of(spec))
    if shape in ("distinct", "small", "ones") or not names:
        return {}
    if adapter[-2:] in ("1d", "2d", "3d"):
        names = ["N"] if shape == "empty" else ["C", "N"] if "pool" in adapter else ["C", "K", "N"]
        names += ["space"] if shape == "huge" else []
    if adapter == "polynomial_features" and shape == "huge":
        names = ["N"]
    if adapter == "groups":
        names = ["N", "D"] if shape == "huge" else [n for n in ("D", "N", "G", "S") if shape != "empty" or n in "NS"]
    name = names[turn % len(names)]
    if shape == "long":
        return {names[(turn + 1) % len(names)]: 19, name: 37}
    if shape == "huge" and len(names) == 1:
        return {name: 4099}
    if shape == "huge" and names[-1] == "space":
        return {name: {"1": 261, "2": 67, "3": 13}[adapter[-2]]}
    return {name: {"empty": 0, "single": 1, "huge": huge(name, spec, adapter)}[shape]}


MEMORY = ("C", "C", "F", "strided")
"""How arrays lie in memory, by turns."""

LYING = ("C", "F", "strided", "apart", "turned", "reversed", "offset")
"""All the ways: by rows, by columns, every other entry, every other row, the last two axes exchanged, backwards, and
at an address that is no multiple of a vector's."""


def laid(a: Any, memory: str) -> Any:
    """The same array, lying in memory otherwise."""
    if isinstance(a, list):
        return [laid(item, memory) for item in a]
    if not isinstance(a, np.ndarray) or a.ndim == 0 or memory == "C":
        return a
    if memory == "F":
        return np.asfortranarray(a)
    if memory == "turned":
        return np.ascontiguousarray(a.swapaxes(-1, -2)).swapaxes(-1, -2) if a.ndim > 1 else a
    if memory == "reversed":
        return np.ascontiguousarray(np.flip(a)[...])[(slice(None, None, -1),) * a.ndim]
    if memory == "apart":
        wide = np.zeros((2 * a.shape[0], *a.shape[1:]), a.dtype)
        wide[::2] = a
        return wide[::2]
    if memory == "offset":
        raw = np.zeros(a.size + 1, a.dtype)
        raw[1:] = a.reshape(-1)
        return raw[1:].reshape(a.shape)
    wide = np.zeros((*a.shape[:-1], 2 * a.shape[-1]), a.dtype)
    wide[..., ::2] = a
    return wide[..., ::2]


def axes_of(spec: Any) -> set[str]:
    return {axis for _, axes, *_ in spec for axis in axes if axis.isidentifier()}


def _extent(axes: Sequence[str], sizes: Sizes) -> tuple[int, ...]:
    """A shape from its text: names, and multiples such as 4*H."""
    found = []
    for axis in axes:
        factors = [int(f) if f.isdigit() else sizes(f) for f in axis.split("*")]
        found.append(int(np.prod(factors)))
    return tuple(found)


Layout = tuple[dict[str, tuple[Any, str]], dict[str, Any]]


def generic(d: Drawer, rng: np.random.Generator, sizes: Sizes, form: str, turn: int) -> Layout:
    """Arrays as the system has them; sometimes an axis of the batch or of space stands for two."""
    shapes: dict[str, tuple[Any, str]] = {}
    split: Any = None
    axes_there = {axis for _, axes, *_ in d.entry["variants"][form]["spec"] for axis in axes}
    if axes_there == {"N"}:
        split = str(rng.choice(["", "N", "N", "N", "()"]))
    elif rng.uniform() < 0.5:
        split = str(rng.choice(sorted(axes_there & {"N", "S", "F"}) or [""]))
    extra: tuple[int, ...] = (int(rng.integers(2, 4)),)
    without = split == "S" and sizes.shape == "distinct" and bool(rng.uniform() < 0.5)
    if "axes" in d.picked:
        split, count = d.picked["axes"]
        without, extra = count == 0, (2, 3, 1)[: max(count - 1, 0)]
    elif without:
        extra = ()
    for name, axes, kind, below in _spec(d.entry["variants"][form]["spec"]):
        if name not in d.entry["arrays"]:
            continue
        extent = _extent(axes, sizes)
        if split == "()" and (sizes.shape == "ones" or "axes" in d.picked):
            extent = ()
        if split in axes and d.entry["adapter"] != "direct":
            at = list(axes).index(split)
            extent = (*extent[:at], *extra, *extent[at + without :])
        shapes[name] = (extent, f"int<{below}" if kind == "integer" else "real")
    return shapes, d.parameters(rng, turn)


def _spec(spec: Any) -> Iterator[tuple[str, Any, str, Any]]:
    for name, axes, *rest in spec:
        yield name, axes, rest[0] if rest else "real", rest[1] if len(rest) > 1 else None


def groups(d: Drawer, rng: np.random.Generator, sizes: Sizes, form: str, turn: int) -> Layout:
    count, each = sizes("G", 1), sizes("D", 1)
    count = d.picked.get("counted", 0) or count
    space: tuple[int, ...] = (sizes("S"),) if turn % 2 else (sizes("S"), 2)
    space = (sizes("S"), 2, 3)[: d.picked.get("space", len(space))]
    shapes = {"x": ((sizes("N"), count * each, *space), "real")}
    shapes |= dict.fromkeys(("weight", "bias"), ((count * each,), "real"))
    return shapes, {**d.parameters(rng, turn), "num_groups": count}


def halves(d: Drawer, rng: np.random.Generator, sizes: Sizes, form: str, turn: int) -> Layout:
    shape = (*([] if turn % 2 else [2]), 2 * sizes("N"), 2 * sizes("M"), 2 * sizes("K"))
    shape = shape[-d.picked.get("rank", len(shape)) :]
    return {"x": (shape, "real")}, d.parameters(rng, turn)


def layers(d: Drawer, rng: np.random.Generator, sizes: Sizes, form: str, turn: int) -> Layout:
    count = 2 + turn % 2
    widths = [sizes(f"n{i}") for i in range(count + 1)]
    weights = [(b, a) for a, b in pairwise(widths)]
    return {
        "x": ((sizes("N"), widths[0]), "real"),
        "weights": (weights, "real"),
        "biases": ([(b,) for b in widths[1:]], "real"),
    }, d.parameters(rng, turn)


def classes(d: Drawer, rng: np.random.Generator, sizes: Sizes, form: str, turn: int) -> Layout:
    """Class indices or probabilities, with weights or without, sometimes over an image."""
    space: tuple[int, ...] = () if turn % 3 < 2 else (2, 3)
    space = (2, 3, 2)[: d.picked.get("space", len(space))]
    count, rows = sizes("K", 1), sizes("N")
    soft = form.startswith("probabilities")
    shapes: dict[str, tuple[Any, str]] = {"x": ((rows, count, *space), "real")}
    shapes["target"] = ((rows, count, *space), "real") if soft else ((rows, *space), "int<K")
    if (form.startswith("general") or soft) and d.accepted("weight") and d.picked.get("weighted", turn % 2 == 0):
        shapes["weight"] = ((count,), "real")
    params = d.parameters(rng, turn)
    if not (form.startswith("general") or soft):
        params = {k: v for k, v in params.items() if k == "reduction" or k in d.fixed}
    return shapes, params


def windows(d: Drawer, rng: np.random.Generator, sizes: Sizes, form: str, turn: int) -> Layout:
    """Convolutions and poolings along as many axes as the name says; no axis like another."""
    count = int(d.entry["adapter"][-2])
    spelled = d.picked.get("spelled", "")

    def each(name: str, *options: int) -> Any:
        """A length along every axis: drawn for each; that of all where one is picked, or of one of them."""
        found = [int(rng.choice(options)) for _ in range(count)]
        picked = d.picked.get(name, options[0])
        if spelled == "axes" and isinstance(picked, int):
            found[rng.integers(count)] = picked
        elif spelled:
            found = [picked if isinstance(picked, int) else {"padding": 0}.get(name, 1)] * count
        return tuple(found)

    kernel = [
        1 if sizes.shape == "ones" else k
        for k in (each("kernel_size", 2, 3, 2, 4, 1, 5) if turn or spelled else (2, 3, 1)[:count])
    ]
    if count > 1 and len(set(kernel)) == 1 and sizes.shape != "ones" and not spelled:
        kernel[0] = 5 - kernel[0] if kernel[0] in (2, 3) else 2
    if sizes.shape == "small":
        kernel = [min(k, 2 + (a == 0)) for a, k in enumerate(kernel)]
    space = tuple(
        1 if sizes.shape == "ones" else int(6 + a + rng.integers(0, 4) - 2 * (count == 3)) for a in range(count)
    )
    if spelled and count == 3:
        space = tuple(int(3 + a + rng.integers(0, 2)) for a in range(count))
    if sizes.shape == "small":
        space = tuple(int(3 + a % 2 + rng.integers(0, 3 if count == 1 else 2)) for a in range(count))
    if sizes.shape in ("long", "huge"):
        sizes.known |= {"N": 9, "C": 7, "K": 2} if count == 3 and sizes.shape == "long" else {}
    if sizes.shape in ("long", "huge") or spelled:
        space = (*space[:-1], sizes.given.get("space", space[-1]))
    stride, dilation = each("stride", 1, 2, 3), each("dilation", 1, 1, 2, 3)
    padding = each("padding", 0, 1, 1 if "pool" in d.entry["adapter"] else 2)
    if spelled and "transpose" not in d.entry["adapter"]:  # the window fits
        reach = [s * (k - 1) + 1 for s, k in zip(dilation, kernel, strict=True)]
        space = tuple(max(s, r + 1 + i) for i, (s, r) in enumerate(zip(space, reach, strict=True)))
    adapter, rows = d.entry["adapter"], sizes("N")
    lengths = {"stride": stride, "padding": padding, "dilation": dilation, "kernel_size": tuple(kernel)}
    whole = spelled == "number" if spelled else turn % 3 == 2  # one number for all axes
    wanted = {k: v[0] if count == 1 or (whole and k != "kernel_size") else v for k, v in lengths.items()}
    if whole and "pool" in d.entry["adapter"] and (spelled or rng.uniform() < 0.5):
        wanted["kernel_size"] = kernel[-1]
    wanted |= {k: v for k, v in d.picked.items() if k in wanted and not isinstance(v, int)}
    known = d.formula.__signature__.parameters
    params = {k: v for k, v in wanted.items() if k in known and (d.accepted(k) or known[k].default is known[k].empty)}
    params |= d.parameters(rng, turn, skip=tuple(wanted))
    params = {k: v for k, v in params.items() if v is not None}
    if "pool" in adapter:
        return {"x": ((rows, sizes("C"), *space), "real")}, params
    number = (1, 2, 3, 4)[turn % 4] if d.accepted("groups") and sizes.shape not in ("long", "huge") else 1
    if isinstance(d.picked.get("groups"), int):
        number = d.picked["groups"]
    if "groups" in d.fixed:
        number = d.fixed["groups"]
    if d.accepted("groups"):
        params["groups"] = number if number > 1 else d.picked.get("groups", number)
    inside, outside = sizes("C", 0 if number == 1 else 1), sizes("K", 0 if number == 1 else 1)
    weight = (number * inside, outside, *kernel) if "transpose" in adapter else (number * outside, inside, *kernel)
    shapes: dict[str, tuple[Any, str]] = {"x": ((rows, number * inside, *space), "real"), "weight": (weight, "real")}
    if form != "nobias":
        shapes["bias"] = ((number * outside,), "real")
    if "transpose" in adapter and d.accepted("output_padding"):
        steps = ((stride[0],) * count, (dilation[0],) * count) if whole else (stride, dilation)
        extra = tuple(int(rng.integers(0, max(s, t))) for s, t in zip(*steps, strict=True))
        params["output_padding"] = extra[0] if count == 1 or whole else extra
    elif (
        "transpose" not in adapter
        and turn
        and not spelled
        and rng.uniform() < 0.3
        and "padding" in params
        and "padding" not in d.fixed
    ):
        params["padding"] = str(rng.choice(["same", "same", "valid"]))
        if d.accepted("stride") and params["padding"] == "same":
            params["stride"] = 1
    return shapes, params


LAYOUTS: dict[str, Callable[..., Layout]] = {
    "groups": groups,
    "glu": halves,
    "mlp": layers,
    "cross_entropy": classes,
    "nll_loss": classes,
    "conv": windows,
    "conv_transpose": windows,
    "max_pool": windows,
    "avg_pool": windows,
    "lp_pool": windows,
}
"""By adapter, where public arrays are not the system's."""
