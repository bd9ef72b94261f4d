"""Integer theorems about shapes: counterexamples by enumeration, proofs by an SMT solver.

    prove_sizes("s*(o - 1) + k <= i + p and i + p < s*o + k",
                given=["o == (i + p - k)//s + 1"], least={"s": 1, "k": 1, "i": 1, "p": 0})

A quotient q = m//s is replaced by what defines it, q*s <= m < (q + 1)*s.
"""

from __future__ import annotations

import ast
import itertools
import operator
import time
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from nnmath.calculus.integers import solver_module
from nnmath.calculus.theorem import Step, Theorem, Verdict, Witness
from nnmath.notation.system import NotationError

LARGEST = 8_000
"""How many small assignments are tried before the solver is asked."""

_COMPARE: dict[type, Callable[[Any, Any], Any]] = {
    ast.Lt: operator.lt,
    ast.LtE: operator.le,
    ast.Gt: operator.gt,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
_ARITHMETIC: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
}


def prove_sizes(
    goal: str, *, given: Sequence[str] = (), least: Mapping[str, int], name: str = "", timeout: int = 5000
) -> Theorem:
    """Decide a statement about integers, for all values from `least` upwards that satisfy `given`.

    Statements use ``+ - * //``, comparisons, ``and``, ``or``, ``not``, ``implies(a, b)`` and
    ``iff(a, b)``; ``//`` rounds towards minus infinity and needs a divisor of at least 1. A name
    that `given` defines, as in ``o == (i - k)//s + 1``, needs no least value.

    >>> prove_sizes("2*(n//2) <= n", least={"n": 0}).verdict
    'proved'
    >>> print(prove_sizes("2*(n//2) == n", least={"n": 0}).witness)
    at n = 1: 2*(n//2) == n against False
    """
    start = time.perf_counter()
    statement, assumptions = _parse(goal), [_parse(g) for g in given]
    names = [*least, *sorted(_names([statement, *assumptions]) - least.keys())]
    witness = _counterexample(statement, assumptions, names, least, goal)
    conditions = tuple(f"{n} >= {low}" for n, low in least.items())
    verdict: Verdict = "refuted"
    steps: tuple[Step, ...] = ()
    note = ""
    if witness is None:
        proof = Question(names, least, timeout)
        if proof.inconsistent(assumptions):
            raise ValueError(f"nothing satisfies {', '.join([*given, *conditions])}")
        answer = proof.decide(statement, assumptions)
        witness = _confirmed(proof.model(names), statement, assumptions, least, goal) if answer == "sat" else None
        verdict = "proved" if answer == "unsat" else "refuted" if witness else "undecided"
        note = "" if verdict != "undecided" else f"the solver says {answer}"
        if verdict == "proved":
            steps = (Step("integer arithmetic", goal, "", "no counterexample exists", tuple(given)),)
    return Theorem(
        name,
        verdict,
        goal,
        "true",
        assuming=tuple(given),
        conditions=conditions,
        steps=steps,
        witness=witness,
        note=note,
        milliseconds=(time.perf_counter() - start) * 1e3,
    )


