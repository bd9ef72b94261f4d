"""Scalar expressions as straight-line ufunc calls on views."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache, reduce
from typing import Any

import sympy

from nnmath.codegen.scalars import factors_of, folded, negated, number_text
from nnmath.codegen.scope import Operand, Scope, arrange
from nnmath.codegen.text import bracketed
from nnmath.codegen.views import view
from nnmath.notation.arrays import Bracket, IndexValue, Read, index_names
from nnmath.notation.functions import Phi, ScalarFunction, absolute, indicator, opaque, sigmoid, sign, softplus, tanh
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
    "sign": "np.sign",
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
SCALED = {"sigmoid": "rt.sigmoid_of", "dsigmoid": "rt.dsigmoid_of", "exp": "rt.exp_of"}
"""Functions that the runtime evaluates at ``x*times/over`` without rounding the argument."""
COMPARE = {
    ">": "np.greater",
    "<": "np.less",
    ">=": "np.greater_equal",
    "<=": "np.less_equal",
    "==": "np.equal",
    "!=": "np.not_equal",
}
ORDERED = (sympy.Lt, sympy.Le, sympy.Gt, sympy.Ge)


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


def _ends(x: Read, value: sympy.Expr, condition: Any) -> list[tuple[str, sympy.Expr, sympy.Expr]]:
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


class ExpM1Below(sympy.Function):  # type: ignore[misc]
    """exp(u) - 1 where another case stands for u > 0."""


def _less_one(e: sympy.Add) -> tuple[sympy.Expr, sympy.Expr, sympy.Expr, bool] | None:
    """Of ``c*exp(u) - c + rest``: c, u, the rest, and whether the rest holds ``-c*u``."""
    for term in e.args:
        scale, grown = term.as_coeff_Mul()
        if isinstance(grown, sympy.exp) and -scale in e.args:
            u = grown.args[0]
            further = set(e.args) >= set(sympy.Add.make_args(sympy.expand(-scale * u)))
            return scale, u, e - term + scale, further
    return None


def _below(value: sympy.Expr, x: Read) -> sympy.Expr:
    """A value for x <= 0, where what it is for x > 0 does not matter."""

    def replaced(e: sympy.Add) -> sympy.Expr:
        found = _less_one(e)
        if found is None or found[3] or not (found[1] / x).is_positive:
            return e
        scale, u, rest, _ = found
        return scale * ExpM1Below(u) + rest

    return value.replace(lambda e: isinstance(e, sympy.Add), replaced)


def _strict(condition: Any) -> bool:
    return isinstance(condition, sympy.Lt | sympy.Gt)


def _rising(y: sympy.Expr, x: Read) -> bool:
    """Whether y is a x + b with numbers b and a > 0."""
    slope = sympy.diff(y.subs(x, at := sympy.Dummy(real=True)), at)
    return bool(slope.is_Rational and slope > 0)


class Evaluator:
    """Emits the calls that compute expressions; equal subexpressions of one evaluator once.

    `order` fixes the order of dimensions; `leaves` gives operands for symbols made by the lowering.
    """

    def __init__(self, scope: Scope, order: Sequence[str], leaves: Mapping[sympy.Expr, Operand] = {}):
        self.scope, self.order = scope, list(order)
        self.memory: dict[Any, Operand] = {**scope.shared, **leaves}
        self.leaves = leaves.keys()

    def value(self, e: sympy.Expr) -> Operand:
        if e not in self.memory:
            self.memory[e] = self._compute(e)
            if self.scope.before is not None and not e.free_symbols & self.leaves:
                self.scope.shared[e] = self.memory[e]
        return self.memory[e]

    def _compute(self, e: Any) -> Operand:
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
            return self._piecewise(e)
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

    def apply(self, fn: str, args: Sequence[Operand], kind: str = "float") -> Operand:
        """A ufunc of operands, over the axes any of them has."""
        args = self.as_numbers(args) if kind == "float" else args
        axes = [a for a in self.order if any(a in o.axes for o in args)]
        return self.scope.call(fn, [arrange(o, axes) for o in args], axes, kind)

    def as_numbers(self, operands: Sequence[Operand]) -> list[Operand]:
        """Truth values as the numbers 0 and 1, unless an array beside them makes NumPy take them so."""
        if any(o.kind == "float" for o in operands):
            return list(operands)
        return [self.scope.real(o) for o in operands]

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

    def number(self, text: str) -> Operand:
        return Operand(text, kind="number")

    def combine(self, fn: str, sign: str, a: Operand, b: Operand) -> Operand:
        """A binary operation; of two Python numbers it is Python's."""
        if a.kind == b.kind == "number":
            return self.number(folded(a.text, sign, b.text))
        return self.apply(fn, [a, b])

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
            total = self._negative(operand) if total is None else self.combine("np.subtract", "-", total, operand)
        assert total is not None
        return total

    def _negative(self, operand: Operand) -> Operand:
        if operand.kind == "number":
            return self.number(f"(-{bracketed(operand.text)})")
        return self.apply("np.negative", [operand])

    def _expm1(self, e: sympy.Add) -> Operand | None:
        """``c*exp(u) - c``, and ``c*exp(u) - c - c*u``, without cancellation."""
        found = _less_one(e)
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
        rest = self.apply("rt.softplus", [self._negative(self.apply("np.abs", [at]))])
        above = self.product([self.value(c), self.apply("np.clip", [at, self.number("0"), self.number("np.inf")])], [])
        below = self.product([self.value(d), self.apply("np.clip", [at, self.number("-np.inf"), self.number("0")])], [])
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
        """A function of ``x*times/over`` for an array's entry x and numbers."""
        x = next((a for a in argument.args if isinstance(a, Read) and a.array.rank), None)
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
            above.append(self._flag(factor, above) or self.value(factor))
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
            wide, small = self._quotient(wide, small), None  # the quotient of the two would be as large as the result
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
            return wide if top.text == "1" else self._negative(wide)
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

    def _piecewise(self, e: sympy.Piecewise) -> Operand:
        """The last case first; what is thrown away is computed too, so warnings are off."""
        simple = self._bounded(e) or self._kinked(e) or self._gated(e)
        if simple is not None:
            return simple
        self.scope.kernel.uses_errstate = True
        cases = _merged(e)
        above = [c.gts for _, c in cases[:-1] if isinstance(c, ORDERED) and c.lts == 0 and isinstance(c.gts, Read)]
        total = self.value(reduce(_below, above, cases[-1][0]))
        if cases[-1][1] not in (True, sympy.true):
            total = Operand("np.nan", kind="number")
            cases.append(None)
        for value, condition in reversed(cases[:-1]):
            total = self.where(self.condition(condition), self.value(value), total)
        return total

    def _bounded(self, e: sympy.Piecewise) -> Operand | None:
        """``low if x <= p else (high if x >= q else y)``, y of x rising straight from (p, low) to (q, high)."""
        *cases, (y, last) = _merged(e)
        found = y.atoms(Read)
        if last != sympy.true or len(found) != 1 or len(cases) not in (1, 2):
            return None
        (x,) = found
        ends = [_ends(x, value, condition) for value, condition in cases]
        if not all(ends) or not x.array.rank or not _rising(y, x):
            return None
        values = {side: value for end in ends for side, at, value in end if y.subs(x, at) == value}
        if len(values) < sum(map(len, ends)):
            return None
        low, high = values.get("low", -sympy.oo), values.get("high", sympy.oo)
        ordered = (low <= high) == sympy.true
        if not ordered and (y != x or len(ends) < len(values)):
            return None
        infinite = {-sympy.oo: "-np.inf", sympy.oo: "np.inf"}
        bounds = [self.number(infinite[v]) if v in infinite else self.value(v) for v in (low, high)]
        fixed = ordered and not low.atoms(Read) | high.atoms(Read)
        self.scope.kernel.uses_errstate |= y != x or not fixed
        if fixed:
            return self.apply("np.clip", [self.value(y), *bounds])
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
        within = {"low": self.number("-np.inf"), "high": self.number("np.inf")}
        within |= {side: self.value(at) for side, at, _ in ends}
        near = self.apply("np.clip", [self.value(x), within["low"], within["high"]]) if ends else self.value(x)
        return self.combine("np.multiply", "*", near, factor)

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

    def _flag(self, e: sympy.Piecewise, others: Sequence[Operand]) -> Operand | None:
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
