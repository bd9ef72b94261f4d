"""One cell after another: results compared, then the libraries timed in turn."""

from __future__ import annotations

import math
import shutil
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import numpy as np

from nnmath.bench.aims import misses
from nnmath.bench.cases import Cell
from nnmath.bench.measured import OURS, Measured
from nnmath.bench.process import Lost, Refused, Worker
from nnmath.bench.timing import timing

PARTS = ("forward", "both", "out")
TOLERANCES = {"float32": 1e-4, "float64": 1e-9}
"""Of the largest entry of each result: roundings of another order of summation pass, another formula does not."""
SINGLE = {
    "torch": ("celu", "hardsigmoid", "hardswish"),
    "compile": ("celu", "hardsigmoid", "hardswish"),
    "onnx": ("selu", "hardsigmoid", "hardswish", "gelu"),
}
"""Where a library keeps constants in single precision, whatever the input."""
SINGLE_TOLERANCE = 1e-6
LONG = 0.05
"""Seconds of a call that needs none before it: what a stopped process has lost is soon made up for."""
COMPARED = 1 << 22
"""Entries that are compared at a time."""


@dataclass(frozen=True)
class Effort:
    """How long is measured: `rounds` turns of each library, `seconds` of each in all, samples of at least `sample`.

    The clock is "wall", or "cpu": processor time of all threads, the lesser evil where other programs run.
    """

    rounds: int = 5
    seconds: float = 0.4
    sample: float = 0.001
    clock: str = "wall"


QUICK = Effort(3, 0.08, 0.0005)


