"""Each formula as it is called: against plain NumPy, in every dtype and layout, forward and backward."""

import cases
import numpy as np
import pytest
import references

import nnmath as nm
from nnmath.formulas import load

REGISTRY = load()
CASES = [pytest.param(c, id=str(c)) for name in REGISTRY for c in cases.cases(name)]
FIRST = [pytest.param(cases.first_case(name), id=name) for name in REGISTRY if cases.cases(name)]


def reference(case, *arrays):
    return tuples(references.reference(case.formula)(*(arrays or case.arrays), **case.params))


def tuples(value):
    return value if isinstance(value, tuple) else (value,)


def mapped(function, value):
    """The function of an array, or of each array of a list; class indices and None stay as they are."""
    if isinstance(value, list):
        return [mapped(function, v) for v in value]
    return function(value) if value is not None and np.asarray(value).dtype.kind == "f" else value


def every(function, arrays):
    return tuple(mapped(function, a) for a in arrays)


def leaves(value):
    for item in value if isinstance(value, list | tuple) else [value]:
        if isinstance(item, list | tuple):
            yield from leaves(item)
        elif item is not None:
            yield np.asarray(item)


def pairing(a, b):
    """<a, b> over everything that both hold."""
    if isinstance(a, list | tuple):
        return sum(pairing(x, y) for x, y in zip(a, b, strict=True))
    return 0.0 if a is None or b is None else float(np.sum(a * b))


def close(found, wanted, tolerance=1e-12):
    found, wanted = list(leaves(found)), list(leaves(wanted))
    assert [f.shape for f in found] == [w.shape for w in wanted]
    for f, w in zip(found, wanted, strict=True):
        np.testing.assert_allclose(f, w, rtol=tolerance, atol=tolerance * (1 + np.max(np.abs(w), initial=0)))


def same(found, wanted):
    for f, w in zip(leaves(found), leaves(wanted), strict=True):
        np.testing.assert_array_equal(f, w)


def tangents(case, seed=0):
    """A random direction; None where the call has no gradient."""
    formula, rng = nm.formula(case.formula), np.random.default_rng(seed)
    _, pullback = formula.vjp(*case.arrays, **case.params)
    gradient = pullback(*[None] * len(reference(case)))
    names = formula._entry["arrays"][: len(case.arrays)]
    found = []
    for name, array in zip(names, case.arrays, strict=True):
        moving = getattr(gradient, name, None) is not None
        found.append(mapped(lambda a: rng.normal(size=np.shape(a)), array) if moving else None)
    return tuple(found)


def cotangents(case, seed=1):
    rng = np.random.default_rng(seed)
    return [rng.normal(size=np.shape(y)) for y in reference(case)]


def everything(case, arrays):
    """Value, gradients and tangents of a call."""
    formula, f = nm.formula(case.formula), next(a for a in leaves(arrays) if a.dtype.kind == "f").dtype
    native = f.newbyteorder("=")
    bars = [b.astype(native) for b in cotangents(case)]
    value, pullback = formula.vjp(*arrays, **case.params)
    _, dots = formula.jvp(arrays, every(lambda t: t.astype(native), tangents(case)), **case.params)
    return formula(*arrays, **case.params), value, pullback(*bars), dots


@pytest.mark.parametrize("name", REGISTRY)
def test_every_formula_is_complete(name):
    """Each formula has a kernel for every variant, a reference and calls."""
    from nnmath.kernels._index import FORMULAS

    assert name in FORMULAS, f"{name} has no generated kernel: run 'python -m nnmath build'"
    missing = set(REGISTRY[name].variants) - set(FORMULAS[name]["variants"])
    assert not missing, f"{name} has no kernel for {missing}: run 'python -m nnmath build'"
    assert references.reference(name), f"{name} has no plain NumPy reference in tests/formulas/references/"
    assert cases.cases(name), f"{name} has no calls in tests/formulas/cases/"
    assert REGISTRY[name].reference, f"{name} cites no source"


def test_every_variant_is_called():
    """Each variant of each formula is reached by some public call."""
    for name, definition in REGISTRY.items():
        formula = nm.formula(name)
        reached = set()
        for case in cases.cases(name):
            arguments = formula._arguments(case.arrays, case.params)
            arguments.pop("out", None)
            reached.add(formula._prepare(arguments)[0].variant)
        missed = set(definition.variants) - reached
        assert not missed, f"{name}: no call in tests/formulas/cases/ reaches {missed}"


