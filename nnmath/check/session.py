"""The calls of a comparison: drawn, made, repeated, and held against their answers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np

import nnmath
from nnmath.check import pointwise
from nnmath.check.caller import Caller, Outcome, copied
from nnmath.check.draw import Case, cases, refilled, shape_of
from nnmath.check.exact import Answer, Asked, answers, by_library, prepared
from nnmath.check.judging import SIGNED, Judged, settings
from nnmath.check.report import Finding
from nnmath.check.sweep import sweep
from nnmath.check.trials import Trial, measured, misshapen

Array = np.ndarray[Any, Any]

CATEGORICAL = ("approximate", "count_include_pad", "ceil_mode")

QUICK = 0.05
"""Calls that take fewer seconds than this are made twice."""

SHARE = 0.5
"""The part of the time that awkward values take, at most; the many plain calls have the rest."""

ENOUGH = 6
"""After so many failures no more calls are made."""

REPEATS, REPEATING = 150, 0.25
"""How often one call is made in the end, and for how many seconds, at most."""


POINTS = {"float16": 0, "float32": 1 << 17, "float64": 1 << 14}
"""Points drawn at random; of float16 all numbers are taken."""

MANY = (1 << 18) + 11
"""The length of one call of a function of one number."""


class Session:
    """One comparison: a formula, a format, what is fixed."""

    def __init__(
        self, name: str, dtype: str, params: dict[str, Any], max_ulp: float | None, variant: str | None, seed: int
    ):
        self.name, self.dtype, self.params, self.max_ulp = name, dtype, params, max_ulp
        self.variant, self.seed = variant, seed
        self.entry = nnmath.formula(name)._entry
        self.accepts: Callable[[str], bool] = lambda n: True
        self.skipped, self.asked = 0, Asked()
        self.tried: dict[str, bool] = {}
        self.notes: list[str] = []

    def judge(self, part: str, caller: Caller, order: int, by_framework: bool) -> tuple[Finding, list[Trial]]:
        """Every call there is time for, until enough have failed."""
        self.accepts = self._acceptance(caller)
        self.skipped, self.asked = 0, Asked()
        trials: list[Trial] = []
        stop: Outcome | None = None
        if self.entry["derivatives"]:
            for trial in self._points(part, caller, order):
                trials.append(trial)
                if trial.problem is not None:
                    stop = trial.problem
                    break
        if stop is None and part != "derivative":
            stop = self._cases(part, caller, by_framework, trials)
        finding = self.conclude(part, trials, stop or Outcome(), order)
        finding.made = caller.calls
        return finding, trials

    def conclude(self, part: str, trials: list[Trial], stop: Outcome, order: int = 0) -> Finding:
        """The finding on the calls of a part."""
        return Judged(self.name, self.dtype, part, trials, order, self.max_ulp, self.skipped).finding(stop)

    # which calls

    def _acceptance(self, caller: Caller) -> Callable[[str], bool]:
        """Which parameters are drawn: those that the function takes and that are not fixed."""
        if not caller.names and not caller.takes_all:  # a builtin, which does not tell
            drawn = set(CATEGORICAL)
            return lambda n: n not in drawn and self._taken(caller, n)
        return caller.accepts

    def _taken(self, caller: Caller, name: str) -> bool:
        """Whether a function without a signature takes a parameter, by trying."""
        if name not in self.tried:
            self.tried[name] = False
            for first in cases(self.name, self.dtype, self.seed, self.params, self.variant, lambda n: n == name):
                self.tried[name] = name not in first.params or caller(first.args, first.params).verdict != "RAISES"
                break
        return self.tried[name]

    def drawn(self, dtype: str | None = None) -> Any:
        """The calls in the order of drawing."""
        return cases(self.name, dtype or self.dtype, self.seed, self.params, self.variant, self.accepts)

    def _cases(self, part: str, caller: Caller, by_framework: bool, trials: list[Trial]) -> Outcome | None:
        least = max(10 if not self.entry["derivatives"] else 6, 2 * len(self.entry["variants"]))
        most = 4 * least if not self.entry["derivatives"] else 18
        failures, made = 0, 0
        start, first = time.monotonic(), None
        end = start + SHARE * (caller.deadline - start)
        for drawn in self.drawn():
            spent = time.monotonic() - start
            if made >= most or failures >= ENOUGH:
                break
            if time.monotonic() > end - 0.2 * spent:
                self.notes.append(f"{part}: the time was over after {made} of {most} calls")
                break
            if not self._callable(caller, drawn, part, by_framework):
                continue
            trial = self.trial(drawn, part, caller, by_framework)
            if trial is None:
                continue
            if self._refused(trial, drawn):
                continue
            trials.append(trial)
            made += 1
            if trial.problem is not None:
                return trial.problem
            failures += trial.failed
            if first is None:
                first = trial
                for other in _akin(drawn, refilled(drawn, self.params)):
                    again = self.trial(other, part, caller, by_framework)
                    if again is not None:
                        trials.append(again)
                        if again.problem is not None:
                            return again.problem
            if part == "forward" and drawn.flavor == "normal" and drawn.shape in ("distinct", "ones") and made < 8:
                trials += self._unknowns(drawn, caller)
        if failures < ENOUGH:
            stop = self._sweep(part, caller, by_framework, trials)
            if stop is not None:
                return stop
        if first is not None and first.case is not None and time.monotonic() < caller.deadline:
            return self._repeated(first, part, caller, by_framework)
        return None

    def _sweep(self, part: str, caller: Caller, by_framework: bool, trials: list[Trial]) -> Outcome | None:
        """The many plain calls; of some the same arrays again, with other parameters or other contents."""
        failures, made, before = 0, 0, None
        for drawn in sweep(self.name, self.dtype, self.seed, self.params, self.variant, self.accepts):
            if failures >= ENOUGH:
                break
            if time.monotonic() > caller.deadline:
                self.notes.append(f"{part}: the time was over after {made} plain calls")
                break
            if not self._callable(caller, drawn, part, by_framework):
                continue
            trial = self.trial(drawn, part, caller, by_framework)
            if trial is None or self._refused(trial, drawn):
                continue
            if trial.problem is not None and trial.problem.verdict == "UNDECIDED" and caller.impatient:
                self.notes.append(f"{part}: the time was over after {made} plain calls")
                break
            trials.append(trial)
            made += 1
            if trial.problem is not None:
                return trial.problem
            failures += trial.failed
            if made % 8 == 1 and drawn.plain:
                for again in self._in_place(drawn, before, part, caller, by_framework):
                    trials.append(again)
                    failures += again.failed
                    if again.problem is not None:
                        return again.problem
                before = drawn
        return None

    def _refused(self, trial: Trial, drawn: Case) -> bool:
        """Whether the function raises for arrays that are empty, or that have no axes: that is noted, not failed."""
        scalar = all(np.ndim(a) == 0 for a in drawn.args)
        if trial.problem is None or trial.problem.verdict != "RAISES" or not (scalar or drawn.shape == "empty"):
            return False
        note = f"refuses {'arrays without axes' if scalar else 'an empty call'}, which the formula defines"
        if not any(known.startswith(note) for known in self.notes):
            self.notes.append(f"{note}: {drawn.label}")
        return True

    def _in_place(
        self, drawn: Case, before: Case | None, part: str, caller: Caller, by_framework: bool
    ) -> Iterator[Trial]:
        """Calls with the very same arrays: with other parameters, with other contents, with other cotangents."""
        held = [copied(a) for a in (*drawn.args, *self.extra(drawn, part))]
        others = [drawn]
        if before is not None and before.params != drawn.params:
            others.append(replace(drawn, params=before.params))
        others += [refilled(drawn, self.params), replace(drawn, bars="ones")]
        for other in others:
            try:
                prepared(self.name, other.args, other.params)
                given = (*other.args, *self.extra(other, part))
            except (ValueError, TypeError, IndexError):
                continue
            if [shape_of(a) for a in given] != [shape_of(a) for a in held]:
                continue
            overwrite(held, given)
            caller.kept = []
            trial = self.trial(other, part, caller, by_framework, held=held)
            if trial is not None:
                trial.label += ", in the same arrays as the call before" if other is not drawn else ""
                yield trial

    def _repeated(self, first: Trial, part: str, caller: Caller, by_framework: bool) -> Outcome | None:
        """A call made many times must give the same bits; more often the quicker it is."""
        end = min(caller.deadline, time.monotonic() + REPEATING)
        for n in range(REPEATS):
            outcome = self.again(first, part, caller, by_framework)
            if outcome is not None or (n and time.monotonic() > end):
                return outcome
        return None

    def _callable(self, caller: Caller, drawn: Case, part: str, by_framework: bool) -> bool:
        """Optional arrays that the function insists on, or does not have, rule a call out."""
        if caller.most is None:
            return True
        arrays = self.entry["arrays"]
        signature = nnmath.formula(self.name).__signature__.parameters
        if not any(signature[n].default is None for n in arrays):
            return True
        given = len(drawn.args)
        if part == "vjp" and not by_framework:
            given += len(self.entry["variants"][drawn.variant]["outputs"])
        elif part == "jvp":
            given *= 2
        return caller.positions <= given <= caller.most

    def passed(self, caller: Caller, params: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters that a call is given: fixed ones only where the function takes them."""
        if caller.most is None or caller.takes_all:
            return dict(params)
        return {k: v for k, v in params.items() if k not in self.params or caller.accepts(k)}

    # one call

    def extra(self, drawn: Case, part: str) -> tuple[Any, ...]:
        """The cotangents or tangents of a call."""
        return drawn.cotangents() if part == "vjp" else drawn.tangents() if part == "jvp" else ()

    def result(
        self,
        drawn: Case,
        part: str,
        caller: Caller,
        by_framework: bool,
        extra: tuple[Any, ...] | None = None,
        held: list[Any] | None = None,
    ) -> tuple[Outcome, tuple[Any, ...]]:
        """What the function gives for a call, and the cotangents or tangents that it was given."""
        extra = self.extra(drawn, part) if extra is None else extra
        params = self.passed(caller, drawn.params) | ({"count": len(drawn.args)} if by_framework else {})
        return caller((*drawn.args, *extra), params, held), extra

    def again(self, before: Trial, part: str, caller: Caller, by_framework: bool) -> Outcome | None:
        """A call made once more must give the same bits."""
        assert before.case is not None
        extra = before.args[len(before.case.args) :]
        outcome = self.result(before.case, part, caller, by_framework, extra)[0]
        same = [a.tobytes() for a in flat(outcome)] == [e.found.tobytes() for e in before.entries]
        if outcome.verdict == "OK" and same:
            return None
        if outcome.verdict != "OK":
            return outcome if outcome.verdict == "UNDECIDED" else Outcome((), "NONDETERMINISTIC", outcome.reason)
        return Outcome((), "NONDETERMINISTIC", f"the same call gave two results: {before.label}")

    def trial(
        self, drawn: Case, part: str, caller: Caller, by_framework: bool, held: list[Any] | None = None
    ) -> Trial | None:
        """One call judged, with the arrays that are held if there are; None where it is too large for an answer."""
        plain = drawn.plain and self.max_ulp is None
        try:
            extra, precise = self.extra(drawn, part), self.max_ulp is not None
            expected = answers(
                self.name, drawn.args, drawn.params, part, extra, self.dtype, drawn.ordinary, precise, plain, self.asked
            )
        except (ArithmeticError, RecursionError):
            expected = None
        if expected is None:
            self.skipped += 1
            return None
        started = time.monotonic()
        outcome, extra = self.result(drawn, part, caller, by_framework, extra, held)
        spent = time.monotonic() - started
        trial = Trial(drawn, [], drawn.label, drawn.flavor, None, (*drawn.args, *extra))
        if outcome.verdict != "OK":
            trial.problem = outcome
            return trial
        found = flat(outcome, keep_none=True)
        if part == "vjp" and len(found) != len(expected):
            found = [a for a in found if a is not None]
        problem = misshapen(found, expected, self.dtype)
        if problem:
            trial.problem = Outcome((), "SHAPE_OR_DTYPE", f"{problem} for {drawn.label}")
            return trial
        trial.entries = [measured(a, f, self.dtype, self.max_ulp) for a, f in zip(expected, found, strict=True)]
        if spent < QUICK and held is None and not plain:
            trial.problem = self.again(trial, part, caller, by_framework)
        return trial

    def _unknowns(self, drawn: Case, caller: Caller) -> list[Trial]:
        """The call with a nan in one array after another: results that depend on it must be nan."""
        found = []
        for i, a in enumerate(drawn.args):
            if time.monotonic() > caller.deadline:
                break
            expected = unknown(drawn, i) if isinstance(a, np.ndarray) and a.dtype.kind == "f" and a.size else None
            if expected is None:
                continue
            answer, call = expected
            outcome, _ = self.result(call, "forward", caller, False)
            values = flat(outcome, keep_none=True)
            if outcome.verdict == "OK" and not misshapen(values, answer, self.dtype):
                label = f"{drawn.label} with a nan in {drawn.names[i]}"
                entries = [measured(a, f, self.dtype, None) for a, f in zip(answer, values, strict=True)]
                found.append(Trial(call, entries, label, "nan", None, call.args))
        return found

    # functions of one number

    def _points(self, part: str, caller: Caller, order: int) -> list[Trial]:
        """All points, at up to three settings of the parameters."""
        found: list[Trial] = []
        chosen: list[dict[str, Any]] = []
        for drawn in self.drawn():
            if drawn.params not in chosen:
                chosen.append(drawn.params)
            if len(chosen) == 3 or drawn.index > 12:
                break
        order = 1 if part in ("vjp", "jvp") else order
        for i, params in enumerate(chosen):
            left = caller.deadline - time.monotonic()
            if i and left < 1:
                break
            x = pointwise.points(self.name, params, self.dtype, self.seed + i, POINTS[self.dtype])
            trial = self._at_points(part, caller, order, params, x, 0.45 * left / len(chosen))
            found.append(trial)
            if trial.problem is not None:
                return found
        if time.monotonic() < caller.deadline:  # one call that is longer than grids and buffers
            x = np.resize(x, MANY)
            found.append(self._at_points(part, caller, order, params, x, -1.0))
        return found

    def _at_points(
        self, part: str, caller: Caller, order: int, params: dict[str, Any], x: Array, seconds: float
    ) -> Trial:
        args, answer = pointwise_answer(self.name, x, params, part, order, self.dtype, seconds)
        trial = Trial(None, [], f"{x.size} points{settings(params)}", "points", None, (x, params, order))
        given = self.passed(caller, params) | ({"count": 1} if caller.by_framework else {})
        first, second = (caller(args, given) for _ in range(2))
        if first.verdict != "OK":
            trial.problem = first
            return trial
        values = [a for a in first.arrays if a is not None]
        problem = misshapen(values, [answer], self.dtype)
        if problem:
            trial.problem = Outcome((), "SHAPE_OR_DTYPE", f"{problem} for an array of shape {x.shape}")
        elif second.verdict != "OK" or second.arrays[0].tobytes() != values[0].tobytes():
            trial.problem = Outcome((), "NONDETERMINISTIC", "the same call gave two results")
        else:
            trial.entries = [measured(answer, values[0], self.dtype, self.max_ulp, x)]
        return trial


