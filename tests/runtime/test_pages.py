"""Memory of large arrays is taken again, never while anything holds it, and no more is kept than was said."""

import gc
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import nnmath as nm
from nnmath.runtime import memory, pages

pytestmark = pytest.mark.skipif(not pages.CAN, reason="the system cannot be told that it may have pages back")

MIB = 1 << 20
COUNT = 3 * MIB
"""Entries of float32 in 12 MiB, and a whole number of huge pages."""


@pytest.fixture(autouse=True)
def _own():
    before = nm.get_cached_memory()
    nm.set_cached_memory(0)
    nm.set_cached_memory(256 * MIB)
    yield
    nm.set_cached_memory(0)
    nm.set_cached_memory(before)


def begins(x):
    return x.__array_interface__["data"][0]


def idle():
    return sum(p.size for p in pages._idle)


def test_memory_that_nobody_holds_is_taken_again():
    first = memory.empty(COUNT, np.float32)
    at = begins(first)
    first[...] = 1
    del first
    assert idle() == 4 * COUNT
    again = memory.empty((3, MIB), np.float32)
    assert begins(again) == at and idle() == 0
    again[...] = 2
    assert again.sum() == 2 * COUNT


@pytest.mark.parametrize(
    "view",
    [
        lambda x: x[5:6],
        lambda x: x.reshape(3, -1)[1].T,
        memoryview,
        lambda x: np.frombuffer(x, np.uint8)[-1:],
        np.asarray,
        lambda x: np.from_dlpack(x),
        lambda x: x.view(np.int32),
        lambda x: x.ctypes.data_as,
        lambda x: iter(x),
        lambda x: np.lib.stride_tricks.sliding_window_view(x, 3),
    ],
)
def test_not_while_a_view_holds_it(view):
    first = memory.empty(COUNT, np.float32)
    at, held = begins(first), view(first)
    del first
    gc.collect()
    other = memory.empty(COUNT, np.float32)
    assert begins(other) != at and idle() == 0
    del held
    gc.collect()
    assert begins(memory.empty(COUNT, np.float32)) == at


def test_pullbacks_hold_what_they_need():
    """The value is gone and its size asked for again before the pullback runs."""
    rng = np.random.default_rng(3)
    x, bar = rng.standard_normal((2, COUNT), np.float32)
    for name in ("tanh", "sigmoid", "gelu", "softmax"):
        formula = nm.formula(name)
        params = {"dim": -1} if name == "softmax" else {}
        shape = (-1, 1024) if params else (-1,)
        nm.set_cached_memory(0)
        wanted = formula.vjp(x.reshape(shape), **params)[1](bar.reshape(shape))[0]
        nm.set_cached_memory(256 * MIB)
        _, pullback = formula.vjp(x.reshape(shape), **params)
        del _
        for fill in (np.nan, 7.0):
            memory.empty(COUNT, np.float32)[...] = fill
        assert np.array_equal(pullback(bar.reshape(shape))[0], wanted), name


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_arrays_never_share_memory_whatever_the_order(data):
    """Arrays of a few sizes come and go; each keeps what was written into it."""
    nm.set_cached_memory(data.draw(st.sampled_from([0, 6, 24, 200])) * MIB)
    held = {}
    for step in range(data.draw(st.integers(1, 20))):
        if held and data.draw(st.booleans()):
            held.pop(data.draw(st.sampled_from(sorted(held))))
        else:
            size = data.draw(st.sampled_from([4, 5, 6, 7, 16])) * MIB + data.draw(st.sampled_from([-1, 0, 1]))
            made = memory.empty(size, np.uint8)
            assert made.nbytes == size and begins(made) % memory.LINE == 0
            made[:: 1 << 12] = step
            made[-1] = step
            held[step] = made
        assert idle() <= nm.get_cached_memory()
        for filled, x in held.items():
            assert x[-1] == filled and (x[:: 1 << 12][:-1] == filled).all()


def test_threads_never_share_memory():
    def work(seed):
        for turn in range(30):
            x = memory.empty(pages.LARGE + 4096 * (seed % 2), np.uint8)
            x[:: 1 << 12] = (seed + turn) % 251
            y = memory.empty(pages.LARGE, np.uint8)
            y[:: 1 << 12] = 255
            assert (x[:: 1 << 12] == (seed + turn) % 251).all()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(work, range(16)))
    assert idle() <= nm.get_cached_memory()


