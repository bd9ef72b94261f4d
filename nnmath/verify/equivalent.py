"""Whether a changed system means the same after all: proved for all sizes, or not said."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise
from typing import Any

import sympy
from sympy.core.relational import Relational

from nnmath.calculus import prove_system_equal
from nnmath.calculus.claims import Claim
from nnmath.calculus.prove import judge
from nnmath.calculus.theorem import Theorem
from nnmath.notation.arrays import Array, IndexValue, Read, reads
from nnmath.notation.index import Index
from nnmath.notation.system import NotationError, Statement, System
from nnmath.verify.equivalent_terms import AT_MOST, EQUAL, LESS, Where, equal, equal_unless

Verdict = tuple[str, str]
STOPPED = (ArithmeticError, ValueError, TypeError, KeyError, RecursionError, IndexError, AttributeError, AssertionError)
LARGEST = 80
"""Operations of a system, or of one statement with what it depends on, that the prover is asked about at most."""
LARGEST_CASES = 30
"""The same for statements with cases, of which the prover looks at many points."""
EVEN = {"sech2", "dsigmoid", "phi"}
INLINED = 2
BEFORE, AFTER = "before_change", "after_change"


def equivalence(base: System, mutated: System) -> Verdict:
    """("equivalent", the conditions), ("killed", ...) where digits refute, else ("survived", why not)."""
    changed = [(a, b) for a, b in zip(base.statements, mutated.statements, strict=True) if a != b]
    if all(a.body == b.body and set(a.guards) == set(b.guards) and a.axes == b.axes for a, b in changed):
        return "survived", "the same statement in other words"
    if all(_same_number(base, a, b) or _same_by_cases(base, a, b) for a, b in changed):
        return "equivalent", "the same number in every case"
    if all(_never_reached(base, a, b) for a, b in changed):
        return "equivalent", "the same but where a sum of powers is 0, at which the derivative divides by 0"
    note = "too large for the prover"
    for prove in (_locally, prove_system_equal):
        if prove is prove_system_equal and _operations(base.statements) > LARGEST:
            continue
        if _operations([s for pair in changed for s in pair]) > LARGEST_CASES and _has_cases(changed):
            continue
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
    if _operations([*upstream, *parts]) > LARGEST:
        return None
    joint = replace(base, outputs=tuple(arrays), statements=(*(s for s in upstream), *parts), equations=())
    index = tuple(Index.name(n) for n in names if n is not None)
    return judge(Claim(joint, Read(arrays[0], index), Read(arrays[1], index), axes), name="one statement")


def _has_cases(changed: list[tuple[Statement, Statement]]) -> bool:
    return any(s.body.has(sympy.Piecewise) for pair in changed for s in pair)


def _operations(statements: Iterable[Statement]) -> int:
    return int(sum(1 + sympy.count_ops(s.body) + len(s.axes) for s in statements))


def _same_number(base: System, before: Statement, after: Statement) -> bool:
    """Two bodies that are the same entry by entry, after what they read is replaced by its definition or before."""
    if replace(before, body=after.body) != after:
        return False
    terms, known = [_term(before.body), _term(after.body)], {*reads(before.body), *reads(after.body)}
    sizes = {
        sympy.Symbol(p.name, real=True): sympy.Symbol(p.name, positive=True)
        for p in base.integer_parameters
        if (p.low or 0) >= 1
    }
    for _ in range(INLINED + 1):
        if equal(*(t.xreplace(sizes) for t in terms)):
            return True
        values, further = _definitions(base, known)
        if not values:
            return False
        terms, known = [t.xreplace(values) for t in terms], further
    return False


def _never_reached(base: System, before: Statement, after: Statement) -> bool:
    """Two bodies that differ only where a sum of powers of positive numbers is 0, and all of these are.

    There the derivative of x**p, which the system writes as p*x**p/x, has no value, and every result goes through it.
    """
    if replace(before, body=after.body) != after or not before.target.name.startswith(("bar", "dot")):
        return False
    sums = _sums_of_powers(base)
    terms = _term(before.body), _term(after.body)
    asked = [r for r in reads(before.body) if r.array in sums]
    return any(equal_unless(*terms, sympy.Symbol(str(r), real=True)) for r in asked)


def _sums_of_powers(base: System) -> set[Array]:
    """Arrays that are 0 only where entries of an input are by which a derivative is divided, and their multiples."""
    divisors = {
        p.base.array
        for s in base.statements
        if s.target.name.startswith(("bar", "dot"))
        for p in s.body.atoms(sympy.Pow)
        if isinstance(p.base, Read) and p.exp == -1 and p.base.array.kind == "positive"
    }
    found: set[Array] = set()
    powers: set[Array] = set()
    for statement in base.statements:
        body, alone = statement.body, len(base.writers[statement.target]) == 1
        if not alone or statement.op != "sum":
            continue
        if isinstance(body, sympy.Pow) and isinstance(body.base, Read) and body.base.array in divisors:
            powers.add(statement.target)
        elif isinstance(body, Read) and body.array in powers and statement.reduced:
            found.add(statement.target)
        elif isinstance(body, sympy.Mul) and any(isinstance(a, Read) and a.array in found for a in body.args):
            others = [a for a in body.args if not (isinstance(a, Read) and a.array in found)]
            if all(isinstance(a, IndexValue) or (isinstance(a, sympy.Pow) and a.exp == -1) for a in others):
                found.add(statement.target)
    return found


def _definitions(base: System, known: set[Read]) -> tuple[dict[Any, Any], set[Read]]:
    """What is computed entry by entry, for the symbols that stand for it, and what that reads."""
    values, further = {}, set[Read]()
    for read in known:
        writers = base.writers.get(read.array, ())
        if len(writers) == 1 and not writers[0].reduced and not writers[0].guards and writers[0].op == "sum":
            names = {i.as_name: j for i, j in zip(writers[0].index, read.index, strict=True)}
            if None not in names:
                body = writers[0].rename({n: j for n, j in names.items() if n}).body
                values[sympy.Symbol(str(read), real=True)] = _term(body)
                further |= set(reads(body))
    return values, further


def _term(body: Any) -> Any:
    """A body as a term: reads are symbols, cases compare two sides."""
    if isinstance(body, sympy.Piecewise):
        return _cases([tuple(p.args) for p in body.args])
    if not body.args or isinstance(body, Read):
        return body if body.is_Number else sympy.Symbol(str(body), real=True)
    if isinstance(body, sympy.Add | sympy.Mul | sympy.Pow):
        return body.func(*map(_term, body.args))
    name = type(body).__name__
    if isinstance(body, sympy.Function) and len(body.args) == 1:
        (x,) = map(_term, body.args)
        if name in ("absolute", "sign"):
            return {"absolute": sympy.Abs, "sign": sympy.sign}[name](x)
        x = -x if name in EVEN and x.could_extract_minus_sign() else x
        return sympy.Function(name, real=True)(x)
    return sympy.Symbol(str(body), real=True)


def _cases(parts: list[tuple[Any, Any]]) -> Any:
    (value, condition), rest = parts[0], parts[1:]
    if condition == True:  # noqa: E712  sympy's truth is an object
        return _term(value)
    return _where(condition, _term(value), _cases(rest) if rest else sympy.Symbol("undefined"))


def _where(condition: Any, p: Any, q: Any) -> Any:
    if isinstance(condition, sympy.And):
        for part in reversed(condition.args):
            p = _where(part, p, q)
        return p
    if isinstance(condition, sympy.Or):
        for part in reversed(condition.args):
            q = _where(part, p, q)
        return q
    low, high = _term(condition.lhs), _term(condition.rhs)
    kind = {"<": LESS, "<=": AT_MOST, ">": LESS, ">=": AT_MOST, "==": EQUAL, "!=": EQUAL}[condition.rel_op]
    if condition.rel_op in (">", ">="):
        low, high = high, low
    return Where(kind, low, high, q, p) if condition.rel_op == "!=" else Where(kind, low, high, p, q)


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
        gap = relation.lhs - relation.rhs
        found = sympy.Poly(gap, x) if gap.is_polynomial(x) else None
        if found is None or found.degree() not in (1, 2) or not all(c.is_Rational for c in found.all_coeffs()):
            return False
        real = found.real_roots()
        if not all(r.is_Rational for r in real):
            return False
        roots |= set(real)
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
