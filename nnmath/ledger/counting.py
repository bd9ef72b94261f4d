"""How many numbers a system has: sizes of arrays as integer polynomials, for statements about counts."""

from __future__ import annotations

from collections.abc import Sequence

from nnmath.notation import Index, System


def entries_of(system: System, arrays: Sequence[str]) -> str:
    """The number of entries of these arrays together, as a polynomial in the sizes.

    >>> from nnmath.notation import define
    >>> layer = define("layer(x[I], weight[O, I], bias[O]) -> y", "y[o] = sum[i](weight[o,i]*x[i]) + bias[o]")
    >>> entries_of(layer, ("weight", "bias"))
    'I*O + O'
    """
    total = Index({})
    for name in arrays:
        count = Index.of(1)
        for axis in system[name].axes:
            count = count * axis.size
        total = total + count
    return str(total)
