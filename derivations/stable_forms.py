"""How kernels evaluate named functions without overflow or cancellation, and why that is the same function."""

from __future__ import annotations

import sys

from nnmath.calculus.document import Document, run
from nnmath.codegen.stable import FORMS
from nnmath.notation import define


def build() -> Document:
    """Stable forms, each proved equal to the definition."""
    doc = Document("Stable forms", "how the kernels evaluate, proved equal to the definitions")
    doc.say("""A formula that is right for real numbers may be useless in floating point: $e^x$ overflows, $1 - s$
        cancels. The library differentiates definitions and evaluates other forms of the same functions. The forms
        change with the sign of $x$, so that only the exponential of a negative number is ever taken. Each line below
        holds for all real $x$; the sign only says where the form is used.""")
    scope = define("scope(x) -> y", "y = x")
    for branch in FORMS:
        doc.claim(
            branch.left,
            branch.form,
            scope,
            {},
            f"{branch.function} for {branch.domain}",
            text=branch.why[0].upper() + branch.why[1:] + ".",
        )
    return doc


if __name__ == "__main__":
    sys.exit(run(build))
