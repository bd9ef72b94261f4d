"""Kernels of nnmath.formulas.optimizers. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def sgd(w, grad, lr, weight_decay):
    lr, weight_decay = float(lr), float(weight_decay)
    _1 = w * weight_decay
    np.add(grad, _1, out=_1)
    _1 *= lr
    w_next = np.subtract(w, _1, out=_1)
    return w_next


def sgd_forward(w, grad, lr, weight_decay):
    lr, weight_decay = float(lr), float(weight_decay)
    dtype = w.dtype
    N = w.shape[0]
    _1 = w * weight_decay
    np.add(grad, _1, out=_1)
    _1 *= lr
    w_next = np.subtract(w, _1, out=_1)
    return w_next, (lr, weight_decay, N, dtype)


def sgd_backward(saved, bar_w_next):
    lr, weight_decay, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    bar_grad = bar_w_next * (-lr)
    bar_w = bar_w_next * (1 - (lr*weight_decay))
    return (bar_w, bar_grad)


def sgd_jvp(w, grad, dot_w, dot_grad, lr, weight_decay):
    lr, weight_decay = float(lr), float(weight_decay)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    _1 = w * weight_decay
    np.add(grad, _1, out=_1)
    _1 *= lr
    w_next = np.subtract(w, _1, out=_1)
    _2 = dot_grad * lr
    _3 = dot_w * (1 - (lr*weight_decay))
    dot_w_next = np.subtract(_3, _2, out=_2)
    return w_next, dot_w_next


def adam(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):
    t, lr, beta1, beta2, eps, weight_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay)
    _1 = w * weight_decay
    g = np.add(grad, _1, out=_1)
    _2 = m * beta1
    _3 = g * (1 - beta1)
    m_next = np.add(_2, _3, out=_2)
    np.multiply(v, beta2, out=_3)
    np.square(g, out=g)
    g *= (1 - beta2)
    v_next = np.add(_3, g, out=_3)
    np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=g)
    np.sqrt(g, out=g)
    np.add(eps, g, out=g)
    np.divide(m_next, g, out=g)
    g *= rt.ratio(lr, (1 - rt.power(beta1, t)))
    w_next = np.subtract(w, g, out=g)
    return w_next, m_next, v_next


def adam_forward(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):
    t, lr, beta1, beta2, eps, weight_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay)
    dtype = w.dtype
    N = w.shape[0]
    _1 = w * weight_decay
    g = np.add(grad, _1, out=_1)
    _2 = m * beta1
    _3 = g * (1 - beta1)
    m_next = np.add(_2, _3, out=_2)
    np.multiply(v, beta2, out=_3)
    _4 = np.square(g)
    _4 *= (1 - beta2)
    v_next = np.add(_3, _4, out=_3)
    np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=_4)
    np.sqrt(_4, out=_4)
    np.add(eps, _4, out=_4)
    np.divide(m_next, _4, out=_4)
    _4 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
    w_next = np.subtract(w, _4, out=_4)
    return (w_next, m_next, v_next), (g, m_next, v_next, t, lr, beta1, beta2, eps, weight_decay, N, dtype)


def adam_backward(saved, bar_w_next, bar_m_next, bar_v_next):
    g, m_next, v_next, t, lr, beta1, beta2, eps, weight_decay, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_m_next is None:
        bar_m_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    _1 = v_next * rt.ratio(1, (1 - rt.power(beta2, t)))
    np.sqrt(_1, out=_1)
    np.add(eps, _1, out=_1)
    np.divide(bar_w_next, _1, out=_1)
    _1 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
    bar_m_next_total = np.subtract(bar_m_next, _1, out=_1)
    _2 = v_next * rt.ratio(1, (1 - rt.power(beta2, t)))
    np.sqrt(_2, out=_2)
    _3 = eps + _2
    np.square(_3, out=_3)
    _4 = bar_w_next * m_next
    _4 *= _2
    np.multiply(v_next, _3, out=_3)
    _4 /= _3
    _4 *= rt.ratio((0.5*lr), (1 - rt.power(beta1, t)))
    bar_v_next_total = np.add(bar_v_next, _4, out=_4)
    bar_v = np.multiply(bar_v_next_total, beta2, out=_3)
    np.multiply(bar_m_next_total, (1 - beta1), out=_2)
    bar_v_next_total *= g
    bar_v_next_total *= (2*(1 - beta2))
    bar_g = np.add(_2, bar_v_next_total, out=_2)
    bar_m = np.multiply(bar_m_next_total, beta1, out=bar_m_next_total)
    bar_grad = bar_g.copy()
    np.multiply(bar_g, weight_decay, out=bar_v_next_total)
    bar_w = np.add(bar_v_next_total, bar_w_next, out=bar_v_next_total)
    return (bar_w, bar_grad, bar_m, bar_v)


def adam_jvp(w, grad, m, v, dot_w, dot_grad, dot_m, dot_v, t, lr, beta1, beta2, eps, weight_decay):
    t, lr, beta1, beta2, eps, weight_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    if dot_m is None:
        dot_m = np.zeros((N,), dtype)
    if dot_v is None:
        dot_v = np.zeros((N,), dtype)
    _1 = w * weight_decay
    g = np.add(grad, _1, out=_1)
    _2 = m * beta1
    _3 = g * (1 - beta1)
    m_next = np.add(_2, _3, out=_2)
    np.multiply(v, beta2, out=_3)
    _4 = np.square(g)
    _4 *= (1 - beta2)
    v_next = np.add(_3, _4, out=_3)
    np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=_4)
    np.sqrt(_4, out=_4)
    np.add(eps, _4, out=_4)
    np.divide(m_next, _4, out=_4)
    _4 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
    w_next = np.subtract(w, _4, out=_4)
    _5 = dot_w * weight_decay
    dot_g = np.add(dot_grad, _5, out=_5)
    _6 = dot_m * beta1
    _7 = dot_g * (1 - beta1)
    dot_m_next = np.add(_6, _7, out=_6)
    np.multiply(dot_v, beta2, out=_7)
    dot_g *= g
    dot_g *= (2*(1 - beta2))
    dot_v_next = np.add(_7, dot_g, out=_7)
    np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=dot_g)
    np.sqrt(dot_g, out=dot_g)
    np.add(eps, dot_g, out=g)
    _8 = dot_m_next / g
    _8 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
    np.square(g, out=g)
    _9 = dot_v_next * m_next
    _9 *= dot_g
    np.multiply(v_next, g, out=g)
    _9 /= g
    _9 *= rt.ratio((0.5*lr), (1 - rt.power(beta1, t)))
    _9 += dot_w
    dot_w_next = np.subtract(_9, _8, out=_8)
    return (w_next, m_next, v_next), (dot_w_next, dot_m_next, dot_v_next)
