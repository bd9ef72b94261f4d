"""How far kernels are from the exact value, over random patterns or over every number of the format.

float64 is measured against the certified oracle point by point. float32 and narrower formats are measured
against the kernel in float64, whose own error there is measured with the same oracle and is below 1e-6 of
their unit; the worst points are then measured again with the oracle itself.

Near a root away from 0 no working-precision form keeps its relative error: within half of the root the lesser
of the forward error and the backward one, in units of the input, is what counts, and both are reported apart.
"""

from __future__ import annotations

import getpass
import hashlib
import inspect
import json
import math
import os
import tempfile
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict, dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from nnmath.runtime.vectors import the_other_way
from nnmath.usage import kept
from nnmath.verify.digest import has_two_ways, sources
from nnmath.verify.entries import completed, evaluate, evaluate_exact
from nnmath.verify.inputs import bit_patterns, every_float16, middling, points, special_values
from nnmath.verify.oracle import Oracle
from nnmath.verify.progress import Progress
from nnmath.verify.ulp import Array, Format, spacing, ulp_errors

WINDOW = 0.5  # of a root: there the lesser of forward and backward error counts
SURE = 300  # points of largest error measured again with the oracle
BINS = 4096  # of 1/16 ulp
CHUNK = 1 << 24
SAMPLE_CHUNK = 1 << 16
FLOAT64_SAMPLE = 10**7
BLOCK = 1 << 15  # larger ones are given back to the system and asked for again each time
GRADE = 4.0
EXACT_GRADE = {"float16": 0.5, "bfloat16": 0.5, "float32": 0.5, "float64": 1.0}

Evaluate = Callable[..., Array]


@dataclass
class Accuracy:
    """The worst error in ulp with its input, the 99th percentile, how many inputs, what was raised."""

    name: str
    dtype: str
    order: int
    params: dict[str, Any]
    worst_ulp: float
    worst_input: float
    worst_hex: str
    p99: float
    count: int
    flags: tuple[str, ...] = ()
    nan_kept: bool = True
    root_forward: float = 0.0
    root_backward: float = 0.0
    exhaustive: bool = False
    found: float = math.nan
    exact: float = math.nan

    def line(self) -> str:
        order = "" if not self.order else f" derivative {self.order}"
        given = "".join(f" {k}={v}" for k, v in self.params.items())
        near = (
            f"; near roots {self.root_forward:.3g} forward, {self.root_backward:.3g} backward"
            if self.root_forward
            else ""
        )
        raised = f"; raised {', '.join(self.flags)}" if self.flags else ""
        every = "all " if self.exhaustive else ""
        return (
            f"{self.name}{given}{order} {self.dtype}: worst {self.worst_ulp:.4g} ulp at {self.worst_hex} "
            f"({self.worst_input!r}), p99 {self.p99:.3g}, {every}{self.count} inputs{near}{raised}"
        )

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


def hexadecimal(x: Any) -> str:
    """The bits of a number: ``0xc2ce8ed0``."""
    value = np.asarray(x)
    return f"0x{int(value.view(f'u{value.dtype.itemsize}')):0{2 * value.dtype.itemsize}x}"


def as_dtype(dtype: Any) -> np.dtype[Any]:
    if str(dtype) == "bfloat16":
        try:
            import ml_dtypes
        except ImportError as error:
            raise ImportError("bfloat16 needs ml_dtypes: python -m pip install ml_dtypes") from error
        dtype = ml_dtypes.bfloat16
    found: np.dtype[Any] = np.dtype(dtype)
    return found


