"""The statements of Larin's lecture on networks with memory, dropout and batch normalisation."""

from __future__ import annotations

from dataclasses import replace

from nnmath.calculus import adjoint, tangent
from nnmath.formulas import load
from nnmath.ledger.counting import entries_of
from nnmath.ledger.entry import Definition, Entry
from nnmath.ledger.equations import Equal, Inductive, SameSystem, Sizes
from nnmath.ledger.expectation import Expectation
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
    new[k] = tanh(sum[j](w_hh[k,j]*r[j]*past[j]) + sum[i](w_ih[k,i]*x[i]))
    new_other[k] = tanh(sum[j](w_hh[k,j]*r[j]*other[j]) + sum[i](w_ih[k,i]*x[i]))
    h[k] = (1 - z[k])*past[k] + z[k]*new[k]
    h_other[k] = (1 - z[k])*other[k] + z[k]*new_other[k]
""")
"""One step of the GRU from two different pasts, its gates given."""

LSTM_WEIGHTS, GRU_WEIGHTS = ("w_ih", "w_hh", "b_ih"), ("w_ih", "w_hh")
"""One bias a gate, as in the lecture; the compiled LSTM has two that are added."""
COUNTS = (
    f"lstm == {entries_of(LSTM, LSTM_WEIGHTS)}",
    f"full == {entries_of(PEEPHOLE, (*LSTM_WEIGHTS, 'p'))}",
    f"diagonal == {entries_of(load()['lstm_peephole_cell'].system, (*LSTM_WEIGHTS, 'p'))}",
    f"gru == {entries_of(GRU, GRU_WEIGHTS)}",
    f"lstm_state == {entries_of(LSTM, ('h0', 'c0'))}",
    f"gru_state == {entries_of(GRU, ('h0',))}",
)

DROPOUT = define("""
    dropout(f[H], w[H], y, xi[H]: mask; p: real in (0,1)) -> C
    a[h] = xi[h]*f[h]
    inverted[h] = xi[h]*f[h]/(1 - p)
    z = sum[h](w[h]*a[h])
    z_inverted = sum[h](w[h]*inverted[h])
    corrected = sum[h](w[h]*(1 - p)*f[h])
    plain = sum[h](w[h]*f[h])
    C = (y - z)**2
    lost = sum[h](1 - xi[h])
