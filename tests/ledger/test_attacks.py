"""False statements close to true ones, which a careless rule would prove."""

import pytest

from nnmath.calculus import prove_system_equal
from nnmath.ledger import Inductive
from nnmath.ledger.expectation import Expectation
from nnmath.ledger.infeasible import Infeasible
from nnmath.ledger.nonnegative import Combination
from nnmath.ledger.stepwise import Stepwise
from nnmath.notation import define
from nnmath.notation.system import NotationError


def test_a_power_of_a_power_needs_a_base_that_is_never_negative():
    one = define("f(x; k: int >= 1, p: real) -> y", "y = (x**k)**p")
    two = define("f(x; k: int >= 1, p: real) -> y", "y = x**(k*p)")
    assert prove_system_equal(one, two).verdict != "proved"


def test_names_of_the_author_and_of_the_proof_do_not_meet():
    text = "(x - 1 - x_above)**2*(x_above - 1)*(x_above - 6/5)"
    assert Combination(text, {"x": ">= 1", "x_above": "nonnegative"}, ()).decide().verdict != "proved"
    assert Infeasible(["E > 3"], (1,)).decide().verdict == "refuted"


def test_a_probability_does_not_depend_on_the_masks():
    system = define("drop(x[N], xi[N]: mask; p: real in [0,1]) -> y", "y = sum[i](xi[i]*x[i])")
    with pytest.raises(ValueError, match="reads a mask"):
        Expectation("y", "xi[0]*sum[i](x[i])", system, {"xi": "xi[0]"}, {"i": "N"})
    with pytest.raises(ValueError, match="reads a mask"):
        Expectation("y", "y", system, {"xi": "1 - p"}, {"i": "N"})


def test_a_lemma_lends_no_more_than_it_has():
    system = define("f(e[T], c[K]) -> last", "a[0] = 0", "a[t+1] = a[t] + e[t]*sum[k](c[k])", "last = a[T]")
    options = ("t", 0, "T", system, {"k": "K"})
    lemma = Inductive("a[t]", "0", *options, ("a[0]",), ("a[t+1]",), assuming=("sum[k](c[k]) = 0",))
    assert lemma.decide().verdict == "proved"
    assert Inductive("2*a[t]", "0", *options, (), (), lemmas=(lemma,)).decide().verdict != "proved"


def test_a_lemma_speaks_of_the_same_system():
    lines = ("a[0] = 1", "a[t+1] = a[t] + e[t]**2", "last = a[T]")
    grow = define("g(e[T]) -> last", *lines)
    lemma = Stepwise(
        "a[t]",
        ">",
        "0",
        "t",
        "T",
        grow,
        base="1",
        factor="1",
        rest="e[t]**2",
        unfold_base=("a[0]",),
        unfold=("a[t+1]",),
    )
    other = define(
        "g(e[T], q[T]) -> last",
        "a[0] = 1",
        "a[t+1] = a[t] + e[t]**2 - (1000 if q[t] > 1000 else 0)",
        "b[0] = 1",
        "b[t+1] = b[t] + a[t]",
        "last = b[T] + a[T]",
    )
    parts = {"base": "0", "factor": "1", "rest": "a[t]", "unfold_base": ("b[0]",), "unfold": ("b[t+1]",)}
    assert lemma.decide().verdict == "proved"
    assert Stepwise("b[t]", ">=", "1", "t", "T", other, lemmas=(lemma,), **parts).decide().verdict != "proved"


def test_systems_that_take_other_values_are_not_compared():
    with pytest.raises(NotationError, match="takes b"):
        prove_system_equal(
            define("f(x; b: real > 0) -> y", "y = sqrt(b**2)*x"), define("f(x; b: real) -> y", "y = b*x")
        )
