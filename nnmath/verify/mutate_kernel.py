"""Wrong kernels made on purpose: one change in the syntax tree of a generated function at a time."""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias

Edit: TypeAlias = Any  # from a node to what stands in its place, None for nothing

MADE = re.compile(r"(np|rt)\.(empty|zeros)\(")
OPPOSITE = {"add": "subtract", "subtract": "add", "multiply": "divide", "divide": "multiply"}
KIND_OF_OPPOSITE = {"add": "sign", "subtract": "sign", "multiply": "factor", "divide": "factor"}
OTHER_CALL = {
    "exp": ("function", "tanh"),
    "expm1": ("function", "exp"),
    "expm1_below": ("function", "exp"),
    "expm1mx": ("function", "expm1"),
    "tanh": ("function", "sin"),
    "sign": ("function", "abs"),
    "abs": ("function", "positive"),
    "negative": ("sign", "positive"),
    "square": ("power", "positive"),
    "sqrt": ("power", "positive"),
    "maximum": ("compare", "minimum"),
    "minimum": ("compare", "maximum"),
    "greater": ("compare", "greater_equal"),
    "greater_equal": ("compare", "greater"),
    "less": ("compare", "less_equal"),
    "less_equal": ("compare", "less"),
    "equal": ("compare", "not_equal"),
    "max": ("compare", "min"),
}
OTHER_HELPER = {
    "sigmoid": "dsigmoid",
    "dsigmoid": "sigmoid",
    "sech2": "dsigmoid",
    "softplus": "logsigmoid",
    "logsigmoid": "softplus",
    "erf": "Phi",
    "Phi": "phi",
    "phi": "Phi",
    "gelu": "silu",
    "dgelu": "dsilu",
    "silu": "gelu",
    "dsilu": "dgelu",
}
OTHER_COMPARISON: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
}
SHAPING = {"reshape", "transpose", "swapaxes", "empty", "zeros", "full", "errstate", "blocks", "require_nonempty"}
PERCENT = (1.001, 0.999)


@dataclass(frozen=True)
class Site:
    """A kind of mistake at one node, counted in the order of `ast.walk`."""

    kind: str
    description: str
    node: int
    edit: Edit


def functions(source: str) -> dict[str, ast.FunctionDef]:
    """The functions of a module by name."""
    return {node.name: node for node in ast.parse(source).body if isinstance(node, ast.FunctionDef)}


def edited(function: ast.FunctionDef, site: Site) -> ast.FunctionDef:
    """A copy with one node replaced, or left out where the edit gives None."""
    tree = copy.deepcopy(function)
    target = list(ast.walk(tree))[site.node]
    new = site.edit(target)
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is target:
                setattr(parent, name, new)
            elif isinstance(value, list) and any(v is target for v in value):
                place = next(i for i, v in enumerate(value) if v is target)
                value[place] = ast.Pass() if new is None else new
    return ast.fix_missing_locations(tree)


def text(function: ast.AST) -> str:
    return ast.unparse(function)


def sites(function: ast.FunctionDef) -> Iterator[Site]:
    """Every mistake that can be made in a kernel, in the order of its text."""
    where = _Context(function)
    seen: set[tuple[int, str]] = set()
    for number, node in enumerate(ast.walk(function)):
        if not where.counts(node):
            continue
        for kind, what, edit in _of_node(node, where):
            if (number, what) not in seen:
                seen.add((number, what))
                line = where.line(node)
                yield Site(kind, f"{what} in {function.name}: {line}", number, edit)


