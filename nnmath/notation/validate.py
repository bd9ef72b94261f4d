"""Refusing what an equation cannot mean, by looking at all entries of a few tiny instances.

A cycle that no order of evaluation satisfies, an entry written twice, a read outside its array:
each shows at sizes 1 to 3 if it shows at all for affine indices of small offset.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from nnmath.notation.arrays import Array
from nnmath.notation.loops import bindings, cells
from nnmath.notation.system import Equation, NotationError, Statement, System

Cell = tuple[str, tuple[int, ...]]


def tiny_bindings(system: System) -> Iterator[dict[str, Any]]:
    """Small sizes at which every axis of the system has a size >= 0."""
    for seed in range(3):
        env: dict[str, Any] = {}
        for position, name in enumerate(system.size_names):
            env[name] = (2, 1, 3)[(seed + position) % 3] if seed else 2
        for parameter in system.integer_parameters:
            env[parameter.name] = max(int(parameter.low or 0), seed)
        for name in width_functions(system):
            env[name] = lambda at: 2 + at % 2
        yield env


def width_functions(system: System) -> set[str]:
    sizes = [axis.size for array in system.arrays.values() for axis in array.axes]
    return {name for size in sizes for name in size.width_names}


def check_instances(system: System) -> None:
    for env in tiny_bindings(system):
        needs: dict[Cell, set[Cell]] = {}
        for statement in system.statements:
            _check_statement(system, statement, env, needs)
        _check_acyclic(system, needs)


def _check_statement(system: System, statement: Statement, env: dict[str, Any], needs: dict[Cell, set[Cell]]) -> None:
    for binding in bindings(statement.axes, env):
        if not all(guard.holds(binding) for guard in statement.guards):
            continue
        at = tuple(i.value(binding) for i in statement.index)
        _check_inside(statement.target, at, env, statement)
        cell = needs.setdefault((statement.target.name, at), set())
        for read in statement.reads:
            there = tuple(i.value(binding) for i in read.index)
            _check_inside(read.array, there, env, statement)
            if read.array in system.writers:
                cell.add((read.array.name, there))


def check_written_once(system: System, equations: Sequence[Equation]) -> None:
    """Refuse two equations with a plain ``=`` that both say what an entry is."""
    for env in tiny_bindings(system):
        said: dict[Cell, Equation] = {}
        for equation in equations:
            for cell in _written(equation, env):
                first = said.setdefault(cell, equation)
                if first is not equation:
                    raise NotationError(
                        f"{cell[0]}{list(cell[1])} is defined twice, in\n    {first.text}\n    {equation.text}"
                    )


def _written(equation: Equation, env: dict[str, Any]) -> Iterator[Cell]:
    """The entries that an equation's last statements put terms into, guards or not."""
    for statement in equation.statements:
        if statement.target == equation.statements[-1].target:
            for binding in bindings(statement.axes, env):
                yield statement.target.name, tuple(i.value(binding) for i in statement.index)


def _check_inside(array: Array, at: tuple[int, ...], env: dict[str, Any], statement: Statement) -> None:
    local = dict(env)
    for axis, value in zip(array.axes, at, strict=True):
        if not 0 <= value < axis.size.value(local):
            sizes = ", ".join(f"{k} = {v}" for k, v in env.items() if isinstance(v, int))
            raise NotationError(
                f"{array.name}{list(at)} lies outside {array} (for {sizes}; a padded read is written "
                f"pad({array.name}[...])), in\n    {statement}"
            )
        local[axis.name] = value


def _check_acyclic(system: System, needs: dict[Cell, set[Cell]]) -> None:
    state: dict[Cell, int] = {}
    for start in needs:
        stack = [(start, iter(sorted(needs[start])))]
        if state.setdefault(start, 1) == 2:
            continue
        while stack:
            cell, rest = stack[-1]
            following = next(rest, None)
            if following is None:
                state[cell] = 2
                stack.pop()
            elif state.get(following) == 1:
                name, at = following
                shown = "\n    ".join(str(s) for s in system.statements if s.target.name in (name, cell[0]))
                raise NotationError(f"{name}{list(at)} is needed to compute itself, in\n    {shown}")
            elif following not in state:
                state[following] = 1
                stack.append((following, iter(sorted(needs.get(following, ())))))


__all__ = ["cells", "check_instances", "check_written_once", "tiny_bindings", "width_functions"]
