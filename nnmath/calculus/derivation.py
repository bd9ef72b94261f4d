"""`derive`: the reverse mode of a system as steps that a student can follow.

Each step holds the expressions themselves, the very objects that are compiled, and the theorem
that equates its two sides.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property

import sympy

from nnmath.calculus.contract import Entry, entry
from nnmath.calculus.differentiate import adjoint
from nnmath.calculus.latex import align, body_latex, definition_lines, index_latex, symbol_latex
from nnmath.calculus.prove import Theorem, prove
from nnmath.notation import Array, Index, Parameter, System

HOLDS = ("proved", "exact", "definition")
WIDTH = 95
"""About how many characters of mathematics fit on a line of the page."""
OPENING, CLOSING = ("{", "(", "[", r"\begin"), ("}", ")", "]", r"\end")


@dataclass(frozen=True)
class Step:
    """``left = right`` by `rule`, for all values of the indices in `ranges`."""

    rule: str
    left: sympy.Expr
    right: sympy.Expr
    ranges: dict[str, Index]
    system: System = field(repr=False)
    array: Array

    @cached_property
    def theorem(self) -> Theorem:
        """Decided when first asked for; a definition claims nothing and has no theorem."""
        unfold = (str(self.left),) if self.rule == "chain rule" else ()
        return prove(self.left, self.right, system=self.system, ranges=self.ranges, unfold=unfold)

    @property
    def verdict(self) -> str:
        """That of the theorem; "definition" where a name is introduced and nothing is claimed."""
        return "definition" if self.rule == "definition" else self.theorem.verdict

    def latex(self, continued: bool = False) -> str:
        left = "" if continued else body_latex(self.left)
        return f"{left} &= {body_latex(self.right)}"


@dataclass(frozen=True)
class Derivation:
    """From the definition of a system to the cotangent of each of its inputs."""

    system: System
    adjoint: System
    steps: tuple[Step, ...]

    @property
    def verdicts(self) -> dict[str, int]:
        """How many steps have each verdict."""
        found: dict[str, int] = {}
        for step in self.steps:
            found[step.verdict] = found.get(step.verdict, 0) + 1
        return found

    def failures(self) -> list[Step]:
        return [s for s in self.steps if s.verdict not in HOLDS]

    def blocks(self) -> Iterator[tuple[Array, tuple[Step, ...]]]:
        """The steps by the array whose cotangent they find."""
        order: dict[Array, list[Step]] = {}
        for step in self.steps:
            order.setdefault(step.array, []).append(step)
        yield from ((a, tuple(s)) for a, s in order.items())

    def latex(self) -> str:
        """An align environment for the definition and one for each cotangent."""
        parts = [align(definition_lines(self.system))]
        parts += [align(block_lines(steps)) for _, steps in self.blocks()]
        return "\n".join(parts)

    def markdown(self) -> str:
        lines = [definition_lines(self.system), *(block_lines(steps) for _, steps in self.blocks())]
        return "\n\n".join(f"$$\n{aligned(part)}\n$$" for part in lines)

    def _repr_latex_(self) -> str:
        return self.markdown()

    def __str__(self) -> str:
        return "\n".join(f"{s.left} = {s.right}    ({s.rule}: {s.verdict})" for s in self.steps)


def derive(system: System) -> Derivation:
    """The reverse mode of a system, step by step: chain rule with deltas, then deltas contracted.

    >>> from nnmath.notation import define
    >>> d = derive(define("double(x[N]; a: real) -> y", "y[i] = a*x[i]"))
    >>> [(s.rule, s.verdict) for s in d.steps]
    [('chain rule', 'proved'), ('contract deltas', 'proved')]
    """
    backward = adjoint(system)
    steps: list[Step] = []
    for array in dict.fromkeys((*backward.writers, *backward.outputs)):
        if array not in system.writers:
            steps += _steps(backward, entry(backward, array))
    return Derivation(system, backward, tuple(steps))


def _steps(system: System, found: Entry) -> list[Step]:
    if not found.left.array.differentiable:
        return [Step("definition", found.left, found.delta, found.ranges, system, found.left.array)]
    if found.delta == found.contracted:
        return [Step("chain rule", found.left, found.delta, found.ranges, system, found.left.array)]
    return [
        Step("chain rule", found.left, found.delta, found.ranges, system, found.left.array),
        Step("contract deltas", found.delta, found.contracted, found.ranges, system, found.left.array),
    ]


def block_lines(steps: tuple[Step, ...]) -> list[str]:
    """The steps for one array: the second and later ones go on from the first's left side."""
    return [rf"{s.latex(continued=i > 0)} \qquad\text{{({s.rule}; {s.verdict})}}" for i, s in enumerate(steps)]


def aligned(lines: list[str]) -> str:
    broken = [part for line in lines for part in _broken(line)]
    return "\\begin{aligned}\n" + " \\\\\n".join(f"  {line}" for line in broken) + "\n\\end{aligned}"


def _broken(line: str) -> list[str]:
    """A line that fits the page, or several that do, broken before terms of its sum."""
    parts = [""]
    for term in _terms(line):
        if parts[-1] and _width(parts[-1] + term) > WIDTH:
            parts.append(r"&\quad " + term.strip())
        else:
            parts[-1] += term
    return parts


def _terms(line: str) -> list[str]:
    """The terms of a sum, each with its sign, up to what stands inside braces, brackets or parentheses."""
    found, depth = [""], 0
    for part in re.split(r"( [+-] |\\begin|\\end|[{}()\[\]])", line):
        depth += (part in OPENING) - (part in CLOSING)
        if part in (" + ", " - ") and not depth:
            found.append("")
        found[-1] += part
    return found


def _width(text: str) -> int:
    """About how many characters wide a formula is; one line of a substack is as wide as all."""
    stacked = re.sub(r"\\substack\{[^{}]*\}", "nnnnn", text)
    return len(re.sub(r"\\(text|left|right|mathrm|bar|dot|hat|bigl|bigr|q?quad)|[{}_^\\&, ]", "", stacked))


def shape_latex(array: Array) -> str:
    """``x \\in R^{N x F}``; integers and lists say what they are."""
    symbol = symbol_latex(array.name)
    if array.ragged:
        first, *rest = array.axes
        sizes = r" \times ".join(index_latex(a.size) for a in rest)
        layered = symbol_latex(array.name) + f"^{{[{symbol_latex(first.name)}]}}"
        return rf"{layered} \in \mathbb{{R}}^{{{sizes}}},\ 0 \le {symbol_latex(first.name)} < {index_latex(first.size)}"
    sizes = r" \times ".join(_factor(a.size) for a in array.axes)
    if array.kind == "integer":
        below = index_latex(array.below) if array.below is not None else ""
        return rf"{symbol} \in \{{0, \dots, {below} - 1\}}^{{{sizes}}}"
    return rf"{symbol} \in \mathbb{{R}}^{{{sizes}}}" if array.axes else rf"{symbol} \in \mathbb{{R}}"


def _factor(size: Index) -> str:
    text = index_latex(size)
    return text if len(size.terms) == 1 else f"({text})"


def parameter_latex(parameter: Parameter) -> str:
    ring = r"\mathbb{Z}" if parameter.kind == "integer" else r"\mathbb{R}"
    bounds = parameter.range_text.replace(">=", r"\ge ").replace("in", r"\in ")
    return rf"{symbol_latex(parameter.name)} \in {ring}" + (
        rf",\ {symbol_latex(parameter.name)} {bounds}" if bounds else ""
    )
