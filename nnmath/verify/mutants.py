"""Mutants: wrong formulas and wrong kernels made on purpose, to see whether the checks notice each of them.

A check that passes says little until it is known to fail. Every formula is changed in one place at a time: its
equations, its adjoint and tangent, and the source of its kernels. A mutant is killed when the interpreter, dual
numbers or a run on awkward inputs tells it from the formula; one that means the same must be proved to.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from nnmath.formulas import load
from nnmath.formulas.registry import Definition
from nnmath.notation import System
from nnmath.verify.equivalent_kernels import same
from nnmath.verify.mutate_kernel import Site, edited, sites, text
from nnmath.verify.mutate_system import changes
from nnmath.verify.notice_kernels import KernelBench
from nnmath.verify.notice_systems import Bench

Level = Literal["system", "adjoint", "tangent", "kernel"]
SMALLER = {"recurrent": {"T": 2, "N": 1, "I": 3, "H": 2}}
"""Sizes of a chapter at which its formulas are first looked at; what survives is looked at again at its own."""


@dataclass(frozen=True)
class Mutant:
    """One mistake. `id` is stable: formula, variant, level, kind and the mistake's number among its like."""

    id: str
    formula: str
    variant: str
    level: Level
    kind: str
    description: str
    system: System | None = None
    function: str = ""
    site: Site | None = field(default=None, compare=False, repr=False)

    def __str__(self) -> str:
        return f"{self.id}: {self.description}"


