"""The statements of Neural networks."""

from __future__ import annotations

from nnmath.ledger.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
