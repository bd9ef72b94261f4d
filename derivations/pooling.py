"""Pooling: the largest entry, the mean and the p-norm of a window, their gradients, and ties."""

from __future__ import annotations

import sys

import numpy as np

import nnmath as nm
from nnmath.calculus.derivation import derive
from nnmath.calculus.document import Document, run
from nnmath.calculus.transpose import prove_transpose
from nnmath.notation import define

LARGEST = define("""
    max_pool(x[I]; k: int>=1, s: int>=1, a: int>=0, b: int>=0, d: int>=1) -> y
    r < k
    p < (I + a + b - d*(k - 1) - 1)//s + 1
    y[p] = max[r](pad(x[s*p+d*r-a]))
""")

INNER = define("""
    max_pool(x[I]; k: int>=1, s: int>=1) -> y
    r < k
    p < (I - k)//s + 1
    y[p] = max[r](x[s*p+r])
""")

PLAIN = define("""
    max_pool(x[I], c; k: int>=1, s: int>=1) -> y, z
    r < k
    p < (I - k)//s + 1
    y[p] = max[r](x[s*p+r])
    z[p] = max[r](x[s*p+r] + c)
""")

MEAN = define("""
    avg_pool(x[I]; k: int>=1, s: int>=1, a: int>=0, b: int>=0, m: int>=0) -> y
    r < k
    p < (I + a + b - k)//s + 1
    count[p] = sum[r]([0 <= s*p + r - a + m]*[s*p + r - a < I + m])
    total[p] = sum[r](pad(x[s*p+r-a]))
    y[p] = total[p]/count[p]
""")

KERNEL = define("""
    mean_as_convolution(x[I]; k: int>=1, s: int>=1) -> y, z
    r < k
    p < (I - k)//s + 1
    w[r] = 1/k
    y[p] = sum[r](x[s*p+r])/k
    z[p] = sum[r](w[r]*x[s*p+r])
""")

NORM = define("""
    lp_pool(x[I]: positive; nu: real > 0, k: int>=1, s: int>=1) -> y
    r < k
    p < (I - k)//s + 1
    u[i] = x[i]**nu
    total[p] = sum[r](u[s*p+r])
    y[p] = total[p]**(1/nu)
""")

INSIDE = "(I - k)//s + 1"
PADDED = "(I + a + b - k)//s + 1"


def build() -> Document:
    """Three poolings and their gradients."""
    doc = Document("Pooling", "definitions, gradients and ties, derived and checked by machine")
    doc.say("""Pooling puts one number in the place of a neighbourhood: its largest entry, its average, or something
        in between (Larin, Neural networks, lecture slides). There is nothing to learn in it; what matters is where
        its gradient goes. One axis is enough to see everything: the library's poolings along two and three axes
        differ in the number of indices.""")
    _largest(doc)
    _mean(doc)
    _norm(doc)
    return doc


def _largest(doc: Document) -> None:
    doc.section("The largest entry")
    doc.say("""A window of $k$ taps, $d$ places apart, begins every $s$ places. Padding adds $a$ places before the
        array and $b$ after it. What lies there is absent from the maximum: it counts as $-\\infty$, never as 0, or a
        window of negative entries at the border would report a 0 that nobody put there.""")
    doc.symbols(
        LARGEST,
        {
            "x": "the input",
            "y": "the largest entry of each window",
            "k": "taps",
            "s": "stride",
            "a": "padding before",
            "b": "padding after",
            "d": "dilation",
        },
    )
    doc.definition(LARGEST)
    doc.say("""The derivative of a maximum is 1 for the entry that attains it and 0 for all others. Write
        $\\text{first}_p$ for the tap that attains the maximum of window $p$. Where several are equal the function has
        no derivative, and a choice must be made: here, as in PyTorch, the first in the order of taps gets all.""")
    doc.derivation(derive(LARGEST), only=("bar_x",), prose={"bar_x": "Each cotangent goes to one entry:"})
    doc.say("""Windows that overlap may choose the same entry, and then their cotangents add up there. Nothing is lost
        or made on the way, ties or not:""")
    doc.claim(
        "sum[i](bar_x[i])",
        "sum[p](bar_y[p])",
        derive(INNER).adjoint,
        {"i": "I", "p": INSIDE},
        name="without padding, the gradient is handed on whole",
    )
    doc.say("""That the sum is handed on whole says what a subgradient must: a constant added to all entries is added
        to every maximum.""")
    doc.claim("z[p]", "y[p] + c", PLAIN, {"p": INSIDE}, name="a constant added to all entries")
    _ties(doc)
    doc.theorem(
        prove_transpose(LARGEST),
        name="the backward pass is the transpose of the forward derivative",
        equation=r"\langle \bar{y}, \dot{y} \rangle &= \langle \bar{x}, \dot{x} \rangle",
    )
    doc.dual_numbers(
        LARGEST, {"I": 7, "k": 3, "s": 2, "a": 1, "b": 0, "d": 2}, {"I": 5, "k": 2, "s": 3, "a": 1, "b": 1, "d": 1}
    )


def _ties(doc: Document) -> None:
    x = np.array([[2.0, 5.0, 5.0, 1.0, 5.0]])
    _, pullback = nm.max_pool1d.vjp(x, 3, 1)
    gradient = pullback(np.array([[1.0, 10.0, 100.0]])).x
    doc.check(
        "ties",
        gradient.tolist() == [[0.0, 11.0, 100.0, 0.0, 0.0]],
        "Ties, in numbers: $x = (2, 5, 5, 1, 5)$ with $k = 3$, $s = 1$ and $\\bar y = (1, 10, 100)$ gives "
        "$\\bar x = (0, 11, 100, 0, 0)$. The first two windows find the first 5 first; the third begins behind it.",
    )
    zeros = nm.max_pool1d.vjp(np.zeros((1, 4)), 2)[1](np.ones((1, 2))).x
    doc.check(
        "a flat window",
        zeros.tolist() == [[1.0, 0.0, 1.0, 0.0]],
        "After a rectifier whole windows are 0. The gradient then goes to the first entry of each, where the rectifier "
        "stops it.",
    )


