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


def stochastic_gradient(w, grad, q, loss, lr, smoothing):
    lr, smoothing = float(lr), float(smoothing)
    _1 = grad * lr
    w_next = np.subtract(w, _1, out=_1)
    _2 = smoothing * loss
    _3 = (1 - smoothing) * q
    _4 = _2 + _3
    q_next = _4
    return w_next, q_next


def stochastic_gradient_forward(w, grad, q, loss, lr, smoothing):
    lr, smoothing = float(lr), float(smoothing)
    dtype = w.dtype
    N = w.shape[0]
    _1 = grad * lr
    w_next = np.subtract(w, _1, out=_1)
    _2 = smoothing * loss
    _3 = (1 - smoothing) * q
    _4 = _2 + _3
    q_next = _4
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
    bar_grad = bar_w_next * (-lr)
    bar_w = bar_w_next.copy()
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
    _1 = grad * lr
    w_next = np.subtract(w, _1, out=_1)
    _2 = smoothing * loss
    _3 = (1 - smoothing) * q
    _4 = _2 + _3
    q_next = _4
    _5 = dot_grad * lr
    dot_w_next = np.subtract(dot_w, _5, out=_5)
    _6 = smoothing * dot_loss
    _7 = (1 - smoothing) * dot_q
    _8 = _6 + _7
    dot_q_next = _8
    return (w_next, q_next), (dot_w_next, dot_q_next)


