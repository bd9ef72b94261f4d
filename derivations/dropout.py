"""Dropout: what the two corrections preserve, and what they do not."""

from __future__ import annotations

import itertools
import math
import sys
from collections.abc import Callable, Sequence
from fractions import Fraction

from nnmath.calculus.derivation import derive
from nnmath.calculus.document import Document, equation_latex, run
from nnmath.calculus.induction import Induction
from nnmath.calculus.transpose import prove_transpose
from nnmath.notation import define

LECTURE = "Larin, Neural networks (lecture slides), dropout"

FORMS = define("""
    dropout(x[N], xi[N]: mask; p: real in [0,1)) -> plain, inverted, inference
    plain[i] = xi[i]*x[i]
    inverted[i] = xi[i]*x[i]/(1 - p)
    inference[i] = (1 - p)*x[i]
""")

INVERTED = define("""
    inverted_dropout(x[N], xi[N]: mask; p: real in [0,1)) -> y
    y[i] = xi[i]*x[i]/(1 - p)
""")

MOMENTS = define("""
    moments(x[N], w[O, N], b[O], t[O]; p: real in [0,1)) -> mean, second, corrected, cost
    mean[o,0] = b[o]
    mean[o,m+1] = p*mean[o,m] + (1 - p)*(mean[o,m] + w[o,m]*x[m])
    second[o,0] = b[o]**2
    second[o,m+1] = p*second[o,m] + (1 - p)*(second[o,m] + 2*w[o,m]*x[m]*mean[o,m] + (w[o,m]*x[m])**2)
    corrected[o] = sum[j](w[o,j]*((1 - p)*x[j])) + b[o]
    cost[o] = t[o]**2 - 2*t[o]*mean[o,N] + second[o,N]
""")

BELOW = "[0 <= m - 1 - j]"
UNITS = {"o": "O", "j": "N"}


def build() -> Document:
    """Dropout in training and at inference."""
    doc = Document("Dropout", "after Srivastava et al. (2014), what the corrections preserve, checked by machine")
    _forms(doc)
    _linear(doc)
    _spread(doc)
    _nonlinear(doc)
    _backward(doc)
    doc.section("Checks")
    doc.theorem(
        prove_transpose(INVERTED),
        "the backward pass is the transpose of the forward derivative",
        r"\langle \bar{y}, \dot{y} \rangle &= \langle \bar{x}, \dot{x} \rangle",
    )
    doc.dual_numbers(INVERTED, {"N": 4})
    return doc


def _forms(doc: Document) -> None:
    doc.section("Two forms")
    doc.say("""In training each output $x_i$ of a layer is multiplied by a number $\\xi_i$, which is 0 with probability
        $p$ and 1 otherwise, drawn anew and independently for each unit. At inference nothing is dropped, and something
        has to make up for the difference.""")
    doc.display(
        [
            r"a^{\ell+1}_{ih} &= \xi^\ell_h\, f^\ell_h\Bigl(\sum_j w_{jh} a^\ell_{ij}\Bigr), \quad "
            r"P(\xi^\ell_h = 0) = p_\ell && \text{training}",
            r"a^{\ell+1}_{ih} &= (1 - p_\ell)\, f^\ell_h\Bigl(\sum_j w_{jh} a^\ell_{ij}\Bigr) && \text{inference}",
            r"a^{\ell+1}_{ih} &= \frac{1}{1 - p_\ell}\, \xi^\ell_h\, f^\ell_h\Bigl(\sum_j w_{jh} a^\ell_{ij}\Bigr) "
            r"&& \text{training, inverted; inference needs no correction}",
        ]
    )
    doc.say(f"""So it stands in {LECTURE}. The mask there has no index $i$ of the example: one mask serves a whole
        batch. What follows holds for each example by itself, with one mask for all or one for each. With $x_i$ for
        what is multiplied,""")
    doc.definition(FORMS)
    doc.claim("plain[i]", "(1 - p)*inverted[i]", FORMS, {"i": "N"}, "the forms differ by the factor alone")
    doc.say("""Each form of training belongs to its own form of inference; mixing them is wrong by that factor. The
        factor is the probability of being kept: $1/p$ in its place is a well-known bug, right only at $p = 1/2$.""")


