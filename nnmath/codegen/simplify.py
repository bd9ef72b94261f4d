"""Rewritings by which whole-array passes become fewer: inlining, sharing sums, merging statements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import replace

import sympy

from nnmath.codegen.powers import evaluable
from nnmath.codegen.rewrite import put, sole_writers
from nnmath.codegen.scalars import factors_of
from nnmath.codegen.schedule import Placed, components, schedule
from nnmath.codegen.sums import covered
from nnmath.notation.arrays import Array, IndexValue, Read, index_names
from nnmath.notation.functions import indicator, opaque
from nnmath.notation.index import Index
from nnmath.notation.system import Statement, System

LIMIT = 60
"""Operations of a body beyond which it is not made longer."""


def simplified(system: System, known: Sequence[Statement] = ()) -> System:
    """Inline scaled copies, drop sums that vanish, share equal ones, merge what is added to one place, powers at 0.

    `known` are definitions of inputs (a backward's view of its forward); those without a sum may be inlined too.
    """
    system = _once(system)
    straight = {i.statement for i in schedule(system) if isinstance(i, Placed)}
    straight = {s for s in straight if not any(a.ragged for a in (s.target, *(r.array for r in s.reads)))}
    system = _once(_centred(_once(_inlined(system, straight, known)), known))
    system = _once(_shared_sums(system))
    return _once(evaluable(_merged(system)))


def _once(system: System) -> System:
    """Equal statements as one with the multiple of their body: what holds statements in sets would count them once."""
    counts = Counter(system.statements)
    if len(counts) == len(system.statements):
        return system
    return replace(
        system, statements=tuple(replace(s, body=n * s.body) if n > 1 else s for s, n in counts.items()), equations=()
    )


def _axes(e: sympy.Expr, s: Statement) -> set[str]:
    return index_names(e) & {a.name for a in s.axes}


def _scaled(s: Statement) -> bool:
    """A body ``a*R + b`` of one read R with all axes, where a and b have fewer: cheap to do again."""
    names = {a.name for a in s.axes}
    if len(names) < 2 or s.body.has(sympy.Piecewise, indicator, opaque):
        return False
    full = [r for r in s.reads if _axes(r, s) == names]
    if len(full) != 1:
        return False
    slope = sympy.diff(s.body, full[0])
    return slope != 0 and not slope.has(full[0])


def _inlined(system: System, straight: set[Statement], known: Sequence[Statement]) -> System:
    """One definition after the other, since each changes the statements that read it."""
    while True:
        inputs = set(system.inputs)
        candidates = [s for s in sole_writers(system) if s in straight and s.target not in system.outputs]
        candidates += [s for s in known if s.target in inputs and not s.reduced and _reads_only(s, inputs)]
        for s in candidates:
            consumers = [c for c in system.statements if any(r.array == s.target for r in c.reads)]
            if _scaled(s) and consumers and all(_takes(c, s, straight) for c in consumers):
                break
        else:
            return system
        new = {c: replace(c, body=put(c.body, s)) for c in consumers}
        straight |= set(new.values())
        statements = tuple(new.get(c, c) for c in system.statements if c != s)
        there = {*inputs, *system.writers, *system.parameter_arrays}
        arrays = dict.fromkeys(r.array for r in s.reads if r.array not in there)
        kept = tuple(a for a in system.inputs if a != s.target)
        system = replace(system, statements=statements, inputs=(*kept, *arrays))


def _reads_only(s: Statement, inputs: set[Array]) -> bool:
    """Whether the widest read is there already, so that inlining saves a whole array."""
    return any(r.array in inputs and r.array.rank == s.target.rank for r in s.reads)


def _takes(consumer: Statement, s: Statement, straight: set[Statement]) -> bool:
    """Whether a pass over the consumer's axes reads the array once an entry, in no matrix product."""
    if consumer not in straight or consumer.op != "sum" or consumer.guards or consumer.body.has(indicator):
        return False
    if sympy.count_ops(consumer.body) > LIMIT:
        return False
    names = {a.name for a in consumer.axes}
    own = [r for r in consumer.reads if r.array == s.target]
    return all({n for i in r.index for n in i.names} & names == names for r in own) and all(
        i.as_name is not None for r in own for i in r.index
    )


def averages(system: System) -> list[Statement]:
    """Sums that are all of their arrays, so that a read of these is a sum."""
    return [s for s in system.statements if s.op == "sum" and s.reduced and len(system.writers[s.target]) == 1]


def _centred(system: System, known: Sequence[Statement]) -> System:
    """Without sums of deviations from a mean, where something else is added to the same place."""
    means: dict[Array, list[Statement]] = {}
    for s in (*averages(system), *known):
        if s.reduced:
            means.setdefault(s.target, []).append(s)
    left = Counter(s.target for s in system.statements)
    kept = []
    for s in system.statements:
        own = [m for r in s.reads for m in means.get(r.array, ())]
        if left[s.target] > 1 and any(_vanishes(s, m) for m in own):
            left[s.target] -= 1
        else:
            kept.append(s)
    return replace(system, statements=tuple(kept))


def _vanishes(s: Statement, mean: Statement) -> bool:
    """Whether the body is ``c*(R - M)``, summed over what `mean` averages R over to give M."""
    if s.op != "sum" or mean.op != "sum" or s.guards or mean.guards or not s.reduced:
        return False
    inner, (share, averaged) = _parted(s)[1], _parted(mean)
    if len(inner) != 1 or len(averaged) != 1 or not isinstance(averaged[0], Read):
        return False
    if sympy.Mul(*share) != 1 / sympy.Mul(*(IndexValue(a.size) for a in mean.reduced)):
        return False
    for read in inner[0].atoms(Read):
        if read.array == averaged[0].array:
            deviation = inner[0].coeff(read) * (read - _mean_of(read, averaged[0], mean, s))
            return bool(inner[0].coeff(read).is_number and sympy.expand(inner[0] - deviation) == 0)
    return False


def _mean_of(read: Read, entry: Read, mean: Statement, s: Statement) -> sympy.Expr:
    """The read of the mean that belongs to this read of an entry; nan where the sums run over other axes."""
    values = {i.as_name: j for i, j in zip(entry.index, read.index, strict=True)}
    gone = {a.name: a.size for a in s.reduced}
    summed = [values.get(a.name) for a in mean.reduced]
    names = [v.as_name for v in summed if v is not None]
    fits = len(values) == len(read.index) and set(names) == gone.keys() and len(names) == len(mean.reduced)
    if not fits or any(gone[str(n)] != a.size for n, a in zip(names, mean.reduced, strict=True)):
        return sympy.nan
    return mean.left.substitute({str(name): value for name, value in values.items()})


def _shared_sums(system: System) -> System:
    """``A[c] += a[c]*sum(b)`` as a sum of its own times a; equal sums once."""
    known: dict[object, Read] = {}
    early: list[Statement] = []
    late: list[Statement] = []
    used = {*system.arrays, *system.size_names, *system.functions, *(p.name for p in system.parameters)}
    recurrent = _recurrent(system)
    for s in system.statements:
        if not _passes(s) or s.target in recurrent:
            late.append(s)
            continue
        outer, inner = _parted(s)
        key, index = _key(s, inner)
        if key in known:
            late.append(_from_sum(s, outer, known[key], index))
        elif any(f.atoms(Read) for f in outer):
            new = _sum_array(s, inner, index, used)
            early.append(new)
            known[key] = new.left
            late.append(_from_sum(s, outer, new.left, index))
        else:
            late.append(s)
            if not outer and len(system.writers[s.target]) == 1 and tuple(s.index) == index:
                known[key] = s.left
    return replace(system, statements=(*early, *late))


def _passes(s: Statement) -> bool:
    """Whether a statement is one pass over one array with a sum, not a matrix product."""
    names = {a.name for a in s.axes}
    return (
        s.op == "sum"
        and bool(s.reduced)
        and not s.guards
        and not s.target.ragged
        and not any(r.array.ragged for r in s.reads)
        and all(i.as_name or i.constant is not None for i in s.index)
        and not s.body.has(indicator, opaque, sympy.Piecewise)
        and not isinstance(s.body, sympy.Add)
        and covered(s.body, names)
        and all(_axes(f, s) == names for f in _parted(s)[1])
    )


def _recurrent(system: System) -> set[Array]:
    """The arrays that depend on themselves."""
    arrays = list(system.writers)
    number = {array: i for i, array in enumerate(arrays)}
    needs = [
        sorted({number[r.array] for s in system.writers[array] for r in s.reads if r.array in number})
        for array in arrays
    ]
    return {arrays[i] for c in components(needs) for i in c if len(c) > 1 or i in needs[i]}


def _parted(s: Statement) -> tuple[list[sympy.Expr], list[sympy.Expr]]:
    """Factors without and with the summed axes."""
    gone = {a.name for a in s.reduced}
    factors = factors_of(s.body)
    return [f for f in factors if not _axes(f, s) & gone], [f for f in factors if _axes(f, s) & gone]


def _key(s: Statement, inner: Iterable[sympy.Expr]) -> tuple[object, tuple[Index, ...]]:
    """What makes two sums equal: factors, and axes kept and summed."""
    gone = {a.name for a in s.reduced}
    kept = tuple(a for a in s.axes if a.name not in gone)
    index = tuple(Index.name(a.name) for a in kept)
    return (sympy.Mul(*inner), kept, frozenset(s.reduced)), index


def _sum_array(s: Statement, inner: list[sympy.Expr], index: tuple[Index, ...], used: set[str]) -> Statement:
    number = 1
    while f"sum_{number}" in used:
        number += 1
    used.add(f"sum_{number}")
    kept = tuple(a for a in s.axes if a not in s.reduced)
    array = Array(f"sum_{number}", kept)
    return Statement(array, index, s.axes, sympy.Mul(*inner))


def _from_sum(s: Statement, outer: list[sympy.Expr], total: Read, index: tuple[Index, ...]) -> Statement:
    kept = tuple(a for a in s.axes if a not in s.reduced)
    values = {i.as_name: j for i, j in zip(total.index, index, strict=True)}
    read = total.substitute({str(k): v for k, v in values.items()})
    return replace(s, axes=kept, body=sympy.Mul(*outer, read))


def _merged(system: System) -> System:
    """Statements that add elementwise to the same place become one, where the last of them stands."""
    recurrent = _recurrent(system)
    groups: dict[object, list[Statement]] = {}
    for s in system.statements:
        if s.op == "sum" and not s.reduced and not s.guards and not s.body.has(indicator, opaque):
            groups.setdefault((s.target, s.index, frozenset(s.axes)), []).append(s)
    new: dict[Statement, Statement | None] = {}
    for group in groups.values():
        if len(group) < 2 or any(s.target.ragged or s.target in recurrent for s in group):
            continue
        body = sympy.Add(*(s.body for s in group))
        if body == 0 or sympy.count_ops(body) > LIMIT:
            continue
        new.update(dict.fromkeys(group))
        new[group[-1]] = replace(group[-1], axes=group[0].axes, body=_factored(body, group[-1]))
    statements = [new.get(s, s) for s in system.statements]
    return replace(system, statements=tuple(s for s in statements if s is not None))


def _factored(body: sympy.Expr, s: Statement) -> sympy.Expr:
    """``(a + b)*f`` of ``a*f + b*f``, where f is a read with all axes: a pass of the whole array less."""
    names = {a.name for a in s.axes}
    terms = [factors_of(t) for t in sympy.Add.make_args(body)]
    shared = [f for f in terms[0] if isinstance(f, Read) and _axes(f, s) == names and all(f in t for t in terms)]
    if len(terms) < 2 or not shared:
        return body
    return sympy.Mul(shared[0], sympy.Add(*(sympy.Mul(*_less(t, shared[0])) for t in terms)))


def _less(factors: Sequence[sympy.Expr], one: sympy.Expr) -> list[sympy.Expr]:
    left = list(factors)
    left.remove(one)
    return left
