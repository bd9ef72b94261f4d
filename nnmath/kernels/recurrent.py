"""Kernels of nnmath.formulas.recurrent. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def rnn(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    z = rt.empty((T, N, H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=z.reshape(T*N, H))
    _1 = b_hh + b_ih
    z += _1
    _2 = np.ascontiguousarray(w_hh.T)
    _3 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _2, out=_3)
        z[t] += _3
        np.tanh(z[t], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    return output, h_n


def rnn_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    z = rt.empty((T, N, H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=z.reshape(T*N, H))
    _1 = b_hh + b_ih
    z += _1
    _2 = np.ascontiguousarray(w_hh.T)
    _3 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _2, out=_3)
        z[t] += _3
        np.tanh(z[t], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    return (output, h_n), (x, w_ih, w_hh, h, z, T, N, I, H, dtype)


def rnn_backward(saved, bar_output, bar_h_n):
    x, w_ih, w_hh, h, z, T, N, I, H, dtype = saved
    if bar_output is None:
        bar_output = np.zeros((T, N, H), dtype)
    if bar_h_n is None:
        bar_h_n = np.zeros((N, H), dtype)
    bar_h = rt.zeros((T + 1, N, H), dtype)
    bar_h[T] += bar_h_n
    bar_h[1:] += bar_output
    bar_z = rt.empty((T, N, H), dtype)
    sech2_1 = bar_z
    def block(low, high):
        rt.sech2(z[low:high], out=sech2_1[low:high])
    rt.blocks(block, T, N*H, dtype, H)
    _1 = rt.empty((N, H), dtype)
    for t in reversed(range(T)):
        np.multiply(bar_h[t + 1], sech2_1[t], out=bar_z[t])
        np.matmul(bar_z[t], w_hh, out=_1)
        bar_h[t] += _1
    bar_b_hh = np.sum(bar_z, axis=(0, 1))
    bar_b_ih = rt.empty((H,), dtype)
    def block(low, high):
        bar_b_ih[low:high] = bar_b_hh[low:high]
    rt.blocks(block, H, 1, dtype)
    bar_w_hh = bar_z.transpose(2, 0, 1).reshape(H, T*N) @ h[:T].reshape(T*N, H)
    bar_w_ih = bar_z.transpose(2, 0, 1).reshape(H, T*N) @ x.reshape(T*N, I)
    bar_x = rt.empty((T, N, I), dtype)
    np.matmul(bar_z.reshape(T*N, H), w_ih, out=bar_x.reshape(T*N, I))
    bar_h0 = bar_h[0].copy()
    return (bar_x, bar_h0, bar_w_ih, bar_w_hh, bar_b_ih, bar_b_hh)


def rnn_jvp(x, h0, w_ih, w_hh, b_ih, b_hh, dot_x, dot_h0, dot_w_ih, dot_w_hh, dot_b_ih, dot_b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((T, N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((H, H), dtype)
    if dot_b_ih is None:
        dot_b_ih = np.zeros((H,), dtype)
    if dot_b_hh is None:
        dot_b_hh = np.zeros((H,), dtype)
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    z = rt.empty((T, N, H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=z.reshape(T*N, H))
    _1 = b_hh + b_ih
    z += _1
    _2 = np.ascontiguousarray(w_hh.T)
    _3 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _2, out=_3)
        z[t] += _3
        np.tanh(z[t], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    dot_h = rt.empty((T + 1, N, H), dtype)
    dot_h[0] = dot_h0
    dot_z = rt.empty((T, N, H), dtype)
    np.matmul(x.reshape(T*N, I), dot_w_ih.T, out=dot_z.reshape(T*N, H))
    _4 = rt.empty((T, N, H), dtype)
    np.matmul(dot_x.reshape(T*N, I), w_ih.T, out=_4.reshape(T*N, H))
    dot_z += _4
    np.matmul(h[:T].reshape(T*N, H), dot_w_hh.T, out=_4.reshape(T*N, H))
    dot_z += _4
    dot_z += dot_b_hh
    dot_z += dot_b_ih
    _5 = np.ascontiguousarray(w_hh.T)
    _6 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(dot_h[t], _5, out=_6)
        dot_z[t] += _6
        rt.sech2(z[t], out=dot_h[t + 1])
        np.multiply(dot_z[t], dot_h[t + 1], out=dot_h[t + 1])
    dot_output = dot_h[1:].copy()
    dot_h_n = dot_h[T].copy()
    return (output, h_n), (dot_output, dot_h_n)


def rnn_cell(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    N = x.shape[0]
    H = h0.shape[1]
    z = x @ w_ih.T
    _1 = h0 @ w_hh.T
    z += _1
    _2 = b_hh + b_ih
    z += _2
    h = rt.empty((N, H), dtype)
    def block(low, high):
        np.tanh(z[low:high], out=h[low:high])
    rt.blocks(block, N, H, dtype)
    return h


def rnn_cell_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    N = x.shape[0]
    H = h0.shape[1]
    z = x @ w_ih.T
    _1 = h0 @ w_hh.T
    z += _1
    _2 = b_hh + b_ih
    z += _2
    h = rt.empty((N, H), dtype)
    def block(low, high):
        np.tanh(z[low:high], out=h[low:high])
    rt.blocks(block, N, H, dtype)
    return h, (x, h0, w_ih, w_hh, h, N, H, dtype)


def rnn_cell_backward(saved, bar_h):
    x, h0, w_ih, w_hh, h, N, H, dtype = saved
    if bar_h is None:
        bar_h = np.zeros((N, H), dtype)
    bar_z = rt.empty((N, H), dtype)
    def block(low, high):
        np.square(h[low:high], out=bar_z[low:high])
        np.subtract(1, bar_z[low:high], out=bar_z[low:high])
        np.multiply(bar_h[low:high], bar_z[low:high], out=bar_z[low:high])
        _1 = np.sum(bar_z[low:high], axis=0)
        return (_1,)
    (bar_b_hh,) = rt.blocks(block, N, H, dtype)
    bar_b_ih = rt.empty((H,), dtype)
    def block(low, high):
        bar_b_ih[low:high] = bar_b_hh[low:high]
    rt.blocks(block, H, 1, dtype)
    bar_h0 = bar_z @ w_hh
    bar_w_hh = bar_z.T @ h0
    bar_w_ih = bar_z.T @ x
    bar_x = bar_z @ w_ih
    return (bar_x, bar_h0, bar_w_ih, bar_w_hh, bar_b_ih, bar_b_hh)


def rnn_cell_jvp(x, h0, w_ih, w_hh, b_ih, b_hh, dot_x, dot_h0, dot_w_ih, dot_w_hh, dot_b_ih, dot_b_hh):
    dtype = x.dtype
    N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((H, H), dtype)
    if dot_b_ih is None:
        dot_b_ih = np.zeros((H,), dtype)
    if dot_b_hh is None:
        dot_b_hh = np.zeros((H,), dtype)
    z = x @ w_ih.T
    _1 = h0 @ w_hh.T
    z += _1
    _2 = b_hh + b_ih
    z += _2
    h = rt.empty((N, H), dtype)
    def block(low, high):
        np.tanh(z[low:high], out=h[low:high])
    rt.blocks(block, N, H, dtype)
    dot_z = np.matmul(x, dot_w_ih.T, out=_1)
    _3 = dot_x @ w_ih.T
    dot_z += _3
    np.matmul(dot_h0, w_hh.T, out=_3)
    dot_z += _3
    np.matmul(h0, dot_w_hh.T, out=_3)
    dot_z += _3
    np.add(dot_b_hh, dot_b_ih, out=_2)
    dot_z += _2
    dot_h = rt.empty((N, H), dtype)
    def block(low, high):
        rt.sech2(z[low:high], out=dot_h[low:high])
        np.multiply(dot_z[low:high], dot_h[low:high], out=dot_h[low:high])
    rt.blocks(block, N, H, dtype)
    return h, dot_h


def lstm(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    c = rt.empty((T + 1, N, H), dtype)
    c[0] = c0
    z = rt.empty((T, N, 4*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=z.reshape(T*N, 4*H))
    _1 = b_hh + b_ih
    z += _1
    i_gate = rt.empty((N, H), dtype)
    f_gate = rt.empty((N, H), dtype)
    g_gate = rt.empty((N, H), dtype)
    o_gate = rt.empty((N, H), dtype)
    s = rt.empty((N, H), dtype)
    _2 = np.ascontiguousarray(w_hh.T)
    _3 = rt.empty((N, 4*H), dtype)
    _4 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _2, out=_3)
        z[t] += _3
        rt.sigmoid(z[t, :, :H], out=i_gate)
        rt.sigmoid(z[t, :, H:2*H], out=f_gate)
        np.tanh(z[t, :, 2*H:3*H], out=g_gate)
        np.multiply(c[t], f_gate, out=_4)
        np.multiply(g_gate, i_gate, out=c[t + 1])
        np.add(_4, c[t + 1], out=c[t + 1])
        rt.sigmoid(z[t, :, 3*H:], out=o_gate)
        np.tanh(c[t + 1], out=s)
        np.multiply(o_gate, s, out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    c_n = c[T].copy()
    return output, h_n, c_n


def lstm_forward(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    c = rt.empty((T + 1, N, H), dtype)
    c[0] = c0
    z = rt.empty((T, N, 4*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=z.reshape(T*N, 4*H))
    _1 = b_hh + b_ih
    z += _1
    i_gate = rt.empty((T, N, H), dtype)
    f_gate = rt.empty((T, N, H), dtype)
    g_gate = rt.empty((T, N, H), dtype)
    o_gate = rt.empty((T, N, H), dtype)
    s = rt.empty((T, N, H), dtype)
    _2 = np.ascontiguousarray(w_hh.T)
    _3 = rt.empty((N, 4*H), dtype)
    _4 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _2, out=_3)
        z[t] += _3
        rt.sigmoid(z[t, :, :H], out=i_gate[t])
        rt.sigmoid(z[t, :, H:2*H], out=f_gate[t])
        np.tanh(z[t, :, 2*H:3*H], out=g_gate[t])
        np.multiply(c[t], f_gate[t], out=_4)
        np.multiply(g_gate[t], i_gate[t], out=c[t + 1])
        np.add(_4, c[t + 1], out=c[t + 1])
        rt.sigmoid(z[t, :, 3*H:], out=o_gate[t])
        np.tanh(c[t + 1], out=s[t])
        np.multiply(o_gate[t], s[t], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    c_n = c[T].copy()
    return (output, h_n, c_n), (x, w_ih, w_hh, h, c, i_gate, f_gate, g_gate, o_gate, s, T, N, I, H, dtype)


def lstm_backward(saved, bar_output, bar_h_n, bar_c_n):
    x, w_ih, w_hh, h, c, i_gate, f_gate, g_gate, o_gate, s, T, N, I, H, dtype = saved
    if bar_output is None:
        bar_output = np.zeros((T, N, H), dtype)
    if bar_h_n is None:
        bar_h_n = np.zeros((N, H), dtype)
    if bar_c_n is None:
        bar_c_n = np.zeros((N, H), dtype)
    bar_c = rt.zeros((T + 1, N, H), dtype)
    bar_c[T] += bar_c_n
    bar_h = rt.zeros((T + 1, N, H), dtype)
    bar_h[T] += bar_h_n
    bar_h[1:] += bar_output
    factor_1 = rt.empty((T, N, H), dtype)
    bar_z = rt.empty((T, N, 4*H), dtype)
    factor_5 = bar_z[:, :, :H]
    factor_4 = bar_z[:, :, H:2*H]
    factor_3 = bar_z[:, :, 2*H:3*H]
    factor_2 = bar_z[:, :, 3*H:]
    def block(low, high):
        np.square(s[low:high], out=factor_1[low:high])
        np.subtract(1, factor_1[low:high], out=factor_1[low:high])
        np.multiply(o_gate[low:high], factor_1[low:high], out=factor_1[low:high])
        np.subtract(1, o_gate[low:high], out=factor_3[low:high])
        np.multiply(o_gate[low:high], s[low:high], out=factor_2[low:high])
        factor_2[low:high] *= factor_3[low:high]
        np.square(g_gate[low:high], out=factor_3[low:high])
        np.subtract(1, factor_3[low:high], out=factor_3[low:high])
        np.multiply(i_gate[low:high], factor_3[low:high], out=factor_3[low:high])
        np.subtract(1, f_gate[low:high], out=factor_5[low:high])
        np.multiply(c[low:high], f_gate[low:high], out=factor_4[low:high])
        factor_4[low:high] *= factor_5[low:high]
        _1 = np.subtract(1, i_gate[low:high], out=rt.empty((high - low, N, H), dtype))
        np.multiply(g_gate[low:high], i_gate[low:high], out=factor_5[low:high])
        factor_5[low:high] *= _1
    rt.blocks(block, T, N*H, dtype, H)
    _2 = rt.empty((N, H), dtype)
    for t in reversed(range(T)):
        np.multiply(bar_h[t + 1], factor_1[t], out=_2)
        bar_c[t + 1] += _2
        np.multiply(bar_h[t + 1], factor_2[t], out=bar_z[t, :, 3*H:])
        np.multiply(bar_c[t + 1], f_gate[t], out=_2)
        bar_c[t] += _2
        np.multiply(bar_c[t + 1], factor_3[t], out=bar_z[t, :, 2*H:3*H])
        np.multiply(bar_c[t + 1], factor_4[t], out=bar_z[t, :, H:2*H])
        np.multiply(bar_c[t + 1], factor_5[t], out=bar_z[t, :, :H])
        np.matmul(bar_z[t], w_hh, out=_2)
        bar_h[t] += _2
    bar_b_hh = np.sum(bar_z, axis=(0, 1))
    bar_b_ih = rt.empty((4*H,), dtype)
    def block(low, high):
        bar_b_ih[low:high] = bar_b_hh[low:high]
    rt.blocks(block, 4*H, 1, dtype)
    bar_w_hh = bar_z.transpose(2, 0, 1).reshape(4*H, T*N) @ h[:T].reshape(T*N, H)
    bar_w_ih = bar_z.transpose(2, 0, 1).reshape(4*H, T*N) @ x.reshape(T*N, I)
    bar_x = rt.empty((T, N, I), dtype)
    np.matmul(bar_z.reshape(T*N, 4*H), w_ih, out=bar_x.reshape(T*N, I))
    bar_c0 = bar_c[0].copy()
    bar_h0 = bar_h[0].copy()
    return (bar_x, bar_h0, bar_c0, bar_w_ih, bar_w_hh, bar_b_ih, bar_b_hh)


def lstm_jvp(x, h0, c0, w_ih, w_hh, b_ih, b_hh, dot_x, dot_h0, dot_c0, dot_w_ih, dot_w_hh, dot_b_ih, dot_b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((T, N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_c0 is None:
        dot_c0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((4*H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((4*H, H), dtype)
    if dot_b_ih is None:
        dot_b_ih = np.zeros((4*H,), dtype)
    if dot_b_hh is None:
        dot_b_hh = np.zeros((4*H,), dtype)
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    c = rt.empty((T + 1, N, H), dtype)
    c[0] = c0
    z = rt.empty((T, N, 4*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=z.reshape(T*N, 4*H))
    _1 = b_hh + b_ih
    z += _1
    i_gate = rt.empty((T, N, H), dtype)
    f_gate = rt.empty((T, N, H), dtype)
    g_gate = rt.empty((T, N, H), dtype)
    o_gate = rt.empty((T, N, H), dtype)
    s = rt.empty((T, N, H), dtype)
    _2 = np.ascontiguousarray(w_hh.T)
    _3 = rt.empty((N, 4*H), dtype)
    _4 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _2, out=_3)
        z[t] += _3
        rt.sigmoid(z[t, :, :H], out=i_gate[t])
        rt.sigmoid(z[t, :, H:2*H], out=f_gate[t])
        np.tanh(z[t, :, 2*H:3*H], out=g_gate[t])
        np.multiply(c[t], f_gate[t], out=_4)
        np.multiply(g_gate[t], i_gate[t], out=c[t + 1])
        np.add(_4, c[t + 1], out=c[t + 1])
        rt.sigmoid(z[t, :, 3*H:], out=o_gate[t])
        np.tanh(c[t + 1], out=s[t])
        np.multiply(o_gate[t], s[t], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    c_n = c[T].copy()
    dot_h = rt.empty((T + 1, N, H), dtype)
    dot_h[0] = dot_h0
    dot_c = rt.empty((T + 1, N, H), dtype)
    dot_c[0] = dot_c0
    dot_z = rt.empty((T, N, 4*H), dtype)
    np.matmul(x.reshape(T*N, I), dot_w_ih.T, out=dot_z.reshape(T*N, 4*H))
    _5 = rt.empty((T, N, 4*H), dtype)
    np.matmul(dot_x.reshape(T*N, I), w_ih.T, out=_5.reshape(T*N, 4*H))
    dot_z += _5
    np.matmul(h[:T].reshape(T*N, H), dot_w_hh.T, out=_5.reshape(T*N, 4*H))
    dot_z += _5
    dot_z += dot_b_hh
    dot_z += dot_b_ih
    dot_i_gate = rt.empty((N, H), dtype)
    dot_f_gate = rt.empty((N, H), dtype)
    dot_g_gate = rt.empty((N, H), dtype)
    dot_o_gate = rt.empty((N, H), dtype)
    dot_s = rt.empty((N, H), dtype)
    _6 = np.ascontiguousarray(w_hh.T)
    _7 = rt.empty((N, 4*H), dtype)
    _8 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(dot_h[t], _6, out=_7)
        dot_z[t] += _7
        rt.dsigmoid(z[t, :, :H], out=dot_i_gate)
        np.multiply(dot_z[t, :, :H], dot_i_gate, out=dot_i_gate)
        rt.dsigmoid(z[t, :, H:2*H], out=dot_f_gate)
        np.multiply(dot_z[t, :, H:2*H], dot_f_gate, out=dot_f_gate)
        rt.sech2(z[t, :, 2*H:3*H], out=dot_g_gate)
        np.multiply(dot_z[t, :, 2*H:3*H], dot_g_gate, out=dot_g_gate)
        np.multiply(dot_c[t], f_gate[t], out=dot_c[t + 1])
        np.multiply(c[t], dot_f_gate, out=_8)
        dot_c[t + 1] += _8
        np.multiply(dot_g_gate, i_gate[t], out=_8)
        dot_c[t + 1] += _8
        np.multiply(dot_i_gate, g_gate[t], out=_8)
        dot_c[t + 1] += _8
        rt.dsigmoid(z[t, :, 3*H:], out=dot_o_gate)
        np.multiply(dot_z[t, :, 3*H:], dot_o_gate, out=dot_o_gate)
        rt.sech2(c[t + 1], out=dot_s)
        np.multiply(dot_c[t + 1], dot_s, out=dot_s)
        np.multiply(dot_o_gate, s[t], out=dot_h[t + 1])
        np.multiply(dot_s, o_gate[t], out=_8)
        dot_h[t + 1] += _8
    dot_output = dot_h[1:].copy()
    dot_h_n = dot_h[T].copy()
    dot_c_n = dot_c[T].copy()
    return (output, h_n, c_n), (dot_output, dot_h_n, dot_c_n)


def lstm_cell(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    N = x.shape[0]
    H = h0.shape[1]
    z = x @ w_ih.T
    _1 = h0 @ w_hh.T
    z += _1
    _2 = b_hh + b_ih
    z += _2
    c = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        i_gate = rt.sigmoid(z[low:high, :H], out=h[low:high])
        f_gate = rt.sigmoid(z[low:high, H:2*H], out=c[low:high])
        g_gate = np.tanh(z[low:high, 2*H:3*H], out=rt.empty((high - low, H), dtype))
        np.multiply(c0[low:high], f_gate, out=c[low:high])
        g_gate *= i_gate
        c[low:high] += g_gate
        o_gate = rt.sigmoid(z[low:high, 3*H:], out=g_gate)
        s = np.tanh(c[low:high], out=i_gate)
        np.multiply(o_gate, s, out=h[low:high])
    rt.blocks(block, N, H, dtype)
    return h, c


def lstm_cell_forward(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    N = x.shape[0]
    H = h0.shape[1]
    z = x @ w_ih.T
    _1 = h0 @ w_hh.T
    z += _1
    _2 = b_hh + b_ih
    z += _2
    i_gate = rt.empty((N, H), dtype)
    f_gate = rt.empty((N, H), dtype)
    g_gate = rt.empty((N, H), dtype)
    c = rt.empty((N, H), dtype)
    o_gate = rt.empty((N, H), dtype)
    s = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        rt.sigmoid(z[low:high, :H], out=i_gate[low:high])
        rt.sigmoid(z[low:high, H:2*H], out=f_gate[low:high])
        np.tanh(z[low:high, 2*H:3*H], out=g_gate[low:high])
        np.multiply(c0[low:high], f_gate[low:high], out=c[low:high])
        np.multiply(g_gate[low:high], i_gate[low:high], out=o_gate[low:high])
        c[low:high] += o_gate[low:high]
        rt.sigmoid(z[low:high, 3*H:], out=o_gate[low:high])
        np.tanh(c[low:high], out=s[low:high])
        np.multiply(o_gate[low:high], s[low:high], out=h[low:high])
    rt.blocks(block, N, H, dtype)
    return (h, c), (x, h0, c0, w_ih, w_hh, i_gate, f_gate, g_gate, o_gate, s, N, H, dtype)


def lstm_cell_backward(saved, bar_h, bar_c):
    x, h0, c0, w_ih, w_hh, i_gate, f_gate, g_gate, o_gate, s, N, H, dtype = saved
    if bar_h is None:
        bar_h = np.zeros((N, H), dtype)
    if bar_c is None:
        bar_c = np.zeros((N, H), dtype)
    bar_z = rt.empty((N, 4*H), dtype)
    bar_c0 = rt.empty((N, H), dtype)
    def block(low, high):
        bar_o_gate = np.multiply(bar_h[low:high], s[low:high], out=bar_c0[low:high])
        bar_s = np.multiply(bar_h[low:high], o_gate[low:high], out=rt.empty((high - low, H), dtype))
        _1 = np.square(s[low:high], out=rt.empty((high - low, H), dtype))
        np.subtract(1, _1, out=_1)
        np.multiply(bar_s, _1, out=_1)
        bar_c_total = np.add(bar_c[low:high], _1, out=_1)
        np.subtract(1, o_gate[low:high], out=bar_s)
        np.multiply(bar_o_gate, o_gate[low:high], out=bar_z[low:high, 3*H:])
        bar_z[low:high, 3*H:] *= bar_s
        np.multiply(bar_c_total, f_gate[low:high], out=bar_c0[low:high])
        bar_f_gate = np.multiply(bar_c_total, c0[low:high], out=bar_s)
        bar_g_gate = np.multiply(bar_c_total, i_gate[low:high], out=rt.empty((high - low, H), dtype))
        bar_i_gate = np.multiply(bar_c_total, g_gate[low:high], out=bar_c_total)
        np.square(g_gate[low:high], out=bar_z[low:high, 2*H:3*H])
        np.subtract(1, bar_z[low:high, 2*H:3*H], out=bar_z[low:high, 2*H:3*H])
        np.multiply(bar_g_gate, bar_z[low:high, 2*H:3*H], out=bar_z[low:high, 2*H:3*H])
        np.subtract(1, f_gate[low:high], out=bar_g_gate)
        np.multiply(bar_f_gate, f_gate[low:high], out=bar_z[low:high, H:2*H])
        bar_z[low:high, H:2*H] *= bar_g_gate
        np.subtract(1, i_gate[low:high], out=bar_g_gate)
        np.multiply(bar_i_gate, i_gate[low:high], out=bar_z[low:high, :H])
        bar_z[low:high, :H] *= bar_g_gate
        _2 = np.sum(bar_z[low:high], axis=0)
        return (_2,)
    (bar_b_hh,) = rt.blocks(block, N, H, dtype)
    bar_b_ih = rt.empty((4*H,), dtype)
    def block(low, high):
        bar_b_ih[low:high] = bar_b_hh[low:high]
    rt.blocks(block, 4*H, 1, dtype)
    bar_h0 = bar_z @ w_hh
    bar_w_hh = bar_z.T @ h0
    bar_w_ih = bar_z.T @ x
    bar_x = bar_z @ w_ih
    return (bar_x, bar_h0, bar_c0, bar_w_ih, bar_w_hh, bar_b_ih, bar_b_hh)


def lstm_cell_jvp(x, h0, c0, w_ih, w_hh, b_ih, b_hh, dot_x, dot_h0, dot_c0, dot_w_ih, dot_w_hh, dot_b_ih, dot_b_hh):
    dtype = x.dtype
    N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_c0 is None:
        dot_c0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((4*H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((4*H, H), dtype)
    if dot_b_ih is None:
        dot_b_ih = np.zeros((4*H,), dtype)
    if dot_b_hh is None:
        dot_b_hh = np.zeros((4*H,), dtype)
    z = x @ w_ih.T
    _1 = h0 @ w_hh.T
    z += _1
    _2 = b_hh + b_ih
    z += _2
    i_gate = rt.empty((N, H), dtype)
    f_gate = rt.empty((N, H), dtype)
    g_gate = rt.empty((N, H), dtype)
    c = rt.empty((N, H), dtype)
    o_gate = rt.empty((N, H), dtype)
    s = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        rt.sigmoid(z[low:high, :H], out=i_gate[low:high])
        rt.sigmoid(z[low:high, H:2*H], out=f_gate[low:high])
        np.tanh(z[low:high, 2*H:3*H], out=g_gate[low:high])
        np.multiply(c0[low:high], f_gate[low:high], out=c[low:high])
        np.multiply(g_gate[low:high], i_gate[low:high], out=o_gate[low:high])
        c[low:high] += o_gate[low:high]
        rt.sigmoid(z[low:high, 3*H:], out=o_gate[low:high])
        np.tanh(c[low:high], out=s[low:high])
        np.multiply(o_gate[low:high], s[low:high], out=h[low:high])
    rt.blocks(block, N, H, dtype)
    dot_z = np.matmul(x, dot_w_ih.T, out=_1)
    _3 = dot_x @ w_ih.T
    dot_z += _3
    np.matmul(dot_h0, w_hh.T, out=_3)
    dot_z += _3
    np.matmul(h0, dot_w_hh.T, out=_3)
    dot_z += _3
    np.add(dot_b_hh, dot_b_ih, out=_2)
    dot_z += _2
    dot_c = rt.empty((N, H), dtype)
    dot_h = rt.empty((N, H), dtype)
    def block(low, high):
        rt.dsigmoid(z[low:high, :H], out=dot_h[low:high])
        dot_i_gate = np.multiply(dot_z[low:high, :H], dot_h[low:high], out=dot_h[low:high])
        rt.dsigmoid(z[low:high, H:2*H], out=dot_c[low:high])
        dot_f_gate = np.multiply(dot_z[low:high, H:2*H], dot_c[low:high], out=dot_c[low:high])
        _4 = rt.sech2(z[low:high, 2*H:3*H], out=rt.empty((high - low, H), dtype))
        dot_g_gate = np.multiply(dot_z[low:high, 2*H:3*H], _4, out=_4)
        np.multiply(c0[low:high], dot_f_gate, out=dot_c[low:high])
        _5 = np.multiply(dot_c0[low:high], f_gate[low:high], out=rt.empty((high - low, H), dtype))
        dot_g_gate *= i_gate[low:high]
        dot_i_gate *= g_gate[low:high]
        dot_c[low:high] += _5
        dot_c[low:high] += dot_g_gate
        dot_c[low:high] += dot_i_gate
        rt.dsigmoid(z[low:high, 3*H:], out=dot_i_gate)
        dot_o_gate = np.multiply(dot_z[low:high, 3*H:], dot_i_gate, out=dot_i_gate)
        rt.sech2(c[low:high], out=dot_g_gate)
        dot_s = np.multiply(dot_c[low:high], dot_g_gate, out=dot_g_gate)
        np.multiply(dot_o_gate, s[low:high], out=dot_h[low:high])
        dot_s *= o_gate[low:high]
        dot_h[low:high] += dot_s
    rt.blocks(block, N, H, dtype)
    return (h, c), (dot_h, dot_c)


def lstm_peephole(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    c = rt.empty((T + 1, N, H), dtype)
    c[0] = c0
    z = rt.empty((T, N, 4*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=z.reshape(T*N, 4*H))
    _1 = b_hh + b_ih
    z += _1
    i_in = rt.empty((N, H), dtype)
    i_gate = rt.empty((N, H), dtype)
    f_in = rt.empty((N, H), dtype)
    f_gate = rt.empty((N, H), dtype)
    g_gate = rt.empty((N, H), dtype)
    o_in = rt.empty((N, H), dtype)
    o_gate = rt.empty((N, H), dtype)
    s = rt.empty((N, H), dtype)
    _2 = np.ascontiguousarray(w_hh.T)
    _3 = rt.empty((N, 4*H), dtype)
    _4 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _2, out=_3)
        z[t] += _3
        np.multiply(c[t], p[0], out=i_in)
        i_in += z[t, :, :H]
        rt.sigmoid(i_in, out=i_gate)
        np.multiply(c[t], p[1], out=f_in)
        f_in += z[t, :, H:2*H]
        rt.sigmoid(f_in, out=f_gate)
        np.tanh(z[t, :, 2*H:3*H], out=g_gate)
        np.multiply(c[t], f_gate, out=_4)
        np.multiply(g_gate, i_gate, out=c[t + 1])
        np.add(_4, c[t + 1], out=c[t + 1])
        np.multiply(c[t + 1], p[2], out=o_in)
        o_in += z[t, :, 3*H:]
        rt.sigmoid(o_in, out=o_gate)
        np.tanh(c[t + 1], out=s)
        np.multiply(o_gate, s, out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    c_n = c[T].copy()
    return output, h_n, c_n


def lstm_peephole_forward(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    c = rt.empty((T + 1, N, H), dtype)
    c[0] = c0
    z = rt.empty((T, N, 4*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=z.reshape(T*N, 4*H))
    _1 = b_hh + b_ih
    z += _1
    i_in = rt.empty((N, H), dtype)
    i_gate = rt.empty((T, N, H), dtype)
    f_in = rt.empty((N, H), dtype)
    f_gate = rt.empty((T, N, H), dtype)
    g_gate = rt.empty((T, N, H), dtype)
    o_in = rt.empty((N, H), dtype)
    o_gate = rt.empty((T, N, H), dtype)
    s = rt.empty((T, N, H), dtype)
    _2 = np.ascontiguousarray(w_hh.T)
    _3 = rt.empty((N, 4*H), dtype)
    _4 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _2, out=_3)
        z[t] += _3
        np.multiply(c[t], p[0], out=i_in)
        i_in += z[t, :, :H]
        rt.sigmoid(i_in, out=i_gate[t])
        np.multiply(c[t], p[1], out=f_in)
        f_in += z[t, :, H:2*H]
        rt.sigmoid(f_in, out=f_gate[t])
        np.tanh(z[t, :, 2*H:3*H], out=g_gate[t])
        np.multiply(c[t], f_gate[t], out=_4)
        np.multiply(g_gate[t], i_gate[t], out=c[t + 1])
        np.add(_4, c[t + 1], out=c[t + 1])
        np.multiply(c[t + 1], p[2], out=o_in)
        o_in += z[t, :, 3*H:]
        rt.sigmoid(o_in, out=o_gate[t])
        np.tanh(c[t + 1], out=s[t])
        np.multiply(o_gate[t], s[t], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    c_n = c[T].copy()
    return (output, h_n, c_n), (x, w_ih, w_hh, p, h, c, i_gate, f_gate, g_gate, o_gate, s, T, N, I, H, dtype)


def lstm_peephole_backward(saved, bar_output, bar_h_n, bar_c_n):
    x, w_ih, w_hh, p, h, c, i_gate, f_gate, g_gate, o_gate, s, T, N, I, H, dtype = saved
    if bar_output is None:
        bar_output = np.zeros((T, N, H), dtype)
    if bar_h_n is None:
        bar_h_n = np.zeros((N, H), dtype)
    if bar_c_n is None:
        bar_c_n = np.zeros((N, H), dtype)
    bar_c = rt.zeros((T + 1, N, H), dtype)
    bar_c[T] += bar_c_n
    bar_h = rt.zeros((T + 1, N, H), dtype)
    bar_h[T] += bar_h_n
    bar_h[1:] += bar_output
    factor_1 = rt.empty((T, N, H), dtype)
    bar_o_in = rt.empty((T, N, H), dtype)
    factor_2 = bar_o_in
    bar_f_in = rt.empty((T, N, H), dtype)
    factor_4 = bar_f_in
    bar_i_in = rt.empty((T, N, H), dtype)
    factor_5 = bar_i_in
    bar_z = rt.empty((T, N, 4*H), dtype)
    factor_3 = bar_z[:, :, 2*H:3*H]
    def block(low, high):
        np.square(s[low:high], out=factor_1[low:high])
        np.subtract(1, factor_1[low:high], out=factor_1[low:high])
        np.multiply(o_gate[low:high], factor_1[low:high], out=factor_1[low:high])
        np.subtract(1, o_gate[low:high], out=factor_4[low:high])
        np.multiply(o_gate[low:high], s[low:high], out=factor_2[low:high])
        factor_2[low:high] *= factor_4[low:high]
        np.subtract(1, f_gate[low:high], out=factor_5[low:high])
        np.multiply(c[low:high], f_gate[low:high], out=factor_4[low:high])
        factor_4[low:high] *= factor_5[low:high]
        np.subtract(1, i_gate[low:high], out=factor_3[low:high])
        np.multiply(g_gate[low:high], i_gate[low:high], out=factor_5[low:high])
        factor_5[low:high] *= factor_3[low:high]
        np.square(g_gate[low:high], out=factor_3[low:high])
        np.subtract(1, factor_3[low:high], out=factor_3[low:high])
        np.multiply(i_gate[low:high], factor_3[low:high], out=factor_3[low:high])
    rt.blocks(block, T, N*H, dtype, H)
    _1 = rt.empty((N, H), dtype)
    for t in reversed(range(T)):
        np.multiply(bar_h[t + 1], factor_1[t], out=_1)
        bar_c[t + 1] += _1
        np.multiply(bar_h[t + 1], factor_2[t], out=bar_o_in[t])
        np.multiply(bar_o_in[t], p[2], out=_1)
        bar_c[t + 1] += _1
        bar_z[t, :, 3*H:] = bar_o_in[t]
        np.multiply(bar_c[t + 1], f_gate[t], out=_1)
        bar_c[t] += _1
        np.multiply(bar_c[t + 1], factor_3[t], out=bar_z[t, :, 2*H:3*H])
        np.multiply(bar_c[t + 1], factor_4[t], out=bar_f_in[t])
        np.multiply(bar_f_in[t], p[1], out=_1)
        bar_c[t] += _1
        bar_z[t, :, H:2*H] = bar_f_in[t]
        np.multiply(bar_c[t + 1], factor_5[t], out=bar_i_in[t])
        np.multiply(bar_i_in[t], p[0], out=_1)
        bar_c[t] += _1
        bar_z[t, :, :H] = bar_i_in[t]
        np.matmul(bar_z[t], w_hh, out=_1)
        bar_h[t] += _1
    bar_p = rt.empty((3, H), dtype)
    np.einsum("abc,abc->c", bar_o_in, c[1:], out=bar_p[2])
    np.einsum("abc,abc->c", bar_f_in, c[:T], out=bar_p[1])
    np.einsum("abc,abc->c", bar_i_in, c[:T], out=bar_p[0])
    bar_b_hh = np.sum(bar_z, axis=(0, 1))
    bar_b_ih = rt.empty((4*H,), dtype)
    def block(low, high):
        bar_b_ih[low:high] = bar_b_hh[low:high]
    rt.blocks(block, 4*H, 1, dtype)
    bar_w_hh = bar_z.transpose(2, 0, 1).reshape(4*H, T*N) @ h[:T].reshape(T*N, H)
    bar_w_ih = bar_z.transpose(2, 0, 1).reshape(4*H, T*N) @ x.reshape(T*N, I)
    bar_x = rt.empty((T, N, I), dtype)
    np.matmul(bar_z.reshape(T*N, 4*H), w_ih, out=bar_x.reshape(T*N, I))
    bar_c0 = bar_c[0].copy()
    bar_h0 = bar_h[0].copy()
    return (bar_x, bar_h0, bar_c0, bar_w_ih, bar_w_hh, bar_b_ih, bar_b_hh, bar_p)


def lstm_peephole_jvp(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p, dot_x, dot_h0, dot_c0, dot_w_ih, dot_w_hh, dot_b_ih, dot_b_hh, dot_p):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((T, N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_c0 is None:
        dot_c0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((4*H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((4*H, H), dtype)
    if dot_b_ih is None:
        dot_b_ih = np.zeros((4*H,), dtype)
    if dot_b_hh is None:
        dot_b_hh = np.zeros((4*H,), dtype)
    if dot_p is None:
        dot_p = np.zeros((3, H), dtype)
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    c = rt.empty((T + 1, N, H), dtype)
    c[0] = c0
    z = rt.empty((T, N, 4*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=z.reshape(T*N, 4*H))
    _1 = b_hh + b_ih
    z += _1
    i_in = rt.empty((T, N, H), dtype)
    i_gate = rt.empty((T, N, H), dtype)
    f_in = rt.empty((T, N, H), dtype)
    f_gate = rt.empty((T, N, H), dtype)
    g_gate = rt.empty((T, N, H), dtype)
    o_in = rt.empty((T, N, H), dtype)
    o_gate = rt.empty((T, N, H), dtype)
    s = rt.empty((T, N, H), dtype)
    _2 = np.ascontiguousarray(w_hh.T)
    _3 = rt.empty((N, 4*H), dtype)
    _4 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _2, out=_3)
        z[t] += _3
        np.multiply(c[t], p[0], out=i_in[t])
        i_in[t] += z[t, :, :H]
        rt.sigmoid(i_in[t], out=i_gate[t])
        np.multiply(c[t], p[1], out=f_in[t])
        f_in[t] += z[t, :, H:2*H]
        rt.sigmoid(f_in[t], out=f_gate[t])
        np.tanh(z[t, :, 2*H:3*H], out=g_gate[t])
        np.multiply(c[t], f_gate[t], out=_4)
        np.multiply(g_gate[t], i_gate[t], out=c[t + 1])
        np.add(_4, c[t + 1], out=c[t + 1])
        np.multiply(c[t + 1], p[2], out=o_in[t])
        o_in[t] += z[t, :, 3*H:]
        rt.sigmoid(o_in[t], out=o_gate[t])
        np.tanh(c[t + 1], out=s[t])
        np.multiply(o_gate[t], s[t], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    c_n = c[T].copy()
    dot_h = rt.empty((T + 1, N, H), dtype)
    dot_h[0] = dot_h0
    dot_c = rt.empty((T + 1, N, H), dtype)
    dot_c[0] = dot_c0
    dot_z = rt.empty((T, N, 4*H), dtype)
    np.matmul(x.reshape(T*N, I), dot_w_ih.T, out=dot_z.reshape(T*N, 4*H))
    _5 = rt.empty((T, N, 4*H), dtype)
    np.matmul(dot_x.reshape(T*N, I), w_ih.T, out=_5.reshape(T*N, 4*H))
    dot_z += _5
    np.matmul(h[:T].reshape(T*N, H), dot_w_hh.T, out=_5.reshape(T*N, 4*H))
    dot_z += _5
    dot_z += dot_b_hh
    dot_z += dot_b_ih
    dot_i_in = rt.empty((T, N, H), dtype)
    dot_f_in = rt.empty((T, N, H), dtype)
    def block(low, high):
        np.multiply(c[low:high], dot_p[0], out=dot_i_in[low:high])
        np.multiply(c[low:high], dot_p[1], out=dot_f_in[low:high])
    rt.blocks(block, T, N*H, dtype, H)
    dot_o_in = c[1:] * dot_p[2]
    dot_i_gate = rt.empty((N, H), dtype)
    dot_f_gate = rt.empty((N, H), dtype)
    dot_g_gate = rt.empty((N, H), dtype)
    dot_o_gate = rt.empty((N, H), dtype)
    dot_s = rt.empty((N, H), dtype)
    _6 = np.ascontiguousarray(w_hh.T)
    _7 = rt.empty((N, 4*H), dtype)
    _8 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(dot_h[t], _6, out=_7)
        dot_z[t] += _7
        np.multiply(dot_c[t], p[0], out=_8)
        dot_i_in[t] += _8
        dot_i_in[t] += dot_z[t, :, :H]
        rt.dsigmoid(i_in[t], out=dot_i_gate)
        np.multiply(dot_i_in[t], dot_i_gate, out=dot_i_gate)
        np.multiply(dot_c[t], p[1], out=_8)
        dot_f_in[t] += _8
        dot_f_in[t] += dot_z[t, :, H:2*H]
        rt.dsigmoid(f_in[t], out=dot_f_gate)
        np.multiply(dot_f_in[t], dot_f_gate, out=dot_f_gate)
        rt.sech2(z[t, :, 2*H:3*H], out=dot_g_gate)
        np.multiply(dot_z[t, :, 2*H:3*H], dot_g_gate, out=dot_g_gate)
        np.multiply(dot_c[t], f_gate[t], out=dot_c[t + 1])
        np.multiply(c[t], dot_f_gate, out=_8)
        dot_c[t + 1] += _8
        np.multiply(dot_g_gate, i_gate[t], out=_8)
        dot_c[t + 1] += _8
        np.multiply(dot_i_gate, g_gate[t], out=_8)
        dot_c[t + 1] += _8
        np.multiply(dot_c[t + 1], p[2], out=_8)
        dot_o_in[t] += _8
        dot_o_in[t] += dot_z[t, :, 3*H:]
        rt.dsigmoid(o_in[t], out=dot_o_gate)
        np.multiply(dot_o_in[t], dot_o_gate, out=dot_o_gate)
        rt.sech2(c[t + 1], out=dot_s)
        np.multiply(dot_c[t + 1], dot_s, out=dot_s)
        np.multiply(dot_o_gate, s[t], out=dot_h[t + 1])
        np.multiply(dot_s, o_gate[t], out=_8)
        dot_h[t + 1] += _8
    dot_output = dot_h[1:].copy()
    dot_h_n = dot_h[T].copy()
    dot_c_n = dot_c[T].copy()
    return (output, h_n, c_n), (dot_output, dot_h_n, dot_c_n)


def lstm_peephole_cell(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p):
    dtype = x.dtype
    N = x.shape[0]
    H = h0.shape[1]
    z = x @ w_ih.T
    _1 = h0 @ w_hh.T
    z += _1
    _2 = b_hh + b_ih
    z += _2
    c = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        np.multiply(c0[low:high], p[0], out=h[low:high])
        i_in = np.add(h[low:high], z[low:high, :H], out=h[low:high])
        i_gate = rt.sigmoid(i_in, out=i_in)
        np.multiply(c0[low:high], p[1], out=c[low:high])
        f_in = np.add(c[low:high], z[low:high, H:2*H], out=c[low:high])
        f_gate = rt.sigmoid(f_in, out=f_in)
        g_gate = np.tanh(z[low:high, 2*H:3*H], out=rt.empty((high - low, H), dtype))
        np.multiply(c0[low:high], f_gate, out=c[low:high])
        g_gate *= i_gate
        c[low:high] += g_gate
        np.multiply(c[low:high], p[2], out=g_gate)
        o_in = np.add(g_gate, z[low:high, 3*H:], out=g_gate)
        o_gate = rt.sigmoid(o_in, out=o_in)
        s = np.tanh(c[low:high], out=i_gate)
        np.multiply(o_gate, s, out=h[low:high])
    rt.blocks(block, N, H, dtype)
    return h, c


def lstm_peephole_cell_forward(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p):
    dtype = x.dtype
    N = x.shape[0]
    H = h0.shape[1]
    z = x @ w_ih.T
    _1 = h0 @ w_hh.T
    z += _1
    _2 = b_hh + b_ih
    z += _2
    i_gate = rt.empty((N, H), dtype)
    f_gate = rt.empty((N, H), dtype)
    g_gate = rt.empty((N, H), dtype)
    c = rt.empty((N, H), dtype)
    o_gate = rt.empty((N, H), dtype)
    s = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        np.multiply(c0[low:high], p[0], out=i_gate[low:high])
        i_in = np.add(i_gate[low:high], z[low:high, :H], out=i_gate[low:high])
        rt.sigmoid(i_in, out=i_gate[low:high])
        np.multiply(c0[low:high], p[1], out=f_gate[low:high])
        f_in = np.add(f_gate[low:high], z[low:high, H:2*H], out=f_gate[low:high])
        rt.sigmoid(f_in, out=f_gate[low:high])
        np.tanh(z[low:high, 2*H:3*H], out=g_gate[low:high])
        np.multiply(c0[low:high], f_gate[low:high], out=c[low:high])
        np.multiply(g_gate[low:high], i_gate[low:high], out=o_gate[low:high])
        c[low:high] += o_gate[low:high]
        np.multiply(c[low:high], p[2], out=o_gate[low:high])
        o_in = np.add(o_gate[low:high], z[low:high, 3*H:], out=o_gate[low:high])
        rt.sigmoid(o_in, out=o_gate[low:high])
        np.tanh(c[low:high], out=s[low:high])
        np.multiply(o_gate[low:high], s[low:high], out=h[low:high])
    rt.blocks(block, N, H, dtype)
    return (h, c), (x, h0, c0, w_ih, w_hh, p, i_gate, f_gate, g_gate, c, o_gate, s, N, H, dtype)


def lstm_peephole_cell_backward(saved, bar_h, bar_c):
    x, h0, c0, w_ih, w_hh, p, i_gate, f_gate, g_gate, c, o_gate, s, N, H, dtype = saved
    if bar_h is None:
        bar_h = np.zeros((N, H), dtype)
    if bar_c is None:
        bar_c = np.zeros((N, H), dtype)
    bar_p = rt.empty((3, H), dtype)
    bar_z = rt.empty((N, 4*H), dtype)
    bar_c0 = rt.empty((N, H), dtype)
    def block(low, high):
        bar_o_gate = np.multiply(bar_h[low:high], s[low:high], out=bar_c0[low:high])
        bar_s = np.multiply(bar_h[low:high], o_gate[low:high], out=rt.empty((high - low, H), dtype))
        _1 = np.subtract(1, o_gate[low:high], out=rt.empty((high - low, H), dtype))
        bar_o_gate *= o_gate[low:high]
        bar_o_in = np.multiply(bar_o_gate, _1, out=_1)
        np.multiply(bar_o_in, p[2], out=bar_o_gate)
        _2 = np.square(s[low:high], out=rt.empty((high - low, H), dtype))
        np.subtract(1, _2, out=_2)
        np.multiply(bar_s, _2, out=_2)
        np.add(bar_c[low:high], bar_o_gate, out=bar_o_gate)
        bar_c_total = np.add(bar_o_gate, _2, out=_2)
        _3 = np.einsum("ab,ab->b", bar_o_in, c[low:high])
        bar_z[low:high, 3*H:] = bar_o_in
        bar_f_gate = np.multiply(bar_c_total, c0[low:high], out=bar_o_in)
        bar_g_gate = np.multiply(bar_c_total, i_gate[low:high], out=bar_o_gate)
        bar_i_gate = np.multiply(bar_c_total, g_gate[low:high], out=bar_s)
        np.square(g_gate[low:high], out=bar_z[low:high, 2*H:3*H])
        np.subtract(1, bar_z[low:high, 2*H:3*H], out=bar_z[low:high, 2*H:3*H])
        np.multiply(bar_g_gate, bar_z[low:high, 2*H:3*H], out=bar_z[low:high, 2*H:3*H])
        np.subtract(1, f_gate[low:high], out=bar_g_gate)
        bar_f_gate *= f_gate[low:high]
        bar_f_in = np.multiply(bar_f_gate, bar_g_gate, out=bar_f_gate)
        _4 = np.einsum("ab,ab->b", bar_f_in, c0[low:high])
        bar_z[low:high, H:2*H] = bar_f_in
        np.subtract(1, i_gate[low:high], out=bar_g_gate)
        bar_i_gate *= i_gate[low:high]
        bar_i_in = np.multiply(bar_i_gate, bar_g_gate, out=bar_i_gate)
        np.multiply(bar_c_total, f_gate[low:high], out=bar_c0[low:high])
        bar_f_in *= p[1]
        np.multiply(bar_i_in, p[0], out=bar_c_total)
        bar_c0[low:high] += bar_f_in
        bar_c0[low:high] += bar_c_total
        _5 = np.einsum("ab,ab->b", bar_i_in, c0[low:high])
        bar_z[low:high, :H] = bar_i_in
        _6 = np.sum(bar_z[low:high], axis=0)
        return (_3, _4, _5, _6)
    _7, _8, _9, bar_b_hh = rt.blocks(block, N, H, dtype)
    bar_p[2] = _7
    bar_p[1] = _8
    bar_p[0] = _9
    bar_b_ih = rt.empty((4*H,), dtype)
    def block(low, high):
        bar_b_ih[low:high] = bar_b_hh[low:high]
    rt.blocks(block, 4*H, 1, dtype)
    bar_h0 = bar_z @ w_hh
    bar_w_hh = bar_z.T @ h0
    bar_w_ih = bar_z.T @ x
    bar_x = bar_z @ w_ih
    return (bar_x, bar_h0, bar_c0, bar_w_ih, bar_w_hh, bar_b_ih, bar_b_hh, bar_p)


def lstm_peephole_cell_jvp(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p, dot_x, dot_h0, dot_c0, dot_w_ih, dot_w_hh, dot_b_ih, dot_b_hh, dot_p):
    dtype = x.dtype
    N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_c0 is None:
        dot_c0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((4*H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((4*H, H), dtype)
    if dot_b_ih is None:
        dot_b_ih = np.zeros((4*H,), dtype)
    if dot_b_hh is None:
        dot_b_hh = np.zeros((4*H,), dtype)
    if dot_p is None:
        dot_p = np.zeros((3, H), dtype)
    z = x @ w_ih.T
    _1 = h0 @ w_hh.T
    z += _1
    _2 = b_hh + b_ih
    z += _2
    i_in = rt.empty((N, H), dtype)
    i_gate = rt.empty((N, H), dtype)
    f_in = rt.empty((N, H), dtype)
    f_gate = rt.empty((N, H), dtype)
    g_gate = rt.empty((N, H), dtype)
    c = rt.empty((N, H), dtype)
    o_in = rt.empty((N, H), dtype)
    o_gate = rt.empty((N, H), dtype)
    s = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        np.multiply(c0[low:high], p[0], out=i_in[low:high])
        i_in[low:high] += z[low:high, :H]
        rt.sigmoid(i_in[low:high], out=i_gate[low:high])
        np.multiply(c0[low:high], p[1], out=f_in[low:high])
        f_in[low:high] += z[low:high, H:2*H]
        rt.sigmoid(f_in[low:high], out=f_gate[low:high])
        np.tanh(z[low:high, 2*H:3*H], out=g_gate[low:high])
        np.multiply(c0[low:high], f_gate[low:high], out=c[low:high])
        np.multiply(g_gate[low:high], i_gate[low:high], out=o_in[low:high])
        c[low:high] += o_in[low:high]
        np.multiply(c[low:high], p[2], out=o_in[low:high])
        o_in[low:high] += z[low:high, 3*H:]
        rt.sigmoid(o_in[low:high], out=o_gate[low:high])
        np.tanh(c[low:high], out=s[low:high])
        np.multiply(o_gate[low:high], s[low:high], out=h[low:high])
    rt.blocks(block, N, H, dtype)
    dot_z = np.matmul(x, dot_w_ih.T, out=_1)
    _3 = dot_x @ w_ih.T
    dot_z += _3
    np.matmul(dot_h0, w_hh.T, out=_3)
    dot_z += _3
    np.matmul(h0, dot_w_hh.T, out=_3)
    dot_z += _3
    np.add(dot_b_hh, dot_b_ih, out=_2)
    dot_z += _2
    dot_c = rt.empty((N, H), dtype)
    dot_h = rt.empty((N, H), dtype)
    def block(low, high):
        np.multiply(c0[low:high], dot_p[0], out=dot_c[low:high])
        np.multiply(dot_c0[low:high], p[0], out=dot_h[low:high])
        dot_c[low:high] += dot_h[low:high]
        dot_i_in = np.add(dot_c[low:high], dot_z[low:high, :H], out=dot_c[low:high])
        rt.dsigmoid(i_in[low:high], out=dot_h[low:high])
        dot_i_gate = np.multiply(dot_i_in, dot_h[low:high], out=dot_h[low:high])
        np.multiply(c0[low:high], dot_p[1], out=dot_i_in)
        _4 = np.multiply(dot_c0[low:high], p[1], out=rt.empty((high - low, H), dtype))
        np.add(dot_i_in, _4, out=_4)
        dot_f_in = np.add(_4, dot_z[low:high, H:2*H], out=_4)
        rt.dsigmoid(f_in[low:high], out=dot_i_in)
        dot_f_gate = np.multiply(dot_f_in, dot_i_in, out=dot_f_in)
        rt.sech2(z[low:high, 2*H:3*H], out=dot_i_in)
        dot_g_gate = np.multiply(dot_z[low:high, 2*H:3*H], dot_i_in, out=rt.empty((high - low, H), dtype))
        np.multiply(c0[low:high], dot_f_gate, out=dot_c[low:high])
        np.multiply(dot_c0[low:high], f_gate[low:high], out=dot_f_gate)
        dot_g_gate *= i_gate[low:high]
        dot_i_gate *= g_gate[low:high]
        dot_c[low:high] += dot_f_gate
        dot_c[low:high] += dot_g_gate
        dot_c[low:high] += dot_i_gate
        np.multiply(c[low:high], dot_p[2], out=dot_i_gate)
        np.multiply(dot_c[low:high], p[2], out=dot_g_gate)
        np.add(dot_i_gate, dot_g_gate, out=dot_g_gate)
        dot_o_in = np.add(dot_g_gate, dot_z[low:high, 3*H:], out=dot_g_gate)
        rt.dsigmoid(o_in[low:high], out=dot_i_gate)
        dot_o_gate = np.multiply(dot_o_in, dot_i_gate, out=dot_i_gate)
        rt.sech2(c[low:high], out=dot_o_in)
        dot_s = np.multiply(dot_c[low:high], dot_o_in, out=dot_o_in)
        np.multiply(dot_o_gate, s[low:high], out=dot_h[low:high])
        dot_s *= o_gate[low:high]
        dot_h[low:high] += dot_s
    rt.blocks(block, N, H, dtype)
    return (h, c), (dot_h, dot_c)


def lstm_peephole_full(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    c = rt.empty((T + 1, N, H), dtype)
    c[0] = c0
    z = rt.empty((T, N, 4*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=z.reshape(T*N, 4*H))
    _1 = b_hh + b_ih
    z += _1
    i_in = rt.empty((N, H), dtype)
    i_gate = rt.empty((N, H), dtype)
    f_in = rt.empty((N, H), dtype)
    f_gate = rt.empty((N, H), dtype)
    g_gate = rt.empty((N, H), dtype)
    o_in = rt.empty((N, H), dtype)
    o_gate = rt.empty((N, H), dtype)
    s = rt.empty((N, H), dtype)
    _2 = np.ascontiguousarray(w_hh.T)
    _3 = rt.empty((N, 4*H), dtype)
    _4 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _2, out=_3)
        z[t] += _3
        np.matmul(c[t], p[0].T, out=i_in)
        i_in += z[t, :, :H]
        rt.sigmoid(i_in, out=i_gate)
        np.matmul(c[t], p[1].T, out=f_in)
        f_in += z[t, :, H:2*H]
        rt.sigmoid(f_in, out=f_gate)
        np.tanh(z[t, :, 2*H:3*H], out=g_gate)
        np.multiply(c[t], f_gate, out=_4)
        np.multiply(g_gate, i_gate, out=c[t + 1])
        np.add(_4, c[t + 1], out=c[t + 1])
        np.matmul(c[t + 1], p[2].T, out=o_in)
        o_in += z[t, :, 3*H:]
        rt.sigmoid(o_in, out=o_gate)
        np.tanh(c[t + 1], out=s)
        np.multiply(o_gate, s, out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    c_n = c[T].copy()
    return output, h_n, c_n


def lstm_peephole_full_forward(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    c = rt.empty((T + 1, N, H), dtype)
    c[0] = c0
    z = rt.empty((T, N, 4*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=z.reshape(T*N, 4*H))
    _1 = b_hh + b_ih
    z += _1
    i_in = rt.empty((N, H), dtype)
    i_gate = rt.empty((T, N, H), dtype)
    f_in = rt.empty((N, H), dtype)
    f_gate = rt.empty((T, N, H), dtype)
    g_gate = rt.empty((T, N, H), dtype)
    o_in = rt.empty((N, H), dtype)
    o_gate = rt.empty((T, N, H), dtype)
    s = rt.empty((T, N, H), dtype)
    _2 = np.ascontiguousarray(w_hh.T)
    _3 = rt.empty((N, 4*H), dtype)
    _4 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _2, out=_3)
        z[t] += _3
        np.matmul(c[t], p[0].T, out=i_in)
        i_in += z[t, :, :H]
        rt.sigmoid(i_in, out=i_gate[t])
        np.matmul(c[t], p[1].T, out=f_in)
        f_in += z[t, :, H:2*H]
        rt.sigmoid(f_in, out=f_gate[t])
        np.tanh(z[t, :, 2*H:3*H], out=g_gate[t])
        np.multiply(c[t], f_gate[t], out=_4)
        np.multiply(g_gate[t], i_gate[t], out=c[t + 1])
        np.add(_4, c[t + 1], out=c[t + 1])
        np.matmul(c[t + 1], p[2].T, out=o_in)
        o_in += z[t, :, 3*H:]
        rt.sigmoid(o_in, out=o_gate[t])
        np.tanh(c[t + 1], out=s[t])
        np.multiply(o_gate[t], s[t], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    c_n = c[T].copy()
    return (output, h_n, c_n), (x, w_ih, w_hh, p, h, c, i_gate, f_gate, g_gate, o_gate, s, T, N, I, H, dtype)


def lstm_peephole_full_backward(saved, bar_output, bar_h_n, bar_c_n):
    x, w_ih, w_hh, p, h, c, i_gate, f_gate, g_gate, o_gate, s, T, N, I, H, dtype = saved
    if bar_output is None:
        bar_output = np.zeros((T, N, H), dtype)
    if bar_h_n is None:
        bar_h_n = np.zeros((N, H), dtype)
    if bar_c_n is None:
        bar_c_n = np.zeros((N, H), dtype)
    bar_c = rt.zeros((T + 1, N, H), dtype)
    bar_c[T] += bar_c_n
    bar_h = rt.zeros((T + 1, N, H), dtype)
    bar_h[T] += bar_h_n
    bar_h[1:] += bar_output
    factor_1 = rt.empty((T, N, H), dtype)
    bar_o_in = rt.empty((T, N, H), dtype)
    factor_2 = bar_o_in
    bar_f_in = rt.empty((T, N, H), dtype)
    factor_4 = bar_f_in
    bar_i_in = rt.empty((T, N, H), dtype)
    factor_5 = bar_i_in
    bar_z = rt.empty((T, N, 4*H), dtype)
    factor_3 = bar_z[:, :, 2*H:3*H]
    def block(low, high):
        np.square(s[low:high], out=factor_1[low:high])
        np.subtract(1, factor_1[low:high], out=factor_1[low:high])
        np.multiply(o_gate[low:high], factor_1[low:high], out=factor_1[low:high])
        np.subtract(1, o_gate[low:high], out=factor_4[low:high])
        np.multiply(o_gate[low:high], s[low:high], out=factor_2[low:high])
        factor_2[low:high] *= factor_4[low:high]
        np.subtract(1, f_gate[low:high], out=factor_5[low:high])
        np.multiply(c[low:high], f_gate[low:high], out=factor_4[low:high])
        factor_4[low:high] *= factor_5[low:high]
        np.subtract(1, i_gate[low:high], out=factor_3[low:high])
        np.multiply(g_gate[low:high], i_gate[low:high], out=factor_5[low:high])
        factor_5[low:high] *= factor_3[low:high]
        np.square(g_gate[low:high], out=factor_3[low:high])
        np.subtract(1, factor_3[low:high], out=factor_3[low:high])
        np.multiply(i_gate[low:high], factor_3[low:high], out=factor_3[low:high])
    rt.blocks(block, T, N*H, dtype, H)
    _1 = rt.empty((N, H), dtype)
    for t in reversed(range(T)):
        np.multiply(bar_h[t + 1], factor_1[t], out=_1)
        bar_c[t + 1] += _1
        np.multiply(bar_h[t + 1], factor_2[t], out=bar_o_in[t])
        bar_z[t, :, 3*H:] = bar_o_in[t]
        np.matmul(bar_o_in[t], p[2], out=_1)
        bar_c[t + 1] += _1
        np.multiply(bar_c[t + 1], f_gate[t], out=_1)
        bar_c[t] += _1
        np.multiply(bar_c[t + 1], factor_3[t], out=bar_z[t, :, 2*H:3*H])
        np.multiply(bar_c[t + 1], factor_4[t], out=bar_f_in[t])
        bar_z[t, :, H:2*H] = bar_f_in[t]
        np.matmul(bar_f_in[t], p[1], out=_1)
        bar_c[t] += _1
        np.multiply(bar_c[t + 1], factor_5[t], out=bar_i_in[t])
        bar_z[t, :, :H] = bar_i_in[t]
        np.matmul(bar_i_in[t], p[0], out=_1)
        bar_c[t] += _1
        np.matmul(bar_z[t], w_hh, out=_1)
        bar_h[t] += _1
    bar_p = rt.empty((3, H, H), dtype)
    np.matmul(bar_o_in.transpose(2, 0, 1).reshape(H, T*N), c[1:].reshape(T*N, H), out=bar_p[2])
    np.matmul(bar_f_in.transpose(2, 0, 1).reshape(H, T*N), c[:T].reshape(T*N, H), out=bar_p[1])
    np.matmul(bar_i_in.transpose(2, 0, 1).reshape(H, T*N), c[:T].reshape(T*N, H), out=bar_p[0])
    bar_b_hh = np.sum(bar_z, axis=(0, 1))
    bar_b_ih = rt.empty((4*H,), dtype)
    def block(low, high):
        bar_b_ih[low:high] = bar_b_hh[low:high]
    rt.blocks(block, 4*H, 1, dtype)
    bar_w_hh = bar_z.transpose(2, 0, 1).reshape(4*H, T*N) @ h[:T].reshape(T*N, H)
    bar_w_ih = bar_z.transpose(2, 0, 1).reshape(4*H, T*N) @ x.reshape(T*N, I)
    bar_x = rt.empty((T, N, I), dtype)
    np.matmul(bar_z.reshape(T*N, 4*H), w_ih, out=bar_x.reshape(T*N, I))
    bar_c0 = bar_c[0].copy()
    bar_h0 = bar_h[0].copy()
    return (bar_x, bar_h0, bar_c0, bar_w_ih, bar_w_hh, bar_b_ih, bar_b_hh, bar_p)


def lstm_peephole_full_jvp(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p, dot_x, dot_h0, dot_c0, dot_w_ih, dot_w_hh, dot_b_ih, dot_b_hh, dot_p):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((T, N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_c0 is None:
        dot_c0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((4*H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((4*H, H), dtype)
    if dot_b_ih is None:
        dot_b_ih = np.zeros((4*H,), dtype)
    if dot_b_hh is None:
        dot_b_hh = np.zeros((4*H,), dtype)
    if dot_p is None:
        dot_p = np.zeros((3, H, H), dtype)
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    c = rt.empty((T + 1, N, H), dtype)
    c[0] = c0
    z = rt.empty((T, N, 4*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=z.reshape(T*N, 4*H))
    _1 = b_hh + b_ih
    z += _1
    i_in = rt.empty((T, N, H), dtype)
    i_gate = rt.empty((T, N, H), dtype)
    f_in = rt.empty((T, N, H), dtype)
    f_gate = rt.empty((T, N, H), dtype)
    g_gate = rt.empty((T, N, H), dtype)
    o_in = rt.empty((T, N, H), dtype)
    o_gate = rt.empty((T, N, H), dtype)
    s = rt.empty((T, N, H), dtype)
    _2 = np.ascontiguousarray(w_hh.T)
    _3 = rt.empty((N, 4*H), dtype)
    _4 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _2, out=_3)
        z[t] += _3
        np.matmul(c[t], p[0].T, out=i_in[t])
        i_in[t] += z[t, :, :H]
        rt.sigmoid(i_in[t], out=i_gate[t])
        np.matmul(c[t], p[1].T, out=f_in[t])
        f_in[t] += z[t, :, H:2*H]
        rt.sigmoid(f_in[t], out=f_gate[t])
        np.tanh(z[t, :, 2*H:3*H], out=g_gate[t])
        np.multiply(c[t], f_gate[t], out=_4)
        np.multiply(g_gate[t], i_gate[t], out=c[t + 1])
        np.add(_4, c[t + 1], out=c[t + 1])
        np.matmul(c[t + 1], p[2].T, out=o_in[t])
        o_in[t] += z[t, :, 3*H:]
        rt.sigmoid(o_in[t], out=o_gate[t])
        np.tanh(c[t + 1], out=s[t])
        np.multiply(o_gate[t], s[t], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    c_n = c[T].copy()
    dot_h = rt.empty((T + 1, N, H), dtype)
    dot_h[0] = dot_h0
    dot_c = rt.empty((T + 1, N, H), dtype)
    dot_c[0] = dot_c0
    dot_z = rt.empty((T, N, 4*H), dtype)
    np.matmul(x.reshape(T*N, I), dot_w_ih.T, out=dot_z.reshape(T*N, 4*H))
    _5 = rt.empty((T, N, 4*H), dtype)
    np.matmul(dot_x.reshape(T*N, I), w_ih.T, out=_5.reshape(T*N, 4*H))
    dot_z += _5
    np.matmul(h[:T].reshape(T*N, H), dot_w_hh.T, out=_5.reshape(T*N, 4*H))
    dot_z += _5
    dot_z += dot_b_hh
    dot_z += dot_b_ih
    dot_i_in = rt.empty((T, N, H), dtype)
    np.matmul(c[:T].reshape(T*N, H), dot_p[0].T, out=dot_i_in.reshape(T*N, H))
    dot_f_in = rt.empty((T, N, H), dtype)
    np.matmul(c[:T].reshape(T*N, H), dot_p[1].T, out=dot_f_in.reshape(T*N, H))
    dot_o_in = rt.empty((T, N, H), dtype)
    np.matmul(c[1:].reshape(T*N, H), dot_p[2].T, out=dot_o_in.reshape(T*N, H))
    dot_i_gate = rt.empty((N, H), dtype)
    dot_f_gate = rt.empty((N, H), dtype)
    dot_g_gate = rt.empty((N, H), dtype)
    dot_o_gate = rt.empty((N, H), dtype)
    dot_s = rt.empty((N, H), dtype)
    _6 = np.ascontiguousarray(w_hh.T)
    _7 = rt.empty((N, 4*H), dtype)
    _8 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(dot_h[t], _6, out=_7)
        dot_z[t] += _7
        np.matmul(dot_c[t], p[0].T, out=_8)
        dot_i_in[t] += _8
        dot_i_in[t] += dot_z[t, :, :H]
        rt.dsigmoid(i_in[t], out=dot_i_gate)
        np.multiply(dot_i_in[t], dot_i_gate, out=dot_i_gate)
        np.matmul(dot_c[t], p[1].T, out=_8)
        dot_f_in[t] += _8
        dot_f_in[t] += dot_z[t, :, H:2*H]
        rt.dsigmoid(f_in[t], out=dot_f_gate)
        np.multiply(dot_f_in[t], dot_f_gate, out=dot_f_gate)
        rt.sech2(z[t, :, 2*H:3*H], out=dot_g_gate)
        np.multiply(dot_z[t, :, 2*H:3*H], dot_g_gate, out=dot_g_gate)
        np.multiply(dot_c[t], f_gate[t], out=dot_c[t + 1])
        np.multiply(c[t], dot_f_gate, out=_8)
        dot_c[t + 1] += _8
        np.multiply(dot_g_gate, i_gate[t], out=_8)
        dot_c[t + 1] += _8
        np.multiply(dot_i_gate, g_gate[t], out=_8)
        dot_c[t + 1] += _8
        np.matmul(dot_c[t + 1], p[2].T, out=_8)
        dot_o_in[t] += _8
        dot_o_in[t] += dot_z[t, :, 3*H:]
        rt.dsigmoid(o_in[t], out=dot_o_gate)
        np.multiply(dot_o_in[t], dot_o_gate, out=dot_o_gate)
        rt.sech2(c[t + 1], out=dot_s)
        np.multiply(dot_c[t + 1], dot_s, out=dot_s)
        np.multiply(dot_o_gate, s[t], out=dot_h[t + 1])
        np.multiply(dot_s, o_gate[t], out=_8)
        dot_h[t + 1] += _8
    dot_output = dot_h[1:].copy()
    dot_h_n = dot_h[T].copy()
    dot_c_n = dot_c[T].copy()
    return (output, h_n, c_n), (dot_output, dot_h_n, dot_c_n)


def lstm_peephole_full_cell(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p):
    dtype = x.dtype
    N = x.shape[0]
    H = h0.shape[1]
    z = x @ w_ih.T
    _1 = h0 @ w_hh.T
    z += _1
    _2 = b_hh + b_ih
    z += _2
    i_in = c0 @ p[0].T
    i_gate = rt.empty((N, H), dtype)
    def block(low, high):
        i_in[low:high] += z[low:high, :H]
        rt.sigmoid(i_in[low:high], out=i_gate[low:high])
    rt.blocks(block, N, H, dtype)
    f_in = np.matmul(c0, p[1].T, out=i_in)
    c = rt.empty((N, H), dtype)
    def block(low, high):
        f_in[low:high] += z[low:high, H:2*H]
        f_gate = rt.sigmoid(f_in[low:high], out=c[low:high])
        g_gate = np.tanh(z[low:high, 2*H:3*H], out=rt.empty((high - low, H), dtype))
        np.multiply(c0[low:high], f_gate, out=c[low:high])
        g_gate *= i_gate[low:high]
        c[low:high] += g_gate
    rt.blocks(block, N, H, dtype)
    o_in = np.matmul(c, p[2].T, out=i_gate)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        o_in[low:high] += z[low:high, 3*H:]
        o_gate = rt.sigmoid(o_in[low:high], out=h[low:high])
        s = np.tanh(c[low:high], out=rt.empty((high - low, H), dtype))
        np.multiply(o_gate, s, out=h[low:high])
    rt.blocks(block, N, H, dtype)
    return h, c


def lstm_peephole_full_cell_forward(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p):
    dtype = x.dtype
    N = x.shape[0]
    H = h0.shape[1]
    z = x @ w_ih.T
    _1 = h0 @ w_hh.T
    z += _1
    _2 = b_hh + b_ih
    z += _2
    i_in = c0 @ p[0].T
    i_gate = rt.empty((N, H), dtype)
    def block(low, high):
        i_in[low:high] += z[low:high, :H]
        rt.sigmoid(i_in[low:high], out=i_gate[low:high])
    rt.blocks(block, N, H, dtype)
    f_in = np.matmul(c0, p[1].T, out=i_in)
    f_gate = rt.empty((N, H), dtype)
    g_gate = rt.empty((N, H), dtype)
    c = rt.empty((N, H), dtype)
    def block(low, high):
        f_in[low:high] += z[low:high, H:2*H]
        rt.sigmoid(f_in[low:high], out=f_gate[low:high])
        np.tanh(z[low:high, 2*H:3*H], out=g_gate[low:high])
        np.multiply(c0[low:high], f_gate[low:high], out=c[low:high])
        _3 = np.multiply(g_gate[low:high], i_gate[low:high], out=rt.empty((high - low, H), dtype))
        c[low:high] += _3
    rt.blocks(block, N, H, dtype)
    o_in = np.matmul(c, p[2].T, out=f_in)
    o_gate = rt.empty((N, H), dtype)
    s = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        o_in[low:high] += z[low:high, 3*H:]
        rt.sigmoid(o_in[low:high], out=o_gate[low:high])
        np.tanh(c[low:high], out=s[low:high])
        np.multiply(o_gate[low:high], s[low:high], out=h[low:high])
    rt.blocks(block, N, H, dtype)
    return (h, c), (x, h0, c0, w_ih, w_hh, p, i_gate, f_gate, g_gate, c, o_gate, s, N, H, dtype)


def lstm_peephole_full_cell_backward(saved, bar_h, bar_c):
    x, h0, c0, w_ih, w_hh, p, i_gate, f_gate, g_gate, c, o_gate, s, N, H, dtype = saved
    if bar_h is None:
        bar_h = np.zeros((N, H), dtype)
    if bar_c is None:
        bar_c = np.zeros((N, H), dtype)
    bar_c_total = rt.empty((N, H), dtype)
    bar_o_in = rt.empty((N, H), dtype)
    bar_z = rt.empty((N, 4*H), dtype)
    def block(low, high):
        bar_o_gate = np.multiply(bar_h[low:high], s[low:high], out=bar_o_in[low:high])
        bar_s = np.multiply(bar_h[low:high], o_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.square(s[low:high], out=bar_c_total[low:high])
        np.subtract(1, bar_c_total[low:high], out=bar_c_total[low:high])
        np.multiply(bar_s, bar_c_total[low:high], out=bar_c_total[low:high])
        np.add(bar_c[low:high], bar_c_total[low:high], out=bar_c_total[low:high])
        np.subtract(1, o_gate[low:high], out=bar_s)
        np.multiply(bar_o_gate, o_gate[low:high], out=bar_o_in[low:high])
        bar_o_in[low:high] *= bar_s
        bar_z[low:high, 3*H:] = bar_o_in[low:high]
    rt.blocks(block, N, H, dtype)
    _1 = bar_o_in @ p[2]
    bar_c_total += _1
    bar_p = rt.empty((3, H, H), dtype)
    np.matmul(bar_o_in.T, c, out=bar_p[2])
    bar_c0 = rt.empty((N, H), dtype)
    bar_i_gate = rt.empty((N, H), dtype)
    bar_f_in = rt.empty((N, H), dtype)
    def block(low, high):
        np.multiply(bar_c_total[low:high], f_gate[low:high], out=bar_c0[low:high])
        bar_f_gate = np.multiply(bar_c_total[low:high], c0[low:high], out=bar_f_in[low:high])
        bar_g_gate = np.multiply(bar_c_total[low:high], i_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.multiply(bar_c_total[low:high], g_gate[low:high], out=bar_i_gate[low:high])
        np.square(g_gate[low:high], out=bar_z[low:high, 2*H:3*H])
        np.subtract(1, bar_z[low:high, 2*H:3*H], out=bar_z[low:high, 2*H:3*H])
        np.multiply(bar_g_gate, bar_z[low:high, 2*H:3*H], out=bar_z[low:high, 2*H:3*H])
        np.subtract(1, f_gate[low:high], out=bar_g_gate)
        np.multiply(bar_f_gate, f_gate[low:high], out=bar_f_in[low:high])
        bar_f_in[low:high] *= bar_g_gate
        bar_z[low:high, H:2*H] = bar_f_in[low:high]
    rt.blocks(block, N, H, dtype)
    np.matmul(bar_f_in, p[1], out=bar_c_total)
    bar_c0 += bar_c_total
    np.matmul(bar_f_in.T, c0, out=bar_p[1])
    bar_i_in = rt.empty((N, H), dtype)
    def block(low, high):
        _2 = np.subtract(1, i_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.multiply(bar_i_gate[low:high], i_gate[low:high], out=bar_i_in[low:high])
        bar_i_in[low:high] *= _2
        bar_z[low:high, :H] = bar_i_in[low:high]
    rt.blocks(block, N, H, dtype)
    np.matmul(bar_i_in, p[0], out=bar_i_gate)
    bar_c0 += bar_i_gate
    np.matmul(bar_i_in.T, c0, out=bar_p[0])
    bar_b_hh = np.sum(bar_z, axis=0)
    bar_b_ih = rt.empty((4*H,), dtype)
    def block(low, high):
        bar_b_ih[low:high] = bar_b_hh[low:high]
    rt.blocks(block, 4*H, 1, dtype)
    bar_h0 = np.matmul(bar_z, w_hh, out=bar_i_in)
    bar_w_hh = bar_z.T @ h0
    bar_w_ih = bar_z.T @ x
    bar_x = bar_z @ w_ih
    return (bar_x, bar_h0, bar_c0, bar_w_ih, bar_w_hh, bar_b_ih, bar_b_hh, bar_p)


def lstm_peephole_full_cell_jvp(x, h0, c0, w_ih, w_hh, b_ih, b_hh, p, dot_x, dot_h0, dot_c0, dot_w_ih, dot_w_hh, dot_b_ih, dot_b_hh, dot_p):
    dtype = x.dtype
    N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_c0 is None:
        dot_c0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((4*H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((4*H, H), dtype)
    if dot_b_ih is None:
        dot_b_ih = np.zeros((4*H,), dtype)
    if dot_b_hh is None:
        dot_b_hh = np.zeros((4*H,), dtype)
    if dot_p is None:
        dot_p = np.zeros((3, H, H), dtype)
    z = x @ w_ih.T
    _1 = h0 @ w_hh.T
    z += _1
    _2 = b_hh + b_ih
    z += _2
    i_in = c0 @ p[0].T
    i_gate = rt.empty((N, H), dtype)
    def block(low, high):
        i_in[low:high] += z[low:high, :H]
        rt.sigmoid(i_in[low:high], out=i_gate[low:high])
    rt.blocks(block, N, H, dtype)
    f_in = c0 @ p[1].T
    f_gate = rt.empty((N, H), dtype)
    g_gate = rt.empty((N, H), dtype)
    c = rt.empty((N, H), dtype)
    def block(low, high):
        f_in[low:high] += z[low:high, H:2*H]
        rt.sigmoid(f_in[low:high], out=f_gate[low:high])
        np.tanh(z[low:high, 2*H:3*H], out=g_gate[low:high])
        np.multiply(c0[low:high], f_gate[low:high], out=c[low:high])
        _3 = np.multiply(g_gate[low:high], i_gate[low:high], out=rt.empty((high - low, H), dtype))
        c[low:high] += _3
    rt.blocks(block, N, H, dtype)
    o_in = c @ p[2].T
    o_gate = rt.empty((N, H), dtype)
    s = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        o_in[low:high] += z[low:high, 3*H:]
        rt.sigmoid(o_in[low:high], out=o_gate[low:high])
        np.tanh(c[low:high], out=s[low:high])
        np.multiply(o_gate[low:high], s[low:high], out=h[low:high])
    rt.blocks(block, N, H, dtype)
    dot_z = np.matmul(x, dot_w_ih.T, out=_1)
    _4 = dot_x @ w_ih.T
    dot_z += _4
    np.matmul(dot_h0, w_hh.T, out=_4)
    dot_z += _4
    np.matmul(h0, dot_w_hh.T, out=_4)
    dot_z += _4
    np.add(dot_b_hh, dot_b_ih, out=_2)
    dot_z += _2
    dot_i_in = dot_c0 @ p[0].T
    _5 = c0 @ dot_p[0].T
    dot_i_in += _5
    dot_i_gate = rt.empty((N, H), dtype)
    def block(low, high):
        dot_i_in[low:high] += dot_z[low:high, :H]
        rt.dsigmoid(i_in[low:high], out=dot_i_gate[low:high])
        np.multiply(dot_i_in[low:high], dot_i_gate[low:high], out=dot_i_gate[low:high])
    rt.blocks(block, N, H, dtype)
    dot_f_in = np.matmul(dot_c0, p[1].T, out=i_in)
    np.matmul(c0, dot_p[1].T, out=dot_i_in)
    dot_f_in += dot_i_in
    dot_c = rt.empty((N, H), dtype)
    def block(low, high):
        dot_f_in[low:high] += dot_z[low:high, H:2*H]
        rt.dsigmoid(f_in[low:high], out=dot_c[low:high])
        dot_f_gate = np.multiply(dot_f_in[low:high], dot_c[low:high], out=dot_c[low:high])
        _6 = rt.sech2(z[low:high, 2*H:3*H], out=rt.empty((high - low, H), dtype))
        dot_g_gate = np.multiply(dot_z[low:high, 2*H:3*H], _6, out=_6)
        np.multiply(c0[low:high], dot_f_gate, out=dot_c[low:high])
        _7 = np.multiply(dot_c0[low:high], f_gate[low:high], out=rt.empty((high - low, H), dtype))
        dot_g_gate *= i_gate[low:high]
        _8 = np.multiply(dot_i_gate[low:high], g_gate[low:high], out=rt.empty((high - low, H), dtype))
        dot_c[low:high] += _7
        dot_c[low:high] += dot_g_gate
        dot_c[low:high] += _8
    rt.blocks(block, N, H, dtype)
    dot_o_in = np.matmul(dot_c, p[2].T, out=i_gate)
    np.matmul(c, dot_p[2].T, out=g_gate)
    dot_o_in += g_gate
    dot_h = rt.empty((N, H), dtype)
    def block(low, high):
        dot_o_in[low:high] += dot_z[low:high, 3*H:]
        rt.dsigmoid(o_in[low:high], out=dot_h[low:high])
        dot_o_gate = np.multiply(dot_o_in[low:high], dot_h[low:high], out=dot_h[low:high])
        _9 = rt.sech2(c[low:high], out=rt.empty((high - low, H), dtype))
        dot_s = np.multiply(dot_c[low:high], _9, out=_9)
        np.multiply(dot_o_gate, s[low:high], out=dot_h[low:high])
        dot_s *= o_gate[low:high]
        dot_h[low:high] += dot_s
    rt.blocks(block, N, H, dtype)
    return (h, c), (dot_h, dot_c)


def gru(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    z = rt.empty((T, N, 2*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih[:2*H].T, out=z.reshape(T*N, 2*H))
    _1 = b_hh[:2*H] + b_ih[:2*H]
    z += _1
    s = rt.empty((T, N, H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih[2*H:].T, out=s.reshape(T*N, H))
    _2 = b_hh[2*H:] + b_ih[2*H:]
    s += _2
    r_gate = rt.empty((N, H), dtype)
    z_gate = rt.empty((N, H), dtype)
    kept = rt.empty((N, H), dtype)
    n_gate = rt.empty((N, H), dtype)
    _3 = np.ascontiguousarray(w_hh[:2*H].T)
    _4 = np.ascontiguousarray(w_hh[2*H:].T)
    _5 = rt.empty((N, 2*H), dtype)
    _6 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _3, out=_5)
        z[t] += _5
        rt.sigmoid(z[t, :, :H], out=r_gate)
        rt.sigmoid(z[t, :, H:], out=z_gate)
        np.multiply(h[t], r_gate, out=kept)
        np.matmul(kept, _4, out=_6)
        s[t] += _6
        np.tanh(s[t], out=n_gate)
        np.subtract(1, z_gate, out=_6)
        np.multiply(h[t], _6, out=_6)
        np.multiply(n_gate, z_gate, out=h[t + 1])
        np.add(_6, h[t + 1], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    return output, h_n


def gru_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    z = rt.empty((T, N, 2*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih[:2*H].T, out=z.reshape(T*N, 2*H))
    _1 = b_hh[:2*H] + b_ih[:2*H]
    z += _1
    s = rt.empty((T, N, H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih[2*H:].T, out=s.reshape(T*N, H))
    _2 = b_hh[2*H:] + b_ih[2*H:]
    s += _2
    r_gate = rt.empty((T, N, H), dtype)
    z_gate = rt.empty((T, N, H), dtype)
    kept = rt.empty((T, N, H), dtype)
    n_gate = rt.empty((T, N, H), dtype)
    _3 = np.ascontiguousarray(w_hh[:2*H].T)
    _4 = np.ascontiguousarray(w_hh[2*H:].T)
    _5 = rt.empty((N, 2*H), dtype)
    _6 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _3, out=_5)
        z[t] += _5
        rt.sigmoid(z[t, :, :H], out=r_gate[t])
        rt.sigmoid(z[t, :, H:], out=z_gate[t])
        np.multiply(h[t], r_gate[t], out=kept[t])
        np.matmul(kept[t], _4, out=_6)
        s[t] += _6
        np.tanh(s[t], out=n_gate[t])
        np.subtract(1, z_gate[t], out=_6)
        np.multiply(h[t], _6, out=_6)
        np.multiply(n_gate[t], z_gate[t], out=h[t + 1])
        np.add(_6, h[t + 1], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    return (output, h_n), (x, w_ih, w_hh, h, r_gate, z_gate, kept, n_gate, T, N, I, H, dtype)


def gru_backward(saved, bar_output, bar_h_n):
    x, w_ih, w_hh, h, r_gate, z_gate, kept, n_gate, T, N, I, H, dtype = saved
    if bar_output is None:
        bar_output = np.zeros((T, N, H), dtype)
    if bar_h_n is None:
        bar_h_n = np.zeros((N, H), dtype)
    bar_h = rt.zeros((T + 1, N, H), dtype)
    bar_h[T] += bar_h_n
    bar_h[1:] += bar_output
    factor_1 = rt.empty((T, N, H), dtype)
    bar_s = rt.empty((T, N, H), dtype)
    factor_2 = bar_s
    bar_z = rt.empty((T, N, 2*H), dtype)
    factor_4 = bar_z[:, :, :H]
    factor_3 = bar_z[:, :, H:]
    def block(low, high):
        np.subtract(1, z_gate[low:high], out=factor_1[low:high])
        np.square(n_gate[low:high], out=factor_2[low:high])
        np.subtract(1, factor_2[low:high], out=factor_2[low:high])
        np.multiply(z_gate[low:high], factor_2[low:high], out=factor_2[low:high])
        np.subtract(1, z_gate[low:high], out=factor_3[low:high])
        np.subtract(h[low:high], n_gate[low:high], out=factor_4[low:high])
        np.multiply(z_gate[low:high], factor_3[low:high], out=factor_3[low:high])
        factor_3[low:high] *= factor_4[low:high]
        np.negative(factor_3[low:high], out=factor_3[low:high])
        _1 = np.subtract(1, r_gate[low:high], out=rt.empty((high - low, N, H), dtype))
        np.multiply(h[low:high], r_gate[low:high], out=factor_4[low:high])
        factor_4[low:high] *= _1
    rt.blocks(block, T, N*H, dtype, H)
    bar_kept = rt.empty((N, H), dtype)
    _2 = rt.empty((N, H), dtype)
    for t in reversed(range(T)):
        np.multiply(bar_h[t + 1], factor_1[t], out=_2)
        bar_h[t] += _2
        np.multiply(bar_h[t + 1], factor_2[t], out=bar_s[t])
        np.matmul(bar_s[t], w_hh[2*H:], out=bar_kept)
        np.multiply(bar_kept, r_gate[t], out=_2)
        bar_h[t] += _2
        np.multiply(bar_h[t + 1], factor_3[t], out=bar_z[t, :, H:])
        np.multiply(bar_kept, factor_4[t], out=bar_z[t, :, :H])
        np.matmul(bar_z[t], w_hh[:2*H], out=_2)
        bar_h[t] += _2
    bar_b_hh = rt.empty((3*H,), dtype)
    np.sum(bar_s, axis=(0, 1), out=bar_b_hh[2*H:])
    bar_b_ih = rt.empty((3*H,), dtype)
    np.sum(bar_s, axis=(0, 1), out=bar_b_ih[2*H:])
    bar_w_hh = rt.empty((3*H, H), dtype)
    np.matmul(bar_s.transpose(2, 0, 1).reshape(H, T*N), kept.reshape(T*N, H), out=bar_w_hh[2*H:])
    bar_w_ih = rt.empty((3*H, I), dtype)
    np.matmul(bar_s.transpose(2, 0, 1).reshape(H, T*N), x.reshape(T*N, I), out=bar_w_ih[2*H:])
    bar_x = rt.empty((T, N, I), dtype)
    np.matmul(bar_s.reshape(T*N, H), w_ih[2*H:], out=bar_x.reshape(T*N, I))
    np.sum(bar_z, axis=(0, 1), out=bar_b_hh[:2*H])
    np.sum(bar_z, axis=(0, 1), out=bar_b_ih[:2*H])
    np.matmul(bar_z.transpose(2, 0, 1).reshape(2*H, T*N), h[:T].reshape(T*N, H), out=bar_w_hh[:2*H])
    np.matmul(bar_z.transpose(2, 0, 1).reshape(2*H, T*N), x.reshape(T*N, I), out=bar_w_ih[:2*H])
    _3 = rt.empty((T, N, I), dtype)
    np.matmul(bar_z.reshape(T*N, 2*H), w_ih[:2*H], out=_3.reshape(T*N, I))
    bar_x += _3
    bar_h0 = bar_h[0].copy()
    return (bar_x, bar_h0, bar_w_ih, bar_w_hh, bar_b_ih, bar_b_hh)


def gru_jvp(x, h0, w_ih, w_hh, b_ih, b_hh, dot_x, dot_h0, dot_w_ih, dot_w_hh, dot_b_ih, dot_b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((T, N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((3*H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((3*H, H), dtype)
    if dot_b_ih is None:
        dot_b_ih = np.zeros((3*H,), dtype)
    if dot_b_hh is None:
        dot_b_hh = np.zeros((3*H,), dtype)
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    z = rt.empty((T, N, 2*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih[:2*H].T, out=z.reshape(T*N, 2*H))
    _1 = b_hh[:2*H] + b_ih[:2*H]
    z += _1
    s = rt.empty((T, N, H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih[2*H:].T, out=s.reshape(T*N, H))
    _2 = b_hh[2*H:] + b_ih[2*H:]
    s += _2
    r_gate = rt.empty((T, N, H), dtype)
    z_gate = rt.empty((T, N, H), dtype)
    kept = rt.empty((T, N, H), dtype)
    n_gate = rt.empty((T, N, H), dtype)
    _3 = np.ascontiguousarray(w_hh[:2*H].T)
    _4 = np.ascontiguousarray(w_hh[2*H:].T)
    _5 = rt.empty((N, 2*H), dtype)
    _6 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _3, out=_5)
        z[t] += _5
        rt.sigmoid(z[t, :, :H], out=r_gate[t])
        rt.sigmoid(z[t, :, H:], out=z_gate[t])
        np.multiply(h[t], r_gate[t], out=kept[t])
        np.matmul(kept[t], _4, out=_6)
        s[t] += _6
        np.tanh(s[t], out=n_gate[t])
        np.subtract(1, z_gate[t], out=_6)
        np.multiply(h[t], _6, out=_6)
        np.multiply(n_gate[t], z_gate[t], out=h[t + 1])
        np.add(_6, h[t + 1], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    dot_h = rt.empty((T + 1, N, H), dtype)
    dot_h[0] = dot_h0
    dot_z = rt.empty((T, N, 2*H), dtype)
    np.matmul(x.reshape(T*N, I), dot_w_ih[:2*H].T, out=dot_z.reshape(T*N, 2*H))
    _7 = rt.empty((T, N, 2*H), dtype)
    np.matmul(dot_x.reshape(T*N, I), w_ih[:2*H].T, out=_7.reshape(T*N, 2*H))
    dot_z += _7
    dot_s = rt.empty((T, N, H), dtype)
    np.matmul(x.reshape(T*N, I), dot_w_ih[2*H:].T, out=dot_s.reshape(T*N, H))
    _8 = rt.empty((T, N, H), dtype)
    np.matmul(dot_x.reshape(T*N, I), w_ih[2*H:].T, out=_8.reshape(T*N, H))
    dot_s += _8
    np.matmul(h[:T].reshape(T*N, H), dot_w_hh[:2*H].T, out=_7.reshape(T*N, 2*H))
    dot_z += _7
    dot_z += dot_b_hh[:2*H]
    dot_z += dot_b_ih[:2*H]
    np.matmul(kept.reshape(T*N, H), dot_w_hh[2*H:].T, out=_8.reshape(T*N, H))
    dot_s += _8
    dot_s += dot_b_hh[2*H:]
    dot_s += dot_b_ih[2*H:]
    dot_r_gate = rt.empty((N, H), dtype)
    dot_z_gate = rt.empty((N, H), dtype)
    dot_kept = rt.empty((N, H), dtype)
    dot_n_gate = rt.empty((N, H), dtype)
    _9 = np.ascontiguousarray(w_hh[:2*H].T)
    _10 = np.ascontiguousarray(w_hh[2*H:].T)
    _11 = rt.empty((N, 2*H), dtype)
    _12 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(dot_h[t], _9, out=_11)
        dot_z[t] += _11
        rt.dsigmoid(z[t, :, :H], out=dot_r_gate)
        np.multiply(dot_z[t, :, :H], dot_r_gate, out=dot_r_gate)
        rt.dsigmoid(z[t, :, H:], out=dot_z_gate)
        np.multiply(dot_z[t, :, H:], dot_z_gate, out=dot_z_gate)
        np.multiply(dot_h[t], r_gate[t], out=dot_kept)
        np.multiply(dot_r_gate, h[t], out=_12)
        dot_kept += _12
        np.matmul(dot_kept, _10, out=_12)
        dot_s[t] += _12
        rt.sech2(s[t], out=dot_n_gate)
        np.multiply(dot_s[t], dot_n_gate, out=dot_n_gate)
        np.subtract(1, z_gate[t], out=_12)
        np.multiply(dot_h[t], _12, out=dot_h[t + 1])
        np.multiply(dot_n_gate, z_gate[t], out=_12)
        dot_h[t + 1] += _12
        np.subtract(h[t], n_gate[t], out=_12)
        np.multiply(dot_z_gate, _12, out=_12)
        np.negative(_12, out=_12)
        dot_h[t + 1] += _12
    dot_output = dot_h[1:].copy()
    dot_h_n = dot_h[T].copy()
    return (output, h_n), (dot_output, dot_h_n)


def gru_nobias(x, h0, w_ih, w_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    z = rt.empty((T, N, 2*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih[:2*H].T, out=z.reshape(T*N, 2*H))
    s = rt.empty((T, N, H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih[2*H:].T, out=s.reshape(T*N, H))
    r_gate = rt.empty((N, H), dtype)
    z_gate = rt.empty((N, H), dtype)
    kept = rt.empty((N, H), dtype)
    n_gate = rt.empty((N, H), dtype)
    _1 = np.ascontiguousarray(w_hh[:2*H].T)
    _2 = np.ascontiguousarray(w_hh[2*H:].T)
    _3 = rt.empty((N, 2*H), dtype)
    _4 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _1, out=_3)
        z[t] += _3
        rt.sigmoid(z[t, :, :H], out=r_gate)
        rt.sigmoid(z[t, :, H:], out=z_gate)
        np.multiply(h[t], r_gate, out=kept)
        np.matmul(kept, _2, out=_4)
        s[t] += _4
        np.tanh(s[t], out=n_gate)
        np.subtract(1, z_gate, out=_4)
        np.multiply(h[t], _4, out=_4)
        np.multiply(n_gate, z_gate, out=h[t + 1])
        np.add(_4, h[t + 1], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    return output, h_n


def gru_nobias_forward(x, h0, w_ih, w_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    z = rt.empty((T, N, 2*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih[:2*H].T, out=z.reshape(T*N, 2*H))
    s = rt.empty((T, N, H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih[2*H:].T, out=s.reshape(T*N, H))
    r_gate = rt.empty((T, N, H), dtype)
    z_gate = rt.empty((T, N, H), dtype)
    kept = rt.empty((T, N, H), dtype)
    n_gate = rt.empty((T, N, H), dtype)
    _1 = np.ascontiguousarray(w_hh[:2*H].T)
    _2 = np.ascontiguousarray(w_hh[2*H:].T)
    _3 = rt.empty((N, 2*H), dtype)
    _4 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _1, out=_3)
        z[t] += _3
        rt.sigmoid(z[t, :, :H], out=r_gate[t])
        rt.sigmoid(z[t, :, H:], out=z_gate[t])
        np.multiply(h[t], r_gate[t], out=kept[t])
        np.matmul(kept[t], _2, out=_4)
        s[t] += _4
        np.tanh(s[t], out=n_gate[t])
        np.subtract(1, z_gate[t], out=_4)
        np.multiply(h[t], _4, out=_4)
        np.multiply(n_gate[t], z_gate[t], out=h[t + 1])
        np.add(_4, h[t + 1], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    return (output, h_n), (x, w_ih, w_hh, h, r_gate, z_gate, kept, n_gate, T, N, I, H, dtype)


def gru_nobias_backward(saved, bar_output, bar_h_n):
    x, w_ih, w_hh, h, r_gate, z_gate, kept, n_gate, T, N, I, H, dtype = saved
    if bar_output is None:
        bar_output = np.zeros((T, N, H), dtype)
    if bar_h_n is None:
        bar_h_n = np.zeros((N, H), dtype)
    bar_h = rt.zeros((T + 1, N, H), dtype)
    bar_h[T] += bar_h_n
    bar_h[1:] += bar_output
    factor_1 = rt.empty((T, N, H), dtype)
    bar_s = rt.empty((T, N, H), dtype)
    factor_2 = bar_s
    bar_z = rt.empty((T, N, 2*H), dtype)
    factor_4 = bar_z[:, :, :H]
    factor_3 = bar_z[:, :, H:]
    def block(low, high):
        np.subtract(1, z_gate[low:high], out=factor_1[low:high])
        np.square(n_gate[low:high], out=factor_2[low:high])
        np.subtract(1, factor_2[low:high], out=factor_2[low:high])
        np.multiply(z_gate[low:high], factor_2[low:high], out=factor_2[low:high])
        np.subtract(1, z_gate[low:high], out=factor_3[low:high])
        np.subtract(h[low:high], n_gate[low:high], out=factor_4[low:high])
        np.multiply(z_gate[low:high], factor_3[low:high], out=factor_3[low:high])
        factor_3[low:high] *= factor_4[low:high]
        np.negative(factor_3[low:high], out=factor_3[low:high])
        _1 = np.subtract(1, r_gate[low:high], out=rt.empty((high - low, N, H), dtype))
        np.multiply(h[low:high], r_gate[low:high], out=factor_4[low:high])
        factor_4[low:high] *= _1
    rt.blocks(block, T, N*H, dtype, H)
    bar_kept = rt.empty((N, H), dtype)
    _2 = rt.empty((N, H), dtype)
    for t in reversed(range(T)):
        np.multiply(bar_h[t + 1], factor_1[t], out=_2)
        bar_h[t] += _2
        np.multiply(bar_h[t + 1], factor_2[t], out=bar_s[t])
        np.matmul(bar_s[t], w_hh[2*H:], out=bar_kept)
        np.multiply(bar_kept, r_gate[t], out=_2)
        bar_h[t] += _2
        np.multiply(bar_h[t + 1], factor_3[t], out=bar_z[t, :, H:])
        np.multiply(bar_kept, factor_4[t], out=bar_z[t, :, :H])
        np.matmul(bar_z[t], w_hh[:2*H], out=_2)
        bar_h[t] += _2
    bar_w_hh = rt.empty((3*H, H), dtype)
    np.matmul(bar_s.transpose(2, 0, 1).reshape(H, T*N), kept.reshape(T*N, H), out=bar_w_hh[2*H:])
    bar_w_ih = rt.empty((3*H, I), dtype)
    np.matmul(bar_s.transpose(2, 0, 1).reshape(H, T*N), x.reshape(T*N, I), out=bar_w_ih[2*H:])
    bar_x = rt.empty((T, N, I), dtype)
    np.matmul(bar_s.reshape(T*N, H), w_ih[2*H:], out=bar_x.reshape(T*N, I))
    np.matmul(bar_z.transpose(2, 0, 1).reshape(2*H, T*N), h[:T].reshape(T*N, H), out=bar_w_hh[:2*H])
    np.matmul(bar_z.transpose(2, 0, 1).reshape(2*H, T*N), x.reshape(T*N, I), out=bar_w_ih[:2*H])
    _3 = rt.empty((T, N, I), dtype)
    np.matmul(bar_z.reshape(T*N, 2*H), w_ih[:2*H], out=_3.reshape(T*N, I))
    bar_x += _3
    bar_h0 = bar_h[0].copy()
    return (bar_x, bar_h0, bar_w_ih, bar_w_hh)


def gru_nobias_jvp(x, h0, w_ih, w_hh, dot_x, dot_h0, dot_w_ih, dot_w_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((T, N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((3*H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((3*H, H), dtype)
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    z = rt.empty((T, N, 2*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih[:2*H].T, out=z.reshape(T*N, 2*H))
    s = rt.empty((T, N, H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih[2*H:].T, out=s.reshape(T*N, H))
    r_gate = rt.empty((T, N, H), dtype)
    z_gate = rt.empty((T, N, H), dtype)
    kept = rt.empty((T, N, H), dtype)
    n_gate = rt.empty((T, N, H), dtype)
    _1 = np.ascontiguousarray(w_hh[:2*H].T)
    _2 = np.ascontiguousarray(w_hh[2*H:].T)
    _3 = rt.empty((N, 2*H), dtype)
    _4 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _1, out=_3)
        z[t] += _3
        rt.sigmoid(z[t, :, :H], out=r_gate[t])
        rt.sigmoid(z[t, :, H:], out=z_gate[t])
        np.multiply(h[t], r_gate[t], out=kept[t])
        np.matmul(kept[t], _2, out=_4)
        s[t] += _4
        np.tanh(s[t], out=n_gate[t])
        np.subtract(1, z_gate[t], out=_4)
        np.multiply(h[t], _4, out=_4)
        np.multiply(n_gate[t], z_gate[t], out=h[t + 1])
        np.add(_4, h[t + 1], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    dot_h = rt.empty((T + 1, N, H), dtype)
    dot_h[0] = dot_h0
    dot_z = rt.empty((T, N, 2*H), dtype)
    np.matmul(x.reshape(T*N, I), dot_w_ih[:2*H].T, out=dot_z.reshape(T*N, 2*H))
    _5 = rt.empty((T, N, 2*H), dtype)
    np.matmul(dot_x.reshape(T*N, I), w_ih[:2*H].T, out=_5.reshape(T*N, 2*H))
    dot_z += _5
    dot_s = rt.empty((T, N, H), dtype)
    np.matmul(x.reshape(T*N, I), dot_w_ih[2*H:].T, out=dot_s.reshape(T*N, H))
    _6 = rt.empty((T, N, H), dtype)
    np.matmul(dot_x.reshape(T*N, I), w_ih[2*H:].T, out=_6.reshape(T*N, H))
    dot_s += _6
    np.matmul(h[:T].reshape(T*N, H), dot_w_hh[:2*H].T, out=_5.reshape(T*N, 2*H))
    dot_z += _5
    np.matmul(kept.reshape(T*N, H), dot_w_hh[2*H:].T, out=_6.reshape(T*N, H))
    dot_s += _6
    dot_r_gate = rt.empty((N, H), dtype)
    dot_z_gate = rt.empty((N, H), dtype)
    dot_kept = rt.empty((N, H), dtype)
    dot_n_gate = rt.empty((N, H), dtype)
    _7 = np.ascontiguousarray(w_hh[:2*H].T)
    _8 = np.ascontiguousarray(w_hh[2*H:].T)
    _9 = rt.empty((N, 2*H), dtype)
    _10 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(dot_h[t], _7, out=_9)
        dot_z[t] += _9
        rt.dsigmoid(z[t, :, :H], out=dot_r_gate)
        np.multiply(dot_z[t, :, :H], dot_r_gate, out=dot_r_gate)
        rt.dsigmoid(z[t, :, H:], out=dot_z_gate)
        np.multiply(dot_z[t, :, H:], dot_z_gate, out=dot_z_gate)
        np.multiply(dot_h[t], r_gate[t], out=dot_kept)
        np.multiply(dot_r_gate, h[t], out=_10)
        dot_kept += _10
        np.matmul(dot_kept, _8, out=_10)
        dot_s[t] += _10
        rt.sech2(s[t], out=dot_n_gate)
        np.multiply(dot_s[t], dot_n_gate, out=dot_n_gate)
        np.subtract(1, z_gate[t], out=_10)
        np.multiply(dot_h[t], _10, out=dot_h[t + 1])
        np.multiply(dot_n_gate, z_gate[t], out=_10)
        dot_h[t + 1] += _10
        np.subtract(h[t], n_gate[t], out=_10)
        np.multiply(dot_z_gate, _10, out=_10)
        np.negative(_10, out=_10)
        dot_h[t + 1] += _10
    dot_output = dot_h[1:].copy()
    dot_h_n = dot_h[T].copy()
    return (output, h_n), (dot_output, dot_h_n)


def gru_cell(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    N = x.shape[0]
    H = h0.shape[1]
    z = x @ w_ih[:2*H].T
    _1 = h0 @ w_hh[:2*H].T
    z += _1
    _2 = b_hh[:2*H] + b_ih[:2*H]
    z += _2
    z_gate = rt.empty((N, H), dtype)
    kept = rt.empty((N, H), dtype)
    def block(low, high):
        r_gate = rt.sigmoid(z[low:high, :H], out=kept[low:high])
        rt.sigmoid(z[low:high, H:], out=z_gate[low:high])
        np.multiply(h0[low:high], r_gate, out=kept[low:high])
    rt.blocks(block, N, H, dtype)
    s = x @ w_ih[2*H:].T
    _3 = kept @ w_hh[2*H:].T
    s += _3
    _4 = b_hh[2*H:] + b_ih[2*H:]
    s += _4
    h = rt.empty((N, H), dtype)
    def block(low, high):
        n_gate = np.tanh(s[low:high], out=rt.empty((high - low, H), dtype))
        np.subtract(1, z_gate[low:high], out=h[low:high])
        np.multiply(h0[low:high], h[low:high], out=h[low:high])
        n_gate *= z_gate[low:high]
        h[low:high] += n_gate
    rt.blocks(block, N, H, dtype)
    return h


def gru_cell_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    N, I = x.shape
    H = h0.shape[1]
    z = x @ w_ih[:2*H].T
    _1 = h0 @ w_hh[:2*H].T
    z += _1
    _2 = b_hh[:2*H] + b_ih[:2*H]
    z += _2
    r_gate = rt.empty((N, H), dtype)
    z_gate = rt.empty((N, H), dtype)
    kept = rt.empty((N, H), dtype)
    def block(low, high):
        rt.sigmoid(z[low:high, :H], out=r_gate[low:high])
        rt.sigmoid(z[low:high, H:], out=z_gate[low:high])
        np.multiply(h0[low:high], r_gate[low:high], out=kept[low:high])
    rt.blocks(block, N, H, dtype)
    s = x @ w_ih[2*H:].T
    _3 = kept @ w_hh[2*H:].T
    s += _3
    _4 = b_hh[2*H:] + b_ih[2*H:]
    s += _4
    n_gate = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        np.tanh(s[low:high], out=n_gate[low:high])
        np.subtract(1, z_gate[low:high], out=h[low:high])
        np.multiply(h0[low:high], h[low:high], out=h[low:high])
        _5 = np.multiply(n_gate[low:high], z_gate[low:high], out=rt.empty((high - low, H), dtype))
        h[low:high] += _5
    rt.blocks(block, N, H, dtype)
    return h, (x, h0, w_ih, w_hh, r_gate, z_gate, kept, n_gate, N, I, H, dtype)


def gru_cell_backward(saved, bar_h):
    x, h0, w_ih, w_hh, r_gate, z_gate, kept, n_gate, N, I, H, dtype = saved
    if bar_h is None:
        bar_h = np.zeros((N, H), dtype)
    bar_z_gate = rt.empty((N, H), dtype)
    bar_s = rt.empty((N, H), dtype)
    bar_b_hh = rt.empty((3*H,), dtype)
    bar_b_ih = rt.empty((3*H,), dtype)
    def block(low, high):
        bar_n_gate = np.multiply(bar_h[low:high], z_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.subtract(h0[low:high], n_gate[low:high], out=bar_z_gate[low:high])
        np.multiply(bar_h[low:high], bar_z_gate[low:high], out=bar_z_gate[low:high])
        np.negative(bar_z_gate[low:high], out=bar_z_gate[low:high])
        np.square(n_gate[low:high], out=bar_s[low:high])
        np.subtract(1, bar_s[low:high], out=bar_s[low:high])
        np.multiply(bar_n_gate, bar_s[low:high], out=bar_s[low:high])
        _1 = np.sum(bar_s[low:high], axis=0)
        _2 = np.sum(bar_s[low:high], axis=0)
        return (_1, _2)
    _3, _4 = rt.blocks(block, N, H, dtype)
    bar_b_hh[2*H:] = _3
    bar_b_ih[2*H:] = _4
    bar_kept = bar_s @ w_hh[2*H:]
    bar_w_hh = rt.empty((3*H, H), dtype)
    np.matmul(bar_s.T, kept, out=bar_w_hh[2*H:])
    bar_w_ih = rt.empty((3*H, I), dtype)
    np.matmul(bar_s.T, x, out=bar_w_ih[2*H:])
    bar_x = bar_s @ w_ih[2*H:]
    bar_h0 = rt.empty((N, H), dtype)
    bar_z = rt.empty((N, 2*H), dtype)
    def block(low, high):
        _5 = np.subtract(1, z_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.multiply(bar_h[low:high], _5, out=bar_h0[low:high])
        _6 = np.multiply(bar_kept[low:high], r_gate[low:high], out=rt.empty((high - low, H), dtype))
        bar_h0[low:high] += _6
        bar_r_gate = np.multiply(bar_kept[low:high], h0[low:high], out=_6)
        np.multiply(bar_z_gate[low:high], z_gate[low:high], out=bar_z[low:high, H:])
        bar_z[low:high, H:] *= _5
        np.subtract(1, r_gate[low:high], out=_5)
        np.multiply(bar_r_gate, r_gate[low:high], out=bar_z[low:high, :H])
        bar_z[low:high, :H] *= _5
        _7 = np.sum(bar_z[low:high], axis=0)
        _8 = np.sum(bar_z[low:high], axis=0)
        return (_7, _8)
    _9, _10 = rt.blocks(block, N, H, dtype)
    bar_b_hh[:2*H] = _9
    bar_b_ih[:2*H] = _10
    np.matmul(bar_z, w_hh[:2*H], out=bar_z_gate)
    bar_h0 += bar_z_gate
    np.matmul(bar_z.T, h0, out=bar_w_hh[:2*H])
    np.matmul(bar_z.T, x, out=bar_w_ih[:2*H])
    _11 = bar_z @ w_ih[:2*H]
    bar_x += _11
    return (bar_x, bar_h0, bar_w_ih, bar_w_hh, bar_b_ih, bar_b_hh)


def gru_cell_jvp(x, h0, w_ih, w_hh, b_ih, b_hh, dot_x, dot_h0, dot_w_ih, dot_w_hh, dot_b_ih, dot_b_hh):
    dtype = x.dtype
    N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((3*H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((3*H, H), dtype)
    if dot_b_ih is None:
        dot_b_ih = np.zeros((3*H,), dtype)
    if dot_b_hh is None:
        dot_b_hh = np.zeros((3*H,), dtype)
    z = x @ w_ih[:2*H].T
    _1 = h0 @ w_hh[:2*H].T
    z += _1
    _2 = b_hh[:2*H] + b_ih[:2*H]
    z += _2
    r_gate = rt.empty((N, H), dtype)
    z_gate = rt.empty((N, H), dtype)
    kept = rt.empty((N, H), dtype)
    def block(low, high):
        rt.sigmoid(z[low:high, :H], out=r_gate[low:high])
        rt.sigmoid(z[low:high, H:], out=z_gate[low:high])
        np.multiply(h0[low:high], r_gate[low:high], out=kept[low:high])
    rt.blocks(block, N, H, dtype)
    s = x @ w_ih[2*H:].T
    _3 = kept @ w_hh[2*H:].T
    s += _3
    _4 = b_hh[2*H:] + b_ih[2*H:]
    s += _4
    n_gate = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        np.tanh(s[low:high], out=n_gate[low:high])
        np.subtract(1, z_gate[low:high], out=h[low:high])
        np.multiply(h0[low:high], h[low:high], out=h[low:high])
        _5 = np.multiply(n_gate[low:high], z_gate[low:high], out=rt.empty((high - low, H), dtype))
        h[low:high] += _5
    rt.blocks(block, N, H, dtype)
    dot_z = np.matmul(x, dot_w_ih[:2*H].T, out=_1)
    _6 = dot_x @ w_ih[:2*H].T
    dot_z += _6
    np.matmul(dot_h0, w_hh[:2*H].T, out=_6)
    dot_z += _6
    np.matmul(h0, dot_w_hh[:2*H].T, out=_6)
    dot_z += _6
    np.add(dot_b_hh[:2*H], dot_b_ih[:2*H], out=_2)
    dot_z += _2
    dot_z_gate = rt.empty((N, H), dtype)
    dot_kept = rt.empty((N, H), dtype)
    def block(low, high):
        _7 = rt.dsigmoid(z[low:high, :H], out=rt.empty((high - low, H), dtype))
        dot_r_gate = np.multiply(dot_z[low:high, :H], _7, out=_7)
        rt.dsigmoid(z[low:high, H:], out=dot_z_gate[low:high])
        np.multiply(dot_z[low:high, H:], dot_z_gate[low:high], out=dot_z_gate[low:high])
        np.multiply(dot_h0[low:high], r_gate[low:high], out=dot_kept[low:high])
        dot_r_gate *= h0[low:high]
        dot_kept[low:high] += dot_r_gate
    rt.blocks(block, N, H, dtype)
    dot_s = np.matmul(x, dot_w_ih[2*H:].T, out=r_gate)
    np.matmul(dot_x, w_ih[2*H:].T, out=_3)
    dot_s += _3
    np.matmul(dot_kept, w_hh[2*H:].T, out=_3)
    dot_s += _3
    np.matmul(kept, dot_w_hh[2*H:].T, out=_3)
    dot_s += _3
    np.add(dot_b_hh[2*H:], dot_b_ih[2*H:], out=_4)
    dot_s += _4
    dot_h = rt.empty((N, H), dtype)
    def block(low, high):
        _8 = rt.sech2(s[low:high], out=rt.empty((high - low, H), dtype))
        dot_n_gate = np.multiply(dot_s[low:high], _8, out=_8)
        np.subtract(1, z_gate[low:high], out=dot_h[low:high])
        np.multiply(dot_h0[low:high], dot_h[low:high], out=dot_h[low:high])
        dot_n_gate *= z_gate[low:high]
        _9 = np.subtract(h0[low:high], n_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.multiply(dot_z_gate[low:high], _9, out=_9)
        np.negative(_9, out=_9)
        dot_h[low:high] += dot_n_gate
        dot_h[low:high] += _9
    rt.blocks(block, N, H, dtype)
    return h, dot_h


def gru_cell_nobias(x, h0, w_ih, w_hh):
    dtype = x.dtype
    N = x.shape[0]
    H = h0.shape[1]
    z = x @ w_ih[:2*H].T
    _1 = h0 @ w_hh[:2*H].T
    z += _1
    z_gate = rt.empty((N, H), dtype)
    kept = rt.empty((N, H), dtype)
    def block(low, high):
        r_gate = rt.sigmoid(z[low:high, :H], out=kept[low:high])
        rt.sigmoid(z[low:high, H:], out=z_gate[low:high])
        np.multiply(h0[low:high], r_gate, out=kept[low:high])
    rt.blocks(block, N, H, dtype)
    s = x @ w_ih[2*H:].T
    _2 = kept @ w_hh[2*H:].T
    s += _2
    h = rt.empty((N, H), dtype)
    def block(low, high):
        n_gate = np.tanh(s[low:high], out=rt.empty((high - low, H), dtype))
        np.subtract(1, z_gate[low:high], out=h[low:high])
        np.multiply(h0[low:high], h[low:high], out=h[low:high])
        n_gate *= z_gate[low:high]
        h[low:high] += n_gate
    rt.blocks(block, N, H, dtype)
    return h


def gru_cell_nobias_forward(x, h0, w_ih, w_hh):
    dtype = x.dtype
    N, I = x.shape
    H = h0.shape[1]
    z = x @ w_ih[:2*H].T
    _1 = h0 @ w_hh[:2*H].T
    z += _1
    r_gate = rt.empty((N, H), dtype)
    z_gate = rt.empty((N, H), dtype)
    kept = rt.empty((N, H), dtype)
    def block(low, high):
        rt.sigmoid(z[low:high, :H], out=r_gate[low:high])
        rt.sigmoid(z[low:high, H:], out=z_gate[low:high])
        np.multiply(h0[low:high], r_gate[low:high], out=kept[low:high])
    rt.blocks(block, N, H, dtype)
    s = x @ w_ih[2*H:].T
    _2 = kept @ w_hh[2*H:].T
    s += _2
    n_gate = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        np.tanh(s[low:high], out=n_gate[low:high])
        np.subtract(1, z_gate[low:high], out=h[low:high])
        np.multiply(h0[low:high], h[low:high], out=h[low:high])
        _3 = np.multiply(n_gate[low:high], z_gate[low:high], out=rt.empty((high - low, H), dtype))
        h[low:high] += _3
    rt.blocks(block, N, H, dtype)
    return h, (x, h0, w_ih, w_hh, r_gate, z_gate, kept, n_gate, N, I, H, dtype)


def gru_cell_nobias_backward(saved, bar_h):
    x, h0, w_ih, w_hh, r_gate, z_gate, kept, n_gate, N, I, H, dtype = saved
    if bar_h is None:
        bar_h = np.zeros((N, H), dtype)
    bar_z_gate = rt.empty((N, H), dtype)
    bar_s = rt.empty((N, H), dtype)
    def block(low, high):
        bar_n_gate = np.multiply(bar_h[low:high], z_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.subtract(h0[low:high], n_gate[low:high], out=bar_z_gate[low:high])
        np.multiply(bar_h[low:high], bar_z_gate[low:high], out=bar_z_gate[low:high])
        np.negative(bar_z_gate[low:high], out=bar_z_gate[low:high])
        np.square(n_gate[low:high], out=bar_s[low:high])
        np.subtract(1, bar_s[low:high], out=bar_s[low:high])
        np.multiply(bar_n_gate, bar_s[low:high], out=bar_s[low:high])
    rt.blocks(block, N, H, dtype)
    bar_kept = bar_s @ w_hh[2*H:]
    bar_w_hh = rt.empty((3*H, H), dtype)
    np.matmul(bar_s.T, kept, out=bar_w_hh[2*H:])
    bar_w_ih = rt.empty((3*H, I), dtype)
    np.matmul(bar_s.T, x, out=bar_w_ih[2*H:])
    bar_x = bar_s @ w_ih[2*H:]
    bar_h0 = rt.empty((N, H), dtype)
    bar_z = rt.empty((N, 2*H), dtype)
    def block(low, high):
        _1 = np.subtract(1, z_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.multiply(bar_h[low:high], _1, out=bar_h0[low:high])
        _2 = np.multiply(bar_kept[low:high], r_gate[low:high], out=rt.empty((high - low, H), dtype))
        bar_h0[low:high] += _2
        bar_r_gate = np.multiply(bar_kept[low:high], h0[low:high], out=_2)
        np.multiply(bar_z_gate[low:high], z_gate[low:high], out=bar_z[low:high, H:])
        bar_z[low:high, H:] *= _1
        np.subtract(1, r_gate[low:high], out=_1)
        np.multiply(bar_r_gate, r_gate[low:high], out=bar_z[low:high, :H])
        bar_z[low:high, :H] *= _1
    rt.blocks(block, N, H, dtype)
    np.matmul(bar_z, w_hh[:2*H], out=bar_z_gate)
    bar_h0 += bar_z_gate
    np.matmul(bar_z.T, h0, out=bar_w_hh[:2*H])
    np.matmul(bar_z.T, x, out=bar_w_ih[:2*H])
    _3 = bar_z @ w_ih[:2*H]
    bar_x += _3
    return (bar_x, bar_h0, bar_w_ih, bar_w_hh)


def gru_cell_nobias_jvp(x, h0, w_ih, w_hh, dot_x, dot_h0, dot_w_ih, dot_w_hh):
    dtype = x.dtype
    N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((3*H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((3*H, H), dtype)
    z = x @ w_ih[:2*H].T
    _1 = h0 @ w_hh[:2*H].T
    z += _1
    r_gate = rt.empty((N, H), dtype)
    z_gate = rt.empty((N, H), dtype)
    kept = rt.empty((N, H), dtype)
    def block(low, high):
        rt.sigmoid(z[low:high, :H], out=r_gate[low:high])
        rt.sigmoid(z[low:high, H:], out=z_gate[low:high])
        np.multiply(h0[low:high], r_gate[low:high], out=kept[low:high])
    rt.blocks(block, N, H, dtype)
    s = x @ w_ih[2*H:].T
    _2 = kept @ w_hh[2*H:].T
    s += _2
    n_gate = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        np.tanh(s[low:high], out=n_gate[low:high])
        np.subtract(1, z_gate[low:high], out=h[low:high])
        np.multiply(h0[low:high], h[low:high], out=h[low:high])
        _3 = np.multiply(n_gate[low:high], z_gate[low:high], out=rt.empty((high - low, H), dtype))
        h[low:high] += _3
    rt.blocks(block, N, H, dtype)
    dot_z = np.matmul(x, dot_w_ih[:2*H].T, out=_1)
    _4 = dot_x @ w_ih[:2*H].T
    dot_z += _4
    np.matmul(dot_h0, w_hh[:2*H].T, out=_4)
    dot_z += _4
    np.matmul(h0, dot_w_hh[:2*H].T, out=_4)
    dot_z += _4
    dot_z_gate = rt.empty((N, H), dtype)
    dot_kept = rt.empty((N, H), dtype)
    def block(low, high):
        _5 = rt.dsigmoid(z[low:high, :H], out=rt.empty((high - low, H), dtype))
        dot_r_gate = np.multiply(dot_z[low:high, :H], _5, out=_5)
        rt.dsigmoid(z[low:high, H:], out=dot_z_gate[low:high])
        np.multiply(dot_z[low:high, H:], dot_z_gate[low:high], out=dot_z_gate[low:high])
        np.multiply(dot_h0[low:high], r_gate[low:high], out=dot_kept[low:high])
        dot_r_gate *= h0[low:high]
        dot_kept[low:high] += dot_r_gate
    rt.blocks(block, N, H, dtype)
    dot_s = np.matmul(x, dot_w_ih[2*H:].T, out=r_gate)
    np.matmul(dot_x, w_ih[2*H:].T, out=_2)
    dot_s += _2
    np.matmul(dot_kept, w_hh[2*H:].T, out=_2)
    dot_s += _2
    np.matmul(kept, dot_w_hh[2*H:].T, out=_2)
    dot_s += _2
    dot_h = rt.empty((N, H), dtype)
    def block(low, high):
        _6 = rt.sech2(s[low:high], out=rt.empty((high - low, H), dtype))
        dot_n_gate = np.multiply(dot_s[low:high], _6, out=_6)
        np.subtract(1, z_gate[low:high], out=dot_h[low:high])
        np.multiply(dot_h0[low:high], dot_h[low:high], out=dot_h[low:high])
        dot_n_gate *= z_gate[low:high]
        _7 = np.subtract(h0[low:high], n_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.multiply(dot_z_gate[low:high], _7, out=_7)
        np.negative(_7, out=_7)
        dot_h[low:high] += dot_n_gate
        dot_h[low:high] += _7
    rt.blocks(block, N, H, dtype)
    return h, dot_h


def gru_reset_after(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    u = rt.empty((T, N, 3*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=u.reshape(T*N, 3*H))
    u += b_ih
    v = rt.empty((T, N, 3*H), dtype)
    v[...] = b_hh
    z = rt.empty((N, 2*H), dtype)
    r_gate = rt.empty((N, H), dtype)
    z_gate = rt.empty((N, H), dtype)
    s = rt.empty((N, H), dtype)
    n_gate = rt.empty((N, H), dtype)
    _1 = np.ascontiguousarray(w_hh.T)
    _2 = rt.empty((N, 3*H), dtype)
    _3 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _1, out=_2)
        v[t] += _2
        np.add(u[t, :, :2*H], v[t, :, :2*H], out=z)
        rt.sigmoid(z[:, :H], out=r_gate)
        rt.sigmoid(z[:, H:], out=z_gate)
        np.multiply(r_gate, v[t, :, 2*H:], out=s)
        s += u[t, :, 2*H:]
        np.tanh(s, out=n_gate)
        np.multiply(h[t], z_gate, out=_3)
        np.subtract(1, z_gate, out=h[t + 1])
        np.multiply(n_gate, h[t + 1], out=h[t + 1])
        np.add(_3, h[t + 1], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    return output, h_n


def gru_reset_after_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    u = rt.empty((T, N, 3*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=u.reshape(T*N, 3*H))
    u += b_ih
    v = rt.empty((T, N, 3*H), dtype)
    v[...] = b_hh
    z = rt.empty((N, 2*H), dtype)
    r_gate = rt.empty((T, N, H), dtype)
    z_gate = rt.empty((T, N, H), dtype)
    s = rt.empty((N, H), dtype)
    n_gate = rt.empty((T, N, H), dtype)
    _1 = np.ascontiguousarray(w_hh.T)
    _2 = rt.empty((N, 3*H), dtype)
    _3 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _1, out=_2)
        v[t] += _2
        np.add(u[t, :, :2*H], v[t, :, :2*H], out=z)
        rt.sigmoid(z[:, :H], out=r_gate[t])
        rt.sigmoid(z[:, H:], out=z_gate[t])
        np.multiply(r_gate[t], v[t, :, 2*H:], out=s)
        s += u[t, :, 2*H:]
        np.tanh(s, out=n_gate[t])
        np.multiply(h[t], z_gate[t], out=_3)
        np.subtract(1, z_gate[t], out=h[t + 1])
        np.multiply(n_gate[t], h[t + 1], out=h[t + 1])
        np.add(_3, h[t + 1], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    return (output, h_n), (x, w_ih, w_hh, h, v, r_gate, z_gate, n_gate, T, N, I, H, dtype)


def gru_reset_after_backward(saved, bar_output, bar_h_n):
    x, w_ih, w_hh, h, v, r_gate, z_gate, n_gate, T, N, I, H, dtype = saved
    if bar_output is None:
        bar_output = np.zeros((T, N, H), dtype)
    if bar_h_n is None:
        bar_h_n = np.zeros((N, H), dtype)
    bar_h = rt.zeros((T + 1, N, H), dtype)
    bar_h[T] += bar_h_n
    bar_h[1:] += bar_output
    bar_s = rt.empty((T, N, H), dtype)
    factor_1 = bar_s
    bar_z = rt.empty((T, N, 2*H), dtype)
    factor_3 = bar_z[:, :, :H]
    factor_2 = bar_z[:, :, H:]
    def block(low, high):
        np.square(n_gate[low:high], out=factor_1[low:high])
        np.subtract(1, factor_1[low:high], out=factor_1[low:high])
        np.subtract(1, z_gate[low:high], out=factor_2[low:high])
        factor_1[low:high] *= factor_2[low:high]
        np.subtract(h[low:high], n_gate[low:high], out=factor_3[low:high])
        np.multiply(z_gate[low:high], factor_2[low:high], out=factor_2[low:high])
        factor_2[low:high] *= factor_3[low:high]
        _1 = np.subtract(1, r_gate[low:high], out=rt.empty((high - low, N, H), dtype))
        np.multiply(r_gate[low:high], v[low:high, :, 2*H:], out=factor_3[low:high])
        factor_3[low:high] *= _1
    rt.blocks(block, T, N*H, dtype, H)
    bar_v = rt.empty((T, N, 3*H), dtype)
    _2 = rt.empty((N, H), dtype)
    for t in reversed(range(T)):
        np.multiply(bar_h[t + 1], z_gate[t], out=_2)
        bar_h[t] += _2
        np.multiply(bar_h[t + 1], factor_1[t], out=bar_s[t])
        np.multiply(bar_s[t], r_gate[t], out=bar_v[t, :, 2*H:])
        np.multiply(bar_h[t + 1], factor_2[t], out=bar_z[t, :, H:])
        np.multiply(bar_s[t], factor_3[t], out=bar_z[t, :, :H])
        bar_v[t, :, :2*H] = bar_z[t]
        np.matmul(bar_v[t], w_hh, out=_2)
        bar_h[t] += _2
    bar_u = rt.empty((T, N, 3*H), dtype)
    def block(low, high):
        bar_u[low:high, :, 2*H:] = bar_s[low:high]
        bar_u[low:high, :, :2*H] = bar_z[low:high]
        _3 = np.sum(bar_v[low:high], axis=(0, 1))
        return (_3,)
    (bar_b_hh,) = rt.blocks(block, T, N*H, dtype, H)
    bar_w_hh = bar_v.transpose(2, 0, 1).reshape(3*H, T*N) @ h[:T].reshape(T*N, H)
    bar_b_ih = np.sum(bar_u, axis=(0, 1))
    bar_w_ih = bar_u.transpose(2, 0, 1).reshape(3*H, T*N) @ x.reshape(T*N, I)
    bar_x = rt.empty((T, N, I), dtype)
    np.matmul(bar_u.reshape(T*N, 3*H), w_ih, out=bar_x.reshape(T*N, I))
    bar_h0 = bar_h[0].copy()
    return (bar_x, bar_h0, bar_w_ih, bar_w_hh, bar_b_ih, bar_b_hh)


def gru_reset_after_jvp(x, h0, w_ih, w_hh, b_ih, b_hh, dot_x, dot_h0, dot_w_ih, dot_w_hh, dot_b_ih, dot_b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((T, N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((3*H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((3*H, H), dtype)
    if dot_b_ih is None:
        dot_b_ih = np.zeros((3*H,), dtype)
    if dot_b_hh is None:
        dot_b_hh = np.zeros((3*H,), dtype)
    h = rt.empty((T + 1, N, H), dtype)
    h[0] = h0
    u = rt.empty((T, N, 3*H), dtype)
    np.matmul(x.reshape(T*N, I), w_ih.T, out=u.reshape(T*N, 3*H))
    u += b_ih
    v = rt.empty((T, N, 3*H), dtype)
    v[...] = b_hh
    z = rt.empty((T, N, 2*H), dtype)
    r_gate = rt.empty((T, N, H), dtype)
    z_gate = rt.empty((T, N, H), dtype)
    s = rt.empty((T, N, H), dtype)
    n_gate = rt.empty((T, N, H), dtype)
    _1 = np.ascontiguousarray(w_hh.T)
    _2 = rt.empty((N, 3*H), dtype)
    _3 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], _1, out=_2)
        v[t] += _2
        np.add(u[t, :, :2*H], v[t, :, :2*H], out=z[t])
        rt.sigmoid(z[t, :, :H], out=r_gate[t])
        rt.sigmoid(z[t, :, H:], out=z_gate[t])
        np.multiply(r_gate[t], v[t, :, 2*H:], out=s[t])
        s[t] += u[t, :, 2*H:]
        np.tanh(s[t], out=n_gate[t])
        np.multiply(h[t], z_gate[t], out=_3)
        np.subtract(1, z_gate[t], out=h[t + 1])
        np.multiply(n_gate[t], h[t + 1], out=h[t + 1])
        np.add(_3, h[t + 1], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    dot_h = rt.empty((T + 1, N, H), dtype)
    dot_h[0] = dot_h0
    dot_u = np.matmul(x.reshape(T*N, I), dot_w_ih.T, out=u.reshape(T*N, 3*H)).reshape(T, N, 3*H)
    _4 = rt.empty((T, N, 3*H), dtype)
    np.matmul(dot_x.reshape(T*N, I), w_ih.T, out=_4.reshape(T*N, 3*H))
    dot_u += _4
    dot_u += dot_b_ih
    dot_z = dot_u[:, :, :2*H].copy()
    dot_v = np.matmul(h[:T].reshape(T*N, H), dot_w_hh.T, out=_4.reshape(T*N, 3*H)).reshape(T, N, 3*H)
    dot_v += dot_b_hh
    dot_s = dot_u[:, :, 2*H:].copy()
    dot_r_gate = rt.empty((N, H), dtype)
    dot_z_gate = rt.empty((N, H), dtype)
    dot_n_gate = rt.empty((N, H), dtype)
    _5 = np.ascontiguousarray(w_hh.T)
    _6 = rt.empty((N, 3*H), dtype)
    _7 = rt.empty((N, H), dtype)
    for t in range(T):
        np.matmul(dot_h[t], _5, out=_6)
        dot_v[t] += _6
        dot_z[t] += dot_v[t, :, :2*H]
        rt.dsigmoid(z[t, :, :H], out=dot_r_gate)
        np.multiply(dot_z[t, :, :H], dot_r_gate, out=dot_r_gate)
        rt.dsigmoid(z[t, :, H:], out=dot_z_gate)
        np.multiply(dot_z[t, :, H:], dot_z_gate, out=dot_z_gate)
        np.multiply(dot_r_gate, v[t, :, 2*H:], out=_7)
        dot_s[t] += _7
        np.multiply(dot_v[t, :, 2*H:], r_gate[t], out=_7)
        dot_s[t] += _7
        rt.sech2(s[t], out=dot_n_gate)
        np.multiply(dot_s[t], dot_n_gate, out=dot_n_gate)
        np.multiply(dot_h[t], z_gate[t], out=dot_h[t + 1])
        np.subtract(1, z_gate[t], out=_7)
        np.multiply(dot_n_gate, _7, out=_7)
        dot_h[t + 1] += _7
        np.subtract(h[t], n_gate[t], out=_7)
        np.multiply(dot_z_gate, _7, out=_7)
        dot_h[t + 1] += _7
    dot_output = dot_h[1:].copy()
    dot_h_n = dot_h[T].copy()
    return (output, h_n), (dot_output, dot_h_n)


def gru_reset_after_cell(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    N = x.shape[0]
    H = h0.shape[1]
    u = x @ w_ih.T
    u += b_ih
    v = h0 @ w_hh.T
    v += b_hh
    h = rt.empty((N, H), dtype)
    def block(low, high):
        z = np.add(u[low:high, :2*H], v[low:high, :2*H], out=rt.empty((high - low, 2*H), dtype))
        r_gate = rt.sigmoid(z[:, :H], out=rt.empty((high - low, H), dtype))
        z_gate = rt.sigmoid(z[:, H:], out=rt.empty((high - low, H), dtype))
        r_gate *= v[low:high, 2*H:]
        s = np.add(r_gate, u[low:high, 2*H:], out=r_gate)
        n_gate = np.tanh(s, out=s)
        np.multiply(h0[low:high], z_gate, out=h[low:high])
        np.subtract(1, z_gate, out=z_gate)
        n_gate *= z_gate
        h[low:high] += n_gate
    rt.blocks(block, N, 2*H, dtype)
    return h


def gru_reset_after_cell_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    N = x.shape[0]
    H = h0.shape[1]
    u = x @ w_ih.T
    u += b_ih
    v = h0 @ w_hh.T
    v += b_hh
    r_gate = rt.empty((N, H), dtype)
    z_gate = rt.empty((N, H), dtype)
    n_gate = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        z = np.add(u[low:high, :2*H], v[low:high, :2*H], out=rt.empty((high - low, 2*H), dtype))
        rt.sigmoid(z[:, :H], out=r_gate[low:high])
        rt.sigmoid(z[:, H:], out=z_gate[low:high])
        np.multiply(r_gate[low:high], v[low:high, 2*H:], out=n_gate[low:high])
        s = np.add(n_gate[low:high], u[low:high, 2*H:], out=n_gate[low:high])
        np.tanh(s, out=n_gate[low:high])
        np.multiply(h0[low:high], z_gate[low:high], out=h[low:high])
        _1 = np.subtract(1, z_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.multiply(n_gate[low:high], _1, out=_1)
        h[low:high] += _1
    rt.blocks(block, N, 2*H, dtype)
    return h, (x, h0, w_ih, w_hh, v, r_gate, z_gate, n_gate, N, H, dtype)


def gru_reset_after_cell_backward(saved, bar_h):
    x, h0, w_ih, w_hh, v, r_gate, z_gate, n_gate, N, H, dtype = saved
    if bar_h is None:
        bar_h = np.zeros((N, H), dtype)
    bar_h0 = rt.empty((N, H), dtype)
    bar_u = rt.empty((N, 3*H), dtype)
    bar_v = rt.empty((N, 3*H), dtype)
    bar_z = rt.empty((N, 2*H), dtype)
    def block(low, high):
        np.multiply(bar_h[low:high], z_gate[low:high], out=bar_h0[low:high])
        _1 = np.subtract(1, z_gate[low:high], out=rt.empty((high - low, H), dtype))
        bar_n_gate = np.multiply(bar_h[low:high], _1, out=rt.empty((high - low, H), dtype))
        _2 = np.subtract(h0[low:high], n_gate[low:high], out=rt.empty((high - low, H), dtype))
        bar_z_gate = np.multiply(bar_h[low:high], _2, out=_2)
        _3 = np.square(n_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.subtract(1, _3, out=_3)
        bar_s = np.multiply(bar_n_gate, _3, out=_3)
        bar_r_gate = np.multiply(bar_s, v[low:high, 2*H:], out=bar_n_gate)
        bar_u[low:high, 2*H:] = bar_s
        np.multiply(bar_s, r_gate[low:high], out=bar_v[low:high, 2*H:])
        np.multiply(bar_z_gate, z_gate[low:high], out=bar_z[low:high, H:])
        bar_z[low:high, H:] *= _1
        np.subtract(1, r_gate[low:high], out=_1)
        np.multiply(bar_r_gate, r_gate[low:high], out=bar_z[low:high, :H])
        bar_z[low:high, :H] *= _1
        bar_u[low:high, :2*H] = bar_z[low:high]
        bar_v[low:high, :2*H] = bar_z[low:high]
        _4 = np.sum(bar_v[low:high], axis=0)
        return (_4,)
    (bar_b_hh,) = rt.blocks(block, N, H, dtype)
    _5 = bar_v @ w_hh
    bar_h0 += _5
    bar_w_hh = bar_v.T @ h0
    bar_b_ih = np.sum(bar_u, axis=0)
    bar_w_ih = bar_u.T @ x
    bar_x = bar_u @ w_ih
    return (bar_x, bar_h0, bar_w_ih, bar_w_hh, bar_b_ih, bar_b_hh)


def gru_reset_after_cell_jvp(x, h0, w_ih, w_hh, b_ih, b_hh, dot_x, dot_h0, dot_w_ih, dot_w_hh, dot_b_ih, dot_b_hh):
    dtype = x.dtype
    N, I = x.shape
    H = h0.shape[1]
    if dot_x is None:
        dot_x = np.zeros((N, I), dtype)
    if dot_h0 is None:
        dot_h0 = np.zeros((N, H), dtype)
    if dot_w_ih is None:
        dot_w_ih = np.zeros((3*H, I), dtype)
    if dot_w_hh is None:
        dot_w_hh = np.zeros((3*H, H), dtype)
    if dot_b_ih is None:
        dot_b_ih = np.zeros((3*H,), dtype)
    if dot_b_hh is None:
        dot_b_hh = np.zeros((3*H,), dtype)
    u = x @ w_ih.T
    u += b_ih
    v = h0 @ w_hh.T
    v += b_hh
    z = rt.empty((N, 2*H), dtype)
    r_gate = rt.empty((N, H), dtype)
    z_gate = rt.empty((N, H), dtype)
    s = rt.empty((N, H), dtype)
    n_gate = rt.empty((N, H), dtype)
    h = rt.empty((N, H), dtype)
    def block(low, high):
        np.add(u[low:high, :2*H], v[low:high, :2*H], out=z[low:high])
        rt.sigmoid(z[low:high, :H], out=r_gate[low:high])
        rt.sigmoid(z[low:high, H:], out=z_gate[low:high])
        np.multiply(r_gate[low:high], v[low:high, 2*H:], out=s[low:high])
        s[low:high] += u[low:high, 2*H:]
        np.tanh(s[low:high], out=n_gate[low:high])
        np.multiply(h0[low:high], z_gate[low:high], out=h[low:high])
        _1 = np.subtract(1, z_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.multiply(n_gate[low:high], _1, out=_1)
        h[low:high] += _1
    rt.blocks(block, N, 2*H, dtype)
    dot_u = np.matmul(x, dot_w_ih.T, out=u)
    _2 = dot_x @ w_ih.T
    dot_u += _2
    dot_u += dot_b_ih
    dot_v = np.matmul(dot_h0, w_hh.T, out=_2)
    _3 = h0 @ dot_w_hh.T
    dot_v += _3
    dot_v += dot_b_hh
    dot_h = rt.empty((N, H), dtype)
    def block(low, high):
        dot_z = np.add(dot_u[low:high, :2*H], dot_v[low:high, :2*H], out=rt.empty((high - low, 2*H), dtype))
        rt.dsigmoid(z[low:high, :H], out=dot_h[low:high])
        dot_r_gate = np.multiply(dot_z[:, :H], dot_h[low:high], out=dot_h[low:high])
        _4 = rt.dsigmoid(z[low:high, H:], out=rt.empty((high - low, H), dtype))
        dot_z_gate = np.multiply(dot_z[:, H:], _4, out=_4)
        dot_r_gate *= v[low:high, 2*H:]
        _5 = np.multiply(dot_v[low:high, 2*H:], r_gate[low:high], out=rt.empty((high - low, H), dtype))
        dot_r_gate += dot_u[low:high, 2*H:]
        dot_s = np.add(dot_r_gate, _5, out=_5)
        rt.sech2(s[low:high], out=dot_r_gate)
        dot_n_gate = np.multiply(dot_s, dot_r_gate, out=dot_s)
        np.multiply(dot_h0[low:high], z_gate[low:high], out=dot_h[low:high])
        _6 = np.subtract(1, z_gate[low:high], out=rt.empty((high - low, H), dtype))
        np.multiply(dot_n_gate, _6, out=_6)
        np.subtract(h0[low:high], n_gate[low:high], out=dot_n_gate)
        np.multiply(dot_z_gate, dot_n_gate, out=dot_n_gate)
        dot_h[low:high] += _6
        dot_h[low:high] += dot_n_gate
    rt.blocks(block, N, 2*H, dtype)
    return h, dot_h
