"""``python -m nnmath mutants [NAME ...] [--sample N --seed S]``."""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from nnmath.usage import kept_lines, positive, require_known
from nnmath.verify.progress import Progress

HEAVY = ("recurrent", "losses", "optimizers", "normalization", "pooling", "convolution")
Task = tuple[str, int | None, int]
Outcome = dict[str, Any]


def add(commands: Any) -> None:
    parser = commands.add_parser("mutants", help="wrong formulas and kernels made on purpose; is each noticed?")
    parser.add_argument("name", nargs="*", help="formulas; all by default")
    parser.add_argument("--sample", type=positive, metavar="N", help="N mutants of each formula, drawn by the seed")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--jobs", type=positive, default=os.cpu_count() or 1, help="processes; as many as processors")
    parser.add_argument("--kinds", action="store_true", help="also count the mutants by kind and by what noticed them")
    parser.add_argument("--resume", type=Path, metavar="FILE", help="keep what is judged in a file, and go on from it")


def run(options: argparse.Namespace) -> int:
    """0 only when every mutant is killed or proved equivalent."""
    from nnmath.formulas import load

    definitions = load()
    require_known(options.name, definitions)
    names = options.name or sorted(definitions, key=lambda n: _weight(definitions[n].chapter))
    known = _known(options)
    total = Counter[str]()
    counts = {title: Counter[str]() for title in ("kind", "killed of kind", "noticed by", "proved by")}
    bar = Progress("mutants", len(names), shown=True)
    for outcome in _outcomes(names, known, options):
        if outcome["text"]:
            print(("\r\x1b[K" if bar.terminal else "") + outcome["text"], file=sys.stderr)
        total.update(outcome["total"])
        for title in counts:
            counts[title].update(outcome[title])
        bar.step(1, outcome["name"])
    bar.close()
    if options.kinds:
        for title, found in counts.items():
            print("\n".join(f"{title} {name}: {count}" for name, count in found.most_common()))
    print(f"mutants: killed {total['killed']} of {total['mutants']}, equivalent {total['equivalent']}")
    return 0 if total["killed"] + total["equivalent"] == total["mutants"] else 1


def _weight(chapter: str) -> int:
    return HEAVY.index(chapter) if chapter in HEAVY else len(HEAVY)


def _key(name: str, options: argparse.Namespace) -> str:
    return f"{name} {options.sample} {options.seed}"


def _known(options: argparse.Namespace) -> dict[str, Outcome]:
    """What a file from before has, by formula, sample and seed."""
    lines = kept_lines(options.resume, "key", "name", "total") if options.resume is not None else []
    return {found["key"]: found for found in lines}


def _outcomes(names: list[str], known: dict[str, Outcome], options: argparse.Namespace) -> Iterator[Outcome]:
    """Those of the file, then the others as they come; each is written down before it is told."""
    yield from (known[_key(n, options)] for n in names if _key(n, options) in known)
    tasks = [(n, options.sample, options.seed) for n in names if _key(n, options) not in known]
    for outcome in _judged(tasks, options.jobs):
        if options.resume is not None:
            with options.resume.open("a", encoding="utf-8") as file:
                file.write(json.dumps({"key": _key(outcome["name"], options), **outcome}) + "\n")
        yield outcome


def _judged(tasks: list[Task], jobs: int) -> Iterator[Outcome]:
    if jobs == 1 or len(tasks) <= 1:
        yield from map(_one, tasks)
        return
    with multiprocessing.get_context("spawn").Pool(min(jobs, len(tasks))) as pool:
        yield from pool.imap_unordered(_one, tasks)


def _one(task: Task) -> Outcome:
    from nnmath.verify.mutants import run

    report = run(*task)
    return {
        "name": report.name,
        "total": {"mutants": report.total, "killed": report.killed, "equivalent": report.equivalent},
        "kind": dict(report.kinds),
        "killed of kind": dict(report.killed_kinds),
        "noticed by": dict(report.noticed),
        "proved by": dict(Counter(why.split(" where ")[0] for why in report.proofs.values())),
        "text": "" if report.ok else str(report),
        "seconds": round(report.seconds, 2),
    }
