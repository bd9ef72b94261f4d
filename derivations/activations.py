"""The activations of the lectures: definitions, derivatives, identities, conventions at kinks."""

from __future__ import annotations

import sys

import mpmath

from nnmath.calculus import tangent
from nnmath.calculus.document import Document, run
from nnmath.formulas import load
from nnmath.formulas.selu_constants import fixed_point
from nnmath.notation import System, define

FORMULAS = load()
ADDED = ("mish", "celu", "logsigmoid", "softsign", "relu6", "hardtanh", "hardsigmoid", "hardswish")


def build() -> Document:
    """Activations and their derivatives."""
    doc = Document("Activation functions", "definitions and derivatives, checked by machine")
    doc.say("""An activation is applied to every entry of an array on its own, $y_i = f(x_i)$. Then the chain rule
        needs one number for each entry: a small change $\\dot x_i$ of the input changes the output by
        $\\dot y_i = f'(x_i)\\, \\dot x_i$. Every line below is such a statement, for all real numbers $x_i$.""")
    _logistic(doc)
    _tanh(doc)
    _rectifiers(doc)
    _exponential(doc)
    _smooth(doc)
    _bounded(doc)
    _steps(doc)
    doc.section("Checks")
    for name in ("sigmoid", "tanh", "relu", "leaky_relu", "elu", "selu", "gelu", "softplus", "silu", *ADDED):
        doc.dual_numbers(FORMULAS[name].system, {"N": 4})
    doc.dual_numbers(FORMULAS["prelu"].system, {"N": 2, "C": 3, "S": 2})
    return doc


def _slope(doc: Document, system: System, derivative: str, name: str) -> None:
    """``dot_y[i] = derivative * dot_x[i]``."""
    doc.claim("dot_y[i]", f"({derivative})*dot_x[i]", tangent(system), {"i": "N"}, name)


def _scalar(doc: Document, left: str, right: str, name: str) -> None:
    """An identity between expressions in a number x, and parameters."""
    scope = define("scope(x[N]; alpha: real, beta: real > 0) -> y\ny[i] = alpha*beta*x[i]")
    doc.claim(left, right, scope, {"i": "N"}, name)


def _logistic(doc: Document) -> None:
    doc.section("Logistic sigmoid")
    _scalar(doc, "sigmoid(x[i])", "1/(1 + exp(-x[i]))", "definition")
    doc.say("Its values lie strictly between 0 and 1. The derivative needs no new exponential:")
    _slope(doc, FORMULAS["sigmoid"].system, "sigmoid(x[i])*(1 - sigmoid(x[i]))", "derivative of the sigmoid")
    doc.say("It is never larger than one quarter, because the difference is a square:")
    _scalar(doc, "1/4 - sigmoid(x[i])*(1 - sigmoid(x[i]))", "(sigmoid(x[i]) - 1/2)**2", "the bound one quarter")
    doc.say("With a steepness $\\alpha$, as in $1/(1 + e^{-2\\alpha x})$, a factor $2\\alpha$ appears:")
    steep = define("sigmoid(x[N]; alpha: real) -> y\ny[i] = 1/(1 + exp(-2*alpha*x[i]))")
    doc.claim(
        "dot_y[i]",
        "2*alpha*y[i]*(1 - y[i])*dot_x[i]",
        system=tangent(steep),
        ranges={"i": "N"},
        name="derivative with steepness",
    )


def _tanh(doc: Document) -> None:
    doc.section("Hyperbolic tangent")
    _scalar(doc, "tanh(x[i])", "(exp(x[i]) - exp(-x[i]))/(exp(x[i]) + exp(-x[i]))", "definition")
    _scalar(doc, "tanh(x[i])", "(exp(2*x[i]) - 1)/(exp(2*x[i]) + 1)", "with one exponential")
    _scalar(doc, "tanh(x[i])", "2*sigmoid(2*x[i]) - 1", "a sigmoid, stretched")
    doc.say("Its values lie between $-1$ and 1, and its derivative is at most 1, at 0:")
    _slope(doc, FORMULAS["tanh"].system, "(1 + tanh(x[i]))*(1 - tanh(x[i]))", "derivative of tanh")


