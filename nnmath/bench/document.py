"""docs/performance.md and its plot, from what was measured."""

from __future__ import annotations

import importlib.util
import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from nnmath.bench.aims import MEANS, missed
from nnmath.bench.libraries import TITLES
from nnmath.bench.measure import Effort
from nnmath.bench.measured import Measured, geomean, ratios
from nnmath.bench.summary import by_chapter, counted, last_line, tables

FOLDER = Path(__file__).resolve().parents[2] / "docs"
PLOT = "performance.svg"
METHOD = """Each library runs in a process of its own, because the threads of OpenBLAS and of PyTorch in one process
slow each other; a process is stopped while another is timed. Each has first freed a large array, as one that works
for a while does: until then glibc's malloc gives freed arrays back to the system, and an optimizer's step on 10^5
numbers took us up to five times as long. The processes take turns, {rounds} rounds for each cell,
and each round another one begins. A sample is as many calls as last {sample:g} ms at least; times are medians over
all samples, in parentheses the quartiles. All libraries get the same arrays and allocate their results; `out=` is the
value written into an array that is there. Results are compared first, value and every gradient: where a library's
differ from ours by more than rounding, `differs` stands in place of a ratio. Ratios are our time over theirs: below 1
we are faster. A timing with two modes is called bimodal; of a bimodal peer the better mode counts, and the ratio to
its slower one stands in parentheses. tiny has 10 to 100 elements, cache fits the second level of cache, large is
10^7 elements or the shape of a real layer. PyTorch is timed eagerly, with `torch.autograd.grad` and the same
cotangents; JAX as one `jax.jit` for the value and one for value and gradients. What a library has no function for is
written with its operations. Each gets memory for its results as it does for its users: ours takes that of large
results that nobody holds any more again (see Memory), the others, NumPy by hand among them, ask the system.
`pytest -n 0 tests/bench/test_times.py --benchmark-only` times ours and NumPy by hand under
pytest-benchmark."""

MISSED = """After the ratio: the share of our time at the lines of the kernel or of the runtime that take most of it,
each without what it calls here, traced on one thread (functions, where a call takes less than a millisecond).

What stands behind them, measured one by one on an Intel Xeon with AVX-512, one thread, arrays in cache, unless it says
otherwise. In float32 and float64, NumPy's exp takes 0.62 and 0.83 ns an entry, PyTorch's 0.28 and 0.74; expm1 0.50 and
2.2, PyTorch's 2.3 and 4.1; log1p 0.76 and 1.7, PyTorch's 1.1 and 2.9; tanh 0.50 and 2.1, PyTorch's 0.60 and 2.8; a
product 0.18 and 0.33, of either library. But PyTorch's and XLA's loops do all of a formula in one pass, in registers:
PyTorch's whole gelu takes 0.9 ns in float32 where NumPy makes a pass for each operation. Ours is some fifty of them,
and no shorter form was found within 4 ulp. Without AVX-512 NumPy's expm1, log1p and, in float64, exp and tanh are calls
of libm for each entry, 5 to 16 ns on an AMD EPYC, so that sums and products take their place there. Value and slope of
softplus, mish and gelu, of sigmoid and silu in float64, share one exponential; in float32 shorter forms of the slope of
sigmoid and tanh were off by more than 4 ulp: e/(1 + e)^2 with e = exp(x) on both sides by 4.6, 1/(2 + e + 1/e) by 4.1,
1/cosh(x)^2 by 7.1 (by 4.2 in float64).
The mean against JAX over the 250 cells of formulas without an exponential, a logarithm or an activation made of them is
0.80 (in cache 1.28, large 0.50), over the 139 of those with one 1.21 (1.71 and 0.85); against PyTorch 0.77 and 0.90,
against NumPy by hand 0.85 and 1.20. So it is the passes that cost, of which accuracy needs more than the formula by
hand has.
Two threads do not help where arrays fit the cache: two blocks of 50,000 entries on two threads took 1.4 times as long
as one thread in float32, 1.07 times in float64, over value and gradient of twelve formulas. To hand over a block takes
some 0.1 ms; the rest is the interpreter's lock: between two steps a thread needs it, and one that finds it taken sleeps
for some 0.1 ms. Two threads, each with 18 steps of 9 us on 256 KiB of float32, took 2.1 times as long as one thread
alone, 1.5 times where each step holds the lock for half as long (numbers are arrays without axes), 1.1 where blocks are
twice as long as well; two processes lose nothing. Longer blocks leave the cache. So layer_norm, of 6 passes and 11 for
its gradient, gains nothing from a second thread in float32 and is 1.6 times as fast in float64, softmax 1.1 and 1.7
times.
One pass over what two gradients sum, and sums of rows as dots in blocks, made group_norm and instance_norm 0.86 to 0.92
of the time in cache, but global_avg_pool over rows of one entry took six times as long, and over rows of 10^6 entries
in float32 the error of group_norm's weight gradient rose from 5e-7 to 1.6e-6, read backwards from 8e-7 to 9e-6: not
done.
A convolution's products alone take longer than all of PyTorch's, which for 3 x 3 in float32 is 5.1 ms an image for
value and gradients: three of 2.0 ms, in 9.5 ms. To that come the windows laid out as columns, twice 0.9 to 1.2 ms for 7
MB, and for 7 x 7 by steps of 2 the columns added back, 1.3 of some 4 ms an image. Tried without gain: filling them on
two threads (those of BLAS wait by spinning), one axis after the other, from entries put in order of their remainder by
the step, or for some rows at a time; columns along the last axis alone, with a product for each row of the window, take
0.84 to 0.94 of the time for 64 channels and 1.2 to 1.7 for 3. On tiny inputs a call of a ufunc takes 0.6 to 1 us, with
a Python number beside the array 0.6 us more, and PyTorch's whole function some 2 us."""

