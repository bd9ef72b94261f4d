"""``python -m nnmath mutants [NAME ...] [--sample N --seed S]``."""

from __future__ import annotations

import argparse
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nnmath.verify.mutants import MutantReport

HEAVY = ("recurrent", "optimizers", "normalization", "losses", "pooling", "convolution")


def add(commands: Any) -> None:
    parser = commands.add_parser("mutants", help="wrong formulas and kernels made on purpose; is each noticed?")
    parser.add_argument("name", nargs="*", help="formulas; all by default")
    parser.add_argument("--sample", type=int, metavar="N", help="N mutants of each formula, drawn by the seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes; as many as processors")
    parser.add_argument("--kinds", action="store_true", help="also count the mutants by kind and by what noticed them")


def run(options: argparse.Namespace) -> int:
    """0 only when every mutant is killed or proved equivalent."""
    from nnmath.formulas import load

    definitions = load()
    if unknown := [n for n in options.name if n not in definitions]:
        print(f"nnmath: no formula is called {', '.join(unknown)}", file=sys.stderr)
        return 2
    names = options.name or sorted(definitions, key=lambda n: _weight(definitions[n].chapter))
    killed = total = equivalent = 0
    kinds, noticed = Counter[str](), Counter[str]()
    for done, report in enumerate(_reports(names, options), 1):
        print(f"[{done}/{len(names)}] {report.seconds:.1f} s  {report}", file=sys.stderr, flush=True)
        killed, total, equivalent = killed + report.killed, total + report.total, equivalent + report.equivalent
        kinds.update(report.kinds)
        noticed.update(report.noticed)
    if options.kinds:
        for title, counts in (("kind", kinds), ("noticed by", noticed)):
            print("\n".join(f"{title} {name}: {count}" for name, count in counts.most_common()))
    print(f"mutants: killed {killed} of {total}, equivalent {equivalent}")
    return 0 if killed + equivalent == total else 1


def _weight(chapter: str) -> int:
    return HEAVY.index(chapter) if chapter in HEAVY else len(HEAVY)


def _reports(names: list[str], options: argparse.Namespace) -> Iterator[MutantReport]:
    tasks = [(name, options.sample, options.seed) for name in names]
    if options.jobs == 1 or len(tasks) == 1:
        yield from map(_one, tasks)
        return
    with multiprocessing.get_context("spawn").Pool(min(options.jobs, len(tasks))) as pool:
        yield from pool.imap_unordered(_one, tasks)


def _one(task: tuple[str, int | None, int]) -> MutantReport:
    from nnmath.verify.mutants import run

    return run(*task)
