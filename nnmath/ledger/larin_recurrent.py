"""The statements of Larin's lecture: recurrent networks, LSTM, peepholes, GRU."""

from __future__ import annotations

from dataclasses import replace

from nnmath.calculus import tangent
from nnmath.calculus.document import entries
from nnmath.formulas import load
from nnmath.ledger.entry import Definition, Entry
from nnmath.ledger.equations import Equal, Inductive, Sizes
from nnmath.notation import Index, System, define

STEPS = """
    s[0,j] = s0[j]
    z[t,j] = sum[i](U[j,i]*x[t,i]) + sum[k](W[j,k]*s[t,k])
    s[t+1,j] = phi(z[t,j])
    last[j] = s[T,j]
"""
HEAD = "states(x[T, I]: mask, s0[H]: mask, U[H, I]: mask, W[H, H]; phi: function) -> last"

PRODUCTS = """
    r < T + 1
    m < H
    J[t,j,k] = phi.prime(z[t,j])*W[j,k]
    P[0,r,j,m] = [r == 0]*[j == m]
    P[t+1,r,j,m] = [r == t + 1]*[j == m] + sum[k](J[t,j,k]*P[t,r,k,m])
"""
"""P[t,r] is the product of the Jacobians ds[i]/ds[i-1] of the steps from r to t, the later ones on the left."""


def _paths() -> System:
    """The states, how they move when W does, and the products of the Jacobians."""
    moving, products = tangent(define(HEAD, STEPS)), define(HEAD, STEPS, PRODUCTS)
    return replace(moving, name="paths", statements=tuple(dict.fromkeys((*products.statements, *moving.statements))))


PATHS = _paths()

OUTPUTS = tangent(
    define("""
        outputs(s[T, H], V[O, H]: mask; cost: function) -> Q
        y[t,o] = sum[j](V[o,j]*s[t,j])
        C[t] = sum[o](cost[t,o](y[t,o]))
        Q = sum[t](C[t])
    """)
)

CONCATENATED = """
    g < 4
    k < H
    hx[n,k] = h0[n,k]
    hx[n,H+i] = x[n,i]
    v < H + I
    W[g,k,j] = w_hh[H*g+k,j]
    W[g,k,H+i] = w_ih[H*g+k,i]
    b[g,k] = b_ih[H*g+k] + b_hh[H*g+k]
"""
LSTM = define(load()["lstm_cell"].variants[""], CONCATENATED)
"""The compiled cell beside the lecture's concatenation; W[0], ..., W[3] are its W_i, W_f, W_C, W_o."""

CELL = define("""
    lstm_cell(x[N, I], h0[N, H], c0[N, H], w_ih[4*H, I], w_hh[4*H, H], b_ih[4*H], b_hh[4*H]) -> h, c
    g < 4
    k < H
    z[g,n,k] = sum[j](w_hh[H*g+k,j]*h0[n,j]) + sum[i](w_ih[H*g+k,i]*x[n,i]) + b_ih[H*g+k] + b_hh[H*g+k]
    f[n,k] = sigmoid(z[1,n,k])
    i[n,k] = sigmoid(z[0,n,k])
    C_new[n,k] = tanh(z[2,n,k])
    c[n,k] = f[n,k]*c0[n,k] + i[n,k]*C_new[n,k]
    o[n,k] = sigmoid(z[3,n,k])
    h[n,k] = o[n,k]*tanh(c[n,k])
""")

PEEPHOLE = define(
    load()["lstm_peephole_full_cell"].variants[""],
    """
    g < 4
    q < 2
    k < H
    v < 2*H + I
    chx[q,n,k] = [q == 0]*c0[n,k] + [q == 1]*c[n,k]
    chx[q,n,H+k] = h0[n,k]
    chx[q,n,2*H+i] = x[n,i]
    W[g,k,j] = [g == 0]*p[0,k,j] + [g == 1]*p[1,k,j] + [g == 3]*p[2,k,j]
    W[g,k,H+j] = w_hh[H*g+k,j]
    W[g,k,2*H+i] = w_ih[H*g+k,i]
    b[g,k] = b_ih[H*g+k] + b_hh[H*g+k]
    """,
)
"""The compiled peephole cell beside [C, h, x], with the old C (q = 0) and with the new one (q = 1)."""

