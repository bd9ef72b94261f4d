"""Which check notices that a system is not the formula it should be, cheapest first.

The interpreter compares values, entry by entry; dual numbers through the formula alone say what the derivatives are:
<bar_y, J u> = <J^T bar_y, u>. GF(2^61 - 1) has no tolerance, floats have the order of the reals; a difference counts
where floats see it too. What neither sees is asked of the prover.
"""

from __future__ import annotations

import math
import random
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from itertools import pairwise
from typing import Any

import sympy

from nnmath.calculus import adjoint, tangent
from nnmath.calculus.differentiate import cotangent_prefix, tangent_prefix
from nnmath.notation import (
    PRIME,
    Array,
    Dual,
    Duals,
    Floats,
    HighPrecision,
    Interpreter,
    Modular,
    NotationError,
    NotRepresentable,
    Parameter,
    PrimeField,
    System,
    cells,
)
from nnmath.notation.functions import NAMED
from nnmath.notation.index import Index
from nnmath.verify.equivalent import equivalence

Values = dict[tuple[str, tuple[int, ...]], Any]
Verdict = tuple[str, str]

UNDEFINED = (NotRepresentable, NotationError, ArithmeticError, ValueError, TypeError, KeyError, RecursionError)
TOLERANCE = 1e-8
NOTHING = 1e-6
SMALL = (-1.0, 0.0, 1.0, 1.0, 2.0)
ATTEMPTS = 4000
TIED = 6
ZEROS = 4
CROSSED = 40
"""How many points at thresholds are kept."""
NEIGHBOURS = 6
HALVINGS = 70
PATH = (0.0, *(2.0**k for k in range(-150, 12, 6)), *(1 + s * 2.0**-k for k in range(3, 52, 12) for s in (-1, 1)))
PATH = tuple(sorted({s * v for v in PATH for s in (-1, 1)}))


