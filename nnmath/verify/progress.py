"""Progress on standard error: a bar of one line on a terminal, else, where asked for, a line each tenth."""

from __future__ import annotations

import sys
import time
from typing import TextIO


class Progress:
    """``name  [#####.....]  done/total  seconds left``, redrawn at most ten times a second."""

    def __init__(self, name: str, total: int, done: int = 0, stream: TextIO | None = None, shown: bool | None = None):
        self.name, self.total, self.done, self.first = name, max(total, 1), done, done
        self.stream = stream or sys.stderr
        self.terminal = self.stream.isatty()
        self.shown = self.terminal if shown is None else shown
        self.begun, self.drawn = time.monotonic(), 0.0

    def step(self, count: int = 1, note: str = "") -> None:
        before, self.done = self.done, self.done + count
        if not self.shown:
            return
        now = time.monotonic()
        if not self.terminal:
            if 10 * before // self.total < 10 * self.done // self.total:
                self._write(f"{self.name} {100 * self.done // self.total} %: {self._state(now)} {note}".rstrip() + "\n")
        elif now - self.drawn > 0.1 or self.done >= self.total:
            self.drawn = now
            filled = 30 * self.done // self.total
            bar = "#" * filled + "." * (30 - filled)
            self._write(f"\r{self.name} [{bar}] {self._state(now)} {note}\x1b[K")

    def _state(self, now: float) -> str:
        spent = now - self.begun
        pace = (self.done - self.first) / spent if spent > 0 else 0.0
        left = f" {(self.total - self.done) / pace:.0f} s left" if pace else ""
        return f"{self.done}/{self.total}{left}"

    def close(self) -> None:
        if self.shown and self.terminal:
            self._write("\n")

    def _write(self, text: str) -> None:
        self.stream.write(text)
        self.stream.flush()
