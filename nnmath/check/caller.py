"""Calling a function that may do anything: raise, sleep, write into its arguments, return what nobody asked for."""

from __future__ import annotations

import copy
import inspect
import itertools
import sys
import threading
import time
import warnings
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

KINDS = ("numpy", "torch", "jax")

DEPTH = 2000
"""Calls within calls that a function may make: the stack of its thread holds no more."""


@dataclass
class Outcome:
    """What a call gave: arrays, or what was wrong with it (a verdict and why)."""

    arrays: tuple[Any, ...] = ()
    verdict: str = "OK"
    reason: str = ""


class Caller:
    """A user's function; the arrays of its framework are found by trying, in modules already loaded."""

    def __init__(self, function: Callable[..., Any], deadline: float, kind: str | None = None, patience: float = 5.0):
        self.function, self.deadline, self.kind, self.patience = function, deadline, kind, patience
        self.names, self.takes_all, self.positions, self.most = accepted(function)
        self.hung = False
        self.impatient = False  # the last call was given less than its time
        self.calls = 0
        self.by_framework = False
        self.shares = False  # a result and an argument lie in the same memory
        self.kept: list[tuple[Any, Any, str]] = []

    def accepts(self, name: str) -> bool:
        """Whether the function has a parameter of that name."""
        return self.takes_all or name in self.names

    def __call__(self, args: Sequence[Any], params: Mapping[str, Any], held: list[Any] | None = None) -> Outcome:
        """The result as a tuple of NumPy arrays (lists of them where the function gave lists).

        held: the very arrays that the function is given, equal to `args`, in place of copies.
        """
        kinds = [self.kind] if self.kind else [k for k in KINDS if k == "numpy" or k in sys.modules]
        first: Outcome | None = None
        for kind in kinds:
            outcome = self._call(args, params, str(kind), held)
            if outcome.verdict != "RAISES":
                self.kind = kind
                return outcome
            first = first or outcome
            if self.hung or (self.calls > 4 and self.kind):
                break
        assert first is not None
        return first

    def _call(self, args: Sequence[Any], params: Mapping[str, Any], kind: str, held: list[Any] | None) -> Outcome:
        given = [copied(a) for a in args] if held is None else held
        kept = copy.deepcopy(dict(params))
        try:
            converted = [to_kind(a, kind) for a in given]
        except Exception as error:
            return Outcome(verdict="RAISES", reason=f"{type(error).__name__} making {kind} arrays: {error}")
        allowed = max(min(self.patience, self.deadline - time.monotonic()), 2.0)
        self.impatient = allowed < self.patience
        state, value = _timed(lambda: self.function(*converted, **kept), allowed)
        self.calls += 1
        if state == "late":
            return self._late(allowed)
        if state == "raised":
            return Outcome(verdict="RAISES", reason=value)
        if later := next((what for a, b, what in self.kept if _differ(a, b)), ""):
            self.kept = []
            return Outcome(verdict="NONDETERMINISTIC", reason=f"a later call changed {later} of an earlier one")
        if any(_differ(a, b) for a, b in zip(args, given, strict=True)) or not _equal(dict(params), kept):
            at = next((i for i, (a, b) in enumerate(zip(args, given, strict=True)) if _differ(a, b)), None)
            what = "a parameter" if at is None else f"its argument number {at + 1}"
            return Outcome(verdict="MUTATES_INPUT", reason=f"the function wrote into {what}")
        state, read = _timed(lambda: _read(value), allowed)
        if state == "late":
            return self._late(allowed)
        if state == "raised":
            return Outcome(verdict="SHAPE_OR_DTYPE", reason=read.removeprefix("TypeError: "))
        outcome, own = Outcome(read[0]), read[1]
        self.kept = [(list(args), given, "an argument"), (own, list(outcome.arrays), "the result")]
        self.shares |= any(np.may_share_memory(y, a) for y in _arrays(own) for a in _arrays(given))
        return outcome

    def _late(self, allowed: float) -> Outcome:
        self.hung = True
        return Outcome(verdict="UNDECIDED", reason=f"the function gave no answer within {allowed:.1f} s")


def _read(value: Any) -> tuple[tuple[Any, ...], list[Any]]:
    """Copies of the arrays of a result, and the arrays themselves."""
    return _tuple(value), [_viewed(item) for item in (value if isinstance(value, tuple) else (value,))]


def parameters_of(function: Callable[..., Any]) -> list[inspect.Parameter] | None:
    """The parameters of a function; None where it does not tell, whatever asking it does."""
    found: list[inspect.Parameter] | None = attempted(lambda: list(inspect.signature(function).parameters.values()))
    return found


