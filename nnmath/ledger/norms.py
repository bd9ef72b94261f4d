"""The statements of Kovalev on p-norms, on the metric that is left where p < 1, and on the spaces of these p."""

from __future__ import annotations

from nnmath.ledger.denial import Denial
from nnmath.ledger.entry import Definition, Entry
from nnmath.ledger.equations import Equal
from nnmath.ledger.nonnegative import AboveTangent, Combination, Part, PiecewiseLinear
from nnmath.ledger.order import Order
from nnmath.notation import define

SIDES = PiecewiseLinear("abs(x) + abs(y) - abs(x + y)", {"x": "real", "y": "real"})

BERNOULLI = AboveTangent("t**p - 1 - p*(t - 1)", {"t": "nonnegative", "p": ">= 1"}, "t", "1")
CONCAVE = AboveTangent("1 + p*(t - 1) - t**p", {"t": "nonnegative", "p": "in (0,1)"}, "t", "1")
INVERSE = AboveTangent("t**(-r) - 1 + r*(t - 1)", {"t": "positive", "r": "positive"}, "t", "1")

CONVEX = Combination(
    "X**(1-p)*abs(s - y)**p + Y**(1-p)*abs(y)**p - (X + Y)**(1-p)*abs(s)**p",
    {"s": "real", "y": "real", "X": "positive", "Y": "positive", "p": ">= 1"},
    (
        Part("X*(abs(s)/(X + Y))**p", BERNOULLI, {"t": "abs(s - y)*(X + Y)/(X*abs(s))", "p": "p"}),
        Part("Y*(abs(s)/(X + Y))**p", BERNOULLI, {"t": "abs(y)*(X + Y)/(Y*abs(s))", "p": "p"}),
        Part("p*(abs(s)/(X + Y))**(p-1)", SIDES, {"x": "s - y", "y": "y"}),
    ),
    split=("s",),
)

BOTH = "(abs(x) + abs(y))"

SUBADDITIVE = Combination(
    "abs(x)**p + abs(y)**p - abs(x + y)**p",
    {"x": "real", "y": "real", "p": "in (0,1)"},
    (
        Part(f"abs(x)*{BOTH}**(p-1)", INVERSE, {"t": f"abs(x)/{BOTH}", "r": "1 - p"}),
        Part(f"abs(y)*{BOTH}**(p-1)", INVERSE, {"t": f"abs(y)/{BOTH}", "r": "1 - p"}),
        Part(f"{BOTH}**p", CONCAVE, {"t": f"abs(x + y)/{BOTH}", "p": "p"}),
        Part(f"p*{BOTH}**(p-1)", SIDES, {"x": "x", "y": "y"}),
    ),
    rest=f"2*(1 - p)*abs(x)*abs(y)*{BOTH}**(p-2)",
    split=("x", "y"),
)

SMALLER_POWER = Combination(
    "1 + u - u**s",
    {"u": "nonnegative", "s": "in (0,1)"},
    (Part("1", CONCAVE, {"t": "u", "p": "s"}),),
    rest="(1 - s)*u + s",
)

NORM = define("""
    norm(x[N], y[N], C: positive; p: real >= 1) -> X, Y, Z, of_multiple, of_opposite
    X = sum[i](abs(x[i])**p)**(1/p)
    Y = sum[i](abs(y[i])**p)**(1/p)
    Z = sum[i](abs(x[i] + y[i])**p)**(1/p)
    of_multiple = sum[i](abs(C*x[i])**p)**(1/p)
    of_opposite = sum[i](abs(-x[i])**p)**(1/p)
""")

ZERO = define("""
    zero(y[N]; p: real >= 1) -> X, Y, Z
    x[i] = 0*y[i]
    X = sum[i](abs(x[i])**p)**(1/p)
    Y = sum[i](abs(y[i])**p)**(1/p)
    Z = sum[i](abs(x[i] + y[i])**p)**(1/p)
""")

CORNER = define("""
    corner(unit; q: real > 1) -> X, Y, Z
    X = (abs(1)**(1/q) + abs(0)**(1/q))**q
    Y = (abs(0)**(1/q) + abs(1)**(1/q))**q
    Z = (abs(1 + 0)**(1/q) + abs(0 + 1)**(1/q))**q
""")

DISTANCE = define("""
    distance(x[N], y[N], z[N], C: positive; p: real in (0,1)) -> xy, yx, yz, xz, xx, multiple
    xy = sum[i](abs(x[i] - y[i])**p)
    yx = sum[i](abs(y[i] - x[i])**p)
    yz = sum[i](abs(y[i] - z[i])**p)
    xz = sum[i](abs(x[i] - z[i])**p)
    xx = sum[i](abs(x[i] - x[i])**p)
    multiple = sum[i](abs(C*x[i] - C*y[i])**p)
""")

VECTOR = define("""
    vector(x[N]; s: real in (0,1), k: int >= 1) -> total, bound
    total = sum[i](abs(x[i])**(s*k))
    bound = N + sum[i](abs(x[i])**k)
""")

OVER = {"i": "N", "j": "N"}

BOUNDED = Order(
    "total", "<=", "bound", VECTOR, OVER, because="sum[i](gap(abs(x[i])**k, s))", using={"gap": SMALLER_POWER}
)

