"""What a value is asked for again and again, computed once."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T", bound=type)


def hashed_once(cls: T) -> T:
    """A frozen dataclass whose instances keep their hash. (No other process sees them: they hold sympy's symbols.)"""
    kept: Any = cls
    compute: Any = cls.__hash__

    def __hash__(self: Any) -> int:
        own = self.__dict__
        if "_hash" not in own:
            own["_hash"] = compute(self)
        found: int = own["_hash"]
        return found

    kept.__hash__ = __hash__
    return cls
