"""Every kind of wrong gets its verdict; nothing that a function does comes out as a traceback."""

import signal
import time

import kernels as k
import numpy as np
import pytest

import nnmath as nm
from nnmath import check


def normalized_wrongly(kind):
    """Batch norm with another convention or a worse algorithm."""

    def batch_norm(x, weight, bias, eps=1e-5):
        axes, shape = k.over_channels(x)
        mean = x.mean(axes, keepdims=True)
        variance = ((x - mean) ** 2).mean(axes, keepdims=True)
        eps = x.dtype.type(eps)
        if kind == "one pass":
            variance = np.maximum((x**2).mean(axes, keepdims=True) - mean**2, 0)
        if kind == "ddof":
            variance = x.var(axes, keepdims=True, ddof=1)
        low = np.sqrt(variance) + eps if kind == "outside" else np.sqrt(variance + eps)
        return (weight.reshape(shape) * (x - mean) / low + bias.reshape(shape)).astype(x.dtype)

    return batch_norm


def naive_softmax(x, dim=-1):
    return np.exp(x) / np.exp(x).sum(axis=dim, keepdims=True)


def swapped_lstm(x, h0, c0, w_ih, w_hh, b_ih, b_hh):
    """Gates stacked i, o, f, g, as in ONNX but for its last two."""
    w = [np.concatenate([np.split(a, 4)[i] for i in (0, 2, 3, 1)]) for a in (w_ih, w_hh, b_ih, b_hh)]
    return k.lstm(x, h0, c0, *w)


def other_update_gate(x, h0, w_ih, w_hh, b_ih, b_hh):
    h, out = h0, np.zeros((len(x), *h0.shape), x.dtype)
    for t in range(len(x)):
        u, v = np.split(x[t] @ w_ih.T + b_ih, 3, axis=1), np.split(h @ w_hh.T + b_hh, 3, axis=1)
        r, z = k.sigmoid(u[0] + v[0]), k.sigmoid(u[1] + v[1])
        h = out[t] = z * np.tanh(u[2] + r * v[2]) + (1 - z) * h
    return out, h.copy()


def tanh_gelu(x):
    return 0.5 * x * (1 + np.tanh(np.sqrt(2 / np.pi).astype(x.dtype) * (x + x.dtype.type(0.044715) * x**3)))


def gelu_by_erf(x):
    from scipy import special

    return (0.5 * x * (1 + special.erf(x / np.sqrt(2)))).astype(x.dtype)


def wrong_bias_gradient(x, weight, *rest):
    found = k.linear_vjp(x, weight, *rest)
    return (*found[:2], found[2] * 2) if len(found) == 3 else found


def max_pool_ties(x, dy, **params):
    """The gradient goes to the last of equals."""
    flipped = nm.max_pool1d.vjp(np.ascontiguousarray(x[..., ::-1]), **params)[1](np.ascontiguousarray(dy[..., ::-1])).x
    return flipped[..., ::-1]


