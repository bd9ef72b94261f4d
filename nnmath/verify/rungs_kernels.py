"""L4 and L6: generated kernels in float64 against the equations in 50 digits, and against themselves."""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from nnmath.calculus.instances import UNDEFINED
from nnmath.notation import Dual, Duals, interpret
from nnmath.notation.numbers import HighPrecision
from nnmath.verify.calls import (
    Subject,
    Values,
    Variant,
    dense,
    entry,
    exact,
    flat,
    opaque_duals,
    opaques,
    sizes_of,
)
from nnmath.verify.card import Rung

DIGITS = 50
FAR_DIGITS = 120
"""On awkward inputs: definitions cancel there, as 1 + exp(-120) does."""
UNIT = 2.0**-53
PRECISE = 2.0**12
"""Units of rounding allowed between a kernel and 50 digits: of the largest number of the array, or of how far
that number moves when the inputs move by as many units."""
DUAL = 2.0**16
"""Units of rounding allowed in <Jv, u> = <v, J^T u>, relative to the sum of the products' sizes."""
SMOOTH = 1e-7
"""Relative error allowed of fourth-order central differences."""
STEPS = (2.0**-9, 2.0**-10)
FLAVOURS = ("generic", "offset", "tied", "tiny", "large")
AWKWARD = ("offset", "tied", "tiny", "large", "huge")
"""Inputs on which values alone are compared with 50 digits, in float64 and, with those of its unit, in float32."""
UNITS = {"float64": UNIT, "float32": 2.0**-24}
FLOOR = 2.0**-6
"""Of the largest input: a value that is what is left of a difference may be off by 64 units of it."""
GREATEST = 1e30
"""Results above it may overflow on the way in float32, and are not compared."""
DRAWS = 2
NUDGE = 60

Entries = Mapping[tuple[int, ...], Any]


class Worst:
    """The largest error seen, as a multiple of what is allowed, and where."""

    def __init__(self) -> None:
        self.ratio, self.what, self.count = 0.0, "", 0

    def add(self, error: float, scale: float, allowed: float, what: str) -> None:
        self.count += 1
        if error == 0:
            return
        ratio = error / (allowed * scale) if scale > 0 else np.inf
        if not ratio <= self.ratio:
            self.ratio, self.what = float(ratio) if np.isfinite(ratio) else float("inf"), what

    @property
    def fine(self) -> bool:
        return self.ratio <= 1


# L4 -----------------------------------------------------------------------------------------------------------


def precise_rung(subject: Subject) -> Rung:
    """Value, tangent, gradient and derivatives of the kernels against the equations in 50 digits.

    The derivative is that of dual numbers run through the equations alone.
    """
    worst = Worst()
    for variant in subject.variants():
        for seed in range(subject.seed, subject.seed + DRAWS):
            try:
                compared(variant, seed, worst)
                untouched(variant, variant.values(seed), worst)
            except UNDEFINED as error:
                return Rung("L4", "undecided", {"why": f"{variant.function}: {error}"[:120]})
        for flavour in ("generic", *AWKWARD):
            awkward(variant, subject.seed, flavour, worst)
    ran = {
        "draws": DRAWS * len(subject.definition.systems),
        "entries": worst.count,
        "digits": DIGITS,
        "inputs": ["generic", *AWKWARD],
        "formats": list(UNITS),
        "shapes": {v.name or "plain": sizes_of(v) for v in list(subject.variants())[:1]},
        "allowed": f"{PRECISE:.0f} units of 2^-53 of the largest entry, or of its condition",
        "worst": f"{worst.ratio * PRECISE:.2g} units{f' at {worst.what}' if worst.what else ''}",
    }
    return Rung("L4", "numeric" if worst.fine else "failed", ran)


def compared(variant: Variant, seed: int, worst: Worst) -> None:
    """One draw: the kernels' numbers beside those of dual numbers over 50 digits."""
    values = variant.values(seed)
    dots = variant.directions(seed, variant.moving)
    truth, near = (_truth(variant, values, dots, nudge) for nudge in (0, 1))
    where = f"{variant.function}, seed {seed}"
    results = variant.forward(values)
    for array, result in zip(variant.system.outputs, results, strict=True):
        wanted, beside = ({at: _value(v) for at, v in t[array.name].items()} for t in (truth, near))
        _entries(worst, result, wanted, beside, f"{array.name} of {where}")
    if not variant.results or not variant.moving:
        return
    for array, result in zip(variant.results, variant.jvp(values, dots), strict=True):
        wanted, beside = ({at: v.tangent for at, v in t[array.name].items()} for t in (truth, near))
        _entries(worst, result, wanted, beside, f"tangent of {array.name} of {where}")
    _gradients(variant, values, dots, truth, near, worst, where)
    if variant.has_derivatives:
        _derivatives(variant, values, worst, where)