def momentum(w, grad, m, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    _1 = m * momentum
    m_next = np.add(grad, _1, out=_1)
    _2 = m_next * lr
    w_next = np.subtract(w, _2, out=_2)
    return w_next, m_next


def momentum_forward(w, grad, m, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    dtype = w.dtype
    N = w.shape[0]
    _1 = m * momentum
    m_next = np.add(grad, _1, out=_1)
    _2 = m_next * lr
    w_next = np.subtract(w, _2, out=_2)
    return (w_next, m_next), (lr, momentum, N, dtype)


def momentum_backward(saved, bar_w_next, bar_m_next):
    lr, momentum, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_m_next is None:
        bar_m_next = np.zeros((N,), dtype)
    _1 = bar_w_next * lr
    bar_m_next_total = np.subtract(bar_m_next, _1, out=_1)
    bar_w = bar_w_next.copy()
    bar_grad = bar_m_next_total.copy()
    bar_m = bar_m_next_total * momentum
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
    _1 = m * momentum
    m_next = np.add(grad, _1, out=_1)
    _2 = m_next * lr
    w_next = np.subtract(w, _2, out=_2)
    _3 = dot_m * momentum
    dot_m_next = np.add(dot_grad, _3, out=_3)
    _4 = dot_m_next * lr
    dot_w_next = np.subtract(dot_w, _4, out=_4)
    return (w_next, m_next), (dot_w_next, dot_m_next)


def nesterov(w, grad, m, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    _1 = m * momentum
    m_next = np.add(grad, _1, out=_1)
    _2 = m_next * momentum
    np.add(grad, _2, out=_2)
    _2 *= lr
    w_next = np.subtract(w, _2, out=_2)
    return w_next, m_next


def nesterov_forward(w, grad, m, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    dtype = w.dtype
    N = w.shape[0]
    _1 = m * momentum
    m_next = np.add(grad, _1, out=_1)
    _2 = m_next * momentum
    np.add(grad, _2, out=_2)
    _2 *= lr
    w_next = np.subtract(w, _2, out=_2)
    return (w_next, m_next), (lr, momentum, N, dtype)


def nesterov_backward(saved, bar_w_next, bar_m_next):
    lr, momentum, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_m_next is None:
        bar_m_next = np.zeros((N,), dtype)
    _1 = bar_w_next * (lr*momentum)
    bar_m_next_total = np.subtract(bar_m_next, _1, out=_1)
    bar_w = bar_w_next.copy()
    _2 = bar_w_next * lr
    bar_grad = np.subtract(bar_m_next_total, _2, out=_2)
    bar_m = np.multiply(bar_m_next_total, momentum, out=bar_m_next_total)
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
    _1 = m * momentum
    m_next = np.add(grad, _1, out=_1)
    _2 = m_next * momentum
    np.add(grad, _2, out=_2)
    _2 *= lr
    w_next = np.subtract(w, _2, out=_2)
    _3 = dot_m * momentum
    dot_m_next = np.add(dot_grad, _3, out=_3)
    _4 = dot_grad * lr
    _5 = dot_m_next * (lr*momentum)
    np.subtract(dot_w, _4, out=_4)
    dot_w_next = np.subtract(_4, _5, out=_5)
    return (w_next, m_next), (dot_w_next, dot_m_next)


def momentum_averaged(w, grad, delta, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    _1 = delta * momentum
    _2 = grad * (lr*(1 - momentum))
    delta_next = np.add(_1, _2, out=_1)
    w_next = np.subtract(w, delta_next, out=_2)
    return w_next, delta_next


def momentum_averaged_forward(w, grad, delta, lr, momentum):
    lr, momentum = float(lr), float(momentum)
    dtype = w.dtype
    N = w.shape[0]
    _1 = delta * momentum
    _2 = grad * (lr*(1 - momentum))
    delta_next = np.add(_1, _2, out=_1)
    w_next = np.subtract(w, delta_next, out=_2)
    return (w_next, delta_next), (lr, momentum, N, dtype)


def momentum_averaged_backward(saved, bar_w_next, bar_delta_next):
    lr, momentum, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_delta_next is None:
        bar_delta_next = np.zeros((N,), dtype)
    bar_delta_next_total = bar_delta_next - bar_w_next
    bar_w = bar_w_next.copy()
    bar_delta = bar_delta_next_total * momentum
    bar_grad = np.multiply(bar_delta_next_total, (lr*(1 - momentum)), out=bar_delta_next_total)
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
    _1 = delta * momentum
    _2 = grad * (lr*(1 - momentum))
    delta_next = np.add(_1, _2, out=_1)
    w_next = np.subtract(w, delta_next, out=_2)
    _3 = dot_delta * momentum
    _4 = dot_grad * (lr*(1 - momentum))
    dot_delta_next = np.add(_3, _4, out=_3)
    dot_w_next = np.subtract(dot_w, dot_delta_next, out=_4)
    return (w_next, delta_next), (dot_w_next, dot_delta_next)


def adagrad(w, grad, v, lr, eps):
    lr, eps = float(lr), float(eps)
    _1 = np.square(grad)
    v_next = np.add(_1, v, out=_1)
    root = np.sqrt(v_next)
    np.add(eps, root, out=root)
    np.divide(grad, root, out=root)
    root *= lr
    w_next = np.subtract(w, root, out=root)
    return w_next, v_next


def adagrad_forward(w, grad, v, lr, eps):
    lr, eps = float(lr), float(eps)
    dtype = w.dtype
    N = w.shape[0]
    _1 = np.square(grad)
    v_next = np.add(_1, v, out=_1)
    root = np.sqrt(v_next)
    _2 = eps + root
    np.divide(grad, _2, out=_2)
    _2 *= lr
    w_next = np.subtract(w, _2, out=_2)
    return (w_next, v_next), (grad, v_next, root, lr, eps, N, dtype)


def adagrad_backward(saved, bar_w_next, bar_v_next):
    grad, v_next, root, lr, eps, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        bar_v_next_total = bar_v_next.copy()
        _1 = eps + root
        np.square(_1, out=_1)
        _2 = bar_w_next * grad
        np.divide(_2, _1, out=_1)
        bar_root = np.multiply(_1, lr, out=_1)
        bar_w = bar_w_next.copy()
        np.sqrt(v_next, out=_2)
        np.divide(0.5, _2, out=_2)
        _3 = np.equal(v_next, 0)
        _4 = np.where(_3, 0, _2)
        bar_root *= _4
        bar_v_next_total += bar_root
        np.multiply(bar_v_next_total, grad, out=bar_root)
        bar_root *= 2
        np.add(eps, root, out=_2)
        np.divide(bar_w_next, _2, out=_2)
        _2 *= lr
        bar_grad = np.subtract(bar_root, _2, out=_2)
        bar_v = bar_v_next_total.copy()
    return (bar_w, bar_grad, bar_v)


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
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = np.square(grad)
        v_next = np.add(_1, v, out=_1)
        root = np.sqrt(v_next)
        _2 = eps + root
        np.divide(grad, _2, out=_2)
        _2 *= lr
        w_next = np.subtract(w, _2, out=_2)
        _3 = dot_grad * grad
        _3 *= 2
        dot_v_next = np.add(_3, dot_v, out=_3)
        _4 = np.sqrt(v_next)
        np.divide(0.5, _4, out=_4)
        _5 = np.equal(v_next, 0)
        _6 = np.where(_5, 0, _4)
        dot_root = np.multiply(dot_v_next, _6, out=_4)
        np.add(eps, root, out=root)
        _7 = dot_grad / root
        _7 *= lr
        np.square(root, out=root)
        dot_root *= grad
        dot_root /= root
        dot_root *= lr
        dot_root += dot_w
        dot_w_next = np.subtract(dot_root, _7, out=_7)
    return (w_next, v_next), (dot_w_next, dot_v_next)


def rmsprop(w, grad, v, lr, alpha, eps):
    lr, alpha, eps = float(lr), float(alpha), float(eps)
    _1 = v * alpha
    _2 = np.square(grad)
    _2 *= (1 - alpha)
    v_next = np.add(_1, _2, out=_1)
    root = np.sqrt(v_next, out=_2)
    np.add(eps, root, out=root)
    np.divide(grad, root, out=root)
    root *= lr
    w_next = np.subtract(w, root, out=root)
    return w_next, v_next


def rmsprop_forward(w, grad, v, lr, alpha, eps):
    lr, alpha, eps = float(lr), float(alpha), float(eps)
    dtype = w.dtype
    N = w.shape[0]
    _1 = v * alpha
    _2 = np.square(grad)
    _2 *= (1 - alpha)
    v_next = np.add(_1, _2, out=_1)
    root = np.sqrt(v_next, out=_2)
    _3 = eps + root
    np.divide(grad, _3, out=_3)
    _3 *= lr
    w_next = np.subtract(w, _3, out=_3)
    return (w_next, v_next), (grad, v_next, root, lr, alpha, eps, N, dtype)


def rmsprop_backward(saved, bar_w_next, bar_v_next):
    grad, v_next, root, lr, alpha, eps, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        bar_v_next_total = bar_v_next.copy()
        _1 = eps + root
        np.square(_1, out=_1)
        _2 = bar_w_next * grad
        np.divide(_2, _1, out=_1)
        bar_root = np.multiply(_1, lr, out=_1)
        bar_w = bar_w_next.copy()
        np.sqrt(v_next, out=_2)
        np.divide(0.5, _2, out=_2)
        _3 = np.equal(v_next, 0)
        _4 = np.where(_3, 0, _2)
        bar_root *= _4
        bar_v_next_total += bar_root
        np.multiply(bar_v_next_total, grad, out=bar_root)
        bar_root *= (2*(1 - alpha))
        np.add(eps, root, out=_2)
        np.divide(bar_w_next, _2, out=_2)
        _2 *= lr
        bar_grad = np.subtract(bar_root, _2, out=_2)
        bar_v = np.multiply(bar_v_next_total, alpha, out=bar_root)
    return (bar_w, bar_grad, bar_v)


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
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = v * alpha
        _2 = np.square(grad)
        _2 *= (1 - alpha)
        v_next = np.add(_1, _2, out=_1)
        root = np.sqrt(v_next, out=_2)
        _3 = eps + root
        np.divide(grad, _3, out=_3)
        _3 *= lr
        w_next = np.subtract(w, _3, out=_3)
        _4 = dot_v * alpha
        _5 = dot_grad * grad
        _5 *= (2*(1 - alpha))
        dot_v_next = np.add(_4, _5, out=_4)
        np.sqrt(v_next, out=_5)
        np.divide(0.5, _5, out=_5)
        _6 = np.equal(v_next, 0)
        _7 = np.where(_6, 0, _5)
        dot_root = np.multiply(dot_v_next, _7, out=_5)
        np.add(eps, root, out=root)
        _8 = dot_grad / root
        _8 *= lr
        np.square(root, out=root)
        dot_root *= grad
        dot_root /= root
        dot_root *= lr
        dot_root += dot_w
        dot_w_next = np.subtract(dot_root, _8, out=_8)
    return (w_next, v_next), (dot_w_next, dot_v_next)


def adadelta(w, grad, v, u, lr, rho, eps):
    lr, rho, eps = float(lr), float(rho), float(eps)
    _1 = np.square(grad)
    _1 *= (1 - rho)
    _2 = v * rho
    v_next = np.add(_1, _2, out=_1)
    np.add(eps, u, out=_2)
    _3 = eps + v_next
    _2 /= _3
    np.sqrt(_2, out=_2)
    d = np.multiply(grad, _2, out=_2)
    np.square(d, out=_3)
    _3 *= (1 - rho)
    _4 = u * rho
    u_next = np.add(_3, _4, out=_4)
    d *= lr
    w_next = np.subtract(w, d, out=d)
    return w_next, v_next, u_next


def adadelta_forward(w, grad, v, u, lr, rho, eps):
    lr, rho, eps = float(lr), float(rho), float(eps)
    dtype = w.dtype
    N = w.shape[0]
    _1 = np.square(grad)
    _1 *= (1 - rho)
    _2 = v * rho
    v_next = np.add(_1, _2, out=_1)
    np.add(eps, u, out=_2)
    _3 = eps + v_next
    _2 /= _3
    np.sqrt(_2, out=_2)
    d = np.multiply(grad, _2, out=_2)
    np.square(d, out=_3)
    _3 *= (1 - rho)
    _4 = u * rho
    u_next = np.add(_3, _4, out=_4)
    np.multiply(d, lr, out=_3)
    w_next = np.subtract(w, _3, out=_3)
    return (w_next, v_next, u_next), (grad, u, v_next, d, lr, rho, eps, N, dtype)


def adadelta_backward(saved, bar_w_next, bar_v_next, bar_u_next):
    grad, u, v_next, d, lr, rho, eps, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    if bar_u_next is None:
        bar_u_next = np.zeros((N,), dtype)
    bar_w = bar_w_next.copy()
    _1 = bar_u_next * d
    _1 *= (2*(1 - rho))
    _2 = bar_w_next * lr
    bar_d = np.subtract(_1, _2, out=_1)
    np.add(eps, u, out=_2)
    _3 = eps + v_next
    np.divide(_2, _3, out=_3)
    np.sqrt(_3, out=_3)
    _4 = bar_d * grad
    np.multiply(_4, _3, out=_3)
    np.divide(_3, _2, out=_2)
    _2 *= 0.5
    np.multiply(bar_u_next, rho, out=_3)
    bar_u = np.add(_2, _3, out=_2)
    np.add(eps, u, out=_3)
    np.add(eps, v_next, out=_4)
    _3 /= _4
    np.sqrt(_3, out=_3)
    _5 = bar_d * grad
    _5 *= _3
    _5 /= _4
    _5 *= 0.5
    bar_v_next_total = np.subtract(bar_v_next, _5, out=_5)
    np.add(eps, u, out=_4)
    np.add(eps, v_next, out=_3)
    np.divide(_4, _3, out=_3)
    np.sqrt(_3, out=_3)
    np.multiply(bar_d, _3, out=_3)
    np.multiply(bar_v_next_total, grad, out=bar_d)
    bar_d *= (2*(1 - rho))
    bar_grad = np.add(_3, bar_d, out=_3)
    bar_v = np.multiply(bar_v_next_total, rho, out=bar_v_next_total)
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
    _1 = np.square(grad)
    _1 *= (1 - rho)
    _2 = v * rho
    v_next = np.add(_1, _2, out=_1)
    np.add(eps, u, out=_2)
    _3 = eps + v_next
    _2 /= _3
    np.sqrt(_2, out=_2)
    d = np.multiply(grad, _2, out=_2)
    np.square(d, out=_3)
    _3 *= (1 - rho)
    _4 = u * rho
    u_next = np.add(_3, _4, out=_4)
    np.multiply(d, lr, out=_3)
    w_next = np.subtract(w, _3, out=_3)
    _5 = dot_grad * grad
    _5 *= (2*(1 - rho))
    _6 = dot_v * rho
    dot_v_next = np.add(_5, _6, out=_5)
    np.add(eps, u, out=_6)
    _7 = eps + v_next
    _8 = _6 / _7
    np.sqrt(_8, out=_8)
    _9 = dot_grad * _8
    _10 = dot_u * grad
    _10 *= _8
    np.divide(_10, _6, out=_6)
    _6 *= 0.5
    np.multiply(dot_v_next, grad, out=_10)
    np.multiply(_10, _8, out=_8)
    np.divide(_8, _7, out=_7)
    _7 *= 0.5
    np.add(_9, _6, out=_6)
    dot_d = np.subtract(_6, _7, out=_6)
    d *= dot_d
    d *= (2*(1 - rho))
    np.multiply(dot_u, rho, out=_7)
    dot_u_next = np.add(d, _7, out=_7)
    dot_d *= lr
    dot_w_next = np.subtract(dot_w, dot_d, out=dot_d)
    return (w_next, v_next, u_next), (dot_w_next, dot_v_next, dot_u_next)


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
    root = np.sqrt(g, out=g)
    np.add(eps, root, out=root)
    np.divide(m_next, root, out=root)
    root *= rt.ratio(lr, (1 - rt.power(beta1, t)))
    w_next = np.subtract(w, root, out=root)
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
    root = np.sqrt(_4, out=_4)
    _5 = eps + root
    np.divide(m_next, _5, out=_5)
    _5 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
    w_next = np.subtract(w, _5, out=_5)
    return (w_next, m_next, v_next), (g, m_next, v_next, root, t, lr, beta1, beta2, eps, weight_decay, N, dtype)


def adam_backward(saved, bar_w_next, bar_m_next, bar_v_next):
    g, m_next, v_next, root, t, lr, beta1, beta2, eps, weight_decay, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_m_next is None:
        bar_m_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        bar_v_next_total = bar_v_next.copy()
        _1 = eps + root
        np.divide(bar_w_next, _1, out=_1)
        _1 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        bar_m_next_total = np.subtract(bar_m_next, _1, out=_1)
        _2 = eps + root
        np.square(_2, out=_2)
        _3 = bar_w_next * m_next
        np.divide(_3, _2, out=_2)
        bar_root = np.multiply(_2, rt.ratio(lr, (1 - rt.power(beta1, t))), out=_2)
        np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=_3)
        np.sqrt(_3, out=_3)
        _3 /= v_next
        _3 *= 0.5
        _4 = np.equal(v_next, 0)
        _5 = np.where(_4, 0, _3)
        bar_root *= _5
        bar_v_next_total += bar_root
        bar_v = np.multiply(bar_v_next_total, beta2, out=bar_root)
        np.multiply(bar_m_next_total, (1 - beta1), out=_3)
        _6 = bar_v_next_total * g
        _6 *= (2*(1 - beta2))
        bar_g = np.add(_3, _6, out=_6)
        bar_m = np.multiply(bar_m_next_total, beta1, out=bar_m_next_total)
        bar_grad = bar_g.copy()
        np.multiply(bar_g, weight_decay, out=_3)
        bar_w = np.add(_3, bar_w_next, out=_3)
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
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
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
        root = np.sqrt(_4, out=_4)
        _5 = eps + root
        np.divide(m_next, _5, out=_5)
        _5 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        w_next = np.subtract(w, _5, out=_5)
        _6 = dot_w * weight_decay
        dot_g = np.add(dot_grad, _6, out=_6)
        _7 = dot_m * beta1
        _8 = dot_g * (1 - beta1)
        dot_m_next = np.add(_7, _8, out=_7)
        np.multiply(dot_v, beta2, out=_8)
        dot_g *= g
        dot_g *= (2*(1 - beta2))
        dot_v_next = np.add(_8, dot_g, out=_8)
        np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=dot_g)
        np.sqrt(dot_g, out=dot_g)
        dot_g /= v_next
        dot_g *= 0.5
        _9 = np.equal(v_next, 0)
        _10 = np.where(_9, 0, dot_g)
        dot_root = np.multiply(dot_v_next, _10, out=dot_g)
        np.add(eps, root, out=root)
        np.divide(dot_m_next, root, out=g)
        g *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        np.square(root, out=root)
        dot_root *= m_next
        dot_root /= root
        dot_root *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        dot_root += dot_w
        dot_w_next = np.subtract(dot_root, g, out=dot_root)
    return (w_next, m_next, v_next), (dot_w_next, dot_m_next, dot_v_next)


def adamw(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):
    t, lr, beta1, beta2, eps, weight_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay)
    _1 = m * beta1
    _2 = grad * (1 - beta1)
    m_next = np.add(_1, _2, out=_1)
    np.multiply(v, beta2, out=_2)
    _3 = np.square(grad)
    _3 *= (1 - beta2)
    v_next = np.add(_2, _3, out=_2)
    np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=_3)
    root = np.sqrt(_3, out=_3)
    np.add(eps, root, out=root)
    np.divide(m_next, root, out=root)
    root *= rt.ratio(lr, (1 - rt.power(beta1, t)))
    _4 = w * (1 - (lr*weight_decay))
    w_next = np.subtract(_4, root, out=_4)
    return w_next, m_next, v_next


def adamw_forward(w, grad, m, v, t, lr, beta1, beta2, eps, weight_decay):
    t, lr, beta1, beta2, eps, weight_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay)
    dtype = w.dtype
    N = w.shape[0]
    _1 = m * beta1
    _2 = grad * (1 - beta1)
    m_next = np.add(_1, _2, out=_1)
    np.multiply(v, beta2, out=_2)
    _3 = np.square(grad)
    _3 *= (1 - beta2)
    v_next = np.add(_2, _3, out=_2)
    np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=_3)
    root = np.sqrt(_3, out=_3)
    _4 = eps + root
    np.divide(m_next, _4, out=_4)
    _4 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
    _5 = w * (1 - (lr*weight_decay))
    w_next = np.subtract(_5, _4, out=_4)
    return (w_next, m_next, v_next), (grad, m_next, v_next, root, t, lr, beta1, beta2, eps, weight_decay, N, dtype)


