"""The benchmark: what it times, what it refuses to time, and what it says. No time is judged."""

import json
import linecache
import math
import os
import random
import re
import time
from functools import partial
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest

import nnmath as nm
from nnmath.bench import aims, by_hand, document, libraries, process, summary
from nnmath.bench import hot as hot_module
from nnmath.bench.cases import CONVOLUTIONS, RECIPES, SIZES, Cell, Draw, cells, cotangents, inputs
from nnmath.bench.hot import hot
from nnmath.bench.measure import Bench, Effort, difference
from nnmath.bench.measured import OURS, Measured, restored
from nnmath.bench.process import Lost, Worker
from nnmath.bench.timing import Timing, modes, timing
from nnmath.cli import main

BRIEF = Effort(2, 0.004, 0.0002)
TANH = Cell("tanh", "tiny", "", "float64")


@pytest.fixture
def faulty(monkeypatch):
    """Tables of peers, as the name of a library."""
    path = os.pathsep.join(filter(None, (str(Path(__file__).parent), os.environ.get("PYTHONPATH"))))
    monkeypatch.setenv("PYTHONPATH", path)
    return lambda table: f"faulty:{table}"


def measured(cell, *peers):
    with Bench(peers, 2, BRIEF) as bench:
        return bench.measure(cell)


def quick(*arguments):
    return main(["bench", "--sizes", "tiny", "--dtypes", "float32", "--quick", "--rounds", "2", *arguments])


# the whole -----------------------------------------------------------------------------------------------------------


def test_it_times_formulas_and_prints_ratios(capsys, tmp_path):
    peers = ["numpy", *(["torch"] if libraries.installed("torch") else [])]
    state, data = tmp_path / "state.json", tmp_path / "data.json"
    arguments = ["tanh", "linear", "--peers", ",".join(peers), "--state", str(state), "--seconds", "0.004"]
    assert quick(*arguments, "--json", str(data)) == 0
    said = capsys.readouterr().out.splitlines()
    last = r"bench: geomean [\d.-]+ vs torch, - vs jax, worst \d+\.\d\d \((tanh|linear) tiny float32\)"
    assert re.fullmatch(last, said[-1])
    assert any(re.match(r"numpy .*: 2 threads", line) for line in said)
    kept = json.loads(data.read_text())["cells"]
    assert list(kept) == ["tanh tiny float32", "linear tiny float32"]
    for entry in map(restored, kept.values()):
        assert all(entry.times[part][name].count >= 2 for part in ("forward", "both") for name in (OURS, *peers))
        assert all(0 < entry.ratio("both", peer) < math.inf for peer in peers)
        assert not entry.wrong
    before = state.read_text()
    assert quick(*arguments) == 0
    assert "2 of 2 known" in capsys.readouterr().err and state.read_text() == before


@pytest.mark.parametrize("clock", ["wall", "cpu"])
def test_both_clocks_run(clock):
    with Bench([], 1, Effort(2, 0.004, 0.0002, clock)) as bench:
        assert 0 < bench.measure(TANH).times["both"][OURS].median < 1


def test_a_busy_machine_is_told(monkeypatch):
    monkeypatch.setattr(os, "getloadavg", lambda: (0.1, 9, 9))
    assert process.load() == ""
    monkeypatch.setattr(os, "getloadavg", lambda: (64.0, 0, 0))
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    for still, told in ((None, True), (1.5, True), (0.1, False)):
        monkeypatch.setattr(process, "_busy", lambda seconds=1.0, still=still: still)
        assert process.load().startswith("other programs are running (load 64.0 on 2 processors)") == told


def test_a_busy_machine_does_not_matter_where_nothing_is_measured(monkeypatch, capsys, tmp_path):
    monkeypatch.setattr(process, "load", lambda: "other programs are running")
    arguments = ["tanh", "--peers", "", "--state", str(tmp_path / "state"), "--seconds", "0.004"]
    for told in (True, False):
        assert quick(*arguments) == 0
        assert ("other programs are running" in capsys.readouterr().err) == told


def test_working_processors_are_counted():
    before = process._spent()
    if before is None:
        pytest.skip("no /proc/stat")
    end = time.process_time() + 0.3
    while time.process_time() < end:
        pass
    assert process._spent() - before >= 0.25


