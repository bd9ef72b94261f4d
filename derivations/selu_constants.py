"""The two constants of SELU, from the fixed point of mean 0 and variance 1."""

from __future__ import annotations

import sys

import mpmath
import sympy as sp

from nnmath.calculus.document import Document, run
from nnmath.formulas import load
from nnmath.formulas.selu_constants import fixed_point

Z = sp.Symbol("z", real=True)
DENSITY = sp.exp(-(Z**2) / 2) / sp.sqrt(2 * sp.pi)


def build() -> Document:
    """The constants of SELU."""
    doc = Document(
        "The constants of SELU", "after Klambauer and others (2017), derived by sympy, checked by quadrature"
    )
    doc.say("""If the inputs of a layer have mean 0 and variance 1, and the weights of each neuron have the sum 0 and
        the sum of squares 1, then its sums are close to standard normal numbers $z$. An activation $f$ that gives
        $\\mathrm{E} f(z) = 0$ and $\\mathrm{E} f(z)^2 = 1$ keeps it so from layer to layer, at any depth. Two
        conditions need two constants.""")
    doc.definition(load()["selu"].system)
    doc.display(r"f(z) &= \lambda z \quad (z > 0), \qquad f(z) = \lambda\alpha\,(e^{z} - 1) \quad (z \le 0)")
    mean_above, square_above = _above()
    moments = [_below(k) for k in (0, 1, 2)]
    _expectations(doc, mean_above, square_above, moments)
    alpha, scale = _solved(doc, mean_above, square_above, moments)
    _numbers(doc, alpha, scale)
    return doc


def _above() -> tuple[sp.Expr, sp.Expr]:
    """E[z; z > 0] and E[z**2; z > 0]."""
    first, second = (sp.simplify(sp.integrate(Z**k * DENSITY, (Z, 0, sp.oo))) for k in (1, 2))
    return first, second


def _below(k: int) -> sp.Expr:
    """E[exp(k z); z < 0]."""
    return sp.simplify(sp.integrate(sp.exp(k * Z) * DENSITY, (Z, -sp.oo, 0)))


def _expectations(doc: Document, mean: sp.Expr, square: sp.Expr, moments: list[sp.Expr]) -> None:
    doc.section("Five integrals")
    doc.say("""Right of 0 the density of $z$ is integrated with $z$ and $z^2$. The antiderivatives are minus the
        density itself, and by parts:""")
    doc.display(
        [
            rf"\int_0^\infty z\,\varphi(z)\,dz &= {sp.latex(mean)}, & "
            rf"\int_0^\infty z^2 \varphi(z)\,dz &= {sp.latex(square)}."
        ]
    )
    doc.say("""Left of 0 the powers of $e^z$ are needed. Completing the square,
        $k z - z^2/2 = k^2/2 - (z - k)^2/2$, moves the density by $k$; with $M_k = \\mathrm{E}[e^{kz};\\, z < 0]$""")
    doc.display([rf"M_{k} &= {sp.latex(m)}" for k, m in enumerate(moments)])
    for k, m in enumerate(moments):
        shifted = sp.exp(sp.Rational(k * k, 2)) * sp.erfc(k / sp.sqrt(2)) / 2
        doc.check(
            f"M_{k} is exp(k**2/2) Phi(-k)",
            sp.simplify((m - shifted).rewrite(sp.erf)) == 0,
            f"so that $M_{k} = e^{{{k}^2/2}}\\,\\Phi(-{k})$, as sympy confirms.",
        )
    derivative = sp.diff(-DENSITY, Z) - Z * DENSITY
    by_parts = sp.diff(-Z * DENSITY, Z) + DENSITY - Z**2 * DENSITY
    doc.check(
        "antiderivatives",
        sp.simplify(derivative) == 0 and sp.simplify(by_parts) == 0,
        "Both antiderivatives are checked by differentiating them: $(-\\varphi)' = z\\varphi$ and "
        "$(-z\\varphi)' + \\varphi = z^2\\varphi$.",
    )


