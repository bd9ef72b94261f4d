"""Exact answers of a call, with what a correct kernel may miss them by.

Small calls go through the interpreter, in many digits; large ones, and float16 and float32 of
elementwise formulas, through the library's float64 kernels.
"""

from __future__ import annotations

import itertools
import math
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np

import nnmath
from nnmath import runtime
from nnmath.check.bounded import LONG, Bounded, NotDefined, Rounded
from nnmath.check.evaluating import Evaluator
from nnmath.face.adapters import Call
from nnmath.notation import System, cells

Array = np.ndarray[Any, Any]

SAFETY = 4
"""Bounds are first order and for one order of summation; others may take as many times it."""


@dataclass
class Answer:
    """One array of the result: `exact` as the nearest double and the rest, `allowed` as an absolute error."""

    name: str
    exact: Array
    rest: Array
    allowed: Array


def prepared(name: str, args: Sequence[Any], params: Mapping[str, Any]) -> Call:
    """The call in the system's terms; refused calls raise as the library refuses them."""
    formula = nnmath.formula(name)
    arguments = formula._arguments((), {**dict(zip(formula._entry["arrays"], args, strict=False)), **params})
    arguments.pop("out", None)
    return formula._prepare(arguments)[0]


def refused(name: str, args: Sequence[Any], params: Mapping[str, Any]) -> bool:
    """Whether the library refuses a call."""
    try:
        prepared(name, args, params)
    except ValueError:
        return True
    return False


def sizes_of(name: str, call: Call) -> dict[str, Any]:
    form = nnmath.formula(name)._entry["variants"][call.variant]
    whole = {n: v for n, v in call.parameters.items() if isinstance(v, int)}
    found = {**runtime.bind(form["spec"], tuple(call.arrays.values()), whole), **whole}
    return found


@lru_cache(maxsize=64)
def derived(name: str, variant: str, part: str) -> System:
    """The system of a part of a formula's variant."""
    from nnmath.calculus import adjoint, tangent

    system = nnmath.formula(name).systems[variant]
    return system if part == "forward" else {"vjp": adjoint, "jvp": tangent}[part](system)


def work(system: System, env: Mapping[str, Any]) -> int:
    """Terms that the interpreter would add up, about."""
    total = 0
    for statement in system.statements:
        binding, count = {**env, **{axis.name: 0 for axis in statement.axes}}, 1
        for axis in statement.axes:
            count *= max(axis.size.value(binding), 0)
        total += count
    return total


class Machine:
    """One interpreter run of a part of a call."""

    def __init__(self, name: str, call: Call, part: str, extra: Mapping[str, Any], dtype: str, quick: bool):
        self.system = derived(name, call.variant, part)
        self.field = Rounded(dtype, quick)
        self.quick = quick
        self.call = call
        self.env = sizes_of(name, call)
        values: dict[Any, Any] = {}
        for array in self.system.inputs:
            given = call.arrays[array.name] if array.name in call.arrays else extra[array.name]
            for at, value in entries(given):
                whole = array.kind == "integer"
                values[array.name, at] = int(value) if whole else self.field.given(float(value))
        for key, value in call.parameters.items():
            if not isinstance(value, int):
                values[key, ()] = self.field.parameter(float(value))
        form = nnmath.formula(name)._entry["variants"][call.variant]
        functions = {n: self._function(f) for n, f in zip(form["functions"], call.functions, strict=True)}
        self.interpreter = Evaluator(self.system, self.field, self.env, values, functions)

    def _function(self, function: Callable[..., Any]) -> Callable[..., Any]:
        """A given activation, in doubles; its error is that of the format and of the doubles."""

        def evaluate(order: int, at: tuple[Any, ...], x: Bounded) -> Bounded:
            place = [int(i.value) if isinstance(i, Bounded) else int(i) for i in at]
            h = 1e-6 * max(abs(float(x.value)), 1e-3)
            points = np.array([float(x.value), float(x.value) - h, float(x.value) + h])
            value, before, after = (float(v) for v in function(points, order, *place))
            slope = max(abs(after - value), abs(value - before)) / h
            error = self.field.numbers.of(slope) * x.error + 8 * abs(value)
            if x.error and abs(x.value) <= 16 * x.error * self.field.unit:
                self.field.fragile = True
            return Bounded(self.field, self.field.numbers.of(value), error)

        return evaluate

    def outputs(self) -> Iterator[tuple[str, Any]]:
        for array in self.system.outputs:
            if array.ragged:
                count = array.axes[0].size.value(self.env)
                yield array.name, [self._dense(array, first) for first in range(count)]
            else:
                yield array.name, self._dense(array, None)

    def _dense(self, array: Any, first: int | None) -> tuple[Array, Array, Array]:
        shape = shape_in(array, self.env, first or 0)
        where = [at for at in cells(array, self.env) if first is None or at[0] == first]
        if first is not None:
            shape = shape[1:]
        high, low, error = (np.zeros(shape) for _ in range(3))
        unit = self.field.unit
        for at in where:
            place = at if first is None else at[1:]
            self.field.fragile = False
            try:
                found = self.interpreter.cell(array, at)
                high[place] = float(found.value)
                low[place] = float(found.value - self.field.numbers.of(float(found.value)))
                error[place] = float(unit * (found.error + abs(found.value)))
                if self.field.fragile:
                    high[place], low[place], error[place] = math.nan, 0.0, math.inf
                elif math.isnan(high[place]) or math.isnan(error[place]):
                    # Long doubles underflow: more digits are asked. Of these nothing is known then.
                    high[place], low[place], error[place] = math.nan, 0.0, math.nan if self.quick else math.inf
            except NotDefined:
                high[place], error[place] = math.nan, math.inf
        return high, low, error


