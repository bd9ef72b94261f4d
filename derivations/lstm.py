"""The LSTM over a sequence of any length: gates, and backpropagation through them."""

from __future__ import annotations

import sys

from nnmath.calculus.derivation import derive
from nnmath.calculus.document import Document, run
from nnmath.calculus.transpose import prove_transpose
from nnmath.notation import define

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
    doc.section("Checks")
    doc.theorem(
        prove_transpose(SYSTEM),
        name="the backward pass is the transpose of the forward derivative",
        equation=r"\langle \bar{h}_T, \dot{h}_T \rangle + \langle \bar{c}_T, \dot{c}_T \rangle "
        r"&= \sum_{\text{inputs } u} \langle \bar{u}, \dot{u} \rangle",
    )
    doc.dual_numbers(SYSTEM, {"T": 3, "I": 2, "H": 2}, {"T": 1, "I": 1, "H": 3}, {"T": 0, "I": 2, "H": 1})
    return doc


if __name__ == "__main__":
    sys.exit(run(build))
