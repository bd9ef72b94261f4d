"""Axes, arrays, reads, equations, systems; the interpreter and its number types."""

from nnmath.notation.arrays import Array, Axis, Bracket, Guard, IndexValue, Read, Reduction
from nnmath.notation.build import define
from nnmath.notation.express import express
from nnmath.notation.functions import opaque
from nnmath.notation.index import Index
from nnmath.notation.interpret import Interpreter, interpret
from nnmath.notation.loops import bindings, cells
from nnmath.notation.numbers import (
    PRIME,
    Complexes,
    Dual,
    Duals,
    Floats,
    Fractions,
    HighPrecision,
    Modular,
    NotRepresentable,
    PrimeField,
    Symbols,
)
from nnmath.notation.system import Equation, NotationError, Parameter, Statement, System

__all__ = [
    "PRIME",
    "Array",
    "Axis",
    "Bracket",
    "Complexes",
    "Dual",
    "Duals",
    "Equation",
    "Floats",
    "Fractions",
    "Guard",
    "HighPrecision",
    "Index",
    "IndexValue",
    "Interpreter",
    "Modular",
    "NotRepresentable",
    "NotationError",
    "Parameter",
    "PrimeField",
    "Read",
    "Reduction",
    "Statement",
    "Symbols",
    "System",
    "bindings",
    "cells",
    "define",
    "express",
    "interpret",
    "opaque",
]
