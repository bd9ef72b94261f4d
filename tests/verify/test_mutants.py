"""Mistakes made on purpose are noticed; where a check is weakened they are not."""

import ast
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
import sympy

from nnmath.cli import main
from nnmath.formulas import load
from nnmath.verify import equivalent_terms as terms
from nnmath.verify import equivalent_writes, mutate_kernel, notice_kernels, notice_systems
from nnmath.verify import mutants as library
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

SAMPLED = 1
"""Mutants of each formula that the tests judge."""

UNPROVED: dict[str, str] = {}
"""Mutants that neither differ anywhere nor are proved to mean the same, by id, and why: none may be added lightly."""


@pytest.fixture(scope="module")
def shown():
    """Mutants of formulas of every kind, enumerated once."""
    return {name: library.Trial(REGISTRY[name]) for name in SHOWN}


@pytest.mark.parametrize("name", REGISTRY)
def test_a_sample_is_noticed(name):
    """Few of each formula, other ones with another seed; `python -m nnmath mutants` runs them all."""
    report = library.run(name, sample=SAMPLED, seed=5)
    assert report.killed + report.equivalent + len(report.survivors) == report.total == SAMPLED
    assert set(report.survivors) <= set(UNPROVED), str(report)


def test_every_kind_of_mistake_is_noticed_somewhere(shown):
    """One of each kind, the first that occurs, is made and killed."""
    firsts: dict[str, tuple[str, library.Mutant]] = {}
    for name, trial in shown.items():
        for mutant in trial.mutants():
            firsts.setdefault(mutant.kind, (name, mutant))
    verdicts = {kind: shown[name].judge(mutant)[0] for kind, (name, mutant) in firsts.items()}
    left = {kind for kind in EVERY_KIND if verdicts.get(kind) != "killed"}
    for kind in left:
        others = (m for name in shown for m in shown[name].mutants() if m.kind == kind)
        assert any(shown[m.formula].judge(m)[0] == "killed" for m in others), kind


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


def test_what_changes_nothing_but_is_not_proved_survives():
    """The runner excuses nothing: a kernel that differs in text alone is no kill, and is equivalent only if proved."""
    trial = library.Trial(REGISTRY["elu"])
    mutant = next(m for m in trial.mutants() if m.function == "elu")
    bench, tree = trial.kernels[mutant.variant], trial.kernels[mutant.variant].trees[mutant.function]

    def doubled(node):
        return ast.parse(f"np.fmin({ast.unparse(node)}, np.inf) if dtype is not None else 0").body[0].value

    calls = [i for i, n in enumerate(ast.walk(tree)) if isinstance(n, ast.Call)]
    place = next(i for i in calls if "np.minimum" in ast.unparse(list(ast.walk(tree))[i].func))
    before = trial.source(mutant)
    site = mutate_kernel.Site("sign", "nothing", place, doubled)
    silent = replace(mutant, id="silent", description="nothing", site=site)
    assert trial.source(silent) != before and "np.fmin" in trial.source(silent)
    report = library.judged(trial, [silent], 0.0)
    assert (report.killed, report.equivalent, list(report.survivors)) == (0, 0, ["silent"]) and not report.ok
    assert bench.judge(mutant.function, tree)[0] == "survived"  # the kernel itself is no kill either


def test_a_survivor_fails_the_command(monkeypatch, capsys):
    silent = library.MutantReport("relu", 1, 2, 0, {"relu/system/sign/1": "the sign"})
    monkeypatch.setattr(library, "run", lambda *task: silent)
    assert main(["mutants", "relu", "--jobs", "1"]) == 1
    told = capsys.readouterr()
    assert told.out.splitlines()[-1] == "mutants: killed 1 of 2, equivalent 0"
    assert "survived relu/system/sign/1" in told.err


def test_a_run_goes_on_from_its_file(tmp_path, capsys, monkeypatch):
    """What is judged is kept: the second run judges nothing and says the same."""
    file = tmp_path / "judged.jsonl"
    assert main(["mutants", "identity", "--jobs", "1", "--resume", str(file)]) == 0
    first = capsys.readouterr().out
    monkeypatch.setattr(library, "run", lambda *task: pytest.fail("judged again"))
    assert main(["mutants", "identity", "--jobs", "1", "--resume", str(file)]) == 0
    assert capsys.readouterr().out == first


SAME = [
    ("x if x < a else a", "x if x <= a else a", True),
    ("abs(d) * sign(d)", "d", True),
    ("x*sign(x) if x != 0 else 0", "x/sign(x) if x != 0 else 0", True),
    ("x if x < a else a", "x if x < a else 2*a", False),
    ("(1 if x < 0 else 0)*(1 if x > 0 else 0)", "0", True),
    ("(1 if x <= 0 else 0)*(1 if x >= 0 else 0)", "0", False),
    ("a*b if a*b == 0 else a", "0 if a == 0 else a*b if a*b == 0 else a", True),
    ("a if a*b == 0 else 1", "0 if a*b == 0 else 1", False),
    ("a if a/b == 0 else 1", "0 if a/b == 0 else 1", True),
]


