"""The backpropagation theorem: any depth, any widths, any differentiable activation."""

from __future__ import annotations

import sys
from dataclasses import replace

from nnmath.calculus import tangent
from nnmath.calculus.derivation import derive
from nnmath.calculus.differentiate import gradient, jacobian, rename_arrays
from nnmath.calculus.document import Document, equation_latex, run
from nnmath.calculus.induction import Induction
from nnmath.calculus.transpose import prove_transpose
from nnmath.ledger.kovalev import ACTIVATION, GRADIENT, LAYER, NETWORK, NEXT, ONE_LAYER, OUTPUT, width
from nnmath.notation import Index, System, define

LECTURE = "Kovalev (2022), Neural networks: under the hood"


def build() -> Document:
    """The backpropagation theorem, and a lecture's proof of it line by line."""
    doc = Document("Backpropagation", "the theorem for any depth, any widths and any differentiable activation")
    _network(doc)
    _chain(doc)
    _theorem(doc)
    _delta(doc)
    _lecture(doc)
    doc.section("Checks")
    doc.theorem(
        prove_transpose(NETWORK),
        "the backward pass is the transpose of the forward derivative",
        r"\bar{C}\,\dot{C} &= \langle \bar{x}, \dot{x} \rangle + \langle \bar{y}, \dot{y} \rangle "
        r"+ \sum_{\ell} \langle \bar{W}^{[\ell]}, \dot{W}^{[\ell]} \rangle "
        r"+ \sum_{\ell} \langle \bar{b}^{[\ell]}, \dot{b}^{[\ell]} \rangle",
    )
    doc.dual_numbers(NETWORK, {"L": 3, "n": (2, 3, 1, 4)}, {"L": 1, "n": (3, 2)}, {"L": 2, "n": (1, 1, 1)})
    return doc


def _network(doc: Document) -> None:
    doc.section("The network")
    doc.say("""A network has $L$ layers of weights. Layer $\\ell = 0, \\dots, L-1$ takes $n_\\ell$ numbers to
        $n_{\\ell+1}$: it forms the pre-activations $z^{[\\ell]}$, an affine map of the activations $a^{[\\ell]}$
        below, and applies $\\sigma$ to each of them. The depth $L$, the widths $n_0, \\dots, n_L$ and the function
        $\\sigma$ are not fixed; all that is asked of $\\sigma$ is a derivative. Indices count from 0. (Where a text
        counts its layers of neurons from 1 to $L'$, our $a^{[\\ell]}$ is its $a^{[\\ell+1]}$, our $W^{[\\ell]}$,
        $b^{[\\ell]}$, $z^{[\\ell]}$ are its $W^{[\\ell+2]}$, $b^{[\\ell+2]}$, $z^{[\\ell+2]}$, and $L' = L+1$.)""")
    doc.symbols(
        NETWORK,
        {
            "x": "the input",
            "y": "the wanted output",
            "W": "weights; $W^{[\\ell]}_{j,k}$ leads from $k$ to $j$",
            "b": "biases",
            "z": "pre-activations",
            "a": "activations",
            "C": "the cost",
            "sigma": "the activation",
        },
    )
    doc.definition(NETWORK)


def _chain(doc: Document) -> None:
    doc.section("Going backwards")
    doc.say("""We want $\\partial C/\\partial W$ and $\\partial C/\\partial b$. Write a bar for the derivative of the
        final number by an entry of an array; for the cost itself it is $\\bar C$, which we shall set to 1. The chain
        rule is bookkeeping: $\\bar R$ collects, from every statement that reads $R$, the bar of what the statement
        defines times the derivative of its right side by that reading. A bracket is 1 where its equation holds and 0
        elsewhere; it says which entries are meant. Summing over an index that a bracket fixes just puts its value
        in: that is the second line of each step.""")
    prose = {
        "bar_a": "The activations are read by the layer above, and at the top by the cost:",
        "bar_z": "The pre-activations are read by $\\sigma$, entry by entry. Whatever function $\\sigma$ is, its "
        "derivative at $z$ appears:",
        "bar_b": "Each bias is read once:",
        "bar_W": "Each weight is read once:",
        "bar_x": "The input is the lowest activation:",
        "bar_y": "And the target:",
    }
    doc.derivation(derive(NETWORK), only=("bar_a", "bar_z", "bar_b", "bar_W"), prose=prose)