def _rectifiers(doc: Document) -> None:
    doc.section("Rectifiers")
    doc.say(
        "These have a kink at 0, where no derivative exists. The convention is that the branch which contains 0 "
        "decides; it is part of the formula and of every kernel."
    )
    for name, derivative in (
        ("relu", "1 if x[i] > 0 else 0"),
        ("leaky_relu", "1 if x[i] > 0 else negative_slope"),
    ):
        doc.definition(FORMULAS[name].system)
        _slope(doc, FORMULAS[name].system, derivative, f"derivative of {name}")
    doc.say("In PReLU the slope on the left is learnt, one for each channel, so it has a cotangent too:")
    prelu = FORMULAS["prelu"].system
    doc.definition(prelu)
    doc.claim(
        "dot_y[n,c,s]",
        "dot_x[n,c,s]*(1 if x[n,c,s] > 0 else weight[c]) + dot_weight[c]*(0 if x[n,c,s] > 0 else x[n,c,s])",
        system=tangent(prelu),
        ranges={"n": "N", "c": "C", "s": "S"},
        name="derivative of prelu",
    )


def _exponential(doc: Document) -> None:
    doc.section("ELU and SELU")
    doc.definition(FORMULAS["elu"].system)
    _slope(doc, FORMULAS["elu"].system, "1 if x[i] > 0 else alpha*exp(x[i])", "derivative of elu")
    doc.say("""Unless $\\alpha = 1$ the slope of ELU jumps at 0, from $\\alpha$ to 1. CELU divides the argument by
        $\\alpha$ as well, and its slope is continuous for every $\\alpha$:""")
    doc.definition(FORMULAS["celu"].system)
    _slope(doc, FORMULAS["celu"].system, "1 if x[i] > 0 else exp(x[i]/alpha)", "derivative of celu")
    doc.say("""SELU is ELU with two constants, chosen so that a standard normal input gives an output of mean 0 and
        second moment 1 again. The two conditions determine both constants; in closed form, with $\\Phi$ the normal
        distribution function,""")
    doc.display(
        [
            r"\alpha &= \frac{1/\sqrt{2\pi}}{\tfrac12 - e^{1/2}\,\Phi(-1)}, &"
            r"\lambda^{-2} &= \tfrac12 + \alpha^2\left(e^{2}\,\Phi(-2) - 2e^{1/2}\,\Phi(-1) + \tfrac12\right)."
        ]
    )
    alpha, scale = fixed_point(30)
    doc.check(
        "SELU constants",
        _fixed_point_holds(),
        f"Numerically $\\alpha = {mpmath.nstr(alpha, 25)}$ and $\\lambda = {mpmath.nstr(scale, 25)}$; integrating "
        "the two conditions by quadrature to 25 digits confirms them. The values 1.67326 and 1.0507 that are often "
        "printed are these, cut.",
    )
    doc.definition(FORMULAS["selu"].system)


def _fixed_point_holds() -> bool:
    """Mean 0 and second moment 1 by numerical integration, independent of the closed form."""
    with mpmath.workdps(40):
        alpha, scale = fixed_point(40)
        density = mpmath.npdf

        def selu(z: mpmath.mpf) -> mpmath.mpf:
            return scale * (z if z > 0 else alpha * mpmath.expm1(z))

        line = [-mpmath.inf, -8, 0, 8, mpmath.inf]
        mean = mpmath.quad(lambda z: selu(z) * density(z), line)
        second = mpmath.quad(lambda z: selu(z) ** 2 * density(z), line)
        return bool(abs(mean) < mpmath.mpf(10) ** -25 and abs(second - 1) < mpmath.mpf(10) ** -25)


