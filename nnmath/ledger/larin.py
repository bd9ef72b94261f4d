"""The statements of Larin's lecture: neurons, what networks can represent, activations."""

from __future__ import annotations

import sympy

from nnmath.ledger.constructions import convex_polytopes, one_variable, polytope_unions, shared_bias, two_variables
from nnmath.ledger.entry import Definition, Entry, Illustrated
from nnmath.ledger.equations import Equal, Same, Sizes, scalars
from nnmath.ledger.infeasible import Infeasible
from nnmath.ledger.order import Order
from nnmath.notation import define

PERCEPTRON = define("""
    perceptron(x[p], w[p]) -> y
    h = sum[i](x[i]*w[i])
    y = 0 if h < 0 else 1
""")

NEURONS = define("""
    linear(x[N, I], weight[O, I]) -> y
    y[n,o] = sum[i](x[n,i]*weight[o,i])
""")

TWO_LAYERS = define("""
    two_layers(x[I], W[H, I], b[H], V[O, H], c[O]) -> y
    z[j] = sum[i](W[j,i]*x[i]) + b[j]
    y[o] = sum[j](V[o,j]*z[j]) + c[o]
    M[o,i] = sum[j](V[o,j]*W[j,i])
    d[o] = sum[j](V[o,j]*b[j]) + c[o]
""")


QUADRATIC = define("""
    quadratic(alpha[H], w[H], b[H]) -> a
    m < 4
    a[m] = sum[h](alpha[h]*(m*w[h]/3 + b[h])**2)
""")
"""One hidden layer with the activation x**2, at the points 0, 1/3, 2/3, 1."""

h = sympy.Symbol("h")
XOR = ("x1 <= 1", "x2 <= 1", "u <= 1", "v <= 1", "iff(u == 1, x1 + x2 - 1 >= 0)", "iff(v == 1, x1 + x2 - 2 >= 0)")

NEURON = (
    Entry("A1.1", r"formal neuron: $h = \sum_i x_i * w_i$", Definition(NEURONS, "linear", "nobias")),
    Entry("A1.2", r"$y = f(h)$", Definition(), note="names the output of a neuron and its activation $f$"),
    Entry(
        "A2.1",
        r"perceptron: $f(h) = 0$ for $h < 0$ and $1$ for $h \geq 0$ is the activation function",
        Definition(define("perceptron_step(x[N]) -> y", "y[i] = 0 if x[i] < 0 else 1"), "perceptron_step"),
    ),
    Entry(
        "A3.1",
        "a perceptron can solve only linearly separable tasks",
        Equal("y", "1 if sum[i](x[i]*w[i]) >= 0 else 0", PERCEPTRON, {"i": "p"}),
        note="Its two classes are the two sides of a hyperplane; without a bias, as printed, one through the origin.",
    ),
    Entry(
        "A3.2",
        "the perceptron cannot solve classification by exclusive or (XOR)",
        Infeasible(["w1 >= 0", "w2 >= 0", "w1 + w2 < 0"], (1, 1, 1)),
        note="The lecture's neuron has no bias: $(1,0)$ and $(0,1)$ in class 1 and $(1,1)$ in class 0 are enough.",
    ),
    Entry(
        "A3.3",
        r"nor can it with any bias $b$ added to $h$",
        Infeasible(["b < 0", "w1 + b >= 0", "w2 + b >= 0", "w1 + w2 + b < 0"], (1, 1, 1, 1)),
        ours=True,
    ),
    Entry(
        "A3.4",
        r"two layers can: $u = f(x_1 + x_2 - 1)$, $v = f(x_1 + x_2 - 2)$, $y = f(u - v - 1)$",
        Sizes("iff(u - v - 1 >= 0, not (x1 == x2))", dict.fromkeys(("x1", "x2", "u", "v"), 0), given=XOR),
        assumptions=r"$x_1, x_2 \in \{0, 1\}$; $f$ is the perceptron's",
        ours=True,
    ),
)

