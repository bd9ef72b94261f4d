"""The statements of Neural networks about training: gradient descent, backpropagation, the algorithm."""

from __future__ import annotations

from collections.abc import Sequence

import sympy

from nnmath.calculus.differentiate import adjoint, gradient, jacobian, rename_arrays, tangent
from nnmath.ledger.entry import Definition, Entry, specialised
from nnmath.ledger.equations import Equal, Inductive, Same, SameSystem
from nnmath.ledger.order import Order
from nnmath.ledger.together import together
from nnmath.notation import Index, System, define

# Gradient descent


def step(*lines: str, name: str = "step") -> System:
    """One step of a method that has a rate and nothing else."""
    return define("\n".join([f"{name}(w[N], grad[N]; lr: real) -> w_next", *lines]))


DOWN = step("w_next[i] = w[i] - lr*grad[i]", name="gradient_descent")
UP = step("w_next[i] = w[i] + lr*grad[i]", name="gradient_ascent")
SUBTRACTED = step("change[i] = lr*grad[i]", "w_next[i] = w[i] - change[i]")
ADDED = step("change[i] = -lr*grad[i]", "w_next[i] = w[i] + change[i]")
NEGATIVE_SUBTRACTED = step("change[i] = -lr*grad[i]", "w_next[i] = w[i] - change[i]")
PLAIN = {"weight_decay": 0}

DIRECTIONS = define("directions(g[N], d[N]; eta: real > 0) -> slope", "slope = sum[i](g[i]*d[i])")
ANY_COST = define("""
    cost(w[I, J], x[I]: mask, t[J]: mask; f: function) -> E
    S[j] = sum[i](w[i,j]*x[i])
    o[j] = f(S[j])
    E = 1/2*sum[k]((t[k] - o[k])**2)
""")
BOTH_MODES = together("cost with gradient and direction", tangent(ANY_COST), gradient(ANY_COST))
PARABOLA = define("parabola(w; c: real > 0, rate: real in [0,1]) -> E", "E = 5*c*w**2")
SAFE_PARABOLA = define("parabola(w; c: real > 0, m: real > 0) -> E", "E = c*w**2/2")

DESCENT = (
    Entry(
        "C13.1",
        r"$w_{new} = w_{old} - \mathit{learning\_rate} \cdot \frac{\partial C}{\partial w}$",
        Definition(DOWN, "sgd", at=PLAIN),
    ),
    Entry(
        "C14.1",
        r"$w_{new} := w_{old} - \Delta w$, where $\Delta w = \mathit{learning\_rate} \cdot "
        r"\frac{\partial C}{\partial w_{old}}$",
        Definition(SUBTRACTED, "sgd", at=PLAIN),
    ),
    Entry("C14.2", "C13 and C14 are the same update", SameSystem(SUBTRACTED, DOWN), ours=True),
    Entry(
        "C15.1",
        r"the weight update $\Delta w$ is the product of the rate $\eta$ and the negative gradient of the cost: "
        r"$\Delta w = -\eta \Delta C(w)$",
        readings={
            "subtracted from the weight, as C14 does": SameSystem(NEGATIVE_SUBTRACTED, DOWN),
            "added to the weight, as C20 does": SameSystem(ADDED, DOWN),
        },
        corrected=SameSystem(SUBTRACTED, DOWN),
        note=r"the second triangle is printed for a gradient; with C14's $\Delta w$ the sign goes uphill, and the "
        "corrected line is C14's own",
    ),
    Entry(
        "C20.1",
        r"to each weight we add $\Delta w_{i,j} = -\eta \frac{\partial E}{\partial w_{i,j}}$, where $0 < \eta < 1$",
        Definition(ADDED, "sgd", at=PLAIN),
    ),
    Entry(
        "C20.2",
        "the change of the cost along any movement of the weights is the gradient times the movement",
        Equal("dot_E", "sum[i,j](dE_dw[i,j]*dot_w[i,j])", BOTH_MODES, {"i": "I", "j": "J"}),
        ours=True,
    ),
    Entry(
        "C20.3",
        "to reach the minimum we must move against the gradient: to first order the cost does not grow",
        Order("sum[i](g[i]*(-eta*g[i]))", "<=", "0", DIRECTIONS, {"i": "N"}, because="eta*sum[i](g[i]**2)"),
        assumptions="a small step",
    ),
    Entry(
        "C20.4",
        r"$0 < \eta < 1$ is enough for the cost not to grow",
        Order("5*c*(w - rate*(10*c*w))**2", "<=", "5*c*w**2", PARABOLA),
        corrected=Order(
            "c*(w - 2/(c + m)*(c*w))**2/2", "<=", "c*w**2/2", SAFE_PARABOLA, because="2*c**2*m*w**2/(c + m)**2"
        ),
        assumptions="the cost $5 c w^2$ with any positive c",
        note="refuted for steep parabolas; corrected: for $c w^2/2$ every rate below $2/c$, written $2/(c + m)$ with "
        "a positive m",
        ours=True,
    ),
    Entry(
        "C21.1",
        "gradient descent moves iteratively in the direction of steepest descent",
        Order(
            "sum[i](g[i]*d[i])",
            ">=",
            "sum[i](g[i]*(-g[i]))",
            DIRECTIONS,
            {"i": "N"},
            because="1/2*sum[i]((g[i] + d[i])**2)",
            assuming=("sum[i](d[i]**2) = sum[i](g[i]**2)",),
        ),
        assumptions="among directions d of the same Euclidean length as the gradient g",
    ),
)


