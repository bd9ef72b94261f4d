"""L5, L7, L8: the stable forms that kernels evaluate, and the error of elementwise kernels in ulp."""

from __future__ import annotations

import inspect
import re
from collections.abc import Sequence
from fractions import Fraction
from functools import lru_cache
from typing import Any

import numpy as np
import sympy

from nnmath.codegen.stable import FORMS, Branch, proof
from nnmath.notation import System, define, interpret
from nnmath.verify.calls import Subject
from nnmath.verify.card import Rung
from nnmath.verify.rungs_systems import weakest

PRECISIONS = (120, 400, 1600, 8000)
NARROW = 60
"""Bits that an enclosure must have before two of them may be said to agree."""
POINTS = tuple(
    s * Fraction(2) ** e for e in (-40, -20, -7, -3, -1, 0, 2, 4, 5) for s in (Fraction(1), Fraction(-13, 11))
)
"""Where a form is compared with its definition: on both sides of 0, far and near."""
HELPERS = frozenset(
    {"empty", "zeros", "blocks", "ratio", "power", "to_power", "logsumexp", "where", "improve", "log1p"}
    | {"expm1", "expm1_below", "expm1mx", "counted", "row_sums", "prod", "prod_of_others"}
    | {"take", "add_along_axis", "add_at", "sign", "above", "beyond", "saturated"}
)
"""Runtime functions that are no function of one number, or no other form of one than its name says."""
BOUNDS = (4.0, 4.0, 16.0)
"""Units in the last place allowed of a value, of f', and of f'', which has roots in places of its own."""
COUNTS = {"float16": 0, "float32": 1 << 14, "float64": 1 << 10}


# L5 -----------------------------------------------------------------------------------------------------------


class Balls:
    """Real balls of python-flint's `arb` as a field of the interpreter: every result encloses the exact value."""

    def __init__(self) -> None:
        from flint import arb

        self.arb = arb

    def rational(self, numerator: int, denominator: int) -> Any:
        return self.arb(numerator) / denominator

    def constant(self, value: sympy.Expr) -> Any:
        return {sympy.pi: self.arb.pi(), sympy.E: self.arb(1).exp()}[value]

    def function(self, name: str, x: Any) -> Any:
        return getattr(x, name)() if name in ("exp", "log", "erf") else None

    def power(self, base: Any, exponent: Fraction) -> Any:
        if exponent.denominator == 1:
            return base ** int(exponent)
        return (
            base.sqrt() ** int(exponent * 2)
            if exponent.denominator == 2
            else base ** self.rational(*exponent.as_integer_ratio())
        )

    def real_power(self, base: Any, exponent: Any) -> Any:
        return base**exponent

    def compare(self, a: Any, b: Any) -> int:
        if a > b or a < b:
            return 1 if a > b else -1
        if a == b:
            return 0
        raise ArithmeticError(f"{a} and {b} overlap")


def stable_rung(subject: Subject, forms: Sequence[Branch] = FORMS) -> Rung:
    """Each stable form that the kernels call is proved to be its definition, and encloses the same numbers."""
    used = called(subject)
    branches = [b for b in forms if b.function in used]
    unstated = sorted(used - HELPERS - {b.function for b in forms})
    if not branches:
        why = (
            f"no form is stated of {', '.join(unstated)}"
            if unstated
            else "its kernels call no function in a stable form"
        )
        return Rung("L5", "not applicable", {"why": why})
    found = {f"{b.function}, {b.domain}": judged(b) for b in branches}
    proofs = {name: verdict for name, (verdict, _) in found.items()}
    balls = sum(points for _, points in found.values() if points > 0)
    failed = [name for name, (_, points) in found.items() if points < 0]
    verdict = "failed" if failed else weakest("failed" if v == "refuted" else v for v in proofs.values())
    ran = {"forms": proofs, "balls compared": balls, **({"balls apart": failed} if failed else {})}
    return Rung("L5", verdict, ran | ({"no form stated": unstated} if unstated else {}))


def called(subject: Subject) -> set[str]:
    """The runtime functions that the formula's generated kernels call; ``sigmoid_of`` is sigmoid of a scaled x."""
    found: set[str] = set()
    for variant in subject.variants():
        for suffix in ("", "_forward", "_backward", "_jvp", "_derivative", "_derivative2"):
            kernel = subject.kernels.get(variant.function + suffix)
            try:
                names = re.findall(r"\brt\.(\w+)", inspect.getsource(kernel)) if kernel else []
                found |= {re.sub("_(of|over)$", "", name) for name in names}
            except (OSError, TypeError):
                found |= {f.func.__name__ for s in variant.system.statements for f in s.body.atoms(sympy.Function)}
    return found


@lru_cache(maxsize=256)
def judged(branch: Branch) -> tuple[str, int]:
    """The proof's verdict, and at how many points the balls agree; -1 where they are apart."""
    return proof(branch).verdict, compared_in_balls(branch)


def compared_in_balls(branch: Branch) -> int:
    """At how many points of the branch the form and the definition overlap in narrow balls; -1 if somewhere not."""
    try:
        import flint
    except ImportError:
        return 0
    points = [x for x in POINTS if _inside(branch.domain, x)]
    before = flint.ctx.prec
    try:
        return len(points) if all(_overlap(branch, x, flint.ctx) for x in points) else -1
    finally:
        flint.ctx.prec = before


