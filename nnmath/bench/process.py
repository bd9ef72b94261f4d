"""The other end of a worker: a process that is asked, waited for, stopped while others are timed, and may be lost."""

from __future__ import annotations

import json
import os
import select
import signal
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
VARIABLES = ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS", "PJRT_NPROC", "NPROC")
STOPS = hasattr(signal, "SIGSTOP") and hasattr(os, "waitid")
PATIENCE = 300.0
"""Seconds that a worker may take for one answer."""


class Lost(Exception):
    """A worker that has ended, or does not answer."""


class Refused(Exception):
    """A worker that could not do what it was asked."""


class Worker:
    """One library in a process of its own. Between two requests it is stopped: its threads cannot spin."""

    def __init__(self, library: str, threads: int, patience: float = PATIENCE):
        self.library, self.patience, self.peak = library, patience, 0
        self._rest = b""
        self.process = subprocess.Popen(
            [sys.executable, "-m", "nnmath.bench.worker", library, str(threads)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, **dict.fromkeys(VARIABLES, str(threads)), "PYTHONPATH": _path()},
        )
        hello = self._answer()
        self.version, self.threads = str(hello["version"]), int(hello["threads"])
        self._stop()

    def ask(self, do: str, **request: Any) -> dict[str, Any]:
        """The answer; Refused where it tells of an error, Lost where none comes."""
        if STOPS and self.process.poll() is None:
            self.process.send_signal(signal.SIGCONT)
        try:
            assert self.process.stdin is not None
            self.process.stdin.write(json.dumps({"do": do, **request}).encode() + b"\n")
            self.process.stdin.flush()
        except OSError:
            raise Lost(self._end()) from None
        found = self._answer()
        self._stop()
        self.peak = max(self.peak, int(found.get("peak", 0)))
        if "error" in found:
            raise Refused(found["error"])
        return found

    def close(self) -> None:
        self.process.kill()
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream is not None:
                with suppress(OSError):
                    stream.close()

    def _answer(self) -> dict[str, Any]:
        """One line, waited for no longer than patience lasts."""
        assert self.process.stdout is not None
        source = self.process.stdout.fileno()
        while b"\n" not in self._rest:
            ready, _, _ = select.select([source], [], [], self.patience)
            if not ready:
                self.close()
                raise Lost(f"no answer for {self.patience:g} s")
            part = os.read(source, 1 << 16)
            if not part:
                raise Lost(self._end())
            self._rest += part
        line, _, self._rest = self._rest.partition(b"\n")
        found: dict[str, Any] = json.loads(line)
        return found

    def _end(self) -> str:
        """How it ended."""
        code = self.process.wait()
        self.close()
        return f"ended by signal {-code}" if code < 0 else f"ended with code {code}"

    def _stop(self) -> None:
        """Stop it, and wait until it stands still."""
        if STOPS and self.process.poll() is None:
            self.process.send_signal(signal.SIGSTOP)
            os.waitid(os.P_PID, self.process.pid, os.WSTOPPED | os.WEXITED | os.WNOWAIT)


def _path() -> str:
    """The package that runs here is the one that is timed."""
    return os.pathsep.join(filter(None, (str(ROOT), os.environ.get("PYTHONPATH"))))


def load() -> str:
    """A warning where other programs use the processors, and still do after the last minute's average, else nothing."""
    if not hasattr(os, "getloadavg"):
        return ""
    now, processors = os.getloadavg()[0], os.cpu_count() or 1
    if now < processors / 2:
        return ""
    still = _busy()
    if still is not None and still < processors / 4:
        return ""
    return f"other programs are running (load {now:.1f} on {processors} processors); the figures are not to be believed"


def _busy(seconds: float = 1.0) -> float | None:
    """How many processors work meanwhile, None where that is not told (elsewhere than on Linux)."""
    before = _spent()
    if before is None:
        return None
    start = time.perf_counter()
    time.sleep(seconds)
    after = _spent()
    return None if after is None else (after - before) / (time.perf_counter() - start)


def _spent() -> float | None:
    """Seconds that all processors have worked since the machine started: user, nice and system time."""
    try:
        fields = Path("/proc/stat").read_text(encoding="ascii").split("\n", 1)[0].split()
    except OSError:
        return None
    return sum(map(int, fields[1:4])) / os.sysconf("SC_CLK_TCK")
