"""The statements of Data Mining in Action: training methods, penalties, dropout and normalisation."""

from __future__ import annotations

from nnmath.calculus.differentiate import gradient
from nnmath.formulas import load
from nnmath.ledger.entry import Definition, Entry, specialised
from nnmath.ledger.equations import Equal, Inductive
from nnmath.ledger.expectation import Expectation
from nnmath.notation import Index, define

SGD = define("sgd(w[N], grad[N]; lr: real) -> w_next", "w_next[i] = w[i] - lr*grad[i]")

MOMENTUM = define(
    load()["momentum"].variants[""],
    """
    last_step[i] = -lr*m[i]
    size = sqrt(sum[i](last_step[i]**2))
    """,
)

STEADY = define("""
    steady(g; T: int >= 0, momentum: real >= 0) -> last
    t < T
    m[0] = 0*g
    m[t+1] = momentum*m[t] + g
    last = m[T]
""")

LOOK_AHEAD = define("""
    look_ahead(w[N], v[N]; lr: real, momentum: real >= 0, slope: function) -> w_next, compiled
    ahead[i] = w[i] + momentum*v[i]
    v_next[i] = momentum*v[i] - lr*slope[i](ahead[i])
    w_next[i] = w[i] + v_next[i]
    theta[i] = ahead[i]
    m[i] = -v[i]/lr
    m_next[i] = momentum*m[i] + slope[i](theta[i])
    compiled[i] = theta[i] - lr*(slope[i](theta[i]) + momentum*m_next[i])
    step_ahead[i] = w_next[i] + momentum*v_next[i]
""")
"""A step of NAG as said, and nnmath.nesterov's equations, whose weights are the point ahead."""

PENALISED = """
    {name}(w[d], x[n, d]: mask; gamma: real, cost: function) -> Q
    u[i] = sum[k](w[k]*x[i,k])
    loss = sum[i](cost[i](u[i]))
    Q = loss + gamma*sum[k]({term})
    wanted[k] = sum[i](cost[i].prime(u[i])*x[i,k])
"""

WITH_L1 = gradient(define(PENALISED.format(name="with_l1", term="abs(w[k])")))

WITH_L2 = gradient(define(PENALISED.format(name="with_l2", term="w[k]**2")))

OVER_WEIGHTS: dict[str, Index | str | int] = {"k": "d", "i": "n"}

DROPOUT = define("""
    dropout(f[H], w[H], xi[H]: mask; p: real in [0,1]) -> z
    z = sum[h](w[h]*xi[h]*f[h])
    corrected = sum[h](w[h]*(1 - p)*f[h])
""")

BATCH_NORM = load()["batch_norm"].system

UNDONE = define("""
    undone(v[m]; eps: real > 0) -> back
    mu = 1/m*sum[i](v[i])
    var = 1/m*sum[i]((v[i] - mu)**2)
    normal[i] = (v[i] - mu)/sqrt(var + eps)
    gamma = sqrt(var + eps)
    beta = mu
    back[i] = gamma*normal[i] + beta
    unscaled[i] = sqrt(var)*normal[i] + beta
""")

BATCH: dict[str, Index | str | int] = {"n": "N", "c": "C", "s": "S"}

