"""The interpreter's number types agree with each other, and GF(2^61 - 1) knows what it must know."""

import math
from fractions import Fraction

import mpmath
import pytest
import sympy as sp
from hypothesis import assume, given
from hypothesis import strategies as st

from nnmath.notation import (
    PRIME,
    Complexes,
    Dual,
    Duals,
    Floats,
    Fractions,
    HighPrecision,
    Interpreter,
    Modular,
    NotationError,
    NotRepresentable,
    PrimeField,
    Symbols,
    cells,
    define,
    interpret,
)

HEAD = "f(x[N], w[C]; eps: real > 0) -> y"

RATIONAL = {
    "batch norm without the root": define("""
        f(x[N, C], w[C]; eps: real > 0) -> y
        mu[c] = mean[n](x[n,c])
        var[c] = mean[n]((x[n,c] - mu[c])**2)
        y[n,c] = w[c]*(x[n,c] - mu[c])/(var[c] + eps)
    """),
    "recurrence": define(HEAD, "h[0] = 1", "h[t+1] = h[t]*x[t] + eps", "y[c] = w[c]*h[N]"),
    "stride and padding": define("""
        f(x[N], w[C]; eps: real > 0) -> y
        p < (N + 1)//2
        y[p] = sum[c](w[c]*pad(x[2*p+c-1])) + eps
    """),
    "product": define(HEAD, "y[c] = prod[n](x[n] + w[c]*eps)"),
    "largest and smallest": define(HEAD, "y[c] = max[n](w[c]*x[n]) - min[n](x[n] + eps)"),
    "cases": define(HEAD, "y[n] = eps*x[n] if x[n] > 0 else x[n]/eps if x[n] < -1 else 2"),
    "gate": define(HEAD, "y[n] = abs(x[n])*sign(x[n]) + eps*[1 <= n]*n"),
}
SMALL = st.fractions(-3, 3, max_denominator=8)


def values_of(system, env, numbers, convert):
    found = {(a.name, at): convert(next(numbers)) for a in system.inputs for at in cells(a, env)}
    return found | {("eps", ()): convert(Fraction(3, 4))}


def modular(q):
    return PrimeField().rational(q.numerator, q.denominator)


HIGH = HighPrecision(40)
FIELDS = {
    "floats": (Floats(), float, lambda found, true: found == pytest.approx(float(true), rel=1e-12, abs=1e-12)),
    "complex": (Complexes(), complex, lambda found, true: found == pytest.approx(complex(true), rel=1e-12, abs=1e-12)),
    "mpmath": (
        HIGH,
        lambda q: HIGH.context.mpf(q.numerator) / q.denominator,
        lambda found, true: abs(found - HIGH.rational(true.numerator, true.denominator)) < HIGH.context.mpf("1e-36"),
    ),
    "sympy": (
        Symbols(),
        lambda q: sp.Rational(q.numerator, q.denominator),
        lambda found, true: sp.simplify(found) == sp.Rational(true.numerator, true.denominator),
    ),
}


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", RATIONAL)
@given(numbers=st.lists(SMALL, min_size=9, max_size=9))
def test_every_field_agrees_with_exact_fractions(name, field, numbers):
    system, env = RATIONAL[name], {"N": 3, "C": 2}
    truth = interpret(system, Fractions(), env, values_of(system, env, iter(numbers), Fraction))
    made, convert, agrees = FIELDS[field]
    found = interpret(system, made, env, values_of(system, env, iter(numbers), convert))
    assert all(agrees(found["y"][at], true) for at, true in truth["y"].items())


@pytest.mark.parametrize("name", [n for n in RATIONAL if n not in ("largest and smallest", "cases", "gate")])
@given(numbers=st.lists(SMALL, min_size=9, max_size=9))
def test_the_prime_field_agrees_where_nothing_is_compared(name, numbers):
    system, env = RATIONAL[name], {"N": 3, "C": 2}
    truth = interpret(system, Fractions(), env, values_of(system, env, iter(numbers), Fraction))
    found = interpret(system, PrimeField(), env, values_of(system, env, iter(numbers), modular))
    assert all(found["y"][at] == modular(true) for at, true in truth["y"].items())


