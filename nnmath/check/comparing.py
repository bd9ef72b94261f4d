"""`compare`: a function held against a formula."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

import nnmath
from nnmath.check.bounded import BITS
from nnmath.check.caller import Caller, Outcome, accepted, arranged, attempted, differentiated, parameters_of
from nnmath.check.draw import FIRST, Case, cases, redrawn
from nnmath.check.explaining import compare_gradients, explain
from nnmath.check.report import Finding, Report
from nnmath.check.session import Session
from nnmath.check.sweep import sweep

PARTS = ("forward", "derivative", "vjp", "jvp")


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

    Whatever `fn` does gives a verdict in the report. AttributeError for an unknown name, ValueError and
    TypeError for other wrong arguments of `compare` itself; ImportError where `autodiff` names what is not there.

    >>> import numpy as np
    >>> from nnmath import check
    >>> report = check.compare(lambda x: x * (x > 0), "relu", dtype="float32")
    >>> report.verdict
    'DOMAIN'
    >>> report.finding("forward").reason
    'nan for x in -inf'
    >>> check.compare(np.tanh, "tanh", dtype="float32", max_ulp=2, budget=3).ok
    True
    """
    dtype = _checked(name, part, order, dtype, variant, max_ulp, vjp, jvp, autodiff, params)
    start = time.monotonic()
    session = Session(name, dtype, dict(params or {}), max_ulp, variant, seed)
    given, fn = fn, arranged(fn, nnmath.formula(name))
    budget = 0.75 * budget  # some is left for the call that is under way, and for what a failure means
    jobs: list[tuple[str, Callable[..., Any], int]] = [(part, fn, order if part == "derivative" else 0)]
    if autodiff is not None:
        entry = nnmath.formula(name)._entry
        places = [i for i, n in enumerate(entry["arrays"]) if n in entry["gradients"]]
        jobs.append(("vjp", differentiated(fn, autodiff, places), 0))
    jobs += [("vjp", vjp, 0)] if vjp is not None else []
    jobs += [("jvp", jvp, 0)] if jvp is not None else []
    findings, callers = [], []
    for i, (what, function, n) in enumerate(jobs):
        share = (start + budget - time.monotonic()) / (len(jobs) - i)
        by_framework = autodiff is not None and what == "vjp" and function is not vjp
        caller = Caller(function, time.monotonic() + max(share, 0.5), autodiff if by_framework else None)
        if by_framework:
            caller.by_framework = True
            caller.names, caller.takes_all, caller.positions, caller.most = accepted(fn)
        callers.append(caller)
        finding, trials = session.judge(what, caller, n, by_framework)
        explain(session, finding, caller, trials, n, by_framework)
        findings.append(finding)
    if params and not any(f.cases for f in findings):
        _require_calls(name, dtype, seed, params)
    notes = compare_gradients(session, findings, callers) if len(findings) > 1 else []
    notes += ["a result lies in the memory of an argument"] if callers[0].shares else []
    notes += session.notes + attempted(lambda: _other_defaults(given, name), [])
    title = attempted(lambda: f"{given.__name__}", type(given).__name__)
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
    """One drawn call, as a report names it.

    seed, index: which call. params: parameters that were fixed. accepts: the only parameters that are drawn.
    sizes: other sizes than those drawn, by axis. ValueError where there is no such call.

    >>> from nnmath import check
    >>> case = check.case("linear", "float32", seed=0, index=3)
    >>> [a.shape for a in case.args]
    [(1, 3), (2, 3)]
    >>> case.assert_matches(case.args[0] @ case.args[1].T)
    """
    known = (lambda n: True) if accepts is None else (lambda n: n in accepts)
    for found in (cases if index < FIRST else sweep)(name, str(np.dtype(dtype)), seed, params, None, known):
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
    finding = session.conclude("forward", [trial] if trial else [], (trial and trial.problem) or Outcome())
    return Report(given.name, "result", given.dtype, finding.verdict, [finding], 0.0, given.seed)


def _checked(
    name: str,
    part: str,
    order: int,
    dtype: Any,
    variant: str | None,
    max_ulp: float | None,
    vjp: Any,
    jvp: Any,
    autodiff: Any,
    params: Mapping[str, Any] | None,
) -> str:
    formula = nnmath.formula(name)
    if part not in PARTS:
        raise ValueError(f"part must be one of {', '.join(map(repr, PARTS))}, got {part!r}")
    if part == "derivative" and not formula._entry["derivatives"]:
        raise TypeError(f"{name} is not a function of one number; check its vjp or jvp")
    if part in ("vjp", "jvp") and not formula._entry["gradients"]:
        raise TypeError(f"{name} has no gradients; check its forward")
    if order not in (1, 2):
        raise ValueError(f"order must be 1 or 2, got {order!r}")
    if autodiff not in (None, "torch", "jax"):
        raise ValueError(f"autodiff must be 'torch' or 'jax', got {autodiff!r}")
    if part != "forward" and (vjp is not None or jvp is not None or autodiff is not None):
        raise ValueError("vjp, jvp and autodiff go with part 'forward'")
    if variant is not None and variant not in formula._entry["variants"]:
        known = ", ".join(repr(v) for v in formula._entry["variants"])
        raise ValueError(f"{name} has the variants {known}, got {variant!r}")
    if max_ulp is not None and not max_ulp >= 0:
        raise ValueError(f"max_ulp must be at least 0, got {max_ulp!r}")
    unknown = [k for k in params or {} if k not in formula.__signature__.parameters]
    if unknown:
        raise TypeError(f"{name} has no parameter {unknown[0]!r}")
    found = str(np.dtype(dtype))
    if found not in BITS:
        raise ValueError(f"dtype must be one of {', '.join(BITS)}, got {found}")
    return found


def _require_calls(name: str, dtype: str, seed: int, params: Mapping[str, Any]) -> None:
    """The formula's own refusal where no call has such parameters."""
    if next(cases(name, dtype, seed, params), None) is None:
        usual = next(cases(name, dtype, seed))
        nnmath.formula(name)(*usual.args, **{**usual.params, **params})


def _other_defaults(fn: Callable[..., Any], name: str) -> list[str]:
    """Parameters that the function has other defaults for than the formula."""
    own = {p.name: p for p in parameters_of(fn) or ()}
    notes = []
    for key, known in nnmath.formula(name).__signature__.parameters.items():
        mine = own[key].default if key in own else None
        plain = isinstance(mine, int | float | str | bool) and isinstance(known.default, int | float | str | bool)
        if plain and mine != known.default:
            notes.append(f"{key} is {mine!r} by default, the formula's is {known.default!r}")
    return notes


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
