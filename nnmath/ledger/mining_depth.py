"""The statements of Data Mining in Action on depth: vanishing gradients, what helps, first weights."""

from __future__ import annotations

from dataclasses import replace

import sympy

from nnmath.calculus.differentiate import gradient, jacobian
from nnmath.ledger.descent import descent
from nnmath.ledger.entry import Definition, Entry
from nnmath.ledger.equations import Equal, Inductive, Same, scalars
from nnmath.ledger.order import Order
from nnmath.ledger.stepwise import Stepwise
from nnmath.notation import Index, System, define
from nnmath.notation.arrays import Array, Axis, Read
from nnmath.notation.system import Statement

PATH = define("""
    chain(x, w[L]; sigma: function, cost: function) -> C
    m < L
    a[0] = x
    z[l] = w[l]*a[l]
    a[l+1] = sigma(z[l])
    C = cost(a[L])
    P[0] = 1
    P[m+1] = P[m]*w[L-1-m]*sigma.prime(z[L-1-m])
""")

CHAIN = gradient(PATH)
"""One unit in each layer; P[m] is the product of the derivatives along the m last edges."""

FACTORS = define("""
    factors(e[L]; r: real > 0) -> last
    A[0] = 1
    A[l+1] = A[l]*(r*sigmoid(e[l]))
    G[0] = 1
    G[l+1] = G[l]*(r + exp(e[l]))
    last = A[L] + G[L]
""")
"""Products of numbers between 0 and r, and of numbers above r: every such number has this form."""

SLOPES = define("""
    slopes(z[L], w[L]) -> last
    S[0] = 1
    S[l+1] = S[l]*abs(w[l])*dsigmoid(z[l])
    W[0] = 1
    W[l+1] = W[l]*abs(w[l])
    H[0] = 1
    H[l+1] = H[l]*abs(w[l])*sech2(z[l])
    last = S[L] + W[L] + H[L]
""")
"""The modulus of the product along a path of sigmoids and of tanh, and of its weights alone."""

LAYERS = jacobian(
    define("""
        layers(x[I], W[J, I]: mask, V[K, J]: mask; sigma: function) -> y
        z[j] = sum[i](W[j,i]*x[i])
        a[j] = sigma(z[j])
        u[k] = sum[j](V[k,j]*a[j])
        y[k] = sigma(u[k])
    """)
)

MANY_PATHS = define(
    """
    many_paths(unused; M: int >= 0, n: int >= 1) -> last
    s < M
    k < n
    G[0,k] = 1 + 0*unused
    G[s+1,k] = sum[j]([0 <= j]*G[s,j]/4)
    last = sum[k](G[M,k])
""",
    "j < n",
)
"""A network of n sigmoids a layer, all weights 1, every slope 1/4: the derivative by a unit, going back."""

RESIDUAL = gradient(
    define("""
        residual(x; L: int >= 0, f: function) -> C
        l < L
        a[0] = x
        a[l+1] = a[l] + f[l](a[l])
        C = a[L]
    """)
)

CLIPPED = define("""
    clipped(g[N]; c: real > 0) -> y
    size = sum[i](g[i]**2)
    y[i] = c*g[i]/sqrt(size)
    v[i] = c if g[i] > c else -c if g[i] < -c else g[i]
""")

TWINS = define("""
    twins(x[N, I], theta[H, I+1+O]; H: int >= 1, O: int >= 0, phi: function, cost: function) -> C
    h < H
    i < I
    k < O
    z[n,h] = sum[i](theta[h,i]*x[n,i]) + theta[h,I]
    a[n,h] = phi(z[n,h])
    y[n,k] = sum[h](theta[h,I+1+k]*a[n,h])
    C = sum[n,k](cost[n,k](y[n,k]))
""")
"""One hidden layer; row h of theta holds all numbers of unit h: weights in, its bias, weights out."""

ZEROS = define("""
    zeros(x[N, I], theta[H, I+1+O], c[O]; H: int >= 1, O: int >= 0, cost: function) -> C
    h < H
    i < I
    k < O
    z[n,h] = sum[i](theta[h,i]*x[n,i]) + theta[h,I]
    a[n,h] = tanh(z[n,h])
    y[n,k] = sum[h](theta[h,I+1+k]*a[n,h]) + c[k]
    C = sum[n,k](cost[n,k](y[n,k]))
""")


