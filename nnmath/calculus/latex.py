"""LaTeX: the author's equations in the author's order, derived expressions in the field's order.

Arrays whose first axis is a list carry its index as a superscript in brackets, as layers do:
``a[l+1,j]`` prints as a^{[l+1]}_{j}.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable

import sympy

from nnmath.notation.arrays import Array, Bracket, Guard, IndexValue, Read, Reduction
from nnmath.notation.functions import ScalarFunction, indicator, opaque
from nnmath.notation.index import Atom, Floor, Index, Width
from nnmath.notation.parse import REDUCTIONS
from nnmath.notation.system import Equation, Statement, System

_LETTERS = """
    alpha beta gamma delta epsilon zeta eta theta iota kappa lambda mu nu xi pi rho sigma tau phi chi psi omega
    Gamma Delta Theta Lambda Xi Pi Sigma Phi Psi Omega
"""
GREEK = frozenset(_LETTERS.split())
SPECIAL = {"eps": r"\varepsilon", "l": r"\ell", "lse": r"\mathrm{lse}", "lr": r"\eta"}
PARTIAL = re.compile(r"d([A-Za-z]+)_d(\w+)")
ACCENTS = ("bar", "dot")
RELATIONS = {
    "Lt": "<",
    "LtE": r"\le",
    "Gt": ">",
    "GtE": r"\ge",
    "Eq": "=",
    "NotEq": r"\ne",
    "<": "<",
    "<=": r"\le",
    ">": ">",
    ">=": r"\ge",
    "==": "=",
    "!=": r"\ne",
}
OPERATORS = {
    "sum": r"\sum",
    "max": r"\max",
    "min": r"\min",
    "prod": r"\prod",
    "logsumexp": r"\operatorname{logsumexp}",
    "argmax": r"\operatorname{argmax}",
    "argmin": r"\operatorname{argmin}",
    "mean": r"\operatorname{mean}",
}
FUNCTIONS = {"exp": r"\exp", "log": r"\ln", "sqrt": r"\sqrt", "abs": r"\operatorname{abs}"}


def name_latex(name: str) -> tuple[str, str]:
    """A symbol and its label: ``bar_w_ih`` is (\\bar{w}, ih)."""
    if match := re.fullmatch(r"(bar|dot)(\d*)_(.+)", name):
        symbol, label = name_latex(match[3])
        accent = {"bar": r"\bar", "dot": r"\dot"}[match[1]]
        repeated = int(match[2] or 1)
        for _ in range(repeated):
            symbol = f"{accent}{{{symbol}}}"
        return symbol, label
    if name.endswith("_"):
        symbol, label = name_latex(name.rstrip("_"))
        return symbol + "'" * (len(name) - len(name.rstrip("_"))), label
    if name in SPECIAL:
        return SPECIAL[name], ""
    if name in GREEK:
        return f"\\{name}", ""
    if match := re.fullmatch(r"(\w+?)_?hat", name):
        return f"\\hat{{{name_latex(match[1])[0]}}}", ""
    head, _, label = name.partition("_")
    if label and len(head) > 1 and head not in GREEK:
        return f"\\mathrm{{{name.replace('_', chr(92) + '_')}}}", ""
    if label:
        symbol, inner = name_latex(head) if head else ("", "")
        return symbol, ",".join(filter(None, [inner, label.replace("_", ",").strip(",")]))
    if match := re.fullmatch(r"([A-Za-z]+)(\d+)", name):
        return f"{name_latex(match[1])[0]}", match[2]
    return (name if len(name) == 1 else f"\\mathrm{{{name}}}"), ""


def symbol_latex(name: str) -> str:
    if match := PARTIAL.fullmatch(name):
        return rf"\frac{{\partial {symbol_latex(match[1])}}}{{\partial {symbol_latex(match[2])}}}"
    symbol, label = name_latex(name)
    return f"{symbol}_{{{label if label.isdigit() else _label(label)}}}" if label else symbol


def _label(label: str) -> str:
    return f"({label})" if label.isdigit() else f"\\mathrm{{{label}}}"


def number_latex(value: sympy.Rational | float | int) -> str:
    """A number; a decimal with many digits is cut where it is marked as cut.

    >>> number_latex(0.044715), number_latex(1e-6), number_latex(2.5e-7), number_latex(sympy.Rational(2, 3))
    ('0.044715', '10^{-6}', '2.5 \\\\cdot 10^{-7}', '\\\\frac{2}{3}')
    """
    exact = sympy.Rational(str(value)) if isinstance(value, float) else sympy.Rational(value)
    if not isinstance(value, float) and exact.q <= 10_000:
        return str(sympy.latex(exact))
    text = f"{float(exact):.12g}"
    digits, _, power = text.partition("e")
    if sympy.Rational(text) != exact:
        digits = digits[:10] + r"\ldots"
    if not power:
        return digits
    return f"{digits[:-1]}10^{{{int(power)}}}" if digits in ("1", "-1") else rf"{digits} \cdot 10^{{{int(power)}}}"


def numerator_rank(array: Array) -> int:
    """How many leading axes of a Jacobian ``dy_dx[index of y, index of x]`` belong to y."""
    return sum(re.fullmatch(r"o\d+", axis.name) is not None for axis in array.axes)


def read_latex(name: str, index: Iterable[str], layered: bool = False, numerator: int = 0) -> str:
    """An array's entry: label and layer above, index below; ``dC_dW`` is a partial derivative."""
    if match := PARTIAL.fullmatch(name):
        parts = list(index)
        top, bottom = read_latex(match[1], parts[:numerator]), read_latex(match[2], parts[numerator:], layered)
        return rf"\frac{{\partial {top}}}{{\partial {bottom}}}"
    symbol, label = name_latex(name)
    parts = list(index)
    above = []
    if layered and parts:
        above.append(f"[{parts.pop(0)}]")
    if label:
        above.append(_label(label))
    text = symbol
    if above:
        text += "^{" + ",".join(above) + "}"
    if parts:
        text += "_{" + ",".join(parts) + "}"
    return text


