"""Gradient boosting: every model is fitted by least squares to the residuals of those before it."""

from __future__ import annotations

import sys

from nnmath.calculus.differentiate import gradient
from nnmath.calculus.document import Document, run
from nnmath.formulas import load
from nnmath.notation import System, define

FORMULAS = load()

ENSEMBLE = define("""
    ensemble(b[M, N]) -> a
    sum_of[0,i] = 0
    sum_of[m+1,i] = sum_of[m,i] + b[m,i]
    a[i] = sum_of[M,i]
""")

STEP = define("""
    step(y[N], a[N], b[N]) -> Q
    s[i] = y[i] - a[i]
    Q = 1/N*sum[i]((y[i] - (a[i] + b[i]))**2/2)
""")

EXPANDED = define("""
    expanded(g[N], b[N]) -> Q
    Q = sum[i](g[i]*b[i] + b[i]**2/2)
""")

RESIDUALS = (
    ("half_squared_error", "target[n] - x[n]"),
    ("mse_loss", "2*(target[n] - x[n])"),
    ("l1_loss", "sign(target[n] - x[n])"),
    (
        "huber_loss",
        "delta*sign(target[n] - x[n]) if abs(x[n] - target[n]) > delta else target[n] - x[n]",
    ),
    (
        "smooth_l1_loss",
        "sign(target[n] - x[n]) if abs(x[n] - target[n]) >= beta else (target[n] - x[n])/beta",
    ),
    ("hinge_loss", "0 if target[n]*x[n] >= 1 else target[n]"),
    (
        "binary_cross_entropy",
        "target[n]*(0 if log(x[n]) < -100 else 1/x[n]) - (1 - target[n])*(0 if log(1 - x[n]) < -100 else 1/(1 - x[n]))",
    ),
    ("binary_cross_entropy_with_logits", "target[n] - sigmoid(x[n])"),
    ("kl_div", "0 if target[n] == 0 else target[n]"),
)


def build() -> Document:
    """Boosting: residuals of every loss, and the step as least squares."""
    doc = Document("Gradient boosting", "after Friedman (2001), with the residual of every loss, checked by machine")
    _sum(doc)
    _step(doc)
    _residuals(doc)
    _classes(doc)
    return doc


def _sum(doc: Document) -> None:
    doc.section("A sum of models")
    doc.say("""Boosting adds models one after the other: $a_M(x_i) = \\sum_m b_m(x_i)$. Here $b_{m,i}$ is what model $m$
        says of example $i$. A new model leaves the former ones as they are.""")
    doc.definition(ENSEMBLE)
    doc.claim(
        "sum_of[m+1,i] - sum_of[m,i]",
        "b[m,i]",
        ENSEMBLE,
        {"m": "M", "i": "N"},
        "a step adds one model",
        unfold=["sum_of[m+1]"],
    )
    doc.say("The $N$-th model is to make the mean loss smallest:")
    doc.display(r"&\frac{1}{\ell} \sum_{i} L\bigl(y_i,\, a_{N-1}(x_i) + b_N(x_i)\bigr) \to \min_{b_N}")


def _step(doc: Document) -> None:
    doc.section("The step as least squares")
    doc.say("""For half the squared error this is a problem of least squares as it stands: the new model is fitted to
        what the former ones have left over, $s_i = y_i - a_i$.""")
    doc.definition(STEP)
    doc.claim("Q", "sum[i]((b[i] - s[i])**2)/(2*N)", STEP, {"i": "N"}, "least squares on the residuals")
    doc.say("""For another loss one looks at its slope. With $g_i = \\partial L(y_i, z)/\\partial z$ at
        $z = a_{N-1}(x_i)$, the loss after the step is to first order its value before and $\\sum_i g_i b_i$. Left
        alone, this would be made ever smaller by ever longer steps; half the squared length of the step, added as its
        price, makes the problem one of least squares again, and the targets are the residuals $s_i = -g_i$:""")
    doc.definition(EXPANDED)
    doc.claim(
        "Q",
        "sum[i]((b[i] - (-g[i]))**2)/2 - sum[i](g[i]**2)/2",
        EXPANDED,
        {"i": "N"},
        "descent with a price on its length is least squares",
        text="The last sum does not contain $b$; both problems have the same solution.",
    )
    doc.claim(
        "dQ_db[i]",
        "b[i] - (-g[i])",
        gradient(EXPANDED),
        {"i": "N"},
        "the best step of an unrestricted model is the residual",
    )


def _residuals(doc: Document) -> None:
    doc.section("The residual of every loss")
    doc.say("""The residual of a loss is minus its derivative by the prediction, $s_n = -\\partial L/\\partial x_n$; the
        lines below give that derivative, which is $-s_n$, for the losses of the library. What is printed in the
        bracket is the residual.""")
    for name, residual in RESIDUALS:
        system = _summed(name)
        doc.claim(
            "dloss_dx[n]", f"-({residual})", gradient(system), {"n": "N"}, f"residual of {name.replace('_', ' ')}"
        )
        doc.dual_numbers(system, {"N": 2})
    log = _summed("kl_div", "log_sum")
    doc.claim("dloss_dx[n]", "-exp(target[n])", gradient(log), {"n": "N"}, "residual of the divergence of logarithms")
    doc.say("""Of the squared error the residual is what is left over, of the absolute error only its sign, and of
        Huber's loss what is left over, cut at $\\delta$: a wild target cannot dominate the next model. Of
        classification it is the wanted probability less the one given.""")


def _classes(doc: Document) -> None:
    doc.section("Several classes")
    for name, residual in (
        ("cross_entropy", "[target[n] == k] - exp(x[n,k] - lse[n])"),
        ("nll_loss", "[target[n] == k]"),
    ):
        system = _summed(name)
        doc.claim(
            "dloss_dx[n,k]",
            f"-({residual})",
            gradient(system),
            {"n": "N", "k": "K"},
            f"residual of {name.replace('_', ' ')}",
        )
        doc.dual_numbers(system, {"N": 2, "K": 3})


def _summed(name: str, variant: str = "sum") -> System:
    return FORMULAS[name].systems[variant]


if __name__ == "__main__":
    sys.exit(run(build))