class Bench:
    """The workers of all libraries, started when first needed and again after one was lost."""

    def __init__(self, peers: Sequence[str], threads: int, effort: Effort):
        self.peers, self.threads, self.effort = list(peers), threads, effort
        self.workers: dict[str, Worker] = {}
        self.facts: dict[str, dict[str, Any]] = {}
        self.folder = Path(tempfile.mkdtemp(prefix="nnmath-bench-"))

    def __enter__(self) -> Bench:
        return self

    def __exit__(self, *_: object) -> None:
        for worker in self.workers.values():
            worker.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    def measure(self, cell: Cell) -> Measured:
        found = Measured(cell)
        opened = self._opened(found)
        for part in PARTS:
            taking = [name for name, parts in opened.items() if part in parts and name not in found.notes]
            if OURS in taking and (len(taking) > 1 or part != "out"):
                times = self._timed(found, part, taking)
                found.times[part] = {name: timing(t) for name, t in times.items() if t}
        for part in sorted({part for _, _, part in misses(found)}):
            answer = self._ask(found, OURS, "profile", part=part)
            found.hot[part] = answer["hot"] if answer else []
        for name in self.workers.keys() & opened.keys():
            self._ask(found, name, "close")
        return found

    def _opened(self, found: Measured) -> dict[str, list[str]]:
        """The parts that each library can be timed at: of a peer, only where its results are ours."""
        opened: dict[str, list[str]] = {}
        ours = self._open(found, OURS)
        if ours is None:
            return opened
        opened[OURS] = ours["parts"]
        for peer in self.peers:
            theirs = self._open(found, peer)
            if theirs is not None:
                parts = self._agreeing(found, peer, ours, theirs)
                opened[peer] = parts
            shutil.rmtree(self._place(peer), ignore_errors=True)
        shutil.rmtree(self._place(OURS), ignore_errors=True)
        return opened

    def _place(self, name: str) -> Path:
        return self.folder / name.replace(":", "-")

    def _open(self, found: Measured, name: str) -> dict[str, Any] | None:
        place = self._place(name)
        place.mkdir(exist_ok=True)
        answer = self._ask(found, name, "open", cell=asdict(found.cell), folder=str(place))
        if answer is not None and "absent" in answer:
            found.notes[name] = f"absent: {answer['absent']}"
            return None
        return answer

    def _agreeing(self, found: Measured, peer: str, ours: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
        """Their parts, none where a result differs."""
        ours, counted = ours["results"], theirs["results"]
        single = found.cell.name in SINGLE.get(peer, ())
        allowed = max(TOLERANCES[found.cell.dtype], SINGLE_TOLERANCE if single else 0.0)
        for kind in (kind for kind in ours if kind in counted):
            same = ours[kind] == counted[kind]
            error = self._difference(peer, kind, ours[kind]) if same else math.inf
            if not error <= allowed:
                what = f"{kind} by {error:.1e}" if same else f"{counted[kind]} {kind} for {ours[kind]}"
                found.blame(peer, f"differs: {what}")
                return []
        return list(theirs["parts"])

    def _difference(self, peer: str, kind: str, count: int) -> float:
        pairs = ([self._place(name) / f"{kind}{i}.npy" for name in (OURS, peer)] for i in range(count))
        worst = [difference(*(np.load(path, mmap_mode="r") for path in pair)) for pair in pairs]
        return float(np.max(worst, initial=0.0))  # not max(): a nan must win

    def _timed(self, found: Measured, part: str, names: list[str]) -> dict[str, list[float]]:
        """Seconds a call, the libraries taking turns; each round another one begins."""
        plans = {name: plan for name in names if (plan := self._plan(found, part, name))}
        times: dict[str, list[float]] = {name: [] for name in plans}
        order = list(plans)
        for turn in range(self.effort.rounds):
            for name in order[turn % len(order) :] + order[: turn % len(order)]:
                if name in found.notes:
                    continue
                answer = self._ask(found, name, "time", part=part, clock=self.effort.clock, **plans[name])
                times[name] += answer["times"] if answer else []
        for name in names:
            if name in found.notes and name in times:
                times[name] = []
        return times

    def _plan(self, found: Measured, part: str, name: str) -> dict[str, Any] | None:
        """Calls a sample, above the noise of the clock, and samples a round, within the time of a library."""
        answer = self._ask(found, name, "estimate", part=part, clock=self.effort.clock)
        if answer is None:
            return None
        seconds, share = answer["seconds"], self.effort.seconds / self.effort.rounds
        calls = max(1, math.ceil(self.effort.sample / seconds))
        return {"calls": calls, "samples": max(1, min(20, int(share / (calls * seconds)))), "warm": seconds < LONG}

    def _ask(self, found: Measured, name: str, do: str, **request: Any) -> dict[str, Any] | None:
        """The answer, None with a note where there is none."""
        try:
            worker = self._worker(name)
            answer = worker.ask(do, **request)
        except Refused as error:
            found.blame(name, f"failed: {error}")
            return None
        except Lost as error:
            self._forget(name)
            found.blame(name, f"lost: {error}")
            return None
        self.facts[name]["peak"] = max(self.facts[name].get("peak", 0), worker.peak)
        return answer

    def _worker(self, name: str) -> Worker:
        if name not in self.workers:
            worker = Worker(name, self.threads)
            self.workers[name] = worker
            self.facts.setdefault(name, {}).update(version=worker.version, threads=worker.threads)
        return self.workers[name]

    def _forget(self, name: str) -> None:
        worker = self.workers.pop(name, None)
        if worker is not None:
            with suppress(OSError):
                worker.close()


def difference(ours: Any, theirs: Any) -> float:
    """The largest difference of two results, relative to the largest entry; inf where they are of other kinds."""
    if ours.shape != theirs.shape or ours.dtype != theirs.dtype:
        return math.inf
    one, two = ours.reshape(-1), theirs.reshape(-1)
    errors, sizes = [0.0], [0.0]
    for low in range(0, one.size, COMPARED):
        a, b = one[low : low + COMPARED], two[low : low + COMPARED]
        with np.errstate(invalid="ignore"):
            errors.append(float(np.max(np.abs(a - b))))
        sizes.append(float(np.max(np.abs(b))))
    error, size = float(np.max(errors)), float(np.max(sizes))
    return error / size if size > 0 else error
