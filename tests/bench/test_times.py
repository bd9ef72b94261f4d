"""Every formula's value and gradients under pytest-benchmark, beside NumPy by hand; no time is judged.

``pytest -n 0 tests/bench/test_times.py --benchmark-only`` times them; otherwise, on several workers, each runs once.
``python -m nnmath bench`` is what compares with other libraries, each in a process of its own.
"""

import numpy as np
import pytest

from nnmath.bench import by_hand, libraries
from nnmath.bench.cases import RECIPES, cells
from nnmath.bench.measure import TOLERANCES, difference

pytest.importorskip("pytest_benchmark", reason="pytest-benchmark is not installed")
CELLS = list(cells(list(RECIPES), ["cache"], ["float32"]))


@pytest.mark.parametrize("cell", CELLS, ids=lambda cell: cell.title)
def test_ours(benchmark, cell):
    benchmark.group = cell.key
    _, gradients = benchmark(libraries.prepare("nnmath", cell).parts["both"])
    assert all(np.isfinite(g).all() for g in flat(gradients))


@pytest.mark.parametrize("cell", [cell for cell in CELLS if cell.name in by_hand.CALLS], ids=lambda cell: cell.title)
def test_by_hand(benchmark, cell):
    ours, theirs = (libraries.prepare(library, cell) for library in ("nnmath", "numpy"))
    wanted, found = ours.results(), theirs.results()
    for kind in found:
        worst = [difference(np.asarray(a), np.asarray(b)) for a, b in zip(wanted[kind], found[kind], strict=True)]
        assert max(worst, default=0.0) <= TOLERANCES[cell.dtype], kind
    benchmark.group = cell.key
    benchmark(theirs.parts["both"])


def flat(values):
    if isinstance(values, tuple | list):
        return [array for value in values for array in flat(value)]
    return [] if values is None else [np.asarray(values)]
