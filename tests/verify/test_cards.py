"""The ladder and its cards: every rung fails when what it checks is broken; the kept cards are what a climb finds."""

import json
import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest

import nnmath as nm
from nnmath.calculus import adjoint, tangent
from nnmath.cli import main
from nnmath.codegen.stable import FORMS
from nnmath.formulas import load
from nnmath.verify import commands_cards, rungs
from nnmath.verify.calls import Subject
from nnmath.verify.card import LEVELS, Card, Rung, from_data, known
from nnmath.verify.rungs import RUNGS, climb, peer_rung, subject_of
from nnmath.verify.rungs_functions import compared_in_balls, exhaustive_rung, stable_rung, ulp_rung
from nnmath.verify.rungs_kernels import dot_rung, precise_rung
from nnmath.verify.rungs_systems import definition_rung, dual_rung, proof_rung, symbols_rung

REGISTRY = load()
SAMPLE = ("relu", "softmax", "linear", "max_pool1d", "gru_cell")
QUICK = ("L0", "L2", "L3", "L4", "L5", "L6")


def broken(name, kernels=(), **changes):
    """A formula's subject with some kernels replaced by what a function makes of their results."""
    subject = subject_of(name)
    replaced = dict(subject.kernels)
    for kernel, change in dict(kernels).items():
        replaced[kernel] = lambda *args, right=replaced[kernel], change=change: change(right(*args))
    return replace(subject, kernels=replaced, **changes)


def doubled_last(derive):
    """The derivative system with the body of its last statement doubled."""

    def wrong(system):
        whole = derive(system)
        last = max(i for i, s in enumerate(whole.statements) if s not in system.statements and s.target.differentiable)
        statements = list(whole.statements)
        statements[last] = replace(statements[last], body=2 * statements[last].body)
        return replace(whole, statements=tuple(statements))

    return wrong


def test_a_formula_without_source_fails():
    subject = subject_of("tanh")
    assert definition_rung(subject).verdict == "definition"
    assert definition_rung(replace(subject, definition=replace(subject.definition, reference=""))).verdict == "failed"


def test_definition_tells_domain_and_ties():
    assert "0 <= target < K" in RUNGS["L0"](subject_of("cross_entropy"), False, None).ran["domain"]
    assert definition_rung(subject_of("max_pool1d")).ran["ties"] == ["y: the first of equals"]
    assert definition_rung(subject_of("adam")).ran["domain"][0] == "beta1 in [0, 1)"


@pytest.mark.parametrize("name", ["linear", "softmax", "batch_norm"])
@pytest.mark.parametrize("rung", [proof_rung, symbols_rung, dual_rung])
def test_a_wrong_adjoint_fails(rung, name):
    subject = subject_of(name)
    assert rung(subject).verdict in ("proved", "exact", "numeric")
    assert rung(replace(subject, adjoint=doubled_last(adjoint))).verdict == "failed"


@pytest.mark.parametrize("rung", [proof_rung, dual_rung])
def test_a_wrong_tangent_fails(rung):
    assert rung(replace(subject_of("linear"), tangent=doubled_last(tangent))).verdict == "failed"


def slightly(result):
    """One entry of the first array off by a part in 10^9."""
    first, *rest = result if isinstance(result, tuple) else (result,)
    if isinstance(first, tuple):
        return (slightly(first), *rest)
    wrong = np.array(first)
    wrong.reshape(-1)[-1] *= 1 + 1e-9
    return (wrong, *rest) if rest or isinstance(result, tuple) else wrong


def second(change):
    return lambda result: (result[0], change(result[1]))


@pytest.mark.parametrize("name", ["tanh", "linear", "lstm_cell"])
def test_a_kernel_off_by_a_part_in_a_milliard_fails_at_high_precision(name):
    assert precise_rung(subject_of(name)).verdict == "numeric"
    for kernel, change in ((name, slightly), (f"{name}_backward", slightly), (f"{name}_jvp", second(slightly))):
        assert precise_rung(broken(name, {kernel: change})).verdict == "failed", kernel
    if name == "tanh":
        for kernel in ("tanh_derivative", "tanh_derivative2"):
            assert precise_rung(broken(name, {kernel: slightly})).verdict == "failed", kernel


