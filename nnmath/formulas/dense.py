"""Affine layers and the fully connected network of any depth and any widths."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register

neuron = register(
    Definition(
        id="neuron",
        chapter="dense",
        summary="y[n] = activation(sum_i weight[i]*x[n,i] + bias)",
        signature="x, weight, bias, activation='sigmoid'",
        variants={
            "": """
                neuron(x[N, I], weight[I], bias; sigma: function) -> y
                h[n] = sum[i](weight[i]*x[n,i]) + bias
                y[n] = sigma(h[n])
            """,
        },
        reference="McCulloch and Pitts (1943), A logical calculus of ideas immanent in nervous activity",
        adapter="neuron",
        notes=(
            "x is (..., I), weight (I,), bias a number; y is (...). The two perceptrons (Rosenblatt 1958, 1962) "
            "are activation='perceptron_step' and activation='perceptron_sign'."
        ),
        sizes={"N": 3, "I": 4},
    )
)

logistic_regression = register(
    Definition(
        id="logistic_regression",
        chapter="dense",
        summary="y[n] = 1/(1 + exp(-(sum_i weight[i]*x[n,i] + bias)))",
        signature="x, weight, bias",
        variants={
            "": """
                logistic_regression(x[N, I], weight[I], bias) -> y
                z[n] = sum[i](weight[i]*x[n,i]) + bias
                y[n] = sigmoid(z[n])
            """,
        },
        reference="Cox (1958), The regression analysis of binary sequences",
        adapter="logistic_regression",
        notes="x is (..., I), weight (I,), bias a number; y is (...), the probability of class 1.",
        sizes={"N": 3, "I": 4},
    )
)

polynomial_features = register(
    Definition(
        id="polynomial_features",
        chapter="dense",
        summary="y[n,m] = the m-th monomial of x[n,0], x[n,1], ... of degree at most `degree`, 1 first",
        signature="x, degree",
        variants={
            "": """
                polynomial_features(x[N, I], factor[M, D]: int<I+1) -> y
                u[n,0] = 1
                u[n,i+1] = x[n,i]
                v[n,m,d] = sum[j]([factor[m,d] == j]*u[n,j])
                y[n,m] = prod[d](v[n,m,d])
            """,
        },
        reference="Gergonne (1815), The application of the method of least squares to the interpolation of sequences",
        adapter="polynomial_features",
        notes=(
            "x is (..., I); y is (..., M) with M = (I + degree)!/(I! degree!) in the order of scikit-learn's "
            "PolynomialFeatures: 1, x0, x1, ..., x0**2, x0*x1, .... A monomial is written as a product of `degree` "
            "factors, each an entry of x or 1, so that its derivative is right where entries are 0."
        ),
        sizes={"N": 2, "I": 3, "M": 5, "D": 4},
    )
)

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

residual = register(
    Definition(
        id="residual",
        chapter="dense",
        summary="y[n,j] = x[n,j] + activation(sum_i weight[j,i]*x[n,i] + bias[j])",
        signature="x, weight, bias, activation='relu'",
        variants={
            "": """
                residual(x[N, I], weight[I, I], bias[I]; sigma: function) -> y
                z[n,j] = sum[i](weight[j,i]*x[n,i]) + bias[j]
                y[n,j] = x[n,j] + sigma(z[n,j])
            """,
        },
        reference="He, Zhang, Ren and Sun (2016), Deep residual learning for image recognition, eq. 1",
        adapter="residual",
        notes="x is (..., I), weight (I, I), bias (I,); y has the shape of x.",
        sizes={"N": 3, "I": 4},
    )
)
