"""Kernels of nnmath.formulas.optimizers. Generated; do not edit."""

import numpy as np

from nnmath import runtime as rt


def sgd(w, grad, lr, weight_decay):
    lr, weight_decay = float(lr), float(weight_decay)
    dtype = w.dtype
    N = w.shape[0]
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(w[low:high], weight_decay, out=w_next[low:high])
        np.add(grad[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return w_next


def sgd_forward(w, grad, lr, weight_decay):
    lr, weight_decay = float(lr), float(weight_decay)
    dtype = w.dtype
    N = w.shape[0]
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(w[low:high], weight_decay, out=w_next[low:high])
        np.add(grad[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return w_next, (lr, weight_decay, N, dtype)


def sgd_backward(saved, bar_w_next):
    lr, weight_decay, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    bar_grad = rt.empty((N,), dtype)
    bar_w = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(bar_w_next[low:high], (-lr), out=bar_grad[low:high])
        np.multiply(bar_w_next[low:high], (1 - (lr*weight_decay)), out=bar_w[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_w, bar_grad)


def sgd_jvp(w, grad, dot_w, dot_grad, lr, weight_decay):
    lr, weight_decay = float(lr), float(weight_decay)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    w_next = rt.empty((N,), dtype)
    dot_w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(w[low:high], weight_decay, out=w_next[low:high])
        np.add(grad[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
        _1 = np.multiply(dot_grad[low:high], lr, out=rt.empty((high - low,), dtype))
        np.multiply(dot_w[low:high], (1 - (lr*weight_decay)), out=dot_w_next[low:high])
        dot_w_next[low:high] -= _1
    rt.blocks(block, N, 1, dtype)
    return w_next, dot_w_next


def stochastic_gradient(w, grad, q, loss, lr, smoothing):
    lr, smoothing = float(lr), float(smoothing)
    dtype = w.dtype
    N = w.shape[0]
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(grad[low:high], lr, out=w_next[low:high])
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    _1 = smoothing * loss
    _2 = (1 - smoothing) * q
    _3 = _1 + _2
    q_next = _3
    return w_next, q_next


def stochastic_gradient_forward(w, grad, q, loss, lr, smoothing):
    lr, smoothing = float(lr), float(smoothing)
    dtype = w.dtype
    N = w.shape[0]
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(grad[low:high], lr, out=w_next[low:high])
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    _1 = smoothing * loss
    _2 = (1 - smoothing) * q
    _3 = _1 + _2
    q_next = _3
    return (w_next, q_next), (lr, smoothing, N, dtype)


def stochastic_gradient_backward(saved, bar_w_next, bar_q_next):
    lr, smoothing, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_q_next is None:
        bar_q_next = dtype.type(0)
    _1 = smoothing * bar_q_next
    bar_loss = _1
    _2 = (1 - smoothing) * bar_q_next
    bar_q = _2
    bar_grad = rt.empty((N,), dtype)
    bar_w = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(bar_w_next[low:high], (-lr), out=bar_grad[low:high])
        bar_w[low:high] = bar_w_next[low:high]
    rt.blocks(block, N, 1, dtype)
    return (bar_w, bar_grad, bar_q, bar_loss)


def stochastic_gradient_jvp(w, grad, q, loss, dot_w, dot_grad, dot_q, dot_loss, lr, smoothing):
    lr, smoothing = float(lr), float(smoothing)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    if dot_q is None:
        dot_q = dtype.type(0)
    if dot_loss is None:
        dot_loss = dtype.type(0)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(grad[low:high], lr, out=w_next[low:high])
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    _1 = smoothing * loss
    _2 = (1 - smoothing) * q
    _3 = _1 + _2
    q_next = _3
    dot_w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(dot_grad[low:high], lr, out=dot_w_next[low:high])
        np.subtract(dot_w[low:high], dot_w_next[low:high], out=dot_w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    _4 = smoothing * dot_loss
    _5 = (1 - smoothing) * dot_q
    _6 = _4 + _5
    dot_q_next = _6
    return (w_next, q_next), (dot_w_next, dot_q_next)


def momentum(w, grad, m, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    dtype = w.dtype
    N = w.shape[0]
    m_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(m[low:high], momentum, out=m_next[low:high])
        np.add(grad[low:high], m_next[low:high], out=m_next[low:high])
        np.multiply(m_next[low:high], lr, out=w_next[low:high])
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return w_next, m_next


def momentum_forward(w, grad, m, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    dtype = w.dtype
    N = w.shape[0]
    m_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(m[low:high], momentum, out=m_next[low:high])
        np.add(grad[low:high], m_next[low:high], out=m_next[low:high])
        np.multiply(m_next[low:high], lr, out=w_next[low:high])
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return (w_next, m_next), (lr, momentum, N, dtype)


def momentum_backward(saved, bar_w_next, bar_m_next):
    lr, momentum, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_m_next is None:
        bar_m_next = np.zeros((N,), dtype)
    bar_w = rt.empty((N,), dtype)
    bar_grad = rt.empty((N,), dtype)
    bar_m = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(bar_w_next[low:high], lr, out=bar_grad[low:high])
        np.subtract(bar_m_next[low:high], bar_grad[low:high], out=bar_grad[low:high])
        bar_w[low:high] = bar_w_next[low:high]
        np.multiply(bar_grad[low:high], momentum, out=bar_m[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_w, bar_grad, bar_m)


def momentum_jvp(w, grad, m, dot_w, dot_grad, dot_m, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    if dot_m is None:
        dot_m = np.zeros((N,), dtype)
    m_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    dot_m_next = rt.empty((N,), dtype)
    dot_w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(m[low:high], momentum, out=m_next[low:high])
        np.add(grad[low:high], m_next[low:high], out=m_next[low:high])
        np.multiply(m_next[low:high], lr, out=w_next[low:high])
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
        np.multiply(dot_m[low:high], momentum, out=dot_m_next[low:high])
        np.add(dot_grad[low:high], dot_m_next[low:high], out=dot_m_next[low:high])
        np.multiply(dot_m_next[low:high], lr, out=dot_w_next[low:high])
        np.subtract(dot_w[low:high], dot_w_next[low:high], out=dot_w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return (w_next, m_next), (dot_w_next, dot_m_next)


def nesterov(w, grad, m, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    dtype = w.dtype
    N = w.shape[0]
    m_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(m[low:high], momentum, out=m_next[low:high])
        np.add(grad[low:high], m_next[low:high], out=m_next[low:high])
        np.multiply(m_next[low:high], momentum, out=w_next[low:high])
        np.add(grad[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return w_next, m_next


def nesterov_forward(w, grad, m, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    dtype = w.dtype
    N = w.shape[0]
    m_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(m[low:high], momentum, out=m_next[low:high])
        np.add(grad[low:high], m_next[low:high], out=m_next[low:high])
        np.multiply(m_next[low:high], momentum, out=w_next[low:high])
        np.add(grad[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return (w_next, m_next), (lr, momentum, N, dtype)


def nesterov_backward(saved, bar_w_next, bar_m_next):
    lr, momentum, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_m_next is None:
        bar_m_next = np.zeros((N,), dtype)
    bar_w = rt.empty((N,), dtype)
    bar_grad = rt.empty((N,), dtype)
    bar_m = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(bar_w_next[low:high], (lr*momentum), out=bar_m[low:high])
        bar_m_next_total = np.subtract(bar_m_next[low:high], bar_m[low:high], out=bar_m[low:high])
        bar_w[low:high] = bar_w_next[low:high]
        np.multiply(bar_w_next[low:high], lr, out=bar_grad[low:high])
        np.subtract(bar_m_next_total, bar_grad[low:high], out=bar_grad[low:high])
        np.multiply(bar_m_next_total, momentum, out=bar_m[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_w, bar_grad, bar_m)


def nesterov_jvp(w, grad, m, dot_w, dot_grad, dot_m, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    if dot_m is None:
        dot_m = np.zeros((N,), dtype)
    m_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    dot_m_next = rt.empty((N,), dtype)
    dot_w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(m[low:high], momentum, out=m_next[low:high])
        np.add(grad[low:high], m_next[low:high], out=m_next[low:high])
        np.multiply(m_next[low:high], momentum, out=w_next[low:high])
        np.add(grad[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
        np.multiply(dot_m[low:high], momentum, out=dot_m_next[low:high])
        np.add(dot_grad[low:high], dot_m_next[low:high], out=dot_m_next[low:high])
        np.multiply(dot_grad[low:high], lr, out=dot_w_next[low:high])
        _1 = np.multiply(dot_m_next[low:high], (lr*momentum), out=rt.empty((high - low,), dtype))
        np.subtract(dot_w[low:high], dot_w_next[low:high], out=dot_w_next[low:high])
        dot_w_next[low:high] -= _1
    rt.blocks(block, N, 1, dtype)
    return (w_next, m_next), (dot_w_next, dot_m_next)


def momentum_averaged(w, grad, delta, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    dtype = w.dtype
    N = w.shape[0]
    delta_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(delta[low:high], momentum, out=delta_next[low:high])
        np.multiply(grad[low:high], (lr*(1 - momentum)), out=w_next[low:high])
        delta_next[low:high] += w_next[low:high]
        np.subtract(w[low:high], delta_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return w_next, delta_next


def momentum_averaged_forward(w, grad, delta, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    dtype = w.dtype
    N = w.shape[0]
    delta_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(delta[low:high], momentum, out=delta_next[low:high])
        np.multiply(grad[low:high], (lr*(1 - momentum)), out=w_next[low:high])
        delta_next[low:high] += w_next[low:high]
        np.subtract(w[low:high], delta_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return (w_next, delta_next), (lr, momentum, N, dtype)


def momentum_averaged_backward(saved, bar_w_next, bar_delta_next):
    lr, momentum, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_delta_next is None:
        bar_delta_next = np.zeros((N,), dtype)
    bar_w = rt.empty((N,), dtype)
    bar_delta = rt.empty((N,), dtype)
    bar_grad = rt.empty((N,), dtype)
    def block(low, high):
        bar_delta_next_total = np.subtract(bar_delta_next[low:high], bar_w_next[low:high], out=bar_grad[low:high])
        bar_w[low:high] = bar_w_next[low:high]
        np.multiply(bar_delta_next_total, momentum, out=bar_delta[low:high])
        np.multiply(bar_delta_next_total, (lr*(1 - momentum)), out=bar_grad[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_w, bar_grad, bar_delta)


def momentum_averaged_jvp(w, grad, delta, dot_w, dot_grad, dot_delta, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    if dot_delta is None:
        dot_delta = np.zeros((N,), dtype)
    delta_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    dot_delta_next = rt.empty((N,), dtype)
    dot_w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(delta[low:high], momentum, out=delta_next[low:high])
        np.multiply(grad[low:high], (lr*(1 - momentum)), out=w_next[low:high])
        delta_next[low:high] += w_next[low:high]
        np.subtract(w[low:high], delta_next[low:high], out=w_next[low:high])
        np.multiply(dot_delta[low:high], momentum, out=dot_delta_next[low:high])
        np.multiply(dot_grad[low:high], (lr*(1 - momentum)), out=dot_w_next[low:high])
        dot_delta_next[low:high] += dot_w_next[low:high]
        np.subtract(dot_w[low:high], dot_delta_next[low:high], out=dot_w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return (w_next, delta_next), (dot_w_next, dot_delta_next)


def adagrad(w, grad, v, lr, eps):
    lr, eps = float(lr), float(eps)
    dtype = w.dtype
    N = w.shape[0]
    v_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.square(grad[low:high], out=v_next[low:high])
        v_next[low:high] += v[low:high]
        root = np.sqrt(v_next[low:high], out=w_next[low:high])
        np.add(eps, root, out=w_next[low:high])
        np.divide(grad[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return w_next, v_next


def adagrad_forward(w, grad, v, lr, eps):
    lr, eps = float(lr), float(eps)
    dtype = w.dtype
    N = w.shape[0]
    v_next = rt.empty((N,), dtype)
    root = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.square(grad[low:high], out=v_next[low:high])
        v_next[low:high] += v[low:high]
        np.sqrt(v_next[low:high], out=root[low:high])
        np.add(eps, root[low:high], out=w_next[low:high])
        np.divide(grad[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return (w_next, v_next), (grad, v_next, root, lr, eps, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def adagrad_backward(saved, bar_w_next, bar_v_next):
    grad, v_next, root, lr, eps, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    bar_w = rt.empty((N,), dtype)
    bar_grad = rt.empty((N,), dtype)
    bar_v = rt.empty((N,), dtype)
    def block(low, high):
        _1 = np.add(eps, root[low:high], out=rt.empty((high - low,), dtype))
        np.square(_1, out=bar_v[low:high])
        np.multiply(bar_w_next[low:high], grad[low:high], out=bar_grad[low:high])
        bar_grad[low:high] /= bar_v[low:high]
        bar_root = np.multiply(bar_grad[low:high], lr, out=bar_grad[low:high])
        bar_w[low:high] = bar_w_next[low:high]
        np.divide(0.5, root[low:high], out=bar_v[low:high])
        _2 = np.equal(v_next[low:high], 0)
        rt.where(_2, 0, bar_v[low:high], out=bar_v[low:high])
        bar_root *= bar_v[low:high]
        np.add(bar_root, bar_v_next[low:high], out=bar_v[low:high])
        np.multiply(bar_v[low:high], grad[low:high], out=bar_grad[low:high])
        bar_grad[low:high] *= 2
        np.divide(bar_w_next[low:high], _1, out=_1)
        _1 *= lr
        bar_grad[low:high] -= _1
    rt.blocks(block, N, 1, dtype)
    return (bar_w, bar_grad, bar_v)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def adagrad_jvp(w, grad, v, dot_w, dot_grad, dot_v, lr, eps):
    lr, eps = float(lr), float(eps)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    if dot_v is None:
        dot_v = np.zeros((N,), dtype)
    v_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    dot_v_next = rt.empty((N,), dtype)
    dot_w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.square(grad[low:high], out=v_next[low:high])
        v_next[low:high] += v[low:high]
        root = np.sqrt(v_next[low:high], out=w_next[low:high])
        _1 = np.add(eps, root, out=rt.empty((high - low,), dtype))
        np.divide(grad[low:high], _1, out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
        np.multiply(dot_grad[low:high], grad[low:high], out=dot_v_next[low:high])
        dot_v_next[low:high] *= 2
        dot_v_next[low:high] += dot_v[low:high]
        np.sqrt(v_next[low:high], out=dot_w_next[low:high])
        np.divide(0.5, dot_w_next[low:high], out=dot_w_next[low:high])
        _2 = np.equal(v_next[low:high], 0)
        rt.where(_2, 0, dot_w_next[low:high], out=dot_w_next[low:high])
        dot_root = np.multiply(dot_v_next[low:high], dot_w_next[low:high], out=dot_w_next[low:high])
        _3 = np.divide(dot_grad[low:high], _1, out=rt.empty((high - low,), dtype))
        _3 *= lr
        np.square(_1, out=_1)
        np.multiply(dot_root, grad[low:high], out=dot_w_next[low:high])
        dot_w_next[low:high] /= _1
        dot_w_next[low:high] *= lr
        dot_w_next[low:high] += dot_w[low:high]
        dot_w_next[low:high] -= _3
    rt.blocks(block, N, 1, dtype)
    return (w_next, v_next), (dot_w_next, dot_v_next)


def rmsprop(w, grad, v, lr, alpha, eps):
    lr, alpha, eps = float(lr), float(alpha), float(eps)
    dtype = w.dtype
    N = w.shape[0]
    v_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(v[low:high], alpha, out=v_next[low:high])
        np.square(grad[low:high], out=w_next[low:high])
        w_next[low:high] *= (1 - alpha)
        v_next[low:high] += w_next[low:high]
        root = np.sqrt(v_next[low:high], out=w_next[low:high])
        np.add(eps, root, out=w_next[low:high])
        np.divide(grad[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return w_next, v_next


def rmsprop_forward(w, grad, v, lr, alpha, eps):
    lr, alpha, eps = float(lr), float(alpha), float(eps)
    dtype = w.dtype
    N = w.shape[0]
    v_next = rt.empty((N,), dtype)
    root = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(v[low:high], alpha, out=v_next[low:high])
        np.square(grad[low:high], out=root[low:high])
        root[low:high] *= (1 - alpha)
        v_next[low:high] += root[low:high]
        np.sqrt(v_next[low:high], out=root[low:high])
        np.add(eps, root[low:high], out=w_next[low:high])
        np.divide(grad[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return (w_next, v_next), (grad, v_next, root, lr, alpha, eps, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def rmsprop_backward(saved, bar_w_next, bar_v_next):
    grad, v_next, root, lr, alpha, eps, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    bar_w = rt.empty((N,), dtype)
    bar_grad = rt.empty((N,), dtype)
    bar_v = rt.empty((N,), dtype)
    def block(low, high):
        np.add(eps, root[low:high], out=bar_v[low:high])
        np.square(bar_v[low:high], out=bar_grad[low:high])
        _1 = np.multiply(bar_w_next[low:high], grad[low:high], out=rt.empty((high - low,), dtype))
        _1 /= bar_grad[low:high]
        bar_root = np.multiply(_1, lr, out=_1)
        bar_w[low:high] = bar_w_next[low:high]
        np.divide(0.5, root[low:high], out=bar_grad[low:high])
        _2 = np.equal(v_next[low:high], 0)
        rt.where(_2, 0, bar_grad[low:high], out=bar_grad[low:high])
        np.multiply(bar_root, bar_grad[low:high], out=bar_grad[low:high])
        bar_v_next_total = np.add(bar_grad[low:high], bar_v_next[low:high], out=bar_root)
        np.multiply(bar_v_next_total, grad[low:high], out=bar_grad[low:high])
        bar_grad[low:high] *= (2*(1 - alpha))
        np.divide(bar_w_next[low:high], bar_v[low:high], out=bar_v[low:high])
        bar_v[low:high] *= lr
        bar_grad[low:high] -= bar_v[low:high]
        np.multiply(bar_v_next_total, alpha, out=bar_v[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_w, bar_grad, bar_v)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def rmsprop_jvp(w, grad, v, dot_w, dot_grad, dot_v, lr, alpha, eps):
    lr, alpha, eps = float(lr), float(alpha), float(eps)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    if dot_v is None:
        dot_v = np.zeros((N,), dtype)
    v_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    dot_v_next = rt.empty((N,), dtype)
    dot_w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(v[low:high], alpha, out=v_next[low:high])
        np.square(grad[low:high], out=w_next[low:high])
        w_next[low:high] *= (1 - alpha)
        v_next[low:high] += w_next[low:high]
        root = np.sqrt(v_next[low:high], out=w_next[low:high])
        _1 = np.add(eps, root, out=rt.empty((high - low,), dtype))
        np.divide(grad[low:high], _1, out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
        np.multiply(dot_v[low:high], alpha, out=dot_v_next[low:high])
        np.multiply(dot_grad[low:high], grad[low:high], out=dot_w_next[low:high])
        dot_w_next[low:high] *= (2*(1 - alpha))
        dot_v_next[low:high] += dot_w_next[low:high]
        np.sqrt(v_next[low:high], out=dot_w_next[low:high])
        np.divide(0.5, dot_w_next[low:high], out=dot_w_next[low:high])
        _2 = np.equal(v_next[low:high], 0)
        rt.where(_2, 0, dot_w_next[low:high], out=dot_w_next[low:high])
        dot_root = np.multiply(dot_v_next[low:high], dot_w_next[low:high], out=dot_w_next[low:high])
        _3 = np.divide(dot_grad[low:high], _1, out=rt.empty((high - low,), dtype))
        _3 *= lr
        np.square(_1, out=_1)
        np.multiply(dot_root, grad[low:high], out=dot_w_next[low:high])
        dot_w_next[low:high] /= _1
        dot_w_next[low:high] *= lr
        dot_w_next[low:high] += dot_w[low:high]
        dot_w_next[low:high] -= _3
    rt.blocks(block, N, 1, dtype)
    return (w_next, v_next), (dot_w_next, dot_v_next)


def adadelta(w, grad, v, u, lr, rho, eps):
    lr, rho, eps = float(lr), float(rho), float(eps)
    dtype = w.dtype
    N = w.shape[0]
    v_next = rt.empty((N,), dtype)
    u_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.square(grad[low:high], out=v_next[low:high])
        v_next[low:high] *= (1 - rho)
        np.multiply(v[low:high], rho, out=u_next[low:high])
        v_next[low:high] += u_next[low:high]
        np.add(eps, u[low:high], out=u_next[low:high])
        np.add(eps, v_next[low:high], out=w_next[low:high])
        u_next[low:high] /= w_next[low:high]
        np.sqrt(u_next[low:high], out=u_next[low:high])
        d = np.multiply(grad[low:high], u_next[low:high], out=w_next[low:high])
        np.square(d, out=u_next[low:high])
        u_next[low:high] *= (1 - rho)
        _1 = np.multiply(u[low:high], rho, out=rt.empty((high - low,), dtype))
        u_next[low:high] += _1
        np.multiply(d, lr, out=w_next[low:high])
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return w_next, v_next, u_next


def adadelta_forward(w, grad, v, u, lr, rho, eps):
    lr, rho, eps = float(lr), float(rho), float(eps)
    dtype = w.dtype
    N = w.shape[0]
    v_next = rt.empty((N,), dtype)
    d = rt.empty((N,), dtype)
    u_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.square(grad[low:high], out=v_next[low:high])
        v_next[low:high] *= (1 - rho)
        np.multiply(v[low:high], rho, out=d[low:high])
        v_next[low:high] += d[low:high]
        np.add(eps, u[low:high], out=d[low:high])
        np.add(eps, v_next[low:high], out=u_next[low:high])
        d[low:high] /= u_next[low:high]
        np.sqrt(d[low:high], out=d[low:high])
        np.multiply(grad[low:high], d[low:high], out=d[low:high])
        np.square(d[low:high], out=u_next[low:high])
        u_next[low:high] *= (1 - rho)
        np.multiply(u[low:high], rho, out=w_next[low:high])
        u_next[low:high] += w_next[low:high]
        np.multiply(d[low:high], lr, out=w_next[low:high])
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return (w_next, v_next, u_next), (grad, u, v_next, d, lr, rho, eps, N, dtype)


def adadelta_backward(saved, bar_w_next, bar_v_next, bar_u_next):
    grad, u, v_next, d, lr, rho, eps, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    if bar_u_next is None:
        bar_u_next = np.zeros((N,), dtype)
    bar_w = rt.empty((N,), dtype)
    bar_u = rt.empty((N,), dtype)
    bar_grad = rt.empty((N,), dtype)
    bar_v = rt.empty((N,), dtype)
    def block(low, high):
        bar_w[low:high] = bar_w_next[low:high]
        np.multiply(bar_u_next[low:high], d[low:high], out=bar_grad[low:high])
        bar_grad[low:high] *= (2*(1 - rho))
        np.multiply(bar_w_next[low:high], lr, out=bar_u[low:high])
        bar_d = np.subtract(bar_grad[low:high], bar_u[low:high], out=bar_v[low:high])
        _1 = np.add(eps, u[low:high], out=rt.empty((high - low,), dtype))
        _2 = np.add(eps, v_next[low:high], out=rt.empty((high - low,), dtype))
        np.divide(_1, _2, out=bar_grad[low:high])
        np.sqrt(bar_grad[low:high], out=bar_grad[low:high])
        np.multiply(bar_d, grad[low:high], out=bar_u[low:high])
        bar_u[low:high] *= bar_grad[low:high]
        bar_u[low:high] /= _1
        bar_u[low:high] *= 0.5
        np.multiply(bar_u_next[low:high], rho, out=_1)
        bar_u[low:high] += _1
        np.multiply(bar_d, grad[low:high], out=_1)
        _1 *= bar_grad[low:high]
        _1 /= _2
        _1 *= 0.5
        bar_v_next_total = np.subtract(bar_v_next[low:high], _1, out=_1)
        np.multiply(bar_d, bar_grad[low:high], out=bar_grad[low:high])
        np.multiply(bar_v_next_total, grad[low:high], out=bar_d)
        bar_d *= (2*(1 - rho))
        bar_grad[low:high] += bar_d
        np.multiply(bar_v_next_total, rho, out=bar_v[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_w, bar_grad, bar_v, bar_u)


def adadelta_jvp(w, grad, v, u, dot_w, dot_grad, dot_v, dot_u, lr, rho, eps):
    lr, rho, eps = float(lr), float(rho), float(eps)
    dtype = w.dtype
    N = w.shape[0]
    if dot_w is None:
        dot_w = np.zeros((N,), dtype)
    if dot_grad is None:
        dot_grad = np.zeros((N,), dtype)
    if dot_v is None:
        dot_v = np.zeros((N,), dtype)
    if dot_u is None:
        dot_u = np.zeros((N,), dtype)
    v_next = rt.empty((N,), dtype)
    u_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    dot_v_next = rt.empty((N,), dtype)
    dot_u_next = rt.empty((N,), dtype)
    dot_w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.square(grad[low:high], out=v_next[low:high])
        v_next[low:high] *= (1 - rho)
        np.multiply(v[low:high], rho, out=u_next[low:high])
        v_next[low:high] += u_next[low:high]
        np.add(eps, u[low:high], out=dot_u_next[low:high])
        np.add(eps, v_next[low:high], out=dot_w_next[low:high])
        np.divide(dot_u_next[low:high], dot_w_next[low:high], out=u_next[low:high])
        _1 = np.sqrt(u_next[low:high], out=rt.empty((high - low,), dtype))
        d = np.multiply(grad[low:high], _1, out=rt.empty((high - low,), dtype))
        np.square(d, out=u_next[low:high])
        u_next[low:high] *= (1 - rho)
        np.multiply(u[low:high], rho, out=w_next[low:high])
        u_next[low:high] += w_next[low:high]
        np.multiply(d, lr, out=w_next[low:high])
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
        np.multiply(dot_grad[low:high], grad[low:high], out=dot_v_next[low:high])
        dot_v_next[low:high] *= (2*(1 - rho))
        _2 = np.multiply(dot_v[low:high], rho, out=rt.empty((high - low,), dtype))
        dot_v_next[low:high] += _2
        np.multiply(dot_grad[low:high], _1, out=_2)
        _3 = np.multiply(dot_u[low:high], grad[low:high], out=rt.empty((high - low,), dtype))
        _3 *= _1
        _3 /= dot_u_next[low:high]
        _3 *= 0.5
        np.multiply(dot_v_next[low:high], grad[low:high], out=dot_u_next[low:high])
        np.multiply(dot_u_next[low:high], _1, out=_1)
        _1 /= dot_w_next[low:high]
        _1 *= 0.5
        _2 += _3
        dot_d = np.subtract(_2, _1, out=_2)
        np.multiply(d, dot_d, out=dot_u_next[low:high])
        dot_u_next[low:high] *= (2*(1 - rho))
        np.multiply(dot_u[low:high], rho, out=d)
        dot_u_next[low:high] += d
        np.multiply(dot_d, lr, out=dot_w_next[low:high])
        np.subtract(dot_w[low:high], dot_w_next[low:high], out=dot_w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return (w_next, v_next, u_next), (dot_w_next, dot_v_next, dot_u_next)


def adam(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):
    t, lr, beta1, beta2, eps, weight_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay)
    dtype = w.dtype
    N = w.shape[0]
    m_next = rt.empty((N,), dtype)
    v_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(w[low:high], weight_decay, out=w_next[low:high])
        g = np.add(grad[low:high], w_next[low:high], out=w_next[low:high])
        np.multiply(m[low:high], beta1, out=m_next[low:high])
        np.multiply(g, (1 - beta1), out=v_next[low:high])
        m_next[low:high] += v_next[low:high]
        np.multiply(v[low:high], beta2, out=v_next[low:high])
        np.square(g, out=g)
        g *= (1 - beta2)
        v_next[low:high] += g
        np.multiply(v_next[low:high], rt.ratio(1, (1 - rt.power(beta2, t))), out=g)
        root = np.sqrt(g, out=g)
        np.add(eps, root, out=w_next[low:high])
        np.divide(m_next[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return w_next, m_next, v_next


def adam_forward(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):
    t, lr, beta1, beta2, eps, weight_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay)
    dtype = w.dtype
    N = w.shape[0]
    g = rt.empty((N,), dtype)
    m_next = rt.empty((N,), dtype)
    v_next = rt.empty((N,), dtype)
    root = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(w[low:high], weight_decay, out=g[low:high])
        np.add(grad[low:high], g[low:high], out=g[low:high])
        np.multiply(m[low:high], beta1, out=m_next[low:high])
        np.multiply(g[low:high], (1 - beta1), out=v_next[low:high])
        m_next[low:high] += v_next[low:high]
        np.multiply(v[low:high], beta2, out=v_next[low:high])
        np.square(g[low:high], out=root[low:high])
        root[low:high] *= (1 - beta2)
        v_next[low:high] += root[low:high]
        np.multiply(v_next[low:high], rt.ratio(1, (1 - rt.power(beta2, t))), out=root[low:high])
        np.sqrt(root[low:high], out=root[low:high])
        np.add(eps, root[low:high], out=w_next[low:high])
        np.divide(m_next[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return (w_next, m_next, v_next), (g, m_next, v_next, root, t, lr, beta1, beta2, eps, weight_decay, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def adam_backward(saved, bar_w_next, bar_m_next, bar_v_next):
    g, m_next, v_next, root, t, lr, beta1, beta2, eps, weight_decay, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_m_next is None:
        bar_m_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    bar_v = rt.empty((N,), dtype)
    bar_m = rt.empty((N,), dtype)
    bar_grad = rt.empty((N,), dtype)
    bar_w = rt.empty((N,), dtype)
    def block(low, high):
        np.add(eps, root[low:high], out=bar_v[low:high])
        np.divide(bar_w_next[low:high], bar_v[low:high], out=bar_m[low:high])
        bar_m[low:high] *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        bar_m_next_total = np.subtract(bar_m_next[low:high], bar_m[low:high], out=bar_m[low:high])
        np.square(bar_v[low:high], out=bar_v[low:high])
        np.multiply(bar_w_next[low:high], m_next[low:high], out=bar_grad[low:high])
        bar_grad[low:high] /= bar_v[low:high]
        bar_root = np.multiply(bar_grad[low:high], rt.ratio(lr, (1 - rt.power(beta1, t))), out=bar_grad[low:high])
        np.divide(root[low:high], v_next[low:high], out=bar_v[low:high])
        bar_v[low:high] *= 0.5
        _1 = np.equal(v_next[low:high], 0)
        rt.where(_1, 0, bar_v[low:high], out=bar_v[low:high])
        bar_root *= bar_v[low:high]
        bar_v_next_total = np.add(bar_root, bar_v_next[low:high], out=bar_root)
        np.multiply(bar_v_next_total, beta2, out=bar_v[low:high])
        np.multiply(bar_m_next_total, (1 - beta1), out=bar_w[low:high])
        bar_v_next_total *= g[low:high]
        bar_v_next_total *= (2*(1 - beta2))
        np.add(bar_w[low:high], bar_v_next_total, out=bar_grad[low:high])
        np.multiply(bar_m_next_total, beta1, out=bar_m[low:high])
        np.multiply(bar_grad[low:high], weight_decay, out=bar_w[low:high])
        bar_w[low:high] += bar_w_next[low:high]
    rt.blocks(block, N, 1, dtype)
    return (bar_w, bar_grad, bar_m, bar_v)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
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
    m_next = rt.empty((N,), dtype)
    v_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    dot_m_next = rt.empty((N,), dtype)
    dot_v_next = rt.empty((N,), dtype)
    dot_w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(w[low:high], weight_decay, out=dot_w_next[low:high])
        g = np.add(grad[low:high], dot_w_next[low:high], out=dot_w_next[low:high])
        np.multiply(m[low:high], beta1, out=m_next[low:high])
        np.multiply(g, (1 - beta1), out=v_next[low:high])
        m_next[low:high] += v_next[low:high]
        np.multiply(v[low:high], beta2, out=v_next[low:high])
        np.square(g, out=w_next[low:high])
        w_next[low:high] *= (1 - beta2)
        v_next[low:high] += w_next[low:high]
        _1 = np.multiply(v_next[low:high], rt.ratio(1, (1 - rt.power(beta2, t))), out=rt.empty((high - low,), dtype))
        root = np.sqrt(_1, out=w_next[low:high])
        _2 = np.add(eps, root, out=rt.empty((high - low,), dtype))
        np.divide(m_next[low:high], _2, out=w_next[low:high])
        w_next[low:high] *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
        _3 = np.multiply(dot_w[low:high], weight_decay, out=rt.empty((high - low,), dtype))
        dot_g = np.add(dot_grad[low:high], _3, out=_3)
        np.multiply(dot_m[low:high], beta1, out=dot_m_next[low:high])
        np.multiply(dot_g, (1 - beta1), out=dot_v_next[low:high])
        dot_m_next[low:high] += dot_v_next[low:high]
        np.multiply(dot_v[low:high], beta2, out=dot_v_next[low:high])
        dot_g *= g
        dot_g *= (2*(1 - beta2))
        dot_v_next[low:high] += dot_g
        np.sqrt(_1, out=_1)
        _1 /= v_next[low:high]
        _1 *= 0.5
        _4 = np.equal(v_next[low:high], 0)
        rt.where(_4, 0, _1, out=_1)
        dot_root = np.multiply(dot_v_next[low:high], _1, out=_1)
        np.divide(dot_m_next[low:high], _2, out=dot_g)
        dot_g *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        np.square(_2, out=_2)
        np.multiply(dot_root, m_next[low:high], out=dot_w_next[low:high])
        dot_w_next[low:high] /= _2
        dot_w_next[low:high] *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        dot_w_next[low:high] += dot_w[low:high]
        dot_w_next[low:high] -= dot_g
    rt.blocks(block, N, 1, dtype)
    return (w_next, m_next, v_next), (dot_w_next, dot_m_next, dot_v_next)


def adamw(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):
    t, lr, beta1, beta2, eps, weight_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay)
    dtype = w.dtype
    N = w.shape[0]
    m_next = rt.empty((N,), dtype)
    v_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(m[low:high], beta1, out=m_next[low:high])
        np.multiply(grad[low:high], (1 - beta1), out=v_next[low:high])
        m_next[low:high] += v_next[low:high]
        np.multiply(v[low:high], beta2, out=v_next[low:high])
        np.square(grad[low:high], out=w_next[low:high])
        w_next[low:high] *= (1 - beta2)
        v_next[low:high] += w_next[low:high]
        np.multiply(v_next[low:high], rt.ratio(1, (1 - rt.power(beta2, t))), out=w_next[low:high])
        root = np.sqrt(w_next[low:high], out=w_next[low:high])
        np.add(eps, root, out=root)
        np.divide(m_next[low:high], root, out=root)
        _1 = np.multiply(root, rt.ratio(lr, (1 - rt.power(beta1, t))), out=rt.empty((high - low,), dtype))
        np.multiply(w[low:high], (1 - (lr*weight_decay)), out=w_next[low:high])
        w_next[low:high] -= _1
    rt.blocks(block, N, 1, dtype)
    return w_next, m_next, v_next


def adamw_forward(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):
    t, lr, beta1, beta2, eps, weight_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay)
    dtype = w.dtype
    N = w.shape[0]
    m_next = rt.empty((N,), dtype)
    v_next = rt.empty((N,), dtype)
    root = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(m[low:high], beta1, out=m_next[low:high])
        np.multiply(grad[low:high], (1 - beta1), out=v_next[low:high])
        m_next[low:high] += v_next[low:high]
        np.multiply(v[low:high], beta2, out=v_next[low:high])
        np.square(grad[low:high], out=root[low:high])
        root[low:high] *= (1 - beta2)
        v_next[low:high] += root[low:high]
        np.multiply(v_next[low:high], rt.ratio(1, (1 - rt.power(beta2, t))), out=root[low:high])
        np.sqrt(root[low:high], out=root[low:high])
        _1 = np.add(eps, root[low:high], out=rt.empty((high - low,), dtype))
        np.divide(m_next[low:high], _1, out=_1)
        _1 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        np.multiply(w[low:high], (1 - (lr*weight_decay)), out=w_next[low:high])
        w_next[low:high] -= _1
    rt.blocks(block, N, 1, dtype)
    return (w_next, m_next, v_next), (grad, m_next, v_next, root, t, lr, beta1, beta2, eps, weight_decay, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def adamw_backward(saved, bar_w_next, bar_m_next, bar_v_next):
    grad, m_next, v_next, root, t, lr, beta1, beta2, eps, weight_decay, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_m_next is None:
        bar_m_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    bar_w = rt.empty((N,), dtype)
    bar_v = rt.empty((N,), dtype)
    bar_grad = rt.empty((N,), dtype)
    bar_m = rt.empty((N,), dtype)
    def block(low, high):
        np.add(eps, root[low:high], out=bar_w[low:high])
        np.divide(bar_w_next[low:high], bar_w[low:high], out=bar_m[low:high])
        bar_m[low:high] *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        bar_m_next_total = np.subtract(bar_m_next[low:high], bar_m[low:high], out=bar_m[low:high])
        np.square(bar_w[low:high], out=bar_w[low:high])
        np.multiply(bar_w_next[low:high], m_next[low:high], out=bar_v[low:high])
        bar_v[low:high] /= bar_w[low:high]
        bar_root = np.multiply(bar_v[low:high], rt.ratio(lr, (1 - rt.power(beta1, t))), out=bar_v[low:high])
        np.multiply(bar_w_next[low:high], (1 - (lr*weight_decay)), out=bar_w[low:high])
        np.divide(root[low:high], v_next[low:high], out=bar_grad[low:high])
        bar_grad[low:high] *= 0.5
        _1 = np.equal(v_next[low:high], 0)
        rt.where(_1, 0, bar_grad[low:high], out=bar_grad[low:high])
        np.multiply(bar_root, bar_grad[low:high], out=bar_grad[low:high])
        bar_v_next_total = np.add(bar_grad[low:high], bar_v_next[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(bar_v_next_total, beta2, out=bar_v[low:high])
        np.multiply(bar_m_next_total, (1 - beta1), out=bar_grad[low:high])
        bar_v_next_total *= grad[low:high]
        bar_v_next_total *= (2*(1 - beta2))
        bar_grad[low:high] += bar_v_next_total
        np.multiply(bar_m_next_total, beta1, out=bar_m[low:high])
    rt.blocks(block, N, 1, dtype)
    return (bar_w, bar_grad, bar_m, bar_v)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def adamw_jvp(w, grad, m, v, dot_w, dot_grad, dot_m, dot_v, t, lr, beta1, beta2, eps, weight_decay):
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
    m_next = rt.empty((N,), dtype)
    v_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    dot_m_next = rt.empty((N,), dtype)
    dot_v_next = rt.empty((N,), dtype)
    dot_w_next = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(m[low:high], beta1, out=m_next[low:high])
        np.multiply(grad[low:high], (1 - beta1), out=v_next[low:high])
        m_next[low:high] += v_next[low:high]
        np.multiply(v[low:high], beta2, out=v_next[low:high])
        np.square(grad[low:high], out=w_next[low:high])
        w_next[low:high] *= (1 - beta2)
        v_next[low:high] += w_next[low:high]
        np.multiply(v_next[low:high], rt.ratio(1, (1 - rt.power(beta2, t))), out=dot_w_next[low:high])
        root = np.sqrt(dot_w_next[low:high], out=w_next[low:high])
        _1 = np.add(eps, root, out=rt.empty((high - low,), dtype))
        np.divide(m_next[low:high], _1, out=root)
        np.multiply(root, rt.ratio(lr, (1 - rt.power(beta1, t))), out=dot_m_next[low:high])
        np.multiply(w[low:high], (1 - (lr*weight_decay)), out=w_next[low:high])
        w_next[low:high] -= dot_m_next[low:high]
        np.multiply(dot_m[low:high], beta1, out=dot_m_next[low:high])
        np.multiply(dot_grad[low:high], (1 - beta1), out=dot_v_next[low:high])
        dot_m_next[low:high] += dot_v_next[low:high]
        np.multiply(dot_v[low:high], beta2, out=dot_v_next[low:high])
        _2 = np.multiply(dot_grad[low:high], grad[low:high], out=rt.empty((high - low,), dtype))
        _2 *= (2*(1 - beta2))
        dot_v_next[low:high] += _2
        np.sqrt(dot_w_next[low:high], out=dot_w_next[low:high])
        dot_w_next[low:high] /= v_next[low:high]
        dot_w_next[low:high] *= 0.5
        _3 = np.equal(v_next[low:high], 0)
        rt.where(_3, 0, dot_w_next[low:high], out=dot_w_next[low:high])
        dot_root = np.multiply(dot_v_next[low:high], dot_w_next[low:high], out=dot_w_next[low:high])
        np.divide(dot_m_next[low:high], _1, out=_2)
        _2 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        np.square(_1, out=_1)
        np.multiply(dot_root, m_next[low:high], out=dot_w_next[low:high])
        dot_w_next[low:high] /= _1
        dot_w_next[low:high] *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        np.multiply(dot_w[low:high], (1 - (lr*weight_decay)), out=_1)
        dot_w_next[low:high] += _1
        dot_w_next[low:high] -= _2
    rt.blocks(block, N, 1, dtype)
    return (w_next, m_next, v_next), (dot_w_next, dot_m_next, dot_v_next)


def nadam(w, grad, m, v, mu_product, t, lr, beta1, beta2, eps, weight_decay, momentum_decay):
    t, lr, beta1, beta2, eps, weight_decay, momentum_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay), float(momentum_decay)
    dtype = w.dtype
    N = w.shape[0]
    g = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(w[low:high], weight_decay, out=g[low:high])
        np.add(grad[low:high], g[low:high], out=g[low:high])
    rt.blocks(block, N, 1, dtype)
    mu = dtype.type(((0.5*beta1)*(2 - rt.power(0.96, (t*momentum_decay)))))
    mu_ahead = dtype.type(((0.5*beta1)*(2 - rt.power(0.96, (momentum_decay*(t + 1))))))
    _1 = mu * mu_product
    mu_product_next = _1
    m_next = rt.empty((N,), dtype)
    v_next = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    _2 = 1 - mu
    _3 = 1 - mu_product_next
    _4 = _2 / _3
    _5 = mu_ahead * mu_product_next
    _6 = 1 - _5
    _7 = mu_ahead / _6
    def block(low, high):
        np.multiply(m[low:high], beta1, out=m_next[low:high])
        np.multiply(g[low:high], (1 - beta1), out=v_next[low:high])
        m_next[low:high] += v_next[low:high]
        np.multiply(v[low:high], beta2, out=v_next[low:high])
        np.square(g[low:high], out=w_next[low:high])
        w_next[low:high] *= (1 - beta2)
        v_next[low:high] += w_next[low:high]
        np.multiply(v_next[low:high], rt.ratio(1, (1 - rt.power(beta2, t))), out=w_next[low:high])
        root = np.sqrt(w_next[low:high], out=w_next[low:high])
        _8 = np.multiply(g[low:high], _4, out=rt.empty((high - low,), dtype))
        _9 = np.multiply(m_next[low:high], _7, out=rt.empty((high - low,), dtype))
        ahead = np.add(_8, _9, out=_8)
        np.add(eps, root, out=w_next[low:high])
        np.divide(ahead, w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return w_next, m_next, v_next, mu_product_next


def nadam_forward(w, grad, m, v, mu_product, t, lr, beta1, beta2, eps, weight_decay, momentum_decay):
    t, lr, beta1, beta2, eps, weight_decay, momentum_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay), float(momentum_decay)
    dtype = w.dtype
    N = w.shape[0]
    g = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(w[low:high], weight_decay, out=g[low:high])
        np.add(grad[low:high], g[low:high], out=g[low:high])
    rt.blocks(block, N, 1, dtype)
    mu = dtype.type(((0.5*beta1)*(2 - rt.power(0.96, (t*momentum_decay)))))
    mu_ahead = dtype.type(((0.5*beta1)*(2 - rt.power(0.96, (momentum_decay*(t + 1))))))
    _1 = mu * mu_product
    mu_product_next = _1
    m_next = rt.empty((N,), dtype)
    v_next = rt.empty((N,), dtype)
    root = rt.empty((N,), dtype)
    ahead = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    _2 = 1 - mu
    _3 = 1 - mu_product_next
    _4 = _2 / _3
    _5 = mu_ahead * mu_product_next
    _6 = 1 - _5
    _7 = mu_ahead / _6
    def block(low, high):
        np.multiply(m[low:high], beta1, out=m_next[low:high])
        np.multiply(g[low:high], (1 - beta1), out=v_next[low:high])
        m_next[low:high] += v_next[low:high]
        np.multiply(v[low:high], beta2, out=v_next[low:high])
        np.square(g[low:high], out=root[low:high])
        root[low:high] *= (1 - beta2)
        v_next[low:high] += root[low:high]
        np.multiply(v_next[low:high], rt.ratio(1, (1 - rt.power(beta2, t))), out=root[low:high])
        np.sqrt(root[low:high], out=root[low:high])
        np.multiply(g[low:high], _4, out=ahead[low:high])
        np.multiply(m_next[low:high], _7, out=w_next[low:high])
        ahead[low:high] += w_next[low:high]
        np.add(eps, root[low:high], out=w_next[low:high])
        np.divide(ahead[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
    rt.blocks(block, N, 1, dtype)
    return (w_next, m_next, v_next, mu_product_next), (g, mu, mu_ahead, mu_product_next, m_next, v_next, root, ahead, lr, beta1, beta2, eps, weight_decay, N, dtype)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nadam_backward(saved, bar_w_next, bar_m_next, bar_v_next, bar_mu_product_next):
    g, mu, mu_ahead, mu_product_next, m_next, v_next, root, ahead, lr, beta1, beta2, eps, weight_decay, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_m_next is None:
        bar_m_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    if bar_mu_product_next is None:
        bar_mu_product_next = dtype.type(0)
    bar_mu_product_next_total = bar_mu_product_next
    bar_v = rt.empty((N,), dtype)
    bar_g = rt.empty((N,), dtype)
    bar_m = rt.empty((N,), dtype)
    _1 = mu_ahead * mu_product_next
    _2 = 1 - _1
    _3 = mu_ahead / _2
    _4 = 1 - mu
    _5 = 1 - mu_product_next
    _6 = np.square(_5)
    _7 = _4 / _6
    _8 = np.square(mu_ahead)
    _9 = np.square(_2)
    _10 = _8 / _9
    _11 = _4 / _5
    def block(low, high):
        np.add(eps, root[low:high], out=bar_v[low:high])
        np.divide(bar_w_next[low:high], bar_v[low:high], out=bar_g[low:high])
        bar_ahead = np.multiply(bar_g[low:high], (-lr), out=bar_g[low:high])
        np.square(bar_v[low:high], out=bar_v[low:high])
        np.multiply(ahead[low:high], bar_w_next[low:high], out=bar_m[low:high])
        bar_m[low:high] /= bar_v[low:high]
        bar_root = np.multiply(bar_m[low:high], lr, out=bar_m[low:high])
        np.multiply(bar_ahead, _3, out=bar_v[low:high])
        bar_m_next_total = np.add(bar_v[low:high], bar_m_next[low:high], out=rt.empty((high - low,), dtype))
        np.multiply(g[low:high], _7, out=bar_v[low:high])
        _12 = np.multiply(m_next[low:high], _10, out=rt.empty((high - low,), dtype))
        np.add(bar_v[low:high], _12, out=_12)
        _13 = np.vecdot(bar_ahead, _12)
        np.divide(root[low:high], v_next[low:high], out=_12)
        _12 *= 0.5
        _14 = np.equal(v_next[low:high], 0)
        rt.where(_14, 0, _12, out=_12)
        np.multiply(bar_root, _12, out=_12)
        bar_v_next_total = np.add(_12, bar_v_next[low:high], out=_12)
        np.multiply(bar_v_next_total, beta2, out=bar_v[low:high])
        np.multiply(bar_ahead, _11, out=bar_g[low:high])
        np.multiply(bar_m_next_total, (1 - beta1), out=bar_root)
        bar_v_next_total *= g[low:high]
        bar_v_next_total *= (2*(1 - beta2))
        bar_g[low:high] += bar_root
        bar_g[low:high] += bar_v_next_total
        np.multiply(bar_m_next_total, beta1, out=bar_m[low:high])
        return (_13,)
    (_15,) = rt.blocks(block, N, 1, dtype)
    bar_mu_product_next_total = bar_mu_product_next_total + _15
    _16 = bar_mu_product_next_total * mu
    bar_mu_product = _16
    bar_grad = rt.empty((N,), dtype)
    bar_w = rt.empty((N,), dtype)
    def block(low, high):
        bar_grad[low:high] = bar_g[low:high]
        np.multiply(bar_g[low:high], weight_decay, out=bar_w[low:high])
        bar_w[low:high] += bar_w_next[low:high]
    rt.blocks(block, N, 1, dtype)
    return (bar_w, bar_grad, bar_m, bar_v, bar_mu_product)


@np.errstate(over="ignore", divide="ignore", invalid="ignore")
def nadam_jvp(w, grad, m, v, mu_product, dot_w, dot_grad, dot_m, dot_v, dot_mu_product, t, lr, beta1, beta2, eps, weight_decay, momentum_decay):
    t, lr, beta1, beta2, eps, weight_decay, momentum_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay), float(momentum_decay)
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
    if dot_mu_product is None:
        dot_mu_product = dtype.type(0)
    g = rt.empty((N,), dtype)
    def block(low, high):
        np.multiply(w[low:high], weight_decay, out=g[low:high])
        np.add(grad[low:high], g[low:high], out=g[low:high])
    rt.blocks(block, N, 1, dtype)
    mu = dtype.type(((0.5*beta1)*(2 - rt.power(0.96, (t*momentum_decay)))))
    mu_ahead = dtype.type(((0.5*beta1)*(2 - rt.power(0.96, (momentum_decay*(t + 1))))))
    _1 = mu * mu_product
    mu_product_next = _1
    m_next = rt.empty((N,), dtype)
    v_next = rt.empty((N,), dtype)
    root = rt.empty((N,), dtype)
    ahead = rt.empty((N,), dtype)
    w_next = rt.empty((N,), dtype)
    dot_g = rt.empty((N,), dtype)
    _2 = 1 - mu
    _3 = 1 - mu_product_next
    _4 = _2 / _3
    _5 = mu_ahead * mu_product_next
    _6 = 1 - _5
    _7 = mu_ahead / _6
    def block(low, high):
        np.multiply(m[low:high], beta1, out=m_next[low:high])
        np.multiply(g[low:high], (1 - beta1), out=v_next[low:high])
        m_next[low:high] += v_next[low:high]
        np.multiply(v[low:high], beta2, out=v_next[low:high])
        np.square(g[low:high], out=root[low:high])
        root[low:high] *= (1 - beta2)
        v_next[low:high] += root[low:high]
        np.multiply(v_next[low:high], rt.ratio(1, (1 - rt.power(beta2, t))), out=root[low:high])
        np.sqrt(root[low:high], out=root[low:high])
        np.multiply(g[low:high], _4, out=ahead[low:high])
        np.multiply(m_next[low:high], _7, out=w_next[low:high])
        ahead[low:high] += w_next[low:high]
        np.add(eps, root[low:high], out=w_next[low:high])
        np.divide(ahead[low:high], w_next[low:high], out=w_next[low:high])
        w_next[low:high] *= lr
        np.subtract(w[low:high], w_next[low:high], out=w_next[low:high])
        np.multiply(dot_w[low:high], weight_decay, out=dot_g[low:high])
        np.add(dot_grad[low:high], dot_g[low:high], out=dot_g[low:high])
    rt.blocks(block, N, 1, dtype)
    _8 = dot_mu_product * mu
    dot_mu_product_next = _8
    dot_m_next = rt.empty((N,), dtype)
    dot_v_next = rt.empty((N,), dtype)
    dot_w_next = rt.empty((N,), dtype)
    _9 = 1 - mu
    _10 = 1 - mu_product_next
    _11 = _9 / _10
    _12 = mu_ahead * mu_product_next
    _13 = 1 - _12
    _14 = mu_ahead / _13
    _15 = np.square(_10)
    _16 = _9 / _15
    _17 = np.square(mu_ahead)
    _18 = np.square(_13)
    _19 = _17 / _18
    def block(low, high):
        np.multiply(dot_m[low:high], beta1, out=dot_m_next[low:high])
        np.multiply(dot_g[low:high], (1 - beta1), out=dot_v_next[low:high])
        dot_m_next[low:high] += dot_v_next[low:high]
        np.multiply(dot_v[low:high], beta2, out=dot_v_next[low:high])
        np.multiply(dot_g[low:high], g[low:high], out=dot_w_next[low:high])
        dot_w_next[low:high] *= (2*(1 - beta2))
        dot_v_next[low:high] += dot_w_next[low:high]
        np.multiply(v_next[low:high], rt.ratio(1, (1 - rt.power(beta2, t))), out=dot_w_next[low:high])
        np.sqrt(dot_w_next[low:high], out=dot_w_next[low:high])
        dot_w_next[low:high] /= v_next[low:high]
        dot_w_next[low:high] *= 0.5
        _20 = np.equal(v_next[low:high], 0)
        rt.where(_20, 0, dot_w_next[low:high], out=dot_w_next[low:high])
        dot_root = np.multiply(dot_v_next[low:high], dot_w_next[low:high], out=dot_w_next[low:high])
        _21 = np.multiply(dot_g[low:high], _11, out=rt.empty((high - low,), dtype))
        _22 = np.multiply(dot_m_next[low:high], _14, out=rt.empty((high - low,), dtype))
        _23 = np.multiply(g[low:high], _16, out=rt.empty((high - low,), dtype))
        _24 = np.multiply(m_next[low:high], _19, out=rt.empty((high - low,), dtype))
        _23 += _24
        _23 *= dot_mu_product_next
        _21 += _22
        dot_ahead = np.add(_21, _23, out=_21)
        np.add(eps, root[low:high], out=_23)
        np.square(_23, out=_22)
        np.multiply(ahead[low:high], dot_root, out=dot_w_next[low:high])
        dot_w_next[low:high] /= _22
        dot_w_next[low:high] *= lr
        np.divide(dot_ahead, _23, out=_23)
        _23 *= lr
        dot_w_next[low:high] += dot_w[low:high]
        dot_w_next[low:high] -= _23
    rt.blocks(block, N, 1, dtype)
    return (w_next, m_next, v_next, mu_product_next), (dot_w_next, dot_m_next, dot_v_next, dot_mu_product_next)