# Backpropagation

LOGISTIC = "1/(1 + exp(-S[j]))"
SLOPED = "1/(1 + exp(-2*alpha*S[j]))"


def output_node(activation: str, functions: Sequence[str] = ()) -> System:
    """The last layer with the error, and the derivatives that the lecture takes."""
    scalars = ", ".join(["alpha: real > 0", *(f"{f}: function" for f in functions)])
    inner = f"o[j] = {activation}"
    node = define(f"""
        node(x[I], w[I, J], t[J]: mask; {scalars}) -> E
        S[j] = sum[i](w[i,j]*x[i])
        {inner}
        E = 1/2*sum[k]((t[k] - o[k])**2)
    """)
    summed = define(f"node(x[I], w[I, J], t[J]: mask; {scalars}) -> S", "S[j] = sum[i](w[i,j]*x[i])")
    activated = define(f"node(S[J]; {scalars}) -> o", inner)
    square = define(f"node(o[J], t[J]: mask; {scalars}) -> q", "q[j] = (t[j] - o[j])**2")
    derivatives = [jacobian(s) for s in (summed, activated, square)]
    return together("an output node", gradient(node), *derivatives)


def inner_node(activation: str, functions: Sequence[str] = ()) -> System:
    """A layer whose outputs feed the nodes k of the next; the errors of those are given."""
    scalars = ", ".join(["alpha: real > 0", *(f"{f}: function" for f in functions)])
    layer = define(f"""
        layer(S[J], w[J, K]; {scalars}) -> R
        o[j] = {activation}
        R[k] = sum[j](w[j,k]*o[j])
    """)
    backward = rename_arrays(adjoint(layer), {"bar_R": "delta_above", "bar_S": "delta"})
    above = define(f"layer(o[J], w[J, K]; {scalars}) -> R", "R[k] = sum[j](w[j,k]*o[j])")
    activated = define(f"layer(S[J]; {scalars}) -> o", f"o[j] = {activation}")
    by_o = rename_arrays(jacobian(above), {"dR_do": "slope_by_o", "dR_dw": "slope_by_w"})
    return together("an inner node", backward, jacobian(layer), by_o, jacobian(activated))


NODE = output_node("f(S[j])", ["f"])
LOGISTIC_NODE = output_node(LOGISTIC)
SLOPED_NODE = output_node(SLOPED)
LAYER = inner_node("f(S[j])", ["f"])
LOGISTIC_LAYER = inner_node(LOGISTIC)
SLOPED_LAYER = inner_node(SLOPED)
OVER = {"i": "I", "j": "J", "k": "J"}
ABOVE = {"j": "J", "k": "K"}
ALPHA = (
    r"$\alpha$ is called the inertia coefficient and a constant in the activation function, which is printed as "
    r"$1/(1 + e^{-x})$, without any constant"
)


