"""The formulas: one file a chapter, the only place where mathematics is typed."""

from nnmath.formulas.registry import CHAPTERS, REGISTRY, Definition, load

__all__ = ["CHAPTERS", "REGISTRY", "Definition", "load"]
