"""What the illustrations verify can fail: a wrong network is noticed."""

import random
from dataclasses import replace

import pytest

from nnmath.calculus.document import entries
from nnmath.ledger import constructions, larin, larin_recurrent, larin_regularisation, larin_training
from nnmath.ledger.constructions import _agreement, _polytope, _within
from nnmath.ledger.entry import Definition, specialised
from nnmath.notation import define
from nnmath.theory.halfspaces import polytope_network


def test_a_wrong_polytope_network_is_noticed():
    polytope = _polytope(random.Random(3), 2, 2, [1, 1])
    network = polytope_network(*polytope)
    _agreement(network, [polytope], 2, random.Random(4))
    first, last = network.biases
    for wrong in ((first, (last[0] + 1,)), ((first[0] - 1, *first[1:]), last)):
        with pytest.raises(AssertionError, match="the network says"):
            _agreement(replace(network, biases=wrong), [polytope], 2, random.Random(4))


def test_an_error_above_its_bound_is_noticed():
    _within(1.0, 1.0)
    for measured in (1.1, float("nan")):
        with pytest.raises(AssertionError, match="exceeds"):
            _within(measured, 1.0)


@pytest.mark.parametrize(
    "name", ["one_variable", "two_variables", "shared_bias", "convex_polytopes", "polytope_unions"]
)
def test_illustrations_say_the_same_every_time(name):
    build = getattr(constructions, name)
    assert build() == build()


def test_counts_are_those_of_the_arrays():
    gates = define("gates(x[I], w[4*H, I], b[4*H]) -> y", "y[a] = sum[i](w[a,i]*x[i]) + b[a]")
    assert str(entries(gates, ("b",))) == "4*H"
    text = str(entries(gates, ("w", "b")))
    assert eval(text, {"H": 3, "I": 5}) == 4 * 3 * 5 + 4 * 3


def test_a_parameter_is_replaced_by_its_value():
    step = define("step(w[N], g[N]; lr: real, decay: real) -> u", "u[i] = w[i] - lr*(g[i] + decay*w[i])")
    plain = define("step(w[N], g[N]; lr: real) -> u", "u[i] = w[i] - lr*g[i]")
    fixed = specialised(step, {"decay": 0})
    assert fixed.statements == plain.statements and [p.name for p in fixed.parameters] == ["lr"]
    with pytest.raises(ValueError, match="has no momentum"):
        specialised(step, {"momentum": 0})


def test_a_definition_with_another_value_is_refuted():
    printed = define("sgd(w[N], grad[N]; lr: real) -> w_next", "w_next[i] = w[i] - lr*grad[i]")
    assert Definition(printed, "sgd", at={"weight_decay": 0}).decide().verdict == "definition"
    assert Definition(printed, "sgd", at={"weight_decay": 1}).decide().verdict == "refuted"


def test_the_lecture_is_covered():
    modules = (larin, larin_training, larin_recurrent, larin_regularisation)
    numbers = {int(e.id[1:].split(".")[0]) for module in modules for e in module.ENTRIES}
    assert numbers == set(range(1, 25))