def nothing(result):
    return (np.full_like(result[0], np.nan), *result[1:])


def test_the_dot_test_notices_a_backward_that_is_no_transpose():
    def with_constant(result):
        return (result[0] + 1e-6, *result[1:])

    def as_square(result):
        return (result[0] * np.abs(result[0]), *result[1:])

    assert dot_rung(subject_of("softmax")).verdict == "numeric"
    for wrong in (with_constant, as_square, slightly, nothing):
        assert dot_rung(broken("softmax", {"softmax_backward": wrong})).verdict == "failed", wrong.__name__


def test_differences_notice_a_backward_and_a_tangent_wrong_alike():
    """Both doubled: the dot test holds, the slope does not."""
    kernels = {
        "softmax_backward": lambda result: tuple(2 * r for r in result),
        "softmax_jvp": second(lambda dots: tuple(2 * d for d in dots) if isinstance(dots, tuple) else 2 * dots),
    }
    rung = dot_rung(broken("softmax", kernels))
    assert rung.verdict == "failed" and rung.ran["worst"].startswith("differences")


def test_a_wrong_stable_form_fails():
    (form,) = [b for b in FORMS if (b.function, b.domain) == ("softplus", "x >= 0")]
    wrong = replace(form, form="x + log(1 + exp(-2*x))")
    subject = subject_of("softplus")
    assert stable_rung(subject).verdict == "proved"
    assert stable_rung(subject, forms=(wrong,)).verdict == "failed"
    pytest.importorskip("flint")
    assert compared_in_balls(form) > 5
    assert compared_in_balls(wrong) == -1
    assert compared_in_balls(replace(form, form="x + log(1 + exp(-x)) + exp(-60)")) == -1


@pytest.mark.parametrize("rung", [ulp_rung, exhaustive_rung])
def test_a_kernel_a_few_units_off_fails(rung, monkeypatch):
    pytest.importorskip("flint")
    formula = nm.formula("tanh")
    assert rung(subject_of("tanh")).verdict in ("numeric", "exhaustive")
    right = formula._kernels["tanh"]

    def off(x):
        return right(x) * x.dtype.type(1 + (2.0**-8 if rung is exhaustive_rung else 2.0**-20))

    monkeypatch.setitem(formula._kernels, "tanh", off)
    monkeypatch.setattr(formula, "_plans", {})
    assert rung(subject_of("tanh")).verdict == "failed"


@pytest.mark.parametrize("name", ["gelu", "linear", "lstm_cell", "conv1d", "adam"])
def test_another_library_notices_a_wrong_kernel(name):
    pytest.importorskip("torch")
    assert peer_rung(subject_of(name), False, None).verdict == "numeric"

    def off(result):
        first, *rest = result if isinstance(result, tuple) else (result,)
        return (first + 1e-6, *rest) if rest else first + 1e-6

    assert peer_rung(broken(name, {name: off}), False, None).verdict == "failed"
    if name != "adam":
        assert peer_rung(broken(name, {f"{name}_backward": off}), False, None).verdict == "failed"


def test_without_the_library_the_last_verdict_stands(monkeypatch):
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    before = Card("tanh", (Rung("L9", "numeric", {"library": "PyTorch"}),))
    assert peer_rung(subject_of("tanh"), False, before) == before["L9"]
    assert peer_rung(subject_of("tanh"), False, None).verdict == "undecided"
    assert peer_rung(subject_of("lstm_peephole"), False, None).verdict == "not applicable"