def test_what_is_not_installed_is_skipped_with_a_line(capsys, tmp_path, monkeypatch):
    monkeypatch.setitem(libraries.MODULES, "jax", "a_module_that_nobody_has")
    assert quick("tanh", "--peers", "jax", "--state", str(tmp_path / "state"), "--seconds", "0.004") == 0
    found = capsys.readouterr()
    assert "bench: JAX is not installed; skipped" in found.err
    assert found.out.endswith("bench: geomean - vs torch, - vs jax, worst -\n")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["tanhh"], "no formula is called tanhh"),
        (["--sizes", "huge"], "no size is called huge"),
        (["--dtypes", "int8"], "no dtype is called int8"),
        (["--peers", "tensorflow"], "no peer is called tensorflow"),
        (["--threads", "0"], "threads must be positive, got 0"),
        (["--rounds", "0"], "rounds must be positive, got 0"),
    ],
)
def test_a_request_that_cannot_be_met_is_refused(arguments, said, capsys):
    assert main(["bench", *arguments]) == 2
    assert said in capsys.readouterr().err


# peers that misbehave ------------------------------------------------------------------------------------------------


def test_a_peer_that_agrees_is_timed(faulty):
    found = measured(TANH, faulty("RIGHT"))
    assert found.ratio("both", faulty("RIGHT")) > 0 and not found.notes


def test_a_peer_that_does_not_is_told_and_not_timed(faulty):
    wanted = {
        "VALUE": r"differs: values by 1\.\de-03",
        "GRADIENT": r"differs: gradients by 1\.\de-03",
        "COUNT": "differs: 0 gradients for 1",
        "NAN": "differs: values by nan",
        "SINGLE": "differs: values by inf",
        "RAISES": "failed: RuntimeError: not today",
        "CRASH": "lost: ended by signal 6",
    }
    peers = {faulty(table): why for table, why in wanted.items()}
    found = measured(TANH, *peers)
    for peer, why in peers.items():
        assert re.fullmatch(why, found.notes[peer])
        assert found.ratio("both", peer) is None
    assert found.wrong == list(peers)
    assert [list(times) for times in found.times.values()] == [[OURS], [OURS]], "ours is timed all the same"


def test_a_peer_lost_while_it_is_timed_has_no_times_and_the_next_cell_goes_on(faulty):
    peer = faulty("LATER")
    with Bench([peer, "numpy"], 2, BRIEF) as bench:
        first, second = bench.measure(TANH), bench.measure(Cell("relu", "tiny", "", "float64"))
    assert first.notes[peer] == "lost: ended with code 3" and first.wrong == [peer]
    assert peer not in first.times["forward"] and first.ratio("both", "numpy") > 0
    assert second.notes[peer] == "absent: not written" and second.ratio("both", "numpy") > 0


def test_a_wrong_peer_makes_the_command_fail(faulty, capsys, tmp_path):
    arguments = ["tanh", "--peers", faulty("VALUE"), "--state", str(tmp_path / "state"), "--seconds", "0.004"]
    assert quick(*arguments) == 1
    assert "tanh tiny float32: faulty:VALUE differs: values by" in capsys.readouterr().out


def test_between_two_requests_a_worker_stands_still():
    worker = Worker(OURS, 1)
    try:
        state = Path(f"/proc/{worker.process.pid}/stat")
        if not state.exists():
            pytest.skip("no /proc")
        assert state.read_text().rsplit(")", 1)[1].split()[0] == "T"
        assert worker.ask("close")["peak"] > 0, "and goes on when it is asked"
    finally:
        worker.close()


def test_a_worker_that_does_not_answer_is_given_up(faulty, tmp_path):
    worker = Worker(faulty("SLEEPS"), 1)
    worker.patience = 0.5
    with pytest.raises(Lost, match=r"no answer for 0\.5 s"):
        worker.ask("open", cell=vars(TANH), folder=str(tmp_path))
    assert worker.process.poll() is not None


# samples -------------------------------------------------------------------------------------------------------------


def test_two_modes_are_found_and_the_better_one_counts():
    rng = random.Random(0)
    fast, slow = [rng.gauss(12, 0.4) for _ in range(11)], [rng.gauss(50, 3) for _ in range(9)]
    found = timing([*slow, *fast])
    assert found.modes == pytest.approx((12, 50), rel=0.05) and found.best == found.modes[0]
    cell = Measured(TANH, {"both": {OURS: timing([6.0] * 9), "torch": found}})
    assert cell.ratio("both", "torch") == pytest.approx(0.5, rel=0.05)
    assert "bimodal" in summary.spread(found)
    assert re.fullmatch(r"0\.\d\d \(0\.1\d\)", summary.row(cell, ["both"], ["torch"])[-1])


def test_ours_counts_with_its_median_however_it_is_spread():
    ours = timing([1.0] * 9 + [3.0] * 11)
    assert ours.modes == (1.0, 3.0)
    assert Measured(TANH, {"both": {OURS: ours, "torch": timing([1.0] * 9)}}).ratio("both", "torch") == 3.0


