"""The statements of Larin's lecture: the forward pass, costs, back-propagation, training methods."""

from __future__ import annotations

from dataclasses import replace

import sympy

from nnmath.calculus import adjoint, tangent
from nnmath.calculus.differentiate import jacobian
from nnmath.formulas import load
from nnmath.ledger.entry import Definition, Entry, specialised
from nnmath.ledger.equations import Equal, Inductive, Same, SameSystem
from nnmath.ledger.larin import NEURONS
from nnmath.ledger.order import Order
from nnmath.notation import Index, System, define

MLP = load()["mlp"].system

LAYER = define("""
    linear(x[N, I], weight[O, I], bias[O]) -> y
    y[n,j] = sum[k](weight[j,k]*x[n,k]) + bias[j]
""")

FORWARD = define("""
    forward(x[n], W1[n, n], b1[n], W2[n, n], b2[n], W3[n, n], b3[n]; f: function) -> s
    a1[j] = x[j]
    z2[j] = sum[k](W1[j,k]*a1[k]) + b1[j]
    a2[j] = f(z2[j])
    z3[j] = sum[k](W2[j,k]*a2[k]) + b2[j]
    a3[j] = f(z3[j])
    s[j] = sum[k](W3[j,k]*a3[k])
""")
"""The forward pass as printed, all layers of one width; b3 is what a bias neuron in layer 3 would add."""


def _with_jacobian(layer: System) -> System:
    """One layer with its Jacobian and its backward pass; what follows is known by the cotangent alone."""
    backward = adjoint(layer)
    statements = tuple(dict.fromkeys((*backward.statements, *jacobian(layer).statements)))
    return replace(backward, name="one layer backwards", statements=statements)


BACKWARD_LAYER = _with_jacobian(
    define("""
        layer(a[m], w[J, m], b[J]) -> z
        z[j] = sum[k](w[j,k]*a[k]) + b[j]
    """)
)

DEEP = adjoint(
    define("""
        network(x[n(0)], W[l:L, n(l+1), n(l)], b[l:L, n(l+1)]; sigma: function) -> s
        a[0,j] = x[j]
        z[l,j] = sum[k](W[l,j,k]*a[l,k]) + b[l,j]
        a[l+1,j] = sigma[l](z[l,j])
        s[j] = a[L,j]
    """)
)
"""Any number of layers, each with an activation of its own; bar_s is the derivative of any loss by the output."""

RISK = tangent(
    define("""
        risk(w[P], x[n, P]: mask; cost: function) -> Q
        C[i] = cost[i](sum[k](w[k]*x[i,k]))
        Q = sum[i](C[i])/n
    """)
)

SAMPLED_STEP = define("""
    sampled(w[P], slope[n, P]; eps: real) -> mean
    step[i,k] = w[k] - eps*slope[i,k]
    mean[k] = sum[i](step[i,k])/n
""")
"""One gradient step for each object that may be drawn, and their mean; slope[i] is the gradient of C_i."""

RUNNING = define("""
    running(q0, cost[T]; rate: real in (0,1)) -> final
    s < T
    Q[0] = q0
    Q[t+1] = (1 - rate)*Q[t] + rate*cost[t]
    first[0] = 1
    first[t+1] = (1 - rate)*first[t]
    share[0,s] = 0
    share[t+1,s] = (1 - rate)*share[t,s] + [s == t]*rate
    final = Q[T]
""")

MOMENTUM = specialised(load()["momentum"].system, {"momentum": 0})
PLAIN_STEP = define("""
    plain(w[N], grad[N], m[N]; lr: real) -> w_next, m_next
    m_next[i] = grad[i]
    w_next[i] = w[i] - lr*grad[i]
""")

NESTEROV = define(
    load()["nesterov"].variants[""],
    """
    v[i] = -lr*m[i]
    theta[i] = w[i] - momentum*v[i]
    v_next[i] = momentum*v[i] - lr*grad[i]
    theta_next[i] = theta[i] + v_next[i]
    """,
)

AVERAGES = define("""
    averages(g[T], steady, v0; beta: real in (0,1)) -> last
    m[0] = 0
    m[t+1] = beta*m[t] + (1 - beta)*steady
    v[0] = v0
    v[t+1] = beta*v[t] + (1 - beta)*g[t]**2
    last = m[T] + v[T]
""")

ERRORS = define("errors(s[n], y[n], u[n]) -> unit", "unit = 1")
SQUARES = "sum[i]((s[i] - y[i])**2)"

STEP = define("sgd(w[N], grad[N]; lr: real) -> w_next", "w_next[i] = w[i] - lr*grad[i]")
SG = define("""
    stochastic_gradient(w[N], grad[N], q, loss; lr: real, smoothing: real in [0,1]) -> w_next, q_next
    w_next[i] = w[i] - lr*grad[i]
    q_next = (1 - smoothing)*q + smoothing*loss
""")

