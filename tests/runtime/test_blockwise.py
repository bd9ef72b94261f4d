"""Blocks and threads: the same numbers whatever their number, errors that come out, settings that hold."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import tracemalloc

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nnmath as nm
from nnmath.kernels._index import FORMULAS
from nnmath.runtime import blocks, blockwise, pages, select, special


@pytest.fixture(autouse=True)
def _threads():
    before = nm.get_num_threads()
    yield
    nm.set_num_threads(before)


LARGE = (1 << 20) + 12345
ENTRYWISE = [n for n, entry in FORMULAS.items() if entry["derivatives"] and entry["chapter"] == "activations"]


@pytest.mark.parametrize("name", ENTRYWISE)
def test_large_arrays_give_what_small_ones_give(name):
    formula, x = nm.formula(name), np.random.default_rng(3).standard_normal(LARGE).astype(np.float32) * 3
    bar = np.linspace(-1, 2, LARGE, dtype=np.float32)
    nm.set_num_threads(3)
    value, pullback = formula.vjp(x)
    gradient = pullback(bar).x
    for low in (0, blockwise.ENTRIES - 7, LARGE - 1000):
        here = slice(low, low + 1000)
        small, back = formula.vjp(x[here])
        np.testing.assert_array_equal(value[here], small)
        np.testing.assert_array_equal(gradient[here], back(bar[here]).x)


@pytest.mark.parametrize("name", ["mse_loss", "binary_cross_entropy_with_logits", "huber_loss"])
def test_sums_do_not_depend_on_the_number_of_threads(name):
    formula, rng = nm.formula(name), np.random.default_rng(4)
    z, target = rng.standard_normal(LARGE), rng.uniform(size=LARGE)
    found = []
    for count in (1, 2, 5):
        nm.set_num_threads(count)
        value, pullback = formula.vjp(z, target)
        found.append((value, *pullback(np.array(0.7))))
    for other in found[1:]:
        for a, b in zip(found[0], other, strict=True):
            np.testing.assert_array_equal(a, b)
    exact = formula(z, target, reduction="none").astype(np.longdouble).mean()
    assert abs(found[0][0] - exact) <= 1e-14 * abs(exact)


@given(st.integers(blockwise.FEW, 3 * blockwise.THREADED), st.sampled_from([np.float16, np.float32, np.float64]))
def test_blocks_of_single_entries_are_of_one_length(count, dtype):
    """All but for a line of the cache, in whole lines, and so short that what is made of them stays in the cache."""
    found = []
    blocks(lambda low, high: found.append((low, high)), count, 1, dtype)
    found.sort()
    lengths = [high - low for low, high in found]
    assert [low for low, _ in found] == [0, *(high for _, high in found[:-1])] and found[-1][1] == count
    assert max(lengths) - min(lengths) < 16 * len(lengths)
    assert all(low % 16 == 0 for low, _ in found)
    most = blockwise.ENTRIES if count >= blockwise.THREADED else blockwise.ENTRIES_ALONE
    assert max(lengths) * np.dtype(dtype).itemsize <= most + 64
    assert (len(lengths) - 1) * most < count * max(4, np.dtype(dtype).itemsize)


def test_all_threads_work_and_the_caller_is_one_of_them():
    nm.set_num_threads(2)
    seen, meet = set(), threading.Barrier(2, timeout=20)

    def work(low, high):
        if threading.get_ident() not in seen:
            seen.add(threading.get_ident())
            meet.wait()

    blocks(work, blockwise.THREADED * 2, 1)
    assert len(seen) == 2 and threading.get_ident() in seen


@pytest.mark.parametrize("count", [1, 2, 3, 5])
def test_each_thread_has_a_run_of_blocks(count):
    shares = blockwise._shares([*range(17)], count)
    assert [place for share in shares for place in share] == [*range(17)]
    assert len(shares) == count and max(map(len, shares)) - min(map(len, shares)) <= 1


def test_a_thread_takes_what_another_has_left():
    """Each begins with a run of blocks of its own; the first stays in its first block until all others are done."""
    nm.set_num_threads(2)
    taken, lock, others = [], threading.Lock(), threading.Event()
    starts = []
    blocks(lambda low, high: starts.append(low), 3 * blockwise.THREADED, 1)

    def work(low, high):
        with lock:
            taken.append(low)
            if len(taken) == len(starts):
                others.set()
        if low == 0:
            assert others.wait(20)

    blocks(work, 3 * blockwise.THREADED, 1)
    half = len(starts) // 2
    first, second = sorted(starts)[:half], sorted(starts)[half:]
    assert taken.count(0) == 1 and [low for low in taken if low] == [*second, *reversed(first[1:])]


def test_below_the_threshold_no_thread_is_asked():
    nm.set_num_threads(2)
    seen = set()
    blocks(lambda low, high: seen.add(threading.get_ident()), blockwise.THREADED - 1, 1)
    assert seen == {threading.get_ident()}


@pytest.mark.parametrize("count", [1, 2])
@pytest.mark.parametrize("error", [IndexError, MemoryError])
def test_an_error_in_a_block_comes_out(count, error):
    nm.set_num_threads(count)

    def work(low, high):
        if low:
            raise error("here")

    with pytest.raises(error, match="here"):
        blocks(work, blockwise.THREADED * 2, 1)


def test_a_forked_child_computes_on():
    if not hasattr(os, "fork"):
        pytest.skip("no fork")
    nm.set_num_threads(2)
    x = np.ones(LARGE)
    nm.elu(x)
    child = os.fork()
    if child == 0:
        os._exit(0 if nm.elu(x).sum() == LARGE else 1)
    assert os.waitpid(child, 0)[1] == 0


def test_large_arrays_at_the_end_of_the_interpreter():
    code = "import atexit, numpy as np, nnmath as nm; x = np.ones(1 << 21); nm.set_num_threads(2)"
    code += "; atexit.register(lambda: print(nm.elu(x).sum()))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert done.returncode == 0 and float(done.stdout) == 1 << 21, done.stderr


@pytest.mark.parametrize("count", [0, -1, True, 1.5, "2"])
def test_what_is_no_number_of_threads_is_refused(count):
    with pytest.raises((TypeError, ValueError), match="count must be an integer >= 1"):
        nm.set_num_threads(count)


def forget_scratch():
    """What threads keep counts too: the caller's is dropped, and the others begin anew."""
    select._kept.space = np.empty(0, np.uint8)
    special._kept.free.clear()
    blockwise._pool.cache_clear()