def _with_first_unit(system: System) -> System:
    """Besides, first[t] is the row of the first unit."""
    rows = system["theta"]
    time, _, numbers = rows.axes
    first = Array("first", (time, numbers))
    at = (Index.name("t"), Index.name("c"))
    line = Statement(first, at, (time, Axis("c", numbers.size)), Read(rows, (at[0], Index.of(0), at[1])))
    return replace(system, statements=(*system.statements, line))


ALIKE = _with_first_unit(descent(TWINS, "theta", alike=(0,)))

AT_ZERO = descent(ZEROS, "theta", alike=(0, 1))

OVER_UNITS: dict[str, Index | str | int] = {"p": "H", "c": "I + 1 + O", "n": "N", "k": "O", "i": "I"}

ONE_STEP = ("dC_dtheta[t]", "dC_dz[t]", "dC_da[t]", "a[t]", "z[t]")

SPREAD = define("""
    spread(V0; L: int >= 0, n: int >= 1, v: real > 0, f: real > 0) -> V
    l < L
    V[0] = V0
    V[l+1] = n*v*f*V[l]
""")
"""The variance through layers of n inputs, weights of variance v; the activation keeps the share f of it."""

MOMENTS = define("""
    moments(X[I, I], v, q) -> second
    W[i,j] = [i == j]*v
    second = sum[i,j](W[i,j]*X[i,j])
""")

DOUBLED = define("""
    doubled(x, w; sigma: function) -> slope, twice
    slope = w*sigma.prime(w*x)
    twice = (2*w)*sigma.prime((2*w)*x)
    linear = w*sigma.prime(x)
    twice_linear = (2*w)*sigma.prime(x)
""")

GLOROT = define("glorot(a[I], b[O]) -> v", "v = 2/(I + O)")

Z, B, SIGMA = sympy.symbols("z b sigma", positive=True)

GROWTH = sympy.Symbol("q", positive=True)

DEPTH = sympy.Symbol("m", integer=True, positive=True)

NORMAL = sympy.exp(-(Z**2) / (2 * SIGMA**2)) / (SIGMA * sympy.sqrt(2 * sympy.pi))

POSITIVE_PRODUCT = Stepwise(
    "A[m]",
    ">",
    "0",
    "m",
    "L",
    FACTORS,
    base="1",
    factor="r*sigmoid(e[m])",
    unfold_base=("A[0]",),
    unfold=("A[m+1]",),
)

POSITIVE_GROWTH = Stepwise(
    "G[m]", ">", "0", "m", "L", FACTORS, base="1", factor="r + exp(e[m])", unfold_base=("G[0]",), unfold=("G[m+1]",)
)


def _never_negative(name: str, slope: str) -> Stepwise:
    return Stepwise(
        f"{name}[m]",
        ">=",
        "0",
        "m",
        "L",
        SLOPES,
        base="1",
        factor=f"abs(w[m])*{slope}",
        unfold_base=(f"{name}[0]",),
        unfold=(f"{name}[m+1]",),
    )