METHODS = (
    Entry(
        "B9.1",
        r"SGD: $w^{(t+1)} = w^{(t)} - \gamma_t \frac{\partial L}{\partial w}$",
        Definition(SGD, "sgd", at={"weight_decay": 0}),
    ),
    Entry(
        "B9.2",
        r"$w_{11}^{(t+1)} = w_{11}^{(t)} - \gamma_t \frac{\partial L}{\partial w_{11}}$",
        Equal("w_next[i]", "w[i] - lr*grad[i]", specialised(load()["sgd"].system, {"weight_decay": 0}), {"i": "N"}),
    ),
    Entry(
        "B10.1",
        r"Momentum remembers the direction of the previous step and takes it into account in the present one with a "
        r"small weight",
        readings={
            "the previous step with its length, the weight being the coefficient": Equal(
                "w_next[i] - w[i]", "momentum*last_step[i] - lr*grad[i]", MOMENTUM, {"i": "N"}
            ),
            "its direction alone, a vector of length 1": Equal(
                "w_next[i] - w[i]", "momentum*last_step[i]/size - lr*grad[i]", MOMENTUM, {"i": "N"}
            ),
        },
        note="What weight is small is not said; usual is 0.9 (B10.2).",
    ),
    Entry(
        "B10.2",
        r"under a constant gradient $g$ the accumulated one after $t$ steps is $(1 - \mu) m_t = (1 - \mu^t) g$: with "
        r"$\mu = 0.9$ the steps grow to ten times the plain one",
        Inductive(
            "(1 - momentum)*m[t]", "(1 - momentum**t)*g", "t", 0, "T", STEADY, {}, base=("m[0]",), step=("m[t+1]",)
        ),
        ours=True,
    ),
    Entry(
        "B10.3",
        r"NAG, a modification of Momentum: the antigradient is taken at the point where inertia would have stepped",
        Equal("compiled[i]", "step_ahead[i]", LOOK_AHEAD, {"i": "N"}),
        note="nnmath.nesterov keeps the point ahead as its weights: after its step they are the point ahead of the new "
        "weights.",
    ),
    *(
        Entry(
            id,
            rf"{name}: a heuristic for the choice of different steps along different coordinates (weights)",
            Equal("w_next[i]", f"w[i] - ({rate})*{along}", load()[formula].system, {"i": "N"}),
            note=f"nnmath.{formula}: the factor before the {'mean ' if along != 'grad[i]' else ''}gradient has the "
            "index of the coordinate.",
        )
        for id, name, formula, rate, along in (
            ("B10.4", "Adagrad", "adagrad", "lr/(root[i] + eps)", "grad[i]"),
            ("B10.5", "Adadelta", "adadelta", "lr*sqrt((u[i] + eps)/(v_next[i] + eps))", "grad[i]"),
            ("B10.6", "RMSprop", "rmsprop", "lr/(root[i] + eps)", "grad[i]"),
            ("B10.7", "Adam", "adam", "lr/(1 - beta1**t)/(root[i] + eps)", "m_next[i]"),
        )
    ),
)

PENALTIES = (
    Entry(
        "B5.1",
        r"l1: $\sum_{i=1}^l L_i + \gamma \sum_{n=1}^d |w_n| \to \min$",
        Definition(define("l1_penalty(w[N]; gamma: real) -> y", "y = gamma*sum[n](abs(w[n]))"), "l1_penalty"),
        note="the second term, which is added to the losses",
    ),
    Entry(
        "B5.2",
        r"l2: $\sum_{i=1}^l L_i + \gamma \sum_{n=1}^d w_n^2 \to \min$",
        Definition(define("l2_penalty(w[N]; gamma: real) -> y", "y = gamma*sum[n](w[n]**2)"), "l2_penalty"),
    ),
    Entry(
        "B5.3",
        r"l1 adds $\gamma\, \mathrm{sign}(w_n)$ to the gradient: the same pull whatever the size of the weight",
        Equal("dQ_dw[k]", "wanted[k] + gamma*sign(w[k])", WITH_L1, OVER_WEIGHTS),
        assumptions="losses that are any differentiable functions of linear forms of the weights",
        note="At 0 the derivative does not exist and is taken as 0.",
        ours=True,
    ),
    Entry(
        "B5.4",
        r"l2 adds $2 \gamma w_n$: the pull is proportional to the weight",
        Equal("dQ_dw[k]", "wanted[k] + 2*gamma*w[k]", WITH_L2, OVER_WEIGHTS),
        assumptions="losses that are any differentiable functions of linear forms of the weights",
        ours=True,
    ),
    Entry(
        "B5.5",
        r"so a step of gradient descent with l2 is one with weight decay $2\gamma$: $w - \epsilon (g + 2 \gamma w)$",
        Definition(
            define(
                "sgd(w[N], grad[N]; lr: real, weight_decay: real) -> w_next",
                "w_next[i] = (1 - lr*weight_decay)*w[i] - lr*grad[i]",
            ),
            "sgd",
        ),
        ours=True,
    ),
)