class _Context:
    """What surrounds each node: the statement, and whether it stands in an index or a shape."""

    def __init__(self, function: ast.FunctionDef):
        self.function = function
        self.parent: dict[ast.AST, ast.AST] = {}
        for node in ast.walk(function):
            for child in ast.iter_child_nodes(node):
                self.parent[child] = node
        self.backward = "_backward" in function.name or "_jvp" in function.name
        self.lines: dict[ast.AST, str] = {}
        self.integers = _integers(function)
        self.slices: dict[tuple[str, int, int], list[ast.slice | ast.expr]] = {}
        for node in ast.walk(function):
            if isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple):
                for place, part in enumerate(node.slice.elts):
                    key = (ast.unparse(node.value), len(node.slice.elts), place)
                    self.slices.setdefault(key, []).append(part)

    def first_write(self, node: ast.AugAssign) -> bool:
        """Whether an accumulation meets the zeros that its array was made of: assigning is then the same.

        Either it stands before every other write and outside loops, or each pass of its loops has a row of its own.
        """
        name, indices = _written(node.target)
        made = [s for s in ast.walk(self.function) if isinstance(s, ast.Assign) and ast.unparse(s.targets[0]) == name]
        zeros = any("zeros(" in ast.unparse(s.value) for s in made)
        written = [
            s.lineno
            for s in ast.walk(self.function)
            if (isinstance(s, ast.AugAssign) and _written(s.target)[0] == name)
            or (isinstance(s, ast.keyword) and s.arg == "out" and _written(s.value)[0] == name)
            or (
                isinstance(s, ast.Assign)
                and isinstance(s.targets[0], ast.Subscript)
                and _written(s.targets[0])[0] == name
            )
        ]
        ragged = isinstance(node.target, ast.Subscript) and isinstance(node.target.value, ast.Subscript)
        loops = [s for s in ast.walk(self.function) if isinstance(s, ast.For) and node in ast.walk(s)]
        apart = all(ast.unparse(loop.target) in indices for loop in loops)
        return zeros and (ragged or (apart and min(written, default=0) == node.lineno))

    def statement(self, node: ast.AST) -> ast.AST:
        while not isinstance(node, ast.stmt):
            node = self.parent[node]
        return node

    def line(self, node: ast.AST) -> str:
        statement = self.statement(node)
        if statement not in self.lines:
            self.lines[statement] = ast.unparse(statement).splitlines()[0]
        return self.lines[statement]

    def counts(self, node: ast.AST) -> bool:
        """Not the docstring, unpacking of arguments and shapes, results, and tests of what was given.

        Nor a flag that says which of two ways to the same result is open.
        """
        if node is self.function or isinstance(node, ast.arguments | ast.arg | ast.expr_context | ast.operator):
            return False
        statement = self.statement(node)
        if isinstance(statement, ast.Return | ast.If | ast.With | ast.FunctionDef | ast.Pass):
            return isinstance(statement, ast.Return) and not self._of_kernel(statement)
        if isinstance(statement, ast.Assign):
            made = ast.unparse(statement.value)
            if isinstance(statement.value, ast.Compare | ast.BoolOp):
                return False
            if made == "saved" or ".shape" in made or ".dtype" in made or MADE.match(made):
                return False
            return not ((isinstance(statement.targets[0], ast.Tuple) and "float(" in made) or made.startswith("float("))
        return True

    def _of_kernel(self, statement: ast.AST) -> bool:
        owner = self.parent[statement]
        return owner is self.function

    def counts_places(self, node: ast.AST) -> bool:
        """Whether a number belongs to arithmetic of indices, or is compared with it."""
        parent = self.parent[node]
        if isinstance(parent, ast.Call) and _called(parent).startswith(("greater", "less", "equal", "not_equal")):
            return any(isinstance(a, ast.Name) and a.id in self.integers for a in parent.args)
        statement = self.statement(node)
        target = statement.targets[0] if isinstance(statement, ast.Assign) else None
        return isinstance(target, ast.Name) and target.id in self.integers

    def in_condition(self, node: ast.AST) -> bool:
        """Whether a number says which side of a term is limited: only its sign counts, which is an operation."""
        while isinstance(node, ast.Constant | ast.UnaryOp | ast.Tuple):
            node = self.parent[node]
        return isinstance(node, ast.Call) and _called(node) == "counted"

    def structural(self, node: ast.AST) -> bool:
        """Whether a number is part of an index, a shape or an axis."""
        while not isinstance(node, ast.stmt):
            parent = self.parent[node]
            if isinstance(parent, ast.Subscript) and node is parent.slice:
                return True
            if isinstance(parent, ast.keyword) and parent.arg in ("axis", "out", "keepdims", "initial"):
                return True
            if (
                isinstance(parent, ast.Call)
                and node is not parent.func
                and _called(parent)
                in (SHAPING | {"range", "add_along_axis", "take", "take_along_axis", "max", "min", "int", "logsumexp"})
                and not (_called(parent) in ("max", "min") and isinstance(parent.func, ast.Attribute))
            ):
                return True
            if isinstance(parent, ast.Call) and node is parent.func:
                return True
            node = parent
        return isinstance(node, ast.Assign) and isinstance(node.value, ast.Call | ast.BinOp) and _is_size(node)


