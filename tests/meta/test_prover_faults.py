"""Faults put into the prover, rule by rule: each must be caught.

The probes below run without the search for counterexamples, which would hide an unsound rule. A
fault is caught if a guard of the prover stops it (a normal form evaluated against the raw
statement, a name that nothing binds, terms said to cancel that do not) or if a false probe comes
out proved, which the healthy prover never does: then the suite of false neighbours sees it.
"""

import sys
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction

import pytest

from nnmath.calculus import algebra, canonical, guards, integers, normal, peel, prove, rewrite, unfold
from nnmath.calculus import induction as induction_module
from nnmath.calculus.algebra import Context
from nnmath.calculus.assume import rules
from nnmath.calculus.canonical import collect
from nnmath.calculus.prove import Proof, UnsoundStep, make_claim
from nnmath.calculus.terms import ONE, ScopeError, Sum, Term
from nnmath.notation import Guard, Index, define
from nnmath.notation.index import Floor

ARENA = define("""
    arena(x[N], y[N], A[N,N], t[N]: int < N, w[M]; eps: real > 0, f: function) -> mu, u, l, v
    mu = 1/N*sum[i](x[i])
    u[i] = x[i] - mu
    l = logsumexp[i](x[i])
    v[i] += [1<=i]*x[i]
    v[i] += y[i]
""")
RANGES = dict.fromkeys("ijkn", "N") | {"m": "M", "h": "N-1"}

CYCLE = "A[i,j]*A[j,k]*A[k,n]*A[n,i]"
"""Four vertices that look alike; so they do with two further edges each, in two ways."""

TRUE = [
    ("sum[i](u[i])", "0"),
    ("sum[k]([k==i]*x[k])", "x[i]"),
    ("sum[m]([m==i]*w[m])", "[i<M]*sum[m]([m==i]*w[m])"),
    ("sum[k]([2*k==i]*x[k])", "sum[k]([2*k==i]*x[k])"),
    ("sum[i](1)*x[j]", "N*x[j]"),
    ("sum[k]([k<=i])", "i + 1"),
    ("sum[k]([k<=i]*x[k])", "sum[k]([k<i]*x[k]) + x[i]"),
    ("x[i]*[i>=1] + x[i]*[i<1]", "x[i]"),
    ("sum[j](exp(x[j]))*exp(-l)", "1"),
    ("1/(1 + exp(-x[i]))", "exp(x[i])/(1 + exp(x[i]))"),
    ("x[i]/(x[i] + y[i])", "1 - y[i]/(x[i] + y[i])"),
    ("sum[k](x[k])**2", "sum[j,k](x[j]*x[k])"),
    ("sum[k]([t[i]==k]*x[k])", "sum[j]([t[i]==j]*x[j])"),
    ("sum[k]([t[i]==k])", "1"),
    ("[t[i]==j]*[t[i]==k]*x[k]", "[t[i]==j]*[t[i]==k]*x[j]"),
    ("v[i]", "[1<=i]*x[i] + y[i]"),
    ("(x[i] if x[i] > 0 else 0) + (x[i] if x[i] < 0 else 0)", "x[i]"),
    ("erf(x[i] - y[i]) + erf(y[i] - x[i])", "0"),
    ("(1 + 2*x[i] + x[i]**2)/((1 + x[i]**2)*(1 + x[i]))", "(1 + x[i])/(1 + x[i]**2)"),
    ("sqrt(eps**2*x[i]**2 + eps**2)", "eps*sqrt(x[i]**2 + 1)"),
    ("[i==j]*A[i,j]", "[i==j]*A[j,j]"),
]

FALSE = [
    ("sum[m]([m==i]*w[m])", "0"),
    ("sum[m]([m==i])", "1"),
    ("sum[k]([2*k==i])", "1"),
    ("sum[k]([k<i])", "i + 1"),
    ("x[i]*[i>=1]", "x[i]"),
    ("x[i]*[i>=1]", "x[i]*[i>=2]"),
    ("x[i]*[i>=1]", "0"),
    ("sum[k](f(sum[j](A[k,j])))", "sum[k](f(sum[j](A[j,k])))"),
    ("sum[i,j,k](A[i,j]*A[j,k]*A[k,i])", "sum[i,j,k](A[i,j]*A[j,k]*A[i,k])"),
    ("sqrt(x[i]**2 + x[i]**2*y[i]**2)", "x[i]*sqrt(1 + y[i]**2)"),
    ("[t[i]==j]*[t[i]==k]", "[t[i]==j]"),
    ("(x[i] if x[i] > 0 else 0)*(y[i] if y[i] > 0 else 0)", "0"),
    ("v[i]", "x[i] + y[i]"),
    ("v[i]", "y[i]"),
    ("sum[k](x[k])", "sum[k](x[k])*N"),
    ("x[i]/(1 + x[i]**2)", "x[i]/((1 + x[i]**2)*(1 + y[i]))"),
    ("[i==j]", "1"),
    ("[2*(i//2)==i]", "1"),
    (f"sum[i,j,k,n]({CYCLE}*A[j,i]*A[k,j]*A[n,k]*A[i,n])", f"sum[i,j,k,n]({CYCLE}*A[i,k]*A[j,n]*A[k,i]*A[n,j])"),
]

