"""`adjoint` and `tangent`: from a system to a system.

For every statement and every read R in it, with A[L] the statement's left side,

    adjoint:  bar_R[its index] += bar_A[L] * d body/d R
    tangent:  dot_A[L]         += d body/d R * dot_R[its index]

over the same axes, under the same guards. Indices are affine on both sides, so nothing is renamed
or solved: time shifts turn around, strides scatter, slices of stacked gates fall out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

import sympy

from nnmath.notation.arrays import Array, Axis, Guard, IndexValue, Read, substitute
from nnmath.notation.functions import indicator
from nnmath.notation.index import Index
from nnmath.notation.system import Statement, System


def _fresh_prefix(system: System, word: str) -> str:
    """``bar_``, or ``bar2_``, ``bar3_`` where the system is itself a derivative of that kind."""
    order, prefix = 1, f"{word}_"
    while any(name.startswith(prefix) for name in system.arrays):
        order += 1
        prefix = f"{word}{order}_"
    return prefix


def cotangent_prefix(system: System) -> str:
    return _fresh_prefix(system, "bar")


def tangent_prefix(system: System) -> str:
    return _fresh_prefix(system, "dot")


@dataclass(frozen=True)
class Partial:
    """``d A[L] / d read`` within one statement, as a factor under the statement's axes and guards."""

    statement: Statement
    read: Read
    factor: sympy.Expr


def adjoint(system: System) -> System:
    """The reverse mode: cotangents of the outputs in, cotangents of the inputs out.

    Inputs are those of `system`, then ``bar_y`` for each differentiable output; outputs are
    ``bar_x`` for each differentiable input. The primal statements are part of the result.

    >>> from nnmath.notation import define
    >>> s = define("double(x[N]; a: real) -> y", "y[i] = a*x[i]")
    >>> print(adjoint(s).statements[-1])
    bar_x[i] = a*bar_y[i]    (i < N)
    """
    active, bar = _active(system), cotangent_prefix(system)
    outputs = [a for a in system.outputs if a in active]
    seeds = {a: _like(a, bar) for a in outputs}
    read = {r.array for s in system.statements for r in s.reads}
    totals = {a: _like(a, bar) for a in active}
    for a in outputs:
        if a in read:
            totals[a] = replace(seeds[a], name=seeds[a].name + "_total")
    backward = [_copy(seeds[a], totals[a]) for a in outputs if totals[a] != seeds[a]]
    extras: list[Statement] = []
    for statement in reversed(system.statements):
        if statement.target not in active:
            continue
        partials, more = linearise(system, statement)
        extras += more
        for p in partials:
            if p.read.array in active:
                body = Read(totals[statement.target], statement.index) * p.factor
                backward.append(_statement(totals[p.read.array], p.read.index, statement, body))
    targets = [a for a in system.inputs if a.differentiable]
    return replace(
        system,
        name=f"adjoint of {system.name}",
        inputs=(*system.inputs, *seeds.values()),
        outputs=tuple(totals.get(a, _like(a, bar)) for a in targets),
        statements=(*system.statements, *unique(extras, system), *_fed(backward, totals.values(), seeds.values())),
        equations=(),
    )


def _fed(backward: list[Statement], totals: Iterable[Array], seeds: Iterable[Array]) -> list[Statement]:
    """The statements without those of arrays whose cotangent nothing adds to: a test reads them, no value."""
    cotangents, given = set(totals), set(seeds)
    while True:
        known = given | {s.target for s in backward}
        kept = [s for s in backward if all(r.array in known for r in s.reads if r.array in cotangents)]
        if len(kept) == len(backward):
            return kept
        backward = kept


def tangent(system: System) -> System:
    """The forward mode: ``dot_x`` for each differentiable input in, ``dot_y`` for each output out.

    >>> from nnmath.notation import define
    >>> s = define("square(x[N]) -> y", "y[i] = x[i]**2")
    >>> print(tangent(s).statements[-1])
    dot_y[i] = 2*dot_x[i]*x[i]    (i < N)
    """
    moving, dot = _moving(system), tangent_prefix(system)
    dots = {a: _like(a, dot) for a in moving}
    forward: list[Statement] = []
    extras: list[Statement] = []
    for statement in system.statements:
        if statement.target not in moving:
            continue
        partials, more = linearise(system, statement)
        extras += more
        for p in partials:
            if p.read.array in moving:
                body = p.factor * Read(dots[p.read.array], p.read.index)
                forward.append(_statement(dots[statement.target], statement.index, statement, body))
    return replace(
        system,
        name=f"tangent of {system.name}",
        inputs=(*system.inputs, *(dots[a] for a in system.inputs if a in moving)),
        outputs=tuple(dots.get(a, _like(a, dot)) for a in system.outputs if a.differentiable),
        statements=(*system.statements, *unique(extras, system), *forward),
        equations=(),
    )


