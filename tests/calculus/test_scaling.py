"""What the symbolic side costs: in steps counted, not in seconds, so that a busy machine changes nothing."""

import itertools
import sys

import numpy as np
import pytest

import nnmath as nm
from nnmath.calculus.differentiate import adjoint
from nnmath.codegen import emit_vjp
from nnmath.notation import define

COUNTS = (10, 30, 100, 300, 1000)


def chain(count):
    """Each equation reads the one before and the input: ``h2 = a*tanh(h1) + h1*x``."""
    names = ["x", *(f"h{i}" for i in range(1, count + 1))]
    pairs = itertools.pairwise(names)
    equations = [f"{after}[i] = a*tanh({before}[i]) + {before}[i]*x[i]" for before, after in pairs]
    return "\n".join([f"chain(x[N]; a: real) -> h{count}", *equations])


def calls(work):
    """What work returns, and how many Python functions it called."""
    made = 0

    def count(frame, event, arg):
        nonlocal made
        made += event == "call"

    sys.setprofile(count)
    try:
        found = work()
    finally:
        sys.setprofile(None)
    return found, made


def test_the_adjoint_is_linear_in_the_number_of_equations():
    steps = {}
    for count in COUNTS:
        system = define(chain(count))
        whole, steps[count] = calls(lambda: adjoint(system))  # noqa: B023
        assert len(whole.statements) == 3 * count - 1
    each = [steps[count] / count for count in COUNTS]
    assert max(each) <= 2 * min(each), each  # sympy's cache holds a few hundred equations


@pytest.mark.parametrize("make", [adjoint, lambda system: emit_vjp(system, "mlp")])
def test_fifty_layers_of_a_family_of_widths_cost_what_three_do(make):
    text = """
        mlp(x[N, n(0)], weights[l:{L}, n(l+1), n(l)], biases[l:{L}, n(l+1)]) -> y
        a[0,m,j] = x[m,j]
        z[l,m,j] = sum[k](weights[l,j,k]*a[l,m,k]) + biases[l,j]
        a[l+1,m,j] = tanh(z[l,m,j])
        y[m,j] = a[{L},m,j]
    """
    systems = [define(text.format(L=count)) for count in (50, 3, 50)]
    (_, _), (_, few), (_, many) = (calls(lambda: make(system)) for system in systems)  # noqa: B023
    assert many <= 1.1 * few


def test_one_kernel_serves_any_number_of_layers():
    rng, kernels = np.random.default_rng(0), nm.mlp._kernels["mlp"]
    for count in (3, 50):
        widths = rng.integers(2, 9, size=count + 1)
        weights = [rng.normal(size=(o, i)) for i, o in itertools.pairwise(widths)]
        biases = [rng.normal(size=o) for o in widths[1:]]
        x = a = rng.normal(size=(3, widths[0]))
        for w, b in zip(weights, biases, strict=True):
            a = np.tanh(a @ w.T + b)
        y = nm.mlp(x, weights, biases, activations=["tanh"] * count)
        np.testing.assert_allclose(y, a, rtol=1e-12)
    assert nm.mlp._kernels["mlp"] is kernels