ASSUMED = [  # left, right, assumption, truth
    ("sum[k](x[k]*y[j])", "y[j]", "sum[k](x[k]) = 1", True),
    ("sum[k](x[k]*y[k])", "sum[k](y[k])", "sum[k](x[k]) = 1", False),
    ("sum[k](x[k]*y[k])", "1", "sum[k](x[k]) = 1", False),
    ("sum[k]([k<=i]*x[k])", "1", "sum[k](x[k]) = 1", False),
    ("sum[h](x[h])", "1", "sum[k](x[k]) = 1", False),
    ("sum[k](A[i,k])", "1", "sum[k]([k<=i]*A[i,k]) = 1", False),
    ("x[i]", "1", "x[h] = 1", False),
]


def attempt(left, right, assuming=(), peeling=""):
    claim = make_claim(ARENA, left, right, RANGES, assuming)
    instances = [*claim.instances(True, 0, 3), *claim.instances(False, 0, 1)]
    assert instances
    return Proof(claim, instances, Context(claim.scope), peel=peeling).attempt([])


def outcome():
    """'caught' at the first sign of trouble, else 'silent'; completeness alone is no fault."""
    try:
        for left, right in TRUE:
            attempt(left, right)
        if attempt("sum[k]([k<=i]*x[k])", "sum[k]([k<i]*x[k])", peeling="i"):
            return "caught"
        if any(attempt(left, right) for left, right in FALSE):
            return "caught"
        for left, right, assumption, truth in ASSUMED:
            if attempt(left, right, [assumption]) and not truth:
                return "caught"
        return "silent"
    except (UnsoundStep, ScopeError):
        return "caught"


def step_of_a_false_claim():
    """The step of ``s[t] = 0``, which holds at the base alone, with its refutation switched off."""
    system = define("cumulated(x[T]) -> s", "s[0] = 0", "s[t+1] = s[t] + x[t]")
    claim = induction_module.Induction("s[t]", "0", "t", 0, "T")
    whole = claim._whole(system, {}, (), ())
    v = Index.name("t")
    axis = induction_module.Axis("t", Index.name("T"))
    goal = induction_module.at(whole, "t", v + 1, (), axis)
    rule = claim.hypothesis_rule(induction_module.at(whole, "t", v, (), axis), ())
    instances = [*goal.instances(True, 0, 3), *goal.instances(False, 0, 1)]
    proof = Proof(goal, instances, Context(goal.scope), (rule,), "t")
    return proof.attempt([unfold.parse_target("s[t+1]")])


def test_the_healthy_prover():
    for left, right in TRUE:
        assert attempt(left, right), (left, right)
    for left, right in FALSE:
        assert not attempt(left, right), (left, right)
    for left, right, assumption, truth in ASSUMED:
        assert attempt(left, right, [assumption]) == truth, (left, right, assumption)
    assert outcome() == "silent"


@contextmanager
def everywhere(monkeypatch, name, new):
    """Replace a function in every module of the prover that imported it."""
    integers.unsatisfiable.cache_clear()
    owners = {
        "algebra": algebra,
        "canonical": canonical,
        "guards": guards,
        "integers": integers,
        "normal": normal,
        "peel": peel,
        "rewrite": rewrite,
        "unfold": unfold,
    }
    home, _, attribute = name.partition(".")
    old = getattr(owners[home], attribute)
    for module in [m for n, m in sys.modules.items() if n.startswith("nnmath.calculus")]:
        if getattr(module, attribute, None) is old:
            monkeypatch.setattr(module, attribute, new(old))
    yield
    monkeypatch.undo()
    integers.unsatisfiable.cache_clear()


def constant(result):
    return lambda old: lambda *args, **kwargs: result