@pytest.mark.parametrize("name", REGISTRY)
def test_derivation_is_proved(name):
    derivation = nm.formula(name).derivation()
    failed = [f"{s.rule}: {s.left} = {s.right}: {s.verdict}" for s in derivation.failures()]
    assert derivation.steps, f"{name} has no derivation"
    assert not failed, f"{name}: " + "\n".join(failed)
    for latex in (derivation.latex(), nm.formula(name).latex()):
        assert latex.strip()
        assert latex.replace(r"\{", "").count("{") == latex.replace(r"\}", "").count("}")
        assert latex.count(r"\left") == latex.count(r"\right")
        assert latex.count(r"\begin{") == latex.count(r"\end{")


@pytest.mark.parametrize("case", CASES)
def test_value(case):
    value = nm.formula(case.formula)(*case.arrays, **case.params)
    close(value, reference(case))
    assert {a.dtype for a in leaves(value)} == {np.dtype(np.float64)}


@pytest.mark.parametrize("case", CASES)
def test_backward_is_the_transpose_of_forward(case):
    """<bar_y, J v> = <J^T bar_y, v>; the pullback may be called again, and None is zero."""
    formula, v, bars = nm.formula(case.formula), tangents(case), cotangents(case)
    value, pullback = formula.vjp(*case.arrays, **case.params)
    again, dots = formula.jvp(case.arrays, v, **case.params)
    close(value, reference(case))
    close(again, reference(case))
    gradient = pullback(*bars)
    names = formula._entry["arrays"][: len(case.arrays)]
    there, back = pairing(tuples(dots), tuple(bars)), pairing([getattr(gradient, n, None) for n in names], v)
    assert there == pytest.approx(back, rel=1e-10, abs=1e-10)
    same(pullback(*bars), gradient)
    for i, bar in enumerate(bars):
        alone = [bar if i == j else None for j in range(len(bars))]
        close(pullback(*alone), pullback(*[b if i == j else np.zeros_like(b) for j, b in enumerate(bars)]))
    assert not any(np.any(g) for g in leaves(pullback(*[None] * len(bars))))


@pytest.mark.parametrize("case", CASES)
def test_tangent_is_that_of_finite_differences(case):
    """Central differences of the reference, of fourth order; no point lies within a step of a kink."""
    v, h = tangents(case), 2e-4
    _, dots = nm.formula(case.formula).jvp(case.arrays, v, **case.params)

    def moved(step):
        return reference(case, *(a if t is None else shifted(a, t, step) for a, t in zip(case.arrays, v, strict=True)))

    for i, dot in enumerate(tuples(dots)):
        slope = (8 * (moved(h)[i] - moved(-h)[i]) - (moved(2 * h)[i] - moved(-2 * h)[i])) / (12 * h)
        close(dot, np.asarray(slope), 1e-8)


def shifted(array, tangent, step):
    if isinstance(array, list):
        return [a + step * t for a, t in zip(array, tangent, strict=True)]
    return array + step * tangent


@pytest.mark.parametrize("case", CASES)
def test_float32_stays_float32(case):
    arrays = every(lambda a: a.astype(np.float32), case.arrays)
    wide = everything(case, every(lambda a: a.astype(np.float64), arrays))
    narrow = everything(case, arrays)
    close(narrow, wide, 2e-4)
    assert {a.dtype for a in leaves(narrow)} == {np.dtype(np.float32)}


@pytest.mark.parametrize("case", FIRST)
def test_float16_is_computed_in_float32_and_rounded_once(case):
    arrays = every(lambda a: a.astype(np.float16), case.arrays)
    value = nm.formula(case.formula)(*arrays, **case.params)
    wide = nm.formula(case.formula)(*every(lambda a: a.astype(np.float32), arrays), **case.params)
    same(value, mapped(lambda a: a.astype(np.float16), list(tuples(wide))))
    close(everything(case, arrays), everything(case, every(lambda a: a.astype(np.float64), arrays)), 5e-2)
    assert {a.dtype for a in leaves(everything(case, arrays))} == {np.dtype(np.float16)}


def strided(a):
    wide = np.full((*a.shape[:-1], 2 * a.shape[-1]), np.nan) if a.ndim else a
    if a.ndim:
        wide[..., ::2] = a
    return wide[..., ::2] if a.ndim else wide


def read_only(a):
    a = a.copy()
    a.flags.writeable = False
    return a


