"""Every formula that PyTorch has, against PyTorch in float64: value, pullback, tangent, names, defaults."""

import inspect
import warnings

import cases
import numpy as np
import pytest

import nnmath as nm
from nnmath.bench import torch_calls
from nnmath.formulas import load

torch = pytest.importorskip("torch")
REGISTRY, CALLS, SAME = load(), torch_calls.calls(), torch_calls.same()
SHARED = [name for name in REGISTRY if name in CALLS]
CASES = [pytest.param(c, id=str(c)) for name in SHARED for c in cases.cases(name)]
SCALED = 1e-9
SINGLE = 1e-7
ROUNDED_THERE = ("celu", "hardsigmoid")
"""PyTorch keeps their constants in single precision, whatever the input; 50 digits agree with ours."""


REFUSED_THERE = ("one", "ones", "number", "one class")
"""Calls of one entry, which PyTorch may refuse."""


def tensors(value, differentiable):
    """An array, or a list of them, as tensors."""
    if isinstance(value, list):
        return [tensors(v, differentiable) for v in value]
    array = np.array(value)
    if array.dtype.kind != "f":
        return torch.tensor(array.astype(np.int64))
    return torch.tensor(array, requires_grad=differentiable)


def leaves(value):
    for item in value if isinstance(value, list | tuple) else [value]:
        if isinstance(item, list | tuple):
            yield from leaves(item)
        else:
            yield item


def outputs(value):
    return value if isinstance(value, tuple) else (value,)


def agree(case, found, wanted):
    scaled = SINGLE if case.formula in ROUNDED_THERE else SCALED
    found, wanted = np.asarray(found), np.asarray(wanted)
    assert found.shape == wanted.shape
    np.testing.assert_allclose(found, wanted, rtol=scaled, atol=scaled * (1 + np.abs(wanted).max(initial=0)))


def arguments(case):
    """Every argument of the call by name, defaults too, and of these the arrays that are given."""
    formula = getattr(nm, case.formula)
    found = formula._arguments(case.arrays, case.params)
    found.pop("out", None)
    return found, {n: found[n] for n in formula._entry["arrays"] if found[n] is not None}


def theirs(case):
    """PyTorch's value and the tensors that went in; skips where PyTorch refuses an edge that we define."""
    gradients = getattr(nm, case.formula)._entry["gradients"]
    found, given = arguments(case)
    arrays = {n: tensors(a, n in gradients) for n, a in given.items()}
    first, *rest = {**found, **arrays}.items()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # PyTorch's remarks on speed and shapes
            wanted = outputs(CALLS[case.formula](first[1], **dict(rest)))
    except (RuntimeError, ValueError, IndexError) as error:
        if any(0 in np.shape(a) for a in leaves(list(case.arrays))) or case.label in REFUSED_THERE:
            pytest.skip(f"PyTorch refuses: {error}")
        raise
    if case.label == "no channels" and case.formula.startswith("conv"):
        pytest.skip("PyTorch returns no channels where nothing is summed; the equation gives the bias")
    return arrays, wanted


@pytest.mark.parametrize("case", CASES)
def test_value_and_pullback_agree(case):
    arrays, wanted = theirs(case)
    found, pullback = getattr(nm, case.formula).vjp(*case.arrays, **case.params)
    found = outputs(found)
    for f, w in zip(found, wanted, strict=True):
        agree(case, f, w.detach().numpy())
    rng = np.random.default_rng(7)
    cotangents = [rng.normal(size=np.shape(f)) for f in found]
    inputs = [t for t in leaves(list(arrays.values())) if t.requires_grad]
    total = sum((w * torch.tensor(c)).sum() for w, c in zip(wanted, cotangents, strict=True))
    if not total.requires_grad:
        return
    slopes = torch.autograd.grad(total, inputs, allow_unused=True)
    gradients = pullback(*cotangents)
    ours = [g for name in arrays if hasattr(gradients, name) for g in leaves(getattr(gradients, name))]
    kept = [s for name, t in arrays.items() if hasattr(gradients, name) for s in _of(t, inputs, slopes)]
    assert len(ours) == len(kept) > 0
    for g, s in zip(ours, kept, strict=True):
        agree(case, g, np.zeros_like(g) if s is None else s.numpy())


def _of(tensor, inputs, slopes):
    """PyTorch's gradients of a tensor, or of a list of them."""
    return [slopes[next(i for i, known in enumerate(inputs) if known is t)] for t in leaves(tensor) if t.requires_grad]


@pytest.mark.parametrize("case", CASES)
def test_tangent_agrees(case):
    """Our forward mode against PyTorch's reverse mode: <bar_y, dot_y> = <bar_x, dot_x> in a random direction."""
    arrays, wanted = theirs(case)
    rng = np.random.default_rng(8)
    found, given = arguments(case)
    tangents = {n: _like(given[n], rng) for n, t in arrays.items() if any(leaf.requires_grad for leaf in leaves(t))}
    if tuple(given) != getattr(nm, case.formula)._entry["arrays"][: len(given)]:
        pytest.skip("an array is left out before one that is given")
    params = {n: v for n, v in found.items() if n not in given}
    _, dots = getattr(nm, case.formula).jvp(list(given.values()), [tangents.get(n) for n in given], **params)
    moved = [(arrays[n], d) for n, d in tangents.items()]
    pairs = [pair for t, d in moved for pair in zip(leaves(t), leaves(d), strict=True)]
    for w, dot in zip(wanted, outputs(dots), strict=True):
        if w.requires_grad and w.numel():
            cotangent = torch.tensor(rng.normal(size=w.shape))
            total = (w * cotangent).sum()
            slopes = torch.autograd.grad(total, [t for t, _ in pairs], allow_unused=True, retain_graph=True)
            terms = [(s.numpy() * d).sum() for s, (_, d) in zip(slopes, pairs, strict=True) if s is not None]
            agree(case, (cotangent.numpy() * dot).sum(), sum(terms))


def _like(value, rng):
    return [_like(v, rng) for v in value] if isinstance(value, list) else rng.normal(size=np.shape(value))


OLD = {"size_average", "reduce", "inplace", "threshold", "_stacklevel", "dtype", "return_indices", "divisor_override"}


@pytest.mark.parametrize("name", [n for n in SHARED if n in SAME])
def test_arguments_are_named_and_ordered_as_in_torch(name):
    """PyTorch calls the first array `input`; ours is x. What it has deprecated is left out."""
    try:
        theirs = inspect.signature(getattr(torch.nn.functional, name))
    except ValueError:
        pytest.skip("no signature")
    wanted = [(n, p.default) for n, p in theirs.parameters.items() if n not in OLD]
    if any(n in ("args", "kwargs") for n, _ in wanted):
        pytest.skip("PyTorch hides its signature")
    ours = [(n, p.default) for n, p in inspect.signature(getattr(nm, name)).parameters.items() if n != "out"]
    assert [n for n, _ in ours[1:]] == [n for n, _ in wanted[1 : len(ours)]], "names and order"
    for (argument, mine), (_, other) in zip(ours[1:], wanted[1:], strict=False):
        assert mine == other or argument == "dim", argument


def test_most_formulas_have_a_peer():
    """A renamed function would otherwise silently be compared with nothing."""
    assert set(CALLS) <= set(REGISTRY), set(CALLS) - set(REGISTRY)
