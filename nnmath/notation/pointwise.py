"""A formula of one entry as a function of numbers, from its textbook definition.

Every named function is replaced by its definition, so that nothing of a stable form is left; the
result is evaluated in any arithmetic: balls, many digits. Cancellation is that arithmetic's concern.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

import sympy
from sympy.logic.boolalg import BooleanFunction

from nnmath.notation.arrays import Read
from nnmath.notation.functions import ScalarFunction
from nnmath.notation.system import NotationError, System


class Undecided(ArithmeticError):
    """A comparison that this precision cannot decide."""


def entry(system: System) -> sympy.Expr:
    """The one output's entry in terms of the entries of the inputs and the parameters."""
    bodies: dict[str, sympy.Expr] = {}
    for statement in system.statements:
        if statement.reduced or statement.guards or statement.target.name in bodies:
            raise NotationError(f"not a formula of one entry: {statement}")
        body = statement.body
        known = {r: bodies[r.array.name] for r in statement.reads if r.array.name in bodies}
        bodies[statement.target.name] = body.xreplace(known)
    return bodies[system.outputs[0].name]


def expanded(e: sympy.Expr) -> sympy.Expr:
    """Named functions replaced by their definitions, until none is left."""
    while named := e.atoms(ScalarFunction):
        e = e.xreplace({f: type(f).definition(f.args[0]) for f in named})
    return e


def definition(system: System, constants: Mapping[str, float], order: int = 0) -> tuple[sympy.Expr, list[sympy.Symbol]]:
    """The expanded entry, or its derivative by the first input, with `constants` as exact rationals.

    The variables that are left come with it: the first input, then the others in the system's order.
    """
    e = entry(system)
    by_name = {r.array.name: r for r in e.atoms(Read)}
    names = [a.name for a in system.inputs if a.name not in constants]
    free = [by_name.get(name, sympy.Symbol(name, real=True)) for name in names]
    fixed = {r: sympy.Rational(float(constants[n])) for n, r in by_name.items() if n in constants}
    plain = {r: sympy.Symbol(f"v{k}", real=True) for k, r in enumerate(free)}
    e = expanded(e.xreplace({**fixed, **plain}))
    variables = list(plain.values())
    for _ in range(order):
        e = sympy.diff(e, variables[0])
    return sympy.piecewise_fold(e), variables


@dataclass(frozen=True)
class Scalar:
    """Branches of smooth code; `constants` are its numbers, to be evaluated once a precision."""

    code: Callable[..., Any]
    constants: tuple[sympy.Expr, ...]
    kinks: tuple[sympy.Expr, ...]
    source: str


def compile_entry(e: sympy.Expr, variables: Sequence[sympy.Symbol]) -> Scalar:
    """Python code ``f(F, K, *variables)``: F has exp, log, sqrt, erf, less and not_greater; K the constants."""
    writer = _Writer(list(variables))
    lines = [f"def f(F, K, {', '.join(v.name for v in variables)}):", *writer.branches(e, "    ")]
    source = "\n".join(lines)
    space: dict[str, Any] = {"Undecided": Undecided}
    exec(compile(source, "<definition>", "exec"), space)
    return Scalar(space["f"], tuple(writer.constants), tuple(writer.kinks), source)


class _Writer:
    def __init__(self, variables: list[sympy.Symbol]):
        self.variables = variables
        self.constants: dict[sympy.Expr, str] = {}
        self.kinks: dict[sympy.Expr, None] = {}
        self.shared: dict[sympy.Expr, str] = {}

    def branches(self, e: sympy.Expr, indent: str) -> list[str]:
        if not isinstance(e, sympy.Piecewise):
            return self.smooth(e, indent)
        lines: list[str] = []
        for value, condition in e.args:
            self.shared = {}
            if condition in (True, sympy.true):
                return [*lines, *self.branches(value, indent)]
            lines += [f"{indent}if {self.condition(condition)}:", *self.branches(value, indent + "    ")]
        return [*lines, f"{indent}raise Undecided('no case holds')"]

    def smooth(self, e: sympy.Expr, indent: str) -> list[str]:
        repeated, (last,) = sympy.cse(e, symbols=sympy.numbered_symbols("t"))
        lines = [f"{indent}{name} = {self.text(part)}" for name, part in repeated]
        return [*lines, f"{indent}return {self.text(last)}"]

    def text(self, e: sympy.Expr) -> str:
        if isinstance(e, sympy.Integer) and abs(int(e)) < 2**60:
            return f"({int(e)})"
        if not e.free_symbols:
            return f"K[{list(self.constants).index(e) if e in self.constants else self._constant(e)}]"
        if isinstance(e, sympy.Symbol):
            return str(e.name)
        if isinstance(e, sympy.Add | sympy.Mul):
            sign = " + " if isinstance(e, sympy.Add) else "*"
            return f"({sign.join(self.text(a) for a in e.args)})"
        if isinstance(e, sympy.exp):
            return f"F.exp({self.text(e.args[0])})"
        if isinstance(e, sympy.Pow):
            return self.power(e)
        if isinstance(e, sympy.log | sympy.erf):
            return f"F.{type(e).__name__}({self.text(e.args[0])})"
        if isinstance(e, sympy.Abs):
            return f"abs({self.text(e.args[0])})"
        raise NotationError(f"no arithmetic for {e}")

    def _constant(self, e: sympy.Expr) -> int:
        self.constants[e] = ""
        return len(self.constants) - 1

    def power(self, e: sympy.Pow) -> str:
        base, exponent = self.text(e.base), e.exp
        if exponent.is_Integer and exponent > 0:
            return f"{base}**{int(exponent)}"
        if exponent.is_Integer:
            return f"(1/{base}**{-int(exponent)})" if exponent != -1 else f"(1/{base})"
        if exponent.is_Rational and exponent.q == 2:
            root = f"F.sqrt({base})"
            whole = f"{root}**{abs(int(exponent.p))}"
            return whole if exponent > 0 else f"(1/{whole})"
        return f"F.exp({self.text(exponent)}*F.log({base}))"

    def condition(self, c: Any) -> str:
        if c in (True, False, sympy.true, sympy.false):
            return str(bool(c))
        if isinstance(c, BooleanFunction):
            parts = [self.condition(a) for a in c.args]
            if isinstance(c, sympy.Not):
                return f"(not {parts[0]})"
            return f"({(' and ' if isinstance(c, sympy.And) else ' or ').join(parts)})"
        self.kinks[c.lhs - c.rhs] = None
        a, b = self.text(c.lhs), self.text(c.rhs)
        calls = {">": ("less", b, a), "<": ("less", a, b), ">=": ("not_greater", b, a), "<=": ("not_greater", a, b)}
        if c.rel_op in calls:
            name, left, right = calls[c.rel_op]
            return f"F.{name}({left}, {right})"
        equal = f"(F.not_greater({a}, {b}) and F.not_greater({b}, {a}))"
        return equal if c.rel_op == "==" else f"(not {equal})"


