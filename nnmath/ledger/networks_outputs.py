"""The statements of Neural networks: outputs, layers, costs, the worked network."""

from __future__ import annotations

import sympy

from nnmath.calculus.differentiate import gradient, jacobian
from nnmath.ledger.entry import Definition, Entry
from nnmath.ledger.equations import Equal, Rounded, Same, Sizes, scalars
from nnmath.ledger.order import Order
from nnmath.ledger.together import together
from nnmath.notation import define

below = sympy.Symbol("x", negative=True)
NUMBER = scalars("x")
RELU = "0 if x < 0 else x"


# Outputs

SOFTMAX = define("""
    softmax(x[K]; eta: real > 0) -> y
    s = logsumexp[j](x[j])
    S = sum[j](exp(x[j]))
    y[k] = exp(x[k])/S
""")

LOSSES = define("""
    losses(x[K]; eta: real > 0) -> C
    t < K
    s = logsumexp[j](x[j])
    S = sum[j](exp(x[j]))
    y[k] = exp(x[k])/S
    C[t] = -log(y[t])
""")

DESCENT = together("descent on the cross-entropy of class t", jacobian(LOSSES), jacobian(SOFTMAX))
CLASSES = dict.fromkeys("ijkt", "K")
REST = "exp(x[t] - s)*(exp(2*logsumexp[j]([j != t]*x[j]) - 2*s) + sum[j]([j != t]*y[j]**2))"
"""The speed at which the probability of class t grows: positive, the square of 1 - y[t] as an exponential."""
LET_K = "several classes, K >= 2"
SPEED = (
    "`y[k]` changes at the rate $-\\sum_j \\frac{\\partial y_k}{\\partial x_j} \\frac{\\partial C_t}{\\partial x_j}$ "
    "as the inputs of the softmax move against the gradient of the cross-entropy of class t"
)

