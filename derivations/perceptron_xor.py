"""The perceptron, why it cannot compute exclusive or, and what two and three layers of step units mark."""

from __future__ import annotations

import sys
from fractions import Fraction
from itertools import product

import nnmath as nm
from nnmath.calculus.document import Document, run
from nnmath.formulas import load
from nnmath.notation import define
from nnmath.theory.halfspaces import StepNetwork

CORNERS = [(a, b) for a in (0, 1) for b in (0, 1)]
PLANE = define("plane(x_1, x_2, w_1, w_2, b, r, s) -> y\ny = x_1*w_1 + x_2*w_2 + b + r + s")


def build() -> Document:
    """Perceptrons, exclusive or, polytopes."""
    doc = Document("Perceptrons and polytopes", "what one, two and three layers of step units can mark, exactly")
    _perceptron(doc)
    _xor(doc)
    _farkas(doc)
    _two_layers(doc)
    _three_layers(doc)
    _signs(doc)
    return doc


def _perceptron(doc: Document) -> None:
    doc.section("The perceptron")
    doc.say("""A perceptron answers 1 or 0, according to the side of a hyperplane on which $x$ lies. Its
        activation is the step""")
    doc.definition(load()["perceptron_step"].system)
    doc.say("""of $\\langle w, x\\rangle + b$. The convention at 0 matters: with $\\mathrm{step}(0) = 1$ the
        side that is marked contains its boundary. Rosenblatt's other convention gives $\\pm1$ and also counts 0
        as positive:""")
    doc.definition(load()["perceptron_sign"].system)
    doc.say("Both cut space in the same way, so what follows holds for both.")


def _xor(doc: Document) -> None:
    doc.section("Exclusive or")
    doc.say("Could some $w_1, w_2, b$ compute exclusive or? The four corners of the square would have to satisfy")
    doc.display(
        [
            r"(0,1) \mapsto 1: \quad w_2 + b &\ge 0, & (0,0) \mapsto 0: \quad b &< 0,",
            r"(1,0) \mapsto 1: \quad w_1 + b &\ge 0, & (1,1) \mapsto 0: \quad w_1 + w_2 + b &< 0.",
        ]
    )
    doc.say("Add the left ones, and add the right ones. The two sums are the same number:")
    doc.claim("(w_2 + b) + (w_1 + b)", "b + (w_1 + w_2 + b)", system=PLANE, name="the two sums agree")
    certificate = nm.xor_infeasibility()
    doc.check(
        "XOR is not linearly separable",
        certificate.holds() and certificate.confirmed_by_solver(),
        """By the left column it is at least 0, by the right one less than 0. So there is no such perceptron (Minsky and
        Papert, 1969). The four multipliers 1, 1, 1, 1 are all there is to check; it was done in fractions, and
        the solver z3 says the same. Nothing depends on which of the two inequalities is strict, nor on which
        answer is called 1.""",
    )


def _farkas(doc: Document) -> None:
    doc.section("Any finite task")
    doc.say("""The same argument decides every finite task. Let $x_i$ be the points of class 1 and $z_j$ those
        of class 0. By Farkas' lemma either some $(w, b)$ separates them, or there are $\\lambda_i, \\mu_j \\ge
        0$, not all 0, with""")
    doc.display(
        r"\sum_i \lambda_i \begin{pmatrix} x_i \\ 1 \end{pmatrix}"
        r" = \sum_j \mu_j \begin{pmatrix} z_j \\ 1 \end{pmatrix}."
    )
    doc.say("""Multiply the inequalities by these numbers and add them: 0 < 0. The last row says that both sides
        have the same total, so divided by it they are one point that lies in both convex hulls. For exclusive
        or it is the centre of the square, the middle of both diagonals.""")
    centre = nm.xor_infeasibility().common_point()
    found = {truth: nm.linear_separability(CORNERS, truth) for truth in product((0, 1), repeat=4)}
    separable = [truth for truth, answer in found.items() if answer.separable]
    doc.check(
        "functions of two bits",
        centre == (Fraction(1, 2), Fraction(1, 2)) and len(separable) == 14 and all(a.holds() for a in found.values()),
        f"""Of the 16 functions of two bits a perceptron computes {len(separable)}; all but exclusive or and its
        negation. For each the library's `linear_separability` gives separating weights or multipliers, in
        fractions, and either was checked by putting it in.""",
    )
    conjunction = found[0, 0, 0, 1]
    w, b = conjunction.weights, conjunction.bias
    doc.check(
        "and",
        conjunction.holds(),
        f"For example $x_1$ and $x_2$ is the step of ${_affine(w, b)}$.",
    )


