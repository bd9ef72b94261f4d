"""A literate derivation: prose, equations and theorems, printed as LaTeX or Markdown, checking itself."""

from __future__ import annotations

import argparse
import re
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from nnmath.calculus.derivation import (
    HOLDS,
    Derivation,
    aligned,
    block_lines,
    parameter_latex,
    shape_latex,
)
from nnmath.calculus.exact import agrees_with_dual_numbers
from nnmath.calculus.latex import AuthorPrinter, definition_lines, symbol_latex
from nnmath.calculus.prove import Theorem, prove
from nnmath.notation import Index, System
from nnmath.notation.bodies import ARGUMENT


@dataclass(frozen=True)
class Block:
    """One piece of a text: its kind, what it says, and the label under which it is reported."""

    kind: str
    text: str
    label: str = ""
    verdict: str = ""
    own: bool = True


class Document:
    """Collects a derivation. Every line of its own must be proved or exact; quoted lines carry their verdict.

    >>> doc = Document("Doubling")
    >>> doc.say("The function $y = 2x$.")
    >>> print(doc.render("markdown"))
    # Doubling
    <BLANKLINE>
    The function $y = 2x$.
    <BLANKLINE>
    """

    def __init__(self, title: str, subtitle: str = ""):
        self.title, self.subtitle = title, subtitle
        self.blocks: list[Block] = []

    def say(self, text: str) -> None:
        """A paragraph; inline mathematics between dollars."""
        self.blocks.append(Block("say", " ".join(text.split())))

    def section(self, title: str) -> None:
        self.blocks.append(Block("section", title))

    def display(self, lines: str | Sequence[str]) -> None:
        """Equations that claim nothing: notation, a rewriting in words."""
        parts = [lines] if isinstance(lines, str) else list(lines)
        self.blocks.append(Block("math", aligned(parts)))

    def symbols(self, system: System, meaning: Mapping[str, str] = {}) -> None:
        """Every symbol with its shape, and its meaning where given."""
        rows = [
            f"${shape_latex(a)}${_meaning(meaning, a.name)}"
            for a in (*system.inputs, *system.intermediate(), *system.outputs)
        ]
        rows += [f"${parameter_latex(p)}${_meaning(meaning, p.name)}" for p in system.parameters]
        rows += [f"${symbol_latex(f)}$, any differentiable function{_meaning(meaning, f)}" for f in system.functions]
        self.blocks.append(Block("list", "\n".join(dict.fromkeys(rows))))

    def definition(self, system: System) -> None:
        """The equations, in the author's words."""
        self.blocks.append(Block("math", aligned(definition_lines(system))))

    def derivation(self, derivation: Derivation, only: Iterable[str] = (), prose: Mapping[str, str] = {}) -> None:
        """The steps to each cotangent, with a sentence before it where given."""
        wanted = set(only)
        for array, steps in derivation.blocks():
            if wanted and array.name not in wanted:
                continue
            self.say(prose.get(array.name, f"The cotangent of ${symbol_latex(array.name.partition('_')[2])}$."))
            worst = next((s.verdict for s in steps if s.verdict not in HOLDS), steps[-1].verdict)
            self.blocks.append(Block("math", aligned(block_lines(steps)), f"{array.name}", worst))

    def claim(
        self,
        left: str,
        right: str,
        system: System,
        ranges: Mapping[str, Any] = {},
        name: str = "",
        text: str = "",
        printed: str = "",
        **options: Any,
    ) -> Theorem:
        """A statement of our own, given as text and printed in that order; it must be proved or exact.

        `printed` is LaTeX for it where the text is a derivative written out.
        """
        theorem = prove(left, right, system=system, ranges=ranges, name=name, **options)
        self.theorem(theorem, name, printed or equation_latex(system, left, right), text)
        self._conditions(theorem, system)
        return theorem

    def theorem(self, theorem: Theorem, name: str, equation: str, text: str = "") -> Theorem:
        """A statement of our own, decided already; it must hold."""
        self.blocks.append(Block("theorem", equation, name or theorem.name, theorem.verdict))
        if text:
            self.say(text)
        return theorem

    def quote(
        self,
        printed: str,
        left: str,
        right: str,
        system: System,
        ranges: Mapping[str, Any] = {},
        source: str = "",
        corrected: tuple[str, str] | None = None,
        **options: Any,
    ) -> Theorem:
        """A line as a lecture prints it, with the verdict it earns; a refuted one beside the corrected line.

        `printed` is the lecture's LaTeX; `left` and `right` are what it says about `system`.
        """
        theorem = prove(left, right, system=system, ranges=ranges, name=source, **options)
        self.blocks.append(Block("quote", printed, source, theorem.verdict, own=False))
        if theorem.verdict == "refuted":
            self.say(f"As printed this fails, {_witness(theorem)}." + (" What holds is" if corrected else ""))
        self._conditions(theorem, system)
        if corrected is not None:
            self.claim(*corrected, system, ranges, f"{source}, corrected", **options)
        return theorem

    def check(self, label: str, holds: bool, text: str) -> None:
        """A claim decided by computation outside the prover."""
        self.say(text)
        self.blocks.append(Block("check", "", label, "exact" if holds else "refuted"))

    def dual_numbers(self, system: System, *sizes: Mapping[str, Any]) -> None:
        """The adjoint against dual numbers over GF(2^61 - 1), at the given sizes."""
        count = 0
        for env in sizes:
            count += agrees_with_dual_numbers(system, env).entries
        name = system.name.replace("_", " ")
        self.check(
            f"dual numbers of {system.name}",
            count > 0,
            f"Checked besides: the derivatives of {name} agree exactly with dual numbers over the field of "
            f"$2^{{61}} - 1$ elements, in {count} entries of the result at {len(sizes)} choices of sizes.",
        )

    def _conditions(self, theorem: Theorem, system: System) -> None:
        """Under what the theorem holds: what the author assumed, and what the proof divided by."""
        printer = AuthorPrinter(system)
        stated = [_with_letters(t, system) for t in (*theorem.assuming, *theorem.conditions) if ARGUMENT.name not in t]
        shown = dict.fromkeys(condition_latex(printer, text) for text in stated)
        if shown:
            self.say("It holds where " + ", ".join(f"${c}$" for c in shown) + ".")

    def failures(self) -> list[str]:
        return [
            f"{b.label or b.text}: {b.verdict}" for b in self.blocks if b.verdict and b.own and b.verdict not in HOLDS
        ]

    def counts(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for block in self.blocks:
            if block.verdict:
                found[block.verdict] = found.get(block.verdict, 0) + 1
        return found

    def render(self, format: str = "latex") -> str:
        return _latex(self) if format == "latex" else _markdown(self)


def _meaning(meaning: Mapping[str, str], name: str) -> str:
    return f": {meaning[name]}" if name in meaning else ""


def equation_latex(system: System, left: str, right: str) -> str:
    """Both sides in the author's order."""
    printer = AuthorPrinter(system)
    return f"{printer.text(left)} &= {printer.text(right)}"


def entries(system: System, names: Iterable[str]) -> Index:
    """How many numbers the arrays hold together, as a polynomial of the sizes.

    >>> from nnmath.notation import define
    >>> layer = define("layer(x[I], w[O, I], b[O]) -> y", "y[o] = sum[i](w[o,i]*x[i]) + b[o]")
    >>> print(entries(layer, ["w", "b"]))
    I*O + O
    """
    total = Index.of(0)
    for name in names:
        count = Index.of(1)
        for axis in system.arrays[name].axes:
            count = count * axis.size
        total = total + count
    return total


def condition_latex(printer: AuthorPrinter, text: str) -> str:
    """``sum[k](y[n,k]) = 1``, ``N != 0``."""
    sides = re.split(r"(?<![<>!=])=(?!=)", text)
    if len(sides) == 2:
        return f"{printer.text(sides[0])} = {printer.text(sides[1])}"
    return printer.text(text)


def _with_letters(text: str, system: System) -> str:
    """The prover's own bound names, ``%12``, as letters that stand for nothing else."""
    taken = {*system.arrays, *system.size_names, *(p.name for p in system.parameters), *re.findall(r"\w+", text)}
    free = (letter for letter in "jklmnpqrstuvw" if letter not in taken)
    letters: dict[str, str] = {}
    return re.sub(r"%\d+", lambda found: letters.setdefault(found[0], next(free)), text)


def _witness(theorem: Theorem) -> str:
    witness = theorem.witness
    if witness is None:
        return "and a counterexample was found"
    where = ", ".join(f"{n} = {v}" for n, v in {**witness.sizes, **witness.index}.items())
    return (
        f"for example with {where}, where the left side is {_short(witness.left)} and the right {_short(witness.right)}"
    )


def _short(value: Any) -> str:
    text = str(value)
    return text if len(text) <= 12 else f"{float(value):.6g}"


def _latex(doc: Document) -> str:
    parts = [PREAMBLE, rf"\title{{{_text(doc.title)}}}", rf"\author{{{_text(doc.subtitle)}}}", r"\date{}"]
    parts += [r"\begin{document}", r"\maketitle", ""]
    for block in doc.blocks:
        parts.append(_latex_block(block))
    return "\n".join([*parts, r"\end{document}", ""])


PREAMBLE = r"""\documentclass[a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{amsmath,amssymb}
\usepackage[margin=2cm]{geometry}
\allowdisplaybreaks
\setlength{\parindent}{0pt}
\setlength{\parskip}{0.6em}"""


def _latex_block(block: Block) -> str:
    inner = block.text.replace(r"\begin{aligned}", r"\begin{align*}").replace(r"\end{aligned}", r"\end{align*}")
    match block.kind:
        case "section":
            return rf"\section*{{{_text(block.text)}}}" + "\n"
        case "math":
            return inner + "\n"
        case "theorem":
            head = rf"\textbf{{Theorem}} ({_text(block.label)}; {block.verdict})."
            return f"{head}\n\\begin{{align*}}\n  {block.text}\n\\end{{align*}}\n"
        case "quote":
            head = rf"\textbf{{As printed}} in {_text(block.label)}; verdict: \emph{{{block.verdict}}}."
            return f"{head}\n\\begin{{align*}}\n  {block.text}\n\\end{{align*}}\n"
        case "list":
            rows = "\n".join(rf"  \item {_text(row)}" for row in block.text.split("\n"))
            return f"\\begin{{itemize}}\n\\setlength{{\\itemsep}}{{0pt}}\n{rows}\n\\end{{itemize}}\n"
        case "check":
            return ""
    return _text(block.text) + "\n"


def _text(text: str) -> str:
    """Prose for LaTeX: what stands between dollars is left alone, code is typewriter."""
    parts = re.split(r"(\$[^$]*\$)", text)
    return "".join(p if p.startswith("$") else _escape(p) for p in parts)


def _escape(text: str) -> str:
    text = re.sub(r"([_%&#])", r"\\\1", text)
    text = text.replace("^", r"\^{}")
    return re.sub(r"`([^`]*)`", r"\\texttt{\1}", text)


def _markdown(doc: Document) -> str:
    parts = [f"# {doc.title}", ""]
    if doc.subtitle:
        parts += [f"*{doc.subtitle}*", ""]
    for block in doc.blocks:
        text = _markdown_block(block)
        if text:
            parts += [text, ""]
    return "\n".join(parts)


def _markdown_block(block: Block) -> str:
    match block.kind:
        case "section":
            return f"## {block.text}"
        case "math":
            return f"$$\n{block.text}\n$$"
        case "theorem":
            return f"**Theorem** ({block.label}; {block.verdict}).\n\n$$\n{aligned([block.text])}\n$$"
        case "quote":
            return f"**As printed** in {block.label}; verdict: *{block.verdict}*.\n\n$$\n{aligned([block.text])}\n$$"
        case "list":
            return "\n".join(f"- {row}" for row in block.text.split("\n"))
        case "check":
            return ""
    return block.text


def run(build: Callable[[], Document], arguments: Sequence[str] | None = None) -> int:
    """A derivation script's main: print the text, report on standard error, return the exit code."""
    parser = argparse.ArgumentParser(description=build.__doc__)
    parser.add_argument("--format", choices=("latex", "markdown"), default="latex")
    parser.add_argument("--output", metavar="FILE", help="write there instead of to standard output")
    options = parser.parse_args(arguments)
    doc = build()
    text = doc.render(options.format)
    if options.output:
        Path(options.output).write_text(text, encoding="utf-8")
    else:
        sys.stdout.write(text)
    failures = doc.failures()
    counts = ", ".join(f"{n} {verdict}" for verdict, n in sorted(doc.counts().items()))
    print(f"{doc.title}: {counts}", file=sys.stderr)
    for failure in failures:
        print(f"NOT PROVED: {failure}", file=sys.stderr)
    return 1 if failures else 0