def awkward(variant: Variant, seed: int, flavour: str, worst: Worst) -> None:
    """The value of each kernel that computes it, where the equations have one that is not too large."""
    values = variant.values(seed, flavour)
    try:
        wanted, beside = (_numbers(variant, values, nudge) for nudge in (0, 1))
    except (*UNDEFINED, MemoryError, OverflowError):  # an exponential of an exponential is no number that fits
        return
    floor = FLOOR * max((abs(v) for v in values.values()), default=0.0)
    for format, unit in UNITS.items():
        for kernel, results in variant.valued(values, format):
            for array, result in zip(variant.system.outputs, results, strict=True):
                truth, near = wanted[array.name], beside[array.name]
                if any(abs(v) > GREATEST for v in truth.values()):
                    continue
                scale = max((abs(v) + _sensitive(v, near[at]) for at, v in truth.items()), default=0)
                for at, value in truth.items():
                    what = f"{array.name} of {kernel} in {format}, {flavour} {list(at)}"
                    worst.add(_distance(entry(result, at), value), float(scale) + floor or unit, PRECISE * unit, what)


def _numbers(variant: Variant, values: Values, nudge: int) -> Any:
    """The outputs in many digits, all finite; with `nudge`, every input moved by up to 2^-NUDGE of itself."""
    number = HighPrecision(FAR_DIGITS)
    moved = _nudged(variant, exact(values, number), number, nudge)
    found = interpret(variant.system, number, variant.env, moved, opaques(variant.system, number))
    if not all(number.context.isfinite(v) for cells in found.values() for v in cells.values()):
        raise ZeroDivisionError("a result is not finite")
    return found


def untouched(variant: Variant, values: Values, worst: Worst) -> None:
    """No kernel writes into what it is given."""
    for kernel, given, after in variant.given(values):
        same = all(np.array_equal(flat(a), flat(b), equal_nan=True) for a, b in zip(given, after, strict=True))
        worst.add(0.0 if same else float("inf"), 1.0, 1.0, f"an argument of {kernel}, which it writes into")


def _nudged(variant: Variant, moved: Values, number: Any, nudge: int) -> Values:
    chance = random.Random(nudge)
    real = {a.name for a in variant.system.inputs if a.kind in ("real", "positive")}
    step = number.context.mpf(2) ** -NUDGE
    return {k: v * (1 + chance.choice((-1, 1)) * step) if nudge and k[0] in real else v for k, v in moved.items()}


def _truth(variant: Variant, values: Values, dots: Values, nudge: int) -> Any:
    """The outputs as dual numbers; with `nudge`, every input moved by up to 2^-NUDGE of itself."""
    number = HighPrecision(DIGITS)
    duals: Values = {}
    for key, value in _nudged(variant, exact(values, number), number, nudge).items():
        still = isinstance(value, int)
        duals[key] = value if still else Dual(value, number.context.mpf(dots.get(key, 0.0)))
    return interpret(variant.system, Duals(number), variant.env, duals, opaque_duals(variant.system, number))


def _sensitive(wanted: Any, beside: Any) -> Any:
    """How far a result moves for each unit by which its inputs move: what no arithmetic on them can better."""
    return abs(wanted - beside) * 2**NUDGE


def _value(found: Any) -> Any:
    return found.value if isinstance(found, Dual) else found


def _entries(worst: Worst, found: Any, wanted: Entries, beside: Entries, what: str) -> None:
    scale = max((abs(v) + _sensitive(v, beside[at]) for at, v in wanted.items()), default=0)
    for at, value in wanted.items():
        error = _distance(entry(found, at), value)
        worst.add(error, float(scale) if scale else UNIT, PRECISE * UNIT, f"{what} {list(at)}")


