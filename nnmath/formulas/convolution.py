"""Convolution (cross-correlation, as networks use it) with stride, padding, dilation and groups."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register

_HEADER = (
    "conv2d(x[N, G*C, H, W], weight[G*K, C, R, S]{bias}; G: int>=1, s0: int>=1, s1: int>=1, "
    "a0: int>=0, b0: int>=0, a1: int>=0, b1: int>=0, d0: int>=1, d1: int>=1) -> y"
)
_BODY = """
g < G
k < K
p < (H + a0 + b0 - d0*(R - 1) - 1)//s0 + 1
q < (W + a1 + b1 - d1*(S - 1) - 1)//s1 + 1
y[n,g*K+k,p,q] = sum[c,r,s](weight[g*K+k,c,r,s]*pad(x[n,g*C+c,s0*p+d0*r-a0,s1*q+d1*s-a1])){plus}
"""

conv2d = register(
    Definition(
        id="conv2d",
        chapter="convolution",
        summary="y[n,k,p,q] = sum_crs weight[k,c,r,s]*x[n,c,stride*p+dilation*r-padding,...] + bias[k], zero outside",
        signature="x, weight, bias=None, stride=1, padding=0, dilation=1, groups=1",
        variants={
            "": _HEADER.format(bias=", bias[G*K]") + _BODY.format(plus=" + bias[g*K+k]"),
            "nobias": _HEADER.format(bias="") + _BODY.format(plus=""),
        },
        reference=(
            "LeCun, Bottou, Bengio and Haffner (1998), Gradient-based learning applied to document recognition; "
            "Dumoulin and Visin (2016), A guide to convolution arithmetic"
        ),
        adapter="conv2d",
        notes=(
            "Each of stride, padding, dilation is an integer or a pair; padding may be 'valid' or 'same' "
            "(stride 1 only). Output size floor((H + 2*padding - dilation*(R-1) - 1)/stride) + 1."
        ),
        sizes={
            "N": 2,
            "G": 2,
            "C": 2,
            "K": 3,
            "H": 6,
            "W": 7,
            "R": 2,
            "S": 3,
            "s0": 2,
            "s1": 1,
            "a0": 1,
            "b0": 0,
            "a1": 2,
            "b1": 1,
            "d0": 1,
            "d1": 2,
        },
    )
)