def index_latex(index: Index) -> str:
    """An integer polynomial."""
    if index.constant is not None:
        return str(index.constant)
    text = ""
    for monomial, coefficient in sorted(index.terms, key=lambda t: (t[1] < 0, len(t[0]) == 0)):
        factors = " ".join(_atom_latex(a) for a in monomial)
        number = "" if abs(coefficient) == 1 and factors else str(abs(coefficient))
        text += (" - " if coefficient < 0 else " + ") + number + factors
    return ("-" if text.startswith(" - ") else "") + text[3:]


def _atom_latex(atom: Atom) -> str:
    if isinstance(atom, str):
        return symbol_latex(atom)
    if isinstance(atom, Width):
        return f"{atom.name}_{{{index_latex(atom.at)}}}"
    assert isinstance(atom, Floor)
    return rf"\left\lfloor \tfrac{{{index_latex(atom.numerator)}}}{{{index_latex(atom.denominator)}}} \right\rfloor"


def guard_latex(guard: Guard) -> str:
    """A condition, with its negative terms moved to the other side."""
    positive = Index({m: c for m, c in guard.index.terms if c > 0})
    negative = Index({m: -c for m, c in guard.index.terms if c < 0})
    relation = {">=": r"\ge", "==": "=", "!=": r"\ne"}[guard.relation]
    return f"{index_latex(positive)} {relation} {index_latex(negative)}"


def bracket_latex(guards: Iterable[Guard]) -> str:
    return r"\bigl[" + r",\ ".join(guard_latex(g) for g in guards) + r"\bigr]"


# -- the author's own text -------------------------------------------------------------------


