"""What README says in numbers and as printed is what the library says."""

from __future__ import annotations

import re
import shlex
from pathlib import Path

import pytest

from nnmath.cli import main
from nnmath.kernels._index import FORMULAS

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def test_the_number_of_formulas():
    assert f"shows all {len(FORMULAS)}," in README


def test_the_geometric_means_are_the_measured_ones():
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    measured = re.search(r"geomean ([\d.]+) vs torch, ([\d.]+) vs jax", page)
    assert measured is not None
    said = re.search(
        r"take ([\d.]+) times as long as PyTorch's and ([\d.]+) times as long as JAX's", " ".join(README.split())
    )
    assert said is not None and said.groups() == measured.groups()


@pytest.mark.parametrize("block", re.findall(r"```text\n\$ python -m nnmath (.*?)```", README, re.S))
def test_what_commands_print(block, capsys):
    command, *printed = block.strip().splitlines()
    main(shlex.split(command))
    assert capsys.readouterr().out.splitlines() == printed


def test_every_page_named_is_there():
    named = re.findall(r"\[[\w./]+\]\(([\w./]+)\)", README)
    assert len(named) > 8
    assert [page for page in named if not (ROOT / page).exists()] == []
