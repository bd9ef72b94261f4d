"""Every derivation script proves what it says, renders in both formats, and notices a false line."""

import importlib.util
from pathlib import Path

import pytest

from nnmath.calculus import prove
from nnmath.calculus.document import Document, run
from nnmath.notation import define
from nnmath.verdicts import known

FOLDER = Path(__file__).resolve().parent.parent / "derivations"
SCRIPTS = sorted(path for path in FOLDER.glob("*.py") if path.stem != "special_functions")


def loaded(path):
    spec = importlib.util.spec_from_file_location(f"derivation_{path.stem}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
def test_proves_what_it_says(path):
    doc = loaded(path).build()
    assert doc.failures() == []
    assert sum(doc.counts().values()) > 0, f"{path.stem} checks nothing"
    assert known()["derivations"][path.stem] == doc.counts(), "run python -m nnmath build --verdicts"
    latex, markdown = doc.render("latex"), doc.render("markdown")
    assert latex.strip().startswith(r"\documentclass") and latex.strip().endswith(r"\end{document}")
    assert latex.count(r"\begin{") == latex.count(r"\end{")
    assert markdown.startswith("# ") and markdown.count("$$") % 2 == 0


def claimed(right):
    def build():
        system = define("double(x[N]) -> y", "y[i] = 2*x[i]")
        doc = Document("Doubling")
        doc.theorem(prove("y[i]", right, system=system, ranges={"i": "N"}), "what doubling does", f"y_i &= {right}")
        return doc

    return build


def test_a_true_line_passes_and_is_written_to_the_file(tmp_path, capsys):
    assert run(claimed("x[i] + x[i]"), ["--format", "markdown", "--output", str(tmp_path / "doc.md")]) == 0
    assert "what doubling does" in (tmp_path / "doc.md").read_text()
    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("right", ["3*x[i]", "x[i]", "-2*x[i]"])
def test_a_false_line_is_named_and_fails(right, capsys):
    assert run(claimed(right), []) == 1
    said = capsys.readouterr()
    assert "NOT PROVED: what doubling does: refuted" in said.err
    assert said.out.strip().endswith(r"\end{document}")


def approximants():
    return loaded(FOLDER / "special_functions.py")


@pytest.mark.parametrize("name", ["_TAIL_32", "_ERFC_32", "_ERF_32", "_ERF_64", "_LOG1P_64", "_EXP_32"])
def test_the_error_of_an_approximant_is_proved_over_its_whole_interval(name):
    pytest.importorskip("flint")
    script = approximants()
    found = script.proved(name)
    assert found[0][0] in (0.0, -found[-1][1]) and found[-1][1] == script.CLAIMS[name].top
    assert [low for low, *_ in found[1:]] == [high for _, high, _ in found[:-1]]
    assert 0 < max(worst for *_, worst in found) <= script.CLAIMS[name].bound


@pytest.mark.parametrize("name", ["_TAIL_32", "_TAIL_64", "_ERFC_64", "_ERF_32", "_ERF_64", "_LOG1P_32", "_EXP_32"])
def test_the_proof_fails_for_a_wrong_coefficient_and_bounds_what_is_found_on_a_grid(name):
    balls = pytest.importorskip("flint")
    script = approximants()
    claim, rows = script.CLAIMS[name], script.stored(name)
    at = min(claim.top, 2.0) * 0.9
    low, high = balls.arb(at), balls.arb(at * 1.001)
    bound = float(script.error_bound(claim, rows, low, high))
    assert bound <= claim.bound
    x = balls.arb_series([balls.arb(at * 1.0004)])
    seen = abs(float((claim.approximant(x, rows) / claim.function(x))[0].mid() - 1))
    assert seen <= bound
    for i, j in ((i, j) for i, row in enumerate(rows) for j in range(len(row))):
        wrong = [[c * (1 + 2.0**-6) if (i, j) == (k, m) else c for m, c in enumerate(r)] for k, r in enumerate(rows)]
        assert float(script.error_bound(claim, wrong, low, high)) > bound
    last = [*rows[:-1], [*rows[-1][:-1], rows[-1][-1] * (1 + 2.0**-6)]]
    assert float(script.error_bound(claim, last, low, high)) > claim.bound
