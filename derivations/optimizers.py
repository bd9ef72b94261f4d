"""Training methods: their equations, what momentum and bias correction do, and when descent converges."""

from __future__ import annotations

import sys
from fractions import Fraction

import sympy

from nnmath.calculus.document import Document, equation_latex, run
from nnmath.calculus.induction import Induction
from nnmath.calculus.prove import prove
from nnmath.calculus.transpose import prove_transpose
from nnmath.formulas import load
from nnmath.notation import Fractions, Index, define, interpret

FIRST_ORDER = define("""
    first_order(g[N], d[N], n) -> slope
    slope = sum[i](g[i]*d[i])
""")

QUADRATIC = define("""
    quadratic(w0[N], c[N], kappa[N]; T: int >= 0, eta: real) -> e, rho
    t < T
    r < T + 1
    w[0,i] = w0[i]
    w[t+1,i] = w[t,i] - eta*kappa[i]*(w[t,i] - c[i])
    e[r,i] = w[r,i] - c[i]
    rho[0,i] = 1
    rho[t+1,i] = (1 - eta*kappa[i])*rho[t,i]
""")

UNROLLED = define("""
    unrolled(g[T]; mu: real > 0) -> m
    m[0] = 0
    m[t+1] = mu*m[t] + g[t]
""")

CONSTANT = define("""
    constant(g; T: int >= 0, beta: real in (0,1)) -> m
    t < T
    m[0] = 0
    m[t+1] = beta*m[t] + (1 - beta)*g
""")

AVERAGED = define("""
    averaged(w0; T: int >= 0, eta: real, alpha: real, slope: function) -> w, Delta
    t < T
    r < T + 1
    m[0] = 0
    w[0] = w0
    m[t+1] = alpha*m[t] + slope(w[t])
    w[t+1] = w[t] - (1 - alpha)*eta*m[t+1]
    Delta[r] = (1 - alpha)*eta*m[r]
""")

NESTEROV = define("""
    nesterov(w0; T: int >= 0, eta: real, mu: real, slope: function) -> theta, v
    t < T
    r < T + 1
    m[0] = 0
    w[0] = w0
    m[t+1] = mu*m[t] + slope(w[t])
    w[t+1] = w[t] - eta*(slope(w[t]) + mu*m[t+1])
    v[r] = -eta*m[r]
    theta[r] = w[r] + eta*mu*m[r]
""")

FIRST_STEP = define("""
    first_step(w, g; eta: real > 0, gamma: real > 0) -> plain_l2, plain_decoupled, adam_l2, adam_decoupled
    h = g + gamma*w
    plain_l2 = w - eta*h
    plain_decoupled = (1 - eta*gamma)*w - eta*g
    adam_l2 = w - eta*sign(h)
    adam_decoupled = (1 - eta*gamma)*w - eta*sign(g)
""")

PROSE = {
    "sgd": "Gradient descent, with the gradient of a penalty on the squares added where weights are to stay small.",
    "stochastic_gradient": "One example at a time. The running cost $q$ tells when training has settled: the costs of "
    "single examples are too noisy for that.",
    "momentum": "The step follows a decaying sum of gradients.",
    "nesterov": "The gradient counts once more than its share in the sum: a look ahead, as shown above.",
    "momentum_averaged": "A lecture's form: an average of steps, not a sum of gradients.",
    "adagrad": "Each weight has a rate of its own, which falls with all that its gradients have been.",
    "rmsprop": "The same with a memory that fades, so that rates may rise again.",
    "adadelta": "And with the size of earlier steps above: the step has the unit of the weight.",
    "adam": "Momentum and fading squares together, each corrected for having begun at 0.",
    "adamw": "The decay of weights is taken out of the gradient.",
    "nadam": "Adam that looks ahead, with a momentum that grows from half its final value.",
}


def build() -> Document:
    """Training methods, their equations and what they do."""
    doc = Document("Training methods", "derived and checked by machine")
    _steepest(doc)
    _converges(doc)
    _momentum(doc)
    _look_ahead(doc)
    _correction(doc)
    _decay(doc)
    _methods(doc)
    return doc


def _steepest(doc: Document) -> None:
    doc.section("Why against the gradient")
    doc.say("""Move the weights by a small step $\\epsilon$ in a direction $d$ of length 1. To first order the cost
        changes by $\\epsilon$ times the slope in that direction, with $g$ the gradient and $n = \\|g\\|$ its
        length.""")
    doc.definition(FIRST_ORDER)
    doc.claim(
        "slope",
        "sum[i]((g[i] + n*d[i])**2)/(2*n) - n",
        FIRST_ORDER,
        {"i": "N"},
        "the slope in any direction",
        text="""The sum of squares is never negative, so no slope is below $-n$; and it is 0 only for $d = -g/n$. This
        is the inequality of Cauchy and Schwarz, and it says that descent against the gradient is the steepest there
        is.""",
        assuming=("sum[i](g[i]**2) = n**2", "sum[i](d[i]**2) = 1"),
    )
    doc.say("""Some lectures say that a change opposite to the gradient is *necessary* to lower the cost. It is
        not: every direction of negative slope lowers it, if the step is short enough. For $g = (3, 4)$ the direction
        $d = (-1, 0)$ has slope $-3$; the steepest, $-g/5$, has slope $-5$.""")
    slopes = [sum(a * b for a, b in zip((3, 4), d, strict=True)) for d in ((-1, 0), (Fraction(-3, 5), Fraction(-4, 5)))]
    doc.check("the example", slopes == [-3, -5], "Both slopes were computed in fractions.")


