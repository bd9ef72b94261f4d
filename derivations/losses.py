"""The losses: definition, gradient, stable form, and the residual that boosting fits."""

from __future__ import annotations

import sys

from nnmath.calculus.differentiate import gradient
from nnmath.calculus.document import Document, run
from nnmath.formulas import load
from nnmath.notation import System, define

FORMULAS = load()


def build() -> Document:
    """Losses and their gradients."""
    doc = Document("Loss functions", "definitions, gradients and residuals, checked by machine")
    doc.say("""A loss compares what a network says, $x$, with what was wanted, $t$. All losses here are written as sums
        over the entries $n$; a mean only divides by their number. What training needs is the derivative by each
        $x_n$, and since a term of the sum contains no other entry of $x$, it can be read off the term. Where the
        target is a real number, the derivative by it is given too.""")
    _distances(doc)
    _robust(doc)
    _margins(doc)
    _probabilities(doc)
    _logits(doc)
    _classes(doc)
    _divergences(doc)
    return doc


def _summed(name: str, variant: str = "sum") -> System:
    return FORMULAS[name].systems[variant]


def _slope(doc: Document, system: System, derivative: str, name: str, of: str = "x") -> None:
    """``dloss_dx[n] = derivative``, for every entry."""
    doc.claim(f"dloss_d{of}[n]", derivative, gradient(system), {"n": "N"}, name)


def _loss(doc: Document, system: System, by_x: str, by_target: str, name: str) -> None:
    """The definition, both derivatives, and the check by dual numbers."""
    doc.definition(system)
    _slope(doc, system, by_x, f"derivative of {name} by x")
    _slope(doc, system, by_target, f"derivative of {name} by the target", "target")
    doc.dual_numbers(system, {"N": 3}, {"N": 1})


def _scalar(doc: Document, left: str, right: str, name: str, text: str = "") -> None:
    """An identity in numbers x and t."""
    scope = define("scope(x[N], t[N]; w: real, delta: real > 0) -> y\ny[n] = w*delta*x[n]*t[n]")
    doc.claim(left, right, scope, {"n": "N"}, name, text=text)


def _distances(doc: Document) -> None:
    doc.section("Squares and absolute values")
    doc.say("""The squared error is the loss of least squares. Half of it has the plainest derivative of all, the error
        itself; the factor changes nothing but the step size.""")
    _loss(doc, _summed("mse_loss"), "2*(x[n] - target[n])", "2*(target[n] - x[n])", "the squared error")
    _loss(doc, _summed("half_squared_error"), "x[n] - target[n]", "target[n] - x[n]", "half the squared error")
    doc.say("""The absolute error cares only for the side on which $x$ is. It has a kink where $x = t$; the sign of 0
        is 0, and so is the derivative there.""")
    _loss(doc, _summed("l1_loss"), "sign(x[n] - target[n])", "-sign(x[n] - target[n])", "the absolute error")


def _robust(doc: Document) -> None:
    doc.section("Between the two: Huber")
    doc.say("""A single wild target dominates a sum of squares. Huber's loss is a parabola near 0 and continues it
        beyond $\\delta$ by its tangent, so that no example pulls harder than $\\delta$. The tangent at
        $d = \\delta$ has the height $\\delta^2/2$ and the slope $\\delta$:""")
    _scalar(doc, "delta**2/2 + delta*(x[n] - delta)", "delta*(x[n] - delta/2)", "the tangent of the parabola")
    d = "(x[n] - target[n])"
    _loss(
        doc,
        _summed("huber_loss"),
        f"delta*sign{d} if abs{d} > delta else {d}",
        f"-(delta*sign{d} if abs{d} > delta else {d})",
        "the Huber loss",
    )
    doc.say("The smooth absolute error is the same, scaled so that the slope far out is 1, whatever $\\beta$ is:")
    _loss(
        doc,
        _summed("smooth_l1_loss"),
        f"sign{d} if abs{d} >= beta else {d}/beta",
        f"-(sign{d} if abs{d} >= beta else {d}/beta)",
        "the smooth absolute error",
    )


def _margins(doc: Document) -> None:
    doc.section("Hinge")
    doc.say("""With targets $\\pm 1$ the product $t x$ is the margin: positive on the right side. The hinge loss asks
        for a margin of 1 and is content from there on, at the kink as well.""")
    _loss(
        doc,
        _summed("hinge_loss"),
        "0 if target[n]*x[n] >= 1 else -target[n]",
        "0 if target[n]*x[n] >= 1 else -x[n]",
        "the hinge loss",
    )


PLAIN = define("""
    binary_cross_entropy(x[N], target[N]) -> loss
    loss = sum[n](-(target[n]*log(x[n]) + (1 - target[n])*log(1 - x[n])))
""")


def _probabilities(doc: Document) -> None:
    doc.section("Binary cross-entropy of probabilities")
    doc.say("""Let $x_n$ be the probability given to class 1, and $t_n$ the wanted one, mostly 0 or 1. The loss is minus
        the logarithm of the probability given to what happened.""")
    doc.definition(PLAIN)
    _slope(doc, PLAIN, "(x[n] - target[n])/(x[n]*(1 - x[n]))", "derivative of the binary cross-entropy")
    _slope(doc, PLAIN, "log(1 - x[n]) - log(x[n])", "derivative by the target", "target")
    doc.dual_numbers(PLAIN, {"N": 3})
    doc.say("""A probability of exactly 0 or 1 that turns out wrong would cost infinitely much. The function in use
        therefore counts a logarithm below $-100$ as $-100$. It is constant there, and so its derivative is 0.""")
    clamped = _summed("binary_cross_entropy")
    doc.definition(clamped)
    _slope(
        doc,
        clamped,
        "-target[n]*(0 if log(x[n]) < -100 else 1/x[n])"
        " + (1 - target[n])*(0 if log(1 - x[n]) < -100 else 1/(1 - x[n]))",
        "derivative with bounded logarithms",
    )