def measure(
    name: str,
    dtype: Any = "float32",
    count: int = 1 << 16,
    seed: int = 0,
    order: int = 0,
    *,
    function: Evaluate | None = None,
    inputs: Array | None = None,
    progress: bool | None = False,
    rounded: bool = False,
    **params: Any,
) -> Accuracy:
    """Worst error of the library's kernel (or of ``function(x)``) over special values and `count` random inputs.

    A format of 16 bits is measured over all of its numbers. `rounded` decides, where an error looks like half
    a unit, whether the nearest number was given.

    >>> measure("silu", "float16").worst_ulp < 0.51
    True
    """
    form = as_dtype(dtype)
    given = completed(name, params)
    if inputs is not None:
        x = np.asarray(inputs, form)
    else:
        x = every_float16(form) if form.itemsize == 2 else points(form, count, seed, name, **given)
    run = function or (lambda a: evaluate(name, a, order, **given))
    forked = function is None and has_two_ways(name, order)
    tally = Tally(name, form, order, given, rounded=rounded)
    bar = Progress(f"{name} {form}", x.size, shown=progress)
    for start in range(0, x.size, BLOCK):
        part = x[start : start + BLOCK]
        with warnings.catch_warnings(record=True) as caught, np.errstate(all="warn", under="ignore"):
            warnings.simplefilter("always")
            found = list(_both(run, part, forked))
        tally.raised.update(str(w.message) for w in caught if issubclass(w.category, RuntimeWarning))
        for x_way, y in found:
            tally.add(x_way, y)
        tally.count += part.size
        bar.step(part.size)
    bar.close()
    return tally.result(exhaustive=inputs is None and form.itemsize == 2)