class Blurred(HighPrecision):
    """Numbers so close that only rounding tells them apart compare as equal: a threshold can be met."""

    def compare(self, a: Any, b: Any) -> int:
        near = abs(a - b) <= max(abs(a), abs(b)) / 10 ** (self.context.dps // 3)
        return 0 if near else super().compare(a, b)


class Undefined(Exception):
    """The formula itself has no value at a point: another point is drawn."""


@dataclass
class Point:
    """A formula at given sizes and values: what it is there, and what its derivatives are."""

    system: System
    derived: Mapping[str, System]
    field: Any
    env: Mapping[str, Any]
    values: Values
    steps: Values
    bars: Values
    functions: Mapping[str, Callable[..., Any]]
    dual_functions: Mapping[str, Callable[..., Any]]
    machines: dict[str, Interpreter] = field(default_factory=dict)

    @property
    def exact(self) -> bool:
        return isinstance(self.field, PrimeField)

    def prepare(self) -> None:
        """Evaluate everything once; raises where something is undefined or the derivatives are not the formula's."""
        self.truth = {a.name: machine_array(self.machine("system"), a) for a in self.system.outputs}
        self.slopes = self._slopes(self.system)
        for level in ("tangent", "adjoint"):
            machine = self.machine(level)
            for array in self.derived[level].outputs:
                machine_array(machine, array)
            if self.differs(level, machine):
                raise AssertionError(f"the {level} of {self.system.name} disagrees with dual numbers at {self.env}")

    def machine(self, level: str) -> Interpreter:
        if level not in self.machines:
            given = self.values | (self.machines["system"].memory if "system" in self.machines else {})
            given |= {"system": {}, "tangent": self.dots, "adjoint": self.bars}[level]
            system = self.system if level == "system" else self.derived[level]
            self.machines[level] = Interpreter(system, self.field, self.env, given, self.functions)
        return self.machines[level]

    @cached_property
    def dots(self) -> Values:
        prefix = tangent_prefix(self.system)
        return {(prefix + name, at): step for (name, at), step in self.steps.items()}

    def of(self, level: str, mutated: System) -> Interpreter:
        """The mutated system's interpreter, which takes over what the change cannot reach."""
        base = self.machine(level)
        reached = _reached(base.system, mutated)
        given = {k: v for k, v in base.memory.items() if k[0] not in reached}
        return Interpreter(mutated, self.field, self.env, given, self.functions)

    def differs(self, level: str, machine: Interpreter) -> bool:
        """Whether values or derivatives are not the formula's."""
        if level == "adjoint":
            return self._pairing_differs(machine)
        outputs = self.system.outputs if level == "system" else _differentiable(self.system)
        truth = self.truth if level == "system" else self.slopes
        for array, found in zip(outputs, machine.system.outputs, strict=True):
            scale = _scale(truth[array.name].values())
            for at in cells(array, self.env):
                if self._unequal(machine.cell(found, at), truth[array.name][at], scale):
                    return True
        return False

    def slopes_differ(self, mutated: System) -> bool:
        """Whether dual numbers through a mutated formula give other derivatives: kinks have a convention too."""
        found = self._slopes(mutated)
        return any(
            self._unequal(found[name][at], slope, _scale(self.slopes[name].values()))
            for name in self.slopes
            for at, slope in self.slopes[name].items()
        )

    def _slopes(self, system: System) -> dict[str, dict[tuple[int, ...], Any]]:
        zero = self.field.rational(0, 1)
        integers = {a.name for a in system.inputs if a.kind == "integer"}
        duals = {k: v if k[0] in integers else Dual(v, self.steps.get(k, zero)) for k, v in self.values.items()}
        machine = Interpreter(system, Duals(self.field), self.env, duals, self.dual_functions)
        return {
            a.name: {at: value.tangent for at, value in machine_array(machine, a).items()}
            for a in _differentiable(system)
        }

    def _pairing_differs(self, machine: Interpreter) -> bool:
        prefix, zero = cotangent_prefix(self.system), self.field.rational(0, 1)
        there = [
            slope * self.bars[prefix + name, at] for name, slopes in self.slopes.items() for at, slope in slopes.items()
        ]
        moving = [a for a in self.system.inputs if a.differentiable]
        back = [
            value * self.steps[array.name, at]
            for array, gradient in zip(moving, machine.system.outputs, strict=True)
            for at, value in machine_array(machine, gradient).items()
        ]
        return self._unequal(sum(there, zero), sum(back, zero), _scale([*there, *back]))

    def _unequal(self, a: Any, b: Any, scale: float) -> bool:
        if self.exact:
            return bool(a != b)
        if not (math.isfinite(a) and math.isfinite(b)):
            return bool(a != b and not (math.isnan(a) and math.isnan(b)))
        return bool(abs(a - b) > TOLERANCE * max(scale, abs(a), abs(b)))


def machine_array(machine: Interpreter, array: Array) -> dict[tuple[int, ...], Any]:
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 100_000))
    return {at: machine.cell(array, at) for at in cells(array, machine.env)}


def _scale(numbers: Any) -> float:
    """The largest of them; never so small that what rounding leaves of a zero counts."""
    known = (abs(float(v)) for v in numbers if not isinstance(v, Modular) and math.isfinite(v))
    return max(known, default=0.0) + NOTHING


def _differentiable(system: System) -> list[Array]:
    return [a for a in system.outputs if a.differentiable]


def _reached(base: System, mutated: System) -> set[str]:
    """Names of the arrays that a change can alter."""
    changed = set(base.statements) ^ set(mutated.statements)
    reached = {s.target.name for s in changed}
    growing = True
    while growing:
        growing = False
        for statement in mutated.statements:
            if statement.target.name not in reached and any(r.array.name in reached for r in statement.reads):
                reached.add(statement.target.name)
                growing = True
    return reached


