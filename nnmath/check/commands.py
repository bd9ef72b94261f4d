"""The commands ``check``, ``vectors`` and ``judge``."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Callable
from typing import Any

from nnmath.usage import add_parameters

DTYPES = ("float16", "float32", "float64")


def add(commands: Any) -> None:
    """Add the parsers of the three commands."""
    check = commands.add_parser("check", help="hold a function of yours against a formula")
    check.add_argument("function", metavar="package.module:function")
    check.add_argument("--against", required=True, metavar="NAME", dest="name")
    check.add_argument("--dtype", choices=DTYPES, default="float64")
    check.add_argument("--part", choices=("forward", "derivative", "vjp", "jvp"), default="forward")
    check.add_argument("--order", type=int, choices=(1, 2), default=1)
    check.add_argument("--vjp", metavar="package.module:function", help="a backward, judged with it")
    check.add_argument("--jvp", metavar="package.module:function", help="a tangent, judged with it")
    check.add_argument("--autodiff", choices=("torch", "jax"), help="let the framework differentiate the function")
    add_parameters(check)
    check.add_argument("--max-ulp", type=float)
    check.add_argument("--variant")
    check.add_argument("--seed", type=int, default=0)
    check.add_argument("--budget", type=float, default=10.0, metavar="SECONDS")
    check.add_argument("--json", metavar="FILE", help="write the report there as well")
    vectors = commands.add_parser("vectors", help="write inputs for a kernel in another language")
    vectors.add_argument("name")
    vectors.add_argument("-o", "--output", required=True, metavar="in.npz")
    vectors.add_argument("--dtype", choices=DTYPES, default="float64")
    vectors.add_argument("--exhaustive", action="store_true", help="all numbers of the format")
    vectors.add_argument("--shard", default="0/1", metavar="I/N", help="part I of N of all numbers")
    vectors.add_argument("--count", default="20", help="how many calls")
    add_parameters(vectors)
    vectors.add_argument("--seed", type=int, default=0)
    judge = commands.add_parser("judge", help="judge the results of a kernel in another language")
    judge.add_argument("inputs", metavar="in.npz")
    judge.add_argument("outputs", metavar="out.npz")
    judge.add_argument("--max-ulp", type=float)
    judge.add_argument("--json", metavar="FILE", help="write the report there as well")


def run(options: argparse.Namespace) -> int:
    """One of the three commands: 0 only where the verdict is OK."""
    try:
        return {"check": _check, "vectors": _vectors, "judge": _judge}[options.command](options)
    except BrokenPipeError:
        raise
    except (ValueError, TypeError, AttributeError, ImportError, OSError) as error:
        print(f"nnmath: {next(iter(str(error).splitlines()), type(error).__name__)}", file=sys.stderr)
        return 2


def _check(options: argparse.Namespace) -> int:
    from nnmath.check.comparing import compare

    given = {n: _function(getattr(options, n)) for n in ("vjp", "jvp") if getattr(options, n)}
    report = compare(
        _function(options.function),
        options.name,
        part=options.part,
        order=options.order,
        autodiff=options.autodiff,
        params=options.params,
        dtype=options.dtype,
        max_ulp=options.max_ulp,
        variant=options.variant,
        seed=options.seed,
        budget=options.budget,
        **given,
    )
    return _shown(report, options.json, f"check: {options.function} against {options.name}: {report.verdict}")


def _function(text: str) -> Callable[..., Any]:
    """The function that ``package.module:name`` names."""
    module, _, path = text.partition(":")
    if not module or not path:
        raise ValueError(f"a function is named as package.module:function, got {text!r}")
    if "" not in sys.path:
        sys.path.insert(0, "")
    try:
        found: Any = importlib.import_module(module)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a module may do anything when it is imported, exit too
        raise ImportError(f"importing {module} raised {type(error).__name__}: {error}") from None
    for part in path.split("."):
        if not hasattr(found, part):
            raise ValueError(f"{module} has no {path!r}")
        found = getattr(found, part)
    if not callable(found):
        raise TypeError(f"{text} is not callable")
    function: Callable[..., Any] = found
    return function


def _vectors(options: argparse.Namespace) -> int:
    from nnmath.check.exchange import vectors

    at, _, parts = options.shard.partition("/")
    if not (at.isdecimal() and parts.isdecimal()):
        raise ValueError(f"--shard must be I/N, two whole numbers, got {options.shard!r}")
    if not options.count.isdecimal():
        raise ValueError(f"--count must be a whole number, got {options.count!r}")
    meta = vectors(
        options.name,
        options.output,
        dtype=options.dtype,
        count=int(options.count),
        exhaustive=options.exhaustive,
        shard=(int(at), int(parts)),
        params=options.params,
        seed=options.seed,
    )
    print(f"vectors: {len(meta['cases'])} calls of {options.name} in {options.dtype} written to {options.output}")
    return 0


def _judge(options: argparse.Namespace) -> int:
    from nnmath.check.exchange import judge

    report = judge(options.inputs, options.outputs, max_ulp=options.max_ulp)
    return _shown(report, options.json, f"judge: {report.name}: {report.verdict}")


def _shown(report: Any, path: str | None, last: str) -> int:
    if path:
        report.to_json(path)
    print(report)
    print(last)
    return 0 if report.ok else 1