OUTPUTS = (
    Entry(
        "C7.1",
        r"softmax: $f(x_i) = \frac{\exp(x_i)}{\sum_i \exp(x_i)}$",
        Definition(
            define("softmax(x[N, K]) -> y", "y[n,k] = exp(x[n,k])/sum[i](exp(x[n,i]))"),
            "softmax",
        ),
        note="the index of the sum is another than the i of the left side, although printed with the same letter",
    ),
    Entry(
        "C7.2",
        "softmax: the output for each class is in $(0, 1)$: it is above 0",
        Order("y[k]", ">", "0", SOFTMAX, CLASSES, because="exp(x[k] - s)"),
    ),
    Entry(
        "C7.3",
        "softmax: the output for each class is in $(0, 1)$: it is below 1",
        Order(
            "y[k]",
            "<",
            "1",
            SOFTMAX,
            CLASSES,
            because="exp(logsumexp[j]([j != k]*x[j]) - s)",
            conditions=("K >= 2",),
        ),
        assumptions=LET_K,
        note="with a single class the output is 1",
    ),
    Entry(
        "C7.4",
        "softmax: the outputs add up to 1",
        Equal("sum[k](y[k])", "1", SOFTMAX, CLASSES, conditions=("K >= 1",)),
        assumptions="at least one class",
    ),
    Entry(
        "C7.5",
        "training raises the value of the target class",
        Order("-sum[j](dy_dx[t,j]*dC_dx[t,j])", ">", "0", DESCENT, CLASSES, because=REST, conditions=("K >= 2",)),
        assumptions=f"{LET_K}; a small step on one example",
        note=SPEED,
    ),
    Entry(
        "C7.6",
        "training lowers the values of the other classes",
        readings={
            "each of the other inputs of the softmax": Order(
                "x[k] - eta*dC_dx[t,k]",
                "<",
                "x[k]",
                DESCENT,
                CLASSES,
                because="eta*exp(x[k] - s)",
                conditions=("k != t",),
            ),
            "each of the other probabilities": Order(
                "-sum[j](dy_dx[k,j]*dC_dx[t,j])", "<", "0", DESCENT, CLASSES, conditions=("k != t",)
            ),
            "the other probabilities together": Order(
                "-sum[k,j]([k != t]*dy_dx[k,j]*dC_dx[t,j])",
                "<",
                "0",
                DESCENT,
                CLASSES,
                because=REST,
                conditions=("K >= 2",),
            ),
        },
        assumptions=f"{LET_K}; a small step on one example",
        note="a class that is already improbable gains from what a wrong and probable one loses",
    ),
    Entry(
        "C7.7",
        "the gradient of the cross-entropy by the inputs of the softmax is $y_k - [k = t]$",
        Equal("dC_dx[t,k]", "y[k] - [k == t]", DESCENT, CLASSES),
        ours=True,
    ),
    Entry(
        "C7.8",
        "a step against the gradient raises the target's own input of the softmax",
        Order(
            "x[t] - eta*dC_dx[t,t]",
            ">",
            "x[t]",
            DESCENT,
            CLASSES,
            because="eta*exp(logsumexp[j]([j != t]*x[j]) - s)",
            conditions=("K >= 2",),
        ),
        assumptions=LET_K,
        ours=True,
    ),
    Entry(
        "C23.1",
        "ReLU: $f(x) = 0$ if $x < 0$, $x$ if $x \\geq 0$",
        Definition(define("f(x[N]) -> y", "y[i] = 0 if x[i] < 0 else x[i]"), "relu"),
        note="the values are those of ReLU everywhere; where the case x >= 0 holds at 0 it would give the derivative 1 "
        "there, while the library, like others, takes 0",
    ),
    Entry(
        "C23.2",
        "ReLU: all that is less than 0 leads to zero activation",
        Same(sympy.Piecewise((0, below < 0), (below, True)), sympy.Integer(0)),
        assumptions="x < 0",
    ),
    Entry(
        "C23.3",
        "output for regression: Linear/ReLU, $f(x) = 0$ if $x < 0$, $x$ if $x \\geq 0$",
        readings={
            "Linear is this f": Equal(RELU, "x", NUMBER),
            "ReLU is this f": Equal(RELU, "(x + abs(x))/2", NUMBER),
        },
        note="the formula printed for both names is ReLU's, which predicts nothing negative",
    ),
    Entry(
        "C24.1",
        "two layers: one hidden layer and the output layer",
        Sizes("hidden + outputs == 2", {}, given=["hidden == 1", "outputs == 1"]),
        note="inputs are not counted as a layer",
    ),
    Entry(
        "C24.2",
        "four layers: three hidden layers and the output layer",
        Sizes("hidden + outputs == 4", {}, given=["hidden == 3", "outputs == 1"]),
    ),
    Entry(
        "C24.3",
        "with $n$ inputs, five hidden neurons, one output and biases a network has $5n + 11$ parameters",
        Sizes("5*(n + 1) + (5 + 1) == 5*n + 11", {"n": 1}),
        ours=True,
    ),
    Entry(
        "C24.4",
        "with $n$ inputs, five, three and two hidden neurons, two outputs and biases it has $5n + 37$",
        Sizes("5*(n + 1) + 3*(5 + 1) + 2*(3 + 1) + 2*(2 + 1) == 5*n + 37", {"n": 1}),
        ours=True,
    ),
)


DROPOUT = (
    Entry(
        "C25.1",
        "dropout removes nodes at random with a fixed probability during training",
        Definition(define("dropout(x[N], mask[N]: mask) -> y", "y[i] = x[i]*mask[i]"), "dropout_train"),
        note="the mask is 0 for the nodes removed; the lecture prints no formula and no correction",
    ),
)


# Costs

