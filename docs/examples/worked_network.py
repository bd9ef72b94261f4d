"""The worked network of the lecture, to more digits than it prints.

Two inputs, one hidden layer of two neurons, one output, no biases, sigmoid everywhere:

    h_in = W1 x,  h_out = sigmoid(h_in),  o_in = W2 h_out,  o_out = sigmoid(o_in)

with x = (0.5, 0.1). The lecture numbers six weights, 0.15, 0.25, 0.2, 0.3, 0.4, 0.45. It works with
W1 = [[w1, w2], [w3, w4]] and W2 = [[w5, w6]], but the last layer is printed with w4 and w5.

The second half goes where the lecture stops: one step of gradient descent.
"""

from __future__ import annotations

import numpy as np

import nnmath as nm

X = np.array([[0.5, 0.1]])
W1 = np.array([[0.15, 0.25], [0.20, 0.30]])
W2 = np.array([[0.40, 0.45]])
TARGET = np.array([[1.0]])
LEARNING_RATE = 0.5

PRINTED = {
    "h1_in": "0.1",
    "h1_out": "0.52",
    "h2_in": "0.13",
    "h2_out": "0.53",
    "o_in": "0.44",
    "o_out": "0.61",
}


def forward(w1: np.ndarray, w2: np.ndarray) -> dict[str, float]:
    """Every number of the forward pass, under the lecture's names."""
    h_in = nm.linear(X, w1)
    h_out = nm.sigmoid(h_in)
    o_in = nm.linear(h_out, w2)
    o_out = nm.sigmoid(o_in)
    values = (h_in[0, 0], h_out[0, 0], h_in[0, 1], h_out[0, 1], o_in[0, 0], o_out[0, 0])
    return dict(zip(PRINTED, map(float, values), strict=True))


def cost_and_gradients(w1: np.ndarray, w2: np.ndarray) -> tuple[float, tuple[np.ndarray, np.ndarray]]:
    """E = (t - o)^2 / 2 and dE/dW1, dE/dW2: four kernels forwards, their pullbacks backwards."""
    h_in, back_h_in = nm.linear.vjp(X, w1)
    h_out, back_h_out = nm.sigmoid.vjp(h_in)
    o_in, back_o_in = nm.linear.vjp(h_out, w2)
    o_out, back_o_out = nm.sigmoid.vjp(o_in)
    cost, back_cost = nm.half_squared_error.vjp(o_out, TARGET, reduction="sum")

    do_out = back_cost(1.0)[0]
    (do_in,) = back_o_out(do_out)
    dh_out, dw2 = back_o_in(do_in)[:2]
    (dh_in,) = back_h_out(dh_out)
    dw1 = back_h_in(dh_in)[1]
    return float(cost), (dw1, dw2)


def agrees(value: float, printed: str) -> bool:
    """Whether ``printed`` is ``value`` rounded to the digits printed."""
    return f"{value:.{len(printed.split('.')[1])}f}" == printed


def show_forward(numbers: dict[str, float]) -> None:
    """A line a number: computed, printed, and whether the one rounds to the other."""
    print(f"{'':8}{'computed':>14}  printed")
    for name, value in numbers.items():
        remark = "" if agrees(value, PRINTED[name]) else "  <- is not the computed one rounded"
        print(f"{name:8}{value:14.10f}  {PRINTED[name]}{remark}")


def show_misprints(numbers: dict[str, float], as_printed: dict[str, float]) -> None:
    """What is off in the line o_in = w4 h1_out + w5 h2_out = 0.4*0.52 + 0.45*0.53 = 0.44."""
    rounded = 0.4 * 0.52 + 0.45 * 0.53
    print("\nThe printed line o_in = w4 h1_out + w5 h2_out = 0.4*0.52 + 0.45*0.53 = 0.44:")
    print("- indices: 0.4 and 0.45 are w5 and w6. With w4 = 0.3 and w5 = 0.4, as the letters say,")
    print(f"  o_in = {as_printed['o_in']:.6f} and o_out = {as_printed['o_out']:.6f}, not 0.61;")
    print(f"- rounding: o_in = {numbers['o_in']:.6f} is 0.45 to two digits, and so is the product")
    print(f"  of the rounded factors, {rounded:.4f}: 0.44 is cut off, not rounded;")
    print(f"- no harm done: o_out = {numbers['o_out']:.6f} rounds to 0.61, sigmoid(0.44) does too,")
    print("  and the point is of class 1 (o_out > 0.5) on every reading.")


def main() -> dict[str, float]:
    """Print all of it; return the computed numbers and the costs around the step."""
    numbers = forward(W1, W2)
    show_forward(numbers)
    # The letters w4, w5 taken at their word, with the values of the list.
    as_printed = forward(W1, np.array([[0.3, 0.4]]))
    show_misprints(numbers, as_printed)

    cost, (dw1, dw2) = cost_and_gradients(W1, W2)
    w1 = nm.sgd(W1, dw1, lr=LEARNING_RATE)
    w2 = nm.sgd(W2, dw2, lr=LEARNING_RATE)
    new_cost, _ = cost_and_gradients(w1, w2)
    # To first order a step lowers the cost by lr |gradient|^2.
    expected = LEARNING_RATE * float(np.sum(dw1**2) + np.sum(dw2**2))

    print(f"\nOne step with target {TARGET.item():g} and learning rate {LEARNING_RATE}:")
    for i, (g, new) in enumerate(zip([*dw1.flat, *dw2.flat], [*w1.flat, *w2.flat], strict=True)):
        print(f"dE/dw{i + 1} = {g:13.10f}   new w{i + 1} = {new:.10f}")
    print(f"E = {cost:.8f} -> {new_cost:.8f}: lower by {cost - new_cost:.2e}")
    print(f"the gradient promised {expected:.2e}")
    o_out = forward(w1, w2)["o_out"]
    print(f"o_out = {numbers['o_out']:.6f} -> {o_out:.6f}")
    return numbers | {
        "as_printed_o_in": as_printed["o_in"],
        "as_printed_o_out": as_printed["o_out"],
        "cost": cost,
        "new_cost": new_cost,
        "expected_decrease": expected,
        "new_o_out": o_out,
    }


if __name__ == "__main__":
    main()