WRONG = {
    "gru is gru_reset_after": (k.gru_reset_after, "gru", {}, "WRONG_VARIANT", "gru_reset_after"),
    "tanh gelu": (tanh_gelu, "gelu", {}, "WRONG_VARIANT", "gelu with approximate='tanh'"),
    "leaky relu": (lambda x: np.where(x > 0, x, 0.01 * x), "relu", {}, "WRONG_VARIANT", "leaky_relu"),
    "momentum for nesterov": (k.momentum, "nesterov", {}, "WRONG_VARIANT", "momentum"),
    "ddof 1": (normalized_wrongly("ddof"), "batch_norm", {}, "WRONG_VARIANT", "ddof 1"),
    "eps outside": (normalized_wrongly("outside"), "batch_norm", {}, "WRONG_VARIANT", "eps outside the root"),
    "eps hat": (lambda *a, **p: k.adam(*a, **p, hat=True), "adam", {}, "WRONG_VARIANT", "eps hat"),
    "eps inside": (
        lambda *a, **p: k.rmsprop(*a, **p, inside=True),
        "rmsprop",
        {},
        "WRONG_VARIANT",
        "eps inside the root",
    ),
    "gates": (swapped_lstm, "lstm", {}, "WRONG_VARIANT", "gates stacked"),
    "update gate": (other_update_gate, "gru_reset_after", {}, "WRONG_VARIANT", "exchanged"),
    "flipped kernel": (
        lambda x, w, b=None, **p: k.conv1d(x, w[..., ::-1], b, **p),
        "conv1d",
        {},
        "WRONG_VARIANT",
        "turned around",
    ),
    "half": (
        lambda x, target, reduction="mean": k.reduced((x - target) ** 2 / 2, reduction),
        "mse_loss",
        {},
        "WRONG_VARIANT",
        "factor 1/2",
    ),
    "eps ignored": (lambda x, w, b, eps=1e-5: k.layer_norm(x, w, b), "layer_norm", {}, "WRONG_VARIANT", "eps=1e-05"),
    "three times": (lambda x: 3 * np.maximum(x, 0), "relu", {}, "WRONG_FORMULA", ""),
    "sign": (lambda x, w, b=None: -k.linear(x, w, b), "linear", {}, "WRONG_FORMULA", ""),
    "no bias": (lambda x, w, b=None: x @ w.T, "linear", {}, "WRONG_FORMULA", ""),
    "naive softmax": (naive_softmax, "softmax", {}, "DOMAIN", ""),
    "naive softplus": (lambda x: np.log(1 + np.exp(x)), "softplus", {"dtype": "float64"}, "DOMAIN", ""),
    "logsigmoid": (lambda x: np.log(k.sigmoid(x)), "logsigmoid", {}, "DOMAIN", ""),
    "one pass": (normalized_wrongly("one pass"), "batch_norm", {}, "IMPRECISE", ""),
    "expm1": (
        lambda x, alpha=1.0: np.where(x > 0, x, x.dtype.type(alpha) * (np.exp(np.minimum(x, 0)) - 1)),
        "elu",
        {},
        "IMPRECISE",
        "",
    ),
    "selu constants": (
        lambda x: np.where(x > 0, x, 1.67326 * np.expm1(np.minimum(x, 0))) * 1.0507,
        "selu",
        {"dtype": "float64"},
        "WRONG_FORMULA",
        "",
    ),
    "in float32": (
        lambda x, dim=-1: naive_softmax((x - x.max(dim, keepdims=True)).astype("f"), dim).astype(x.dtype),
        "softmax",
        {"dtype": "float64"},
        "IMPRECISE",
        "",
    ),
    "single": (
        lambda x, w, b=None: k.linear(x.astype("f"), w.astype("f"), b if b is None else b.astype("f")).astype(x.dtype),
        "linear",
        {"dtype": "float64"},
        "IMPRECISE",
        "",
    ),
    "half at 0": (
        lambda x: np.where(x > 0, 1.0, np.where(x == 0, 0.5, 0.0)).astype(x.dtype),
        "relu",
        {"part": "derivative"},
        "TIE_CONVENTION",
        "",
    ),
    "one at 0": (lambda x: (x >= 0).astype(x.dtype), "relu", {"part": "derivative"}, "TIE_CONVENTION", ""),
    "last of equals": (
        max_pool_ties,
        "max_pool1d",
        {"part": "vjp", "params": {"kernel_size": 3, "stride": 1, "padding": 1, "dilation": 1, "ceil_mode": False}},
        "TIE_CONVENTION",
        "",
    ),
    "bias gradient": (k.linear, "linear", {"vjp": wrong_bias_gradient}, "GRADIENT_WRONG", ""),
    "derivative": (lambda x: 1 - np.tanh(x), "tanh", {"part": "derivative"}, "GRADIENT_WRONG", ""),
    "silu' overflows": (
        lambda x: (1 + np.exp(-x) + x * np.exp(-x)) / (1 + np.exp(-x)) ** 2,
        "silu",
        {"part": "derivative"},
        "DOMAIN",
        "",
    ),
    "inconsistent": (
        lambda x, w, b=None: 2 * k.linear(x, w, b),
        "linear",
        {"vjp": k.linear_vjp},
        "GRADIENT_INCONSISTENT",
        "",
    ),
}


