"""The pytest plugin: a function under ``@check.verifies`` is collected as one test for each property.

Loading it imports pytest and nothing of the library's own weight.
"""

from __future__ import annotations

from typing import Any

import pytest

MARK = "nnmath_verification"


@pytest.hookimpl(tryfirst=True)
def pytest_pycollect_makeitem(collector: Any, name: str, obj: Any) -> Any:
    """One item a property; functions without the mark are left to pytest."""
    try:
        verification = obj.__dict__.get(MARK)
    except AttributeError:
        return None
    if verification is None or getattr(obj, "__module__", None) != collector.obj.__name__:
        return None
    return [
        Property.from_parent(collector, name=f"{name}[{p}]", verification=verification, property_name=p)
        for p in verification.properties
    ]


class Property(pytest.Item):
    """One property of a function that verifies a formula."""

    def __init__(self, *, verification: Any, property_name: str, **options: Any):
        super().__init__(**options)
        self.verification, self.property_name = verification, property_name

    def runtest(self) -> None:
        self.verification.assert_property(self.property_name)

    def repr_failure(self, excinfo: Any, style: Any = None) -> Any:
        """The report alone, not the checker's own frames."""
        if type(excinfo.value).__name__ == "CheckFailed":
            return str(excinfo.value)
        return super().repr_failure(excinfo, style)

    def reportinfo(self) -> tuple[Any, int | None, str]:
        code = getattr(self.verification.function, "__code__", None)
        return self.path, code.co_firstlineno - 1 if code else None, f"{self.verification.name}: {self.name}"