class Bench:
    """A variant of a formula at several points, and its judgement on systems that claim to be it."""

    def __init__(self, system: System, sizes: Mapping[str, Any], parameters: Mapping[str, float]):
        self.system, self.sizes, self.parameters = system, sizes, parameters
        self.derived = {"adjoint": adjoint(system), "tangent": tangent(system)}

    def base(self, level: str) -> System:
        return self.system if level == "system" else self.derived[level]

    @cached_property
    def points(self) -> list[Point]:
        """Generic ones, exact first; then such with zeros, ties and thresholds where the formula has cases."""
        found = [*self._exact(), *(self._floats("generic", 2) or self._floats("unit", 2))]
        if not found:
            raise Undefined(f"{self.system.name} has no value at any point tried")
        if not _has_cases(self.derived["adjoint"]):
            return found
        tied = [*self._floats("ties", TIED), *self._floats("edges", TIED), *self._floats("unit", 1)]
        single = [*self.single._floats("ties", 2 * TIED), *self.single._floats("edges", TIED)]
        single += self.single._floats("zero", ZEROS)
        if pairs := two_in_a_window(self.system, self.sizes):
            single += Bench(self.system, pairs, self.parameters)._floats("ties", 2 * TIED)
            single += Bench(self.system, pairs, self.parameters)._floats("zero", ZEROS)
        return [*found, *tied, *single]

    @cached_property
    def single(self) -> Bench:
        """The same with every size 1: one entry decides a case."""
        ones = {n: 1 for n in self.system.size_names if isinstance(self.sizes[n], int)}
        return Bench(self.system, {**self.sizes, **ones}, self.parameters)

    @cached_property
    def thresholds(self) -> list[Point]:
        """Where a comparison of the formula or its derivatives changes its answer, and close by on either side."""
        if not _has_cases(self.derived["adjoint"]):
            return []
        for bench in (self.single, self):
            if found := list(bench._crossings()):
                return found[:CROSSED]
        return []

    def _crossings(self) -> Iterator[Point]:
        compared, sides = _compared(self.derived["adjoint"])
        if not sides:
            return
        real = [a for a in self.system.inputs if a.kind != "integer"]
        met: set[Any] = set()
        for number in (Floats(), Blurred(100)):
            start = next(iter(self._floats("generic", 1) or self._floats("unit", 1)), None)
            if start is None or (self.system.functions and not isinstance(number, Floats)):
                return
            for array in real:
                path = Path(self, start, array, compared, sides, number)
                for key, value, exactly in path.crossings(met):
                    try:
                        point = self._moved(start, array, value, number)
                    except (*UNDEFINED, Undefined, AssertionError):
                        continue
                    met |= {key} if exactly else set()
                    yield point

    def _moved(self, start: Point, array: Array, value: Any, number: Any) -> Point:
        """The point with all entries of one array moved to a value."""
        there = {(array.name, at): value for at in cells(array, self.sizes)}
        values = {k: _lifted(v, number) for k, v in start.values.items()} | there
        steps, bars = ({k: _lifted(v, number) for k, v in given.items()} for given in (start.steps, start.bars))
        functions, duals = start.functions, start.dual_functions
        point = Point(self.system, self.derived, number, self.sizes, values, steps, bars, functions, duals)
        point.prepare()
        return point

    def _exact(self) -> list[Point]:
        for seed in range(ATTEMPTS):
            try:
                return [self._point(PrimeField(seed), random.Random(seed), "exact")]
            except UNDEFINED:
                continue
        return []

    def _floats(self, how: str, count: int) -> list[Point]:
        found: list[Point] = []
        for seed in range(60):
            try:
                found.append(self._point(Floats(), random.Random(f"{how} {seed}"), how, seed))
            except (*UNDEFINED, Undefined):
                continue
            except AssertionError:
                if how == "generic" and seed % 4 != 2:
                    raise
                continue  # at the edge of what a parameter may be, rounding is all that is left
            if len(found) == count:
                break
        return found

    def _point(self, number: Any, chance: random.Random, how: str, seed: int = 0) -> Point:
        positive = {a.name for a in self.system.inputs if seed >= 3 and chance.random() < 0.5 + seed / 120}
        given = {
            p.name: other_value(p, self.parameters.get(p.name, 0.37), seed)
            for p in self.system.parameters
            if p.kind == "real"
        }
        values: Values = {}
        thresholds = awkward(self.system, given, edges=how == "edges")

        def draw(array: Array, step: bool = False) -> Any:
            if how == "exact":
                return Modular(chance.randrange(PRIME))
            if how == "zero" and not step:
                return 0.0
            if step or how == "generic":
                value = chance.uniform(-1.5, 1.5)
            else:
                value = chance.uniform(0.05, 0.95) if how == "unit" else float(chance.choice(thresholds))
            near = abs(value) or 0.7
            return near if not step and (array.kind == "positive" or array.name in positive) else value

        for array in self.system.inputs:
            for at in cells(array, self.sizes):
                if array.kind == "integer":
                    assert array.below is not None
                    values[array.name, at] = chance.randrange(array.below.value(self.sizes))
                else:
                    values[array.name, at] = draw(array)
        for p in self.system.parameters:
            if p.kind == "real":
                values[p.name, ()] = Modular(chance.randrange(PRIME)) if how == "exact" else given[p.name]
        moving = [a for a in self.system.inputs if a.differentiable]
        prefix = cotangent_prefix(self.system)
        steps = {(a.name, at): draw(a, True) for a in moving for at in cells(a, self.sizes)}
        bars = {
            (prefix + a.name, at): draw(a, True) for a in _differentiable(self.system) for at in cells(a, self.sizes)
        }
        functions = {f: _unknown(number, f) for f in self.system.functions}
        duals = {f: _unknown_dual(functions[f]) for f in self.system.functions}
        point = Point(self.system, self.derived, number, self.sizes, values, steps, bars, functions, duals)
        point.prepare()
        if how != "exact" and not all(math.isfinite(v) for found in point.truth.values() for v in found.values()):
            raise Undefined
        return point

    def judge(self, level: str, mutated: System, prove: bool = True) -> Verdict:
        """("killed", by what), ("equivalent", why), ("survived", what the prover said)."""
        for verdict in self._by_numbers(level, mutated):
            return verdict
        return self._by_proof(level, mutated) if prove else ("survived", "not asked of the prover")

    def _all_points(self) -> Iterator[Point]:
        """Those where cases meet last: finding them takes longest."""
        yield from self.points
        yield from self.thresholds

    def _by_numbers(self, level: str, mutated: System) -> Iterator[Verdict]:
        check = "interpreter" if level == "system" else "dual numbers"
        exactly = False
        for point in self._all_points():
            try:
                differs = point.differs(level, point.of(level, mutated))
            except NotationError:
                yield "killed", "refused by the interpreter"
                continue
            except UNDEFINED:
                if not point.exact:
                    yield "killed", f"{check}: undefined where the formula is not"
                continue
            if point.exact:
                exactly = differs
            elif differs:
                yield "killed", f"{check}, {'exact' if exactly else 'floats'}"
        if level == "system":
            for point in self._all_points():
                try:
                    if not point.exact and point.slopes_differ(mutated):
                        yield "killed", "dual numbers at a kink"
                except UNDEFINED:
                    yield "killed", "dual numbers: undefined where the formula's are not"

    def _by_proof(self, level: str, mutated: System) -> Verdict:
        return equivalence(self.base(level), mutated)


