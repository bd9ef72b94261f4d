"""Theorems of any size, each with a false neighbour and its smallest counterexample."""

import pytest
import sympy
from example_systems import (
    BATCH_NORM,
    CONV,
    CROSS_ENTROPY,
    MLP,
    RELU,
    SOFT_CROSS_ENTROPY,
    SOFTMAX,
)

from nnmath.calculus import adjoint, prove, prove_system_equal
from nnmath.notation import Index, IndexValue, define, express, opaque

SCALAR = define("scalar(x, y) -> z", "z = sigmoid(x) + y")
FULL = {"n": "N", "k": "K", "j": "K"}
COLUMNS = {"i": "N", "k": "N", "j": "F"}
LAYER = {"l": "L", "m": "N", "j": "n(l+1)", "k": "n(l)", "r": "n(l+2)"}


def dsigma(layer, row, unit):
    """sigma'(z[layer, row, unit])"""
    z = MLP["z"][layer, row, unit]
    return opaque(sympy.Symbol("sigma"), sympy.Integer(1), IndexValue(Index.of(layer)), z)


BACKWARD = adjoint(MLP)
LAST = Index.name("L") - 1


def test_backpropagation_output_layer():
    rest = express(BACKWARD, "bar_C*(a[L,m,j] - target[m,j])", m="N", j="n(L)")
    theorem = prove(
        BACKWARD["bar_z"][LAST, "m", "j"],
        dsigma(LAST, "m", "j") * rest,
        system=BACKWARD,
        ranges={"m": "N", "j": "n(L)"},
        conditions=["L >= 1"],
        unfold=["bar_z[L-1]", "bar_a[L]"],
    )
    assert theorem.verdict == "proved", theorem


def test_backpropagation_hidden_layer():
    rest = express(BACKWARD, "sum[r](weights[l+1,r,j]*bar_z[l+1,m,r])", **LAYER)
    theorem = prove(
        BACKWARD["bar_z"]["l", "m", "j"],
        dsigma("l", "m", "j") * rest,
        system=BACKWARD,
        ranges=LAYER,
        conditions=["l + 1 < L"],
        unfold=["bar_z[l]", "bar_a[l+1]"],
    )
    assert theorem.verdict == "proved", theorem
    assert [s.subject for s in theorem.steps[1:]] == ["bar_z[l]", "bar_a[l + 1]"]


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("bar_biases[l,j]", "sum[m](bar_z[l,m,j])", "proved"),
        ("bar_weights[l,j,k]", "sum[m](bar_z[l,m,j]*a[l,m,k])", "proved"),
        ("bar_weights[l,j,k]", "sum[m](bar_z[l,m,j]*a[l+1,m,j])", "refuted"),
        ("bar_biases[l,j]", "2*sum[m](bar_z[l,m,j])", "refuted"),
    ],
)
def test_backpropagation_parameters(left, right, verdict):
    assert prove(left, right, system=BACKWARD, ranges=LAYER).verdict == verdict


@pytest.mark.parametrize(
    ("right", "assuming", "verdict"),
    [
        ("bar_loss*(p[n,k]*sum[j](y[n,j]) - y[n,k])", [], "proved"),
        ("bar_loss*(p[n,k] - y[n,k])", [], "refuted"),
        ("bar_loss*(p[n,k] - y[n,k])", ["sum[j](y[n,j]) = 1"], "proved"),
        ("bar_loss*(p[n,k] - y[n,k])", ["sum[j](y[n,j]) = 2"], "refuted"),
    ],
)
def test_softmax_cross_entropy(right, assuming, verdict):
    theorem = prove("bar_x[n,k]", right, system=adjoint(SOFT_CROSS_ENTROPY), ranges=FULL, assuming=assuming)
    assert theorem.verdict == verdict, theorem


def test_cross_entropy_of_class_indices():
    right = "bar_loss/N*(exp(x[n,k] - l[n]) - [target[n]==k])"
    assert prove("bar_x[n,k]", right, system=adjoint(CROSS_ENTROPY), ranges=FULL).verdict == "proved"


