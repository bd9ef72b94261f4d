"""Hypothesis strategies of calls."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import islice
from typing import Any

from nnmath.check.draw import Case, cases
from nnmath.check.exact import answerable


def case(
    name: str,
    dtype: Any = "float64",
    *,
    params: Mapping[str, Any] | None = None,
    variant: str | None = None,
) -> Any:
    """A strategy of calls of a formula; ``case.assert_matches(f(*case.args, **case.params))`` judges a result.

    >>> from hypothesis import given, settings
    >>> import nnmath as nm
    >>> from nnmath import check
    >>> @settings(max_examples=5, database=None, deadline=None)
    ... @given(check.strategies.case("linear", dtype="float32"))
    ... def test_linear(case):
    ...     case.assert_matches(nm.linear(*case.args, **case.params))
    >>> test_linear()
    """
    try:
        from hypothesis import strategies as st
    except ImportError as error:
        message = "check.strategies needs hypothesis: python -m pip install hypothesis"
        raise ImportError(message) from error
    import numpy as np

    kind = str(np.dtype(dtype))

    def drawn(place: tuple[int, int]) -> Case:
        seed, at = place
        return next(islice(cases(name, kind, seed, params, variant), at, None))

    found = st.tuples(st.integers(0, 999), st.integers(0, 12)).map(drawn)
    return found.filter(lambda c: answerable(c.name, c.args, c.params, c.ordinary))
