"""The body of one function: allocations and statements in schedule order, and where its sizes come from."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

import sympy

from nnmath.codegen.code import MAKERS, Block, Define, Node, Raw, assignable, augmentable, lines, used
from nnmath.codegen.gather import gathers
from nnmath.codegen.lower import Blocks, lower, lower_block, taps
from nnmath.codegen.reduce import missing
from nnmath.codegen.schedule import Branch, Item, Placed, placed, schedule
from nnmath.codegen.scope import Kernel, Scope, Span, spans_of
from nnmath.codegen.sizes import width_names
from nnmath.codegen.storage import Plan, contracted, plan, whole_first
from nnmath.codegen.strips import Strip, ratios, strips
from nnmath.codegen.text import Names, bracketed, floors, tuple_text
from nnmath.codegen.unfold import unfold
from nnmath.codegen.views import view
from nnmath.notation.arrays import Array
from nnmath.notation.system import System


@dataclass
class Body:
    """Lowered code, not yet printed, with the kernel that named everything in it."""

    system: System
    kernel: Kernel
    nodes: list[Node] = field(default_factory=list)

    @property
    def used(self) -> set[str]:
        found: set[str] = set()
        for node in self.nodes:
            found |= used(node)
        return found

    def text(self) -> list[str]:
        return list(lines(self.nodes))


def new_kernel(system: System) -> Kernel:
    """Names for everything in a system, in an order that favours what the caller sees."""
    names = Names()
    for group in (system.inputs, system.parameters):
        for item in group:
            names.give(item.name)
    for name in (*system.functions, *system.size_names, *width_names(system), *system.arrays):
        names.give(name)
    kernel = Kernel(names, sources={*system.inputs, *system.writers})
    _name_sizes(system, kernel)
    return kernel


def _name_sizes(system: System, kernel: Kernel) -> None:
    """A name for every size that is a quotient: computed once, at the top."""
    axes = [a for s in system.statements for a in s.axes]
    axes += [a for array in system.arrays.values() for a in array.axes]
    for axis in axes:
        if floors([axis.size]) and axis.size not in kernel.named and not axis.size.width_names:
            kernel.named[axis.size] = kernel.names.fresh(axis.name.strip("_").upper() or "size")


def build(system: System, kernel: Kernel) -> Body:
    """Lower the statements that the outputs need."""
    kernel.sources |= system.writers.keys()
    unfolded = unfold(schedule(system), kernel.names)
    items = whole_first(unfolded.items)
    found = plan(items, unfolded.bordered)
    kernel.same.update(unfolded.same)
    kernel.contracted = contracted(items, found, {*system.outputs, *system.inputs})
    body = Body(system, kernel)
    made: set[Array] = set()
    for item in strips(items, {*system.outputs, *system.inputs}):
        if isinstance(item, Strip):
            _blockwise(item, found)
        for node in _placed(item):
            array = node.statement.target
            inner = item.local if isinstance(item, Strip) else set()
            if isinstance(item, Branch):
                inner = {array for side in found.sides[item] for array in side.make}
            if array not in made and array not in inner:
                body.nodes += allocation(kernel, array, found.make[array])
            made.add(array)
        body.nodes += _strip(kernel, item, found) if isinstance(item, Strip) else _item(kernel, item, found)
    for array in system.outputs:
        if array not in made and array not in system.inputs:
            body.nodes += allocation(kernel, array, "zeros")
    return body


def _blockwise(strip: Strip, found: Plan) -> None:
    """Blocks are assigned one by one into memory that is there."""
    for node in strip.body:
        array = node.statement.target
        if array not in strip.local and strip.leads(node) and found.mode[node] == "define":
            found.make[array], found.mode[node] = "empty", "assign"


def _strip(kernel: Kernel, strip: Strip, found: Plan) -> list[Node]:
    """A function of the rows of a block, called for all; sums over the leading axis are what it returns."""
    names = kernel.names
    low, high, work = (names.give(f"<block {w}>", w) for w in ("low", "high", "block"))
    before: list[Node] = []
    code: list[Node] = []
    kernel.local = strip.local
    varying = {low, high, *(kernel.array(n.statement.target) for n in strip.body)}
    blocks = Blocks(Span(strip.size, low, high), before, varying)
    beside = ratios(strip)
    kernel.ratios = {total.statement: other.statement.left for total, other in beside.items()}
    for node in strip.body:
        if node in beside.values():
            continue
        mode, make = found.mode[node], found.make[node.statement.target]
        if node.statement.target in strip.local and node is strip.writers[node.statement.target][0]:
            if make == "zeros" or (make == "empty" and taps(node)):
                code.append(_within_block(kernel, node, make))
            else:
                mode = "define"
        code += lower_block(kernel, node, mode if strip.leads(node) else "return", strip.lead(node), blocks)
    kernel.local, kernel.ratios = set(), {}
    call = f"rt.blocks({work}, {kernel.text(strip.size)}, {_row(kernel, strip)})"
    if not blocks.returned:
        return [*before, Block(f"def {work}({low}, {high}):", code), Raw(call)]
    code.append(Raw(f"return {tuple_text(text for _, _, text in blocks.returned)}"))
    after, results = _collected(kernel, blocks, found)
    bound = Raw(f"{tuple_text(results) if len(results) == 1 else ', '.join(results)} = {call}")
    return [*before, Block(f"def {work}({low}, {high}):", code), bound, *after]


def _within_block(kernel: Kernel, node: Placed, make: str) -> Node:
    """Memory for the rows of a block that are not written at once."""
    low, high = (kernel.names.give(f"<block {w}>") for w in ("low", "high"))
    array = node.statement.target
    shape = (f"{high} - {low}", *(kernel.text(a.size) for a in array.axes[1:]))
    return Define(kernel.array(array), f"{MAKERS[make]}({tuple_text(shape)}, dtype)", shape, make)


def _row(kernel: Kernel, strip: Strip) -> str:
    """Entries of a row, their dtype, and the entries of its last axis where that differs.

    Choosing entry by entry takes scratch of its own, so that fewer rows make a block.
    """
    sizes = [kernel.text(size) for size in strip.row] or ["1"]
    text = row = sizes[0] if len(sizes) == 1 else "*".join(map(bracketed, sizes))
    chosen = any(
        (n.statement.body.has(sympy.Piecewise) and missing(n.statement) is None) or gathers(n.statement, strip.lead(n))
        for n in strip.body
    )
    if chosen and strip.row:
        text = f"4*{bracketed(row) if len(sizes) == 1 else row}"
    run = kernel.text(strip.run)
    return f"{text}, dtype" if text == "1" or run == text else f"{text}, dtype, {run}"


def _collected(kernel: Kernel, blocks: Blocks, found: Plan) -> tuple[list[Node], list[str]]:
    """Names for the sums: the new arrays themselves, or scratch that is then added where it belongs."""
    after: list[Node] = []
    results: list[str] = []
    assigned: list[Placed] = []
    for node, left, _ in blocks.returned:
        name = kernel.array(node.statement.target)
        if found.mode[node] == "define" and name not in results:
            results.append(name)
            continue
        results.append(kernel.names.scratch())
        if not left.axes and left.text == name:
            after.append(Raw(f"{name} = {name} + {results[-1]}"))
        elif found.mode[node] == "assign" and node not in assigned:
            assigned.append(node)
            after.append(Raw(f"{assignable(left.text)} = {results[-1]}"))
        else:
            after.append(Raw(f"{augmentable(left.text)} += {results[-1]}"))
    return after, results


def _placed(item: Item | Strip) -> Sequence[Placed]:
    if isinstance(item, Strip):
        return item.body
    return list(placed([item]))


def _item(kernel: Kernel, item: Item, found: Plan) -> list[Node]:
    if isinstance(item, Placed):
        code = lower(kernel, item, found.mode[item])
        return _unless_same(kernel, item.statement.target, code) if item.statement.target in kernel.same else code
    if isinstance(item, Branch):
        return _branch(kernel, item, found)
    variable = kernel.names.give(item.name)
    inner = [node for part in item.body for node in _item(kernel, part, found)]
    size = kernel.text(item.size)
    steps = f"reversed(range({size}))" if item.reverse else f"range({size})"
    return [Block(f"for {variable} in {steps}:", inner, variable)]


def _unless_same(kernel: Kernel, columns: Array, filling: list[Node]) -> list[Node]:
    """Columns that are the array itself are a view of it; the memory for others is not touched then."""
    same = kernel.same[columns]
    test = " and ".join(f"{kernel.text(a)} == {kernel.text(b)}" for a, b in same.equal) or "True"
    source = view(Scope(kernel, [], spans_of(same.axes)), same.read).text
    shape = ", ".join(kernel.text(a.size) for a in columns.axes[kernel.contracted.get(columns, 0) :])
    here = Define(kernel.array(columns), f"{re.sub(r'[.]reshape[(][^()]*[)]$', '', source)}.reshape({shape})")
    return [Block(f"if {test}:", [here]), Block("else:", filling)]


def _branch(kernel: Kernel, branch: Branch, found: Plan) -> list[Node]:
    test = " and ".join(f"{kernel.text(unit)} == 1" for unit in branch.unit)
    sides = []
    for items, own in zip((branch.fast, branch.general), found.sides[branch], strict=True):
        nodes = [node for array, make in own.make.items() for node in allocation(kernel, array, make)]
        sides.append(nodes + [node for part in items for node in _item(kernel, part, own)])
    return [Block(f"if {test}:", sides[0]), Block("else:", sides[1])]


def allocation(kernel: Kernel, array: Array, make: str) -> list[Node]:
    name = kernel.array(array)
    if make == "define":
        return []
    kind = "np.intp" if array.kind == "integer" else "dtype"
    if not array.rank:
        return [Define(name, "dtype.type(0)")] if make == "zeros" else []
    if array.ragged:
        first = array.axes[0]
        variable = kernel.names.give(first.name)
        shape = tuple_text(kernel.text(a.size) for a in array.axes[1:])
        each = f"{MAKERS[make]}({shape}, {kind}) for {variable} in range({kernel.text(first.size)})"
        return [Raw(f"{name} = [{each}]")]
    shape_parts = tuple(kernel.text(a.size) for a in array.axes[kernel.contracted.get(array, 0) :])
    return [Define(name, f"{MAKERS[make]}({tuple_text(shape_parts)}, {kind})", shape_parts, make)]
