"""What a command refuses: one line on standard error and exit code 2, never a traceback."""

from __future__ import annotations

import argparse
import difflib
import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any


class UsageError(ValueError):
    """A request that cannot be done; its text is the line that the user reads."""


def unknown(name: str, names: Iterable[str], what: str = "formula") -> str:
    """That no such name is known, with the ones that are near."""
    near = difflib.get_close_matches(name, list(names), n=3)
    hint = f"; did you mean {', '.join(near)}?" if near else "; 'nnmath list' shows them all"
    return f"no {what} is called {name!r}{hint}"


def require_known(given: Iterable[str], names: Iterable[str]) -> None:
    known = list(names)
    for name in given:
        if name not in known:
            raise UsageError(unknown(name, known))


def positive(text: str) -> int:
    """A whole number above 0, as a type of argparse."""
    value = int(text)
    if value < 1:
        raise argparse.ArgumentTypeError(f"must be at least 1, got {value}")
    return value


positive.__name__ = "positive integer"  # argparse names the type so where the text is no number


def add_parameters(parser: argparse.ArgumentParser) -> None:
    """``--param stride=2 --param approximate=tanh``, or ``--params '{"stride": 2}'``, together ``options.params``."""
    parser.set_defaults(params={})
    parser.add_argument("--params", type=_json, action=_Gather, metavar="JSON", help="parameters that are fixed")
    parser.add_argument("--param", type=_pair, dest="params", action=_Gather, metavar="NAME=VALUE", help="one of them")


class _Gather(argparse.Action):
    def __call__(self, parser: Any, namespace: argparse.Namespace, values: Any, option_string: Any = None) -> None:
        setattr(namespace, self.dest, {**getattr(namespace, self.dest), **values})


def _json(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict):
        raise argparse.ArgumentTypeError(f"wants a JSON object such as {{\"stride\": 2}}, got {text!r}")
    return found


def _pair(text: str) -> dict[str, Any]:
    """A value that is JSON is what it says; any other is text."""
    name, sign, value = text.partition("=")
    if not (name and sign):
        raise argparse.ArgumentTypeError(f"wants NAME=VALUE, got {text!r}")
    try:
        return {name: json.loads(value)}
    except ValueError:
        return {name: value}


def kept_lines(path: Path, *keys: str) -> list[dict[str, Any]]:
    """The JSON objects of a file that keeps what is finished, one on each line; none where there is no file yet.

    A file that holds anything else is somebody else's and is refused, before anything is written.
    """
    if not path.parent.is_dir():
        raise UsageError(f"there is no folder {path.parent} to keep {path.name} in")
    if not path.exists():
        return []
    try:
        found = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    except (OSError, ValueError) as error:
        raise UsageError(f"{path} cannot be gone on from: {error}") from None
    if not all(isinstance(one, dict) and {*keys} <= one.keys() for one in found):
        raise UsageError(f"{path} cannot be gone on from: it was not written by this command")
    return found


def kept(path: Path, *keys: str) -> dict[str, Any]:
    """The JSON object of a file with a single one."""
    return next(iter(kept_lines(path, *keys)), {})
