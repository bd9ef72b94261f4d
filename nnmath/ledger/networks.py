"""The statements of Neural networks: neurons, activations, outputs, costs, the worked network.

Those about training are in `networks_training`.
"""

from __future__ import annotations

import sympy

from nnmath.calculus.differentiate import gradient, jacobian
from nnmath.ledger.entry import Definition, Entry, Illustrated
from nnmath.ledger.equations import Equal, Rounded, Same, Sizes, scalars
from nnmath.ledger.networks_training import ENTRIES as TRAINING
from nnmath.ledger.order import Order
from nnmath.ledger.reach import Reachable
from nnmath.ledger.together import together
from nnmath.notation import define
from nnmath.theory.approximation import cybenko_approximate
from nnmath.theory.superposition import kolmogorov_polynomial, kolmogorov_product

x = sympy.Symbol("x", real=True)
below = sympy.Symbol("x", negative=True)
NUMBER = scalars("x")


# Neurons

NEURONS = (
    Entry(
        "C1.2",
        r"linear regression: $y = w_0 + w_1 x_1 + \dots + w_q x_q$ is $y = f(w_0 + w_1 x_1 + \dots + w_q x_q)$ "
        r"with $f(x) = x$",
        Equal(
            "f[n]",
            "bias + sum[i](weight[i]*x[n,i])",
            define("""
                regression(x[N, I], weight[I], bias) -> f
                z[n] = bias + sum[i](weight[i]*x[n,i])
                f[n] = z[n]
            """),
            {"n": "N", "i": "I"},
        ),
    ),
    Entry("C1.3", "linear activation: $f(x) = x$", Definition(define("f(x[N]) -> y", "y[i] = x[i]"), "identity")),
    Entry(
        "C1.5",
        r"$f(x) = \mathrm{sigmoid}(x) = \frac{1}{1 + e^{-x}}$",
        Definition(define("f(x[N]) -> y", "y[i] = 1/(1 + exp(-x[i]))"), "sigmoid"),
    ),
    Entry(
        "C2.1",
        r"the perceptron's step function: $f(x) = +1$ if $x \geq 0$, $-1$ if $x < 0$",
        Definition(define("f(x[N]) -> y", "y[i] = 1 if x[i] >= 0 else -1"), "perceptron_sign"),
    ),
    Entry(
        "C2.2",
        r"$y \in \{-1, +1\}$",
        Equal("(1 if x >= 0 else -1)**2", "1", NUMBER),
        note="stated as y squared being 1",
    ),
)


# Kolmogorov's theorem and what a network can do


def _superpositions() -> str:
    product = kolmogorov_product()
    polynomial = kolmogorov_polynomial({(3, 1): 2, (1, 2): -1, (0, 4): 3, (0, 0): 5})
    for form in (product, polynomial):
        if not form.holds() or form.theorem().verdict != "proved":
            raise ArithmeticError("the superposition is not its target")
    terms = len(product.slopes)
    return f"x*y and 2*x^3*y - x*y^2 + 3*y^4 + 5 as sums of {terms} functions of x + c_q*y, each proved equal"


def _automaton() -> str:
    network = cybenko_approximate(lambda t: abs(t - 0.5), 0.1, lipschitz=1.0)
    if network.error_bound > 0.1:
        raise ArithmeticError("the bound is missed")
    return f"|t - 1/2| on [0, 1] by {network.hidden} sigmoid units; the error is proved to be at most 0.1 everywhere"


SQUARES = define("""
    squares(w[H], b[H], v[H], c) -> y
    p < 4
    y[p] = sum[h](v[h]*(w[h]*p + b[h])**2) + c
""")

LINEAR_UNITS = define("""
    linear_units(x[N], w[H, N], b[H], v[H], c; slope: real, shift: real) -> y
    h[j] = slope*(sum[i](w[j,i]*x[i]) + b[j]) + shift
    y = sum[j](v[j]*h[j]) + c
""")

