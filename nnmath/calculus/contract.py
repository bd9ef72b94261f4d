"""From a statement that scatters to the entry that a reader asks for.

``bar_x[s*p + r - q] += sum[p, r] ...`` puts terms somewhere; what is bar_x[h]? First the delta
line, a sum with ``[s*p + r - q = h]``; then the contracted line, in which every delta whose
solution is an integer without division has been used up. Work for display and for proofs.
"""

from __future__ import annotations

from dataclasses import dataclass

import sympy

from nnmath.notation.arrays import Array, Axis, Bracket, Guard, Read, Reduction, index_names, substitute, within
from nnmath.notation.index import Index, nonnegative
from nnmath.notation.system import Statement, System


@dataclass(frozen=True)
class Entry:
    """``array[index]`` and what it is, with deltas and without."""

    left: Read
    ranges: dict[str, Index]
    delta: sympy.Expr
    contracted: sympy.Expr


def entry(system: System, array: Array) -> Entry:
    """The general entry of an array as a sum over its statements.

    >>> from nnmath.notation import define
    >>> from nnmath.calculus import adjoint
    >>> s = adjoint(define("shift(x[N]) -> y", "t < N - 1", "y[t] = x[t+1]"))
    >>> e = entry(s, s.outputs[0])
    >>> print(e.left, "=", e.contracted)
    bar_x[i] = [i - 1 >= 0]*bar_y[i - 1]
    """
    statements = system.writers.get(array, ())
    names = _entry_names(system, array, statements)
    ranges = _ranges(array, names)
    index = tuple(_mixed_radix(statements, d, ranges, set(names)) or Index.name(n) for d, n in enumerate(names))
    ranges = {n: size for n, size in ranges.items() if any(n in i.names for i in index)}
    deltas, contracted = [], []
    for statement in statements:
        if statement.op != "sum":
            return Entry(Read(array, index), ranges, *[_whole(statement, names)] * 2)
        apart = _rename_apart(statement, set(ranges))
        deltas.append(_delta(apart, index))
        contracted.append(_contract(apart, index, ranges))
    return Entry(Read(array, index), ranges, sympy.Add(*deltas), sympy.Add(*contracted))


def _entry_names(system: System, array: Array, statements: tuple[Statement, ...]) -> list[str]:
    """The names that the statements themselves use plainly on the left, else the array's."""
    names: list[str] = []
    for position, axis in enumerate(array.axes):
        plain = [s.index[position].as_name for s in statements]
        bound = [n for n, s in zip(plain, statements, strict=True) if n in {a.name for a in s.axes} and n not in names]
        name = bound[0] if bound and bound[0] else axis.name
        taken = {*names, *system.size_names, *(p.name for p in system.parameters)}
        names.append(name if name not in taken and not name.startswith("_") else _spare(taken))
    return names


def _mixed_radix(
    statements: tuple[Statement, ...], position: int, ranges: dict[str, Index], taken: set[str]
) -> Index | None:
    """``K*g + k`` where every statement writes this axis so, with 0 <= k < K: then g and k name the entry."""
    for statement in statements:
        index = statement.index[position]
        sizes = {a.name: a.size for a in statement.axes if a.name in index.names}
        unit = [n for n in sizes if index.coefficient(n) == 1]
        if len(sizes) != 2 or len(unit) != 1 or index.as_name:
            return None
        (outer,) = sizes.keys() - unit
        if index != Index.name(outer) * sizes[unit[0]] + unit[0] or {outer, *unit} & taken:
            return None
        ranges |= sizes
        found = index
    return found if statements else None


def _spare(taken: set[str]) -> str:
    return next(n for n in "ijklmnpquv" if n not in taken)


def _ranges(array: Array, names: list[str]) -> dict[str, Index]:
    earlier: dict[str, Index] = {}
    found: dict[str, Index] = {}
    for axis, name in zip(array.axes, names, strict=True):
        found[name] = axis.size.substitute(earlier)
        earlier[axis.name] = Index.name(name)
    return found


def _rename_apart(statement: Statement, names: set[str]) -> Statement:
    """Axes get a prime (a trailing 2 in text) where they would clash with the entry's names."""
    fresh: dict[str, Index] = {}
    taken = names | {a.name for a in statement.axes}
    for axis in statement.axes:
        if axis.name in names:
            new = axis.name + "_"
            while new in taken:
                new += "_"
            taken.add(new)
            fresh[axis.name] = Index.name(new)
    return statement.rename(fresh)


