"""The statements of Kovalev: networks, backpropagation with its proof line by line, descent, convolution.

The lecture counts layers of neurons from 1 to L'. Here layers of weights count from 0: our a[l] is its
a[l+1], our W[l], b[l], z[l], delta[l] are its W[l+2], b[l+2], z[l+2], delta[l+2], and L' = L + 1.
"""

from __future__ import annotations

from dataclasses import replace

from nnmath.calculus import adjoint, tangent
from nnmath.calculus.differentiate import gradient, jacobian, rename_arrays
from nnmath.calculus.document import entries
from nnmath.ledger.entry import Definition, Entry
from nnmath.ledger.equations import Equal, Sizes
from nnmath.ledger.order import Order
from nnmath.ledger.together import together
from nnmath.notation import Index, System, define

LAYER = Index.name("l")


def width(at: Index | int | str) -> Index:
    """n(at)."""
    return Index.width("n", at)


NETWORK = define("""
    network(x[n(0)], y[n(L)], W[l:L, n(l+1), n(l)], b[l:L, n(l+1)]; sigma: function) -> C
    a[0,j] = x[j]
    z[l,j] = sum[k](W[l,j,k]*a[l,k]) + b[l,j]
    a[l+1,j] = sigma(z[l,j])
    C = 1/2*sum[j]((y[j] - a[L,j])**2)
""")

GRADIENT = rename_arrays(gradient(NETWORK), {"dC_dz": "delta"})

OUTPUT = define("""
    output(z[n], y[n]; sigma: function) -> C
    a[j] = sigma(z[j])
    C = 1/2*sum[k]((y[k] - a[k])**2)
""")

ACTIVATION = define("""
    activation(z[n]; sigma: function) -> a
    a[j] = sigma(z[j])
""")

NEXT = define("""
    next(z[J], W[K, J], b[K]; sigma: function) -> u
    u[k] = sum[s](W[k,s]*sigma(z[s])) + b[k]
""")


def one_layer_backwards() -> System:
    """One layer with its Jacobian and its backward pass; delta above is given, delta below follows."""
    backward = rename_arrays(adjoint(NEXT), {"bar_u": "delta_above", "bar_z": "delta"})
    statements = tuple(dict.fromkeys((*backward.statements, *jacobian(NEXT).statements)))
    return replace(backward, name="one layer backwards", statements=statements)


ONE_LAYER = one_layer_backwards()
NEIGHBOURS: dict[str, Index | str | int] = {"j": "J", "k": "K"}

FORWARD = define("""
    forward(x[N, n(0)], weights[l:L, n(l+1), n(l)], biases[l:L, n(l+1)]; sigma: function) -> y
    a[0,m,j] = x[m,j]
    a[l+1,m,j] = sigma[l](biases[l,j] + sum[k](a[l,m,k]*weights[l,j,k]))
    y[m,j] = a[L,m,j]
""")

COST = define("""
    cost(F[N, K], y[N, K]) -> C
    c[i] = 1/2*sum[k]((y[i,k] - F[i,k])**2)
    C = 1/N*sum[i](c[i])
""")

SQUARED = define("""
    squared(x[N], target[N]) -> loss
    loss = 1/2*sum[i]((target[i] - x[i])**2)
""")


LINE = define("""
    line(p[S], move[S], A[S, S], g[S], c) -> C, moved
    C = c + sum[r](g[r]*p[r]) + sum[r,s](A[r,s]*p[r]*p[s])
    q[r] = p[r] + move[r]
    moved = c + sum[r](g[r]*q[r]) + sum[r,s](A[r,s]*q[r]*q[s])
""")

COMPOSED = define("""
    composed(p[S], w[H, S]: mask, v[H]: mask; phi: function) -> C
    u[h] = sum[r](w[h,r]*p[r])
    C = sum[h](v[h]*phi(u[h]))
""")

BOTH_MODES = together("both modes", tangent(COMPOSED), gradient(COMPOSED))

