"""What a value is asked for again and again, computed once."""

from __future__ import annotations

from typing import Any, TypeVar

T = TypeVar("T", bound=type)


def hashed_once(cls: T) -> T:
    """A frozen dataclass whose instances keep their hash; those sent to another process take another there."""
    kept: Any = cls
    compute: Any = cls.__hash__

    def __hash__(self: Any) -> int:
        own = self.__dict__
        if "_hash" not in own:
            own["_hash"] = compute(self)
        found: int = own["_hash"]
        return found

    def __getstate__(self: Any) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != "_hash"}

    kept.__hash__, kept.__getstate__ = __hash__, __getstate__
    return cls
