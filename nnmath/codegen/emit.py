"""From a system to the source of its kernels: forward, vector-Jacobian and Jacobian-vector products."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import replace
from types import FunctionType
from typing import Any

import numpy as np

import nnmath.runtime as runtime
from nnmath.calculus.differentiate import adjoint, cotangent_prefix, tangent
from nnmath.codegen.code import Block, Call, Define, Raw, words
from nnmath.codegen.gather import gathers
from nnmath.codegen.hoist import hoist
from nnmath.codegen.inplace import in_place
from nnmath.codegen.kernel import Body, build, new_kernel
from nnmath.codegen.powers import native
from nnmath.codegen.reuse import reuse, tidy
from nnmath.codegen.rewrite import (
    from_extrema,
    from_outputs,
    named_functions,
    named_ratios,
    outside_cycles,
    sole_writers,
)
from nnmath.codegen.scope import Kernel
from nnmath.codegen.simplify import averages, simplified
from nnmath.codegen.sizes import size_lines, width_names
from nnmath.codegen.slopes import join_mirrored, join_slopes, share_slope
from nnmath.codegen.slots import in_slots
from nnmath.codegen.text import tuple_text
from nnmath.notation.arrays import Array
from nnmath.notation.system import Statement, System

INDENT = "    "


def emit_forward(system: System, name: str, into: bool = False) -> str:
    """The source of ``def name(arrays, functions, parameters)``: the output, or a tuple of outputs.

    With `into`, a last argument ``out=None`` is memory for the one output: C-contiguous, and none of an input.

    >>> from nnmath.notation import define
    >>> print(emit_forward(define("total(x[N, M], w[O, M]) -> y", "y[n,o] = sum[m](x[n,m]*w[o,m])"), "total"))
    def total(x, w):
        y = x @ w.T
        return y
    """
    system = simplified(native(system))
    kernel = new_kernel(system)
    body = build(system, kernel)
    results = [_result(body, a) for a in system.outputs]
    _economise(body, results)
    arguments = _arguments(system, kernel, system.inputs)
    if into:
        arguments = f"{arguments}, {_into(body, results)}=None"
    inside = _prologue(system, kernel, body.used | _names_in(results)) + body.text()
    return _function(name, arguments, inside, _tupled(results), body)


def _into(body: Body, results: Sequence[str]) -> str:
    """Let the output lie in the memory of an argument, if that is given; the argument's name."""
    (name,) = results
    out = body.kernel.names.give("<out>", "out")
    for i, node in enumerate(body.nodes):
        if isinstance(node, Call) and node.fresh and node.dest == name and node.takes_out and not node.inner:
            own = f"{node.out} if {out} is None else {out}" if node.out else out
            body.nodes[i] = replace(node, out=own)
            return out
        if isinstance(node, Define) and node.dest == name and node.filled == "empty":
            body.nodes[i] = replace(node, text=f"{node.text} if {out} is None else {out}")
            return out
    body.nodes.append(Block(f"if {out} is not None:", [Raw(f"np.copyto({out}, {name})"), Raw(f"return {out}")]))
    return out


def emit_jvp(system: System, name: str) -> str:
    """The source of ``name_jvp(arrays, tangents, functions, parameters)``: (outputs, their tangents)."""
    system = native(system)
    whole = tangent(system)
    own = [a for a in whole.inputs if a not in system.inputs]
    joint = replace(whole, outputs=(*system.outputs, *(a for a in whole.outputs if a not in system.outputs)))
    joint = simplified(from_extrema(system, joint))
    kernel = new_kernel(joint)
    body = build(joint, kernel)
    outputs = [_result(body, a) for a in system.outputs]
    dots = [_result(body, a) for a in whole.outputs]
    _economise(body, [*outputs, *dots])
    join_slopes(body.nodes, _given(system, kernel))
    join_mirrored(body.nodes, _given(system, kernel))
    absent = _absent(own, kernel)
    inside = _prologue(system, kernel, body.used | _names_in([*outputs, *dots, *absent]), absent) + body.text()
    returned = f"{_packed(outputs)}, {_packed(dots)}"
    return _function(f"{name}_jvp", _arguments(system, kernel, (*system.inputs, *own)), inside, returned, body)


