"""How many windows fit: valid, same and full padding, stride, dilation, ceil mode, transposition, nesting."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence

from nnmath.calculus.document import Document, run
from nnmath.calculus.sizes import prove_sizes

GENERAL = "o == (i + p - d*(k - 1) - 1)//s + 1"
LEAST = {"i": 0, "k": 1, "s": 1, "p": 0, "d": 1}
SPAN = {"m": 0, "s": 1}


def build() -> Document:
    """The size of a convolution's or pooling's result, as theorems about integers."""
    doc = Document("Output sizes", "theorems about all integers, decided by machine")
    doc.say("""A window with $k$ taps slides along $i$ entries. The result has one entry a placement, so its length
        $o$ is the number of placements that fit. The lectures state the formulas (Larin, Neural networks, lecture
        slides; after Dumoulin and Visin, 2016); here each is proved for all integers, not tried at some.""")
    _plain(doc)
    _stride(doc)
    _dilation(doc)
    _ceil(doc)
    _transposed(doc)
    _nested(doc)
    return doc


def _theorem(
    doc: Document, name: str, text: str, goal: str, given: Sequence[str] = (), least: Mapping[str, int] = LEAST
) -> None:
    doc.theorem(prove_sizes(goal, given=given, least=least, timeout=60_000), name, text)


def _plain(doc: Document) -> None:
    doc.section("One step at a time")
    doc.say("""Let the stride be 1 and let there be no padding. A window at place $j$ covers $j, \\dots, j + k - 1$,
        and it fits if $j + k \\le i$: so $j$ runs over $0, \\dots, i - k$. Padding puts zeros before and after; $p$
        is their total number, and all that changes is that $i + p$ entries stand where $i$ stood. The three paddings
        that have names are""")
    plain = "o == (i + p - 1*(k - 1) - 1)//1 + 1"
    least = {"i": 1, "k": 1, "p": 0}
    for name, padding, size, meaning, goal in (
        ("valid", "p == 0", "o &= (i - k) + 1", "p = 0", "o == (i - k) + 1"),
        ("same", "p == k - 1", "o &= i", "p = k - 1", "o == i"),
        ("full", "p == 2*(k - 1)", "o &= i + (k - 1)", "p = 2(k - 1)", "o == i + (k - 1)"),
    ):
        _theorem(doc, f"{name} padding", rf"{meaning} \implies {size}", goal, [plain, padding], least)
    doc.say("""Full padding is what the adjoint of a valid convolution needs: every place where the kernel and the
        array have an entry in common. Same padding is an even number of zeros only if $k$ is odd; for an even kernel
        one side gets one zero more.""")


def _stride(doc: Document) -> None:
    doc.section("Stride")
    doc.say("""A stride of $s$ keeps the places $0, s, 2s, \\dots$ only. Let $m = i + p - k$ be the last place where a
        window fits; then window number $j$ fits if and only if $sj \\le m$, and""")
    _theorem(
        doc,
        "the windows that fit are the first o, no more and no fewer",
        r"o = \lfloor m/s \rfloor + 1 \implies \bigl(s j \le m &\iff j < o\bigr)",
        "iff(s*j <= m, j < o)",
        ["o == m//s + 1"],
        {**SPAN, "j": 0},
    )
    doc.say("The number is the only one that lets its last window fit and not one more:")
    _theorem(
        doc,
        "what the floor means",
        r"o = \lfloor m/s \rfloor + 1 \iff s(o - 1) &\le m < s o",
        "iff(o == m//s + 1, s*(o - 1) <= m and m < s*o)",
        [],
        {**SPAN, "o": 1},
    )
    doc.say("""With a stride above 1 some entries at the end may lie under no window: $m - s(o - 1)$ of them, which is
        any number from 0 to $s - 1$. Inputs of $s$ different lengths give one and the same $o$, and the output no
        longer tells the input's length. This is why a transposed convolution has an `output_padding`.""")