def adamw_backward(saved, bar_w_next, bar_m_next, bar_v_next):
    grad, m_next, v_next, root, t, lr, beta1, beta2, eps, weight_decay, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_m_next is None:
        bar_m_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        bar_v_next_total = bar_v_next.copy()
        _1 = eps + root
        np.divide(bar_w_next, _1, out=_1)
        _1 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        bar_m_next_total = np.subtract(bar_m_next, _1, out=_1)
        _2 = eps + root
        np.square(_2, out=_2)
        _3 = bar_w_next * m_next
        np.divide(_3, _2, out=_2)
        bar_root = np.multiply(_2, rt.ratio(lr, (1 - rt.power(beta1, t))), out=_2)
        bar_w = np.multiply(bar_w_next, (1 - (lr*weight_decay)), out=_3)
        _4 = v_next * rt.ratio(1, (1 - rt.power(beta2, t)))
        np.sqrt(_4, out=_4)
        _4 /= v_next
        _4 *= 0.5
        _5 = np.equal(v_next, 0)
        _6 = np.where(_5, 0, _4)
        bar_root *= _6
        bar_v_next_total += bar_root
        bar_v = np.multiply(bar_v_next_total, beta2, out=bar_root)
        np.multiply(bar_m_next_total, (1 - beta1), out=_4)
        _7 = bar_v_next_total * grad
        _7 *= (2*(1 - beta2))
        bar_grad = np.add(_4, _7, out=_4)
        bar_m = np.multiply(bar_m_next_total, beta1, out=bar_m_next_total)
    return (bar_w, bar_grad, bar_m, bar_v)


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
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = m * beta1
        _2 = grad * (1 - beta1)
        m_next = np.add(_1, _2, out=_1)
        np.multiply(v, beta2, out=_2)
        _3 = np.square(grad)
        _3 *= (1 - beta2)
        v_next = np.add(_2, _3, out=_2)
        np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=_3)
        root = np.sqrt(_3, out=_3)
        _4 = eps + root
        np.divide(m_next, _4, out=_4)
        _4 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        _5 = w * (1 - (lr*weight_decay))
        w_next = np.subtract(_5, _4, out=_4)
        np.multiply(dot_m, beta1, out=_5)
        _6 = dot_grad * (1 - beta1)
        dot_m_next = np.add(_5, _6, out=_5)
        np.multiply(dot_v, beta2, out=_6)
        _7 = dot_grad * grad
        _7 *= (2*(1 - beta2))
        dot_v_next = np.add(_6, _7, out=_6)
        np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=_7)
        np.sqrt(_7, out=_7)
        _7 /= v_next
        _7 *= 0.5
        _8 = np.equal(v_next, 0)
        _9 = np.where(_8, 0, _7)
        dot_root = np.multiply(dot_v_next, _9, out=_7)
        np.add(eps, root, out=root)
        _10 = dot_m_next / root
        _10 *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        np.square(root, out=root)
        dot_root *= m_next
        dot_root /= root
        dot_root *= rt.ratio(lr, (1 - rt.power(beta1, t)))
        np.multiply(dot_w, (1 - (lr*weight_decay)), out=root)
        dot_root += root
        dot_w_next = np.subtract(dot_root, _10, out=_10)
    return (w_next, m_next, v_next), (dot_w_next, dot_m_next, dot_v_next)


