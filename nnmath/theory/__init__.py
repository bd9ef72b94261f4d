"""Constructive theory: what networks can and cannot represent, with bounds and certificates that are theorems."""

from __future__ import annotations

NAMES = {
    "cybenko_approximate": "approximation",
    "polytope_network": "halfspaces",
    "polytope_union_network": "halfspaces",
    "xor_network": "halfspaces",
    "linear_separability": "separability",
    "xor_infeasibility": "separability",
    "sign_network": "signs",
    "kolmogorov_product": "superposition",
    "kolmogorov_polynomial": "superposition",
}
"""The public names, by the module that defines them; each is also an attribute of `nnmath`."""
