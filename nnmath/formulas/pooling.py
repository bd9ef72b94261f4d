"""Pooling over windows."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register

max_pool2d = register(
    Definition(
        id="max_pool2d",
        chapter="pooling",
        summary="y[n,c,p,q] = max_rs x[n,c,stride*p+dilation*r-padding,...], outside never the largest",
        signature="x, kernel_size, stride=None, padding=0, dilation=1, ceil_mode=False",
        variants={
            "": """
                max_pool2d(x[N, C, H, W]; R: int>=1, S: int>=1, s0: int>=1, s1: int>=1,
                    a0: int>=0, b0: int>=0, a1: int>=0, b1: int>=0, d0: int>=1, d1: int>=1) -> y
                r < R
                s < S
                p < (H + a0 + b0 - d0*(R - 1) - 1)//s0 + 1
                q < (W + a1 + b1 - d1*(S - 1) - 1)//s1 + 1
                y[n,c,p,q] = max[r,s](pad(x[n,c,s0*p+d0*r-a0,s1*q+d1*s-a1]))
            """,
        },
        reference="Ranzato, Huang, Boureau and LeCun (2007); Dumoulin and Visin (2016), chapter 3",
        adapter="max_pool2d",
        notes="Of equal entries the first (rows, then columns) has the gradient. stride defaults to kernel_size.",
        sizes={
            "N": 2,
            "C": 3,
            "H": 6,
            "W": 5,
            "R": 3,
            "S": 2,
            "s0": 2,
            "s1": 1,
            "a0": 1,
            "b0": 1,
            "a1": 1,
            "b1": 0,
            "d0": 1,
            "d1": 2,
        },
    )
)