def _smooth(doc: Document) -> None:
    doc.section("GELU, softplus, SiLU")
    doc.say("GELU weighs the input by the probability that a standard normal number is smaller:")
    doc.definition(FORMULAS["gelu"].system)
    _scalar(doc, "x[i]*Phi(x[i])", "x[i]*(1 + erf(x[i]/sqrt(2)))/2", "GELU through erf")
    _slope(doc, FORMULAS["gelu"].system, "Phi(x[i]) + x[i]*phi(x[i])", "derivative of gelu")
    doc.definition(FORMULAS["softplus"].system)
    _slope(doc, FORMULAS["softplus"].system, "sigmoid(beta*x[i])", "derivative of softplus")
    doc.definition(FORMULAS["silu"].system)
    _slope(doc, FORMULAS["silu"].system, "sigmoid(x[i])*(1 + x[i]*(1 - sigmoid(x[i])))", "derivative of silu")

    doc.say("""Mish weighs the input by $\\tanh(\\operatorname{softplus}(x))$. With $w = e^x$ the weight is a quotient
        of polynomials, which is how it is computed:""")
    mish = FORMULAS["mish"].system
    doc.definition(mish)
    _scalar(
        doc,
        "tanh(softplus(x[i]))",
        "(exp(x[i])**2 + 2*exp(x[i]))/(exp(x[i])**2 + 2*exp(x[i]) + 2)",
        "the weight of mish",
    )
    _slope(
        doc,
        mish,
        "tanh(softplus(x[i])) + x[i]*(1 - tanh(softplus(x[i]))**2)*sigmoid(x[i])",
        "derivative of mish",
    )
    doc.say("The logarithm of the sigmoid is a softplus, mirrored, and its derivative a sigmoid, mirrored:")
    _scalar(doc, "logsigmoid(x[i])", "-log(1 + exp(-x[i]))", "definition of logsigmoid")
    _scalar(doc, "logsigmoid(x[i])", "-softplus(-x[i])", "logsigmoid is a softplus")
    _slope(doc, FORMULAS["logsigmoid"].system, "1 - sigmoid(x[i])", "derivative of logsigmoid")


def _bounded(doc: Document) -> None:
    doc.section("Softsign and the piecewise linear sigmoids")
    doc.say("""Softsign approaches its bounds $\\pm 1$ like $1/x$, much more slowly than tanh. The quotient rule leaves
        a difference that cancels far out; put over one denominator nothing cancels:""")
    _scalar(doc, "softsign(x[i])", "x[i]/(1 + abs(x[i]))", "definition of softsign")
    softsign = FORMULAS["softsign"].system
    _slope(doc, softsign, "1/(1 + abs(x[i]))**2", "derivative of softsign")
    doc.say("""These are made of straight pieces (hard swish also of a parabola). At each kink the derivative is that of
        the piece to which the kink belongs; these are the conventions of PyTorch.""")
    for name, derivative in (
        ("relu6", "0 if x[i] <= 0 else (0 if x[i] >= 6 else 1)"),
        ("hardtanh", "0 if x[i] <= min_val else (0 if x[i] >= max_val else 1)"),
        ("hardsigmoid", "0 if x[i] <= -3 else (0 if x[i] >= 3 else 1/6)"),
        ("hardswish", "0 if x[i] <= -3 else (1 if x[i] >= 3 else x[i]/3 + 1/2)"),
    ):
        doc.definition(FORMULAS[name].system)
        _slope(doc, FORMULAS[name].system, derivative, f"derivative of {name}")


def _steps(doc: Document) -> None:
    doc.section("Step functions")
    doc.say(
        "The perceptron's two steps are constant on either side of 0, so nothing can be learnt through them: the "
        "derivative is 0 everywhere, by convention at 0 as well."
    )
    for name in ("perceptron_step", "perceptron_sign"):
        doc.definition(FORMULAS[name].system)
        _slope(doc, FORMULAS[name].system, "0", f"derivative of {name.replace('_', ' ')}")


if __name__ == "__main__":
    sys.exit(run(build))