VANISHING = (
    Entry(
        "B11.1",
        r"the derivative by a neuron is, by the chain rule, the product of the derivatives along the path to it "
        r"from the "
        r"output",
        readings={
            "one neuron in each layer, any number of layers": Inductive(
                "dC_da[L-m]",
                "cost.prime(a[L])*P[m]",
                "m",
                0,
                "L",
                CHAIN,
                {},
                base=("dC_da[L]", "P[0]"),
                step=("dC_da[L-m-1]", "dC_dz[L-m-1]", "P[m+1]"),
            ),
            "several neurons, the product along any one path": Equal(
                "dy_dx[k,i]",
                "sigma.prime(u[k])*V[k,j]*sigma.prime(z[j])*W[j,i]",
                LAYERS,
                {"k": "K", "j": "J", "i": "I"},
            ),
        },
        corrected=Equal(
            "dy_dx[k,i]",
            "sum[j](sigma.prime(u[k])*V[k,j]*sigma.prime(z[j])*W[j,i])",
            LAYERS,
            {"k": "K", "j": "J", "i": "I"},
        ),
        note="Where several paths lead to a neuron, their products are added up.",
    ),
    Entry(
        "B11.2",
        r"if each of the derivatives is small in modulus, the product is small as well: where all are below $r$, the "
        r"product of $m$ is at most $r^m$",
        Stepwise(
            "A[m]",
            "<=",
            "r**m",
            "m",
            "L",
            FACTORS,
            base="0",
            factor="r",
            rest="r*A[m]*sigmoid(-e[m])",
            unfold_base=("A[0]",),
            unfold=("A[m+1]",),
            lemmas=(POSITIVE_PRODUCT,),
        ),
        assumptions="none of the derivatives is 0 (else the product is 0)",
        note="The second half makes the first definite. A number is between 0 and $r$ where it is $r \\sigma(e)$.",
    ),
    Entry(
        "B11.3",
        r"... for $r < 1$ the bound tends to 0 with the depth",
        Same(sympy.Limit((1 + GROWTH) ** (-DEPTH), DEPTH, sympy.oo), sympy.Integer(0)),
        assumptions=r"$r = 1/(1 + q)$, $q > 0$",
        ours=True,
    ),
    Entry(
        "B11.4",
        r"the more layers, the smaller: one more derivative below 1 in modulus makes the product smaller",
        Order("u*sigmoid(e)", "<", "u", scalars("e", "u > 0"), because="u*sigmoid(-e)"),
        assumptions="none of the derivatives is 0",
        note=r"$u$ is the modulus of the product so far, $\sigma(e)$ any number between 0 and 1.",
    ),
    Entry(
        "B11.5",
        r"so in the depth the weights will not change: the derivative by a weight is 0",
        Equal("dsigmoid(x)", "0", scalars("x")),
        corrected=Order("dsigmoid(x)", ">", "0", scalars("x"), because="sigmoid(x)*sigmoid(-x)"),
        note="They change little (B11.9), but they do: the slope of a sigmoid is nowhere 0, nor is a product of "
        "such slopes "
        "and of weights that are not 0.",
    ),
    Entry(
        "B11.6",
        r"the slope of the sigmoid is at most $1/4$",
        Order("dsigmoid(x)", "<=", "1/4", scalars("x"), because="(sigmoid(x) - 1/2)**2"),
        ours=True,
    ),
    Entry("B11.7", r"and $1/4$ at 0", Equal("dsigmoid(0*x)", "1/4", scalars("x")), ours=True),
    Entry(
        "B11.8",
        r"the slope of tanh is at most 1, which it is at 0",
        Order("sech2(x)", "<=", "1", scalars("x"), because="tanh(x)**2"),
        ours=True,
    ),
    Entry(
        "B11.9",
        r"through $m$ layers of sigmoids the modulus of the product is at most $4^{-m} \prod |w|$",
        Stepwise(
            "S[m]",
            "<=",
            "W[m]/4**m",
            "m",
            "L",
            SLOPES,
            base="0",
            factor="abs(w[m])/4",
            rest="S[m]*abs(w[m])*(sigmoid(z[m]) - 1/2)**2",
            unfold_base=("S[0]", "W[0]"),
            unfold=("S[m+1]", "W[m+1]"),
            lemmas=(_never_negative("S", "dsigmoid(z[m])"),),
        ),
        ours=True,
    ),
    Entry(
        "B11.10",
        r"through layers of tanh at most $\prod |w|$",
        Stepwise(
            "H[m]",
            "<=",
            "W[m]",
            "m",
            "L",
            SLOPES,
            base="0",
            factor="abs(w[m])",
            rest="H[m]*abs(w[m])*tanh(z[m])**2",
            unfold_base=("H[0]", "W[0]"),
            unfold=("H[m+1]", "W[m+1]"),
            lemmas=(_never_negative("H", "sech2(z[m])"),),
        ),
        ours=True,
    ),
    Entry(
        "B11.11",
        r"explosion, for derivatives large in modulus: the modulus of the product of the derivatives grows "
        r"exponentially "
        r"with the number of layers: where all are above $r$, the product of $m$ is at least $r^m$",
        Stepwise(
            "G[m]",
            ">=",
            "r**m",
            "m",
            "L",
            FACTORS,
            base="0",
            factor="r",
            rest="G[m]*exp(e[m])",
            unfold_base=("G[0]",),
            unfold=("G[m+1]",),
            lemmas=(POSITIVE_GROWTH,),
        ),
        note="The last clause makes the first definite; the bound grows exponentially for $r > 1$.",
    ),
    Entry(
        "B11.12",
        r"the more layers, the larger the gradients",
        readings={
            "along one path, one more derivative above 1": Order(
                "u*(1 + exp(e))", ">", "u", scalars("e", "u > 0"), because="u*exp(e)"
            ),
            "along two paths with opposite signs, both moduli grown alike": Order(
                "abs(u*(1 + exp(e)) - u*(1 + exp(e)))", ">", "u", scalars("e", "u > 0")
            ),
        },
        note="Paths with opposite signs take from each other.",
    ),
    Entry(
        "B11.13",
        r"what several paths change: with $n$ sigmoids a layer, weights 1 and slopes $1/4$ the derivative after "
        r"$m$ layers "
        r"is $(n/4)^m$, although each path has the product $4^{-m}$",
        Inductive(
            "G[m,k]", "(n/4)**m", "m", 0, "M", MANY_PATHS, {"k": "n", "j": "n"}, base=("G[0]",), step=("G[m+1]",)
        ),
        note="It grows for $n > 4$.",
        ours=True,
    ),
)