def with_alpha(lhs: str, rhs: str, printed: System, sloped: System, ranges: dict[str, str]) -> dict[str, Equal]:
    """The two readings of a line with alpha."""
    return {
        "the activation printed, $1/(1 + e^{-x})$": Equal(lhs, rhs, printed, ranges),
        r"an activation with the constant, $1/(1 + e^{-2 \alpha x})$": Equal(lhs, rhs, sloped, ranges),
    }


WITHOUT = "the corrected line is for the activation as printed: without the factor $2\\alpha$"

OUTPUT_NODE = (
    Entry(
        "C16.1",
        r"$\frac{\partial E}{\partial w_{i,j}} = \frac{\partial E}{\partial S_j} "
        r"\frac{\partial S_j}{\partial w_{i,j}}$, $S_j = \sum_i w_{i,j} x_i$",
        Equal("dE_dw[i,j]", "dE_dS[j]*dS_dw[j,i,j]", NODE, OVER),
        assumptions="any differentiable activation",
    ),
    Entry(
        "C16.2",
        r"$\frac{\partial E}{\partial S_j} \frac{\partial S_j}{\partial w_{i,j}} = x_i "
        r"\frac{\partial E}{\partial S_j}$",
        Equal("dE_dS[j]*dS_dw[j,i,j]", "x[i]*dE_dS[j]", NODE, OVER),
        assumptions="any differentiable activation",
    ),
    Entry(
        "C16.3",
        r"$w_{i,j}$ influences the output only as a part of the sum $S_j$: "
        r"$\partial S_k / \partial w_{i,j} = 0$ for $k \neq j$",
        Equal("dS_dw[k,i,j]", "0", NODE, OVER, conditions=("k != j",)),
    ),
    Entry(
        "C16.4",
        r"$\frac{\partial E}{\partial S_j} = \frac{\partial E}{\partial o_j} \frac{\partial o_j}{\partial S_j}$",
        Equal("dE_dS[j]", "dE_do[j]*do_dS[j,j]", NODE, OVER),
        assumptions="any differentiable activation",
    ),
    Entry(
        "C16.5",
        r"$\frac{\partial E}{\partial o_j} \frac{\partial o_j}{\partial S_j} = \left(\frac{\partial}{\partial o_j} "
        r"\frac{1}{2} \sum_{k \in \mathrm{Outputs}} (t_k - o_k)^2\right) "
        r"\left(\left.\frac{\partial f(S)}{\partial S}\right|_{S=S_j}\right)$",
        Equal("dE_do[j]*do_dS[j,j]", "dE_do[j]*f.prime(S[j])", NODE, OVER),
        assumptions="any differentiable activation",
    ),
    Entry(
        "C16.6",
        r"$\frac{\partial}{\partial o_j} \frac{1}{2} \sum_k (t_k - o_k)^2 = "
        r"\frac{1}{2} \frac{\partial}{\partial o_j} (t_j - o_j)^2$",
        Equal("dE_do[j]", "1/2*dq_do[j,j]", NODE, OVER),
    ),
    Entry(
        "C16.7",
        r"$\left.\frac{\partial f(S)}{\partial S}\right|_{S=S_j} = (o_j (1 - o_j)) 2 \alpha$",
        readings=with_alpha("do_dS[j,j]", "o[j]*(1 - o[j])*2*alpha", LOGISTIC_NODE, SLOPED_NODE, OVER),
        corrected=Equal("do_dS[j,j]", "o[j]*(1 - o[j])", LOGISTIC_NODE, OVER),
        note=f"{ALPHA}; {WITHOUT}",
    ),
    Entry(
        "C16.8",
        r"$\left(\frac{1}{2} \frac{\partial}{\partial o_j} (t_j - o_j)^2\right) (o_j (1 - o_j)) 2 \alpha = "
        r"-2 \alpha o_j (1 - o_j)(t_j - o_j)$",
        Equal("1/2*dq_do[j,j]*(o[j]*(1 - o[j]))*2*alpha", "-2*alpha*o[j]*(1 - o[j])*(t[j] - o[j])", NODE, OVER),
    ),
    Entry(
        "C16.9",
        r"the whole chain: $\frac{\partial E}{\partial S_j} = -2 \alpha o_j (1 - o_j)(t_j - o_j)$",
        readings=with_alpha("dE_dS[j]", "-2*alpha*o[j]*(1 - o[j])*(t[j] - o[j])", LOGISTIC_NODE, SLOPED_NODE, OVER),
        corrected=Equal("dE_dS[j]", "-o[j]*(1 - o[j])*(t[j] - o[j])", LOGISTIC_NODE, OVER),
        note=f"{ALPHA}; {WITHOUT}",
    ),
)

