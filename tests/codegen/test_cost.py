"""What compiling costs grows with the number of equations: counted in calls, which no machine changes."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache, partial
from typing import Any

import pytest
from sympy.core.cache import clear_cache

from nnmath.calculus import adjoint, tangent
from nnmath.codegen import emit_module
from nnmath.codegen.library import kernels_of
from nnmath.notation import System, define


def chain(count: int) -> str:
    """Elementwise equations, each of the one before."""
    lines = [f"y{k + 1}[i] = tanh(y{k}[i])*x[i] + y{k}[i]" for k in range(count - 1)]
    return "\n".join([f"chain(x[N]) -> y{count - 1}", "y0[i] = x[i]", *lines])


def layers(depth: int) -> str:
    """An MLP written out, every width a name of its own."""
    weights = "".join(f", w{k}[n{k + 1}, n{k}], b{k}[n{k + 1}]" for k in range(depth))
    lines = ["h0[m,i] = x[m,i]"]
    for k in range(depth):
        lines.append(f"z{k + 1}[m,j] = sum[i](w{k}[j,i]*h{k}[m,i]) + b{k}[j]")
        lines.append(f"h{k + 1}[m,j] = tanh(z{k + 1}[m,j])")
    return "\n".join([f"layers(x[N, n0]{weights}) -> h{depth}", *lines])


def compiled(system: System) -> str:
    return emit_module("", kernels_of(system.name, system))


def calls(work: Callable[[], Any]) -> int:
    """Python's calls in it."""
    count = 0

    def seen(frame: Any, event: str, _: Any) -> None:
        nonlocal count
        count += event == "call"

    before = sys.getprofile()
    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(before)
    return count


def per_equation(verb: Callable[[System], Any], text: Callable[[int], str], counts: list[int]) -> list[float]:
    """Calls a unit of each count, sympy's cache empty at each start."""
    found = []
    for n in counts:
        system = parsed(text, n)
        clear_cache()
        found.append(calls(partial(verb, system)) / n)
    return found


@cache
def parsed(text: Callable[[int], str], count: int) -> System:
    return define(text(count))


def test_the_tangent_is_linear_in_the_equations():
    found = per_equation(tangent, chain, [10, 30, 100, 300])
    assert max(found) < 1.6 * min(found), found


def test_parsing_is_linear_in_the_equations():
    few, many = (calls(lambda n=n: define(chain(n))) / n for n in (30, 300))
    assert many < 1.6 * few, (few, many)


@pytest.mark.parametrize("text", [chain, layers])
def test_compiling_does_not_grow_with_the_square(text):
    few, more = per_equation(compiled, text, [15, 60])
    assert more < 2 * few, (few, more)


@pytest.mark.parametrize("verb", [adjoint, tangent])
def test_a_layer_of_fifty_costs_what_one_of_three_does(verb):
    few, many = per_equation(verb, layers, [3, 50])
    assert many < 1.5 * few, (few, many)