@dataclass
class Tally:
    """Errors of blocks of inputs, gathered: a histogram, the worst inputs, what was near roots."""

    name: str
    dtype: np.dtype[Any]
    order: int
    params: dict[str, Any]
    histogram: Array = field(default_factory=lambda: np.zeros(BINS + 1, np.int64))
    worst: list[tuple[float, int, float]] = field(default_factory=list)  # error, bits of x, y
    root_forward: float = 0.0
    root_backward: float = 0.0
    nan_kept: bool = True
    count: int = 0
    raised: set[str] = field(default_factory=set)
    rounded: bool = False  # whether to decide that the nearest number was given, to any closeness

    def add(self, x: Array, y: Array) -> None:
        if y.dtype != x.dtype:
            raise TypeError(f"{self.name} gives {y.dtype} for {x.dtype}")
        if np.isnan(x.min(initial=np.inf)):
            nan = np.isnan(x)
            self.nan_kept &= bool(np.isnan(y[nan]).all())
            x, y = x[~nan], y[~nan]
        error = self._errors(x, y)
        self._near_roots(x, y, error)
        bins = np.minimum(error * 16, BINS).astype(np.int64)
        self.histogram += np.bincount(bins, minlength=BINS + 1)
        self._keep(x, y, error)

    def _errors(self, x: Array, y: Array) -> Array:
        if self.dtype.itemsize == 8:
            return self._certified(x, y)
        wide = evaluate(self.name, x.astype(np.float64), self.order, **self.params)
        return quick_errors(y, wide, self.dtype)

    def _certified(self, x: Array, y: Array) -> Array:
        hi, lo, exponent = self.oracle.exact_scaled(x.astype(np.float64))
        return ulp_errors(y, hi, lo, self.dtype, exponent)

    @property
    def oracle(self) -> Oracle:
        return _oracle(self.name, self.order, tuple(sorted(self.params.items())))

    def _near_roots(self, x: Array, y: Array, error: Array) -> None:
        """Replace forward by backward errors where they are less."""
        for root in self.oracle.roots:
            near = np.abs(x.astype(np.float64) - root) < WINDOW * abs(root)
            if not near.any():
                continue
            at, forward = x[near].astype(np.float64), error[near]
            step = np.abs(at) * 2.0**-13
            wide = [evaluate(self.name, at + s, self.order, **self.params) for s in (step, -step)]
            slope = np.abs(wide[0] - wide[1]) / (2 * step)
            with np.errstate(all="ignore"):
                backward = forward * self._units(at) / (slope * spacing(at, self.dtype))
            judged = np.fmin(forward, backward)
            self.root_forward = max(self.root_forward, float(forward.max()))
            self.root_backward = max(self.root_backward, float(judged.max()))
            error[near] = judged

    def _units(self, x: Array) -> Array:
        """The unit in the last place of each exact value."""
        if self.dtype.itemsize < 8:
            found = spacing(evaluate(self.name, x, self.order, **self.params), self.dtype)
        else:
            *_, exponent = self.oracle.exact_scaled(x)
            found = np.ldexp(1.0, np.maximum(exponent, Format(self.dtype).low) - Format(self.dtype).bits + 1)
        return np.asarray(found)

    def _keep(self, x: Array, y: Array, error: Array) -> None:
        least = self.worst[-1][0] if len(self.worst) == SURE else -1.0
        if not error.size or error.max() <= least:
            return
        kept = min(SURE, error.size)
        most = np.argpartition(error, error.size - kept)[-kept:]
        bits = x[most].view(f"u{self.dtype.itemsize}").tolist()
        found = zip(error[most].tolist(), bits, y[most].astype(np.float64).tolist(), strict=True)
        self.worst = sorted([*self.worst, *found], reverse=True)[:SURE]

    def _decide(self, x: Array, y: Array, error: Array) -> None:
        """Errors that look like half a unit: above it where the nearest number was missed."""
        for k in np.flatnonzero(np.abs(error - 0.5) < 1e-6):
            right = self.oracle.is_rounded(float(x[k]), float(y[k]), self.dtype)
            error[k] = 0.5 if right else 0.5 + 1e-6

    def merge(self, other: Tally) -> None:
        self.histogram = self.histogram + other.histogram
        self.worst = sorted([*self.worst, *other.worst], reverse=True)[:SURE]
        self.root_forward = max(self.root_forward, other.root_forward)
        self.root_backward = max(self.root_backward, other.root_backward)
        self.nan_kept &= other.nan_kept
        self.count += other.count
        self.raised |= other.raised

    def result(self, exhaustive: bool = False) -> Accuracy:
        bits = np.array([b for _, b, _ in self.worst], f"u{self.dtype.itemsize}")
        x = bits.view(self.dtype)
        y = np.array([v for *_, v in self.worst])
        error = self._certified(x, y.astype(self.dtype)) if x.size else np.zeros(0)
        sure = Tally(self.name, self.dtype, self.order, self.params)
        if x.size:
            sure._near_roots(x, y.astype(self.dtype), error)
        if self.rounded:
            self._decide(x, y, error)
        at = int(np.argmax(error)) if x.size else 0
        total = self.histogram.cumsum()
        most = float(error[at]) if x.size else 0.0
        p99 = min(float(np.searchsorted(total, 0.99 * total[-1]) + 1) / 16, most)  # a bin's upper edge
        worst = x[at] if x.size else self.dtype.type(0)
        return Accuracy(
            self.name,
            str(self.dtype),
            self.order,
            self.params,
            most,
            float(worst),
            hexadecimal(worst),
            p99,
            self.count,
            tuple(sorted(self.raised)),
            self.nan_kept,
            max(self.root_forward, sure.root_forward),
            max(self.root_backward, sure.root_backward),
            exhaustive,
            float(y[at]) if x.size else math.nan,
            float(self.oracle.exact(float(worst))),
        )


@lru_cache(maxsize=64)
def _oracle(name: str, order: int, params: tuple[tuple[str, Any], ...]) -> Oracle:
    return Oracle(name, order=order, **dict(params))