def gradient(system: System) -> System:
    """The derivatives of a system's one number: ``dC_dx`` for every array that C depends on.

    The adjoint with the cotangent of C set to 1.

    >>> from nnmath.notation import define
    >>> s = define("cost(x[N]) -> C", "C = 1/2*sum[i](x[i]**2)")
    >>> print(gradient(s).statements[-1])
    dC_dx[i] = x[i]    (i < N)
    """
    (cost,) = system.outputs
    if cost.axes:
        raise ValueError(f"gradient is of one number; {cost} has {cost.rank} axes")
    backward, prefix = adjoint(system), cotangent_prefix(system)
    seed = _like(cost, prefix)
    names = {
        a.name: f"d{cost.name}_d{a.name[len(prefix) :]}" for a in backward.arrays.values() if a.name.startswith(prefix)
    }
    unseeded = [replace(s, body=s.body.xreplace({seed.scalar: sympy.Integer(1)})) for s in backward.statements]
    remaining = tuple(a for a in backward.inputs if a != seed)
    bare = replace(backward, name=f"gradient of {system.name}", inputs=remaining, statements=tuple(unseeded))
    return rename_arrays(bare, names)


def rename_arrays(system: System, names: Mapping[str, str]) -> System:
    """The same system with arrays called otherwise."""
    new = {a: replace(a, name=names[a.name]) for a in system.arrays.values() if a.name in names}

    def renamed(statement: Statement) -> Statement:
        reads = {r: Read(new[r.array], r.index) for r in statement.reads if r.array in new}
        return replace(
            statement, target=new.get(statement.target, statement.target), body=statement.body.xreplace(reads)
        )

    return replace(
        system,
        inputs=tuple(new.get(a, a) for a in system.inputs),
        outputs=tuple(new.get(a, a) for a in system.outputs),
        statements=tuple(renamed(s) for s in system.statements),
    )


def jacobian(system: System) -> System:
    """Every entry's derivative by every entry: ``dy_dx[index of y, index of x]``.

    The adjoint with the one output's cotangent replaced by a delta; cotangents gain its axes.

    >>> from nnmath.notation import define
    >>> s = define("layer(z[J], W[K, J]) -> y", "y[k] = sum[j](W[k,j]*z[j])")
    >>> print(jacobian(s).statements[-1])
    dy_dz[o0, j] += sum[k] [k - o0 == 0] W[k, j]    (o0 < K, k < K, j < J)
    """
    (output,) = system.outputs
    backward, prefix = adjoint(system), cotangent_prefix(system)
    seed = _like(output, prefix)
    wanted = [Axis(f"o{d}", a.size) for d, a in enumerate(output.axes)]
    at = tuple(Index.name(a.name) for a in wanted)
    grown = {
        a: Array(f"d{output.name}_d{a.name[len(prefix) :]}", (*wanted, *a.axes))
        for a in backward.arrays.values()
        if a.name.startswith(prefix) and a != seed
    }

    def widened(statement: Statement) -> Statement:
        if statement.target not in grown:
            return statement
        guards, values = list(statement.guards), {}
        for read in statement.reads:
            if read.array == seed:
                guards += [Guard("==", i - o) for i, o in zip(read.index, at, strict=True)]
                values[read] = sympy.Integer(1)
            elif read.array in grown:
                values[read] = Read(grown[read.array], (*at, *read.index))
        return Statement(
            grown[statement.target],
            (*at, *statement.index),
            (*wanted, *statement.axes),
            statement.body.xreplace(values),
            tuple(guards),
        )

    return replace(
        backward,
        name=f"jacobian of {system.name}",
        inputs=system.inputs,
        outputs=tuple(grown[a] for a in backward.outputs if a in grown),
        statements=tuple(widened(s) for s in backward.statements),
    )


