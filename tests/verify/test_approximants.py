"""The proved bounds of the fitted tables, and that the proof fails where it must."""

from __future__ import annotations

import itertools

import mpmath
import numpy as np
import pytest

from nnmath.runtime import special
from nnmath.verify import approximants
from nnmath.verify.approximants import APPROXIMANTS, Approximant, Unproved

pytest.importorskip("flint")

EXACT = {
    "_TAIL": lambda a: mpmath.exp(a * a / 2) * mpmath.ncdf(-a),
    "_ERFC": lambda a: mpmath.exp(a * a) * mpmath.erfc(a),
}


def test_every_table_is_bounded():
    tables = {name for name in vars(special) if name.endswith(("_32", "_64"))}
    assert tables == set(APPROXIMANTS)


@pytest.mark.parametrize("name", APPROXIMANTS)
def test_the_bound_is_proved_over_the_whole_interval(name):
    one = APPROXIMANTS[name]
    pieces = one.proved()
    assert (pieces[0][0], pieces[-1][1]) == (one.low, one.high)
    assert all(before[1] == after[0] for before, after in itertools.pairwise(pieces))
    assert 0 < max(most for *_, most in pieces) <= one.bound <= 2.0 ** (-24 if name.endswith("32") else -53)


@pytest.mark.parametrize("name", APPROXIMANTS)
def test_a_coefficient_that_is_a_little_off_is_refused(name):
    one = APPROXIMANTS[name]
    for place, row in enumerate(one.rows):
        at = len(row) - 1  # that of the lowest power: it matters on all of the interval
        worse = [*one.rows[:place], (*row[:at], row[at] * (1 + 300 * one.bound)), *one.rows[place + 1 :]]
        with pytest.raises(Unproved, match="the error may be"):
            one.proved(worse)


@pytest.mark.parametrize("name", ["_TAIL_32", "_TAIL_64", "_ERFC_32", "_ERFC_64"])
def test_the_error_that_is_bounded_is_the_one_that_is_made(name):
    """Against mpmath at points of some pieces: below the bound of the piece, and near it somewhere."""
    one, exact = APPROXIMANTS[name], EXACT[name[:5]]
    pieces = one.proved()
    start, shares = 2 if "TAIL" in name else 1, []
    with mpmath.workdps(40):
        for low, high, most in pieces[:: max(1, len(pieces) // 40)]:
            for a in np.linspace(low, high, 5):
                (b,), u, p = ([mpmath.mpf(float(c)) for c in row] for row in one.rows)
                a = mpmath.mpf(float(a))
                found = start + a * (b - mpmath.polyval(u, a) / mpmath.polyval(p, a))
                shares.append(abs(found * exact(a) - 1) / most)
    assert max(shares) <= 1
    assert max(shares) > 0.5


def test_a_bound_that_does_not_hold_is_not_proved():
    one = APPROXIMANTS["_LOG1P_32"]
    with pytest.raises(Unproved):
        Approximant(one.table, one.error, one.low, one.high, one.bound / 10, one.meaning).proved()


@pytest.mark.parametrize("near", [0.0, 1.0])
def test_forms_for_near_0_and_away_from_it_agree(near, monkeypatch):
    """The hypergeometric series and the quotients enclose the same numbers."""
    monkeypatch.setattr(approximants, "NEAR", near)
    with approximants._balls() as series:
        at = series([0.25, 1])
        for form in (approximants._erf_over_x, approximants._tanh_over_x, approximants._one_less_exp_over):
            found = form(at)
            monkeypatch.setattr(approximants, "NEAR", 1.0 - near)
            other = form(at)
            monkeypatch.setattr(approximants, "NEAR", near)
            assert all(found[k].overlaps(other[k]) and found[k].rad() < 1e-20 for k in range(approximants.ORDER))


def test_the_script_prints_what_is_proved(capsys):
    from derivations.special_functions import main

    assert main(["--prove"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == len(APPROXIMANTS) and all("proved on " in line for line in lines)
