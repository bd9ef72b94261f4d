"""Checking arguments against the shapes that a formula states, in its own index notation."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import cache
from types import CodeType
from typing import Any

import numpy as np

Entry = tuple[Any, ...]
Sizes = dict[str, Any]

WIDTH = re.compile(r"(\w+)\((.*)\)$")
FLOATS = ("float16", "float32", "float64")
BY_VALUE = {"integer": "i", "mask": "b"}
NATIVE = {np.dtype(name) for name in FLOATS}
NOTHING: dict[str, Any] = {"__builtins__": {}}


def bind(spec: Sequence[Entry], arrays: Sequence[Any], integers: Mapping[str, int] | None = None) -> Sizes:
    """The sizes that the arrays' shapes give to the names in a spec, once everything agrees.

    >>> bind((("x", ("N", "I")), ("weight", ("O", "I"))), (np.ones((2, 3)), np.ones((4, 3))))
    {'N': 2, 'I': 3, 'O': 4}

    Errors: ValueError or TypeError that names the argument, what was expected and what came.

    >>> bind((("x", ("N", "I")), ("weight", ("O", "I"))), (np.ones((2, 3)), np.ones((4, 5))))
    Traceback (most recent call last):
    ...
    ValueError: weight must be (O, I) = (*, 3), got (4, 5)
    """
    plan = _plan(tuple(spec))
    quick = None if plan is None else plan.bound(arrays, integers or {})
    if quick is not None:
        return quick
    entries = [(name, tuple(sizes), *rest) for name, sizes, *rest in spec]
    _check_types(entries, arrays)
    sizes: Sizes = dict(integers or {})
    pending = [shape for entry, array in zip(entries, arrays, strict=True) for shape in _shapes(entry, array)]
    for name, expected, shape in pending:
        if len(expected) != len(shape):
            raise ValueError(f"{name} must be {_tuple(expected)}, got {shape}")
    while pending:
        left = [item for item in pending if not _match(*item, sizes)]
        if len(left) == len(pending):
            break
        pending = left
    for entry, array in zip(entries, arrays, strict=True):
        _check_entries(entry, array, sizes)
    return {k: v for k, v in sizes.items() if not integers or k not in integers}


class _Plan:
    """What a call that agrees needs: dimensions that are names, then expressions over these.

    It refuses no shape and no type: where a call does not agree, or asks for more, it binds nothing.
    """

    def __init__(self, spec: Sequence[Entry]):
        self.kinds = [(len(entry[1]), entry[2] if len(entry) > 2 else "real") for entry in spec]
        self.checked = [(i, entry) for i, entry in enumerate(spec) if len(entry) > 3 and entry[3] is not None]
        places = [(size, i, axis) for i, entry in enumerate(spec) for axis, size in enumerate(entry[1])]
        self.names = [place for place in places if place[0].isidentifier()]
        others = [place for place in places if not place[0].isidentifier()]
        self.places = [(i, axis) for _, i, axis in others]
        self.values = _compiled(f"({', '.join(size for size, _, _ in others)},)") if others else None

    def bound(self, arrays: Sequence[Any], integers: Mapping[str, int]) -> Sizes | None:
        first = None
        for array, (rank, kind) in zip(arrays, self.kinds, strict=True):
            if not isinstance(array, np.ndarray) or array.ndim != rank:
                return None
            dtype = array.dtype
            if (dtype is first and kind != "integer") or dtype.kind == BY_VALUE.get(kind):
                continue
            if first is not None or dtype not in NATIVE or kind == "integer":
                return None
            first = dtype
        sizes: Sizes = {}
        for name, i, axis in self.names:
            length = arrays[i].shape[axis]
            if sizes.setdefault(name, length) != length or name in integers:
                return None
        if self.values is not None:
            try:
                values = eval(self.values, NOTHING, {**integers, **sizes})
            except NameError:
                return None
            if any(value != arrays[i].shape[axis] for value, (i, axis) in zip(values, self.places, strict=True)):
                return None
        for i, entry in self.checked:
            _check_entries(entry, arrays[i], {**integers, **sizes})
        return sizes


@cache
def _plan(spec: tuple[Entry, ...]) -> _Plan | None:
    """None where an argument is a list of arrays."""
    listed = any(_is_list(sizes) or any(WIDTH.match(size) for size in sizes) for _, sizes, *_ in spec)
    return None if listed else _Plan(spec)


@cache
def _compiled(size: str) -> CodeType:
    return compile(size, "<size>", "eval")


def _check_types(entries: Sequence[Entry], arrays: Sequence[Any]) -> None:
    first: tuple[str, np.dtype[Any]] | None = None
    for entry, array in zip(entries, arrays, strict=True):
        name, kind = entry[0], entry[2] if len(entry) > 2 else "real"
        for label, item in _items(name, entry[1], array):
            if not isinstance(item, np.ndarray | np.generic):
                raise TypeError(f"{label} must be an array, got {type(item).__name__}")
            if kind == "integer":
                if item.dtype.kind not in "iu":
                    raise TypeError(f"{label} must be an integer array, got {item.dtype}")
            elif kind == "mask" and item.dtype.kind == "b":
                continue
            elif item.dtype.name not in FLOATS:
                raise TypeError(f"{label} must be a float16, float32 or float64 array, got {item.dtype}")
            elif first is None:
                first = label, item.dtype
            elif item.dtype != first[1]:
                raise TypeError(f"{label} must be {first[1]} as {first[0]} is, got {item.dtype}")


def _items(name: str, sizes: Sequence[str], array: Any) -> list[tuple[str, Any]]:
    """The array, or the arrays of a list over a first axis ``l:L``."""
    if not _is_list(sizes):
        return [(name, array)]
    if not isinstance(array, list | tuple):
        raise TypeError(
            f"{name} must be a list of arrays, one for each {sizes[0].partition(':')[0]}, "
            f"got {type(array).__name__}"
        )
    return [(f"{name}[{i}]", item) for i, item in enumerate(array)]


def _is_list(sizes: Sequence[str]) -> bool:
    return bool(sizes) and ":" in sizes[0]


def _shapes(entry: Entry, array: Any) -> list[tuple[str, tuple[str, ...], tuple[int, ...]]]:
    """(label, expected sizes, shape) of an array, or of a list's length and of each of its items."""
    name, sizes = entry[0], entry[1]
    if not _is_list(sizes):
        return [(name, sizes, np.shape(array))]
    axis, _, count = sizes[0].partition(":")
    found: list[tuple[str, tuple[str, ...], tuple[int, ...]]] = [(f"len({name})", (count,), (len(array),))]
    for i, item in enumerate(array):
        local = tuple(_at(size, axis, i) for size in sizes[1:])
        found.append((f"{name}[{i}]", local, np.shape(item)))
    return found


