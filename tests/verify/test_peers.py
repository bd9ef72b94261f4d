"""The table of accuracy beside other libraries."""

from __future__ import annotations

from pathlib import Path

import pytest

pytest.importorskip("flint")

from nnmath.verify.peers import LIBRARIES, ROWS, TITLES, beside, installed, report

PAGE = Path(__file__).resolve().parents[2] / "docs" / "accuracy.md"


def test_every_column_has_the_same_inputs():
    found = [f for f in beside("silu", {}, "float32", 0, 500, 1).values() if f is not None]
    assert len({f.count for f in found}) == 1 and found[0].worst_ulp < 4


def test_absent_libraries_are_said_to_be_absent(monkeypatch):
    monkeypatch.setattr("nnmath.verify.peers.installed", lambda: [])
    text, broken = report(["silu"], 200, 0, markdown=True)
    assert "left out: PyTorch, JAX, ONNX reference." in text and not broken


@pytest.mark.parametrize("library", LIBRARIES)
def test_a_library_that_is_there_is_a_column(library):
    text, _ = report(["silu"], 200, 0, markdown=True)
    assert (f"| {TITLES[library]} |" in text) == (library in installed())


def test_the_page_has_a_row_of_each_kind():
    text = PAGE.read_text(encoding="utf-8")
    for name, params in ROWS:
        title = name + (f"({', '.join(f'{k}={v}' for k, v in params.items())})" if params else "")
        assert text.count(f"| {title} |") == 4
