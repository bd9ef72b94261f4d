"""The LSTM over a sequence of any length: gates, and backpropagation through them."""

from __future__ import annotations

import sys

from nnmath.calculus.derivation import derive
from nnmath.calculus.document import Document, entries, run
from nnmath.calculus.transpose import prove_transpose
from nnmath.notation import Index, define

SYSTEM = define("""
    lstm(x[T, I], h0[H], c0[H], W[4*H, I], U[4*H, H], b[4*H]) -> h_n, c_n
    h[0,k] = h0[k]
    c[0,k] = c0[k]
    z[t,a] = sum[i](W[a,i]*x[t,i]) + sum[k](U[a,k]*h[t,k]) + b[a]
    i_gate[t,k] = sigmoid(z[t,k])
    f_gate[t,k] = sigmoid(z[t,H+k])
    g_gate[t,k] = tanh(z[t,2*H+k])
    o_gate[t,k] = sigmoid(z[t,3*H+k])
    c[t+1,k] = f_gate[t,k]*c[t,k] + i_gate[t,k]*g_gate[t,k]
    h[t+1,k] = o_gate[t,k]*tanh(c[t+1,k])
    h_n[k] = h[T,k]
    c_n[k] = c[T,k]
""")

PEEPHOLE = """
    lstm_peephole(x[T, I], h0[H], c0[H], W[4*H, I], U[4*H, H], b[4*H], {p}) -> h_n, c_n
    h[0,k] = h0[k]
    c[0,k] = c0[k]
    z[t,a] = sum[i](W[a,i]*x[t,i]) + sum[k](U[a,k]*h[t,k]) + b[a]
    i_in[t,k] = z[t,k] + {i}
    f_in[t,k] = z[t,H+k] + {f}
    i_gate[t,k] = sigmoid(i_in[t,k])
    f_gate[t,k] = sigmoid(f_in[t,k])
    g_gate[t,k] = tanh(z[t,2*H+k])
    c[t+1,k] = f_gate[t,k]*c[t,k] + i_gate[t,k]*g_gate[t,k]
    o_in[t,k] = z[t,3*H+k] + {o}
    o_gate[t,k] = sigmoid(o_in[t,k])
    h[t+1,k] = o_gate[t,k]*tanh(c[t+1,k])
    h_n[k] = h[T,k]
    c_n[k] = c[T,k]
"""
FULL = define(
    PEEPHOLE.format(
        p="p[3, H, H]",
        i="sum[j](p[0,k,j]*c[t,j])",
        f="sum[j](p[1,k,j]*c[t,j])",
        o="sum[j](p[2,k,j]*c[t+1,j])",
    )
)
DIAGONAL = define(PEEPHOLE.format(p="p[3, H]", i="p[0,k]*c[t,k]", f="p[1,k]*c[t,k]", o="p[2,k]*c[t+1,k]"))

CONCATENATED = define("""
    concatenated(x[I], h[H], c[H], M[H, 2*H+I], b[H]) -> whole, parts
    q < 2*H + I
    i < I
    j < H
    k < H
    v[q] = sum[j]([q == j]*c[j]) + sum[k]([q == H + k]*h[k]) + sum[i]([q == 2*H + i]*x[i])
    whole[r] = sum[q](M[r,q]*v[q]) + b[r]
    parts[r] = sum[j](M[r,j]*c[j]) + sum[k](M[r,H+k]*h[k]) + sum[i](M[r,2*H+i]*x[i]) + b[r]
""")

PROSE = {
    "bar_h": "The state $h_t$ is read by the four gates of the next step; the last one is the output itself.",
    "bar_o_gate": "The output gate scales what the cell shows.",
    "bar_c": "The cell state is the heart: apart from what the output sees of it, its cotangent goes back through "
    "nothing but the forget gate. There is no weight matrix and no squashing function on this path, which is why "
    "gradients survive long sequences.",
    "bar_f_gate": "The three gates that form the cell:",
    "bar_g_gate": "",
    "bar_i_gate": "",
    "bar_z": "The pre-activations of all four gates stand in one stacked array; each gate writes its own slice.",
    "bar_U": "Parameters are shared by all time steps, so their cotangents are sums over time.",
    "bar_W": "",
    "bar_b": "",
    "bar_x": "And the inputs, should a layer below want them:",
    "bar_h0": "The initial states:",
    "bar_c0": "",
}