@pytest.mark.parametrize(("sign", "verdict"), [("-", "proved"), ("+", "refuted")])
def test_compact_batch_norm(sign, verdict):
    right = (
        "weight[j]/(N*sqrt(var[j]+eps))*"
        f"(N*bar_y[i,j] - sum[k](bar_y[k,j]) {sign} xhat[i,j]*sum[k](bar_y[k,j]*xhat[k,j]))"
    )
    theorem = prove("bar_x[i,j]", right, system=adjoint(BATCH_NORM), ranges=COLUMNS)
    assert theorem.verdict == verdict, theorem
    if theorem.witness:
        assert theorem.witness.sizes == {"N": 2, "F": 1}


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("mean[i](xhat[i,j])", "0", "proved"),
        ("mean[i](xhat[i,j]**2)", "var[j]/(var[j]+eps)", "proved"),
        ("mean[i](xhat[i,j]**2)", "1", "refuted"),
        ("var[j]", "mean[i](x[i,j]**2) - mu[j]**2", "proved"),
    ],
)
def test_batch_norm_moments(left, right, verdict):
    assert prove(left, right, system=BATCH_NORM, ranges=COLUMNS).verdict == verdict


def test_softmax_sums_to_one_unless_there_is_nothing_to_sum():
    whole = prove("sum[j](y[n,j])", 1, system=SOFTMAX, ranges=FULL)
    assert whole.verdict == "refuted"
    assert whole.witness.sizes == {"N": 1, "K": 0}
    assert prove("sum[j](y[n,j])", 1, system=SOFTMAX, ranges=FULL, conditions=["K >= 1"]).verdict == "proved"


def test_softmax_is_invariant_under_a_shift():
    shifted = define("""
        shifted(x[N,K], c[N]) -> y, w
        y[n,k] = exp(x[n,k] - logsumexp[j](x[n,j]))
        w[n,k] = exp(x[n,k] + c[n] - logsumexp[j](x[n,j] + c[n]))
        v[n,k] = exp(x[n,k] + c[n] - logsumexp[j](x[n,j] - c[n]))
    """)
    assert prove("w[n,k]", "y[n,k]", system=shifted, ranges=FULL).verdict == "proved"
    assert prove("v[n,k]", "y[n,k]", system=shifted, ranges=FULL).verdict == "refuted"


def test_convolution_is_adjoint_to_its_transpose():
    """<conv(x), u> = <x, transposed conv(u)> with stride and padding, the transpose written by hand."""
    pair = define("""
        pair(x[N,C,W], weight[K,C,R], u[N,K,Q]; s: int >= 1, p: int >= 0) -> y, xt
        y[n,k,q] = sum[c,r](weight[k,c,r]*pad(x[n,c,s*q+r-p]))
        xt[n,c,i] = sum[k,q,r]([s*q+r-p==i]*weight[k,c,r]*u[n,k,q])
        i < W
        q < Q
    """)
    sizes = {"n": "N", "c": "C", "i": "W", "k": "K", "q": "Q"}
    left, right = "sum[n,k,q](y[n,k,q]*u[n,k,q])", "sum[n,c,i](x[n,c,i]*xt[n,c,i])"
    assert prove(left, right, system=pair, ranges=sizes).verdict == "proved"
    assert prove(left, f"2*{right}", system=pair, ranges=sizes).verdict == "refuted"


def test_convolution_gradient_of_the_weight():
    right = "sum[n,q](bar_y[n,k,q]*pad(x[n,c,s*q+r-p]))"
    sizes = {"n": "N", "c": "C", "r": "R", "k": "K", "q": "(W+2*p-R)//s+1"}
    backward = adjoint(CONV)
    assert prove("bar_weight[k,c,r]", right, system=backward, ranges=sizes).verdict == "proved"
    wrong = right.replace("r-p", "r+p")
    assert prove("bar_weight[k,c,r]", wrong, system=backward, ranges=sizes).verdict == "refuted"


def test_two_linear_layers_are_one_unless_the_hidden_layer_is_empty():
    """E4: the last sum spreads c[k] over the M hidden units, so there must be one."""
    two = define("""
        two(x[I], w[M,I], b[M], v[K,M], c[K]) -> s
        z[j] = sum[i](w[j,i]*x[i]) + b[j]
        s[k] = sum[j](v[k,j]*z[j]) + c[k]
    """)
    sizes = {"i": "I", "j": "M", "k": "K"}
    split = "sum[j](sum[i](v[k,j]*w[j,i]*x[i]) + v[k,j]*b[j] + c[k]/M)"
    plain = "sum[j](sum[i](v[k,j]*w[j,i]*x[i]) + v[k,j]*b[j]) + c[k]"
    as_printed = prove("s[k]", split, system=two, ranges=sizes)
    assert (as_printed.verdict, as_printed.witness.sizes["M"]) == ("refuted", 0)
    assert prove("s[k]", split, system=two, ranges=sizes, conditions=["M >= 1"]).verdict == "proved"
    assert prove("s[k]", plain, system=two, ranges=sizes).verdict == "proved"


