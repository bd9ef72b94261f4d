"""The command line: ``python -m nnmath``, also installed as ``nnmath``."""

from __future__ import annotations

import argparse
import difflib
import os
import runpy
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from nnmath.bench import commands as bench_commands
from nnmath.check import commands as check_commands
from nnmath.usage import UsageError, unknown
from nnmath.verdicts import NO_TEXT
from nnmath.verify import commands as measures
from nnmath.verify import commands_cards, commands_mutants


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="nnmath", description="A verified reference library for neural networks.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="every formula and every derivation, with its verdicts")
    show = commands.add_parser("show", help="a formula's equations, signature and source")
    show.add_argument("name")
    show.add_argument("--latex", action="store_true", help="the equations as LaTeX")
    show.add_argument("--source", action="store_true", help="the generated code as one module that needs numpy alone")
    derive = commands.add_parser("derive", help="a derivation as a text, or a formula's gradients step by step")
    derive.add_argument("name", help="a derivation script, or else a formula")
    derive.add_argument("--format", choices=("latex", "markdown", "text"), default="latex")
    derive.add_argument("--output", metavar="FILE", help="write there instead of to standard output")
    derive.add_argument("--steps", action="store_true", help="the formula's own steps, not the script of its name")
    claims = commands.add_parser("claims", help="what the lectures state, each with a machine verdict")
    claims.add_argument("id", nargs="*", help="entries such as D6.3; all by default")
    claims.add_argument("--json", dest="form", action="store_const", const="json", help="as JSON")
    claims.add_argument("--latex", dest="form", action="store_const", const="latex", help="as a LaTeX document")
    claims.add_argument("--markdown", dest="form", action="store_const", const="markdown", help="as docs/ledger.md")
    build = commands.add_parser("build", help="regenerate the checked-in kernels")
    build.add_argument("--check", action="store_true", help="compare with what is checked in, write nothing")
    build.add_argument("--verdicts", action="store_true", help="recompute every verdict that 'list' shows; minutes")
    commands_cards.add(commands)
    measures.add(commands)
    commands_mutants.add(commands)
    check_commands.add(commands)
    bench_commands.add(commands)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 only when all that was asked for holds."""
    options = _parser().parse_args(arguments)
    try:
        code = COMMANDS[options.command](options)
        sys.stdout.flush()
        return code
    except BrokenPipeError:  # as of `| head`; what is still to be flushed at exit has nowhere to go either
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except UsageError as error:
        print(f"nnmath: {error}", file=sys.stderr)
        return 2
    except AttributeError as error:
        if "has no formula" not in str(error):
            raise
        from nnmath import formulas

        print(f"nnmath: {unknown(options.name, formulas())}", file=sys.stderr)
        return 2


def _list(options: argparse.Namespace) -> int:
    from nnmath import formulas
    from nnmath.verdicts import known, phrase

    found, verdicts = formulas(), known()
    width = max(map(len, [*found, *verdicts["derivations"]]))
    for name, formula in found.items():
        line = (formula.__doc__ or "").splitlines()[0]
        decided = verdicts["formulas"].get(name)
        print(f"{name:{width}}  {line}  [{_formula_phrase(decided) if decided else 'no verdict'}]")
    print(f"\n{'derivation':{width}}  lines")
    for name, counts in verdicts["derivations"].items():
        print(f"{name:{width}}  {phrase(counts)}")
    print(f"{len(found)} formulas, {len(verdicts['derivations'])} derivations")
    return 0


def _formula_phrase(decided: Mapping[str, Mapping[str, Any]]) -> str:
    from nnmath.verdicts import phrase

    adjoints = list(decided["adjoint"].values())
    each = adjoints[0] if len(set(adjoints)) == 1 else ", ".join(adjoints)
    return f"steps: {phrase(decided['steps'])}; adjoint: {each}"


def _show(options: argparse.Namespace) -> int:
    from nnmath import formula

    found = formula(options.name)
    if options.latex:
        print(found.latex())
    elif options.source:
        print(found.source(), end="")
    else:
        print(f"{found.id}{found.__signature__}\n\n{found.__doc__}\n")
        print("\n".join(equation.text for equation in found.system.equations))
    return 0


def _derive(options: argparse.Namespace) -> int:
    from nnmath import formula, formulas
    from nnmath.verdicts import scripts

    if options.name in scripts() and not (options.steps or options.format == "text"):
        return _script(scripts()[options.name], options)
    if options.name not in formulas():
        print(f"nnmath: {unknown(options.name, [*formulas(), *scripts()], 'formula or derivation')}", file=sys.stderr)
        return 2
    derivation = formula(options.name).derivation()
    text = {"latex": derivation.latex, "markdown": derivation.markdown, "text": derivation.__str__}[options.format]()
    if options.output:
        Path(options.output).write_text(f"{text}\n", encoding="utf-8")
    else:
        print(text)
    for step in derivation.failures():
        print(f"NOT PROVED: {step.left} = {step.right}: {step.verdict}", file=sys.stderr)
    return 1 if derivation.failures() else 0


def _script(path: Path, options: argparse.Namespace) -> int:
    """A derivation script as its own main program."""
    given = ["--format", options.format] + (["--output", options.output] if options.output else [])
    before = sys.argv
    sys.argv = [str(path), *([] if path.stem in NO_TEXT else given)]
    try:
        runpy.run_path(str(path), run_name="__main__")
    except SystemExit as stopped:
        return int(stopped.code or 0)
    finally:
        sys.argv = before
    return 0


def _claims(options: argparse.Namespace) -> int:
    from nnmath.ledger import decide_all, entries, summary
    from nnmath.ledger.report import FORMS, line

    if absent := [i for i in options.id if i not in entries()]:
        print(f"nnmath: the ledger has no entry {', '.join(absent)}", file=sys.stderr)
        return 2
    decisions = []
    for decision in decide_all(options.id):
        decisions.append(decision)
        print(line(decision), file=sys.stderr if options.form else sys.stdout, flush=True)
    problems = [p for d in decisions for p in d.problems()]
    for problem in problems:
        print(f"NOT FINISHED: {problem}", file=sys.stderr)
    print(FORMS[options.form](decisions) if options.form else summary(decisions))
    return 1 if problems else 0


def _build(options: argparse.Namespace) -> int:
    if options.verdicts:
        return _verdicts(options)
    from nnmath.codegen.library import PACKAGE, generate
    from nnmath.formulas import load

    files = generate(load(), os.cpu_count() or 1)
    stale = [path for path, text in files.items() if _current(path) != text]
    for path in stale:
        name = path.relative_to(PACKAGE.parent)
        if options.check:
            difference = difflib.unified_diff(
                _current(path).splitlines(),
                files[path].splitlines(),
                f"{name} as checked in",
                f"{name} as generated",
                lineterm="",
                n=1,
            )
            print("\n".join(list(difference)[:40]))
            print(f"{name} is out of date; run 'python -m nnmath build' and commit the result")
        else:
            path.parent.mkdir(exist_ok=True)
            path.write_text(files[path], encoding="utf-8")
            print(f"wrote {name}")
    print(f"build: {len(files)} files, {len(stale)} {'out of date' if options.check else 'written'}")
    return 1 if stale and options.check else 0


def _verdicts(options: argparse.Namespace) -> int:
    from nnmath.verdicts import FILE, compute, phrase, text

    found: dict[str, dict[str, Any]] = {"formulas": {}, "derivations": {}}
    for kind, name, verdicts in compute():
        found[kind][name] = verdicts
        print(f"{name}: {_formula_phrase(verdicts) if kind == 'formulas' else phrase(verdicts)}", flush=True)
    stale = _current(FILE) != text(found)
    if stale and not options.check:
        FILE.write_text(text(found), encoding="utf-8")
    print(f"build: {FILE.name} {'out of date' if stale and options.check else 'written' if stale else 'up to date'}")
    return 1 if stale and options.check else 0


def _current(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


COMMANDS = {
    "list": _list,
    "show": _show,
    "derive": _derive,
    "claims": _claims,
    "build": _build,
    "mutants": commands_mutants.run,
    **commands_cards.COMMANDS,
    **measures.COMMANDS,
    **bench_commands.COMMANDS,
    **dict.fromkeys(("check", "vectors", "judge"), check_commands.run),
}
