"""`compare`: a function held against a formula."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy

import nnmath
from nnmath.check import conventions, pointwise
from nnmath.check.bounded import BITS
from nnmath.check.caller import Caller, Outcome, _accepted, differentiated
from nnmath.check.draw import Case, cases, redrawn
from nnmath.check.exact import Answer, answers, by_library
from nnmath.check.report import Finding, Report
from nnmath.notation.functions import absolute, sign

Array = np.ndarray[Any, Any]

PARTS = ("forward", "derivative", "vjp", "jvp")
BENIGN = ("normal", "ties")
"""Values on which a right formula is accurate however it is written."""


def compare(
    fn: Callable[..., Any],
    name: str,
    *,
    part: str = "forward",
    order: int = 1,
    vjp: Callable[..., Any] | None = None,
    jvp: Callable[..., Any] | None = None,
    autodiff: str | None = None,
    params: Mapping[str, Any] | None = None,
    dtype: Any = "float64",
    max_ulp: float | None = None,
    variant: str | None = None,
    seed: int = 0,
    budget: float = 10.0,
) -> Report:
    """Hold `fn(*arrays, **params)` against the formula `name`.

    part: what `fn` computes. "forward": the outputs. "derivative": f' (order=2: f'') of a formula of
        one number. "vjp": ``fn(*arrays, *cotangents)`` gives the gradients in input order. "jvp":
        ``fn(*arrays, *tangents)`` gives the tangents of the outputs.
    vjp, jvp: a backward and a tangent judged together with the forward `fn`.
    autodiff: "torch" or "jax" lets the framework differentiate `fn`; the gradient is judged.
    params: parameters that are fixed; those that `fn` does not take stay at their default, others are drawn.
    max_ulp: the error allowed in units in the last place; None takes it from the condition of the problem.
    variant: judge calls of this variant of the formula only.
    budget: seconds.

    Whatever `fn` does gives a verdict in the report; an exception means that compare itself was called wrongly.
    """
    dtype = _checked(name, part, order, dtype, vjp, jvp, autodiff)
    start = time.monotonic()
    session = Session(name, dtype, dict(params or {}), max_ulp, variant, seed)
    budget = 0.85 * budget  # some is left for what a failure means
    jobs: list[tuple[str, Callable[..., Any], int]] = [(part, fn, order if part == "derivative" else 0)]
    if autodiff is not None:
        names = nnmath.formula(name)._entry
        places = [i for i, n in enumerate(names["arrays"]) if n in names["gradients"]]
        jobs.append(("vjp", differentiated(fn, autodiff, places), 0))
    jobs += [("vjp", vjp, 0)] if vjp is not None else []
    jobs += [("jvp", jvp, 0)] if jvp is not None else []
    findings, callers = [], []
    for i, (what, function, n) in enumerate(jobs):
        share = (start + budget - time.monotonic()) / (len(jobs) - i)
        by_framework = autodiff is not None and what == "vjp" and function is not vjp
        caller = Caller(function, time.monotonic() + max(share, 0.5), autodiff if by_framework else None)
        if by_framework:
            caller.names, caller.takes_all, caller.positions, caller.most = _accepted(fn)
        callers.append(caller)
        findings.append(session.judge(what, caller, n, by_framework))
    notes = session.compare_gradient(findings, callers) if len(findings) > 1 and findings[0].verdict != "OK" else []
    notes += session.refused[:1]
    title = getattr(fn, "__name__", type(fn).__name__)
    return Report(name, title, dtype, _overall(findings), findings, round(time.monotonic() - start, 3), seed, notes)


def case(
    name: str,
    dtype: Any = "float64",
    seed: int = 0,
    index: int = 0,
    *,
    params: Mapping[str, Any] | None = None,
    accepts: Sequence[str] | None = None,
    sizes: Mapping[str, int] | None = None,
) -> Case:
    """One drawn call, as a report names it."""
    known = (lambda n: True) if accepts is None else (lambda n: n in accepts)
    for found in cases(name, str(np.dtype(dtype)), seed, params, None, known):
        if found.index == index:
            smaller = redrawn(found, sizes, params or {}) if sizes else found
            if smaller is None:
                raise ValueError(f"{name} has no call of sizes {dict(sizes or {})}")
            return smaller
        if found.index > index:
            break
    raise ValueError(f"{name} has no call number {index} for seed {seed}")


def judged_case(given: Case, value: Any) -> Report:
    """The report on one result for one call."""
    caller = Caller(lambda *args, **params: value, time.monotonic() + 60, "numpy")
    session = Session(given.name, given.dtype, {}, None, None, given.seed)
    trial = session.trial(given, "forward", caller, False)
    finding = session.conclude("forward", [trial] if trial else [], Outcome())
    return Report(given.name, "result", given.dtype, finding.verdict, [finding], 0.0, given.seed)


def _checked(name: str, part: str, order: int, dtype: Any, vjp: Any, jvp: Any, autodiff: Any) -> str:
    formula = nnmath.formula(name)
    if part not in PARTS:
        raise ValueError(f"part must be one of {', '.join(map(repr, PARTS))}, got {part!r}")
    if part == "derivative" and not formula._entry["derivatives"]:
        raise TypeError(f"{name} is not a function of one number; check its vjp or jvp")
    if order not in (1, 2):
        raise ValueError(f"order must be 1 or 2, got {order!r}")
    if autodiff not in (None, "torch", "jax"):
        raise ValueError(f"autodiff must be 'torch' or 'jax', got {autodiff!r}")
    if part != "forward" and (vjp is not None or jvp is not None or autodiff is not None):
        raise ValueError("vjp, jvp and autodiff go with part 'forward'")
    found = str(np.dtype(dtype))
    if found not in BITS:
        raise ValueError(f"dtype must be one of {', '.join(BITS)}, got {found}")
    return found


SEVERITY = (
    "RAISES",
    "SHAPE_OR_DTYPE",
    "MUTATES_INPUT",
    "NONDETERMINISTIC",
    "GRADIENT_INCONSISTENT",
    "WRONG_VARIANT",
    "WRONG_FORMULA",
    "GRADIENT_WRONG",
    "DOMAIN",
    "TIE_CONVENTION",
    "IMPRECISE",
    "UNDECIDED",
    "OK",
)


def _overall(findings: Sequence[Finding]) -> str:
    return min((f.verdict for f in findings), key=SEVERITY.index)


@dataclass
class Entry:
    """One array of a result, held against its answer."""

    answer: Answer
    found: Array
    ulp: Array
    bad: Array
    x: Array | None = None


@dataclass
class Trial:
    """One call, its entries, and what was wrong with the call as a whole."""

    case: Case | None
    entries: list[Entry]
    label: str
    flavor: str
    problem: Outcome | None = None
    args: tuple[Any, ...] = ()

    @property
    def failed(self) -> bool:
        return self.problem is not None or any(np.any(e.bad) for e in self.entries)


class Session:
    """One comparison: a formula, a format, what is fixed."""

    def __init__(
        self, name: str, dtype: str, params: dict[str, Any], max_ulp: float | None, variant: str | None, seed: int
    ):
        self.name, self.dtype, self.params, self.max_ulp = name, dtype, params, max_ulp
        self.variant, self.seed = variant, seed
        self.entry = nnmath.formula(name)._entry
        self.accepts: Callable[[str], bool] = lambda n: True
        self.undecided = 0
        self.refused: list[str] = []

    # one part

    def judge(self, part: str, caller: Caller, order: int, by_framework: bool) -> Finding:
        """Every call there is time for, until enough have failed."""
        self.accepts = self._acceptance(caller)
        self.undecided = 0
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
        if finding.verdict in ("WRONG_FORMULA", "GRADIENT_WRONG"):
            self._explain(finding, part, caller, trials, order, by_framework)
        if trials and finding.verdict not in ("OK", "UNDECIDED"):
            self._shrink(finding, part, caller, trials, by_framework)
        return finding

    def _acceptance(self, caller: Caller) -> Callable[[str], bool]:
        """Which parameters are drawn: those that the function takes and that are not fixed."""
        if not caller.names and not caller.takes_all:  # a builtin, which does not tell
            drawn = set(CATEGORICAL)
            return lambda n: n not in drawn and self._taken(caller, n)
        return caller.accepts

    def _taken(self, caller: Caller, name: str) -> bool:
        """Whether a function without a signature takes a parameter, by trying."""
        known = self.__dict__.setdefault("_tried", {})
        if name not in known:
            known[name] = False
            for first in cases(self.name, self.dtype, self.seed, self.params, self.variant, lambda n: n == name):
                known[name] = name not in first.params or caller(first.args, first.params).verdict != "RAISES"
                break
        return bool(known[name])

    def _cases(self, part: str, caller: Caller, by_framework: bool, trials: list[Trial]) -> Outcome | None:
        failures, least = 0, 6 if self.entry["derivatives"] else 10
        least = max(least, 2 * len(self.entry["variants"]))
        start, first = time.monotonic(), None
        for drawn in cases(self.name, self.dtype, self.seed, self.params, self.variant, self.accepts):
            spent = time.monotonic() - start
            if time.monotonic() > caller.deadline - 0.2 * spent or len(trials) >= 3 * least or failures >= 6:
                break
            if self.entry["derivatives"] and len(trials) > 14:
                break
            if not self._callable(caller, drawn, part, by_framework):
                continue
            trial = self.trial(drawn, part, caller, by_framework)
            if trial is None:
                continue
            if trial.problem is not None and trial.problem.verdict == "RAISES" and drawn.shape == "empty":
                self.refused.append(f"refuses an empty call, which the formula defines: {drawn.label}")
                continue
            trials.append(trial)
            if trial.problem is not None:
                return trial.problem
            failures += trial.failed
            first = first or trial
        if first is not None and first.case is not None and time.monotonic() < caller.deadline:
            return self._again(first, part, caller, by_framework)
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

    def _passed(self, caller: Caller, params: Mapping[str, Any]) -> dict[str, Any]:
        """The parameters that a call is given: fixed ones only where the function takes them."""
        if caller.most is None or caller.takes_all:
            return dict(params)
        return {k: v for k, v in params.items() if k not in self.params or caller.accepts(k)}

    def _again(self, first: Trial, part: str, caller: Caller, by_framework: bool) -> Outcome | None:
        """The first call once more, after all others: the same bits."""
        assert first.case is not None
        outcome = self._result(first.case, part, caller, by_framework)[0]
        before = [e.found for e in first.entries]
        after = [a for value in outcome.arrays for a in (value if isinstance(value, list) else [value])]
        after = [a for a in after if a is not None]
        if outcome.verdict == "OK" and [a.tobytes() for a in after] == [b.tobytes() for b in before]:
            return None
        if outcome.verdict != "OK":
            return outcome if outcome.verdict == "UNDECIDED" else Outcome((), "NONDETERMINISTIC", outcome.reason)
        return Outcome((), "NONDETERMINISTIC", f"the same call gave two results: {first.label}")

    def _result(self, drawn: Case, part: str, caller: Caller, by_framework: bool) -> tuple[Outcome, tuple[Any, ...]]:
        extra: tuple[Any, ...] = ()
        if part == "vjp":
            extra = drawn.cotangents()
        elif part == "jvp":
            extra = drawn.tangents()
        params = self._passed(caller, drawn.params) | ({"count": len(drawn.args)} if by_framework else {})
        return caller((*drawn.args, *extra), params), extra

    def trial(self, drawn: Case, part: str, caller: Caller, by_framework: bool) -> Trial | None:
        """One call judged; None where nothing can be said about it."""
        try:
            extra = drawn.cotangents() if part == "vjp" else drawn.tangents() if part == "jvp" else ()
            expected = answers(self.name, drawn.args, drawn.params, part, extra, self.dtype, drawn.flavor == "normal")
        except (ArithmeticError, RecursionError):
            expected = None
        if expected is None:
            self.undecided += 1
            return None
        outcome, extra = self._result(drawn, part, caller, by_framework)
        trial = Trial(drawn, [], drawn.label, drawn.flavor, None, (*drawn.args, *extra))
        if outcome.verdict != "OK":
            trial.problem = outcome
            return trial
        found = [a for value in outcome.arrays for a in (value if isinstance(value, list) else [value])]
        if part == "vjp" and len(found) != len(expected):
            found = [a for a in found if a is not None]
        problem = _misshapen(found, expected, self.dtype)
        if problem:
            trial.problem = Outcome((), "SHAPE_OR_DTYPE", f"{problem} for {drawn.label}")
            return trial
        trial.entries = [self.measure(a, f) for a, f in zip(expected, found, strict=True)]
        return trial

    def measure(self, answer: Answer, found: Array, x: Array | None = None) -> Entry:
        """Errors in units in the last place of the format at the exact value, and which are too large."""
        info = np.finfo(self.dtype)
        with np.errstate(all="ignore"):
            exact, top = answer.exact, float(info.max)
            given = found.astype(np.float64)
            error = np.abs((given - exact) - answer.rest)
            near = np.minimum(np.abs(exact), top).astype(self.dtype)
            unit = np.spacing(near).astype(np.float64)
            ulp = error / unit
            bound = answer.allowed if self.max_ulp is None else self.max_ulp * unit
            bad = ~(error <= bound)
            overflows = np.abs(exact) + np.where(np.isfinite(bound), bound, 0) >= top * (1 - 2.0 ** -BITS[self.dtype])
            same_infinity = np.isinf(given) & (np.signbit(given) == np.signbit(exact))
            bad &= ~(overflows & (same_infinity | (np.isfinite(given) & (np.abs(given) >= top * (1 - 1e-3)))))
            both = (np.isnan(exact) & np.isnan(given)) | (np.isinf(exact) & same_infinity)
            ulp = np.where(both | (overflows & same_infinity), 0.0, ulp)
            ulp = np.where(np.isnan(ulp), np.inf, ulp)
            silent = np.isinf(answer.allowed) | (np.isnan(exact) & np.isinf(answer.allowed))
            bad = np.where(both | silent, False, bad)
            ulp = np.where(silent, 0.0, ulp)
        return Entry(answer, found, np.asarray(ulp), np.asarray(bad), x)

    # functions of one number

    def _points(self, part: str, caller: Caller, order: int) -> list[Trial]:
        """All points, at up to three settings of the parameters."""
        found: list[Trial] = []
        settings: list[dict[str, Any]] = []
        for drawn in cases(self.name, self.dtype, self.seed, self.params, self.variant, self.accepts):
            if drawn.params not in settings:
                settings.append(drawn.params)
            if len(settings) == 3 or drawn.index > 12:
                break
        order = 1 if part in ("vjp", "jvp") else order
        for i, params in enumerate(settings):
            left = caller.deadline - time.monotonic()
            if i and left < 1:
                break
            count = {"float16": 0, "float32": 1 << 17, "float64": 1 << 14}[self.dtype]
            x = pointwise.points(self.name, params, self.dtype, self.seed + i, count)
            seconds = 0.45 * left / len(settings)
            high, low, sure = pointwise.exact(self.name, x, params, order, seconds)
            allowed = pointwise.allowed(self.name, x, params, order, high)
            if self.dtype == "float64":
                allowed[sure:] *= 2
            scale = np.ones_like(x)
            args: tuple[Any, ...] = (x,)
            if part in ("vjp", "jvp"):
                scale = np.resize(np.array([1.0, -2.0, 0.5, 4.0, -1.0], dtype=self.dtype), x.shape)
                args = (x, scale)
            with np.errstate(all="ignore"):
                wide = scale.astype(np.float64)
                if order:
                    allowed = np.where(np.isnan(x), np.inf, allowed)  # masks give 0 there, and do no harm
                answer = Answer("y", high * wide, low * wide, allowed * np.abs(wide))
            trial = Trial(None, [], f"{x.size} points{_settings(params)}", "points", None, (x, params, order))
            first, second = (caller(args, self._passed(caller, params)) for _ in range(2))
            if first.verdict != "OK":
                trial.problem = first
            else:
                values = [a for a in first.arrays if a is not None]
                problem = _misshapen(values, [answer], self.dtype)
                if problem:
                    trial.problem = Outcome((), "SHAPE_OR_DTYPE", f"{problem} for an array of shape {x.shape}")
                elif second.verdict != "OK" or second.arrays[0].tobytes() != values[0].tobytes():
                    trial.problem = Outcome((), "NONDETERMINISTIC", "the same call gave two results")
                else:
                    trial.entries = [self.measure(answer, values[0], x)]
            found.append(trial)
            if trial.problem is not None:
                break
        return found

    # the verdict

    def conclude(self, part: str, trials: list[Trial], stop: Outcome, order: int = 0) -> Finding:
        """What the failures have in common."""
        entries = [e for t in trials for e in t.entries]
        finding = Finding(
            part, "OK", cases=len(trials), entries=sum(int(np.sum(np.isfinite(e.answer.allowed))) for e in entries)
        )
        ulps = np.concatenate([e.ulp.reshape(-1) for e in entries]) if entries else np.zeros(0)
        if ulps.size:
            with np.errstate(all="ignore"):
                finding.max_ulp = float(np.max(ulps))
                finding.p99_ulp = float(np.quantile(ulps, 0.99, method="higher"))
        if stop.verdict != "OK":
            finding.verdict, finding.reason = stop.verdict, stop.reason
            return finding
        if not finding.entries:
            finding.verdict = "UNDECIDED"
            finding.reason = f"no call could be judged ({self.undecided} depend on rounding)"
            return finding
        self._detail(finding, trials)
        if not any(t.failed for t in trials):
            return finding
        finding.verdict, finding.reason = self._classify(part, trials, order)
        return finding

    def _classify(self, part: str, trials: list[Trial], order: int) -> tuple[str, str]:
        gross: list[tuple[Trial, Entry, Array]] = []
        missing: list[tuple[Trial, Entry, Array]] = []
        limit = 2.0 ** (-BITS[self.dtype] / 2)
        for trial in trials:
            for e in trial.entries:
                with np.errstate(all="ignore"):
                    given, exact = e.found.astype(np.float64), e.answer.exact
                    typical = np.abs(exact[np.isfinite(exact)])
                    scale = 1.0 if e.x is not None else float(np.max(typical, initial=0.0)) or 1.0
                    size = np.fmax(np.abs(exact), scale)
                    off = np.abs(given - exact) / size
                    lost = e.bad & ~np.isfinite(given)
                    infinite = e.bad & np.isfinite(given) & ~np.isfinite(exact)
                    wrong = e.bad & np.isfinite(given) & np.isfinite(exact) & (off > limit)
                    if e.x is not None:
                        wrong &= (off > 0.01) | (np.abs(e.x.astype(np.float64)) < 8)
                    if e.x is None and trial.flavor not in BENIGN:
                        wrong &= off > 0.02 if self.max_ulp is None else off > limit
                    lost |= infinite
                    zero = e.bad & ~wrong & (given == 0) & (np.abs(exact) > float(np.finfo(self.dtype).tiny))
                    if np.any(np.abs(exact[zero]) > np.sqrt(float(np.finfo(self.dtype).tiny))):
                        zero = np.zeros_like(zero)  # not underflow: cancellation
                if np.any(wrong):
                    gross.append((trial, e, wrong))
                if np.any(lost | zero):
                    missing.append((trial, e, lost | zero))
        wrong_name = "WRONG_FORMULA" if part == "forward" else "GRADIENT_WRONG"
        if gross:
            reason = self._at_ties(gross, trials, part, order)
            if reason:
                return "TIE_CONVENTION", reason
            return wrong_name, _ratio(gross)
        if missing:
            return "DOMAIN", self._domain(missing)
        if self._tie_only(trials):
            return "TIE_CONVENTION", "only where values tie"
        return "IMPRECISE", "more error than the condition of the problem explains" if self.max_ulp is None else (
            f"more than {self.max_ulp} ulp"
        )

    def _domain(self, missing: list[tuple[Trial, Entry, Array]]) -> str:
        trial, e, where = missing[0]
        given = np.unique([_kind(v) for v in e.found[where][:1000].astype(np.float64).reshape(-1)])
        what = ", ".join(given)
        if e.x is None:
            return f"{what} in {e.answer.name} where the answer is finite, for {trial.label}"
        return f"{what} for x in {'; '.join(intervals(e.x, where))}"

    def _at_ties(self, gross: list[tuple[Trial, Entry, Array]], trials: list[Trial], part: str, order: int) -> str:
        """Whether all gross errors lie at kinks and ties, and why that is a convention."""
        if all(e.x is not None for _, e, _ in gross):
            for trial, e, where in gross:
                assert e.x is not None
                x, params, n = trial.args
                edges = np.array(pointwise.kinks(self.name, params), dtype=self.dtype)
                if not np.all(np.isin(e.x[where], edges)):
                    return ""
                below, above = pointwise.one_sided(self.name, e.x[where], params, n)
                scale = 1.0
                if part in ("vjp", "jvp"):
                    scale = np.resize(np.array([1.0, -2.0, 0.5, 4.0, -1.0]), x.shape)[where]
                low, high = np.minimum(below, above) * np.abs(scale), np.maximum(below, above) * np.abs(scale)
                given = e.found[where].astype(np.float64) * np.sign(scale)
                slack = 1e-6 * (1 + np.abs(low) + np.abs(high))
                if np.any((given < low - slack) | (given > high + slack)):
                    return ""
            return f"only at the kinks {', '.join(map(str, sorted({float(v) for _, e, w in gross for v in e.x[w]})))}"  # type: ignore[index]
        if self._tie_only(trials) and all(t.flavor in ("ties", "constant", "points") for t, _, _ in gross):
            return "only where values tie; the formula takes the first of equals, or the branch it states"
        return ""

    def _tie_only(self, trials: list[Trial]) -> bool:
        bad = {t.flavor for t in trials if t.failed}
        good = {t.flavor for t in trials if not t.failed}
        return bad <= {"ties", "constant"} and "normal" in good and self._has_kinks()

    def _has_kinks(self) -> bool:
        systems = nnmath.formula(self.name).systems.values()
        if any(s.functions for s in systems):
            return True
        return any(
            st.op in ("max", "min") or st.body.has(sympy.Piecewise, absolute, sign)
            for s in systems
            for st in s.statements
        )

    def _detail(self, finding: Finding, trials: list[Trial]) -> None:
        """The worst entry, errors by exponent, failing intervals."""
        failing = [t for t in trials if t.failed] or trials
        trial, e = max(
            ((t, e) for t in failing for e in t.entries if e.found.size),
            key=lambda pair: (bool(np.any(pair[1].bad)), float(np.max(pair[1].ulp))),
            default=(None, None),
        )
        if trial is None or e is None:
            return
        ranked = np.where(e.bad, np.where(np.isfinite(e.ulp), e.ulp, 1e300) + 1, 0) if np.any(e.bad) else e.ulp
        at = np.unravel_index(int(np.argmax(ranked)), e.ulp.shape)
        label = e.answer.name + (f"[{', '.join(map(str, at))}]" if at and e.x is None else "")
        worst = {}
        if e.x is not None:
            worst["worst input"] = _both(e.x[at])
        else:
            worst["worst entry"] = f"{label} of {trial.label}"
        worst["exact answer"] = _both(e.answer.exact[at])
        worst["found"] = _both(e.found[at]) + f"  ({float(e.ulp[at]):.4g} ulp)"
        finding.worst = worst
        table: dict[int, float] = {}
        for t in trials:
            for entry in t.entries:
                base = entry.x if entry.x is not None else entry.answer.exact
                with np.errstate(all="ignore"):
                    exponents = np.frexp(np.where(np.isfinite(base), base, 0).astype(np.float64))[1] - 1
                exponents = np.where(np.isfinite(base) & (base != 0), exponents, -9999)
                for n in np.unique(exponents[exponents > -9999]):
                    largest = float(np.max(entry.ulp[exponents == n]))
                    table[int(n)] = max(table.get(int(n), 0.0), largest)
        finding.by_exponent = table
        failing_points = [t for t in trials if t.failed and t.entries and t.entries[0].x is not None]
        if failing_points:
            entry = failing_points[0].entries[0]
            finding.intervals = intervals(entry.x, entry.bad)  # type: ignore[arg-type]
            x, params, _ = failing_points[0].args
            finding.reproduce = (
                f"fn(np.array([float.fromhex('{float(x[at] if x.shape == e.ulp.shape else 0.0).hex()}')], "
                f"dtype='{self.dtype}'){_settings(params)})"
            )
        elif any(t.failed for t in trials) and trial.case is not None:
            finding.reproduce = self._line(trial.case, None)

    def _line(self, drawn: Case, sizes: Mapping[str, int] | None) -> str:
        more = f", params={self.params!r}" if self.params else ""
        known = [n for n in nnmath.formula(self.name).__signature__.parameters if n not in self.entry["arrays"]]
        taken = [n for n in known if self.accepts(n)]
        more += f", accepts={taken!r}" if taken != known else ""
        more += f", sizes={dict(sizes)!r}" if sizes else ""
        call = f"check.case({self.name!r}, {self.dtype!r}, seed={drawn.seed}, index={drawn.index}{more})"
        return f"case = {call}; fn(*case.args, **case.params)"

    def _shrink(self, finding: Finding, part: str, caller: Caller, trials: list[Trial], by_framework: bool) -> None:
        """The smallest sizes at which the same call still fails."""
        failing = next((t.case for t in trials if t.failed and t.case is not None), None)
        if failing is None or not failing.sizes or finding.verdict in ("RAISES", "NONDETERMINISTIC", "UNDECIDED"):
            return
        stop = time.monotonic() + 2.0
        smallest: dict[str, int] = {}
        best = failing
        for size in failing.sizes:
            for smaller in (0, 1, 2):
                if smaller >= failing.sizes[size] or time.monotonic() > stop:
                    break
                other = redrawn(failing, {**smallest, size: smaller}, self.params)
                trial = other and self.trial(other, part, caller, by_framework)
                if other is not None and trial is not None and trial.failed and _alike(trial, finding):
                    smallest[size], best = smaller, other
                    break
        finding.smallest = best.label
        if smallest:
            finding.reproduce = self._line(failing, {**failing.sizes, **smallest})

    # explanations

    def _explain(
        self, finding: Finding, part: str, caller: Caller, trials: list[Trial], order: int, by_framework: bool
    ) -> None:
        """Another formula or convention that the function does compute."""
        plain = [
            t for t in trials if t.case is not None and t.flavor == "normal" and t.entries and t.entries[0].found.size
        ]
        plain = [t for t in plain if t.failed][:2] + [t for t in plain if not t.failed][:1]
        pointed = [t for t in trials if t.case is None and t.failed]
        if not plain and pointed and part == "forward":
            plain = pointed
        if not plain or part not in ("forward", "vjp"):
            if pointed and part == "derivative":
                self._explain_points(finding, pointed[0], order)
            return
        stop = time.monotonic() + 2.5
        samples = [(t.case, [e.found for e in t.entries]) for t in plain if t.case is not None]
        if not samples:
            return
        for other in conventions.alternatives(self.name, part):
            if time.monotonic() > stop:
                return
            if all(other.agrees(c, found, self.dtype) for c, found in samples):
                finding.matches = other.title
                if part == "forward":
                    finding.verdict = "WRONG_VARIANT"
                finding.reason = f"this is {other.title}, you declared {self.name}" + (
                    f" ({other.source})" if other.source else ""
                )
                return

    def _explain_points(self, finding: Finding, trial: Trial, order: int) -> None:
        x, _, _ = trial.args
        found = trial.entries[0].found
        near = np.isfinite(found) & (np.abs(x) < 4) & (np.abs(x) > 0.01)
        for other in nnmath.formulas():
            if not pointwise.is_pointwise(other):
                continue
            for n in (0, 1, 2):
                if (other, n) == (self.name, order):
                    continue
                try:
                    value = pointwise.library(other, x[near].astype(np.float64), {}, n)
                except (TypeError, ValueError):
                    continue
                if np.allclose(found[near], value, rtol=1e-3 if self.dtype == "float16" else 1e-5, atol=1e-6):
                    finding.matches = other if n == 0 else f"derivative {n} of {other}"
                    finding.reason = f"this is {finding.matches}, you declared derivative {order} of {self.name}"
                    return

    def compare_gradient(self, findings: list[Finding], callers: list[Caller]) -> list[str]:
        """Where the value is another function: whether each backward is right for that."""
        notes = []
        if findings[0].verdict not in ("WRONG_FORMULA", "WRONG_VARIANT"):
            return notes
        for finding, caller in zip(findings[1:], callers[1:], strict=True):
            if finding.part != "vjp" or finding.verdict not in ("OK", "GRADIENT_WRONG"):
                continue
            own = self._own_gradient(callers[0], caller, finding)
            if own is None:
                continue
            if own:
                notes.append("the gradient is right for the function's own value")
                if finding.verdict == "GRADIENT_WRONG":
                    finding.verdict, finding.reason = findings[0].verdict, "right for the function's own value"
            else:
                right = finding.verdict == "OK"
                finding.verdict = "GRADIENT_INCONSISTENT"
                finding.reason = (
                    f"the gradient is {'that of ' + self.name if right else 'neither that of ' + self.name}, "
                    f"{'not' if right else 'nor'} that of the function's own value"
                )
        return notes

    def _own_gradient(self, forward: Caller, backward: Caller, finding: Finding) -> bool | None:
        """<cotangents, directional difference of the value> against <gradient, direction>."""
        by_framework = "count" in getattr(backward.function, "__code__", compare.__code__).co_varnames
        for drawn in cases(self.name, "float64", self.seed, self.params, self.variant, self.accepts):
            if drawn.flavor != "normal" or drawn.shape != "distinct":
                if drawn.index > 20:
                    return None
                continue
            bars, dots, h = drawn.cotangents(), drawn.tangents(), 1e-5
            outcome, _ = self._result(drawn, "vjp", backward, by_framework)
            sides = [forward(_moved(drawn.args, dots, s * h), self._passed(forward, drawn.params)) for s in (1, -1)]
            if outcome.verdict != "OK" or any(s.verdict != "OK" for s in sides):
                return None
            moved = 0.0
            for bar, plus, minus in zip(bars, sides[0].arrays, sides[1].arrays, strict=False):
                moved += float(np.sum(bar * (plus.astype(np.float64) - minus)) / (2 * h))
            gradient = [g for g in outcome.arrays if g is not None]
            directions = [d for d in dots if d is not None]
            if len(gradient) != len(directions):
                return None
            there = sum(_dot(g, d) for g, d in zip(gradient, directions, strict=True))
            return bool(abs(there - moved) <= 1e-4 * (1 + abs(there) + abs(moved)))
        return None


CATEGORICAL = ("approximate", "count_include_pad", "ceil_mode")


def _alike(trial: Trial, finding: Finding) -> bool:
    return trial.problem is None or trial.problem.verdict == finding.verdict


def _moved(args: Sequence[Any], dots: Sequence[Any], h: float) -> list[Any]:
    found: list[Any] = []
    for a, d in zip(args, dots, strict=True):
        if d is None:
            found.append(a)
        elif isinstance(a, list):
            found.append([x + h * y for x, y in zip(a, d, strict=True)])
        else:
            found.append(np.asarray(a + h * d))
    return found


def _dot(a: Any, b: Any) -> float:
    if isinstance(a, list):
        return sum(_dot(x, y) for x, y in zip(a, b, strict=True))
    return float(np.sum(np.asarray(a, float) * b))


def _misshapen(found: Sequence[Any], expected: Sequence[Answer], dtype: str) -> str:
    if len(found) != len(expected):
        names = ", ".join(a.name for a in expected)
        return f"{len(expected)} array(s) belong there ({names}), got {len(found)}"
    for value, answer in zip(found, expected, strict=True):
        if value is None:
            return f"{answer.name} is None"
        if value.shape != answer.exact.shape:
            return f"{answer.name} must have shape {answer.exact.shape}, got {value.shape}"
        if str(value.dtype) != dtype:
            return f"{answer.name} must be {dtype}, got {value.dtype}"
    return ""


def _ratio(gross: list[tuple[Trial, Entry, Array]]) -> str:
    """Whether every wrong entry is the same multiple of the exact one; else where the first is."""
    ratios = []
    for _, e, where in gross:
        exact = e.answer.exact[where]
        use = np.abs(exact) > 1e-3
        ratios.append((e.found[where].astype(np.float64)[use] / exact[use]).reshape(-1))
    flat = np.concatenate(ratios)
    names = sorted({e.answer.name for _, e, _ in gross})
    where = f"in {', '.join(names)}" if gross[0][1].x is None else ""
    if flat.size > 3 and np.ptp(flat) < 1e-2 * abs(flat[0]) and np.all(np.isfinite(flat)):
        return f"{float(np.median(flat)):.6g} times the exact answer {where}".strip()
    return where


def _settings(params: Mapping[str, Any]) -> str:
    return "".join(f", {k}={v!r}" for k, v in params.items())


def _kind(value: float) -> str:
    if np.isnan(value):
        return "nan"
    if np.isinf(value):
        return "inf" if value > 0 else "-inf"
    return "0" if value == 0 else "a finite number"


def _both(value: Any) -> str:
    number = float(value)
    return f"{number.hex()} = {value!s}" if np.isfinite(number) else str(number)


def intervals(x: Array, bad: Array, most: int = 4) -> list[str]:
    """Runs of failing inputs, in order, that no passing one interrupts."""
    order = np.argsort(x, kind="stable")
    values, fails = x[order], bad[order]
    keep = ~np.isnan(values)
    found = ["nan"] if np.any(fails & ~keep) else []
    values, fails = values[keep], fails[keep]
    edges = np.flatnonzero(np.diff(np.concatenate([[False], fails, [False]]).astype(int)))
    runs = sorted(zip(edges[::2], edges[1::2], strict=True), key=lambda run: run[0] - run[1])
    for start, end in sorted(runs[:most]):
        low, high = values[start], values[end - 1]
        found.append(f"[{low}, {high}]" if low != high else f"{low}")
    if len(runs) > most:
        found.append(f"and {len(runs) - most} more")
    return found


__all__ = ["by_library", "case", "compare", "judged_case"]
