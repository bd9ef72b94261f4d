"""Convolution with stride, padding and dilation: the sizes, and both adjoints."""

from __future__ import annotations

import sys

from nnmath.calculus.derivation import derive
from nnmath.calculus.document import Document, run
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


def build() -> Document:
    """Convolution, its output size and its two adjoints."""
    doc = Document("Convolution", "stride, padding, dilation; both adjoints derived and checked by machine")
    _plain(doc)
    _general(doc)
    _plane(doc)
    return doc


def _plain(doc: Document) -> None:
    doc.section("The plain case")
    doc.say("""Networks slide a kernel $w$ along the input $x$ without turning it around; mathematicians call this
        correlation.""")
    doc.symbols(PLAIN, {"x": "the input", "w": "the kernel", "y": "the output"})
    doc.definition(PLAIN)
    doc.say("""Backwards, the input's cotangent at place $i$ collects every window that covers $i$. The kernel runs the
        other way, $\\bar y_{i-r}$ instead of $x_{o+r}$: this is convolution proper, with windows that stick out at
        both ends.""")
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
    doc.say("""Backwards, place $i$ of the input is touched by tap $r$ of window $o$ exactly if $so + dr - p = i$. With
        a stride above 1 this equation has a solution only for some $r$: that is why the adjoint of a strided
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


def _plane(doc: Document) -> None:
    doc.section("The plane, with groups")
    doc.say("""The library's `conv2d` adds a second axis, groups of channels that do not mix ($gC + c$ is channel $c$ of
        group $g$) and padding $a$ before and $b$ after each axis. Nothing in the argument changes.""")
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