def _theorem(doc: Document) -> None:
    doc.section("The theorem")
    doc.say("""Set $\\bar C = 1$ and write $\\delta^{[\\ell]}_j$ for $\\partial C/\\partial z^{[\\ell]}_j$, the error of
        neuron $j$. Putting the steps above together gives four equations, numbered here as in the lecture. Each is one
        unfolding of the recurrence, so each holds for every $L$, all widths and every $\\sigma$.""")
    doc.claim(
        "delta[L-1,j]",
        "sigma.prime(z[L-1,j])*(a[L,j] - y[j])",
        GRADIENT,
        {"j": width("L")},
        "equation 2: the error at the output",
        unfold=("delta[L-1]", "dC_da[L]"),
        conditions=("L >= 1",),
    )
    doc.claim(
        "delta[l,j]",
        "sigma.prime(z[l,j])*sum[k](W[l+1,k,j]*delta[l+1,k])",
        GRADIENT,
        {"l": Index.name("L") - 1, "j": width(LAYER + 1), "k": width(LAYER + 2)},
        "equation 3: the error goes back through the transposed weights",
        unfold=("delta[l]", "dC_da[l+1]"),
    )
    doc.claim("dC_db[l,j]", "delta[l,j]", GRADIENT, {"l": "L", "j": width(LAYER + 1)}, "equation 4: biases")
    doc.claim(
        "dC_dW[l,j,k]",
        "delta[l,j]*a[l,k]",
        GRADIENT,
        {"l": "L", "j": width(LAYER + 1), "k": width(LAYER)},
        "equation 5: weights",
    )


UPPER = define("""
    upper(u[n(1)], y[n(L)]: mask, W[l:L, n(l+1), n(l)]: mask, b[l:L, n(l+1)]: mask; sigma: function) -> C
    l < L - 1
    z[0,j] = u[j]
    z[l+1,j] = sum[k](W[l+1,j,k]*a[l,k]) + b[l+1,j]
    a[m,j] = sigma(z[m,j])
    C = 1/2*sum[j]((y[j] - a[L-1,j])**2)
""")


def _both_modes() -> System:
    """The upper network with delta (reverse mode) and the effect of moving u (forward mode) side by side."""
    backward, forward = rename_arrays(gradient(UPPER), {"dC_dz": "delta"}), tangent(UPPER)
    statements = tuple(dict.fromkeys((*backward.statements, *forward.statements)))
    return replace(forward, name="both modes", statements=statements, outputs=(*backward.outputs, *forward.outputs))