REMEDIES = (
    Entry(
        "B12.1",
        r"residual connections: now the gradient will arrive without damping",
        readings={
            "one term of it, for any number of layers": Inductive(
                "dC_da[l]",
                "1 + sum[m]([0 <= m - l]*dC_da[m+1]*f[m].prime(a[m]))",
                "l",
                0,
                "L",
                RESIDUAL,
                {"m": "L"},
                base=("dC_da[L]",),
                step=("dC_da[l]",),
                direction="down",
            ),
            "the gradient itself, which is then at least 1 in every layer": Order(
                "dC_da[l]", ">=", "1", RESIDUAL, {"l": "L"}
            ),
        },
        note="A 1 stays whatever the layers do, but they can take it away: a layer with the slope $-1$ does.",
    ),
    Entry(
        "B12.2",
        r"one step back through a residual connection: $\frac{\partial C}{\partial a_l} = "
        r"\frac{\partial C}{\partial a_{l+1}} (1 + f_l'(a_l))$",
        Equal("dC_da[l]", "dC_da[l+1]*(1 + f[l].prime(a[l]))", RESIDUAL, {"l": "L"}, unfold=("dC_da[l]",)),
        ours=True,
    ),
    Entry(
        "B12.3",
        r"large gradients we simply cut (gradient clipping)",
        Definition(
            define("""
                clip_grad_value(grad[N]; clip_value: real >= 0) -> clipped
                low[i] = -clip_value if grad[i] < -clip_value else grad[i]
                clipped[i] = clip_value if grad[i] > clip_value else low[i]
            """),
            "clip_grad_value",
        ),
        note="entry by entry; nnmath.clip_grad_norm cuts the length of the whole gradient",
    ),
    Entry(
        "B12.4",
        r"cut by its norm, the gradient has the length $c$",
        Equal("sum[i](y[i]**2)", "c**2", CLIPPED, {"i": "N"}, conditions=("N >= 1",)),
        assumptions="where it was longer; the gradient is not 0",
        ours=True,
    ),
    Entry(
        "B12.5",
        r"the cut gradient keeps its direction: all ratios of its entries",
        readings={
            "cut by norm": Equal("y[i]*g[j]", "y[j]*g[i]", CLIPPED, {"i": "N", "j": "N"}),
            "cut by value": Equal("v[i]*g[j]", "v[j]*g[i]", CLIPPED, {"i": "N", "j": "N"}),
        },
        ours=True,
    ),
)