def quick_errors(y: Array, wide: Array, dtype: Any) -> Array:
    """`ulp_errors` against doubles, for a narrower format, in few passes."""
    form = Format(dtype)
    with np.errstate(all="ignore"):
        unit = (wide.view(np.int64) & np.int64(0x7FF << 52)).view(np.float64)
        np.clip(unit, 2.0**form.low, 2.0**form.high, out=unit)
        unit *= 2.0 ** (1 - form.bits)
        error = np.abs(y.astype(np.float64) - wide)
        error /= unit
    odd = ~(np.abs(wide) <= form.max) | ~np.isfinite(error)
    if odd.any():
        error[odd] = ulp_errors(y[odd], wide[odd], 0.0, dtype)
    return error


def exhaustive(
    name: str,
    dtype: Any = "float32",
    order: int = 0,
    progress: bool | None = None,
    *,
    exact: bool = False,
    sample: int | None = None,
    seed: int = 0,
    workers: int = 2,
    state: str | os.PathLike[str] | None = None,
    chunks: range | None = None,
    **params: Any,
) -> Accuracy:
    """Every number of a format of 16 or 32 bits, or `sample` random ones, in chunks, by `workers` processes.

    With `state`, a file, finished chunks are kept there and an interrupted run goes on; `exact` judges
    ``formula.exact`` instead of the kernel; `chunks` takes a part of the chunks, of which float32 has 256.
    float64 has too many numbers: its sample, by default 10^7, is measured against the oracle.
    """
    form = as_dtype(dtype)
    if form.itemsize == 8 and sample is None:
        sample = FLOAT64_SAMPLE
    job = _Job(name, str(form), order, exact, completed(name, params), sample, seed)
    if form.itemsize == 2:
        found = every_float16(form)
        result = measure(
            name, form, order=order, function=job.function, inputs=found, progress=progress, rounded=exact, **job.params
        )
        result.exhaustive = True
        return result
    todo = list(range(job.chunks) if chunks is None else chunks)
    store = _State(state, {**asdict(job), "sources": sources(name, [order]), "judge": _judge()})
    total = job.tally()
    for k in (k for k in todo if k in store.done):
        total.merge(_restored(store.done[k], job))
    left = [k for k in todo if k not in store.done]
    bar = Progress(f"{name} {form}", len(todo), len(todo) - len(left), shown=progress)
    for k, part in _swept(left, job, workers):
        store.add(k, _stored(part))
        total.merge(part)
        bar.step(note=f"worst {total.worst[0][0]:.3g} ulp" if total.worst else "")
    bar.close()
    return total.result(exhaustive=sample is None and len(todo) == job.chunks)