def _solved(doc: Document, mean: sp.Expr, square: sp.Expr, moments: list[sp.Expr]) -> tuple[sp.Expr, sp.Expr]:
    doc.section("Two equations")
    a, s = sp.symbols("alpha lambda", positive=True)
    m0, m1, m2 = moments
    mean_of = s * (mean + a * (m1 - m0))
    square_of = s**2 * (square + a**2 * (m2 - 2 * m1 + m0))
    doc.say("The mean is linear in $\\alpha$, and $\\lambda$ only scales it; so the first condition gives $\\alpha$:")
    doc.display(r"\tfrac{1}{\sqrt{2\pi}} + \alpha\,(M_1 - M_0) &= 0")
    (alpha,) = sp.solve(mean_of / s, a)
    doc.say("The second moment then gives $\\lambda$:")
    doc.display(r"\lambda^2\left(\tfrac12 + \alpha^2 (M_2 - 2 M_1 + M_0)\right) &= 1")
    scale = 1 / sp.sqrt(sp.together((square_of / s**2).subs(a, alpha)))
    doc.say("Hence, with the integrals put in,")
    doc.display(
        [
            r"\alpha &= \frac{\sqrt{2/\pi}}{1 - e^{1/2}\,\mathrm{erfc}(1/\sqrt2)}, \qquad "
            r"\lambda^{-2} = \tfrac12 + \tfrac{\alpha^2}{2}\left(e^{2}\,\mathrm{erfc}(\sqrt2) "
            r"- 2e^{1/2}\,\mathrm{erfc}(1/\sqrt2) + 1\right)."
        ]
    )
    printed = sp.sqrt(2 / sp.pi) / (1 - sp.exp(sp.Rational(1, 2)) * sp.erfc(1 / sp.sqrt(2)))
    below = sp.exp(2) * sp.erfc(sp.sqrt(2)) - 2 * sp.exp(sp.Rational(1, 2)) * sp.erfc(1 / sp.sqrt(2)) + 1
    inverse_square = sp.Rational(1, 2) + printed**2 * below / 2
    doc.check(
        "the printed alpha solves the first equation",
        _vanishes((mean_of / s).subs(a, printed)),
        "Put back, the printed $\\alpha$ makes the mean exactly 0,",
    )
    doc.check(
        "the printed lambda solves the second equation",
        _vanishes((square_of / s**2).subs(a, printed) - inverse_square),
        "and the printed $\\lambda$ the second moment exactly 1.",
    )
    return alpha, scale


def _vanishes(e: sp.Expr) -> bool:
    return bool(sp.simplify(sp.expand(sp.together(e.rewrite(sp.erf)))) == 0)


def _numbers(doc: Document, alpha: sp.Expr, scale: sp.Expr) -> None:
    doc.section("The numbers")
    digits = 40
    with mpmath.workdps(digits + 10):
        a, s = mpmath.mpf(str(sp.N(alpha, digits + 10))), mpmath.mpf(str(sp.N(scale, digits + 10)))
        used = fixed_point(digits)
        same = all(abs(x - y) < mpmath.mpf(10) ** -digits for x, y in zip((a, s), used, strict=True))
        mean, square = _by_quadrature(a, s)
        close = abs(mean) < mpmath.mpf(10) ** -30 and abs(square - 1) < mpmath.mpf(10) ** -30
        cut = [abs(float(m)) for m in _by_quadrature(mpmath.mpf("1.67326"), mpmath.mpf("1.0507"))]
    doc.display([rf"\alpha &= {mpmath.nstr(a, 36)}\ldots", rf"\lambda &= {mpmath.nstr(s, 36)}\ldots"])
    doc.check("the constants that the kernels use", same, f"These are the constants in use, to {digits} digits.")
    doc.check(
        "quadrature",
        bool(close),
        "Integrating $f$ and $f^2$ against the density numerically, without the closed forms, gives a mean of 0 and a "
        "second moment of 1 to 30 digits.",
    )
    doc.check(
        "the printed digits are not enough",
        cut[0] > 1e-7 and abs(cut[1] - 1) > 1e-7,
        f"The values 1.67326 and 1.0507 that are often printed are these, cut; with them the mean is {cut[0]:.1e} in "
        f"modulus and the second moment is off by {abs(cut[1] - 1):.1e}, far more than a float resolves.",
    )


def _by_quadrature(alpha: mpmath.mpf, scale: mpmath.mpf) -> tuple[mpmath.mpf, mpmath.mpf]:
    """E[f(z)] and E[f(z)**2] by numerical integration."""

    def f(z: mpmath.mpf) -> mpmath.mpf:
        return scale * (z if z > 0 else alpha * mpmath.expm1(z))

    line = [-mpmath.inf, -8, 0, 8, mpmath.inf]
    mean, square = (mpmath.quad(lambda z, k=k: f(z) ** k * mpmath.npdf(z), line) for k in (1, 2))
    return mean, square


if __name__ == "__main__":
    sys.exit(run(build))
