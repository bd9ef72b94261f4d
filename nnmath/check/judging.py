"""The verdict: what the failures of a comparison have in common, and where the worst of them is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import sympy

import nnmath
from nnmath.check import pointwise
from nnmath.check.bounded import BITS
from nnmath.check.caller import Outcome
from nnmath.check.report import Finding
from nnmath.check.trials import Entry, Trial
from nnmath.check.values import BENIGN
from nnmath.notation.functions import absolute, sign

Array = np.ndarray[Any, Any]

TIED = frozenset({"ties", "constant", "masked", "zero"})
"""Flavors with equal entries: those at -inf among them."""

SINGLE = 2.0**-21
"""Eight units of float32."""

HOSTILE = 0.02
"""What rounding may do to an answer where values are large, or cancel."""

SIGNED = (1.0, -2.0, 0.5, 4.0, -1.0)
"""Cotangents of points, in turn."""


@dataclass
class Judged:
    """What the verdict on the calls of one part hangs on."""

    name: str
    dtype: str
    part: str
    trials: list[Trial]
    order: int = 0
    max_ulp: float | None = None
    skipped: int = 0

    def finding(self, stop: Outcome) -> Finding:
        """The verdict on all calls, or on the one that ended them."""
        entries = [e for t in self.trials for e in t.entries]
        finding = Finding(
            self.part,
            "OK",
            cases=len(self.trials),
            entries=sum(int(np.sum(e.judged)) for e in entries),
            unjudged=sum(int(np.sum(~e.judged)) for t in self.trials if t.flavor != "nan" for e in t.entries),
            skipped=self.skipped,
        )
        ulps = np.concatenate([e.ulp[e.judged | e.bad].reshape(-1) for e in entries]) if entries else np.zeros(0)
        if ulps.size:
            with np.errstate(all="ignore"):
                finding.max_ulp = float(np.max(ulps))
                finding.p99_ulp = float(np.quantile(ulps, 0.99, method="higher"))
        if stop.verdict != "OK":
            finding.verdict, finding.reason = stop.verdict, stop.reason
            return finding
        if not finding.entries and not any(t.failed for t in self.trials):
            finding.verdict = "UNDECIDED"
            finding.reason = (
                f"no entry could be judged ({finding.unjudged} depend on rounding or are not defined, "
                f"{self.skipped} calls are too large)"
            )
            return finding
        self._detail(finding)
        if any(t.failed for t in self.trials):
            finding.verdict, finding.reason = self._classify()
        return finding

    def _classify(self) -> tuple[str, str]:
        gross: list[tuple[Trial, Entry, Array]] = []
        missing: list[tuple[Trial, Entry, Array]] = []
        limit = 2.0 ** (-BITS[self.dtype] / 2)
        for trial in self.trials:
            for e in trial.entries:
                with np.errstate(all="ignore"):
                    given, exact = e.found.astype(np.float64), e.answer.exact
                    typical = np.abs(exact[np.isfinite(exact)])
                    size = np.fmax(np.abs(exact), 1.0 if e.x is not None else self._scale(trial, typical))
                    if e.x is None:  # what cancels is large beside the answer, and so is its rounding
                        terms = np.where(e.judged, e.answer.allowed, 0) * 2.0 ** BITS[self.dtype] / 16
                        size = np.fmax(size, terms)
                    off = np.abs(given - exact) / size
                    lost = e.bad & ~np.isfinite(given)
                    infinite = e.bad & np.isfinite(given) & ~np.isfinite(exact)
                    wrong = e.bad & np.isfinite(given) & np.isfinite(exact) & (off > limit)
                    if e.x is not None:
                        wrong &= (off > 0.01) | (np.abs(e.x.astype(np.float64)) < 8)
                    if e.x is None and trial.flavor not in BENIGN:
                        wrong &= off > HOSTILE if self.max_ulp is None else off > limit
                    lost |= infinite
                    zero = e.bad & ~wrong & (given == 0) & (np.abs(exact) > float(np.finfo(self.dtype).tiny))
                    if np.any(np.abs(exact[zero]) > np.sqrt(float(np.finfo(self.dtype).tiny))):
                        zero = np.zeros_like(zero)  # not underflow: cancellation
                if np.any(wrong):
                    gross.append((trial, e, wrong))
                if np.any(lost | zero):
                    missing.append((trial, e, lost | zero))
        wrong_name = "WRONG_FORMULA" if self.part == "forward" else "GRADIENT_WRONG"
        if gross:
            reason = self._at_ties(gross)
            if reason:
                return "TIE_CONVENTION", reason
            return wrong_name, _ratio(gross)
        if missing:
            return "DOMAIN", self._domain(missing)
        if self._tie_only():
            return "TIE_CONVENTION", "only where values tie"
        return "IMPRECISE", "more error than the condition of the problem explains" if self.max_ulp is None else (
            f"more than {self.max_ulp} ulp"
        )

    def _scale(self, trial: Trial, answers: Array) -> float:
        """The size of the answers; where they are 0 but for rounding, that of products of the arguments."""
        found, products = float(np.max(answers, initial=0.0)), 1.0
        for a in trial.args:
            if isinstance(a, np.ndarray) and a.dtype.kind == "f":
                products *= max(1.0, float(np.max(np.abs(a), initial=0.0, where=np.isfinite(a))))
        return found if found > 2.0**-42 * products else products

    def _domain(self, missing: list[tuple[Trial, Entry, Array]]) -> str:
        trial, e, where = missing[0]
        given = np.unique([_kind(v) for v in e.found[where][:1000].astype(np.float64).reshape(-1)])
        what = ", ".join(given)
        if e.x is None and trial.flavor == "nan":
            return f"{what} in {e.answer.name} where an input that it depends on is nan, for {trial.label}"
        if e.x is None:
            return f"{what} in {e.answer.name} where the answer is finite, for {trial.label}"
        return f"{what} for x in {'; '.join(intervals(e.x, where))}"

    def _at_ties(self, gross: list[tuple[Trial, Entry, Array]]) -> str:
        """Whether all gross errors lie at kinks and ties, and why that is a convention."""
        if all(e.x is not None for _, e, _ in gross):
            for trial, e, where in gross:
                assert e.x is not None
                x, params, n = trial.args
                edges = np.array(pointwise.kinks(self.name, params), dtype=self.dtype)
                if not np.all(np.isin(e.x[where], edges)):
                    return ""
                below, above = pointwise.one_sided(self.name, e.x[where], params, n)
                scale: Any = 1.0
                if self.part in ("vjp", "jvp"):
                    scale = np.resize(np.array(SIGNED), x.shape)[where]
                low, high = np.minimum(below, above) * np.abs(scale), np.maximum(below, above) * np.abs(scale)
                given = e.found[where].astype(np.float64) * np.sign(scale)
                slack = 1e-6 * (1 + np.abs(low) + np.abs(high))
                if np.any((given < low - slack) | (given > high + slack)):
                    return ""
            return f"only at the kinks {', '.join(map(str, sorted({float(v) for _, e, w in gross for v in e.x[w]})))}"  # type: ignore[index]
        if self._tie_only() and all(t.flavor in (*TIED, "points") for t, _, _ in gross):
            return "only where values tie; the formula takes the first of equals, or the branch it states"
        return ""

    def _tie_only(self) -> bool:
        bad = {t.flavor for t in self.trials if t.failed}
        good = {t.flavor for t in self.trials if not t.failed}
        return bad <= TIED and "normal" in good and self._has_kinks()

    def _has_kinks(self) -> bool:
        systems = nnmath.formula(self.name).systems.values()
        if any(s.functions for s in systems):
            return True
        return any(
            st.op in ("max", "min") or st.body.has(sympy.Piecewise, absolute, sign)
            for s in systems
            for st in s.statements
        )

    def _detail(self, finding: Finding) -> None:
        """The worst entry, errors by exponent, failing intervals."""
        failing = [t for t in self.trials if t.failed] or self.trials
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
            worst["worst input"] = both(e.x[at])
        else:
            worst["worst entry"] = f"{label} of {trial.label}"
        worst["exact answer"] = both(e.answer.exact[at])
        worst["found"] = both(e.found[at]) + f"  ({float(e.ulp[at]):.4g} ulp)"
        finding.worst = worst
        table: dict[int, float] = {}
        for t in self.trials:
            for entry in t.entries:
                base = entry.x if entry.x is not None else entry.answer.exact
                with np.errstate(all="ignore"):
                    exponents = np.frexp(np.where(np.isfinite(base), base, 0).astype(np.float64))[1] - 1
                exponents = np.where(np.isfinite(base) & (base != 0), exponents, -9999)
                for n in np.unique(exponents[exponents > -9999]):
                    largest = float(np.max(entry.ulp[exponents == n]))
                    table[int(n)] = max(table.get(int(n), 0.0), largest)
        finding.by_exponent = table
        failing_points = [t for t in self.trials if t.failed and t.entries and t.entries[0].x is not None]
        if failing_points:
            entry = failing_points[0].entries[0]
            finding.intervals = intervals(entry.x, entry.bad)  # type: ignore[arg-type]
            x, params, _ = failing_points[0].args
            finding.reproduce = (
                f"fn(np.array([float.fromhex('{float(x[at] if x.shape == e.ulp.shape else 0.0).hex()}')], "
                f"dtype='{self.dtype}'){settings(params)})"
            )


def is_single(dtype: str, trials: Sequence[Trial]) -> bool:
    """Whether float64 results are wrong by no more than float32 arithmetic explains, beside the largest of them."""
    if dtype != "float64":
        return False
    for trial, e in ((t, e) for t in trials if t.failed for e in t.entries if np.any(e.bad)):
        limit = SINGLE if e.x is not None or trial.flavor in BENIGN else HOSTILE
        exact, finite = e.answer.exact, np.isfinite(e.answer.exact)
        size = max(1.0 if e.x is not None else 0.0, float(np.max(np.abs(exact), initial=0, where=finite)))
        with np.errstate(all="ignore"):
            if not np.all(np.abs(e.found[e.bad] - exact[e.bad]) <= limit * np.fmax(size, np.abs(exact[e.bad]))):
                return False
    return True


def _ratio(gross: list[tuple[Trial, Entry, Array]]) -> str:
    """Whether every wrong entry is the same multiple of the exact one; else where the first is."""
    ratios = []
    for _, e, where in gross:
        exact = e.answer.exact[where]
        use = np.abs(exact) > 1e-3
        ratios.append((e.found[where].astype(np.float64)[use] / exact[use]).reshape(-1))
    flat = np.concatenate(ratios)
    names = sorted({e.answer.name for _, e, _ in gross})
    place = f"in {', '.join(names)}" if gross[0][1].x is None else ""
    if flat.size > 3 and np.ptp(flat) < 1e-2 * abs(flat[0]) and np.all(np.isfinite(flat)):
        return f"{float(np.median(flat)):.6g} times the exact answer {place}".strip()
    return place


def settings(params: Mapping[str, Any]) -> str:
    return "".join(f", {k}={v!r}" for k, v in params.items())


def _kind(value: float) -> str:
    if np.isnan(value):
        return "nan"
    if np.isinf(value):
        return "inf" if value > 0 else "-inf"
    return "0" if value == 0 else "a finite number"


def both(value: Any) -> str:
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
