"""Rewritings of a system that make its kernels faster and mean the same.

`named_functions` gives a scalar function that the backward needs a name in the forward;
`named_ratios` does so with the terms of a logsumexp over their sum, whose exponentials it computes anyway;
`from_outputs` lets the backward read what the forward named;
`from_extrema` finds the place of an extremum by comparing with it;
`outside_cycles` takes out of a recurrence the functions of what it does not change.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

import sympy

from nnmath.codegen.lower import taps
from nnmath.codegen.powers import without_removable_cases
from nnmath.codegen.schedule import Placed, components
from nnmath.codegen.strips import is_ratio
from nnmath.notation.arrays import Array, Axis, IndexValue, Read, index_names, substitute
from nnmath.notation.functions import Phi, dsigmoid, indicator, opaque, sech2, sigmoid, tanh
from nnmath.notation.index import Index
from nnmath.notation.system import Statement, System

COSTLY = (sigmoid, tanh, sympy.exp, sympy.log, Phi)
OPAQUE = (sympy.Piecewise, indicator, opaque)
DERIVED = {sigmoid: dsigmoid, tanh: sech2}


def _plain(statement: Statement) -> bool:
    """Whether the left side runs through its array once, an axis in each position."""
    names = [i.as_name for i in statement.index]
    return (
        statement.op == "sum"
        and not statement.reduced
        and not statement.guards
        and None not in names
        and len(set(names)) == len(names) == len(statement.axes)
        and not statement.target.ragged
    )


def sole_writers(system: System) -> list[Statement]:
    return [s for s in system.statements if len(system.writers[s.target]) == 1 and _plain(s)]


def named_functions(system: System, backward: Sequence[Statement]) -> System:
    """Each costly function inside a larger body, which `backward` needs too, as an array of its own."""
    wanted = _function_atoms(backward)
    found: dict[tuple[sympy.Expr, tuple[Axis, ...]], Read] = {}
    statements: list[Statement] = []
    for statement in system.statements:
        body = statement.body
        if statement.op == "sum" and not statement.guards:
            for atom in _candidates(body, wanted):
                if atom != body and _sizes_plain(statement, atom):
                    body = body.xreplace({atom: _read(system, statement, atom, found, statements)})
        statements.append(replace(statement, body=body))
    return replace(system, statements=tuple(statements), equations=()) if found else system


def _read(
    system: System,
    statement: Statement,
    atom: sympy.Expr,
    found: dict[tuple[sympy.Expr, tuple[Axis, ...]], Read],
    statements: list[Statement],
) -> Read:
    """The array that holds an expression over the ranges that it has in a statement, defined where it is not yet."""
    kind = type(atom).__name__ if isinstance(atom, sympy.Function) else "factor"
    new = _named(system, statement, atom, f"{kind}_{len(found) + 1}")
    if (atom, new.axes) not in found:
        found[atom, new.axes] = new.left
        statements.append(new)
    return found[atom, new.axes]


def named_ratios(system: System, backward: Sequence[Statement]) -> System:
    """``p[n,k] = exp(x[n,k] - L[n])`` after ``L[n] = logsumexp[k](x[n,k])`` where `backward` has this exponential."""
    named = {_kind(s.body) for s in sole_writers(system) if isinstance(s.body, sympy.exp)}
    statements: list[Statement] = []
    for number, statement in enumerate(system.statements):
        statements.append(statement)
        if statement.op == "logsumexp" and isinstance(statement.body, Read):
            exponential = sympy.exp(statement.body - statement.left)
            ratio = _named(system, statement, exponential, f"softmax_{len(statements) - number}")
            if _kind(ratio.body) not in named and is_ratio(ratio, statement) and _wanted(ratio, backward):
                statements.append(ratio)
    if len(statements) == len(system.statements):
        return system
    return replace(system, statements=tuple(statements), equations=())


def _wanted(pattern: Statement, backward: Sequence[Statement]) -> bool:
    return any(_from_outputs(s, {_kind(pattern.body): [pattern]}) is not s for s in backward)


def _function_atoms(statements: Iterable[Statement]) -> set[sympy.Expr]:
    found: set[sympy.Expr] = set()
    for s in statements:
        for atom in s.body.atoms(*COSTLY):
            found.add(atom)
        for function, derivative in DERIVED.items():
            for atom in s.body.atoms(derivative):
                found.add(function(*atom.args))
    return found


def _candidates(body: sympy.Expr, wanted: set[sympy.Expr]) -> list[sympy.Expr]:
    cancelling = _less_one(body)
    atoms = [a for a in body.atoms(*COSTLY) if a in wanted and a not in cancelling and a.atoms(Read)]
    return sorted(atoms, key=lambda a: (-len(list(sympy.preorder_traversal(a))), str(a)))


def outside_cycles(system: System) -> System:
    """Each costly function in a recurrence, of arrays that the recurrence does not write, as an array of its own.

    So is what multiplies something that it writes.
    """
    system = _chained(system)
    statements: list[Statement] = []
    found: dict[tuple[sympy.Expr, tuple[Axis, ...]], Read] = {}
    changed = _changed(system)
    for statement in system.statements:
        body = statement.body
        free = changed[statement] and not statement.guards  # what guards leave out may lie outside of an array
        for atom in sorted(body.atoms(*COSTLY, *DERIVED.values()) if free else (), key=str):
            read = {r.array for r in atom.atoms(Read)}
            if not read or read & changed[statement] or not _sizes_plain(statement, atom):
                continue
            body = body.xreplace({atom: _read(system, statement, atom, found, statements)})
        factor = _constant(replace(statement, body=body), changed[statement]) if free else None
        if factor is not None:
            body = body / factor * _read(system, statement, factor, found, statements)
        statements.append(replace(statement, body=body))
    return replace(system, statements=tuple(statements), equations=()) if found else system


def _constant(s: Statement, changed: set[Array]) -> sympy.Expr | None:
    """The factors that a cycle does not change, if they are more than one array, of an entry that it does."""
    if s.op != "sum" or s.reduced or not isinstance(s.body, sympy.Mul) or s.body.has(*OPAQUE):
        return None
    parts = [({r.array for r in f.atoms(Read)}, f) for f in s.body.args]
    fixed = [f for read, f in parts if read and not read & changed]
    factor = sympy.Mul(*fixed)
    if not fixed or isinstance(factor, Read) or not any(read & changed for read, _ in parts):
        return None
    return factor if _sizes_plain(s, factor) and {a.name for a in s.axes} <= index_names(factor) else None


def _chained(system: System) -> System:
    """Products in a cycle that one other product reads, multiplied out there."""
    statements = list(system.statements)
    while True:
        at = replace(system, statements=tuple(statements), equations=())
        changed = _changed(at)
        for s in sole_writers(at):
            readers = [c for c in statements for r in c.reads if r.array == s.target]
            if len(readers) == 1 and s.target not in at.outputs and _takes_product(readers[0], s, changed):
                break
        else:
            return at if len(statements) < len(system.statements) else system
        (reader,) = readers
        statements[statements.index(reader)] = replace(reader, body=put(reader.body, s))
        statements.remove(s)


def _takes_product(reader: Statement, s: Statement, changed: Mapping[Statement, set[Array]]) -> bool:
    """Whether both are products in a cycle, of which one is a factor of the other, in no sum."""
    if not (changed[s] and changed[reader]) or reader.op != "sum" or reader.reduced or reader.guards:
        return False
    if not (isinstance(s.body, sympy.Mul) and isinstance(reader.body, sympy.Mul)) or s.body.has(*OPAQUE):
        return False
    return any(isinstance(f, Read) and f.array == s.target for f in reader.body.args)


def put(body: sympy.Expr, s: Statement) -> sympy.Expr:
    """An expression with what a statement defines in place of its reads."""
    values = {}
    for read in body.atoms(Read):
        if read.array == s.target:
            names = {i.as_name: j for i, j in zip(s.index, read.index, strict=True)}
            values[read] = substitute(s.body, {str(k): v for k, v in names.items()})
    return body.xreplace(values)


def _changed(system: System) -> dict[Statement, set[Array]]:
    """The arrays that are written in the cycle of each statement; none where it is in no cycle."""
    writers: dict[Array, list[int]] = {}
    for i, statement in enumerate(system.statements):
        writers.setdefault(statement.target, []).append(i)
    needs = [sorted({w for r in s.reads for w in writers.get(r.array, ())}) for s in system.statements]
    changed: dict[Statement, set[Array]] = {}
    for component in components(needs):
        cycle = len(component) > 1 or component[0] in needs[component[0]]
        members = [system.statements[i] for i in component]
        changed.update(dict.fromkeys(members, {s.target for s in members} if cycle else set()))
    return changed


def _less_one(body: sympy.Expr) -> set[sympy.Expr]:
    """Exponentials in ``c*exp(u) - c``, which must stay together: apart they cancel near u = 0."""
    found = set()
    for total in body.atoms(sympy.Add):
        for term in total.args:
            scale, rest = term.as_coeff_Mul()
            if isinstance(rest, sympy.exp) and -scale in total.args:
                found.add(rest)
    return found


def _sizes_plain(statement: Statement, atom: sympy.Expr) -> bool:
    names = index_names(atom)
    axes = [a for a in statement.axes if a.name in names]
    own = {a.name for a in statement.axes}
    return bool(axes) and not any(a.size.names & own or a.size.width_names for a in axes)


def _named(system: System, statement: Statement, atom: sympy.Expr, base: str) -> Statement:
    names = index_names(atom)
    axes = tuple(a for a in statement.axes if a.name in names)
    while base in system.arrays or any(p.name == base for p in system.parameters):
        base += "_"
    array = Array(base, axes)
    return Statement(array, tuple(Index.name(a.name) for a in axes), axes, atom)


def from_extrema(system: System, whole: System) -> System:
    """The first place of an extremum over windows as the first at which nothing is missing to the extremum itself.

    `whole` is the adjoint of the system or its tangent: comparing with the extremum is less than finding it again.
    """
    own = set(system.statements)
    return replace(whole, statements=tuple(s if s in own else _from_extremum(system, s) for s in whole.statements))


EXTREMA = {"argmax": ("max", sympy.Lt), "argmin": ("min", sympy.Gt)}


def _from_extremum(system: System, s: Statement) -> Statement:
    if s.op not in EXTREMA or not isinstance(s.body, Read) or not _windows_alone(s):
        return s
    op, misses = EXTREMA[s.op]
    for known in system.statements:
        alike = (known.op, known.body, known.axes, known.guards, known.index) == (op, s.body, s.axes, s.guards, s.index)
        if alike and len(system.writers[known.target]) == 1:
            return replace(s, op="argmin", body=sympy.Piecewise((1, misses(s.body, known.left)), (0, True)))
    return s


def _windows_alone(s: Statement) -> bool:
    """Whether a loop over taps and the ranges of the other axes say all that guards do: no term is masked."""
    looped = taps(Placed(s))
    vector = {a.name for a in s.axes} - {*looped, *(a.name for a in s.reduced)}
    left = [g for g in s.guards if g.index.names & vector]
    return bool(looped) and all(g.relation == ">=" and len(g.index.names & vector) == 1 for g in left)


def from_outputs(system: System, backward: Sequence[Statement]) -> tuple[Statement, ...]:
    """Bodies that the primal named become reads of it: sigmoid' is s*(1 - s), exp(x - lse) is p, sqrt(v) is r."""
    patterns: dict[object, list[Statement]] = {}
    finite = {a.scalar for a in system.parameter_arrays}
    for s in sole_writers(system):
        s = replace(s, body=without_removable_cases(s.body, finite))
        if isinstance(s.body, COSTLY) or (_is_root(s.body) and s.body.exp > 0):
            patterns.setdefault(_kind(s.body), []).append(s)
    return tuple(_from_outputs(s, patterns) for s in backward)