CAN_DO = (
    Entry(
        "C3.1",
        "Kolmogorov and Arnold: any continuous function of any number of variables is a superposition of continuous "
        r"functions of one and two variables, $f(x_1, \dots, x_n) = \sum_{q=0}^{2n} \Phi_q "
        r"\left(\sum_{p=1}^n \psi_{q,p}(x_p)\right)$",
        Illustrated("some functions of two variables in the form printed, exactly", _superpositions),
        assumptions="f continuous on a cube; the lecture names no domain",
    ),
    Entry(
        "C3.2",
        r"the form has $(2n+1)(n+1)$ functions of one variable: $2n+1$ outer and $n(2n+1)$ inner ones",
        Sizes("(2*n + 1) + n*(2*n + 1) == (2*n + 1)*(n + 1)", {"n": 1}),
        ours=True,
    ),
    Entry(
        "C19.1",
        "neural networks can imitate any continuous automaton with any accuracy",
        Illustrated("a continuous function approximated on an interval within a proved bound", _automaton),
        note="read as: approximate any continuous function on a compact set (Cybenko, 1989)",
    ),
    Entry(
        "C19.2",
        "the results (of Kolmogorov and Arnold) mean for neural networks that only nonlinearity is required of the "
        "activation function",
        Reachable({"y[0]": 0, "y[1]": 1, "y[2]": 8, "y[3]": 27}, SQUARES, (-1, 3, -3, 1)),
        corrected=Equal(
            "y",
            "sum[i](sum[j](v[j]*slope*w[j,i])*x[i]) + sum[j](v[j]*(slope*b[j] + shift)) + c",
            LINEAR_UNITS,
            {"i": "N", "j": "H"},
        ),
        assumptions="one hidden layer of any width, as in the theorem's form; the squaring activation is nonlinear",
        note="The third difference of such a network vanishes, that of x^3 is 6, so some value is off by 3/4 at "
        "least. Corrected: nonlinearity is necessary, for with a linear activation the network is one linear layer. "
        "With one hidden layer the activation must be no polynomial (Leshno, Lin, Pinkus and Schocken, 1993).",
    ),
    Entry(
        "C19.3",
        "with more layers a square is enough for products: $uv = ((u+v)^2 - u^2 - v^2)/2$",
        Equal("((u + v)**2 - u**2 - v**2)/2", "u*v", scalars("u", "v")),
        ours=True,
    ),
)


# Activations

TANH = "(exp(x) - exp(-x))/(exp(x) + exp(-x))"
LOGISTIC = "1/(1 + exp(-x))"
LOGISTIC_SLOPE = jacobian(define("logistic(x[N]) -> y", "y[i] = 1/(1 + exp(-x[i]))"))
TANH_SLOPE = jacobian(define("th(x[N]) -> y", f"y[i] = {TANH.replace('x)', 'x[i])')}"))
RELU = "0 if x < 0 else x"

ACTIVATIONS = (
    Entry(
        "C4.1",
        r"$\operatorname{th} x = \frac{\operatorname{sh} x}{\operatorname{ch} x} = "
        r"\frac{e^x - e^{-x}}{e^x + e^{-x}}$",
        Equal("sh/ch", TANH, scalars("x", lines=("sh = (exp(x) - exp(-x))/2", "ch = (exp(x) + exp(-x))/2"))),
    ),
    Entry(
        "C4.2",
        r"$\frac{e^x - e^{-x}}{e^x + e^{-x}} = \frac{e^{2x} - 1}{e^{2x} + 1}$",
        Equal(TANH, "(exp(2*x) - 1)/(exp(2*x) + 1)", NUMBER),
    ),
    Entry(
        "C4.3",
        r"tanh: $f(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}$",
        Definition(define("f(x[N]) -> y", f"y[i] = {TANH.replace('x)', 'x[i])')}"), "tanh"),
    ),
    Entry(
        "C4.4",
        "the output of tanh is in $(-1, 1)$: it is below 1",
        Order(TANH, "<", "1", NUMBER, because="2*exp(-x)/(exp(x) + exp(-x))"),
    ),
    Entry(
        "C4.5",
        "the output of tanh is in $(-1, 1)$: it is above $-1$",
        Order(TANH, ">", "-1", NUMBER, because="2*exp(x)/(exp(x) + exp(-x))"),
    ),
    Entry("C4.6", "tanh comes as near to 1 as one likes", Same(sympy.Limit(sympy.tanh(x), x, sympy.oo), 1), ours=True),
    Entry(
        "C4.7",
        r"tanh is a logistic function, scaled: $\tanh x = 2\sigma(2x) - 1$",
        Equal(TANH, "2/(1 + exp(-2*x)) - 1", NUMBER),
        ours=True,
    ),
    Entry(
        "C5.1",
        r"$\sigma'(x) = \sigma(x) \cdot (1 - \sigma(x))$ for the logistic function",
        Equal("dy_dx[i,i]", "y[i]*(1 - y[i])", LOGISTIC_SLOPE, {"i": "N"}),
    ),
    Entry(
        "C5.2",
        "the output of the logistic function is in $(0, 1)$: it is above 0",
        Order(LOGISTIC, ">", "0", NUMBER, because=LOGISTIC),
    ),
    Entry(
        "C5.3",
        "the output of the logistic function is in $(0, 1)$: it is below 1",
        Order(LOGISTIC, "<", "1", NUMBER, because="exp(-x)/(1 + exp(-x))"),
    ),
    Entry(
        "C5.4",
        "as an output: the probability of each of the two classes is in $(0, 1)$, that of class 0 too",
        Order("0", "<", f"1 - {LOGISTIC}", NUMBER, because="exp(-x)/(1 + exp(-x))"),
        note="that of class 1 is the logistic function itself",
    ),
    Entry(
        "C5.5",
        "the probability of class 0 is the logistic function of $-x$",
        Equal(f"1 - {LOGISTIC}", "1/(1 + exp(x))", NUMBER),
        ours=True,
    ),
    Entry(
        "C6.1",
        r"$\sigma'(x) = (1 + \sigma(x)) \cdot (1 - \sigma(x))$ for the hyperbolic tangent",
        Equal("dy_dx[i,i]", "(1 + y[i])*(1 - y[i])", TANH_SLOPE, {"i": "N"}),
    ),
    Entry(
        "C6.2",
        r"$\tanh' \leq 1$",
        Order("sech2(x)", "<=", "1", NUMBER, because="tanh(x)**2"),
        ours=True,
    ),
)


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
CLASSES = {name: "K" for name in "ijkt"}
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
        note="The formula printed for both names is ReLU's. A regression whose output is ReLU predicts nothing negative.",
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