EXAMPLES = define("""
    examples(p[S], w[N, S]; phi: function) -> C
    u[i] = sum[r](w[i,r]*p[r])
    C = 1/N*sum[i](phi[i](u[i]))
""")

DESCENT = define("""
    descent(g[S]; eta: real > 0) -> change
    step[r] = -eta*g[r]
    change = sum[r](g[r]*step[r])
""")

HADAMARD = define("""
    hadamard(x[n], y[n]) -> p
    p[k] = x[k]*y[k]
""")

SLIDING = define("""
    sliding(x[I], w[R]; c: real, j: int>=0) -> y, product, shifted, late, scaled
    o < I - R + 1
    e < I - R + 1 - j
    M[o,i] = sum[r]([i == o + r]*w[r])
    y[o] = sum[r](w[r]*x[o+r])
    product[o] = sum[i](M[o,i]*x[i])
    shift[i] = pad(x[i-j])
    shifted[o] = sum[r](w[r]*shift[o+r])
    late[e] = y[e]
    loud[i] = c*x[i]
    scaled[o] = sum[r](w[r]*loud[o+r])
""")

AVERAGE_POOL = define("""
    average_pool(x[N, C, H, W]; R: int>=1, S: int>=1, s0: int>=1, s1: int>=1,
        a0: int>=0, b0: int>=0, a1: int>=0, b1: int>=0, m0: int>=0, m1: int>=0) -> y
    u < R
    v < S
    o < (H + a0 + b0 - R)//s0 + 1
    w < (W + a1 + b1 - S)//s1 + 1
    high[o] = sum[u]([0 <= s0*o + u - a0 + m0]*[s0*o + u - a0 < H + m0])
    wide[w] = sum[v]([0 <= s1*w + v - a1 + m1]*[s1*w + v - a1 < W + m1])
    y[n,c,o,w] = sum[u,v](pad(x[n,c,s0*o+u-a0,s1*w+v-a1]))/(high[o]*wide[w])
""")

MAX_POOL = define("""
    max_pool(x[N, C, H, W]; R: int>=1, S: int>=1, s0: int>=1, s1: int>=1,
        a0: int>=0, b0: int>=0, a1: int>=0, b1: int>=0, d0: int>=1, d1: int>=1) -> y
    u < R
    v < S
    o < (H + a0 + b0 - d0*(R - 1) - 1)//s0 + 1
    w < (W + a1 + b1 - d1*(S - 1) - 1)//s1 + 1
    y[n,c,o,w] = max[u,v](pad(x[n,c,s0*o+d0*u-a0,s1*w+d1*v-a1]))
""")

STRETCH = define("""
    stretch(x[I], w[R]) -> y, stretched
    o < 2*I - R + 1
    e < I - R + 1
    wide[2*i] = x[i]
    wide[2*i+1] = x[i]
    y[e] = sum[r](w[r]*x[e+r])
    stretched[o] = sum[r](w[r]*wide[o+r])
""")

TWO_LAYERS = define("""
    two_layers(x[n1], w[n2, n1], b[n2], v[n3, n2], c[n3]; sigma: function) -> a
    h[j] = sigma(sum[i](w[j,i]*x[i]) + b[j])
    a[k] = sigma(sum[j](v[k,j]*h[j]) + c[k])
""")

PLACES: dict[str, Index | str | int] = {"o": "I - R + 1", "e": "I - R + 1 - j", "i": "I", "r": "R"}
FITS = ("I >= R", "R >= 1")

NETWORK_RANGES: dict[str, Index | str | int] = {"l": "L", "j": width(LAYER + 1), "k": width(LAYER)}