@pytest.mark.parametrize("label", WRONG)
def test_verdict(label):
    function, name, options, verdict, matches = WRONG[label]
    report = check.compare(function, name, **{"dtype": "float32", "budget": 8, **options})
    assert report.verdict == verdict, str(report)
    assert matches in report.matches, str(report)
    assert any(f.reproduce for f in report.findings), str(report)


def test_consistent_with_a_wrong_value():
    def twice(*given):
        return tuple(2 * g for g in k.linear_vjp(*given))

    report = check.compare(lambda x, w, b=None: 2 * k.linear(x, w, b), "linear", vjp=twice)
    assert report.verdict == "WRONG_FORMULA"
    assert "the gradient is right for the function's own value" in report.notes


def raises(x):
    raise RuntimeError("no")


def leaves(x):
    raise SystemExit(3)


def sleeps(x):
    time.sleep(30)


def mutates(x):
    np.maximum(x, 0, out=x)
    return x.copy()


def deep(x):
    """Recursion through C, which fills a thread's stack sooner than Python's own."""
    return max([x], key=lambda v: deep(v))


def interrupts(x):
    raise KeyboardInterrupt


def prints(x):
    print(x)
    return np.maximum(x, 0)


def read_only(x):
    y = np.maximum(x, 0)
    y.flags.writeable = False
    return y[...]


def random(x):
    return (np.maximum(x, 0) + np.random.default_rng().normal(size=x.shape) * 1e-30).astype(x.dtype)


class Stateful:
    """Right, but for the first call after a larger one: a buffer that is not cleared."""

    def __init__(self):
        self.buffer = np.zeros(1)

    def __call__(self, x):
        y = np.maximum(x, 0)
        if x.size and self.buffer.size >= x.size:
            y = y + self.buffer.flat[0]
        if x.size:
            self.buffer = np.abs(y.ravel()[-1:]) * np.ones(max(x.size, self.buffer.size))
        return y


class Hostile:
    @property
    def __array__(self):
        raise ValueError("not an array")

    def __len__(self):
        raise MemoryError


class Refusing:
    """A result that cannot be made an array."""

    def __init__(self, error):
        self.error = error

    def __array__(self, *args, **options):
        raise self.error


class Unreadable(Exception):
    def __str__(self):
        raise RuntimeError("no text")


def raises_unreadable(x):
    raise Unreadable


class Closed:
    """A callable of which nothing can be asked."""

    def __getattr__(self, name):
        raise RuntimeError(name)

    def __call__(self, x):
        return np.maximum(x, 0)


class Leaving:
    @property
    def __signature__(self):
        raise SystemExit

    def __call__(self, x):
        return np.maximum(x, 0)