def nadam(w, grad, m, v, mu_product, t, lr, beta1, beta2, eps, weight_decay, momentum_decay):
    t, lr, beta1, beta2, eps, weight_decay, momentum_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay), float(momentum_decay)
    dtype = w.dtype
    _1 = w * weight_decay
    g = np.add(grad, _1, out=_1)
    mu = dtype.type(((0.5*beta1)*(2 - rt.power(0.96, (t*momentum_decay)))))
    mu_ahead = dtype.type(((0.5*beta1)*(2 - rt.power(0.96, (momentum_decay*(t + 1))))))
    _2 = mu * mu_product
    mu_product_next = _2
    _3 = m * beta1
    _4 = g * (1 - beta1)
    m_next = np.add(_3, _4, out=_3)
    np.multiply(v, beta2, out=_4)
    _5 = np.square(g)
    _5 *= (1 - beta2)
    v_next = np.add(_4, _5, out=_4)
    np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=_5)
    root = np.sqrt(_5, out=_5)
    _6 = 1 - mu
    _7 = 1 - mu_product_next
    _8 = _6 / _7
    g *= _8
    _9 = mu_ahead * mu_product_next
    _10 = 1 - _9
    _11 = mu_ahead / _10
    _12 = m_next * _11
    ahead = np.add(g, _12, out=_12)
    np.add(eps, root, out=root)
    ahead /= root
    ahead *= lr
    w_next = np.subtract(w, ahead, out=ahead)
    return w_next, m_next, v_next, mu_product_next


