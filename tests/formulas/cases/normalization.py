"""Calls of the normalization chapter."""

LAYOUTS = [("sequences", (3, 2, 4)), ("images", (2, 3, 4, 5))]


def channels(m, *shape):
    """x, then weight and bias."""
    return 3 + m.real(*shape), m.real(shape[1]), m.real(shape[1])


def batch_norm(m):
    for label, shape in [*LAYOUTS, ("matrix", (5, 3))]:
        yield label, channels(m, *shape), {"eps": 0.4}
    yield "default", channels(m, 4, 3), {}
    yield "ones", channels(m, 2, 1), {"eps": 0.4}
    yield "no channels", channels(m, 3, 0, 2), {"eps": 0.4}


def batch_norm_inference(m):
    for label, shape in [*LAYOUTS, ("matrix", (5, 3)), ("ones", (1, 1)), ("no channels", (3, 0)), ("no rows", (0, 3))]:
        x, *affine = channels(m, *shape)
        yield label, (x, m.real(shape[1]), m.positive(shape[1]), *affine), {"eps": 0.4}
    yield "default", (m.real(4, 3), m.real(3), m.positive(3), m.real(3), m.real(3)), {}


def batch_norm_running(m):
    for label, shape in [*LAYOUTS, ("matrix", (5, 3)), ("two", (2, 3)), ("no channels", (3, 0, 2))]:
        yield label, (m.real(shape[1]), m.positive(shape[1]), 3 + m.real(*shape)), {"momentum": 0.3}
    yield "default", (m.real(3), m.positive(3), m.real(4, 3)), {}


TRAILING = [
    ("matrix", (3, 4), 1),
    ("one axis", (3, 2, 5), 1),
    ("two axes", (3, 2, 5), 2),
    ("all axes", (2, 3), 2),
    ("ones", (1, 1), 1),
    ("no rows", (0, 4), 1),
]


def trailing(m, affine):
    """`affine` counts weight and bias."""
    for label, shape, axes in TRAILING:
        last = shape[len(shape) - axes :]
        yield label, (3 + m.real(*shape), *(m.real(*last) for _ in range(affine))), {"eps": 0.4}
    yield "default", (m.real(3, 4), *(m.real(4) for _ in range(affine))), {}


def group_norm(m):
    for label, shape, count in [
        ("sequences", (3, 6, 4), 2),
        ("images", (2, 6, 3, 5), 3),
        ("matrix", (5, 6), 2),
        ("one group", (3, 4, 2), 1),
        ("single channels", (3, 4, 2), 4),
        ("no rows", (0, 4, 2), 2),
    ]:
        yield label, channels(m, *shape), {"num_groups": count, "eps": 0.4}
    yield "default", channels(m, 3, 4, 5), {"num_groups": 2}


def instance_norm(m):
    for label, shape in [*LAYOUTS, ("ones", (1, 1, 2)), ("no channels", (3, 0, 2)), ("no rows", (0, 3, 2))]:
        yield label, channels(m, *shape), {"eps": 0.4}
    yield "default", channels(m, 4, 3, 5), {}


CASES = {
    "batch_norm": batch_norm,
    "batch_norm_inference": batch_norm_inference,
    "batch_norm_running": batch_norm_running,
    "layer_norm": lambda m: trailing(m, 2),
    "rms_norm": lambda m: trailing(m, 1),
    "group_norm": group_norm,
    "instance_norm": instance_norm,
}
