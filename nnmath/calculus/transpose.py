"""`prove_transpose`: the adjoint of a system is the transpose of its tangent, for any sizes.

    <bar_y, dot_y> = <bar_x, dot_x>

Sum <bar_A, dot_A> over all arrays A. Unfolding every dot_A gives the right side plus X, unfolding
every bar_A gives the left side plus X': the theorem is X = X', one unfolding each, no induction,
whatever recurrences the system has.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass, replace

import sympy

from nnmath.calculus.algebra import Context, show
from nnmath.calculus.canonical import collect
from nnmath.calculus.claims import Claim
from nnmath.calculus.differentiate import adjoint as reverse
from nnmath.calculus.differentiate import cotangent_prefix, tangent_prefix
from nnmath.calculus.differentiate import tangent as forward
from nnmath.calculus.guards import without_vanishing
from nnmath.calculus.instances import UNDEFINED, Instance
from nnmath.calculus.normal import normal, simplify
from nnmath.calculus.prove import OUTSIDE, Proof, UnsoundStep, attempt_value, chance, judge, without_proof
from nnmath.calculus.refute import Evidence, refute
from nnmath.calculus.terms import Sum
from nnmath.calculus.theorem import Step, Theorem, Verdict
from nnmath.calculus.unfold import Target, unfold
from nnmath.notation.arrays import Array, Read, Reduction
from nnmath.notation.index import Index
from nnmath.notation.system import NotationError, Statement, System


def prove_transpose(system: System, adjoint: System | None = None, tangent: System | None = None) -> Theorem:
    """Judge an adjoint and a tangent, by default the library's own, against each other.

    >>> from nnmath.notation import define
    >>> prove_transpose(define("square(x[N]) -> y", "y[i] = x[i]**2")).verdict
    'proved'
    """
    start = time.perf_counter()
    pair = Pair(system, adjoint or reverse(system), tangent or forward(system))
    holes = pair.holes()
    claim = Claim(pair.joint, pair.outer_product(system.outputs), pair.outer_product(system.inputs))
    evidence = refute(claim)
    proof = Proof(claim, evidence.instances, Context(claim.scope))
    steps: tuple[Step, ...] = ()
    if evidence.witness is None and evidence.instances and not holes and (steps := tuple(_unfolded(pair, proof))):
        verdict: Verdict = "proved"
    else:
        verdict = without_proof(evidence)
    if verdict != "refuted" and (holes or evidence.outside):
        verdict, steps = "undecided", ()
    return Theorem(
        f"adjoint of {system.name} is the transpose of its tangent",
        verdict,
        str(claim.left),
        str(claim.right),
        conditions=tuple(proof.ctx.conditions) if verdict == "proved" else (),
        steps=steps,
        witness=evidence.witness,
        chance=chance(evidence) if verdict == "exact" else "",
        note=_note(evidence, holes),
        milliseconds=(time.perf_counter() - start) * 1e3,
    )


def _note(evidence: Evidence, holes: list[str]) -> str:
    if holes:
        return ", ".join(holes)
    if evidence.outside:
        return OUTSIDE
    return "" if evidence.instances else "no instance could be evaluated"


@dataclass(frozen=True)
class Pair:
    """A system, its adjoint and its tangent, and the three as one system."""

    system: System
    adjoint: System
    tangent: System

    @property
    def joint(self) -> System:
        a, t = self.adjoint, self.tangent
        for array in (set(a.writers) & set(t.writers)) - set(self.system.writers):
            if a.writers[array] != t.writers[array]:
                raise NotationError(f"adjoint and tangent define {array} differently")
        for array in self.system.writers:
            if not self.system.writers[array] == a.writers.get(array) == t.writers.get(array):
                raise NotationError(f"adjoint or tangent changes what {array} is")
        return replace(
            a,
            name=f"adjoint and tangent of {self.system.name}",
            inputs=tuple(dict.fromkeys((*a.inputs, *t.inputs))),
            outputs=tuple(dict.fromkeys((*a.outputs, *t.outputs))),
            statements=tuple(dict.fromkeys((*a.statements, *t.statements))),
        )

    def holes(self) -> list[str]:
        """What the adjoint, or the tangent, reads without having it: the other one must not supply it."""
        found = []
        prefixes = cotangent_prefix(self.system), tangent_prefix(self.system)
        ends = self.system.outputs, self.system.inputs
        for own, prefix, arrays in zip((self.adjoint, self.tangent), prefixes, ends, strict=True):
            given = {a.name for a in self.system.inputs} | {prefix + a.name for a in arrays}
            known = {a.name for a in own.writers} | {p.name for p in own.parameters} | given
            foreign = {a.name for a in own.inputs} - given
            lacking = {r.array.name for s in own.statements for r in s.reads} - known
            found += [f"{own.name} reads {name}, which it does not define" for name in sorted(lacking | foreign)]
        return found

    def bar(self, array: Array) -> Array | None:
        """The cotangent that the statements add up: of an output that is read further, its total."""
        name = cotangent_prefix(self.system) + array.name
        return self.adjoint.arrays.get(name + "_total") or self.adjoint.arrays.get(name)

    def seed(self, array: Array) -> Array | None:
        """The cotangent that is given for an output, or found for an input."""
        name = cotangent_prefix(self.system) + array.name
        own = self.adjoint.arrays.get(name)
        return own if own is None or array in self.system.outputs else self.bar(array)

    def dot(self, array: Array) -> Array | None:
        return self.tangent.arrays.get(tangent_prefix(self.system) + array.name)

    def outer_product(self, arrays: tuple[Array, ...]) -> sympy.Expr:
        """The sum of <bar_A, dot_A> over outputs, or over inputs."""
        pairs = []
        for array in arrays:
            bar = self.seed(array) if arrays == self.system.outputs else self.bar(array)
            pairs.append(inner_product(bar, self.dot(array)))
        return sympy.Add(*pairs)

    def all_pairs(self) -> list[tuple[Array, Array]]:
        found = []
        for array in self.system.arrays.values():
            bar, dot = self.bar(array), self.dot(array)
            if bar is not None and dot is not None:
                found.append((bar, dot))
        return found


def inner_product(a: Array | None, b: Array | None) -> sympy.Expr:
    """``Sigma a*b``; what one side lacks is 0."""
    if a is None or b is None:
        return sympy.Integer(0)
    index = tuple(Index.name(axis.name) for axis in a.axes)
    body = Read(a, index) * Read(b, index)
    return Reduction("sum", a.axes, body) if a.axes else body


def _unfolded(pair: Pair, proof: Proof) -> list[Step]:
    """X and X' of the proof; the steps if they are equal, else nothing."""
    ctx, joint = proof.ctx, pair.joint
    left, right = (normal(ctx, side) for side in (proof.claim.left, proof.claim.right))
    pairs = pair.all_pairs()
    by_dot: list[Sum] = []
    by_bar: list[Sum] = []
    for bar, dot in pairs:
        whole = normal(ctx, inner_product(bar, dot))
        by_dot.append(_one(ctx, joint, whole, dot))
        by_bar.append(_one(ctx, joint, whole, bar))
    x, y = (Sum(tuple(t for part in parts for t in part.terms)) for parts in (by_dot, by_bar))
    proof.left, proof.right = collect(x - right), collect(y - left)
    _check_unfoldings(proof, pair, by_dot, by_bar)
    rest, _ = without_vanishing(ctx, simplify(ctx, proof.left - proof.right))
    if rest.terms:
        return []
    return [
        Step("sum", "<bar, dot> over all arrays", "", ", ".join(f"<{b.name}, {d.name}>" for b, d in pairs)),
        Step("unfold", "every tangent once", "", f"<inputs> + {show(proof.left)}"),
        Step("unfold", "every cotangent once", "", f"<outputs> + {show(proof.right)}", tuple(ctx.conditions)),
    ]


