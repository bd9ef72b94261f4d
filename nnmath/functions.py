"""Public functions that are not formulas, by the module that defines them; loaded when first asked for."""

from __future__ import annotations

from nnmath.initialisation import __all__ as INITIALISATION
from nnmath.theory import NAMES as THEORY

FUNCTIONS: dict[str, str] = {
    **{name: f"nnmath.theory.{module}" for name, module in THEORY.items()},
    **dict.fromkeys(INITIALISATION, "nnmath.initialisation"),
    "conv_output_size": "nnmath.output_size",
    "get_cached_memory": "nnmath.runtime.pages",
    "get_num_threads": "nnmath.runtime.blockwise",
    "set_cached_memory": "nnmath.runtime.pages",
    "set_num_threads": "nnmath.runtime.blockwise",
}
