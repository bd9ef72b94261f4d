"""The drawn calls: every variant is reached, and no two formulas, variants or conventions look alike on them."""

import itertools

import numpy as np
import pytest

import nnmath as nm
from nnmath.check import conventions
from nnmath.check.draw import Case, cases
from nnmath.check.exact import answers, by_library, prepared, refused
from nnmath.check.sweep import sweep
from nnmath.check.values import BY_FORMULA, CHOICES
from nnmath.formulas import load
from nnmath.kernels._index import FORMULAS


@pytest.mark.parametrize("name", FORMULAS)
def test_every_variant_is_drawn(name):
    """Also sizes 0 and 1, sizes that are large, values in the format, arrays that lie otherwise in memory."""
    variants = FORMULAS[name]["variants"]
    drawn = list(itertools.islice(cases(name, "float32"), max(24, 5 * len(variants))))
    assert {c.variant for c in drawn[: max(16, 4 * len(variants))]} == set(variants)
    assert {c.shape for c in drawn} >= {"distinct", "ones", "long", "single", "huge"}
    assert {c.memory for c in drawn} == {"C", "F", "strided"}
    for c in drawn[:6]:
        for a in c.args:
            for item in a if isinstance(a, list) else [a]:
                assert item is None or (isinstance(item, np.ndarray) and item.dtype in (np.float32, np.int64))


@pytest.mark.parametrize("seed", range(3, 9))
def test_no_call_of_a_sweep_is_one_that_the_library_refuses(seed):
    """Not even the one whose class weights are zero, of which there is no mean."""
    for name in ("nll_loss", "cross_entropy", "binary_cross_entropy"):
        zeros = [c for c in sweep(name, "float32", seed) if c.flavor == "zero"]
        assert zeros and not any(refused(c.name, c.args, c.params) for c in zeros)


def agrees_with_the_library(name, seed, count):
    """Entries on which the interpreter, with its bound, and the float64 kernel agree."""
    judged = 0
    for c in itertools.islice(cases(name, "float64", seed=seed), count):
        for part in ("forward", "vjp"):
            extra = c.cotangents() if part == "vjp" else ()
            expected = answers(name, c.args, c.params, part, extra, "float64", large=False)
            for answer, (label, found) in zip(
                expected or (), by_library(name, c.args, c.params, part, extra) if expected else (), strict=True
            ):
                assert answer.name == label
                sure = np.isfinite(answer.exact) & np.isfinite(answer.allowed)
                assert np.all(np.abs(found - answer.exact)[sure] <= answer.allowed[sure]), c.label
                judged += int(np.sum(sure))
    return judged


@pytest.mark.parametrize("name", list(FORMULAS)[::4])
def test_exact_answers_agree_with_the_library(name):
    """Two ways to the value."""
    assert agrees_with_the_library(name, 3, 2)


def test_long_doubles_and_many_digits_agree():
    for name in ("layer_norm", "lstm_cell", "cross_entropy", "elu", "softplus"):
        for c in itertools.islice((c for c in cases(name, "float64", seed=1) if c.flavor in ("normal", "tiny")), 3):
            quick, deep = (answers(name, c.args, c.params, "forward", (), "float64", False, p) for p in (False, True))
            for a, b in zip(quick, deep, strict=True):
                with np.errstate(invalid="ignore"):
                    assert np.all((np.abs(a.exact - b.exact) <= b.allowed / 64) | np.isinf(b.allowed))
                    assert np.all((a.allowed <= 2 * b.allowed + 1e-300) | np.isinf(b.allowed))


def apart(values, others):
    """Whether two results differ by far more than rounding."""
    if [np.shape(v) for v in values] != [np.shape(o) for o in others]:
        return True
    with np.errstate(all="ignore"):
        for v, o in zip(values, others, strict=True):
            scale = np.max(np.abs(v), initial=0, where=np.isfinite(v)) or 1.0
            if np.any(~(np.abs(v - o) <= 1e-3 * scale) & np.isfinite(v)):
                return True
    return False


def library(name, c, **changed):
    return [v for _, v in by_library(name, c.args, {**c.params, **changed}, "forward", ())]