@dataclass(frozen=True)
class _Job:
    name: str
    dtype: str
    order: int
    exact: bool
    params: dict[str, Any]
    sample: int | None
    seed: int

    @property
    def chunks(self) -> int:
        return (1 << 32) // CHUNK if self.sample is None else max(1, math.ceil(self.sample / SAMPLE_CHUNK))

    def tally(self) -> Tally:
        form = as_dtype(self.dtype)
        return Tally(self.name, form, self.order, self.params, rounded=self.exact and form.itemsize < 8)

    def function(self, x: Array) -> Array:
        if not self.exact:
            return evaluate(self.name, x, self.order, **self.params)
        if self.order:
            raise ValueError("the exact grade is of values: order must be 0")
        return evaluate_exact(self.name, x, **self.params)

    def blocks(self, chunk: int) -> Iterator[Array]:
        """The inputs of one chunk: 2^24 consecutive bit patterns, or random ones with the special values first."""
        if self.sample is None:
            for start in range(chunk * CHUNK, (chunk + 1) * CHUNK, BLOCK):
                yield np.arange(start, start + BLOCK, dtype=np.uint32).view(self.dtype)
            return
        count = min(SAMPLE_CHUNK, self.sample - chunk * SAMPLE_CHUNK)
        if chunk == 0:
            yield special_values(self.dtype, self.name, **self.params)
        key = self.seed * 1_000_003 + chunk
        yield bit_patterns(self.dtype, count // 2, 2 * key)
        yield middling(self.dtype, count - count // 2, 2 * key + 1)


def _swept(chunks: list[int], job: _Job, workers: int) -> Iterator[tuple[int, Tally]]:
    if workers < 2 or len(chunks) < 2:
        yield from ((k, sweep(k, job)) for k in chunks)
        return
    with ProcessPoolExecutor(workers) as pool:
        running = {pool.submit(sweep, k, job): k for k in chunks}
        for done in as_completed(running):
            yield running[done], done.result()


def sweep(chunk: int, job: _Job) -> Tally:
    """The tally of one chunk."""
    tally, forked = job.tally(), not job.exact and has_two_ways(job.name, job.order)
    for x in job.blocks(chunk):
        for part, y in _both(job.function, x, forked):
            tally.add(part, y)
        tally.count += x.size
    return tally


def _both(run: Evaluate, x: Array, forked: bool) -> Iterator[tuple[Array, Array]]:
    """What `run` gives; where kernels compute otherwise on other processors, what that gives where it differs."""
    y = np.asarray(run(x))
    yield x, y
    if forked:
        with the_other_way():
            other = np.asarray(run(x))
        bits = f"u{y.dtype.itemsize}"
        differs = other.view(bits) != y.view(bits)
        yield x[differs], other[differs]


def holds(found: Accuracy, exact: bool = False) -> bool:
    """Whether the bound of the grade holds: 4 ulp, or half an ulp (1 in float64) for the exact grade."""
    return found.worst_ulp <= (EXACT_GRADE[found.dtype] if exact else GRADE) and not found.flags


class _State:
    """Finished chunks in a file, for one question asked of one version of the sources."""

    def __init__(self, path: str | os.PathLike[str] | None, key: dict[str, Any]):
        self.path = Path(path) if path is not None else None
        self.key: dict[str, Any] = json.loads(json.dumps(key))
        self.done: dict[int, dict[str, Any]] = {}
        if self.path is not None:
            stored = kept(self.path, "key", "chunks")
            if stored.get("key") == self.key:
                self.done = {int(k): v for k, v in stored["chunks"].items()}

    def add(self, chunk: int, found: dict[str, Any]) -> None:
        self.done[chunk] = found
        if self.path is None:
            return
        beside = self.path.with_name(self.path.name + ".part")
        beside.write_text(json.dumps({"key": self.key, "chunks": self.done}), encoding="utf-8")
        beside.replace(self.path)


def _stored(tally: Tally) -> dict[str, Any]:
    worst = [(repr(e), b, repr(v)) for e, b, v in tally.worst[:32]]
    filled = {int(k): int(tally.histogram[k]) for k in np.flatnonzero(tally.histogram)}
    roots = [tally.root_forward, tally.root_backward]
    return {"worst": worst, "histogram": filled, "roots": roots, "nan_kept": tally.nan_kept, "count": tally.count}


def _restored(stored: dict[str, Any], job: _Job) -> Tally:
    tally = job.tally()
    tally.worst = [(float(e), int(b), float(v)) for e, b, v in stored["worst"]]
    for place, count in stored["histogram"].items():
        tally.histogram[int(place)] = count
    tally.root_forward, tally.root_backward = stored["roots"]
    tally.nan_kept, tally.count = stored["nan_kept"], stored["count"]
    return tally


def _judge() -> str:
    """A digest of what measures: tallies of another are not gone on with."""
    parts = [inspect.getsource(part) for part in (Tally, quick_errors, ulp_errors, Oracle)]
    return hashlib.sha256("".join(parts).encode()).hexdigest()[:16]


def state_of(name: str, dtype: str, order: int) -> Path:
    """Where a climb keeps the finished chunks of such a count, to go on from after an interruption."""
    place = Path(tempfile.gettempdir()) / f"nnmath-exhaustive-{getpass.getuser()}"
    place.mkdir(mode=0o700, exist_ok=True)
    return place / f"{name}-{dtype}-{order}-{sources(name, [order])}.json"