@pytest.mark.parametrize(
    ("left", "right", "verdict"),
    [
        ("1/4 - sigmoid(x)*(1-sigmoid(x))", "(sigmoid(x)-1/2)**2", "proved"),
        ("1/4 - dsigmoid(x)", "(sigmoid(x)-1/2)**2", "proved"),
        ("1/4 - dsigmoid(x)", "(sigmoid(x)+1/2)**2", "refuted"),
        ("sigmoid(2*x)", "(1 + tanh(x))/2", "proved"),
        ("sigmoid(-x)", "1 - sigmoid(x)", "proved"),
        ("sigmoid(-x)", "-sigmoid(x)", "refuted"),
        ("softplus(x) - softplus(-x)", "x", "proved"),
        ("tanh(x)", "(exp(x) - exp(-x))/(exp(x) + exp(-x))", "proved"),
        ("sech2(x)", "(1 + tanh(x))*(1 - tanh(x))", "proved"),
        ("Phi(x) + Phi(-x)", "1", "proved"),
        ("abs(x)", "x if x > 0 else -x", "proved"),
        ("abs(x)*sign(x)", "x", "proved"),
        ("abs(x*y)", "abs(x)*abs(y)", "exact"),
    ],
)
def test_scalar_identities(left, right, verdict):
    theorem = prove(left, right, system=SCALAR)
    assert theorem.verdict == verdict, theorem


def test_relu_is_positively_homogeneous_only_upwards():
    scaled = define("""
        scaled(x[N]; a: real > 0, b: real) -> y, w, v
        y[i] = x[i] if x[i] > 0 else 0
        w[i] = a*x[i] if a*x[i] > 0 else 0
        v[i] = b*x[i] if b*x[i] > 0 else 0
    """)
    assert prove("w[i]", "a*y[i]", system=scaled, ranges={"i": "N"}).verdict == "proved"
    assert not prove("v[i]", "b*y[i]", system=scaled, ranges={"i": "N"})


def test_relu_gradient():
    assert prove("bar_x[i]", "bar_y[i] if x[i] > 0 else 0", system=adjoint(RELU), ranges={"i": "N"})


def test_side_conditions_are_recorded():
    theorem = prove("x*y/y", "x", system=SCALAR)  # sympy cancels this one itself
    assert theorem.verdict == "proved"
    theorem = prove("(x + y)/(x + y**2)*(x + y**2)", "x + y", system=SCALAR)
    assert theorem.verdict == "proved"
    split = prove("x/(x+y) + y/(x+y)", 1, system=SCALAR)
    assert split.conditions == ("x + y != 0",)
    power = define("power(x; b: real in (0,1), t: int >= 1) -> y", "y = (1 - b**t)*x")
    assert prove("y/(1 - b**t)", "x", system=power).conditions == ("-1 + b**t != 0",)
    assert prove("y/x", "1 - b**t", system=power).conditions == ("x != 0",)


def test_contradictory_assumptions_are_refused():
    with pytest.raises(ValueError, match="no values satisfy"):
        prove(
            "y[n,k]",
            0,
            system=SOFT_CROSS_ENTROPY,
            ranges=FULL,
            assuming=["sum[j](y[n,j]) = 1", "sum[j](y[n,j]) = 2"],
            conditions=["N >= 1"],
        )
    with pytest.raises(ValueError, match="contradict"):
        prove("x[n,k]", 0, system=SOFTMAX, ranges=FULL, conditions=["K >= 2", "K <= 1"])


def test_proved_theorems_may_be_used():
    first = prove("mean[i](xhat[i,j])", 0, system=BATCH_NORM, ranges=COLUMNS, name="centred")
    second = prove("sum[i](y[i,j])", "N*bias[j]", system=BATCH_NORM, ranges=COLUMNS, using=[first])
    assert second.verdict == "proved"
    wrong = prove("sum[i](y[i,j])", "bias[j]", system=BATCH_NORM, ranges=COLUMNS)
    with pytest.raises(ValueError, match="not proved"):
        prove("sum[i](y[i,j])", "N*bias[j]", system=BATCH_NORM, ranges=COLUMNS, using=[wrong])


