"""Networks as mathematics to read: piecewise expressions for sympy, weight matrices as LaTeX.

This module is the only one that hands numbers to sympy, and it hands over pairs of Python integers alone: with gmpy2
and python-flint both installed, sympy turns an mpq into a Float without a word.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import sympy
from gmpy2 import mpz

from exactrelu.affine import AffineMap, Form
from exactrelu.extended import ExtendedRational
from exactrelu.network import Network
from exactrelu.regions import Region
from exactrelu.shallow.network import ShallowNetwork

__all__ = ["Piecewise", "latex", "piecewise"]

SHOWN = 12


class Piecewise(sympy.Piecewise):  # type: ignore[misc]
    """sympy's Piecewise, whose conditions are left as they are while symbols are substituted one after the other.

    sympy's own joins successive branches that become equal on the way and multiplies out their conditions, which takes
    exponential time for many regions.  Here branches whose condition is false are dropped, and no more.
    """

    def _eval_subs(self, old: sympy.Basic, new: sympy.Basic) -> sympy.Basic:
        kept = []
        for expression, condition in self.args:
            undecided = condition._subs(old, new)
            if undecided == sympy.false:
                continue
            kept.append((expression._subs(old, new), undecided))
            if undecided == sympy.true:
                break
        if not kept:
            return sympy.nan
        return kept[0][0] if kept[0][1] == sympy.true else self.func(*kept, evaluate=False)


def piecewise(network: Network, domain: Any = None) -> tuple[sympy.Expr, ...]:
    """The network as one sympy expression per output, in the symbols x1, ..., xn.

    Each is a Piecewise with one exact linear expression per linear region, in the order of the enumeration, under the
    irredundant inequalities >= 0 of the closed region; where closed regions meet, their expressions agree.
    A network that is affine on all of Q^n gives the plain expression; outside the domain a Piecewise has no value.
    Nothing is simplified: substitute exact numbers, or call sympy's own functions on the result.
    Raises DomainError for an empty domain, ShapeError for one of another dimension.

    >>> from exactrelu.network import Layer
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([["1/2", "1/2"]], [5], "identity")])
    >>> piecewise(absolute)
    (Piecewise((5 - x1/2, -x1 >= 0), (x1/2 + 5, x1 >= 0)),)
    """
    symbols = sympy.symbols(f"x1:{network.inputs + 1}")
    branches: list[list[tuple[sympy.Expr, sympy.Basic]]] = [[] for _ in range(network.outputs)]
    for region in network.regions(domain):
        condition = _closed(region, symbols)
        for found, row in zip(branches, _rows(region.affine_map, symbols), strict=True):
            found.append((row, condition))
    return tuple(found[0][0] if found[0][1] == sympy.true else Piecewise(*found, evaluate=False) for found in branches)


def _closed(region: Region, symbols: Sequence[sympy.Symbol]) -> sympy.Basic:
    """The closed region as a conjunction; unevaluated relations keep the forms as they are, and are far faster."""
    zero = sympy.Integer(0)
    level = [sympy.Eq(_linear(form, mpz(1), symbols), zero, evaluate=False) for form in region.equalities]
    sides = [sympy.Ge(_linear(form, mpz(1), symbols), zero, evaluate=False) for form in region.inequalities]
    return sympy.And(*level, *sides)


def _rows(affine: AffineMap, symbols: Sequence[sympy.Symbol]) -> Iterator[sympy.Expr]:
    for row in affine.rows:
        yield _linear(row, affine.denominator, symbols)


def _linear(form: Form, denominator: mpz, symbols: Sequence[sympy.Symbol]) -> sympy.Expr:
    coefficients = [sympy.Rational(int(entry), int(denominator)) for entry in form]
    terms = [coefficient * symbol for coefficient, symbol in zip(coefficients, symbols, strict=False)]
    return sympy.Add(*terms, coefficients[-1])


def latex(network: Network | ShallowNetwork, shown: int = SHOWN) -> str:
    r"""The weight matrices and biases of a deep or shallow network as LaTeX displays, then the formula of the whole.

    Infinite weights are \infty and -\infty.  The displays need the amsmath package.
    A matrix or vector with more than `shown` rows or columns is cut to the first `shown` - 1 and the last of them, with
    dots between; its true size and numbers of non-zero and infinite entries are stated below it, so nothing is left out
    unsaid.  Raises ValueError when shown is less than 2.

    >>> from exactrelu.network import Layer
    >>> print(latex(Network([Layer([["1/2"], [-1]], [0, 3]), Layer([[1, 1]], [0], "identity")])))
    \[ W_{1} = \left(\begin{array}{r} \frac{1}{2} \\ -1 \end{array}\right) \]
    \[ b_{1} = \left(\begin{array}{r} 0 \\ 3 \end{array}\right) \]
    \[ W_{2} = \left(\begin{array}{rr} 1 & 1 \end{array}\right) \]
    \[ b_{2} = \left(\begin{array}{r} 0 \end{array}\right) \]
    \[ N(x) = W_{2}\,\sigma(W_{1}\,x + b_{1}) + b_{2}, \quad \sigma(z) = \max(z, 0) \]
    """
    if shown < 2:
        raise ValueError(f"at least 2 rows and columns must be shown, not {shown}")
    lines = []
    formula = "x"
    for depth, (rows, bias, words) in enumerate(_layers(network), start=1):
        width = network.widths[depth - 1]
        vector = [{0: number} if number != 0 else {} for number in bias]
        lines += [
            rf"\[ W_{{{depth}}} = {_matrix(rows, width, shown)} \]",
            rf"\[ b_{{{depth}}} = {_matrix(vector, 1, shown)} \]",
            *_statements(rows, width, words, depth, shown),
        ]
        name = r"\sigma" if "relu" in words else ""
        formula = rf"W_{{{depth}}}\,{formula} + b_{{{depth}}}"
        if depth < len(network.layers):
            formula = f"{name}({formula})"
    lines.append(rf"\[ N(x) = {formula}, \quad \sigma(z) = \max(z, 0) \]")
    return "\n".join(lines)


_Entries = Mapping[int, ExtendedRational]
_Layer = tuple[list[_Entries], list[ExtendedRational], tuple[str, ...]]


def _layers(network: Network | ShallowNetwork) -> Iterator[_Layer]:
    """Rows without their zeros, biases and activations, layer by layer."""
    rows: list[_Entries]
    if isinstance(network, ShallowNetwork):
        for sparse in network.layers:
            rows = [dict(row) for row in sparse.rows]
            yield rows, list(sparse.bias), sparse.activation
        return
    for layer in network.layers:
        rows = [{i: ExtendedRational(w) for i, w in enumerate(row) if w} for row in layer.weight]
        yield rows, [ExtendedRational(constant) for constant in layer.bias], layer.activation


def _window(size: int, shown: int) -> list[int | None]:
    """The indexes that are displayed, with None for the dots."""
    return list(range(size)) if size <= shown else [*range(shown - 1), None, size - 1]


def _matrix(rows: Sequence[_Entries], width: int, shown: int) -> str:
    columns = _window(width, shown)
    lines = (" & ".join(_cells(None if i is None else rows[i], columns)) for i in _window(len(rows), shown))
    body = r" \\ ".join(lines)
    return rf"\left(\begin{{array}}{{{'r' * len(columns)}}} {body} \end{{array}}\right)"


def _cells(row: _Entries | None, columns: Iterable[int | None]) -> Iterator[str]:
    for column in columns:
        if row is None:
            yield r"\ddots" if column is None else r"\vdots"
        else:
            yield r"\cdots" if column is None else _number(row.get(column, ExtendedRational(0)))


def _number(number: ExtendedRational) -> str:
    sign, text = "-" if number.sign() < 0 else "", str(abs(number))
    if number.is_infinite:
        return rf"{sign}\infty"
    numerator, _, denominator = text.partition("/")
    return rf"{sign}\frac{{{numerator}}}{{{denominator}}}" if denominator else sign + numerator


def _statements(rows: Sequence[_Entries], width: int, words: Sequence[str], depth: int, shown: int) -> Iterator[str]:
    """What the display of a layer does not show: what was cut off, and neurons without an activation in it."""
    if len(rows) > shown or width > shown:
        entries = [number for row in rows for number in row.values()]
        infinite = sum(number.is_infinite for number in entries)
        yield (
            rf"\[ \text{{$W_{{{depth}}}$ is shown in part: it has {len(rows)} rows, {width} columns, "
            rf"{len(entries)} non-zero entries, {infinite} of them infinite.}} \]"
        )
    if "relu" in words and "identity" in words:
        plain = ", ".join(str(k) for k, word in enumerate(words, start=1) if word == "identity")
        yield rf"\[ \text{{In layer {depth}, $\sigma$ leaves these entries as they are: {plain}.}} \]"
