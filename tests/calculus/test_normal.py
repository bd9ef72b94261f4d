"""The normal form: what it identifies, what it must keep apart, and its value against the raw statement."""

import random
import sys

import pytest

from nnmath.calculus.algebra import Context, show
from nnmath.calculus.canonical import key
from nnmath.calculus.evaluate import value
from nnmath.calculus.guards import without_vanishing
from nnmath.calculus.instances import make
from nnmath.calculus.integers import Scope, contradictory, implied, solver_module
from nnmath.calculus.normal import normal, simplify
from nnmath.calculus.peel import joined
from nnmath.calculus.prove import prove
from nnmath.notation import Axis, Guard, Index, define, express

ARENA = define(
    """
    arena(x[N], y[N], A[N,N], B[N,N], t[N]: int < N; eps: real > 0, s: int >= 1; f: function) -> z
    z[i] = x[i]
""".replace("; f: function", ", f: function")
)
NAMES = "ijklmnpq"
RANGES = dict.fromkeys(NAMES, "N")
FREE = Scope({"N": 0, "s": 1}, (Axis("i", Index.name("N")), Axis("j", Index.name("N"))))


def form(text):
    return normal(Context(FREE), express(ARENA, text, **RANGES))


def equal(left, right):
    ctx = Context(FREE)
    rest = without_vanishing(ctx, simplify(ctx, form(left) - form(right)))[0]
    return not without_vanishing(ctx, joined(ctx, rest))[0].terms


SAME = [
    ("sum[k](x[k]) * sum[k](y[k])", "sum[k,l](x[l]*y[k])"),
    ("sum[k](sum[l](A[k,l]*x[l]))", "sum[l](x[l]*sum[k](A[k,l]))"),
    ("sum[k](x[k])**2", "sum[k,l](x[k]*x[l])"),
    ("sum[k]([k==i]*x[k])", "x[i]"),
    ("sum[k,l]([k==l]*A[k,l])", "sum[k](A[k,k])"),
    ("sum[k](1)", "N"),
    ("sum[k]([k<=i])", "i + 1"),
    ("sum[k](x[k]) - sum[k]([k<=i]*x[k])", "sum[k]([k>i]*x[k])"),
    ("sum[k]([k<i]*x[k]) + x[i]", "sum[k]([k<=i]*x[k])"),
    ("sum[k]([t[i]==k])", "1"),
    ("sum[k]([t[i]==k]*[t[i]==j]*x[k])", "[t[i]==j]*x[j]"),
    ("exp(x[i] + y[j])", "exp(x[i])*exp(y[j])"),
    ("sum[k](exp(x[k] - y[i]))/sum[l](exp(x[l] - y[i]))", "sum[k](exp(x[k]))/sum[l](exp(x[l]))"),
    ("x[i]/(x[i] + y[i])", "1 - y[i]/(x[i] + y[i])"),
    ("sqrt(eps**2*x[i] + eps**2*y[i])", "eps*sqrt(x[i] + y[i])"),
    ("log(sum[k](exp(x[k] + y[i])))", "y[i] + logsumexp[k](x[k])"),
    ("exp(logsumexp[k](x[k]))", "sum[k](exp(x[k]))"),
    ("x[i] if x[i] > 0 else -x[i]", "-x[i] if x[i] <= 0 else x[i]"),
    ("max[k](A[i,k])", "max[l](A[i,l])"),
    ("f(sum[k](A[i,k]))", "f(sum[l](A[i,l]))"),
    ("sum[k,l,m](A[k,l]*A[l,m]*A[m,k])", "sum[p,q,k](A[p,q]*A[q,k]*A[k,p])"),
    ("(x[i] + y[i])**3", "x[i]**3 + 3*x[i]**2*y[i] + 3*x[i]*y[i]**2 + y[i]**3"),
    ("erf(x[i] - y[i])", "-erf(y[i] - x[i])"),
    ("sum[k](k)*2/N", "2*mean[k](k)"),
]

DIFFERENT = [
    ("sum[k](x[k])**2", "sum[k](x[k]**2)"),
    ("sum[k](f(sum[l](A[k,l])))", "sum[k](f(sum[l](A[l,k])))"),
    ("sum[k]([2*k==i]*x[k])", "x[i]"),
    ("sum[k]([k==i+1]*y[k])", "y[i]"),
    ("sum[k]([k==2*i]*1)", "1"),
    ("sum[k]([k<i])", "i + 1"),
    ("max[k](A[i,k])", "max[k](A[k,i])"),
    ("sqrt(x[i]**2 + x[i]**2*y[i]**2)", "x[i]*sqrt(1 + y[i]**2)"),
    ("[t[i]==i]*[t[i]==j]", "[t[i]==i]"),
    ("x[i]*[i>=1]", "x[i]*[i>=2]"),
    ("x[i] if x[i] > 0 else 0", "x[i] if x[i] < 0 else 0"),
    # two triangles are not a hexagon, though every vertex looks the same
    (
        "sum[k,l,m](A[k,l]*A[l,m]*A[m,k])**2",
        "sum[i,j,k,l,m,n](A[i,j]*A[j,k]*A[k,l]*A[l,m]*A[m,n]*A[n,i])",
    ),
    ("sum[k,l](A[k,l]*A[l,k])", "sum[k,l](A[k,l]*A[k,l])"),
    ("f(x[i])", "f(y[i])"),
    ("x[i]/(x[i] + y[i])", "1 + y[i]/(x[i] + y[i])"),
]


