"""Expressions in the scope of a system: what a theorem speaks of."""

from __future__ import annotations

import ast

import sympy

from nnmath.notation.index import Index
from nnmath.notation.parse import expression, parse_index
from nnmath.notation.system import System


def express(system: System, text: str, **ranges: Index | str | int) -> sympy.Expr:
    """A surface expression over a system's arrays; `ranges` gives the size of each index in it.

    >>> from nnmath.notation import define
    >>> s = define("double(x[N]) -> y", "y[i] = 2*x[i]")
    >>> print(express(s, "sum[i](y[i])", i="N"))
    sum[i](y[i])
    """
    sizes = {n: parse_index(ast.parse(str(s), mode="eval").body) for n, s in ranges.items()}
    return expression(text, system.arrays.values(), sizes, system.functions, system.parameters)