NETWORKS = (
    Entry("D1.1", r"$a^{[1]} = x$", Equal("a[0,j]", "x[j]", NETWORK, {"j": width(0)}, unfold=("a[0]",))),
    Entry(
        "D1.2",
        r"$a^{[\ell]} = \sigma(W^{[\ell]} a^{[\ell-1]} + b^{[\ell]}),\ \ell = 2, \ldots, L$",
        Equal(
            "a[l+1,j]",
            "sigma(sum[k](W[l,j,k]*a[l,k]) + b[l,j])",
            NETWORK,
            NETWORK_RANGES,
            unfold=("a[l+1]", "z[l]"),
        ),
        note="One line instead of two: the pre-activation put in.",
    ),
    Entry(
        "D1.3",
        r"$F(x) = a^{[L]}$",
        Definition(FORWARD, "mlp"),
        note="Both lines above and this one together; the library allows every layer an activation of its own.",
    ),
    Entry(
        "D2.1",
        r"(1) $C(p|X,Y) = \frac1N \sum_{i=1}^N C(p|x^{\{i\}}, y^{\{i\}})$",
        Equal("C", "1/N*sum[i,k]((y[i,k] - F[i,k])**2/2)", COST, {"i": "N", "k": "K"}, conditions=("N >= 1",)),
    ),
    Entry(
        "D2.2",
        r"(1) $C(p|x,y) = \frac12 \|y - F(x)\|_2^2$",
        Definition(SQUARED, "half_squared_error", "sum"),
    ),
)

DEFINITIONS = (
    Entry(
        "D6.1",
        r"$z^{[\ell]} := W^{[\ell]} a^{[\ell-1]} + b^{[\ell]}$",
        Equal("z[l,j]", "sum[k](W[l,j,k]*a[l,k]) + b[l,j]", NETWORK, NETWORK_RANGES, unfold=("z[l]",)),
    ),
    Entry(
        "D6.2",
        r"$a^{[\ell]} = \sigma(z^{[\ell]})$",
        Equal("a[l+1,j]", "sigma(z[l,j])", NETWORK, NETWORK_RANGES, unfold=("a[l+1]",)),
    ),
    Entry(
        "D6.3",
        r"$\delta^{[\ell]} \in \mathbb{R}^{n_\ell},\ \delta_j^{[\ell]} := \frac{\partial C}{\partial z_j^{[\ell]}}$",
        Definition(),
        note="The object: delta of the gradient system that every following line is decided in.",
    ),
    Entry(
        "D6.4",
        r"Hadamard product: $(x \circ y)_k = x_k y_k$",
        Equal("p[k]", "y[k]*x[k]", HADAMARD, {"k": "n"}),
    ),
)

THEOREM = (
    Entry(
        "D6.5",
        r"(2) $\delta^{[L]} = \sigma'(z^{[L]}) \circ (a^{[L]} - y)$",
        Equal(
            "delta[L-1,j]",
            "sigma.prime(z[L-1,j])*(a[L,j] - y[j])",
            GRADIENT,
            {"j": width("L")},
            unfold=("delta[L-1]", "dC_da[L]"),
            conditions=("L >= 1",),
        ),
        assumptions="any number of layers, any widths, any differentiable activation",
    ),
    Entry(
        "D6.6",
        r"(3) $\delta^{[\ell]} = \sigma'(z^{[\ell]}) \circ (W^{[\ell+1]})^T \delta^{[\ell+1]},\ 2 \le \ell \le L-1$",
        Equal(
            "delta[l,j]",
            "sigma.prime(z[l,j])*sum[k](W[l+1,k,j]*delta[l+1,k])",
            GRADIENT,
            {"l": Index.name("L") - 1, "j": width(LAYER + 1), "k": width(LAYER + 2)},
            unfold=("delta[l]", "dC_da[l+1]"),
        ),
        assumptions="any number of layers, any widths, any differentiable activation",
    ),
    Entry(
        "D6.7",
        r"(4) $\frac{\partial C}{\partial b_j^{[\ell]}} = \delta_j^{[\ell]},\ 2 \le \ell \le L$",
        Equal("dC_db[l,j]", "delta[l,j]", GRADIENT, {"l": "L", "j": width(LAYER + 1)}),
        assumptions="any number of layers, any widths, any differentiable activation",
    ),
    Entry(
        "D6.8",
        r"(5) $\frac{\partial C}{\partial W_{jk}^{[\ell]}} = \delta_j^{[\ell]} a_k^{[\ell-1]},\ 2 \le \ell \le L$",
        Equal("dC_dW[l,j,k]", "delta[l,j]*a[l,k]", GRADIENT, NETWORK_RANGES),
        assumptions="any number of layers, any widths, any differentiable activation",
    ),
)