COSTS = (
    Entry(
        "C8.1",
        r"$E(\{w_{i,j}\}) = \frac{1}{2} \sum_{k \in \mathrm{Outputs}} (t_k - o_k)^2$",
        Definition(
            define("E(x[N], target[N]) -> loss", "loss = 1/2*sum[k]((target[k] - x[k])**2)"),
            "half_squared_error",
            "sum",
        ),
    ),
    Entry(
        "C9.1",
        r"cross-entropy for logistic: $C = -\frac{1}{n} \sum_{examples} y \ln(p) + (1 - y) \ln(1 - p)$",
        Definition(
            define(
                "C(x[N], target[N]) -> loss",
                "loss = -1/N*sum[n](target[n]*log(1/(1 + exp(-x[n]))) + (1 - target[n])*log(1 - 1/(1 + exp(-x[n]))))",
            ),
            "binary_cross_entropy_with_logits",
            "mean",
        ),
        assumptions="p is the logistic function of x; the sum takes both terms, although no bracket is printed",
    ),
    Entry(
        "C9.2",
        "its gradient by the argument of the logistic function is $(p - y)/n$",
        Equal(
            "dC_dx[n]",
            "(1/(1 + exp(-x[n])) - y[n])/N",
            gradient(
                define(
                    "cost(x[N], y[N]: mask) -> C",
                    "p[n] = 1/(1 + exp(-x[n]))",
                    "C = -1/N*sum[n](y[n]*log(p[n]) + (1 - y[n])*log(1 - p[n]))",
                )
            ),
            {"n": "N"},
        ),
        ours=True,
    ),
    Entry(
        "C10.1",
        r"cross-entropy for softmax: $C = -\frac{1}{n} \sum_{examples} \sum_{classes} y_i \ln(p_i)$",
        Definition(
            define(
                "C(x[N, K], target[N, K]) -> loss",
                "loss = -1/N*sum[n,k](target[n,k]*log(exp(x[n,k])/sum[j](exp(x[n,j]))))",
            ),
            "cross_entropy",
            "probabilities_mean",
            at={"weight": 1, "label_smoothing": 0},
        ),
        assumptions="p is the softmax of x",
    ),
    Entry(
        "C10.2",
        "its gradient by the inputs of the softmax is $(p_i - y_i)/n$ where the $y_i$ add up to 1",
        Equal(
            "dC_dx[n,k]",
            "(p[n,k] - y[n,k])/N",
            gradient(
                define("""
                    cost(x[N, K], y[N, K]: mask) -> C
                    S[n] = sum[k](exp(x[n,k]))
                    p[n,k] = exp(x[n,k])/S[n]
                    C = -1/N*sum[n,k](y[n,k]*log(p[n,k]))
                """)
            ),
            {"n": "N", "k": "K"},
            assuming=("sum[k](y[n,k]) = 1",),
        ),
        ours=True,
    ),
    Entry(
        "C11.1",
        r"mean squared error: $C = \frac{1}{n} \sum_{examples} (y - p)^2$",
        Definition(define("C(x[N], target[N]) -> loss", "loss = 1/N*sum[n]((target[n] - x[n])**2)"), "mse_loss"),
    ),
    Entry(
        "C11.3",
        "its gradient by a prediction is $2(p - y)/n$",
        Equal(
            "dC_dp[n]",
            "2*(p[n] - y[n])/N",
            gradient(define("cost(p[N], y[N]: mask) -> C", "C = 1/N*sum[n]((y[n] - p[n])**2)")),
            {"n": "N"},
        ),
        ours=True,
    ),
    Entry(
        "C11.2",
        "the cost $E$ of C8 is $n/2$ times the mean squared error",
        Equal(
            "E",
            "N/2*C",
            define("costs(y[N], p[N]) -> C, E", "C = 1/N*sum[n]((y[n] - p[n])**2)", "E = 1/2*sum[k]((y[k] - p[k])**2)"),
            conditions=("N >= 1",),
        ),
        ours=True,
    ),
)


# The worked network


def exact(text: str) -> sympy.Expr:
    """Decimal numbers as the fractions they are."""
    return sympy.sympify(text, rational=True)