def _dilation(doc: Document) -> None:
    doc.section("Dilation: the general formula")
    doc.say("""Taps that are $d$ places apart span $d(k - 1) + 1$ places. With that in place of $k$, the number of
        windows is""")
    doc.display(r"o &= \left\lfloor \frac{i + p - d(k - 1) - 1}{s} \right\rfloor + 1")
    _theorem(
        doc,
        "the last window fits and one more would not",
        r"s(o - 1) + d(k - 1) + 1 &\le i + p < s o + d(k - 1) + 1",
        "s*(o - 1) + d*(k - 1) + 1 <= i + p and i + p < s*o + d*(k - 1) + 1",
        [GENERAL],
    )
    doc.say("With $d = 1$ it is the lecture's formula:")
    _theorem(
        doc,
        "without dilation",
        r"d = 1 \implies o &= \lfloor (i + p - k)/s \rfloor + 1",
        "o == (i + p - k)//s + 1",
        ["o == (i + p - 1*(k - 1) - 1)//s + 1"],
        {"i": 0, "k": 1, "s": 1, "p": 0},
    )
    doc.say("The paddings with names survive dilation, and same padding tells what a stride does to the length:")
    _theorem(
        doc,
        "same padding under dilation",
        r"s = 1,\ p = d(k - 1) \implies o &= i",
        "o == i",
        ["o == (i + p - d*(k - 1) - 1)//1 + 1", "p == d*(k - 1)"],
        {"i": 1, "k": 1, "p": 0, "d": 1},
    )
    _theorem(
        doc,
        "same padding with a stride gives the length over the stride, rounded up",
        r"p = d(k - 1) \implies s(o - 1) &< i \le s o",
        "s*(o - 1) < i and i <= s*o",
        [GENERAL, "p == d*(k - 1)"],
        {**LEAST, "i": 1},
    )


def _ceil(doc: Document) -> None:
    doc.section("Ceil mode")
    doc.say("""Poolings may round up instead, so that every entry is seen. With $m = i + p - d(k - 1) - 1$ as before,
        let $c = \\lceil m/s \\rceil + 1$, which in terms of the floor is $\\lfloor (m + s - 1)/s \\rfloor + 1$. It is
        the least number of windows that reach the end:""")
    up = "c == (m + s - 1)//s + 1"
    _theorem(
        doc,
        "the least number that reaches the end",
        r"s(c - 2) < m &\le s(c - 1)",
        "s*(c - 2) < m and m <= s*(c - 1)",
        [up],
        SPAN,
    )
    _theorem(
        doc,
        "one window more, unless the stride divides",
        r"o \le c \le o + 1, \qquad c = o &\iff s(o - 1) = m",
        "o <= c and c <= o + 1 and iff(c == o, s*(o - 1) == m)",
        ["o == m//s + 1", up],
        SPAN,
    )
    doc.say("""The additional window sticks out at the end, and with a large stride it may hold nothing at all: its
        result would be a maximum of nothing. So PyTorch drops it if it begins at $i + a$ or later, where $a$ is the
        padding on either side. That one window is all there is to drop:""")
    rounded = ["c == (m + s - 1)//s", "m == i + 2*a - d*(k - 1) - 1", "2*a <= k"]
    _theorem(
        doc,
        "the window before it begins inside",
        r"2a \le k,\ c = \lceil m/s \rceil \ge 1 \implies s(c - 1) &< i + a",
        "s*(c - 1) < i + a",
        [*rounded, "c >= 1"],
        {"i": 1, "a": 0, "k": 1, "d": 1, "s": 1, "m": 0},
    )
    _theorem(
        doc,
        "a window that begins so early holds an entry of the input, without dilation",
        r"2a \le k,\ 0 \le x < i + a \implies x - a &< i \text{ and } x - a + k - 1 \ge 0",
        "x - a < i and x - a + k - 1 >= 0",
        ["x < i + a", "2*a <= k"],
        {"i": 1, "a": 0, "k": 1, "x": 0},
    )
    doc.say("""With dilation the taps may step over a short input: $i = 1$, $k = 2$, $d = 2$, $a = 1$ has taps at $-1$
        and $1$. The library refuses such a window; PyTorch answers $-\\infty$.""")