GARBAGE = {
    "raises": (raises, "RAISES"),
    "exits": (leaves, "RAISES"),
    "takes nothing": (lambda: 1, "RAISES"),
    "recursion": (lambda x: (lambda f: f(f))(lambda f: f(f)), "RAISES"),
    "recursion through C": (deep, "RAISES"),
    "interrupts": (interrupts, "RAISES"),
    "None": (lambda x: None, "SHAPE_OR_DTYPE"),
    "list": (lambda x: np.maximum(x, 0).tolist(), "SHAPE_OR_DTYPE"),
    "string": (lambda x: "relu", "SHAPE_OR_DTYPE"),
    "dict": (lambda x: {"y": x}, "SHAPE_OR_DTYPE"),
    "pair": (lambda x: (x, x), "SHAPE_OR_DTYPE"),
    "objects": (lambda x: np.maximum(x, 0).astype(object), "SHAPE_OR_DTYPE"),
    "complex": (lambda x: np.maximum(x, 0) + 0j, "SHAPE_OR_DTYPE"),
    "hostile": (lambda x: Hostile(), "SHAPE_OR_DTYPE"),
    "result that exits": (lambda x: Refusing(SystemExit()), "SHAPE_OR_DTYPE"),
    "result that interrupts": (lambda x: Refusing(KeyboardInterrupt()), "SHAPE_OR_DTYPE"),
    "unreadable exception": (raises_unreadable, "RAISES"),
    "a shape": (lambda x: np.maximum(x, 0).reshape(-1)[:1], "SHAPE_OR_DTYPE"),
    "flat": (lambda x: np.maximum(x, 0).reshape(-1), "SHAPE_OR_DTYPE"),
    "wide": (lambda x: np.maximum(x, 0).astype(np.float64), "SHAPE_OR_DTYPE"),
    "generator": (lambda x: (v for v in x), "SHAPE_OR_DTYPE"),
    "function": (lambda x: raises, "SHAPE_OR_DTYPE"),
    "nan": (lambda x: np.full_like(x, np.nan), "DOMAIN"),
    "mutates": (mutates, "MUTATES_INPUT"),
    "random": (random, "NONDETERMINISTIC"),
    "sleeps": (sleeps, "UNDECIDED"),
}


@pytest.mark.parametrize("label", GARBAGE)
def test_garbage(label):
    function, verdict = GARBAGE[label]
    start = time.monotonic()
    report = check.compare(function, "relu", dtype="float32", budget=6)
    assert report.verdict == verdict, str(report)
    assert time.monotonic() - start < 20
    assert str(report)
    assert report.to_json()
    with pytest.raises(AssertionError, match="relu"):
        report.raise_for_failure()


@pytest.mark.parametrize(
    "function", [prints, read_only, Closed(), Leaving()], ids=["prints", "read only", "closed", "leaving"]
)
def test_odd_but_right(function, capsys):
    assert check.compare(function, "relu", dtype="float32", budget=3).ok


def test_the_user_may_interrupt():
    def kernel(x):
        signal.raise_signal(signal.SIGINT)
        time.sleep(0.2)
        return np.maximum(x, 0)

    with pytest.raises(KeyboardInterrupt):
        check.compare(kernel, "relu")


def test_entries_without_an_answer_hide_nothing():
    """Some entries of a norm of odd order are not defined; one wrong entry beside them counts."""

    def kernel(x, norm_type, kernel_size, stride=None, ceil_mode=False):
        y = nm.lp_pool1d(x, norm_type, kernel_size, stride, ceil_mode)
        if wrong and y.size > 3:
            y.flat[np.flatnonzero(np.isfinite(y))[-1:]] += 1
        return y

    wrong = False
    right = check.compare(kernel, "lp_pool1d", params={"norm_type": 3})
    wrong = True
    report = check.compare(kernel, "lp_pool1d", params={"norm_type": 3})
    assert right.ok, str(right)
    assert right.findings[0].unjudged > 0 and "entries not judged" in str(right)
    assert not report.ok


def test_what_does_not_count_is_told():
    """A result in an argument's memory, another default, a budget that ended too soon."""

    def celu(x, alpha=1.5):
        return nm.celu(x, alpha=alpha)

    assert check.compare(lambda x: x, "identity", budget=3).notes[0] == "a result lies in the memory of an argument"
    assert "alpha is 1.5 by default, the formula's is 1.0" in check.compare(celu, "celu", budget=3).notes
    assert any("the time was over" in n for n in check.compare(nm.lstm, "lstm", budget=1).notes)


def test_calls_too_large_are_told():
    report = check.compare(nm.conv2d, "conv2d", dtype="float32", budget=6)
    finding = report.findings[0]
    assert (finding.skipped > 0) == ("calls too large to judge" in str(report))


def test_state_between_calls():
    assert not check.compare(Stateful(), "relu", dtype="float32").ok


@pytest.mark.parametrize("label", ["None", "list", "raises", "mutates", "pair", "hostile"])
def test_garbage_of_gradients(label):
    function, verdict = GARBAGE[label]
    report = check.compare(k.linear, "linear", vjp=lambda x, w, *rest: function(x), budget=6)
    assert report.verdict == ("GRADIENT_WRONG" if verdict == "DOMAIN" else verdict), str(report)


