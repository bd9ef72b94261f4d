"""The statements of Data Mining in Action."""

from __future__ import annotations

from nnmath.ledger.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
