"""The author's surface: textbook equations as text, read through Python's own parser.

    linear(x[N, I], weight[O, I], bias[O]) -> y
    y[n,o] = sum[i](x[n,i]*weight[o,i]) + bias[o]

A line ``p < expression`` states the range of an axis that no array tells. Python's grammar gives
brackets, precedence and ``a if x > 0 else b``; ``[0 <= i - j]`` is an Iverson bracket, and
``pad(x[s*p + r - q])`` reads nothing where the index leaves the array.
"""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import sympy

from nnmath.notation.arrays import Array, Axis, Bracket, Guard, IndexValue, Reduction, within
from nnmath.notation.functions import SURFACE, indicator, opaque
from nnmath.notation.index import Index, nonnegative
from nnmath.notation.system import NotationError, Parameter

NUMBER = r"\s*[-+]?[\d.]+(?:[eE][-+]?\d+)?\s*"
REDUCTIONS = {"sum": "sum", "max": "max", "min": "min", "prod": "prod", "logsumexp": "logsumexp"}


@dataclass(frozen=True)
class Line:
    """One equation as written: its text and both sides as syntax trees."""

    text: str
    name: str
    index: tuple[ast.expr, ...]
    right: ast.expr
    adds: bool


@dataclass(frozen=True)
class Header:
    """The signature line."""

    name: str
    inputs: tuple[Array, ...]
    parameters: tuple[Parameter, ...]
    functions: tuple[str, ...]
    outputs: tuple[str, ...]


def parse_header(text: str) -> Header:
    match = re.fullmatch(r"\s*(\w+)\s*\((.*)\)\s*->\s*([\w\s,]+?)\s*", text, re.DOTALL)
    if not match:
        raise NotationError(f"a signature reads 'name(x[N, I], bias[N]; eps: real > 0) -> y', got\n    {text}")
    arrays, _, scalars = match[2].partition(";")
    parameters, functions = [], []
    for item in _split(scalars):
        name, _, kind = (part.strip() for part in item.partition(":"))
        if kind == "function":
            functions.append(name)
        else:
            parameters.append(parse_parameter(name, kind or "real"))
    inputs = tuple(_declare(item) for item in _split(arrays))
    outputs = tuple(name.strip() for name in match[3].split(","))
    _check_names([match[1]], [a.name for a in inputs] + [p.name for p in parameters] + functions, text)
    return Header(match[1], inputs, tuple(parameters), tuple(functions), outputs)


def _check_names(titles: list[str], names: list[str], text: str) -> None:
    for name in titles + names:
        if not name.isidentifier() or keyword.iskeyword(name):
            raise NotationError(f"'{name}' cannot be a name, in\n    {text}")
        if names.count(name) > 1:
            raise NotationError(f"{name} is declared twice, in\n    {text}")


def _split(text: str) -> Iterable[str]:
    """Split at commas outside brackets."""
    depth, item = 0, ""
    for character in text:
        depth += (character in "[(") - (character in "])")
        if character == "," and depth == 0:
            yield item.strip()
            item = ""
        else:
            item += character
    if item.strip():
        yield item.strip()


def parse_parameter(name: str, kind: str) -> Parameter:
    """``real``, ``real > 0``, ``real in [0,1)``, ``int >= 1``."""
    match = re.fullmatch(rf"(real|int)\s*(?:(>=|>|<=|<)\s*({NUMBER})|in\s*([\[(])({NUMBER}),({NUMBER})([\])]))?", kind)
    if not (name.isidentifier() and match):
        raise NotationError(
            f"a parameter is declared as 'eps: real > 0', 'p: real in [0,1)', 's: int >= 1' or 'f: function', "
            f"got '{name}: {kind}'"
        )
    base: Any = {"real": "real", "int": "integer"}[match[1]]
    if match[4]:
        return Parameter(name, base, float(match[5]), float(match[6]), match[4] == "(", match[7] == ")")
    if match[2] in (">", ">="):
        return Parameter(name, base, float(match[3]), low_open=match[2] == ">")
    if match[2]:
        return Parameter(name, base, high=float(match[3]), high_open=match[2] == "<")
    return Parameter(name, base)


