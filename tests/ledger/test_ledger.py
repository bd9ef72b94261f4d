"""The ledger: every entry decided, every proof able to fail, the page up to date."""

import re
from pathlib import Path

import pytest

from nnmath.ledger import Definition, Entry, Equal, Order, Sizes, entries, scalars
from nnmath.ledger.book import decide
from nnmath.ledger.report import _paragraph

PAGE = Path(__file__).parents[2] / "docs" / "ledger.md"
LEDGER = entries()


@pytest.fixture(scope="module")
def page():
    return PAGE.read_text(encoding="utf-8")


@pytest.mark.parametrize("id", LEDGER)
def test_entry_is_finished_and_its_proofs_can_fail(id, page):
    """Decided, as the page says, and where a statement holds, the same with a sign changed is refuted."""
    decision = decide(id)
    assert not decision.problems()
    assert "\n".join(_paragraph(decision)) in page, "run python -m nnmath claims --markdown > docs/ledger.md"
    for statement in signed(decision):
        flipped = statement.flipped().decide()
        assert flipped.verdict == "refuted" and flipped.counterexample, str(statement.flipped())


def signed(decision):
    """Every statement of an entry that holds and has a sign: all but conventions and illustrations."""
    entry = decision.entry
    for name, statement in entry.statements.items():
        verdict = decision.readings[name].verdict if name else decision.verdict
        convention = isinstance(statement, Definition) and statement.printed is None
        if verdict in ("proved", "definition") and not convention:
            yield statement
    if entry.corrected is not None:
        yield entry.corrected


def test_the_page_counts_what_it_holds(page):
    verdicts = re.findall(r"^\*\*[A-E]\d+(?:\.\d+)?\*\*.* \*\*(\w+)\*\*$", page, flags=re.MULTILINE)
    (line,) = re.findall(r"`(claims: .*)`", page)
    assert len(verdicts) == len(LEDGER) and line.endswith(f"of {len(LEDGER)}")
    assert f"claims: {verdicts.count('proved')} proved, {verdicts.count('refuted')} refuted" in line
    assert "0 undecided" in line


def test_ids_follow_the_lectures():
    assert all(re.fullmatch(r"[A-E]\d+(\.\d+)?", id) for id in LEDGER)
    assert all(entry.printed.count("$") % 2 == 0 for entry in LEDGER.values())


def test_a_false_statement_is_refuted_and_wants_a_correction():
    entry = Entry("A1", "$x = 2x$", Equal("x", "2*x", scalars("x")))
    decision = entry.decide()
    assert decision.verdict == "refuted" and decision.problems() and decision.outcome.counterexample


def test_a_false_certificate_proves_nothing():
    false = Order("sigmoid(x)", "<=", "1", scalars("x"), because="1 + sigmoid(x)**2")
    unplain = Order("x", "<=", "x**2 + 1", scalars("x"), because="x**2 - x + 1")
    assert false.decide().verdict == unplain.decide().verdict == "undecided"
    assert Order("x", "<=", "x**2", scalars("x"), because="x**2 - x").decide().verdict == "refuted"


def test_integers_are_refuted_with_numbers():
    assert Sizes("n*n > n", {"n": 0}).decide().counterexample
