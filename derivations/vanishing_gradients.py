"""Vanishing and exploding gradients: products along paths, sums over paths, shortcuts, clipping."""

from __future__ import annotations

import sys
from fractions import Fraction

from nnmath.calculus import tangent
from nnmath.calculus.derivation import derive
from nnmath.calculus.differentiate import gradient
from nnmath.calculus.document import Document, equation_latex, run
from nnmath.calculus.induction import Induction
from nnmath.formulas import load
from nnmath.ledger.mining_depth import PATH as CHAIN
from nnmath.notation import System, define

LECTURE = "Data mining in action, training neural networks (lecture slides)"
FORMULAS = load()

LOGISTIC = define("""
    logistic_chain(x, w[L]; cost: function) -> C
    m < L
    a[0] = x
    z[l] = w[l]*a[l]
    a[l+1] = sigmoid(z[l])
    C = cost(a[L])
    V[0] = 1
    V[m+1] = V[m]*w[L-1-m]/4
    Q[0] = 1
    Q[m+1] = Q[m]*(4*a[L-m]*(1 - a[L-m]))
""")

RESIDUAL = define("""
    residual(x; L: int >= 0, f: function) -> C
    l < L
    a[0] = x
    a[l+1] = a[l] + f[l](a[l])
    C = a[L]
""")

LAYERS = define("""
    layers(x[I], W[J, I]: mask, V[K, J]: mask; sigma: function) -> y
    z[j] = sum[i](W[j,i]*x[i])
    a[j] = sigma(z[j])
    u[k] = sum[j](V[k,j]*a[j])
    y[k] = sigma(u[k])
""")

CLIPPED = define("""
    clip(g[N]; c: real > 0) -> y
    n = sum[i](g[i]**2)
    y[i] = c*g[i]/sqrt(n)
""")

DOUBLED = define("""
    doubled(x, w; sigma: function) -> slope, twice
    slope = w*sigma.prime(w*x)
    twice = (2*w)*sigma.prime((2*w)*x)
""")


def build() -> Document:
    """Why gradients vanish or explode with depth, and what helps."""
    doc = Document("Vanishing and exploding gradients", "for any depth, derived and checked by machine")
    _path(doc)
    _bounds(doc)
    _decay(doc)
    _weights(doc)
    _paths(doc)
    _residual(doc)
    _clipping(doc)
    doc.section("Checks")
    doc.dual_numbers(CHAIN, {"L": 3}, {"L": 1}, {"L": 0})
    doc.dual_numbers(RESIDUAL, {"L": 3}, {"L": 0})
    doc.dual_numbers(LAYERS, {"I": 2, "J": 3, "K": 1})
    return doc


def _induction(doc: Document, system: System, sides: tuple[str, str], name: str, index: str, **options: object) -> None:
    """``left = right`` for 0 <= index <= L by induction, printed as a theorem."""
    direction = options.pop("direction", "up")
    induction = Induction(*sides, index, 0, "L", direction)  # type: ignore[arg-type]
    theorem = induction.prove(system=system, name=name, **options)  # type: ignore[arg-type]
    doc.theorem(theorem, name, equation_latex(system, *sides))


def _path(doc: Document) -> None:
    doc.section("A chain: the product along the path")
    doc.say(f"""Take the deepest and narrowest network there is, one unit in each of $L$ layers, with any activation
        $\\sigma$ and any cost. It has a single path from the output to each unit. {LECTURE} put it in words: the
        derivative at a unit is the product of the derivatives along the path to it from the output.""")
    doc.definition(CHAIN)
    doc.say("""Here $P_m$ is the product over the last $m$ layers, each with its weight and the slope of its
        activation. That the derivative is this product holds for any depth, by induction on the distance $m$ from the
        output:""")
    _induction(
        doc,
        gradient(CHAIN),
        ("dC_da[L-m]", "cost.prime(a[L])*P[m]"),
        "the derivative is the product along the path",
        "m",
        ranges={},
        base=("dC_da[L]", "P[0]"),
        step=("dC_da[L-m-1]", "dC_dz[L-m-1]", "P[m+1]"),
    )


