"""The statements of Sokolov's introduction: why networks, linear layers, collapse, boosting, features."""

from __future__ import annotations

from collections.abc import Sequence

import sympy

from nnmath.calculus.differentiate import gradient
from nnmath.calculus.document import entries
from nnmath.formulas import load
from nnmath.ledger.constructions import one_variable
from nnmath.ledger.denial import Denial
from nnmath.ledger.entry import Definition, Entry, Illustrated
from nnmath.ledger.equations import Equal, Inductive, Sizes, scalars
from nnmath.ledger.infeasible import Infeasible
from nnmath.notation import Index, System, define
from nnmath.theory.signs import sign_network

SIGNS = sign_network()

LAYER = define("""
    layer(x[N, I], weight[O, I], bias[O]) -> y
    y[n,j] = sum[i](weight[j,i]*x[n,i]) + bias[j]
""")

OTHER_INDICES = define("""
    layer(x[N, I], weight[O, I], bias[O]) -> y
    w[i,j] = weight[j,i]
    y[n,j] = sum[i](w[i,j]*x[n,i]) + bias[j]
""")

SQUARE_LAYER = define("""
    square_layer(x[n], w[n, n], b[n]) -> z
    z[j] = sum[i](w[j,i]*x[i]) + b[j]
""")

TWO_LAYERS = define("""
    two_layers(x[N], w[M, N], b[M], v[K, M], c[K]) -> s
    z[j] = sum[i](w[j,i]*x[i]) + b[j]
    s[k] = sum[j](v[k,j]*z[j]) + c[k]
    matrix[k,i] = sum[j](v[k,j]*w[j,i])
    shift[k] = sum[j](v[k,j]*b[j]) + c[k]
""")

SHARES = define("""
    shares(w[M, N], v[K, M]) -> matrix
    share[j,k,i] = v[k,j]*w[j,i]
    matrix[k,i] = sum[j](share[j,k,i])
""")
"""What each hidden unit adds to the matrix of two linear layers."""

OVER: dict[str, Index | str | int] = {"j": "M", "i": "N", "k": "K"}

POLYNOMIAL = define("""
    polynomial(u, v, t, w[8]) -> a
    m < 8
    feature[0] = 1
    feature[1] = u
    feature[2] = v
    feature[3] = t
    feature[4] = u**2
    feature[5] = v**2
    feature[6] = t**2
    feature[7] = u*v
    a = sum[m](w[m]*feature[m])
""")

ENSEMBLE = define("""
    ensemble(b[M, N]) -> a
    sum_of[0,i] = 0
    sum_of[m+1,i] = sum_of[m,i] + b[m,i]
    a[i] = sum_of[M,i]
""")

LOSSES = gradient(
    define("""
        losses(z[N]; loss: function) -> Q
        Q = sum[i](loss[i](z[i]))
    """)
)

FITTED = define("""
    fitted(a[N], y[N], b[N]; loss: function) -> Q
    s[i] = y[i] - a[i]
    Q = 1/N*sum[i]((y[i] - (a[i] + b[i]))**2/2)
    shift[i] = -loss[i].prime(a[i])
    slope[i] = loss[i].prime(a[i] + shift[i])/N
""")
"""The step for half the squared error, and the slope of the mean of any losses where b is the shifts."""

PRICED = define("""
    priced(g[N], b[N]) -> Q
    Q = sum[i](g[i]*b[i] + b[i]**2/2)
""")


def _sum(row: Sequence[object], shift: object) -> str:
    """A linear form of x1 and x2 as text."""
    return f"({row[0]})*x1 + ({row[1]})*x2 + ({shift})"


def _point(place: int) -> str:
    """A coordinate of apex + r*rays[0] + s*rays[1] of the marked region as text."""
    cone = SIGNS.region()
    return f"({cone.apex[place]} + ({cone.rays[0][place]})*r + ({cone.rays[1][place]})*s)"


def _one_unit() -> list[str]:
    """That w1*x1 + w2*x2 + b is negative exactly at those of three points that the network marks."""
    points = ((0, -1), (5, -1), (sympy.Rational(5, 2), -1))
    return [f"({x})*w1 + ({y})*w2 + b {'<' if SIGNS.marks([str(x), y]) else '>='} 0" for x, y in points]


PLANE = scalars("x1", "x2")
CONE = scalars("r", "s", lines=[f"x1 = {_point(0)}", f"x2 = {_point(1)}"])
PLUS_OR_MINUS = ["b1*b1 == 1", "b2*b2 == 1"]
OR_ZERO = ["b1*b1*b1 == b1", "b2*b2*b2 == b2"]
BOTH_NEGATIVE = "iff(b1 + b2 < 0, b1 == -1 and b2 == -1)"
SIGN_VALUES = {"b1": -1, "b2": -1}