def _transposed(doc: Document) -> None:
    doc.section("The transposed convolution")
    doc.say("""The adjoint of a convolution takes an array of its result's length back to one of its argument's
        length. Of the $s$ lengths that fit, `output_padding` $e$ chooses one:""")
    doc.display(r"i &= (o - 1)s - p + d(k - 1) + e + 1, \qquad 0 \le e < s")
    length = "i == (o - 1)*s - p + d*(k - 1) + e + 1"
    least = {"o": 1, "s": 1, "p": 0, "d": 1, "k": 1, "e": 0}
    _theorem(
        doc,
        "a convolution of the result has the length that one began with",
        r"\left\lfloor \frac{i + p - d(k - 1) - 1}{s} \right\rfloor + 1 &= o",
        "(i + p - d*(k - 1) - 1)//s + 1 == o",
        [length, "e < s"],
        least,
    )
    _theorem(
        doc,
        "and no other length has one",
        r"o = \left\lfloor \frac{m}{s} \right\rfloor + 1 &\iff s(o - 1) \le m \le s(o - 1) + (s - 1)",
        "iff(o == m//s + 1, s*(o - 1) <= m and m <= s*(o - 1) + (s - 1))",
        [],
        {**SPAN, "o": 1},
    )
    doc.say("""PyTorch also allows $s \\le e < d$. Then the convolution of the result is longer than what one began
        with, and the two are adjoint only after the padding behind has been made $e$ smaller.""")


def _nested(doc: Document) -> None:
    doc.section("One after another")
    doc.say("""A layer of windows on a layer of windows: the first with $k$ taps, stride $s$, padding $p$; the second
        with $l$ taps, stride $t$, padding $r$. Together they see windows of $k + s(l - 1)$ entries, the receptive
        field, at stride $st$, with padding $p + sr$. The reason is a fact about floors:""")
    _theorem(
        doc,
        "floors nest",
        r"\left\lfloor \frac{\lfloor m/s \rfloor + n}{t} \right\rfloor "
        r"&= \left\lfloor \frac{m + s n}{s t} \right\rfloor",
        "(m//s + n)//t == (m + s*n)//(s*t)",
        [],
        {"m": 0, "s": 1, "t": 1, "n": 0},
    )
    doc.say("""Put $m = i + p - k$ and $n = 1 + r - l$, negative or not (for negative $n$ write $n = -n'$), and the
        sizes agree:""")
    _theorem(
        doc,
        "the same for what is taken away",
        r"\left\lfloor \frac{\lfloor m/s \rfloor - n'}{t} \right\rfloor "
        r"&= \left\lfloor \frac{m - s n'}{s t} \right\rfloor",
        "(m//s - n)//t == (m - s*n)//(s*t)",
        [],
        {"m": 0, "s": 1, "t": 1, "n": 0},
    )
    doc.display(
        [
            r"\left\lfloor \frac{o_1 + r - l}{t} \right\rfloor + 1 "
            r"&= \left\lfloor \frac{(i + p - k) + s(1 + r - l)}{s t} \right\rfloor + 1 "
            r"\qquad\text{with } o_1 = \lfloor (i + p - k)/s \rfloor + 1",
            r"&= \left\lfloor \frac{i + (p + s r) - (k + s(l - 1))}{s t} \right\rfloor + 1",
        ]
    )
    _theorem(
        doc,
        "the last step is algebra",
        r"(i + p - k) + s(1 + r - l) &= i + (p + s r) - (k + s(l - 1))",
        "(i + p - k) + s*(1 + r - l) == i + (p + s*r) - (k + s*(l - 1))",
        [],
        {"i": 0, "p": 0, "k": 1, "s": 1, "r": 0, "l": 1},
    )
    doc.say("""So $L$ layers of stride 1 with $k$ taps see $L(k - 1) + 1$ entries, and strides multiply the reach of
        all layers after them.""")


if __name__ == "__main__":
    sys.exit(run(build))