def _converges(doc: Document) -> None:
    doc.section("When descent converges")
    doc.say("""Near a minimum a cost is a quadratic, and after a rotation of the weights a quadratic is a sum of
        parabolas $\\kappa_i (w_i - c_i)^2/2$. Descent with rate $\\eta$ treats each by itself:""")
    doc.definition(QUADRATIC)
    left, right = "e[t,i]", "rho[t,i]*(w0[i] - c[i])"
    doc.theorem(
        Induction(left, right, "t", 0, "T").prove(
            system=QUADRATIC,
            ranges={"i": "N"},
            base=("e[0]", "w[0]", "rho[0]"),
            step=("e[t+1]", "w[t+1]", "rho[t+1]"),
            hypothesis=("e[t]",),
        ),
        "the error is multiplied by the same number in every step, by induction",
        equation_latex(QUADRATIC, left, right),
        text="""and $\\rho_{t,i} = (1 - \\eta\\kappa_i)^t$. From every start the error goes to 0 if and only if
        $|1 - \\eta\\kappa_i| < 1$, and for a number $q$ that means $1 - q^2 > 0$:""",
    )
    doc.claim(
        "1 - (1 - eta*kappa[i])**2",
        "eta*kappa[i]*(2 - eta*kappa[i])",
        QUADRATIC,
        {"i": "N"},
        "what must be positive",
        text="""So descent converges if and only if $0 < \\eta\\kappa_i < 2$ for every $i$: all curvatures are
        positive and the rate is below 2 over the largest. Between 1 and 2 over a curvature the error changes its sign
        in every step; at 2 it stays as large as it was; above, it grows.""",
    )
    x = sympy.Symbol("x", real=True)
    doc.check(
        "the interval",
        sympy.solveset(sympy.Abs(1 - x) < 1, x, sympy.S.Reals) == sympy.Interval.open(0, 2),
        "Solved once more by sympy: $|1 - x| < 1$ holds exactly for $0 < x < 2$.",
    )


def _momentum(doc: Document) -> None:
    doc.section("Momentum is a sum with geometric weights")
    doc.definition(UNROLLED)
    left, right = "m[t]", "sum[s]([s < t]*mu**(t - 1 - s)*g[s])"
    doc.theorem(
        Induction(left, right, "t", 0, "T").prove(system=UNROLLED, ranges={"s": "T"}, base=("m[0]",), step=("m[t+1]",)),
        "momentum unrolled, by induction",
        equation_latex(UNROLLED, left, right),
        text="""A gradient of $k$ steps ago still counts $\\mu^k$. PyTorch copies the first gradient into its buffer
        instead of starting from 0; the recurrence does the same, since $\\mu\\cdot 0 + g_0 = g_0$:""",
    )
    doc.claim("m[1]", "g[0]", UNROLLED, {}, "the first step", unfold=("m[1]", "m[0]"), conditions=("T >= 1",))
    doc.say("""A lecture averages the steps instead, with inertia $\\alpha$:
        $\\Delta_{t+1} = \\alpha\\Delta_t + (1-\\alpha)\\eta\\,g_t$ and $w_{t+1} = w_t - \\Delta_{t+1}$. That is the
        same trajectory with another rate. To see it, run classical momentum with the rate $(1-\\alpha)\\eta$ on any
        cost, whose derivative we call slope, and define $\\Delta$ from it:""")
    doc.definition(AVERAGED)
    doc.claim(
        "Delta[t+1]",
        "alpha*Delta[t] + (1 - alpha)*eta*slope(w[t])",
        AVERAGED,
        {"t": "T"},
        "the lecture's first line holds",
        unfold=("Delta", "m[t+1]"),
    )
    doc.claim("w[t+1]", "w[t] - Delta[t+1]", AVERAGED, {"t": "T"}, "and its second", unfold=("w[t+1]", "Delta[t+1]"))
    doc.claim(
        "Delta[0]",
        "0",
        AVERAGED,
        {},
        "and it starts the same",
        text="""A recurrence has one solution from its start, so both methods visit the same weights. The rate must
        be constant for this: when it changes, the sum rescales what it remembers, and the average does not.""",
        unfold=("Delta[0]", "m[0]"),
    )