def _declare(item: str) -> Array:
    declaration, _, kind = _annotation(item)
    tree = _expression(declaration, item)
    below, tag = None, kind or "real"
    if not re.fullmatch(r"(real|positive|mask|int(eger)?(\s*<.+)?)?", kind):
        raise NotationError(f"an array is real, 'mask', 'positive' or 'int<K', got {item}")
    if kind.startswith("int"):
        below = parse_index(_expression(kind.partition("<")[2], item)) if "<" in kind else None
        tag = "integer"
    if isinstance(tree, ast.Name):
        return Array(tree.id, (), tag, below)  # type: ignore[arg-type]
    if not (isinstance(tree, ast.Subscript) and isinstance(tree.value, ast.Name)):
        raise NotationError(f"an array is declared as x[N, I], got {item}")
    axes = [_axis(d, part) for d, part in enumerate(_elements(tree.slice))]
    return Array(tree.value.id, tuple(axes), tag, below)  # type: ignore[arg-type]


def _annotation(item: str) -> tuple[str, str, str]:
    match = re.fullmatch(r"(\w+(?:\s*\[.*\])?)\s*(?::\s*(.*))?", item, re.DOTALL)
    if not match:
        raise NotationError(f"an array is declared as x[N, I], got {item}")
    return match[1], ":", (match[2] or "").strip()


def _axis(position: int, part: ast.expr) -> Axis:
    if isinstance(part, ast.Slice) and isinstance(part.lower, ast.Name) and part.upper is not None:
        return Axis(part.lower.id, parse_index(part.upper))
    return Axis(f"_{position}", parse_index(part))


def _elements(tree: ast.expr) -> tuple[ast.expr, ...]:
    return tuple(tree.elts) if isinstance(tree, ast.Tuple) else (tree,)


def _expression(text: str, where: str) -> ast.expr:
    try:
        return ast.parse(text.strip(), mode="eval").body
    except SyntaxError:
        raise NotationError(f"cannot read '{text.strip()}' in\n    {where}") from None


def parse_index(tree: ast.expr) -> Index:
    """An integer polynomial from its syntax."""
    match tree:
        case ast.Constant(value=int(value)):
            return Index.of(value)
        case ast.Name(id=name):
            return Index.name(name)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -parse_index(operand)
        case ast.Call(func=ast.Name(id=name), args=[at]):
            return Index.width(name, parse_index(at))
        case ast.BinOp(left=left, op=op, right=right):
            a, b = parse_index(left), parse_index(right)
            match op:
                case ast.Add():
                    return a + b
                case ast.Sub():
                    return a - b
                case ast.Mult():
                    return a * b
                case ast.FloorDiv():
                    return a // b
    raise NotationError(f"'{ast.unparse(tree)}' is not an integer index")


def parse_lines(text: str) -> tuple[list[Line], dict[str, Index]]:
    """Equations and explicit ranges; a line with open brackets goes on in the next."""
    lines: list[Line] = []
    ranges: dict[str, Index] = {}
    for joined in _logical_lines(text):
        if match := re.fullmatch(r"(\w+)\s*<\s*([^=]+)", joined):
            ranges[match[1]] = parse_index(_expression(match[2], joined))
        else:
            lines.append(_parse_line(joined))
    return lines, ranges


def _logical_lines(text: str) -> Iterable[str]:
    pending = ""
    for raw in text.splitlines():
        pending = f"{pending} {raw.split('#')[0].strip()}".strip()
        if pending and sum(pending.count(c) for c in "[(") <= sum(pending.count(c) for c in "])"):
            yield pending
            pending = ""
    if pending:
        raise NotationError(f"a bracket is not closed in\n    {pending}")


def _parse_line(text: str) -> Line:
    try:
        statement, *more = ast.parse(text).body
    except SyntaxError:
        raise NotationError(f"cannot read the equation\n    {text}") from None
    if more:
        raise NotationError(f"one equation a line, got\n    {text}")
    if isinstance(statement, ast.Assign) and len(statement.targets) == 1:
        target, adds = statement.targets[0], False
    elif isinstance(statement, ast.AugAssign) and isinstance(statement.op, ast.Add):
        target, adds = statement.target, True
    else:
        raise NotationError(f"an equation reads 'y[n,o] = ...', got\n    {text}")
    if isinstance(target, ast.Name):
        return Line(text, target.id, (), statement.value, adds)
    if isinstance(target, ast.Subscript) and isinstance(target.value, ast.Name):
        return Line(text, target.value.id, _elements(target.slice), statement.value, adds)
    raise NotationError(f"an equation reads 'y[n,o] = ...', got\n    {text}")


