"""Training methods as pure functions: state in, state out."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register

sgd = register(
    Definition(
        id="sgd",
        chapter="optimizers",
        summary="w' = w - lr*(grad + weight_decay*w)",
        signature="w, grad, lr, weight_decay=0.0",
        variants={
            "": """
                sgd(w[N], grad[N]; lr: real, weight_decay: real) -> w_next
                w_next[i] = w[i] - lr*(grad[i] + weight_decay*w[i])
            """,
        },
        reference="Robbins and Monro (1951), A stochastic approximation method",
        adapter="pointwise",
        notes="Arrays of any one shape.",
        sizes={"N": 4},
        parameters={"lr": 0.3, "weight_decay": 0.25},
    )
)

adam = register(
    Definition(
        id="adam",
        chapter="optimizers",
        summary=(
            "m' = b1*m + (1-b1)*g; v' = b2*v + (1-b2)*g**2; w' = w - lr*(m'/(1-b1**t))/(sqrt(v'/(1-b2**t)) + eps)"
        ),
        signature="w, grad, m, v, t, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.0",
        variants={
            "": """
                adam(w[N], grad[N], m[N], v[N]; t: int>=1, lr: real, beta1: real in [0,1), beta2: real in [0,1),
                    eps: real >= 0, weight_decay: real) -> w_next, m_next, v_next
                g[i] = grad[i] + weight_decay*w[i]
                m_next[i] = beta1*m[i] + (1 - beta1)*g[i]
                v_next[i] = beta2*v[i] + (1 - beta2)*g[i]**2
                w_next[i] = w[i] - lr*(m_next[i]/(1 - beta1**t))/(sqrt(v_next[i]/(1 - beta2**t)) + eps)
            """,
        },
        reference="Kingma and Ba (2015), Adam: a method for stochastic optimization, algorithm 1",
        adapter="adam",
        notes="t counts from 1. eps is outside the root and outside the bias correction. Arrays of any one shape.",
        sizes={"N": 3, "t": 2},
        parameters={"lr": 0.3, "beta1": 0.6, "beta2": 0.8, "eps": 0.2, "weight_decay": 0.25},
    )
)