def build() -> Document:
    """The LSTM, forward and backward."""
    doc = Document("The LSTM", "after Hochreiter and Schmidhuber (1997) and Gers et al. (2000), checked by machine")
    doc.section("Forward")
    doc.say("""One example of $T$ time steps (a batch only adds an index). The gates $i$, $f$, $o$ lie between 0 and 1;
        $g$ is the candidate that is written into the cell. Their pre-activations are stacked in the order
        $i, f, g, o$ into one array $z$ of $4H$ rows, as libraries do.""")
    doc.symbols(
        SYSTEM,
        {
            "x": "the sequence",
            "h0": "first hidden state",
            "c0": "first cell state",
            "W": "input weights",
            "U": "recurrent weights",
            "b": "biases",
            "z": "pre-activations",
            "c": "cell states",
            "h": "hidden states",
        },
    )
    doc.definition(SYSTEM)
    doc.section("Backward")
    doc.say("""Time needs no rule of its own: $h_{t+1}$ and $c_{t+1}$ are entries of arrays like any others, and the
        shift turns around by itself when the brackets are contracted.""")
    derivation = derive(SYSTEM)
    doc.derivation(derivation, prose=PROSE)
    doc.section("The constant error carousel")
    doc.say("Away from the last step the cotangent of the cell obeys a recurrence of its own:")
    doc.claim(
        "bar_c[t+1,k]",
        "bar_c[t+2,k]*f_gate[t+1,k] + bar_h[t+1,k]*o_gate[t,k]*(1 - tanh(c[t+1,k])**2)",
        system=derivation.adjoint,
        ranges={"t": "T - 1", "k": "H"},
        name="cell recurrence",
    )
    _peepholes(doc)
    _parameters(doc)
    doc.section("Checks")
    for system, name in ((SYSTEM, "the LSTM"), (DIAGONAL, "diagonal peepholes"), (FULL, "full peepholes")):
        doc.theorem(
            prove_transpose(system),
            name=f"the backward pass is the transpose of the forward derivative, {name}",
            equation=r"\langle \bar{h}_T, \dot{h}_T \rangle + \langle \bar{c}_T, \dot{c}_T \rangle "
            r"&= \sum_{\text{inputs } u} \langle \bar{u}, \dot{u} \rangle",
        )
        doc.dual_numbers(system, {"T": 3, "I": 2, "H": 2}, {"T": 1, "I": 1, "H": 3}, {"T": 0, "I": 2, "H": 1})
    return doc


def _peepholes(doc: Document) -> None:
    doc.section("Peepholes")
    doc.say("""So far the gates do not see the cell that they steer, except for what the output gate lets through. With
        peepholes they do: $f$ and $i$ see the cell before the step, $o$ the cell after it. A lecture (Larin, Neural
        networks, slides) writes this as a longer vector, $W_f\\cdot[C_{t-1}, h_{t-1}, x_t] + b_f$, for a gate of $H$
        rows a matrix of $2H + I$ columns. Cut in three, the first block is the peephole matrix, the others are the
        weights there were:""")
    doc.definition(CONCATENATED)
    doc.claim(
        "whole[r]",
        "parts[r]",
        CONCATENATED,
        {"r": "H", "i": "I", "j": "H", "k": "H", "q": "2*H + I"},
        "a product with a longer vector is a sum of products",
    )
    doc.say("With these blocks stacked in $p$ in the order $i, f, o$ the layer is")
    doc.definition(FULL)
    doc.say("""Gers and Schmidhuber (2000), who introduced them, let each gate see its own cell alone. Then each
        matrix is diagonal and only its diagonal is stored:""")
    doc.definition(DIAGONAL)
    doc.say("""Not every gate needs one: a row, or a matrix, of zeros in $p$ is a gate without a peephole, and zeros
        everywhere give the LSTM above.""")
    doc.say("Backward, three terms join the cotangent of the cell, one through each gate that saw it:")
    only = ("bar_c", "bar_p")
    doc.derivation(
        derive(DIAGONAL), only=only, prose={"bar_c": "With diagonal peepholes:", "bar_p": "and their own cotangents:"}
    )
    doc.derivation(derive(FULL), only=only, prose={"bar_c": "With full ones:", "bar_p": "and, outer products:"})
    doc.say("""The path from cell to cell is no longer free of weights: $1$ times the forget gate is still there, but
        beside it the gates' own slopes and peephole weights.""")


def _parameters(doc: Document) -> None:
    doc.section("What peepholes cost")
    inputs, units = Index.name("I"), Index.name("H")
    plain = (inputs * units + units * units + units) * 4
    doc.check(
        "parameters of the LSTM",
        entries(SYSTEM, ("W", "U", "b")) == plain,
        "The LSTM has $4(HI + H^2 + H)$ parameters, those of four gates on $I$ inputs and $H$ states.",
    )
    weights = ("W", "U", "b", "p")
    doc.check(
        "parameters of diagonal peepholes",
        entries(DIAGONAL, weights) - plain == units * 3,
        "Diagonal peepholes add $3H$, one number for each gate and unit;",
    )
    doc.check(
        "parameters of full peepholes",
        entries(FULL, weights) - plain == units * units * 3,
        "full ones add $3H^2$, and a subset of the gates its third or two thirds of either.",
    )


if __name__ == "__main__":
    sys.exit(run(build))