REPRESENTATION = (
    Entry(
        "A4.1",
        r"a two-layer network in $R^p$ can separate an arbitrary convex polytope",
        Illustrated("a two-layer step network is 1 exactly on a given polytope", convex_polytopes),
        note="With the perceptron's $f$: a unit for each half-space, then one that fires if all of them do.",
    ),
    Entry(
        "A5.1",
        r"a three-layer network in $R^p$ can separate an arbitrary polytopal region, not necessarily convex "
        r"and even not necessarily connected",
        Illustrated("a three-layer step network is 1 exactly on a union of polytopes", polytope_unions),
    ),
    Entry(
        "A6.1",
        r"$\sigma(z)$ is a sigmoid if $\lim_{z \to -\infty} \sigma(z) = 0$ and $\lim_{z \to +\infty} \sigma(z) = 1$",
        Definition(),
        note="defines the class; that the logistic function belongs to it is A6.2 and A6.3",
    ),
    *(
        Entry(
            id,
            rf"for the logistic function $\lim_{{z \to {sign}\infty}} \sigma(z) = {value}$",
            Same(sympy.Limit(1 / (1 + sympy.exp(-h)), h, end), sympy.Integer(value)),
            ours=True,
        )
        for id, sign, end, value in (("A6.2", "-", -sympy.oo, 0), ("A6.3", "+", sympy.oo, 1))
    ),
    Entry(
        "A6.4",
        r"Cybenko: if $\sigma$ is a continuous sigmoid, then for any $f$ continuous on $[0,1]^p$ there are "
        r"$w_h \in R^p$, $w_0 \in R$, $\alpha_h \in R$ such that the two-layer network "
        r"$a(x) = \sum_{h=1}^H \alpha_h \sigma(\langle x, w_h \rangle + w_0)$ approximates $f$ uniformly: "
        r"$|a(x) - f(x)| < \varepsilon$ for all $x \in [0,1]^p$",
        readings={
            "a threshold for each unit, as in Cybenko's theorem": Illustrated(
                "a network whose thresholds differ is close to a given function", one_variable
            ),
            "one threshold for all units, as printed": Illustrated(
                "a network with one threshold is close to a given function", shared_bias
            ),
        },
        note="The printed $w_0$ lacks the index $h$. With one threshold for all units the theorem is another one; "
        "for the logistic function an instance is built, for every continuous sigmoid nothing is claimed here.",
    ),
    Entry(
        "A20.1",
        "with linear operations and one nonlinear activation function any continuous function can be approximated "
        "to any desired accuracy",
        Illustrated("a function of two variables is approximated by linear operations and sigmoids", two_variables),
        note="Which activations serve depends on the number of layers: A20.2 and A20.3.",
    ),
    Entry(
        "A20.2",
        r"with the nonlinear activation $x^2$ one hidden layer does not do: at $0, 1/3, 2/3, 1$ the third difference "
        r"of its output is 0 for all weights, that of $x^3$ is $2/9$",
        Equal("a[3] - 3*a[2] + 3*a[1] - a[0]", "0", QUADRATIC),
        note=r"So at one of the four points the error is at least $(2/9)/8 = 1/36$.",
        ours=True,
    ),
    Entry(
        "A20.3",
        r"two layers with the activation $x^2$ multiply, $uv = ((u+v)^2 - (u-v)^2)/4$, so that deep networks with it "
        "have all polynomials",
        Equal("u*v", "((u + v)**2 - (u - v)**2)/4", scalars("u", "v")),
        ours=True,
    ),
)

ACTIVATIONS = (
    Entry(
        "A8.1",
        r"activation (a): $f(x) = \frac{1}{1 + e^{-x}}$",
        Definition(define("sigmoid(x[N]) -> y", "y[i] = 1/(1 + exp(-x[i]))"), "sigmoid"),
    ),
    Entry(
        "A8.2",
        r"activation (b): $f(x) = \frac{e^x - e^{-x}}{e^x + e^{-x}}$",
        Definition(
            define("tanh(x[N]) -> y", "y[i] = (exp(x[i]) - exp(-x[i]))/(exp(x[i]) + exp(-x[i]))"),
            "tanh",
        ),
    ),
    Entry(
        "A8.3",
        r"activation (c): $f(x) = \max(0, x)$",
        Definition(define("relu(x[N]) -> y", "y[i] = x[i] if x[i] > 0 else 0"), "relu"),
    ),
    Entry(
        "A8.4",
        "activation functions add nonlinearity: without one between them, two layers are one linear layer",
        Equal("y[o]", "sum[i](M[o,i]*x[i]) + d[o]", TWO_LAYERS, {"o": "O", "i": "I"}),
        note=r"with the matrix $VW$ and the bias $Vb + c$; printed is the first half of the sentence",
        ours=True,
    ),
    Entry("A8.5", "(a) is above 0", Order("sigmoid(x)", ">", "0", scalars("x"), because="1/(1 + exp(-x))"), ours=True),
    Entry("A8.6", "(a) is below 1", Order("sigmoid(x)", "<", "1", scalars("x"), because="sigmoid(-x)"), ours=True),
    Entry("A8.7", "(b) is below 1", Order("tanh(x)", "<", "1", scalars("x"), because="2/(exp(2*x) + 1)"), ours=True),
    Entry(
        "A8.8",
        r"(b) is above $-1$",
        Order("tanh(x)", ">", "-1", scalars("x"), because="2/(exp(-2*x) + 1)"),
        ours=True,
    ),
)

ENTRIES: tuple[Entry, ...] = (*NEURON, *REPRESENTATION, *ACTIVATIONS)
