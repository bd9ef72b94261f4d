"""Softmax, its Jacobian, and why cross-entropy on logits has the gradient p - y."""

from __future__ import annotations

import sys

from nnmath.calculus.derivation import derive
from nnmath.calculus.differentiate import gradient, jacobian
from nnmath.calculus.document import Document, run
from nnmath.notation import define

SOFTMAX = define("""
    softmax(x[K]) -> p
    s = logsumexp[k](x[k])
    p[k] = exp(x[k] - s)
""")

COST = define("""
    cost(x[N, K], y[N, K]) -> C
    s[n] = logsumexp[k](x[n,k])
    p[n,k] = exp(x[n,k] - s[n])
    C = 1/N*sum[n](sum[k](y[n,k]*(s[n] - x[n,k])))
""")

INDEXED = define("""
    cost(x[N, K], t[N]: int<K) -> C
    s[n] = logsumexp[k](x[n,k])
    p[n,k] = exp(x[n,k] - s[n])
    C = 1/N*sum[n](s[n] - sum[k]([t[n] == k]*x[n,k]))
""")


def build() -> Document:
    """Softmax and cross-entropy."""
    doc = Document("Softmax and cross-entropy", "derived, and every line checked by machine")
    _softmax(doc)
    _cost(doc)
    _indices(doc)
    return doc


def _softmax(doc: Document) -> None:
    doc.section("Softmax")
    doc.say("""A network for classification ends in $K$ real numbers, the logits $x_k$. Softmax turns them into
        numbers between 0 and 1 that add up to 1. We write the normalisation through the logarithm
        of the sum of exponentials, $s = \\ln \\sum_k e^{x_k}$, because that is also how it is computed without
        overflow.""")
    doc.symbols(SOFTMAX, {"x": "the logits", "s": "their logsumexp", "p": "the probabilities"})
    doc.definition(SOFTMAX)
    doc.claim(
        "sum[k](p[k])",
        "1",
        system=SOFTMAX,
        ranges={"k": "K"},
        name="the outputs add up to one",
        conditions=("K >= 1",),
        text="Each output is an exponential, hence positive, and therefore below 1 as soon as $K > 1$.",
    )
    doc.say("""Adding the same number to every logit changes nothing. This freedom is what the computation uses: it
        subtracts the largest logit first.""")
    doc.claim(
        "exp(x[k] + c)/sum[j](exp(x[j] + c))",
        "exp(x[k])/sum[j](exp(x[j]))",
        system=define("shift(x[K]; c: real) -> y\ny[k] = exp(x[k] + c)"),
        ranges={"k": "K", "j": "K"},
        name="shift invariance",
    )
    doc.say("""The Jacobian. The logit $x_k$ reaches the output $p_o$ on two paths: directly, if $o = k$, and through
        the normalisation $s$, always.""")
    doc.claim(
        "dp_dx[o,k]",
        "p[o]*([o == k] - p[k])",
        system=jacobian(SOFTMAX),
        ranges={"o": "K", "k": "K"},
        name="Jacobian of softmax",
    )
    doc.dual_numbers(SOFTMAX, {"K": 1}, {"K": 2}, {"K": 5})


def _cost(doc: Document) -> None:
    doc.section("Cross-entropy with probabilities as targets")
    doc.say("""Let $y_{n,k}$ be the wanted probability of class $k$ in example $n$. The cost is the mean of
        $-\\sum_k y_{n,k} \\ln p_{n,k}$, and $-\\ln p_{n,k} = s_n - x_{n,k}$, so that the logarithm of a small number
        never occurs.""")
    doc.symbols(COST, {"x": "the logits", "y": "the targets", "C": "the cost"})
    doc.definition(COST)
    doc.claim("log(p[n,k])", "x[n,k] - s[n]", system=COST, ranges={"n": "N", "k": "K"}, name="logarithm of softmax")
    doc.say(
        "We go backwards from the cost, statement by statement. The bar of an array is the cotangent, "
        "the derivative of the final number by that array's entry; the cost's own is given."
    )
    doc.derivation(derive(COST), only=("bar_s", "bar_x"))
    doc.say("With the cotangent of the cost set to 1 and the two contributions put together:")
    slope = gradient(COST)
    doc.claim(
        "dC_dx[n,k]",
        "(p[n,k]*sum[j](y[n,j]) - y[n,k])/N",
        system=slope,
        ranges={"n": "N", "k": "K", "j": "K"},
        name="gradient for any targets",
    )
    doc.say(
        "If the targets of each example add up to 1, as probabilities do, this is the formula that everyone "
        "remembers. The assumption is needed: without it the sum stays."
    )
    doc.claim(
        "dC_dx[n,k]",
        "(p[n,k] - y[n,k])/N",
        system=slope,
        ranges={"n": "N", "k": "K"},
        assuming=("sum[k](y[n,k]) = 1",),
        name="gradient for targets that add up to one",
    )
    doc.dual_numbers(COST, {"N": 3, "K": 4}, {"N": 2, "K": 1})


def _indices(doc: Document) -> None:
    doc.section("Cross-entropy with class indices")
    doc.say(
        "Where the target is the index $t_n$ of the right class, the bracket $[t_n = k]$ plays the part of "
        "$y_{n,k}$; it does not depend on the logits, so nothing new has to be differentiated."
    )
    doc.definition(INDEXED)
    doc.claim(
        "dC_dx[n,k]",
        "(p[n,k] - [t[n] == k])/N",
        system=gradient(INDEXED),
        ranges={"n": "N", "k": "K"},
        name="gradient for class indices",
    )
    doc.dual_numbers(INDEXED, {"N": 3, "K": 4})


if __name__ == "__main__":
    sys.exit(run(build))
