"""How weights begin: why they must differ, and how large they should be."""

from __future__ import annotations

import itertools
import sys
from fractions import Fraction

import sympy

from nnmath import initialisation
from nnmath.calculus import adjoint
from nnmath.calculus.differentiate import gradient
from nnmath.calculus.document import Document, equation_latex, run
from nnmath.calculus.induction import Induction
from nnmath.calculus.prove import prove
from nnmath.notation import define

EQUAL_ROWS = define("""
    network(x[N, I], w[I], b, u[O], c[O]; H: int >= 1, phi: function, cost: function) -> C
    j < H
    W[j,i] = w[i]
    beta[j] = b
    U[k,j] = u[k]
    z[n,j] = sum[i](W[j,i]*x[n,i]) + beta[j]
    a[n,j] = phi(z[n,j])
    y[n,k] = sum[j](U[k,j]*a[n,j]) + c[k]
    C = sum[n,k](cost[n,k](y[n,k]))
""")

NETWORK = define("""
    network(x[N, I], W[H, I], beta[H], U[O, H], c[O]; phi: function, cost: function) -> C
    z[n,j] = sum[i](W[j,i]*x[n,i]) + beta[j]
    a[n,j] = phi(z[n,j])
    y[n,k] = sum[j](U[k,j]*a[n,j]) + c[k]
    C = sum[n,k](cost[n,k](y[n,k]))
""")

LINEAR = define("""
    linear(x[N, I], w[O, I]) -> z
    z[n,o] = sum[i](w[o,i]*x[n,i])
""")

MOMENTS = define("""
    moments(X[I, I], v, m) -> second
    W[i,j] = [i == j]*v
    second = sum[i,j](W[i,j]*X[i,j])
""")

LAYERS = define("""
    layers(V0; L: int >= 0, n: int >= 1, v: real > 0, f: real > 0) -> V
    l < L
    V[0] = V0
    V[l+1] = n*v*f*V[l]
""")

COMPROMISE = define("""
    compromise(a[I], b[O]) -> v
    v = 2/(I + O)
""")

RECTIFIED = define("""
    rectified(z; s: real) -> above, below, leaky
    above = z if z > 0 else 0
    below = -z if -z > 0 else 0
    leaky = z if z > 0 else s*z
""")


def build() -> Document:
    """Symmetric units, the variance forward and backward, and four ways to choose it."""
    doc = Document("How weights begin", "why they must differ and how large they should be, checked by machine")
    _symmetry(doc)
    _forward(doc)
    _backward(doc)
    _depth(doc)
    _lecun(doc)
    _xavier(doc)
    _he(doc)
    _uniform(doc)
    return doc


def _symmetry(doc: Document) -> None:
    doc.section("Equal weights stay equal")
    doc.say("""A network with one hidden layer of $H$ units, any activation $\\varphi$ and any cost:""")
    doc.definition(NETWORK)
    doc.say("""Let all hidden units begin alike: every row of $W$ is the same $w$, every bias the same $b$, every
        column of $U$ the same $u$. In the equations, $W$, $\\beta$ and $U$ are then copies:""")
    doc.display([r"W_{j,i} &= w_i", r"\beta_j &= b", r"U_{k,j} &= u_k"])
    derived = gradient(EQUAL_ROWS)
    ranges = {"n": "N", "i": "I", "k": "O", "p": "H", "q": "H"}
    for left, right, name in (
        ("dC_dW[p,i]", "dC_dW[q,i]", "two rows of the first layer have equal gradients"),
        ("dC_dbeta[p]", "dC_dbeta[q]", "so have two biases"),
        ("dC_dU[k,p]", "dC_dU[k,q]", "and two columns of the second layer"),
    ):
        doc.claim(left, right, derived, ranges, name)
    doc.say("""Any method that treats weights alike now makes equal steps, so the units are alike after the step, and
        the theorem applies again. By induction they are alike for ever: $H$ units that do the work of one. A random
        start breaks this.""")
    weaker = prove(
        "dC_dW[p,i]",
        "dC_dW[q,i]",
        system=gradient(NETWORK),
        ranges=ranges,
        assuming=("W[p,i] = W[q,i]", "beta[p] = beta[q]"),
        name="equal rows in the first layer alone",
    )
    doc.check(
        "equal rows in the first layer alone",
        weaker.verdict == "refuted",
        "It is enough that one of the layers tells the units apart: with equal rows and biases in the first layer "
        "alone, the claim that their gradients are equal is refuted.",
    )
    doc.say("Zeros are worse still. With all weights and biases 0 nothing of the first layer moves:")
    doc.claim(
        "dC_dW[p,i]",
        "0",
        gradient(NETWORK),
        ranges | {"j": "H"},
        "the gradient at zero weights",
        assuming=("W[j,i] = 0", "beta[j] = 0", "U[k,j] = 0"),
    )