SIGN_NETWORK = (
    Entry(
        "E1.1",
        r"a network, as it were: $z_1 = -2 x_1 + x_2 + 5$",
        Equal("-2*x1 + x2 + 5", _sum(SIGNS.weights[0], SIGNS.biases[0]), PLANE),
        note="on the right the first unit of nnmath.theory.sign_network",
    ),
    Entry(
        "E1.2",
        r"$z_2 = 2 x_1 + x_2 - 5$",
        Equal("2*x1 + x2 - 5", _sum(SIGNS.weights[1], SIGNS.biases[1]), PLANE),
    ),
    Entry(
        "E1.3",
        r"$b_1 = \mathrm{sign}(z_1)$, $b_2 = \mathrm{sign}(z_2)$",
        readings={
            r"$\mathrm{sign}(0) = 1$, the activation of a perceptron": Definition(
                define("perceptron_sign(x[N]) -> y", "y[i] = 1 if x[i] >= 0 else -1"), "perceptron_sign"
            ),
            r"$\mathrm{sign}(0) = 0$, as in mathematics": Definition(
                define("perceptron_sign(x[N]) -> y", "y[i] = sign(x[i])"), "perceptron_sign"
            ),
        },
        note="The slide does not say what sign(0) is; E1.5 depends on it.",
    ),
    Entry(
        "E1.4",
        r"$a = b_1 + b_2$",
        Definition(
            define("linear(x[N, I], weight[O, I]) -> y", "y[n,o] = sum[i](weight[o,i]*x[n,i])"), "linear", "nobias"
        ),
        note="a linear layer without bias; both weights are 1",
    ),
    Entry(
        "E1.5",
        r"$[a < 0]$ marks the points where $z_1$ and $z_2$ are both negative (the drawing)",
        readings={
            r"$\mathrm{sign}(0) = 1$": Sizes(BOTH_NEGATIVE, SIGN_VALUES, given=PLUS_OR_MINUS),
            r"$\mathrm{sign}(0) = 0$": Sizes(BOTH_NEGATIVE, SIGN_VALUES, given=OR_ZERO),
        },
        note=r"With $\mathrm{sign}(0) = 0$ the sum can be $-1$: the two edges of the region are marked as well.",
    ),
    *(
        Entry(
            id,
            rf"with the apex $p$ and the rays $u$, $v$ of the region: at $x = p + r u + s v$, $z_{n} = -{name}$, so "
            rf"that $z_{n} < 0$ where ${name} > 0$",
            Equal(_sum(SIGNS.weights[n - 1], SIGNS.biases[n - 1]), f"-{name}", CONE),
            note=r"$p = (5/2, 0)$, $u = (1/4, -1/2)$, $v = (-1/4, -1/2)$; "
            "every point of the plane has this form, since the rays are independent",
            ours=True,
        )
        for id, n, name in (("E1.6", 1, "r"), ("E1.7", 2, "s"))
    ),
    Entry(
        "E1.8",
        r"the larger of $z_1$ and $z_2$ is $x_2 + |2 x_1 - 5|$: marked is the region $x_2 < -|2 x_1 - 5|$",
        Equal(
            "(z1 + z2)/2 + abs(z1 - z2)/2",
            "x2 + abs(2*x1 - 5)",
            scalars("x1", "x2", lines=["z1 = -2*x1 + x2 + 5", "z2 = 2*x1 + x2 - 5"]),
        ),
        ours=True,
    ),
    Entry(
        "E1.9",
        "no single unit marks this region, whatever its weights and bias",
        Infeasible(_one_unit(), (1, 1, 2)),
        note="Three points are enough: the one between two that are not marked is marked.",
        ours=True,
    ),
)

APPROXIMATION = (
    Entry(
        "E2.1",
        r"Cybenko, freely: let $g(x)$ be a continuous function; then one can build a two-layer network that "
        r"approximates $g(x)$ with any accuracy given in advance",
        readings={
            "on a closed bounded set": Illustrated("a two-layer network is close to a given function", one_variable),
            "wherever $g$ is defined, as printed": Denial(
                Infeasible(["a <= B", "g - a <= 1", "g >= B + 2"], (1, 1, 1)),
            ),
        },
        note=r"A sum of finitely many bounded activations is bounded by some $B$; $g(x) = x$ on the whole line is not.",
    ),
)