def nadam_forward(w, grad, m, v, mu_product, t, lr, beta1, beta2, eps, weight_decay, momentum_decay):
    t, lr, beta1, beta2, eps, weight_decay, momentum_decay = int(t), float(lr), float(beta1), float(beta2), float(eps), float(weight_decay), float(momentum_decay)
    dtype = w.dtype
    N = w.shape[0]
    _1 = w * weight_decay
    g = np.add(grad, _1, out=_1)
    mu = dtype.type(((0.5*beta1)*(2 - rt.power(0.96, (t*momentum_decay)))))
    mu_ahead = dtype.type(((0.5*beta1)*(2 - rt.power(0.96, (momentum_decay*(t + 1))))))
    _2 = mu * mu_product
    mu_product_next = _2
    _3 = m * beta1
    _4 = g * (1 - beta1)
    m_next = np.add(_3, _4, out=_3)
    np.multiply(v, beta2, out=_4)
    _5 = np.square(g)
    _5 *= (1 - beta2)
    v_next = np.add(_4, _5, out=_4)
    np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=_5)
    root = np.sqrt(_5, out=_5)
    _6 = 1 - mu
    _7 = 1 - mu_product_next
    _8 = _6 / _7
    _9 = g * _8
    _10 = mu_ahead * mu_product_next
    _11 = 1 - _10
    _12 = mu_ahead / _11
    _13 = m_next * _12
    ahead = np.add(_9, _13, out=_9)
    np.add(eps, root, out=_13)
    np.divide(ahead, _13, out=_13)
    _13 *= lr
    w_next = np.subtract(w, _13, out=_13)
    return (w_next, m_next, v_next, mu_product_next), (g, mu, mu_ahead, mu_product_next, m_next, v_next, root, ahead, t, lr, beta1, beta2, eps, weight_decay, N, dtype)


