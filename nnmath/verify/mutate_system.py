"""Wrong formulas made on purpose: one change of meaning in a system's statements at a time.

Every change is one that people make: a sign, a forgotten term, factor or path, eps in another place, the other gate,
the other index, the neighbour in time. Nothing here decides whether a change matters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from typing import Any, TypeAlias

import sympy
from sympy.core.relational import Relational

from nnmath.notation.arrays import Array, Axis, Guard, IndexValue, Read, index_names, substitute
from nnmath.notation.functions import NAMED, indicator, opaque
from nnmath.notation.index import Index
from nnmath.notation.system import Statement, System

Place = tuple[int, ...]
Body: TypeAlias = Any

OTHER_FUNCTION = {
    "sigmoid": ("tanh", "dsigmoid"),
    "dsigmoid": ("sigmoid", "sech2"),
    "tanh": ("sigmoid", "sech2"),
    "sech2": ("dsigmoid", "tanh"),
    "softplus": ("logsigmoid", "sigmoid"),
    "logsigmoid": ("softplus", "sigmoid"),
    "softsign": ("tanh",),
    "erf": ("tanh",),
    "Phi": ("sigmoid", "phi"),
    "phi": ("Phi", "dsigmoid"),
    "absolute": ("sign",),
    "sign": ("tanh",),
}
OTHER_RELATION: Mapping[type, tuple[str, type]] = {
    sympy.StrictLessThan: ("<= for <", sympy.LessThan),
    sympy.LessThan: ("< for <=", sympy.StrictLessThan),
    sympy.StrictGreaterThan: (">= for >", sympy.GreaterThan),
    sympy.GreaterThan: ("> for >=", sympy.StrictGreaterThan),
    sympy.Equality: ("!= for ==", sympy.Unequality),
    sympy.Unequality: ("== for !=", sympy.Equality),
}
OTHER_REDUCTION = {"max": "min", "min": "max", "prod": "sum", "logsumexp": "sum"}
OPERANDS = 2
"""How many arrays of the same shape are put in one's place."""
PERCENT = (sympy.Rational(1001, 1000), sympy.Rational(999, 1000))


@dataclass(frozen=True)
class Change:
    """A kind of mistake, where it was made, and what the system becomes."""

    kind: str
    description: str
    system: System


def changes(system: System, own: frozenset[Statement] = frozenset()) -> Iterator[Change]:
    """Every change of one statement that is not in `own`, and of what several statements share."""
    needed = _needed(system)
    for position, statement in enumerate(system.statements):
        if statement in own or statement.target not in needed:
            continue
        seen: set[tuple[Statement, ...]] = {(statement,)}
        text = _shown(statement)
        for kind, what, new in _of_statement(system, statement):
            if new not in seen and all(_well_formed(system, s) for s in new):
                seen.add(new)
                around = system.statements[:position], system.statements[position + 1 :]
                found = replace(system, statements=(*around[0], *new, *around[1]), equations=())
                yield Change(kind, f"{what} in {text}", found)
    for kind, what, found in _of_system(system, own):
        new = tuple(s for s, t in zip(found.statements, system.statements, strict=True) if s != t)
        if new and all(_well_formed(system, s) for s in new):
            yield Change(kind, what, found)


def _needed(system: System) -> set[Array]:
    """The arrays that the outputs depend on: a change elsewhere changes nothing."""
    found, pending = set(system.outputs), list(system.outputs)
    while pending:
        for statement in system.writers.get(pending.pop(), ()):
            for read in statement.reads:
                if read.array not in found:
                    found.add(read.array)
                    pending.append(read.array)
    return found


def _shown(statement: Statement) -> str:
    """The statement without its ranges."""
    return str(statement).split("    (")[0]


def _well_formed(system: System, statement: Statement) -> bool:
    """Whether every name is bound and the body is a number; arrays are those of the system."""
    names = {a.name for a in statement.axes} | {p.name for p in system.integer_parameters} | set(system.size_names)
    used = index_names(statement.body) | {n for i in statement.index for n in i.names}
    used |= {n for g in statement.guards for n in g.index.names} | {n for a in statement.axes for n in a.size.names}
    return used <= names and not statement.body.has(sympy.nan, sympy.zoo, sympy.oo, sympy.I)