class AuthorPrinter:
    """Prints an equation as it was typed."""

    def __init__(self, system: System):
        self.layered = {a.name for a in system.arrays.values() if is_layered(a)}
        self.numerators = {a.name: numerator_rank(a) for a in system.arrays.values()}

    def equation(self, equation: Equation) -> str:
        statement = ast.parse(equation.text).body[0]
        assert isinstance(statement, ast.Assign | ast.AugAssign)
        target = statement.targets[0] if isinstance(statement, ast.Assign) else statement.target
        sign = "&=" if isinstance(statement, ast.Assign) else r"&\mathrel{+}="
        return f"{self.show(target)} {sign} {self.show(statement.value)}"

    def text(self, text: str) -> str:
        """A right side, or a left one, given as text."""
        return self.show(ast.parse(text.strip(), mode="eval").body)

    def show(self, tree: ast.expr, level: int = 0) -> str:
        """LaTeX of a tree; `level` is the precedence around it: 1 sum, 2 product, 3 power."""
        match tree:
            case ast.Constant(value=float() | int() as value):
                return number_latex(value)
            case ast.Name(id=name):
                return symbol_latex(name)
            case ast.Subscript(value=ast.Name(id=name), slice=index):
                parts = [self.show(e) for e in _elements(index)]
                return read_latex(name, parts, name in self.layered, self.numerators.get(name, 0))
            case ast.UnaryOp(operand=operand):
                return _wrap(f"-{self.show(operand, 2)}", level > 1)
            case ast.BinOp():
                return self._binary(tree, level)
            case ast.IfExp(test=test, body=body, orelse=other):
                rows = rf"{self.show(body)} & \text{{if }} {self.show(test)} \\ {self.show(other)} & \text{{otherwise}}"
                return _wrap(rf"\begin{{cases}} {rows} \end{{cases}}", level > 1)
            case ast.Compare(left=left, ops=ops, comparators=right):
                return self.show(left) + "".join(
                    f" {RELATIONS[type(o).__name__]} {self.show(r)}" for o, r in zip(ops, right, strict=True)
                )
            case ast.List(elts=[inner]):
                return rf"\bigl[{self.show(inner)}\bigr]"
            case ast.Call():
                return self._call(tree, level)
        return ast.unparse(tree)

    def _binary(self, tree: ast.BinOp, level: int) -> str:
        match tree.op:
            case ast.Add():
                return _wrap(f"{self.show(tree.left, 1)} + {self.show(tree.right, 1)}", level > 1)
            case ast.Sub():
                return _wrap(f"{self.show(tree.left, 1)} - {self.show(tree.right, 2)}", level > 1)
            case ast.Mult():
                return _wrap(self._product(tree), level > 2)
            case ast.Div():
                return rf"\frac{{{self.show(tree.left)}}}{{{self.show(tree.right)}}}"
            case ast.FloorDiv():
                return rf"\left\lfloor \frac{{{self.show(tree.left)}}}{{{self.show(tree.right)}}} \right\rfloor"
            case ast.Pow():
                return rf"{_power_base(self.show(tree.left, 3))}^{{{self.show(tree.right)}}}"
        return ast.unparse(tree)

    def _product(self, tree: ast.BinOp) -> str:
        left = self.show(tree.left, 2)
        if _ends_in_sum(tree.left):
            left = _wrap(left, not left.startswith(r"\left("))
        right = self.show(tree.right, 1) if _is_sum(tree.right) else self.show(tree.right, 2)
        digits = right[:1].isdigit() or (
            isinstance(tree.right, ast.BinOp) and isinstance(tree.right.op, ast.Pow) and right[:1].isdigit()
        )
        return f"{left} \\cdot {right}" if digits else f"{left}\\, {right}"

    def _call(self, tree: ast.Call, level: int) -> str:
        body = tree.args[0]
        match tree.func:
            case ast.Subscript(value=ast.Name(id=op), slice=axes) if op in (*REDUCTIONS, "mean"):
                under = ",".join(self.show(e) for e in _elements(axes))
                inner = self.show(body, 2)
                return _wrap(f"{OPERATORS[op]}_{{{under}}} {inner}", level > 1)
            case ast.Subscript(value=ast.Name(id=name), slice=at):
                under = ",".join(self.show(e) for e in _elements(at))
                return f"{symbol_latex(name)}_{{{under}}}({self.show(body)})"
            case ast.Name(id="pad"):
                return self.show(body, level)
            case ast.Attribute(value=function, attr="prime"):
                plain = self._call(ast.Call(func=function, args=tree.args, keywords=[]), level)
                head, mark, rest = plain.partition(r"\left(" if r"\left(" in plain else "(")
                return f"{head}'{mark}{rest}"
            case ast.Name(id="sqrt"):
                return rf"\sqrt{{{self.show(body)}}}"
            case ast.Name(id="exp"):
                return f"e^{{{self.show(body)}}}"
            case ast.Name(id=name):
                return f"{function_latex(name)}\\left({self.show(body)}\\right)"
        return ast.unparse(tree)


def function_latex(name: str) -> str:
    from nnmath.notation.functions import NAMED

    if name in NAMED:
        return str(NAMED[name].latex_name)
    return FUNCTIONS.get(name, symbol_latex(name))


