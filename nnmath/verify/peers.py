"""The library's worst errors beside those of PyTorch, JAX and ONNX's reference: same inputs, same oracle.

Imports a library only where it is installed, and only when a table is asked for.
"""

from __future__ import annotations

import importlib
import importlib.util
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from nnmath.verify.accuracy import GRADE, Accuracy, measure
from nnmath.verify.entries import elementwise
from nnmath.verify.inputs import points
from nnmath.verify.ulp import Array

LIBRARIES = ("torch", "jax", "onnx")
TITLES = {"torch": "PyTorch", "jax": "JAX", "onnx": "ONNX reference"}
ROWS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    *((name, {}) for name in ("sigmoid", "tanh", "softplus", "logsigmoid", "silu", "gelu")),
    ("gelu", {"approximate": "tanh"}),
    *((name, {}) for name in ("mish", "elu", "selu", "celu", "softsign", "hardsigmoid", "hardswish", "leaky_relu")),
    ("softplus", {"beta": 1.6}),
    ("celu", {"alpha": 1.3}),
)
"""What is compared: everything that rounds, and parameters away from the defaults."""

Pair = tuple[Callable[[Array], Array], Callable[[Array], Array] | None]


def installed() -> list[str]:
    return [name for name in LIBRARIES if importlib.util.find_spec(name) is not None]


def version(library: str) -> str:
    return str(importlib.import_module(library).__version__)


def peer(library: str, name: str, params: Mapping[str, Any]) -> Pair | None:
    """A library's value and gradient of a formula as functions of an array, None where it has not got it."""
    found: Pair | None = {"torch": _torch, "jax": _jax, "onnx": _onnx}[library](name, dict(params))
    return found


def _torch(name: str, params: dict[str, Any]) -> Pair | None:
    torch: Any = importlib.import_module("torch")
    functional = torch.nn.functional
    f = {"sigmoid": torch.sigmoid, "tanh": torch.tanh}.get(name) or getattr(functional, name, None)
    if f is None:
        return None
    if name == "softplus":
        params = {"threshold": 1e300, **params}  # the true function, as here

    def value(x: Array) -> Array:
        with torch.no_grad():
            return np.asarray(f(torch.from_numpy(x.copy()), **params).numpy())

    def gradient(x: Array) -> Array:
        at = torch.from_numpy(x.copy()).requires_grad_(True)
        y = f(at, **params)
        y.backward(torch.ones_like(y))
        return np.asarray(at.grad.numpy())

    return value, gradient


def _jax(name: str, params: dict[str, Any]) -> Pair | None:
    jax: Any = importlib.import_module("jax")
    jax.config.update("jax_enable_x64", True)
    own = {
        "softsign": "soft_sign",
        "hardsigmoid": "hard_sigmoid",
        "hardswish": "hard_swish",
        "logsigmoid": "log_sigmoid",
    }
    f = jax.numpy.tanh if name == "tanh" else getattr(jax.nn, own.get(name, name), None)
    if f is None or "beta" in params:
        return None
    if name == "gelu":
        params = {"approximate": params.get("approximate") == "tanh"}

    def value(x: Array) -> Array:
        return np.asarray(f(x, **params))

    def gradient(x: Array) -> Array:
        return np.asarray(jax.vmap(jax.grad(lambda a: f(a, **params)))(x))

    return value, gradient


def _onnx(name: str, params: dict[str, Any]) -> Pair | None:
    onnx: Any = importlib.import_module("onnx")
    reference: Any = importlib.import_module("onnx.reference")
    kinds = {
        "sigmoid": "Sigmoid", "tanh": "Tanh", "softplus": "Softplus", "gelu": "Gelu", "mish": "Mish", "elu": "Elu",
        "selu": "Selu", "celu": "Celu", "softsign": "Softsign", "hardswish": "HardSwish", "leaky_relu": "LeakyRelu",
    }  # fmt: skip
    if name not in kinds or "beta" in params:
        return None
    helper, form = onnx.helper, onnx.TensorProto

    def value(x: Array) -> Array:
        kind = form.FLOAT if x.dtype == np.float32 else form.DOUBLE
        node = helper.make_node(kinds[name], ["x"], ["y"], **params)
        ends = [helper.make_tensor_value_info(n, kind, [None]) for n in ("x", "y")]
        graph = helper.make_graph([node], "g", ends[:1], ends[1:])
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", 22)])
        return np.asarray(reference.ReferenceEvaluator(model).run(None, {"x": x})[0])

    return value, None


