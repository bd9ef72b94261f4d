"""Bad calls: each is refused by an exception that names the argument, the expectation and what came."""

import re

import cases
import numpy as np
import pytest

import nnmath as nm

NAMES = list(nm.formulas())


def arrays_of(case):
    """The real arrays of a call by name and position; of a list, its first item."""
    names = nm.formula(case.formula)._entry["arrays"]
    for position, (name, value) in enumerate(zip(names, case.arrays, strict=False)):
        item = value[0] if isinstance(value, list) else value
        if item.dtype.kind == "f":
            yield position, f"{name}[0]" if isinstance(value, list) else name, item


def replaced(case, position, item):
    arrays = list(case.arrays)
    arrays[position] = [item, *arrays[position][1:]] if isinstance(arrays[position], list) else item
    return arrays


def refused(error, *parts):
    """Raises exactly that exception, its message holding every part in this order."""
    return pytest.raises(error, match="(?s)" + ".*".join(map(re.escape, parts)))


def a(*shape):
    """Entries 1, 2, 3, ...; read-only, so a refused call cannot have written into it."""
    array = np.arange(1.0, 1 + np.prod(shape, dtype=int)).reshape(shape)
    array.flags.writeable = False
    return array


@pytest.mark.parametrize("dtype", ["int64", "bool", "complex128", "object", "U3", "longdouble"])
@pytest.mark.parametrize("name", NAMES)
def test_every_array_must_be_floating_point(name, dtype):
    case = cases.first_case(name)
    for position, label, item in arrays_of(case):
        wrong = item.astype(dtype) if dtype != "bool" else item > 0
        if name == "cross_entropy" and label == "target":
            continue
        with refused(TypeError, label, "float", str(wrong.dtype)):
            nm.formula(name)(*replaced(case, position, wrong), **case.params)


@pytest.mark.parametrize("name", NAMES)
def test_arrays_of_one_call_have_one_dtype(name):
    case = cases.first_case(name)
    for position, label, item in list(arrays_of(case))[1:]:
        with refused(TypeError, label, "float64", "float32"):
            nm.formula(name)(*replaced(case, position, item.astype(np.float32)), **case.params)


@pytest.mark.parametrize("value", [None, "text", {}], ids=["None", "text", "dict"])
@pytest.mark.parametrize("name", NAMES)
def test_the_first_array_must_be_one(name, value):
    case = cases.first_case(name)
    label = nm.formula(name)._entry["arrays"][0]
    with refused(TypeError, label, "must be an array", type(value).__name__):
        nm.formula(name)(value, *case.arrays[1:], **case.params)


@pytest.mark.parametrize("name", NAMES)
def test_wrong_names_and_numbers_of_arguments(name):
    case, f = cases.first_case(name), nm.formula(name)
    with refused(TypeError, name, "missing a required argument"):
        f()
    with refused(TypeError, name, "unexpected keyword argument 'nonsense'"):
        f(*case.arrays, nonsense=1, **case.params)
    with refused(TypeError, name, "too many positional arguments"):
        f(*case.arrays, *[1] * 20)


@pytest.mark.parametrize("name", NAMES)
def test_wrong_cotangents(name):
    case, f = cases.first_case(name), nm.formula(name)
    value, pullback = f.vjp(*case.arrays, **case.params)
    values = value if isinstance(value, tuple) else (value,)
    output = f._entry["variants"][f._entry["primary"]]["outputs"][0]
    rest = [None] * (len(values) - 1)
    with refused(TypeError, f"{len(values)} cotangent", f"got {len(values) + 1}"):
        pullback(*values, values[0])
    with refused(ValueError, f"cotangent of {output}", str(values[0].shape), str((7, *values[0].shape))):
        pullback(np.ones((7, *values[0].shape)), *rest)
    for wrong in (values[0].astype(complex), values[0] > 0):
        with refused(TypeError, f"cotangent of {output}", str(wrong.dtype)):
            pullback(wrong, *rest)