def _written(target: ast.AST) -> tuple[str, set[str]]:
    """The array that is written, through views of it, and the names that stand alone as its indices."""
    indices = set()
    while not isinstance(target, ast.Name):
        if isinstance(target, ast.Subscript):
            parts = target.slice.elts if isinstance(target.slice, ast.Tuple) else [target.slice]
            indices |= {p.id for p in parts if isinstance(p, ast.Name)}
            target = target.value
        elif isinstance(target, ast.Call) and _called(target) == "reshape" and isinstance(target.func, ast.Attribute):
            target = target.func.value
        else:
            return ast.unparse(target), indices
    return target.id, indices


def _integers(function: ast.FunctionDef) -> set[str]:
    """Names of arrays of integers: a range, and sums and products of such with sizes."""
    found: set[str] = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            arrays = {n.id for n in ast.walk(node.value) if isinstance(n, ast.Name)} & found
            plain = not any(
                isinstance(n, ast.Call) or (isinstance(n, ast.Constant) and isinstance(n.value, float))
                for n in ast.walk(node.value)
            )
            counted = isinstance(node.value, ast.Call) and ast.unparse(node.value.func) == "np.arange"
            if counted or (arrays and plain and not isinstance(node.value, ast.Compare)):
                found.add(node.targets[0].id)
    return found


def _is_size(statement: ast.Assign) -> bool:
    """``p_low = max(0, ...)`` or ``P = (H + ...)//s + 1``: an integer."""
    made = ast.unparse(statement.value)
    return made.startswith(("max(", "min(")) or "//" in made


def _called(call: ast.Call) -> str:
    return call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")


Found = Iterator[tuple[str, str, Edit]]


def _of_node(node: ast.AST, where: _Context) -> Found:
    if isinstance(node, ast.BinOp) and not where.structural(node):
        yield from (f for f in _of_operation(node) if not (where.counts_places(node) and f[1].endswith("divides")))
    elif isinstance(node, ast.AugAssign):
        yield from _of_accumulation(node, where)
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        if _called(node.value) not in ("blocks", "require_nonempty"):
            yield "path" if where.backward else "term", "left out", lambda n: None
    elif isinstance(node, ast.Call):
        yield from _of_call(node, where)
    elif isinstance(node, ast.Constant):
        yield from _of_constant(node, where)
    elif isinstance(node, ast.Attribute) and node.attr == "T":
        yield "transpose", "not transposed", lambda n: n.value
    elif isinstance(node, ast.Compare) and not where.structural(node):
        yield from _of_comparison(node)
    elif isinstance(node, ast.For):
        yield from _of_loop(node)
    elif isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub) and not where.structural(node):
        yield "sign", "the sign left out", lambda n: n.operand
    elif isinstance(node, ast.Subscript):
        yield from _of_subscript(node, where)
    elif isinstance(node, ast.keyword) and node.arg == "axis":
        yield from _of_axis(node)


