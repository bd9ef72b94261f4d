"""Names and integer polynomials as Python text."""

from __future__ import annotations

import builtins
import keyword
from collections.abc import Iterable, Mapping

from nnmath.notation.arrays import Guard
from nnmath.notation.index import Atom, Floor, Index, Width

RESERVED = {"np", "rt", "dtype", "saved", *keyword.kwlist, *keyword.softkwlist, *dir(builtins)}


class Names:
    """Gives every name of a system a Python identifier, and fresh ones on request."""

    def __init__(self) -> None:
        self.taken = set(RESERVED)
        self.given: dict[str, str] = {}
        self.count = 0

    def give(self, name: str, wish: str | None = None) -> str:
        """The identifier of a name of the system; scratch names begin with ``_`` and a digit."""
        if name not in self.given:
            self.given[name] = self.fresh(wish or name)
        return self.given[name]

    def fresh(self, wish: str) -> str:
        found = wish if not wish[:2].lstrip("_").isdigit() else f"a{wish}"
        while found in self.taken:
            found += "_"
        self.taken.add(found)
        return found

    def scratch(self) -> str:
        self.count += 1
        return f"_{self.count}"


def index_text(index: Index, names: Mapping[str, str]) -> str:
    """``s0*p + d0*r - p0``; a width is a subscript, ``n[l + 1]``.

    >>> index_text(Index.name("s") * "p" - 1 + Index.width("n", "l"), {})
    'p*s + n[l] - 1'
    """
    if not index.terms:
        return "0"
    parts: list[tuple[bool, str]] = []
    for monomial, coefficient in index.terms:
        factors = [_atom_text(atom, names, len(monomial) > 1 or abs(coefficient) != 1) for atom in monomial]
        if abs(coefficient) != 1 or not factors:
            factors = [str(abs(coefficient)), *factors]
        parts.append((coefficient < 0, "*".join(factors)))
    parts.sort(key=lambda part: part[0])
    head = ("-" if parts[0][0] else "") + parts[0][1]
    return head + "".join((" - " if minus else " + ") + text for minus, text in parts[1:])


def _atom_text(atom: Atom, names: Mapping[str, str], factor: bool) -> str:
    if isinstance(atom, str):
        return names.get(atom, atom)
    if isinstance(atom, Width):
        return f"{names.get(atom.name, atom.name)}[{index_text(atom.at, names)}]"
    text = f"{bracketed(index_text(atom.numerator, names))}//{bracketed(index_text(atom.denominator, names))}"
    return f"({text})" if factor else text


def bracketed(text: str) -> str:
    """Brackets around a sum or a product."""
    return f"({text})" if any(c in text for c in "+-*/ ") else text


def guard_text(guard: Guard, names: Mapping[str, str]) -> str:
    """A condition in the form ``left >= right`` without negative terms."""
    left = Index({m: c for m, c in guard.index.terms if c > 0})
    right = Index({m: -c for m, c in guard.index.terms if c < 0})
    return f"{index_text(left, names)} {guard.relation} {index_text(right, names)}"


def floors(indices: Iterable[Index]) -> bool:
    return any(isinstance(atom, Floor) for index in indices for atom in index.atoms())


def tuple_text(items: Iterable[str]) -> str:
    listed = list(items)
    return f"({listed[0]},)" if len(listed) == 1 else f"({', '.join(listed)})"