def nadam_backward(saved, bar_w_next, bar_m_next, bar_v_next, bar_mu_product_next):
    g, mu, mu_ahead, mu_product_next, m_next, v_next, root, ahead, t, lr, beta1, beta2, eps, weight_decay, N, dtype = saved
    if bar_w_next is None:
        bar_w_next = np.zeros((N,), dtype)
    if bar_m_next is None:
        bar_m_next = np.zeros((N,), dtype)
    if bar_v_next is None:
        bar_v_next = np.zeros((N,), dtype)
    if bar_mu_product_next is None:
        bar_mu_product_next = dtype.type(0)
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        bar_v_next_total = bar_v_next.copy()
        bar_mu_product_next_total = bar_mu_product_next
        _1 = eps + root
        np.divide(bar_w_next, _1, out=_1)
        bar_ahead = np.multiply(_1, (-lr), out=_1)
        _2 = eps + root
        np.square(_2, out=_2)
        _3 = ahead * bar_w_next
        np.divide(_3, _2, out=_2)
        bar_root = np.multiply(_2, lr, out=_2)
        _4 = mu_ahead * mu_product_next
        _5 = 1 - _4
        _6 = mu_ahead / _5
        np.multiply(bar_ahead, _6, out=_3)
        bar_m_next_total = np.add(_3, bar_m_next, out=_3)
        _7 = 1 - mu
        _8 = 1 - mu_product_next
        _9 = np.square(_8)
        _10 = _7 / _9
        _11 = g * _10
        _12 = np.square(mu_ahead)
        _13 = mu_ahead * mu_product_next
        _14 = 1 - _13
        _15 = np.square(_14)
        _16 = _12 / _15
        _17 = m_next * _16
        _11 += _17
        _18 = np.vecdot(bar_ahead, _11)
        bar_mu_product_next_total = bar_mu_product_next_total + _18
        np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=_11)
        np.sqrt(_11, out=_11)
        _11 /= v_next
        _11 *= 0.5
        _19 = np.equal(v_next, 0)
        _20 = np.where(_19, 0, _11)
        bar_root *= _20
        bar_v_next_total += bar_root
        bar_v = np.multiply(bar_v_next_total, beta2, out=bar_root)
        _21 = 1 - mu
        _22 = 1 - mu_product_next
        _23 = _21 / _22
        bar_ahead *= _23
        np.multiply(bar_m_next_total, (1 - beta1), out=_11)
        np.multiply(bar_v_next_total, g, out=_17)
        _17 *= (2*(1 - beta2))
        np.add(bar_ahead, _11, out=_11)
        bar_g = np.add(_11, _17, out=_11)
        bar_m = np.multiply(bar_m_next_total, beta1, out=bar_m_next_total)
        _24 = bar_mu_product_next_total * mu
        bar_mu_product = _24
        bar_grad = bar_g.copy()
        np.multiply(bar_g, weight_decay, out=_17)
        bar_w = np.add(_17, bar_w_next, out=_17)
    return (bar_w, bar_grad, bar_m, bar_v, bar_mu_product)


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
    with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
        _1 = w * weight_decay
        g = np.add(grad, _1, out=_1)
        mu = dtype.type(((0.5*beta1)*(2 - rt.power(0.96, (t*momentum_decay)))))
        mu_ahead = dtype.type(((0.5*beta1)*(2 - rt.power(0.96, (momentum_decay*(t + 1))))))
        _2 = mu * mu_product
        mu_product_next = _2
        _3 = m * beta1
        _4 = g * (1 - beta1)
        m_next = np.add(_3, _4, out=_3)
        np.multiply(v, beta2, out=_4)
        _5 = np.square(g)
        _5 *= (1 - beta2)
        v_next = np.add(_4, _5, out=_4)
        np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=_5)
        root = np.sqrt(_5, out=_5)
        _6 = 1 - mu
        _7 = 1 - mu_product_next
        _8 = _6 / _7
        _9 = g * _8
        _10 = mu_ahead * mu_product_next
        _11 = 1 - _10
        _12 = mu_ahead / _11
        _13 = m_next * _12
        ahead = np.add(_9, _13, out=_9)
        np.add(eps, root, out=_13)
        np.divide(ahead, _13, out=_13)
        _13 *= lr
        w_next = np.subtract(w, _13, out=_13)
        _14 = dot_w * weight_decay
        dot_g = np.add(dot_grad, _14, out=_14)
        _15 = dot_mu_product * mu
        dot_mu_product_next = _15
        _16 = dot_m * beta1
        _17 = dot_g * (1 - beta1)
        dot_m_next = np.add(_16, _17, out=_16)
        np.multiply(dot_v, beta2, out=_17)
        _18 = dot_g * g
        _18 *= (2*(1 - beta2))
        dot_v_next = np.add(_17, _18, out=_17)
        np.multiply(v_next, rt.ratio(1, (1 - rt.power(beta2, t))), out=_18)
        np.sqrt(_18, out=_18)
        _18 /= v_next
        _18 *= 0.5
        _19 = np.equal(v_next, 0)
        _20 = np.where(_19, 0, _18)
        dot_root = np.multiply(dot_v_next, _20, out=_18)
        _21 = 1 - mu
        _22 = 1 - mu_product_next
        _23 = _21 / _22
        dot_g *= _23
        _24 = mu_ahead * mu_product_next
        _25 = 1 - _24
        _26 = mu_ahead / _25
        _27 = dot_m_next * _26
        _28 = np.square(_22)
        _29 = _21 / _28
        g *= _29
        _30 = np.square(mu_ahead)
        _31 = np.square(_25)
        _32 = _30 / _31
        _33 = m_next * _32
        np.add(g, _33, out=_33)
        _33 *= dot_mu_product_next
        np.add(dot_g, _27, out=_27)
        dot_ahead = np.add(_27, _33, out=_27)
        np.add(eps, root, out=root)
        np.square(root, out=_33)
        ahead *= dot_root
        np.divide(ahead, _33, out=_33)
        _33 *= lr
        dot_ahead /= root
        dot_ahead *= lr
        _33 += dot_w
        dot_w_next = np.subtract(_33, dot_ahead, out=_33)
    return (w_next, m_next, v_next, mu_product_next), (dot_w_next, dot_m_next, dot_v_next, dot_mu_product_next)