def _of_operation(node: ast.BinOp) -> Found:
    left, right = ast.unparse(node.left), ast.unparse(node.right)
    if isinstance(node.op, ast.Add | ast.Sub):
        other = ast.Sub if isinstance(node.op, ast.Add) else ast.Add
        yield "sign", f"{'-' if other is ast.Sub else '+'} {right}", lambda n: ast.BinOp(n.left, other(), n.right)
        for name, side in ((right, "left"), (left, "right")):
            kind = "eps" if name == "eps" else "term"
            if not (side == "right" and isinstance(node.op, ast.Sub)):
                yield kind, f"{name} left out", lambda n, side=side: getattr(n, side)
        if "eps" in (left, right):
            yield "eps", "eps added twice", _twice
    elif isinstance(node.op, ast.Mult | ast.Div):
        other_op = ast.Div if isinstance(node.op, ast.Mult) else ast.Mult
        kind = "size" if right.isupper() or left.isupper() else "factor"
        yield (
            kind,
            f"{right} {'divides' if other_op is ast.Div else 'multiplies'}",
            (lambda n: ast.BinOp(n.left, other_op(), n.right)),
        )
        yield kind, f"{right} left out", lambda n: n.left
        if isinstance(node.op, ast.Mult):
            yield kind, f"{left} left out", lambda n: n.right


def _twice(node: ast.AST) -> ast.AST:
    return ast.BinOp(node, ast.Add(), ast.Name("eps", ast.Load()))  # type: ignore[arg-type]


def _of_accumulation(node: ast.AugAssign, where: _Context) -> Found:
    pairs: dict[type[ast.operator], tuple[str, type[ast.operator]]] = {
        ast.Add: ("sign", ast.Sub),
        ast.Sub: ("sign", ast.Add),
        ast.Mult: ("factor", ast.Div),
        ast.Div: ("factor", ast.Mult),
    }
    kind, other = pairs[type(node.op)]
    yield kind, "the opposite", lambda n: ast.AugAssign(n.target, other(), n.value)
    added = isinstance(node.op, ast.Add | ast.Sub)
    yield ("path" if where.backward else "term") if added else "factor", "left out", lambda n: None
    if added and not where.first_write(node):
        yield (
            "path" if where.backward else "term",
            "assigned instead of added",
            (lambda n: ast.Assign([_subscripted(n.target)], n.value)),
        )


def _subscripted(target: ast.AST) -> ast.expr:
    if isinstance(target, ast.Subscript):
        return target
    return ast.Subscript(target, ast.Constant(...), ast.Store())  # type: ignore[arg-type]


def _of_call(node: ast.Call, where: _Context) -> Found:
    name = _called(node)
    owner = ast.unparse(node.func.value) if isinstance(node.func, ast.Attribute) else ""
    if owner == "np":
        if name in OPPOSITE and len(node.args) == 2:
            a, b = map(ast.unparse, node.args)
            yield KIND_OF_OPPOSITE[name], f"{OPPOSITE[name]} for {name}", _renamed(OPPOSITE[name])
            dropped = "eps" if "eps" in (a, b) else {"sign": "term"}.get(KIND_OF_OPPOSITE[name], "factor")
            yield dropped, f"{b} left out", lambda n: _only(n, 0)
            if name in ("add", "multiply"):
                yield dropped, f"{a} left out", lambda n: _only(n, 1)
            else:
                yield KIND_OF_OPPOSITE[name], f"{a} and {b} exchanged", _exchanged
            if "eps" in (a, b):
                yield "eps", "eps added twice", lambda n: _with_twice_eps(n)
        if name in OTHER_CALL:
            kind, other = OTHER_CALL[name]
            yield kind, f"{other} for {name}", _renamed(other)
        if name == "where" and len(node.args) == 3:
            yield "compare", "the cases exchanged", lambda n: ast.Call(n.func, [n.args[0], n.args[2], n.args[1]], [])
        if name == "einsum":
            yield "transpose", "two indices of the first operand exchanged", _other_contraction
    elif owner == "rt":
        if name in OTHER_HELPER:
            yield "function", f"{OTHER_HELPER[name]} for {name}", _renamed(OTHER_HELPER[name])
        if name == "ratio":
            yield "size", "the divisor left out", lambda n: n.args[0]
            if ast.unparse(node.args[1]).replace("(", "").replace("*", "").replace(")", "").isupper():
                for sign in (-1, 1):
                    yield "ddof", f"{sign:+d} in the divisor", lambda n, sign=sign: _shifted_divisor(n, sign)


