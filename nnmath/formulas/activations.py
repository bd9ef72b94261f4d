"""Activations: scalar functions applied to every entry.

At a kink the branch that holds there decides the derivative as well; that is the convention
which each formula states by where it puts the equality sign.
"""

from __future__ import annotations

from nnmath.formulas.registry import elementwise
from nnmath.formulas.selu_constants import ALPHA, SCALE

LARIN = "Larin, Neural networks (lecture slides), activation functions"

identity = elementwise(
    "identity", "y[i] = x[i]", "y = x", "linear unit; Widrow and Hoff (1960), Adaptive switching circuits"
)

perceptron_step = elementwise(
    "perceptron_step",
    "y[i] = 0 if x[i] < 0 else 1",
    "y = 0 for x < 0, 1 for x >= 0",
    "Rosenblatt (1958), The perceptron; threshold as in McCulloch and Pitts (1943)",
    notes="Derivative 0 everywhere, by convention also at 0.",
)

perceptron_sign = elementwise(
    "perceptron_sign",
    "y[i] = -1 if x[i] < 0 else 1",
    "y = -1 for x < 0, +1 for x >= 0",
    "Rosenblatt (1962), Principles of neurodynamics",
    notes="Derivative 0 everywhere, by convention also at 0.",
)

sigmoid = elementwise(
    "sigmoid",
    "y[i] = sigmoid(x[i])",
    "y = 1/(1 + exp(-slope*x))",
    f"logistic function, Verhulst (1845); {LARIN}",
    signature="x, slope=1.0",
    adapter="sigmoid",
    variants={"slope": "sigmoid(x[N]; slope: real) -> y\ny[i] = sigmoid(slope*x[i])"},
    parameters={"slope": 1.7},
    notes="Range (0, 1). The form 1/(1 + exp(-2*alpha*x)) is slope = 2*alpha.",
)

tanh = elementwise(
    "tanh", "y[i] = tanh(x[i])", "y = (exp(x) - exp(-x))/(exp(x) + exp(-x))", LARIN, notes="Range (-1, 1)."
)

relu = elementwise(
    "relu",
    "y[i] = 0 if x[i] <= 0 else x[i]",
    "y = max(0, x)",
    "Fukushima (1969), Visual feature extraction; Nair and Hinton (2010), Rectified linear units",
    notes="Derivative 0 at 0.",
)

leaky_relu = elementwise(
    "leaky_relu",
    "y[i] = x[i] if x[i] > 0 else negative_slope*x[i]",
    "y = x for x > 0, negative_slope*x otherwise",
    "Maas, Hannun and Ng (2013), Rectifier nonlinearities improve neural network acoustic models",
    signature="x, negative_slope=0.01",
    header="negative_slope: real",
    parameters={"negative_slope": 0.3},
    notes="Derivative negative_slope at 0.",
)

prelu = elementwise(
    "prelu",
    "y[n,c,s] = x[n,c,s] if x[n,c,s] > 0 else weight[c]*x[n,c,s]",
    "y[n,c,...] = x for x > 0, weight[c]*x otherwise",
    "He, Zhang, Ren and Sun (2015), Delving deep into rectifiers, eq. 1",
    signature="x, weight",
    arrays="x[N,C,S], weight[C]",
    adapter="prelu",
    sizes={"N": 3, "C": 2, "S": 4},
    notes="Derivative weight[c] at 0. A weight of one entry serves all channels.",
)

elu = elementwise(
    "elu",
    "y[i] = x[i] if x[i] > 0 else alpha*(exp(x[i]) - 1)",
    "y = x for x > 0, alpha*(exp(x) - 1) otherwise",
    "Clevert, Unterthiner and Hochreiter (2016), Fast and accurate deep network learning, eq. 15",
    signature="x, alpha=1.0",
    header="alpha: real",
    parameters={"alpha": 1.3},
    notes="Derivative alpha at 0.",
)

celu = elementwise(
    "celu",
    "y[i] = x[i] if x[i] > 0 else alpha*(exp(x[i]/alpha) - 1)",
    "y = x for x > 0, alpha*(exp(x/alpha) - 1) otherwise",
    "Barron (2017), Continuously differentiable exponential linear units, eq. 2",
    signature="x, alpha=1.0",
    header="alpha: real > 0",
    parameters={"alpha": 1.3},
    notes="Derivative exp(x/alpha) for x <= 0: continuous at 0 for every alpha, unlike that of elu.",
)

