"""Universal approximation: Cybenko's theorem with an explicit network and a proved bound; Kolmogorov's form."""

from __future__ import annotations

import math
import sys
from fractions import Fraction

import numpy as np
import sympy

import nnmath as nm
from nnmath.calculus.document import Document, run
from nnmath.notation import define
from nnmath.theory.bounds import round_up
from nnmath.theory.sigmoids import STEEPNESS, THETA
from nnmath.theory.waves import smoothing_distance

NUMBERS = define("numbers(x, p, u, a, b, c) -> y\ny = x*p*u*a*b*c")


def build() -> Document:
    """Cybenko's theorem, made constructive."""
    doc = Document("Universal approximation", "a sigmoid network with a proved error bound, after Cybenko (1989)")
    _theorem(doc)
    _steps(doc)
    _distance(doc)
    _one_variable(doc)
    _two_variables(doc)
    _activation(doc)
    _kolmogorov(doc)
    _limits(doc)
    return doc


def _theorem(doc: Document) -> None:
    doc.section("What the theorem says")
    doc.say("""Cybenko's theorem: let $\\sigma$ be continuous with limits 0 and 1 at $\\mp\\infty$. For every continuous
        $f$ on $[0,1]^p$ and every $\\varepsilon > 0$ there is a network with one hidden layer,""")
    doc.display(
        r"a(x) = \sum_{h=1}^{H} \alpha_h\, \sigma(\langle x, w_h\rangle + b_h), \qquad |a(x) - f(x)| < "
        r"\varepsilon \text{ for all } x \in [0,1]^p."
    )
    doc.say("""The proof supposes that some $f$ cannot be approximated and derives a contradiction: it gives neither
        weights nor a number of units. We take the logistic function for $\\sigma$, suppose that we know how fast $f$
        can change, and write the network down. What is used of $\\sigma$ is that it increases from 0 to 1, and that
        its tails are small:""")
    doc.claim(
        "exp(x)*sigmoid(-x)",
        "sigmoid(x)",
        system=NUMBERS,
        name="the tail",
        text="""The right side is less than 1, so $\\sigma(-x) < e^{-x}$. On the other side $1 - \\sigma$ is the same
        tail:""",
    )
    doc.claim("1 - sigmoid(x)", "sigmoid(-x)", system=NUMBERS, name="symmetry")


def _steps(doc: Document) -> None:
    doc.section("A sum of steps is a weighted mean")
    doc.say("""Cut $[0,1]$ into $n$ cells with ends $t_k = k/n$ and put a steep sigmoid into the middle of each. As $x$
        passes the middle of a cell, the network trades the value $v_{k-1}$ for $v_k$:""")
    doc.display(
        [
            r"a(x) &= v_0 + \sum_{k=1}^{n} (v_k - v_{k-1})\, \sigma_k(x), \qquad "
            r"\sigma_k(x) = \sigma\bigl(K(nx - k + \tfrac12)\bigr),",
            r"a(x) &= \sum_{k=0}^{n} \varphi_k(x)\, v_k, \qquad \varphi_0 = 1 - \sigma_1, \quad "
            r"\varphi_k = \sigma_k - \sigma_{k+1}, \quad \varphi_n = \sigma_n.",
        ]
    )
    doc.check(
        "summation by parts",
        all(_summation_by_parts(n) for n in range(1, 9)),
        """The second line collects the terms of each $v_k$ (checked symbolically for $n$ up to 8; term by term
        it is the same for every $n$). The weights $\\varphi_k$ add up to 1, and none is negative, because a
        later sigmoid is smaller. So $a(x)$ is a weighted mean of the $v_k$, however steep or soft the steps
        are. With $v_k = f(t_k)$""",
    )
    doc.display(
        r"|a(x) - f(x)| = \Bigl|\sum_k \varphi_k(x)\,(f(t_k) - f(x))\Bigr| \le \sum_k \varphi_k(x)\,|f(t_k) - f(x)|"
        r" \le L \sum_k \varphi_k(x)\, |t_k - x|"
    )
    doc.say("""if $f$ has the Lipschitz constant $L$. It remains to see that the weights sit near $x$.""")