@pytest.mark.parametrize("name", NAMES)
def test_wrong_tangents(name):
    case, f = cases.first_case(name), nm.formula(name)
    many = [*case.arrays, *[case.arrays[0]] * 9]
    with refused(TypeError, "primals must be", str(len(many))):
        f.jvp(many, many, **case.params)
    label = f._entry["arrays"][0]
    with refused(ValueError, f"tangents must be {len(case.arrays)}", f"got {len(case.arrays) + 1}"):
        f.jvp(case.arrays, [None] * (len(case.arrays) + 1), **case.params)
    wrong = np.ones((7, *case.arrays[0].shape))
    with refused(ValueError, f"tangent of {label}", str(case.arrays[0].shape), str(wrong.shape)):
        f.jvp(case.arrays, [wrong, *[None] * (len(case.arrays) - 1)], **case.params)
    with refused(TypeError, f"tangent of {label}", "complex128"):
        f.jvp(case.arrays, [case.arrays[0].astype(complex), *[None] * (len(case.arrays) - 1)], **case.params)


@pytest.mark.parametrize("name", NAMES)
def test_derivative_and_exact_and_out_where_they_have_a_meaning(name):
    case, f = cases.first_case(name), nm.formula(name)
    x = case.arrays[0]
    if f._entry["derivatives"]:
        for order in (0, 3, -1):
            with refused(ValueError, "order must be", str(order)):
                f.derivative(x, order=order, **case.params)
        with refused(TypeError, "order must be", "1.0"):
            f.derivative(x, order=1.0, **case.params)
    else:
        with refused(TypeError, name, "not a function of one number"):
            f.derivative(x)
    if not f._entry["elementwise"]:
        with refused(TypeError, name, "not elementwise"):
            f.exact(*case.arrays, **case.params)
        with refused(TypeError, "unexpected keyword argument 'out'"):
            f(*case.arrays, out=x.copy(), **case.params)
        return
    for out in (np.zeros((9, *x.shape)), x.astype(np.float32), x.tolist()):
        with refused(ValueError, "out must be", str(x.shape)):
            f(*case.arrays, out=out, **case.params)
    for method in (f.vjp, f.exact):
        with refused(TypeError, "out="):
            method(*case.arrays, out=x.copy(), **case.params)


def lstm(**changes):
    states = {"x": a(3, 2, 5), "h0": a(2, 4), "c0": a(2, 4)}
    return nm.lstm, {**states, "w_ih": a(16, 5), "w_hh": a(16, 4), "b_ih": a(16), "b_hh": a(16), **changes}


def rnn(**changes):
    given = {"x": a(3, 2, 5), "h0": a(2, 4), "w_ih": a(4, 5), "w_hh": a(4, 4), "b_ih": a(4), "b_hh": a(4)}
    return nm.rnn, {**given, **changes}


def conv(**changes):
    return nm.conv2d, {"x": a(2, 4, 6, 7), "weight": a(6, 4, 2, 3), "bias": a(6), **changes}


def pool(**changes):
    return nm.max_pool2d, {"x": a(2, 3, 6, 7), "kernel_size": 2, **changes}


def norm(**changes):
    return nm.batch_norm, {"x": a(5, 3, 4), "weight": a(3), "bias": a(3), **changes}


def running(**changes):
    return nm.batch_norm_running, {"running_mean": a(3), "running_var": a(3), "x": a(5, 3, 4), **changes}


def layer(**changes):
    return nm.layer_norm, {"x": a(5, 3, 4), "weight": a(4), "bias": a(4), **changes}


def group(**changes):
    return nm.group_norm, {"x": a(5, 6, 4), "num_groups": 2, "weight": a(6), "bias": a(6), **changes}


def gru(**changes):
    given = {"x": a(3, 2, 5), "h0": a(2, 4), "w_ih": a(12, 5), "w_hh": a(12, 4), "b_ih": a(12), "b_hh": a(12)}
    return nm.gru, {**given, **changes}