def _renamed(name: str) -> Edit:
    return lambda n: ast.Call(ast.Attribute(n.func.value, name, ast.Load()), n.args, n.keywords)


def _only(call: ast.Call, place: int) -> ast.AST:
    positive = ast.Attribute(call.func.value, "positive", ast.Load())  # type: ignore[attr-defined]
    return ast.Call(positive, [call.args[place]], call.keywords)


def _exchanged(call: ast.AST) -> ast.AST:
    assert isinstance(call, ast.Call)
    return ast.Call(call.func, call.args[::-1], call.keywords)


def _with_twice_eps(call: ast.Call) -> ast.AST:
    args = [
        ast.BinOp(a, ast.Mult(), ast.Constant(2)) if ast.unparse(a) == "eps" else a  # the addend itself
        for a in call.args
    ]
    return ast.Call(call.func, args, call.keywords)


def _other_contraction(call: ast.AST) -> ast.AST:
    assert isinstance(call, ast.Call) and isinstance(call.args[0], ast.Constant)
    operands, result = str(call.args[0].value).split("->")
    first, *rest = operands.split(",")
    swapped = ",".join([first[::-1], *rest]) + "->" + result
    return ast.Call(call.func, [ast.Constant(swapped), *call.args[1:]], call.keywords)


def _shifted_divisor(call: ast.Call, sign: int) -> ast.AST:
    divisor = ast.BinOp(call.args[1], ast.Add(), ast.Constant(sign))
    return ast.Call(call.func, [call.args[0], divisor], [])


def _of_constant(node: ast.Constant, where: _Context) -> Found:
    if isinstance(node.value, bool) or not isinstance(node.value, int | float) or where.in_condition(node):
        return
    if where.counts_places(node):
        for step in (-1, 1):
            what = f"{node.value + step} for {node.value}"
            yield "shift", what, lambda n, step=step: ast.Constant(n.value + step)
        return
    if not where.structural(node):
        if node.value:
            for factor in PERCENT:
                yield "constant", f"{factor} times {node.value}", lambda n, f=factor: ast.Constant(n.value * f)
        else:
            yield "constant", "0.001 for 0", lambda n: ast.Constant(0.001)
        return
    parent = where.parent[node]
    in_index = isinstance(parent, ast.BinOp | ast.UnaryOp | ast.Slice | ast.Subscript | ast.Tuple)
    called = isinstance(parent, ast.Call) and _called(parent) in ("max", "min", "range")
    if (in_index or called) and not _in_shape(node, where):
        state = isinstance(parent, ast.BinOp) and ast.unparse(parent).startswith("t ")
        single = isinstance(parent, ast.Tuple) and _of_one_entry(where.parent[parent])
        for step in (1,) if single else (-1, 1):  # along an axis of one entry -1 is 0
            what = f"{node.value + step} for {node.value} ({ast.unparse(parent)})"
            yield "state" if state else "shift", what, lambda n, step=step: ast.Constant(n.value + step)


def _of_one_entry(read: ast.AST) -> bool:
    """Whether the last axis was made with one entry: a place looked up, a product with a single column."""
    text = ast.unparse(read)
    return "take_along_axis" in text or ("np.matmul" in text and text.endswith("None])[..., 0]"))


def _in_shape(node: ast.AST, where: _Context) -> bool:
    while not isinstance(node, ast.stmt):
        node = where.parent[node]
        if isinstance(node, ast.Call) and _called(node) in SHAPING:
            return True
        if isinstance(node, ast.keyword):
            return True
    return False


def _of_comparison(node: ast.Compare) -> Found:
    other = OTHER_COMPARISON.get(type(node.ops[0]))
    if other:
        yield "compare", "equality the other way", lambda n: ast.Compare(n.left, [other()], n.comparators)


