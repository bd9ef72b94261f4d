"""The statements of Sokolov's introduction: linear layers, activations, boosting, simple networks."""

from __future__ import annotations

from nnmath.ledger.entry import Definition, Entry
from nnmath.ledger.equations import Equal, Sizes, scalars
from nnmath.ledger.order import Order
from nnmath.notation import define

LAYER = define("""
    layer(x[N, I], weight[O, I], bias[O]) -> y
    y[n,j] = sum[i](weight[j,i]*x[n,i]) + bias[j]
""")

TWO_LAYERS = define("""
    two_layers(x[N], w[M, N], b[M], v[K, M], c[K]) -> s
    z[j] = sum[i](w[j,i]*x[i]) + b[j]
    s[k] = sum[j](v[k,j]*z[j]) + c[k]
""")

OVER = {"j": "M", "i": "N", "k": "K"}

ENTRIES = (
    Entry(
        "E3.1",
        r"fully connected: $z_j = \sum_{i=1}^n w_{ji} x_i + b_j$",
        Definition(LAYER, "linear"),
    ),
    Entry(
        "E3.3",
        r"1,000,000 inputs and 1000 outputs are 1,000,000,000 parameters",
        Sizes("n*m == 1000000000", {"n": 1, "m": 1}, given=["n == 1000000", "m == 1000"]),
        assumptions="weights alone, without the biases",
    ),
    Entry(
        "E4.1",
        r"two linear layers: $s_k = \sum_j v_{kj} z_j + c_k = "
        r"\sum_j \sum_i v_{kj} w_{ji} x_i + \sum_j v_{kj} b_j + c_k$",
        Equal("s[k]", "sum[j,i](v[k,j]*w[j,i]*x[i]) + sum[j](v[k,j]*b[j]) + c[k]", TWO_LAYERS, OVER),
    ),
    Entry(
        "E4.2",
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
        "E6.1",
        r"the slope of the sigmoid is at most $1/4$",
        Order("dsigmoid(x)", "<=", "1/4", scalars("x"), because="(sigmoid(x) - 1/2)**2"),
        ours=True,
    ),
)