@pytest.mark.parametrize(("left", "right"), SAME)
def test_equal(left, right):
    assert equal(left, right), (show(form(left)), show(form(right)))


@pytest.mark.parametrize(("left", "right"), DIFFERENT)
def test_different(left, right):
    assert not equal(left, right)


def test_names_of_bound_axes_do_not_matter():
    assert key(form("sum[k](A[i,k]*x[k])")) == key(form("sum[m](x[m]*A[i,m])"))
    assert key(form("sum[k](A[i,k]*x[k])")) != key(form("sum[m](x[m]*A[m,i])"))


def test_an_index_that_becomes_zero_may_stand_under_a_power():
    """A delta puts 0 into (k*y)**2: the power of an empty sum is 0."""
    assert not form("sum[k]([k == 0]*k**2*y[k])").terms
    assert not form("sum[k]([k == 0]*(k*y[k])**2)").terms
    assert equal("sum[k]([k == 0]*(k + 1)**2*y[k])", "sum[k]([k == 0]*y[k])")


def test_large_powers_of_sums_are_not_factorial():
    assert key(form("sum[k](x[k])**6")) == key(form("sum[k](x[k])**3*sum[l](x[l])**3"))


@pytest.mark.parametrize("text", sorted({side for pair in SAME + DIFFERENT for side in pair}))
def test_value_is_that_of_the_raw_statement(text):
    """Against the interpreter, at sizes 1 to 3, in a finite field and in digits."""
    raw, found = express(ARENA, text, **RANGES), form(text)
    for exact, size in ((True, 3), (False, 2), (False, 1)):
        instance = make(ARENA, {"N": size, "s": 2}, 7, exact)
        chance = random.Random(text)
        point = {**instance.env, **{n: chance.randrange(size) for n in "ij"}}
        if exact and ("sqrt" in text or "exp(x[i] + y" in text or "exp(x[k] + y" in text):
            continue  # a finite field has not every root, and its exp(a + b) is not exp(a)*exp(b)
        if "sqrt" in text:
            for name in "xy":
                for k in range(size):
                    instance.machine.memory[name, (k,)] = abs(instance.machine.memory[name, (k,)])
        assert instance.agree(instance.machine.evaluate(raw, point), value(instance.machine, found, point)), text


def index(**coefficients):
    return sum((c * Index.name(n) for n, c in coefficients.items()), Index.of(0))


def test_integer_facts():
    ranges = (Axis("g", Index.name("G")), Axis("k", Index.name("K")))
    facts = Scope({"G": 0, "K": 0}, ranges).facts
    flat = Index.name("g") * "K" + "k"
    inside = Guard(">=", Index.name("G") * "K" - 1 - flat)
    assert implied(facts, inside)
    assert not implied(facts, Guard(">=", inside.index - 1))
    assert contradictory(facts, (Guard(">=", index(k=1, K=-1)),))
    assert not contradictory(facts, (Guard(">=", index(k=1, K=-1) + 1),))


def test_strided_window_stays_inside():
    """q < (W - R)//s + 1 and r < R give s*q + r < W, for any stride."""
    w, r, s = (Index.name(n) for n in "WRs")
    axes = (Axis("q", (w - r) // s + 1), Axis("r", r))
    facts = Scope({"W": 0, "R": 0, "s": 1}, axes).facts
    reached = s * "q" + "r"
    assert implied(facts, Guard(">=", w - 1 - reached))
    assert not implied(facts, Guard(">=", w - 2 - reached))


def test_a_missing_solver_is_explained(monkeypatch):
    monkeypatch.setitem(sys.modules, "z3", None)
    with pytest.raises(ImportError, match="pip install z3-solver"):
        solver_module()


POWERS = define("powers(x[N], y[N], X: positive, Y: positive; p: real > 0, r: real) -> unit\nunit = 1")


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("(X*abs(x[i]))**r", "X**r*abs(x[i])**r", "proved"),
        ("(X*Y)**r", "X**r*Y**r", "proved"),
        ("(X**2*Y)**r", "X**(2*r)*Y**r", "proved"),
        ("(X*abs(x[i]) + X*Y)**r", "X**r*(abs(x[i]) + Y)**r", "proved"),
        ("sum[k](abs(X*x[k])**p)**(1/p)", "X*sum[k](abs(x[k])**p)**(1/p)", "proved"),
        ("(abs(x[i])**p)**(1/p)", "abs(x[i])", "proved"),
        ("(abs(x[i])**p)**r", "abs(x[i])**(p*r)", "proved"),
        ("sum[k](abs(0*x[k])**p)", "0", "proved"),
        ("(x[i]*y[i])**r", "x[i]**r*y[i]**r", "unproved"),
        ("(abs(x[i])*y[i])**r", "abs(x[i])**r*y[i]**r", "unproved"),
        ("sum[k](abs(0*x[k])**r)", "0", "unproved"),
        ("(X**2*Y)**r", "X**r*Y**r", "refuted"),
        ("(X*abs(x[i]) + Y)**r", "X**r*(abs(x[i]) + Y)**r", "refuted"),
        ("(abs(x[i])**p)**r", "abs(x[i])**(p + r)", "refuted"),
        ("(abs(x[i])**p)**(1/p)", "x[i]", "refuted"),
    ],
)
def test_powers_with_exponents_that_are_letters(left, right, verdict):
    found = prove(left, right, system=POWERS, ranges={"i": "N", "k": "N"}).verdict
    assert found == verdict or (verdict == "unproved" and found != "proved")