@pytest.mark.parametrize(
    "draw", [lambda r: r.gauss(10, 1), lambda r: r.uniform(5, 20), lambda r: 10 + r.expovariate(1)]
)
def test_one_mode_is_not_taken_for_two(draw):
    found = [modes(sorted(draw(random.Random(f"{seed} {i}")) for i in range(30))) for seed in range(40)]
    assert sum(map(bool, found)) <= 2


def test_single_outliers_are_no_mode():
    assert timing([10.0, 10.1, 9.9, 10.2, 9.8, 10.0, 10.1, 9.9, 10.0, 10.0, 95.0]).modes == ()
    assert timing([1.0, 2.0]).modes == ()


def test_quartiles():
    found = timing([4.0, 1.0, 3.0, 2.0, 5.0])
    assert (found.low, found.median, found.high, found.count) == (2.0, 3.0, 4.0, 5)


# comparison ----------------------------------------------------------------------------------------------------------


def test_difference_is_relative_to_the_largest_entry():
    a = np.array([1.0, 4.0, 0.0])
    assert difference(a, a) == 0 and difference(a + 0.4, a) == pytest.approx(0.1)
    assert math.isnan(difference(np.array([np.nan]), np.array([1.0])))
    assert difference(a, a[:2]) == math.inf and difference(a, a.astype(np.float32)) == math.inf
    big = np.zeros(5_000_000)
    big[-1] = 1.0
    assert difference(np.zeros(5_000_000), big) == 1.0, "every block is compared"


# what is timed -------------------------------------------------------------------------------------------------------


def test_every_formula_has_inputs_at_every_size():
    assert {*RECIPES, *CONVOLUTIONS} == set(nm.formulas())
    assert not RECIPES.keys() & CONVOLUTIONS.keys()


@pytest.mark.parametrize("size", SIZES[:2])
def test_inputs_are_taken_and_keep_their_precision(size):
    for cell in cells(list(nm.formulas()), [size], ["float32"]):
        arrays, params = inputs(cell)
        values = libraries._flat(nm.formula(cell.name)(*arrays, **params))
        assert all(v.dtype == np.float32 and np.isfinite(v).all() for v in values), cell.key


def test_sizes_are_what_they_are_called():
    for cell in cells([n for n in nm.formulas() if n not in CONVOLUTIONS], ["tiny"], ["float64"]):
        assert 8 <= max(a.size for a in libraries._flat(inputs(cell)[0])) <= 100, cell.key
    assert [a.shape for a in inputs(Cell("linear", "large", "", "float32"))[0]] == [(256, 512), (1024, 512), (1024,)]


def test_inputs_are_the_same_in_every_process_and_never_at_a_kink():
    cell = Cell("relu", "cache", "", "float32")
    assert np.array_equal(inputs(cell)[0][0], inputs(cell)[0][0])
    assert np.array_equal(cotangents(cell, [(3,)])[0], cotangents(cell, [(3,)])[0])
    draw = Draw(0, "float32")
    draw.rng = SimpleNamespace(standard_normal=np.zeros)
    assert (draw.real(5) != 0).all()


@pytest.mark.parametrize("name", by_hand.CALLS)
def test_formulas_by_hand_are_right(name):
    for size in SIZES[:2]:
        for cell in cells([name], [size], ["float64"]):
            ours, theirs = (libraries.prepare(library, cell).results() for library in (OURS, "numpy"))
            for kind in theirs:
                pairs = zip(ours[kind], theirs[kind], strict=True)
                assert max(difference(np.asarray(a), np.asarray(b)) for a, b in pairs) < 1e-9, cell.key


def test_blocks_of_several_threads_leave_nothing_out(monkeypatch):
    monkeypatch.setattr(by_hand, "THREADED", 1)
    monkeypatch.setattr(by_hand, "BLOCK", 7)
    monkeypatch.setattr(by_hand, "threads", lambda: 2)
    for name in ("sigmoid", "softmax", "adam"):
        ours, theirs = (libraries.prepare(n, Cell(name, "tiny", "", "float64")).results() for n in (OURS, "numpy"))
        for kind in ("values", "gradients"):
            assert all(difference(a, b) < 1e-12 for a, b in zip(ours[kind], theirs[kind], strict=True))


def test_enough_formulas_are_written_by_hand():
    assert len(by_hand.CALLS) >= 25


# the page ------------------------------------------------------------------------------------------------------------


def sample():
    slow, fast = (Timing(t, t, t, 9) for t in (2e-3, 1e-3))
    times = {"both": {OURS: slow, "torch": fast, "jax": fast}, "forward": {OURS: fast, "torch": slow}}
    return [
        Measured(Cell("relu", "large", "", "float32"), times),
        Measured(Cell("conv2d", "large", "3x3", "float32"), {"both": {OURS: fast, "torch": slow}}),
        Measured(Cell("tanh", "tiny", "", "float32"), {}, {"torch": "differs: values by 1e-01"}, ["torch"]),
    ]


