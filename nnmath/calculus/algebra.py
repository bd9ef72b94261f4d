"""Arithmetic of normal forms: products, powers, exp and log.

    exp(a + b) = exp(a)*exp(b)      (c*m*(u + v))**r = c**r * m**r * (u + v)**r
    log(m*(u + v)) = log m + log(u + v)

Fractional powers and logarithms give up positive factors only. Every step that divides by what
might vanish says so in `Context.conditions`.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

import sympy

from nnmath.calculus.canonical import collect, key
from nnmath.calculus.integers import Scope
from nnmath.calculus.terms import (
    ONE,
    ZERO,
    Apply,
    Atom,
    Entry,
    Factor,
    Sum,
    Term,
    atom,
    number,
)
from nnmath.notation.arrays import Axis, Guard
from nnmath.notation.index import Floor, Index

LARGEST_POWER = 8


@dataclass
class Context:
    """The names in scope, and the side conditions met on the way.

    A delta between two bound axes may remove either; `last_axis_first` says which. Both are right,
    and where the other side of a claim has chosen, only one gives the same form.
    """

    scope: Scope
    conditions: dict[str, None] = field(default_factory=dict)
    last_axis_first: bool = False

    def require(self, condition: str) -> None:
        self.conditions.setdefault(condition)


def is_positive(content: Atom, exponent: Fraction = ONE) -> bool:
    """Whether a power is non-negative by its nature."""
    if isinstance(content, Entry):
        return content.array.kind == "positive"
    if isinstance(content, Apply):
        if content.head == "base":
            return exponent.denominator % 2 == 0 or _sum_of_positive(content.args[0])
        if content.head == "count":
            return not isinstance(next(content.at[0].atoms()), Floor)
        return content.head in ("exp", "prime", "sigmoid", "dsigmoid", "sech2", "softplus", "phi", "Phi", "constant:pi")
    return False


def _sum_of_positive(total: Sum) -> bool:
    """Whether every term is positive by its nature, as in 1 + exp(x)."""
    return all(c > 0 and all(is_positive(a, e) for a, e in t.factors) for c, t in total.terms)


def is_bit(content: Atom) -> bool:
    """Whether the atom is 0 or 1."""
    return isinstance(content, Apply) and content.head in ("positive", "is", "equal")


def build(
    ctx: Context, coefficient: Fraction, bound: Sequence[Axis], guards: Iterable[Guard], factors: Iterable[Factor]
) -> Sum:
    """One term from unmerged parts; a whole power of a sum is multiplied out."""
    merged = _merge(ctx, factors)
    if _opposite(merged):
        return ZERO
    merged, equalities = _one_class(merged)
    kept: list[Factor] = []
    expand: list[tuple[Sum, int]] = []
    for content, exponent in merged:
        if isinstance(content, Apply) and content.head in ("prime", "base") and abs(exponent) >= 1:
            whole = math.floor(exponent)
            if content.head == "prime":
                coefficient *= Fraction(content.at[0].constant or 1) ** whole
                exponent -= whole
            elif whole > 0:
                expand.append((content.args[0], whole))
                exponent -= whole
        if exponent:
            kept.append((content, exponent))
    total = Sum(((coefficient, Term(tuple(bound), tuple(dict.fromkeys((*guards, *equalities))), tuple(kept))),))
    for base, times in expand:
        for _ in range(times):
            total = product(ctx, total, base)
    return total if coefficient else ZERO


def _merge(ctx: Context, factors: Iterable[Factor]) -> list[Factor]:
    found: dict[str, tuple[Atom, Fraction, bool]] = {}
    for content, exponent in factors:
        name = key(content)
        before = found.get(name, (content, Fraction(0), False))
        divided = before[2] or exponent < 0
        found[name] = (before[0], before[1] + exponent, divided)
    merged = []
    for content, exponent, divided in found.values():
        if is_bit(content):
            exponent = ONE
        if divided and exponent >= 0 and not _never_zero(content):
            ctx.require(f"{describe(content)} != 0")
        if exponent:
            merged.append((content, exponent))
    return merged


def _never_zero(content: Atom) -> bool:
    if isinstance(content, Entry):
        return content.array.kind == "positive"
    return isinstance(content, Apply) and content.head in (
        "exp",
        "prime",
        "constant:pi",
        "sigmoid",
        "dsigmoid",
        "sech2",
        "softplus",
        "phi",
        "positive",
        "is",
        "equal",
    )


def _opposite(factors: Iterable[Factor]) -> bool:
    """[d > 0] * [-d > 0] = 0."""
    positive = {key(a.args[0]): a.args[0] for a, _ in factors if isinstance(a, Apply) and a.head == "positive"}
    return any(key(-d) in positive for d in positive.values())


def _one_class(factors: list[Factor]) -> tuple[list[Factor], list[Guard]]:
    """[t = a]*[t = b] = [t = a]*[a = b]."""
    first: dict[str, Index] = {}
    kept, equalities = [], []
    for content, exponent in factors:
        if isinstance(content, Apply) and content.head == "is":
            datum = key(content.args[0])
            if datum in first:
                equalities.append(Guard("==", content.at[0] - first[datum]))
                continue
            first[datum] = content.at[0]
        kept.append((content, exponent))
    return kept, equalities


def multiply_terms(ctx: Context, a: tuple[Fraction, Term], b: tuple[Fraction, Term]) -> Sum:
    """The right factor is given fresh names: the axes of two sums are never the same axis."""
    left, right = a[1], b[1].refreshed()
    return build(ctx, a[0] * b[0], left.bound + right.bound, left.guards + right.guards, left.factors + right.factors)


def product(ctx: Context, a: Sum, b: Sum) -> Sum:
    terms: list[tuple[Fraction, Term]] = []
    for left in a.terms:
        for right in b.terms:
            terms += multiply_terms(ctx, left, right).terms
    return collect(Sum(tuple(terms)))


def power(ctx: Context, base: Sum, exponent: Fraction) -> Sum:
    """``base**exponent``."""
    base = collect(base)
    if exponent == 0:
        return number(1)
    if exponent == 1:
        return base
    if base.monomial:
        return _power_of_monomial(ctx, *base.monomial, exponent)
    if not base.terms and exponent > 0:
        return ZERO
    whole = math.floor(exponent)
    if 0 < whole <= LARGEST_POWER:
        total = number(1)
        for _ in range(whole):
            total = product(ctx, total, base)
        return product(ctx, total, power(ctx, base, exponent - whole)) if exponent != whole else total
    factor, rest = content(base, exponent.denominator != 1)
    if factor.monomial and factor.constant != 1:
        return product(ctx, power(ctx, factor, exponent), power(ctx, rest, exponent))
    return atom(Apply("base", (), (base,)), exponent)


def _power_of_monomial(ctx: Context, coefficient: Fraction, term: Term, exponent: Fraction) -> Sum:
    if exponent.denominator == 1:
        return build(ctx, coefficient ** int(exponent), (), (), [(a, e * exponent) for a, e in term.factors])
    out = [(a, e * exponent) for a, e in term.factors if is_positive(a, e)]
    rest = tuple((a, e) for a, e in term.factors if not is_positive(a, e))
    if rest or coefficient < 0:
        sign = Fraction(1 if coefficient > 0 else -1)
        out.append((Apply("base", (), (Sum(((sign, Term((), (), rest)),)),)), exponent))
    return build(ctx, ONE, (), (), out + prime_powers(abs(coefficient), exponent))


def prime_powers(value: Fraction, exponent: Fraction) -> list[Factor]:
    factored = sympy.factorint(sympy.Rational(value.numerator, value.denominator))
    return [(Apply("prime", (Index.of(int(p)),)), int(k) * exponent) for p, k in factored.items()]


def content(total: Sum, positive_only: bool) -> tuple[Sum, Sum]:
    """A monomial that divides every term, as large as can be, and the quotient."""
    exponents: dict[str, Fraction] = {}
    contents: dict[str, Atom] = {}
    tables = [_outer_factors(t, positive_only) for _, t in total.terms]
    for table in tables:
        contents |= {name: a for name, (a, _) in table.items()}
    for name in contents:
        exponents[name] = min(t[name][1] if name in t else Fraction(0) for t in tables)
    common = [(contents[n], e) for n, e in exponents.items() if e]
    scale = _numeric_content(total, positive_only)
    if not common and scale == 1:
        return number(1), total
    inverse = [(a, -e) for a, e in common]
    quiet = Context(Scope({}))
    terms: list[tuple[Fraction, Term]] = []
    for c, t in total.terms:
        terms += build(quiet, c / scale, t.bound, t.guards, [*t.factors, *inverse]).terms
    return Sum(((scale, Term((), (), tuple(common))),)), collect(Sum(tuple(terms)))


def _outer_factors(term: Term, positive_only: bool) -> dict[str, Factor]:
    """The factors that no bound axis ties to the term; a 0-or-1 factor has no reciprocal."""
    return {
        key(a): (a, e)
        for a, e in term.factors
        if not a.free & term.bound_names and not is_bit(a) and (not positive_only or is_positive(a, e))
    }


def _numeric_content(total: Sum, positive_only: bool) -> Fraction:
    numerators = [abs(c.numerator) for c, _ in total.terms]
    denominators = [c.denominator for c, _ in total.terms]
    scale = Fraction(math.gcd(*numerators) or 1, math.lcm(*denominators))
    return -scale if not positive_only and lead(total)[0] < 0 else scale


def lead(total: Sum) -> tuple[Fraction, Term]:
    """The leading term: most axes, then highest degree, then the text of the key."""

    def weight(item: tuple[Fraction, Term]) -> tuple[int, Fraction, str]:
        degree = sum((abs(e) for _, e in item[1].factors), Fraction(0))
        return len(item[1].bound), degree, key(item[1])

    return max(total.terms, key=weight)


def exponential(ctx: Context, x: Sum) -> Sum:
    """exp splits over addends; exp(c*log u) = u**c."""
    total = number(1)
    for coefficient, term in collect(x).terms:
        total = product(ctx, total, _exponential_of(ctx, coefficient, term))
    return total


def _exponential_of(ctx: Context, coefficient: Fraction, term: Term) -> Sum:
    if term.is_monomial and len(term.factors) == 1:
        inner, exponent = term.factors[0]
        if isinstance(inner, Apply) and inner.head == "log" and exponent == 1:
            ctx.require(f"{show(inner.args[0])} > 0")
            return power(ctx, inner.args[0], coefficient)
    return atom(Apply("exp", (), (Sum(((ONE, term),)),)), coefficient)


def logarithm(ctx: Context, x: Sum) -> Sum:
    """log gives up positive factors: log(exp(a)*u) = a + log(u)."""
    x = collect(x)
    if not x.terms:
        return atom(Apply("log", (), (x,)))
    if len(x) > 1 and (below := _positive_denominator(x)):
        _require_nonempty(ctx, below)
        return collect(logarithm(ctx, _times_power(ctx, x, below)) + _log_of_atom(ctx, below).scaled(_least(x, below)))
    factor, rest = (x, number(1)) if x.monomial else content(x, True)
    total = ZERO
    kept: list[Factor] = []
    scale, term = factor.monomial or (ONE, Term())
    for inner, exponent in term.factors:
        if is_positive(inner, exponent):
            total = total + _log_of_atom(ctx, inner).scaled(exponent)
        elif _sum_of_positives(inner):
            _require_nonempty(ctx, inner)
            total = total + _log_of_atom(ctx, inner).scaled(exponent)
        else:
            kept.append((inner, exponent))
    for prime, exponent in prime_powers(abs(scale), ONE):
        total = total + atom(Apply("log", (), (atom(prime),))).scaled(exponent)
    sign = ONE if scale > 0 else -ONE
    remaining = product(ctx, Sum(((sign, Term((), (), tuple(kept))),)), rest)
    return collect(total if remaining.constant == 1 else total + atom(Apply("log", (), (remaining,))))


def _require_nonempty(ctx: Context, inner: Atom) -> None:
    """A sum over ranges alone may be empty, and 0."""
    if isinstance(inner, Apply) and all(t.bound for _, t in inner.args[0].terms):
        ctx.require(f"{describe(inner)} > 0")


def _positive_denominator(x: Sum) -> Apply | None:
    """Something positive by which terms of a sum are divided."""
    bound = {n for _, t in x.terms for n in t.bound_names}
    for inner, exponent in (f for _, t in x.terms for f in t.factors):
        whole = exponent < 0 and exponent.denominator == 1
        if isinstance(inner, Apply) and whole and _sum_of_positives(inner) and not inner.free & bound:
            return inner
    return None


def _least(x: Sum, below: Apply) -> Fraction:
    return min(e for _, t in x.terms for a, e in t.factors if key(a) == key(below))


def _times_power(ctx: Context, x: Sum, below: Apply) -> Sum:
    """``log(x) = log(x/d**e) + e*log(d)`` for the least power e of d: no term is divided by d any more."""
    least, total = _least(x, below), ZERO
    for coefficient, term in x.terms:
        own = sum((e for a, e in term.factors if key(a) == key(below)), Fraction(0))
        rest = Term(term.bound, term.guards, tuple((a, e) for a, e in term.factors if key(a) != key(below)))
        total = total + product(ctx, Sum(((coefficient, rest),)), power(ctx, below.args[0], own - least))
    return collect(total)


def _sum_of_positives(inner: Atom) -> bool:
    """A power of a sum that is positive unless it is empty; then its logarithm is none."""
    if not (isinstance(inner, Apply) and inner.head == "base"):
        return False
    terms = inner.args[0].terms
    return all(c > 0 and not t.guards and all(is_positive(a, e) for a, e in t.factors) for c, t in terms)


def _log_of_atom(ctx: Context, inner: Atom) -> Sum:
    if isinstance(inner, Apply) and inner.head == "exp":
        return inner.args[0]
    if isinstance(inner, Apply) and inner.head == "base":
        return logarithm(ctx, inner.args[0])
    return atom(Apply("log", (), (atom(inner),)))


def _surely_positive(content: Atom) -> bool:
    """Whether an atom is positive, and never 0."""
    if isinstance(content, Apply) and content.head == "power":
        return _plainly_positive(content.args[0])
    return is_positive(content) and _never_zero(content)


def _plainly_positive(total: Sum) -> bool:
    """Whether a sum is one product of positive factors."""
    coefficient, term = total.monomial or (-ONE, Term())
    return coefficient > 0 and all(_surely_positive(a) for a, _ in term.factors)


def _positive_content(total: Sum) -> tuple[list[Factor], Sum]:
    """The factors of every term that are surely positive, and the quotient."""
    tables = [
        {key(a): (a, e) for a, e in t.factors if not a.free & t.bound_names and _surely_positive(a)}
        for _, t in total.terms
    ]
    names = set.intersection(*map(set, tables)) if tables else set()
    common = [(tables[0][n][0], min(t[n][1] for t in tables)) for n in sorted(names)]
    quiet, quotient = Context(Scope({})), ZERO
    for c, t in total.terms:
        quotient = quotient + build(quiet, c, t.bound, t.guards, [*t.factors, *((a, -e) for a, e in common)])
    return common, collect(quotient)


def symbolic_power(ctx: Context, base: Sum, exponent: Sum) -> Sum:
    """base**(a + b + 2) = base**a * base**b * base**2; the base of a symbolic power is positive.

    (X*rest)**e = X**e * rest**e where X is positive, (b**a)**e = b**(a*e), and 0**e = 0 where e is positive.
    """
    base, exponent = collect(base), collect(exponent)
    if not base.terms and _plainly_positive(exponent):
        return ZERO
    if base.constant == 1:
        return number(1)
    common, rest = _positive_content(base)
    if common and (rest.constant != 1 or len(common) > 1 or common[0][1] != 1):
        total = symbolic_power(ctx, rest, exponent)
        for factor, times in common:
            total = product(ctx, total, symbolic_power(ctx, atom(factor), exponent.scaled(times)))
        return total
    if base.monomial and base.monomial[0] == 1 and len(base.monomial[1].factors) == 1:
        ((inner, times),) = base.monomial[1].factors
        if isinstance(inner, Apply) and inner.head == "power":
            return symbolic_power(ctx, inner.args[0], product(ctx, inner.args[1], exponent).scaled(times))
    total = number(1)
    if len(exponent) > 1 and not (base.monomial and all(_never_zero(a) for a, _ in base.monomial[1].factors)):
        ctx.require(f"{show(base)} > 0")
    for coefficient, term in collect(exponent).terms:
        if term.is_monomial and not term.factors:
            piece = power(ctx, base, coefficient)
        else:
            piece = atom(Apply("power", (), (base, Sum(((ONE, term),)))), coefficient)
        total = product(ctx, total, piece)
    return total


def positive(ctx: Context, x: Sum) -> Sum:
    """[x > 0], without positive factors."""
    x = collect(x)
    value = x.constant
    if value is not None:
        return number(1) if value > 0 else ZERO
    factor, rest = (x, number(1)) if x.monomial else content(x, True)
    scale, term = factor.monomial or (ONE, Term())
    kept = tuple((a, e) for a, e in term.factors if not is_positive(a, e))
    for a, e in term.factors:
        if is_positive(a, e) and not _never_zero(a):
            ctx.require(f"{describe(a)} != 0")
    sign = ONE if scale > 0 else -ONE
    return atom(Apply("positive", (), (product(ctx, Sum(((sign, Term((), (), kept)),)), rest),)))


def function(ctx: Context, head: str, x: Sum) -> Sum:
    """A scalar function of a sum: exp and log split, odd and even functions shed a sign."""
    if head == "exp":
        return exponential(ctx, x)
    if head == "log":
        return logarithm(ctx, x)
    x = collect(x)
    if not x.terms and head in ("erf", "sign", "absolute"):
        return ZERO
    if head in ("erf", "sign", "absolute") and lead(x)[0] < 0:
        flipped = atom(Apply(head, (), (-x,)))
        return flipped if head == "absolute" else -flipped
    return atom(Apply(head, (), (x,)))


def describe(content: Atom) -> str:
    """An atom in words of the field, for conditions and messages."""
    if isinstance(content, Apply):
        if content.head in ("count", "prime"):
            return str(content.at[0])
        if content.head == "base":
            return show(content.args[0])
        if content.head == "power":
            return show(atom(content))
        return f"{content.head.removeprefix('constant:')}({', '.join(map(show, content.args))})"
    if isinstance(content, Entry) and not content.at:
        return content.array.name
    return key(content)


def show(total: Sum, limit: int = 400) -> str:
    """A sum as readable text, cut where it is long."""
    from nnmath.calculus.show import text

    written = text(total)
    return written if len(written) <= limit else written[:limit] + " ..."
