"""Induction and telescoping: theorems about recurrences, and claims that must fail at base or step."""

import pytest
from example_systems import SENSITIVITIES

from nnmath.calculus import Induction, Telescoping, adjoint, prove
from nnmath.calculus import induction as module
from nnmath.calculus.refute import Evidence
from nnmath.notation import define

BPTT = define("""
    bptt(J[T,H,H], imm[T+1,H]) -> S
    k < T+1
    S[0,a] = imm[0,a]
    S[t+1,a] = sum[b](J[t,a,b]*S[t,b]) + imm[t+1,a]
    P[k,k,a,b] = [a==b]
    P[t+1,k,a,b] += sum[c]([k<=t]*J[t,a,c]*P[t,k,c,b])
""")
HIDDEN = {"k": "T+1", "a": "H", "b": "H", "c": "H"}

CUMULATED = define("cumulated(x[T]) -> s", "s[0] = 0", "s[t+1] = s[t] + x[t]")


def test_delta_is_the_derivative_by_z():
    """Sum_j delta[l,j] dz[l,j]/dz[p,i] is the same for every l, and delta[p,i] at l = p: any depth and widths."""
    backward = adjoint(SENSITIVITIES)
    claim = Induction("sum[j](bar_z[l,j]*D[l,j,i])", "bar_z[p,i]", "l", "p", "L-1")
    theorem = claim.prove(
        system=backward,
        ranges={"j": "n(l+1)", "i": "n(p+1)"},
        conditions=["p < L"],
        base=["D[p]"],
        step=["D[l+1]"],
        hypothesis=["bar_z[l]", "bar_a[l+1]"],
    )
    assert theorem.verdict == "proved", theorem
    doubled = Induction("sum[j](bar_z[l,j]*D[l,j,i])", "2*bar_z[p,i]", "l", "p", "L-1")
    assert (
        doubled.prove(
            system=backward,
            ranges={"j": "n(l+1)", "i": "n(p+1)"},
            conditions=["p < L"],
            base=["D[p]"],
            step=["D[l+1]"],
            hypothesis=["bar_z[l]", "bar_a[l+1]"],
        ).verdict
        == "refuted"
    )


def test_downwards_as_well():
    backward = adjoint(SENSITIVITIES)
    claim = Induction("sum[j](bar_z[l,j]*D[l,j,i])", "sum[e](bar_z[L-1,e]*D[L-1,e,i])", "l", "p", "L-1", "down")
    theorem = claim.prove(
        system=backward,
        ranges={"j": "n(l+1)", "e": "n(L)", "i": "n(p+1)"},
        conditions=["p < L"],
        step=["bar_z[l]", "bar_a[l+1]"],
        hypothesis=["D[l+1]"],
    )
    assert theorem.verdict == "proved", theorem


def bptt(factor="1", read="P[t,k,a,b]"):
    claim = Induction("S[t,a]", f"{factor}*sum[k,b]([k<=t]*{read}*imm[k,b])", "t", 0, "T")
    return claim.prove(system=BPTT, ranges=HIDDEN, base=["S[0]", "P[0]"], step=["S[t+1]", "P[t+1]"])


def test_backpropagation_through_time():
    """A13: the total derivative is the sum over k of products of Jacobians times immediate partials."""
    theorem = bptt()
    assert theorem.verdict == "proved", theorem
    assert bptt(factor="2").verdict == "refuted"
    assert bptt(read="P[t,k,b,a]").verdict == "refuted"


def test_right_recurrence_of_the_product():
    """P[t,k] = P[t,k+1] J[k]: the product of Jacobians peeled from its other end."""
    claim = Induction("P[t,k,a,b]", "sum[c](P[t,k+1,a,c]*J[k,c,b])", "t", "k+1", "T")
    theorem = claim.prove(
        system=BPTT,
        ranges={**HIDDEN, "k": "T"},
        base=["P[k+1]", "P[k]"],
        step=["P[t+1]"],
    )
    assert theorem.verdict == "proved", theorem


def test_last_term_is_peeled():
    claim = Induction("s[t]", "sum[k]([k<t]*x[k])", "t", 0, "T")
    assert claim.prove(system=CUMULATED, ranges={"k": "T"}, base=["s[0]"], step=["s[t+1]"]).verdict == "proved"
    late = Induction("s[t]", "sum[k]([k<=t]*x[k])", "t", 0, "T")
    assert late.prove(system=CUMULATED, ranges={"k": "T"}, base=["s[0]"], step=["s[t+1]"]).verdict == "refuted"


def test_gauss():
    claim = Induction("sum[k]([k<=t]*k)", "t*(t+1)/2", "t", 0, "T")
    assert claim.prove(system=CUMULATED, ranges={"k": "T+1"}).verdict == "proved"


def test_telescoping():
    good = Telescoping("s[t]", "x[t]", "t", 0, "T")
    assert good.prove(system=CUMULATED, ranges={}, unfold=["s[t+1]"]).verdict == "proved"
    bad = Telescoping("s[t]", "2*x[t]", "t", 0, "T")
    assert bad.prove(system=CUMULATED, ranges={}, unfold=["s[t+1]"]).verdict == "refuted"


@pytest.fixture
def trusting(monkeypatch):
    """No refutation of the whole claim: base and step stand alone."""
    monkeypatch.setattr(module, "refute", lambda claim: Evidence())


def test_a_doubled_claim_passes_the_step_and_fails_at_the_base(trusting):
    doubled = Induction("S[t,a]", "2*S[t,a]", "t", 0, "T")
    homogeneous = define("decay(J[T,H,H], s0[H]) -> S", "S[0,a] = s0[a]", "S[t+1,a] = sum[b](J[t,a,b]*S[t,b])")
    theorem = doubled.prove(system=homogeneous, ranges={"a": "H"}, base=["S[0]"], step=["S[t+1]"])
    assert not theorem
    assert theorem.steps[0].rule.startswith("base")
    assert theorem.steps[0].subject == "refuted"


def test_a_true_base_does_not_carry_a_false_step(trusting):
    claim = Induction("s[t]", "0", "t", 0, "T")
    theorem = claim.prove(system=CUMULATED, ranges={}, base=["s[0]"], step=["s[t+1]"])
    assert not theorem
    assert [s.subject for s in theorem.steps] == ["proved", "refuted"]


def test_induction_as_a_lemma():
    claim = Induction("s[t]", "sum[k]([k<t]*x[k])", "t", 0, "T")
    lemma = claim.prove(system=CUMULATED, ranges={"k": "T"}, base=["s[0]"], step=["s[t+1]"])
    theorem = prove("s[T]", "sum[k](x[k])", system=CUMULATED, ranges={"k": "T"}, using=[lemma])
    assert theorem.verdict == "proved", theorem


def test_a_negative_start_is_refused():
    with pytest.raises(ValueError, match="may be negative"):
        Induction("s[t]", "s[t]", "t", -1, "T").prove(system=CUMULATED, ranges={})


def test_a_direction_is_up_or_down():
    with pytest.raises(ValueError, match="sideways"):
        Induction("s[t]", "0", "t", 0, "T", direction="sideways")
