"""The statements of Data Mining in Action: networks, the graph of computation, backpropagation and what it saves."""

from __future__ import annotations

from dataclasses import replace

from nnmath.calculus.differentiate import gradient, jacobian
from nnmath.formulas import load
from nnmath.ledger.constructions import one_variable, two_variables
from nnmath.ledger.denial import Denial
from nnmath.ledger.entry import Definition, Entry, Illustrated, specialised
from nnmath.ledger.equations import Equal, Inductive
from nnmath.ledger.infeasible import Infeasible
from nnmath.ledger.operations import entry, stored
from nnmath.ledger.stepwise import Stepwise
from nnmath.notation import Index, System, define

MLP = load()["mlp"].system
LAYER = Index.name("l")
PLAIN_STEP = specialised(load()["sgd"].system, {"weight_decay": 0})


def width(at: Index | int) -> Index:
    """n(at)."""
    return Index.width("n", at)


ONE_MATRIX = define("""
    one_matrix(x[n], W[n, n], b[n], V[L, n, n], c[L, n]; shared: function, f: function) -> y, own
    h[0,j] = x[j]
    h[l+1,j] = shared(sum[k](W[j,k]*h[l,k]) + b[j])
    y[j] = h[L,j]
    g[0,j] = x[j]
    u[l,j] = sum[k](V[l,j,k]*g[l,k]) + c[l,j]
    g[l+1,j] = f[l](u[l,j])
    own[j] = g[L,j]
""")
"""Layers that share f, W and b, as the formula on the slides is printed, and layers that have their own."""

FOUR_LAYERS = define("""
    four_layers(x[d0], W0[d1, d0], b0[d1], W1[d2, d1], b1[d2], W2[d3, d2], b2[d3], W3[d4, d3], b3[d4];
        f0: function, f1: function, f2: function, f3: function) -> h3
    h0[j] = f0(sum[k](W0[j,k]*x[k]) + b0[j])
    h1[j] = f1(sum[k](W1[j,k]*h0[k]) + b1[j])
    h2[j] = f2(sum[k](W2[j,k]*h1[k]) + b2[j])
    h3[j] = f3(sum[k](W3[j,k]*h2[k]) + b3[j])
""")

GRAPH = define("""
    graph(x[I], w[H, I], v[H], y_true; sigma: function) -> L
    u[h] = sum[i](w[h,i]*x[i])
    s[h] = sigma(u[h])
    y = sum[h](v[h]*s[h])
    out = sigma(y)
    L = 1/2*(out - y_true)**2
""")


def _graph() -> System:
    """The graph, the derivatives of L by all its nodes, and the derivative along each edge."""
    edges = (
        "edge(y; sigma: function) -> out\nout = sigma(y)",
        "edge(s[H], v[H]) -> y\ny = sum[h](v[h]*s[h])",
        "edge(u[H]; sigma: function) -> s\ns[h] = sigma(u[h])",
        "edge(w[H, I], x[I]) -> u\nu[h] = sum[i](w[h,i]*x[i])",
    )
    found = gradient(GRAPH)
    lines = [s for text in edges for s in jacobian(define(text)).statements]
    return replace(found, statements=tuple(dict.fromkeys((*found.statements, *lines))))


WITH_EDGES = _graph()
OVER: dict[str, Index | str | int] = {"h": "H", "i": "I"}

SQUARED = define("""
    half_squared_error(x[N], target[N]) -> loss
    loss[n] = 1/2*(x[n] - target[n])**2
""")

UNIFORM = define("""
    uniform(x[I]: mask, V[n, I], W[L, n, n]; sigma: function, cost: function) -> C
    m < L + 1
    z[0,j] = sum[i](V[j,i]*x[i])
    a[m,k] = sigma[m](z[m,k])
    z[l+1,j] = sum[k](W[l,j,k]*a[l,k])
    C = sum[k](cost[k](a[L,k]))
""")
"""I inputs and L + 1 layers of n units."""

BACKWARD = gradient(UNIFORM)
ALL = ("dC_dz", "dC_da", "dC_dW", "dC_dV")
STORED = stored(BACKWARD, *ALL)
PER_Z, READS_A = entry(BACKWARD, "dC_dz", "dC_da")
PER_A, READS_Z = entry(BACKWARD, "dC_da", "dC_dz")
PER_W, _ = entry(BACKWARD, "dC_dW", "dC_dz")
PER_V, _ = entry(BACKWARD, "dC_dV", "dC_dz")


