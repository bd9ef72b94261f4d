"""Batch normalisation: three paths back to the input, and the compact gradient."""

from __future__ import annotations

import sys

from nnmath.calculus.derivation import derive
from nnmath.calculus.document import Document, run
from nnmath.calculus.transpose import prove_transpose
from nnmath.notation import define

SYSTEM = define("""
    batch_norm(x[N, F], gamma[F], beta[F]; eps: real > 0) -> y
    mu[j] = 1/N*sum[i](x[i,j])
    v[j] = 1/N*sum[i]((x[i,j] - mu[j])**2)
    xhat[i,j] = (x[i,j] - mu[j])/sqrt(v[j] + eps)
    y[i,j] = gamma[j]*xhat[i,j] + beta[j]
""")

PROSE = {
    "bar_beta": "The shift $\\beta$ is added to every row, so its cotangent collects all rows.",
    "bar_gamma": "The scale $\\gamma$ multiplies $\\hat x$.",
    "bar_xhat": "Back through the affine map, entry by entry.",
    "bar_v": "The variance is used in every row of its column. It is here that "
    "the derivative of $1/\\sqrt{v+\\varepsilon}$ enters.",
    "bar_mu": "The mean is used twice: in the numerator of $\\hat x$ and inside the variance.",
    "bar_x": "The input reaches the output on three paths: directly through the numerator, through the mean and "
    "through the variance. A gradient that keeps only the first is a well-known bug.",
}


def build() -> Document:
    """Batch normalisation in training, forward and backward."""
    doc = Document("Batch normalisation", "after Ioffe and Szegedy (2015), derived and checked by machine")
    doc.section("Forward")
    doc.say("""A batch of $N$ examples of $F$ features each is brought, feature by feature, to mean 0 and variance
        close to 1; then a learnt scale and shift let the network undo it where that helps. The variance divides by
        $N$.""")
    doc.symbols(
        SYSTEM,
        {
            "x": "the batch",
            "gamma": "learnt scale",
            "beta": "learnt shift",
            "mu": "mean of each feature",
            "v": "variance of each feature",
            "xhat": "the normalised batch",
            "y": "the result",
            "eps": "keeps the root away from 0",
        },
    )
    doc.definition(SYSTEM)
    doc.say("What normalisation achieves:")
    doc.claim("sum[i](xhat[i,j])", "0", system=SYSTEM, ranges={"i": "N", "j": "F"}, name="mean zero")
    doc.claim(
        "sum[i](xhat[i,j]**2)/N",
        "v[j]/(v[j] + eps)",
        system=SYSTEM,
        ranges={"i": "N", "j": "F"},
        name="variance just below one",
    )
    doc.section("Backward")
    doc.say("""The bar of an array is its cotangent: $\\bar y_{i,j}$ is given, the derivative of some final cost by
        $y_{i,j}$, and we look for $\\bar x$, $\\bar\\gamma$ and $\\bar\\beta$. For each array the chain rule collects
        every place where it is read; the brackets are 1 where their equation holds and 0 elsewhere, and summing over a
        bracketed index just puts that index in.""")
    derivation = derive(SYSTEM)
    doc.derivation(derivation, prose=PROSE)
    doc.section("The compact form")
    doc.say("Substituting the cotangents of variance and mean, and recognising $\\hat x$, everything collapses:")
    doc.claim(
        "bar_x[i,j]",
        "gamma[j]/(N*sqrt(v[j] + eps))*(N*bar_y[i,j] - sum[k](bar_y[k,j]) - xhat[i,j]*sum[k](bar_y[k,j]*xhat[k,j]))",
        system=derivation.adjoint,
        ranges={"i": "N", "j": "F", "k": "N"},
        name="compact gradient",
        text="""The two subtracted terms are projections: the gradient is made orthogonal to the constant vector and,
        up to $\\varepsilon$, to $\\hat x$ itself.""",
    )
    doc.claim(
        "sum[i](bar_x[i,j])",
        "0",
        system=derivation.adjoint,
        ranges={"i": "N", "j": "F"},
        name="the gradient of each feature adds up to zero",
    )
    doc.section("Checks")
    doc.theorem(
        prove_transpose(SYSTEM),
        name="the backward pass is the transpose of the forward derivative",
        equation=r"\langle \bar{y}, \dot{y} \rangle &= \langle \bar{x}, \dot{x} \rangle "
        r"+ \langle \bar{\gamma}, \dot{\gamma} \rangle + \langle \bar{\beta}, \dot{\beta} \rangle",
    )
    doc.dual_numbers(SYSTEM, {"N": 3, "F": 2}, {"N": 2, "F": 1})
    return doc


if __name__ == "__main__":
    sys.exit(run(build))