def accepted(function: Callable[..., Any]) -> tuple[set[str], bool, int, int | None]:
    """Names that may be given by keyword, whether all may, how many positions must be filled, and may be."""
    parameters = parameters_of(function)
    if parameters is None:
        return set(), False, 0, None
    names = {p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    required = sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) and p.default is p.empty for p in parameters)
    most = sum(p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD) for p in parameters)
    open_ended = any(p.kind == p.VAR_POSITIONAL for p in parameters)
    return names, any(p.kind == p.VAR_KEYWORD for p in parameters), required, None if open_ended else most


def arranged(function: Callable[..., Any], formula: Any) -> Callable[..., Any]:
    """The function called as ``function(*arrays, **params)``, also where its parameters lie between its arrays.

    A parameter of the formula's name takes its own place; an array that the function has by name further on is
    given by that name.
    """
    known = [p for p in parameters_of(function) or () if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    order, arrays = [p.name for p in known], list(formula._entry["arrays"])
    others = set(formula.__signature__.parameters) - set(arrays)
    first = order[: len(arrays)]
    if not (others & set(first) or any(n in order[len(arrays) :] for n in arrays)):
        return function

    def call(*given: Any, **params: Any) -> Any:
        placed: list[Any] = []
        named = dict(params)
        for i, a in enumerate(given):
            while len(placed) < len(known) and (p := known[len(placed)]).name in others:
                if p.name not in named and p.default is p.empty:
                    break
                placed.append(named.pop(p.name, p.default))
            label = arrays[i] if i < len(arrays) else ""
            if label in order[len(placed) + 1 :] and order[len(placed)] not in arrays:
                named[label] = a
            else:
                placed.append(a)
        return function(*placed, **named)

    call.__signature__ = inspect.Signature(parameters_of(function))  # type: ignore[attr-defined]
    return call


def attempted(call: Callable[[], Any], otherwise: Any = None, seconds: float = 5.0) -> Any:
    """What asking a user's object gives; `otherwise` where it raises anything or does not answer."""
    state, value = _timed(call, seconds)
    return value if state == "done" else otherwise


def _described(error: BaseException) -> str:
    """The kind of an exception and its first line, for exceptions that raise when they are asked as well."""
    kind = type.__getattribute__(type(error), "__name__")
    try:
        lines = f"{error}".strip().splitlines()
    except BaseException:
        lines = ["its text cannot be read"]
    return f"{kind}: {lines[0] if lines else ''}".rstrip(": ")


def _timed(call: Callable[[], Any], seconds: float) -> tuple[str, Any]:
    """The value, or what was raised as a line, from a thread that is left behind where it does not come back.

    Whatever is raised in the thread is the function's; an interrupt by the user reaches the thread that waits.
    """
    found: list[tuple[str, Any]] = []

    def run() -> None:
        try:
            with np.errstate(all="ignore"):
                found.append(("done", call()))
        except BaseException as error:
            found.append(("raised", _described(error)))

    depth = sys.getrecursionlimit()
    sys.setrecursionlimit(min(depth, DEPTH))
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            thread = threading.Thread(target=run, daemon=True)
            thread.start()
            thread.join(seconds)
    finally:
        sys.setrecursionlimit(depth)
    return found[0] if found else ("late", None)


def copied(a: Any) -> Any:
    """A copy that lies in memory as the array does, at a multiple of 64, or next to one where the array lies so."""
    if isinstance(a, list):
        return [copied(item) for item in a]
    if not isinstance(a, np.ndarray):
        return a
    reaches = [s * (n - 1) for s, n in zip(a.strides, a.shape, strict=True)] if a.size else []
    below = -sum(r for r in reaches if r < 0)
    size = below + sum(r for r in reaches if r > 0) + a.itemsize
    raw = np.zeros(size + 128, np.uint8)
    at = -raw.ctypes.data % 64 + (a.itemsize if a.ctypes.data % 16 else 0)
    found: np.ndarray[Any, Any] = np.ndarray(a.shape, a.dtype, raw.data, at + below, a.strides)
    found[...] = a
    return found


def _arrays(items: list[Any]) -> list[Any]:
    flat = [a for item in items for a in (item if isinstance(item, list) else [item])]
    return [a for a in flat if isinstance(a, np.ndarray) and a.size]


def _viewed(value: Any) -> Any:
    """The array itself where the result is one, to see whether it stays."""
    if isinstance(value, list):
        return [_viewed(item) for item in value]
    return None if value is None else to_numpy(value)


def _differ(a: Any, b: Any) -> bool:
    if isinstance(a, list):
        return not isinstance(b, list) or len(a) != len(b) or any(_differ(x, y) for x, y in zip(a, b, strict=True))
    if isinstance(a, np.ndarray):
        return bool(a.shape != b.shape or a.dtype != b.dtype or a.tobytes() != b.tobytes())
    return False


def _equal(a: Any, b: Any) -> bool:
    try:
        return bool(a == b)
    except Exception:
        return False


def to_kind(a: Any, kind: str) -> Any:
    """An array in the framework's own type, sharing memory where it can."""
    if isinstance(a, list):
        return [to_kind(item, kind) for item in a]
    if not isinstance(a, np.ndarray) or kind == "numpy":
        return a
    if kind == "torch":
        return sys.modules["torch"].from_numpy(a.copy() if any(s < 0 for s in a.strides) else a)
    return sys.modules["jax"].numpy.asarray(a)


def to_numpy(value: Any) -> np.ndarray[Any, Any]:
    """An array from what a function returned; a clear refusal where it is none."""
    if value is None:
        raise TypeError("the function returned None")
    torch = sys.modules.get("torch")
    if torch is not None and isinstance(value, torch.Tensor):
        found: np.ndarray[Any, Any] = value.detach().cpu().resolve_conj().resolve_neg().numpy()
        return found
    if isinstance(value, list | tuple | dict | set | str | bytes):
        raise TypeError(f"the function returned a {type(value).__name__} where an array belongs")
    array = np.asarray(value)
    if array.dtype.kind not in "fiub":
        raise TypeError(f"the function returned {type(value).__name__} of dtype {array.dtype}")
    return array


def _tuple(value: Any) -> tuple[Any, ...]:
    """Arrays, or lists of arrays for list arguments; None stands for a gradient that is not given."""
    if not isinstance(value, tuple):
        return (to_numpy(value).copy(),)
    found: list[Any] = []
    for item in value:
        if isinstance(item, list):
            found.append([to_numpy(i).copy() for i in item])
        else:
            found.append(None if item is None else to_numpy(item).copy())
    return tuple(found)


def differentiated(function: Callable[..., Any], framework: str, differentiable: Sequence[int]) -> Callable[..., Any]:
    """``vjp(*arrays, *cotangents, **params)`` by the framework's own differentiation of `function`."""
    if framework == "torch":
        return _by_torch(function, differentiable)
    if framework == "jax":
        return _by_jax(function, differentiable)
    raise ValueError(f"autodiff must be 'torch' or 'jax', got {framework!r}")


def _moves(a: Any) -> bool:
    """Whether an argument is differentiated: real arrays, and lists of them."""
    if isinstance(a, list):
        return all(_moves(item) for item in a)
    return a is not None and "float" in str(a.dtype)


def _by_torch(function: Callable[..., Any], places: Sequence[int]) -> Callable[..., Any]:
    torch: Any = __import__("torch")
    calls = itertools.count()

    def vjp(*given: Any, count: int, **params: Any) -> tuple[Any, ...]:
        arrays, bars = list(given[:count]), given[count:]
        leaves: list[Any] = []

        def leaf(a: Any) -> Any:
            if isinstance(a, list):
                return [leaf(item) for item in a]
            made = torch.as_tensor(a).detach().clone().requires_grad_(True)
            leaves.append(made)
            return made

        chosen = [i for i in places if i < count and _moves(arrays[i])]
        for i in chosen:
            arrays[i] = leaf(arrays[i])
        value = function(*arrays, **params)
        values = value if isinstance(value, tuple) else (value,)
        pairs = [(y, torch.as_tensor(b)) for y, b in zip(values, bars, strict=True) if y.requires_grad]
        if pairs:
            ys, cs = zip(*pairs, strict=True)
            if next(calls) % 2:  # what is saved for the gradient outlives another call, and a gradient before
                function(*[_halved(a) if i in chosen else a for i, a in enumerate(arrays)], **params)
                torch.autograd.grad(ys, leaves, cs, allow_unused=True, retain_graph=True)
            flat = list(torch.autograd.grad(ys, leaves, cs, allow_unused=True))
        else:
            flat = [None] * len(leaves)
        filled = iter([torch.zeros_like(x) if g is None else g for g, x in zip(flat, leaves, strict=True)])

        def shaped(a: Any) -> Any:
            return [shaped(item) for item in a] if isinstance(a, list) else next(filled)

        return tuple(shaped(arrays[i]) for i in chosen)

    return vjp


def _halved(a: Any) -> Any:
    return [_halved(item) for item in a] if isinstance(a, list) else a.detach().clone().mul_(0.5).requires_grad_(True)


def _by_jax(function: Callable[..., Any], places: Sequence[int]) -> Callable[..., Any]:
    jax: Any = __import__("jax")

    def vjp(*given: Any, count: int, **params: Any) -> tuple[Any, ...]:
        arrays, bars = list(given[:count]), given[count:]
        chosen = [i for i in places if i < count and _moves(arrays[i])]

        def of(*moving: Any) -> Any:
            whole = list(arrays)
            for i, a in zip(chosen, moving, strict=True):
                whole[i] = a
            return function(*whole, **params)

        value, pullback = jax.vjp(of, *[arrays[i] for i in chosen])
        return tuple(pullback(bars if isinstance(value, tuple) else bars[0]))

    return vjp