GRU = define(
    load()["gru_cell"].variants["nobias"],
    """
    q < 2
    g < 3
    v < H + I
    hx[q,n,k] = [q == 0]*h0[n,k] + [q == 1]*r_gate[n,k]*h0[n,k]
    hx[q,n,H+i] = x[n,i]
    W[g,k,j] = w_hh[H*g+k,j]
    W[g,k,H+i] = w_ih[H*g+k,i]
    input_gate[n,k] = z_gate[n,k]
    forget_gate[n,k] = 1 - z_gate[n,k]
    """,
)
"""The compiled cell beside [h, x] (q = 0) and [r*h, x] (q = 1); W[0], W[1], W[2] are W_r, W_z, W."""

GRU_CELL = define("""
    gru_cell(x[N, I], h0[N, H], w_ih[3*H, I], w_hh[3*H, H]) -> h
    a < 2*H
    k < H
    gates[n,a] = sum[j](w_hh[a,j]*h0[n,j]) + sum[i](w_ih[a,i]*x[n,i])
    z[n,k] = sigmoid(gates[n,H+k])
    r[n,k] = sigmoid(gates[n,k])
    rh[n,k] = r[n,k]*h0[n,k]
    inner[n,k] = sum[j](w_hh[2*H+k,j]*rh[n,j]) + sum[i](w_ih[2*H+k,i]*x[n,i])
    h_new[n,k] = tanh(inner[n,k])
    h[n,k] = (1 - z[n,k])*h0[n,k] + z[n,k]*h_new[n,k]
""")

RESET = define("""
    reset(r[H], z[H], past[H], other[H], x[I], w_hh[H, H], w_ih[H, I]) -> h, h_other
    inner[k] = sum[j](w_hh[k,j]*r[j]*past[j]) + sum[i](w_ih[k,i]*x[i])
    inner_other[k] = sum[j](w_hh[k,j]*r[j]*other[j]) + sum[i](w_ih[k,i]*x[i])
    h[k] = (1 - z[k])*past[k] + z[k]*tanh(inner[k])
    h_other[k] = (1 - z[k])*other[k] + z[k]*tanh(inner_other[k])
""")
"""One step of the GRU from two different pasts, its gates given."""

LSTM_WEIGHTS, GRU_WEIGHTS = ("w_ih", "w_hh", "b_ih"), ("w_ih", "w_hh")
"""One bias a gate, as in the lecture; the compiled LSTM has two that are added."""
COUNTS = (
    f"lstm == {entries(LSTM, LSTM_WEIGHTS)}",
    f"full == {entries(PEEPHOLE, (*LSTM_WEIGHTS, 'p'))}",
    f"diagonal == {entries(load()['lstm_peephole_cell'].system, (*LSTM_WEIGHTS, 'p'))}",
    f"gru == {entries(GRU, GRU_WEIGHTS)}",
    f"lstm_state == {entries(LSTM, ('h0', 'c0'))}",
    f"gru_state == {entries(GRU, ('h0',))}",
)

TIMES: dict[str, Index | str | int] = {"j": "H", "m": "H", "b": "H", "r": "T"}
AT_START, ONE_STEP = ("dot_s[0]", "P[0]"), ("dot_s[t+1]", "dot_z[t]", "P[t+1]", "J[t]")


def _path_sum(inner: str, indices: str = "r,m,b", ranges: dict[str, Index | str | int] = TIMES) -> Inductive:
    """``ds[t]/dW`` is the sum over the paths of the products of the Jacobians and `inner`."""
    return Inductive("dot_s[t,j]", f"sum[{indices}]({inner})", "t", 0, "T", PATHS, ranges, base=AT_START, step=ONE_STEP)


