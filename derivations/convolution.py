"""Convolution with stride, padding and dilation: a sparse matrix, its adjoints, its symmetries, its economy."""

from __future__ import annotations

import math
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np

import nnmath as nm
from nnmath.calculus.derivation import derive
from nnmath.calculus.document import Document, run
from nnmath.calculus.prove import prove
from nnmath.calculus.sizes import prove_sizes
from nnmath.calculus.transpose import prove_transpose
from nnmath.formulas import load
from nnmath.notation import define

LINE = define("""
    convolution(x[C, I], w[K, C, R], b[K]; s: int>=1, p: int>=0, d: int>=1) -> y
    o < (I + 2*p - d*(R - 1) - 1)//s + 1
    y[k,o] = sum[c,r](w[k,c,r]*pad(x[c,s*o+d*r-p])) + b[k]
""")

PLAIN = define("""
    correlation(x[I], w[R]) -> y
    o < I - R + 1
    y[o] = sum[r](w[r]*x[o+r])
""")

MATRIX = define("""
    convolution(x[I], w[R]; s: int>=1, a: int>=0, d: int>=1) -> y, M
    p < (I + 2*a - d*(R - 1) - 1)//s + 1
    i < I
    y[p] = sum[r](w[r]*pad(x[s*p+d*r-a]))
    M[p,i] = sum[r]([i == s*p + d*r - a]*w[r])
""")
PLACES = "(I + 2*a - d*(R - 1) - 1)//s + 1"

TRANSPOSED = define("""
    transposed(x[I], w[R], v[(I + 2*a - d*(R - 1) - 1)//s + 1]; s: int>=1, a: int>=0, d: int>=1) -> y, u
    p < (I + 2*a - d*(R - 1) - 1)//s + 1
    i < I
    y[p] = sum[r](w[r]*pad(x[s*p+d*r-a]))
    M[p,i] = sum[r]([i == s*p + d*r - a]*w[r])
    u[i] = sum[p,r]([i == s*p + d*r - a]*w[r]*v[p])
""")

MOVED = define("""
    moved(x[I], w[R]; s: int>=1, a: int>=0, d: int>=1, h: int>=0) -> y, z
    p < (I + 2*a - d*(R - 1) - 1)//s + 1
    i < I
    moved[i] = pad(x[i - s*h])
    y[p] = sum[r](w[r]*pad(x[s*p+d*r-a]))
    z[p] = sum[r](w[r]*pad(moved[s*p+d*r-a]))
""")

SCALED = define("""
    scaled(fine[d*I], w[R]; d: int>=1, c: real) -> y, dilated, louder
    i < I
    p < I - R + 1
    q < d*I - d*(R - 1)
    x[i] = fine[d*i]
    y[p] = sum[r](w[r]*x[p+r])
    dilated[q] = sum[r](w[r]*fine[q+d*r])
    louder[p] = sum[r](w[r]*(c*x[p+r]))
""")


def build() -> Document:
    """Convolution: its output size, its matrix, its two adjoints, what it commutes with, what it saves."""
    doc = Document("Convolution", "a sparse matrix with shared weights; everything derived and checked by machine")
    _plain(doc)
    _general(doc)
    _matrix(doc)
    _transposed(doc)
    _equivariance(doc)
    _parameters(doc)
    _plane(doc)
    return doc


def _plain(doc: Document) -> None:
    doc.section("The plain case")
    doc.say("""Networks slide a kernel $w$ along the input $x$ without turning it around; mathematicians call this
        correlation.""")
    doc.symbols(PLAIN, {"x": "the input", "w": "the kernel", "y": "the output"})
    doc.definition(PLAIN)
    doc.say("""Backwards, the input's cotangent at place $i$ collects every window that covers $i$. The kernel runs
        the other way, $\\bar y_{i-r}$ instead of $x_{o+r}$: this is convolution proper, with windows that stick out
        at both ends.""")
    doc.derivation(
        derive(PLAIN),
        only=("bar_x", "bar_w"),
        prose={
            "bar_x": "The input's cotangent:",
            "bar_w": "The kernel's is again a correlation, of input and cotangent:",
        },
    )
    doc.dual_numbers(PLAIN, {"I": 5, "R": 2}, {"I": 3, "R": 3})


