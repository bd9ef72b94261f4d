"""The command line."""

import subprocess
import sys

import pytest

import nnmath as nm
from nnmath.cli import main
from nnmath.verdicts import NO_TEXT, scripts
from nnmath.verify.entries import elementwise


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


REFUSED = [
    ("verify tanhh", "no formula is called 'tanhh'; did you mean tanh"),
    ("mutants tanhh", "no formula is called 'tanhh'; did you mean tanh"),
    ("mutants relu --resume {folder}/missing/file", "there is no folder {folder}/missing"),
    ("mutants relu --resume {foreign}", "{foreign} cannot be gone on from"),
    ("mutants relu --resume {json}", "it was not written by this command"),
    ("exhaustive tanhh", "no formula is called 'tanhh'; did you mean tanh"),
    ("exhaustive gelu --param nope=3", "unexpected keyword argument 'nope'"),
    ("exhaustive leaky_relu --param negative_slope=abc", "negative_slope must be a number, got 'abc'"),
    ("exhaustive gelu --exact --order 1", "it has no --order"),
    ("exhaustive prelu --order 2", "prelu has no second derivative"),
    ("exhaustive relu --sample 9 --state {folder}/missing/file", "there is no folder {folder}/missing"),
    ("exhaustive relu --sample 9 --state {foreign}", "{foreign} cannot be gone on from"),
    ("exhaustive relu --sample 9 --state {json}", "it was not written by this command"),
    ("accuracy tanhh", "no formula is called 'tanhh'; did you mean tanh"),
    ("accuracy relu softmax", "softmax is not a function of one number; those are identity, "),
    ("verify relu --state {folder}/missing/file", "there is no folder {folder}/missing"),
    ("verify relu --state {foreign}", "{foreign} cannot be gone on from"),
    ("verify relu --state {json}", "it was not written by this command"),
]


@pytest.mark.parametrize(("command", "reason"), REFUSED)
def test_what_cannot_be_done_is_told_in_one_line(command, reason, capsys, tmp_path):
    """Nothing is computed, and a file that another program wrote stays as it was."""
    texts = {"foreign": "my notes\n", "json": '{"mine": 1}\n'}
    places = {name: str(tmp_path / name) for name in texts} | {"folder": str(tmp_path)}
    for name, text in texts.items():
        (tmp_path / name).write_text(text)
    assert main(command.format(**places).split()) == 2
    told = capsys.readouterr()
    assert not told.out and told.err.count("\n") == 1
    assert told.err.startswith("nnmath: ") and reason.format(**places) in told.err
    assert {name: (tmp_path / name).read_text() for name in texts} == texts


@pytest.mark.parametrize("name", [name for name in nm.formulas() if name not in elementwise()])
@pytest.mark.parametrize("command", ["exhaustive", "accuracy"])
def test_only_functions_of_one_number_are_measured(command, name, capsys):
    assert main([command, name]) == 2
    told = capsys.readouterr()
    assert not told.out and told.err.count("\n") == 1
    assert told.err.startswith(f"nnmath: {name} is not a function of one number; ")


COUNTS = {
    "mutants relu": ("--sample", "--jobs"),
    "exhaustive relu": ("--sample", "--workers"),
    "accuracy relu": ("--count",),
    "verify relu": ("--workers",),
}


@pytest.mark.parametrize("value", ["0", "-3", "1.5", "many"])
@pytest.mark.parametrize(("command", "option"), [(c, o) for c, options in COUNTS.items() for o in options])
def test_counts_are_positive_integers(command, option, value, capsys):
    with pytest.raises(SystemExit) as stopped:
        main([*command.split(), f"{option}={value}"])
    assert stopped.value.code == 2
    assert f"argument {option}: " in capsys.readouterr().err


@pytest.mark.parametrize("command", ["exhaustive relu", "check math:exp --against relu", "vectors relu -o x.npz"])
@pytest.mark.parametrize(
    ("given", "found"),
    [
        ([], {}),
        (["--param", "stride=2", "--param", "approximate=tanh"], {"stride": 2, "approximate": "tanh"}),
        (["--params", '{"stride": [1, 2], "p": 0.5}', "--param", "p=0.25"], {"stride": [1, 2], "p": 0.25}),
    ],
)
def test_parameters_are_given_alike(command, given, found):
    from nnmath.cli import _parser

    assert _parser().parse_args([*command.split(), *given]).params == found
    assert _parser().parse_args(command.split()).params == {}, "what one call gathered is not kept for the next"


@pytest.mark.parametrize(
    ("option", "reason"), [("--param nope", "wants NAME=VALUE, got 'nope'"), ("--params 3", "wants a JSON object")]
)
def test_parameters_that_are_none_are_refused(option, reason, capsys):
    with pytest.raises(SystemExit) as stopped:
        main(["exhaustive", "relu", *option.split()])
    assert stopped.value.code == 2
    assert reason in capsys.readouterr().err


def test_a_reader_may_leave_early():
    made = subprocess.Popen(
        [sys.executable, "-u", "-m", "nnmath", "list"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    )
    made.stdout.close()  # before its first line
    assert made.communicate()[1] == ""
    assert made.returncode == 1
