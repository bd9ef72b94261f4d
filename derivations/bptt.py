"""Backpropagation through time: the recurrence, the sum over paths, and what its partials mean."""

from __future__ import annotations

import sys

from nnmath.calculus.derivation import derive
from nnmath.calculus.differentiate import gradient, jacobian, rename_arrays
from nnmath.calculus.document import Document, equation_latex, run
from nnmath.calculus.induction import Induction
from nnmath.calculus.transpose import prove_transpose
from nnmath.notation import Index, define

LECTURE = "Larin, Neural networks (lecture slides), backpropagation through time"

NETWORK = define("""
    recurrent(x[T, I], s0[H], U[H, I], W[H, H], V[O, H]; phi: function, cost: function) -> C
    s[0,j] = s0[j]
    z[t,j] = sum[i](U[j,i]*x[t,i]) + sum[k](W[j,k]*s[t,k])
    s[t+1,j] = phi(z[t,j])
    y[t,o] = sum[j](V[o,j]*s[t+1,j])
    C = sum[t,o](cost[t,o](y[t,o]))
""")

GRADIENT = rename_arrays(gradient(NETWORK), {"dC_dz": "delta"})

PATHS = define("""
    paths(x[T, I], s0[H], U[H, I], W[H, H]; phi: function) -> S, P
    a < H
    b < H
    m < H
    r < T + 1
    s[0,j] = s0[j]
    z[t,j] = sum[i](U[j,i]*x[t,i]) + sum[k](W[j,k]*s[t,k])
    s[t+1,j] = phi(z[t,j])
    J[t,j,k] = phi.prime(z[t,j])*W[j,k]
    E[t+1,j,a,b] = [j == a]*phi.prime(z[t,j])*s[t,b]
    S[t+1,j,a,b] = E[t+1,j,a,b] + sum[k](J[t,j,k]*S[t,k,a,b])
    P[0,r,j,m] = [r == 0]*[j == m]
    P[t+1,r,j,m] = [r == t + 1]*[j == m] + sum[k](J[t,j,k]*P[t,r,k,m])
""")

STATE = define("""
    state(s[H], W[H, H], f[H]; phi: function) -> u
    u[j] = phi(sum[k](W[j,k]*s[k]) + f[j])
""")


def build() -> Document:
    """Backpropagation through time."""
    doc = Document("Backpropagation through time", "for any number of steps, derived and checked by machine")
    _network(doc)
    _recurrence(doc)
    _paths(doc)
    doc.section("Checks")
    doc.theorem(
        prove_transpose(NETWORK),
        "the backward pass is the transpose of the forward derivative",
        r"\bar{C}\,\dot{C} &= \sum_{\text{inputs } u} \langle \bar{u}, \dot{u} \rangle",
    )
    doc.dual_numbers(NETWORK, {"T": 3, "I": 2, "H": 3, "O": 1}, {"T": 1, "I": 1, "H": 2, "O": 2})
    return doc


def _network(doc: Document) -> None:
    doc.section("A recurrent network")
    doc.say("""At each of $T$ time steps the network reads $x_t$, updates its state and gives an output. The same
        matrices serve at every step. The activation $\\varphi$ may be any differentiable function, and so may the
        costs of the outputs.""")
    doc.symbols(
        NETWORK,
        {
            "x": "the inputs",
            "s0": "the first state",
            "U": "input weights",
            "W": "recurrent weights",
            "V": "output weights",
            "z": "pre-activations",
            "s": "states; $s_{t+1}$ is the state after reading $x_t$",
            "y": "outputs",
            "C": "the sum of all costs",
            "phi": "the activation",
            "cost": "the cost of each output",
        },
    )
    doc.definition(NETWORK)