def pointwise_answer(
    name: str, x: Array, params: Mapping[str, Any], part: str, order: int, dtype: str, seconds: float
) -> tuple[tuple[Any, ...], Answer]:
    """What a function of one number is called with at points, and the answer; cotangents of points are signed."""
    high, low, sure = pointwise.exact(name, x, params, order, seconds)
    allowed = pointwise.allowed(name, x, params, order, high)
    if dtype == "float64":
        allowed.reshape(-1)[sure:] *= 2
    scale = np.ones_like(x)
    args: tuple[Any, ...] = (x,)
    if part in ("vjp", "jvp"):
        scale = np.resize(np.array(SIGNED, dtype=dtype), x.shape)
        args = (x, scale)
    with np.errstate(all="ignore"):
        wide = scale.astype(np.float64)
        if order:
            allowed = np.where(np.isnan(x), np.inf, allowed)  # masks give 0 there, and do no harm
            high = np.where(np.isnan(x), np.nan, high)
        return args, Answer("y", high * wide, low * wide, allowed * np.abs(wide))


def _akin(drawn: Case, other: Case) -> list[Case]:
    """Other values of the same shapes, and all but the first array from these."""
    return [other, replace(other, args=(drawn.args[0], *other.args[1:]))]


def unknown(drawn: Case, at: int) -> tuple[list[Answer], Case] | None:
    """A call with a nan in one of its arrays, and which results depend on it."""

    def call(value: float) -> Case:
        args = [copied(a) for a in drawn.args]
        args[at][tuple(s // 2 for s in args[at].shape)] = value
        return replace(drawn, args=tuple(args))

    given = call(np.nan)
    try:
        lost, *others = (
            [v for _, v in by_library(c.name, c.args, c.params, "forward", ())]
            for c in (given, call(-30.0), call(0.25), call(30.0))
        )
    except (ValueError, TypeError, ArithmeticError):
        return None
    answer = []
    for i, value in enumerate(lost):
        low, middle, high = (np.asarray(o[i]) for o in others)
        depends = np.isnan(value) & np.isfinite(middle) & ((low != middle) | (high != middle))
        allowed = np.where(depends, 0.0, np.inf)
        answer.append(Answer(f"output {i + 1}", np.full(np.shape(value), np.nan), np.zeros(np.shape(value)), allowed))
    return answer, given


def overwrite(held: Sequence[Any], given: Sequence[Any]) -> None:
    """Other contents into the same arrays."""
    for a, b in zip(held, given, strict=True):
        if isinstance(a, list):
            overwrite(a, b)
        elif isinstance(a, np.ndarray):
            a[...] = b


def flat(outcome: Outcome, keep_none: bool = False) -> list[Any]:
    """The arrays of a result, lists of them opened."""
    found = [a for value in outcome.arrays for a in (value if isinstance(value, list) else [value])]
    return found if keep_none else [a for a in found if a is not None]