def _of_loop(node: ast.For) -> Found:
    if isinstance(node.iter, ast.Call):
        if _called(node.iter) == "reversed":
            yield "state", "time not reversed", lambda n: _with_iter(n, n.iter.args[0])
            yield (
                "range",
                "the first step left out",
                lambda n: _with_iter(n, ast.Call(ast.Name("reversed", ast.Load()), [_from_one(n.iter.args[0])], [])),
            )
            yield (
                "range",
                "the last step left out",
                lambda n: _with_iter(n, ast.Call(ast.Name("reversed", ast.Load()), [_to_last(n.iter.args[0])], [])),
            )
        elif _called(node.iter) == "range" and len(node.iter.args) == 1:
            yield "range", "ends one early", lambda n: _with_iter(n, _to_last(n.iter))
            yield "range", "starts at 1", lambda n: _with_iter(n, _from_one(n.iter))


def _with_iter(loop: ast.AST, new: ast.AST) -> ast.AST:
    assert isinstance(loop, ast.For)
    return ast.For(loop.target, new, loop.body, loop.orelse)  # type: ignore[arg-type]


def _to_last(call: ast.Call) -> ast.expr:
    return ast.Call(call.func, [ast.BinOp(call.args[-1], ast.Sub(), ast.Constant(1))], [])


def _from_one(call: ast.Call) -> ast.expr:
    return ast.Call(call.func, [ast.Constant(1), call.args[-1]], [])


def _of_subscript(node: ast.Subscript, where: _Context) -> Found:
    """Another slice of the same array where the same function takes one: the other gate."""
    if isinstance(node.slice, ast.Tuple):
        for place, part in enumerate(node.slice.elts):
            key = (ast.unparse(node.value), len(node.slice.elts), place)
            offered = {ast.unparse(node.slice.elts[place])}
            for other in where.slices[key]:
                if isinstance(part, ast.Slice) and isinstance(other, ast.Slice) and ast.unparse(other) not in offered:
                    offered.add(ast.unparse(other))
                    if len(offered) <= 3:
                        yield "gate", f"[{ast.unparse(other)}] for [{ast.unparse(part)}]", _with_part(place, other)
    if isinstance(node.slice, ast.BinOp) and ast.unparse(node.slice) == "t + 1":
        yield (
            "state",
            f"{ast.unparse(node.value)}[t] for [t + 1]",
            (lambda n: ast.Subscript(n.value, ast.Name("t", ast.Load()), n.ctx)),
        )
    elif isinstance(node.slice, ast.Name) and node.slice.id == "T":
        last = ast.BinOp(ast.Name("T", ast.Load()), ast.Sub(), ast.Constant(1))
        yield "state", f"{ast.unparse(node.value)}[T - 1] for [T]", lambda n: ast.Subscript(n.value, last, n.ctx)


def _with_part(place: int, other: ast.expr) -> Edit:
    def edit(node: ast.AST) -> ast.AST:
        assert isinstance(node, ast.Subscript) and isinstance(node.slice, ast.Tuple)
        parts = [copy.deepcopy(other) if i == place else e for i, e in enumerate(node.slice.elts)]
        return ast.Subscript(node.value, ast.Tuple(parts, ast.Load()), node.ctx)

    return edit


def _of_axis(node: ast.keyword) -> Found:
    if isinstance(node.value, ast.Tuple):
        for left_out, axis in enumerate(node.value.elts):
            rest = [e for i, e in enumerate(node.value.elts) if i != left_out]
            yield (
                "axis",
                f"axis {ast.unparse(axis)} not reduced",
                (lambda n, rest=rest: ast.keyword("axis", ast.Tuple(rest, ast.Load()))),
            )
    else:
        given = ast.literal_eval(node.value)
        other = {0: 1, 1: 0, -1: 0}.get(given, given - 1)
        yield "axis", f"axis {other} for {given}", lambda n: ast.keyword("axis", ast.Constant(other))


__all__ = ["Site", "edited", "functions", "sites", "text"]