ELSEWHERE = """The host withheld less than 1 % of the time on average, 4 % in the worst minute.

The means depend on the processor. On two virtual cores of an AMD EPYC, without AVX-512, with kernels
of an earlier version (2026-11-22): 0.79 PyTorch, 0.87 JAX and 0.96 by hand; in cache 1.02, 1.14 and 1.20, large 0.61,
0.67 and 0.78. Fused loops gain more from longer vectors than passes over the cache do, and so does the shorter
formula by hand.

What changes of the kernels gained, old and new in turn in one process, value and gradient, on the Xeon. Cases that
meet told by the smaller or larger of two numbers instead of chosen entry by entry, in cache: celu 0.64 and 0.70, elu
0.67 and 0.67, smooth_l1 0.60 and 0.63, huber 0.69 and 0.68, hinge 0.88 and 0.82, relu 0.88 and 0.92, max_pool 0.98 and
0.93. Memory of large results taken again, at 10^7 entries in float32 and float64: identity 0.56 and 0.61, relu 0.74 and
0.77, softplus 0.77 and 0.73, tanh 0.80 and 0.82, sigmoid 0.83 and 0.82, hardswish 0.85 and 0.89, silu 0.92 and 0.90;
gelu, which computes for longer, 0.92 and 1.05; in cache nothing, where malloc does the same. What a recurrence does
not change, computed before it: lstm in cache 0.79 in float32 and 0.83 in float64, gru 0.83 and 0.85, lstm_peephole
0.83 and 0.88, at the length of a layer as before. NumPy's expm1 and log1p, where they are loops of vector
instructions, of 10^5 entries in float32: softplus 0.56 of the time, logsigmoid 0.64, elu 0.77, selu 0.76, celu 0.79,
binary_cross_entropy 0.78, with logits 0.74; in float64 softplus 0.54, logsigmoid 0.58, with logits 0.68, the others as
before, which had them. The sigmoid from exp(x) alone: its value 0.78 of the time, with its slope 1.05 in float32 and
0.91 in float64; silu in float64 0.78. What is computed first, in the memory of results filled later: adam 0.91,
smooth_l1 0.85, nadam 0.90 in float32, over 17 formulas 0.95 (float64 0.97). A product with the inverse of the
deviation: layer_norm with both 0.91 (float64 0.86); these two while the processors had other work. A run of blocks for
each thread instead of every other one, at 10^7 entries: relu 0.76 and 0.84, sigmoid 0.92 and 0.93, silu 1.02 and 0.98.
Of 10^5 entries exp(x) - 1 in seven passes and memory that begins with a line of the cache, in float32: elu 0.66 of the
time, selu 0.71, celu 0.89, mish 0.91, gelu and silu 0.92; in float64 gelu 0.88, mish 0.93, but elu, selu and celu 1.04
to 1.07. Numbers as arrays without axes and blocks of one length: tiny arrays 0.91; in cache 0.98 in float32, 0.94 in
float64 (smooth_l1 0.79, adam 0.87, elu 0.90).
Polynomial features, gathered in the order of rows: 0.28 to 0.48. The gradient of a convolution's weight as a tall
product, at unit stride: 3 x 3 0.94, conv3d 0.93 in float32, 0.97 to 1.01 in float64; at longer strides, where the
product would have to be turned at the end, it took up to 2.3 times as long with 256 channels and one image, and is not
done. One of two numbers without scratch: leaky_relu 0.83 in cache in float32, 0.91 in float64. Recurrences that
transpose their matrices once: rnn 0.93, gru_reset_after 0.95, lstm 0.97 in float32, 0.99 in float64; a step's product
of lstm takes 0.22 ms so, 0.31 otherwise. A product of two arrays into a third takes 0.25 ns an entry where it begins
with a line of the cache, 0.64 where it begins 16 bytes after a multiple of it; one in place gains a tenth, and most of
ours are in place. Blocks of 2^15 to 2^18 numbers instead of 2^19 make normalisations and softmax slower, by up to 2.7
times."""

