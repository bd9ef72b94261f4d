"""The command line: ``python -m nnmath``, also installed as ``nnmath``."""

from __future__ import annotations

import argparse
import difflib
import sys
from collections.abc import Sequence
from pathlib import Path


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; 0 only when all that was asked for holds."""
    parser = argparse.ArgumentParser(prog="nnmath", description="A verified reference library for neural networks.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("list", help="every formula with its equation")
    show = commands.add_parser("show", help="a formula's equations, signature and source")
    show.add_argument("name")
    show.add_argument("--latex", action="store_true", help="the equations as LaTeX")
    show.add_argument("--source", action="store_true", help="the generated code as one module that needs numpy alone")
    derive = commands.add_parser("derive", help="a formula's gradients, step by step, each step proved")
    derive.add_argument("name")
    derive.add_argument("--format", choices=("latex", "markdown", "text"), default="latex")
    claims = commands.add_parser("claims", help="what the lectures state, each with a machine verdict")
    claims.add_argument("id", nargs="*", help="entries such as D6.3; all by default")
    claims.add_argument("--json", dest="form", action="store_const", const="json", help="as JSON")
    claims.add_argument("--latex", dest="form", action="store_const", const="latex", help="as a LaTeX document")
    claims.add_argument("--markdown", dest="form", action="store_const", const="markdown", help="as docs/ledger.md")
    build = commands.add_parser("build", help="regenerate the checked-in kernels")
    build.add_argument("--check", action="store_true", help="compare with what is checked in, write nothing")
    options = parser.parse_args(arguments)
    try:
        return COMMANDS[options.command](options)
    except AttributeError as error:
        if "has no formula" not in str(error):
            raise
        print(f"nnmath: {_unknown(options.name)}", file=sys.stderr)
        return 2


def _unknown(name: str) -> str:
    from nnmath import formulas

    near = difflib.get_close_matches(name, formulas(), n=3)
    hint = f"; did you mean {', '.join(near)}?" if near else "; 'nnmath list' shows them all"
    return f"no formula is called {name!r}{hint}"


def _list(options: argparse.Namespace) -> int:
    from nnmath import formulas

    found = formulas()
    width = max(map(len, found))
    for name, formula in found.items():
        print(f"{name:{width}}  {(formula.__doc__ or '').splitlines()[0]}")
    print(f"{len(found)} formulas")
    return 0


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
    from nnmath import formula

    derivation = formula(options.name).derivation()
    text = {"latex": derivation.latex, "markdown": derivation.markdown, "text": derivation.__str__}[options.format]()
    print(text)
    for step in derivation.failures():
        print(f"NOT PROVED: {step.left} = {step.right}: {step.verdict}", file=sys.stderr)
    return 1 if derivation.failures() else 0


def _claims(options: argparse.Namespace) -> int:
    from nnmath.ledger import decide_all, entries, summary
    from nnmath.ledger.report import FORMS, line

    if unknown := [i for i in options.id if i not in entries()]:
        print(f"nnmath: the ledger has no entry {', '.join(unknown)}", file=sys.stderr)
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
    from nnmath.codegen.library import PACKAGE, generate
    from nnmath.formulas import load

    files = generate(load())
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


def _current(path: Path) -> str:
    return path.read_text(encoding="utf-8") if path.exists() else ""


COMMANDS = {"list": _list, "show": _show, "derive": _derive, "claims": _claims, "build": _build}
