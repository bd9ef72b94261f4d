"""Other conventions that a function may follow: registered formulas, and systems derived from a formula's text."""

from __future__ import annotations

import itertools
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Any

import numpy as np

import nnmath
from nnmath.check.bounded import BITS, NotDefined
from nnmath.check.draw import Case
from nnmath.check.exact import by_library, entries, prepared, shape_in, sizes_of, widened
from nnmath.check.values import BY_FORMULA, CHOICES
from nnmath.notation import Floats, Interpreter, System, define

Array = np.ndarray[Any, Any]


@dataclass(frozen=True)
class Rewriting:
    """A convention as a change of a formula's text: every `old` (a pattern) becomes `new`."""

    formulas: str
    old: str
    new: str
    title: str
    source: str

    def applied(self, text: str) -> str | None:
        changed, count = re.subn(self.old, self.new, text)
        return changed if count else None


NORMS = r"(batch|layer|group|instance)_norm$"
REWRITINGS = (
    Rewriting(
        NORMS,
        r"(\*\*2\))/(\([A-Z]\*[A-Z]\)|[A-Z]\b)",
        r"\1/(\2 - 1)",
        "with the variance divided by the count less one (ddof 1)",
        "tensorflow#55545: fused and unfused batch norm differ in ddof",
    ),
    Rewriting(
        r"batch_norm_running$",
        r"var\[c\]( = .*)/\(N\*S - 1\)",
        r"var[c]\1/(N*S)",
        "with the variance divided by the count (ddof 0)",
        "tensorflow#55545",
    ),
    Rewriting(
        r"(batch|layer|group|instance|rms)_norm|batch_norm_inference$",
        r"sqrt\((\w+\[[^\]]*\]) \+ eps\)",
        r"(sqrt(\1) + eps)",
        "with eps outside the root",
        "tensorflow#58412: eps inside or outside the root",
    ),
    Rewriting(
        r"(rmsprop|adagrad|adam|adamw|nadam)$",
        r"root\[i\] \+ eps",
        "sqrt(root[i]**2 + eps)",
        "with eps inside the root",
        "tensorflow#58412: RMSProp with eps inside the root",
    ),
    Rewriting(
        r"(adam|adamw|nadam)$",
        r"root\[i\] \+ eps",
        "root[i] + eps/sqrt(1 - beta2**t)",
        "with eps hat: eps added before the bias correction",
        "tensorflow#9047, pytorch PR 22628",
    ),
    Rewriting(
        r"(adam|adamw)$", r"/\(1 - beta[12]\*\*t\)", "", "without bias correction", "Kingma and Ba (2015), algorithm 1"
    ),
    Rewriting(
        r"gru",
        r"\(1 - z_gate(\[[^\]]*\])\)\*(\w+\[[^\]]*\]) \+ z_gate\[[^\]]*\]\*(\w+\[[^\]]*\])",
        r"z_gate\1*\2 + (1 - z_gate\1)*\3",
        "with the update gate's z and 1 - z exchanged",
        "Cho et al. (2014) against PyTorch; onnxscript#2852",
    ),
    Rewriting(r"inverted_dropout$", r"/\(1 - p\)", "/p", "with scale 1/p in place of 1/(1 - p)", "kaldi#2814"),
    Rewriting(r"dropout_inference$", r"\(1 - p\)", "p", "with p in place of 1 - p", "kaldi#2814"),
    Rewriting(
        r"momentum_averaged$|momentum$", r"\(1 - momentum\)\*", "", "without the factor 1 - momentum", "PyTorch's SGD"
    ),
    Rewriting(r"nesterov$", r"lr\*\(g", "(lr*g", "with the rate on the wrong term", "Paddle PR 12231"),
    Rewriting(
        r"gelu$|mish$", r"0\.044715", "0.0044715", "with the constant 0.0044715", "a misplaced digit of 0.044715"
    ),
    Rewriting(r"half_squared_error$", r"\*\*2/2", "**2", "without the factor 1/2", "Kovalev (2022), eq. 1"),
    Rewriting(r"mse_loss$", r"\*\*2", "**2/2", "with a factor 1/2", "Kovalev (2022), eq. 1"),
    Rewriting(r"l2_penalty$", r"gamma\*", "gamma/2*", "with a factor 1/2", "weight decay as half the squared norm"),
    Rewriting(
        r"conv[123]d$",
        r"weight\[([^,]*),([^,]*),r(,s)?\]",
        r"weight[\1,\2,R-1-r\3]",
        "with the kernel turned around along its first axis",
        "convolution proper against cross-correlation",
    ),
)


@dataclass
class Alternative:
    """Something else that a function may compute, by name."""

    title: str
    value: Callable[[Case], list[Array]]
    source: str = ""

    def agrees(self, case: Case, found: list[Array], dtype: str) -> bool:
        """Whether the outputs are this."""
        try:
            value = self.value(case)
        except (ValueError, TypeError, IndexError, KeyError, *NotDefined):
            return False
        if [np.shape(v) for v in value] != [f.shape for f in found]:
            return False
        limit = 8 * 2.0 ** (-BITS[dtype] * 0.7)
        for v, f in zip(value, found, strict=True):
            if not np.all(np.isfinite(f)):
                return False
            scale = float(np.max(np.abs(v), initial=0)) or 1.0
            if np.any(~(np.abs(v - f.astype(np.float64)) <= limit * scale)):
                return False
        return True


@lru_cache(maxsize=256)
def _rewritten(name: str, variant: str, rule: Rewriting) -> System | None:
    from nnmath.formulas import load

    text = rule.applied(load()[name].variants[variant])
    if text is None:
        return None
    try:
        return define(text)
    except ValueError:
        return None


