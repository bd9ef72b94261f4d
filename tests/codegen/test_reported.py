"""Systems that once compiled to wrong numbers or to nothing: values, both products, second order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from codegen_compare import arguments, call_order, close, draw, expected

import nnmath as nm
from nnmath.calculus import adjoint, tangent
from nnmath.codegen import compile_source, emit_forward, emit_jvp, emit_vjp
from nnmath.notation import NotationError, System, define

SHIFTED = {
    "two_sums": """
        f(x[N]) -> y, z
        i < N
        y = sum[i](tanh(x[i])*pad(x[i+1]))
        z = sum[i](tanh(x[i])*pad(x[i+2]))
    """,
    "in_one_sum": """
        f(x[N]) -> y, z
        i < N
        y = sum[i](tanh(x[i])*pad(x[i+1])*pad(x[i-2]))
        z = sum[i](tanh(x[i])*pad(x[i+3]) + exp(x[i])*pad(x[i-1]))
    """,
    "stencil": """
        f(x[N]) -> y
        y[i] = pad(x[i+1])*x[i] - pad(x[i-2])
    """,
    "wide_stencil": """
        f(x[N], w[N]) -> y, s
        y[i] = pad(x[i+1])*tanh(w[i]) - 2*pad(x[i-2])*pad(w[i+2]) + sigmoid(x[i])*pad(w[i-3])
        s = sum[i](y[i]*pad(x[i+2]))
    """,
    "plane": """
        f(x[N,M]) -> y
        y[i,j] = pad(x[i+1,j])*pad(x[i,j-1]) - pad(x[i-2,j+1])*tanh(x[i,j])
    """,
}

GRU = """
gru(x[T,N,I], h0[N,H], w[3*H,I], u[3*H,H], b[3*H]) -> output, last
k < H
h[0,n,k] = h0[n,k]
zi[t,n,g] = sum[i](w[g,i]*x[t,n,i]) + b[g]
r[t,n,k] = sigmoid(zi[t,n,k] + sum[j](u[k,j]*h[t,n,j]))
z[t,n,k] = sigmoid(zi[t,n,H+k] + sum[j](u[H+k,j]*h[t,n,j]))
c[t,n,k] = tanh(zi[t,n,2*H+k] + sum[j](u[2*H+k,j]*r[t,n,j]*h[t,n,j]))
h[t+1,n,k] = (1-z[t,n,k])*h[t,n,k] + z[t,n,k]*c[t,n,k]
output[t,n,k] = h[t+1,n,k]
last[n,k] = h[T,n,k]
"""


def _check(system: System, env: dict[str, Any], function: Any) -> None:
    values = draw(system, env)
    given = arguments(system, env, values, np.float64)
    got = function(*(given[n] for n in call_order(system)))
    got = got if isinstance(got, tuple) else (got,)
    wanted = expected(system, env, values)
    for value, array in zip(got, system.outputs, strict=True):
        close(value, wanted[array.name], 1e-10, f"{system.name} {env}: {array}")


def _everything(system: System, *sizes: dict[str, Any], second: bool = True) -> None:
    source = [emit_forward(system, "f"), emit_vjp(system, "f"), emit_jvp(system, "f")]
    back, along = adjoint(system), tangent(system)
    twice = tangent(back)
    f = compile_source("\n\n".join([*source, emit_forward(twice, "second")]))
    primal, seeds = len(system.inputs), len(back.inputs) - len(system.inputs)

    def pulled(*args: Any) -> Any:
        _, saved = f["f_forward"](*args[:primal], *args[primal + seeds :])
        return f["f_backward"](saved, *args[primal : primal + seeds])

    for env in sizes:
        _check(system, env, f["f"])
        _check(back, env, pulled)
        _check(along, env, lambda *args: f["f_jvp"](*args)[1])
        if second:
            _check(twice, env, f["second"])


@pytest.mark.parametrize("name", SHIFTED)
def test_shapes_of_different_guards_share_no_storage(name: str) -> None:
    sizes = [{"N": n, "M": m} if name == "plane" else {"N": n} for n in range(1, 7) for m in (n, n + 1)]
    _everything(define(SHIFTED[name]), *(sizes if name == "plane" else sizes[::2]))


def test_the_reported_sums() -> None:
    f = compile_source(emit_forward(define(SHIFTED["two_sums"]), "f"))["f"]
    x = np.array([1.0, 2.0, 3.0])
    t = np.tanh(x)
    assert np.allclose(f(x), [t[0] * 2 + t[1] * 3, t[0] * 3])


def test_gru() -> None:
    sizes = [{"T": 3, "N": 2, "I": 4, "H": 5}, {"T": 1, "N": 1, "I": 1, "H": 1}, {"T": 4, "N": 3, "I": 2, "H": 2}]
    _everything(define(GRU), *sizes)


def _found(system: System, values: dict[str, Any]) -> dict[str, Any]:
    f = compile_source(emit_forward(system, "f"))["f"]
    with np.errstate(all="ignore"):
        got = f(*(values[n] for n in call_order(system)))
    return dict(zip((a.name for a in system.outputs), got if isinstance(got, tuple) else (got,), strict=True))


@pytest.mark.parametrize("kind", ["int>=0", "real"])
@pytest.mark.parametrize("body", ["x[i]**c", "(2*x[i])**c", "(x[i]*w[i])**c", "(w[i]+x[i])**c", "(x[i]**3)**c"])
def test_derivatives_of_a_symbolic_power_at_0(kind: str, body: str) -> None:
    header = "f(x[N], w[N]) -> y" if "w" in body else "f(x[N]) -> y"
    system = define(f"{header[:-6]}; c: {kind}) -> y\ny[i] = {body}")
    values = {"x": np.array([0.0, 0.0, -0.5, 2.0]), "w": np.array([0.0, 3.0, 0.5, -1.0])}
    values |= {"dot_x": np.array([1.0, 2.0, -1.0, 3.0]), "dot_w": np.array([2.0, 0.0, 1.0, -1.0])}
    values |= {"bar_y": np.array([1.0, -2.0, 3.0, 0.5]), "dot_bar_y": np.array([1.0, 0.0, 2.0, -3.0])}
    for c in range(5):
        fixed = define(f"{header}\ny[i] = {body}".replace("**c", f"**{c}")) if c else None
        for make in (adjoint, tangent, lambda s: tangent(adjoint(s))):
            got = _found(make(system), values | {"c": c})
            wanted = _found(make(fixed), values) if fixed else {}
            for name, value in got.items():
                assert np.allclose(value, wanted.get(name, 0)), (c, name, value, wanted.get(name, 0))


def test_the_pullback_of_a_symbolic_power_at_0() -> None:
    f = compile_source(emit_vjp(define("f(x[N]; c: int>=0) -> y\ny[i] = x[i]**c"), "f"))
    for c, slope in ((0, 0.0), (1, 1.0), (2, 0.0), (3, 0.0)):
        _, saved = f["f_forward"](np.zeros(2), c)
        assert np.array_equal(f["f_backward"](saved, np.ones(2))[0], np.full(2, slope))


def test_absolute_values_that_sympy_makes() -> None:
    system = define("f(x[N]) -> y\ny[i] = sqrt(x[i]**2)")
    f = compile_source("\n\n".join([emit_forward(system, "f"), emit_vjp(system, "f"), emit_jvp(system, "f")]))
    second = compile_source(emit_forward(tangent(adjoint(system)), "second"))["second"]
    x, one = np.array([-2.0, 0.0, 3.0]), np.ones(3)
    assert np.array_equal(f["f"](x), abs(x))
    y, saved = f["f_forward"](x)
    assert np.array_equal(y, abs(x))
    assert np.array_equal(f["f_backward"](saved, one)[0], np.sign(x))
    assert np.array_equal(f["f_jvp"](x, one)[1], np.sign(x))
    values = {"x": x, "bar_y": one, "dot_x": one, "dot_bar_y": 0 * one}
    order = call_order(tangent(adjoint(system)))
    assert not any(np.any(v) for v in np.atleast_2d(second(*(values[n] for n in order))))


@pytest.mark.parametrize("body", ["x[i] + sum[j](w[i,j]*y[j]*[j < i])", "x[i] + sum[j](w[i,j]*y[j]*[j < i-1])*x[i]"])
def test_a_refusal_names_the_equation(body: str) -> None:
    system = define(f"f(x[N], w[N,N]) -> y\ni < N\nj < N\ny[i] = {body}")
    for emit in (emit_forward, emit_vjp, emit_jvp):
        with pytest.raises(NotationError, match=r"cannot be compiled:\n.* \+= sum.*w\[i, j\]"):
            emit(system, "f")


REWRITTEN = {
    "slopes_computed": ("f(x[N], z[N]) -> y\ny[n] = x[n] if x[n] > 0 else x[n]/z[n]", {"N": 3}),
    "slopes_from_one_up": ("f(x[N], z[N]) -> y\ny[n] = x[n] if x[n] > 0 else exp(z[n])*x[n]", {"N": 4}),
    "bounded_by_an_index": (
        "f(x[N,M]) -> y\ny[n,m] = n if x[n,m] <= n else (N if x[n,m] >= N else x[n,m])",
        {"N": 3, "M": 2},
    ),
    "padded_in_a_recurrence": (
        """
        f(x[T,N], a[N+1]) -> y
        n < N+1
        h[0,n] = a[n]
        h[t+1,n] = pad(x[t,n-1])*exp(x[t,n-1])*h[t,n]**2 + h[t,n]
        y[n] = h[T,n]
        """,
        {"T": 3, "N": 3},
    ),
    "padded_in_time": (
        """
        f(x[T], a) -> y
        t < T
        h[0] = a
        h[t+1] = pad(x[t-1])*exp(x[t-1])*h[t]**2
        y = h[T]
        """,
        {"T": 4},
    ),
    "padded_beside": (
        """
        f(x[T,N], a[N]) -> y
        n < N
        h[0,n] = a[n]
        h[t+1,n] = pad(x[t,n+1])*exp(x[t,n+1])*h[t,n]**2 + h[t,n]
        y[n] = h[T,n]
        """,
        {"T": 4, "N": 3},
    ),
    "twice_the_same": (
        "f(x[N]) -> y\ny[n] = (-1 if x[n] <= -1 else x[n])\ny[n] += (-1 if x[n] <= -1 else x[n])",
        {"N": 3},
    ),
    "twice_the_same_gradient": (
        "f(x[N,M], c[N]) -> y\ny[n,m] = x[n,m] + c[n]\ny[n,m] += x[n,m]**2 + c[n]",
        {"N": 3, "M": 2},
    ),
    "two_ranges": (
        """
        f(x[T], w[T-1], a, b) -> y, z
        c[t] = 2*x[t]
        g[0] = b
        g[t+1] = w[t]*exp(c[t])*g[t]**2
        h[0] = a
        h[t+1] = x[t]*exp(c[t])*h[t]**2
        y = h[T]
        z = g[T-1]
        """,
        {"T": 4},
    ),
    "halves": (
        """
        f(x[N, 2*H], w[N, H]) -> y
        k < H
        u[n,k] = x[n,k]*w[n,k]
        u[n,H+k] = x[n,H+k]*tanh(w[n,k])
        y[n,j] = u[n,j]*x[n,j]**2
        """,
        {"N": 2, "H": 3},
    ),
    "one_array_into_two": (
        """
        f(x[N], w[N]) -> y, z
        u[n] = x[n]*w[n]
        y[n] = u[n]
        z[n] = u[n] - 1
        z[n] += y[n]*x[n]
        """,
        {"N": 4},
    ),
    "named_and_inside": (
        """
        f(x[N], w[N]) -> v, z
        v[n] = x[n]*exp(-x[n])
        y[n] = exp(-x[n])
        z[n] = sqrt(1 + w[n]**2) if y[n] > 1 else 1/(1 + abs(w[n]))
        """,
        {"N": 5},
    ),
    "sums_of_columns_and_rows": (
        """
        f(x[N], w[N]) -> y, r
        r[n,m] = sqrt(3 + x[n]**2*w[m]**2)
        y[n] = sum[m](r[m,n]*x[m]) + sqrt(3 + x[n]**2*w[n]**2)
        """,
        {"N": 4},
    ),
    "windows_below_the_diagonal": (
        """
        f(x[N,H]; R: int>=1) -> y
        q < H-R+1
        r < R
        p < N
        y[p,q] = max[r]([p <= q+r]*x[p,q+r])
        """,
        {"N": 2, "H": 4, "R": 2},
    ),
    "gates": (
        """
        f(x[N], w[N]) -> y, z, u
        y[n] = 0 if x[n] <= -1 else (x[n] if x[n] >= 1 else x[n]*(x[n] + 1)/2)
        z[n] = 0 if x[n] >= 1 else (3*x[n] if x[n] <= -1/2 else x[n]*2*(1 - x[n]))
        u[n] = w[n]*(x[n]/4 if x[n] <= -1 else (x[n]/2 if x[n] >= 0 else x[n]*(x[n] + 2)/4))
        """,
        {"N": 5},
    ),
    "roots": (
        """
        f(x[N], w[N]; c: real > 0) -> y
        v[n] = 1 + x[n]**2
        r[n] = 0 if v[n] == 0 else sqrt(v[n]/(1 - c/8))
        s[n] = sqrt(v[n])
        y[n] = w[n]*x[n]/(r[n] + 1) + s[n]*w[n]**3
        """,
        {"N": 4},
    ),
    "cases_added": (
        """
        f(x[N], w[N]) -> y, z
        z[n] = (x[n]**2 if x[n] > 0 else 0) + w[n]
        y[n] = z[n]*w[n]
        y[n] += z[n]*x[n] if w[n] > 0 else x[n]
        """,
        {"N": 4},
    ),
    "scattered_and_dense": (
        """
        f(x[N, K], target[N]: int<K) -> loss
        lse[n] = logsumexp[k](x[n,k])
        loss = sum[n]((lse[n] - sum[k]([target[n] == k]*x[n,k]))**2)
        """,
        {"N": 4, "K": 3},
    ),
}


@pytest.mark.parametrize("name", REWRITTEN)
def test_systems_that_rewritings_change(name: str) -> None:
    text, env = REWRITTEN[name]
    _everything(define(text), env)


PICKED = "f(w[K,L], x[N], t[N]: int<K, s[N]: int<L) -> y\n"
TRUTHS = {
    "rows and columns": PICKED + "y = sum[n,i,j]([t[n]==i]*[s[n]==j]*w[i,j]*x[n])",
    "a table": PICKED + "y[n] = x[n]*sum[i,j]([t[n]==i]*[s[n]==j]*w[i,j])",
    "a square of it": PICKED + "y[n] = x[n] + sum[i,j]([t[n]==i]*[s[n]==j]*w[i,j]**2)",
    "pairs": PICKED + "y[i,j] = sum[n]([t[n]==i]*[s[n]==j]*x[n])*w[i,j]",
    "counts of pairs": PICKED + "y[i,j] = sum[n]([t[n]==i]*[s[n]==j])*w[i,j] + x[0]",
    "counts": PICKED + "y[i] = sum[n]([t[n]==i])*w[i,0]*x[0]",
    "in a function": PICKED + "y[n,i] = x[n]*w[i,0]*exp(-[t[n]==i])",
    "of another size": "f(w[K,L], t[N]: int<K, s[M]: int<L) -> y\ny[n,m] = sum[i,j]([t[n]==i]*[s[m]==j]*w[i,j])",
    "three": """
        f(w[K,L,P], t[N]: int<K, s[N]: int<L, r[N]: int<P) -> y
        y[n] = sum[i,j,k]([t[n]==i]*[s[n]==j]*[r[n]==k]*w[i,j,k]*w[i,0,0])
    """,
    "margin": "f(x[N,K], g[N], a) -> y, z\ny[n] = max[k](x[n,k] - g[n])\nz[n] = min[k](a*x[n,k] + g[n])",
    "constants": "f(x[N]; k: int >= 1) -> y\ny[n] = x[n]*sigmoid(1)*Phi(N)*softplus(0)*sigmoid(k)*log(N+1)",
    "no difference": "f(x[N,K]) -> y\ny[n] = x[n,0]*logsumexp[k](0*x[n,k])",
}
SIZES = ({"N": 3, "K": 2, "L": 4, "M": 5, "P": 2, "k": 3}, {"N": 1, "K": 3, "L": 3, "M": 2, "P": 1, "k": 1})


@pytest.mark.parametrize("name", TRUTHS)
def test_truth_values_constants_and_what_is_picked(name: str) -> None:
    _everything(define(TRUTHS[name]), *SIZES)


def test_the_pullback_of_what_depends_on_no_input() -> None:
    x = np.array([1.0, 2.0])
    y, pullback = nm.define("f(x[N]) -> y", "y[n] = x[n] - x[n]").vjp(x)
    assert y.tolist() == [0, 0] and pullback(np.ones(2)).x.tolist() == [0, 0]
    _, pullback = nm.define("f(x[N]) -> y, z", "y[n] = 0*x[n]\nz[n] = x[n]**2").vjp(x)
    assert pullback(np.ones(2), np.array([1.0, 10.0])).x.tolist() == [2, 40]


ODD = np.array([-np.inf, np.inf, np.nan, -0.0, 0.0, -2.0, 3.0])


@pytest.mark.parametrize(
    ("body", "given"),
    [
        ("x[n] if x[n] > 0 else 0", {}),
        ("0 if x[n] <= -2 else (x[n] if x[n] >= 2 else x[n]*(x[n] + 2)/4)", {}),
        ("0 if x[n] >= 3 else (x[n] if x[n] <= 2 else x[n]*(3 - x[n]))", {}),
        ("x[n] if x[n] >= 0 else a*x[n]", {"a": np.inf}),
        ("x[n] if x[n] > 0 else a*x[n]", {"a": np.nan}),
        ("a if x[n] >= a else x[n]", {"a": np.nan}),
        ("a if x[n] <= a else (b if x[n] >= b else x[n])", {"a": 0.5, "b": np.nan}),
        ("a if x[n] > a else (b if x[n] < b else x[n])", {"a": 0.5, "b": np.nan}),
        ("a*sign(x[n]) if abs(x[n]) > a else x[n]", {"a": np.nan}),
    ],
)
def test_cases_at_values_that_are_no_numbers(body: str, given: dict[str, float]) -> None:
    names = "".join(f", {name}" for name in given)
    f = compile_source(emit_forward(define(f"f(x[N]{names}) -> y\ny[n] = {body}"), "f"))["f"]
    got = f(ODD, *(np.float64(v) for v in given.values()))
    with np.errstate(all="ignore"):
        wanted = [eval(body.replace("[n]", ""), {"abs": abs, "sign": np.sign, "x": x, **given}) for x in ODD]
    np.testing.assert_array_equal(got, wanted)


def test_what_is_thrown_away_warns_of_nothing() -> None:
    with np.errstate(all="raise"):
        for dtype, big, bound in ((np.float64, 1.7e308, 1.0), (np.float32, 3e38, 1e39), (np.float16, 6e4, 1e6)):
            x = np.array([-big, big], dtype)
            one = define("f(x[N]) -> y\ny[n] = 0 if x[n] <= 0 else (2 if x[n] >= 1 else 2*x[n])")
            assert list(compile_source(emit_forward(one, "f"))["f"](x)) == [0, 2]
            other = define("f(x[N]; a: real) -> y\ny[n] = -a if x[n] <= -a else (a if x[n] >= a else x[n])")
            assert np.isfinite(compile_source(emit_forward(other, "f"))["f"](x, bound)).all()


@pytest.mark.parametrize("layer", ["0", "L - 1"])
def test_a_matrix_that_is_not_there_is_not_asked_for_where_no_step_reads_it(layer: str) -> None:
    text = f"""
        f(x[T,N,H], h0[N,H], w[L,H,H]) -> y
        h[0,n,j] = h0[n,j]
        h[t+1,n,j] = tanh(sum[k](w[{layer},j,k]*h[t,n,k])) + x[t,n,j]
        y[n,j] = h[T,n,j]
    """
    f = nm.define(text)
    h0 = np.arange(6.0).reshape(2, 3)
    np.testing.assert_array_equal(f(np.zeros((0, 2, 3)), h0, np.zeros((0, 3, 3))), h0)


@pytest.mark.parametrize(
    ("equation", "wanted"),
    [
        ("x[n] if x[n] > 0 else exp(x[n]) - 1", lambda x: np.where(x > 0, x, np.expm1(x))),
        ("x[n] if x[n] >= 0 else 2*exp(3*x[n]) - 2", lambda x: np.where(x >= 0, x, 2 * np.expm1(3 * x))),
        ("x[n] if x[n] > 0 else exp(-x[n]) - 1", lambda x: np.where(x > 0, x, np.expm1(-x))),
        ("x[n] if x[n] < 0 else exp(x[n]) - 1", lambda x: np.where(x < 0, x, np.expm1(x))),
        ("x[n] if x[n] > 2 else exp(5*x[n]) - 1", lambda x: np.where(x > 2, x, np.expm1(5 * x))),
        (
            "exp(x[n]) - 1 + (x[n] if x[n] > 0 else exp(x[n]) - 1)",
            lambda x: np.expm1(x) + np.where(x > 0, x, np.expm1(x)),
        ),
        ("x[n] if x[n] > 0 else exp(x[n]*x[n]) - 1", lambda x: np.where(x > 0, x, np.expm1(x * x))),
    ],
)
def test_exp_less_1_is_cut_short_only_below_a_case_for_what_is_positive(equation: str, wanted: Any) -> None:
    """Only where x > 0 has a case before may exp(u) - 1 be anything for u > 0."""
    f = nm.define(f"f(x[N]) -> y\ny[n] = {equation}")
    x = np.linspace(-3, 3, 1201)
    for dtype, bound in ((np.float32, 2e-6), (np.float64, 1e-14)):
        np.testing.assert_allclose(f(x.astype(dtype)), wanted(x.astype(dtype).astype(float)), rtol=bound, atol=bound)