Found = Iterator[tuple[str, str, tuple[Statement, ...]]]


def _of_statement(system: System, statement: Statement) -> Found:
    yield from _left_out(system, statement)
    for kind, what, body in _of_body(system, statement):
        if body != statement.body:
            yield kind, what, (replace(statement, body=body),)
    yield from _of_index(system, statement)
    yield from _of_guards(statement)
    yield from _of_axes(statement)
    if (other := OTHER_REDUCTION.get(statement.op)) and statement.reduced:
        yield "reduction", f"{other} for {statement.op}", (replace(statement, op=other),)  # type: ignore[arg-type]


def _left_out(system: System, statement: Statement) -> Found:
    """One of several statements of an array, or a whole sum: what it adds is forgotten."""
    derivative = statement.target.name.startswith(("bar", "dot"))
    if statement.op == "sum" and statement.body != 0 and statement.target.differentiable:
        alone = len(system.writers[statement.target]) == 1
        if derivative or not alone:
            kind = "path" if derivative else "term"
            yield kind, "left out", (replace(statement, body=sympy.Integer(0)),)


# Bodies -------------------------------------------------------------------------------------------------------------


def _places(body: Body) -> Iterator[tuple[Place, Body]]:
    """Every subexpression with the path to it, in an order that depends on what is written alone."""
    yield (), body
    if isinstance(body, indicator | opaque):
        return
    for number, argument in enumerate(_arguments(body)):
        for place, found in _places(argument):
            yield (number, *place), found


def _arguments(body: Body) -> Sequence[Any]:
    if isinstance(body, sympy.Add | sympy.Mul):
        return sorted(body.args, key=lambda a: (str(a), str(type(a))))
    return list(body.args)


def _put(body: Body, place: Place, new: Any) -> Body:
    if not place:
        return new
    arguments = list(_arguments(body))
    arguments[place[0]] = _put(arguments[place[0]], place[1:], new)
    return body.func(*arguments)


def _of_body(system: System, statement: Statement) -> Iterator[tuple[str, str, Body]]:
    body = statement.body
    if not isinstance(body, sympy.Add) and statement.op == "sum":
        yield "sign", "the sign", -body
    for place, found in _places(body):
        for kind, what, new in _of_expression(system, statement, found, _in_exponent(body, place)):
            try:
                yield kind, what, _put(body, place, new)
            except (TypeError, ValueError, AttributeError):  # sympy refuses what cannot be
                continue


def _in_exponent(body: Body, place: Place) -> bool:
    """Whether the path leads through the exponent of a power, or to a number that is no factor or addend."""
    for number in place:
        if (isinstance(body, sympy.Pow) and number == 1) or isinstance(body, indicator):
            return True
        body = _arguments(body)[number]
    return False


def _of_expression(system: System, statement: Statement, found: Body, exponent: bool) -> Iterator[tuple[str, str, Any]]:
    if isinstance(found, sympy.Add):
        yield from _of_sum(found)
    elif isinstance(found, sympy.Mul):
        for factor in _arguments(found):
            if not factor.is_Number:
                kind = "size" if _is_size(factor) else "factor"
                yield kind, f"{factor} left out", found / factor
    elif isinstance(found, sympy.Pow):
        yield from _of_power(found)
    elif isinstance(found, sympy.Piecewise):
        yield from _of_cases(found)
    elif isinstance(found, Read):
        yield from _other_operand(system, statement, found)
    elif isinstance(found, sympy.Function) and not isinstance(found, indicator):
        yield from _of_function(found)
    if isinstance(found, sympy.Number | sympy.NumberSymbol) and not exponent and found != 0:
        for factor in PERCENT:
            yield "constant", f"{float(factor)} times {found}", found * factor
    if isinstance(found, IndexValue) and not exponent:
        yield "ddof", f"{found} - 1 for {found}", IndexValue(found.index - 1)
        yield "ddof", f"{found} + 1 for {found}", IndexValue(found.index + 1)


