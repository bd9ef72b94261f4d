"""Equations that mean something get shapes; those that do not are refused, and shown."""

import pytest

from nnmath.notation import NotationError, define

MATMUL = "f(x[N, I], w[O, I]) -> y"

REFUSED = [
    # what is wrong, header, equation, what the message says
    ("unsummed index", MATMUL, "y[n,o] = x[n,i]*w[o,i]", "i stands on the right, but the left lacks it"),
    ("unsummed beside a sum", MATMUL, "y[n,o] = sum[i](x[n,i]) + w[o,i]", "i"),
    ("unbound index", "f(x[N]) -> y", "y[i] = x[i] + k", "k"),
    ("unknown range", "f(x[N]) -> y", "y[i,p] = x[i]", "nothing tells the range of p"),
    ("unknown range of a sum", "f(x[N]) -> y", "y[i] = sum[p](x[i])", "nothing tells the range of p"),
    ("unknown array", "f(x[N]) -> y", "y[i] = x[i] + z[i]", "z is neither an input nor defined"),
    ("unknown function", "f(x[N]) -> y", "y[i] = frobnicate(x[i])", "frobnicate"),
    ("rank of a read", "f(x[N, I]) -> y", "y[n] = x[n]", "x[N, I] has 2 axes and is read with 1"),
    ("rank of none", "f(x[N]) -> y", "y[i] = x[i]*x", "x[N] has 1 axes and is read with none"),
    ("an entry by itself", "f(x[N]) -> y", "y[i] = x[i] + y[i]", "needed to compute itself"),
    ("mutual need", "f(x[N]) -> y", "z[i] = y[i] + x[i]\ny[i] = 2*z[i]", "z[i]"),
    ("a future step", "f(x[T]) -> h", "h[0] = x[0]\nh[t+1] = h[t+2] + x[t]", "h[t + 1] = "),
    ("defined twice", "f(x[N]) -> y", "y[i] = x[i]\ny[i] = 2*x[i]", "y is defined twice"),
    ("entries written twice", "f(x[N]) -> y", "y[i] = x[i]\ny[0] = 2", "y[0] is defined twice"),
    ("an input is written", "f(x[N]) -> x", "x[i] = 2*x[i]", "x is an input and may not be written"),
    ("outside", "f(x[N]) -> y", "t < N\ny[t] = x[t+1]", "lies outside x[N]"),
    ("below", "f(x[N]) -> y", "t < N\ny[t] = x[t-1]", "lies outside x[N]"),
    ("two ranges", "f(a[N], b[M]) -> y", "y[i] = a[i]*b[i]", "runs over N in a[i] but over M in b[i]"),
    ("reduced and kept", "f(x[N]) -> y", "y[i] = sum[i](x[i])", "i is an index of the left side and is reduced"),
    ("no output", "f(x[N]) -> z", "y[i] = x[i]", "output z is not defined"),
    ("not an equation", "f(x[N]) -> y", "y[i] + x[i]", "y[i] + x[i]"),
    ("no syntax", "f(x[N]) -> y", "y[i] = x[i] +* 2", "cannot read"),
    ("an open bracket", "f(x[N]) -> y", "y[i] = (x[i] + 2", "bracket is not closed"),
    ("a float index", "f(x[N]) -> y", "y[i] = x[0.5*i]", "is not an integer index"),
    ("an index by data", "f(x[N], k[N]: int<N) -> y", "y[i] = x[k[i]]", "is not an integer index"),
    ("a comparison that is no condition", "f(x[N]) -> y", "y[i] = 1 if x[i] else 0", "is not a comparison"),
    ("a bracket over data", "f(x[N]) -> y", "y[i] = [x[i] > 0]", "a bracket compares indices"),
    ("an operator", "f(x[N]) -> y", "y[i] = x[i] % 2", "Mod"),
    ("a truth value", "f(x[N]) -> y", "y[i] = x[i]*True", "True is not a number"),
]


@pytest.mark.parametrize(("header", "body", "says"), [r[1:] for r in REFUSED], ids=[r[0] for r in REFUSED])
def test_what_means_nothing_is_refused_and_shown(header, body, says):
    with pytest.raises(NotationError) as refusal:
        define(header, body)
    message = str(refusal.value)
    assert says in message
    lines = [line for line in body.splitlines() if " = " in line]
    if says != "output z is not defined":
        assert any(line in message for line in lines or [body]) or "[" in message.split("in\n")[-1], message


@pytest.mark.parametrize("header", ["f(x[N]", "f(x[N]) -> ", "f[x] -> y", "f(x[N]; eps: complex) -> y", "f(x(N)) -> y"])
def test_a_signature_that_cannot_be_read(header):
    with pytest.raises(NotationError):
        define(header, "y[i] = x[i]")


def shapes(*text):
    system = define(*text)
    return {name: str(array) for name, array in system.arrays.items() if array not in system.inputs}


def test_shapes_follow_from_the_equations():
    assert shapes(MATMUL, "y[n,o] = sum[i](x[n,i]*w[o,i])") == {"y": "y[N, O]"}
    assert shapes("f(x[T, N]) -> h", "h[0,n] = 0", "h[t+1,n] = h[t,n] + x[t,n]") == {"h": "h[T + 1, N]"}
    assert shapes("f(x[N], w[R]; s: int>=1) -> y", "p < (N - R)//s + 1", "y[p] = sum[r](w[r]*x[s*p+r])") == {
        "y": "y[((N - R)//s) + 1]"
    }
    assert shapes("f(z[N, 2*H]) -> y", "k < H", "y[n,k] = z[n,k]*z[n,H+k]") == {"y": "y[N, H]"}
    assert shapes("f(x[G*C]) -> y", "g < G", "c < C", "y[g,c] = x[g*C+c]") == {"y": "y[G, C]"}
    assert shapes("f(x[N]) -> C", "C = sum[i](x[i])") == {"C": "C"}


def test_a_size_that_depends_on_an_axis_makes_a_list():
    system = define(
        "f(x[n(0)], w[l:L, n(l+1), n(l)]) -> y", "a[0,j] = x[j]", "a[l+1,j] = sum[k](w[l,j,k]*a[l,k])", "y[j] = a[L,j]"
    )
    assert str(system["a"]) == "a[l:L + 1, n(l)]" and system["a"].ragged
    assert str(system["y"]) == "y[n(L)]"


def test_equations_may_stand_in_any_order():
    late = define("f(x[N]) -> y", "y[i] = 2*z[i]", "z[i] = x[i]**2")
    early = define("f(x[N]) -> y", "z[i] = x[i]**2", "y[i] = 2*z[i]")
    assert set(late.statements) == set(early.statements)


def test_text_continues_and_comments_end():
    system = define("f(x[N]) -> y", "y[i] = (x[i]  # the first half\n    + 1)")
    assert system.equations[0].text == "y[i] = (x[i] + 1)"


def test_a_padded_read_is_guarded_only_where_it_can_leave():
    (inside,) = define("f(x[N]) -> y", "y[i] = pad(x[i])").statements
    (leaves,) = define("f(x[N]) -> y", "t < N", "y[t] = pad(x[t-1])").statements
    assert inside.guards == ()
    assert {str(g) for g in leaves.guards} == {"t - 1 >= 0", "N - t >= 0"}


def test_reductions_inside_functions_get_names_of_their_own():
    system = define("f(x[N, K]) -> y", "y[n] = sqrt(sum[k](x[n,k]**2)) + max[k](x[n,k])")
    assert {s.target.name: s.op for s in system.statements} == {"y_1": "max", "y_2": "sum", "y": "sum"}
