"""The public face: formula objects over generated kernels. Imports numpy, never sympy."""