PROOF = (
    Entry(
        "D7.1",
        r"proof of (2): $\frac{\partial a_j^{[L]}}{\partial z_j^{[L]}} = \sigma'(z_j^{[L]})$",
        Equal("da_dz[j,j]", "sigma.prime(z[j])", jacobian(ACTIVATION), {"j": "n"}),
    ),
    Entry(
        "D7.2",
        r"proof of (2): $\frac{\partial C}{\partial a_j^{[L]}} = -(y_j - a_j^{[L]})$",
        Equal("dC_da[j]", "-(y[j] - a[j])", gradient(OUTPUT), {"j": "n"}),
    ),
    Entry(
        "D7.3",
        r"proof of (2): $\delta_j^{[L]} = \frac{\partial C}{\partial a_j^{[L]}} "
        r"\frac{\partial a_j^{[L]}}{\partial z_j^{[L]}}$",
        Equal("dC_dz[j]", "dC_da[j]*sigma.prime(z[j])", gradient(OUTPUT), {"j": "n"}),
    ),
    Entry(
        "D7.4",
        r"proof of (2): $\delta_j^{[L]} = (a_j^{[L]} - y_j)\,\sigma'(z_j^{[L]})$",
        Equal("dC_dz[j]", "(a[j] - y[j])*sigma.prime(z[j])", gradient(OUTPUT), {"j": "n"}),
    ),
    Entry(
        "D7.5",
        r"proof of (3): $\delta_j^{[\ell]} = \sum_{k=1}^{n_{\ell+1}} \frac{\partial C}{\partial z_k^{[\ell+1]}} "
        r"\frac{\partial z_k^{[\ell+1]}}{\partial z_j^{[\ell]}}$",
        Equal("delta[j]", "sum[k](delta_above[k]*du_dz[k,j])", ONE_LAYER, NEIGHBOURS),
    ),
    Entry(
        "D7.6",
        r"proof of (3): $\ldots = \sum_{k=1}^{n_{\ell+1}} \delta_j^{[\ell]} "
        r"\frac{\partial z_k^{[\ell+1]}}{\partial z_j^{[\ell]}}$",
        Equal("delta[j]", "sum[k](delta[j]*du_dz[k,j])", ONE_LAYER, NEIGHBOURS),
        corrected=Equal("delta[j]", "sum[k](delta_above[k]*du_dz[k,j])", ONE_LAYER, NEIGHBOURS),
        note="The slip is in the index and the layer of the first factor; the lines after it do not inherit it.",
    ),
    Entry(
        "D7.7",
        r"proof of (3): $z_k^{[\ell+1]} = \sum_{s=1}^{n_\ell} W_{ks}^{[\ell+1]} \sigma(z_s^{[\ell]}) + b_k^{[\ell+1]}$",
        Equal(
            "z[l+1,m]",
            "sum[j](W[l+1,m,j]*sigma(z[l,j])) + b[l+1,m]",
            NETWORK,
            {"l": Index.name("L") - 1, "j": width(LAYER + 1), "m": width(LAYER + 2)},
            unfold=("z[l+1]", "a[l+1]"),
        ),
    ),
    Entry(
        "D7.8",
        r"proof of (3): $\frac{\partial z_k^{[\ell+1]}}{\partial z_j^{[\ell]}} = "
        r"W_{kj}^{[\ell+1]} \sigma'(z_j^{[\ell]})$",
        Equal("du_dz[k,j]", "W[k,j]*sigma.prime(z[j])", ONE_LAYER, NEIGHBOURS),
    ),
    Entry(
        "D7.9",
        r"proof of (3): $\delta_j^{[\ell]} = \sum_{k=1}^{n_{\ell+1}} \delta_k^{[\ell+1]} W_{kj}^{[\ell+1]} "
        r"\sigma'(z_j^{[\ell]})$",
        Equal("delta[j]", "sum[k](delta_above[k]*W[k,j]*sigma.prime(z[j]))", ONE_LAYER, NEIGHBOURS),
    ),
    Entry(
        "D7.10",
        r"proof of (3): $\ldots = \sigma'(z_j^{[\ell]}) (W^{[\ell+1]})^\tau \delta^{[\ell+1]}$",
        readings={
            "component j of the product": Equal(
                "delta[j]", "sigma.prime(z[j])*sum[k](W[k,j]*delta_above[k])", ONE_LAYER, NEIGHBOURS
            ),
            "every component i of the vector, as printed": Equal(
                "delta[j]",
                "sigma.prime(z[j])*sum[k](W[k,i]*delta_above[k])",
                ONE_LAYER,
                {**NEIGHBOURS, "i": "J"},
            ),
        },
        note="A number stands on the left and a vector on the right; the index j of the product is not written.",
    ),
    Entry(
        "D7.11",
        r"proof of (4): $\frac{\partial z_j^{[\ell]}}{\partial b_j^{[\ell]}} = 1$",
        Equal("du_db[k,k]", "1", ONE_LAYER, NEIGHBOURS),
    ),
    Entry(
        "D7.12",
        r"proof of (4): $\frac{\partial C}{\partial b_j^{[\ell]}} = \frac{\partial C}{\partial z_j^{[\ell]}} "
        r"\frac{\partial z_j^{[\ell]}}{\partial b_j^{[\ell]}}$",
        Equal("bar_b[k]", "delta_above[k]*du_db[k,k]", ONE_LAYER, NEIGHBOURS),
    ),
    Entry(
        "D7.13",
        r"proof of (4): $\frac{\partial C}{\partial b_j^{[\ell]}} = \delta_j^{[\ell]}$",
        Equal("bar_b[k]", "delta_above[k]", ONE_LAYER, NEIGHBOURS),
    ),
    Entry(
        "D7.14",
        r"the proof of (5), left to the reader: $\frac{\partial z_i^{[\ell]}}{\partial W_{jk}^{[\ell]}} = "
        r"[i = j]\, a_k^{[\ell-1]}$",
        Equal("du_dW[o,k,j]", "[o == k]*sigma(z[j])", ONE_LAYER, {**NEIGHBOURS, "o": "K"}),
        ours=True,
    ),
    Entry(
        "D7.15",
        r"the proof of (5): $\frac{\partial C}{\partial W_{jk}^{[\ell]}} = \sum_i \delta_i^{[\ell]} "
        r"\frac{\partial z_i^{[\ell]}}{\partial W_{jk}^{[\ell]}} = \delta_j^{[\ell]} a_k^{[\ell-1]}$",
        Equal(
            "sum[o](delta_above[o]*du_dW[o,k,j])",
            "delta_above[k]*sigma(z[j])",
            ONE_LAYER,
            {**NEIGHBOURS, "o": "K"},
        ),
        ours=True,
    ),
)