@pytest.mark.parametrize("field", ["fractions", *FIELDS])
@pytest.mark.parametrize("name", RATIONAL)
@given(numbers=st.lists(SMALL, min_size=18, max_size=18))
def test_dual_numbers_over_every_field(name, field, numbers):
    """The tangent is the same number everywhere, and the value is untouched."""
    system, env = RATIONAL[name], {"N": 3, "C": 2}
    base, convert, agrees = FIELDS.get(field, (Fractions(), Fraction, lambda found, true: found == true))

    def duals(convert):
        points = values_of(system, env, iter(numbers[:9]), convert)
        steps = values_of(system, env, iter(numbers[9:]), convert)
        return {k: Dual(v, steps[k] if k[0] != "eps" else convert(Fraction(0))) for k, v in points.items()}

    truth = interpret(system, Duals(Fractions()), env, duals(Fraction))
    found = interpret(system, Duals(base), env, duals(convert))
    for at, true in truth["y"].items():
        assert agrees(found["y"][at].value, true.value) and agrees(found["y"][at].tangent, true.tangent)


def test_dual_numbers_differentiate_transcendental_functions():
    body = "tanh(x[i])*exp(-x[i]) + log(1 + x[i]**2) + erf(x[i]) + sqrt(x[i])*Phi(x[i])"
    system = define("f(x[N]) -> y", f"y[i] = {body}")
    found = interpret(system, Duals(Floats()), {"N": 1}, {("x", (0,)): Dual(0.7, 1.0)})["y"][0,]
    x = mpmath.mpf(0.7)
    f = lambda t: (  # noqa: E731
        mpmath.tanh(t) * mpmath.exp(-t) + mpmath.log(1 + t * t) + mpmath.erf(t) + mpmath.sqrt(t) * mpmath.ncdf(t)
    )
    assert found.value == pytest.approx(float(f(x)), rel=1e-14)
    assert found.tangent == pytest.approx(float(mpmath.diff(f, x)), rel=1e-12)


def test_complex_step():
    system = define("f(x[N]) -> y", "y[i] = sigmoid(x[i])**2")
    found = interpret(system, Complexes(), {"N": 1}, {("x", (0,)): 0.3 + 1e-200j})["y"][0,].imag / 1e-200
    s = 1 / (1 + math.exp(-0.3))
    assert found == pytest.approx(2 * s * s * (1 - s), rel=1e-14)


GF = PrimeField(7)
ELEMENTS = st.integers(1, PRIME - 1).map(Modular)


@given(ELEMENTS, ELEMENTS, ELEMENTS)
def test_the_prime_field_is_a_field(a, b, c):
    assert a + b == b + a and a * b == b * a and (a + b) * c == a * c + b * c
    assert (a / b) * b == a and a - a == Modular(0) and a + (-a) == Modular(0)
    with pytest.raises(NotRepresentable):
        a / (b - b)


@given(ELEMENTS, ELEMENTS)
def test_relations_of_exp_and_log(x, s):
    exp, log = (lambda v: GF.function("exp", v)), (lambda v: GF.function("log", v))
    assert exp(log(s)) == s
    assert exp(x - log(s)) == exp(x) / s
    assert exp(x + log(s) + log(s)) == exp(x) * s * s
    assert exp(-x) * exp(x) == Modular(1)
    assert exp(Modular(0)) == Modular(1) and log(Modular(1)) == Modular(0)
    assert GF.function("erf", -x) == -GF.function("erf", x)


@given(ELEMENTS, ELEMENTS)
def test_what_differs_stays_different(x, y):
    assume(x != y and x != -y)
    for name in ("exp", "log", "erf"):
        assert GF.function(name, x) != GF.function(name, y)
    assert GF.function("exp", x) != PrimeField(8).function("exp", x)
    assert GF.function("exp", x + y) != GF.function("exp", x) * GF.function("exp", y)  # not claimed, so not relied on


@given(ELEMENTS)
def test_roots_are_true_or_refused(x):
    assert GF.power(x * x, Fraction(1, 2)) in (x, -x)
    root = GF.power(x * x, Fraction(-1, 2))
    assert root * root * x * x == Modular(1)
    try:
        root = GF.power(x, Fraction(1, 2))
    except NotRepresentable:
        return
    assert root * root == x


