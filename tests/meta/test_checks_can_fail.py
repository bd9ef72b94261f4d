"""Break something on purpose, and see the check that should notice say so."""

import ast
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import sympy
from codegen_compare import arguments, call_order, close, draw, expected

import nnmath as nm
from nnmath.calculus import adjoint, prove, prove_transpose, tangent
from nnmath.calculus.exact import Disagreement, agrees_with_dual_numbers
from nnmath.codegen import compile_source, emit_forward, emit_vjp
from nnmath.formulas import load
from nnmath.notation import Index, define

ROOT = Path(__file__).resolve().parent.parent.parent
REGISTRY = load()


def derivative_statements(system, whole):
    """Positions of the statements that `adjoint` or `tangent` added and that move a number."""
    own = set(system.statements)
    return [i for i, s in enumerate(whole.statements) if s not in own and s.op == "sum" and s.target.differentiable]


def changed(whole, position, change):
    """The system with one statement changed, or left out where the change gives None."""
    new = change(whole.statements[position])
    before, after = whole.statements[:position], whole.statements[position + 1 :]
    return replace(whole, statements=(*before, *([new] if new else []), *after))


def doubled(statement):
    return replace(statement, body=2 * statement.body)


def negated(statement):
    return replace(statement, body=-statement.body)


def dropped(statement):
    return None


FAULTS = [doubled, negated, dropped]
FORMULAS = ["linear", "softmax", "cross_entropy", "batch_norm", "rnn", "lstm", "conv2d", "max_pool2d", "mlp", "adam"]


def small(name):
    sizes = dict(REGISTRY[name].sizes)
    return sizes | {"T": 2, "N": 2} if "T" in sizes else sizes


WITHOUT_EFFECT = {"batch_norm": {"mu"}}
"""Sums of x - mu vanish: the path from the variance to the mean carries 0, so no fault on it can show."""


def survivors(name, derive, argument, fault):
    """What the faulty statements write and read that no disagreement betrayed."""
    system = REGISTRY[name].system
    whole = derive(system)
    for position in derivative_statements(system, whole):
        try:
            agrees_with_dual_numbers(system, small(name), **{argument: changed(whole, position, fault)})
        except Disagreement:
            continue
        statement = whole.statements[position]
        yield {r.array.name for r in statement.reads} | {statement.target.name.partition("_")[2]}


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize(("derive", "argument"), [(adjoint, "adjoint_system"), (tangent, "tangent_system")])
@pytest.mark.parametrize("name", FORMULAS)
def test_every_faulty_statement_is_noticed(name, derive, argument, fault):
    """Each path of each backward and tangent, one after another, wrong by a factor, a sign, or absent."""
    found = list(survivors(name, derive, argument, fault))
    assert len(found) == (name in WITHOUT_EFFECT), found
    assert all(WITHOUT_EFFECT[name] <= names for names in found)


@pytest.mark.parametrize("fault", FAULTS)
@pytest.mark.parametrize("name", ["linear", "softmax", "batch_norm", "rnn", "gelu"])
def test_the_prover_refutes_a_faulty_adjoint(name, fault):
    system = REGISTRY[name].system
    whole = adjoint(system)
    for position in derivative_statements(system, whole)[:3]:
        theorem = prove_transpose(system, adjoint=changed(whole, position, fault))
        assert theorem.verdict == "refuted", str(theorem)
        assert theorem.witness is not None and theorem.witness.left != theorem.witness.right


LSTM = dict(REGISTRY["lstm"].variants)[""]
NORM = dict(REGISTRY["batch_norm"].variants)[""]
CONV = dict(REGISTRY["conv2d"].variants)["nobias"]
POOL = dict(REGISTRY["max_pool2d"].variants)[""]
SOFTMAX = dict(REGISTRY["softmax"].variants)[""]
RNN = dict(REGISTRY["rnn"].variants)[""]