def linearise(system: System, statement: Statement) -> tuple[list[Partial], list[Statement]]:
    """The partials of one statement, and the companions (argmax, products without one) they read.

    sum: d body. logsumexp: exp(body - A[L]) * d body. max, min: [the first place that attains it]
    * d body. prod: the product of the other factors * d body.
    """
    weight, companions = _weight(system, statement)
    partials = []
    for read in statement.reads:
        if read.array.differentiable and read.array not in system.parameter_arrays:
            factor = weight * sympy.diff(statement.body, read)
            if factor != 0:
                partials.append(Partial(statement, read, factor))
    return partials, companions


def _weight(system: System, statement: Statement) -> tuple[sympy.Expr, list[Statement]]:
    if statement.op == "sum":
        return sympy.Integer(1), []
    if statement.op == "logsumexp":
        return sympy.exp(statement.body - statement.left), []
    if statement.op in ("max", "min"):
        companion = replace(
            statement,
            target=replace(statement.target, name=f"first_{statement.target.name}", kind="integer"),
            op="argmax" if statement.op == "max" else "argmin",
        )
        return indicator(companion.left, IndexValue(statement.flat_position)), [companion]
    if statement.op == "prod":
        companion = _product_without_one(system, statement)
        return companion.left, [companion]
    return sympy.Integer(0), []


def _product_without_one(system: System, statement: Statement) -> Statement:
    """``others[L, r] = prod[r' != r] body(r')``."""
    fresh = _fresh_names(statement)
    renamed = {old: Index.name(new) for old, new in fresh.items()}
    other = tuple(Axis(fresh[a.name], a.size.substitute(renamed)) for a in statement.reduced)
    apart = Guard("!=", statement.flat_position.substitute(renamed) - statement.flat_position)
    kept = tuple(a for a in statement.axes if a not in statement.reduced)
    target = Array(f"others_{statement.target.name}", statement.target.axes + statement.reduced)
    return Statement(
        target,
        (*statement.index, *(Index.name(a.name) for a in statement.reduced)),
        kept + statement.reduced + other,
        substitute(statement.body, renamed),
        (*(g.substitute(renamed) for g in statement.guards), apart),
        "prod",
    )


def _fresh_names(statement: Statement) -> dict[str, str]:
    taken = {a.name for a in statement.axes} | {a.name for a in statement.target.axes}
    fresh: dict[str, str] = {}
    for axis in statement.reduced:
        name = axis.name + "2"
        while name in taken:
            name += "2"
        fresh[axis.name] = name
        taken.add(name)
    return fresh


def _statement(target: Array, index: tuple[Index, ...], like: Statement, body: sympy.Expr) -> Statement:
    return Statement(target, index, like.axes, body, like.guards)


def _copy(source: Array, target: Array) -> Statement:
    index = tuple(Index.name(a.name) for a in source.axes)
    return Statement(target, index, source.axes, Read(source, index))


def _like(array: Array, prefix: str) -> Array:
    return Array(prefix + array.name, array.axes)


def unique(statements: Iterable[Statement], system: System) -> list[Statement]:
    """Each once, and not those that the system has already."""
    known = set(system.statements)
    return [s for s in dict.fromkeys(statements) if s not in known]


def _moving(system: System) -> set[Array]:
    """What a change of a differentiable input can change."""
    readers: dict[Array, list[Array]] = {}
    for s in system.statements:
        if s.target.differentiable:
            for r in s.reads:
                readers.setdefault(r.array, []).append(s.target)
    return _reached({a for a in system.inputs if a.differentiable}, readers)


def _active(system: System) -> set[Array]:
    """What lies between a differentiable input and an output."""
    read: dict[Array, list[Array]] = {}
    for s in system.statements:
        read.setdefault(s.target, []).extend(r.array for r in s.reads)
    return _reached({a for a in system.outputs if a.differentiable}, read) & _moving(system)


def _reached(start: set[Array], edges: Mapping[Array, list[Array]]) -> set[Array]:
    found, pending = set(start), list(start)
    while pending:
        for following in edges.get(pending.pop(), ()):
            if following not in found:
                found.add(following)
                pending.append(following)
    return found
