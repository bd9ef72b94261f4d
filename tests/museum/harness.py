"""What an exhibit is, and the checks that an implementation must pass.

An exhibit is a few wrong lines, the formula that they claim to be, and inputs at which it shows. The same check is put
to the library's own formula, which must pass it. Truth comes from the formula's equations: interpreted over 400 digits
for functions of one number, from its checked kernels for arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import mpmath
import numpy as np

import nnmath as nm
from nnmath.formulas import load
from nnmath.notation import Dual, Duals, HighPrecision, interpret

DIGITS = 400
MOST_ULP = 16.0
TOLERANCE = 1e-9


@dataclass(frozen=True)
class Exhibit:
    """One mistake that shipped. `value` and `gradient` take the formula's arrays; a gradient the cotangents after them.

    `args` are inputs at which the mistake shows, `tested` such as its authors tested with, where that is known.
    """

    source: str
    formula: str
    what: str
    check: str
    value: Callable[..., Any] | None = None
    gradient: Callable[..., Any] | None = None
    args: Sequence[Any] = ()
    params: Mapping[str, Any] = field(default_factory=dict)
    tested: Sequence[Any] | None = None
    cotangents: Sequence[Any] | None = None
    right: Callable[..., Any] | None = None
    dtype: Any = np.float64

    @property
    def id(self) -> str:
        return f"{self.source} {self.formula}"

    def true(self) -> Exhibit:
        """The library's formula in the place of the mistake."""
        public = self.right or getattr(nm, self.formula)
        if self.right is not None or not hasattr(public, "vjp"):
            value, gradient = public, None
        else:

            def value(*args: Any, **params: Any) -> Any:
                return public(*args, **params)

            def gradient(*given: Any, **params: Any) -> Any:
                count = len(given) - self.outputs
                _, pullback = public.vjp(*given[:count], **params)
                return tuple(g for g in pullback(*given[count:]) if g is not None)

        return Exhibit(**{**self.__dict__, "value": value, "gradient": gradient})

    @property
    def outputs(self) -> int:
        public = getattr(nm, self.formula)
        return len(public.system.outputs) if hasattr(public, "system") else 1


def caught(exhibit: Exhibit) -> str:
    """By what the exhibit's check tells it from the formula; empty where it does not."""
    with np.errstate(all="ignore"):
        return CHECKS[exhibit.check](exhibit)


# Functions of one number: units in the last place of the exact value --------------------------------------------------


def exact(exhibit: Exhibit, x: float, order: int) -> Any:
    """The value or derivative that the formula's equations have, over many digits."""
    definition = load()[exhibit.formula]
    variant = next(v for v, s in definition.systems.items() if {p.name for p in s.parameters} >= set(exhibit.params))
    system, number = definition.systems[variant], HighPrecision(DIGITS)
    values: dict[Any, Any] = {(name, ()): number.context.mpf(p) for name, p in exhibit.params.items()}
    one = {("x", (0,)): number.context.mpf(float(x))}
    if order == 0:
        return interpret(system, number, {"N": 1}, values | one)["y"][(0,)]
    zero, unit = number.rational(0, 1), number.rational(1, 1)
    duals = {k: Dual(v, unit if k in one else zero) for k, v in (values | one).items()}
    return interpret(system, Duals(number), {"N": 1}, duals)["y"][(0,)].tangent


def ulps(found: float, wanted: Any, dtype: Any) -> float:
    """Distance in units of the spacing of the format at the exact value."""
    with mpmath.workdps(60):
        info = np.finfo(dtype)
        size = abs(wanted)
        exponent = max(int(mpmath.floor(mpmath.log(size, 2))) if size else info.minexp, int(info.minexp))
        if not np.isfinite(found):
            return 0.0 if size > float(info.max) and found == np.sign(float(mpmath.sign(wanted))) * np.inf else np.inf
        return float(abs(mpmath.mpf(float(found)) - wanted) / mpmath.mpf(2) ** (exponent - info.nmant))


def _at_points(exhibit: Exhibit, order: int) -> str:
    x = np.asarray(exhibit.args[0], exhibit.dtype)
    if order == 0:
        found = exhibit.value(x, **exhibit.params)
    else:
        (found,) = _tuple(exhibit.gradient(x, np.ones_like(x), **exhibit.params))
    for point, got in zip(x, np.asarray(found), strict=True):
        if np.isinf(point):
            wanted = LIMITS[exhibit.formula](point)
            if got != wanted:
                return f"{got} for {wanted} at {point}"
            continue
        off = ulps(float(got), exact(exhibit, point, order), exhibit.dtype)
        if off > MOST_ULP:
            size = "no number" if not np.isfinite(got) else f"{off:.3g} ulp off"
            return f"{size} at {float(point):.6g}"
    return ""


LIMITS: dict[str, Callable[[float], float]] = {
    "logsigmoid": lambda x: -np.inf if x < 0 else 0.0,
    "mish": lambda x: np.inf if x > 0 else 0.0,
}


# Arrays ---------------------------------------------------------------------------------------------------------------


