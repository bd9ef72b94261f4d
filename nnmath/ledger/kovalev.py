"""The statements of Kovalev."""

from __future__ import annotations

from nnmath.ledger.entry import Entry

ENTRIES: tuple[Entry, ...] = ()