def _summation_by_parts(n: int) -> bool:
    v, s = sympy.symbols(f"v0:{n + 1}"), (sympy.Integer(1), *sympy.symbols(f"s1:{n + 1}"), sympy.Integer(0))
    first = v[0] + sum((v[k] - v[k - 1]) * s[k] for k in range(1, n + 1))
    return bool(sympy.expand(first - sum(v[k] * (s[k] - s[k + 1]) for k in range(n + 1))) == 0)


def _distance(doc: Document) -> None:
    doc.section("How far the mean reaches")
    doc.say("""Read $\\varphi_k(x)$ as the probability that a random grid point $T$ is $t_k$; then $T \\ge t_k$ has
        probability $\\sigma_k(x)$. Let $x$ lie $u$ cells from the middle of its cell, $|u| \\le \\frac12$. The two ends
        of the cell are $\\frac12 - u$ and $\\frac12 + u$ cells away; were they the only ones, with probabilities
        $p = \\sigma(Ku)$ and $1 - p$, the mean distance would be""")
    doc.claim(
        "(1/2 - u)*p + (1/2 + u)*(1 - p)",
        "1/2 - u*(2*p - 1)",
        system=NUMBERS,
        name="the two ends of the cell",
        text="""and as $2\\sigma(Ku) - 1$ has the sign of $u$, that is at most $\\frac12$. Every step further away adds
        one cell times the probability of getting there,""",
    )
    doc.display(
        [
            r"\sum_{m \ge 1} \bigl(\sigma(-K(m - u)) + \sigma(-K(m + u))\bigr) "
            r"&\le (e^{Ku} + e^{-Ku}) \sum_{m \ge 1} e^{-Km}",
            r"&\le \frac{(r + r^{-1})\, r^2}{1 - r^2} = \frac{r\,(1 + r^2)}{1 - r^2}, \qquad r = e^{-K/2},",
        ]
    )
    doc.say("where the largest $|u| = \\frac12$ was put in. Together, in units of $1/n$,")
    doc.display(
        r"\sum_k \varphi_k(x)\, |t_k - x| \le \frac{\theta}{n}, \qquad \theta = \frac12 + \frac{r(1+r^2)}{1-r^2}."
    )
    excess = round_up(THETA - Fraction(1, 2))
    doc.check(
        "theta",
        _mean_distance_holds(),
        f"""For $K = {STEEPNESS}$ we get $\\theta - \\frac12 \\le {_number(excess)}$, in rational arithmetic with
        $e^{{x}} > 1 + x + \\dots + x^m/m!$. Summed directly for the soft steps $K = 2, 3, \\dots, 8$, at 201 points of
        a cell, the mean distance stays below $\\theta$ as well.""",
    )


def _mean_distance_holds() -> bool:
    for steepness in range(2, 9):
        u = np.linspace(20, 21, 201)[:, None]
        above = nm.sigmoid(steepness * (u - np.arange(1, 61) + 0.5))
        phi = -np.diff(above, axis=1, prepend=1, append=0)
        r = math.exp(-steepness / 2)
        if np.max((phi * np.abs(u - np.arange(61))).sum(axis=1)) > 0.5 + r * (1 + r * r) / (1 - r * r):
            return False
    return Fraction(1, 2) < THETA