TRAINING = (
    Entry(
        "D4.1",
        r"$C(p + \Delta p) = C(p) + \sum_{r=1}^S \frac{\partial C(p)}{\partial p_r} \Delta p_r$",
        Equal(
            "moved",
            "C + sum[r]((g[r] + sum[s]((A[r,s] + A[s,r])*p[s]))*move[r])",
            LINE,
            {"r": "S", "s": "S"},
        ),
        corrected=Equal(
            "moved",
            "C + sum[r]((g[r] + sum[s]((A[r,s] + A[s,r])*p[s]))*move[r]) + sum[r,s](A[r,s]*move[r]*move[s])",
            LINE,
            {"r": "S", "s": "S"},
        ),
        note="Printed with =, it holds to first order only. Already a quadratic cost has a further term.",
    ),
    Entry(
        "D4.2",
        r"to first order, $\dot C = \sum_{r=1}^S \frac{\partial C(p)}{\partial p_r} \dot p_r$",
        Equal(
            "dot_C",
            "sum[r](dC_dp[r]*dot_p[r])",
            BOTH_MODES,
            {"r": "S"},
        ),
        assumptions="parameters alone move; the cost is any sum of differentiable functions of linear forms",
        ours=True,
    ),
    Entry(
        "D5.1",
        r"$p_{t+1} := p_t - \eta \nabla C(p_t)$",
        Definition(
            define("""
                step(w[N], grad[N]; lr: real, weight_decay: real) -> w_next
                w_next[i] = w[i] - lr*(grad[i] + weight_decay*w[i])
            """),
            "sgd",
        ),
        note="nnmath.sgd with weight_decay = 0.",
    ),
    Entry(
        "D5.2",
        r"$\ldots = p_t - \eta \frac1N \sum_i \nabla C(p_t|x^{\{i\}}, y^{\{i\}})$",
        Equal(
            "dC_dp[r]",
            "1/N*sum[i](phi[i].prime(u[i])*w[i,r])",
            gradient(EXAMPLES),
            {"r": "S", "i": "N"},
            conditions=("N >= 1",),
        ),
        assumptions="the cost of each example is any differentiable function of a linear form of the parameters",
    ),
    Entry(
        "D11.1",
        r"to decrease $C$ it is necessary to choose the change opposite to the gradient",
        Order("sum[r](g[r]*m[r])", ">=", "0", define("move(g[S], m[S]) -> unit\nunit = 1"), {"r": "S"}),
        corrected=Order(
            "change",
            "<=",
            "0",
            DESCENT,
            {"r": "S"},
            because="eta*sum[r](g[r]**2)",
        ),
        note="Not necessary: every change with a negative inner product with the gradient decreases the cost to first "
        "order. (Read: any change that is not opposite does not decrease it.) What holds: the opposite one is enough.",
    ),
)