def _is_sum(tree: ast.expr) -> bool:
    match tree:
        case ast.Call(func=ast.Subscript(value=ast.Name(id=op))):
            return op in REDUCTIONS
    return False


def _ends_in_sum(tree: ast.expr) -> bool:
    """Whether what follows would read as part of a sum."""
    if isinstance(tree, ast.BinOp) and isinstance(tree.op, ast.Mult):
        return _ends_in_sum(tree.right)
    return _is_sum(tree)


def _elements(tree: ast.expr) -> tuple[ast.expr, ...]:
    return tuple(tree.elts) if isinstance(tree, ast.Tuple) else (tree,)


def _wrap(text: str, needed: bool) -> str:
    return rf"\left({text}\right)" if needed else text


PLAIN_BASE = re.compile(r"\\?[A-Za-z]+(\{[^{}]*\})*(_\{[^{}]*\})?'*|\d+")


def _power_base(text: str) -> str:
    """A base in brackets, unless it is one symbol or one bracket already.

    >>> print(_power_base(r"\\bar{x}"), _power_base(r"\\frac{1}{3}"))
    \\bar{x} \\left(\\frac{1}{3}\\right)
    """
    plain = PLAIN_BASE.fullmatch(text) and not text.startswith(r"\frac")
    return text if plain or _is_group(text) else rf"\left({text}\right)"


def _is_group(text: str) -> bool:
    """Whether the first bracket closes at the very end."""
    if not (text.startswith(r"\left(") and text.endswith(r"\right)")):
        return False
    depth = 0
    for mark in re.finditer(r"\\(left|right)\b", text):
        depth += 1 if mark[1] == "left" else -1
        if depth == 0:
            return mark.end() + 1 == len(text)
    return False


def is_layered(array: Array) -> bool:
    return array.ragged


# -- derived expressions ---------------------------------------------------------------------


def body_latex(body: sympy.Expr, level: int = 0) -> str:
    """A scalar expression; factors in the order numbers, parameters, cotangents, data, functions, sums."""
    match body:
        case Read():
            index, array = map(index_latex, body.index), body.array
            return read_latex(array.name, index, is_layered(array), numerator_rank(array))
        case IndexValue():
            return _wrap(index_latex(body.index), level > 1 and len(body.index.terms) > 1)
        case Bracket():
            return bracket_latex(body.guards)
        case Reduction():
            return _reduction_latex(body, level)
        case sympy.Rational():
            return number_latex(body)
        case sympy.Add():
            return _wrap(_sum_latex(body), level > 1)
        case sympy.Mul():
            return _product_latex(body, level)
        case sympy.Pow():
            return _power_latex(body)
        case sympy.Piecewise():
            rows = [
                f"{body_latex(v)} & " + (r"\text{otherwise}" if c == True else rf"\text{{if }} {_condition_latex(c)}")  # noqa: E712
                for v, c in body.args
            ]
            return _wrap(r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}", level > 1)
    return _function_latex(body)


def _reduction_latex(body: Reduction, level: int) -> str:
    factors = sympy.Mul.make_args(body.body)
    guards = [g for f in factors if isinstance(f, Bracket) for g in f.guards]
    rest = sympy.Mul(*(f for f in factors if not isinstance(f, Bracket)))
    under = ",".join(symbol_latex(a.name) for a in body.axes)
    if guards:
        rows = r" \\ ".join([under, *(guard_latex(g) for g in guards)])
        under = rf"\substack{{{rows}}}"
    return _wrap(f"{OPERATORS[body.op]}_{{{under}}} {body_latex(rest, 2)}", level > 2)


def _sum_latex(body: sympy.Expr) -> str:
    terms = sorted(body.args, key=lambda t: (t.could_extract_minus_sign(), _order(t)))
    text = ""
    for term in terms:
        negative = term.could_extract_minus_sign()
        text += (" - " if negative else " + ") + body_latex(-term if negative else term, 1 if not negative else 2)
    return ("-" if text.startswith(" - ") else "") + text[3:]


def _order(factor: sympy.Expr) -> tuple[int, str]:
    base = factor.base if isinstance(factor, sympy.Pow) else factor
    if base.is_number:
        return 0, str(base)
    if isinstance(base, IndexValue) or (isinstance(base, Read) and not base.index):
        return 1, str(base)
    if isinstance(base, Read):
        return (2 if base.array.name.startswith(ACCENTS) else 3), str(base)
    return (6 if base.has(Reduction) else 5 if isinstance(base, Bracket) else 4), str(base)