WEIGHTS = f"params == {entries(LAYER, ('weight', 'bias'))}"
PRINTED_SIZES = ["I == 1000000", "O == 1000"]
AT_LEAST = {"I": 1, "O": 1}
FULLY_CONNECTED = (
    Entry(
        "E3.1",
        r"fully connected layer, $n$ numbers in and $m$ numbers out: $z_j = \sum_{i=1}^n w_{ji} x_i + b_j$",
        Definition(LAYER, "linear"),
    ),
    Entry(
        "E3.2",
        r"(one slide on) $z_j = \sum_{i=1}^n w_{ij} x_i + b_j$",
        readings={
            "with a matrix of its own, the other one transposed": Definition(OTHER_INDICES, "linear"),
            "with the matrix of the slides before and after it": Equal(
                "z[j]", "sum[i](w[i,j]*x[i]) + b[j]", SQUARE_LAYER, {"j": "n", "i": "n"}
            ),
        },
        corrected=Equal("z[j]", "sum[i](w[j,i]*x[i]) + b[j]", SQUARE_LAYER, {"j": "n", "i": "n"}),
        note="For the second reading the layer is square, since otherwise the indices do not fit.",
    ),
    Entry(
        "E3.3",
        r"$t$ linear models with $(n + 1)$ parameters each",
        Sizes("params == t*(I + 1)", {**AT_LEAST, "t": 1}, given=[WEIGHTS]),
        corrected=Sizes("params == O*(I + 1)", AT_LEAST, given=[WEIGHTS]),
        note=r"The number of outputs is $m$ two slides earlier; $t$ is not defined. Here $I$ is $n$ and $O$ is $m$; "
        "params is counted from the arrays of the layer.",
    ),
    Entry(
        "E3.4",
        r"in all about $t n$ parameters",
        readings={
            "exactly": Sizes("params == O*I", AT_LEAST, given=[WEIGHTS]),
            r"up to one part in $n$": Sizes("(params - O*I)*I == O*I", AT_LEAST, given=[WEIGHTS]),
        },
        corrected=Sizes("params == O*I + O", AT_LEAST, given=[WEIGHTS]),
        assumptions="$t$ is the number of outputs",
    ),
    Entry(
        "E3.5",
        r"if we have 1,000,000 input features and 1000 outputs, then this is 1,000,000,000 parameters",
        readings={
            "weights alone": Sizes(
                "weights == 1000000000", {}, given=[f"weights == {entries(LAYER, ('weight',))}", *PRINTED_SIZES]
            ),
            "weights and biases": Sizes("params == 1000000000", {}, given=[WEIGHTS, *PRINTED_SIZES]),
        },
        corrected=Sizes("params == 1000001000", {}, given=[WEIGHTS, *PRINTED_SIZES]),
    ),
)

COLLAPSE = (
    Entry(
        "E4.1",
        r"two fully connected layers: $S_k = \sum_{j=1}^m v_{kj} z_j + c_k$",
        Equal("s[k]", "sum[j](v[k,j]*z[j]) + c[k]", TWO_LAYERS, OVER),
    ),
    Entry(
        "E4.2",
        r"$\ldots = \sum_{j=1}^m v_{kj} \sum_{i=1}^n w_{ji} x_i + \sum_{j=1}^m v_{kj} b_j + c_k$",
        Equal("s[k]", "sum[j](v[k,j]*sum[i](w[j,i]*x[i])) + sum[j](v[k,j]*b[j]) + c[k]", TWO_LAYERS, OVER),
    ),
    Entry(
        "E4.3",
        r"$\ldots = \sum_{j=1}^m \left(\sum_{i=1}^n v_{kj} w_{ji} x_i + v_{kj} b_j + \frac{1}{m} c_k\right)$",
        Equal(
            "s[k]",
            "sum[j](sum[i](v[k,j]*w[j,i]*x[i]) + v[k,j]*b[j] + c[k]/M)",
            TWO_LAYERS,
            OVER,
            conditions=("M >= 1",),
        ),
        assumptions="at least one hidden unit",
    ),
    Entry(
        "E4.4",
        r"that is, it is no better than one fully connected layer",
        Equal("s[k]", "sum[i](matrix[k,i]*x[i]) + shift[k]", TWO_LAYERS, OVER),
        note=r"The one layer has the matrix $VW$ and the bias $Vb + c$. It gives what the two give, for all inputs.",
    ),
    Entry(
        "E4.5",
        r"it can be worse: what one hidden unit adds to the matrix has the rank 1, so that $m$ hidden units reach "
        r"matrices of rank at most $m$ alone",
        Equal(
            "share[j,k,i]*share[j,p,q]",
            "share[j,k,q]*share[j,p,i]",
            SHARES,
            {**OVER, "p": "K", "q": "N"},
        ),
        note="Proved: all 2 by 2 minors of what it adds vanish.",
        ours=True,
    ),
    Entry(
        "E4.6",
        r"a nonlinear function is to be added after the layer: $z_j = f(\sum_{i=1}^n w_{ji} x_i + b_j)$",
        Definition(
            define("""
                neuron(x[N, I], weight[I], bias; sigma: function) -> y
                y[n] = sigma(sum[i](weight[i]*x[n,i]) + bias)
            """),
            "neuron",
        ),
        note="each output is a neuron",
    ),
)

