"""Whether a changed kernel computes the same real numbers: a kernel read as expressions, with three rules.

Both kernels are read statement by statement into terms; what is not understood becomes a symbol named by its text and
its arguments. They are the same if every result, and everything written on the way, has the same term, given that

- ``where(a < b, p, q)`` and ``where(a <= b, p, q)`` agree if p = q wherever a = b;
- some functions are even: sigmoid', sech^2, the normal density, the square, the absolute value;
- a sum of x - mean over what the mean was taken over is 0, which the prover has proved for the formula.
"""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import cache
from typing import Any, TypeAlias

import sympy

from nnmath.calculus import prove
from nnmath.notation import System
from nnmath.notation.arrays import Read
from nnmath.verify.mutate_kernel import _called

Term: TypeAlias = Any
ARITHMETIC = {"add", "subtract", "multiply", "divide", "negative", "square", "positive"}
EVEN = {"dsigmoid", "sech2", "phi", "npdf", "abs", "cosh"}
COMPARISONS = {"greater": (0, 1), "greater_equal": (0, 1), "less": (1, 0), "less_equal": (1, 0)}


@dataclass(frozen=True)
class Mean:
    """An array, its mean, and the axes of the array that the mean is over."""

    data: str
    name: str
    rank: int
    places: tuple[int, ...]


class Unread(Exception):
    """A statement that this reading does not cover."""


def same(system: System, kernel: ast.FunctionDef, changed: ast.FunctionDef) -> str:
    """Why two kernels agree, or nothing."""
    centred = _centred(system)
    bounded = frozenset(p.name for p in system.parameters if p.low is not None and p.low >= 0)
    try:
        for rule, mean in (("", None), *((f"sum of {m.data} - {m.name} is 0 (proved)", m) for m in centred)):
            one, other = (Reading(k, mean, bounded).results() for k in (kernel, changed))
            if len(one) == len(other) and all(_equal(a, b) for a, b in zip(one, other, strict=True)):
                return rule or "the same terms"
    except (Unread, TypeError, ValueError, AttributeError, KeyError, IndexError, RecursionError):
        return ""
    return ""


def _equal(a: Term, b: Term) -> bool:
    if a == b:
        return True
    difference = sympy.expand(a - b)
    return bool(difference == 0) or _equal_cases(a, b)


def _equal_cases(a: Term, b: Term) -> bool:
    """Cases that differ in where equality belongs, at which both are the same."""
    values, whole = {}, a.atoms(Where)
    for one in whole:
        for other in b.atoms(Where):
            if one != other and one not in values and _agree(one, other):
                values[one] = other
    return bool(values) and bool(sympy.expand(a.xreplace(values) - b) == 0)


class Where(sympy.Function):  # type: ignore[misc]
    """``Where(strict, low, high, p, q)``: p where low < high (or <= where not strict), else q."""

    nargs = 5


def _decided(term: Term) -> Term:
    """Cases whose comparison has one answer, replaced by what holds."""
    values = {}
    for cases in term.atoms(Where):
        strict, low, high, p, q = cases.args
        gap = sympy.expand(high - low)
        holds = gap.is_positive if strict else gap.is_nonnegative
        if holds is not None:
            values[cases] = p if holds else q
    return term.xreplace(values)


def _agree(one: Where, other: Where) -> bool:
    """The same comparison but for equality, and the same number there."""
    strict, low, high, p, q = one.args
    if other.args[1:] != (low, high, p, q) or other.args[0] == strict:
        return False
    for name, value in ((low, high), (high, low)):
        for sign in (1, -1):
            symbol = sign * name
            if isinstance(symbol, sympy.Symbol) and not value.has(symbol):
                there = _decided((p - q).subs(symbol, sign * value))
                if sympy.simplify(there) == 0:
                    return True
    return False


@cache
def _centred(system: System) -> list[Mean]:
    """Arrays and their means, for which the prover has it that deviations sum to 0."""
    found = []
    for statement in system.statements:
        reads = [r for r in statement.reads if r.array in system.inputs]
        if statement.op == "sum" and statement.reduced and len(reads) == 1:
            sizes = sympy.prod([_size(a) for a in statement.reduced])
            if sympy.simplify(statement.body - reads[0] / sizes) == 0:
                mean = Read(statement.target, statement.index)
                axes = ", ".join(a.name for a in statement.reduced)
                ranges = {a.name: str(a.size) for a in statement.axes}
                claim = f"sum[{axes}]({reads[0]} - {mean})"
                if prove(claim, 0, system=system, ranges=ranges).verdict == "proved":
                    reduced = {a.name for a in statement.reduced}
                    places = tuple(i for i, at in enumerate(reads[0].index) if at.names & reduced)
                    found.append(Mean(reads[0].array.name, statement.target.name, reads[0].array.rank, places))
    return found


