"""How kernels evaluate named functions without overflow or cancellation, and why that is the same function."""

from __future__ import annotations

import sys

from nnmath.calculus.document import Document, equation_latex, run
from nnmath.calculus.latex import definition_lines
from nnmath.codegen.stable import FORMS, Branch


def build() -> Document:
    """Stable forms, each proved equal to the definition."""
    doc = Document("Stable forms", "how the kernels evaluate, proved equal to the definitions")
    doc.say("""A formula that is right for real numbers may be useless in floating point: $e^x$ overflows, $1 - s$
        cancels. The library differentiates definitions and evaluates other forms of the same functions. The forms
        change with the sign of $x$, so that only the exponential of a negative number is ever taken. Each line below
        holds for all real $x$; the sign only says where the form is used.""")
    named: tuple[str, ...] = ()
    for branch in FORMS:
        if branch.where and branch.where != named:
            doc.say("The next ones are written with")
            doc.display(definition_lines(branch.system)[:-1])
            named = branch.where
        doc.claim(
            branch.left,
            branch.form,
            branch.system,
            {},
            f"{branch.function} for {branch.domain}",
            text=branch.why[0].upper() + branch.why[1:] + ".",
            printed=printed(branch),
        )
    return doc


def printed(branch: Branch) -> str:
    """The equation, with a derivative as d/dx of what is differentiated."""
    definition, form = equation_latex(branch.system, branch.definition or f"{branch.function}(x)", branch.form).split(
        " &= "
    )
    if not branch.order:
        return f"{definition} &= {form}"
    power = f"^{branch.order}" if branch.order > 1 else ""
    return rf"\frac{{d{power}}}{{dx{power}}} \left[{definition}\right] &= {form}"


if __name__ == "__main__":
    sys.exit(run(build))
