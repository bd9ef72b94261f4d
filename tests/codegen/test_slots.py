"""What a recurrence does not change is computed before it, where the recurrence puts what it makes of it."""

import random
import re

import numpy as np
import pytest

import nnmath as nm
from nnmath.codegen.code import Block, Call, Define, Raw
from nnmath.codegen.slots import in_slots


def step(fn, *args, to="y[t]", each=True, shape=("H",)):
    return Call(fn, args, to, shape, fresh=False, elementwise=each)


FILL = step("np.square", "x", to="d")
STEP = step("np.multiply", "d[t]", "h[t + 1]", to="y[t, H:]")

ADD = step("np.add", "d[t]", "z")
REUSED = Call("np.add", ("h", "h"), "z", ("T", "H"), out="d")


def made(name, turns="T", entry="H"):
    return Define(name, f"rt.empty(({turns}, {entry}), dtype)")


def loop(*body):
    return Block("for t in range(T):", list(body), "t")


def texts(nodes):
    return [f"{n.dest} = {n.text}" for n in nodes if isinstance(n, Define)]


def test_an_array_waits_where_the_loop_puts_its_result():
    found = in_slots([made("d"), FILL, made("y", entry="2*H"), loop(STEP), Raw("return y")])
    assert texts(found) == ["y = rt.empty((T, 2*H), dtype)", "d = y[:, H:]"]
    assert found[2:] == [FILL, loop(STEP), Raw("return y")]


def test_two_wait_in_one():
    other = step("np.multiply", "e[t]", "h[t + 1]", to="y[t, :H]")
    found = in_slots([made("d"), made("e"), FILL, made("y", entry="2*H"), loop(STEP, other)])
    assert texts(found) == ["y = rt.empty((T, 2*H), dtype)", "e = y[:, :H]", "d = y[:, H:]"]


@pytest.mark.parametrize(
    ("why", "nodes"),
    [
        ("it is read after the loop", [made("d"), FILL, made("y", entry="2*H"), loop(STEP), Raw("z = d.sum()")]),
        (
            "it is read twice",
            [made("d"), FILL, made("y", entry="2*H"), loop(STEP, step("np.add", "d[t]", "h", to="z"))],
        ),
        (
            "another turn's entry is read",
            [made("d"), FILL, made("y", entry="2*H"), loop(step("np.add", "d[t + 1]", "h"))],
        ),
        ("the place is used before", [made("d"), FILL, made("y", entry="2*H"), Raw("y[0] = 1"), loop(STEP)]),
        ("the loop has more turns", [made("d"), FILL, made("y", "T + 1", "2*H"), loop(STEP)]),
        ("it is added up", [made("d"), FILL, made("y", entry="2*H"), loop(step("np.add", "y[t]", "d[t]"))]),
        (
            "it is a product's matrix",
            [made("d"), FILL, made("y", entry="2*H"), loop(step("np.matmul", "d[t]", "w", each=False))],
        ),
        (
            "the place depends on the turn",
            [made("d"), FILL, made("y", entry="2*H"), loop(step("np.add", "d[t]", "h", to="y[t, t:]"))],
        ),
        ("its maker wants one piece", [made("d"), step("rt.sech2", "x", to="d"), made("y", entry="2*H"), loop(STEP)]),
        (
            "scratch lies in the place before",
            [made("d"), FILL, made("y"), loop(step("np.square", "h"), step("np.add", "y[t]", "h", to="z"), ADD)],
        ),
        ("its memory is used after the loop", [made("d"), FILL, made("y"), loop(STEP), REUSED]),
        ("no loop reads it", [made("d"), FILL, Raw("return d")]),
        ("its sizes come later", [made("d"), FILL, Define("H", "2"), made("y", entry="2*H"), loop(STEP)]),
    ],
)
def test_it_stays_where_it_is_if(why, nodes):
    assert in_slots(nodes) == nodes, why


def test_a_gradient_through_time_takes_few_steps_a_turn():
    """Nine passes and a product, of what no turn changes none; the bars of the gates wait where the slopes are."""
    source = nm.lstm.source()
    backward = source[source.index("def lstm_backward") : source.index("def lstm_jvp")]
    turn = re.search(r"    for t in reversed\(range\(T\)\):\n((?:        .*\n)+)", backward)[1]
    assert len(turn.splitlines()) == 10 and "square" not in turn and "subtract" not in turn
    assert len(re.findall(r"factor_\d = bar_z\[:, :, .*\]", backward)) == 4


CHAIN = """
    chain(x[T, N], h0[N], a[T, N]) -> y
    h[0,n] = h0[n]
    h[t+1,n] = h[t,n]*a[t,n]*(1 - x[t,n]**2) + x[t,n]
    y[t,n] = h[t+1,n]
"""


def test_a_recurrence_of_ones_own():
    """Against a loop by hand, with the value gone and other memory in its place."""
    chain, rng = nm.define(CHAIN), np.random.default_rng(4)
    x, a, h0 = rng.standard_normal((5, 3)), rng.standard_normal((5, 3)), rng.standard_normal(3)
    bar = rng.standard_normal((5, 3))
    y, pullback = chain.vjp(x, h0, a)
    h = [h0]
    for t in range(5):
        h.append(h[t] * a[t] * (1 - x[t] ** 2) + x[t])
    np.testing.assert_allclose(y, h[1:], rtol=1e-14)
    bar_x, bar_a, carry = np.empty_like(x), np.empty_like(a), np.zeros(3)
    for t in reversed(range(5)):
        carry = carry + bar[t]
        bar_x[t] = carry * (1 - 2 * h[t] * a[t] * x[t])
        bar_a[t] = carry * h[t] * (1 - x[t] ** 2)
        carry = carry * a[t] * (1 - x[t] ** 2)
    for _ in range(2):
        found = pullback(bar)
        for got, wanted in ((found.x, bar_x), (found.a, bar_a), (found.h0, carry)):
            np.testing.assert_allclose(got, wanted, rtol=1e-12, atol=1e-13)