def two_in_a_window(system: System, sizes: Mapping[str, Any]) -> dict[str, Any]:
    """One window of two entries, which may cancel, without padding; nothing where there are no windows."""
    integers = {p.name: int(p.low or 0) for p in system.integer_parameters}
    windows = [n for n in ("R", "S", "T") if n in integers]
    if not windows:
        return {}
    ones = {n: 1 for n in system.size_names if isinstance(sizes[n], int)}
    line = {"L": 2} if "L" in sizes else {"W": 2}
    return {**sizes, **ones, **integers, **line, windows[-1]: 2}


def _lifted(value: Any, number: Any) -> Any:
    """A float as a number of the field; what counts stays an integer."""
    return number.context.mpf(value) if isinstance(number, HighPrecision) and isinstance(value, float) else value


def _compared(system: System) -> tuple[System, list[tuple[Array, Array]]]:
    """The system with both sides of each comparison as arrays of their own."""
    sides, statements, seen = [], list(system.statements), set()
    for statement in system.statements:
        found = {r for p in statement.body.atoms(sympy.Piecewise) for r in p.atoms(sympy.core.relational.Relational)}
        for relation in sorted(found, key=str):
            if (str(relation.args), statement.axes) in seen:
                continue
            seen.add((str(relation.args), statement.axes))
            names = tuple(Index.name(a.name) for a in statement.axes)
            pair = tuple(Array(f"compared{len(statements) + i}", statement.axes) for i in range(2))
            for array, body in zip(pair, relation.args, strict=True):
                statements.append(replace(statement, target=array, index=names, body=body, op="sum"))
            sides.append((pair[0], pair[1]))
    return replace(system, statements=tuple(statements), equations=()), sides