MUTANTS = [
    # formula, text as it is, what a hand might have typed
    ("lstm", "f_gate[t,n,k] = sigmoid(z[t,n,H+k])", "f_gate[t,n,k] = sigmoid(z[t,n,2*H+k])"),
    ("lstm", "f_gate[t,n,k]*c[t,n,k] + i_gate[t,n,k]", "i_gate[t,n,k]*c[t,n,k] + f_gate[t,n,k]"),
    ("lstm", "i_gate[t,n,k]*g_gate[t,n,k]", "(i_gate[t,n,k] + g_gate[t,n,k])"),
    ("lstm", "s[t,n,k] = tanh(c[t+1,n,k])", "s[t,n,k] = tanh(c[t,n,k])"),
    ("batch_norm", "sqrt(var[c] + eps)", "sqrt(var[c])"),
    ("batch_norm", "sqrt(var[c] + eps)", "(sqrt(var[c]) + eps)"),
    ("batch_norm", "((x[n,c,s] - mu[c])**2)/(N*S)", "((x[n,c,s] - mu[c])**2)/(N*S - 1)"),
    ("softmax", "logsumexp[k](x[n,k])", "logsumexp[k](2*x[n,k])"),
    ("rnn", "h[t+1,n,j] = tanh(z[t,n,j])", "h[t+1,n,j] = sigmoid(z[t,n,j])"),
    ("conv2d", "s0*p+d0*r-a0", "s0*p+d0*r-b0"),
    ("conv2d", "s0*p+d0*r-a0", "s0*p-d0*r+a0"),
    ("conv2d", "x[n,g*C+c,", "x[n,c*G+g,"),
    ("max_pool2d", "= max[r,s]", "= min[r,s]"),
    ("max_pool2d", "s1*q+d1*s-a1", "s1*q+s-a1"),
]


@pytest.mark.parametrize(("name", "right", "wrong"), MUTANTS, ids=[f"{m[0]}: {m[2]}" for m in MUTANTS])
def test_a_mutant_differs_from_the_reference(name, right, wrong):
    """The comparison of a public call with plain NumPy notices each wrong equation."""
    text = {"lstm": LSTM, "batch_norm": NORM, "softmax": SOFTMAX, "rnn": RNN, "conv2d": CONV, "max_pool2d": POOL}[name]
    assert right in text
    mutant, original = define(text.replace(right, wrong)), define(text)
    env = {**REGISTRY[name].sizes, **({"b0": 2} if "b0" in REGISTRY[name].sizes else {})}
    values = draw(original, env)
    for cell in [c for c in values if c[0] == "eps"]:
        values[cell] = 0.4
    function = compile_source(emit_forward(mutant, "mutant"))["mutant"]
    found = function(*(arguments(mutant, env, values, np.float64)[n] for n in call_order(mutant)))
    wanted = expected(original, env, values)
    found = np.concatenate([np.ravel(f) for f in (found if isinstance(found, tuple) else (found,))])
    with pytest.raises(AssertionError):
        close(found, np.concatenate([np.ravel(wanted[a.name]) for a in original.outputs]), 1e-10, name)


def backward_of(source, system, env):
    """The gradients that kernels of this source give, and those of the interpreter."""
    functions = compile_source(source)
    whole = adjoint(system)
    values = draw(whole, env)
    given = arguments(whole, env, values, np.float64)
    order, count = call_order(whole), len(system.inputs)
    seeds = [a.name for a in whole.inputs[count:]]
    rest = [given[n] for n in order if n not in seeds]
    _, saved = functions["f_forward"](*rest)
    return functions["f_backward"](saved, *(given[n] for n in seeds)), expected(whole, env, values)


SWAPS = {
    "add": "subtract",
    "subtract": "add",
    "multiply": "add",
    "divide": "multiply",
    "negative": "abs",
    "exp": "expm1",
}


