"""Integer polynomials for indices and sizes: ``s*p + d*r - q``, ``4*H``, ``n(l + 1)``, ``(H - R)//s + 1``.

They are our own rather than sympy's because they are compared, hashed and evaluated very often,
and because an index must never be simplified as a real number would be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

Binding = Mapping[str, Any]
"""Names to integers; the name of a width function to a sequence or a callable of integers."""


@dataclass(frozen=True)
class Width:
    """A size that depends on an index: the layer width ``n(l)``."""

    name: str
    at: Index

    def __str__(self) -> str:
        return f"{self.name}({self.at})"


@dataclass(frozen=True)
class Floor:
    """Integer division rounded towards minus infinity, ``numerator // denominator``."""

    numerator: Index
    denominator: Index

    def __str__(self) -> str:
        return f"({self.numerator})//{_factor(self.denominator)}"


Atom = str | Width | Floor
Monomial = tuple[Atom, ...]


def _factor(index: Index) -> str:
    text = str(index)
    return text if index.is_monic else f"({text})"


@lru_cache(maxsize=100_000)
def _order(monomial: Monomial) -> tuple[int, tuple[str, ...]]:
    return (-len(monomial), tuple(str(atom) for atom in monomial))


def _order_of_term(term: tuple[Monomial, int]) -> tuple[int, tuple[str, ...]]:
    return _order(term[0])


@lru_cache(maxsize=100_000)
def _product(a: Monomial, b: Monomial) -> Monomial:
    return tuple(sorted(a + b, key=str))


