"""Adjoint, tangent, canonical form, proof, derivation."""

from nnmath.calculus.differentiate import adjoint, linearise, tangent
from nnmath.calculus.induction import Induction, Telescoping
from nnmath.calculus.prove import prove
from nnmath.calculus.sizes import prove_sizes
from nnmath.calculus.theorem import Step, Theorem, Witness
from nnmath.calculus.transpose import prove_system_equal, prove_transpose

__all__ = [
    "Induction",
    "Step",
    "Telescoping",
    "Theorem",
    "Witness",
    "adjoint",
    "linearise",
    "prove",
    "prove_sizes",
    "prove_system_equal",
    "prove_transpose",
    "tangent",
]
