"""The drawn calls: every variant is reached, no two registered variants or conventions look alike on them."""

import itertools

import numpy as np
import pytest

import nnmath as nm
from nnmath.check import conventions
from nnmath.check.draw import cases
from nnmath.check.exact import answers, by_library
from nnmath.kernels._index import FORMULAS


@pytest.mark.parametrize("name", FORMULAS)
def test_every_variant_is_drawn(name):
    """Also sizes 0 and 1, values in the format, and sizes that differ."""
    variants = FORMULAS[name]["variants"]
    first = list(itertools.islice(cases(name, "float32"), max(16, 4 * len(variants))))
    assert {c.variant for c in first} == set(variants)
    assert {c.shape for c in first} >= {"distinct", "ones", "long"}
    for c in first[:6]:
        for a in c.args:
            for item in a if isinstance(a, list) else [a]:
                assert item is None or item.dtype.kind in "iu" or item.dtype == np.float32


@pytest.mark.parametrize("name", FORMULAS)
def test_exact_answers_agree_with_the_library(name):
    """Two ways to the value: the interpreter with its bound, and the float64 kernel."""
    judged = 0
    for c in itertools.islice(cases(name, "float64", seed=3), 3):
        for part, extra in (("forward", ()), ("vjp", c.cotangents())):
            expected = answers(name, c.args, c.params, part, extra, "float64")
            if expected is None:
                continue
            for answer, (label, found) in zip(expected, by_library(name, c.args, c.params, part, extra), strict=True):
                assert answer.name == label
                ordinary = np.isfinite(answer.exact)
                assert np.all(np.abs(found - answer.exact)[ordinary] <= answer.allowed[ordinary]), c.label
                judged += int(np.sum(ordinary))
    assert judged


PAIRS = [
    (name, rule.title) for name in FORMULAS for rule in dict.fromkeys(rule for rule, _ in conventions.rewritings(name))
]


@pytest.mark.parametrize(("name", "title"), PAIRS)
def test_conventions_are_told_apart(name, title):
    """Each convention derived from a formula's text differs from it by more than any bound, on the first calls."""
    rule = next(r for r, _ in conventions.rewritings(name) if r.title == title)
    separated = 0
    for c in itertools.islice(cases(name, "float32"), 12):
        try:
            other = conventions.rewritten_value(c, rule)
        except (ValueError, ArithmeticError):
            continue
        for answer, value in zip(c.expected() or (), other, strict=False):
            with np.errstate(all="ignore"):
                separated += bool(np.any(np.abs(value - answer.exact) > 2 * answer.allowed))
    assert separated


def same_call(name, other):
    """Whether two formulas take the same arrays and parameters."""
    a, b = FORMULAS[name], FORMULAS[other]
    return a["signature"] == b["signature"]


REGISTERED = [(a, b) for a, b in itertools.combinations(FORMULAS, 2) if same_call(a, b)]


@pytest.mark.parametrize("name", sorted({a for pair in REGISTERED for a in pair}))
def test_registered_formulas_are_told_apart(name):
    """The first calls of a formula separate it from every other of the same signature."""
    others = [b if a == name else a for a, b in REGISTERED if name in (a, b)]
    drawn = [(c, c.expected()) for c in itertools.islice(cases(name, "float32"), 10)]
    alike = []
    for other in others:
        separated = False
        for c, expected in drawn:
            try:
                value = by_library(other, c.args, c.params, "forward", ())
            except (ValueError, TypeError):
                separated = True
                continue
            for answer, (_, found) in zip(expected or (), value, strict=False):
                different = np.shape(found) != answer.exact.shape
                with np.errstate(all="ignore"):
                    separated |= different or bool(np.any(np.abs(found - answer.exact) > 2 * answer.allowed))
        if not separated:
            alike.append(other)
    assert alike == []


def choices(name):
    """Parameters with named choices: each is a variant of its own."""
    options = {"approximate": ("none", "tanh"), "reduction": ("mean", "sum", "none")}
    signature = nm.formula(name).__signature__.parameters
    return [(p, values) for p, values in options.items() if p in signature]


@pytest.mark.parametrize("name", [n for n in FORMULAS if choices(n)])
def test_choices_are_told_apart(name):
    for parameter, values in choices(name):
        for a, b in itertools.permutations(values, 2):
            separated = False
            for c in itertools.islice(cases(name, "float32", params={parameter: a}), 10):
                expected = c.expected()
                (_, found), *_ = by_library(name, c.args, {**c.params, parameter: b}, "forward", ())
                if expected is None:
                    continue
                shape = expected[0].exact.shape
                with np.errstate(all="ignore"):
                    separated |= np.shape(found) != shape or bool(
                        np.any(np.abs(found - expected[0].exact) > 2 * expected[0].allowed)
                    )
            assert separated, (parameter, a, b)