def _delta(doc: Document) -> None:
    doc.section("Delta is the derivative of the cost: induction over the layers")
    doc.say("""That $\\delta^{[\\ell]}$, computed by equations 2 and 3 from the top down, really is
        $\\partial C/\\partial z^{[\\ell]}$ deserves a proof that does not use the reverse mode at all. The part of a
        network above some layer is a network again, so let the layer in question be the lowest and give its
        pre-activations a name, $u = z^{[0]}$:""")
    doc.definition(UPPER)
    doc.say("""Move $u$ in any direction $\\dot u$. Forwards, layer by layer, everything above moves along:""")
    both = _both_modes()
    doc.claim(
        "dot_z[l+1,j]",
        "sum[k](W[l+1,j,k]*dot_a[l,k])",
        both,
        {"l": Index.name("L") - 1, "j": width(LAYER + 2), "k": width(LAYER + 1)},
        "forward mode, affine part",
        unfold=("dot_z[l+1]",),
    )
    doc.claim(
        "dot_a[l,j]",
        "sigma.prime(z[l,j])*dot_z[l,j]",
        both,
        {"l": "L", "j": width(LAYER + 1)},
        "forward mode, activation",
        unfold=("dot_a[l]",),
    )
    doc.say("""Now pair the error with the movement, $Q_\\ell = \\sum_j \\delta^{[\\ell]}_j \\dot z^{[\\ell]}_j$. This
        number is the same in every layer. Induction: for $\\ell = 0$ there is nothing to show; and from
        $\\ell$ to $\\ell+1$, the matrix $W^{[\\ell+1]}$ may act on $\\dot a^{[\\ell]}$ or, transposed, on
        $\\delta^{[\\ell+1]}$.""")
    left, right = "sum[j](delta[l,j]*dot_z[l,j])", "sum[i](delta[0,i]*dot_z[0,i])"
    doc.theorem(
        Induction(left, right, "l", 0, "L-1").prove(
            system=both,
            ranges={"j": width(LAYER + 1), "i": width(1)},
            conditions=("L >= 1",),
            step=("dot_z[l+1]", "dot_a[l]"),
            hypothesis=("delta[l]", "dC_da[l]"),
        ),
        "the pairing is constant, by induction over the layers",
        equation_latex(both, left, right),
    )
    doc.say("At the top the pairing is the change of the cost:")
    doc.claim(
        "dot_C",
        "sum[j](delta[L-1,j]*dot_z[L-1,j])",
        both,
        {"j": width("L")},
        "the top layer",
        unfold=("dot_C", "dot_a[L-1]", "delta[L-1]", "dC_da[L-1]"),
        conditions=("L >= 1",),
    )
    doc.say("""Both together: $\\dot C = \\sum_i \\delta^{[0]}_i \\dot u_i$ for every direction $\\dot u$.
        That is what it means for $\\delta^{[0]}$ to be the derivative of $C$ by $u$.""")


def _lecture(doc: Document) -> None:
    doc.section("A lecture's proof, line by line")
    doc.say(f"""The theorem is proved on three slides of {LECTURE}. We follow them line by line; each line is stated
        as an object, and the machine decides it. Here $\\ell$ counts as on the slides.""")
    _output_layer(doc)
    _inner_layer(doc)
    _bias(doc)


def _output_layer(doc: Document) -> None:
    slope = gradient(OUTPUT)
    doc.quote(
        r"\frac{\partial a_j^{[L]}}{\partial z_j^{[L]}} &= \sigma'(z_j^{[L]})",
        "da_dz[j,j]",
        "sigma.prime(z[j])",
        jacobian(ACTIVATION),
        {"j": "n"},
        f"{LECTURE}, proof of (2), line 1",
    )
    doc.quote(
        r"\frac{\partial C}{\partial a_j^{[L]}} &= \frac{\partial}{\partial a_j^{[L]}}"
        r"\left(\frac12\sum_{k=1}^{n_L}(y_k - a_k^{[L]})^2\right) = -(y_j - a_j^{[L]})",
        "dC_da[j]",
        "-(y[j] - a[j])",
        slope,
        {"j": "n"},
        f"{LECTURE}, proof of (2), line 2",
    )
    doc.quote(
        r"\delta_j^{[L]} &= \frac{\partial C}{\partial a_j^{[L]}}\frac{\partial a_j^{[L]}}{\partial z_j^{[L]}} "
        r"= (a_j^{[L]} - y_j)\,\sigma'(z_j^{[L]})",
        "dC_dz[j]",
        "(a[j] - y[j])*sigma.prime(z[j])",
        slope,
        {"j": "n"},
        f"{LECTURE}, proof of (2), line 3",
    )


