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