def drawn_plainly(name, count, **options):
    """The first calls with ordinary values; as they are asked for."""
    found = itertools.islice(cases(name, "float32", **options), 2 * count)
    return itertools.islice((c for c in found if c.flavor in ("normal", "scaled", "ties")), count)


PAIRS = [
    (name, rule.title) for name in FORMULAS for rule in dict.fromkeys(rule for rule, _ in conventions.rewritings(name))
]


@pytest.mark.parametrize(("name", "title"), PAIRS)
def test_conventions_are_told_apart(name, title):
    """Each convention derived from a formula's text differs from it visibly on the first calls."""
    rule = next(r for r, _ in conventions.rewritings(name) if r.title == title)
    for c in drawn_plainly(name, 20):
        if sum(np.size(a) for a in c.args if isinstance(a, np.ndarray)) > 400:
            continue
        try:
            other = conventions.rewritten_value(c, rule)
        except (ValueError, ArithmeticError):
            continue
        if apart(library(name, c), other):
            return
    pytest.fail("alike")


def alternatives(name):
    """Formulas of the same chapter that can be called alike."""
    chapters = {n: d.chapter for n, d in load().items()}
    return [n for n in FORMULAS if n != name and chapters[n] == chapters[name]]


@pytest.mark.parametrize("name", FORMULAS)
def test_registered_formulas_are_told_apart(name):
    """The first calls of a formula separate it from every other of its chapter."""
    drawn = list(drawn_plainly(name, 10))
    values = [library(name, c) for c in drawn]
    alike = []
    for other in alternatives(name):
        known = nm.formula(other).__signature__.parameters
        for c, value in zip(drawn, values, strict=True):
            params = {k: v for k, v in c.params.items() if k in known}
            try:
                found = [v for _, v in by_library(other, c.args, params, "forward", ())]
            except (ValueError, TypeError, IndexError):
                break
            if apart(value, found):
                break
        else:
            if (name, other) not in ONE:
                alike.append(other)
    assert alike == []


ONE = {("logistic_regression", "neuron")}
"""A neuron is a logistic regression by default."""


def options(name):
    """The parameters of a formula with the values that are drawn."""
    known = nm.formula(name).__signature__.parameters
    drawn = list(drawn_plainly(name, 8))
    found = {p: BY_FORMULA.get((name, p), CHOICES.get(p, ())) for p in known if p not in FORMULAS[name]["arrays"]}
    found = {p: [v for v in values if any(takes(name, c, p, v) for c in drawn)] for p, values in found.items()}
    return {p: values for p, values in found.items() if len(values) > 1}


def takes(name, c, parameter, value):
    try:
        library(name, c, **{parameter: value})
    except (ValueError, TypeError, IndexError):
        return False
    return True


@pytest.mark.parametrize("name", [n for n in FORMULAS if len(nm.formula(n).__signature__.parameters) > 1])
def test_parameters_are_told_apart(name):
    """A call that is given one value of a parameter shows it if another is used in its place."""
    alike = []
    for parameter, values in options(name).items():
        for a, b in itertools.permutations(values, 2):
            if not any(differs(name, c, parameter, b) for c in drawn_plainly(name, 16, params={parameter: a})):
                alike.append((parameter, a, b))
    assert alike == []


def differs(name, c, parameter, value):
    try:
        return apart(library(name, c), library(name, c, **{parameter: value}))
    except (ValueError, TypeError, IndexError):
        return True


def test_a_drawn_call_is_reproduced():
    from nnmath import check

    for c in itertools.islice(cases("gru", "float32", seed=5), 6):
        again = check.case("gru", "float32", seed=5, index=c.index)
        assert [a.tobytes() for a in again.args] == [a.tobytes() for a in c.args]
        assert again.params == c.params and again.label == c.label
        assert prepared("gru", again.args, again.params).variant == c.variant


def test_a_case_without_entries_passes_but_its_shape_is_judged():
    none = np.zeros((0, 2))
    empty = Case("mse_loss", "float64", (none, none), {"reduction": "none"}, "generic", "empty")
    empty.assert_matches(np.zeros((0, 2)))
    with pytest.raises(AssertionError, match="SHAPE_OR_DTYPE"):
        empty.assert_matches(np.zeros((0, 3)))