SEPARATE = Entry(
    "C16.10",
    r"$S_j$ influences the error only through the output of node j: $\partial o_k / \partial S_j = 0$ for $k \neq j$",
    Equal("do_dS[k,j]", "0", NODE, OVER, conditions=("k != j",)),
    assumptions="any differentiable activation",
)

NETWORK = define("""
    network(x[n(0)], t[n(L)]: mask, w[l:L, n(l), n(l+1)]; eta: real, f: function) -> E
    o[0,i] = x[i]
    S[l,j] = sum[i](w[l,i,j]*o[l,i])
    o[l+1,j] = f(S[l,j])
    E = 1/2*sum[k]((t[k] - o[L,k])**2)
""")
DEEP = rename_arrays(gradient(NETWORK), {"dE_dS": "delta"})
LEVEL = Index.name("l")


def width(at: Index | str | int) -> Index:
    return Index.width("n", at)


INNER_NODE = (
    Entry(
        "C17.1",
        r"$\frac{\partial E}{\partial S_j} = \sum_{k \in \mathrm{Children}(j)} \frac{\partial E}{\partial S_k} "
        r"\frac{\partial S_k}{\partial S_j}$",
        Equal("delta[j]", "sum[k](delta_above[k]*dR_dS[k,j])", LAYER, ABOVE),
        assumptions="any differentiable activation; the children are the next level",
        note="the sums of the next level are called R",
    ),
    Entry(
        "C17.2",
        r"$\frac{\partial S_k}{\partial S_j} = \frac{\partial S_k}{\partial o_j} \frac{\partial o_j}{\partial S_j}$",
        Equal("dR_dS[k,j]", "slope_by_o[k,j]*do_dS[j,j]", LAYER, ABOVE),
        assumptions="any differentiable activation",
    ),
    Entry(
        "C17.3",
        r"$\frac{\partial S_k}{\partial o_j} \frac{\partial o_j}{\partial S_j} = "
        r"w_{j,k} \frac{\partial o_j}{\partial S_j}$",
        Equal("slope_by_o[k,j]*do_dS[j,j]", "w[j,k]*do_dS[j,j]", LAYER, ABOVE),
        assumptions="any differentiable activation",
    ),
    Entry(
        "C17.4",
        r"$w_{j,k} \frac{\partial o_j}{\partial S_j} = 2 \alpha w_{j,k} o_j (1 - o_j)$",
        readings=with_alpha("w[j,k]*do_dS[j,j]", "2*alpha*w[j,k]*o[j]*(1 - o[j])", LOGISTIC_LAYER, SLOPED_LAYER, ABOVE),
        corrected=Equal("w[j,k]*do_dS[j,j]", "w[j,k]*o[j]*(1 - o[j])", LOGISTIC_LAYER, ABOVE),
        note=f"{ALPHA}; {WITHOUT}",
    ),
    Entry(
        "C17.5",
        r"for a node of the last level $\delta_j = -2 \alpha o_j (1 - o_j)(t_j - o_j)$",
        readings=with_alpha("dE_dS[j]", "-2*alpha*o[j]*(1 - o[j])*(t[j] - o[j])", LOGISTIC_NODE, SLOPED_NODE, OVER),
        corrected=Equal("dE_dS[j]", "-o[j]*(1 - o[j])*(t[j] - o[j])", LOGISTIC_NODE, OVER),
        note=f"{WITHOUT}; $\\delta_j$ is $\\partial E/\\partial S_j$",
    ),
    Entry(
        "C17.6",
        r"for an inner node $\delta_j = 2 \alpha o_j (1 - o_j) \sum_{k \in \mathrm{Children}(j)} \delta_k w_{j,k}$",
        readings=with_alpha(
            "delta[j]", "2*alpha*o[j]*(1 - o[j])*sum[k](delta_above[k]*w[j,k])", LOGISTIC_LAYER, SLOPED_LAYER, ABOVE
        ),
        corrected=Equal("delta[j]", "o[j]*(1 - o[j])*sum[k](delta_above[k]*w[j,k])", LOGISTIC_LAYER, ABOVE),
        note=f"{WITHOUT}; $\\delta_j$ is $\\partial E/\\partial S_j$",
    ),
    Entry(
        "C17.7",
        r"$\partial E/\partial S_k$ is exactly the same correction, but for a node of the next level",
        Equal(
            "delta[l,j]",
            "f.prime(S[l,j])*sum[k](w[l+1,j,k]*delta[l+1,k])",
            DEEP,
            {"l": Index.name("L") - 1, "j": width(LEVEL + 1), "k": width(LEVEL + 2)},
            unfold=("delta[l]", "dE_do[l+1]"),
        ),
        assumptions="any depth, any widths, any differentiable activation",
    ),
    Entry(
        "C17.8",
        r"for all nodes $\Delta w_{i,j} = -\eta \delta_j o_i$, where $o_i$ is the same as the $x_i$ in the formula "
        r"for $\partial E/\partial w_{i,j}$",
        Equal(
            "-eta*dE_dw[l,i,j]",
            "-eta*delta[l,j]*o[l,i]",
            DEEP,
            {"l": "L", "i": width(LEVEL), "j": width(LEVEL + 1)},
        ),
        assumptions="any depth, any widths, any differentiable activation; the update of C20",
    ),
    Entry(
        "C17.9",
        r"with the constant in the activation, $1/(1 + e^{-2 \alpha x})$ has the derivative $2 \alpha o (1 - o)$",
        Equal("do_dS[j,j]", "2*alpha*o[j]*(1 - o[j])", SLOPED_NODE, OVER),
        ours=True,
    ),
)