def _one(ctx: Context, joint: System, whole: Sum, array: Array) -> Sum:
    return unfold(ctx, joint, whole, Target(array.name)) if array in joint.writers else _or_zero(joint, whole, array)


def _or_zero(joint: System, whole: Sum, array: Array) -> Sum:
    """An input stays; an array that nothing writes is 0."""
    return whole if array in joint.inputs else Sum()


def _check_unfoldings(proof: Proof, pair: Pair, by_dot: list[Sum], by_bar: list[Sum]) -> None:
    """Each unfolding has the value of the raw inner product that it unfolds.

    Digits decide: a finite field knows no order, and its square roots choose their own sign.
    """
    unfolded = [(p, total) for parts in (by_dot, by_bar) for p, total in zip(pair.all_pairs(), parts, strict=True)]
    for instance in sorted(proof.checkable(), key=lambda i: i.exact):
        for (bar, dot), total in unfolded:
            raw, found = _raw(instance, inner_product(bar, dot)), attempt_value(instance, total, {})
            if raw is None or found is None or instance.agree(raw, found):
                continue
            if instance.exact and not all(i.exact for i in proof.instances):
                break
            raise UnsoundStep(f"<{bar.name}, {dot.name}> is {raw}, unfolded {found}:\n    {show(total)}")


def _raw(instance: Instance, expression: sympy.Expr) -> object:
    """What the interpreter makes of an expression, or None."""
    try:
        return instance.machine.evaluate(expression, instance.env)
    except UNDEFINED:
        return None


