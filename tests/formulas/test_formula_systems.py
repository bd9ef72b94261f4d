"""Each formula's equations: derivatives exact over GF(2^61 - 1) at many sizes, adjoint proved for all sizes."""

import pytest
import sizes
from hypothesis import given
from hypothesis import strategies as st

from nnmath.calculus import adjoint, prove_transpose, tangent
from nnmath.calculus.derivation import derive
from nnmath.calculus.exact import agrees_with_dual_numbers
from nnmath.formulas import load
from nnmath.verdicts import known

REGISTRY = load()
VARIANTS = [pytest.param(d.id, v, id=f"{d.id}-{v}" if v else d.id) for d in REGISTRY.values() for v in d.systems]
SECOND_ORDER = ["batch_norm", "lstm", "softmax", "cross_entropy", "conv2d"]


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_exact_at_its_sizes(name, variant):
    assert agrees_with_dual_numbers(REGISTRY[name].systems[variant], REGISTRY[name].sizes).entries > 0


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
@given(seed=st.integers(0, 2**32))
def test_exact_at_drawn_sizes(name, variant, seed):
    system = REGISTRY[name].systems[variant]
    assert agrees_with_dual_numbers(system, sizes.drawn(system, seed), seed=seed).entries > 0


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_exact_at_ones_and_zeros(name, variant):
    system = REGISTRY[name].systems[variant]
    agrees_with_dual_numbers(system, sizes.same(REGISTRY[name], 1))
    for env in sizes.with_zero(REGISTRY[name], system):
        agrees_with_dual_numbers(system, env)


@pytest.mark.parametrize("name", SECOND_ORDER)
def test_second_order_is_exact(name):
    system = REGISTRY[name].system
    small = {n: min(size, 3) for n, size in REGISTRY[name].sizes.items()} | {"T": 2}
    assert agrees_with_dual_numbers(tangent(adjoint(system)), REGISTRY[name].sizes if name != "lstm" else small)


@pytest.mark.parametrize("name", REGISTRY)
def test_every_step_of_the_derivation_holds(name):
    found = derive(REGISTRY[name].system)
    assert not found.failures()
    assert known()["formulas"][name]["steps"] == found.verdicts, "run python -m nnmath build --verdicts"


@pytest.mark.parametrize(("name", "variant"), VARIANTS)
def test_adjoint_is_the_transpose_for_all_sizes(name, variant):
    theorem = prove_transpose(REGISTRY[name].systems[variant])
    assert theorem.verdict == "proved", str(theorem)
    assert known()["formulas"][name]["adjoint"][variant] == "proved", "run python -m nnmath build --verdicts"
