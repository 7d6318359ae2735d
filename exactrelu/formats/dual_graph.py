"""The dual graph of the regions: one node per cell, one edge per shared facet."""

from collections.abc import Iterator
from typing import Any

from exactrelu.affine import format_form
from exactrelu.errors import MissingExtraError
from exactrelu.regions import Region, Regions

__all__ = ["dot_chunks", "dual_graph"]


def dual_graph(regions: Regions) -> Any:
    """The dual graph as a networkx.Graph; its nodes are the numbers of the cells in the order of enumeration, from 0.

    A node has the attributes signs, bounded, interior_point and affine_map, an edge the attributes signs (those of the
    shared facet) and form (a primitive integer form that vanishes on it, positive at the node with the lower number).
    Exact; raises MissingExtraError without the package networkx.
    """
    try:
        import networkx
    except ModuleNotFoundError:
        raise MissingExtraError(
            "this needs the package networkx; install it with pip install 'exactrelu[networkx]'"
        ) from None
    graph = networkx.Graph()
    cells = _cells(regions)
    for number, cell in enumerate(cells):
        graph.add_node(
            number,
            signs=cell.signs,
            bounded=cell.is_bounded,
            interior_point=cell.interior_point,
            affine_map=cell.affine_map,
        )
    for edge in regions.dual_graph():
        form = next(facet.form for facet in cells[edge.first].facets if facet.signs == edge.signs)
        graph.add_edge(edge.first, edge.second, signs=edge.signs, form=tuple(map(int, form)))
    return graph


def dot_chunks(regions: Regions) -> Iterator[str]:
    """The dual graph in the DOT language of Graphviz: nodes are labelled by signs, edges by the hyperplane between.

    >>> from exactrelu.network import Layer, Network
    >>> absolute = Network([Layer([[1], [-1]], [0, 0]), Layer([[1, 1]], [0], "identity")])
    >>> print("".join(dot_chunks(absolute.regions())))
    graph regions {
      1 [label="-+"];
      2 [label="+-"];
      1 -- 2 [label="-x1 = 0"];
    }
    <BLANKLINE>
    """
    yield "graph regions {\n"
    cells = _cells(regions)
    for number, cell in enumerate(cells, start=1):
        yield f'  {number} [label="{"|".join(cell.signs)}"];\n'
    for edge in regions.dual_graph():
        form = next(facet.form for facet in cells[edge.first].facets if facet.signs == edge.signs)
        yield f'  {edge.first + 1} -- {edge.second + 1} [label="{format_form(form)} = 0"];\n'
    yield "}\n"


def _cells(regions: Regions) -> list[Region]:
    """The cells alone, in the order in which Regions.dual_graph counts them."""
    full = regions.walk.dimension
    return [region for region in regions if region.dimension == full]
