"""Small instances of a claim with random values: where a false claim shows itself.

Two kinds of numbers: GF(2^61 - 1), in which agreement is no accident of rounding, and 60 decimal
digits, in which no convention of a finite field can make a true claim look false. And two kinds of
values: generic ones, and small integers with zeros and ties, where a claim with cases may fail.
"""

from __future__ import annotations

import random
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache, lru_cache
from typing import Any

from nnmath.notation.arrays import Array
from nnmath.notation.interpret import Cell, Extension, Interpreter
from nnmath.notation.loops import cells
from nnmath.notation.numbers import PRIME, HighPrecision, Modular, NotRepresentable, PrimeField
from nnmath.notation.system import NotationError, Parameter, System
from nnmath.notation.validate import width_functions

DIGITS = 60
MOST_CELLS = 3000
"""Arrays with more entries say no more, and take longer."""
UNDEFINED = (NotRepresentable, NotationError, ArithmeticError, ValueError, TypeError, KeyError)
"""What evaluation raises where a side has no value: a division by zero, a maximum of nothing."""


@dataclass(frozen=True)
class Values:
    """What random values to take: generic ones, positive ones, or a few numbers that repeat."""

    positive: bool = False
    ties: tuple[Fraction, ...] = ()

    def tie(self, chance: random.Random, allowed: Callable[[Fraction], bool]) -> Fraction | None:
        """One of the numbers, if one is allowed."""
        numbers = [v for v in self.ties if allowed(v)]
        return chance.choice(numbers) if numbers else None


GENERIC, POSITIVE = Values(), Values(positive=True)
SMALL = tuple(map(Fraction, (-1, 0, 1, 1, 2)))
"""Numbers among which zeros and ties are frequent."""


def ties(extra: Sequence[Fraction] = ()) -> Iterator[Values]:
    """All 0, all 1, all -1, then at random from small numbers and what the cases compare with."""
    one = Fraction(1)
    yield Values(ties=(Fraction(0),))
    yield Values(ties=(one,))
    yield Values(ties=(-one,))
    while True:
        yield Values(ties=SMALL + tuple(extra))


class Reals(HighPrecision):
    """High precision without complex numbers: the logarithm of a negative number is undefined."""

    def function(self, name: str, x: Any) -> Any:
        return self._real(super().function(name, x))

    def power(self, base: Any, exponent: Fraction) -> Any:
        return self._real(super().power(base, exponent))

    def real_power(self, base: Any, exponent: Any) -> Any:
        return self._real(super().real_power(base, exponent))

    def _real(self, value: Any) -> Any:
        if isinstance(value, self.context.mpc):
            raise NotRepresentable(f"{value} is not real")
        return value


@dataclass
class Instance:
    """A system at given sizes with given values."""

    machine: Interpreter
    env: dict[str, Any]
    exact: bool

    def extent(self) -> int:
        """How large the sizes are together."""
        return sum(size for size in self.env.values() if isinstance(size, int))

    def agree(self, a: Any, b: Any) -> bool:
        """Equality in the finite field; 40 digits of DIGITS in the reals."""
        if self.exact or a == b:
            return bool(a == b)
        difference, scale = abs(a - b), max(abs(a), abs(b), 1)
        return bool(difference <= scale * self.machine.field.context.mpf(10) ** -40)

    def near(self, a: Any, b: Any) -> bool:
        """Equality to 50 digits."""
        if self.exact or a == b:
            return bool(a == b)
        scale = max(abs(a), abs(b), 1)
        return bool(abs(a - b) <= scale * self.machine.field.context.mpf(10) ** -50)


def least_sizes(system: System) -> dict[str, int | None]:
    """The least value of every size and integer parameter; None for one without a bound."""
    lows: dict[str, int | None] = dict.fromkeys(system.size_names, 0)
    for p in system.integer_parameters:
        lows[p.name] = None if p.low is None else int(p.low) + int(p.low_open)
    return lows


def size_choices(system: System, seed: int) -> Iterator[dict[str, Any]]:
    """Sizes and integer parameters: all alike, each in turn the least it can be, then at random.

    An empty axis beside others that are not is where a forgotten condition shows.
    """
    lows = {name: -1 if low is None else low for name, low in least_sizes(system).items()}
    widths = sorted(width_functions(system))
    chance = random.Random(seed)
    highs = {p.name: p.high for p in system.integer_parameters if p.high is not None}
    for sizes in _vectors(lows, chance):
        if any(sizes[name] > high for name, high in highs.items()):
            continue
        table = {name: Widths(chance.randrange(1 << 30)) for name in widths}
        yield {**sizes, **table}


@dataclass(frozen=True)
class Widths:
    """A width function with small random values."""

    seed: int

    def __call__(self, at: int) -> int:
        return random.Random(self.seed * 1009 + at).choice((1, 2, 2, 3, 0))


def _vectors(lows: Mapping[str, int], chance: random.Random) -> Iterator[dict[str, int]]:
    for fill in (2, 1, 3, 0):
        yield {n: max(fill, low) for n, low in lows.items()}
    for least in lows:
        yield {n: low if n == least else max(2, low) for n, low in lows.items()}
    while True:
        yield {n: low + chance.choice((0, 1, 1, 2, 2, 3)) for n, low in lows.items()}