def numeric(e: sympy.Expr, field: Any) -> Any:
    """A constant expression in the arithmetic of `field`, which knows ``integer`` and ``pi``."""
    if isinstance(e, sympy.Rational):
        return field.integer(int(e.p)) / int(e.q)
    if e is sympy.pi:
        return field.pi()
    if e is sympy.E:
        return field.exp(field.integer(1))
    parts = [numeric(a, field) for a in e.args]
    if isinstance(e, sympy.Add):
        return sum(parts[1:], parts[0])
    if isinstance(e, sympy.Mul):
        product = parts[0]
        for part in parts[1:]:
            product = product * part
        return product
    if isinstance(e, sympy.Pow) and e.exp.is_Integer:
        return parts[0] ** int(e.exp) if e.exp > 0 else 1 / parts[0] ** -int(e.exp)
    if isinstance(e, sympy.Pow) and e.exp.is_Rational and e.exp.q == 2:
        whole = field.sqrt(parts[0]) ** abs(int(e.exp.p))
        return whole if e.exp > 0 else 1 / whole
    if isinstance(e, sympy.Pow):
        return field.exp(parts[1] * field.log(parts[0]))
    if isinstance(e, sympy.exp | sympy.log | sympy.erf):
        return getattr(field, type(e).__name__)(parts[0])
    raise NotationError(f"no arithmetic for the constant {e}")


def flint() -> Any:
    """python-flint, or how to get it."""
    try:
        import flint
    except ImportError as error:
        remedy = "exact values need python-flint: python -m pip install 'nnmath[verify]'"
        raise ImportError(remedy) from error
    return flint


class Balls:
    """Ball arithmetic as `evaluator` wants it; a comparison that overlapping balls leave open is Undecided."""

    def __init__(self) -> None:
        self.arb = flint().arb

    def integer(self, value: int) -> Any:
        return self.arb(value)

    def pi(self) -> Any:
        return self.arb.pi()

    def exp(self, a: Any) -> Any:
        return a.exp()

    def log(self, a: Any) -> Any:
        return a.log()

    def sqrt(self, a: Any) -> Any:
        return a.sqrt()

    def erf(self, a: Any) -> Any:
        return a.erf()

    def less(self, a: Any, b: Any) -> bool:
        return self._decided(self.arb(a) < b, self.arb(a) >= b)

    def not_greater(self, a: Any, b: Any) -> bool:
        return self._decided(self.arb(a) <= b, self.arb(a) > b)

    def _decided(self, yes: bool, no: bool) -> bool:
        if yes == no:
            raise Undecided("the balls overlap")
        return bool(yes)


class Rationals:
    """Fractions, for formulas without a transcendental function; others raise TypeError."""

    def integer(self, value: int) -> Fraction:
        return Fraction(value)

    def exp(self, *a: Any) -> Any:
        raise TypeError("not a rational number")

    log = sqrt = erf = pi = exp

    def less(self, a: Any, b: Any) -> bool:
        return bool(a < b)

    def not_greater(self, a: Any, b: Any) -> bool:
        return bool(a <= b)


class Digits:
    """mpmath numbers of a stated precision in bits. Comparisons of inputs are exact."""

    def __init__(self, bits: int):
        import mpmath

        self.context = mpmath.MPContext()
        self.context.prec = bits
        self.exp, self.log = self.context.exp, self.context.log
        self.sqrt, self.erf = self.context.sqrt, self.context.erf

    def integer(self, value: int) -> Any:
        return self.context.mpf(value)

    def pi(self) -> Any:
        return +self.context.pi

    def less(self, a: Any, b: Any) -> bool:
        return bool(a < b)

    def not_greater(self, a: Any, b: Any) -> bool:
        return bool(a <= b)


def evaluator(scalar: Scalar, field: Any) -> Callable[..., Any]:
    """The compiled entry in one arithmetic, its constants evaluated."""
    constants = tuple(numeric(e, field) for e in scalar.constants)
    code = scalar.code
    return lambda *values: code(field, constants, *values)
