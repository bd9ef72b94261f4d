"""Any number of steps of gradient descent as one system: the network, its derivatives and the step, over time."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from nnmath.calculus.differentiate import gradient
from nnmath.notation import Index, System, define
from nnmath.notation.arrays import Array, Axis, Read
from nnmath.notation.system import Statement

CLOCK = define("clock(unused; T: int >= 0, lr: real) -> out", "out = lr*unused")


def descent(network: System, weights: str, alike: Sequence[int] = ()) -> System:
    """``w[0] = start_w``, ``w[t+1] = w[t] - lr*dC_dw[t]`` for ``t < T``, all arrays of the network at every time.

    The start lacks the axes of the weights that `alike` numbers: along them all weights begin equal.

    >>> from nnmath.ledger.equations import Inductive
    >>> s = descent(define("parabola(w) -> C", "C = w**2/2"), "w")
    >>> Inductive("w[t]", "(1 - lr)**t*start_w", "t", 0, "T", s, {}, ("w[0]",), ("w[t+1]", "dC_dw[t]")).decide().verdict
    'proved'
    """
    slopes = gradient(network)
    (cost,) = network.outputs
    given, slope = slopes[weights], slopes[f"d{cost.name}_d{weights}"]
    now, end = Index.name("t"), Index.name("T")
    timed = {a: _timed(a, end + 1) for a in (*slopes.writers, given)}
    statements = [
        replace(
            s,
            target=timed[s.target],
            index=(now, *s.index),
            axes=(Axis("t", end + 1), *s.axes),
            body=s.body.xreplace({r: Read(timed[r.array], (now, *r.index)) for r in s.reads if r.array in timed}),
        )
        for s in slopes.statements
    ]
    at = tuple(Index.name(a.name) for a in given.axes)
    kept = tuple(a for place, a in enumerate(given.axes) if place not in alike)
    start = Array(f"start_{given.name}", kept)
    path, during = timed[given], (Axis("t", end), *given.axes)
    lr = CLOCK.parameters[1].array.scalar
    statements += [
        Statement(path, (Index.of(0), *at), given.axes, Read(start, tuple(Index.name(a.name) for a in kept))),
        Statement(path, (now + 1, *at), during, Read(path, (now, *at)) - lr * Read(timed[slope], (now, *at))),
    ]
    return replace(
        slopes,
        name=f"descent of {network.name}",
        inputs=tuple(start if a == given else a for a in slopes.inputs),
        outputs=(path,),
        statements=tuple(statements),
        parameters=(*slopes.parameters, *CLOCK.parameters),
    )


def _timed(array: Array, steps: Index) -> Array:
    return replace(array, axes=(Axis("t", steps), *array.axes))