def _whole(statement: Statement, names: list[str]) -> sympy.Expr:
    body = statement.body * Bracket(statement.guards) if statement.guards else statement.body
    plain = Reduction(statement.op, statement.reduced, body) if statement.reduced else body
    kept = [i.as_name for i in statement.index]
    return substitute(plain, {k: Index.name(n) for k, n in zip(kept, names, strict=True) if k})


def _delta(statement: Statement, at: tuple[Index, ...]) -> sympy.Expr:
    """``sum over all axes of [index = at] [guards] body``."""
    equal = tuple(Guard("==", i - a) for i, a in zip(statement.index, at, strict=True))
    guards = statement.guards + equal
    body = statement.body * Bracket(guards) if guards else statement.body
    return Reduction("sum", statement.axes, body) if statement.axes else body


def _contract(statement: Statement, at: tuple[Index, ...], ranges: dict[str, Index]) -> sympy.Expr:
    body, axes, guards = statement.body, list(statement.axes), list(statement.guards)
    index = list(statement.index)
    for position, wanted in enumerate(at):
        values = _solve(index[position], wanted, axes)
        if not values:
            if index[position] != wanted:
                guards.append(Guard("==", index[position] - wanted))
            continue
        sizes = {a.name: a.size.substitute(values) for a in axes if a.name in values}
        axes = [a.substitute(values) for a in axes if a.name not in values]
        body = substitute(body, values)
        index = [i.substitute(values) for i in index]
        guards = [g.substitute(values) for g in guards]
        guards += [g for name, size in sizes.items() for g in within(values[name], size)]
    return _assemble(body, axes, guards, ranges)


def _solve(index: Index, at: Index, axes: list[Axis]) -> dict[str, Index]:
    """The axes that ``index = at`` decides: one of coefficient 1 or -1, or both digits of a mixed radix."""
    bound = {a.name: a for a in axes if a.name in index.names}
    if len(at.names) > 1 and len(bound) == 2:
        plain = {n: n.rstrip("_") for n in bound}
        if index.substitute({n: Index.name(p) for n, p in plain.items()}) == at:
            return {n: Index.name(p) for n, p in plain.items()}
    for name in bound:
        coefficient = index.coefficient(name)
        if coefficient in (1, -1) and not any(name in other.size.names for other in axes if index.as_name != name):
            rest = index - coefficient * Index.name(name)
            return {name: (at - rest) * coefficient}
    return {}


def _assemble(body: sympy.Expr, axes: list[Axis], guards: list[Guard], ranges: dict[str, Index]) -> sympy.Expr:
    names = {a.name for a in axes}
    guards = _needed(guards, ranges | {a.name: a.size for a in axes})
    inner = [g for g in guards if g.index.names & names]
    outer = [g for g in guards if g not in inner]
    if inner:
        body = body * Bracket(tuple(inner))
    if axes:
        free = [f for f in sympy.Mul.make_args(body) if not (index_names(f) & names)]
        body = Reduction("sum", tuple(axes), sympy.Mul(*(f for f in sympy.Mul.make_args(body) if f not in free)))
        body = sympy.Mul(*free) * body
    return body * Bracket(tuple(outer)) if outer else body


def _needed(guards: list[Guard], ranges: dict[str, Index]) -> list[Guard]:
    """The guards that neither the ranges nor the equations among them imply."""
    equations = [g.index for g in guards if g.relation == "=="]
    kept = []
    for guard in dict.fromkeys(guards):
        variants = [guard.index]
        if guard.relation == ">=":
            variants += [guard.index + sign * e for e in equations for sign in (1, -1)]
            if any(_surely_nonnegative(v, ranges) for v in variants) or _at_equations(guard, equations, ranges):
                continue
        elif guard.index.constant is not None and guard.holds({}):
            continue
        kept.append(guard)
    return kept


def _at_equations(guard: Guard, equations: list[Index], ranges: dict[str, Index]) -> bool:
    """Whether a guard follows once an equation is solved for an index: ``j < n(L)`` from j < n(l), l = L."""
    for equation in equations:
        for name in equation.names & ranges.keys():
            coefficient = equation.coefficient(name)
            if coefficient in (1, -1):
                rest = equation - coefficient * Index.name(name)
                value = {name: -rest * coefficient}
                there = {n: size.substitute(value) for n, size in ranges.items() if n != name}
                if _surely_nonnegative(guard.index.substitute(value), there):
                    return True
    return False


def _surely_nonnegative(index: Index, ranges: dict[str, Index]) -> bool:
    """Whether an index is at least 0 at the end of each range at which it is smallest."""
    for name, size in ranges.items():
        slope = index.coefficient(name)
        if slope is not None and slope.terms and all(c < 0 for _, c in slope.terms):
            index = index.substitute({name: size - 1})
    return nonnegative(index)
