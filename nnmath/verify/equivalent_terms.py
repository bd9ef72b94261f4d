"""Whether two terms are the same number, entry by entry: every order of what they compare, every sign, taken apart.

A term is arithmetic of symbols, `Where` for cases, and functions. Functions that mix entries (sums, products of
matrices, places in a broadcast) are taken whole: they are the same where their arguments are.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import sympy

Term: TypeAlias = Any
LESS, AT_MOST, EQUAL = sympy.Integer(1), sympy.Integer(0), sympy.Integer(2)
ENTRYWISE = {"log", "log1p", "tanh", "sqrt", "power", "to_power", "sigmoid", "dsigmoid", "sech2", "Phi", "phi"}
ENTRYWISE |= {"erf", "square"}
LINEAR = {"sum", "row_sums", "vecdot", "matmul", "dot", "einsum"}
DEEPEST, LARGEST, SIMPLIFIED = 8, 600, 120
"""How many cases within cases are taken apart, and how many operations a term may have."""


class Where(sympy.Function):  # type: ignore[misc]
    """``Where(kind, a, b, p, q)``: p where a < b (LESS), a <= b (AT_MOST) or a = b (EQUAL), else q."""

    nargs = 5
    is_real = True


def equal(a: Term, b: Term, vanishing: Mapping[Term, Term] | None = None) -> bool:
    """Proved equal for all values; False says nothing. `vanishing`: terms that are 0 only where others are."""
    if a == b:
        return True
    if max(sympy.count_ops(a), sympy.count_ops(b)) > LARGEST:
        return False
    shared = _shared(a, b, vanishing or {})
    hidden = _Hidden(vanishing or {})
    return _vanishes(hidden.masked(a - b.xreplace(shared)), hidden, ())


def equal_unless(a: Term, b: Term, term: Term) -> bool:
    """Proved equal wherever a term is not 0."""
    hidden, zero = _Hidden({}), sympy.Integer(0)
    difference = hidden.masked(a - b)
    cases = ((o, t) for o in "<>" for t in _case(difference, term, zero, o, hidden))
    return all(_vanishes(t, hidden, ((term, zero, order),)) for order, t in cases)


def _shared(a: Term, b: Term, vanishing: Mapping[Term, Term]) -> dict[Term, Term]:
    """Wholes of `b` as those of `a` whose arguments are the same."""
    ours, theirs = (sorted(set(_wholes(t)), key=str) for t in (a, b))
    found: dict[Term, Term] = {}
    for whole in theirs:
        for other in ours:
            alike = whole != other and whole.func == other.func and len(whole.args) == len(other.args)
            if alike and all(equal(x, y, vanishing) for x, y in zip(whole.args, other.args, strict=True)):
                found[whole] = other
                break
    return found


def _wholes(term: Term) -> Iterator[Term]:
    """The largest parts that mix entries."""
    if _mixes(term):
        yield term
    else:
        for part in term.args:
            yield from _wholes(part)


def _mixes(term: Term) -> bool:
    known = isinstance(term, Where | sympy.Abs | sympy.sign | sympy.exp | sympy.log | sympy.Min | sympy.Max)
    name = _name(term)
    return isinstance(term, sympy.Function) and not known and name not in ENTRYWISE


def _name(term: Term) -> str:
    return str(term.func.__name__).split(";")[0]


class _Hidden:
    """Wholes under symbols, so that nothing is replaced inside them."""

    def __init__(self, vanishing: Mapping[Term, Term]):
        self.vanishing, self.symbols = vanishing, dict[Term, sympy.Dummy]()

    def masked(self, term: Term) -> Term:
        for whole in set(_wholes(term)):
            self.symbols.setdefault(whole, sympy.Dummy(real=True))
        return self.mask(term)

    def mask(self, term: Term) -> Term:
        if term in self.symbols:
            return self.symbols[term]
        return term.func(*map(self.mask, term.args)) if term.args else term

    def zeros(self, one: Term) -> dict[Term, Term]:
        """What is 0 too if a term is."""
        found: dict[Term, Term] = {}
        for total, part in self.vanishing.items():
            if self.masked(total) == one:
                at = _solved(part, sympy.Integer(0))
                found |= {symbol: sympy.Integer(0) for whole, symbol in self.symbols.items() if _is_zero(whole, at)}
                found |= at
        return found


def _is_zero(whole: Term, at: Mapping[Term, Term]) -> bool:
    """Whether a linear function has an argument that is 0 everywhere."""
    name = _name(whole)
    if name not in LINEAR and not name.startswith(("spread[", "at[")):
        return False
    return any(_decided(argument.xreplace(dict(at))) == 0 for argument in whole.args)


def _decided(term: Term) -> Term:
    """Cases whose sides differ by a number, replaced by what holds."""
    while True:
        known = {}
        for where in term.atoms(Where):
            gap = sympy.expand(where.args[2] - where.args[1])
            if gap.is_zero or gap.is_positive or gap.is_negative:
                order = "=" if gap.is_zero else "<" if gap.is_positive else ">"
                known[where] = _branch(where, order)
            elif (where.args[0] == LESS and gap.is_nonpositive) or (where.args[0] == AT_MOST and gap.is_nonnegative):
                known[where] = where.args[4] if where.args[0] == LESS else where.args[3]
        if not known:
            return term
        term = term.xreplace(known)


def _branch(where: Where, order: str) -> Term:
    kind, _, _, p, q = where.args
    holds = {LESS: order == "<", AT_MOST: order != ">", EQUAL: order == "="}[kind]
    return p if holds else q


def _solved(low: Term, high: Term) -> dict[Term, Term]:
    """One symbol by the others where both sides are equal."""
    gap = sympy.expand(low - high)
    for symbol in sorted(gap.free_symbols, key=str):
        if gap.is_polynomial(symbol) and sympy.degree(gap, symbol) == 1 and _never_zero(gap.coeff(symbol)):
            return {symbol: -sympy.expand(gap - gap.coeff(symbol) * symbol) / gap.coeff(symbol)}
    return {}


def _never_zero(coefficient: Term) -> bool:
    """A number or a reciprocal, which is not 0 where it is anything."""
    parts = sympy.Mul.make_args(coefficient)
    return all(p.is_nonzero or (isinstance(p, sympy.Pow) and p.exp.is_negative) for p in parts)


Order: TypeAlias = tuple[Term, Term, str]


def _vanishes(term: Term, hidden: _Hidden, known: tuple[Order, ...]) -> bool:
    """Whether a term is 0 where others stand in the orders `known`."""
    term = _settled(sympy.expand(_settled(term, known)), known)
    if term == 0:
        return True
    if len(known) > DEEPEST or sympy.count_ops(term) > LARGEST:
        return False
    wheres = sorted((w for w in term.atoms(Where) if not w.args[1].has(Where) and not w.args[2].has(Where)), key=str)
    if wheres:
        low, high = wheres[0].args[1:3]
        return all(
            (order == "=" and _contradict(known, _solved(low, high)))
            or any(_vanishes(t, hidden, (*known, (low, high, order))) for t in _case(term, low, high, order, hidden))
            for order in "<=>"
        )
    signs = sorted(term.atoms(sympy.Abs, sympy.sign), key=str)
    if signs:
        u, zero = signs[0].args[0], sympy.Integer(0)
        return all(
            _vanishes(_signed(term, u, s), hidden, (*known, (u, zero, o))) for s, o in ((1, ">"), (-1, "<"), (0, "="))
        )
    return bool(sympy.count_ops(term) <= SIMPLIFIED and sympy.simplify(term) == 0)


def _contradict(known: tuple[Order, ...], at: Mapping[Term, Term]) -> bool:
    """Whether an order that holds would be false at a value."""
    for low, high, order in known:
        gap = sympy.expand((high - low).subs(at))
        if gap.is_number and gap.is_zero is not None:
            holds = {"<": gap.is_positive, ">": gap.is_negative, "=": gap.is_zero}[order]
            if holds is False:
                return True
    return False


def _settled(term: Term, known: tuple[Order, ...]) -> Term:
    """Cases that a number or a known order decides, replaced by what holds."""
    while True:
        values, term = {}, _decided(term)
        for where in term.atoms(Where):
            for low, high, order in known:
                if where.args[1:3] == (low, high):
                    values[where] = _branch(where, order)
                elif where.args[1:3] == (high, low):
                    values[where] = _branch(where, {"<": ">", ">": "<", "=": "="}[order])
                elif order != "=" and where.args[0] == EQUAL and _apart(where, low, high):
                    values[where] = where.args[4]
        if not values:
            return term
        term = term.xreplace(values)


def _case(term: Term, low: Term, high: Term, order: str, hidden: _Hidden) -> Iterator[Term]:
    """The term where two others stand in an order; where they are equal, said in either's words."""
    found = _settled(term, ((low, high, order),))
    if order != "=":
        yield _inverted(found, sympy.expand(low - high))
        return
    yield found
    for zero in (low, high):
        if low - high in (zero, -zero):
            yield found.subs(hidden.zeros(zero))
    yield found.subs(_solved(low, high))
    yield found.subs(high, low)
    yield found.subs(low, high)


