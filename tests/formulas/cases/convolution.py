"""Calls of the convolution chapter."""


def conv2d(m):
    x, weight, bias = m.real(2, 4, 6, 7), m.real(6, 2, 2, 3), m.real(6)
    yield "general", (x, weight, bias), {"stride": (2, 1), "padding": (1, 2), "dilation": (1, 2), "groups": 2}
    yield "plain", (m.real(2, 3, 5, 6), m.real(4, 3, 2, 3), m.real(4)), {}
    yield "nobias", (m.real(2, 3, 5, 6), m.real(4, 3, 2, 3)), {"stride": 3, "padding": 1}
    yield "same", (m.real(2, 3, 5, 6), m.real(4, 3, 2, 4)), {"padding": "same", "dilation": (2, 1)}
    yield "valid", (m.real(1, 1, 4, 3), m.real(2, 1, 4, 2), m.real(2)), {"padding": "valid"}
    yield "depthwise", (m.real(2, 3, 5, 4), m.real(6, 1, 3, 2), m.real(6)), {"groups": 3, "padding": 1, "stride": 2}
    yield "wide padding", (m.real(1, 1, 1, 2), m.real(1, 1, 2, 2)), {"padding": (3, 4), "stride": (3, 2)}
    yield "ones", (m.real(1, 1, 1, 1), m.real(1, 1, 1, 1), m.real(1)), {}
    yield "no rows", (m.real(0, 3, 5, 6), m.real(4, 3, 2, 3), m.real(4)), {}
    yield "no channels", (m.real(2, 0, 5, 6), m.real(4, 0, 2, 3), m.real(4)), {}
    yield "no results", (m.real(2, 3, 5, 6), m.real(0, 3, 2, 3), m.real(0)), {}


CASES = {
    "conv2d": conv2d,
}
