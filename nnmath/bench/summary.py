"""Ratios of many cells: tables, geometric means, and the worst."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from nnmath.bench.aims import LARGER
from nnmath.bench.cases import SIZES
from nnmath.bench.libraries import ENTRIES, TITLES
from nnmath.bench.measured import OURS, PART_TITLES, Measured, geomean, ratios
from nnmath.bench.timing import Timing

COUNTED = ("torch", "jax")
"""The libraries that the summary names."""


def counted(cells: Sequence[Measured]) -> list[Measured]:
    """The two larger sizes, or what there is where neither was measured."""
    return [m for m in cells if m.cell.size in LARGER] or list(cells)


def last_line(cells: Sequence[Measured], peers: Sequence[str]) -> str:
    """``bench: geomean G vs torch, H vs jax, worst W (name)``, of forward+vjp."""
    kept = counted(cells)
    means = {peer: geomean(r for r, _ in ratios(kept, peer)) for peer in COUNTED}
    named = [p for p in COUNTED if means[p] is not None] or [p for p in peers if ratios(kept, p)]
    worst = max((ratios(kept, peer)[0] for peer in named), key=lambda pair: pair[0], default=None)
    text = ", ".join(f"{_figure(means[peer])} vs {peer}" for peer in COUNTED)
    return f"bench: geomean {text}, worst " + ("-" if worst is None else f"{worst[0]:.2f} ({worst[1].cell.key})")


def means(cells: Sequence[Measured], peers: Sequence[str]) -> Iterator[str]:
    """Geometric means by peer, size and part."""
    for peer in peers:
        for size in SIZES:
            here = [m for m in cells if m.cell.size == size]
            found = {part: ratios(here, peer, part) for part in PART_TITLES}
            parts = [f"{PART_TITLES[p]} {_figure(geomean(r for r, _ in f))} of {len(f)}" for p, f in found.items() if f]
            if parts:
                yield f"vs {peer}, {size}: {', '.join(parts)}"


def by_chapter(cells: Sequence[Measured], peers: Sequence[str]) -> Iterator[list[str]]:
    """Rows of geometric means of forward+vjp by chapter, peer and size, the heads of the columns first."""
    columns = [(p, s) for p in peers for s in LARGER if ratios([m for m in cells if m.cell.size == s], p)]
    yield ["chapter", *(f"{TITLES.get(p, p)}, {s}" for p, s in columns)]
    chapters = {m.cell.name: ENTRIES[m.cell.name]["chapter"] for m in cells}
    for chapter in [*sorted(set(chapters.values())), "all"]:
        here = [m for m in cells if chapter in (chapters[m.cell.name], "all")]
        kept = [ratios([m for m in here if m.cell.size == size], peer) for peer, size in columns]
        yield [chapter.replace("_", " "), *(_figure(geomean(r for r, _ in found)) for found in kept)]


def _figure(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"


# tables --------------------------------------------------------------------------------------------------------------


def tables(cells: Sequence[Measured], peers: Sequence[str]) -> Iterator[tuple[str, list[list[str]]]]:
    """A title and rows for each size and precision that was measured, the heads of the columns first."""
    for size in SIZES:
        for dtype in ("float32", "float64"):
            here = [m for m in cells if (m.cell.size, m.cell.dtype) == (size, dtype)]
            if here:
                parts = [part for part in PART_TITLES if any(part in m.times for m in here)]
                yield f"{size}, {dtype}", [_heads(parts, peers), *(row(m, parts, peers) for m in here)]


def _heads(parts: Sequence[str], peers: Sequence[str]) -> list[str]:
    heads = ["formula"]
    for part in parts:
        heads += [PART_TITLES[part], *(f"/{peer}" for peer in peers if has(part, peer))]
    return heads


def has(part: str, peer: str) -> bool:
    """Whether a peer may have that part at all: spares columns that would be empty."""
    return part == "forward" or (peer != "onnx" if part == "both" else peer == "torch")


def row(m: Measured, parts: Sequence[str], peers: Sequence[str]) -> list[str]:
    found = [m.cell.title]
    for part in parts:
        ours = m.times.get(part, {}).get(OURS)
        found.append("-" if ours is None else spread(ours))
        found += [_ratio(m, part, peer) for peer in peers if has(part, peer)]
    return found


def spread(t: Timing) -> str:
    """Median and quartiles, or both modes."""
    unit, name = next((u, n) for u, n in ((1.0, "s"), (1e-3, "ms"), (1e-6, "us")) if t.median >= u or n == "us")
    if t.modes:
        return f"{t.modes[0] / unit:.3g} or {t.modes[1] / unit:.3g} {name} (bimodal)"
    return f"{t.median / unit:.3g} {name} ({t.low / unit:.3g} to {t.high / unit:.3g})"


def _ratio(m: Measured, part: str, peer: str) -> str:
    """Two modes of the peer are marked by the ratio to its slower one; a reason stands where there is no ratio."""
    ratio = m.ratio(part, peer)
    if ratio is None:
        why = m.notes.get(peer, "absent").split(":")[0]
        return "-" if why == "absent" else why
    theirs = m.times[part][peer]
    return f"{ratio:.2f}" + (f" ({m.times[part][OURS].median / theirs.modes[1]:.2f})" if theirs.modes else "")


def aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(r[i]) for r in rows) for i in range(len(rows[0]))]
    lines = [
        "  ".join(c.ljust(w) if i == 0 else c.rjust(w) for i, (c, w) in enumerate(zip(r, widths, strict=True)))
        for r in rows
    ]
    return "\n".join(line.rstrip() for line in lines)
