"""Systems drawn at random: cases, halves of an array, recurrences, gathers, padded reads, several terms an array."""

from __future__ import annotations

import random
import re

SHAPES = {
    "plane": ("N, M", ["n,m"], ["n,k"]),
    "row": ("N", ["n"], []),
    "column": ("M", ["m"], ["k"]),
    "wide": ("N, 2*M", ["n,m", "n,M+m"], ["n,k", "n,M+k"]),
    "tall": ("2*N, M", ["n,m", "N+n,m"], []),
    "turned": ("M, N", ["m,n"], ["k,n"]),
    "longer": ("N+1, M", ["n,m", "n+1,m"], []),
    "number": ("", [], []),
}
"""Sizes of an array, and how it is read over n and m, and over k in place of m."""

CASES = (
    "({x} if {x} > 0 else {c}*{x})",
    "({x} if {x} >= 0 else {y}*{x})",
    "({x} if {x} > 0 else exp({y})*{x})*{z}",
    "(-1 if {x} <= -1 else (1 if {x} >= 1 else {x}))",
    "(0 if {x} < -0.5 else (1 if {x} > 0.5 else {x} + 1/2))",
    "(a if {x} <= a else (b if {x} >= b else {x}))",
    "(a if {x} >= a else (b if {x} < b else {x}))",
    "(0.5 if {x} >= 0.5 else {x})*{y}",
    "(b*sign({x}) if abs({x}) > b else {x})",
)
SMOOTH = (
    "{x}", "{x}*{y}", "{x} + {y}", "{x} - {y}", "{c}*{x}", "tanh({x})", "exp({x})*{y}", "sigmoid({x} + {y})",
    "{x}**2", "tanh({x})*{y} + {z}", "sqrt({x}**2 + 1)", "exp({x} - {y})", "({x} - {y})**2 + {x}",
)  # fmt: skip


class Drawn:
    """A text in the notation, grown statement by statement."""

    def __init__(self, seed: int):
        self.random = random.Random(seed)
        self.inputs = [("x", "plane"), ("y", "plane"), ("w", "column"), ("c", "row")]
        self.inputs.append(("e", self.random.choice(["wide", "tall", "turned", "longer", "number"])))
        self.arrays = list(self.inputs)
        self.lines: list[str] = []
        for _ in range(self.random.randint(2, 6)):
            self.grow()

    def text(self) -> str:
        made = [name for name, _ in self.arrays[len(self.inputs) :]]
        outputs = [name for name in made[:-1] if self.random.random() < 0.35] + [made[-1]]
        self.random.shuffle(outputs)
        inputs = [f"{name}[{SHAPES[shape][0]}]".replace("[]", "") for name, shape in self.inputs]
        inputs += [f"{t}[N]: int<M" for t in "ts" if any(f"[{t}[n]" in line for line in self.lines)]
        head = f"f({', '.join(inputs)}; a: real, b: real > 0) -> {', '.join(outputs)}"
        return "\n".join([head, "n < N", "m < M", "k < M", *self.lines])

    def read(self, names: str, full: bool = False) -> str:
        """A read over some of the axes, over all of them if `full`."""
        found = []
        for name, shape in self.arrays:
            _, own, summed = SHAPES[shape]
            found += [f"{name}[{at}]" for at in own + summed if set(re.findall("[nmk]", at)) <= set(names)]
            found += [name] * (shape == "number" and not full)
        whole = [r for r in found if set(names) <= set(re.findall("[nmk]", r.partition("[")[2]))]
        return self.random.choice((whole if full else found) or ["0.5"])

    def body(self, names: str) -> str:
        parts = {"x": self.read(names, full=True), "y": self.read(names), "z": self.read(names)}
        form = self.random.choice(self.random.choice([CASES, SMOOTH]))
        return form.format(**parts, c=self.random.choice(["0.5", "2", "-1", "a", "1"]))

    def grow(self) -> None:
        name = f"v{len(self.lines)}"
        kinds = [self.plane, self.plane, self.reduced, self.halves, self.turned, self.recurrence, self.chosen]
        shape, lines = self.random.choice(kinds)(name)
        self.lines += lines
        self.arrays.append((name, shape))

    def plane(self, name: str) -> tuple[str, list[str]]:
        lines = [f"{name}[n,m] = {self.body('nm')}"]
        lines += [f"{name}[n,m] += {self.body('nm')}"] * (self.random.random() < 0.4)
        lines += lines[:1] * (self.random.random() < 0.1)
        lines += [f"{name}[n,m] += sum[k]({self.read('nk')}*{self.read('nm')})"] * (self.random.random() < 0.2)
        return "plane", [lines[0], *(line.replace("] = ", "] += ") for line in lines[1:])]

    def reduced(self, name: str) -> tuple[str, list[str]]:
        how, extreme = self.random.choice(["sum", "mean", "logsumexp"]), self.random.choice(["max", "min"])
        return self.random.choice([
            ("row", [f"{name}[n] = {how}[m]({self.read('nm', full=True)})"]),
            ("column", [f"{name}[m] = sum[n]({self.body('nm')})"]),
            ("column", [f"{name}[m] = sum[n]([t[n] == m]*[s[n] == m]*{self.read('n')})"]),
            ("row", [f"{name}[n] = {extreme}[m]({self.read('nm', full=True)} - {self.read('n')})"]),
            ("number", [f"{name} = sum[n,m]({self.body('nm')})"]),
            ("row", [f"{name}[n] = {self.body('n')}"]),
        ])  # fmt: skip

    def halves(self, name: str) -> tuple[str, list[str]]:
        shape, second = self.random.choice([("wide", "n,M+m"), ("tall", "N+n,m")])
        lines = [f"{name}[n,m] = {self.body('nm')}", f"{name}[{second}] = {self.body('nm')}"]
        return shape, self.random.sample(lines, 2)

    def turned(self, name: str) -> tuple[str, list[str]]:
        return "turned", [f"{name}[m,n] = {self.body('nm')}"]

    def recurrence(self, name: str) -> tuple[str, list[str]]:
        fixed, beside = self.read("nm", full=True), self.read("nm")
        factor = self.random.choice(["tanh({x})", "exp({x})", "({x} if {x} > 0 else a*{x})", "sigmoid({x} + {y})"])
        factor = factor.format(x=fixed, y=beside)
        if self.random.random() < 0.3:
            return "longer", [f"{name}[N,m] = {self.body('m')}", f"{name}[n,m] = {factor}*{name}[n+1,m] + {beside}"]
        more = self.random.choice([beside, f"tanh({name}[n,m])*0.5", f"tanh({beside} + {name}[n,m])"])
        padded = self.random.choice(["", "", f" + pad(x[n-1,m])*exp(x[n-1,m])*{name}[n,m]"])
        return "longer", [f"{name}[0,m] = {self.body('m')}", f"{name}[n+1,m] = {factor}*{name}[n,m] + {more}{padded}"]

    def chosen(self, name: str) -> tuple[str, list[str]]:
        padded = self.random.choice(["x[n,m-1]", "x[n-1,m]", "x[n,m+1]"])
        return "plane", [self.random.choice([
            f"{name}[n,m] = sum[k]([t[n] == k]*{self.read('nk', full=True)})*{self.read('nm')}",
            f"{name}[n,m] = pad({padded})*{self.read('nm')}",
            f"{name}[n,m] = exp(-[t[n] == m])*{self.read('nm', full=True)} - [s[n] == m]",
            f"{name}[n,m] = sum[k]([t[n] == k]*[s[n] == m]*{self.read('nk', full=True)}) + {self.read('nm')}",
        ])]  # fmt: skip