def _is_root(e: sympy.Expr) -> bool:
    """A square root, or one over it."""
    return isinstance(e, sympy.Pow) and abs(e.exp) == sympy.S.Half


def _kind(e: sympy.Expr) -> tuple[object, frozenset[Array]]:
    """What two functions have in common that are equal but for the names of axes."""
    return type(e), frozenset(r.array for r in e.atoms(Read))


def _from_outputs(statement: Statement, patterns: Mapping[object, Sequence[Statement]]) -> Statement:
    values: dict[sympy.Expr, sympy.Expr] = {}
    for function in COSTLY:
        derived = DERIVED.get(function)
        for atom in statement.body.atoms(function, *([derived] if derived else [])):
            for pattern in patterns.get((function, _kind(atom)[1]), ()):
                read = _matched(pattern, atom.args[0], statement)
                if read is not None:
                    slope = read * (1 - read) if function is sigmoid else 1 - read**2
                    values.setdefault(atom, read if isinstance(atom, function) else slope)
    for atom in filter(_is_root, statement.body.atoms(sympy.Pow)):
        for pattern in patterns.get(_kind(atom), ()):
            read = _matched(pattern, atom.args[0], statement)
            if read is not None:
                values.setdefault(atom, read if atom.exp > 0 else 1 / read)
    return replace(statement, body=statement.body.xreplace(values)) if values else statement


def _matched(pattern: Statement, argument: sympy.Expr, statement: Statement) -> Read | None:
    """The read of the pattern's array that equals its function of `argument`, axis for axis."""
    own = pattern.body.args[0]
    for mine in sorted(own.atoms(Read), key=str):
        for other in sorted(argument.atoms(Read), key=str):
            values = _axes_between(pattern, mine, other, statement)
            if values is not None:
                atoms = own.atoms(Read, IndexValue)
                if own.xreplace({a: a.substitute(values) for a in atoms}) == argument:
                    return pattern.left.substitute(values)
    return None


def _axes_between(pattern: Statement, mine: Read, other: Read, statement: Statement) -> dict[str, Index] | None:
    """How the pattern's axes are called in the statement, if each is one of its axes of the same size."""
    if mine.array != other.array:
        return None
    sizes = {a.name: a.size for a in statement.axes}
    found: dict[str, Index] = {}
    for a, b in zip(mine.index, other.index, strict=True):
        for axis in pattern.axes:
            if axis.name in a.names:
                name = (b - (a - axis.name)).as_name
                if name is None or sizes.get(name) != axis.size:
                    return None
                found[axis.name] = Index.name(name)
    return found if len(found) == len(pattern.axes) else None