def _is_size(factor: Body) -> bool:
    return isinstance(factor, IndexValue) or (isinstance(factor, sympy.Pow) and isinstance(factor.base, IndexValue))


def _of_sum(found: sympy.Add) -> Iterator[tuple[str, str, Any]]:
    for term in _arguments(found):
        yield "sign", f"the sign of {term}", found - 2 * term
        kind = "eps" if str(term) == "eps" else "term"
        yield kind, f"{term} left out", found - term
        if str(term) == "eps":
            yield "eps", "eps added twice", found + term
            yield "eps", "the square of eps", found - term + term**2
            if any(isinstance(part, sympy.Pow) for part in found.args):
                inner = [_arguments(found)[i] for i in range(len(found.args))]
                root = next((p for p in inner if isinstance(p, sympy.Pow) and p.exp == sympy.Rational(1, 2)), None)
                if root is not None:
                    yield "eps", "eps inside the root", found - term - root + sympy.sqrt(root.base + term)


def _of_power(found: sympy.Pow) -> Iterator[tuple[str, str, Any]]:
    base, exponent = found.base, found.exp
    eps = [t for t in sympy.Add.make_args(base) if str(t) == "eps"]
    if eps and exponent.is_Rational and exponent.q == 2:
        rest = base - eps[0]
        outside = (sympy.sqrt(rest) + eps[0]) ** (2 * exponent)
        yield "eps", "eps outside the root", outside
        yield "eps", "eps inside and outside", (sympy.sqrt(base) + eps[0]) ** (2 * exponent)
    if eps and exponent.is_Integer:
        yield "eps", "eps inside a root", sympy.sqrt(base**2 + eps[0]) ** exponent
    if isinstance(base, IndexValue):
        yield "size", f"{found} left out", sympy.Integer(1)
    elif exponent.is_Rational:
        yield "power", f"{base} to the power {exponent + 1}", base ** (exponent + 1)
        if exponent.q == 2:
            yield "power", f"no root of {base}", base ** (2 * exponent)
        elif exponent == 2:
            yield "power", f"{base} not squared", base


def _of_cases(found: sympy.Piecewise) -> Iterator[tuple[str, str, Any]]:
    pairs = [tuple(p.args) for p in found.args]
    for number, (value, condition) in enumerate(pairs):
        for relation in sorted(condition.atoms(Relational), key=str):
            if type(relation) in OTHER_RELATION:
                what, other = OTHER_RELATION[type(relation)]
                new = condition.xreplace({relation: other(relation.lhs, relation.rhs, evaluate=False)})
                changed = [*pairs[:number], (value, new), *pairs[number + 1 :]]
                yield "compare", f"{what}: {relation}", sympy.Piecewise(*changed, evaluate=False)
    for one, two in combinations(range(len(pairs)), 2):
        swapped = list(pairs)
        swapped[one], swapped[two] = (pairs[two][0], pairs[one][1]), (pairs[one][0], pairs[two][1])
        yield "compare", f"cases {one + 1} and {two + 1} exchanged", sympy.Piecewise(*swapped, evaluate=False)


def _of_function(found: sympy.Function) -> Iterator[tuple[str, str, Any]]:
    name = found.func.__name__
    if name in ("exp", "log"):
        other = {"exp": "softplus", "log": "abs"}[name]
        yield "function", f"{other} for {name}", NAMED[other](found.args[0])
    for other in OTHER_FUNCTION.get(name, ()):
        if other in NAMED:
            yield "function", f"{other} for {name}", NAMED[other](found.args[0])
    if name in OTHER_FUNCTION or name == "exp":
        yield "function", f"{name} of the negated argument", found.func(-found.args[0])
        yield "function", f"the argument of {name} instead of its value", found.args[0]


def _other_operand(system: System, statement: Statement, read: Read) -> Iterator[tuple[str, str, Any]]:
    """Another array of the same shape: m for v, one gate for the other; another parameter."""
    sizes, offered = [a.size for a in read.array.axes], 0
    for array in system.arrays.values():
        if offered == OPERANDS:
            break
        fits = [a.size for a in array.axes] == sizes and array.kind != "integer" and read.array.kind != "integer"
        if fits and array not in (read.array, statement.target) and array.rank and _same_stage(array, read.array):
            offered += 1
            yield "operand", f"{array.name} for {read.array.name}", Read(array, read.index)
    if read.array in system.parameter_arrays:
        for other in sorted(system.parameter_arrays - {read.array}, key=lambda a: a.name):
            yield "operand", f"{other.name} for {read.array.name}", other.scalar