def test_verdicts_below_proved():
    """What no rule knows is not called proved: a product over an axis, taken apart."""
    system = define("product(x[K]) -> y, z", "y = prod[k](2*x[k])", "z = prod[k](x[k])")
    assert prove("y", "2**K*z", system=system, ranges={"k": "K"}).verdict in ("exact", "numeric")
    assert prove("y", "2*z", system=system, ranges={"k": "K"}).verdict == "refuted"


def test_systems_are_compared():
    one = define("norm(x[N]) -> y", "m = 1/N*sum[i](x[i])", "y = sum[i]((x[i]-m)**2)")
    two = define("norm(x[N]) -> y", "s = sum[i](x[i])", "y = sum[i](x[i]**2) - s**2/N")
    three = define("norm(x[N]) -> y", "s = sum[i](x[i])", "y = sum[i](x[i]**2) - s**2")
    assert prove_system_equal(one, two).verdict == "proved"
    assert prove_system_equal(one, three).verdict == "refuted"


def test_theorem_reads_well():
    theorem = prove("bar_biases[l,j]", "sum[m](bar_z[l,m,j])", system=BACKWARD, ranges=LAYER, name="(4)")
    assert bool(theorem)
    text = str(theorem)
    assert text.startswith("(4): proved")
    assert "unfold bar_biases" in text


def test_an_assumption_is_not_read_in_the_scope_of_the_claim():
    """sum[k]([k>=i]*y[n,k]) = 1 for every i says nothing about the claim's own i >= 1."""
    theorem = prove(
        "sum[k]([k<=i]*z[i,k])",
        "1",
        system=ROWS,
        ranges={"i": "N", "k": "N"},
        assuming=["sum[k]([k<=i]*z[i,k]) = 1"],
        conditions=["i >= 1"],
    )
    assert theorem.verdict == "proved"
    weaker = prove(
        "z[0,0]",
        "1",
        system=ROWS,
        ranges={"i": "N", "k": "N"},
        conditions=["N >= 1"],
        assuming=["sum[k]([k<=i]*[i>=1]*z[i,k]) = [i>=1]"],
    )
    assert weaker.verdict == "refuted"


ROWS = define("rows(z[N,N]) -> y", "y[i] = sum[k](z[i,k])")


def test_an_integer_without_bounds_may_be_negative():
    shifted = define("shifted(x[N]; d: int) -> y", "y[i] += [0<=i+d]*x[i]")
    theorem = prove("y[i]", "x[i]", system=shifted, ranges={"i": "N"})
    assert theorem.verdict == "refuted"
    assert theorem.witness.sizes["d"] < 0


RECTIFIED = define("rectified(x[N], a[N]) -> y", "y[i] = x[i] if x[i] > 0 else 0")
TIED = {"i": "N", "j": "N"}


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("bar_x[i]", "(bar_y[i] if x[i] >= 0 else 0)"),
        ("bar_x[i]", "(bar_y[i] if x[i] > 0 else 7*bar_y[i] if x[i] == 0 else 0)"),
        ("(1 if x[i] == 0 else 0)", "0"),
        ("(x[i] if x[i] > 6 else 0)", "(x[i] if x[i] >= 6 else 0)"),
        ("sign(x[i])**2", "1"),
        ("sum[i]((1 if x[i] == max[j](x[j]) else 0))", "[N >= 1]"),
    ],
)
def test_false_at_kinks_and_ties_alone(left, right):
    theorem = prove(left, right, system=adjoint(RECTIFIED), ranges=TIED)
    assert theorem.verdict == "refuted", theorem


def test_true_at_kinks_and_what_is_undefined_there():
    assert prove("bar_x[i]", "(bar_y[i] if x[i] > 0 else 0)", system=adjoint(RECTIFIED), ranges=TIED)
    divided = prove("sign(x[i])", "x[i]/abs(x[i])", system=RECTIFIED, ranges=TIED)
    assert divided.verdict == "exact"
    assert "no bound" in divided.chance


def test_infinity_equals_infinity():
    theorem = prove("logsumexp[i](x[i])", "log(sum[i](exp(x[i])))", system=RECTIFIED, ranges=TIED)
    assert theorem.verdict == "proved", theorem