@dataclass(frozen=True)
class MutantReport:
    """What became of a formula's mutants; `survivors` by id, with what they are."""

    name: str
    killed: int
    total: int
    equivalent: int
    survivors: Mapping[str, str]
    kinds: Mapping[str, int] = field(default_factory=dict)
    noticed: Mapping[str, int] = field(default_factory=dict)
    proofs: Mapping[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    killed_kinds: Mapping[str, int] = field(default_factory=dict)

    @property
    def ok(self) -> bool:
        return self.killed + self.equivalent == self.total

    def __str__(self) -> str:
        lines = [f"{self.name}: killed {self.killed} of {self.total}, equivalent {self.equivalent}"]
        return "\n".join(lines + [f"  survived {i}: {what}" for i, what in self.survivors.items()])


class Trial:
    """A formula with its benches, made once and asked about many mutants."""

    def __init__(self, definition: Definition):
        self.definition = definition

    @cached_property
    def benches(self) -> dict[str, list[Bench]]:
        sizes = [self.definition.sizes]
        if smaller := SMALLER.get(self.definition.chapter):
            sizes.insert(0, {n: smaller.get(n, s) for n, s in self.definition.sizes.items()})
        elif self.definition.chapter in ("convolution", "pooling"):
            sizes.append(_other_windows(self.definition.sizes))
        return {
            variant: [Bench(system, at, self.definition.parameters) for at in sizes]
            for variant, system in self.definition.systems.items()
        }

    @cached_property
    def kernels(self) -> dict[str, KernelBench]:
        return {variant: KernelBench(self.definition, variant) for variant in self.definition.systems}

    def mutants(self) -> Iterator[Mutant]:
        """All of them, in the order of the equations and of the kernels' text."""
        for variant in self.definition.systems:
            for part in self.parts(variant):
                yield from self.of(variant, part)

    def parts(self, variant: str) -> list[str]:
        """The levels of systems, and the kernels by name."""
        return ["system", "adjoint", "tangent", *self.kernels[variant].trees]

    def of(self, variant: str, part: str) -> Iterator[Mutant]:
        """The mutants of one system or one kernel."""
        name, count = self.definition.id, Counter[str]()
        path = f"{name}.{variant}" if variant else name
        if part in ("system", "adjoint", "tangent"):
            level: Level = part  # type: ignore[assignment]
            own = frozenset(self.definition.systems[variant].statements) if part != "system" else frozenset()
            for change in changes(self.benches[variant][0].base(part), own):
                count[change.kind] += 1
                id = f"{path}/{part}/{change.kind}/{count[change.kind]}"
                yield Mutant(id, name, variant, level, change.kind, change.description, change.system)
            return
        for site in sites(self.kernels[variant].trees[part]):
            count[site.kind] += 1
            id = f"{path}/kernel/{part}/{site.kind}/{count[site.kind]}"
            yield Mutant(id, name, variant, "kernel", site.kind, site.description, None, part, site)

    def sample(self, count: int, seed: int) -> list[Mutant]:
        """That many, one after another from systems and kernels in an order drawn by `seed`."""
        chance = random.Random(f"{seed} {self.definition.id}")
        found: list[Mutant] = []
        parts = [(variant, part) for variant in self.definition.systems for part in self.parts(variant)]
        chance.shuffle(parts)
        left: dict[tuple[str, str], list[Mutant]] = {}
        while parts and len(found) < count:
            variant, part = at = parts.pop(0)
            if at not in left:
                left[at] = list(self.of(variant, part))
                chance.shuffle(left[at])
            if left[at]:
                found.append(left[at].pop())
                parts.append(at)
        return found

    def judge(self, mutant: Mutant) -> tuple[str, str]:
        """("killed", by what), ("equivalent", why) or ("survived", why it is not told apart)."""
        if mutant.level == "kernel":
            assert mutant.site is not None
            bench = self.kernels[mutant.variant]
            tree = bench.trees[mutant.function]
            changed = edited(tree, mutant.site)
            verdict = bench.judge(mutant.function, changed)
            if verdict[0] == "survived" and (why := same(bench.system, tree, changed, bench.trees[bench.name])):
                return "equivalent", why
            return verdict
        assert mutant.system is not None
        *smaller, last = self.benches[mutant.variant]
        for first in smaller:
            verdict = first.judge(mutant.level, mutant.system, prove=False)
            if verdict[0] == "killed":
                return verdict
        return last.judge(mutant.level, mutant.system)

    def source(self, mutant: Mutant) -> str:
        """A kernel mutant as Python."""
        assert mutant.site is not None
        return text(edited(self.kernels[mutant.variant].trees[mutant.function], mutant.site))


def _other_windows(sizes: Mapping[str, Any]) -> dict[str, Any]:
    """Windows of other sizes, with strides 2 and 3, and dilations that are not the strides."""
    strides = sorted(n for n in sizes if n[0] == "s" and n[1:].isdigit())
    larger = {n: s + 1 if n in "RST" else s + 3 if n in "LDHW" else s for n, s in sizes.items()}
    steps = {n: 2 + number % 2 for number, n in enumerate(strides)}
    return larger | steps | {n: 1 for n in sizes if n[0] == "d" and n[1:].isdigit()}


def mutants(name: str) -> list[Mutant]:
    """Every mutant of a formula.

    >>> [str(m) for m in mutants("identity") if m.level == "adjoint"][0]
    'identity/adjoint/path/1: left out in bar_x[i] = bar_y[i]'
    """
    return list(Trial(load()[name]).mutants())


def run(name: str, sample: int | None = None, seed: int = 0, step: Callable[[], None] = lambda: None) -> MutantReport:
    """Judge a formula's mutants, all or a sample drawn by `seed`; `step` is called after each."""
    start = time.perf_counter()
    trial = Trial(load()[name])
    chosen = list(trial.mutants()) if sample is None else trial.sample(sample, seed)
    return judged(trial, chosen, start, step)


def judged(trial: Any, chosen: list[Mutant], start: float, step: Callable[[], None] = lambda: None) -> MutantReport:
    verdicts, noticed = Counter[str](), Counter[str]()
    survivors, proofs = {}, {}
    killed_kinds = Counter[str]()
    for mutant in chosen:
        verdict, how = trial.judge(mutant)
        step()
        killed_kinds[mutant.kind] += verdict == "killed"
        verdicts[verdict] += 1
        if verdict == "killed":
            noticed[how] += 1
        elif verdict == "equivalent":
            proofs[mutant.id] = how
        else:
            survivors[mutant.id] = f"{mutant.description} ({how})"
    return MutantReport(
        chosen[0].formula if chosen else "",
        verdicts["killed"],
        len(chosen),
        verdicts["equivalent"],
        survivors,
        dict(Counter(m.kind for m in chosen)),
        dict(noticed),
        proofs,
        time.perf_counter() - start,
        dict(killed_kinds),
    )
