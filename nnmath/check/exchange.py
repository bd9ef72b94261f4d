"""Test vectors for other languages: inputs written to a file, results of anything judged from one."""

from __future__ import annotations

import json
import zipfile
import zlib
from collections.abc import Mapping
from itertools import islice
from pathlib import Path
from typing import Any

import numpy as np

import nnmath
from nnmath.check import pointwise
from nnmath.check.caller import Outcome
from nnmath.check.comparing import _checked, _overall
from nnmath.check.draw import Case, cases
from nnmath.check.exact import Answer, answers
from nnmath.check.report import Report
from nnmath.check.session import Session, pointwise_answer
from nnmath.check.trials import Trial, measured, misshapen

Array = np.ndarray[Any, Any]

FORMAT = 1
CHUNK = 1 << 20


def vectors(
    name: str,
    path: str | Path,
    *,
    dtype: Any = "float64",
    count: int = 20,
    exhaustive: bool = False,
    shard: tuple[int, int] = (0, 1),
    params: Mapping[str, Any] | None = None,
    seed: int = 0,
) -> dict[str, Any]:
    """Write calls of a formula to an .npz file; returns what is written, without the arrays.

    ``meta`` is a JSON text: the formula, the format, and for every case its parameters and the names of its
    arrays. Array `a` of case `i` is ``i.a``; the cotangent of output `y` is ``i.bar_y``. The other program
    writes output `y` as ``i.y`` and, if it has gradients, that of `a` as ``i.grad_a``. Lists are ``i.a.0``,
    ``i.a.1``, ...

    count: how many calls. exhaustive: all numbers of float16 or float32, for functions of one number; ``shard=(i, n)``
    is part `i` of `n` of them. ValueError for what cannot be exhausted.

    >>> import os, tempfile
    >>> import numpy as np
    >>> from nnmath import check
    >>> folder = tempfile.mkdtemp()
    >>> given, found = os.path.join(folder, "in.npz"), os.path.join(folder, "out.npz")
    >>> meta = check.vectors("tanh", given, dtype="float16", exhaustive=True)
    >>> meta["cases"][0]["arrays"], meta["cases"][0]["outputs"]
    (['x'], ['y'])
    >>> with np.errstate(all="ignore"):
    ...     y = np.tanh(np.load(given)["0.x"])
    >>> np.savez(found, **{"0.y": y})
    >>> check.judge(given, found).verdict
    'OK'
    """
    dtype = _checked(name, "forward", 1, dtype, None, None, None, None, None, params)
    if Path(path).is_dir():
        raise ValueError(f"{path} is a directory; the calls go into one file")
    if count < 1:
        raise ValueError(f"count must be at least 1, got {count}")
    arrays: dict[str, Array] = {}
    found: list[dict[str, Any]] = []
    if pointwise.is_pointwise(name):
        chosen = dict(params or {})
        drawn = next(cases(name, dtype, seed, chosen))
        x = _every(dtype, shard) if exhaustive else pointwise.points(name, drawn.params, dtype, seed, 1 << 14)
        arrays["0." + drawn.names[0]] = x
        found.append(
            {"params": drawn.params, "arrays": [drawn.names[0]], "outputs": _outputs(drawn), "values": "points"}
        )
    elif exhaustive:
        raise ValueError(f"{name} is not a function of one number: its inputs cannot be exhausted")
    else:
        for i, drawn in enumerate(islice(cases(name, dtype, seed, params), count)):
            given = {n: a for n, a in zip(drawn.names, drawn.args, strict=False) if a is not None}
            for n, a in given.items():
                _store(arrays, f"{i}.{n}", a)
            for y, bar in zip(_outputs(drawn), drawn.cotangents(), strict=True):
                arrays[f"{i}.bar_{y}"] = bar
            found.append(
                {"params": drawn.params, "arrays": list(given), "outputs": _outputs(drawn), "values": drawn.flavor}
            )
    meta = {
        "format": FORMAT,
        "formula": name,
        "dtype": dtype,
        "seed": seed,
        "nnmath": nnmath.__version__,
        "cases": found,
    }
    np.savez(path, meta=np.array(json.dumps(meta)), **arrays)  # type: ignore[arg-type]
    return meta


def _outputs(drawn: Case) -> list[str]:
    return list(nnmath.formula(drawn.name)._entry["variants"][drawn.variant]["outputs"])


def _every(dtype: str, shard: tuple[int, int]) -> Array:
    """All numbers of a format, or one part of several."""
    at, parts = shard
    if not 0 <= at < parts:
        raise ValueError(f"shard must be (i, n) with 0 <= i < n, got {shard}")
    bits = {"float16": 16, "float32": 32}.get(dtype)
    if bits is None:
        raise ValueError("float64 has too many numbers to write them all; leave exhaustive out")
    low, high = (1 << bits) * at // parts, (1 << bits) * (at + 1) // parts
    if high - low > 1 << 28:
        raise ValueError(f"{high - low} numbers are too many for one file: take shard=(i, 16) for i in 0 to 15")
    whole = np.uint16 if bits == 16 else np.uint32
    found: Array = np.arange(low, high, dtype=np.uint64).astype(whole).view(dtype)
    return found


def _store(arrays: dict[str, Array], key: str, value: Any) -> None:
    if isinstance(value, list):
        for i, item in enumerate(value):
            arrays[f"{key}.{i}"] = item
    else:
        arrays[key] = value


