"""Windows that slide along one, two or three axes: the parts that their equations share, written once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Windows:
    """Names along each axis; `size` of the array, `kernel`, `place` of a window, `tap` within it, `at` in the array.

    Along axis 0, s0 is the stride, d0 the dilation, a0 and b0 the padding before and after.
    """

    size: tuple[str, ...]
    kernel: tuple[str, ...]
    place: tuple[str, ...]
    tap: tuple[str, ...]
    at: tuple[str, ...]
    counted: tuple[str, ...]

    @property
    def count(self) -> int:
        return len(self.size)

    def join(self, pattern: str, separator: str = ", ") -> str:
        """The pattern for every axis, with its names and its number put in."""
        return separator.join(self.each(pattern))

    def each(self, pattern: str) -> list[str]:
        return [
            pattern.format(
                size=self.size[i],
                kernel=self.kernel[i],
                place=self.place[i],
                tap=self.tap[i],
                at=self.at[i],
                counted=self.counted[i],
                i=i,
            )
            for i in range(self.count)
        ]

    def lines(self, *patterns: str) -> str:
        """One line a pattern and axis."""
        return "\n".join(line for pattern in patterns for line in self.each(pattern))


LINE = Windows(("L",), ("R",), ("p",), ("r",), ("i",), ("entries",))
PLANE = Windows(("H", "W"), ("R", "S"), ("p", "q"), ("r", "s"), ("i", "j"), ("rows", "columns"))
SPACE = Windows(
    ("D", "H", "W"), ("T", "R", "S"), ("o", "p", "q"), ("t", "r", "s"), ("h", "i", "j"), ("slices", "rows", "columns")
)
WINDOWS = (LINE, PLANE, SPACE)


def window_sizes(w: Windows, **values: Sequence[int]) -> dict[str, object]:
    """Sizes by the names of parameters: ``s=(2, 1)`` gives s0 and s1."""
    return {f"{letter}{i}": numbers[i] for letter, numbers in values.items() for i in range(w.count)}


def named(names: Sequence[str], numbers: Sequence[int]) -> dict[str, object]:
    return dict(zip(names, numbers, strict=True))
