"""Training methods as pure functions: state in, state out."""

from __future__ import annotations

from nnmath.formulas.registry import Definition, register

SHAPES = "w, grad and the state have one shape, any."
ROOT = "At v = 0 the root is given the derivative 0, so that a weight never used has finite gradients."
STATE = "The state begins as zeros."

sgd = register(
    Definition(
        id="sgd",
        chapter="optimizers",
        summary="w' = w - lr*(grad + weight_decay*w)",
        signature="w, grad, lr, weight_decay=0.0",
        variants={
            "": """
                sgd(w[N], grad[N]; lr: real, weight_decay: real) -> w_next
                w_next[i] = w[i] - lr*(grad[i] + weight_decay*w[i])
            """,
        },
        reference="Robbins and Monro (1951), A stochastic approximation method",
        adapter="optimizer",
        notes="Arrays of any one shape.",
        sizes={"N": 4},
        parameters={"lr": 0.3, "weight_decay": 0.25},
    )
)

stochastic_gradient = register(
    Definition(
        id="stochastic_gradient",
        chapter="optimizers",
        summary="w' = w - lr*grad; q' = (1 - smoothing)*q + smoothing*loss",
        signature="w, grad, q, loss, lr, smoothing",
        variants={
            "": """
                stochastic_gradient(w[N], grad[N], q, loss; lr: real, smoothing: real in [0,1]) -> w_next, q_next
                w_next[i] = w[i] - lr*grad[i]
                q_next = (1 - smoothing)*q + smoothing*loss
            """,
        },
        reference="Robbins and Monro (1951); the running cost: Larin, Neural networks (lecture slides), algorithm SG",
        adapter="optimizer",
        notes=(
            "One step on one example: grad and loss belong to that example and to w before the step. q is the "
            "exponential average of the losses by which one sees that training has settled; it is a number. "
            "w and grad have one shape, any."
        ),
        sizes={"N": 4},
        parameters={"lr": 0.3, "smoothing": 0.2},
    )
)

momentum = register(
    Definition(
        id="momentum",
        chapter="optimizers",
        summary="m' = momentum*m + grad; w' = w - lr*m'",
        signature="w, grad, m, lr, momentum",
        variants={
            "": """
                momentum(w[N], grad[N], m[N]; lr: real, momentum: real >= 0) -> w_next, m_next
                m_next[i] = momentum*m[i] + grad[i]
                w_next[i] = w[i] - lr*m_next[i]
            """,
        },
        reference=(
            "Polyak (1964), Some methods of speeding up the convergence of iteration methods; in the form of "
            "Sutskever, Martens, Dahl and Hinton (2013), eq. 1-2, with the rate outside as torch.optim.SGD has it"
        ),
        adapter="optimizer",
        notes=(
            "torch.optim.SGD with dampening 0. The rate multiplies the whole m', so a change of rate acts on the past "
            f"as well. {STATE} PyTorch's first step sets m' = grad, which is momentum*0 + grad. {SHAPES}"
        ),
        sizes={"N": 4},
        parameters={"lr": 0.3, "momentum": 0.6},
    )
)

nesterov = register(
    Definition(
        id="nesterov",
        chapter="optimizers",
        summary="m' = momentum*m + grad; w' = w - lr*(grad + momentum*m')",
        signature="w, grad, m, lr, momentum",
        variants={
            "": """
                nesterov(w[N], grad[N], m[N]; lr: real, momentum: real >= 0) -> w_next, m_next
                m_next[i] = momentum*m[i] + grad[i]
                w_next[i] = w[i] - lr*(grad[i] + momentum*m_next[i])
            """,
        },
        reference=(
            "Nesterov (1983), A method of solving a convex programming problem with convergence rate O(1/k^2); "
            "Sutskever, Martens, Dahl and Hinton (2013), eq. 3-4, after a change of variables"
        ),
        adapter="optimizer",
        notes=(
            "torch.optim.SGD with nesterov=True, dampening 0. w here is the point at which grad is taken, which the "
            "paper calls theta + mu*v; theta = w + lr*momentum*m. The rate multiplies both terms. "
            f"{STATE} PyTorch's first step sets m' = grad, which is momentum*0 + grad. {SHAPES}"
        ),
        sizes={"N": 4},
        parameters={"lr": 0.3, "momentum": 0.6},
    )
)

momentum_averaged = register(
    Definition(
        id="momentum_averaged",
        chapter="optimizers",
        summary="delta' = momentum*delta + (1 - momentum)*lr*grad; w' = w - delta'",
        signature="w, grad, delta, lr, momentum",
        variants={
            "": """
                momentum_averaged(w[N], grad[N], delta[N]; lr: real, momentum: real in [0,1]) -> w_next, delta_next
                delta_next[i] = momentum*delta[i] + (1 - momentum)*lr*grad[i]
                w_next[i] = w[i] - delta_next[i]
            """,
        },
        reference="Neural networks (lecture slides), training algorithm with inertia",
        adapter="optimizer",
        notes=(
            "The step is an average of steps lr*grad with geometric weights. With the rate fixed and both started "
            "from zeros it is `momentum` with the rate (1 - momentum)*lr; with a changing rate it is not, since here "
            f"each gradient keeps the rate of its own time. delta begins as zeros. {SHAPES}"
        ),
        sizes={"N": 4},
        parameters={"lr": 0.3, "momentum": 0.6},
    )
)