def _load(data: Any, key: str) -> Any:
    if key in data:
        return data[key]
    found: list[Any] = []
    while f"{key}.{len(found)}" in data:
        found.append(data[f"{key}.{len(found)}"])
    return found or None


def _opened(path: str | Path) -> dict[str, Array]:
    """The arrays of an .npz file."""
    try:
        with Path(path).open("rb") as file:
            data = np.load(file, allow_pickle=False)
            if isinstance(data, np.ndarray):
                raise ValueError("it holds one array without a name")
            return {k: data[k] for k in data.files}
    except (ValueError, OSError, EOFError, KeyError, NotImplementedError, zipfile.BadZipFile, zlib.error) as error:
        raise ValueError(f"{path} is not an .npz file of plain arrays: {error}") from None


def _meta(path: str | Path, given: Mapping[str, Array]) -> dict[str, Any]:
    """What a file says of its calls; ValueError where it is not what `vectors` writes."""
    if "meta" not in given:
        raise ValueError(f"{path} has no meta entry; write it with 'nnmath vectors'")
    try:
        meta: dict[str, Any] = json.loads(str(given["meta"]))
        known = nnmath.formula(meta["formula"])._entry["arrays"]
        _checked(meta["formula"], "forward", 1, meta["dtype"], None, None, None, None, None, None)
        if meta["format"] != FORMAT:
            raise ValueError(f"format {meta['format']!r} is not known")
        np.random.default_rng(meta["seed"])
        for i, item in enumerate(meta["cases"]):
            dict(item["params"])
            missing = [n for n in item["arrays"] if n not in known or _load(given, f"{i}.{n}") is None]
            if missing or not item["outputs"] or not isinstance(item["values"], str):
                raise ValueError(f"case {i} lacks {', '.join(missing) or 'its outputs'}")
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        raise ValueError(f"the meta entry of {path} is not one that 'nnmath vectors' writes: {error}") from None
    return meta


def judge(inputs: str | Path, outputs: str | Path, *, max_ulp: float | None = None) -> Report:
    """The report on results that another program wrote for the vectors of a file; see `vectors`.

    inputs: what `vectors` wrote. outputs: an .npz file with the results. max_ulp: as of `compare`.
    ValueError where a file is not what it should be; results that are missing or misshapen are in the report.
    """
    given, results = _opened(inputs), _opened(outputs)
    meta = _meta(inputs, given)
    name, dtype = meta["formula"], meta["dtype"]
    session = Session(name, dtype, {}, max_ulp, None, meta["seed"])
    findings = []
    for part in ("forward", "vjp"):
        trials, stop = [], Outcome()
        for i, item in enumerate(meta["cases"]):
            trial = _trial(session, part, i, item, given, results)
            if trial is None:
                continue
            trials.append(trial)
            if trial.problem is not None:
                stop = trial.problem
                break
        if trials or part == "forward":
            findings.append(session.conclude(part, trials, stop))
    return Report(name, Path(outputs).name, dtype, _overall(findings), findings, 0.0, meta["seed"])


def _trial(
    session: Session, part: str, i: int, item: Mapping[str, Any], given: Mapping[str, Array], results: Mapping[str, Any]
) -> Trial | None:
    name, dtype = session.name, session.dtype
    params = {k: tuple(v) if isinstance(v, list) and k != "activations" else v for k, v in item["params"].items()}
    known = nnmath.formula(name)._entry["arrays"]
    args: tuple[Any, ...] = tuple(_load(given, f"{i}.{n}") if n in item["arrays"] else None for n in known)
    while args and args[-1] is None:
        args = args[:-1]
    drawn = Case(name, dtype, args, params, item["values"], "distinct", {}, session.seed, i)
    if part == "forward" and pointwise.is_pointwise(name):
        x = args[0]
        answer = pointwise_answer(name, np.asarray(x), params, part, 0, dtype, 60)[1]
        answer.name = item["outputs"][0]
        expected: list[Answer] | None = [answer]
        trial = Trial(None, [], f"case {i}", "points", None, (x, params, 0))
    else:
        bars = tuple(given[f"{i}.bar_{y}"] for y in item["outputs"]) if f"{i}.bar_{item['outputs'][0]}" in given else ()
        if part == "vjp" and not bars:
            return None
        expected = answers(name, args, params, part, bars if part == "vjp" else (), dtype, drawn.ordinary)
        trial = Trial(drawn, [], f"case {i}: {drawn.label}", drawn.flavor, None, args)
    if expected is None:
        return None
    prefix = f"{i}.grad_" if part == "vjp" else f"{i}."
    keys = [prefix + (a.name.replace("[", ".").rstrip("]")) for a in expected]
    if part == "vjp" and not any(k in results for k in keys):
        return None
    if missing := [k for k in keys if k not in results]:
        trial.problem = Outcome((), "SHAPE_OR_DTYPE", f"{', '.join(missing)} is not in the file")
        return trial
    found = [results[k] for k in keys]
    problem = misshapen(found, expected, dtype)
    if problem:
        trial.problem = Outcome((), "SHAPE_OR_DTYPE", f"{problem} in case {i}")
        return trial
    x = args[0] if trial.case is None else None
    trial.entries = [measured(a, f, dtype, session.max_ulp, x) for a, f in zip(expected, found, strict=True)]
    return trial