ENTRIES = (
    Entry("D3.1", r"$\|x\|_p = (\sum_{i=1}^n |x_i|^p)^{1/p}$", Definition()),
    Entry(
        "D3.2",
        r"for $p \geq 1$ it is a norm: only the vector 0 has norm 0, since $\|x\|_p \geq |x_j|$",
        Order("X", ">=", "abs(x[j])", NORM, OVER, raised="p", because="sum[i]((1 - [i == j])*abs(x[i])**p)"),
        assumptions="every real p >= 1, every n",
    ),
    Entry(
        "D3.3",
        r"for $p \geq 1$ it is a norm: the vector 0 has norm 0",
        Equal("X", "0", ZERO),
        assumptions="every real p >= 1, every n",
    ),
    Entry(
        "D3.4",
        r"for $p \geq 1$ it is a norm: $\|cx\|_p = |c|\,\|x\|_p$ for $c > 0$",
        Equal("of_multiple", "C*X", NORM, {"i": "N"}),
        assumptions="every real p >= 1, every n",
    ),
    Entry(
        "D3.5",
        r"for $p \geq 1$ it is a norm: $\|cx\|_p = |c|\,\|x\|_p$ for $c = -1$",
        Equal("of_opposite", "X", NORM, {"i": "N"}),
        assumptions="every real p >= 1, every n",
        note="With the two entries above: for every real c.",
    ),
    Entry(
        "D3.6",
        r"for $p \geq 1$ it is a norm: $\|x + y\|_p \leq \|x\|_p + \|y\|_p$ (neither being 0)",
        Order(
            "Z",
            "<=",
            "X + Y",
            NORM,
            OVER,
            raised="p",
            because="(X + Y)**(p-1)*sum[i](gap(x[i] + y[i], y[i], X, Y, p))",
            using={"gap": CONVEX},
            positive=("X", "Y"),
        ),
        assumptions="every real p >= 1, every n; X, Y, Z are the norms of x, y and x + y",
    ),
    Entry(
        "D3.7",
        r"for $p \geq 1$ it is a norm: $\|x + y\|_p \leq \|x\|_p + \|y\|_p$ (with equality where $x = 0$)",
        Equal("Z", "X + Y", ZERO, {"i": "N"}),
        assumptions="every real p >= 1, every n",
    ),
    Entry(
        "D3.8",
        r"otherwise only a metric: for $0 < p < 1$ there are $x$, $y$ with $\|x + y\|_p > \|x\|_p + \|y\|_p$",
        Order("Z", ">", "X + Y", CORNER, because="gap(2, q) + (q - 1)", using={"gap": BERNOULLI}),
        assumptions="p = 1/q with any q > 1; x = (1, 0), y = (0, 1)",
    ),
    Entry(
        "D3.9",
        r"$d(x, y) = \sum_{i=1}^n |x_i - y_i|^p$ is a metric for $0 < p < 1$: $d(x, x) = 0$",
        Equal("xx", "0", DISTANCE, OVER),
    ),
    Entry(
        "D3.10",
        r"it is a metric: $d(x, y) = 0$ only where $x = y$, since $d(x, y) \geq |x_j - y_j|^p$",
        Order(
            "xy",
            ">=",
            "abs(x[j] - y[j])**p",
            DISTANCE,
            OVER,
            because="sum[i]((1 - [i == j])*abs(x[i] - y[i])**p)",
        ),
        assumptions="0 < p < 1, every n",
    ),
    Entry(
        "D3.11",
        r"it is a metric: $d(x, y) = d(y, x)$",
        Equal("xy", "yx", DISTANCE, OVER),
        assumptions="0 < p < 1, every n",
    ),
    Entry(
        "D3.12",
        r"it is a metric: $d(x, z) \leq d(x, y) + d(y, z)$",
        Order(
            "xz",
            "<=",
            "xy + yz",
            DISTANCE,
            OVER,
            because="sum[i](gap(x[i] - y[i], y[i] - z[i], p))",
            using={"gap": SUBADDITIVE},
        ),
        assumptions="every real p with 0 < p < 1, every n",
    ),
    Entry(
        "D3.13",
        r"only a metric, without a norm behind it: $d(cx, cy) = c^p\, d(x, y)$ for $c > 0$, and not $c\, d(x, y)$",
        Equal("multiple", "C**p*xy", DISTANCE, OVER),
        assumptions="0 < p < 1, every n",
        ours=True,
    ),
    Entry(
        "D10.1",
        r"$\ell_p$, $0 < p < \infty$, is the vectors $x \in \mathbb{R}^n$ with $\sum_{i=1}^n |x_i|^p < \infty$",
        Definition(),
    ),
    Entry(
        "D10.2",
        r"the $\ell_p$ are various subspaces of $\mathbb{R}^n$",
        Denial(BOUNDED),
        corrected=BOUNDED,
        assumptions="p = s k with 0 < s < 1 and an integer k, as every p > 0 is; various: some vector is left out of "
        "some of them, so that its sum is no number",
        note="No vector of n numbers is left out: its sum is at most n plus a polynomial in the entries' absolute "
        "values, so every one of these spaces is the whole space. They differ for infinite sequences.",
    ),
)
