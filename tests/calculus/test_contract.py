"""Contracted entries are the delta sums they came from, and no guard is dropped that matters."""

from __future__ import annotations

from dataclasses import replace

import pytest

from nnmath.calculus import adjoint, prove
from nnmath.calculus.contract import entry
from nnmath.calculus.derivation import derive
from nnmath.notation import Bracket, define

SYSTEMS = {
    "correlation": define("correlation(x[I], w[R]) -> y\no < I - R + 1\ny[o] = sum[r](w[r]*x[o+r])"),
    "strided": define(
        "strided(x[I], w[R]; s: int>=1, p: int>=0) -> y\no < (I + 2*p - R)//s + 1\ny[o] = sum[r](w[r]*pad(x[s*o+r-p]))"
    ),
    "groups": define("groups(x[G*C], w[G*K, C]; G: int>=1) -> y\ng < G\nk < K\ny[g*K+k] = sum[c](w[g*K+k,c]*x[g*C+c])"),
    "shift": define("shift(x[N]) -> y\nt < N - 1\ny[t] = x[t+1]"),
    "ragged": define(
        "ragged(x[n(0)], W[l:L, n(l+1), n(l)]) -> y\na[0,j] = x[j]\na[l+1,j] = sum[k](W[l,j,k]*a[l,k])\ny[j] = a[L,j]"
    ),
}


@pytest.mark.parametrize("name", SYSTEMS)
def test_every_step_is_proved(name):
    assert {s.verdict for s in derive(SYSTEMS[name]).steps} == {"proved"}


def _without_brackets(body):
    return body.xreplace(dict.fromkeys(body.atoms(Bracket), 1))


def test_a_dropped_guard_is_noticed():
    backward = adjoint(SYSTEMS["shift"])
    found = entry(backward, backward["bar_x"])
    assert found.contracted.has(Bracket)
    wrong = replace(found, contracted=_without_brackets(found.contracted))
    theorem = prove(wrong.delta, wrong.contracted, system=backward, ranges=wrong.ranges)
    assert theorem.verdict in ("refuted", "undecided")


def test_mixed_radix_needs_the_digit_in_range():
    system = define("digits(x[G, K], w[M]; G: int>=1) -> y\ng < G\nk < K\ny = sum[g,k](x[g,k]*w[0])")
    body, ranges = "sum[h,j]([h*K + j == g*K + k]*x[h,j])", {"g": "G", "k": "K", "h": "G", "j": "K"}
    assert prove(body, "x[g,k]", system=system, ranges=ranges).verdict == "proved"
    wider = ranges | {"k": "2*K"}
    assert not prove(body, "[k < K]*x[g,k]", system=system, ranges=wider)