def _one_variable(doc: Document) -> None:
    doc.section("One variable")
    doc.display(
        r"|a(x) - f(x)| \le \frac{L\,\theta}{n}, \qquad n = \Bigl\lceil \frac{L\,\theta}{\varepsilon} \Bigr\rceil "
        r"\text{ steps suffice.}"
    )
    doc.say("""Where $f$ has no Lipschitz constant, let $\\omega(\\delta)$ bound $|f(x) - f(y)|$ for $|x - y| \\le
        \\delta$. From $x$ to $y$ it takes at most $1 + |x - y|/\\delta$ steps of length $\\delta$, so the mean of
        $|f(t_k) - f(x)|$ is at most $(1 + \\theta/(n\\delta))\\,\\omega(\\delta)$, which for $\\delta = \\theta/n$ is
        $2\\,\\omega(\\theta/n)$. Every continuous $f$ on $[0,1]$ has such an $\\omega$ that goes to 0: this proves
        the theorem for $p = 1$.""")
    square = nm.cybenko_approximate(lambda x: 1 - x * x, 0.25, lipschitz=2)
    grid = np.linspace(0, 1, 4001)
    error = float(np.max(np.abs(square(grid) - (1 - grid**2))))
    doc.say("""An example with numbers: $f(x) = 1 - x^2$, $L = 2$, $\\varepsilon = \\frac14$. Four steps would
        give a hair more than $\\frac14$, so there are five, and one unit with $w = 0$, which is constant
        $\\sigma(0) = \\frac12$:""")
    doc.display(
        [
            rf"{_number(alpha)}\; &\sigma({_number(w)}\,x {'-' if b < 0 else '+'} {_number(abs(b))})"
            for alpha, w, b in zip(
                square.output_weights.tolist(), square.weights[:, 0].tolist(), square.biases.tolist(), strict=True
            )
        ]
    )
    doc.check(
        "a parabola",
        square.hidden == 6 and error <= square.error_bound <= 0.25,
        f"""The network is the sum of these. Its bound is {square.error_bound:.6f}, the largest difference at
        4001 points {error:.6f}: the slope of $f$ is $-2$ at one end only.""",
    )
    n = 50
    teeth = nm.cybenko_approximate(lambda x: abs(x * n - round(x * n)) / n, 0.01001, lipschitz=1)
    middle = abs(float(teeth(0.5 / n)) - 0.5 / n)
    doc.check(
        "the bound is reached",
        teeth.hidden == n + 1 and 0.999 * teeth.error_bound <= middle <= teeth.error_bound,
        f"""Other functions need all of it: teeth of slope 1 with their zeros at the grid, $n = {n}$. All $v_k$ are
        0, so is the network, and in the middle of a cell it is off by {middle:.6f}, the bound being
        {teeth.error_bound:.6f}. Steeper steps would not help: $\\theta$ cannot be less than $\\frac12$.""",
    )


