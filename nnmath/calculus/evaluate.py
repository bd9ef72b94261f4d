"""Normal forms evaluated at numbers: the guard against a prover that deceives itself.

It shares nothing with the prover but index arithmetic, and takes the entries of arrays from the
interpreter of the raw statements.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Any
from weakref import WeakKeyDictionary

import sympy

from nnmath.calculus.terms import Apply, Atom, Entry, Nest, Sum, Term
from nnmath.notation.arrays import Array, Axis, Guard
from nnmath.notation.functions import NAMED
from nnmath.notation.interpret import Interpreter
from nnmath.notation.numbers import Element
from nnmath.notation.system import Statement

Binding = Mapping[str, Any]
NAMES = {"absolute": NAMED["abs"]} | {n: f for n, f in NAMED.items() if n != "abs"}

REMEMBERED: WeakKeyDictionary[Interpreter, dict[Any, Element]] = WeakKeyDictionary()
"""Values of functions of sums, by machine, atom and the indices that the atom mentions."""


def value(machine: Interpreter, total: Sum, binding: Binding) -> Element:
    """The value of a normal form at one assignment of its free names."""
    result = machine.field.rational(0, 1)
    for coefficient, term in total.terms:
        for inner in assignments(term.bound, binding):
            if all(g.holds(inner) for g in term.guards):
                scale = machine.field.rational(coefficient.numerator, coefficient.denominator)
                result = result + scale * _product(machine, term, inner)
    return result


def assignments(axes: Sequence[Axis], binding: Binding) -> Iterator[dict[str, Any]]:
    """Every value of the axes; an axis waits for those that its size depends on."""
    if not axes:
        yield dict(binding)
        return
    names = {a.name for a in axes}
    first = next(a for a in axes if not a.size.names & names)
    rest = [a for a in axes if a is not first]
    for number in range(first.size.value(binding)):
        yield from assignments(rest, {**binding, first.name: number})


def _product(machine: Interpreter, term: Term, binding: Binding) -> Element:
    """The 0-or-1 factors first: beside a 0 the others need not be defined."""
    result = machine.field.rational(1, 1)
    bits = [f for f in term.factors if _is_bit(f[0])]
    for content, exponent in bits + [f for f in term.factors if f not in bits]:
        factor = _power(machine, atom_value(machine, content, binding), exponent)
        if _is_bit(content) and factor == machine.field.rational(0, 1):
            return machine.field.rational(0, 1)
        result = result * factor
    return result


def _is_bit(content: Atom) -> bool:
    return isinstance(content, Apply) and content.head in ("positive", "is", "equal")


def _power(machine: Interpreter, base: Element, exponent: Fraction) -> Element:
    return base if exponent == 1 else machine.field.power(base, exponent)


def atom_value(machine: Interpreter, content: Atom, binding: Binding) -> Element:
    if isinstance(content, Entry):
        return machine.cell(content.array, tuple(i.value(binding) for i in content.at))
    if isinstance(content, Nest):
        return _nest(machine, content, binding)
    if not content.args:
        return _application(machine, content, binding)
    known = REMEMBERED.setdefault(machine, {})
    at = (content, tuple(binding[n] for n in sorted(content.free)))
    if at not in known:
        known[at] = _application(machine, content, binding)
    return known[at]


def _nest(machine: Interpreter, content: Nest, binding: Binding) -> Element:
    inner = [b for b in assignments(content.axes, binding) if all(g.holds(b) for g in content.guards)]
    statement = Statement(Array(""), (), content.axes, sympy.Integer(0), op=content.op)
    values = [value(machine, content.body, b) for b in inner]
    if content.op == "prod":
        product = machine.field.rational(1, 1)
        for factor in values:
            product = product * factor
        return product
    return machine._select(content.op, [(statement, b) for b in inner], values)


def _application(machine: Interpreter, content: Apply, binding: Binding) -> Element:
    field, head = machine.field, content.head
    at = [i.value(binding) for i in content.at]
    if head in ("count", "prime"):
        return field.rational(at[0], 1)
    if head.startswith("constant:"):
        return field.constant(sympy.sympify(head.removeprefix("constant:")))
    args = [_argument(machine, a, binding) for a in content.args]
    if head.startswith("opaque:"):
        _, name, order = head.split(":")
        return machine.functions[name](int(order), tuple(field.rational(i, 1) for i in at), args[0])
    if head == "base":
        return args[0]
    if head in ("positive", "is", "equal"):
        return field.rational(_bit(field, head, at, args), 1)
    if head == "power":
        return field.real_power(*args)
    if head in ("exp", "log"):
        return field.function(head, args[0])
    return machine.call(NAMES[head], args[0])


def _argument(machine: Interpreter, total: Sum, binding: Binding) -> Element:
    """A datum stays the integer it is."""
    found = total.monomial
    if found and found[0] == 1 and len(found[1].factors) == 1 and isinstance(found[1].factors[0][0], Entry):
        entry, exponent = found[1].factors[0]
        return _power(machine, atom_value(machine, entry, binding), exponent)
    return value(machine, total, binding)


def _bit(field: Any, head: str, at: list[int], args: list[Element]) -> int:
    if head == "positive":
        return int(field.compare(args[0], field.rational(0, 1)) > 0)
    other = at[0] if at else int(args[1])
    return int(int(args[0]) == other)


__all__ = ["Guard", "assignments", "atom_value", "value"]
