"""Canonical text of sums, terms and atoms: equal up to bound names and order exactly if equal.

Naming the bound axes of a term is graph canonicalisation: axes are vertices, atoms and guards the
hyperedges. Colours are refined by what an axis occurs in; where a tie remains, each member of the
first tied class is told apart in turn and the least text taken. Connected components are treated
separately, else (Sigma u)**8 has 8! namings.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from nnmath.calculus.terms import Apply, Atom, Entry, Nest, Sum, Term
from nnmath.notation.arrays import Axis, Guard
from nnmath.notation.index import Index

Names = Mapping[str, str]
NONE: Names = {}


def _index(index: Index, names: Names) -> str:
    renamed = {n: Index.name(names[n]) for n in index.names if n in names}
    return str(index.substitute(renamed)) if renamed else str(index)


def _restrict(names: Names, free: frozenset[str]) -> Names:
    return {n: v for n, v in names.items() if n in free} if names else NONE


def key(content: Atom | Sum | Term, names: Names = NONE) -> str:
    """Canonical text; `names` replaces free names, all others stand as they are."""
    seen = _restrict(names, content.free)
    at = tuple(sorted(seen.items()))
    if at not in content.renders:
        content.renders[at] = _text(content, seen)
    return content.renders[at]


def _text(content: Atom | Sum | Term, names: Names) -> str:
    if isinstance(content, Sum):
        return " + ".join(sorted(f"{c}*{key(t, names)}" for c, t in content.terms)) or "0"
    if isinstance(content, Term):
        return _term(content, names)
    if isinstance(content, Entry):
        return f"{content.array.name}[{', '.join(_index(i, names) for i in content.at)}]"
    if isinstance(content, Apply):
        at = ", ".join(_index(i, names) for i in content.at)
        return f"{content.head}[{at}]({'; '.join(key(a, names) for a in content.args)})"
    return _nest(content, names)


def _nest(content: Nest, names: Names) -> str:
    edges = [*map(_guard_edge, content.guards), Edge(content.body.free, lambda n: key(content.body, n))]
    return f"{content.op}{{{canonical(content.axes, edges, names)}}}"


@dataclass(frozen=True)
class Edge:
    """What ties axes together: an atom or a guard, as a text that depends on their names."""

    names: frozenset[str]
    render: Callable[[Names], str]


def _guard_edge(guard: Guard) -> Edge:
    return Edge(guard.index.names, lambda names: guard_text(guard, names))


def guard_text(guard: Guard, names: Names = NONE) -> str:
    """An equation reads the same with either sign."""
    renamed = {n: Index.name(names[n]) for n in guard.index.names if n in names}
    index = guard.index.substitute(renamed)
    text = str(index) if guard.relation == ">=" else min(str(index), str(-index))
    return f"[{text} {guard.relation} 0]"


def _factor_edge(content: Atom, exponent: Fraction) -> Edge:
    return Edge(content.free, lambda names: f"{key(content, names)}^{exponent}")


def edges_of(term: Term) -> list[Edge]:
    return [_factor_edge(a, e) for a, e in term.factors] + [_guard_edge(g) for g in term.guards]


def _term(term: Term, names: Names) -> str:
    edges = edges_of(term)
    outside = sorted(e.render(names) for e in edges if not e.names & term.bound_names)
    inside = [e for e in edges if e.names & term.bound_names]
    parts = sorted(canonical(axes, own, names) for axes, own in _components(term.bound, inside))
    return "·".join(outside + parts) or "1"


def _components(axes: Sequence[Axis], edges: Sequence[Edge]) -> Iterator[tuple[list[Axis], list[Edge]]]:
    bound = {a.name for a in axes}
    groups = [{a.name} | (a.size.names & bound) for a in axes] + [set(e.names & bound) for e in edges]
    merged: list[set[str]] = []
    for group in groups:
        touching = [m for m in merged if m & group]
        merged = [m for m in merged if not m & group] + [set().union(group, *touching)]
    for names in merged:
        yield [a for a in axes if a.name in names], [e for e in edges if e.names & names]


def canonical(axes: Sequence[Axis], edges: Sequence[Edge], names: Names) -> str:
    """The least text over all namings that refinement leaves."""
    return labellings(axes, edges, names)[0]


def labellings(axes: Sequence[Axis], edges: Sequence[Edge], names: Names = NONE) -> tuple[str, list[dict[str, str]]]:
    """The least text, and every naming of the axes that yields it."""
    colours = _refine(axes, edges, names, {a.name: 0 for a in axes})
    return _least(axes, edges, names, colours)


def _least(
    axes: Sequence[Axis], edges: Sequence[Edge], names: Names, colours: dict[str, int]
) -> tuple[str, list[dict[str, str]]]:
    tied = _first_tie(colours)
    if not tied:
        labels = _labels(names, colours)
        return _whole(axes, edges, {**names, **labels}), [labels]
    best: tuple[str, list[dict[str, str]]] | None = None
    for chosen in tied:
        apart = {n: 2 * c + (n != chosen) for n, c in colours.items()}
        text, found = _least(axes, edges, names, _refine(axes, edges, names, apart))
        if best is None or text < best[0]:
            best = text, found
        elif text == best[0]:
            best = text, best[1] + found
    assert best is not None
    return best


def _depth(names: Names) -> int:
    """One more than the deepest binder in sight: labels of nested binders must differ."""
    return 1 + max((int(v[1:].partition(".")[0]) for v in names.values() if v[0] == "~"), default=0)


def _labels(names: Names, colours: Mapping[str, int]) -> dict[str, str]:
    depth = _depth(names)
    return {n: f"~{depth}.{c}" for n, c in colours.items()}


def _first_tie(colours: Mapping[str, int]) -> list[str]:
    classes: dict[int, list[str]] = {}
    for name, colour in colours.items():
        classes.setdefault(colour, []).append(name)
    return next((classes[c] for c in sorted(classes) if len(classes[c]) > 1), [])


def _whole(axes: Sequence[Axis], edges: Sequence[Edge], names: Names) -> str:
    ranges = sorted(f"{names[a.name]}<{_index(a.size, names)}" for a in axes)
    return f"S({','.join(ranges)}: {'·'.join(sorted(e.render(names) for e in edges))})"


def _refine(axes: Sequence[Axis], edges: Sequence[Edge], names: Names, colours: dict[str, int]) -> dict[str, int]:
    """Tell axes apart by what they occur in, until nothing more is told."""
    if len(axes) == 1:
        return {axes[0].name: 0}
    while True:
        marks = {**names, **_labels(names, colours)}
        signatures = {a.name: _signature(a, axes, edges, marks, colours) for a in axes}
        order = {s: i for i, s in enumerate(sorted(set(signatures.values())))}
        refined = {n: order[s] for n, s in signatures.items()}
        if len(order) == len(set(colours.values())):
            return refined
        colours = refined


def _signature(
    axis: Axis, axes: Sequence[Axis], edges: Sequence[Edge], names: Names, colours: Mapping[str, int]
) -> tuple[int, str, tuple[str, ...]]:
    marked = {**names, axis.name: names[axis.name].partition(".")[0] + ".*"}
    own = [e.render(marked) for e in edges if axis.name in e.names]
    own += [f"<{_index(a.size, marked)}" for a in axes if axis.name in a.size.names]
    return colours[axis.name], _index(axis.size, marked), tuple(sorted(own))


def collected(total: Sum) -> list[tuple[str, list[tuple[Fraction, Term]]]]:
    """The terms of a sum grouped by their canonical text."""
    groups: dict[str, list[tuple[Fraction, Term]]] = {}
    for coefficient, term in total.terms:
        groups.setdefault(key(term), []).append((coefficient, term))
    return sorted(groups.items())


def collect(total: Sum) -> Sum:
    """Like terms added up."""
    if len(total) < 2:
        return total
    kept = []
    for _, group in collected(total):
        coefficient = sum((c for c, _ in group), Fraction(0))
        if coefficient:
            kept.append((coefficient, group[0][1]))
    return Sum(tuple(kept))
