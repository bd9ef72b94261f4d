"""Small integers that show that guards can hold together: what is found must be there, and the solver agrees."""

from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from nnmath.calculus.integers import Problem
from nnmath.calculus.models import modelled
from nnmath.notation.arrays import Guard
from nnmath.notation.index import Index

N, M, A, B = (Index.name(n) for n in ("N", "M", "i", "j"))
SIMPLE = [N - 1, M - 2, A, B, N - 1 - A, M - 1 - B, 2 * A - B, A - B, N * B + A - 3, (A + B) // 2 - 1, N - M]


@st.composite
def guards(draw):
    index = st.builds(lambda a, b, c, d: c * a + d * b, *[st.sampled_from(SIMPLE)] * 2, *[st.integers(-2, 2)] * 2)
    made = st.builds(Guard, st.sampled_from((">=", "==", "!=")), index)
    return tuple(draw(st.lists(made, min_size=1, max_size=5)))


def hold_somewhere(asked, most=5):
    names = sorted({n for g in asked for n in g.index.names})
    return any(
        all(g.holds(dict(zip(names, at, strict=True))) for g in asked) for at in product(range(most), repeat=len(names))
    )


@settings(max_examples=200)
@given(guards())
def test_what_is_found_is_there_and_no_contradiction_to_the_solver(asked):
    if modelled(asked):
        assert hold_somewhere(asked)
        assert not Problem(asked).refutes()


@pytest.mark.parametrize(
    "asked",
    [
        (Guard(">=", A), Guard(">=", N - 1 - A), Guard("!=", A)),
        (Guard("==", A - 2 * B - 1), Guard(">=", B), Guard(">=", N - 1 - A)),
        (Guard("==", A - B // 2), Guard(">=", B - 1), Guard(">=", N - 1 - B), Guard("!=", N * B - 4)),
    ],
    ids=str,
)
def test_what_proofs_ask_is_found(asked):
    assert modelled(asked)


@pytest.mark.parametrize(
    "asked",
    [
        (Guard(">=", A), Guard(">=", -A - 1)),
        (Guard("==", 2 * A - 2 * B - 1),),
        (Guard("!=", A - A),),
        (Guard(">=", Index.of(-1)), Guard(">=", A)),
        (Guard("==", A // B), Guard("==", B)),  # nothing is divided by 0
        (Guard(">=", Index.of(5) // 0),),
        (Guard(">=", Index.width("n", A) - 1), Guard(">=", A)),  # functions are left to the solver
    ],
    ids=str,
)
def test_nothing_is_found_where_nothing_is_or_where_it_is_left_to_the_solver(asked):
    assert not modelled(asked)