def _same_stage(a: Array, b: Array) -> bool:
    """Both of the formula, or both derivatives."""
    return a.name.startswith(("bar", "dot")) == b.name.startswith(("bar", "dot"))


# Indices, guards and axes ---------------------------------------------------------------------------------------------


def _of_index(system: System, statement: Statement) -> Found:
    for read in statement.reads:
        for position, (axis, index) in enumerate(zip(read.array.axes, read.index, strict=True)):
            for kind, other in _other_index(system, read.array, position, axis, index, statement):
                new = Read(read.array, (*read.index[:position], other, *read.index[position + 1 :]))
                guards = tuple(_moved(g, index, other, axis.size) for g in statement.guards)
                yield (
                    kind,
                    f"{new} for {read}",
                    (replace(statement, body=statement.body.xreplace({read: new}), guards=guards),),
                )
        yield from _exchanged_names(statement, read)


def _moved(guard: Guard, before: Index, after: Index, size: Index) -> Guard:
    """The guard of a padded read follows the index that it guards."""
    if guard == Guard(">=", before):
        return Guard(">=", after)
    return Guard(">=", size - 1 - after) if guard == Guard(">=", size - 1 - before) else guard


def _other_index(
    system: System, array: Array, position: int, axis: Axis, index: Index, statement: Statement
) -> Iterator[tuple[str, Index]]:
    slices = _slices(system, array, position)
    names = index.names & {a.name for a in statement.axes}
    for other, other_names in slices.items():
        if other != index and len(names) == len(other_names) <= 1:
            renamed = other.substitute({a: Index.name(b) for a, b in zip(other_names, names, strict=True)})
            if renamed != index:
                difference = renamed - index
                near = difference.constant is not None and abs(difference.constant) == 1 and _is_state(axis)
                yield ("state" if near else "gate"), renamed
    padded = Guard(">=", index) in statement.guards
    if padded:
        yield "shift", index + 1
        yield "shift", index - 1
    elif _is_state(axis):
        yield "state", index + 1
        yield "state", index - 1
    elif names and axis.size.constant is None and index.as_name is None and "//" not in str(index):
        yield "shift", index - 1


def _is_state(axis: Axis) -> bool:
    """An axis with one entry more than there are steps."""
    return (axis.size - 1).as_name is not None


def _slices(system: System, array: Array, position: int) -> dict[Index, tuple[str, ...]]:
    """Where along an axis the statements read or write the array: the gates of a stacked axis."""
    found: dict[Index, tuple[str, ...]] = {}
    sizes = {*system.size_names, *(p.name for p in system.integer_parameters)}
    for statement in system.statements:
        for read in (statement.left, *statement.reads):
            if read.array == array:
                index = read.index[position]
                found[index] = tuple(sorted(index.names - sizes))
    return found


def _exchanged_names(statement: Statement, read: Read) -> Found:
    """Two indices that run over the same range, exchanged in one read: a transposed operand."""
    for a, b in combinations(statement.axes, 2):
        used = {n for i in read.index for n in i.names}
        if a.size == b.size and (a.name in used or b.name in used):
            new = read.substitute({a.name: Index.name(b.name), b.name: Index.name(a.name)})
            yield (
                "transpose",
                f"{new} for {read}",
                (replace(statement, body=statement.body.xreplace({read: new})),),
            )


def _of_guards(statement: Statement) -> Found:
    for number, guard in enumerate(statement.guards):
        rest = (*statement.guards[:number], *statement.guards[number + 1 :])
        if guard.relation == ">=":
            new = Guard(">=", guard.index - 1)
            yield "compare", f"> for >= in {guard}", (replace(statement, guards=(*rest, new)),)
        elif guard.relation == "==":
            new = Guard("==", guard.index - 1)
            yield "shift", f"{new} for {guard}", (replace(statement, guards=(*rest, new)),)