SPREAD = """
    spread(x[T, N, K], a[T, K], h0[N, K]) -> y
    h[0,n,k] = h0[n,k]
    z[t,n,k] = h[t,n,k]*tanh(a[t,k])
    h[t+1,n,k] = z[t,n,k]*x[t,n,k]
    y[t,n,k] = h[t+1,n,k]
"""


def test_what_has_fewer_axes_than_the_place_stays():
    """tanh(a[t]) is spread over rows; its array is smaller than the one that the turn writes."""
    nodes = [made("d"), FILL, made("y", entry="N, H"), loop(step("np.add", "d[t]", "h", shape=("N", "H")))]
    assert in_slots(nodes) == nodes
    spread, rng = nm.define(SPREAD), np.random.default_rng(5)
    x, a, h0, bar = (rng.standard_normal(s) for s in ((4, 3, 2), (4, 2), (3, 2), (4, 3, 2)))
    _, pullback = spread.vjp(x, a, h0)
    found, step_size = pullback(bar), 1e-6
    for name, array in (("x", x), ("a", a), ("h0", h0)):
        moved = rng.standard_normal(array.shape)
        at = {"x": x, "a": a, "h0": h0}
        up, down = (spread(**{**at, name: array + s * step_size * moved}) for s in (1, -1))
        slope = ((up - down) * bar).sum() / (2 * step_size)
        np.testing.assert_allclose((getattr(found, name) * moved).sum(), slope, rtol=1e-6)


AGAIN = """
    again(x[T, N], h0[N], a[T, N], r[N, N], b[T]) -> y
    h[0,n] = h0[n]
    u[t,m] = sum[n](r[m,n]*h[t,n])
    h[t+1,n] = u[t,n]*a[t,n] + u[t,n]*sigmoid(x[t,n])/2
    y[t,n] = h[t+1,n]*b[t]
"""
SHAPES = {"x": (4, 3), "h0": (3,), "a": (4, 3), "r": (3, 3), "b": (4,)}


def moves_as_told(formula, seed):
    """Each gradient along a direction, against differences of the value."""
    rng, size = np.random.default_rng(seed), 1e-6
    arrays = {n: rng.uniform(-1, 1, SHAPES[n]) for n in formula.__signature__.parameters}
    y, pullback = formula.vjp(**arrays)
    bar = rng.standard_normal(y.shape)
    found, again = pullback(bar), pullback(bar)
    for name, array in arrays.items():
        moved = rng.standard_normal(array.shape)
        up, down = (formula(**{**arrays, name: array + s * size * moved}) for s in (1, -1))
        slope = ((up - down) * bar).sum() / (2 * size)
        np.testing.assert_allclose((getattr(found, name) * moved).sum(), slope, rtol=1e-6, atol=1e-7)
        assert np.array_equal(getattr(found, name), getattr(again, name))


def test_what_follows_the_loop_finds_the_gradients_there():
    """Memory of what waited is no place for what comes after the loop, while the gradient in it is still to be read."""
    moves_as_told(nm.define(AGAIN), 6)


FIXED = ("x[t,n]", "a[t,n]", "(1 - x[t,n]**2)", "(1 - a[t,n])", "tanh(a[t,n])", "sigmoid(x[t,n])", "b[t]")


def recurrence(seed):
    """Products, sums and matrix products of what a turn changes and of what it does not."""
    rng = random.Random(seed)
    lines, have = ["h[0,n] = h0[n]"], ["h[t,n]"]
    for i in range(rng.randint(1, 5)):
        product = "*".join([rng.choice(have), *rng.sample(FIXED, rng.randint(1, 3))])
        kind = rng.choice(["{1}"] * 4 + ["tanh({1})", "{0} + {1}", "sum[k](r[n,k]*{2})"])
        kept = rng.choice(have)
        lines.append(f"u{i}[t,n] = " + kind.format(kept, product, kept.replace(",n]", ",k]")))
        have.append(f"u{i}[t,n]")
    first, second = rng.sample(FIXED, 2)
    lines.append(f"h[t+1,n] = {have[-1]}*{first} + {rng.choice(have)}*{second}/2")
    lines.append(f"y[t,n] = h[t+1,n]*{rng.choice(FIXED)}")
    text = "\n".join(lines)
    sizes = {"x": "[T, N]", "h0": "[N]", "a": "[T, N]", "r": "[N, N]", "b": "[T]"}
    given = [f"{n}{s}" for n, s in sizes.items() if n in ("x", "h0") or f"{n}[" in text]
    return f"random({', '.join(given)}) -> y\n{text}"


@pytest.mark.parametrize("seed", range(16))
def test_recurrences_at_random(seed):
    text = recurrence(seed)
    if "x[" not in text.split("\n", 1)[1]:
        text = text.replace("y[t,n] = ", "y[t,n] = x[t,n]*")
    moves_as_told(nm.define(text), seed)