# The algorithm

INERTIA = define("""
    inertia(g[T]; eta: real, alpha: real in [0,1]) -> change
    change[0] = 0
    change[n+1] = alpha*change[n] + (1 - alpha)*eta*g[n]
""")
STEADY = define("""
    steady(g, rounds[T]: mask; eta: real, alpha: real in [0,1]) -> change
    n < T
    change[0] = 0
    change[n+1] = alpha*change[n] + (1 - alpha)*eta*g
    power[0] = 1
    power[n+1] = alpha*power[n]
""")
WEIGHTS = define("""
    weights(w0, g[T]; eta: real, alpha: real in [0,1]) -> w
    w[0] = w0
    change[0] = 0
    change[n+1] = alpha*change[n] + (1 - alpha)*eta*g[n]
    w[n+1] = w[n] - change[n+1]
""")

BASE = ("change[0]", "power[0]")
STEP = define("""
    step(w[N], grad[N], delta[N]; lr: real, momentum: real in [0,1]) -> w_next, delta_next
    delta_next[i] = momentum*delta[i] + (1 - momentum)*lr*grad[i]
    w_next[i] = w[i] - delta_next[i]
""")

ALGORITHM = (
    Entry(
        "C18.1",
        r"for all $k \in \mathrm{Outputs}$: $\delta_k = -o_k (1 - o_k)(t_k - o_k)$",
        Equal("dE_dS[j]", "-o[j]*(1 - o[j])*(t[j] - o[j])", LOGISTIC_NODE, OVER),
        assumptions="the activation printed, $1/(1 + e^{-x})$",
        note="here, unlike C17, without $2\\alpha$",
    ),
    Entry(
        "C18.2",
        r"for each node of each earlier level: $\delta_j = o_j (1 - o_j) "
        r"\sum_{k \in \mathrm{Children}(j)} \delta_k w_{j,k}$",
        Equal("delta[j]", "o[j]*(1 - o[j])*sum[k](delta_above[k]*w[j,k])", LOGISTIC_LAYER, ABOVE),
        assumptions="the activation printed, $1/(1 + e^{-x})$",
    ),
    Entry(
        "C18.3",
        r"$\Delta w_{i,j}(n) = \alpha \Delta w_{i,j}(n-1) + (1 - \alpha) \eta \delta_j o_i$, "
        r"$w_{i,j}(n) = w_{i,j}(n-1) - \Delta w_{i,j}(n)$",
        Definition(
            STEP,
            "momentum_averaged",
        ),
        note=r"$\delta_j o_i$ is the gradient (C17.8); $\Delta w$ is called delta and $\alpha$ momentum",
    ),
    Entry(
        "C18.4",
        r"without inertia, $\alpha = 0$, the algorithm is C13",
        Equal("w_next[i]", "w[i] - lr*grad[i]", specialised(STEP, {"momentum": 0}), {"i": "N"}),
        ours=True,
    ),
    Entry(
        "C18.5",
        r"the $\Delta w = -\eta \delta o$ of C17 in the place of this one, subtracted as here, goes uphill: "
        r"it is $w + \eta \delta o$",
        SameSystem(NEGATIVE_SUBTRACTED, UP),
        ours=True,
    ),
    Entry(
        "C18.6",
        r"under a constant gradient $g$, from $\Delta w(0) = 0$: $\Delta w(n) = (1 - \alpha^n) \eta g$",
        Inductive("change[n]", "(1 - power[n])*eta*g", "n", 0, "T", STEADY, {}, BASE, ("change[n+1]", "power[n+1]")),
        note="so the inertia changes no step in the long run, it only smooths",
        ours=True,
    ),
    Entry(
        "C18.7",
        r"what has not been stepped yet is owed by the inertia: $w(n) = w(0) - \sum_{m<n} \eta g_m + "
        r"\frac{\alpha}{1 - \alpha} \Delta w(n)$, multiplied by $1 - \alpha$",
        Inductive(
            "(1 - alpha)*w[n]",
            "(1 - alpha)*(w0 - sum[m]([m < n]*eta*g[m])) + alpha*change[n]",
            "n",
            0,
            "T",
            WEIGHTS,
            {"m": "T"},
            ("w[0]", "change[0]"),
            ("w[n+1]", "change[n+1]"),
        ),
        ours=True,
    ),
)