RECURRENT = (
    Entry(
        "A13.1",
        r"RNN: $x_t$ is the input, $s_t$ the hidden layer and $y_t$ the output at the time $t$ (in some cases "
        r"$y_t \equiv s_t$)",
        Definition(),
    ),
    Entry(
        "A13.2",
        r"the task is $\sum_{t=0}^T C_t(U, V, W) \to \min$: its derivative is the sum of those of the $C_t$",
        Equal("dot_Q", "sum[t](dot_C[t])", OUTPUTS, {"t": "T"}),
        note="the second half is not printed, but it is why the lecture differentiates each $C_t$ alone",
        ours=True,
    ),
    Entry(
        "A13.3",
        r"BPTT, the factors before the sum: $\frac{\partial C_t}{\partial W} = \frac{\partial C_t}{\partial y_t} "
        r"\frac{\partial y_t}{\partial s_t} \ldots$",
        Equal(
            "dot_C[t]",
            "sum[o,j](cost[t,o].prime(y[t,o])*V[o,j]*dot_s[t,j])",
            OUTPUTS,
            {"t": "T", "o": "O", "j": "H"},
        ),
        note=r"in every direction in which $W$ may move; $s_t$ then moves along $\dot s_t$",
    ),
    Entry(
        "A13.4",
        r"BPTT, the sum: $\ldots \sum_{k=0}^t \left(\prod_{i=k+1}^t \frac{\partial s_i}{\partial s_{i-1}}\right) "
        r"\frac{\partial h_k}{\partial W}$",
        readings={
            r"$h$ is $s$, its derivative the immediate one, with $s_{k-1}$ held fixed": _path_sum(
                "P[t,r+1,j,m]*phi.prime(z[r,m])*dot_W[m,b]*s[r,b]"
            ),
            r"$h$ is $s$, its derivative the total one": _path_sum(
                "P[t,r,j,m]*dot_s[r,m]", "r,m", {**TIMES, "r": Index.name("T") + 1}
            ),
            r"$h$ is what the slide on the neuron calls $h$, the sum before the activation": _path_sum(
                "P[t,r+1,j,m]*dot_W[m,b]*s[r,b]"
            ),
        },
        note=r"The network has no $h_k$. With total derivatives a path is counted once for each step at which it "
        r"could have begun; at $T = 1$ this does not show.",
    ),
)


def _gate(function: str, row: int) -> str:
    return f"{function}(sum[v](W[{row},k,v]*hx[n,v]) + b[{row},k])"


LSTM_OVER = {"n": "N", "k": "H", "v": "H + I"}
MEMORY = (
    *(
        Entry(id, printed, Equal(left, right, LSTM, LSTM_OVER))
        for id, printed, left, right in (
            ("A14.1", r"LSTM: $f_t = \sigma(W_f \cdot [h_{t-1}, x_t] + b_f)$", "f_gate[n,k]", _gate("sigmoid", 1)),
            ("A14.2", r"$i_t = \sigma(W_i \cdot [h_{t-1}, x_t] + b_i)$", "i_gate[n,k]", _gate("sigmoid", 0)),
            (
                "A14.3",
                r"$\tilde C_t = \tanh(W_C \cdot [h_{t-1}, x_t] + b_C)$",
                "g_gate[n,k]",
                _gate("tanh", 2),
            ),
            (
                "A14.4",
                r"$C_t = f_t * C_{t-1} + i_t * \tilde C_t$",
                "c[n,k]",
                "f_gate[n,k]*c0[n,k] + i_gate[n,k]*g_gate[n,k]",
            ),
            ("A14.5", r"$o_t = \sigma(W_o [h_{t-1}, x_t] + b_o)$", "o_gate[n,k]", _gate("sigmoid", 3)),
            ("A14.6", r"$h_t = o_t * \tanh(C_t)$", "h[n,k]", "o_gate[n,k]*tanh(c[n,k])"),
        )
    ),
    Entry(
        "A14.7",
        "these six equations are the LSTM",
        Definition(CELL, "lstm_cell"),
        note=r"with $W \cdot [h, x]$ written as two products and $b$ as the sum of two biases",
        ours=True,
    ),
)


def _peeping_gate(row: int, q: int) -> str:
    return f"sigmoid(sum[v](W[{row},k,v]*chx[{q},n,v]) + b[{row},k])"


PEEPHOLE_OVER: dict[str, Index | str | int] = {"n": "N", "k": "H", "v": "2*H + I", "j": "H"}
PARTS = ("W", "chx", "b", "z")
PEEPHOLES = (
    *(
        Entry(id, printed, Equal(left, right, PEEPHOLE, PEEPHOLE_OVER, unfold=(left[:6], f"{left[0]}_in", *PARTS)))
        for id, printed, left, right in (
            (
                "A15.1",
                r"LSTM with peepholes: $f_t = \sigma(W_f \cdot [C_{t-1}, h_{t-1}, x_t] + b_f)$",
                "f_gate[n,k]",
                _peeping_gate(1, 0),
            ),
            (
                "A15.2",
                r"$i_t = \sigma(W_i \cdot [C_{t-1}, h_{t-1}, x_t] + b_i)$",
                "i_gate[n,k]",
                _peeping_gate(0, 0),
            ),
            ("A15.3", r"$o_t = \sigma(W_o \cdot [C_t, h_{t-1}, x_t] + b_o)$", "o_gate[n,k]", _peeping_gate(3, 1)),
        )
    ),
    Entry(
        "A15.4",
        "a peephole can be used not for all gates",
        Equal("f_in[n,k]", "z[n,H+k]", PEEPHOLE, PEEPHOLE_OVER, assuming=("p[1,k,j] = 0",)),
        note="Where the columns of $W_f$ for $C_{t-1}$ are zero, $f_t$ is that of the plain LSTM; compared is what "
        "the sigmoid is taken of. $i$ and $o$ likewise.",
    ),
    Entry(
        "A23.1",
        "peepholes increase the number of parameters of the model",
        Sizes("full > lstm", {"H": 1, "I": 1}, given=COUNTS[:2]),
    ),
    Entry(
        "A23.2",
        r"by $3H^2$ for $H$ units as the lecture concatenates",
        Sizes("full == lstm + 3*H*H", {"H": 1, "I": 1}, given=COUNTS[:2]),
        ours=True,
    ),
    Entry(
        "A23.3",
        r"by $3H$ where each unit sees its own cell alone, as in Gers and Schmidhuber (2000)",
        Sizes("diagonal == lstm + 3*H", {"H": 1, "I": 1}, given=(COUNTS[0], COUNTS[2])),
        ours=True,
    ),
)

