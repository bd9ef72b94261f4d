"""Mistakes made on purpose are noticed; where a check is weakened they are not."""

import subprocess
import sys
from pathlib import Path

import pytest

from nnmath.cli import main
from nnmath.formulas import load
from nnmath.verify import mutants as library
from nnmath.verify import notice_kernels, notice_systems
from nnmath.verify.equivalent import equivalence
from nnmath.verify.mutate_system import changes

ROOT = Path(__file__).parents[2]
REGISTRY = load()
EVERY_KIND = {
    "axis",
    "compare",
    "constant",
    "ddof",
    "eps",
    "factor",
    "function",
    "gate",
    "operand",
    "path",
    "power",
    "range",
    "reduction",
    "shift",
    "sign",
    "size",
    "state",
    "term",
    "tie",
    "transpose",
}
SHOWN = ["relu", "softmax", "layer_norm", "rmsprop", "rnn", "lstm_cell", "conv1d", "max_pool1d", "cross_entropy"]

UNPROVED = {
    "hardtanh": ("operand", "the result lies where x does, whatever the bounds"),
    "binary_cross_entropy": (
        "constant function compare operand",
        "log(1 - x) of a float is -inf or above -37, not near -100",
    ),
    "p_metric": ("factor", "dividing by a sign is multiplying by it"),
    "p_norm": ("operand constant", "r is 0 exactly where x is"),
    "clip_grad_norm": ("compare", "the threshold is met by no float drawn"),
    "avg_pool1d": ("constant factor", "a limit on windows between two integers"),
    "avg_pool2d": ("constant factor", "a limit on windows between two integers"),
    "avg_pool3d": ("constant factor path", "a limit on windows between two integers"),
    "lp_pool1d": ("constant", "a limit on windows between two integers"),
    "lp_pool2d": ("constant", "a limit on windows between two integers"),
    "conv_transpose2d": ("shift", "a limit that the other one covers"),
}
"""Mutants thought to mean the same, by kind, and why; nothing proves it, so they are listed as survivors."""


@pytest.fixture(scope="module")
def shown():
    """Mutants of formulas of every kind, enumerated once."""
    return {name: library.Trial(REGISTRY[name]) for name in SHOWN}


@pytest.mark.parametrize("name", REGISTRY)
def test_a_sample_is_noticed(name):
    """Few of each formula, other ones with another seed; `python -m nnmath mutants` runs them all."""
    report = library.run(name, sample=2, seed=5)
    assert report.killed + report.equivalent + len(report.survivors) == report.total > 0
    kinds = UNPROVED.get(name, ("", ""))[0].split()
    unexplained = [what for i, what in report.survivors.items() if i.split("/")[-2] not in kinds]
    assert not unexplained, str(report)


def test_every_kind_of_mistake_occurs(shown):
    kinds = {m.kind for trial in shown.values() for m in trial.mutants()}
    assert kinds >= EVERY_KIND, f"nowhere: {EVERY_KIND - kinds}"


def test_every_level_and_every_kernel_is_changed(shown):
    found = list(shown["softmax"].mutants())
    assert {m.level for m in found} == {"system", "adjoint", "tangent", "kernel"}
    assert {m.function for m in found} >= {"softmax", "softmax_forward", "softmax_backward", "softmax_jvp"}


def test_ids_are_stable():
    """The same in two processes whose hashes differ, and none twice."""
    code = "from nnmath.verify.mutants import mutants\nfor m in mutants('layer_norm'): print(m)"
    given = {"PYTHONPATH": str(ROOT)}
    runs = [
        subprocess.run(
            [sys.executable, "-c", code], env=given | {"PYTHONHASHSEED": s}, capture_output=True, text=True, check=True
        ).stdout
        for s in ("1", "2")
    ]
    ids = [line.split(":")[0] for line in runs[0].splitlines()]
    assert runs[0] == runs[1] and len(ids) == len(set(ids)) > 300


def test_a_mutant_is_another_formula_or_other_source():
    trial = library.Trial(REGISTRY["rmsprop"])
    for mutant in trial.mutants():
        if mutant.system is not None:
            assert mutant.system.statements != trial.benches[""][0].base(mutant.level).statements
        else:
            assert trial.source(mutant) != library.text(trial.kernels[""].trees[mutant.function])


def test_a_weak_tolerance_lets_mutants_survive(monkeypatch):
    """Values to 1 % only, and no exact numbers: a thousandth goes unnoticed."""
    monkeypatch.setattr(notice_systems, "TOLERANCE", 0.01)
    monkeypatch.setattr(notice_systems.Bench, "_exact", lambda self: [])
    monkeypatch.setattr(notice_systems, "equivalence", lambda base, mutated: ("survived", "not asked"))
    assert not library.run("gelu", sample=60, seed=1).ok


def test_without_ties_their_convention_goes_unnoticed(monkeypatch):
    trial = library.Trial(REGISTRY["max_pool1d"])
    tie = next(m for m in trial.mutants() if m.kind == "tie")
    assert trial.judge(tie)[0] == "killed"
    monkeypatch.setattr(notice_systems, "_has_cases", lambda system: False)
    bench = notice_systems.Bench(REGISTRY["max_pool1d"].system, REGISTRY["max_pool1d"].sizes, {})
    assert bench.judge(tie.level, tie.system, prove=False)[0] == "survived"


def test_kernels_compared_by_shape_alone_survive(monkeypatch):
    monkeypatch.setattr(notice_kernels, "_close", lambda a, b, how: a.shape == b.shape)
    bench = notice_kernels.KernelBench(REGISTRY["softmax"], "")
    trial = library.Trial(REGISTRY["softmax"])
    verdicts = {trial.judge(m)[0] for m in trial.mutants() if m.level == "kernel" and m.kind == "sign"}
    assert "survived" in verdicts and bench.draws


def test_what_means_the_same_is_proved_and_what_does_not_is_not():
    """The path from the variance to the mean carries 0; that from the mean to x does not."""
    bench = notice_systems.Bench(REGISTRY["layer_norm"].system, REGISTRY["layer_norm"].sizes, {"eps": 0.4})
    base, own = bench.base("adjoint"), frozenset(bench.system.statements)
    left_out = [c for c in changes(base, own) if c.kind == "path"]
    verdicts = {c.description: equivalence(base, c.system)[0] for c in left_out if "bar_mu" in c.description}
    assert verdicts.pop("left out in bar_mu[n] += sum[f] bar_var[n]*(2*mu[n] - 2*x[n, f])/F") == "equivalent"
    assert set(verdicts.values()) == {"killed"}


def test_the_command_ends_with_the_count(capsys):
    assert main(["mutants", "identity", "--jobs", "1"]) == 0
    assert capsys.readouterr().out.splitlines()[-1].startswith("mutants: killed ")
    assert main(["mutants", "nothing_of_that_name"]) == 2