# Which activations

h = sympy.Symbol("h", real=True)
RELU = (h + abs(h)) / 2

DIFFERENTIABLE = (
    Entry(
        "C22.1",
        "for backpropagation to be applicable the activation must be differentiable",
        readings={
            "a derivative at every point, so that ReLU's on the left of 0 is that on the right": Same(
                sympy.Limit(RELU / h, h, 0, "-"), sympy.Limit(RELU / h, h, 0, "+")
            ),
            "the recurrence is the gradient for every differentiable activation": Equal(
                "dE_dw[l,i,j]",
                "delta[l,j]*o[l,i]",
                DEEP,
                {"l": "L", "i": width(LEVEL), "j": width(LEVEL + 1)},
            ),
        },
        note="ReLU, one of the activations listed, fails the first reading; in use its derivative at 0 is a convention",
    ),
    Entry(
        "C22.2",
        "the square of ReLU has a derivative at 0, so a cost may be differentiable where the activation is not",
        Same(sympy.Limit(RELU**2 / h, h, 0, "-"), sympy.Limit(RELU**2 / h, h, 0, "+")),
        ours=True,
    ),
)

ENTRIES = (*DESCENT, *OUTPUT_NODE, SEPARATE, *INNER_NODE, *ALGORITHM, *DIFFERENTIABLE)
