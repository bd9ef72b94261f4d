"""Recurrent layers over a sequence, x (T, N, I) and states (N, H), and each as a cell: one step, x (N, I)."""

from __future__ import annotations

import re
from collections.abc import Mapping

from nnmath.formulas.registry import Definition, register

SIZES = {"T": 3, "N": 2, "I": 5, "H": 4}


def _sequence(name: str, states: str, weights: str, steps: str) -> str:
    """The layer: its first states given, `steps` from those at t to those at t + 1, every h[t+1] an output."""
    first = "".join(f", {s}0[N, H]" for s in states)
    last = "".join(f", {s}_n" for s in states)
    return "\n".join(
        [
            f"{name}(x[T, N, I]{first}, {weights}) -> output{last}",
            *(f"{s}[0,n,k] = {s}0[n,k]" for s in states),
            *steps.strip().splitlines(),
            "output[t,n,k] = h[t+1,n,k]",
            *(f"{s}_n[n,k] = {s}[T,n,k]" for s in states),
        ]
    )


def _cell(name: str, states: str, weights: str, steps: str) -> str:
    """The same steps once: what stands at t is given or local, the states at t + 1 are the results."""
    once = re.sub(r"\b([hc])\[t,", r"\g<1>0[", steps)
    once = re.sub(r"\b([hc])\[t\+1,", r"\g<1>[", once).replace("[t,", "[")
    first = "".join(f", {s}0[N, H]" for s in states)
    return f"{name}(x[N, I]{first}, {weights}) -> {', '.join(states)}\n{once.strip()}"


def _register(
    id: str,
    summary: str,
    states: str,
    forms: Mapping[str, tuple[str, str]],
    signature: str,
    reference: str,
    notes: str,
    adapter: str = "direct",
) -> None:
    """A layer and its cell, from weights and steps by variant."""
    both = ", ".join(f"{s}_n" for s in states), ", ".join(states)
    given = "x, " + ", ".join(f"{s}0" for s in states)
    for name, made, shape, results in (
        (id, _sequence, "x is (T, N, I)", f"Returns (output, {both[0]}): output (T, N, H) holds every h, the rest are"),
        (f"{id}_cell", _cell, "One step: x is (N, I)", f"Returns {both[1] if len(states) == 1 else f'({both[1]})'},"),
    ):
        end = " the last states (N, H)." if made is _sequence else " (N, H)."
        register(
            Definition(
                id=name,
                chapter="recurrent",
                summary=summary,
                signature=f"{given}, {signature}",
                variants={v: made(name, states, *form) for v, form in forms.items()},
                reference=reference,
                adapter=adapter,
                notes=f"{notes} {shape}, states are (N, H). {results}{end}".strip(),
                sizes=SIZES if made is _sequence else {n: s for n, s in SIZES.items() if n != "T"},
            )
        )


PREACTIVATION = "z[t,n,a] = sum[i](w_ih[a,i]*x[t,n,i]) + b_ih[a] + sum[k](w_hh[a,k]*h[t,n,k]) + b_hh[a]"

RNN = f"""
{PREACTIVATION}
h[t+1,n,j] = tanh(z[t,n,j])
"""


def _gate(name: str, row: str, sees: str) -> str:
    """A gate on its rows of z, and on what it sees of the cell."""
    if not sees:
        return f"{name}_gate[t,n,k] = sigmoid(z[t,n,{row}])"
    return f"{name}_in[t,n,k] = z[t,n,{row}] + {sees}\n{name}_gate[t,n,k] = sigmoid({name}_in[t,n,k])"


def _lstm(i: str = "", f: str = "", o: str = "") -> str:
    """The LSTM's steps, with what its gates see of the cell."""
    return f"""
{PREACTIVATION}
{_gate("i", "k", i)}
{_gate("f", "H+k", f)}
g_gate[t,n,k] = tanh(z[t,n,2*H+k])
c[t+1,n,k] = f_gate[t,n,k]*c[t,n,k] + i_gate[t,n,k]*g_gate[t,n,k]
{_gate("o", "3*H+k", o)}
s[t,n,k] = tanh(c[t+1,n,k])
h[t+1,n,k] = o_gate[t,n,k]*s[t,n,k]
"""


def _gru(biases: bool) -> str:
    """The GRU's steps, the first 2*H rows of the weights being those of r and z."""
    gates, new = (f" + b_ih[{row}] + b_hh[{row}]" if biases else "" for row in ("a", "2*H+k"))
    return f"""
a < 2*H
k < H
z[t,n,a] = sum[i](w_ih[a,i]*x[t,n,i]){gates} + sum[j](w_hh[a,j]*h[t,n,j])
r_gate[t,n,k] = sigmoid(z[t,n,k])
z_gate[t,n,k] = sigmoid(z[t,n,H+k])
kept[t,n,k] = r_gate[t,n,k]*h[t,n,k]
s[t,n,k] = sum[i](w_ih[2*H+k,i]*x[t,n,i]){new} + sum[j](w_hh[2*H+k,j]*kept[t,n,j])
n_gate[t,n,k] = tanh(s[t,n,k])
h[t+1,n,k] = (1 - z_gate[t,n,k])*h[t,n,k] + z_gate[t,n,k]*n_gate[t,n,k]
"""


