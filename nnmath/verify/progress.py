"""A progress bar of one line on standard error, silent where that is no terminal unless asked for."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class Progress:
    """``name  [#####.....]  done/total  seconds left``, redrawn at most ten times a second."""

    def __init__(self, name: str, total: int, done: int = 0, stream: TextIO | None = None, shown: bool | None = None):
        self.name, self.total, self.done, self.first = name, max(total, 1), done, done
        self.stream = stream or sys.stderr
        self.shown = self.stream.isatty() if shown is None else shown
        self.begun, self.drawn = time.monotonic(), 0.0

    def step(self, count: int = 1, note: str = "") -> None:
        self.done += count
        now = time.monotonic()
        if self.shown and (now - self.drawn > 0.1 or self.done >= self.total):
            self.drawn = now
            self._draw(now - self.begun, note)

    def _draw(self, spent: float, note: str) -> None:
        filled = 30 * self.done // self.total
        pace = (self.done - self.first) / spent if spent > 0 else 0.0
        left = f"{(self.total - self.done) / pace:.0f} s left" if pace else ""
        bar = "#" * filled + "." * (30 - filled)
        self.stream.write(f"\r{self.name} [{bar}] {self.done}/{self.total} {left} {note}\x1b[K")
        self.stream.flush()

    def close(self) -> None:
        if self.shown:
            self.stream.write("\n")
            self.stream.flush()
