"""The whole ledger: every entry, decided side by side, and the line that sums it up."""

from __future__ import annotations

import importlib
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from multiprocessing import get_context

from nnmath.ledger.entry import Decision, Entry
from nnmath.ledger.outcome import VERDICTS, Outcome

CHAPTERS = (
    "larin",
    "larin_training",
    "larin_recurrent",
    "larin_regularisation",
    "mining",
    "networks",
    "networks_outputs",
    "networks_training",
    "kovalev",
    "norms",
    "sokolov",
)


@cache
def entries() -> dict[str, Entry]:
    """Every entry by id, in the order of the lectures."""
    found: dict[str, Entry] = {}
    for chapter in CHAPTERS:
        for entry in importlib.import_module(f"nnmath.ledger.{chapter}").ENTRIES:
            if entry.id in found:
                raise ValueError(f"the ledger has two entries {entry.id}")
            found[entry.id] = entry
    return dict(sorted(found.items(), key=lambda item: _order(item[0])))


def _order(id: str) -> tuple[str, list[int], str]:
    return id[0], [int(n) for n in re.findall(r"\d+", id)], id


def decide(id: str) -> Decision:
    """One entry, decided."""
    try:
        return entries()[id].decide()
    except Exception as error:
        error.add_note(f"while deciding the ledger's entry {id}")
        raise


def _outcomes(id: str) -> tuple[Outcome, Mapping[str, Outcome], Outcome | None]:
    """What a process sends back: an entry itself holds systems and functions, which stay where they are."""
    found = decide(id)
    return found.outcome, found.readings, found.corrected


def decide_all(ids: Sequence[str] = (), processes: int | None = None) -> Iterator[Decision]:
    """The entries of these ids, all by default, decided in several processes and given in order."""
    wanted = list(ids) or list(entries())
    if unknown := [i for i in wanted if i not in entries()]:
        raise KeyError(f"the ledger has no entry {', '.join(unknown)}")
    count = processes or min(len(wanted), os.cpu_count() or 1)
    if count == 1:
        yield from map(decide, wanted)
        return
    with ProcessPoolExecutor(count, mp_context=get_context("spawn")) as pool:
        for id, outcomes in zip(wanted, pool.map(_outcomes, wanted), strict=True):
            yield Decision(entries()[id], *outcomes)


def summary(decisions: Sequence[Decision]) -> str:
    """``claims: N proved, M refuted, A ambiguous, K illustrated, D definitions, U undecided of T``."""
    count = {verdict: sum(d.verdict == verdict for d in decisions) for verdict in VERDICTS}
    parts = [f"{n} {'definitions' if verdict == 'definition' else verdict}" for verdict, n in count.items()]
    return f"claims: {', '.join(parts)} of {len(decisions)}"
