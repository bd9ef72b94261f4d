"""Definitions put in the place of what they define: arrays by their statements, functions by formulas."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass

from nnmath.calculus import algebra
from nnmath.calculus.algebra import Context
from nnmath.calculus.evaluate import NAMES
from nnmath.calculus.normal import Reader, exponential_terms, fresh_axes, over_axes, rebuild, simplify
from nnmath.calculus.terms import ONE, ZERO, Apply, Atom, Entry, Nest, Sum, Term, atom, entries, has
from nnmath.notation.arrays import Array, Axis, Guard
from nnmath.notation.bodies import ARGUMENT
from nnmath.notation.index import Index
from nnmath.notation.parse import parse_index
from nnmath.notation.system import NotationError, Statement, System

EXPANDED_EARLY = ("softsign", "dsoftsign", "dsigmoid", "sech2", "logsigmoid", "sign", "absolute")
EXPANDED_LATE = ("sigmoid", "tanh", "softplus", "Phi", "phi")


@dataclass(frozen=True)
class Target:
    """What to unfold: an array, perhaps only where its leading indices are `at`."""

    name: str
    at: tuple[Index, ...] = ()

    def covers(self, entry: Entry) -> bool:
        return entry.array.name == self.name and entry.at[: len(self.at)] == self.at

    def __str__(self) -> str:
        return self.name + (f"[{', '.join(map(str, self.at))}]" if self.at else "")


def parse_target(text: str) -> Target:
    """``delta[l]`` or ``delta``."""
    tree = ast.parse(text.strip(), mode="eval").body
    if isinstance(tree, ast.Name):
        return Target(tree.id)
    if isinstance(tree, ast.Subscript) and isinstance(tree.value, ast.Name):
        parts = tree.slice.elts if isinstance(tree.slice, ast.Tuple) else [tree.slice]
        return Target(tree.value.id, tuple(map(parse_index, parts)))
    raise NotationError(f"what to unfold reads 'delta' or 'delta[l]', got {text}")


def definition(ctx: Context, system: System, entry: Entry) -> Sum:
    """What the statements say that an entry is."""
    statements = system.writers.get(entry.array, ())
    if statements and statements[0].op != "sum":
        return _by_reduction(ctx, statements[0], entry)
    total = ZERO
    for statement in statements:
        own = _covered(statement, entry)
        axes, names = fresh_axes(tuple(a for a in statement.axes if a.name not in own), own)
        body = Reader(ctx, names).read(statement.body)
        total = total + over_axes(axes, algebra.product(ctx, _bracket(_where(statement, names, entry)), body))
    return total


def _covered(statement: Statement, entry: Entry) -> dict[str, Index]:
    """The axes of a statement that run over an axis of the array: they are the entry's own index."""
    sizes = {a.name: a.size for a in statement.axes}
    within = {a.name: i for a, i in zip(entry.array.axes, entry.at, strict=True)}
    own: dict[str, Index] = {}
    for written, index, axis in zip(statement.index, entry.at, entry.array.axes, strict=True):
        name = written.as_name
        if name in sizes and name not in own and sizes[name].substitute(own) == axis.size.substitute(within):
            own[name] = index
    return own


def _bracket(guards: tuple[Guard, ...]) -> Sum:
    return Sum(((ONE, Term((), guards, ())),))


def _where(statement: Statement, names: dict[str, Index], entry: Entry) -> tuple[Guard, ...]:
    """The guards of a statement, and that it is this entry that it writes."""
    written = (i.substitute(names) for i in statement.index)
    here = tuple(Guard("==", w - i) for w, i in zip(written, entry.at, strict=True))
    return tuple(g.substitute(names) for g in statement.guards) + here


def _by_reduction(ctx: Context, statement: Statement, entry: Entry) -> Sum:
    """logsumexp = log(Sigma exp); other reductions as they stand, once their left side is solved."""
    names: dict[str, Index] = {}
    for written, index in zip(statement.index, entry.at, strict=True):
        if written.as_name is None or written.as_name in names:
            return atom(entry)
        names[written.as_name] = index
    reduced = tuple(a for a in statement.axes if a.name not in names)
    axes, inner = fresh_axes(reduced, names)
    guards = tuple(g.substitute(inner) for g in statement.guards)
    body = Reader(ctx, inner).argument(statement.body)
    if statement.op == "logsumexp":
        return algebra.logarithm(ctx, simplify(ctx, over_axes(axes, exponential_terms(ctx, body, guards))))
    return atom(entry) if statement.op.startswith("arg") else atom(Nest(statement.op, axes, guards, body))


def unfold(ctx: Context, system: System, total: Sum, target: Target) -> Sum:
    """Every entry that the target covers by its definition, wherever it stands."""
    memory: dict[int, tuple[Entry, Sum]] = {}

    def replace(content: Atom) -> Sum | None:
        if not (isinstance(content, Entry) and target.covers(content)):
            return None
        if id(content) not in memory:
            memory[id(content)] = content, definition(ctx, system, content)
        return memory[id(content)][1]

    return rebuild(ctx, total, replace)


def expand_function(ctx: Context, total: Sum, name: str) -> Sum:
    """A named scalar function by its textbook definition."""
    formula = NAMES[name].definition(ARGUMENT)

    def replace(content: Atom) -> Sum | None:
        if not (isinstance(content, Apply) and content.head == name):
            return None
        return _evaluated(ctx, formula, content.args[0])

    return rebuild(ctx, total, replace)


def _evaluated(ctx: Context, formula: object, x: Sum) -> Sum:
    """A formula in one variable at a normal form."""
    shape = Reader(ctx, {}).argument(formula)

    def replace(content: Atom) -> Sum | None:
        return x if isinstance(content, Entry) and content.array == ARGUMENT.array else None

    return rebuild(ctx, shape, replace)


def functions_in(total: Sum) -> set[str]:
    found: set[str] = set()

    def note(content: Atom) -> bool:
        if isinstance(content, Apply) and content.head in NAMES:
            found.add(content.head)
        return False

    has(total, note)
    return found


class Order:
    """Which array to unfold next: consumers first, never one that depends on itself."""

    def __init__(self, system: System):
        self.system = system
        self.reads = {a: {r.array for s in statements for r in s.reads} for a, statements in system.writers.items()}
        self.reach = {a: self._reachable(a) for a in self.reads}
        self.recurrent = {a for a, reach in self.reach.items() if a in reach}

    def _reachable(self, start: Array) -> set[Array]:
        found: set[Array] = set()
        pending = list(self.reads[start])
        while pending:
            array = pending.pop()
            if array not in found:
                found.add(array)
                pending += self.reads.get(array, ())
        return found

    def unfoldable(self, array: Array) -> bool:
        statements = self.system.writers.get(array, ())
        known = array in self.system.writers or not (
            array in self.system.inputs or array in self.system.parameter_arrays
        )
        return known and array not in self.recurrent and (not statements or statements[0].op in ("sum", "logsumexp"))

    def next(self, *sides: Sum) -> Target | None:
        """An array in sight that no other unfoldable array in sight is made of."""
        seen = {e.array: None for side in sides for e in entries(side) if self.unfoldable(e.array)}
        for array in sorted(seen, key=lambda a: a.name):
            if not any(array in self.reach.get(other, ()) for other in seen if other != array):
                return Target(array.name)
        return None


Replace = Callable[[Atom], Sum | None]
__all__ = ["EXPANDED_EARLY", "EXPANDED_LATE", "Axis", "Order", "Target", "definition", "unfold"]