def _two_variables(doc: Document) -> None:
    doc.section("Two variables")
    doc.say("""A unit sees $x$ through one linear form $\\langle x, w\\rangle$ only, so products of steps in
        $x_1$ and in $x_2$ are not at our disposal in one hidden layer. Two ideas help. The first is to take the
        mean with a kernel that is a polynomial in cosines. Put $x_i = |t_i|/\\pi$ and continue $f$ evenly and
        with period $2\\pi$; for any real $a_j$""")
    doc.display(
        r"J(t) = \frac{\bigl|\sum_{j=0}^{N} a_j e^{ijt}\bigr|^2}{\sum_j a_j^2} = 1 + 2\sum_{k=1}^{N} \rho_k \cos kt "
        r"\ \ge 0, \qquad \rho_k = \frac{\sum_j a_j a_{j+k}}{\sum_j a_j^2}."
    )
    doc.say("""Its mean over $2m \\ge N + 2$ equidistant points of the circle is 1, and the mean of $J(t)(1 - \\cos t)$
        is $1 - \\rho_1$, because every frequency in them is below $2m$. So the mean of $f$ with the weights
        $J(t_1 - \\tau_1)\\, J(t_2 - \\tau_2)$ uses the values $f(j_1/m, j_2/m)$ only, and as
        $(t/\\pi)^2 \\le (1 - \\cos t)/2$ for $|t| \\le \\pi$, the mean distance of these points from $x$ is at most""")
    doc.display(
        r"\delta = \sqrt{1 - \rho_1}, \qquad \rho_1 = \cos\frac{\pi}{N+2} \text{ for } a_j = "
        r"\sin\frac{(j+1)\pi}{N+2}, \qquad \delta \approx \frac{\pi}{\sqrt2\,(N+2)}."
    )
    rates = {degree: float(smoothing_distance(degree)) for degree in (10, 20, 40)}
    doc.check(
        "Jackson's rate",
        all(d <= math.pi / math.sqrt(2) / (n + 2) * (1 + 1e-9) for n, d in rates.items()),
        "This is the rate of Jackson (1911), with the kernel of Fejér and Korovkin: "
        + ", ".join(f"$\\delta = {d:.4f}$ for $N = {n}$" for n, d in rates.items())
        + ", bounds in rational arithmetic. The error of the mean is at most $L\\delta$ again.",
    )
    doc.say(
        "The second idea: such a mean is a sum of cosines, and a product of cosines is a sum of functions of one "
        "linear form each, ridge functions:"
    )
    doc.display(r"\cos k\pi x_1\, \cos l\pi x_2 = \tfrac12\bigl(\cos\pi(kx_1 + lx_2) + \cos\pi(kx_1 - lx_2)\bigr).")
    p, q = sympy.symbols("p q")
    identity = sympy.cos(p) * sympy.cos(q) - (sympy.cos(p + q) + sympy.cos(p - q)) / 2
    doc.check(
        "product of cosines",
        sympy.expand_trig(identity).expand() == 0,
        """Each $c\\cos\\pi s$ is a function of the single variable $s = kx_1 \\pm lx_2$ with the Lipschitz constant
        $\\pi|c|$, and a sum of steps in $s$ makes it: $n$ steps a unit of $s$ cost $n(k + l)$ hidden units and an
        error of $\\pi|c|\\theta/n$. For a given sum of errors the number of units is least with $n$ proportional to
        $\\sqrt{|c|/(k + l)}$.""",
    )
    network = nm.cybenko_approximate(lambda x, y: x * y, 0.3, lipschitz=math.sqrt(2), dim=2)
    axis = np.linspace(0, 1, 61)
    error = float(np.max(np.abs(network(axis[:, None], axis[None, :]) - axis[:, None] * axis[None, :])))
    doc.check(
        "x times y",
        error <= network.error_bound + network.rounding_bound <= 0.3,
        f"""With numbers: $f(x_1, x_2) = x_1x_2$, $L = \\sqrt2$, $\\varepsilon = 0.3$ gives {network.hidden}
        hidden units and a bound of {network.error_bound:.4f}, made up of """
        + "; ".join(f"{name} ${_number(round_up(v))}$" for name, v in network.parts.items())
        + f""". The largest difference at $61^2$ points is {error:.4f}; the bound must hold for every $f$ with
        this $L$, and most are easier.""",
    )
    doc.say("""In more variables a product of $p$ cosines is a sum of $2^{p-1}$ ridge functions, and nothing else
        changes, but the number of frequencies grows like $\\varepsilon^{-p}$: existence is cheap, size is not.""")


def _activation(doc: Document) -> None:
    doc.section("Is any nonlinear activation enough?")
    doc.say("""It is often said that the activation need only be nonlinear. With one hidden layer of any
        width it must not be a polynomial (Leshno, Lin, Pinkus and Schocken, 1993). Take
        $\\sigma(z) = z^2$: every such network is some $c + bx + ax^2$, and all of these satisfy""")
    doc.claim(
        "c - 3*(c + b/3 + a/9) + 3*(c + 2*b/3 + 4*a/9) - (c + b + a)",
        "0",
        system=NUMBERS,
        name="the values at 0, 1/3, 2/3 and 1",
    )
    cube = [Fraction(k, 3) ** 3 for k in range(4)]
    difference = cube[0] - 3 * cube[1] + 3 * cube[2] - cube[3]
    doc.check(
        "the cube is out of reach",
        difference == Fraction(-2, 9),
        """For $x^3$ the same combination is $-\\frac29$. If a network were within $\\varepsilon$ of $x^3$ on
        $[0,1]$, its combination would be within $(1 + 3 + 3 + 1)\\varepsilon$ of that, so $\\varepsilon \\ge
        \\frac1{36}$ whatever the width. With more layers squares do suffice, since $xy = ((x+y)^2 - (x-y)^2)/4$
        builds every polynomial. So the sentence is true of networks of any depth, and false of one hidden
        layer.""",
    )