def _counts(units: str, inputs: str) -> System:
    """Multiplications of a network with m + 1 layers, as recurrences over m.

    A[m] and Z[m] are those for the derivative by one output and one pre-activation that lie m layers
    below the last, everything above computed anew; naive[m] and kept[m] those for all weights.
    """

    def put(text: str) -> str:
        return text.replace("I", f"({inputs})").replace("n", f"({units})").replace("L", "m")

    return define(f"""
        counts(unused; M: int >= 0, p: int >= 0, q: int >= 0) -> last
        m < M + 1
        s < M
        A[0] = 0*unused
        A[s+1] = {put(PER_A)} + ({put(READS_Z)})*Z[s]
        Z[m] = {put(PER_Z)} + ({put(READS_A)})*A[m]
        hidden[0] = 0*unused
        hidden[s+1] = hidden[s] + {put("n*n")}*({put(PER_W)} + Z[s])
        first[m] = {put("n*I")}*({put(PER_V)} + Z[m])
        naive[m] = hidden[m] + first[m]
        kept[m] = {put(STORED)}
        last = naive[M] + kept[M]
    """)


COUNTS = _counts("p + 1", "q + 1")
CHAIN_COUNTS = _counts("1", "1")
POSITIVE_A = Stepwise(
    "A[m]",
    ">=",
    "0",
    "m",
    "M",
    COUNTS,
    base="0",
    factor="p + 1",
    rest="2*(p + 1)",
    unfold_base=("A[0]",),
    unfold=("A[m+1]", "Z[m]"),
)

ONE_IN_CHAIN = Inductive("A[m]", "2*m", "m", 0, "M", CHAIN_COUNTS, {}, base=("A[0]",), step=("A[m+1]", "Z[m]"))

FIRST_SLOPE = "dL_dout*dout_dy*dy_ds[h]*ds_du[h,h]"
XOR = Infeasible(["b < 0", "w1 + b >= 0", "w2 + b >= 0", "w1 + w2 + b < 0"], (1, 1, 1, 1))
JUMP = Infeasible(["a <= e", "a >= 1 - e", "e < 1/2"], (1, 1, 2))

NETWORKS = (
    Entry(
        "B1.1",
        r"model of a neuron: $a(x) = \sigma(w^T x + b)$",
        Definition(
            define("""
                neuron(x[N, I], weight[I], bias; sigma: function) -> y
                y[n] = sigma(sum[i](weight[i]*x[n,i]) + bias)
            """),
            "neuron",
        ),
    ),
    Entry(
        "B3.1",
        r"if the next layer has many neurons: $h_t = f(W h_{t-1} + b)$",
        Equal(
            "a[l+1,m,j]",
            "sigma[l](sum[k](weights[l,j,k]*a[l,m,k]) + biases[l,j])",
            MLP,
            {"l": "L", "m": "N", "j": width(LAYER + 1), "k": width(LAYER)},
            unfold=("a[l+1]", "z[l]"),
        ),
        note="in the equations of nnmath.mlp",
    ),
    Entry(
        "B3.2",
        r"a network is layers $h_t = f(W h_{t-1} + b)$ one after the other (the formula beside every slide on it)",
        readings={
            "every layer has its own $f$, $W$ and $b$, as in B3.3": Equal(
                "g[l+1,j]",
                "f[l](sum[k](V[l,j,k]*g[l,k]) + c[l,j])",
                ONE_MATRIX,
                {"l": "L", "j": "n", "k": "n"},
                unfold=("g[l+1]", "u[l]"),
            ),
            "all layers have the $f$, $W$ and $b$ that are printed": Equal(
                "g[l+1,j]",
                "shared(sum[k](W[j,k]*g[l,k]) + b[j])",
                ONE_MATRIX,
                {"l": "L", "j": "n", "k": "n"},
                unfold=("g[l+1]", "u[l]"),
            ),
        },
        note="The formula has no index at $f$, $W$ and $b$; with one matrix for all layers it is a recurrent network.",
    ),
    Entry(
        "B3.3",
        r"$a(x) = f_3(W_3 f_2(W_2 f_1(W_1 f_0(W_0 x + b_0) + b_1) + b_2) + b_3)$",
        Equal(
            "h3[j]",
            "f3(sum[k](W3[j,k]*f2(sum[p](W2[k,p]*f1(sum[q](W1[p,q]*f0(sum[r](W0[q,r]*x[r]) + b0[q])) + b1[p])) + "
            "b2[k]))"
            " + b3[j])",
            FOUR_LAYERS,
            {"j": "d4", "k": "d3", "p": "d2", "q": "d1", "r": "d0"},
        ),
        note="four layers $h_t = f_t(W_t h_{t-1} + b_t)$ put into one another",
    ),
)

