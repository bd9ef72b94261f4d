"""Layer normalisation: its gradients, what it does not notice, and batch normalisation turned on its side."""

from __future__ import annotations

import sys

from nnmath.calculus.derivation import derive
from nnmath.calculus.document import Document, run
from nnmath.calculus.transpose import prove_transpose
from nnmath.notation import define

SYSTEM = define("""
    layer_norm(x[N, F], gamma[F], beta[F]; eps: real > 0) -> y
    mu[n] = 1/F*sum[f](x[n,f])
    v[n] = 1/F*sum[f]((x[n,f] - mu[n])**2)
    xhat[n,f] = (x[n,f] - mu[n])/sqrt(v[n] + eps)
    y[n,f] = gamma[f]*xhat[n,f] + beta[f]
""")

MOVED = define("""
    moved(x[N, F], shift[N]; eps: real > 0, a: real > 0) -> xhat, shifted, scaled, scaled_eps
    mu[n] = 1/F*sum[f](x[n,f])
    v[n] = 1/F*sum[f]((x[n,f] - mu[n])**2)
    xhat[n,f] = (x[n,f] - mu[n])/sqrt(v[n] + eps)
    u[n,f] = x[n,f] + shift[n]
    mu_u[n] = 1/F*sum[f](u[n,f])
    v_u[n] = 1/F*sum[f]((u[n,f] - mu_u[n])**2)
    shifted[n,f] = (u[n,f] - mu_u[n])/sqrt(v_u[n] + eps)
    w[n,f] = a*x[n,f]
    mu_w[n] = 1/F*sum[f](w[n,f])
    v_w[n] = 1/F*sum[f]((w[n,f] - mu_w[n])**2)
    scaled[n,f] = (w[n,f] - mu_w[n])/sqrt(v_w[n] + eps)
    scaled_eps[n,f] = (w[n,f] - mu_w[n])/sqrt(v_w[n] + a**2*eps)
""")

TURNED = define("""
    turned(x[N, F]; eps: real > 0) -> layer, batch
    mu[n] = 1/F*sum[f](x[n,f])
    v[n] = 1/F*sum[f]((x[n,f] - mu[n])**2)
    layer[n,f] = (x[n,f] - mu[n])/sqrt(v[n] + eps)
    xt[f,n] = x[n,f]
    m[n] = 1/F*sum[f](xt[f,n])
    q[n] = 1/F*sum[f]((xt[f,n] - m[n])**2)
    batch[f,n] = (xt[f,n] - m[n])/sqrt(q[n] + eps)
""")

RMS = define("""
    rms_norm(x[N, F], gamma[F]; eps: real > 0) -> y
    q[n] = 1/F*sum[f](x[n,f]**2)
    xhat[n,f] = x[n,f]/sqrt(q[n] + eps)
    y[n,f] = gamma[f]*xhat[n,f]
""")

PROSE = {
    "bar_beta": "The shift is shared by all rows, so its cotangent collects them.",
    "bar_gamma": "And so is the scale, which multiplies $\\hat x$:",
    "bar_xhat": "Back through the affine map. Unlike in batch normalisation $\\gamma$ varies along the normalised axis, "
    "so it stays inside every sum that follows.",
    "bar_v": "The variance of a row is used by all its entries:",
    "bar_mu": "The mean is used in the numerator and inside the variance:",
    "bar_x": "The input reaches the output on three paths, all within its own row:",
}

ROWS = {"n": "N", "f": "F"}


def build() -> Document:
    """Layer normalisation, forward and backward."""
    doc = Document("Layer normalisation", "after Ba, Kiros and Hinton (2016), derived and checked by machine")
    _forward(doc)
    _blind(doc)
    _backward(doc)
    _turned(doc)
    _rms(doc)
    doc.section("Checks")
    for system, inputs in ((SYSTEM, "x, gamma, beta"), (RMS, "x, gamma")):
        doc.theorem(
            prove_transpose(system),
            f"the backward pass of {system.name.replace('_', ' ')} is the transpose of its forward derivative",
            r"\langle \bar{y}, \dot{y} \rangle &= \sum_{u \in \{"
            + inputs.replace("gamma", r"\gamma").replace("beta", r"\beta")
            + r"\}} \langle \bar{u}, \dot{u} \rangle",
        )
        doc.dual_numbers(system, {"N": 2, "F": 3}, {"N": 1, "F": 2})
    return doc