h = sympy.Symbol("h")
RELU_FROM_THE_LEFT = sympy.Limit(sympy.Max(0, h) / h, h, 0, "-")
RELU_FROM_THE_RIGHT = sympy.Limit(sympy.Max(0, h) / h, h, 0, "+")


def _width(at: Index | int) -> Index:
    return Index.width("n", at)


L = Index.name("l")
ROWS: dict[str, Index | str | int] = {"m": "N"}
FORWARD_PASS = (
    Entry(
        "A7.1",
        r"$x = a^{(1)}$, input layer",
        Equal("a[0,m,j]", "x[m,j]", MLP, {**ROWS, "j": _width(0)}, unfold=("a[0]",)),
        note="in the equations of nnmath.mlp, whose layers count from 0",
    ),
    Entry(
        "A7.2",
        r"$z^{(2)} = W^{(1)} x + b^{(1)}$, value of the first hidden layer",
        Equal(
            "z[0,m,j]",
            "sum[k](weights[0,j,k]*x[m,k]) + biases[0,j]",
            MLP,
            {**ROWS, "j": _width(1), "k": _width(0)},
            unfold=("z[0]", "a[0]"),
            conditions=("L >= 1",),
        ),
    ),
    Entry(
        "A7.3",
        r"$a^{(2)} = f(z^{(2)})$, activation of the first hidden layer",
        Equal(
            "a[1,m,j]", "sigma[0](z[0,m,j])", MLP, {**ROWS, "j": _width(1)}, unfold=("a[1]",), conditions=("L >= 1",)
        ),
    ),
    Entry(
        "A7.4",
        r"$z^{(3)} = W^{(2)} a^{(2)} + b^{(2)}$, value of the second hidden layer",
        Equal(
            "z[1,m,j]",
            "sum[k](weights[1,j,k]*a[1,m,k]) + biases[1,j]",
            MLP,
            {**ROWS, "j": _width(2), "k": _width(1)},
            unfold=("z[1]",),
            conditions=("L >= 2",),
        ),
    ),
    Entry(
        "A7.5",
        r"$a^{(3)} = f(z^{(3)})$, activation of the second hidden layer",
        Equal(
            "a[2,m,j]", "sigma[1](z[1,m,j])", MLP, {**ROWS, "j": _width(2)}, unfold=("a[2]",), conditions=("L >= 2",)
        ),
    ),
    Entry(
        "A7.6",
        r"$s = W^{(3)} a^{(3)}$, output layer",
        Definition(NEURONS, "linear", "nobias"),
    ),
    Entry(
        "A7.7",
        r"$C = \mathrm{cost}(s, y)$, the error between $s$ and $y$ in some metric (for example MSE)",
        Definition(
            define("mse_loss(x[N], target[N]) -> loss", "loss = sum[n]((x[n] - target[n])**2)/N"), "mse_loss", "mean"
        ),
        note="the example is compiled",
    ),
    Entry(
        "A7.9",
        r"MSE is a metric between $s$ and $y$",
        readings={
            "a measure of error, never negative": Order(
                "sum[i]((s[i] - y[i])**2)", ">=", "0", ERRORS, {"i": "n"}, SQUARES
            ),
            "a metric, so that the triangle inequality holds": Order(
                "sum[i]((s[i] - y[i])**2)", "<=", "sum[i]((s[i] - u[i])**2 + (u[i] - y[i])**2)", ERRORS, {"i": "n"}
            ),
        },
        corrected=Order(
            "sum[i]((s[i] - y[i])**2)",
            "<=",
            "2*sum[i]((s[i] - u[i])**2 + (u[i] - y[i])**2)",
            ERRORS,
            {"i": "n"},
            "sum[i]((s[i] - 2*u[i] + y[i])**2)",
        ),
        note="without the factor $1/n$, which changes neither reading; its root is a metric",
    ),
    Entry(
        "A7.8",
        r"every layer but the output contains a bias neuron and is fully connected with the next (beside the "
        r"forward pass A7.1 to A7.6)",
        Equal("s[j]", "sum[k](W3[j,k]*a3[k]) + b3[j]", FORWARD, {"j": "n", "k": "n"}),
        corrected=Equal("s[j]", "sum[k](W3[j,k]*a3[k])", FORWARD, {"j": "n", "k": "n"}),
        note=r"The printed forward pass has no $b^{(3)}$: its last hidden layer contains no bias neuron. The two "
        "slides do not describe one network.",
    ),
)

