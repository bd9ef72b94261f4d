"""Integer polynomials mean what Python's integers mean."""

import ast
import os
import pickle
import subprocess
import sys

from hypothesis import given
from hypothesis import strategies as st

from nnmath.notation import Index
from nnmath.notation.index import nonnegative
from nnmath.notation.parse import parse_index

NAMES = "pqrs"
NUMBERS = st.integers(-6, 6)
VALUES = st.fixed_dictionaries(dict.fromkeys(NAMES, NUMBERS))


@st.composite
def texts(draw, depth=3):
    """Python expressions with + - * and, by positive constants, //."""
    if depth == 0 or draw(st.booleans()):
        return draw(st.one_of(st.sampled_from(NAMES), st.integers(0, 9).map(str)))
    a, b = draw(texts(depth - 1)), draw(texts(depth - 1))
    op = draw(st.sampled_from(["+", "-", "*", "//"]))
    return f"(({a})//{draw(st.integers(1, 4))})" if op == "//" else f"({a} {op} {b})"


def read(text):
    return parse_index(ast.parse(text, mode="eval").body)


@given(texts(), VALUES)
def test_value_is_that_of_python(text, values):
    assert read(text).value(values) == eval(text, {}, values)


@given(texts(), VALUES)
def test_the_text_of_an_index_reads_back(text, values):
    assert read(str(read(text))) == read(text)
    assert eval(str(read(text)), {}, values) == eval(text, {}, values)


@given(texts(), texts(), texts())
def test_ring_laws_hold_by_structure(a, b, c):
    a, b, c = map(read, (a, b, c))
    assert a + b == b + a and a * b == b * a
    assert (a + b) + c == a + (b + c) and (a * b) * c == a * (b * c)
    assert a * (b + c) == a * b + a * c
    assert a - a == 0 and a * 1 == a and a + 0 == a and a * 0 == 0
    assert hash(a + b) == hash(b + a)


@given(texts(), texts(), VALUES)
def test_substitution_is_evaluation(text, inner, values):
    replaced = read(text).substitute({"p": read(inner)})
    assert replaced.value(values) == read(text).value({**values, "p": read(inner).value(values)})


@given(texts(), VALUES)
def test_coefficient_is_the_slope(text, values):
    index = read(text)
    slope = index.coefficient("p")
    if slope is not None:
        more = index.value({**values, "p": values["p"] + 1})
        assert more - index.value(values) == slope.value(values)
        assert "p" not in slope.names


@given(texts(), st.fixed_dictionaries(dict.fromkeys(NAMES, st.integers(0, 6))))
def test_nonnegative_is_never_wrong(text, values):
    if nonnegative(read(text)):
        assert read(text).value(values) >= 0
    if nonnegative(read(text), {"p": 2, "q": 1}):
        assert read(text).value({**values, "p": values["p"] + 2, "q": values["q"] + 1}) >= 0


def test_widths_and_divisions_print_and_evaluate():
    width = Index.width("n", Index.name("l") + 1)
    assert str(width) == "n(l + 1)"
    assert width.value({"l": 1, "n": [3, 4, 5]}) == 5
    assert width.substitute({"l": Index.of(0)}).value({"n": lambda at: 10 * at}) == 10
    assert str((Index.name("H") - "R") // Index.name("s") + 1) == "((H - R)//s) + 1"
    assert Index.name("s").as_name == "s" and (2 * Index.name("s")).as_name is None
    assert (Index.name("p") - "p").constant == 0


def test_an_index_that_was_evaluated_is_pickled():
    index = Index.name("i") * 2 + Index.width("n", "i")
    assert index.value({"i": 1, "n": (3, 4)}) == 6
    assert pickle.loads(pickle.dumps(index)) == index


SENT = """
import pickle, sys
from nnmath.codegen import emit_forward, emit_vjp
from nnmath.formulas import load
systems = [load()[name].system for name in ("layer_norm", "rmsprop", "lstm")]
if sys.argv[1] == "send":
    hash(tuple(systems))
    sys.stdout.buffer.write(pickle.dumps(systems))
else:
    got = pickle.load(sys.stdin.buffer)
    assert got == systems and [hash(s) for s in got] == [hash(s) for s in systems]
    for one, other in zip(got, systems):
        assert emit_forward(one, "f") + emit_vjp(one, "f") == emit_forward(other, "f") + emit_vjp(other, "f"), one.name
"""


def test_a_system_sent_to_another_process_is_the_same_there():
    """Whose hashes of text are others: what was kept of them stays behind."""
    sent = b""
    for seed, way in (("1", "send"), ("2", "receive")):
        done = subprocess.run(
            [sys.executable, "-c", SENT, way],
            input=sent,
            capture_output=True,
            check=False,
            env=os.environ | {"PYTHONHASHSEED": seed},
        )
        assert done.returncode == 0, done.stderr.decode()
        sent = done.stdout