LAYOUTS = {
    "fortran": lambda a: a.copy(order="F"),
    "strided": strided,
    "reversed": lambda a: np.flip(np.flip(a).copy()),
    "big endian": lambda a: a.astype(a.dtype.newbyteorder(">")),
    "read only": read_only,
    "subclass": lambda a: a.view(np.ma.MaskedArray).data.view(np.ndarray),
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("case", [c for c in CASES if "empty" not in c.id and "no " not in c.id])
def test_any_memory_layout(case, layout):
    arrays = every(LAYOUTS[layout], case.arrays)
    close(everything(case, arrays), everything(case, case.arrays))


@pytest.mark.parametrize("case", FIRST)
def test_broadcast_inputs(case):
    """Views with stride 0 are read as what they show."""
    arrays = every(lambda a: np.broadcast_to(a[:1], a.shape) if a.ndim else a, case.arrays)
    close(everything(case, arrays), everything(case, every(lambda a: np.array(a, order="C"), arrays)))


@pytest.mark.parametrize("case", CASES)
def test_nothing_given_is_changed(case):
    formula = nm.formula(case.formula)
    arrays, v, bars = every(np.copy, case.arrays), every(np.copy, tangents(case)), cotangents(case)
    value, pullback = formula.vjp(*arrays, **case.params)
    kept = every(np.copy, tuples(value))
    gradient = every(np.copy, pullback(*bars))
    pullback(*bars)
    formula.jvp(arrays, v, **case.params)
    result = formula(*arrays, **case.params)
    same((arrays, v, bars), (case.arrays, tangents(case), cotangents(case)))
    same(tuples(value), kept)
    same(pullback(*bars), gradient)
    assert not any(np.shares_memory(r, a) for r in leaves(result) for a in leaves(arrays)), "the value is a view"


@pytest.mark.parametrize("case", CASES)
def test_gradients_are_the_callers_own(case):
    """Writing into a gradient changes no later one, nor the cotangent."""
    bars = cotangents(case)
    _, pullback = nm.formula(case.formula).vjp(*case.arrays, **case.params)
    gradient = pullback(*bars)
    wanted = every(np.copy, gradient)
    for array in leaves(gradient):
        array[...] = 17.0
    same(pullback(*bars), wanted)
    same(bars, cotangents(case))


ELEMENTWISE = [name for name, d in REGISTRY.items() if d.elementwise and d.adapter != "prelu"]


@pytest.mark.parametrize("name", ELEMENTWISE)
def test_out(name):
    """The result goes into the buffer, which may be the input itself."""
    case, f = cases.first_case(name), nm.formula(name)
    buffer = np.full(case.arrays[0].shape, np.nan)
    assert f(*case.arrays, out=buffer, **case.params) is buffer
    same(buffer, f(*case.arrays, **case.params))
    x, *rest = every(np.copy, case.arrays)
    same(f(x, *rest, out=x, **case.params), buffer)
    view = np.zeros((2, *buffer.shape))[0, ::-1]
    same(f(*case.arrays, out=view, **case.params), buffer)


@pytest.mark.parametrize("case", [c for c in CASES if c.values[0].formula in ELEMENTWISE])
def test_exact_is_rounded_once(case):
    """float32: evaluated in float64; float64: in 50 digits. Never worse than a few units of the kernel's result."""
    f = nm.formula(case.formula)
    narrow = every(lambda a: a.astype(np.float32), case.arrays)
    wide = f(*every(lambda a: a.astype(np.float64), narrow), **case.params)
    same(f.exact(*narrow, **case.params), wide.astype(np.float32))
    found = f.exact(*case.arrays, **case.params)
    assert found.dtype == np.float64
    close(found, f(*case.arrays, **case.params), 1e-14)


def test_lists_and_numbers_are_arrays():
    assert nm.relu([-1.0, 2.0]).tolist() == [0.0, 2.0]
    assert nm.relu(3).tolist() == 3.0
    assert nm.softmax([0.0, 0.0]).tolist() == [0.5, 0.5]


def test_keywords_and_positions_are_the_same():
    x, weight, bias = cases.first_case("linear").arrays
    same(nm.linear(bias=bias, weight=weight, x=x), nm.linear(x, weight, bias))
    grouped = cases.first_case("group_norm")
    x, weight, bias = grouped.arrays
    same(nm.group_norm(x, 2, weight, bias, eps=0.4), nm.group_norm(x, weight, bias, **grouped.params))
    x, weight, _ = cases.first_case("linear").arrays
    gradient = nm.linear.vjp(x, weight=weight)[1](np.ones((3, 2)))
    assert gradient._fields == ("x", "weight", "bias")
    assert gradient.bias is None
