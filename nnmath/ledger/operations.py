"""How many multiplications equations cost, counted from their statements, as polynomials in the sizes.

Stored, every entry is computed once. Recomputed, an entry is computed anew wherever it is read. The
values of functions, such as the slopes of an activation, are taken as given in both.
"""

from __future__ import annotations

import sympy

from nnmath.notation import Index, System
from nnmath.notation.arrays import Read
from nnmath.notation.system import Statement


def products(expression: sympy.Expr) -> int:
    """The multiplications that a scalar expression is written with; a sign is none.

    >>> x, y = sympy.symbols("x y")
    >>> products(-x*y + x**3)
    3
    """
    inner = sum(products(a) for a in expression.args)
    if isinstance(expression, sympy.Mul):
        return inner + len([a for a in expression.args if a != -1]) - 1
    if isinstance(expression, sympy.Pow) and expression.exp.is_Integer and expression.exp > 1:
        return inner + int(expression.exp) - 1
    return inner


def _terms(statement: Statement, reduced: bool) -> Index:
    """How many terms a statement adds up: in each entry, or in all entries together."""
    if statement.guards or statement.op != "sum":
        raise ValueError(f"only sums without guards are counted, not {statement}")
    total = Index.of(1)
    for axis in statement.reduced if reduced else statement.axes:
        total = total * axis.size
    return total


def stored(system: System, *names: str) -> str:
    """The multiplications for all entries of these arrays, each computed once.

    >>> from nnmath.notation import define
    >>> stored(define("layer(x[I], w[O, I]) -> y", "y[o] = sum[i](w[o,i]*x[i])"), "y")
    'I*O'
    """
    total = Index({})
    for name in names:
        for s in system.writers[system[name]]:
            total = total + _terms(s, reduced=False) * products(s.body)
    return str(total)


def entry(system: System, name: str, read: str = "") -> tuple[str, str]:
    """For one entry of an array: its multiplications, and how often it reads entries of another array.

    Statements that add nothing to a general entry, those at a fixed place, are left out.
    """
    cost, reads = Index({}), Index({})
    for s in system.writers[system[name]]:
        if s.index and all(i.constant is None and not i.names <= set(system.size_names) for i in s.index):
            terms = _terms(s, reduced=True)
            cost = cost + terms * products(s.body)
            reads = reads + terms * sum(1 for r in s.body.atoms(Read) if r.array.name == read)
    return str(cost), str(reads)
