"""Plain calls in great number: every pair of choices, and every axis beyond the sizes that kernels divide by.

Awkward values are drawn in `draw`; here is what a kernel may do otherwise for some parameters, ranks, sizes, layouts
and cotangents. Answers come from the library's float64 kernels, so that a call costs milliseconds.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import combinations, product
from types import MappingProxyType
from typing import Any

import numpy as np

from nnmath.check.draw import BARS, FIRST, OUT, Case, Drawer
from nnmath.check.exact import SETTLED, few_terms, refused
from nnmath.check.layouts import LYING, laid
from nnmath.check.values import BY_FORMULA, CHOICES, RARE

BLOCKS = (1, 16, 256, 8, 32, 64, 128, 512, 1024)
"""Sizes of registers, unrolled loops and blocks, the most telling first: every axis is each of them once, and once
somewhat longer."""

TERMS = 1 << 20
"""Terms of the largest of these calls; of those in three dimensions a quarter."""

STEPS = 300
"""Steps in time, at most: they are walked one by one."""

ROWS, MORE = 150, 220
"""Calls for pairs of choices, and for threes of parameters, at most."""

REFUSALS = 5
"""How often a pair of choices is tried: the library may refuse it whatever goes with it."""

PLAIN = ("normal", "scaled", "positive", "negative")
"""Values on which a kernel's answer is seen from the inputs; of what only sums products, others are as well."""

AWKWARD = ("tiny", "wide", "large")


class Covering:
    """Rows of choices such that any two, or any three, of different kinds meet in one of them."""

    def __init__(self, choices: Mapping[str, Sequence[Any]], count: int, rng: np.random.Generator):
        self.choices, self.count, self.rng = choices, min(count, len(choices)), rng
        levels = {name: [(name, i) for i in range(len(choices[name]))] for name in choices}
        sets = [frozenset(s) for names in combinations(choices, self.count) for s in product(*map(levels.get, names))]  # type: ignore[arg-type]
        self.left = {sets[i]: 0 for i in rng.permutation(len(sets))}
        self.wanted: frozenset[tuple[str, int]] = frozenset()
        self.never: list[frozenset[tuple[str, int]]] = []

    def row(self) -> dict[str, int]:
        """The next row: a set that is left, and beside it what meets most of the sets that are left."""
        self.wanted = next(iter(self.left), frozenset())
        tried = self.left.get(self.wanted, 0)
        found = dict(self.wanted)
        for at in self.rng.permutation(len(self.choices)):
            name = list(self.choices)[at]
            if name not in found:
                order = [int(i) for i in self.rng.permutation(len(self.choices[name]))]
                others = list(combinations(found.items(), self.count - 1)) if not tried else []
                gains = [sum(frozenset((*o, (name, i))) in self.left for o in others) for i in order]
                found[name] = order[int(np.argmax(gains))]
        return found

    def told(self, row: Mapping[str, int], taken: bool) -> None:
        """Whether there is such a call: its sets are met; the one it was made for is given up after some refusals."""
        if taken:
            for met in combinations(row.items(), self.count):
                self.left.pop(frozenset(met), None)
        elif self.wanted in self.left:
            tried = self.left.pop(self.wanted) + 1
            if tried < REFUSALS:
                self.left[self.wanted] = tried  # at the end
            else:
                self.never.append(self.wanted)


def choices_of(drawer: Drawer, variant: str | None) -> dict[str, tuple[Any, ...]]:
    """What is chosen: variant, parameters (or none), rank, layouts, values, cotangents."""
    entry, known = drawer.entry, drawer.formula.__signature__.parameters
    forms = [variant] if variant is not None else list(entry["variants"])
    told = {k for form in forms for k in drawer._of_form(form, dict.fromkeys(known))}
    flavors = PLAIN + AWKWARD if re.match(SETTLED, entry["adapter"]) else PLAIN
    found: dict[str, tuple[Any, ...]] = {"form": tuple(forms), "memory": LYING, "flavor": flavors, "bars": BARS}
    for name, parameter in known.items():
        if name in (*entry["arrays"], *told, *drawer.fixed, "out", "num_groups"):
            continue
        options = _options(drawer, name)
        required = parameter.default is parameter.empty
        if options and (required or drawer.accepted(name)):
            found[name] = options if required else (*options, OUT)
    return {k: v for k, v in (found | _arrangements(drawer, forms)).items() if len(v) > 1 or k == "form"}