def _forward(doc: Document) -> None:
    doc.section("The size of a sum")
    doc.say("""A unit computes $z = \\sum_i w_i x_i$ from $I$ inputs. Let the weights have mean 0 and variance $v$, be
        uncorrelated with each other, $E\\,w_i w_j = [i = j]\\,v$, and independent of the inputs. The inputs may depend
        on each other as they like; only $E\\,x_i^2 = m$ for each. Since expectation is linear and splits for
        independent factors, $E\\,z = \\sum_i E\\,w_i\\,E\\,x_i = 0$, and the variance of $z$ is
        $\\sum_{i,j} E\\,(w_i w_j)\\,E\\,(x_i x_j)$. With $W$ and $X$ for these two tables of moments:""")
    doc.definition(MOMENTS)
    doc.claim(
        "second",
        "I*v*m",
        MOMENTS,
        {"i": "I", "j": "I"},
        "the variance of a sum is the number of inputs, times the weights' variance, times the inputs' square",
        assuming=("X[i,i] = m",),
        text="""Note that it is the mean square of the inputs that counts and not their variance: after a rectifier
        the inputs have a mean.""",
    )
    doc.check(
        "the variance, by enumeration",
        _enumerated() == 3 * Fraction(2, 3) * Fraction(5, 2),
        "Checked besides by going through all cases, in fractions: three weights from $\\{-1, 0, 1\\}$ "
        "($v = 2/3$), and inputs that are $(2, 2, 2)$ or $(1, -1, 1)$ ($m = 5/2$) give the variance $5 = 3vm$.",
    )


def _enumerated() -> Fraction:
    """E z^2 over all weights and inputs of the example, each equally likely; E z is 0 by symmetry."""
    inputs = [(2, 2, 2), (1, -1, 1)]
    cases = list(itertools.product(itertools.product((-1, 0, 1), repeat=3), inputs))
    return Fraction(sum(sum(a * b for a, b in zip(w, x, strict=True)) ** 2 for w, x in cases), len(cases))


def _backward(doc: Document) -> None:
    doc.section("The size of a gradient")
    doc.say("Backwards, the layer adds up over its outputs:")
    doc.definition(LINEAR)
    doc.claim(
        "bar_x[n,i]",
        "sum[o](w[o,i]*bar_z[n,o])",
        adjoint(LINEAR),
        {"n": "N", "i": "I", "o": "O"},
        "the gradient of an input is a sum over the outputs",
        text="""That is the same kind of sum with $O$ terms, so the theorem above gives
        $\\operatorname{Var}\\bar x = O\\,v\\,E\\,\\bar z^2$. It asks that the cotangents are independent of the
        weights, which is an idealisation: they have passed through the layers above, but what they compare with the
        targets has passed through this one too. For a convolution the two numbers of terms are those of one output and
        of one input: $I$ and $O$ times the size of the kernel.""",
    )


def _depth(doc: Document) -> None:
    doc.section("Through many layers")
    doc.say("""Let every layer have $n$ inputs a unit and let its activation turn a variance $V$ into a mean square
        $f V$. Then""")
    doc.definition(LAYERS)
    left, right = "V[l]", "(n*v*f)**l*V0"
    doc.theorem(
        Induction(left, right, "l", 0, "L").prove(system=LAYERS, ranges={}, base=("V[0]",), step=("V[l+1]",)),
        "the variance after l layers, by induction",
        equation_latex(LAYERS, left, right),
        text="""It vanishes or explodes with depth unless $n v f = 1$. Backwards the same holds with the number of
        outputs.""",
    )
    doc.check(
        "the factor of fifty layers",
        100 < Fraction(11, 10) ** 50 < 120 and Fraction(9, 10) ** 50 < Fraction(1, 150),
        "At $n v f = 1.1$ fifty layers multiply the variance by more than a hundred; at 0.9 they leave less than one "
        "part in 150.",
    )


def _lecun(doc: Document) -> None:
    doc.section("LeCun")
    doc.say("""Choose the activation so that it keeps a variance of 1, $f = 1$, as near the origin a sigmoid of slope
        1 does, and normalise the inputs to variance 1. Forwards, $n v = 1$ with $n$ the fan in:
        $\\operatorname{std} w = 1/\\sqrt{\\text{fan in}}$ (LeCun, Bottou, Orr and Müller, 1998, section 4.6).""")
    doc.check(
        "LeCun's number",
        all(_close(n * initialisation.lecun_normal_std(n) ** 2, 1) for n in (1, 3, 10, 784)),
        "The library's number satisfies $n v = 1$ for several $n$, to rounding.",
    )