@given(ELEMENTS, ELEMENTS)
def test_order_is_odd_and_total(x, y):
    assert GF.compare(x, y) == -GF.compare(y, x)
    assert GF.compare(x, Modular(0)) == -GF.compare(-x, Modular(0))


def test_what_a_field_lacks_is_refused():
    with pytest.raises(NotRepresentable):
        Fractions().function("exp", Fraction(1))
    with pytest.raises(NotRepresentable):
        Fractions().power(Fraction(2), Fraction(1, 2))
    assert Fractions().power(Fraction(9, 4), Fraction(1, 2)) == Fraction(3, 2)
    with pytest.raises(NotRepresentable):
        Symbols().compare(sp.Symbol("a"), sp.Symbol("b"))


def run(text, env, **values):
    system = define(*text)
    cells_of = {(n, at): Fraction(v) for n, array in values.items() for at, v in entries(array)}
    return {n: [str(v) for v in found.values()] for n, found in interpret(system, Fractions(), env, cells_of).items()}


def entries(array):
    for i, item in enumerate(array):
        yield from (((i, *at), v) for at, v in entries(item)) if isinstance(item, list) else [((i,), item)]


def test_reductions():
    x = [[3, 1, 3], [2, 2, 5]]
    results = {"sum": ["7", "9"], "mean": ["7/3", "3"], "max": ["3", "5"], "min": ["1", "2"], "prod": ["9", "20"]}
    for op, wanted in results.items():
        assert run(["f(x[N, K]) -> y", f"y[n] = {op}[k](x[n,k])"], {"N": 2, "K": 3}, x=x) == {"y": wanted}
    assert run(["f(x[N, K]) -> y", "y = sum[n](prod[k](x[n,k]))"], {"N": 2, "K": 3}, x=x) == {"y": ["29"]}
    empty = {"sum": ["0"], "prod": ["1"]}
    for op, wanted in empty.items():
        assert run(["f(x[N, K]) -> y", f"y[n] = {op}[k](x[n,k])"], {"N": 1, "K": 0}) == {"y": wanted}
    with pytest.raises(NotationError, match="max over an empty set"):
        run(["f(x[N, K]) -> y", "y[n] = max[k](x[n,k])"], {"N": 1, "K": 0})


def test_logsumexp():
    system = define("f(x[K]) -> y", "y = logsumexp[k](x[k])")
    found = interpret(system, Floats(), {"K": 2}, {("x", (0,)): 1.0, ("x", (1,)): 3.0})["y"][()]
    assert found == pytest.approx(math.log(math.e + math.e**3), rel=1e-15)


def test_guards_drop_terms_and_never_become_zeros_of_a_maximum():
    line = ["f(x[N]) -> y", "t < N", "r < 3"]
    assert run([*line, "y[t] = sum[r](pad(x[t+r-1]))"], {"N": 3}, x=[-1, -2, -4]) == {"y": ["-3", "-7", "-6"]}
    assert run([*line, "y[t] = max[r](pad(x[t+r-1]))"], {"N": 3}, x=[-1, -2, -4]) == {"y": ["-1", "-1", "-2"]}
    assert run(["f(x[N]) -> y", "t < N", "y[t] = [1 <= t]*x[t]"], {"N": 3}, x=[5, 6, 7]) == {"y": ["0", "6", "7"]}


def test_widths_that_differ_from_layer_to_layer():
    layers = ["a[0,j] = x[j]", "a[l+1,j] = sum[k](w[l,j,k]*a[l,k])", "y[j] = a[L,j]"]
    text = ["f(x[n(0)], w[l:L, n(l+1), n(l)]) -> y", *layers]
    found = run(text, {"L": 2, "n": (2, 3, 1)}, x=[1, 2], w=[[[1, 0], [0, 1], [1, 1]], [[1, 10, 100]]])
    assert found == {"y": ["321"]}


def test_a_range_is_checked_when_it_is_read():
    system = define("f(x[N]) -> y", "y[i] = x[i]")
    machine = Interpreter(system, Fractions(), {"N": 2}, {})
    with pytest.raises(NotationError, match=r"y\[5\] is outside"):
        machine.cell(system.outputs[0], (5,))