APPROXIMATION = (
    Entry(
        "B2.1",
        r"Cybenko, not strictly: given a function $f$ and the precision with which it is to be approximated "
        r"(whatever it "
        r"is), we always manage even with a one-layer network",
        readings={
            "a continuous function on a closed bounded set, one hidden layer": Illustrated(
                "a network with one hidden layer is close to a given function", one_variable
            ),
            "one layer and no hidden one": Denial(XOR),
            "any function, a step from 0 to 1 among them, by a network that is continuous": Denial(JUMP),
        },
        note=r"One layer does not even give XOR. At a step from 0 to 1 the value $a$ of a continuous network would be "
        r"within $e$ of both.",
    ),
    Entry(
        "B2.2",
        r"more strictly: $f$ must be continuous on some compact set in $R^n$, and the theorem holds on that set",
        Illustrated("a network with one hidden layer is close to a function of two variables", two_variables),
    ),
    Entry(
        "B2.3",
        r"at a step from 0 to 1 the error of a continuous network is at least $1/2$",
        JUMP,
        ours=True,
    ),
)

GRAPH_OF_COMPUTATION = (
    Entry(
        "B4.1",
        r"$L = \frac12 (\sigma - y_{true})^2$",
        Definition(SQUARED, "half_squared_error", "none"),
    ),
    Entry(
        "B4.2",
        r"then $\frac{\partial L}{\partial \sigma} = \sigma - y_{true}$",
        Equal("dL_dout", "out - y_true", WITH_EDGES, OVER),
    ),
    Entry(
        "B4.3",
        r"in gradient descent we would correct $u_2$ by the amount $\frac{\partial L}{\partial u_2}$",
        readings={
            "the amount itself is added, as printed": Equal("w_next[i] - w[i]", "grad[i]", PLAIN_STEP, {"i": "N"}),
            "in proportion to it, the other way": Equal("w_next[i] - w[i]", "-lr*grad[i]", PLAIN_STEP, {"i": "N"}),
        },
        note="The sign and the step size are not printed here; they are in B9.",
    ),
    Entry(
        "B6.1",
        r"$\frac{\partial L}{\partial w_{11}} = \frac{\partial L}{\partial u_1} \frac{\partial u_1}{\partial w_{11}}$",
        Equal("dL_dw[h,i]", "dL_du[h]*du_dw[h,h,i]", WITH_EDGES, OVER),
        note="any weight of the first layer in the place of $w_{11}$, that lead to neuron $h$ from input $i$",
    ),
    Entry(
        "B6.2",
        r"$\ldots = \frac{\partial L}{\partial u_1} x_1$",
        Equal("dL_dw[h,i]", "dL_du[h]*x[i]", WITH_EDGES, OVER),
    ),
    Entry(
        "B7.1",
        r"$\frac{\partial L}{\partial u_1} = \frac{\partial L}{\partial \sigma} \frac{\partial \sigma}{\partial y} "
        r"\frac{\partial y}{\partial \sigma_1} \frac{\partial \sigma_1}{\partial u_1}$",
        Equal("dL_du[h]", FIRST_SLOPE, WITH_EDGES, OVER),
        note="one hidden layer and one output, so that one path leads from the output to $u_1$",
    ),
    Entry(
        "B7.2",
        r"put in: $\frac{\partial L}{\partial u_1} = (\sigma - y_{true})\, \sigma'(y)\, v_1\, \sigma'(u_1)$",
        Equal("dL_du[h]", "(out - y_true)*sigma.prime(y)*v[h]*sigma.prime(u[h])", WITH_EDGES, OVER),
        ours=True,
    ),
    Entry(
        "B16.1",
        r"conclusion: for training, the derivatives of $L$ by the outputs of all neurons are needed (beside B6.2)",
        readings={
            r"by $u$, the sum in the neuron: they give the derivatives by the weights": Equal(
                "dL_dw[h,i]", "dL_du[h]*x[i]", WITH_EDGES, OVER
            ),
            r"by $\sigma(u)$, what the neuron gives out: they alone do": Equal(
                "dL_dw[h,i]", "dL_ds[h]*x[i]", WITH_EDGES, OVER
            ),
        },
        corrected=Equal("dL_dw[h,i]", "dL_ds[h]*sigma.prime(u[h])*x[i]", WITH_EDGES, OVER),
        note=r"B6.2 uses the derivative by the sum $u_1$, which is the neuron's output before its nonlinearity.",
    ),
    Entry(
        "B16.2",
        "the forward pass is needed to know the points at which the derivatives are to be computed",
        Equal("ds_du[h,h]", "sigma.prime(u[h])", WITH_EDGES, OVER),
        note="The derivative along the edge is the slope at the value $u_h$ of the forward pass.",
    ),
)

