"""The commands that measure accuracy."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any


def add(commands: Any) -> None:
    """Their parsers, under the command line's."""
    sweep = commands.add_parser("exhaustive", help="an elementwise kernel over every number of a format, or a sample")
    sweep.add_argument("name")
    sweep.add_argument("--dtype", default="float32", choices=("float16", "bfloat16", "float32", "float64"))
    sweep.add_argument("--order", type=int, default=0, choices=(0, 1, 2), help="of the derivative")
    sweep.add_argument("--exact", action="store_true", help="judge the exact grade instead")
    sweep.add_argument("--sample", type=int, metavar="N", help="N random numbers; float64 takes 10^7 by default")
    sweep.add_argument("--seed", type=int, default=0)
    sweep.add_argument("--state", metavar="FILE", help="keep finished parts there, and go on from it")
    sweep.add_argument("--workers", type=int, default=2)
    sweep.add_argument("--param", action="append", default=[], metavar="NAME=VALUE")
    table = commands.add_parser("accuracy", help="worst errors in ulp of elementwise kernels beside other libraries")
    table.add_argument("names", nargs="*")
    table.add_argument("--count", type=int, default=20000, help="random inputs of each measurement")
    table.add_argument("--seed", type=int, default=0)
    table.add_argument("--markdown", action="store_true", help="as docs/accuracy.md")


def _params(given: Sequence[str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for item in given:
        name, _, value = item.partition("=")
        try:
            found[name] = float(value)
        except ValueError:
            found[name] = value
    return found


def exhaustive(options: argparse.Namespace) -> int:
    """0 only where the bound of the grade holds."""
    from nnmath.verify.accuracy import exhaustive, holds

    found = exhaustive(
        options.name,
        options.dtype,
        options.order,
        exact=options.exact,
        sample=options.sample,
        seed=options.seed,
        workers=options.workers,
        state=options.state,
        **_params(options.param),
    )
    print(found.line())
    kept = holds(found, options.exact)
    grade = "exact" if options.exact else "default"
    print(f"exhaustive: {found.count} inputs, {grade} grade {'holds' if kept else 'BROKEN'}")
    return 0 if kept else 1


def accuracy(options: argparse.Namespace) -> int:
    """The table; 0 only where every kernel of the library keeps its bound."""
    from nnmath.verify.peers import report

    text, broken = report(options.names, options.count, options.seed, options.markdown)
    print(text)
    return 1 if broken else 0


COMMANDS = {"exhaustive": exhaustive, "accuracy": accuracy}
