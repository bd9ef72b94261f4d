"""The statements of Sokolov's introduction on activations: its table, and the constants of SELU."""

from __future__ import annotations

from fractions import Fraction

import sympy

from nnmath.formulas.selu_constants import ALPHA, SCALE
from nnmath.ledger.entry import Definition, Entry
from nnmath.ledger.equations import Equal, Rounded, Same, scalars
from nnmath.ledger.order import Order
from nnmath.notation import define

X = sympy.Symbol("x", real=True)
Z = sympy.Symbol("z", real=True)
DENSITY = sympy.exp(-(Z**2) / 2) / sympy.sqrt(2 * sympy.pi)

SELU_ALPHA = "sqrt(2/pi)/(1 - exp(1/2)*erfc(1/sqrt(2)))"
SELU_BELOW = "(exp(2)*erfc(sqrt(2)) - 2*exp(1/2)*erfc(1/sqrt(2)) + 1)/2"
SELU_LAMBDA = f"1/sqrt(1/2 + ({SELU_ALPHA})**2*{SELU_BELOW})"


def _exponential_moment(k: int) -> sympy.Expr:
    """E[exp(k z); z < 0] in closed form, exp(k**2/2)*Phi(-k)."""
    return sympy.exp(sympy.Rational(k * k, 2)) * sympy.erfc(k / sympy.sqrt(2)) / 2


def _selu_mean(power: int) -> sympy.Expr:
    """E (f(z)/lambda)**power for f = selu, from the moments left and right of 0."""
    alpha = sympy.sympify(SELU_ALPHA, rational=True)
    left = sympy.expand((LETTER - 1) ** power)
    below = sum(left.coeff(LETTER, k) * _exponential_moment(k) for k in range(power + 1))
    return sympy.expand((ABOVE[power] + alpha**power * below).rewrite(sympy.erf))


LETTER = sympy.Symbol("letter")
ABOVE = {1: 1 / sympy.sqrt(2 * sympy.pi), 2: sympy.Rational(1, 2)}
"""E[z; z > 0] and E[z**2; z > 0]."""

