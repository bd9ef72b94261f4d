"""Output functions along one axis: every entry of a row depends on the whole row."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register

softmax = register(
    Definition(
        id="softmax",
        chapter="along_axis",
        summary="y[n,k] = exp(x[n,k])/sum_j exp(x[n,j])",
        signature="x, dim=-1",
        variants={
            "": """
                softmax(x[N, K]) -> y
                lse[n] = logsumexp[k](x[n,k])
                y[n,k] = exp(x[n,k] - lse[n])
            """,
        },
        reference="Bridle (1990), Probabilistic interpretation of feedforward classification network outputs",
        adapter="along_dim",
        notes="Along `dim`; all other axes are batch axes.",
        sizes={"N": 3, "K": 4},
    )
)

log_softmax = register(
    Definition(
        id="log_softmax",
        chapter="along_axis",
        summary="y[n,k] = x[n,k] - log sum_j exp(x[n,j])",
        signature="x, dim=-1",
        variants={
            "": """
                log_softmax(x[N, K]) -> y
                lse[n] = logsumexp[k](x[n,k])
                y[n,k] = x[n,k] - lse[n]
            """,
        },
        reference="Bridle (1990), Probabilistic interpretation of feedforward classification network outputs",
        adapter="along_dim",
        notes="Along `dim`; all other axes are batch axes.",
        sizes={"N": 3, "K": 4},
    )
)

glu = register(
    Definition(
        id="glu",
        chapter="along_axis",
        summary="y[n,k] = x[n,k]*sigmoid(x[n,K+k])",
        signature="x, dim=-1",
        variants={
            "": """
                glu(x[N, 2, K]) -> y
                y[n,k] = x[n,0,k]*sigmoid(x[n,1,k])
            """,
        },
        reference="Dauphin, Fan, Auli and Grangier (2017), Language modeling with gated convolutional networks, eq. 1",
        adapter="glu",
        notes="Along `dim`, whose first half is gated by its second; all other axes are batch axes.",
        sizes={"N": 3, "K": 4},
    )
)
