"""The commands that measure accuracy."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from nnmath.usage import UsageError, add_parameters, kept, positive, require_known


def add(commands: Any) -> None:
    """Their parsers, under the command line's."""
    sweep = commands.add_parser("exhaustive", help="an elementwise kernel over every number of a format, or a sample")
    sweep.add_argument("name")
    sweep.add_argument("--dtype", default="float32", choices=("float16", "bfloat16", "float32", "float64"))
    sweep.add_argument("--order", type=int, default=0, choices=(0, 1, 2), help="of the derivative")
    sweep.add_argument("--exact", action="store_true", help="judge the exact grade instead")
    sweep.add_argument("--sample", type=positive, metavar="N", help="N random numbers; float64 takes 10^7 by default")
    sweep.add_argument("--seed", type=int, default=0)
    sweep.add_argument("--state", metavar="FILE", help="keep finished parts there, and go on from it")
    sweep.add_argument("--workers", type=positive, default=2)
    add_parameters(sweep)
    table = commands.add_parser("accuracy", help="worst errors in ulp of elementwise kernels beside other libraries")
    table.add_argument("names", nargs="*")
    table.add_argument("--count", type=positive, default=20000, help="random inputs of each measurement")
    table.add_argument("--seed", type=int, default=0)
    table.add_argument("--markdown", action="store_true", help="as docs/accuracy.md")


def _require_elementwise(names: Sequence[str]) -> None:
    from nnmath import formulas
    from nnmath.verify.entries import elementwise

    require_known(names, formulas())
    for name in names:
        if name not in elementwise():
            raise UsageError(f"{name} is not a function of one number; those are {', '.join(elementwise())}")


def _try(options: argparse.Namespace, params: dict[str, Any]) -> None:
    """One call as the measure makes it, and its file: what is refused is told before anything is measured."""
    import numpy as np

    from nnmath.verify.accuracy import as_dtype
    from nnmath.verify.entries import evaluate, evaluate_exact

    _require_elementwise([options.name])
    if options.exact and options.order:
        raise UsageError("the exact grade is of values: it has no --order")
    if options.state is not None:
        kept(Path(options.state), "key", "chunks")
    try:
        x = np.ones(1, as_dtype(options.dtype))
        if options.exact:
            evaluate_exact(options.name, x, **params)
        else:
            evaluate(options.name, x, options.order, **params)
    except (TypeError, ValueError, ImportError) as error:
        raise UsageError(" ".join(str(error).split())) from None


def _measured(options: argparse.Namespace) -> str:
    """What is about to be measured: ``relu float64, 10000000 random inputs``."""
    from nnmath.verify.accuracy import FLOAT64_SAMPLE

    every = {"float16": 1 << 16, "bfloat16": 1 << 16, "float32": 1 << 32}
    sample = None if "16" in options.dtype else options.sample or (None if options.dtype in every else FLOAT64_SAMPLE)
    inputs = f"{sample} random inputs" if sample else f"all {every[options.dtype]} inputs"
    return f"{options.name} {options.dtype}, {inputs}"


def exhaustive(options: argparse.Namespace) -> int:
    """0 only where the bound of the grade holds."""
    from nnmath.verify.accuracy import exhaustive, holds

    params = options.params
    _try(options, params)
    print(f"exhaustive: {_measured(options)}", file=sys.stderr, flush=True)
    found = exhaustive(
        options.name,
        options.dtype,
        options.order,
        exact=options.exact,
        sample=options.sample,
        seed=options.seed,
        workers=options.workers,
        state=options.state,
        progress=True,
        **params,
    )
    print(found.line())
    kept = holds(found, options.exact)
    grade = "exact" if options.exact else "default"
    print(f"exhaustive: {found.count} inputs, {grade} grade {'holds' if kept else 'BROKEN'}")
    return 0 if kept else 1


def accuracy(options: argparse.Namespace) -> int:
    """The table; 0 only where every kernel of the library keeps its bound."""
    from nnmath.verify.peers import report

    _require_elementwise(options.names)
    text, broken = report(options.names, options.count, options.seed, options.markdown)
    print(text)
    return 1 if broken else 0


COMMANDS = {"exhaustive": exhaustive, "accuracy": accuracy}