def _xavier(doc: Document) -> None:
    doc.section("Xavier: a compromise")
    doc.say("""Forwards $I v = 1$ is asked, backwards $O v = 1$. Both hold only where $I = O$. Glorot and Bengio (2010,
        eq. 12) take the harmonic mean of the two variances:""")
    doc.definition(COMPROMISE)
    doc.claim(
        "1/v",
        "(1/(1/I) + 1/(1/O))/2",
        COMPROMISE,
        {},
        "the harmonic mean of 1/I and 1/O",
        conditions=("I >= 1", "O >= 1"),
    )
    doc.claim(
        "I*v + O*v",
        "2",
        COMPROMISE,
        {},
        "forwards and backwards, the factors are 1 on the average",
        conditions=("I >= 1", "O >= 1"),
    )
    doc.claim(
        "I*v*(O*v)",
        "1 - ((I - O)/(I + O))**2",
        COMPROMISE,
        {},
        "what it costs",
        conditions=("I >= 1", "O >= 1"),
        text="""One pass through the layer and back loses no more than that; with $O = 2I$ the product is $8/9$.""",
    )
    doc.check(
        "Xavier's number",
        all(_close((i + o) * initialisation.xavier_normal_std(i, o) ** 2, 2) for i, o in ((1, 1), (3, 5), (784, 10))),
        "The library's number satisfies $(I + O) v = 2$ for several sizes, to rounding.",
    )


def _he(doc: Document) -> None:
    doc.section("He: the rectifier takes one half")
    doc.say("""Near the origin a rectifier is not the identity. Write $z^+$ for what it lets through, and $z^-$ for
        what it lets through of $-z$:""")
    doc.definition(RECTIFIED)
    doc.claim("above**2 + below**2", "z**2", RECTIFIED, {}, "the two squares share the square of z")
    doc.say("""If $z$ is symmetric about 0 then both have the same mean square, so each has half:
        $E\\,(z^+)^2 = \\operatorname{Var} z/2$, whatever the distribution. For example, by integration:""")
    z, sigma, b = sympy.symbols("z sigma b", positive=True)
    normal = sympy.exp(-(z**2) / (2 * sigma**2)) / (sigma * sympy.sqrt(2 * sympy.pi))
    for name, density, end, variance in (("normal", normal, sympy.oo, sigma**2), ("uniform", 1 / (2 * b), b, b**2 / 3)):
        half = sympy.integrate(z**2 * density, (z, 0, end))
        doc.display(
            rf"\int_0^{{{sympy.latex(end)}}} z^2\, {sympy.latex(density)}\, dz &= {sympy.latex(half)} "
            rf"= \tfrac12 \cdot {sympy.latex(variance)}"
        )
        doc.check(f"half of the {name} variance", sympy.simplify(half - variance / 2) == 0, "")
    doc.say("""So $f = 1/2$, and $n v = 2$: $\\operatorname{std} w = \\sqrt{2/n}$ (He, Zhang, Ren and Sun, 2015, eq.
        10 with the fan in, eq. 14 with the fan out). With a slope $s$ below 0 the other half counts $s^2$ times:""")
    doc.claim(
        "leaky**2",
        "above**2 + s**2*below**2",
        RECTIFIED,
        {},
        "the leaky rectifier",
        text="""so $f = (1 + s^2)/2$ (eq. 15), and the gain is $\\sqrt{2/(1 + s^2)}$.""",
    )
    doc.check(
        "He's number",
        all(
            _close(n * initialisation.kaiming_normal_std(n, "leaky_relu", a) ** 2 * (1 + a**2) / 2, 1)
            for n in (1, 3, 784)
            for a in (0.0, 0.01, 0.3)
        ),
        "The library's number satisfies $n v (1 + s^2)/2 = 1$ for several $n$ and $s$, to rounding.",
    )


def _uniform(doc: Document) -> None:
    doc.section("The same from a uniform distribution")
    z, b = sympy.symbols("z b", positive=True)
    variance = sympy.integrate(z**2 / (2 * b), (z, -b, b))
    doc.say("Only the variance was asked for. Uniform in $[-b, b]$ it is")
    doc.display(rf"\int_{{-b}}^{{b}} \frac{{z^2}}{{2 b}}\, dz &= {sympy.latex(variance)}")
    pairs = (
        (initialisation.xavier_uniform_bound(3, 5), initialisation.xavier_normal_std(3, 5)),
        (initialisation.kaiming_uniform_bound(7), initialisation.kaiming_normal_std(7)),
        (initialisation.lecun_uniform_bound(7), initialisation.lecun_normal_std(7)),
    )
    doc.check(
        "the uniform bound",
        variance == b**2 / 3 and all(_close(bound**2 / 3, std**2) for bound, std in pairs),
        "so $b = \\sqrt3 \\operatorname{std}$, and so it is for the library's three pairs of numbers, to rounding.",
    )


def _close(a: float, b: float) -> bool:
    return abs(a - b) <= 1e-15 * abs(b)


if __name__ == "__main__":
    sys.exit(run(build))
