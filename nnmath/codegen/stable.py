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
    """On `domain`, the function is `form`; `why` the definition itself will not do there."""

    function: str
    domain: str
    form: str
    why: str


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
)

_SCOPE: System = define("scope(x) -> y", "y = x")


def proof(branch: Branch) -> Theorem:
    """The form equals the definition, for every real x.

    >>> proof(FORMS[0]).verdict
    'proved'
    """
    return prove(f"{branch.function}(x)", branch.form, system=_SCOPE, name=f"{branch.function}, {branch.domain}")
