"""Kernels of nnmath.formulas.convolution. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def conv2d(x, weight, bias, G, s0, s1, a0, b0, a1, b1, d0, d1):
    G, s0, s1, a0, a1, d0, d1 = int(G), int(s0), int(s1), int(a0), int(a1), int(d0), int(d1)
    dtype = x.dtype
    N, _, H, W = x.shape
    C = x.shape[1]//G
    K = weight.shape[0]//G
    _, _, R, S = weight.shape
    P = (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1
    Q = (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1
    x_columns = np.zeros((G, C, R, S, P, Q), dtype)
    y = np.empty((N, G*K, P, Q), dtype)
    _1 = weight.reshape(G, K, C*R*S)
    for n in range(N):
        for r in range(R):
            for s in range(S):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
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
    x_columns = np.zeros((G, C, R, S, P, Q), dtype)
    y = np.empty((N, G*K, P, Q), dtype)
    _1 = weight.reshape(G, K, C*R*S)
    for n in range(N):
        for r in range(R):
            for s in range(S):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
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
        bar_y_columns = np.zeros((G, K, R, S, H, W), dtype)
        bar_x = np.empty((N, C*G, H, W), dtype)
        bar_weight_total = np.zeros((G, C, K, R, S), dtype)
        bar_weight = np.empty((G*K, C, R, S), dtype)
        _2 = weight.reshape(G, K, C, R, S).swapaxes(1, 2).reshape(G, C, K*R*S)
        _3 = np.empty((G, C, K, R, S), dtype)
        for n in range(N):
            for r in range(R):
                for s in range(S):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    q_at_low = max(0, d1*s - a1)
                    q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                    bar_y_columns[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = bar_y[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, K, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_2, bar_y_columns.reshape(G, K*R*S, H*W), out=bar_x[n].reshape(G, C, H*W))
            np.matmul(x[n].reshape(G, C, H*W), bar_y_columns.transpose(0, 4, 5, 1, 2, 3).reshape(G, H*W, K*R*S), out=_3.reshape(G, C, K*R*S))
            bar_weight_total += _3
        bar_weight.reshape(G, K, C, R, S)[...] = bar_weight_total.swapaxes(1, 2)
    else:
        x_columns = np.zeros((G, C, R, S, P, Q), dtype)
        bar_weight = np.zeros((G*K, C, R, S), dtype)
        bar_x_columns = np.empty((G, C, R, S, P, Q), dtype)
        bar_x = np.zeros((N, C*G, H, W), dtype)
        _4 = np.empty((G, K, C, R, S), dtype)
        for n in range(N):
            for r in range(R):
                for s in range(S):
                    p_low = max(0, -((d0*r - a0)//s0))
                    p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
            np.matmul(bar_y[n].reshape(G, K, P*Q), x_columns.transpose(0, 4, 5, 1, 2, 3).reshape(G, P*Q, C*R*S), out=_4.reshape(G, K, C*R*S))
            bar_weight.reshape(G, K, C, R, S)[...] += _4
        _5 = weight.reshape(G, K, C, R, S).transpose(0, 2, 3, 4, 1).reshape(G, C*R*S, K)
        for n in range(N):
            np.matmul(_5, bar_y[n].reshape(G, K, P*Q), out=bar_x_columns.reshape(G, C*R*S, P*Q))
            for r in range(R):
                for s in range(S):
                    p_low = max(0, -((d0*r - a0)//s0))
                    p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
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
    x_columns = np.zeros((G, C, R, S, P, Q), dtype)
    y = np.empty((N, G*K, P, Q), dtype)
    dot_y = np.empty((N, G*K, P, Q), dtype)
    _1 = weight.reshape(G, K, C*R*S)
    _2 = dot_weight.reshape(G, K, C*R*S)
    for n in range(N):
        for r in range(R):
            for s in range(S):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                q_low = max(0, -((d1*s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*R*S, P*Q), out=y[n].reshape(G, K, P*Q))
        np.matmul(_2, x_columns.reshape(G, C*R*S, P*Q), out=dot_y[n].reshape(G, K, P*Q))
    y.reshape(N, G, K, P, Q)[...] += bias.reshape(G, K)[:, :, None, None]
    dot_x_columns = np.zeros((G, C, R, S, P, Q), dtype)
    _3 = weight.reshape(G, K, C*R*S)
    _4 = np.empty((G, K, P, Q), dtype)
    for n in range(N):
        for r in range(R):
            for s in range(S):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
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
    x_columns = np.zeros((G, C, R, S, P, Q), dtype)
    y = np.empty((N, G*K, P, Q), dtype)
    _1 = weight.reshape(G, K, C*R*S)
    for n in range(N):
        for r in range(R):
            for s in range(S):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
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
    x_columns = np.zeros((G, C, R, S, P, Q), dtype)
    y = np.empty((N, G*K, P, Q), dtype)
    _1 = weight.reshape(G, K, C*R*S)
    for n in range(N):
        for r in range(R):
            for s in range(S):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
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
        bar_y_columns = np.zeros((G, K, R, S, H, W), dtype)
        bar_x = np.empty((N, C*G, H, W), dtype)
        bar_weight_total = np.zeros((G, C, K, R, S), dtype)
        bar_weight = np.empty((G*K, C, R, S), dtype)
        _1 = weight.reshape(G, K, C, R, S).swapaxes(1, 2).reshape(G, C, K*R*S)
        _2 = np.empty((G, C, K, R, S), dtype)
        for n in range(N):
            for r in range(R):
                for s in range(S):
                    p_at_low = max(0, d0*r - a0)
                    p_at_high = max(p_at_low, min(H, d0*r + (H + a0 + b0 + d0 - R*d0 - 1)//s0 + 1 - a0))
                    q_at_low = max(0, d1*s - a1)
                    q_at_high = max(q_at_low, min(W, d1*s + (W + a1 + b1 + d1 - S*d1 - 1)//s1 + 1 - a1))
                    bar_y_columns[:, :, r, s, p_at_low:p_at_high, q_at_low:q_at_high] = bar_y[n, :, p_at_low + a0 - d0*r:p_at_high + a0 - d0*r, q_at_low + a1 - d1*s:q_at_high + a1 - d1*s].reshape(G, K, p_at_high - p_at_low, q_at_high - q_at_low)
            np.matmul(_1, bar_y_columns.reshape(G, K*R*S, H*W), out=bar_x[n].reshape(G, C, H*W))
            np.matmul(x[n].reshape(G, C, H*W), bar_y_columns.transpose(0, 4, 5, 1, 2, 3).reshape(G, H*W, K*R*S), out=_2.reshape(G, C, K*R*S))
            bar_weight_total += _2
        bar_weight.reshape(G, K, C, R, S)[...] = bar_weight_total.swapaxes(1, 2)
    else:
        x_columns = np.zeros((G, C, R, S, P, Q), dtype)
        bar_weight = np.zeros((G*K, C, R, S), dtype)
        bar_x_columns = np.empty((G, C, R, S, P, Q), dtype)
        bar_x = np.zeros((N, C*G, H, W), dtype)
        _3 = np.empty((G, K, C, R, S), dtype)
        for n in range(N):
            for r in range(R):
                for s in range(S):
                    p_low = max(0, -((d0*r - a0)//s0))
                    p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                    q_low = max(0, -((d1*s - a1)//s1))
                    q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                    x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
            np.matmul(bar_y[n].reshape(G, K, P*Q), x_columns.transpose(0, 4, 5, 1, 2, 3).reshape(G, P*Q, C*R*S), out=_3.reshape(G, K, C*R*S))
            bar_weight.reshape(G, K, C, R, S)[...] += _3
        _4 = weight.reshape(G, K, C, R, S).transpose(0, 2, 3, 4, 1).reshape(G, C*R*S, K)
        for n in range(N):
            np.matmul(_4, bar_y[n].reshape(G, K, P*Q), out=bar_x_columns.reshape(G, C*R*S, P*Q))
            for r in range(R):
                for s in range(S):
                    p_low = max(0, -((d0*r - a0)//s0))
                    p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
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
    x_columns = np.zeros((G, C, R, S, P, Q), dtype)
    y = np.empty((N, G*K, P, Q), dtype)
    dot_y = np.empty((N, G*K, P, Q), dtype)
    _1 = weight.reshape(G, K, C*R*S)
    _2 = dot_weight.reshape(G, K, C*R*S)
    for n in range(N):
        for r in range(R):
            for s in range(S):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                q_low = max(0, -((d1*s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
        np.matmul(_1, x_columns.reshape(G, C*R*S, P*Q), out=y[n].reshape(G, K, P*Q))
        np.matmul(_2, x_columns.reshape(G, C*R*S, P*Q), out=dot_y[n].reshape(G, K, P*Q))
    dot_x_columns = np.zeros((G, C, R, S, P, Q), dtype)
    _3 = weight.reshape(G, K, C*R*S)
    _4 = np.empty((G, K, P, Q), dtype)
    for n in range(N):
        for r in range(R):
            for s in range(S):
                p_low = max(0, -((d0*r - a0)//s0))
                p_high = max(p_low, min(P, (H + a0 - d0*r - 1)//s0 + 1))
                q_low = max(0, -((d1*s - a1)//s1))
                q_high = max(q_low, min(Q, (W + a1 - d1*s - 1)//s1 + 1))
                dot_x_columns[:, :, r, s, p_low:p_high, q_low:q_high] = dot_x[n, :, s0*p_low + d0*r - a0:s0*p_high + d0*r - a0:s0, s1*q_low + d1*s - a1:s1*q_high + d1*s - a1:s1].reshape(G, C, p_high - p_low, q_high - q_low)
        np.matmul(_3, dot_x_columns.reshape(G, C*R*S, P*Q), out=_4.reshape(G, K, P*Q))
        dot_y[n].reshape(G, K, P, Q)[...] += _4
    return y, dot_y
