"""The statements of Larin's lecture: dropout and batch normalisation."""

from __future__ import annotations

from nnmath.calculus import adjoint
from nnmath.formulas import load
from nnmath.ledger.entry import Definition, Entry
from nnmath.ledger.equations import Equal, SameSystem
from nnmath.ledger.expectation import Expectation
from nnmath.notation import define

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
        "inference: a correction is introduced",
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
        r"the parameters $\gamma_j$ are adjusted by back-propagation",
        Equal("bar_weight[c]", "sum[n,s](bar_y[n,c,s]*xhat[n,c,s])", adjoint(BATCH_NORM), OVER_BATCH),
        note=r"by $\partial C / \partial \gamma_j = \sum_i (\partial C / \partial \tilde u_{ij}) \hat u_{ij}$, which "
        "is not printed",
    ),
    Entry(
        "A19.7",
        r"the parameters $\beta_j$ are adjusted by back-propagation",
        Equal("bar_bias[c]", "sum[n,s](bar_y[n,c,s])", adjoint(BATCH_NORM), OVER_BATCH),
        note=r"by $\partial C / \partial \beta_j = \sum_i \partial C / \partial \tilde u_{ij}$, which is not printed",
    ),
)

ENTRIES: tuple[Entry, ...] = (*REGULARISATION, *NORMALISATION)
