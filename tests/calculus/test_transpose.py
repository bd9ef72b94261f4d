"""The adjoint is the transpose of the tangent, for any size; and mutants are not."""

from dataclasses import replace

import pytest
from example_systems import ALL, BATCH_NORM, CONV, CROSS_ENTROPY, LSTM, MAX_POOL, PRODUCT, SOFTMAX

from nnmath.calculus import adjoint, prove_transpose, tangent
from nnmath.notation import NotationError, Read, define
from nnmath.notation.arrays import within


@pytest.mark.parametrize("name", ALL)
def test_adjoint_is_the_transpose_of_tangent(name):
    theorem = prove_transpose(ALL[name])
    assert theorem.verdict == "proved", theorem


@pytest.mark.parametrize("system", [BATCH_NORM, SOFTMAX, CROSS_ENTROPY, CONV], ids=lambda s: s.name)
def test_second_order(system):
    assert prove_transpose(tangent(adjoint(system))).verdict == "proved"
    if system is CROSS_ENTROPY:
        assert prove_transpose(adjoint(tangent(system))).verdict == "proved"


def backward_statements(system):
    backward = adjoint(system)
    return [(backward, i) for i, s in enumerate(backward.statements) if s.target.name.startswith("bar_")]


def changed(backward, position, *new):
    statements = backward.statements
    return replace(backward, statements=statements[:position] + new + statements[position + 1 :])


def shifted(statement):
    """One read of the statement, off by one along one axis."""
    for read in statement.reads:
        for d, index in enumerate(read.index):
            at = (*read.index[:d], index + 1, *read.index[d + 1 :])
            inside = within(at[d], read.array.sizes(at)[d])
            body = statement.body.xreplace({read: Read(read.array, at)})
            yield replace(statement, body=body, guards=statement.guards + inside)


@pytest.mark.parametrize("system", [PRODUCT, SOFTMAX, CROSS_ENTROPY, CONV, MAX_POOL], ids=lambda s: s.name)
def test_mutants_are_refuted(system):
    for backward, position in backward_statements(system):
        statement = backward.statements[position]
        mutants = [(), (replace(statement, body=2 * statement.body),), (replace(statement, body=-statement.body),)]
        mutants += [(s,) for s in shifted(statement)]
        for mutant in mutants:
            theorem = prove_transpose(system, adjoint=changed(backward, position, *mutant))
            assert theorem.verdict == "refuted", (statement, mutant)
            assert theorem.witness


@pytest.mark.parametrize("system", [LSTM, BATCH_NORM], ids=lambda s: s.name)
def test_dropped_paths_are_never_proved(system):
    """Batch norm's path through mu in var carries nothing: dropping it is no error, but no proof either."""
    verdicts = []
    for backward, position in backward_statements(system)[:: 4 if system is LSTM else 1]:
        verdicts.append(prove_transpose(system, adjoint=changed(backward, position)).verdict)
    assert "proved" not in verdicts
    assert verdicts.count("refuted") >= len(verdicts) - 1


def test_a_wrong_tangent_is_refuted():
    forward = tangent(SOFTMAX)
    last = forward.statements[-1]
    wrong = replace(forward, statements=(*forward.statements[:-1], replace(last, body=3 * last.body)))
    assert prove_transpose(SOFTMAX, tangent=wrong).verdict == "refuted"


def test_another_primal_is_refused():
    backward = adjoint(SOFTMAX)
    first = backward.statements[0]
    wrong = replace(backward, statements=(replace(first, body=2 * first.body), *backward.statements[1:]))
    with pytest.raises(NotationError, match="changes what"):
        prove_transpose(SOFTMAX, adjoint=wrong)


def test_the_tangent_fills_no_hole_of_the_adjoint():
    system = define("f(x[N]) -> y", "y = max[i](x[i])")
    whole, ahead = adjoint(system), tangent(system)
    assert prove_transpose(system, whole, ahead).verdict == "proved"
    kept = tuple(s for s in whole.statements if s.target.name != "first_y")
    theorem = prove_transpose(system, replace(whole, statements=kept))
    assert theorem.verdict == "undecided"
    assert "first_y" in theorem.note
    kept = tuple(s for s in ahead.statements if s.target.name != "first_y")
    assert prove_transpose(system, tangent=replace(ahead, statements=kept)).verdict == "undecided"