def cell(formula, gates, *states, **changes):
    """One step of 5 inputs and 4 units."""
    given = {"x": a(2, 5), **{name: a(2, 4) for name in states}, "w_ih": a(4 * gates, 5), "w_hh": a(4 * gates, 4)}
    return formula, {**given, "b_ih": a(4 * gates), "b_hh": a(4 * gates), **changes}


def peephole(formula, *shape, **changes):
    return formula, {**lstm()[1], "p": a(*shape), **changes}


def drop(**changes):
    return nm.inverted_dropout, {"x": a(3), "mask": np.ones(3, bool), "p": 0.5, **changes}


def entropy(**changes):
    return nm.cross_entropy, {"x": a(3, 4), "target": np.array([0, 3, 2]), **changes}


def adam(**changes):
    return nm.adam, {"w": a(5), "grad": a(5), "m": a(5), "v": a(5), "t": 1, **changes}


def affine(**changes):
    return nm.linear, {"x": a(3, 4), "weight": a(2, 4), "bias": a(2), **changes}


def net(**changes):
    return nm.mlp, {"x": a(2, 3), "weights": [a(4, 3), a(5, 4)], "biases": [a(4), a(5)], **changes}


def of(formula, **given):
    return formula, given


nan, inf = np.nan, np.inf
BAD = [
    # rank and size
    (affine(x=a()), ValueError, ["x must be (..., I)", "()"]),
    (affine(weight=a(4)), ValueError, ["weight must be (O, I)", "(4,)"]),
    (affine(weight=a(2, 5)), ValueError, ["weight must be (O, I) = (*, 4)", "got (2, 5)"]),
    (affine(bias=a(3)), ValueError, ["bias must be (O,) = (2,)", "got (3,)"]),
    (affine(bias=a(1)), ValueError, ["bias must be (O,) = (2,)", "got (1,)"]),
    (net(x=a(2, 4)), ValueError, ["weights[0] must be (n(1), n(0)) = (*, 4)", "got (4, 3)"]),
    (net(weights=[a(4, 3), a(5, 3)]), ValueError, ["weights[1] must be (n(2), n(1)) = (*, 4)", "got (5, 3)"]),
    (net(weights=[], biases=[]), ValueError, ["weights must hold at least one"]),
    (net(biases=[a(4)]), ValueError, ["biases must hold", "2", "got 1"]),
    (net(biases=[a(4), a(4)]), ValueError, ["biases[1] must be (n(2),) = (5,)", "got (4,)"]),
    (net(weights=a(4, 3)), TypeError, ["weights must be a list of arrays", "ndarray"]),
    (net(activations="swoosh"), ValueError, ["activations must be one of", "'swoosh'"]),
    (net(activations=["relu"]), ValueError, ["activations must name one activation a layer, 2", "got 1"]),
    (net(activations=3), TypeError, ["activations must be", "3"]),
    (norm(x=a(5)), ValueError, ["x must be (N, C, ...)", "(5,)"]),
    (norm(weight=a(4)), ValueError, ["weight must be (C,) = (3,)", "got (4,)"]),
    (norm(bias=a(1)), ValueError, ["bias must be (C,) = (3,)", "got (1,)"]),
    (norm(weight=a(3, 1)), ValueError, ["weight must be (C,)", "got (3, 1)"]),
    (rnn(h0=a(4)), ValueError, ["h0 must be (N, H)", "got (4,)"]),
    (rnn(h0=a(1, 4)), ValueError, ["h0 must be (N, H) = (2, ", "got (1, 4)"]),
    (rnn(w_hh=a(4, 3)), ValueError, ["w_hh must be (H, H) = (4, 4)", "got (4, 3)"]),
    (lstm(x=a(3, 5)), ValueError, ["x must be (T, N, I)", "got (3, 5)"]),
    (lstm(c0=a(2, 3)), ValueError, ["c0 must be (N, H) = (2, 4)", "got (2, 3)"]),
    (lstm(w_ih=a(12, 5)), ValueError, ["w_ih must be (4*H, I) = (16, 5)", "got (12, 5)"]),
    (lstm(w_hh=a(16, 5)), ValueError, ["w_hh must be (4*H, H) = (16, 4)", "got (16, 5)"]),
    (lstm(b_hh=a(15)), ValueError, ["b_hh must be (4*H,) = (16,)", "got (15,)"]),
    (conv(x=a(4, 6, 7)), ValueError, ["x must be (N, C, H, W)", "(4, 6, 7)"]),
    (conv(weight=a(6, 4, 2)), ValueError, ["weight must be (K, C, R, S) = (*, 4, *, *)", "got (6, 4, 2)"]),
    (conv(weight=a(6, 3, 2, 3)), ValueError, ["weight must be (K, C/groups, R, S) = (*, 4, *, *)", "got (6, 3, 2, 3)"]),
    (conv(bias=a(5)), ValueError, ["bias must be", "6", "got (5,)"]),
    (conv(groups=3), ValueError, ["groups must divide", "4 and 6", "got 3"]),
    (pool(x=a(6, 7)), ValueError, ["x must be (N, C, H, W)", "(6, 7)"]),
    (entropy(x=a()), ValueError, ["x must be (N, K), (K,) or (N, K, d1, ...)", "()"]),
    (entropy(target=np.array([0, 1])), ValueError, ["target must be (N,) = (3,)", "got (2,)"]),
    (entropy(target=np.array([[0, 1, 2]])), ValueError, ["target must be (N,) = (3,)", "got (1, 3)"]),
    (entropy(target=a(3, 1)), ValueError, ["target of probabilities must have the shape of x, (3, 4)", "got (3, 1)"]),
    (entropy(weight=a(3)), ValueError, ["weight must be (K,) = (4,)", "got (3,)"]),
    (adam(m=a(1)), ValueError, ["m must have the shape of w, (5,)", "got (1,)"]),
    (of(nm.sgd, w=a(5), grad=a(4), lr=0.1), ValueError, ["grad must have the shape of w, (5,)", "got (4,)"]),
    (of(nm.mse_loss, x=a(3), target=a(3, 1)), ValueError, ["target must have the shape of x, (3,)", "got (3, 1)"]),
    (of(nm.half_squared_error, x=a(3), target=a()), ValueError, ["target must have the shape of x, (3,)", "got ()"]),
    (of(nm.prelu, x=a(3, 2), weight=a(3)), ValueError, ["weight must be (C,) = (2,)", "got (3,)"]),
    (of(nm.prelu, x=a(3), weight=a(3)), ValueError, ["x must be (N, C, ...)", "(3,)"]),
    (of(nm.prelu, x=a(3, 2), weight=a(2, 1)), ValueError, ["weight must be (C,)", "got (2, 1)"]),
    (of(nm.softmax, x=a()), ValueError, ["x must be", "at least one axis", "()"]),
    (of(nm.softmax, x=a(3), dim=1), ValueError, ["dim must be in [-1, 1)", "got 1"]),
    (of(nm.softmax, x=a(3), dim=0.0), TypeError, ["dim must be an integer", "got 0.0"]),
    (norm(x=a(1, 3)), ValueError, ["x must be (N, C, ...)", "more than one value for each channel", "(1, 3)"]),
    (running(x=a(1, 3, 1)), ValueError, ["more than one value for each channel", "(1, 3, 1)"]),
    (running(running_mean=a(2)), ValueError, ["running_var must be (C,) = (2,)", "got (3,)"]),
    (of(nm.instance_norm, x=a(5, 3), weight=a(3), bias=a(3)), ValueError, ["more than one position", "(5, 3)"]),
    (layer(weight=a(3)), ValueError, ["x must be (..., *weight.shape) = (..., 3)", "got (5, 3, 4)"]),
    (layer(weight=a(2, 5, 3, 4)), ValueError, ["x must be (..., *weight.shape)", "got (5, 3, 4)"]),
    (layer(weight=a()), ValueError, ["weight must be", "trailing axes of x", "()"]),
    (layer(bias=a(3, 4)), ValueError, ["bias must be weight.shape = (4,)", "got (3, 4)"]),
    (group(num_groups=4), ValueError, ["num_groups must divide", "C = 6", "got 4"]),
    (group(num_groups=0), ValueError, ["num_groups must be an integer >= 1", "got 0"]),
    (group(num_groups=2.0), TypeError, ["num_groups must be an integer", "2.0"]),
    (group(weight=a(3)), ValueError, ["weight must be (C,) = (6,)", "got (3,)"]),
    (group(x=a(1, 6), num_groups=6), ValueError, ["more than one value for each channel", "(1, 6)"]),
    (gru(b_hh=None), TypeError, ["b_hh must be an array", "where b_ih is given", "None"]),
    (gru(b_ih=None), TypeError, ["b_ih must be an array", "where b_hh is given", "None"]),
    (gru(w_hh=a(8, 4)), ValueError, ["w_hh must be (3*H, H) = (12, 4)", "got (8, 4)"]),
    (peephole(nm.lstm_peephole, 4, 4), ValueError, ["p must be (3, H) = (3, 4)", "got (4, 4)"]),
    (peephole(nm.lstm_peephole_full, 3, 4), ValueError, ["p must be (3, H, H)", "got (3, 4)"]),
    (cell(nm.rnn_cell, 1, "h0", x=a(3, 2, 5)), ValueError, ["x must be (N, I)", "got (3, 2, 5)"]),
    (cell(nm.lstm_cell, 4, "h0", "c0", c0=a(2, 3)), ValueError, ["c0 must be (N, H) = (2, 4)", "got (2, 3)"]),
    (cell(nm.lstm_peephole_cell, 4, "h0", "c0", p=a(3, 3)), ValueError, ["p must be (3, H) = (3, 4)", "(3, 3)"]),
    (cell(nm.lstm_peephole_full_cell, 4, "h0", "c0", p=a(3, 4)), ValueError, ["p must be (3, H, H)", "(3, 4)"]),
    (cell(nm.gru_cell, 3, "h0", b_ih=None), TypeError, ["b_ih must be an array", "where b_hh is given"]),
    (cell(nm.gru_reset_after_cell, 3, "h0", w_ih=a(8, 5)), ValueError, ["w_ih must be (3*H, I) = (12, 5)", "(8, 5)"]),
    (of(nm.gru_reset_after, **gru(w_ih=a(16, 5))[1]), ValueError, ["w_ih must be (3*H, I) = (12, 5)", "got (16, 5)"]),
    (of(nm.rms_norm, x=a(5, 3), weight=a(5)), ValueError, ["x must be (..., *weight.shape) = (..., 5)", "(5, 3)"]),
    (
        of(nm.batch_norm_inference, x=a(5, 3), running_mean=a(3), running_var=a(2), weight=a(3), bias=a(3)),
        ValueError,
        ["running_var must be (C,) = (3,)", "got (2,)"],
    ),
    (of(nm.dropout_train, x=a(3), mask=a(1, 3)), ValueError, ["mask must have the shape of x, (3,)", "got (1, 3)"]),
    (drop(mask=np.ones(4, bool)), ValueError, ["mask must have the shape of x, (3,)", "got (4,)"]),
    (drop(mask=None), TypeError, ["mask must be an array", "None"]),
    (drop(p=1.0), ValueError, ["p must be a finite number in [0, 1)", "got 1.0"]),
    (drop(p=-0.1), ValueError, ["p must be a finite number in [0, 1)", "got -0.1"]),
    (of(nm.dropout_inference, x=a(3), p=1.1), ValueError, ["p must be a finite number in [0, 1]", "got 1.1"]),
    # empty reductions
    (of(nm.mse_loss, x=a(0), target=a(0)), ValueError, ["mse_loss", "N = 0 entries"]),
    (of(nm.half_squared_error, x=a(2, 0), target=a(2, 0)), ValueError, ["half_squared_error", "N = 0 entries"]),
    (of(nm.softmax, x=a(3, 0)), ValueError, ["softmax", "K = 0 entries"]),
    (entropy(x=a(0, 4), target=np.zeros(0, int)), ValueError, ["cross_entropy", "not ignored", "none"]),
    (entropy(x=a(0, 0), target=np.zeros(0, int), reduction="sum"), ValueError, ["cross_entropy", "K = 0 entries"]),
    (entropy(target=np.full(3, -100)), ValueError, ["cross_entropy", "not ignored", "none"]),
    (entropy(weight=np.zeros(4)), ValueError, ["weight must have", "divides by 0"]),
    (norm(x=a(0, 3, 4)), ValueError, ["batch_norm", "N = 0 entries"]),
    (norm(x=a(5, 3, 0)), ValueError, ["batch_norm", "S = 0 entries"]),
    # class indices
    (entropy(target=np.array([0, 4, 1])), ValueError, ["target", "0 <= target < K = 4", "got 4 at target[1]"]),
    (entropy(target=np.array([0, 1, -1])), ValueError, ["target", "0 <= target < K = 4", "got -1 at target[2]"]),
    (entropy(target=np.array([0, 1, -1]), weight=a(4)), ValueError, ["target", "0 <= target < K = 4", "got -1"]),
    (entropy(target=np.array([True, False, True])), TypeError, ["target", "class indices (integers)", "bool"]),
    (entropy(ignore_index=1.0), TypeError, ["ignore_index must be an integer", "1.0"]),
    (entropy(ignore_index=True), TypeError, ["ignore_index must be an integer", "True"]),
    # parameters
    (entropy(reduction="avg"), ValueError, ["reduction must be one of 'mean', 'sum', 'none'", "got 'avg'"]),
    (entropy(label_smoothing=1.5), ValueError, ["label_smoothing must be a finite number in [0, 1]", "got 1.5"]),
    (entropy(label_smoothing=-0.1, weight=a(4)), ValueError, ["label_smoothing", "in [0, 1]", "-0.1"]),
    (entropy(label_smoothing=nan), ValueError, ["label_smoothing", "in [0, 1]", "nan"]),
    (entropy(label_smoothing=False), TypeError, ["label_smoothing", "number", "False"]),
    (of(nm.mse_loss, x=a(3), target=a(3), reduction=None), ValueError, ["reduction must be one of", "None"]),
    (norm(eps=-1e-5), ValueError, ["eps must be a finite number >= 0", "-1e-05"]),
    (norm(eps=nan), ValueError, ["eps must be a finite number >= 0", "nan"]),
    (norm(eps="small"), TypeError, ["eps must be a number >= 0", "'small'"]),
    (norm(eps=True), TypeError, ["eps must be a number >= 0", "True"]),
    (norm(eps=a(3)), TypeError, ["eps must be a number >= 0"]),
    (adam(t=0), ValueError, ["t must be an integer >= 1", "got 0"]),
    (adam(t=1.5), TypeError, ["t must be an integer >= 1", "got 1.5"]),
    (adam(betas=(0.9,)), TypeError, ["betas must be a pair", "(0.9,)"]),
    (adam(betas=(0.9, 1.0)), ValueError, ["beta2 must be a finite number in [0, 1)", "got 1.0"]),
    (adam(eps=-1.0), ValueError, ["eps must be a finite number >= 0", "-1.0"]),
    (adam(lr=inf), ValueError, ["lr must be a finite number", "inf"]),
    (of(nm.sgd, w=a(5), grad=a(5), lr=nan), ValueError, ["lr must be a finite number", "nan"]),
    (of(nm.sgd, w=a(5), grad=a(5), lr=1j), TypeError, ["lr must be a number", "1j"]),
    (of(nm.leaky_relu, x=a(3), negative_slope=nan), ValueError, ["negative_slope must be a finite number", "nan"]),
    (of(nm.elu, x=a(3), alpha="1"), TypeError, ["alpha must be a number", "'1'"]),
    (of(nm.softplus, x=a(3), beta=0.0), ValueError, ["beta must be a finite number > 0", "0.0"]),
    (of(nm.sigmoid, x=a(3), slope=inf), ValueError, ["slope must be a finite number", "inf"]),
    (of(nm.sigmoid, x=a(3), slope=True), TypeError, ["slope must be a number", "True"]),
    (of(nm.sigmoid, x=a(3), slope=a(3)), TypeError, ["slope must be a number"]),
    (of(nm.gelu, x=a(3), approximate="erf"), ValueError, ["approximate must be one of 'none', 'tanh'", "'erf'"]),
    (of(nm.gelu, x=a(3), approximate=a(2)), ValueError, ["approximate must be one of 'none', 'tanh'"]),
    (of(nm.celu, x=a(3), alpha=0.0), ValueError, ["alpha must be a finite number > 0", "0.0"]),
    (of(nm.hardtanh, x=a(3), min_val=2.0), ValueError, ["min_val must not be larger than max_val", "2.0 and 1.0"]),
    (of(nm.hardtanh, x=a(3), max_val=nan), ValueError, ["max_val must be a finite number", "nan"]),
    # neurons and features
    (of(nm.neuron, x=a(3, 4), weight=a(5), bias=a()), ValueError, ["weight must be (I,) = (4,)", "(5,)"]),
    (of(nm.neuron, x=a(3, 4), weight=a(4), bias=a(4)), ValueError, ["bias must be ()", "(4,)"]),
    (
        of(nm.neuron, x=a(3, 4), weight=a(4), bias=a(), activation="softmax"),
        ValueError,
        ["activation must be one of", "'softmax'"],
    ),
    (of(nm.logistic_regression, x=a(), weight=a(4), bias=a()), ValueError, ["x must be (..., I)", "()"]),
    (of(nm.polynomial_features, x=a(3, 4), degree=-1), ValueError, ["degree must be an integer >= 0", "-1"]),
    (of(nm.polynomial_features, x=a(3, 4), degree=2.0), TypeError, ["degree must be an integer >= 0", "2.0"]),
    (of(nm.residual, x=a(3, 4), weight=a(5, 4), bias=a(4)), ValueError, ["weight must be (I, I) = (4, 4)", "(5, 4)"]),
    # losses and what works along an axis
    (of(nm.l1_loss, x=a(3), target=a(4)), ValueError, ["target must have the shape of x, (3,)", "(4,)"]),
    (of(nm.hinge_loss, x=a(3), target=a(3, 1)), ValueError, ["target must have the shape of x, (3,)", "(3, 1)"]),
    (of(nm.huber_loss, x=a(3), target=a(3), delta=0.0), ValueError, ["delta must be a finite number > 0", "0.0"]),
    (of(nm.smooth_l1_loss, x=a(3), target=a(3), beta=-1), ValueError, ["beta must be a finite number >= 0", "-1"]),
    (of(nm.binary_cross_entropy, x=a(3), target=a(3)), ValueError, ["x must hold probabilities", "1.0 to 3.0"]),
    (
        of(nm.binary_cross_entropy_with_logits, x=a(3, 4), target=a(3, 4), pos_weight=a(3)),
        ValueError,
        ["pos_weight must broadcast to the shape of x, (3, 4)", "(3,)"],
    ),
    (of(nm.kl_div, x=a(3), target=a(3), log_target=1), TypeError, ["log_target must be True or False", "1"]),
    (of(nm.kl_div, x=a(3), target=a(3), reduction="batch"), ValueError, ["reduction must be one of", "'batch'"]),
    (of(nm.gaussian_kl, mu=a(3), logvar=a(4)), ValueError, ["logvar must have the shape of mu, (3,)", "(4,)"]),
    (of(nm.nll_loss, x=a(3, 4), target=a(3)), TypeError, ["target must hold class indices", "float64"]),
    (of(nm.nll_loss, x=a(3, 4), target=np.array([0, 4, 1])), ValueError, ["target", "4"]),
    (of(nm.nll_loss, x=a(1, 4), target=np.array([-100])), ValueError, ["nll_loss", "not ignored", "none"]),
    (of(nm.log_softmax, x=a(3, 4), dim=2), ValueError, ["dim must be in [-2, 2)", "2"]),
    (of(nm.glu, x=a(3, 5)), ValueError, ["x must have an even size along dim, 2*K", "5"]),
    # windows
    (conv(stride=0), ValueError, ["stride must be an integer >= 1", "got 0"]),
    (conv(stride=-1), ValueError, ["stride must be an integer >= 1", "got -1"]),
    (conv(stride=1.0), TypeError, ["stride must be an integer >= 1", "got 1.0"]),
    (conv(stride=(1, 2, 3)), ValueError, ["stride must be an integer >= 1 or a pair", "(1, 2, 3)"]),
    (conv(stride=(1, -2)), ValueError, ["stride must be an integer >= 1", "got -2"]),
    (conv(padding=-1), ValueError, ["padding must be an integer >= 0", "got -1"]),
    (conv(padding="full"), ValueError, ["padding must be one of 'valid', 'same'", "'full'"]),
    (conv(padding="same", stride=2), ValueError, ["padding 'same' needs stride 1", "(2, 2)"]),
    (conv(dilation=0), ValueError, ["dilation must be an integer >= 1", "got 0"]),
    (conv(groups=0), ValueError, ["groups must be an integer >= 1", "got 0"]),
    (conv(groups=True), TypeError, ["groups must be an integer >= 1", "True"]),
    (conv(weight=a(6, 4, 7, 3)), ValueError, ["kernel", "= 7 along axis 2", "only 6"]),
    (conv(dilation=(1, 4)), ValueError, ["kernel", "= 9 along axis 3", "only 7"]),
    (conv(weight=a(6, 4, 0, 3)), ValueError, ["kernel must have at least one entry along axis 2", "(0, 3)"]),
    (pool(kernel_size=0), ValueError, ["kernel_size must be an integer >= 1", "got 0"]),
    (pool(kernel_size=7), ValueError, ["kernel", "= 7 along axis 2", "only 6"]),
    (pool(kernel_size=2.0), TypeError, ["kernel_size must be an integer >= 1", "2.0"]),
    (pool(stride=-2), ValueError, ["stride must be an integer >= 1", "-2"]),
    (pool(padding=2), ValueError, ["padding must be at most half of kernel_size", "(2, 2)"]),
    (pool(ceil_mode=1), TypeError, ["ceil_mode must be True or False", "1"]),
    (pool(x=a(2, 3, 1, 7), kernel_size=2, padding=1, dilation=2), ValueError, ["window", "axis 2", "padding"]),
    (pool(x=a(2, 3, 0, 7), kernel_size=2, padding=1), ValueError, ["window", "axis 2", "padding"]),
]


