"""Calls of what works along one axis."""


def along_dim(m):
    yield "matrix", (m.real(3, 4),), {}
    yield "first", (m.real(3, 2, 4),), {"dim": 0}
    yield "middle", (m.real(3, 2, 4),), {"dim": -2}
    yield "one", (m.real(3, 1),), {}
    yield "no rows", (m.real(0, 4),), {}


def glu(m):
    yield "matrix", (m.real(3, 8),), {}
    yield "first", (m.real(6, 2, 5),), {"dim": 0}
    yield "middle", (m.real(3, 4, 5),), {"dim": -2}
    yield "vector", (m.real(2),), {}
    yield "no rows", (m.real(0, 4),), {}
    yield "no columns", (m.real(3, 0),), {}


CASES = {
    "softmax": along_dim,
    "log_softmax": along_dim,
    "glu": glu,
}