GRU_OVER = {"n": "N", "k": "H", "v": "H + I"}
GATED = (
    *(
        Entry(id, printed, Equal(left, right, GRU, GRU_OVER))
        for id, printed, left, right in (
            (
                "A16.1",
                r"GRU: $z_t = \sigma(W_z \cdot [h_{t-1}, x_t])$",
                "z_gate[n,k]",
                "sigmoid(sum[v](W[1,k,v]*hx[0,n,v]))",
            ),
            (
                "A16.2",
                r"$r_t = \sigma(W_r \cdot [h_{t-1}, x_t])$",
                "r_gate[n,k]",
                "sigmoid(sum[v](W[0,k,v]*hx[0,n,v]))",
            ),
            (
                "A16.3",
                r"$\tilde h_t = \tanh(W \cdot [r_t * h_{t-1}, x_t])$",
                "n_gate[n,k]",
                "tanh(sum[v](W[2,k,v]*hx[1,n,v]))",
            ),
            (
                "A16.4",
                r"$h_t = (1 - z_t) * h_{t-1} + z_t * \tilde h_t$",
                "h[n,k]",
                "(1 - z_gate[n,k])*h0[n,k] + z_gate[n,k]*n_gate[n,k]",
            ),
        )
    ),
    Entry(
        "A16.5",
        "these four equations are the GRU",
        Definition(GRU_CELL, "gru_cell", "nobias"),
        note=r"PyTorch's GRU is another: it resets after the product with $W$, and $z$ there weighs the old state",
        ours=True,
    ),
    Entry(
        "A16.6",
        "an update gate in the place of the input gate and the forget gate",
        Equal("h[n,k]", "forget_gate[n,k]*h0[n,k] + input_gate[n,k]*n_gate[n,k]", GRU, GRU_OVER),
        note=r"with $z_t$ for the input gate and $1 - z_t$ for the forget gate: the two are no longer independent",
    ),
    Entry(
        "A16.7",
        "the reset gate decides which part of the memory is carried on from the past step",
        readings={
            r"into the candidate $\tilde h_t$: where $r_t = 0$ it is the same for every past": Equal(
                "inner[k]", "inner_other[k]", RESET, {"k": "H", "j": "H"}, assuming=("r[j] = 0",)
            ),
            r"into the state $h_t$: where $r_t = 0$ it is the same for every past": Equal(
                "h[k]", "h_other[k]", RESET, {"k": "H", "j": "H"}, assuming=("r[j] = 0",)
            ),
        },
        note=r"Past the reset gate the state still carries $(1 - z_t) * h_{t-1}$. Of the candidate is compared what "
        "its tanh is taken of.",
    ),
    Entry(
        "A23.4",
        "a GRU uses the state $h_t$ alone and introduces no vector $C_t$",
        Sizes("lstm_state == 2*gru_state", {"N": 1, "H": 1}, given=COUNTS[4:]),
        note="counted in numbers that pass from step to step, for $N$ sequences",
    ),
    Entry(
        "A23.5",
        r"and has $3H(H + I)$ parameters, against $4H(H + I + 1)$ of the LSTM",
        Sizes("gru == 3*H*(H + I) and lstm == 4*H*(H + I + 1)", {"H": 1, "I": 1}, given=(COUNTS[0], COUNTS[3])),
        ours=True,
    ),
)

ENTRIES: tuple[Entry, ...] = (*RECURRENT, *MEMORY, *PEEPHOLES, *GATED)