ENTRIES: tuple[Entry, ...] = (
    Entry(
        "E6.1",
        r"option 1, sigmoid: $f(x) = \frac{1}{1 + \exp(-x)}$",
        Definition(define("sigmoid(x[N]) -> y", "y[i] = 1/(1 + exp(-x[i]))"), "sigmoid"),
    ),
    Entry(
        "E6.2",
        r"option 2, ReLU: $f(x) = \max(0, x)$",
        Same(sympy.Max(0, X).rewrite(sympy.Piecewise), sympy.Piecewise((0, X <= 0), (X, True))),
        note="the two cases of E6.3, which are what is compiled",
    ),
    Entry(
        "E6.3",
        r"ReLU: 0 for $x \leq 0$, $x$ for $x > 0$",
        Definition(define("relu(x[N]) -> y", "y[i] = 0 if x[i] <= 0 else x[i]"), "relu"),
        note="The case that holds at 0 decides the derivative there, 0.",
    ),
    Entry(
        "E6.4",
        r"$\ldots = x \mathbf{1}_{x > 0}$",
        Equal("x*(1 if x > 0 else 0)", "0 if x <= 0 else x", scalars("x")),
    ),
    Entry(
        "E6.5",
        r"GELU: $\frac12 x \left(1 + \mathrm{erf}\left(\frac{x}{\sqrt2}\right)\right)$",
        Definition(define("gelu(x[N]) -> y", "y[i] = 1/2*x[i]*(1 + erf(x[i]/sqrt(2)))"), "gelu"),
    ),
    Entry(
        "E6.6",
        r"$\ldots = x \Phi(x)$",
        Equal("1/2*x*(1 + erf(x/sqrt(2)))", "x*Phi(x)", scalars("x")),
    ),
    Entry(
        "E6.7",
        r"softplus: $\ln(1 + e^x)$",
        Definition(define("softplus(x[N]) -> y", "y[i] = log(1 + exp(x[i]))"), "softplus", at={"beta": 1}),
    ),
    Entry(
        "E6.8",
        r"ELU: $\alpha (e^x - 1)$ for $x \leq 0$, $x$ for $x > 0$",
        Definition(define("elu(x[N]; alpha: real) -> y", "y[i] = alpha*(exp(x[i]) - 1) if x[i] <= 0 else x[i]"), "elu"),
    ),
    Entry(
        "E6.9",
        r"SELU: $\lambda$ times $\alpha (e^x - 1)$ for $x < 0$ and $x$ for $x \geq 0$",
        Definition(
            define(
                "selu(x[N]) -> y",
                f"y[i] = {SCALE}*{ALPHA}*(exp(x[i]) - 1) if x[i] <= 0 else {SCALE}*x[i]",
            ),
            "selu",
        ),
        note="with the constants that are compiled, to 36 digits. The case for 0 is compiled with the other side, "
        r"which does not change the value (E6.25) but decides the derivative at 0: $\lambda\alpha$.",
    ),
    Entry(
        "E6.10",
        r"with $\lambda = 1.0507$",
        readings={
            "rounded to the digits printed": Rounded(SELU_LAMBDA, "1.0507"),
            "exactly": Same(sympy.sympify(SELU_LAMBDA, rational=True), sympy.Rational("1.0507")),
        },
        note="the solution of E6.23 and E6.24",
    ),
    Entry(
        "E6.11",
        r"and $\alpha = 1.67326$",
        readings={
            "rounded to the digits printed": Rounded(SELU_ALPHA, "1.67326"),
            "exactly": Same(sympy.sympify(SELU_ALPHA, rational=True), sympy.Rational("1.67326")),
        },
        note="the solution of E6.23",
    ),
    Entry(
        "E6.12",
        r"leaky ReLU: $0.01 x$ for $x < 0$, $x$ for $x \geq 0$",
        Definition(
            define("leaky_relu(x[N]) -> y", "y[i] = 0.01*x[i] if x[i] < 0 else x[i]"),
            "leaky_relu",
            at={"negative_slope": Fraction(1, 100)},
        ),
        note="The derivative at 0 is compiled as 0.01; the printed case at 0 would make it 1.",
    ),
    Entry(
        "E6.13",
        r"parametric ReLU: $\alpha x$ for $x < 0$, $x$ for $x \geq 0$",
        Definition(
            define("""
                prelu(x[N, C, S], weight[C]) -> y
                y[n,c,s] = weight[c]*x[n,c,s] if x[n,c,s] < 0 else x[n,c,s]
            """),
            "prelu",
        ),
        note=r"$\alpha$ is learnt, one for each channel",
    ),
    Entry(
        "E6.14",
        r"SiLU, Swish-1: $\frac{x}{1 + e^{-x}}$",
        Definition(define("silu(x[N]) -> y", "y[i] = x[i]/(1 + exp(-x[i]))"), "silu"),
    ),
    Entry(
        "E6.15",
        r"the slope of the sigmoid is at most $1/4$",
        Order("dsigmoid(x)", "<=", "1/4", scalars("x"), because="(sigmoid(x) - 1/2)**2"),
        ours=True,
    ),
    Entry(
        "E6.16",
        r"softplus lies above ReLU: $\ln(1 + e^x) > x$",
        Order("softplus(x)", ">", "x", scalars("x"), because="softplus(-x)"),
        ours=True,
    ),
    Entry(
        "E6.17",
        r"and $\ln(1 + e^x) > 0$",
        Order("softplus(x)", ">", "0", scalars("x"), because="softplus(x)"),
        ours=True,
    ),
    *(
        Entry(
            f"E6.{18 + k}",
            rf"the constants of SELU, for $z$ standard normal: $E[e^{{{k}z}}; z < 0] = {shown}$",
            Same(
                sympy.Integral(sympy.exp(k * Z) * DENSITY, (Z, -sympy.oo, 0)),
                _exponential_moment(k),
            ),
            ours=True,
        )
        for k, shown in enumerate(
            (
                r"\frac12",
                r"\frac12 e^{1/2} \mathrm{erfc}(1/\sqrt2)",
                r"\frac12 e^2 \mathrm{erfc}(\sqrt2)",
            )
        )
    ),
    *(
        Entry(
            f"E6.{20 + k}",
            rf"$E[z^{k}; z > 0] = {shown}$",
            Same(sympy.Integral(Z**k * DENSITY, (Z, 0, sympy.oo)), ABOVE[k]),
            ours=True,
        )
        for k, shown in ((1, r"1/\sqrt{2\pi}"), (2, r"\frac12"))
    ),
    Entry(
        "E6.23",
        r"so $E f(z) = 0$ for SELU, which gives "
        r"$\alpha = \sqrt{2/\pi}/(1 - e^{1/2} \mathrm{erfc}(1/\sqrt2))$",
        Same(_selu_mean(1), sympy.Integer(0)),
        note=r"divided by $\lambda$, which is not 0",
        ours=True,
    ),
    Entry(
        "E6.24",
        r"and $E f(z)^2 = 1$, which gives $\lambda^{-2} = \frac12 + \frac{\alpha^2}{2} (e^2 \mathrm{erfc}(\sqrt2) - "
        r"2 e^{1/2} \mathrm{erfc}(1/\sqrt2) + 1)$",
        Same(_selu_mean(2), sympy.sympify(SELU_LAMBDA, rational=True) ** -2),
        ours=True,
    ),
    Entry(
        "E6.25",
        r"$e^0 = 1$, so that both cases of SELU are 0 at 0 and it does not matter which of them holds there",
        Equal("exp(0*x)", "1", scalars("x")),
        ours=True,
    ),
)
