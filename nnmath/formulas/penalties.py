"""Penalties on weights, norms, and clipping of gradients."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register

SCALE = (
    "Entries are divided by `scale`, a positive number that the call takes from them, so that no power overflows; "
    "the value does not depend on it, nor does the gradient."
)

l1_penalty = register(
    Definition(
        id="l1_penalty",
        chapter="penalties",
        summary="y = gamma*sum_i abs(w[i])",
        signature="w, gamma",
        variants={
            "": """
                l1_penalty(w[N]; gamma: real) -> y
                y = gamma*sum[i](abs(w[i]))
            """,
        },
        reference="Tibshirani (1996), Regression shrinkage and selection via the lasso",
        adapter="flat",
        notes="Over all entries of an array of any shape. The gradient at 0 is 0.",
        sizes={"N": 5},
        parameters={"gamma": 0.3},
    )
)

l2_penalty = register(
    Definition(
        id="l2_penalty",
        chapter="penalties",
        summary="y = gamma*sum_i w[i]**2",
        signature="w, gamma",
        variants={
            "": """
                l2_penalty(w[N]; gamma: real) -> y
                y = gamma*sum[i](w[i]**2)
            """,
        },
        reference="Hoerl and Kennard (1970), Ridge regression; Krogh and Hertz (1991), with gamma = lambda/2",
        adapter="flat",
        notes="Over all entries of an array of any shape. No factor 1/2: the gradient is 2*gamma*w.",
        sizes={"N": 5},
        parameters={"gamma": 0.3},
    )
)

p_norm = register(
    Definition(
        id="p_norm",
        chapter="penalties",
        summary="y = (sum_i abs(x[i])**p)**(1/p)",
        signature="x, p",
        variants={
            "": """
                p_norm(x[N], scale: mask; p: real > 0) -> y
                r[i] = x[i]/scale
                total = sum[i](0 if r[i] == 0 else abs(r[i])**p)
                y = 0 if total == 0 else scale*total**(1/p)
            """,
        },
        reference="Minkowski (1896), Geometrie der Zahlen; Kovalev (2022), Neural networks: under the hood",
        adapter="p_norm",
        notes=(
            f"Over all entries of an array of any shape; p is finite. It is a norm for p >= 1 alone. {SCALE} "
            "The gradient of an entry that is 0 is 0 (a subgradient for p >= 1), so that at x = 0 it is 0, as PyTorch."
        ),
        sizes={"N": 5},
        parameters={"p": 1.7},
    )
)

p_metric = register(
    Definition(
        id="p_metric",
        chapter="penalties",
        summary="d = sum_i abs(x[i] - y[i])**p",
        signature="x, y, p",
        variants={
            "": """
                p_metric(x[N], y[N]; p: real in (0,1]) -> d
                d = sum[i](0 if x[i] == y[i] else abs(x[i] - y[i])**p)
            """,
        },
        reference="Day (1940), The spaces L^p with 0 < p < 1; Kovalev (2022), Neural networks: under the hood",
        adapter="flat",
        notes=(
            "Over all entries of two arrays of one shape, any. For 0 < p <= 1 a metric (not homogeneous, so for p < 1 "
            "no norm); for p > 1 the triangle inequality fails. Where x[i] = y[i] the derivative does not exist and "
            "is given as 0."
        ),
        sizes={"N": 5},
        parameters={"p": 0.7},
    )
)

clip_grad_norm = register(
    Definition(
        id="clip_grad_norm",
        chapter="penalties",
        summary="clipped[i] = grad[i]*min(1, max_norm/(norm + 1e-6)), norm = sqrt(sum_i grad[i]**2)",
        signature="grad, max_norm",
        variants={
            "": """
                clip_grad_norm(grad[N], scale: mask; max_norm: real >= 0) -> clipped
                r[i] = grad[i]/scale
                total = sum[i](r[i]**2)
                root = 0 if total == 0 else sqrt(total)
                ratio = max_norm/scale/(root + 1e-6/scale)
                factor = 1 if ratio > 1 else ratio
                clipped[i] = factor*grad[i]
            """,
        },
        reference="Pascanu, Mikolov and Bengio (2013), On the difficulty of training recurrent networks, algorithm 1",
        adapter="clip_grad_norm",
        notes=(
            "One array of any shape, by its Euclidean norm. 1e-6 is added to the norm, and the factor is at most 1, as "
            f"in torch.nn.utils.clip_grad_norm_. {SCALE} The derivative goes through the norm. At the gradient 0 the "
            "norm is given the derivative 0."
        ),
        sizes={"N": 5},
        parameters={"max_norm": 0.7},
    )
)

clip_grad_value = register(
    Definition(
        id="clip_grad_value",
        chapter="penalties",
        summary="clipped[i] = min(max(grad[i], -clip_value), clip_value)",
        signature="grad, clip_value",
        variants={
            "": """
                clip_grad_value(grad[N]; clip_value: real >= 0) -> clipped
                clipped[i] = clip_value if grad[i] > clip_value else -clip_value if grad[i] < -clip_value else grad[i]
            """,
        },
        reference="Mikolov (2012), Statistical language models based on neural networks, section 3.2.2",
        adapter="pointwise",
        elementwise=True,
        notes="An array of any shape. The derivative at both ends is 1, as in torch.clamp.",
        sizes={"N": 7},
        parameters={"clip_value": 0.6},
    )
)