def _kolmogorov(doc: Document) -> None:
    doc.section("Kolmogorov's form")
    doc.say("""Kolmogorov (1957): every continuous $f$ on $[0,1]^n$ is, exactly,""")
    doc.display(r"f(x_1, \dots, x_n) = \sum_{q=0}^{2n} \Phi_q\Bigl(\sum_{p=1}^{n} \psi_{q,p}(x_p)\Bigr)")
    doc.say("""with continuous functions of one variable; the inner ones do not even depend on $f$. They cannot
        all be continuously differentiable (Vitushkin, 1954), and the proof is no recipe for a network. For some
        $f$ the form can be written down. For $n = 2$ there are five terms, and with $\\psi_{q,1}(x) = x$,
        $\\psi_{q,2}(y) = c_q y$, $c = (1, -1, 0, 2, -2)$, they give the product, three of them being 0:""")
    doc.theorem(
        nm.kolmogorov_product().theorem(),
        "the product in Kolmogorov's form",
        r"\Phi_0(x + y) + \Phi_1(x - y) &= xy, \qquad \Phi_0(t) = \tfrac14 t^2, \quad \Phi_1(t) = -\tfrac14 t^2",
    )
    form = nm.kolmogorov_polynomial({(2, 2): 1})
    doc.say(
        "and with the same inner functions every polynomial of degree 4 at most, because the powers "
        "$(x + c_qy)^j$, $q = 0, \\dots, j$, are a basis of the homogeneous polynomials of degree $j$. For example"
    )
    powers = [f"{_signed(phi[4])}{_power(c)}" for c, phi in zip(form.slopes, form.outer, strict=True) if phi[4]]
    left = " ".join(powers).removeprefix("+ ")
    doc.theorem(form.theorem(), "a product of squares in Kolmogorov's form", left + " &= x^2y^2")
    doc.check(
        "every monomial",
        all(nm.kolmogorov_polynomial({(i, j): 1}).holds() for i in range(5) for j in range(5 - i)),
        """All 15 monomials were expanded and compared, coefficient by coefficient. Degree 5 is out of reach of any five
        linear inner functions: it has six coefficients, and there are five powers.""",
    )


def _limits(doc: Document) -> None:
    doc.section("What no finite computation decides")
    doc.say("""The bounds above are theorems about every $f$ with a given $L$ or $\\omega$. Neither can be read off
        finitely many values: whatever points a program looks at, another function has the same values there and a
        narrow spike between two of them. So the condition on $f$ is an input, not a result.""")
    doc.say("""Cybenko's theorem itself speaks of all continuous $f$ and all continuous sigmoids at once, and
        Kolmogorov's of inner functions that no formula gives. Both are illustrated here by instances: networks
        that are written down, with errors that are bounded, and identities that are proved.""")


def _signed(value: Fraction) -> str:
    sign = "-" if value < 0 else "+"
    size = abs(value)
    if size == 1:
        return sign
    return f"{sign} {size}" if size.denominator == 1 else rf"{sign} \tfrac{{{size.numerator}}}{{{size.denominator}}}"


def _power(slope: Fraction) -> str:
    """``(x + 2y)^4``."""
    return f"(x {_signed(slope)}y)^4" if slope else "x^4"


def _number(value: float) -> str:
    """Six digits, as LaTeX."""
    mantissa, _, exponent = f"{value:.6g}".partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


if __name__ == "__main__":
    sys.exit(run(build))
