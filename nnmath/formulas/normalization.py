"""Normalisation by statistics of the data: centred first and then squared, so that a large mean costs no digits."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register

BATCH_STATISTICS = """
    mu[c] = sum[n,s](x[n,c,s])/(N*S)
    var[c] = sum[n,s]((x[n,c,s] - mu[c])**2)/{count}
"""

batch_norm = register(
    Definition(
        id="batch_norm",
        chapter="normalization",
        summary="y[n,c,s] = weight[c]*(x[n,c,s] - mu[c])/sqrt(var[c] + eps) + bias[c], statistics over n and s",
        signature="x, weight, bias, eps=1e-05",
        variants={
            "": f"""
                batch_norm(x[N, C, S], weight[C], bias[C]; eps: real >= 0) -> y
                {BATCH_STATISTICS.format(count="(N*S)")}
                xhat[n,c,s] = (x[n,c,s] - mu[c])/sqrt(var[c] + eps)
                y[n,c,s] = weight[c]*xhat[n,c,s] + bias[c]
            """,
        },
        reference="Ioffe and Szegedy (2015), Batch normalization, algorithm 1",
        adapter="batch_statistics",
        notes=(
            "Over all axes but 1. The variance divides by the count (ddof 0). "
            "One value for each channel is refused, as in PyTorch: it would be normalised to 0."
        ),
        sizes={"N": 3, "C": 2, "S": 4},
        parameters={"eps": 0.4},
    )
)

batch_norm_inference = register(
    Definition(
        id="batch_norm_inference",
        chapter="normalization",
        summary="y[n,c,s] = weight[c]*(x[n,c,s] - running_mean[c])/sqrt(running_var[c] + eps) + bias[c]",
        signature="x, running_mean, running_var, weight, bias, eps=1e-05",
        variants={
            "": """
                batch_norm_inference(x[N, C, S], running_mean[C], running_var[C], weight[C], bias[C]; eps: real >= 0)
                    -> y
                xhat[n,c,s] = (x[n,c,s] - running_mean[c])/sqrt(running_var[c] + eps)
                y[n,c,s] = weight[c]*xhat[n,c,s] + bias[c]
            """,
        },
        reference="Ioffe and Szegedy (2015), Batch normalization, algorithm 2",
        adapter="channels",
        notes="x is (N, C, ...). Entry by entry affine: the statistics are given, not taken from x.",
        sizes={"N": 3, "C": 2, "S": 4},
        parameters={"eps": 0.4},
    )
)

batch_norm_running = register(
    Definition(
        id="batch_norm_running",
        chapter="normalization",
        summary=(
            "running_mean' = (1 - momentum)*running_mean + momentum*mu; "
            "running_var' = (1 - momentum)*running_var + momentum*var, var unbiased"
        ),
        signature="running_mean, running_var, x, momentum=0.1",
        variants={
            "": f"""
                batch_norm_running(running_mean[C], running_var[C], x[N, C, S]; momentum: real in [0,1])
                    -> mean_next, var_next
                {BATCH_STATISTICS.format(count="(N*S - 1)")}
                mean_next[c] = (1 - momentum)*running_mean[c] + momentum*mu[c]
                var_next[c] = (1 - momentum)*running_var[c] + momentum*var[c]
            """,
        },
        reference="Ioffe and Szegedy (2015), Batch normalization, section 3.1; PyTorch's torch.nn.BatchNorm1d",
        adapter="running_statistics",
        notes=(
            "Returns (running_mean, running_var) after the batch x (N, C, ...). The variance divides by the count "
            "less one (ddof 1) as in PyTorch, while batch_norm itself divides by the count. momentum weighs the new."
        ),
        sizes={"N": 3, "C": 2, "S": 4},
        parameters={"momentum": 0.3},
    )
)

layer_norm = register(
    Definition(
        id="layer_norm",
        chapter="normalization",
        summary="y[n,f] = weight[f]*(x[n,f] - mu[n])/sqrt(var[n] + eps) + bias[f], statistics over f",
        signature="x, weight, bias, eps=1e-05",
        variants={
            "": """
                layer_norm(x[N, F], weight[F], bias[F]; eps: real >= 0) -> y
                mu[n] = sum[f](x[n,f])/F
                var[n] = sum[f]((x[n,f] - mu[n])**2)/F
                xhat[n,f] = (x[n,f] - mu[n])/sqrt(var[n] + eps)
                y[n,f] = weight[f]*xhat[n,f] + bias[f]
            """,
        },
        reference="Ba, Kiros and Hinton (2016), Layer normalization, eq. 4",
        adapter="trailing",
        notes="Over the trailing axes that weight has: x is (..., *weight.shape). The variance divides by the count.",
        sizes={"N": 3, "F": 4},
        parameters={"eps": 0.4},
    )
)

rms_norm = register(
    Definition(
        id="rms_norm",
        chapter="normalization",
        summary="y[n,f] = weight[f]*x[n,f]/sqrt(mean_f x[n,f]**2 + eps)",
        signature="x, weight, eps=1e-05",
        variants={
            "": """
                rms_norm(x[N, F], weight[F]; eps: real >= 0) -> y
                square[n] = sum[f](x[n,f]**2)/F
                xhat[n,f] = x[n,f]/sqrt(square[n] + eps)
                y[n,f] = weight[f]*xhat[n,f]
            """,
        },
        reference="Zhang and Sennrich (2019), Root mean square layer normalization, eq. 4",
        adapter="trailing",
        notes=(
            "Over the trailing axes that weight has: x is (..., *weight.shape). eps is 1e-05 as in the other norms; "
            "PyTorch's default is the machine epsilon of the type of x."
        ),
        sizes={"N": 3, "F": 4},
        parameters={"eps": 0.4},
    )
)

group_norm = register(
    Definition(
        id="group_norm",
        chapter="normalization",
        summary=(
            "y[n,g,d,s] = weight[g,d]*(x[n,g,d,s] - mu[n,g])/sqrt(var[n,g] + eps) + bias[g,d], statistics over d and s"
        ),
        signature="x, num_groups, weight, bias, eps=1e-05",
        variants={
            "": """
                group_norm(x[N, G, D, S], weight[G, D], bias[G, D]; eps: real >= 0) -> y
                mu[n,g] = sum[d,s](x[n,g,d,s])/(D*S)
                var[n,g] = sum[d,s]((x[n,g,d,s] - mu[n,g])**2)/(D*S)
                xhat[n,g,d,s] = (x[n,g,d,s] - mu[n,g])/sqrt(var[n,g] + eps)
                y[n,g,d,s] = weight[g,d]*xhat[n,g,d,s] + bias[g,d]
            """,
        },
        reference="Wu and He (2018), Group normalization, eq. 1-4",
        adapter="groups",
        notes=(
            "x is (N, C, ...), weight and bias (C,); channel c = g*D + d lies in group g of num_groups, each of "
            "D = C/num_groups channels. The variance divides by the count."
        ),
        sizes={"N": 3, "G": 2, "D": 5, "S": 4},
        parameters={"eps": 0.4},
    )
)

instance_norm = register(
    Definition(
        id="instance_norm",
        chapter="normalization",
        summary="y[n,c,s] = weight[c]*(x[n,c,s] - mu[n,c])/sqrt(var[n,c] + eps) + bias[c], statistics over s",
        signature="x, weight, bias, eps=1e-05",
        variants={
            "": """
                instance_norm(x[N, C, S], weight[C], bias[C]; eps: real >= 0) -> y
                mu[n,c] = sum[s](x[n,c,s])/S
                var[n,c] = sum[s]((x[n,c,s] - mu[n,c])**2)/S
                xhat[n,c,s] = (x[n,c,s] - mu[n,c])/sqrt(var[n,c] + eps)
                y[n,c,s] = weight[c]*xhat[n,c,s] + bias[c]
            """,
        },
        reference="Ulyanov, Vedaldi and Lempitsky (2016), Instance normalization: the missing ingredient, eq. 2",
        adapter="instance_statistics",
        notes=(
            "x is (N, C, d1, ...): over all axes but 0 and 1. The variance divides by the count. "
            "One position for each channel is refused, as in PyTorch: it would be normalised to 0."
        ),
        sizes={"N": 3, "C": 2, "S": 4},
        parameters={"eps": 0.4},
    )
)