def shape_in(array: Any, env: Mapping[str, Any], first: int = 0) -> tuple[int, ...]:
    """The shape of an array of a system; where it is ragged, that of its member number `first`."""
    local = {**{axis.name: 0 for axis in array.axes}, **env, array.axes[0].name: first} if array.axes else env
    return tuple(axis.size.value(local) for axis in array.axes)


def entries(value: Any) -> Iterator[tuple[tuple[int, ...], Any]]:
    if isinstance(value, list | tuple):
        for first, item in enumerate(value):
            for at, entry in np.ndenumerate(item):
                yield (first, *at), entry
    else:
        yield from np.ndenumerate(value)


WORK = 9000
"""Terms that the interpreter is asked for, at most."""

FEW = 400
"""The same where the float64 kernels have an answer too."""

SETTLED = r"(conv(_transpose)?|max_pool|avg_pool)[123]d$|linear$|global_pool$"
"""Adapters of formulas that sum products of inputs, or select them: nothing lies between that could be rounded away."""


@dataclass
class Asked:
    """How many terms a comparison may still ask the interpreter for."""

    left: int = 9000

    def grants(self, terms: int) -> bool:
        """Whether so many may be asked for, which are counted then."""
        granted = terms <= self.left
        self.left -= terms * granted
        return granted


def answerable(name: str, args: Sequence[Any], params: Mapping[str, Any], large: bool) -> bool:
    """Whether `answers` has an answer to a forward call."""
    call = prepared(name, args, params)
    return large or work(derived(name, call.variant, "forward"), sizes_of(name, call)) <= WORK


def answers(
    name: str,
    args: Sequence[Any],
    params: Mapping[str, Any],
    part: str,
    extra: Sequence[Any],
    dtype: str,
    large: bool = True,
    precise: bool = False,
    plain: bool = False,
    asked: Asked | None = None,
) -> list[Answer] | None:
    """Every array of a part's result; `allowed` is infinite where a branch depends on rounding or nothing is defined.

    Calls that are large are answered by the float64 kernels if `large`, which holds for plain values only: where
    gates saturate and means are large, the rounding of what lies between is not seen from the inputs. None where
    a call is too large otherwise. `extra` holds cotangents in output order, or tangents of the arrays. `precise`
    answers have all their digits, the others enough beside what is allowed. `plain` calls are all answered so,
    but for means of one or two, from which little is left. `asked`: what a comparison may still ask for.
    """
    if plain:
        if not few_terms(name, args, params):
            return _by_kernels(name, args, params, part, extra, dtype, 2)
        large = False
    if any(isinstance(a, np.ndarray) and a.dtype.kind == "f" and np.any(np.isneginf(a)) for a in args):
        return _in_the_limit(name, args, params, part, extra, dtype, large, asked)
    call = prepared(name, args, params)
    sizes = sizes_of(name, call)
    terms = work(derived(name, call.variant, part), sizes)
    if terms > (FEW if large and not precise else WORK) or (asked is not None and not asked.grants(terms)):
        large |= bool(re.match(SETTLED, nnmath.formula(name)._entry["adapter"]))
        return _by_kernels(name, args, params, part, extra, dtype) if large else None
    if LONG and not precise:
        with np.errstate(all="ignore"):
            found = _by_machine(name, call, part, _inner(name, call, part, extra), dtype, True)
        if all(np.all(np.isfinite(a.exact) | np.isinf(a.allowed)) and not np.any(np.isnan(a.allowed)) for a in found):
            return found
    return _by_machine(name, call, part, _inner(name, call, part, extra), dtype, False)


def few_terms(name: str, args: Sequence[Any], params: Mapping[str, Any]) -> bool:
    """Whether a mean that is subtracted from its own terms is of one or two: they cancel to nothing."""
    if not re.search(CENTRED, nnmath.formula(name)._entry["adapter"]):
        return False
    call = prepared(name, args, params)
    env = sizes_of(name, call)
    reductions = [st.reduced for st in derived(name, call.variant, "forward").statements if st.reduced]
    return any(math.prod(axis.size.value(env) for axis in axes) <= 2 for axes in reductions)


