"""Whether running a kernel on awkward inputs shows that it is not the one it should be.

Sizes all different and some 0 or 1, parameters away from every identity, zeros and ties, kinks with their neighbours,
the tails of the format and infinities, cotangents that are not given. Memory comes full of nan, and blocks are two
rows, so that what is never written and what is written in the wrong block shows. Values are compared, never bytes.
"""

from __future__ import annotations

import ast
import copy
import importlib
import inspect
import math
import random
from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from itertools import pairwise
from types import SimpleNamespace
from typing import Any

import numpy as np

from nnmath import runtime
from nnmath.calculus import adjoint
from nnmath.codegen.library import function_name
from nnmath.formulas.registry import Definition
from nnmath.notation import Array, Floats, System, cells, interpret
from nnmath.verify.mutate_kernel import functions
from nnmath.verify.notice_systems import (
    HALVINGS,
    NEIGHBOURS,
    PATH,
    ZEROS,
    _has_cases,
    awkward,
    other_value,
    two_in_a_window,
)

Function = Callable[..., Any]
Env = Mapping[str, Any]
STARTS = 3
LEAST = 2
"""A seed for which parameters have their least values; so have every eighth after it."""
TRIES = 40
"""How many sizes and strides are drawn at most for ones that go together."""
HEARD = 24
"""How many comparisons of a kernel's runs are listened to."""
COMPARISONS = ("greater", "greater_equal", "less", "less_equal", "equal", "not_equal")
FAILED = (ArithmeticError, ValueError, TypeError, IndexError, NameError, AttributeError, RuntimeError, KeyError)
TAILS = (
    *(0.0, 5e-324, 1e-310, 2.3e-308, 1e-200, 1e-17, 1e-8, 1e-3, 0.1, 0.5, 0.75, 1.0, 1.28, 1.5, 2.0, 2.5, 3.0, 4.0),
    *(5.0, 5.5, 6.0, 8.0, 9.0, 12.0, 17.0, 20.0, 37.0, 38.5, 41.0, 88.7, 104.0, 350.0, 700.0, 709.5, 710.0, 745.2),
    *(800.0, 1e5, 1e20, 1e154, 1e200, 1.7e308, math.inf),
)


class _Small(SimpleNamespace):
    """The runtime with blocks of two rows, and memory that was never written full of nan and of something large."""

    def __getattr__(self, name: str) -> Any:
        return getattr(runtime, name)

    @staticmethod
    def empty(shape: Any, dtype: Any) -> Any:
        kind = np.dtype(dtype)
        found = np.full(shape, np.nan if kind.kind == "f" else 10**9, kind)
        if kind.kind == "f":
            found.flat[1::2] = 1e30  # where nan happens to be what a kernel fills with
        return found

    @staticmethod
    def blocks(work: Callable[[int, int], Any], count: int, *_sizes: Any) -> tuple[Any, ...]:
        found = [work(low, min(low + 2, count)) for low in range(0, max(count, 1), 2)]
        if found[0] is None:
            return ()
        totals = list(found[0])
        for parts in found[1:]:
            totals = [total + part for total, part in zip(totals, parts, strict=True)]
        return tuple(totals)


class _Listening(SimpleNamespace):
    """NumPy, which writes down what is compared with what."""

    def __getattr__(self, name: str) -> Any:
        return getattr(np, name)

    def __init__(self, heard: list[tuple[float, float]]):
        super().__init__()
        for name in COMPARISONS:
            setattr(self, name, self._compares(getattr(np, name), heard))

    @staticmethod
    def _compares(compare: Function, heard: list[tuple[float, float]]) -> Function:
        def listening(a: Any, b: Any, **out: Any) -> Any:
            both = [np.asarray(a), np.asarray(b)]
            if any(x.dtype.kind == "f" for x in both) and all(x.size for x in both):
                heard.append((float(both[0].flat[0]), float(both[1].flat[0])))
            return compare(a, b, **out)

        return listening


