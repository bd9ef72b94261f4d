"""L0 to L3: what is checked of a formula's equations, without any of its kernels."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import mpmath
import sympy

from nnmath.calculus import prove_transpose
from nnmath.calculus.derivation import derive
from nnmath.calculus.exact import Disagreement, agrees_with_dual_numbers
from nnmath.calculus.instances import UNDEFINED
from nnmath.notation import Array, NotRepresentable, System, cells, interpret
from nnmath.notation.numbers import Symbols
from nnmath.verify.calls import Subject, Values, Variant, at_sizes, opaques, shape
from nnmath.verify.card import Rung

STRENGTH = ("failed", "undecided", "numeric", "exact", "exhaustive", "proved", "definition")
SYMBOLS = 14
"""Inputs at most, as a rule, of the small systems that are written out in symbols."""
EXPANDED = 120
"""Operations at most of an expression that is expanded; a longer one is compared by numbers."""
SEEDS = (0, 1)


def weakest(verdicts: Iterable[str]) -> str:
    """The verdict on all of several."""
    return min(verdicts, key=STRENGTH.index, default="undecided")


# L0 -----------------------------------------------------------------------------------------------------------


def definition_rung(subject: Subject) -> Rung:
    """What the formula is: its source, its variants, where it is defined, what holds at ties."""
    definition = subject.definition
    if not definition.reference or not definition.systems:
        return Rung("L0", "failed", {"missing": "a source" if definition.systems else "equations"})
    ran = {
        "source": definition.reference,
        "variants": [name or "plain" for name in definition.systems],
        "domain": sorted({d for system in definition.systems.values() for d in domain(system)}),
        "ties": sorted({t for system in definition.systems.values() for t in ties(system)}),
    }
    return Rung("L0", "definition", ran)


def domain(system: System) -> Iterator[str]:
    """Bounds of parameters, ranges of class indices, inputs that must be positive."""
    for array in system.inputs:
        if array.kind == "integer":
            yield f"0 <= {array.name} < {array.below}"
        elif array.kind == "positive":
            yield f"{array.name} > 0"
    for p in system.parameters:
        if p.range_text:
            yield f"{p.name} {p.range_text}"


def ties(system: System) -> Iterator[str]:
    """What decides at a kink: the first of equals, or the case whose condition holds."""
    for statement in system.statements:
        if statement.op in ("max", "min"):
            yield f"{statement.target.name}: the first of equals"
        for cases in statement.body.atoms(sympy.Piecewise):
            conditions = [str(c) for _, c in cases.args if c not in (True, sympy.true)]
            yield f"{statement.target.name}: the case of {', then '.join(conditions)}"
        if statement.body.has(sympy.sign) or any(
            f.func.__name__ == "absolute" for f in statement.body.atoms(sympy.Function)
        ):
            yield f"{statement.target.name}: the slope of abs at 0 is 0"


# L1 -----------------------------------------------------------------------------------------------------------


def proof_rung(subject: Subject) -> Rung:
    """The adjoint is the transpose of the tangent for any sizes, and every step of the derivation holds."""
    adjoints = {v.name or "plain": prove_transpose(v.system, v.adjoint, v.tangent).verdict for v in subject.variants()}
    steps = Counter(derive(subject.definition.system).verdicts)
    ran = {"adjoint": adjoints, "steps": dict(sorted(steps.items()))}
    found = [*adjoints.values(), *(v for v, n in steps.items() if n)]
    return Rung("L1", weakest("failed" if v == "refuted" else v for v in found), ran)


# L2 -----------------------------------------------------------------------------------------------------------


class Pointed(Symbols):
    """Symbols, each with a number near which it is taken: that decides comparisons, as on an open set around it."""

    def __init__(self, point: Mapping[sympy.Symbol, sympy.Rational]):
        self.point = point

    def compare(self, a: sympy.Expr, b: sympy.Expr) -> int:
        difference = sympy.sympify(a - b)
        if difference == 0:
            return 0
        value = difference.subs(self.point).evalf(30)
        if abs(value) < sympy.Float("1e-20"):
            raise NotRepresentable(f"cannot decide {a} against {b}")
        return 1 if value > 0 else -1


def symbols_rung(subject: Subject) -> Rung:
    """The adjoint, written out at a small size, is sympy's derivative of <y, bar_y> in every input."""
    verdicts: list[str] = []
    ran: dict[str, Any] = {}
    for variant in subject.variants():
        if not variant.results or not variant.moving:
            continue
        small = at_sizes(variant, small_sizes(variant))
        try:
            outcomes = Counter(written_out(small))
        except NotRepresentable as error:
            outcomes = Counter({"undecided": 1})
            ran["why"] = str(error)[:100]
        verdicts.append(weakest(outcomes))
        ran[variant.name or "plain"] = {"sizes": sizes_text(small.env), **dict(sorted(outcomes.items()))}
    return Rung("L2", weakest(verdicts), ran) if verdicts else Rung("L2", "not applicable")


