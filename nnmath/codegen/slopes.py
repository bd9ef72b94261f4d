"""A function and its derivative of one argument: taken together, the derivative in the memory of the gradient.

What a forward computes besides its value then waits in the array that the pullback will return; a second pullback
computes it again.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

from nnmath.codegen.code import Block, Call, Define, Node, Raw, array_of, used, words
from nnmath.codegen.text import Names, tuple_text

Step = tuple[str, tuple[str, ...]]
IT = "out"
"""Stands for the memory of the result among the arguments of a later step."""


def _steps(fn: str, args: tuple[str, ...]) -> list[Step] | None:
    """The calls that compute the derivative of a call's function, where the runtime has a function for both."""
    x, rest = args[0], args[1:]
    known: dict[str, list[Step]] = {
        "rt.sigmoid": [("rt.dsigmoid", (x,))],
        "rt.silu": [("rt.dsilu", (x,))],
        "rt.mish": [("rt.dmish", (x,))],
        "rt.gelu": [("rt.dgelu", (x,))],
        "rt.softsign": [("rt.dsoftsign", (x,))],
        "rt.logsigmoid": [("np.negative", (x,)), ("rt.sigmoid", (IT,))],
        "rt.softplus_over": [("rt.sigmoid_of", (x, *rest, "1"))],
    }
    return known.get(fn)


def _joint(fn: str) -> str:
    return f"{fn.removesuffix('_over')}_and_slope"


@dataclass
class _Pass:
    """A function called for blocks: where it stands, its body, and the line that calls it."""

    place: int
    body: list[Node]
    call: str


def _passes(nodes: Sequence[Node]) -> list[_Pass]:
    found = []
    for i, node in enumerate(nodes[:-1]):
        after = nodes[i + 1]
        if isinstance(node, Block) and node.header.startswith("def ") and type(after) is Raw:
            found.append(_Pass(i, node.body, after.text))
    return found


def share_slope(forward: list[Node], back: list[Node], given: set[str], names: Names) -> str | None:
    """Let a forward compute a derivative that its backward begins with; the name under which it is saved.

    `given` are the arrays and parameters that both have from the caller, `names` those that neither may take.
    """
    for value, gradient in product(_passes(forward), _passes(back)):
        for i, call in enumerate(value.body):
            count = _begins(gradient.body, call, given) if value.call == gradient.call else 0
            made = _memory(forward[: value.place], back[: gradient.place], call, gradient.body[0]) if count else None
            if made is not None:
                slope, known = names.fresh("slope"), names.fresh("known")
                _share(value.body, i, gradient.body, count, slope, known)
                own, result = made
                array = back[result]
                assert isinstance(array, Define) and isinstance(forward[own], Define)
                forward.insert(own + 1, replace(array, dest=slope))
                shape = tuple_text(array.shape)
                back[result] = Raw(f"{array.dest}, {known} = rt.slope_taken({slope}, {shape}, dtype)")
                return slope
    return None


def _share(value: list[Node], place: int, gradient: list[Node], count: int, slope: str, known: str) -> None:
    call, first = value[place], gradient[0]
    assert isinstance(call, Call) and isinstance(first, Call)
    value[place] = Raw(_both(call, re.sub(r"^\w+", slope, first.dest)))
    gradient[:count] = [Block(f"if not {known}:", gradient[:count])]


def _begins(body: Sequence[Node], call: Node, given: set[str]) -> int:
    """How many calls at the head of a block compute the derivative of a call's function into the result's memory."""
    if not isinstance(call, Call) or call.fresh or words(call.dest) & given or _words(call.args) - given:
        return 0
    steps = _steps(call.fn, call.args)
    if steps is None or len(body) < len(steps):
        return 0
    dest = body[0].dest if isinstance(body[0], Call) else ""
    for node, (fn, args) in zip(body, steps, strict=False):
        expected = tuple(dest if a == IT else a for a in args)
        if not isinstance(node, Call) or node.fresh or (node.fn, node.args, node.dest) != (fn, expected, dest):
            return 0
    return len(steps)


def _words(texts: Sequence[str]) -> set[str]:
    """The names in arguments, but for the bounds of a block."""
    return {w for t in texts for w in words(re.sub(r"\[\w+:\w+\]", "", t))}


def _memory(forward: Sequence[Node], back: Sequence[Node], call: Node, first: Node) -> tuple[int, int] | None:
    """Where the value and the result of the derivative are allocated, if both are new and alike."""
    assert isinstance(call, Call) and isinstance(first, Call)
    own, result = _allocation(forward, call.dest), _allocation(back, first.dest)
    if own is None or result is None:
        return None
    value, slope = forward[own], back[result]
    assert isinstance(value, Define) and isinstance(slope, Define)
    return (own, result) if value.text == slope.text else None


def _allocation(nodes: Sequence[Node], dest: str) -> int | None:
    for i, node in enumerate(nodes):
        if isinstance(node, Define) and node.dest == array_of(dest) and node.filled == "empty":
            return i
    return None


def _both(call: Call, slope: str) -> str:
    return f"{_joint(call.fn)}({', '.join((*call.args, call.dest, slope))})"


def join_mirrored(nodes: Sequence[Node], given: set[str]) -> None:
    """Let a block that computes sigmoid(-x), and sigmoid(x) after it, take one exponential for both."""
    for each in _passes(nodes):
        for i, call in enumerate(each.body):
            x = _mirror(each.body[:i], call)
            if x is None or not _words([x]) <= given:
                continue
            for k, other in enumerate(each.body[i + 1 :], i + 1):
                if isinstance(other, Call) and (other.fn, other.args) == ("rt.sigmoid", (x,)):
                    made = array_of(other.out or other.dest)
                    if not any(made in used(n) for n in each.body[i:k]):
                        each.body[i] = Raw(_with_mirror(other, x, call))
                        del each.body[k]
                    break


def _mirror(before: Sequence[Node], call: Node) -> str | None:
    """The x of a sigmoid that is taken in place of -x."""
    if not isinstance(call, Call) or call.fn != "rt.sigmoid" or call.fresh or call.args != (call.dest,):
        return None
    for node in reversed(before):
        if isinstance(node, Call) and array_of(call.dest) == array_of(node.out or node.dest):
            return node.args[0] if node.fn == "np.negative" and node.dest == call.dest else None
        if not isinstance(node, Call):
            return None
    return None


def _with_mirror(sigmoid: Call, x: str, call: Node) -> str:
    assert isinstance(call, Call)
    if not sigmoid.fresh:
        return f"rt.sigmoid_and_mirror({x}, {call.dest}, {sigmoid.dest})"
    out = f", {sigmoid.out}" if sigmoid.out else ""
    return f"{sigmoid.dest} = rt.sigmoid_and_mirror({x}, {call.dest}{out})"


def join_slopes(nodes: list[Node], given: set[str]) -> None:
    """Let a block that computes a function and next its derivative compute both at once."""
    for each in _passes(nodes):
        for i, call in enumerate(each.body):
            rest = each.body[i + 1 :]
            if isinstance(call, Call) and (count := _begins(rest, call, given)):
                slope = rest[0]
                assert isinstance(slope, Call)
                if array_of(slope.dest) != array_of(call.dest):
                    each.body[i : i + 1 + count] = [Raw(_both(call, slope.dest))]