def _inner_layer(doc: Document) -> None:
    layer, ranges = ONE_LAYER, {"j": "J", "k": "K"}
    doc.say("""For (3) it is enough to look at two neighbouring layers. Let $u = z^{[\\ell+1]}$ and $z = z^{[\\ell]}$,
        let $\\delta^{\\mathrm{above}}$ be the error of the upper layer, which may come from anything that follows,
        and $\\delta$ that of the lower one.""")
    doc.definition(NEXT)
    doc.quote(
        r"\delta_j^{[\ell]} &= \sum_{k=1}^{n_{\ell+1}} \frac{\partial C}{\partial z_k^{[\ell+1]}}"
        r"\frac{\partial z_k^{[\ell+1]}}{\partial z_j^{[\ell]}}",
        "delta[j]",
        "sum[k](delta_above[k]*du_dz[k,j])",
        layer,
        ranges,
        f"{LECTURE}, proof of (3), line 1, middle",
    )
    doc.quote(
        r"\delta_j^{[\ell]} &= \sum_{k=1}^{n_{\ell+1}} \delta_j^{[\ell]}"
        r"\frac{\partial z_k^{[\ell+1]}}{\partial z_j^{[\ell]}}",
        "delta[j]",
        "sum[k](delta[j]*du_dz[k,j])",
        layer,
        ranges,
        f"{LECTURE}, proof of (3), line 1, right",
        corrected=("delta[j]", "sum[k](delta_above[k]*du_dz[k,j])"),
    )
    doc.say("The slip is in the index and the layer of the first factor; the next lines do not inherit it.")
    doc.quote(
        r"\frac{\partial z_k^{[\ell+1]}}{\partial z_j^{[\ell]}} &= W_{kj}^{[\ell+1]}\sigma'(z_j^{[\ell]})",
        "du_dz[k,j]",
        "W[k,j]*sigma.prime(z[j])",
        layer,
        ranges,
        f"{LECTURE}, proof of (3), line 2",
    )
    doc.quote(
        r"\delta_j^{[\ell]} &= \sum_{k=1}^{n_{\ell+1}} \delta_k^{[\ell+1]} W_{kj}^{[\ell+1]} \sigma'(z_j^{[\ell]}) "
        r"= \sigma'(z_j^{[\ell]})\,(W^{[\ell+1]})^\tau \delta^{[\ell+1]}",
        "sum[k](delta_above[k]*W[k,j]*sigma.prime(z[j]))",
        "sigma.prime(z[j])*sum[k](W[k,j]*delta_above[k])",
        layer,
        ranges,
        f"{LECTURE}, proof of (3), line 3, read as component j of the product on the right",
    )


def _bias(doc: Document) -> None:
    layer, ranges = ONE_LAYER, {"k": "K", "j": "J"}
    doc.quote(
        r"z_j^{[\ell]} = (W^{[\ell]}\sigma(z^{[\ell-1]}))_j + b_j^{[\ell]} \implies "
        r"\frac{\partial z_j^{[\ell]}}{\partial b_j^{[\ell]}} &= 1",
        "du_db[k,k]",
        "1",
        layer,
        ranges,
        f"{LECTURE}, proof of (4), line 1",
    )
    doc.quote(
        r"\frac{\partial C}{\partial b_j^{[\ell]}} &= \frac{\partial C}{\partial z_j^{[\ell]}}"
        r"\frac{\partial z_j^{[\ell]}}{\partial b_j^{[\ell]}} = \delta_j^{[\ell]}",
        "bar_b[k]",
        "delta_above[k]",
        layer,
        ranges,
        f"{LECTURE}, proof of (4), line 2",
    )
    doc.say("The proof of (5) is left to the reader. Here it is. A weight enters one pre-activation only:")
    doc.claim("du_dW[o,k,j]", "[o == k]*sigma(z[j])", layer, ranges | {"o": "K"}, "proof of (5), line 1")
    doc.claim("bar_W[k,j]", "sum[o](delta_above[o]*du_dW[o,k,j])", layer, ranges | {"o": "K"}, "proof of (5), line 2")
    doc.claim("bar_W[k,j]", "delta_above[k]*sigma(z[j])", layer, ranges, "proof of (5), line 3")


if __name__ == "__main__":
    sys.exit(run(build))
