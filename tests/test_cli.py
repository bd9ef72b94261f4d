"""The command line."""

import pytest

import nnmath as nm
from nnmath.cli import main
from nnmath.verdicts import NO_TEXT, scripts


def test_list_shows_every_formula(capsys):
    assert main(["list"]) == 0
    lines = capsys.readouterr().out.splitlines()
    end = lines.index("")
    assert [line.split()[0] for line in lines[:end]] == list(nm.formulas())
    assert all("adjoint: proved]" in line for line in lines[:end])
    texts = [name for name in scripts() if name not in NO_TEXT]
    assert [line.split()[0] for line in lines[end + 2 : -1]] == texts
    assert lines[-1] == f"{len(nm.formulas())} formulas, {len(texts)} derivations"


def test_show(capsys):
    assert main(["show", "linear"]) == 0
    shown = capsys.readouterr().out
    assert "linear(x, weight, bias=None)" in shown
    assert "y[n,o] = sum[i](x[n,i]*weight[o,i]) + bias[o]" in shown
    assert main(["show", "linear", "--latex"]) == 0
    assert r"\sum" in capsys.readouterr().out
    assert main(["show", "linear", "--source"]) == 0
    assert "def linear_backward(" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("form", "mark"), [("latex", r"\begin{align"), ("markdown", "$$"), ("text", "(chain rule: proved)")]
)
def test_derive(form, mark, capsys):
    assert main(["derive", "linear", "--format", form]) == 0
    assert mark in capsys.readouterr().out


def test_derive_runs_a_script_where_there_is_one(capsys, tmp_path):
    assert main(["derive", "stable_forms", "--format", "markdown", "--output", str(tmp_path / "forms.md")]) == 0
    assert (tmp_path / "forms.md").read_text().startswith("# ")
    assert "Stable forms" in capsys.readouterr().err
    assert main(["derive", "lstm", "--steps", "--format", "latex"]) == 0
    assert r"\begin{align" in capsys.readouterr().out


def test_a_step_that_is_not_proved_is_named_and_fails(capsys, monkeypatch):
    from nnmath.calculus.derivation import Step

    monkeypatch.setattr(Step, "verdict", "undecided")
    assert main(["derive", "relu"]) == 1
    assert "NOT PROVED: bar_x[i] = " in capsys.readouterr().err


@pytest.mark.parametrize("command", ["show", "derive"])
def test_an_unknown_name_gets_a_suggestion(command, capsys):
    assert main([command, "batchnorm"]) == 2
    said = capsys.readouterr().err
    assert "is called 'batchnorm'; did you mean batch_norm" in said and said.startswith("nnmath: no formula")


def test_the_kernels_are_up_to_date(capsys):
    assert main(["build", "--check"]) == 0, capsys.readouterr().out
    assert "0 out of date" in capsys.readouterr().out


def test_no_command_is_a_usage_error(capsys):
    with pytest.raises(SystemExit) as stopped:
        main([])
    assert stopped.value.code == 2
    assert "usage: nnmath" in capsys.readouterr().err
