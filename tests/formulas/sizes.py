"""Sizes at which a system is checked: drawn all different, all ones, and zeros where they mean something."""

import math
import random

from sympy import Pow

from nnmath.codegen.library import nonempty_sizes
from nnmath.notation import bindings
from nnmath.notation.arrays import index_names
from nnmath.notation.validate import width_functions

BUDGET = 1500
"""Terms that the interpreter is asked to add up, at most."""

ROOTS = 6
"""Square roots at most: in the prime field each exists for every other number, and all must at once."""

LEAST = {"batch_norm_running": {"S": 2}}
"""Sizes of which a denominator asks more than 1: an unbiased variance of one value is none."""

IMAGES = ("L", "HW", "DHW")
NEVER_EMPTY = {
    "cross_entropy": "N",
    "nll_loss": "NK",
    **{f"conv{n}d": kernel for n, kernel in ((1, "R"), (2, "RS"), (3, "TRS"))},
    **{f"conv_transpose{n}d": kernel for n, kernel in ((1, "R"), (2, "RS"), (3, "TRS"))},
    **{f"{kind}_pool{n}d": IMAGES[n - 1] for kind in ("max", "avg", "lp") for n in (1, 2, 3)},
}
"""Sizes that the public call refuses to be 0."""


def extents(system, env):
    """The sizes of the axes of each statement and array; of a list, those of its first item."""
    for owner in (*system.statements, *system.arrays.values()):
        binding = env | {axis.name: 0 for axis in owner.axes}
        yield [axis.size.value(binding) for axis in owner.axes]


def valid(system, env, least=0):
    """Whether every size is at least that, the work is small, and nothing is a maximum or a count of nothing."""
    found = list(extents(system, env))
    if min(map(min, filter(None, found)), default=0) < least or sum(map(math.prod, found)) > BUDGET:
        return False
    if roots(system, env) > ROOTS:
        return False
    return all(_attained(s, env) for s in system.statements if s.op in ("max", "min") or s.body == 1)


def roots(system, env):
    """How many square roots of different numbers a value needs."""
    return sum(
        math.prod(axis.size.value(env) for axis in statement.axes if axis.name in names)
        for statement in system.statements
        for names in {
            frozenset(index_names(p.base)) for p in statement.body.atoms(Pow) if p.exp.is_Rational and p.exp.q == 2
        }
    )


def _attained(statement, env):
    kept = tuple(a for a in statement.axes if a not in statement.reduced)
    return all(
        any(all(g.holds(b) for g in statement.guards) for b in bindings(statement.reduced, outer))
        for outer in bindings(kept, env)
    )


def drawn(system, seed):
    """Sizes 1 to 6, all different where there are no more than six; integer parameters above their minimum."""
    rng = random.Random(seed)
    names = list(system.size_names)
    for _ in range(20_000):
        values = rng.sample(range(1, 7), len(names)) if len(names) <= 5 else rng.choices(range(1, 6), k=len(names))
        env = dict(zip(names, values, strict=True))
        env |= {p.name: int(p.low or 0) + rng.randrange(3) for p in system.integer_parameters}
        env |= {name: rng.sample(range(1, 9), 7) for name in width_functions(system)}
        if valid(system, env, least=1):
            return env
    raise AssertionError(f"no sizes found for {system.name}")


def same(definition, value):
    """All sizes of a definition that come from shapes replaced by one value."""
    names = definition.system.size_names
    parameters = [p for system in definition.systems.values() for p in system.integer_parameters]
    least = {p.name: int(p.low or 0) for p in parameters}
    widths = {name: [value] * 9 for name in width_functions(definition.system)}
    asked = {name: max(value, low) for name, low in LEAST.get(definition.id, {}).items()}
    return {**definition.sizes, **least, **dict.fromkeys(names, value), **widths, **asked}


def with_zero(definition, system):
    """The definition's sizes with one after another set to 0."""
    refused = {*nonempty_sizes(system), *NEVER_EMPTY.get(definition.id, "")}
    for name in system.size_names:
        env = {**definition.sizes, name: 0}
        if name not in refused and valid(system, env):
            yield env
