"""Whether a changed kernel computes the same real numbers: a kernel read as expressions, with three rules.

Both kernels are read statement by statement into terms; what is not understood becomes a symbol named by its text and
its arguments. They are the same if every result, and everything written on the way, has the same term, given that

- ``where(a < b, p, q)`` and ``where(a <= b, p, q)`` agree if p = q wherever a = b, and so for every other order;
- some functions are even: sigmoid', sech^2, the normal density, the square, the absolute value;
- a sum of x - mean over what the mean was taken over is 0, which the prover has proved for the formula.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from typing import Any, TypeAlias

import sympy

from nnmath.calculus import prove
from nnmath.notation import System
from nnmath.notation.arrays import Read
from nnmath.notation.functions import NAMED
from nnmath.verify.equivalent_terms import AT_MOST, EQUAL, LESS, Where, equal
from nnmath.verify.equivalent_writes import alike
from nnmath.verify.mutate_kernel import _called

Term: TypeAlias = Any
ARITHMETIC = {"add", "subtract", "multiply", "divide", "negative", "square", "positive"}
EVEN = {"dsigmoid", "sech2", "phi", "npdf", "abs", "cosh"}
COMPARISONS = {
    **{"greater": (0, 1), "greater_equal": (0, 1), "less": (1, 0), "less_equal": (1, 0)},
    **{"equal": (0, 1), "not_equal": (0, 1)},
}
DEEPEST_LOGARITHM = -37


@dataclass(frozen=True)
class Mean:
    """An array, its mean, and the axes of the array that the mean is over."""

    data: str
    name: str
    rank: int
    places: tuple[int, ...]


class Unread(Exception):
    """A statement that this reading does not cover."""


def same(system: System, kernel: ast.FunctionDef, changed: ast.FunctionDef, forward: ast.FunctionDef) -> str:
    """Why two kernels agree, or nothing. What a backward is handed from `forward` was computed there."""
    kernel, changed, forward = map(_allocating, (kernel, changed, forward))
    if _covered(kernel, changed, forward):
        return "both limits lie beyond the last window (integers, for all sizes)"
    bounded = frozenset(p.name for p in system.parameters if p.low is not None and p.low >= 0)
    if why := alike(kernel, changed, bounded):
        return why
    centred = _centred(system)
    inputs = frozenset(a.name for a in system.inputs)
    try:
        for rule, mean in (("", None), *((f"sum of {m.data} - {m.name} is 0 (proved)", m) for m in centred)):
            readings = [Reading(k, mean, bounded, inputs) for k in (kernel, changed)]
            one, other = (r.results() for r in readings)
            zero = {readings[0].first_of(total): readings[0].first_of(part) for total, part in _vanishing(system)}
            if len(one) == len(other) and all(equal(a, b, zero) for a, b in zip(one, other, strict=True)):
                return rule or "the same terms"
    except (Unread, TypeError, ValueError, AttributeError, KeyError, IndexError, RecursionError):
        return ""
    return ""


def _covered(kernel: ast.FunctionDef, changed: ast.FunctionDef, forward: ast.FunctionDef) -> bool:
    """Kernels that differ in ``high = max(low, min(P, E//s + c))`` alone, where ``E//s + c`` is never less than P.

    P is F//s + d. For r < R that follows from c >= d and E - F >= 0, a sum of sizes that are not negative.
    """
    pairs = zip(ast.walk(kernel), ast.walk(changed), strict=False)
    differing = [(a, b) for a, b in pairs if isinstance(a, ast.Assign) and ast.dump(a) != ast.dump(b)]
    if len(differing) != 1 or not isinstance(differing[0][1], ast.Assign):
        return False
    undone = copy.deepcopy(changed)
    other = list(ast.walk(undone))[list(ast.walk(changed)).index(differing[0][1])]
    assert isinstance(other, ast.Assign)
    other.value = differing[0][0].value
    if ast.dump(undone) != ast.dump(kernel):
        return False
    ranges = {
        ast.unparse(n.target): ast.unparse(n.iter.args[0])
        for n in ast.walk(kernel)
        if isinstance(n, ast.For) and isinstance(n.iter, ast.Call) and _called(n.iter) == "range"
    }
    sizes = {
        ast.unparse(n.targets[0]): n.value for k in (forward, kernel) for n in ast.walk(k) if isinstance(n, ast.Assign)
    }
    values: list[Any] = [s.value for s in (differing[0][0], differing[0][1])]
    if (
        not all(map(_is_limit, values))
        or len({ast.unparse(v.args[0]) + ast.unparse(v.args[1].args[0]) for v in values}) > 1
    ):
        return False
    return all(_beyond(v.args[1], sizes, ranges) for v in values)


def _is_limit(value: ast.expr) -> bool:
    return (
        isinstance(value, ast.Call)
        and ast.unparse(value.func) == "max"
        and isinstance(value.args[1], ast.Call)
        and ast.unparse(value.args[1].func) == "min"
    )


def _beyond(least: Any, sizes: Mapping[str, ast.expr], ranges: Mapping[str, str]) -> bool:
    """Whether ``min(P, E//s + c)`` is P."""
    count = sizes.get(ast.unparse(least.args[0]))
    parts = [_floor(node) for node in (least.args[1], count)]
    if parts[0] is None or parts[1] is None or parts[0][1] != parts[1][1] or parts[0][2] < parts[1][2]:
        return False
    gap = sympy.expand(parts[0][0] - parts[1][0])
    for name, stop in ranges.items():
        steps_left = sympy.Symbol(f"{name}_left", nonnegative=True)
        gap = sympy.expand(gap.subs(_size_symbol(name), _size_symbol(stop) - 1 - steps_left))
    return bool(gap.is_nonnegative)


def _size_symbol(name: str) -> sympy.Symbol:
    return sympy.Symbol(name, nonnegative=True, integer=True)


def _floor(node: ast.expr | None) -> tuple[Term, str, int] | None:
    """``(E, s, c)`` of ``E//s + c``."""
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add) and isinstance(node.right, ast.Constant)):
        return None
    floor = node.left
    if not (isinstance(floor, ast.BinOp) and isinstance(floor.op, ast.FloorDiv)):
        return None
    names = {n.id: _size_symbol(n.id) for n in ast.walk(floor.left) if isinstance(n, ast.Name)}
    term = sympy.sympify(ast.unparse(floor.left), locals=names)
    return term, ast.unparse(floor.right), int(str(node.right.value))


class _Allocating(ast.NodeTransformer):
    """``rt.empty(...) if out is None else out`` as the memory that is made: into which array is the same."""

    def visit_IfExp(self, node: ast.IfExp) -> ast.expr:
        return node.body if ast.unparse(node.test) == "out is None" else node


def _allocating(kernel: ast.FunctionDef) -> ast.FunctionDef:
    found: ast.FunctionDef = _Allocating().visit(copy.deepcopy(kernel))
    return found


def _vanishing(system: System) -> Iterator[tuple[str, str]]:
    """A sum of squares or of powers of sizes, and what is 0 throughout where it is."""
    for array, writers in system.writers.items():
        for statement in writers if len(writers) == 1 else ():
            body, found = statement.body, {r for r in statement.reads if r.array.rank}
            if statement.op == "sum" and len(found) == 1:
                (read,) = found
                size = NAMED["abs"](read)
                if isinstance(body, sympy.Piecewise) and body.args[0] == (0, sympy.Eq(read, 0)):
                    body = body.args[1][0]
                if body == read**2 or (isinstance(body, sympy.Pow) and body.base == size):
                    yield array.name, read.array.name


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

    def __init__(
        self,
        kernel: ast.FunctionDef,
        mean: Mean | None,
        bounded: frozenset[str] = frozenset(),
        inputs: frozenset[str] = frozenset(),
    ):
        self.kernel, self.mean, self.bounded, self.inputs = kernel, mean, bounded, inputs
        self.names: dict[str, Term] = {}
        self.first: dict[str, Term] = {}
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
            self.first.setdefault(target.id, term)
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
            return self.named(node.id)
        if isinstance(node, ast.Constant):
            return _rational(node.value) if isinstance(node.value, int | float) else sympy.Symbol(repr(node.value))
        if isinstance(node, ast.BinOp):
            return self.operation(node)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return -self.term(node.operand)
        if isinstance(node, ast.Subscript):
            inner = self.term(node.value)
            place = ast.unparse(node.slice).replace("low:high", ":")
            if _spreads(node.slice):
                return _function(f"spread[{place}]", inner) if "None" in place else inner
            return _function(f"at[{place}]", inner)
        if isinstance(node, ast.Call):
            return self.call(node)
        if isinstance(node, ast.Attribute):
            return _function(f".{node.attr}", self.term(node.value))
        raise Unread(ast.unparse(node))

    def named(self, name: str) -> Term:
        return self.names.get(name, self.symbol(name))

    def first_of(self, name: str) -> Term:
        """What a name of the formula stood for before its memory was used again."""
        return self.first.get(name, self.symbol(name))

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
        return _function(type(node.op).__name__, left, right)

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
        if name in ("exp", "expm1", "expm1_below", "expm1mx"):
            return sympy.exp(args[0]) - int(name != "exp") - (args[0] if name == "expm1mx" else 0)
        if name == "where" and isinstance(args[0], sympy.Function) and args[0].func.__name__ in COMPARISONS:
            return self.cases(args)
        if name == "exp_of":
            return sympy.exp(args[0] * args[1] / args[2])
        if name in ("abs", "sign"):
            return {"abs": sympy.Abs, "sign": sympy.sign}[name](args[0])
        if name in EVEN and args[0].could_extract_minus_sign():
            args[0] = -args[0]
        if isinstance(node.func, ast.Attribute) and not isinstance(node.func.value, ast.Name):
            args = [self.term(node.func.value), *args]
        return _function("; ".join([name, *texts]), *args)

    def arithmetic(self, name: str, args: list[Term]) -> Term:
        a, b = args[0], args[-1]
        found = {"add": a + b, "subtract": a - b, "multiply": a * b, "negative": -a, "square": a**2, "positive": a}
        return a / b if name == "divide" else found[name]

    def cases(self, args: list[Term]) -> Term:
        """``where`` of a comparison, the smaller side first."""
        name, both = args[0].func.__name__, args[0].args
        if name in ("equal", "not_equal"):
            p, q = args[1:] if name == "equal" else args[:0:-1]
            return Where(EQUAL, *both, p, q)
        large, small = (both[i] for i in COMPARISONS[name])
        kind = AT_MOST if name.endswith("equal") else LESS
        if small in self.saturated() and large.is_number and large < DEEPEST_LOGARITHM:
            kind, large = LESS, sympy.Integer(-1000)
        return Where(kind, small, large, args[1], args[2])

    def saturated(self) -> set[Term]:
        """log(1 - x) of a float x is -inf or at least -53 log 2: between 1 and the float below lies no other."""
        return {_function("log1p", -self.symbol(name)) for name in self.inputs}

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


def _rational(value: float) -> sympy.Rational:
    """The number that a literal is written for: 1/6 for its nearest float."""
    near = Fraction(value).limit_denominator(1000)
    return sympy.Rational(near.numerator, near.denominator) if float(near) == value else sympy.Rational(str(value))


def _function(name: str, *args: Term) -> Term:
    return sympy.Function(name, real=True)(*args)


def _all_rows(index: ast.expr) -> bool:
    return ast.unparse(index) in ("low:high", "...", ":")


def _spreads(index: ast.expr) -> bool:
    """An index that gives a term its place in a broadcast and takes nothing away."""
    parts = index.elts if isinstance(index, ast.Tuple) else [index]
    return all(ast.unparse(p) in ("low:high", "...", ":", "None") for p in parts)


__all__ = ["Reading", "same"]