def test_the_report_tells_where():
    def kernel(x):
        return np.where(np.abs(x - 3) < 0.25, x + 1, np.maximum(x, 0)).astype(x.dtype)

    report = check.compare(kernel, "relu", dtype="float32")
    (finding,) = report.findings
    low, high = (float(v) for v in finding.intervals[0].strip("[]").split(","))
    assert 2.75 <= low < 2.8 and 3.2 < high <= 3.25
    assert "0x" in finding.worst["worst input"] and "0x" in finding.worst["exact answer"]
    assert finding.by_exponent[1] > 1e5 > finding.by_exponent[5]


def test_a_failing_call_is_made_small_and_reproduced():
    def kernel(x, weight, bias, eps=1e-5):
        y = k.batch_norm(x, weight, bias, eps)
        return y + (x.shape[1] > 1)

    report = check.compare(kernel, "batch_norm")
    (finding,) = report.findings
    assert "weight(2,)" in finding.smallest
    line = finding.reproduce
    scope = {"check": check, "fn": kernel}
    exec(line, scope)
    case = scope["case"]
    assert case.args[0].shape[1] == 2
    with pytest.raises(AssertionError, match="batch_norm"):
        case.assert_matches(kernel(*case.args, **case.params))
    case.assert_matches(nm.batch_norm(*case.args, **case.params))


@pytest.mark.parametrize(
    ("options", "error"),
    [
        ({"part": "value"}, ValueError),
        ({"dtype": "int32"}, ValueError),
        ({"autodiff": "tensorflow"}, ValueError),
        ({"part": "vjp", "vjp": k.linear_vjp}, ValueError),
        ({"part": "derivative"}, TypeError),
    ],
)
def test_wrong_calls_of_compare(options, error):
    with pytest.raises(error):
        check.compare(k.linear, "linear", **options)


@pytest.mark.parametrize(
    ("name", "params", "refusal"),
    [
        ("mse_loss", {"reduction": "maen"}, "reduction must be one of"),
        ("softmax", {"dim": "abc"}, "dim must be an integer"),
        ("conv1d", {"stride": 0}, "stride must be an integer >= 1"),
    ],
)
def test_parameters_that_the_formula_refuses(name, params, refusal):
    with pytest.raises((ValueError, TypeError), match=refusal):
        check.compare(lambda *args, **given: args[0], name, params=params, budget=2)


def test_unknown_formula():
    with pytest.raises(AttributeError, match="has no formula"):
        check.compare(k.linear, "linier")


@pytest.mark.parametrize("shared", [True, False])
def test_what_torch_saves_for_a_gradient_is_kept_apart(shared):
    """A state in the class and not in the context is that of the last call."""
    torch = pytest.importorskip("torch")

    class Square(torch.autograd.Function):
        saved = None

        @staticmethod
        def forward(ctx, x, target):
            ctx.save_for_backward(x, target)
            Square.saved = x, target
            return ((x - target) ** 2).sum()

        @staticmethod
        def backward(ctx, bar):
            x, target = Square.saved if shared else ctx.saved_tensors
            slope = 2 * (x - target) * bar
            return slope, -slope

    def kernel(x, target):
        return Square.apply(x, target)

    options = {"params": {"reduction": "sum"}, "dtype": "float32", "autodiff": "torch"}
    report = check.compare(kernel, "mse_loss", **options)
    assert report.verdict == ("NONDETERMINISTIC" if shared else "OK"), str(report)


def test_the_report_tells_what_chance_it_excludes():
    (finding,) = check.compare(lambda x, target: ((x - target) ** 2).mean(), "mse_loss", dtype="float32").findings
    assert finding.verdict == "OK" and finding.made > 100
    (line,) = [line for line in finding.lines() if "by chance" in line]
    assert f"called {finding.made} times" in line and "95 %" in line