FEATURES = (
    Entry(
        "E5.1",
        r"linear model: $a(x) = w_0 + w_1 u + w_2 v + w_3 t + \ldots$ ($u$, $v$, $t$: area, floor, distance)",
        Definition(
            define("""
                linear(x[N, I], weight[O, I], bias[O]) -> y
                y[n,o] = bias[o] + sum[i](weight[o,i]*x[n,i])
            """),
            "linear",
        ),
        note=r"$w_0$ is the bias; one output",
    ),
    Entry(
        "E5.2",
        r"linear model with polynomial features: $a(x) = w_0 + w_1 u + w_2 v + w_3 t + w_4 u^2 + w_5 v^2 + w_6 t^2 + "
        r"w_7 u v + \ldots$",
        Equal(
            "w[0] + w[1]*u + w[2]*v + w[3]*t + w[4]*u**2 + w[5]*v**2 + w[6]*t**2 + w[7]*u*v",
            "sum[m](w[m]*feature[m])",
            POLYNOMIAL,
            {"m": 8},
        ),
        note="The printed terms are a linear layer over features; nnmath.polynomial_features computes such products.",
    ),
    Entry(
        "E5.3",
        r"the model stays linear in its weights: $\partial a/\partial w_m$ is the feature, whatever the weights are",
        Equal("da_dw[m]", "feature[m]", gradient(POLYNOMIAL), {"m": 8}),
        ours=True,
    ),
    Entry(
        "E5.4",
        r"of degree at most 2 there are 10 features, so the dots stand for two of them and all higher ones",
        Sizes("count == 10", {}, given=["d == 3", "count == (d + 1)*(d + 2)//2"]),
        ours=True,
    ),
)

RESIDUALS = (
    ("half_squared_error", r"$\frac12 (y - z)^2$", r"$y - z$", "target[n] - x[n]", ""),
    ("mse_loss", r"$(y - z)^2$", r"$2(y - z)$", "2*(target[n] - x[n])", ""),
    ("l1_loss", r"$|y - z|$", r"$\mathrm{sign}(y - z)$", "sign(target[n] - x[n])", "At $z = y$, 0 by convention."),
    (
        "huber_loss",
        "Huber's loss",
        r"$y - z$, cut to $[-\delta, \delta]$",
        "delta*sign(target[n] - x[n]) if abs(x[n] - target[n]) > delta else target[n] - x[n]",
        "",
    ),
    (
        "smooth_l1_loss",
        "the smooth absolute error",
        r"$(y - z)/\beta$, cut to $[-1, 1]$",
        "sign(target[n] - x[n]) if abs(x[n] - target[n]) >= beta else (target[n] - x[n])/beta",
        "",
    ),
    (
        "hinge_loss",
        r"$\max(0, 1 - yz)$",
        r"$y$ where $yz < 1$, else 0",
        "0 if target[n]*x[n] >= 1 else target[n]",
        "At $yz = 1$, 0 by convention.",
    ),
    (
        "binary_cross_entropy",
        r"$-y \ln z - (1 - y) \ln(1 - z)$",
        r"$y/z - (1 - y)/(1 - z)$",
        "target[n]*(0 if log(x[n]) < -100 else 1/x[n]) - (1 - target[n])*(0 if log(1 - x[n]) < -100 else 1/(1 - x[n]))",
        "A logarithm below $-100$ counts as $-100$, whose slope is 0.",
    ),
    (
        "binary_cross_entropy_with_logits",
        "the cross-entropy of a logit",
        r"$y - \sigma(z)$",
        "target[n] - sigmoid(x[n])",
        "",
    ),
    ("kl_div", r"$y (\ln y - z)$", r"$y$", "0 if target[n] == 0 else target[n]", ""),
)


