"""`conv_output_size` counts the windows that fit, and is the size that the formulas give."""

import itertools

import numpy as np
import pytest

import nnmath as nm

GRID = list(itertools.product(range(9), range(1, 5), range(1, 4), range(4), range(1, 4)))


def fitting(i, k, s, p, d):
    return len([start for start in range(0, i + p, s) if start + d * (k - 1) < i + p])


def test_is_the_number_of_windows_that_fit():
    for i, k, s, p, d in GRID:
        if fitting(i, k, s, p, d):
            assert nm.conv_output_size(i, k, s, p, d) == fitting(i, k, s, p, d), (i, k, s, p, d)
        else:
            with pytest.raises(ValueError, match="the kernel spans"):
                nm.conv_output_size(i, k, s, p, d)


@pytest.mark.parametrize("ceil_mode", [False, True])
def test_is_the_size_that_pooling_gives(ceil_mode):
    for i, k, s, p, d in GRID:
        if i and d * (k - 1) < i + 2 * p and 2 * p <= k and (d == 1 or not p):
            y = nm.max_pool1d(np.zeros((1, i)), k, s, p, d, ceil_mode)
            assert nm.conv_output_size(i, k, s, 2 * p, d, ceil_mode) == y.shape[-1], (i, k, s, p, d)


def test_is_undone_by_the_transposed_convolution():
    for i, k, s, p, d in GRID:
        if i and k <= i and (i - 1) * s - 2 * p + d * (k - 1) >= 0:
            y = nm.conv_transpose1d(np.zeros((1, i)), np.zeros((1, 1, k)), stride=s, padding=p, dilation=d)
            assert nm.conv_output_size(y.shape[-1], k, s, 2 * p, d) == i, (i, k, s, p, d)


@pytest.mark.parametrize(
    ("arguments", "error", "said"),
    [
        ((-1, 2), ValueError, "i must be an integer >= 0, got -1"),
        ((5, 0), ValueError, "k must be an integer >= 1, got 0"),
        ((5, 2, 0), ValueError, "s must be an integer >= 1, got 0"),
        ((5, 2, 1, -2), ValueError, "p must be an integer >= 0, got -2"),
        ((5, 2, 1, 0, 0), ValueError, "d must be an integer >= 1, got 0"),
        ((5.0, 2), TypeError, "i must be an integer >= 0, got 5.0"),
        ((5, 2, 1, 0, 1, 1), TypeError, "ceil_mode must be True or False, got 1"),
        ((5, 4, 1, 0, 2), ValueError, "the kernel spans d*(k - 1) + 1 = 7, but the padded input has only 5"),
    ],
)
def test_refuses(arguments, error, said):
    with pytest.raises(error) as refused:
        nm.conv_output_size(*arguments)
    assert str(refused.value) == said
