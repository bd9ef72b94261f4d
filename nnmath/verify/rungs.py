"""The ladder: eleven rungs over a formula, each independent of the code that it checks.

L0  source, variants, domain, ties        the definition's own words
L1  proof for any sizes                   adjoint against tangent, every step of the derivation
L2  symbols at a small size               sympy's scalar derivative of <y, bar_y>
L3  dual numbers over GF(2^61 - 1)        no tolerance, sizes all different
L4  kernels against 50 digits             dual numbers through the equations alone
L5  stable forms against definitions      a proof, and ball arithmetic
L6  dot test, differences, linearity      kernels alone, on awkward inputs
L7  error in ulp                          special values and random bit patterns
L8  every input of a format               float16; float32 when asked for
L9  another library                       PyTorch, value and gradient
L10 mutants                               wrong formulas and kernels, all to be noticed
"""

from __future__ import annotations

import importlib
import importlib.metadata
import importlib.util
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from nnmath.calculus.instances import size_choices
from nnmath.codegen.library import user_definition
from nnmath.formulas import load
from nnmath.notation import define
from nnmath.verify.calls import Subject
from nnmath.verify.card import Card, Rung, known
from nnmath.verify.rungs_functions import exhaustive_rung, stable_rung, ulp_rung
from nnmath.verify.rungs_kernels import dot_rung, precise_rung
from nnmath.verify.rungs_systems import definition_rung, dual_rung, possible, proof_rung, symbols_rung

LIBRARIES = ("numpy", "sympy", "mpmath", "z3-solver", "python-flint", "torch")
OF_USERS = ("L0", "L1", "L2", "L3", "L4", "L5", "L6")
"""Rungs of formulas that are not registered."""
MUTANTS = 12
"""Mutants of each formula that a climb draws; all of them when it is deep."""


def subject_of(name: str) -> Subject:
    """A registered formula with its checked-in kernels."""
    definition = load()[name]
    return Subject(definition, vars(importlib.import_module(f"nnmath.kernels.{definition.chapter}")))


def climb(name: str, deep: bool = False, levels: tuple[str, ...] = ()) -> Card:
    """Every rung of a formula, or those of `levels`, run now.

    >>> climb("relu", levels=("L3", "L6")).counts
    {'exact': 1, 'numeric': 1}
    """
    subject, before = subject_of(name), known(name)
    chosen = {level: rung for level, rung in RUNGS.items() if not levels or level in levels}
    return Card(name, tuple(rung(subject, deep, before) for rung in chosen.values()), versions())


def climb_user(name: str, text: str, kernels: Mapping[str, Callable[..., Any]]) -> Card:
    """The rungs of a user's own equations, at small sizes that they allow; those that need a public call are left."""
    system = define(text)
    definition = user_definition(text, system)
    for sizes in islice(size_choices(system, seed=1), 200):
        given = {n: v for n, v in sizes.items() if isinstance(v, int)}
        if given and (min(given.values()) < 1 or len(set(given.values())) < min(len(given), 3)):
            continue
        subject = Subject(replace(definition, sizes=sizes), kernels)
        if possible(next(subject.variants())):
            rungs = (r for level, r in RUNGS.items() if level in OF_USERS)
            return Card(name, tuple(rung(subject, False, None) for rung in rungs), versions())
    raise ValueError(f"{name}: no small sizes at which the equations have a value")


def versions() -> dict[str, str]:
    """The libraries that the rungs run on, as far as they are installed."""
    found = {}
    for library in LIBRARIES:
        try:
            found[library] = importlib.metadata.version(library)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found


def peer_rung(subject: Subject, deep: bool, before: Card | None) -> Rung:
    """Value and gradient against PyTorch's; the last verdict stands where PyTorch is not installed."""
    from nnmath.verify.rungs_peers import PEERS, against_torch

    if subject.name not in PEERS:
        return Rung("L9", "not applicable", {"why": "PyTorch has no such function"})
    if importlib.util.find_spec("torch") is None:
        return kept(before, "L9") or Rung("L9", "undecided", {"why": "PyTorch is not installed"})
    return against_torch(subject)


def mutant_rung(subject: Subject, deep: bool, before: Card | None) -> Rung:
    """Mistakes made on purpose are noticed, or proved to be none."""
    try:
        from nnmath.verify.mutants import run
    except ImportError as error:
        return Rung("L10", "undecided", {"why": str(error)})
    report = run(subject.name, None if deep else MUTANTS, subject.seed)
    ran: dict[str, Any] = {"mutants": report.total, "killed": report.killed, "proved equivalent": report.equivalent}
    ran["drawn"] = "all" if deep else f"at most {MUTANTS}, seed {subject.seed}"
    if report.survivors:
        return Rung("L10", "undecided", {**ran, "survivors": sorted(report.survivors)[:8]})
    return Rung("L10", "exhaustive" if deep else "numeric", ran)


def kept(card: Card | None, level: str) -> Rung | None:
    """A rung of the card that is kept, where there is one."""
    return next((rung for rung in card.rungs if rung.level == level), None) if card else None


Climb = Callable[[Subject, bool, Card | None], Rung]

RUNGS: dict[str, Climb] = {
    "L0": lambda subject, deep, before: definition_rung(subject),
    "L1": lambda subject, deep, before: proof_rung(subject),
    "L2": lambda subject, deep, before: symbols_rung(subject),
    "L3": lambda subject, deep, before: dual_rung(subject),
    "L4": lambda subject, deep, before: precise_rung(subject),
    "L5": lambda subject, deep, before: stable_rung(subject),
    "L6": lambda subject, deep, before: dot_rung(subject),
    "L7": lambda subject, deep, before: ulp_rung(subject),
    "L8": lambda subject, deep, before: exhaustive_rung(subject, deep, kept(before, "L8")),
    "L9": peer_rung,
    "L10": mutant_rung,
}
