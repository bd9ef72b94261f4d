"""An entry of the ledger: one statement of a lecture, as printed, and what the machine makes of it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

import sympy

from nnmath.calculus import prove_system_equal
from nnmath.formulas import load
from nnmath.ledger.outcome import Outcome, Statement
from nnmath.notation import System
from nnmath.notation.system import Statement as Line

LECTURES = {
    "A": "Larin, Neural networks (lecture slides)",
    "B": "Data Mining in Action, Training neural networks (lecture slides)",
    "C": "Neural networks (lecture notes)",
    "D": "Kovalev (2022), Neural networks: under the hood (lecture slides)",
    "E": "Sokolov, Introduction to deep learning (lecture slides)",
}


@dataclass(frozen=True)
class Definition:
    """What the lecture defines: it must be the very object that the kernels are compiled from.

    `printed` are the lecture's equations as a system; they are proved equal to those of `formula`.
    What the formula has beyond the lecture (a weight decay, class weights) stands at the values `at`.
    Without a formula nothing is compiled, and the entry only fixes a name or a number.
    """

    printed: System | None = None
    formula: str = ""
    variant: str | None = None
    at: Mapping[str, int] = field(default_factory=dict)

    def __str__(self) -> str:
        if self.printed is None:
            return "a convention"
        where = f" at {', '.join(f'{n} = {v}' for n, v in self.at.items())}" if self.at else ""
        return f"{'; '.join(e.text for e in self.printed.equations)} is nnmath.{self.formula}{where}"

    @property
    def compiled(self) -> System:
        """The formula's equations, with `at` put in."""
        registered = load()[self.formula]
        system = registered.system if self.variant is None else registered.systems[self.variant]
        return specialised(system, self.at) if self.at else system

    def decide(self) -> Outcome:
        if self.printed is None:
            return Outcome("definition", "fixes a name; nothing to decide")
        theorem = prove_system_equal(self.printed, self.compiled)
        if theorem.verdict == "proved":
            return Outcome("definition", f"proved equal to the equations that nnmath.{self.formula} is compiled from")
        if theorem.verdict == "refuted":
            return Outcome("refuted", f"nnmath.{self.formula} computes something else", str(theorem.witness))
        return Outcome("undecided", f"equality with nnmath.{self.formula}: {theorem.verdict}")

    def flipped(self) -> Statement:
        from nnmath.ledger.equations import SameSystem

        if self.printed is None:
            raise TypeError("a convention has no sign")
        return SameSystem(self.printed, self.compiled).flipped()


def specialised(system: System, at: Mapping[str, int]) -> System:
    """A system with numbers in the place of inputs and parameters; an array is constant."""
    known = {a.name for a in (*system.inputs, *system.parameter_arrays)}
    if unknown := sorted(at.keys() - known):
        raise ValueError(f"{system.name} has no {', '.join(unknown)}")

    def put_in(line: Line) -> Line:
        values = {r: sympy.Integer(at[r.array.name]) for r in line.reads if r.array.name in at}
        return replace(line, body=line.body.xreplace(values))

    return replace(
        system,
        inputs=tuple(a for a in system.inputs if a.name not in at),
        parameters=tuple(p for p in system.parameters if p.name not in at),
        statements=tuple(map(put_in, system.statements)),
        equations=(),
    )


@dataclass(frozen=True)
class Illustrated:
    """An existence theorem that no finite computation decides: an instance is built and its error bounded.

    `build` returns the text of what was built and verified, and raises where a bound is violated.
    """

    claim: str
    build: Callable[[], str]

    def __str__(self) -> str:
        return self.claim

    def decide(self) -> Outcome:
        return Outcome("illustrated", self.build())

    def flipped(self) -> Statement:
        raise TypeError("an illustration proves nothing whose sign could change")


@dataclass(frozen=True)
class Entry:
    """One atomic statement.

    `printed` is the lecture's wording, translated where it is words, with its formulas as LaTeX
    between dollars. Several `readings` make an entry ambiguous: each is decided. `corrected` is
    what holds where the printed statement is refuted; `ours` marks statements that the lecture does
    not print but a reader would want beside it.
    """

    id: str
    printed: str
    statement: Statement | None = None
    readings: Mapping[str, Statement] = field(default_factory=dict)
    corrected: Statement | None = None
    assumptions: str = ""
    note: str = ""
    ours: bool = False

    def __post_init__(self) -> None:
        if (self.statement is None) != (len(self.readings) >= 2):
            raise ValueError(f"{self.id} needs one statement, or at least two readings")

    @property
    def source(self) -> str:
        return LECTURES[self.id[0]]

    @property
    def statements(self) -> dict[str, Statement]:
        """What is decided, by reading."""
        return {"": self.statement} if self.statement is not None else dict(self.readings)

    def decide(self) -> Decision:
        outcomes = {name: statement.decide() for name, statement in self.statements.items()}
        corrected = None if self.corrected is None else self.corrected.decide()
        if self.statement is not None:
            return Decision(self, outcomes[""], corrected=corrected)
        told = "; ".join(f"{name}: {o.verdict} ({o.evidence})" for name, o in outcomes.items())
        undecided = any(o.verdict == "undecided" for o in outcomes.values())
        against = "; ".join(f"{name}: {o.counterexample}" for name, o in outcomes.items() if o.counterexample)
        whole = Outcome("undecided" if undecided else "ambiguous", told, against)
        return Decision(self, whole, outcomes, corrected)


@dataclass(frozen=True)
class Decision:
    """An entry with its verdict."""

    entry: Entry
    outcome: Outcome
    readings: Mapping[str, Outcome] = field(default_factory=dict)
    corrected: Outcome | None = None

    @property
    def verdict(self) -> str:
        return self.outcome.verdict

    def problems(self) -> list[str]:
        """What keeps the entry from being finished."""
        found = []
        if self.verdict == "undecided":
            found.append(self.outcome.evidence)
        if self.verdict == "refuted" and (self.corrected is None or self.corrected.verdict != "proved"):
            found.append("refuted, and no corrected statement is proved")
        if self.corrected is not None and self.verdict not in ("refuted", "ambiguous"):
            found.append("corrected, although it is not refuted")
        return [f"{self.entry.id}: {p}" for p in found]

    def as_data(self) -> dict[str, object]:
        """Plain data, for JSON."""
        entry = self.entry
        data: dict[str, object] = {
            "id": entry.id,
            "source": entry.source,
            "printed": entry.printed,
            "ours": entry.ours,
            "assumptions": entry.assumptions,
            "statement": " | ".join(f"{n}: {s}" if n else str(s) for n, s in entry.statements.items()),
            "verdict": self.verdict,
            "evidence": self.outcome.evidence,
            "counterexample": self.outcome.counterexample,
            "note": entry.note,
        }
        if self.readings:
            data["readings"] = {n: o.verdict for n, o in self.readings.items()}
        if entry.corrected is not None and self.corrected is not None:
            data["corrected"] = str(entry.corrected)
            data["corrected_verdict"] = self.corrected.verdict
        return data