def _size(axis: object) -> sympy.Expr:
    from nnmath.notation import IndexValue

    return IndexValue(axis.size)  # type: ignore[attr-defined]


class Reading:
    """The terms that a kernel's names stand for, statement after statement."""

    def __init__(self, kernel: ast.FunctionDef, mean: Mean | None, bounded: frozenset[str] = frozenset()):
        self.kernel, self.mean, self.bounded = kernel, mean, bounded
        self.names: dict[str, Term] = {}
        self.alias: dict[str, str] = {}
        self.returned: list[Term] = []
        self.kept: list[Term] = []

    def results(self) -> list[Term]:
        self.block(self.kernel.body)
        return [*self.kept, *self.returned]

    def block(self, body: list[ast.stmt]) -> None:
        for statement in body:
            self.statement(statement)

    def statement(self, node: ast.stmt) -> None:
        if isinstance(node, ast.Assign) and len(node.targets) == 1:
            self.assign(node.targets[0], node.value)
        elif isinstance(node, ast.AugAssign):
            operation = ast.BinOp(node.target, node.op, node.value)
            self.write(node.target, self.term(operation))
        elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
            self.call_statement(node.value)
        elif isinstance(node, (ast.With, ast.FunctionDef)):
            self.block(node.body)
        elif isinstance(node, ast.If) and "is None" in ast.unparse(node.test):
            return
        elif isinstance(node, ast.Return):
            self.result(node)
        elif isinstance(node, ast.For) or (
            not isinstance(node, ast.Pass) and not (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant))
        ):
            raise Unread(ast.unparse(node))

    def result(self, node: ast.Return) -> None:
        parts = node.value.elts if isinstance(node.value, ast.Tuple) else [node.value]
        leaves = [leaf for p in parts for leaf in (p.elts if isinstance(p, ast.Tuple) else [p])]
        self.last = [self.term(leaf) for leaf in leaves if leaf is not None]
        self.returned += self.last

    def assign(self, target: ast.expr, value: ast.expr) -> None:
        if isinstance(target, ast.Tuple):
            text = ast.unparse(value)
            if text.startswith("rt.blocks("):
                for name, term in zip(target.elts, self.last, strict=True):
                    self.names[ast.unparse(name)] = term
                return
            for place, name in enumerate(target.elts):
                if ".shape" not in text and text != "saved":
                    self.names[ast.unparse(name)] = sympy.Symbol(f"({text})[{place}]")
            return
        if isinstance(target, ast.Name):
            kept = (
                next((k.value for k in value.keywords if k.arg == "out"), None) if isinstance(value, ast.Call) else None
            )
            term = self.term(value)
            if isinstance(kept, ast.Name):
                self.write(kept, term)
                self.alias[target.id] = self.root(kept.id)
            elif isinstance(value, ast.Name):
                self.alias[target.id] = self.root(value.id)
            else:
                self.alias.pop(target.id, None)
            self.names[target.id] = term
            return
        self.write(target, self.term(value))

    def root(self, name: str) -> str:
        while name in self.alias:
            name = self.alias[name]
        return name

    def call_statement(self, call: ast.Call) -> None:
        out = next((k.value for k in call.keywords if k.arg == "out"), None)
        if _called(call) == "blocks":
            return
        if out is None:
            raise Unread(ast.unparse(call))
        self.write(out, self.term(call))

    def write(self, target: ast.expr, term: Term) -> None:
        """A whole array, or all rows of a block, has new entries, under every name it goes by."""
        name = self.whole(target)
        root = self.root(name)
        for other in [name, root, *(n for n in self.alias if self.root(n) == root)]:
            self.names[other] = term

    def whole(self, target: ast.expr) -> str:
        if isinstance(target, ast.Name):
            return target.id
        if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name) and _all_rows(target.slice):
            return target.value.id
        raise Unread(ast.unparse(target))

    def term(self, node: ast.expr) -> Term:
        if isinstance(node, ast.Name):
            return self.names.get(node.id, self.symbol(node.id))
        if isinstance(node, ast.Constant):
            return (
                sympy.Rational(str(node.value))
                if isinstance(node.value, int | float)
                else sympy.Symbol(repr(node.value))
            )
        if isinstance(node, ast.BinOp):
            return self.operation(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -self.term(node.operand)
        if isinstance(node, ast.Subscript):
            inner = self.term(node.value)
            place = ast.unparse(node.slice).replace("low:high", ":")
            if _spreads(node.slice):
                return sympy.Function(f"spread[{place}]")(inner) if "None" in place else inner
            return sympy.Function(f"at[{place}]")(inner)
        if isinstance(node, ast.Call):
            return self.call(node)
        if isinstance(node, ast.Attribute):
            return sympy.Function(f".{node.attr}")(self.term(node.value))
        raise Unread(ast.unparse(node))

    def symbol(self, name: str) -> sympy.Symbol:
        return sympy.Symbol(name, nonnegative=True) if name in self.bounded else sympy.Symbol(name, real=True)

    def operation(self, node: ast.BinOp) -> Term:
        left, right = self.term(node.left), self.term(node.right)
        if isinstance(node.op, ast.Add):
            return left + right
        if isinstance(node.op, ast.Sub):
            return left - right
        if isinstance(node.op, ast.Mult):
            return left * right
        if isinstance(node.op, ast.Div):
            return left / right
        return sympy.Function(type(node.op).__name__)(left, right)

    def call(self, node: ast.Call) -> Term:
        name, texts = _called(node), [ast.unparse(k) for k in node.keywords if k.arg not in ("out",)]
        if name == "float" and isinstance(node.args[0], ast.Name):
            return self.symbol(node.args[0].id)
        if name in ("type", "astype", "copy", "asarray"):
            inner = node.args[0] if name in ("type", "asarray") else node.func.value  # type: ignore[attr-defined]
            return self.term(inner)
        if name in ("empty", "zeros", "full"):
            return sympy.Symbol(ast.unparse(node))
        args = [self.term(a) for a in node.args]
        if name in ARITHMETIC and len(args) <= 2:
            return self.arithmetic(name, args)
        if name == "ratio":
            return args[0] / args[1]
        if name == "sum" and self.mean and self.vanishes(args[0], node):
            return sympy.Integer(0)
        if name in ("minimum", "maximum"):
            return (sympy.Min if name == "minimum" else sympy.Max)(*args)
        if name in ("exp", "expm1"):
            return sympy.exp(args[0]) - int(name == "expm1")
        if name == "where" and isinstance(args[0], sympy.Function) and args[0].func.__name__ in COMPARISONS:
            return self.cases(args)
        if name in EVEN and args[0].could_extract_minus_sign():
            args[0] = -args[0]
        if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name):
            args = [self.term(node.func.value), *args]
        return sympy.Function("; ".join([name, *texts]))(*args)

    def arithmetic(self, name: str, args: list[Term]) -> Term:
        a, b = args[0], args[-1]
        found = {"add": a + b, "subtract": a - b, "multiply": a * b, "negative": -a, "square": a**2, "positive": a}
        return a / b if name == "divide" else found[name]

    def cases(self, args: list[Term]) -> Term:
        name = args[0].func.__name__
        large, small = (args[0].args[i] for i in COMPARISONS[name])
        strict = sympy.Integer(0 if name.endswith("equal") else 1)
        return Where(strict, small, large, args[1], args[2])

    def vanishes(self, term: Term, call: ast.Call) -> bool:
        """Whether a sum is of x - mean over the axes of the mean, by the names that kernel and formula share.

        Within blocks of rows it is their total that vanishes, which is all that a kernel makes of it.
        """
        assert self.mean is not None
        axis = next((ast.literal_eval(k.value) for k in call.keywords if k.arg == "axis"), None)
        rank, places = self.mean.rank, self.mean.places
        summed = tuple(range(rank)) if axis is None else axis if isinstance(axis, tuple) else (axis,)
        if sorted(a % rank for a in summed) != sorted(places):
            return False
        x = sympy.Symbol(self.mean.data, real=True)
        mean = self.names.get(self.mean.name, sympy.Symbol(self.mean.name, real=True))
        term = term.replace(lambda e: str(e.func).startswith("spread["), lambda e: e.args[0])
        return bool(sympy.expand(term - (x - mean)) == 0 or sympy.expand(term + (x - mean)) == 0)


def _all_rows(index: ast.expr) -> bool:
    return ast.unparse(index) in ("low:high", "...", ":")


def _spreads(index: ast.expr) -> bool:
    """An index that gives a term its place in a broadcast and takes nothing away."""
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    return all(ast.unparse(p) in ("low:high", "...", ":", "None") for p in parts)


__all__ = ["Reading", "same"]
