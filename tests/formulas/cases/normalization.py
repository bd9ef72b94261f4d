"""Calls of the normalization chapter."""


def batch_norm(m):
    for label, shape in [("sequences", (3, 2, 4)), ("matrix", (5, 3)), ("images", (2, 3, 4, 5))]:
        yield label, (3 + m.real(*shape), m.real(shape[1]), m.real(shape[1])), {"eps": 0.4}
    yield "default", (m.real(4, 3), m.real(3), m.real(3)), {}
    yield "ones", (m.real(1, 1), m.real(1), m.real(1)), {"eps": 0.4}
    yield "no channels", (m.real(3, 0, 2), m.real(0), m.real(0)), {"eps": 0.4}


CASES = {
    "batch_norm": batch_norm,
}
