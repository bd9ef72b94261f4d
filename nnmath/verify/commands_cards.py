"""``python -m nnmath card NAME`` and ``python -m nnmath verify [NAME ...]``.

`verify` climbs the ladder of every formula in several processes. What is finished is kept beside the package's
temporary files under a digest of the code, so that an interrupted run goes on where it stopped.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from nnmath.usage import kept, positive, require_known
from nnmath.verify.card import LEVELS, OUTCOMES, Card, Rung, from_data, known, path_of

HEAVY = ("recurrent", "losses", "convolution", "pooling", "normalization", "optimizers")
"""Chapters whose formulas are climbed first, so that no process is left with a long one at the end."""


def add(commands: Any) -> None:
    """Their parsers, under the command line's."""
    card = commands.add_parser("card", help="what was proved, compared and measured of a formula")
    card.add_argument("name")
    card.add_argument("--json", action="store_true", help="as it is kept")
    climb = commands.add_parser("verify", help="climb every rung anew and count the verdicts")
    climb.add_argument("names", nargs="*", metavar="NAME")
    climb.add_argument("--deep", action="store_true", help="every float32 input of elementwise formulas; every mutant")
    climb.add_argument("--write", action="store_true", help="write the cards that are checked in")
    climb.add_argument("--workers", type=positive, default=os.cpu_count() or 1)
    climb.add_argument("--state", metavar="FILE", help="where finished cards are kept; by default a temporary file")
    climb.add_argument("--afresh", action="store_true", help="forget what an interrupted run has finished")


def card(options: argparse.Namespace) -> int:
    """0 only where the card has no failed rung."""
    from nnmath import formula

    formula(options.name)  # an unknown name is told by the command line
    found = known(options.name)
    if found is None:
        print(
            f"nnmath: {options.name} has no card; run 'python -m nnmath verify {options.name} --write'", file=sys.stderr
        )
        return 2
    print(found.to_json() if options.json else found, end="" if options.json else "\n")
    return 1 if found.failed else 0


def verify(options: argparse.Namespace) -> int:
    """0 only where no rung failed."""
    from nnmath import formulas
    from nnmath.verify.progress import Progress

    require_known(options.names, formulas())
    names = list(dict.fromkeys(options.names)) or list(formulas())
    state = State(options.state, options.deep)
    if options.afresh:
        state.forget()
    cards = {name: found for name in names if (found := state.known(name))}
    if cards:
        print(f"verify: {len(cards)} of {len(names)} known from {state.path}", file=sys.stderr)
    bar = Progress("verify", len(names), len(cards), shown=sys.stderr.isatty())
    for found in climbed([n for n in names if n not in cards], options.deep, options.workers):
        cards[found.formula] = found
        state.add(found)
        bar.step(note=found.formula)
        if not bar.shown:
            print(f"verify: {len(cards)}/{len(names)} {found.formula}", file=sys.stderr, flush=True)
    bar.close()
    ordered = [cards[name] for name in names]
    if options.write:
        write(ordered)
    for line in report(ordered):
        print(line)
    return 1 if any(c.failed for c in ordered) else 0


def report(cards: Sequence[Card]) -> Iterator[str]:
    """Verdicts by rung, what failed or is undecided, the share decided, and the summary."""
    yield table(cards)
    for found in cards:
        yield from (f"{found.formula}: {rung}" for rung in found.rungs if rung.verdict in ("failed", "undecided"))
    rungs = [r for c in cards for r in c.rungs if r.applicable]
    decided = sum(r.decided for r in rungs)
    share = 100 * decided / len(rungs) if rungs else 100.0
    yield f"rungs decided: {decided} of {len(rungs)} that apply, {share:.1f} %"
    failed = sum(bool(c.failed) for c in cards)
    whole = sum(c.decided for c in cards)
    left = len(cards) - whole - sum(bool(c.failed) for c in cards)
    yield f"verify: {len(cards)} formulas, all rungs decided: {whole}, undecided: {left}, failed: {failed}"


