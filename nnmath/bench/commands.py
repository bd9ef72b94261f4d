"""``python -m nnmath bench [NAME ...]``: every formula timed beside other libraries.

What is finished is kept in a file under a digest of the code and of the settings: an interrupted run goes on with it.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nnmath.bench.cases import Cell
    from nnmath.bench.measure import Effort
    from nnmath.bench.measured import Measured

PEERS = "torch,jax,onnx,numpy"


def add(commands: Any) -> None:
    """Its parser, under the command line's."""
    bench = commands.add_parser("bench", help="time every formula beside PyTorch, JAX and NumPy by hand")
    bench.add_argument("names", nargs="*", metavar="NAME")
    bench.add_argument("--sizes", default="tiny,cache,large", help="of tiny, cache and large")
    bench.add_argument("--dtypes", default="float32,float64")
    bench.add_argument("--threads", type=int, default=2, help="of every library")
    bench.add_argument(
        "--peers",
        default=PEERS,
        help=f"by default {PEERS}; compile is torch.compile; module:table has 'value, pullback = f(*arrays)' by name",
    )
    bench.add_argument("--rounds", type=int, help="turns of each library")
    bench.add_argument("--seconds", type=float, help="of each library at one part of a cell, about")
    bench.add_argument(
        "--clock",
        choices=("wall", "cpu"),
        default="wall",
        help="cpu: processor time, with --threads 1 on a busy machine",
    )
    bench.add_argument("--quick", action="store_true", help="rougher")
    bench.add_argument("--json", metavar="FILE", help="what was measured, as data")
    bench.add_argument("--write", action="store_true", help="write docs/performance.md and its plot")
    bench.add_argument("--state", metavar="FILE", help="where finished cells are kept; by default a temporary file")
    bench.add_argument("--afresh", action="store_true", help="forget what an interrupted run has finished")


def bench(options: argparse.Namespace) -> int:
    """0 only where no library was lost and all results agree."""
    from nnmath.bench import document, summary
    from nnmath.bench.process import load

    if problem := _problem(options):
        print(f"nnmath: {problem}", file=sys.stderr)
        return 2
    peers = _present(options.peers)
    effort = _effort(options)
    state = State(options, peers, effort)
    cells = _asked(options)
    busy = load() if any(state.known(cell) is None for cell in cells) else ""
    if busy:
        print(f"bench: {busy}", file=sys.stderr)
    found = list(measured(cells, peers, options.threads, effort, state))
    for title, rows in summary.tables(found, peers):
        print(f"\n{title}\n{summary.aligned(rows)}")
    print()
    for line in [*_wrong(found), *_threads(state.facts), *summary.means(found, peers)]:
        print(line)
    if options.json:
        Path(options.json).write_text(json.dumps(state.data, indent=1), encoding="utf-8")
    if options.write:
        print("\n".join(document.write(found, peers, state.facts, effort, busy)))
    print(summary.last_line(found, peers))
    return 1 if any(m.wrong for m in found) else 0


def _problem(options: argparse.Namespace) -> str | None:
    """What of the request cannot be done."""
    from nnmath.bench.cases import SIZES
    from nnmath.bench.libraries import PEERS as known
    from nnmath.kernels._index import FORMULAS

    asked = {
        "formula": (options.names, tuple(FORMULAS)),
        "size": (options.sizes.split(","), SIZES),
        "dtype": (options.dtypes.split(","), ("float32", "float64")),
        "peer": ([p for p in options.peers.split(",") if p and ":" not in p], known),
    }
    for kind, (given, allowed) in asked.items():
        if unknown := [g for g in given if g not in allowed]:
            return f"no {kind} is called {', '.join(unknown)}"
    numbers = {"threads": options.threads, "rounds": options.rounds, "seconds": options.seconds}
    wrong = [name for name, value in numbers.items() if value is not None and value <= 0]
    return f"{wrong[0]} must be positive, got {numbers[wrong[0]]}" if wrong else None