def edited(source):
    """The source with one ufunc of the backward after another exchanged, or one product turned into a sum."""
    for number in range(len(list(ast.walk(ast.parse(source))))):
        tree = ast.parse(source)
        node = list(ast.walk(tree))[number]
        if isinstance(node, ast.Attribute) and node.attr in SWAPS:
            node.attr = SWAPS[node.attr]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.Mult):
            node.op = ast.Add()
        else:
            continue
        yield ast.unparse(tree)


@pytest.mark.parametrize("name", ["softmax", "linear", "gelu", "sgd"])
def test_every_edited_operation_of_a_kernel_is_noticed(name):
    system, env = REGISTRY[name].system, {**REGISTRY[name].sizes, **REGISTRY[name].parameters}
    source = emit_vjp(system, "f")

    def compare(text):
        found, wanted = backward_of(text, system, env)
        for value, truth in zip(found, wanted.values(), strict=True):
            close(value, truth, 1e-12, name)

    compare(source)
    forward, backward = source.split("def f_backward")
    for text in edited("def f_backward" + backward):
        with pytest.raises((AssertionError, TypeError, ValueError)):
            compare(forward + text)


SUMS_TO_ONE = {"system": REGISTRY["softmax"].system, "ranges": {"n": "N", "k": "K"}}


def test_a_theorem_is_proved_under_its_condition_only():
    assert prove("sum[k](y[n,k])", "1", conditions=("K >= 1",), **SUMS_TO_ONE).verdict == "proved"
    without = prove("sum[k](y[n,k])", "1", **SUMS_TO_ONE)
    assert without.verdict == "refuted" and without.witness.sizes["K"] == 0


@pytest.mark.parametrize(
    ("left", "right"),
    [("y[n,k]", "exp(x[n,k])"), ("sum[k](y[n,k])", "2"), ("sum[k](y[n,k])", "K"), ("sum[n](y[n,k])", "1")],
)
def test_false_neighbours_of_a_theorem_are_refuted(left, right):
    theorem = prove(left, right, conditions=("K >= 1",), **SUMS_TO_ONE)
    assert theorem.verdict == "refuted" and theorem.witness is not None


def test_shift_and_boundary_faults_are_noticed():
    """Off by one in a recurrence, and < for <= in a guard."""
    system = define("f(x[T], w[R]) -> y", "t < T", "y[t] = sum[r](w[r]*[r <= t]*pad(x[t-r]))")
    strict = define("f(x[T], w[R]) -> y", "t < T", "y[t] = sum[r](w[r]*[r < t]*pad(x[t-r]))")
    with pytest.raises(Disagreement):
        agrees_with_dual_numbers(system, {"T": 4, "R": 2}, adjoint_system=adjoint(strict))
    rnn = define("f(x[T], w[T]) -> y", "h[0] = 0", "h[t+1] = h[t]*w[t] + x[t]", "y = h[T]")
    whole = adjoint(rnn)
    (position,) = (i for i, s in enumerate(whole.statements) if s.target.name == "bar_w")
    statement = whole.statements[position]
    earlier = {r: r.substitute({"t": Index.name("t") + 1}) for r in statement.reads if r.array.name == "h"}
    wrong = changed(whole, position, lambda s: replace(s, body=s.body.xreplace(earlier)))
    with pytest.raises(Disagreement):
        agrees_with_dual_numbers(rnn, {"T": 3}, adjoint_system=wrong)


def test_a_sum_over_the_wrong_axis_is_noticed():
    system = define("f(x[N, N]) -> y", "y[i] = sum[j](x[i,j]**2)")
    other = define("f(x[N, N]) -> y", "y[j] = sum[i](x[i,j]**2)")
    with pytest.raises(Disagreement):
        agrees_with_dual_numbers(system, {"N": 3}, adjoint_system=adjoint(other))