SAVINGS = (
    Entry(
        "B8.1",
        r"backprop goes through the graph from the end and writes these products into its nodes, instead of computing "
        r"the product anew every time: the products of a node are that of the nodes after it, times one edge",
        Equal(
            "dC_dz[l,k]",
            "sigma[l].prime(z[l,k])*sum[j](W[l,j,k]*dC_dz[l+1,j])",
            BACKWARD,
            {"l": "L", "k": "n", "j": "n"},
            unfold=("dC_dz[l]", "dC_da[l]"),
        ),
        note="The last clause says what is written; the sum is over the edges that leave the node.",
    ),
    Entry(
        "B8.2",
        rf"with $I$ inputs and $L + 1$ layers of $n$ units backprop takes ${STORED.replace('*', ' ')}$ multiplications",
        Equal("kept[m]", "(p + 1)*(2*m*(p + 1) + m + 1 + q + 1)", COUNTS, {"m": "M + 1"}),
        note="Counted from the statements of the derived backward pass, which are those that are compiled; here "
        r"$n = p + 1$, $I = q + 1$ and $L = m$. Linear in the number of weights, $n (L n + I)$.",
        ours=True,
    ),
    Entry(
        "B8.3",
        r"computed anew every time, one derivative by an output $m$ layers below the last takes $A_m$ multiplications, "
        r"$A_m (n - 1) = 2 n (n^m - 1)$: exponential in the depth",
        Inductive(
            "A[m]*p",
            "2*(p + 1)*((p + 1)**m - 1)",
            "m",
            0,
            "M",
            COUNTS,
            {},
            base=("A[0]",),
            step=("A[m+1]", "Z[m]"),
        ),
        note="The recurrence is read off the same statements: an entry costs its own multiplications and those of "
        "every "
        "entry that it reads.",
        ours=True,
    ),
    Entry(
        "B8.4",
        r"in a chain, $n = I = 1$, the weights computed one by one take $(L + 1)(L + 2)$ multiplications",
        Inductive(
            "naive[m]",
            "(m + 1)*(m + 2)",
            "m",
            0,
            "M",
            CHAIN_COUNTS,
            {},
            base=("naive[0]", "first[0]", "hidden[0]", "Z[0]", "A[0]"),
            step=("naive[m+1]", "first[m+1]", "hidden[m+1]", "Z[m+1]", "Z[m]", "A[m+1]", "Z[m]"),
            hypothesis=("naive[m]", "first[m]", "Z[m]"),
            lemmas=(ONE_IN_CHAIN,),
        ),
        note="Against $4 L + 2$ with the products stored (B8.2): the square of the depth instead of the depth.",
        ours=True,
    ),
    Entry(
        "B8.5",
        r"for no number of layers, units and inputs does backprop take more multiplications than the weights "
        r"computed one "
        r"by one",
        Stepwise(
            "naive[m]",
            ">=",
            "kept[m]",
            "m",
            "M",
            COUNTS,
            base="(p + 1)*q",
            factor="1",
            rest="A[m]*((p + 1)**2 + (p + 1)*(q + 1)*p) + (p + 1)*(1 + 2*p + 2*q + 2*p*q)",
            unfold_base=("naive[0]", "first[0]", "hidden[0]", "Z[0]", "A[0]", "kept[0]"),
            unfold=("naive", "first", "hidden[m+1]", "Z", "A[m+1]", "Z", "kept"),
            lemmas=(POSITIVE_A,),
        ),
        ours=True,
    ),
)

ENTRIES: tuple[Entry, ...] = (*NETWORKS, *APPROXIMATION, *GRAPH_OF_COMPUTATION, *SAVINGS)