def beside(
    name: str, params: Mapping[str, Any], dtype: str, order: int, count: int, seed: int
) -> dict[str, Accuracy | None]:
    """Worst errors of ours and of every library that is there, over the same inputs."""
    inputs = points(dtype, count, seed, name, **params)
    inputs = inputs[np.isfinite(inputs)]
    found: dict[str, Accuracy | None] = {"nnmath": measure(name, dtype, order=order, inputs=inputs, **params)}
    for library in installed():
        pair = peer(library, name, params)
        function = pair[order] if pair else None
        found[library] = None
        if function is not None:
            try:
                found[library] = measure(name, dtype, order=order, function=function, inputs=inputs, **params)
            except (TypeError, RuntimeError, NotImplementedError, ValueError):
                continue  # a dtype that this library refuses
    return found


def report(names: Sequence[str], count: int, seed: int, markdown: bool) -> tuple[str, list[str]]:
    """The table as text, and the lines of ours that break the default grade."""
    rows = [(n, p) for n, p in ROWS if not names or n in names]
    rows += [(n, {}) for n in names if n not in {r[0] for r in ROWS} and n in elementwise()]
    columns = ["nnmath", *installed()]
    lines = [_head(columns, count, seed)] if markdown else []
    broken: list[str] = []
    for order, title in ((0, "Value"), (1, "Gradient")):
        for dtype in ("float32", "float64"):
            lines += ["", f"## {title}, {dtype}" if markdown else f"{title}, {dtype}", ""]
            lines += _table_head(columns, markdown)
            for name, params in rows:
                found = beside(name, params, dtype, order, count, seed)
                ours = found["nnmath"]
                if ours is not None and ours.worst_ulp > GRADE:
                    broken.append(ours.line())
                lines.append(_row(name, params, found, columns, markdown))
    lines += ["", f"accuracy: {len(rows)} functions, {len(broken)} over {GRADE:g} ulp"] if not markdown else []
    return "\n".join(lines), broken


def _head(columns: Sequence[str], count: int, seed: int) -> str:
    absent = [TITLES[name] for name in LIBRARIES if name not in columns]
    used = ", ".join(f"{TITLES[c]} {version(c)}" for c in columns if c != "nnmath")
    text = f"""# Accuracy

Worst errors in units in the last place, found over the finite special values (both zeros, ends of the format,
powers of two, thresholds, kinks, roots, all with their neighbours) and {count} random inputs, half of them uniform
over bit patterns, seed {seed}. Every column has the same inputs and the same oracle: the formula's definition in
ball arithmetic, its precision raised until the enclosure is narrow. The error is the true one, |found - exact|
in units at the exact value; within half of a root of the function the lesser of it and the backward error.
NumPy {np.__version__}{", " + used if used else ""}. `inf`: finite where the exact value is not, or the other way round.
A dash: the library has no such function, or no gradient. PyTorch's softplus is asked for without its threshold.

Generated by `python -m nnmath accuracy --markdown > docs/accuracy.md`."""
    if absent:
        text += f"\n\nNot installed where this was generated, and so left out: {', '.join(absent)}."
    return text


def _table_head(columns: Sequence[str], markdown: bool) -> list[str]:
    titles = ["function", *(TITLES.get(c, c) for c in columns)]
    if not markdown:
        return [f"{titles[0]:30}" + "".join(f"{t:>16}" for t in titles[1:])]
    return [f"| {' | '.join([*titles, 'our worst input'])} |", "|---" * (len(titles) + 1) + "|"]


def _row(
    name: str, params: Mapping[str, Any], found: Mapping[str, Accuracy | None], columns: Sequence[str], markdown: bool
) -> str:
    title = name + (f"({', '.join(f'{k}={v}' for k, v in params.items())})" if params else "")
    cells = [_cell(found[c]) for c in columns]
    if not markdown:
        return f"{title:30}" + "".join(f"{c:>16}" for c in cells)
    ours = found["nnmath"]
    return f"| {' | '.join([title, *cells, f'`{ours.worst_hex}`' if ours else ''])} |"


def _cell(found: Accuracy | None) -> str:
    if found is None:
        return "-"
    worst = found.worst_ulp
    return "inf" if worst == np.inf else f"{worst:.2f}" if worst < 1000 else f"{worst:.1e}"
