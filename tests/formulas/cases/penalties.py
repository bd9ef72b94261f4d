"""Calls of the penalties chapter."""

SHAPES = [("vector", (7,)), ("tensor", (2, 5, 3)), ("number", ()), ("empty", (4, 0, 3))]


def one(**params):
    def make(m):
        for label, shape in SHAPES:
            yield label, (m.real(*shape),), params

    return make


def p_norm(m):
    for p in (0.6, 1, 1.7, 2, 3.5):
        yield f"p {p}", (m.real(3, 4),), {"p": p}
    for label, shape in SHAPES:
        yield label, (m.real(*shape),), {"p": 2.3}


def p_metric(m):
    for label, shape in SHAPES:
        yield label, (m.real(*shape), m.real(*shape)), {"p": 0.7}
    yield "largest p", (m.real(5), m.real(5)), {"p": 1.0}


def clip_grad_norm(m):
    yield "clipped", (m.real(3, 4),), {"max_norm": 0.7}
    yield "left alone", (m.real(3, 4),), {"max_norm": 70.0}
    yield "large", (m.real(5) * 37,), {"max_norm": 0.7}
    yield "number", (m.real(),), {"max_norm": 1e-3}
    yield "empty", (m.real(0),), {"max_norm": 0.7}


CASES = {
    "l1_penalty": one(gamma=0.3),
    "l2_penalty": one(gamma=0.3),
    "p_norm": p_norm,
    "p_metric": p_metric,
    "clip_grad_norm": clip_grad_norm,
    "clip_grad_value": one(clip_value=0.6),
}
