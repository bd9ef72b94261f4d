"""Sums that leave one index out, quotients of sums and their logarithms."""

import pytest

from nnmath.calculus import prove, prove_system_equal
from nnmath.notation import define

SOFTMAX = define("softmax(x[K]) -> p", "s = logsumexp[j](x[j])", "p[k] = exp(x[k] - s)")
RANGES = {"j": "K", "k": "K"}


def verdict(left, right, **options):
    return prove(left, right, system=SOFTMAX, ranges=RANGES, **options).verdict


def test_a_sum_without_one_term():
    assert verdict("sum[j]([j != k]*x[j])", "sum[j](x[j]) - x[k]") == "proved"
    assert verdict("1 - p[k]", "exp(logsumexp[j]([j != k]*x[j]) - s)", conditions=("K >= 2",)) == "proved"
    assert verdict("sum[j]([j != k]*x[j])", "sum[j](x[j])") == "refuted"
    assert verdict("sum[j]([j != k]*[j != k]*x[j])", "sum[j](x[j]) - 2*x[k]") == "refuted"


BATCH = "softmax(x[N, K]) -> y"
QUOTIENT = define(BATCH, "S[n] = sum[j](exp(x[n,j]))", "y[n,k] = exp(x[n,k])/S[n]")


def test_a_definition_put_into_a_denominator():
    other = define(BATCH, "s[n] = logsumexp[j](x[n,j])", "y[n,k] = exp(x[n,k] - s[n])")
    assert prove_system_equal(QUOTIENT, other).verdict == "proved"
    wrong = define(BATCH, "s = logsumexp[m,j](x[m,j])", "y[n,k] = exp(x[n,k] - s)")
    assert prove_system_equal(QUOTIENT, wrong).verdict == "refuted"


def test_the_logarithm_of_a_quotient():
    printed = define(BATCH, "y[n,k] = log(exp(x[n,k])/sum[j](exp(x[n,j])))")
    other = define(BATCH, "s[n] = logsumexp[j](x[n,j])", "y[n,k] = x[n,k] - s[n]")
    assert prove_system_equal(printed, other).verdict == "proved"
    wrong = define(BATCH, "s[n] = logsumexp[j](2*x[n,j])", "y[n,k] = x[n,k] - s[n]")
    assert prove_system_equal(printed, wrong).verdict == "refuted"


@pytest.mark.parametrize(
    ("right", "expected"),
    [("-x - softplus(-x)", "proved"), ("-softplus(-x)", "refuted"), ("-x + softplus(-x)", "refuted")],
)
def test_the_logarithm_of_one_minus_a_quotient(right, expected):
    s = define("numbers(x) -> unit", "unit = 1")
    assert prove("log(1 - 1/(1 + exp(-x)))", right, system=s).verdict == expected


@pytest.mark.parametrize(("sign", "expected"), [("", "proved"), ("-", "refuted")])
def test_logarithms_of_a_probability_and_of_the_rest(sign, expected):
    head = "cost(x[N], t[N]) -> loss"
    printed = define(head, "loss = sum[n](t[n]*log(1/(1 + exp(-x[n]))) + (1 - t[n])*log(1 - 1/(1 + exp(-x[n]))))")
    other = define(head, f"loss = -sum[n](t[n]*softplus(-x[n]) + (1 - t[n])*softplus({sign}x[n]))")
    assert prove_system_equal(printed, other).verdict == expected


def test_a_sum_over_a_range_that_may_be_empty_is_not_called_positive_in_silence():
    theorem = prove("log(1/sum[j](exp(x[j])))", "-s", system=SOFTMAX, ranges=RANGES)
    assert theorem.verdict == "proved" and any("> 0" in c for c in theorem.conditions)


def test_an_entry_is_defined_only_where_its_statement_writes():
    s = define("parts(x[N]) -> y", "y[0] = 1", "y[i+1] = x[i]")
    assert prove("y[i+1]", "x[i]", system=s, ranges={"i": "N"}).verdict == "proved"
    assert prove("y[i]", "x[i]", system=s, ranges={"i": "N"}).verdict == "refuted"


def test_a_logarithm_gives_up_only_what_is_positive():
    s = define("numbers(x) -> unit", "unit = 1")
    assert prove("log(1/(1 + exp(x))**2)", "-2*softplus(x)", system=s).verdict == "proved"
    for below in ("exp(x) - 3", "3 - exp(x)"):
        assert prove(f"log(1/({below})**2)", f"-2*log({below})", system=s).verdict != "proved"


def test_an_axis_that_covers_a_part_of_the_array_keeps_its_range():
    s = define("parts(x[N]) -> y", "y[i] = x[i]", "y[N] = 1")
    assert prove("sum[k](y[k])", "sum[i](x[i]) + 1", system=s, ranges={"k": "N+1", "i": "N"}).verdict == "proved"
