"""Everything that the teaching page shows of a network, computed exactly and kept as exact strings."""

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from gmpy2 import mpq

from exactrelu.affine import Form
from exactrelu.domain import Domain
from exactrelu.errors import SizeLimitError
from exactrelu.extended import format_rational
from exactrelu.network import Network
from exactrelu.plot import BendingPicture, Slice, as_slice, as_window
from exactrelu.plot.clipping import counterclockwise
from exactrelu.plot.graph1d import GraphPicture
from exactrelu.plot.plane import greedy_colours
from exactrelu.plot.window import cells_in, sides
from exactrelu.regions import Region, Regions, Walk
from exactrelu.regions.region import Point, Signs
from exactrelu.shallow import Role, ShallowLayer, ShallowNetwork, build
from exactrelu.teach.places import nice_point, stations

__all__ = ["MOST_FACES", "MOST_WEIGHTS", "lesson"]

MOST_FACES = 3000
MOST_WEIGHTS = 80000
LARGE_NUMBER = 10**6
GRID_PARTS = 64


def lesson(network: Network, title: str, window: Any = None) -> dict[str, Any]:
    """The page's data as a JSON object in which every number of the mathematics is a string such as "-3/7" or "-oo".

    window is a Domain or (low, high) pairs that leave one or two coordinates free; a network with more inputs is
    taught on that slice.  The faces and the shallow networks are those of the whole line or plane, the window is what
    the picture shows.
    Raises ShapeError for another number of free coordinates, DomainError for an unbounded or flat window, and
    SizeLimitError for more than 3000 faces or 80,000 weights in the shallow networks.
    """
    cut = as_slice(network, _default_window(network) if window is None else window)
    deep = cut.network
    cells_in(deep, cut.window, len(cut.names))
    faces = _all_faces(deep)
    shallow = {hidden: build(deep, hidden) for hidden in (2, 3)}
    weights = sum(len(row) for found in shallow.values() for layer in found.layers for row in layer.rows)
    if weights > MOST_WEIGHTS:
        raise SizeLimitError(
            f"the shallow networks have {weights} weights, and a page shows at most {MOST_WEIGHTS}: "
            "teach a smaller network"
        )
    seen = {face.signs: face for face in Regions(deep, cut.window, faces=True)}
    points = [nice_point(deep, cut, face, seen.get(face.signs)) for face in faces]
    shown = [(face, point) for face, point in zip(faces, points, strict=True) if face.signs in seen]
    return {
        "title": title,
        "names": list(cut.names),
        "slice": cut.describe(),
        "inputs": network.inputs,
        "widths": list(deep.widths),
        "window": [_texts(side) for side in sides(v for face in seen.values() for v in face.vertices)],
        "grid": _grid(cut),
        "largeNumber": str(LARGE_NUMBER),
        "deep": [_deep_layer(layer.weight, layer.bias, layer.activation) for layer in deep.layers],
        "faces": _faces(faces, points, seen, _tints(deep)),
        "segments": _segments(cut),
        "graph": _graph(cut),
        "shallow": {str(hidden): _shallow(found, faces) for hidden, found in shallow.items()},
        "stations": stations(deep, shallow, shown, LARGE_NUMBER),
    }


def _default_window(network: Network) -> Domain:
    """The window in which the vertices are seen; the shorter side of a plane's is widened to the longer.

    Raises ShapeError for more than two inputs.
    """
    window = as_window(network)
    if network.inputs != 2 or network.suggested_domain is not None:
        return window
    spans = sides(vertex for region in cells_in(network, window, 2) for vertex in region.vertices)
    longest = max(high - low for low, high in spans)
    if any(3 * (high - low) < longest for low, high in spans):
        return window
    missing = [(longest - (high - low)) / 2 for low, high in spans]
    return Domain.box((low - more, high + more) for (low, high), more in zip(spans, missing, strict=True))


def _all_faces(network: Network) -> tuple[Region, ...]:
    walk = Walk(network, None, faces=True)
    faces = []
    for cell in walk:
        faces.append(Region(walk, cell))
        if len(faces) > MOST_FACES:
            raise SizeLimitError(
                f"the network has more than {MOST_FACES} faces, and a page shows at most {MOST_FACES}: "
                "teach a smaller network, or a line or plane in its input space"
            )
    return tuple(faces)


def _texts(numbers: Sequence[Any]) -> list[str]:
    return [format_rational(mpq(number)) for number in numbers]


def _form(form: Form) -> list[str]:
    return [str(entry) for entry in form]