def sizes_text(env: Mapping[str, Any]) -> str:
    return " ".join(f"{n}={list(v) if isinstance(v, tuple | list) else v}" for n, v in env.items())


def small_sizes(variant: Variant) -> dict[str, Any]:
    """Sizes of at most 2, further ones 1 until there are few symbols; the definition's own where that is none."""
    env = {n: tuple(min(w, 2) for w in v) if isinstance(v, tuple) else min(v, 2) for n, v in variant.env.items()}
    if not possible(variant, env):
        return variant.env
    shrinking = sorted(variant.system.size_names, key=lambda n: n == "T")
    for name in shrinking:
        if _inputs(variant, env) <= SYMBOLS:
            break
        smaller = {**env, name: 1} if isinstance(env.get(name), int) else env
        if possible(variant, smaller):
            env = smaller
    return env


def _inputs(variant: Variant, env: Mapping[str, Any]) -> int:
    return sum(1 for a in variant.system.inputs for _ in cells(a, env))


def possible(variant: Variant, env: Mapping[str, Any] | None = None) -> bool:
    """Whether the outputs have entries and values there."""
    other = at_sizes(variant, variant.env if env is None else env)
    try:
        if not all(list(cells(a, other.env)) for a in (*variant.moving, *variant.results)):
            return False
        point, values = pointed(other, other.values(0))
        found = interpret(other.system, Pointed(point), other.env, values, opaques(other.system, Pointed(point)))
    except (*UNDEFINED, AssertionError):
        return False
    return not any(sympy.sympify(v).has(sympy.nan, sympy.zoo) for a in found.values() for v in a.values())


def pointed(variant: Variant, values: Values) -> tuple[dict[sympy.Symbol, sympy.Rational], Values]:
    """A symbol for each real number of a draw, with a short fraction near it."""
    point, symbols = {}, {}
    kinds = {a.name: variant.intervals.get(a.name) for a in variant.system.inputs}
    for (name, at), value in values.items():
        if isinstance(value, int):
            symbols[name, at] = value
            continue
        positive = value > 0 and (kinds.get(name) is None or kinds[name][0] > 0)  # type: ignore[index]
        letter = sympy.Symbol("_".join([name, *map(str, at)]), **({"positive": True} if positive else {"real": True}))
        point[letter] = sympy.Rational(round(value * 64) or 1, 64)
        symbols[name, at] = letter
    return point, symbols