_COMPARISONS: dict[type, str] = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">=", ast.Eq: "==", ast.NotEq: "!="}


class Reader:
    """Turns a right side into a sympy expression of atoms, given arrays and the ranges of indices."""

    def __init__(self, line: str, arrays: dict[str, Array], header: Header, ranges: dict[str, Index]):
        self.line, self.arrays, self.ranges = line, arrays, ranges
        self.functions = set(header.functions)
        self.integers = {p.name for p in header.parameters if p.kind == "integer"}
        self.reals = {p.name: p.array for p in header.parameters if p.kind == "real"}

    def fail(self, message: str) -> NotationError:
        return NotationError(f"{message}, in\n    {self.line}")

    def read(self, tree: ast.expr) -> sympy.Expr:
        match tree:
            case ast.Constant(value=bool()):
                raise self.fail(f"{ast.unparse(tree)} is not a number")
            case ast.Constant(value=int(value)):
                return sympy.Integer(value)
            case ast.Constant(value=float(value)):
                return self._decimal(tree, value)
            case ast.Name(id=name):
                return self._name(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                return -self.read(operand)
            case ast.BinOp(left=left, op=op, right=right):
                return self._binary(self.read(left), op, self.read(right))
            case ast.IfExp(test=test, body=body, orelse=other):
                return sympy.Piecewise((self.read(body), self._condition(test)), (self.read(other), True))
            case ast.Subscript(value=ast.Name(id=name), slice=index):
                return self._array(name, _elements(index))
            case ast.List(elts=[ast.Compare() as comparison]):
                return self._bracket(comparison)
            case ast.Call(func=function, args=args, keywords=[]):
                return self._call(function, args)
        raise self.fail(f"cannot read '{ast.unparse(tree)}'")

    def _decimal(self, tree: ast.expr, value: float) -> sympy.Expr:
        """A decimal as typed, with all its digits, not as the nearest float."""
        digits = ast.get_source_segment(self.line, tree)
        if digits is None or float(digits) != value:
            raise self.fail(f"cannot place the number {value}")
        return sympy.Rational(digits.replace("_", ""))

    def _name(self, name: str) -> sympy.Expr:
        if name in self.reals:
            return self.reals[name].scalar
        if name in self.arrays:
            array = self.arrays[name]
            if array.rank:
                raise self.fail(f"{array} has {array.rank} axes and is read with none")
            return array.scalar
        if name == "pi":
            return sympy.pi
        return IndexValue(Index.name(name))

    def _binary(self, left: sympy.Expr, op: ast.operator, right: sympy.Expr) -> sympy.Expr:
        match op:
            case ast.Add():
                return left + right
            case ast.Sub():
                return left - right
            case ast.Mult():
                return left * right
            case ast.Div():
                return left / right
            case ast.Pow():
                return left**right
        raise self.fail(f"operator {type(op).__name__} has no meaning here")

    def _array(self, name: str, parts: tuple[ast.expr, ...]) -> sympy.Expr:
        if name not in self.arrays:
            raise self.fail(f"{name} is neither an input nor defined by an equation")
        array = self.arrays[name]
        if len(parts) != array.rank:
            raise self.fail(f"{array} has {array.rank} axes and is read with {len(parts)}")
        return array[tuple(parse_index(p) for p in parts)]

    def _call(self, function: ast.expr, args: list[ast.expr]) -> sympy.Expr:
        match function, args:
            case ast.Subscript(value=ast.Name(id=op), slice=names), [body] if op in (*REDUCTIONS, "mean"):
                return self._reduction(op, names, body)
            case ast.Subscript(value=ast.Name(id=name), slice=at), [body] if name in self.functions:
                layer = [IndexValue(parse_index(a)) for a in _elements(at)]
                return opaque(sympy.Symbol(name), sympy.Integer(0), *layer, self.read(body))
            case ast.Name(id="pad"), [ast.Subscript(value=ast.Name(id=name), slice=at)]:
                return self._padded(name, _elements(at))
            case ast.Name(id=name), [body] if name in self.functions:
                return opaque(sympy.Symbol(name), sympy.Integer(0), self.read(body))
            case ast.Attribute(value=inner, attr="prime"), [_]:
                return self._derivative(self._call(inner, args))
            case ast.Name(id=name), [body] if name in SURFACE:
                return SURFACE[name](self.read(body))
        raise self.fail(f"cannot read '{ast.unparse(function)}(...)'")

    def _derivative(self, value: sympy.Expr) -> sympy.Expr:
        """``sigma.prime(x)``: the derivative of the function, not of its argument."""
        return value.fdiff(len(value.args))

    def _reduction(self, op: str, names: ast.expr, body: ast.expr) -> sympy.Expr:
        axes = []
        for part in _elements(names):
            if not isinstance(part, ast.Name) or part.id not in self.ranges:
                raise self.fail(f"nothing tells the range of {ast.unparse(part)}")
            axes.append(Axis(part.id, self.ranges[part.id]))
        inner = self.read(body)
        if op == "mean":
            count = sympy.Mul(*(IndexValue(axis.size) for axis in axes))
            return Reduction("sum", tuple(axes), inner / count)
        return Reduction(REDUCTIONS[op], tuple(axes), inner)  # type: ignore[arg-type]

    def _padded(self, name: str, parts: tuple[ast.expr, ...]) -> sympy.Expr:
        read = self._array(name, parts)
        guards: list[Guard] = []
        for index, size in zip(read.index, read.array.sizes(read.index), strict=True):
            if not self._surely_inside(index, size):
                guards += within(index, size)
        return read * Bracket(tuple(guards)) if guards else read

    def _surely_inside(self, index: Index, size: Index) -> bool:
        """Whether the extremes of an index, all of whose terms are positive, lie in the axis."""
        last = {n: r - 1 for n, r in self.ranges.items() if n in index.names}
        return nonnegative(index) and nonnegative(size - 1 - index.substitute(last))

    def _bracket(self, comparison: ast.Compare) -> sympy.Expr:
        sides = [comparison.left, *comparison.comparators]
        factors = [
            self._compare(left, op, right) for left, op, right in zip(sides, comparison.ops, sides[1:], strict=False)
        ]
        return sympy.Mul(*factors)

    def _compare(self, left: ast.expr, op: ast.cmpop, right: ast.expr) -> sympy.Expr:
        try:
            a, b = parse_index(left), parse_index(right)
            data = bool((a.names | b.names) & (self.arrays.keys() | self.reals.keys()))
        except NotationError:
            data = True
        if data:
            if isinstance(op, ast.Eq):
                return indicator(self.read(left), self.read(right))
            raise self.fail("a bracket compares indices, or tests data for equality with an index")
        match op:
            case ast.LtE():
                return Bracket((Guard(">=", b - a),))
            case ast.Lt():
                return Bracket((Guard(">=", b - a - 1),))
            case ast.GtE():
                return Bracket((Guard(">=", a - b),))
            case ast.Gt():
                return Bracket((Guard(">=", a - b - 1),))
            case ast.Eq():
                return Bracket((Guard("==", a - b),))
            case ast.NotEq():
                return Bracket((Guard("!=", a - b),))
        raise self.fail("a bracket compares with < <= > >= == !=")

    def _condition(self, tree: ast.expr) -> Any:
        if isinstance(tree, ast.Compare):
            sides = [self.read(side) for side in (tree.left, *tree.comparators)]
            parts = [
                sympy.Rel(a, b, _COMPARISONS[type(op)]) for a, op, b in zip(sides, tree.ops, sides[1:], strict=False)
            ]
            return sympy.And(*parts)
        raise self.fail(f"'{ast.unparse(tree)}' is not a comparison")


def expression(
    text: str,
    arrays: Iterable[Array],
    ranges: dict[str, Index],
    functions: Iterable[str] = (),
    parameters: Iterable[Parameter] = (),
) -> sympy.Expr:
    """The meaning of a right side on its own: ``sum[k](w[j,k]*x[k])`` with k < K in `ranges`."""
    text = text.strip()
    header = Header("expression", (), tuple(parameters), tuple(functions), ())
    reader = Reader(text, {a.name: a for a in arrays}, header, ranges)
    return reader.read(_expression(text, text))