adagrad = register(
    Definition(
        id="adagrad",
        chapter="optimizers",
        summary="v' = v + grad**2; w' = w - lr*grad/(sqrt(v') + eps)",
        signature="w, grad, v, lr=0.01, eps=1e-10",
        variants={
            "": """
                adagrad(w[N], grad[N], v[N]; lr: real, eps: real >= 0) -> w_next, v_next
                v_next[i] = v[i] + grad[i]**2
                root[i] = 0 if v_next[i] == 0 else sqrt(v_next[i])
                w_next[i] = w[i] - lr*grad[i]/(root[i] + eps)
            """,
        },
        reference="Duchi, Hazan and Singer (2011), Adaptive subgradient methods, figure 1, diagonal case",
        adapter="optimizer",
        notes=f"eps is outside the root, as in torch.optim.Adagrad (lr_decay 0). {STATE} {ROOT} {SHAPES}",
        sizes={"N": 3},
        parameters={"lr": 0.3, "eps": 0.2},
    )
)

rmsprop = register(
    Definition(
        id="rmsprop",
        chapter="optimizers",
        summary="v' = alpha*v + (1 - alpha)*grad**2; w' = w - lr*grad/(sqrt(v') + eps)",
        signature="w, grad, v, lr=0.01, alpha=0.99, eps=1e-08",
        variants={
            "": """
                rmsprop(w[N], grad[N], v[N]; lr: real, alpha: real in [0,1], eps: real >= 0) -> w_next, v_next
                v_next[i] = alpha*v[i] + (1 - alpha)*grad[i]**2
                root[i] = 0 if v_next[i] == 0 else sqrt(v_next[i])
                w_next[i] = w[i] - lr*grad[i]/(root[i] + eps)
            """,
        },
        reference="Tieleman and Hinton (2012), Neural networks for machine learning, lecture 6.5",
        adapter="optimizer",
        notes=(
            "eps is outside the root, as in torch.optim.RMSprop (not centered, no momentum); TensorFlow has it "
            f"inside. v is not corrected for its start. {STATE} {ROOT} {SHAPES}"
        ),
        sizes={"N": 3},
        parameters={"lr": 0.3, "alpha": 0.8, "eps": 0.2},
    )
)

adadelta = register(
    Definition(
        id="adadelta",
        chapter="optimizers",
        summary=(
            "v' = rho*v + (1 - rho)*grad**2; d = sqrt((u + eps)/(v' + eps))*grad; "
            "u' = rho*u + (1 - rho)*d**2; w' = w - lr*d"
        ),
        signature="w, grad, v, u, lr=1.0, rho=0.9, eps=1e-06",
        variants={
            "": """
                adadelta(w[N], grad[N], v[N], u[N]; lr: real, rho: real in [0,1], eps: real > 0)
                    -> w_next, v_next, u_next
                v_next[i] = rho*v[i] + (1 - rho)*grad[i]**2
                d[i] = sqrt((u[i] + eps)/(v_next[i] + eps))*grad[i]
                u_next[i] = rho*u[i] + (1 - rho)*d[i]**2
                w_next[i] = w[i] - lr*d[i]
            """,
        },
        reference="Zeiler (2012), ADADELTA: an adaptive learning rate method, algorithm 1",
        adapter="optimizer",
        notes=(
            "eps is added to both averages, inside the root, as in the paper and torch.optim.Adadelta, and must be "
            "positive: with 0 the method never leaves its start. The rate multiplies the finished step and does not "
            f"enter u; the paper has no rate, which is lr = 1. {STATE} {SHAPES}"
        ),
        sizes={"N": 3},
        parameters={"lr": 0.7, "rho": 0.8, "eps": 0.2},
    )
)

ADAM = """
    m_next[i] = beta1*m[i] + (1 - beta1)*g[i]
    v_next[i] = beta2*v[i] + (1 - beta2)*g[i]**2
    root[i] = 0 if v_next[i] == 0 else sqrt(v_next[i]/(1 - beta2**t))
"""

