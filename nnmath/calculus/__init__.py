"""Adjoint, tangent, canonical form, proof, derivation."""

from nnmath.calculus.differentiate import adjoint, linearise, tangent

__all__ = ["adjoint", "linearise", "tangent"]