def _general(doc: Document) -> None:
    doc.section("Channels, stride, padding, dilation")
    doc.say("""A window starts every $s$ places, its taps are $d$ places apart, and $p$ zeros stand before and after
        the input; a read outside the input is zero.""")
    doc.symbols(
        LINE,
        {
            "x": "the input: channels and places",
            "w": "kernels",
            "b": "biases",
            "y": "the output",
            "s": "stride",
            "p": "padding on either side",
            "d": "dilation",
        },
    )
    doc.definition(LINE)
    _size(doc)
    derivation = derive(LINE)
    doc.say("""Backwards, place $i$ of the input is touched by tap $r$ of window $o$ exactly if $so + dr - p = i$.
        With a stride above 1 this equation has a solution only for some $r$: that is why the adjoint of a strided
        convolution looks like a convolution of a cotangent with zeros put in between, and why it is called transposed
        convolution.""")
    doc.derivation(
        derivation,
        only=("bar_x", "bar_w", "bar_b"),
        prose={
            "bar_x": "The input's cotangent, transposed convolution:",
            "bar_w": "The kernel's cotangent: each tap sees the input through all windows.",
            "bar_b": "The bias is added everywhere.",
        },
    )
    doc.theorem(
        prove_transpose(LINE),
        name="transposed convolution is the transpose of convolution",
        equation=r"\langle \bar{y}, \dot{y} \rangle &= \langle \bar{x}, \dot{x} \rangle "
        r"+ \langle \bar{w}, \dot{w} \rangle + \langle \bar{b}, \dot{b} \rangle",
    )
    doc.dual_numbers(
        LINE,
        {"C": 2, "I": 7, "K": 3, "R": 2, "s": 2, "p": 1, "d": 3},
        {"C": 1, "I": 4, "K": 2, "R": 3, "s": 1, "p": 0, "d": 1},
    )


def _size(doc: Document) -> None:
    doc.say("""The output's length is the number of windows that fit. Let $m = I + 2p - d(R-1) - 1$ be the last place
        where a window may start; windows start at $0, s, 2s, \\dots$, so the last one has the number
        $q = \\lfloor m/s \\rfloor$, and there are $q + 1$ of them. For all integers $m \\ge 0$ and $s \\ge 1$:""")
    least = {"m": 0, "s": 1}
    for claim, text, name in (
        ("s*q <= m", r"s q &\le m", "the last window fits"),
        ("m < s*(q + 1)", r"m &< s (q + 1)", "one more would not"),
    ):
        doc.theorem(prove_sizes(claim, given=["q == m//s"], least=least), name, text)
    doc.say("Two paddings have names, for stride and dilation 1. With $P = 2p$ zeros in all:")
    general = "o == (I + P - R)//1 + 1"
    for given, claim, text, name in (
        ("P == R - 1", "o == I", r"P = R - 1 \implies o &= I", "same padding"),
        ("P == 2*(R - 1)", "o == I + R - 1", r"P = 2(R - 1) \implies o &= I + R - 1", "full padding"),
    ):
        doc.theorem(prove_sizes(claim, given=[general, given], least={"I": 1, "R": 1, "P": 0}), name, text)


def _matrix(doc: Document) -> None:
    doc.section("A sparse matrix with shared weights")
    doc.say("""Convolution is linear in its input, so for one channel it is a matrix. Row $p$ has the weight $w_r$
        where window $p$ puts tap $r$, that is in column $sp + dr - a$, and 0 everywhere else:""")
    doc.symbols(
        MATRIX,
        {"x": "the input", "w": "the kernel", "y": "the output", "M": "the matrix", "a": "padding on either side"},
    )
    doc.definition(MATRIX)
    doc.claim(
        "y[p]",
        "sum[i](M[p,i]*x[i])",
        MATRIX,
        {"p": PLACES, "i": "I"},
        name="convolution is a product with the matrix M",
    )
    doc.say("""The matrix is sparse: of the $I$ entries of a row at most $R$ are not zero; without padding it is
        exactly $R$ places. And its weights are shared: every row holds the same $R$ numbers, $s$ columns further
        on. Counted without padding ($a = 0$), and compared row with row:""")
    rows = define("""
        rows(w[R]; s: int>=1, d: int>=1, I: int>=1) -> M
        p < (I - d*(R - 1) - 1)//s + 1
        i < I
        M[p,i] = sum[r]([i == s*p + d*r]*w[r])
    """)
    inside = {"p": "(I - d*(R - 1) - 1)//s + 1", "i": "I", "r": "R"}
    doc.claim("sum[i,r]([i == s*p + d*r])", "R", rows, inside, name="places of a row that hold a weight")
    doc.claim("sum[i](M[p,i])", "sum[r](w[r])", rows, inside, name="every row has the same sum")
    doc.claim(
        "M[p+1,i+s]",
        "M[p,i]",
        MATRIX,
        {"p": PLACES, "i": "I"},
        name="the next row is the same, s columns on",
        conditions=["p + 1 < " + PLACES, "i + s < I"],
    )
    doc.say("A fully connected layer is the same product with a matrix whose entries are all free.")