@dataclass
class Path:
    """A point at which all entries of one array take one value after another, until a comparison turns."""

    bench: Bench
    start: Point
    array: Array
    compared: System
    sides: list[tuple[Array, Array]]
    field: Any

    @property
    def _complex(self) -> type:
        """What a logarithm of a negative number is."""
        return type(self.field.context.mpc(0)) if isinstance(self.field, HighPrecision) else complex

    def gaps(self, value: Any) -> dict[Any, tuple[Any, Any]]:
        """Both sides of each comparison, where they have a value."""
        there = {(self.array.name, at): value for at in cells(self.array, self.bench.sizes)}
        given = {k: _lifted(v, self.field) for k, v in (self.start.values | self.start.bars).items()} | there
        machine = Interpreter(self.compared, self.field, self.bench.sizes, given, self.start.functions)
        found: dict[Any, tuple[Any, Any]] = {}
        for number, pair in enumerate(self.sides):
            try:
                places = list(cells(pair[0], self.bench.sizes))[:1]
                both = {(number, at): tuple(machine.cell(side, at) for side in pair) for at in places}
            except UNDEFINED:
                continue
            found |= {k: s for k, s in both.items() if not any(isinstance(v, complex | self._complex) for v in s)}
        return found

    def crossings(self, met: set[Any]) -> Iterator[tuple[Any, Any, bool]]:
        """The comparison, the value of the array, and whether both sides are equal there."""
        wide = [_lifted(v, self.field) for v in PATH]
        if isinstance(self.field, HighPrecision):
            one = self.field.context.mpf(1)
            wide = sorted([*wide, *(1 + s * one / 2**k for k in range(60, 200, 14) for s in (-1, 1))])
        line = [(v, self.gaps(v)) for v in wide]
        for (low, before), (high, after) in pairwise(line):
            for key in before.keys() & after.keys() - met:
                if self._off(before[key], 0) * self._off(after[key], 0) >= 0:
                    continue
                met_here = False
                for share in (0.0, -5e-4, 5e-4):
                    value = self._bisected(key, low, high, share)
                    if value is None:
                        continue
                    if share == 0.0:
                        met_here = True
                    yield key, value, met_here

    @staticmethod
    def _off(sides: tuple[Any, Any], share: float) -> int:
        a, b = sides
        gap = a - b - share * max(abs(a), abs(b))
        return int(gap > 0) - int(gap < 0)

    def _bisected(self, key: Any, low: Any, high: Any, share: float) -> Any:
        """Where the sides differ by a share of themselves; for 0, only if a number of the field makes them equal."""
        signs = [self._off(self.gaps(v)[key], share) for v in (low, high)]
        if signs[0] * signs[1] > 0:
            return None
        for _ in range(HALVINGS * (8 if isinstance(self.field, HighPrecision) else 1)):
            middle = (low + high) / 2
            gaps = self.gaps(middle)
            if middle in (low, high) or key not in gaps:
                break
            sign = self._off(gaps[key], share)
            low, high = (middle, high) if sign == signs[0] else (low, middle)
        if share or isinstance(self.field, HighPrecision):
            return low
        near = [low]
        for _ in range(NEIGHBOURS):
            near = [math.nextafter(near[0], -math.inf), *near, math.nextafter(near[-1], math.inf)]
        return next((v for v in near if self._off(self.gaps(v).get(key, (0, 1)), 0) == 0), None)


