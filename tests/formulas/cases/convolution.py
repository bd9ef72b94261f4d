"""Calls of the convolution chapter."""


def conv1d(m):
    x, weight, bias = m.real(2, 4, 9), m.real(6, 2, 3), m.real(6)
    yield "general", (x, weight, bias), {"stride": 2, "padding": 1, "dilation": (3,), "groups": 2}
    yield "nobias", (m.real(2, 3, 7), m.real(4, 3, 2)), {}
    yield "same", (m.real(2, 3, 7), m.real(4, 3, 4)), {"padding": "same", "dilation": 3}
    yield "one example", (m.real(3, 7), m.real(4, 3, 2), m.real(4)), {"padding": 2, "stride": 3}
    yield "no rows", (m.real(0, 3, 5), m.real(4, 3, 2), m.real(4)), {}


def conv2d(m):
    x, weight, bias = m.real(2, 4, 6, 7), m.real(6, 2, 2, 3), m.real(6)
    yield "general", (x, weight, bias), {"stride": (2, 1), "padding": (1, 2), "dilation": (1, 2), "groups": 2}
    yield "plain", (m.real(2, 3, 5, 6), m.real(4, 3, 2, 3), m.real(4)), {}
    yield "nobias", (m.real(2, 3, 5, 6), m.real(4, 3, 2, 3)), {"stride": 3, "padding": 1}
    yield "same", (m.real(2, 3, 5, 6), m.real(4, 3, 2, 4)), {"padding": "same", "dilation": (2, 1)}
    yield "valid", (m.real(1, 1, 4, 3), m.real(2, 1, 4, 2), m.real(2)), {"padding": "valid"}
    yield "depthwise", (m.real(2, 3, 5, 4), m.real(6, 1, 3, 2), m.real(6)), {"groups": 3, "padding": 1, "stride": 2}
    yield "wide padding", (m.real(1, 1, 1, 2), m.real(1, 1, 2, 2)), {"padding": (3, 4), "stride": (3, 2)}
    yield "one example", (m.real(3, 5, 6), m.real(4, 3, 2, 3), m.real(4)), {"padding": (0, 1)}
    yield "ones", (m.real(1, 1, 1, 1), m.real(1, 1, 1, 1), m.real(1)), {}
    yield "no rows", (m.real(0, 3, 5, 6), m.real(4, 3, 2, 3), m.real(4)), {}
    yield "no channels", (m.real(2, 0, 5, 6), m.real(4, 0, 2, 3), m.real(4)), {}
    yield "no results", (m.real(2, 3, 5, 6), m.real(0, 3, 2, 3), m.real(0)), {}


def conv3d(m):
    x, weight, bias = m.real(2, 4, 4, 5, 3), m.real(6, 2, 2, 3, 1), m.real(6)
    yield "general", (x, weight, bias), {"stride": (2, 1, 3), "padding": (0, 1, 2), "dilation": (3, 2, 1), "groups": 2}
    yield "nobias", (m.real(1, 2, 3, 4, 5), m.real(3, 2, 2, 1, 3)), {"padding": "same", "dilation": (1, 3, 1)}
    yield "one example", (m.real(2, 3, 4, 5), m.real(3, 2, 2, 1, 4), m.real(3)), {"stride": (1, 3, 2), "padding": 1}
    yield "no rows", (m.real(0, 2, 3, 4, 5), m.real(3, 2, 2, 1, 3), m.real(3)), {}


def conv_transpose1d(m):
    x, weight, bias = m.real(2, 4, 5), m.real(4, 3, 3), m.real(6)
    options = {"stride": 3, "padding": 1, "output_padding": 2, "groups": 2, "dilation": 2}
    yield "general", (x, weight, bias), options
    yield "nobias", (m.real(2, 3, 5), m.real(3, 4, 2)), {}
    yield "dilated", (m.real(2, 3, 4), m.real(3, 2, 3)), {"stride": 2, "output_padding": 2, "dilation": 3}
    yield "gaps", (m.real(2, 3, 4), m.real(3, 2, 2), m.real(2)), {"stride": 4, "padding": 0, "output_padding": 3}
    yield "one example", (m.real(3, 5), m.real(3, 4, 2), m.real(4)), {"stride": 2, "padding": 1}
    yield "no rows", (m.real(0, 3, 5), m.real(3, 4, 2), m.real(4)), {}


def conv_transpose2d(m):
    x, weight, bias = m.real(2, 4, 3, 5), m.real(4, 3, 2, 3), m.real(6)
    options = {"stride": (3, 1), "padding": (1, 2), "output_padding": (2, 1), "groups": 2, "dilation": (1, 2)}
    yield "general", (x, weight, bias), options
    yield "plain", (m.real(2, 3, 4, 5), m.real(3, 4, 2, 3), m.real(4)), {}
    yield "nobias", (m.real(2, 3, 4, 5), m.real(3, 4, 3, 2)), {"padding": (2, 1), "dilation": (2, 3)}
    yield "strided", (m.real(2, 3, 4, 5), m.real(3, 2, 3, 2), m.real(2)), {"stride": 2, "padding": 1}
    yield "depthwise", (m.real(2, 3, 4, 5), m.real(3, 1, 3, 2), m.real(3)), {"groups": 3, "stride": (2, 3)}
    yield "one example", (m.real(3, 4, 5), m.real(3, 4, 2, 3), m.real(4)), {"output_padding": (1, 0), "stride": 2}
    yield "ones", (m.real(1, 1, 1, 1), m.real(1, 1, 1, 1), m.real(1)), {}
    yield "no rows", (m.real(0, 3, 4, 5), m.real(3, 4, 2, 3), m.real(4)), {}
    yield "no channels", (m.real(2, 0, 4, 5), m.real(0, 4, 2, 3), m.real(4)), {}
    yield "no results", (m.real(2, 3, 4, 5), m.real(3, 0, 2, 3), m.real(0)), {}


def conv_transpose3d(m):
    x, weight, bias = m.real(2, 4, 2, 3, 1), m.real(4, 3, 2, 1, 3), m.real(6)
    options = {"stride": (2, 1, 3), "padding": (1, 0, 2), "output_padding": (1, 0, 2), "dilation": (3, 2, 1)}
    yield "general", (x, weight, bias), options | {"groups": 2}
    yield "nobias", (m.real(1, 2, 3, 2, 4), m.real(2, 3, 2, 3, 1)), {"stride": (1, 2, 3)}
    yield "one example", (m.real(2, 3, 2, 4), m.real(2, 3, 2, 3, 1), m.real(3)), {"padding": (1, 0, 0)}
    yield "no rows", (m.real(0, 2, 3, 2, 4), m.real(2, 3, 2, 3, 1), m.real(3)), {}


CASES = {
    "conv1d": conv1d,
    "conv2d": conv2d,
    "conv3d": conv3d,
    "conv_transpose1d": conv_transpose1d,
    "conv_transpose2d": conv_transpose2d,
    "conv_transpose3d": conv_transpose3d,
}
