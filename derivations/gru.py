"""The gated recurrent unit in its two forms: where they differ, when they agree, and the way back."""

from __future__ import annotations

import sys
from fractions import Fraction

from nnmath.calculus.derivation import derive
from nnmath.calculus.document import Document, entries, run
from nnmath.calculus.transpose import prove_transpose
from nnmath.notation import Fractions, Index, define, interpret

BEFORE = define("""
    gru(x[T, I], h0[H], W_z[H, I], U_z[H, H], W_r[H, I], U_r[H, H], W[H, I], U[H, H]) -> h_n
    h[0,k] = h0[k]
    a[t,k] = sum[i](W_z[k,i]*x[t,i]) + sum[j](U_z[k,j]*h[t,j])
    b[t,k] = sum[i](W_r[k,i]*x[t,i]) + sum[j](U_r[k,j]*h[t,j])
    z[t,k] = sigmoid(a[t,k])
    r[t,k] = sigmoid(b[t,k])
    s[t,k] = sum[i](W[k,i]*x[t,i]) + sum[j](U[k,j]*(r[t,j]*h[t,j]))
    n[t,k] = tanh(s[t,k])
    h[t+1,k] = (1 - z[t,k])*h[t,k] + z[t,k]*n[t,k]
    h_n[k] = h[T,k]
""")

AFTER = define("""
    gru_after(x[T, I], h0[H], W_z[H, I], U_z[H, H], W_r[H, I], U_r[H, H], W[H, I], U[H, H], b_n[H]) -> h_n
    h[0,k] = h0[k]
    a[t,k] = sum[i](W_z[k,i]*x[t,i]) + sum[j](U_z[k,j]*h[t,j])
    b[t,k] = sum[i](W_r[k,i]*x[t,i]) + sum[j](U_r[k,j]*h[t,j])
    z[t,k] = sigmoid(a[t,k])
    r[t,k] = sigmoid(b[t,k])
    v[t,k] = sum[j](U[k,j]*h[t,j]) + b_n[k]
    s[t,k] = sum[i](W[k,i]*x[t,i]) + r[t,k]*v[t,k]
    n[t,k] = tanh(s[t,k])
    h[t+1,k] = (1 - z[t,k])*n[t,k] + z[t,k]*h[t,k]
    h_n[k] = h[T,k]
""")

CANDIDATE = """
    candidate(x[I], h[H], r[H], W[H, I], {U}, b[H]) -> before, after
    {size}
    u[k] = sum[i](W[k,i]*x[i])
    before[k] = u[k] + sum[j]({entry}*(r[j]*h[j])) + b[k]
    after[k] = u[k] + r[k]*(sum[j]({entry}*h[j]) + b[k])
"""
CANDIDATES = define(CANDIDATE.format(U="U[H, H]", size="k < H", entry="U[k,j]"))
DIAGONAL = define(CANDIDATE.format(U="d[H]", size="k < H", entry="([k == j]*d[k])"))

PROSE = {
    "bar_h": "The state is read in five places: by both gates, by the reset product, and twice by the update. One of "
    "the five terms passes through no weight: $(1 - z_t)$ times the cotangent of the next state.",
    "bar_s": "Through the tangent hyperbolic of the candidate:",
    "bar_r": "The reset gate scales what the candidate sees of the state, behind the matrix $U$:",
    "bar_z": "The update gate chooses between the old state and the candidate, so its cotangent is their difference:",
    "bar_U": "The weights serve at every step, so their cotangents are sums over time. In this form the matrix $U$ "
    "meets the state after the reset gate has acted on it:",
    "bar_W": "",
}


def build() -> Document:
    """The gated recurrent unit, forward and backward, in two forms."""
    doc = Document("The gated recurrent unit", "after Cho et al. (2014), two forms compared, checked by machine")
    _forward(doc)
    _differ(doc)
    _agree(doc)
    _mirrored(doc)
    _backward(doc)
    _parameters(doc)
    doc.section("Checks")
    for system in (BEFORE, AFTER):
        doc.theorem(
            prove_transpose(system),
            f"the backward pass of {system.name.replace('_', ' ')} is the transpose of its forward derivative",
            r"\langle \bar{h}_n, \dot{h}_n \rangle &= \sum_{\text{inputs } u} \langle \bar{u}, \dot{u} \rangle",
        )
        doc.dual_numbers(system, {"T": 3, "I": 2, "H": 2}, {"T": 1, "I": 1, "H": 3}, {"T": 0, "I": 2, "H": 1})
    return doc


def _forward(doc: Document) -> None:
    doc.section("The unit")
    doc.say("""A gated recurrent unit keeps one state $h_t$ and no cell. Two gates, both between 0 and 1, steer it:
        the reset gate $r$ says how much of the old state the candidate $n$ may see, and the update gate $z$ how much
        of the candidate replaces the old state. One example of $T$ steps; a batch only adds an index.""")
    doc.symbols(
        BEFORE,
        {
            "x": "the sequence",
            "h0": "the first state",
            "a": "what the update gate is a function of",
            "b": "what the reset gate is a function of",
            "z": "update gate",
            "r": "reset gate",
            "s": "what the candidate is a function of",
            "n": "candidate",
            "h": "states",
        },
    )
    doc.definition(BEFORE)
    doc.say("""This is the published form, and that of Larin, Neural networks (lecture slides). A common implementation, chosen because one matrix product
        then serves all three rows, lets the reset gate act after the product with $U$ instead, on a bias $b_n$ too,
        and calls $z$ what is called $1 - z$ here:""")
    doc.definition(AFTER)