GATED = r"direct$|recurrent_biases$"
"""Adapters of formulas with gates, which are of size 1 whatever the outputs are."""

CENTRED = r"statistics$|^trailing$|^groups$"
"""Adapters of norms."""

FAR = 20000.0
"""What stands for infinity: no exponential of a format is left of it."""


def _in_the_limit(
    name: str,
    args: Sequence[Any],
    params: Mapping[str, Any],
    part: str,
    extra: Sequence[Any],
    dtype: str,
    large: bool,
    asked: Asked | None,
) -> list[Answer] | None:
    """The answer where some entries are -inf: where two finite stand-ins agree, or go on to where the kernels are."""
    near, far = (
        answers(name, [_replaced(a, -reach) for a in args], params, part, extra, dtype, large, asked=asked)
        for reach in (FAR, 2 * FAR)
    )
    if near is None or far is None:
        return None
    found = []
    for a, b, (_, there) in zip(near, far, by_library(name, args, params, part, extra), strict=True):
        with np.errstate(all="ignore"):
            agree = np.abs(a.exact - b.exact) <= np.minimum(a.allowed, b.allowed)
            agree &= np.abs(there - a.exact) <= np.maximum(a.allowed, 1e-9)
            leaves = np.isinf(there) & (np.abs(b.exact) > np.abs(a.exact) + 10) & (np.sign(b.exact) == np.sign(there))
        exact = np.where(leaves, there, np.where(agree, a.exact, np.nan))
        allowed = np.where(leaves, 0.0, np.where(agree, a.allowed, np.inf))
        found.append(Answer(a.name, exact, np.where(agree, a.rest, 0.0), allowed))
    return found


def _replaced(a: Any, value: float) -> Any:
    if not isinstance(a, np.ndarray) or a.dtype.kind != "f":
        return widened(a)
    return np.where(np.isneginf(a), value, a.astype(np.float64))


def _by_machine(name: str, call: Call, part: str, inner: Mapping[str, Any], dtype: str, quick: bool) -> list[Answer]:
    """By the interpreter, in long doubles if `quick`, else in many digits."""
    formula = nnmath.formula(name)
    form = formula._entry["variants"][call.variant]
    machine = Machine(name, call, part, inner, dtype, quick)
    least = floor_of(dtype) * (1 + len(machine.env))
    found: list[Answer] = []
    for (_, value), (label, arrange) in zip(machine.outputs(), _labels(formula, form, call, part), strict=True):
        parts = value if isinstance(value, list) else [value]
        for i, (high, low, error) in enumerate(parts):
            outward = (lambda a: a) if arrange is None else arrange.outward
            title = f"{label}[{i}]" if isinstance(value, list) else label
            found.append(Answer(title, outward(high), outward(low), SAFETY * outward(error) + least))
    return found


def floor_of(dtype: str) -> float:
    """The smallest normal number: results below it may be flushed to zero."""
    return float(np.finfo(dtype).tiny)


def _labels(formula: Any, form: Mapping[str, Any], call: Call, part: str) -> list[tuple[str, Any]]:
    if part == "vjp":
        return [(n, call.inputs.get(n)) for n in form["differentiable"]]
    return list(zip(form["outputs"], call.outputs, strict=True))


def _inner(name: str, call: Call, part: str, extra: Sequence[Any]) -> dict[str, Any]:
    """Cotangents or tangents as the derived system names and arranges them."""
    if part == "forward":
        return {}
    formula = nnmath.formula(name)
    form = formula._entry["variants"][call.variant]
    system = derived(name, call.variant, part)
    own = {a.name for a in formula.systems[call.variant].inputs}
    added = [a.name for a in system.inputs if a.name not in own]
    if part == "vjp":
        given = {
            n: (c if a is None else a.inward(c)) for n, c, a in zip(form["outputs"], extra, call.outputs, strict=True)
        }
    else:
        names = formula._entry["arrays"]
        given = {}
        for n in form["differentiable"]:
            tangent = dict(zip(names, extra, strict=False))[n]
            arrange = call.inputs.get(n)
            given[n] = tangent if arrange is None or isinstance(tangent, list) else arrange.inward(tangent)
    return {
        label: value
        for label in added
        for n, value in given.items()
        if label.endswith(f"_{n}") and len(n) == max(len(m) for m in given if label.endswith(f"_{m}"))
    }


