"""`Formula`: one object for everything the library offers of a formula."""

from __future__ import annotations

import inspect
import itertools
from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from nnmath import runtime
from nnmath.face.adapters import ADAPTERS, Call
from nnmath.face.arguments import as_array, integer, real, whole_number
from nnmath.face.arrange import Arrange, Array
from nnmath.face.plan import MOST, Kernels, Key, Place, Plan, buffer, kernels_of, key, takes

if TYPE_CHECKING:
    from nnmath.calculus.derivation import Derivation
    from nnmath.notation import System
    from nnmath.verify.card import Card


class Formula:
    """A formula as a callable: value, pullback, tangent, derivatives, equations, text, source.

    >>> import numpy as np, nnmath as nm
    >>> y, pullback = nm.linear.vjp(np.ones((1, 2)), np.array([[3.0, 4.0]]), np.zeros(1))
    >>> pullback(np.ones((1, 1))).x
    array([[3., 4.]])
    """

    def __init__(self, entry: Mapping[str, Any], load: Callable[[], Kernels]):
        self._entry = entry
        self._load = load
        self.id: str = entry["id"]
        self.__name__ = self.id
        self.__qualname__ = self.id
        self._plans: dict[Key, Plan] = {}
        self._named = _named(entry)
        self.__signature__ = inspect.signature(self._named)
        self._between = _between(entry, list(self.__signature__.parameters))
        self.__doc__ = _docstring(entry)
        self.reference: str = entry["reference"]

    @cached_property
    def _kernels(self) -> Kernels:
        return self._load()

    @cached_property
    def _gradients(self) -> dict[str, Any]:
        """By variant: a field for each differentiable input, and for an optional one that was not given."""
        found = {}
        for variant, form in self._entry["variants"].items():
            given = {name for name, _ in form["inputs"]}
            fields = [n for n in self._entry["gradients"] if n in form["differentiable"] or n not in given]
            found[variant] = namedtuple(f"{self.id}_gradient", fields)
        return found

    def __repr__(self) -> str:
        return f"<nnmath formula {self.id}{self.__signature__}>"

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        out = kwargs.pop("out", None) if kwargs and self._entry["elementwise"] else None
        plan, arrays = self._planned(args, kwargs)
        if out is not None:
            return self._call_into(out, plan, arrays)
        with np.errstate(all="ignore"):  # results follow IEEE arithmetic; intermediate flags mean nothing
            if plan.buffer is not None:
                np.setbufsize(plan.buffer)  # as it was with the end of errstate
            results = plan.kernels[0](*arrays, *plan.parameters)
        return _value(results, plan)

    def _call_into(self, out: Any, plan: Plan, arrays: Sequence[Any]) -> Any:
        """The value in `out`: computed there, or copied where it is laid out otherwise or may be memory of an input."""
        inner = plan.inward(out)
        if inner is not None and any(np.may_share_memory(inner, a) for a in arrays):
            inner = None
        with np.errstate(all="ignore"):
            if plan.buffer is not None:
                np.setbufsize(plan.buffer)  # as it was with the end of errstate
            results = plan.kernels[0](*arrays, *plan.parameters, out=inner)
        value = _value(results, plan)
        return _into(out, value) if inner is None else out

    def vjp(self, *args: Any, **kwargs: Any) -> tuple[Any, Callable[..., Any]]:
        """``(value, pullback)``; the pullback takes a cotangent an output (None is zero) and may be called again.

        It returns a named tuple with the cotangent of each differentiable array input, None where
        an optional input was not given. It reads the arrays given and the value: do not write into
        them before it is called.
        """
        plan, arrays = self._planned(args, kwargs)
        with np.errstate(all="ignore"):
            if plan.buffer is not None:
                np.setbufsize(plan.buffer)  # as it was with the end of errstate
            results, saved = plan.kernels[1](*arrays, *plan.parameters)
        value = _value(results, plan)
        form, kind = self._entry["variants"][plan.variant], self._gradients[plan.variant]
        names, differentiable = form["outputs"], form["differentiable"]

        def pullback(*cotangents: Any) -> Any:
            inner = _cotangents(names, cotangents, _tuple(results), plan.outputs)
            with np.errstate(all="ignore"):
                if plan.buffer is not None:
                    np.setbufsize(plan.buffer)  # as it was with the end of errstate
                gradients = plan.kernels[2](saved, *inner)
            found = {
                n: _outward(g, plan.inputs.get(n), plan.dtype) for n, g in zip(differentiable, gradients, strict=True)
            }
            return kind(*[found.get(n) for n in kind._fields])

        return value, pullback

    def _planned(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Plan, Sequence[Any]]:
        """A checked call and the system's arrays; what was checked of a call like it is not checked again."""
        known = key(args, kwargs)
        plan = None if known is None else self._plans.get(known)
        if plan is not None:
            arrays = plan.arrays((*args, *kwargs.values()) if kwargs else args)
            if not plan.premises or plan.holds(arrays):
                return plan, arrays
        arguments = self._arguments(args, kwargs)
        self._refuse_out(arguments)
        call, dtype = self._prepare(arguments)
        function = self._function(call)
        plan = Plan(
            call.variant,
            function,
            dtype,
            kernels_of(self._kernels, function),
            self._parameters(call),
            call.outputs,
            call.inputs,
            buffer(call.arrays.values()),
        )
        if known is not None and not self._reads_values(call):
            given = (Place(i) for i in range(len(args) + len(kwargs)))
            places = self._arguments(tuple(itertools.islice(given, len(args))), dict(zip(kwargs, given, strict=True)))
            plan.takes = takes(arguments, places, call)
            plan.premises = tuple((list(call.arrays).index(name), holds) for name, holds in call.premises.items())
        if known is not None and plan.takes is not None:
            if len(self._plans) >= MOST:
                self._plans.clear()
            self._plans[known] = plan
        return plan, list(call.arrays.values())

    def _reads_values(self, call: Call) -> bool:
        """Whether what was checked depends on the entries of arrays by more than the call's premises."""
        adapter = ADAPTERS[self._entry["adapter"]]
        bounded = {entry[0] for entry in self._form(call)["spec"] if len(entry) > 3 and entry[3] is not None}
        return bool(bounded - call.premises.keys()) or (getattr(adapter, "reads_values", False) and not call.premises)

    def jvp(self, primals: Any, tangents: Any, **params: Any) -> tuple[Any, Any]:
        """``(value, tangent)`` along `tangents`, one for each array of `primals`; None is not perturbed."""
        primals, tangents = _sequence(primals), _sequence(tangents)
        if len(primals) != len(tangents):
            raise ValueError(f"tangents must be {len(primals)}, one for each primal, got {len(tangents)}")
        if len(primals) > len(self._entry["arrays"]):
            raise TypeError(f"primals must be {', '.join(self._entry['arrays'])}, got {len(primals)} of them")
        names = self._entry["arrays"][: len(primals)]
        if twice := [n for n in names if n in params]:
            raise TypeError(f"{', '.join(twice)} is given among the primals and by name")
        arguments = self._arguments((), {**dict(zip(names, primals, strict=True)), **params})
        self._refuse_out(arguments)
        call, dtype = self._prepare(arguments)
        given = dict(zip(names, tangents, strict=True))
        inner = [_tangent(n, given.get(n), call) for n in self._form(call)["differentiable"]]
        for name in given.keys() - set(self._form(call)["differentiable"]):
            if given[name] is not None:
                raise TypeError(f"{name} is not differentiable here; its tangent must be None")
        values, dots = self._run(call, "_jvp", *call.arrays.values(), *inner)
        finished = [
            _one(tuple(_finish(r, a, dtype) for r, a in zip(_tuple(part), call.outputs, strict=True)))
            for part in (values, dots)
        ]
        return finished[0], finished[1]

    def derivative(self, x: Any, order: int = 1, **params: Any) -> Any:
        """``f'(x)`` or, with order=2, ``f''(x)``, entry by entry; nan where x is nan."""
        if not self._entry["derivatives"]:
            raise TypeError(f"{self.id} is not a function of one number; use vjp or jvp")
        if integer("order", order, 1) > 2:
            raise ValueError(f"order must be 1 or 2, got {order}")
        plan, (entries,) = self._planned((x,), params)
        kernel = self._kernels[plan.function + ("_derivative" if order == 1 else "_derivative2")]
        with np.errstate(all="ignore"):
            value = kernel(entries, *plan.parameters)
        return _finish(_absent_where(entries, value), plan.outputs[0], plan.dtype)

    def _entrywise(self) -> Callable[[Array, int], Array]:
        """``f(x, order)``, the value or a derivative, for kernels: of float32 or float64, parameters by default.

        Nothing is checked, and floating-point flags are the caller's to ignore.
        """
        plan, _ = self._planned((np.zeros(1),), {})
        named = (self._kernels.get(plan.function + suffix) for suffix in ("", "_derivative", "_derivative2"))
        kernels: list[Any] = [getattr(kernel, "__wrapped__", kernel) for kernel in named]

        def at(x: Array, order: int) -> Array:
            entries = np.ascontiguousarray(x).reshape(-1)
            value = kernels[order](entries, *plan.parameters)
            return np.asarray(_absent_where(entries, value) if order else value).reshape(x.shape)

        return at

    def exact(self, *args: Any, **kwargs: Any) -> Any:
        """The exact value rounded once.

        float16 and float32 are evaluated in float64, and in as many bits as it takes where that leaves the
        rounding open; float64 always in many bits (slow).
        """
        if not self._entry["elementwise"]:
            raise TypeError(f"{self.id} is not elementwise")
        arguments = self._arguments(args, kwargs)
        self._refuse_out(arguments)
        call, dtype = self._prepare(arguments)
        from nnmath.face.symbolic import correctly_rounded

        with np.errstate(all="ignore"):
            arrays = [a.astype(np.float64) for a in call.arrays.values()]
        wide = self._run(call, "", *arrays)
        return _finish(correctly_rounded(self._system_of(call), call, wide, dtype), call.outputs[0], dtype)

    @cached_property
    def systems(self) -> dict[str, System]:
        """The equations of every variant."""
        from nnmath.face.symbolic import systems

        return systems(self._entry)

    @property
    def system(self) -> System:
        """The equations."""
        return self.systems[self._entry["primary"]]

    def latex(self) -> str:
        """The equations as LaTeX."""
        from nnmath.calculus.latex import system_latex

        return system_latex(self.system)

    def _repr_latex_(self) -> str:
        return f"$$\n{self.latex()}\n$$"

    def derivation(self) -> Derivation:
        """From the definition to every cotangent, step by step, each with its rule and verdict."""
        from nnmath.calculus.derivation import derive

        return derive(self.system)

    @property
    def card(self) -> Card:
        """What was proved, compared and measured of the formula: prints as text, its data under ``data``."""
        from nnmath.verify.card import known

        if "text" in self._entry:
            from nnmath.verify.rungs import climb_user

            return climb_user(self.id, self._entry["text"], self._kernels)
        found = known(self.id)
        if found is None:
            raise LookupError(f"{self.id} has no card; run 'python -m nnmath verify {self.id} --write'")
        return found

    def source(self) -> str:
        """The generated code with all that it calls: a module that needs numpy alone."""
        from nnmath.face.symbolic import standalone_source

        return standalone_source(self._entry)

    def _system_of(self, call: Call) -> System:
        return self.systems[call.variant]

    def _form(self, call: Call) -> Mapping[str, Any]:
        form: Mapping[str, Any] = self._entry["variants"][call.variant]
        return form

    def _function(self, call: Call) -> str:
        return str(self._form(call)["function"])

    def _parameters(self, call: Call) -> tuple[Any, ...]:
        return (*call.functions, *(call.parameters[name] for name, *_ in self._form(call)["parameters"]))

    def _run(self, call: Call, suffix: str, *arrays: Any) -> Any:
        with np.errstate(all="ignore"):  # results follow IEEE arithmetic; intermediate flags mean nothing
            return self._kernels[self._function(call) + suffix](*arrays, *self._parameters(call))

    def _arguments(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> dict[str, Any]:
        for place, name in self._between:
            if name in kwargs and len(args) > place:
                args = (*args[:place], kwargs[name], *args[place:])
                kwargs = {key: value for key, value in kwargs.items() if key != name}
        try:
            found: dict[str, Any] = self._named(*args, **kwargs)
            return found
        except TypeError:
            pass
        try:
            self.__signature__.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(f"{self.id}{self.__signature__}: {error}") from None
        raise AssertionError(f"{self.id}: the signature takes what a call does not")

    def _refuse_out(self, arguments: dict[str, Any]) -> None:
        if arguments.pop("out", None) is not None:
            raise TypeError("out= is for the value alone")

    def _prepare(self, arguments: Mapping[str, Any]) -> tuple[Call, np.dtype[Any]]:
        """The call in the system's terms, checked; float16 is computed in float32."""
        call = ADAPTERS[self._entry["adapter"]](self._entry, arguments)
        form = self._form(call)
        call.arrays = {name: call.arrays[name] for name, _ in form["inputs"]}
        for name, kind, bounds, text in form["parameters"]:
            value = call.parameters[name]
            call.parameters[name] = (
                whole_number(name, value, bounds, text) if kind == "integer" else real(name, value, bounds, text)
            )
        whole = {name: value for name, value in call.parameters.items() if isinstance(value, int)}
        sizes = runtime.bind(form["spec"], tuple(call.arrays.values()), whole)
        runtime.require_nonempty(self.id, form["nonempty"], {**sizes, **whole})
        dtype = _dtype(call.arrays.values())
        if dtype == np.float16:
            call.arrays = {name: _widened(array) for name, array in call.arrays.items()}
        return call, dtype


def _named(entry: Mapping[str, Any]) -> Callable[..., dict[str, Any]]:
    """Python's own binding of arguments to the formula's parameters, in their order."""
    text = entry["signature"] + (", *, out=None" if entry["elementwise"] else "")
    made: Callable[..., dict[str, Any]] = eval(f"lambda {text}: locals()", {"inf": np.inf})
    return made


def _between(entry: Mapping[str, Any], names: list[str]) -> list[tuple[int, str]]:
    """The parameters that stand before an array, with their places: arrays by position pass one given by name."""
    last = max((names.index(array) for array in entry["arrays"]), default=0)
    return [(place, name) for place, name in enumerate(names[:last]) if name not in entry["arrays"]]


def _docstring(entry: Mapping[str, Any]) -> str:
    parts = [entry["summary"] + ".", entry["notes"], f"Source: {entry['reference']}."]
    return "\n\n".join(p for p in parts if p)


def _dtype(arrays: Any) -> np.dtype[Any]:
    for array in arrays:
        first = array[0] if isinstance(array, list) else array
        if first.dtype.kind == "f":
            found: np.dtype[Any] = first.dtype
            return found
    return np.dtype(np.float64)


def _widened(array: Any) -> Any:
    if isinstance(array, list):
        return [_widened(a) for a in array]
    return array.astype(np.float32) if array.dtype == np.float16 else array


def _absent_where(entries: Array, value: Array) -> Array:
    """A derivative is nan where x is."""
    absent = np.isnan(entries)
    if absent.any():
        np.copyto(value, entries, where=absent)
    return value


def _tuple(result: Any) -> tuple[Any, ...]:
    return result if isinstance(result, tuple) else (result,)


def _one(results: tuple[Any, ...]) -> Any:
    return results[0] if len(results) == 1 else results


def _sequence(value: Any) -> tuple[Any, ...]:
    return tuple(value) if isinstance(value, (tuple, list)) else (value,)


def _outward(gradient: Any, arrange: Arrange | None, dtype: np.dtype[Any]) -> Any:
    if isinstance(gradient, list):
        return [_finish(g, None, dtype) for g in gradient]
    return _finish(gradient, arrange, dtype)


def _value(results: Any, plan: Plan) -> Any:
    """What a call returns: one array or a tuple."""
    if not isinstance(results, tuple):
        return _finish(results, plan.outputs[0], plan.dtype)
    return _one(tuple(_finish(r, a, plan.dtype) for r, a in zip(results, plan.outputs, strict=True)))


def _finish(result: Any, arrange: Arrange | None, dtype: np.dtype[Any]) -> Array:
    array = np.asarray(result)
    if arrange is not None and not arrange.plain:
        array = arrange.outward(array)
    if array.dtype == dtype or array.dtype.kind != "f":
        return array
    with np.errstate(over="ignore", under="ignore"):
        return array.astype(dtype)


def _into(out: Any, value: Array) -> Array:
    if not isinstance(out, np.ndarray) or out.shape != value.shape or out.dtype != value.dtype:
        came = f"{out.dtype} {out.shape}" if isinstance(out, np.ndarray) else type(out).__name__
        raise ValueError(f"out must be a {value.dtype} array of shape {value.shape}, got {came}")
    if not out.flags.writeable:
        raise ValueError("out must be writeable, got a read-only array")
    np.copyto(out, value)
    return out


def _cotangents(
    names: Sequence[str], given: tuple[Any, ...], results: tuple[Any, ...], arranges: tuple[Arrange | None, ...]
) -> list[Any]:
    if len(given) != len(results):
        raise TypeError(f"pullback takes {len(results)} cotangent(s), of {', '.join(names)}, got {len(given)}")
    inner: list[Any] = []
    for name, cotangent, result, arrange in zip(names, given, results, arranges, strict=True):
        if cotangent is None:
            inner.append(None)
            continue
        array = as_array(f"cotangent of {name}", cotangent)
        if array.dtype.kind not in "fiu":
            raise TypeError(f"cotangent of {name} must be a real array, got {array.dtype}")
        shape = np.shape(result) if arrange is None else arrange.outer_shape
        if array.shape != shape:
            raise ValueError(f"cotangent of {name} must have its shape, {shape}, got {array.shape}")
        array = array.astype(np.asarray(result).dtype, copy=False)
        inner.append(array if arrange is None else arrange.inward(array))
    return inner


def _tangent(name: str, tangent: Any, call: Call) -> Any:
    if tangent is None:
        return None
    primal = call.arrays[name]
    if isinstance(primal, list):
        if not isinstance(tangent, Sequence) or len(tangent) != len(primal):
            raise ValueError(f"tangent of {name} must be a list of {len(primal)} arrays")
        return [_like(f"{name}[{i}]", t, p, None) for i, (t, p) in enumerate(zip(tangent, primal, strict=True))]
    return _like(name, tangent, primal, call.inputs.get(name))


def _like(name: str, tangent: Any, primal: Array, arrange: Arrange | None) -> Array:
    array = as_array(f"tangent of {name}", tangent)
    shape = primal.shape if arrange is None else arrange.outer_shape
    if array.dtype.kind not in "fiu":
        raise TypeError(f"tangent of {name} must be a real array, got {array.dtype}")
    if array.shape != shape:
        raise ValueError(f"tangent of {name} must have its shape, {shape}, got {array.shape}")
    array = array.astype(primal.dtype, copy=False)
    return array if arrange is None else arrange.inward(array)