GRU_RESET_AFTER = """
a < 2*H
k < H
u[t,n,b] = sum[i](w_ih[b,i]*x[t,n,i]) + b_ih[b]
v[t,n,b] = sum[j](w_hh[b,j]*h[t,n,j]) + b_hh[b]
z[t,n,a] = u[t,n,a] + v[t,n,a]
r_gate[t,n,k] = sigmoid(z[t,n,k])
z_gate[t,n,k] = sigmoid(z[t,n,H+k])
s[t,n,k] = u[t,n,2*H+k] + r_gate[t,n,k]*v[t,n,2*H+k]
n_gate[t,n,k] = tanh(s[t,n,k])
h[t+1,n,k] = (1 - z_gate[t,n,k])*n_gate[t,n,k] + z_gate[t,n,k]*h[t,n,k]
"""


def _weights(gates: str) -> str:
    return f"w_ih[{gates}H, I], w_hh[{gates}H, H], b_ih[{gates}H], b_hh[{gates}H]"


_register(
    "rnn",
    "h[t+1] = tanh(w_ih x[t] + b_ih + w_hh h[t] + b_hh)",
    "h",
    {"": (_weights(""), RNN)},
    "w_ih, w_hh, b_ih, b_hh",
    "Elman (1990), Finding structure in time; Werbos (1990), Backpropagation through time",
    "",
)

_register(
    "lstm",
    "c[t+1] = f*c[t] + i*g; h[t+1] = o*tanh(c[t+1]); gates i, f, o = sigmoid, g = tanh of affine maps",
    "hc",
    {"": (_weights("4*"), _lstm())},
    "w_ih, w_hh, b_ih, b_hh",
    "Hochreiter and Schmidhuber (1997), Long short-term memory; "
    "forget gate: Gers, Schmidhuber and Cummins (2000), Learning to forget",
    "Gates are stacked i, f, g, o.",
)

_register(
    "lstm_peephole",
    "The LSTM whose gates see the cell entry by entry: i and f see p[0]*c[t] and p[1]*c[t], o sees p[2]*c[t+1]",
    "hc",
    {"": (f"{_weights('4*')}, p[3, H]", _lstm("p[0,k]*c[t,n,k]", "p[1,k]*c[t,n,k]", "p[2,k]*c[t+1,n,k]"))},
    "w_ih, w_hh, b_ih, b_hh, p",
    "Gers and Schmidhuber (2000), Recurrent nets that time and count",
    "Gates are stacked i, f, g, o. p is stacked i, f, o; a row of zeros is a gate without a peephole.",
)

_register(
    "lstm_peephole_full",
    "The LSTM whose gates see the whole cell: i and f see p[0] c[t] and p[1] c[t], o sees p[2] c[t+1]",
    "hc",
    {
        "": (
            f"{_weights('4*')}, p[3, H, H]",
            _lstm(
                "sum[j](p[0,k,j]*c[t,n,j])",
                "sum[j](p[1,k,j]*c[t,n,j])",
                "sum[j](p[2,k,j]*c[t+1,n,j])",
            ),
        )
    },
    "w_ih, w_hh, b_ih, b_hh, p",
    "Larin, Neural networks (lecture slides), LSTM with peepholes; after Gers and Schmidhuber (2000)",
    "The lecture's concatenation [c, h, x] with p the columns that act on c. Gates are stacked i, f, g, o; "
    "p is stacked i, f, o, one matrix each; a matrix of zeros is a gate without a peephole.",
)

_register(
    "gru",
    "h[t+1] = (1-z)*h[t] + z*n; r, z = sigmoid of affine maps of x and h; n = tanh(w x[t] + w_hh (r*h[t]) + b)",
    "h",
    {
        "": (_weights("3*"), _gru(biases=True)),
        "nobias": ("w_ih[3*H, I], w_hh[3*H, H]", _gru(biases=False)),
    },
    "w_ih, w_hh, b_ih=None, b_hh=None",
    "Cho et al. (2014), Learning phrase representations using RNN encoder-decoder; "
    "Larin, Neural networks (lecture slides), gated recurrent units",
    "The reset gate acts before the product with w_hh, and z weighs what is new: h = (1-z)h + z n, as in the lecture. "
    "Gates are stacked r, z, n. Both biases or none. PyTorch's form is gru_reset_after.",
    adapter="recurrent_biases",
)

_register(
    "gru_reset_after",
    "h[t+1] = (1-z)*n + z*h[t]; r, z = sigmoid of affine maps of x and h; n = tanh(w x[t] + b + r*(w_hh h[t] + b_hh))",
    "h",
    {"": (_weights("3*"), GRU_RESET_AFTER)},
    "w_ih, w_hh, b_ih, b_hh",
    "Cho et al. (2014), arXiv v1; PyTorch's torch.nn.GRU",
    "PyTorch's form: the reset gate acts after the product with w_hh and on its bias too, and z weighs what is kept: "
    "h = (1-z)n + z h. Gates are stacked r, z, n. The other form is gru.",
)