def _inside(domain: str, x: Fraction) -> bool:
    relation = re.fullmatch(r"x\s*(<=|>=|<|>)\s*(-?\d+)", domain)
    assert relation, domain
    sign, bound = relation.group(1), int(relation.group(2))
    return {"<": x < bound, "<=": x <= bound, ">": x > bound, ">=": x >= bound}[sign]


def _overlap(branch: Branch, x: Fraction, context: Any) -> bool:
    """Narrow enclosures that meet; wide ones say nothing, so the precision is raised."""
    for precision in PRECISIONS:
        context.prec = precision
        left, right = _enclosed(define("form(x) -> y", f"y = {branch.left}"), x), _enclosed(branch.system, x)
        if not left.overlaps(right):
            return False
        if min(left.rel_accuracy_bits(), right.rel_accuracy_bits()) >= NARROW:
            return True
    raise ArithmeticError(f"no precision suffices for {branch.left} at {x}")


def _enclosed(system: System, x: Fraction) -> Any:
    field = Balls()
    return interpret(system, field, {}, {("x", ()): field.rational(x.numerator, x.denominator)})["y"][()]


# L7 and L8 ----------------------------------------------------------------------------------------------------


def ulp_rung(subject: Subject) -> Rung:
    """Worst error over special values and random bit patterns in float32 and float64, with the derivatives."""
    orders = measured_orders(subject)
    if not orders:
        return Rung("L7", "not applicable", {"why": "not a function of one entry"})
    return _measured("L7", "numeric", subject, ("float32", "float64"), orders)


def exhaustive_rung(subject: Subject, deep: bool = False, before: Rung | None = None) -> Rung:
    """Every number of float16; with `deep`, or where `before` knows of it, every number of float32 too."""
    orders = measured_orders(subject)
    if not orders:
        return Rung("L8", "not applicable", {"why": "not a function of one entry"})
    rung = _measured("L8", "exhaustive", subject, ("float16",), orders)
    return rung if rung.verdict == "failed" else _deepened(rung, subject, orders, deep, before)


def measured_orders(subject: Subject) -> tuple[int, ...]:
    """Orders of the derivatives that are functions of one number; none where entries mix."""
    if not subject.definition.elementwise:
        return ()
    return (0, 1, 2) if all(v.has_derivatives for v in subject.variants()) else (0, 1)


def settings(subject: Subject) -> list[dict[str, Any]]:
    """Keywords of the public call: its defaults, then the definition's parameters, then the named variants.

    Parameters are rounded to what every format holds: a kernel takes them in the format of its array.
    """
    signature = subject.definition.signature
    given = {
        n: float(np.float16(v)) for n, v in subject.definition.parameters.items() if re.search(rf"\b{n}\b", signature)
    }
    found: list[dict[str, Any]] = [{}]
    if given:
        found.append(given)
    if 'approximate="none"' in signature.replace("'", '"'):
        found.append({"approximate": "tanh"})
    return found


def _measured(level: str, verdict: str, subject: Subject, dtypes: Sequence[str], orders: Sequence[int]) -> Rung:
    try:
        from nnmath.verify.accuracy import measure
    except ImportError as error:
        return Rung(level, "undecided", {"why": str(error)})
    worst: dict[str, Any] = {}
    count, failed = 0, []
    nan: bool | None = None
    for dtype in dtypes:
        for order in orders:
            for params in settings(subject):
                found = measure(subject.name, dtype, COUNTS[dtype], subject.seed, order, **params)
                count += found.count
                name = f"{dtype} order {order}"
                if name not in worst or found.worst_ulp > worst[name][0]:
                    worst[name] = (found.worst_ulp, found.worst_hex)
                nan = found.nan_kept if nan is None else nan and found.nan_kept
                kept = found.nan_kept or order == 0 or 2 not in orders  # at nan, `derivative` alone promises nan
                if not found.worst_ulp <= BOUNDS[order] or found.flags or not kept:
                    failed.append(found.line())
    told = {name: f"{ulp:.2g} ulp at {at}" for name, (ulp, at) in worst.items()}
    ran = {
        "inputs": count,
        "seed": subject.seed,
        "allowed": f"{BOUNDS[0]:g} ulp, {BOUNDS[2]:g} of order 2",
        "worst": told,
        "at nan": "nan" if nan else "the case that holds",
    }
    return Rung(level, "failed" if failed else verdict, ran | ({"failed": failed} if failed else {}))


def _deepened(rung: Rung, subject: Subject, orders: Sequence[int], deep: bool, before: Rung | None) -> Rung:
    """Every float32 input of value and derivative, counted now or kept from a climb of the same code."""
    from nnmath.verify.accuracy import exhaustive, holds, state_of
    from nnmath.verify.digest import sources

    code = sources(subject.name)
    if not deep:
        kept = before.ran.get("float32") if before else None
        return Rung("L8", rung.verdict, {**rung.ran, "float32": kept}) if kept and kept["code"] == code else rung
    counted = [(order, state_of(subject.name, "float32", order)) for order in orders if order < 2]
    found = [exhaustive(subject.name, "float32", order, state=state) for order, state in counted]
    told = {f"order {f.order}": f"all {f.count} inputs, {f.worst_ulp:.3g} ulp at {f.worst_hex}" for f in found}
    verdict = "exhaustive" if all(map(holds, found)) else "failed"
    return Rung("L8", verdict, {**rung.ran, "float32": {**told, "code": code}})