def _transposed(doc: Document) -> None:
    doc.section("Transposed convolution")
    doc.say("""The transposed convolution $u$ of an array $v$ that has the output's shape is what stood in the
        cotangent above, taken as a layer of its own. It spreads each entry of $v$ over the places that its window
        saw:""")
    doc.symbols(
        TRANSPOSED, {"x": "an array of the input's shape", "v": "an array of the output's shape", "u": "its spread"}
    )
    doc.definition(TRANSPOSED)
    ranges = {"p": PLACES, "i": "I"}
    doc.claim("u[i]", "sum[p](M[p,i]*v[p])", TRANSPOSED, ranges, name="its matrix is the transposed one")
    doc.claim(
        "sum[p](v[p]*y[p])",
        "sum[i](u[i]*x[i])",
        TRANSPOSED,
        ranges,
        name="transposed convolution is the adjoint of convolution",
    )
    doc.say("""It is not the inverse: only the shapes return. The library's `conv_transpose1d`, with channels and
        groups, is this $u$; in its equations $L$ is the length of the result and $a$, $b$ what is cut off before and
        behind. It has an adjoint too, which is convolution again:""")
    system = load()["conv_transpose1d"].systems["nobias"]
    doc.definition(system)
    doc.derivation(
        derive(system),
        only=("bar_x", "bar_weight"),
        prose={"bar_x": "The cotangent of its input is a convolution:", "bar_weight": "and that of the kernel:"},
    )
    doc.theorem(
        prove_transpose(system),
        name="the backward pass of transposed convolution is the transpose of its derivative",
        equation=r"\langle \bar{y}, \dot{y} \rangle &= \langle \bar{x}, \dot{x} \rangle "
        r"+ \langle \bar{w}, \dot{w} \rangle",
    )
    doc.dual_numbers(system, load()["conv_transpose1d"].sizes)


def _equivariance(doc: Document) -> None:
    doc.section("What moves with the input")
    doc.say("""Lectures call convolution translation invariant. Precisely: it is equivariant, and under conditions.
        Move the input by $sh$ places to the right, zeros entering on the left and entries leaving on the right. Let
        $y$ be the output before and $z$ after; the claim is $z_p = y_{p-h}$.""")
    doc.definition(MOVED)
    ranges = {"p": PLACES}
    doc.claim(
        "z[p]",
        "y[p-h]",
        MOVED,
        ranges,
        name="a shift by multiples of the stride",
        conditions=["p >= h", "s*p + d*(R - 1) - a < I"],
        text="""Zero padding before the array does no harm, because zeros are what enters. The window must end inside
            the array, because entries that have left it can no longer be seen. Without padding that is so for all
            windows:""",
    )
    doc.claim(
        "z[p]", "y[p-h]", MOVED, ranges, name="without padding, for every window", conditions=["p >= h", "a == 0"]
    )
    doc.say("How much is missing where a window does reach beyond the end: the taps on what has been pushed out.")
    doc.claim(
        "y[p-h] - z[p]",
        "sum[r](w[r]*[s*p + d*r - a >= I]*pad(x[s*p+d*r-a-s*h]))",
        MOVED,
        {"p": PLACES, "r": "R"},
        name="what is lost at the border",
        conditions=["p >= h"],
        text="So it is exact as well where the entries that leave, or that the padding meets, are zero.",
    )
    theorem = prove(
        "z[p]", "y[p-h]", system=MOVED, ranges=ranges, conditions=["p >= h"], name="shift with padding, everywhere"
    )
    doc.check(
        "padding breaks equivariance at the border",
        theorem.verdict == "refuted",
        f"Without that condition it is false; the smallest counterexample has {_sizes(theorem.witness.sizes)}."
        if theorem.witness
        else "",
    )
    doc.check(
        "a stride breaks equivariance between its steps",
        _every_second([0, 1, 0, 2, 0, 3]) == [0, 0, 0] and _every_second([0, 0, 1, 0, 2, 0]) == [0, 1, 2],
        "Nor need a shift of the input that is no multiple of the stride be any shift of the output. With stride 2 and "
        "one tap, $x = (0, 1, 0, 2, 0, 3)$ gives $y = (0, 0, 0)$; moved by one place, $(0, 0, 1, 0, 2, 0)$ gives "
        "$(0, 1, 2)$.",
    )
    doc.say("""Invariant is only what forgets the place: global pooling of an equivariant output. As to scale:
        louder input, louder output; but an enlarged input is not met by the same kernel. It takes one as much
        enlarged, whose taps are $d$ places apart, to find the same pattern in an input of which every $d$-th entry
        counts.""")
    doc.definition(SCALED)
    ranges = {"p": "I - R + 1"}
    doc.claim("louder[p]", "c*y[p]", SCALED, ranges, name="the scale of the values")
    doc.claim("dilated[d*p]", "y[p]", SCALED, ranges, name="the scale of places: the kernel must be dilated along")


