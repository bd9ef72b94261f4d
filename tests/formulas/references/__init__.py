"""Every formula as plain NumPy, written from its source, not from the library's equations.

Same public call, same result. They are slow, and stable only where plain NumPy is.
"""

import importlib

from nnmath.formulas import CHAPTERS, REGISTRY

MODULES = {chapter: importlib.import_module(f"references.{chapter}") for chapter in CHAPTERS}


def reference(formula):
    """The plain function of that name, in the module of its chapter; None where nobody has written any."""
    return getattr(MODULES[REGISTRY[formula].chapter], formula, None)