""")
"""A layer f under a mask, and one unit after it; C is its squared error."""
MASK = {"xi": "1 - p"}
UNITS = {"h": "H"}

BATCH_NORM = load()["batch_norm"].system
NORMALISED = define(
    """
    normalised(u[B, D], mu[D]; eps: real > 0) -> u_mu
    nu[j] = sum[i](u[i,j])/B
    var[j] = sum[i]((u[i,j] - nu[j])**2)/B
    u_mu[i,j] = (u[i,j] - mu[j])/sqrt(var[j] + eps)
    u_nu[i,j] = (u[i,j] - nu[j])/sqrt(var[j] + eps)
    """
)
"""As printed: nu is defined, mu is used and defined nowhere."""
STATISTICS = {"i": "B", "j": "D"}
OVER_BATCH = {"n": "N", "c": "C", "s": "S"}

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
        r"a peephole need not be used for all gates: with the columns of $W_f$ for $C_{t-1}$ zero, $f_t$ is that of "
        "the plain LSTM",
        Equal("f_in[n,k]", "z[n,H+k]", PEEPHOLE, PEEPHOLE_OVER, assuming=("p[1,k,j] = 0",)),
        note="the first half is printed; compared is what the sigmoid is taken of. $i$ and $o$ likewise.",
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
                "new[k]", "new_other[k]", RESET, {"k": "H", "j": "H"}, assuming=("r[j] = 0",)
            ),
            r"into the state $h_t$: where $r_t = 0$ it is the same for every past": Equal(
                "h[k]", "h_other[k]", RESET, {"k": "H", "j": "H"}, assuming=("r[j] = 0",)
            ),
        },
        corrected=Equal(
            "h[k] - h_other[k]",
            "(1 - z[k])*(past[k] - other[k])",
            RESET,
            {"k": "H", "j": "H"},
            assuming=("r[j] = 0",),
        ),
        note=r"Past the reset gate the state still carries $(1 - z_t) * h_{t-1}$.",
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

REGULARISATION = (
    Entry(
        "A17.1",
        r"dropout, training: $a_{ih}^{\ell+1} = \xi_h^\ell f_h^\ell(\sum_j w_{jh} a_{ij}^\ell)$",
        Definition(
            define("dropout_train(x[N], mask[N]: mask) -> y", "f[h] = x[h]", "y[h] = mask[h]*f[h]"), "dropout_train"
        ),
        note=r"$f_h$ stands for the value of the neuron. $\xi_h$ lacks the index $i$: one mask serves all objects.",
    ),
    Entry(
        "A17.2",
        r"the output of a neuron is set to zero with the probability $p_\ell$: $P(\xi_h^\ell = 0) = p_\ell$",
        Definition(),
        note=r"names $p_\ell$. That $\xi_h$ is otherwise 1 and that the $\xi_h$ are independent is not printed; "
        "what follows assumes both.",
    ),
    Entry(
        "A17.3",
        r"inference: $a_{ih}^{\ell+1} = (1 - p_\ell) f_h^\ell(\sum_j w_{jh} a_{ij}^\ell)$",
        Definition(
            define("dropout_inference(x[N]; p: real in [0,1]) -> y", "f[h] = x[h]", "y[h] = (1 - p)*f[h]"),
            "dropout_inference",
        ),
    ),
    Entry(
        "A17.4",
        "this is a correction",
        readings={
            "of the mean output of the neuron": Expectation("a[h]", "(1 - p)*f[h]", DROPOUT, MASK, UNITS),
            "of the mean sum that the next layer's neuron forms": Expectation("z", "corrected", DROPOUT, MASK, UNITS),
            "of the mean output of the next layer's neuron, a sigmoid": Expectation(
                "sigmoid(z)", "sigmoid(corrected)", DROPOUT, MASK, UNITS
            ),
            "of the mean square of the neuron's output": Expectation(
                "a[h]**2", "((1 - p)*f[h])**2", DROPOUT, MASK, UNITS
            ),
        },
        note="The slide does not say what is corrected. Means are, as far as everything after is linear.",
    ),
    Entry(
        "A17.5",
        r"in training the next layer's sum $z$ has the variance $E(z - Ez)^2 = p(1-p) \sum_h w_h^2 f_h^2$",
        Expectation("(z - corrected)**2", "p*(1 - p)*sum[h](w[h]**2*f[h]**2)", DROPOUT, MASK, UNITS),
        ours=True,
    ),
    Entry(
        "A18.1",
        r"inverted dropout: $a_{ih}^{\ell+1} = \frac{1}{1 - p_\ell} \xi_h^\ell f_h^\ell(\sum_j w_{jh} a_{ij}^\ell)$",
        Definition(
            define(
                "inverted_dropout(x[N], mask[N]: mask; p: real in [0,1)) -> y",
                "f[h] = x[h]",
                "y[h] = 1/(1 - p)*mask[h]*f[h]",
            ),
            "inverted_dropout",
        ),
        assumptions=r"$p_\ell < 1$",
    ),
    Entry(
        "A18.2",
        "inverted dropout needs no correction at inference: the mean of the next layer's sum is the sum without a mask",
        Expectation("z_inverted", "plain", DROPOUT, MASK, UNITS),
        note="what the factor is for; the slide does not say it",
        ours=True,
    ),
    Entry(
        "A18.3",
        r"its variance is $\frac{p}{1-p} \sum_h w_h^2 f_h^2$, without bound as $p$ tends to 1",
        Expectation("(z_inverted - plain)**2", "p/(1 - p)*sum[h](w[h]**2*f[h]**2)", DROPOUT, MASK, UNITS),
        ours=True,
    ),
    Entry(
        "A24.1",
        r"regularisation: of all networks the one that is more robust to losing $pN$ neurons is chosen",
        readings={
            "$pN$ is the mean number of lost neurons": Expectation("lost", "p*H", DROPOUT, MASK, UNITS),
            "$pN$ neurons are lost every time": Expectation("(lost - p*H)**2", "0", DROPOUT, MASK, UNITS),
        },
        corrected=Expectation("(lost - p*H)**2", "p*(1 - p)*H", DROPOUT, MASK, UNITS),
        note=r"$N$ is the number of neurons in the layer. The number that is lost has the variance $p(1-p)N$.",
    ),
    Entry(
        "A24.2",
        r"in what sense: for a linear output and the squared error the mean loss is the loss of the corrected network "
        r"plus a penalty, $E(y - z)^2 = (y - Ez)^2 + p(1-p) \sum_h w_h^2 f_h^2$",
        Expectation("C", "(y - corrected)**2 + p*(1 - p)*sum[h](w[h]**2*f[h]**2)", DROPOUT, MASK, UNITS),
        ours=True,
    ),
)

NORMALISATION = (
    Entry(
        "A19.1",
        r"batch normalisation, step 1: $\hat u_{ij} = \frac{u_{ij} - \mu_j}{\sqrt{\sigma_j^2 + \varepsilon}}$ (where "
        r"$\nu_j$ and not $\mu_j$ is defined beside it)",
        Equal("u_mu[i,j]", "u_nu[i,j]", NORMALISED, STATISTICS),
        corrected=SameSystem(
            define("""
                batch_norm(x[N, C, S], weight[C], bias[C]; eps: real >= 0) -> y
                nu[j] = 1/(N*S)*sum[n,s](x[n,j,s])
                var[j] = 1/(N*S)*sum[n,s]((x[n,j,s] - nu[j])**2)
                y[n,j,s] = weight[j]*(x[n,j,s] - nu[j])/sqrt(var[j] + eps) + bias[j]
            """),
            BATCH_NORM,
        ),
        note=r"$\mu_j$ is a slip for $\nu_j$; with it the equations are those of nnmath.batch_norm.",
    ),
    Entry(
        "A19.2",
        r"$\nu_j = \frac{1}{|B|} \sum_{x_i \in B} u_{ij}$",
        Equal("mu[c]", "1/(N*S)*sum[n,s](x[n,c,s])", BATCH_NORM, OVER_BATCH),
        note="in the equations of nnmath.batch_norm; $|B|$ counts objects times positions, a dense layer having one",
    ),
    Entry(
        "A19.3",
        r"$\sigma_j^2 = \frac{1}{|B|} \sum_{x_i \in B} (u_{ij} - \nu_j)^2$",
        Equal("var[c]", "1/(N*S)*sum[n,s]((x[n,c,s] - mu[c])**2)", BATCH_NORM, OVER_BATCH),
    ),
    Entry(
        "A19.4",
        "step 1 normalises every component over the batch",
        readings={
            "its mean becomes 0": Equal("sum[i](u_nu[i,j])/B", "0", NORMALISED, STATISTICS, conditions=("B >= 1",)),
            "its variance becomes 1": Equal(
                "sum[i](u_nu[i,j]**2)/B", "1", NORMALISED, STATISTICS, conditions=("B >= 1",)
            ),
        },
        corrected=Equal(
            "sum[i](u_nu[i,j]**2)/B", "var[j]/(var[j] + eps)", NORMALISED, STATISTICS, conditions=("B >= 1",)
        ),
        assumptions=r"$\nu_j$ for $\mu_j$, and $\varepsilon > 0$",
        note=r"The variance becomes $\sigma_j^2/(\sigma_j^2 + \varepsilon) < 1$.",
    ),
    Entry(
        "A19.5",
        r"step 2, a linear layer with weights that are adjusted: $\tilde u_{ij} = \gamma_j \hat u_{ij} + \beta_j$",
        Equal("y[n,c,s]", "weight[c]*xhat[n,c,s] + bias[c]", BATCH_NORM, OVER_BATCH),
    ),
    Entry(
        "A19.6",
        r"$\gamma_j$ is adjusted by back-propagation: $\frac{\partial C}{\partial \gamma_j} = \sum_i "
        r"\frac{\partial C}{\partial \tilde u_{ij}} \hat u_{ij}$",
        Equal("bar_weight[c]", "sum[n,s](bar_y[n,c,s]*xhat[n,c,s])", adjoint(BATCH_NORM), OVER_BATCH),
        note="the first half is printed",
    ),
    Entry(
        "A19.7",
        r"$\beta_j$ is adjusted by back-propagation: $\frac{\partial C}{\partial \beta_j} = \sum_i "
        r"\frac{\partial C}{\partial \tilde u_{ij}}$",
        Equal("bar_bias[c]", "sum[n,s](bar_y[n,c,s])", adjoint(BATCH_NORM), OVER_BATCH),
        note="the first half is printed",
    ),
)

ENTRIES: tuple[Entry, ...] = (
    *RECURRENT,
    *MEMORY,
    *PEEPHOLES,
    *GATED,
    *REGULARISATION,
    *NORMALISATION,
)
