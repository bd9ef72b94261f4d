"""Losses: a number for what a network says and what was wanted."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register


def _reduced(header: str, lines: str, term: str, count: str) -> dict[str, str]:
    """The three reductions of a loss whose term is ``loss[n]``."""
    return {
        "mean": f"{header} -> loss\n{lines}\nloss = sum[n]({term})/{count}",
        "sum": f"{header} -> loss\n{lines}\nloss = sum[n]({term})",
        "none": f"{header} -> loss\n{lines}\nloss[n] = {term}",
    }


def _weighted(header: str, lines: str, term: str) -> dict[str, str]:
    """The reductions of a loss as it is, and with a weight for each entry; {} marks the weight's places."""
    weighted = _reduced(header.format(", weight[N]: mask"), lines, term.format("weight[n]*"), "N")
    return _reduced(header.format(""), lines, term.format(""), "N") | {f"weighted_{n}": t for n, t in weighted.items()}


def _with_batch_mean(header: str, term: str) -> dict[str, str]:
    """The reductions, and the sum divided by a number of examples; {} marks the place of its declaration."""
    batch = header.format("; batch: int >= 1")
    return _reduced(header.format(""), "", term, "N") | {
        "batchmean": f"{batch} -> loss\nloss = sum[n]({term})/batch",
    }


def _pointwise(
    id: str,
    summary: str,
    variants: dict[str, str],
    reference: str,
    signature: str = "x, target, reduction='mean'",
    adapter: str = "pointwise_loss",
    notes: str = "",
    parameters: dict[str, float] | None = None,
    sizes: dict[str, int] | None = None,
) -> Definition:
    """A loss of two arrays of one shape, entry by entry."""
    said = "reduction is 'mean' (over all entries), 'sum' or 'none'."
    return register(
        Definition(
            id=id,
            chapter="losses",
            summary=summary,
            signature=signature,
            variants=variants,
            reference=reference,
            adapter=adapter,
            notes=f"{notes} {said}".strip(),
            sizes=sizes or {"N": 5},
            parameters=parameters or {},
        )
    )


mse_loss = _pointwise(
    "mse_loss",
    "loss = mean_i (x[i] - target[i])**2",
    _reduced("mse_loss(x[N], target[N])", "", "(x[n] - target[n])**2", "N"),
    "Gauss (1809), Theoria motus; Kovalev (2022), Neural networks: under the hood, eq. 1 up to 1/2",
)

half_squared_error = _pointwise(
    "half_squared_error",
    "loss = sum_i (x[i] - target[i])**2/2, or its mean",
    _reduced("half_squared_error(x[N], target[N])", "", "(x[n] - target[n])**2/2", "N"),
    "Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors, eq. 3",
)

l1_loss = _pointwise(
    "l1_loss",
    "loss = mean_i abs(x[i] - target[i])",
    _reduced("l1_loss(x[N], target[N])", "", "abs(x[n] - target[n])", "N"),
    "Boscovich (1757); Laplace (1793)",
    notes="Derivative 0 where x equals the target.",
)

huber_loss = _pointwise(
    "huber_loss",
    "loss = mean_i (d**2/2 where abs(d) <= delta, delta*(abs(d) - delta/2) beyond), d = x[i] - target[i]",
    _reduced(
        "huber_loss(x[N], target[N]; delta: real > 0)",
        "d[n] = x[n] - target[n]",
        "(delta*(abs(d[n]) - delta/2) if abs(d[n]) > delta else d[n]**2/2)",
        "N",
    ),
    "Huber (1964), Robust estimation of a location parameter, p. 74",
    signature="x, target, reduction='mean', delta=1.0",
    parameters={"delta": 0.7},
)

smooth_l1_loss = _pointwise(
    "smooth_l1_loss",
    "loss = mean_i (d**2/(2*beta) where abs(d) < beta, abs(d) - beta/2 beyond), d = x[i] - target[i]",
    _reduced(
        "smooth_l1_loss(x[N], target[N]; beta: real >= 0)",
        "d[n] = x[n] - target[n]",
        "(abs(d[n]) - beta/2 if abs(d[n]) >= beta else d[n]**2/(2*beta))",
        "N",
    ),
    "Girshick (2015), Fast R-CNN, eq. 3",
    signature="x, target, reduction='mean', beta=1.0",
    notes="huber_loss divided by beta. With beta = 0 it is l1_loss.",
    parameters={"beta": 0.7},
)

