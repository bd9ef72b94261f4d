"""Calls of a formula, drawn to be awkward."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

import nnmath
from nnmath.check.exact import SETTLED, Answer, answers, derived, prepared, sizes_of, work
from nnmath.check.layouts import LAYOUTS, MEMORY, Sizes, chosen, generic, laid
from nnmath.check.values import (
    BY_FORMULA,
    CHOICES,
    KINDS,
    KINDS_BY_FORMULA,
    ORDINARY,
    SELECTING,
    masked,
    scale,
    values,
)

Array = np.ndarray[Any, Any]

INFINITE = float("inf")

FIRST = 1000
"""The index of the first call of a sweep: fewer are drawn otherwise."""


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
    memory: str = "C"
    bars: str = "drawn"
    picked: dict[str, Any] = field(default_factory=dict)

    @property
    def label(self) -> str:
        shapes = ", ".join(f"{n}{shape_of(a)}" for n, a in zip(self.names, self.args, strict=False))
        params = "".join(f", {k}={v!r}" for k, v in self.params.items())
        memory = {"C": "", "F": ", column-major"}.get(self.memory, f", {self.memory}")
        memory += "" if self.bars == "drawn" else f", cotangents {self.bars}"
        return f"{shapes}{params} ({self.flavor} values{memory})"

    @property
    def names(self) -> tuple[str, ...]:
        found: tuple[str, ...] = tuple(nnmath.formula(self.name)._entry["arrays"])
        return found

    @property
    def variant(self) -> str:
        return prepared(self.name, self.args, self.params).variant

    def expected(self) -> list[Answer] | None:
        """The exact outputs, each with the error that a correct kernel of the format may have."""
        return answers(self.name, self.args, self.params, "forward", (), self.dtype, self.ordinary, plain=self.plain)

    @property
    def plain(self) -> bool:
        """Whether the call is one of many, answered by the float64 kernels."""
        return self.index >= FIRST and self.flavor != "zero"

    @property
    def ordinary(self) -> bool:
        """Whether the float64 kernels may answer, where the call is large."""
        return self.flavor in ORDINARY

    def assert_matches(self, *results: Any) -> None:
        """Raise AssertionError, with the report, where the outputs are not the formula's on this call.

        A call of which no entry can be judged (empty arrays, entries that hang on a rounding) passes.
        """
        from nnmath.check.comparing import judged_case

        report = judged_case(self, results[0] if len(results) == 1 else results)
        if report.verdict != "UNDECIDED":
            report.raise_for_failure()

    def cotangents(self) -> tuple[Array, ...]:
        """Cotangents of every output, in memory as the arguments: by `bars` drawn, none alike, of some calls large or
        small; or of one, zero, but for one entry zero, mostly zero, or zero for all outputs but one.
        """
        rng = np.random.default_rng([self.seed, self.index, 1])
        value = nnmath.formula(self.name)(**{**dict(zip(self.names, self.args, strict=False)), **self.params})
        values = value if isinstance(value, tuple) else (value,)
        factor = scale(rng, self.dtype) if self.index % 3 == 1 else 1.0
        bars = [np.asarray(factor * rng.normal(size=np.shape(y))).astype(self.dtype) for y in values]
        return tuple(laid(bar, self.memory) for bar in _spread(rng, bars, self.bars))

    def tangents(self) -> tuple[Any, ...]:
        """A direction, chosen as cotangents are: None for what is not differentiated."""
        rng = np.random.default_rng([self.seed, self.index, 2])
        form = nnmath.formula(self.name)._entry["variants"][self.variant]

        def draw(a: Any) -> Any:
            if isinstance(a, list):
                return [draw(item) for item in a]
            return np.asarray(factor * rng.normal(size=np.shape(a))).astype(self.dtype)

        factor = scale(rng, self.dtype) if self.index % 3 == 1 else 1.0
        pairs = zip(self.names, self.args, strict=False)
        drawn = {n: draw(a) for n, a in pairs if n in form["differentiable"]}
        single = [n for n, a in drawn.items() if not isinstance(a, list)]
        drawn |= dict(zip(single, _spread(rng, [drawn[n] for n in single], self.bars), strict=True))
        return tuple(laid(drawn.get(n), self.memory) for n in self.names[: len(self.args)])


BARS = ("drawn", "ones", "zero", "entry", "sparse", "alone")
"""How cotangents are chosen."""


def _spread(rng: np.random.Generator, bars: list[Array], how: str) -> list[Array]:
    if how == "ones":
        return [np.ones_like(b) for b in bars]
    if how == "zero":
        return [np.zeros_like(b) for b in bars]
    if how == "alone":
        kept = int(rng.integers(len(bars)))
        return [b if i == kept else np.zeros_like(b) for i, b in enumerate(bars)]
    if how == "sparse":
        return [np.where(rng.uniform(size=b.shape) < 0.2, b, 0).astype(b.dtype) for b in bars]
    if how == "entry":
        chosen = [int(rng.integers(max(b.size, 1))) for b in bars]
        return [
            np.where(np.arange(b.size).reshape(b.shape) == at, b, 0).astype(b.dtype)
            for b, at in zip(bars, chosen, strict=True)
        ]
    return bars


def shape_of(a: Any) -> Any:
    return [np.shape(item) for item in a] if isinstance(a, list) else np.shape(a)


class Left:
    """A parameter that is left out."""

    def __repr__(self) -> str:
        return "left out"


OUT = Left()


class Drawer:
    """Draws one public call of a formula; a call that the library refuses is drawn again."""

    def __init__(self, name: str, dtype: str, fixed: Mapping[str, Any], accepted: Callable[[str], bool]):
        self.formula = nnmath.formula(name)
        self.entry = self.formula._entry
        self.name, self.dtype, self.fixed, self.accepted = name, dtype, fixed, accepted
        self.picked: Mapping[str, Any] = {}

    def draw(
        self,
        rng: np.random.Generator,
        flavor: str,
        shape: str,
        form: str,
        given: Mapping[str, int],
        turn: int,
        which: int = 0,
        picked: Mapping[str, Any] | None = None,
        most: float = INFINITE,
    ) -> Case | None:
        """A call in a variant, with values and sizes of a kind; None where the library refuses it.

        given: sizes. turn: of the parameters. which: of the axes, where one is to be unlike the others. picked: what
        is chosen beforehand of parameters and layouts, `OUT` for those that are left out. most: terms of the call.
        """
        self.picked = picked or {}
        axis = {} if given else chosen(shape, self.entry["variants"][form]["spec"], self.entry["adapter"], which)
        if shape == "empty" and not given and not axis:
            return None
        sizes = Sizes(rng, shape, given or axis)
        layout = LAYOUTS.get(self.entry["adapter"].rstrip("123d"), generic)
        shapes, params = layout(self, rng, sizes, form, turn)
        told = self._of_form(form, params)
        params = self._thinned(params | told, told, rng, turn)
        params |= {k: v for k, v in self.fixed.items() if k not in shapes}
        arrays: dict[str, Any] = {}
        for name, (extent, kind) in shapes.items():
            arrays[name] = self._array(rng, name, extent, kind, flavor, params, sizes)
        self.finished(arrays, params, rng, flavor)
        names = [n for n in self.entry["arrays"] if n in arrays]
        if names != list(self.entry["arrays"][: len(names)]):
            for n in self.entry["arrays"][: list(self.entry["arrays"]).index(names[-1])]:
                arrays.setdefault(n, None)
            names = [n for n in self.entry["arrays"] if n in arrays]
        case = Case(self.name, self.dtype, tuple(arrays[n] for n in names), params, flavor, shape, dict(sizes.known))
        try:
            call = prepared(self.name, case.args, case.params)
            if most < INFINITE and self._cost(case, call, most) > most:
                return None
            self.formula(**{**dict(zip(self.entry["arrays"], case.args, strict=False)), **params})
        except (ValueError, TypeError, IndexError):
            return None
        return case

    def _cost(self, case: Case, call: Any, most: float) -> float:
        """Terms of a call: of the interpreter, or, where many are allowed, of a kernel."""
        if self.entry["adapter"].startswith("conv") and most > AWKWARD:
            x, weight = case.args[:2]
            return float(x.size * weight.size / max(x.shape[1], 1))
        return work(derived(self.name, call.variant, "forward"), sizes_of(self.name, call))

    def _of_form(self, form: str, params: Mapping[str, Any]) -> dict[str, Any]:
        """Parameters that the name of a variant tells."""
        last = form.split("_")[-1]
        found: dict[str, Any] = {"reduction": last} if last in ("mean", "sum", "none", "batchmean") else {}
        found |= {"log_target": form.startswith("log_"), "approximate": form or "none", "ceil_mode": form == "ceil"}
        known = self.entry["variants"]
        told = {"log_target": "log_mean" in known, "approximate": "tanh" in known, "ceil_mode": "ceil" in known}
        return {k: v for k, v in found.items() if k in params and told.get(k, True) and k not in self.fixed}

    def _thinned(
        self, params: dict[str, Any], told: Mapping[str, Any], rng: np.random.Generator, turn: int
    ) -> dict[str, Any]:
        """Some parameters are left out, now and then all that may be: defaults are part of a formula."""
        known = self.formula.__signature__.parameters
        kept = {k for k in params if k in told or known[k].default is known[k].empty}
        if params.get("groups", 1) != 1:
            kept.add("groups")
        if self.picked:
            return {k: v for k, v in params.items() if v is not OUT}
        share = 1.0 if turn % 5 == 3 else 0.15 if turn > 1 else 0.0
        return {k: v for k, v in params.items() if k in kept or rng.uniform() >= share}

    def option(self, name: str, rng: np.random.Generator, turn: int) -> Any:
        """A parameter's value: each of its choices in turn."""
        if name in self.fixed:
            return self.fixed[name]
        if name in self.picked:
            return self.picked[name]
        options = BY_FORMULA.get((self.name, name), CHOICES.get(name, ()))
        if not options:
            return None
        offset = zlib.crc32(name.encode()) % len(options) if turn else 0
        at = turn + offset if turn < len(options) else int(rng.integers(len(options)))
        return options[at % len(options)]

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

    def _array(
        self, rng: np.random.Generator, name: str, extent: Any, kind: str, flavor: str, params: Any, sizes: Sizes
    ) -> Any:
        if isinstance(extent, list):
            return [values(rng, e, "real", flavor, self.dtype) for e in extent]
        if kind.startswith("int<"):
            return rng.integers(0, sizes(kind[4:], 1), extent)
        return self.filled(rng, name, extent, flavor, params)

    def filled(self, rng: np.random.Generator, name: str, shape: Any, flavor: str, params: Any) -> Array:
        """Values of the kind that belongs to an array's name."""
        kind = KINDS_BY_FORMULA.get((self.name, name), KINDS.get(name, "real"))
        if kind == "probability" and self.name == "kl_div" and params.get("log_target"):
            kind = "negative"
        if flavor in ("mean", "tiny") and name.startswith(("w_", "b_", "weight", "bias", "h0", "c0")):
            flavor = "normal"  # the mean and the size are those of the data
        if flavor in ("large", "wide", "mean") and name in ("logvar",):
            flavor = "normal"
        return values(rng, shape, kind, flavor, self.dtype)

    def finished(self, arrays: dict[str, Any], params: dict[str, Any], rng: np.random.Generator, flavor: str) -> None:
        """Ignored targets are there, probabilities add to one, and what is masked has none."""
        target = arrays.get("target")
        if flavor == "masked" and not (isinstance(target, np.ndarray) and target.dtype.kind == "f"):
            arrays["x"] = masked(rng, arrays["x"])
        if self.name == "cross_entropy" and isinstance(target, np.ndarray) and target.dtype.kind == "f":
            total = target.sum(axis=1 if target.ndim > 1 else 0, keepdims=True, dtype=np.float64)
            arrays["target"] = (target / np.where(total == 0, 1, total)).astype(self.dtype)
            params.pop("ignore_index", None)
        elif isinstance(target, np.ndarray) and target.dtype.kind == "i" and target.size > 2:
            ignore = params.get("ignore_index")
            if ignore is not None and ignore < 0:
                target.flat[rng.integers(target.size)] = ignore


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
    forms, plan = list(drawer.entry["variants"]), plan_of(name)
    settled = re.match(SETTLED, drawer.entry["adapter"])
    index, misses = 0, 0
    while misses < 200:
        round_, at = divmod(index, len(forms))
        rng = np.random.default_rng([seed, index, zlib.crc32(name.encode())])
        flavor, shape, which = schedule(index if len(forms) == 1 else round_ * 3 + at, plan)
        index += 1
        case = None
        for _attempt in range(12):
            turn, most = round_ + (at if len(forms) > 2 else 0), INFINITE
            if flavor not in ORDINARY and _attempt < (4 if settled else 10):
                most, shape = AWKWARD, "small" if shape == "distinct" and (settled or _attempt > 3) else shape
            case = drawer.draw(rng, flavor, shape, forms[at], {}, turn, which + seed, most=most)
            if case is not None and (variant is None or case.variant == variant):
                break
            case = None
        misses = 0 if case else misses + 1
        if case is not None:
            case.seed, case.index, case.memory = seed, index - 1, MEMORY[index % len(MEMORY)]
            case.args = tuple(laid(a, case.memory) for a in case.args)
            yield case


