"""The regions of a network as records for JSON, as CSV and as a LaTeX table; every number is exact.

Numbers are texts "p/q", so that no reader of the file rounds them.
"""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from gmpy2 import mpq, mpz

from exactrelu.affine import AffineMap, Form, format_form
from exactrelu.extended import format_rational
from exactrelu.regions import Region, Regions

__all__ = ["csv_chunks", "json_chunks", "latex_chunks", "region_record"]


def region_record(region: Region) -> dict[str, Any]:
    """A region as a JSON object.

    Its keys are signs, dimension, bounded, interior_point, inequalities (rows (a_1, ..., a_n, c), a.x + c >= 0),
    equalities, affine_map (weight and bias) and neighbours (a sign vector, or null, for each inequality).
    """
    return {
        "signs": region.signs,
        "dimension": region.dimension,
        "bounded": region.is_bounded,
        "interior_point": _texts(region.interior_point),
        "inequalities": [_texts(form) for form in region.inequalities],
        "equalities": [_texts(form) for form in region.equalities],
        "affine_map": {
            "weight": [_texts(row) for row in region.affine_map.weight],
            "bias": _texts(region.affine_map.bias),
        },
        "neighbours": region.neighbours,
    }


def json_chunks(regions: Iterable[Region]) -> Iterator[str]:
    """A JSON list of region_record, one line per region."""
    yield "["
    for number, region in enumerate(regions):
        yield (",\n" if number else "\n") + json.dumps(region_record(region))
    yield "\n]\n"


def csv_chunks(regions: Regions) -> Iterator[str]:
    """The table of the regions, one row each, in the order of the enumeration; numbers counted from 1.

    The columns are region, signs, dimension, bounded; p1, ..., pn, a point of the relative interior; constraints, the
    closed region; and for each output k the entries wk_1, ..., wk_n, bk of its affine map.

    >>> from exactrelu.network import Layer, Network
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([["1/2", "1/2"]], [5], "identity")])
    >>> print("".join(csv_chunks(absolute.regions())))
    region,signs,dimension,bounded,p1,constraints,w1_1,b1
    1,-+,1,no,-1,-x1 >= 0,-1/2,5
    2,+-,1,no,1,x1 >= 0,1/2,5
    <BLANKLINE>
    """
    network = regions.network
    inputs = range(1, network.inputs + 1)
    header = ["region", "signs", "dimension", "bounded", *(f"p{i}" for i in inputs), "constraints"]
    for k in range(1, network.outputs + 1):
        header += [*(f"w{k}_{i}" for i in inputs), f"b{k}"]
    yield _csv_line(header)
    for number, region in enumerate(regions, start=1):
        held = [f"{format_form(form)} = 0" for form in region.equalities]
        held += [f"{format_form(form)} >= 0" for form in region.inequalities]
        row = [str(number), "|".join(region.signs), str(region.dimension), "yes" if region.is_bounded else "no"]
        row += [*_texts(region.interior_point), "; ".join(held)]
        affine = region.affine_map
        for weights, constant in zip(affine.weight, affine.bias, strict=True):
            row += _texts((*weights, constant))
        yield _csv_line(row)


def latex_chunks(regions: Iterable[Region]) -> Iterator[str]:
    r"""The table of the regions as a LaTeX longtable: number, signs, closed region, and outputs there.

    It needs the package longtable, and amsmath for regions without constraints.

    >>> from exactrelu.network import Layer, Network
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([["1/2", "1/2"]], [5], "identity")])
    >>> print("".join(latex_chunks(absolute.regions())))
    % needs \usepackage{amsmath,longtable}
    \begin{longtable}{rlll}
      region & signs & where & output \\ \hline \endhead
      1 & \texttt{-+} & $-x_{1} \ge 0$ & $y_{1} = -\frac{1}{2}x_{1} + 5$ \\
      2 & \texttt{+-} & $x_{1} \ge 0$ & $y_{1} = \frac{1}{2}x_{1} + 5$ \\
    \end{longtable}
    <BLANKLINE>
    """
    yield "% needs \\usepackage{amsmath,longtable}\n"
    yield "\\begin{longtable}{rlll}\n  region & signs & where & output \\\\ \\hline \\endhead\n"
    for number, region in enumerate(regions, start=1):
        held = [f"{_form(form)} = 0" for form in region.equalities]
        held += [rf"{_form(form)} \ge 0" for form in region.inequalities]
        signs = "|".join(region.signs)
        outputs = [rf"y_{{{k}}} = {text}" for k, text in enumerate(_rows(region.affine_map), start=1)]
        where = _stack(held) if held else r"\text{everywhere}"
        yield rf"  {number} & \texttt{{{signs}}} & ${where}$ & ${_stack(outputs)}$ \\" + "\n"
    yield "\\end{longtable}\n"


def _stack(lines: Sequence[str]) -> str:
    if len(lines) == 1:
        return lines[0]
    rows = r" \\ ".join(lines)
    return rf"\begin{{array}}[t]{{@{{}}l@{{}}}} {rows} \end{{array}}"


def _rows(affine: AffineMap) -> Iterator[str]:
    for row in affine.rows:
        yield _form(row, affine.denominator)


def _form(form: Form, denominator: mpz | int = 1) -> str:
    text = ""
    names = [f"x_{{{i}}}" for i in range(1, len(form))]
    for entry, name in zip(form, [*names, ""], strict=True):
        if entry:
            size = abs(mpq(entry, denominator))
            term = name if name and size == 1 else _number(size) + name
            sign = "-" if entry < 0 else "+" if text else ""
            text += f" {sign} {term}" if text else f"{sign}{term}"
    return text or "0"


def _number(number: mpq) -> str:
    numerator, slash, denominator = format_rational(number).partition("/")
    return rf"\frac{{{numerator}}}{{{denominator}}}" if slash else numerator


def _texts(numbers: Iterable[Any]) -> list[str]:
    return [format_rational(mpq(number)) for number in numbers]


def _csv_line(entries: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line, lineterminator="\n").writerow(entries)
    return line.getvalue()
