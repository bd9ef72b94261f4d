"""Calls of the pooling chapter."""


def max_pool1d(m):
    yield "general", (m.real(2, 3, 9),), {"kernel_size": 3, "stride": 2, "padding": 1, "dilation": (2,)}
    yield "ceil", (m.real(2, 3, 8),), {"kernel_size": 3, "stride": 2, "ceil_mode": True}
    yield "one example", (m.real(3, 7),), {"kernel_size": 2}
    yield "no rows", (m.real(0, 3, 7),), {"kernel_size": 2}


def max_pool2d(m):
    x = m.real(2, 3, 7, 6)
    yield "square", (x,), {"kernel_size": 2}
    yield "general", (x,), {"kernel_size": (3, 2), "stride": (2, 1), "padding": (1, 0), "dilation": (1, 2)}
    yield "ceil", (x,), {"kernel_size": 3, "stride": 2, "ceil_mode": True}
    yield "ceil padded", (m.real(1, 2, 5, 8),), {"kernel_size": 2, "stride": 3, "padding": 1, "ceil_mode": True}
    yield "overlapping", (x,), {"kernel_size": (3, 4), "stride": 1, "padding": (1, 2)}
    yield "one example", (m.real(3, 7, 6),), {"kernel_size": (2, 3), "ceil_mode": True}
    yield "one", (m.real(1, 1, 1, 1),), {"kernel_size": 1}
    yield "no rows", (m.real(0, 3, 7, 6),), {"kernel_size": 2}


def max_pool3d(m):
    options = {"kernel_size": (3, 2, 1), "stride": (1, 2, 3), "padding": (1, 1, 0), "dilation": (1, 2, 1)}
    yield "general", (m.real(2, 3, 3, 4, 5),), options
    yield "ceil", (m.real(1, 2, 4, 3, 5),), {"kernel_size": (3, 2, 2), "stride": 2, "ceil_mode": True}
    yield "one example", (m.real(2, 3, 4, 5),), {"kernel_size": (1, 2, 3)}


def avg_pool1d(m):
    yield "general", (m.real(2, 3, 8),), {"kernel_size": 4, "stride": 3, "padding": 2}
    yield "excluded", (m.real(2, 3, 8),), {"kernel_size": 4, "stride": 3, "padding": 2, "count_include_pad": False}
    yield "ceil", (m.real(2, 3, 9),), {"kernel_size": 4, "stride": 3, "padding": 1, "ceil_mode": True}
    yield "one example", (m.real(3, 7),), {"kernel_size": 2}
    yield "no rows", (m.real(0, 3, 7),), {"kernel_size": 2}


def avg_pool2d(m):
    x = m.real(2, 3, 7, 6)
    general = {"kernel_size": (4, 2), "stride": (3, 1), "padding": (2, 1)}
    yield "general", (x,), general
    yield "excluded", (x,), general | {"count_include_pad": False}
    yield "ceil", (m.real(2, 3, 8, 6),), general | {"ceil_mode": True, "stride": (3, 4)}
    excluded = {"ceil_mode": True, "stride": (3, 4), "count_include_pad": False}
    yield "ceil excluded", (m.real(2, 3, 8, 6),), general | excluded
    yield "square", (x,), {"kernel_size": 2}
    yield "one example", (m.real(3, 7, 6),), {"kernel_size": (2, 3), "ceil_mode": True}
    yield "one", (m.real(1, 1, 1, 1),), {"kernel_size": 1}
    yield "no rows", (m.real(0, 3, 7, 6),), {"kernel_size": 2}


def avg_pool3d(m):
    options = {"kernel_size": (3, 2, 1), "stride": (1, 2, 3), "padding": (1, 1, 0)}
    yield "general", (m.real(2, 3, 3, 4, 5),), options
    excluded = {"kernel_size": (3, 2, 2), "stride": 2, "padding": (0, 1, 0), "count_include_pad": False}
    yield "ceil", (m.real(1, 2, 4, 3, 5),), excluded | {"ceil_mode": True}
    yield "one example", (m.real(2, 3, 4, 5),), {"kernel_size": (1, 2, 3)}


def lp_pool1d(m):
    yield "general", (m.positive(2, 3, 9),), {"norm_type": 3, "kernel_size": 4, "stride": 2}
    yield "ceil", (m.positive(2, 3, 9),), {"norm_type": 1.5, "kernel_size": 4, "stride": 2, "ceil_mode": True}
    yield "signed", (m.real(2, 3, 9),), {"norm_type": 2, "kernel_size": 2}
    yield "sum", (m.real(2, 3, 9),), {"norm_type": 1, "kernel_size": 3}
    yield "one example", (m.positive(3, 7),), {"norm_type": 0.7, "kernel_size": 2}


def lp_pool2d(m):
    yield "general", (m.positive(2, 3, 7, 6),), {"norm_type": 3, "kernel_size": (2, 4), "stride": (3, 1)}
    options = {"norm_type": 1.5, "kernel_size": (2, 3), "stride": (3, 2), "ceil_mode": True}
    yield "ceil", (m.positive(2, 3, 7, 6),), options
    yield "signed", (m.real(2, 3, 7, 6),), {"norm_type": 2.0, "kernel_size": 2}
    yield "one example", (m.positive(3, 7, 6),), {"norm_type": 4, "kernel_size": (2, 3)}
    yield "no rows", (m.positive(0, 3, 7, 6),), {"norm_type": 3, "kernel_size": 2}


def overall(m):
    yield "images", (m.real(2, 3, 4, 5),), {}
    yield "sequences", (m.real(2, 3, 7),), {}
    yield "volumes", (m.real(3, 2, 4, 1, 5),), {}
    yield "no rows", (m.real(0, 3, 4),), {}


CASES = {
    "max_pool1d": max_pool1d,
    "max_pool2d": max_pool2d,
    "max_pool3d": max_pool3d,
    "avg_pool1d": avg_pool1d,
    "avg_pool2d": avg_pool2d,
    "avg_pool3d": avg_pool3d,
    "lp_pool1d": lp_pool1d,
    "lp_pool2d": lp_pool2d,
    "global_avg_pool": overall,
    "global_max_pool": overall,
}