hinge_loss = _pointwise(
    "hinge_loss",
    "loss = mean_i max(0, 1 - target[i]*x[i])",
    _reduced("hinge_loss(x[N], target[N])", "", "(0 if target[n]*x[n] >= 1 else 1 - target[n]*x[n])", "N"),
    "Cortes and Vapnik (1995), Support-vector networks",
    notes="target is +1 or -1. Derivative 0 where the margin target*x is exactly 1.",
)

binary_cross_entropy = _pointwise(
    "binary_cross_entropy",
    "loss = -mean_i weight[i]*(target[i]*ln x[i] + (1 - target[i])*ln(1 - x[i]))",
    _weighted(
        "binary_cross_entropy(x[N], target[N]{})",
        "yes[n] = -100 if log(x[n]) < -100 else log(x[n])\nno[n] = -100 if log(1 - x[n]) < -100 else log(1 - x[n])",
        "-{}(target[n]*yes[n] + (1 - target[n])*no[n])",
    ),
    "Good (1952), Rational decisions; Cox (1958), The regression analysis of binary sequences",
    signature="x, target, weight=None, reduction='mean'",
    adapter="binary_cross_entropy",
    notes=(
        "x are probabilities in [0, 1]. As in PyTorch a logarithm below -100 counts as -100, so that x = 0 and "
        "x = 1 have finite losses; there the derivative by x is that of a constant, 0. weight scales the entries "
        "(it may be broadcast to them); the mean divides by their number."
    ),
)

binary_cross_entropy_with_logits = _pointwise(
    "binary_cross_entropy_with_logits",
    "loss = mean_i weight[i]*(pos_weight[i]*target[i]*ln(1 + exp(-x[i])) + (1 - target[i])*ln(1 + exp(x[i])))",
    _weighted(
        "binary_cross_entropy_with_logits(x[N], target[N]{})",
        "",
        "{}(target[n]*softplus(-x[n]) + (1 - target[n])*softplus(x[n]))",
    )
    | {
        f"pos_weighted_{name}": text
        for name, text in _reduced(
            "binary_cross_entropy_with_logits(x[N], target[N], weight[N]: mask, pos_weight[N]: mask)",
            "",
            "weight[n]*(pos_weight[n]*target[n]*softplus(-x[n]) + (1 - target[n])*softplus(x[n]))",
            "N",
        ).items()
    },
    "Cox (1958), The regression analysis of binary sequences",
    signature="x, target, weight=None, reduction='mean', pos_weight=None",
    adapter="binary_cross_entropy_with_logits",
    notes=(
        "x are logits: binary_cross_entropy of sigmoid(x), without its overflow. weight and pos_weight may be "
        "broadcast to x; the mean divides by the number of entries."
    ),
)

kl_div = _pointwise(
    "kl_div",
    "loss = mean_i target[i]*(ln target[i] - x[i]), or with logarithms as targets exp(target[i])*(target[i] - x[i])",
    _with_batch_mean("kl_div(x[N], target[N]{})", "(0 if target[n] == 0 else target[n]*(log(target[n]) - x[n]))")
    | {
        f"log_{name}": text
        for name, text in _with_batch_mean("kl_div(x[N], target[N]{})", "exp(target[n])*(target[n] - x[n])").items()
    },
    "Kullback and Leibler (1951), On information and sufficiency",
    signature="x, target, reduction='mean', log_target=False",
    adapter="kl_div",
    notes=(
        "x are logarithms of probabilities; target probabilities, or their logarithms with log_target. 0*ln 0 is 0, "
        "and the derivatives there are 0. 'batchmean' divides the sum by the size of axis 0, which makes it the "
        "divergence."
    ),
    sizes={"N": 5, "batch": 3},
)

