"""Convolution (cross-correlation, as networks use it) and its adjoint, along one, two or three axes."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register
from nnmath.formulas.windows import LINE, PLANE, SPACE, Windows, named, window_sizes

SOURCE = (
    "LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition; "
    "Dumoulin and Visin (2016), A guide to convolution arithmetic"
)


def convolution_text(w: Windows, bias: bool) -> str:
    around = w.join("a{i}: int>=0, b{i}: int>=0")
    return "\n".join(
        [
            f"conv{w.count}d(x[N, G*C, {w.join('{size}')}], weight[G*K, C, {w.join('{kernel}')}]"
            f"{', bias[G*K]' if bias else ''}; G: int>=1, {w.join('s{i}: int>=1')}, {around}, "
            f"{w.join('d{i}: int>=1')}) -> y",
            "g < G",
            "k < K",
            w.lines("{place} < ({size} + a{i} + b{i} - d{i}*({kernel} - 1) - 1)//s{i} + 1"),
            f"y[n,g*K+k,{w.join('{place}', ',')}] = sum[c,{w.join('{tap}', ',')}]("
            f"weight[g*K+k,c,{w.join('{tap}', ',')}]"
            f"*pad(x[n,g*C+c,{w.join('s{i}*{place}+d{i}*{tap}-a{i}', ',')}]))"
            f"{' + bias[g*K+k]' if bias else ''}",
        ]
    )


def transposed_text(w: Windows, bias: bool) -> str:
    """x has the shape of a convolution's result, y that of its argument."""
    places = w.join("({size} + a{i} + b{i} - d{i}*({kernel} - 1) - 1)//s{i} + 1")
    around = w.join("a{i}: int>=0, b{i}: int")
    return "\n".join(
        [
            f"conv_transpose{w.count}d(x[N, G*C, {places}], weight[G*C, K, {w.join('{kernel}')}]"
            f"{', bias[G*K]' if bias else ''}; G: int>=1, {w.join('{size}: int>=1')}, {w.join('s{i}: int>=1')}, "
            f"{around}, {w.join('d{i}: int>=1')}) -> y",
            "g < G",
            "c < C",
            "k < K",
            w.lines("{at} < {size}"),
            f"y[n,g*K+k,{w.join('{at}', ',')}] = sum[c,{w.join('{place}', ',')},{w.join('{tap}', ',')}]("
            f"{w.join('[s{i}*{place} + d{i}*{tap} - a{i} == {at}]', '*')}"
            f"*weight[g*C+c,k,{w.join('{tap}', ',')}]*x[n,g*C+c,{w.join('{place}', ',')}])"
            f"{' + bias[g*K+k]' if bias else ''}",
        ]
    )


def _convolution(w: Windows, sizes: dict[str, object]) -> Definition:
    return register(
        Definition(
            id=f"conv{w.count}d",
            chapter="convolution",
            summary=(
                f"y[n,k,{w.join('{place}', ',')}] = sum_c{w.join('{tap}', '')} weight[k,c,{w.join('{tap}', ',')}]"
                f"*x[n,c,stride*{w.place[0]}+dilation*{w.tap[0]}-padding{',...' if w.count > 1 else ''}] + bias[k], "
                "zero outside"
            ),
            signature="x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1",
            variants={"": convolution_text(w, bias=True), "nobias": convolution_text(w, bias=False)},
            reference=SOURCE,
            adapter=f"conv{w.count}d",
            notes=(
                f"x is (N, C, {w.join('{size}')}) or one example without N; weight is (K, C/groups, "
                f"{w.join('{kernel}')}). Each of stride, padding, dilation is an integer or one for each axis; padding "
                "may be 'valid' or 'same' (stride 1 only; an odd total puts one more zero after). Output size "
                f"floor(({w.size[0]} + 2*padding - dilation*({w.kernel[0]} - 1) - 1)/stride) + 1."
            ),
            sizes=sizes,
        )
    )


def _transposed(w: Windows, sizes: dict[str, object]) -> Definition:
    return register(
        Definition(
            id=f"conv_transpose{w.count}d",
            chapter="convolution",
            summary=(
                f"y[n,k,{w.join('stride*{place}+dilation*{tap}-padding', ', ')}] collects "
                f"weight[c,k,{w.join('{tap}', ',')}]*x[n,c,{w.join('{place}', ',')}]; plus bias[k]"
            ),
            signature="x, weight, bias=None, stride=1, padding=0, output_padding=0, groups=1, dilation=1",
            variants={"": transposed_text(w, bias=True), "nobias": transposed_text(w, bias=False)},
            reference=(
                "Dumoulin and Visin (2016), A guide to convolution arithmetic, chapter 4; Zeiler, Krishnan, Taylor and "
                "Fergus (2010), Deconvolutional networks"
            ),
            adapter=f"conv_transpose{w.count}d",
            notes=(
                f"The adjoint of conv{w.count}d in x, with the same weight array: (C, K/groups, {w.join('{kernel}')}). "
                f"x is (N, C, ...) or one example without N. Output size ({w.size[0]} - 1)*stride - 2*padding + "
                f"dilation*({w.kernel[0]} - 1) + output_padding + 1; output_padding is less than stride or dilation. "
                f"In the equations {w.size[0]} is the output's size, and b = padding - output_padding."
            ),
            sizes=sizes,
        )
    )


_CHANNELS: dict[str, object] = {"N": 2, "G": 2, "C": 2, "K": 3}
_FEW: dict[str, object] = {"N": 1, "G": 2, "C": 1, "K": 2}

conv1d = _convolution(LINE, _CHANNELS | {"L": 7, "R": 3} | window_sizes(LINE, s=(2,), a=(1,), b=(3,), d=(2,)))
conv2d = _convolution(
    PLANE,
    _CHANNELS
    | named(PLANE.size, (6, 7))
    | named(PLANE.kernel, (2, 3))
    | window_sizes(PLANE, s=(2, 1), a=(1, 2), b=(0, 1), d=(1, 2)),
)
conv3d = _convolution(
    SPACE,
    _FEW
    | named(SPACE.size, (3, 2, 4))
    | named(SPACE.kernel, (2, 1, 3))
    | window_sizes(SPACE, s=(2, 1, 3), a=(1, 0, 2), b=(0, 0, 1), d=(1, 3, 2)),
)
conv_transpose1d = _transposed(LINE, _CHANNELS | {"L": 7, "R": 3} | window_sizes(LINE, s=(2,), a=(1,), b=(0,), d=(2,)))
conv_transpose2d = _transposed(
    PLANE,
    _CHANNELS
    | named(PLANE.size, (5, 6))
    | named(PLANE.kernel, (2, 3))
    | window_sizes(PLANE, s=(3, 1), a=(1, 2), b=(0, 1), d=(1, 2)),
)
conv_transpose3d = _transposed(
    SPACE,
    _FEW
    | named(SPACE.size, (4, 3, 5))
    | named(SPACE.kernel, (2, 1, 3))
    | window_sizes(SPACE, s=(2, 1, 3), a=(1, 0, 1), b=(0, -1, 1), d=(1, 3, 2)),
)