def _shift(name: str) -> System:
    """The derivative of the sum of the examples' losses."""
    return gradient(load()[name].systems["sum"])


BOOSTING = (
    Entry(
        "E7.1",
        r"the shifts: $s_i^{(N)} = -\frac{\partial}{\partial z} L(y_i, z) \Big|_{z = a_{N-1}(x_i)}$",
        Equal("-dQ_dz[i]", "-loss[i].prime(z[i])", LOSSES, {"i": "N"}),
        note="On the left minus the gradient of the sum of all losses, as nnmath.boosting_residual gives it.",
    ),
    Entry(
        "E7.2",
        r"training of the $N$-th model: $\frac1\ell \sum_{i=1}^\ell (b_N(x_i) - s_i^{(N)})^2 \to \min$ (beside E8.2)",
        readings={
            "the same problem, for half the squared error": Equal(
                "2*Q", "1/N*sum[i]((b[i] - s[i])**2)", FITTED, {"i": "N"}
            ),
            "the same solution for every loss: where $b_N$ fits the shifts, the mean loss has the slope 0": Equal(
                "slope[i]", "0", FITTED, {"i": "N"}, conditions=("N >= 1",)
            ),
        },
        note="For other losses the second problem is an approximation of the first (E7.3).",
    ),
    Entry(
        "E7.3",
        r"in what sense: with $g_i = -s_i$, descent to first order with half the squared length of the step as its "
        r"price is this problem, "
        r"$\sum_i (g_i b_i + \frac12 b_i^2) = \frac12 \sum_i (b_i - s_i)^2 - \frac12 \sum_i g_i^2$",
        Equal("Q", "sum[i]((b[i] - (-g[i]))**2)/2 - sum[i](g[i]**2)/2", PRICED, {"i": "N"}),
        ours=True,
    ),
    *(
        Entry(
            f"E7.{number}",
            f"the shifts of {loss}: {shift}",
            Equal("-dloss_dx[n]", text, _shift(name), {"n": "N"}),
            note=f"nnmath.{name}. {note}".strip(),
            ours=True,
        )
        for number, (name, loss, shift, text, note) in enumerate(RESIDUALS, 4)
    ),
    *(
        Entry(
            f"E7.{number}",
            f"the shifts of {loss}: {shift}",
            Equal("-dloss_dx[n,k]", text, _shift(name), {"n": "N", "k": "K"}),
            note=f"nnmath.{name}",
            ours=True,
        )
        for number, name, loss, shift, text in (
            (
                13,
                "cross_entropy",
                "the cross-entropy of softmax",
                r"$[k = y] - \mathrm{softmax}(z)_k$",
                "[target[n] == k] - exp(x[n,k] - lse[n])",
            ),
            (14, "nll_loss", "the negative log-likelihood", r"$[k = y]$", "[target[n] == k]"),
        )
    ),
    Entry(
        "E8.1",
        r"gradient boosting: $a_N(x) = \sum_{n=1}^N b_n(x)$",
        Inductive(
            "sum_of[m,i]",
            "sum[n]([n <= m - 1]*b[n,i])",
            "m",
            0,
            "M",
            ENSEMBLE,
            {"i": "N", "n": "M"},
            base=("sum_of[0]",),
            step=("sum_of[m+1]",),
        ),
        note="The sum that the following line builds up one model at a time.",
    ),
    Entry(
        "E8.2",
        r"training of the $N$-th model: $\frac1\ell \sum_{i=1}^\ell L(y_i, a_{N-1}(x_i) + b_N(x_i)) \to \min$",
        Definition(),
        note="The task that a step sets itself: the former models stay as they are.",
    ),
)

NEURON = (
    Entry(
        "E9.1",
        r"neuron: $a(x) = \sum_{j=1}^d w_j x_j$",
        Definition(
            define("linear(x[N, I], weight[O, I]) -> y", "y[n,o] = sum[j](weight[o,j]*x[n,j])"), "linear", "nobias"
        ),
        note="one output; the neuron of E4.6 and E9.2 has a bias and a nonlinearity besides",
    ),
    Entry(
        "E9.2",
        r"in the last layer there are as many outputs as target variables that we predict",
        Definition(),
        note="how the size O of the last layer is chosen",
    ),
)

ENTRIES: tuple[Entry, ...] = (
    *SIGN_NETWORK,
    *APPROXIMATION,
    *FULLY_CONNECTED,
    *COLLAPSE,
    *FEATURES,
    *BOOSTING,
    *NEURON,
)
