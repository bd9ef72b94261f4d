"""Calls of a formula, drawn to be awkward.

Sizes are pairwise different, and sometimes 0 or 1; no parameter is at its identity and small
constants are visible; exponents spread over the format; values tie; every array is rounded to
the format before anything is computed from it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any

import numpy as np

import nnmath
from nnmath.check.exact import Answer, answers, prepared

Array = np.ndarray[Any, Any]

FLAVORS = ("normal", "mean", "ties", "wide", "large", "constant", "tiny")
"""How values are drawn: plain, about a large mean, with many equals, over many exponents, large, all equal, tiny."""

SHAPES = ("distinct", "ones", "empty", "long")
"""How sizes are drawn: pairwise different, all 1, one of them 0, larger than a vector register."""

CHOICES: dict[str, Sequence[Any]] = {
    "slope": (1.0, 1.7, -0.6),
    "negative_slope": (0.01, 0.3, 1.4),
    "alpha": (1.3, 1.0, 0.4),
    "beta": (1.6, 1.0, 0.3),
    "approximate": ("none", "tanh"),
    "min_val": (-0.5, -1.0),
    "max_val": (2.0, 1.0),
    "dim": (-1, 0, 1, -2),
    "reduction": ("mean", "sum", "none", "batchmean"),
    "delta": (0.6, 1.0),
    "eps": (0.1, 1.0, 1e-5),
    "momentum": (0.3, 0.85),
    "activation": ("sigmoid", "tanh", "relu", "softplus"),
    "activations": ("tanh", "relu", "sigmoid"),
    "degree": (2, 3, 0, 1),
    "log_target": (False, True),
    "label_smoothing": (0.3, 0.0),
    "ignore_index": (1, -100, 0),
    "lr": (0.3, 0.1),
    "weight_decay": (0.25, 0.0),
    "smoothing": (0.3,),
    "betas": ((0.6, 0.8), (0.9, 0.999)),
    "rho": (0.7, 0.9),
    "t": (1, 2, 3, 7),
    "momentum_decay": (0.004, 0.3),
    "gamma": (0.3, 1.7),
    "p": (0.3, 0.6),
    "max_norm": (0.7, 30.0),
    "clip_value": (0.7, 2.0),
    "norm_type": (2, 3, 1),
    "ceil_mode": (False, True),
    "count_include_pad": (True, False),
}
"""Values of parameters, away from every identity."""

BY_FORMULA: dict[tuple[str, str], Sequence[Any]] = {
    ("elu", "alpha"): (1.3, 1.0, -0.7),
    ("rmsprop", "alpha"): (0.7, 0.9),
    ("p_norm", "p"): (3.0, 2.0, 1.0, 1.5),
    ("p_metric", "p"): (3.0, 2.0, 1.0, 1.5),
    ("adagrad", "eps"): (0.1, 1.0),
    ("rmsprop", "eps"): (0.1, 1.0),
    ("adadelta", "eps"): (0.1, 1.0),
    ("adam", "eps"): (0.1, 1.0),
    ("adamw", "eps"): (0.1, 1.0),
    ("nadam", "eps"): (0.1, 1.0),
}

KINDS: dict[str, str] = {
    "v": "positive",
    "u": "positive",
    "q": "positive",
    "running_var": "positive",
    "mu_product": "unit",
    "mask": "bits",
    "pos_weight": "positive",
}
"""What the entries of an array are where its name decides that."""

KINDS_BY_FORMULA: dict[tuple[str, str], str] = {
    ("binary_cross_entropy", "x"): "unit",
    ("binary_cross_entropy", "target"): "unit",
    ("binary_cross_entropy_with_logits", "target"): "unit",
    ("binary_cross_entropy", "weight"): "positive",
    ("binary_cross_entropy_with_logits", "weight"): "positive",
    ("kl_div", "target"): "probability",
    ("hinge_loss", "target"): "signs",
    ("cross_entropy", "weight"): "positive",
    ("nll_loss", "weight"): "positive",
    ("cross_entropy", "target"): "probability",
}


@dataclass
class Case:
    """One call: `args` are the arrays by position, `params` keywords; `sizes` what it was drawn with."""

    name: str
    dtype: str
    args: tuple[Any, ...]
    params: dict[str, Any]
    flavor: str
    shape: str
    sizes: dict[str, int] = field(default_factory=dict)
    seed: int = 0
    index: int = 0

    @property
    def label(self) -> str:
        shapes = ", ".join(f"{n}{shape_of(a)}" for n, a in zip(self.names, self.args, strict=False))
        params = "".join(f", {k}={v!r}" for k, v in self.params.items())
        return f"{shapes}{params} ({self.flavor} values)"

    @property
    def names(self) -> tuple[str, ...]:
        found: tuple[str, ...] = tuple(nnmath.formula(self.name)._entry["arrays"])
        return found

    @property
    def variant(self) -> str:
        return prepared(self.name, self.args, self.params).variant

    def expected(self) -> list[Answer] | None:
        """The exact outputs, each with the error that a correct kernel of the format may have."""
        return answers(self.name, self.args, self.params, "forward", (), self.dtype, self.flavor == "normal")

    def assert_matches(self, *results: Any) -> None:
        """Raise AssertionError, with the report, where the outputs are not the formula's on this call."""
        from nnmath.check.comparing import judged_case

        value = results[0] if len(results) == 1 else results
        judged_case(self, value).raise_for_failure()

    def cotangents(self) -> tuple[Array, ...]:
        """Random cotangents of every output, none alike."""
        rng = np.random.default_rng([self.seed, self.index, 1])
        value = nnmath.formula(self.name)(**{**dict(zip(self.names, self.args, strict=False)), **self.params})
        values = value if isinstance(value, tuple) else (value,)
        return tuple(np.asarray(rng.normal(size=np.shape(y))).astype(self.dtype) for y in values)

    def tangents(self) -> tuple[Any, ...]:
        """A random direction: None for what is not differentiated."""
        rng = np.random.default_rng([self.seed, self.index, 2])
        form = nnmath.formula(self.name)._entry["variants"][self.variant]

        def draw(a: Any) -> Any:
            if isinstance(a, list):
                return [draw(item) for item in a]
            return np.asarray(rng.normal(size=np.shape(a))).astype(self.dtype)

        pairs = zip(self.names, self.args, strict=False)
        return tuple(draw(a) if n in form["differentiable"] else None for n, a in pairs)