AWKWARD = 800
"""Terms of calls with awkward values, where there are sizes that need no more."""

PLAN = (
    ("normal", "distinct"),
    ("ties", "distinct"),
    ("mean", "distinct"),
    ("normal", "ones"),
    ("wide", "distinct"),
    ("normal", "empty"),
    ("large", "distinct"),
    ("normal", "long"),
    ("scaled", "distinct"),
    ("constant", "distinct"),
    ("normal", "huge"),
    ("tiny", "distinct"),
    ("normal", "single"),
    ("scaled", "single"),
    ("normal", "distinct"),
    ("normal", "huge"),
    ("mean", "ones"),
    ("normal", "huge"),
    ("scaled", "distinct"),
    ("normal", "single"),
    ("normal", "huge"),
    ("normal", "empty"),
    ("normal", "single"),
    ("scaled", "long"),
)
"""Values and sizes in turn: the first few show most mistakes."""


Plan = tuple[tuple[str, str], ...]


def plan_of(name: str) -> Plan:
    """The plan of a formula; one that selects is called with values far below, and at -inf, as well."""
    more: Plan = (("below", "distinct"), ("masked", "distinct")) if re.match(SELECTING, name) else ()
    return PLAN[:4] + more[::-1] + PLAN[4:11] + more + PLAN[11:]