def _recurrence(doc: Document) -> None:
    doc.section("Going backwards in time")
    doc.say("""The state $s_t$ is read twice: by the output of its own step, and by the next step. The two places
        contribute two terms; in the second, time turns around by itself when the brackets are contracted.""")
    doc.derivation(
        derive(NETWORK),
        only=("bar_s", "bar_z", "bar_W", "bar_U", "bar_V"),
        prose={
            "bar_s": "The states:",
            "bar_z": "The pre-activations:",
            "bar_W": "The weights are shared by all steps, so their derivatives are sums over time:",
            "bar_U": "",
            "bar_V": "",
        },
    )
    doc.say("""With the cotangent of $C$ set to 1, $\\delta_t = \\partial C/\\partial z_t$ obeys a recurrence that
        starts at the last step and runs back:""")
    last = {"j": "H", "o": "O"}
    doc.claim(
        "delta[T-1,j]",
        "phi.prime(z[T-1,j])*sum[o](V[o,j]*cost[T-1,o].prime(y[T-1,o]))",
        GRADIENT,
        last,
        "the last step",
        unfold=("delta[T-1]", "dC_ds[T]", "dC_dy[T-1]"),
        conditions=("T >= 1",),
    )
    doc.claim(
        "delta[t,j]",
        "phi.prime(z[t,j])*(sum[o](V[o,j]*cost[t,o].prime(y[t,o])) + sum[k](W[k,j]*delta[t+1,k]))",
        GRADIENT,
        {"t": Index.name("T") - 1, "k": "H"} | last,
        "every earlier step",
        unfold=("delta[t]", "dC_ds[t+1]", "dC_dy[t]"),
    )
    doc.claim("dC_dW[j,k]", "sum[t](delta[t,j]*s[t,k])", GRADIENT, {"j": "H", "k": "H", "t": "T"}, "recurrent weights")
    doc.claim("dC_dU[j,i]", "sum[t](delta[t,j]*x[t,i])", GRADIENT, {"j": "H", "i": "I", "t": "T"}, "input weights")


def _paths(doc: Document) -> None:
    doc.section("The sum over paths")
    doc.say("""Texts often write the derivative of the cost at step $t$ as a sum over earlier steps, each with a
        product of Jacobians, here as printed in a lecture:""")
    doc.display(
        r"\frac{\partial C_t}{\partial W} &= \frac{\partial C_t}{\partial y_t}\frac{\partial y_t}{\partial s_t}"
        r"\sum_{k=0}^{t}\left(\prod_{i=k+1}^{t}\frac{\partial s_i}{\partial s_{i-1}}\right)"
        r"\frac{\partial h_k}{\partial W}"
    )
    doc.say("""The letter $h$ is a slip: the lecture's hidden state is $s$. And the last factor can be read in two
        ways: as the immediate derivative, with $s_{k-1}$ held fixed, or as the total one, through all earlier
        states as well. The machine decides both. Let $S_t$ be the total derivative of the state, which forward mode
        carries along; $E_t$ the immediate one; $J_t$ the Jacobian of one step; and $P_{t,r}$ the product of the
        Jacobians from step $r$ to step $t$, a recurrence in $t$ that starts as the identity at $t = r$.""")
    doc.say("One step as a function of the state and the weights, and its two derivatives:")
    doc.definition(STATE)
    step, inner = jacobian(STATE), "sum[c](W[j,c]*s[c]) + f[j]"
    doc.claim(
        "du_ds[j,k]", f"phi.prime({inner})*W[j,k]", step, {"j": "H", "k": "H", "c": "H"}, "the Jacobian of a step"
    )
    doc.claim(
        "du_dW[j,a,b]",
        f"[j == a]*phi.prime({inner})*s[b]",
        step,
        {"j": "H", "a": "H", "b": "H", "c": "H"},
        "the immediate derivative",
    )
    doc.say("With these, at every step:")
    doc.definition(PATHS)
    ranges: dict[str, Index | str | int] = {"j": "H", "a": "H", "b": "H", "m": "H", "r": Index.name("T") + 1}
    left, right = "S[t,j,a,b]", "sum[r,m](P[t,r,j,m]*E[r,m,a,b])"
    doc.theorem(
        Induction(left, right, "t", 0, "T").prove(
            system=PATHS, ranges=ranges, base=("S[0]", "P[0]", "E[0]"), step=("S[t+1]", "P[t+1]")
        ),
        "the sum over paths with immediate derivatives, by induction over time",
        equation_latex(PATHS, left, right),
        text="""At $t = 0$ both sides are zero, since the first state does not depend on $W$. From $t$ to $t+1$ the
        new Jacobian multiplies every product, and one new path begins at $t+1$.""",
    )
    doc.quote(
        r"\frac{\partial s_t}{\partial W} &= \sum_{k=0}^{t}\left(\prod_{i=k+1}^{t}\frac{\partial s_i}"
        r"{\partial s_{i-1}}\right)\frac{\partial s_k}{\partial W}\quad\text{(total derivatives)}",
        left,
        "sum[r,m](P[t,r,j,m]*S[r,m,a,b])",
        PATHS,
        ranges | {"t": Index.name("T") + 1},
        f"{LECTURE}, read with total derivatives",
        corrected=None,
    )
    doc.say("""So the formula means the first reading. With total derivatives every path is counted once for
        each step at which it could have begun. At $T = 1$ the two readings agree, which is why a small test does
        not notice.""")


if __name__ == "__main__":
    sys.exit(run(build))
