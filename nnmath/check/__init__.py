"""Check a kernel of your own against a formula.

>>> import numpy as np
>>> from nnmath import check
>>> check.compare(lambda x: np.maximum(x, 0), "relu").verdict
'OK'
>>> report = check.compare(lambda x: np.where(x < 0, 0.01 * x, x), "relu")
>>> report.verdict, report.matches
('WRONG_VARIANT', 'leaky_relu')

Importing this package loads nothing: what a check needs comes with its first use.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from nnmath.check import strategies as strategies
    from nnmath.check.comparing import case as case
    from nnmath.check.comparing import compare as compare
    from nnmath.check.draw import Case as Case
    from nnmath.check.exchange import judge as judge
    from nnmath.check.exchange import vectors as vectors
    from nnmath.check.report import Report as Report
    from nnmath.check.verifying import verifies as verifies

_HOMES = {
    "compare": "comparing",
    "case": "comparing",
    "Case": "draw",
    "Report": "report",
    "verifies": "verifying",
    "vectors": "exchange",
    "judge": "exchange",
}

__all__ = ["Case", "Report", "case", "compare", "judge", "strategies", "vectors", "verifies"]


def __getattr__(name: str) -> Any:
    if name == "strategies":
        return import_module("nnmath.check.strategies")
    if name in _HOMES:
        return getattr(import_module(f"nnmath.check.{_HOMES[name]}"), name)
    raise AttributeError(f"nnmath.check has no {name!r}; it has {', '.join(__all__)}")


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
