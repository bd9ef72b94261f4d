"""The forms in which kernels evaluate named functions, branch by branch, each proved equal to the definition.

The definition is the truth; the form avoids overflow and cancellation. Its error in ulp is
measured where the kernel lives, in nnmath.runtime.special.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from nnmath.calculus.prove import prove
from nnmath.calculus.theorem import Theorem
from nnmath.notation import System, define
from nnmath.notation.arrays import Read
from nnmath.notation.pointwise import entry


@dataclass(frozen=True)
class Branch:
    """On `domain`, the kernel `function` is `form`; `why` the definition itself will not do there.

    `definition` is what it evaluates, where that is more than the named function of x, differentiated `order` times;
    `where` names what the form is written with.
    """

    function: str
    domain: str
    form: str
    why: str
    definition: str = ""
    order: int = 0
    where: tuple[str, ...] = ()

    @property
    def left(self) -> str:
        """What the form has to equal."""
        text = self.definition or f"{self.function}(x)"
        return derivative(text, self.order) if self.order else text

    @property
    def system(self) -> System:
        """x, and what is named of it; y is the form.

        >>> next(f for f in FORMS if f.function == "gelu_tanh").system.statements[-1].target.name
        'y'
        """
        return define("form(x) -> y", *self.where, f"y = {self.form}")


def derivative(text: str, order: int) -> str:
    """The derivative of an expression in x.

    >>> derivative("x*Phi(x)", 2)
    '(2 - x**2)*phi(x)'
    """
    value = entry(define("f(x) -> y", f"y = {text}"))
    (read,) = value.atoms(Read)
    x = sympy.Symbol("x", real=True)
    return str(sympy.diff(value.xreplace({read: x}), x, order))


_D2SILU = "dsigmoid(x)*(2 - x*tanh(x/2))"
_D2GELU = "(2 - x**2)*phi(x)"
_TANH = "x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))/2"
_ARGUMENT = "g = sqrt(8/pi)*(x + 0.044715*x**3)"
"""The tanh form of GELU is x*sigmoid(g)."""
_SLOPE = "p = sqrt(8/pi)*(1 + 3*0.044715*x**2)"
_CURVE = "q = sqrt(8/pi)*6*0.044715*x"

FORMS = (
    Branch("sigmoid", "x <= 350", "exp(x)/(1 + exp(x))", "exp(-x) would overflow far to the left; far right it is 1"),
    Branch("dsigmoid", "x >= 0", "exp(-x)/(1 + exp(-x))**2", "1 - sigmoid(x) would cancel to 0"),
    Branch("dsigmoid", "x < 0", "exp(x)/(1 + exp(x))**2", "the mirror image; in float64 up to 350"),
    Branch("sech2", "x >= 0", "4*exp(-2*x)/(1 + exp(-2*x))**2", "1 - tanh(x)**2 would cancel to 0"),
    Branch("sech2", "x < 0", "4*exp(2*x)/(1 + exp(2*x))**2", "the mirror image"),
    Branch("softplus", "x >= 0", "x + log(1 + exp(-x))", "exp(x) would overflow"),
    Branch("softplus", "x < 0", "log(1 + exp(x))", "with log1p, so that 1 + exp(x) loses nothing"),
    Branch("softplus", "x <= 350", "log(1 + exp(x))", "on both sides, where log1p is fast; x itself far right"),
    Branch("logsigmoid", "x >= -350", "-log(1 + exp(-x))", "on both sides, where log1p is fast; x itself far left"),
    Branch("logsigmoid", "x >= 0", "-log(1 + exp(-x))", "with log1p"),
    Branch("logsigmoid", "x < 0", "x - log(1 + exp(x))", "the sigmoid would be 0 and its logarithm infinite"),
    Branch("softsign", "x >= 0", "x/(1 + abs(x))", "as it is defined, but of the largest number at infinity"),
    Branch("softsign", "x < 0", "x/(1 + abs(x))", "as it is defined, but of the largest number at infinity"),
    Branch("dsoftsign", "x >= 0", "1/(1 + abs(x))/(1 + abs(x))", "two quotients, for the square would overflow"),
    Branch("dsoftsign", "x < 0", "1/(1 + abs(x))/(1 + abs(x))", "two quotients, for the square would overflow"),
    Branch("Phi", "x < 0", "(1 - erf(-x/sqrt(2)))/2", "as erfc, so that 1 + erf(x) does not cancel"),
    Branch("silu", "x >= -80", "x/(1 + exp(-x))", "in float32: exp(-x) is finite", "x*sigmoid(x)"),
    Branch("silu", "x <= 48", "x*(exp(x)/(1 + exp(x)))", "in float64: what its slope is made of", "x*sigmoid(x)"),
    Branch(
        "dsilu",
        "x <= 48",
        "exp(x)*(1 + x + exp(x))/(1 + 2*exp(x) + exp(x)**2)",
        "1 + x is exact beside the root, and exp(x) of few roundings; beyond 48, in float32 40, it is 1",
        "x*sigmoid(x)",
        1,
    ),
    Branch("gelu", "x < 0", "x*(1 - erf(-x/sqrt(2)))/2", "as erfc, so that 1 + erf(x) does not cancel", "x*Phi(x)"),
    Branch(
        "dgelu",
        "x < 0",
        "(1 - erf(-x/sqrt(2)))/2 + x*exp(-x**2/2)/sqrt(2*pi)",
        "both terms share one exponential",
        "x*Phi(x)",
        1,
    ),
    Branch(
        "mish",
        "x < 40",
        "x*(exp(x) + exp(x)**2/2)/(1 + exp(x) + exp(x)**2/2)",
        "one exponential; beyond 40 the quotient is 1",
        "x*tanh(softplus(x))",
    ),
    Branch(
        "mish",
        "x <= 40",
        "x/(1 - 1/(2 + exp(x)) + exp(-x))",
        "in float32: for small exp(x) one rounding decides",
        "x*tanh(softplus(x))",
    ),
    Branch(
        "dmish",
        "x <= 20",
        "g*(2 + 2*x) + g*(exp(x) - 2*x*exp(x)*g)",
        "in float32: one exponential and one quotient; beyond 20 it is 1",
        "x*tanh(softplus(x))",
        1,
        ("g = exp(x)/(2 + 2*exp(x) + exp(x)**2)",),
    ),
    Branch(
        "dmish",
        "x <= 40",
        "exp(x)*(2 + 2*x + (exp(x) - 2*x*exp(x)*exp(x)/d))/d",
        "in float64: exact at 0; beyond 40 it is 1",
        "x*tanh(softplus(x))",
        1,
        ("d = 2 + 2*exp(x) + exp(x)**2",),
    ),
    Branch("d2silu", "x >= 0", _D2SILU, "the bracket is exact where the second derivative is small", "x*sigmoid(x)", 2),
    Branch("d2silu", "x < 0", _D2SILU, "an even function", "x*sigmoid(x)", 2),
    Branch("d2gelu", "x >= 0", _D2GELU, "2 - x**2 is exact beside the root", "x*Phi(x)", 2),
    Branch("d2gelu", "x < 0", _D2GELU, "an even function", "x*Phi(x)", 2),
    Branch(
        "d2mish",
        "x <= 0",
        "4*w*(2*(1 + w)*d + x*(2 + 2*w - 3*w**2 - 2*w**3))/d**3",
        "one exponential, at most 1",
        "x*tanh(softplus(x))",
        2,
        ("w = exp(x)", "d = 2 + 2*w + w**2"),
    ),
    Branch(
        "d2mish",
        "x > 0",
        "4*w**2*(2*(1 + w)*d - x*(2 + 3*w - 2*w**2 - 2*w**3))/d**3",
        "the mirror image",
        "x*tanh(softplus(x))",
        2,
        ("w = exp(-x)", "d = 1 + 2*w + 2*w**2"),
    ),
    *(
        Branch(
            "gelu_tanh",
            side,
            "x*sigmoid(g)",
            "1 + tanh cancels to 0 on the left; g is kept in two numbers",
            _TANH,
            where=(_ARGUMENT,),
        )
        for side in ("x >= 0", "x < 0")
    ),
    Branch(
        "dgelu_tanh",
        "x <= 0",
        "exp(g)*(1 + x*p + exp(g))/(1 + exp(g))**2",
        "1 + x*p is exact beside the root",
        _TANH,
        1,
        (_ARGUMENT, _SLOPE),
    ),
    Branch(
        "dgelu_tanh",
        "x > 0",
        "1 - exp(-g)*(1 - x*p + exp(-g))/(1 + exp(-g))**2",
        "the mirror image",
        _TANH,
        1,
        (_ARGUMENT, _SLOPE),
    ),
    *(
        Branch(
            "d2gelu_tanh",
            side,
            "dsigmoid(g)*(2*p + x*q - x*p**2*tanh(g/2))",
            "no difference of nearly equal terms",
            _TANH,
            2,
            (_ARGUMENT, _SLOPE, _CURVE),
        )
        for side in ("x >= 0", "x < 0")
    ),
)


def proof(branch: Branch) -> Theorem:
    """The form equals the definition, for every real x.

    >>> proof(FORMS[0]).verdict
    'proved'
    """
    return prove(branch.left, branch.form, system=branch.system, name=f"{branch.function}, {branch.domain}")
