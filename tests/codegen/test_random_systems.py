"""Kernels of systems drawn at random give what the interpreter gives, and leave all memory but their own alone."""

from __future__ import annotations

import random
from typing import Any

import numpy as np
from codegen_compare import arguments, call_order, close, copied, draw, expected, unchanged
from hypothesis import given, note, settings
from hypothesis import strategies as st
from random_systems import Drawn

from nnmath.calculus import adjoint, tangent
from nnmath.calculus.differentiate import cotangent_prefix
from nnmath.codegen import compile_source, emit_forward, emit_jvp, emit_vjp
from nnmath.notation import System, define

Env = dict[str, Any]


def _arrays(value: Any) -> list[np.ndarray]:
    parts = value if isinstance(value, tuple) else (value,)
    return [part for part in parts if isinstance(part, np.ndarray) and part.ndim]


def _apart(results: Any, others: list[np.ndarray], what: str) -> None:
    """No result lies in the memory of another array."""
    found = _arrays(results)
    for i, one in enumerate(found):
        assert not any(np.may_share_memory(one, other) for other in [*others, *found[i + 1 :]]), what


def _check(system: System, env: Env, seed: int, run: Any, what: str) -> None:
    values = draw(system, env, seed)
    given_ = arguments(system, env, values, np.float64)
    before = copied(given_)
    args = [given_[name] for name in call_order(system)]
    got = run(*args)
    assert unchanged(before, given_), f"{what} wrote into an argument"
    _apart(got, [a for a in args if isinstance(a, np.ndarray)], what)
    wanted = expected(system, env, values)
    for value, array in zip(got if isinstance(got, tuple) else (got,), system.outputs, strict=True):
        close(value, wanted[array.name], 1e-9, f"{what} of {array.name}")


@settings(max_examples=70, deadline=None, derandomize=True)
@given(seed=st.integers(0, 10**6))
def test_random_systems(seed: int) -> None:
    text = Drawn(seed).text()
    note(text)
    system = define(text)
    choice = random.Random(seed)
    env = {"N": choice.choice([1, 2, 3, 3, 0]), "M": choice.choice([1, 2, 3, 4])}
    back, along = adjoint(system), tangent(system)
    functions = compile_source("\n\n".join([emit_forward(system, "f"), emit_vjp(system, "f"), emit_jvp(system, "f")]))
    primal, end, prefix = len(system.inputs), len(back.inputs), cotangent_prefix(system)

    def pulled(*args: Any) -> Any:
        value, saved = functions["f_forward"](*args[:primal], *args[end:])
        kept = [np.array(v) for v in _arrays(value)]
        given_ = dict(zip((a.name for a in back.inputs[primal:]), args[primal:end], strict=True))
        cotangents = [given_.get(prefix + a.name) for a in system.outputs]  # none where an output depends on no input
        first = functions["f_backward"](saved, *cotangents)
        copies = [np.array(v) for v in first]
        again = functions["f_backward"](saved, *cotangents)
        _apart(first, _arrays(saved), "a cotangent")
        for now, then in zip([*again, *first, *_arrays(value)], [*copies, *copies, *kept], strict=True):
            assert np.array_equal(now, then, equal_nan=True), "a second call of the pullback"
        return first

    with np.errstate(all="ignore"):
        _check(system, env, seed, functions["f"], "value")
        _check(back, env, seed, pulled, "cotangent")
        _check(along, env, seed, lambda *args: functions["f_jvp"](*args)[1], "tangent")
