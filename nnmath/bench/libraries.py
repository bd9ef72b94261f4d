"""One cell made ready in one library: calls without arguments that are timed, and their results as arrays.

A library is nnmath, torch, compile (torch.compile), jax, onnx, numpy (by hand), or ``module:table`` with a table of
functions ``value, pullback = f(*arrays, **params)`` of one's own. Each is imported in its own process alone.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from typing import Any

import numpy as np

from nnmath.bench.cases import Array, Cell, cotangents, inputs
from nnmath.kernels._index import FORMULAS

ENTRIES: Mapping[str, Any] = FORMULAS
PEERS = ("torch", "compile", "jax", "onnx", "numpy")
TITLES = {"torch": "PyTorch", "compile": "torch.compile", "jax": "JAX", "onnx": "ONNX reference", "numpy": "by hand"}
MODULES = {"torch": "torch", "compile": "torch", "jax": "jax", "onnx": "onnx", "numpy": "numpy", "nnmath": "nnmath"}
HAND = "nnmath.bench.by_hand:CALLS"
BETWEEN = ("group_norm",)
"""Formulas with a parameter before an array, whose arrays are then given by name."""


Results = dict[str, list[Array]]


class Absent(Exception):
    """Why a library has no such call."""


@dataclass
class Ready:
    """`parts` are timed: forward, both (value and gradients), out (the value into an array that is there).

    `results` gives flat lists of arrays: values, gradients and out, of these what it has.
    """

    parts: dict[str, Callable[[], Any]]
    results: Callable[[], Results]


@dataclass
class Given:
    """The arrays of a cell, and which of them have gradients."""

    cell: Cell
    arrays: tuple[Any, ...]
    params: Mapping[str, Any]

    @property
    def moving(self) -> list[bool]:
        entry = ENTRIES[self.cell.name]
        names = entry["arrays"][: len(self.arrays)]
        return [n in entry["gradients"] and _kind(a) == "f" for n, a in zip(names, self.arrays, strict=True)]

    def call(self, f: Callable[..., Any]) -> Callable[..., Any]:
        """f of the arrays alone."""
        if self.cell.name not in BETWEEN:
            return partial(f, **self.params)
        names = ENTRIES[self.cell.name]["arrays"]
        return lambda x, *rest: f(x, **dict(zip(names[1:], rest, strict=False)), **self.params)

    def cotangents(self, values: Sequence[Any]) -> list[Array]:
        return cotangents(self.cell, [tuple(v.shape) for v in values])


def installed(library: str) -> bool:
    return ":" in library or importlib.util.find_spec(MODULES[library]) is not None


def prepare(library: str, cell: Cell) -> Ready:
    arrays, params = inputs(cell)
    given = Given(cell, arrays, params)
    return _by_table(library, given) if ":" in library else PREPARE[library](given)


def version(library: str) -> str:
    name = library.split(":")[0] if ":" in library else MODULES[library]
    return str(getattr(importlib.import_module(name), "__version__", ""))


def set_threads(library: str, count: int) -> int:
    """How many threads the library says it uses; its environment has been set before."""
    if library in ("torch", "compile"):
        torch: Any = importlib.import_module("torch")
        torch.set_num_threads(count)
        return int(torch.get_num_threads())
    if library == "nnmath":
        nnmath: Any = importlib.import_module("nnmath")
        if hasattr(nnmath, "set_num_threads"):
            nnmath.set_num_threads(count)
    return count


def _nnmath(given: Given) -> Ready:
    nnmath: Any = importlib.import_module("nnmath")
    f, arrays, params = nnmath.formula(given.cell.name), given.arrays, given.params
    found = _with_pullback(partial(f.vjp, **params), given, lambda: f(*arrays, **params))
    if not ENTRIES[given.cell.name]["elementwise"]:
        return found
    buffer = np.empty_like(arrays[0])

    def into() -> Any:
        return f(*arrays, out=buffer, **params)

    return Ready(found.parts | {"out": into}, lambda: found.results() | {"out": [into()]})


def _by_table(library: str, given: Given) -> Ready:
    module, _, table = library.partition(":")
    calls = getattr(importlib.import_module(module), table)
    if given.cell.name not in calls:
        raise Absent("not written")
    f = partial(calls[given.cell.name], **given.params)
    return _with_pullback(f, given, lambda: f(*given.arrays)[0])


def _with_pullback(f: Callable[..., Any], given: Given, forward: Callable[[], Any]) -> Ready:
    """Of ``value, pullback = f(*arrays)``."""
    bars = given.cotangents(_flat(forward()))

    def both() -> tuple[Any, Any]:
        value, pullback = f(*given.arrays)
        return value, pullback(*bars)

    def results() -> Results:
        value, gradients = both()
        return {"values": _flat(value), "gradients": _flat([g for g in gradients if g is not None])}

    return Ready({"forward": forward, "both": both}, results)


def _torch(given: Given, compiled: bool = False) -> Ready:
    torch: Any = importlib.import_module("torch")
    from nnmath.bench import torch_calls

    name = given.cell.name
    f = given.call(torch_calls.every()[name])
    value = f if compiled else given.call(torch_calls.FORWARD.get(name, torch_calls.every()[name]))
    if compiled:
        f, value = torch.compile(f, dynamic=False), torch.compile(value, dynamic=False)
    fixed = [_tensor(torch, a, False) for a in given.arrays]
    at = [_tensor(torch, a, moves) for a, moves in zip(given.arrays, given.moving, strict=True)]
    leaves = [t for tensor, moves in zip(at, given.moving, strict=True) if moves for t in _flat(tensor)]
    first = _flat(f(*at))
    bars = [torch.from_numpy(b) for b in given.cotangents(first)]
    kept = [b for b, y in zip(bars, first, strict=True) if y.requires_grad]

    def both() -> tuple[Any, Any]:
        y = f(*at)
        moved = [v for v in _flat(y) if v.requires_grad]
        return y, torch.autograd.grad(moved, leaves, kept, allow_unused=True)

    write, buffer = None if compiled else torch_calls.into(name), torch.empty_like(_flat(fixed)[0])
    parts: dict[str, Callable[[], Any]] = {"forward": lambda: value(*fixed)}
    if kept:
        parts["both"] = both
    if write is not None:
        parts["out"] = lambda: write(*fixed, out=buffer, **given.params)

    def results() -> Results:
        found = {"values": [v.numpy() for v in _flat(value(*fixed))]}
        if kept:
            gradients = zip(both()[1], leaves, strict=True)
            found["gradients"] = [(torch.zeros_like(at) if g is None else g).numpy() for g, at in gradients]
        return found | ({"out": [parts["out"]().numpy()]} if write is not None else {})

    return Ready(parts, results)


def _tensor(torch: Any, value: Any, moves: bool) -> Any:
    if isinstance(value, list):
        return [_tensor(torch, v, moves) for v in value]
    return torch.from_numpy(np.array(value)).clone().requires_grad_(moves)


@cache
def _jax_table() -> dict[str, Callable[..., Any]]:
    from nnmath.bench.jax_calls import Calls

    return Calls().every()


def _jax(given: Given) -> Ready:
    f = given.call(_jax_table()[given.cell.name])
    jax: Any = importlib.import_module("jax")
    at = jax.tree.map(jax.numpy.asarray, list(given.arrays))
    moving = [i for i, moves in enumerate(given.moving) if moves]
    forward = jax.jit(f)
    first = forward(*at)
    bars = jax.tree.unflatten(jax.tree.structure(first), [jax.numpy.asarray(b) for b in given.cotangents(_flat(first))])

    @jax.jit  # type: ignore[untyped-decorator, unused-ignore]
    def pull(arrays: list[Any], bars: Any) -> tuple[Any, Any]:
        def of_moving(*moved: Any) -> Any:
            whole = dict(enumerate(arrays)) | dict(zip(moving, moved, strict=True))
            return f(*(whole[i] for i in range(len(arrays))))

        value, pullback = jax.vjp(of_moving, *(arrays[i] for i in moving))
        return value, pullback(bars)

    def results() -> Results:
        gradients = _flat(pull(at, bars)[1])
        return {"values": [np.asarray(v) for v in _flat(forward(*at))], "gradients": list(map(np.asarray, gradients))}

    wait = jax.block_until_ready
    return Ready({"forward": lambda: wait(forward(*at)), "both": lambda: wait(pull(at, bars))}, results)


def _onnx(given: Given) -> Ready:
    from nnmath.bench.onnx_calls import CALLS, evaluator

    if given.cell.size != "tiny":
        raise Absent("the reference is timed at the tiny size alone")
    call = given.call(CALLS[given.cell.name])(*given.arrays) if given.cell.name in CALLS else None
    if call is None:
        raise Absent("no operator")
    operator, arrays, attributes, finish = call
    outputs = len(_flat(_value(given)))
    run = evaluator(operator, [np.asarray(a) for a in arrays], attributes, outputs)
    return Ready({"forward": run}, lambda: {"values": _flat(finish(run()))})


def _value(given: Given) -> Any:
    """Ours, which tells how many outputs there are."""
    nnmath: Any = importlib.import_module("nnmath")
    return nnmath.formula(given.cell.name)(*given.arrays, **given.params)


def _flat(value: Any) -> list[Any]:
    if isinstance(value, list | tuple):
        return [leaf for item in value for leaf in _flat(item)]
    return [value]


def _kind(value: Any) -> str:
    return str(_flat(value)[0].dtype.kind)


PREPARE: dict[str, Callable[[Given], Ready]] = {
    "nnmath": _nnmath,
    "torch": _torch,
    "compile": partial(_torch, compiled=True),
    "jax": _jax,
    "onnx": _onnx,
    "numpy": partial(_by_table, HAND),
}
