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


mse_loss = register(
    Definition(
        id="mse_loss",
        chapter="losses",
        summary="loss = mean_i (x[i] - target[i])**2",
        signature="x, target, reduction='mean'",
        variants=_reduced("mse_loss(x[N], target[N])", "", "(x[n] - target[n])**2", "N"),
        reference="Gauss (1809), Theoria motus; Kovalev (2022), Neural networks: under the hood, eq. 1 up to 1/2",
        adapter="pointwise_loss",
        notes="reduction is 'mean' (over all entries), 'sum' or 'none'.",
        sizes={"N": 5},
    )
)


half_squared_error = register(
    Definition(
        id="half_squared_error",
        chapter="losses",
        summary="loss = sum_i (x[i] - target[i])**2/2, or its mean",
        signature="x, target, reduction='mean'",
        variants=_reduced("half_squared_error(x[N], target[N])", "", "(x[n] - target[n])**2/2", "N"),
        reference="Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors, eq. 3",
        adapter="pointwise_loss",
        notes="reduction is 'mean' (over all entries), 'sum' or 'none'.",
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
