"""Whether a kernel that writes something less, or in another way, leaves the same in its arrays."""

from __future__ import annotations

import ast
from collections.abc import Iterator


def alike(kernel: ast.FunctionDef, changed: ast.FunctionDef, bounded: frozenset[str]) -> str:
    """Why, or nothing; `bounded` are the parameters that are not negative."""
    if written_again(kernel, changed):
        return "what is left out writes what is there already"
    if power_of_zero(kernel, changed, bounded):
        return "a power of 0 is 0"
    if first_added(kernel, changed):
        return "what is added to is still 0"
    return ""


def written_again(kernel: ast.FunctionDef, changed: ast.FunctionDef) -> bool:
    """Whether one statement is left out that repeats an earlier one, of which nothing was written since."""
    left_out, before = _left_out(kernel, changed)
    if left_out is None:
        return False
    target, value = _assignment(left_out)
    for statement in reversed(before if target else []):
        if _assignment(statement) == (target, value):
            return True
        if isinstance(statement, ast.If | ast.For | ast.With) or {target, *_names(value)} & _changed(statement):
            return False
    return False


def _left_out(kernel: ast.FunctionDef, changed: ast.FunctionDef) -> tuple[ast.stmt | None, list[ast.stmt]]:
    """The one statement that a changed kernel passes over, and those before it in its block."""
    ours, theirs = ([s for s in ast.walk(k) if isinstance(s, ast.stmt)] for k in (kernel, changed))
    if len(ours) != len(theirs):
        return None, []
    differing = [i for i, (a, b) in enumerate(zip(ours, theirs, strict=True)) if type(a) is not type(b)]
    if len(differing) != 1 or not isinstance(theirs[differing[0]], ast.Pass):
        return None, []
    found = ours[differing[0]]
    block = next((b for b in _blocks(kernel) if found in b), [found])
    return found, block[: block.index(found)]


def power_of_zero(kernel: ast.FunctionDef, changed: ast.FunctionDef, bounded: frozenset[str]) -> bool:
    """Whether what is left out puts 0 where a is 0, just after ``power(a, 1/p)``, p >= 0, has been put there."""
    left_out, before = _left_out(kernel, changed)
    if left_out is None or len(before) < 2 or not isinstance(left_out, ast.Expr):
        return False
    call = left_out.value
    if not isinstance(call, ast.Call) or ast.unparse(call.func) != "rt.where":
        return False
    flag, target, a, out = map(ast.unparse, (*call.args, call.keywords[0].value))
    if target != out:
        return False
    lines = [ast.unparse(s) for s in before[-2:]]
    powers = {f"rt.to_power({a}, rt.ratio(1, {p}), out={target})" for p in bounded}
    return lines[0] == f"{flag} = np.not_equal({a}, 0)" and lines[1] in powers


def _blocks(kernel: ast.FunctionDef) -> Iterator[list[ast.stmt]]:
    yield from (n.body for n in ast.walk(kernel) if isinstance(n, ast.FunctionDef | ast.With | ast.For))


def _assignment(node: ast.stmt) -> tuple[str, str]:
    """A target's name and what is put there, an operator said as NumPy's function."""
    names = {ast.Div: "divide", ast.Mult: "multiply", ast.Add: "add", ast.Sub: "subtract"}
    if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
        value = node.value
        if isinstance(value, ast.BinOp) and type(value.op) in names:
            text = f"np.{names[type(value.op)]}({ast.unparse(value.left)}, {ast.unparse(value.right)})"
            return node.targets[0].id, text
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and len(node.value.keywords) == 1:
        (out,) = node.value.keywords
        if out.arg == "out" and isinstance(out.value, ast.Name):
            args = ", ".join(map(ast.unparse, node.value.args))
            return out.value.id, f"{ast.unparse(node.value.func)}({args})"
    return "", ""


def _names(text: str) -> set[str]:
    return {n.id for n in ast.walk(ast.parse(text)) if isinstance(n, ast.Name)} - {"np", "rt"}


def _changed(statement: ast.stmt) -> set[str]:
    """Names of arrays that a statement, or a function that it defines, writes."""
    found = set()
    for node in ast.walk(statement):
        targets = (
            node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
        )
        targets += [node.value] if isinstance(node, ast.keyword) and node.arg == "out" else []
        found |= {n.id for t in targets for n in ast.walk(t) if isinstance(n, ast.Name)}
    return found


def first_added(kernel: ast.FunctionDef, changed: ast.FunctionDef) -> bool:
    """Whether ``a[t] += v`` became ``a[t] = v`` in ``for t in reversed(range(T))``, where nothing was written to a[t].

    That is where a was made of zeros and, up to the end of the loop, is written at T and at t + 1, t + 2, ... alone:
    these places are not t, nor those of the turns that follow.
    """
    pairs = [(x, y) for x, y in zip(_statements(kernel), _statements(changed), strict=False) if type(x) is not type(y)]
    if len(_statements(kernel)) != len(_statements(changed)) or len(pairs) != 1:
        return False
    added, put = pairs[0]
    if not isinstance(added, ast.AugAssign) or not isinstance(added.op, ast.Add) or not isinstance(put, ast.Assign):
        return False
    same = ast.unparse(added.target) == ast.unparse(put.targets[0]) and ast.dump(added.value) == ast.dump(put.value)
    loop = next((s for s in kernel.body if isinstance(s, ast.For) and added in s.body), None)
    place = added.target
    if not same or loop is None or not isinstance(place, ast.Subscript) or not isinstance(place.value, ast.Name):
        return False
    time, name = ast.unparse(loop.target), place.value.id
    count = ast.unparse(loop.iter).removeprefix("reversed(range(").removesuffix("))")
    if ast.unparse(loop.iter) != f"reversed(range({count}))" or ast.unparse(place.slice) != time:
        return False
    until = kernel.body[: kernel.body.index(loop) + 1]
    made = [s for s in until if isinstance(s, ast.Assign) and ast.unparse(s.targets[0]) == name]
    if len(made) != 1 or not ast.unparse(made[0].value).startswith("rt.zeros("):
        return False
    places = [*_places(until[until.index(made[0]) + 1 :], name)]
    return places.count(time) == 1 + _reads(loop, name, time) and all(
        where in (time, count) or _later(where, time) for where in places
    )


def _statements(kernel: ast.FunctionDef) -> list[ast.stmt]:
    return [s for s in ast.walk(kernel) if isinstance(s, ast.stmt)]


def _places(statements: list[ast.stmt], name: str) -> Iterator[str]:
    """The indices at which an array is used, "" where it is used whole."""
    nodes = [n for s in statements for n in ast.walk(s)]
    indexed = {id(n.value): ast.unparse(n.slice) for n in nodes if isinstance(n, ast.Subscript)}
    yield from (indexed.get(id(n), "") for n in nodes if isinstance(n, ast.Name) and n.id == name)


def _reads(loop: ast.For, name: str, time: str) -> int:
    """How often a[t] stands in the loop as something that is only read."""
    found = [n for n in ast.walk(loop) if isinstance(n, ast.Call)]
    reads = [a for call in found for a in call.args if ast.unparse(a) == f"{name}[{time}]"]
    return len(reads)


def _later(where: str, time: str) -> bool:
    """Whether it is t + k with k > 0."""
    first, _, steps = where.partition(" + ")
    return first == time and steps.isdigit() and int(steps) > 0