FIRST_WEIGHTS = (
    Entry(
        "B13.1",
        r"one should not take all weights equal: hidden units that begin with equal weights have equal weights "
        r"after any "
        r"number of steps of gradient descent",
        Inductive(
            "theta[t,p,c]",
            "first[t,c]",
            "t",
            0,
            "T",
            ALIKE,
            OVER_UNITS,
            base=("theta[0]", "first[0]", "theta[0]"),
            step=("theta[t+1]", "first[t+1]", "theta[t+1]", *ONE_STEP),
        ),
        assumptions="one hidden layer of any width, any differentiable activation and costs, any data and rate",
        note="The second half is the reason, which the slide does not give. The step is that of the derived gradient.",
    ),
    Entry(
        "B13.2",
        r"especially not equal to zero: with tanh and all weights and biases of the hidden units 0 (those that "
        r"lead out of "
        r"them, too) they are 0 after any number of steps",
        Inductive(
            "theta[t,p,c]",
            "0",
            "t",
            0,
            "T",
            AT_ZERO,
            OVER_UNITS,
            base=("theta[0]",),
            step=("theta[t+1]", *ONE_STEP),
            assuming=("start_theta = 0",),
        ),
        note="whatever the biases of the outputs are",
    ),
    Entry(
        "B17.1",
        r"all derivatives are either weights between neurons or derivatives of the nonlinearities: $\frac{\partial y_k}"
        r"{\partial x_i}$ is made of these",
        Equal(
            "dy_dx[k,i]",
            "sum[j](sigma.prime(u[k])*V[k,j]*sigma.prime(z[j])*W[j,i])",
            LAYERS,
            {"k": "K", "j": "J", "i": "I"},
        ),
        note="from the outputs to the inputs of two layers; before them comes the derivative of the loss (B4.2), "
        "which is "
        "neither",
    ),
    Entry(
        "B17.2",
        r"that is, the derivatives are proportional to the weights along the path to the node",
        readings={
            "with the slopes as they are": Equal("twice_linear", "2*linear", DOUBLED),
            "with the slopes that the new weights bring": Equal("twice", "2*slope", DOUBLED),
        },
        note="A weight doubled; one unit.",
    ),
    Entry(
        "B17.3",
        r"initialisation from a normal distribution may lead to vanishing or explosion: after $l$ layers the "
        r"variance is "
        r"$(n v f)^l V_0$",
        Inductive("V[l]", "(n*v*f)**l*V0", "l", 0, "L", SPREAD, {}, base=("V[0]",), step=("V[l+1]",)),
        assumptions="$n$ inputs a unit, independent weights of mean 0 and variance $v$, an activation that keeps "
        "the share "
        "$f$ of the mean square",
        note="The second half makes the first definite: it vanishes where $n v f < 1$ and explodes where $n v f > 1$.",
    ),
    Entry(
        "B17.4",
        r"where each layer's factor comes from: $E z^2 = I\, v\, E x^2$ for $z = \sum_i w_i x_i$ with uncorrelated "
        r"weights",
        Equal("second", "I*v*q", MOMENTS, {"i": "I", "j": "I"}, assuming=("X[i,i] = q",)),
        note=r"$X$ and $W$ are the second moments of inputs and weights, $q = E x_i^2$.",
        ours=True,
    ),
    Entry(
        "B17.5",
        r"there are heuristics that prevent the effect. LeCun, $v = 1/n$, where the activation keeps the variance: the "
        r"factor $n v f$ is 1",
        Equal("n*(1/n)*f", "f", SPREAD, conditions=("n >= 1",)),
        note="with $f = 1$",
        ours=True,
    ),
    Entry(
        "B17.6",
        r"He, $v = 2/n$: a rectifier keeps half of the mean square, here of a normal distribution",
        Same(sympy.Integral(Z**2 * NORMAL, (Z, 0, sympy.oo)), SIGMA**2 / 2),
        ours=True,
    ),
    Entry(
        "B17.7",
        r"Xavier, $v = 2/(I + O)$: the factors forwards and backwards, $I v$ and $O v$, are 1 on the average",
        Equal("(I*v + O*v)/2", "1", GLOROT, conditions=("I >= 1", "O >= 1")),
        ours=True,
    ),
    Entry(
        "B17.8",
        r"and their product falls short of 1 by $\left(\frac{I - O}{I + O}\right)^2$",
        Equal("I*v*(O*v)", "1 - ((I - O)/(I + O))**2", GLOROT, conditions=("I >= 1", "O >= 1")),
        ours=True,
    ),
    Entry(
        "B17.9",
        r"uniform in $[-b, b]$ the variance is $b^2/3$, so $b = \sqrt3$ standard deviations",
        Same(sympy.Integral(Z**2 / (2 * B), (Z, -B, B)), B**2 / 3),
        ours=True,
    ),
)

ENTRIES: tuple[Entry, ...] = (
    *VANISHING,
    *REMEDIES,
    *FIRST_WEIGHTS,
)