def test_a_wrong_named_derivative_is_noticed(monkeypatch):
    """Dual numbers do not share the table of derivatives that `adjoint` uses."""
    from nnmath.notation.functions import sigmoid

    system = define("f(x[N]) -> y", "y[i] = sigmoid(x[i])")
    monkeypatch.setattr(sigmoid, "fdiff", lambda self, argindex=1: sigmoid(self.args[0]))
    sympy.core.cache.clear_cache()
    with pytest.raises(Disagreement):
        agrees_with_dual_numbers(system, {"N": 2})
    monkeypatch.undo()
    sympy.core.cache.clear_cache()


def copied_package(tmp_path):
    """A copy of the repository's package and tests in which a fault may be planted."""
    ignored = shutil.ignore_patterns("__pycache__", ".*")
    for name in ("nnmath", "tests"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def run(folder, *arguments):
    done = subprocess.run([sys.executable, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    return done.returncode, done.stdout + done.stderr


NEW = """

doubled = elementwise("doubled", "y[i] = 2*x[i]", "y = 2*x", "nobody (1900), A made-up source")
"""


def test_a_formula_without_kernel_reference_or_calls_fails_by_name(tmp_path):
    folder = copied_package(tmp_path)
    chapter = folder / "nnmath" / "formulas" / "activations.py"
    chapter.write_text(chapter.read_text() + NEW)
    suite = ["-m", "pytest", "-n0", "-q", "tests/formulas/test_formulas.py", "-k", "complete"]
    code, said = run(folder, *suite)
    assert code == 1 and "doubled has no generated kernel: run 'python -m nnmath build'" in said
    code, said = run(folder, "-m", "nnmath", "build", "--check")
    assert code == 1 and "nnmath/kernels/activations.py is out of date; run 'python -m nnmath build'" in said
    assert run(folder, "-m", "nnmath", "build")[0] == 0
    code, said = run(folder, *suite)
    assert code == 1 and "doubled has no plain NumPy reference in tests/formulas/references/" in said
    references = folder / "tests" / "formulas" / "references" / "activations.py"
    references.write_text(references.read_text() + "\n\ndef doubled(x):\n    return x + x\n")
    code, said = run(folder, *suite)
    assert code == 1 and "doubled has no calls in tests/formulas/cases/" in said


def test_an_edited_kernel_is_stale(tmp_path):
    folder = copied_package(tmp_path)
    kernel = folder / "nnmath" / "kernels" / "dense.py"
    tree = ast.parse(kernel.read_text())
    assert any(isinstance(n, ast.FunctionDef) and n.name == "linear" for n in tree.body)
    kernel.write_text(kernel.read_text() + "\n# edited by hand\n")
    code, said = run(folder, "-m", "nnmath", "build", "--check")
    assert code == 1 and "nnmath/kernels/dense.py is out of date" in said and "1 out of date" in said


def test_generated_files_do_not_depend_on_the_hash_seed():
    code = "from nnmath.codegen.library import generate; from nnmath.formulas import load; print(generate(load()))"
    said = [
        subprocess.run(
            [sys.executable, "-c", code],
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=True,
            env={"PYTHONHASHSEED": seed, "PATH": ""},
        ).stdout
        for seed in ("1", "2")
    ]
    assert said[0] == said[1] and len(said[0]) > 10_000


def test_public_gradients_are_held_by_the_dot_test():
    """A pullback with one gradient doubled no longer pairs with the tangent."""
    rng = np.random.default_rng(0)
    x, weight, bar = rng.normal(size=(3, 4)), rng.normal(size=(2, 4)), rng.normal(size=(3, 2))
    v = rng.normal(size=x.shape), rng.normal(size=weight.shape)
    _, dot = nm.linear.jvp((x, weight), v)
    gradient = nm.linear.vjp(x, weight)[1](bar)
    there = np.sum(bar * dot)
    assert there == pytest.approx(np.sum(gradient.x * v[0]) + np.sum(gradient.weight * v[1]))
    assert there != pytest.approx(np.sum(gradient.x * v[0]) + 2 * np.sum(gradient.weight * v[1]))