@pytest.mark.parametrize("name", ENTRYWISE)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scratch_is_at_most_8_mib(name, dtype, monkeypatch):
    formula, x = nm.formula(name), np.random.default_rng(5).standard_normal(1 << 22).astype(dtype)
    nm.set_num_threads(2)
    monkeypatch.setattr(pages, "_most", [0])  # tracemalloc sees what NumPy allocates
    formula.vjp(x[:10])[1](x[:10])
    forget_scratch()
    tracemalloc.start()
    value, pullback = formula.vjp(x)
    held, first = tracemalloc.get_traced_memory()
    tracemalloc.reset_peak()
    gradient = pullback(value).x
    second = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    early = min(held - value.nbytes, gradient.nbytes)  # the gradient's own array, with the derivative in it
    assert first - value.nbytes - early <= 8 << 20
    assert second - held - (gradient.nbytes - early) <= 8 << 20


@pytest.mark.parametrize(
    ("row", "run", "inside"), [(1024, 0, 512), (1024, 64, None), (64, 0, None), (1 << 14, 0, None)]
)
def test_long_runs_of_a_broadcast_operand_are_not_gathered(row, run, inside):
    """In blocks NumPy's buffer is as short as the rows are long; other sizes, and the caller's, stay as they were."""
    before, seen = np.getbufsize(), []
    nm.set_num_threads(2)
    with np.errstate(over="raise"):
        blocks(lambda low, high: seen.append((np.getbufsize(), np.geterr()["over"])), (1 << 21) // row, row, run=run)
        assert np.getbufsize() == before
    assert len(seen) > 1
    assert set(seen) == {(inside or before, "raise")}


def test_the_buffer_is_given_back_after_an_error():
    before = np.getbufsize()

    def fail(low, high):
        raise ValueError("here")

    with pytest.raises(ValueError, match="here"):
        blocks(fail, 1024, 1024)
    assert np.getbufsize() == before