GIVEN = scalars(lines=("w4 = 3/10", "w5 = 4/10", "w6 = 45/100", "h1 = 52/100", "h2 = 53/100"))

WORKED = (
    Entry(
        "C12.1",
        r"$h_1^{(in)} = w_1 x_1 + w_2 x_2 = 0.15 \cdot 0.5 + 0.25 \cdot 0.1 = 0.1$",
        Same(exact("0.15*0.5 + 0.25*0.1"), exact("0.1")),
    ),
    Entry(
        "C12.2",
        r"$h_1^{(out)} = \frac{1}{1 + e^{-h_1^{(in)}}} = \frac{1}{1 + e^{-0.1}} = 0.52$",
        Rounded("1/(1 + exp(-0.1))", "0.52"),
    ),
    Entry(
        "C12.3",
        r"by analogy $h_2^{(in)} = 0.13$",
        Same(exact("0.2*0.5 + 0.3*0.1"), exact("0.13")),
        note="by analogy: $w_3 x_1 + w_4 x_2$",
    ),
    Entry("C12.4", r"$h_2^{(out)} = 0.53$", Rounded("1/(1 + exp(-0.13))", "0.53")),
    Entry(
        "C12.5",
        r"$o^{(in)} = w_4 h_1^{(out)} + w_5 h_2^{(out)} = 0.4 \cdot 0.52 + 0.45 \cdot 0.53$ "
        r"where $w_4 = 0.3$, $w_5 = 0.4$, $w_6 = 0.45$",
        Equal("w4*h1 + w5*h2", "4/10*52/100 + 45/100*53/100", GIVEN),
        corrected=Equal("w5*h1 + w6*h2", "4/10*52/100 + 45/100*53/100", GIVEN),
        note="the numbers are those of $w_5$ and $w_6$",
    ),
    Entry(
        "C12.6",
        r"$0.4 \cdot 0.52 + 0.45 \cdot 0.53 = 0.44$",
        Rounded("0.4*0.52 + 0.45*0.53", "0.44"),
        corrected=Rounded("0.4*0.52 + 0.45*0.53", "0.45"),
        note="0.4465 is cut off, not rounded",
    ),
    Entry(
        "C12.7",
        r"$o^{(out)} = \frac{1}{1 + e^{-o^{(in)}}} = \frac{1}{1 + e^{-0.44}} = 0.61$",
        Rounded("1/(1 + exp(-0.44))", "0.61"),
    ),
    Entry(
        "C12.8",
        "without rounding in between the output is 0.61 as well",
        Rounded("1/(1 + exp(-(0.4/(1 + exp(-0.1)) + 0.45/(1 + exp(-0.13)))))", "0.61"),
        ours=True,
    ),
    Entry(
        "C12.9",
        "we would put the point in class 1, as $0.61 > 0.5$",
        Order("61/100", ">", "1/2", NUMBER, because="11/100"),
    ),
    Entry(
        "C12.10",
        "with the weights that the formula names, $w_4$ and $w_5$, the output would be 0.59",
        Rounded("1/(1 + exp(-(0.3/(1 + exp(-0.1)) + 0.4/(1 + exp(-0.13)))))", "0.59"),
        ours=True,
    ),
)

ENTRIES = (*NEURONS, *CAN_DO, *ACTIVATIONS, *OUTPUTS, *COSTS, *WORKED, *TRAINING)