def _present(peers: str) -> list[str]:
    """The peers that are installed; the others are named."""
    from nnmath.bench.libraries import TITLES, installed

    asked = list(dict.fromkeys(filter(None, peers.split(","))))
    for peer in asked:
        if not installed(peer):
            print(f"bench: {TITLES.get(peer, peer)} is not installed; skipped", file=sys.stderr)
    return [peer for peer in asked if installed(peer)]


def _effort(options: argparse.Namespace) -> Effort:
    from nnmath.bench.measure import QUICK, Effort

    base = QUICK if options.quick else Effort()
    return Effort(options.rounds or base.rounds, options.seconds or base.seconds, base.sample, options.clock)


def _asked(options: argparse.Namespace) -> list[Cell]:
    from nnmath.bench.cases import SIZES, cells
    from nnmath.kernels._index import FORMULAS

    names = list(dict.fromkeys(options.names)) or list(FORMULAS)
    sizes = [size for size in SIZES if size in options.sizes.split(",")]
    return list(cells(names, sizes, list(dict.fromkeys(options.dtypes.split(",")))))


def measured(
    cells: Sequence[Cell], peers: Sequence[str], threads: int, effort: Effort, state: State
) -> Iterator[Measured]:
    """Every cell in its order, from the state where it is known there."""
    from nnmath.bench.measure import Bench
    from nnmath.verify.progress import Progress

    known = sum(cell.key in state.cells for cell in cells)
    if known:
        print(f"bench: {known} of {len(cells)} known from {state.path}", file=sys.stderr)
    bar = Progress("bench", len(cells), known, shown=sys.stderr.isatty())
    with Bench(peers, threads, effort) as running:
        for cell in cells:
            found = state.known(cell)
            if found is None:
                found = running.measure(cell)
                state.add(found, running.facts)
                bar.step(note=cell.key)
                if not bar.shown:
                    print(f"bench: {bar.done}/{bar.total} {cell.key}", file=sys.stderr, flush=True)
            yield found
    bar.close()


def _wrong(found: Sequence[Measured]) -> Iterator[str]:
    for m in found:
        yield from (f"{m.cell.key}: {name} {m.notes.get(name, '')}" for name in m.wrong)


def _threads(facts: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Threads, versions and memory of every process."""
    for name, fact in facts.items():
        memory = f", at most {fact['peak'] / 1e9:.1f} GB" if fact.get("peak") else ""
        yield f"{name} {fact['version']}: {fact['threads']} threads{memory}"


class State:
    """Measured cells in a file, for one version of the sources and one set of settings."""

    def __init__(self, options: argparse.Namespace, peers: Sequence[str], effort: Effort):
        from nnmath.verify.commands_cards import sources

        key = f"{sources()} {' '.join(peers)} {options.threads} {effort}"
        self.key = hashlib.sha256(key.encode()).hexdigest()[:16]
        default = Path(tempfile.gettempdir()) / f"nnmath-bench-{self.key}.json"
        self.path = Path(options.state) if options.state else default
        stored = json.loads(self.path.read_text(encoding="utf-8")) if self.path.exists() else {}
        if options.afresh or stored.get("key") != self.key:
            stored = {}
        self.cells: dict[str, Any] = stored.get("cells", {})
        self.facts: dict[str, dict[str, Any]] = stored.get("facts", {})

    @property
    def data(self) -> dict[str, Any]:
        return {"key": self.key, "facts": self.facts, "cells": self.cells}

    def known(self, cell: Cell) -> Measured | None:
        from nnmath.bench.measured import restored

        return restored(self.cells[cell.key]) if cell.key in self.cells else None

    def add(self, found: Measured, facts: dict[str, dict[str, Any]]) -> None:
        self.cells[found.cell.key] = found.data
        for name, fact in facts.items():
            before = self.facts.get(name, {}).get("peak", 0)
            self.facts[name] = {**fact, "peak": max(before, fact.get("peak", 0))}
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        beside.write_text(json.dumps(self.data), encoding="utf-8")
        beside.replace(self.path)


COMMANDS = {"bench": bench}