def _distance(found: float, wanted: Any) -> float:
    context = wanted.context  # mpmath's own precision is not that of the field
    return float(abs(context.mpf(found) - wanted)) if np.isfinite(found) else float("inf")


def _gradients(variant: Variant, values: Values, dots: Values, truth: Any, near: Any, worst: Worst, where: str) -> None:
    """<bar_x, dot_x> of the kernel is <bar_y, dot_y> of the dual numbers, one output after another."""
    context = HighPrecision(DIGITS).context
    bars = variant.directions(sum(map(ord, where)), variant.results)
    dense_bars, pullback = variant.bars(bars), variant.pullback(values)
    for i, array in enumerate(variant.results):
        alone = [b if i == j else None for j, b in enumerate(dense_bars)]
        gradients = dict(zip((a.name for a in variant.moving), pullback(*alone), strict=True))
        there, beside = (
            context.fsum(v.tangent * bars[array.name, at] for at, v in t[array.name].items()) for t in (truth, near)
        )
        products = [context.mpf(entry(gradients[name], at)) * step for (name, at), step in dots.items()]
        back, scale = context.fsum(products), context.fsum(abs(p) for p in products) + _sensitive(there, beside)
        error = float(abs(there - back)) if context.isfinite(back) else float("inf")
        worst.add(error, float(scale) or UNIT, PRECISE * UNIT, f"gradient by {array.name} of {where}")


def _derivatives(variant: Variant, values: Values, worst: Worst, where: str) -> None:
    """f' and f'' of one number, by dual numbers and by dual numbers over dual numbers."""
    number = HighPrecision(DIGITS)
    one, zero = number.rational(1, 1), number.rational(0, 1)
    field = Duals(Duals(number))
    moving = {a.name for a in variant.moving}
    nested: Values = {}
    for key, v in exact(values, number).items():
        step = one if key[0] in moving else zero
        nested[key] = v if isinstance(v, int) else Dual(Dual(v, step), Dual(step, zero))
    truth = interpret(variant.system, field, variant.env, nested)[variant.results[0].name]
    for order in (1, 2):
        wanted = {at: v.value.tangent if order == 1 else v.tangent.tangent for at, v in truth.items()}
        found = variant.derivative(values, order)
        for at, value in wanted.items():  # entry by entry: no neighbour excuses an error
            scale = max(abs(float(value)), UNIT)
            worst.add(
                _distance(entry(found, at), value), scale, PRECISE * UNIT, f"derivative {order} of {where} {list(at)}"
            )


# L6 -----------------------------------------------------------------------------------------------------------


def dot_rung(subject: Subject) -> Rung:
    """<Jv, u> = <v, J^T u> and linearity on awkward inputs; the tangent against central differences."""
    dot, linear, slope = Worst(), Worst(), Worst()
    moving = [v for v in subject.variants() if v.results and v.moving]
    if not moving:
        return Rung("L6", "not applicable")
    rough = 0
    for variant in moving:
        for flavour in FLAVOURS:
            for seed in range(subject.seed, subject.seed + DRAWS):
                with np.errstate(all="ignore"):
                    paired(variant, seed, flavour, dot, linear)
        with np.errstate(all="ignore"):
            kept = [differences(variant, seed, slope) for seed in range(subject.seed, subject.seed + 4)]
        rough += kept.count(False)
        if not any(kept):
            return Rung("L6", "undecided", {"why": f"{variant.function}: every draw lies within a step of a kink"})
    ran = {
        "dot tests": dot.count,
        "linearity": linear.count,
        "central differences": slope.count,
        "beside a kink": rough,
        "inputs": list(FLAVOURS),
        "seeds": list(range(subject.seed, subject.seed + 4)),
        "worst": _worst(dot, linear, slope),
    }
    return Rung("L6", "numeric" if dot.fine and linear.fine and slope.fine else "failed", ran)


def _worst(dot: Worst, linear: Worst, slope: Worst) -> str:
    named = {"dot test": dot, "linearity": linear, "differences": slope}
    what, found = max(named.items(), key=lambda item: item[1].ratio)
    return f"{what} {found.ratio:.1e} of what is allowed{f', {found.what}' if found.what else ''}"