COSTS = (
    Entry(
        "A9.1",
        r"training minimises the mean loss over the sample, $Q(w) := \frac{1}{n} \sum_{i=1}^n C_i(w)$",
        Definition(
            define("mse_loss(x[N], target[N]) -> loss", "C[i] = (x[i] - target[i])**2", "loss = 1/N*sum[i](C[i])"),
            "mse_loss",
            "mean",
        ),
        note="compiled for the lecture's example, the squared error",
    ),
    Entry(
        "A9.2",
        r"$C$ is any differentiable loss: then $Q'(w) = \frac{1}{n} \sum_i C_i'(w)$",
        Equal("dot_Q", "sum[i](dot_C[i])/n", RISK, {"i": "n"}, conditions=("n >= 1",)),
        note="for every direction in which $w$ may move",
        ours=True,
    ),
)

OVER_LAYER = {"j": "J", "k": "m"}
BACKPROPAGATION = (
    Entry(
        "A10.1",
        r"chain rule: $\frac{\partial C}{\partial w_{jk}^l} = \frac{\partial C}{\partial z_j^l} "
        r"\frac{\partial z_j^l}{\partial w_{jk}^l}$",
        Equal("bar_w[j,k]", "bar_z[j]*dz_dw[j,j,k]", BACKWARD_LAYER, OVER_LAYER),
        note="the weight enters no other $z$ of its layer",
    ),
    Entry(
        "A10.2",
        r"by definition $z_j^l = \sum_{k=1}^m w_{jk}^l a_k^{l-1} + b_j^l$, $m$ being the number of neurons in "
        r"layer $l-1$",
        readings={
            "weights carry the number of the layer that they lead to": Definition(LAYER, "linear"),
            "weights carry the number that the forward pass gave them": Equal(
                "z2[j]", "sum[k](W2[j,k]*a1[k]) + b2[j]", FORWARD, {"j": "n", "k": "n"}
            ),
        },
        corrected=Equal("z2[j]", "sum[k](W1[j,k]*a1[k]) + b1[j]", FORWARD, {"j": "n", "k": "n"}),
        note=r"One slide earlier $z^{(2)} = W^{(1)} x + b^{(1)}$ (A7.2): there the weights into layer $l$ are "
        r"$W^{(l-1)}$. All widths are taken equal, since otherwise the second reading has no meaning.",
    ),
    Entry(
        "A10.3",
        r"by differentiation $\frac{\partial z_j^l}{\partial w_{jk}^l} = a_k^{l-1}$",
        Equal("dz_dw[j,j,k]", "a[k]", BACKWARD_LAYER, OVER_LAYER),
    ),
    Entry(
        "A10.4",
        r"$\frac{\partial C}{\partial w_{jk}^l} = \frac{\partial C}{\partial z_j^l} a_k^{l-1}$",
        Equal("bar_w[j,k]", "bar_z[j]*a[k]", BACKWARD_LAYER, OVER_LAYER),
    ),
    Entry(
        "A10.5",
        r"and $\frac{\partial C}{\partial b_j^l} = \frac{\partial C}{\partial z_j^l}$",
        Equal("bar_b[j]", "bar_z[j]", BACKWARD_LAYER, OVER_LAYER),
        note="needed for the update of $b$ (A21.2), and not printed",
        ours=True,
    ),
    Entry(
        "A22.1",
        "back-propagation generalises to any activation functions",
        readings={
            "any differentiable ones, another in each layer": Equal(
                "bar_z[l,j]",
                "sigma[l].prime(z[l,j])*sum[k](W[l+1,k,j]*bar_z[l+1,k])",
                DEEP,
                {"l": Index.name("L") - 1, "j": _width(L + 1), "k": _width(L + 2)},
                unfold=("bar_z[l]", "bar_a[l+1]"),
            ),
            r"any, such as the lecture's $\max(0,x)$, which would need a derivative at 0": Same(
                RELU_FROM_THE_LEFT, RELU_FROM_THE_RIGHT
            ),
        },
        note=r"At 0 the difference quotients of $\max(0, x)$ tend to 0 from the left and to 1 from the right: "
        "an implementation chooses a value there, and the result is no derivative.",
    ),
    Entry(
        "A22.2",
        "... to any loss functions",
        Equal(
            "bar_z[L-1,j]",
            "sigma[L-1].prime(z[L-1,j])*bar_s[j]",
            DEEP,
            {"j": _width("L")},  # type: ignore[arg-type]
            unfold=("bar_z[L-1]", "bar_a[L]"),
            conditions=("L >= 1",),
        ),
        assumptions=r"a differentiable loss, as the lecture says in A9; only $\bar s_j = \partial C / \partial s_j$ "
        "is used of it",
    ),
    Entry(
        "A22.3",
        "... to any number of layers",
        Equal("bar_W[l,j,k]", "bar_z[l,j]*a[l,k]", DEEP, {"l": "L", "j": _width(L + 1), "k": _width(L)}),
    ),
)

