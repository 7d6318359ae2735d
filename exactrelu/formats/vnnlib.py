"""VNN-LIB 1.0: properties of networks as sets of counterexamples, read exactly.

    (declare-const X_0 Real)
    (declare-const Y_0 Real)
    (assert (<= X_0 0.5))
    (assert (or (and (>= X_0 0.1) (>= Y_0 2.5)) (<= Y_0 (+ (* -2 X_0) 1e-3))))

X_0, X_1, ... are the inputs of the network and Y_0, Y_1, ... its outputs.
The file describes what breaks the property: it holds iff no input, with its outputs, satisfies all assertions.
Terms are linear, of decimal numbers, variables, +, -, * and / by numbers; formulas are <=, >=, and, or.
Decimal numbers are the rational numbers that they say.  Everything else is refused, with the line.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from os import PathLike
from typing import Any, NoReturn

from gmpy2 import mpq

from exactrelu.affine import Form, clear_denominators
from exactrelu.domain import Domain
from exactrelu.errors import FormatError, SizeLimitError
from exactrelu.extended import rational
from exactrelu.files import Source, read_source, shorten

__all__ = ["Case", "Specification", "load_specification", "read_specification"]

DEEPEST = 1000
MOST_VARIABLES = 10**6
MOST_CASES = 10**4
MOST_BITS = 10**6

TOKEN = re.compile(r"(?P<space>[ \t\r\n]+)|(?P<comment>;[^\n]*)|(?P<token>[()]|[^\s();\"|]+)")
NUMBER = re.compile(r"[+-]?[0-9]+([.][0-9]*)?([eE][+-]?[0-9]+)?")
VARIABLE = re.compile(r"(?P<kind>[XY])_(?P<index>0|[1-9][0-9]{0,8})")

Variable = tuple[str, int]
_Chain = Any
"""None, or a pair of a formula or term and the rest of the chain."""


@dataclass(frozen=True, slots=True)
class _Linear:
    """The sum of factor * variable, plus a constant."""

    terms: dict[Variable, mpq]
    constant: mpq

    def times(self, factor: mpq) -> "_Linear":
        return _Linear({name: factor * entry for name, entry in self.terms.items()}, factor * self.constant)


@dataclass(frozen=True, slots=True)
class _Formula:
    """A conjunction or a disjunction of formulas and of linear terms that are >= 0."""

    every: bool
    parts: tuple["_Formula | _Linear", ...]


@dataclass(frozen=True, slots=True)
class Case:
    """A polyhedron of inputs, and alternatives: with any one of them, the case describes counterexamples.

    An alternative is a conjunction of integer rows (a_1, ..., a_n, b_1, ..., b_m, c): a.x + b.y + c >= 0.
    """

    domain: Domain
    alternatives: tuple[tuple[Form, ...], ...]


@dataclass(frozen=True, slots=True)
class Specification:
    """A set of counterexamples: the points x with outputs y for which the formula is true."""

    inputs: int
    outputs: int
    formula: _Formula

    def cases(self, most: int = MOST_CASES) -> tuple[Case, ...]:
        """The same set as a union of cases with different domains, in disjunctive form.

        Raises SizeLimitError when there are more than `most` conjunctions.
        """
        grouped: dict[Domain, dict[tuple[Form, ...], None]] = {}
        for number, atoms in enumerate(_conjunctions(self.formula)):
            if number == most:
                raise SizeLimitError(f"the property has more than {most} alternatives; write it as several files")
            on_inputs, on_outputs = list[Form](), list[Form]()
            for atom in atoms:
                row = self._row(atom)
                if any(row[self.inputs : -1]):
                    on_outputs.append(row)
                elif any(row[:-1]) or row[-1] < 0:
                    on_inputs.append((*row[: self.inputs], row[-1]))
            domain = Domain(self.inputs, tuple(dict.fromkeys(on_inputs)))
            grouped.setdefault(domain, {})[tuple(dict.fromkeys(on_outputs))] = None
        return tuple(Case(domain, tuple(found)) for domain, found in grouped.items())

    def holds_at(self, point: Sequence[mpq], outputs: Sequence[mpq]) -> bool:
        """Whether the formula is true for these inputs and outputs: whether the point is a counterexample."""
        values = {("X", i): value for i, value in enumerate(point)} | {("Y", i): y for i, y in enumerate(outputs)}
        # Post-order without recursion: a formula is judged when all its parts have been.
        truths: dict[int, bool] = {}
        stack: list[_Formula | _Linear] = [self.formula]
        while stack:
            part = stack[-1]
            if isinstance(part, _Linear):
                total = sum((entry * values[name] for name, entry in part.terms.items()), part.constant)
                truths[id(part)] = total >= 0
            else:
                waiting = [other for other in part.parts if id(other) not in truths]
                if waiting:
                    stack += waiting
                    continue
                judged = [truths[id(other)] for other in part.parts]
                truths[id(part)] = all(judged) if part.every else any(judged)
            stack.pop()
        return truths[id(self.formula)]

    def _row(self, atom: _Linear) -> Form:
        entries = [mpq(0)] * (self.inputs + self.outputs) + [atom.constant]
        for (kind, index), factor in atom.terms.items():
            entries[index if kind == "X" else self.inputs + index] = factor
        return clear_denominators(entries)


def _conjunctions(formula: _Formula) -> Iterator[list[_Linear]]:
    """The terms >= 0 of each conjunction of the disjunctive form, depth-first, in the order of the file."""
    # Both lists are chains (first, rest), so that branches share their ends.
    stack: list[tuple[_Chain, _Chain]] = [((formula, None), None)]
    while stack:
        pending, atoms = stack.pop()
        while pending is not None:
            first, pending = pending
            if isinstance(first, _Linear):
                atoms = (first, atoms)
            elif first.every:
                for part in reversed(first.parts):
                    pending = (part, pending)
            else:
                stack += [((part, pending), atoms) for part in reversed(first.parts[1:])]
                pending = (first.parts[0], pending)
        found = []
        while atoms is not None:
            first, atoms = atoms
            found.append(first)
        yield found[::-1]


def load_specification(path: "str | PathLike[str]") -> Specification:
    """Reads a property; FormatError, with the line, for a bad file, OSError for an unreadable one."""
    return read_specification(read_source(path))


def read_specification(source: Source) -> Specification:
    """The property of a file; FormatError, with the line, for anything that is not VNN-LIB 1.0 with linear terms.

    >>> text = b"(declare-const X_0 Real) (declare-const Y_0 Real) (assert (<= X_0 0.5)) (assert (>= Y_0 (* 2 X_0)))"
    >>> case = read_specification(Source("p.vnnlib", text, "")).cases()[0]
    >>> [[int(a) for a in form] for form in case.domain.inequalities]
    [[-2, 1]]
    >>> [[int(a) for a in row] for row in case.alternatives[0]]
    [[-2, 1, 0]]
    """
    return _Parser(source).specification()


_Value = _Linear | _Formula | str


class _Parser:
    """Reads an expression when its closing bracket comes: no recursion, whatever the depth."""

    def __init__(self, source: Source) -> None:
        self.name = source.name
        self.text = source.text()
        self.line = 1
        self.declared: dict[str, set[int]] = {"X": set(), "Y": set()}
        self.assertions: list[_Formula | _Linear] = []

    def fail(self, problem: object) -> NoReturn:
        raise FormatError(f"{self.name}: line {self.line}: {problem}") from None

    def tokens(self) -> Iterator[str]:
        position = 0
        while position < len(self.text):
            match = TOKEN.match(self.text, position)
            if match is None:
                self.fail(f"unexpected {shorten(self.text[position])}")
            position = match.end()
            token = match["token"]
            if token is not None:
                yield token
            self.line += match[0].count("\n")

    def specification(self) -> Specification:
        """The property that the commands of the file make."""
        stack: list[list[_Value]] = []
        for token in self.tokens():
            if token == "(":
                stack.append([])
                if len(stack) > DEEPEST:
                    self.fail(f"brackets nested more than {DEEPEST} deep")
            elif not stack:
                self.fail(f"{shorten(token)} outside of a command" if token != ")" else "a closing bracket too many")
            elif token != ")":
                stack[-1].append(self.word(token, stack))
            elif len(stack) > 1:
                value = self.combined(stack.pop())
                stack[-1].append(value)
            else:
                self.command(stack.pop())
        if stack:
            self.fail("the file ends inside a command; it is cut short")
        sizes = []
        for kind, what in (("X", "input"), ("Y", "output")):
            found = self.declared[kind]
            if not found:
                self.fail(f"no {what} {kind}_0 is declared")
            missing = next((i for i in range(len(found)) if i not in found), None)
            if missing is not None:
                self.fail(f"{kind}_{max(found)} is declared, but {kind}_{missing} is not")
            sizes.append(len(found))
        return Specification(sizes[0], sizes[1], _Formula(True, tuple(self.assertions)))

    def word(self, token: str, stack: list[list[_Value]]) -> _Value:
        """A number or a variable as a term; the first word of an expression and what is declared stay text."""
        if not stack[-1] or stack[-1][0] == "declare-const":
            return token
        if NUMBER.fullmatch(token):
            try:
                return _Linear({}, rational(token))
            except ValueError as error:
                self.fail(error)
        match = VARIABLE.fullmatch(token)
        if match is None:
            self.fail(f"{shorten(token)} is neither a decimal number nor a variable X_i or Y_i")
        variable = (match["kind"], int(match["index"]))
        if variable[1] not in self.declared[variable[0]]:
            self.fail(f"{token} is used before it is declared")
        return _Linear({variable: mpq(1)}, mpq(0))

    def command(self, words: list[_Value]) -> None:
        match words:
            case ["declare-const", str(name), "Real"]:
                variable = VARIABLE.fullmatch(name)
                if variable is None:
                    self.fail(f"{shorten(name)} is declared; the names are X_0, X_1, ... and Y_0, Y_1, ...")
                found = self.declared[variable["kind"]]
                if int(variable["index"]) in found:
                    self.fail(f"{name} is declared twice")
                if int(variable["index"]) >= MOST_VARIABLES:
                    self.fail(f"{name}: at most {MOST_VARIABLES} variables of a kind can be read")
                found.add(int(variable["index"]))
            case ["declare-const", *_]:
                self.fail("a declaration has the form (declare-const X_0 Real)")
            case ["assert", _Formula() as formula]:
                self.assertions.append(formula)
            case ["assert", *_]:
                self.fail("an assertion has the form (assert FORMULA), a formula being made by <=, >=, and, or")
            case [str(other), *_]:
                self.fail(f"{shorten(other)} is no command of VNN-LIB 1.0, which has declare-const and assert")
            case _:
                self.fail("an empty command")

    def combined(self, words: list[_Value]) -> _Value:
        """The term or formula that an expression stands for."""
        if not words or not isinstance(words[0], str):
            self.fail("an expression begins with an operator: <=, >=, and, or, +, -, * or /")
        operator, arguments = words[0], words[1:]
        if operator in ("and", "or"):
            formulas = tuple(part for part in arguments if isinstance(part, _Formula))
            if not formulas or len(formulas) != len(arguments):
                self.fail(f"{operator!r} takes formulas, at least one")
            return _Formula(operator == "and", formulas)
        if operator not in ("<=", ">=", "+", "-", "*", "/"):
            self.fail(f"{shorten(operator)} cannot be read; formulas are made by <=, >=, and, or, terms by +, -, *, /")
        terms = [part for part in arguments if isinstance(part, _Linear)]
        if not terms or len(terms) != len(arguments):
            self.fail(f"{operator!r} takes terms, at least one")
        if operator in ("<=", ">="):
            if len(terms) != 2:
                self.fail(f"{operator!r} compares two terms, not {len(terms)}")
            low, high = terms if operator == "<=" else reversed(terms)
            return _Formula(True, (_total([high, low.times(mpq(-1))]),))
        if operator == "+" or (operator == "-" and len(terms) > 1):
            return _total(terms if operator == "+" else [terms[0], *(term.times(mpq(-1)) for term in terms[1:])])
        return terms[0].times(mpq(-1)) if operator == "-" else self.product(operator, terms)

    def product(self, operator: str, terms: list[_Linear]) -> _Linear:
        """A product with at most one factor that is no number, or a quotient by numbers."""
        result = terms[0]
        for term in terms[1:]:
            if operator == "/":
                if term.terms or not term.constant:
                    self.fail("a term is divided by something else than a number other than 0")
                result = result.times(1 / term.constant)
            elif not term.terms:
                result = result.times(term.constant)
            elif not result.terms:
                result = term.times(result.constant)
            else:
                self.fail("a product of two variables is not linear")
            if any(
                number.numerator.bit_length() > MOST_BITS or number.denominator.bit_length() > MOST_BITS
                for number in (*result.terms.values(), result.constant)
            ):
                self.fail("a product of numbers is longer than any file needs")
        return result


def _total(terms: Sequence[_Linear]) -> _Linear:
    entries: dict[Variable, mpq] = {}
    for term in terms:
        for name, entry in term.terms.items():
            entries[name] = entries.get(name, mpq(0)) + entry
    return _Linear(
        {name: entry for name, entry in entries.items() if entry}, sum((term.constant for term in terms), mpq(0))
    )