def label(entry):
    (formula, _), _, parts = entry
    return f"{formula.id}: {parts[-1]}"


@pytest.mark.parametrize("entry", BAD, ids=label)
def test_bad_call(entry):
    (formula, given), error, parts = entry
    for call in (formula, formula.vjp):
        with refused(error, *parts):
            call(**given)


@pytest.mark.parametrize("name", NAMES)
def test_every_formula_has_bad_calls_of_its_own_or_takes_any_array(name):
    own = {formula.id for (formula, _), *_ in BAD}
    takes_any_array = nm.formula(name)._entry["signature"] == "x"
    assert name in own or takes_any_array, f"{name} has no line in BAD"


def test_integer_inputs_take_no_tangent():
    f, given = entropy()
    with refused(TypeError, "target is not differentiable"):
        f.jvp((given["x"], given["target"]), (None, a(3)))


def test_lists_of_unequal_length_are_no_array():
    with refused(ValueError, "x must be an array", "unequal"):
        nm.relu([[1.0], [1.0, 2.0]])


def test_an_unknown_formula():
    with refused(AttributeError, "nnmath has no formula 'reluu'", "nnmath.formulas()"):
        nm.reluu  # noqa: B018
    with refused(AttributeError, "nnmath has no formula 'reluu'"):
        nm.formula("reluu")
