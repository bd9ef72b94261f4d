"""The ratios that are aimed at, and what misses them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from nnmath.bench.libraries import ENTRIES, TITLES
from nnmath.bench.measured import PART_TITLES, Measured, geomean, ratios

LARGER = ("cache", "large")


@dataclass(frozen=True)
class Aim:
    """A bound of the ratio to one library, of forward+vjp at the large size unless said."""

    names: tuple[str, ...]
    peer: str
    bound: float
    size: str = "large"
    parts: tuple[str, ...] = ("both",)


POINTWISE = tuple(name for name, entry in ENTRIES.items() if entry["elementwise"])
RECURRENT = ("rnn", "lstm", "gru", "gru_reset_after")
AIMS = (
    Aim(POINTWISE, "torch", 0.7),
    Aim(RECURRENT, "torch", 1.2),
    Aim(RECURRENT, "jax", 0.8),
    Aim(("batch_norm", "softmax", "cross_entropy", "adam"), "torch", 0.8),
    Aim(("layer_norm", "linear", "max_pool2d"), "torch", 1.2),
    Aim(("conv2d",), "torch", 1.6),
    Aim(tuple(ENTRIES), "torch", 3.0, "tiny", ("forward", "both")),
)
MEANS = {"torch": 0.8, "jax": 0.65, "numpy": 1.0}
"""Bounds of the geometric mean over all formulas and the two larger sizes, forward+vjp."""


def misses(m: Measured) -> Iterator[tuple[float, Aim, str]]:
    """The ratios of one cell that are above their bounds."""
    for aim in AIMS:
        if m.cell.name in aim.names and m.cell.size == aim.size:
            for part in aim.parts:
                ratio = m.ratio(part, aim.peer)
                if ratio is not None and ratio > aim.bound:
                    yield ratio, aim, part


def missed(cells: Sequence[Measured]) -> Iterator[str]:
    """Every bound that is not kept, with what was measured and where our time goes."""
    for peer, bound in MEANS.items():
        mean = geomean(r for r, _ in ratios([m for m in cells if m.cell.size in LARGER], peer))
        if mean is not None and mean > bound:
            yield f"geometric mean against {TITLES[peer]}: {mean:.2f}, aimed at {bound:g}"
    for aim in AIMS:
        found = [(ratio, part, m) for m in cells for ratio, its, part in misses(m) if its is aim]
        for ratio, part, m in sorted(found, key=lambda miss: (miss[1], -miss[0])):
            told = f": {'; '.join(m.hot[part])}" if m.hot.get(part) else ""
            yield (
                f"{m.cell.title}, {m.cell.size}, {m.cell.dtype}, {PART_TITLES[part]}: "
                f"{ratio:.2f} times {TITLES[aim.peer]}, aimed at {aim.bound:g}{_by_hand(m, part, ratio)}{told}"
            )


def _by_hand(m: Measured, part: str, ratio: float) -> str:
    """What the best NumPy that we know takes by the same measure: how much of a miss is NumPy's."""
    ours = m.ratio(part, "numpy")
    return f" (NumPy by hand {ratio / ours:.2f} times)" if ours else ""