def _bounds(doc: Document) -> None:
    doc.section("How large a slope can be")
    scope = define("scope(x[N]) -> y\ny[i] = x[i]")
    indices = {"i": "N"}
    doc.say("The logistic sigmoid has the slope $\\sigma(1-\\sigma)$. What it lacks to one quarter is a square:")
    doc.claim(
        "dot_y[i]", "y[i]*(1 - y[i])*dot_x[i]", tangent(FORMULAS["sigmoid"].system), indices, "slope of the sigmoid"
    )
    doc.claim(
        "1/4 - sigmoid(x[i])*(1 - sigmoid(x[i]))", "(sigmoid(x[i]) - 1/2)**2", scope, indices, "at most one quarter"
    )
    doc.say("which is 0 where $\\sigma = 1/2$, at 0. And the slope of tanh lacks a square to 1, which is 0 at 0 too:")
    doc.claim("dot_y[i]", "(1 - y[i]**2)*dot_x[i]", tangent(FORMULAS["tanh"].system), indices, "slope of tanh")
    doc.claim("1 - (1 - tanh(x[i])**2)", "tanh(x[i])**2", scope, indices, "at most one")
    doc.claim("sigmoid(0*x[i])", "1/2", scope, indices, "the sigmoid at 0")
    doc.claim("tanh(0*x[i])", "0", scope, indices, "tanh at 0")


def _decay(doc: Document) -> None:
    doc.section("The rate of decay")
    doc.say("""In a chain of sigmoids, then, each layer costs a factor of at least four beyond its weight. Exactly:
        let $V_m$ be the product of the last $m$ weights, each divided by 4, and $Q_m$ the product of their slopes,
        each times 4.""")
    doc.definition(LOGISTIC)
    system = gradient(LOGISTIC)
    _induction(
        doc,
        system,
        ("dC_da[L-m]", "cost.prime(a[L])*V[m]*Q[m]"),
        "decay split off",
        "m",
        ranges={},
        base=("dC_da[L]", "V[0]", "Q[0]"),
        step=("dC_da[L-m-1]", "dC_dz[L-m-1]", "V[m+1]", "Q[m+1]", "a[L-m]"),
    )
    doc.say("""Every factor of $Q$ is positive and, as was shown, at most 1, and so is their product: what one more
        factor takes away is not negative,""")
    doc.claim(
        "1 - Q[m+1]",
        "(1 - Q[m]) + Q[m]*(1 - 2*a[L-m])**2",
        system,
        {"m": "L"},
        "the product of the slopes never exceeds one",
        unfold=("Q[m+1]",),
    )
    doc.say("Hence, for every $m$,")
    doc.display(
        r"\left|\frac{\partial C}{\partial a_{L-m}}\right| &\le 4^{-m}\,|w_{L-m}\cdots w_{L-1}|\,"
        r"\left|\frac{\partial C}{\partial a_L}\right|,"
    )
    doc.say("""with equality only where every pre-activation is 0. With weights of modulus at most 1 the
        gradient falls below a thousandth after five layers. For tanh the 4 is a 1, and with weights of modulus below 1
        the gradient still decays. Where weights and slopes multiply to more than 1 in modulus at every layer it grows
        instead, exponentially too.""")
    doc.say("For layers of many units one step back reads the same, with a matrix for the weight:")
    doc.claim(
        "bar_z[j]",
        "sigma.prime(z[j])*sum[k](V[k,j]*bar_u[k])",
        derive(LAYERS).adjoint,
        {"j": "J", "k": "K"},
        "one step back",
    )
    doc.say("""No entry is multiplied by more than $\\max|\\sigma'|$ and a matrix stretches no vector by more than its
        norm, which the transpose shares, so $\\|\\delta^{\\ell}\\| \\le \\max|\\sigma'|\\,\\|W^{\\ell+1}\\|\\,
        \\|\\delta^{\\ell+1}\\|$, and step by step""")
    doc.display(
        r"\|\delta^{1}\| &\le \Bigl(\prod_{\ell=2}^{L} \tfrac14\,\|W^{\ell}\|\Bigr)\,\|\delta^{L}\|"
        r"\quad\text{for the sigmoid.}"
    )


def _weights(doc: Document) -> None:
    doc.section("Proportional to the weights?")
    doc.say("""The product shows every weight of the path once, so one zero among them stops the gradient on that path.
        But the slopes depend on the weights as well. Read to the letter, that the derivative is proportional to each
        weight on the path, the saying fails for one unit already:""")
    doc.quote(
        r"\frac{\partial y}{\partial x}(2w) &= 2\,\frac{\partial y}{\partial x}(w)",
        "twice",
        "2*slope",
        DOUBLED,
        {},
        f"{LECTURE}, that derivatives are proportional to the weights along the path",
    )
    doc.say("It holds with the slopes held fixed, which is what the product $P_m$ says, and for linear units.")


