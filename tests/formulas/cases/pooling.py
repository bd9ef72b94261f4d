"""Calls of the pooling chapter."""


def max_pool2d(m):
    x = m.real(2, 3, 7, 6)
    yield "square", (x,), {"kernel_size": 2}
    yield "general", (x,), {"kernel_size": (3, 2), "stride": (2, 1), "padding": (1, 0), "dilation": (1, 2)}
    yield "ceil", (x,), {"kernel_size": 3, "stride": 2, "ceil_mode": True}
    yield "ceil padded", (m.real(1, 2, 5, 8),), {"kernel_size": 2, "stride": 3, "padding": 1, "ceil_mode": True}
    yield "overlapping", (x,), {"kernel_size": (3, 4), "stride": 1, "padding": (1, 2)}
    yield "one", (m.real(1, 1, 1, 1),), {"kernel_size": 1}
    yield "no rows", (m.real(0, 3, 7, 6),), {"kernel_size": 2}


CASES = {
    "max_pool2d": max_pool2d,
}