def _every_second(x: list[int]) -> list[int]:
    found: list[int] = nm.conv1d(np.array([x], float), np.ones((1, 1, 1)), stride=2)[0].astype(int).tolist()
    return found


def _sizes(sizes: Mapping[str, Any]) -> str:
    return ", ".join(f"${name} = {value}$" for name, value in sizes.items())


def _parameters(doc: Document) -> None:
    doc.section("What it saves")
    doc.say("""From $C$ channels of $I$ places to $K$ channels of $o$ places, a fully connected layer has $KoCI + Ko$
        parameters, a convolution $KCR + K$: however long the input is. The kernel spans no more than the input, so it
        is never more, and the factor is at least the length of the output:""")
    given, least = ["o == (I - R)//s + 1", "R <= I"], {"I": 1, "R": 1, "s": 1}
    doc.theorem(
        prove_sizes("o >= 1 and o*I >= o*R", given=given, least=least),
        "weights for each pair of channels",
        r"R \le I \implies o I &\ge o R \ge R",
    )
    full, shared = 6 * 24 * 24 * 28 * 28 + 6 * 24 * 24, 6 * 5 * 5 + 6
    layer = load()["conv2d"].system
    weight = next(a for a in layer.inputs if a.name == "weight")
    sizes = {"G": 1, "K": 6, "C": 1, "R": 5, "S": 5}
    counted = math.prod(axis.size.value(sizes) for axis in weight.axes) + sizes["K"]
    doc.check(
        "a first layer on digits",
        (full, shared, counted) == (2_712_960, 156, 156),
        "In the plane likewise: 28 by 28 images to 6 maps of 24 by 24 with 5 by 5 kernels, the first layer of LeNet-5 "
        f"but for its padding (LeCun, Bottou, Bengio and Haffner, 1998), takes {shared} parameters; fully connected it "
        f"would take {full:,}.",
    )
    doc.say("""Memory for the weights shrinks by that factor. Work shrinks only by the sparsity, a factor of $I/R$:
        each output still meets each of its taps.""")


def _plane(doc: Document) -> None:
    doc.section("The plane, with groups")
    doc.say("""The library's `conv2d` adds a second axis, groups of channels that do not mix ($gC + c$ is channel $c$
        of group $g$) and padding $a$ before and $b$ after each axis. Nothing in the argument changes.""")
    system = load()["conv2d"].system
    doc.symbols(system, {"x": "the images", "weight": "kernels", "bias": "biases"})
    doc.definition(system)
    doc.derivation(
        derive(system),
        only=("bar_x", "bar_weight"),
        prose={"bar_x": "The images' cotangent:", "bar_weight": "The kernels' cotangent:"},
    )
    doc.theorem(
        prove_transpose(system),
        name="grouped convolution in the plane",
        equation=r"\langle \bar{y}, \dot{y} \rangle &= \langle \bar{x}, \dot{x} \rangle "
        r"+ \langle \bar{w}, \dot{w} \rangle + \langle \bar{b}, \dot{b} \rangle",
    )
    doc.dual_numbers(system, load()["conv2d"].sizes)


if __name__ == "__main__":
    sys.exit(run(build))
