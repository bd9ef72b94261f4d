"""Sums that share a pass, and what blocks return: equal to the interpreter where names, factors or places are odd."""

from __future__ import annotations

import numpy as np
import pytest
from test_reported import _everything

from nnmath.codegen import compile_source, emit_forward
from nnmath.notation import define

HEAD = "f(x[N,G,S], b[N,G,S], v[N]) -> "
TEXTS = {
    "a factor twice": f"""{HEAD}a, c
        a[n] = sum[g,s](v[n]*(x[n,g,s] - b[n,g,s])*(b[n,g,s] - x[n,g,s]))
        c[n] = sum[g,s](v[n]*(x[n,g,s] - b[n,g,s]))
    """,
    "multiples of a factor": f"""{HEAD}a, c
        a[n] = sum[g,s](v[n]*(x[n,g,s] + b[n,g,s])*(2*x[n,g,s] + 2*b[n,g,s]))
        c[n] = sum[g,s](v[n]*(x[n,g,s] + b[n,g,s]))
    """,
    "one place of several": f"""{HEAD}a
        a[0] = sum[n,g,s](exp(x[n,g,s]))
        a[1] = 2*x[0,0,0]
    """,
    "one row of several": f"""{HEAD}a
        a[0,g] = sum[n,s](exp(x[n,g,s]))
        a[1,g] = b[0,g,0]
    """,
    "two terms into one row": f"""{HEAD}a
        a[0,g] = sum[n,s](exp(x[n,g,s])*(g + s))
        a[1,g] = b[0,g,0]
    """,
    "a size of the sum's name": """f(x[sum_1,S], v[sum_1]) -> c, d
        c = 1/sum_1*sum[n,s](v[n]*exp(x[n,s])*x[n,s])
        d[n] = sum_1*v[n]*sum[s](x[n,s])
    """,
    "a parameter of the sum's name": """f(x[N,S], v[N]; sum_1: real) -> c, d
        c[n] = v[n]*sum[s](sum_1*exp(x[n,s]))
        d[n] = v[n]*sum[s](sum_1*x[n,s])
    """,
}
SIZES = [(2, 3, 4), (1, 1, 1), (3, 1, 2)]


@pytest.mark.parametrize("name", TEXTS)
def test_equal_the_interpreter(name: str) -> None:
    system = define(TEXTS[name])
    given = [dict(zip(("N", "G", "S"), sizes, strict=True)) for sizes in SIZES]
    _everything(system, *({**s, "sum_1": 3 if "size" in name else 0.7} for s in given))


def test_a_square_is_not_its_root() -> None:
    """By numbers: the sum over three of -(x - b)^2 beside that of x - b."""
    f = compile_source(emit_forward(define(TEXTS["a factor twice"]), "f"))["f"]
    x = np.arange(3.0).reshape(1, 1, 3)
    a, c = f(x, 3 * x, np.ones(1))
    assert (a.tolist(), c.tolist()) == ([-20.0], [-6.0])


def test_two_terms_add_up() -> None:
    f = compile_source(emit_forward(define(TEXTS["two terms into one row"]), "f"))["f"]
    found = f(np.zeros((2, 3, 4)), np.ones((2, 3, 4)), np.ones(2))
    np.testing.assert_allclose(found, [[12.0, 20.0, 28.0], [1.0, 1.0, 1.0]])


def test_a_function_keeps_its_name() -> None:
    text = "f(x[N,S], v[N]; sum_1: function) -> c\nc[n] = v[n]*sum[s](sum_1[0](x[n,s])) + v[n]*sum[s](x[n,s])"
    f = compile_source(emit_forward(define(text), "f"))["f"]
    x = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(f(x, np.array([1.0, 2.0]), lambda z, *_: z**2), [5 + 3, 2 * (50 + 12)])
