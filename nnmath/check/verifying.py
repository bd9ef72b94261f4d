"""``@check.verifies``: a function's promise, as one pytest item for each property."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

MARK = "nnmath_verification"

PROPERTIES: dict[str, tuple[str, ...]] = {
    "answers": ("RAISES", "UNDECIDED"),
    "shapes": ("SHAPE_OR_DTYPE",),
    "leaves_its_inputs": ("MUTATES_INPUT",),
    "repeats": ("NONDETERMINISTIC",),
    "formula": ("WRONG_FORMULA", "WRONG_VARIANT"),
    "ties": ("TIE_CONVENTION",),
    "domain": ("DOMAIN",),
    "accuracy": ("IMPRECISE",),
    "gradient": ("GRADIENT_WRONG", "GRADIENT_INCONSISTENT"),
}
"""The verdicts that break each property."""


class Verification:
    """What `verifies` promises of a function; the comparison runs once, when a property is first asked for."""

    def __init__(self, function: Callable[..., Any], name: str, options: dict[str, Any]):
        self.function, self.name, self.options = function, name, options
        self._report: Any = None

    @property
    def properties(self) -> tuple[str, ...]:
        judged = self.options.keys() & {"vjp", "jvp", "autodiff"} or self.options.get("part", "forward") != "forward"
        return tuple(p for p in PROPERTIES if p != "gradient" or judged)

    def report(self) -> Any:
        """The report of the comparison."""
        if self._report is None:
            from nnmath.check.comparing import compare

            self._report = compare(self.function, self.name, **self.options)
        return self._report

    def assert_property(self, name: str) -> None:
        """Raise CheckFailed where some part of the report breaks the property."""
        report = self.report()
        if any(f.verdict in PROPERTIES[name] for f in report.findings):
            report.raise_for_failure()


def verifies(name: str, **options: Any) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Promise that the decorated function is the formula `name`; the pytest plugin makes a test of every property.

    Options are those of `check.compare`. The function itself is not changed.

    >>> from nnmath import check
    >>> @check.verifies("mse_loss", params={"reduction": "sum"})
    ... def squared(x, target):
    ...     return ((x - target) ** 2).sum()
    >>> squared.nnmath_verification.report().verdict
    'OK'
    """

    def mark(function: Callable[..., Any]) -> Callable[..., Any]:
        setattr(function, MARK, Verification(function, name, options))
        return function

    return mark
