"""Normal forms as a reader would write them: ``1/N*sum[i<N](x[i]**2) - mu[j]``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from nnmath.calculus.canonical import key
from nnmath.calculus.terms import Apply, Atom, Entry, Factor, Nest, Sum, Term
from nnmath.notation.arrays import Axis
from nnmath.notation.index import Index

LETTERS = "ijklmnpqrstuvw"
Names = Mapping[str, Index]


def text(total: Sum, names: Names = {}) -> str:  # noqa: B006
    parts = [_term(c, t, names) for c, t in sorted(total.terms, key=lambda item: key(item[1]))]
    joined = " + ".join(parts).replace("+ -", "- ")
    return joined or "0"


def _fresh(names: Names, free: frozenset[str]) -> Iterator[str]:
    taken = {str(v) for v in names.values()} | set(free)
    yield from (letter for letter in LETTERS if letter not in taken)
    yield from (f"{letter}{n}" for n in range(2, 100) for letter in LETTERS if f"{letter}{n}" not in taken)


def _bind(axes: tuple[Axis, ...], names: Names, free: frozenset[str]) -> tuple[dict[str, Index], str]:
    inner = dict(names)
    letters = _fresh(names, free)
    for axis in axes:
        inner[axis.name] = Index.name(next(letters))
    return inner, ", ".join(f"{inner[a.name]}<{a.size.substitute(inner)}" for a in axes)


def _term(coefficient: Fraction, term: Term, names: Names) -> str:
    inner, ranges = _bind(term.bound, names, term.mentioned)
    parts = [f"[{g.substitute(inner)}]" for g in term.guards]
    parts += [_factor(f, inner) for f in term.factors]
    body = "*".join(parts) or "1"
    whole = f"sum[{ranges}]({body})" if term.bound else body
    if coefficient in (1, -1):
        return whole if coefficient == 1 else f"-{whole}"
    return f"{coefficient}*{whole}" if whole != "1" else str(coefficient)


def _factor(factor: Factor, names: Names) -> str:
    content, exponent = factor
    base = _atom(content, names)
    if exponent == 1:
        return base
    return f"{base}**{exponent}" if exponent.denominator == 1 and exponent > 0 else f"{base}**({exponent})"


def _atom(content: Atom, names: Names) -> str:
    if isinstance(content, Entry):
        at = ", ".join(str(i.substitute(names)) for i in content.at)
        return f"{content.array.name}[{at}]" if content.at else content.array.name
    if isinstance(content, Nest):
        inner, ranges = _bind(content.axes, names, content.free)
        return f"{content.op}[{ranges}]({text(content.body, inner)})"
    return _application(content, names)


def _application(content: Apply, names: Names) -> str:
    at = ", ".join(str(i.substitute(names)) for i in content.at)
    args = ", ".join(text(a, names) for a in content.args)
    if content.head in ("count", "prime"):
        return at if at.isalnum() else f"({at})"
    if content.head == "base":
        return f"({args})"
    if content.head == "power":
        parts = [text(a, names) for a in content.args]
        return "**".join(p if p.isidentifier() else f"({p})" for p in parts)
    if content.head == "positive":
        return f"[{args} > 0]"
    if content.head == "is":
        return f"[{args} == {at}]"
    if content.head.startswith("constant:"):
        return content.head.removeprefix("constant:")
    if content.head.startswith("opaque:"):
        _, name, order = content.head.split(":")
        marks = "'" * int(order)
        return f"{name}{marks}{f'[{at}]' if at else ''}({args})"
    return f"{content.head}({args})"