def rewritings(name: str) -> Iterator[tuple[Rewriting, str]]:
    """Conventions that apply to a formula, with the variants they change."""
    for rule in REWRITINGS:
        if re.match(rule.formulas, name):
            for variant in nnmath.formula(name)._entry["variants"]:
                if _rewritten(name, variant, rule) is not None:
                    yield rule, variant


def rewritten_value(case: Case, rule: Rewriting) -> list[Array]:
    """The outputs under a convention, by the interpreter."""
    call = prepared(case.name, widened(list(case.args)), case.params)
    system = _rewritten(case.name, call.variant, rule)
    if system is None:
        raise ValueError(f"{rule.title} does not apply to {case.name}")
    env = sizes_of(case.name, call)
    values: dict[Any, Any] = {}
    for array in system.inputs:
        for at, value in entries(call.arrays[array.name]):
            values[array.name, at] = int(value) if array.kind == "integer" else float(value)
    values |= {(k, ()): float(v) for k, v in call.parameters.items() if not isinstance(v, int)}
    machine = Interpreter(system, Floats(), env, values)
    found = []
    for array, arrange in zip(system.outputs, call.outputs, strict=True):
        dense = machine.array(array)
        shape = shape_in(array, env)
        inner = np.zeros(shape)
        for at, value in dense.items():
            inner[at] = value
        found.append(inner if arrange is None else arrange.outward(inner))
    return found


def alternatives(name: str, part: str = "forward") -> Iterator[Alternative]:
    """What else a function may be: the nearest first."""
    yield from _other_choices(name, part)
    stem = name.split("_")[0]
    others = [n for n in nnmath.formulas() if n != name]
    yield from _other_formulas([n for n in others if n.startswith(stem)], part)
    if part == "forward":
        for rule in dict.fromkeys(rule for rule, _ in rewritings(name)):
            yield Alternative(f"{name} {rule.title}", partial(rewritten_value, rule=rule), rule.source)
    yield from _other_formulas([n for n in others if not n.startswith(stem)], part)
    yield from _rearranged(name, part)


def _value(name: str, args: Any, params: Any, part: str, case: Case) -> list[Array]:
    extra = case.cotangents() if part == "vjp" else ()
    return [v for _, v in by_library(name, args, params, part, extra)]


def _other_choices(name: str, part: str) -> Iterator[Alternative]:
    """The same formula with another choice, or with a parameter left at its default."""
    for parameter, known in nnmath.formula(name).__signature__.parameters.items():
        options = BY_FORMULA.get((name, parameter), CHOICES.get(parameter, ()))
        if not options or parameter in nnmath.formula(name)._entry["arrays"]:
            continue
        chosen = [o for o in options if isinstance(o, str | bool)]
        if known.default is not known.empty and known.default not in chosen:
            chosen.append(known.default)

        for option in chosen:

            def value(case: Case, parameter: str = parameter, option: Any = option) -> list[Array]:
                return _value(name, case.args, {**case.params, parameter: option}, part, case)

            yield Alternative(f"{name} with {parameter}={option!r}", value)


def _other_formulas(others: Sequence[str], part: str) -> Iterator[Alternative]:
    for other in others:
        known = nnmath.formula(other).__signature__.parameters
        needed = [
            k for k, p in known.items() if p.default is p.empty and k not in nnmath.formula(other)._entry["arrays"]
        ]

        def value(case: Case, other: str = other, needed: Any = needed, known: Any = known) -> list[Array]:
            if any(n not in case.params for n in needed):
                raise ValueError("its parameters are others")
            least = sum(1 for n in nnmath.formula(other)._entry["arrays"] if known[n].default is known[n].empty)
            if not least <= len(case.args) <= len(nnmath.formula(other)._entry["arrays"]):
                raise ValueError("its arrays are others")
            params = {k: v for k, v in case.params.items() if k in known}
            return _value(other, case.args, params, part, case)

        yield Alternative(other, value)


def _rearranged(name: str, part: str) -> Iterator[Alternative]:
    """Gates stacked in another order; kernels turned around or transposed."""
    entry = nnmath.formula(name)._entry
    form = entry["variants"][entry["primary"]]
    stacks = {n: axes[0] for n, axes, *_ in form["spec"] if axes and re.fullmatch(r"[34]\*H", axes[0])}
    if stacks:
        count = int(next(iter(stacks.values()))[0])
        letters = {3: "rzn", 4: "ifgo"}[count]
        for order in itertools.permutations(range(count)):
            if order == tuple(range(count)):
                continue

            def permuted(case: Case, order: Any = order) -> list[Array]:
                args = [
                    np.concatenate([np.split(a, count)[i] for i in order]) if n in stacks and a is not None else a
                    for n, a in zip(case.names, case.args, strict=False)
                ]
                if part != "forward":
                    raise ValueError("gradients are not rearranged")
                return _value(name, args, case.params, part, case)

            ours = "".join(letters[order.index(i)] for i in range(count))
            yield Alternative(
                f"{name} with gates stacked {', '.join(ours)}", permuted, "opencv PR 29931: orders of gates"
            )
    if name.startswith("conv"):

        def turned(case: Case) -> list[Array]:
            args = list(case.args)
            args[1] = np.flip(args[1], axis=tuple(range(2, args[1].ndim))).copy()
            return _value(name, args, case.params, part, case)

        yield Alternative(
            f"{name} with the kernel turned around", turned, "convolution proper against cross-correlation"
        )