def _look_ahead(doc: Document) -> None:
    doc.section("Nesterov's method, twice")
    doc.say("""The paper's form keeps $\\theta$ and $v$ and takes the gradient at a point ahead,
        $\\theta + \\mu v$. PyTorch keeps $w$ and $m$ and takes the gradient at $w$. Run PyTorch's, and define the
        paper's variables from it:""")
    doc.definition(NESTEROV)
    over = {"r": Index.name("T") + 1}
    doc.claim(
        "theta[r] + mu*v[r]", "w[r]", NESTEROV, over, "the point ahead is PyTorch's weight", unfold=("theta", "v")
    )
    doc.claim(
        "v[t+1]",
        "mu*v[t] - eta*slope(theta[t] + mu*v[t])",
        NESTEROV,
        {"t": "T"},
        "the paper's velocity",
        unfold=("v", "theta", "m[t+1]"),
    )
    doc.claim(
        "theta[t+1]",
        "theta[t] + v[t+1]",
        NESTEROV,
        {"t": "T"},
        "the paper's step",
        text="""So the two are one method in two sets of variables, and PyTorch's weights are the points at which the
        paper evaluates gradients.""",
        unfold=("theta", "v", "w[t+1]", "m[t+1]"),
    )


def _correction(doc: Document) -> None:
    doc.section("Why Adam divides by one minus a power")
    doc.say("""An average that begins at 0 is too small at first. By how much is seen where the gradient never
        changes:""")
    doc.definition(CONSTANT)
    left, right = "m[t]", "(1 - beta**t)*g"
    theorem = Induction(left, right, "t", 0, "T").prove(system=CONSTANT, ranges={}, base=("m[0]",), step=("m[t+1]",))
    doc.theorem(
        theorem, "the average of a constant, by induction", equation_latex(CONSTANT, left, right), "Corrected, it is"
    )
    doc.claim(
        "m[t]/(1 - beta**t)",
        "g",
        CONSTANT,
        {"t": Index.name("T") + 1},
        "corrected, exactly the constant from the first step on",
        using=[theorem],
        text="The same holds for the average of squares, with $g^2$ for $g$.",
    )


def _decay(doc: Document) -> None:
    doc.section("Weight decay is not a penalty")
    doc.say("""A penalty $\\gamma w^2/2$ adds $\\gamma w$ to the gradient. Decay multiplies the weight by
        $1 - \\eta\\gamma$. Here is the first step of both, plain and with Adam, where $\\varepsilon = 0$; the
        corrected averages are the gradient and its square, and one over the root of the other is the sign:""")
    doc.definition(FIRST_STEP)
    doc.claim("plain_l2", "plain_decoupled", FIRST_STEP, {}, "plain descent cannot tell them apart")
    theorem = prove("adam_l2", "adam_decoupled", system=FIRST_STEP, name="Adam")
    doc.check(
        "Adam with a penalty is not AdamW",
        theorem.verdict == "refuted",
        "For Adam the machine refutes that the two are equal. Its division by the size of the gradient divides the "
        "penalty's part as well: weights with large gradients are hardly decayed.",
    )
    found = _example()
    doc.check(
        "the example",
        found == (Fraction(19, 10), Fraction(47, 25)),
        "With $w = 2$, $g = 1$, $\\eta = \\gamma = 1/10$ the library's two methods, in fractions, go to $19/10$ and "
        "$47/25$: with the penalty the whole step is $\\eta$, as if there were none.",
    )


def _example() -> tuple[Fraction, Fraction]:
    """The first step of Adam with a penalty and of AdamW, exactly."""
    numbers = {"lr": Fraction(1, 10), "beta1": Fraction(9, 10), "beta2": Fraction(99, 100), "eps": Fraction(0)}
    values = {(name, ()): value for name, value in {**numbers, "weight_decay": Fraction(1, 10)}.items()}
    values |= {
        ("w", (0,)): Fraction(2),
        ("grad", (0,)): Fraction(1),
        ("m", (0,)): Fraction(0),
        ("v", (0,)): Fraction(0),
    }
    registry = load()
    first, second = (
        interpret(registry[name].system, Fractions(), {"N": 1, "t": 1}, values)["w_next"][0,]
        for name in ("adam", "adamw")
    )
    return first, second


def _methods(doc: Document) -> None:
    doc.section("All methods, as the library has them")
    doc.say("""One step of each. All weights are flattened into a row; where a root is taken of 0, its derivative is
        set to 0.""")
    systems = {name: load()[name].system for name in PROSE}
    for name, prose in PROSE.items():
        doc.say(f"`{name}`. {prose}")
        doc.definition(systems[name])
    doc.check(
        "the backward passes",
        all(prove_transpose(system).verdict == "proved" for system in systems.values()),
        "These are functions like any other. For training through training, the backward pass of each is proved to be "
        "the transpose of its forward derivative.",
    )


if __name__ == "__main__":
    sys.exit(run(build))