def _apart(where: Where, low: Term, high: Term) -> bool:
    """Whether the sides of one comparison differ because those of another do."""
    return _nonzero(where.args[1] - where.args[2], sympy.expand(low - high))


def _nonzero(term: Term, given: Term) -> bool:
    """Whether a term is a product of powers of what is not 0: the factors of what is given, numbers, reciprocals."""
    if term in sympy.Mul.make_args(given):
        return True
    for part in sympy.Mul.make_args(sympy.factor(term) if sympy.count_ops(term) < SIMPLIFIED else term):
        base = part.base if isinstance(part, sympy.Pow) else part
        if not (_never_zero(part) or sympy.expand(base - given) == 0 or sympy.expand(base + given) == 0):
            return bool(_never_zero(term / given)) if term.is_Mul or term.is_Symbol else False
    return True


def _inverted(term: Term, gap: Term) -> Term:
    """A sign that is not 0 is its own reciprocal."""
    values = {}
    for power in term.atoms(sympy.Pow):
        reciprocal = isinstance(power.base, sympy.sign) and power.exp.is_Integer and power.exp < 0
        if reciprocal and sympy.simplify(power.base.args[0] / gap).is_number:
            values[power] = power.base ** (-power.exp)
    return term.xreplace(values)


def _signed(term: Term, u: Term, sign: int) -> Term:
    """The term where u is positive, negative or 0."""
    values = {}
    for part in term.atoms(sympy.Abs, sympy.sign):
        for side in (1, -1):
            if sympy.expand(part.args[0] - side * u) == 0:
                values[part] = sign * u if isinstance(part, sympy.Abs) else sympy.Integer(side * sign)
    found = term.xreplace(values)
    return found.subs(_solved(u, sympy.Integer(0))) if sign == 0 else found


__all__ = ["AT_MOST", "EQUAL", "LESS", "Where", "equal", "equal_unless"]