GIVEN = scalars(
    lines=(
        *("x1 = 5/10", "x2 = 1/10", "w1 = 15/100", "w2 = 25/100", "w3 = 2/10", "w4 = 3/10", "w5 = 4/10"),
        *("w6 = 45/100", "h1 = 52/100", "h2 = 53/100"),
    )
)

WORKED = (
    Entry(
        "C12.1",
        r"$h_1^{(in)} = w_1 x_1 + w_2 x_2 = 0.15 \cdot 0.5 + 0.25 \cdot 0.1$ where $w_1 = 0.15$, $w_2 = 0.25$, "
        r"$x_1 = 0.5$, $x_2 = 0.1$",
        Equal("w1*x1 + w2*x2", "15/100*5/10 + 25/100*1/10", GIVEN),
    ),
    Entry(
        "C12.2",
        r"$0.15 \cdot 0.5 + 0.25 \cdot 0.1 = 0.1$",
        Same(exact("0.15*0.5 + 0.25*0.1"), exact("0.1")),
    ),
    Entry(
        "C12.3",
        r"$h_1^{(out)} = \frac{1}{1 + e^{-h_1^{(in)}}} = \frac{1}{1 + e^{-0.1}} = 0.52$",
        Rounded("1/(1 + exp(-0.1))", "0.52"),
    ),
    Entry(
        "C12.4",
        r"by analogy $h_2^{(in)} = 0.13$",
        Same(exact("0.2*0.5 + 0.3*0.1"), exact("0.13")),
        note="by analogy: $w_3 x_1 + w_4 x_2$",
    ),
    Entry("C12.5", r"$h_2^{(out)} = 0.53$", Rounded("1/(1 + exp(-0.13))", "0.53")),
    Entry(
        "C12.6",
        r"$o^{(in)} = w_4 h_1^{(out)} + w_5 h_2^{(out)} = 0.4 \cdot 0.52 + 0.45 \cdot 0.53$ "
        r"where $w_4 = 0.3$, $w_5 = 0.4$, $w_6 = 0.45$",
        Equal("w4*h1 + w5*h2", "4/10*52/100 + 45/100*53/100", GIVEN),
        corrected=Equal("w5*h1 + w6*h2", "4/10*52/100 + 45/100*53/100", GIVEN),
        note="the numbers are those of $w_5$ and $w_6$",
    ),
    Entry(
        "C12.7",
        r"$0.4 \cdot 0.52 + 0.45 \cdot 0.53 = 0.44$",
        Rounded("0.4*0.52 + 0.45*0.53", "0.44"),
        corrected=Rounded("0.4*0.52 + 0.45*0.53", "0.45"),
        note="0.4465 is cut off, not rounded",
    ),
    Entry(
        "C12.8",
        r"$o^{(out)} = \frac{1}{1 + e^{-o^{(in)}}} = \frac{1}{1 + e^{-0.44}} = 0.61$",
        Rounded("1/(1 + exp(-0.44))", "0.61"),
    ),
    Entry(
        "C12.9",
        "without rounding in between the output is 0.61 as well",
        Rounded("1/(1 + exp(-(0.4/(1 + exp(-0.1)) + 0.45/(1 + exp(-0.13)))))", "0.61"),
        ours=True,
    ),
    Entry(
        "C12.10",
        "we would put the point in class 1, as $0.61 > 0.5$",
        Order("61/100", ">", "1/2", NUMBER, because="11/100"),
    ),
    Entry(
        "C12.11",
        "with the weights that the formula names, $w_4$ and $w_5$, the output would be 0.59",
        Rounded("1/(1 + exp(-(0.3/(1 + exp(-0.1)) + 0.4/(1 + exp(-0.13)))))", "0.59"),
        ours=True,
    ),
)

ENTRIES = (*OUTPUTS, *DROPOUT, *COSTS, *WORKED)
