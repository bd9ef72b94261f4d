"""Normalisation by statistics of the data."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register

batch_norm = register(
    Definition(
        id="batch_norm",
        chapter="normalization",
        summary="y[n,c,s] = weight[c]*(x[n,c,s] - mu[c])/sqrt(var[c] + eps) + bias[c], statistics over n and s",
        signature="x, weight, bias, eps=1e-05",
        variants={
            "": """
                batch_norm(x[N, C, S], weight[C], bias[C]; eps: real >= 0) -> y
                mu[c] = sum[n,s](x[n,c,s])/(N*S)
                var[c] = sum[n,s]((x[n,c,s] - mu[c])**2)/(N*S)
                xhat[n,c,s] = (x[n,c,s] - mu[c])/sqrt(var[c] + eps)
                y[n,c,s] = weight[c]*xhat[n,c,s] + bias[c]
            """,
        },
        reference="Ioffe and Szegedy (2015), Batch normalization, algorithm 1",
        adapter="channels",
        notes="Over all axes but 1. The variance divides by the count (ddof 0).",
        sizes={"N": 3, "C": 2, "S": 4},
        parameters={"eps": 0.4},
    )
)
