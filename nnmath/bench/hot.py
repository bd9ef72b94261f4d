"""Where the time of a call goes: the lines of this package that it is spent at, each without what it calls here."""

from __future__ import annotations

import linecache
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from types import FrameType
from typing import Any

HERE = Path(__file__).resolve().parent
PACKAGE = HERE.parent
SECONDS = 0.3
"""Calls are repeated for about as long."""
SHOWN = 3
LINES = 1e-3
"""Seconds of a call from which lines are told; of a shorter one functions, for each line costs next to nothing."""

Place = tuple[str, int, str]


def hot(f: Callable[[], Any], seconds: float = SECONDS) -> list[str]:
    """The places that most of the time of a call without arguments goes to, as ``share place``; one thread.

    The first of them, and two more if they take a twentieth of it.

    Tracing makes Python code slower, not the NumPy calls in it: shares of short calls are rough.

    >>> hot(lambda: None, 0.01)
    []
    """
    f()
    start = time.perf_counter()
    f()
    taken = max(time.perf_counter() - start, 1e-7)
    spent = _Spent()
    calls = max(1, min(2000, int(seconds / taken)))
    before = sys.gettrace()
    sys.settrace(spent.entered)
    try:
        for _ in range(calls):
            f()
    finally:
        sys.settrace(before)
    name = _line if taken >= LINES else _function
    found: Counter[str] = Counter()  # of seconds
    for place, length in spent.at.items():
        found[name(place)] += length
    total = sum(found.values())
    first = found.most_common(SHOWN)
    shown = first[:1] + [place for place in first[1:] if place[1] > 0.05 * total]
    return [f"{length / total:.0%} {what}" for what, length in shown]


class _Spent:
    """Seconds at each place; the time since the last event is of the place where that left us."""

    def __init__(self) -> None:
        self.at: Counter[Place] = Counter()
        self.stack: list[Place] = []
        self.now = time.perf_counter()

    def entered(self, frame: FrameType, event: str, _: Any) -> Any:
        file = frame.f_code.co_filename
        if not file.startswith(str(PACKAGE)) or file.startswith(str(HERE)):
            return None
        self._charge()
        self.stack.append(_place(frame))
        self.now = time.perf_counter()
        return self._moved

    def _moved(self, frame: FrameType, event: str, _: Any) -> Any:
        self._charge()
        if event == "line":
            self.stack[-1] = _place(frame)
        elif event == "return":
            self.stack.pop()
        self.now = time.perf_counter()
        return self._moved

    def _charge(self) -> None:
        if self.stack:
            self.at[self.stack[-1]] += time.perf_counter() - self.now  # type: ignore[assignment]


def _place(frame: FrameType) -> Place:
    return frame.f_code.co_filename, frame.f_lineno, frame.f_code.co_name


def _line(place: Place) -> str:
    file, number, _ = place
    return f"{_module(file)}: `{' '.join(linecache.getline(file, number).split())}`"


def _function(place: Place) -> str:
    file, _, function = place
    return f"{_module(file)}: {function}()"


def _module(file: str) -> str:
    return Path(file).relative_to(PACKAGE).with_suffix("").as_posix()
