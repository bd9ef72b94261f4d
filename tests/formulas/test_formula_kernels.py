"""Each formula's kernels equal the interpreter: forward, backward and tangent, entry by entry."""

import numpy as np
import pytest
import sizes
from codegen_compare import arguments, call_order, close, copied, draw, dtypes, expected, unchanged
from hypothesis import given
from hypothesis import strategies as st

import nnmath as nm
from nnmath.calculus import adjoint, tangent
from nnmath.calculus.differentiate import tangent_prefix
from nnmath.codegen.library import derivative_system, function_name, has_derivatives
from nnmath.formulas import load
from nnmath.notation import Dual, Duals, Floats, interpret

REGISTRY = load()
VARIANTS = [pytest.param(d.id, v, id=f"{d.id}-{v}" if v else d.id) for d in REGISTRY.values() for v in d.systems]
TOLERANCE = {np.float64: 1e-12, np.float32: 3e-5}


def packed(value):
    return value if isinstance(value, tuple) else (value,)


class Kernels:
    """A variant's generated functions, each as one function of the arguments of a system."""

    def __init__(self, name, variant):
        self.system = REGISTRY[name].systems[variant]
        self.functions, self.name = nm.formula(name)._kernels, function_name(name, variant)
        self.count = len(self.system.inputs)

    def forward(self, *args):
        return packed(self.functions[self.name](*args))

    def backward(self, *args):
        seeds = len(adjoint(self.system).inputs) - self.count
        rest = args[self.count + seeds :]
        _, saved = self.functions[f"{self.name}_forward"](*args[: self.count], *rest)
        return packed(self.functions[f"{self.name}_backward"](saved, *args[self.count : self.count + seeds]))

    def dots(self, *args):
        return packed(self.functions[f"{self.name}_jvp"](*args)[1])


def check(system, function, env, dtype, seed=0):
    """One function against the interpreter over floats, at random values."""
    values = draw(system, env, seed)
    given = arguments(system, env, values, dtype)
    before = copied(given)
    found = function(*(given[n] for n in call_order(system)))
    assert unchanged(before, given), f"{system.name} changes its input"
    wanted = expected(system, env, values)
    for value, array in zip(found, system.outputs, strict=True):
        close(value, wanted[array.name], TOLERANCE[dtype], f"{system.name}: {array} at {env}")
        assert dtypes(value) <= {np.dtype(dtype)}


def check_all(name, variant, env, dtype=np.float64, seed=0):
    kernels = Kernels(name, variant)
    check(kernels.system, kernels.forward, env, dtype, seed)
    check(adjoint(kernels.system), kernels.backward, env, dtype, seed)
    check(tangent(kernels.system), kernels.dots, env, dtype, seed)


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_at_its_sizes(name, variant, dtype):
    check_all(name, variant, REGISTRY[name].sizes, dtype)


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
@given(seed=st.integers(0, 2**32))
def test_at_drawn_sizes(name, variant, seed):
    check_all(name, variant, sizes.drawn(REGISTRY[name].systems[variant], seed), seed=seed)


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_at_ones_and_zeros(name, variant):
    check_all(name, variant, sizes.same(REGISTRY[name], 1))
    for env in sizes.with_zero(REGISTRY[name], REGISTRY[name].systems[variant]):
        check_all(name, variant, env)


def sigma_dual(order, at, x):
    from codegen_compare import sigma

    return Dual(sigma(order, x.value), sigma(order + 1, x.value) * x.tangent)


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_tangent_is_that_of_dual_numbers(name, variant):
    """The derivative comes from the primal equations alone here, so nothing of `tangent` is shared."""
    kernels, env = Kernels(name, variant), REGISTRY[name].sizes
    forward = tangent(kernels.system)
    values, prefix = draw(forward, env), tangent_prefix(kernels.system)
    duals = {k: v if isinstance(v, int) else Dual(v, values.get((prefix + k[0], k[1]), 0.0)) for k, v in values.items()}
    functions = dict.fromkeys(kernels.system.functions, sigma_dual)
    truth = interpret(kernels.system, Duals(Floats()), env, duals, functions)
    given = arguments(forward, env, values, np.float64)
    found = kernels.dots(*(given[n] for n in call_order(forward)))
    outputs = [a for a in kernels.system.outputs if a.differentiable]
    for array, value in zip(outputs, found, strict=True):
        wanted = np.array([truth[array.name][at].tangent for at in np.ndindex(np.shape(value))])
        close(np.ravel(value), wanted, 1e-12, f"{kernels.system.name}: tangent of {array}")


@pytest.mark.parametrize(("name", "variant"), [p for p in VARIANTS if has_derivatives(REGISTRY[p.values[0]].system)])
@pytest.mark.parametrize("order", [1, 2])
def test_derivative_kernels(name, variant, order):
    kernels = Kernels(name, variant)
    function = kernels.functions[kernels.name + ("_derivative" if order == 1 else "_derivative2")]
    check(derivative_system(kernels.system, order), lambda *a: packed(function(*a)), REGISTRY[name].sizes, np.float64)
