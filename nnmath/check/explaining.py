"""What a failure means: another formula, a gradient of another value, the smallest call that shows it."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

import nnmath
from nnmath.check import conventions, pointwise
from nnmath.check.caller import Caller
from nnmath.check.draw import Case, redrawn
from nnmath.check.judging import is_single
from nnmath.check.report import Finding
from nnmath.check.session import Session
from nnmath.check.trials import Trial

SECONDS = 3.0
"""For the search of what a wrong function is instead."""


def explain(
    session: Session, finding: Finding, caller: Caller, trials: list[Trial], order: int, by_framework: bool
) -> None:
    """Add to the finding of a failure what else it is and the smallest call that fails."""
    if finding.verdict in ("OK", "UNDECIDED") or not trials:
        return
    if finding.verdict in ("WRONG_FORMULA", "GRADIENT_WRONG"):
        _identify(session, finding, trials, order)
        if not finding.matches and is_single(session.dtype, trials):
            finding.verdict, finding.reason = "IMPRECISE", "right to about 7 digits, as if computed in float32"
    _shrink(session, finding, caller, trials, by_framework)


def _identify(session: Session, finding: Finding, trials: list[Trial], order: int) -> None:
    """Another formula or convention that the function does compute."""
    name, part = session.name, finding.part
    usual = [t for t in trials if t.case is not None and t.flavor != "nan" and t.entries and t.entries[0].found.size]
    plain = [t for t in usual if t.flavor == "normal"]
    failing = [t for t in plain if t.failed][:2] or [t for t in usual if t.failed][:1]
    plain = failing + [t for t in plain if not t.failed][:1] if failing else []
    pointed = [t for t in trials if t.case is None and t.failed]
    if part == "derivative" and pointed:
        _identify_points(name, session.dtype, finding, pointed[0], order)
    samples = [(t.case, [e.found for e in t.entries]) for t in plain if t.case is not None]
    if not samples or part not in ("forward", "vjp"):
        return
    samples.sort(key=lambda sample: sum(f.size for f in sample[1]))
    stop = time.monotonic() + SECONDS
    for other in conventions.alternatives(name, part):
        if time.monotonic() > stop:
            return
        if all(other.agrees(c, found, session.dtype) for c, found in samples):
            finding.matches = other.title
            if part == "forward":
                finding.verdict = "WRONG_VARIANT"
            source = f" ({other.source})" if other.source else ""
            finding.reason = f"this is {other.title}, you declared {name}{source}"
            return


def _identify_points(name: str, dtype: str, finding: Finding, trial: Trial, order: int) -> None:
    if not trial.entries:
        return
    x, _, _ = trial.args
    found = trial.entries[0].found
    near = np.isfinite(found) & (np.abs(x) < 4) & (np.abs(x) > 0.01)
    for other in nnmath.formulas():
        if not pointwise.is_pointwise(other):
            continue
        for n in (0, 1, 2):
            if (other, n) == (name, order):
                continue
            try:
                value = pointwise.library(other, x[near].astype(np.float64), {}, n)
            except (TypeError, ValueError):
                continue
            if np.allclose(found[near], value, rtol=1e-3 if dtype == "float16" else 1e-5, atol=1e-6):
                finding.matches = other if n == 0 else f"derivative {n} of {other}"
                finding.reason = f"this is {finding.matches}, you declared derivative {order} of {name}"
                return


def _shrink(session: Session, finding: Finding, caller: Caller, trials: list[Trial], by_framework: bool) -> None:
    """The smallest sizes at which the same call still fails."""
    failing = next((t.case for t in trials if t.failed and t.case is not None), None)
    if failing is None:
        return
    finding.reproduce = finding.reproduce or _line(session, failing, None)
    if not failing.sizes or finding.verdict in ("RAISES", "NONDETERMINISTIC", "UNDECIDED"):
        return
    stop = time.monotonic() + 2.0
    smallest: dict[str, int] = {}
    best = failing
    for size in failing.sizes:
        for smaller in (0, 1, 2):
            if smaller >= failing.sizes[size] or time.monotonic() > stop:
                break
            other = redrawn(failing, {**smallest, size: smaller}, session.params)
            trial = session.trial(other, finding.part, caller, by_framework) if other is not None else None
            if other is not None and trial is not None and trial.failed and _alike(trial, finding):
                smallest[size], best = smaller, other
                break
    finding.smallest = best.label
    if smallest:
        finding.reproduce = _line(session, failing, {**failing.sizes, **smallest})


def _alike(trial: Trial, finding: Finding) -> bool:
    return trial.problem is None or trial.problem.verdict == finding.verdict


def _line(session: Session, drawn: Case, sizes: Mapping[str, int] | None) -> str:
    """What to paste to make a call again."""
    more = f", params={session.params!r}" if session.params else ""
    known = [n for n in nnmath.formula(session.name).__signature__.parameters if n not in session.entry["arrays"]]
    taken = [n for n in known if session.accepts(n)]
    more += f", accepts={taken!r}" if taken != known else ""
    more += f", sizes={dict(sizes)!r}" if sizes else ""
    call = f"check.case({session.name!r}, {session.dtype!r}, seed={drawn.seed}, index={drawn.index}{more})"
    return f"case = {call}; fn(*case.args, **case.params)"


def compare_gradients(session: Session, findings: list[Finding], callers: list[Caller]) -> list[str]:
    """Where the value is another function: whether each backward is right for that."""
    notes: list[str] = []
    if findings[0].verdict not in ("WRONG_FORMULA", "WRONG_VARIANT"):
        return notes
    for finding, caller in zip(findings[1:], callers[1:], strict=True):
        if finding.part != "vjp" or finding.verdict not in ("OK", "GRADIENT_WRONG"):
            continue
        own = _is_own_gradient(session, callers[0], caller)
        if own:
            notes.append("the gradient is right for the function's own value")
            if finding.verdict == "GRADIENT_WRONG":
                finding.verdict, finding.reason = findings[0].verdict, "right for the function's own value"
        elif own is not None:
            right = finding.verdict == "OK"
            finding.verdict = "GRADIENT_INCONSISTENT"
            finding.reason = (
                f"the gradient is {'that of ' + session.name if right else 'neither that of ' + session.name}, "
                f"{'not' if right else 'nor'} that of the function's own value"
            )
    return notes


def _is_own_gradient(session: Session, forward: Caller, backward: Caller) -> bool | None:
    """<cotangents, directional difference of the value> against <gradient, direction>."""
    for drawn in session.drawn("float64"):
        if drawn.flavor != "normal" or drawn.shape != "distinct":
            if drawn.index > 20:
                return None
            continue
        bars, dots, h = drawn.cotangents(), drawn.tangents(), 1e-5
        outcome, _ = session.result(drawn, "vjp", backward, backward.kind is not None and backward.by_framework)
        sides = [forward(_moved(drawn.args, dots, s * h), session.passed(forward, drawn.params)) for s in (1, -1)]
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