def _at(size: str, axis: str, value: int) -> str:
    """``n(l + 1)`` at l = 1 is ``n(2)``."""
    text = re.sub(rf"\b{axis}\b", str(value), size)
    width = WIDTH.match(text)
    at = _value(width[2], {}) if width else None
    return text if width is None or at is None else f"{width[1]}({at})"


def _match(name: str, expected: Sequence[str], shape: Sequence[int], sizes: Sizes) -> bool:
    """Bind what is unknown and compare what is known; False where a name must be learnt first."""
    known = dict(sizes) | {k: dict(v) for k, v in sizes.items() if isinstance(v, dict)}
    done = True
    for size, length in zip(expected, shape, strict=True):
        value = _value(size, sizes)
        if value is None:
            solved = _solve(size, length, sizes)
            done = done and solved is not None
            fits = solved is not False
        else:
            fits = value == length
        if not fits:
            shown = [_value(s, known) for s in expected]
            stars = _tuple(["*" if v is None else str(v) for v in shown])
            stated = "" if all(v is None for v in shown) or stars == _tuple(expected) else f" = {stars}"
            raise ValueError(f"{name} must be {_tuple(expected)}{stated}, got {tuple(shape)}")
    return done


def _tuple(expected: Sequence[str]) -> str:
    return f"({', '.join(expected)}{',' if len(expected) == 1 else ''})"


def _value(size: str, sizes: Mapping[str, Any]) -> int | None:
    """A size expression's value, or None while a name in it is unknown."""
    space = {n: (v.__getitem__ if isinstance(v, dict) else v) for n, v in sizes.items()}
    try:
        found = eval(_compiled(size), NOTHING, space)
    except (NameError, KeyError):
        return None
    return int(found)


def _solve(size: str, length: int, sizes: Sizes) -> bool | None:
    """Learn the one unknown of a size linear in it: True; False if it misfits; None if there are more.

    A size like ``(H - R)//s + 1`` has many solutions: its unknown is learnt from another array.
    """
    width = WIDTH.match(size)
    if width and _value(width[2], sizes) is not None:
        at = _value(width[2], sizes)
        sizes.setdefault(width[1], {})[at] = length
        return True
    unknown = sorted(set(re.findall(r"[A-Za-z_]\w*", size)) - sizes.keys())
    if len(unknown) != 1 or "//" in size:
        return None
    low, high = (_value(size, {**sizes, unknown[0]: v}) for v in (0, 1))
    assert low is not None and high is not None
    if high == low or (length - low) % (high - low) or (length - low) // (high - low) < 0:
        return False
    sizes[unknown[0]] = (length - low) // (high - low)
    return True


def _check_entries(entry: Entry, array: Any, sizes: Sizes) -> None:
    """Integer entries lie in ``0 <= entry < below``."""
    if len(entry) < 4 or entry[3] is None or not np.size(array):
        return
    below = _value(entry[3], sizes)
    if below is None:
        return
    wrong = (array < 0) | (array >= below)
    if np.any(wrong):
        at = tuple(int(i) for i in np.argwhere(wrong)[0])
        place = f"{entry[0]}[{', '.join(map(str, at))}]" if at else entry[0]
        raise ValueError(
            f"{entry[0]} must have entries in 0 <= {entry[0]} < {entry[3]} = {below}, "
            f"got {array[at]} at {place}"
        )