def test_a_surviving_mutant_leaves_the_rung_undecided(monkeypatch):
    from nnmath.verify import mutants

    report = mutants.MutantReport("tanh", 3, 4, 0, {"tanh/kernel/sign/1": "a sign"})
    monkeypatch.setattr(mutants, "run", lambda *_: report)
    rung = RUNGS["L10"](subject_of("tanh"), False, None)
    assert rung.verdict == "undecided" and rung.ran["survivors"] == ["tanh/kernel/sign/1"]


@pytest.mark.parametrize("name", REGISTRY)
def test_every_formula_has_a_card_with_no_failed_rung(name):
    card = nm.formula(name).card
    assert card.formula == name
    assert tuple(r.level for r in card.rungs) == tuple(LEVELS)
    assert not card.failed
    assert card.to_json() == (commands_cards.path_of(name)).read_text(encoding="utf-8")


def test_nearly_all_rungs_are_decided():
    rungs = [r for name in REGISTRY for r in nm.formula(name).card.rungs if r.applicable]
    assert sum(r.decided for r in rungs) >= 0.95 * len(rungs)


@pytest.mark.parametrize("name", SAMPLE)
def test_a_kept_card_is_what_a_climb_finds(name):
    """Verdicts and counts; worst errors and versions are those of the machine that wrote the card."""
    kept = known(name)
    for rung in climb(name, levels=QUICK).rungs:
        before = kept[rung.level]
        assert rung.verdict == before.verdict, f"run 'python -m nnmath verify {name} --write'"
        assert set(rung.ran) == set(before.ran)
        for key, value in rung.ran.items():
            if isinstance(value, int) and key not in ("beside a kink", "central differences", "balls compared"):
                assert value == before.ran[key], f"{name} {rung.level} {key}"


def test_a_card_is_text_and_data():
    card = nm.softmax.card
    assert str(card).startswith("softmax: ")
    assert all(level in str(card) for level in LEVELS)
    assert from_data(json.loads(card.to_json())) == card
    with pytest.raises(KeyError, match="no rung L11"):
        card["L11"]


def test_reading_a_card_loads_no_sympy():
    code = "import sys, nnmath; str(nnmath.softmax.card); print([m for m in ('sympy', 'mpmath') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_a_users_formula_has_a_card():
    card = nm.define("scaled(x[N, I], a[I]; eps: real > 0) -> y", "y[n,i] = a[i]*tanh(x[n,i])/(eps + x[n,i]**2)").card
    assert not card.failed and card.decided
    assert card["L1"].verdict == "proved" and card["L4"].verdict == "numeric"


