"""Every exhibit is caught by the check that it names, and the formula itself is not."""

import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

sys.path.insert(0, str(Path(__file__).parent))

import harness
import page
from harness import caught, differences_notice

IDS = [e.id for e in page.EXHIBITS]


@pytest.mark.parametrize("exhibit", page.EXHIBITS, ids=IDS)
def test_the_mistake_is_caught(exhibit):
    assert caught(exhibit), f"{exhibit.id} passes: {exhibit.what}"


@pytest.mark.parametrize("exhibit", page.EXHIBITS, ids=IDS)
def test_the_formula_passes_the_same_check(exhibit):
    twice = exhibit.check == "second order"
    true = replace(exhibit, gradient=exhibit.right) if twice else exhibit.true()
    assert caught(true) == ""


def test_each_exhibit_is_one_of_its_kind():
    assert len(set(IDS)) == len(IDS) >= 50


def test_gradient_checking_sees_a_wrong_gradient_and_passes_a_right_one():
    elu = next(e for e in page.EXHIBITS if e.source == "keras#19073")
    assert differences_notice(elu) is True
    assert differences_notice(elu.true()) is False


def test_differences_do_not_see_what_they_cannot():
    gelu = next(e for e in page.EXHIBITS if e.source == "pytorch#187806")
    assert differences_notice(gelu) is False and "ulp" in caught(gelu)


def test_the_rungs_are_those_of_the_ladder():
    from nnmath.verify.rungs import RUNGS

    assert set(harness.RUNGS) == set(harness.CHECKS) and set(harness.RUNGS.values()) <= set(RUNGS)


def test_the_page_counts_what_it_runs(monkeypatch):
    """With a check that catches nothing, the page says so."""
    monkeypatch.setitem(harness.CHECKS, "kinks", lambda exhibit: "")
    monkeypatch.setattr(page, "ROOMS", {"Kinks": [e for e in page.EXHIBITS if e.check == "kinks"][:2]})
    monkeypatch.setattr(page, "EXHIBITS", page.ROOMS["Kinks"])
    assert "**not caught**" in page.text() and "0 of 2 exhibits" in page.text()


def test_the_page_is_current():
    with np.errstate(all="ignore"):
        assert page.PAGE.read_text(encoding="utf-8") == page.text(), "run python tests/museum/page.py"