def test_no_more_is_kept_than_was_said():
    nm.set_cached_memory(30 * MIB)
    arrays = [memory.empty(COUNT, np.float32) for _ in range(4)]
    del arrays
    assert idle() == 2 * 4 * COUNT <= 30 * MIB
    nm.set_cached_memory(20 * MIB)
    assert idle() == 4 * COUNT
    large = memory.empty(40 * MIB, np.uint8)
    del large
    assert idle() == 4 * COUNT, "what is larger than the limit is not kept"
    nm.set_cached_memory(0)
    assert idle() == 0
    memory.empty(COUNT, np.float32)
    assert idle() == 0


def test_memory_of_sizes_that_are_not_asked_for_any_more_makes_room():
    nm.set_cached_memory(30 * MIB)
    arrays = [memory.empty(COUNT, np.float32) for _ in range(2)]
    del arrays
    for _ in range(2):
        memory.empty(28 * MIB, np.uint8)
    assert [p.size for p in pages._idle] == [28 * MIB]


def test_sizes_that_vary_a_little_share_their_memory():
    for size in (20, 16):
        memory.empty(size * MIB, np.uint8)
    assert idle() == 20 * MIB, "a fifth of it lay idle behind the second array"
    held = [memory.empty(size * MIB, np.uint8) for size in (20, 24)]
    del held
    memory.empty(12 * MIB, np.uint8)
    at = {p.size // MIB: p.address for p in pages._idle}
    assert sorted(at) == [12, 20, 24]
    held = [memory.empty(18 * MIB, np.uint8) for _ in range(2)]
    assert begins(held[0]) == at[20] and begins(held[1]) not in at.values()


def test_small_arrays_lie_elsewhere():
    memory.empty(pages.LARGE - 1, np.uint8)
    assert idle() == 0
    memory.empty(pages.LARGE, np.uint8)
    assert idle() == pages.LARGE


def test_the_system_may_take_idle_memory():
    memory.empty(16 * MIB, np.uint8)[...] = 1
    lazily = [line for line in Path("/proc/self/smaps_rollup").read_text().splitlines() if line.startswith("LazyFree")]
    if not lazily:
        pytest.skip("the kernel does not tell")
    assert int(lazily[0].split()[1]) >= 15 * 1024


def test_where_memory_ends_numpy_says_so(monkeypatch):
    def fails(size):
        raise OSError(12, "Cannot allocate memory")

    memory.empty(COUNT, np.float32)
    monkeypatch.setattr(pages, "_Pages", fails)
    with pytest.raises(MemoryError):
        memory.empty(1 << 60, np.uint8)
    assert begins(memory.empty(2 * COUNT, np.float32)) % memory.LINE == 0
    assert idle() == 0, "what was kept is given back first"


def test_pages_that_cannot_be_given_back_are_not_kept(monkeypatch):
    class Locked:
        size, address = 4 * COUNT, 0

        class map:
            @staticmethod
            def madvise(advice):
                raise OSError(22, "Invalid argument")

    pages._put_aside(Locked())
    assert idle() == 0


def test_a_forked_child_has_its_own():
    x = memory.empty(COUNT, np.float32)
    x[...] = 3
    memory.empty(COUNT, np.float32)
    child = os.fork()
    if child == 0:
        memory.empty(COUNT, np.float32)[...] = 9
        x[...] = 4
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0 and (x == 3).all()


@pytest.mark.parametrize(
    "held",
    ["y", "class A: pass\nA.y = y; A.me = A; del y", "import sys; sys.y = y", "import atexit; atexit.register(y.sum)"],
)
def test_nothing_is_said_at_the_end_of_the_interpreter(held):
    code = f"import numpy as np, nnmath as nm; y = nm.relu(np.ones(1 << 21)); z = nm.relu(y)\ndel z\n{held}"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")


def test_results_of_large_arrays_lie_there():
    x = np.ones(COUNT, np.float32)
    y, pullback = nm.relu.vjp(x)
    at = {begins(y), begins(pullback(x)[0])}
    del y, pullback
    gc.collect()
    y, pullback = nm.relu.vjp(x)
    assert {begins(y), begins(pullback(x)[0])} == at


@pytest.mark.parametrize("size", [-1, True, 1.5, "2"])
def test_what_is_no_size_is_refused(size):
    with pytest.raises((TypeError, ValueError), match="size must be an integer >= 0"):
        nm.set_cached_memory(size)


def test_where_pages_cannot_be_given_back_nothing_is_cached(monkeypatch):
    monkeypatch.setattr(pages, "CAN", False)
    nm.set_cached_memory(MIB)
    assert nm.get_cached_memory() == 256 * MIB, "the limit is as it was"