def paired(variant: Variant, seed: int, flavour: str, dot: Worst, linear: Worst) -> None:
    values = variant.values(seed, flavour)
    where = f"{variant.function}, {flavour}, seed {seed}"
    v = variant.directions(seed, variant.moving)
    u, w = (variant.directions(seed + k, variant.results) for k in (100, 200))
    jv, pullback = variant.jvp(values, v), variant.pullback(values)
    steps = [dense(a, variant.env, v, np.float64) for a in variant.moving]
    bars, others = variant.bars(u), variant.bars(w)
    gradient = pullback(*bars)
    reach = max(1.0, max((abs(x) for x in values.values()), default=0.0))
    floor = reach * sum(map(abs, u.values()))  # a slope far below the inputs may be what is left of their difference
    there, size = _pairing(jv, bars)
    back, other_size = _pairing(gradient, steps)
    if not all(np.all(np.isfinite(flat(g))) for g in (*jv, *gradient)):
        dot.add(float("inf") if _finite(variant, values) else 0.0, 1.0, 1.0, f"{where}: not finite")
        return
    longest = max(map(abs, v.values()), default=0.0)
    dot.add(abs(there - back), max(size, other_size) + floor * longest, DUAL * UNIT, where)
    mixed = pullback(*(_combined(a, b) for a, b in zip(bars, others, strict=True)))
    for one, two, three in zip(gradient, pullback(*others), mixed, strict=True):
        a, b, c = flat(one), flat(two), flat(three)
        scale = float(np.max(np.abs(2 * a) + np.abs(3 * b), initial=0.0))
        linear.add(float(np.max(np.abs(2 * a - 3 * b - c), initial=0.0)), scale + floor, DUAL * UNIT, where)
    for zero in pullback(*[None] * len(bars)):
        linear.add(float(np.max(np.abs(flat(zero)), initial=0.0)), UNIT, UNIT, f"{where}, no cotangent")


def _finite(variant: Variant, values: Values) -> bool:
    """Whether the equations have finite values there, whatever a kernel makes of them."""
    try:
        found = _numbers(variant, values, 0)
    except (*UNDEFINED, MemoryError, OverflowError):
        return False
    return all(abs(v) < GREATEST**9 for cells in found.values() for v in cells.values())


def _combined(a: Any, b: Any) -> Any:
    return [_combined(x, y) for x, y in zip(a, b, strict=True)] if isinstance(a, list) else 2 * a - 3 * b


def _pairing(a: Sequence[Any], b: Sequence[Any]) -> tuple[float, float]:
    """The sum of products, and that of their sizes."""
    products = [flat(x) * flat(y) for x, y in zip(a, b, strict=True)]
    return float(sum(p.sum() for p in products)), float(sum(np.abs(p).sum() for p in products))


def differences(variant: Variant, seed: int, slope: Worst) -> bool:
    """The tangent against central differences; False where two steps disagree, so that a kink is near.

    Two steps that disagree tell nothing of the tangent: the draw is counted apart, never as a pass.
    """
    values, v = variant.values(seed), variant.directions(seed, variant.moving)
    coarse, fine = (list(_slopes(variant, values, v, h)) for h in STEPS)
    dots = variant.jvp(values, v)
    for a, b in zip(coarse, fine, strict=True):
        scale = max(float(np.max(np.abs(b), initial=0.0)), 1.0)
        if not float(np.max(np.abs(a - b), initial=0.0)) <= SMOOTH * 16 * scale:
            return False
    for array, result, b in zip(variant.results, dots, fine, strict=True):
        scale = max(float(np.max(np.abs(b), initial=0.0)), 1.0)
        error = float(np.max(np.abs(flat(result) - b), initial=0.0))
        slope.add(error, scale, SMOOTH, f"{array.name} of {variant.function}, seed {seed}")
    return True


def _slopes(variant: Variant, values: Values, v: Values, h: float) -> Iterator[Any]:
    moved = {
        k: _results(variant, {**values, **{c: values[c] + k * h * s for c, s in v.items()}}) for k in (-2, -1, 1, 2)
    }
    for a, b, c, d in zip(moved[-2], moved[-1], moved[1], moved[2], strict=True):
        yield (8 * (c - b) - (d - a)) / (12 * h)


def _results(variant: Variant, values: Values) -> list[Any]:
    kept = {a.name for a in variant.results}
    return [flat(y) for a, y in zip(variant.system.outputs, variant.forward(values), strict=True) if a.name in kept]
