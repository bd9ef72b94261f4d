"""Time a kernel of nnmath against the hand-written one: ``python tests/bench/ratio.py lstm``.

Each side runs in processes of its own, because BLAS threads of one poison the timings of the other;
the processes alternate, and minima are compared: other programs can only add to a time. Results are
compared first: a fast wrong kernel has no ratio. One sample is a forward and a backward pass.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np

ROOT = Path(__file__).resolve().parents[2]
SIDES = ("hand", "nnmath")
NOISY = 1.5
"""Minima of rounds further apart than this mean that the machine was not quiet."""


def lstm_case(draw):
    steps, batch, inputs, hidden = 100, 32, 128, 256
    scale = np.float32(hidden**-0.5)
    state = (batch, hidden)
    weights = [(4 * hidden, inputs), (4 * hidden, hidden), (4 * hidden,), (4 * hidden,)]
    arrays = [draw(steps, batch, inputs), draw(*state), draw(*state)]
    arrays += [scale * draw(*shape) for shape in weights]
    return arrays, [draw(steps, batch, hidden), draw(*state), draw(*state)], {}


def batch_norm_case(draw):
    shape = (256, 64, 32, 32)
    return [draw(*shape), draw(64), draw(64)], [draw(*shape)], {"eps": 1e-5}


def conv2d_case(draw):
    shape = (8, 64, 56, 56)
    weight = np.float32(1 / 24) * draw(64, 64, 3, 3)
    return [draw(*shape), weight, draw(64)], [draw(*shape)], {"stride": 1, "padding": 1}


CASES = {"lstm": lstm_case, "batch_norm": batch_norm_case, "conv2d": conv2d_case}


def case(name: str):
    """Arrays, cotangents and parameters, the same in every process."""
    rng = np.random.default_rng(0)
    return CASES[name](lambda *shape: rng.standard_normal(shape, dtype=np.float32))


def subject(name: str, side: str, params: dict):
    """Return the side's ``f(*arrays) -> value, pullback``."""
    if side == "hand":
        import hand_numpy  # one side a process: neither may load the other's threads

        return getattr(hand_numpy, name)
    import nnmath

    return lambda *arrays: getattr(nnmath, name).vjp(*arrays, **params)


def results(f, arrays, cotangents) -> list[np.ndarray]:
    value, pullback = f(*arrays)
    return [*(value if isinstance(value, tuple) else (value,)), *pullback(*cotangents)]


def sample(f, arrays, cotangents) -> tuple[float, float]:
    """Milliseconds of one forward and one backward pass."""
    start = time.perf_counter()
    _, pullback = f(*arrays)
    middle = time.perf_counter()
    pullback(*cotangents)
    return (middle - start) * 1e3, (time.perf_counter() - middle) * 1e3


def work(name: str, side: str, samples: int, save: str | None) -> None:
    """One process: save the results, or print the minima over its samples."""
    arrays, cotangents, params = case(name)
    f = subject(name, side, params)
    if save:
        np.savez(save, *results(f, arrays, cotangents))
        return
    sample(f, arrays, cotangents)
    times = [sample(f, arrays, cotangents) for _ in range(samples)]
    forward, backward = map(min, zip(*times, strict=True))
    print(json.dumps([forward, backward, min(map(sum, times))]))


def spawn(name: str, side: str, samples: int, save: str = "") -> str:
    command = [sys.executable, __file__, name, "--side", side, "--samples", str(samples)]
    path = os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))
    done = subprocess.run(
        [*command, "--save", save] if save else command,
        env=os.environ | {"PYTHONPATH": path},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout


def disagreement(name: str) -> float:
    """Largest difference of the two sides, relative to the largest entry of each result."""
    with tempfile.TemporaryDirectory() as folder:
        files = [f"{folder}/{side}.npz" for side in SIDES]
        for side, file in zip(SIDES, files, strict=True):
            spawn(name, side, 1, file)
        ours, theirs = ([*np.load(file).values()] for file in files)
    pairs = list(zip(ours, theirs, strict=True))
    if any(a.shape != b.shape or a.dtype != b.dtype for a, b in pairs):
        return float("inf")
    worst = [float(np.max(np.abs(a - b)) / np.max(np.abs(a))) for a, b in pairs]
    return float(np.max(worst))  # not max(): a nan must win


def measure(name: str, rounds: int, samples: int) -> dict[str, list[list[float]]]:
    """Per side and round, the minima of forward, backward and total milliseconds."""
    rows: dict[str, list[list[float]]] = {side: [] for side in SIDES}
    for _ in range(rounds):
        for side in SIDES:
            rows[side].append(json.loads(spawn(name, side, samples)))
    return rows


def summary(side: str, rows: list[list[float]]) -> float:
    """Print a side's minima over rounds and the range of its totals; return the least total."""
    forward, backward, total = map(min, zip(*rows, strict=True))
    totals = [row[2] for row in rows]
    low, high = min(totals), max(totals)
    print(f"{side:7s} forward {forward:7.1f} backward {backward:7.1f} both {total:7.1f} ms", end="")
    print(f"  (rounds {low:.1f} to {high:.1f})")
    if high > NOISY * low:
        print(f"{side}: the rounds disagree; another program was using the cores")
    return total


def threads() -> str:
    names = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS")
    settings = ", ".join(f"{name}={os.environ.get(name, 'unset')}" for name in names)
    return f"{len(os.sched_getaffinity(0))} cores, {settings}"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("name", choices=CASES)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--samples", type=int, default=7)
    parser.add_argument("--tolerance", type=float, default=2e-5)
    parser.add_argument("--max-ratio", type=float, help="exit 1 above this")
    parser.add_argument("--side", choices=SIDES, help=argparse.SUPPRESS)
    parser.add_argument("--save", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.side:
        work(args.name, args.side, args.samples, args.save)
        return 0
    error = disagreement(args.name)
    print(f"{args.name}: results differ by {error:.1e} of their largest entry")
    if not error <= args.tolerance:
        print(f"more than {args.tolerance:.0e}: no ratio")
        return 1
    rows = measure(args.name, args.rounds, args.samples)
    hand, ours = (summary(side, rows[side]) for side in SIDES)
    ratio = ours / hand
    print(f"{args.name}: nnmath / hand = {ratio:.2f} ({threads()})")
    return int(args.max_ratio is not None and ratio > args.max_ratio)


if __name__ == "__main__":
    sys.exit(main())