def compiled(function: ast.FunctionDef, heard: list[tuple[float, float]] | None = None) -> Function:
    """A kernel's tree as a function; `heard` collects its comparisons."""
    space: dict[str, Any] = {"np": np if heard is None else _Listening(heard), "rt": _Small()}
    exec(compile(ast.Module([function], []), function.name, "exec"), space)
    made: Function = space[function.name]
    return made


class Draw:
    """Arguments of a system's kernels at given sizes."""

    def __init__(self, system: System, env: Env, parameters: Mapping[str, float], how: str, seed: int):
        self.system, self.env, self.how = system, env, how
        self.chance = random.Random(f"{how} {seed}")
        given = {p.name: other_value(p, parameters.get(p.name, 0.37), seed) for p in system.parameters}
        self.thresholds = awkward(system, given, edges=how == "edges")
        self.positive = {a.name for a in system.inputs if seed % 3 and self.chance.random() < 0.6}
        self.infinite = system.inputs[seed // 8 % len(system.inputs)] if how == "infinite" else None
        self.dtype: Any = np.float32 if how == "single" else np.float64
        self.arrays = [self.array(a) for a in system.inputs]
        self.rest: list[Any] = [_smooth for _ in system.functions]
        self.rest += [env[p.name] if p.kind == "integer" else given[p.name] for p in system.parameters]
        self.steps = [None if not a.differentiable else self.array(a, "step") for a in system.inputs]
        self.steps = [s for s in self.steps if s is not None]
        prefix = len(system.inputs)
        self.bars = [self.array(a, "step") for a in adjoint(system).inputs[prefix:]]

    def array(self, array: Array, how: str = "") -> Any:
        if not array.ragged:
            return self._dense(array, {}, tuple(a.size.value(self.env) for a in array.axes), how)
        first = array.axes[0]
        items = []
        for at in range(first.size.value(self.env)):
            local = {**self.env, first.name: at}
            items.append(self._dense(array, {first.name: at}, tuple(a.size.value(local) for a in array.axes[1:]), how))
        return items

    def _dense(self, array: Array, at: Env, shape: tuple[int, ...], how: str) -> Any:
        if array.kind == "integer":
            assert array.below is not None
            below = array.below.value({**self.env, **at})
            return np.array([self.chance.randrange(below) for _ in range(int(np.prod(shape)))], np.int64).reshape(shape)
        how = how or self.how
        count = int(np.prod(shape))
        if how == "tails" and count:
            values = self._tails(count)
        elif how == "zero":
            values = [0.0] * count
        elif how == "unit":
            values = [self.chance.uniform(0.05, 0.95) for _ in range(count)]
        elif how in ("ties", "edges"):
            values = [float(self.chance.choice(self.thresholds)) for _ in range(count)]
        else:
            values = [self.chance.uniform(-1.5, 1.5) for _ in range(count)]
        if how == "infinite" and count and array is self.infinite:
            values[self.chance.randrange(count)] = -math.inf
        if how != "step" and (array.kind == "positive" or array.name in self.positive):
            values = [abs(v) or 0.6 for v in values] if how not in ("ties", "zero") else [abs(v) for v in values]
        return np.array(values, self.dtype).reshape(shape)[()]

    def _tails(self, count: int) -> list[float]:
        kinks = [f(t) for t in self.thresholds for f in (float, lambda t: math.nextafter(t, 9e9), _below)]
        every = [*kinks, *TAILS, *(-t for t in TAILS), math.nan]
        return (every * (count // len(every) + 1))[:count]


def _below(x: float) -> float:
    return math.nextafter(x, -9e9)


def tails_count(system: System, parameters: Mapping[str, float]) -> int:
    return 3 * len(awkward(system, parameters)) + 2 * len(TAILS) + 1


def _smooth(x: Any, order: int, *layer: Any) -> Any:
    """An activation with its derivatives, for formulas that take one."""
    t = np.tanh(x)
    return [t + x * x / 2, 1 - t * t + x, -2 * t * (1 - t * t) + 1, (1 - t * t) * (6 * t * t - 2)][order]


class KernelBench:
    """A variant's true kernels on awkward inputs, and its judgement on changed ones."""

    def __init__(self, definition: Definition, variant: str):
        self.definition, self.variant = definition, variant
        self.system = definition.systems[variant]
        self.name = function_name(definition.id, variant)
        source = inspect.getsource(importlib.import_module(f"nnmath.kernels.{definition.chapter}"))
        roles = ("", "_forward", "_backward", "_jvp", "_derivative", "_derivative2")
        trees = functions(source)
        self.trees = {self.name + r: trees[self.name + r] for r in roles if self.name + r in trees}
        self.true = {name: compiled(tree) for name, tree in self.trees.items()}

    @cached_property
    def draws(self) -> list[Draw]:
        found = [draw for wanted in self._wanted() if (draw := self._draw(*wanted))]
        if not found:
            raise ValueError(f"no input tried has a value under {self.name}")
        self._check_against_interpreter(found[0])
        return found

    def _draw(self, env: Env, how: str, seed: int) -> Draw | None:
        try:
            draw = Draw(self.system, env, self.definition.parameters, how, seed)
        except FAILED:
            return None
        return draw if self._is_sound(draw) else None

    def _is_sound(self, draw: Draw) -> bool:
        """Whether all true kernels have values there."""
        try:
            return all(_sound(self.outcome(name, self.true[name], draw), draw.how) for name in self.true)
        except (*FAILED, AssertionError):
            return False

    def thresholds(self, name: str, tree: ast.FunctionDef) -> Iterator[Draw]:
        """Where a comparison in a kernel changes its answer as all entries of one input move together."""
        if not any(isinstance(n, ast.Attribute) and n.attr in COMPARISONS for n in ast.walk(tree)):
            return
        heard: list[tuple[float, float]] = []
        function = compiled(tree, heard)
        sizes = dict(self.definition.sizes)
        ones = {**sizes, **{n: 1 for n in self.system.size_names if isinstance(sizes.get(n), int)}}
        small = two_in_a_window(self.system, sizes) or ones
        for env, how in ((small, "generic"), (small, "unit"), (sizes, "generic"), (sizes, "unit")):
            starts = [start for seed in range(STARTS) if (start := self._draw(env, how, seed))]
            for start in starts:
                yield from filter(self._is_sound, _Moved(self, name, function, heard, start).draws())
            if starts:
                return

    def _wanted(self) -> Iterator[tuple[Env, str, int]]:
        sizes = dict(self.definition.sizes)
        names = [n for n in self.system.size_names if isinstance(sizes.get(n), int)]
        yield from ((sizes, "generic", seed) for seed in range(3))
        yield from ((env, "generic", seed) for seed, env in enumerate(self._other_sizes()))
        cases, ones = _has_cases(adjoint(self.system)), {**sizes, **dict.fromkeys(names, 1)}
        yield from ((sizes, "ties", seed) for seed in range(12 if cases else 2))
        yield from ((ones, "ties", seed) for seed in range(30 if cases else 0))
        yield from (
            (env, how, seed) for how in ("unit", "edges") if cases for env in (sizes, ones) for seed in range(6)
        )
        if pairs := two_in_a_window(self.system, sizes):
            yield from ((pairs, "ties", seed) for seed in range(24))
        yield from ((env, "zero", seed) for env in (pairs or ones, sizes) for seed in range(ZEROS))
        yield ones, "generic", 1
        yield from (({**sizes, name: 0}, "empty", 1) for name in names)
        yield sizes, "single", 1
        yield from ((sizes, "infinite", LEAST + 8 * turn) for turn in range(2 * len(self.system.inputs)))
        if self.definition.elementwise and names == ["N"]:
            yield {"N": tails_count(self.system, self.definition.parameters)}, "tails", 0

    def _other_sizes(self) -> Iterator[Env]:
        """Integer parameters at and above their least, sizes drawn anew."""
        chance = random.Random(self.name)
        sizes = dict(self.definition.sizes)
        names = [n for n in self.system.size_names if isinstance(sizes.get(n), int)]
        for number in range(96 if "s0" in sizes else 8):
            for _ in range(TRIES):
                drawn = {n: chance.randrange(1, 6) for n in names}
                integers = self.system.integer_parameters
                whole = {p.name: int(p.low or 0) + _above(p.name, number, chance) for p in integers}
                big: dict[str, Any] = {n: int(str(sizes[n])) + 2 for n in names if number % 2 == 0 and integers}
                env = {**sizes, **drawn, **big, **whole}
                if self._has_entries(env) and self._draw(env, "generic", number):
                    break
            yield env

    def _has_entries(self, env: Env) -> bool:
        """Whether no array is empty there: windows that do not fit, or lie in the padding, tell nothing."""
        dense = [a for a in (*self.system.inputs, *self.system.outputs) if not a.ragged]
        try:
            return all(axis.size.value(env) > 0 for array in dense for axis in array.axes)
        except FAILED:
            return False

    def _check_against_interpreter(self, draw: Draw) -> None:
        """The kernels that mutants are compared with are themselves the formula, here at one point."""
        if self.system.functions:
            return
        values: dict[Any, Any] = {}
        for array, given in zip(self.system.inputs, draw.arrays, strict=True):
            values |= {(array.name, at): np.asarray(given)[at].item() for at in cells(array, draw.env)}
        for p, number in zip(self.system.parameters, draw.rest, strict=True):
            values[p.name, ()] = number
        wanted = interpret(self.system, Floats(), draw.env, values)
        found = _flat(self.outcome(self.name, self.true[self.name], draw)[0])
        for array, value in zip(self.system.outputs, found, strict=True):
            expected = [wanted[array.name][at] for at in np.ndindex(np.shape(value))]
            assert np.allclose(np.ravel(value), expected, rtol=1e-9, atol=1e-9), f"{self.name}: {array}"

    def outcome(self, name: str, function: Function, draw: Draw) -> list[Any]:
        """Everything that a kernel, given in place of the true one of that name, makes of a draw."""
        with np.errstate(all="ignore"):
            return list(self._results(name.removeprefix(self.name), function, draw))

    def _results(self, role: str, function: Function, draw: Draw) -> Iterator[Any]:
        arrays = _copies(draw.arrays)
        if role == "_forward":
            value, saved = function(*arrays, *draw.rest)
            yield value
            yield self.true[f"{self.name}_backward"](saved, *_copies(draw.bars))
        elif role == "_backward":
            _, saved = self.true[f"{self.name}_forward"](*arrays, *draw.rest)
            for bars in (draw.bars, *_each_missing(draw.bars), draw.bars):
                given = _copies(bars)
                yield _copied(function(saved, *given))
                yield given
        elif role == "_jvp":
            for steps in (draw.steps, *_each_missing(draw.steps)):
                yield _copied(function(*arrays, *_copies(steps), *draw.rest))
        else:
            yield function(*arrays, *draw.rest)
        yield arrays

    def judge(self, name: str, changed: ast.FunctionDef) -> tuple[str, str]:
        try:
            function = compiled(changed)
        except (SyntaxError, ValueError):
            return "killed", "does not compile"
        for number, draw in enumerate(self.draws):
            if how := self._differs(name, function, draw, self.truth(name, number)):
                return "killed", how
        for draw in self.thresholds(name, changed):
            if how := self._differs(name, function, draw, self.outcome(name, self.true[name], draw)):
                return "killed", how
        return "survived", f"alike on {len(self.draws)} awkward inputs"

    def _differs(self, name: str, function: Function, draw: Draw, truth: list[Any]) -> str:
        try:
            found = self.outcome(name, function, draw)
        except FAILED:
            return "fails where the kernel does not"
        return "" if _alike(found, truth, draw.how) else f"run on {draw.how} inputs"

    def truth(self, name: str, number: int) -> list[Any]:
        known = self.__dict__.setdefault("_truth", {})
        if (name, number) not in known:
            known[name, number] = self.outcome(name, self.true[name], self.draws[number])
        found: list[Any] = known[name, number]
        return found


class _Moved:
    """A draw with all entries of one input taking one value after another, until a comparison turns."""

    def __init__(self, bench: KernelBench, name: str, function: Function, heard: list[tuple[float, float]], draw: Draw):
        self.bench, self.name, self.function, self.heard, self.start = bench, name, function, heard, draw

    def at(self, place: int, value: float) -> Draw:
        draw = copy.copy(self.start)
        draw.how, draw.arrays = "threshold", list(draw.arrays)
        draw.arrays[place] = np.full_like(draw.arrays[place], value)
        return draw

    def gaps(self, place: int, value: float) -> list[float]:
        self.heard.clear()
        role = self.name.removeprefix(self.bench.name)
        try:
            with np.errstate(all="ignore"):
                next(self.bench._results(role, self.function, self.at(place, value)))
        except FAILED:
            return []
        return [a - b for a, b in self.heard[:HEARD]]

    def draws(self) -> Iterator[Draw]:
        for place, array in enumerate(self.start.arrays):
            seen: set[float] = set()
            if not isinstance(array, list) and np.asarray(array).dtype.kind == "f":
                line = [(v, self.gaps(place, v)) for v in PATH]
                for (low, before), (high, after) in pairwise(line):
                    for number, (a, b) in enumerate(zip(before, after, strict=False)):
                        if a * b < 0:
                            new = [v for v in self.met(place, number, low, high) if v not in seen]
                            seen.update(new)
                            yield from (self.at(place, v) for v in new)

    def met(self, place: int, number: int, low: float, high: float) -> list[float]:
        """Floats at which both sides of a comparison are equal, and one beside them."""
        rising = self.gaps(place, low)[number] < 0
        for _ in range(HALVINGS):
            middle = (low + high) / 2
            if middle in (low, high):
                break
            gaps = self.gaps(place, middle)
            if len(gaps) <= number:
                return []
            low, high = (middle, high) if (gaps[number] < 0) == rising else (low, middle)
        near = [low]
        for _ in range(NEIGHBOURS):
            near = [_below(near[0]), *near, math.nextafter(near[-1], math.inf)]
        equal = [v for v in near if self.gaps(place, v)[number : number + 1] == [0.0]]
        return [*equal[:2], near[0], near[-1]]


def _above(name: str, number: int, chance: random.Random) -> int:
    """How far an integer parameter lies above its least; every third time all strides are 1."""
    if number < 2:
        return number
    if name.startswith("m") and number % 2:
        return 0
    return 0 if number % 3 == 0 and name.startswith("s") else chance.randrange(4)


def _each_missing(values: list[Any]) -> Iterator[list[Any]]:
    for place in range(len(values)):
        yield [None if i == place else v for i, v in enumerate(values)]


def _copies(values: list[Any]) -> list[Any]:
    return [_copied(v) for v in values]


def _copied(value: Any) -> Any:
    if isinstance(value, list | tuple):
        return [_copied(v) for v in value]
    return np.array(value) if value is not None else None


def _flat(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return [leaf for v in value for leaf in _flat(v)]
    return [np.asarray(value)] if value is not None else []


def _sound(found: list[Any], how: str) -> bool:
    """Whether a draw lies where the kernel has values; in the tails the limits count as well."""
    return how in ("tails", "empty", "infinite") or all(np.isfinite(v).all() for v in _flat(found))


def _alike(found: list[Any], wanted: list[Any], how: str) -> bool:
    a, b = _flat(found), _flat(wanted)
    return len(a) == len(b) and all(_close(x, y, how) for x, y in zip(a, b, strict=True))


def _close(a: Any, b: Any, how: str) -> bool:
    if a.shape != b.shape or a.dtype != b.dtype:
        return False
    if a.dtype.kind != "f":
        return bool(np.array_equal(a, b))
    with np.errstate(all="ignore"):
        finite = np.isfinite(b)
        if not np.array_equal(a[~finite], b[~finite], equal_nan=True):
            return False
        tolerance = 2e-5 if a.dtype == np.float32 else 1e-10
        scale = np.abs(b) + 1e-320 if how == "tails" else np.max(np.abs(b), where=finite, initial=0)
        off = np.abs(a - b) > tolerance * scale
        return not bool((off | ~np.isfinite(a))[finite].any())


__all__ = ["Draw", "KernelBench", "compiled"]
