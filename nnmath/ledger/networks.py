"""The statements of Neural networks: neurons, what networks can do, activations.

Those about outputs and costs are in `networks_outputs`, those about training in `networks_training`.
"""

from __future__ import annotations

import sympy

from nnmath.calculus.differentiate import jacobian
from nnmath.ledger.entry import Definition, Entry, Illustrated
from nnmath.ledger.equations import Equal, Same, Sizes, scalars
from nnmath.ledger.order import Order
from nnmath.ledger.reach import Reachable
from nnmath.notation import define
from nnmath.theory.approximation import cybenko_approximate
from nnmath.theory.superposition import kolmogorov_polynomial, kolmogorov_product

x = sympy.Symbol("x", real=True)
NUMBER = scalars("x")


# Neurons

NEURONS = (
    Entry(
        "C1.1",
        r"an artificial neuron: $y = f(w_0 + w_1 x_1 + \dots + w_q x_q)$",
        Definition(
            define(
                "neuron(x[N, I], weight[I], bias; sigma: function) -> y",
                "y[n] = sigma(bias + sum[i](weight[i]*x[n,i]))",
            ),
            "neuron",
        ),
        note="$w_0$ is the bias",
    ),
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
        "C1.4",
        r"logistic regression: $y = f(w_0 + w_1 x_1 + \dots + w_q x_q)$ with the logistic f",
        Definition(
            define(
                "regression(x[N, I], weight[I], bias) -> y",
                "y[n] = 1/(1 + exp(-(bias + sum[i](weight[i]*x[n,i]))))",
            ),
            "logistic_regression",
        ),
    ),
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

ENTRIES = (*NEURONS, *CAN_DO, *ACTIVATIONS)