def _forward(doc: Document) -> None:
    doc.section("Forward")
    doc.say("""Every row, which is one example, is brought to mean 0 and variance close to 1 over its own $F$ features;
        then each feature has a learnt scale and shift. No example sees another, so training and inference are the
        same. The variance divides by $F$.""")
    doc.symbols(
        SYSTEM,
        {
            "x": "the examples, one a row",
            "gamma": "learnt scale",
            "beta": "learnt shift",
            "mu": "mean of each row",
            "v": "variance of each row",
            "xhat": "the normalised rows",
            "y": "the result",
            "eps": "keeps the root away from 0",
        },
    )
    doc.definition(SYSTEM)
    doc.claim("sum[f](xhat[n,f])", "0", SYSTEM, ROWS, "mean zero")
    doc.claim("sum[f](xhat[n,f]**2)/F", "v[n]/(v[n] + eps)", SYSTEM, ROWS, "variance just below one")


def _blind(doc: Document) -> None:
    doc.section("What it does not notice")
    doc.say("Adding a number to a whole row, another one to each row if you like, changes nothing:")
    doc.claim("shifted[n,f]", "xhat[n,f]", MOVED, ROWS, "shift of a row")
    doc.say("""Multiplying all rows by $a > 0$ would change nothing if $\\varepsilon$ were 0. As it is, scaling the rows
        is the same as scaling $\\varepsilon$ the other way: with $a^2\\varepsilon$ in its place nothing changes,""")
    doc.claim("scaled_eps[n,f]", "xhat[n,f]", MOVED, ROWS, "scale, and eps with it")
    doc.say("and with $\\varepsilon$ kept the result is")
    doc.claim("scaled[n,f]", "(x[n,f] - mu[n])/sqrt(v[n] + eps/a**2)", MOVED, ROWS, "scale alone")
    doc.say("so that it is not noticed only as far as $\\varepsilon$ is small against the variance. Exactly it fails:")
    doc.quote(
        r"\mathit{scaled}_{n,f} &= \hat{x}_{n,f}",
        "scaled[n,f]",
        "xhat[n,f]",
        MOVED,
        ROWS,
        "a common saying, that layer normalisation is invariant to scale",
    )


def _backward(doc: Document) -> None:
    doc.section("Backward")
    derivation = derive(SYSTEM)
    doc.derivation(derivation, prose=PROSE)
    doc.say("Substituting the cotangents of variance and mean, everything collapses:")
    indices = {**ROWS, "k": "F"}
    doc.claim(
        "bar_x[n,f]",
        "(F*gamma[f]*bar_y[n,f] - sum[k](gamma[k]*bar_y[n,k]) - xhat[n,f]*sum[k](gamma[k]*bar_y[n,k]*xhat[n,k]))"
        "/(F*sqrt(v[n] + eps))",
        derivation.adjoint,
        indices,
        "compact gradient",
        text="""The formula of batch normalisation with $\\gamma$ moved inside. What is subtracted are projections:
        on the constant row, and, up to $\\varepsilon$, on $\\hat x$.""",
    )
    doc.say("""So the gradient knows what the layer does not notice. Along a shift of the row nothing changes, and along
        the row itself only $\\varepsilon$ is left:""")
    doc.claim("sum[f](bar_x[n,f])", "0", derivation.adjoint, ROWS, "no gradient along a shift")
    doc.claim(
        "sum[f](bar_x[n,f]*(x[n,f] - mu[n]))",
        "eps/(v[n] + eps)*sum[f](gamma[f]*bar_y[n,f]*xhat[n,f])",
        derivation.adjoint,
        ROWS,
        "hardly any along a scaling",
    )


def _turned(doc: Document) -> None:
    doc.section("Batch normalisation, turned on its side")
    doc.say("""Before scale and shift, layer normalisation of $x$ is batch normalisation of the transpose: rows become
        columns, and each is normalised over what is now the batch.""")
    doc.definition(TURNED)
    doc.claim("layer[n,f]", "batch[f,n]", TURNED, ROWS, "normalising rows is normalising columns of the transpose")
    doc.say("""The learnt scale and shift do not turn with it. In both they belong to the feature, which is the
        normalised axis here and the other one there, and that is why $\\gamma$ leaves the sums of one compact gradient
        and not those of the other.""")


def _rms(doc: Document) -> None:
    doc.section("Without the mean")
    doc.say("""Root mean square normalisation (Zhang and Sennrich, 2019) leaves the centring out; one of the two
        projections goes with it.""")
    doc.definition(RMS)
    doc.claim(
        "bar_x[n,f]",
        "(F*gamma[f]*bar_y[n,f] - xhat[n,f]*sum[k](gamma[k]*bar_y[n,k]*xhat[n,k]))/(F*sqrt(q[n] + eps))",
        derive(RMS).adjoint,
        {**ROWS, "k": "F"},
        "compact gradient without the mean",
    )


if __name__ == "__main__":
    sys.exit(run(build))
