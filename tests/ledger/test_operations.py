"""Counts of multiplications against a machine that performs and counts them."""

import itertools

import pytest

from nnmath.calculus.differentiate import gradient
from nnmath.ledger.descent import descent
from nnmath.ledger.mining import ALL, BACKWARD, COUNTS, STORED
from nnmath.ledger.operations import products, stored
from nnmath.notation import define
from nnmath.notation.arrays import Read
from nnmath.notation.interpret import Interpreter
from nnmath.notation.numbers import Fractions


def entries_and_terms(statement, env):
    """For every entry that a statement adds to: the values of the axes of each of its terms."""
    names = [a.name for a in statement.axes]
    for values in itertools.product(*(range(a.size.value(env)) for a in statement.axes)):
        place = env | dict(zip(names, values, strict=True))
        yield tuple(i.value(place) for i in statement.index), place


def performed(system, name, at, env, kept):
    """The multiplications for one entry; `kept` is where entries are stored, None where they are not."""
    if kept is not None and (name, at) in kept:
        return 0
    count = 0
    for statement in system.writers[system[name]]:
        for index, place in entries_and_terms(statement, env):
            if index == at:
                count += products(statement.body)
                for read in statement.body.atoms(Read):
                    if read.array.name in ALL:
                        where = tuple(i.value(place) for i in read.index)
                        count += performed(system, read.array.name, where, env, kept)
    if kept is not None:
        kept.add((name, at))
    return count


def weights(env):
    n, inputs, depth = env["n"], env["I"], env["L"]
    yield from (("dC_dV", at) for at in itertools.product(range(n), range(inputs)))
    yield from (("dC_dW", at) for at in itertools.product(range(depth), range(n), range(n)))


@pytest.mark.parametrize("env", [{"L": 0, "n": 1, "I": 1}, {"L": 2, "n": 2, "I": 3}, {"L": 3, "n": 1, "I": 2}])
def test_counts_are_those_of_the_machine_that_counts(env):
    kept = set()
    together = sum(performed(BACKWARD, name, at, env, kept) for name, at in weights(env))
    alone = sum(performed(BACKWARD, name, at, env, None) for name, at in weights(env))
    assert together == eval(STORED, {}, env)
    sizes = {"p": env["n"] - 1, "q": env["I"] - 1, "M": env["L"]}
    machine = Interpreter(COUNTS, Fractions(), sizes, {("unused", ()): Fractions().rational(0, 1)}, {})
    assert machine.cell(COUNTS["naive"], (env["L"],)) == alone
    assert machine.cell(COUNTS["kept"], (env["L"],)) == together


def test_guarded_sums_are_refused():
    with pytest.raises(ValueError, match="only sums without guards"):
        stored(define("f(x[N]) -> y", "i < N", "y[i] = sum[j]([j <= i]*x[j])"), "y")


def test_descent_takes_the_derived_steps():
    system = descent(define("line(w[N], x[N]: mask) -> C", "C = sum[i](x[i]*w[i]**2)"), "w")
    slope = gradient(define("line(w[N], x[N]: mask) -> C", "C = sum[i](x[i]*w[i]**2)")).outputs[0].name
    assert slope in system.arrays and system["w"].rank == 2 and system["start_w"].rank == 1