REGULARISATION = (
    Entry(
        "B14.1",
        r"mean over the batch: $\mu = \frac1m \sum_{i=1}^m v_1^{(i)}$",
        Equal("mu[c]", "1/(N*S)*sum[n,s](x[n,c,s])", BATCH_NORM, BATCH),
        note="in the equations of nnmath.batch_norm, where a feature has $N S$ values",
    ),
    Entry(
        "B14.2",
        r"variance over the batch: $\sigma^2 = \frac1m \sum_{i=1}^m (v_1^{(i)} - \mu)^2$",
        Equal("var[c]", "1/(N*S)*sum[n,s]((x[n,c,s] - mu[c])**2)", BATCH_NORM, BATCH),
    ),
    Entry(
        "B14.3",
        r"normalisation: $\tilde v_1 = \frac{v_1 - \mu}{\sqrt{\sigma^2 + \epsilon}}$",
        Equal("xhat[n,c,s]", "(x[n,c,s] - mu[c])/sqrt(var[c] + eps)", BATCH_NORM, BATCH),
    ),
    Entry(
        "B14.4",
        r"scale and shift: $v'_1 = \gamma \tilde v_1 + \beta$",
        Equal("y[n,c,s]", "weight[c]*xhat[n,c,s] + bias[c]", BATCH_NORM, BATCH),
    ),
    Entry(
        "B14.5",
        "these four lines are batch normalisation",
        Definition(
            define("""
                batch_norm(x[N, C, S], weight[C], bias[C]; eps: real >= 0) -> y
                mu[c] = 1/(N*S)*sum[n,s](x[n,c,s])
                var[c] = 1/(N*S)*sum[n,s]((x[n,c,s] - mu[c])**2)
                v[n,c,s] = (x[n,c,s] - mu[c])/sqrt(var[c] + eps)
                y[n,c,s] = weight[c]*v[n,c,s] + bias[c]
            """),
            "batch_norm",
        ),
    ),
    Entry(
        "B15.1",
        r"a useful question: why the second step? With $\gamma = \sqrt{\sigma^2 + \epsilon}$ and $\beta = \mu$ it "
        r"undoes "
        r"the first, so that nothing that the network could represent is lost",
        Equal("back[i]", "v[i]", UNDONE, {"i": "m"}, conditions=("m >= 1",)),
        note="The question is printed, the answer is not.",
        ours=True,
    ),
    Entry(
        "B15.2",
        r"whichever of the two is called the standard deviation, $\sqrt{\sigma^2 + \epsilon}$ or $\sigma$",
        readings={
            r"$\gamma = \sqrt{\sigma^2 + \epsilon}$": Equal(
                "back[i]", "v[i]", UNDONE, {"i": "m"}, conditions=("m >= 1",)
            ),
            r"$\gamma = \sigma$": Equal("unscaled[i]", "v[i]", UNDONE, {"i": "m"}, conditions=("m >= 1",)),
        },
        ours=True,
    ),
    Entry(
        "B18.1",
        r"dropout, training: with probability $p$ we set the output of each neuron of the layer to zero",
        Definition(define("dropout_train(x[N], mask[N]: mask) -> y", "y[i] = mask[i]*x[i]"), "dropout_train"),
        note="mask is 0 with probability $p$ and else 1",
    ),
    Entry(
        "B18.2",
        r"dropout, use: we multiply the output of each neuron by $(1 - p)$",
        Definition(
            define("dropout_inference(x[N]; p: real in [0,1]) -> y", "y[i] = x[i]*(1 - p)"), "dropout_inference"
        ),
    ),
    Entry(
        "B18.3",
        r"so the sum that the next layer forms has its mean over the masks",
        Expectation("z", "corrected", DROPOUT, {"xi": "1 - p"}, {"h": "H"}),
        ours=True,
    ),
)

ENTRIES: tuple[Entry, ...] = (
    *METHODS,
    *PENALTIES,
    *REGULARISATION,
)
