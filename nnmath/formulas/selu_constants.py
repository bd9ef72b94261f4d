"""The SELU constants as the solution of the fixed-point equations, to more digits than a float holds.

For z standard normal, scale*selu(z) has mean 0 and second moment 1:

    alpha = sqrt(2/pi) / (exp(1/2)*erfc(1/sqrt(2)) - 1)
    scale**-2 = 1/2 + alpha**2 * E[(exp(z) - 1)**2; z < 0]

Klambauer, Unterthiner, Mayr and Hochreiter (2017), Self-normalizing neural networks, eq. 14.
"""

from __future__ import annotations

import mpmath


def fixed_point(digits: int = 40) -> tuple[mpmath.mpf, mpmath.mpf]:
    """(alpha, scale), from E[selu(z)] = 0 and E[selu(z)**2] = 1.

    >>> alpha, scale = fixed_point(20)
    >>> print(mpmath.nstr(alpha, 8), mpmath.nstr(scale, 8))
    1.6732632 1.050701
    """
    with mpmath.workdps(digits + 10):
        below = _exponential_moment(1) - mpmath.mpf(1) / 2
        above = 1 / mpmath.sqrt(2 * mpmath.pi)
        alpha = -above / below
        square = _exponential_moment(2) - 2 * _exponential_moment(1) + mpmath.mpf(1) / 2
        scale = 1 / mpmath.sqrt(mpmath.mpf(1) / 2 + alpha**2 * square)
    return alpha, scale


def _exponential_moment(k: int) -> mpmath.mpf:
    """E[exp(k z); z < 0] = exp(k**2/2) * Phi(-k)."""
    return mpmath.exp(mpmath.mpf(k * k) / 2) * mpmath.erfc(k / mpmath.sqrt(2)) / 2


ALPHA, SCALE = (mpmath.nstr(c, 36) for c in fixed_point())