def _product_latex(body: sympy.Expr, level: int) -> str:
    if body.could_extract_minus_sign():
        return _wrap(f"-{body_latex(-body, 2)}", level > 1)
    numerator, denominator = sympy.fraction(body)
    if denominator != 1:
        return rf"\frac{{{body_latex(numerator)}}}{{{body_latex(denominator)}}}"
    factors = sorted(sympy.Mul.make_args(body), key=_order)
    shown = [body_latex(f, 2 if len(factors) > 1 else level) for f in factors]
    for i, factor in enumerate(factors[:-1]):
        if isinstance(factor, Reduction):
            shown[i] = _wrap(shown[i], not _is_group(shown[i]))
    return _wrap(r"\, ".join(shown), level > 2)


def _power_latex(body: sympy.Pow) -> str:
    if body.exp == sympy.Rational(1, 2):
        return rf"\sqrt{{{body_latex(body.base)}}}"
    if body.exp.could_extract_minus_sign():
        return rf"\frac{{1}}{{{body_latex(sympy.Pow(body.base, -body.exp))}}}"
    return rf"{_power_base(body_latex(body.base, 3))}^{{{body_latex(body.exp)}}}"


def _condition_latex(condition: sympy.Basic) -> str:
    if isinstance(condition, sympy.And):
        return r",\ ".join(_condition_latex(c) for c in condition.args)
    return f"{body_latex(condition.lhs)} {RELATIONS[condition.rel_op]} {body_latex(condition.rhs)}"


def _function_latex(body: sympy.Expr) -> str:
    if isinstance(body, indicator):
        return rf"\bigl[{body_latex(body.args[0])} = {body_latex(body.args[1])}\bigr]"
    if isinstance(body, opaque):
        layer = ",".join(body_latex(a) for a in body.args[2:-1])
        primes = "'" * body.order if body.order < 4 else f"^{{({body.order})}}"
        under = f"_{{{layer}}}" if layer else ""
        return f"{symbol_latex(body.name_of)}{under}{primes}\\left({body_latex(body.argument)}\\right)"
    if isinstance(body, sympy.exp):
        return f"e^{{{body_latex(body.args[0])}}}"
    if isinstance(body, ScalarFunction):
        return f"{type(body).latex_name}\\left({body_latex(body.args[0])}\\right)"
    if isinstance(body, sympy.Function):
        name = FUNCTIONS.get(type(body).__name__, rf"\operatorname{{{type(body).__name__}}}")
        return f"{name}\\left({body_latex(body.args[0])}\\right)"
    return str(sympy.latex(body))


def statement_latex(statement: Statement) -> str:
    """``A_{index} = sum_{...} [guards] body`` with its alignment mark."""
    return f"{body_latex(statement.left)} &= {body_latex(statement_expression(statement))}"


def statement_expression(statement: Statement) -> sympy.Expr:
    """A statement's right side as one surface expression."""
    body = statement.body
    if statement.guards:
        body = body * Bracket(statement.guards)
    if statement.reduced:
        return Reduction(statement.op, statement.reduced, body)
    return body


def system_latex(system: System) -> str:
    """The equations of a system as an align environment, in the author's words where there are any."""
    lines = definition_lines(system) if system.equations else [statement_latex(s) for s in system.statements]
    return align(lines)


def definition_lines(system: System) -> list[str]:
    """The author's equations, then the ranges that no array tells, and what a padded read means."""
    printer = AuthorPrinter(system)
    lines = [printer.equation(e) for e in system.equations]
    ranges: dict[str, Index] = {}
    for statement in system.statements:
        ranges |= {a.name: a.size for a in statement.axes if any(isinstance(x, Floor) for x in a.size.atoms())}
    lines += [rf"0 &\le {symbol_latex(n)} < {index_latex(size)}" for n, size in ranges.items()]
    if any("pad(" in e.text for e in system.equations):
        lines.append(r"&\text{(what lies outside an array is absent from the sum or maximum)}")
    return lines


def align(lines: Iterable[str]) -> str:
    return "\\begin{align*}\n" + " \\\\\n".join(f"  {line}" for line in lines) + "\n\\end{align*}"