@pytest.mark.parametrize(("right", "refuted"), [("log(x) + log(y)", False), ("log(x) + 2*log(y)", True)])
def test_logarithms_are_judged_where_they_are_real(right, refuted):
    assert (prove("log(x*y)", right, system=SCALAR).verdict == "refuted") == refuted


def test_reads_outside_an_array_need_a_condition():
    outside = prove("x[i+1]", "x[i+1]", system=RECTIFIED, ranges=TIED)
    assert outside.verdict == "undecided"
    assert "state a condition" in outside.note
    assert prove("x[i+1]", "x[i+1]", system=RECTIFIED, ranges=TIED, conditions=["i + 1 < N"]).verdict == "proved"


@pytest.mark.parametrize("op", ["max", "min", "prod", "logsumexp"])
def test_a_bracket_is_its_own_square_inside_a_reduction(op):
    theorem = prove(f"{op}[j]([j <= i]*a[j])", f"{op}[j]([j <= i]*[j <= i]*a[j])", system=RECTIFIED, ranges=TIED)
    assert theorem.verdict == "proved", theorem


def test_arguments_that_name_nothing():
    with pytest.raises(ValueError, match="Q"):
        prove("y[i]", "y[i]", system=RECTIFIED, ranges=TIED, conditions=["Q >= 1"])
    with pytest.raises(TypeError, match="rhs"):
        prove("y[i]", None, system=RECTIFIED, ranges=TIED)


DENOMINATORS = define("scope(x) -> y", "y = x")


def test_denominators_are_multiplied_out():
    left = "tanh(softplus(x)) + x*sech2(softplus(x))*sigmoid(x)"
    right = "exp(x)*(1 + x + exp(x)*(3/2 + x + exp(x)*(1 + exp(x)/4)))/(1 + exp(x) + exp(x)**2/2)**2"
    assert prove(left, right, system=DENOMINATORS).verdict == "proved"
    assert prove(left, right.replace("3/2", "5/2"), system=DENOMINATORS).verdict == "refuted"


def test_a_denominator_that_may_be_zero_is_a_condition():
    theorem = prove("(1 + 2*x + x**2)/((1 + x**2)*(1 + x))", "(1 + x)/(1 + x**2)", system=DENOMINATORS)
    assert theorem.verdict == "proved"
    assert any("!= 0" in c for c in theorem.conditions)


def test_logarithms_of_sums_that_may_be_negative_stay():
    assert prove("-log(1/(1 + exp(x)))", "log(1 + exp(x))", system=DENOMINATORS).verdict == "proved"
    assert prove("log((1 + x)**2)", "2*log(1 + x)", system=DENOMINATORS).verdict != "proved"


ONE_LINE = """
    walk(x[T, H], h0[H], w[H, H]) -> y
    h[0,j] = h0[j]
    h[t+1,j] = tanh(x[t,j] + sum[k](h[t,k]*w[j,k]))
    y[t,j] = h[t+1,j]
"""
TWO_LINES = """
    walk(x[T, H], h0[H], w[H, H]) -> y
    h[0,j] = h0[j]
    z[t,j] = sum[k](w[j,k]*h[t,k]) + x[t,j]
    h[t+1,j] = tanh(z[t,j])
    y[t,j] = h[t+1,j]
"""


def test_recurrences_are_equal_where_each_says_of_the_others_arrays_what_it_does():
    one, two = define(ONE_LINE), define(TWO_LINES)
    assert prove_system_equal(one, two).verdict == prove_system_equal(two, one).verdict == "proved"


@pytest.mark.parametrize(
    ("right", "wrong"),
    [("= h0[j]", "= -h0[j]"), ("w[j,k]*h[t,k]", "w[k,j]*h[t,k]"), ("+ x[t,j]", "- x[t,j]"), ("= h[t+1,j]", "= h[t,j]")],
)
def test_recurrences_that_differ_anywhere_are_refuted(right, wrong):
    changed = define(TWO_LINES.replace(right, wrong, 1))
    assert prove_system_equal(define(ONE_LINE), changed).verdict == "refuted"


def test_a_guard_is_dropped_inside_a_function_only_where_it_stands_outside():
    system = define("late(x[N]) -> y", "z[i] = [i >= 1]*x[i]", "y[i] = [i >= 1]*exp(z[i])")
    assert prove("y[i]", "[i >= 1]*exp(x[i])", system=system, ranges={"i": "N"}).verdict == "proved"
    assert prove("exp(z[i])", "exp(x[i])", system=system, ranges={"i": "N"}).verdict == "refuted"
