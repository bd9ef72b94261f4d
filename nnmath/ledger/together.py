"""Several systems as one, for statements that speak of more than one derivative."""

from __future__ import annotations

from dataclasses import replace

from nnmath.notation import System
from nnmath.notation.arrays import Array, Read
from nnmath.notation.system import Statement


def together(name: str, first: System, *others: System) -> System:
    """What all of them define; what they share, by name, stands once.

    What one of them computes is no input of the whole. Two that compute the same array must do so
    by the same statements.

    >>> from nnmath.calculus.differentiate import gradient, tangent
    >>> from nnmath.notation import define
    >>> cost = define("cost(x[N]) -> C", "C = sum[i](x[i]**2)")
    >>> [a.name for a in together("both", tangent(cost), gradient(cost)).outputs]
    ['dot_C', 'dC_dx']
    """
    known: dict[str, Array] = {}
    writers: dict[Array, set[Statement]] = {}
    statements: dict[Statement, None] = {}
    for system in (first, *others):
        for array in system.arrays.values():
            same = known.setdefault(array.name, array)
            if [a.size for a in same.axes] != [a.size for a in array.axes]:
                raise ValueError(f"{array} of {system.name} is {same} elsewhere")
        lines = [_over(known, s) for s in system.statements]
        for target in {s.target for s in lines}:
            own = {s for s in lines if s.target == target}
            if writers.setdefault(target, own) != own:
                raise ValueError(f"{target} is computed in two ways")
        statements |= dict.fromkeys(lines)
    inputs = dict.fromkeys(known[a.name] for s in (first, *others) for a in s.inputs)
    return replace(
        first,
        name=name,
        inputs=tuple(a for a in inputs if a not in writers),
        outputs=tuple(dict.fromkeys(known[a.name] for s in (first, *others) for a in s.outputs)),
        statements=tuple(statements),
        equations=(),
    )


def _over(known: dict[str, Array], statement: Statement) -> Statement:
    """A statement over these arrays."""
    reads = {r: Read(known[r.array.name], r.index) for r in statement.reads if r.array.name in known}
    target = known.get(statement.target.name, statement.target)
    return replace(statement, target=target, body=statement.body.xreplace(reads))
