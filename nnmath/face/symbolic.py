"""What a formula needs of the symbolic side; imported only when asked for."""

from __future__ import annotations

import math
from collections.abc import Mapping
from fractions import Fraction
from functools import cached_property
from typing import Any

import numpy as np

from nnmath.face.adapters import Call
from nnmath.face.arrange import Array
from nnmath.notation import System, define


def systems(entry: Mapping[str, Any]) -> dict[str, System]:
    """The systems of a formula, by variant: the registered ones, or those of a user's own text."""
    if "text" in entry:
        return {"": define(entry["text"])}
    from nnmath.formulas import load

    return load()[entry["id"]].systems


def correctly_rounded(system: System, call: Call, wide: Array, dtype: np.dtype[Any]) -> Array:
    """Each entry of the exact values rounded once to `dtype`; `wide` is what the float64 kernel gives.

    Ziv (1991), Fast evaluation of elementary mathematical functions with correctly rounded last bit: where
    every number within 2^-44 of `wide` rounds alike there is nothing to decide; elsewhere, and for float64
    everywhere, the definition is evaluated in as many bits as settle the rounding. Where an input is not
    finite the kernel's value stands.
    """
    with np.errstate(all="ignore"):
        result: Array = wide.astype(dtype)
        doubtful = np.isfinite(wide)
        if dtype.itemsize < 8:
            doubtful &= (wide * (1 - MARGIN)).astype(dtype) != (wide * (1 + MARGIN)).astype(dtype)
    columns = _columns(system, call, wide.shape)
    for column in columns.values():
        doubtful &= np.isfinite(column)
    if not doubtful.any():
        return result
    decide = Rounding(system, call.parameters, list(columns), dtype)
    points = zip(*(c[doubtful].tolist() for c in columns.values()), wide[doubtful].tolist(), strict=True)
    result[doubtful] = [decide(*point) for point in points]
    return result


MARGIN = 2.0**-44  # 500 units of float64, of which its kernels lose less than 6


def _columns(system: System, call: Call, shape: tuple[int, ...]) -> dict[str, Array]:
    """The array inputs as the output's entries read them."""
    (statement,) = (s for s in system.statements if s.target == system.outputs[0])
    axes = [str(i) for i in statement.index]
    found = {}
    for read in statement.reads:
        if read.array.name in call.arrays:
            own = [str(i) for i in read.index]
            with np.errstate(invalid="ignore"):  # a signalling nan
                array = np.asarray(call.arrays[read.array.name], np.float64)
            placed = array[tuple(slice(None) if a in own else None for a in axes)]
            found[read.array.name] = np.broadcast_to(placed, shape)
    return {a.name: found[a.name] for a in system.inputs if a.name in found}


class Rounding:
    """The definition at a point, rounded to a format in whatever precision settles it.

    In balls where python-flint is installed: certified. Otherwise in mpmath at two precisions, of which the
    difference 256 times over is taken for the error.
    """

    def __init__(self, system: System, parameters: Mapping[str, Any], names: list[str], dtype: np.dtype[Any]):
        from nnmath.notation.pointwise import compile_entry, definition

        known = {p.name for p in system.parameters}
        constants = {name: float(v) for name, v in parameters.items() if name in known}
        constants |= {a.name: 0.0 for a in system.inputs if a.name not in names}
        expression, variables = definition(system, constants)
        self.scalar = compile_entry(expression, variables)
        info = np.finfo(dtype)
        self.bits, self.low, self.high = int(info.nmant) + 1, int(info.minexp), int(info.maxexp)
        try:
            import flint

            self.flint: Any = flint
        except ImportError:
            self.flint = None

    def __call__(self, *point: float) -> float:
        *inputs, plain = point
        exponent = max(abs(math.frexp(v)[1]) for v in inputs)
        for precision in (160 << k for k in range(11)):
            bounds = self._balls(inputs, precision) if self.flint else self._digits(inputs, precision + 2 * exponent)
            if bounds is not None:
                low, high = (self.rounded(*b) for b in bounds)
                if low == high and (low or self.flint or not plain):
                    return math.copysign(low, plain) if low == 0 else low
            if precision == 320 and (exact := self._rational(inputs)) is not None:
                return self.rounded(exact)
        raise ArithmeticError(f"the rounding at {inputs} is not settled in {precision} bits")

    def _balls(self, inputs: list[float], precision: int) -> tuple[tuple[int, int], tuple[int, int]] | None:
        from nnmath.notation.pointwise import Balls, Undecided, evaluator

        arb, context = self.flint.arb, self.flint.ctx
        before, context.prec = context.prec, precision
        try:
            found = arb(self._at(precision, Balls, evaluator)(*map(arb, inputs)))
            if not found.is_finite():
                return None
            if abs(found).upper() < arb(2) ** -1200:
                return (0, 0), (0, 0)
            low, high = found.lower().man_exp(), found.upper().man_exp()
            return (int(low[0]), int(low[1])), (int(high[0]), int(high[1]))
        except Undecided:
            return None
        finally:
            context.prec = before

    def _digits(self, inputs: list[float], precision: int) -> tuple[tuple[int, int], tuple[int, int]]:
        from nnmath.notation.pointwise import Digits, evaluator

        found = []
        for bits in (precision, 2 * precision):
            field = Digits(bits)
            found.append(evaluator(self.scalar, field)(*map(field.context.mpf, inputs)))
        value = field.context.mpf(found[1])
        error = abs(value - found[0]) * 256
        low, high = ((value + e)._mpf_ for e in (-error, error))
        return tuple((-int(v[1]) if v[0] else int(v[1]), int(v[2])) for v in (low, high))  # type: ignore[return-value]

    def _rational(self, inputs: list[float]) -> Fraction | None:
        """The value of a formula without a transcendental function: it may lie exactly between two numbers."""
        from nnmath.notation.pointwise import Rationals, evaluator

        try:
            return Fraction(evaluator(self.scalar, Rationals())(*map(Fraction, inputs)))
        except TypeError:
            return None

    def _at(self, precision: int, field: Any, evaluator: Any) -> Any:
        if precision not in self._compiled:
            self._compiled[precision] = evaluator(self.scalar, field())
        return self._compiled[precision]

    @cached_property
    def _compiled(self) -> dict[int, Any]:
        return {}

    def rounded(self, man: int | Fraction, exp: int = 0) -> float:
        """man 2^exp to the nearest number of the format, to the even one of two."""
        exact = Fraction(man) * Fraction(2) ** exp if abs(exp) < 20000 else Fraction(0)
        if exp >= 20000 and man:
            return math.copysign(math.inf, man)
        if not exact:
            return 0.0
        size = abs(exact)
        place = size.numerator.bit_length() - size.denominator.bit_length()
        if size < Fraction(2) ** place:
            place -= 1
        quantum = Fraction(2) ** (max(place, self.low) - self.bits + 1)
        whole = round(exact / quantum) * quantum
        return math.copysign(math.inf, exact) if abs(whole) >= Fraction(2) ** self.high else float(whole)


def standalone_source(entry: Mapping[str, Any]) -> str:
    """Generated kernels with the runtime helpers they call: a module that imports numpy alone."""
    from nnmath.codegen.library import standalone

    return standalone(entry["id"], systems(entry), entry)
