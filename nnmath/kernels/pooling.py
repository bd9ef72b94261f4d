"""Kernels of nnmath.formulas.pooling. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def max_pool2d(x, R, S, s0, s1, a0, b0, a1, b1, d0, d1):
    R, S, s0, s1, a0, a1, d0, d1 = int(R), int(S), int(s0), int(s1), int(a0), int(a1), int(d0), int(d1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    y = np.full((N, C, P, Q), -np.inf, dtype)
    for r in range(R):
        for s in range(S):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            q_low = max(0, -((d1*s - a1)//s1))
            q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
            np.maximum(y[:, :, p_low:p_high, q_low:q_high], x[:, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1], out=y[:, :, p_low:p_high, q_low:q_high])
    return y


def max_pool2d_forward(x, R, S, s0, s1, a0, b0, a1, b1, d0, d1):
    R, S, s0, s1, a0, a1, d0, d1 = int(R), int(S), int(s0), int(s1), int(a0), int(a1), int(d0), int(d1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    y = np.full((N, C, P, Q), -np.inf, dtype)
    for r in range(R):
        for s in range(S):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            q_low = max(0, -((d1*s - a1)//s1))
            q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
            np.maximum(y[:, :, p_low:p_high, q_low:q_high], x[:, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1], out=y[:, :, p_low:p_high, q_low:q_high])
    return y, (x, R, S, s0, s1, a0, a1, d0, d1, N, C, H, W, P, Q, dtype)


def max_pool2d_backward(saved, bar_y):
    x, R, S, s0, s1, a0, a1, d0, d1, N, C, H, W, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, P, Q), dtype)
    first_y = np.full((N, C, P, Q), 0, np.intp)
    _1 = np.full((N, C, P, Q), np.nan, dtype)
    for r in range(R):
        for s in range(S):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            q_low = max(0, -((d1*s - a1)//s1))
            q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
            _2 = ~(x[:, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1] <= _1[:, :, p_low:p_high, q_low:q_high])
            np.copyto(_1[:, :, p_low:p_high, q_low:q_high], x[:, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1], where=_2)
            np.copyto(first_y[:, :, p_low:p_high, q_low:q_high], (S*r + s), where=_2)
    bar_x = np.zeros((N, C, H, W), dtype)
    for r in range(R):
        for s in range(S):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            q_low = max(0, -((d1*s - a1)//s1))
            q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
            _3 = np.equal(first_y[:, :, p_low:p_high, q_low:q_high], (S*r + s))
            _4 = bar_y[:, :, p_low:p_high, q_low:q_high] * _3
            bar_x[:, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1] += _4
    return (bar_x,)


def max_pool2d_jvp(x, dot_x, R, S, s0, s1, a0, b0, a1, b1, d0, d1):
    R, S, s0, s1, a0, a1, d0, d1 = int(R), int(S), int(s0), int(s1), int(a0), int(a1), int(d0), int(d1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C, H, W), dtype)
    y = np.full((N, C, P, Q), -np.inf, dtype)
    for r in range(R):
        for s in range(S):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            q_low = max(0, -((d1*s - a1)//s1))
            q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
            np.maximum(y[:, :, p_low:p_high, q_low:q_high], x[:, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1], out=y[:, :, p_low:p_high, q_low:q_high])
    first_y = np.full((N, C, P, Q), 0, np.intp)
    _1 = np.full((N, C, P, Q), np.nan, dtype)
    for r in range(R):
        for s in range(S):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            q_low = max(0, -((d1*s - a1)//s1))
            q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
            _2 = ~(x[:, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1] <= _1[:, :, p_low:p_high, q_low:q_high])
            np.copyto(_1[:, :, p_low:p_high, q_low:q_high], x[:, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1], where=_2)
            np.copyto(first_y[:, :, p_low:p_high, q_low:q_high], (S*r + s), where=_2)
    dot_y = np.zeros((N, C, P, Q), dtype)
    for r in range(R):
        for s in range(S):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            q_low = max(0, -((d1*s - a1)//s1))
            q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
            _3 = np.equal(first_y[:, :, p_low:p_high, q_low:q_high], (S*r + s))
            _4 = dot_x[:, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1] * _3
            dot_y[:, :, p_low:p_high, q_low:q_high] += _4
    return y, dot_y
