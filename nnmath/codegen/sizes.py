"""Where a kernel's sizes come from: the shapes of its inputs."""

from __future__ import annotations

from nnmath.codegen.scope import Kernel
from nnmath.codegen.text import index_text
from nnmath.notation.arrays import Array
from nnmath.notation.index import Index, Width
from nnmath.notation.system import System


def width_names(system: System) -> list[str]:
    return sorted({n for a in system.arrays.values() for axis in a.axes for n in axis.size.width_names})


def size_lines(system: System, kernel: Kernel, needed: set[str]) -> list[str]:
    """Assignments of the sizes that are needed, from the shapes of the inputs."""
    given = kernel.names.given
    named = [(name, size) for size, name in kernel.named.items()]
    wanted = set(needed)
    for name, size in named:
        if name in wanted:
            wanted |= {given.get(n, n) for n in size.names}
    found = _solve(system, kernel)
    kept = [(name, text, uses) for name, text, uses in found]
    for name, _, uses in reversed(kept):
        if name in wanted:
            wanted |= uses
    out = _unpacked(system, kernel, kept, wanted)
    out += [f"{name} = {index_text(size, given)}" for name, size in named if name in needed]
    return out


Solution = tuple[str, str, set[str]]


def _solve(system: System, kernel: Kernel) -> list[Solution]:
    """(name, text, names used): each size from an axis whose size is linear in it."""
    given = kernel.names.given
    known = {p.name for p in system.integer_parameters}
    found: list[Solution] = []
    grown = True
    while grown:
        grown = False
        for array in system.inputs:
            for position, axis in enumerate(array.axes):
                unknown = [n for n in sorted(axis.size.names) if n in system.size_names and n not in known]
                local = {a.name for a in array.axes}
                if len(unknown) != 1 or axis.size.width_names or axis.size.names & local:
                    continue
                step = axis.size.coefficient(unknown[0])
                if step is None:
                    continue
                text = _solved(kernel, _shape(kernel, array, position), axis.size, unknown[0], step)
                uses = {given.get(n, n) for n in axis.size.names - {unknown[0]}}
                found.append((given[unknown[0]], text, uses))
                known.add(unknown[0])
                grown = True
    return found + _widths(system, kernel)


def _shape(kernel: Kernel, array: Array, position: int) -> str:
    name = kernel.array(array)
    if array.ragged:
        return f"len({name})" if position == 0 else f"{name}[0].shape[{position - 1}]"
    return f"{name}.shape[{position}]"


def _solved(kernel: Kernel, text: str, size: Index, name: str, step: Index) -> str:
    rest = size - step * name
    if rest != 0:
        text = f"({text} - ({kernel.text(rest)}))" if step != 1 else f"{text} - ({kernel.text(rest)})"
    if step == 1:
        return text
    divisor = kernel.text(step)
    return f"{text}//{divisor if divisor.isidentifier() or divisor.isdigit() else f'({divisor})'}"


def _widths(system: System, kernel: Kernel) -> list[Solution]:
    """``n = {0: x.shape[1], ...}``: the widths that the inputs' shapes tell."""
    out: list[Solution] = []
    for name in width_names(system):
        parts: list[str] = []
        uses: set[str] = set()
        for array in system.inputs:
            for position, axis in enumerate(array.axes):
                atom = axis.size.terms[0][0][0] if axis.size.is_monic and axis.size.constant is None else None
                if isinstance(atom, Width) and atom.name == name:
                    part, more = _width_part(kernel, array, position, atom)
                    if part not in parts:
                        parts.append(part)
                    uses |= more
        out.append((kernel.names.given[name], "{" + ", ".join(parts) + "}", uses))
    return out


def _width_part(kernel: Kernel, array: Array, position: int, atom: Width) -> tuple[str, set[str]]:
    names = kernel.names
    if not array.ragged:
        return f"{kernel.text(atom.at)}: {kernel.array(array)}.shape[{position}]", set()
    variable, count = names.give(array.axes[0].name), kernel.text(array.axes[0].size)
    item = f"{kernel.array(array)}[{variable}].shape[{position - 1}]"
    each = f"{{{kernel.text(atom.at)}: {item} for {variable} in range({count})}}"
    return f"**{each}", {names.given.get(n, n) for n in array.axes[0].size.names}


def _unpacked(system: System, kernel: Kernel, found: list[Solution], wanted: set[str]) -> list[str]:
    """``N, C = x.shape`` where one array tells several sizes in a row, else one by one."""
    out: list[str] = []
    done: set[str] = set()
    by_text = {text: name for name, text, _ in found}
    for name, text, _ in found:
        if name not in wanted or name in done:
            continue
        array = next(
            (a for a in system.inputs if text.startswith(f"{kernel.array(a)}.shape[") and a.rank > 1), None
        )
        row = [by_text.get(f"{kernel.array(array)}.shape[{d}]") for d in range(array.rank)] if array else []
        row = [n if n in wanted and n not in done else None for n in row]
        if array is not None and name in row and sum(n is not None for n in row) > 1:
            out.append(f"{', '.join(n or '_' for n in row)} = {kernel.array(array)}.shape")
            done |= {n for n in row if n}
        else:
            out.append(f"{name} = {text}")
            done.add(name)
    return out