def prove_system_equal(a: System, b: System) -> Theorem:
    """Two systems with the same inputs: each output of the one equals that of the other.

    Outputs are unfolded and compared. Where a recurrence keeps that from ending, arrays of one name
    are paired: if what the second system says of each of them holds of the first system's values,
    those values solve the second system, and a system has one solution.
    """
    if [x.name for x in a.outputs] != [y.name for y in b.outputs]:
        raise NotationError(f"{a.name} and {b.name} have different outputs")
    outright = _all_equal(a, b, joined(a, b), list(a.outputs))
    if outright.verdict in ("proved", "refuted"):
        return outright
    pairs = _pairs(a, b)
    if not {y.name for y in a.outputs} <= {x.name for x in pairs}:
        return outright
    alone = [x.name for x in a.writers if x not in pairs]
    alone += [OTHER + y.name for y in b.writers if y not in pairs.values()]
    paired = _all_equal(a, b, _satisfied(a, b, pairs), list(pairs), alone)
    return paired if paired.verdict == "proved" else outright


def _pairs(a: System, b: System) -> dict[Array, Array]:
    """Arrays that both systems define under one name and with one shape."""
    others = {x.name: x for x in b.writers}
    return {x: others[x.name] for x in a.writers if x.name in others and _shape(x) == _shape(others[x.name])}


def _shape(array: Array) -> list[Index]:
    """The sizes of the axes, whatever they are called."""
    names = {axis.name: Index.name(f"axis{i}") for i, axis in enumerate(array.axes)}
    return [axis.size.substitute(names) for axis in array.axes]


def _satisfied(a: System, b: System, pairs: dict[Array, Array]) -> System:
    """The first system, and what the second says of each paired array where all it reads is the first's."""
    inputs = {x.name: x for x in a.inputs}
    defined = {y: replace(y, name=OTHER + y.name) for y in b.writers}
    read = defined | {y: x for x, y in pairs.items()} | {y: inputs[y.name] for y in b.inputs}
    others = tuple(
        replace(
            s,
            target=defined[s.target],
            body=s.body.xreplace({r: Read(read[r.array], r.index) for r in s.reads if r.array in read}),
        )
        for s in b.statements
    )
    return replace(
        a,
        name=f"{a.name} and {b.name}",
        outputs=(*a.outputs, *(defined[y] for y in pairs.values())),
        statements=(*a.statements, *others),
        parameters=tuple(dict.fromkeys((*a.parameters, *b.parameters))),
        functions=tuple(dict.fromkeys((*a.functions, *b.functions))),
        equations=(),
    )


def _all_equal(a: System, b: System, joint: System, arrays: list[Array], alone: Sequence[str] | None = None) -> Theorem:
    """Every array against its namesake, both unfolded once, and then those that have no namesake."""
    theorems = [
        judge(
            _output_claim(joint, y),
            [] if alone is None else [Target(n) for n in (y.name, OTHER + y.name, *alone)],
            name=f"{y.name} of {a.name} and of {b.name}",
        )
        for y in arrays
    ]
    order = ("proved", "exact", "numeric", "undecided", "refuted")
    worst = max(theorems, key=lambda t: order.index(t.verdict))
    return replace(
        worst,
        name=f"{a.name} equals {b.name}",
        note=", ".join(f"{t.name}: {t.verdict}" for t in theorems),
        conditions=tuple(dict.fromkeys(c for t in theorems for c in t.conditions)),
        steps=tuple(s for t in theorems for s in t.steps),
        milliseconds=sum(t.milliseconds for t in theorems),
    )


OTHER = "other_"


def joined(a: System, b: System) -> System:
    """Both systems over the same inputs; what the second defines is called ``other_...``."""
    if {x.name: x.axes for x in a.inputs}.keys() != {x.name: x.axes for x in b.inputs}.keys():
        raise NotationError(f"{a.name} and {b.name} have different inputs")
    inputs = {x.name: x for x in a.inputs}
    names = {array: replace(array, name=OTHER + array.name) for array in b.writers}
    names |= {x: inputs[x.name] for x in b.inputs}
    return replace(
        a,
        name=f"{a.name} and {b.name}",
        outputs=(*a.outputs, *(names.get(y, y) for y in b.outputs)),
        statements=(*a.statements, *(_renamed(s, names) for s in b.statements)),
        parameters=tuple(dict.fromkeys((*a.parameters, *b.parameters))),
        functions=tuple(dict.fromkeys((*a.functions, *b.functions))),
        equations=(),
    )


def _renamed(statement: Statement, names: dict[Array, Array]) -> Statement:
    reads = {r: Read(names[r.array], r.index) for r in statement.reads if r.array in names}
    return replace(statement, target=names[statement.target], body=statement.body.xreplace(reads))


def _output_claim(joint: System, array: Array) -> Claim:
    index = tuple(Index.name(a.name) for a in array.axes)
    other = joint.arrays.get(OTHER + array.name, array)
    return Claim(joint, Read(array, index), Read(other, index), array.axes)