def _logits(doc: Document) -> None:
    doc.section("Binary cross-entropy of logits")
    doc.say("""Networks end in a logit $x$ whose sigmoid is the probability. Computing the sigmoid first and its
        logarithm then fails: far to the left the sigmoid is 0. Since $\\sigma(x) = 1/(1 + e^{-x})$, the logarithm of
        the sigmoid is $-\\ln(1 + e^{-x})$, and both costs are softplus functions, which do not overflow:""")
    _scalar(doc, "-logsigmoid(x[n])", "softplus(-x[n])", "the cost of class 1")
    _scalar(doc, "1 - sigmoid(x[n])", "sigmoid(-x[n])", "the probability of class 0")
    _scalar(doc, "-log(sigmoid(-x[n]))", "softplus(x[n])", "the cost of class 0")
    _scalar(
        doc,
        "-(t[n]*logsigmoid(x[n]) + (1 - t[n])*log(sigmoid(-x[n])))",
        "t[n]*softplus(-x[n]) + (1 - t[n])*softplus(x[n])",
        "the stable form is the cross-entropy of the sigmoid",
    )
    _scalar(
        doc,
        "t[n]*softplus(-x[n]) + (1 - t[n])*softplus(x[n])",
        "(1 - t[n])*x[n] + softplus(-x[n])",
        "a form with one softplus",
        "It is shorter, but for $t = 0$ and $x$ far to the left it subtracts two large numbers; the other does not.",
    )
    system = _summed("binary_cross_entropy_with_logits")
    doc.definition(system)
    _slope(doc, system, "sigmoid(x[n]) - target[n]", "derivative of the binary cross-entropy by the logit")
    _slope(doc, system, "-x[n]", "derivative by the target", "target")
    doc.dual_numbers(system, {"N": 3})
    doc.say("A weight of the positive class scales only its term:")
    weighted = _summed("binary_cross_entropy_with_logits", "pos_weighted_sum")
    _slope(
        doc,
        weighted,
        "weight[n]*((1 - target[n])*sigmoid(x[n]) - pos_weight[n]*target[n]*sigmoid(-x[n]))",
        "derivative with weights",
    )


def _classes(doc: Document) -> None:
    doc.section("Several classes")
    doc.say("""Given the logarithms of the probabilities of all classes, the negative log-likelihood picks that of the
        class that occurred. Only this entry has a derivative.""")
    nll = _summed("nll_loss")
    doc.definition(nll)
    doc.claim(
        "dloss_dx[n,k]", "-[target[n] == k]", gradient(nll), {"n": "N", "k": "K"}, "derivative of the log-likelihood"
    )
    doc.dual_numbers(nll, {"N": 3, "K": 4})
    doc.say("""Cross-entropy takes logits, normalises them with the logarithm of the sum of exponentials, and is the
        former two in one; `softmax_cross_entropy.py` derives it step by step.""")
    entropy = _summed("cross_entropy")
    doc.definition(entropy)
    doc.claim(
        "sum[n](lse[n] - sum[k]([target[n] == k]*x[n,k]))",
        "-sum[n,k]([target[n] == k]*log(exp(x[n,k])/sum[j](exp(x[n,j]))))",
        entropy,
        {"n": "N", "k": "K", "j": "K"},
        "the stable form is the logarithm of softmax",
    )
    doc.claim(
        "dloss_dx[n,k]",
        "exp(x[n,k] - lse[n]) - [target[n] == k]",
        gradient(entropy),
        {"n": "N", "k": "K"},
        "derivative of the cross-entropy",
    )
    doc.dual_numbers(entropy, {"N": 3, "K": 4})


def _divergences(doc: Document) -> None:
    doc.section("Divergences")
    doc.say("""The Kullback-Leibler divergence compares two distributions; $x$ is the logarithm of the one that is
        learnt. Where the wanted probability is 0 the term is 0, the limit of $t \\ln t$, and both derivatives are
        taken as 0.""")
    _loss(
        doc,
        _summed("kl_div"),
        "0 if target[n] == 0 else -target[n]",
        "0 if target[n] == 0 else log(target[n]) - x[n] + 1",
        "the divergence",
    )
    doc.say("With the targets given as logarithms nothing special happens at 0:")
    _loss(
        doc,
        _summed("kl_div", "log_sum"),
        "-exp(target[n])",
        "exp(target[n])*(1 + target[n] - x[n])",
        "the divergence of logarithms",
    )
    doc.say("""Between a normal distribution with mean $\\mu$ and variance $e^v$ and the unit one the divergence has a
        closed form: the expectation of the difference of the logarithms of the densities, in which
        $\\mathrm{E}\\,z^2 = \\mu^2 + e^{v}$ is all that is needed.""")
    system = FORMULAS["gaussian_kl"].system
    doc.definition(system)
    _slope(doc, system, "mu[n]", "derivative by the mean", "mu")
    _slope(doc, system, "(exp(logvar[n]) - 1)/2", "derivative by the logarithm of the variance", "logvar")
    doc.dual_numbers(system, {"N": 3})


if __name__ == "__main__":
    sys.exit(run(build))