def _deep_layer(weight: Sequence[Sequence[Fraction]], bias: Sequence[Fraction], words: Sequence[str]) -> dict[str, Any]:
    return {"weight": [_texts(row) for row in weight], "bias": _texts(bias), "relu": [word == "relu" for word in words]}


def _grid(cut: Slice) -> str:
    """The step of the arrow keys: a power of 2 that cuts the shorter side of the window into about 64 parts."""
    vertices = {vertex for region in cells_in(cut.network, cut.window, len(cut.names)) for vertex in region.vertices}
    shortest = min(high - low for low, high in sides(vertices))
    step = Fraction(1)
    while step * GRID_PARTS > shortest:
        step /= 2
    while 2 * step * GRID_PARTS <= shortest:
        step *= 2
    return format_rational(mpq(step))


def _faces(
    faces: Sequence[Region], points: Sequence[Point], seen: dict[Signs, Region], tints: dict[Signs, int]
) -> list[dict[str, Any]]:
    found = []
    for face, point in zip(faces, points, strict=True):
        visible = seen.get(face.signs)
        vertices = () if visible is None else visible.vertices
        ordered = counterclockwise([(x, y) for x, y in vertices]) if len(vertices) > 2 else sorted(vertices)
        found.append(
            {
                "signs": list(face.signs),
                "dimension": face.dimension,
                "equalities": [_form(form) for form in face.equalities],
                "inequalities": [_form(form) for form in face.inequalities],
                "map": [_form(row) for row in face.affine_map.rows],
                "denominator": str(face.affine_map.denominator),
                "point": _texts(point),
                "polygon": [_texts(vertex) for vertex in ordered] if visible is not None else None,
                "tint": tints.get(face.signs, 0),
            }
        )
    return found


def _tints(network: Network) -> dict[Signs, int]:
    """A tint for each cell: one for each affine map, such that two maps that meet at a facet have different ones."""
    regions = network.regions()
    cells = list(regions)
    numbers: dict[Any, int] = {}
    maps = [numbers.setdefault(cell.walk.map_key(cell.cell), len(numbers)) for cell in cells]
    pairs = [(maps[edge.first], maps[edge.second]) for edge in regions.dual_graph()]
    colours = greedy_colours(len(numbers), [pair for pair in pairs if pair[0] != pair[1]])
    return {cell.signs: colours[k] for cell, k in zip(cells, maps, strict=True)}


def _segments(cut: Slice) -> list[dict[str, Any]]:
    """The neurons' zero sets in the window: segments of a plane, points of a line."""
    if len(cut.names) == 2:
        return [
            {"ends": [_texts(end) for end in segment.ends], "neurons": [list(neuron) for neuron in segment.neurons]}
            for segment in BendingPicture.of(cut).segments
        ]
    found: dict[Point, set[tuple[int, int]]] = {}
    for cell in cells_in(cut.network, cut.window, 1):
        for facet in cell.facets:
            if facet.neurons:
                a, c = facet.form
                at = (Fraction(int(-c), int(a)),)
                found.setdefault(at, set()).update(facet.neurons)
    return [{"ends": [_texts(at)], "neurons": [list(neuron) for neuron in sorted(found[at])]} for at in sorted(found)]


def _graph(cut: Slice) -> list[dict[str, Any]]:
    if len(cut.names) == 2:
        return []
    return [{"x": _texts([x])[0], "y": _texts(values)} for x, values in GraphPicture.of(cut).data.points]


def _shallow(shallow: ShallowNetwork, faces: Sequence[Region]) -> dict[str, Any]:
    numbers = {face.signs: i for i, face in enumerate(faces)}
    return {
        "layers": [_sparse(layer) for layer in shallow.layers],
        "roles": [[_role(role, numbers) for role in roles] for roles in shallow.roles],
        "widths": list(shallow.widths),
        "infinite": shallow.infinite_weights,
    }


def _sparse(layer: ShallowLayer) -> dict[str, Any]:
    """Each row as one string "column:weight column:weight ...", columns from 0."""
    return {
        "rows": [" ".join(f"{column}:{weight}" for column, weight in row) for row in layer.rows],
        "bias": [str(number) for number in layer.bias],
        "relu": [word == "relu" for word in layer.activation],
    }


def _role(role: Role, numbers: dict[Signs, int]) -> list[Any]:
    """A role as a short list: its kind, then what the kind has."""
    if role.kind == "carrier":
        return ["carrier", role.sign, role.input]
    if role.form is not None:
        return [role.kind, _form(role.form)]
    return ["gate", role.sign, numbers[role.signs or ()], role.output]
