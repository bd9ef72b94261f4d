"""Refusing sizes that a formula divides by, or whose maximum it takes, where they are 0."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import CodeType
from typing import Any


def require_nonempty(formula: str, texts: Sequence[str], sizes: Mapping[str, Any]) -> None:
    """Each of the sizes, given as texts over the bound names, must be at least 1.

    >>> require_nonempty("mse_loss", ("N",), {"N": 0})
    Traceback (most recent call last):
        ...
    ValueError: mse_loss averages or maximises over N = 0 entries; every reduced axis needs at least one
    """
    for text in texts:
        if eval(_compiled(text), {"__builtins__": {}}, sizes) < 1:
            raise ValueError(
                f"{formula} averages or maximises over {text} = 0 entries; every reduced axis needs at least one"
            )


@cache
def _compiled(text: str) -> CodeType:
    return compile(text, "<size>", "eval")