def as_term(text):
    """Cases written as Python's."""
    node = ast.parse(text, mode="eval").body

    def read(n):
        if isinstance(n, ast.IfExp):
            low, high = read(n.test.left), read(n.test.comparators[0])
            p, q = read(n.body), read(n.orelse)
            relation = type(n.test.ops[0])
            if relation in (ast.Gt, ast.GtE):
                low, high = high, low
            if relation is ast.NotEq:
                p, q = q, p
            kind = {ast.Lt: terms.LESS, ast.Gt: terms.LESS, ast.LtE: terms.AT_MOST, ast.GtE: terms.AT_MOST}
            return terms.Where(kind.get(relation, terms.EQUAL), low, high, p, q)
        if isinstance(n, ast.BinOp):
            a, b = read(n.left), read(n.right)
            return {ast.Mult: a * b, ast.Div: a / b if b != 0 else None, ast.Add: a + b}[type(n.op)]
        if isinstance(n, ast.Call):
            return {"abs": sympy.Abs, "sign": sympy.sign}[n.func.id](read(n.args[0]))
        return sympy.Integer(n.value) if isinstance(n, ast.Constant) else sympy.Symbol(n.id, real=True)

    return read(node)


@pytest.mark.parametrize(("a", "b", "wanted"), SAME)
def test_terms_are_equal_only_where_every_case_is(a, b, wanted):
    assert terms.equal(as_term(a), as_term(b)) is wanted


def test_what_differs_from_entry_to_entry_is_not_decided_at_once():
    """[x < 0] may hold for one entry and not for another: the product of two sums of cases is not that of the cases."""
    x, total = sympy.Symbol("x", real=True), sympy.Function("sum", real=True)
    below, above = (terms.Where(terms.LESS, *side, 1, 0) for side in ((x, 0), (0, x)))
    assert terms.equal(total(below * above), total(sympy.Integer(0)))
    assert not terms.equal(total(below) * total(above), sympy.Integer(0))


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


@pytest.mark.parametrize(
    ("flag", "power", "bounded", "wanted"),
    [
        ("np.not_equal(_1, 0)", "rt.to_power(_1, rt.ratio(1, p), out=y[low:high])", {"p"}, True),
        ("np.greater(_1, 0)", "rt.to_power(_1, rt.ratio(1, p), out=y[low:high])", {"p"}, False),
        ("np.not_equal(_1, 0)", "rt.to_power(_1, rt.ratio(1, p), out=y[low:high])", set(), False),
        ("np.not_equal(_1, 0)", "rt.to_power(_1, rt.ratio(1, p) - 1, out=y[low:high])", {"p"}, False),
        ("np.not_equal(_1, 0)", "np.exp(_1, out=y[low:high])", {"p"}, False),
    ],
)
def test_a_choice_of_0_goes_without_notice_only_after_a_power(flag, power, bounded, wanted):
    body = f"    _2 = {flag}\n    {power}\n"
    kernel, changed = (
        ast.parse(f"def k(x, p):\n{body}    {last}\n    return y").body[0]
        for last in ("rt.where(_2, y[low:high], _1, out=y[low:high])", "pass")
    )
    assert equivalent_writes.power_of_zero(kernel, changed, frozenset(bounded)) is wanted


FIRST = """def k(b, v, T, N):
    a = {made}
    a[{last}] += b
    for t in {turns}:
        np.multiply(a[t + 1], v[t], out=b)
        {more}
        a[t] {how} b
    return a"""


@pytest.mark.parametrize(
    ("changes", "wanted"),
    [
        ({}, True),
        ({"more": "a[t + 2] += v[t]"}, True),
        ({"more": "a[t] += v[t]"}, False),
        ({"more": "np.multiply(v[t], v[t], out=a[t])"}, False),
        ({"more": "a[t - 1] += v[t]"}, False),
        ({"more": "a[1:] += v[t]"}, False),
        ({"more": "c = a"}, False),
        ({"last": "0"}, False),
        ({"made": "np.empty((T + 1, N))"}, False),
        ({"turns": "range(T)"}, False),
        ({"put": "-="}, False),
    ],
)
def test_what_is_added_first_may_be_assigned_where_nothing_was_written(changes, wanted):
    given = {"made": "rt.zeros((T + 1, N))", "last": "T", "turns": "reversed(range(T))", "more": "pass"} | changes
    kernel, changed = (ast.parse(FIRST.format(how=how, **given)).body[0] for how in ("+=", given.get("put", "=")))
    assert equivalent_writes.first_added(kernel, changed) is wanted