MEMORY = """Scratch beside inputs and results, with two threads; tests/runtime/test_memory.py measures each of these at
two sizes. Between calls at most 2^30 bytes stay with the process: the memory of arrays of 4 MiB and more that nobody
holds any more, which the next arrays of their size take again. The system may take it for other programs at any time
(MADV_FREE), until when tools count it as the process's; `nnmath.set_cached_memory` sets how much, 0 for none. Where
that cannot be said to the system, on Windows or macOS, nothing is kept. tests/runtime/test_pages.py holds it to this.

- Elementwise formulas: at most 8 MiB whatever the size, for the value, for its gradient, and for what is kept between
  the two. gelu, logsigmoid, mish, sigmoid, silu, softplus and softsign take their derivative with the value: it waits
  in the gradient's own array, which is so allocated with the value (a second pullback takes it again).
  Of prelu with a weight for each channel, at most a row of x more: its blocks are whole rows.
- Normalisations, softmax and losses over rows: at most 4 blocks of 2^19 numbers a thread, and a few numbers a row.
  log_softmax and cross_entropy keep the softmax for the gradient: as many numbers as the logits.
- Recurrent layers of G gates and S states, T steps, N examples, H units: (G + S + 1) T N H numbers for the value and
  for the gradient, (2 G + S + 2) T N H for a value that will be pulled back, and twice the weights. G is 1 for rnn, 3
  for gru, 4 for lstm; S is 2 for lstm, else 1.
- Convolutions of C channels to K, a kernel of R S entries, P Q places: the columns of one image, max(C, K) R S P Q
  numbers, for the value; twice these and four times the weights for the gradient. P Q is the larger plane of input
  and output.

Copies made on purpose: convolutions copy the windows of one image at a time into columns, and the weight once with its
axes in another order; recurrent layers and networks copy the states that they return, so that no result shares memory
with what the pullback has kept. Matrix products take transposed arrays as they lie,
but for the weights of a recurrence, which are transposed once.

Convolutions by columns or by taps: measured on one thread for one image, columns and one product take 3.5 ms where a
product for each tap takes 3.7 (64 channels of 56 x 56 to 64, 3 x 3), 0.65 where it takes 2.2 (3 of 112 x 112 to 32,
7 x 7 by steps of 2), and 0.08 where it takes 0.10 (32 of 28 x 28 to 64, 1 x 1); columns of a few rows of the output
at a time are no faster (3.6, 0.96, 0.10). So the rule is: always the columns of a whole image, and where a window has
one entry, at unit stride and without padding, the image itself instead of a copy."""