def _paths(doc: Document) -> None:
    doc.section("Several paths: a sum of products")
    doc.say("With more than one unit in a layer there is a product for each path, and the derivative adds them up:")
    doc.definition(LAYERS)
    doc.claim(
        "dot_y[k]",
        "sum[i](sum[j](sigma.prime(u[k])*V[k,j]*sigma.prime(z[j])*W[j,i])*dot_x[i])",
        tangent(LAYERS),
        {"k": "K", "j": "J", "i": "I"},
        "the sum over the paths",
    )
    units, depth = 8, 10
    along_one, all_paths = Fraction(1, 4) ** depth, _summed(units, depth)
    doc.check(
        "small products, large sum",
        along_one < Fraction(1, 10**6) and all_paths == units ** (depth - 1) * along_one and all_paths == 128,
        f"So small factors need not make a small gradient. Let {depth} layers of {units} sigmoid units have all "
        f"weights 1 and biases $-{units // 2}$, and all activations $1/2$: then every pre-activation is 0 and every "
        f"slope $1/4$. Along each path the product is $4^{{-{depth}}}$, less than a millionth; but "
        f"${units}^{{{depth - 1}}}$ paths lead from one unit to another, and their sum is {all_paths}.",
    )


def _summed(units: int, depth: int) -> Fraction:
    """An entry of the product of `depth` Jacobians, each of whose entries is 1/4, multiplied out step by step."""
    row = [Fraction(1, 4)] * units
    for _ in range(depth - 1):
        row = [sum((value * Fraction(1, 4) for value in row), Fraction(0)) for _ in range(units)]
    return row[0]


def _residual(doc: Document) -> None:
    doc.section("Residual connections")
    doc.say("""A layer that adds something to its input, instead of replacing it, has a Jacobian with a 1 in it, in
        several dimensions the identity matrix. Let $f_l$ be any differentiable functions.""")
    doc.definition(RESIDUAL)
    system = gradient(RESIDUAL)
    doc.claim(
        "dC_da[l]", "dC_da[l+1]*(1 + f[l].prime(a[l]))", system, {"l": "L"}, "one step back", unfold=("dC_da[l]",)
    )
    doc.say("Multiplied out over two layers there are four paths, and one of them passes no $f$:")
    doc.claim(
        "dC_da[L-2]",
        "1 + f[L-1].prime(a[L-1]) + f[L-2].prime(a[L-2]) + f[L-1].prime(a[L-1])*f[L-2].prime(a[L-2])",
        system,
        {},
        "two layers multiplied out",
        unfold=("dC_da[L-2]", "dC_da[L-1]", "dC_da[L]"),
        conditions=("L >= 2",),
    )
    doc.say("For any depth the term 1 stays, whatever the layers do, and each layer adds one term of its own:")
    _induction(
        doc,
        system,
        ("dC_da[l]", "1 + sum[m]([0 <= m - l]*dC_da[m+1]*f[m].prime(a[m]))"),
        "the undamped term",
        "l",
        direction="down",
        ranges={"m": "L"},
        base=("dC_da[L]",),
        step=("dC_da[l]",),
    )
    doc.say("""So the gradient reaches the first layer undamped along the shortcut. That the whole gradient is at least
        as large does not follow: a layer with slope $-1$ takes the 1 away.""")


def _clipping(doc: Document) -> None:
    doc.section("Clipping")
    doc.say("""Against large gradients one cuts. Where the norm of $g$ exceeds $c$, clipping by norm scales it back to
        $c$, and keeps its direction:""")
    doc.definition(CLIPPED)
    doc.claim("sum[i](y[i]**2)", "c**2", CLIPPED, {"i": "N"}, "the norm becomes c", conditions=("N >= 1",))
    doc.claim("y[i]*g[j]", "y[j]*g[i]", CLIPPED, {"i": "N", "j": "N"}, "the direction stays")
    gradient_before, limit = (Fraction(10), Fraction(1)), Fraction(1)
    after = [min(max(value, -limit), limit) for value in gradient_before]
    doc.check(
        "clipping by value turns the gradient",
        after[0] * gradient_before[1] != after[1] * gradient_before[0],
        f"Clipping each entry to $[-c, c]$ by itself does not: with $c = 1$ the gradient $(10, 1)$ becomes "
        f"$({after[0]}, {after[1]})$, which points elsewhere.",
    )


if __name__ == "__main__":
    sys.exit(run(build))