def shape_of(a: Any) -> Any:
    return [np.shape(item) for item in a] if isinstance(a, list) else np.shape(a)


class Sizes:
    """Sizes by name, pairwise different, drawn when first asked for."""

    POOL = (3, 2, 5, 4, 6, 7, 8, 9)

    def __init__(self, rng: np.random.Generator, shape: str, given: Mapping[str, int]):
        self.rng, self.shape = rng, shape
        self.known: dict[str, int] = {}
        self.given = given
        pool = list(rng.permutation(self.POOL[:5])) + list(self.POOL[5:])
        self.pool = [int(s) for s in pool]

    def __call__(self, name: str, least: int = 0) -> int:
        if name not in self.known:
            self.known[name] = max(self.given.get(name, self._drawn()), least)
        return self.known[name]

    def _drawn(self) -> int:
        if self.shape == "ones":
            return 1
        if self.shape == "long" and len(self.known) < 2:
            return (37, 19)[len(self.known)]
        return self.pool[len(self.known) % len(self.pool)]


def magnitude(dtype: str) -> float:
    """What counts as large: exponentials of it overflow, its fourth power does not."""
    return {"float16": 14.0, "float32": 1000.0, "float64": 1000.0}[dtype]


def values(rng: np.random.Generator, shape: tuple[int, ...], kind: str, flavor: str, dtype: str) -> Array:
    """Entries of an array."""
    if kind == "bits":
        return rng.integers(0, 2, shape).astype(dtype)
    if kind == "signs":
        return (2.0 * rng.integers(0, 2, shape) - 1).astype(dtype)
    if kind in ("unit", "probability"):
        found = rng.uniform(0.02, 0.98, shape)
        if kind == "probability":
            found = np.where(rng.uniform(size=shape) < 0.25, 0.0, found)
        return np.asarray(found).astype(dtype)
    found = _real(rng, shape, flavor, dtype)
    if kind == "positive":
        found = np.abs(found) + (0.1 if flavor in ("normal", "mean") else 0)
    return np.asarray(found).astype(dtype)


def _real(rng: np.random.Generator, shape: tuple[int, ...], flavor: str, dtype: str) -> Array:
    large, normal = magnitude(dtype), rng.normal(size=shape)
    if flavor == "mean":
        return np.asarray(large / 4 + normal)
    if flavor == "ties":
        return rng.choice([-1.0, 0.0, 0.0, 1.0, 1.0, 2.0], size=shape)
    if flavor == "wide":
        reach = {"float16": 3.5, "float32": 14.0, "float64": 60.0}[dtype]
        return np.asarray(rng.choice([-1.0, 1.0], size=shape) * np.exp2(rng.uniform(-reach, reach, shape)))
    if flavor == "large":
        return np.asarray(large * normal)
    if flavor == "constant":
        return np.full(shape, float(rng.integers(1, 4)) / 4)
    if flavor == "tiny":
        return np.asarray(normal * np.exp2({"float16": -5.0, "float32": -30.0, "float64": -250.0}[dtype]))
    return np.asarray(normal)