def _of_axes(statement: Statement) -> Found:
    reduced = {a.name for a in statement.reduced}
    for number, axis in enumerate(statement.axes):
        shorter = replace(axis, size=axis.size - 1)
        axes = (*statement.axes[:number], shorter, *statement.axes[number + 1 :])
        yield "range", f"{axis.name} ends one early", (replace(statement, axes=axes),)
        if axis.name not in reduced:
            continue
        single = {axis.name: Index.of(0)}
        fewer = tuple(a for a in statement.axes if a.name != axis.name)
        first = replace(
            statement,
            axes=fewer,
            body=substitute(statement.body, single),
            guards=tuple(g.substitute(single) for g in statement.guards),
        )
        if not statement.op.startswith("arg"):
            yield "axis", f"{axis.name} not reduced, its first entry taken", (first,)
        for kept in statement.axes:
            if kept.name not in reduced and kept.size != axis.size:
                crossed = {axis.name: Index.name(kept.name), kept.name: Index.name(axis.name)}
                body = substitute(statement.body, crossed)
                if body != statement.body:
                    what = f"reduced along {kept.name}'s place instead of {axis.name}'s"
                    yield "axis", what, (replace(statement, body=body),)


# Whole systems --------------------------------------------------------------------------------------------------------


def _of_system(system: System, own: frozenset[Statement]) -> Iterator[tuple[str, str, System]]:
    yield from _swapped_slices(system, own)
    for statement in system.statements:
        if statement not in own and statement.op in ("argmax", "argmin"):
            yield "tie", f"the last of equals in {statement}", _last_of_equals(system, statement)


def _swapped_slices(system: System, own: frozenset[Statement]) -> Iterator[tuple[str, str, System]]:
    """Two gates of a stacked axis exchanged throughout."""
    for array in system.arrays.values():
        for position in range(array.rank):
            slices = [i for i, names in _slices(system, array, position).items() if len(names) <= 1]
            groups: dict[Any, list[Index]] = {}
            for index in slices:
                groups.setdefault(frozenset(index.names & {"k", "j", "a"}), []).append(index)
            for alike in groups.values():
                for one, two in combinations(alike, 2):
                    if _is_state(array.axes[position]) or not _gates(one, two):
                        continue
                    changed = tuple(
                        s if s in own else _with_swapped(s, array, position, {one: two, two: one})
                        for s in system.statements
                    )
                    new = replace(system, statements=changed, equations=())
                    yield "gate", f"{array.name}: {one} and {two} exchanged along axis {position}", new


def _gates(one: Index, two: Index) -> bool:
    difference = one - two
    return difference.constant is not None or len(difference.names) == 1


def _with_swapped(statement: Statement, array: Array, position: int, other: Mapping[Index, Index]) -> Statement:
    values: dict[Any, Any] = {}
    for read in statement.reads:
        if read.array == array and read.index[position] in other:
            index = list(read.index)
            index[position] = other[index[position]]
            values[read] = Read(array, tuple(index))
    return replace(statement, body=statement.body.xreplace(values)) if values else statement


def _last_of_equals(system: System, companion: Statement) -> System:
    """The search runs backwards: each reduced index counts from the end, and so does the place found."""
    turned = {a.name: a.size - 1 - a.name for a in companion.reduced}
    last = Index.of(1)
    for axis in companion.reduced:
        last = last * axis.size
    backwards = replace(
        companion,
        body=substitute(companion.body, turned),
        guards=tuple(g.substitute(turned) for g in companion.guards),
    )

    def compared(statement: Statement) -> Statement:
        values = {}
        for found in statement.body.atoms(indicator):
            if any(isinstance(a, Read) and a.array == companion.target for a in found.args):
                parts = [IndexValue(last - 1 - a.index) if isinstance(a, IndexValue) else a for a in found.args]
                values[found] = indicator(*parts)
        return replace(statement, body=statement.body.xreplace(values)) if values else statement

    changed = tuple(backwards if s == companion else compared(s) for s in system.statements)
    return replace(system, statements=changed, equations=())