def widened(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [widened(v) for v in value]
    return value.astype(np.float64) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value


def by_library(
    name: str,
    args: Sequence[Any],
    params: Mapping[str, Any],
    part: str,
    extra: Sequence[Any],
    widened: Callable[[Any], Any] = widened,
) -> list[Any]:
    """The library's own result, in float64 if the arguments are not to be otherwise: [(label, array)]."""
    formula = nnmath.formula(name)
    names = formula._entry["arrays"]
    given = {**dict(zip(names, widened(list(args)), strict=False)), **params}
    if part == "forward":
        value = formula(**given)
        values = value if isinstance(value, tuple) else (value,)
        return list(
            zip(formula._entry["variants"][prepared(name, args, params).variant]["outputs"], values, strict=True)
        )
    if part == "vjp":
        _, pullback = formula.vjp(**given)
        gradient = pullback(*widened(list(extra)))
        pairs = []
        for field, value in zip(gradient._fields, gradient, strict=True):
            if isinstance(value, list):
                pairs += [(f"{field}[{i}]", v) for i, v in enumerate(value)]
            elif value is not None:
                pairs.append((field, value))
        return pairs
    _, dots = formula.jvp(widened(list(args)), widened(list(extra)), **params)
    dots = dots if isinstance(dots, tuple) else (dots,)
    return list(zip(formula._entry["variants"][prepared(name, args, params).variant]["outputs"], dots, strict=True))


def _by_kernels(
    name: str,
    args: Sequence[Any],
    params: Mapping[str, Any],
    part: str,
    extra: Sequence[Any],
    dtype: str,
    trials: int = 6,
) -> list[Answer] | None:
    """Large calls: the bound from how far the result moves when every input moves by a few units."""
    unit = 2.0 ** -{"float16": 11, "float32": 24, "float64": 53}[dtype]
    step = max(unit, 2.0**-40)
    exact = by_library(name, args, params, part, extra)
    spread = [np.zeros(np.shape(a)) for _, a in exact]
    rng = np.random.default_rng(0)

    def moved(value: Any) -> Any:
        if isinstance(value, list | tuple):
            return [moved(v) for v in value]
        if isinstance(value, np.ndarray) and value.dtype.kind == "f":
            wide = value.astype(np.float64)
            return wide * (1 + step * rng.choice([-1.0, 1.0], size=wide.shape))
        return value

    for _ in range(trials):
        try:
            other = by_library(name, moved(list(args)), params, part, moved(list(extra)))
        except (ValueError, TypeError):
            return None
        for total, (_, a), (_, b) in zip(spread, exact, other, strict=True):
            with np.errstate(all="ignore"):
                np.maximum(total, np.abs(a - b), out=total)
    margin = 16 if trials == 6 or dtype == "float16" else 64  # few trials show less than there is
    noise = _noise(name, args, params, part, extra)
    length = max((np.size(a) for a in [*args, *extra] if isinstance(a, np.ndarray)), default=1)
    found = []
    for total, lost, (label, a) in zip(spread, noise, exact, strict=False):
        scale = float(np.max(np.abs(a), initial=0)) if np.all(np.isfinite(a)) else math.inf
        total = np.where(np.isnan(total) & ~np.isnan(a), np.inf, total)  # not defined nearby
        known = np.isfinite(total)
        if re.match(GATED, nnmath.formula(name)._entry["adapter"]):
            scale = max(scale, 1.0, *(float(np.max(np.abs(b), initial=0.0)) for b in extra if b is not None))
        if trials < 6 and np.any(known):
            total = np.maximum(total, float(np.mean(total[known])) / 4)  # some entries stay by chance
        allowed = (
            margin * total * (unit / step) + 16 * unit * math.sqrt(length) * scale + 8 * unit * lost + floor_of(dtype)
        )
        found.append(Answer(label, np.asarray(a, float), np.zeros(np.shape(a)), allowed))
    return found


def _noise(
    name: str, args: Sequence[Any], params: Mapping[str, Any], part: str, extra: Sequence[Any]
) -> Iterable[float]:
    """What the rounding of what lies between inputs and outputs does to each array, in units of roundoff.

    Where terms cancel it is not seen from the inputs: it is what a kernel loses in single precision.
    """
    single = partial(_narrowed, np.float32)
    if re.match(SETTLED, nnmath.formula(name)._entry["adapter"]):
        return itertools.repeat(0.0)
    args, extra = single(list(args)), single(list(extra))
    found = []
    with np.errstate(all="ignore"):
        near, there = (by_library(name, args, params, part, extra, how) for how in (single, widened))
        for (_, a), (_, b) in zip(near, there, strict=True):
            off = np.abs(a - b)
            found.append(float(np.max(off, initial=0.0, where=np.isfinite(off))) * 2.0**24)
    return found


def _narrowed(dtype: Any, value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_narrowed(dtype, v) for v in value]
    return value.astype(dtype) if isinstance(value, np.ndarray) and value.dtype.kind == "f" else value
