"""The statements of Neural networks about training: gradient descent, backpropagation, the algorithm."""

from __future__ import annotations

from nnmath.ledger.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