def _packed(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else f"({', '.join(texts)})"


def emit_vjp(system: System, name: str, from_output: bool = True) -> str:
    """The source of ``name_forward`` and ``name_backward``.

    ``name_forward(...) -> (outputs, saved)`` and ``name_backward(saved, bar_y, ...)`` -> the
    cotangents of the differentiable inputs, a tuple; a cotangent that is None is zero.
    """
    system = native(system)
    whole = from_extrema(system, adjoint(system))
    if from_output:
        system, whole = _sharing(system, whole)
    backward = simplified(_backward_system(system, whole), [*sole_writers(system), *averages(system)])
    backward = outside_cycles(backward)
    kernel = new_kernel(whole)
    first = copy.deepcopy(kernel)
    seeds = [a for a in whole.inputs if a not in system.inputs]
    back = build(backward, kernel)
    absent = _absent(seeds, kernel)
    results = [_result(back, a) for a in whole.outputs]
    _economise(back, results)
    needs = back.used | _names_in([*results, *absent])
    saved_arrays = [a for a in backward.inputs if a not in seeds and kernel.array(a) in needs]
    saved = [kernel.array(a) for a in saved_arrays]
    saved += _saved_scalars(system, kernel, needs)
    if "dtype" in needs:
        saved.append("dtype")
    join_mirrored(back.nodes, _given(system, kernel))
    forward = _forward_body(system, first, saved_arrays, saved)
    kernel.names.taken |= first.names.taken
    slope = share_slope(forward.nodes, back.nodes, _given(system, kernel), kernel.names)
    source = _forward_part(system, name, forward, [*([f"[{slope}]"] if slope else []), *saved])
    saved = [*([slope] if slope else []), *saved]
    inside = [f"{INDENT}{_targets(saved)} = saved"] if saved else []
    back.nodes = in_slots(back.nodes)
    inside += absent + back.text()
    taken, prefix = {a.name: kernel.array(a) for a in seeds}, cotangent_prefix(system)
    named = [prefix + a.name for a in system.outputs]  # also of those that depend on no input
    arguments = ", ".join(["saved", *(taken.get(n) or kernel.names.give(n) for n in named)])
    return source + "\n\n\n" + _function(f"{name}_backward", arguments, inside, tuple_text(results), back)


def _sharing(system: System, whole: System) -> tuple[System, System]:
    """The system and its adjoint, with functions that both need computed once."""
    own = set(system.statements)
    backward = [s for s in whole.statements if s not in own]
    named = named_ratios(named_functions(system, backward), backward)
    rewritten = from_outputs(named, backward)
    return named, replace(whole, statements=(*named.statements, *rewritten))


def _economise(body: Body, returned: Sequence[str]) -> None:
    nodes = hoist(in_place(body.nodes), body.kernel.names)
    body.nodes = tidy(reuse(nodes, _names_in(returned)))


def _targets(names: Sequence[str]) -> str:
    return ", ".join(names) + ("," if len(names) == 1 else "")


def _given(system: System, kernel: Kernel) -> set[str]:
    """The names of what the caller gives."""
    names = [a.name for a in system.inputs] + [p.name for p in system.parameters]
    return {kernel.names.given[n] for n in names}


def _forward_body(system: System, kernel: Kernel, saved_arrays: Sequence[Array], saved: Sequence[str]) -> Body:
    made = [a for a in saved_arrays if a not in system.inputs and a not in system.outputs]
    extended = replace(system, outputs=(*system.outputs, *made))
    body = build(simplified(extended), kernel)
    _economise(body, [*(_result(body, a) for a in system.outputs), *saved])
    return body


def _forward_part(system: System, name: str, body: Body, saved: Sequence[str]) -> str:
    results = [_result(body, a) for a in system.outputs]
    needs = body.used | _names_in(saved) | _names_in(results)
    inside = _prologue(system, body.kernel, needs) + body.text()
    returned = f"{_packed(results)}, {tuple_text(saved) if saved else '()'}"
    return _function(f"{name}_forward", _arguments(system, body.kernel, system.inputs), inside, returned, body)


def _backward_system(system: System, whole: System) -> System:
    """The statements that are not primal, with what they read of the primal as inputs."""
    own = set(system.statements)
    statements = tuple(s for s in whole.statements if s not in own)
    statements = (*_gathered_anew(system, statements), *statements)
    made = {s.target for s in statements}
    read = {r.array for s in statements for r in s.reads}
    seeds = [a for a in whole.inputs if a not in system.inputs]
    primal = [a for a in whole.arrays.values() if a in read and a not in made and a not in seeds]
    return replace(whole, inputs=(*primal, *seeds), statements=statements)


def _gathered_anew(system: System, statements: Sequence[Statement]) -> list[Statement]:
    """What gathers rows of an array is many times as large, and made from it as fast as it is read."""
    read = {r.array for s in statements for r in s.reads} - {*system.inputs, *system.outputs}
    alone = [writers[0] for array, writers in system.writers.items() if array in read and len(writers) == 1]
    return [s for s in alone if s.index and gathers(s, s.index[0].as_name or "")]


def _saved_scalars(system: System, kernel: Kernel, needs: set[str]) -> list[str]:
    given = kernel.names.given
    names = [*system.functions, *(p.name for p in system.parameters), *system.size_names]
    found = [given[n] for n in names if given[n] in needs]
    found += [given[n] for n in width_names(system) if given[n] in needs]
    return found + [n for n in kernel.named.values() if n in needs]


def _absent(arrays: Sequence[Array], kernel: Kernel) -> list[str]:
    """Cotangents and tangents that are None stand for zero."""
    out = []
    for array in arrays:
        name = kernel.array(array)
        out.append(f"{INDENT}if {name} is None:")
        out.append(f"{INDENT}{INDENT}{name} = {_zeros(array, kernel)}")
    return out


def _zeros(array: Array, kernel: Kernel) -> str:
    if not array.rank:
        return "dtype.type(0)"
    axes = array.axes[1:] if array.ragged else array.axes
    each = f"np.zeros({tuple_text(kernel.text(a.size) for a in axes)}, dtype)"
    if not array.ragged:
        return each
    first = array.axes[0]
    return f"[{each} for {kernel.names.give(first.name)} in range({kernel.text(first.size)})]"


def _names_in(texts: Sequence[str]) -> set[str]:
    return set().union(*(words(t) for t in texts)) if texts else set()


def _result(body: Body, array: Array) -> str:
    name = body.kernel.array(array)
    return f"{name}.copy()" if array in body.system.inputs and array.rank else name


def _tupled(texts: Sequence[str]) -> str:
    return texts[0] if len(texts) == 1 else ", ".join(texts)


def _arguments(system: System, kernel: Kernel, arrays: Sequence[Array]) -> str:
    given = kernel.names.given
    names = [a.name for a in arrays] + list(system.functions) + [p.name for p in system.parameters]
    return ", ".join(given[n] for n in names)


def _prologue(system: System, kernel: Kernel, needs: set[str], absent: Sequence[str] = ()) -> list[str]:
    """dtype, sizes, and parameters as Python numbers (a NumPy float64 would widen float32 arrays)."""
    out = []
    if "dtype" in needs:
        out.append(f"dtype = {_dtype(system, kernel)}")
    out += size_lines(system, kernel, needs)
    given = kernel.names.given
    used = [p for p in system.parameters if given[p.name] in needs]
    if used:
        left = ", ".join(given[p.name] for p in used)
        right = ", ".join(f"{'float' if p.kind == 'real' else 'int'}({given[p.name]})" for p in used)
        out.insert(0, f"{left} = {right}")
    return [INDENT + line for line in out] + list(absent)


def _dtype(system: System, kernel: Kernel) -> str:
    floats = [a for a in system.inputs if a.differentiable]
    floats.sort(key=lambda a: (a.ragged, a.rank == 0))
    if not floats:
        return "np.dtype(np.float64)"
    name = kernel.array(floats[0])
    if floats[0].ragged:
        return f"{name}[0].dtype"
    return f"{name}.dtype" if floats[0].rank else f"np.asarray({name}).dtype"


GUARD = '@np.errstate(over="ignore", divide="ignore", invalid="ignore")'
"""As a decorator, so that a caller that has ignored them all calls what it wraps."""


def _function(name: str, arguments: str, inside: Sequence[str], returned: str, body: Body) -> str:
    head = [GUARD] if body.kernel.uses_errstate else []
    return "\n".join([*head, f"def {name}({arguments}):", *inside, f"{INDENT}return {returned}"])


def emit_module(docstring: str, functions: Sequence[str]) -> str:
    """A whole module; all that it imports is NumPy and the runtime."""
    head = f'"""{docstring}"""\n\nimport numpy as np\n\nfrom nnmath import runtime as rt\n'
    return head + "".join(f"\n\n{source}\n" for source in functions)


def compile_source(source: str) -> dict[str, Any]:
    """The functions that a source defines, by name."""
    space: dict[str, Any] = {"np": np, "rt": runtime}
    exec(compile(source, "<nnmath kernel>", "exec"), space)
    return {name: f for name, f in space.items() if isinstance(f, FunctionType)}