def awkward(system: System, parameters: Mapping[str, float], edges: bool = False) -> tuple[float, ...]:
    """Small numbers that repeat, what the formula compares with and its parameters, and neighbours of all these.

    A threshold that is off by a thousandth shows between the two. Edges are those of (0, 1), and of its logarithm's
    limit of -100.
    """
    if edges:
        return (0.0, 1.0, 0.3, math.exp(-99.95), math.exp(-100.05), math.exp(-99.0), math.exp(-101.0))
    at = {*_thresholds(system), *parameters.values()}
    near = {v * (1 + step) for v in (*at, 1.0) for step in (-5e-4, 5e-4)}
    both = sorted({sign * v for v in at | near for sign in (-1, 1)})
    return (*SMALL, *SMALL, *both, 5e-4, -5e-4)


def other_value(parameter: Parameter, given: float, seed: int) -> float:
    """The parameter as given; for other seeds its least value, one just above, 1, or another within its bounds."""
    low, high = parameter.low, parameter.high
    if low is not None and seed % 4 == 2:
        above = low + 5e-4
        return float(low if seed % 8 == 2 or (high is not None and above > high) else above)
    others = (1.0, 2.0) if seed % 4 == 3 else (-0.6 * given, 0.5 * given) if seed % 2 else ()
    for value in others:
        if (low is None or value > low) and (high is None or value < high):
            return value
    return float(given)


def _has_cases(system: System) -> bool:
    return any(
        s.op in ("max", "min", "argmax", "argmin") or s.body.has(sympy.Piecewise, NAMED["abs"], NAMED["sign"])
        for s in system.statements
    )


def _thresholds(system: System) -> tuple[float, ...]:
    """Numbers that cases compare with, and what lies beyond them."""
    found = {
        float(c)
        for s in system.statements
        for piecewise in s.body.atoms(sympy.Piecewise)
        for condition in piecewise.atoms(sympy.core.relational.Relational)
        for c in condition.atoms(sympy.Number)
    }
    return tuple(sorted(found | {2 * c for c in found}))


def _unknown(number: Any, name: str) -> Callable[..., Any]:
    """An arbitrary smooth function."""
    if isinstance(number, PrimeField):
        return lambda order, at, x: number.unknown(f"{name}{order}", *at, x)

    def sine(order: int, at: tuple[Any, ...], x: float) -> float:
        mark = random.Random(f"{name} {[int(a) for a in at]}")
        slope, shift = mark.random() + 0.5, mark.random()
        return slope**order * math.sin(slope * x + shift + order * math.pi / 2)

    return sine


def _unknown_dual(function: Callable[..., Any]) -> Callable[..., Dual]:
    def value(order: int, at: tuple[Dual, ...], x: Dual) -> Dual:
        here = tuple(a.value for a in at)
        return Dual(function(order, here, x.value), function(order + 1, here, x.value) * x.tangent)

    return value


__all__ = ["Bench", "Point", "Undefined"]