selu = elementwise(
    "selu",
    f"y[i] = {SCALE}*x[i] if x[i] > 0 else {SCALE}*{ALPHA}*(exp(x[i]) - 1)",
    "y = scale*x for x > 0, scale*alpha*(exp(x) - 1) otherwise",
    "Klambauer, Unterthiner, Mayr and Hochreiter (2017), Self-normalizing neural networks, eq. 2 and 14",
    notes="Constants solve the fixed-point equations of zero mean and unit variance. Derivative scale*alpha at 0.",
)

gelu = elementwise(
    "gelu",
    "y[i] = x[i]*Phi(x[i])",
    "y = x*Phi(x) = x*(1 + erf(x/sqrt(2)))/2; approximate='tanh': x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x**3)))/2",
    "Hendrycks and Gimpel (2016), Gaussian error linear units",
    signature="x, approximate='none'",
    adapter="gelu",
    variants={
        "tanh": "gelu(x[N]) -> y\ny[i] = x[i]*sigmoid(2*sqrt(2/pi)*(x[i] + 0.044715*x[i]**3))",
    },
    notes="The tanh form is written with (1 + tanh(u))/2 = sigmoid(2u), which does not cancel in the tail.",
)

mish = elementwise(
    "mish",
    "y[i] = x[i]*tanh(softplus(x[i]))",
    "y = x*tanh(log(1 + exp(x)))",
    "Misra (2020), Mish: a self regularized non-monotonic activation function, eq. 1",
)

softplus = elementwise(
    "softplus",
    "y[i] = softplus(beta*x[i])/beta",
    "y = log(1 + exp(beta*x))/beta",
    "Dugas, Bengio, Belisle, Nadeau and Garcia (2001), Incorporating second-order functional knowledge",
    signature="x, beta=1.0",
    header="beta: real > 0",
    parameters={"beta": 1.6},
    notes="The true function everywhere; no linear threshold.",
)

silu = elementwise(
    "silu",
    "y[i] = x[i]*sigmoid(x[i])",
    "y = x/(1 + exp(-x))",
    "Elfwing, Uchibe and Doya (2018), Sigmoid-weighted linear units; Swish-1",
)

logsigmoid = elementwise(
    "logsigmoid",
    "y[i] = logsigmoid(x[i])",
    "y = log(1/(1 + exp(-x)))",
    "logarithm of the logistic function, Cox (1958), The regression analysis of binary sequences",
    notes="Range (-inf, 0). Equals -softplus(-x).",
)

softsign = elementwise(
    "softsign",
    "y[i] = softsign(x[i])",
    "y = x/(1 + abs(x))",
    "Turian, Bergstra and Bengio (2009), Quadratic features and deep architectures for chunking, section 3",
    notes="Range (-1, 1). Derivative 1/(1 + abs(x))**2; the second derivative, which jumps at 0, is 0 there.",
)

relu6 = elementwise(
    "relu6",
    "y[i] = 0 if x[i] <= 0 else (6 if x[i] >= 6 else x[i])",
    "y = min(max(0, x), 6)",
    "Krizhevsky (2010), Convolutional deep belief networks on CIFAR-10",
    notes="Derivative 0 at 0 and at 6.",
)

hardtanh = elementwise(
    "hardtanh",
    "y[i] = min_val if x[i] <= min_val else (max_val if x[i] >= max_val else x[i])",
    "y = min_val for x <= min_val, max_val for x >= max_val, x between",
    "Collobert (2004), Large scale machine learning (thesis)",
    signature="x, min_val=-1.0, max_val=1.0",
    header="min_val: real, max_val: real",
    adapter="hardtanh",
    parameters={"min_val": -0.7, "max_val": 1.2},
    notes="Derivative 0 at both kinks. min_val <= max_val.",
)

hardsigmoid = elementwise(
    "hardsigmoid",
    "y[i] = 0 if x[i] <= -3 else (1 if x[i] >= 3 else (x[i] + 3)/6)",
    "y = relu6(x + 3)/6",
    "Courbariaux, Bengio and David (2015), BinaryConnect, with slope 1/6: Howard and others (2019), MobileNetV3",
    notes="Derivative 0 at -3 and at 3.",
)

hardswish = elementwise(
    "hardswish",
    "y[i] = 0 if x[i] <= -3 else (x[i] if x[i] >= 3 else x[i]*(x[i] + 3)/6)",
    "y = x*relu6(x + 3)/6",
    "Howard and others (2019), Searching for MobileNetV3, section 5.2",
    notes="Derivative 0 at -3 and 1 at 3.",
)
