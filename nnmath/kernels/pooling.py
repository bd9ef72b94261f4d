"""Kernels of nnmath.formulas.pooling. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def max_pool1d(x, R, s0, a0, b0, d0):
    R, s0, a0, d0 = int(R), int(s0), int(a0), int(d0)
    dtype = x.dtype
    N, C, L = x.shape
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    y = rt.empty((N, C, P), dtype)
    def block(low, high):
        y[low:high] = -np.inf
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
            np.maximum(y[low:high, :, p_low:p_high], x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0], out=y[low:high, :, p_low:p_high])
    rt.blocks(block, N, C*P*R, dtype, 1)
    return y


def max_pool1d_forward(x, R, s0, a0, b0, d0):
    R, s0, a0, d0 = int(R), int(s0), int(a0), int(d0)
    dtype = x.dtype
    N, C, L = x.shape
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    y = rt.empty((N, C, P), dtype)
    def block(low, high):
        y[low:high] = -np.inf
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
            np.maximum(y[low:high, :, p_low:p_high], x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0], out=y[low:high, :, p_low:p_high])
    rt.blocks(block, N, C*P*R, dtype, 1)
    return y, (x, y, R, s0, a0, d0, N, C, L, P, dtype)


def max_pool1d_backward(saved, bar_y):
    x, y, R, s0, a0, d0, N, C, L, P, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, P), dtype)
    bar_x = rt.zeros((N, C, L), dtype)
    def block(low, high):
        first_y = rt.nowhere((high - low, C, P), R)
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
            rt.attained(x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0], y[low:high, :, p_low:p_high], first_y[:, :, p_low:p_high], r)
        apart = d0 + s0 >= R*d0 + 1
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
            _1 = np.equal(first_y[:, :, p_low:p_high], r)
            if apart:
                np.multiply(bar_y[low:high, :, p_low:p_high], _1, out=bar_x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0])
            else:
                _2 = bar_y[low:high, :, p_low:p_high] * _1
                bar_x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0] += _2
    rt.blocks(block, N, C*P*R, dtype, 1)
    return (bar_x,)


def max_pool1d_jvp(x, dot_x, R, s0, a0, b0, d0):
    R, s0, a0, d0 = int(R), int(s0), int(a0), int(d0)
    dtype = x.dtype
    N, C, L = x.shape
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C, L), dtype)
    y = rt.empty((N, C, P), dtype)
    dot_y = rt.zeros((N, C, P), dtype)
    def block(low, high):
        y[low:high] = -np.inf
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
            np.maximum(y[low:high, :, p_low:p_high], x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0], out=y[low:high, :, p_low:p_high])
        first_y = rt.nowhere((high - low, C, P), R)
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
            rt.attained(x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0], y[low:high, :, p_low:p_high], first_y[:, :, p_low:p_high], r)
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
            _1 = np.equal(first_y[:, :, p_low:p_high], r)
            _2 = dot_x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0] * _1
            dot_y[low:high, :, p_low:p_high] += _2
    rt.blocks(block, N, C*P*R, dtype, 1)
    return y, dot_y


def max_pool2d(x, R, S, s0, s1, a0, b0, a1, b1, d0, d1):
    R, S, s0, s1, a0, a1, d0, d1 = int(R), int(S), int(s0), int(s1), int(a0), int(a1), int(d0), int(d1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    y = rt.empty((N, C, P, Q), dtype)
    def block(low, high):
        y[low:high] = -np.inf
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -((d1*s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                np.maximum(y[low:high, :, p_low:p_high, q_low:q_high], x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1], out=y[low:high, :, p_low:p_high, q_low:q_high])
    rt.blocks(block, N, C*P*Q*R*S, dtype, 1)
    return y


def max_pool2d_forward(x, R, S, s0, s1, a0, b0, a1, b1, d0, d1):
    R, S, s0, s1, a0, a1, d0, d1 = int(R), int(S), int(s0), int(s1), int(a0), int(a1), int(d0), int(d1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    y = rt.empty((N, C, P, Q), dtype)
    def block(low, high):
        y[low:high] = -np.inf
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -((d1*s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                np.maximum(y[low:high, :, p_low:p_high, q_low:q_high], x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1], out=y[low:high, :, p_low:p_high, q_low:q_high])
    rt.blocks(block, N, C*P*Q*R*S, dtype, 1)
    return y, (x, y, R, S, s0, s1, a0, a1, d0, d1, N, C, H, W, P, Q, dtype)


def max_pool2d_backward(saved, bar_y):
    x, y, R, S, s0, s1, a0, a1, d0, d1, N, C, H, W, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, P, Q), dtype)
    bar_x = rt.zeros((N, C, H, W), dtype)
    def block(low, high):
        first_y = rt.nowhere((high - low, C, P, Q), R*S)
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -((d1*s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                rt.attained(x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1], y[low:high, :, p_low:p_high, q_low:q_high], first_y[:, :, p_low:p_high, q_low:q_high], S*r + s)
        apart = d0 + s0 >= R*d0 + 1 and d1 + s1 >= S*d1 + 1
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -((d1*s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                _1 = np.equal(first_y[:, :, p_low:p_high, q_low:q_high], (S*r + s))
                if apart:
                    np.multiply(bar_y[low:high, :, p_low:p_high, q_low:q_high], _1, out=bar_x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1])
                else:
                    _2 = bar_y[low:high, :, p_low:p_high, q_low:q_high] * _1
                    bar_x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1] += _2
    rt.blocks(block, N, C*P*Q*R*S, dtype, 1)
    return (bar_x,)


def max_pool2d_jvp(x, dot_x, R, S, s0, s1, a0, b0, a1, b1, d0, d1):
    R, S, s0, s1, a0, a1, d0, d1 = int(R), int(S), int(s0), int(s1), int(a0), int(a1), int(d0), int(d1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C, H, W), dtype)
    y = rt.empty((N, C, P, Q), dtype)
    dot_y = rt.zeros((N, C, P, Q), dtype)
    def block(low, high):
        y[low:high] = -np.inf
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -((d1*s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                np.maximum(y[low:high, :, p_low:p_high, q_low:q_high], x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1], out=y[low:high, :, p_low:p_high, q_low:q_high])
        first_y = rt.nowhere((high - low, C, P, Q), R*S)
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -((d1*s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                rt.attained(x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1], y[low:high, :, p_low:p_high, q_low:q_high], first_y[:, :, p_low:p_high, q_low:q_high], S*r + s)
        for r in range(R):
            p_low = max(0, -((d0*r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -((d1*s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                _1 = np.equal(first_y[:, :, p_low:p_high, q_low:q_high], (S*r + s))
                _2 = dot_x[low:high, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1] * _1
                dot_y[low:high, :, p_low:p_high, q_low:q_high] += _2
    rt.blocks(block, N, C*P*Q*R*S, dtype, 1)
    return y, dot_y


def max_pool3d(x, T, R, S, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    T, R, S, s0, s1, s2, a0, a1, a2, d0, d1, d2 = int(T), int(R), int(S), int(s0), int(s1), int(s2), int(a0), int(a1), int(a2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N, C, D, H, W = x.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    y = rt.empty((N, C, O, P, Q), dtype)
    def block(low, high):
        y[low:high] = -np.inf
        for t in range(T):
            o_low = max(0, -((d0*t - a0)//s0))
            o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
            for r in range(R):
                p_low = max(0, -((d1*r - a1)//s1))
                p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                for s in range(S):
                    q_low = max(0, -((d2*s - a2)//s2))
                    q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                    np.maximum(y[low:high, :, o_low:o_high, p_low:p_high, q_low:q_high], x[low:high, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2], out=y[low:high, :, o_low:o_high, p_low:p_high, q_low:q_high])
    rt.blocks(block, N, C*O*P*Q*T*R*S, dtype, 1)
    return y


def max_pool3d_forward(x, T, R, S, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    T, R, S, s0, s1, s2, a0, a1, a2, d0, d1, d2 = int(T), int(R), int(S), int(s0), int(s1), int(s2), int(a0), int(a1), int(a2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N, C, D, H, W = x.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    y = rt.empty((N, C, O, P, Q), dtype)
    def block(low, high):
        y[low:high] = -np.inf
        for t in range(T):
            o_low = max(0, -((d0*t - a0)//s0))
            o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
            for r in range(R):
                p_low = max(0, -((d1*r - a1)//s1))
                p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                for s in range(S):
                    q_low = max(0, -((d2*s - a2)//s2))
                    q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                    np.maximum(y[low:high, :, o_low:o_high, p_low:p_high, q_low:q_high], x[low:high, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2], out=y[low:high, :, o_low:o_high, p_low:p_high, q_low:q_high])
    rt.blocks(block, N, C*O*P*Q*T*R*S, dtype, 1)
    return y, (x, y, T, R, S, s0, s1, s2, a0, a1, a2, d0, d1, d2, N, C, D, H, W, O, P, Q, dtype)


def max_pool3d_backward(saved, bar_y):
    x, y, T, R, S, s0, s1, s2, a0, a1, a2, d0, d1, d2, N, C, D, H, W, O, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, O, P, Q), dtype)
    bar_x = rt.zeros((N, C, D, H, W), dtype)
    def block(low, high):
        first_y = rt.nowhere((high - low, C, O, P, Q), R*S*T)
        for t in range(T):
            o_low = max(0, -((d0*t - a0)//s0))
            o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
            for r in range(R):
                p_low = max(0, -((d1*r - a1)//s1))
                p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                for s in range(S):
                    q_low = max(0, -((d2*s - a2)//s2))
                    q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                    rt.attained(x[low:high, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2], y[low:high, :, o_low:o_high, p_low:p_high, q_low:q_high], first_y[:, :, o_low:o_high, p_low:p_high, q_low:q_high], R*S*t + S*r + s)
        apart = d0 + s0 >= T*d0 + 1 and d1 + s1 >= R*d1 + 1 and d2 + s2 >= S*d2 + 1
        for t in range(T):
            o_low = max(0, -((d0*t - a0)//s0))
            o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
            for r in range(R):
                p_low = max(0, -((d1*r - a1)//s1))
                p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                for s in range(S):
                    q_low = max(0, -((d2*s - a2)//s2))
                    q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                    _1 = np.equal(first_y[:, :, o_low:o_high, p_low:p_high, q_low:q_high], (R*S*t + S*r + s))
                    if apart:
                        np.multiply(bar_y[low:high, :, o_low:o_high, p_low:p_high, q_low:q_high], _1, out=bar_x[low:high, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2])
                    else:
                        _2 = bar_y[low:high, :, o_low:o_high, p_low:p_high, q_low:q_high] * _1
                        bar_x[low:high, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2] += _2
    rt.blocks(block, N, C*O*P*Q*T*R*S, dtype, 1)
    return (bar_x,)


def max_pool3d_jvp(x, dot_x, T, R, S, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    T, R, S, s0, s1, s2, a0, a1, a2, d0, d1, d2 = int(T), int(R), int(S), int(s0), int(s1), int(s2), int(a0), int(a1), int(a2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N, C, D, H, W = x.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C, D, H, W), dtype)
    y = rt.empty((N, C, O, P, Q), dtype)
    dot_y = rt.zeros((N, C, O, P, Q), dtype)
    def block(low, high):
        y[low:high] = -np.inf
        for t in range(T):
            o_low = max(0, -((d0*t - a0)//s0))
            o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
            for r in range(R):
                p_low = max(0, -((d1*r - a1)//s1))
                p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                for s in range(S):
                    q_low = max(0, -((d2*s - a2)//s2))
                    q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                    np.maximum(y[low:high, :, o_low:o_high, p_low:p_high, q_low:q_high], x[low:high, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2], out=y[low:high, :, o_low:o_high, p_low:p_high, q_low:q_high])
        first_y = rt.nowhere((high - low, C, O, P, Q), R*S*T)
        for t in range(T):
            o_low = max(0, -((d0*t - a0)//s0))
            o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
            for r in range(R):
                p_low = max(0, -((d1*r - a1)//s1))
                p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                for s in range(S):
                    q_low = max(0, -((d2*s - a2)//s2))
                    q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                    rt.attained(x[low:high, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2], y[low:high, :, o_low:o_high, p_low:p_high, q_low:q_high], first_y[:, :, o_low:o_high, p_low:p_high, q_low:q_high], R*S*t + S*r + s)
        for t in range(T):
            o_low = max(0, -((d0*t - a0)//s0))
            o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
            for r in range(R):
                p_low = max(0, -((d1*r - a1)//s1))
                p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                for s in range(S):
                    q_low = max(0, -((d2*s - a2)//s2))
                    q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                    _1 = np.equal(first_y[:, :, o_low:o_high, p_low:p_high, q_low:q_high], (R*S*t + S*r + s))
                    _2 = dot_x[low:high, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2] * _1
                    dot_y[low:high, :, o_low:o_high, p_low:p_high, q_low:q_high] += _2
    rt.blocks(block, N, C*O*P*Q*T*R*S, dtype, 1)
    return y, dot_y


def avg_pool1d(x, R, s0, a0, b0, m0):
    R, s0, a0, m0 = int(R), int(s0), int(a0), int(m0)
    dtype = x.dtype
    N, C, L = x.shape
    P = (L + a0 + b0 - R)//s0 + 1
    entries = rt.counted(R, P, dtype, (-s0, -1, L + a0 + m0 - 1), (s0, 1, m0 - a0))
    y = rt.empty((N, C, P), dtype)
    _1 = 1 / entries
    def block(low, high):
        total = rt.zeros((high - low, C, P), dtype)
        for r in range(R):
            p_low = max(0, -((r - a0)//s0))
            p_high = max(p_low, min(P, (L + a0 - r - 1)//s0 + 1))
            total[:, :, p_low:p_high] += x[low:high, :, s0*p_low + r - a0:s0*p_high + r - a0:s0]
        np.multiply(total, _1, out=y[low:high])
    rt.blocks(block, N, C*P*R, dtype, R)
    return y


def avg_pool1d_forward(x, R, s0, a0, b0, m0):
    R, s0, a0, m0 = int(R), int(s0), int(a0), int(m0)
    dtype = x.dtype
    N, C, L = x.shape
    P = (L + a0 + b0 - R)//s0 + 1
    entries = rt.counted(R, P, dtype, (-s0, -1, L + a0 + m0 - 1), (s0, 1, m0 - a0))
    y = rt.empty((N, C, P), dtype)
    _1 = 1 / entries
    def block(low, high):
        total = rt.zeros((high - low, C, P), dtype)
        for r in range(R):
            p_low = max(0, -((r - a0)//s0))
            p_high = max(p_low, min(P, (L + a0 - r - 1)//s0 + 1))
            total[:, :, p_low:p_high] += x[low:high, :, s0*p_low + r - a0:s0*p_high + r - a0:s0]
        np.multiply(total, _1, out=y[low:high])
    rt.blocks(block, N, C*P*R, dtype, R)
    return y, (entries, R, s0, a0, N, C, L, P, dtype)


def avg_pool1d_backward(saved, bar_y):
    entries, R, s0, a0, N, C, L, P, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, P), dtype)
    bar_x = rt.zeros((N, C, L), dtype)
    _1 = 1 / entries
    def block(low, high):
        bar_total = np.multiply(bar_y[low:high], _1, out=rt.empty((high - low, C, P), dtype))
        apart = s0 >= R
        for r in range(R):
            p_low = max(0, -((r - a0)//s0))
            p_high = max(p_low, min(P, (L + a0 - r - 1)//s0 + 1))
            if apart:
                bar_x[low:high, :, s0*p_low + r - a0:s0*p_high + r - a0:s0] = bar_total[:, :, p_low:p_high]
            else:
                bar_x[low:high, :, s0*p_low + r - a0:s0*p_high + r - a0:s0] += bar_total[:, :, p_low:p_high]
    rt.blocks(block, N, C*P*R, dtype, 1)
    return (bar_x,)


def avg_pool1d_jvp(x, dot_x, R, s0, a0, b0, m0):
    R, s0, a0, m0 = int(R), int(s0), int(a0), int(m0)
    dtype = x.dtype
    N, C, L = x.shape
    P = (L + a0 + b0 - R)//s0 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C, L), dtype)
    entries = rt.counted(R, P, dtype, (-s0, -1, L + a0 + m0 - 1), (s0, 1, m0 - a0))
    y = rt.empty((N, C, P), dtype)
    dot_y = rt.empty((N, C, P), dtype)
    _1 = 1 / entries
    _2 = 1 / entries
    def block(low, high):
        total = rt.zeros((high - low, C, P), dtype)
        for r in range(R):
            p_low = max(0, -((r - a0)//s0))
            p_high = max(p_low, min(P, (L + a0 - r - 1)//s0 + 1))
            total[:, :, p_low:p_high] += x[low:high, :, s0*p_low + r - a0:s0*p_high + r - a0:s0]
        np.multiply(total, _1, out=y[low:high])
        dot_total = rt.zeros((high - low, C, P), dtype)
        for r in range(R):
            p_low = max(0, -((r - a0)//s0))
            p_high = max(p_low, min(P, (L + a0 - r - 1)//s0 + 1))
            dot_total[:, :, p_low:p_high] += dot_x[low:high, :, s0*p_low + r - a0:s0*p_high + r - a0:s0]
        np.multiply(dot_total, _2, out=dot_y[low:high])
    rt.blocks(block, N, C*P*R, dtype, R)
    return y, dot_y


def avg_pool2d(x, R, S, s0, s1, a0, b0, a1, b1, m0, m1):
    R, S, s0, s1, a0, a1, m0, m1 = int(R), int(S), int(s0), int(s1), int(a0), int(a1), int(m0), int(m1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H + a0 + b0 - R)//s0 + 1
    Q = (W + a1 + b1 - S)//s1 + 1
    rows = rt.counted(R, P, dtype, (-s0, -1, H + a0 + m0 - 1), (s0, 1, m0 - a0))
    columns = rt.counted(S, Q, dtype, (-s1, -1, W + a1 + m1 - 1), (s1, 1, m1 - a1))
    y = rt.empty((N, C, P, Q), dtype)
    _1 = columns * rows[:, None]
    np.divide(1, _1, out=_1)
    def block(low, high):
        total = rt.zeros((high - low, C, P, Q), dtype)
        for r in range(R):
            p_low = max(0, -((r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -((s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - s - 1)//s1 + 1))
                total[:, :, p_low:p_high, q_low:q_high] += x[low:high, :, s0*p_low + r - a0:s0*p_high + r - a0:s0, s1*q_low + s - a1:s1*q_high + s - a1:s1]
        np.multiply(total, _1, out=y[low:high])
    rt.blocks(block, N, C*P*Q*R*S, dtype, S)
    return y


def avg_pool2d_forward(x, R, S, s0, s1, a0, b0, a1, b1, m0, m1):
    R, S, s0, s1, a0, a1, m0, m1 = int(R), int(S), int(s0), int(s1), int(a0), int(a1), int(m0), int(m1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H + a0 + b0 - R)//s0 + 1
    Q = (W + a1 + b1 - S)//s1 + 1
    rows = rt.counted(R, P, dtype, (-s0, -1, H + a0 + m0 - 1), (s0, 1, m0 - a0))
    columns = rt.counted(S, Q, dtype, (-s1, -1, W + a1 + m1 - 1), (s1, 1, m1 - a1))
    y = rt.empty((N, C, P, Q), dtype)
    _1 = columns * rows[:, None]
    np.divide(1, _1, out=_1)
    def block(low, high):
        total = rt.zeros((high - low, C, P, Q), dtype)
        for r in range(R):
            p_low = max(0, -((r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -((s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - s - 1)//s1 + 1))
                total[:, :, p_low:p_high, q_low:q_high] += x[low:high, :, s0*p_low + r - a0:s0*p_high + r - a0:s0, s1*q_low + s - a1:s1*q_high + s - a1:s1]
        np.multiply(total, _1, out=y[low:high])
    rt.blocks(block, N, C*P*Q*R*S, dtype, S)
    return y, (rows, columns, R, S, s0, s1, a0, a1, N, C, H, W, P, Q, dtype)


def avg_pool2d_backward(saved, bar_y):
    rows, columns, R, S, s0, s1, a0, a1, N, C, H, W, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, P, Q), dtype)
    bar_x = rt.zeros((N, C, H, W), dtype)
    _1 = columns * rows[:, None]
    np.divide(1, _1, out=_1)
    def block(low, high):
        bar_total = np.multiply(bar_y[low:high], _1, out=rt.empty((high - low, C, P, Q), dtype))
        apart = s0 >= R and s1 >= S
        for r in range(R):
            p_low = max(0, -((r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -((s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - s - 1)//s1 + 1))
                if apart:
                    bar_x[low:high, :, s0*p_low + r - a0:s0*p_high + r - a0:s0, s1*q_low + s - a1:s1*q_high + s - a1:s1] = bar_total[:, :, p_low:p_high, q_low:q_high]
                else:
                    bar_x[low:high, :, s0*p_low + r - a0:s0*p_high + r - a0:s0, s1*q_low + s - a1:s1*q_high + s - a1:s1] += bar_total[:, :, p_low:p_high, q_low:q_high]
    rt.blocks(block, N, C*P*Q*R*S, dtype, 1)
    return (bar_x,)


def avg_pool2d_jvp(x, dot_x, R, S, s0, s1, a0, b0, a1, b1, m0, m1):
    R, S, s0, s1, a0, a1, m0, m1 = int(R), int(S), int(s0), int(s1), int(a0), int(a1), int(m0), int(m1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H + a0 + b0 - R)//s0 + 1
    Q = (W + a1 + b1 - S)//s1 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C, H, W), dtype)
    rows = rt.counted(R, P, dtype, (-s0, -1, H + a0 + m0 - 1), (s0, 1, m0 - a0))
    columns = rt.counted(S, Q, dtype, (-s1, -1, W + a1 + m1 - 1), (s1, 1, m1 - a1))
    y = rt.empty((N, C, P, Q), dtype)
    dot_y = rt.empty((N, C, P, Q), dtype)
    _1 = columns * rows[:, None]
    np.divide(1, _1, out=_1)
    _2 = columns * rows[:, None]
    np.divide(1, _2, out=_2)
    def block(low, high):
        total = rt.zeros((high - low, C, P, Q), dtype)
        for r in range(R):
            p_low = max(0, -((r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -((s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - s - 1)//s1 + 1))
                total[:, :, p_low:p_high, q_low:q_high] += x[low:high, :, s0*p_low + r - a0:s0*p_high + r - a0:s0, s1*q_low + s - a1:s1*q_high + s - a1:s1]
        np.multiply(total, _1, out=y[low:high])
        dot_total = rt.zeros((high - low, C, P, Q), dtype)
        for r in range(R):
            p_low = max(0, -((r - a0)//s0))
            p_high = max(p_low, min(P, (H + a0 - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -((s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - s - 1)//s1 + 1))
                dot_total[:, :, p_low:p_high, q_low:q_high] += dot_x[low:high, :, s0*p_low + r - a0:s0*p_high + r - a0:s0, s1*q_low + s - a1:s1*q_high + s - a1:s1]
        np.multiply(dot_total, _2, out=dot_y[low:high])
    rt.blocks(block, N, C*P*Q*R*S, dtype, S)
    return y, dot_y


def avg_pool3d(x, T, R, S, s0, s1, s2, a0, b0, a1, b1, a2, b2, m0, m1, m2):
    T, R, S, s0, s1, s2, a0, a1, a2, m0, m1, m2 = int(T), int(R), int(S), int(s0), int(s1), int(s2), int(a0), int(a1), int(a2), int(m0), int(m1), int(m2)
    dtype = x.dtype
    N, C, D, H, W = x.shape
    O = (D + a0 + b0 - T)//s0 + 1
    P = (H + a1 + b1 - R)//s1 + 1
    Q = (W + a2 + b2 - S)//s2 + 1
    slices = rt.counted(T, O, dtype, (-s0, -1, D + a0 + m0 - 1), (s0, 1, m0 - a0))
    rows = rt.counted(R, P, dtype, (-s1, -1, H + a1 + m1 - 1), (s1, 1, m1 - a1))
    columns = rt.counted(S, Q, dtype, (-s2, -1, W + a2 + m2 - 1), (s2, 1, m2 - a2))
    y = rt.empty((N, C, O, P, Q), dtype)
    _1 = columns * rows[:, None]
    _2 = _1 * slices[:, None, None]
    np.divide(1, _2, out=_2)
    def block(low, high):
        total = rt.zeros((high - low, C, O, P, Q), dtype)
        for t in range(T):
            o_low = max(0, -((t - a0)//s0))
            o_high = max(o_low, min(O, (D + a0 - t - 1)//s0 + 1))
            for r in range(R):
                p_low = max(0, -((r - a1)//s1))
                p_high = max(p_low, min(P, (H + a1 - r - 1)//s1 + 1))
                for s in range(S):
                    q_low = max(0, -((s - a2)//s2))
                    q_high = max(q_low, min(Q, (W + a2 - s - 1)//s2 + 1))
                    total[:, :, o_low:o_high, p_low:p_high, q_low:q_high] += x[low:high, :, s0*o_low + t - a0:s0*o_high + t - a0:s0, s1*p_low + r - a1:s1*p_high + r - a1:s1, s2*q_low + s - a2:s2*q_high + s - a2:s2]
        np.multiply(total, _2, out=y[low:high])
    rt.blocks(block, N, C*O*P*Q*T*R*S, dtype, S)
    return y


def avg_pool3d_forward(x, T, R, S, s0, s1, s2, a0, b0, a1, b1, a2, b2, m0, m1, m2):
    T, R, S, s0, s1, s2, a0, a1, a2, m0, m1, m2 = int(T), int(R), int(S), int(s0), int(s1), int(s2), int(a0), int(a1), int(a2), int(m0), int(m1), int(m2)
    dtype = x.dtype
    N, C, D, H, W = x.shape
    O = (D + a0 + b0 - T)//s0 + 1
    P = (H + a1 + b1 - R)//s1 + 1
    Q = (W + a2 + b2 - S)//s2 + 1
    slices = rt.counted(T, O, dtype, (-s0, -1, D + a0 + m0 - 1), (s0, 1, m0 - a0))
    rows = rt.counted(R, P, dtype, (-s1, -1, H + a1 + m1 - 1), (s1, 1, m1 - a1))
    columns = rt.counted(S, Q, dtype, (-s2, -1, W + a2 + m2 - 1), (s2, 1, m2 - a2))
    y = rt.empty((N, C, O, P, Q), dtype)
    _1 = columns * rows[:, None]
    _2 = _1 * slices[:, None, None]
    np.divide(1, _2, out=_2)
    def block(low, high):
        total = rt.zeros((high - low, C, O, P, Q), dtype)
        for t in range(T):
            o_low = max(0, -((t - a0)//s0))
            o_high = max(o_low, min(O, (D + a0 - t - 1)//s0 + 1))
            for r in range(R):
                p_low = max(0, -((r - a1)//s1))
                p_high = max(p_low, min(P, (H + a1 - r - 1)//s1 + 1))
                for s in range(S):
                    q_low = max(0, -((s - a2)//s2))
                    q_high = max(q_low, min(Q, (W + a2 - s - 1)//s2 + 1))
                    total[:, :, o_low:o_high, p_low:p_high, q_low:q_high] += x[low:high, :, s0*o_low + t - a0:s0*o_high + t - a0:s0, s1*p_low + r - a1:s1*p_high + r - a1:s1, s2*q_low + s - a2:s2*q_high + s - a2:s2]
        np.multiply(total, _2, out=y[low:high])
    rt.blocks(block, N, C*O*P*Q*T*R*S, dtype, S)
    return y, (slices, rows, columns, T, R, S, s0, s1, s2, a0, a1, a2, N, C, D, H, W, O, P, Q, dtype)


def avg_pool3d_backward(saved, bar_y):
    slices, rows, columns, T, R, S, s0, s1, s2, a0, a1, a2, N, C, D, H, W, O, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, O, P, Q), dtype)
    bar_x = rt.zeros((N, C, D, H, W), dtype)
    _1 = columns * rows[:, None]
    _2 = _1 * slices[:, None, None]
    np.divide(1, _2, out=_2)
    def block(low, high):
        bar_total = np.multiply(bar_y[low:high], _2, out=rt.empty((high - low, C, O, P, Q), dtype))
        apart = s0 >= T and s1 >= R and s2 >= S
        for t in range(T):
            o_low = max(0, -((t - a0)//s0))
            o_high = max(o_low, min(O, (D + a0 - t - 1)//s0 + 1))
            for r in range(R):
                p_low = max(0, -((r - a1)//s1))
                p_high = max(p_low, min(P, (H + a1 - r - 1)//s1 + 1))
                for s in range(S):
                    q_low = max(0, -((s - a2)//s2))
                    q_high = max(q_low, min(Q, (W + a2 - s - 1)//s2 + 1))
                    if apart:
                        bar_x[low:high, :, s0*o_low + t - a0:s0*o_high + t - a0:s0, s1*p_low + r - a1:s1*p_high + r - a1:s1, s2*q_low + s - a2:s2*q_high + s - a2:s2] = bar_total[:, :, o_low:o_high, p_low:p_high, q_low:q_high]
                    else:
                        bar_x[low:high, :, s0*o_low + t - a0:s0*o_high + t - a0:s0, s1*p_low + r - a1:s1*p_high + r - a1:s1, s2*q_low + s - a2:s2*q_high + s - a2:s2] += bar_total[:, :, o_low:o_high, p_low:p_high, q_low:q_high]
    rt.blocks(block, N, C*O*P*Q*T*R*S, dtype, 1)
    return (bar_x,)


def avg_pool3d_jvp(x, dot_x, T, R, S, s0, s1, s2, a0, b0, a1, b1, a2, b2, m0, m1, m2):
    T, R, S, s0, s1, s2, a0, a1, a2, m0, m1, m2 = int(T), int(R), int(S), int(s0), int(s1), int(s2), int(a0), int(a1), int(a2), int(m0), int(m1), int(m2)
    dtype = x.dtype
    N, C, D, H, W = x.shape
    O = (D + a0 + b0 - T)//s0 + 1
    P = (H + a1 + b1 - R)//s1 + 1
    Q = (W + a2 + b2 - S)//s2 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C, D, H, W), dtype)
    slices = rt.counted(T, O, dtype, (-s0, -1, D + a0 + m0 - 1), (s0, 1, m0 - a0))
    rows = rt.counted(R, P, dtype, (-s1, -1, H + a1 + m1 - 1), (s1, 1, m1 - a1))
    columns = rt.counted(S, Q, dtype, (-s2, -1, W + a2 + m2 - 1), (s2, 1, m2 - a2))
    y = rt.empty((N, C, O, P, Q), dtype)
    dot_y = rt.empty((N, C, O, P, Q), dtype)
    _1 = columns * rows[:, None]
    _2 = _1 * slices[:, None, None]
    np.divide(1, _2, out=_2)
    np.multiply(columns, rows[:, None], out=_1)
    _3 = _1 * slices[:, None, None]
    np.divide(1, _3, out=_3)
    def block(low, high):
        total = rt.zeros((high - low, C, O, P, Q), dtype)
        for t in range(T):
            o_low = max(0, -((t - a0)//s0))
            o_high = max(o_low, min(O, (D + a0 - t - 1)//s0 + 1))
            for r in range(R):
                p_low = max(0, -((r - a1)//s1))
                p_high = max(p_low, min(P, (H + a1 - r - 1)//s1 + 1))
                for s in range(S):
                    q_low = max(0, -((s - a2)//s2))
                    q_high = max(q_low, min(Q, (W + a2 - s - 1)//s2 + 1))
                    total[:, :, o_low:o_high, p_low:p_high, q_low:q_high] += x[low:high, :, s0*o_low + t - a0:s0*o_high + t - a0:s0, s1*p_low + r - a1:s1*p_high + r - a1:s1, s2*q_low + s - a2:s2*q_high + s - a2:s2]
        np.multiply(total, _2, out=y[low:high])
        dot_total = rt.zeros((high - low, C, O, P, Q), dtype)
        for t in range(T):
            o_low = max(0, -((t - a0)//s0))
            o_high = max(o_low, min(O, (D + a0 - t - 1)//s0 + 1))
            for r in range(R):
                p_low = max(0, -((r - a1)//s1))
                p_high = max(p_low, min(P, (H + a1 - r - 1)//s1 + 1))
                for s in range(S):
                    q_low = max(0, -((s - a2)//s2))
                    q_high = max(q_low, min(Q, (W + a2 - s - 1)//s2 + 1))
                    dot_total[:, :, o_low:o_high, p_low:p_high, q_low:q_high] += dot_x[low:high, :, s0*o_low + t - a0:s0*o_high + t - a0:s0, s1*p_low + r - a1:s1*p_high + r - a1:s1, s2*q_low + s - a2:s2*q_high + s - a2:s2]
        np.multiply(dot_total, _3, out=dot_y[low:high])
    rt.blocks(block, N, C*O*P*Q*T*R*S, dtype, S)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool1d(x, norm_type, R, s0):
    norm_type, R, s0 = float(norm_type), int(R), int(s0)
    dtype = x.dtype
    N, C, L = x.shape
    P = (L - R)//s0 + 1
    y = rt.empty((N, C, P), dtype)
    def block(low, high):
        u = rt.to_power(x[low:high], norm_type, out=rt.empty((high - low, C, L), dtype))
        total = rt.zeros((high - low, C, P), dtype)
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (L - r - 1)//s0 + 1))
            total[:, :, p_low:p_high] += u[:, :, s0*p_low + r:s0*p_high + r:s0]
        _1 = np.not_equal(total, 0)
        rt.to_power(total, rt.ratio(1, norm_type), out=y[low:high])
        rt.where(_1, y[low:high], total, out=y[low:high])
    rt.blocks(block, N, 4*C*P*R, dtype, R)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool1d_forward(x, norm_type, R, s0):
    norm_type, R, s0 = float(norm_type), int(R), int(s0)
    dtype = x.dtype
    N, C, L = x.shape
    P = (L - R)//s0 + 1
    total = rt.zeros((N, C, P), dtype)
    y = rt.empty((N, C, P), dtype)
    def block(low, high):
        u = rt.to_power(x[low:high], norm_type, out=rt.empty((high - low, C, L), dtype))
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (L - r - 1)//s0 + 1))
            total[low:high, :, p_low:p_high] += u[:, :, s0*p_low + r:s0*p_high + r:s0]
        _1 = np.not_equal(total[low:high], 0)
        rt.to_power(total[low:high], rt.ratio(1, norm_type), out=y[low:high])
        rt.where(_1, y[low:high], total[low:high], out=y[low:high])
    rt.blocks(block, N, 4*C*P*R, dtype, R)
    return y, (x, total, norm_type, R, s0, N, C, L, P, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool1d_backward(saved, bar_y):
    x, total, norm_type, R, s0, N, C, L, P, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, P), dtype)
    bar_x = rt.empty((N, C, L), dtype)
    def block(low, high):
        _1 = np.not_equal(total[low:high], 0)
        _2 = rt.to_power(total[low:high], (rt.ratio(1, norm_type) - 1), out=rt.empty((high - low, C, P), dtype))
        _2 *= rt.ratio(1, norm_type)
        rt.where(_1, _2, 1, out=_2)
        bar_total = np.multiply(bar_y[low:high], _2, out=_2)
        bar_u = rt.zeros((high - low, C, L), dtype)
        apart = s0 >= R
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (L - r - 1)//s0 + 1))
            if apart:
                bar_u[:, :, s0*p_low + r:s0*p_high + r:s0] = bar_total[:, :, p_low:p_high]
            else:
                bar_u[:, :, s0*p_low + r:s0*p_high + r:s0] += bar_total[:, :, p_low:p_high]
        rt.to_power(x[low:high], (norm_type - 1), out=bar_x[low:high])
        np.multiply(bar_u, bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= norm_type
    rt.blocks(block, N, 4*C*P*R, dtype, 1)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool1d_jvp(x, dot_x, norm_type, R, s0):
    norm_type, R, s0 = float(norm_type), int(R), int(s0)
    dtype = x.dtype
    N, C, L = x.shape
    P = (L - R)//s0 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C, L), dtype)
    y = rt.empty((N, C, P), dtype)
    dot_y = rt.empty((N, C, P), dtype)
    def block(low, high):
        u = rt.to_power(x[low:high], norm_type, out=rt.empty((high - low, C, L), dtype))
        total = rt.zeros((high - low, C, P), dtype)
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (L - r - 1)//s0 + 1))
            total[:, :, p_low:p_high] += u[:, :, s0*p_low + r:s0*p_high + r:s0]
        _1 = np.not_equal(total, 0)
        rt.to_power(total, rt.ratio(1, norm_type), out=y[low:high])
        rt.where(_1, y[low:high], total, out=y[low:high])
        rt.to_power(x[low:high], (norm_type - 1), out=u)
        np.multiply(dot_x[low:high], u, out=u)
        dot_u = np.multiply(u, norm_type, out=u)
        dot_total = rt.zeros((high - low, C, P), dtype)
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (L - r - 1)//s0 + 1))
            dot_total[:, :, p_low:p_high] += dot_u[:, :, s0*p_low + r:s0*p_high + r:s0]
        _2 = np.not_equal(total, 0)
        rt.to_power(total, (rt.ratio(1, norm_type) - 1), out=dot_y[low:high])
        dot_y[low:high] *= rt.ratio(1, norm_type)
        rt.where(_2, dot_y[low:high], 1, out=dot_y[low:high])
        np.multiply(dot_total, dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 4*C*P*R, dtype, R)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool1d_ceil(x, norm_type, R, s0, b0):
    norm_type, R, s0 = float(norm_type), int(R), int(s0)
    dtype = x.dtype
    N, C, L = x.shape
    P = (L + b0 - R)//s0 + 1
    total = rt.zeros((N, C, P), dtype)
    def block(low, high):
        u = rt.to_power(x[low:high], norm_type, out=rt.empty((high - low, C, L), dtype))
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (L - r - 1)//s0 + 1))
            total[low:high, :, p_low:p_high] += u[:, :, s0*p_low + r:s0*p_high + r:s0]
    rt.blocks(block, N, C*P*R, dtype, R)
    entries = rt.counted(R, P, dtype, (-s0, -1, L - 1))
    y = rt.empty((N, C, P), dtype)
    _1 = R / entries
    def block(low, high):
        _2 = np.multiply(total[low:high], _1, out=rt.empty((high - low, C, P), dtype))
        _3 = np.not_equal(_2, 0)
        rt.to_power(_2, rt.ratio(1, norm_type), out=y[low:high])
        rt.where(_3, y[low:high], _2, out=y[low:high])
    rt.blocks(block, N, 4*C*P, dtype, P)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool1d_ceil_forward(x, norm_type, R, s0, b0):
    norm_type, R, s0 = float(norm_type), int(R), int(s0)
    dtype = x.dtype
    N, C, L = x.shape
    P = (L + b0 - R)//s0 + 1
    total = rt.zeros((N, C, P), dtype)
    def block(low, high):
        u = rt.to_power(x[low:high], norm_type, out=rt.empty((high - low, C, L), dtype))
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (L - r - 1)//s0 + 1))
            total[low:high, :, p_low:p_high] += u[:, :, s0*p_low + r:s0*p_high + r:s0]
    rt.blocks(block, N, C*P*R, dtype, R)
    entries = rt.counted(R, P, dtype, (-s0, -1, L - 1))
    raised = rt.empty((N, C, P), dtype)
    y = rt.empty((N, C, P), dtype)
    _1 = R / entries
    def block(low, high):
        np.multiply(total[low:high], _1, out=raised[low:high])
        _2 = np.not_equal(raised[low:high], 0)
        rt.to_power(raised[low:high], rt.ratio(1, norm_type), out=y[low:high])
        rt.where(_2, y[low:high], raised[low:high], out=y[low:high])
    rt.blocks(block, N, 4*C*P, dtype, P)
    return y, (x, entries, raised, norm_type, R, s0, N, C, L, P, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool1d_ceil_backward(saved, bar_y):
    x, entries, raised, norm_type, R, s0, N, C, L, P, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, P), dtype)
    bar_x = rt.empty((N, C, L), dtype)
    _1 = R / entries
    def block(low, high):
        _2 = np.not_equal(raised[low:high], 0)
        _3 = rt.to_power(raised[low:high], (rt.ratio(1, norm_type) - 1), out=rt.empty((high - low, C, P), dtype))
        _3 *= rt.ratio(1, norm_type)
        rt.where(_2, _3, 1, out=_3)
        bar_raised = np.multiply(bar_y[low:high], _3, out=_3)
        bar_total = np.multiply(bar_raised, _1, out=bar_raised)
        bar_u = rt.zeros((high - low, C, L), dtype)
        apart = s0 >= R
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (L - r - 1)//s0 + 1))
            if apart:
                bar_u[:, :, s0*p_low + r:s0*p_high + r:s0] = bar_total[:, :, p_low:p_high]
            else:
                bar_u[:, :, s0*p_low + r:s0*p_high + r:s0] += bar_total[:, :, p_low:p_high]
        rt.to_power(x[low:high], (norm_type - 1), out=bar_x[low:high])
        np.multiply(bar_u, bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= norm_type
    rt.blocks(block, N, 4*C*P*R, dtype, 1)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool1d_ceil_jvp(x, dot_x, norm_type, R, s0, b0):
    norm_type, R, s0 = float(norm_type), int(R), int(s0)
    dtype = x.dtype
    N, C, L = x.shape
    P = (L + b0 - R)//s0 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C, L), dtype)
    total = rt.zeros((N, C, P), dtype)
    def block(low, high):
        u = rt.to_power(x[low:high], norm_type, out=rt.empty((high - low, C, L), dtype))
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (L - r - 1)//s0 + 1))
            total[low:high, :, p_low:p_high] += u[:, :, s0*p_low + r:s0*p_high + r:s0]
    rt.blocks(block, N, C*P*R, dtype, R)
    entries = rt.counted(R, P, dtype, (-s0, -1, L - 1))
    y = rt.empty((N, C, P), dtype)
    dot_y = rt.empty((N, C, P), dtype)
    _1 = R / entries
    _2 = R / entries
    def block(low, high):
        np.multiply(total[low:high], _1, out=dot_y[low:high])
        _3 = np.not_equal(dot_y[low:high], 0)
        rt.to_power(dot_y[low:high], rt.ratio(1, norm_type), out=y[low:high])
        rt.where(_3, y[low:high], dot_y[low:high], out=y[low:high])
        _4 = rt.to_power(x[low:high], (norm_type - 1), out=rt.empty((high - low, C, L), dtype))
        np.multiply(dot_x[low:high], _4, out=_4)
        dot_u = np.multiply(_4, norm_type, out=_4)
        dot_total = rt.zeros((high - low, C, P), dtype)
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (L - r - 1)//s0 + 1))
            dot_total[:, :, p_low:p_high] += dot_u[:, :, s0*p_low + r:s0*p_high + r:s0]
        _5 = np.not_equal(dot_y[low:high], 0)
        rt.to_power(dot_y[low:high], (rt.ratio(1, norm_type) - 1), out=dot_y[low:high])
        dot_y[low:high] *= rt.ratio(1, norm_type)
        rt.where(_5, dot_y[low:high], 1, out=dot_y[low:high])
        np.multiply(dot_total, dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] *= _2
    rt.blocks(block, N, 4*C*P*R, dtype, R)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool2d(x, norm_type, R, S, s0, s1):
    norm_type, R, S, s0, s1 = float(norm_type), int(R), int(S), int(s0), int(s1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H - R)//s0 + 1
    Q = (W - S)//s1 + 1
    y = rt.empty((N, C, P, Q), dtype)
    def block(low, high):
        u = rt.to_power(x[low:high], norm_type, out=rt.empty((high - low, C, H, W), dtype))
        total = rt.zeros((high - low, C, P, Q), dtype)
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (H - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -(s//s1))
                q_high = max(q_low, min(Q, (W - s - 1)//s1 + 1))
                total[:, :, p_low:p_high, q_low:q_high] += u[:, :, s0*p_low + r:s0*p_high + r:s0, s1*q_low + s:s1*q_high + s:s1]
        _1 = np.not_equal(total, 0)
        rt.to_power(total, rt.ratio(1, norm_type), out=y[low:high])
        rt.where(_1, y[low:high], total, out=y[low:high])
    rt.blocks(block, N, 4*C*P*Q*R*S, dtype, S)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool2d_forward(x, norm_type, R, S, s0, s1):
    norm_type, R, S, s0, s1 = float(norm_type), int(R), int(S), int(s0), int(s1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H - R)//s0 + 1
    Q = (W - S)//s1 + 1
    total = rt.zeros((N, C, P, Q), dtype)
    y = rt.empty((N, C, P, Q), dtype)
    def block(low, high):
        u = rt.to_power(x[low:high], norm_type, out=rt.empty((high - low, C, H, W), dtype))
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (H - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -(s//s1))
                q_high = max(q_low, min(Q, (W - s - 1)//s1 + 1))
                total[low:high, :, p_low:p_high, q_low:q_high] += u[:, :, s0*p_low + r:s0*p_high + r:s0, s1*q_low + s:s1*q_high + s:s1]
        _1 = np.not_equal(total[low:high], 0)
        rt.to_power(total[low:high], rt.ratio(1, norm_type), out=y[low:high])
        rt.where(_1, y[low:high], total[low:high], out=y[low:high])
    rt.blocks(block, N, 4*C*P*Q*R*S, dtype, S)
    return y, (x, total, norm_type, R, S, s0, s1, N, C, H, W, P, Q, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool2d_backward(saved, bar_y):
    x, total, norm_type, R, S, s0, s1, N, C, H, W, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, P, Q), dtype)
    bar_x = rt.empty((N, C, H, W), dtype)
    def block(low, high):
        _1 = np.not_equal(total[low:high], 0)
        _2 = rt.to_power(total[low:high], (rt.ratio(1, norm_type) - 1), out=rt.empty((high - low, C, P, Q), dtype))
        _2 *= rt.ratio(1, norm_type)
        rt.where(_1, _2, 1, out=_2)
        bar_total = np.multiply(bar_y[low:high], _2, out=_2)
        bar_u = rt.zeros((high - low, C, H, W), dtype)
        apart = s0 >= R and s1 >= S
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (H - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -(s//s1))
                q_high = max(q_low, min(Q, (W - s - 1)//s1 + 1))
                if apart:
                    bar_u[:, :, s0*p_low + r:s0*p_high + r:s0, s1*q_low + s:s1*q_high + s:s1] = bar_total[:, :, p_low:p_high, q_low:q_high]
                else:
                    bar_u[:, :, s0*p_low + r:s0*p_high + r:s0, s1*q_low + s:s1*q_high + s:s1] += bar_total[:, :, p_low:p_high, q_low:q_high]
        rt.to_power(x[low:high], (norm_type - 1), out=bar_x[low:high])
        np.multiply(bar_u, bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= norm_type
    rt.blocks(block, N, 4*C*P*Q*R*S, dtype, 1)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool2d_jvp(x, dot_x, norm_type, R, S, s0, s1):
    norm_type, R, S, s0, s1 = float(norm_type), int(R), int(S), int(s0), int(s1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H - R)//s0 + 1
    Q = (W - S)//s1 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C, H, W), dtype)
    y = rt.empty((N, C, P, Q), dtype)
    dot_y = rt.empty((N, C, P, Q), dtype)
    def block(low, high):
        u = rt.to_power(x[low:high], norm_type, out=rt.empty((high - low, C, H, W), dtype))
        total = rt.zeros((high - low, C, P, Q), dtype)
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (H - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -(s//s1))
                q_high = max(q_low, min(Q, (W - s - 1)//s1 + 1))
                total[:, :, p_low:p_high, q_low:q_high] += u[:, :, s0*p_low + r:s0*p_high + r:s0, s1*q_low + s:s1*q_high + s:s1]
        _1 = np.not_equal(total, 0)
        rt.to_power(total, rt.ratio(1, norm_type), out=y[low:high])
        rt.where(_1, y[low:high], total, out=y[low:high])
        rt.to_power(x[low:high], (norm_type - 1), out=u)
        np.multiply(dot_x[low:high], u, out=u)
        dot_u = np.multiply(u, norm_type, out=u)
        dot_total = rt.zeros((high - low, C, P, Q), dtype)
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (H - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -(s//s1))
                q_high = max(q_low, min(Q, (W - s - 1)//s1 + 1))
                dot_total[:, :, p_low:p_high, q_low:q_high] += dot_u[:, :, s0*p_low + r:s0*p_high + r:s0, s1*q_low + s:s1*q_high + s:s1]
        _2 = np.not_equal(total, 0)
        rt.to_power(total, (rt.ratio(1, norm_type) - 1), out=dot_y[low:high])
        dot_y[low:high] *= rt.ratio(1, norm_type)
        rt.where(_2, dot_y[low:high], 1, out=dot_y[low:high])
        np.multiply(dot_total, dot_y[low:high], out=dot_y[low:high])
    rt.blocks(block, N, 4*C*P*Q*R*S, dtype, S)
    return y, dot_y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool2d_ceil(x, norm_type, R, S, s0, s1, b0, b1):
    norm_type, R, S, s0, s1 = float(norm_type), int(R), int(S), int(s0), int(s1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H + b0 - R)//s0 + 1
    Q = (W + b1 - S)//s1 + 1
    total = rt.zeros((N, C, P, Q), dtype)
    def block(low, high):
        u = rt.to_power(x[low:high], norm_type, out=rt.empty((high - low, C, H, W), dtype))
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (H - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -(s//s1))
                q_high = max(q_low, min(Q, (W - s - 1)//s1 + 1))
                total[low:high, :, p_low:p_high, q_low:q_high] += u[:, :, s0*p_low + r:s0*p_high + r:s0, s1*q_low + s:s1*q_high + s:s1]
    rt.blocks(block, N, C*P*Q*R*S, dtype, S)
    rows = rt.counted(R, P, dtype, (-s0, -1, H - 1))
    columns = rt.counted(S, Q, dtype, (-s1, -1, W - 1))
    y = rt.empty((N, C, P, Q), dtype)
    _1 = columns * rows[:, None]
    np.divide((R*S), _1, out=_1)
    def block(low, high):
        _2 = np.multiply(total[low:high], _1, out=rt.empty((high - low, C, P, Q), dtype))
        _3 = np.not_equal(_2, 0)
        rt.to_power(_2, rt.ratio(1, norm_type), out=y[low:high])
        rt.where(_3, y[low:high], _2, out=y[low:high])
    rt.blocks(block, N, 4*C*P*Q, dtype, Q)
    return y


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool2d_ceil_forward(x, norm_type, R, S, s0, s1, b0, b1):
    norm_type, R, S, s0, s1 = float(norm_type), int(R), int(S), int(s0), int(s1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H + b0 - R)//s0 + 1
    Q = (W + b1 - S)//s1 + 1
    total = rt.zeros((N, C, P, Q), dtype)
    def block(low, high):
        u = rt.to_power(x[low:high], norm_type, out=rt.empty((high - low, C, H, W), dtype))
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (H - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -(s//s1))
                q_high = max(q_low, min(Q, (W - s - 1)//s1 + 1))
                total[low:high, :, p_low:p_high, q_low:q_high] += u[:, :, s0*p_low + r:s0*p_high + r:s0, s1*q_low + s:s1*q_high + s:s1]
    rt.blocks(block, N, C*P*Q*R*S, dtype, S)
    rows = rt.counted(R, P, dtype, (-s0, -1, H - 1))
    columns = rt.counted(S, Q, dtype, (-s1, -1, W - 1))
    raised = rt.empty((N, C, P, Q), dtype)
    y = rt.empty((N, C, P, Q), dtype)
    _1 = columns * rows[:, None]
    np.divide((R*S), _1, out=_1)
    def block(low, high):
        np.multiply(total[low:high], _1, out=raised[low:high])
        _2 = np.not_equal(raised[low:high], 0)
        rt.to_power(raised[low:high], rt.ratio(1, norm_type), out=y[low:high])
        rt.where(_2, y[low:high], raised[low:high], out=y[low:high])
    rt.blocks(block, N, 4*C*P*Q, dtype, Q)
    return y, (x, rows, columns, raised, norm_type, R, S, s0, s1, N, C, H, W, P, Q, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool2d_ceil_backward(saved, bar_y):
    x, rows, columns, raised, norm_type, R, S, s0, s1, N, C, H, W, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C, P, Q), dtype)
    bar_x = rt.empty((N, C, H, W), dtype)
    _1 = columns * rows[:, None]
    np.divide((R*S), _1, out=_1)
    def block(low, high):
        _2 = np.not_equal(raised[low:high], 0)
        _3 = rt.to_power(raised[low:high], (rt.ratio(1, norm_type) - 1), out=rt.empty((high - low, C, P, Q), dtype))
        _3 *= rt.ratio(1, norm_type)
        rt.where(_2, _3, 1, out=_3)
        bar_raised = np.multiply(bar_y[low:high], _3, out=_3)
        bar_total = np.multiply(bar_raised, _1, out=bar_raised)
        bar_u = rt.zeros((high - low, C, H, W), dtype)
        apart = s0 >= R and s1 >= S
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (H - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -(s//s1))
                q_high = max(q_low, min(Q, (W - s - 1)//s1 + 1))
                if apart:
                    bar_u[:, :, s0*p_low + r:s0*p_high + r:s0, s1*q_low + s:s1*q_high + s:s1] = bar_total[:, :, p_low:p_high, q_low:q_high]
                else:
                    bar_u[:, :, s0*p_low + r:s0*p_high + r:s0, s1*q_low + s:s1*q_high + s:s1] += bar_total[:, :, p_low:p_high, q_low:q_high]
        rt.to_power(x[low:high], (norm_type - 1), out=bar_x[low:high])
        np.multiply(bar_u, bar_x[low:high], out=bar_x[low:high])
        bar_x[low:high] *= norm_type
    rt.blocks(block, N, 4*C*P*Q*R*S, dtype, 1)
    return (bar_x,)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def lp_pool2d_ceil_jvp(x, dot_x, norm_type, R, S, s0, s1, b0, b1):
    norm_type, R, S, s0, s1 = float(norm_type), int(R), int(S), int(s0), int(s1)
    dtype = x.dtype
    N, C, H, W = x.shape
    P = (H + b0 - R)//s0 + 1
    Q = (W + b1 - S)//s1 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C, H, W), dtype)
    total = rt.zeros((N, C, P, Q), dtype)
    def block(low, high):
        u = rt.to_power(x[low:high], norm_type, out=rt.empty((high - low, C, H, W), dtype))
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (H - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -(s//s1))
                q_high = max(q_low, min(Q, (W - s - 1)//s1 + 1))
                total[low:high, :, p_low:p_high, q_low:q_high] += u[:, :, s0*p_low + r:s0*p_high + r:s0, s1*q_low + s:s1*q_high + s:s1]
    rt.blocks(block, N, C*P*Q*R*S, dtype, S)
    rows = rt.counted(R, P, dtype, (-s0, -1, H - 1))
    columns = rt.counted(S, Q, dtype, (-s1, -1, W - 1))
    y = rt.empty((N, C, P, Q), dtype)
    dot_y = rt.empty((N, C, P, Q), dtype)
    _1 = columns * rows[:, None]
    np.divide((R*S), _1, out=_1)
    _2 = columns * rows[:, None]
    np.divide((R*S), _2, out=_2)
    def block(low, high):
        np.multiply(total[low:high], _1, out=dot_y[low:high])
        _3 = np.not_equal(dot_y[low:high], 0)
        rt.to_power(dot_y[low:high], rt.ratio(1, norm_type), out=y[low:high])
        rt.where(_3, y[low:high], dot_y[low:high], out=y[low:high])
        _4 = rt.to_power(x[low:high], (norm_type - 1), out=rt.empty((high - low, C, H, W), dtype))
        np.multiply(dot_x[low:high], _4, out=_4)
        dot_u = np.multiply(_4, norm_type, out=_4)
        dot_total = rt.zeros((high - low, C, P, Q), dtype)
        for r in range(R):
            p_low = max(0, -(r//s0))
            p_high = max(p_low, min(P, (H - r - 1)//s0 + 1))
            for s in range(S):
                q_low = max(0, -(s//s1))
                q_high = max(q_low, min(Q, (W - s - 1)//s1 + 1))
                dot_total[:, :, p_low:p_high, q_low:q_high] += dot_u[:, :, s0*p_low + r:s0*p_high + r:s0, s1*q_low + s:s1*q_high + s:s1]
        _5 = np.not_equal(dot_y[low:high], 0)
        rt.to_power(dot_y[low:high], (rt.ratio(1, norm_type) - 1), out=dot_y[low:high])
        dot_y[low:high] *= rt.ratio(1, norm_type)
        rt.where(_5, dot_y[low:high], 1, out=dot_y[low:high])
        np.multiply(dot_total, dot_y[low:high], out=dot_y[low:high])
        dot_y[low:high] *= _2
    rt.blocks(block, N, 4*C*P*Q*R*S, dtype, S)
    return y, dot_y


def global_avg_pool(x):
    S = x.shape[2]
    _1 = np.sum(x, axis=2)
    y = np.multiply(_1, rt.ratio(1, S), out=_1)
    return y


def global_avg_pool_forward(x):
    dtype = x.dtype
    N, C, S = x.shape
    _1 = np.sum(x, axis=2)
    y = np.multiply(_1, rt.ratio(1, S), out=_1)
    return y, (N, C, S, dtype)


def global_avg_pool_backward(saved, bar_y):
    N, C, S, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C), dtype)
    _1 = bar_y * rt.ratio(1, S)
    bar_x = rt.empty((N, C, S), dtype)
    bar_x[...] = _1[:, :, None]
    return (bar_x,)


def global_avg_pool_jvp(x, dot_x):
    dtype = x.dtype
    N, C, S = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, C, S), dtype)
    _1 = np.sum(x, axis=2)
    y = np.multiply(_1, rt.ratio(1, S), out=_1)
    _2 = np.sum(dot_x, axis=2)
    dot_y = np.multiply(_2, rt.ratio(1, S), out=_2)
    return y, dot_y


def global_max_pool(x):
    y = np.max(x, axis=-1)
    return y


def global_max_pool_forward(x):
    dtype = x.dtype
    N, C, S = x.shape
    y = np.max(x, axis=-1)
    return y, (x, N, C, S, dtype)


def global_max_pool_backward(saved, bar_y):
    x, N, C, S, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, C), dtype)
    first_y = np.argmax(x, axis=-1)
    _1 = np.arange(S)
    _2 = np.equal(first_y[:, :, None], _1)
    bar_x = _2 * bar_y[:, :, None]
    return (bar_x,)


def global_max_pool_jvp(x, dot_x):
    dtype = x.dtype
    N, C, S = x.shape
    if dot_x is None:
        dot_x = np.zeros((N, C, S), dtype)
    y = np.max(x, axis=-1)
    first_y = np.argmax(x, axis=-1)
    _1 = np.arange(S)
    _2 = np.equal(first_y[:, :, None], _1)
    dot_y = np.vecdot(dot_x, _2)
    return y, dot_y
