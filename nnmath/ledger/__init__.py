"""The claims ledger: what the lectures state, as printed, each with a machine verdict."""

from nnmath.ledger.book import decide_all, entries, summary
from nnmath.ledger.entry import Decision, Definition, Entry, Illustrated
from nnmath.ledger.equations import Equal, Inductive, Rounded, Same, SameSystem, Sizes, scalars
from nnmath.ledger.order import Order
from nnmath.ledger.outcome import Outcome, Statement

__all__ = [
    "Decision",
    "Definition",
    "Entry",
    "Equal",
    "Illustrated",
    "Inductive",
    "Order",
    "Outcome",
    "Rounded",
    "Same",
    "SameSystem",
    "Sizes",
    "Statement",
    "decide_all",
    "entries",
    "scalars",
    "summary",
]