def _tuple(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (value,)


def _differs(found: Any, wanted: Any) -> str:
    for place, (a, b) in enumerate(zip(_tuple(found), _tuple(wanted), strict=True)):
        a, b = np.asarray(a), np.asarray(b)
        if a.shape != b.shape:
            return f"result {place} has shape {a.shape}, not {b.shape}"
        if not np.isfinite(a[np.isfinite(b)]).all():
            return f"result {place} is not finite"
        off = float(np.max(np.abs(a - b), initial=0, where=np.isfinite(b)))
        if off > TOLERANCE * (1 + float(np.max(np.abs(b), initial=0, where=np.isfinite(b)))):
            return f"result {place} is off by {off:.2g}"
    return ""


def _value(exhibit: Exhibit) -> str:
    true = exhibit.true()
    wanted = true.value(*exhibit.args, **exhibit.params)
    return _differs(exhibit.value(*exhibit.args, **exhibit.params), wanted)


def cotangents(exhibit: Exhibit, value: Any) -> list[Any]:
    """Random and not uniform: a sum over a normalised array has gradient 0."""
    if exhibit.cotangents is not None:
        return list(exhibit.cotangents)
    chance = np.random.default_rng(3)
    return [chance.normal(0, 2, np.shape(v)) for v in _tuple(value)]


def _gradient(exhibit: Exhibit) -> str:
    true = exhibit.true()
    bars = cotangents(exhibit, true.value(*exhibit.args, **exhibit.params))
    wanted = true.gradient(*exhibit.args, *bars, **exhibit.params)
    return _differs(exhibit.gradient(*exhibit.args, *bars, **exhibit.params), wanted)


def _twice(exhibit: Exhibit) -> str:
    """A derivative of the gradient: `gradient` takes a direction in the last place and gives its change along it."""
    found, wanted = exhibit.gradient(*exhibit.args, **exhibit.params), exhibit.right(*exhibit.args, **exhibit.params)
    return _differs(found, wanted)


CHECKS: dict[str, Callable[[Exhibit], str]] = {
    "ulp": lambda e: _at_points(e, 0),
    "ulp of the derivative": lambda e: _at_points(e, 1),
    "values": _value,
    "gradients": _gradient,
    "kinks": _gradient,
    "second order": _twice,
}


RUNGS = {
    "values": "L4",
    "gradients": "L4",
    "kinks": "L4",
    "second order": "L3",
    "ulp": "L7",
    "ulp of the derivative": "L7",
}
"""The rung of the ladder that each check is, said of one implementation."""
OF_NUMBERS = ("ulp", "ulp of the derivative")


def caught_by(exhibit: Exhibit) -> list[str]:
    """Every check that applies to an exhibit and tells it from the formula, in the order of the ladder.

    A check applies where the formula itself passes it at these inputs: at infinity or in the tails of a format only
    the ulp says what is right.
    """
    found = []
    for check in sorted(CHECKS, key=lambda c: (RUNGS[c], list(CHECKS).index(c))):
        if check != exhibit.check and not _applies(exhibit, check):
            continue
        if caught(replace(exhibit, check=check)):
            found.append(check)
    return found


def _applies(exhibit: Exhibit, check: str) -> bool:
    if exhibit.check in OF_NUMBERS:
        side = exhibit.value if check == "ulp" else exhibit.gradient
        return check in OF_NUMBERS and side is not None
    if exhibit.check == "second order" or check in (*OF_NUMBERS, "second order"):
        return False
    if check == "values":
        return exhibit.value is not None
    wanted = "kinks" if exhibit.check == "kinks" else "gradients"
    return check == wanted and exhibit.gradient is not None and hasattr(getattr(nm, exhibit.formula, None), "vjp")


# What checking by differences sees ------------------------------------------------------------------------------------


DRAWS = 10


def differences_notice(exhibit: Exhibit) -> bool | None:
    """Whether a backward is told from its own forward by central differences, as gradient checkers are used.

    At ten draws of normal points in the shapes of the exhibit, and in those that its authors tested with; eps 1e-6,
    absolute 1e-5 and relative 1e-3, cotangents one at a time. None without both sides.
    """
    if exhibit.value is None or exhibit.gradient is None or exhibit.check == "second order":
        return None
    given = [exhibit.args, *([exhibit.tested] if exhibit.tested is not None else [])]
    return any(_differences_notice(exhibit, shapes, seed) for shapes in given for seed in range(DRAWS))


def _differences_notice(exhibit: Exhibit, given: Sequence[Any], seed: int) -> bool:
    chance = np.random.default_rng(seed)
    args = [_normal(chance, a) for a in given]
    moving = [i for i, a in enumerate(args) if np.asarray(a).dtype.kind == "f"]

    def value(*arrays: Any) -> list[Any]:
        return [np.asarray(v, float) for v in _tuple(exhibit.value(*arrays, **exhibit.params))]

    with np.errstate(all="ignore"):
        base = value(*args)
        for place, output in enumerate(base):
            for at in np.ndindex(output.shape):
                bars = [np.zeros_like(v) for v in base]
                bars[place][at] = 1.0
                found = _tuple(exhibit.gradient(*args, *bars, **exhibit.params))
                for i, gradient in zip(moving, found, strict=False):
                    numeric = _numeric(value, args, i, place, at)
                    if np.shape(gradient) != numeric.shape:
                        return True
                    if not np.allclose(gradient, numeric, rtol=1e-3, atol=1e-5):
                        return True
    return False


def _normal(chance: Any, given: Any) -> Any:
    a = np.asarray(given)
    if a.dtype.kind != "f":
        return a
    return chance.normal(size=a.shape)


def _numeric(value: Callable[..., list[Any]], args: list[Any], i: int, place: int, at: Any) -> Any:
    found = np.zeros(np.shape(args[i]))
    for entry in np.ndindex(found.shape):
        sides = []
        for step in (1e-6, -1e-6):
            moved = [np.array(a) for a in args]
            moved[i][entry] += step
            sides.append(value(*moved)[place][at])
        found[entry] = (sides[0] - sides[1]) / 2e-6
    return found