class Drawer:
    """Draws one public call of a formula; a call that the library refuses is drawn again."""

    def __init__(self, name: str, dtype: str, fixed: Mapping[str, Any], accepted: Callable[[str], bool]):
        self.formula = nnmath.formula(name)
        self.entry = self.formula._entry
        self.name, self.dtype, self.fixed, self.accepted = name, dtype, fixed, accepted

    def draw(
        self, rng: np.random.Generator, flavor: str, shape: str, form: str, given: Mapping[str, int], turn: int
    ) -> Case | None:
        sizes = Sizes(rng, shape, given)
        if shape == "empty" and not given:
            names = sorted(_axes(self.entry["variants"][form]["spec"]))
            if "pool" in self.entry["adapter"] or "conv" in self.entry["adapter"]:
                names = ["N"]
            if not names:
                return None
            sizes = Sizes(rng, "distinct", {names[int(rng.integers(len(names)))]: 0})
        layout = LAYOUTS.get(self.entry["adapter"].rstrip("123d"), generic)
        shapes, params = layout(self, rng, sizes, form, turn)
        params |= self._of_form(form, params)
        params |= {k: v for k, v in self.fixed.items() if k not in shapes}
        arrays: dict[str, Any] = {}
        for name, (extent, kind) in shapes.items():
            arrays[name] = self._filled(rng, name, extent, kind, flavor, params, sizes)
        self._finished(arrays, params, rng)
        names = [n for n in self.entry["arrays"] if n in arrays]
        if names != list(self.entry["arrays"][: len(names)]):
            for n in self.entry["arrays"][: list(self.entry["arrays"]).index(names[-1])]:
                arrays.setdefault(n, None)
            names = [n for n in self.entry["arrays"] if n in arrays]
        case = Case(self.name, self.dtype, tuple(arrays[n] for n in names), params, flavor, shape, dict(sizes.known))
        try:
            prepared(self.name, case.args, case.params)
            self.formula(**{**dict(zip(self.entry["arrays"], case.args, strict=False)), **params})
        except (ValueError, TypeError, IndexError):
            return None
        return case

    def _of_form(self, form: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters that the name of a variant tells."""
        found = {"reduction": r for r in ("mean", "sum", "none", "batchmean") if form.split("_")[-1] == r}
        found |= {"log_target": form.startswith("log_"), "approximate": form or "none", "ceil_mode": form == "ceil"}
        known = self.entry["variants"]
        told = {"log_target": "log_mean" in known, "approximate": "tanh" in known, "ceil_mode": "ceil" in known}
        return {k: v for k, v in found.items() if k in params and told.get(k, True) and k not in self.fixed}

    def option(self, name: str, rng: np.random.Generator, turn: int) -> Any:
        """A parameter's value: each of its choices in turn."""
        if name in self.fixed:
            return self.fixed[name]
        options = BY_FORMULA.get((self.name, name), CHOICES.get(name, ()))
        if not options:
            return None
        offset = zlib.crc32(name.encode()) % len(options) if turn else 0
        return options[(turn + offset) % len(options)] if turn < len(options) else options[rng.integers(len(options))]

    def parameters(self, rng: np.random.Generator, turn: int, skip: Sequence[str] = ()) -> dict[str, Any]:
        found = {}
        for name, parameter in self.formula.__signature__.parameters.items():
            if name in self.entry["arrays"] or name in skip or name == "out":
                continue
            required = parameter.default is parameter.empty
            value = self.option(name, rng, turn)
            if name in self.fixed or (value is not None and (required or self.accepted(name))):
                found[name] = value
        return found

    def _filled(
        self, rng: np.random.Generator, name: str, extent: Any, kind: str, flavor: str, params: Any, sizes: Sizes
    ) -> Any:
        if isinstance(extent, list):
            return [values(rng, e, "real", flavor, self.dtype) for e in extent]
        if kind.startswith("int<"):
            below = sizes(kind[4:], 1)
            return rng.integers(0, below, extent)
        kind = KINDS_BY_FORMULA.get((self.name, name), KINDS.get(name, "real"))
        if kind == "probability" and params.get("log_target"):
            kind = "real"
        if flavor == "mean" and name.startswith(("w_", "b_", "weight", "bias", "h0", "c0")):
            flavor = "normal"  # the mean is that of the data
        if flavor in ("large", "wide") and name in ("logvar",):
            flavor = "normal"
        return values(rng, extent, kind, flavor, self.dtype)

    def _finished(self, arrays: dict[str, Any], params: dict[str, Any], rng: np.random.Generator) -> None:
        """Ignored targets are there, and probabilities add to one."""
        target = arrays.get("target")
        if self.name == "cross_entropy" and isinstance(target, np.ndarray) and target.dtype.kind == "f":
            total = target.sum(axis=1 if target.ndim > 1 else 0, keepdims=True, dtype=np.float64)
            arrays["target"] = (target / np.where(total == 0, 1, total)).astype(self.dtype)
            params.pop("ignore_index", None)
        elif isinstance(target, np.ndarray) and target.dtype.kind == "i" and target.size > 2:
            ignore = params.get("ignore_index")
            if ignore is not None and ignore < 0:
                target.flat[rng.integers(target.size)] = ignore


def _axes(spec: Any) -> set[str]:
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
        split = str(rng.choice(["", "N", "N", "()"]))
    elif rng.uniform() < 0.5:
        split = str(rng.choice(sorted(axes_there & {"N", "S", "F"}) or [""]))
    for name, axes, kind, below in _spec(d.entry["variants"][form]["spec"]):
        if name not in d.entry["arrays"]:
            continue
        extent = _extent(axes, sizes)
        if split == "()" and sizes.shape == "ones":
            extent = ()
        if split in axes and d.entry["adapter"] != "direct":
            at = list(axes).index(split)
            extent = (*extent[:at], 2, *extent[at:])
        shapes[name] = (extent, f"int<{below}" if kind == "integer" else "real")
    return shapes, d.parameters(rng, turn)


def _spec(spec: Any) -> Iterator[tuple[str, Any, str, Any]]:
    for name, axes, *rest in spec:
        yield name, axes, rest[0] if rest else "real", rest[1] if len(rest) > 1 else None


def groups(d: Drawer, rng: np.random.Generator, sizes: Sizes, form: str, turn: int) -> Layout:
    count, each = sizes("G", 1), sizes("D", 1)
    space = (sizes("S"),) if turn % 2 else (sizes("S"), 2)
    shapes = {"x": ((sizes("N"), count * each, *space), "real")}
    shapes |= dict.fromkeys(("weight", "bias"), ((count * each,), "real"))
    return shapes, {**d.parameters(rng, turn), "num_groups": count}


def halves(d: Drawer, rng: np.random.Generator, sizes: Sizes, form: str, turn: int) -> Layout:
    return {"x": ((2 * sizes("N"), 3, 2 * sizes("K")), "real")}, {"dim": (-1, 0)[turn % 2]}


def layers(d: Drawer, rng: np.random.Generator, sizes: Sizes, form: str, turn: int) -> Layout:
    count = 2 + turn % 2
    widths = [sizes(f"n{i}") for i in range(count + 1)]
    weights = [(b, a) for a, b in zip(widths, widths[1:], strict=False)]
    return {
        "x": ((sizes("N"), widths[0]), "real"),
        "weights": (weights, "real"),
        "biases": ([(b,) for b in widths[1:]], "real"),
    }, d.parameters(rng, turn)


def classes(d: Drawer, rng: np.random.Generator, sizes: Sizes, form: str, turn: int) -> Layout:
    """Class indices or probabilities, with weights or without, sometimes over an image."""
    space = () if turn % 3 < 2 else (2, 3)
    count, rows = sizes("K", 1), sizes("N")
    soft = form.startswith("probabilities")
    shapes: dict[str, tuple[Any, str]] = {"x": ((rows, count, *space), "real")}
    shapes["target"] = ((rows, count, *space), "real") if soft else ((rows, *space), "int<K")
    if (form.startswith("general") or soft) and d.accepted("weight") and turn % 2 == 0:
        shapes["weight"] = ((count,), "real")
    params = d.parameters(rng, turn)
    if not (form.startswith("general") or soft):
        params = {k: v for k, v in params.items() if k == "reduction" or k in d.fixed}
    return shapes, params


def windows(d: Drawer, rng: np.random.Generator, sizes: Sizes, form: str, turn: int) -> Layout:
    """Convolutions and poolings along as many axes as the name says; no axis like another."""
    count = int(d.entry["adapter"][-2])

    def each(*options: int) -> Any:
        return tuple(int(rng.choice(options)) for _ in range(count))

    kernel = [1 if sizes.shape == "ones" else k for k in (each(2, 3) if turn else (2, 3, 1)[:count])]
    if count > 1 and len(set(kernel)) == 1 and sizes.shape != "ones":
        kernel[0] = 5 - kernel[0] if kernel[0] in (2, 3) else 2
    space = tuple(
        1 if sizes.shape == "ones" else int(6 + a + rng.integers(0, 4) - 2 * (count == 3)) for a in range(count)
    )
    stride, dilation, padding = each(1, 2, 3), each(1, 2), each(0, 1)
    adapter, rows = d.entry["adapter"], sizes("N")
    wanted = {"stride": stride, "padding": padding, "dilation": dilation, "kernel_size": tuple(kernel)}
    if count == 1:
        wanted = {k: v[0] for k, v in wanted.items()}
    known = d.formula.__signature__.parameters
    params = {k: v for k, v in wanted.items() if k in known and (d.accepted(k) or known[k].default is known[k].empty)}
    params |= d.parameters(rng, turn, skip=tuple(wanted))
    params = {k: v for k, v in params.items() if v is not None}
    if "pool" in adapter:
        return {"x": ((rows, sizes("C"), *space), "real")}, params
    number = 1 + turn % 2 if d.accepted("groups") else 1
    if "groups" in d.fixed:
        number = d.fixed["groups"]
    if d.accepted("groups"):
        params["groups"] = number
    inside, outside = sizes("C", 0 if number == 1 else 1), sizes("K", 0 if number == 1 else 1)
    weight = (number * inside, outside, *kernel) if "transpose" in adapter else (number * outside, inside, *kernel)
    shapes: dict[str, tuple[Any, str]] = {"x": ((rows, number * inside, *space), "real"), "weight": (weight, "real")}
    if form != "nobias":
        shapes["bias"] = ((number * outside,), "real")
    if "transpose" in adapter and d.accepted("output_padding"):
        extra = tuple(int(rng.integers(0, max(s, t))) for s, t in zip(stride, dilation, strict=True))
        params["output_padding"] = extra if count > 1 else extra[0]
    elif "transpose" not in adapter and turn % 5 == 4 and "padding" not in d.fixed and d.accepted("padding"):
        params |= {"padding": "same"} | ({"stride": 1} if d.accepted("stride") else {})
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


@lru_cache(maxsize=256)
def _reachable(name: str, dtype: str) -> tuple[str, ...]:
    return tuple(nnmath.formula(name)._entry["variants"])


def cases(
    name: str,
    dtype: str = "float64",
    seed: int = 0,
    params: Mapping[str, Any] | None = None,
    variant: str | None = None,
    accepted: Callable[[str], bool] = lambda name: True,
) -> Iterator[Case]:
    """Calls without end, the most telling first; every variant, kind of value and kind of shape comes early."""
    drawer = Drawer(name, dtype, params or {}, accepted)
    forms = [f for f in _reachable(name, dtype)]
    index, misses = 0, 0
    while misses < 200:
        round_, at = divmod(index, len(forms))
        rng = np.random.default_rng([seed, index, zlib.crc32(name.encode())])
        flavor, shape = schedule(index if len(forms) == 1 else round_ * 3 + at)
        index += 1
        case = None
        for _attempt in range(12):
            case = drawer.draw(rng, flavor, shape, forms[at], {}, round_ + (at if len(forms) > 2 else 0))
            if case is not None and (variant is None or case.variant == variant):
                break
            case = None
        misses = 0 if case else misses + 1
        if case is not None:
            case.seed, case.index = seed, index - 1
            yield case


def schedule(turn: int) -> tuple[str, str]:
    """Values and sizes in turn: the first few show most mistakes."""
    plan = (
        ("normal", "distinct"),
        ("ties", "distinct"),
        ("mean", "distinct"),
        ("normal", "ones"),
        ("wide", "distinct"),
        ("normal", "empty"),
        ("large", "distinct"),
        ("normal", "long"),
        ("constant", "distinct"),
        ("tiny", "distinct"),
        ("normal", "distinct"),
        ("mean", "ones"),
        ("normal", "empty"),
    )
    return plan[turn % len(plan)]


def redrawn(case: Case, given: Mapping[str, int], params: Mapping[str, Any]) -> Case | None:
    """The like of a case at other sizes, its parameters kept."""
    drawer = Drawer(case.name, case.dtype, {**params, **case.params}, lambda name: name in case.params)
    rng = np.random.default_rng([case.seed, case.index, 7])
    found = drawer.draw(rng, case.flavor, "distinct", case.variant, {**case.sizes, **given}, 0)
    if found is not None:
        found.seed, found.index = case.seed, case.index
    return found