TRAINING = (
    Entry(
        "A11.1",
        r"algorithm SG, gradient step: $w := w - \epsilon C_i'(w)$",
        Definition(STEP, "sgd", at={"weight_decay": 0}),
    ),
    Entry(
        "A11.2",
        r"algorithm SG, estimate of the functional: $Q := (1 - \lambda) Q + \lambda C_i$",
        Definition(SG, "stochastic_gradient"),
        note="together with the step of A11.1",
    ),
    Entry(
        "A11.3",
        r"after $t$ steps $Q = (1-\lambda)^t Q_0 + \sum_{s<t} \lambda (1-\lambda)^{t-1-s} C_s$",
        Inductive(
            "Q[t]",
            "(1 - rate)**t*q0 + sum[s]([s <= t - 1]*rate*(1 - rate)**(t - 1 - s)*cost[s])",
            "t",
            0,
            "T",
            RUNNING,
            {"s": "T"},
            base=("Q[0]",),
            step=("Q[t+1]",),
        ),
        ours=True,
    ),
    Entry(
        "A11.4",
        "the weights of these terms sum to 1: the estimate is a mean of the first value and of the losses",
        Inductive(
            "first[t] + sum[s](share[t,s])",
            "1",
            "t",
            0,
            "T",
            RUNNING,
            {"s": "T"},
            base=("first[0]", "share[0]"),
            step=("first[t+1]", "share[t+1]"),
        ),
        ours=True,
    ),
    Entry(
        "A11.5",
        r"if the object is drawn uniformly, the mean of the step is the full gradient step: "
        r"$w - \epsilon \frac{1}{n} \sum_i C_i'(w)$",
        Equal(
            "mean[k]",
            "w[k] - eps*sum[i](slope[i,k])/n",
            SAMPLED_STEP,
            {"k": "P", "i": "n"},
            conditions=("n >= 1",),
        ),
        ours=True,
    ),
    Entry(
        "A12.1",
        "methods for the minimisation: SG, Momentum, NAG (Nesterov's accelerated gradient), RMSProp (running mean "
        "square), AdaDelta (adaptive learning rate), Adam (adaptive momentum), Nadam (Nesterov-accelerated adaptive "
        "momentum)",
        Definition(),
        note="names only; each is a formula of the library with its own source. Adam's authors derive the name from "
        "adaptive moment estimation.",
    ),
    Entry(
        "A12.2",
        "Momentum with the coefficient 0 is SG",
        SameSystem(PLAIN_STEP, MOMENTUM),
        ours=True,
    ),
    Entry(
        "A12.3",
        r"NAG takes the gradient where inertia would have stepped: with $v' = \mu v - \epsilon C'(\theta + \mu v)$ and "
        r"$\theta' = \theta + v'$, the compiled $w$ is $\theta + \mu v$ after every step",
        Equal("w_next[i]", "theta_next[i] + momentum*v_next[i]", NESTEROV, {"i": "N"}),
        ours=True,
    ),
    Entry(
        "A12.4",
        r"RMSProp: $v$ is a running mean of squares, $v_t = \beta^t v_0 + (1-\beta) \sum_{s<t} \beta^{t-1-s} g_s^2$",
        Inductive(
            "v[t]",
            "beta**t*v0 + sum[s]([s <= t - 1]*(1 - beta)*beta**(t - 1 - s)*g[s]**2)",
            "t",
            0,
            "T",
            AVERAGES,
            {"s": "T"},
            base=("v[0]",),
            step=("v[t+1]",),
        ),
        ours=True,
    ),
    Entry(
        "A12.5",
        r"Adam: from $m_0 = 0$ and with a constant gradient $g$, $m_t = (1 - \beta^t) g$; dividing by $1 - \beta^t$ "
        "gives back $g$",
        Inductive("m[t]", "(1 - beta**t)*steady", "t", 0, "T", AVERAGES, {}, base=("m[0]",), step=("m[t+1]",)),
        ours=True,
    ),
    Entry(
        "A21.1",
        r"change of the weights: $w := w - \epsilon \frac{\partial C}{\partial w}$",
        Definition(STEP, "sgd", at={"weight_decay": 0}),
    ),
    Entry(
        "A21.2",
        r"$b := b - \epsilon \frac{\partial C}{\partial b}$",
        Definition(STEP, "sgd", at={"weight_decay": 0}),
        note="the same step for the biases",
    ),
)

ENTRIES: tuple[Entry, ...] = (*FORWARD_PASS, *COSTS, *BACKPROPAGATION, *TRAINING)