def valid(system: System, env: Mapping[str, Any]) -> bool:
    """Whether every array has sizes of at least 0, and integer data somewhere to lie."""
    sizes = tuple(sorted(env.items()))
    return all(_fits(array, sizes) for array in system.arrays.values())


@lru_cache(maxsize=1 << 16)
def _fits(array: Array, sizes: tuple[tuple[str, Any], ...]) -> bool:
    env, count = dict(sizes), 0
    try:
        for _ in cells(array, env):
            count += 1
            if count > MOST_CELLS:
                return False
        if any(a.size.value(env) < 0 for a in array.axes if not array.ragged):
            return False
        return not (array.kind == "integer" and array.below is not None and count and array.below.value(env) < 1)
    except (KeyError, ZeroDivisionError, IndexError):
        return False


@cache
def _reals() -> Reals:
    """Made once: a context of mpmath takes as long as a small system."""
    return Reals(DIGITS)


KEPT = 256
"""Machines whose entries are not computed again for the next claim about the same system."""

_machines: OrderedDict[tuple[Any, ...], tuple[System, Interpreter]] = OrderedDict()


def beside(system: System, whole: System, env: dict[str, Any], seed: int, exact: bool, values_of: Values) -> Instance:
    """An instance of `whole`, which is `system` and further statements: what is the system's is computed once."""
    key = (id(system), *sorted(env.items()), seed, exact, values_of)
    if key not in _machines:
        _machines[key] = system, make(system, env, seed, exact, values_of).machine  # the system lives with its id
        if len(_machines) > KEPT:
            _machines.popitem(last=False)
    _machines.move_to_end(key)
    return Instance(Extension(whole, _machines[key][1]), env, exact)


def make(system: System, env: dict[str, Any], seed: int, exact: bool, values_of: Values = GENERIC) -> Instance:
    """Random values for every input and real parameter."""
    chance = random.Random(f"{seed} {sorted((k, str(v)) for k, v in env.items())}")
    field: Any = PrimeField(seed) if exact else _reals()
    values: dict[Cell, Any] = {}
    for array in system.inputs:
        for at in cells(array, env):
            values[array.name, at] = _value(field, array, env, chance, values_of)
    for parameter in system.parameters:
        if parameter.kind == "real":
            values[parameter.name, ()] = _parameter(field, parameter, chance, values_of)
    functions = {name: _unknown(field, name) for name in system.functions}
    return Instance(Interpreter(system, field, env, values, functions), env, exact)


def _value(field: Any, array: Array, env: Mapping[str, Any], chance: random.Random, values_of: Values) -> Any:
    if array.kind == "integer":
        return chance.randrange(array.below.value(env)) if array.below is not None else chance.randrange(5)
    if array.kind == "mask":
        return field.rational(chance.randrange(2), 1)
    tie = values_of.tie(chance, lambda v: v > 0 or array.kind != "positive")
    if tie is not None:
        return field.rational(tie.numerator, tie.denominator)
    if isinstance(field, PrimeField):
        return Modular(chance.randrange(1, PRIME))
    digits = chance.randrange(10**30, 2 * 10**30)
    sign = 1 if array.kind == "positive" or values_of.positive else chance.choice((-1, 1))
    return field.rational(sign * digits, 10**30) * field.rational(chance.randrange(2, 17), 16)


def _parameter(field: Any, parameter: Parameter, chance: random.Random, values_of: Values) -> Any:
    tie = values_of.tie(chance, lambda v: _allowed(parameter, v))
    if tie is not None:
        return field.rational(tie.numerator, tie.denominator)
    if isinstance(field, PrimeField):
        return Modular(chance.randrange(1, PRIME))
    low = parameter.low if parameter.low is not None else -2.0
    high = parameter.high if parameter.high is not None else low + 2.0
    share = field.rational(chance.randrange(10**29, 9 * 10**29), 10**30)
    return field.rational(*low.as_integer_ratio()) + share * field.rational(*(high - low).as_integer_ratio())


def _allowed(parameter: Parameter, value: Fraction) -> bool:
    """Whether a number lies in the parameter's bounds."""
    low, high = parameter.low, parameter.high
    above = low is None or value > low or (value == low and not parameter.low_open)
    return above and (high is None or value < high or (value == high and not parameter.high_open))


def _unknown(field: Any, name: str) -> Callable[..., Any]:
    """An arbitrary smooth function: a pseudo-random one, or a sine of its own frequency."""
    if isinstance(field, PrimeField):
        return lambda order, at, x: field.unknown(f"{name}{order}", *at, x)
    context = field.context

    def sine(order: int, at: tuple[Any, ...], x: Any) -> Any:
        mark = random.Random(f"{name} {[int(a) for a in at]}")
        slope, shift = context.mpf(mark.random()) + 0.5, context.mpf(mark.random())
        return slope**order * context.sin(slope * x + shift + order * context.pi / 2)

    return sine
