"""Public calls of every formula: sizes all different, no parameter at its identity, constants visible.

One module a chapter; its CASES give, for each formula, a function that yields (label, arrays, params).
"""

import importlib

from cases.maker import Case, Maker
from nnmath.formulas import CHAPTERS

MAKERS = {
    name: make for chapter in CHAPTERS for name, make in importlib.import_module(f"cases.{chapter}").CASES.items()
}


def cases(formula):
    """All calls of a formula; none where nobody has written any (which a test reports)."""
    return [Case(formula, *item) for item in MAKERS.get(formula, lambda m: ())(Maker(formula))]


def first_case(formula):
    return cases(formula)[0]