def written_out(variant: Variant, seed: int = 0) -> Iterator[str]:
    """For each entry of each gradient: "proved" or "numeric" where it is sympy's derivative, else "failed"."""
    values = variant.values(seed)
    point, symbols = pointed(variant, values)
    bars = {
        k: sympy.Symbol("bar_" + "_".join([k[0], *map(str, k[1])]), real=True) for k in _keys(variant, variant.results)
    }
    whole = {**point, **{b: sympy.Rational(2 * i + 3, 7) for i, b in enumerate(bars.values())}}
    number = Pointed(whole)
    functions = opaques(variant.system, number)
    primal = interpret(variant.system, number, variant.env, symbols, functions)
    named = {(variant.bar + name, at): letter for (name, at), letter in bars.items()}
    adjoints = interpret(variant.adjoint, number, variant.env, symbols | named, functions)
    pairing = sympy.Add(*(primal[name][at] * letter for (name, at), letter in bars.items()))
    pairs = []
    for name, at in _keys(variant, variant.moving):
        found = adjoints.get(variant.bar + name, adjoints.get(variant.bar + name + "_total", {}))[at]
        pairs.append((sympy.sympify(found), sympy.diff(pairing, symbols[name, at])))
    yield from same(pairs, whole)


def _keys(variant: Variant, arrays: Iterable[Array]) -> list[tuple[str, tuple[int, ...]]]:
    return [(a.name, at) for a in arrays for at in cells(a, variant.env)]


def same(pairs: Sequence[tuple[sympy.Expr, sympy.Expr]], point: Mapping[sympy.Symbol, sympy.Rational]) -> list[str]:
    """Numbers first, 50 digits at the point and two beside it; then sympy's expansion of the differences."""
    function = sympy.lambdify(list(point), [side for pair in pairs for side in pair], "mpmath", cse=True)
    verdicts = ["numeric"] * len(pairs)
    with mpmath.workdps(60):
        for nudge in (0, 1, 2):
            found = function(
                *(mpmath.mpf(int(v.p)) / int(v.q) * (1 + nudge * mpmath.mpf(2) ** -12) for v in point.values())
            )
            for i, (left, right) in enumerate(zip(found[::2], found[1::2], strict=True)):
                if not abs(left - right) <= mpmath.mpf(10) ** -50 * max(1, abs(left), abs(right)):
                    verdicts[i] = "failed"
    return ["proved" if v == "numeric" and _vanishes(a - b) else v for v, (a, b) in zip(verdicts, pairs, strict=True)]


def _vanishes(difference: sympy.Expr) -> bool:
    return bool(difference == 0) or (sympy.count_ops(difference) <= EXPANDED and _expands_to_zero(difference))


def _expands_to_zero(difference: sympy.Expr) -> bool:
    if sympy.expand(difference) == 0:
        return True
    numerator = sympy.numer(sympy.together(sympy.expand_power_exp(difference)))
    return bool(sympy.expand(sympy.powsimp(sympy.expand(numerator))) == 0)


# L3 -----------------------------------------------------------------------------------------------------------


def dual_rung(subject: Subject) -> Rung:
    """Tangent and adjoint equal dual numbers over GF(2^61 - 1), with no tolerance, at sizes all different."""
    entries, why = 0, ""
    verdicts = []
    for variant in subject.variants():
        if not variant.results or not variant.moving:
            continue
        for seed in SEEDS:
            try:
                found = agrees_with_dual_numbers(
                    variant.system,
                    variant.env,
                    tangent_system=variant.tangent,
                    adjoint_system=variant.adjoint,
                    seed=1000 * seed,
                )
            except Disagreement as error:
                return Rung("L3", "failed", {"worst": str(error)})
            except NotRepresentable as error:
                verdicts.append("undecided")
                why = str(error)
                continue
            verdicts.append("exact")
            entries += found.entries
    if not verdicts:
        return Rung("L3", "not applicable")
    first = next(subject.variants())
    inputs = {a.name: list(shape(a, first.env)) for a in first.system.inputs if not a.ragged}
    ran = {"draws": len(verdicts), "entries": entries, "shapes": inputs, "seeds": [1000 * s for s in SEEDS]}
    return Rung("L3", weakest(verdicts), ran | ({"why": why} if why else {}))