def test_commands(capsys, tmp_path):
    assert main(["card", "softmax"]) == 0
    assert "L10" in capsys.readouterr().out
    assert main(["card", "softmax", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["formula"] == "softmax"
    assert main(["card", "softmin"]) == 2
    assert main(["verify", "softmin"]) == 2
    capsys.readouterr()


def card(name, *verdicts):
    return Card(name, tuple(Rung(f"L{i}", v) for i, v in enumerate(verdicts)))


def test_verify_counts_and_goes_on(capsys, tmp_path, monkeypatch):
    """What is finished is not climbed again; the last line counts; only a failed rung makes the exit code 1."""
    found = {
        "tanh": card("tanh", "proved", "numeric"),
        "relu": card("relu", "undecided", "not applicable"),
        "silu": card("silu", "failed", "exact"),
    }
    asked = []

    def climb_one(name, deep):
        asked.append(name)
        if name == "silu" and len(asked) < 4:
            raise KeyboardInterrupt
        return found[name].data

    monkeypatch.setattr(commands_cards, "climb_one", climb_one)
    state = str(tmp_path / "state.json")
    command = ["verify", "tanh", "relu", "silu", "--workers", "1", "--state", state]
    with pytest.raises(KeyboardInterrupt):
        main(command)
    assert asked == ["tanh", "relu", "silu"]
    assert main(command) == 1
    assert asked == ["tanh", "relu", "silu", "silu"]
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "verify: 3 formulas, all rungs decided: 1, undecided: 1, failed: 1"
    assert lines[-2] == "rungs decided: 3 of 5 that apply, 60.0 %"
    assert main(["verify", "tanh", "relu", "--workers", "1", "--state", state]) == 0
    monkeypatch.setattr(commands_cards, "sources", lambda: "other code")
    assert main(["verify", "tanh", "--workers", "1", "--state", state]) == 0
    assert asked[-1] == "tanh"


@pytest.mark.parametrize(("at", "hit"), [("L6", ["L6"]), (None, list(LEVELS))])
def test_an_exception_is_a_failed_rung_and_the_run_goes_on(at, hit, capsys, tmp_path, monkeypatch):
    """A rung that raises, or a subject that cannot be made, fails alone: the other rungs and formulas are climbed."""
    made = rungs.subject_of

    def raises(subject, *_):
        if "relu" in (subject, getattr(subject, "name", "")):
            raise ZeroDivisionError("division by zero")
        return Rung("L6", "numeric") if at else made(subject)

    for level in LEVELS:
        monkeypatch.setitem(rungs.RUNGS, level, lambda *_, level=level: Rung(level, "exact"))
    if at:
        monkeypatch.setitem(rungs.RUNGS, at, raises)
    else:
        monkeypatch.setattr(rungs, "subject_of", raises)
    assert main(["verify", "relu", "tanh", "--workers", "1", "--state", str(tmp_path / "state.json")]) == 1
    lines = capsys.readouterr().out.splitlines()
    told = [line for line in lines if "ZeroDivisionError: division by zero" in line]
    assert [line.split()[1] for line in told] == hit and all(line.startswith("relu: ") for line in told)
    assert lines[-1] == "verify: 2 formulas, all rungs decided: 1, undecided: 0, failed: 1"


def test_the_subject_is_drawn_where_the_equations_have_values():
    (first, *_) = subject_of("binary_cross_entropy").variants()
    assert first.intervals["x"] == (0.1, 0.9) and first.intervals["target"] == (-1.5, 1.5)
    assert next(Subject(REGISTRY["adam"], {}).variants()).intervals["v"][0] > 0


AWKWARDLY_WRONG = [
    ("softmax", "x", lambda y, x: np.where(np.abs(x).max() > 50, np.nan, y)),
    ("log_softmax", "x", lambda y, x: y if np.abs(x).max() < 50 else np.full_like(y, -np.inf)),
    ("softmax", "x", lambda y, x: y * np.float32(1.5) if x.dtype == np.float32 else y),
]


@pytest.mark.parametrize(("name", "array", "spoilt"), AWKWARDLY_WRONG)
def test_a_kernel_wrong_for_large_inputs_or_in_float32_fails(name, array, spoilt):
    subject = subject_of(name)
    true = subject.kernels[name]
    broken = {**subject.kernels, name: lambda x, *rest: spoilt(true(x, *rest), x)}
    assert precise_rung(replace(subject, kernels=broken)).verdict == "failed"


def test_kernels_that_return_nan_together_fail():
    subject = subject_of("softmax")
    worn = {k: _nan_beyond_20(v) if k.startswith("softmax") else v for k, v in subject.kernels.items()}
    assert dot_rung(replace(subject, kernels=worn)).verdict == "failed"


def _nan_beyond_20(kernel):
    def worn(first, *rest):
        found = kernel(first, *rest)
        if isinstance(first, tuple) or np.abs(first).max() <= 20:
            return found
        parts = found if isinstance(found, tuple) else (found,)
        spoilt = tuple(f * np.nan if isinstance(f, np.ndarray) else f for f in parts)
        return spoilt if isinstance(found, tuple) else spoilt[0]

    return worn


def test_a_kernel_that_writes_into_its_input_fails():
    subject = subject_of("linear")
    true = subject.kernels["linear"]

    def writes(x, *rest):
        y = true(x, *rest)
        x[...] = 0
        return y

    assert precise_rung(replace(subject, kernels={**subject.kernels, "linear": writes})).verdict == "failed"