def any_slope(old):
    """A delta solved as if its coefficient were 1."""

    def solve(guard, name):
        slope = guard.index.coefficient(name)
        if guard.relation != "==" or slope is None:
            return None
        return slope * name - guard.index if slope.constant and slope.constant > 0 else slope * name * -1 + guard.index

    return solve


def idle_for_nothing(old):
    def idle(ctx, coefficient, term):
        for axis in term.bound:
            if not guards._elsewhere(term, axis, term.factors):
                bound = tuple(a for a in term.bound if a != axis)
                return Sum(((coefficient, Term(bound, term.guards, term.factors)),))
        return None

    return idle


def forgetful_content(old):
    """The content of what has it: terms that lack the atom are not asked."""

    def content(total, positive_only):
        tables = [algebra._outer_factors(t, positive_only) for _, t in total.terms]
        common = {n: f for table in tables for n, f in table.items()}
        if not common or len(total) < 2:
            return old(total, positive_only)
        factor = Sum(((ONE, Term((), (), tuple(common.values()))),))
        terms = tuple(
            (c, Term(t.bound, t.guards, tuple(f for f in t.factors if algebra.key(f[0]) not in common)))
            for c, t in total.terms
        )
        return factor, Sum(terms)

    return content


def without_rest(old):
    """x/(x + y) = 1: the denominator's other terms forgotten."""

    def cleared(ctx, coefficient, term, base):
        new = old(ctx, coefficient, term, base)
        return None if new is None else Sum(new.terms[:1])

    return cleared


def unguarded(old):
    def where(statement, names, entry):
        return old(replace(statement, guards=()), names, entry)

    return where


def first_statement_only(old):
    def definition(ctx, system, entry):
        writers = {a: s[:1] for a, s in system.writers.items()}
        shadow = replace(system, statements=tuple(s for found in writers.values() for s in found))
        return old(ctx, shadow, entry)

    return definition


def without_last(old):
    def by_guard(term, name):
        return old(term, name)[:1]

    return by_guard


def one_more(old):
    def shorter(ctx, term, axis, guard):
        found = old(ctx, term, axis, guard)
        return None if found is None else found + 1

    return shorter


def equality_forgotten(old):
    def substitute(ctx, coefficient, term):
        found = old(ctx, coefficient, term)
        if found is None:
            return None
        return Sum(tuple((c, Term(t.bound, t.guards[1:], t.factors)) for c, t in found.terms))

    return substitute


def class_forgotten(old):
    return lambda factors: (old(factors)[0], [])


def not_fresh(old):
    return lambda self: self


def even(old):
    """erf taken for an even function."""

    def function(ctx, head, x):
        if head == "erf" and algebra.lead(x)[0] < 0:
            return old(ctx, head, -x)
        return old(ctx, head, x)

    return function


def unsigned(old):
    def positive(ctx, x):
        return old(ctx, x if not x.terms or algebra.lead(x)[0] > 0 else -x)

    return positive


def unsigned_exponential(old):
    return lambda ctx, coefficient, term: old(ctx, abs(coefficient), term)


def lax_negation(old):
    """not (g >= 0) read as g <= -2."""
    return lambda guard: Guard(">=", -guard.index - 2) if guard.relation == ">=" else old(guard)


def exact_quotients(old):
    def facts(about, known):
        floors = {a for g in about for a in g.index.atoms() if isinstance(a, Floor)}
        return tuple(Guard("==", f.numerator - f.denominator * Index({(f,): 1})) for f in floors)

    return facts


def subset_ignored(old):
    return lambda lead, term: tuple(g for g in term.guards)


def first_of_group(old):
    """Terms of one body added up whatever their guards."""
    return lambda facts, weighted: sum((c for c, _ in weighted), Fraction(0)) == 0


def squeezed(old):
    def squeeze(ctx, coefficient, term):
        for guard in term.guards:
            if guard.relation == ">=" and guard.index.names & term.bound_names:
                others = tuple(g for g in term.guards if g != guard)
                return Sum(((coefficient, Term(term.bound, (*others, Guard("==", guard.index)), term.factors)),))
        return None

    return squeeze


def without_powers(old):
    """Denominators left out, and no term multiplied by those of the others."""

    def forgetful(ctx, total):
        kept = [(c, Term(t.bound, t.guards, tuple(f for f in t.factors if f[1] > 0))) for c, t in total.terms]
        return collect(Sum(tuple(kept))) if old(ctx, total) is not None else None

    return forgetful


