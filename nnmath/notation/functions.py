"""Named scalar functions, closed under differentiation, each with its textbook definition.

The name is what a kernel evaluates in a stable form; the definition is the truth that the form,
the derivative and the number types are held against.
"""

from __future__ import annotations

from typing import Any, ClassVar

import sympy
from sympy import Integer, exp, log, pi, sqrt


class ScalarFunction(sympy.Function):
    """A real function of one real variable with a `definition` and an `fdiff` in named functions."""

    nargs = 1
    latex_name: ClassVar[str]

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        raise TypeError("a scalar function states its definition")

    def _eval_is_extended_real(self) -> bool:
        return True

    def _eval_is_finite(self) -> bool:
        return True


class sigmoid(ScalarFunction):
    """1/(1 + exp(-x)), the logistic function."""

    latex_name = r"\sigma"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return 1 / (1 + exp(-x))

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return dsigmoid(self.args[0])


class dsigmoid(ScalarFunction):
    """sigmoid(x)*(1 - sigmoid(x)), the derivative of the logistic function."""

    latex_name = r"\sigma'"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return sigmoid(x) * (1 - sigmoid(x))

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        x = self.args[0]
        return -dsigmoid(x) * tanh(x / 2)  # 1 - 2*sigmoid(x), without cancellation near 0


class tanh(ScalarFunction):
    """(exp(x) - exp(-x))/(exp(x) + exp(-x))."""

    latex_name = r"\tanh"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return (exp(2 * x) - 1) / (exp(2 * x) + 1)

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return sech2(self.args[0])


class sech2(ScalarFunction):
    """1 - tanh(x)**2, the derivative of tanh."""

    latex_name = r"\tanh'"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return 1 - tanh(x) ** 2

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        x = self.args[0]
        return -2 * tanh(x) * sech2(x)


class softplus(ScalarFunction):
    """log(1 + exp(x))."""

    latex_name = r"\operatorname{softplus}"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return log(1 + exp(x))

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return sigmoid(self.args[0])


class logsigmoid(ScalarFunction):
    """log(sigmoid(x)) = -softplus(-x)."""

    latex_name = r"\log\sigma"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return -log(1 + exp(-x))

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return sigmoid(-self.args[0])


class softsign(ScalarFunction):
    """x/(1 + abs(x))."""

    latex_name = r"\operatorname{softsign}"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return x / (1 + absolute(x))

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return dsoftsign(self.args[0])


class dsoftsign(ScalarFunction):
    """1/(1 + abs(x))**2, the derivative of softsign."""

    latex_name = r"\operatorname{softsign}'"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return 1 / (1 + absolute(x)) ** 2

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        x = self.args[0]
        return -2 * sign(x) * dsoftsign(x) / (1 + absolute(x))


class erf(ScalarFunction):
    """2/sqrt(pi) * integral of exp(-t**2) from 0 to x; primitive."""

    latex_name = r"\operatorname{erf}"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return sympy.erf(x)

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return 2 / sqrt(pi) * exp(-(self.args[0] ** 2))


class Phi(ScalarFunction):
    """The standard normal distribution function, (1 + erf(x/sqrt(2)))/2."""

    latex_name = r"\Phi"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return (1 + erf(x / sqrt(2))) / 2

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return phi(self.args[0])


class phi(ScalarFunction):
    """The standard normal density, exp(-x**2/2)/sqrt(2*pi)."""

    latex_name = r"\varphi"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return exp(-(x**2) / 2) / sqrt(2 * pi)

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        x = self.args[0]
        return -x * phi(x)


class absolute(ScalarFunction):
    """abs(x); its derivative at 0 is 0."""

    latex_name = r"\operatorname{abs}"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return sympy.Piecewise((x, x > 0), (-x, x < 0), (0, True))

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return sign(self.args[0])


class sign(ScalarFunction):
    """1, 0 or -1; its derivative is 0 everywhere, by convention also at 0."""

    latex_name = r"\operatorname{sign}"

    @staticmethod
    def definition(x: sympy.Expr) -> sympy.Expr:
        return sympy.Piecewise((1, x > 0), (-1, x < 0), (0, True))

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return Integer(0)


class indicator(sympy.Function):
    """``[a = b]`` for integers: 1 where they are equal, else 0; constant in both."""

    nargs = 2

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        return Integer(0)

    def _eval_is_extended_real(self) -> bool:
        return True


class opaque(sympy.Function):
    """``opaque(name, order, *index, x)``: an unknown smooth function's derivative of that order."""

    @property
    def name_of(self) -> str:
        return str(self.args[0])

    @property
    def order(self) -> int:
        return int(self.args[1])

    @property
    def argument(self) -> sympy.Expr:
        return self.args[-1]

    def fdiff(self, argindex: int = 1) -> sympy.Expr:
        if argindex != len(self.args):
            return Integer(0)
        return opaque(self.args[0], self.order + 1, *self.args[2:])

    def _eval_is_extended_real(self) -> bool:
        return True


NAMED: dict[str, Any] = {
    f.__name__: f
    for f in (sigmoid, dsigmoid, tanh, sech2, softplus, logsigmoid, softsign, dsoftsign, erf, Phi, phi, sign)
} | {"abs": absolute}
"""The functions by the name that equations use; exp, log and sqrt are sympy's own."""

SURFACE: dict[str, Any] = NAMED | {"exp": exp, "log": log, "sqrt": sqrt}