class Index:
    """An immutable integer polynomial in named indices, sizes, widths and floors.

    >>> p, s, q = (Index.name(n) for n in "psq")
    >>> print(2 * s * p - q + 1)
    2*p*s - q + 1
    >>> (2 * s * p - q + 1).value({"p": 3, "s": 2, "q": 1})
    12
    """

    terms: tuple[tuple[Monomial, int], ...]

    def __init__(self, terms: Mapping[Monomial, int]):
        kept = [(m, c) for m, c in terms.items() if c]
        if len(kept) > 1:
            kept.sort(key=_order_of_term)
        self.terms = tuple(kept)
        self._hash = hash(self.terms)

    @staticmethod
    def of(value: int | str | Index) -> Index:
        if isinstance(value, Index):
            return value
        return Index({(): int(value)}) if isinstance(value, int) else Index.name(value)

    @staticmethod
    @lru_cache(maxsize=1 << 12)
    def name(name: str) -> Index:
        return Index({(name,): 1})

    @staticmethod
    def width(name: str, at: int | str | Index) -> Index:
        return Index({(Width(name, Index.of(at)),): 1})

    def __eq__(self, other: object) -> bool:
        if isinstance(other, (int, str)):
            other = Index.of(other)
        return isinstance(other, Index) and self.terms == other.terms

    def __hash__(self) -> int:
        return self._hash

    def __reduce__(self) -> tuple[Any, ...]:
        return Index, (dict(self.terms),)  # functions made from it cannot be pickled

    def __add__(self, other: int | str | Index) -> Index:
        total = dict(self.terms)
        for monomial, coefficient in Index.of(other).terms:
            total[monomial] = total.get(monomial, 0) + coefficient
        return Index(total)

    __radd__ = __add__

    def __neg__(self) -> Index:
        return Index({m: -c for m, c in self.terms})

    def __sub__(self, other: int | str | Index) -> Index:
        total = dict(self.terms)
        for monomial, coefficient in Index.of(other).terms:
            total[monomial] = total.get(monomial, 0) - coefficient
        return Index(total)

    def __rsub__(self, other: int | str | Index) -> Index:
        return Index.of(other) - self

    def __mul__(self, other: int | str | Index) -> Index:
        other = Index.of(other)
        if len(other.terms) == 1 and not other.terms[0][0]:
            return Index({m: c * other.terms[0][1] for m, c in self.terms})
        if len(self.terms) == 1 and not self.terms[0][0]:
            return other * self.terms[0][1]
        product: dict[Monomial, int] = {}
        for m1, c1 in self.terms:
            for m2, c2 in other.terms:
                monomial = _product(m1, m2)
                product[monomial] = product.get(monomial, 0) + c1 * c2
        return Index(product)

    __rmul__ = __mul__

    def __floordiv__(self, other: int | str | Index) -> Index:
        divisor = Index.of(other)
        if divisor == 1:
            return self
        if self.constant is not None and divisor.constant:
            return Index.of(self.constant // divisor.constant)
        return Index({(Floor(self, divisor),): 1})

    @cached_property
    def constant(self) -> int | None:
        """The integer this index is, or None where a name remains."""
        if not self.terms:
            return 0
        return self.terms[0][1] if self.terms[0][0] == () else None

    @cached_property
    def variable(self) -> tuple[tuple[Monomial, int], ...]:
        """The terms without the constant: indices that share them differ by a number."""
        return tuple(term for term in self.terms if term[0])

    @property
    def is_monic(self) -> bool:
        """Whether the text of this index needs no brackets as a factor."""
        if self.constant is not None:
            return self.constant >= 0
        return len(self.terms) == 1 and len(self.terms[0][0]) == 1 and self.terms[0][1] == 1

    @property
    def as_name(self) -> str | None:
        """The name, if this index is nothing but a name."""
        if self.is_monic and self.constant is None and isinstance(self.terms[0][0][0], str):
            return self.terms[0][0][0]
        return None

    def atoms(self) -> Iterator[Atom]:
        for monomial, _ in self.terms:
            yield from monomial

    @cached_property
    def names(self) -> frozenset[str]:
        """Every name in this index, also those inside widths and floors."""
        found: set[str] = set()
        for atom in self.atoms():
            if isinstance(atom, str):
                found.add(atom)
            elif isinstance(atom, Width):
                found |= atom.at.names
            else:
                found |= atom.numerator.names | atom.denominator.names
        return frozenset(found)

    @cached_property
    def width_names(self) -> frozenset[str]:
        found: set[str] = set()
        for atom in self.atoms():
            if isinstance(atom, Width):
                found |= {atom.name} | atom.at.width_names
            elif isinstance(atom, Floor):
                found |= atom.numerator.width_names | atom.denominator.width_names
        return frozenset(found)

    def coefficient(self, name: str) -> Index | None:
        """c in ``c*name + rest`` if the index is affine in `name`; None if it is not.

        >>> print((Index.name("s") * "p" + "r").coefficient("p"))
        s
        """
        found: dict[Monomial, int] = {}
        for monomial, coefficient in self.terms:
            for atom in monomial:
                if not isinstance(atom, str) and name in Index({(atom,): 1}).names:
                    return None
            count = monomial.count(name)
            if count > 1:
                return None
            if count:
                rest = list(monomial)
                rest.remove(name)
                found[tuple(rest)] = coefficient
        return Index(found)

    def substitute(self, values: Mapping[str, Index]) -> Index:
        """Replace names, simultaneously, also inside widths and floors."""
        if not (self.names & values.keys()):
            return self
        return self.map_atoms(lambda atom: _substitute_atom(atom, values))

    def map_atoms(self, replace: Callable[[Atom], Index]) -> Index:
        total: dict[Monomial, int] = {}
        for monomial, coefficient in self.terms:
            product = Index.of(coefficient)
            for atom in monomial:
                product = product * replace(atom)
            for m, c in product.terms:
                total[m] = total.get(m, 0) + c
        return Index(total)

    def value(self, binding: Binding) -> int:
        """Evaluate to an integer."""
        return self.evaluate(binding)

    @cached_property
    def evaluate(self) -> Callable[[Binding], int]:
        """The polynomial as a Python function: indices are evaluated far more often than made."""
        made: Callable[[Binding], int] = eval(f"lambda b: {self.python()}", {"width": width_at})
        return made

    def python(self) -> str:
        """The polynomial as Python has it, on a binding b, with `width_at` as ``width``."""
        terms = ("*".join([str(c), *map(_atom_python, monomial)]) for monomial, c in self.terms)
        return " + ".join(terms) or "0"

    def __str__(self) -> str:
        if not self.terms:
            return "0"
        text = ""
        for monomial, coefficient in self.terms:
            factors = [str(atom) if isinstance(atom, str | Width) else f"({atom})" for atom in monomial]
            if abs(coefficient) != 1 or not factors:
                factors = [str(abs(coefficient)), *factors]
            sign = " - " if coefficient < 0 else " + "
            text += sign + "*".join(factors)
        head = "-" if text.startswith(" - ") else ""
        text = head + text[3:]
        return text[1:-1] if len(self.terms) == 1 and text.startswith("((") else text

    def __repr__(self) -> str:
        return f"Index({self})"


@lru_cache(maxsize=1 << 14)
def place_of(index: tuple[Index, ...]) -> Callable[[Binding], tuple[int, ...]]:
    """Several indices as one Python function."""
    values = "".join(f"{i.python()}, " for i in index)
    made: Callable[[Binding], tuple[int, ...]] = eval(f"lambda b: ({values})", {"width": width_at})
    return made


def _substitute_atom(atom: Atom, values: Mapping[str, Index]) -> Index:
    if isinstance(atom, str):
        return values[atom] if atom in values else Index.name(atom)
    if isinstance(atom, Width):
        return Index.width(atom.name, atom.at.substitute(values))
    return atom.numerator.substitute(values) // atom.denominator.substitute(values)


def _atom_python(atom: Atom) -> str:
    if isinstance(atom, str):
        return f"b[{atom!r}]"
    if isinstance(atom, Width):
        return f"width(b[{atom.name!r}], {atom.at.python()})"
    return f"(({atom.numerator.python()})//({atom.denominator.python()}))"


def width_at(widths: Sequence[int] | Callable[[int], int], at: int) -> int:
    return int(widths(at) if callable(widths) else widths[at])


def nonnegative(index: Index, at_least: Mapping[str, int] = {}) -> bool:
    """Whether every coefficient is visibly non-negative once names are shifted to their minimum.

    Names not mentioned are at least 0. False means "not seen", never "negative".
    """
    shifted = index.substitute({n: Index.name(n) + low for n, low in at_least.items()})
    return all(coefficient >= 0 for _, coefficient in shifted.terms)