def _affine(w: tuple[Fraction, ...], b: Fraction) -> str:
    """``2 x_1 + 2 x_2 - 3``."""
    terms = [(v, f"x_{i + 1}") for i, v in enumerate(w)] + [(b, "")]
    text = " ".join(
        f"{'-' if v < 0 else '+'} {'' if abs(v) == 1 and name else _fraction(abs(v))}{name}" for v, name in terms if v
    )
    return text.removeprefix("+ ")


def _fraction(value: Fraction) -> str:
    return str(value) if value.denominator == 1 else rf"\tfrac{{{value.numerator}}}{{{value.denominator}}}"


def _two_layers(doc: Document) -> None:
    doc.section("Two layers: convex polytopes")
    doc.say("""A polytope is the set of all $x$ with $Ax \\le b$, $m$ half-spaces at once. One step unit marks
        each of them, and one more unit demands all:""")
    doc.display(
        [
            r"h_i &= \mathrm{step}(b_i - \langle a_i, x\rangle), \qquad i = 1, \dots, m,",
            r"y &= \mathrm{step}(h_1 + \dots + h_m - m).",
        ]
    )
    doc.say("""The $h_i$ are 0 or 1, so their sum reaches $m$ only if each is 1, and because $\\mathrm{step}(0)
        = 1$ this holds on the boundary too: $y = 1$ exactly on the polytope. Exclusive or is a case of it: 1 on
        the strip""")
    doc.display(r"\tfrac12 \le x_1 + x_2 \le \tfrac32,")
    network = nm.xor_network()
    rows = [
        rf"h_{i + 1} &= \mathrm{{step}}({_affine(w, b)})"
        for i, (w, b) in enumerate(zip(network.weights[0], network.biases[0], strict=True))
    ]
    doc.display([*rows, r"y &= \mathrm{step}(h_1 + h_2 - 2)"])
    doc.check(
        "two layers compute XOR",
        [network.exact(x) for x in CORNERS] == [a ^ b for a, b in CORNERS],
        """The first unit is "or", the second "not both". At the four corners the network gives 0, 1, 1, 0, in
        fractions.""",
    )
    triangle = nm.polytope_network([[-1, 0], [0, -1], [1, 1]], [0, 0, 1])
    lattice = [(Fraction(i, 6), Fraction(j, 6)) for i in range(-2, 9) for j in range(-2, 9)]
    marked = [x for x in lattice if triangle.exact(x)]
    edge = sum(min(*x, 1 - sum(x)) == 0 for x in marked)
    doc.check(
        "a triangle",
        marked == [x for x in lattice if min(x) >= 0 and sum(x) <= 1],
        f"""The triangle $x_1 \\ge 0$, $x_2 \\ge 0$, $x_1 + x_2 \\le 1$ takes three units and one. Of the
        {len(lattice)} points $(i/6, j/6)$, $-2 \\le i, j \\le 8$, it marks {len(marked)}: those in the
        triangle, {edge} of which lie on its boundary.""",
    )


def _square(x: int, y: int) -> tuple[list[list[int]], list[int]]:
    """[x, x+1] times [y, y+1]."""
    return [[-1, 0], [1, 0], [0, -1], [0, 1]], [-x, x + 1, -y, y + 1]


