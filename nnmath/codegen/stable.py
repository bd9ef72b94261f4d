"""The forms in which kernels evaluate named functions, branch by branch, each proved equal to the definition.

The definition is the truth; the form avoids overflow and cancellation. Its error in ulp is
measured where the kernel lives, in nnmath.runtime.special.
"""

from __future__ import annotations

from dataclasses import dataclass

from nnmath.calculus.prove import prove
from nnmath.calculus.theorem import Theorem
from nnmath.notation import System, define


@dataclass(frozen=True)
class Branch:
    """On `domain`, the kernel `function` is `form`; `why` the definition itself will not do there.

    `definition` is what it evaluates, where that is more than the named function of x.
    """

    function: str
    domain: str
    form: str
    why: str
    definition: str = ""

    @property
    def left(self) -> str:
        return self.definition or f"{self.function}(x)"


FORMS = (
    Branch("sigmoid", "x >= 0", "1/(1 + exp(-x))", "exp(-x) is at most 1"),
    Branch("sigmoid", "x < 0", "exp(x)/(1 + exp(x))", "exp(-x) would overflow far to the left"),
    Branch("dsigmoid", "x >= 0", "exp(-x)/(1 + exp(-x))**2", "1 - sigmoid(x) would cancel to 0"),
    Branch("dsigmoid", "x < 0", "exp(x)/(1 + exp(x))**2", "the mirror image"),
    Branch("sech2", "x >= 0", "4*exp(-2*x)/(1 + exp(-2*x))**2", "1 - tanh(x)**2 would cancel to 0"),
    Branch("sech2", "x < 0", "4*exp(2*x)/(1 + exp(2*x))**2", "the mirror image"),
    Branch("softplus", "x >= 0", "x + log(1 + exp(-x))", "exp(x) would overflow"),
    Branch("softplus", "x < 0", "log(1 + exp(x))", "with log1p, so that 1 + exp(x) loses nothing"),
    Branch("logsigmoid", "x >= 0", "-log(1 + exp(-x))", "with log1p"),
    Branch("logsigmoid", "x < 0", "x - log(1 + exp(x))", "the sigmoid would be 0 and its logarithm infinite"),
    Branch("Phi", "x < 0", "(1 - erf(-x/sqrt(2)))/2", "as erfc, so that 1 + erf(x) does not cancel"),
    Branch(
        "dsilu",
        "x < 0",
        "exp(x)*(1 + x + exp(x))/(1 + exp(x))**2",
        "1 + x is exact beside the root",
        "sigmoid(x) + x*dsigmoid(x)",
    ),
    Branch(
        "dsilu",
        "x >= 0",
        "1 - exp(-x)*(1 - x + exp(-x))/(1 + exp(-x))**2",
        "the mirror image",
        "sigmoid(x) + x*dsigmoid(x)",
    ),
    Branch("gelu", "x < 0", "x*(1 - erf(-x/sqrt(2)))/2", "as erfc, so that 1 + erf(x) does not cancel", "x*Phi(x)"),
    Branch(
        "dgelu",
        "x < 0",
        "(1 - erf(-x/sqrt(2)))/2 + x*exp(-x**2/2)/sqrt(2*pi)",
        "both terms share one exponential",
        "Phi(x) + x*phi(x)",
    ),
    Branch(
        "mish",
        "x < 40",
        "x*(exp(x) + exp(x)**2/2)/(1 + exp(x) + exp(x)**2/2)",
        "one exponential; beyond 40 the quotient is 1",
        "x*tanh(softplus(x))",
    ),
    Branch(
        "dmish",
        "x <= 0",
        "exp(x)*(1 + x + exp(x)*(3/2 + x + exp(x)*(1 + exp(x)/4)))/(1 + exp(x) + exp(x)**2/2)**2",
        "1 + x is exact beside the root",
        "tanh(softplus(x)) + x*sech2(softplus(x))*sigmoid(x)",
    ),
    Branch(
        "dmish",
        "x > 0",
        "1 - 4*exp(-x)**2*(1/2 - x + exp(-x)*(1 - x + exp(-x)))/(1 + 2*exp(-x) + 2*exp(-x)**2)**2",
        "what is missing to 1 is small",
        "tanh(softplus(x)) + x*sech2(softplus(x))*sigmoid(x)",
    ),
)

_SCOPE: System = define("scope(x) -> y", "y = x")


def proof(branch: Branch) -> Theorem:
    """The form equals the definition, for every real x.

    >>> proof(FORMS[0]).verdict
    'proved'
    """
    return prove(branch.left, branch.form, system=_SCOPE, name=f"{branch.function}, {branch.domain}")