def _differ(doc: Document) -> None:
    doc.section("Where they differ")
    doc.say("""Take one step, with the same weights, the same state and the same gate in both forms, and look at what
        the candidate is a function of.""")
    doc.definition(CANDIDATES)
    doc.claim(
        "after[k] - before[k]",
        "sum[j]((r[k] - r[j])*U[k,j]*h[j]) + (r[k] - 1)*b[k]",
        CANDIDATES,
        {"k": "H", "j": "H"},
        "the difference, exactly",
        text="""Before the product the gate of the unit that is read, $r_j$, counts; after it the gate of the unit that
        reads, $r_k$.""",
    )
    doc.quote(
        r"\mathit{before}_k &= \mathit{after}_k",
        "before[k]",
        "after[k]",
        CANDIDATES,
        {"k": "H"},
        "weights carried over from one form to the other, without a word",
    )
    before, after = _by_hand()
    doc.check(
        "two units by hand",
        (before, after) == (0, 1),
        f"By hand, with two units, $W = 0$, $b = 0$, $h = (0, 1)$, $r = (1, 0)$ and $U_{{0,1}} = 1$ the only weight: "
        f"reset before the product gives {before} for the first unit, reset after it {after}.",
    )


def _by_hand() -> tuple[Fraction, Fraction]:
    numbers = {"x": [0], "h": [0, 1], "r": [1, 0], "b": [0, 0], "W": [[0], [0]], "U": [[0, 1], [0, 0]]}
    values = {}
    for name, rows in numbers.items():
        for i, row in enumerate(rows):
            for j, number in enumerate(row if isinstance(row, list) else [row]):
                values[name, (i, j) if isinstance(row, list) else (i,)] = Fraction(number)
    found = interpret(CANDIDATES, Fractions(), {"I": 1, "H": 2}, values)
    return found["before"][0,], found["after"][0,]


def _agree(doc: Document) -> None:
    doc.section("When they agree")
    doc.say("Where the gate is open everywhere, whatever the weights and biases:")
    indices = {"k": "H", "j": "H"}
    doc.claim("after[k]", "before[k]", CANDIDATES, indices, "open gates", assuming=("r[j] = 1",))
    doc.say("Without a bias, where all units have the same gate:")
    same = ("r[k] = rho", "b[k] = 0")
    scoped = define(CANDIDATE.format(U="U[H, H]", size="k < H", entry="U[k,j]").replace("b[H])", "b[H]; rho: real)"))
    doc.claim("after[k]", "before[k]", scoped, indices, "equal gates", assuming=same)
    doc.say("Without a bias, where $U$ is diagonal, so that each unit reads itself alone:")
    doc.claim("after[k]", "before[k]", DIAGONAL, indices, "a diagonal matrix", assuming=("b[k] = 0",))


def _mirrored(doc: Document) -> None:
    doc.section("Two names for the update gate")
    scope = define("scope(a[N]) -> y\ny[i] = sigmoid(a[i])")
    doc.say("""Whether $z$ weighs the candidate or the old state is only a name: turning the sign of everything that
        the gate is a function of turns one into the other.""")
    doc.claim("sigmoid(-a[i])", "1 - sigmoid(a[i])", scope, {"i": "N"}, "the mirrored gate")
    doc.say("In both the new state lies between the old state and the candidate, unit by unit:")
    doc.claim(
        "(h[t+1,k] - h[t,k])*(n[t,k] - h[t+1,k])",
        "z[t,k]*(1 - z[t,k])*(n[t,k] - h[t,k])**2",
        BEFORE,
        {"t": "T", "k": "H"},
        "between",
        text="The right side is not negative, because $0 < z < 1$.",
        unfold=("h[t+1]",),
    )


def _backward(doc: Document) -> None:
    doc.section("Backward, reset before the product")
    derivation = derive(BEFORE)
    doc.derivation(derivation, only=PROSE, prose=PROSE)
    doc.section("Backward, reset after the product")
    after = derive(AFTER)
    prose = {
        "bar_v": "Now the gate stands outside the product:",
        "bar_r": "and its cotangent is a product of two numbers, with no matrix in between:",
        "bar_U": "The matrix meets the state itself:",
    }
    doc.derivation(after, only=prose, prose=prose)


def _parameters(doc: Document) -> None:
    doc.section("What it costs")
    inputs, units = Index.name("I"), Index.name("H")
    doc.say("""Each of the three rows has a matrix for the input and one for the state, so without biases a unit of
        $H$ states on $I$ inputs has""")
    doc.check(
        "parameter count",
        entries(BEFORE, ("W_z", "U_z", "W_r", "U_r", "W", "U")) == (units * inputs + units * units) * 3,
        "$3(HI + H^2)$ parameters, three quarters of the $4(HI + H^2)$ of an LSTM.",
    )


if __name__ == "__main__":
    sys.exit(run(build))
