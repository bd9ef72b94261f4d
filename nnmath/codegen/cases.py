"""Choices between cases: bounds, kinks and gates where they are such, and else one case over another."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce
from typing import Any

import sympy

from nnmath.codegen.calls import Calls
from nnmath.codegen.meeting import ORDERED, sides, without_choice
from nnmath.codegen.minus_one import below
from nnmath.codegen.scope import Operand, arrange
from nnmath.notation.arrays import Read, index_names
from nnmath.notation.functions import absolute, sign

COMPARE = {
    ">": "np.greater",
    "<": "np.less",
    ">=": "np.greater_equal",
    "<=": "np.less_equal",
    "==": "np.equal",
    "!=": "np.not_equal",
}


def _merged(e: sympy.Piecewise) -> list[Any]:
    """The cases, those of a last case among them, with neighbours of one value as one."""
    cases: list[Any] = []
    todo = list(e.args)
    while isinstance(todo[-1][0], sympy.Piecewise) and todo[-1][1] == sympy.true:
        todo += todo.pop()[0].args
    for value, condition in todo:
        if cases and cases[-1][0] == value and condition != sympy.true:
            cases[-1] = (value, sympy.Or(cases[-1][1], condition, evaluate=False))
        else:
            cases.append((value, condition))
    return cases


def _ends(x: sympy.Expr, value: sympy.Expr, condition: Any) -> list[tuple[str, sympy.Expr, sympy.Expr]]:
    """("low", p, value) for ``x <= p``, ("high", q, value) for ``x >= q``; both for ``c*sign(x) if abs(x) >= q``."""
    if not isinstance(condition, ORDERED):
        return []
    large, small = condition.gts, condition.lts
    if large == absolute(x):
        c = value / sign(x)
        found = [("low", -small, -c), ("high", small, c)]
    else:
        found = [("high", small, value)] * (large == x) + [("low", -small, value)] * (large == -x)
        found += [("low", large, value)] * (small == x)
    return [end for end in found if not any(index_names(part) for part in end[1:])]


def _strict(condition: Any) -> bool:
    return isinstance(condition, sympy.Lt | sympy.Gt)


def _slope(y: sympy.Expr, x: sympy.Expr) -> sympy.Expr:
    """a of y = a x + b, where it is a number and b one of a kind for all entries; else 0."""
    line = y.subs(x, at := sympy.Dummy(real=True))
    slope = sympy.diff(line, at)
    return slope if slope.is_Rational and not index_names(line) else sympy.S.Zero


class Cases(Calls):
    """Calls that choose."""

    def piecewise(self, e: sympy.Piecewise) -> Operand:
        """The last case first; what is thrown away is computed too, so warnings are off."""
        simple = self._bounded(e) or self._kinked(e) or self._gated(e)
        if simple is not None:
            return simple
        self.scope.kernel.uses_errstate = True
        cases = _merged(e)
        met = without_choice(cases)
        if met is not None:
            return self.value(met)
        above = [c.gts for _, c in cases[:-1] if isinstance(c, ORDERED) and c.lts == 0 and isinstance(c.gts, Read)]
        total = self.value(reduce(below, above, cases[-1][0]))
        if cases[-1][1] not in (True, sympy.true):
            total = Operand("np.nan", kind="number")
            cases.append(None)
        for value, condition in reversed(cases[:-1]):
            total = self.where(self.condition(condition), self.value(value), total)
        return total

    def _bounded(self, e: sympy.Piecewise) -> Operand | None:
        """``low if x <= p else (high if x >= q else y)``, y of x a straight line from (p, low) to (q, high).

        x is the one array that y reads, or else what the first condition compares with a number.
        """
        *cases, (y, last) = _merged(e)
        if last != sympy.true or len(cases) not in (1, 2):
            return None
        reads = y.atoms(Read)
        for x in [*(reads if len(reads) == 1 else ()), *sides(cases[0][1])]:
            found = self._between(x, y, cases)
            if found is not None:
                return found
        return None

    def _between(self, x: sympy.Expr, y: sympy.Expr, cases: Sequence[Any]) -> Operand | None:
        """The line y of x between what the cases say."""
        slope = _slope(y, x)
        ends = [_ends(x, value, condition) for value, condition in cases]
        if not all(ends) or not index_names(x) or slope == 0:
            return None
        if slope < 0:
            ends = [[({"low": "high", "high": "low"}[side], at, value) for side, at, value in end] for end in ends]
        values = {side: value for end in ends for side, at, value in end if y.subs(x, at) == value}
        if len(values) < sum(map(len, ends)):
            return None
        low, high = values.get("low", -sympy.oo), values.get("high", sympy.oo)
        ordered = (low <= high) == sympy.true
        if not ordered and (y != x or len(ends) < len(values)):
            return None
        fixed = ordered and not low.atoms(Read) | high.atoms(Read)
        self.scope.kernel.uses_errstate |= y != x or not fixed
        if fixed:
            return self.clipped(self.value(y), low, high)
        bounds = [self.value(v) for v in (low, high)]
        test = ("np.greater" if next(iter(values)) == "high" else "np.less") + "_equal" * (not _strict(cases[0][1]))
        return self.apply("rt.clip", [self.value(y), *bounds, self.number(test)])

    def _gated(self, e: sympy.Piecewise) -> Operand | None:
        """``x*g(x)``, g a straight line between bounds; where g is 0, so is the product, and x finite."""
        cases = _merged(e)
        found = cases[-1][0].atoms(Read)
        x = found.pop() if len(found) == 1 else None
        if x is None or not x.array.rank:
            return None
        gate = sympy.Piecewise(*((sympy.expand(value / x), c) for value, c in cases), evaluate=False)
        factor = self._bounded(gate)
        if factor is None:
            return None
        ends = [end for value, c in cases[:-1] if value == 0 for end in _ends(x, value, c)]
        within = {"low": -sympy.oo, "high": sympy.oo} | {side: at for side, at, _ in ends}
        return self.combine("np.multiply", "*", self.clipped(self.value(x), within["low"], within["high"]), factor)

    def clipped(self, x: Operand, low: sympy.Expr, high: sympy.Expr) -> Operand:
        """x between two numbers that may be infinite; where one of them is, by the half that is left."""
        if low == -sympy.oo:
            return x if high == sympy.oo else self.apply("np.minimum", [x, self.value(high)])
        if high == sympy.oo:
            return self.apply("np.maximum", [x, self.value(low)])
        return self.apply("np.clip", [x, self.value(low), self.value(high)])

    def _kinked(self, e: sympy.Piecewise) -> Operand | None:
        """``x if x > 0 else slope*x``, the slope not 0: a number, or an array with some of the axes of x."""
        *cases, (below, last) = _merged(e)
        if len(cases) != 1 or last != sympy.true:
            return None
        (x, condition) = cases[0]
        slope = below / x
        if not isinstance(x, Read) or not x.array.rank or slope.has(x) or slope == 0 or not _strict(condition):
            return None
        if condition.gts != x or condition.lts != 0 or not index_names(slope) <= index_names(x):
            return None
        self.scope.kernel.uses_errstate = True
        return self.apply("rt.kinked", [self.value(x), self.value(slope)])

    def flag(self, e: sympy.Piecewise, others: Sequence[Operand]) -> Operand | None:
        """Whether a factor that is 0 or 1 is 1, to be multiplied by an array that has all of its axes."""
        widest = {a for o in others if o.kind == "float" for a in o.axes}
        cases = _merged(e)
        if {*(v for v, _ in cases)} != {sympy.S.Zero, sympy.S.One}:
            return None
        if not any(o.kind == "float" and {*o.axes} == widest for o in others):
            return None
        if len(cases) != 2 or cases[1][1] != sympy.true:
            return None
        test = self.condition(cases[0][1])
        if test.kind != "bool" or {*test.axes} != widest:
            return None
        self.scope.kernel.uses_errstate = True
        return test if cases[0][0] == 1 else self.apply("np.logical_not", [test], "bool")

    def where(self, test: Operand, yes: Operand, no: Operand) -> Operand:
        if test.kind == "number":
            if yes.kind == no.kind == "number":
                return self.number(f"({yes.text} if {test.text} else {no.text})")
            test = Operand(test.text)
        yes, no = self.as_numbers([yes, no])
        axes = [a for a in self.order if a in {*test.axes, *yes.axes, *no.axes}]
        texts = [arrange(o, axes) for o in (test, yes, no)]
        if yes.kind == no.kind == "number":
            texts[1:] = [f"dtype.type({t})" for t in texts[1:]]
        return self.scope.call("rt.where", texts, axes)

    def condition(self, c: Any) -> Operand:
        if c in (True, False, sympy.true, sympy.false):
            return Operand(str(bool(c)), kind="number")
        if isinstance(c, sympy.And | sympy.Or):
            fn, word = ("np.logical_and", "and") if isinstance(c, sympy.And) else ("np.logical_or", "or")
            return self._joined(fn, word, [self.condition(a) for a in sorted(c.args, key=str)])
        if isinstance(c, sympy.Not):
            inner = self.condition(c.args[0])
            if inner.kind == "number":
                return self.number(f"(not {inner.text})")
            return self.apply("np.logical_not", [inner], "bool")
        if c in self.memory:
            return self.memory[c]
        left, right = self.value(c.lhs), self.value(c.rhs)
        if left.kind == right.kind == "number":
            return self.number(f"({left.text} {c.rel_op} {right.text})")
        self.memory[c] = self.apply(COMPARE[c.rel_op], [left, right], "bool")
        return self.memory[c]

    def _joined(self, fn: str, word: str, operands: list[Operand]) -> Operand:
        total = operands[0]
        for operand in operands[1:]:
            if total.kind == operand.kind == "number":
                total = self.number(f"({total.text} {word} {operand.text})")
            else:
                total = self.apply(fn, [total, operand], "bool")
        return total