adam = register(
    Definition(
        id="adam",
        chapter="optimizers",
        summary=(
            "m' = b1*m + (1-b1)*g; v' = b2*v + (1-b2)*g**2; w' = w - lr*(m'/(1-b1**t))/(sqrt(v'/(1-b2**t)) + eps)"
        ),
        signature="w, grad, m, v, t, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.0",
        variants={
            "": f"""
                adam(w[N], grad[N], m[N], v[N]; t: int>=1, lr: real, beta1: real in [0,1), beta2: real in [0,1),
                    eps: real >= 0, weight_decay: real) -> w_next, m_next, v_next
                g[i] = grad[i] + weight_decay*w[i]
                {ADAM}
                w_next[i] = w[i] - lr*(m_next[i]/(1 - beta1**t))/(root[i] + eps)
            """,
        },
        reference="Kingma and Ba (2015), Adam: a method for stochastic optimization, algorithm 1",
        adapter="optimizer",
        notes=(
            "t counts from 1. eps is outside the root and outside the bias correction. weight_decay adds to the "
            f"gradient and so enters m and v. {STATE} {ROOT} {SHAPES}"
        ),
        sizes={"N": 3, "t": 2},
        parameters={"lr": 0.3, "beta1": 0.6, "beta2": 0.8, "eps": 0.2, "weight_decay": 0.25},
    )
)

adamw = register(
    Definition(
        id="adamw",
        chapter="optimizers",
        summary=(
            "m' = b1*m + (1-b1)*grad; v' = b2*v + (1-b2)*grad**2; "
            "w' = (1 - lr*weight_decay)*w - lr*(m'/(1-b1**t))/(sqrt(v'/(1-b2**t)) + eps)"
        ),
        signature="w, grad, m, v, t, lr=0.001, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.01",
        variants={
            "": f"""
                adamw(w[N], grad[N], m[N], v[N]; t: int>=1, lr: real, beta1: real in [0,1), beta2: real in [0,1),
                    eps: real >= 0, weight_decay: real) -> w_next, m_next, v_next
                {ADAM.replace("g[i]", "grad[i]")}
                w_next[i] = (1 - lr*weight_decay)*w[i] - lr*(m_next[i]/(1 - beta1**t))/(root[i] + eps)
            """,
        },
        reference="Loshchilov and Hutter (2019), Decoupled weight decay regularization, algorithm 2",
        adapter="optimizer",
        notes=(
            "t counts from 1. eps is outside the root and outside the bias correction. The decay multiplies w by "
            "1 - lr*weight_decay as torch.optim.AdamW does, and enters neither m nor v; the paper's lambda is "
            f"lr*weight_decay over the schedule's multiplier. {STATE} {ROOT} {SHAPES}"
        ),
        sizes={"N": 3, "t": 2},
        parameters={"lr": 0.3, "beta1": 0.6, "beta2": 0.8, "eps": 0.2, "weight_decay": 0.25},
    )
)

nadam = register(
    Definition(
        id="nadam",
        chapter="optimizers",
        summary=(
            "mu(t) = b1*(1 - 0.96**(t*momentum_decay)/2); pi' = pi*mu(t); m, v as Adam's; w' = w - lr*"
            "((1 - mu(t))/(1 - pi')*g + mu(t+1)/(1 - pi'*mu(t+1))*m')/(sqrt(v'/(1-b2**t)) + eps)"
        ),
        signature=(
            "w, grad, m, v, mu_product, t, lr=0.002, betas=(0.9, 0.999), eps=1e-08, weight_decay=0.0, "
            "momentum_decay=0.004"
        ),
        variants={
            "": f"""
                nadam(w[N], grad[N], m[N], v[N], mu_product; t: int>=1, lr: real, beta1: real in [0,1),
                    beta2: real in [0,1), eps: real >= 0, weight_decay: real, momentum_decay: real >= 0)
                    -> w_next, m_next, v_next, mu_product_next
                g[i] = grad[i] + weight_decay*w[i]
                mu = beta1*(1 - 0.96**(t*momentum_decay)/2)
                mu_ahead = beta1*(1 - 0.96**((t + 1)*momentum_decay)/2)
                mu_product_next = mu_product*mu
                {ADAM}
                ahead[i] = (1 - mu)/(1 - mu_product_next)*g[i] + mu_ahead/(1 - mu_product_next*mu_ahead)*m_next[i]
                w_next[i] = w[i] - lr*ahead[i]/(root[i] + eps)
            """,
        },
        reference="Dozat (2016), Incorporating Nesterov momentum into Adam, algorithm 2 and its schedule of mu",
        adapter="optimizer",
        notes=(
            "torch.optim.NAdam. t counts from 1. mu_product is a number, the product of mu(1), ..., mu(t-1), and "
            "begins as 1. eps is outside the root and outside the bias correction; the rate multiplies the whole "
            "step. weight_decay adds to the gradient and so enters m and v. m and v begin as zeros. "
            f"{ROOT} {SHAPES}"
        ),
        sizes={"N": 3, "t": 2},
        parameters={"lr": 0.3, "beta1": 0.6, "beta2": 0.8, "eps": 0.2, "weight_decay": 0.25, "momentum_decay": 0.7},
    )
)
