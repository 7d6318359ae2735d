"""What `exactrelu explain --at` prints: exact numbers, with decimals beside the long ones for the eye alone.

Numbers that would fill the line are printed as rounded decimals, marked "~"; --json has every number exact.
"""

from collections.abc import Iterable, Sequence
from fractions import Fraction

import typer

from exactrelu.affine import AffineMap
from exactrelu.cli.output import Watch, decimal, numeral, signs_text
from exactrelu.explain import Attributions, Counterfactual, LocalExplanation
from exactrelu.explain.boundary import Distance
from exactrelu.extended import ExtendedRational, rational, to_fraction

__all__ = ["Counter", "affine_rows", "print_columns", "print_local", "readable"]

SHORT, LONG = 8, 32
MOST_CELLS = 16
DECIMALS, MOST_DECIMALS, SIGNIFICANT = 3, 12, 100


class Counter(Watch):
    """A Watch that is told how much is done in all, as the library's callbacks do."""

    def __call__(self, done: int, total: int | None = None) -> None:
        """Shows that so many steps are done, of so many if that is known."""
        self._total = total
        self.advance(done - self._done)

    def __enter__(self) -> "Counter":
        super().__enter__()
        return self


def readable(number: int | Fraction | ExtendedRational) -> str:
    """The exact number, and beside a long one its rounded decimals; these alone where it would fill the line.

    >>> readable(Fraction(-5, 3)), readable(Fraction(1234567, 262144))
    ('-5/3', '1234567/262144 ~ 4.709')
    >>> readable(Fraction(29, 131072))
    '29/131072 ~ 0.000221'
    """
    text = numeral(number)
    if len(text) <= SHORT or "/" not in text:
        return text
    exact, places = to_fraction(rational(number)), DECIMALS
    while abs(exact) * 10**places < SIGNIFICANT and places < MOST_DECIMALS:
        places += 1
    rounded = f"~ {decimal(exact, places)}"
    return rounded if len(text) > LONG else f"{text} {rounded}"


def print_columns(rows: Iterable[Sequence[str]], indent: str = "  ") -> None:
    """Prints rows of text with aligned columns."""
    table = list(rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    for row in table:
        typer.echo(indent + "  ".join(f"{cell:<{width}}" for cell, width in zip(row, widths, strict=True)).rstrip())


def affine_rows(affine_map: AffineMap, names: Sequence[str]) -> list[list[str]]:
    """An affine map as a table: a row for each feature and one for the constant, a column for each output."""
    weight, bias = affine_map.weight, affine_map.bias
    rows = [["", *_outputs(len(bias))]]
    rows += [[name, *(readable(row[i]) for row in weight)] for i, name in enumerate(names)]
    return [*rows, ["constant", *map(readable, bias)]]


def _outputs(number: int) -> list[str]:
    return [f"y{k}" for k in range(1, number + 1)]


def _title(text: str) -> None:
    typer.echo(f"\n{text}")


def _features(names: Sequence[str], values: Sequence[Fraction]) -> list[list[str]]:
    return [[name, "=", readable(x)] for name, x in zip(names, values, strict=True)]


def print_local(
    found: LocalExplanation, shares: Attributions | None = None, nearest: Counterfactual | None = None
) -> None:
    """Prints the explanation of one point, with its attributions and counterfactual if there are any."""
    face = found.face
    typer.echo("At")
    print_columns(_features(found.names, found.point))
    typer.echo("the output is")
    print_columns(_features(_outputs(len(found.output)), found.output))
    where = f"{signs_text(face.signs)}, of dimension {face.dimension}"
    around = f", on the boundary of {len(found.cells)} cells" if found.distances.on_boundary else ""
    _title(f"It lies on the face {where}{around}: where")
    for condition in face.conditions(found.names) or ("(no condition: the whole space)",):
        typer.echo(f"  {condition}")
    if found.distances.on_boundary:
        _title("Around it are the cells")
        for cell in found.cells[:MOST_CELLS]:
            typer.echo(f"  {signs_text(cell.signs)}")
        if len(found.cells) > MOST_CELLS:
            typer.echo(f"  and {len(found.cells) - MOST_CELLS} more (--json has all of them)")
    _title("There the network is the affine map")
    print_columns(affine_rows(found.affine_map, found.names))
    _print_firing(found)
    _print_distances(found)
    if shares is not None:
        _print_shares(shares, found.names)
    if nearest is not None:
        _print_nearest(nearest, found.names)


def _print_firing(found: LocalExplanation) -> None:
    _title("Neurons that fire")
    if not found.deep:
        typer.echo("  (the network has no ReLU neurons)")
    for layer in sorted({neuron.layer for neuron in found.deep}):
        here = [neuron for neuron in found.deep if neuron.layer == layer]
        firing = ", ".join(str(neuron.neuron + 1) for neuron in here if neuron.fires) or "none"
        edge = ", ".join(str(neuron.neuron + 1) for neuron in here if neuron.sign == "0")
        typer.echo(f"  hidden layer {layer + 1}: {firing} (of {len(here)})" + (f"; at zero: {edge}" if edge else ""))
    for shallow in found.shallow or ():
        role = shallow.describe(found.names)
        value = readable(shallow.value)
        typer.echo(f"  shallow layer {shallow.layer + 1}, neuron {shallow.neuron + 1} = {value}: {role}".rstrip(": "))


def _print_distances(found: LocalExplanation) -> None:
    distances = found.distances
    if distances.on_boundary:
        _title("The point lies on a region boundary, so all distances from one are 0.")
        return
    _title("Distance to the nearest boundary of the region")
    conditions = found.face.conditions(found.names)[len(found.face.equalities) :]

    def text(distance: Distance) -> str:
        met = " and ".join(conditions[k] for k in distance.facets)
        return readable(distance.value) + (f", where {met} ends" if met else "")

    print_columns(
        [
            ["L1", text(distances.l1)],
            ["L-infinity", text(distances.linf)],
            *(
                [f"{name} {way}", readable(side.value)]
                for name, pair in zip(found.names, distances.coordinates, strict=True)
                for way, side in zip(("down", "up"), pair, strict=True)
            ),
        ]
    )


def _print_shares(shares: Attributions, names: Sequence[str]) -> None:
    _title(f"Attributions ({shares.method})")
    rows = [["", *_outputs(len(shares.output))]]
    columns = zip(shares.player_names(names), *shares.values, strict=True)
    rows += [[name, *map(readable, values)] for name, *values in columns]
    rows.append(["reference", *map(readable, shares.reference)])
    rows.append(["sum: output", *map(readable, shares.output)])
    print_columns(rows)


def _print_nearest(nearest: Counterfactual, names: Sequence[str]) -> None:
    decided, wanted = (" or ".join(map(str, classes)) for classes in (nearest.classes, nearest.targets))
    if nearest.nearest is None:
        _title(f"No point of the domain has class {wanted} (here: class {decided}).")
        return
    away = f"{readable(nearest.distance)} away in {'L1' if nearest.norm == 'l1' else 'L-infinity'}"
    number = "the only one" if nearest.unique else "one of several"
    _title(f"The nearest point with class {wanted} (here: class {decided}) is {away}, {number}")
    changes = [readable(b - a) for a, b in zip(nearest.point, nearest.nearest, strict=True)]
    rows = _features(names, nearest.nearest)
    print_columns([*row, f"(change {change})"] for row, change in zip(rows, changes, strict=True))
    typer.echo(f"  proved nearest by {len(nearest.evidence.bounds)} bounds with Farkas multipliers, which were checked")
