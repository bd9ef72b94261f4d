"""Loops over axes: exactly the integers at which the guards hold, in row-major order, however they are found."""

from fractions import Fraction
from itertools import product

import pytest
import sympy
from hypothesis import given
from hypothesis import strategies as st

from nnmath.notation import Fractions, define
from nnmath.notation.arrays import Axis, Guard
from nnmath.notation.index import Index
from nnmath.notation.interpret import Interpreter
from nnmath.notation.loops import bindings

NAMES = ("i", "j", "k")
SIZES = {"N": 3, "M": 4, "s": 2}


@st.composite
def guards(draw):
    """Equations in which an axis may stand alone, be multiplied, or be divided."""
    terms = [Index.name(n) for n in (*NAMES, *SIZES)]
    a, b, c = draw(st.lists(st.sampled_from(terms), min_size=3, max_size=3))
    signs = draw(st.tuples(*[st.sampled_from((-2, -1, 0, 1, 2))] * 3))
    last = c * b if draw(st.booleans()) else c // 2
    made = a * signs[0] + b * signs[1] + last * signs[2] - draw(st.integers(-3, 3))
    return Guard(draw(st.sampled_from(("==", "==", ">=", "!="))), made)


@given(
    st.lists(guards(), max_size=3), st.tuples(*[st.sampled_from(("N", "M", "i + 1"))] * 2), st.permutations(range(2))
)
def test_the_loops_are_the_product_less_what_the_guards_exclude(asked, sizes, order):
    inner = [Index.name("i") + 1 if size == "i + 1" else Index.name(size) for size in sizes]
    axes = [Axis("i", Index.name("N")), *(Axis(NAMES[1 + place], inner[place]) for place in order)]
    found = [{n: b[n] for n in NAMES} for b in bindings(axes, SIZES, asked)]
    expected = []
    for at in product(range(6), repeat=3):
        env = SIZES | {a.name: i for a, i in zip(axes, at, strict=True)}
        if all(env[a.name] < a.size.value(env) for a in axes) and all(g.holds(env) for g in asked):
            expected.append({n: env[n] for n in NAMES})
    assert found == expected


def test_machines_of_other_sizes_or_values_share_nothing():
    system = define("pairs(x[N]) -> y", "i < N\ny[i] = sum[j]([i <= j]*x[j])")
    field = Fractions()
    for size in (2, 3, 2):
        for scale in (1, 5):
            values = {("x", (i,)): field.rational(scale * (i + 1), 1) for i in range(size)}
            found = Interpreter(system, field, {"N": size}, values).array(system.outputs[0])
            assert found == {(i,): scale * sum(range(i + 1, size + 1)) for i in range(size)}


@pytest.mark.parametrize("told", [tuple, list, lambda w: dict(enumerate(w)), lambda w: w.__getitem__])
def test_widths_are_told_by_a_sequence_a_mapping_or_a_function(told):
    layers = ("a[0,j] = x[j]", "a[l+1,j] = sum[k](w[l,j,k]*a[l,k])", "y[j] = a[L,j]")
    system = define("f(x[n(0)], w[l:L, n(l+1), n(l)]) -> y", *layers)
    field = Fractions()
    for widths in ((1, 3, 2), (1, 2, 3)):
        values = {("x", (0,)): field.rational(5, 1)}
        for layer, j in product(range(2), range(3)):
            values |= {("w", (layer, j, k)): field.rational(10**j + k, 1) for k in range(widths[layer])}
        found = Interpreter(system, field, {"L": 2, "n": told(widths)}, values).array(system.outputs[0])
        first = [5 * 10**j for j in range(widths[1])]
        assert found == {(j,): sum((10**j + k) * v for k, v in enumerate(first)) for j in range(widths[2])}


def test_an_axis_of_no_numbers_asks_nothing():
    absent = Guard("==", Index.name("i") - Index.name("Q"))
    assert list(bindings([Axis("i", Index.name("N"))], {"N": 0}, [absent])) == []
    divided = Guard("==", Index.name("i") - Index.name("M") // Index.name("N"))
    assert list(bindings([Axis("i", Index.name("N"))], {"N": 0, "M": 4}, [divided])) == []


def test_a_function_that_tells_other_widths_later_is_asked_again():
    class Told:
        widths = (2, 3)

        def __call__(self, at):
            return self.widths[at]

    told, field = Told(), Fractions()
    system = define("f(x[l:L, n(l)]) -> y", "y[l] = sum[i](x[l,i])")
    values = {("x", (row, i)): field.rational(1, 1) for row in range(2) for i in range(3)}
    for widths in ((2, 3), (1, 1)):
        told.widths = widths
        found = Interpreter(system, field, {"L": 2, "n": told}, values).array(system.outputs[0])
        assert found == {(row,): width for row, width in enumerate(widths)}


def test_a_case_that_is_not_reached_need_not_be_computable():
    system, strange = define("f(x[N]) -> y", "y[i] = x[i]"), sympy.Symbol("strange")
    x = system["x"][0]
    body = sympy.Piecewise((x, x > 0), (strange, strange > 0), (0, True))
    machine = Interpreter(system, Fractions(), {"N": 1}, {("x", (0,)): Fraction(3)})
    assert machine.evaluate(body, {"N": 1}) == 3
