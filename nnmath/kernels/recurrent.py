"""Kernels of nnmath.formulas.recurrent. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def rnn(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = np.empty((T + 1, N, H), dtype)
    h[0] = h0
    z = np.matmul(x.reshape(T*N, I), w_ih.T).reshape(T, N, H)
    _1 = b_hh + b_ih
    z += _1
    _2 = np.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], w_hh.T, out=_2)
        z[t] += _2
        np.tanh(z[t], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    return output, h_n


def rnn_forward(x, h0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = np.empty((T + 1, N, H), dtype)
    h[0] = h0
    z = np.matmul(x.reshape(T*N, I), w_ih.T).reshape(T, N, H)
    _1 = b_hh + b_ih
    z += _1
    _2 = np.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], w_hh.T, out=_2)
        z[t] += _2
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
    bar_h = np.zeros((T + 1, N, H), dtype)
    bar_h[T] += bar_h_n
    bar_h[1:] += bar_output
    bar_z = np.empty((T, N, H), dtype)
    _1 = np.empty((N, H), dtype)
    for t in reversed(range(T)):
        rt.sech2(z[t], out=bar_z[t])
        np.multiply(bar_h[t + 1], bar_z[t], out=bar_z[t])
        np.matmul(bar_z[t], w_hh, out=_1)
        bar_h[t] += _1
    bar_b_hh = np.sum(bar_z, axis=(0, 1))
    bar_b_ih = bar_b_hh.copy()
    bar_w_hh = bar_z.transpose(2, 0, 1).reshape(H, T*N) @ h[:T].reshape(T*N, H)
    bar_w_ih = bar_z.transpose(2, 0, 1).reshape(H, T*N) @ x.reshape(T*N, I)
    bar_x = np.matmul(bar_z.reshape(T*N, H), w_ih).reshape(T, N, I)
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
    h = np.empty((T + 1, N, H), dtype)
    h[0] = h0
    z = np.matmul(x.reshape(T*N, I), w_ih.T).reshape(T, N, H)
    _1 = b_hh + b_ih
    z += _1
    _2 = np.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], w_hh.T, out=_2)
        z[t] += _2
        np.tanh(z[t], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    dot_h = np.empty((T + 1, N, H), dtype)
    dot_h[0] = dot_h0
    dot_z = np.matmul(x.reshape(T*N, I), dot_w_ih.T).reshape(T, N, H)
    _3 = np.matmul(dot_x.reshape(T*N, I), w_ih.T).reshape(T, N, H)
    dot_z += _3
    np.matmul(h[:T].reshape(T*N, H), dot_w_hh.T, out=_3.reshape(T*N, H))
    dot_z += _3
    dot_z += dot_b_hh
    dot_z += dot_b_ih
    _4 = np.empty((N, H), dtype)
    for t in range(T):
        np.matmul(dot_h[t], w_hh.T, out=_4)
        dot_z[t] += _4
        rt.sech2(z[t], out=dot_h[t + 1])
        np.multiply(dot_z[t], dot_h[t + 1], out=dot_h[t + 1])
    dot_output = dot_h[1:].copy()
    dot_h_n = dot_h[T].copy()
    return (output, h_n), (dot_output, dot_h_n)


def lstm(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    dtype = x.dtype
    T, N, I = x.shape
    H = h0.shape[1]
    h = np.empty((T + 1, N, H), dtype)
    h[0] = h0
    c = np.empty((T + 1, N, H), dtype)
    c[0] = c0
    z = np.matmul(x.reshape(T*N, I), w_ih.T).reshape(T, N, 4*H)
    _1 = b_hh + b_ih
    z += _1
    i_gate = np.empty((N, H), dtype)
    f_gate = np.empty((N, H), dtype)
    g_gate = np.empty((N, H), dtype)
    o_gate = np.empty((N, H), dtype)
    s = np.empty((N, H), dtype)
    _2 = np.empty((N, 4*H), dtype)
    _3 = np.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], w_hh.T, out=_2)
        z[t] += _2
        rt.sigmoid(z[t, :, :H], out=i_gate)
        rt.sigmoid(z[t, :, H:2*H], out=f_gate)
        np.tanh(z[t, :, 2*H:3*H], out=g_gate)
        rt.sigmoid(z[t, :, 3*H:], out=o_gate)
        np.multiply(c[t], f_gate, out=_3)
        np.multiply(g_gate, i_gate, out=c[t + 1])
        np.add(_3, c[t + 1], out=c[t + 1])
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
    h = np.empty((T + 1, N, H), dtype)
    h[0] = h0
    c = np.empty((T + 1, N, H), dtype)
    c[0] = c0
    z = np.matmul(x.reshape(T*N, I), w_ih.T).reshape(T, N, 4*H)
    _1 = b_hh + b_ih
    z += _1
    i_gate = np.empty((T, N, H), dtype)
    f_gate = np.empty((T, N, H), dtype)
    g_gate = np.empty((T, N, H), dtype)
    o_gate = np.empty((T, N, H), dtype)
    s = np.empty((T, N, H), dtype)
    _2 = np.empty((N, 4*H), dtype)
    _3 = np.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], w_hh.T, out=_2)
        z[t] += _2
        rt.sigmoid(z[t, :, :H], out=i_gate[t])
        rt.sigmoid(z[t, :, H:2*H], out=f_gate[t])
        np.tanh(z[t, :, 2*H:3*H], out=g_gate[t])
        rt.sigmoid(z[t, :, 3*H:], out=o_gate[t])
        np.multiply(c[t], f_gate[t], out=_3)
        np.multiply(g_gate[t], i_gate[t], out=c[t + 1])
        np.add(_3, c[t + 1], out=c[t + 1])
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
    bar_c = np.zeros((T + 1, N, H), dtype)
    bar_c[T] += bar_c_n
    bar_h = np.zeros((T + 1, N, H), dtype)
    bar_h[T] += bar_h_n
    bar_h[1:] += bar_output
    bar_o_gate = np.empty((N, H), dtype)
    bar_s = np.empty((N, H), dtype)
    bar_f_gate = np.empty((N, H), dtype)
    bar_g_gate = np.empty((N, H), dtype)
    bar_i_gate = np.empty((N, H), dtype)
    bar_z = np.empty((T, N, 4*H), dtype)
    _1 = np.empty((N, H), dtype)
    for t in reversed(range(T)):
        np.multiply(bar_h[t + 1], s[t], out=bar_o_gate)
        np.multiply(bar_h[t + 1], o_gate[t], out=bar_s)
        np.square(s[t], out=_1)
        np.subtract(1, _1, out=_1)
        np.multiply(bar_s, _1, out=_1)
        bar_c[t + 1] += _1
        np.multiply(bar_c[t + 1], f_gate[t], out=_1)
        bar_c[t] += _1
        np.multiply(bar_c[t + 1], c[t], out=bar_f_gate)
        np.multiply(bar_c[t + 1], i_gate[t], out=bar_g_gate)
        np.multiply(bar_c[t + 1], g_gate[t], out=bar_i_gate)
        np.subtract(1, o_gate[t], out=_1)
        np.multiply(bar_o_gate, o_gate[t], out=bar_z[t, :, 3*H:])
        bar_z[t, :, 3*H:] *= _1
        np.square(g_gate[t], out=bar_z[t, :, 2*H:3*H])
        np.subtract(1, bar_z[t, :, 2*H:3*H], out=bar_z[t, :, 2*H:3*H])
        np.multiply(bar_g_gate, bar_z[t, :, 2*H:3*H], out=bar_z[t, :, 2*H:3*H])
        np.subtract(1, f_gate[t], out=_1)
        np.multiply(bar_f_gate, f_gate[t], out=bar_z[t, :, H:2*H])
        bar_z[t, :, H:2*H] *= _1
        np.subtract(1, i_gate[t], out=_1)
        np.multiply(bar_i_gate, i_gate[t], out=bar_z[t, :, :H])
        bar_z[t, :, :H] *= _1
        np.matmul(bar_z[t], w_hh, out=_1)
        bar_h[t] += _1
    bar_b_hh = np.sum(bar_z, axis=(0, 1))
    bar_b_ih = bar_b_hh.copy()
    bar_w_hh = bar_z.transpose(2, 0, 1).reshape(4*H, T*N) @ h[:T].reshape(T*N, H)
    bar_w_ih = bar_z.transpose(2, 0, 1).reshape(4*H, T*N) @ x.reshape(T*N, I)
    bar_x = np.matmul(bar_z.reshape(T*N, 4*H), w_ih).reshape(T, N, I)
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
    h = np.empty((T + 1, N, H), dtype)
    h[0] = h0
    c = np.empty((T + 1, N, H), dtype)
    c[0] = c0
    z = np.matmul(x.reshape(T*N, I), w_ih.T).reshape(T, N, 4*H)
    _1 = b_hh + b_ih
    z += _1
    i_gate = np.empty((T, N, H), dtype)
    f_gate = np.empty((T, N, H), dtype)
    g_gate = np.empty((T, N, H), dtype)
    o_gate = np.empty((T, N, H), dtype)
    s = np.empty((T, N, H), dtype)
    _2 = np.empty((N, 4*H), dtype)
    _3 = np.empty((N, H), dtype)
    for t in range(T):
        np.matmul(h[t], w_hh.T, out=_2)
        z[t] += _2
        rt.sigmoid(z[t, :, :H], out=i_gate[t])
        rt.sigmoid(z[t, :, H:2*H], out=f_gate[t])
        np.tanh(z[t, :, 2*H:3*H], out=g_gate[t])
        rt.sigmoid(z[t, :, 3*H:], out=o_gate[t])
        np.multiply(c[t], f_gate[t], out=_3)
        np.multiply(g_gate[t], i_gate[t], out=c[t + 1])
        np.add(_3, c[t + 1], out=c[t + 1])
        np.tanh(c[t + 1], out=s[t])
        np.multiply(o_gate[t], s[t], out=h[t + 1])
    output = h[1:].copy()
    h_n = h[T].copy()
    c_n = c[T].copy()
    dot_h = np.empty((T + 1, N, H), dtype)
    dot_h[0] = dot_h0
    dot_c = np.empty((T + 1, N, H), dtype)
    dot_c[0] = dot_c0
    dot_z = np.matmul(x.reshape(T*N, I), dot_w_ih.T).reshape(T, N, 4*H)
    _4 = np.matmul(dot_x.reshape(T*N, I), w_ih.T).reshape(T, N, 4*H)
    dot_z += _4
    np.matmul(h[:T].reshape(T*N, H), dot_w_hh.T, out=_4.reshape(T*N, 4*H))
    dot_z += _4
    dot_z += dot_b_hh
    dot_z += dot_b_ih
    dot_i_gate = np.empty((N, H), dtype)
    dot_f_gate = np.empty((N, H), dtype)
    dot_g_gate = np.empty((N, H), dtype)
    dot_o_gate = np.empty((N, H), dtype)
    dot_s = np.empty((N, H), dtype)
    _5 = np.empty((N, 4*H), dtype)
    _6 = np.empty((N, H), dtype)
    for t in range(T):
        np.matmul(dot_h[t], w_hh.T, out=_5)
        dot_z[t] += _5
        rt.dsigmoid(z[t, :, :H], out=dot_i_gate)
        np.multiply(dot_z[t, :, :H], dot_i_gate, out=dot_i_gate)
        rt.dsigmoid(z[t, :, H:2*H], out=dot_f_gate)
        np.multiply(dot_z[t, :, H:2*H], dot_f_gate, out=dot_f_gate)
        rt.sech2(z[t, :, 2*H:3*H], out=dot_g_gate)
        np.multiply(dot_z[t, :, 2*H:3*H], dot_g_gate, out=dot_g_gate)
        rt.dsigmoid(z[t, :, 3*H:], out=dot_o_gate)
        np.multiply(dot_z[t, :, 3*H:], dot_o_gate, out=dot_o_gate)
        np.multiply(dot_c[t], f_gate[t], out=dot_c[t + 1])
        np.multiply(c[t], dot_f_gate, out=_6)
        dot_c[t + 1] += _6
        np.multiply(dot_g_gate, i_gate[t], out=_6)
        dot_c[t + 1] += _6
        np.multiply(dot_i_gate, g_gate[t], out=_6)
        dot_c[t + 1] += _6
        rt.sech2(c[t + 1], out=dot_s)
        np.multiply(dot_c[t + 1], dot_s, out=dot_s)
        np.multiply(dot_o_gate, s[t], out=dot_h[t + 1])
        np.multiply(dot_s, o_gate[t], out=_6)
        dot_h[t + 1] += _6
    dot_output = dot_h[1:].copy()
    dot_h_n = dot_h[T].copy()
    dot_c_n = dot_c[T].copy()
    return (output, h_n, c_n), (dot_output, dot_h_n, dot_c_n)