def table(cards: Iterable[Card]) -> str:
    """How many formulas have each verdict on each rung."""
    counts = {level: Counter[str]() for level in LEVELS}
    for found in cards:
        for rung in found.rungs:
            counts[rung.level][rung.verdict] += 1
    used = [o for o in OUTCOMES if any(c[o] for c in counts.values())]
    rows = [["rung", *used]] + [
        [f"{level} {name}", *(str(counts[level][o] or ".") for o in used)] for level, name in LEVELS.items()
    ]
    widths = [max(len(row[i]) for row in rows) for i in range(len(used) + 1)]
    return "\n".join(
        "  ".join(
            cell.ljust(w) if i == 0 else cell.rjust(w) for i, (cell, w) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def climbed(names: Sequence[str], deep: bool, workers: int) -> Iterator[Card]:
    """Cards in the order in which they are finished."""
    from nnmath.formulas import load

    chapters = {name: d.chapter for name, d in load().items()}
    ordered = sorted(names, key=lambda n: HEAVY.index(chapters[n]) if chapters[n] in HEAVY else len(HEAVY))
    if workers < 2 or len(names) < 2:
        yield from (from_data(climb_one(name, deep)) for name in ordered)
        return
    with ProcessPoolExecutor(min(workers, len(names)), mp_context=get_context("spawn")) as pool:
        running = [pool.submit(climb_one, name, deep) for name in ordered]
        for done in as_completed(running):
            yield from_data(done.result())


def climb_one(name: str, deep: bool) -> dict[str, Any]:
    """One formula's card as plain data, which travels between processes; an exception is a failed rung of its own."""
    from nnmath.verify.rungs import RUNGS, subject_of, versions

    try:
        subject, before = subject_of(name), known(name)
    except Exception as error:
        return Card(name, tuple(raised(level, error) for level in RUNGS), versions()).data
    rungs = []
    for level, climb in RUNGS.items():
        try:
            rungs.append(climb(subject, deep, before))
        except Exception as error:
            rungs.append(raised(level, error))
    return Card(name, tuple(rungs), versions()).data


def raised(level: str, error: Exception) -> Rung:
    return Rung(level, "failed", {"raised": f"{type(error).__name__}: {error}"})


def write(cards: Iterable[Card]) -> None:
    for found in cards:
        path = path_of(found.formula)
        path.parent.mkdir(exist_ok=True)
        path.write_text(found.to_json(), encoding="utf-8")


class State:
    """Finished cards in a file, for one version of the sources: an interrupted run goes on with them."""

    def __init__(self, path: str | None, deep: bool):
        self.key = f"{sources()}{' deep' if deep else ''}"
        self.path = (
            Path(path) if path else Path(tempfile.gettempdir()) / f"nnmath-verify-{self.key.replace(' ', '-')}.json"
        )
        stored = kept(self.path, "key", "cards")
        self.cards: dict[str, Any] = stored["cards"] if stored.get("key") == self.key else {}

    def known(self, name: str) -> Card | None:
        return from_data(self.cards[name]) if name in self.cards else None

    def add(self, card: Card) -> None:
        self.cards[card.formula] = card.data
        beside = self.path.with_name(f"{self.path.name}.{os.getpid()}.part")
        beside.write_text(json.dumps({"key": self.key, "cards": self.cards}), encoding="utf-8")
        beside.replace(self.path)

    def forget(self) -> None:
        self.cards = {}


def sources() -> str:
    """A digest of all code of the package: a state of other code is not gone on with."""
    from nnmath.verify.rungs import versions

    digest = hashlib.sha256(json.dumps(versions()).encode())
    package = Path(__file__).resolve().parent.parent
    for path in sorted(package.rglob("*.py")):
        digest.update(str(path.relative_to(package)).encode() + path.read_bytes())
    return digest.hexdigest()[:16]


COMMANDS = {"card": card, "verify": verify}