def test_the_summary_counts_forward_and_vjp_at_the_larger_sizes():
    assert summary.last_line(sample(), ["torch", "jax"]) == (
        "bench: geomean 1.00 vs torch, 2.00 vs jax, worst 2.00 (relu large float32)"
    )


def test_the_means_by_chapter_and_size():
    assert list(summary.by_chapter(sample(), ["torch", "jax"])) == [
        ["chapter", "PyTorch, large", "JAX, large"],
        ["activations", "2.00", "2.00"],
        ["convolution", "0.50", "-"],
        ["all", "1.00", "2.00"],
    ]


def test_what_misses_its_bound_is_listed():
    assert list(aims.missed(sample())) == [
        "geometric mean against PyTorch: 1.00, aimed at 0.8",
        "geometric mean against JAX: 2.00, aimed at 0.65",
        "relu, large, float32, forward+vjp: 2.00 times PyTorch, aimed at 0.7",
    ]


def test_a_miss_tells_how_much_of_it_is_numpys():
    ours, torch, hand = (Timing(t, t, t, 9) for t in (2e-3, 1e-3, 3e-3))
    found = Measured(Cell("relu", "large", "", "float32"), {"both": {OURS: ours, "torch": torch, "numpy": hand}})
    line = "relu, large, float32, forward+vjp: 2.00 times PyTorch, aimed at 0.7 (NumPy by hand 3.00 times)"
    assert line in list(aims.missed([found]))


def test_what_misses_tells_where_our_time_goes():
    both = partial(nm.elu.vjp, np.linspace(-3, 3, 1 << 20))
    lines = hot(lambda: both()[1](np.ones(1 << 20)), 0.2)
    assert lines and all(re.fullmatch(r"\d+% (kernels|runtime|face)/[\w/]+: `.+`", line) for line in lines)
    shares = [int(line.split("%")[0]) for line in lines]
    assert shares == sorted(shares, reverse=True) and 0 < sum(shares) <= 101


def test_time_is_of_the_line_that_took_it(monkeypatch):
    """A clock of our own: it goes on by 3 in one line, by 1 in the other."""
    clock = [0.0]
    monkeypatch.setattr(hot_module.time, "perf_counter", lambda: clock[0])
    source = "def f(wait):\n    wait(3.0)\n    wait(1.0)\n"
    space = {}
    file = str(hot_module.PACKAGE / "kernels" / "made.py")
    monkeypatch.setitem(linecache.cache, file, (len(source), None, source.splitlines(True), file))
    exec(compile(source, file, "exec"), space)

    def wait(seconds):
        clock[0] += seconds

    found = hot(lambda: space["f"](wait), 0.0)
    assert found == ["75% kernels/made: `wait(3.0)`", "25% kernels/made: `wait(1.0)`"]


def test_short_calls_tell_functions():
    lines = hot(lambda: nm.relu(np.ones(3)), 0.05)
    assert lines and all(line.endswith("()") for line in lines)


def test_a_miss_is_profiled_where_it_is_measured(monkeypatch):
    monkeypatch.setattr(aims, "AIMS", (aims.Aim(("tanh",), "numpy", 0.0, "tiny"),))
    with Bench(["numpy"], 1, Effort(2, 0.01, 0.0005)) as bench:
        found = bench.measure(Cell("tanh", "tiny", "", "float32"))
    assert set(found.hot) == {"both"} and found.hot["both"]
    assert found.hot["both"][0] in "\n".join(aims.missed([found]))
    assert restored(json.loads(json.dumps(found.data))) == found


def test_the_page_names_no_host_and_no_path(tmp_path):
    facts = {name: {"version": "1", "threads": 2} for name in (OURS, "torch")}
    document.write(sample(), ["torch", "jax"], facts, BRIEF, "a warning", tmp_path)
    page = (tmp_path / "performance.md").read_text()
    assert "| relu | 1 ms (1 to 1) | 0.50 | " in page and "tanh tiny float32, PyTorch: differs" in page
    assert os.uname().nodename not in page and str(Path.home()) not in page and "/tmp" not in page
    assert "**When this was measured, a warning.**" in page
    assert "| activations | 2.00 | 2.00 |" in page
    assert "Not measured here: JAX, ONNX reference, by hand." in page
    assert (tmp_path / "performance.svg").exists() == ("![" in page)


def test_the_rest_of_the_package_does_without_it():
    package = Path(nm.__file__).parent
    outside = [path for path in package.rglob("*.py") if path.parent.name != "bench" and path.name != "cli.py"]
    assert len(outside) > 100
    assert [path.name for path in outside if "nnmath.bench" in path.read_text(encoding="utf-8")] == []
