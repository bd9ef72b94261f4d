"""The examples run, and reach what their pages promise."""

from __future__ import annotations

import importlib.util
import math
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[1] / "docs" / "examples"


def run(name: str):
    """``main()`` of an example, in this process."""
    spec = importlib.util.spec_from_file_location(f"example_{name}", EXAMPLES / f"{name}.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.main()


@pytest.mark.parametrize(
    ("name", "threshold"), [("digits_mlp", 0.96), ("digits_conv", 0.97), ("digits_lstm", 0.95)]
)
def test_digits_accuracy(name, threshold, capsys):
    accuracy = run(name)
    assert accuracy >= threshold
    assert f"final accuracy {accuracy:.4f}" in capsys.readouterr().out


@pytest.fixture(scope="module")
def worked():
    return run("worked_network")


def sigmoid(x: float) -> float:
    return 1 / (1 + math.exp(-x))


def test_worked_network_forward(worked):
    h1, h2 = sigmoid(0.1), sigmoid(0.13)
    o_in = 0.4 * h1 + 0.45 * h2
    expected = {
        "h1_in": 0.1,
        "h1_out": h1,
        "h2_in": 0.13,
        "h2_out": h2,
        "o_in": o_in,
        "o_out": sigmoid(o_in),
        "as_printed_o_in": 0.3 * h1 + 0.4 * h2,
        "as_printed_o_out": sigmoid(0.3 * h1 + 0.4 * h2),
    }
    assert {name: worked[name] for name in expected} == pytest.approx(expected, rel=1e-14)


@pytest.mark.parametrize(
    ("name", "printed"),
    [("h1_in", "0.10"), ("h1_out", "0.52"), ("h2_in", "0.13"), ("h2_out", "0.53")],
)
def test_hidden_layer_is_printed_correctly(worked, name, printed):
    assert f"{worked[name]:.2f}" == printed


def test_output_is_printed_with_a_slip_that_does_no_harm(worked):
    assert f"{worked['o_in']:.2f}" == "0.45"  # printed 0.44
    assert f"{worked['o_out']:.2f}" == f"{sigmoid(0.44):.2f}" == "0.61"
    assert f"{worked['as_printed_o_out']:.2f}" == "0.59"
    assert worked["o_out"] > 0.5


def test_one_step_lowers_the_cost_as_the_gradient_says(worked):
    decrease = worked["cost"] - worked["new_cost"]
    assert decrease == pytest.approx(worked["expected_decrease"], rel=0.02)
    assert worked["new_o_out"] > worked["o_out"]