gaussian_kl = register(
    Definition(
        id="gaussian_kl",
        chapter="losses",
        summary="loss = sum_i (mu[i]**2 + exp(logvar[i]) - 1 - logvar[i])/2",
        signature="mu, logvar",
        variants={
            "": """
                gaussian_kl(mu[N], logvar[N]) -> loss
                loss = sum[n](mu[n]**2 + exp(logvar[n]) - 1 - logvar[n])/2
            """,
        },
        reference="Kingma and Welling (2014), Auto-encoding variational Bayes, appendix B",
        adapter="gaussian_kl",
        notes="The divergence of the normal distributions (mu, exp(logvar)) from the unit one, over all entries.",
        sizes={"N": 5},
    )
)


def _cross_entropy() -> dict[str, str]:
    """Targets as indices or probabilities; plain, or with class weights, smoothing and ignored rows."""
    lse = "lse[n] = logsumexp[k](x[n,k])\n"
    index = "cross_entropy(x[N, K], target[N]: int<K)"
    variants = _reduced(index, lse, "lse[n] - sum[k]([target[n] == k]*x[n,k])", "N")
    general = "cross_entropy(x[N, K], target[N]: int<K, weight[K]: mask, keep[N]: mask; label_smoothing: real in [0,1])"
    lines = (
        lse
        + "hit[n] = sum[k]([target[n] == k]*weight[k]*(lse[n] - x[n,k]))\n"
        + "all[n] = sum[k](weight[k]*(lse[n] - x[n,k]))/K\n"
        + "count = sum[n,k]([target[n] == k]*weight[k]*keep[n])"
    )
    term = "keep[n]*((1 - label_smoothing)*hit[n] + label_smoothing*all[n])"
    weighted = _reduced(general, lines, term, "count")
    variants |= {f"general_{name}": text for name, text in weighted.items()}
    soft = "cross_entropy(x[N, K], target[N, K], weight[K]: mask; label_smoothing: real in [0,1])"
    term = "sum[k](weight[k]*((1 - label_smoothing)*target[n,k] + label_smoothing/K)*(lse[n] - x[n,k]))"
    return variants | {f"probabilities_{name}": text for name, text in _reduced(soft, lse, term, "N").items()}


cross_entropy = register(
    Definition(
        id="cross_entropy",
        chapter="losses",
        summary="loss = mean_n (logsumexp_k x[n,k] - x[n,target[n]]), or -mean_n sum_k target[n,k]*ln softmax(x)[n,k]",
        signature="x, target, weight=None, ignore_index=-100, reduction='mean', label_smoothing=0.0",
        variants=_cross_entropy(),
        reference="Bridle (1990); smoothing: Szegedy, Vanhoucke, Ioffe, Shlens and Wojna (2016), section 7",
        adapter="cross_entropy",
        notes=(
            "x is logits (N, K), (K,) or (N, K, d1, ...). target holds class indices, or probabilities of "
            "the shape of x. With weights the mean divides by the sum of the targets' weights."
        ),
        sizes={"N": 3, "K": 4},
        parameters={"label_smoothing": 0.3},
    )
)


def _nll() -> dict[str, str]:
    """Plain, or with class weights and ignored rows."""
    plain = _reduced("nll_loss(x[N, K], target[N]: int<K)", "", "(-sum[k]([target[n] == k]*x[n,k]))", "N")
    lines = "hit[n] = -sum[k]([target[n] == k]*weight[k]*x[n,k])\ncount = sum[n,k]([target[n] == k]*weight[k]*keep[n])"
    header = "nll_loss(x[N, K], target[N]: int<K, weight[K]: mask, keep[N]: mask)"
    general = _reduced(header, lines, "(hit[n] if keep[n] > 0 else 0)", "count")
    return plain | {f"general_{name}": text for name, text in general.items()}


nll_loss = register(
    Definition(
        id="nll_loss",
        chapter="losses",
        summary="loss = -mean_n x[n,target[n]]",
        signature="x, target, weight=None, ignore_index=-100, reduction='mean'",
        variants=_nll(),
        reference="Fisher (1922), On the mathematical foundations of theoretical statistics",
        adapter="nll_loss",
        notes=(
            "x is logarithms of probabilities (N, K), (K,) or (N, K, d1, ...), as log_softmax gives them. "
            "With weights the mean divides by the sum of the targets' weights."
        ),
        sizes={"N": 3, "K": 4},
    )
)
