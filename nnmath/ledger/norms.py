from __future__ import annotations
from nnmath.ledger.nonnegative import AboveTangent, Combination, Part, PiecewiseLinear

SIDES = PiecewiseLinear("abs(x) + abs(y) - abs(x + y)", {"x": "real", "y": "real"})

BERNOULLI = AboveTangent("t**p - 1 - p*(t - 1)", {"t": "nonnegative", "p": ">= 1"}, "t", "1")

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

INVERSE_POWER = AboveTangent("t**(-r) - 1 + r*(t - 1)", {"t": "positive", "r": "positive"}, "t", "1")
CONCAVE = AboveTangent("1 + p*(t - 1) - t**p", {"t": "nonnegative", "p": "in (0,1)"}, "t", "1")
TOTAL = "(abs(x) + abs(y))"

SUBADDITIVE = Combination(
    "abs(x)**p + abs(y)**p - abs(x + y)**p",
    {"x": "real", "y": "real", "p": "in (0,1)"},
    (
        Part(f"abs(x)*{TOTAL}**(p-1)", INVERSE_POWER, {"t": f"abs(x)/{TOTAL}", "r": "1 - p"}),
        Part(f"abs(y)*{TOTAL}**(p-1)", INVERSE_POWER, {"t": f"abs(y)/{TOTAL}", "r": "1 - p"}),
        Part(f"{TOTAL}**p", CONCAVE, {"t": f"abs(x + y)/{TOTAL}", "p": "p"}),
        Part(f"p*{TOTAL}**(p-1)", SIDES, {"x": "x", "y": "y"}),
    ),
    rest=f"2*(1 - p)*abs(x)*abs(y)*{TOTAL}**(p-2)",
    split=("x", "y"),
)
