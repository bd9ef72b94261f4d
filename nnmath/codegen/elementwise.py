"""Scalar expressions as straight-line ufunc calls on views."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Any

import sympy

from nnmath.codegen.cases import Cases
from nnmath.codegen.meeting import Above, Beyond, Largest, Least, Saturated, Straightened
from nnmath.codegen.minus_one import ExpM1Below, less_one
from nnmath.codegen.scalars import factors_of, negated, number_text
from nnmath.codegen.scope import Operand
from nnmath.codegen.text import bracketed
from nnmath.codegen.views import view
from nnmath.notation.arrays import Bracket, IndexValue, Read
from nnmath.notation.functions import Phi, ScalarFunction, indicator, opaque, sigmoid, softplus, tanh
from nnmath.notation.system import NotationError

CALLS = {
    "exp": "np.exp",
    "log": "np.log",
    "tanh": "np.tanh",
    "sigmoid": "rt.sigmoid",
    "dsigmoid": "rt.dsigmoid",
    "sech2": "rt.sech2",
    "softplus": "rt.softplus",
    "logsigmoid": "rt.logsigmoid",
    "softsign": "rt.softsign",
    "dsoftsign": "rt.dsoftsign",
    "erf": "rt.erf",
    "Phi": "rt.Phi",
    "phi": "rt.phi",
    "absolute": "np.abs",
    "sign": "rt.sign",
    "Abs": "np.abs",
    "sin": "np.sin",
    "cos": "np.cos",
}
FUSED = {
    Phi: ("rt.gelu", "rt.dgelu"),
    sigmoid: ("rt.silu", "rt.dsilu"),
    lambda x: tanh(softplus(x)): ("rt.mish", "rt.dmish"),
}
"""F for which the runtime has ``x*F(x)`` and its derivative as one stable function each."""
MET = {
    Least: "np.minimum",
    Largest: "np.fmax",
    Above: "rt.above",
    Beyond: "rt.beyond",
    Saturated: "rt.saturated",
}
SCALED = {"sigmoid": "rt.sigmoid_of", "dsigmoid": "rt.dsigmoid_of", "exp": "rt.exp_of"}
"""Functions that the runtime evaluates at ``x*times/over`` without rounding the argument."""


def _power_of_two(e: sympy.Expr) -> bool:
    """Whether multiplying by it is exact."""
    return bool(e.is_Rational) and all(int(n).bit_count() == 1 for n in (abs(e.p), e.q))


def _argument(function: Any, e: sympy.Expr) -> Read | None:
    """The read x of which the expression is the function."""
    if not isinstance(e, ScalarFunction):
        return None
    found = e.atoms(Read)
    return next((x for x in found if e == function(x)), None) if len(found) == 1 else None


_X = sympy.Symbol("x", real=True)


@cache
def _wholes() -> tuple[tuple[frozenset[sympy.Expr], sympy.Expr, str], ...]:
    """Functions of one x that the runtime has whole: the named functions in them, the expression, the name."""
    cubic = _X * sigmoid(2 * sympy.sqrt(2 / sympy.pi) * (_X + sympy.Rational(44715, 10**6) * _X**3))
    forms = [
        (sympy.diff(cubic, _X), "rt.dgelu_tanh"),
        (sympy.diff(cubic, _X, 2), "rt.d2gelu_tanh"),
        (cubic, "rt.gelu_tanh"),
        (sympy.diff(_X * Phi(_X), _X, 2), "rt.d2gelu"),
        (sympy.diff(_X * sigmoid(_X), _X, 2), "rt.d2silu"),
        (sympy.diff(_X * tanh(softplus(_X)), _X, 2), "rt.d2mish"),
    ]
    return tuple((_named_in(form), sympy.expand(form), name) for form, name in forms)


def _named_in(e: sympy.Expr) -> frozenset[sympy.Expr]:
    return frozenset(f.func(sympy.expand(f.args[0])) for f in e.atoms(ScalarFunction))


def _without_mirrored(e: sympy.Add) -> sympy.Expr:
    """``c*softplus(u) - c*softplus(-u)`` is ``c*u``, with nothing to cancel."""
    for term in e.args:
        for f in term.atoms(softplus):
            other = term.subs(f, -softplus(-f.args[0]))
            if other in e.args and sympy.expand(term.coeff(f) * f - term) == 0:
                return sympy.Add(e - term - other, term.coeff(f) * f.args[0])
    return e


class Evaluator(Cases):
    """Emits the calls that compute expressions; equal subexpressions of one evaluator once."""

    def compute(self, e: Any) -> Operand:
        if isinstance(e, Read):
            return self._read(e)
        if isinstance(e, IndexValue):
            return self._index(e)
        if isinstance(e, sympy.Add):
            return self._add(e)
        if isinstance(e, sympy.Mul):
            return self._mul(e)
        if isinstance(e, sympy.Pow):
            return self._power(e)
        if isinstance(e, sympy.Piecewise):
            return self.piecewise(e)
        if isinstance(e, indicator):
            return self.apply("np.equal", [self.integer(a) for a in e.args], "bool")
        if isinstance(e, opaque):
            return self._opaque(e)
        if isinstance(e, Bracket):
            raise NotationError(f"a bracket inside an expression: {e}")
        if isinstance(e, sympy.Function):
            return self._function(e)
        if isinstance(e, sympy.Integer):
            return Operand(str(int(e)), kind="number")
        if e.is_number:
            return Operand(number_text(e), kind="number")
        raise NotationError(f"cannot compile {e} of type {type(e).__name__}")

    def _read(self, e: Read) -> Operand:
        if e.array.rank == 0 and e.array not in self.scope.kernel.sources:
            return Operand(self.scope.kernel.array(e.array), kind="number")
        operand = view(self.scope, e)
        if e.array.kind != "real" and e.array.kind != "positive":
            operand = Operand(f"{operand.text}.astype(dtype)", operand.axes)
            return self.scope.define(operand.text, operand.axes)
        return operand

    def integer(self, e: sympy.Expr) -> Operand:
        """A class index or a position, as integers."""
        if e in self.memory:
            return self.memory[e]
        if isinstance(e, Read):
            return view(self.scope, e)
        if isinstance(e, IndexValue):
            return self._positions(e)
        if isinstance(e, sympy.Integer):
            return Operand(str(int(e)), kind="number")
        return self.value(e)

    def _positions(self, e: IndexValue) -> Operand:
        """An index polynomial as an integer array over its vector axes."""
        names = [a for a in self.order if a in e.index.names]
        offset = e.index.substitute(dict.fromkeys(names, e.index * 0))
        total: Operand | None = None
        for name in names:
            step = e.index.coefficient(name)
            if step is None or step.names & set(names):
                raise NotationError(f"{e.index} is not affine in {name}")
            one = self._range(name)
            if step != 1:
                one = self.apply("np.multiply", [one, Operand(self.scope.kernel.text(step))], "int")
            total = one if total is None else self.apply("np.add", [total, one], "int")
        if total is None:
            return Operand(bracketed(self.scope.kernel.text(e.index)), kind="number")
        if offset != 0:
            total = self.apply("np.add", [total, Operand(self.scope.kernel.text(offset))], "int")
        return total

    def _range(self, name: str) -> Operand:
        span = self.scope.spans[name]
        bounds = self.scope.extent(name) if span.full else f"{span.low}, {span.high}"
        return self.scope.define(f"np.arange({bounds})", (name,), "int")

    def _index(self, e: IndexValue) -> Operand:
        if not e.index.names & self.scope.vector:
            return Operand(bracketed(self.scope.kernel.text(e.index)), kind="number")
        whole = self._positions(e)
        return self.scope.define(f"{whole.text}.astype(dtype)", whole.axes)

    def _add(self, e: sympy.Add) -> Operand:
        e = _without_mirrored(e)
        if not isinstance(e, sympy.Add):
            return self.value(e)
        special = self._whole(e) or self._expm1(e) or self._mirrored(e) or self._fused_derivative(e) or self._scaled(e)
        if special is not None:
            return special
        plus: list[Operand] = []
        minus: list[Operand] = []
        for term in e.as_ordered_terms():
            negative, rest = negated(term)
            (minus if negative else plus).append(self.value(rest))
        plus, minus = (sorted(side, key=lambda o: len(o.axes)) for side in (plus, minus))
        total = None
        for operand in plus:
            total = operand if total is None else self.combine("np.add", "+", total, operand)
        for operand in minus:
            total = self.negative(operand) if total is None else self.combine("np.subtract", "-", total, operand)
        assert total is not None
        return total

    def _expm1(self, e: sympy.Add) -> Operand | None:
        """``c*exp(u) - c``, and ``c*exp(u) - c - c*u``, without cancellation."""
        found = less_one(e)
        if found is None:
            return None
        scale, u, others, further = found
        function = "rt.expm1"
        if further:
            function, others = "rt.expm1mx", others + sympy.expand(scale * u)
        first = self.apply(function, [self.value(u)])
        if scale != 1:
            first = self.combine("np.multiply", "*", first, self.value(scale))
        return self.combine("np.add", "+", first, self.value(others)) if others != 0 else first

    def _mirrored(self, e: sympy.Add) -> Operand | None:
        """``c*softplus(u) + d*softplus(-u)``, c + d = 1, with one exponential.

        Both softplus are max(+-u, 0) + softplus(-|u|), and the last has the factor 1.
        """
        if len(e.args) != 2 or len(found := e.atoms(softplus)) != 2:
            return None
        one, other = sorted(found, key=lambda f: bool(f.args[0].could_extract_minus_sign()))
        u = one.args[0]
        c, d = e.coeff(one), e.coeff(other)
        if other.args[0] != -u or sympy.expand(c + d) != 1 or {c * one, d * other} != {*e.args}:
            return None
        at = self.value(u)
        if at.kind == "number":
            return None
        rest = self.apply("rt.softplus", [self.negative(self.apply("np.abs", [at]))])
        above = self.product([self.value(c), self.clipped(at, sympy.S.Zero, sympy.oo)], [])
        below = self.product([self.value(d), self.clipped(at, -sympy.oo, sympy.S.Zero)], [])
        return self.combine("np.subtract", "-", self.combine("np.add", "+", rest, above), below)

    def _scaled(self, e: sympy.Add) -> Operand | None:
        """``x/6 + 1/2`` as (x + 3)/6, whose sum is exact where it cancels."""
        content, rest = e.primitive()
        if content.is_Integer or not any(term.is_number for term in rest.args):
            return None
        return self.product([self.value(content), self.value(rest)], [])

    def _whole(self, e: sympy.Expr) -> Operand | None:
        """The whole of an expression in one x, where the runtime has it."""
        named, found = e.atoms(ScalarFunction), e.atoms(Read)
        if not named or len(found) != 1 or not (x := found.pop()).array.rank:
            return None
        own = e.xreplace({x: _X})
        for functions, form, name in _wholes():
            if len(functions) == len(named) and _named_in(own) == functions and sympy.expand(own) == form:
                return self._named(name, x)
        return None

    def _at_multiple(self, fn: str, argument: sympy.Expr) -> Operand | None:
        """A function of ``x*times/over`` for an array's entry x, or the smaller of it and a number, and numbers."""
        x = next((a for a in argument.args if isinstance(a, Least) or (isinstance(a, Read) and a.array.rank)), None)
        if not isinstance(argument, sympy.Mul) or x is None:
            return None
        times, over = (argument / x).as_numer_denom()
        if any(r.array.rank for r in (times / over).atoms(Read)) or _power_of_two(times / over):
            return None
        parts = [self.value(times), self.value(over)]
        if any(p.kind != "number" for p in parts):
            return None
        return self.apply(fn, [self.value(x), *parts])

    def _fused_derivative(self, e: sympy.Add) -> Operand | None:
        """``F(x) + x*F'(x)`` of the functions that the runtime knows as one."""
        for function, (_, fused) in FUSED.items():
            for term in e.args:
                x = _argument(function, term)
                if x is not None and e == term + x * sympy.diff(term, x):
                    return self._named(fused, x)
        return None

    def _mul(self, e: sympy.Mul) -> Operand:
        """Numbers first, then factors with few axes, then whole arrays; division last and seldom."""
        above: list[Operand] = []
        below: list[Operand] = []
        whole = self._whole(e)
        if whole is not None:
            return whole
        e = self._fused(e, above)
        factors = factors_of(e)
        choices = [f for f in factors if isinstance(f, sympy.Piecewise)]
        for factor in [f for f in factors if f not in choices]:
            if isinstance(factor, sympy.Pow) and factor.exp.is_number and factor.exp.is_negative:
                below.append(self.value(sympy.Pow(factor.base, -factor.exp)))
            else:
                above.append(self.value(factor))
        for factor in choices:
            above.append(self.flag(factor, above) or self.value(factor))
        return self.product(above, below)

    def _fused(self, e: sympy.Mul, above: list[Operand]) -> sympy.Expr:
        """Take ``x*F(x)`` out of a product, where the runtime has it stable."""
        for factor in e.args:
            for function, (fused, _) in FUSED.items():
                x = _argument(function, factor)
                if x is not None and x in e.args:
                    above.append(self._named(fused, x))
                    return e / factor / x
            if (scaled := self._softplus_over(factor, e)) is not None:
                above.append(scaled[0])
                return e / factor * scaled[1]
        return e

    def _softplus_over(self, factor: sympy.Expr, e: sympy.Mul) -> tuple[Operand, sympy.Expr] | None:
        """``softplus(c*x)/c``, which neither overflows nor rounds c*x, and c."""
        if not isinstance(factor, softplus) or not isinstance(factor.args[0], sympy.Mul):
            return None
        for x in factor.args[0].args:
            c = factor.args[0] / x
            if isinstance(x, Read) and x.array.rank and isinstance(c, Read) and not c.array.rank and 1 / c in e.args:
                return self.apply("rt.softplus_over", [self.value(x), self.value(c)]), c
        return None

    def product(self, above: Sequence[Operand], below: Sequence[Operand]) -> Operand:
        width = {a for o in (*above, *below) for a in o.axes}
        top = self._multiplied([o for o in above if set(o.axes) != width])
        wide = self._multiplied([o for o in above if set(o.axes) == width])
        small = self._multiplied([o for o in below if set(o.axes) != width])
        large = self._multiplied([o for o in below if set(o.axes) == width])
        if not width:
            return self._quotient(wide, large)
        if wide is not None and top is not None and small is not None and {*top.axes, *small.axes} == width:
            # The quotient of the two would be as large as the result; a product takes half the time of a quotient.
            wide, small = self.combine("np.multiply", "*", wide, self._quotient(None, small)), None
        if small is not None:
            top = self._quotient(top, small)
        if large is not None:
            if wide is None or top is None:
                return self._quotient(wide or top, large)
            wide = self._quotient(wide, large)
        if wide is None or top is None:
            found = wide or top
            assert found is not None
            return found
        if top.kind == "number" and top.text in ("1", "-1", "(-1)"):
            return wide if top.text == "1" else self.negative(wide)
        return self.combine("np.multiply", "*", wide, top)

    def _multiplied(self, operands: Sequence[Operand]) -> Operand | None:
        total = None
        for operand in sorted(operands, key=lambda o: (len(o.axes), o.kind != "number")):
            total = operand if total is None else self.combine("np.multiply", "*", total, operand)
        return total

    def _quotient(self, above: Operand | None, below: Operand | None) -> Operand:
        if below is None:
            assert above is not None
            return above
        above = above or self.number("1")
        if above.kind == below.kind == "number":
            return self.number(f"rt.ratio({above.text}, {below.text})")
        return self.apply("np.divide", [above, below])

    def _power(self, e: sympy.Pow) -> Operand:
        base, exponent = e.base, e.exp
        if exponent.is_number and exponent.is_negative:
            return self.product([], [self.value(sympy.Pow(base, -exponent))])
        if base == sympy.E:
            return self._function(sympy.exp(exponent, evaluate=False))
        if exponent == sympy.S.Half:
            return self._named("np.sqrt", base)
        if exponent == 2:
            return self._square(base)
        if exponent.is_Rational and 2 * exponent < 9 and (2 * exponent).is_integer:
            return self._small_power(base, exponent)
        a, b = self.value(base), self.value(exponent)
        if a.kind == b.kind == "number":
            return self.number(f"rt.power({a.text}, {b.text})")
        return self.apply("rt.to_power" if b.kind == "number" and a.axes else "np.power", [a, b])

    def _square(self, base: sympy.Expr) -> Operand:
        a = self.value(base)
        if a.kind == "number":
            return self.number(f"{bracketed(a.text)}**2")
        return self.apply("np.square", [a])

    def _small_power(self, base: sympy.Expr, exponent: sympy.Rational) -> Operand:
        whole = int(sympy.floor(exponent))
        factors = [sympy.Pow(base, 2)] * (whole // 2) + [base] * (whole % 2)
        if exponent != whole:
            factors.append(sympy.sqrt(base))
        total = self.value(factors[0])
        for factor in factors[1:]:
            total = self.combine("np.multiply", "*", total, self.value(factor))
        return total

    def _named(self, fn: str, argument: sympy.Expr) -> Operand:
        a = self.value(argument)
        if a.kind == "number":
            return self.number(f"float({fn}(float({a.text})))")
        return self.apply(fn, [a])

    def _function(self, e: sympy.Function) -> Operand:
        name, argument = type(e).__name__, e.args[0]
        if isinstance(e, Straightened):
            slope, x, half = map(self.value, e.args)
            inner = self.combine("np.subtract", "-", x, self.product([half, slope], []))
            return self.combine("np.multiply", "*", slope, inner)
        if type(e) in MET:
            return self.apply(MET[type(e)], [self.value(a) for a in e.args])
        if isinstance(e, ExpM1Below):
            return self._named("rt.expm1_below", argument)
        if name == "log" and isinstance(argument, sympy.Add) and sympy.Integer(1) in argument.args:
            return self._named("rt.log1p", argument - 1)
        scaled = self._at_multiple(SCALED[name], argument) if name in SCALED else None
        if scaled is not None:
            return scaled
        if name in CALLS:
            return self._named(CALLS[name], argument)
        if isinstance(e, ScalarFunction):
            return self.value(e.definition(argument))
        raise NotationError(f"no kernel is known for the function {name} in {e}")

    def _opaque(self, e: opaque) -> Operand:
        *at, x = e.args[2:]
        argument = self.value(x)
        layers = [self.integer(a).text for a in at]
        fn = self.scope.kernel.names.give(e.name_of)
        text = f"{fn}({', '.join([argument.text, str(e.order), *layers])})"
        return self.scope.define(text, argument.axes)