FAULTS = {
    "a delta without its range": ("guards.range_guards", constant(())),
    "a delta with a coefficient": ("guards.solve", any_slope),
    "an idle axis for nothing": ("guards.idle_axis", idle_for_nothing),
    "an idle axis that is not idle": ("guards._elsewhere", constant(False)),
    "every guard implied": ("guards.implied", constant(True)),
    "every guard contradictory": ("guards.contradictory", constant(True)),
    "every group of guards vanishes": ("guards.vanishes", constant(True)),
    "guards ignored when terms are added": ("guards.vanishes", first_of_group),
    "an inequality taken for an equality": ("guards.squeeze", squeezed),
    "an axis narrowed by one too little": ("guards._shorter", one_more),
    "an equality used and forgotten": ("guards.substitute_equal", equality_forgotten),
    "quotients without remainder": ("integers._atom_facts", exact_quotients),
    "a negation off by one": ("integers.negation", lax_negation),
    "classes multiplied without their equality": ("algebra._one_class", class_forgotten),
    "content that forgets a term": ("algebra.content", forgetful_content),
    "roots of what may be negative": ("algebra.is_positive", constant(True)),
    "every atom its own square": ("algebra.is_bit", constant(True)),
    "opposite conditions everywhere": (
        "algebra._opposite",
        lambda old: lambda factors: len([1 for a, _ in factors if getattr(a, "head", "") == "positive"]) > 1,
    ),
    "conditions without sign": ("algebra.positive", unsigned),
    "exponentials without sign": ("algebra._exponential_of", unsigned_exponential),
    "odd taken for even": ("algebra.function", even),
    "denominators cleared without the rest": ("rewrite._cleared", without_rest),
    "denominators left out": ("rewrite.multiplied_out", without_powers),
    "nested binders with one label": ("canonical._depth", constant(1)),
    "ties left standing": ("canonical._first_tie", constant([])),
    "guards of a statement dropped": ("unfold._where", unguarded),
    "the first statement of several": ("unfold.definition", first_statement_only),
    "the last term lost": ("peel._by_guard", without_last),
    "a rule's axis that is not private": ("rewrite.is_private", constant(True)),
    "a rule's axis of another range": ("rewrite.same_ranges", constant(True)),
    "a rule outside its domain": ("rewrite.in_domain", constant(True)),
    "a rule's guards ignored": ("rewrite._without_guards", subset_ignored),
    "terms that never cancel, cancelled": ("canonical._term", lambda old: lambda term, names: "same"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_fault_is_caught(fault, monkeypatch):
    name, new = FAULTS[fault]
    with everywhere(monkeypatch, name, new):
        assert outcome() == "caught"


def test_bound_names_that_are_not_fresh(monkeypatch):
    monkeypatch.setattr(Term, "refreshed", not_fresh(None))
    assert outcome() == "caught"


def test_a_hypothesis_that_is_not_fixed_at_its_variable(monkeypatch):
    old = induction_module.Induction.hypothesis_rule
    monkeypatch.setattr(
        induction_module.Induction,
        "hypothesis_rule",
        lambda self, known, unfolding: replace(old(self, known, unfolding), free=(self.variable,), domain=()),
    )
    with pytest.raises(UnsoundStep):
        step_of_a_false_claim()
    monkeypatch.setattr(Proof, "_check", lambda self: None)
    assert step_of_a_false_claim()


def test_the_hypothesis_is_fixed_at_its_variable(monkeypatch):
    monkeypatch.setattr(Proof, "_check", lambda self: None)
    assert not step_of_a_false_claim()


def test_a_wrong_value_stops_the_proof(monkeypatch):
    """The guard itself: a normal form with another value is an error, not a verdict."""
    module = sys.modules["nnmath.calculus.prove"]
    monkeypatch.setattr(module, "normal", lambda ctx, side: normal.normal(ctx, side).scaled(2))
    with pytest.raises(UnsoundStep):
        prove("x[i]", "x[i]", system=ARENA, ranges=RANGES)


def test_without_the_guard_some_faults_would_pass(monkeypatch):
    """With both guards off, a fault proves a falsehood: it is the values that stop it."""
    monkeypatch.setattr(Proof, "_check", lambda self: None)
    monkeypatch.setattr(Proof, "_check_groups", lambda self, groups: None)
    with everywhere(monkeypatch, "algebra._exponential_of", unsigned_exponential):
        assert attempt("exp(x[i] - y[i])", "exp(x[i] + y[i])")


def test_rules_come_from_assumptions_alone():
    claim = make_claim(ARENA, "x[i]", "x[i]", RANGES)
    assert rules(Context(claim.scope), claim) == ()