def _three_layers(doc: Document) -> None:
    doc.section("Three layers: any union of polytopes")
    doc.say("""Put the units of $k$ polytopes side by side, let the second layer have one "and" for each, and
        add one unit that demands at least one of them:""")
    doc.display(r"y = \mathrm{step}(p_1 + \dots + p_k - 1).")
    doc.say("""Now the region need neither be convex nor connected: every bounded region with flat faces is a union of
        finitely many polytopes. An L of three unit squares and a fourth square far away:""")
    squares = [(0, 0), (1, 0), (0, 1), (5, 5)]
    network = nm.polytope_union_network([_square(*at) for at in squares])
    lattice = [(Fraction(i, 2), Fraction(j, 2)) for i in range(-1, 14) for j in range(-1, 14)]
    inside = [any(x <= p[0] <= x + 1 and y <= p[1] <= y + 1 for x, y in squares) for p in lattice]
    doc.check(
        "an L and an island",
        [network.exact(p) for p in lattice] == inside
        and not network.exact(("3/2", "3/2"))
        and not network.exact((3, 3)),
        f"""The network has ${_shape(network)}$ units a layer. At {len(lattice)} points, corners and edges among
        them, it gives 1 exactly where one of the squares contains the point; at $(\\frac32, \\frac32)$, between two
        marked points of the L, and at $(3, 3)$, between the two parts, it gives 0.""",
    )


def _shape(network: StepNetwork) -> str:
    return r" \to ".join(map(str, network.widths))


def _signs(doc: Document) -> None:
    doc.section("A network of two sign units")
    doc.say("A lecture (Sokolov, Introduction to deep learning) shows this network:")
    doc.display(
        [
            r"z_1 &= -2x_1 + x_2 + 5, & b_1 &= \mathrm{sign}\, z_1, &",
            r"z_2 &= 2x_1 + x_2 - 5, & b_2 &= \mathrm{sign}\, z_2, & a &= b_1 + b_2, \quad [a < 0].",
        ]
    )
    doc.say("""What does it mark? With $\\mathrm{sign}(0) = 1$ the sum $a$ is $-2$, 0 or 2, so $a < 0$ says that both
        $z_1$ and $z_2$ are negative. Both vanish at $(\\frac52, 0)$. Measure from there along two rays:""")
    doc.display(r"x_1 = \tfrac52 + \tfrac14 r - \tfrac14 s, \qquad x_2 = -\tfrac12 r - \tfrac12 s.")
    point = "(5/2 + r/4 - s/4)", "(-r/2 - s/2)"
    doc.claim(f"-2*{point[0]} + {point[1]} + 5", "-r", system=PLANE, name="the first sum along the rays")
    doc.claim(f"2*{point[0]} + {point[1]} - 5", "-s", system=PLANE, name="the second sum along the rays")
    network = nm.sign_network()
    cone = network.region()
    doc.check(
        "the marked cone",
        network.region_holds()
        and cone.apex == (Fraction(5, 2), 0)
        and cone.rays == ((Fraction(1, 4), Fraction(-1, 2)), (Fraction(-1, 4), Fraction(-1, 2))),
        """Every point of the plane has one such $(r, s)$, and it is marked exactly if $r > 0$ and $s > 0$: the
        open cone below its apex $(\\frac52, 0)$, that is $x_2 < -|2x_1 - 5|$. It is not bounded, so no polygon,
        though a convex one: the output unit is an "and" of two half-planes.""",
    )
    lattice = [(Fraction(i, 2), Fraction(j, 2)) for i in range(-4, 15) for j in range(-14, 8)]
    doc.check(
        "points of the cone",
        all(network.marks(x) == (x[1] < -abs(2 * x[0] - 5)) for x in lattice)
        and all(network.marks(x, sign_of_zero=0) == (x[1] <= -abs(2 * x[0] - 5) and x != cone.apex) for x in lattice),
        f"""The convention at 0 decides the boundary. With $\\mathrm{{sign}}(0) = 0$ the sum can be $-1$, and
        the two edges belong to the region; only the apex does not, where $a = 0$. Checked in fractions at
        {len(lattice)} points, on both edges and at the apex too.""",
    )


if __name__ == "__main__":
    sys.exit(run(build))