def _linear(doc: Document) -> None:
    doc.section("A linear layer next: the mean is kept, exactly")
    doc.say("""Let the next layer be linear, $u_o = b_o + \\sum_j w_{o,j}\\, \\xi_j x_j$. Its mean over all masks is
        taken unit by unit. When the mask of unit $m$ is averaged too, the unit is dropped with probability $p$ and
        contributes $w_{o,m}x_m$ with probability $1 - p$, whatever the units before it did:""")
    doc.definition(MOMENTS)
    doc.say("where $\\mathit{mean}_{o,m}$ is the mean of $u_o$ with the first $m$ units taken in. By induction on $m$,")
    right = f"b[o] + (1 - p)*sum[j]({BELOW}*w[o,j]*x[j])"
    theorem = Induction("mean[o,m]", right, "m", 0, "N").prove(
        system=MOMENTS, ranges=UNITS, base=("mean[o,0]",), step=("mean[o,m+1]",), name="mean after m units"
    )
    doc.theorem(theorem, "the mean after m units", equation_latex(MOMENTS, "mean[o,m]", right))
    doc.claim(
        "mean[o,N]",
        "corrected[o]",
        MOMENTS,
        UNITS,
        "the correction keeps the mean of a linear layer, for any number of units",
        using=(theorem,),
        text="""That is what the correction at inference does: the linear layer sees $(1-p)x$ and gives the mean of
        what it gave in training. With inverted dropout it is $x/(1-p)$ that is masked, the mean is that of $x$
        itself, and no correction is needed.""",
    )
    w, x, p = (Fraction(3), Fraction(-2), Fraction(5)), (Fraction(1), Fraction(4), Fraction(2)), Fraction(1, 3)
    doc.check(
        "all masks of three units",
        expectation(lambda u: u, w, x, p) == (1 - p) * dot(w, x),
        "The same by adding up all $2^3$ masks of three units in exact fractions, with $w = (3, -2, 5)$, "
        f"$x = (1, 4, 2)$ and $p = 1/3$: the mean is {expectation(lambda u: u, w, x, p)}, and so is "
        f"$\\frac23\\, w \\cdot x$.",
    )


def expectation(
    f: Callable[[Fraction], Fraction], w: Sequence[Fraction], x: Sequence[Fraction], p: Fraction
) -> Fraction:
    """The mean of f(sum_j w[j] xi[j] x[j]) over all masks, each with its probability."""
    total = Fraction(0)
    for mask in itertools.product((0, 1), repeat=len(x)):
        chance = math.prod(1 - p if kept else p for kept in mask)
        total += chance * f(dot(w, [kept * value for kept, value in zip(mask, x, strict=True)]))
    return total


def dot(w: Sequence[Fraction], x: Sequence[Fraction]) -> Fraction:
    return sum((a * b for a, b in zip(w, x, strict=True)), Fraction(0))


def _spread(doc: Document) -> None:
    doc.section("The spread is not kept")
    doc.say("""The mean square of $u_o$ is taken in the same way, and what it exceeds the squared mean by is the
        variance:""")
    right = f"mean[o,m]**2 + p*(1 - p)*sum[j]({BELOW}*(w[o,j]*x[j])**2)"
    theorem = Induction("second[o,m]", right, "m", 0, "N").prove(
        system=MOMENTS,
        ranges=UNITS,
        base=("second[o,0]", "mean[o,0]"),
        step=("second[o,m+1]", "mean[o,m+1]"),
        name="variance after m units",
    )
    doc.theorem(theorem, "the variance after m units", equation_latex(MOMENTS, "second[o,m]", right))
    doc.say("""So training sees a variance of $p(1-p)\\sum_j (w_{o,j}x_j)^2$, for inverted dropout divided by
        $(1-p)^2$, and inference sees none. With the squared error against a target $t$ this is the penalty that
        dropout adds, which is small where no single unit matters much:""")
    doc.claim(
        "cost[o]",
        "(t[o] - mean[o,N])**2 + p*(1 - p)*sum[j]((w[o,j]*x[j])**2)",
        MOMENTS,
        UNITS,
        "dropout as a penalty on a linear unit",
        using=(theorem,),
    )


def _nonlinear(doc: Document) -> None:
    doc.section("Anything but a linear layer next: the mean is not kept")
    one, half = Fraction(1), Fraction(1, 2)
    relu = expectation(lambda u: max(u, Fraction(0)), (one, -one), (one, one), half)
    doc.check(
        "rectifier",
        relu == Fraction(1, 4),
        "Two units, $x = (1, 1)$, $p = 1/2$, and the next unit is the rectifier of $\\xi_0 x_0 - \\xi_1 x_1$. It is 1 "
        f"for one of four equally probable masks and 0 for the others, so its mean is ${relu.numerator}/"
        f"{relu.denominator}$; with the corrected inputs it is the rectifier of $1/2 - 1/2$, which is 0.",
    )
    square = expectation(lambda u: u * u, (one,), (one,), half)
    doc.check(
        "square",
        square != (1 - half) ** 2,
        f"One unit and a square: the mean of $(\\xi x)^2$ at $x = 1$, $p = 1/2$ is {square}, the square of the "
        f"corrected input {(1 - half) ** 2}.",
    )
    doc.say("""Through several layers with activations in between, the corrected network is therefore not the mean of
        the thinned ones. It is an approximation, exact only where each layer that follows a mask is linear.""")


def _backward(doc: Document) -> None:
    doc.section("Backward")
    doc.say("The mask is a constant to the derivative. A dropped unit gets no gradient, a kept one the same factor:")
    doc.derivation(derive(INVERTED), prose={"bar_x": ""})


if __name__ == "__main__":
    sys.exit(run(build))
