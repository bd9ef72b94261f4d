"""Kernels of nnmath.formulas.convolution. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def conv1d(x, weight, bias, G, s0, a0, b0, d0):
    G, s0, a0, d0 = int(G), int(s0), int(a0), int(d0)
    dtype = x.dtype
    N, _, L = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    R = weight.shape[2]
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    x_columns = rt.zeros((G, C, R, P), dtype)
    y = rt.empty((N, G*K, P), dtype)
    _1 = weight.reshape(G, K, C*R)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == L:
            x_columns = x[n].reshape(G, C, R, P)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                x_columns[:, :, r, p_low:p_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, C, p_high - p_low)
        np.matmul(_1, x_columns.reshape(G, C*R, P), out=y[n].reshape(G, K, P))
    y.reshape(N, G, K, P)[...] += bias.reshape(G, K)[:, :, None]
    return y


def conv1d_forward(x, weight, bias, G, s0, a0, b0, d0):
    G, s0, a0, b0, d0 = int(G), int(s0), int(a0), int(b0), int(d0)
    dtype = x.dtype
    N, _, L = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    R = weight.shape[2]
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    x_columns = rt.zeros((G, C, R, P), dtype)
    y = rt.empty((N, G*K, P), dtype)
    _1 = weight.reshape(G, K, C*R)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == L:
            x_columns = x[n].reshape(G, C, R, P)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                x_columns[:, :, r, p_low:p_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, C, p_high - p_low)
        np.matmul(_1, x_columns.reshape(G, C*R, P), out=y[n].reshape(G, K, P))
    y.reshape(N, G, K, P)[...] += bias.reshape(G, K)[:, :, None]
    return y, (x, weight, G, s0, a0, b0, d0, N, C, L, K, R, P, dtype)


def conv1d_backward(saved, bar_y):
    x, weight, G, s0, a0, b0, d0, N, C, L, K, R, P, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G*K, P), dtype)
    _1 = np.sum(bar_y.reshape(N, G, K, P), axis=(0, 3))
    bar_bias = _1.reshape(G*K)
    if s0 == 1:
        bar_y_columns = rt.zeros((G, K, R, L), dtype)
        bar_x = rt.empty((N, C*G, L), dtype)
        bar_weight_total = rt.zeros((G, K, R, C), dtype)
        bar_weight = rt.empty((G*K, C, R), dtype)
        _2 = weight.reshape(G, K, C, R).swapaxes(1, 2).reshape(G, C, K*R)
        _3 = rt.empty((G, K, R, C), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and L == P:
                bar_y_columns = bar_y[n].reshape(G, K, R, L)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(L, d0*r + (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    bar_y_columns[:, :, r, p_at_low:p_at_high] = bar_y[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r].reshape(G, K, p_at_high - p_at_low)
            np.matmul(_2, bar_y_columns.reshape(G, K*R, L), out=bar_x[n].reshape(G, C, L))
            np.matmul(bar_y_columns.reshape(G, K*R, L), x[n].reshape(G, C, L).swapaxes(1, 2), out=_3.reshape(G, K*R, C))
            bar_weight_total += _3
        bar_weight.reshape(G, K, C, R)[...] = bar_weight_total.swapaxes(2, 3)
    else:
        x_columns = rt.zeros((G, C, R, P), dtype)
        bar_weight = rt.zeros((G*K, C, R), dtype)
        bar_x_columns = rt.empty((G, C, R, P), dtype)
        bar_x = rt.zeros((N, C*G, L), dtype)
        _4 = rt.empty((G, K, C, R), dtype)
        for n in range(N):
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                x_columns[:, :, r, p_low:p_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, C, p_high - p_low)
            np.matmul(bar_y[n].reshape(G, K, P), x_columns.transpose(0, 3, 1, 2).reshape(G, P, C*R), out=_4.reshape(G, K, C*R))
            bar_weight.reshape(G, K, C, R)[...] += _4
        _5 = weight.reshape(G, K, C, R).transpose(0, 2, 3, 1).reshape(G, C*R, K)
        for n in range(N):
            np.matmul(_5, bar_y[n].reshape(G, K, P), out=bar_x_columns.reshape(G, C*R, P))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                bar_x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, C, p_high - p_low)[...] += bar_x_columns[:, :, r, p_low:p_high]
    return (bar_x, bar_weight, bar_bias)


def conv1d_jvp(x, weight, bias, dot_x, dot_weight, dot_bias, G, s0, a0, b0, d0):
    G, s0, a0, d0 = int(G), int(s0), int(a0), int(d0)
    dtype = x.dtype
    N, _, L = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    R = weight.shape[2]
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C*G, L), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((G*K, C, R), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((G*K,), dtype)
    x_columns = rt.zeros((G, C, R, P), dtype)
    y = rt.empty((N, G*K, P), dtype)
    dot_y = rt.empty((N, G*K, P), dtype)
    _1 = weight.reshape(G, K, C*R)
    _2 = dot_weight.reshape(G, K, C*R)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == L:
            x_columns = x[n].reshape(G, C, R, P)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                x_columns[:, :, r, p_low:p_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, C, p_high - p_low)
        np.matmul(_1, x_columns.reshape(G, C*R, P), out=y[n].reshape(G, K, P))
        np.matmul(_2, x_columns.reshape(G, C*R, P), out=dot_y[n].reshape(G, K, P))
    y.reshape(N, G, K, P)[...] += bias.reshape(G, K)[:, :, None]
    dot_x_columns = rt.zeros((G, C, R, P), dtype)
    _3 = weight.reshape(G, K, C*R)
    _4 = rt.empty((G, K, P), dtype)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == L:
            dot_x_columns = dot_x[n].reshape(G, C, R, P)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                dot_x_columns[:, :, r, p_low:p_high] = dot_x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, C, p_high - p_low)
        np.matmul(_3, dot_x_columns.reshape(G, C*R, P), out=_4)
        dot_y[n].reshape(G, K, P)[...] += _4
    dot_y.reshape(N, G, K, P)[...] += dot_bias.reshape(G, K)[:, :, None]
    return y, dot_y


def conv1d_nobias(x, weight, G, s0, a0, b0, d0):
    G, s0, a0, d0 = int(G), int(s0), int(a0), int(d0)
    dtype = x.dtype
    N, _, L = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    R = weight.shape[2]
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    x_columns = rt.zeros((G, C, R, P), dtype)
    y = rt.empty((N, G*K, P), dtype)
    _1 = weight.reshape(G, K, C*R)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == L:
            x_columns = x[n].reshape(G, C, R, P)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                x_columns[:, :, r, p_low:p_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, C, p_high - p_low)
        np.matmul(_1, x_columns.reshape(G, C*R, P), out=y[n].reshape(G, K, P))
    return y


def conv1d_nobias_forward(x, weight, G, s0, a0, b0, d0):
    G, s0, a0, b0, d0 = int(G), int(s0), int(a0), int(b0), int(d0)
    dtype = x.dtype
    N, _, L = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    R = weight.shape[2]
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    x_columns = rt.zeros((G, C, R, P), dtype)
    y = rt.empty((N, G*K, P), dtype)
    _1 = weight.reshape(G, K, C*R)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == L:
            x_columns = x[n].reshape(G, C, R, P)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                x_columns[:, :, r, p_low:p_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, C, p_high - p_low)
        np.matmul(_1, x_columns.reshape(G, C*R, P), out=y[n].reshape(G, K, P))
    return y, (x, weight, G, s0, a0, b0, d0, N, C, L, K, R, P, dtype)


def conv1d_nobias_backward(saved, bar_y):
    x, weight, G, s0, a0, b0, d0, N, C, L, K, R, P, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G*K, P), dtype)
    if s0 == 1:
        bar_y_columns = rt.zeros((G, K, R, L), dtype)
        bar_x = rt.empty((N, C*G, L), dtype)
        bar_weight_total = rt.zeros((G, K, R, C), dtype)
        bar_weight = rt.empty((G*K, C, R), dtype)
        _1 = weight.reshape(G, K, C, R).swapaxes(1, 2).reshape(G, C, K*R)
        _2 = rt.empty((G, K, R, C), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and L == P:
                bar_y_columns = bar_y[n].reshape(G, K, R, L)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(L, d0*r + (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    bar_y_columns[:, :, r, p_at_low:p_at_high] = bar_y[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r].reshape(G, K, p_at_high - p_at_low)
            np.matmul(_1, bar_y_columns.reshape(G, K*R, L), out=bar_x[n].reshape(G, C, L))
            np.matmul(bar_y_columns.reshape(G, K*R, L), x[n].reshape(G, C, L).swapaxes(1, 2), out=_2.reshape(G, K*R, C))
            bar_weight_total += _2
        bar_weight.reshape(G, K, C, R)[...] = bar_weight_total.swapaxes(2, 3)
    else:
        x_columns = rt.zeros((G, C, R, P), dtype)
        bar_weight = rt.zeros((G*K, C, R), dtype)
        bar_x_columns = rt.empty((G, C, R, P), dtype)
        bar_x = rt.zeros((N, C*G, L), dtype)
        _3 = rt.empty((G, K, C, R), dtype)
        for n in range(N):
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                x_columns[:, :, r, p_low:p_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, C, p_high - p_low)
            np.matmul(bar_y[n].reshape(G, K, P), x_columns.transpose(0, 3, 1, 2).reshape(G, P, C*R), out=_3.reshape(G, K, C*R))
            bar_weight.reshape(G, K, C, R)[...] += _3
        _4 = weight.reshape(G, K, C, R).transpose(0, 2, 3, 1).reshape(G, C*R, K)
        for n in range(N):
            np.matmul(_4, bar_y[n].reshape(G, K, P), out=bar_x_columns.reshape(G, C*R, P))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                bar_x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, C, p_high - p_low)[...] += bar_x_columns[:, :, r, p_low:p_high]
    return (bar_x, bar_weight)


def conv1d_nobias_jvp(x, weight, dot_x, dot_weight, G, s0, a0, b0, d0):
    G, s0, a0, d0 = int(G), int(s0), int(a0), int(d0)
    dtype = x.dtype
    N, _, L = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    R = weight.shape[2]
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C*G, L), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((G*K, C, R), dtype)
    x_columns = rt.zeros((G, C, R, P), dtype)
    y = rt.empty((N, G*K, P), dtype)
    dot_y = rt.empty((N, G*K, P), dtype)
    _1 = weight.reshape(G, K, C*R)
    _2 = dot_weight.reshape(G, K, C*R)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == L:
            x_columns = x[n].reshape(G, C, R, P)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                x_columns[:, :, r, p_low:p_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, C, p_high - p_low)
        np.matmul(_1, x_columns.reshape(G, C*R, P), out=y[n].reshape(G, K, P))
        np.matmul(_2, x_columns.reshape(G, C*R, P), out=dot_y[n].reshape(G, K, P))
    dot_x_columns = rt.zeros((G, C, R, P), dtype)
    _3 = weight.reshape(G, K, C*R)
    _4 = rt.empty((G, K, P), dtype)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == L:
            dot_x_columns = dot_x[n].reshape(G, C, R, P)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                dot_x_columns[:, :, r, p_low:p_high] = dot_x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, C, p_high - p_low)
        np.matmul(_3, dot_x_columns.reshape(G, C*R, P), out=_4)
        dot_y[n].reshape(G, K, P)[...] += _4
    return y, dot_y


def conv2d(x, weight, bias, G, s0, s1, a0, b0, a1, b1, d0, d1):
    G, s0, s1, a0, a1, d0, d1 = int(G), int(s0), int(s1), int(a0), int(a1), int(d0), int(d1)
    dtype = x.dtype
    N, _, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    x_columns = rt.zeros((G, C, R, S, P, Q), dtype)
    y = rt.empty((N, G*K, P, Q), dtype)
    _1 = weight.reshape(G, K, C*R*S)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == H and S == 1 and s1 == 1 and a1 == 0 and Q == W:
            x_columns = x[n].reshape(G, C, R, S, P, Q)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*R*S, P*Q), out=y[n].reshape(G, K, P*Q))
    y.reshape(N, G, K, P, Q)[...] += bias.reshape(G, K)[:, :, None, None]
    return y


def conv2d_forward(x, weight, bias, G, s0, s1, a0, b0, a1, b1, d0, d1):
    G, s0, s1, a0, b0, a1, b1, d0, d1 = int(G), int(s0), int(s1), int(a0), int(b0), int(a1), int(b1), int(d0), int(d1)
    dtype = x.dtype
    N, _, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    x_columns = rt.zeros((G, C, R, S, P, Q), dtype)
    y = rt.empty((N, G*K, P, Q), dtype)
    _1 = weight.reshape(G, K, C*R*S)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == H and S == 1 and s1 == 1 and a1 == 0 and Q == W:
            x_columns = x[n].reshape(G, C, R, S, P, Q)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*R*S, P*Q), out=y[n].reshape(G, K, P*Q))
    y.reshape(N, G, K, P, Q)[...] += bias.reshape(G, K)[:, :, None, None]
    return y, (x, weight, G, s0, s1, a0, b0, a1, b1, d0, d1, N, C, H, W, K, R, S, P, Q, dtype)


def conv2d_backward(saved, bar_y):
    x, weight, G, s0, s1, a0, b0, a1, b1, d0, d1, N, C, H, W, K, R, S, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G*K, P, Q), dtype)
    _1 = np.sum(bar_y.reshape(N, G, K, P, Q), axis=(0, 3, 4))
    bar_bias = _1.reshape(G*K)
    if s0 == 1 and s1 == 1:
        bar_y_columns = rt.zeros((G, K, R, S, H, W), dtype)
        bar_x = rt.empty((N, C*G, H, W), dtype)
        bar_weight_total = rt.zeros((G, K, R, S, C), dtype)
        bar_weight = rt.empty((G*K, C, R, S), dtype)
        _2 = weight.reshape(G, K, C, R, S).swapaxes(1, 2).reshape(G, C, K*R*S)
        _3 = rt.empty((G, K, R, S, C), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and H == P and S == 1 and a1 == 0 and W == Q:
                bar_y_columns = bar_y[n].reshape(G, K, R, S, H, W)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    for s in range(S):
                        q_at_low = max(0, d1*s - a1)
                        q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                        bar_y_columns[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = bar_y[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, K, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_2, bar_y_columns.reshape(G, K*R*S, H*W), out=bar_x[n].reshape(G, C, H*W))
            np.matmul(bar_y_columns.reshape(G, K*R*S, H*W), x[n].reshape(G, C, H, W).transpose(0, 2, 3, 1).reshape(G, H*W, C), out=_3.reshape(G, K*R*S, C))
            bar_weight_total += _3
        bar_weight.reshape(G, K, C, R, S)[...] = bar_weight_total.transpose(0, 1, 4, 2, 3)
    else:
        x_columns = rt.zeros((G, C, R, S, P, Q), dtype)
        bar_weight = rt.zeros((G*K, C, R, S), dtype)
        bar_x_columns = rt.empty((G, C, R, S, P, Q), dtype)
        bar_x = rt.zeros((N, C*G, H, W), dtype)
        _4 = rt.empty((G, K, C, R, S), dtype)
        for n in range(N):
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
            np.matmul(bar_y[n].reshape(G, K, P*Q), x_columns.transpose(0, 4, 5, 1, 2, 3).reshape(G, P*Q, C*R*S), out=_4.reshape(G, K, C*R*S))
            bar_weight.reshape(G, K, C, R, S)[...] += _4
        _5 = weight.reshape(G, K, C, R, S).transpose(0, 2, 3, 4, 1).reshape(G, C*R*S, K)
        for n in range(N):
            np.matmul(_5, bar_y[n].reshape(G, K, P*Q), out=bar_x_columns.reshape(G, C*R*S, P*Q))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    bar_x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)[...] += bar_x_columns[:, :, r, s, p_low:p_high, q_low:q_high]
    return (bar_x, bar_weight, bar_bias)


def conv2d_jvp(x, weight, bias, dot_x, dot_weight, dot_bias, G, s0, s1, a0, b0, a1, b1, d0, d1):
    G, s0, s1, a0, a1, d0, d1 = int(G), int(s0), int(s1), int(a0), int(a1), int(d0), int(d1)
    dtype = x.dtype
    N, _, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C*G, H, W), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((G*K, C, R, S), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((G*K,), dtype)
    x_columns = rt.zeros((G, C, R, S, P, Q), dtype)
    y = rt.empty((N, G*K, P, Q), dtype)
    dot_y = rt.empty((N, G*K, P, Q), dtype)
    _1 = weight.reshape(G, K, C*R*S)
    _2 = dot_weight.reshape(G, K, C*R*S)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == H and S == 1 and s1 == 1 and a1 == 0 and Q == W:
            x_columns = x[n].reshape(G, C, R, S, P, Q)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*R*S, P*Q), out=y[n].reshape(G, K, P*Q))
        np.matmul(_2, x_columns.reshape(G, C*R*S, P*Q), out=dot_y[n].reshape(G, K, P*Q))
    y.reshape(N, G, K, P, Q)[...] += bias.reshape(G, K)[:, :, None, None]
    dot_x_columns = rt.zeros((G, C, R, S, P, Q), dtype)
    _3 = weight.reshape(G, K, C*R*S)
    _4 = rt.empty((G, K, P, Q), dtype)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == H and S == 1 and s1 == 1 and a1 == 0 and Q == W:
            dot_x_columns = dot_x[n].reshape(G, C, R, S, P, Q)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    dot_x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = dot_x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
        np.matmul(_3, dot_x_columns.reshape(G, C*R*S, P*Q), out=_4.reshape(G, K, P*Q))
        dot_y[n].reshape(G, K, P, Q)[...] += _4
    dot_y.reshape(N, G, K, P, Q)[...] += dot_bias.reshape(G, K)[:, :, None, None]
    return y, dot_y


def conv2d_nobias(x, weight, G, s0, s1, a0, b0, a1, b1, d0, d1):
    G, s0, s1, a0, a1, d0, d1 = int(G), int(s0), int(s1), int(a0), int(a1), int(d0), int(d1)
    dtype = x.dtype
    N, _, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    x_columns = rt.zeros((G, C, R, S, P, Q), dtype)
    y = rt.empty((N, G*K, P, Q), dtype)
    _1 = weight.reshape(G, K, C*R*S)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == H and S == 1 and s1 == 1 and a1 == 0 and Q == W:
            x_columns = x[n].reshape(G, C, R, S, P, Q)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*R*S, P*Q), out=y[n].reshape(G, K, P*Q))
    return y


def conv2d_nobias_forward(x, weight, G, s0, s1, a0, b0, a1, b1, d0, d1):
    G, s0, s1, a0, b0, a1, b1, d0, d1 = int(G), int(s0), int(s1), int(a0), int(b0), int(a1), int(b1), int(d0), int(d1)
    dtype = x.dtype
    N, _, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    x_columns = rt.zeros((G, C, R, S, P, Q), dtype)
    y = rt.empty((N, G*K, P, Q), dtype)
    _1 = weight.reshape(G, K, C*R*S)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == H and S == 1 and s1 == 1 and a1 == 0 and Q == W:
            x_columns = x[n].reshape(G, C, R, S, P, Q)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*R*S, P*Q), out=y[n].reshape(G, K, P*Q))
    return y, (x, weight, G, s0, s1, a0, b0, a1, b1, d0, d1, N, C, H, W, K, R, S, P, Q, dtype)


def conv2d_nobias_backward(saved, bar_y):
    x, weight, G, s0, s1, a0, b0, a1, b1, d0, d1, N, C, H, W, K, R, S, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G*K, P, Q), dtype)
    if s0 == 1 and s1 == 1:
        bar_y_columns = rt.zeros((G, K, R, S, H, W), dtype)
        bar_x = rt.empty((N, C*G, H, W), dtype)
        bar_weight_total = rt.zeros((G, K, R, S, C), dtype)
        bar_weight = rt.empty((G*K, C, R, S), dtype)
        _1 = weight.reshape(G, K, C, R, S).swapaxes(1, 2).reshape(G, C, K*R*S)
        _2 = rt.empty((G, K, R, S, C), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and H == P and S == 1 and a1 == 0 and W == Q:
                bar_y_columns = bar_y[n].reshape(G, K, R, S, H, W)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    for s in range(S):
                        q_at_low = max(0, d1*s - a1)
                        q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                        bar_y_columns[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = bar_y[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, K, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, bar_y_columns.reshape(G, K*R*S, H*W), out=bar_x[n].reshape(G, C, H*W))
            np.matmul(bar_y_columns.reshape(G, K*R*S, H*W), x[n].reshape(G, C, H, W).transpose(0, 2, 3, 1).reshape(G, H*W, C), out=_2.reshape(G, K*R*S, C))
            bar_weight_total += _2
        bar_weight.reshape(G, K, C, R, S)[...] = bar_weight_total.transpose(0, 1, 4, 2, 3)
    else:
        x_columns = rt.zeros((G, C, R, S, P, Q), dtype)
        bar_weight = rt.zeros((G*K, C, R, S), dtype)
        bar_x_columns = rt.empty((G, C, R, S, P, Q), dtype)
        bar_x = rt.zeros((N, C*G, H, W), dtype)
        _3 = rt.empty((G, K, C, R, S), dtype)
        for n in range(N):
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
            np.matmul(bar_y[n].reshape(G, K, P*Q), x_columns.transpose(0, 4, 5, 1, 2, 3).reshape(G, P*Q, C*R*S), out=_3.reshape(G, K, C*R*S))
            bar_weight.reshape(G, K, C, R, S)[...] += _3
        _4 = weight.reshape(G, K, C, R, S).transpose(0, 2, 3, 4, 1).reshape(G, C*R*S, K)
        for n in range(N):
            np.matmul(_4, bar_y[n].reshape(G, K, P*Q), out=bar_x_columns.reshape(G, C*R*S, P*Q))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    bar_x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)[...] += bar_x_columns[:, :, r, s, p_low:p_high, q_low:q_high]
    return (bar_x, bar_weight)


def conv2d_nobias_jvp(x, weight, dot_x, dot_weight, G, s0, s1, a0, b0, a1, b1, d0, d1):
    G, s0, s1, a0, a1, d0, d1 = int(G), int(s0), int(s1), int(a0), int(a1), int(d0), int(d1)
    dtype = x.dtype
    N, _, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C*G, H, W), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((G*K, C, R, S), dtype)
    x_columns = rt.zeros((G, C, R, S, P, Q), dtype)
    y = rt.empty((N, G*K, P, Q), dtype)
    dot_y = rt.empty((N, G*K, P, Q), dtype)
    _1 = weight.reshape(G, K, C*R*S)
    _2 = dot_weight.reshape(G, K, C*R*S)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == H and S == 1 and s1 == 1 and a1 == 0 and Q == W:
            x_columns = x[n].reshape(G, C, R, S, P, Q)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*R*S, P*Q), out=y[n].reshape(G, K, P*Q))
        np.matmul(_2, x_columns.reshape(G, C*R*S, P*Q), out=dot_y[n].reshape(G, K, P*Q))
    dot_x_columns = rt.zeros((G, C, R, S, P, Q), dtype)
    _3 = weight.reshape(G, K, C*R*S)
    _4 = rt.empty((G, K, P, Q), dtype)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == H and S == 1 and s1 == 1 and a1 == 0 and Q == W:
            dot_x_columns = dot_x[n].reshape(G, C, R, S, P, Q)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    dot_x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = dot_x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
        np.matmul(_3, dot_x_columns.reshape(G, C*R*S, P*Q), out=_4.reshape(G, K, P*Q))
        dot_y[n].reshape(G, K, P, Q)[...] += _4
    return y, dot_y


def conv3d(x, weight, bias, G, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    G, s0, s1, s2, a0, a1, a2, d0, d1, d2 = int(G), int(s0), int(s1), int(s2), int(a0), int(a1), int(a2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N, _, D, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, T, R, S = weight.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    x_columns = rt.zeros((G, C, T, R, S, O, P, Q), dtype)
    y = rt.empty((N, G*K, O, P, Q), dtype)
    _1 = weight.reshape(G, K, C*T*R*S)
    for n in range(N):
        if T == 1 and s0 == 1 and a0 == 0 and O == D and R == 1 and s1 == 1 and a1 == 0 and P == H and S == 1 and s2 == 1 and a2 == 0 and Q == W:
            x_columns = x[n].reshape(G, C, T, R, S, O, P, Q)
        else:
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        x_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high] = x[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, C, o_high - o_low, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*T*R*S, O*P*Q), out=y[n].reshape(G, K, O*P*Q))
    y.reshape(N, G, K, O, P, Q)[...] += bias.reshape(G, K)[:, :, None, None, None]
    return y


def conv3d_forward(x, weight, bias, G, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    G, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2 = int(G), int(s0), int(s1), int(s2), int(a0), int(b0), int(a1), int(b1), int(a2), int(b2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N, _, D, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, T, R, S = weight.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    x_columns = rt.zeros((G, C, T, R, S, O, P, Q), dtype)
    y = rt.empty((N, G*K, O, P, Q), dtype)
    _1 = weight.reshape(G, K, C*T*R*S)
    for n in range(N):
        if T == 1 and s0 == 1 and a0 == 0 and O == D and R == 1 and s1 == 1 and a1 == 0 and P == H and S == 1 and s2 == 1 and a2 == 0 and Q == W:
            x_columns = x[n].reshape(G, C, T, R, S, O, P, Q)
        else:
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        x_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high] = x[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, C, o_high - o_low, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*T*R*S, O*P*Q), out=y[n].reshape(G, K, O*P*Q))
    y.reshape(N, G, K, O, P, Q)[...] += bias.reshape(G, K)[:, :, None, None, None]
    return y, (x, weight, G, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2, N, C, D, H, W, K, T, R, S, O, P, Q, dtype)


def conv3d_backward(saved, bar_y):
    x, weight, G, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2, N, C, D, H, W, K, T, R, S, O, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G*K, O, P, Q), dtype)
    _1 = np.sum(bar_y.reshape(N, G, K, O, P, Q), axis=(0, 3, 4, 5))
    bar_bias = _1.reshape(G*K)
    if s0 == 1 and s1 == 1 and s2 == 1:
        bar_y_columns = rt.zeros((G, K, T, R, S, D, H, W), dtype)
        bar_x = rt.empty((N, C*G, D, H, W), dtype)
        bar_weight_total = rt.zeros((G, K, T, R, S, C), dtype)
        bar_weight = rt.empty((G*K, C, T, R, S), dtype)
        _2 = weight.reshape(G, K, C, T, R, S).swapaxes(1, 2).reshape(G, C, K*T*R*S)
        _3 = rt.empty((G, K, T, R, S, C), dtype)
        for n in range(N):
            if T == 1 and a0 == 0 and D == O and R == 1 and a1 == 0 and H == P and S == 1 and a2 == 0 and W == Q:
                bar_y_columns = bar_y[n].reshape(G, K, T, R, S, D, H, W)
            else:
                for t in range(T):
                    o_at_low = max(0, d0*t - a0)
                    o_at_high = max(o_at_low, min(D, d0*t + (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1 - a0))
                    for r in range(R):
                        p_at_low = max(0, d1*r - a1)
                        p_at_high = max(p_at_low, min(H, d1*r + (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1 - a1))
                        for s in range(S):
                            q_at_low = max(0, d2*s - a2)
                            q_at_high = max(q_at_low, min(W, d2*s + (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1 - a2))
                            bar_y_columns[:, :, t, r, s, o_at_low:o_at_high, p_at_low:p_at_high, q_at_low:q_at_high] = bar_y[n, :, o_at_low + a0 - d0*t:o_at_high + a0 - d0*t, p_at_low + a1 - d1*r:p_at_high + a1 - d1*r, q_at_low + a2 - d2*s:q_at_high + a2 - d2*s].reshape(G, K, o_at_high - o_at_low, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_2, bar_y_columns.reshape(G, K*T*R*S, D*H*W), out=bar_x[n].reshape(G, C, D*H*W))
            np.matmul(bar_y_columns.reshape(G, K*T*R*S, D*H*W), x[n].reshape(G, C, D, H, W).transpose(0, 2, 3, 4, 1).reshape(G, D*H*W, C), out=_3.reshape(G, K*T*R*S, C))
            bar_weight_total += _3
        bar_weight.reshape(G, K, C, T, R, S)[...] = bar_weight_total.transpose(0, 1, 5, 2, 3, 4)
    else:
        x_columns = rt.zeros((G, C, T, R, S, O, P, Q), dtype)
        bar_weight = rt.zeros((G*K, C, T, R, S), dtype)
        bar_x_columns = rt.empty((G, C, T, R, S, O, P, Q), dtype)
        bar_x = rt.zeros((N, C*G, D, H, W), dtype)
        _4 = rt.empty((G, K, C, T, R, S), dtype)
        for n in range(N):
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        x_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high] = x[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, C, o_high - o_low, p_high - p_low, q_high - q_low)
            np.matmul(bar_y[n].reshape(G, K, O*P*Q), x_columns.transpose(0, 5, 6, 7, 1, 2, 3, 4).reshape(G, O*P*Q, C*T*R*S), out=_4.reshape(G, K, C*T*R*S))
            bar_weight.reshape(G, K, C, T, R, S)[...] += _4
        _5 = weight.reshape(G, K, C, T, R, S).transpose(0, 2, 3, 4, 5, 1).reshape(G, C*T*R*S, K)
        for n in range(N):
            np.matmul(_5, bar_y[n].reshape(G, K, O*P*Q), out=bar_x_columns.reshape(G, C*T*R*S, O*P*Q))
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        bar_x[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, C, o_high - o_low, p_high - p_low, q_high - q_low)[...] += bar_x_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high]
    return (bar_x, bar_weight, bar_bias)


def conv3d_jvp(x, weight, bias, dot_x, dot_weight, dot_bias, G, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    G, s0, s1, s2, a0, a1, a2, d0, d1, d2 = int(G), int(s0), int(s1), int(s2), int(a0), int(a1), int(a2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N, _, D, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, T, R, S = weight.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C*G, D, H, W), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((G*K, C, T, R, S), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((G*K,), dtype)
    x_columns = rt.zeros((G, C, T, R, S, O, P, Q), dtype)
    y = rt.empty((N, G*K, O, P, Q), dtype)
    dot_y = rt.empty((N, G*K, O, P, Q), dtype)
    _1 = weight.reshape(G, K, C*T*R*S)
    _2 = dot_weight.reshape(G, K, C*T*R*S)
    for n in range(N):
        if T == 1 and s0 == 1 and a0 == 0 and O == D and R == 1 and s1 == 1 and a1 == 0 and P == H and S == 1 and s2 == 1 and a2 == 0 and Q == W:
            x_columns = x[n].reshape(G, C, T, R, S, O, P, Q)
        else:
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        x_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high] = x[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, C, o_high - o_low, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*T*R*S, O*P*Q), out=y[n].reshape(G, K, O*P*Q))
        np.matmul(_2, x_columns.reshape(G, C*T*R*S, O*P*Q), out=dot_y[n].reshape(G, K, O*P*Q))
    y.reshape(N, G, K, O, P, Q)[...] += bias.reshape(G, K)[:, :, None, None, None]
    dot_x_columns = rt.zeros((G, C, T, R, S, O, P, Q), dtype)
    _3 = weight.reshape(G, K, C*T*R*S)
    _4 = rt.empty((G, K, O, P, Q), dtype)
    for n in range(N):
        if T == 1 and s0 == 1 and a0 == 0 and O == D and R == 1 and s1 == 1 and a1 == 0 and P == H and S == 1 and s2 == 1 and a2 == 0 and Q == W:
            dot_x_columns = dot_x[n].reshape(G, C, T, R, S, O, P, Q)
        else:
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        dot_x_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high] = dot_x[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, C, o_high - o_low, p_high - p_low, q_high - q_low)
        np.matmul(_3, dot_x_columns.reshape(G, C*T*R*S, O*P*Q), out=_4.reshape(G, K, O*P*Q))
        dot_y[n].reshape(G, K, O, P, Q)[...] += _4
    dot_y.reshape(N, G, K, O, P, Q)[...] += dot_bias.reshape(G, K)[:, :, None, None, None]
    return y, dot_y


def conv3d_nobias(x, weight, G, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    G, s0, s1, s2, a0, a1, a2, d0, d1, d2 = int(G), int(s0), int(s1), int(s2), int(a0), int(a1), int(a2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N, _, D, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, T, R, S = weight.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    x_columns = rt.zeros((G, C, T, R, S, O, P, Q), dtype)
    y = rt.empty((N, G*K, O, P, Q), dtype)
    _1 = weight.reshape(G, K, C*T*R*S)
    for n in range(N):
        if T == 1 and s0 == 1 and a0 == 0 and O == D and R == 1 and s1 == 1 and a1 == 0 and P == H and S == 1 and s2 == 1 and a2 == 0 and Q == W:
            x_columns = x[n].reshape(G, C, T, R, S, O, P, Q)
        else:
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        x_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high] = x[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, C, o_high - o_low, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*T*R*S, O*P*Q), out=y[n].reshape(G, K, O*P*Q))
    return y


def conv3d_nobias_forward(x, weight, G, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    G, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2 = int(G), int(s0), int(s1), int(s2), int(a0), int(b0), int(a1), int(b1), int(a2), int(b2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N, _, D, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, T, R, S = weight.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    x_columns = rt.zeros((G, C, T, R, S, O, P, Q), dtype)
    y = rt.empty((N, G*K, O, P, Q), dtype)
    _1 = weight.reshape(G, K, C*T*R*S)
    for n in range(N):
        if T == 1 and s0 == 1 and a0 == 0 and O == D and R == 1 and s1 == 1 and a1 == 0 and P == H and S == 1 and s2 == 1 and a2 == 0 and Q == W:
            x_columns = x[n].reshape(G, C, T, R, S, O, P, Q)
        else:
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        x_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high] = x[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, C, o_high - o_low, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*T*R*S, O*P*Q), out=y[n].reshape(G, K, O*P*Q))
    return y, (x, weight, G, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2, N, C, D, H, W, K, T, R, S, O, P, Q, dtype)


def conv3d_nobias_backward(saved, bar_y):
    x, weight, G, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2, N, C, D, H, W, K, T, R, S, O, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G*K, O, P, Q), dtype)
    if s0 == 1 and s1 == 1 and s2 == 1:
        bar_y_columns = rt.zeros((G, K, T, R, S, D, H, W), dtype)
        bar_x = rt.empty((N, C*G, D, H, W), dtype)
        bar_weight_total = rt.zeros((G, K, T, R, S, C), dtype)
        bar_weight = rt.empty((G*K, C, T, R, S), dtype)
        _1 = weight.reshape(G, K, C, T, R, S).swapaxes(1, 2).reshape(G, C, K*T*R*S)
        _2 = rt.empty((G, K, T, R, S, C), dtype)
        for n in range(N):
            if T == 1 and a0 == 0 and D == O and R == 1 and a1 == 0 and H == P and S == 1 and a2 == 0 and W == Q:
                bar_y_columns = bar_y[n].reshape(G, K, T, R, S, D, H, W)
            else:
                for t in range(T):
                    o_at_low = max(0, d0*t - a0)
                    o_at_high = max(o_at_low, min(D, d0*t + (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1 - a0))
                    for r in range(R):
                        p_at_low = max(0, d1*r - a1)
                        p_at_high = max(p_at_low, min(H, d1*r + (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1 - a1))
                        for s in range(S):
                            q_at_low = max(0, d2*s - a2)
                            q_at_high = max(q_at_low, min(W, d2*s + (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1 - a2))
                            bar_y_columns[:, :, t, r, s, o_at_low:o_at_high, p_at_low:p_at_high, q_at_low:q_at_high] = bar_y[n, :, o_at_low + a0 - d0*t:o_at_high + a0 - d0*t, p_at_low + a1 - d1*r:p_at_high + a1 - d1*r, q_at_low + a2 - d2*s:q_at_high + a2 - d2*s].reshape(G, K, o_at_high - o_at_low, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, bar_y_columns.reshape(G, K*T*R*S, D*H*W), out=bar_x[n].reshape(G, C, D*H*W))
            np.matmul(bar_y_columns.reshape(G, K*T*R*S, D*H*W), x[n].reshape(G, C, D, H, W).transpose(0, 2, 3, 4, 1).reshape(G, D*H*W, C), out=_2.reshape(G, K*T*R*S, C))
            bar_weight_total += _2
        bar_weight.reshape(G, K, C, T, R, S)[...] = bar_weight_total.transpose(0, 1, 5, 2, 3, 4)
    else:
        x_columns = rt.zeros((G, C, T, R, S, O, P, Q), dtype)
        bar_weight = rt.zeros((G*K, C, T, R, S), dtype)
        bar_x_columns = rt.empty((G, C, T, R, S, O, P, Q), dtype)
        bar_x = rt.zeros((N, C*G, D, H, W), dtype)
        _3 = rt.empty((G, K, C, T, R, S), dtype)
        for n in range(N):
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        x_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high] = x[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, C, o_high - o_low, p_high - p_low, q_high - q_low)
            np.matmul(bar_y[n].reshape(G, K, O*P*Q), x_columns.transpose(0, 5, 6, 7, 1, 2, 3, 4).reshape(G, O*P*Q, C*T*R*S), out=_3.reshape(G, K, C*T*R*S))
            bar_weight.reshape(G, K, C, T, R, S)[...] += _3
        _4 = weight.reshape(G, K, C, T, R, S).transpose(0, 2, 3, 4, 5, 1).reshape(G, C*T*R*S, K)
        for n in range(N):
            np.matmul(_4, bar_y[n].reshape(G, K, O*P*Q), out=bar_x_columns.reshape(G, C*T*R*S, O*P*Q))
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        bar_x[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, C, o_high - o_low, p_high - p_low, q_high - q_low)[...] += bar_x_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high]
    return (bar_x, bar_weight)


def conv3d_nobias_jvp(x, weight, dot_x, dot_weight, G, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    G, s0, s1, s2, a0, a1, a2, d0, d1, d2 = int(G), int(s0), int(s1), int(s2), int(a0), int(a1), int(a2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N, _, D, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, T, R, S = weight.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C*G, D, H, W), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((G*K, C, T, R, S), dtype)
    x_columns = rt.zeros((G, C, T, R, S, O, P, Q), dtype)
    y = rt.empty((N, G*K, O, P, Q), dtype)
    dot_y = rt.empty((N, G*K, O, P, Q), dtype)
    _1 = weight.reshape(G, K, C*T*R*S)
    _2 = dot_weight.reshape(G, K, C*T*R*S)
    for n in range(N):
        if T == 1 and s0 == 1 and a0 == 0 and O == D and R == 1 and s1 == 1 and a1 == 0 and P == H and S == 1 and s2 == 1 and a2 == 0 and Q == W:
            x_columns = x[n].reshape(G, C, T, R, S, O, P, Q)
        else:
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        x_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high] = x[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, C, o_high - o_low, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*T*R*S, O*P*Q), out=y[n].reshape(G, K, O*P*Q))
        np.matmul(_2, x_columns.reshape(G, C*T*R*S, O*P*Q), out=dot_y[n].reshape(G, K, O*P*Q))
    dot_x_columns = rt.zeros((G, C, T, R, S, O, P, Q), dtype)
    _3 = weight.reshape(G, K, C*T*R*S)
    _4 = rt.empty((G, K, O, P, Q), dtype)
    for n in range(N):
        if T == 1 and s0 == 1 and a0 == 0 and O == D and R == 1 and s1 == 1 and a1 == 0 and P == H and S == 1 and s2 == 1 and a2 == 0 and Q == W:
            dot_x_columns = dot_x[n].reshape(G, C, T, R, S, O, P, Q)
        else:
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        dot_x_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high] = dot_x[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, C, o_high - o_low, p_high - p_low, q_high - q_low)
        np.matmul(_3, dot_x_columns.reshape(G, C*T*R*S, O*P*Q), out=_4.reshape(G, K, O*P*Q))
        dot_y[n].reshape(G, K, O, P, Q)[...] += _4
    return y, dot_y


def conv_transpose1d(x, weight, bias, G, L, s0, a0, b0, d0):
    G, L, s0, a0, b0, d0 = int(G), int(L), int(s0), int(a0), int(b0), int(d0)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, R = weight.shape
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    y = rt.zeros((N, G*K, L), dtype)
    if s0 == 1:
        x_columns = rt.zeros((G, C, R, L), dtype)
        _1 = weight.reshape(G, C, K, R).swapaxes(1, 2).reshape(G, K, C*R)
        _2 = rt.empty((G, K, L), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and L == P:
                x_columns = x[n].reshape(G, C, R, L)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(L, d0*r + (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    x_columns[:, :, r, p_at_low:p_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r].reshape(G, C, p_at_high - p_at_low)
            np.matmul(_1, x_columns.reshape(G, C*R, L), out=_2)
            y[n].reshape(G, K, L)[...] += _2
    else:
        y_columns = rt.empty((G, K, R, P), dtype)
        _3 = weight.reshape(G, C, K, R).transpose(0, 2, 3, 1).reshape(G, K*R, C)
        for n in range(N):
            np.matmul(_3, x[n].reshape(G, C, P), out=y_columns.reshape(G, K*R, P))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, K, p_high - p_low)[...] += y_columns[:, :, r, p_low:p_high]
    y.reshape(N, G, K, L)[...] += bias.reshape(G, K)[:, :, None]
    return y


def conv_transpose1d_forward(x, weight, bias, G, L, s0, a0, b0, d0):
    G, L, s0, a0, b0, d0 = int(G), int(L), int(s0), int(a0), int(b0), int(d0)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, R = weight.shape
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    y = rt.zeros((N, G*K, L), dtype)
    if s0 == 1:
        x_columns = rt.zeros((G, C, R, L), dtype)
        _1 = weight.reshape(G, C, K, R).swapaxes(1, 2).reshape(G, K, C*R)
        _2 = rt.empty((G, K, L), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and L == P:
                x_columns = x[n].reshape(G, C, R, L)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(L, d0*r + (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    x_columns[:, :, r, p_at_low:p_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r].reshape(G, C, p_at_high - p_at_low)
            np.matmul(_1, x_columns.reshape(G, C*R, L), out=_2)
            y[n].reshape(G, K, L)[...] += _2
    else:
        y_columns = rt.empty((G, K, R, P), dtype)
        _3 = weight.reshape(G, C, K, R).transpose(0, 2, 3, 1).reshape(G, K*R, C)
        for n in range(N):
            np.matmul(_3, x[n].reshape(G, C, P), out=y_columns.reshape(G, K*R, P))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, K, p_high - p_low)[...] += y_columns[:, :, r, p_low:p_high]
    y.reshape(N, G, K, L)[...] += bias.reshape(G, K)[:, :, None]
    return y, (x, weight, G, L, s0, a0, d0, N, C, R, K, P, dtype)


def conv_transpose1d_backward(saved, bar_y):
    x, weight, G, L, s0, a0, d0, N, C, R, K, P, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G*K, L), dtype)
    _1 = np.sum(bar_y.reshape(N, G, K, L), axis=(0, 3))
    bar_bias = _1.reshape(G*K)
    bar_y_columns = rt.zeros((G, K, R, P), dtype)
    bar_weight = rt.zeros((C*G, K, R), dtype)
    bar_x = rt.empty((N, C*G, P), dtype)
    _2 = weight.reshape(G, C, K*R)
    _3 = rt.empty((G, C, K, R), dtype)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == L:
            bar_y_columns = bar_y[n].reshape(G, K, R, P)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                bar_y_columns[:, :, r, p_low:p_high] = bar_y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, K, p_high - p_low)
        np.matmul(x[n].reshape(G, C, P), bar_y_columns.transpose(0, 3, 1, 2).reshape(G, P, K*R), out=_3.reshape(G, C, K*R))
        bar_weight.reshape(G, C, K, R)[...] += _3
        np.matmul(_2, bar_y_columns.reshape(G, K*R, P), out=bar_x[n].reshape(G, C, P))
    return (bar_x, bar_weight, bar_bias)


def conv_transpose1d_jvp(x, weight, bias, dot_x, dot_weight, dot_bias, G, L, s0, a0, b0, d0):
    G, L, s0, a0, b0, d0 = int(G), int(L), int(s0), int(a0), int(b0), int(d0)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, R = weight.shape
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C*G, P), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((C*G, K, R), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((G*K,), dtype)
    y = rt.zeros((N, G*K, L), dtype)
    if s0 == 1:
        x_columns = rt.zeros((G, C, R, L), dtype)
        _1 = weight.reshape(G, C, K, R).swapaxes(1, 2).reshape(G, K, C*R)
        _2 = rt.empty((G, K, L), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and L == P:
                x_columns = x[n].reshape(G, C, R, L)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(L, d0*r + (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    x_columns[:, :, r, p_at_low:p_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r].reshape(G, C, p_at_high - p_at_low)
            np.matmul(_1, x_columns.reshape(G, C*R, L), out=_2)
            y[n].reshape(G, K, L)[...] += _2
    else:
        y_columns = rt.empty((G, K, R, P), dtype)
        _3 = weight.reshape(G, C, K, R).transpose(0, 2, 3, 1).reshape(G, K*R, C)
        for n in range(N):
            np.matmul(_3, x[n].reshape(G, C, P), out=y_columns.reshape(G, K*R, P))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, K, p_high - p_low)[...] += y_columns[:, :, r, p_low:p_high]
    y.reshape(N, G, K, L)[...] += bias.reshape(G, K)[:, :, None]
    dot_y = rt.zeros((N, G*K, L), dtype)
    if s0 == 1:
        x_columns_ = rt.zeros((G, C, R, L), dtype)
        _4 = dot_weight.reshape(G, C, K, R).swapaxes(1, 2).reshape(G, K, C*R)
        _5 = rt.empty((G, K, L), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and L == P:
                x_columns_ = x[n].reshape(G, C, R, L)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(L, d0*r + (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    x_columns_[:, :, r, p_at_low:p_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r].reshape(G, C, p_at_high - p_at_low)
            np.matmul(_4, x_columns_.reshape(G, C*R, L), out=_5)
            dot_y[n].reshape(G, K, L)[...] += _5
    else:
        dot_y_columns = rt.empty((G, K, R, P), dtype)
        _6 = dot_weight.reshape(G, C, K, R).transpose(0, 2, 3, 1).reshape(G, K*R, C)
        for n in range(N):
            np.matmul(_6, x[n].reshape(G, C, P), out=dot_y_columns.reshape(G, K*R, P))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                dot_y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, K, p_high - p_low)[...] += dot_y_columns[:, :, r, p_low:p_high]
    if s0 == 1:
        dot_x_columns = rt.zeros((G, C, R, L), dtype)
        _7 = weight.reshape(G, C, K, R).swapaxes(1, 2).reshape(G, K, C*R)
        _8 = rt.empty((G, K, L), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and L == P:
                dot_x_columns = dot_x[n].reshape(G, C, R, L)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(L, d0*r + (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    dot_x_columns[:, :, r, p_at_low:p_at_high] = dot_x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r].reshape(G, C, p_at_high - p_at_low)
            np.matmul(_7, dot_x_columns.reshape(G, C*R, L), out=_8)
            dot_y[n].reshape(G, K, L)[...] += _8
    else:
        dot_y_columns_ = rt.empty((G, K, R, P), dtype)
        _9 = weight.reshape(G, C, K, R).transpose(0, 2, 3, 1).reshape(G, K*R, C)
        for n in range(N):
            np.matmul(_9, dot_x[n].reshape(G, C, P), out=dot_y_columns_.reshape(G, K*R, P))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                dot_y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, K, p_high - p_low)[...] += dot_y_columns_[:, :, r, p_low:p_high]
    dot_y.reshape(N, G, K, L)[...] += dot_bias.reshape(G, K)[:, :, None]
    return y, dot_y


def conv_transpose1d_nobias(x, weight, G, L, s0, a0, b0, d0):
    G, L, s0, a0, b0, d0 = int(G), int(L), int(s0), int(a0), int(b0), int(d0)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, R = weight.shape
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    if s0 == 1:
        x_columns = rt.zeros((G, C, R, L), dtype)
        y = rt.empty((N, G*K, L), dtype)
        _1 = weight.reshape(G, C, K, R).swapaxes(1, 2).reshape(G, K, C*R)
        for n in range(N):
            if R == 1 and a0 == 0 and L == P:
                x_columns = x[n].reshape(G, C, R, L)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(L, d0*r + (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    x_columns[:, :, r, p_at_low:p_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r].reshape(G, C, p_at_high - p_at_low)
            np.matmul(_1, x_columns.reshape(G, C*R, L), out=y[n].reshape(G, K, L))
    else:
        y_columns = rt.empty((G, K, R, P), dtype)
        y = rt.zeros((N, G*K, L), dtype)
        _2 = weight.reshape(G, C, K, R).transpose(0, 2, 3, 1).reshape(G, K*R, C)
        for n in range(N):
            np.matmul(_2, x[n].reshape(G, C, P), out=y_columns.reshape(G, K*R, P))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, K, p_high - p_low)[...] += y_columns[:, :, r, p_low:p_high]
    return y


def conv_transpose1d_nobias_forward(x, weight, G, L, s0, a0, b0, d0):
    G, L, s0, a0, b0, d0 = int(G), int(L), int(s0), int(a0), int(b0), int(d0)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, R = weight.shape
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    if s0 == 1:
        x_columns = rt.zeros((G, C, R, L), dtype)
        y = rt.empty((N, G*K, L), dtype)
        _1 = weight.reshape(G, C, K, R).swapaxes(1, 2).reshape(G, K, C*R)
        for n in range(N):
            if R == 1 and a0 == 0 and L == P:
                x_columns = x[n].reshape(G, C, R, L)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(L, d0*r + (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    x_columns[:, :, r, p_at_low:p_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r].reshape(G, C, p_at_high - p_at_low)
            np.matmul(_1, x_columns.reshape(G, C*R, L), out=y[n].reshape(G, K, L))
    else:
        y_columns = rt.empty((G, K, R, P), dtype)
        y = rt.zeros((N, G*K, L), dtype)
        _2 = weight.reshape(G, C, K, R).transpose(0, 2, 3, 1).reshape(G, K*R, C)
        for n in range(N):
            np.matmul(_2, x[n].reshape(G, C, P), out=y_columns.reshape(G, K*R, P))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, K, p_high - p_low)[...] += y_columns[:, :, r, p_low:p_high]
    return y, (x, weight, G, L, s0, a0, d0, N, C, R, K, P, dtype)


def conv_transpose1d_nobias_backward(saved, bar_y):
    x, weight, G, L, s0, a0, d0, N, C, R, K, P, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G*K, L), dtype)
    bar_y_columns = rt.zeros((G, K, R, P), dtype)
    bar_weight = rt.zeros((C*G, K, R), dtype)
    bar_x = rt.empty((N, C*G, P), dtype)
    _1 = weight.reshape(G, C, K*R)
    _2 = rt.empty((G, C, K, R), dtype)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == L:
            bar_y_columns = bar_y[n].reshape(G, K, R, P)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                bar_y_columns[:, :, r, p_low:p_high] = bar_y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, K, p_high - p_low)
        np.matmul(x[n].reshape(G, C, P), bar_y_columns.transpose(0, 3, 1, 2).reshape(G, P, K*R), out=_2.reshape(G, C, K*R))
        bar_weight.reshape(G, C, K, R)[...] += _2
        np.matmul(_1, bar_y_columns.reshape(G, K*R, P), out=bar_x[n].reshape(G, C, P))
    return (bar_x, bar_weight)


def conv_transpose1d_nobias_jvp(x, weight, dot_x, dot_weight, G, L, s0, a0, b0, d0):
    G, L, s0, a0, b0, d0 = int(G), int(L), int(s0), int(a0), int(b0), int(d0)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, R = weight.shape
    P = (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C*G, P), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((C*G, K, R), dtype)
    if s0 == 1:
        x_columns = rt.zeros((G, C, R, L), dtype)
        y = rt.empty((N, G*K, L), dtype)
        _1 = weight.reshape(G, C, K, R).swapaxes(1, 2).reshape(G, K, C*R)
        for n in range(N):
            if R == 1 and a0 == 0 and L == P:
                x_columns = x[n].reshape(G, C, R, L)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(L, d0*r + (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    x_columns[:, :, r, p_at_low:p_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r].reshape(G, C, p_at_high - p_at_low)
            np.matmul(_1, x_columns.reshape(G, C*R, L), out=y[n].reshape(G, K, L))
    else:
        y_columns = rt.empty((G, K, R, P), dtype)
        y = rt.zeros((N, G*K, L), dtype)
        _2 = weight.reshape(G, C, K, R).transpose(0, 2, 3, 1).reshape(G, K*R, C)
        for n in range(N):
            np.matmul(_2, x[n].reshape(G, C, P), out=y_columns.reshape(G, K*R, P))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, K, p_high - p_low)[...] += y_columns[:, :, r, p_low:p_high]
    dot_y = rt.zeros((N, G*K, L), dtype)
    if s0 == 1:
        x_columns_ = rt.zeros((G, C, R, L), dtype)
        _3 = dot_weight.reshape(G, C, K, R).swapaxes(1, 2).reshape(G, K, C*R)
        _4 = rt.empty((G, K, L), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and L == P:
                x_columns_ = x[n].reshape(G, C, R, L)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(L, d0*r + (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    x_columns_[:, :, r, p_at_low:p_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r].reshape(G, C, p_at_high - p_at_low)
            np.matmul(_3, x_columns_.reshape(G, C*R, L), out=_4)
            dot_y[n].reshape(G, K, L)[...] += _4
    else:
        dot_y_columns = rt.empty((G, K, R, P), dtype)
        _5 = dot_weight.reshape(G, C, K, R).transpose(0, 2, 3, 1).reshape(G, K*R, C)
        for n in range(N):
            np.matmul(_5, x[n].reshape(G, C, P), out=dot_y_columns.reshape(G, K*R, P))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                dot_y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, K, p_high - p_low)[...] += dot_y_columns[:, :, r, p_low:p_high]
    if s0 == 1:
        dot_x_columns = rt.zeros((G, C, R, L), dtype)
        _6 = weight.reshape(G, C, K, R).swapaxes(1, 2).reshape(G, K, C*R)
        _7 = rt.empty((G, K, L), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and L == P:
                dot_x_columns = dot_x[n].reshape(G, C, R, L)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(L, d0*r + (L + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    dot_x_columns[:, :, r, p_at_low:p_at_high] = dot_x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r].reshape(G, C, p_at_high - p_at_low)
            np.matmul(_6, dot_x_columns.reshape(G, C*R, L), out=_7)
            dot_y[n].reshape(G, K, L)[...] += _7
    else:
        dot_y_columns_ = rt.empty((G, K, R, P), dtype)
        _8 = weight.reshape(G, C, K, R).transpose(0, 2, 3, 1).reshape(G, K*R, C)
        for n in range(N):
            np.matmul(_8, dot_x[n].reshape(G, C, P), out=dot_y_columns_.reshape(G, K*R, P))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (L + a0 - d0*r - 1)//s0 + 1))
                dot_y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0].reshape(G, K, p_high - p_low)[...] += dot_y_columns_[:, :, r, p_low:p_high]
    return y, dot_y


def conv_transpose2d(x, weight, bias, G, H, W, s0, s1, a0, b0, a1, b1, d0, d1):
    G, H, W, s0, s1, a0, b0, a1, b1, d0, d1 = int(G), int(H), int(W), int(s0), int(s1), int(a0), int(b0), int(a1), int(b1), int(d0), int(d1)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    y = rt.zeros((N, G*K, H, W), dtype)
    if s0 == 1 and s1 == 1:
        x_columns = rt.zeros((G, C, R, S, H, W), dtype)
        _1 = weight.reshape(G, C, K, R, S).swapaxes(1, 2).reshape(G, K, C*R*S)
        _2 = rt.empty((G, K, H, W), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and H == P and S == 1 and a1 == 0 and W == Q:
                x_columns = x[n].reshape(G, C, R, S, H, W)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    for s in range(S):
                        q_at_low = max(0, d1*s - a1)
                        q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                        x_columns[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, C, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, x_columns.reshape(G, C*R*S, H*W), out=_2.reshape(G, K, H*W))
            y[n].reshape(G, K, H, W)[...] += _2
    else:
        y_columns = rt.empty((G, K, R, S, P, Q), dtype)
        _3 = weight.reshape(G, C, K, R, S).transpose(0, 2, 3, 4, 1).reshape(G, K*R*S, C)
        for n in range(N):
            np.matmul(_3, x[n].reshape(G, C, P*Q), out=y_columns.reshape(G, K*R*S, P*Q))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, K, p_high - p_low, q_high - q_low)[...] += y_columns[:, :, r, s, p_low:p_high, q_low:q_high]
    y.reshape(N, G, K, H, W)[...] += bias.reshape(G, K)[:, :, None, None]
    return y


def conv_transpose2d_forward(x, weight, bias, G, H, W, s0, s1, a0, b0, a1, b1, d0, d1):
    G, H, W, s0, s1, a0, b0, a1, b1, d0, d1 = int(G), int(H), int(W), int(s0), int(s1), int(a0), int(b0), int(a1), int(b1), int(d0), int(d1)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    y = rt.zeros((N, G*K, H, W), dtype)
    if s0 == 1 and s1 == 1:
        x_columns = rt.zeros((G, C, R, S, H, W), dtype)
        _1 = weight.reshape(G, C, K, R, S).swapaxes(1, 2).reshape(G, K, C*R*S)
        _2 = rt.empty((G, K, H, W), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and H == P and S == 1 and a1 == 0 and W == Q:
                x_columns = x[n].reshape(G, C, R, S, H, W)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    for s in range(S):
                        q_at_low = max(0, d1*s - a1)
                        q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                        x_columns[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, C, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, x_columns.reshape(G, C*R*S, H*W), out=_2.reshape(G, K, H*W))
            y[n].reshape(G, K, H, W)[...] += _2
    else:
        y_columns = rt.empty((G, K, R, S, P, Q), dtype)
        _3 = weight.reshape(G, C, K, R, S).transpose(0, 2, 3, 4, 1).reshape(G, K*R*S, C)
        for n in range(N):
            np.matmul(_3, x[n].reshape(G, C, P*Q), out=y_columns.reshape(G, K*R*S, P*Q))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, K, p_high - p_low, q_high - q_low)[...] += y_columns[:, :, r, s, p_low:p_high, q_low:q_high]
    y.reshape(N, G, K, H, W)[...] += bias.reshape(G, K)[:, :, None, None]
    return y, (x, weight, G, H, W, s0, s1, a0, a1, d0, d1, N, C, R, S, K, P, Q, dtype)


def conv_transpose2d_backward(saved, bar_y):
    x, weight, G, H, W, s0, s1, a0, a1, d0, d1, N, C, R, S, K, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G*K, H, W), dtype)
    _1 = np.sum(bar_y.reshape(N, G, K, H, W), axis=(0, 3, 4))
    bar_bias = _1.reshape(G*K)
    bar_y_columns = rt.zeros((G, K, R, S, P, Q), dtype)
    bar_weight = rt.zeros((C*G, K, R, S), dtype)
    bar_x = rt.empty((N, C*G, P, Q), dtype)
    _2 = weight.reshape(G, C, K*R*S)
    _3 = rt.empty((G, C, K, R, S), dtype)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == H and S == 1 and s1 == 1 and a1 == 0 and Q == W:
            bar_y_columns = bar_y[n].reshape(G, K, R, S, P, Q)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    bar_y_columns[:, :, r, s, p_low:p_high, q_low:q_high] = bar_y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, K, p_high - p_low, q_high - q_low)
        np.matmul(x[n].reshape(G, C, P*Q), bar_y_columns.transpose(0, 4, 5, 1, 2, 3).reshape(G, P*Q, K*R*S), out=_3.reshape(G, C, K*R*S))
        bar_weight.reshape(G, C, K, R, S)[...] += _3
        np.matmul(_2, bar_y_columns.reshape(G, K*R*S, P*Q), out=bar_x[n].reshape(G, C, P*Q))
    return (bar_x, bar_weight, bar_bias)


def conv_transpose2d_jvp(x, weight, bias, dot_x, dot_weight, dot_bias, G, H, W, s0, s1, a0, b0, a1, b1, d0, d1):
    G, H, W, s0, s1, a0, b0, a1, b1, d0, d1 = int(G), int(H), int(W), int(s0), int(s1), int(a0), int(b0), int(a1), int(b1), int(d0), int(d1)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C*G, P, Q), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((C*G, K, R, S), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((G*K,), dtype)
    y = rt.zeros((N, G*K, H, W), dtype)
    if s0 == 1 and s1 == 1:
        x_columns = rt.zeros((G, C, R, S, H, W), dtype)
        _1 = weight.reshape(G, C, K, R, S).swapaxes(1, 2).reshape(G, K, C*R*S)
        _2 = rt.empty((G, K, H, W), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and H == P and S == 1 and a1 == 0 and W == Q:
                x_columns = x[n].reshape(G, C, R, S, H, W)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    for s in range(S):
                        q_at_low = max(0, d1*s - a1)
                        q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                        x_columns[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, C, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, x_columns.reshape(G, C*R*S, H*W), out=_2.reshape(G, K, H*W))
            y[n].reshape(G, K, H, W)[...] += _2
    else:
        y_columns = rt.empty((G, K, R, S, P, Q), dtype)
        _3 = weight.reshape(G, C, K, R, S).transpose(0, 2, 3, 4, 1).reshape(G, K*R*S, C)
        for n in range(N):
            np.matmul(_3, x[n].reshape(G, C, P*Q), out=y_columns.reshape(G, K*R*S, P*Q))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, K, p_high - p_low, q_high - q_low)[...] += y_columns[:, :, r, s, p_low:p_high, q_low:q_high]
    y.reshape(N, G, K, H, W)[...] += bias.reshape(G, K)[:, :, None, None]
    dot_y = rt.zeros((N, G*K, H, W), dtype)
    if s0 == 1 and s1 == 1:
        x_columns_ = rt.zeros((G, C, R, S, H, W), dtype)
        _4 = dot_weight.reshape(G, C, K, R, S).swapaxes(1, 2).reshape(G, K, C*R*S)
        _5 = rt.empty((G, K, H, W), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and H == P and S == 1 and a1 == 0 and W == Q:
                x_columns_ = x[n].reshape(G, C, R, S, H, W)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    for s in range(S):
                        q_at_low = max(0, d1*s - a1)
                        q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                        x_columns_[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, C, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_4, x_columns_.reshape(G, C*R*S, H*W), out=_5.reshape(G, K, H*W))
            dot_y[n].reshape(G, K, H, W)[...] += _5
    else:
        dot_y_columns = rt.empty((G, K, R, S, P, Q), dtype)
        _6 = dot_weight.reshape(G, C, K, R, S).transpose(0, 2, 3, 4, 1).reshape(G, K*R*S, C)
        for n in range(N):
            np.matmul(_6, x[n].reshape(G, C, P*Q), out=dot_y_columns.reshape(G, K*R*S, P*Q))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    dot_y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, K, p_high - p_low, q_high - q_low)[...] += dot_y_columns[:, :, r, s, p_low:p_high, q_low:q_high]
    if s0 == 1 and s1 == 1:
        dot_x_columns = rt.zeros((G, C, R, S, H, W), dtype)
        _7 = weight.reshape(G, C, K, R, S).swapaxes(1, 2).reshape(G, K, C*R*S)
        _8 = rt.empty((G, K, H, W), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and H == P and S == 1 and a1 == 0 and W == Q:
                dot_x_columns = dot_x[n].reshape(G, C, R, S, H, W)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    for s in range(S):
                        q_at_low = max(0, d1*s - a1)
                        q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                        dot_x_columns[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = dot_x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, C, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_7, dot_x_columns.reshape(G, C*R*S, H*W), out=_8.reshape(G, K, H*W))
            dot_y[n].reshape(G, K, H, W)[...] += _8
    else:
        dot_y_columns_ = rt.empty((G, K, R, S, P, Q), dtype)
        _9 = weight.reshape(G, C, K, R, S).transpose(0, 2, 3, 4, 1).reshape(G, K*R*S, C)
        for n in range(N):
            np.matmul(_9, dot_x[n].reshape(G, C, P*Q), out=dot_y_columns_.reshape(G, K*R*S, P*Q))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    dot_y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, K, p_high - p_low, q_high - q_low)[...] += dot_y_columns_[:, :, r, s, p_low:p_high, q_low:q_high]
    dot_y.reshape(N, G, K, H, W)[...] += dot_bias.reshape(G, K)[:, :, None, None]
    return y, dot_y


def conv_transpose2d_nobias(x, weight, G, H, W, s0, s1, a0, b0, a1, b1, d0, d1):
    G, H, W, s0, s1, a0, b0, a1, b1, d0, d1 = int(G), int(H), int(W), int(s0), int(s1), int(a0), int(b0), int(a1), int(b1), int(d0), int(d1)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    if s0 == 1 and s1 == 1:
        x_columns = rt.zeros((G, C, R, S, H, W), dtype)
        y = rt.empty((N, G*K, H, W), dtype)
        _1 = weight.reshape(G, C, K, R, S).swapaxes(1, 2).reshape(G, K, C*R*S)
        for n in range(N):
            if R == 1 and a0 == 0 and H == P and S == 1 and a1 == 0 and W == Q:
                x_columns = x[n].reshape(G, C, R, S, H, W)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    for s in range(S):
                        q_at_low = max(0, d1*s - a1)
                        q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                        x_columns[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, C, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, x_columns.reshape(G, C*R*S, H*W), out=y[n].reshape(G, K, H*W))
    else:
        y_columns = rt.empty((G, K, R, S, P, Q), dtype)
        y = rt.zeros((N, G*K, H, W), dtype)
        _2 = weight.reshape(G, C, K, R, S).transpose(0, 2, 3, 4, 1).reshape(G, K*R*S, C)
        for n in range(N):
            np.matmul(_2, x[n].reshape(G, C, P*Q), out=y_columns.reshape(G, K*R*S, P*Q))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, K, p_high - p_low, q_high - q_low)[...] += y_columns[:, :, r, s, p_low:p_high, q_low:q_high]
    return y


def conv_transpose2d_nobias_forward(x, weight, G, H, W, s0, s1, a0, b0, a1, b1, d0, d1):
    G, H, W, s0, s1, a0, b0, a1, b1, d0, d1 = int(G), int(H), int(W), int(s0), int(s1), int(a0), int(b0), int(a1), int(b1), int(d0), int(d1)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    if s0 == 1 and s1 == 1:
        x_columns = rt.zeros((G, C, R, S, H, W), dtype)
        y = rt.empty((N, G*K, H, W), dtype)
        _1 = weight.reshape(G, C, K, R, S).swapaxes(1, 2).reshape(G, K, C*R*S)
        for n in range(N):
            if R == 1 and a0 == 0 and H == P and S == 1 and a1 == 0 and W == Q:
                x_columns = x[n].reshape(G, C, R, S, H, W)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    for s in range(S):
                        q_at_low = max(0, d1*s - a1)
                        q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                        x_columns[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, C, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, x_columns.reshape(G, C*R*S, H*W), out=y[n].reshape(G, K, H*W))
    else:
        y_columns = rt.empty((G, K, R, S, P, Q), dtype)
        y = rt.zeros((N, G*K, H, W), dtype)
        _2 = weight.reshape(G, C, K, R, S).transpose(0, 2, 3, 4, 1).reshape(G, K*R*S, C)
        for n in range(N):
            np.matmul(_2, x[n].reshape(G, C, P*Q), out=y_columns.reshape(G, K*R*S, P*Q))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, K, p_high - p_low, q_high - q_low)[...] += y_columns[:, :, r, s, p_low:p_high, q_low:q_high]
    return y, (x, weight, G, H, W, s0, s1, a0, a1, d0, d1, N, C, R, S, K, P, Q, dtype)


def conv_transpose2d_nobias_backward(saved, bar_y):
    x, weight, G, H, W, s0, s1, a0, a1, d0, d1, N, C, R, S, K, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G*K, H, W), dtype)
    bar_y_columns = rt.zeros((G, K, R, S, P, Q), dtype)
    bar_weight = rt.zeros((C*G, K, R, S), dtype)
    bar_x = rt.empty((N, C*G, P, Q), dtype)
    _1 = weight.reshape(G, C, K*R*S)
    _2 = rt.empty((G, C, K, R, S), dtype)
    for n in range(N):
        if R == 1 and s0 == 1 and a0 == 0 and P == H and S == 1 and s1 == 1 and a1 == 0 and Q == W:
            bar_y_columns = bar_y[n].reshape(G, K, R, S, P, Q)
        else:
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    bar_y_columns[:, :, r, s, p_low:p_high, q_low:q_high] = bar_y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, K, p_high - p_low, q_high - q_low)
        np.matmul(x[n].reshape(G, C, P*Q), bar_y_columns.transpose(0, 4, 5, 1, 2, 3).reshape(G, P*Q, K*R*S), out=_2.reshape(G, C, K*R*S))
        bar_weight.reshape(G, C, K, R, S)[...] += _2
        np.matmul(_1, bar_y_columns.reshape(G, K*R*S, P*Q), out=bar_x[n].reshape(G, C, P*Q))
    return (bar_x, bar_weight)


def conv_transpose2d_nobias_jvp(x, weight, dot_x, dot_weight, G, H, W, s0, s1, a0, b0, a1, b1, d0, d1):
    G, H, W, s0, s1, a0, b0, a1, b1, d0, d1 = int(G), int(H), int(W), int(s0), int(s1), int(a0), int(b0), int(a1), int(b1), int(d0), int(d1)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C*G, P, Q), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((C*G, K, R, S), dtype)
    if s0 == 1 and s1 == 1:
        x_columns = rt.zeros((G, C, R, S, H, W), dtype)
        y = rt.empty((N, G*K, H, W), dtype)
        _1 = weight.reshape(G, C, K, R, S).swapaxes(1, 2).reshape(G, K, C*R*S)
        for n in range(N):
            if R == 1 and a0 == 0 and H == P and S == 1 and a1 == 0 and W == Q:
                x_columns = x[n].reshape(G, C, R, S, H, W)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    for s in range(S):
                        q_at_low = max(0, d1*s - a1)
                        q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                        x_columns[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, C, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, x_columns.reshape(G, C*R*S, H*W), out=y[n].reshape(G, K, H*W))
    else:
        y_columns = rt.empty((G, K, R, S, P, Q), dtype)
        y = rt.zeros((N, G*K, H, W), dtype)
        _2 = weight.reshape(G, C, K, R, S).transpose(0, 2, 3, 4, 1).reshape(G, K*R*S, C)
        for n in range(N):
            np.matmul(_2, x[n].reshape(G, C, P*Q), out=y_columns.reshape(G, K*R*S, P*Q))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, K, p_high - p_low, q_high - q_low)[...] += y_columns[:, :, r, s, p_low:p_high, q_low:q_high]
    dot_y = rt.zeros((N, G*K, H, W), dtype)
    if s0 == 1 and s1 == 1:
        x_columns_ = rt.zeros((G, C, R, S, H, W), dtype)
        _3 = dot_weight.reshape(G, C, K, R, S).swapaxes(1, 2).reshape(G, K, C*R*S)
        _4 = rt.empty((G, K, H, W), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and H == P and S == 1 and a1 == 0 and W == Q:
                x_columns_ = x[n].reshape(G, C, R, S, H, W)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    for s in range(S):
                        q_at_low = max(0, d1*s - a1)
                        q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                        x_columns_[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, C, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_3, x_columns_.reshape(G, C*R*S, H*W), out=_4.reshape(G, K, H*W))
            dot_y[n].reshape(G, K, H, W)[...] += _4
    else:
        dot_y_columns = rt.empty((G, K, R, S, P, Q), dtype)
        _5 = dot_weight.reshape(G, C, K, R, S).transpose(0, 2, 3, 4, 1).reshape(G, K*R*S, C)
        for n in range(N):
            np.matmul(_5, x[n].reshape(G, C, P*Q), out=dot_y_columns.reshape(G, K*R*S, P*Q))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    dot_y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, K, p_high - p_low, q_high - q_low)[...] += dot_y_columns[:, :, r, s, p_low:p_high, q_low:q_high]
    if s0 == 1 and s1 == 1:
        dot_x_columns = rt.zeros((G, C, R, S, H, W), dtype)
        _6 = weight.reshape(G, C, K, R, S).swapaxes(1, 2).reshape(G, K, C*R*S)
        _7 = rt.empty((G, K, H, W), dtype)
        for n in range(N):
            if R == 1 and a0 == 0 and H == P and S == 1 and a1 == 0 and W == Q:
                dot_x_columns = dot_x[n].reshape(G, C, R, S, H, W)
            else:
                for r in range(R):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    for s in range(S):
                        q_at_low = max(0, d1*s - a1)
                        q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                        dot_x_columns[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = dot_x[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, C, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_6, dot_x_columns.reshape(G, C*R*S, H*W), out=_7.reshape(G, K, H*W))
            dot_y[n].reshape(G, K, H, W)[...] += _7
    else:
        dot_y_columns_ = rt.empty((G, K, R, S, P, Q), dtype)
        _8 = weight.reshape(G, C, K, R, S).transpose(0, 2, 3, 4, 1).reshape(G, K*R*S, C)
        for n in range(N):
            np.matmul(_8, dot_x[n].reshape(G, C, P*Q), out=dot_y_columns_.reshape(G, K*R*S, P*Q))
            for r in range(R):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                for s in range(S):
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    dot_y[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, K, p_high - p_low, q_high - q_low)[...] += dot_y_columns_[:, :, r, s, p_low:p_high, q_low:q_high]
    return y, dot_y


def conv_transpose3d(x, weight, bias, G, D, H, W, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    G, D, H, W, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2 = int(G), int(D), int(H), int(W), int(s0), int(s1), int(s2), int(a0), int(b0), int(a1), int(b1), int(a2), int(b2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, T, R, S = weight.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    y = rt.zeros((N, G*K, D, H, W), dtype)
    if s0 == 1 and s1 == 1 and s2 == 1:
        x_columns = rt.zeros((G, C, T, R, S, D, H, W), dtype)
        _1 = weight.reshape(G, C, K, T, R, S).swapaxes(1, 2).reshape(G, K, C*T*R*S)
        _2 = rt.empty((G, K, D, H, W), dtype)
        for n in range(N):
            if T == 1 and a0 == 0 and D == O and R == 1 and a1 == 0 and H == P and S == 1 and a2 == 0 and W == Q:
                x_columns = x[n].reshape(G, C, T, R, S, D, H, W)
            else:
                for t in range(T):
                    o_at_low = max(0, d0*t - a0)
                    o_at_high = max(o_at_low, min(D, d0*t + (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1 - a0))
                    for r in range(R):
                        p_at_low = max(0, d1*r - a1)
                        p_at_high = max(p_at_low, min(H, d1*r + (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1 - a1))
                        for s in range(S):
                            q_at_low = max(0, d2*s - a2)
                            q_at_high = max(q_at_low, min(W, d2*s + (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1 - a2))
                            x_columns[:, :, t, r, s, o_at_low:o_at_high, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, o_at_low + a0 - d0*t:o_at_high + a0 - d0*t, p_at_low + a1 - d1*r:p_at_high + a1 - d1*r, q_at_low + a2 - d2*s:q_at_high + a2 - d2*s].reshape(G, C, o_at_high - o_at_low, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, x_columns.reshape(G, C*T*R*S, D*H*W), out=_2.reshape(G, K, D*H*W))
            y[n].reshape(G, K, D, H, W)[...] += _2
    else:
        y_columns = rt.empty((G, K, T, R, S, O, P, Q), dtype)
        _3 = weight.reshape(G, C, K, T, R, S).transpose(0, 2, 3, 4, 5, 1).reshape(G, K*T*R*S, C)
        for n in range(N):
            np.matmul(_3, x[n].reshape(G, C, O*P*Q), out=y_columns.reshape(G, K*T*R*S, O*P*Q))
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        y[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, K, o_high - o_low, p_high - p_low, q_high - q_low)[...] += y_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high]
    y.reshape(N, G, K, D, H, W)[...] += bias.reshape(G, K)[:, :, None, None, None]
    return y


def conv_transpose3d_forward(x, weight, bias, G, D, H, W, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    G, D, H, W, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2 = int(G), int(D), int(H), int(W), int(s0), int(s1), int(s2), int(a0), int(b0), int(a1), int(b1), int(a2), int(b2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, T, R, S = weight.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    y = rt.zeros((N, G*K, D, H, W), dtype)
    if s0 == 1 and s1 == 1 and s2 == 1:
        x_columns = rt.zeros((G, C, T, R, S, D, H, W), dtype)
        _1 = weight.reshape(G, C, K, T, R, S).swapaxes(1, 2).reshape(G, K, C*T*R*S)
        _2 = rt.empty((G, K, D, H, W), dtype)
        for n in range(N):
            if T == 1 and a0 == 0 and D == O and R == 1 and a1 == 0 and H == P and S == 1 and a2 == 0 and W == Q:
                x_columns = x[n].reshape(G, C, T, R, S, D, H, W)
            else:
                for t in range(T):
                    o_at_low = max(0, d0*t - a0)
                    o_at_high = max(o_at_low, min(D, d0*t + (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1 - a0))
                    for r in range(R):
                        p_at_low = max(0, d1*r - a1)
                        p_at_high = max(p_at_low, min(H, d1*r + (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1 - a1))
                        for s in range(S):
                            q_at_low = max(0, d2*s - a2)
                            q_at_high = max(q_at_low, min(W, d2*s + (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1 - a2))
                            x_columns[:, :, t, r, s, o_at_low:o_at_high, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, o_at_low + a0 - d0*t:o_at_high + a0 - d0*t, p_at_low + a1 - d1*r:p_at_high + a1 - d1*r, q_at_low + a2 - d2*s:q_at_high + a2 - d2*s].reshape(G, C, o_at_high - o_at_low, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, x_columns.reshape(G, C*T*R*S, D*H*W), out=_2.reshape(G, K, D*H*W))
            y[n].reshape(G, K, D, H, W)[...] += _2
    else:
        y_columns = rt.empty((G, K, T, R, S, O, P, Q), dtype)
        _3 = weight.reshape(G, C, K, T, R, S).transpose(0, 2, 3, 4, 5, 1).reshape(G, K*T*R*S, C)
        for n in range(N):
            np.matmul(_3, x[n].reshape(G, C, O*P*Q), out=y_columns.reshape(G, K*T*R*S, O*P*Q))
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        y[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, K, o_high - o_low, p_high - p_low, q_high - q_low)[...] += y_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high]
    y.reshape(N, G, K, D, H, W)[...] += bias.reshape(G, K)[:, :, None, None, None]
    return y, (x, weight, G, D, H, W, s0, s1, s2, a0, a1, a2, d0, d1, d2, N, C, T, R, S, K, O, P, Q, dtype)


def conv_transpose3d_backward(saved, bar_y):
    x, weight, G, D, H, W, s0, s1, s2, a0, a1, a2, d0, d1, d2, N, C, T, R, S, K, O, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G*K, D, H, W), dtype)
    _1 = np.sum(bar_y.reshape(N, G, K, D, H, W), axis=(0, 3, 4, 5))
    bar_bias = _1.reshape(G*K)
    bar_y_columns = rt.zeros((G, K, T, R, S, O, P, Q), dtype)
    bar_weight = rt.zeros((C*G, K, T, R, S), dtype)
    bar_x = rt.empty((N, C*G, O, P, Q), dtype)
    _2 = weight.reshape(G, C, K*T*R*S)
    _3 = rt.empty((G, C, K, T, R, S), dtype)
    for n in range(N):
        if T == 1 and s0 == 1 and a0 == 0 and O == D and R == 1 and s1 == 1 and a1 == 0 and P == H and S == 1 and s2 == 1 and a2 == 0 and Q == W:
            bar_y_columns = bar_y[n].reshape(G, K, T, R, S, O, P, Q)
        else:
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        bar_y_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high] = bar_y[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, K, o_high - o_low, p_high - p_low, q_high - q_low)
        np.matmul(x[n].reshape(G, C, O*P*Q), bar_y_columns.transpose(0, 5, 6, 7, 1, 2, 3, 4).reshape(G, O*P*Q, K*T*R*S), out=_3.reshape(G, C, K*T*R*S))
        bar_weight.reshape(G, C, K, T, R, S)[...] += _3
        np.matmul(_2, bar_y_columns.reshape(G, K*T*R*S, O*P*Q), out=bar_x[n].reshape(G, C, O*P*Q))
    return (bar_x, bar_weight, bar_bias)


def conv_transpose3d_jvp(x, weight, bias, dot_x, dot_weight, dot_bias, G, D, H, W, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    G, D, H, W, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2 = int(G), int(D), int(H), int(W), int(s0), int(s1), int(s2), int(a0), int(b0), int(a1), int(b1), int(a2), int(b2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, T, R, S = weight.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C*G, O, P, Q), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((C*G, K, T, R, S), dtype)
    if dot_bias is None:
        dot_bias = np.zeros((G*K,), dtype)
    y = rt.zeros((N, G*K, D, H, W), dtype)
    if s0 == 1 and s1 == 1 and s2 == 1:
        x_columns = rt.zeros((G, C, T, R, S, D, H, W), dtype)
        _1 = weight.reshape(G, C, K, T, R, S).swapaxes(1, 2).reshape(G, K, C*T*R*S)
        _2 = rt.empty((G, K, D, H, W), dtype)
        for n in range(N):
            if T == 1 and a0 == 0 and D == O and R == 1 and a1 == 0 and H == P and S == 1 and a2 == 0 and W == Q:
                x_columns = x[n].reshape(G, C, T, R, S, D, H, W)
            else:
                for t in range(T):
                    o_at_low = max(0, d0*t - a0)
                    o_at_high = max(o_at_low, min(D, d0*t + (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1 - a0))
                    for r in range(R):
                        p_at_low = max(0, d1*r - a1)
                        p_at_high = max(p_at_low, min(H, d1*r + (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1 - a1))
                        for s in range(S):
                            q_at_low = max(0, d2*s - a2)
                            q_at_high = max(q_at_low, min(W, d2*s + (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1 - a2))
                            x_columns[:, :, t, r, s, o_at_low:o_at_high, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, o_at_low + a0 - d0*t:o_at_high + a0 - d0*t, p_at_low + a1 - d1*r:p_at_high + a1 - d1*r, q_at_low + a2 - d2*s:q_at_high + a2 - d2*s].reshape(G, C, o_at_high - o_at_low, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, x_columns.reshape(G, C*T*R*S, D*H*W), out=_2.reshape(G, K, D*H*W))
            y[n].reshape(G, K, D, H, W)[...] += _2
    else:
        y_columns = rt.empty((G, K, T, R, S, O, P, Q), dtype)
        _3 = weight.reshape(G, C, K, T, R, S).transpose(0, 2, 3, 4, 5, 1).reshape(G, K*T*R*S, C)
        for n in range(N):
            np.matmul(_3, x[n].reshape(G, C, O*P*Q), out=y_columns.reshape(G, K*T*R*S, O*P*Q))
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        y[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, K, o_high - o_low, p_high - p_low, q_high - q_low)[...] += y_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high]
    y.reshape(N, G, K, D, H, W)[...] += bias.reshape(G, K)[:, :, None, None, None]
    dot_y = rt.zeros((N, G*K, D, H, W), dtype)
    if s0 == 1 and s1 == 1 and s2 == 1:
        x_columns_ = rt.zeros((G, C, T, R, S, D, H, W), dtype)
        _4 = dot_weight.reshape(G, C, K, T, R, S).swapaxes(1, 2).reshape(G, K, C*T*R*S)
        _5 = rt.empty((G, K, D, H, W), dtype)
        for n in range(N):
            if T == 1 and a0 == 0 and D == O and R == 1 and a1 == 0 and H == P and S == 1 and a2 == 0 and W == Q:
                x_columns_ = x[n].reshape(G, C, T, R, S, D, H, W)
            else:
                for t in range(T):
                    o_at_low = max(0, d0*t - a0)
                    o_at_high = max(o_at_low, min(D, d0*t + (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1 - a0))
                    for r in range(R):
                        p_at_low = max(0, d1*r - a1)
                        p_at_high = max(p_at_low, min(H, d1*r + (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1 - a1))
                        for s in range(S):
                            q_at_low = max(0, d2*s - a2)
                            q_at_high = max(q_at_low, min(W, d2*s + (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1 - a2))
                            x_columns_[:, :, t, r, s, o_at_low:o_at_high, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, o_at_low + a0 - d0*t:o_at_high + a0 - d0*t, p_at_low + a1 - d1*r:p_at_high + a1 - d1*r, q_at_low + a2 - d2*s:q_at_high + a2 - d2*s].reshape(G, C, o_at_high - o_at_low, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_4, x_columns_.reshape(G, C*T*R*S, D*H*W), out=_5.reshape(G, K, D*H*W))
            dot_y[n].reshape(G, K, D, H, W)[...] += _5
    else:
        dot_y_columns = rt.empty((G, K, T, R, S, O, P, Q), dtype)
        _6 = dot_weight.reshape(G, C, K, T, R, S).transpose(0, 2, 3, 4, 5, 1).reshape(G, K*T*R*S, C)
        for n in range(N):
            np.matmul(_6, x[n].reshape(G, C, O*P*Q), out=dot_y_columns.reshape(G, K*T*R*S, O*P*Q))
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        dot_y[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, K, o_high - o_low, p_high - p_low, q_high - q_low)[...] += dot_y_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high]
    if s0 == 1 and s1 == 1 and s2 == 1:
        dot_x_columns = rt.zeros((G, C, T, R, S, D, H, W), dtype)
        _7 = weight.reshape(G, C, K, T, R, S).swapaxes(1, 2).reshape(G, K, C*T*R*S)
        _8 = rt.empty((G, K, D, H, W), dtype)
        for n in range(N):
            if T == 1 and a0 == 0 and D == O and R == 1 and a1 == 0 and H == P and S == 1 and a2 == 0 and W == Q:
                dot_x_columns = dot_x[n].reshape(G, C, T, R, S, D, H, W)
            else:
                for t in range(T):
                    o_at_low = max(0, d0*t - a0)
                    o_at_high = max(o_at_low, min(D, d0*t + (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1 - a0))
                    for r in range(R):
                        p_at_low = max(0, d1*r - a1)
                        p_at_high = max(p_at_low, min(H, d1*r + (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1 - a1))
                        for s in range(S):
                            q_at_low = max(0, d2*s - a2)
                            q_at_high = max(q_at_low, min(W, d2*s + (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1 - a2))
                            dot_x_columns[:, :, t, r, s, o_at_low:o_at_high, p_at_low:p_at_high, q_at_low:q_at_high] = dot_x[n, :, o_at_low + a0 - d0*t:o_at_high + a0 - d0*t, p_at_low + a1 - d1*r:p_at_high + a1 - d1*r, q_at_low + a2 - d2*s:q_at_high + a2 - d2*s].reshape(G, C, o_at_high - o_at_low, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_7, dot_x_columns.reshape(G, C*T*R*S, D*H*W), out=_8.reshape(G, K, D*H*W))
            dot_y[n].reshape(G, K, D, H, W)[...] += _8
    else:
        dot_y_columns_ = rt.empty((G, K, T, R, S, O, P, Q), dtype)
        _9 = weight.reshape(G, C, K, T, R, S).transpose(0, 2, 3, 4, 5, 1).reshape(G, K*T*R*S, C)
        for n in range(N):
            np.matmul(_9, dot_x[n].reshape(G, C, O*P*Q), out=dot_y_columns_.reshape(G, K*T*R*S, O*P*Q))
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        dot_y[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, K, o_high - o_low, p_high - p_low, q_high - q_low)[...] += dot_y_columns_[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high]
    dot_y.reshape(N, G, K, D, H, W)[...] += dot_bias.reshape(G, K)[:, :, None, None, None]
    return y, dot_y


def conv_transpose3d_nobias(x, weight, G, D, H, W, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    G, D, H, W, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2 = int(G), int(D), int(H), int(W), int(s0), int(s1), int(s2), int(a0), int(b0), int(a1), int(b1), int(a2), int(b2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, T, R, S = weight.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    if s0 == 1 and s1 == 1 and s2 == 1:
        x_columns = rt.zeros((G, C, T, R, S, D, H, W), dtype)
        y = rt.empty((N, G*K, D, H, W), dtype)
        _1 = weight.reshape(G, C, K, T, R, S).swapaxes(1, 2).reshape(G, K, C*T*R*S)
        for n in range(N):
            if T == 1 and a0 == 0 and D == O and R == 1 and a1 == 0 and H == P and S == 1 and a2 == 0 and W == Q:
                x_columns = x[n].reshape(G, C, T, R, S, D, H, W)
            else:
                for t in range(T):
                    o_at_low = max(0, d0*t - a0)
                    o_at_high = max(o_at_low, min(D, d0*t + (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1 - a0))
                    for r in range(R):
                        p_at_low = max(0, d1*r - a1)
                        p_at_high = max(p_at_low, min(H, d1*r + (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1 - a1))
                        for s in range(S):
                            q_at_low = max(0, d2*s - a2)
                            q_at_high = max(q_at_low, min(W, d2*s + (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1 - a2))
                            x_columns[:, :, t, r, s, o_at_low:o_at_high, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, o_at_low + a0 - d0*t:o_at_high + a0 - d0*t, p_at_low + a1 - d1*r:p_at_high + a1 - d1*r, q_at_low + a2 - d2*s:q_at_high + a2 - d2*s].reshape(G, C, o_at_high - o_at_low, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, x_columns.reshape(G, C*T*R*S, D*H*W), out=y[n].reshape(G, K, D*H*W))
    else:
        y_columns = rt.empty((G, K, T, R, S, O, P, Q), dtype)
        y = rt.zeros((N, G*K, D, H, W), dtype)
        _2 = weight.reshape(G, C, K, T, R, S).transpose(0, 2, 3, 4, 5, 1).reshape(G, K*T*R*S, C)
        for n in range(N):
            np.matmul(_2, x[n].reshape(G, C, O*P*Q), out=y_columns.reshape(G, K*T*R*S, O*P*Q))
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        y[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, K, o_high - o_low, p_high - p_low, q_high - q_low)[...] += y_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high]
    return y


def conv_transpose3d_nobias_forward(x, weight, G, D, H, W, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    G, D, H, W, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2 = int(G), int(D), int(H), int(W), int(s0), int(s1), int(s2), int(a0), int(b0), int(a1), int(b1), int(a2), int(b2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, T, R, S = weight.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    if s0 == 1 and s1 == 1 and s2 == 1:
        x_columns = rt.zeros((G, C, T, R, S, D, H, W), dtype)
        y = rt.empty((N, G*K, D, H, W), dtype)
        _1 = weight.reshape(G, C, K, T, R, S).swapaxes(1, 2).reshape(G, K, C*T*R*S)
        for n in range(N):
            if T == 1 and a0 == 0 and D == O and R == 1 and a1 == 0 and H == P and S == 1 and a2 == 0 and W == Q:
                x_columns = x[n].reshape(G, C, T, R, S, D, H, W)
            else:
                for t in range(T):
                    o_at_low = max(0, d0*t - a0)
                    o_at_high = max(o_at_low, min(D, d0*t + (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1 - a0))
                    for r in range(R):
                        p_at_low = max(0, d1*r - a1)
                        p_at_high = max(p_at_low, min(H, d1*r + (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1 - a1))
                        for s in range(S):
                            q_at_low = max(0, d2*s - a2)
                            q_at_high = max(q_at_low, min(W, d2*s + (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1 - a2))
                            x_columns[:, :, t, r, s, o_at_low:o_at_high, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, o_at_low + a0 - d0*t:o_at_high + a0 - d0*t, p_at_low + a1 - d1*r:p_at_high + a1 - d1*r, q_at_low + a2 - d2*s:q_at_high + a2 - d2*s].reshape(G, C, o_at_high - o_at_low, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, x_columns.reshape(G, C*T*R*S, D*H*W), out=y[n].reshape(G, K, D*H*W))
    else:
        y_columns = rt.empty((G, K, T, R, S, O, P, Q), dtype)
        y = rt.zeros((N, G*K, D, H, W), dtype)
        _2 = weight.reshape(G, C, K, T, R, S).transpose(0, 2, 3, 4, 5, 1).reshape(G, K*T*R*S, C)
        for n in range(N):
            np.matmul(_2, x[n].reshape(G, C, O*P*Q), out=y_columns.reshape(G, K*T*R*S, O*P*Q))
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        y[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, K, o_high - o_low, p_high - p_low, q_high - q_low)[...] += y_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high]
    return y, (x, weight, G, D, H, W, s0, s1, s2, a0, a1, a2, d0, d1, d2, N, C, T, R, S, K, O, P, Q, dtype)


def conv_transpose3d_nobias_backward(saved, bar_y):
    x, weight, G, D, H, W, s0, s1, s2, a0, a1, a2, d0, d1, d2, N, C, T, R, S, K, O, P, Q, dtype = saved
    if bar_y is None:
        bar_y = np.zeros((N, G*K, D, H, W), dtype)
    bar_y_columns = rt.zeros((G, K, T, R, S, O, P, Q), dtype)
    bar_weight = rt.zeros((C*G, K, T, R, S), dtype)
    bar_x = rt.empty((N, C*G, O, P, Q), dtype)
    _1 = weight.reshape(G, C, K*T*R*S)
    _2 = rt.empty((G, C, K, T, R, S), dtype)
    for n in range(N):
        if T == 1 and s0 == 1 and a0 == 0 and O == D and R == 1 and s1 == 1 and a1 == 0 and P == H and S == 1 and s2 == 1 and a2 == 0 and Q == W:
            bar_y_columns = bar_y[n].reshape(G, K, T, R, S, O, P, Q)
        else:
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        bar_y_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high] = bar_y[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, K, o_high - o_low, p_high - p_low, q_high - q_low)
        np.matmul(x[n].reshape(G, C, O*P*Q), bar_y_columns.transpose(0, 5, 6, 7, 1, 2, 3, 4).reshape(G, O*P*Q, K*T*R*S), out=_2.reshape(G, C, K*T*R*S))
        bar_weight.reshape(G, C, K, T, R, S)[...] += _2
        np.matmul(_1, bar_y_columns.reshape(G, K*T*R*S, O*P*Q), out=bar_x[n].reshape(G, C, O*P*Q))
    return (bar_x, bar_weight)


def conv_transpose3d_nobias_jvp(x, weight, dot_x, dot_weight, G, D, H, W, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2):
    G, D, H, W, s0, s1, s2, a0, b0, a1, b1, a2, b2, d0, d1, d2 = int(G), int(D), int(H), int(W), int(s0), int(s1), int(s2), int(a0), int(b0), int(a1), int(b1), int(a2), int(b2), int(d0), int(d1), int(d2)
    dtype = x.dtype
    N = x.shape[0]
    C = x.shape[1]//G
    _, K, T, R, S = weight.shape
    O = (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1
    P = (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1
    Q = (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1
    if dot_x is None:
        dot_x = np.zeros((N, C*G, O, P, Q), dtype)
    if dot_weight is None:
        dot_weight = np.zeros((C*G, K, T, R, S), dtype)
    if s0 == 1 and s1 == 1 and s2 == 1:
        x_columns = rt.zeros((G, C, T, R, S, D, H, W), dtype)
        y = rt.empty((N, G*K, D, H, W), dtype)
        _1 = weight.reshape(G, C, K, T, R, S).swapaxes(1, 2).reshape(G, K, C*T*R*S)
        for n in range(N):
            if T == 1 and a0 == 0 and D == O and R == 1 and a1 == 0 and H == P and S == 1 and a2 == 0 and W == Q:
                x_columns = x[n].reshape(G, C, T, R, S, D, H, W)
            else:
                for t in range(T):
                    o_at_low = max(0, d0*t - a0)
                    o_at_high = max(o_at_low, min(D, d0*t + (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1 - a0))
                    for r in range(R):
                        p_at_low = max(0, d1*r - a1)
                        p_at_high = max(p_at_low, min(H, d1*r + (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1 - a1))
                        for s in range(S):
                            q_at_low = max(0, d2*s - a2)
                            q_at_high = max(q_at_low, min(W, d2*s + (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1 - a2))
                            x_columns[:, :, t, r, s, o_at_low:o_at_high, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, o_at_low + a0 - d0*t:o_at_high + a0 - d0*t, p_at_low + a1 - d1*r:p_at_high + a1 - d1*r, q_at_low + a2 - d2*s:q_at_high + a2 - d2*s].reshape(G, C, o_at_high - o_at_low, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, x_columns.reshape(G, C*T*R*S, D*H*W), out=y[n].reshape(G, K, D*H*W))
    else:
        y_columns = rt.empty((G, K, T, R, S, O, P, Q), dtype)
        y = rt.zeros((N, G*K, D, H, W), dtype)
        _2 = weight.reshape(G, C, K, T, R, S).transpose(0, 2, 3, 4, 5, 1).reshape(G, K*T*R*S, C)
        for n in range(N):
            np.matmul(_2, x[n].reshape(G, C, O*P*Q), out=y_columns.reshape(G, K*T*R*S, O*P*Q))
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        y[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, K, o_high - o_low, p_high - p_low, q_high - q_low)[...] += y_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high]
    dot_y = rt.zeros((N, G*K, D, H, W), dtype)
    if s0 == 1 and s1 == 1 and s2 == 1:
        x_columns_ = rt.zeros((G, C, T, R, S, D, H, W), dtype)
        _3 = dot_weight.reshape(G, C, K, T, R, S).swapaxes(1, 2).reshape(G, K, C*T*R*S)
        _4 = rt.empty((G, K, D, H, W), dtype)
        for n in range(N):
            if T == 1 and a0 == 0 and D == O and R == 1 and a1 == 0 and H == P and S == 1 and a2 == 0 and W == Q:
                x_columns_ = x[n].reshape(G, C, T, R, S, D, H, W)
            else:
                for t in range(T):
                    o_at_low = max(0, d0*t - a0)
                    o_at_high = max(o_at_low, min(D, d0*t + (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1 - a0))
                    for r in range(R):
                        p_at_low = max(0, d1*r - a1)
                        p_at_high = max(p_at_low, min(H, d1*r + (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1 - a1))
                        for s in range(S):
                            q_at_low = max(0, d2*s - a2)
                            q_at_high = max(q_at_low, min(W, d2*s + (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1 - a2))
                            x_columns_[:, :, t, r, s, o_at_low:o_at_high, p_at_low:p_at_high, q_at_low:q_at_high] = x[n, :, o_at_low + a0 - d0*t:o_at_high + a0 - d0*t, p_at_low + a1 - d1*r:p_at_high + a1 - d1*r, q_at_low + a2 - d2*s:q_at_high + a2 - d2*s].reshape(G, C, o_at_high - o_at_low, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_3, x_columns_.reshape(G, C*T*R*S, D*H*W), out=_4.reshape(G, K, D*H*W))
            dot_y[n].reshape(G, K, D, H, W)[...] += _4
    else:
        dot_y_columns = rt.empty((G, K, T, R, S, O, P, Q), dtype)
        _5 = dot_weight.reshape(G, C, K, T, R, S).transpose(0, 2, 3, 4, 5, 1).reshape(G, K*T*R*S, C)
        for n in range(N):
            np.matmul(_5, x[n].reshape(G, C, O*P*Q), out=dot_y_columns.reshape(G, K*T*R*S, O*P*Q))
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        dot_y[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, K, o_high - o_low, p_high - p_low, q_high - q_low)[...] += dot_y_columns[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high]
    if s0 == 1 and s1 == 1 and s2 == 1:
        dot_x_columns = rt.zeros((G, C, T, R, S, D, H, W), dtype)
        _6 = weight.reshape(G, C, K, T, R, S).swapaxes(1, 2).reshape(G, K, C*T*R*S)
        _7 = rt.empty((G, K, D, H, W), dtype)
        for n in range(N):
            if T == 1 and a0 == 0 and D == O and R == 1 and a1 == 0 and H == P and S == 1 and a2 == 0 and W == Q:
                dot_x_columns = dot_x[n].reshape(G, C, T, R, S, D, H, W)
            else:
                for t in range(T):
                    o_at_low = max(0, d0*t - a0)
                    o_at_high = max(o_at_low, min(D, d0*t + (D + a0 + b0 + d0 - T*d0 - 1)//s0 + 1 - a0))
                    for r in range(R):
                        p_at_low = max(0, d1*r - a1)
                        p_at_high = max(p_at_low, min(H, d1*r + (H + a1 + b1 + d1 - R*d1 - 1)//s1 + 1 - a1))
                        for s in range(S):
                            q_at_low = max(0, d2*s - a2)
                            q_at_high = max(q_at_low, min(W, d2*s + (W + a2 + b2 + d2 - S*d2 - 1)//s2 + 1 - a2))
                            dot_x_columns[:, :, t, r, s, o_at_low:o_at_high, p_at_low:p_at_high, q_at_low:q_at_high] = dot_x[n, :, o_at_low + a0 - d0*t:o_at_high + a0 - d0*t, p_at_low + a1 - d1*r:p_at_high + a1 - d1*r, q_at_low + a2 - d2*s:q_at_high + a2 - d2*s].reshape(G, C, o_at_high - o_at_low, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_6, dot_x_columns.reshape(G, C*T*R*S, D*H*W), out=_7.reshape(G, K, D*H*W))
            dot_y[n].reshape(G, K, D, H, W)[...] += _7
    else:
        dot_y_columns_ = rt.empty((G, K, T, R, S, O, P, Q), dtype)
        _8 = weight.reshape(G, C, K, T, R, S).transpose(0, 2, 3, 4, 5, 1).reshape(G, K*T*R*S, C)
        for n in range(N):
            np.matmul(_8, dot_x[n].reshape(G, C, O*P*Q), out=dot_y_columns_.reshape(G, K*T*R*S, O*P*Q))
            for t in range(T):
                o_low = max(0, -((d0*t - a0)//s0))
                o_high = max(o_low, min(O, (D + a0 - d0*t - 1)//s0 + 1))
                for r in range(R):
                    p_low = max(0, -((d1*r - a1)//s1))
                    p_high = max(p_low, min(P, (H + a1 - d1*r - 1)//s1 + 1))
                    for s in range(S):
                        q_low = max(0, -((d2*s - a2)//s2))
                        q_high = max(q_low, min(Q, (W + a2 - d2*s - 1)//s2 + 1))
                        dot_y[n, :, s0*o_low + d0*t - a0:s0*o_high + d0*t - a0:s0, s1*p_low + d1*r - a1:s1*p_high + d1*r - a1:s1, s2*q_low + d2*s - a2:s2*q_high + d2*s - a2:s2].reshape(G, K, o_high - o_low, p_high - p_low, q_high - q_low)[...] += dot_y_columns_[:, :, t, r, s, o_low:o_high, p_low:p_high, q_low:q_high]
    return y, dot_y