def cpu() -> str:
    """The model of the processor, no more."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor() or platform.machine()
    return next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), platform.machine())


def text(
    cells: Sequence[Measured],
    peers: Sequence[str],
    facts: Mapping[str, Mapping[str, Any]],
    effort: Effort,
    plot: bool,
    busy: str = "",
) -> str:
    """The page; `busy` is a warning that goes on top of it."""
    used = ", ".join(f"{TITLES.get(n, n)} {f['version']} ({f['threads']} threads)" for n, f in sorted(facts.items()))
    lines = ["# Performance", "", *([f"**When this was measured, {busy}.**", ""] if busy else [])]
    lines += [METHOD.format(rounds=effort.rounds, sample=effort.sample * 1e3), ""]
    if effort.clock == "cpu":
        lines += ["Times are of the processor, of all threads together.", ""]
    lines += [f"Measured on {datetime.now(UTC):%Y-%m-%d}, {cpu()}, Python {platform.python_version()}: {used}.", ""]
    absent = [TITLES[p] for p in ("torch", "jax", "onnx", "numpy") if p not in facts]
    lines += [f"Not measured here: {', '.join(absent)}.", ""] if absent else []
    lines += ["## In short", "", "Geometric means of forward+vjp over the formulas at the larger sizes measured.", ""]
    lines += _means(cells, peers)
    lines += ["", "The same by chapter and size.", "", *_markdown(list(by_chapter(cells, peers)))]
    lines += ["", f"`{last_line(cells, peers)}`", "", ELSEWHERE, ""]
    lines += [f"![Ratios of forward+vjp, one dot a cell]({PLOT})", ""] if plot else []
    lines += ["## What misses its bound", "", MISSED, ""]
    lines += [f"- {line}" for line in missed(cells)] or ["Nothing."]
    for title, rows in tables(cells, peers):
        lines += ["", f"## {title}", "", *_markdown(rows)]
    lines += _notes(cells)
    lines += ["", "## Memory", "", MEMORY]
    return "\n".join([*lines, "", "Generated by `python -m nnmath bench --write`.", ""])


def _means(cells: Sequence[Measured], peers: Sequence[str]) -> list[str]:
    rows = [["beside", "geometric mean", "bound", "cells"]]
    for peer in peers:
        found = [r for r, _ in ratios(counted(cells), peer)]
        mean = geomean(found)
        if mean is not None:
            rows.append([TITLES.get(peer, peer), f"{mean:.2f}", f"{MEANS.get(peer, '-')}", str(len(found))])
    return _markdown(rows)


def _markdown(rows: Sequence[Sequence[str]]) -> list[str]:
    lines = [f"| {' | '.join(row)} |" for row in rows]
    return [lines[0], f"|---{'|--:' * (len(rows[0]) - 1)}|", *lines[1:]]


def _notes(cells: Sequence[Measured]) -> list[str]:
    """Why a library that was there has no time."""
    found = [
        f"- {m.cell.key}, {TITLES.get(name, name)}: {m.notes[name]}"
        for m in cells
        for name in m.wrong
        if name in m.notes
    ]
    return ["", "## Not timed", "", *found] if found else []


def plot(cells: Sequence[Measured], peers: Sequence[str], path: Path) -> bool:
    """Ratios of forward+vjp as dots, one row of them for each library and size; False without matplotlib."""
    if importlib.util.find_spec("matplotlib") is None:
        return False
    import matplotlib

    matplotlib.use("svg")
    matplotlib.rcParams["svg.hashsalt"] = "nnmath"  # the same figure for the same figures
    from matplotlib import pyplot

    rows = [(p, s) for p in peers for s in ("tiny", "cache", "large") if _of(cells, p, s)]
    figure, axes = pyplot.subplots(figsize=(8, 1 + 0.35 * len(rows)), layout="constrained")
    for height, (peer, size) in enumerate(reversed(rows)):
        found = _of(cells, peer, size)
        axes.plot(found, [height + 0.3 * (i / len(found) - 0.5) for i in range(len(found))], "o", ms=3, alpha=0.5)
        axes.plot([geomean(found) or 1.0] * 2, [height - 0.35, height + 0.35], "k-", lw=1.5)
    axes.axvline(1.0, color="gray", lw=0.8)
    axes.set_xscale("log", base=2)
    axes.set_yticks(range(len(rows)), [f"{TITLES.get(p, p)}, {s}" for p, s in reversed(rows)])
    axes.set_xlabel("our time over theirs, forward+vjp; the bar is the geometric mean")
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    pyplot.close(figure)
    return True


def _of(cells: Sequence[Measured], peer: str, size: str) -> list[float]:
    return [r for r, _ in ratios([m for m in cells if m.cell.size == size], peer)]


def write(
    cells: Sequence[Measured],
    peers: Sequence[str],
    facts: Mapping[str, Mapping[str, Any]],
    effort: Effort,
    busy: str = "",
    folder: Path = FOLDER,
) -> list[str]:
    """Both files; lines that say what was written, and what was not."""
    drawn = plot(cells, peers, folder / PLOT)
    page = folder / "performance.md"
    page.write_text(text(cells, peers, facts, effort, drawn, busy), encoding="utf-8")
    said = [f"bench: wrote docs/{page.name}"]
    return [*said, f"bench: wrote docs/{PLOT}" if drawn else "bench: matplotlib is not installed; no plot"]
