"""Affine layers and the fully connected network of any depth and any widths."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register

linear = register(
    Definition(
        id="linear",
        chapter="dense",
        summary="y[n,o] = sum_i x[n,i]*weight[o,i] + bias[o]",
        signature="x, weight, bias=None",
        variants={
            "": """
                linear(x[N, I], weight[O, I], bias[O]) -> y
                y[n,o] = sum[i](x[n,i]*weight[o,i]) + bias[o]
            """,
            "nobias": """
                linear(x[N, I], weight[O, I]) -> y
                y[n,o] = sum[i](x[n,i]*weight[o,i])
            """,
        },
        reference="Rumelhart, Hinton and Williams (1986), Learning representations by back-propagating errors, eq. 1",
        adapter="linear",
        notes="x may have any number of leading axes: (..., I).",
        sizes={"N": 3, "I": 4, "O": 2},
    )
)

mlp = register(
    Definition(
        id="mlp",
        chapter="dense",
        summary=("a[0] = x; z[l] = weights[l] a[l] + biases[l]; a[l+1] = activation_l(z[l]); y = a[L]"),
        signature="x, weights, biases, activations='relu'",
        variants={
            "": """
                mlp(x[N, n(0)], weights[l:L, n(l+1), n(l)], biases[l:L, n(l+1)]; sigma: function) -> y
                a[0,m,j] = x[m,j]
                z[l,m,j] = sum[k](weights[l,j,k]*a[l,m,k]) + biases[l,j]
                a[l+1,m,j] = sigma[l](z[l,m,j])
                y[m,j] = a[L,m,j]
            """,
        },
        reference="Rumelhart, Hinton and Williams (1986); Kovalev (2022), Neural networks: under the hood, eq. 2-5",
        adapter="mlp",
        notes=(
            "weights[l] is (n(l+1), n(l)), biases[l] is (n(l+1),). activations names one activation for "
            "every hidden layer (the output is then linear), or one a layer."
        ),
        sizes={"N": 2, "L": 3, "n": (3, 4, 2, 5)},
    )
)
