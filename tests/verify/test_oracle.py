"""The oracle against closed forms in many digits, where the definition cancels, underflows and jumps."""

from __future__ import annotations

import math
from fractions import Fraction

import mpmath
import numpy as np
import pytest

pytest.importorskip("flint")

from nnmath.notation.pointwise import Digits, Rationals, compile_entry, definition, evaluator
from nnmath.verify.entries import completed, constants_of, elementwise
from nnmath.verify.inputs import bit_patterns, middling, special_values
from nnmath.verify.oracle import Oracle

CLOSED = {
    ("sigmoid", 0): lambda x: 1 / (1 + mpmath.exp(-x)),
    ("sigmoid", 1): lambda x: 1 / (4 * mpmath.cosh(x / 2) ** 2),
    ("tanh", 1): lambda x: mpmath.sech(x) ** 2,
    ("tanh", 2): lambda x: -2 * mpmath.tanh(x) * mpmath.sech(x) ** 2,
    ("softplus", 0): lambda x: mpmath.log1p(mpmath.exp(x)),
    ("elu", 0): lambda x: x if x > 0 else mpmath.expm1(x),
    ("gelu", 0): lambda x: x * mpmath.erfc(-x / mpmath.sqrt(2)) / 2,
    ("gelu", 2): lambda x: (2 - x**2) * mpmath.npdf(x),
    ("silu", 0): lambda x: x / (1 + mpmath.exp(-x)),
    ("logsigmoid", 0): lambda x: -mpmath.log1p(mpmath.exp(-x)),
    ("softsign", 0): lambda x: x / (1 + abs(x)),
}
POINTS = [-740.3, -87.5, -30.0, -1.278, -1e-3, -1e-40, -5e-324, 5e-324, 1e-300, 1e-8, 0.3, 2.0, 36.7, 700.0]


@pytest.mark.parametrize(("name", "order"), CLOSED, ids=str)
def test_agrees_with_a_closed_form(name, order):
    oracle = Oracle(name, order=order)
    with mpmath.workprec(2600):
        for x in POINTS:
            expected = CLOSED[name, order](mpmath.mpf(x))
            found = oracle.exact(x)
            assert abs(found - expected) <= abs(expected) * mpmath.mpf(2) ** -112 or abs(expected) < 2.0**-1000 > abs(
                found
            )


@pytest.mark.parametrize("name", elementwise())
@pytest.mark.parametrize("order", [0, 1, 2])
def test_every_formula_is_decided_everywhere(name, order):
    """Special values and bit patterns; a derivative agrees with a difference quotient of the one before."""
    oracle = Oracle(name, order=order, **completed(name, {}))
    points = np.concatenate([special_values(np.float64, name)[::9], bit_patterns(np.float64, 40, 1)])
    hi, lo, _ = oracle.exact_scaled(points)
    assert np.isnan(hi[np.isnan(points)]).all() and not np.isnan(hi[~np.isnan(points)]).any()
    assert (np.abs(lo[np.isfinite(hi)]) < 2.0**-52).all()
    if order:
        before = Oracle(name, order=order - 1, **completed(name, {}))
        for x in middling(np.float64, 12, 5).tolist():
            h = abs(x) * 2.0**-20
            with mpmath.workprec(200):
                quotient = (before.exact(x + h) - before.exact(x - h)) / (mpmath.mpf(x + h) - (x - h))
                at = [oracle.exact(p) for p in (x - h, x, x + h)]
                if abs(at[1] * x) < 2.0**-60 * abs(before.exact(x)) or abs(at[1]) < 1e-200:
                    continue  # the quotient of numbers of 113 bits tells nothing
                assert min(at) - 1e-9 * abs(at[1]) <= quotient <= max(at) + 1e-9 * abs(at[1])


def test_limits_at_infinity():
    assert Oracle("silu").exact(math.inf) == math.inf
    assert Oracle("silu").exact(-math.inf) == 0
    assert float(Oracle("selu").exact(-math.inf)) == -1.7580993408473768
    assert Oracle("gelu", order=1).exact(math.inf) == 1
    assert mpmath.isnan(Oracle("gelu").exact(math.nan))


def test_kinks_are_decided_exactly():
    """The public conventions: relu' is 0 at 0, elu' the left one, hardswish' 0 at -3 and 1 at 3."""
    below, above = math.nextafter(0, -1), math.nextafter(0, 1)
    assert [float(Oracle("relu", order=1).exact(x)) for x in (below, -0.0, 0.0, above)] == [0, 0, 0, 1]
    assert float(Oracle("elu", order=1, alpha=1.5).exact(0.0)) == 1.5
    hardswish = Oracle("hardswish", order=1)
    assert [float(hardswish.exact(x)) for x in (-3.0, 3.0)] == [0, 1]
    assert Oracle("hardswish").kinks == (-3.0, 3.0)


def test_roots():
    assert Oracle("gelu", order=1).roots == pytest.approx([-0.751791524693564457])
    assert Oracle("silu", order=1).roots == pytest.approx([-1.27846454276107379])
    assert Oracle("silu").roots == ()


def test_which_side_of_a_number():
    oracle = Oracle("sigmoid")
    assert oracle.side(0.0, Fraction(1, 2)) == 0
    assert oracle.side(1e-300, Fraction(1, 2)) == 1
    tie = 2.0**-23  # sigmoid of it lies x^3/48 below the middle of two numbers of float32
    assert oracle.side(tie, Fraction(1, 2) + Fraction(1, 2**25)) == -1
    assert oracle.is_rounded(tie, 0.5, np.float32) and not oracle.is_rounded(tie, 0.5 + 2.0**-24, np.float32)


def test_a_tie_goes_to_the_even_number():
    oracle = Oracle("hardswish")  # x (x + 3)/6
    least = 2.0**-149
    assert oracle.side(least, Fraction(least) / 2) == 1
    prelu = Oracle("prelu", weight=0.5)
    assert prelu.side(-least, -Fraction(least) / 2) == 0
    assert prelu.is_rounded(-least, -0.0, np.float32) and not prelu.is_rounded(-least, -least, np.float32)
    assert prelu.is_rounded(-3 * least, -2 * least, np.float32) and not prelu.is_rounded(-3 * least, -least, np.float32)


@pytest.mark.parametrize("name", ["gelu", "elu", "silu"])
def test_the_expression_holds_no_stable_form(name):
    """Evaluated with few bits the definition cancels: what the oracle evaluates is not what kernels do."""
    system, constants, _ = constants_of(name, None, {})
    scalar = compile_entry(*definition(system, constants))
    few, many = (evaluator(scalar, Digits(bits)) for bits in (53, 3000))
    x = mpmath.mpf(-1e-17 if name == "elu" else -45.0)
    assert abs(few(x) - many(x)) > abs(many(x)) / 2 or name == "silu"


def test_rational_formulas_are_evaluated_exactly():
    system, constants, _ = constants_of("hardsigmoid", None, {})
    assert evaluator(compile_entry(*definition(system, constants)), Rationals())(Fraction(1, 3)) == Fraction(5, 9)


def test_a_missing_flint_is_named(monkeypatch):
    import sys

    monkeypatch.setitem(sys.modules, "flint", None)
    with pytest.raises(ImportError, match=r"pip install 'nnmath\[verify\]'"):
        Oracle("silu")


def test_only_formulas_of_one_entry():
    with pytest.raises(TypeError, match="softmax is not elementwise"):
        Oracle("softmax")
