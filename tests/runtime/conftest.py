"""Both ways to compute, that of processors on which NumPy's functions are fast and that of all others."""

from contextlib import nullcontext

import pytest

from nnmath.runtime.vectors import in_vectors, the_other_way


@pytest.fixture(scope="module", params=["in_vectors", "by_sums_and_products"])
def way(request):
    wanted = request.param == "in_vectors"
    with nullcontext() if in_vectors() == wanted else the_other_way():
        yield request.param
