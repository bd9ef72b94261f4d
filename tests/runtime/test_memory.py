"""Memory beside inputs and results, as docs/performance.md states it; NumPy tells tracemalloc of every array."""

import math
import tracemalloc

import cases
import numpy as np
import pytest

import nnmath as nm
from nnmath.formulas import load

MIB = 1 << 20
ELEMENTWISE = [name for name, d in load().items() if d.elementwise]
JOINT = ("gelu", "logsigmoid", "mish", "sigmoid", "silu", "softplus", "softsign")
WINDOWS = {1: (61,), 2: (31, 23), 3: (13, 11, 9)}


@pytest.fixture(autouse=True)
def _threads():
    before, cached = nm.get_num_threads(), nm.get_cached_memory()
    nm.set_num_threads(2)
    nm.set_cached_memory(0)  # tracemalloc sees what NumPy allocates
    yield
    nm.set_num_threads(before)
    nm.set_cached_memory(cached)


def held(values):
    return sum(np.asarray(v).nbytes for v in values if v is not None)


def peak(call):
    """What a call returns, and the bytes beyond it that were held at once, beside what was held before."""
    tracemalloc.reset_peak()
    before = tracemalloc.get_traced_memory()[0]
    found = call()
    arrays = found if isinstance(found, tuple) else (found,)
    return found, tracemalloc.get_traced_memory()[1] - before - held(a for a in arrays if isinstance(a, np.ndarray))


def scratch(name, arrays, params, early=0):
    """Bytes of scratch of the value, of the value of a vjp (what its pullback needs included), and of the pullback.

    `early` are bytes of gradients that are allocated with the value: the derivative waits in them.
    """
    formula = nm.formula(name)
    formula.vjp(*arrays, **params)[1](*[None] * len(outputs(formula, arrays, params)))
    tracemalloc.start()
    try:
        value, first = peak(lambda: formula(*arrays, **params))
        (value, pullback), second = peak(lambda: formula.vjp(*arrays, **params))
        values = value if isinstance(value, tuple) else (value,)
        second -= held(values) + early
        bars = [np.ones_like(v) for v in values]
        _, third = peak(lambda: tuple(pullback(*bars)))
    finally:
        tracemalloc.stop()
    return first, second, third + early


def outputs(formula, arrays, params):
    value = formula(*arrays, **params)
    return value if isinstance(value, tuple) else (value,)


@pytest.mark.parametrize("count", [1 << 21, 1 << 23])
@pytest.mark.parametrize("name", ELEMENTWISE)
def test_elementwise_formulas_need_at_most_8_mib(name, count):
    case = next(c for c in cases.cases(name) if not any(isinstance(a, list) for a in c.arrays))
    shape, rng = case.arrays[0].shape, np.random.default_rng(5)
    wide = (count,) if len(shape) == 1 else (count // (16 * shape[1]), shape[1], 16)
    arrays = [
        rng.standard_normal(wide, np.float32),
        *(np.resize(a, wide) if a.shape == shape else a for a in case.arrays[1:]),
    ]
    arrays = [a.astype(np.float32) if a.dtype == np.float64 else a for a in arrays]
    early = arrays[0].nbytes if name in JOINT else 0
    assert max(scratch(name, arrays, case.params, early)) <= 8 * MIB


@pytest.mark.parametrize("count", [1 << 21, 1 << 23])
def test_so_does_prelu_with_one_weight_for_all(count):
    x = np.random.default_rng(5).standard_normal(count, np.float32)
    assert max(scratch("prelu", [x, np.float32([0.3])], {})) <= 8 * MIB


@pytest.mark.parametrize("steps", [20, 60])
@pytest.mark.parametrize(
    ("name", "gates", "states"), [("rnn", 1, 1), ("gru", 3, 1), ("lstm", 4, 2), ("lstm_peephole", 4, 2)]
)
def test_recurrent_layers_need_gates_and_states_of_all_steps(name, gates, states, steps):
    batch, inputs, hidden = 8, 24, 64
    rng = np.random.default_rng(6)
    arrays = [
        rng.standard_normal((steps, batch, inputs)),
        *(rng.standard_normal((batch, hidden)) for _ in range(states)),
    ]
    arrays += [rng.standard_normal((gates * hidden, inputs)) / 8, rng.standard_normal((gates * hidden, hidden)) / 8]
    arrays += [rng.standard_normal(gates * hidden)] * 2
    arrays += [rng.standard_normal((3, hidden))] * (name == "lstm_peephole")
    weights = gates * hidden * (inputs + hidden + 2)
    history = steps * batch * hidden
    first, second, third = scratch(name, arrays, {})
    for found, histories in (
        (first, gates + states + 1),
        (second, 2 * gates + states + 2),
        (third, gates + states + 1),
    ):
        assert found <= 8 * (histories * history + 2 * weights + 16 * batch * hidden * gates) + MIB // 8


@pytest.mark.parametrize("batch", [2, 8])
@pytest.mark.parametrize("stride", [1, 2])
@pytest.mark.parametrize("transposed", [False, True])
@pytest.mark.parametrize("count", [1, 2, 3])
def test_convolutions_need_the_columns_of_one_image(count, transposed, stride, batch):
    size, kernel = WINDOWS[count], (3,) * count
    channels, filters = 6, 10
    rng = np.random.default_rng(7)
    x = rng.standard_normal((batch, channels, *size))
    weight = rng.standard_normal((channels, filters, *kernel) if transposed else (filters, channels, *kernel))
    name = f"conv_transpose{count}d" if transposed else f"conv{count}d"
    y = nm.formula(name)(x, weight, rng.standard_normal(filters), stride=stride)
    places = max(math.prod(size), math.prod(y.shape[2:]))
    columns = 8 * max(channels, filters) * 3**count * places
    first, second, third = scratch(name, [x, weight, rng.standard_normal(filters)], {"stride": stride})
    assert max(first, second) <= columns + 2 * weight.nbytes + y.nbytes // batch + MIB // 8
    assert third <= 2 * columns + 4 * weight.nbytes + MIB // 8


@pytest.mark.parametrize("rows", [4096, 16384])
@pytest.mark.parametrize("name", ["layer_norm", "rms_norm", "softmax", "log_softmax", "cross_entropy"])
def test_layers_over_rows_need_blocks_of_them(name, rows):
    rng = np.random.default_rng(8)
    x = rng.standard_normal((rows, 512), np.float32)
    ones = np.ones(512, np.float32)
    beside = {"layer_norm": [ones, ones], "rms_norm": [ones], "cross_entropy": [rng.integers(0, 512, rows)]}
    first, second, third = scratch(name, [x, *beside.get(name, [])], {"dim": -1} if name.endswith("softmax") else {})
    bound = 2 * 4 * 4 * (1 << 19) + 8 * 4 * rows + MIB
    softmax = x.nbytes * (name in ("log_softmax", "cross_entropy"))
    assert max(first, third) <= bound and second <= bound + softmax