CONVOLUTION = (
    Entry(
        "D8.1",
        r"a kernel is a tensor of shape $(n, m, k_1, \ldots, k_N)$: output maps, input maps, kernel sizes",
        Definition(),
        note="The layout of the weights of conv1d, conv2d and conv3d.",
    ),
    Entry(
        "D8.2",
        r"without padding the output size is $o = (i - k) + 1$",
        Sizes("o - 1 + k <= i and i < o + k", {"i": 1, "k": 1}, given=["o == i - k + 1", "k <= i"]),
        note="o windows of length k fit into i places, and no more.",
    ),
    Entry(
        "D8.3",
        r"same padding, $p = k - 1$, gives $o = i$",
        Sizes("o == i", {"i": 1, "k": 1}, given=["p == k - 1", "o == (i + p - k)//1 + 1"]),
    ),
    Entry(
        "D8.4",
        r"full padding, $p = 2(k - 1)$, gives $o = i + (k - 1)$",
        Sizes("o == i + (k - 1)", {"i": 1, "k": 1}, given=["p == 2*(k - 1)", "o == (i + p - k)//1 + 1"]),
    ),
    Entry(
        "D8.5",
        r"in general $o = \lfloor \frac{i + p - k}{s} \rfloor + 1$",
        Sizes(
            "s*(o - 1) + k <= i + p and i + p < s*o + k",
            {"i": 1, "k": 1, "s": 1, "p": 0},
            given=["o == (i + p - k)//s + 1", "k <= i + p"],
        ),
        assumptions="p is the total padding; the kernel fits",
    ),
    Entry(
        "D8.6",
        r"MaxPool takes the largest value of a local neighbourhood",
        Definition(MAX_POOL, "max_pool2d"),
        note="Windows of R times S places, with stride, dilation and padding; places outside are never the largest.",
    ),
    Entry(
        "D8.7",
        r"pooling takes the average of a neighbourhood (AvgPool)",
        Definition(AVERAGE_POOL, "avg_pool2d"),
        note="Divided by the number of places of the window, those of the padding counted where m is the padding.",
    ),
    Entry(
        "D9.1",
        r"instead of fully connected weights we have a matrix of transitions (with shared weights)",
        Equal("y[o]", "product[o]", SLIDING, PLACES, conditions=FITS),
        note="M[o,i] is w[i-o] where that exists, else 0: every row holds the same R numbers.",
    ),
    Entry(
        "D9.2",
        r"translation invariance",
        readings={
            "the output does not change when the input moves": Equal(
                "shifted[o]", "y[o]", SLIDING, PLACES, conditions=FITS
            ),
            "the output moves along (equivariance), away from where places came in": Equal(
                "shifted[e+j]", "late[e]", SLIDING, PLACES, conditions=(*FITS, "I - R >= j")
            ),
        },
        note="Invariance is false, equivariance is true at stride 1. With stride s it holds for shifts by multiples "
        "of s.",
    ),
    Entry(
        "D9.3",
        r"invariance of scales",
        readings={
            "the output does not change when the input is stretched": Equal(
                "stretched[2*e]", "y[e]", STRETCH, {"e": "I - R + 1", "r": "R"}, conditions=FITS
            ),
            "the output is as many times as loud as the input": Equal(
                "scaled[o]", "c*y[o]", SLIDING, PLACES, conditions=FITS
            ),
        },
        note="A stretched pattern is not found by the same kernel; what scales is the amplitude.",
    ),
    Entry(
        "D9.4",
        r"sparse weights need little memory compared with fully connected layers",
        Sizes(
            "n*m*k <= (n*o)*(m*i)",
            {"n": 1, "m": 1, "k": 1, "i": 1},
            given=["o == i - k + 1", "k <= i"],
        ),
        note="Never more; as many only where the kernel is the whole input or has one place of one.",
    ),
    Entry(
        "D9.5",
        r"fewer strictly, wherever the kernel is shorter than the input",
        Sizes(
            "n*m*k < (n*o)*(m*i)",
            {"n": 1, "m": 1, "k": 1, "i": 1},
            given=["o == i - k + 1", "k <= i - 1"],
        ),
        ours=True,
    ),
    Entry(
        "D12.1",
        r"the matrix of transitions is very sparse",
        readings={
            "of every kernel: most entries are 0": Sizes(
                "2*o*(i - k) > o*i", {"k": 1, "i": 1}, given=["o == i - k + 1", "k <= i"]
            ),
            "of a kernel shorter than half the input": Sizes(
                "2*o*(i - k) > o*i", {"k": 1, "i": 1}, given=["o == i - k + 1", "2*k <= i - 1"]
            ),
        },
        note="Of o*i entries o*(i - k) are 0 whatever the weights are: the share 1 - k/i.",
    ),
    Entry(
        "D13.1",
        r"all parameters together: $\theta = (W, b) \in \mathbb{R}^S$",
        Definition(),
    ),
    Entry(
        "D13.2",
        r"two layers have $S = n_2 (n_1 + 1) + n_3 (n_2 + 1)$ parameters",
        Sizes(
            "S == n2*(n1 + 1) + n3*(n2 + 1)",
            {"n1": 1, "n2": 1, "n3": 1},
            given=[f"S == {entries(TWO_LAYERS, ('w', 'b', 'v', 'c'))}"],
        ),
        note="Counted from the arrays of the equations.",
        ours=True,
    ),
)

ENTRIES = (*NETWORKS, *TRAINING, *DEFINITIONS, *THEOREM, *PROOF, *CONVOLUTION)
