"""What poolings and convolutions promise at the edges: ties, zeros, gradients of ones, refusals."""

import numpy as np
import pytest

import nnmath as nm


def gradient(formula, x, *args, **params):
    y, pullback = formula.vjp(x, *args, **params)
    return pullback(np.ones_like(y)).x


@pytest.mark.parametrize("norm_type", [2, 2.5, 4])
def test_a_window_of_zeros_has_gradient_zero(norm_type):
    x = np.array([[0.0, 0.0, 3.0, 0.0]])
    np.testing.assert_allclose(gradient(nm.lp_pool1d, x, norm_type, 2), [[0, 0, 1, 0]], rtol=1e-15)
    assert nm.lp_pool1d(x, norm_type, 2)[0, 0] == 0


def test_norm_type_one_is_the_sum_at_zero_too():
    x = np.array([[1.0, -1.0, 0.0, 0.0]])
    assert nm.lp_pool1d(x, 1, 2).tolist() == [[0, 0]]
    assert gradient(nm.lp_pool1d, x, 1, 2).tolist() == [[1, 1, 1, 1]]


def test_a_partial_window_counts_as_a_full_one_in_ceil_mode():
    x = np.array([[3.0, 4.0, 5.0]])
    np.testing.assert_allclose(nm.lp_pool1d(x, 2, 2, ceil_mode=True), [[5, np.sqrt(50)]], rtol=1e-15)


def test_the_count_of_a_mean():
    """Padding counts or not; what sticks out of it never does."""
    x = np.ones((1, 4))
    options = {"kernel_size": 4, "stride": 3, "padding": 1, "ceil_mode": True}
    assert nm.avg_pool1d(x, **options).tolist() == [[3 / 4, 2 / 3]]
    assert nm.avg_pool1d(x, count_include_pad=False, **options).tolist() == [[1, 1]]


def test_a_maximum_of_nan_is_nan():
    assert np.isnan(nm.max_pool1d(np.array([[np.nan, 1.0, 2.0, 3.0]]), 2)).tolist() == [[True, False]]


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_one_example_is_a_batch_of_one(axes):
    rng = np.random.default_rng(axes)
    x, weight = rng.normal(size=(2, *(4, 5, 6)[:axes])), rng.normal(size=(2, 2, *(2, 3, 1)[:axes]))
    for name in ("conv", "conv_transpose"):
        f = nm.formula(f"{name}{axes}d")
        one, many = f.vjp(x, weight), f.vjp(x[None], weight)
        assert (one[0] == many[0][0]).all()
        bar = rng.normal(size=one[0].shape)
        assert (one[1](bar).x == many[1](bar[None]).x[0]).all()
        assert (one[1](bar).weight == many[1](bar[None]).weight).all()


@pytest.mark.parametrize("axes", [1, 2, 3])
def test_transposed_convolution_is_the_adjoint(axes):
    rng = np.random.default_rng(axes)
    options = {"stride": 2, "padding": 1, "groups": 2, "dilation": 3}
    x, weight = rng.normal(size=(2, 4, *(9, 8, 10)[:axes])), rng.normal(size=(6, 2, *(3, 2, 1)[:axes]))
    y, pullback = nm.formula(f"conv{axes}d").vjp(x, weight, **options)
    bar = rng.normal(size=y.shape)
    smallest = nm.formula(f"conv_transpose{axes}d")(bar, weight, **options).shape
    extra = tuple(a - b for a, b in zip(x.shape[2:], smallest[2:], strict=True))
    spread = nm.formula(f"conv_transpose{axes}d")(bar, weight, output_padding=extra, **options)
    np.testing.assert_allclose(spread, pullback(bar).x, rtol=1e-12, atol=1e-12)


X, W = np.ones((2, 4, 5)), np.ones((4, 2, 3))


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (lambda: nm.conv_transpose1d(X, np.ones((3, 2, 3))), r"weight must be \(C, K/groups, R\) = \(4, \*, \*\)"),
        (lambda: nm.conv_transpose1d(X, W, np.ones(3)), r"bias must be \(G\*K,\) = \(2,\), got \(3,\)"),
        (lambda: nm.conv_transpose1d(X, W, output_padding=1), "output_padding must be less than stride"),
        (lambda: nm.conv_transpose1d(X, W, groups=3), "groups must divide the channels of x, 4, got 3"),
        (lambda: nm.conv_transpose1d(X[:, :, :1], W, padding=3), "at least one entry along axis -1"),
        (lambda: nm.conv1d(X, np.ones((3, 3, 2))), r"weight must be \(K, C/groups, R\) = \(\*, 4, \*\)"),
        (lambda: nm.conv2d(X[0, 0], W), r"x must be \(N, C, H, W\) or \(C, H, W\)"),
        (lambda: nm.conv1d(X, np.ones((3, 4, 7))), "the kernel spans .* = 7 along axis -1"),
        (lambda: nm.avg_pool1d(X, 2, padding=2), "padding must be at most half of kernel_size"),
        (lambda: nm.avg_pool1d(X, 2, stride=(1, 2)), "stride must be an integer >= 1 or a tuple of one"),
        (lambda: nm.max_pool1d(X[:, :, :1], 2, 1, 1, 2), "every window must hold an entry of x"),
        (lambda: nm.lp_pool1d(X, -1, 2), "norm_type must be a finite number > 0"),
        (lambda: nm.global_avg_pool(X[0]), r"x must be \(N, C, ...\) with at least one axis more"),
        (lambda: nm.global_max_pool(X[:, :, :0]), "at least one entry along each axis"),
    ],
)
def test_refuses(call, said):
    with pytest.raises(ValueError, match=said):
        call()
