"""Whether a changed system means the same after all: proved for all sizes, or not said."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise
from typing import Any

import sympy
from sympy.core.relational import Relational

from nnmath.calculus import prove_system_equal
from nnmath.calculus.claims import Claim
from nnmath.calculus.prove import judge
from nnmath.calculus.theorem import Theorem
from nnmath.notation.arrays import Array, Read, reads
from nnmath.notation.index import Index
from nnmath.notation.system import NotationError, Statement, System

Verdict = tuple[str, str]
STOPPED = (ArithmeticError, ValueError, TypeError, KeyError, RecursionError, IndexError, AttributeError, AssertionError)
BEFORE, AFTER = "before_change", "after_change"


def equivalence(base: System, mutated: System) -> Verdict:
    """("equivalent", the conditions), ("killed", ...) where digits refute, else ("survived", why not)."""
    changed = [(a, b) for a, b in zip(base.statements, mutated.statements, strict=True) if a != b]
    if all(a.body == b.body and set(a.guards) == set(b.guards) and a.axes == b.axes for a, b in changed):
        return "survived", "the same statement in other words"
    if all(_same_by_cases(base, a, b) for a, b in changed):
        return "equivalent", "the same number in every case"
    for prove in (_locally, prove_system_equal):
        try:
            theorem = prove(base, mutated)
        except STOPPED as error:
            note = f"the prover stopped: {type(error).__name__}: {str(error)[:80]}"
            continue
        if theorem is None:
            continue
        if theorem.verdict == "proved":
            return "equivalent", f"proved{' where ' if theorem.conditions else ''}{', '.join(theorem.conditions)}"
        note = f"the prover says {theorem.verdict}"
        if theorem.verdict == "refuted" and prove is prove_system_equal:
            return "killed", "refutation in 60 digits"
    return "survived", note


def _locally(base: System, mutated: System) -> Theorem | None:
    """What one changed statement adds to its array, before and after: usually far shorter than the whole."""
    changed = [(a, b) for a, b in zip(base.statements, mutated.statements, strict=True) if a != b]
    if len(changed) != 1:
        return None
    before, after = changed[0]
    names = [i.as_name for i in before.index]
    if before.op != "sum" or after.op != "sum" or None in names or before.index != after.index:
        return None
    ranges = {a.name: a for a in before.axes}
    axes = tuple(replace(ranges[n], name=n) for n in names if n is not None)
    arrays = [Array(name, axes) for name in (BEFORE, AFTER)]
    parts = [replace(s, target=array) for s, array in zip((before, after), arrays, strict=True)]
    upstream = _upstream(base, [r.array for s in parts for r in s.reads])
    joint = replace(base, outputs=tuple(arrays), statements=(*(s for s in upstream), *parts), equations=())
    index = tuple(Index.name(n) for n in names if n is not None)
    return judge(Claim(joint, Read(arrays[0], index), Read(arrays[1], index), axes), name="one statement")


def _upstream(system: System, arrays: list[Array]) -> list[Statement]:
    needed, pending = set(arrays), list(arrays)
    while pending:
        for statement in system.writers.get(pending.pop(), ()):
            for read in statement.reads:
                if read.array not in needed:
                    needed.add(read.array)
                    pending.append(read.array)
    return [s for s in system.statements if s.target in needed]


# Cases of one number --------------------------------------------------------------------------------------------------


def _same_by_cases(base: System, before: Statement, after: Statement) -> bool:
    """Two bodies whose cases compare one read with numbers, held against each other on every part of the line.

    The line falls into the thresholds and the open intervals between them. On each part every condition has one truth
    value, told by any point in it; what remains is the same expression on both sides, or the same number.
    """
    if replace(before, body=after.body) != after:
        return False
    bodies = [_one_level(_inlined(base, before, _one_level(b))) for b in (before.body, after.body)]
    relations = {r for b in bodies for p in b.atoms(sympy.Piecewise) for r in p.atoms(Relational)}
    symbols = {s for r in relations for s in r.free_symbols}
    if len(symbols) != 1 or not relations:
        return False
    (x,) = symbols
    roots = set()
    for relation in relations:
        found = sympy.Poly(relation.lhs - relation.rhs, x) if (relation.lhs - relation.rhs).is_polynomial(x) else None
        if found is None or found.degree() != 1 or not all(c.is_Rational for c in found.all_coeffs()):
            return False
        roots.add(-found.all_coeffs()[1] / found.all_coeffs()[0])
    line = sorted(roots)
    between = [(a + b) / 2 for a, b in pairwise(line)]
    inside = [line[0] - 1, *between, line[-1] + 1]
    return all(_same_on(bodies, x, point, False) for point in inside) and all(
        _same_on(bodies, x, point, True) for point in line
    )


def _one_level(body: sympy.Expr) -> sympy.Expr:
    """Cases within cases as one list of cases."""
    nested = {p: sympy.piecewise_fold(p) for p in body.atoms(sympy.Piecewise) if p.count(sympy.Piecewise) > 1}
    return body.xreplace(nested)


def _monotone(difference: sympy.Expr) -> sympy.Expr:
    """``c*b`` for ``c*(exp(b) - 1)``: they have one sign, for any c."""
    for power in difference.atoms(sympy.exp):
        c = sympy.expand(difference).coeff(power)
        if c != 0 and sympy.expand(difference - c * (power - 1)) == 0:
            return c * power.args[0]
    return difference


def _same_on(bodies: list[sympy.Expr], x: sympy.Symbol, point: sympy.Rational, at: bool) -> bool:
    chosen = []
    for body in bodies:
        values = {}
        for cases in body.atoms(sympy.Piecewise):
            taken = next((v for v, c in cases.args if c == True or c.subs(x, point) == True), None)  # noqa: E712
            if taken is None or taken.has(sympy.Piecewise):
                return False
            values[cases] = taken
        found = body.xreplace(values)
        chosen.append(found.subs(x, point) if at else found)
    return bool(sympy.expand(chosen[0] - chosen[1]) == 0)


def _inlined(base: System, statement: Statement, body: sympy.Expr) -> sympy.Expr:
    """Entries that conditions ask about, replaced by their definitions where those are entry by entry.

    ``[y > 0]`` with ``y = c*x in one case`` becomes cases of x: the outer condition's truth in each inner case.
    """
    for read in reads(body):
        asked = any(read in c.free_symbols for p in body.atoms(sympy.Piecewise) for c in p.atoms(Relational))
        writers = base.writers.get(read.array, ())
        if not asked or len(writers) != 1 or not isinstance(writers[0].body, sympy.Piecewise):
            continue
        names = {i.as_name: j for i, j in zip(writers[0].index, read.index, strict=True)}
        if None in names or writers[0].reduced:
            continue
        definition = _one_level(writers[0].rename({n: j for n, j in names.items() if n}).body)
        new = {p: _folded(p, read, definition) for p in body.atoms(sympy.Piecewise)}
        if any(v is None for v in new.values()):
            return body
        body = body.xreplace(new)
    return body


def _asked(condition: Any, read: Read, inner: sympy.Expr) -> Any:
    """A condition about an entry as one about what the entry is."""
    about = [r for r in condition.atoms(Relational) if read in r.free_symbols]
    return condition.xreplace({r: r.func(_monotone((r.lhs - r.rhs).subs(read, inner)), 0) for r in about})


def _folded(cases: sympy.Piecewise, read: Read, definition: sympy.Piecewise) -> sympy.Expr | None:
    """``cases`` with its read replaced: inner case by inner case, keeping only comparisons that stay decidable."""
    parts = []
    for inner, condition in definition.args:
        for value, asked in cases.args:
            parts.append((value, sympy.And(condition, _asked(asked, read, inner))))
    try:
        return sympy.Piecewise(*parts)
    except (TypeError, NotationError):
        return None


__all__ = ["equivalence"]
