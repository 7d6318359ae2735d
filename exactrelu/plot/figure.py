"""The border to matplotlib: figures without global state, files that are the same in every run."""

import io
import os
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from fractions import Fraction
from typing import Any, Protocol

from gmpy2 import gcd, mpq

from exactrelu.affine import AffineMap, format_form
from exactrelu.errors import DomainError, FormatError, MissingExtraError
from exactrelu.extended import format_rational
from exactrelu.formats import write_atomically

__all__ = [
    "QUALITATIVE",
    "Picture",
    "canvas",
    "check_figure_name",
    "counted",
    "exact",
    "figure",
    "map_text",
    "number_label",
    "rounded",
]

# No dates and no version numbers: equal pictures are equal files.
METADATA: dict[str, dict[str, None]] = {
    ".svg": {"Date": None, "Creator": None},
    ".pdf": {"CreationDate": None, "Creator": None, "Producer": None},
    ".png": {"Software": None},
}
SETTINGS = {"svg.hashsalt": "exactrelu", "font.size": 9, "axes.linewidth": 0.6, "hatch.linewidth": 0.4}

# Okabe and Ito, Color Universal Design (2008): told apart with every common form of colour blindness.
QUALITATIVE = ("#E69F00", "#56B4E9", "#009E73", "#F0E442", "#0072B2", "#D55E00", "#CC79A7", "#999999")

DOTS_PER_INCH = 160
LONGEST_LABEL = 24


class Picture(Protocol):
    """What every kind of picture can do: be drawn, and tell its exact data."""

    def draw(self, path: str | os.PathLike[str]) -> str:
        """Writes the picture to a .svg, .pdf or .png file; returns a line that says what was drawn."""

    def to_json(self) -> dict[str, Any]:
        """The exact data as a JSON object: numbers are strings such as "-3/7"."""


def exact(numbers: Iterable[Any]) -> list[str]:
    """Exact numbers as strings."""
    return [format_rational(mpq(number)) for number in numbers]


def check_figure_name(path: str | os.PathLike[str]) -> str:
    """The suffix of a figure's file: .svg, .pdf or .png; FormatError for any other."""
    suffix = os.path.splitext(os.fspath(path))[1].lower()
    if suffix not in METADATA:
        raise FormatError(f"{os.fspath(path)}: a picture is a .svg, .pdf or .png file")
    return suffix


def rounded(number: Fraction) -> float:
    """The nearest float, for drawing alone; DomainError for a number beyond all floats."""
    try:
        return float(number)
    except OverflowError:
        raise DomainError("a coordinate is too large to be drawn: choose a smaller window") from None


def number_label(number: Fraction) -> str:
    """A number for a title: exact where that is short, else rounded and marked as such."""
    text = format_rational(mpq(number))
    return text if len(text) <= LONGEST_LABEL else f"~{rounded(number):.6g}"


def counted(number: int, one: str, many: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "region"), counted(2, "region"), counted(3, "class", "classes")
    ('1 region', '2 regions', '3 classes')
    """
    return f"{number} {one if number == 1 else many or one + 's'}"


def map_text(affine_map: AffineMap, names: Sequence[str] | None = None) -> str:
    """An affine map as text, one equation per output, in the inputs x1, x2, ... or the given names.

    >>> from gmpy2 import mpz
    >>> map_text(AffineMap.from_integers([(mpz(2), mpz(4), mpz(-2)), (mpz(0), mpz(3), mpz(0))], mpz(6)))
    'y1 = (x1 + 2*x2 - 1)/3, y2 = x2/2'
    """
    equations = []
    for k, row in enumerate(affine_map.rows, start=1):
        divisor = gcd(affine_map.denominator, *row)
        text, below = format_form([entry // divisor for entry in row], names), affine_map.denominator // divisor
        name = "y" if len(affine_map.rows) == 1 else f"y{k}"
        terms = f"({text})" if " " in text and below > 1 else text
        equations.append(f"{name} = {terms}" if below == 1 else f"{name} = {terms}/{below}")
    return ", ".join(equations)


@contextmanager
def canvas(path: str | os.PathLike[str], width: float, height: float) -> Iterator[Any]:
    """A matplotlib figure of the given size in inches; the file appears when the block ends without an error.

    Raises MissingExtraError without matplotlib, FormatError for an unknown suffix, OSError for an unwritable file.
    """
    suffix = check_figure_name(path)
    try:
        import matplotlib
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise MissingExtraError(
            f"drawing needs matplotlib ({error}): install the extra `plot`, as in pip install 'exactrelu[plot]'"
        ) from None
    with matplotlib.rc_context(SETTINGS):
        drawing = Figure(figsize=(width, height), layout="constrained")
        FigureCanvasAgg(drawing)
        yield drawing
        content = io.BytesIO()
        drawing.savefig(content, format=suffix[1:], dpi=DOTS_PER_INCH, metadata=METADATA[suffix])
    write_atomically(path, content.getvalue())


@contextmanager
def figure(path: str | os.PathLike[str], width: float, height: float) -> Iterator[Any]:
    """Axes on a figure of their own; the errors are those of `canvas`."""
    with canvas(path, width, height) as drawing:
        yield drawing.add_subplot()