def _parse(text: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        raise NotationError(f"cannot read the statement '{text}'") from None


def _names(trees: Sequence[ast.expr]) -> set[str]:
    nodes = [node for tree in trees for node in ast.walk(tree)]
    called = {n.func.id for n in nodes if isinstance(n, ast.Call) and isinstance(n.func, ast.Name)}
    return {n.id for n in nodes if isinstance(n, ast.Name)} - called


class Meaning:
    """A statement's meaning over any integers: Python's, or the solver's."""

    def __init__(self, values: Mapping[str, Any]):
        self.values = values

    def all(self, parts: Sequence[Any]) -> Any:
        return all(parts)

    def any(self, parts: Sequence[Any]) -> Any:
        return any(parts)

    def negate(self, part: Any) -> Any:
        return not part

    def quotient(self, numerator: Any, denominator: Any) -> Any:
        if denominator < 1:
            raise ZeroDivisionError
        return numerator // denominator

    def of(self, tree: ast.expr) -> Any:
        match tree:
            case ast.Constant(value=int(number)):
                return number
            case ast.Name(id=name):
                return self.values[name]
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self.of(operand)
            case ast.UnaryOp(op=ast.Not(), operand=operand):
                return self.negate(self.of(operand))
            case ast.BinOp(left=left, op=ast.FloorDiv(), right=right):
                return self.quotient(self.of(left), self.of(right))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return _ARITHMETIC[type(op)](self.of(left), self.of(right))
            case ast.BoolOp(op=op, values=parts):
                combine = self.all if isinstance(op, ast.And) else self.any
                return combine([self.of(p) for p in parts])
            case ast.Compare(left=left, ops=ops, comparators=others):
                return self._chain([left, *others], ops)
            case ast.Call(func=ast.Name(id="implies"), args=[a, b]):
                return self.any([self.negate(self.of(a)), self.of(b)])
            case ast.Call(func=ast.Name(id="iff"), args=[a, b]):
                return self.of(a) == self.of(b)
        raise NotationError(f"cannot read '{ast.unparse(tree)}' in a statement about integers")

    def _chain(self, sides: Sequence[ast.expr], ops: Sequence[ast.cmpop]) -> Any:
        found = [self.of(side) for side in sides]
        return self.all([_COMPARE[type(op)](a, b) for a, op, b in zip(found, ops, found[1:], strict=False)])


def _defined(assumptions: Sequence[ast.expr]) -> dict[str, ast.expr]:
    """Names that an assumption gives outright: ``o == ...``."""
    return {
        tree.left.id: tree.comparators[0]
        for tree in assumptions
        if isinstance(tree, ast.Compare)
        and isinstance(tree.left, ast.Name)
        and isinstance(tree.ops[0], ast.Eq)
        and tree.left.id not in _names(tree.comparators)
    }


def _in_order(given: Mapping[str, ast.expr]) -> list[str]:
    """Defined names, each after those that its definition mentions; one in a circle is not defined by it."""
    order: list[str] = []
    rest = list(given)
    while ready := [n for n in rest if not _names([given[n]]) & set(rest)]:
        order += ready
        rest = [n for n in rest if n not in ready]
    return order


def _counterexample(
    statement: ast.expr, assumptions: Sequence[ast.expr], names: Sequence[str], least: Mapping[str, int], goal: str
) -> Witness | None:
    """The smallest assignment that satisfies the assumptions and not the statement."""
    given = {n: tree for n, tree in _defined(assumptions).items() if n not in least}
    order = _in_order(given)
    given = {n: given[n] for n in order}
    chosen = [n for n in names if n not in given]
    reach = max(2, min(8, int(LARGEST ** (1 / max(1, len(chosen))))))
    grid = sorted(itertools.product(range(reach), repeat=len(chosen)), key=lambda v: (sum(v), v))
    for offsets in grid:
        values = {n: least.get(n, 0) + k for n, k in zip(chosen, offsets, strict=True)}
        try:
            for n in order:
                values[n] = Meaning(values).of(given[n])
            meaning = Meaning(values)
            if all(meaning.of(a) for a in assumptions) and not meaning.of(statement):
                return Witness({n: values[n] for n in names}, {}, goal, False)
        except ZeroDivisionError:
            continue
    return None


def _confirmed(
    values: Mapping[str, int],
    statement: ast.expr,
    assumptions: Sequence[ast.expr],
    least: Mapping[str, int],
    goal: str,
) -> Witness | None:
    """The solver's counterexample, if Python's integers agree that it is one."""
    meaning = Meaning(values)
    try:
        inside = all(values[n] >= low for n, low in least.items()) and all(meaning.of(a) for a in assumptions)
        return Witness(values, {}, goal, False) if inside and not meaning.of(statement) else None
    except ZeroDivisionError:
        return None


class Question(Meaning):
    """The same meaning in the solver's integers; quotients become unknowns with their definition."""

    def __init__(self, names: Sequence[str], least: Mapping[str, int], timeout: int):
        self.z3 = solver_module()
        super().__init__({n: self.z3.Int(n) for n in names})
        self.facts = [self.values[n] >= low for n, low in least.items()]
        self.timeout = timeout
        self.divisors: list[Any] = []
        self.found: Any = None

    def all(self, parts: Sequence[Any]) -> Any:
        return self.z3.And(*parts)

    def any(self, parts: Sequence[Any]) -> Any:
        return self.z3.Or(*parts)

    def negate(self, part: Any) -> Any:
        return self.z3.Not(part)

    def quotient(self, numerator: Any, denominator: Any) -> Any:
        fresh = self.z3.FreshInt("quotient")
        self.divisors.append(denominator)
        self.facts += [fresh * denominator <= numerator, numerator < fresh * denominator + denominator]
        return fresh

    def inconsistent(self, assumptions: Sequence[ast.expr]) -> bool:
        """Whether the assumptions contradict one another: then they would prove anything."""
        return self._ask([self.of(a) for a in assumptions]) == "unsat"

    def decide(self, statement: ast.expr, assumptions: Sequence[ast.expr]) -> str:
        known = [self.of(a) for a in assumptions]
        wanted = self.of(statement)
        positive = [f for f in self.facts if "quotient" not in str(f)]
        for divisor in self.divisors:
            if self._ask([divisor < 1], positive) != "unsat":
                raise ValueError(f"the divisor {divisor} may be less than 1")
        return self._ask([*known, self.z3.Not(wanted)])

    def _ask(self, formulas: Sequence[Any], facts: Sequence[Any] | None = None) -> str:
        solver = self.z3.Solver()
        solver.set("timeout", self.timeout)
        solver.add(*(self.facts if facts is None else facts), *formulas)
        answer = str(solver.check())
        self.found = solver.model() if answer == "sat" else None
        return answer

    def model(self, names: Sequence[str]) -> dict[str, int]:
        """The values that satisfied the last question."""
        return {n: self.found.eval(self.values[n], model_completion=True).as_long() for n in names}