def _options(drawer: Drawer, name: str) -> tuple[Any, ...]:
    adapter = drawer.entry["adapter"]
    if adapter.endswith(("1d", "2d", "3d")):
        deep = adapter.endswith("3d")
        lengths: dict[str, tuple[Any, ...]] = {
            "kernel_size": (1, 2, 3) if deep else (1, 2, 3, 4, 5),
            "stride": (1, 2, 3),
            "dilation": (1, 2) if deep else (1, 2, 3),
            "padding": (0, 1)
            if "pool" in adapter
            else (0, 1, 2)
            if "transpose" in adapter
            else (0, 1, 2, "same", "valid"),
            "groups": (1, 2, 3) if deep else (1, 2, 3, 4),
        }
        if name in lengths:
            return lengths[name]
    if name == "dim":
        return (-1, 0, 1, 2, 3, -2, -3, -4)
    return (
        *BY_FORMULA.get((drawer.name, name), CHOICES.get(name, ())),
        *RARE.get((drawer.name, name), RARE.get(name, ())),
    )


def _arrangements(drawer: Drawer, forms: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    """Ranks and spellings, which are no parameters."""
    adapter = drawer.entry["adapter"]
    if adapter.endswith(("1d", "2d", "3d")):
        spelled = ("number", "tuple", "axes") if adapter[-2] != "1" else ("number",)
        return {"spelled": spelled, "kernel_size": (1, 2, 3) if adapter.endswith("3d") else (1, 2, 3, 4, 5)}
    if adapter == "groups":
        return {"space": (0, 1, 2, 3), "counted": (0, 1, 2)}
    if adapter == "glu":
        return {"rank": (1, 2, 3, 4)}
    if adapter in ("cross_entropy", "nll_loss"):
        return {"space": (0, 1, 2, 3), "weighted": (True, False)}
    if adapter in ("mlp", "direct"):
        return {}
    there = {axis for form in forms for _, axes, *_ in drawer.entry["variants"][form]["spec"] for axis in axes}
    split = [("", 1)] + [(axis, count) for axis in sorted(there & {"N", "S", "F"}) for count in (0, 2, 3, 4)]
    if there == {"N"}:
        split = [("", 1), ("()", 1), ("N", 2), ("N", 3), ("N", 4)]
    return {"axes": tuple(split)}


def sweep(
    name: str,
    dtype: str = "float64",
    seed: int = 0,
    params: Mapping[str, Any] | None = None,
    variant: str | None = None,
    accepted: Callable[[str], bool] = lambda name: True,
) -> Iterator[Case]:
    """The calls in turn, until every pair of choices and every size was there."""
    drawing = _Drawing(Drawer(name, dtype, params or {}, accepted), variant, seed)
    sources = [drawing.meeting(2, ROWS), drawing.lengths(), drawing.zeros(), drawing.meeting(3, MORE)]
    for _ in range(4):  # the first, whose choices the others take over
        if (first := next(sources[0], None)) is not None:
            yield first
    while sources:
        for source in list(sources):
            case = next(source, None)
            if case is None:
                sources.remove(source)
            else:
                yield case


class _Drawing:
    """The calls of a sweep, as they are drawn."""

    def __init__(self, drawer: Drawer, variant: str | None, seed: int):
        self.drawer, self.variant, self.seed = drawer, variant, seed
        self.choices = choices_of(drawer, variant)
        self.names = self._names()
        if self.names:
            self.choices["axis"] = (("", 0), *((n, s) for n in self.names for s in (1, 9 + seed % 4)))
        self.key = zlib.crc32(drawer.name.encode())
        self.index = FIRST
        self.deep = drawer.entry["adapter"].endswith("3d")
        self.most = TERMS / 4 if self.deep else TERMS
        self.never: list[frozenset[tuple[str, int]]] = []
        self.rows: list[dict[str, int]] = []
        self.turn = 0

    def _names(self) -> list[str]:
        """The axes that have sizes."""
        found: dict[str, None] = {}
        for form in self.choices["form"]:
            rng = np.random.default_rng([self.seed, 5])
            for case in (self.drawer.draw(rng, "normal", "distinct", form, {}, turn) for turn in range(6)):
                found |= dict.fromkeys(case.sizes if case is not None else ())
        spatial = self.drawer.entry["adapter"].endswith(("1d", "2d", "3d"))
        return [*found, *(["space"] if spatial else [])]

    def call(self, row: Mapping[str, int], sizes: Mapping[str, int] | None = None) -> Case | None:
        """The call of a row of choices; None where the library refuses it, or it is too large."""
        picked = {name: self.choices[name][level] for name, level in row.items()}
        form, memory, flavor = picked.pop("form"), picked.pop("memory", "C"), picked.pop("flavor", "normal")
        bars, (name, size) = picked.pop("bars", "drawn"), picked.pop("axis", ("", 0))
        rng = np.random.default_rng([self.seed, self.index, self.key])
        turn = self.index - FIRST
        shape, given = "huge" if sizes else "distinct", sizes or ({name: size} if name else {})
        if self.deep:
            given = {"N": 2, "C": 1 + turn % 3, "K": 1 + turn // 3 % 2, **given}
        found = self.drawer.draw(rng, flavor, shape, form, given, 2 + turn, 0, picked, self.most)
        if found is None or (self.variant is not None and found.variant != self.variant):
            return None
        found.seed, found.index, found.memory, found.bars, found.picked = self.seed, self.index, memory, bars, picked
        found.args = tuple(laid(a, memory) for a in found.args)
        self.index += 1
        return found

    def meeting(self, count: int, most: int) -> Iterator[Case]:
        """Every two choices together; every three parameters and ranks."""
        kinds = {k: v for k, v in self.choices.items() if count < 3 or k not in ("memory", "flavor", "bars", "axis")}
        table = Covering(kinds, count, np.random.default_rng([self.seed, count, self.key]))
        table.left = {s: n for s, n in table.left.items() if not any(never <= s for never in self.never)}
        made = 0
        for _ in range(4 * most):
            if not table.left or made >= most or (count > 2 and len(kinds) < 3):
                break
            row = table.row()
            found = self.call(row)
            table.told(row, found is not None)
            if found is not None:
                made += 1
                if count == 2:
                    self.rows.append(row)
                yield found
        self.never += table.never

    def lengths(self) -> Iterator[Case]:
        """One axis after another as long as a block, and longer; all of them longer than a block."""
        names = self.names
        over, times = dict[str, int](), 3 if "dim" in self.choices else 1  # along each axis and across
        for n, block in enumerate(BLOCKS):
            rest = 1 + (self.seed + n) % 7
            for _ in range(3 * (block in (8, 16, 32))):
                yield from self._found(dict(zip(names, range(block + 1, block + 99), strict=False)))
            for name in names:
                for size in (block, block + rest) if block > 1 else (1, 1, 1):
                    if size >= over.get(name, size + 1) or (name == "T" and size > STEPS):
                        continue
                    along = {"dim": 0} if times > 1 and name == names[-1] else {}
                    made = [c for t in range(times) for c in self._found({name: size}, {} if t else along)]
                    if not made and size > 16:
                        over[name] = size
                    yield from made

    def _found(self, sizes: dict[str, int], chosen: Mapping[str, int] = MappingProxyType({})) -> Iterator[Case]:
        """A call of such sizes: the choices of those before, in turn; rather one that the kernels can answer."""
        second: Case | None = None
        for _ in range(4):
            self.turn += 1
            found = self.call({**self.rows[self.turn % len(self.rows)], **chosen}, sizes) if self.rows else None
            if found is not None and not few_terms(found.name, found.args, found.params):
                yield found
                return
            second = second or found
        if second is not None:
            yield second

    def zeros(self) -> Iterator[Case]:
        """One array after another zero, or every other entry of it: others as they are."""
        for at in range(len(self.drawer.entry["arrays"])):
            made = 0
            for row in self.rows[at:]:
                found = self.call(row)
                if found is None or at >= len(found.args) or not _real(found.args[at]):
                    continue
                found.args = tuple(_zero(a, 1 + made % 2) if i == at else a for i, a in enumerate(found.args))
                found.flavor = "zero"
                if refused(found.name, found.args, found.params):  # weights of a mean
                    continue
                yield found
                made += 1
                if made == 3:
                    break


def _real(a: Any) -> bool:
    return isinstance(a, list) or (isinstance(a, np.ndarray) and a.dtype.kind == "f")


def _zero(a: Any, each: int) -> Any:
    """The array with every so manieth entry zero, in the same memory."""
    if isinstance(a, list):
        return [_zero(item, each) for item in a]
    a.flat[::each] = 0
    return a
