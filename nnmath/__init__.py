"""nnmath: a verified reference library for the mathematics of neural networks.

``nnmath.<formula>`` is one object: its value, pullback, tangent, equations, LaTeX, derivation and
source. Importing the package and calling kernels needs numpy alone.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from nnmath.face.formula import Formula

_cache: dict[str, Any] = {}


def formula(name: str) -> Formula:
    """The formula of that id.

    >>> import nnmath as nm
    >>> nm.formula("relu").id
    'relu'
    """
    if name not in _cache:
        from nnmath.face.library import load_formula

        _cache[name] = load_formula(name)
    found: Formula = _cache[name]
    return found


def formulas() -> dict[str, Formula]:
    """Every formula of the library, by id."""
    from nnmath.kernels._index import FORMULAS

    return {name: formula(name) for name in FORMULAS}


class _Chapters(ModuleType):
    """The package `nnmath.formulas`; called, it gives every formula like the function of that name."""

    def __call__(self) -> dict[str, Formula]:
        return {name: formula(name) for name in self.load()}


class _Package(ModuleType):
    def __setattr__(self, name: str, value: Any) -> None:
        """Importing the package `formulas` replaces the function; let it be called as well."""
        if name == "formulas" and isinstance(value, ModuleType):
            value.__class__ = _Chapters
        super().__setattr__(name, value)


sys.modules[__name__].__class__ = _Package


def define(*text: str) -> Formula:
    """A formula of your own from textbook equations, with the same methods as the library's.

    >>> import numpy as np, nnmath as nm
    >>> scale = nm.define('''
    ...     scale(x[N, C], gain[C]) -> y
    ...     y[n,c] = gain[c]*x[n,c]
    ... ''')
    >>> y, pullback = scale.vjp(np.ones((2, 1)), np.array([3.0]))
    >>> pullback(y).gain
    array([6.])
    """
    from nnmath.face.library import define_formula

    return define_formula(*text)


def boosting_residual(name: str, z: Any, target: Any, **params: Any) -> Any:
    """``s = -dL(z, target)/dz``, of the shape of z, for the loss of that name: what boosting fits its next model to.

    `params` are the loss's own (weight, delta, ...), without reduction: the losses are summed over the examples,
    each of which depends on its own z alone. Of half the squared error it is ``target - z``.
    Errors: ValueError where the name is not that of a loss; else those of the loss.
    Source: Friedman (2001), Greedy function approximation: a gradient boosting machine, eq. 9.

    >>> import numpy as np, nnmath as nm
    >>> nm.boosting_residual("cross_entropy", np.zeros((1, 4)), np.array([2]))
    array([[-0.25, -0.25,  0.75, -0.25]])
    """
    from nnmath.face.boosting import is_loss, residual
    from nnmath.kernels._index import FORMULAS

    losses = [loss for loss, entry in FORMULAS.items() if is_loss(entry)]
    if name not in losses:
        raise ValueError(f"name must be one of {', '.join(losses)}, got {name!r}")
    return residual(formula(name), z, target, **params)


def __getattr__(name: str) -> Any:
    from nnmath.functions import FUNCTIONS
    from nnmath.kernels._index import FORMULAS

    if name in FORMULAS:
        return formula(name)
    if name in FUNCTIONS:
        return getattr(import_module(FUNCTIONS[name]), name)
    raise AttributeError(f"nnmath has no formula {name!r}; nnmath.formulas() lists them")


def __dir__() -> list[str]:
    from nnmath.functions import FUNCTIONS
    from nnmath.kernels._index import FORMULAS

    return sorted({*globals(), *FORMULAS, *FUNCTIONS})