def schedule(turn: int, plan: Plan = PLAN) -> tuple[str, str, int]:
    """Values, sizes, and how often sizes of that kind came before."""
    rounds, at = divmod(turn, len(plan))
    flavor, shape = plan[at]
    shapes = [s for _, s in plan]
    return flavor, shape, rounds * shapes.count(shape) + shapes[:at].count(shape)


def redrawn(case: Case, given: Mapping[str, int], params: Mapping[str, Any]) -> Case | None:
    """The like of a case at other sizes, its parameters kept."""
    drawer = Drawer(case.name, case.dtype, {**params, **case.params}, lambda name: name in case.params)
    rng = np.random.default_rng([case.seed, case.index, 7])
    found = drawer.draw(rng, case.flavor, "distinct", case.variant, {**case.sizes, **given}, 0, 0, case.picked)
    if found is not None:
        found.seed, found.index, found.memory = case.seed, case.index, case.memory
        found.bars, found.picked = case.bars, case.picked
        found.args = tuple(laid(a, case.memory) for a in found.args)
    return found


def refilled(case: Case, params: Mapping[str, Any]) -> Case:
    """The same call with other values."""
    drawer = Drawer(case.name, case.dtype, params, lambda name: True)
    rng = np.random.default_rng([case.seed, case.index, 8])

    def other(name: str, a: Any) -> Any:
        if isinstance(a, list):
            return [other(name, item) for item in a]
        if not isinstance(a, np.ndarray):
            return a
        if a.dtype.kind != "f":
            return rng.permutation(a.reshape(-1)).reshape(a.shape)
        return drawer.filled(rng, name, a.shape, case.flavor, case.params)

    arrays = {n: other(n, a) for n, a in zip(case.names, case.args, strict=False)}
    drawer.finished(arrays, dict(case.params), rng, case.flavor)
    return replace(case, args=tuple(laid(a, case.memory) for a in arrays.values()))