def _mean(doc: Document) -> None:
    doc.section("The mean")
    doc.say("""Here padding counts as zeros in the sum, and the question is what to divide by. Two answers are in use:
        the zeros count as entries, or only what lies in the array counts. Both say that an entry counts if it lies
        within $m$ places of the array: $m = a$ for the first, $m = 0$ for the second. A window that sticks out even
        of the padding, which rounding up the number of windows brings about, never counts what sticks out.""")
    doc.symbols(
        MEAN,
        {
            "x": "the input",
            "count": "entries that count",
            "total": "the sum of each window",
            "y": "the mean of each window",
            "m": "how far beyond the array an entry counts",
        },
    )
    doc.definition(MEAN)
    doc.claim(
        "count[p]",
        "k",
        MEAN,
        {"p": PADDED},
        name="away from the border every tap counts",
        conditions=["s*p - a + m >= 0", "s*p - a + k <= I + m"],
    )
    doc.derivation(
        derive(MEAN),
        only=("bar_total", "bar_x"),
        prose={
            "bar_total": "Backwards, each window divides what it receives by its count,",
            "bar_x": "and gives each of its entries the same share:",
        },
    )
    doc.say("""With $m = 0$, and padding less than the kernel so that every window holds an entry, the shares add up
        to what was received. With $m = a$ they do not: the zeros take their share and it is lost. That is why an
        average that counts zeros is darker at the border.""")
    only_inside = define("""
        avg_pool(x[I]; k: int>=1, s: int>=1) -> y
        r < k
        p < (I - k)//s + 1
        total[p] = sum[r](x[s*p+r])
        y[p] = total[p]/k
    """)
    doc.claim(
        "sum[i](bar_x[i])",
        "sum[p](bar_y[p])",
        derive(only_inside).adjoint,
        {"i": "I", "p": INSIDE},
        name="without padding, nothing is lost",
    )
    doc.say("Without padding the mean is a convolution with a fixed kernel, one for each channel:")
    doc.claim("z[p]", "y[p]", KERNEL, {"p": INSIDE}, name="the mean is a convolution")
    doc.theorem(
        prove_transpose(MEAN),
        name="the backward pass is the transpose of the mean",
        equation=r"\langle \bar{y}, \dot{y} \rangle &= \langle \bar{x}, \dot{x} \rangle",
    )
    doc.dual_numbers(
        MEAN, {"I": 7, "k": 4, "s": 2, "a": 2, "b": 3, "m": 1}, {"I": 5, "k": 3, "s": 1, "a": 1, "b": 1, "m": 0}
    )


def _norm(doc: Document) -> None:
    doc.section("The norm in between")
    doc.say("""For positive entries the $\\nu$-norm of a window joins the two: at $\\nu = 1$ it is the sum, and as
        $\\nu \\to \\infty$ it tends to the largest entry, since
        $\\max_r x_r \\le (\\sum_r x_r^\\nu)^{1/\\nu} \\le k^{1/\\nu} \\max_r x_r$.""")
    doc.symbols(
        NORM, {"x": "the input, positive", "u": "powers", "total": "their sums", "y": "the norms", "nu": "the exponent"}
    )
    doc.definition(NORM)
    derivation = derive(NORM)
    doc.derivation(
        derivation,
        prose={
            "bar_total": "Through the root,",
            "bar_u": "back into the windows,",
            "bar_x": "and through the power:",
        },
    )
    doc.say("""Together, each entry receives from each of its windows in proportion to $x_i^{\\nu - 1}$: evenly at
        $\\nu = 1$, and ever more to the largest as $\\nu$ grows.""")
    doc.claim(
        "bar_x[i]",
        "sum[p,r]([i == s*p + r]*bar_y[p]*x[i]**(nu-1)*total[p]**(1/nu - 1))",
        derivation.adjoint,
        {"i": "I", "p": INSIDE, "r": "k"},
        name="the gradient of the norm",
    )
    doc.say("""The norm scales with its argument, and so, as Euler found for all such functions, entries times
        gradient give back the value:""")
    doc.claim(
        "sum[i](x[i]*bar_x[i])",
        "sum[p](bar_y[p]*y[p])",
        derivation.adjoint,
        {"i": "I", "p": INSIDE},
        name="Euler's identity",
    )
    doc.say("""At a window of zeros with $\\nu > 1$ the norm has a kink, like $|x|$ at 0. The formula there reads $0
        \\cdot \\infty$; the library gives the subgradient 0. PyTorch's `lp_pool` sums powers of $x$ itself, not of
        $|x|$, and so does the library: for odd $\\nu$ and entries of both signs this is no norm.""")
    doc.theorem(
        prove_transpose(NORM),
        name="the backward pass is the transpose of the norm's derivative",
        equation=r"\langle \bar{y}, \dot{y} \rangle &= \langle \bar{x}, \dot{x} \rangle",
    )
    doc.dual_numbers(NORM, {"I": 7, "k": 3, "s": 2}, {"I": 5, "k": 2, "s": 1})


if __name__ == "__main__":
    sys.exit(run(build))
