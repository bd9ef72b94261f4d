"""Several systems as one, for statements that speak of more than one derivative."""

from __future__ import annotations

from dataclasses import replace

from nnmath.notation import System


def together(name: str, first: System, *others: System) -> System:
    """What all of them define; what they share stands once.

    >>> from nnmath.calculus.differentiate import gradient, tangent
    >>> from nnmath.notation import define
    >>> cost = define("cost(x[N]) -> C", "C = sum[i](x[i]**2)")
    >>> [a.name for a in together("both", tangent(cost), gradient(cost)).outputs]
    ['dot_C', 'dC_dx']
    """
    systems = (first, *others)
    return replace(
        first,
        name=name,
        inputs=tuple(dict.fromkeys(a for s in systems for a in s.inputs)),
        outputs=tuple(dict.fromkeys(a for s in systems for a in s.outputs)),
        statements=tuple(dict.fromkeys(line for s in systems for line in s.statements)),
        equations=(),
    )
